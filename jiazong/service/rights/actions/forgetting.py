"""Locking a case, and forgetting it: its key is thrown away, its texts are emptied, nothing leads from it to a person."""
from datetime import date

from django.db import models, transaction
from django.utils import timezone

from jiazong.ground.access.grants import actions as grants
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.custody import forgetting as keys
from jiazong.ground.transparency import actions as transparency
from jiazong.people.consent.queries import same_person
from jiazong.people.residents.models import Person
from jiazong.service.cases.actions import subject_of
from jiazong.service.cases.models import Case
from jiazong.service.rights import rules
from jiazong.service.rights.models import Archive, Request
from jiazong.service.rights.queries import waiting, walk

REGISTER = "residents"


@transaction.atomic
def lock(case: Case, *, why: str, on: date, by: Account | None, request: Request | None = None) -> Archive:
    """Lock a case that has ended: every grant on it ends, none is given any more. Locking it again changes nothing.

    A system job, or the privacy officer's decision carried out by one. Raises StillServed.
    """
    if case.ended_on is None:
        raise rules.StillServed(case.code)
    there = Archive.objects.filter(case=case).first()
    if there:
        return there
    months = waiting.setting("case.forget", on=on)
    made = Archive.objects.create(
        case=case, centre_id=case.centre_id, code=case.code, why=why, request=request, locked_on=on,
        forget_after=rules.add_months(case.ended_on, months),
    )  # fmt: skip
    grants.revoke_all_on(subject_of(case), by=by)
    chronicle.record("case.locked", case, by=by, why=why, on=on.isoformat())
    _to_log(case, "locked", by, why=why, forget_after=made.forget_after.isoformat())
    return made


@transaction.atomic
def give_free(archive: Archive, *, by: Account) -> Archive:
    """Say that a locked case whose time is over may be forgotten; the machine does it within the hour."""
    Archive.objects.filter(pk=archive.pk, forget_asked_at__isnull=True, forget_after__lte=timezone.localdate()).update(
        forget_asked_at=timezone.now(), forget_asked_by=by
    )
    chronicle.record("case.given_free", archive, by=by)
    return archive


@transaction.atomic
def forget_case(archive: Archive) -> None:
    """Forget a locked case, as a system job: its key goes, in backups too; its head stays as a number without a name."""
    case = archive.case
    kids = keys.forget(case.sealed_for)
    for model in walk.tables():
        if _names_a_person(model) and (field := _leads_to(model, Case)):
            model._base_manager.filter(**{field.attname: case.pk})._raw_delete("default")
    Archive.objects.filter(pk=archive.pk).update(forgotten_at=timezone.now())
    chronicle.record("case.forgotten", case, by=archive.forget_asked_by, keys=len(kids))
    _to_log(case, "forgotten", archive.forget_asked_by, keys=len(kids))


@transaction.atomic
def forget_person(person: Person, *, by: Account | None = None) -> None:
    """Take a person out of the register, as a system job: no name, no number, no kin; the row stays for what points to it."""
    who = same_person(person)
    keys.note_file(f"person:{person.pk}")
    for model in walk.tables():
        if model._meta.app_label == REGISTER and model is not Person:
            for field in walk.naming(model):
                model._base_manager.filter(**{f"{field.attname}__in": who})._raw_delete("default")
    Person.objects.filter(pk__in=who).update(
        name="", sort_key="", sex="", born_on=None, died_on=None, id_kind="", id_number=None, id_number_index=None,
        registration="", languages=[], outside_number="", locked_at=timezone.now(), lock_reason="rights.forgotten",
    )  # fmt: skip
    chronicle.record("person.forgotten", person, by=by)
    transparency.append("data_right", f"person:{person.pk}", {"deed": "forgotten", "by": str(by.pk) if by else ""})


def _names_a_person(model: type[models.Model]) -> bool:
    """A row of a case that is nothing but the link to somebody: it is taken out, not emptied."""
    return bool(walk.naming(model)) and model._meta.app_label == Case._meta.app_label


def _leads_to(model: type[models.Model], to: type[models.Model]) -> models.Field | None:
    return next((one for one in model._meta.concrete_fields if one.is_relation and one.related_model is to), None)


def _to_log(case: Case, deed: str, by: Account | None, **facts: str | int) -> None:
    transparency.append("data_right", f"case:{case.pk}", {"deed": deed, "by": str(by.pk) if by else "", **facts})
