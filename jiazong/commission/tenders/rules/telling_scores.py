"""What came of a scoring as one JSON document for programs."""
from decimal import Decimal
from typing import Any

from jiazong.commission.tenders.rules.contest import Contest, Result
from jiazong.commission.tenders.rules.ruleset import Rule
from jiazong.commission.tenders.rules.scoring import AWARDED, CANCELLED, INCOMPLETE, TIED, Ranked, Scoring
from jiazong.commission.tenders.rules.telling import plain, verdict_document

FEN = 100


def result_document(result: Result) -> dict[str, Any]:
    """The answer of `tender score --json`: one contest at the top; where lots are awarded one by one, under `lots`."""
    contests = [_contest(result.scoring, one) for one in result.contests]
    document: dict[str, Any] = {
        "tender": result.tender.code,
        "method": result.scoring.method,
        "price_mode": result.scoring.price_mode,
        "outcome": outcome_of(result),
    }
    if result.tender.whole_project_only:
        document |= {key: value for key, value in contests[0].items() if key not in ("lots", "outcome")}
    else:
        document["lots"] = contests
    document["invalid"] = [
        {"bidder": bid.bidder, **verdict_document(verdict)} for bid, verdict in result.verdicts if not verdict.is_valid
    ]
    return document


def outcome_of(result: Result) -> str:
    """The outcome of the whole: what still has to be done goes first; cancelled only where every contest is."""
    found = {one.outcome.outcome for one in result.contests}
    return next(one for one in (INCOMPLETE, TIED, AWARDED, CANCELLED) if one in found)


def _contest(table: Scoring, one: Contest) -> dict[str, Any]:
    found = one.outcome
    return {
        "lots": list(one.lots),
        "outcome": found.outcome,
        "winner": found.winner,
        "benchmark": plain(found.benchmark),
        "ranking": [_line(line) for line in found.ranking],
        "because": [_rule(rule) for rule in found.because],
        "may_follow": [_rule(rule) for rule in found.may_follow],
    }


def _line(one: Ranked) -> dict[str, Any]:
    return {
        "rank": one.rank, "bidder": one.bidder, "total": _points(one.total), "technical": _points(one.technical),
        "business": _points(one.business), "price": _points(one.price),
        "price_yuan": one.price_fen // FEN if one.price_fen % FEN == 0 else one.price_fen / FEN,
        "annual_hours": plain(one.annual_hours),
    }  # fmt: skip


def _points(given: Decimal | None) -> float | None:
    return None if given is None else float(given)


def _rule(one: Rule) -> dict[str, str]:
    return {"rule": one.value, "source": one.source, "confidence": one.confidence}
