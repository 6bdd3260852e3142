"""Chinese numerals as people write them in days, durations and counts."""
import re

DIGITS = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2, "兩": 2, "俩": 2}
_SCALES = {"十": 10, "百": 100, "千": 1000}
_TENS = {"廿": 20, "卅": 30}
NUMERAL = "[零〇○一二两俩三四五六七八九十百千廿卅]"
_RUN = re.compile(NUMERAL + "+")


def value_of(text: str) -> int | None:
    """The number a numeral means (十二 is 12, 一百二十 is 120), or None: 两三 is no number but a guess."""
    total, digit = 0, None
    for char in text:
        if char in _TENS:
            if digit is not None or total:
                return None
            total = _TENS[char]
        elif char in _SCALES:
            scale = _SCALES[char]
            if total and total % (scale * 10):
                return None
            total += (1 if digit is None else digit) * scale
            digit = None
        else:
            if digit not in (None, 0):
                return None
            digit = DIGITS.get(char)
            if digit is None:
                return None
    if not text:
        return None
    return total + (digit or 0)


def digits_of(text: str) -> str | None:
    """A numeral read digit by digit, as years are: 二〇二五 is 2025."""
    if all(char in DIGITS for char in text):
        return "".join(str(DIGITS[char]) for char in text)
    return None


def to_arabic(text: str) -> str:
    """The text with every numeral in Arabic digits; four digits in a row are a year, what is no number stays."""

    def replace(found: re.Match[str]) -> str:
        run = found.group()
        if len(run) == 4 and (digits := digits_of(run)):
            return digits
        value = value_of(run)
        return run if value is None else str(value)

    return _RUN.sub(replace, text)
