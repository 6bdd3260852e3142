from django.db.models import QuerySet

from jiazong.commission.tenders.models import Bid, BidDraft, Inquiry, Lot, Notice, Offer, Tender
from jiazong.ground.access.rules import Reach
from jiazong.people.places.models import Body


def offers_of(tender: Tender) -> list[Offer]:
    """The opened bids of a tender with agency and reasons, in the order they came; none before the opening."""
    return list(tender.offers.select_related("bid__agency").prefetch_related("bid__reasons").order_by("bid__submitted_at", "pk"))


def lots_of(tender: Tender) -> list[Lot]:
    """The lots with their least indicators."""
    return list(tender.lots.prefetch_related("minimums"))


def own_bid(tender: Tender, agency: Body) -> Bid | None:
    """The bid of an agency that stands, none where it was taken back."""
    return Bid.objects.filter(tender=tender, agency=agency, withdrawn_at__isnull=True).first()


def own_draft(tender: Tender, agency: Body) -> BidDraft | None:
    """What an agency is still writing for a tender."""
    return BidDraft.objects.filter(tender=tender, agency=agency).select_related("agency").first()


def inquiries_of(tender: Tender) -> QuerySet[Inquiry]:
    """The queries about a tender, the newest first."""
    return tender.inquiries.select_related("agency")


def purchasers_within(reach: Reach) -> QuerySet[Body]:
    """The offices for which somebody may buy: those of the regions within reach."""
    found = Body.objects.filter(kind__in=[Body.STREET_OFFICE, Body.BUREAU], region__isnull=False)
    if not reach.everywhere:
        codes = [code for code in found.values_list("code", "region_id") if code[1].startswith(tuple(reach.regions) or ("-",))]
        found = found.filter(code__in=[code for code, _region in codes])
    return found.order_by("name")


def notices() -> QuerySet[Notice]:
    """What was made public, the newest first."""
    return Notice.objects.order_by("-at", "id")
