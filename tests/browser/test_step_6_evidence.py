"""Step 6: one click, one zip; its check sums hold and every link of its contents leads somewhere."""
import hashlib
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE, OpenAs, go
from tests.browser.looking import sound
from tests.browser.product import Product


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_one_click_gives_a_pack_that_holds(open_as: OpenAs, product: Product, expected: dict, tmp_path: Path, width: int) -> None:
    product.has_ledger_of("shiqiao")
    page = open_as("shiqiao_director", width)
    page.goto("/")
    go(page, "合同进度")
    page.get_by_role("link", name="导出评估资料").click()
    page.wait_for_url("**/evidence/shiqiao-2025")
    expect(page.locator("main")).to_contain_text("manifest.sha256")
    page.wait_for_load_state("networkidle")
    sound(page)
    with page.expect_download(timeout=120_000) as started:
        page.get_by_role("button", name="打包下载").click()
    kept = tmp_path / started.value.suggested_filename
    started.value.save_as(kept)
    assert "石桥街" in kept.name and kept.suffix == ".zip"
    check(zipfile.ZipFile(kept), len(expected["shiqiao"]["progress"][0]["indicators"]))


def check(pack: zipfile.ZipFile, indicators: int) -> None:
    """Every check sum holds, every file has one, every link of the contents leads to a file or sheet that is there."""
    names = set(pack.namelist())
    sums = dict(reversed(line.split("  ", 1)) for line in pack.read("manifest.sha256").decode().splitlines())
    assert set(sums) == names - {"manifest.sha256"}
    assert {name for name in sums if hashlib.sha256(pack.read(name)).hexdigest() != sums[name]} == set()
    book = openpyxl.load_workbook(io.BytesIO(pack.read("目录.xlsx")))
    links = [cell.hyperlink for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]
    targets = {link.target.replace("\\", "/").removeprefix("external:") for link in links if link.target}
    inside = {link.location.split("!")[0].strip("'") for link in links if link.location and not link.target}
    assert len(targets) >= indicators
    assert targets <= names
    assert inside <= set(book.sheetnames)


def test_a_day_outside_the_term_is_refused_in_a_sentence(open_as: OpenAs, product: Product) -> None:
    product.has_contract_of("shiqiao")
    page = open_as("shiqiao_director", PHONE)
    page.goto("/evidence/shiqiao-2025/download?as_of=2031-01-01")
    expect(page.locator(".error-summary")).to_contain_text("请选")
    sound(page)
