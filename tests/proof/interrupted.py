"""T21: whatever ends the interface in the middle of something, what it said is so, and nothing is half done.

    python -m tests.proof T21 [--trials N]

In each trial the interface, in a terminal of its own, takes a star, which it acknowledges; then it imports, exports,
syncs, or somebody types a note, and SIGKILL, SIGTERM or SIGHUP comes at a random moment of it. Afterwards the files,
the terminal and the next start are judged:

- the star is there, and so is what was acknowledged of the work that was interrupted; `doctor` finds nothing wrong
- all papers of an import are there, or none; an exported file is the one from before or the whole new one
- a sync took all of the file or nothing, and one more sync brings both to agree, with nothing lost on either side
- of a note that was typed, at most what came in the last second is missing, and the next start offers the rest; a
  second is one in which the system let the interface run when it wanted to
- but for SIGKILL, the exit status says which signal it was, and the terminal is as it was before
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import chdir
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from tests.support.folders import named, numbered
from tests.support.terminal import PROGRAM, ROOT, Terminal

TRIALS = 300
FEW, VERY_MANY = 200, 10_000
LARGE_EVERY = 10
"""One trial in so many is about a large library."""
ENDINGS = (signal.SIGKILL, signal.SIGTERM, signal.SIGHUP)
TYPED_FOR = 4.0
"""Seconds for which a note is typed."""
STROKE = 0.02
"""Seconds between two letters."""
MAY_LACK = 1.0
"""Seconds of typing that may be missing after SIGKILL."""
EXPORTED = "all-papers.md"
FIRST = named(0)


@dataclass
class Trial:
    """What came of one."""

    work: str
    ending: signal.Signals
    at: float
    wrong: list[str] = field(default_factory=list)

    def must(self, holds: bool, what: str) -> None:
        """Note what does not hold."""
        if not holds:
            self.wrong.append(what)

    def __str__(self) -> str:
        return f"{self.work}, {self.ending.name} after {self.at:.3f} s: {'; '.join(self.wrong) or 'right'}"


class Place:
    """A library of so many papers with its exported file, edited since, and papers to import, all as at first."""

    def __init__(self, root: Path, size: int, before: str = "") -> None:
        """`before` is Python that is run before the interface."""
        self.root, self.size, self._before = root / "place", size, before
        self._kept = root / "kept"
        self.root.mkdir(parents=True)
        self._write("first.jsonl", 0)
        self._write("more.jsonl", size)
        self.run("import", "first.jsonl")
        self.run("export", "-o", EXPORTED)
        shutil.copytree(self.root, self._kept)
        self.lasts: dict[str, float] = {}
        """How long each work takes until it is acknowledged, in seconds."""
        self.exported = ""
        """What an export writes that nothing interrupts."""

    def _write(self, name: str, start: int) -> None:
        facts = [{"title": paper.title, "arxiv_id": paper.id} for paper in numbered(self.size, start)]
        (self.root / name).write_text("".join(f"{json.dumps(one)}\n" for one in facts), encoding="utf-8")

    def again(self) -> None:
        """Begin anew with all files as they were."""
        shutil.rmtree(self.root)
        shutil.copytree(self._kept, self.root)

    @property
    def file(self) -> Path:
        """The exported file."""
        return self.root / EXPORTED

    @property
    def environment(self) -> dict[str, str]:
        """Folders of its own."""
        homes = {f"XDG_{kind.upper()}_HOME": str(self.root / kind) for kind in ("state", "data", "cache", "config")}
        return {"HOME": str(self.root), "PYTHONPATH": str(ROOT), **homes}

    def run(self, *arguments: str) -> str:
        """What one command of the shell answers. Raises `subprocess.CalledProcessError` when it fails."""
        return subprocess.run(
            [sys.executable, "-m", "reader", "--library", "library", *arguments], capture_output=True, text=True,
            check=True, cwd=self.root, env={**os.environ, **self.environment},
        ).stdout  # fmt: skip

    def window(self) -> Terminal:
        """The interface, begun in this folder and ready for keys."""
        with chdir(self.root):
            terminal = Terminal("--library", "library", command=PROGRAM, before=self._before, **self.environment)
        terminal.wait_for(f"{self.size} papers" if self.size < 1000 else "papers")
        return terminal

    def found(self) -> list[dict[str, object]]:
        """All papers."""
        papers: list[dict[str, object]] = json.loads(self.run("search", "--json"))
        return papers

    def drafts(self) -> list[str]:
        """The notes that were not saved."""
        kept = (self.root / "state").glob("reader/windows/*/drafts/*.md")
        return [path.read_text(encoding="utf-8") for path in kept]


@dataclass(frozen=True, slots=True)
class Work:
    """Something long that is done in the interface."""

    prepare: Callable[[Terminal], None]
    """All of it but the last key."""
    said: str
    """How it is acknowledged."""


def _import(window: Terminal) -> None:
    window.press("i", "paste a page")
    window.send("more.jsonl\r")
    window.wait_for("Into list")


def _export(window: Terminal) -> None:
    window.press("x", EXPORTED)
    window.shows_within(0.3, "never shown")


def _sync(window: Terminal) -> None:
    window.press("Y", "Sync with a Markdown file")
    window.send(f"{EXPORTED}\r")
    window.wait_for("into the library")


WORKS = {"import": Work(_import, "Imported: "), "export": Work(_export, "Updated "), "sync": Work(_sync, "Updated ")}


def unsigned(text: str) -> str:
    """An exported file without what its footer says of its writing: its name, which is drawn anew each time, and the
    seal, which covers that name."""
    return re.sub(r'"(by|own)":(\[[^]]*\]|"[^"]*")', r'"\1":""', text)


def edited(place: Place) -> str:
    """Mark every paper as read in the exported file; the text that it has then."""
    text = re.sub(r"(?m) -->$(?=\n(?:- |#|\n))", r" -->\\\n  read", place.file.read_text(encoding="utf-8"))
    place.file.write_text(text, encoding="utf-8")
    return text


def measure(place: Place) -> None:
    """Do each work once without any signal."""
    for name, work in WORKS.items():
        place.again()
        if name == "sync":
            edited(place)
        window = place.window()
        try:
            window.press("s", "Starred '")
            work.prepare(window)
            began = time.monotonic()
            window.press("\r", work.said)
            place.lasts[name] = time.monotonic() - began
            if name == "export":
                place.exported = place.file.read_text(encoding="utf-8")
        finally:
            window.stop()


def _ended(trial: Trial, window: Terminal) -> None:
    """Send the signal, and judge the end."""
    window.process.send_signal(trial.ending)
    status = window.end()
    if trial.ending is signal.SIGKILL:
        return
    trial.must(status == 128 + trial.ending, f"the exit status is {status}")
    trial.must(window.restored, "the terminal is not as it was")


def work_is_interrupted(place: Place, trial: Trial) -> None:
    """One trial of an import, an export or a sync."""
    before = edited(place) if trial.work == "sync" else place.file.read_text(encoding="utf-8")
    window = place.window()
    try:
        window.press("s", "Starred '")
        WORKS[trial.work].prepare(window)
        start = len(window.bytes)
        window.send("\r")
        window.shows_within(trial.at, "never shown")
        _ended(trial, window)
        seen = _drawn(window, start)
    finally:
        window.stop()
    said, after = WORKS[trial.work].said in seen, place.file.read_text(encoding="utf-8")
    papers = place.found()
    trial.must([one["id"] for one in papers if one["starred"]] == [FIRST], "the star is not there")
    if trial.work == "import":
        trial.must(len(papers) in (place.size, 2 * place.size), f"half an import: {len(papers)} papers")
        trial.must(not said or len(papers) == 2 * place.size, "an acknowledged import is not there")
    elif trial.work == "export":
        after, whole = unsigned(after), unsigned(place.exported)
        trial.must(after in (unsigned(before), whole), "the exported file is neither the old nor the new one")
        trial.must(not said or after == whole, "an acknowledged export is not there")
    else:
        read = sum(one["status"] == "read" for one in papers)
        trial.must(read in (0, place.size), f"half a sync: {read} papers read")
        trial.must(not said or read == place.size, "an acknowledged sync is not there")
        trial.must(after.count("<!-- reader:") == place.size, "the synced file is not whole")
        place.run("sync", EXPORTED)
        papers, after = place.found(), place.file.read_text(encoding="utf-8")
        trial.must(all(one["status"] == "read" for one in papers), "what the file said is lost")
        trial.must([one["id"] for one in papers if one["starred"]] == [FIRST], "the sync took the star")
        states = re.findall(r"(?m)^  (read(?: · ★)?)$", after)
        trial.must(sorted(states) == [*["read"] * (place.size - 1), "read · ★"], "the file disagrees with the library")


def _let_run(window: Terminal) -> float:
    """The seconds until now without those in which the interface waited for a processor that others had. Where the
    system does not tell these (all but Linux), they count."""
    try:
        waited = int(Path(f"/proc/{window.process.pid}/schedstat").read_text(encoding="ascii").split()[1])
    except (OSError, ValueError, IndexError):
        waited = 0
    return time.monotonic() - waited / 1e9


def typing_is_interrupted(place: Place, trial: Trial) -> None:
    """One trial of a note."""
    strokes: list[float] = []
    window = place.window()
    try:
        window.press("s", "Starred '")
        window.press("e", "Note on")
        began = _let_run(window)
        while _let_run(window) - began < trial.at:
            window.send(chr(ord("a") + len(strokes) % 26))
            strokes.append(_let_run(window))
            window.shows_within(STROKE, "never shown")
        ended = _let_run(window)
        _ended(trial, window)
    finally:
        window.stop()
    surely = sum(stroke < ended - MAY_LACK for stroke in strokes) if trial.ending is signal.SIGKILL else len(strokes)
    kept, typed = place.drafts(), "".join(chr(ord("a") + n % 26) for n in range(len(strokes)))
    trial.must([one["id"] for one in place.found() if one["starred"]] == [FIRST], "the star is not there")
    trial.must(len(kept) <= 1, f"{len(kept)} drafts")
    draft = kept[0] if kept else ""
    trial.must(typed.startswith(draft), f"the draft is {draft!r}, and not the beginning of {typed!r}")
    trial.must(len(draft) >= surely, f"of {len(typed)} letters {len(draft)} are kept, {surely} must be")
    if draft:
        window = place.window()
        try:
            if (offer := "was not saved last time") not in _drawn(window):
                window.wait_for(offer)
            window.press("e", draft[:20])
        finally:
            window.stop()


def _drawn(window: Terminal, start: int = 0) -> str:
    """All that was drawn so far, or since so many bytes."""
    return re.sub(r"\x1b\[[?>\d;]*[A-Za-z]", "", window.bytes[start:].decode(errors="replace"))


def drawn(place: Place, number: int) -> Trial:
    """Trial `number`: what is done, which signal comes and when all follow from it."""
    random = Random(number)
    work = ("import", "export", "sync", "note")[number % 4]
    lasts = TYPED_FOR if work == "note" else 1.2 * place.lasts[work]
    return Trial(work, ENDINGS[number // 4 % 3], random.uniform(0, lasts))


def tried(place: Place, trial: Trial) -> Trial:
    """The trial, and what is wrong after it."""
    place.again()
    try:
        (typing_is_interrupted if trial.work == "note" else work_is_interrupted)(place, trial)
        place.run("doctor")
    except (AssertionError, OSError, ValueError, subprocess.SubprocessError) as error:
        trial.wrong.append(f"{type(error).__name__}: {error} {getattr(error, 'stdout', '')}")
    return trial


def proved(folder: Path, quick: bool, trials: int | None, say: Callable[[str], None]) -> int:
    """Interrupt the interface that many times; how many trials showed something wrong."""
    count = trials or (12 if quick else TRIALS)
    places: dict[int, Place] = {}
    failed = 0
    for number in range(count):
        size = VERY_MANY if not quick and number % LARGE_EVERY == LARGE_EVERY - 1 else FEW
        if size not in places:
            places[size] = Place(folder / str(size), size)
            measure(places[size])
            say(f"{size} papers: {', '.join(f'{name} {took:.2f} s' for name, took in places[size].lasts.items())}")
        trial = tried(places[size], drawn(places[size], number))
        if trial.wrong:
            failed += 1
            say(f"trial {number}, {size} papers, {trial}")
        elif number % 12 == 11:
            say(f"{number + 1} trials, {failed} with something wrong")
    say(f"{count} trials, {failed} with something wrong")
    return failed
