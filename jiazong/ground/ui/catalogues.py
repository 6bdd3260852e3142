"""The catalogues of all apps: what is missing, and the files the server reads.

`python -m jiazong.ground.ui.catalogues check` lists every sentence a screen may say that has no Chinese yet;
`build` compiles the Simplified Chinese catalogues and makes the Traditional ones from them. Neither needs settings.
"""
import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import opencc
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

PRODUCT = Path(__file__).resolve().parents[2]
CATALOGUE = Path("locale/zh_Hans/LC_MESSAGES/django.po")
# Hong Kong forms: readers of Traditional Chinese in Guangzhou come from there more than from anywhere else.
CONVERSION = "s2hk"
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
JINJA = {"newstyle_gettext": "true", "trimmed": "true", "silent": "false", "extensions": "jinja2.ext.do"}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?](?![A-Za-z0-9])|[\u4e00-\u9fff]\.(?=\s|$)|[\u4e00-\u9fff]\s?\(|\)\s?[\u4e00-\u9fff]")
Key = tuple[str | None, str]


@dataclass(frozen=True)
class Said:
    """A sentence found in the sources, and where."""

    context: str | None
    singular: str
    place: str

    @property
    def key(self) -> Key:
        return self.context, self.singular


def apps(product: Path = PRODUCT) -> list[Path]:
    """Every app that can have a catalogue of its own, floor by floor."""
    return sorted(path.parent for path in product.glob("*/*/__init__.py"))


def sentences(app: Path) -> Iterator[Said]:
    """Every sentence the Python files and templates of an app say, tests left out."""
    for path in sorted(app.rglob("*")):
        if "tests" in path.relative_to(app).parts:
            continue
        if path.suffix == ".py":
            yield from _found_in(path, "python", {})
            yield from _named_sentences(path)
        elif path.suffix in (".html", ".txt") and "templates" in path.parts:
            yield from _found_in(path, "jinja2.ext:babel_extract", JINJA)


def _found_in(path: Path, method: str, options: dict[str, str]) -> Iterator[Said]:
    for line, said, _comments, context in extract_from_file(method, path, keywords=KEYWORDS, options=options):
        yield Said(context, said if isinstance(said, str) else said[0], f"{path.name}:{line}")


def _named_sentences(path: Path) -> Iterator[Said]:
    """Errors of pure modules carry their sentence as `msgid = "…"`; a screen translates it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Assign) or not isinstance(node.value, ast.Constant):
            continue
        if any(isinstance(target, ast.Name) and target.id == "msgid" for target in node.targets):
            yield Said(None, str(node.value.value), f"{path.name}:{node.lineno}")


def catalogue(path: Path) -> Catalog:
    """A hand-kept catalogue; a file with a syntax error raises with its line."""
    with path.open("rb") as source:
        return read_po(source, locale="zh_Hans", abort_invalid=True)


def faults(app: Path, elsewhere: frozenset[Key] = frozenset()) -> list[str]:
    """What is wrong with an app's catalogue, one sentence a fault; a sentence translated `elsewhere` counts."""
    name = ".".join(app.parts[-2:])
    said = {one.key: one for one in sentences(app)}
    path = app / CATALOGUE
    kept = {_key(message): message for message in catalogue(path) if message.id} if path.exists() else {}
    found = [
        f"{name}: {one.place} says {one.singular!r}, which has no Chinese"
        for key, one in said.items()
        if key not in kept and key not in elsewhere
    ]
    for key, message in kept.items():
        if key not in said:
            found.append(f"{name}: {key[1]!r} is translated and never said")
        found += [f"{name}: {key[1]!r} {fault}" for fault in _faults_of(message)]
    return found


def _faults_of(message: Message) -> Iterator[str]:
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    if message.fuzzy:
        yield "is fuzzy"
    if not all(strings):
        yield "has no Chinese"
        return
    ids = [message.id] if isinstance(message.id, str) else list(message.id)
    wanted = set().union(*(_placeholders(one) for one in ids))
    for text in strings:
        if _placeholders(text) - wanted or (isinstance(message.id, str) and _placeholders(text) != wanted):
            yield f"has other placeholders in {text!r}"
        if HALF_WIDTH.search(text):
            yield f"has half-width punctuation in {text!r}"


def check(product: Path = PRODUCT) -> list[str]:
    """The faults of all apps; a sentence may be translated in its own app or in the interface kit's catalogue."""
    shared = product / "ground" / "ui" / CATALOGUE
    common = frozenset(_key(message) for message in catalogue(shared) if message.id) if shared.exists() else frozenset()
    return [fault for app in apps(product) for fault in faults(app, common)] + conflicts(product)


def conflicts(product: Path = PRODUCT) -> list[str]:
    """Sentences two apps translate differently: Django joins all catalogues into one, so one of them would win unseen."""
    said: dict[Key, dict[str, str]] = {}
    for source in sources(product):
        app = ".".join(source.relative_to(product).parts[:-4])
        for message in catalogue(source):
            if message.id:
                said.setdefault(_key(message), {}).setdefault(str(message.string), app)
    return [
        f"{' and '.join(strings.values())}: {key[1]!r} has several translations: {' / '.join(strings)}"
        for key, strings in said.items()
        if len(strings) > 1
    ]


def sources(product: Path = PRODUCT) -> list[Path]:
    """Every Simplified Chinese catalogue: those of the apps, and of the package that starts and stops the product."""
    return sorted([*product.glob(f"*/*/{CATALOGUE}"), *product.glob(f"*/{CATALOGUE}")])


def build(product: Path = PRODUCT) -> list[Path]:
    """Compile every Simplified Chinese catalogue and its Traditional twin; returns the files written."""
    converter = opencc.OpenCC(CONVERSION)
    written = []
    for source in sources(product):
        simplified = catalogue(source)
        written.append(_write(simplified, source.with_suffix(".mo")))
        folder = source.parents[2] / "zh_Hant" / "LC_MESSAGES"
        written.append(_write(traditional(simplified, converter), folder / "django.mo"))
    return written


def traditional(simplified: Catalog, converter: opencc.OpenCC) -> Catalog:
    """The same catalogue in Traditional Chinese; placeholders and markup are ASCII and stay as they are."""
    made = Catalog(locale="zh_Hant", domain="django", charset="utf-8")
    for message in simplified:
        if not message.id:
            continue
        strings = message.string
        turned = converter.convert(strings) if isinstance(strings, str) else tuple(map(converter.convert, strings))
        made.add(message.id, turned, context=message.context)
    return made


def _write(messages: Catalog, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".mo.new")
    with fresh.open("wb") as target:
        write_mo(target, messages)
    fresh.replace(path)
    return path


def _key(message: Message) -> Key:
    return message.context, message.id if isinstance(message.id, str) else message.id[0]


def _placeholders(text: str) -> set[str]:
    return {named or braced for named, braced in PLACEHOLDER.findall(text)}


def main(arguments: list[str], product: Path = PRODUCT) -> int:
    """Answer the command line; a check with faults ends with 1."""
    if arguments == ["build"]:
        print(f"{len(build(product))} catalogues built")
        return 0
    if arguments != ["check"]:
        print("Usage: python -m jiazong.ground.ui.catalogues check|build", file=sys.stderr)
        return 2
    found = check(product)
    print("\n".join(found) or "No sentence is without Chinese")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
