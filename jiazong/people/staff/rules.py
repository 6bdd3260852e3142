"""Names of workers (how they sort, when two ways of writing one are the same) and how long certificates hold; pure."""
from dataclasses import dataclass
from datetime import date

from jiazong.ground.pinyin import syllables
from jiazong.ground.sheets.folding import fold_name

# The certificates of the profession in their order; a worker may hold others. Source: domain A0, B1.
CERTIFICATES = ("助理社会工作师", "社会工作师", "高级社会工作师")

# How many days before its end a list begins to say that a certificate runs out: a habit of the screen, not law.
SAY_ENDING = 90

# Surnames whose reading as a surname is not their common one; source: design.md §4.5 and the dictionaries of surnames.
SURNAME_READINGS = {
    "单": "shan", "仇": "qiu", "区": "ou", "解": "xie", "曾": "zeng", "查": "zha", "朴": "piao", "盖": "ge",
    "任": "ren", "华": "hua", "燕": "yan", "尹": "yin", "乐": "yue", "员": "yun", "么": "yao", "召": "shao",
    "冼": "xian", "翟": "zhai", "覃": "qin", "缪": "miao", "晟": "cheng", "祭": "zhai", "秘": "bi", "折": "she",
    "黑": "he", "重": "chong", "种": "chong", "洗": "xian", "尉": "wei", "长": "zhang", "万": "wan", "谌": "chen",
    "阚": "kan", "逄": "pang", "隗": "kui", "牟": "mu", "宓": "mi", "郇": "xun", "俞": "yu", "强": "qiang",
}


def sort_key(name: str) -> str:
    """The pinyin by which a name sorts, surname first and read as a surname; the same order on every server."""
    folded = fold_name(name)
    if not folded:
        return ""
    surname = SURNAME_READINGS.get(folded[0]) or "".join(syllables(folded[0]))
    given = "".join(part + " " for part in syllables(folded[1:]))
    return f"{surname} {given}".strip().lower()


@dataclass(frozen=True)
class Validity:
    """How a certificate stands on a day: `days_left` counts the last day itself and is told only when it is near."""

    has_ended: bool = False
    days_left: int | None = None


def validity(valid_to: date | None, *, on: date) -> Validity:
    """Whether a certificate still holds on a day, and for how many days when its end is near; no end means for good."""
    if valid_to is None:
        return Validity()
    left = (valid_to - on).days + 1
    return Validity(has_ended=left <= 0, days_left=left if 0 < left <= SAY_ENDING else None)
