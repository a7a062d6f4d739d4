"""A name says one thing: no two classes share one, no module hides, and a docstring says what comes out."""

from __future__ import annotations

import ast
import pkgutil
import re
from collections import defaultdict
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

import reader

ROOMS = Path(__file__).parent.parent.parent / "reader"
MODULES = [found.name for found in pkgutil.walk_packages(reader.__path__, "reader.") if not found.name.endswith("__")]
PATHS = sorted(ROOMS.rglob("*.py"))
_Named = ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


@pytest.mark.parametrize("name", MODULES)
def test_no_module_hides_behind_a_name_of_its_package(name: str) -> None:
    """`reader.query.parser` is a module however it is reached: its package's face holds nothing else by that name."""
    package, _, own = name.rpartition(".")
    module: ModuleType = import_module(name)
    assert getattr(import_module(package), own) is module


def test_no_two_classes_share_a_name() -> None:
    """Whoever reads a class's name knows which one is meant, a message within its widget and a name of a type too."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in PATHS:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        names = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        names += [name for node in tree.body if (name := type_name(node))]
        for name in names:
            found[name].append(str(path.relative_to(ROOMS)))
    assert {name: paths for name, paths in found.items() if len(paths) > 1} == {}


def type_name(node: ast.stmt) -> str:
    """The name that a statement gives to a type (`Slots = list[int]`), "" for none and for a type's variable."""
    target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
    if not isinstance(target, ast.Name) or not re.fullmatch(r"[A-Z]\w*[a-z]\w*", target.id):
        return ""
    return target.id


def test_nothing_of_ours_goes_by_two_names() -> None:
    """What a module imports from another keeps its name, where no name of that module's own is in the way."""
    renamed = []
    for path in PATHS:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        own = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} | {
            node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)
        }
        own |= {node.name for node in ast.walk(tree) if isinstance(node, _Named)}
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] == "reader":
                for alias in node.names:
                    if alias.asname not in (None, alias.name) and alias.name not in own:
                        renamed.append(f"{path.relative_to(ROOMS)}: {alias.name} as {alias.asname}")
    assert renamed == []


def test_no_more_than_two_modules_share_a_name() -> None:
    """And then their rooms say the difference."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in PATHS:
        if not path.stem.startswith("__"):
            found[path.stem].append(str(path.relative_to(ROOMS)))
    assert {name: paths for name, paths in found.items() if len(paths) > 2} == {}


def public(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, str]]:
    """The docstrings of what has a public name, functions within functions aside."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, _Named) and not child.name.startswith("_"):
            if (said := ast.get_docstring(child)) is not None:
                yield prefix + child.name, said
            if isinstance(child, ast.ClassDef):
                yield from public(child, f"{prefix}{child.name}.")


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(ROOMS)))
def test_a_public_docstring_says_more_than_three_words(path: Path) -> None:
    """A docstring tells what the name does not: what comes out."""
    brief = {name: said for name, said in public(ast.parse(path.read_text(encoding="utf-8"))) if len(said.split()) <= 3}
    assert brief == {}
