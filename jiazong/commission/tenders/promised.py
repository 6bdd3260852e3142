"""What a bid promised, as the contract of its first year."""
from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jiazong.commission.tenders.models import Minimum, Signing, Tender
from jiazong.commission.tenders.rules import checking, files
from jiazong.commission.tenders.rules.telling import two_places

SOURCE_POSTS = {"assistant_social_worker", "social_worker", "senior_social_worker", "allied_professional", "social_work_aide", "support_staff"}
UNKNOWN_POST = "support_staff"


def contract_file(asked: files.Tender, content: Mapping[str, Any], minimums: Iterable[Minimum], signing: Signing, tender: Tender) -> dict[str, Any]:
    """The contract file (docs/reference/contract-file.md) of year 1: price, hours, staff and indicators as they were promised."""
    lots = {str(lot["code"]): lot for lot in content["lots"]}
    staff = _once([one for lot in lots.values() for one in lot.get("staff") or []])
    offered = files.read_bid({**content, "received": "2000-01-01T00:00:00+08:00"})
    counted = {one.name for lot in offered.lots for one in checking.professionals(lot.staff, asked.rules)}
    posts = [{"name": one["name"], "post": one["certificate"] if one["certificate"] in SOURCE_POSTS else UNKNOWN_POST} for one in staff]
    return {
        "code": signing.contract_code,
        "centre": {"code": signing.centre_code, "name": signing.centre_name, "region": tender.region_id},
        "agency": signing.agency.name, "purchaser": tender.purchaser.name,
        "term": {
            "first_day": signing.first_day.isoformat(), "last_day": signing.last_day.isoformat(), "year": 1, "of": asked.years, "trial": True,
        },
        "annual_budget_yuan": _number(sum(Decimal(str(lot["annual_price_yuan"][0])) for lot in lots.values())),
        "hours": _hours(asked, lots, len([one for one in posts if one["name"] in counted])),
        "staff": [one for one in posts if one["name"] in counted],
        "other_staff": [one for one in posts if one["name"] not in counted],
        "indicators": [
            {"code": f"{one.code}-{one.lot.code}" if len(lots) > 1 else one.code, "name": one.name, "method": one.method, "unit": one.unit, "counts": one.counts,
             "target": int(lots[one.lot.code]["indicators"][one.code])}
            for one in minimums if one.lot.code in lots
        ],
    }  # fmt: skip


def _hours(asked: files.Tender, lots: Mapping[str, Mapping[str, Any]], professionals: int) -> dict[str, Any]:
    """The hours promised as the contract's total; floor and ceiling are the hours of the tender's rule, the ceiling as a share of the promise."""
    total = sum((Fraction(str(lot.get("annual_hours") or 0)) for lot in lots.values()), Fraction(0))
    rule = next((lot.hours_rule for lot in asked.lots if lot.hours_rule), None)
    floor = checking.hours_floor(rule, professionals) if rule else None
    ceiling = checking.hours_ceiling(rule, professionals) if rule else None
    percent = ceiling / total * 100 if ceiling and total else Fraction(100)
    return {
        "professionals": professionals, "total": _number(two_places(total)),
        "floor": _number(two_places(min(floor or Fraction(0), total))), "ceiling_percent": _number(two_places(percent)),
    }  # fmt: skip


def _once(staff: list[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Each person once, also where several lots name her."""
    return list({one["name"]: one for one in reversed(staff)}.values())[::-1]


def _number(value: Decimal) -> int | float:
    return int(value) if value == int(value) else float(value)
