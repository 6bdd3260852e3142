"""Writes of the ledger: post one service, post a book's worth, correct, close a month."""
from jiazong.ledger.hours.actions.batch import Replacement, post_batch
from jiazong.ledger.hours.actions.closing import close_month
from jiazong.ledger.hours.actions.posting import correct, post, reverse

__all__ = ["Replacement", "close_month", "correct", "post", "post_batch", "reverse"]
