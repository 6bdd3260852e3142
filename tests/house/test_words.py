"""Every sentence has its Chinese, and says the same wherever it stands."""
from collections import defaultdict

from babel.messages.pofile import read_po

from jiazong.ground.ui import catalogues
from tests.house import tree


def readings() -> dict[tuple[str | None, str], dict[str, str]]:
    """What each sentence is in Chinese, by the catalogue that says so."""
    found: dict = defaultdict(dict)
    for app in catalogues.apps():
        file = app / catalogues.CATALOGUE
        if file.exists():
            with file.open("rb") as source:
                for message in read_po(source):
                    if message.id:
                        found[message.context, str(message.id)][tree.short(app)] = str(message.string)
    return found


def test_every_sentence_is_translated_and_none_is_fuzzy():
    assert catalogues.check() == []


def test_a_sentence_is_the_same_in_every_catalogue():
    """All catalogues are read into one: of two readings of a sentence, the screens would show whichever came first."""
    found = readings()
    assert len(found) > 100
    assert {key: told for key, told in found.items() if len(set(told.values())) > 1} == {}
