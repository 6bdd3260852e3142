"""Reads of consent."""
from jiazong.people.consent.queries.standing import (
    Standing,
    acts_of,
    as_guardian,
    day_of,
    guardians_of,
    holds,
    is_withdrawn,
    purposes_on,
    same_person,
    separate_codes,
    standings,
    texts_on,
)

__all__ = [
    "Standing", "acts_of", "as_guardian", "day_of", "guardians_of", "holds", "is_withdrawn", "purposes_on", "same_person",
    "separate_codes", "standings", "texts_on",
]  # fmt: skip
