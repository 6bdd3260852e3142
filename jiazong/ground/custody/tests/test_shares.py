"""Any two of the three sheets bring the master key back; one never does."""
import io
from datetime import date
from itertools import combinations

import pypdf
import pytest

from jiazong.ground.custody import keeping, rotating, shares
from jiazong.ground.privacy import keyring, master, sealing, troubles
from jiazong.ground.privacy.models import Key

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost(own_master) -> tuple[list[str], bytes]:
    """Three sheets were printed, a phone was sealed, then the file was lost."""
    sheets = shares.split(keeping.master_for_sheets())
    sealed = sealing.sealer("AG1", "staff_worker", "phone").seal(7, "13800001234")
    master.file().unlink()
    keyring.forget()
    return sheets, sealed


@pytest.mark.parametrize("pair", combinations(range(3), 2))
def test_any_two_sheets_open_everything_again(lost, pair) -> None:
    sheets, sealed = lost
    with pytest.raises(troubles.MasterKeyMissing):
        sealing.open_value("staff_worker", "phone", 7, sealed)
    back, wraps = keeping.recover([sheets[n] for n in pair])
    assert sealing.open_value("staff_worker", "phone", 7, sealed) == "13800001234"
    assert wraps == Key.objects.count() > 0 and master.file().stat().st_mode & 0o777 == 0o600
    assert master.newest().fingerprint == back.fingerprint


@pytest.mark.parametrize("number", range(3))
def test_one_sheet_never_does(lost, number) -> None:
    sheets, _ = lost
    for words in ([sheets[number]], [sheets[number], sheets[number]]):
        with pytest.raises(shares.SharesDoNotFit):
            keeping.recover(words)
    assert not master.file().exists()


def test_sheets_of_different_printings_do_not_fit(lost) -> None:
    sheets, _ = lost
    with pytest.raises(shares.SharesDoNotFit):
        keeping.recover([sheets[0], shares.split(master.Master(1, b"x" * 32))[1]])


def test_sheets_of_another_key_are_refused_and_nothing_is_written(lost) -> None:
    other = shares.split(master.Master(1, b"x" * 32))
    with pytest.raises(keeping.AnotherKey):
        keeping.recover(other[:2])
    assert not master.file().exists()


def test_words_may_be_typed_short_and_in_capitals_and_a_wrong_one_is_noticed(lost) -> None:
    sheets, _ = lost
    short = [" ".join(word[:4].upper() for word in sheet.split()) for sheet in sheets]
    wrong = short[0].replace(short[0].split()[8], "ACID" if short[0].split()[8] != "ACID" else "ACNE", 1)
    with pytest.raises(shares.SharesDoNotFit):
        keeping.recover([wrong, short[1]])
    assert keeping.recover(short[:2])[1] > 0


def test_after_a_new_master_key_the_old_sheets_open_only_the_old(own_master) -> None:
    old = shares.split(keeping.master_for_sheets())
    rotating.rotate_master()
    master.file().unlink()
    keyring.forget()
    with pytest.raises(keeping.AnotherKey):
        keeping.recover(old[:2])


def test_printing_is_written_down_without_a_word_of_it(own_master) -> None:
    newest = keeping.master_for_sheets()
    assert not keeping.has_sheets(newest)
    keeping.note_sheets(newest)
    assert keeping.has_sheets(newest)


def test_a_sheet_carries_its_words_in_order_and_no_others(own_master) -> None:
    newest = keeping.master_for_sheets()
    sheets = shares.split(newest)
    page = pypdf.PdfReader(io.BytesIO(shares.print_sheet(sheets[1], 2, newest, on=date(2026, 11, 22))))
    text = page.pages[0].extract_text()
    assert len(page.pages) == 1 and len(sheets[1].split()) == 33
    assert all(word in text for word in sheets[1].split())
    assert sum(word in text.split() for word in sheets[0].split()) < 12
