"""Accounts by the command line: the first director of a new installation has to come from somewhere."""
from collections.abc import Callable

import pytest

from tests.command_line.conftest import SAMPLES

pytestmark = pytest.mark.xdist_group("command_line")


def test_an_account_is_opened_with_a_role_and_its_password_is_shown_once(jiazong: Callable) -> None:
    assert jiazong("contract", "load", SAMPLES / "longxi-2025-contract.json").returncode == 0
    opened = jiazong("account", "add", "liu.xiulan", "--name", "刘秀兰", "--role", "centre_director", "--centre", "longxi", "--worker", "刘 秀兰")
    assert opened.returncode == 0, opened.stderr
    assert len(opened.stdout.strip()) >= 12
    again = jiazong("account", "add", "liu.xiulan", "--role", "social_worker", "--centre", "longxi")
    assert (again.returncode, again.stdout) == (0, "")
    renewed = jiazong("account", "password", "liu.xiulan")
    assert renewed.returncode == 0 and renewed.stdout != opened.stdout
    assert jiazong("account", "close", "liu.xiulan").returncode == 0


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["add", "x", "--name", "甲", "--role", "king", "--centre", "longxi"], "king"),
        (["add", "x", "--name", "甲", "--role", "social_worker", "--centre", "nowhere"], "nowhere"),
        (["add", "x", "--name", "甲", "--role", "social_worker"], "--centre"),
        (["add", "x", "--role", "social_worker", "--centre", "longxi"], "--name"),
        (["add", "x", "--name", "甲", "--role", "social_worker", "--centre", "longxi", "--worker", "无此人"], "无此人"),
        (["password", "nobody"], "nobody"),
    ],
)
def test_what_cannot_be_is_told_in_one_sentence_and_leaves_no_account(jiazong: Callable, words: list[str], named: str) -> None:
    done = jiazong("account", *words)
    assert done.returncode != 0 and done.stdout == ""
    assert named in done.stderr and len(done.stderr.strip().splitlines()) == 1
    assert jiazong("account", "close", "x").returncode != 0
