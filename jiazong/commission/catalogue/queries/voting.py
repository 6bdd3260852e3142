"""Who sits on the panel of a round, who has voted how often, and once all is counted how."""
from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from jiazong.commission.catalogue.models import Proposal, Round, Seat, Vote


def candidates(of: Round) -> dict[str, str]:
    """Who may be called to the panel of a round, by account key: members of panels for its place who work for no agency."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT account::text, name FROM app.round_candidates(%s) ORDER BY name, account", [of.region_id])
        return dict(cursor.fetchall())


def seats_of(of: Round) -> list[tuple[Seat, int]]:
    """The members of a panel, each with how many votes were cast; what was voted is not asked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seat, votes FROM app.votes_cast(%s)", [of.pk])
        cast = dict(cursor.fetchall())
    return [(one, cast.get(one.pk, 0)) for one in Seat.objects.filter(round=of)]


def own_votes(seat: Seat, proposals: Iterable[UUID]) -> dict[UUID, str]:
    """Proposal → what this member votes."""
    return dict(Vote.objects.filter(seat=seat, proposal__in=list(proposals)).values_list("proposal", "choice"))


def votes_by_proposal(of: Round) -> dict[UUID, list[str]]:
    """Proposal → every vote on it; asked when the votes are counted."""
    found: dict[UUID, list[str]] = {}
    for proposal, choice in Vote.objects.filter(round=of).values_list("proposal", "choice"):
        found.setdefault(proposal, []).append(choice)
    return found


def votes_on(proposal: Proposal) -> list[tuple[str, str]]:
    """How each member voted on a proposal, by name; nothing before the votes are counted."""
    if proposal.round.voting_closed_at is None:
        return []
    return list(Vote.objects.filter(proposal=proposal).order_by("seat__name").values_list("seat__name", "choice"))
