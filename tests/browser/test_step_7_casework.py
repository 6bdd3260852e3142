"""Step 7: from the front desk to a closed case, every form printed, and the same case not there for whoever has no grant."""
import io
import re
import uuid
import zipfile
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import PHONE, OpenAs
from tests.browser.looking import sound
from tests.browser.product import Product

ISSUE, GOAL, STEP = "孩子三周没有上学，晚上睡不着。", "两个月内每周上学不少于四天", "每周一次家访，和母子一起定作息"
SAID = ("第一次见面，听母亲说。", "陪孩子到学校门口。", "孩子上了一整周的学。")
CHANGED = "孩子回到学校，母子能坐下来谈。"
LEAVES = """
import json
from jiazong.ground.accounts.models import Account
from jiazong.ground.access.models import Membership
from django.utils import timezone
from datetime import timedelta
from jiazong.ground.access.context import acting_as_system
with acting_as_system("tests"):
    Membership.objects.filter(account__login="{login}").update(last_day=timezone.localdate() - timedelta(days=1))
print(json.dumps("done"))
"""
RUNS_OUT = """
import json
from datetime import timedelta
from django.db.models import F
from django.db.models.functions import Now
from jiazong.ground.access.context import acting_as_system
from jiazong.ground.access.grants.models import Grant
from jiazong.ground.access.grants import actions
from django.utils import timezone
with acting_as_system("tests"):
    for grant in Grant.objects.filter(subject_type="case", subject_id="{case}", account__login="chen.jing", revoked_at__isnull=True):
        actions.shorten(grant, to=timezone.now() + timedelta(seconds=1), by=None)
print(json.dumps("done"))
"""


@pytest.fixture(scope="module")
def journey() -> dict[str, str]:
    """What the steps of the journey tell one another: the person's name, the case's code and address."""
    return {"name": f"仇小{chr(0x4E00 + uuid.uuid4().int % 5000)}"}


def pick(page: Page, name: str, value: str) -> None:
    """Choose one of the chips of a question."""
    page.locator(f'label:has(input[name="{name}"][value="{value}"])').first.click()


def done(page: Page, button: str) -> None:
    """Press a button of the page and wait for what follows."""
    page.locator("main").get_by_role("button", name=button, exact=True).first.click()
    page.wait_for_load_state()


def case_of(page: Page, journey: dict[str, str]) -> str:
    """Open the case from the worker's own list; gives its address."""
    page.goto("/cases/")
    page.get_by_role("link", name=journey["code"]).first.click()
    page.wait_for_load_state()
    return page.url


def test_somebody_walks_in_is_registered_and_her_case_is_opened(open_as: OpenAs, journey: dict[str, str]) -> None:
    page = open_as("reception")
    page.goto("/intake/arrive")
    page.locator("[name=name_told]").fill(journey["name"])
    done(page, "登记并接待")
    page.get_by_role("link", name="登记家庭").click()
    expect(page.locator("[name=name]")).to_have_value(journey["name"])
    page.locator("[name=birth]").fill("1986-05-04")
    page.locator("[name=phone]").fill("13812345678")
    done(page, "保存这一家")
    done(page, "就是这位")
    page.get_by_role("link", name="马上开个案").click()
    pick(page, "kind", "counselling")
    pick(page, "urgency", "urgent")
    page.locator("[name=issue]").fill(ISSUE)
    done(page, "记下来")
    expect(page.locator("main")).not_to_contain_text(journey["name"])
    sound(page)


def test_the_person_is_found_by_pinyin_initials_and_the_end_of_the_number(open_as: OpenAs, journey: dict[str, str]) -> None:
    page = open_as("reception")
    for typed in (journey["name"], "qiuxiao", "qx", "5678"):
        page.goto(f"/intake/?q={typed}")
        expect(page.locator("main")).to_contain_text(journey["name"])


def test_the_director_gives_the_case_and_the_reason_is_kept(open_as: OpenAs, journey: dict[str, str]) -> None:
    page = open_as("centre_director")
    page.goto("/intake/allocation")
    journey["code"] = max(re.findall(r"\d{4}-\d{4}", page.locator("main").inner_text()))
    page.get_by_role("link", name=journey["code"]).first.click()
    page.locator("tr", has_text="陈静").locator("input[type=radio]").check()
    page.locator("[name=reason]").fill("熟悉这一带的学校")
    done(page, "分配个案")
    expect(page.locator("main")).not_to_contain_text(journey["code"])


def test_the_worker_takes_it_on_and_assesses_it(open_as: OpenAs, journey: dict[str, str]) -> None:
    page = open_as("social_worker")
    case = journey["case"] = case_of(page, journey)
    expect(page.locator("h1")).to_contain_text(journey["name"])
    page.goto(f"{case}/intake")
    expect(page.locator("main")).to_contain_text(ISSUE)
    page.goto(f"{case}/intake/decide")
    pick(page, "decision", "accepted")
    done(page, "保存决定")
    page.goto(f"{case}/assess")
    for name in {one.get_attribute("name") for one in page.locator("main input[type=radio]").all()}:
        pick(page, name, "1" if name.startswith("score-") else "none")
    page.locator("[name=worker_view]").fill("亲子冲突多，睡眠要先稳下来。")
    page.get_by_label("需要 1").first.fill("重新上学")
    done(page, "完成预估")
    page.goto(case)
    expect(page.locator("main")).to_contain_text("预估")
    sound(page)


def test_the_plan_goes_to_the_supervisor_who_approves_it_on_one_screen(open_as: OpenAs, journey: dict[str, str]) -> None:
    page = open_as("social_worker")
    page.goto(f"{journey['case']}/plan/edit")
    page.locator("[name=goal1-words]").fill(GOAL)
    page.locator("[name=goal1-step1-words]").fill(STEP)
    page.locator("[name=goal1-step1-who]").fill("陈静与母亲")
    page.locator("[name=goal1-step1-due]").fill(f"{date.today() + timedelta(days=60):%Y-%m-%d}")
    done(page, "保存计划")
    page.goto(f"{journey['case']}/plan")
    hand_in(page)
    approve(open_as("supervisor"), journey, GOAL)
    page.goto(journey["case"])
    expect(page.locator("main")).to_contain_text("介入")


def hand_in(page: Page) -> None:
    """Send what is on the page to the supervisor."""
    page.locator("select[name=to]").select_option(label=page.locator("select[name=to] option", has_text="何慧芳").inner_text())
    page.locator("main form", has=page.locator("select[name=to]")).locator("button[type=submit]").first.click()
    page.wait_for_load_state()


def approve(page: Page, journey: dict[str, str], words: str) -> None:
    """Approve what was handed in, as the one it was handed to."""
    page.goto("/cases/approvals")
    page.locator("main tr, main li").filter(has_text=journey["code"]).get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text(words)
    page.locator("[name=opinion]").fill("同意")
    done(page, "批准")


def test_three_contacts_are_written_once_each_and_count_for_the_contract(
    open_as: OpenAs, product: Product, journey: dict[str, str]
) -> None:
    page = open_as("social_worker", PHONE)
    for number, said in enumerate(SAID):
        page.goto(f"{journey['case']}/notes/new")
        pick(page, "minutes", page.locator("input[name=minutes]").first.get_attribute("value"))
        pick(page, "mode", "visit")
        start = page.locator("[name=start]")
        if start.is_visible():
            start.fill(f"0{number + 1}:00")
        page.locator("[name=content]").fill(said)
        done(page, "写好了，保存")
        expect(page.locator("main")).to_contain_text(said)
    counted = product.asked(
        "import json\nfrom jiazong.service.cases.models import Note\nfrom jiazong.ground.access.context import acting_as_system\n"
        f"with acting_as_system('tests'):\n    print(json.dumps(Note.objects.filter(case__code='{journey['code']}', posting__isnull=False).count()))"
    )
    assert counted == len(SAID)
    sound(page)


def test_the_case_is_closed_once_the_supervisor_agrees(open_as: OpenAs, journey: dict[str, str]) -> None:
    page = open_as("social_worker")
    page.goto(journey["case"])
    done(page, "进入评估阶段")
    page.goto(f"{journey['case']}/closing")
    pick(page, "reason", "reached")
    for name in {one.get_attribute("name") for one in page.locator("main input[type=radio]").all()} - {"reason"}:
        pick(page, name, "1")
    page.locator("[name=changes]").fill(CHANGED)
    hand_in(page)
    approve(open_as("supervisor"), journey, CHANGED)
    page.goto(journey["case"])
    expect(page.locator("main")).to_contain_text("结案")


def test_the_whole_case_file_is_printed_in_order(open_as: OpenAs, journey: dict[str, str]) -> None:
    page = open_as("social_worker")
    page.goto(f"{journey['case']}/papers")
    sound(page)
    whole = fetched(page, "整份")
    text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(whole)).pages)
    flat = re.sub(r"\s", "", text)
    places = [flat.index(words) for words in ("接案登记表", "预估表", "服务计划", "过程记录", "结案报告")]
    assert places == sorted(places)
    for words in (journey["name"], ISSUE, GOAL, STEP, *SAID, CHANGED):
        assert re.sub(r"\s", "", words) in flat, words


def fetched(page: Page, words: str) -> bytes:
    """The file behind a button of the page whose line has these words."""
    with page.expect_download() as download:
        page.locator("main").locator("a, button").filter(has_text=words).first.click()
    path = download.value.path()
    data = path.read_bytes()
    assert data[:4] == b"%PDF" or zipfile.is_zipfile(io.BytesIO(data))
    return data


@pytest.mark.parametrize("role", ["longxi_director", "street_office", "district_bureau", "administrator", "reception", "agency_office"])
def test_the_case_is_not_there_for_anybody_without_a_grant(open_as: OpenAs, journey: dict[str, str], role: str) -> None:
    page = open_as(role)
    for part in ("", "/intake", "/plan", "/closing", "/papers", "/notes/new"):
        answer = page.goto(f"{journey['case']}{part}")
        assert answer.status == 404, (role, part)
        assert journey["name"] not in page.content()


def test_the_case_is_not_there_for_the_worker_whose_grant_ran_out(open_as: OpenAs, product: Product, journey: dict[str, str]) -> None:
    page = open_as("social_worker")
    assert page.goto(journey["case"]).status == 200
    product.asked(RUNS_OUT.format(case=journey["case"].rsplit("/", 1)[-1]))
    page.wait_for_timeout(1500)
    assert page.goto(journey["case"]).status == 404
    page.goto("/cases/")
    expect(page.locator("main")).not_to_contain_text(journey["name"])
