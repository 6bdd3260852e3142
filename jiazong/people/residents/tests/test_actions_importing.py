"""A book of people comes in whole or row by row refused, keeps names byte for byte, and a second time changes nothing."""
import io
from datetime import date

import openpyxl
import pytest

from jiazong.ground.chronicle.models import Entry
from jiazong.ground.sheets.refusals import WorkbookRefused
from jiazong.people.places.tests import factories as places
from jiazong.people.residents.actions import importing, merging
from jiazong.people.residents.actions.finding import find
from jiazong.people.residents.models import Household, Person, Phone, Residence, SearchKey, Tag

TODAY = date(2026, 11, 22)
ID = "11010519491231002X"
HEADS = ["编号", "姓名", "性别", "出生日期", "身份证号码", "联系电话", "家庭住址", "与户主关系", "类别"]
NAMES = ["𠮷田㛃", "䶮", "阿不都热依木·买买提", "阿不都热依木•买买提", "王👩‍👩‍👧小明", "陳國秀", "陈 国 秀", "Ａｌｉ Khan", "é", "e\u0301", "长" * 40, "李\u200b四", "’; DROP TABLE--", "=1+1", "<b>张</b>"]


def book(rows, heads=HEADS, title=(), sheet="名册"):
    workbook = openpyxl.Workbook()
    workbook.active.title = sheet
    for row in (*title, heads, *rows):
        workbook.active.append(list(row))
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def csv(rows, heads=HEADS, encoding="utf-8"):
    return "\n".join(",".join(f'"{cell}"' for cell in row) for row in (heads, *rows)).encode(encoding)


@pytest.fixture
def centre(db):
    return places.centre()


def take(centre, content, name="名册.xlsx", **more):
    return importing.import_people(centre, content=content, name=name, by=None, today=TODAY, **more)


def counts(found):
    return found.rows, found.new, found.changed, found.unchanged, len(found.refused)


FAMILY = [
    ("A1", "陈国秀", "女", "1949-12-31", ID, "13800138000", "青禾社区阳光花园3栋1201", "户主", "独居老人"),
    ("A2", "林伟", "男", date(1975, 3, 9), "", "020-87654321转8", "青禾社区阳光花园3幢1201室", "子", ""),
    ("A3", "林小", "女", "2016年5月", "", "", "同上", "孙女", "低保、残疾"),
    ("A4", "欧阳晓云", "", "", "", 13900139000, "青禾社区阳光花园4栋101", "", "不认得的"),
]


def test_a_book_of_families_becomes_persons_households_numbers_and_groups(centre):
    found = take(centre, book(FAMILY, title=[("青禾街居民登记表",)]))
    assert counts(found) == (4, 4, 0, 0, 0) and (found.households, found.new_households) == (2, 2)
    chen = Person.objects.get(outside_number="A1")
    assert (chen.name, chen.sex, chen.born_on, chen.id_number, chen.id_kind) == ("陈国秀", "f", date(1949, 12, 31), ID, "resident_id")
    living = chen.residences.get().household.residences.values_list("person__name", "relation", "is_head")
    assert set(living) == {("陈国秀", "", True), ("林伟", "子", False), ("林小", "孙女", False)}
    home = chen.residences.get().household
    assert (home.code, home.block, home.room, home.address) == ("H0001", "3栋", "1201", "青禾社区阳光花园3栋1201")
    assert [(one.number, one.owner) for one in Phone.objects.filter(person__name="林伟")] == [("02087654321", "转8")]
    child = Person.objects.get(name="林小")
    assert (child.born_on, child.is_birth_estimated) == (date(2016, 5, 1), True)
    assert set(Tag.objects.values_list("person__name", "kind_id")) == {("陈国秀", "elder_living_alone"), ("林小", "minimum_living"), ("林小", "disabled")}
    assert found.unknown_tags == {"不认得的": 1}
    assert Entry.objects.get(verb="residents.imported").details == {"new": 4, "changed": 0, "refused": 0, "households": 2}


def test_who_was_imported_is_found(centre):
    take(centre, book(FAMILY))
    for text, name in (("ouyang", "欧阳晓云"), ("cgx", "陈国秀"), ("A2", "林伟"), ("13900139000", "欧阳晓云"), ("8000", "陈国秀"), (ID, "陈国秀"), ("3栋1201", "陈国秀")):
        assert name in [one.name for one in find([centre.code], text, by=None)], text


def everything():
    tables = (Person, Household, Phone, Residence, SearchKey, Tag)
    return [sorted(map(str, model.objects.values_list())) for model in tables]


@pytest.mark.parametrize("heads", [HEADS, HEADS[1:]], ids=["with numbers", "without numbers"])
def test_the_same_book_a_second_time_changes_nothing(centre, heads):
    rows = [row[len(HEADS) - len(heads) :] for row in FAMILY]
    assert counts(take(centre, book(rows, heads))) == (4, 4, 0, 0, 0)
    before = everything()
    again = take(centre, book(rows, heads))
    assert counts(again) == (4, 0, 0, 4, 0) and again.new_households == 0
    assert everything() == before
    assert Entry.objects.filter(verb="residents.imported").count() == 1


@pytest.mark.parametrize("heads", [["姓名", "年龄"], ["姓名", "电话"], ["姓名", "住址"], ["姓名", "性别"], ["姓名", "户号", "与户主关系"]])
def test_even_a_bare_book_a_second_time_changes_nothing(centre, heads):
    cells = {"年龄": "36", "电话": "13800138000", "住址": "青禾路3号楼201", "性别": "女", "户号": "F1", "与户主关系": "户主"}
    rows = [[("林晓禾" if head == "姓名" else cells[head]) for head in heads], [("林大山" if head == "姓名" else cells[head]) for head in heads]]
    assert take(centre, book(rows, heads)).new == 2
    before = everything()
    assert counts(take(centre, book(rows, heads))) == (2, 0, 0, 2, 0)
    assert everything() == before


def test_a_dry_run_says_the_same_and_writes_nothing(centre):
    dry = take(centre, book(FAMILY), dry_run=True)
    assert not Person.objects.exists() and not Household.objects.exists() and not Entry.objects.filter(verb__startswith="residents").exists()
    assert counts(dry) == counts(take(centre, book(FAMILY)))


@pytest.mark.parametrize("name", ["名册.xlsx", "名册.csv"])
def test_names_survive_byte_for_byte(centre, name):
    rows = [(f"N{n}", each, "", "", "", "", "", "", "") for n, each in enumerate(NAMES)]
    content = book(rows) if name.endswith("xlsx") else csv(rows)
    if name.endswith("xlsx"):
        content = book([row for row in rows if not row[1].startswith("=")])
    found = take(centre, content, name)
    assert found.refused == []
    kept = {one.outside_number: one.name for one in Person.objects.all()}
    assert kept == {row[0]: row[1] for row in rows if row[0] in kept} and len(kept) >= len(NAMES) - 1
    assert take(centre, content, name).unchanged == len(kept)


def test_a_text_of_gb18030_with_rare_characters_is_read(centre):
    take(centre, csv([("1", "𠮷田㛃", "", "", "", "", "", "", "")], encoding="gb18030"), "名册.csv")
    assert Person.objects.get().name == "𠮷田㛃"


REFUSED = {
    "id_check_sign": {4: "110105194912310021"}, "id_length": {4: "1101051949123100"}, "id_no_such_birthday": {4: "110105194913310021"},
    "id_no_such_place": {4: "990105194912310020"[:2].replace("99", "00") + "0105194912310020"}, "id_rounded": {4: 440106199001011e3},
    "id_unknown_form": {4: "没带来看"}, "name_missing": {1: "  "}, "born_no_such_day": {3: "1988-02-30"}, "born_not_a_day": {3: "春天"},
    "born_in_future": {3: "2030-01-01"}, "not_a_sex": {2: "人"}, "phone_not_a_phone": {5: "没有电话号码"}, "phone_too_short": {5: "1380013"[:6]},
    "phone_too_long": {5: "138001380001"}, "sex_differs": {2: "男", 4: ID}, "too_long": {0: "9" * 41},
}  # fmt: skip


@pytest.mark.parametrize("code", REFUSED)
def test_a_row_that_cannot_be_right_is_refused_with_line_column_reason_and_what_to_do(centre, code):
    good = ["1", "林晓禾", "女", "1949-12-31", "", "13800138000", "青禾路1栋101", "", ""]
    bad = ["2", "林大山", "", "", "", "", "", "", ""]
    for place, cell in REFUSED[code].items():
        bad[place] = cell
    found = take(centre, book([good, bad], title=[("表",), ()]))
    assert counts(found) == (2, 1, 0, 0, 1)
    (refused,) = found.refused
    place = max(REFUSED[code]) if code != "sex_differs" else min(REFUSED[code])
    assert (refused.code, refused.line, refused.column, refused.sheet) == (code, 5, HEADS[place], "名册")
    assert refused.reason.endswith(".") and refused.advice.endswith(".")


def test_a_birth_date_that_is_not_the_papers_is_taken_from_the_paper_and_noted(centre):
    found = take(centre, book([("1", "陈国秀", "女", "1950-02-01", ID, "", "", "", ""), ("2", "林伟", "", "1949", "", "", "", "", "")]))
    assert [(one.line, one.column, one.code) for one in found.noted] == [(2, "出生日期", "born_differs")]
    assert Person.objects.get(outside_number="1").born_on == date(1949, 12, 31)


def test_permits_and_people_without_papers_are_taken(centre):
    heads = ["姓名", "证件类型", "证件号码"]
    rows = [("陈港", "回乡证", "H12345678"), ("陈澳", "", "M1234567890"), ("林台", "台胞证", "12345678"), ("Ana Silva", "护照", "N1234567"), ("黄港生", "香港身份证", "A123456(3)"),
            ("无证", "", "无"), ("老证", "身份证", "110105491231002"), ("小写", "身份证", "44010319880309002x"[:17] + "x")]  # fmt: skip
    found = take(centre, book(rows[:-1], heads))
    assert counts(found) == (7, 7, 0, 0, 0)
    assert dict(Person.objects.values_list("name", "id_kind")) == {
        "陈港": "hk_macao_permit", "陈澳": "hk_macao_permit", "林台": "taiwan_permit", "Ana Silva": "passport", "黄港生": "hong_kong_id", "无证": "", "老证": "resident_id",
    }  # fmt: skip
    assert Person.objects.get(name="老证").id_number == ID


def test_what_changed_is_changed_and_a_blank_takes_nothing_away(centre):
    take(centre, book(FAMILY))
    rows = [list(row) for row in FAMILY]
    rows[0][1], rows[1][5], rows[3][5] = "陈国绣", "13600136000", ""
    found = take(centre, book(rows))
    assert counts(found) == (4, 0, 2, 2, 0)
    assert Person.objects.get(outside_number="A1").name == "陈国绣"
    assert sorted(one.number for one in Phone.objects.filter(person__outside_number="A2")) == ["02087654321", "13600136000"]
    assert [one.name for one in find([centre.code], "陈国秀", by=None)] == []
    assert Phone.objects.filter(person__outside_number="A4").exists()


def test_who_moves_leaves_one_home_and_enters_another(centre):
    take(centre, book(FAMILY))
    rows = [list(row) for row in FAMILY]
    rows[1][6], rows[1][7] = "红棉苑9栋909", "户主"
    found = take(centre, book([rows[1]]))
    assert (found.changed, found.new_households) == (1, 1)
    lived = list(Residence.objects.filter(person__outside_number="A2").order_by("first_day").values_list("household__block", "first_day", "last_day"))
    assert sorted(map(str, lived)) == sorted(map(str, [("3栋", None, date(2026, 11, 21)), ("9栋", TODAY, None)]))
    assert take(centre, book([rows[1]])).unchanged == 1


def test_a_whole_family_that_moves_keeps_its_household(centre):
    take(centre, book(FAMILY))
    rows = [list(row) for row in FAMILY[:3]]
    for row in rows:
        row[6] = "红棉苑9栋909"
    found = take(centre, book(rows))
    assert (found.changed, found.new_households) == (3, 0)
    assert Household.objects.get(code="H0001").room == "909"


def test_a_number_or_a_person_twice_in_a_book_is_refused_the_second_time(centre):
    rows = [FAMILY[0], FAMILY[0], ("", "林伟", "男", "1975-03-09", "", "13600136000", "", "", ""), ("", "林伟", "", "1975-03-09", "", "13600136000", "", "", "")]
    found = take(centre, book(rows))
    assert [(one.line, one.code, one.params) for one in found.refused] == [(3, "number_twice", {"line": 2}), (5, "person_twice", {"line": 4})]


def test_an_identity_number_under_another_name_is_not_taken_silently(centre):
    take(centre, book(FAMILY))
    found = take(centre, book([("梁大海", ID)], ["姓名", "身份证号"]))
    assert [one.code for one in found.refused] == ["id_of_another"]


def test_hints_name_who_may_be_the_same_in_the_register_and_in_the_book(centre):
    take(centre, book(FAMILY))
    rows = [("B1", "陳國秀", "女", "1949-12-31", "", "13800138000", "", "", ""), ("B2", "陈国绣", "女", "1949-12-31", "", "13800138000", "", "", "")]
    found = take(centre, book(rows))
    assert found.new == 2
    assert sorted((one.row.outside_number, one.other.outside_number) for one in found.hints) == [("B1", "A1"), ("B2", "A1"), ("B2", "B1")]


@pytest.mark.parametrize("heads", [HEADS, HEADS[1:]], ids=["with numbers", "without numbers"])
def test_after_two_were_linked_the_book_they_came_in_still_changes_nothing(centre, heads):
    rows = [("A1", "陈国秀", "女", "1949-12-31", "", "13800138000", "", "", ""), ("A2", "陳國绣", "女", "1949-12-31", "", "13900139000", "红棉苑1栋101", "", "")]
    rows = [row[len(HEADS) - len(heads) :] for row in rows]
    take(centre, book(rows, heads))
    kept, linked = Person.objects.get(name="陈国秀"), Person.objects.get(name="陳國绣")
    merging.link(kept, linked, reason="同一人", by=None)
    before = everything()
    assert counts(take(centre, book(rows, heads))) == (2, 0, 0, 2, 0)
    assert everything() == before


@pytest.mark.parametrize("content", [b"", b"%PDF-1.4"])
def test_a_file_that_is_no_book_is_refused_whole(centre, content):
    with pytest.raises(WorkbookRefused):
        take(centre, content)


def test_a_book_without_people_is_told_so(centre):
    with pytest.raises(importing.NobodyFound):
        take(centre, book([("2025-01-01", "个案", 3)], ["日期", "类别", "小时"]))


@pytest.mark.parametrize("rows", [1, 3, 40])
def test_the_questions_asked_do_not_grow_with_the_rows(centre, rows, django_assert_max_num_queries):
    content = book([(f"N{n}", f"李{chr(0x4E00 + n)}", "女", "1988-03-09", "", f"138{n:08}", f"青禾路{n + 1}栋101", "户主", "低保") for n in range(rows)])
    with django_assert_max_num_queries(45):
        assert take(centre, content).new == rows
