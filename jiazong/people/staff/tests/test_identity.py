"""A worker's phone and ID number: sealed in the database, covered on the page, shown for a reason."""
from datetime import timedelta

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction
from django.urls import reverse

from jiazong.ground.chronicle.models import Entry
from jiazong.ground.custody.models import Look
from jiazong.ground.privacy import keyring, troubles
from jiazong.ground.privacy.rules.id_numbers import check_character
from jiazong.people.places.tests import factories as place
from jiazong.people.staff import actions
from jiazong.people.staff.models import Worker
from jiazong.people.staff.tests import factories as make

pytestmark = pytest.mark.django_db
PHONE = "13800001234"
ID_NUMBER = "44010419900101123" + check_character("44010419900101123")


@pytest.fixture
def ours():
    return place.centre("ours", name="青禾家综")


@pytest.fixture
def director(client, ours):
    person = place.director(ours)
    client.force_login(person)
    return person


@pytest.fixture
def chen(ours) -> Worker:
    return actions.write_identity(make.worker(ours, "陈静"), by=None, phone=PHONE, id_number=ID_NUMBER)


def lying(column: str, pk: int) -> bytes:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM staff_worker WHERE id = %s", [pk])
        return bytes(cursor.fetchone()[0])


def test_what_is_saved_lies_sealed_and_reads_as_text(chen) -> None:
    read = Worker.objects.get(pk=chen.pk)
    assert (read.phone, read.id_number) == (PHONE, ID_NUMBER)
    assert PHONE.encode() not in lying("phone", chen.pk) and ID_NUMBER.encode() not in lying("id_number", chen.pk)


def test_a_new_row_is_sealed_under_its_own_number(ours) -> None:
    made = Worker.objects.create(centre=ours, name="林志豪", phone=PHONE)
    assert Worker.objects.get(pk=made.pk).phone == PHONE
    plain = Worker.objects.create(centre=ours, name="何慧芳")
    assert Worker.objects.get(pk=plain.pk).phone is None


def test_a_value_copied_to_another_row_in_the_database_does_not_open(chen, ours) -> None:
    other = make.worker(ours, "何慧芳")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE staff_worker SET phone = %s WHERE id = %s", [lying("phone", chen.pk), other.pk])
    with pytest.raises(troubles.DoesNotOpen):
        _ = Worker.objects.get(pk=other.pk).phone


def test_a_row_given_to_another_agency_in_the_database_does_not_open(chen) -> None:
    theirs = place.centre("theirs", name="河涌家综", region=place.street("河涌街"), run_by=place.agency("河涌社工中心"))
    Worker.objects.filter(pk=chen.pk).update(centre=theirs)
    with pytest.raises(troubles.WrongAgency):
        _ = Worker.objects.select_related("centre").get(pk=chen.pk).phone


def test_a_value_that_is_not_touched_stays_as_it_lay(chen) -> None:
    before = lying("phone", chen.pk)
    read = Worker.objects.get(pk=chen.pk)
    assert read.phone == PHONE
    read.name = "陈静敏"
    read.save()
    assert lying("phone", chen.pk) == before


def test_clear_text_never_reaches_the_database(chen) -> None:
    with pytest.raises(troubles.SealedInClear), transaction.atomic():
        Worker.objects.filter(pk=chen.pk).update(phone="13900001111")
    with pytest.raises(FieldError):
        Worker.objects.filter(phone=PHONE).exists()
    with pytest.raises(troubles.RowHasNoId), transaction.atomic():
        Worker.objects.bulk_create([Worker(centre=chen.centre, name="甲", phone=PHONE)])
    assert repr(Worker.objects.values("phone").get(pk=chen.pk)) == "{'phone': <sealed>}"


def test_the_page_covers_both_and_tells_neither(client, director, chen) -> None:
    page = client.get(reverse("staff:worker", args=[chen.pk])).content.decode()
    assert "138****1234" in page and ID_NUMBER[:2] + "*" * 14 + ID_NUMBER[-2:] in page
    assert PHONE not in page and ID_NUMBER not in page
    form = client.get(reverse("staff:identity", args=[chen.pk])).content.decode()
    assert PHONE not in form and ID_NUMBER not in form


def test_a_value_is_shown_for_a_reason_and_the_look_is_kept(client, director, chen) -> None:
    address = reverse("staff:uncover", args=[chen.pk, "phone"])
    assert client.post(address, {}).status_code == 422 and not Look.objects.exists()
    answer = client.post(address, {"reason": "contact"})
    page = client.get(answer.url).content.decode()
    assert PHONE in page and ID_NUMBER not in page
    look = Look.objects.get()
    assert (look.account, look.column, look.reason) == (director, "phone", "contact")
    assert Entry.objects.get(verb="privacy.uncovered").details == {"column": "phone", "reason": "contact"}


def test_a_look_shows_nothing_to_another_person_or_after_five_minutes(client, director, chen, ours, monkeypatch) -> None:
    answer = client.post(reverse("staff:uncover", args=[chen.pk, "phone"]), {"reason": "contact"})
    client.force_login(place.director(ours))
    assert PHONE not in client.get(answer.url).content.decode()
    client.force_login(director)
    assert PHONE in client.get(answer.url).content.decode()
    monkeypatch.setattr("jiazong.ground.custody.queries.SHOWN_FOR", timedelta(microseconds=1))
    assert PHONE not in client.get(answer.url).content.decode()
    assert client.get(reverse("staff:worker", args=[chen.pk]), {"seen": "no such look"}).status_code == 200


def test_nobody_uncovers_more_than_the_setting_allows_in_a_day(client, director, chen, settings) -> None:
    settings.JIAZONG_UNMASK_PER_DAY = 2
    address = reverse("staff:uncover", args=[chen.pk, "phone"])
    answers = [client.post(address, {"reason": "contact"}).status_code for _ in range(3)]
    assert answers == [302, 302, 422] and Look.objects.count() == 2


def test_a_social_worker_may_not_uncover(client, ours, chen) -> None:
    client.force_login(place.member("social_worker", "centre", ours.code))
    assert client.get(reverse("staff:uncover", args=[chen.pk, "phone"])).status_code == 404
    assert "138****1234" in client.get(reverse("staff:worker", args=[chen.pk])).content.decode()


def test_the_same_number_at_another_centre_of_the_agency_is_told(client, director, chen, ours) -> None:
    second = place.centre("second", name="新塱家综", region=ours.region, run_by=ours.agency)
    twin = make.worker(second, "黄晓彤")
    actions.write_identity(twin, by=None, phone=PHONE)
    other = make.worker(ours, "何慧芳")
    typed = {"phone": "+86 138-0000-1234", "id_number": ""}
    page = client.post(reverse("staff:identity", args=[other.pk]), typed, follow=True).content.decode()
    assert "陈*" in page and "黄*" in page and "陈静" not in page
    assert Look.objects.filter(kind=Look.LOOKED_UP, account=director).count() == 1


def test_another_agency_is_not_looked_through(client, director, chen) -> None:
    theirs = place.centre("theirs", name="河涌家综", region=place.street("河涌街"), run_by=place.agency("河涌社工中心"))
    far = actions.write_identity(make.worker(theirs, "梁家俊"), by=None, phone=PHONE)
    assert actions.same_person_elsewhere(far, "phone", by=None) == []
    assert bytes(far.phone_index) != bytes(Worker.objects.get(pk=chen.pk).phone_index)


def test_looking_up_ends_after_so_many_in_an_hour(client, director, chen, ours, settings) -> None:
    settings.JIAZONG_LOOKUPS_PER_HOUR = 1
    for n, name in enumerate(("何慧芳", "林志豪")):
        typed = {"phone": f"1380000999{n}", "id_number": ""}
        answer = client.post(reverse("staff:identity", args=[make.worker(ours, name).pk]), typed, follow=True)
    assert "这一小时查得太多了" in answer.content.decode()
    assert Worker.objects.filter(phone__isnull=False).count() == 3


@pytest.mark.parametrize("typed", [{"phone": "12345"}, {"id_number": "440104199001011230"[:17] + "A"}, {"id_number": "44010419901301123X"}])
def test_what_cannot_be_a_number_is_refused_and_kept_nowhere(client, director, chen, typed) -> None:
    told = {"phone": "", "id_number": "", **typed}
    assert client.post(reverse("staff:identity", args=[chen.pk]), told).status_code == 422
    assert Worker.objects.get(pk=chen.pk).phone == PHONE


def test_a_blank_keeps_and_a_tick_takes_away(client, director, chen) -> None:
    address = reverse("staff:identity", args=[chen.pk])
    client.post(address, {"phone": "", "id_number": "", "no_id_number": "on"})
    read = Worker.objects.get(pk=chen.pk)
    assert (read.phone, read.id_number, read.id_number_index) == (PHONE, None, None)


def test_without_the_master_key_the_page_says_so_and_other_pages_go_on(client, director, chen, settings, tmp_path, monkeypatch) -> None:
    monkeypatch.delenv("JIAZONG_MASTER_KEY", raising=False)
    settings.JIAZONG_MASTER_KEY_FILE = tmp_path / "nowhere.key"
    keyring.forget()
    page = client.get(reverse("staff:worker", args=[chen.pk]))
    assert page.status_code == 503 and "钥匙暂时不在" in page.content.decode()
    assert client.get(reverse("staff:list")).status_code == 200
    keyring.forget()
