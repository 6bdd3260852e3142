"""The database alone: who sees a request, that a locked case opens to nobody, and that what was taken back is not read on."""
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone

from jiazong.ground.access.context import acting
from jiazong.ground.access.grants.models import Grant
from jiazong.people.consent import actions as consents
from jiazong.people.consent.tests import factories as consent
from jiazong.people.places.tests import factories as places
from jiazong.people.residents.models import Tag
from jiazong.service.cases import actions as casework
from jiazong.service.cases.models import Case, Intake
from jiazong.service.cases.tests import factories as cases
from jiazong.service.rights import actions, rules
from jiazong.service.rights.models import Archive, Copy, Request
from jiazong.service.rights.queries import waiting
from jiazong.service.rights.tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    return cases.house()


def count(account, word, table):
    with acting(account, word), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


@pytest.mark.parametrize("role", ["street_office", "district_bureau", "city_bureau", "administrator", "agency_office"])
def test_those_who_pay_watch_or_keep_the_machines_see_no_row(ours, role):
    make.asked(ours)
    scope = {"administrator": ("everywhere", "*"), "agency_office": ("agency", ours.centre.agency_id)}.get(role, ("region", ours.centre.region_id))
    account = places.member(role, *scope)
    assert [count(account, "rights.read", table) for table in ("rights_request", "rights_copy", "rights_archive")] == [0, 0, 0]


def test_a_copy_opens_to_whoever_wrote_the_request_down_by_the_word_of_another(ours):
    officer, worker = make.officer(ours), ours.people["social_worker"]
    with acting(worker, "rights.write"):
        request = make.asked(ours)
    with acting(officer, "rights.decide"):
        actions.decide(request, to=rules.GRANTED, by=officer)
    actions.carry_out(request, today=timezone.localdate())
    assert count(worker, "rights.copy", "rights_copy") == 1
    assert count(worker, "rights.read", "rights_copy") == 0
    for other in ("colleague", "centre_director", "reception"):
        assert count(ours.people[other], "rights.copy", "rights_copy") == 0
    assert count(officer, "rights.copy", "rights_copy") == 0
    grant = Grant.objects.get(source="data_right")
    assert (grant.account, grant.approver, grant.level) == (worker, officer, 4)


def test_the_table_lets_nobody_decide_what_she_wrote_down(ours):
    request = make.asked(ours)
    with pytest.raises(IntegrityError, match="rights_another_decides"), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(state="granted", decided_by=ours.people["social_worker"], decided_at=timezone.now())
    with pytest.raises(IntegrityError, match="rights_ground"), transaction.atomic():
        Request.objects.filter(pk=request.pk).update(state="refused", decided_by=ours.people["colleague"], decided_at=timezone.now())
    with pytest.raises((DatabaseError, Request.DoesNotExist)), transaction.atomic(), acting(ours.people["centre_director"], "rights.decide"):
        actions.decide(request, to=rules.GRANTED, by=ours.people["centre_director"])


def test_on_a_locked_case_every_grant_ends_and_none_is_given_any_more(ours):
    case = make.ended(ours, on=make.years_ago(3))
    assert count(ours.people["social_worker"], "cases.read", "cases_intake") == 1
    actions.work(timezone.localdate())
    assert Archive.objects.get().case == case
    assert count(ours.people["social_worker"], "cases.read", "cases_intake") == 0
    for source, level in (("approval_step", 2), ("break_glass", 1), ("disclosure", 2), ("data_right", 4), ("handover", 1)):
        with pytest.raises(IntegrityError, match="locked file opens to nobody"), transaction.atomic():
            casework.opening.grants.give(
                ours.people["colleague"], casework.subject_of(case), level=level, purpose="approval", source=source, by=None,
                approver=ours.people["centre_director"],
            )  # fmt: skip


def test_what_a_person_took_back_is_not_read_on_from_the_next_statement(ours):
    cases.a_case(ours)
    worker = ours.people["social_worker"]
    consent.agree(ours.person)
    assert count(worker, "cases.read", "cases_intake") == 1
    consents.withdraw(ours.person, "service", way="spot", by=None)
    assert count(worker, "cases.read", "cases_intake") == 0
    consents.keep_on_other_basis(ours.person, "service", basis="legal_duty", reason="强制报告", by=None, on=timezone.localdate())
    assert count(worker, "cases.read", "cases_intake") == 1


def test_taking_back_the_sensitive_closes_restricted_files_and_tags_alone(ours):
    restricted, plain = cases.a_case(ours, is_restricted=True), cases.a_case(ours)
    worker = ours.people["social_worker"]
    kind = Tag._meta.get_field("kind").related_model.objects.filter(is_restricted=True).first()
    Tag.objects.create(centre=ours.centre, person=ours.person, kind=kind, first_day=timezone.localdate())
    consent.agree(ours.person, "service", "sensitive")
    consents.withdraw(ours.person, "sensitive", way="spot", by=None)
    with acting(worker, "cases.read"):
        assert list(Intake.objects.values_list("case_id", flat=True)) == [plain.pk]
        assert set(Case.objects.values_list("pk", flat=True)) == {plain.pk, restricted.pk}
        assert not Tag.objects.exists()


def test_only_the_number_of_open_cases_is_told(ours):
    cases.a_case(ours)
    with acting(make.officer(ours), "rights.decide"):
        assert waiting.open_cases_of(ours.person) == 1
        assert not Case.objects.exists()


def test_a_copy_is_made_by_the_machine_alone(ours):
    request = make.asked(ours)
    worker = ours.people["social_worker"]
    with pytest.raises(DatabaseError), transaction.atomic(), acting(worker, "rights.copy"):
        Copy.objects.create(request=request, centre=ours.centre, content=b"{}", rows=0, sha256="")
    with pytest.raises(DatabaseError), transaction.atomic(), acting(make.officer(ours), "rights.decide"):
        Archive.objects.create(case=cases.a_case(ours), centre=ours.centre, code="x", why="request", locked_on=timezone.localdate(), forget_after=timezone.localdate())
