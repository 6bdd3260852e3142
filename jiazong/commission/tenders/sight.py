"""What the pages of tenders show, read in a fixed number of questions."""
from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from jiazong.commission.tenders import legal, queries
from jiazong.commission.tenders.models import Award, Bid, Offer, Score, Signing, Standing, Tender, Version
from jiazong.ground.chronicle.queries import entries_about
from jiazong.people.places.models import Body

COLUMNS = ("id", "code", "name", "state", "kind", "purchaser__name", "region__name", "closes_at", "opens_at", "created_at")


def whole(tender: Tender, *, today: date) -> dict[str, Any]:
    """Everything the page of a tender shows its purchaser and its bureau."""
    version = tender.versions.last()
    return {
        "tender": tender, "version": version, "about": version.content["about"] if version else None, "names": names_of(version),
        "file": version.content["tender"] if version else None, "lots": queries.lots_of(tender), "items": list(tender.items.all()),
        "offers": queries.offers_of(tender), "panel": list(tender.panel.all()), "marks": legal.marks(tender, today=today),
        "standings": list(tender.standings.select_related("bid__agency")), "award": _one(tender, "award"), "signing": _one(tender, "signing"),
        "inquiries": legal.waiting(queries.inquiries_of(tender), today=today), "entries": list(entries_about(tender)),
    }  # fmt: skip


def names_of(version: Version | None) -> dict[str, str]:
    """The indicators of a published requirement by their codes, as a verdict names them."""
    return {one["code"]: one["name"] for one in version.content["about"]["indicators"]} if version else {}


def points_of(tender: Tender) -> dict[str, dict[int, list[tuple[str, Any]]]]:
    """Bid → line of the table → (member, points) of each; only once the panel has closed does anybody see others'."""
    found: dict[str, dict[int, list[tuple[str, Any]]]] = {}
    for one in Score.objects.filter(tender=tender).select_related("member").order_by("member__name"):
        found.setdefault(str(one.bid_id), {}).setdefault(one.item_id, []).append((one.member.name, one.points))
    return found


def signings() -> QuerySet[Signing]:
    """Signatures with their tender and winner."""
    return Signing.objects.select_related("tender", "agency")


def _one(tender: Tender, name: str) -> Any:
    return getattr(tender, name, None)


def own_bids(agency: Body, tenders: Collection[UUID]) -> dict[UUID, Bid]:
    """Tender → the own bid that stands, in one question."""
    return {one.tender_id: one for one in Bid.objects.filter(agency=agency, tender__in=tenders, withdrawn_at__isnull=True).defer("sealed")}


def of_bidder(tender: Tender, agency: Body, *, today: date) -> dict[str, Any]:
    """A published tender as a bidder sees it: what is asked, and of bids the own one alone."""
    version, own = tender.versions.last(), queries.own_bid(tender, agency)
    return {
        "tender": tender, "agency": agency, "version": version, "about": version.content["about"], "file": version.content["tender"],
        "lots": queries.lots_of(tender), "items": list(tender.items.all()), "names": names_of(version), "own": own, "draft": queries.own_draft(tender, agency),
        "offer": Offer.objects.filter(bid=own).first() if own else None, "reasons": list(own.reasons.all()) if own else [],
        "result": Standing.objects.filter(bid=own).first() if own else None,
        "withdrawn": list(Bid.objects.filter(tender=tender, agency=agency, withdrawn_at__isnull=False).defer("sealed")),
        "signing": Signing.objects.filter(tender=tender, agency=agency).first(),
        "has_won": Award.objects.filter(tender=tender, agency=agency).exists(),
        "notices": list(tender.notices.order_by("at")), "marks": legal.marks(tender, today=today),
        "inquiries": legal.waiting(queries.inquiries_of(tender).filter(agency=agency), today=today),
    }  # fmt: skip
