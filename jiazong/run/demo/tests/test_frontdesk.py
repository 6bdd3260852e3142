"""What the demonstration's receptionist and director find at the front desk."""
from types import SimpleNamespace

import pytest
from django.utils import timezone

from jiazong.run.demo.frontdesk import RECEPTION, add_frontdesk
from jiazong.run.demo.loading import DemoLoaded
from jiazong.service.cases.models import Case
from jiazong.service.intake.models import Appointment, Arrival
from jiazong.service.intake.queries import review
from jiazong.service.intake.tests import factories as make


@pytest.mark.django_db
def test_six_are_at_the_desk_two_cases_wait_and_last_month_is_to_be_looked_through() -> None:
    house = make.house()
    house.people["reception"].login = RECEPTION
    house.people["reception"].save(update_fields=["login"])
    today = timezone.localdate()
    loaded = DemoLoaded("small", True, [], 1, 0, SimpleNamespace(centre=house.centre), house.people["centre_director"])
    came = add_frontdesk(loaded, today=today)
    assert [one.stay.state for one in came].count("waiting") == 4
    assert Arrival.objects.filter(gone_at__isnull=True).count() == 6
    assert Case.objects.filter(worker__isnull=True).count() == 2
    assert Appointment.objects.count() == 3
    ((centre, month),) = review.to_review([house.centre], on=today)
    assert centre == house.centre
    assert sum(total for _, _, total in review.month_seen(house.centre, month, on=today).lines) == 6
