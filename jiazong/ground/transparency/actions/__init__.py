"""Writes of the evidence log: append leaves, adopt rows that were there before, sequence, take a witness's signature."""
from jiazong.ground.transparency.actions.appending import append, append_many, append_rows
from jiazong.ground.transparency.actions.sequencing import sequence, sequence_all

__all__ = ["append", "append_many", "append_rows", "sequence", "sequence_all"]
