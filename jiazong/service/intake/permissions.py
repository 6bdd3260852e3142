"""Who sees what of the desk: everything of the centres within reach; what was said, only those it opens to."""
from dataclasses import replace

from django.db.models import Q, QuerySet
from django.utils import timezone

from jiazong.ground.access.grants import rules as levels
from jiazong.ground.access.grants.queries import granted
from jiazong.ground.access.rules import Reach
from jiazong.ground.accounts.models import Account
from jiazong.people.places.models import Centre
from jiazong.people.places.permissions import centre_condition
from jiazong.people.staff.models import Worker
from jiazong.service.cases.models import Case
from jiazong.service.cases.queries.renewing import still_work
from jiazong.service.intake.models import Appointment, Arrival, Consultation, ConsultationText

KIND = "consultation"


def desks_within(reach: Reach) -> QuerySet[Centre]:
    """The centres whose desk a person sits at."""
    return Centre.objects.filter(_whole(reach, "")).order_by("code")


def arrivals_within(reach: Reach) -> QuerySet[Arrival]:
    """Those who came to the desks within reach."""
    return Arrival.objects.filter(_whole(reach))


def appointments_within(reach: Reach) -> QuerySet[Appointment]:
    """The appointments of the desks within reach."""
    return Appointment.objects.filter(_whole(reach))


def consultations_within(reach: Reach) -> QuerySet[Consultation]:
    """The heads of the consultations within reach: when, about what kind of need, what came of it."""
    return Consultation.objects.filter(_whole(reach))


def texts_open_to(account: Account, word: str) -> QuerySet[ConsultationText]:
    """What was said, to whoever wrote it down or answered, and to whoever holds a grant of level 2."""
    drawn = granted(account, KIND, levels.READ, word, path="consultation_id")
    mine = Q(consultation__written_by=account) | Q(consultation__answered_by__account=account)
    return ConsultationText.objects.filter(mine | Q(drawn))


def workers_within(reach: Reach) -> QuerySet[Worker]:
    """The workers of the desks within reach, by pinyin."""
    return Worker.objects.filter(_whole(reach)).order_by("sort_key", "pk")


def waiting_within(reach: Reach) -> QuerySet[Case]:
    """The cases of the centres within reach that go on and were given to nobody; their heads, nobody's name."""
    return Case.objects.filter(_whole(reach), worker__isnull=True, ended_on__isnull=True)


def given_within(reach: Reach) -> QuerySet[Case]:
    """The cases of the centres within reach that are a worker's: they go on, or are followed up after closing."""
    return Case.objects.filter(_whole(reach), still_work(timezone.localdate()), worker__isnull=False)


def _whole(reach: Reach, path: str = "centre__") -> Q:
    """The centres a role reaches as a whole."""
    return centre_condition(replace(reach, own_in=frozenset()), path)
