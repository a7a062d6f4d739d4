"""The tool that looks for untested conditions changes what runs, one piece at a time, and nothing else."""

from __future__ import annotations

import ast
import shutil
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
