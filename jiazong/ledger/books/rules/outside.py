"""Rows of a table that are no service: subtotals, signatures, notes, page headings, blanks."""
import re
from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache

from jiazong.ground.sheets.values import Cell, fold_text
from jiazong.ledger.books.rules.headings import is_blank
from jiazong.ledger.books.rules.vocabulary import WORDS

_SUBTOTAL_WORD = "|".join(sorted((word for word in WORDS["subtotal"]), key=len, reverse=True))
_SUBTOTAL = re.compile(rf"^(?:[本全上下当该每]|第?\d{{1,4}}|[一二三四五六七八九十]+)?(?:年度|季度|上半年|下半年|个?月份?|[日周月季年页])?(?:服务)?(?:时数|工时)?(?:{_SUBTOTAL_WORD})[::]?$")
_MAYBE_SUBTOTAL = re.compile("[计計总總合tTｔＴsSｓＳ]")  # saves folding every text of a ledger
_LOOSE_SUBTOTAL = re.compile(rf"^.{{0,14}}(?:{_SUBTOTAL_WORD}).{{0,8}}$")
_SIGNATURE = re.compile(rf"^(?:{'|'.join(map(re.escape, sorted(WORDS['signature'], key=len, reverse=True)))}|.{{0,10}}(?:签名|签字|签章|盖章))")
_NOTE = re.compile(rf"^[*※(\[【]*(?:{'|'.join(map(re.escape, sorted(WORDS['note'], key=len, reverse=True)))})[)\]】]?\s*[\d一二三]*\s*[::.、。]")


@lru_cache(maxsize=50_000)
def is_subtotal_text(text: str) -> bool:
    """Whether a cell says 合计 or its like and nothing else."""
    if len(text) > 15 or not _MAYBE_SUBTOTAL.search(text):
        return False
    return bool(_SUBTOTAL.match(fold_text(text).replace(" ", "")))


def kind_of(cells: Sequence[Cell], *, aside: set[int], numbers: set[int], telling: set[int], day_reads: bool) -> str:
    """What a row that cannot be posted is instead: blank, subtotal, signature, note; "" when it is a row of service.

    `aside` are the columns that make no row by themselves (serial number, day), `numbers` those a total stands in,
    `telling` those that together make a row of service (day, worker, method).
    """
    filled = [(column, cell) for column, cell in enumerate(cells) if not is_blank(cell) and not (column in numbers and _is_zero(cell))]
    if all(column in aside for column, _ in filled) and not _speaks(filled):
        return "blank"
    texts = [(column, fold_text(cell)) for column, cell in filled if isinstance(cell, str)]
    first = texts[0][1] if texts and texts[0][0] == filled[0][0] else ""
    if first.endswith(":") and (kind := _by_first_text(first, len(filled), len(texts))):
        return kind
    if _is_instruction(first, [text for _, text in texts], len(filled)):
        return "note"
    if day_reads and telling <= {column for column, _ in filled}:
        return ""
    if any(is_subtotal_text(text) for _, text in texts):
        return "subtotal"
    if not day_reads and first and (kind := _by_first_text(first, len(filled), len(texts))):
        return kind
    if len(filled) == 1 and filled[0][0] not in numbers:
        return "note"
    if filled and all(column in numbers for column, _ in filled) and any(not isinstance(cell, str) for _, cell in filled):
        return "subtotal"
    return ""


def is_furniture(cells: Sequence[Cell]) -> bool:
    """Whether a row plainly belongs to the page: signatures, notes, totals; good enough for a sample."""
    filled = [cell for cell in cells if not is_blank(cell)]
    if len(filled) < 2 or not isinstance(filled[0], str):
        return len(filled) < 2
    tight = fold_text(filled[0]).replace(" ", "")
    return bool(is_subtotal_text(filled[0]) or _SIGNATURE.match(tight) or _NOTE.match(tight) or tight.endswith(":"))


def _is_zero(cell: Cell) -> bool:
    """A formula filled in ahead of its row shows 0."""
    return isinstance(cell, int | float | timedelta) and not isinstance(cell, bool) and not cell


def _is_instruction(first: str, texts: list[str], filled: int) -> bool:
    """A row under the heading that says how to fill it in: 必填 | 选填, or 例 | 2025-03-08 | …"""
    words = WORDS["instruction"]
    return first.strip("():") in WORDS["example_row"] or sum(text.strip("()*") in words for text in texts) * 2 > filled


def _speaks(filled: list[tuple[int, Cell]]) -> bool:
    """Text in the first columns that is neither a number nor a day, such as 合计 under 序号."""
    return any(isinstance(cell, str) and not any(char.isdigit() for char in fold_text(cell)) and len(fold_text(cell)) > 1 for _, cell in filled)


def _by_first_text(first: str, filled: int, texts: int) -> str:
    tight = first.replace(" ", "")
    if _NOTE.match(first):
        return "note"
    if _SIGNATURE.match(tight) and (":" in tight or filled == 1 or len(tight) <= 10):
        return "signature"
    if _LOOSE_SUBTOTAL.match(tight) and filled > 1:
        return "subtotal"
    if filled == 1 or (filled == texts and tight.endswith(":")):
        return "note"
    return ""
