"""The sentences a person at the terminal reads when something is wrong."""

import errno
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from jiazong.run import troubles

KINDS = [kind for kind in vars(troubles).values() if isinstance(kind, type) and issubclass(kind, troubles.Trouble) and kind.sentence]
CATALOGUE = Path(troubles.__file__).parent / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"


def names(sentence: str) -> set[str]:
    return set(re.findall(r"%\((\w+)\)s", sentence))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_sentence_has_its_chinese_with_the_same_names(kind: type[troubles.Trouble]):
    with CATALOGUE.open("rb") as file:
        message = read_po(file).get(kind.sentence)
    assert message is not None
    assert not message.fuzzy
    assert names(message.string) == names(kind.sentence)
    assert message.string.endswith("。")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_sentence_is_told_with_its_values(kind: type[troubles.Trouble]):
    values = {name: f"<{name}>" for name in names(kind.sentence)}
    told = kind(**values).told("en")
    assert all(value in told for value in values.values())
    assert "\n" not in told
    assert "%(" not in str(kind(**values))


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_no_space_is_a_full_disk_and_not_a_matter_of_rights(number: int):
    assert isinstance(troubles.from_os(OSError(number, "x"), Path("/a")), troubles.DiskFull)
    assert isinstance(troubles.from_os(OSError(errno.EROFS, "x"), Path("/a")), troubles.HomeNotUsable)
