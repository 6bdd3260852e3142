"""The front desk of one side: somebody who waits, an appointment, what was said, a case nobody has yet."""
from dataclasses import dataclass, field
from datetime import timedelta

from django.utils import timezone

from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Centre
from jiazong.people.residents.models import Person
from jiazong.people.staff.models import Worker
from jiazong.service.cases import actions as cases
from jiazong.service.cases.models import Case
from jiazong.service.intake import actions
from jiazong.service.intake.actions import Said
from jiazong.service.intake.models import Appointment, Arrival, Consultation
from jiazong.service.intake.rules.month import month_before

# Stands in every text said at the desk, so that whoever sees only heads must not find it.
SAID = "蓝喉歌鸲"


@dataclass
class FrontDesk:
    """What is shared by a side's desk, and what single people wrote down themselves."""

    canary: str
    centre: Centre
    arrival: Arrival
    appointment: Appointment
    consultation: Consultation
    waiting: Case
    consultations: dict[str, Consultation] = field(default_factory=dict)

    def consultation_of(self, person: object) -> dict[str, object]:
        """What the person wrote down herself, else what somebody else did."""
        return {"pk": self.consultations.get(str(person), self.consultation).pk}

    def employ(self, name: str, account: Account) -> None:
        """Somebody of the desk answers a question."""
        self.consultations[name] = _answered(self.centre, f"{self.canary}自己", account)


def furnish(centre: Centre, worker: Worker, canary: str) -> FrontDesk:
    """A desk with one of everything; every text holds the canary, what was said the secret too."""
    receptionist = Account.objects.create(login=f"{centre.pk}-desk", name=f"{canary}前台")
    person = Person.objects.create(centre=centre, name=f"{canary}来访者")
    told = cases.Told(source="self", issue=f"{canary}{SAID}的事")
    tomorrow = timezone.now() + timedelta(days=1)
    return FrontDesk(
        canary, centre,
        actions.register(centre, by=receptionist, name_told=f"{canary}自称", about=f"{canary}什么事"),
        actions.book(centre, worker, tomorrow, 30, by=receptionist, person=person, note=f"{canary}备注"),
        _answered(centre, f"{canary}{SAID}", receptionist),
        cases.open_case(centre, person, told, by=None, on=timezone.localdate()),
    )  # fmt: skip


def month() -> str:
    """The month that is over, as the address of its review says it."""
    return f"{month_before(timezone.localdate()):%Y-%m}"


def _answered(centre: Centre, words: str, by: Account) -> Consultation:
    came = actions.register(centre, by=by, name_told=f"{words.replace(SAID, '')}问事人")
    said = Said("policy", "answered", minutes=5, content=f"{words}问", answer=f"{words}答")
    return actions.settle(came, said, by=by, on=timezone.localdate()).consultation
