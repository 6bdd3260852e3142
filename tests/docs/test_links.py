"""Links and pictures lead somewhere, and every page can be reached from the first one."""
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from tests.docs.pages import PAGES, ROOT, anchors_of, links_of, name_of, prose_of, text_of

IMAGES = ROOT / "docs" / "images"
# Drawn by the browser tests from the demonstration; a fresh tree may not have them yet.
SCREENSHOTS = {
    "login", "today-phone", "progress", "indicator", "import", "log-phone", "hours", "evidence", "district",
    "money", "contract-life", "street-tasks", "front-desk", "family", "case", "case-phone", "approve", "allocate",
    "supervision-month", "needs", "rollout", "tender",
}  # fmt: skip


def is_screenshot(path: Path) -> bool:
    return path.parent == IMAGES and path.stem in SCREENSHOTS and path.suffix == ".png"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_link_leads_to_a_file_and_a_heading(page: Path) -> None:
    assert [target for target in links_of(page) if not leads_somewhere(page, target)] == []


@pytest.mark.parametrize("target", ["docs/nowhere.md", "docs/README.md#nothing-of-that-name", "../other/README.md", "docs/images/other.png"])
def test_a_link_to_nowhere_is_found(target: str) -> None:
    assert not leads_somewhere(ROOT / "README.md", target)


def leads_somewhere(page: Path, target: str) -> bool:
    """Whether a link names a file of the repository, and in a page one of its headings."""
    place, _, anchor = target.partition("#")
    path = (page.parent / unquote(place)).resolve() if place else page
    if is_screenshot(path):
        return True
    if not path.exists() or not path.is_relative_to(ROOT):
        return False
    return not anchor or path.suffix != ".md" or unquote(anchor) in anchors_of(path)


def test_every_screenshot_that_is_shown_is_one_the_browser_tests_draw() -> None:
    shown = {Path(found).stem for page in PAGES for found in re.findall(r"docs/images/([\w-]+\.png)|images/([\w-]+\.png)", text_of(page)) for found in found if found}
    assert shown == SCREENSHOTS
    if missing := sorted(name for name in SCREENSHOTS if not (IMAGES / f"{name}.png").exists()):
        pytest.skip(f"not drawn yet: {', '.join(missing)}")


def test_every_page_is_reached_from_the_first_one() -> None:
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or not page.exists():
            continue
        reached.add(page)
        waiting += [(page.parent / target.partition("#")[0]).resolve() for target in links_of(page) if ".md" in target]
    assert sorted(name_of(page) for page in PAGES if page not in reached) == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_chinese_text_has_full_width_punctuation(page: Path) -> None:
    found = re.findall(r".{0,12}[\u4e00-\u9fff][,;:!?](?![/\w]).{0,8}", prose_of(page))
    assert found == []


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_no_page_names_a_place_on_one_machine(page: Path) -> None:
    assert re.findall(r"/work/|/root/|/tmp/", text_of(page)) == []
