"""Step 1: a contract is taken in from its file, and another one typed in by hand."""
import json
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE, OpenAs, go
from tests.browser.looking import sound
from tests.browser.product import SAMPLES, Product

KEPT = """
import json
from jiazong.commission.contracts.models import Contract
one = Contract.objects.get(pk="{code}")
rule = one.hours_rules.get(version=1)
print(json.dumps({{
    "professionals": rule.professionals, "total": rule.total_minutes // 60, "floor": rule.floor_minutes // 60,
    "ceiling": float(rule.ceiling_percent), "trial": one.is_trial, "term": [str(one.first_day), str(one.last_day)],
    "staff": one.assignments.count(), "budget": one.budget_fen,
    "indicators": {{i.name: i.target for i in one.indicators.all()}},
}}))
"""
LAST_TERM = """
import json
from jiazong.commission.contracts.models import Contract
print(json.dumps(str(Contract.objects.filter(centre_id="qinghe").latest("last_day").last_day)))
"""


@pytest.mark.parametrize(("width", "sample"), [(WIDE, "shiqiao"), (PHONE, "longxi")])
def test_a_contract_file_is_shown_before_it_is_taken_in(open_as: OpenAs, product: Product, width: int, sample: str) -> None:
    file = SAMPLES / f"{sample}-2025-contract.json"
    said = json.loads(file.read_text(encoding="utf-8"))
    page = open_as("new_agency", width)
    page.goto("/")
    hand_in(page, str(file))
    shown = page.locator("main")
    for words in (said["centre"]["name"], "2025年1月1日", "2025年12月31日", "27,440", "22,852", "110", "第 1 年，共 3 年"):
        expect(shown).to_contain_text(words)
    expect(shown.locator("dt", has_text="专业人员").locator("+ dd")).to_have_text("14")
    expect(shown.locator("dt", has_text="试用考核年").locator("+ dd")).to_have_text("是")
    sound(page)
    assert page.request.get(f"/contracts/{sample}-2025/").status == 404
    page.get_by_role("button", name="录入这份合同").click()
    page.wait_for_url(f"**/contracts/{sample}-2025/")
    expect(page.locator("main")).to_contain_text("试用考核期")
    expect(page.locator("#hours-rule")).to_contain_text("27,440")
    expect(page.locator("#indicators tbody tr")).to_have_count(len(said["indicators"]))
    expect(page.locator("#staff tbody tr")).to_have_count(len(said["staff"]) + len(said.get("other_staff", [])))
    sound(page)
    kept = product.asked(KEPT.format(code=f"{sample}-2025"))
    assert kept == {
        "professionals": 14, "total": 27440, "floor": 22852, "ceiling": 110.0, "trial": True,
        "term": ["2025-01-01", "2025-12-31"], "staff": len(said["staff"]) + len(said.get("other_staff", [])),
        "budget": said["annual_budget_yuan"] * 100, "indicators": {one["name"]: one["target"] for one in said["indicators"]},
    }  # fmt: skip


def test_the_same_file_again_has_nothing_new(open_as: OpenAs, product: Product) -> None:
    product.has_contract_of("shiqiao")
    page = open_as("new_agency", PHONE)
    page.goto("/")
    hand_in(page, str(SAMPLES / "shiqiao-2025-contract.json"))
    expect(page.locator("h1")).to_have_text("文件里的内容都已经有了。")
    assert page.get_by_role("button", name="录入这份合同").count() == 0


def hand_in(page: Page, file: str) -> None:
    """From the first page to what a contract file would do."""
    go(page, "合同")
    page.get_by_role("link", name="上传合同文件").first.click()
    page.get_by_label("合同文件（JSON）").set_input_files(file)
    page.get_by_role("button", name="读取文件").click()
    page.wait_for_load_state()


def test_a_director_may_not_take_in_the_contract_of_somebody_elses_centre(open_as: OpenAs, product: Product) -> None:
    product.has_contract_of("shiqiao")
    page = open_as("centre_director")
    page.goto("/")
    hand_in(page, str(SAMPLES / "shiqiao-2025-contract.json"))
    expect(page.locator(".error-summary")).to_contain_text("您只能录入自己名下站点的合同")
    sound(page)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_small_contract_is_typed_in(open_as: OpenAs, product: Product, width: int, next_term: Callable) -> None:
    first, last = next_term()
    code = f"qinghe-{first.year}"
    page = open_as("centre_director", width)
    page.goto("/")
    go(page, "合同")
    page.get_by_role("link", name="手工录入").click()
    page.get_by_label("合同编号").fill(code)
    page.get_by_label("购买方").fill("青禾街道办事处")
    page.get_by_label("第一天").fill(first.isoformat())
    page.get_by_label("最后一天").fill(last.isoformat())
    page.get_by_label("第几年").fill("1")
    page.get_by_label("一共几年").fill("3")
    page.get_by_label("今年是试用考核期").check()
    page.get_by_label("年度经费").fill("600000")
    page.get_by_label("专业人员", exact=True).fill("3")
    page.get_by_role("button", name="按这个人数填常用工时").click()
    expect(page.get_by_label("总工时")).to_have_value("5880")
    expect(page.get_by_label("合同编号")).to_have_value(code)
    line(page, 1, "探访户次", "探访", "户次", "400")
    line(page, 2, "个案服务次数", "个案", "次", "")
    sound(page)
    page.get_by_role("button", name="保存合同").last.click()
    expect(page.locator(".error-summary")).to_contain_text("目标")
    expect(page.get_by_label("指标 1", exact=True)).to_have_value("探访户次")
    sound(page)
    page.get_by_label("目标 2", exact=True).fill("300")
    page.get_by_role("button", name="保存合同").last.click()
    page.wait_for_url(f"**/contracts/{code}/")
    kept = product.asked(KEPT.format(code=code))
    assert kept["term"] == [first.isoformat(), last.isoformat()]
    assert (kept["professionals"], kept["total"], kept["trial"], kept["budget"]) == (3, 5880, True, 60_000_000)
    assert kept["indicators"] == {"探访户次": 400, "个案服务次数": 300}


@pytest.fixture
def next_term(product: Product) -> Callable[[], tuple[date, date]]:
    """Gives the year after the last contract of the demonstration's first centre."""

    def term() -> tuple[date, date]:
        last = date.fromisoformat(product.asked(LAST_TERM))
        return last + timedelta(days=1), last + timedelta(days=365)

    return term


def line(page: Page, number: int, name: str, method: str, unit: str, target: str) -> None:
    """Type one indicator."""
    for label, text in (("指标", name), ("服务类别", method), ("单位", unit), ("目标", target)):
        page.get_by_label(f"{label} {number}", exact=True).fill(text)
