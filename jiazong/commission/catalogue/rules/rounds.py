"""A round of proposals: when it takes them, who pays how much, what becomes of each."""
from datetime import date

AHEAD, OPEN, REVIEWING, PUBLISHED = "ahead", "open", "reviewing", "published"


class BadShares(ValueError):
    """The shares of city and district do not make 100 percent."""


def state(opens_on: date, closes_on: date, *, is_published: bool, on: date) -> str:
    """Where a round stands on a day; its last day still takes proposals."""
    if is_published:
        return PUBLISHED
    if on < opens_on:
        return AHEAD
    return OPEN if on <= closes_on else REVIEWING


def check_shares(city: int | None, district: int | None) -> None:
    """City and district pay all between them, or it is not said who pays. Raises BadShares."""
    if city is None and district is None:
        return
    if city is None or district is None or min(city, district) < 0 or city + district != 100:
        raise BadShares


def is_carried(votes_for: int, votes_against: int) -> bool:
    """More for than against; a tie does not carry."""
    return votes_for > votes_against
