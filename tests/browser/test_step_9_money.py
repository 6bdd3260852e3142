"""A contract year in money: a voucher and its reversal, the statement, the acceptance standard by standard, another year."""
import re

import pytest
from playwright.sync_api import Page, expect

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


def test_the_year_is_accepted_standard_by_standard_and_another_one_decided(open_as: OpenAs, place: str) -> None:
    page = open_as("street_office", WIDE)
    page.goto(f"{place}life")
    page.get_by_role("link", name="填写验收单").click()
    page.get_by_role("button", name="建立验收单").click()
    page.get_by_role("button", name="作出验收决定").click()
    expect(page.locator(".error-summary")).to_contain_text("请先评定每项标准")
    for box in page.locator("select[name^=verdict]").all():
        box.select_option("met")
    sound(page)
    page.get_by_role("button", name="作出验收决定").click()
    expect(page.locator("h1")).to_contain_text("本年度验收通过")
    decide(page)
    expect(page.locator("h1")).to_contain_text("决定续签下一年")
    expect(page.locator("main")).to_contain_text("整改计划已经确认")


def decide(page: Page) -> None:
    """The purchaser decides on another year, with a reason where the rules advise otherwise."""
    page.get_by_role("link", name="决定是否续签").click()
    page.get_by_label("评估结果").fill("85")
    page.get_by_text("续签下一年", exact=True).click()
    page.get_by_label("理由", exact=False).first.fill("整改计划已经确认")
    sound(page)
    page.get_by_role("button", name="保存").click()
