"""The tool that looks for untested conditions changes what runs, one piece at a time, and nothing else."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import mutants

PIECE = '''"""Says 1."""
from typing import TYPE_CHECKING
if TYPE_CHECKING:
    LIMIT = 1

def f(a: int = 1) -> "Literal[1]":
    """Says 1."""
    if not a:
        return f"{a > 1}", zip(a, strict=True)
    return a in g and a < 2
'''


@pytest.fixture
def piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[mutants.Mutant]:
    """The changes of `PIECE`."""
    monkeypatch.setattr(mutants, "ROOT", tmp_path)
    (tmp_path / "piece.py").write_text(PIECE, encoding="utf-8")
    return mutants.mutants(Path("piece.py"))


def test_each_condition_number_and_return_is_changed(piece: list[mutants.Mutant]) -> None:
    """Not what only a type checker or a reader sees."""
    assert [(one.line, one.what) for one in piece] == [
        (6, "1  ->  2"),
        (8, "not a  ->  (a)"),
        (9, 'return f"{a > 1}", zip(a, strict=True)  ->  return None'),
        (10, "return a in g and a < 2  ->  return None"),
        (10, "a in g and a < 2  ->  (a in g or a < 2)"),
        (10, "a in g  ->  (a not in g)"),
        (10, "a < 2  ->  (a <= 2)"),
        (10, "2  ->  3"),
    ]


def test_a_change_is_one_piece_of_a_program_that_is_still_one(piece: list[mutants.Mutant]) -> None:
    for one in piece:
        ast.parse(one.source)
        pairs = zip(PIECE.split("\n"), one.source.split("\n"), strict=True)
        assert [line for line, (before, after) in enumerate(pairs, 1) if before != after] == [one.line]


def test_a_module_is_named_below_the_program() -> None:
    assert mutants.files_of("query.fields") == [Path("reader/query/fields.py")]
    assert mutants.files_of("reader.query/fields") == [Path("reader/query/fields.py")]
    assert Path("reader/store/lines.py") in mutants.files_of("store")
    with pytest.raises(SystemExit, match="no module 'nothing'"):
        mutants.files_of("nothing")


def test_a_change_that_no_test_notices_survives(tmp_path: Path) -> None:
    """As the project asks pytest: what it does not understand fails too, and would be taken for a test that notices."""
    for name, text in {
        "piece.py": "LIMIT = 1\n",
        "test_piece.py": "import piece\n\n\ndef test() -> None: ...\n",
    }.items():
        (tmp_path / "project" / name).parent.mkdir(exist_ok=True)
        (tmp_path / "project" / name).write_text(text, encoding="utf-8")
    shutil.copy2(mutants.ROOT / "pyproject.toml", tmp_path / "project")
    other = mutants.Mutant(Path("piece.py"), 1, "LIMIT = 2\n", "1  ->  2")
    assert mutants.survives(other, ["test_piece.py::test"], tmp_path / "project")
    assert (tmp_path / "project" / "piece.py").read_text(encoding="utf-8") == "LIMIT = 1\n"


SMALL = {
    "lamps/__init__.py": "",
    "lamps/switch.py": """
import functools

LIMIT = 3

@functools.cache
def is_on(number):
    return number > LIMIT

class Lamp:
    def told(self, number):
        return "on" if is_on(number) else "off"

def unused(number):
    return number > 1
""",
    "checks/test_switch.py": """
from lamps.switch import Lamp, is_on

KNOWN = is_on(4)

def test_it_is_told():
    assert Lamp().told(4) == "on"

def test_it_fails_by_itself():
    assert Lamp().told(4) == "off"
""",
    "changed.py": """
import sys
from dataclasses import dataclass
from pathlib import Path
from tests.support.trials import Trials, trying

@dataclass(frozen=True)
class Changed:
    path: Path
    line: int
    source: str

place = Path("lamps/switch.py")
text = place.read_text()
pairs = [("> LIMIT", "<= LIMIT"), ("number > 1", "number < 1"), ("LIMIT = 3", "LIMIT = 9"), ("> LIMIT", ">= LIMIT"),
         ('"on" if is_on', '"on" if not is_on')]
changes = [Changed(place, text[: text.index(was)].count("\\n") + 1, text.replace(was, new)) for was, new in pairs]

def work(trials):
    for outcome in trials.tried(changes, lambda change: None):
        trials.tell(str(outcome and (outcome.survived, outcome.by)))

trying(Trials(Path.cwd(), [place], work, kept=None, seconds=9, at_once=2), ["checks"])
""",
}


def test_each_change_is_tried_on_what_runs_its_line_and_passes_without_it(tmp_path: Path) -> None:
    """Also where what it gives is remembered from before; a constant of a module cannot be changed so."""
    for name, text in SMALL.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    surroundings = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{mutants.ROOT}"}
    command = [sys.executable, "changed.py"]
    ran = subprocess.run(command, cwd=tmp_path, env=surroundings, capture_output=True, text=True, check=True)
    noticed = "(False, 'checks/test_switch.py::test_it_is_told')"
    assert ran.stdout.splitlines()[:7] == [
        "Running 2 tests once, to see which of them run which line ...",
        "Left out, since it fails without any change: checks/test_switch.py::test_it_fails_by_itself",
        noticed,
        "(True, '')",
        "None",
        "(True, '')",
        noticed,
    ]
