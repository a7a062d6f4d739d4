"""The papers of the catalogue and of the copies that sync tools left beside it, read again when a file changed."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import reduce
from sys import intern

from reader.errors import Damaged
from reader.library.withdrawn import both_copied
from reader.paper import Paper
from reader.paper_json import from_facts, to_facts
from reader.store import disk
from reader.store.catalogue import (
    COPIED_BY,
    MARKS,
    NAME,
    Documents,
    RawDocument,
    copied_by_of,
    copies,
    damaged_sentence,
    decoded,
    is_usual_copy,
    last_import,
    open_catalogue,
    placeholder,
    read_tables,
    version,
)
from reader.store.journal import Replaced, Signature
from reader.store.lines import VERSION
from reader.text import for_terminal

_COPIED = b'"%s"' % COPIED_BY.encode()
UNEVEN = "a comma is missing or too many: a line may have been taken out, or two files put together; each line is read"
"""What is to be said of a catalogue whose lines do not fit together, as half a sentence."""
NEWER = "This library was written by a newer version of reader, so here it can only be read; please update reader."


@dataclass(slots=True)
class Found:
    """What was new in the catalogue."""

    papers: list[Paper] = field(default_factory=list)
    imports: dict[str, bytes] | None = None
    """Journal lines of imports by id: of steps that may not have reached a journal. None where the files are as they
    were."""
    warnings: list[str] = field(default_factory=list)
    copied: dict[str, tuple[str, ...]] | None = None
    """As in `Update`."""


@dataclass(slots=True)
class _Source:
    """One file of papers."""

    hashes: dict[str, int]
    """id -> hash of the entry, for all entries in the file's order."""
    fresh: dict[str, Paper | str]
    """What changed: the paper, or why the entry is set aside."""
    copied: dict[str, tuple[str, ...]]
    """The steps that put back the entries that are mere copies."""
    imports: dict[str, bytes]
    doubled: list[str]
    uneven: bool
    strange: list[str]
    """Entries of the table `state` that mean nothing."""
    version: int


class Facts:
    """The catalogue as it was last read."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self.path = os.path.join(folder, NAME)
        self.forget()

    def forget(self) -> None:
        """Forget all that was read, so that the next reading begins anew."""
        self.seen: dict[str, Signature | None] = {}
        """The catalogue and its copies as they were when they were read."""
        self.trouble = ""
        """Why the library is read-only on account of the catalogue, or ""."""
        self.missing = True
        """Whether there is no catalogue."""
        self.lost = False
        """Whether there is none any more, or none that anybody can read: other copies of it are all that is left."""
        self._hashes: dict[str, int] = {}
        self.aside: set[str] = set()
        """The ids of entries that are no papers."""
        self.last_import = ""
        """The id of the step of the last import, as the catalogue itself says it and no copy of it; "" for none."""
        self._copied: dict[str, tuple[str, ...]] = {}
        self._copied_here: frozenset[str] = frozenset()
        """The papers whose entries in the catalogue itself are mere copies."""
        self._again = False

    @property
    def ids(self) -> Collection[str] | None:
        """The ids of all entries, in the catalogue's order; None while it cannot be read."""
        return None if self.trouble else self._hashes.keys()

    def live(self) -> dict[str, Signature | None]:
        """The catalogue and its copies as they are on disk now. Raises OSError."""
        return {path: disk.signature(path) for path in (self.path, *copies(self._folder))}

    def read(self) -> Found:
        """What changed since the last time. Raises `Replaced` when papers vanished, and OSError."""
        live = self.live()
        found = Found()
        if live == self.seen:
            return found
        self._again = False
        sources, trouble, missing = self._sources(found)
        hashes: dict[str, int] = {}
        imports = found.imports = {}
        for source in sources:
            for id, paper in source.fresh.items():
                if id in hashes:
                    continue
                if isinstance(paper, Paper):
                    self.aside.discard(id)
                    found.papers.append(paper)
                else:
                    self.aside.add(id)
                    found.warnings.append(f"The catalogue's entry '{for_terminal(id)}' is set aside: {paper}.")
            for id, mark in source.hashes.items():
                hashes.setdefault(id, mark)
            for id, line in source.imports.items():
                imports.setdefault(id, line)
        if not trouble and self._hashes.keys() - hashes.keys():
            raise Replaced
        copied: dict[str, tuple[str, ...]] = {}
        for id in {id for source in sources for id in source.copied}:
            entries = [source.copied.get(id, ()) for source in sources if id in source.hashes]
            if copied_by := reduce(both_copied, entries):
                copied[id] = copied_by
        if copied != self._copied:
            self._copied = found.copied = copied
        self._copied_here = frozenset(sources[0].copied) if sources else frozenset()
        self._hashes = {**self._hashes, **hashes}
        self.seen, self.trouble, self.missing = {} if self._again else live, trouble, missing
        return found

    def _sources(self, found: Found) -> tuple[list[_Source], str, bool]:
        """All files that can be read, why the library is read-only, and whether there is no catalogue."""
        sources: list[_Source] = []
        trouble, missing = "", False
        self.lost, self.last_import = False, ""
        try:
            sources.append(self._load(self.path))
            self.last_import = next(iter(sources[0].imports), "")
            trouble = _judge(sources[0], found)
        except FileNotFoundError:
            missing = True
            trouble = self._absent()
            self.lost = bool(trouble) and not placeholder(self._folder)
        except Damaged as error:
            self.lost = True
            trouble = damaged_sentence(self.path, str(error))
        except OSError as error:
            trouble = damaged_sentence(self.path, disk.reason_for(error, self.path))
            self._again = True
        if trouble and not sources and not self._hashes:
            sources += self._former(found)
        for path in copies(self._folder):
            shown = for_terminal(os.path.basename(path))
            try:
                copy = self._load(path)
            except (Damaged, OSError) as error:
                if not is_usual_copy(path):  # `doctor` names it.
                    continue
                what = disk.reason(error) if isinstance(error, OSError) else str(error)
                found.warnings.append(f"'{shown}', a copy of the catalogue, cannot be read ({what}).")
                continue
            known = {id for source in sources for id in source.hashes}
            if more := len(copy.hashes.keys() - known):
                found.warnings.append(f"'{shown}', a copy of the catalogue, adds {more} paper{'s' * (more > 1)}.")
            sources.append(copy)
        return sources, trouble, missing

    def _load(self, path: str) -> _Source:
        """A file of papers. Raises `Damaged` and OSError."""
        tables = read_tables(path)
        documents: Documents = tables["papers"]
        state = tables.get("state", {})
        id, line = last_import(tables)
        source = _Source(
            hashes={},
            fresh={},
            copied={},
            imports={id: line} if id else {},
            doubled=list(dict.fromkeys(documents.doubled)),
            uneven=documents.uneven,
            strange=[name for name in state if name not in MARKS] if isinstance(state, dict) else ["state"],
            version=version(tables),
        )
        for id in list(documents.raw):
            raw = documents.raw.pop(id)  # What was read makes room for what is made of it.
            source.hashes[id] = mark = hash(raw)
            if _COPIED in raw and (copied_by := copied_by_of(decoded(raw))):
                source.copied[id] = copied_by
            if self._hashes.get(id) != mark:
                source.fresh[id] = paper_of(id, raw)
        return source

    def _absent(self) -> str:
        if placeholder(self._folder):
            shown = for_terminal(self.path)
            return f"The catalogue '{shown}' {disk.ELSEWHERE}, so the library is read-only; {disk.FETCH}."
        gone = f"The catalogue '{for_terminal(self.path)}' is gone, so the library is read-only"
        if os.path.lexists(disk.former(self.path)):
            return f"{gone}; `reader doctor --repair` brings its previous version back."
        return f"{gone}." if self._hashes or copies(self._folder) else ""

    def _former(self, found: Found) -> list[_Source]:
        """The previous catalogue, shown while the present one cannot be read."""
        try:
            source = self._load(disk.former(self.path))
        except (Damaged, OSError):
            return []
        found.warnings.append("The papers shown are those of the catalogue before its last change.")
        return [source]

    def write(
        self, papers: Sequence[Paper], step: str, line: bytes, order: Sequence[str] = (), *, mends: bool = False
    ) -> None:
        """Put papers into the catalogue, new ones where they stand in `order` or at its end, and the line of the step
        that brings them, as copies where that `mends`. Raises OSError and `Damaged`.

        What only a sync tool's copy has is taken over as well. Only under the lock, when everything was just read.
        """
        documents: dict[str, RawDocument] = {}
        returned: dict[str, RawDocument] = {}
        for path in copies(self._folder):
            with suppress(Damaged, OSError):
                theirs: Documents = read_tables(path)["papers"]
                documents.update({id: theirs[id] for id in theirs if id in self._hashes})
                mere = (id for id in self._copied_here if id in theirs)
                returned.update({id: entry for id in mere if not copied_by_of(entry := theirs[id])})
        state = {"import": {"id": step, "line": line.decode().rstrip("\n")}} if step else {}
        mark = {COPIED_BY: [step]} if mends else {}
        facts = {**returned, **{paper.id: {**to_facts(paper), **mark} for paper in papers}}
        there = () if self.missing or self.trouble else self._hashes.keys()
        written = open_catalogue(self.path).put(facts, documents, state, order, there)
        self._hashes.update((id, hash(raw)) for id, raw in written.items())
        if not mends:
            self._copied_here -= facts.keys()
            self._copied = {id: by for id, by in self._copied.items() if id not in facts}
        self.missing = False
        seen, self.seen = self.seen, {}
        # Durable it is; what cannot be told now is read again at the next look.
        with suppress(OSError):
            self.seen = {**seen, self.path: disk.signature(self.path)}


def paper_of(id: str, raw: bytes) -> Paper | str:
    """The paper that an entry of the catalogue describes, or why it is none. Raises `Damaged` when it is no JSON."""
    document = decoded(raw)
    try:
        paper = from_facts(intern(id), document, clean=_is_clean(raw) and id.isascii() and id.isprintable())
    except ValueError as error:
        return for_terminal(str(error))
    return paper if paper.id == id and id else "its id is not plain text"


def _is_clean(raw: bytes) -> bool:
    """Whether no text of this JSON can hold more than printable ASCII: there are no escapes in it."""
    return raw.isascii() and b"\\" not in raw and b"\x7f" not in raw


def _judge(source: _Source, found: Found) -> str:
    """Why a catalogue may only be read; what is strange about it is told."""
    for id in source.doubled:
        found.warnings.append(f"The catalogue has the paper '{for_terminal(id)}' more than once; the last one counts.")
    if source.uneven:
        found.warnings.append(f"In the catalogue {UNEVEN}.")
    for name in source.strange:
        found.warnings.append(f"The catalogue's mark '{for_terminal(name)}' is set aside: it means nothing to reader.")
    return NEWER if source.version > VERSION else ""
