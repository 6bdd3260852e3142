"""Supervision over several centres: sittings, what was agreed, a month's days, reports; what each person sees of them."""
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiazong.ground.access import actions as access
from jiazong.ground.access.context import acting
from jiazong.ground.access.grants.models import Read
from jiazong.people.places.tests import factories as place
from jiazong.people.supervision import actions, queries
from jiazong.people.supervision.actions import Agreed, Head
from jiazong.people.supervision.models import FollowUp, Planned, Report, Sitting, SittingText
from jiazong.people.supervision.tests import factories as make

pytestmark = pytest.mark.django_db
WORDS = {"issues": "朱鹮看到的问题", "guidance": "朱鹮的意见"}


@dataclass
class Two:
    """A supervisor of two centres of two agencies, and a third centre that is none of hers."""

    near: make.House
    far: make.House
    other: make.House
    supervisor: object


@pytest.fixture
def two():
    near = make.house("near")
    far = make.house("far", region=place.street("河涌街"), run_by=place.agency("河涌社工中心"))
    other = make.house("other", region=place.street("荔枝街"), run_by=place.agency("荔枝社工中心"))
    access.admit(near.supervisor, role="supervisor", scope_kind="centre", scope_code="far", by=None, on=place.SINCE)
    return Two(near, far, other, near.supervisor)


def sit(two, *, centres=None, form="site_visit", halves=2, day=None, attendees=(), **more):
    centres = centres or [two.near.centre, two.far.centre]
    head = Head(day or make.today(), form, halves, more.pop("next_day", None), more.pop("case_code", ""))
    return actions.sit(two.supervisor, centres, head, texts=more.pop("texts", WORDS), attendees=attendees, by=two.supervisor, **more)


def typed(two, **more):
    return {
        "centres": ["near", "far"], "attendees": [two.near.worker.pk, two.far.worker.pk], "day": make.today().isoformat(), "halves": "2",
        "issues": WORDS["issues"], "guidance": WORDS["guidance"], "session": str(uuid4()),
        "words_1": "补齐预估表", "owner_1": two.far.worker.pk, "due_1": (make.today() + timedelta(days=9)).isoformat(), **more,
    }  # fmt: skip


def page(client, person, name, *args, **query):
    client.force_login(person)
    return client.get(reverse(f"supervision:{name}", args=args), query)


def test_one_session_of_two_centres_is_written_once_and_read_by_those_who_took_part(client, two):
    client.force_login(two.supervisor)
    said = typed(two)
    for _ in range(2):
        answer = client.post(reverse("supervision:session_new", args=["site_visit"]), said)
        assert answer.status_code == 302, answer.content.decode()
    near, far = Sitting.objects.order_by("-centre_id")
    assert (near.centre_id, far.centre_id, near.session) == ("near", "far", far.session)
    assert [one.owner for one in FollowUp.objects.select_related("owner")] == [two.far.worker]
    for person, sitting, opens in (
        (two.supervisor, near, True), (two.near.worker.account, near, True), (two.near.director, near, False),
    ):  # fmt: skip
        answer = page(client, person, "session", sitting.pk)
        assert (answer.status_code, WORDS["issues"] in answer.content.decode()) == (200, opens)
    for person in (two.near.colleague.account, two.far.director, two.other.supervisor, two.other.director, two.near.officer):
        assert page(client, person, "session", near.pk).status_code == 404


def test_every_look_at_the_text_leaves_its_line(client, two):
    near = sit(two, attendees=[two.near.worker])[1]
    page(client, two.near.director, "session", near.pk)
    assert not Read.objects.exists()
    page(client, two.near.worker.account, "session", near.pk)
    assert [(one.account, one.subject_id) for one in Read.objects.all()] == [(two.near.worker.account, str(near.pk))]
    assert "督导会议或现场督导" in page(client, two.near.officer, "reads").content.decode()


def test_the_texts_lie_sealed_each_with_the_key_of_its_own_agency(two):
    sit(two)
    with connection.cursor() as cursor:
        cursor.execute("SELECT issues FROM supervision_sittingtext")
        assert not any(WORDS["issues"].encode() in bytes(value) for (value,) in cursor.fetchall())


def test_by_plain_sql_each_sees_what_she_may(two):
    sit(two, attendees=[two.near.worker], agreed=[Agreed("补表", two.near.colleague, make.today())])
    actions.plan(two.supervisor, two.near.centre, make.today(), 1, by=None)
    actions.report(two.far.centre, make.today(), results="汇报", issues="", by=None)
    tables = ("sitting", "sittingtext", "attendee", "followup", "planned", "report")
    sees = {
        two.supervisor: (2, 2, 1, 1, 1, 1), two.near.worker.account: (1, 1, 1, 0, 0, 0), two.near.colleague.account: (0, 0, 0, 1, 0, 0),
        two.near.director: (1, 0, 1, 1, 1, 1), two.far.director: (1, 0, 0, 0, 0, 1), two.near.office: (0,) * 6, two.near.officer: (0,) * 6,
        two.other.director: (0,) * 6, two.other.supervisor: (0,) * 6,
    }  # fmt: skip
    for person, expected in sees.items():
        with acting(person, "sessions.read"), connection.cursor() as cursor:
            found = []
            for table in tables:
                cursor.execute(f"SELECT count(*) FROM supervision_{table}")
                found.append(cursor.fetchone()[0])
        assert tuple(found) == expected, str(person)


def test_a_supervisor_writes_at_her_own_centres_alone(two):
    with pytest.raises(Exception, match="row-level security"), transaction.atomic(), acting(two.supervisor, "sessions.write"):
        sit(two, centres=[two.other.centre])
    with acting(two.supervisor, "sessions.write"):
        assert len(sit(two)) == 2


def test_the_form_offers_no_centre_and_nobody_outside_her_reach(client, two):
    client.force_login(two.supervisor)
    for wrong in ({"centres": ["other"]}, {"attendees": [two.other.worker.pk]}, {"owner_1": two.other.worker.pk}):
        answer = client.post(reverse("supervision:session_new", args=["site_visit"]), typed(two) | wrong)
        assert answer.status_code == 422
        assert WORDS["issues"] in answer.content.decode()
    assert not Sitting.objects.exists()


def test_a_hard_case_has_a_code_and_neither_name_nor_number(client, two):
    client.force_login(two.supervisor)
    case = {"case_code": "g-07", "background": "母亲独自照顾两个孩子", "question": "先保护还是先通报", "opinions": "", "decision": "当天通报"}
    said = typed(two) | case
    for wrong in ({"case_code": "陈家"}, {"background": "电话13800001234"}, {"decision": "440106199001011234"}):
        assert client.post(reverse("supervision:session_new", args=["hard_case"]), said | wrong).status_code == 422
    assert client.post(reverse("supervision:session_new", args=["hard_case"]), said).status_code == 302
    assert set(Sitting.objects.values_list("case_code", "form")) == {("G-07", "hard_case")}
    assert {one.question for one in SittingText.objects.select_related("sitting__centre")} == {"先保护还是先通报"}


def test_the_database_itself_takes_no_name_for_a_case(two):
    with pytest.raises(IntegrityError), transaction.atomic():
        sit(two, form="hard_case", case_code="陈家")
    with pytest.raises(IntegrityError), transaction.atomic():
        sit(two, form="site_visit", case_code="G-07")


def test_a_sitting_is_put_right_at_all_its_centres_by_its_supervisor_alone(client, two):
    first = sit(two, attendees=[two.near.worker])[0]
    address = reverse("supervision:session_edit", args=[first.pk])
    said = {"day": make.today().isoformat(), "halves": "1", "issues": "改过的问题", "guidance": ""}
    client.force_login(two.other.supervisor)
    assert client.post(address, said).status_code == 404
    client.force_login(two.supervisor)
    assert client.get(address).status_code == 200
    assert client.post(address, said).status_code == 302
    assert {(one.sitting.halves, one.issues) for one in SittingText.objects.select_related("sitting__centre")} == {(1, "改过的问题")}


def test_a_note_takes_its_days_of_the_month_too(client, two):
    made = actions.pair(two.supervisor, two.near.worker, by=two.near.director, on=make.today())
    client.force_login(two.supervisor)
    said = {
        "pairs": [str(made.pk)], "day": make.today().isoformat(), "minutes": "60", "form": "individual", "themes": "谈话", "halves": "1",
        "session": str(uuid4()), "next_day": (make.today() + timedelta(days=30)).isoformat(),
    }  # fmt: skip
    for _ in range(2):
        assert client.post(reverse("supervision:new"), said).status_code == 302
    sitting = Sitting.objects.get()
    assert (sitting.halves, sitting.form, sitting.attendees.get().worker) == (1, "individual", two.near.worker)
    assert "谈话" not in page(client, two.near.director, "session", sitting.pk).content.decode()


def test_what_was_agreed_is_followed_until_it_is_done(client, two):
    sit(two, agreed=[Agreed("补齐预估表", two.near.worker, make.days_ago(1)), Agreed("约下次会谈", two.far.worker, make.today())])
    late = FollowUp.objects.get(owner=two.near.worker)
    listed = page(client, two.supervisor, "follow_ups").content.decode()
    assert "补齐预估表" in listed and "约下次会谈" in listed and "已逾期" in listed
    assert "约下次会谈" not in page(client, two.near.director, "follow_ups").content.decode()
    address = reverse("supervision:follow_up_done", args=[late.pk])
    client.force_login(two.near.colleague.account)
    assert client.post(address).status_code == 404
    client.force_login(two.near.worker.account)
    for _ in range(2):
        assert client.post(address).status_code == 302
    late.refresh_from_db()
    assert (late.done_on, late.done_by) == (make.today(), two.near.worker.account)
    assert "补齐预估表" in page(client, two.supervisor, "follow_ups", which="done").content.decode()
    client.force_login(two.near.director)
    client.post(address, {"is_open": "1"})
    late.refresh_from_db()
    assert late.done_on is None


def test_a_month_counts_each_session_once_and_shows_what_is_left(client, two):
    sit(two, halves=3)
    sit(two, centres=[two.near.centre], halves=1)
    actions.plan(two.supervisor, two.far.centre, make.today(), 2, by=two.supervisor)
    said = page(client, two.supervisor, "month").content.decode()
    assert "用了 2 天，约定 3 天，还剩 1 天。" in said.replace("\u00a0", " ")
    with acting(two.supervisor, "sessions.read"):
        guides = queries.supervised_with()
        assert [(one.pk, [code for code, _name in centres]) for one, centres in guides.items()] == [(two.supervisor.pk, ["far", "near"])]


def test_the_centres_of_one_supervisor_stand_side_by_side_and_no_other(client, two):
    last = queries.months.month_before(make.today())
    for of, words in ((two.near, "青禾结果"), (two.far, "河涌结果"), (two.other, "荔枝结果")):
        client.force_login(of.director)
        said = {"centre": of.centre.code, "month": f"{last:%Y-%m}", "results": words, "issues": ""}
        for _ in range(2):
            assert client.post(reverse("supervision:report"), said).status_code == 302
    assert Report.objects.count() == 3
    for person in (two.supervisor, two.near.director, two.far.director):
        shown = page(client, person, "month", of=two.supervisor.pk).content.decode()
        assert ("青禾结果" in shown, "河涌结果" in shown, "荔枝结果" in shown) == (True, True, False), str(person)
    client.force_login(two.near.director)
    assert client.post(reverse("supervision:report"), {"centre": "far", "month": f"{last:%Y-%m}", "results": "冒名"}).status_code == 422


def test_a_report_is_put_right_by_writing_it_again(client, two):
    month = queries.months.month_before(make.today())
    for words in ("先写的", "后写的"):
        actions.report(two.near.centre, month, results=words, issues="", by=two.near.director)
    assert [one.results for one in Report.objects.select_related("centre")] == ["后写的"]
    assert "后写的" in page(client, two.near.director, "report", month=f"{month:%Y-%m}").content.decode()


def test_a_planned_day_is_changed_and_taken_back(client, two):
    client.force_login(two.supervisor)
    for halves in ("2", "1"):
        client.post(reverse("supervision:plan"), {"centre": "near", "day": make.today().isoformat(), "halves": halves})
    made = Planned.objects.get()
    assert made.halves == 1
    for wrong in ({"centre": "other"}, {"day": "x"}):
        client.post(reverse("supervision:plan"), {"centre": "near", "day": "2026-12-01", "halves": "2"} | wrong)
    assert Planned.objects.count() == 1
    assert client.post(reverse("supervision:plan_remove", args=[made.pk])).status_code == 302
    assert not Planned.objects.exists()


@pytest.mark.parametrize("month", ["2026-13", "x", "", "0000-00", "9999-12"])
def test_a_month_nobody_can_read_is_this_one(client, two, month):
    assert page(client, two.supervisor, "month", month=month).status_code == 200


@pytest.mark.parametrize(("name", "most"), [("month", 27), ("follow_ups", 16)])
def test_the_questions_do_not_grow_with_the_rows(client, two, name, most):
    asked = []
    for number in range(3):
        agreed = [Agreed(f"第 {number} 件", two.near.worker, make.today() + timedelta(days=number))]
        sit(two, agreed=agreed, day=date(make.today().year, make.today().month, 1), session=uuid4())
        page(client, two.supervisor, name)
        with CaptureQueriesContext(connection) as questions:
            assert page(client, two.supervisor, name).status_code == 200
        asked.append(len(questions))
    assert asked[0] == asked[2] <= most
