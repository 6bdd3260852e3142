"""A tender buys a line of the published catalogue: who may choose which, and what the catalogue learns of the purchase."""
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jiazong.commission.catalogue.actions import items
from jiazong.commission.catalogue.models import Entry, Item
from jiazong.commission.catalogue.queries.items import judged
from jiazong.commission.catalogue.tests import factories as listed
from jiazong.commission.tenders.actions import deciding
from jiazong.commission.tenders.actions.deciding import Signed
from jiazong.commission.tenders.models import Tender
from jiazong.commission.tenders.tests import process as make
from jiazong.commission.tenders.tests.test_views import typed
from jiazong.ground.access.context import acting

pytestmark = pytest.mark.django_db


def published_entry(of: listed.District, *, title: str = "青春驿站", listed_on: date | None = None, kind: str = "project") -> Entry:
    """A line of a catalogue of last year that is out."""
    item = listed.item(of, title=title, listed_on=listed_on or date(2025, 3, 1))
    Item.objects.filter(pk=item.pk).update(kind=kind)
    asked = listed.round_(of, ends=-2)
    edition = items.publish(asked, issued_by="区民政局", title=f"{of.region.name}目录", on=timezone.localdate(), by=of.bureau)
    return edition.entries.get(item=item)


@pytest.fixture
def place():
    return listed.district()


@pytest.fixture
def buyer(place):
    client = Client()
    client.force_login(place.office)
    return client


def bound(entry: Entry) -> dict[str, str]:
    return {"entry": str(entry.pk), "edition": str(entry.edition_id), "catalogue_item": f"第 {entry.number} 项"}


def tried(client: Client, place: listed.District, **changes: str):
    body = make.purchaser("青禾街办", place.street.code)
    return client.post(reverse("tenders:new"), typed(purchaser=body.pk, **changes) | {"check": "1"})


def test_a_requirement_names_a_line_of_the_catalogue_or_says_why_not(place, buyer):
    entry = published_entry(place)
    refused = tried(buyer, place, catalogue_item="")
    assert refused.status_code == 422 and "青春驿站" in refused.text
    assert tried(buyer, place, code="a-1", catalogue_item="目录公布以前已列入预算").status_code == 302
    assert tried(buyer, place, code="a-2", entry=str(entry.pk), catalogue_item="").status_code == 302


def test_a_line_of_another_district_or_of_another_kind_or_of_a_project_that_left_is_refused(place, buyer):
    other = published_entry(listed.district("440105", name="白鹭"), title="别区的项目")
    post = published_entry(place, title="乡村社工岗位", kind="post")
    assert tried(buyer, place, code="a-1", entry=str(other.pk), catalogue_item="").status_code == 422
    assert tried(buyer, place, code="a-2", entry=str(post.pk), catalogue_item="").status_code == 422
    assert tried(buyer, place, code="a-3", entry=str(post.pk), catalogue_item="", kind="post").status_code == 302
    Item.objects.filter(pk=post.item_id).update(left_on=timezone.localdate())
    assert tried(buyer, place, code="a-4", entry=str(post.pk), catalogue_item="", kind="post").status_code == 422


def test_what_was_chosen_is_published_with_the_tender_and_stays(place, buyer):
    entry = published_entry(place)
    made = make.published(buyer=make.purchaser("青禾街办", place.street.code), **bound(entry))
    assert (made.entry, made.notices.get().content["about"]["edition"]) == (entry, str(entry.edition_id))
    public = Client().get(reverse("tenders:notice", args=[made.notices.get().pk])).text
    assert reverse("catalogue:edition", args=[entry.edition_id]) in public and "第 1 项" in public


def test_the_award_keeps_a_project_in_the_catalogue_that_the_rule_would_take_out(place):
    today = timezone.localdate()
    entry = published_entry(place, listed_on=today - timedelta(days=800))
    assert not judged([entry.item], on=today)[0].verdict.stays
    tender = make.awarded(**bound(entry))
    [bought] = entry.item.events.filter(kind="bought")
    assert (bought.reference, bought.day, bought.last_day.year) == (tender.code, today, today.year + 3)
    line = judged([entry.item], on=today)[0]
    assert line.verdict.stays and line.note == "running"


def test_the_signature_says_until_when_and_twice_counts_once(place):
    tender = make.awarded(**bound(published_entry(place)))
    signed = Signed(f"{tender.code}-y1", "qinghe", "青禾家综", timezone.localdate(), date(2027, 1, 1), date(2027, 12, 31))
    deciding.sign_contract(tender, signed, by=None)
    told = {one.reference: one.last_day for one in tender.entry.item.events.filter(kind="bought")}
    assert told[f"{tender.code}-y1"] == date(2029, 12, 31) and len(told) == 2
    again = {"day": timezone.localdate(), "last_day": date(2029, 12, 31), "reference": f"{tender.code}-y1", "words": "", "by": None}
    assert items.note_purchase(tender.entry.item, **again) is False


def test_a_purchase_outside_the_catalogue_is_noted_nowhere(place):
    entry = published_entry(place)
    make.awarded(catalogue_item="目录公布以前已列入预算")
    assert not entry.item.events.filter(kind="bought").exists()


def test_the_street_that_awards_notes_its_own_purchase_under_the_policies_and_no_other(place, buyer):
    entry, foreign = published_entry(place), published_entry(listed.district("440105", name="白鹭"), title="别区的项目")
    tender = make.opened(buyer=make.purchaser("青禾街办", place.street.code), **bound(entry))
    make.scored(tender, make.panel_of(tender))
    for step in ("close_scoring", "decide"):
        assert buyer.post(reverse(f"tenders:{step}", args=[tender.pk])).status_code == 302
    assert [one.noted_by for one in entry.item.events.filter(kind="bought")] == [place.office]
    note = "INSERT INTO catalogue_itemevent (id, item_id, kind, day, words, reference, noted_by_id) VALUES (gen_random_uuid(), %s, %s, current_date, '', 'x', %s)"
    for item, kind in ((foreign.item_id, "bought"), (entry.item_id, "left")):
        with acting(place.office, "probe"), connection.cursor() as cursor, pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
            cursor.execute(note, [item, kind, place.office.pk])


def test_item_and_tender_lead_to_each_other(place, buyer):
    entry = published_entry(place)
    tender = make.published(buyer=make.purchaser("青禾街办", place.street.code), **bound(entry))
    at = reverse("tenders:of_item", args=[entry.item_id])
    assert at in buyer.get(reverse("catalogue:item", args=[entry.item_id])).text
    assert reverse("tenders:tender", args=[tender.pk]) in buyer.get(at).text
    assert reverse("catalogue:item", args=[entry.item_id]) in buyer.get(reverse("tenders:tender", args=[tender.pk])).text
    agency = Client()
    agency.force_login(place.agent)
    assert reverse("tenders:offer", args=[tender.pk]) in agency.get(at).text


def test_the_list_of_a_project_asks_the_same_number_of_questions_for_one_and_for_three(place, buyer):
    entry, asked = published_entry(place), []
    for n in range(3):
        make.published(f"q-{n}", buyer=make.purchaser("青禾街办", place.street.code), **bound(entry))
        with CaptureQueriesContext(connection) as counted:
            assert buyer.get(reverse("tenders:of_item", args=[entry.item_id])).status_code == 200
        asked.append(len(counted))
    assert asked[1] == asked[2] == asked[0] and Tender.objects.count() == 3
