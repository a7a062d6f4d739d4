"""The plan in `reader/ARCHITECTURE.md` is true: its names exist, its routes can be walked, its picture is whole."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.support import sources

ROOMS = Path(__file__).parent.parent.parent / "reader"
PLAN = (ROOMS / "ARCHITECTURE.md").read_text(encoding="utf-8")
_STOP = re.compile(r"`([\w/]+\.py):([\w.]+)`")
STOPS = list(dict.fromkeys(_STOP.findall(PLAN)))
ROUTES = dict(re.findall(r"^### (.+?)\n(.+?)(?=^##)", PLAN, re.MULTILINE | re.DOTALL))


@cache
def names(path: str) -> set[str]:
    """What a module defines, dotted within its classes."""
    found: set[str] = set()

    def look(body: list[ast.stmt], prefix: str) -> None:
        for node in body:
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                found.add(prefix + node.name)
            if isinstance(node, ast.ClassDef):
                look(node.body, f"{prefix}{node.name}.")
            targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
            found.update(prefix + target.id for target in targets if isinstance(target, ast.Name))

    look(sources.tree(ROOMS / path).body, "")
    return found


@pytest.mark.parametrize(("path", "name"), STOPS, ids=[f"{path}:{name}" for path, name in STOPS])
def test_what_the_plan_names_is_there(path: str, name: str) -> None:
    """Every `file.py:name` is a function, class or constant of that file."""
    assert name in names(path)


def test_whatever_else_the_plan_names_is_there() -> None:
    """Folders and files that stand alone, modules to run, and constants."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in ROOMS.rglob("*.py"))
    told = set(re.findall(r"`([^`\n]+)`", PLAN)) - {f"{path}:{name}" for path, name in STOPS}
    paths = {one for one in told if re.fullmatch(r"[\w/]+(?:/|\.py)", one)}
    modules = {one.rpartition(" ")[2] for one in told if one.startswith("python -m ")}
    constants = {one for one in told if one.isupper() and len(one) > 1}
    assert [one for one in paths if not (ROOMS / one).exists() and not (ROOMS.parent / one).exists()] == []
    assert [one for one in modules if not (ROOMS.parent / f"{one.replace('.', '/')}.py").exists()] == []
    assert [one for one in constants if not re.search(rf"(?m)^{one}\b.* = ", code)] == []
    assert paths
    assert modules
    assert constants


def test_there_are_seven_routes() -> None:
    """The plan shows seven ways through the house."""
    assert len(ROUTES) == 7


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_can_be_walked(route: str) -> None:
    """Each stop is named in the file of a stop before it; Textual finds the handlers (`on_…`) by itself."""
    stops = _STOP.findall(ROUTES[route])
    assert len(stops) > 4
    for at, (path, name) in enumerate(stops[1:], start=1):
        own = name.rpartition(".")[2]
        before = {earlier for earlier, _ in stops[:at]}
        texts = [(ROOMS / earlier).read_text(encoding="utf-8") for earlier in before]
        if not own.startswith("on_"):
            assert any(re.search(rf"\b{own}\b", text) for text in texts), f"{path}:{name} is called from nowhere before"


def test_the_picture_has_every_room() -> None:
    """Each package and each module at the top of the house stands in the picture of the rooms, and nothing else."""
    picture = PLAN.partition("```text\n")[2].partition("```")[0]
    packages = {f"{path.parent.name}/" for path in ROOMS.rglob("__init__.py")} - {"reader/"}
    modules = {path.name for path in ROOMS.glob("*.py")} - {"__init__.py"}
    named = set(re.findall(r"\w+\.py", picture))
    assert set(re.findall(r"(?m)^ *(\S+/)", picture)) == packages
    assert modules <= named <= {path.name for path in ROOMS.rglob("*.py")}


def test_the_glossary_is_short() -> None:
    """What remains of the house's own words fits into fifteen lines."""
    lines = [line for line in PLAN.partition("## Glossary")[2].splitlines() if line.strip()]
    assert len(lines) <= 15
    assert all(line.startswith("- **") for line in lines)
