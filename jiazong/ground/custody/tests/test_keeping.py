"""The master key is made once, told of, and never made again over one that was lost."""
import pytest

from jiazong.ground.custody import keeping
from jiazong.ground.privacy import keyring, master, sealing, troubles

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_master")]


def test_a_new_product_makes_its_master_key_once_and_for_its_owner_alone() -> None:
    assert keeping.make_ready() and not keeping.make_ready()
    assert master.file().stat().st_mode & 0o777 == 0o600 and master.file().parent.stat().st_mode & 0o777 == 0o700


def test_a_lost_master_key_is_told_and_not_replaced() -> None:
    sealing.seal_secret("x", "tests")
    master.file().unlink()
    assert not keeping.make_ready() and not master.file().exists()
    with pytest.raises(troubles.MasterKeyMissing):
        keeping.health()


def test_health_asks_for_the_sheets_until_they_are_printed() -> None:
    keeping.make_ready()
    assert keeping.health()[0] is False
    keeping.note_sheets(master.newest())
    assert keeping.health()[0] is True


def test_a_master_key_from_the_environment_needs_no_file(monkeypatch) -> None:
    sealed = sealing.seal_secret("x", "tests")
    lines = master.file().read_text()
    master.file().unlink()
    keyring.forget()
    monkeypatch.setenv("JIAZONG_MASTER_KEY", lines.splitlines()[1])
    assert sealing.open_secret(sealed, "tests") == "x"
    with pytest.raises(troubles.MasterKeyElsewhere):
        master.add()


@pytest.mark.parametrize("text", ["", "1 abc", "eins zwei", "1 " + "A" * 43 + "=\n2 QUJD"])
def test_what_is_no_master_key_is_told(text) -> None:
    keeping.make_ready()
    sealing.seal_secret("x", "tests")
    master.file().write_text(text)
    keyring.forget()
    with pytest.raises(troubles.MasterKeyUnreadable):
        keeping.health()
