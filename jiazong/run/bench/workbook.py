"""A service ledger as a centre keeps it, of any length, and the contract it belongs to."""
from datetime import date, timedelta
from pathlib import Path
from random import Random

from xlsxwriter import Workbook

from jiazong.commission.contracts import actions as contracts
from jiazong.commission.contracts.models import Contract
from jiazong.commission.contracts.rules import read_contract
from jiazong.run.demo import rhythm, sites, tables
from jiazong.run.demo.lines import Writer
from jiazong.run.demo.names import Names
from jiazong.run.demo.rhythm import Outline

HEADINGS = ("日期", "服务领域", "服务类型", "服务名称", "负责社工", "直接服务时数(小时)", "间接服务时数(小时)", "服务人次", "备注")
FIRST_DAY, LAST_DAY = date(2025, 1, 1), date(2025, 12, 31)
ROWS_A_WORKER = 1_050
ONE_UNKNOWN_IN = 200
COUNTY = "440103"


def staff(rows: int) -> list[str]:
    """As many invented workers as write so many lines in a year."""
    return names(max(14, round(rows / ROWS_A_WORKER)))


def names(count: int) -> list[str]:
    """So many invented names, the same every time."""
    made = Names(Random("bench staff"))
    return [made.next() for _ in range(count)]


def sign(code: str, people: list[str], *, first_day: date = FIRST_DAY) -> Contract:
    """A contract of a year of its own centre with these workers on its list."""
    last_day = first_day.replace(year=first_day.year + 1) - timedelta(days=1)
    hours = {"professionals": len(people), "total": 1960 * len(people), "floor": 1600 * len(people), "ceiling_percent": 110}
    said = {
        "code": f"{code}-{first_day.year}",
        "centre": {"code": code, "name": f"量测中心 {code}", "region": COUNTY},
        "agency": "量测社会工作服务中心",
        "purchaser": "量测街道办事处",
        "term": {"first_day": first_day.isoformat(), "last_day": last_day.isoformat()},
        "annual_budget_yuan": 2_000_000,
        "hours": hours,
        "staff": [{"name": name, "post": "social_worker"} for name in people],
        "indicators": indicators(),
    }
    return contracts.load_contract(read_contract(said), by=None).contract


def indicators() -> list[dict]:
    """The twelve things a contract counts: each of six methods by its services and by the people they reached."""
    named = {one["method"]: one for one in reversed(tables.read("indicators"))}
    rows = [{**one, "target": int(one["target"]), "counts": "rows", "unit": "次"} for one in named.values()]
    return rows + [
        {**one, "code": f"{one['code']}_people", "name": f"{one['method']}人次", "counts": "persons", "unit": "人次"} for one in rows
    ]


def write(path: Path, rows: int, people: list[str]) -> int:
    """Write a workbook of so many lines; one in two hundred names somebody who is not on the list. Gives how many do."""
    methods = tables.read("methods")
    a_year = sum(int(row["rows_a_year"]) for row in methods)
    rng = Random("bench book")
    # A little more than wanted is planned, and the rest cut off.
    plan = Outline(
        first_day=FIRST_DAY, last_day=LAST_DAY, as_of=LAST_DAY, professionals=tuple(range(len(people))), aides=(),
        rows={row["name"]: round(int(row["rows_a_year"]) * rows * 1.05 / a_year) for row in methods},
        total_minutes=1960 * 60 * len(people), floor_minutes=1600 * 60 * len(people), manner=sites.manners()["on_track"],
    )  # fmt: skip
    called = {n: row["name"] for n, row in enumerate(methods)}
    writer = Writer(rng, methods={name: n for n, name in called.items()}, direct_share=plan.direct_share, attendance={})
    drafts = writer.write(rhythm.shifts(plan, is_working=lambda day: day.weekday() < 5, rng=rng))
    book = Workbook(path, {"constant_memory": True})
    sheet, as_day = book.add_worksheet("服务记录"), book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.write_row(0, 0, HEADINGS)
    written = unknown = 0
    for written, draft in zip(range(1, rows + 1), drafts, strict=False):
        is_unknown = written % ONE_UNKNOWN_IN == 0
        unknown += is_unknown
        sheet.write_datetime(written, 0, draft.day, as_day)
        sheet.write_row(written, 1, (
            draft.field, called[draft.method_id], draft.title, "查无此人" if is_unknown else people[draft.worker_id],
            draft.direct_minutes / 60, draft.indirect_minutes / 60, max(draft.person_times, 1), draft.note,
        ))  # fmt: skip
    book.close()
    if written != rows:
        raise RuntimeError(f"only {written} of {rows} lines could be planned")
    return unknown
