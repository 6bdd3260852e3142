from jiazong.commission.tenders.models.bids import Bid, BidDraft, Offer, Reason, SealKey
from jiazong.commission.tenders.models.deciding import Award, Inquiry, Notice, Signing, Standing
from jiazong.commission.tenders.models.panel import PanelMember, Score
from jiazong.commission.tenders.models.tender import Lot, Minimum, ScoringItem, Setting, Tender, Version

__all__ = [
    "Award", "Bid", "BidDraft", "Inquiry", "Lot", "Minimum", "Notice", "Offer", "PanelMember", "Reason", "Score", "ScoringItem", "SealKey",
    "Setting", "Signing", "Standing", "Tender", "Version",
]  # fmt: skip
