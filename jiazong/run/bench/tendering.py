"""Tenders: 1,000 tenders with ten bids each, read from JSON and checked, in one process without a database."""
import json
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from jiazong.commission.tenders.rules import checking, contest, files, reading, scoring
from jiazong.run.bench import watch
from jiazong.run.bench.figures import PRODUCT, Figure
from jiazong.run.bench.grounds import Grounds

TENDERS, BIDS, QUICK_TENDERS = 1_000, 10, 100
INDICATORS = {f"indicator_{n}": 60 * n for n in range(1, 13)}


def measure(grounds: Grounds) -> Iterator[Figure]:
    """Read and check every bid, then the same with scores; one bid of ten is late, one a fen over the budget of one year."""
    written = [_written(n) for n in range(TENDERS if grounds.size.rounds > 1 else QUICK_TENDERS)]
    note = f"{len(written):,} 次招标 × {BIDS} 份投标，每份 24 人、两个包组"
    codes: Counter[str] = Counter()
    yield _timed("tenders_check", "读入并核对", note, lambda: codes.update(code for one in written for code in _checked(one)))
    if codes != {"valid": len(written) * 8, "late": len(written), "price_over_annual_budget": len(written)}:
        raise RuntimeError(f"wrong verdicts: {dict(codes)}")
    outcomes: Counter[str] = Counter()
    yield _timed("tenders_score", "读入、核对、评分排序", note, lambda: outcomes.update(map(_scored, written)))
    if outcomes != {scoring.AWARDED: len(written)}:
        raise RuntimeError(f"wrong outcomes: {dict(outcomes)}")


def _timed(key: str, label: str, note: str, work: Callable[[], None]) -> Figure:
    began, cpu = time.perf_counter(), time.process_time()
    work()
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    return Figure("tenders", PRODUCT, key, label, seconds, "秒", False, watch.load(), f"{note}；CPU {cpu:.1f} 秒", cpu)


def _read(written: tuple[bytes, list[bytes]]) -> tuple[files.Tender, list[files.Bid]]:
    return files.read_tender(reading.read_json(written[0])), [files.read_bid(reading.read_json(one)) for one in written[1]]


def _checked(written: tuple[bytes, list[bytes]]) -> Iterator[str]:
    asked, bids = _read(written)
    return (code for bid in bids for code in checking.check(asked, bid).codes or ("valid",))


def _scored(written: tuple[bytes, list[bytes]]) -> str:
    return contest.hold(*_read(written)).contests[0].outcome.outcome


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
