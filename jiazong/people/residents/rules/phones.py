"""Telephone numbers as people write them: several in one cell, with area codes, extensions, +86, whose it is; pure."""
import re
import unicodedata
from dataclasses import dataclass

from jiazong.ground.privacy.rules import normal

_REMARK = re.compile(r"[(\[【]([^()\[\]【】0-9]{1,20})[)\]】]")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#|,)\s*(\d{1,6})$|(?<=\d{7})[-—–](\d{1,5})$", re.IGNORECASE)
_BETWEEN = re.compile(r"[/;；、|\n]|(?:,|，)(?!\s*(?:转|分机))|或|和|(?<=\d{7})\s+(?=\+?\d{7})")
_MOBILE, _SERVICE = re.compile(r"\+861[3-9]\d{9}"), re.compile(r"(?:400|800)\d{7}|1\d{4}|9\d{4}")
_LANDLINE, _LOCAL = re.compile(r"\+86[1-9]\d{9,10}"), re.compile(r"[2-8]\d{6,7}")
_LEADING = re.compile(r"^([^\d+(]{1,20}?)[::]?\s*(?=[\d+(])")
_NOTHING = frozenset({"", "无", "没有", "不详", "未知", "暂无", "无电话", "/", "-", "—", "none", "n/a"})
MOBILE, LANDLINE, LOCAL, ABROAD, SERVICE = "mobile", "landline", "local", "abroad", "service"


class PhoneError(ValueError):
    """A text that is no telephone number; `code`: not_a_phone, too_short, too_long, rounded."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Number:
    """One telephone number: E.164 where the country is known, the extension apart, whose it is where that is told."""

    kind: str
    number: str
    extension: str = ""
    owner: str = ""

    @property
    def written(self) -> str:
        """As it is kept and shown: as one dials it at home, without the extension."""
        if self.kind == MOBILE:
            return self.number.removeprefix("+86")
        return self.number.replace("+86", "0", 1) if self.kind == LANDLINE else self.number

    @property
    def note(self) -> str:
        """Whose number it is and the extension, as a word beside it."""
        return " ".join(filter(None, [self.owner, f"转{self.extension}" if self.extension else ""]))

    @property
    def tail(self) -> str:
        """The last four digits, without the extension."""
        return self.number[-4:]


def read(text: str) -> list[Number]:
    """The numbers of a cell in their order, each once; none for none; raises `PhoneError`."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.lower() in _NOTHING:
        return []
    if re.search(r"\d\.\d+e\+?\d", plain.lower()):
        raise PhoneError("rounded")
    found = [_one(piece) for piece in _BETWEEN.split(plain) if piece and piece.strip().lower() not in _NOTHING]
    return list({(one.number, one.extension): one for one in found}.values())


def tail(text: str) -> str:
    """The last four digits of a number, without its extension; nothing where there are fewer."""
    digits = re.sub(r"\D", "", _EXTENSION.sub("", unicodedata.normalize("NFKC", text).strip()))
    return digits[-4:] if len(digits) >= 4 else ""


def _one(piece: str) -> Number:
    owner = " ".join(found.group(1).strip() for found in _REMARK.finditer(piece))
    rest = _REMARK.sub(" ", piece).strip()
    if leading := _LEADING.match(rest):
        owner = owner or leading.group(1).strip()
        rest = rest[leading.end() :]
    trailing = re.search(r"(?<=\d)\s*([^\W\d_]{1,10})$", rest)
    if trailing and not _EXTENSION.search(rest):
        owner, rest = owner or trailing.group(1), rest[: trailing.start()]
    extension = ""
    if (found := _EXTENSION.search(rest)) and len(re.sub(r"\D", "", rest[: found.start()])) >= 7:
        extension, rest = found.group(1) or found.group(2), rest[: found.start()]
    if re.search(r"[^\d\s+()\-‐-―.·]", rest):
        raise PhoneError("not_a_phone")
    number = normal.normal(rest, normal.PHONE)
    return Number(_kind(number), number, extension, owner if owner not in ("电话", "手机", "联系电话", "手机号") else "")


def _kind(number: str) -> str:
    digits = re.sub(r"\D", "", number.replace("+86", "0", 1))
    if _MOBILE.fullmatch(number):
        return MOBILE
    if number.startswith("+86") and _LANDLINE.fullmatch(number) and number[3] != "1" or re.fullmatch(r"\+8610\d{8}", number):
        return LANDLINE
    if _SERVICE.fullmatch(number):
        return SERVICE
    if number.startswith("+") and not number.startswith("+86") and normal.is_phone(number):
        return ABROAD
    if _LOCAL.fullmatch(number):
        return LOCAL
    raise PhoneError("too_short" if len(digits) < 11 else "too_long" if len(digits) > 11 else "not_a_phone")
