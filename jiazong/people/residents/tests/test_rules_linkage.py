"""Who may be one person: doubles of every kind are pairs; twins, families and namesakes are not."""
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiazong.people.residents.rules import identity
from jiazong.people.residents.rules.blocking import find_pairs
from jiazong.people.residents.rules.doors import door_key
from jiazong.people.residents.rules.linkage import Rarity, Record, compare, compare_names
from jiazong.people.residents.tests.invented import Town, doubles

BORN = date(1988, 3, 9)
RARITY = Rarity(["陈国秀", "李晓明", "王伟", "王伟"])


def number(born=BORN, order=1, place="440103"):
    body = f"{place}{born:%Y%m%d}{order:03}"
    return body + identity.check_sign(body)


def somebody(name="陈国秀", born_on=BORN, id_number="", phone="", door="", sex="f", key="a", **more):
    return Record(key, name, sex, born_on, id_number=id_number, numbers=frozenset([phone] if phone else []), door=door_key(door), **more)


PHONE, DOOR = "+8613800138000", "阳光花园3栋1201"
HERE = {"phone": PHONE, "door": DOOR}
DOUBLES = {
    "Traditional": (somebody(**HERE), somebody("陳國秀", **HERE)),
    "blanks and width": (somebody("Ali Khan", **HERE), somebody("ＡＬＩ　ＫＨＡＮ", **HERE)),
    "homophone surname": (somebody("张国秀", **HERE), somebody("章国秀", **HERE)),
    "homophone given name": (somebody(**HERE), somebody("陈国绣", **HERE)),
    "sign that looks alike": (somebody("陈末", **HERE), somebody("陈未", **HERE)),
    "surname last": (somebody(**HERE), somebody("国秀陈", **HERE)),
    "letters": (somebody(**HERE), somebody("Chen Guoxiu", **HERE)),
    "letters, surname last": (somebody(**HERE), somebody("GUOXIU CHEN", **HERE)),
    "a sign left out": (somebody(**HERE), somebody("陈秀", **HERE)),
    "day and month changed places": (somebody(**HERE), somebody(born_on=date(1988, 9, 3), **HERE)),
    "a day beside": (somebody(**HERE), somebody(born_on=date(1988, 3, 10), **HERE)),
    "a year beside": (somebody(**HERE), somebody(born_on=date(1989, 3, 9), **HERE)),
    "one digit of the birth date": (somebody(**HERE), somebody(born_on=date(1968, 3, 9), **HERE)),
    "two digits of the birth date changed places": (somebody("陈国绣", date(1988, 12, 31), **HERE), somebody(born_on=date(1988, 12, 13), **HERE)),
    "birth date unknown": (somebody(**HERE), somebody(born_on=None, **HERE)),
    "fifteen digits": (somebody(id_number=number()), somebody("陈国绣", None, id_number=number()[:6] + number()[8:17])),
    "one digit of the number": (somebody(id_number=number()), somebody(id_number=number()[:3] + "9" + number()[4:], phone=PHONE)),
    "two digits of the number changed places": (somebody(id_number="440103198803091234"), somebody(id_number="440103198803092134")),
    "another given name under one number": (somebody(id_number=number()), somebody("陈美玲", id_number=number())),
    "moved, with the telephone": (somebody(**HERE), somebody(phone=PHONE, door="红棉苑9栋909")),
    "another telephone, same door": (somebody(**HERE), somebody(phone="+8613900139000", door=DOOR)),
    "lunar birthday": (somebody(**HERE), somebody(born_on=date(1988, 1, 22), **HERE)),
    "rare name and birth date alone": (somebody("㛃䶮"), somebody("㛃䶮")),
}
OTHERS = {
    "twins": (somebody("林家明", sex="m", **HERE), somebody("林家亮", sex="m", **HERE)),
    "twins with numbers": (somebody("林家明", id_number=number(order=11), **HERE), somebody("林家亮", id_number=number(order=13), **HERE)),
    "twins with numbers whose names sound alike": (somebody("林佳", id_number=number(order=11), **HERE), somebody("林嘉", id_number=number(order=13), **HERE)),
    "brother and sister, twins": (somebody("林家明", sex="m", **HERE), somebody("林家敏", sex="f", **HERE)),
    "father and son": (somebody("林大山", date(1960, 5, 1), sex="m", **HERE), somebody("林小山", date(1988, 5, 1), sex="m", **HERE)),
    "mother and daughter": (somebody("陈国秀", date(1960, 5, 1), **HERE), somebody("林晓禾", date(1988, 5, 1), **HERE)),
    "brothers whose names sound alike": (somebody("林志", date(1980, 1, 1), sex="m", **HERE), somebody("林智", date(1983, 7, 2), sex="m", **HERE)),
    "husband and wife of one age": (somebody("王伟", sex="m", **HERE), somebody("王薇", sex="f", **HERE)),
    "namesakes": (somebody("王伟", date(1970, 1, 2)), somebody("王伟", date(1982, 7, 8))),
    "namesakes of unknown age": (somebody("王伟", None, phone="+8613700137000"), somebody("王伟", None, phone=PHONE)),
    "namesakes of one birth date with two numbers": (somebody("王伟", id_number=number(order=5)), somebody("王伟", id_number=number(order=205, place="430102"))),
    "neighbours": (somebody("陈国秀", door=DOOR), somebody("李晓明", date(1990, 1, 1), door="阳光花园3栋1202")),
}  # fmt: skip


@pytest.mark.parametrize("kind", DOUBLES)
def test_a_double_of_each_kind_is_shown_and_is_looked_at(kind):
    one, other = DOUBLES[kind]
    verdict = compare(one, other, RARITY)
    assert verdict.is_shown, verdict
    other = Record("b", *[getattr(other, name) for name in ("name", "sex", "born_on", "is_estimated", "id_number", "numbers", "door")])
    assert [{pair.one.key, pair.other.key} for pair in find_pairs([one, other], rarity=RARITY)] == [{"a", "b"}]


@pytest.mark.parametrize("kind", OTHERS)
def test_people_who_only_share_a_family_or_a_name_are_not_pairs(kind):
    one, other = OTHERS[kind]
    assert not compare(one, other, RARITY).is_shown, compare(one, other, RARITY)


@pytest.mark.parametrize(("one", "other", "code"), [("陈国秀", "陈国秀", "name_same"), ("陈国秀", "陳國秀", "name_written"), ("单明", "山明", "name_homophone"), ("陈国秀", "陈国美", "name_one_sign"), ("陈国秀", "林伟", "name_different"), ("李明", "李刚", "name_different")])
def test_names_stand_to_each_other_so(one, other, code):
    assert compare_names(one, other) == compare_names(other, one) == code


PERSON = st.builds(
    somebody, name=st.sampled_from(["陈国秀", "陳國秀", "陈国绣", "陈秀", "李晓明", "Chen Guoxiu"]), born_on=st.sampled_from([None, BORN, date(1988, 9, 3), date(1960, 1, 1)]),
    id_number=st.sampled_from(["", number(), number(order=3), number()[:17] + "0"]), phone=st.sampled_from(["", PHONE]), door=st.sampled_from(["", DOOR, "红棉苑9栋909"]), sex=st.sampled_from(["m", "f", ""]),
)  # fmt: skip


@given(PERSON, PERSON)
def test_which_stands_first_makes_no_difference(one, other):
    assert compare(one, other, RARITY) == compare(other, one, RARITY)
    assert 0 <= compare(one, other, RARITY).score <= 1


@settings(deadline=None, max_examples=8)
@given(st.integers(0, 10_000))
def test_in_an_invented_town_nearly_all_doubles_are_found_and_nearly_nobody_else(seed):
    people = Town(seed).settle(1_200)
    records = [Record(one.number, one.name, one.sex, one.born_on, False, one.id_number, frozenset([one.phone]), door_key(one.address)) for one in people]
    real, told = doubles(people), {frozenset((pair.one.key, pair.other.key)) for pair in find_pairs(records)}
    assert len(real & told) >= 0.9 * len(real)
    assert len(real & told) >= 0.9 * len(told)
