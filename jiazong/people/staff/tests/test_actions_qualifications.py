from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from jiazong.ground.access.context import acting
from jiazong.ground.chronicle.models import Entry
from jiazong.people.places.tests import factories as place
from jiazong.people.staff import actions, rules
from jiazong.people.staff.models import Absence, AbsenceKind, CertificateKind, Course, Registration, Skill
from jiazong.people.staff.rules import AFTERNOON, MORNING, Away
from jiazong.people.staff.tests import factories as make

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


@pytest.fixture
def worker():
    return make.worker(place.centre("ours"))


def kind(code="annual"):
    return AbsenceKind.objects.get(code=code)


def verbs():
    return list(Entry.objects.order_by("id").values_list("verb", flat=True))


def test_a_registration_lasts_three_years_and_the_same_day_twice_is_one(worker):
    for number in ("A1", "A2"):
        actions.register_worker(worker, certificate=CertificateKind.objects.get(name="社会工作师"), on=date(2026, 3, 1), number=number, by=None)
    made = Registration.objects.get()
    assert (made.last_day, made.number) == (date(2029, 2, 28), "A2")
    assert verbs()[-2:] == ["staff.registered", "staff.registration_changed"]


def test_a_new_registration_ends_the_one_that_still_runs(worker):
    make.registered(worker, "助理社会工作师", on=date(2025, 1, 1))
    make.registered(worker, "社会工作师", on=date(2026, 3, 1))
    assert [(one.certificate_id, one.last_day) for one in worker.registrations.all()] == [
        ("社会工作师", date(2029, 2, 28)), ("助理社会工作师", date(2026, 2, 28)),
    ]  # fmt: skip


def test_a_registration_before_a_later_one_is_refused(worker):
    make.registered(worker, on=date(2026, 3, 1))
    with pytest.raises(actions.RegisteredLater):
        make.registered(worker, on=date(2026, 2, 1))


def test_the_database_itself_keeps_registrations_apart(worker):
    first = make.registered(worker, on=date(2026, 3, 1))
    with pytest.raises(IntegrityError), transaction.atomic():
        Registration.objects.create(worker=worker, certificate=first.certificate, first_day=date(2027, 1, 1), last_day=date(2030, 1, 1))


def test_a_course_sent_twice_is_one_and_is_taken_off_once(worker):
    said = {"kind": rules.COURSE, "day": DAY, "title": "危机介入", "minutes": 360, "by": None}
    course = actions.add_course(worker, **said)
    assert actions.add_course(worker, **{**said, "title": " 危机介入 "}) == course
    for _ in range(2):
        actions.remove_course(course, by=None)
    assert not Course.objects.exists()
    assert verbs()[-2:] == ["staff.studied", "staff.course_removed"]


def test_skills_are_what_was_said_last(worker):
    for codes in (["cantonese", "elderly"], ["elderly", "sign"], ["elderly", "sign"]):
        actions.set_skills(worker, Skill.objects.filter(code__in=codes), by=None)
    assert [one.skill_id for one in worker.skills.order_by("skill__code")] == ["elderly", "sign"]
    assert verbs().count("staff.skills_set") == 2


def test_the_same_leave_twice_is_one_and_one_that_touches_it_is_refused(worker):
    first = make.away(worker, Away(DAY, AFTERNOON, DAY + timedelta(days=1), AFTERNOON))
    assert make.away(worker, first.span) == first
    with pytest.raises(actions.AwayAlready):
        make.away(worker, Away(DAY, AFTERNOON, DAY, AFTERNOON))
    assert make.away(worker, Away(DAY, MORNING, DAY, MORNING)) != first
    assert Absence.objects.count() == 2


def test_leave_that_was_taken_back_makes_room(worker):
    first = make.away(worker, Away(DAY, MORNING, DAY, AFTERNOON))
    for _ in range(2):
        actions.withdraw_absence(first, by=None)
    assert make.away(worker, first.span) != first
    assert verbs().count("staff.away_withdrawn") == 1


def test_why_somebody_is_away_stands_in_no_record_of_changes(worker):
    make.away(worker, Away(DAY, MORNING, DAY, AFTERNOON), kind="sick")
    entry = Entry.objects.get(verb="staff.away")
    assert "sick" not in str(entry.details)
    assert entry.subject_type == "staff.absence"


def test_a_leave_that_stands_is_changed_by_nobody(worker):
    made = make.away(worker, Away(DAY, MORNING, DAY, AFTERNOON))
    with pytest.raises(IntegrityError), transaction.atomic():
        Absence.objects.filter(pk=made.pk).update(first_half=AFTERNOON)


def test_a_worker_enters_her_own_leave_and_course_by_herself_and_nobody_elses():
    centre = place.centre(f"c{uuid4().hex[:6]}")
    person = place.member("social_worker", "centre", centre.code)
    own, other = make.worker(centre, "陈静", account=person), make.worker(centre, "林志豪")
    span = Away(DAY, MORNING, DAY, AFTERNOON)
    with acting(person, "leave.write"):
        assert actions.enter_absence(own, span, kind=kind(), by=person)
    with acting(person, "education.write"):
        assert actions.add_course(own, kind="course", day=DAY, title="伦理", minutes=60, by=person)
    for deed in (
        lambda: actions.enter_absence(other, span, kind=kind(), by=person),
        lambda: actions.add_course(other, kind="course", day=DAY, title="伦理", minutes=60, by=person),
    ):
        with pytest.raises(Exception, match="row-level security"), transaction.atomic(), acting(person, "leave.write"):
            deed()


def test_a_colleague_does_not_see_by_plain_sql_that_somebody_is_away():
    centre = place.centre(f"c{uuid4().hex[:6]}")
    person = place.member("social_worker", "centre", centre.code)
    make.away(make.worker(centre, "林志豪"), Away(DAY, MORNING, DAY, AFTERNOON))
    for account, seen in ((person, 0), (place.director(centre), 1), (place.member("reception", "centre", centre.code), 0)):
        with acting(account, "leave.read"):
            assert Absence.objects.count() == seen
