"""Numbers of identity papers: what kind one is, whether it can be one, birth date and sex out of it; pure.

Resident identity number: GB 11643-1999, check sign by ISO 7064 MOD 11-2; 15 digits before 1999 (GB 11643-1989).
Residence permits of Hong Kong, Macao and Taiwan residents (81, 82, 83) and the permanent residence card of foreigners
(9 and the place, since 2023) are built the same way.
"""
import csv
import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

RESIDENT, PERMIT, TAIWAN, RESIDENCE, FOREIGN, PASSPORT, HONG_KONG, OTHER = (
    "resident_id", "hk_macao_permit", "taiwan_permit", "residence_permit", "foreign_residence", "passport", "hong_kong_id", "other",
)  # fmt: skip
KINDS = (RESIDENT, PERMIT, TAIWAN, RESIDENCE, FOREIGN, PASSPORT, HONG_KONG, OTHER)
CENTURY_OF_15 = 1900  # numbers of 15 digits were given to people born in that century (GB 11643-1989)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_BLANKS = re.compile(r"[\s\-‐-―'’`._]+")
_FORMS = (
    (PERMIT, re.compile(r"[HM]\d{8}(?:\d{2})?")),
    (FOREIGN, re.compile(r"[A-Z]{3}\d{12}")),
    (HONG_KONG, re.compile(r"[A-Z]{1,2}\d{6}\(?[0-9A]\)?")),
    (TAIWAN, re.compile(r"\d{8}|\d{10}\(?[A-Z]\)?")),
    (PASSPORT, re.compile(r"(?=[A-Z0-9]*\d)[A-Z0-9]{6,12}")),
)
_NOTHING = frozenset({"", "无", "没有", "无证", "未办", "未办理", "不详", "未知", "无身份证", "暂无", "NONE", "N/A", "NA", "/", "\\", "0"})
with (Path(__file__).parent / "provinces.csv").open(encoding="utf-8", newline="") as _file:
    # Source: GB/T 2260 for 11-71; the permits' own leading digits (国令 国办发〔2018〕81号, 国家移民管理局 2023) for the rest.
    PROVINCES = {row["code"]: row["name"] for row in csv.DictReader(_file)}


class IdentityError(ValueError):
    """A text that can be no number of its kind; `code` says why, `should_be` what the check sign would be."""

    def __init__(self, code: str, should_be: str = "") -> None:
        super().__init__(code)
        self.code, self.should_be = code, should_be


@dataclass(frozen=True)
class Identity:
    """A number as it is kept, with what it tells: `sex` is m or f, nothing where the number does not say."""

    kind: str
    number: str
    born_on: date | None = None
    sex: str = ""


def read(text: str, *, today: date, kind: str = "") -> Identity | None:
    """The identity number a text means, None for none; raises `IdentityError`.

    `kind` is what the paper is said to be, where that is told; 15 digits are carried over to 18.
    """
    number = plain(text)
    if number in _NOTHING:
        return None
    if re.search(r"\d\.?\d*E\+?\d", number):
        raise IdentityError("rounded")
    if kind in (PASSPORT, OTHER):
        return Identity(kind, number)
    if is_resident_form(number):
        return _resident(number, today)
    wanted = [form for form in _FORMS if kind in ("", form[0])]
    for found, form in wanted:
        if form.fullmatch(number):
            if found == HONG_KONG and not kind and "(" not in number and not _is_hong_kong(number):
                continue  # two letters and seven digits may be a passport as well
            return _checked(found, number)
    if kind and kind != RESIDENT:
        raise IdentityError("wrong_form")
    digits = sum(sign.isdigit() for sign in number)
    if digits >= 13:
        raise IdentityError("length")
    raise IdentityError("unknown_form")


def plain(text: str) -> str:
    """A number without blanks and hyphens, in one width, with a large X."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text)).upper().replace("×", "X")


def check_sign(first_17: str) -> str:
    """The 18th sign of a resident identity number."""
    return _CHECKS[sum(int(digit) * weight for digit, weight in zip(first_17, _WEIGHTS, strict=True)) % 11]


def eighteen(number: str) -> str:
    """A number of 15 digits carried over to 18; others as they are."""
    if len(number) == 15 and number.isdecimal() and number.isascii():
        whole = f"{number[:6]}{CENTURY_OF_15 // 100}{number[6:]}"
        return whole + check_sign(whole)
    return number


def is_sound(number: str) -> bool:
    """Whether a number is one of 18 signs whose check sign fits."""
    return is_resident_form(number) and len(number) == 18 and check_sign(number[:17]) == number[17]


def is_resident_form(number: str) -> bool:
    """Whether a number has 18 signs or 15 digits, as those of resident identity cards do."""
    return bool(re.fullmatch(r"[0-9]{17}[0-9X]|[0-9]{15}", number))


def _resident(written: str, today: date) -> Identity:
    number = eighteen(written)
    if number[:2] not in PROVINCES:
        raise IdentityError("no_such_place")
    try:
        born_on = date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        raise IdentityError("no_such_birthday") from None
    if not born_on.year > CENTURY_OF_15 - 100 or born_on > today:
        raise IdentityError("no_such_birthday")
    if (right := check_sign(number[:17])) != number[17]:
        raise IdentityError("check_sign", right)
    kind = RESIDENCE if number[:2] in ("81", "82", "83") else FOREIGN if number[0] == "9" else RESIDENT
    return Identity(kind, number, born_on, "m" if int(number[16]) % 2 else "f")


def _checked(kind: str, number: str) -> Identity:
    number = number.replace("(", "").replace(")", "")
    if kind == HONG_KONG and not _is_hong_kong(number):
        raise IdentityError("check_sign", hong_kong_check(number[:-1]))
    return Identity(kind, number)


def _is_hong_kong(number: str) -> bool:
    return hong_kong_check(number[:-1]) == number[-1]


def hong_kong_check(body: str) -> str:
    """The check sign of a Hong Kong identity card: letters count from A = 10, a single letter has a blank (36) before it."""
    values = [36] * (8 - len(body)) + [ord(sign) - 55 if sign.isalpha() else int(sign) for sign in body]
    rest = 11 - sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=False)) % 11
    return {10: "A", 11: "0"}.get(rest, str(rest))
