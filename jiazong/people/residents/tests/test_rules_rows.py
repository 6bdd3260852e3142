"""One row of a book: what each cell says, what is taken from above, what is passed over."""
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiazong.people.residents.rules.columns import find_heads
from jiazong.people.residents.rules.grouping import households
from jiazong.people.residents.rules.refusals import REASONS, Refused
from jiazong.people.residents.rules.rows import Reader, Row

TODAY = date(2026, 11, 22)
HEADS = ["编号", "姓名", "性别", "出生日期", "年龄", "身份证号", "证件类型", "电话", "住址", "户号", "户主", "与户主关系", "类别", "去世日期"]


def reader(heads=HEADS, **more):
    return Reader("名册", find_heads([(1, heads)]), TODAY, **more)


def read(reader=None, line=2, **cells):
    heads = HEADS if reader is None else [one.heading for one in reader.heads.columns]
    reader = reader or globals()["reader"]()
    return reader.read(line, [cells.get(head) for head in heads])


@pytest.mark.parametrize(
    ("cell", "born_on", "estimated"),
    [
        ("1988-03-09", date(1988, 3, 9), False), ("1988.3.9", date(1988, 3, 9), False), ("1988年3月9日", date(1988, 3, 9), False), ("19880309", date(1988, 3, 9), False),
        (19880309.0, date(1988, 3, 9), False), (datetime(1988, 3, 9), date(1988, 3, 9), False), ("1988年3月", date(1988, 3, 1), True), ("1988.03", date(1988, 3, 1), True),
        (198803.0, date(1988, 3, 1), True), ("1988", date(1988, 1, 1), True), (1988.0, date(1988, 1, 1), True), ("", None, False), ("不详", None, False),
    ],
)  # fmt: skip
def test_birth_dates_are_read_and_a_month_or_a_year_is_an_estimate(cell, born_on, estimated):
    found = read(姓名="林晓禾", 出生日期=cell)
    assert (found.born_on, found.is_birth_estimated) == (born_on, estimated)


def test_an_age_is_an_estimate_and_a_number_tells_better():
    found = read(姓名="林晓禾", 年龄="36岁")
    assert (found.born_on, found.is_birth_estimated) == (date(1990, 1, 1), True)
    found = read(姓名="陈国秀", 年龄=76.0, 身份证号="11010519491231002X", 出生日期="1949")
    assert (found.born_on, found.is_birth_estimated, found.sex) == (date(1949, 12, 31), False, "f")


def test_what_stands_above_is_taken_down_where_cells_are_merged_or_say_the_same():
    book = reader(["姓名", "户号", "住址"], merged_down={1: [(2, 3)]})
    found = [book.read(2, ["林一", "F1", "青禾路1栋101"]), book.read(3, ["林二", None, "同上"]), book.read(4, ["林三", None, None])]
    assert [(one.household_number, one.address) for one in found] == [("F1", "青禾路1栋101"), ("F1", "青禾路1栋101"), ("", "")]


@pytest.mark.parametrize("cells", [[None] * 14, HEADS, ["合计", "3人"], ["制表人：林晓禾"], ["", "", "", ""], ["填报单位", "青禾站"]])
def test_what_tells_of_nobody_is_passed_over(cells):
    assert reader().read(9, cells) is None


def test_day_of_death_and_groups_are_read():
    found = read(姓名="林晓禾", 出生日期="1940-01-01", 去世日期="2025-03-09", 类别="低保、独居老人；低保")
    assert (found.died_on, found.tags) == (date(2025, 3, 9), ("低保", "独居老人"))
    assert read(姓名="林晓禾", 出生日期="1940-01-01", 去世日期="1939-03-09").code == "died_before_birth"
    assert read(姓名="林晓禾", 去世日期="春天").code == "died_not_a_day"


@given(st.lists(st.one_of(st.none(), st.text(max_size=20), st.integers(), st.floats(), st.dates(), st.booleans()), max_size=14))
def test_whatever_stands_in_a_row_it_is_a_person_a_refusal_or_nothing(cells):
    found = reader().read(2, cells)
    assert found is None or isinstance(found, Row) or isinstance(found, Refused) and found.code in REASONS


def families(*rows):
    book = reader()
    read_rows = [book.read(line, [dict(row).get(head) for head in HEADS]) for line, row in enumerate(rows, 2)]
    return [[row.name for row in family.rows] for family in households([row for row in read_rows if isinstance(row, Row)])]


def test_one_household_by_its_number_wherever_the_rows_stand():
    assert families({"姓名": "甲", "户号": "1"}, {"姓名": "乙", "户号": "2"}, {"姓名": "丙", "户号": "1"}) == [["甲", "丙"], ["乙"]]


def test_two_heads_behind_one_door_are_two_households():
    door = {"住址": "青禾路1栋101"}
    rows = ({"姓名": "甲", "与户主关系": "户主"} | door, {"姓名": "乙", "与户主关系": "妻"} | door, {"姓名": "丙", "与户主关系": "户主"} | door, {"姓名": "丁", "与户主关系": "子"} | door)
    assert families(*rows) == [["甲", "乙"], ["丙", "丁"]]


def test_the_name_of_the_head_gathers_its_family():
    rows = ({"姓名": "甲", "户主": "甲"}, {"姓名": "丙", "户主": "丙"}, {"姓名": "乙", "户主": "甲"})
    assert families(*rows) == [["甲", "乙"], ["丙"]]


def test_without_address_those_below_the_head_are_the_family_unless_a_row_between_was_refused():
    head, wife = {"姓名": "甲", "与户主关系": "户主"}, {"姓名": "乙", "与户主关系": "妻"}
    assert families(head, wife) == [["甲", "乙"]]
    assert families(head, wife, {"姓名": "丙", "与户主关系": "户主", "性别": "人"}, {"姓名": "丁", "与户主关系": "妻"}) == [["甲", "乙"], ["丁"]]
    assert families({"姓名": "甲"}, {"姓名": "乙"}) == [["甲"], ["乙"]]


@given(st.lists(st.fixed_dictionaries({"姓名": st.sampled_from("甲乙丙丁"), "户号": st.sampled_from(["", "1", "2"]), "住址": st.sampled_from(["", "青禾路1栋101", "青禾路2栋101"]), "与户主关系": st.sampled_from(["", "户主", "妻"])}), max_size=12))
def test_every_row_stands_in_exactly_one_household(rows):
    assert sorted(name for family in families(*rows) for name in family) == sorted(row["姓名"] for row in rows)
