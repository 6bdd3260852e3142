"""Giving and taking back: both one step, both by the same people, both at once."""
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models.functions import Now
from django.utils import timezone

from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.people.consent import queries
from jiazong.people.consent.models import Consent, Given, Text
from jiazong.people.consent.rules import giving
from jiazong.people.residents.models import Guardianship, Person


@dataclass(frozen=True)
class By:
    """Who agreed and how: the person herself, or her guardian; a paper with its number, or words somebody heard."""

    way: str
    paper_number: str = ""
    witness: str = ""
    guardianship: Guardianship | None = None
    exception: str = ""
    reason: str = ""


@transaction.atomic
def give(person: Person, text: Text, purposes: tuple[str, ...], how: By, *, by: Account | None, on: date) -> list[Consent]:
    """Write that a person, or whoever stands for her, agreed to these purposes on a day.

    Separate purposes become acts of their own. What holds already is not written again. Raises what
    `rules.giving.check_may_give` raises; the tables refuse the same by themselves.
    """
    separate = queries.separate_codes()
    guardian = queries.as_guardian(how.guardianship) if how.guardianship else None
    if how.guardianship and how.guardianship.ward_id not in queries.same_person(person):
        raise giving.NotTheGuardian
    made = []
    for act in giving.acts(_not_yet(person, purposes), separate):
        wanted = giving.Wanted(act, on, how.way, how.paper_number, how.witness, how.exception, how.reason)
        giving.check_may_give(
            wanted, born=person.born_on, guardian=guardian, today=timezone.localdate(), in_text=text.purposes,
            text_since=text.first_day, separate=separate,
        )  # fmt: skip
        made.append(_write(person, act, by, on, basis=giving.CONSENT, text=text, how=how))
    return made


def _not_yet(person: Person, purposes: tuple[str, ...]) -> tuple[str, ...]:
    """Those purposes no consent of the person holds for; two who ask at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7151, hashtext(%s))", [str(person.pk)])
    held = Given.objects.filter(person=person, basis=giving.CONSENT, withdrawn_at__isnull=True)
    known = set(held.values_list("purpose_id", flat=True))
    return tuple(one for one in purposes if one not in known)


@transaction.atomic
def keep_on_other_basis(person: Person, purpose: str, *, basis: str, reason: str, by: Account | None, on: date) -> Consent:
    """Write down that data of a person is used for a purpose without consent, on which legal basis, and why.

    Raises NeedsReason. Source: 个人信息保护法 第13条第一款第二至七项.
    """
    if basis not in giving.OTHER_BASES:
        raise ValueError(basis)
    if not reason.strip():
        raise giving.NeedsReason
    there = Given.objects.filter(person=person, purpose=purpose, basis=basis, withdrawn_at__isnull=True).select_related("consent").first()
    if there:
        return there.consent
    return _write(person, (purpose,), by, on, basis=basis, how=By("", reason=reason))


def _write(
    person: Person, purposes: tuple[str, ...], by: Account | None, on: date, *, basis: str, how: By, text: Text | None = None
) -> Consent:
    consent = Consent.objects.create(
        centre_id=person.centre_id, person=person, basis=basis, text=text, guardianship=how.guardianship,
        exception=how.exception, reason=how.reason.strip(), way=how.way, paper_number=how.paper_number.strip(),
        witness=how.witness.strip(), given_on=on, written_by=by,
    )  # fmt: skip
    for purpose in purposes:
        Given.objects.create(
            consent=consent, centre_id=person.centre_id, person=person, purpose_id=purpose, basis=basis, given_on=on
        )
    chronicle.record("consent.given", consent, by=by, on=on.isoformat(), purposes=list(purposes), basis=basis)
    return consent


@transaction.atomic
def withdraw(person: Person, purpose: str, *, way: str, by: Account | None) -> int:
    """Take back a consent from this moment on, under every key of the person; gives how many rows it ended.

    What was done until now stays lawful (个人信息保护法 第15条). Taking back what does not hold changes nothing.
    """
    if way not in giving.WAYS:
        raise ValueError(way)
    held = Given.objects.filter(
        person__in=queries.same_person(person), purpose=purpose, basis=giving.CONSENT, withdrawn_at__isnull=True
    )
    ended = held.update(withdrawn_at=Now(), withdrawn_by=by, withdrawn_way=way)
    if ended:
        chronicle.record("consent.withdrawn", person, by=by, purpose=purpose)
    return ended
