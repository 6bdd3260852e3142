"""What a killed rotation left is sealed anew in the background, a piece at a time."""
import pytest

from jiazong.ground.custody import rotating, tasks
from jiazong.ground.custody.places import rows_by_key
from jiazong.ground.privacy.models import Key

pytestmark = pytest.mark.django_db


def test_the_background_carries_on_a_piece_at_a_time(staff_of_two, monkeypatch) -> None:
    monkeypatch.setattr("jiazong.ground.custody.places.BATCH", 1)
    monkeypatch.setattr(tasks, "BATCHES", 4)
    old = rotating.rotate()
    assert [tasks.carry_on(0), tasks.carry_on(0)] == [4, 2]
    assert not set(rows_by_key()) & set(old) and not Key.objects.filter(state=Key.RETIRING).exists()


def test_with_nothing_to_do_it_does_nothing(staff_of_two) -> None:
    assert tasks.carry_on(0) == 0
