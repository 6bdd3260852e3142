"""Invented workers of invented centres."""
from datetime import date

from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Centre
from jiazong.people.places.tests.factories import SINCE
from jiazong.people.staff import actions
from jiazong.people.staff.models import PostKind, Worker


def kind(code: str = "social_worker") -> PostKind:
    return PostKind.objects.get(code=code)


def worker(
    of: Centre, name: str = "陈静", *, post: str = "social_worker", on: date = SINCE, account: Account | None = None
) -> Worker:
    """Somebody who works at a centre since a day."""
    return actions.engage_worker(of, name=name, kind=kind(post), by=None, on=on, account=account)
