"""Laws draw the same examples whatever else is loaded; a long run draws fresh ones, and more."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support import compiled, grids, laws, sources

ROOT = Path(__file__).parent.parent.parent

DRAWS = """
import importlib, json
from hypothesis import given, strategies as st
from tests.support import laws
runs = []
for long, examples, loaded in {runs}:
    laws.begin(long=long)
    runs.append([])

    @laws.law(examples)
    @given(st.lists(st.one_of(st.binary(), st.integers(), st.floats())))
    def test_nothing(drawn):
        runs[-1][-1].append(repr(drawn))

    for modules in loaded:
        for module in modules:
            importlib.import_module(module)
        runs[-1].append([])
        test_nothing()
print(json.dumps(runs))
"""
"""Tries a law. It draws no text: to learn all characters anew takes longer than the rest."""
PROGRAM = ["reader.cli.batch", "reader.formats.bibtex", "reader.search"]
"""What loads most of the program below the interface."""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> list[list[list[str]]]:
    """The examples of a law in a process of its own, in a usual run and in a long one, each time that it is tried:
    in the usual run alone, and after the program is loaded."""
    folder = tmp_path_factory.mktemp("draws")
    file = folder / "draws.py"
    asked = [(False, 60 * laws.PART, [[], PROGRAM]), (True, 2, [[], []])]
    file.write_text(DRAWS.format(runs=asked), encoding="utf-8")
    compiling = {name: value for name, value in os.environ.items() if name in compiled.VARIABLES}
    environment = {"PYTHONPATH": str(ROOT), "PATH": "", "HYPOTHESIS_STORAGE_DIRECTORY": str(folder / "kept")}
    command = [sys.executable, str(file)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder, env=compiling | environment)
    found: list[list[list[str]]] = json.loads(told.stdout)
    return found


def test_the_same_examples_are_drawn_whatever_is_loaded(runs: list[list[list[str]]]) -> None:
    alone, beside = runs[0]
    assert len(alone) == 60
    assert beside == alone


def test_a_long_run_draws_fresh_examples_and_many_more(runs: list[list[list[str]]]) -> None:
    first, second = runs[1]
    assert first != second
    assert min(len(first), len(second)) >= 2 * laws.TIMES


@pytest.mark.parametrize(
    ("marks", "long"),
    [("", False), ("long", True), ("not long", False), ("corpus", False), ("long and not corpus", True)],
)
def test_only_selecting_the_laws_is_a_long_run(marks: str, long: bool) -> None:
    assert laws.asked(marks) is long


@pytest.mark.parametrize("long", [False, True])
def test_what_differs_in_several_ways_is_tried_with_each_value_and_in_a_long_run_with_all(
    monkeypatch: pytest.MonkeyPatch, long: bool
) -> None:
    monkeypatch.setattr(grids, "is_long", lambda: long)

    @grids.crossed
    @pytest.mark.parametrize("style", ["list", "table"])
    @pytest.mark.parametrize(("end", "count"), [("lf", 1), ("crlf", 2), ("cr", 3)])
    def test_nothing(style: str, end: str, count: int) -> None:
        """Nothing."""

    marks: list[pytest.Mark] = test_nothing.pytestmark  # type: ignore[attr-defined]
    assert marks[-1].name == "long"
    tried = [mark.args for mark in marks if mark.name == "parametrize"]
    if long:
        assert len(tried) == 2
    else:
        rows = [["list", "lf", 1], ["table", "crlf", 2], ["list", "cr", 3]]
        assert tried == [(["style", "end", "count"], rows)]


def test_what_differs_in_one_way_is_crossed_with_nothing() -> None:
    @pytest.mark.parametrize("style", ["list", "table"])
    def test_nothing(style: str) -> None:
        """Nothing."""

    with pytest.raises(TypeError, match="'test_nothing' differs in one way only"):
        grids.crossed(test_nothing)


def test_every_law_is_one_that_a_long_run_tries(request: pytest.FixtureRequest) -> None:
    """No property test of this run was written around `law`, which would leave it out of the long run."""
    found = [item for item in request.session.items if hasattr(getattr(item, "obj", None), "hypothesis")]
    assert [item.nodeid for item in found if item.get_closest_marker("long") is None] == []


def test_no_test_file_chooses_by_itself_how_examples_are_drawn() -> None:
    """Their number and their seed are said in one place."""
    files = [path for path in (ROOT / "tests").rglob("test_*.py") if path.name != Path(__file__).name]
    assert files
    assert [path.name for path in files if "derandomize" in path.read_text(encoding="utf-8")] == []


def test_no_test_is_skipped_because_something_could_not_be_imported() -> None:
    """Whatever is wrong with the import would skip a whole file in silence: the machine is asked what it is."""
    files = [path for path in (ROOT / "tests").rglob("*.py") if path.name != Path(__file__).name]
    assert files
    assert [path.name for path in files if "importorskip" in path.read_text(encoding="utf-8")] == []


def alternatives(condition: ast.expr) -> Iterator[ast.BoolOp]:
    """Where either of two things makes a condition true; not an `or` that only chooses a value to compare or to pass.

    The conditions of `all` and `any` are part of it.
    """
    if isinstance(condition, ast.BoolOp):
        if isinstance(condition.op, ast.Or):
            yield condition
        parts = condition.values
    elif isinstance(condition, ast.UnaryOp):
        parts = [condition.operand]
    elif isinstance(condition, ast.IfExp):
        parts = [condition.body, condition.orelse]
    elif isinstance(condition, ast.Call) and ast.unparse(condition.func) in ("all", "any", "bool"):
        parts = [one.elt if isinstance(one, ast.GeneratorExp | ast.ListComp) else one for one in condition.args]
    else:
        parts = []
    for part in parts:
        yield from alternatives(part)


@pytest.mark.parametrize(
    ("condition", "loose"),
    [
        ("a or b", True), ("a and (b or c)", True), ("not (a or b)", True), ("a if b else c or d", True),
        ("all(a or b for a in c)", True), ("a == (b or c)", False), ("found(a or b)", False),
        ("a if b or c else d", False),
    ],
)  # fmt: skip
def test_what_is_an_alternative_and_what_a_value(condition: str, loose: bool) -> None:
    assert bool(list(alternatives(ast.parse(condition, mode="eval").body))) is loose


ASSERTED = re.compile(r"^( *)(assert\b.*(?:\n(?:\1[ )\]}].*|(?= *$)))*)", re.MULTILINE)
"""An assertion as it stands in a file, with all its lines: they are further in, or close a bracket."""
PERHAPS = re.compile(r"\bor\b|\"\"\"|\'\'\'")
"""What stands in one that may have alternatives: the word, or a text whose lines need not be further in."""


def test_no_test_is_content_with_either_of_two_things() -> None:
    """With `or` in an assertion nobody knows which it was: the case is named by `if`, or the answer is."""
    found: dict[str, str] = {}
    for path in (ROOT / "tests").rglob("*.py"):
        asserted = ASSERTED.findall(path.read_text(encoding="utf-8"))
        if not any(PERHAPS.search(lines) for _, lines in asserted):
            continue  # Most files; to parse them all takes a hundred times as long.
        tests = [node.test for node in sources.walk(sources.parsed(path)) if isinstance(node, ast.Assert)]
        found |= {str(path.relative_to(ROOT)): ast.unparse(one) for test in tests for one in alternatives(test)}
    assert found == {}
