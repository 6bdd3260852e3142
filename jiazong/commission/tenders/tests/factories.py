"""A tender and bids to test with, as their files state them; every name is invented."""
from typing import Any

from jiazong.commission.tenders.rules.checking import Verdict, check
from jiazong.commission.tenders.rules.files import Tender, read_bid, read_tender

INDICATORS = {"case_openings": 60, "group_sessions": 240, "home_visits": 1500}
HOURS_RULE = {
    "base_fund_yuan": 2_000_000, "base_professionals": 14, "minimum_social_workers": 10, "extra_yuan_per_professional": 100_000,
    "total_hours_per_professional": 1960, "ceiling_percent": 110, "floor_hours_for_base": 22_852,
}  # fmt: skip
SCORING = {"method": "comprehensive", "price": {"weight": 10, "mode": "benchmark_price"}, "technical": 60, "business": 30}


def lot_said(code: str = "1", budget: Any = 2_000_000, **changes: Any) -> dict[str, Any]:
    """One lot of a tender."""
    return {"code": code, "name": "家庭综合服务", "annual_budget_yuan": budget, "minimum_indicators": dict(INDICATORS), **changes}


def tender_said(**changes: Any) -> dict[str, Any]:
    """A tender of one lot, 2,000,000 yuan a year for three years, closing on 22 March 2016."""
    return {
        "code": "hetang-2016", "name": "禾塘街家庭综合服务中心采购项目", "kind": "centre_project", "purchaser": "禾塘街街道办事处",
        "published": "2016-03-01", "closes": "2016-03-22T09:30:00+08:00", "years": 3, "whole_project_only": True,
        "bond_limit_percent": 2, "hours_rule": dict(HOURS_RULE), "lots": [lot_said()], "scoring": SCORING, **changes,
    }  # fmt: skip


def staff_said(social: int = 10, allied: int = 4, *, until: str = "2030-12-31") -> list[dict[str, Any]]:
    """So many social workers and allied professionals, their certificates good until a day."""
    kinds = ["social_worker", "assistant_social_worker"]
    made = [{"name": f"社工{n}", "certificate": kinds[n % 2], "valid_until": until} for n in range(social)]
    return made + [{"name": f"专员{n}", "certificate": "allied_professional", "valid_until": until} for n in range(allied)]


def offer_said(code: str = "1", price: Any = 1_980_000, **changes: Any) -> dict[str, Any]:
    """What a bid offers for one lot."""
    prices = price if isinstance(price, list) else [price] * 3
    return {
        "code": code, "annual_price_yuan": prices, "annual_hours": 27_440, "staff": staff_said(),
        "indicators": dict(INDICATORS), **changes,
    }  # fmt: skip


def bid_said(bidder: str = "晨穗社会工作服务中心", **changes: Any) -> dict[str, Any]:
    """A valid bid for that tender; changes of the whole bid by keyword, `offer` for its one lot."""
    offer = changes.pop("offer", {})
    return {
        "bidder": bidder, "received": "2016-03-21T17:00:00+08:00", "bond_yuan": 20_000, "declared_interests": [],
        "lots": [offer_said(**offer)], **changes,
    }  # fmt: skip


def tender(**changes: Any) -> Tender:
    """That tender, read."""
    return read_tender(tender_said(**changes))


def verdict(said: dict[str, Any], asked: Tender | None = None) -> Verdict:
    """The verdict on a bid as its file states it."""
    return check(asked or tender(), read_bid(said))


def codes(said: dict[str, Any], asked: Tender | None = None) -> list[str]:
    """The codes of every reason against a bid."""
    return list(verdict(said, asked).codes)
