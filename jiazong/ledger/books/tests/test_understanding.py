"""Reading as a whole: nothing is lost, nothing makes it fall, whatever the cells hold and however a book is written."""
import resource
import time as clock
from collections import Counter
from datetime import date, timedelta

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from jiazong.ground.sheets.reading import read_sheets
from jiazong.ground.sheets.values import CellError, Merge, SheetPart
from jiazong.ledger.books.rules import AcceptedRow, RefusedRow, understand
from jiazong.ledger.books.tests.invented import METHODS, STAFF, book, contract, read

NAMES = {
    "day": ["日期", "服务日期", "活动日期", "服務日期", "Date", "日 期"],
    "method": ["服务类型", "类别", "服务方式", "服務手法", "项目类型"],
    "worker": ["社工", "负责社工", "工作人员", "負責同工", "姓名"],
    "direct": ["直接服务时数", "直接工时", "直接時數", "直接服务（小时）"],
    "indirect": ["间接服务时数", "间接工时", "間接時數", "间接服务（小时）"],
    "count": ["人次", "服务人次", "参与人数", "服務人次"],
    "title": ["服务名称", "主题", "服务对象"],
    "serial": ["序号", "No."],
    "extra": ["满意度", "天气", "地点"],
}
DAYS = [lambda d: d, lambda d: f"{d.month}月{d.day}日", lambda d: f"{d.year}.{d.month}.{d.day}", lambda d: d.strftime("%Y%m%d"), lambda d: f"{d.month}/{d.day}", lambda d: (d - date(1899, 12, 30)).days]
LENGTHS = [lambda m: f"{m}分钟", lambda m: f"{m // 60}小时{m % 60}分", lambda m: f"{m / 60:.4f}h", lambda m: timedelta(minutes=m), lambda m: f"{m // 60}:{m % 60:02d}"]
COUNTS = [lambda n: n, lambda n: f"{n}人", lambda n: f"{n}".translate(str.maketrans("0123456789", "０１２３４５６７８９"))]
WORKERS = [lambda w: w, lambda w: f"{w[0]} {w[1:]}", lambda w: f"{w}（社工）"]
SERVICE = st.tuples(
    st.dates(date(2025, 1, 1), date(2025, 12, 31)), st.sampled_from(METHODS), st.sampled_from(STAFF), st.integers(1, 600), st.integers(0, 600), st.integers(1, 300)
)
FORMS = st.tuples(*(st.sampled_from(forms) for forms in (DAYS, LENGTHS, LENGTHS, COUNTS, WORKERS)))


def sheet(rows, name="记录", merged=()) -> SheetPart:
    return SheetPart(name, list(enumerate(rows, 1)), merged=list(merged), names=(name,))


@settings(max_examples=120, deadline=None)
@given(services=st.lists(st.tuples(SERVICE, FORMS), min_size=1, max_size=12), order=st.permutations(sorted(NAMES)), data=st.data())
def test_a_ledger_means_the_same_in_whatever_words_and_order_it_is_written(services, order, data):
    chosen = {meaning: data.draw(st.sampled_from(names)) for meaning, names in NAMES.items()}
    rows = [["某站2025年服务台账"], [], [chosen[meaning] for meaning in order]]
    for number, ((day, method, worker, direct, indirect, count), forms) in enumerate(services, 1):
        cells = {
            "day": forms[0](day), "method": method, "worker": forms[4](worker), "direct": forms[1](direct), "indirect": forms[2](indirect),
            "count": forms[3](count), "title": "面谈", "serial": number, "extra": "晴",
        }  # fmt: skip
        rows.append([cells[meaning] for meaning in order])
    rows.append([None] * order.index("worker") + ["合计", 100, 200])
    outcomes = list(understand([sheet(rows)], contract()))
    assert not [row for row in outcomes if isinstance(row, RefusedRow)]
    read_back = [(row.day, row.method, row.worker, row.direct_minutes, row.indirect_minutes, row.person_times) for row in outcomes]
    assert read_back == [service for service, _ in services]


CELLS = st.one_of(
    st.none(), st.text(max_size=12), st.integers(-5, 60_000), st.floats(), st.booleans(), st.dates(), st.datetimes(), st.times(), st.timedeltas(),
    st.sampled_from([name for names in NAMES.values() for name in names]), st.sampled_from(["3月8日", "1.5小时", "个案", "林晓岚", "合计", "〃", "单位：小时", "社工：解明", "8日", "直接", "小时"]),
    st.just(CellError("#REF!")),
)  # fmt: skip
HEAD = ["日期", "服务类型", "社工", "直接工时", "间接工时", "人次"]
MERGES = st.builds(lambda r, c, h, w: Merge(r, c, r + h, c + w), st.integers(1, 12), st.integers(0, 6), st.integers(0, 4), st.integers(0, 3))


@settings(max_examples=300, deadline=None)
@given(before=st.lists(st.lists(CELLS, max_size=7), max_size=4), after=st.lists(st.lists(CELLS, max_size=8), max_size=10), merged=st.lists(MERGES, max_size=3))
def test_no_sheet_whatever_it_holds_makes_reading_fall_or_lose_a_row(before, after, merged):
    rows = [*before, HEAD, *after]
    reading = understand([sheet(rows, merged=merged)], contract())
    outcomes = list(reading)
    understood = reading.sheets[0]
    assert understood.rows_seen == len(rows)
    assert len(outcomes) == understood.accepted + understood.refused
    numbers = [row.row for row in outcomes]
    assert numbers == sorted(set(numbers))
    for row in outcomes:
        if isinstance(row, AcceptedRow):
            assert date(2025, 1, 1) <= row.day <= date(2025, 12, 31) and row.method in METHODS and row.worker in STAFF
            assert 0 < row.direct_minutes + row.indirect_minutes <= 1440 and row.person_times >= 0


def test_every_row_is_accounted_for(tmp_path):
    rows = [["XX站"], HEAD, ["3.8", "个案", "解明", 1, 0, 1], [], ["3.8", "魔术", "解明", 1, 0, 1], ["合计", None, None, 2, 0, 2], ["审核人："]]
    _, _, reading = read(book(tmp_path / "a.xlsx", {"三月": rows}))
    (understood,) = reading.sheets
    assert understood.rows_seen == 7
    assert (understood.accepted, understood.refused, understood.passed_over) == (1, 1, Counter(note=1, blank=1, subtotal=1, signature=1))


def test_progress_tells_the_rows_seen(tmp_path):
    told: list[int] = []
    rows = [HEAD] + [["3.8", "个案", "解明", 1, 0, 1]] * 1000
    for _ in understand([sheet(rows), sheet(rows, "续")], contract(), on_progress=told.append):
        pass
    assert told == sorted(told) and told[-1] == 2002 and len(told) > 4


def test_rows_come_while_the_book_is_still_being_read(tmp_path):
    taken = 0

    def rows():
        nonlocal taken
        yield 1, HEAD
        for number in range(2, 5000):
            taken = number
            yield number, ["3.8", "个案", "解明", 1, 0, 1]

    stream = iter(understand([SheetPart("三月", rows())], contract()))
    next(stream)
    assert taken < 1000


@pytest.mark.long
def test_a_hundred_thousand_rows_are_read_and_understood_in_a_few_seconds_of_work(tmp_path):
    workbook = xlsxwriter.Workbook(tmp_path / "a.xlsx", {"constant_memory": True})
    sheet_ = workbook.add_worksheet("全年")
    style = workbook.add_format({"num_format": "yyyy-mm-dd"})
    sheet_.write_row(0, 0, ["日期", "服务领域", "服务类型", "服务名称", "负责社工", "直接服务时数", "间接服务时数", "服务人次", "备注"])
    for number in range(1, 100_001):
        day = date(2025, 1, 1) + timedelta(days=number % 365)
        if number % 2:
            sheet_.write_datetime(number, 0, day, style)
        else:
            sheet_.write_string(number, 0, f"{day.month}月{day.day}日")
        values = ["长者服务", METHODS[number % 6], f"独居长者探访{number % 997}", STAFF[number % 7], ("1.5小时", "90分钟", 2, "1h")[number % 4], ("/", "30min", 0, "半小时")[number % 4], number % 60 + 1, f"第{number}次"]
        sheet_.write_row(number, 1, values)
    workbook.close()
    started, used = clock.monotonic(), [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    accepted = sum(isinstance(row, AcceptedRow) for row in understand(read_sheets(tmp_path / "a.xlsx"), contract()))
    after = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    work = sum(new.ru_utime + new.ru_stime - old.ru_utime - old.ru_stime for new, old in zip(after, used, strict=True))
    print(f"{100_000 / (clock.monotonic() - started):,.0f} rows a second, {work:.1f} s of work, {after[0].ru_maxrss >> 10} + {after[1].ru_maxrss >> 10} MB")
    assert accepted == 100_000
    assert work < 8
    assert (after[0].ru_maxrss + after[1].ru_maxrss) >> 10 < 400  # this process holds the whole test run as well
