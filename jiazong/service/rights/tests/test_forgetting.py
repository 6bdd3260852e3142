import pytest
from django.utils import timezone

from jiazong.ground.custody import forgetting as keys
from jiazong.ground.privacy.models import Key
from jiazong.ground.transparency.models import Leaf
from jiazong.people.consent.models import Given
from jiazong.people.consent.tests import factories as consent
from jiazong.people.residents.models import Person, Phone, Residence
from jiazong.service.cases.models import Case, FollowUp, Intake, Party
from jiazong.service.cases.tests import factories as cases
from jiazong.service.rights import actions, rules
from jiazong.service.rights.models import Archive, Request
from jiazong.service.rights.queries import waiting
from jiazong.service.rights.tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_master")]


@pytest.fixture
def ours():
    return cases.house()


def today():
    return timezone.localdate()


def test_a_case_is_locked_two_years_after_its_end_and_may_be_forgotten_after_five(ours):
    make.ended(ours, on=make.years_ago(1))
    old, older = make.ended(ours, on=make.years_ago(3)), make.ended(ours, on=make.years_ago(6))
    cases.a_case(ours)
    assert actions.work(today())["locked"] == 2
    assert actions.work(today())["locked"] == 0
    assert set(Archive.objects.values_list("case_id", flat=True)) == {old.pk, older.pk}
    assert [one.case_id for one in waiting.over(Archive.objects.all(), today=today())] == [older.pk]


def test_nothing_is_forgotten_before_its_time_or_without_somebodys_word(ours):
    make.ended(ours, on=make.years_ago(3))
    actions.work(today())
    actions.give_free(Archive.objects.get(), by=make.officer(ours))
    assert actions.work(today())["forgotten"] == 0
    assert FollowUp.objects.get().words == make.WORDS


def test_a_forgotten_case_opens_nowhere_and_leads_to_nobody(ours):
    case = make.ended(ours, on=make.years_ago(6))
    actions.work(today())
    actions.give_free(Archive.objects.get(), by=make.officer(ours))
    assert actions.work(today())["forgotten"] == 1
    assert actions.work(today())["forgotten"] == 0
    assert not Party.objects.filter(case=case).exists()
    assert FollowUp.objects.get(case=case).words == "" and Intake.objects.get(case=case).issue == ""
    assert set(Key.objects.filter(agency=case.sealed_for).values_list("state", flat=True)) == {Key.DESTROYED}
    assert Case.objects.get(pk=case.pk).code == case.code
    assert {one.label for one in keys.gone()} == {case.sealed_for}
    assert Leaf.objects.filter(kind="data_right", subject=f"case:{case.pk}", facts__contains='"forgotten"').count() == 1


def test_what_an_older_backup_brought_back_is_forgotten_again(ours):
    case = make.ended(ours, on=make.years_ago(6))
    actions.lock(case, why=Archive.RETENTION, on=today(), by=None)
    actions.forget_case(Archive.objects.get())
    key = Key.objects.get(agency=case.sealed_for)
    # The older copy: the link to the person is there, nothing was locked yet.
    Archive.objects.all().delete()
    Party.objects.create(case=case, person=ours.person)
    assert actions.work(today())["again"] == 1
    assert actions.work(today())["again"] == 0
    assert not Party.objects.filter(case=case).exists() and Archive.objects.get().forgotten_at
    assert Key.objects.get(pk=key.pk).state == Key.DESTROYED


def deleted(ours, to=rules.GRANTED, ground=""):
    request = make.asked(ours, rules.DELETE)
    actions.decide(request, to=to, ground=ground, by=make.officer(ours))
    actions.work(today())
    return Request.objects.get(pk=request.pk)


def test_deletion_on_request_takes_the_person_out_and_forgets_her_cases(ours):
    make.ended(ours, on=make.years_ago(1))
    Phone.objects.create(centre=ours.centre, person=ours.person, number="13800138000")
    consent.agree(ours.person)
    assert deleted(ours).carried_out_at
    person = Person.objects.get(pk=ours.person.pk)
    assert (person.name, person.born_on, person.id_number) == ("", None, None)
    assert not Phone.objects.exists() and not Residence.objects.exists() and not Party.objects.exists()
    assert FollowUp.objects.get().words == ""
    assert Given.objects.count() == 1, "that she had agreed has to be shown for its own time"


def test_what_the_law_keeps_is_locked_and_stays_as_it_is(ours):
    make.ended(ours, on=make.years_ago(1))
    deleted(ours, rules.LOCKED, "kept_by_law")
    assert Archive.objects.get().why == Archive.REQUESTED
    assert Person.objects.get(pk=ours.person.pk).locked_at
    assert FollowUp.objects.get().words == make.WORDS


def test_whoever_is_still_served_is_neither_locked_nor_deleted(ours):
    cases.a_case(ours)
    request = make.asked(ours, rules.DELETE)
    with pytest.raises(rules.StillServed):
        actions.decide(request, to=rules.GRANTED, by=make.officer(ours))
    assert Request.objects.get().state == rules.OPEN


def test_a_person_brought_back_by_an_older_backup_is_taken_out_again(ours):
    actions.forget_person(ours.person)
    Person.objects.filter(pk=ours.person.pk).update(name="林晓禾")
    assert actions.work(today())["again"] == 1
    assert Person.objects.get(pk=ours.person.pk).name == ""
