"""The search box: whatever reception types finds the person, most exact first, and sealed numbers cost a look."""
import pytest

from jiazong.ground.access.context import acting
from jiazong.ground.custody.models import Look
from jiazong.ground.privacy import troubles
from jiazong.people.places.tests import factories as places
from jiazong.people.residents.actions.finding import find
from jiazong.people.residents.actions.keys import write_keys
from jiazong.people.residents.models import Phone
from jiazong.people.residents.queries import search
from jiazong.people.residents.tests import factories as make

ID = "11010519491231002X"
PEOPLE = {
    "单田芳": "", "仇英": "", "区志强": "", "解晓东": "", "曾国秀": "", "陳國秀": "", "𠮷田": "", "㛃": "", "䶮阳": "", "吕晓": "",
    "阿不都热依木·买买提": "", "Ahmed Ali Khan": "", "王👍": "", "欧阳晓云": "",
}  # fmt: skip


@pytest.fixture
def centre(db):
    return places.centre()


@pytest.fixture
def people(centre):
    found = {}
    for number, name in enumerate(PEOPLE, 1):
        found[name] = make.a_person(centre, name, outside_number=f"A-{number:03}")
        write_keys(found[name])
    return found


def names(centre, text, by=None):
    return [one.name for one in find([centre.code], text, by=by)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("shan", "单田芳"), ("dantian", "单田芳"), ("stf", "单田芳"), ("qiu", "仇英"), ("ouzhiqiang", "区志强"), ("qu zhi", "区志强"),
        ("xiexiao", "解晓东"), ("xxd", "解晓东"), ("zeng", "曾国秀"), ("Zēng Guó", "曾国秀"), ("陈国秀", "陳國秀"), ("國秀", "陳國秀"),
        ("𠮷田", "𠮷田"), ("吉田", "𠮷田"), ("㛃", "㛃"), ("jie", "㛃"), ("yan", "䶮阳"), ("lv", "吕晓"), ("lü", "吕晓"), ("lu", "吕晓"), ("lyu", "吕晓"),
        ("买买提", "阿不都热依木·买买提"), ("阿不都热依木 • 买", "阿不都热依木·买买提"), ("ahmed", "Ahmed Ali Khan"), ("ALI K", "Ahmed Ali Khan"),
        ("王👍", "王👍"), ("👍", "王👍"), ("ouyang", "欧阳晓云"), ("oyxy", "欧阳晓云"), ("晓云", "欧阳晓云"), ("a-003", "区志强"), ("Ａ-003", "区志强"),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_typed(centre, people, text, name):
    assert name in names(centre, text)
    found = next(one for one in find([centre.code], text, by=None) if one.name == name)
    assert found.person_id == people[name].pk


@pytest.mark.parametrize("text", ["", "   ", "·", "zzz", "不认识的人", "%", "_", "' OR 1=1", "\U0010ffff", "👎"])
def test_what_means_nobody_finds_nobody(centre, people, text):
    assert names(centre, text) == []


def test_a_whole_name_comes_before_one_that_only_begins_so(centre):
    for name in ("李明辉", "王李明", "李明"):
        write_keys(make.a_person(centre, name))
    assert names(centre, "李明") == ["李明", "李明辉", "王李明"]
    assert names(centre, "liming") == ["李明", "李明辉", "王李明"]


def test_another_centre_is_not_searched(centre, people):
    assert find([places.centre("tianxin").code], "单田芳", by=None) == []
    assert find([], "单田芳", by=None) == []


def test_a_new_name_is_found_and_the_old_one_no_longer(centre, people):
    person = people["仇英"]
    person.name = "仇瑛华"
    person.save()
    write_keys(person)
    assert names(centre, "仇英") == [] and names(centre, "qiuyinghua") == ["仇瑛华"]
    assert person.sort_key == "qiu ying hua"


def test_a_telephone_and_its_last_four_digits_find_whose_it_is_and_cost_a_look(centre, people):
    Phone.objects.create(centre=centre, person=people["仇英"], number="13800135678")
    account = places.member("reception", "centre", centre.code)
    with acting(account, "residents.read"):
        assert names(centre, "138 0013 5678", by=account) == ["仇英"]
        assert names(centre, "+8613800135678", by=account) == ["仇英"]
        assert names(centre, "5678", by=account) == ["仇英"]
        assert names(centre, "5679", by=account) == []
    assert Look.objects.filter(account=account, kind=Look.LOOKED_UP).count() == 4


def test_an_identity_number_finds_with_fifteen_digits_and_a_small_x(centre):
    person = make.a_person(centre, "林晓禾", id_number=ID, id_kind="resident_id")
    write_keys(person)
    for text in (ID, ID.lower(), "110105491231002", "110105 19491231 002X"):
        assert names(centre, text) == ["林晓禾"]


def test_the_hours_looks_are_limited(centre, people, settings):
    settings.JIAZONG_LOOKUPS_PER_HOUR = 1
    account = places.member("reception", "centre", centre.code)
    with acting(account, "residents.read"):
        find([centre.code], "5678", by=account)
        with pytest.raises(troubles.TooManyLooks):
            find([centre.code], "5678", by=account)


@pytest.mark.parametrize("text", ["3栋1201", "3幢1201室", "三号楼1201", "3-1201", "青禾社区3栋1201", "3栋"])
def test_a_door_finds_who_lives_behind_it(centre, text):
    home = make.a_household(centre, block="3栋", room="1201")
    make.a_household(centre, code="H2", block="3栋", room="1202")
    make.a_person(centre, "林晓禾", household=home)
    assert names(centre, text) == ["林晓禾"]


@pytest.mark.parametrize("text", ["3栋1203", "13栋1201", "红花社区3栋1201"])
def test_another_door_finds_nobody(centre, text):
    make.a_person(centre, "林晓禾", household=make.a_household(centre))
    assert names(centre, text) == []


def test_somebody_linked_as_a_double_is_shown_as_the_one_who_is_kept(centre, people):
    double = people["仇英"]
    double.same_as = people["单田芳"]
    double.save()
    assert names(centre, "仇英") == ["单田芳"]


@pytest.mark.parametrize("rows", [1, 3, 60])
def test_a_search_asks_twice_however_many_are_found(centre, rows, django_assert_num_queries):
    for number in range(rows):
        write_keys(make.a_person(centre, f"李{chr(0x4E00 + number)}"))
    with django_assert_num_queries(2):
        assert len(search.find([centre.code], "li")) == min(rows, 20)
