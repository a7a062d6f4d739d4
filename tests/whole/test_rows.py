"""Imports point down only and in no circle; every outside package has one owner."""

from __future__ import annotations

import ast
import graphlib
from functools import cache
from pathlib import Path

import pytest

from tests.support import sources

ROOT = Path(__file__).parent.parent.parent
ROOMS = ROOT / "reader"

ROWS = [
    (("api",), "What can other programs do with a library, and on which names may they rely?"),
    (("cli", "__main__"), "What does a command of the shell do, what does it print, and with which exit status?"),
    (("tui.launch", "tui.app"), "How does the interface begin and end, and when does it read the library?"),
    (("tui.main_screen",), "Which widgets are on the one screen, and where do their messages go?"),
    (("tui",), "What does it look like, where does a key go, and what is kept for the next run?"),
    (("commands",), "What does a key do: which questions come first, and which operation then?"),
    (("operations",), "What can a person do to a library, and in which words is it said?"),
    (("online",), "What do services on the network know of papers, and when and how are they asked?"),
    (("io",), "How does a source become records, and how does a text become a file?"),
    (
        (
            "formats",
            "formats.table",
            "formats.sheets",
            "formats.cutting",
            "formats.recognition",
            "formats.text_parts",
        ),
        "Which formats are there, and which of them is this text in, or each part of it?",
    ),
    (("formats.*", "store"), "What does one format read and write? How is a step durable, and what of it is on disk?"),
    (("relevance",), "Which papers are near to one another, and which of them does a person want next, and why?"),
    (("library", "search"), "What is there, and how does it change? Which papers match, and in which order?"),
    (
        (
            "identity",
            "other_texts",
            "title_signs",
            "titles",
            "persons",
            "naming",
            "citation_keys",
            "query",
            "paper_json",
            "settings",
            "paths",
            "names_file",
            "crash_report",
            "readable_tex",
        ),
        "Who is who? What is asked for? What is a paper in JSON? Where do files lie, and what do the settings say?",
    ),
    (
        (
            "address_secrets",
            "begun_word",
            "errors",
            "text",
            "counting",
            "suggestions",
            "dates",
            "fences",
            "garbage",
            "headings",
            "latex",
            "page_titles",
            "paper",
            "patterns",
            "register_ids",
            "",
        ),
        "What is a paper, a date, an error that a person may see? What was meant by a mistyped word?",
    ),
]
"""From the top down: who stands in a row, and the question that the row answers.

A module belongs to the longest name that begins its own; `formats` is the table of formats alone.
"""

OWNERS = {
    "textual": ("tui",),
    "rich": ("tui",),
    "tinydb": ("store",),
    "rapidfuzz": ("search",),
    "numpy": ("search",),
    "urllib.request": ("io.fetch",),
    "http": ("io.fetch",),
    "socket": ("io.fetch",),
    "pypdf": ("formats.pdf_page",),
    "jinja2": ("formats.markdown",),
    "markdown_it": ("formats.markdown", "tui"),
    "yaml": ("formats.obsidian", "formats.markdown", "formats.yaml_records"),
    "click": ("cli",),
    "anyio": ("cli.mcp_server",),
    "mcp": ("cli.mcp_server",),
    "mcp_types": ("cli.mcp_server",),
    "platformdirs": ("paths", "store"),
}


@cache
def modules() -> list[tuple[str, Path]]:
    """(dotted name below `reader`, path) of every module."""
    found = []
    for path in sorted(ROOMS.rglob("*.py")):
        parts = list(path.relative_to(ROOMS).with_suffix("").parts)
        found.append((".".join(parts[:-1] if parts[-1] == "__init__" else parts), path))
    return found


@cache
def row(name: str) -> int:
    """The row of a module, 0 at the top."""
    best = (-1, -1)
    for number, (members, _) in enumerate(ROWS):
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


@cache
def imports(path: Path) -> frozenset[str]:
    """Every absolute module name that a file imports, inside functions too."""
    names: set[str] = set()
    for node in sources.statements(sources.tree(path)):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            names.add(str(node.module))
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(names)


KNOWN = {name for name, _ in modules()}


def test_imports_point_down() -> None:
    """A module imports its own row or rows below, never above."""
    for name, path in modules():
        for target in inner(name, path):
            assert row(target) >= row(name), f"reader.{name} imports reader.{target}, which stands above it"


@cache
def inner(name: str, path: Path) -> set[str]:
    """The modules below `reader` that one imports; a package's face is no stop on the way to a module of its own."""
    found = {target.removeprefix("reader.") for target in imports(path) if target.startswith("reader.")} & KNOWN
    return {target for target in found if target != name and not name.startswith(target + ".")}


def test_no_import_leads_back() -> None:
    """Modules of one row may import each other, but never in a circle."""
    graph = {name: inner(name, path) for name, path in modules() if name}
    assert len(tuple(graphlib.TopologicalSorter(graph).static_order())) == len(graph)


def test_packages_of_one_row_do_not_know_each_other() -> None:
    """Library and search, formats and store: what one must tell the other, a row above tells both."""
    rooms = {path.name for path in ROOMS.iterdir() if path.is_dir()}
    for name, path in modules():
        own = name.partition(".")[0]
        for target in inner(name, path):
            other = target.partition(".")[0]
            if other != own and {own, other} <= rooms:
                assert row(target) > row(name), f"reader.{name} imports reader.{target}, its neighbour"


@pytest.mark.parametrize(("members", "question"), ROWS, ids=[members[0] for members, _ in ROWS])
def test_a_row_holds_modules_and_answers_a_question(members: tuple[str, ...], question: str) -> None:
    """No name in the table is left over from a module that went, and a row says what it is for."""
    for member in members:
        assert member.removesuffix(".*") in KNOWN, f"there is no reader.{member}"
    assert question.endswith("?")


def test_each_outside_package_has_one_owner() -> None:
    """Only its owner imports an outside package."""
    for name, target in [(name, target) for name, path in modules() for target in imports(path)]:
        for package, owners in OWNERS.items():
            if target == package or target.startswith(package + "."):
                inside = any(name == owner or name.startswith(owner + ".") for owner in owners)
                assert inside, f"reader.{name} imports {package}, which belongs to {' and '.join(owners)}"


def test_the_top_level_holds_what_was_agreed() -> None:
    """Nothing but the fixed names lies at the top of the project."""
    allowed = {"pyproject.toml", "reader", "tests", "fixtures", "README.md", "LICENSE", ".gitignore", ".ci", ".git"}
    caches = {".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", "build", "dist"}
    names = {path.name for path in ROOT.iterdir()}
    found = {name for name in names if not name.endswith(".egg-info") and not name.startswith((".coverage", ".venv"))}
    assert found <= allowed | caches
