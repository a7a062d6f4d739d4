"""A space as blocks of bytes, for the next run: what was worked out of the texts, and a mark of each text.

Whoever takes it up holds every paper against its mark, so that nothing is near by words that a paper no longer has.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from hashlib import blake2b

from reader.paper import Paper
from reader.relevance.runs import NumberRuns, RunTable, run_blocks, table_blocks
from reader.relevance.space import Space
from reader.search.blocks import Blocks, Unsound

_MARK = 16
"""Bytes of a mark."""


def mark_of(paper: Paper) -> bytes:
    """What tells the text of a paper, as far as it counts here, from all others."""
    said = "\0".join((paper.title, paper.abstract, *paper.keywords))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=_MARK).digest()


def space_blocks(space: Space, papers: Mapping[str, Paper]) -> Iterator[tuple[str, bytes]]:
    """The blocks of a space that holds these papers."""
    ids = list(space.slots)
    yield "ids", json.dumps(ids).encode()
    yield "marks", b"".join(mark_of(papers[id]) for id in ids)
    yield "stems", json.dumps(space.stems).encode()
    yield "least", json.dumps(space.least).encode()
    yield from run_blocks("texts", (space.texts[space.slots[id]].tobytes() for id in ids))
    # The slots of the next run follow one another; a paper may be in any now.
    slots = {space.slots[id]: at for at, id in enumerate(ids)}
    yield from run_blocks("holders", (space.moved(held, slots).tobytes() for held in space.holders))
    yield from table_blocks("pairs", space.pairs, lambda held: space.moved(held, slots))


def space_of(blocks: Blocks) -> tuple[Space, dict[str, bytes]]:
    """The space that these blocks were made of, over which it lies from then on, and the marks of its papers. Raises
    `Unsound`."""
    try:
        ids, marks = blocks.told("ids"), bytes(blocks.block("marks"))
        space = Space()
        space.stems = blocks.told("stems")
        space.least = blocks.told("least")
        space.texts = NumberRuns(blocks, "texts")
        space.holders = NumberRuns(blocks, "holders")
        space.pairs = RunTable(blocks, "pairs")
        space.take(ids)
        if not _fits(space, ids) or len(marks) != _MARK * len(ids):
            raise Unsound
        return space, {id: marks[at * _MARK : (at + 1) * _MARK] for at, id in enumerate(ids)}
    except (LookupError, TypeError, ValueError, AttributeError):
        raise Unsound from None


def _fits(space: Space, ids: Collection[str]) -> bool:
    return len(space.texts) == len(ids) == len(space.slots) and len(space.holders) == len(space.stems)
