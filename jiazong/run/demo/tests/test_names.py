from random import Random

from jiazong.run.demo import names, tables
from jiazong.run.demo.names import Names


def test_two_hundred_thousand_names_are_possible():
    assert names.count_possible() >= 200_000


def test_no_name_comes_twice_and_no_well_known_one_at_all():
    avoided = {row["name"] for row in tables.read("names-avoided")}
    giver = Names(Random(1), taken={"陈静"})
    given = [giver.next() for _ in range(30_000)]
    assert len(set(given)) == len(given)
    assert not avoided & set(given)
    assert "陈静" not in given


def test_no_surname_or_character_stands_twice_in_its_list():
    surnames = [row["surname"] for row in tables.read("surnames")]
    assert len(set(surnames)) == len(surnames)
    for row in tables.read("given-names"):
        assert len(set(row["first"])) == len(row["first"])
        assert len(set(row["second"])) == len(row["second"])
