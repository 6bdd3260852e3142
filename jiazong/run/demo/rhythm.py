"""How a centre's year fills with service: who works on which day, for how long, on what; pure and repeatable."""
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from random import Random

from jiazong.run.demo.sites import Manner

FULL_DAY = 480
SHORTEST, LONGEST = 330, 570
WEEKEND_OPEN = 0.55
AIDES_PRESENT = 0.5
TODAY_SO_FAR = 170
SATURDAY = 5
AFTER_LULL = 0.4


@dataclass(frozen=True)
class Outline:
    """What a year's ledger must come to: the term and the day reached, who works, yearly rows by method, yearly minutes.

    `steady` names workers who record every working day of the month begun in full, but for the days in `short`, which
    hold so many minutes instead.
    """

    first_day: date
    last_day: date
    as_of: date
    professionals: tuple[int, ...]
    aides: tuple[int, ...]
    rows: dict[str, int]
    total_minutes: int
    floor_minutes: int
    manner: Manner
    steady: frozenset[int] = frozenset()
    short: dict[tuple[int, date], int] = field(default_factory=dict)

    @property
    def elapsed(self) -> Fraction:
        """Days gone, both ends counted, over days of the term."""
        return Fraction((self.as_of - self.first_day).days + 1, (self.last_day - self.first_day).days + 1)

    @property
    def should_be_minutes(self) -> int:
        """What the professionals have recorded by now, in this centre's manner."""
        return round(self.total_minutes * self.elapsed * Fraction(self.manner.hours))

    @property
    def direct_share(self) -> float:
        """Which part of the minutes is direct service."""
        return self.floor_minutes * self.manner.direct / (self.total_minutes * self.manner.hours)


@dataclass(slots=True)
class Shift:
    """One worker's day: the minutes to record and the methods of the services done."""

    day: date
    worker_id: int
    minutes: int
    is_weekend: bool = False
    methods: list[str] = field(default_factory=list)


def shifts(outline: Outline, *, is_working: Callable[[date], bool], rng: Random) -> list[Shift]:
    """Every worker's days with services dealt to them, in order of days; the professionals' minutes add up to the plan."""
    days = [outline.first_day + timedelta(days=n) for n in range((outline.as_of - outline.first_day).days + 1)]
    working = [day for day in days if is_working(day)]
    weekend = _weekends(outline, [day for day in days if day.weekday() >= SATURDAY and not is_working(day)], rng)
    week = _weekdays(outline, working, outline.should_be_minutes - sum(one.minutes for one in weekend), rng)
    aides = [
        Shift(day, worker, rng.randrange(240, 421, 15))
        for day in working for worker in outline.aides if rng.random() < AIDES_PRESENT
    ]  # fmt: skip
    _deal(outline, weekend, week + aides, rng)
    found = [one for one in weekend + week + aides if one.methods]
    found.sort(key=lambda one: (one.day, one.worker_id))
    return found


def _weekends(outline: Outline, free_days: list[date], rng: Random) -> list[Shift]:
    """Half days of one to three workers on the weekends the centre is open for events."""
    found = []
    for day in free_days:
        if rng.random() < WEEKEND_OPEN:
            for worker in rng.sample(outline.professionals, min(rng.choice((1, 1, 2, 3)), len(outline.professionals))):
                found.append(Shift(day, worker, rng.randrange(210, 301, 30), is_weekend=True))
    return found


def _weekdays(outline: Outline, working: list[date], wanted: int, rng: Random) -> list[Shift]:
    """As many worker's days as the wanted minutes need; the rest are leave, more of it after the lull began."""
    month = outline.as_of.replace(day=1)
    lull = outline.first_day + timedelta(days=int((outline.last_day - outline.first_day).days * outline.manner.lull_from))
    kept, may_go = [], []
    for day in working:
        weight = AFTER_LULL if day > lull else 1.0
        for worker in outline.professionals:
            shift = Shift(day, worker, FULL_DAY)
            if (worker, day) in outline.short:
                shift.minutes = outline.short[worker, day]
                if shift.minutes:
                    kept.append(shift)
            elif worker in outline.steady and day >= month:
                kept.append(shift)
            else:
                may_go.append((rng.random() * weight, shift))
    fixed = sum(one.minutes for one in kept)
    may_go.sort(key=lambda one: -one[0])
    stay = [shift for _, shift in may_go[: max(-(-(wanted - fixed) // FULL_DAY), 0)]]
    _stretch([one for one in stay if one.day < outline.as_of], wanted - fixed, rng)
    for one in kept + stay:
        if one.day == outline.as_of:
            one.minutes = min(one.minutes, TODAY_SO_FAR)
    return kept + stay


def _stretch(stay: list[Shift], wanted: int, rng: Random) -> None:
    """Let some days be a little longer or shorter, then move quarter hours about until the sum is what is wanted."""
    if not stay:
        return
    average = min(max(wanted / len(stay), SHORTEST), LONGEST)
    for one in stay:
        one.minutes = 5 * round((average + rng.choice((0, 0, 0, 0, 0, -30, 30, 15, -15))) / 5)
    missing = wanted - sum(one.minutes for one in stay)
    step = 15 if missing > 0 else -15
    for _ in range(abs(missing) // 15):
        one = stay[rng.randrange(len(stay))]
        if SHORTEST <= one.minutes + step <= LONGEST:
            one.minutes += step


def _deal(outline: Outline, weekend: list[Shift], week: list[Shift], rng: Random) -> None:
    """Deal so many services of each method as the manner wants by now: events to weekends first, classes to afternoons."""
    due = {
        name: round(rows * outline.elapsed * Fraction(outline.manner.methods[name])) for name, rows in outline.rows.items()
    }
    for one in weekend:
        if due.get("社区活动"):
            due["社区活动"] -= 1
            one.methods.append("社区活动")
    if not week:
        return
    rng.shuffle(week)
    lessons = [one for one in week if not _is_school_holiday(one.day) and one.day != outline.as_of] or week
    for n in range(due.pop("四点半课堂", 0)):
        lessons[n % len(lessons)].methods.append("四点半课堂")
    enquiries = due.pop("咨询", 0)
    pool = [name for name, count in due.items() for _ in range(count)]
    rng.shuffle(pool)
    pool += ["咨询"] * enquiries  # last, so that they come beside something longer
    full = [one for one in week if one.minutes >= TODAY_SO_FAR * 2] or week
    for n, name in enumerate(pool):
        full[n % len(full)].methods.append(name)
    for one in week:
        if not one.methods:
            one.methods.append("个案" if one.worker_id in outline.professionals else "咨询")


def _is_school_holiday(day: date) -> bool:
    """Whether children have no after-school class: summer, and the weeks around Spring Festival."""
    return (day.month, day.day) >= (7, 10) and day.month <= 8 or day.month == 2 and day.day <= 18 or day.month == 1 and day.day > 22
