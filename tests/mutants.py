"""Which conditions of a module no test holds: each is changed in turn, and a change that no test notices is named.

    python -m tests.mutants query library.matching     a sample of 40 changes of each
    python -m tests.mutants store.journal --all        every change
    python -m tests.mutants query --seed 7             another sample
    python -m tests.mutants query --tests tests/query  with these tests alone, which is sooner begun

A change ("mutant") turns a condition round, moves a comparison by one, swaps `and` and `or`, alters a number, or
returns nothing. It is tried on the tests that run its line, those first that noticed another or lie nearest, as long as
`--seconds` last; which they are is measured once at the beginning. A survivor is a condition without a test, or one
that makes no difference, or it would be noticed by more tests than there was time for. A tool of its own since mutmut
and cosmic-ray run a whole suite, or one fixed command, for every mutant: here a mutant costs the few tests that meet
its line, and no start of pytest.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from queue import Queue

from tests.support.cases import asked_for
from tests.support.trials import Trials, trying

ROOT = Path(__file__).parent.parent
TIME_LIMIT = 120
"""Seconds of a processor after which the tests of a mutant are stopped; one that never ends has been noticed."""
UNKNOWN = 4
"""Pytest's exit status when it does not find a test that it was asked for, or what it was asked to do."""
_ALONE = ("-x", "-n", "0")
"""How the tests of a mutant are run: up to the first that fails, by one process."""

_SWAPS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}

_TURNED = ast.Compare | ast.Constant | ast.UnaryOp
"""Conditions that are turned round already as what they are."""


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of one file."""

    path: Path
    """From the root of the project."""
    line: int
    """Where the changed piece begins, from 1."""
    source: str
    """The whole text of the file with the change in it."""
    what: str
    """The changed piece, before and after."""


def mutants(path: Path) -> list[Mutant]:
    """Every change of a file, in the order of its lines. `path` begins at the root of the project."""
    text = (ROOT / path).read_text(encoding="utf-8")
    data = text.encode()
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode()))
    made = []
    for node, after in _changes(ast.parse(text)):
        begin = starts[node.lineno - 1] + node.col_offset
        end = starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0)
        before = data[begin:end].decode()
        source = (data[:begin] + after.encode() + data[end:]).decode()
        made.append(Mutant(path, node.lineno, source, f"{_short(before)}  ->  {_short(after)}"))
    return sorted(made, key=lambda mutant: mutant.line)


def _short(piece: str) -> str:
    """A piece of a program on one line of a report."""
    line = " ".join(piece.split())
    return line if len(line) <= 70 else line[:67] + "..."


def _changes(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    """(piece of the program, what stands there instead), leaving out what only a type checker or a reader sees."""
    for node in _seen_at_work(tree):
        if isinstance(node, ast.Compare) and type(node.ops[0]) in _SWAPS:
            other = deepcopy(node)
            other.ops[0] = _SWAPS[type(node.ops[0])]()
            yield node, f"({ast.unparse(other)})"
        elif isinstance(node, ast.BoolOp):
            other_bool = deepcopy(node)
            other_bool.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield node, f"({ast.unparse(other_bool)})"
        elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            yield node, f"({ast.unparse(node.operand)})"
        elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
            yield node, str(not node.value)
        elif isinstance(node, ast.Constant) and isinstance(node.value, int | float):
            yield node, str(node.value + 1)
        elif isinstance(node, ast.Return) and node.value is not None and not _is_nothing(node.value):
            yield node, "return None"
        if isinstance(node, ast.If | ast.While | ast.IfExp) and not isinstance(node.test, _TURNED):
            yield node.test, f"(not ({ast.unparse(node.test)}))"


def _is_nothing(value: ast.expr) -> bool:
    """Whether what is returned is None, or false as None is: callers of a condition cannot tell them apart."""
    return isinstance(value, ast.Constant) and (value.value is None or value.value is False)


def _seen_at_work(node: ast.AST) -> Iterator[ast.AST]:
    """A tree's nodes, without annotations, decorators, pieces of sentences, and what is only checked."""
    yield node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list"):
            continue
        for child in value if isinstance(value, list) else [value]:
            checking = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
            checking |= isinstance(child, ast.keyword) and child.arg == "strict"  # What a `zip` is sure of.
            if isinstance(child, ast.AST) and not checking and not isinstance(child, ast.JoinedStr):
                yield from _seen_at_work(child)


def files_of(module: str) -> list[Path]:
    """The files of a module or package, named with dots or slashes below `reader`.

    Raises `SystemExit` with a sentence when there is none.
    """
    below = Path("reader", *module.removeprefix("reader.").replace("/", ".").split("."))
    if (ROOT / below).is_dir():
        return sorted(path.relative_to(ROOT) for path in (ROOT / below).rglob("*.py"))
    if (ROOT / below.with_suffix(".py")).is_file():
        return [below.with_suffix(".py")]
    raise SystemExit(f"reader has no module {module!r}")


def copied(to: Path) -> Path:
    """The project, in a folder of its own, with the shared corpus beside it where there is one."""
    unwanted = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in (".ci", "reader", "tests", "fixtures", "pyproject.toml", "README.md", "LICENSE"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, to / name, ignore=unwanted)
        else:
            shutil.copy2(ROOT / name, to / name)
    if (ROOT.parent / "shared").is_dir():
        (to.parent / "shared").symlink_to(ROOT.parent / "shared")
    return to


def pytest(folder: Path, *arguments: str, limit: float | None = None) -> int:
    """The exit status of pytest in a copy of the project; 1 when it had to be stopped, with all that it began, after so
    many seconds of a processor or ten times as many of a clock."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    surroundings = {**os.environ, "PYTHONPATH": str(folder)}
    with (
        (folder.parent / "said").open("w") as said,
        subprocess.Popen(
            command, cwd=folder, env=surroundings, stdout=said, stderr=subprocess.STDOUT, start_new_session=True
        ) as run,
    ):
        if limit:
            resource.prlimit(run.pid, resource.RLIMIT_CPU, (int(limit), int(limit) + 5))
        try:
            return run.wait(10 * limit if limit else None)
        except subprocess.TimeoutExpired:
            return 1
        finally:
            if run.poll() is None:
                os.killpg(run.pid, signal.SIGKILL)


def survives(mutant: Mutant, tests: Sequence[str], folder: Path) -> bool:
    """Whether no test notices a mutant, tried in a copy of the project that is left as it was."""
    place = folder / mutant.path
    before = place.read_text(encoding="utf-8")
    listed = folder.parent / "tests"
    listed.write_text("\n".join(tests), encoding="utf-8")
    _set(place, mutant.source)
    try:
        status = pytest(folder, *_ALONE, f"@{listed}", limit=TIME_LIMIT)
    finally:
        _set(place, before)
    if status == UNKNOWN and pytest(folder, *_ALONE, "--collect-only", f"@{listed}"):
        raise SystemExit(f"Without any change pytest does not find all of the tests in {listed}, or was asked wrongly.")
    return status == 0


def _set(place: Path, source: str) -> None:
    """Write a file, and forget what was compiled of it: within one second the compiled file would seem the newer."""
    for compiled in (place.parent / "__pycache__").glob(f"{place.stem}.*"):
        compiled.unlink()
    place.write_text(source, encoding="utf-8")


def tried(trials: Trials, chosen: Sequence[Mutant], folders: Sequence[Path], *, by: bool = False) -> list[Mutant]:
    """The survivors, each named as it is found; with `by` also each other with the test that noticed it. What runs at
    import is tried last, in copies of the project."""
    free: Queue[Path] = Queue()
    for folder in folders:
        free.put(folder)

    def told(mutant: Mutant) -> None:
        trials.tell(f"  {mutant.path}:{mutant.line}  {mutant.what}")

    def apart(mutant: Mutant) -> bool:
        folder = free.get()
        try:
            if not (folder / "reader").exists():
                copied(folder)
            lives = survives(mutant, [asked_for(test) for test in trials.promising(mutant)], folder)
        finally:
            free.put(folder)
        if lives:
            told(mutant)
        return lives

    outcomes = trials.tried(chosen, told)
    for mutant, outcome in zip(chosen, outcomes, strict=True) if by else ():
        if outcome and not outcome.survived:
            trials.tell(f"  {outcome.by or 'it had to be stopped'}  {mutant.path}:{mutant.line}  {mutant.what}")
    others = [mutant for mutant, outcome in zip(chosen, outcomes, strict=True) if outcome is None]
    with ThreadPoolExecutor(len(folders)) as pool:
        alive = [mutant for mutant, lives in zip(others, pool.map(apart, others), strict=True) if lives]
    return alive + [mutant for mutant, outcome in zip(chosen, outcomes, strict=True) if outcome and outcome.survived]


def main(argv: Sequence[str] | None = None) -> None:
    """Try the modules that are named, and print for each how many of its mutants survive."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("module", nargs="+", help="below reader: query, library.matching, ...")
    parser.add_argument("--all", action="store_true", help="every mutant, not a sample")
    parser.add_argument("--sample", type=int, default=40, metavar="N", help="mutants of each module (default: 40)")
    parser.add_argument("--tests", nargs="+", default=[], metavar="PATH", help="these tests only (default: all)")
    parser.add_argument("--seed", type=int, default=0, help="which sample")
    parser.add_argument("--seconds", type=float, default=20, metavar="N", help="for the tests of one (default: 20)")
    parser.add_argument("--at-once", type=int, default=os.cpu_count() or 1, metavar="N", help="(default: processors)")
    parser.add_argument("--kept", type=Path, metavar="FILE", help="where what was measured is kept for the next time")
    parser.add_argument("--by", action="store_true", help="name also which test noticed each of the others")
    asked = parser.parse_args(argv)
    rooms = {module: [mutant for path in files_of(module) for mutant in mutants(path)] for module in asked.module}

    def work(trials: Trials) -> None:
        with tempfile.TemporaryDirectory(prefix="reader-mutants-") as top:
            folders = [Path(top, str(number), "project") for number in range(asked.at_once)]
            for module, all_of_it in rooms.items():
                size = len(all_of_it) if asked.all else min(asked.sample, len(all_of_it))
                chosen = random.Random(asked.seed).sample(all_of_it, size)
                trials.tell(f"{module}: {size} of {len(all_of_it)} mutants")
                lived = tried(trials, chosen, folders, by=asked.by)
                trials.tell(f"{module}: {len(lived)} of {size} survive ({100 * len(lived) / max(1, size):.0f} %)")

    paths = sorted({mutant.path for made in rooms.values() for mutant in made})
    trials = Trials(ROOT, paths, work, kept=asked.kept, seconds=asked.seconds, at_once=asked.at_once)
    trying(trials, [str(ROOT / test) for test in asked.tests])


if __name__ == "__main__":
    main()
