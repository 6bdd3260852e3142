"""Invented workers of invented centres."""
from datetime import date

from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Centre
from jiazong.people.places.tests.factories import SINCE
from jiazong.people.staff import actions
from jiazong.people.staff.models import Absence, AbsenceKind, CertificateKind, PostKind, Registration, Worker
from jiazong.people.staff.rules import Away


def kind(code: str = "social_worker") -> PostKind:
    return PostKind.objects.get(code=code)


def worker(
    of: Centre, name: str = "陈静", *, post: str = "social_worker", on: date = SINCE, account: Account | None = None
) -> Worker:
    """Somebody who works at a centre since a day."""
    return actions.engage_worker(of, name=name, kind=kind(post), by=None, on=on, account=account)


def registered(worker: Worker, certificate: str = "社会工作师", *, on: date) -> Registration:
    """A worker who is registered from a day on for the usual time."""
    return actions.register_worker(worker, certificate=CertificateKind.objects.get(name=certificate), on=on, by=None)


def away(worker: Worker, span: Away, *, kind: str = "annual") -> Absence:
    """A worker who is on leave."""
    return actions.enter_absence(worker, span, kind=AbsenceKind.objects.get(code=kind), by=None)
