"""The names in a library, left for the shells that complete them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from reader.library.library import Library
from reader.names_file import names_path, packed_names
from reader.store import disk

_STEPS = 20
"""So many of the steps that undo would take back are kept."""


def keep_names(library: Library, folder: Path, cache: Path) -> None:
    """Leave the tags, lists, papers and last steps of the library in this folder to the next Tab, if they are not there
    already. A cache folder that cannot be written is no reason to complain."""
    path = str(names_path(folder, cache))
    data = packed_names(_rows(library))
    with suppress(OSError):
        if disk.is_there(path) and disk.read(path) == data:
            return
        disk.make_folder(str(names_path(folder, cache).parent))
        disk.replace_unlocked(path, (data,), lasting=False)


def _rows(library: Library) -> Iterator[tuple[str, ...]]:
    for tag in library.tags.counts():
        yield "tag", tag
    for lst in library.lists.values():
        yield "list", lst.name, *lst.sections
    for step in library.undoable(_STEPS):
        yield "step", step.id, step.say
    for paper in library.papers.values():
        yield "paper", paper.id, paper.citation_key, paper.title
