"""The names of a library's papers: by which arXiv id, DOI, address or citation key each is found."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence

from reader.naming import names_of
from reader.paper import Paper
from reader.search.blocks import Blocks
from reader.search.keys import Keys, key_blocks
from reader.search.layers import KeptTable, placed, table_blocks

KEYED = "@"
"""Begins the citation key with which a paper came, in small letters."""


class NameTable:
    """The papers (their ids) by each name, kept up to date paper by paper."""

    def __init__(self, blocks: Blocks | None = None, ids: Sequence[str] = ()) -> None:
        """`blocks` are those that other names gave, and `ids` those of the papers in the slots there."""
        self._kept = KeptTable(blocks, "names", Keys(blocks, "names")) if blocks is not None else None
        self._ids = tuple(ids)
        self._fresh: dict[str, str | tuple[str, ...]] = {}
        self._gone: set[tuple[str, str]] = set()
        """NameTable, each with the id of the paper that had it in the blocks and has it no more."""

    def papers(self, name: str) -> Sequence[str]:
        """The ids of the papers that have a name, in the order in which they came."""
        held = self._fresh.get(name, ())
        fresh = (held,) if isinstance(held, str) else held
        if self._kept is None:
            return fresh
        kept = (self._ids[slot] for slot in self._kept.get(name))
        return (*(id for id in kept if id not in fresh and (name, id) not in self._gone), *fresh)

    def beginning(self, start: str) -> list[str]:
        """The names that begin so, in order; some of them may be of no paper any more."""
        kept = self._kept.keys if self._kept is not None else None
        found = {kept[place] for place in kept.beginning(start)} if isinstance(kept, Keys) else set()
        return sorted(found.union(name for name in self._fresh if name.startswith(start)))

    def enter(self, paper: Paper, old: Paper | None) -> None:
        """Enters a paper's names in the place of those that it had."""
        if old is not None:
            if _told(old) == _told(paper):
                return
            self.leave(old)
        for name in _all_names(paper):
            if paper.id not in self.papers(name):
                self._gone.discard((name, paper.id))
                if paper.id not in self.papers(name):
                    held = self._fresh.get(name, ())
                    self._fresh[name] = (*((held,) if isinstance(held, str) else held), paper.id) if held else paper.id

    def leave(self, paper: Paper) -> None:
        """Takes a paper's names out."""
        for name in _all_names(paper):
            held = self._fresh.get(name, ())
            left = tuple(id for id in ((held,) if isinstance(held, str) else held) if id != paper.id)
            if left:
                self._fresh[name] = left if len(left) > 1 else left[0]
            else:
                self._fresh.pop(name, None)
            if self._kept is not None:
                self._gone.add((name, paper.id))

    def blocks(self, slots: Mapping[str, int]) -> Iterator[tuple[str, bytes]]:
        """All of them, to be read by others; `slots` has those of the papers."""
        all_names = {*(self._kept or ()), *self._fresh}
        table = {name: array("I", sorted(slots[id] for id in self.papers(name))) for name in all_names}
        names = sorted(name for name, held in table.items() if held)
        yield from key_blocks("names", names)
        yield from table_blocks("names", table, placed(names), [])


def _told(paper: Paper) -> tuple[str, ...]:
    """The facts of which names are made."""
    return paper.arxiv_id, paper.doi, paper.url, paper.citation_key


def _all_names(paper: Paper) -> Iterator[str]:
    yield from names_of(paper)
    if paper.citation_key:
        yield KEYED + paper.citation_key.lower()
