"""A family is referred to another body, or came from one: with consent, a summary, and the answer."""
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.service.cases.models import Case, Referral
from jiazong.service.cases.queries import referring as queries
from jiazong.service.cases.rules import referring as rules


@dataclass(frozen=True)
class ReferralTold:
    """A referral; out of the centre it needs the day of the person's separate consent."""

    direction: str
    body: str
    day: date
    reason: str = ""
    summary: str = ""
    urgency: str = "normal"
    consent_on: date | None = None


@transaction.atomic
def refer(case: Case, told: ReferralTold, *, by: Account) -> Referral:
    """Write down a referral; the case itself goes on until it is closed. Raises NoConsent, ConsentWithdrawn, BeforeReferral."""
    gone = told.direction == rules.OUT and queries.took_sharing_back(case)
    rules.check_may_refer(told.direction, day=told.day, consent_on=told.consent_on, is_withdrawn=gone)
    made = Referral.objects.create(case=case, written_by=by, **vars(told))
    chronicle.record("case.referred", made, by=by, on=told.day.isoformat(), direction=told.direction)
    return made


@transaction.atomic
def answer(referral: Referral, *, said: str, on: date, words: str = "", by: Account) -> Referral:
    """Write down what the other body answered, once. Raises AlreadyAnswered, BeforeReferral."""
    held = Referral.objects.select_for_update(of=("self",)).get(pk=referral.pk)
    held.case = referral.case
    rules.check_may_answer(answer=said, day=held.day, answered_on=on, answered_before=bool(held.answer))
    held.answer, held.answered_on, held.answer_words = said, on, words
    held.save(update_fields=["answer", "answered_on", "answer_words"])
    chronicle.record("case.referral_answered", held, by=by, on=on.isoformat(), answer=said)
    return held
