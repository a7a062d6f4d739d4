"""T17: whatever a machine does to a library's files, it is told, nothing makes it worse, and all is there again when
the files are.

    python -m tests.proof T17             each way of losing in each situation, then every two ways at once
    READER_TREE=DIR … T17                 the same for the program in DIR: what did an earlier one do?

Each cell is played with the real command on a library of two machines, and judged by the files, which are read here by
hand (`tests/support/losses.py`).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from typing import Any

from reader.errors import ReaderError
from reader.library import change as edits
from reader.store.memory import bare
from tests.support.folders import Machines, give_tags, named, numbered, seed
from tests.support.losses import HARMLESS, WAYS, Lose, Place, contents, files, put_back
from tests.support.terminal import ROOT, Terminal

TREE = Path(os.environ.get("READER_TREE") or ROOT)
"""Whose program is played with."""
SOON = 2.0
"""Seconds within which an open window tells."""
COMMAND = ("-c", "from reader.__main__ import main; main()")
ONE, TWO, MANY = named(0), named(1), 5
Words = dict[str, tuple[str, bool, tuple[str, ...]]]


@dataclass
class Played:
    """What came of one loss."""

    told: str = ""
    """How it was told; "" where it was not, though it should have been."""
    edit: str = ""
    """What became of an edit before the files were back."""
    wrong: list[str] = field(default_factory=list)

    def must(self, holds: bool, what: str) -> None:
        """Note what does not hold."""
        if not holds:
            self.wrong.append(what)

    def __str__(self) -> str:
        return "; ".join([self.told, *([self.edit] if self.edit else []), *(f"WRONG: {what}" for what in self.wrong)])


class Desk:
    """A machine with a library that another machine writes too."""

    def __init__(self, root: Path) -> None:
        self.root = root / "desk"
        self._kept = root / "kept"
        self._make()
        shutil.copytree(self.root, self._kept)

    def _make(self) -> None:
        """This machine: two imports, ten steps; the other: two. The older copy lacks the second half."""
        self.root.mkdir()
        self._import(0, 3)
        for n in range(3):
            self.run("tag", named(n), "--add", f"t{n}")
        for n in range(2):
            self.run("tag", named(n), "--add", f"far{n}", machine="there")
        shutil.copytree(self.library, self.root / "older")
        self._import(3, 2)
        for n in range(MANY):
            self.run("tag", named(n), "--add", f"u{n}")
        self.run("mark", "read", ONE)

    def _import(self, start: int, count: int) -> None:
        facts = [{"title": paper.title, "arxiv_id": paper.id} for paper in numbered(count, start)]
        self.run("import", "-", "--format", "jsonl", said="".join(f"{json.dumps(one)}\n" for one in facts))

    def again(self) -> None:
        """Begin anew with all files as they were."""
        shutil.rmtree(self.root)
        shutil.copytree(self._kept, self.root)

    @property
    def library(self) -> Path:
        """Its folder."""
        return self.root / "library"

    @property
    def place(self) -> Place:
        """The same for a way of losing."""
        state = self.root / "here" / "state" / "reader"
        return Place(self.library, self.root / "older", state, (state / "device").read_text(encoding="ascii").strip())

    def environment(self, machine: str = "here") -> dict[str, str]:
        """A machine's own folders, and the program."""
        aside = self.root / machine
        homes = {f"XDG_{kind.upper()}_HOME": str(aside / kind) for kind in ("state", "data", "cache", "config")}
        return {"HOME": str(aside), "PYTHONPATH": str(TREE), "PYTHONSAFEPATH": "1", **homes}

    def run(self, *arguments: str, said: str = "", machine: str = "here") -> subprocess.CompletedProcess[str]:
        """One command of the shell."""
        return subprocess.run(
            [sys.executable, *COMMAND, "--library", str(self.library), *arguments],
            input=said, capture_output=True, text=True, check=False, cwd="/",
            env={**os.environ, **self.environment(machine)},
        )  # fmt: skip

    def words(self) -> tuple[Words, str]:
        """What is said of each paper, and what is told beside it."""
        answer = self.run("search", "*", "--json")
        found = json.loads(answer.stdout or "[]") if answer.returncode == 0 else []
        return {one["id"]: (one["status"], one["starred"], tuple(sorted(one["tags"]))) for one in found}, answer.stderr

    def clocks(self) -> list[tuple[int, str]]:
        """The clocks of all steps that lie anywhere, with their sentences, in order."""
        found = {
            (said["t"], said["say"])
            for path in (self.root / "library" / "journal").glob("*.jsonl")
            for line in path.read_bytes().splitlines()
            if line.endswith(b'"}') and "t" in (said := json.loads(line))
        }
        return sorted(found)


Situation = Callable[[Desk, Lose, bool], Played]


def _lost(desk: Desk, lose: Lose) -> tuple[dict[str, bytes], dict[str, bytes], list[str]]:
    """All files, those that are left, and what must be told."""
    place, before, whole = desk.place, contents(desk.library), files(desk.library)
    lose(place)
    if not desk.library.is_dir() or not files(desk.library):
        return whole, {}, ["is not there"]
    return whole, files(desk.library), contents(desk.library).lacks(before, place.own)


def _judge_told(played: Played, told: str, parts: list[str], harmless: bool) -> None:
    missing = [part for part in parts if part not in told]
    spoken = any(words in told for words in ("missing", "cannot be read", "is gone", "is not there", "left out"))
    if harmless:
        played.told = "nothing is lost"
        played.must(not parts, "a word is gone")
    elif not told or not spoken:
        played.told = "SILENT"
        played.must(False, "not told")
    else:
        played.told = "told" if not missing else "told without numbers"
        played.must(not missing, f"not told: {', '.join(missing)}")


def _judge_files(played: Played, lost: dict[str, bytes], now: dict[str, bytes], refused: bool) -> None:
    kept = all(now.get(name, b"").startswith(data) for name, data in lost.items() if name != "catalogue.json.1")
    played.must(now == lost if refused else kept, "what is left was changed")


def _judge_back(played: Played, desk: Desk, expected: Words) -> None:
    words, told = desk.words()
    wrong = [id for id in expected if words.get(id) != expected[id]]
    played.must(not wrong, f"not back: {', '.join(f'{id} {words.get(id)}' for id in wrong)}")
    played.must("missing" not in told, f"told still: {told.strip()}")
    top = max(clock for clock, _ in desk.clocks())
    answer = desk.run("tag", TWO, "--add", "last")
    made = [clock for clock, say in desk.clocks() if "last" in say]
    played.must(answer.returncode == 0, f"no edit is taken afterwards: {answer.stderr.strip()}")
    played.must(bool(made) and made[-1] > top, "the clock went back")
    found = json.loads(desk.run("doctor", "--json").stdout)["findings"]
    bad = [one["message"] for one in found if one["kind"] in ("missing", "away", "catalogue", "orphan")]
    played.must(not bad, f"the doctor: {bad}")


def _with(words: Words, id: str, *, tag: str = "", status: str = "") -> Words:
    """These words and a tag or status more."""
    was = words[id]
    return {**words, id: (status or was[0], was[1], tuple(sorted({*was[2], *([tag] if tag else [])})))}


def closed(desk: Desk, lose: Lose, harmless: bool) -> Played:
    """Nobody has the library open; the next command is a search, then an edit."""
    return _in_the_shell(desk, lose, harmless, {})


def between(desk: Desk, lose: Lose, harmless: bool) -> Played:
    """One command has just edited; the next one edits again."""
    desk.run("tag", TWO, "--add", "just")
    return _in_the_shell(desk, lose, harmless, {"tag": "just"})


def _in_the_shell(desk: Desk, lose: Lose, harmless: bool, more: dict[str, str]) -> Played:
    expected, _ = desk.words()
    played = Played()
    whole, lost, parts = _lost(desk, lose)
    _, told = ({}, "") if more else desk.words()
    edit = desk.run("tag", ONE, "--add", "since")
    _judge_told(played, told + edit.stderr, parts, harmless)
    played.edit = "edit saved" if edit.returncode == 0 else "edit refused"
    _judge_files(played, lost, files(desk.library) if desk.library.is_dir() else {}, edit.returncode != 0)
    doctor = desk.run("doctor").stdout
    played.must(harmless or all(part in doctor for part in parts), "the doctor does not name it")
    put_back(desk.library, whole, lost)
    _judge_back(played, desk, _with(expected, ONE, tag="since") if edit.returncode == 0 else expected)
    return played


def going_on(desk: Desk, lose: Lose, harmless: bool) -> Played:
    """`doctor --repair` goes on without it; what is said then is later than what was lost, and all comes together."""
    expected, _ = desk.words()
    played = Played(told="nothing is lost" if harmless else "repaired")
    whole, lost, _ = _lost(desk, lose)
    repaired = desk.run("doctor", "--repair")
    played.must("Traceback" not in repaired.stderr, "a traceback")
    facts = [{"title": paper.title, "arxiv_id": paper.id} for paper in numbered(1)]
    desk.run("import", "-", "--format", "jsonl", said=f"{json.dumps(facts[0])}\n")
    saved = [desk.run("mark", "reading", ONE), desk.run("tag", ONE, "--add", "since")]
    words, told = desk.words()
    played.must("missing" not in told, f"told still: {told.strip()}")
    played.must(all(one.returncode == 0 for one in saved), f"no edit is taken: {saved[0].stderr.strip()}")
    shown = words.get(ONE, ("", False, ()))
    played.must(shown[0] == "reading" and "since" in shown[2], "an edit that was taken is not shown")
    played.edit = "edits saved"
    put_back(desk.library, whole, lost)
    _judge_back(played, desk, _with(_with(expected, ONE, tag="since"), ONE, status="reading"))
    return played


def in_a_window(desk: Desk, lose: Lose, harmless: bool) -> Played:
    """The interface shows the library meanwhile."""
    expected, _ = desk.words()
    played = Played()
    window = Terminal("--library", str(desk.library), command=COMMAND, **desk.environment())
    try:
        window.wait_for("5 papers")
        window.shows_within(0.5, "never shown")
        whole, lost, parts = _lost(desk, lose)
        parts = ["is not there"] if not lost and not harmless else parts
        if harmless:
            _judge_told(played, "", parts, harmless)
        else:
            soon = parts or ["catalogue"]
            # Of whose they are the words may stand on two lines.
            after = window.shows_within(SOON + 8, *(part.split(" of ")[0] for part in soon))
            played.told = "SILENT" if after is None else f"told in {after:.1f} s"
            played.must(after is not None and after <= SOON, "not told in time")
            # Keys are taken one after the other: once the second opened something, the first was answered.
            window.press("s?", "Show the keys")
            window.send("?")
        now = files(desk.library) if desk.library.is_dir() else {}
        saved = now != lost
        played.edit = "" if harmless else "edit saved" if saved else "edit refused"
        _judge_files(played, lost, now, not saved)
        put_back(desk.library, whole, lost)
        window.shows_within(1.5, "never shown")
        starred = saved
        if not saved and not harmless:
            window.send("s")
            starred = window.shows_within(4, "Starred") is not None
            played.must(starred, "no edit is taken after the return")
        window.end("q")
    finally:
        window.stop()
    words, _ = desk.words()
    stars = [id for id, said in words.items() if said[1]]
    played.must(len(stars) == starred, "the star is not there")
    for id in stars:
        expected[id] = (expected[id][0], True, expected[id][2])
    _judge_back(played, desk, expected)
    return played


def in_a_batch(desk: Desk, lose: Lose, harmless: bool) -> Played:
    """A process holds it open and answers requests."""
    expected, _ = desk.words()
    played = Played()
    batch = subprocess.Popen(
        [sys.executable, *COMMAND, "--library", str(desk.library), "batch"], stdin=subprocess.PIPE,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd="/",
        env={**os.environ, **desk.environment(), "PYTHONUNBUFFERED": ""},
    )  # fmt: skip

    def ask(**request: Any) -> dict[str, Any]:
        assert batch.stdin is not None
        assert batch.stdout is not None
        batch.stdin.write(f"{json.dumps(request)}\n")
        batch.stdin.flush()
        answer: dict[str, Any] = json.loads(batch.stdout.readline() or "{}")
        return answer

    ask(op="count")
    whole, lost, parts = _lost(desk, lose)
    answer = ask(op="tag", papers=[ONE], add=["since"])
    saved = bool(answer.get("ok"))
    played.edit = "edit saved" if saved else "edit refused"
    _judge_files(played, lost, files(desk.library) if desk.library.is_dir() else {}, not saved)
    put_back(desk.library, whole, lost)
    if not saved:
        again = ask(op="tag", papers=[ONE], add=["since"])
        played.must(bool(again.get("ok")), f"no edit is taken after the return: {again}")
    _, errors = batch.communicate()
    _judge_told(played, f"{json.dumps(answer, ensure_ascii=False)}{errors}", parts, harmless)
    _judge_back(played, desk, _with(expected, ONE, tag="since"))
    return played


SITUATIONS: dict[str, Situation] = {
    "closed": closed,
    "between two commands": between,
    "open in `reader batch`": in_a_batch,
    "open in the interface": in_a_window,
    "gone on without": going_on,
}


def proved(folder: Path, quick: bool, say: Callable[[str], None]) -> int:
    """Play all cells (`quick`: some) and say what came of each; how many went wrong."""
    desk, wrong, played = Desk(folder), 0, 0
    for number, (way, lose) in enumerate(WAYS.items()):
        for place, (situation, play) in enumerate(SITUATIONS.items()):
            if quick and number % len(SITUATIONS) != place:
                continue
            desk.again()
            try:
                came = play(desk, lose, way in HARMLESS)
            except (AssertionError, OSError, ValueError, KeyError) as error:
                came = Played(told="BROKEN", wrong=[repr(error)[:200]])
            wrong += bool(came.wrong)
            played += 1
            say(f"| {way} | {situation} | {came} |")
    say(f"{played} losses played, {wrong} went wrong")
    if TREE == ROOT:
        wrong += two_at_once(folder, quick, say)
    return wrong


# -- every two ways at once, in one process ----------------------------------------------------------------------------


def _pairs(quick: bool) -> Iterator[tuple[str, str]]:
    pairs = list(permutations((way for way in WAYS if way != "what this machine remembers removed"), 2))
    yield from pairs[:: 43 if quick else 1]


def two_at_once(folder: Path, quick: bool, say: Callable[[str], None]) -> int:
    """Two losses, one upon the other, to a closed library and to an open one; how many went wrong."""
    wrong = number = 0
    for first, second in _pairs(quick):
        for is_open in (False, True):
            number += 1
            found = both(folder / f"two-{number}", first, second, is_open)
            wrong += bool(found)
            if found:
                say(f"| {first} and {second} | {'open' if is_open else 'closed'} | WRONG: {'; '.join(found)} |")
            shutil.rmtree(folder / f"two-{number}")
    say(f"{number} double losses played, {wrong} went wrong")
    return wrong


def both(root: Path, first: str, second: str, is_open: bool) -> list[str]:
    """What goes wrong when two things are lost."""
    machines = Machines(root)
    library = machines.library()
    seed(library)
    give_tags(library, 3)
    there = machines.library(device="there")
    there.apply(edits.tag(there.papers[ONE], add=("far",)), "Tagged far")
    shutil.copytree(machines.path(), root / "older")
    library.add(numbered(2, start=3), say=lambda plan: "Imported two more")
    for n in range(MANY):
        library.apply(edits.tag(library.papers[named(n)], add=(f"u{n}",)), f"Tagged u{n}")
    expected = {id: paper.tags for id, paper in library.papers.items()}
    place = Place(machines.path(), root / "older", root / "here" / "state", "herexxxxxx")
    before, whole = contents(machines.path()), files(machines.path())
    with suppress(OSError, StopIteration, IndexError, KeyError):
        WAYS[first](place)
        WAYS[second](place)
    lost = files(machines.path()) if machines.path().is_dir() else {}
    is_there = not bare(str(machines.path()))
    parts = contents(machines.path()).lacks(before, place.own) if is_there else ["is not there"]
    harmless = {first, second} <= HARMLESS
    wrong: list[str] = []
    told = ""
    window = library
    try:
        window = library if is_open else machines.library()
        told = " ".join([*window.warnings, *window.refresh().warnings])
        window.apply(edits.star(window.papers[ONE], True), "Starred")
    except (ReaderError, KeyError) as error:
        told += str(error)
        if (files(machines.path()) if machines.path().is_dir() else {}) != lost:
            wrong.append("what is left was changed")
    wrong += [f"not told: {part}" for part in parts if part not in told and not harmless]
    wrong += [f"told was {told!r}"] if wrong else []
    wrong += [f"SILENT: {told!r}"] if not told and not harmless else []
    put_back(machines.path(), whole, lost)
    for again in (window, machines.library()):
        again.refresh()
        if {id: paper.tags for id, paper in again.papers.items()} != expected:
            wrong.append("not back")
    if again.refresh().warnings or any("missing" in warning for warning in again.warnings):
        wrong.append(f"told still: {again.warnings}")
    # Swapped lines stay where edits went on in their file, and so does what is wrong with a file of a folder
    # in between: both are told, and nothing is missing.
    if left := [
        found.message for found in machines.check() if found.kind != "order" and "instead-" not in str(found.where)
    ]:
        wrong.append(f"the doctor: {left}")
    try:
        again.apply(edits.tag(again.papers[TWO], add=("last",)), "Tagged last")
    except ReaderError as error:
        wrong.append(f"no edit is taken afterwards: {error}")
    if again.history()[0].say != "Tagged last":
        wrong.append("the clock went back")
    return wrong
