"""Crisis and mandatory report: what was found, whom it was told and when, what they answered.

Invariant: nobody closes or dismisses a report alone, and it says for ever when it was found and when it was told.
"""
