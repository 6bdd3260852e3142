"""Writes of the books: hand in, read, confirm, cancel."""
from jiazong.ledger.books.actions.handing import ask_to_cancel, discard, hand_in
from jiazong.ledger.books.actions.posting import BookNotReady, begin_posting, post_book
from jiazong.ledger.books.actions.reading import NothingUnderstood, read_book

__all__ = ["BookNotReady", "NothingUnderstood", "ask_to_cancel", "begin_posting", "discard", "hand_in", "post_book", "read_book"]
