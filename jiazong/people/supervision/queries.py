from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Count, Min, Q, QuerySet

from jiazong.ground.access.grants.models import Grant, Read
from jiazong.ground.access.grants.queries import database_now, live, samples_of
from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.accounts.models import Account
from jiazong.ground.dated import NoSetting
from jiazong.ground.privacy import sealing
from jiazong.people.places.models import Centre
from jiazong.people.staff.models import Worker
from jiazong.people.supervision.models import (
    Check,
    Duty,
    FollowUp,
    Note,
    Pair,
    Planned,
    PlanSetting,
    Report,
    Setting,
    Sitting,
)
from jiazong.people.supervision.rules import checks as standings
from jiazong.people.supervision.rules import draws, months

# The kinds of file a grant may be about.
PAIR, NOTE, CHECK, SITTING = "supervision", "supervision_note", "staff_check", "supervision_sitting"


@dataclass(frozen=True)
class WorkerChecked:
    """A worker with a post that works with minors, and how the record check stands."""

    worker: Worker
    post: str
    standing: standings.Standing
    latest: Check | None


@dataclass(frozen=True)
class PairHeld:
    """A pair with the supervisor's live grant, if there is one."""

    pair: Pair
    grant: Grant | None


def subject_of_pair(pair: Pair) -> Subject:
    """The pair as a file grants are about; the person it is about is the worker."""
    return Subject(PAIR, str(pair.pk), pair.centre_id, pair.worker.account)


def subject_of_note(note: Note) -> Subject:
    """One note as a file grants are about."""
    return Subject(NOTE, str(note.pk), note.centre_id, note.pair.worker.account)


def subject_of_check(check: Check) -> Subject:
    """One record check as a file grants are about."""
    return Subject(CHECK, str(check.pk), check.centre_id, check.worker.account)


def pairs_of(supervisor: Account, *, on: date) -> QuerySet[Pair]:
    """Whom somebody supervises on a day, by pinyin."""
    return still_on(Pair.objects.filter(supervisor=supervisor), on).select_related("worker", "centre").order_by(
        "worker__sort_key", "pk"
    )


def still_on(pairs: QuerySet[Pair], on: date) -> QuerySet[Pair]:
    """Those pairs that hold on a day."""
    return pairs.filter(first_day__lte=on).filter(Q(last_day__isnull=True) | Q(last_day__gte=on))


def pairs_with_grants(pairs: QuerySet[Pair]) -> list[PairHeld]:
    """Pairs with the grant that lives now: two questions whatever their number."""
    found = list(pairs.select_related("worker", "supervisor", "centre").order_by("centre__code", "worker__sort_key", "pk"))
    held = Grant.objects.filter(live(), subject_type=PAIR, subject_id__in=[str(one.pk) for one in found])
    by_pair = {(grant.subject_id, grant.account_id): grant for grant in held.order_by("valid_to")}
    return [PairHeld(one, by_pair.get((str(one.pk), one.supervisor_id))) for one in found]


def setting_on(day: date) -> Setting:
    """How long checks hold on a day and when to warn.

    Raises NoSetting.
    """
    found = Setting.objects.filter(first_day__lte=day).order_by("-first_day").first()
    if found is None:
        raise NoSetting(day)
    return found


def workers_checked(workers: QuerySet[Worker], *, on: date) -> list[WorkerChecked]:
    """The workers whose post works with minors and how their checks stand, the most urgent first; three questions."""
    setting, duties = setting_on(on), Duty.objects.filter(first_day__lte=on).values_list("kind_id", flat=True)
    here = workers.filter(Q(left_on__isnull=True) | Q(left_on__gte=on))
    held = Q(posts__first_day__lte=on) & (Q(posts__last_day__isnull=True) | Q(posts__last_day__gte=on))
    found = here.filter(held, posts__kind__in=list(duties)).select_related("centre").prefetch_related("checks").distinct()
    names = dict(found.values_list("pk", "posts__kind__name"))
    lines = [_checked(worker, names.get(worker.pk, ""), setting, on) for worker in found]
    return sorted(lines, key=lambda line: (standings.order(line.standing), line.worker.sort_key, line.worker.pk))


def _checked(worker: Worker, post: str, setting: Setting, on: date) -> WorkerChecked:
    found = sorted(worker.checks.all(), key=lambda one: (one.asked_on, one.written_at))
    state = standings.standing(_asked(found), on=on, warn_days=setting.warn_days)
    return WorkerChecked(worker, post, state, found[-1] if found else None)


def _asked(found: Iterable[Check]) -> list[standings.Asked]:
    return [standings.Asked(one.asked_on, one.result, one.valid_until) for one in found]


def has_valid_check(worker: Worker, *, on: date) -> bool:
    """Whether the person's record was found clear and the answer holds on a day; whatever centre asked for it.

    Twin of `account_has_valid_check`, for a worker without an account too. Source: 未成年人保护法 第六十二条.
    """
    person = Q(worker=worker) | Q(worker__account=worker.account_id) if worker.account_id else Q(worker=worker)
    return standings.holds(_asked(Check.objects.filter(person).order_by("asked_on", "written_at")), on=on)


def account_has_valid_check(account: Account) -> bool:
    """Whether the person behind an account may be let near minors today; the database answers, as in its own policies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.has_valid_check(%s)", [account.pk])
        return cursor.fetchone()[0]


def holders(role: str, centre: Centre) -> list[Account]:
    """The accounts that hold a role today in a reach that covers a centre, to tell them something; keys only.

    The database answers for whoever asks, for nobody may read other people's roles.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.holders(%s, %s)", [role, centre.pk])
        return [Account(pk=key) for (key,) in cursor.fetchall()]


def told_of_emergency(centre: Centre) -> list[Account]:
    """Those told of an emergency reading at a centre: directors, the agency's office, the privacy officer; keys only."""
    return [one for role in ("centre_director", "agency_office", "privacy_officer") for one in holders(role, centre)]


def names_of(files: Iterable[Read]) -> dict[tuple[str, str], str]:
    """File → what it is called in a list: whose note or check, of which day; only of those one may see the head of."""
    wanted = list(files)
    keys = {kind: {one.subject_id for one in wanted if one.subject_type == kind} for kind in (NOTE, CHECK, SITTING)}
    notes = Note.objects.filter(pk__in=keys[NOTE]).values_list("pk", "pair__worker__name", "day")
    checks = Check.objects.filter(pk__in=keys[CHECK]).values_list("pk", "worker__name", "asked_on")
    sittings = Sitting.objects.filter(pk__in=keys[SITTING]).values_list("pk", "centre__name", "day") if keys[SITTING] else []
    found = {(NOTE, str(pk)): (name, day) for pk, name, day in notes} | {(SITTING, str(pk)): (name, day) for pk, name, day in sittings}
    return found | {(CHECK, str(pk)): (name, day) for pk, name, day in checks}


def here_on(workers: QuerySet[Worker], day: date) -> QuerySet[Worker]:
    """Those among some workers who have not left before a day."""
    return workers.filter(Q(left_on__isnull=True) | Q(left_on__gte=day))


def address_of(kind: str) -> str:
    """The name of the page that shows a file of a kind."""
    return {NOTE: "supervision:note", CHECK: "supervision:check", SITTING: "supervision:session"}[kind]


@dataclass(frozen=True)
class Reported:
    """What a centre reports of a month, opened."""

    results: str
    issues: str
    written_at: datetime


@dataclass(frozen=True)
class Guided:
    """A centre in a supervisor's month: what took place, what is planned, what is open, what it reported of the month before."""

    code: str
    name: str
    sittings: tuple[Sitting, ...]
    planned: tuple[Planned, ...]
    open_follow_ups: int
    next_day: date | None
    report: Reported | None


@dataclass(frozen=True)
class MonthOfSupervision:
    """A supervisor's month over all centres, and whether it keeps to what was agreed."""

    supervisor: Account
    standing: months.Month
    setting: PlanSetting
    centres: tuple[Guided, ...]


def subject_of_sitting(sitting: Sitting) -> Subject:
    """One sitting as a file whose looks are written down."""
    return Subject(SITTING, str(sitting.pk), sitting.centre_id)


def plan_setting_on(day: date) -> PlanSetting:
    """How many days a supervisor gives in a month, over how many centres.

    Raises NoSetting.
    """
    found = PlanSetting.objects.filter(first_day__lte=day).order_by("-first_day").first()
    if found is None:
        raise NoSetting(day)
    return found


def supervised_with() -> dict[Account, list[tuple[str, str]]]:
    """Supervisor → the centres guided (code, name), of whoever guides a centre whose supervision the acting person sees.

    The database answers, for nobody may read other centres' roles; keys and names only.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT supervisor, supervisor_name, centre, centre_name FROM app.supervised_with() ORDER BY 2, 1, 3")
        rows = cursor.fetchall()
    found: dict[Account, list[tuple[str, str]]] = {}
    for key, name, code, centre in rows:
        found.setdefault(Account(pk=key, name=name), []).append((code, centre))
    return found


def month_of_supervision(supervisor: Account, centres: list[tuple[str, str]], month: date) -> MonthOfSupervision:
    """A supervisor's month: what took place and is planned at each centre, and what all of them report of the month before.

    Only what the acting person may see; six questions whatever the number of centres.
    """
    setting, codes, end = plan_setting_on(month), [code for code, _name in centres], months.month_after(month)
    days = {"day__gte": month, "day__lt": end}
    sittings = list(Sitting.objects.filter(supervisor=supervisor, **days).order_by("day", "pk"))
    planned = list(Planned.objects.filter(supervisor=supervisor, **days).order_by("day", "pk"))
    follow_ups = FollowUp.objects.filter(supervisor=supervisor, done_on__isnull=True).values("centre").annotate(n=Count("pk"))
    still_open = {row["centre"]: row["n"] for row in follow_ups.order_by()}
    coming = Sitting.objects.filter(supervisor=supervisor, next_day__gte=month).values("centre").annotate(first=Min("next_day"))
    next_days = {row["centre"]: row["first"] for row in coming.order_by()}
    reports = _reports(codes, months.month_before(month))
    guided = tuple(
        Guided(
            code, name, tuple(one for one in sittings if one.centre_id == code), tuple(one for one in planned if one.centre_id == code),
            still_open.get(code, 0), next_days.get(code), reports.get(code),
        )
        for code, name in centres
    )  # fmt: skip
    used = [(one.session, one.halves) for one in sittings]
    return MonthOfSupervision(supervisor, months.month(used, [one.halves for one in planned], agreed=setting.halves), setting, guided)


def _reports(codes: list[str], month: date) -> dict[str, Reported]:
    """Centre → what it reports; read without its centre, which is not for the eyes of the others who are guided together."""
    rows = Report.objects.filter(centre__in=codes, month=month).values("id", "centre", "results", "issues", "written_at")

    def opened(row: dict, column: str) -> str:
        return sealing.open_value("supervision_report", column, row["id"], row[column].raw)

    return {row["centre"]: Reported(opened(row, "results"), opened(row, "issues"), row["written_at"]) for row in rows}


def own_centres_of(supervisor: Account) -> list[str]:
    """The codes of the centres in which somebody is a supervisor today, as the database knows."""
    return [code for who, centres in supervised_with().items() if who == supervisor for code, _name in centres]


def reported(centre: Centre | None, month: date) -> dict[str, str]:
    """What a centre has reported of a month already, to put it right."""
    found = Report.objects.filter(centre=centre, month=month).first() if centre else None
    if found is None:
        return {}
    found.centre = centre
    return {"results": found.results, "issues": found.issues}


@dataclass(frozen=True)
class DrawnFile:
    """A file the draw chose for a supervisor: open until a moment, waiting for a second person's word, or refused by whom and why."""

    case: str
    why: str
    state: str
    until: datetime | None = None
    read_at: datetime | None = None
    decided_by: str = ""
    remark: str = ""


def drawn_files(supervisor: Account, month: date) -> list[DrawnFile]:
    """What the draw of a month chose for a supervisor and what became of it, by the case's number; three questions."""
    grants, asks = samples_of(supervisor, f"{month:%Y-%m}")
    now = database_now()
    found = [
        DrawnFile(*draws.told(one.reason)[1:], "open" if one.valid_to > now and not one.revoked_at else "over", one.valid_to,
                  min((look.at for look in one.reads.all()), default=None))
        for one in grants
    ]  # fmt: skip
    for one in asks:
        case, why = draws.told(one.reason)[1:]
        if one.decided_at is None:
            found.append(DrawnFile(case, why, "waiting"))
        elif not one.is_granted:
            found.append(DrawnFile(case, why, "refused", decided_by=one.decided_by.name, remark=one.remark))
    return sorted(found, key=lambda one: one.case)
