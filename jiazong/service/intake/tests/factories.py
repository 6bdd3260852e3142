"""A desk with somebody at it, made up."""
from datetime import timedelta

from django.utils import timezone

from jiazong.ground.access import actions as access
from jiazong.people.places.tests import factories as places
from jiazong.people.staff.tests import factories as staff
from jiazong.service.cases.tests import factories as cases
from jiazong.service.cases.tests.factories import House
from jiazong.service.intake import actions
from jiazong.service.intake.actions import Said
from jiazong.service.intake.models import Arrival, Consultation


def house(code: str = "qinghe") -> House:
    """A centre with a person for each role and one family."""
    return cases.house(code)


def arrival(of: House, **more: object) -> Arrival:
    """Somebody of the family who has come to the desk."""
    told = {"person": of.person, "household": of.household} | more
    return actions.register(of.centre, by=of.people["reception"], **told)


def stranger(of: House, name: str = "街坊阿姨", **more: object) -> Arrival:
    """Somebody of whom only a name is told."""
    return actions.register(of.centre, by=of.people["reception"], name_told=name, **more)


def consultation(of: House, *, days_ago: int = 0, came: Arrival | None = None, **more: object) -> Consultation:
    """A question answered at the desk so many days ago."""
    said = Said(**{"kind": "policy", "outcome": "answered", "minutes": 10, "content": "问居住证", "answer": "到街道大厅办", **more})
    on = timezone.localdate() - timedelta(days=days_ago)
    return actions.settle(came or arrival(of), said, by=of.people["reception"], on=on).consultation


__all__ = ["House", "access", "arrival", "cases", "consultation", "house", "places", "staff", "stranger"]
