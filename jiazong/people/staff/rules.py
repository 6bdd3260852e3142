"""Names of workers: how they sort and how two ways of writing one name are told to be the same."""
import unicodedata
from functools import lru_cache

import opencc
from pypinyin import Style, lazy_pinyin

_TO_SIMPLIFIED = opencc.OpenCC("t2s")

# Surnames whose reading as a surname is not their common one; source: design.md §4.5 and the dictionaries of surnames.
SURNAME_READINGS = {
    "单": "shan", "仇": "qiu", "区": "ou", "解": "xie", "曾": "zeng", "查": "zha", "朴": "piao", "盖": "ge",
    "任": "ren", "华": "hua", "燕": "yan", "尹": "yin", "乐": "yue", "员": "yun", "么": "yao", "召": "shao",
    "冼": "xian", "翟": "zhai", "覃": "qin", "缪": "miao", "晟": "cheng", "祭": "zhai", "秘": "bi", "折": "she",
    "黑": "he", "重": "chong", "种": "chong", "洗": "xian", "尉": "wei", "长": "zhang", "万": "wan", "谌": "chen",
    "阚": "kan", "逄": "pang", "隗": "kui", "牟": "mu", "宓": "mi", "郇": "xun", "俞": "yu", "强": "qiang",
}


@lru_cache(maxsize=20_000)
def fold_name(name: str) -> str:
    """One form for all ways of writing a name: no inner spaces, half-width, Simplified.

    `区 彤伟`, `區彤偉` and `区彤伟` are the same person.
    """
    half = unicodedata.normalize("NFKC", name)
    kept = "".join(sign for sign in half if not sign.isspace() and unicodedata.category(sign) != "Cf")
    return _TO_SIMPLIFIED.convert(kept)


def sort_key(name: str) -> str:
    """The pinyin by which a name sorts, surname first and read as a surname; the same order on every server."""
    folded = fold_name(name)
    if not folded:
        return ""
    surname = SURNAME_READINGS.get(folded[0]) or "".join(lazy_pinyin(folded[0], style=Style.NORMAL))
    given = "".join(part + " " for part in lazy_pinyin(folded[1:], style=Style.NORMAL))
    return f"{surname} {given}".strip().lower()
