"""Invented tasks of a street."""
from datetime import date

from django.utils import timezone

from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.tests import factories as contracts
from jiazong.review.grievances import actions
from jiazong.review.grievances.actions import Told
from jiazong.review.grievances.models import StreetTask

YEAR = timezone.localdate().year
DAY = date(YEAR, 1, 2)

director, agency_office, member = contracts.director, contracts.agency_office, contracts.member


def contract(code: str = "qinghe-1", centre: str = "qinghe", **changes: object) -> Contract:
    """A contract of this year."""
    return contracts.contract(code, centre, term__first_day=f"{YEAR}-01-01", term__last_day=f"{YEAR}-12-31", **changes)


def task(of: Contract, words: str = "协助创卫检查", **changes: object) -> StreetTask:
    """A task of six hours that nobody was asked about."""
    told = {
        "task": words, "asked_by": "城管办", "first_day": DAY, "last_day": DAY, "minutes": 360,
        "cost_fen": 20_000, "payer": "nobody", "was_consulted": False,
    }  # fmt: skip
    return actions.write_down(of, Told(**told | changes), by=None)


def street_office(of: Contract):
    return member("street_office", "region", of.centre.region_id)


def bureau(county: str = "440103"):
    return member("district_bureau", "region", county)
