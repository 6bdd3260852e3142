from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from jiazong.commission.catalogue.models import Answer, Group, Need, Stratum, Survey
from jiazong.commission.catalogue.rules import needs as rules
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.places.models import Region


class SurveyClosed(ValueError):
    """The survey is closed; no form is added any more."""


class SerialTaken(ValueError):
    """Another form of the same street bears this number."""


@dataclass(frozen=True)
class Form:
    """One form as it was filled in: number, stratum, way, day, needs in order."""

    serial: str
    stratum: Stratum
    channel: str
    day: date
    ranked: Sequence[int]


@dataclass
class Taken:
    """What became of a stack of forms."""

    new: int = 0
    there: int = 0


@transaction.atomic
def begin_survey(
    region: Region, *, title: str, first_day: date, last_day: date, places: int, needs: Sequence[str], groups: Sequence[str],
    planned: Iterable[tuple[Region, int]], by: Account | None,
) -> Survey:  # fmt: skip
    """Begin a survey of a region; `planned` gives each street the forms planned for every group."""
    survey = Survey.objects.create(region=region, title=title, first_day=first_day, last_day=last_day, places=places, made_by=by)
    Need.objects.bulk_create(Need(survey=survey, order=order, name=name) for order, name in enumerate(needs, start=1))
    made = Group.objects.bulk_create(Group(survey=survey, order=order, name=name) for order, name in enumerate(groups, start=1))
    Stratum.objects.bulk_create(
        Stratum(survey=survey, region=street, group=group, planned=each) for street, each in planned for group in made
    )
    chronicle.record("needs.begun", survey, by=by, needs=len(needs), groups=len(groups))
    return survey


@transaction.atomic
def set_sample(survey: Survey, lines: Iterable[tuple[Stratum, int, int | None]], *, by: Account | None) -> None:
    """Set for each stratum how many forms are planned and how many people live there."""
    changed = []
    for stratum, planned, population in lines:
        if (stratum.planned, stratum.population) != (planned, population):
            stratum.planned, stratum.population = planned, population
            changed.append(stratum)
    if changed:
        Stratum.objects.bulk_update(changed, ["planned", "population"])
        chronicle.record("needs.sampled", survey, by=by, strata=len(changed))


@transaction.atomic
def close_survey(survey: Survey, *, on: date, by: Account | None) -> None:
    """Close a survey: what was counted stands."""
    found = Survey.objects.select_for_update().get(pk=survey.pk)
    if found.closed_on is None:
        found.closed_on = on
        found.save(update_fields=["closed_on"])
        chronicle.record("needs.closed", found, by=by, day=on.isoformat())


@transaction.atomic
def take_form(survey: Survey, form: Form, *, by: Account | None) -> bool:
    """Take one form; the same form a second time changes nothing and gives False.

    Raises SurveyClosed, BadRanking; SerialTaken where another form of the street bears the number.
    """
    known = frozenset(survey.needs.values_list("pk", flat=True))
    is_new = _take(survey, form, known, by)
    if is_new:
        chronicle.record("needs.answered", survey, by=by, forms=1)
    return is_new


@transaction.atomic
def take_forms(survey: Survey, forms: Sequence[Form], *, by: Account | None) -> Taken:
    """Take a stack of forms whole or not at all. Raises as `take_form`."""
    taken, known = Taken(), frozenset(survey.needs.values_list("pk", flat=True))
    there = {(one.region_id, one.serial): one for one in Answer.objects.filter(survey=survey, serial__in=[form.serial for form in forms])}
    fresh = []
    _check_open(survey)
    for form in forms:
        rules.check_ranking(form.ranked, known, survey.places)
        before = there.get((form.stratum.region_id, form.serial))
        if before is None:
            fresh.append(_answer(survey, form, by))
            there[form.stratum.region_id, form.serial] = fresh[-1]
            taken.new += 1
        elif _is_same(before, form):
            taken.there += 1
        else:
            raise SerialTaken(form.serial)
    Answer.objects.bulk_create(fresh, batch_size=1000)
    if fresh:
        chronicle.record("needs.answered", survey, by=by, forms=len(fresh))
    return taken


def _take(survey: Survey, form: Form, known: frozenset[int], by: Account | None) -> bool:
    _check_open(survey)
    rules.check_ranking(form.ranked, known, survey.places)
    try:
        with transaction.atomic():
            _answer(survey, form, by).save(force_insert=True)
        return True
    except IntegrityError:
        before = Answer.objects.filter(survey=survey, region=form.stratum.region_id, serial=form.serial).first()
        if before is None or not _is_same(before, form):
            raise SerialTaken(form.serial) from None
        return False


def _check_open(survey: Survey) -> None:
    if survey.closed_on:
        raise SurveyClosed


def _answer(survey: Survey, form: Form, by: Account | None) -> Answer:
    return Answer(
        survey=survey, stratum=form.stratum, region_id=form.stratum.region_id, serial=form.serial, channel=form.channel,
        answered_on=form.day, ranked=list(form.ranked), typed_by=by,
    )  # fmt: skip


def _is_same(answer: Answer, form: Form) -> bool:
    held = (answer.stratum_id, answer.channel, answer.answered_on, list(answer.ranked))
    return held == (form.stratum.pk, form.channel, form.day, list(form.ranked))
