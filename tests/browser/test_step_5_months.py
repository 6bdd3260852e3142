"""Step 5: a director closes a month; whoever corrects it afterwards leaves both lines, the second marked as late."""
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE, WIDE, OpenAs, go
from tests.browser.looking import sound
from tests.browser.product import Product

CODE, MONTH = "shiqiao-2025", "2025-04"
WORKER = """
import json
from jiazong.people.staff.models import Worker
print(json.dumps(Worker.objects.get(centre_id="shiqiao", name="陈国秀").pk))
"""
LINES = """
import json
from jiazong.ledger.hours.models import Posting
found = Posting.objects.filter(worker_id={worker}, day__year=2025, day__month=4).order_by("pk")
print(json.dumps([[one.pk, one.direct_minutes, one.quantity, one.is_late] for one in found]))
"""


@pytest.fixture(scope="module")
def worker(product: Product) -> int:
    """The worker of the sample's centre who signs in herself."""
    product.has_ledger_of("shiqiao")
    words = ("--role", "social_worker", "--centre", "shiqiao", "--worker", "陈国秀")
    product.logins["shiqiao_worker"] = product.account("chen.guoxiu", "陈国秀", *words)
    return product.asked(WORKER)


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_director_closes_a_month(open_as: OpenAs, product: Product, worker: int, width: int) -> None:
    month, word = {WIDE: (MONTH, "2025年4月"), PHONE: ("2025-05", "2025年5月")}[width]
    page = open_as("shiqiao_director", width)
    page.goto("/")
    go(page, "合同进度")
    page.get_by_role("link", name="看每个月").click()
    row = page.locator("tr", has=page.get_by_role("rowheader", name=word))
    before = row.locator("td.num").all_inner_texts()[:4]
    row.get_by_role("link", name="月结").click()
    page.wait_for_url(f"**/months/{month}/close")
    expect(page.locator("main")).to_contain_text("月结以后不能撤回")
    sound(page)
    page.get_by_role("button", name="月结").click()
    page.wait_for_url(f"**/{CODE}/months")
    expect(page.locator(".toast")).to_contain_text(f"{word}已月结")
    expect(row.locator(".tag")).to_have_text("已月结")
    assert row.locator("td.num").all_inner_texts()[:4] == before
    assert page.request.get(f"/hours/{CODE}/months/{month}/close").url.endswith("/months")
    sound(page)


def test_a_correction_of_a_closed_month_is_late_for_ever_and_the_first_line_stays(
    open_as: OpenAs, product: Product, worker: int
) -> None:
    close(open_as, MONTH)
    before = product.asked(LINES.format(worker=worker))
    number, minutes = before[0][:2]
    page = open_as("shiqiao_worker", PHONE)
    page.goto(f"/hours/postings/{number}")
    page.get_by_role("link", name="更正或撤销").click()
    page.get_by_label("为什么更正").fill("时间抄错了")
    other = page.locator("[name=other_minutes]")
    if not other.input_value():
        page.evaluate("document.querySelectorAll('[name=minutes]').forEach((one) => { one.checked = false; })")
    other.fill(str(minutes + 5))
    sound(page)
    page.get_by_role("button", name="更正").first.click()
    expect(page.locator(".toast")).to_contain_text("已更正")
    expect(page.locator(".note.warn")).to_contain_text("补记")
    expect(page.locator("main")).to_contain_text("时间抄错了")
    sound(page)
    after = product.asked(LINES.format(worker=worker))
    assert after[: len(before)] == before
    assert [line[1:] for line in after[len(before) :]] == [[-minutes, -1, True], [minutes + 5, 1, True]]
    page.goto(f"/hours/postings/{number}")
    expect(page.locator("main")).to_contain_text("这一笔已经更正，改由新的一笔计入。")
    assert page.get_by_role("link", name="更正或撤销").count() == 0
    director = open_as("shiqiao_director")
    director.goto(f"/hours/{CODE}/months")
    row = director.locator("tr", has=director.get_by_role("rowheader", name="2025年4月"))
    expect(row.locator("b.is-warn")).to_have_text("2")


def close(open_as: OpenAs, month: str) -> None:
    """Close the month unless it is closed."""
    page = open_as("shiqiao_director")
    page.goto(f"/hours/{CODE}/months/{month}/close")
    if page.url.endswith("/close"):
        page.get_by_role("button", name="月结").click()
        page.wait_for_url("**/months")
