"""Step 2: last year's ledger is read, looked at, mended and confirmed; reading can be stopped, and a second time posts nothing."""
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from tests.browser import ledgers
from tests.browser.conftest import PHONE, WIDE, OpenAs, go
from tests.browser.looking import sound
from tests.browser.product import SAMPLES, Product

WAIT = 120_000
ROWS_TO_STOP = 80_000
COUNT = """
import json
from jiazong.ledger.hours.models import Posting
print(json.dumps(Posting.objects.filter(contract_id="{code}").count()))
"""
NAMES = """
import json
from jiazong.commission.contracts.models import Assignment
print(json.dumps(list(Assignment.objects.filter(contract_id="{code}").values_list("worker__name", flat=True))))
"""


@pytest.mark.parametrize(("width", "sample"), [(WIDE, "shiqiao"), (PHONE, "longxi")])
def test_a_ledger_is_read_shown_and_posted(
    open_as: OpenAs, product: Product, expected: dict, tmp_path: Path, width: int, sample: str
) -> None:
    product.has_contract_of(sample)
    totals, refused = expected[sample]["totals"], expected[sample].get("refused", [])
    page = open_as(f"{sample}_director", width)
    hand_in(page, SAMPLES / f"{sample}-2025.xlsx")
    page.get_by_role("button", name="确认入账").wait_for(timeout=WAIT)
    main = page.locator("main")
    expect(page.locator("h1")).to_contain_text(f"{totals['rows']:,} 行可以入账")
    expect(main).to_contain_text("列认出")
    expect(main).to_contain_text(f"{totals['person_times']:,} 人次")
    expect(main).to_contain_text(f"直接 {hours(totals['direct_minutes'])} 小时")
    told = page.locator("table:has(th:text('怎么改')) tbody tr")
    expect(told).to_have_count(len(refused))
    for row, one in zip(told.all(), refused, strict=True):
        expect(row).to_contain_text(f"{one['sheet']} 第 {one['row']} 行 · {one['column']}")
        assert len(row.locator("th").inner_text()) > 5
    sound(page)
    if refused:
        check_workbook_of_refused(page, refused, tmp_path)
    page.get_by_role("button", name="确认入账").click()
    page.get_by_role("link", name="看合同进度").wait_for(timeout=WAIT)
    sound(page)
    for want in expected[sample]["progress"][-1 if sample == "longxi" else 0 :]:
        got = product.answer("contract", "progress", f"{sample}-2025", "--as-of", want["as_of"])
        assert got["hours"]["direct_minutes"] == want["direct_minutes"]
        assert got["hours"]["total_minutes"] == want["total_minutes"]
        assert {one["code"]: {"target": one["target"], "done": one["done"]} for one in got["indicators"]} == want["indicators"]


def check_workbook_of_refused(page: Page, refused: list[dict], folder: Path) -> None:
    with page.expect_download() as started:
        page.get_by_role("link", name="下载这些行").click()
    kept = folder / started.value.suggested_filename
    started.value.save_as(kept)
    assert kept.suffix == ".xlsx"
    book = openpyxl.load_workbook(io.BytesIO(kept.read_bytes()))
    lines = [row for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [row[-1] for row in lines] == [f"{one['sheet']} 第 {one['row']} 行 {one['column']}" for one in refused]
    assert all(len(row[-3]) > 4 and len(row[-2]) > 4 for row in lines)


def test_the_same_file_again_says_nothing_is_new(open_as: OpenAs, product: Product, expected: dict) -> None:
    product.has_ledger_of("shiqiao")
    before = product.asked(COUNT.format(code="shiqiao-2025"))
    page = open_as("shiqiao_director", PHONE)
    hand_in(page, SAMPLES / "shiqiao-2025.xlsx")
    page.get_by_text("不会重复入账").wait_for(timeout=WAIT)
    expect(page.locator("h1")).to_contain_text("0 行可以入账")
    expect(page.locator("main")).to_contain_text(f"{expected['shiqiao']['totals']['rows']:,} 行账上已经有了")
    assert page.get_by_role("button", name="确认入账").count() == 0
    sound(page)
    page.get_by_role("button", name="先不导入").click()
    expect(page.locator(".toast")).to_contain_text("一行也没有入账")
    assert product.asked(COUNT.format(code="shiqiao-2025")) == before


def test_reading_shows_how_far_it_is_and_can_be_stopped(open_as: OpenAs, product: Product, tmp_path: Path) -> None:
    product.has_contract_of("longxi")
    names = product.asked(NAMES.format(code="longxi-2025"))
    before = product.asked(COUNT.format(code="longxi-2025"))
    made = ledgers.rows(names, first=date(2025, 1, 1), last=date(2025, 12, 31), count=ROWS_TO_STOP)
    page = open_as("longxi_director")
    hand_in(page, ledgers.write(tmp_path / "很大的台账.xlsx", made))
    expect(page.locator("#waiting progress")).to_be_visible()
    expect(page.locator("#waiting h2")).to_contain_text("已读")
    sound(page, with_axe=False)
    page.get_by_role("button", name="不读了").click()
    expect(page.locator(".toast")).to_contain_text("一行也没有入账")
    state = page.locator("tr", has_text="很大的台账.xlsx").locator(".tag")
    assert state.inner_text() in ("正在停下", "已放下")
    for _second in range(30):
        if state.inner_text() == "已放下":
            break
        page.wait_for_timeout(1000)
        page.reload()
    expect(state).to_have_text("已放下")
    assert product.asked(COUNT.format(code="longxi-2025")) == before


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_file_that_is_no_workbook_is_refused_in_a_sentence(
    open_as: OpenAs, product: Product, tmp_path: Path, width: int
) -> None:
    product.has_contract_of("shiqiao")
    wrong = tmp_path / "照片.xlsx"
    wrong.write_bytes(b"\x89PNG\r\n not a workbook at all")
    page = open_as("shiqiao_director", width)
    hand_in(page, wrong)
    expect(page.locator("h1")).to_contain_text("没有读成", timeout=WAIT)
    assert len(page.locator(".lede").inner_text()) > 8
    sound(page)


def hand_in(page: Page, file: Path) -> None:
    """From the first page to a ledger that is being read; on a phone the way leads over the page of imports itself."""
    page.goto("/")
    if page.viewport_size["width"] == PHONE:
        page.goto("/books/")
    else:
        go(page, "导入台账")
    page.get_by_label("服务台账").set_input_files(str(file))
    page.get_by_role("button", name="开始读").click()
    page.wait_for_url("**/books/*-*/")


def hours(minutes: int) -> str:
    """Hours of a whole year as the screens write them: no decimals above a thousand."""
    return f"{minutes / 60:,.0f}"
