"""A small program over the library for a crash tester: it edits, says when an edit is durable, and dumps.

    python -m tests.proof.driver init  LIB
    python -m tests.proof.driver edit  LIB START COUNT [--mixed] [--first-run] [--broken WHAT]
    python -m tests.proof.driver dump  LIB [--broken tinydb]
    python -m tests.proof.driver serve [--broken tinydb]

Edit n makes the token ct-<n> appear. It prints `TRY n +token -token` before and `ACK n +token -token` after the step
is durable (COUNT 0: for ever). `--mixed` puts imports, bulk edits, notes and undo among the tags; `--broken` takes a
safeguard away, so that the tester can be seen to fail: "fsync" (never called), "torn" (an unfinished line is not
closed), "tinydb" (the stock storage of TinyDB, rewritten in place).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import tinydb

from reader.errors import ReaderError
from reader.library import change as edits
from reader.library.library import Library
from reader.paper import Paper
from reader.paper_json import to_json
from reader.store import disk, open_library
from tests.proof.forgetful import forget
from tests.support.folders import numbered

TOKEN = re.compile(r"ct-\d{6}")
SIZE = 24
"""Papers in the library that `init` makes."""
Edit = Callable[[int], tuple[list[str], Callable[[], object]]]
"""n -> the tokens that come (+) and go (-), and the act."""


def token(n: int) -> str:
    """The mark that edit n leaves."""
    return f"ct-{n:06d}"


def opened(path: str, *, is_new: bool = False) -> Library:
    """The library, with this machine's part kept apart from the user's own; a new one is begun as on a machine that
    remembers none in its place."""
    aside = Path(os.environ.get("READER_PROOF") or Path(tempfile.gettempdir()) / "reader-proof")
    if is_new or os.environ.get("READER_PROOF_FORGETS"):
        forget(aside / "state")
    return Library(open_library(Path(path), state_dir=aside / "state", data_dir=aside / "data", patience=60))


def fill(library: Library) -> None:
    """Import the first papers."""
    papers = [replace(paper, abstract=f"The abstract of {paper.title}.") for paper in numbered(SIZE)]
    library.add(papers, say=lambda plan: f"Imported {len(plan.new)}")


class Plain:
    """Edits of one kind: a tag on one paper."""

    def __init__(self, library: Library) -> None:
        self.library = library

    def edit(self, n: int) -> tuple[list[str], Callable[[], object]]:
        """Tag one paper."""
        papers = list(self.library.papers.values())
        return self._tagged(n, [papers[n * 7 % len(papers)]])

    def _tagged(self, n: int, papers: Sequence[Paper]) -> tuple[list[str], Callable[[], object]]:
        changes = [change for paper in papers for change in edits.tag(paper, add=(token(n),))]
        return [f"+{token(n)}"], lambda: self.library.apply(changes, f"Tagged with {token(n)}")


class Mixed(Plain):
    """Edits of every kind."""

    def edit(self, n: int) -> tuple[list[str], Callable[[], object]]:
        """A tag, a bulk edit, an import, a note or an undo, as n says."""
        papers = list(self.library.papers.values())
        if n % 10 == 3:
            return self._tagged(n, papers)
        if n % 10 == 5:
            paper = Paper(id="", title=f"A paper that came with import number {n} {token(n)}")
            return [f"+{token(n)}"], lambda: self.library.add([paper], say=lambda _: f"Imported {token(n)}")
        if n % 10 == 7:
            paper = papers[n // 10 % 3]
            gone = [f"-{old}" for old in TOKEN.findall(paper.note)]
            changes = edits.note(paper, f"A note that is longer than a word, {token(n)}")
            return [f"+{token(n)}", *gone], lambda: self.library.apply(changes, f"Noted {token(n)}")
        if n % 10 == 9 and (steps := self.library.undoable()) and (goes := TOKEN.findall(steps[0].say)):
            back = [
                f"+{old}"
                for change in steps[0].changes
                if isinstance(change.before, str)
                for old in TOKEN.findall(change.before)
            ]
            return [f"-{goes[0]}", *back], self.library.undo
        return super().edit(n)


class Stock:
    """The same edit on TinyDB as it comes."""

    def __init__(self, path: str) -> None:
        self.table = tinydb.TinyDB(Path(path) / "db.json").table("papers")

    def edit(self, n: int) -> tuple[list[str], Callable[[], object]]:
        """Tag one paper."""
        ids = [document.doc_id for document in self.table.all()]
        id = ids[n * 7 % len(ids)]
        held: Any = self.table.get(doc_id=id)
        return [f"+{token(n)}"], lambda: self.table.update({"tags": [*held["tags"], token(n)]}, doc_ids=[id])


def say(*words: object) -> None:
    """One line, at once."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def run(edit: Edit, start: int, count: int) -> None:
    """Edits one after another."""
    n = start
    while not count or n < start + count:
        tokens, act = edit(n)
        say("TRY", n, *tokens)
        act()
        say("ACK", n, *tokens)
        n += 1


def dump(path: str, broken: str) -> Any:
    """The whole library as a JSON value."""
    if broken == "tinydb":
        return [dict(document) for document in Stock(path).table.all()]
    library = opened(path)
    return [to_json(paper, library.state.lists_of(paper.id)) for paper in library.papers.values()]


def take_away(what: str) -> None:
    """Remove a safeguard from the store."""
    if what == "fsync":
        os.fsync = lambda fd: None
    elif what == "torn":
        careful = disk.append
        disk.append = lambda path, data, length: careful(path, data.removeprefix(b"~\n"), length)


def main() -> int:
    """Do what the command line says."""
    parser = argparse.ArgumentParser()
    parser.add_argument("verb", choices=["init", "edit", "dump", "serve"])
    parser.add_argument("rest", nargs="*")
    parser.add_argument("--mixed", action="store_true")
    parser.add_argument("--first-run", action="store_true")
    parser.add_argument("--broken", default="", choices=["", "fsync", "torn", "tinydb"])
    asked = parser.parse_args()
    if hasattr(signal, "SIGXFSZ"):
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    take_away(asked.broken)
    if asked.verb == "serve":
        for line in sys.stdin:
            try:
                say(json.dumps(dump(line.rstrip("\n"), asked.broken)))
            except (ReaderError, ValueError) as error:
                say("ERROR", " ".join(str(error).split()))
        return 0
    path = asked.rest[0]
    if asked.verb == "dump":
        say(json.dumps(dump(path, asked.broken)))
    elif asked.broken == "tinydb":
        stock = Stock(path)
        if asked.verb == "init":
            stock.table.insert_multiple({"title": f"Paper with number {n}", "tags": []} for n in range(SIZE))
        else:
            run(stock.edit, int(asked.rest[1]), int(asked.rest[2]))
    elif asked.verb == "init":
        fill(opened(path, is_new=True))
    else:
        library = opened(path)
        if asked.first_run and not library.papers:
            fill(library)
        run((Mixed if asked.mixed else Plain)(library).edit, int(asked.rest[1]), int(asked.rest[2]))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except ReaderError as error:
        sys.exit(f"{error}")
