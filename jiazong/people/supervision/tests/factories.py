"""An invented centre with its supervisor, a worker, the director, the privacy officer, and a note between two of them."""
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils import timezone

from jiazong.ground.access import actions as access
from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Centre
from jiazong.people.places.tests import factories as place
from jiazong.people.staff.models import Worker
from jiazong.people.staff.tests import factories as staff
from jiazong.people.supervision import actions
from jiazong.people.supervision.actions import Said
from jiazong.people.supervision.models import Check, Note, Pair

THEMES, AGREED, PRIVATE, NUMBER, FOUND = "朱鹮谈到的压力", "朱鹮约定的休假", "朱鹮的隐忧", "朱鹮查字001号", "朱鹮查到的事"
TEXTS = (THEMES, AGREED, PRIVATE, NUMBER, FOUND)


@dataclass
class House:
    """Everybody of one centre, by role."""

    centre: Centre
    director: Account
    office: Account
    officer: Account
    supervisor: Account
    worker: Worker
    colleague: Worker

    @property
    def people(self) -> dict[str, Account]:
        accounts = {"worker": self.worker.account, "colleague": self.colleague.account}
        return accounts | {name: getattr(self, name) for name in ("director", "office", "officer", "supervisor")}


def house(code: str = "qinghe", **of: object) -> House:
    """A centre with one person for each role."""
    centre = place.centre(code, **of)
    return House(
        centre,
        director=employed(centre, "centre_director", "周敏仪").account,
        office=place.member("agency_office", "agency", centre.agency_id),
        officer=place.member("privacy_officer", "agency", centre.agency_id),
        supervisor=employed(centre, "supervisor", "何慧芳").account,
        worker=employed(centre, "social_worker", "陈静"),
        colleague=employed(centre, "social_worker", "林志豪"),
    )


def employed(centre: Centre, role: str, name: str) -> Worker:
    """Somebody on the staff list who signs in and holds a role there."""
    account = place.account(name)
    access.admit(account, role=role, scope_kind="centre", scope_code=centre.code, by=None, on=place.SINCE)
    return staff.worker(centre, name, account=account)


def pair(of: House, worker: Worker | None = None) -> Pair:
    return actions.pair(of.supervisor, worker or of.worker, by=of.director, on=today())


def note(of: House, *, made: Pair | None = None, about: Worker | None = None, day: date | None = None) -> Note:
    """A note with a canary in each of its texts."""
    made = made or pair(of)
    said = Said(day or today(), 60, Note.INDIVIDUAL, THEMES, AGREED, PRIVATE, about)
    return actions.write_notes([made], said, by=of.supervisor)[0]


def check(of: House, *, worker: Worker | None = None, result: str = "clear", asked_on: date | None = None) -> Check:
    return actions.record_check(
        worker or of.worker, kind=Check.YEARLY, asked_on=asked_on or today(), result=result, number=NUMBER, words=FOUND,
        by=of.director,
    )  # fmt: skip


def today() -> date:
    return timezone.localdate()


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)
