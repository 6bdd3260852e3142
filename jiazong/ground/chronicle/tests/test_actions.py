"""A deed recorded by the statement that wrote its row stands there as one recorded afterwards."""
import pytest
from django.db import connection

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions
from jiazong.ground.chronicle.models import Entry

pytestmark = pytest.mark.django_db


def test_a_deed_recorded_with_its_row_is_the_deed_recorded_by_itself():
    person = Account.objects.create(login="told", name="林小满")
    actions.record("hours.posted", person, by=person, day="2026-03-05", late=False)
    told, said = actions.recorded_with("hours.posted", Account, written="made", by=person, day="2026-03-05", late=False)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH made AS (SELECT %(pk)s::uuid AS id), told AS ({told}) SELECT id FROM made", {"pk": person.pk, **said}
        )
    first, second = Entry.objects.filter(actor=person).order_by("pk").values("verb", "subject_type", "subject_id", "actor_id", "details")
    assert first == second


def test_nobody_acting_is_the_command_line():
    told, said = actions.recorded_with("hours.posted", Account, written="made", by=None)
    with connection.cursor() as cursor:
        cursor.execute(f"WITH made AS (SELECT 7 AS id), told AS ({told}) SELECT id FROM made", said)
    assert Entry.objects.get(subject_id="7").actor is None


def test_a_deed_the_evidence_log_keeps_is_not_recorded_without_its_leaf():
    with pytest.raises(actions.HasLeaf):
        actions.recorded_with("grant.given", Account, written="made", by=None)
