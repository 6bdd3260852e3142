"""After closing: looks at the family, how it found the service, and a new case where it comes back."""
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants.queries import live_grants_of
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.service.cases.actions.opening import CASE, Told, open_case
from jiazong.service.cases.models import Case, FollowUp, Party, Satisfaction
from jiazong.service.cases.queries import following as queries
from jiazong.service.cases.rules import stages
from jiazong.service.cases.rules.satisfaction import CHOICES


class NotClosed(stages.NotNow):
    """Follow-ups and a return belong to a case that was closed."""


class NotAsked(ValueError):
    """An answer to a question that is not asked, or a choice that is none."""


@dataclass(frozen=True)
class FollowUpTold:
    """A look after closing; the last one ends the worker's sight of the case."""

    day: date
    mode: str
    words: str
    is_last: bool = False


@transaction.atomic
def follow_up(case: Case, told: FollowUpTold, *, by: Account) -> FollowUp:
    """Write down a look after closing; with the last one the writer's grants on the case end at once. Raises NotClosed."""
    if case.stage != stages.CLOSED:
        raise NotClosed(case.stage)
    made = FollowUp.objects.create(case=case, written_by=by, **vars(told))
    chronicle.record("case.followed_up", made, by=by, on=told.day.isoformat(), last=told.is_last)
    if told.is_last:
        Case.objects.filter(pk=case.pk).update(follow_up_until=None)
        for held in live_grants_of(by).filter(subject_type=CASE, subject_id=str(case.pk)):
            grants.revoke(held, by=by)
    return made


@transaction.atomic
def record_satisfaction(case: Case, answers: Mapping[str, str], *, day: date, by: Account, words: str = "") -> Satisfaction:
    """Write down how the family found the service, with the questions as they were asked. Raises NotAsked."""
    asked = {item.code: item.words for item in queries.items_on(day)}
    if not answers or set(answers) - set(asked) or set(answers.values()) - set(CHOICES):
        raise NotAsked(", ".join(sorted(answers)))
    items = [{"code": code, "words": said, "answer": answers[code]} for code, said in asked.items() if code in answers]
    made = Satisfaction.objects.create(case=case, day=day, answers={"items": items}, words=words, written_by=by)
    chronicle.record("case.satisfaction", made, by=by, on=day.isoformat())
    return made


@transaction.atomic
def reopen(case: Case, *, issue: str, urgency: str, by: Account, on: date) -> Case:
    """Open a new case for a family whose case has ended; the old one stays as it is, the new one names its code.

    Raises NotClosed.
    """
    if case.stage not in stages.ENDED:
        raise NotClosed(case.stage)
    party = Party.objects.select_related("person", "household").get(case=case)
    before = _("Case %(code)s, ended %(day)s") % {"code": case.code, "day": case.ended_on.isoformat()}
    told = Told(
        source="self", issue=issue, urgency=urgency, is_minor=case.is_minor, is_restricted=case.is_restricted,
        fields={"prior_service": before},
    )  # fmt: skip
    made = open_case(case.centre, party.person, told, by=by, on=on, household=party.household)
    chronicle.record("case.came_back", case, by=by, on=on.isoformat(), to=made.code)
    return made
