"""Which centres a demonstration has, how each keeps pace, and what its contracts say; pure."""
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import Any

from jiazong.run.demo import tables
from jiazong.run.demo.names import Names

INDICATORS = tables.read("indicators")
# More than this and a worker would have more services a day than the day has room for.
LARGEST = 1.2


@dataclass(frozen=True)
class Scale:
    """How much is invented: centres over how many counties, agencies, and the postings aimed at (None: as they come)."""

    name: str
    centres: int
    counties: int
    agencies: int
    postings: int | None = None


SCALES = {
    "small": Scale("small", 4, 1, 2),
    "district": Scale("district", 20, 1, 4),
    "city": Scale("city", 188, 11, 8, postings=1_000_000),
}


@dataclass(frozen=True)
class Manner:
    """How a centre works against its contract: shares of what should be done by now, 1 is exactly on plan.

    From `lull_from` (a share of the term) on it works less than before; 1 means never.
    """

    name: str
    hours: float
    direct: float
    attendance: float
    lull_from: float
    methods: dict[str, float]


@dataclass(frozen=True)
class Site:
    """One invented centre: where it lies, who runs it, and the contract it works under.

    `county` and `agency` count from 0; `size` scales the yearly targets of its indicators.
    """

    code: str
    street: str
    county: int
    agency: int
    start: str
    year: int
    of_years: int
    is_trial: bool
    budget_yuan: int
    size: float
    manner: Manner
    past: Manner
    staff: tuple[str, ...]
    successor: str

    @property
    def centre_name(self) -> str:
        return f"{self.street}家庭综合服务中心"

    @property
    def office(self) -> str:
        return f"{self.street}办事处"

    @property
    def leaver_place(self) -> int:
        """Where in the list of staff the assistant stands who left with last year's contract."""
        return next(n for n, post in enumerate(tables.read("posts")) if post["post"] == "assistant_social_worker")

    @property
    def leaver(self) -> str:
        return self.staff[self.leaver_place]


def manners() -> dict[str, Manner]:
    """The ways of keeping pace, by name."""
    figures = ("hours", "direct", "attendance", "lull_from")
    return {
        row["manner"]: Manner(
            name=row["manner"],
            methods={method["name"]: float(row[method["name"]]) for method in tables.read("methods")},
            **{figure: float(row[figure]) for figure in figures},
        )
        for row in tables.read("manners")
    }


def invent_sites(scale: Scale, rng: Random) -> list[Site]:
    """The centres of a scale: the four named ones first, then invented streets, spread over the counties."""
    known, logins = manners(), tables.read("logins")
    names = Names(rng, taken={row["name"] for row in logins})
    posts = tables.read("posts")
    named = tables.read("named-centres")
    found = []
    for place in range(scale.centres):
        row = named[place] if place < len(named) else _street(place - len(named), known, scale, rng)
        staff = [names.next() for _ in posts]
        for login in logins:
            if login["post"] and f"centre:{place}" == login["where"].split()[0]:
                staff[[post["post"] for post in posts].index(login["post"])] = login["name"]
        found.append(
            Site(
                code=row["code"], street=row["street"], county=place % scale.counties, agency=int(row["agency"]),
                start=row["start"], year=int(row["year"]), of_years=int(row["of"]), is_trial=row["trial"] == "1",
                budget_yuan=int(row["budget_yuan"]), size=float(row["size"]), manner=known[row["manner"]], past=_past(known["on_track"], rng),
                staff=tuple(staff), successor=names.next(),
            )
        )  # fmt: skip
    return found


def _street(number: int, known: dict[str, Manner], scale: Scale, rng: Random) -> dict[str, str]:
    row = tables.read("streets")[number]
    shares = [float(one["share"]) for one in tables.read("manners")]
    year = rng.choice((1, 2, 2, 3, 3))
    return {
        **row,
        "agency": str(number % scale.agencies),
        "start": rng.choice(("01-01", "04-10")),
        "year": str(year),
        "of": "3",
        "trial": "1" if year == 1 else "0",
        "budget_yuan": rng.choice(("2000000", "2400000", "2400000")),
        "size": rng.choice(("0.5", "0.6", "0.7", "0.8")),
        "manner": rng.choices(list(known), weights=shares)[0],
    }


def _past(steady: Manner, rng: Random) -> Manner:
    """How last year ended: everything a little over the target."""
    return replace(
        steady,
        name="past",
        hours=1 + rng.random() * 0.04,
        direct=1 + rng.random() * 0.04,
        methods={name: 1 + rng.random() * 0.08 for name in steady.methods},
    )


def terms(start: str, today: date) -> tuple[tuple[date, date], tuple[date, date]]:
    """Last year's and this year's term of a contract that begins on that day of the year; both ends belong to it."""
    month, day = map(int, start.split("-"))
    first = date(today.year, month, day)
    if first > today:
        first = date(today.year - 1, month, day)
    before, after = date(first.year - 1, month, day), date(first.year + 1, month, day)
    return (before, first - timedelta(days=1)), (first, after - timedelta(days=1))


def contract_file(
    site: Site, term: tuple[date, date], *, region: str, agency: str, is_past: bool
) -> dict[str, Any]:
    """A contract of a centre as a contract file says it."""
    listed = list(zip(tables.read("posts"), site.staff, strict=True))
    if not is_past:
        listed[site.leaver_place] = (listed[site.leaver_place][0], site.successor)
    year = (site.year - is_past) or site.of_years
    hours = {key: int(tables.read("hours")[0][key]) for key in ("professionals", "total", "floor", "ceiling_percent")}
    people = [{"name": name, "post": post["post"], "pro": post["is_professional"] == "1"} for post, name in listed]
    return {
        "code": f"{site.code}-{term[0].year}",
        "centre": {"code": site.code, "name": site.centre_name, "region": region},
        "agency": agency,
        "purchaser": site.office,
        "term": {
            "first_day": term[0].isoformat(), "last_day": term[1].isoformat(), "year": year, "of": site.of_years,
            "trial": year == 1,
        },
        "annual_budget_yuan": site.budget_yuan,
        "hours": hours,
        "staff": [{"name": one["name"], "post": one["post"]} for one in people if one["pro"]],
        "other_staff": [{"name": one["name"], "post": one["post"]} for one in people if not one["pro"]],
        "indicators": [{**one, "target": scaled(int(one["target"]), site)} for one in INDICATORS],
    }  # fmt: skip


def scaled(a_year: int, site: Site) -> int:
    """A yearly figure at the size of a centre, in whole tens."""
    return round(a_year * site.size / 10) * 10


def fit(scale: Scale, found: list[Site], today: date) -> tuple[list[Site], bool]:
    """Size the centres so that a scale with a number of postings comes to it; gives also whether last year is there too.

    Last year is left out where this year alone holds that many.
    """
    if scale.postings is None:
        return found, True
    a_year = sum(int(row["rows_a_year"]) for row in tables.read("methods"))
    this_year = last_year = 0.0
    for site in found:
        first, last = terms(site.start, today)[1]
        this_year += a_year * site.size * ((today - first).days + 1) / ((last - first).days + 1)
        last_year += a_year * site.size
    with_past = this_year * LARGEST < scale.postings
    factor = min(scale.postings / (this_year + last_year * with_past), LARGEST)
    return [replace(site, size=site.size * factor) for site in found], with_past
