"""Words in an exported file that the library never took, or may have lost: the file is not written over them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any

from reader.counting import count, form
from reader.errors import Untaken
from reader.formats.markdown import LEFT, ExportRecord, OpenedExport, typed_over
from reader.formats.obsidian import typed_over_properties
from reader.formats.parsed import Problem
from reader.io.write import Check
from reader.library.change import Change
from reader.library.completions import WORLD
from reader.library.corrections import PREFIX, corrected
from reader.library.library import Library
from reader.library.registers import overlay
from reader.operations.namesakes import namesake
from reader.paper import Paper
from reader.store.disk import is_there
from reader.text import for_terminal

_PUT = "put it in a note or on a line of its own"
"""What to do with such words."""
_PUT_FOR_OTHERS = "say it in Reader, or put it on a line of its own"
"""The same in a file for others, which has no notes, and no box or star that is taken."""
LINES_TOLD = 3
"""So many lines are named in the sentence that a file was left."""


def must_be_taken(library: Library) -> Check:
    """A check that raises `Untaken` when writing a file would lose words that this library never held, or papers that
    it has lost: what was taken off a list, or removed, it still knows."""
    held = EverHeld(library)

    def check(name: str, before: OpenedExport, merged: OpenedExport) -> None:
        if lost := _lost(library, before, merged):
            raise Untaken(
                f"{for_terminal(name)} was left as it is: the library has lost {count(len(lost), 'paper')} that "
                f"{form(len(lost), 'stands', 'stand')} in it. `reader doctor` says more. --force writes over it."
            )
        if found := _left(before, merged, held):
            shown = ", ".join(f"line {problem.line} (“{problem.excerpt}”)" for problem in found[:LINES_TOLD])
            more = f" and {len(found) - LINES_TOLD} more" if len(found) > LINES_TOLD else ""
            is_shared = before.record is not None and before.record.form.audience == "others"
            put = _PUT_FOR_OTHERS if is_shared else _PUT
            why = for_terminal(next((problem.message for problem in found if problem.message != LEFT), put))
            raise Untaken(
                f"{for_terminal(name)} was left as it is: the library could not take what stands in {shown}{more}."
                f" {why[:1].upper()}{why[1:]}. --force writes over it."
            )

    return check


def lost_words(library: Library) -> str:
    """Why no file that is there is written over, as the end of a sentence: it may hold the last of what the library has
    lost. "" while nothing is known to be lost."""
    orphans = library.state.orphans
    if not library.loss and not orphans:
        return ""
    what = "words or papers" if library.loss else count(len(orphans), "paper")
    return f"was left as it is: the library has lost {what} that it may hold. `reader doctor` says more"


def loss_obstacle(library: Library, name: str) -> str:
    """Why a library that knows of a loss leaves an exported file or folder, as a sentence; "" for any other library."""
    return f"{for_terminal(name)} {lost_words(library)}. --force writes over it." if library.loss else ""


def must_know_all(library: Library, path: Path) -> None:
    """Raise `Untaken` for anything that is there when a part of the library could not be read just now: what would be
    written over it, whoever wants that, is not what the library holds."""
    if library.unread and is_there(str(path)):
        shown = for_terminal(str(path))
        raise Untaken(f"{shown} was left as it is, since the library could not be read whole. {library.unread}")


def must_have_lost_nothing(library: Library, path: Path) -> None:
    """Raise `Untaken` for an exported file or folder when the library knows of a loss."""
    if why := loss_obstacle(library, str(path)):
        raise Untaken(why)


def untaken(library: Library, before: OpenedExport, merged: OpenedExport) -> tuple[Problem, ...]:
    """What writing `merged` over a file that holds `before` would lose, with its lines."""
    return _left(before, merged, EverHeld(library))


def _lost(library: Library, before: OpenedExport, merged: OpenedExport) -> set[str]:
    """The papers that would leave a file though nobody took them away."""
    told, kept = before.record, merged.record
    return library.state.lost(set(told.papers if told else ()) - set(kept.papers if kept else ()))


def _left(before: OpenedExport, merged: OpenedExport, held: EverHeld) -> tuple[Problem, ...]:
    found = {p.line: p for p in (*typed_over(before, merged, held), *typed_over_properties(before, merged, held))}
    return tuple(found[line] for line in sorted(found))


class EverHeld:
    """What a library holds or ever held of its papers, removed ones too."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._said: dict[str, list[Change]] | None = None
        self._versions: dict[str, tuple[Paper, ...]] = {}

    def is_here(self, id: str) -> bool:
        """Whether a paper is in the library now."""
        return id in self._library.papers

    def versions_of(self, id: str) -> Collection[Paper]:
        """The facts of a paper at any time: as they came, and with what later imports completed."""
        if id not in self._versions:
            paper, facts = self._library.papers.get(id), self._library.state.facts(id)
            base = facts or paper
            told = [value for change in self._about(id) if change.key == WORLD
                    for value in (change.before, change.after)]  # fmt: skip
            found = [] if base is None else [overlay(base, value) for value in told]
            found += [] if base is None else [
                corrected(base, {change.key.removeprefix(PREFIX): value})
                for change in self._about(id) if change.key.startswith(PREFIX)
                for value in (change.before, change.after) if value is not None
            ]  # fmt: skip
            self._versions[id] = tuple(dict.fromkeys(each for each in (paper, facts, *found) if each is not None))
        return self._versions[id]

    def texts_of(self, kind: str, id: str) -> Collection[str]:
        """What a paper's note, remarks or tags were at any time, or the description of any list."""
        found: list[Any] = []
        for change in self._about("" if kind == "description" else id):
            for value in (change.before, change.after):
                if change.key.partition(":")[0] == kind:
                    found.append(value)
                elif kind == "remark" and change.is_place and isinstance(value, Mapping):
                    found.append(value.get("note"))
        return {text for text in found if isinstance(text, str) and text}

    def titles_of(self, id: str) -> Collection[str]:
        """What the title of a paper was at any time."""
        return {paper.title for paper in self.versions_of(id)}

    def namesake_of(self, record: ExportRecord) -> str:
        """Why the list that bears the name of a file's list is another one, as a clause; "" where it is not."""
        return namesake(self._library, record)

    def _about(self, id: str) -> Sequence[Change]:
        """Every change of a paper; "" for those of lists."""
        if self._said is None:
            self._said = {}
            for step in self._library.history():
                for change in step.changes:
                    about = "" if change.subject.startswith("list:") else change.subject
                    self._said.setdefault(about, []).append(change)
        return self._said.get(id, ())
