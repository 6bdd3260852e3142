"""What was published and what came of it, as the papers of a tender take it: the requirement, the report, the notice of award."""
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from jiazong.commission.tenders import queries
from jiazong.commission.tenders import requirement as typed
from jiazong.commission.tenders.actions.judging import hours_of, total_fen
from jiazong.commission.tenders.models import Offer, Standing, Tender
from jiazong.commission.tenders.rules import scoring
from jiazong.commission.tenders.rules.checking import Finding, Reason, Verdict
from jiazong.commission.tenders.rules.contest import Contest, Result, read_scoring
from jiazong.commission.tenders.rules.files import Bid, read_tender
from jiazong.commission.tenders.rules.publishing import earliest_closing
from jiazong.commission.tenders.rules.reading import SHANGHAI
from jiazong.commission.tenders.rules.requirement import CommunityProfile, IndicatorName, Requirement

USUAL_HOUR = time(9, 30)
MOST_STAGES = 3


def drafted(asked: typed.Requirement, today: date) -> dict[str, Any]:
    """A draft as if it were published today and closed on the first day it could."""
    closes = datetime.combine(earliest_closing(today), USUAL_HOUR, tzinfo=SHANGHAI)
    return {"tender": asked.file(notice_day=today, closes_at=closes), "about": asked.about()}


def requirement_of(content: Mapping[str, Any]) -> Requirement:
    """The requirement for the paper. Raises BadFile."""
    tender, about = read_tender(content["tender"]), content["about"]
    area = about["area_km2"]
    return Requirement(
        tender=tender, scoring=read_scoring(tender.scoring, tender.rules), issued_on=tender.published,
        scope=about["scope"], users=_lines(about["users"]), overall_goals=_lines(about["goal_all"]),
        stage_goals=tuple(_lines(about[f"goal_{year}"]) for year in range(1, min(tender.years, MOST_STAGES) + 1)),
        profile=CommunityProfile(
            area_km2=None if area is None else Decimal(str(area)), population=about["population"], working_age=about["working_age"],
            residents_committees=about["committees"], villages=about["villages"], remarks=_lines(about["profile"]),
        ),
        indicator_names={one["code"]: IndicatorName(one["name"], one["unit"]) for one in about["indicators"]},
    )  # fmt: skip


def _lines(words: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in words.splitlines() if line.strip())


def result_of(tender: Tender) -> Result:
    """What came of a tender, from its rows as they stand: verdicts, ranking, award or cancelling; nothing is reckoned anew."""
    asked = read_tender(tender.versions.last().content["tender"])
    table = read_scoring(asked.scoring, asked.rules)
    offers = queries.offers_of(tender)
    names = {one["code"]: one["name"] for one in tender.versions.last().content["about"]["indicators"]}
    standings = list(tender.standings.select_related("bid__agency", "bid__offer"))
    verdicts = tuple((_opened(one, asked.closes), _verdict(one, names)) for one in offers)
    outcome = _ranking(table, standings) if standings else scoring.score(table, (), asked.rules)
    return Result(asked, table, verdicts, (Contest(tuple(lot.code for lot in asked.lots), outcome),))


def award_of(tender: Tender) -> Result:
    """A tender that was awarded, told of its winner alone: what the notice to the winner says."""
    asked = read_tender(tender.versions.last().content["tender"])
    table = read_scoring(asked.scoring, asked.rules)
    won = tender.standings.select_related("bid__agency", "bid__offer").filter(bid__award__tender=tender)
    return Result(asked, table, (), (Contest(tuple(lot.code for lot in asked.lots), _ranking(table, list(won))),))


def _ranking(table: scoring.Scoring, standings: list[Standing]) -> scoring.Outcome:
    lines = tuple(
        scoring.Ranked(
            one.rank, one.bid.agency.name, total_fen(one.bid.offer.content), hours_of(one.bid.offer.content), one.technical,
            one.business, one.price, one.total,
        )
        for one in standings
    )  # fmt: skip
    mark = scoring.benchmark(table, [scoring.Contender(one.bidder, one.price_fen, one.annual_hours) for one in lines])
    return scoring.Outcome(scoring.AWARDED, lines[0].bidder, mark, lines)


def _opened(offer: Offer, closes: datetime) -> Bid:
    """A bid by who handed it in and when; what it says stands in the ranking."""
    return Bid(offer.bid.agency.name, offer.bid.submitted_at or closes, 0, (), ())


def _verdict(offer: Offer, names: Mapping[str, str]) -> Verdict:
    """The verdict as it was written down at the opening: each clause once, with every place where it is broken."""
    clauses: dict[tuple[str, str, str], list[Finding]] = {}
    for one in offer.bid.reasons.all():
        clauses.setdefault((one.code, one.rule, one.source), []).append(
            Finding(one.lot or None, names.get(one.item, one.item), _number(one.found), _number(one.required))
        )
    reasons = tuple(Reason(code, rule, source, "", tuple(found)) for (code, rule, source), found in clauses.items())
    if not reasons and not offer.is_valid:
        raise ValueError(f"the bid {offer.bid_id} does not count and nobody wrote down why")
    return Verdict(reasons)


def _number(kept: str) -> object:
    """What was kept as text, as a number where it is one, so that it is written like every other number."""
    if not kept:
        return None
    try:
        number = float(kept)
    except ValueError:
        return kept
    return int(number) if number.is_integer() else number
