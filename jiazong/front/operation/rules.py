"""When something of the operation is good, wants attention, or is bad; and when the next backup is due."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta

GOOD, WARNING, BAD = "ok", "warning", "bad"
_WORSE = {GOOD: 0, WARNING: 1, BAD: 2}


@dataclass(frozen=True)
class Limit:
    """From which value on attention is wanted, and from which it is bad; upwards, or downwards where less is worse."""

    warning: float
    bad: float

    def state(self, value: float | None) -> str:
        """The state of a value; one that is not known is bad."""
        if value is None:
            return BAD
        is_falling = self.bad < self.warning
        for line, state in ((self.bad, BAD), (self.warning, WARNING)):
            if value <= line if is_falling else value >= line:
                return state
        return GOOD


class BadLimits(ValueError):
    """The setting of the limits cannot be understood; the message names the piece."""


def read_limits(text: str, usual: Mapping[str, tuple[float, float]]) -> dict[str, Limit]:
    """The limits as the operator writes them, `name=warning/bad` with commas between, over the usual ones."""
    limits = {name: Limit(*pair) for name, pair in usual.items()}
    for piece in filter(None, (one.strip() for one in text.split(","))):
        name, _, pair = piece.partition("=")
        try:
            warning, bad = (float(one) for one in pair.split("/"))
        except ValueError:
            raise BadLimits(piece) from None
        if name not in limits or warning == bad or (warning > bad) != (usual[name][0] > usual[name][1]):
            raise BadLimits(piece)
        limits[name] = Limit(warning, bad)
    return limits


def worst(states: list[str]) -> str:
    """The worst of some states; good where there is none."""
    return max(states, key=_WORSE.__getitem__, default=GOOD)


def is_due(now: datetime, *, at: time | None, last: datetime | None) -> bool:
    """Whether a daily deed is due: its hour has come since it was last done. One that was missed is made up for at once.

    `now` and `last` are aware, the hour is one of `now`'s place.
    """
    if at is None:
        return False
    latest = datetime.combine(now.date(), at, tzinfo=now.tzinfo)
    if latest > now:
        latest -= timedelta(days=1)
    return last is None or last < latest
