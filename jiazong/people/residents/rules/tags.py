"""Target groups by the words books use for them; pure."""
import csv
from collections.abc import Mapping
from pathlib import Path

from jiazong.ground.sheets.values import fold_text

with (Path(__file__).parent / "tag_words.csv").open(encoding="utf-8", newline="") as _file:
    WORDS = {fold_text(row["word"]): row["code"] for row in csv.DictReader(_file)}


def kind_of(word: str, names: Mapping[str, str]) -> str:
    """The code of the group a word means; `names` are the groups' own names and codes. Nothing for a word nobody knows."""
    folded = fold_text(word).replace(" ", "")
    by_name = {fold_text(name).replace(" ", ""): code for name, code in names.items()}
    return by_name.get(folded) or WORDS.get(folded) or (folded if folded in names.values() else "")
