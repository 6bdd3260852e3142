"""Which password is too easy: what remains of it once everything people guess first is taken out.

A password is made of pieces. Pieces that stand on every attacker's list (a keyboard walk, a date, a telephone number, a
surname, 520, the own login, the name of the place) are worth nothing; a password needs enough signs that are its own.
"""
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

OWN_SIGNS = 6
SHORTEST_WALK = 4
SHORTEST_NAME = 3
# Each is looked for by itself: in 02012001 one would find 020120 and hide the day it is.
DATES = (
    re.compile(r"(?:19|20)\d\d[-./年]?(?:1[0-2]|0?[1-9])[-./月]?(?:0[1-9]|[12]\d|3[01]|[1-9])日?"),  # 1990-01-31, 19900131
    re.compile(r"\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"),  # 900131
    re.compile(r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:19|20)\d\d"),  # 01311990
)
YEAR = re.compile(r"(?:19[4-9]|20[0-4])\d年?")
TELEPHONE = re.compile(r"1[3-9]\d{9}|0?20\d{8}|[2-9]\d{7}")
REPEATED = re.compile(r"(.{1,4}?)\1{2,}")
LOOKS_LIKE = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i"})


@dataclass(frozen=True)
class Pattern:
    """One line of password-patterns.csv: a word, digits with a meaning, or a walk over the keyboard."""

    kind: str
    text: str


@dataclass(frozen=True)
class Finding:
    """What of a password is guessed first; `kind` names it, `piece` is not shown to anybody."""

    kind: str
    piece: str


def findings(password: str, patterns: Iterable[Pattern], names: Mapping[str, Iterable[str]]) -> list[Finding]:
    """Everything in a password that is guessed first. `names`: "login", "name", "place" → what this person is called by."""
    text = password.casefold()
    found = [Finding("date", piece) for written in DATES for piece in _pieces(written, text)]
    found += [Finding("telephone", piece) for piece in _pieces(TELEPHONE, text)]
    found += [Finding("year", piece) for piece in _pieces(YEAR, text)]
    found += [Finding("repeated", hit.group()) for hit in REPEATED.finditer(text)]
    for kind, called in names.items():
        found += [Finding(kind, piece) for piece in _held(text, called)]
    for pattern in patterns:
        if pattern.kind == "walk":
            found += [Finding("walk", piece) for piece in _walks(text, pattern.text)]
        elif pattern.text in text:
            found.append(Finding(pattern.kind, pattern.text))
        elif pattern.kind == "word" and (piece := _disguised(text, pattern.text)):
            found.append(Finding("word", piece))
    return found


def own_signs(password: str, found: Iterable[Finding]) -> int:
    """How many different signs stand outside of every piece that is guessed first."""
    text = password.casefold()
    covered = [False] * len(text)
    for finding in found:
        start = text.find(finding.piece)
        while start != -1:
            covered[start : start + len(finding.piece)] = [True] * len(finding.piece)
            start = text.find(finding.piece, start + 1)
    return len({sign for sign, is_covered in zip(text, covered, strict=True) if not is_covered})


def weakness(password: str, patterns: Iterable[Pattern], names: Mapping[str, Iterable[str]]) -> str:
    """Why a password is too easy: the kind of its longest guessed piece, or "few" signs; nothing if it can be taken.

    The own login or name in a password refuses it whatever else it holds (NIST SP 800-63B-4 §3.1.1.2 asks for words
    of the context to be refused).
    """
    found = findings(password, patterns, names)
    for finding in found:
        if finding.kind in ("login", "name"):
            return finding.kind
    if own_signs(password, found) >= OWN_SIGNS:
        return ""
    return max(found, key=lambda one: len(one.piece)).kind if found else "few"


def _pieces(pattern: re.Pattern[str], text: str) -> list[str]:
    return [hit.group() for hit in pattern.finditer(text)]


def _held(text: str, called: Iterable[str]) -> list[str]:
    names = {name.casefold() for name in called}
    return [name for name in names if len(name) >= (2 if not name.isascii() else SHORTEST_NAME) and name in text]


def _walks(text: str, walk: str) -> list[str]:
    """The longest steps of the walk in the text, forwards and backwards, four signs and more."""
    found = []
    for way in (walk, walk[::-1]):
        start = 0
        while start <= len(text) - SHORTEST_WALK:
            size = SHORTEST_WALK
            while text[start : start + size] in way and start + size <= len(text):
                size += 1
            size -= 1
            if size >= SHORTEST_WALK:
                found.append(text[start : start + size])
            start += max(size - SHORTEST_WALK + 1, 1)
    return found


def _disguised(text: str, word: str) -> str:
    """The piece that spells the word with digits for letters (m1ma, p@ssw0rd), as it stands in the text."""
    plain = text.translate(LOOKS_LIKE)
    start = plain.find(word.translate(LOOKS_LIKE))
    return text[start : start + len(word)] if start != -1 else ""
