"""Imports point down only; every outside package has one owner; no room grows too large."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
ROOMS = ROOT / "reader"

ROWS = [
    ("cli", "__main__"),
    ("tui.launch", "tui.app"),
    ("tui.main_screen",),
    ("tui",),
    ("commands",),
    ("operations",),
    ("io",),
    ("formats", "store"),
    ("library.library", "library.contents", "library.ingest", "library.undo"),
    ("formats.*", "search", "library.registers", "library.merging", "library.matching", "library.likeness"),
    ("library", "identity", "titles", "query", "paper_json", "settings"),
    ("errors", "text", "dates", "persons", "paper", "paths", "crash_report", ""),
]
"""From the top down. A module belongs to the longest name that begins its own; `formats` is the registry alone."""

OWNERS = {
    "textual": ("tui",),
    "rich": ("tui",),
    "tinydb": ("store",),
    "rapidfuzz": ("search",),
    "numpy": ("search",),
    "urllib.request": ("io.fetch",),
    "http": ("io.fetch",),
    "socket": ("io.fetch",),
    "bibtexparser": ("formats.bibtex_blocks",),
    "jinja2": ("formats.markdown",),
    "markdown_it": ("formats.markdown", "tui"),
    "yaml": ("formats.obsidian", "formats.markdown"),
    "click": ("cli",),
    "platformdirs": ("paths", "store"),
}


def modules() -> list[tuple[str, Path]]:
    """(dotted name below `reader`, path) of every module."""
    found = []
    for path in sorted(ROOMS.rglob("*.py")):
        parts = list(path.relative_to(ROOMS).with_suffix("").parts)
        found.append((".".join(parts[:-1] if parts[-1] == "__init__" else parts), path))
    return found


def row(name: str) -> int:
    """The row of a module, 0 at the top."""
    best = (-1, -1)
    for number, members in enumerate(ROWS):
        for member in members:
            if member == "formats.*":
                fits, weight = name.startswith("formats."), len("formats")
            elif member == "formats":
                fits, weight = name == "formats", 99
            else:
                fits, weight = name == member or (bool(member) and name.startswith(member + ".")), len(member)
            if fits and weight > best[1]:
                best = (number, weight)
    assert best[0] >= 0, f"reader.{name} stands in no row: give it one"
    return best[0]


def imports(path: Path) -> set[str]:
    """Every absolute module name that a file imports, inside functions too."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names.add(str(node.module))
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return names


KNOWN = {name for name, _ in modules()}


@pytest.mark.parametrize(("name", "path"), modules(), ids=[name or "reader" for name, _ in modules()])
def test_imports_point_down(name: str, path: Path) -> None:
    """A module imports its own row or rows below, never above; siblings only within one room."""
    for target in imports(path):
        inner = target.removeprefix("reader.") if target.startswith("reader.") else None
        if inner is None or inner not in KNOWN:
            continue
        assert row(inner) >= row(name), f"reader.{name} imports reader.{inner}, which stands above it"


@pytest.mark.parametrize(("name", "path"), modules(), ids=[name or "reader" for name, _ in modules()])
def test_each_outside_package_has_one_owner(name: str, path: Path) -> None:
    """Only its owner imports an outside package."""
    for target in imports(path):
        for package, owners in OWNERS.items():
            if target == package or target.startswith(package + "."):
                inside = any(name == owner or name.startswith(owner + ".") for owner in owners)
                assert inside, f"reader.{name} imports {package}, which belongs to {' and '.join(owners)}"


def test_the_top_level_holds_what_was_agreed() -> None:
    """Nothing but the fixed names lies at the top of the project."""
    allowed = {"pyproject.toml", "reader", "tests", "fixtures", "README.md", "LICENSE", ".gitignore", ".ci", ".git"}
    caches = {".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".venv", "build", "dist"}
    names = {path.name for path in ROOT.iterdir()}
    found = {name for name in names if not name.endswith(".egg-info") and not name.startswith(".coverage")}
    assert found <= allowed | caches
