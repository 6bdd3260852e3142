"""Writes of consent."""
from jiazong.people.consent.actions.giving import By, give, keep_on_other_basis, withdraw
from jiazong.people.consent.actions.texts import write_text

__all__ = ["By", "give", "keep_on_other_basis", "withdraw", "write_text"]
