"""From a worker's day to the lines of a service ledger: figures, times of day, titles; pure."""
from bisect import bisect
from collections.abc import Iterable, Iterator
from itertools import accumulate
from random import Random

from jiazong.ledger.hours.rules.entry import Draft
from jiazong.run.demo import tables
from jiazong.run.demo.rhythm import Shift

NOON, AFTERNOON, MORNING = 725, 840, 540
LATEST_START = 1320
CROWD = 3
LONGER = 1.5
COUNT_MISSING_IN, NOTED_IN = 900, 14
SHEET = "服务记录"


class Writer:
    """Writes the lines of one contract's ledger; `attendance` is the mean person-times of a service by method, where planned."""

    def __init__(
        self, rng: Random, *, methods: dict[str, int], direct_share: float, attendance: dict[str, float]
    ) -> None:
        self._rng, self._ids, self._share, self._attendance = rng, methods, direct_share, attendance
        self._facts = {row["name"]: _Facts(row, attendance.get(row["name"])) for row in tables.read("methods")}
        self._titles = {name: _Titles(name) for name in self._facts}
        self._notes = [row["note"] for row in tables.read("notes")]

    def write(self, shifts: Iterable[Shift]) -> Iterator[Draft]:
        """The lines of these days, in order, each with its row in the sheet (the heading is row 1)."""
        row = 2
        for shift in shifts:
            for draft in self._day(shift, row):
                yield draft
                row += 1

    def _day(self, shift: Shift, row: int) -> Iterator[Draft]:
        methods, chance = shift.methods, self._rng.random
        if len(methods) > 1:
            methods.sort(key=lambda name: self._facts[name].from_minute + chance())
        facts = [self._facts[name] for name in methods]
        direct = self._direct(shift.minutes, facts)
        left = shift.minutes - sum(direct)
        weight = sum(one.indirect_weight for one in facts) or len(facts)
        clock = MORNING + 5 * int(chance() * 4)
        for place, one in enumerate(facts):
            part = left if place == len(facts) - 1 else 5 * int(left * one.indirect_weight / weight / 5)
            left, weight = left - max(part, 0), max(weight - one.indirect_weight, 1)
            start = max(clock, one.from_minute)
            if start < AFTERNOON and start + direct[place] > NOON and start > 600:
                start = AFTERNOON
            clock = start + direct[place] + 5 * int(chance() * 3)
            known = start if start <= LATEST_START else None
            yield self._line(shift, one, known, direct[place], max(part, 0), row + place)

    def _direct(self, minutes: int, facts: list["_Facts"]) -> list[int]:
        """The day's direct minutes over its services, in fives; what is short by nature gives way to the others."""
        chance, goal = self._rng.random, min(minutes * self._share, minutes)
        wanted = [one.direct_low + chance() * one.direct_span for one in facts]
        stretch = goal / sum(wanted)
        if stretch > LONGER and any(one.may_stretch for one in facts):
            short = LONGER * sum(part for part, one in zip(wanted, facts, strict=True) if not one.may_stretch)
            rest = sum(part for part, one in zip(wanted, facts, strict=True) if one.may_stretch)
            stretch = (goal - short) / rest
            wanted = [part if one.may_stretch else part * LONGER / stretch for part, one in zip(wanted, facts, strict=True)]
        return [max(5 * round(part * stretch / 5), 5) for part in wanted]

    def _line(self, shift: Shift, facts: "_Facts", start: int | None, direct: int, indirect: int, row: int) -> Draft:
        chance = self._rng.random
        persons, flags = facts.persons_low + int(chance() * facts.persons_span), ""
        if int(chance() * COUNT_MISSING_IN) == 0:
            persons, flags = 0, "count_missing"
        field, title = self._titles[facts.name].at(chance())
        note = self._notes[int(chance() * len(self._notes))] if int(chance() * NOTED_IN) == 0 else ""
        return Draft(
            shift.worker_id, self._ids[facts.name], shift.day, direct, indirect, persons, start,
            field, title, note, flags, SHEET, row,
        )  # fmt: skip


class _Facts:
    """What one service of a method looks like."""

    def __init__(self, row: dict[str, str], attendance: float | None) -> None:
        self.name = row["name"]
        self.direct_low = int(row["direct_low"])
        self.direct_span = int(row["direct_high"]) - self.direct_low
        self.indirect_weight = int(row["indirect_weight"])
        self.may_stretch = row["may_stretch"] == "1"
        self.from_minute = int(row["from_minute"])
        low, high = int(row["persons_low"]), int(row["persons_high"])
        if attendance is not None and attendance >= CROWD:
            # Around the planned mean, from six tenths below to six tenths above.
            low, high = round(attendance * 0.4), round(attendance * 1.6)
        self.persons_low, self.persons_span = low, high - low + 1


class _Titles:
    """Titles of services of one method, drawn by weight."""

    def __init__(self, method: str) -> None:
        rows = [row for row in tables.read("titles") if row["method"] == method]
        self._pairs = [(row["field"], row["title"]) for row in rows]
        self._bounds = list(accumulate(int(row["weight"]) for row in rows))

    def at(self, share: float) -> tuple[str, str]:
        """The field and title at a share (0 to 1) of all weights."""
        return self._pairs[bisect(self._bounds, share * self._bounds[-1])]
