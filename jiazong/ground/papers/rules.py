"""Check codes of printed papers and what a Word template must say; pure."""
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# No I, L, O, 0, 1: nobody mistakes one for another. 31 is prime, so that one letter mistyped, or two swapped, is told.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 8
DRAWN = CODE_LENGTH - 1


class NotACode(ValueError):
    """What was typed is no check code: of another length, with letters no code has, or with one letter wrong."""


def code_of(drawn: Sequence[int]) -> str:
    """The check code of seven numbers drawn at random (each below 31): seven letters and the one that checks them."""
    return "".join(ALPHABET[one] for one in drawn) + ALPHABET[_check(drawn)]


def _check(drawn: Sequence[int]) -> int:
    return sum(weight * one for weight, one in enumerate(drawn, start=2)) % len(ALPHABET)


def shown(code: str) -> str:
    """The code as it is printed: 7F3A-92C1."""
    return f"{code[:4]}-{code[4:]}"


def read_code(typed: str) -> str:
    """The code somebody typed, however they wrote it; raises NotACode."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKC", typed).upper() if letter.isalnum())
    if len(plain) != CODE_LENGTH or set(plain) - set(ALPHABET):
        raise NotACode(typed)
    numbers = [ALPHABET.index(letter) for letter in plain]
    if _check(numbers[:DRAWN]) != numbers[DRAWN]:
        raise NotACode(typed)
    return plain


@dataclass(frozen=True)
class Compared:
    """The names a template uses beside those its form has."""

    unknown: tuple[str, ...]
    missing: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        return not (self.unknown or self.missing)


def compare(used: Iterable[str], *, known: Iterable[str], must: Iterable[str]) -> Compared:
    """What a template asks for that nobody fills, what it must carry and does not, what it simply leaves out."""
    used, known, must = set(used), list(known), list(must)
    unknown = tuple(sorted(used - set(known) - set(must)))
    missing = tuple(name for name in must if name not in used)
    return Compared(unknown, missing, tuple(name for name in known if name not in used and name not in must))
