"""The panel: called, declares, scores blind to each other, signs; then the panel closes and the bids stand in their order."""
from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from jiazong.commission.tenders.models import (
    Bid,
    Offer,
    PanelMember,
    Score,
    ScoringItem,
    Setting,
    Standing,
    Tender,
)
from jiazong.commission.tenders.models import tender as states
from jiazong.commission.tenders.rules import contest, files, scoring
from jiazong.commission.tenders.troubles import NotNow
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle


def candidates(tender: Tender) -> dict[str, str]:
    """Who may be called to a tender's panel, by account key: members for its region who work for no agency."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT account::text, name FROM app.panel_candidates(%s) ORDER BY name, account", [tender.pk])
        return dict(cursor.fetchall())


@transaction.atomic
def appoint(tender: Tender, accounts: Mapping[str, str], *, by: Account | None) -> list[PanelMember]:
    """Call people to the panel (account key → name); whoever sits on it already stays. Raises NotNow once it has closed."""
    found = _held(tender, states.PUBLISHED, states.OPENED)
    there = {str(one.account_id) for one in found.panel.all()}
    if strangers := set(accounts) - set(candidates(found)) - there:
        raise NotNow("no_candidate", name=accounts[sorted(strangers)[0]])
    made = [PanelMember.objects.create(tender=found, account_id=key, name=name) for key, name in accounts.items() if key not in there]
    if made:
        chronicle.record("tenders.panel_called", found, by=by, code=found.code, members=len(made))
    return made


@transaction.atomic
def dismiss(member: PanelMember, *, by: Account | None) -> None:
    """Take somebody off the panel who has not yet declared. Raises NotNow afterwards."""
    if member.declared_at:
        raise NotNow("declared")
    chronicle.record("tenders.panel_dismissed", member.tender, by=by, code=member.tender.code)
    member.delete()


@transaction.atomic
def declare(member: PanelMember, *, has_conflict: bool, words: str, by: Account | None) -> PanelMember:
    """Say whether there is a conflict of interest, once; with one, the member sees no bid and gives no points."""
    if member.declared_at:
        return member
    member.has_conflict, member.conflict, member.declared_at = has_conflict, words if has_conflict else "", Now()
    member.save(update_fields=["has_conflict", "conflict", "declared_at"])
    chronicle.record("tenders.declared", member, by=by, conflict=has_conflict)
    member.refresh_from_db(fields=["declared_at"])
    return member


@transaction.atomic
def score(member: PanelMember, points: Mapping[tuple[str, int], Decimal | None], *, by: Account | None) -> int:
    """Keep the points of a member by (bid, line of the table); nothing given takes points away again. Answers how many are kept.

    Raises NotNow once the member has signed or the panel has closed.
    """
    _scoring_open(member)
    there = {(str(one.bid_id), one.item_id): one for one in member.scores.all()}
    for (bid, item), given in points.items():
        found = there.get((bid, item))
        if given is None and found:
            found.delete()
        elif given is not None and found is None:
            Score.objects.create(member=member, tender_id=member.tender_id, bid_id=bid, item_id=item, points=given)
        elif given is not None and found.points != given:
            found.points = given
            found.save(update_fields=["points"])
    chronicle.record("tenders.scored", member, by=by)
    return member.scores.count()


@transaction.atomic
def sign(member: PanelMember, *, by: Account | None) -> PanelMember:
    """Sign a whole score sheet; it stays as it is from then on. Raises NotNow while points are missing."""
    if member.signed_at:
        return member
    _scoring_open(member)
    bids = Offer.objects.filter(tender=member.tender_id, is_valid=True).count()
    items = ScoringItem.objects.filter(tender=member.tender_id).count()
    if member.scores.count() < bids * items:
        raise NotNow("points_missing", n=bids * items - member.scores.count())
    member.signed_at = Now()
    member.save(update_fields=["signed_at"])
    chronicle.record("tenders.signed_off", member, by=by)
    member.refresh_from_db(fields=["signed_at"])
    return member


@transaction.atomic
def close_scoring(tender: Tender, *, by: Account | None) -> list[Standing]:
    """Close the panel once every member has signed, and write down how the bids stand. Raises NotNow."""
    found = _held(tender, states.OPENED)
    counted = [one for one in found.panel.all() if one.has_conflict is False]
    least = Setting.on("panel.least", found.notice_day).value
    if found.method != states.LOWEST_PRICE or found.items.exists():
        if len(counted) < least or len(counted) % 2 == 0:
            raise NotNow("panel_too_small", n=len(counted), least=least)
        if open_still := [one.name for one in counted if one.signed_at is None]:
            raise NotNow("not_all_signed", name=open_still[0])
    found.state, found.scoring_closed_at = states.SCORED, timezone.now()
    found.save(update_fields=["state", "scoring_closed_at"])
    standings = _standings(found)
    chronicle.record("tenders.ranked", found, by=by, code=found.code, bids=len(standings))
    return standings


def _standings(tender: Tender) -> list[Standing]:
    """The ranking by the rules, as rows."""
    asked = files.read_tender(tender.versions.last().content["tender"])
    sheets = defaultdict(dict)
    for one in Score.objects.filter(tender=tender).select_related("item"):
        sheets[one.bid_id].setdefault(one.member_id, {})[one.item.code] = Fraction(one.points)
    contenders, bids = [], {}
    for offer in tender.offers.filter(is_valid=True).select_related("bid"):
        bids[str(offer.bid_id)] = offer.bid
        contenders.append(_contender(offer, sheets[offer.bid_id]))
    outcome = scoring.score(contest.read_scoring(asked.scoring, asked.rules), contenders, asked.rules)
    return Standing.objects.bulk_create(
        Standing(
            bid=bids[line.bidder], tender=tender, technical=line.technical, business=line.business, price=line.price,
            total=line.total, rank=place,
        )
        for place, line in enumerate(outcome.ranking, start=1)
    )  # fmt: skip


def _contender(offer: Offer, sheets: Mapping) -> scoring.Contender:
    content = offer.content
    return scoring.Contender(
        bidder=str(offer.bid_id), price_fen=total_fen(content),
        annual_hours=hours_of(content),
        sheets=tuple(scoring.Sheet(str(member), points) for member, points in sheets.items()),
    )  # fmt: skip


def total_fen(content: Mapping) -> int:
    """What a bid costs over all lots and years, in fen."""
    return sum(round(Decimal(str(year)) * 100) for lot in content["lots"] for year in lot["annual_price_yuan"])


def hours_of(content: Mapping) -> Fraction:
    """The hours of a year of a bid over all lots."""
    return sum((Fraction(str(lot.get("annual_hours") or 0)) for lot in content["lots"]), Fraction(0))


def _scoring_open(member: PanelMember) -> None:
    found = Tender.objects.get(pk=member.tender_id)
    if member.signed_at or member.has_conflict is not False or found.state != states.OPENED:
        raise NotNow("scoring_closed")


def _held(tender: Tender, *in_states: str) -> Tender:
    found = Tender.objects.select_for_update(of=("self",)).get(pk=tender.pk)
    if found.state not in in_states:
        raise NotNow("state", state=found.state)
    return found


__all__ = ["Bid", "appoint", "candidates", "close_scoring", "declare", "dismiss", "hours_of", "score", "sign", "total_fen"]
