"""Proposals of a round, as texts to compare and as lines of a list."""
from collections.abc import Iterable
from uuid import UUID

from django.db.models import Count, QuerySet

from jiazong.commission.catalogue.models import Edition, Pair, Proposal, Round
from jiazong.commission.catalogue.rules.likeness import Said

LINE = (
    "id", "category", "title", "kind", "proposer_kind", "proposer", "purchaser", "city_percent", "district_percent",
    "withdrawn_at", "decision__outcome", "region__name",
)  # fmt: skip


def in_hand(of: Round) -> QuerySet[Proposal]:
    """The proposals of a round that were not withdrawn."""
    return Proposal.objects.filter(round=of, withdrawn_at__isnull=True)


def said(proposals: Iterable[Proposal]) -> dict[UUID, Said]:
    """What each proposal is compared by."""
    return {one.pk: Said(one.title, f"{one.users} {one.need}") for one in proposals}


def open_pairs(of: Round) -> int:
    """How many look-alikes nobody has judged yet."""
    return Pair.objects.filter(round=of, verdict="").count()


def proposal_counts(rounds: Iterable[UUID], seen: QuerySet[Proposal]) -> dict[UUID, int]:
    """Round → how many proposals a person sees there."""
    return dict(seen.filter(round__in=list(rounds)).order_by().values_list("round").annotate(n=Count("pk")))


def published_years(editions: QuerySet[Edition]) -> set[tuple[str, int]]:
    """The regions and years whose catalogue is published."""
    return set(editions.order_by().values_list("region_id", "year"))


def is_published(of: Round) -> bool:
    """Whether a catalogue of the round's year and place was published."""
    return Edition.objects.filter(region_id=of.region_id, year=of.year).exists()
