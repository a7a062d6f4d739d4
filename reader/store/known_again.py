"""Which library one is that carries no id any more: what stands in its journals tells, and without these its papers."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from reader.errors import Damaged
from reader.library.change import Step
from reader.store import disk
from reader.store.catalogue import NAME, last_import, read_tables
from reader.store.journal import as_utf8, journal_paths
from reader.store.library_id import made_from
from reader.store.lines import decode

_BEGINNING = 8
"""Lines at the beginning of a journal among which its first step is looked for, behind the head and what was closed."""


class SeenLibrary(NamedTuple):
    """What a library is known by that was seen before."""

    ids: tuple[str, ...]
    steps: Collection[str]
    """The last one of each of its devices."""
    papers: Collection[str]
    """The ids of a few."""


def known_again(folder: str, libraries: Sequence[SeenLibrary]) -> tuple[str, ...]:
    """The ids of the one of these libraries that is in `folder`, () where none of them is.

    A library's id is made of its first step, and no step is made in two libraries: so one of them is enough, whatever
    else is gone. Papers may be in two; but a library gets its id with its first step, so that one without id and
    without any step has lost both, and is the one whose papers it has. No error is raised.
    """
    journals = list(_journals(folder))
    of_journals, (imported, papers) = list(_firsts(journals)), _catalogue(folder)
    firsts = {made_from(id) for id in (*of_journals, *imported)}
    for seen in libraries:
        if not firsts.isdisjoint(seen.ids):
            return seen.ids
    for seen in libraries:
        marks = [b'{"i":"%s"' % step.encode("utf-8", "replace") for step in seen.steps if step]
        if any(mark in data for mark in marks for data in journals):
            return seen.ids
    for seen in libraries if not of_journals else ():
        if 2 * sum(id in papers for id in seen.papers) > len(seen.papers):
            return seen.ids
    return ()


def _journals(folder: str) -> Iterator[bytes]:
    with suppress(OSError):
        for path in journal_paths(folder):
            with suppress(OSError):
                yield as_utf8(disk.read(path))


def _firsts(journals: Iterable[bytes]) -> Iterator[str]:
    """The id of the first step of each journal."""
    for data in journals:
        said = (decode(line, "") for line in data.split(b"\n", _BEGINNING)[:_BEGINNING])
        yield from [step.id for step in said if isinstance(step, Step)][:1]


def _catalogue(folder: str) -> tuple[list[str], Collection[str]]:
    """The id of the last import, which stands in the catalogue too, and those of its papers."""
    try:
        tables = read_tables(os.path.join(folder, NAME))
    except (Damaged, OSError):
        return [], ()
    id = last_import(tables)[0]
    return [id] if id else [], tables["papers"].raw
