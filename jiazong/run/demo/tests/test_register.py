"""What the demonstration's privacy officer and director find in the restricted register."""
from types import SimpleNamespace

import pytest

from jiazong.ground.access.grants.models import Ask, Notice
from jiazong.people.supervision import queries
from jiazong.people.supervision.models import Note
from jiazong.people.supervision.tests import factories as make
from jiazong.run.demo.loading import DemoLoaded
from jiazong.run.demo.register import SUPERVISOR, add_register


@pytest.mark.django_db
def test_an_emergency_and_a_request_wait_beside_notes_and_checks() -> None:
    house = make.house()
    house.supervisor.login = SUPERVISOR
    house.supervisor.save(update_fields=["login"])
    for number in range(3):
        make.staff.worker(house.centre, f"社工{number}")
    loaded = DemoLoaded("small", True, [], 1, 0, SimpleNamespace(centre=house.centre), house.director)
    glass = add_register(loaded, today=make.today())
    assert (glass.account, glass.reviewed_at) == (house.director, None)
    assert Note.objects.count() == 3
    month = queries.month_of_supervision(house.supervisor, [(house.centre.pk, house.centre.name)], make.today().replace(day=1))
    assert month.standing.used == 4
    assert Ask.objects.filter(decided_at__isnull=True).count() == 1
    assert Notice.objects.filter(account=house.officer).count() == 2
    standings = {line.standing.state for line in queries.workers_checked(house.centre.workers.all(), on=make.today())}
    assert {"valid", "expired", "expiring", "missing"} <= standings
