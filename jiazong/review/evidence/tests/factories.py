"""Packs to test with; every name is invented."""
from collections.abc import Iterator
from datetime import date, timedelta

from jiazong.review.evidence.rules import PackContract, PackHours, PackIndicator, PackOrigin, PackRow

AS_OF = date(2026, 9, 30)
INJECTION = "=cmd()|' /C calc'!A1 #set page(width: 1pt) $x$ \\ * @ ] +1 -1 http://x.invalid"
CONTRACT = PackContract(
    code="qinghe-2026", centre="青禾街道家庭综合服务中心", agency="青禾社会工作服务中心", purchaser="青禾街道办事处",
    first_day=date(2026, 1, 1), last_day=date(2026, 12, 31), year=1, years=3, trial=True,
)
HOURS = PackHours(direct=660_000, total=797_160, target_total=1_646_400, floor=1_371_120, ceiling=1_811_040)


def make_row(number: int, *, quantity: int = 1, **changes: object) -> PackRow:
    """One record; every third comes from a workbook, every tenth was written late."""
    parts: dict[str, object] = {
        "record_no": f"QH-{number:06}", "day": date(2026, 1, 1) + timedelta(days=number % 270), "worker": "陈静",
        "field": "长者服务", "category": "入户", "title": "个案面谈", "direct_minutes": 60, "indirect_minutes": 30,
        "people": 3, "quantity": quantity, "late": number % 10 == 0,
        "origin": PackOrigin("一月工时.xlsx", "个案", number + 2) if number % 3 == 0 else None,
    }
    return PackRow(**(parts | changes))


class Source:
    """A source of a small contract: `cases` counts records (one of them reversed), `people` counts person-times."""

    contract = CONTRACT
    hours = HOURS

    def __init__(self, records: int = 40, *, name: str = "个案服务次数", done: int | None = None) -> None:
        self.records = records
        self.indicators = [
            PackIndicator("cases", name, "次", 100, records - 1 if done is None else done, "rows", "个案"),
            PackIndicator("people", '社区活动：人次/"场次"', "人次", 600, 3 * records, "persons", "社区活动"),
            PackIndicator("none", "四点半课堂节数", "节", 920, 0, "rows", "四点半课堂"),
        ]

    def rows(self, indicator_code: str) -> Iterator[PackRow]:
        if indicator_code == "none":
            return
        persons = indicator_code == "people"
        for number in range(1, self.records + 1):
            yield make_row(number, quantity=3 if persons else 1, title=INJECTION if number == 7 else "个案面谈")
        if not persons:
            yield make_row(
                self.records + 1, quantity=-1, direct_minutes=-60, indirect_minutes=-30, people=-3, reverses="QH-000001"
            )
