"""Reads of grants: the one condition both layers share, and what a person, a director or an officer asks."""
import csv
from collections.abc import Iterable
from datetime import timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

from django.db import connection
from django.db.models import (
    BooleanField,
    CharField,
    Count,
    Exists,
    ExpressionWrapper,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Concat, ExtractHour, Now
from django.utils import timezone

from jiazong.ground.access.grants import rules
from jiazong.ground.access.grants.models import Ask, BreakGlass, Grant, Limit, Notice, Read
from jiazong.ground.accounts.models import Account

FILE = Path(__file__).with_name("purposes.csv")


def purpose_lines() -> list[dict[str, str]]:
    """The lines of purposes.csv: word, purpose, why."""
    with FILE.open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


@cache
def _purposes() -> dict[str, frozenset[str]]:
    lines = purpose_lines()
    return {line["word"]: frozenset(one["purpose"] for one in lines if one["word"] == line["word"]) for line in lines}


def purposes_of(word: str) -> frozenset[str]:
    """The purposes whose grants open something under a word of the permission table; none for other words."""
    return _purposes().get(word, frozenset())


def live() -> Q:
    """A grant that holds at this very moment of the database's clock, whatever the clock of this machine says."""
    return Q(valid_from__lte=Now(), valid_to__gt=Now()) & (Q(revoked_at__isnull=True) | Q(revoked_at__gt=Now()))


def granted(account: Account, subject_type: str, level: int, word: str, *, path: str = "pk") -> Exists:
    """Whether a person, still here, holds a grant for the file a row leads to by `path`; the twin of `app.granted` in the policies.

    `word` is the word of the permission table under which the person reads; it decides which purposes count.
    """
    of_file = Grant.objects.filter(
        live(), _still_here(), account=account, subject_type=subject_type, level__gte=level, purpose__in=purposes_of(word),
        subject_id=Cast(OuterRef(path), CharField()),
    )  # fmt: skip
    return Exists(of_file)


def _still_here() -> Q:
    """The holder's account is open and holds any role today."""
    today = timezone.localdate()
    held = Q(account__memberships__first_day__lte=today)
    still = Q(account__memberships__last_day__isnull=True) | Q(account__memberships__last_day__gte=today)
    return Q(account__is_active=True) & held & still


def grant_for(account: Account, subject_type: str, subject_id: object, level: int, word: str) -> Grant | None:
    """The grant by which a person may do this to a file now, the one that ends last."""
    held = Grant.objects.filter(
        live(), account=account, subject_type=subject_type, subject_id=str(subject_id), level__gte=level,
        purpose__in=purposes_of(word),
    )  # fmt: skip
    return held.order_by("-valid_to").first()


def roles_of(account: Account) -> list[str]:
    """The roles a person holds today or from a later day on, as far as whoever asks may see them."""
    still = Q(last_day__isnull=True) | Q(last_day__gte=timezone.localdate())
    return list(account.memberships.filter(still).values_list("role", flat=True))


def live_grants_of(account: Account) -> QuerySet[Grant]:
    """All a person may open now."""
    return Grant.objects.filter(live(), account=account).order_by("-valid_to")


def grants_on(subject_type: str, subject_id: object) -> QuerySet[Grant]:
    """Every grant ever given on a file, the newest first."""
    found = Grant.objects.filter(subject_type=subject_type, subject_id=str(subject_id))
    return found.select_related("account", "approver", "created_by").order_by("-created_at")


def limit(name: str) -> int:
    """The value of a dated limit today (Asia/Shanghai); its unit stands beside it in the table.

    Raises NoSetting.
    """
    return Limit.on(name, timezone.localdate()).value


def longest(source: str) -> timedelta:
    """How long a grant from a source may last."""
    return timedelta(hours=limit(f"grant.{source}"))


def database_now():
    """The moment by the database's clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        return cursor.fetchone()[0]


def still_waiting() -> QuerySet[Ask]:
    """Requests nobody has decided; an emergency that was asked for too long ago waits no more."""
    late = Q(source=rules.BREAK_GLASS, asked_at__lte=Now() - timedelta(hours=limit("glass.wait")))
    return Ask.objects.filter(decided_at__isnull=True).exclude(late)


def open_asks(centres: Iterable[str]) -> QuerySet[Ask]:
    """Requests that wait for a decision: emergencies first, then the oldest."""
    waiting = still_waiting().filter(centre__in=list(centres)).annotate(is_urgent=ExpressionWrapper(Q(source=rules.BREAK_GLASS), BooleanField()))
    return waiting.select_related("account").order_by("-is_urgent", "asked_at")


def drawn_asks(centres: Iterable[str], *, but_of: Account, most: int) -> QuerySet[Ask]:
    """Drawn files of some centres up to a level that ask or asked for a second person's word, none of one's own."""
    found = Ask.objects.filter(source=rules.SUPERVISOR_SAMPLE, centre__in=list(centres), level__lte=most)
    return found.exclude(account=but_of)


def remarks_on(asks: list[UUID]) -> dict[UUID, str]:
    """Request → what was written with its decision."""
    return {one.pk: one.remark for one in Ask.objects.filter(pk__in=asks).only("remark")}


def samples_of(account: Account, month: str) -> tuple[list[Grant], list[Ask]]:
    """What the draw of a month (2026-10) opened to somebody, and what it asked for; told by the reason both carry."""
    drawn = {"account": account, "source": rules.SUPERVISOR_SAMPLE, "reason__startswith": f"case.sample {month}"}
    given = Grant.objects.filter(**drawn).order_by("reason").prefetch_related("reads")
    return list(given), list(Ask.objects.filter(**drawn).select_related("decided_by").order_by("reason"))


def glasses_to_review(centres: Iterable[str]) -> QuerySet[BreakGlass]:
    """Emergency readings that wait for their review, the most urgent first."""
    waiting = BreakGlass.objects.filter(centre__in=list(centres), reviewed_at__isnull=True)
    return waiting.select_related("account", "grant").order_by("review_by", "opened_at")


def open_glasses_of(account: Account) -> QuerySet[BreakGlass]:
    """A person's own emergency readings that were not reviewed yet."""
    return BreakGlass.objects.filter(account=account, reviewed_at__isnull=True)


def new_notices(account: Account) -> QuerySet[Notice]:
    """What a person has been told and not yet seen, the newest first."""
    return Notice.objects.filter(account=account, seen_at__isnull=True).select_related("made_by").order_by("-made_at")


def reads_about(account: Account) -> QuerySet[Read]:
    """Who read the files that are about a person, the newest first."""
    found = Read.objects.filter(about=account).exclude(Q(account=F("about")) | Q(what=rules.REFUSED))
    return found.select_related("account", "grant").order_by("-at", "-id")


SPENT = """
SELECT count(*) FILTER (WHERE look.at > now() - interval '1 hour'), count(*), {hour}, {day} FROM access_read look
WHERE look.account_id = %s AND look.at > now() - interval '1 day' AND look.grant_id IS NOT NULL
  AND look.what <> ALL(%s) AND look.purpose <> ALL(%s)
""".format(**{span: f"""(SELECT value FROM access_limit WHERE name = 'reads.{span}' AND first_day <= access_today()
  ORDER BY first_day DESC LIMIT 1)""" for span in ("hour", "day")})


def reads_spent(account: Account) -> dict[str, rules.Spent]:
    """How many pages of others' files somebody has read in this hour and in these 24, and how many that may be; one question."""
    with connection.cursor() as cursor:
        cursor.execute(SPENT, [account.pk, list(rules.NO_PAGE), list(rules.UNCOUNTED)])
        hour, day, most_hour, most_day = cursor.fetchone()
    return {"hour": rules.Spent(hour, most_hour), "day": rules.Spent(day, most_day)}


def night() -> tuple[int, int]:
    """The hours of the clock (Asia/Shanghai) from which and up to which a look is one at night."""
    return limit("reads.night_from"), limit("reads.night_to")


def busy_readers(centres: Iterable[str], *, most: int = 10) -> QuerySet[dict]:
    """Who read most in the files of some centres in these seven days: pages, files, at night, refused; those refused first."""
    begins, ends = night()
    week = Read.objects.filter(centre__in=list(centres), at__gt=Now() - timedelta(days=7)).exclude(what=rules.HEAD)
    hour = ExtractHour("at", tzinfo=timezone.get_default_timezone())
    read = ~Q(what=rules.REFUSED)
    found = week.annotate(hour=hour).values("account", "account__name").annotate(
        pages=Count("pk", filter=read), files=Count(Concat("subject_type", Value(":"), "subject_id"), filter=read, distinct=True),
        at_night=Count("pk", filter=read & (Q(hour__gte=begins) | Q(hour__lt=ends))), refused=Count("pk", filter=~read),
    )  # fmt: skip
    return found.order_by("-refused", "-pages", "account")[:most]


def reads_of(subject_type: str, subject_id: object) -> QuerySet[Read]:
    """Who read one file, the newest first."""
    found = Read.objects.filter(subject_type=subject_type, subject_id=str(subject_id)).exclude(what=rules.REFUSED)
    return found.select_related("account", "grant").order_by("-at", "-id")
