"""The tables the demonstration is invented from, read from the data folder."""
import csv
from functools import cache
from pathlib import Path

DATA = Path(__file__).resolve().parent / "data"


@cache
def read(name: str) -> tuple[dict[str, str], ...]:
    """The rows of one table, by column."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as source:
        return tuple(csv.DictReader(source))
