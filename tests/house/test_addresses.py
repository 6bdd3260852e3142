"""Every address stands in the permission table, every line of the table has its address; breaking either is noticed."""
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import get_resolver, path

from jiazong.ground.access import checks, table
from jiazong.ground.access.guarding import guard


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@guard("no.such.word")
def unknown(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@guard("hours.log")
def not_listed(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


class Addresses:
    """A root of addresses made for one test."""

    def __init__(self, patterns: list) -> None:
        self.urlpatterns = patterns


def faults(patterns: list) -> list[tuple[str, str]]:
    with override_settings(ROOT_URLCONF=Addresses(patterns)):
        return [(fault.id, fault.msg) for fault in checks.every_screen_is_guarded()]


def test_addresses_and_the_permission_table_agree():
    assert [fault.msg for fault in checks.every_screen_is_guarded()] == []


@pytest.mark.parametrize(
    ("pattern", "fault"),
    [
        (path("bare", bare, name="bare"), "access.E001"),
        (path("unnamed", bare), "access.E001"),
        (path("unknown", unknown, name="unknown"), "access.E002"),
        (path("not-listed", not_listed, name="not_listed"), "access.E002"),
        (path("wrong-word", not_listed, name="places:centres"), "access.E002"),
    ],
)
def test_an_address_without_its_guard_or_its_line_is_a_fault(pattern, fault):
    assert fault in [one for one, _ in faults([*get_resolver().url_patterns, pattern])]


def test_a_line_without_its_address_is_a_fault():
    missing = [msg for fault, msg in faults(get_resolver().url_patterns[1:]) if fault == "access.E003"]
    assert len(missing) > 0


def test_no_screen_stands_under_two_words():
    listed = [screen for line in table.lines() for screen in line["screens"].split()]
    assert len(listed) == len(set(listed))


def test_the_words_stand_in_their_order():
    words = [line["word"] for line in table.lines()]
    assert words[:2] == ["public", "signed_in"]
    assert words[2:] == sorted(words[2:])


def test_no_role_has_a_mark_nobody_knows(tmp_path, monkeypatch):
    forged = table.FILE.read_text(encoding="utf-8").replace(",own,", ",maybe,", 1)
    file = tmp_path / "permissions.csv"
    file.write_text(forged, encoding="utf-8")
    monkeypatch.setattr(table, "FILE", file)
    with pytest.raises(ValueError, match="maybe"):
        table.lines.__wrapped__()
