"""A contract year in money: a voucher and its reversal, the statement; acceptance, another year and the end stand in step 8."""
import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE, OpenAs
from tests.browser.looking import sound
from tests.browser.product import Product

ASK = """
import json
from django.utils import timezone
from jiazong.commission.contracts.models import Contract
today = timezone.localdate()
print(json.dumps(Contract.objects.get(centre_id="qinghe", first_day__lte=today, last_day__gte=today).pk))
"""


@pytest.fixture(scope="module")
def place(product: Product) -> str:
    """The pages of the money of the demonstration's first contract."""
    return f"/money/{product.asked(ASK)}/"


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_voucher_is_written_in_one_form_and_taken_back(open_as: OpenAs, place: str, width: int) -> None:
    page = open_as("centre_director", width)
    page.goto(place)
    page.get_by_role("link", name="记一张凭证").click()
    page.get_by_label("预算科目").select_option(label="行政")
    page.get_by_label("金额").fill("123.45")
    page.get_by_label("做什么用").fill("打印纸")
    page.get_by_role("button", name="记账").click()
    expect(page.locator(".error-summary")).to_contain_text("发票号码")
    expect(page.get_by_label("做什么用")).to_have_value("打印纸")
    page.get_by_label("票据", exact=False).first.fill("发票 7788")
    page.get_by_role("button", name="记账").click()
    said = page.get_by_text(re.compile(r"凭证\s*\d+\s*已记账"))
    number = re.search(r"\d+", said.first.inner_text()).group()
    page.goto(f"{place}vouchers/{number}")
    expect(page.locator("main")).to_contain_text("123.45")
    page.get_by_role("link", name="冲销").click()
    page.get_by_label("冲销原因").fill("科目写错")
    page.get_by_role("button", name="冲销").click()
    expect(page.locator("main")).to_contain_text(f"冲销凭证 {number}")
    sound(page)


def test_the_statement_comes_as_a_file(open_as: OpenAs, place: str) -> None:
    page = open_as("centre_director", WIDE)
    page.goto(place)
    with page.expect_download() as started:
        page.get_by_role("link", name="决算表（Word）").click()
    assert started.value.suggested_filename.endswith(".docx")
