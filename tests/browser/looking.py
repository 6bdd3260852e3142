"""What every page is held to: no blocked resource, no sideways scroll, nothing serious from axe, its language throughout."""
import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

WATCH_POLICY = """
window.__blocked = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.__blocked.push(event.violatedDirective + " " + event.blockedURI);
});
"""
# A browser writes every refused form and every page not found into its console; those are answers, not faults.
ANSWERS = ("status of 404", "status of 422", "ERR_INTERNET_DISCONNECTED", "ERR_ABORTED")
WORST = ("serious", "critical")


def axe(page: Page) -> None:
    """Fail on what axe finds serious or critical."""
    found = [one for one in Axe().run(page).response["violations"] if one["impact"] in WORST]
    told = [(one["id"], [node["target"] for node in one["nodes"]][:3]) for one in found]
    assert not told, f"{page.url}: {told}"


def no_csp_violation(page: Page) -> None:
    """Fail where the policy of the page blocked something."""
    blocked = page.evaluate("window.__blocked ?? []")
    assert not blocked, f"{page.url}: {blocked}"


def no_sideways_scroll(page: Page) -> None:
    """Fail where the page is wider than the screen; names what sticks out."""
    told = page.evaluate(
        """() => {
        const wide = document.documentElement.clientWidth;
        if (document.documentElement.scrollWidth <= wide) return null;
        const out = [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > wide + 1);
        return document.documentElement.scrollWidth + ": " + out.slice(0, 4).map((one) => one.tagName + "." + one.className).join(", ");
        }"""
    )
    assert told is None, f"{page.url}: {told}"


def nothing_clipped(page: Page) -> None:
    """Fail where a button, tag, chip or figure cuts its own words off."""
    told = page.evaluate(
        """() => [...document.querySelectorAll(".btn, .tag, .chip, .risk, .verdict, h1, h2, .door, .num, .bottombar a, .rail-nav a")]
        .filter((one) => one.checkVisibility() && getComputedStyle(one).overflowX !== "visible" && one.scrollWidth > one.clientWidth + 1)
        .map((one) => one.className + ": " + one.textContent.trim()).slice(0, 5)"""
    )
    assert not told, f"{page.url}: {told}"


def sound(page: Page, *, with_axe: bool = True) -> None:
    """Everything a page is held to, whatever it shows."""
    no_csp_violation(page)
    no_sideways_scroll(page)
    nothing_clipped(page)
    if with_axe:
        axe(page)


def visible_lines(page: Page) -> list[str]:
    """The words of a page as a person reads them, line by line, with labels nobody sees but hears."""
    heard = page.evaluate(
        """() => [...document.querySelectorAll("[aria-label], [placeholder], [title]")].filter((one) => one.checkVisibility())
        .flatMap((one) => [one.ariaLabel, one.placeholder, one.title]).filter(Boolean)"""
    )
    return [line.strip() for line in [*page.inner_text("body").splitlines(), page.title(), *heard] if line.strip()]


# Names that stay in Latin letters: the product, its formats, keys, the word for a language in that language.
LATIN_ALLOWED = re.compile(
    r"English|Excel|XLSX|CSV|XLS|JSON|PDF|Word|ZIP|SHA-?256|UTF-8|MB|KB|GB|Ctrl K|Jiazong|qinghe|DEMO\d+|[a-z]+-20\d\d|sha256sum"
    r"|manifest\.sha256|[\w.-]+\.(?:xlsx|xls|csv|json|zip|docx|pdf)", re.I
)  # fmt: skip
ENGLISH = re.compile(r"[A-Za-z]{3,}(?:[ ,'’][A-Za-z]+)*")


def english_left(page: Page) -> list[str]:
    """English words on a Chinese page that no code, file name or login explains."""
    codes = set(re.findall(r"[a-z0-9]+(?:[._-][a-z0-9]+)+", page.inner_text("body")))
    left = []
    for line in visible_lines(page):
        rest = LATIN_ALLOWED.sub("", line)
        for code in codes:
            rest = rest.replace(code, "")
        left += [found for found in ENGLISH.findall(rest)]
    return left
