"""Every command the pages name exists with its options, and every command has its place in the reference."""
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from jiazong.run.cli import main
from tests.docs.pages import FENCE, PAGES, REFERENCE, ROOT, name_of, spans_of, text_of

CALL = re.compile(r"^(?:\$ |sudo |JIAZONG_\w+=\S+ )*(?:\.venv/bin/)?jiazong(?: +(.*))?$")


def commands(command: click.Command = main, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command a person can call, with the words that call it."""
    if not isinstance(command, click.Group):
        yield path, command
        return
    for name, inner in command.commands.items():
        yield from commands(inner, (*path, name))


KNOWN = dict(commands())


def calls_in(page: Path) -> Iterator[list[str]]:
    """What stands after `jiazong` in the code of a page, word by word."""
    code = [line for _, body in FENCE.findall(text_of(page)) for line in body.replace("\\\n", " ").splitlines()]
    for line in [*code, *spans_of(page)]:
        if found := CALL.match(line.strip().split(" #")[0].split(" | ")[0].split(" > ")[0].strip()):
            yield shlex.split(found[1] or "")


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_command_that_is_named_exists(page: Path) -> None:
    assert [" ".join(words) for words in calls_in(page) if not can_be_called(words)] == []


@pytest.mark.parametrize("words", [["contract"], ["workdays", "add", "2026-09-30", "-5"], ["up", "--port=8000"], ["manage", "shell", "--x"]])
def test_a_command_that_exists_is_known(words: list[str]) -> None:
    assert can_be_called(words)


@pytest.mark.parametrize("words", [["contracts"], ["contract", "show", "x"], ["up", "--socket"], ["import", "records", "x", "--force"]])
def test_a_command_that_does_not_exist_is_found(words: list[str]) -> None:
    assert not can_be_called(words)


def can_be_called(words: list[str]) -> bool:
    """Whether the command line has such a command with such options; a group alone may be named too."""
    if not words or words[0].startswith("-") or words[0] == "manage":
        return True
    if words[0] in main.commands and len(words) == 1:
        return True
    found = KNOWN.get((words[0],)) or KNOWN.get(tuple(words[:2]))
    return found is not None and {word.split("=")[0] for word in words if word.startswith("--")} <= options_of(found)


def options_of(command: click.Command) -> set[str]:
    """The options of a command as they are typed."""
    return {"--help", *(name for one in command.params for name in one.opts if name.startswith("--"))}


def test_every_command_and_option_has_its_place_in_the_reference() -> None:
    text = text_of(REFERENCE / "command-line.md")
    for path, command in KNOWN.items():
        heading = f"## jiazong {' '.join(path)}"
        assert heading in text, heading
        section = text.split(heading, 1)[1].split("\n## ", 1)[0]
        missing = {name for name in options_of(command) - {"--help"} if f"`{name}" not in section}
        assert missing == set(), heading


def test_every_script_that_is_named_exists_and_has_its_place_in_the_reference() -> None:
    there = {path.name for path in (ROOT / "script").iterdir() if path.is_file()}
    for page in PAGES:
        named = set(re.findall(r"script/([a-z]+)", text_of(page)))
        assert named <= there, name_of(page)
    assert {name for name in there if f"## script/{name}" not in text_of(REFERENCE / "command-line.md")} == set()
