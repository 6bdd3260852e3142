"""How much of a workbook is read before it is refused."""
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Limits:
    """Bounds of a file and of the process that reads it; sizes in bytes, times in seconds.

    A ledger of 100,000 rows unpacks to some 60 MB; a bomb of the same size on disk to thousands.
    """

    file_bytes: int = 64 << 20
    unpacked_bytes: int = 256 << 20
    ratio: int = 100
    ratio_from_bytes: int = 10 << 20
    entries: int = 1_000
    sheets: int = 300
    rows: int = 300_000
    columns: int = 702  # A to ZZ
    cells: int = 6_000_000  # of one sheet; a ledger of 300,000 rows and 20 columns
    merges: int = 200_000
    cell_characters: int = 32_767  # what a spreadsheet cell can hold
    memory_bytes: int = 512 << 20
    cpu_seconds: int = 60
    silence_seconds: float = 9.0

    def as_dict(self) -> dict[str, float]:
        return asdict(self)


LIMITS = Limits()
