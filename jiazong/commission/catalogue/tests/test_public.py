"""The survey everybody may answer: without a name, once for each sending, and nobody at the door sees an answer."""
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import ProgrammingError, connection, transaction
from django.urls import reverse

from jiazong.commission.catalogue.actions import needs, public
from jiazong.commission.catalogue.models import Answer, Survey
from jiazong.commission.catalogue.tests import factories as make
from jiazong.ground.access.context import at_the_door

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return make.district()


@pytest.fixture
def opened(here):
    survey = make.survey(here)
    public.open_to_public(survey, by=here.bureau)
    return Survey.objects.get(pk=survey.pk)


def address(survey):
    return reverse("catalogue:public_survey", args=[survey.pk])


def said(survey, street, *numbers, group="老人"):
    by_number = dict(survey.needs.values_list("order", "pk"))
    chosen = {f"need_{place}": by_number[number] for place, number in enumerate(numbers, start=1)}
    return {"street": street.code, "group": survey.groups.get(name=group).pk, **chosen}


def test_somebody_without_an_account_answers_on_a_plain_form(client, here, opened):
    page = client.get(address(opened)).content.decode()
    assert all(name in page for name in (*make.NEEDS, here.street.name, here.other.name, "青少年"))
    sent = client.post(address(opened), said(opened, here.street, 3, 1))
    made = Answer.objects.get()
    assert sent.status_code == 302 and made.serial in client.get(sent.url).content.decode()
    names = {need.pk: need.name for need in opened.needs.all()}
    assert [names[one] for one in made.ranked] == ["日间照料", "助餐"]
    assert (made.channel, made.typed_by_id, made.answered_on, made.region_id) == (Answer.WEB, None, make.today(), here.street.code)


def test_what_came_from_the_web_is_counted_and_told_apart(client, here, opened):
    make.answer(opened, here.street, serial="1", ranked=(1,))
    client.post(address(opened), said(opened, here.street, 2))
    client.force_login(here.bureau)
    page = client.get(reverse("catalogue:survey", args=[opened.pk])).content.decode()
    assert "不是抽到的" in page and address(opened) in page and "data:image/svg+xml" in page
    behind = client.get(reverse("catalogue:answers", args=[opened.pk]), {"channel": "web"}).content.decode()
    assert Answer.objects.get(channel="web").serial in behind and behind.count("<tr>") <= 2


@pytest.mark.parametrize("shut", ["never opened", "closed"])
def test_a_survey_that_is_not_open_is_not_there(client, here, shut):
    survey = make.survey(here)
    if shut == "closed":
        public.open_to_public(survey, by=here.bureau)
        needs.close_survey(survey, on=make.today(), by=here.bureau)
    assert client.get(address(survey)).status_code == 404
    assert client.post(address(survey), said(survey, here.street, 1)).status_code == 404
    assert not Answer.objects.exists()


@pytest.mark.parametrize(("first", "last", "told"), [(1, 9, "请到时候再来"), (-9, -1, "谢谢每一位")])
def test_before_its_first_and_after_its_last_day_it_says_so(client, here, opened, first, last, told):
    Survey.objects.filter(pk=opened.pk).update(first_day=make.today() + timedelta(first), last_day=make.today() + timedelta(last))
    assert told in client.get(address(opened)).content.decode()
    client.post(address(opened), said(opened, here.street, 1))
    assert not Answer.objects.exists()


@pytest.mark.parametrize("changed", [{"need_1": ""}, {"need_2": "same"}, {"street": "440999"}, {"group": "0"}, {"need_1": "999999"}])
def test_what_does_not_fit_is_told_and_stays_on_the_form(client, here, opened, changed):
    typed = said(opened, here.street, 4, 2)
    typed |= {name: typed["need_1"] if value == "same" else value for name, value in changed.items()}
    answer = client.post(address(opened), typed)
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    assert f'value="{typed["need_2"]}" selected' in answer.content.decode()
    assert not Answer.objects.exists()


def test_sent_twice_it_is_one_answer(client, here, opened):
    typed = said(opened, here.street, 1) | {"_once": str(uuid4())}
    first, second = client.post(address(opened), typed), client.post(address(opened), typed)
    assert first.url == second.url
    assert Answer.objects.count() == 1


def test_one_network_cannot_fill_the_survey(client, here, opened, settings):
    settings.JIAZONG_TRIES_PER_ADDRESS = 3
    answers = [client.post(address(opened), said(opened, here.street, 1)).status_code for _ in range(5)]
    assert answers == [302, 302, 302, 422, 422]
    assert Answer.objects.count() == 3
    other = client.post(address(opened), said(opened, here.street, 1), REMOTE_ADDR="203.0.113.9")
    assert other.status_code == 302


def test_at_the_door_the_database_shows_no_answer_and_takes_only_such_answers(here, opened):
    make.answer(opened, here.street, serial="1", ranked=(1,))
    shut, stratum = make.survey(here, title="别的调查"), opened.strata.get(region=here.street, group__name="老人")
    theirs = shut.strata.get(region=here.street, group__name="老人")
    good = {"id": uuid4(), "survey_id": opened.pk, "stratum_id": stratum.pk, "region_id": here.street.code, "serial": "W1",
            "channel": "web", "answered_on": make.today(), "ranked": [1], "typed_by_id": None}  # fmt: skip
    with at_the_door():
        assert (Answer.objects.count(), Survey.objects.count()) == (0, 1)
        for bad in ({"channel": "paper"}, {"survey_id": shut.pk, "stratum_id": theirs.pk}, {"region_id": here.other.code}, {"typed_by_id": here.bureau.pk}):
            with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
                insert(good | bad | {"id": uuid4(), "serial": f"W{len(bad)}{sorted(bad)[0]}"[:20]})
        insert(good)
    assert Answer.objects.filter(serial="W1").count() == 1


def insert(row):
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO catalogue_answer ({', '.join(row)}) VALUES ({', '.join(['%s'] * len(row))})", list(row.values()))


def test_opening_twice_is_one_event_and_a_closed_survey_is_not_opened(here, opened):
    public.open_to_public(opened, by=here.bureau)
    needs.close_survey(opened, on=make.today(), by=here.bureau)
    with pytest.raises(needs.SurveyClosed):
        public.open_to_public(opened, by=here.bureau)
