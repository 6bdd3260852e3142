"""An assessment is written bit by bit and completed once; its colour and the day of the next look follow by rule."""
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models.functions import Now

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.workdays.queries import calendar
from jiazong.service.cases.models import Assessment, Case, Scale
from jiazong.service.cases.queries import assessing as queries
from jiazong.service.cases.rules import assessing as rules
from jiazong.service.cases.rules import stages


class AlreadyCompleted(ValueError):
    """What was completed is not written on; a new assessment follows it."""


@dataclass(frozen=True)
class Assessed:
    """What an assessment holds. `risks` is {risk: {level, words}}, `needs` in their rank, `systems` {system: words}."""

    made_on: date
    scores: dict[str, dict[str, int]] = field(default_factory=dict)
    risks: dict[str, dict[str, str]] = field(default_factory=dict)
    systems: dict[str, str] = field(default_factory=dict)
    needs: list[str] = field(default_factory=list)
    strengths: str = ""
    resources: str = ""
    worker_view: str = ""
    user_view: str = ""


@transaction.atomic
def save_assessment(case: Case, told: Assessed, *, by: Account, on: date) -> Assessment:
    """Write the open assessment of a case, or begin one on the scale that holds that day; there is one open at most.

    Raises AlreadyEnded, NotNow before the intake was decided, OutOfScale, NoScale.
    """
    held = Case.objects.select_for_update(of=("self",)).select_related("centre").get(pk=case.pk)
    _check_stage(held)
    found = Assessment.objects.select_related("scale").filter(case=held, completed_at__isnull=True).first()
    if found is None:
        found = Assessment(case=held, scale=queries.scale_on(held.centre.agency_id, on), written_by=by)
    found.case = held
    rules.check_scores(found.scale.domains, told.scores)
    is_new = found._state.adding
    for name, value in vars(told).items():
        setattr(found, name, value)
    found.save(force_insert=is_new, update_fields=None if is_new else list(vars(told)))
    if is_new:
        chronicle.record("case.assessment_begun", held, by=by, on=told.made_on.isoformat(), scale=found.scale_id)
    return found


@transaction.atomic
def complete_assessment(case: Case, told: Assessed, *, by: Account, on: date) -> Assessment:
    """Save an assessment and close it: colour and next look go to the case, and nothing of it is changed afterwards.

    The first one moves the case on to planning. Raises NotComplete with what is missing, and what saving raises.
    """
    found = save_assessment(case, told, by=by, on=on)
    if missing := rules.lacks(found.scale.domains, told.scores, told.risks, told.needs):
        raise rules.NotComplete(missing)
    line = rules.threshold_of(
        rules.thresholds(found.scale.colours), rules.total(told.scores), is_acute=rules.has_acute(told.risks)
    )
    due = rules.review_on(line, told.made_on, calendar(told.made_on.year, told.made_on.year + 1))
    Assessment.objects.filter(pk=found.pk).update(colour=line.colour, next_review_on=due, completed_at=Now())
    stage = stages.PLANNING if found.case.stage == stages.ASSESSMENT else found.case.stage
    Case.objects.filter(pk=case.pk).update(stage=stage, colour=line.colour, next_review_on=due)
    chronicle.record("case.assessed", found.case, by=by, on=told.made_on.isoformat(), colour=line.colour, review=due.isoformat())
    case.refresh_from_db()
    found.refresh_from_db(fields=["colour", "next_review_on", "completed_at"])
    return found


@transaction.atomic
def add_scale(scale: Scale, *, by: Account | None) -> Scale:
    """Take a new version of an agency's own scale; the one before it ends the day before. Raises BadScale."""
    rules.thresholds(scale.colours)
    before = Scale.objects.filter(code=scale.code, agency=scale.agency, last_day__isnull=True).order_by("-version").first()
    if before:
        before.last_day = max(scale.first_day - timedelta(days=1), before.first_day)
        before.save(update_fields=["last_day"])
        scale.version = before.version + 1
    scale.save(force_insert=True)
    chronicle.record("case.scale_added", scale, by=by, code=scale.code, version=scale.version, agency=scale.agency)
    return scale


def _check_stage(case: Case) -> None:
    if case.stage in stages.ENDED:
        raise stages.AlreadyEnded(case.stage)
    if case.stage == stages.INTAKE:
        raise stages.NotNow(case.stage)
