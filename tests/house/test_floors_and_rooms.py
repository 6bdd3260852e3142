"""Imports go down the floors and down the rooms, and the machine that says so can say no."""
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.house import tree

FLOORS_OF_A_SKELETON = ("ground", "people", "commission", "ledger", "service", "review", "front")
ROOMS = ("rules", "models", "queries", "permissions", "actions", "forms", "views", "urls")
WRONG_LINES = {
    "a floor that imports the one above": ("people/places/queries.py", "import jiazong.commission.contracts.models"),
    "two apps of a floor that import each other": ("people/places/models.py", "import jiazong.people.staff.models"),
    "a room that imports the one above": ("commission/contracts/queries.py", "import jiazong.commission.contracts.actions"),
    "a rule that imports the framework": ("commission/contracts/rules.py", "import django"),
    "a rule that reaches the framework through others": ("ledger/hours/rules.py", "import jiazong.people.staff.helper"),
    "a warehouse engine outside insight": ("ledger/hours/queries.py", "import duckdb"),
}


def lint(root: Path, config: Path) -> subprocess.CompletedProcess:
    # A tree of its own first on the path, so that not the installed product is read but the one lying at `root`.
    command = [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"]
    return subprocess.run(
        [*command, "--config", str(config), "--no-cache"],
        cwd=root, env={**os.environ, "PYTHONPATH": str(root), "COLUMNS": "200"}, capture_output=True, text=True,
    )  # fmt: skip


@pytest.fixture
def skeleton(tmp_path):
    """A house with every floor, two apps with all rooms on most of them, and only right lines."""
    for floor in FLOORS_OF_A_SKELETON:
        for app in {"people": ("places", "staff"), "commission": ("contracts",), "ledger": ("hours",)}.get(floor, ("only",)):
            folder = tmp_path / "jiazong" / floor / app
            folder.mkdir(parents=True)
            for name in ("__init__", *ROOMS):
                (folder / f"{name}.py").write_text("")
        (tmp_path / "jiazong" / floor / "__init__.py").write_text("")
    (tmp_path / "jiazong/__init__.py").write_text("")
    (tmp_path / "jiazong/people/staff/helper.py").write_text("import jiazong.people.staff.models\n")
    (tmp_path / "jiazong/people/staff/models.py").write_text("import django\nimport jiazong.people.places.models\n")
    (tmp_path / "jiazong/commission/contracts/actions.py").write_text("import jiazong.people.staff.models\n")
    return tmp_path


def test_imports_of_the_product_go_down_only():
    said = lint(tree.ROOT, tree.ROOT / "pyproject.toml")
    assert said.returncode == 0, said.stdout + said.stderr


def test_a_right_skeleton_passes_every_contract(skeleton):
    said = lint(skeleton, tree.ROOT / "pyproject.toml")
    assert said.returncode == 0, said.stdout + said.stderr
    assert "5 kept, 0 broken" in said.stdout


@pytest.mark.parametrize("fault", WRONG_LINES)
def test_one_wrong_line_is_caught(skeleton, fault):
    name, line = WRONG_LINES[fault]
    path = skeleton / "jiazong" / name
    path.write_text(path.read_text() + line + "\n")
    said = lint(skeleton, tree.ROOT / "pyproject.toml")
    assert said.returncode == 1, said.stdout + said.stderr
    assert "1 broken" in said.stdout


def test_every_floor_that_stands_is_named_in_the_contracts():
    told = tomllib.loads((tree.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    layers = [layer.strip("()").removeprefix("jiazong.") for layer in told["contracts"][0]["layers"]]
    assert layers == list(reversed(tree.FLOORS))
    standing = {folder.name for folder in tree.PRODUCT.iterdir() if folder.name in tree.FLOORS}
    engines = next(one for one in told["contracts"] if "duckdb" in one.get("forbidden_modules", []))
    assert {f"jiazong.{floor}" for floor in standing - {"insight"}} == set(engines["source_modules"])
    assert all("ignore_imports" not in contract for contract in told["contracts"])


def test_nothing_is_imported_inside_a_function_or_sent_by_a_signal():
    """An import that is hidden in a function or a signal is a call nobody can follow.

    `run` starts the product and has to import after it is set up; the floors have no such excuse.
    """
    floors = [tree.PRODUCT / floor for floor in tree.FLOORS]
    ours = [path for path in tree.python_files() if any(floor in path.parents for floor in floors)]
    assert [place for path in ours for place in tree.hidden_calls(path)] == []


@pytest.mark.parametrize("line", ["def f():\n    import os\n", "from django.dispatch import receiver\n"])
def test_a_hidden_call_is_found(tmp_path, line):
    path = tmp_path / "hidden.py"
    path.write_text(line)
    assert len(list(tree.hidden_calls(path))) == 1
