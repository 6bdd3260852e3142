"""Loads a demonstration whole or not at all; a second time it changes nothing."""
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from random import Random

from django.db import connection, transaction

from jiazong.commission.contracts.models import Contract
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.chronicle.models import Entry
from jiazong.ground.workdays import queries as workdays
from jiazong.people.places.models import Centre
from jiazong.people.staff import actions as staffing
from jiazong.run import home, prepare
from jiazong.run.demo import ledgers, logins, sites, town
from jiazong.run.demo.logins import PASSWORD, Login
from jiazong.run.demo.sites import SCALES, Scale, Site

LOADED = "demo.loaded"
FILLED = (
    "hours_posting", "hours_monthtotal", "hours_workertotal", "hours_monthclosing", "hours_source", "contracts_contract",
    "contracts_assignment", "contracts_method", "contracts_indicator", "staff_worker", "staff_post", "places_centre",
    "chronicle_entry", "access_membership", "accounts_account",
)  # fmt: skip
Progress = Callable[[int, int], None]


@dataclass
class DemoLoaded:
    """What is there now: the logins, and whether this call loaded it; `contract` and `director` are the first centre's."""

    scale: str
    is_new: bool
    logins: list[Login]
    centres: int = 0
    postings: int = 0
    contract: Contract | None = None
    director: Account | None = None


class UnknownScale(ValueError):
    """A demonstration of a size that is not known: small, district or city."""


@dataclass
class _Tally:
    centres: list[Centre] = field(default_factory=list)
    running: list[Contract] = field(default_factory=list)
    postings: int = 0


def load(
    scale: str,
    *,
    today: date,
    seed: int = 7,
    on_progress: Progress | None = None,
    password: str = PASSWORD,
    then: Callable[[DemoLoaded], None] | None = None,
) -> DemoLoaded:
    """Load invented centres, people and ledgers up to today; what is already there stays as it is.

    `today` must not lie ahead of the clock. `on_progress` gets centres done and centres in all. `then` is called once
    everything is in, inside the same transaction, to add what waits for somebody (an import to confirm).
    Raises UnknownScale.
    """
    if scale not in SCALES:
        raise UnknownScale(scale)
    with transaction.atomic():
        if there := _there(password):
            return there
        _check_at_once()
        loaded = _load(SCALES[scale], today, seed, on_progress or (lambda done, total: None), password)
        if then:
            then(loaded)
    _count_afresh()
    _ask_nobody_for_a_second_factor()
    return loaded


def _ask_nobody_for_a_second_factor() -> None:
    """A demonstration is walked through without a telephone: its home offers the second factor and asks nobody for it."""
    (home.folder() / "second-factor").write_text("offered\n")


def _there(password: str) -> DemoLoaded | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended('demo', 1))")
    entry = Entry.objects.filter(verb=LOADED).order_by("pk").first()
    if entry is None:
        return None
    said = entry.details
    return DemoLoaded(
        scale=said["scale"], is_new=False, logins=logins.known_logins(password), centres=said["centres"],
        postings=said["postings"], contract=Contract.objects.get(pk=entry.subject_id),
        director=Account.objects.filter(login=said["director"]).first(),
    )  # fmt: skip


def _check_at_once() -> None:
    """Check every key with its statement: a million checks left for the end would fill the server's memory."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _count_afresh() -> None:
    """Tell the planner what is in the tables now; only their owner may."""
    if not connection.in_atomic_block:
        with prepare.as_owner(), connection.cursor() as cursor:
            cursor.execute("ANALYZE " + ", ".join(FILLED))


def _load(scale: Scale, today: date, seed: int, on_progress: Progress, password: str) -> DemoLoaded:
    found, with_past = sites.fit(scale, sites.invent_sites(scale, Random(f"{seed} sites")), today)
    ground = town.prepare_ground(scale)
    accounts = logins.open_accounts(password)
    plan = ledgers.Plan(today, workdays.calendar(today.year - 2, today.year), with_past)
    tally = _Tally()
    for number, site in enumerate(found, start=1):
        _load_site(site, ground, accounts, plan, tally, seed)
        on_progress(number, len(found))
    logins.admit_all(accounts, tally.centres, on=tally.running[0].first_day)
    director = next(one for one in accounts.values() if one.login == ledgers.DIRECTOR)
    chronicle.record(
        LOADED, tally.running[0], by=None, scale=scale.name, seed=seed, centres=len(tally.centres),
        postings=tally.postings, director=director.login,
    )  # fmt: skip
    return DemoLoaded(
        scale.name, True, logins.known_logins(password), len(tally.centres), tally.postings, tally.running[0], director
    )


def _load_site(
    site: Site, ground: town.Ground, accounts: dict[str, Account], plan: ledgers.Plan, tally: _Tally, seed: int
) -> None:
    rng = Random(f"{seed} {site.code}")
    past, present = sites.terms(site.start, plan.today)
    opened_on = past[0] if plan.with_past else present[0]
    centre = town.open_site(site, ground, on=opened_on, accounts=accounts, rng=rng)
    if plan.with_past:
        contract = town.sign_contract(site, centre, past, is_past=True)
        tally.postings += ledgers.fill_past(contract, site, plan, rng)
        staffing.dismiss_worker(centre.workers.get(name=site.leaver), by=None, on=past[1])
    running = town.sign_contract(site, centre, present, is_past=False)
    town.certify(centre, site, rng)
    tally.postings += ledgers.fill_running(running, site, plan, accounts, rng)
    tally.centres.append(centre)
    tally.running.append(running)
