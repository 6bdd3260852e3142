from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from jiazong.commission.catalogue.actions.rounds import AlreadyDecided, NotOpen
from jiazong.commission.catalogue.models import Decision, Proposal, Round, Seat, Vote
from jiazong.commission.catalogue.queries import rounds as queries
from jiazong.commission.catalogue.queries import voting as votes
from jiazong.commission.catalogue.queries.figures import figure
from jiazong.commission.catalogue.rules import rounds, voting
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle

BY_VOTE = "评审会投票"
QUORUM = "vote.quorum_percent"


class NoCandidate(ValueError):
    """Somebody who is no member of panels for the place of the round, or works for an agency."""


class HasVoted(ValueError):
    """Who has voted stays on the panel."""


class NoQuorum(ValueError):
    """Too few took part in the vote on `count` proposals."""

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(count)


@transaction.atomic
def call_panel(of: Round, accounts: Mapping[str, str], *, by: Account | None) -> list[Seat]:
    """Call people to the panel of a round (account key → name); who sits there stays. Raises NoCandidate, AlreadyDecided."""
    if of.voting_closed_at or queries.is_published(of):
        raise AlreadyDecided
    there = {str(key) for key in Seat.objects.filter(round=of).values_list("account", flat=True)}
    if set(accounts) - set(votes.candidates(of)) - there:
        raise NoCandidate
    made = [Seat.objects.create(round=of, region_id=of.region_id, account_id=key, name=name) for key, name in accounts.items() if key not in there]
    if made:
        chronicle.record("catalogue.panel_called", of, by=by, members=len(made))
    return made


@transaction.atomic
def release(seat: Seat, *, by: Account | None) -> None:
    """Take somebody off the panel who has not voted. Raises HasVoted."""
    if dict((one.pk, n) for one, n in votes.seats_of(seat.round)).get(seat.pk):
        raise HasVoted
    chronicle.record("catalogue.panel_released", seat.round, by=by)
    seat.delete()


@transaction.atomic
def cast(seat: Seat, choices: Mapping[UUID, str], *, on: date, by: Account | None) -> int:
    """Keep what a member votes; a vote may be changed until all are counted. Gives how many were kept. Raises NotOpen."""
    _hold(seat.round_id, shared=True)
    of = Round.objects.get(pk=seat.round_id)
    _check_voting(of, on)
    known = set(queries.in_hand(of).filter(pk__in=list(choices)).values_list("pk", flat=True))
    there = {one.proposal_id: one for one in Vote.objects.filter(seat=seat, proposal__in=known)}
    for proposal in known:
        found, choice = there.get(proposal), choices[proposal]
        if found is None:
            Vote.objects.create(round=of, seat=seat, proposal_id=proposal, choice=choice)
        elif found.choice != choice:
            found.choice, found.cast_at = choice, Now()
            found.save(update_fields=["choice", "cast_at"])
    chronicle.record("catalogue.voted", seat, by=by)
    return len(known)


@transaction.atomic
def count_votes(of: Round, *, on: date, by: Account | None) -> list[Decision]:
    """Count the votes of a round: each proposal that is not merged into another is admitted or not, by the rule.

    Raises NotOpen outside the days of the review, NoQuorum where too few took part; nothing is decided then.
    """
    _hold(of.pk, shared=False)
    held = Round.objects.select_for_update(of=("self",)).get(pk=of.pk)
    _check_voting(held, on)
    held.voting_closed_at = timezone.now()
    # First closed, then read: until then the database shows nobody the votes of others.
    held.save(update_fields=["voting_closed_at"])
    cast_votes, seats = votes.votes_by_proposal(held), Seat.objects.filter(round=held).count()
    quorum = figure(QUORUM, held.region_id, on)
    merged = Decision.objects.filter(proposal__round=held, outcome=Decision.MERGED).values("proposal")
    open_ones = list(queries.in_hand(held).exclude(pk__in=merged).order_by("category", "typed_at", "pk"))
    results = {one.pk: voting.carried(cast_votes.get(one.pk, []), seats=seats, quorum_percent=quorum) for one in open_ones}
    if lacking := sum(result is None for result in results.values()):
        raise NoQuorum(lacking)
    made = [_decide(one, results[one.pk], cast_votes[one.pk], on, by) for one in open_ones]
    chronicle.record("catalogue.votes_counted", held, by=by, proposals=len(made), members=seats)
    return made


def _decide(proposal: Proposal, is_admitted: bool, cast_votes: list[str], on: date, by: Account | None) -> Decision:
    votes_for, votes_against = voting.counted(cast_votes)
    told = {
        "outcome": Decision.ADMITTED if is_admitted else Decision.REFUSED, "into": None, "reason": BY_VOTE,
        "votes_for": votes_for, "votes_against": votes_against, "decided_on": on, "decided_by": by,
    }  # fmt: skip
    return Decision.objects.update_or_create(proposal=proposal, defaults=told)[0]


def _check_voting(of: Round, on: date) -> None:
    if rounds.state(of.opens_on, of.closes_on, is_published=queries.is_published(of), on=on) != rounds.REVIEWING or of.voting_closed_at:
        raise NotOpen


def _hold(key: UUID, *, shared: bool) -> None:
    """A vote and the counting never pass each other: who votes holds the round shared, who counts holds it alone."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT pg_advisory_xact_lock{'_shared' if shared else ''}(7202, hashtext(%s))", [str(key)])
