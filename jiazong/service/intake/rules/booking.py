"""Which times of a day are free for an appointment; pure. All times are minutes of the day in Asia/Shanghai."""
from collections.abc import Iterable
from dataclasses import dataclass

NOON = 12 * 60
END_OF_DAY = 24 * 60


@dataclass(frozen=True, order=True)
class Span:
    """From one minute of a day to another; the end is free for the next."""

    begins: int
    ends: int

    def overlaps(self, other: "Span") -> bool:
        return self.begins < other.ends and other.begins < self.ends


def free_times(opening: Iterable[Span], taken: Iterable[Span], *, lasts: int, earliest: int = 0, step: int = 30) -> list[int]:
    """The minutes at which something of this length may begin: within the opening hours, over nothing taken, not before `earliest`."""
    held = list(taken)
    found = []
    for open_span in sorted(opening):
        begins = -(-max(open_span.begins, earliest) // step) * step
        while begins + lasts <= open_span.ends:
            if not any(Span(begins, begins + lasts).overlaps(one) for one in held):
                found.append(begins)
            begins += step
    return found


def away_span(part: str) -> Span:
    """The minutes of a day that a part of it ("morning", "afternoon", "day") takes."""
    return {"morning": Span(0, NOON), "afternoon": Span(NOON, END_OF_DAY), "day": Span(0, END_OF_DAY)}[part]
