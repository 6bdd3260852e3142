"""Writes of the evidence log: append leaves, adopt rows that were there before, sequence, take a witness's signature."""
from jiazong.ground.transparency.actions.appending import append, append_many, append_rows

__all__ = ["append", "append_many", "append_rows"]
