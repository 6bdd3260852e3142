from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from jiazong.commission.catalogue.models import Decision, Pair, Proposal, Round, Seat
from jiazong.commission.catalogue.queries import rounds as queries
from jiazong.commission.catalogue.rules import likeness, rounds
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.places.models import Body, Region


class NotOpen(ValueError):
    """The round does not take proposals on this day."""


class AlreadyDecided(ValueError):
    """The panel has decided about this proposal, or its round is published; it is not changed any more."""


class VotedOn(ValueError):
    """The panel of this round votes one by one: only merging is decided by hand."""


class NotCarried(ValueError):
    """An admission that did not get more votes for than against."""


@transaction.atomic
def open_round(region: Region, *, year: int, title: str, opens_on: date, closes_on: date, panel: str, by: Account | None) -> Round:
    """Announce a year's round; the same year of the same region twice gives the round that is there."""
    told = {"title": title, "opens_on": opens_on, "closes_on": closes_on, "panel": panel}
    found, is_new = Round.objects.get_or_create(region=region, year=year, defaults=told)
    if is_new:
        chronicle.record("catalogue.round", found, by=by, year=year)
    return found


@transaction.atomic
def propose(
    of: Round, facts: dict[str, Any], *, region: Region, proposer_kind: str, proposer: str, agency: Body | None, on: date, by: Account | None
) -> Proposal:
    """Propose a project in a round. Raises NotOpen outside its days, BadShares."""
    _check_window(of, on)
    rounds.check_shares(facts.get("city_percent"), facts.get("district_percent"))
    made = Proposal.objects.create(
        round=of, region=region, proposer_kind=proposer_kind, proposer=proposer, agency=agency, typed_by=by, **facts
    )
    chronicle.record("catalogue.proposed", made, by=by)
    return made


@transaction.atomic
def change_proposal(proposal: Proposal, facts: dict[str, Any], *, on: date, by: Account | None) -> None:
    """Change a proposal while its round is open. Raises NotOpen, AlreadyDecided, BadShares."""
    found = _held(proposal, on)
    rounds.check_shares(facts.get("city_percent"), facts.get("district_percent"))
    changed = [name for name, value in facts.items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, facts[name])
    if changed:
        found.save(update_fields=changed)
        chronicle.record("catalogue.changed", found, by=by, fields=changed)


@transaction.atomic
def withdraw(proposal: Proposal, *, on: date, by: Account | None) -> None:
    """Take a proposal back while its round is open. Raises NotOpen, AlreadyDecided."""
    found = _held(proposal, on)
    if found.withdrawn_at is None:
        found.withdrawn_at = timezone.now()
        found.save(update_fields=["withdrawn_at"])
        chronicle.record("catalogue.withdrawn", found, by=by)


def _held(proposal: Proposal, on: date) -> Proposal:
    found = Proposal.objects.select_for_update(of=("self",)).select_related("round").get(pk=proposal.pk)
    _check_window(found.round, on)
    if Decision.objects.filter(proposal=found).exists():
        raise AlreadyDecided
    return found


def _check_window(of: Round, on: date) -> None:
    if rounds.state(of.opens_on, of.closes_on, is_published=False, on=on) != rounds.OPEN or queries.is_published(of):
        raise NotOpen


@transaction.atomic
def compare(of: Round, *, at_least: int, by: Account | None) -> int:
    """Look for look-alikes among a round's proposals; pairs that are known stay as they were judged. Gives the new ones."""
    found = likeness.alike(queries.said(queries.in_hand(of).order_by("typed_at", "pk")), at_least)
    known = {frozenset(pair) for pair in Pair.objects.filter(round=of).values_list("first_id", "second_id")}
    fresh = [
        Pair(round=of, first_id=first, second_id=second, permille=how)
        for (first, second), how in found.items() if frozenset((first, second)) not in known
    ]  # fmt: skip
    Pair.objects.bulk_create(fresh, batch_size=1000, ignore_conflicts=True)
    if fresh:
        chronicle.record("catalogue.compared", of, by=by, pairs=len(fresh))
    return len(fresh)


@transaction.atomic
def judge(pair: Pair, verdict: str, reason: str, *, by: Account | None) -> None:
    """Say whether two look-alikes are the same, different, or to be merged, and why."""
    found = Pair.objects.select_for_update(of=("self",)).select_related("round").get(pk=pair.pk)
    found.verdict, found.reason, found.judged_by, found.judged_at = verdict, reason, by, timezone.now()
    found.save(update_fields=["verdict", "reason", "judged_by", "judged_at"])
    chronicle.record("catalogue.judged", found.round, by=by, pair=str(found.pk), verdict=verdict)


@transaction.atomic
def decide(
    proposal: Proposal, outcome: str, reason: str, *, votes: tuple[int, int] | None, into: Proposal | None, on: date, by: Account | None
) -> Decision:
    """Write down what the panel decided of a proposal; until the catalogue is published it may decide anew.

    Raises AlreadyDecided once an edition of the round's year is out or the votes are counted, NotCarried, NotOpen while
    proposals still come in, VotedOn where members of the panel vote.
    """
    held = Proposal.objects.select_for_update(of=("self",)).select_related("round").get(pk=proposal.pk)
    if queries.is_published(held.round) or held.round.voting_closed_at:
        raise AlreadyDecided
    if rounds.state(held.round.opens_on, held.round.closes_on, is_published=False, on=on) != rounds.REVIEWING or held.withdrawn_at:
        raise NotOpen
    if Seat.objects.filter(round=held.round).exists() and outcome != Decision.MERGED:
        raise VotedOn
    if outcome == Decision.ADMITTED and votes and not rounds.is_carried(*votes):
        raise NotCarried
    told = {
        "outcome": outcome, "reason": reason, "into": into, "decided_on": on, "decided_by": by,
        "votes_for": votes[0] if votes else None, "votes_against": votes[1] if votes else None,
    }  # fmt: skip
    decision, _ = Decision.objects.update_or_create(proposal=held, defaults=told)
    chronicle.record("catalogue.decided", held, by=by, outcome=outcome)
    return decision
