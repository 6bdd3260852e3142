"""The repository speaks of the product alone: no addresses in lock files, no paths of a machine, no words from elsewhere."""
import hashlib
import re

import pytest

from tests.house import tree

ADDRESS = re.compile(r"https?://")
MACHINE = re.compile(r"(?<![\w.-])/(?:work|home/\w+|Users/\w+|root)/[\w.]|/tmp/brief|[A-Z]:\\\\Users\\\\")
WORD = re.compile(r"[a-z][a-z0-9-]+")
# Words about how texts and programs get written rather than what they do; as digests, so that they do not stand here.
FOREIGN = {
    "028cdc72b3", "03a2317923", "0d5745a27c", "29447fab34", "31a85e22a2", "386ebc0efd",
    "3c57661e77", "3ea125d0bf", "442e56863b", "487b91042c", "5d72436256", "5eff592cc4",
    "60965168ce", "6764434518", "7d3194f79e", "87545fda72", "897939b397", "94a168d2da",
    "c1f78a0a51", "c70eca6b0f", "c857d09db2", "d298391b07", "de2187af3f", "e16202309c",
    "e748f87506", "e9acff1bcc", "ee662f0a43", "eef0f73549", "f673ec3477",
}  # fmt: skip


def digest(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()[:10]


def foreign(text: str) -> set[str]:
    words = WORD.findall(text.lower())
    pairs = (f"{one} {other}" for one, other in zip(words, words[1:], strict=False))
    return {word for word in {*words, *pairs} if digest(word) in FOREIGN}


def texts():
    for path in tree.tracked():
        try:
            yield tree.short(path), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a workbook says nothing in words


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_pins_with_hashes_and_names_no_address(name):
    text = (tree.ROOT / name).read_text(encoding="utf-8")
    assert ADDRESS.findall(text) == []
    pinned = [line for line in text.splitlines() if re.match(r"^[a-z0-9][\w.\[\]-]*==", line, re.I)]
    assert len(pinned) > 10
    assert text.count("--hash=sha256:") >= len(pinned)


def test_no_path_of_a_machine_stands_in_the_repository():
    found = {name: MACHINE.findall(text) for name, text in texts() if not name.startswith("tests/house/")}
    assert {name: paths for name, paths in found.items() if paths} == {}


def test_the_repository_speaks_of_the_product_alone():
    found = {name: foreign(text) for name, text in texts()}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize("parts", [("work", "main"), ("home", "somebody"), ("tmp", "brief")], ids="-".join)
def test_a_path_of_a_machine_is_found(parts):
    assert MACHINE.search(f"see /{'/'.join(parts)}/x")


@pytest.mark.parametrize("text", ["/network/", "framework/main", "path('work/', x)", "/root"])
def test_a_path_of_the_product_is_not_blamed(text):
    assert not MACHINE.search(text)
