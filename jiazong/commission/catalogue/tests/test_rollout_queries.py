"""The roll-out counted by the database: stages, coverage, targets, tiles; and who may leave the catalogue, page by page."""
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jiazong.commission.catalogue.actions import items, rollout
from jiazong.commission.catalogue.models import Item, Site, Target
from jiazong.commission.catalogue.queries import items as listed
from jiazong.commission.catalogue.queries import rollout as queries
from jiazong.commission.catalogue.rules import rollout as rules
from jiazong.commission.catalogue.tests import factories as make
from jiazong.commission.catalogue.views import items as views

pytestmark = pytest.mark.django_db
PLANNED = date(2024, 3, 1)


@pytest.fixture
def here():
    return make.district()


def site(here, name, *reached: date | None, street=None, year=2025) -> Site:
    made = rollout.plan_site(street or here.street, name=name, year=year, planned_on=PLANNED, served=[], by=None)
    days = [*reached, None, None, None][:3]
    centre = here.centre if days[2] and not Site.objects.filter(centre=here.centre).exists() else None
    if any(days):
        rollout.set_days(made, rules.Days(PLANNED, *days), centre=centre, by=None)
    return made


def test_whoever_reached_a_stage_reached_those_before_it(here):
    site(here, "甲")
    site(here, "乙", date(2024, 5, 1))
    site(here, "丙", None, date(2024, 6, 1))
    site(here, "丁", None, None, date(2024, 7, 1))
    assert queries.stage_counts(Site.objects.all()) == {"planned": 4, "tendered": 3, "fitted": 2, "opened": 1}


def test_a_target_counts_what_was_reached_by_the_end_of_its_years(here):
    site(here, "甲", date(2024, 5, 1), None, date(2024, 12, 31))
    site(here, "乙", date(2025, 1, 1), street=here.other)
    targets = [Target(region=here.region, first_year=year, last_year=last, centres=2, source="") for year, last in ((2024, 2024), (2024, 2028))]
    told = queries.target_lines(targets, Site.objects.all(), on=date(2026, 1, 1))
    assert [(one.opened, one.tendered) for one in told] == [(1, 1), (1, 2)]
    early = queries.target_lines(targets, Site.objects.all(), on=date(2024, 12, 30))
    assert [(one.opened, one.tendered) for one in early] == [(0, 1), (0, 1)]
    assert queries.target_lines([], Site.objects.all(), on=date(2026, 1, 1)) == []


def test_a_tile_says_the_furthest_stage_and_what_is_late(here):
    site(here, "甲", date(2024, 5, 1), None, date(2024, 7, 1))
    site(here, "乙", year=2024)
    first, second = queries.cartogram([here.street, here.other], Site.objects.all(), 4, year=2025)
    assert (first.sites, first.opened, first.stage, first.is_late) == (2, 1, "opened", True)
    assert (second.sites, second.opened, second.stage, second.is_late) == (0, 0, "", False)
    [district] = queries.cartogram([here.region], Site.objects.all(), 4, year=2024)
    assert (district.sites, district.is_late) == (2, False)


def test_a_street_is_covered_once_it_has_an_open_centre(here):
    site(here, "甲", None, None, date(2024, 7, 1))
    site(here, "乙", date(2024, 7, 1), street=here.other)
    assert queries.coverage_of_streets([here.street, here.other], Site.objects.all()) == rules.Coverage(1, 2)


@pytest.mark.parametrize("address", ["rollout", "removals"])
def test_the_list_asks_the_same_questions_for_one_row_and_for_three(client, here, address):
    client.force_login(here.bureau)
    counts = []
    for n in range(3):
        site(here, f"站{n}")
        make.item(here, title=f"项目{n}", listed_on=make.today() - timedelta(days=800))
        with CaptureQueriesContext(connection) as counted:
            assert client.get(reverse(f"catalogue:{address}")).status_code == 200
        counts.append(len(counted))
    assert counts[0] == counts[1] == counts[2]


def test_nobody_whom_the_rule_takes_out_is_spared(here):
    today = make.today()
    old = make.item(here, title="满两年", listed_on=today - timedelta(days=800))
    fresh = make.item(here, title="刚列入")
    ended = make.item(here, title="到期")
    items.note_event(ended, "bought", day=today - timedelta(days=90), last_day=today - timedelta(days=1), words="", by=None)
    refused = make.item(here, title="续期未通过")
    items.note_event(refused, "renewal_refused", day=today, last_day=None, words="", by=None)
    runs = make.item(here, title="还在做", listed_on=today - timedelta(days=800))
    items.note_event(runs, "bought", day=today - timedelta(days=90), last_day=today + timedelta(days=9), words="", by=None)
    everything = type(old).objects.all()
    due = {line.item.title for line in listed.judged(list(everything), on=today) if not line.verdict.stays}
    spared = set(everything.values_list("title", flat=True)) - set(listed.may_leave(everything, on=today).values_list("title", flat=True))
    assert due == {"满两年", "到期", "续期未通过"} and spared == {fresh.title}


def test_removals_go_page_by_page(client, here, monkeypatch):
    monkeypatch.setattr(views, "PAGE", 2)
    for n in range(3):
        make.item(here, title=f"项目{n}", listed_on=make.today() - timedelta(days=800))
    client.force_login(here.bureau)
    at = reverse("catalogue:removals")
    assert "?older=" in client.get(at).text
    assert client.post(at).status_code == 302
    assert Item.objects.filter(left_on__isnull=True).count() == 1
