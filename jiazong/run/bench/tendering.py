"""Tenders: 1,000 tenders with ten bids each, read from JSON and checked, in one process without a database."""
import json
import time
from collections import Counter
from collections.abc import Iterator
from typing import Any

from jiazong.commission.tenders.rules import checking, contest, files, reading, scoring
from jiazong.run.bench import watch
from jiazong.run.bench.figures import PRODUCT, Figure
from jiazong.run.bench.grounds import Grounds

TENDERS, BIDS, QUICK_TENDERS = 1_000, 10, 100
INDICATORS = {f"indicator_{n}": 60 * n for n in range(1, 13)}


def measure(grounds: Grounds) -> Iterator[Figure]:
    """Read and check every bid, then score every tender; every tenth bid is late, every tenth of the rest a fen over its budget."""
    written = [_written(n) for n in range(TENDERS if grounds.size.rounds > 1 else QUICK_TENDERS)]
    began, found, read = time.perf_counter(), Counter(), []
    for tender_bytes, bids_bytes in written:
        asked = files.read_tender(reading.read_json(tender_bytes))
        bids = [files.read_bid(reading.read_json(one)) for one in bids_bytes]
        found.update(code for bid in bids for code in checking.check(asked, bid).codes or ("valid",))
        read.append((asked, bids))
    seconds = time.perf_counter() - began
    number = len(written)
    if found != {"valid": number * 8, "late": number, "price_over_annual_budget": number}:
        raise RuntimeError(f"wrong verdicts: {dict(found)}")
    note = f"{number:,} 次招标 × {BIDS} 份投标，每份 19 人、两个包组"
    yield Figure("tenders", PRODUCT, "tenders_check", "读入并核对", seconds, "秒", False, watch.load(), note)
    began = time.perf_counter()
    outcomes = Counter(contest.hold(asked, bids).contests[0].outcome.outcome for asked, bids in read)
    if outcomes != {scoring.AWARDED: number}:
        raise RuntimeError(f"wrong outcomes: {dict(outcomes)}")
    yield Figure("tenders", PRODUCT, "tenders_score", "核对并评分排序", time.perf_counter() - began, "秒", False, watch.load(), note)


def _written(n: int) -> tuple[bytes, list[bytes]]:
    return _bytes(_tender(n)), [_bytes(_bid(n, place)) for place in range(BIDS)]


def _bytes(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode()


def _tender(n: int) -> dict[str, Any]:
    lots = [("1", 2_500_000, {}), ("2", 600_000, {"hours_rule": None})]
    return {
        "code": f"bench-{n}", "purchaser": f"量测街道{n}", "published": "2016-03-01", "closes": "2016-03-22T09:30:00+08:00",
        "years": 3, "whole_project_only": True, "hours_rule": {},
        "lots": [{"code": code, "annual_budget_yuan": fund, "minimum_indicators": INDICATORS, **more} for code, fund, more in lots],
        "scoring": {"method": "comprehensive", "price": {"weight": 10, "mode": "benchmark_price"}, "technical": 60, "business": 30,
                    "draw_seed": f"种子{n}"},
    }  # fmt: skip


def _bid(n: int, place: int) -> dict[str, Any]:
    kinds = ("social_worker", "assistant_social_worker", "allied_professional")
    staff = [{"name": f"成员{m}", "certificate": kinds[m % 3], "valid_until": "2030-12-31"} for m in range(19)]
    price = 2_500_000.01 if place == 9 else 2_300_000 + 1_000 * place + n
    offers = [("1", price, 37_240 + place), ("2", 590_000, 9_000)]
    return {
        "bidder": f"机构{place}", "received": "2016-03-22T09:30:01+08:00" if place == 8 else "2016-03-21T17:00:00+08:00",
        "bond_yuan": 100_000, "declared_interests": [], "technical": 40 + place, "business": 20,
        "lots": [
            {"code": code, "annual_price_yuan": [money, 2_300_000 if code == "1" else money, money], "annual_hours": hours,
             "staff": staff if code == "1" else staff[:5], "indicators": INDICATORS}
            for code, money, hours in offers
        ],
    }  # fmt: skip
