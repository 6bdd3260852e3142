"""What lies before a tender and after its contract: from the need to the catalogue, from the first instalment to the end of the trial year."""
from datetime import date, timedelta

from playwright.sync_api import Page, expect

from tests.browser.conftest import go
from tests.browser.looking import sound
from tests.browser.product import Product

PROJECT, NEED = "独居长者陪诊服务", "陪诊陪护"
# The round of the demonstration is this year's; this one is next year's and ends as soon as it has its proposal.
ENDS = """
from datetime import timedelta
from django.utils import timezone
from jiazong.commission.catalogue.models import Round
today = timezone.localdate()
Round.objects.filter(year={year}).update(opens_on=today - timedelta(days=9), closes_on=today - timedelta(days=1))
"""
LATER = """
import json
from datetime import timedelta
from django.db import IntegrityError, transaction
from jiazong.commission.contracts.models import Contract
first = Contract.objects.get(pk="{code}")
later = {{f.name: getattr(first, f.name) for f in Contract._meta.concrete_fields if f.name != "created_at"}} | {{
    "code": "{code}-later", "year": 2, "is_trial": False, "first_day": first.last_day + timedelta(days=1), "last_day": first.last_day + timedelta(days=365),
}}
try:
    with transaction.atomic():
        Contract.objects.create(**later)
    print(json.dumps(""))
except IntegrityError as fault:
    print(json.dumps(fault.__cause__.diag.constraint_name))
"""


def catalogue(bureau: Page, street: Page, member: Page, product: Product) -> None:
    """A need of the survey becomes a proposal, the panel votes it in, the catalogue is published."""
    year = date.today().year + 1
    bureau.goto("/")
    go(bureau, "需求调查")
    bureau.locator("main").get_by_role("link", name="居民需求调查").first.click()
    expect(bureau.locator("main")).to_contain_text(NEED)
    bureau.goto("/catalogue/rounds/new")
    bureau.get_by_label("在哪里").select_option(index=1)
    bureau.get_by_label("目录年度").fill(str(year))
    bureau.get_by_label("这一轮的名称").fill(f"{year}年项目征集")
    bureau.get_by_label("到哪天截止").fill((date.today() + timedelta(days=3)).isoformat())
    bureau.get_by_role("button", name="公布征集").click()
    bureau.wait_for_url("**/catalogue/rounds/*/")
    at = bureau.url
    propose(street, at)
    product.jiazong("manage", "shell", "--no-imports", "-c", ENDS.format(year=year))
    bureau.goto(at)
    bureau.get_by_role("link", name="请评审会成员").click()
    bureau.get_by_label("顾鹤鸣").check()
    sound(bureau)
    bureau.get_by_role("button", name="请这些评委").click()
    vote(member, f"{year}年项目征集")
    bureau.goto(at)
    expect(bureau.locator("#panel")).to_contain_text("已投 1 项，共 1 项")
    sound(bureau)
    bureau.get_by_role("button", name="计票").click()
    expect(bureau.locator("main")).to_contain_text("列入目录")
    bureau.get_by_role("link", name="公布", exact=True).click()
    bureau.get_by_label("发布单位").fill("区民政局")
    bureau.get_by_role("button", name="向社会公布").click()
    expect(bureau.locator("main")).to_contain_text(PROJECT)


def propose(page: Page, at: str) -> None:
    page.goto(at)
    page.get_by_role("link", name="申报项目").first.click()
    page.get_by_label("项目", exact=True).fill(PROJECT)
    page.get_by_label("类别").fill("老年人")
    page.get_by_label("用在哪里").select_option(index=1)
    page.get_by_label("服务对象").fill("独居长者")
    page.get_by_label("背后的需求").fill("看病没有人陪")
    choice = page.get_by_label("调查里的需求")
    choice.select_option(value=choice.locator("option", has_text=NEED).first.get_attribute("value"))
    page.get_by_label("购买方", exact=True).fill("街道办事处")
    page.get_by_label("由谁提出").select_option("department")
    page.get_by_label("提出者名称").fill("街道民政办")
    page.get_by_role("button", name="提交申报").click()
    expect(page.locator("h1")).to_contain_text(PROJECT)


def vote(phone: Page, title: str) -> None:
    phone.goto("/catalogue/votes/")
    sound(phone)
    phone.get_by_role("link", name=title).click()
    phone.get_by_label("赞成").check()
    sound(phone)
    phone.get_by_role("button", name="保存我的票").click()
    expect(phone.get_by_label("赞成")).to_be_checked()


def first_instalment(agency: Page, street: Page, code: str) -> None:
    """The agency lays out budget and instalments, the street pays the first, the agency writes down that it came."""
    agency.goto(f"/money/{code}/plan")
    for n, (name, fen) in enumerate((("人员", "1386000"), ("活动", "594000")), start=1):
        agency.get_by_label(f"预算科目 {n}", exact=True).fill(name)
        agency.get_by_label(f"预算 {n}", exact=True).fill(fen)
    agency.locator("input[name$=is_staff_cost]").first.check()
    for left in agency.locator("input[name$='-name']").all()[2:]:
        left.fill("")
    agency.get_by_role("button", name="保存").last.click()
    agency.wait_for_url(f"**/money/{code}/")
    agency.get_by_role("link", name="修改分期").click()
    agency.get_by_role("button", name="保存").last.click()
    expect(agency.locator("#instalments")).to_contain_text("首期")
    street.goto(f"/money/{code}/")
    street.get_by_role("link", name="登记拨付").first.click()
    street.get_by_role("button", name="保存").last.click()
    expect(street.locator("main")).to_contain_text("已拨付，未到账")
    agency.goto("/")
    expect(agency.locator("#due")).to_contain_text("登记到账的经费")
    sound(agency)
    agency.goto(f"/money/{code}/")
    agency.get_by_role("link", name="登记到账").first.click()
    agency.get_by_label("银行回单").fill("回单 0001")
    agency.get_by_role("button", name="保存").last.click()
    expect(agency.locator("main")).to_contain_text("银行存款 99 万元")
    sound(agency)


def trial_review(page: Page, code: str) -> None:
    """The trial year is accepted standard by standard; nothing is decided while one has no verdict."""
    page.goto(f"/money/{code}/life")
    page.get_by_role("link", name="填写验收单").click()
    page.get_by_role("button", name="建立验收单").click()
    page.get_by_role("button", name="作出验收决定").click()
    expect(page.locator(".error-summary")).to_contain_text("请先评定每项标准")
    for box in page.locator("select[name^=verdict]").all():
        box.select_option("met")
    sound(page)
    page.get_by_role("button", name="作出验收决定").click()
    expect(page.locator("h1")).to_contain_text("本年度验收通过")


def renewal(page: Page) -> None:
    """The purchaser decides on another year, with a reason where the rules advise otherwise."""
    page.get_by_role("link", name="决定是否续签").click()
    page.get_by_label("评估结果").fill("85")
    page.get_by_text("续签下一年", exact=True).click()
    page.get_by_label("理由", exact=False).first.fill("整改计划已经确认")
    sound(page)
    page.get_by_role("button", name="保存").click()
    expect(page.locator("h1")).to_contain_text("决定续签下一年")
    expect(page.locator("main")).to_contain_text("整改计划已经确认")


def termination(page: Page, code: str, product: Product) -> None:
    """The same contract is ended in its trial year for a serious breach: later years are lost, and the database takes none."""
    page.get_by_role("link", name="终止合同").click()
    page.get_by_label("严重违约", exact=False).check()
    page.get_by_label("经过", exact=False).fill("长期不派人到岗，多次催告不改")
    sound(page)
    page.get_by_role("button", name="终止合同").last.click()
    expect(page.locator("main")).to_contain_text("以后年度的续签资格已取消")
    sound(page)
    assert product.asked(LATER.format(code=code)) == "lifecycle_later_years"
