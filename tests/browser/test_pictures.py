"""The pictures of the documentation: each screen rendered whole, and written when JIAZONG_WRITE_PICTURES=1 asks for it."""
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Page

from tests.browser import ledgers
from tests.browser.conftest import PHONE, SCREENS, WIDE, OpenAs
from tests.browser.looking import sound
from tests.browser.product import Product

FOLDER = Path(__file__).resolve().parents[2] / "docs/images"
LARGEST = 250_000
# So much of a long page tells what it is; the rest is more of the same.
TALLEST = 1700
ASK = """
import json
from jiazong.commission.contracts.models import Contract
from django.utils import timezone
one = Contract.objects.get(centre_id="qinghe", first_day__lte=timezone.localdate(), last_day__gte=timezone.localdate())
names = list(one.assignments.filter(is_professional=True).order_by("pk").values_list("worker__name", flat=True))
print(json.dumps({"code": one.pk, "first": str(one.first_day), "last": str(timezone.localdate()), "workers": names}))
"""


class Picture(NamedTuple):
    """One picture: who looks, at which address, on how wide a screen; `how` is what is done before: a line logged, the first row opened."""

    name: str
    role: str
    address: str
    width: int = WIDE
    theme: str = "light"
    how: str = ""


PICTURES = [
    Picture("login", "", "/sign-in"),
    Picture("today", "social_worker", "/"),
    Picture("today-phone", "social_worker", "/", PHONE),
    Picture("progress", "centre_director", "/hours/{code}/progress"),
    Picture("progress-phone", "centre_director", "/hours/{code}/progress", PHONE),
    Picture("progress-dark", "centre_director", "/hours/{code}/progress", theme="dark"),
    Picture("indicator", "centre_director", "/hours/{code}/indicators/home_visits"),
    Picture("import", "centre_director", "{book}"),
    Picture("import-phone", "centre_director", "{book}", PHONE),
    Picture("log-phone", "social_worker", "/hours/log", PHONE),
    Picture("log-saved-phone", "social_worker", "/hours/log", PHONE, how="log"),
    Picture("hours", "social_worker", "/hours/mine"),
    Picture("hours-phone", "social_worker", "/hours/mine", PHONE),
    Picture("months", "centre_director", "/hours/{code}/months"),
    Picture("evidence", "centre_director", "/evidence/{code}"),
    Picture("contracts", "agency_office", "/contracts/"),
    Picture("contract", "centre_director", "/contracts/{code}/"),
    Picture("district", "district_bureau", "/"),
    Picture("centre", "centre_director", "/centres/qinghe"),
    Picture("staff", "centre_director", "/staff/"),
    Picture("money", "centre_director", "/money/{code}/"),
    Picture("money-phone", "centre_director", "/money/{code}/", PHONE),
    Picture("contract-life", "street_office", "/money/{code}/life"),
    Picture("street-tasks", "centre_director", "/tasks/"),
    Picture("front-desk", "reception", "/intake/"),
    Picture("family", "social_worker", "/families/", how="first"),
    Picture("case", "social_worker", "/cases/", how="first"),
    Picture("case-phone", "social_worker", "/cases/", PHONE, how="first"),
    Picture("approve", "supervisor", "/cases/approvals", how="first"),
    Picture("allocate", "centre_director", "/intake/allocation", how="first"),
    Picture("supervision-month", "supervisor", "/supervision/month"),
    Picture("needs", "street_office", "/catalogue/needs/", how="first"),
    Picture("rollout", "city_bureau", "/catalogue/rollout/"),
    Picture("tender", "street_office", "/tenders/", how="first"),
]


@pytest.fixture(scope="module")
def places(product: Product, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The contract that runs at the demonstration's first centre, and a workbook of it to be handed in."""
    found = product.asked(ASK)
    first, last = date.fromisoformat(found["first"]), date.fromisoformat(found["last"])
    made = ledgers.rows(found["workers"], first=first, last=last, count=128)
    file = ledgers.write(tmp_path_factory.mktemp("book") / "青禾街服务台账.xlsx", ledgers.with_faults(made))
    return {"code": found["code"], "file": str(file)}


@pytest.fixture(scope="module")
def books() -> dict[str, str]:
    """The address of the workbook once it is handed in."""
    return {}


@pytest.mark.parametrize("picture", PICTURES, ids=lambda picture: picture.name)
def test_a_screen_renders_whole_and_sound(
    picture: Picture, open_as: OpenAs, open_context: Callable, product: Product, places: dict[str, str], books: dict[str, str]
) -> None:
    if "{book}" in picture.address and not books:
        books["book"] = hand_in(open_as("centre_director"), places)
    more = {"color_scheme": picture.theme}
    page = open_as(picture.role, picture.width, **more) if picture.role else open_context(picture.width, **more).new_page()
    answer = page.goto(picture.address.format(**places, **books))
    assert answer is not None and answer.ok
    if picture.how == "log":
        log_one(page)
    elif picture.how == "first":
        with page.expect_navigation():
            page.locator("main :is(tbody, .rows) a").first.click()
    page.wait_for_load_state()  # no page of ours fetches a part of itself after that
    sound(page, with_axe=picture.theme == "dark" or picture.name.startswith(("login", "import")))
    take(page, picture)


def hand_in(page: Page, places: dict[str, str]) -> str:
    """Hand the workbook in and wait until it is read; gives its address."""
    page.goto("/books/")
    page.get_by_label("合同").select_option(places["code"])
    page.locator("input[type=file]").set_input_files(places["file"])
    page.locator("main form button[type=submit]").first.click()
    page.get_by_role("button", name="确认入账").wait_for(timeout=60_000)
    return page.url


def log_one(page: Page) -> None:
    """Record one service the short way."""
    page.locator("label.chip", has_text="探访").first.click()
    page.locator("[data-of] label.chip >> visible=true").first.click()
    page.locator("#id_minutes label.chip", has_text="45").click()
    page.get_by_role("button", name="保存").click()
    page.locator(".checklist").wait_for()


def take(page: Page, picture: Picture) -> None:
    """Write the picture into the documentation when asked for."""
    if os.environ.get("JIAZONG_WRITE_PICTURES") != "1":
        return
    lowest = SCREENS[picture.width]["viewport"]["height"]
    height = max(lowest, min(page.evaluate("document.documentElement.scrollHeight"), TALLEST))
    while True:
        # As tall as what it shows, so that rail and bottom bar stand where a person sees them.
        page.set_viewport_size({"width": picture.width, "height": height})
        taken = page.screenshot()
        if len(taken) < LARGEST:
            break
        height = height * 9 // 10
    (FOLDER / f"{picture.name}.png").write_bytes(taken)
