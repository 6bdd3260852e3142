"""Every page of every role: it opens, in three languages, light, dark and large, without a word left in another language."""
import re
from typing import NamedTuple

import pytest
from opencc import OpenCC
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SCREENS, WIDE, OpenAs
from tests.browser.looking import english_left, sound
from tests.browser.product import Product

ROLES = (
    "reception", "social_worker", "supervisor", "centre_director", "agency_office", "privacy_officer", "street_office",
    "district_bureau", "city_bureau",
    "administrator", "panel_member", "no_role",
)  # fmt: skip
ASK = """
import json
from django.utils import timezone
from jiazong.commission.contracts.models import Contract
from jiazong.ledger.hours.models import Posting
from jiazong.people.residents.models import Residence
from jiazong.people.staff.models import Worker
today = timezone.localdate()
one = Contract.objects.get(centre_id="qinghe", first_day__lte=today, last_day__gte=today)
own = Posting.objects.filter(contract=one, worker__account__login="chen.jing", quantity=1, reversed_by__isnull=True)
home = Residence.objects.filter(centre_id="qinghe", relation="女儿").order_by("created_at", "pk").first()
seen = {"family": str(home.household_id), "person": str(home.person_id)}
print(json.dumps(seen | {"code": one.pk, "worker": Worker.objects.filter(centre_id="qinghe").first().pk, "own": own.latest("pk").pk}))
"""


class Look(NamedTuple):
    """How a page is looked at."""

    language: str
    theme: str
    size: str
    width: int


LOOKS = [Look("zh-hans", "light", "large", PHONE), Look("zh-hant", "dark", "normal", PHONE), Look("en", "light", "normal", WIDE)]
PAGES = [
    ("social_worker", "/"), ("social_worker", "/hours/log"), ("social_worker", "/hours/mine"), ("social_worker", "/hours/postings/{own}"),
    ("social_worker", "/hours/postings/{own}/correct"), ("social_worker", "/password"), ("reception", "/families/"),
    ("reception", "/families/new"), ("social_worker", "/families/{family}"), ("social_worker", "/families/{family}/ties/new"),
    ("social_worker", "/families/people/{person}"), ("social_worker", "/families/people/{person}/kin"),
    ("social_worker", "/families/people/{person}/move"),
    ("centre_director", "/"), ("centre_director", "/hours/{code}/progress"), ("centre_director", "/hours/{code}/indicators/total_hours"),
    ("centre_director", "/hours/{code}/indicators/home_visits"), ("centre_director", "/hours/months"),
    ("centre_director", "/hours/{code}/months"), ("centre_director", "/books/"), ("centre_director", "/evidence/"),
    ("centre_director", "/evidence/{code}"), ("centre_director", "/contracts/"), ("centre_director", "/contracts/{code}/"),
    ("centre_director", "/contracts/{code}/edit"), ("centre_director", "/contracts/load"), ("centre_director", "/contracts/new"),
    ("centre_director", "/centres/qinghe"), ("centre_director", "/centres/qinghe/edit"), ("centre_director", "/centres/qinghe/rooms"),
    ("centre_director", "/centres/qinghe/opening"), ("centre_director", "/staff/"), ("centre_director", "/staff/new"),
    ("centre_director", "/staff/{worker}"), ("centre_director", "/staff/{worker}/edit"), ("centre_director", "/staff/{worker}/certificate"),
    ("centre_director", "/staff/{worker}/leave"), ("agency_office", "/contracts/new"), ("agency_office", "/hours/"),
    *(("centre_director", f"/money/{{code}}/{page}") for page in ("", "vouchers", "vouchers/new", "plan", "instalments", "bank", "life", "promised", "promises")),
    *(("street_office", f"/money/{{code}}/{page}") for page in ("acceptance", "renewal", "termination", "amendment", "instalments/3/met")),
    ("city_bureau", "/money/"), ("centre_director", "/tasks/"), ("centre_director", "/tasks/new"), ("district_bureau", "/tasks/sums"),
    ("street_office", "/tenders/"), ("street_office", "/tenders/new"), ("agency_office", "/tenders/bids"), ("panel_member", "/tenders/panel"),
    ("district_bureau", "/"), ("district_bureau", "/centres/"), ("administrator", "/"), ("no_role", "/"),
]  # fmt: skip
# Traditional forms of what every page says; a page that shows one of the simplified ones was not converted.
TO_TRADITIONAL = OpenCC("s2t")


@pytest.fixture(scope="module")
def places(product: Product) -> dict[str, object]:
    """What stands in the addresses of the demonstration's first centre."""
    return product.asked(ASK)


@pytest.mark.parametrize("role", ROLES)
def test_every_entry_of_the_menu_opens(open_as: OpenAs, role: str) -> None:
    for width in (WIDE, PHONE):
        page = open_as(role, width)
        page.goto("/")
        for address in entries(page, width):
            answer = page.goto(address)
            assert answer is not None and answer.ok, f"{role} {address} {answer and answer.status}"
            expect(page.locator("h1")).to_have_count(1)
            assert page.locator("main").inner_text().strip()
            sound(page, with_axe=False)


def entries(page: Page, width: int) -> list[str]:
    """The addresses of the menu; on a phone the rest of them stand in the person's menu."""
    if width == PHONE:
        page.locator("details.menu summary").filter(visible=True).click()
    links = page.locator("nav.rail-nav a, nav.bottombar a, .rail > a.btn").filter(visible=True)
    return [link.get_attribute("href") or "" for link in links.all()]


def test_a_phone_reaches_what_a_desk_reaches(open_as: OpenAs) -> None:
    reached = []
    for width in (WIDE, PHONE):
        page = open_as("centre_director", width)
        page.goto("/")
        reached.append(set(entries(page, width)))
    assert reached[0] == reached[1]


@pytest.mark.parametrize(("role", "address"), PAGES, ids=lambda value: str(value).strip("/").replace("/", "-") or "home")
def test_a_page_is_sound_in_every_look_and_language(open_as: OpenAs, product: Product, places: dict, role: str, address: str) -> None:
    page = open_as(role, WIDE)
    for look in LOOKS:
        put_on(page, product, look)
        answer = page.goto(address.format(**places))
        assert answer is not None and answer.ok
        sound(page)
        check_language(page, look.language)


def put_on(page: Page, product: Product, look: Look) -> None:
    """Look at pages in this language, theme, size and width from now on."""
    wanted = {"django_language": look.language, "jz_theme": look.theme, "jz_size": look.size}
    page.context.add_cookies([{"name": name, "value": value, "url": product.address} for name, value in wanted.items()])
    page.set_viewport_size(SCREENS[look.width]["viewport"])


def check_language(page: Page, language: str) -> None:
    """No English on a Chinese page, no simplified words of ours on a traditional one, no Chinese labels on an English one."""
    if language != "en":
        assert english_left(page) == []
    if language == "zh-hant":
        said = page.locator(OURS).filter(visible=True).all_inner_texts()
        assert [words for words in said if is_simplified(words)] == []
    if language == "en":
        said = page.locator(OURS).filter(visible=True).all_inner_texts()
        assert [words for words in said if re.search(r"[\u4e00-\u9fff]", words)] == []


# Parts of a page that hold words of the product and no names of people, places or services.
OURS = "nav.rail-nav a, nav.bottombar a, thead th:not(.num), legend, .field > label, .btn.is-primary, .optional, .hint"


def is_simplified(words: str) -> bool:
    """Whether a word stands in characters that Hong Kong or Taiwan write otherwise; variants count as right."""
    return any(TO_TRADITIONAL.convert(sign) != sign for sign in words if sign not in "台里着才后只干面系丑布历出家向征制注念准卷吊采户")


@pytest.mark.parametrize("width", [WIDE, PHONE])
def test_a_language_is_changed_from_the_menu_and_stays(open_as: OpenAs, width: int) -> None:
    page = open_as("centre_director", width)
    page.goto("/hours/mine")
    for word, lang, title in (("English", "en", "My hours"), ("繁體", "zh-Hant-HK", "我的工時"), ("简体", "zh-Hans", "我的工时")):
        page.locator("details.menu summary").filter(visible=True).click()
        page.get_by_role("button", name=word).filter(visible=True).click()
        page.wait_for_selector(f"html[lang={lang}]")
        assert page.url.endswith("/hours/mine")
        expect(page.locator(".eyebrow")).to_contain_text(title)
        page.reload()
        expect(page.locator("html")).to_have_attribute("lang", lang)
