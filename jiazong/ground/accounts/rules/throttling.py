"""How long the next try has to wait. Tries are spaced, never forbidden: after the wait the right password works."""
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Rate:
    """So many tries in so long: `tries` at once, then one every `per / tries`."""

    tries: int
    per: timedelta

    @property
    def step(self) -> timedelta:
        return self.per / self.tries


def wait(free_at: datetime, now: datetime, rate: Rate) -> timedelta:
    """How long until a try is free; zero or less means now.

    `free_at` is the moment at which every try made so far will have been waited for (generic cell rate algorithm,
    ITU-T I.371): a bucket of `tries` that one try leaves every `step`.
    """
    return max(free_at, now) + rate.step - now - rate.per


def after_try(free_at: datetime, now: datetime, rate: Rate) -> datetime:
    """The bucket after one more try."""
    return max(free_at, now) + rate.step


def after_success(free_at: datetime, rate: Rate) -> datetime:
    """The bucket after a try that was right: it counts as if it had not been made."""
    return free_at - rate.step


def longest_wait(buckets: Sequence[tuple[datetime, Rate]], now: datetime) -> timedelta:
    """How long until a try is free in every bucket; never less than zero."""
    return max([timedelta(0), *(wait(free_at, now, rate) for free_at, rate in buckets)])
