"""A page about one contract is shown that one's lines and no others, and only where the contract lies within reach."""
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from jiazong.ground.access import actions as access
from jiazong.ground.access.context import acting, acting_in_request
from jiazong.ledger.hours import actions
from jiazong.ledger.hours.models import Posting
from jiazong.ledger.hours.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def two():
    """Two contracts whose lines a director of both centres sees, and a third she does not."""
    found = [make.running_contract(code) for code in ("qinghe", "hechong", "lanyuan")]
    for contract in found:
        actions.post(contract, make.draft(contract, day=contract.first_day), by=None)
    person = make.member(found[0], "centre_director")
    day = timezone.localdate() - timedelta(days=1)
    access.admit(person, role="centre_director", scope_kind="centre", scope_code=found[1].centre_id, by=None, on=day)
    return person, *found


def seen() -> set[str]:
    return set(Posting.objects.values_list("contract_id", flat=True))


def test_of_all_within_reach_the_named_one_is_shown_and_of_those_beyond_none(two):
    person, ours, also_ours, theirs = two
    with acting_in_request(person, "postings.read"):
        assert seen() == {ours.pk, also_ours.pk}
    for contract, shown in ((ours, {ours.pk}), (also_ours, {also_ours.pk}), (theirs, set())):
        with acting_in_request(person, "postings.read", contract=contract.pk):
            assert seen() == shown
    with acting_in_request(person, "postings.read", contract="nothing\x00' OR true --"):
        assert seen() == set()


def test_a_name_holds_for_its_own_stay_and_not_for_one_within_or_after(two):
    person, ours, also_ours, _theirs = two
    with acting(person, "postings.read"):
        with acting_in_request(person, "postings.read", contract=ours.pk):
            assert seen() == {ours.pk}
            with acting(person, "postings.read"):
                assert seen() == {ours.pk, also_ours.pk}
            assert seen() == {ours.pk}
        assert seen() == {ours.pk, also_ours.pk}


def test_the_page_of_either_contract_shows_its_number(two, client):
    person, ours, also_ours, theirs = two
    client.force_login(person)
    for contract, status in ((ours, 200), (also_ours, 200), (theirs, 404)):
        assert client.get(reverse("hours:indicator", args=[contract.pk, "visits"])).status_code == status
