from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from jiazong.people.places.tests import factories as place
from jiazong.people.staff import actions
from jiazong.people.staff.models import Worker
from jiazong.people.staff.tests import factories as make
from jiazong.people.staff.views import workers as views

pytestmark = pytest.mark.django_db
OF_A_WORKER = ["staff:worker", "staff:edit", "staff:certificate", "staff:leave"]


@pytest.fixture
def ours():
    return place.centre("ours", name="青禾家综")


@pytest.fixture
def theirs():
    return place.centre("theirs", name="河涌家综", region=place.street("河涌街"), run_by=place.agency("河涌社工中心"))


@pytest.fixture
def director(client, ours):
    person = place.director(ours)
    client.force_login(person)
    return person


def newcomer(centre, **more):
    typed = {"centre": centre.code, "name": "林志豪", "kind": "social_worker", "on": "2026-03-01", "request_key": str(uuid4())}
    return typed | more


def test_the_list_shows_those_within_reach_and_nobody_else(client, director, ours, theirs):
    make.worker(ours, "陈静")
    make.worker(theirs, "梁家俊")
    page = client.get(reverse("staff:list")).content.decode()
    assert "陈静" in page
    assert "梁家俊" not in page


def test_asking_for_another_centre_shows_nobody_of_it(client, director, ours, theirs):
    make.worker(theirs, "梁家俊")
    page = client.get(reverse("staff:list"), {"centre": "theirs", "which": "all"}).content.decode()
    assert "梁家俊" not in page
    assert "河涌家综" not in page


def test_an_agency_sees_the_people_of_its_centres_under_their_names(client, ours):
    second = place.centre("second", name="新塱家综", region=ours.region, run_by=ours.agency)
    make.worker(ours, "陈静")
    make.worker(second, "黄晓彤")
    client.force_login(place.member("agency_office", "agency", ours.agency_id))
    page = client.get(reverse("staff:list")).content.decode()
    assert page.index("青禾家综 ·") < page.index("陈静") < page.index("新塱家综 ·") < page.index("黄晓彤")


def test_those_who_left_stand_behind_the_filter(client, director, ours):
    today = timezone.localdate()
    actions.dismiss_worker(make.worker(ours, "吴雅婷"), by=None, on=today - timedelta(days=1))
    actions.dismiss_worker(make.worker(ours, "何慧芳"), by=None, on=today)
    here = client.get(reverse("staff:list")).content.decode()
    left = client.get(reverse("staff:list"), {"which": "left"}).content.decode()
    assert ("吴雅婷" in here, "何慧芳" in here) == (False, True)
    assert ("吴雅婷" in left, "何慧芳" in left) == (True, False)


def test_an_empty_list_says_what_to_do(client, director):
    assert 'class="empty"' in client.get(reverse("staff:list")).content.decode()


@pytest.mark.parametrize("number", [1, 3])
def test_the_list_asks_the_database_as_often_for_three_people_as_for_one(
    client, director, ours, settings, django_assert_num_queries, number
):
    settings.JIAZONG_FRAME_FACTS = ""  # what the frame asks on every page is counted where it is made
    for name in ("陈静", "林志豪", "黄晓彤")[:number]:
        actions.add_certificate(make.worker(ours, name), kind="社会工作师", number=name, by=None)
    # session, account, memberships; centres of the filter, keys of the page, workers, posts with kinds, certificates
    with django_assert_num_queries(6):
        client.get(reverse("staff:list"))


def test_a_second_page_begins_where_the_first_ended(client, director, ours, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 2)
    made = [make.worker(ours, name) for name in ("陈静", "黄晓彤", "林志豪")]
    first = client.get(reverse("staff:list")).content.decode()
    assert "林志豪" not in first
    mark = f"ours~{made[1].sort_key}~{made[1].pk}"
    second = client.get(reverse("staff:list"), {"older": mark}).content.decode()
    assert "林志豪" in second and "陈静" not in second and "?newer=ours" in second


@pytest.mark.parametrize("forged", ["x", "ours~chen jing~x", "ours~chen jing~-1"])
def test_a_forged_page_key_does_no_harm(client, director, ours, forged):
    make.worker(ours, "陈静")
    assert client.get(reverse("staff:list"), {"older": forged}).status_code == 200


@pytest.mark.parametrize("name", OF_A_WORKER)
def test_a_worker_of_another_centre_answers_404(client, director, theirs, name):
    worker = make.worker(theirs)
    assert client.get(reverse(name, args=[worker.pk])).status_code == 404
    assert client.post(reverse(name, args=[worker.pk])).status_code in (404, 405)


@pytest.mark.parametrize("name", OF_A_WORKER)
def test_signed_out_is_sent_to_sign_in(client, ours, name):
    answer = client.get(reverse(name, args=[make.worker(ours).pk]))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("accounts:sign_in"))


@pytest.mark.parametrize("name", OF_A_WORKER[1:])
def test_a_supervisor_reads_and_does_not_write(client, ours, name):
    worker = make.worker(ours)
    client.force_login(place.member("supervisor", "centre", ours.code))
    page = client.get(reverse("staff:worker", args=[worker.pk])).content.decode()
    assert reverse(name, args=[worker.pk]) not in page
    assert client.get(reverse(name, args=[worker.pk])).status_code == 404


def test_a_worker_is_shown_with_posts_certificates_and_account(client, director, ours):
    worker = make.worker(ours, "陈静", post="assistant_social_worker", account=place.account("陈静"))
    actions.change_post(worker, kind=make.kind("social_worker"), by=director, on=date(2026, 3, 1))
    actions.add_certificate(worker, kind="社会工作师", number="SW-0318", by=director, valid_to=date(2020, 1, 1))
    page = client.get(reverse("staff:worker", args=[worker.pk])).content.decode()
    for told in ("陈静", "助理社会工作师", "SW-0318", "tag bad", "2026年3月1日"):
        assert told in page


def test_a_newcomer_sent_twice_is_one_person(client, director, ours):
    typed = newcomer(ours)
    answers = [client.post(reverse("staff:new"), typed) for _ in range(2)]
    worker = Worker.objects.get()
    assert {answer["Location"] for answer in answers} == {reverse("staff:worker", args=[worker.pk])}
    assert (worker.centre_id, worker.sort_key) == ("ours", "lin zhi hao")


def test_a_newcomer_cannot_be_put_into_another_centre(client, director, theirs):
    answer = client.post(reverse("staff:new"), newcomer(theirs))
    assert answer.status_code == 422
    assert not Worker.objects.exists()
    assert theirs.name not in answer.content.decode()


def test_a_namesake_is_asked_about_once(client, director, ours):
    make.worker(ours, "區彤偉")
    typed = newcomer(ours, name="区彤伟")
    answer = client.post(reverse("staff:new"), typed)
    assert answer.status_code == 422
    assert 'name="is_another"' in answer.content.decode() and "区彤伟" in answer.content.decode()
    assert client.post(reverse("staff:new"), typed | {"is_another": "on"}).status_code == 302
    assert Worker.objects.count() == 2


@pytest.mark.parametrize("wrong", [{"name": ""}, {"kind": "nobody"}, {"on": "2026-02-30"}, {"request_key": "x"}])
def test_a_newcomer_that_cannot_be_read_keeps_what_was_typed(client, director, ours, wrong):
    answer = client.post(reverse("staff:new"), newcomer(ours, name="林志豪") | wrong)
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()
    assert wrong.get("name", "林志豪") in answer.content.decode()
    assert not Worker.objects.exists()


def test_name_and_post_are_changed_in_one_form(client, director, ours):
    worker = make.worker(ours, "陈静", post="assistant_social_worker")
    typed = {"name": "陈静仪", "kind": "social_worker", "on": "2026-03-01"}
    for _ in range(2):
        assert client.post(reverse("staff:edit", args=[worker.pk]), typed).status_code == 302
    worker.refresh_from_db()
    assert worker.name == "陈静仪"
    assert worker.posts.count() == 2


@pytest.mark.parametrize("on", ["", "2024-12-31"])
def test_another_post_needs_a_day_at_or_after_the_first(client, director, ours, on):
    worker = make.worker(ours, "陈静", post="assistant_social_worker", on=date(2025, 1, 1))
    answer = client.post(reverse("staff:edit", args=[worker.pk]), {"name": "新名", "kind": "social_worker", "on": on})
    assert answer.status_code == 422
    assert "新名" in answer.content.decode()
    worker.refresh_from_db()
    assert (worker.name, worker.posts.count()) == ("陈静", 1)


def test_who_has_left_gets_no_other_post(client, director, ours):
    worker = make.worker(ours, "陈静")
    actions.dismiss_worker(worker, by=None, on=date(2026, 6, 30))
    typed = {"name": "陈静", "kind": "deputy_director", "on": "2026-07-01"}
    assert client.post(reverse("staff:edit", args=[worker.pk]), typed).status_code == 302
    assert worker.posts.count() == 1


def test_a_certificate_sent_twice_is_one(client, director, ours):
    worker = make.worker(ours)
    typed = {"kind": "other", "other_kind": "心理咨询师", "number": "X1", "issued_on": "2026-01-01", "valid_to": ""}
    for _ in range(2):
        assert client.post(reverse("staff:certificate", args=[worker.pk]), typed).status_code == 302
    assert list(worker.certificates.values_list("kind", "number")) == [("心理咨询师", "X1")]


@pytest.mark.parametrize(
    "wrong", [{"kind": ""}, {"kind": "other", "other_kind": ""}, {"issued_on": "2026-02-01", "valid_to": "2026-01-01"}]
)
def test_a_certificate_that_cannot_be_keeps_what_was_typed(client, director, ours, wrong):
    worker = make.worker(ours)
    answer = client.post(reverse("staff:certificate", args=[worker.pk]), {"kind": "社会工作师", "number": "SW-77"} | wrong)
    assert answer.status_code == 422
    assert "SW-77" in answer.content.decode()
    assert not worker.certificates.exists()


def test_a_last_day_closes_the_centre_to_the_account_from_the_next_day(client, director, ours):
    yesterday = timezone.localdate() - timedelta(days=1)
    person = place.member("supervisor", "centre", ours.code)
    worker = make.worker(ours, account=person)
    for _ in range(2):
        assert client.post(reverse("staff:leave", args=[worker.pk]), {"on": yesterday.isoformat()}).status_code == 302
    client.force_login(person)
    assert client.get(reverse("staff:list")).status_code == 404


def test_a_last_day_before_the_first_is_refused(client, director, ours):
    worker = make.worker(ours, on=date(2025, 1, 1))
    answer = client.post(reverse("staff:leave", args=[worker.pk]), {"on": "2024-12-31"})
    assert answer.status_code == 422
    assert "2024-12-31" in answer.content.decode()
    worker.refresh_from_db()
    assert worker.left_on is None
