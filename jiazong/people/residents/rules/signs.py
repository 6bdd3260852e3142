"""Single signs of names: how they sound, which are written two ways, which are taken for each other."""
import csv
from functools import lru_cache
from pathlib import Path

from jiazong.ground.pinyin import syllables

_HERE = Path(__file__).parent
# Signs of given names with two current readings: people look for both. Source: 现代汉语词典, as names use them.
SECOND_READINGS = {
    "乐": "yue", "行": "hang", "长": "zhang", "重": "chong", "朝": "zhao", "茜": "xi", "莘": "xin", "晟": "cheng", "嬛": "xuan",
    "曾": "zeng", "贾": "gu", "还": "huan", "传": "zhuan", "藏": "zang", "降": "xiang", "参": "shen", "盛": "cheng", "尧": "yao",
    "翟": "di", "调": "diao", "弹": "tan", "都": "dou", "奇": "ji", "校": "jiao", "颉": "jie", "胖": "pan", "祭": "ji",
}  # fmt: skip


def _rows(name: str) -> list[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


_VARIANTS = _rows("variants.csv")
SAME = {ord(row["sign"]): row["common"] for row in _VARIANTS if row["kind"] == "same"}
ALIKE = frozenset(frozenset((row["sign"], row["common"])) for row in _VARIANTS if row["kind"] == "alike")
COMPOUND = {row["surname"]: tuple(row["reading"].split()) for row in _rows("surnames.csv")}


def is_han(sign: str) -> bool:
    """Whether a sign is a Chinese character, rare ones beyond the first plane included."""
    code = ord(sign)
    return 0x3400 <= code <= 0x9FFF or 0xF900 <= code <= 0xFAFF or 0x20000 <= code <= 0x3FFFF or code == 0x3007


@lru_cache(maxsize=60_000)
def sound(sign: str) -> str:
    """The common reading of one Chinese character without its tone; nothing where no dictionary knows it."""
    said = syllables(sign)[0]
    return said if said.isascii() and said.isalpha() else ""
