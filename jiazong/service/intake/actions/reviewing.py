"""The monthly review: what was drawn opens to whoever reviews, and the month is marked as looked through, once."""
from collections.abc import Iterable
from datetime import date

from django.db import transaction

from jiazong.ground.access.grants import actions as grants
from jiazong.ground.access.grants import rules as levels
from jiazong.ground.access.grants.models import Grant
from jiazong.ground.access.grants.queries import live
from jiazong.ground.access.grants.subjects import Subject
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.places.models import Centre
from jiazong.service.intake.models import Consultation, MonthReview
from jiazong.service.intake.permissions import KIND

TRIAGE_REVIEW = "triage_review"


class MonthNotOver(ValueError):
    """A month that is still going on is not looked through yet."""


def subject_of(told: Consultation) -> Subject:
    """A consultation as grants name it."""
    return Subject(KIND, str(told.pk), told.centre_id)


@transaction.atomic
def open_drawn(drawn: Iterable[Consultation], *, by: Account) -> list[Grant]:
    """Let whoever reviews read what was drawn, for the days a sample lasts; what is open already stays open."""
    wanted = {str(one.pk): one for one in drawn}
    held = set(Grant.objects.filter(live(), account=by, subject_type=KIND, subject_id__in=wanted).values_list("subject_id", flat=True))
    return [
        grants.give(
            by, subject_of(told), level=levels.READ, purpose=TRIAGE_REVIEW, source=levels.SUPERVISOR_SAMPLE, by=by, reason="intake.drawn"
        )
        for number, told in wanted.items() if number not in held
    ]  # fmt: skip


@transaction.atomic
def review(centre: Centre, month: date, *, remark: str, by: Account, on: date) -> MonthReview:
    """Mark a month as looked through; twice keeps the first. Raises MonthNotOver."""
    if month >= on.replace(day=1):
        raise MonthNotOver(month)
    made, is_new = MonthReview.objects.get_or_create(centre=centre, month=month, defaults={"remark": remark, "reviewed_by": by})
    if is_new:
        chronicle.record("intake.reviewed", made, by=by, month=month.isoformat())
    return made
