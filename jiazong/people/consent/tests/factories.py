"""Made-up consents for tests."""
from datetime import date, timedelta

from django.utils import timezone

from jiazong.ground.accounts.models import Account
from jiazong.people.consent import actions
from jiazong.people.consent.models import Consent, Text
from jiazong.people.consent.rules import giving
from jiazong.people.residents.models import Guardianship, Person

PAPER = actions.By(giving.PAPER, paper_number="同意书-007")


def text() -> Text:
    """The product's own text, as the migrations bring it."""
    return Text.objects.get(agency="", code="family", version=1)


def agree(person: Person, *purposes: str, how: actions.By = PAPER, by: Account | None = None, on: date | None = None) -> list[Consent]:
    return actions.give(person, text(), purposes or (giving.SERVICE,), how, by=by, on=on or timezone.localdate())


def born(years: int, days: int = 0) -> date:
    """The birthday of somebody so many years and days old today."""
    today = timezone.localdate()
    return date(today.year - years, today.month, min(today.day, 28)) - timedelta(days=days)


def guardian(ward: Person, of: Person, *, checked_on: date | None = None, **days: date) -> Guardianship:
    return Guardianship.objects.create(
        centre=ward.centre, ward=ward, guardian=of, kind="母亲", checked_on=checked_on or timezone.localdate(), **days
    )
