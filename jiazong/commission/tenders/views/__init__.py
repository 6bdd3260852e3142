"""Screens of tenders: of the purchaser, the bidder, the panel, and what everybody may see."""
