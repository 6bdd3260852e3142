"""Figures as they are measured, and the table that shows product and limit side by side; pure."""
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any
from unicodedata import east_asian_width

PRODUCT, LIMIT, PART = "product", "limit", "part"


@dataclass(frozen=True)
class Figure:
    """One measured figure: of the product, of the limit it is held against, or of a part for orientation.

    `more_is_better` tells rates from times; `load` is the machine's load average (one minute) after the measurement.
    `cpu` are the processor seconds it took, program and database together, where they were counted.
    """

    group: str
    kind: str
    key: str
    label: str
    value: float
    unit: str
    more_is_better: bool
    load: float
    note: str = ""
    cpu: float | None = None


def ratio(product: Figure, limit: Figure) -> float:
    """How much of the limit the product reaches: 1 is as fast as the limit, 0.5 half as fast."""
    if product.more_is_better:
        return product.value / limit.value
    return limit.value / product.value


def ratio_by_cpu(product: Figure, limit: Figure) -> float | None:
    """The same by processor seconds, which other programs on the machine hardly touch."""
    return limit.cpu / product.cpu if limit.cpu and product.cpu else None


def table(figures: Iterable[Figure], groups: dict[str, str]) -> str:
    """The figures group by group as lines of text; the products' lines say which share of the limit they reach."""
    rows, listed = [], list(figures)
    for group, title in groups.items():
        ours = [one for one in listed if one.group == group]
        if not ours:
            continue
        limit = next((one for one in ours if one.kind == LIMIT), None)
        rows.append((title, "", "", "", ""))
        for one in ours:
            rows.append((f"  {one.label}", f"{shown(one.value)} {one.unit}", _share(one, limit), f"{one.load:.1f}", one.note))
    heads = ("项目", "实测", "占极限", "负载", "说明")
    widths = [max(width_of(row[n]) for row in [heads, *rows]) for n in range(4)]
    return "\n".join(_line(row, widths) for row in [heads, *rows])


def _share(one: Figure, limit: Figure | None) -> str:
    if limit is None or one.kind == PART:
        return ""
    if one is limit:
        return "极限"
    by_cpu = ratio_by_cpu(one, limit)
    return f"{ratio(one, limit):.1%}" + (f"（按 CPU {by_cpu:.1%}）" if by_cpu else "")


def document(figures: Iterable[Figure], **about: Any) -> dict[str, Any]:
    """The same for programs."""
    return {**about, "figures": [asdict(one) for one in figures]}


def shown(value: float) -> str:
    """A figure with as many decimals as its size deserves."""
    return f"{value:,.0f}" if value >= 100 else f"{value:,.1f}" if value >= 10 else f"{value:,.3f}"


def width_of(text: str) -> int:
    """How many columns of a terminal a text takes; a Chinese character takes two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    cells = [row[0] + " " * (widths[0] - width_of(row[0]))]
    cells += [" " * (widths[n] - width_of(row[n])) + row[n] for n in (1, 2, 3)]
    return "  ".join([*cells, row[4]]).rstrip()
