"""Invented families have kin, so that their drawings show lines."""
from datetime import date

import pytest

from jiazong.people.places.tests import factories as place
from jiazong.people.residents.actions import families
from jiazong.people.residents.models import Bond, Parentage, Tie, Union
from jiazong.run.demo import kinship

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 1)


def test_a_couple_with_a_child_and_a_mother_with_her_son_in_law_are_tied() -> None:
    ours = place.centre("ours")
    director = place.director(ours)
    for names in (("妻子", "丈夫", "女儿"), ("母亲", "女儿", "女婿"), ("本人",)):
        first, *others = names
        head = families.register(ours, person={"name": first}, home={}, by=director, on=ON)
        household = head.residences.get().household
        members = [(first, head), *((one, families.add_member(household, person={"name": one}, by=director)) for one in others)]
        kinship.tie(household, members, 0, on=ON, by=director)
    assert sorted(Parentage.objects.values_list("parent__name", "child__name")) == [("丈夫", "女儿"), ("妻子", "女儿"), ("母亲", "女儿")]
    assert sorted(Union.objects.values_list("one__name", "other__name")) == [("女儿", "女婿"), ("妻子", "丈夫")]
    assert (Bond.objects.count(), Tie.objects.count()) == (2, 6)
