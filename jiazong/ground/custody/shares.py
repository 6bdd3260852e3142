"""The master key on three sheets of paper of which any two bring it back, and one alone tells nothing (SLIP-39)."""
import json
from collections.abc import Iterable
from datetime import date, datetime, time
from pathlib import Path

import segno
import shamir_mnemonic
import typst

from jiazong.ground.papers.document import chinese_day
from jiazong.ground.papers.fonts import find_fonts
from jiazong.ground.papers.pdf import SHANGHAI
from jiazong.ground.privacy.master import SECRET_BYTES, Master

NEEDED, SHEETS = 2, 3
LAYOUT = Path(__file__).parent / "layout" / "sheet.typ"


class SharesDoNotFit(ValueError):
    """These words are no two sheets of one key: mistyped, twice the same sheet, or of different keys."""


def split(master: Master) -> list[str]:
    """The words of the three sheets, 33 each; other words every time, and only sheets made together fit."""
    return shamir_mnemonic.generate_mnemonics(1, [(NEEDED, SHEETS)], master.secret)[0]


def join(sheets: Iterable[str]) -> bytes:
    """The master key of two sheets; a word may be cut to its first four letters. Raises SharesDoNotFit."""
    try:
        secret = shamir_mnemonic.combine_mnemonics([_whole(words) for words in sheets])
    except (shamir_mnemonic.MnemonicError, ValueError) as fault:
        raise SharesDoNotFit(str(fault)) from fault
    if len(secret) != SECRET_BYTES:
        raise SharesDoNotFit("another length")
    return secret


def _whole(words: str) -> str:
    """The words of a sheet, however they were typed: every word of the list is known by its first four letters."""
    known = {word[:4]: word for word in shamir_mnemonic.wordlist.WORDLIST}
    return " ".join(known.get(word[:4], word) if word.isalpha() else "" for word in words.lower().split()).strip()


def print_sheet(words: str, number: int, master: Master, *, on: date) -> bytes:
    """One sheet as PDF: what it is for, its words in their order, and the same words as a QR code."""
    fonts = find_fonts()
    facts = {
        "number": number,
        "sheets": SHEETS,
        "words": words.split(),
        "fingerprint": " ".join(master.fingerprint[at : at + 4] for at in range(0, 16, 4)),
        "version": master.version,
        "day": chinese_day(on),
        "matrix": [list(row) for row in segno.make_qr(words, error="m").matrix],
        "fonts": {"body": list(fonts.body.names), "heading": list(fonts.heading.names)},
    }
    return typst.compile(
        LAYOUT.read_bytes(),
        font_paths=fonts.collection,
        sys_inputs={"sheet": json.dumps(facts, ensure_ascii=False)},
        timestamp=datetime.combine(on, time(), SHANGHAI),
        pdf_standards="a-2u",
    )
