"""How Chinese characters are read; the dictionary is loaded at the first question, because most commands never ask one."""
from functools import cache
from importlib import import_module
from types import ModuleType


def syllables(text: str) -> list[str]:
    """The syllables of a text without tones; signs that are not Chinese stay together as they are."""
    return _dictionary().lazy_pinyin(text)


def initials(text: str) -> str:
    """The first letters of a text's syllables, in small letters; signs that are not Chinese are left out."""
    dictionary = _dictionary()
    return "".join(dictionary.lazy_pinyin(text, style=dictionary.Style.FIRST_LETTER, errors="ignore")).lower()


@cache
def _dictionary() -> ModuleType:
    return import_module("pypinyin")
