"""Writes of the evidence log: append leaves, adopt rows that were there before, sequence, take a witness's signature."""
from jiazong.ground.transparency.actions.adopting import adopt
from jiazong.ground.transparency.actions.appending import append, append_many, append_rows, row_leaves
from jiazong.ground.transparency.actions.cosigning import add_witness, take_cosignatures
from jiazong.ground.transparency.actions.sequencing import current_log, reopen, sequence

__all__ = [
    "add_witness", "adopt", "append", "append_many", "append_rows", "current_log", "reopen", "row_leaves", "sequence",
    "take_cosignatures",
]  # fmt: skip
