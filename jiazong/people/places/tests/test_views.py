from datetime import time

import pytest
from django.urls import reverse

from jiazong.ground.chronicle.queries import entries_about
from jiazong.people.places import views
from jiazong.people.places.tests import factories as make

pytestmark = pytest.mark.django_db
WRITING = ["places:centre_edit", "places:rooms_edit", "places:opening_edit"]
OPENING_BLANK = {f"d{day}_{part}_{side}": "" for day in range(7) for part in range(2) for side in ("opens", "closes")}


@pytest.fixture
def ours():
    return make.centre("ours", name="青禾家综")


@pytest.fixture
def theirs():
    return make.centre("theirs", name="河涌家综", region=make.street("河涌街"), run_by=make.agency("河涌社工中心"))


@pytest.fixture
def director(client, ours):
    person = make.director(ours)
    client.force_login(person)
    return person


def lines(*rooms, held=0, **more):
    typed = {"form-TOTAL_FORMS": str(len(rooms)), "form-INITIAL_FORMS": str(held)} | more
    for n, room in enumerate(rooms):
        typed |= {f"form-{n}-{name}": value for name, value in room.items()}
    return typed


def test_the_list_shows_centres_within_reach_and_no_other(client, director, ours, theirs):
    page = client.get(reverse("places:centres")).content.decode()
    assert "青禾家综" in page
    assert "河涌家综" not in page


def test_an_agency_sees_all_its_centres(client, ours, theirs):
    client.force_login(make.member("agency_office", "agency", theirs.agency_id))
    page = client.get(reverse("places:centres")).content.decode()
    assert "河涌家综" in page
    assert "青禾家综" not in page


def test_a_region_reaches_every_street_beneath_it(client, ours, theirs):
    client.force_login(make.member("district_bureau", "region", "440103"))
    page = client.get(reverse("places:centres")).content.decode()
    assert "河涌家综" in page
    assert "青禾家综" in page


def test_a_list_without_a_centre_says_why(client):
    client.force_login(make.member("district_bureau", "region", "4404"))
    answer = client.get(reverse("places:centres"))
    assert answer.status_code == 200
    assert 'class="empty"' in answer.content.decode()


@pytest.mark.parametrize("further", [0, 2])
def test_the_list_asks_the_database_as_often_for_three_centres_as_for_one(
    client, ours, settings, django_assert_num_queries, further
):
    settings.JIAZONG_FRAME_FACTS = ""  # what the frame asks on every page is counted where it is made
    client.force_login(make.member("district_bureau", "region", "440103"))
    for n in range(further):
        more = make.centre(f"more{n}", region=ours.region, run_by=ours.agency)
        make.room(more)
        make.hours(more, n, time(9), time(12))
    # session, account, memberships; codes of the page, centres, opening hours, counties
    with django_assert_num_queries(5):
        client.get(reverse("places:centres"))


def test_a_second_page_begins_where_the_first_ended(client, ours, theirs, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 1)
    client.force_login(make.member("city_bureau", "region", "4401"))
    first = client.get(reverse("places:centres")).content.decode()
    assert "青禾家综" in first and "河涌家综" not in first and "?older=ours" in first
    second = client.get(reverse("places:centres"), {"older": "ours"}).content.decode()
    assert "河涌家综" in second and "青禾家综" not in second and "?newer=theirs" in second


@pytest.mark.parametrize("name", ["places:centre", *WRITING])
def test_another_centre_answers_404(client, director, theirs, name):
    assert client.get(reverse(name, args=[theirs.code])).status_code == 404
    assert client.post(reverse(name, args=[theirs.code])).status_code in (404, 405)


@pytest.mark.parametrize("name", ["places:centre", *WRITING])
def test_signed_out_is_sent_to_sign_in(client, ours, name):
    answer = client.get(reverse(name, args=[ours.code]))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("accounts:sign_in"))


@pytest.mark.parametrize("code", ["no-such", "%00", "%27"])
def test_a_centre_that_does_not_exist_answers_404(client, director, code):
    assert client.get(f"{reverse('places:centres')}{code}").status_code == 404


@pytest.mark.parametrize("name", WRITING)
def test_a_social_worker_reads_and_does_not_write(client, ours, name):
    client.force_login(make.member("social_worker", "centre", ours.code))
    page = client.get(reverse("places:centre", args=[ours.code]))
    assert page.status_code == 200
    assert reverse(name, args=[ours.code]) not in page.content.decode()
    assert client.get(reverse(name, args=[ours.code])).status_code == 404


def test_the_profile_shows_what_was_told_and_says_what_was_not(client, director, ours):
    make.room(ours, type="kitchen", name="同心厨房")
    make.hours(ours, 0, time(9), time(12))
    page = client.get(reverse("places:centre", args=[ours.code])).content.decode()
    for told in ("青禾家综", ours.agency.name, "荔湾区", "同心厨房", "09:00–12:00"):
        assert told in page
    assert 'class="muted"' in page


def test_only_those_who_see_staff_see_who_changed_the_profile(client, director, ours):
    client.post(reverse("places:centre_edit", args=[ours.code]), {"name": "青禾新家综"})
    assert "timeline" in client.get(reverse("places:centre", args=[ours.code])).content.decode()
    client.force_login(make.member("city_bureau", "region", "4401"))
    assert "timeline" not in client.get(reverse("places:centre", args=[ours.code])).content.decode()


def test_a_changed_profile_is_saved_once_however_often_it_is_sent(client, director, ours):
    typed = {"name": "青禾家综", "phone": "020-8000 1111", "construction": "100"}
    for _ in range(2):
        answer = client.post(reverse("places:centre_edit", args=[ours.code]), typed)
        assert answer["Location"] == reverse("places:centre", args=[ours.code])
    ours.refresh_from_db()
    assert (ours.phone, ours.construction_fen) == ("020-8000 1111", 10_000)
    assert [entry.verb for entry in entries_about(ours)].count("places.centre_described") == 1


def test_a_profile_that_cannot_be_read_keeps_what_was_typed(client, director, ours):
    answer = client.post(reverse("places:centre_edit", args=[ours.code]), {"name": "新名字", "area_m2": "很大"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "新名字" in page and "很大" in page and "error-summary" in page
    ours.refresh_from_db()
    assert ours.name == "青禾家综"


def test_an_empty_post_is_told_what_is_missing(client, director, ours):
    answer = client.post(reverse("places:centre_edit", args=[ours.code]))
    assert answer.status_code == 422
    assert "error-summary" in answer.content.decode()


def test_rooms_are_added_changed_and_removed_in_one_form(client, director, ours):
    make.room(ours, name="201")
    make.room(ours, name="202")
    answer = client.post(
        reverse("places:rooms_edit", args=[ours.code]),
        lines(
            {"type": "office", "name": "201A", "area_m2": "30"},
            {"type": "office", "name": "202", "area_m2": "60", "DELETE": "on"},
            {"type": "music", "name": "", "area_m2": ""},
            {"type": "", "name": "", "area_m2": ""},
            held=2,
        ),
    )
    assert answer.status_code == 302
    assert list(ours.rooms.values_list("type_id", "name", "area_m2")) == [("office", "201A", 30), ("music", "", None)]


def test_more_lines_come_without_saving_and_without_losing_what_was_typed(client, director, ours):
    typed = lines({"type": "music", "name": "琴房", "area_m2": "x"}, more="1")
    answer = client.post(reverse("places:rooms_edit", args=[ours.code]), typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "琴房" in page and 'value="x"' in page and 'name="form-3-type"' in page
    assert not ours.rooms.exists()


def test_a_room_without_a_kind_is_refused_and_kept_on_the_page(client, director, ours):
    answer = client.post(reverse("places:rooms_edit", args=[ours.code]), lines({"type": "", "name": "琴房", "area_m2": ""}))
    assert answer.status_code == 422
    assert "琴房" in answer.content.decode()
    assert not ours.rooms.exists()


def test_a_room_form_without_its_counters_is_refused(client, director, ours):
    make.room(ours)
    answer = client.post(reverse("places:rooms_edit", args=[ours.code]), {"form-0-name": "201"})
    assert answer.status_code == 422
    assert ours.rooms.count() == 1


def test_the_week_is_saved_once_however_often_it_is_sent(client, director, ours):
    typed = OPENING_BLANK | {"d0_0_opens": "09:00", "d0_0_closes": "12:00"}
    for _ in range(2):
        assert client.post(reverse("places:opening_edit", args=[ours.code]), typed).status_code == 302
    assert list(ours.opening_hours.values_list("weekday", "opens", "closes")) == [(0, time(9), time(12))]
    assert [entry.verb for entry in entries_about(ours)].count("places.opening_hours_set") == 1


def test_monday_is_put_on_the_other_working_days_without_saving(client, director, ours):
    typed = OPENING_BLANK | {"d0_0_opens": "09:15", "d0_0_closes": "12:00", "copy": "1"}
    page = client.post(reverse("places:opening_edit", args=[ours.code]), typed).content.decode()
    assert page.count('value="09:15"') == 5
    assert not ours.opening_hours.exists()


def test_a_week_that_cannot_be_keeps_what_was_typed(client, director, ours):
    typed = OPENING_BLANK | {"d0_0_opens": "13:45", "d0_0_closes": "12:00"}
    answer = client.post(reverse("places:opening_edit", args=[ours.code]), typed)
    assert answer.status_code == 422
    assert 'value="13:45"' in answer.content.decode()
    assert not ours.opening_hours.exists()
