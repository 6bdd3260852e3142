"""What the machine does by itself: copies, locks and forgetting that were granted, files whose time is over, and, after an
older backup was put back, what had been forgotten once more.
"""
import base64
import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils import timezone

from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.custody import forgetting as keys
from jiazong.people.consent.queries import same_person
from jiazong.people.residents.models import Person
from jiazong.service.cases.models import Case
from jiazong.service.rights import rules
from jiazong.service.rights.actions.forgetting import forget_case, forget_person, lock
from jiazong.service.rights.models import Archive, Copy, Request
from jiazong.service.rights.queries import waiting, walk

BATCH = 200


def work(today: date) -> dict[str, int]:
    """One round of the machine; gives how much of each was done. Stopped anywhere, the next round goes on."""
    done = {"locked": 0, "carried_out": 0, "forgotten": 0, "again": 0}
    for case in waiting.to_lock(today, waiting.setting("case.lock", on=today))[:BATCH]:
        lock(case, why=Archive.RETENTION, on=today, by=None)
        done["locked"] += 1
    for request in waiting.to_carry_out()[:BATCH]:
        carry_out(request, today=today)
        done["carried_out"] += 1
    for archive in waiting.to_forget()[:BATCH]:
        forget_case(archive)
        done["forgotten"] += 1
    done["again"] = _forget_again(today)
    return done


@transaction.atomic
def carry_out(request: Request, *, today: date) -> None:
    """Do what was granted: make the copy, lock the files, or lock and forget them. A system job; doing it twice is once."""
    held = Request.objects.select_for_update(of=("self",)).select_related("centre", "person__centre").get(pk=request.pk)
    if held.carried_out_at:
        return
    if held.kind == rules.COPY:
        _copy(held)
    else:
        _lock_all(held, today)
        if held.kind == rules.DELETE and held.state == rules.GRANTED:
            for archive in Archive.objects.filter(request=held).select_related("case", "forget_asked_by"):
                forget_case(archive)
            forget_person(held.person, by=held.decided_by)
    Request.objects.filter(pk=held.pk).update(carried_out_at=timezone.now())
    chronicle.record("rights.carried_out", held, by=None, kind=held.kind)


def _lock_all(request: Request, today: date) -> None:
    who = same_person(request.person)
    for case in waiting.cases_about(who):
        lock(case, why=Archive.REQUESTED, on=today, by=request.decided_by, request=request)
    Archive.objects.filter(case__in=waiting.cases_about(who)).update(request=request)
    Person.objects.filter(pk__in=who, locked_at__isnull=True).update(locked_at=timezone.now(), lock_reason=f"rights.{request.kind}")


def _copy(request: Request) -> None:
    content, rows, withheld = written(request.person)
    Copy.objects.update_or_create(
        request=request,
        defaults={"centre": request.centre, "content": content, "rows": rows, "withheld": withheld, "sha256": hashlib.sha256(content).hexdigest()},
    )


def written(person: Person) -> tuple[bytes, int, int]:
    """All that is kept about a person as JSON: table by table, each row with all its columns; then what is left out and why."""
    withheld = waiting.withheld_tables(timezone.localdate())
    found = sorted(walk.rows_of(person).items(), key=lambda one: one[0]._meta.db_table)
    left_out = {model._meta.db_table: len(pks) for model, pks in found if model._meta.db_table in withheld}
    tables = {model._meta.db_table: list(_rows(model, pks)) for model, pks in found if model._meta.db_table not in withheld}
    told = {
        "made": timezone.localtime().isoformat(timespec="seconds"), "tables": tables,
        "withheld": [{"table": name, "rows": count, "why": withheld[name]} for name, count in left_out.items()],
    }  # fmt: skip
    content = json.dumps(told, ensure_ascii=False, indent=1).encode()
    return content, sum(len(rows) for rows in tables.values()), sum(left_out.values())


def _rows(model: type[models.Model], keys_of: set[Any]) -> Iterator[dict[str, Any]]:
    for row in model._base_manager.filter(pk__in=keys_of).order_by("pk"):
        yield {one.attname: _plain(getattr(row, one.attname)) for one in model._meta.concrete_fields}


def _plain(value: Any) -> Any:
    """A value as JSON has it."""
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value if value is None or isinstance(value, str | int | bool | list | dict) else str(value)


def _forget_again(today: date) -> int:
    """After an older backup: what the file beside the master key says is gone is taken out once more."""
    done, files = len(keys.destroy_again()), {one.label for one in keys.gone()}
    for label in files:
        kind, _, key = label.partition(":")
        if kind == "case":
            done += _case_again(UUID(key), today)
        elif kind == "person":
            for person in Person.objects.filter(pk=UUID(key)).exclude(name=""):
                forget_person(person)
                done += 1
    return done


def _case_again(key: UUID, today: date) -> int:
    case = Case.objects.filter(pk=key, ended_on__isnull=False).exclude(archive__forgotten_at__isnull=False).first()
    if case is None:
        return 0
    forget_case(lock(case, why=Archive.RETENTION, on=today, by=None))
    return 1
