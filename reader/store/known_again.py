"""Which library one is that carries no id any more: what stands in its journals tells."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress

from reader.errors import Damaged
from reader.library.change import Step
from reader.store import disk
from reader.store.catalogue import NAME, last_import, read_tables
from reader.store.journal import as_utf8, journal_paths
from reader.store.library_id import made_from
from reader.store.lines import decode

_BEGINNING = 8
"""Lines at the beginning of a journal among which its first step is looked for, behind the head and what was closed."""


def known_again(folder: str, libraries: Sequence[tuple[tuple[str, ...], Collection[str]]]) -> tuple[str, ...]:
    """The ids of the one of these libraries that is in `folder`, () where none of them is; each has its ids, and the
    last step of each of its devices.

    A library's id is made of its first step, and no step is made in two libraries: so one of them is enough, whatever
    else is gone. No error is raised.
    """
    journals = list(_journals(folder))
    firsts = {made_from(id) for id in (*_firsts(journals), *_of_import(folder))}
    for ids, _ in libraries:
        if not firsts.isdisjoint(ids):
            return ids
    for ids, steps in libraries:
        marks = [b'{"i":"%s"' % step.encode("utf-8", "replace") for step in steps if step]
        if any(mark in data for mark in marks for data in journals):
            return ids
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


def _of_import(folder: str) -> Iterator[str]:
    """The id of the last import, which stands in the catalogue too."""
    with suppress(Damaged, OSError):
        if id := last_import(read_tables(os.path.join(folder, NAME)))[0]:
            yield id
