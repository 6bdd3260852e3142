"""How much each worker carries, brings and is there: what a proposal is made of."""
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Count, QuerySet

from jiazong.ground.access import table
from jiazong.ground.accounts.models import Account
from jiazong.ledger.hours.queries.own import worker_months
from jiazong.people.places.models import Centre
from jiazong.people.staff.models import Worker
from jiazong.people.staff.queries import posts_on, skills_of, workers_of
from jiazong.people.staff.rules import Away
from jiazong.people.supervision.queries import holders
from jiazong.service.cases.models import Case
from jiazong.service.cases.rules import stages
from jiazong.service.intake.models import Conflict, Need
from jiazong.service.intake.queries.away import absences
from jiazong.service.intake.queries.settings import Figures, figures_on
from jiazong.service.intake.rules.allotting import Asked, Hand, Weights, is_long_away


@dataclass(frozen=True)
class Team:
    """Those of a centre who take cases, as the proposal sees them, with the weights of the day."""

    workers: dict[int, Worker]
    hands: list[Hand]
    weights: Weights
    skills: dict[str, str]


@dataclass(frozen=True)
class Carrier:
    """A worker with open cases: how many, how heavy in percent, and whether she has left or is away for long."""

    worker: Worker
    cases: int
    load: int
    has_left: bool
    is_long_away: bool


def weights_of(figures: Figures) -> Weights:
    """The weights as the settings of a day say them."""
    colours = {colour: figures[f"load.{colour}"] for colour in stages.COLOURS} | {"": figures["load.none"]}
    return Weights(
        figures["load.full"], colours, figures["load.crisis"], figures["fit.skill"], figures["leave.soon"], figures["leave.costs"],
        figures["decider.costs"],
    )


def team_of(centre: Centre, *, on: date, by: Account | None = None, but: Worker | None = None) -> Team:
    """The professionals of a centre on a day with load, hours, skills, leave and record checks; a fixed number of questions.

    `by` is whoever decides; `but` is left out.
    """
    figures = figures_on(on)
    here = workers_of(centre, on=on)
    posts = posts_on(here, on=on)
    workers = {one.pk: one for one in here if one.pk in posts and posts[one.pk].kind.is_professional and one != but}
    weights, held = weights_of(figures), skills_of(workers.values())
    months = worker_months(list(workers.values()), on.replace(day=1), today=on)
    loads, checked, openers = _loads(centre, weights), _checked(workers.values()), _openers(centre)
    away = absences(on, on + timedelta(days=figures["leave.soon"]))
    hands = [
        Hand(
            one.pk, f"{place:04}", *loads.get(one.pk, (0, 0)), skills=frozenset(skill.code for skill in held.get(one.pk, [])),
            away=tuple(away.get(one.pk, ())), has_check=one.account_id in checked, has_account=one.account_id in openers,
            decides=by is not None and one.account_id == by.pk,
            minutes=months[one.pk].minutes, expected=months[one.pk].expected_minutes,
        )
        for place, one in enumerate(workers.values())
    ]  # fmt: skip
    return Team(workers, hands, weights, {skill.code: skill.name for skills in held.values() for skill in skills})


def _loads(centre: Centre, weights: Weights) -> dict[int, tuple[int, int]]:
    """Worker → points and number of her open cases."""
    rows = Case.objects.filter(centre=centre, worker__isnull=False, ended_on__isnull=True).order_by()
    found: dict[int, tuple[int, int]] = {}
    for worker, colour, is_crisis, count in rows.values_list("worker_id", "colour", "is_crisis").annotate(n=Count("pk")):
        points, cases = found.get(worker, (0, 0))
        found[worker] = (points + count * weights.points(colour, is_crisis=is_crisis), cases + count)
    return found


def _checked(workers: Iterable[Worker]) -> set:
    """The accounts among these workers whose record check holds today; the database answers, as in its own policies."""
    with connection.cursor() as cursor:
        accounts = [one.account_id for one in workers if one.account_id]
        cursor.execute("SELECT one FROM unnest(%s::uuid[]) one WHERE app.has_valid_check(one)", [accounts])
        return {account for (account,) in cursor.fetchall()}


def _openers(centre: Centre) -> set:
    """The accounts that may open a case they are given: those who hold a role with the word for it here."""
    roles = [role for role, mark in table.cells()["cases.write"].items() if mark]
    return {account.pk for role in roles for account in holders(role, centre)}


def asked_of(cases: Iterable[Case], weights: Weights) -> list[Asked]:
    """The cases as the proposal sees them, with what they ask for and who must not take them; two questions."""
    wanted = list(cases)
    needs = dict(Need.objects.filter(case__in=wanted).values_list("case_id", "skills"))
    not_for: dict[object, set[int]] = {}
    for case, worker in Conflict.objects.filter(case__in=wanted).values_list("case_id", "worker_id"):
        not_for.setdefault(case, set()).add(worker)
    return [
        Asked(
            str(one.pk), weights.points(one.colour, is_crisis=one.is_crisis), frozenset(needs.get(one.pk, [])),
            one.is_minor, one.is_minor or one.is_restricted, frozenset(not_for.get(one.pk, ())),
        )
        for one in wanted
    ]  # fmt: skip


def carriers(cases: QuerySet[Case], *, on: date) -> list[Carrier]:
    """The workers who have open cases, those who have left or are away for long first; a fixed number of questions."""
    figures = figures_on(on)
    weights = weights_of(figures)
    rows = cases.order_by().values_list("worker_id", "colour", "is_crisis").annotate(n=Count("pk"))
    points: dict[int, list[int]] = {}
    for worker, colour, is_crisis, count in rows:
        one = points.setdefault(worker, [0, 0])
        one[0] += count * weights.points(colour, is_crisis=is_crisis)
        one[1] += count
    away: dict[int, list[Away]] = absences(on, on + timedelta(days=figures["leave.long"]))
    found = [
        Carrier(
            one, points[one.pk][1], weights.percent(points[one.pk][0]), one.left_on is not None and one.left_on < on,
            is_long_away(away.get(one.pk, []), on=on, days=figures["leave.long"]),
        )
        for one in Worker.objects.filter(pk__in=points).select_related("centre")
    ]  # fmt: skip
    return sorted(found, key=lambda one: (not (one.has_left or one.is_long_away), one.worker.sort_key, one.worker.pk))
