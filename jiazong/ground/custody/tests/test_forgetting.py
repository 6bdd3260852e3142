from uuid import uuid4

import pytest

from jiazong.ground.custody import forgetting
from jiazong.ground.privacy import keyring, sealing, troubles
from jiazong.ground.privacy.models import Key
from jiazong.ground.transparency.models import Leaf

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_master")]


def sealed_for(label: str) -> bytes:
    return sealing.sealer(label, "anywhere", "words").seal("1", "不再打开")


def test_what_a_file_sealed_opens_nowhere_any_more_and_other_files_do():
    mine, other = f"case:{uuid4()}", f"case:{uuid4()}"
    gone, kept = sealed_for(mine), sealed_for(other)
    kids = forgetting.forget(mine)
    assert [one.state for one in Key.objects.filter(pk__in=kids)] == [Key.DESTROYED]
    with pytest.raises(troubles.KeyDestroyed):
        sealing.open_value("anywhere", "words", "1", gone)
    assert sealing.open_value("anywhere", "words", "1", kept) == "不再打开"


def test_the_number_stands_outside_the_database_before_the_key_is_gone(monkeypatch):
    label = f"case:{uuid4()}"
    sealed_for(label)

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("the machine stops here")

    monkeypatch.setattr(forgetting.chronicle, "record", fails)
    with pytest.raises(RuntimeError):
        forgetting.forget(label)
    assert [one.label for one in forgetting.gone()] == [label]


def test_what_an_older_copy_brings_back_is_thrown_away_again_and_only_that():
    mine, other = f"case:{uuid4()}", f"case:{uuid4()}"
    sealed_for(mine), sealed_for(other)
    [kid] = forgetting.forget(mine)
    wrapped = bytes(Key.objects.get(agency=other).wrapped)
    Key.objects.filter(pk=kid).update(state=Key.ACTIVE, wrapped=wrapped, destroyed_at=None)
    assert forgetting.destroy_again() == [forgetting.Gone(kid, mine)]
    assert forgetting.destroy_again() == []
    # In the older copy the same number may be another file's key: that one stays.
    Key.objects.filter(pk=kid).update(state=Key.RETIRED, wrapped=wrapped, agency="case:another", destroyed_at=None)
    assert forgetting.destroy_again() == []


def test_doing_it_twice_is_doing_it_once():
    label = f"case:{uuid4()}"
    sealed_for(label)
    assert forgetting.forget(label) == forgetting.forget(label)
    assert len(forgetting.gone()) == 1
    assert Leaf.objects.filter(kind="key_event", facts__contains="keys.destroyed").count() == 1


def test_the_key_of_an_agency_is_not_thrown_away_this_way():
    keyring.active("qinghe")
    with pytest.raises(forgetting.NotOfOneFile):
        forgetting.forget("qinghe")
