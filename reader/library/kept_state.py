"""A library that was told once and is shown again, without its journals: nothing of it can be changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import astuple
from typing import Any

from reader.library.contents import Contents
from reader.library.registers import State
from reader.paper import ListEntry, Paper, ReadingList


def told_of(library: Contents) -> dict[str, Any]:
    """What is told of a library beside its papers, in plain values for JSON: its lists, who stands in them,
    which papers became one with others, and what some of them tell."""
    state = library.state
    on_lists = {id for lst in state.lists.values() for id in lst.papers}
    return {
        "lists": {subject: astuple(lst) for subject, lst in state.lists.items()},
        "lists_of": {id: state.lists_of(id) for id in on_lists},
        "merged": state.merged,
        "fields": sorted(library.fields_told),
    }


class KeptState(State):
    """Papers and lists as they were told."""

    def __init__(self, papers: Mapping[str, Paper], told: Mapping[str, Any]) -> None:
        super().__init__()
        self._shown = papers
        self.merged = dict(told["merged"])
        self._told_lists = {subject: _list(*values) for subject, values in told["lists"].items()}
        self._lists_of = {id: tuple(names) for id, names in told["lists_of"].items()}

    @property
    def papers(self) -> Mapping[str, Paper]:
        """The papers by id, as they were told."""
        return self._shown

    @property
    def lists(self) -> dict[str, ReadingList]:
        """The reading lists by subject, in the order of their names."""
        return self._told_lists

    def lists_of(self, id: str) -> tuple[str, ...]:
        """The names of the ordinary reading lists that hold a paper, in the order of the lists."""
        return self._lists_of.get(id, ())


class KeptContents(Contents):
    """The contents of a library as they were told. Raises LookupError, TypeError or ValueError for what is no telling
    of `told_of`."""

    def __init__(
        self,
        papers: Mapping[str, Paper],
        told: Mapping[str, Any],
        keys_of: Callable[[Iterable[Paper]], Mapping[str, str]],
    ) -> None:
        super().__init__(keys_of)
        self._state = KeptState(papers, told)
        self._fields_told = frozenset(told["fields"])

    @property
    def fields_told(self) -> frozenset[str]:
        """As they were told: no paper is read for it."""
        return self._fields_told


def _list(name: str, description: str, sections: list[str], entries: list[list[str]], query: str) -> ReadingList:
    return ReadingList(name, description, tuple(sections), tuple(ListEntry(*entry) for entry in entries), query)
