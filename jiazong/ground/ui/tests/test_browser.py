"""The kit in a real browser: what scripts do, what axe finds, and that nothing is blocked by the headers."""
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.core.wsgi import get_wsgi_application
from playwright.sync_api import sync_playwright

from jiazong.ground.ui.tests.chromium import CHROMIUM, NEEDED, SWITCHES

pytestmark = [pytest.mark.browser, NEEDED]


class Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield opened
        opened.close()


@pytest.fixture
def site(kit_alone):
    server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), handler_class=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser, site):
    context = browser.new_context(viewport={"width": 1280, "height": 860}, base_url=site)
    opened = context.new_page()
    opened.set_default_timeout(5000)
    said = []
    opened.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    opened.on("pageerror", lambda error: said.append(str(error)))
    yield opened
    context.close()
    assert [line for line in said if "status of 4" not in line and "ERR_INTERNET" not in line] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("size", "width"), [("normal", 1280), ("large", 390)])
def test_axe_finds_nothing_serious_and_nothing_sticks_out(page, site, theme, size, width):
    page.context.add_cookies(
        [{"name": "jz_theme", "value": theme, "url": site}, {"name": "jz_size", "value": size, "url": site}]
    )
    page.set_viewport_size({"width": width, "height": 860})
    for path in ("/ui/kit", "/notes", "/ui/kit?nobody"):
        page.goto(path)
        found = Axe().run(page).response["violations"]
        assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_theme_changes_at_once_and_is_kept(page):
    page.goto("/notes")
    page.click("details.menu >> visible=true")
    page.click("button[name=theme][value=dark] >> visible=true")
    page.wait_for_selector("html[data-theme=dark]")
    assert page.get_attribute("button[name=theme][value=dark] >> visible=true", "aria-pressed") == "true"
    page.reload()
    assert page.get_attribute("html", "data-theme") == "dark"


def test_a_language_brings_its_own_page(page):
    page.goto("/notes")
    page.click("details.menu >> visible=true")
    page.click("button[name=language][value=en] >> visible=true")
    page.wait_for_selector("html[lang=en]")
    assert "Contracts" in page.inner_text(".rail")


def test_what_was_typed_is_offered_back_after_the_session_is_lost(page, site):
    page.goto("/notes")
    page.fill("#id_note", "走路要扶墙")
    page.fill("#id_secret", "a-password")
    page.check("input[value=call]", force=True)
    page.wait_for_timeout(600)
    kept = page.evaluate("JSON.stringify(localStorage)")
    assert "走路要扶墙" in kept and "a-password" not in kept
    page.goto("/notes")
    page.click("[data-draft-take]")
    assert page.input_value("#id_note") == "走路要扶墙"
    assert page.is_checked("input[value=call]")
    # Somebody else on the same device is offered nothing.
    page.context.add_cookies([{"name": "nobody", "value": "1", "url": site}])
    page.goto("/notes")
    assert page.query_selector("[data-draft-take]") is None


def test_a_draft_goes_away_when_the_server_says_saved_and_stays_when_it_refuses(page):
    page.goto("/notes")
    page.fill("#id_note", "长" * 31)
    page.click(".savebar button")
    page.wait_for_selector(".error-summary")
    assert page.evaluate("document.activeElement.className") == "error-summary"
    assert "长长" in page.evaluate("JSON.stringify(localStorage)")
    page.fill("#id_note", "短")
    page.click(".savebar button")
    page.wait_for_selector("[data-saved]")
    assert page.evaluate("Object.keys(localStorage).length") == 0


def test_a_form_is_sent_once_however_often_the_button_is_pressed(page):
    page.goto("/notes")
    page.fill("#id_note", "平稳")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.evaluate("const b = document.querySelector('.savebar button'); b.click(); b.click(); b.click();")
    page.wait_for_selector("[data-saved]")
    assert len(sent) == 1


def test_without_a_network_nothing_is_sent_and_nothing_is_lost(page):
    page.goto("/notes")
    page.fill("#id_note", "平稳")
    page.context.set_offline(True)
    page.click(".savebar button")
    page.wait_for_selector(".toasts .toast")
    assert "现在没有网络" in page.inner_text(".toasts")
    assert page.input_value("#id_note") == "平稳"
    page.context.set_offline(False)
    page.click(".savebar button")
    page.wait_for_selector("[data-saved]")


def test_enter_while_choosing_characters_does_not_send_the_form(page):
    page.goto("/notes")
    page.focus("#id_note")
    stopped = page.evaluate(
        """() => {
        const press = (init) => {
          const event = new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true, ...init});
          document.getElementById("id_note").dispatchEvent(event);
          return event.defaultPrevented;
        };
        return [press({isComposing: true}), press({keyCode: 229}), press({})];
        }"""
    )
    assert stopped == [True, True, False]


def test_keys_find_the_palette_and_the_action_but_never_inside_a_field(page):
    page.goto("/notes")
    page.fill("#id_note", "")
    page.keyboard.type("n")
    assert page.input_value("#id_note") == "n" and page.url.endswith("/notes")
    page.click("h1")
    page.goto("/ui/kit")
    page.keyboard.press("n")
    page.wait_for_url("**/notes")


def test_a_tap_on_a_name_goes_to_the_next_word(page):
    page.goto("/notes")
    row = page.locator("[data-roster] label").first
    row.click()
    assert row.get_attribute("data-here") == "late"
    row.click()
    row.click()
    assert row.get_attribute("data-here") == "here"
    assert row.locator("select").input_value() == "here"


def test_choosing_rows_shows_what_may_be_done_with_them(page):
    page.goto("/ui/kit")
    assert page.is_hidden("[data-bulkbar]")
    page.check("[data-select-all]")
    assert page.inner_text("[data-bulk-count]") == "4"
    page.uncheck("tbody input[type=checkbox] >> nth=0")
    assert page.evaluate("document.querySelector('[data-select-all]').indeterminate")
    page.click("[data-select-none]")
    assert page.is_hidden("[data-bulkbar]")


def test_a_toast_can_be_closed_and_undone(page):
    page.goto("/notes")
    page.fill("#id_note", "平稳")
    page.click(".savebar button")
    page.click(".toast form button")
    page.wait_for_selector(".note.warn")
    assert "已经撤销" in page.inner_text("main")


def test_no_script_is_needed_to_change_the_size_of_type(browser, site):
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/notes")
    page.click("details.menu >> visible=true")
    page.click("button[name=size][value=large] >> visible=true")
    assert page.url == f"{site}/notes"
    assert page.get_attribute("html", "data-size") == "large"
    context.close()
