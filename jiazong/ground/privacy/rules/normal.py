"""One way of writing for what is looked up by equality: so that two spellings of one number meet; pure."""
import re
import unicodedata

ID_NUMBER, PHONE, PHONE_TAIL, PLAIN = "id_number", "phone", "phone_tail", "plain"
TAIL_DIGITS = 4

_SEPARATORS = re.compile(r"[\s\-‐-―().·、,]+")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_E164 = re.compile(r"\+[1-9]\d{6,14}")
_LANDLINE = re.compile(r"0\d{9,11}")


def normal(text: str, kind: str) -> str:
    """The one way of writing: NFKC without separators; an ID number upper-case, a phone E.164 with +86, its
    last four digits, else folded."""
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text))
    if kind == ID_NUMBER:
        return plain.upper()
    if kind == PHONE:
        return _phone(plain)
    if kind == PHONE_TAIL:
        return re.sub(r"\D", "", plain)[-TAIL_DIGITS:]
    return plain.casefold()


def is_phone(normalised: str) -> bool:
    """Whether a normalised text can be a phone number: E.164, up to 15 digits with their country code."""
    return bool(_E164.fullmatch(normalised))


def _phone(plain: str) -> str:
    """E.164 (ITU-T): mobile and landline numbers of the mainland get +86, others keep the country code they came with."""
    if plain.startswith("00"):
        plain = "+" + plain[2:]
    if plain.startswith("86") and _MOBILE.fullmatch(plain[2:]):
        plain = "+" + plain
    if plain.startswith("+86"):
        return "+86" + plain[3:].removeprefix("0")
    if _MOBILE.fullmatch(plain):
        return "+86" + plain
    if _LANDLINE.fullmatch(plain):
        return "+86" + plain[1:]
    return plain
