"""Words in an exported file that the library never took, or may have lost: the file is not written over them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import astuple
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from reader.counting import count, form
from reader.errors import Untaken
from reader.formats.markdown import LEFT, ExportRecord, OpenedExport, typed_over
from reader.formats.obsidian import typed_over_properties
from reader.formats.parsed import Problem
from reader.io.write import Check
from reader.library.library import Library
from reader.operations.namesakes import namesake
from reader.paper_json import from_facts, to_facts
from reader.text import for_terminal, words

_EMPTY: dict[str, Any] = {"title": "", "authors": [], "published": ""}
"""What of a paper's facts an export shows in so many words."""
_PUT = "put it in a note or on a line of its own"
"""What to do with such words."""
_NAMED = 3
"""So many lines are named with what stands in them."""


def must_be_taken(library: Library) -> Check:
    """A check that raises `Untaken` when writing a file would lose words that this library never held, or papers that
    it has lost: what was taken off a list, or removed, it still knows."""
    held = _Held(library)

    def check(name: str, before: OpenedExport, merged: OpenedExport) -> None:
        if lost := _lost(library, before, merged):
            raise Untaken(
                f"{for_terminal(name)} was left as it is: the library has lost {count(len(lost), 'paper')} that "
                f"{form(len(lost), 'stands', 'stand')} in it. `reader doctor` says more. --force writes over it."
            )
        if found := _left(before, merged, held):
            shown = ", ".join(f"line {problem.line} (“{problem.excerpt}”)" for problem in found[:_NAMED])
            more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
            why = for_terminal(next((problem.message for problem in found if problem.message != LEFT), _PUT))
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


def must_have_lost_nothing(library: Library, path: Path) -> None:
    """Raise `Untaken` for an exported file or folder when the library knows of a loss."""
    if why := loss_obstacle(library, str(path)):
        raise Untaken(why)


def untaken(library: Library, before: OpenedExport, merged: OpenedExport) -> tuple[Problem, ...]:
    """What writing `merged` over a file that holds `before` would lose, with its lines."""
    return _left(before, merged, _Held(library))


def _lost(library: Library, before: OpenedExport, merged: OpenedExport) -> set[str]:
    """The papers that would leave a file though nobody took them away."""
    told, kept = before.record, merged.record
    return library.state.lost(set(told.papers if told else ()) - set(kept.papers if kept else ()))


def _left(before: OpenedExport, merged: OpenedExport, held: _Held) -> tuple[Problem, ...]:
    found = {p.line: p for p in (*typed_over(before, merged, held), *typed_over_properties(before, merged))}
    return tuple(found[line] for line in sorted(found))


class _Held:
    """Every word that a library holds or ever held of a paper, removed papers too."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._said: dict[str, list[Any]] | None = None
        self._known: dict[str, set[str]] = {}

    def words_of(self, id: str) -> Collection[str]:
        """The words about a paper; "" for those about lists."""
        if id not in self._known:
            paper, facts = self._library.papers.get(id), self._library.state.facts(id)
            told = [(*astuple(one), one.link) for one in (paper, facts) if one is not None]
            texts = [*_texts(told), *_texts(self._history().get(id, []))]
            self._known[id] = {word for text in texts for word in words(f"{text}\n{unquote(text)}")}
        return self._known[id]

    def shown_of(self, id: str) -> Collection[Collection[str]]:
        """What the title, the authors and the year of a paper were at any time, as words."""
        papers = (self._library.papers.get(id), self._library.state.facts(id))
        told: list[Mapping[str, Any]] = [_EMPTY | to_facts(paper) for paper in papers if paper is not None]
        told += [facts for facts in self._history().get(id, []) if isinstance(facts, Mapping)]
        runs = {name: {_run(facts[name]) for facts in told if name in facts} for name in _EMPTY}
        return [runs["title"], runs["authors"], {run[:4] for run in runs["published"]}]

    def titles_of(self, id: str) -> Collection[str]:
        """What the title of a paper was at any time."""
        papers = (self._library.papers.get(id), self._library.state.facts(id))
        told = [facts for facts in self._history().get(id, []) if isinstance(facts, Mapping)]
        return {paper.title for paper in papers if paper is not None} | {
            facts["title"] for facts in told if isinstance(facts.get("title"), str)
        }

    def links_of(self, id: str) -> Collection[str]:
        """The address of a paper at any time, as words."""
        papers = [self._library.papers.get(id), self._library.state.facts(id)]
        for facts in self._history().get(id, []):
            if isinstance(facts, Mapping) and facts.get("title"):
                with suppress(ValueError):
                    papers.append(from_facts(id, facts))
        return {_run(paper.link) for paper in papers if paper is not None}

    def namesake_of(self, record: ExportRecord) -> str:
        """Why the list that bears the name of a file's list is another one, as a clause; "" where it is not."""
        return namesake(self._library, record)

    def _history(self) -> dict[str, list[Any]]:
        if self._said is None:
            self._said = {}
            for step in self._library.history():
                for change in step.changes:
                    about = "" if change.subject.startswith("list:") else change.subject
                    self._said.setdefault(about, []).extend((change.before, change.after))
        return self._said


def _run(fact: Any) -> str:
    """A fact as words with blanks between them."""
    return " ".join(word for text in _texts(fact) for word in words(text))


def _texts(value: Any) -> Iterator[str]:
    """Every text within a value of plain data."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from _texts(list(value.values()))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _texts(one)
