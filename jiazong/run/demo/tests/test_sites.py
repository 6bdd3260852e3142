from datetime import date
from random import Random

import pytest

from jiazong.commission.contracts.rules import read_contract
from jiazong.people.places.models import Region
from jiazong.run.demo import sites, tables
from jiazong.run.demo.sites import SCALES


@pytest.mark.parametrize(
    ("start", "today", "past", "present"),
    [
        ("01-01", date(2026, 1, 1), (date(2025, 1, 1), date(2025, 12, 31)), (date(2026, 1, 1), date(2026, 12, 31))),
        ("04-10", date(2026, 4, 9), (date(2024, 4, 10), date(2025, 4, 9)), (date(2025, 4, 10), date(2026, 4, 9))),
        ("04-10", date(2026, 4, 10), (date(2025, 4, 10), date(2026, 4, 9)), (date(2026, 4, 10), date(2027, 4, 9))),
    ],
)
def test_the_running_term_holds_today_and_the_one_before_ends_the_day_before(start, today, past, present):
    assert sites.terms(start, today) == (past, present)


@pytest.mark.parametrize("name", list(SCALES))
def test_every_contract_of_a_scale_can_be_read_and_every_code_is_its_own(name):
    found = sites.invent_sites(SCALES[name], Random(7))
    assert len({site.code for site in found}) == len({site.street for site in found}) == SCALES[name].centres
    for site in found:
        for is_past in (True, False):
            said = sites.contract_file(
                site, sites.terms(site.start, date(2026, 5, 14))[1], region="440103", agency="甲", is_past=is_past
            )
            spec = read_contract(said)
            assert sum(one.is_professional for one in spec.staff) == spec.hours.professionals


def test_no_two_people_of_a_city_share_a_name():
    found = sites.invent_sites(SCALES["city"], Random(7))
    names = [name for site in found for name in (*site.staff, site.successor)]
    assert len(set(names)) == len(names) == 188 * 17


@pytest.mark.parametrize("today", [date(2026, 11, 21), date(2026, 8, 1), date(2027, 1, 20)])
def test_a_city_is_sized_to_a_million_postings(today):
    scale = SCALES["city"]
    found, with_past = sites.fit(scale, sites.invent_sites(scale, Random(7)), today)
    planned = 0.0
    for site in found:
        (first, last) = sites.terms(site.start, today)[1]
        elapsed = ((today - first).days + 1) / ((last - first).days + 1)
        a_year = sum(sites.scaled(int(row["rows_a_year"]), site) for row in tables.read("methods"))
        planned += a_year * (elapsed + with_past)
    assert planned == pytest.approx(1_000_000, rel=0.01)


@pytest.mark.django_db
def test_no_invented_street_bears_the_name_of_a_real_street_or_community():
    invented = {row["street"] for table in ("named-centres", "streets") for row in tables.read(table)}
    stems = {name.removesuffix("街道") for name in invented}
    official = Region.objects.filter(level__in=["street", "community"], is_local=False).values_list("name", flat=True)
    assert [name for name in official if any(name.startswith(stem) for stem in stems)] == []
