"""What an evidence pack is made of, and the arithmetic of its figures; the class of its data is contract evidence (D2):
workers by name, residents never, so no row has a place for a resident's name or a note."""
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from typing import Protocol, TypeAlias

Quantity: TypeAlias = int | Decimal

# How a record counts, in the words of the contract's own table.
COUNTING = {"rows": "每条记录计一", "persons": "按记录的人次计", "minutes": "按记录的分钟计"}
# No sheet of Excel holds more than 1,048,576 rows; half of that still opens on an office computer.
ROWS_PER_WORKBOOK = 500_000
LONGEST_NAME = 60
# Windows forbids the first nine; # and % would break a link to the file.
UNSAFE = re.compile(r'[<>:"/\\|?*#%\x00-\x1f\x7f\ud800-\udfff]')
UNNAMED = "未命名"


class EvidenceError(Exception):
    """A pack cannot be made as asked; `msgid` and `params` let a screen say it in the reader's language."""

    msgid = "The evidence pack could not be made."

    def __init__(self, **params: object) -> None:
        self.params = params
        super().__init__(self.msgid % params)


class FiguresDisagree(EvidenceError):
    """The records of an indicator do not add up to what the contract's progress says was done."""

    msgid = (
        "The records of “%(indicator)s” add up to %(counted)s but the contract progress says %(done)s; "
        "make the pack again, and if it stays so, check the postings of this indicator."
    )


class PackCancelled(EvidenceError):
    """Whoever asked for the pack no longer wants it."""

    msgid = "The evidence pack was cancelled; start it again when you need it."


class UnknownCounting(EvidenceError):
    """An indicator counts in a way that has no name a reader would understand."""

    msgid = "The indicator “%(indicator)s” counts by “%(counts)s”, which the pack cannot explain; correct the indicator in the contract."


@dataclass(frozen=True, slots=True)
class PackContract:
    """The contract year a pack is about; the range of days includes its last day."""

    code: str
    centre: str
    agency: str
    purchaser: str
    first_day: date
    last_day: date
    year: int
    years: int
    trial: bool


@dataclass(frozen=True, slots=True)
class PackHours:
    """The hours of the contract in minutes: done so far, and what the contract asks (domain.md A3)."""

    direct: int
    total: int
    target_total: int
    floor: int
    ceiling: int


@dataclass(frozen=True, slots=True)
class PackIndicator:
    """One indicator: what was promised, what was done, which method's records count and how (see COUNTING)."""

    code: str
    name: str
    unit: str
    target: Quantity
    done: Quantity
    counts: str
    method: str


@dataclass(frozen=True, slots=True)
class PackOrigin:
    """The place in an imported workbook a record came from; the row as Excel shows it."""

    file: str
    sheet: str
    row: int


@dataclass(frozen=True, slots=True)
class PackRow:
    """One record behind an indicator; a reversal carries negative figures and the number of the record it reverses."""

    record_no: str
    day: date
    worker: str
    field: str
    category: str
    title: str
    direct_minutes: int
    indirect_minutes: int
    people: int
    quantity: Quantity
    origin: PackOrigin | None = None
    late: bool = False
    reverses: str = ""


class PackSource(Protocol):
    """Where a pack gets its figures; every call of `rows` reads afresh, oldest first, up to the pack's day."""

    @property
    def contract(self) -> PackContract: ...

    @property
    def hours(self) -> PackHours: ...

    @property
    def indicators(self) -> Sequence[PackIndicator]: ...

    def rows(self, indicator_code: str) -> Iterator[PackRow]: ...


@dataclass(slots=True)
class Tally:
    """The sums of records seen so far."""

    records: int = 0
    quantity: Quantity = 0
    direct_minutes: int = 0
    indirect_minutes: int = 0
    people: int = 0
    late: int = 0
    reversals: int = 0

    def add(self, row: PackRow) -> None:
        """Count one record in."""
        self.records += 1
        self.quantity += row.quantity
        self.direct_minutes += row.direct_minutes
        self.indirect_minutes += row.indirect_minutes
        self.people += row.people
        self.late += row.late
        self.reversals += bool(row.reverses)


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file of a pack: its path inside the pack, size in bytes and SHA-256."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class PackProgress:
    """How far a pack is: the file being made, files finished of how many, records written."""

    file: str
    files_done: int
    files: int
    rows_done: int


def completion(done: Quantity, target: Quantity) -> Decimal | None:
    """The part of the target that is done, cut to a tenth of a percent so that 99.99 % never reads 100; None without a target."""
    if target <= 0:
        return None
    return (Decimal(done) / Decimal(target)).quantize(Decimal("0.001"), ROUND_DOWN)


def percent_text(share: Decimal | None) -> str:
    """A share as a percentage with one decimal, a dash where there is none."""
    return "—" if share is None else f"{share * 100:.1f}%"


def number_text(quantity: Quantity) -> str:
    """A number with thousands set off, without needless noughts."""
    text = f"{quantity:,}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def hours_of(minutes: int) -> Decimal:
    """Minutes as hours, to the hundredth."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"), ROUND_HALF_UP)


def hours_text(minutes: int) -> str:
    """Minutes as a number of hours to be read."""
    return number_text(hours_of(minutes))


def elapsed_days(contract: PackContract, as_of: date) -> tuple[int, int]:
    """The days of the contract year that are over, and all its days."""
    whole = (contract.last_day - contract.first_day).days + 1
    return min(max((as_of - contract.first_day).days + 1, 0), whole), whole


def check_counting(indicators: Sequence[PackIndicator]) -> None:
    """Every indicator counts in a way the pack can explain; raises UnknownCounting."""
    for indicator in indicators:
        if indicator.counts not in COUNTING:
            raise UnknownCounting(indicator=indicator.name, counts=indicator.counts)


def check_agreement(indicator: PackIndicator, tally: Tally) -> None:
    """The records add up to the figure the contract's progress shows; raises FiguresDisagree."""
    if tally.quantity != indicator.done:
        raise FiguresDisagree(
            indicator=indicator.name, counted=number_text(tally.quantity), done=number_text(indicator.done)
        )


def safe_name(text: str) -> str:
    """A name for a file or folder that Windows, macOS and Linux all take, and that a link can point to."""
    shown = "".join(c for c in unicodedata.normalize("NFC", text) if unicodedata.category(c) != "Cf")
    return UNSAFE.sub("_", shown).strip()[:LONGEST_NAME].rstrip(" .") or UNNAMED


def folder_name(position: int, indicator: PackIndicator) -> str:
    """The folder of an indicator: its place in the contract's table and its name, so that no two are alike."""
    return f"{position}_{safe_name(indicator.name)}"


def workbook_name(volume: int) -> str:
    """The workbook of records: the first volume plain, the following numbered."""
    return "记录.xlsx" if volume == 1 else f"记录_{volume}.xlsx"


def origin_text(row: PackRow) -> str:
    """Where a record came from, so that it can be found again in the book it was written in."""
    if row.origin is None:
        return "手工登记"
    return f"{row.origin.file}，{row.origin.sheet}，第{row.origin.row}行"
