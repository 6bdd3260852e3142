"""Bank statements into the books: read once, tied to vouchers by amount, day and words."""
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from jiazong.commission.contracts.models import Contract
from jiazong.ground.accounts.models import Account
from jiazong.ground.chronicle import actions as chronicle
from jiazong.ground.sheets.reading import read_sheets
from jiazong.ledger.money.models import BankLine, Voucher
from jiazong.ledger.money.queries import bank as queries
from jiazong.ledger.money.queries import books
from jiazong.ledger.money.rules import bank as rules


class AlreadyTied(ValueError):
    """The line is tied to a voucher, or the voucher to another line."""


@dataclass(frozen=True)
class Read:
    """What became of a statement: its lines, how many were new, how many found their voucher at once."""

    lines: int
    new: int
    tied: int


def read_file(content: bytes, name: str) -> list[rules.Line]:
    """The lines of a statement file; raises WorkbookRefused, NoStatement, LineUnread."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"statement{Path(name).suffix.lower()[:6]}"
        path.write_bytes(content)
        for sheet in read_sheets(path, name=name):
            try:
                return rules.lines_of(sheet.rows)
            except rules.NoStatement:
                continue
    raise rules.NoStatement


@transaction.atomic
def take_in(contract: Contract, lines: Iterable[rules.Line], *, by: Account | None) -> Read:
    """Keep the lines that are not there yet and tie what has a clear voucher; the same statement again adds nothing."""
    books.hold(contract)
    told = list(lines)
    there = queries.known_keys(contract, [one.key for one in told])
    new = [one for one in told if one.key not in there]
    kept = []
    for one in new:
        line = BankLine(
            contract=contract, day=one.day, amount_fen=one.amount_fen, balance_fen=one.balance_fen, party=one.party,
            words=one.words, key=one.key, read_by=by,
        )  # fmt: skip
        line.save()
        kept.append((line, one))
    tied = _tie_clear(contract, kept) if kept else 0
    if new:
        chronicle.record("money.statement_read", contract, by=by, lines=len(told), new=len(new), tied=tied)
    return Read(len(told), len(new), tied)


def _tie_clear(contract: Contract, kept: list[tuple[BankLine, rules.Line]]) -> int:
    days = [line.day for line, _told in kept]
    free = {one.voucher: one for one in queries.untied_vouchers(contract, min(days), max(days))}
    tied = 0
    for line, told in kept:
        best, _all = rules.best_match(told, free.values())
        if best is not None:
            BankLine.objects.filter(pk=line.pk).update(voucher_id=best)
            del free[best]
            tied += 1
    return tied


@transaction.atomic
def tie(line: BankLine, voucher: Voucher, *, by: Account | None) -> None:
    """Tie a line to its voucher; the same again changes nothing, another voucher raises AlreadyTied."""
    books.hold(line.contract)
    line.refresh_from_db(fields=["voucher"])
    if line.voucher_id == voucher.pk:
        return
    if line.voucher_id or BankLine.objects.filter(voucher=voucher).exists():
        raise AlreadyTied
    BankLine.objects.filter(pk=line.pk).update(voucher=voucher)
    chronicle.record("money.line_tied", voucher, by=by, contract=line.contract_id, number=voucher.number)


@transaction.atomic
def set_aside(line: BankLine, *, reason: str, by: Account | None) -> None:
    """Say why a line needs no voucher (it is not the contract's money); a tied line raises AlreadyTied."""
    if not BankLine.objects.filter(pk=line.pk, voucher__isnull=True).update(set_aside=reason):
        raise AlreadyTied
    chronicle.record("money.line_set_aside", line.contract, by=by, line=line.pk)
