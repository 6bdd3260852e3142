"""Nothing lies in a drawer without a name, and nothing grows past what one can read."""
import re
from pathlib import Path

import pytest

from tests.house import tree

DRAWERS = {"utils", "util", "common", "misc", "helpers", "core", "base", "manager", "managers", "handler", "handlers", "v2", "tmp"}
FILE_LINES, FUNCTION_LINES, TEMPLATE_LINES, VIEW_LINES = 400, 50, 150, 25
GUARDS = {"guard", "stands_behind"}


def too_long(sizes: dict[str, int], limit: int) -> dict[str, int]:
    return {place: lines for place, lines in sizes.items() if lines > limit}


def is_drawer(path: Path) -> bool:
    """Whether a module or a package on the way to it has a name that says nothing."""
    return any(part.removesuffix(".py") in DRAWERS for part in path.parts)


@pytest.fixture(scope="module")
def python_sizes():
    return {tree.short(path): tree.line_count(path) for path in tree.python_files()}


def test_no_module_is_a_drawer():
    assert {tree.short(path) for path in tree.python_files() if is_drawer(path.relative_to(tree.ROOT))} == set()


@pytest.mark.parametrize("name", ["jiazong/people/staff/utils.py", "jiazong/ledger/core/hours.py", "exports/v2/book.py"])
def test_a_drawer_is_recognised(name):
    assert is_drawer(Path(name))


def test_no_file_has_more_than_400_lines(python_sizes, capsys):
    largest = sorted(python_sizes.items(), key=lambda one: -one[1])[:10]
    with capsys.disabled():
        print("\nThe ten largest files:", *(f"{lines:5} {place}" for place, lines in largest), sep="\n  ")
    assert len(python_sizes) > 100, "the walk finds too little to mean anything"
    assert too_long(python_sizes, FILE_LINES) == {}


def test_no_function_has_more_than_50_lines():
    sizes = {one.place: one.lines for path in tree.python_files() for one in tree.functions(path)}
    assert too_long(sizes, FUNCTION_LINES) == {}


def test_no_template_has_more_than_150_lines():
    assert too_long({tree.short(path): tree.line_count(path) for path in tree.templates()}, TEMPLATE_LINES) == {}


def test_a_view_is_who_and_where_in_at_most_25_lines():
    views = [
        one
        for path in tree.python_files()
        if "tests" not in path.parts
        for one in tree.functions(path)
        if GUARDS & set(one.decorators)
    ]
    assert len(views) > 20
    assert too_long({view.place: view.lines for view in views}, VIEW_LINES) == {}


def test_a_file_of_401_lines_would_be_found(tmp_path):
    long = tmp_path / "long.py"
    long.write_text("def f():\n" + "    x = 1\n" * 400)
    assert tree.line_count(long) == 401
    assert too_long({"long.py": tree.line_count(long)}, FILE_LINES)
    assert [one.lines for one in tree.functions(long)] == [401]


def test_tests_are_named_as_sentences():
    """A test says in its name what it promises: three words at the least."""
    named = re.compile(r"^test_[a-z0-9]+(_[a-z0-9]+){2,}$")
    files = [path for path in tree.python_files() if path.name.startswith("test_")]
    places = [one.place for path in files for one in tree.functions(path)]
    names = [(place, place.rsplit(" ", 1)[1]) for place in places]
    assert [place for place, name in names if name.startswith("test") and not named.match(name)] == []
