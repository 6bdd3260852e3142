"""The page of the contract file names every key that is read, and its example is one that is taken."""
import json
from collections.abc import Mapping
from typing import Any

from jiazong.commission.contracts.rules import read_contract
from jiazong.people.staff.models import PostKind
from tests.docs.pages import REFERENCE, ROOT, blocks_of, first_columns_of, text_of

PAGE = REFERENCE / "contract-file.md"
EXAMPLE = ROOT / "docs" / "examples" / "first-contract.json"


class Watched(Mapping):
    """A contract file that notes which of its keys are asked for."""

    def __init__(self, said: Mapping[str, Any], asked: set[str], place: str = "") -> None:
        self.said, self.asked, self.place = said, asked, place

    def __getitem__(self, key: str) -> Any:
        place = f"{self.place}{key}"
        self.asked.add(place)
        found = self.said[key]
        if isinstance(found, Mapping):
            return Watched(found, self.asked, f"{place}.")
        if isinstance(found, list):
            return [Watched(one, self.asked, f"{place}[].") if isinstance(one, Mapping) else one for one in found]
        return found

    def __iter__(self) -> Any:
        return iter(self.said)

    def __len__(self) -> int:
        return len(self.said)


def keys_read() -> set[str]:
    asked: set[str] = set()
    read_contract(Watched(json.loads(EXAMPLE.read_text(encoding="utf-8")), asked))
    return asked


def test_every_key_that_is_read_is_on_the_page_and_the_reverse() -> None:
    told = {name for name in first_columns_of(PAGE) if name not in posts_told()}
    assert sorted(keys_read() - told) == []
    assert sorted(told - keys_read()) == []


def test_the_example_on_the_page_is_the_one_that_is_taken() -> None:
    (shown,) = blocks_of(PAGE, "json")
    assert json.loads(shown) == json.loads(EXAMPLE.read_text(encoding="utf-8"))


def posts_told() -> set[str]:
    section = text_of(PAGE).split("## 岗位代码", 1)[1].split("\n## ", 1)[0]
    return {line.split("`")[1] for line in section.splitlines() if line.startswith("| `")}


def test_every_post_is_on_the_page(db: None) -> None:
    assert posts_told() == set(PostKind.objects.values_list("code", flat=True))
