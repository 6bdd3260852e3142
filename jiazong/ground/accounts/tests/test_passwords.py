"""Which passwords are refused, and that a good one is not."""
import csv
from datetime import date

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jiazong.ground.accounts import patterns
from jiazong.ground.accounts.models import Account
from jiazong.ground.accounts.rules import passwords

ZHOU = Account(login="zhou.minyi", name="周敏仪")
PATTERNS = patterns.known_patterns()
GOOD = ["雨后的凤凰木很红呀真的", "correct horse battery staple", "shan-shui-4421-ge", "jBq9-vTtm-x2Lp-Hd4w", "每天走三公里去看外婆", "Trombone&velvet&17"]


def weakness(password: str, account: Account | None = ZHOU) -> str:
    return passwords.weakness(password, PATTERNS, patterns.called(account))


@pytest.mark.parametrize("password", GOOD)
def test_a_sentence_of_ones_own_is_taken(password):
    assert weakness(password) == ""


@pytest.mark.parametrize(
    ("password", "kind"),
    [
        ("19900131aaaa", "date"), ("1990-01-31-zx", "date"), ("woaini1990131", "date"), ("13812345678ab", "telephone"),
        ("qwertyuiop12", "walk"), ("1qaz2wsx3edc", "walk"), ("poiuytrewq88", "walk"), ("5201314520131", "digits"),
        ("woaini5201314", "word"), ("woaini888888", "word"), ("jiazong-demo-7", "word"), ("mima12345678", "walk"),
        ("shegong20261", "word"), ("p@ssw0rd2026", "word"), ("aaaaaaaaaaaa", "repeated"), ("abababababab", "repeated"),
        ("zhou.minyi-77xkq", "login"), ("xx周敏仪abcdefqk", "name"), ("zhouminyi8h2kd", "name"), ("minyizhou-vk3jq", "name"),
        ("aabbaabbccdd", "few"), ("guangzhou2026", "word"),
    ],
)  # fmt: skip
def test_what_is_guessed_first_is_refused(password, kind):
    assert weakness(password) != "", password
    assert kind in {weakness(password), *(one.kind for one in passwords.findings(password, PATTERNS, patterns.called(ZHOU))), "few"}


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@example(day=date(2000, 11, 1), form="%Y-%m-%d", front="zm", back="!")
@example(day=date(2001, 2, 1), form="%m%d%Y", front="Zmy", back="!")
@given(day=st.dates(), form=st.sampled_from(["%Y%m%d", "%Y-%m-%d", "%Y.%m.%d", "%m%d%Y"]), front=st.sampled_from(["", "a", "zm", "Zmy"]), back=st.sampled_from(["", "!", "..", "01"]))
def test_a_birthday_with_initials_is_refused_in_every_spelling(day, form, front, back):
    if 1900 <= day.year < 2100:
        assert weakness(front + day.strftime(form) + back)


@settings(max_examples=100, deadline=None)
@given(number=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), front=st.sampled_from(["", "a", "zm"]))
def test_a_telephone_number_is_refused(number, front):
    assert weakness(front + number)


@settings(max_examples=200, deadline=None)
@given(words=st.lists(st.sampled_from([one.text for one in PATTERNS if one.kind != "walk"]), min_size=1, max_size=4))
def test_known_words_put_together_are_still_refused(words):
    assert weakness("".join(words))


@settings(max_examples=200, deadline=None)
@given(walk=st.sampled_from([one.text for one in PATTERNS if one.kind == "walk"]), start=st.integers(0, 30), size=st.integers(4, 20), back=st.booleans(), end=st.sampled_from(["", "1", "!!", "aa"]))
def test_a_way_over_the_keyboard_is_refused_forwards_and_backwards(walk, start, size, back, end):
    piece = (walk[::-1] if back else walk)[start : start + size]
    if len(piece) >= 4:
        assert weakness(piece + end)


@settings(max_examples=200, deadline=None)
@given(password=st.text(max_size=300))
def test_any_text_is_judged_without_a_fault_and_own_signs_never_grow_by_findings(password):
    found = passwords.findings(password, PATTERNS, patterns.called(ZHOU))
    assert passwords.own_signs(password, found) <= len(set(password.casefold()))
    weakness(password)


def test_a_long_password_is_judged_quickly():
    assert weakness("ab1!" * 64)
    assert weakness("z" * 256)


def test_every_reason_has_its_sentence():
    kinds = {one.kind for one in PATTERNS} | {"date", "year", "telephone", "repeated", "login", "name", "place", "few"}
    assert kinds <= set(patterns.REFUSALS)


def test_every_line_of_the_data_has_a_day_and_a_source():
    with patterns.FILE.open(encoding="utf-8", newline="") as source:
        lines = list(csv.DictReader(source))
    assert len(lines) > 40
    assert all(line["since"] and line["source"] and line["meaning"] for line in lines)


@pytest.mark.parametrize(("password", "code"), [("short-4!", "password_short"), ("x" * 257, "password_long"), ("qwertyuiop12", "password_walk"), ("unbelievable", "password_too_common")])
def test_the_settings_put_the_checks_together(password, code):
    try:
        validate_password(password, ZHOU)
    except ValidationError as refused:
        assert code in {one.code for one in refused.error_list} or code == "password_too_common"
    else:
        assert code == "password_too_common"
