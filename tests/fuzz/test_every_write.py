"""Hostile strings into every field of every form: no fault of ours, and nothing a visitor typed becomes part of a page.

JIAZONG_TEST_STRINGS: how many of the five thousand each form gets (the long run takes all).
"""
import os
from collections.abc import Iterable, Iterator
from urllib.parse import quote_from_bytes
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.fuzz.pages import Page
from tests.fuzz.strings import MARK, WANTED, hostile
from tests.fuzz.targets import Target, client_of, targets
from tests.taking_back import taken_back

SAMPLE = int(os.environ.get("JIAZONG_TEST_STRINGS", "4"))
# Signing in is slowed down on purpose (a password takes its time, tries are spaced): there a part of the strings is enough.
SLOW = {"accounts:sign_in": 0.02, "accounts:password": 0.02}
PARTS = 8
FORM = "application/x-www-form-urlencoded"


def test_a_sample_for_each_form_has_strings_that_would_become_part_of_a_page():
    samples = [sample(number, 4) for number in range(80)]
    assert all(any(MARK.encode() in one for one in each) for each in samples)
    assert len(set().union(*samples)) == 80 * 4


def test_five_thousand_different_strings_are_made_the_same_way_each_time():
    assert len(set(hostile())) == len(hostile()) == WANTED
    assert hostile() == hostile.__wrapped__()
    assert sum(MARK.encode() in one for one in hostile()) > WANTED // 4


@pytest.mark.parametrize(
    "page", ['<p><zq7x>', '<input value="" onfocus=x>', '<p zq7x=1>', '<a href=" java\nscript:zq7x()">', "<script>1</script>", '<a href="//zq7x.example">']
)
def test_what_would_run_in_a_page_is_found(page):
    assert Page(page).running


def test_a_page_that_says_hostile_words_as_words_is_not_blamed():
    said = '<input value="&quot; onfocus=zq7x() &lt;zq7x&gt;"><p>&lt;zq7x&gt; javascript:zq7x()</p><script src="/a.js"></script>'
    assert Page(said).running == []


def test_a_name_with_nul_names_nothing_that_exists(world):
    director = next(one for one in world.people if one.role == "centre_director")
    assert client_of(director).post(reverse("contracts:new") + "?centre=a%00b", {}).status_code == 404


def test_every_form_takes_or_refuses_hostile_strings_and_says_them_as_words(world, capsys):
    faults, sent, forms, fields = [], 0, 0, 0
    for number, target in enumerate(targets(world)):
        found, times = try_out(target, sample(number))
        faults, sent, forms, fields = faults + found, sent + times, forms + 1, fields + len(target.form.typed)
    with capsys.disabled():
        print(f"\nFuzz: {forms} forms, {fields} fields, {sent:,} writes, {len(faults)} faults.")
    assert forms > 15
    assert faults == []


@pytest.mark.long
def test_every_form_takes_or_refuses_all_five_thousand(world, capsys):
    faults, sent = [], 0
    for target in targets(world):
        found, times = try_out(target, hostile())
        faults, sent = faults + found, sent + times
        with capsys.disabled():
            print(f"  {target}: {times:,} writes, {len(found)} faults", flush=True)
    with capsys.disabled():
        print(f"Fuzz: {sent:,} writes, {len(faults)} faults.")
    assert faults == []


@pytest.mark.long
@pytest.mark.parametrize("part", range(PARTS))
def test_every_form_is_sent_each_of_the_five_thousand_a_handful_at_once(world, capsys, part):
    """Each field of a write holds another of the strings, until the form has had them all: every write, every string, once."""
    faults, sent, forms = [], 0, 0
    for target in [one for one in targets(world) if one.form.typed][part::PARTS]:
        strings = share(target, hostile())
        found, times = send(target, ((body, FORM) for body in handfuls(target, strings)))
        faults, sent, forms = faults + found, sent + times, forms + 1
    with capsys.disabled():
        print(f"\nFuzz, part {part + 1} of {PARTS}: {forms} forms, each of {WANTED:,} strings, {sent:,} writes, {len(faults)} faults.")
    assert faults == []


def handfuls(target: Target, strings: tuple[bytes, ...]) -> Iterator[bytes]:
    """The form with another string in each field, so often that each string was in one of them."""
    typed = target.form.typed
    for start in range(0, len(strings), len(typed)):
        yield encoded(target, dict(zip(typed, strings[start:], strict=False)))


def share(target: Target, strings: tuple[bytes, ...]) -> tuple[bytes, ...]:
    """All strings, or the first of them where a write is slow on purpose."""
    return strings[: max(int(len(strings) * SLOW.get(target.route, 1)), 4)]


def sample(number: int, most: int = SAMPLE) -> tuple[bytes, ...]:
    """Other strings for each form, so that few for each are many together."""
    step = max(WANTED // most, 1)
    return hostile()[number % step :: step][:most]


def try_out(target: Target, strings: tuple[bytes, ...]) -> tuple[list[str], int]:
    """Send each string in all fields at once, and in one field of an otherwise good form; what it wrote is taken back."""
    return send(target, (one for turn, string in enumerate(share(target, strings)) for one in bodies(target, string, turn)))


def send(target: Target, writes: Iterable[tuple[object, str]]) -> tuple[list[str], int]:
    """Send a form again and again; what each wrote is taken back. Gives what was wrong, and how many were sent."""
    client, faults, sent = client_of(target.person), [], 0
    kept = dict(client.cookies)
    for body, kind in writes:
        with taken_back():
            faults += [f"{target.route} {str(body)[:300]} {fault}" for fault in faults_of(client, target, body, kind)]
        client.cookies.clear()
        client.cookies.update(kept)
        sent += 1
    return faults, sent


def bodies(target: Target, string: bytes, turn: int) -> Iterator[tuple[object, str]]:
    """The forms a string is sent in: everywhere, in one field, as the name and the content of a file, as the key itself."""
    typed = target.form.typed
    yield encoded(target, dict.fromkeys(typed, string)), FORM
    if typed:
        yield encoded(target, {typed[turn % len(typed)]: string}), FORM
    for name in target.form.files:
        file = SimpleUploadedFile(string.decode("utf-8", "replace")[:200] or "x", string, content_type="text/csv")
        yield {**{one: target.form.fields[one] for one in typed}, "_once": str(uuid4()), name: file}, "multipart"
    if turn % 25 == 0:
        yield encoded(target, {"_once": string}), FORM


def encoded(target: Target, changed: dict[str, bytes]) -> bytes:
    whole = {**{name: value.encode("utf-8", "replace") for name, value in target.form.fields.items()}, "_once": str(uuid4()).encode(), **changed}
    return b"&".join(quote_from_bytes(name.encode()).encode() + b"=" + quote_from_bytes(value).encode() for name, value in whole.items())


def faults_of(client: Client, target: Target, body: object, kind: str) -> list[str]:
    """What is wrong with the answer, and with the page it leads to."""
    given = {"data": body, "content_type": kind} if kind == FORM else {"data": body}
    answer = client.post(target.address, **given)
    found = _faults(answer)
    # Where a write leads, what was typed is shown: that page is read as well.
    if answer.status_code in (302, 303) and answer["Location"].startswith("/"):
        found += [f"afterwards {fault}" for fault in _faults(client.get(answer["Location"]))]
    return found


def _faults(answer) -> list[str]:
    if answer.status_code >= 500:
        error = getattr(answer, "exc_info", None)
        return [f"gave {answer.status_code} {error[1]!r}"[:300] if error else f"gave {answer.status_code}"]
    if answer.headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
        return Page(answer.content.decode()).running
    if answer.status_code in (302, 303) and MARK in answer.headers["Location"].split("?")[0]:
        return [f"leads to {answer.headers['Location'][:80]}"]
    return []
