from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from jiazong.ground.dated import NoSetting
from jiazong.ground.transparency.tests.owner import past_policies
from jiazong.people.places.tests import factories as place
from jiazong.people.staff import actions, queries, rules
from jiazong.people.staff.models import EducationRule, Limit, Skill, Worker
from jiazong.people.staff.rules import AFTERNOON, MORNING, Away
from jiazong.people.staff.tests import factories as make

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)


@pytest.fixture
def ours():
    return place.centre("ours")


def stands(worker, on=TODAY):
    return queries.qualified(Worker.objects.filter(pk=worker.pk), on=on)[0]


def urgent(on=TODAY):
    return [line.worker.name for line in queries.urgent(Worker.objects.all(), on=on)]


def test_the_hours_a_registration_asks_for_follow_from_the_certificate(ours):
    worker = make.worker(ours)
    for certificate, minutes in (("助理社会工作师", 72 * 60), ("社会工作师", 90 * 60), ("高级社会工作师", 90 * 60)):
        make.registered(worker, certificate, on=date(2025, 1, 1))
        assert stands(worker).education.needed == minutes


def test_a_later_rule_changes_the_hours_from_its_day_on(ours):
    worker = make.worker(ours)
    registration = make.registered(worker, "助理社会工作师", on=date(2025, 1, 1))
    with past_policies():
        EducationRule.objects.create(certificate=registration.certificate, first_day=TODAY, minutes=60, source="测试")
    assert stands(worker, TODAY - timedelta(days=1)).education.needed == 4320
    assert stands(worker, TODAY).education.needed == 60


def test_a_setting_that_is_missing_is_said_by_its_name():
    with past_policies():
        Limit.objects.filter(name="registration.lasts").delete()
    with pytest.raises(NoSetting, match="registration.lasts"):
        queries.limits_on(TODAY)


def test_what_runs_out_stands_in_the_list_the_most_urgent_first(ours):
    ended, soon, holds, unregistered, plain = (make.worker(ours, name) for name in ("陈静", "黄晓彤", "林志豪", "何慧芳", "吴雅婷"))
    make.registered(ended, on=date(2023, 1, 1))
    make.registered(holds, on=date(2026, 1, 1))
    actions.add_certificate(soon, kind="急救证", number="1", by=None, valid_to=TODAY + timedelta(days=89))
    actions.add_certificate(plain, kind="急救证", number="2", by=None, valid_to=TODAY + timedelta(days=90))
    actions.add_certificate(unregistered, kind="社会工作师", number="3", by=None, issued_on=date(2026, 10, 1))
    assert urgent() == ["陈静", "黄晓彤", "何慧芳"]


def test_a_certificate_that_a_later_one_replaces_is_not_called_up(ours):
    worker = make.worker(ours)
    actions.add_certificate(worker, kind="急救证", number="1", by=None, valid_to=TODAY - timedelta(days=9))
    assert urgent() == ["陈静"]
    actions.add_certificate(worker, kind="急救证", number="2", by=None, valid_to=TODAY + timedelta(days=900))
    assert urgent() == []


def test_every_line_of_the_list_is_found_by_the_database_and_by_the_rule_alike(ours):
    """The question to the database lets nobody through the net whom the rule calls urgent."""
    for number, back in enumerate((0, 300, 900, 1000, 1094, 1095, 1096, 2000)):
        worker = make.worker(ours, f"陈{number}")
        make.registered(worker, on=TODAY - timedelta(days=back))
        if number % 2:
            actions.add_certificate(worker, kind="急救证", number="", by=None, valid_to=TODAY + timedelta(days=back - 950))
    every = queries.qualified(Worker.objects.all(), on=TODAY)
    assert sorted(urgent()) == sorted(line.worker.name for line in every if line.needs_doing)


def test_who_lacks_training_or_certificate_is_found_and_may_serve_unless_the_setting_blocks(ours):
    ready, lacking = make.worker(ours, "陈静"), make.worker(ours, "林志豪")
    actions.add_certificate(ready, kind="上岗证书", number="1", by=None)
    actions.add_course(ready, kind=rules.PRE_POST, day=date(2025, 1, 2), title="岗前培训", minutes=2400, by=None)
    assert [one.name for one in queries.unfit_to_serve(Worker.objects.all(), on=TODAY)] == ["林志豪"]
    serving = queries.serving_on(Worker.objects.all(), on=TODAY)
    assert serving[lacking.pk] == rules.Serving(("training", "certificate"), blocks=False)
    assert serving[lacking.pk].may_serve
    with past_policies():
        Limit.objects.create(name="serving.blocks", first_day=TODAY, value=1, unit="yes", source="测试")
    serving = queries.serving_on(Worker.objects.all(), on=TODAY)
    assert (serving[ready.pk].may_serve, serving[lacking.pk].may_serve) == (True, False)


def test_skills_and_leave_are_told_for_whoever_has_them(ours):
    here, away, back = (make.worker(ours, name) for name in ("陈静", "林志豪", "何慧芳"))
    actions.set_skills(here, Skill.objects.filter(code__in=["sign", "cantonese", "elderly"]), by=None)
    make.away(away, Away(TODAY, MORNING, TODAY + timedelta(days=2), AFTERNOON))
    make.away(back, Away(TODAY - timedelta(days=2), MORNING, TODAY, MORNING))
    workers = [here, away, back]
    assert {pk: [one.name for one in held] for pk, held in queries.skills_of(workers).items()} == {here.pk: ["粤语", "手语", "长者"]}
    assert queries.on_leave(workers, day=TODAY) == {away.pk: rules.AWAY_ALL_DAY, back.pk: rules.AWAY_MORNING}
    assert queries.on_leave(workers, day=TODAY + timedelta(days=3)) == {}


@pytest.mark.parametrize("number", [0, 1, 3])
def test_the_questions_do_not_grow_with_the_workers(ours, number):
    workers = [make.worker(ours, f"陈{index}") for index in range(number)]
    for worker in workers:
        make.registered(worker, on=date(2023, 12, 1))
        make.away(worker, Away(TODAY, MORNING, TODAY, AFTERNOON))
    with CaptureQueriesContext(connection) as asked:
        assert len(queries.urgent(Worker.objects.all(), on=TODAY)) == number
    # limits twice, uses, hours; the workers; certificates, registrations, courses where there are any
    assert len(asked) == (8 if number else 5)
    with CaptureQueriesContext(connection) as asked:
        queries.skills_of(workers)
        queries.on_leave(workers, day=TODAY)
    assert len(asked) == (2 if number else 0)
