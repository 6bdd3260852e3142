"""Names of workers and how they sort, how certificates, registration and education stand, who is away; pure."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from jiazong.ground.pinyin import syllables
from jiazong.ground.sheets.folding import fold_name

# How many days before its end a list begins to say that a certificate runs out: a habit of the screen, not law.
SAY_ENDING = 90

# Surnames whose reading as a surname is not their common one; source: design.md §4.5 and the dictionaries of surnames.
SURNAME_READINGS = {
    "单": "shan", "仇": "qiu", "区": "ou", "解": "xie", "曾": "zeng", "查": "zha", "朴": "piao", "盖": "ge",
    "任": "ren", "华": "hua", "燕": "yan", "尹": "yin", "乐": "yue", "员": "yun", "么": "yao", "召": "shao",
    "冼": "xian", "翟": "zhai", "覃": "qin", "缪": "miao", "晟": "cheng", "祭": "zhai", "秘": "bi", "折": "she",
    "黑": "he", "重": "chong", "种": "chong", "洗": "xian", "尉": "wei", "长": "zhang", "万": "wan", "谌": "chen",
    "阚": "kan", "逄": "pang", "隗": "kui", "牟": "mu", "宓": "mi", "郇": "xun", "俞": "yu", "强": "qiang",
}


def sort_key(name: str) -> str:
    """The pinyin by which a name sorts, surname first and read as a surname; the same order on every server."""
    folded = fold_name(name)
    if not folded:
        return ""
    surname = SURNAME_READINGS.get(folded[0]) or "".join(syllables(folded[0]))
    given = "".join(part + " " for part in syllables(folded[1:]))
    return f"{surname} {given}".strip().lower()


@dataclass(frozen=True)
class Validity:
    """How a certificate stands on a day: `days_left` counts the last day itself and is told only when it is near."""

    has_ended: bool = False
    days_left: int | None = None


def validity(valid_to: date | None, *, on: date) -> Validity:
    """Whether a certificate still holds on a day, and for how many days when its end is near; no end means for good."""
    if valid_to is None:
        return Validity()
    left = (valid_to - on).days + 1
    return Validity(has_ended=left <= 0, days_left=left if 0 < left <= SAY_ENDING else None)

# What a certificate is for; source: domain A21, B4, B7.
PROFESSION, POST, SKILL, SUPERVISION = "profession", "post", "skill", "supervision"
COURSE, DEGREE, PRE_POST = "course", "degree", "pre_post"
COURSE_KINDS = (COURSE, DEGREE, PRE_POST)

NONE, FIRST_DUE, OVERDUE, ENDED, ENDING, REGISTERED = "none", "first_due", "overdue", "ended", "ending", "registered"
# From the most urgent to the one that asks for nothing.
REGISTRATION_STATES = (ENDED, OVERDUE, ENDING, FIRST_DUE, REGISTERED, NONE)

MORNING, AFTERNOON = 0, 1
AWAY_MORNING, AWAY_AFTERNOON, AWAY_ALL_DAY = "morning", "afternoon", "day"


def months_later(day: date, months: int) -> date:
    """The same day so many months later; the last of a month that has no such day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    for number in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, number)
        except ValueError:
            continue
    raise ValueError(day)


def registered_until(first_day: date, months: int) -> date:
    """The last day of a registration: the day before the same day so many months later."""
    return months_later(first_day, months) - timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """A registration from its first day to its last, both included."""

    first_day: date
    last_day: date


@dataclass(frozen=True)
class Registered:
    """How a registration stands: `until` is its last day, or the day by which the first is due; `period` the one that counts."""

    state: str
    until: date | None = None
    period: Period | None = None

    @property
    def needs_doing(self) -> bool:
        return self.state in (ENDED, OVERDUE, ENDING, FIRST_DUE)


def registration(
    periods: Iterable[Period], *, certified_on: date | None, is_certified: bool, on: date, first_months: int, warn_days: int
) -> Registered:
    """How somebody's registration stands on a day; without a certificate of the profession there is none to have.

    One that is renewed already without a gap asks for nothing. A certificate whose day is not known asks for its first
    registration without saying by when. Source: domain B7.
    """
    periods = sorted(periods, key=lambda one: one.first_day)
    begun = [one for one in periods if one.first_day <= on]
    if begun:
        last = begun[-1]
        if last.last_day < on:
            return Registered(ENDED, last.last_day, last)
        is_renewed = any(on < one.first_day <= last.last_day + timedelta(days=1) for one in periods)
        near = (last.last_day - on).days < warn_days and not is_renewed
        return Registered(ENDING if near else REGISTERED, last.last_day, last)
    if not is_certified:
        return Registered(NONE)
    due = registered_until(certified_on, first_months) if certified_on else None
    return Registered(OVERDUE if due and due < on else FIRST_DUE, due)


@dataclass(frozen=True)
class Studied:
    """A course as the reckoning sees it."""

    day: date
    minutes: int
    kind: str = COURSE


@dataclass(frozen=True)
class Education:
    """Continuing education in a registration, in minutes, and the last day on which more of it counts."""

    needed: int
    done: int
    until: date

    @property
    def missing(self) -> int:
        return max(self.needed - self.done, 0)


def education(courses: Iterable[Studied], period: Period, *, needed: int, degree_minutes: int, on: date) -> Education:
    """What has been done of the hours a registration asks for, up to a day.

    Courses count within the registration; of all degrees only the first counts, with its fixed minutes; pre-post training
    is something else. Source: domain B7 (72 or 90 hours in 3 years; a degree counts 90 hours once).
    """
    courses = list(courses)
    degrees = sorted(one.day for one in courses if one.kind == DEGREE)[:1]
    until = min(on, period.last_day)
    done = sum(one.minutes for one in courses if one.kind == COURSE and period.first_day <= one.day <= until)
    done += sum(degree_minutes for day in degrees if period.first_day <= day <= until)
    return Education(needed, done, period.last_day)


@dataclass(frozen=True)
class Serving:
    """Whether somebody may serve on a day, and what is missing: "training", "certificate"."""

    missing: tuple[str, ...]
    blocks: bool

    @property
    def may_serve(self) -> bool:
        return not (self.missing and self.blocks)


def may_serve(
    *, is_trained: bool, certificate_uses: Iterable[str], needs_training: bool, needs_certificate: bool,
    profession_is_enough: bool, blocks: bool,
) -> Serving:
    """Whether somebody may serve: pre-post training, and a post certificate that holds.

    `certificate_uses` are the uses of the certificates that hold on the day. Where nothing blocks, what is missing is only
    said. Source: domain A21 (an essay's advice, so both are settings).
    """
    uses = set(certificate_uses)
    has_certificate = POST in uses or (profession_is_enough and PROFESSION in uses)
    wanting = (("training", needs_training and not is_trained), ("certificate", needs_certificate and not has_certificate))
    return Serving(tuple(name for name, is_missing in wanting if is_missing), blocks)


@dataclass(frozen=True)
class Away:
    """Days off from one half day to another, both included."""

    first_day: date
    first_half: int
    last_day: date
    last_half: int

    @property
    def halves(self) -> int:
        """How many half days of the calendar it covers."""
        return (self.last_day - self.first_day).days * 2 + self.last_half - self.first_half + 1

    def on(self, day: date) -> str | None:
        """Which part of a day it covers, if any."""
        covers = [
            half for half in (MORNING, AFTERNOON)
            if (self.first_day, self.first_half) <= (day, half) <= (self.last_day, self.last_half)
        ]  # fmt: skip
        if len(covers) == 2:
            return AWAY_ALL_DAY
        return {MORNING: AWAY_MORNING, AFTERNOON: AWAY_AFTERNOON}[covers[0]] if covers else None


def away_on(absences: Iterable[Away], day: date) -> str | None:
    """Which part of a day somebody is away: morning, afternoon, the whole day, or no part."""
    parts = {part for one in absences if (part := one.on(day))}
    if AWAY_ALL_DAY in parts or {AWAY_MORNING, AWAY_AFTERNOON} <= parts:
        return AWAY_ALL_DAY
    return next(iter(parts), None)
