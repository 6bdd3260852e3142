"""The files of the product as they stand in the repository, and what can be read off them without running them."""
import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT = ROOT / "jiazong"
FLOORS = ("ground", "people", "commission", "ledger", "service", "review", "insight", "front")


@dataclass(frozen=True)
class Function:
    """A function of a file: its name, how many lines it has from `def` to its end, the names of its decorators."""

    place: str
    lines: int
    decorators: tuple[str, ...]


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that is in the repository or about to be; without git, every file outside hidden folders."""
    if (ROOT / ".git").exists():
        listed = subprocess.run(
            ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], cwd=ROOT, capture_output=True, check=True
        )
        found = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    else:
        found = (path for path in ROOT.rglob("*") if not any(part.startswith(".") for part in path.relative_to(ROOT).parts))
    return tuple(sorted(path for path in found if path.is_file()))


def python_files() -> Iterator[Path]:
    return (path for path in tracked() if path.suffix == ".py")


def templates() -> Iterator[Path]:
    return (path for path in tracked() if path.suffix == ".html" and PRODUCT in path.parents and "templates" in path.parts)


def short(path: Path) -> str:
    """A path as a reader of the repository knows it."""
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path.name


def line_count(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[Function]:
    """Every function of a file, inner ones and methods too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            yield Function(
                f"{short(path)}:{node.lineno} {node.name}",
                node.end_lineno - node.lineno + 1,
                tuple(_name(one) for one in node.decorator_list),
            )


def _name(decorator: ast.expr) -> str:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def hidden_calls(path: Path) -> Iterator[str]:
    """Imports inside functions, and signals: calls that cannot be followed by reading."""
    whole = ast.parse(path.read_text(encoding="utf-8"))
    for outer in ast.walk(whole):
        if isinstance(outer, (ast.FunctionDef, ast.AsyncFunctionDef)):
            for inner in ast.walk(outer):
                if isinstance(inner, (ast.Import, ast.ImportFrom)):
                    yield f"{short(path)}:{inner.lineno} imports inside {outer.name}"
    for node in ast.walk(whole):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(("django.dispatch", "django.db.models.signals")):
            yield f"{short(path)}:{node.lineno} uses signals"
