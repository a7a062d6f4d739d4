"""The catalogue: the facts of each paper, as an ordinary TinyDB file that is only ever replaced whole.

The file has one paper a line, so that it diffs well and can be read paper by paper:

    {
    "state": {"format": {"version": 1}, "import": {"id": "...", "line": "..."}},
    "papers": {
    "2408.07990": {"title": "...", "abstract": "...", ...},
    "...": {...}
    }
    }

Any other layout of the same JSON is read as well. Papers that nothing changed are carried over byte for byte, those
that cannot be understood included.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, MutableMapping
from contextlib import contextmanager
from json.decoder import scanstring  # type: ignore[attr-defined]
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from reader.errors import Damaged
from reader.library.withdrawn import both_copied
from reader.paper import Paper
from reader.paper_json import from_facts
from reader.store import disk
from reader.store.lines import VERSION, is_merge_mark
from reader.text import for_terminal

NAME = "catalogue.json"
MARKS = ("format", "import")
"""The entries of the table `state`."""
_SCAN = json.JSONDecoder(parse_constant=lambda _: None).scan_once  # type: ignore[attr-defined]
_HEAD = b'"papers": {'

RawDocument = Mapping[str, Any]


COPIED_BY = "copied_by"
"""What an entry of a paper says that was put back from a backup: the ids of the steps that did it (see
`library.withdrawn`)."""


class Documents(MutableMapping[str, RawDocument]):
    """A table whose documents stay JSON until somebody asks for one."""

    def __init__(self, documents: Mapping[str, Any] | None = None) -> None:
        self.raw: dict[str, bytes] = {id: _dump(document) for id, document in (documents or {}).items()}
        """id -> JSON, in the file's order."""
        self.doubled: list[str] = []
        """Ids that the file has more than once; the last one counts."""
        self.uneven = False
        """Whether a comma is missing between two of its lines, or stands behind the last one."""

    def take(self, id: str, raw: bytes) -> None:
        """Put in what a file says."""
        if id in self.raw:
            self.doubled.append(id)
        self.raw[id] = raw

    def __getitem__(self, id: str) -> RawDocument:
        return decoded(self.raw[id])

    def __setitem__(self, id: str, document: RawDocument) -> None:
        self.raw[id] = _dump(document)

    def __delitem__(self, id: str) -> None:
        del self.raw[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self.raw)

    def __len__(self) -> int:
        return len(self.raw)


def decoded(raw: bytes) -> RawDocument:
    """One document. Raises `Damaged` when this is no JSON, and is empty for JSON that is no object."""
    try:
        text = raw.decode()
        document, end = _SCAN(text, 0)
    except (ValueError, StopIteration, RecursionError):
        raise Damaged("it holds a paper that cannot be read") from None
    if end != len(text):
        raise Damaged("it holds a paper that cannot be read")
    return document if isinstance(document, dict) else {}


def _dump(document: Any) -> bytes:
    text = json.dumps(document, ensure_ascii=False, allow_nan=False)
    try:
        return text.encode()
    except UnicodeEncodeError:  # A lone surrogate: plain ASCII JSON can hold it.
        return json.dumps(document, allow_nan=False).encode()


class DurableStorage(Storage):
    """TinyDB's way to the file: read leniently, written whole, atomically and durably, the previous version kept."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._held: dict[str, Any] | None = None

    def read(self) -> dict[str, Any] | None:
        """The tables, None when there is no file. Raises `Damaged` and OSError."""
        if self._held is not None:
            return self._held
        try:
            return read_tables(self._path)
        except FileNotFoundError:
            return None

    def write(self, data: dict[str, Any]) -> None:
        """Replace the file. Raises OSError, and then the old file is in its place."""
        if self._held is not None:
            self._held = data
        else:
            disk.replace(self._path, written(data), keep=True)

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Whatever is written inside reaches the file in one replacement, or not at all."""
        self._held = {"state": {}, "papers": Documents(), **(self.read() or {})}
        try:
            yield
            data, self._held = self._held, None
            self.write(data)
        finally:
            self._held = None


class DocumentTable(Table):
    """A table with text ids that touches only the documents that are edited; nothing is cached between reads."""

    document_id_class = str  # type: ignore[assignment]
    default_query_cache_capacity = 0

    def put(self, documents: Mapping[str, RawDocument], order: Iterable[str] = ()) -> None:
        """Set the documents with these ids, in one write of the table; those that are new stand where they stand in
        `order`, or at the end."""

        def update(table: Any) -> None:
            fresh = documents.keys() - table.keys()
            table.update(documents)
            if order and fresh and isinstance(table, Documents):
                table.raw = in_places(table.raw, fresh, order)

        self._update_table(update)

    def documents(self) -> Documents:
        """The table as it stands in the file, each document parsed when it is asked for."""
        table = (self.storage.read() or {}).get(self.name)
        return table if isinstance(table, Documents) else Documents(table or {})

    def _read_table(self) -> Any:
        return (self.storage.read() or {}).get(self.name, {})

    def _update_table(self, updater: Callable[[dict[Any, Any]], None]) -> None:
        tables = self.storage.read() or {}
        updater(tables.setdefault(self.name, {}))
        self.storage.write(tables)


class CatalogueDB(TinyDB):
    """TinyDB as the store uses it."""

    table_class = DocumentTable

    def put(
        self,
        papers: Mapping[str, RawDocument],
        more: Mapping[str, RawDocument],
        state: Mapping[str, RawDocument],
        order: Iterable[str] = (),
        there: Collection[str] = (),
    ) -> dict[str, bytes]:
        """Add and complete papers and set the entries of `state`, in one replacement of the file.

        New ones stand where they stand in `order`, or at the end. Papers in `more` are added where the file lacks them.
        What a paper's entry has beyond the given facts is kept. The papers that are known to be `there` must be among
        them: a file that lacks some is not the one that was read, and nothing is written over it. Returns the entries
        written. Raises `Damaged` and OSError.
        """
        storage = self.storage
        assert isinstance(storage, DurableStorage)
        with storage.at_once():
            table, marks = self.table("papers"), self.table("state")
            assert isinstance(table, DocumentTable)
            assert isinstance(marks, DocumentTable)
            known = table.documents()
            fresh = {id: document for id, document in more.items() if id not in known}
            if any(id not in known and id not in fresh for id in there):
                raise Damaged("its catalogue is being replaced; try again")
            fresh.update((id, _over(known[id], facts) if id in known else facts) for id, facts in papers.items())
            table.put(fresh, order)
            marks.put({"format": {"version": VERSION}, **state})
            return {id: known.raw[id] for id in fresh}


def in_places(raw: Mapping[str, bytes], fresh: Container[str], order: Iterable[str]) -> dict[str, bytes]:
    """A catalogue's entries, those that are `fresh` each behind the one of the others behind which it stands in
    `order`.

    >>> list(in_places({"a": b"", "d": b"", "c": b"", "b": b""}, {"b", "c"}, ["a", "b", "c", "d"]))
    ['a', 'b', 'c', 'd']
    """
    behind: dict[str, list[str]] = {}
    last = ""
    for id in order:
        if id not in raw:
            continue
        if id in fresh:
            behind.setdefault(last, []).append(id)
        else:
            last = id
    moved = {id for ids in behind.values() for id in ids}
    stay = ("", *(id for id in raw if id not in moved))
    ids = (one for id in stay for one in (id, *behind.get(id, ())) if one)
    return {id: raw[id] for id in ids}


def _over(known: RawDocument, facts: RawDocument) -> RawDocument:
    """A paper's entry with other facts; what it says beyond them stays, in its `metadata` too. It is a mere copy that
    was put back only where both are."""
    held, told = known.get("metadata"), facts.get("metadata")
    both = {"metadata": {**held, **told}} if isinstance(held, dict) and isinstance(told, dict) else {}
    entry = {**known, **facts, **both}
    entry.pop(COPIED_BY, None)
    if copied_by := both_copied(copied_by_of(known), copied_by_of(facts)):
        entry[COPIED_BY] = list(copied_by)
    return entry


def copied_by_of(entry: RawDocument) -> tuple[str, ...]:
    """The ids of the steps that put a paper's entry back, where it is a copy of one that was lost; () where it is
    none."""
    told = entry.get(COPIED_BY)
    return tuple(id for id in told if isinstance(id, str)) if isinstance(told, list) else ()


def open_catalogue(path: str) -> CatalogueDB:
    """The TinyDB database in the file at `path`; nothing is read yet."""
    return CatalogueDB(path, storage=DurableStorage)


def read_tables(path: str) -> dict[str, Any]:
    """The tables of a catalogue. Raises FileNotFoundError, other OSErrors, and `Damaged` with what is wrong."""
    tables = _by_line(disk.lines(path))
    return _by_json(disk.read(path)) if tables is None else tables


def tables_of(data: bytes) -> dict[str, Any]:
    """The tables of a catalogue that was read already. Raises `Damaged` with what is wrong."""
    tables = _by_line(iter(data.split(b"\n")))
    return _by_json(data) if tables is None else tables


def _by_line(source: Iterator[bytes]) -> dict[str, Any] | None:
    """The tables of a file in the layout that `written` gives, by its lines; None for any other."""
    try:
        if next(source) != b"{":
            return None
        tables: dict[str, Any] = {}
        while (line := next(source)) != _HEAD:
            tables.update(decoded(b"{%s}" % line.removesuffix(b",")))
        documents = tables["papers"] = Documents()
        goes_on = True
        for line in source:
            if line == b"}":
                documents.uneven |= goes_on and bool(documents.raw)
                return tables if list(source) == [b"}", b""] else None
            documents.uneven |= not goes_on
            goes_on = line.endswith(b",")
            documents.take(*split_line(line))
    except (StopIteration, ValueError, Damaged):
        pass
    return None


def split_line(line: bytes) -> tuple[str, bytes]:
    """A line of the catalogue as the paper's id and its JSON. Raises ValueError when it is none."""
    name, mark, rest = line.partition(b'": {')
    if not mark or name[:1] != b'"':
        raise ValueError("no paper")
    id = name[1:].decode()
    if b"\\" in name:
        text = name.decode() + '"'
        id, end = scanstring(text, 1)
        if end != len(text):
            raise ValueError("no paper")
    elif '"' in id:
        raise ValueError("no paper")
    return id, b"{" + rest.removesuffix(b",")


def salvaged(data: bytes) -> dict[str, bytes]:
    """The papers that can still be read in a damaged catalogue, line by line."""
    found: dict[str, bytes] = {}
    for line in data.split(b"\n"):
        try:
            id, raw = split_line(line)
            if decoded(raw):
                found[id] = raw
        except (Damaged, ValueError):
            continue
    return found


def _by_json(data: bytes) -> dict[str, Any]:
    """The tables of a catalogue in any layout. Raises `Damaged`."""
    if not data.strip(b"\0 \t\r\n"):
        raise Damaged("it is empty" if not data else "it holds nothing but blanks")
    if any(is_merge_mark(line) for line in data.splitlines()):
        raise Damaged("it holds the marks of a Git merge that nobody finished")
    doubled: list[str] = []

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            doubled.extend(name for name in found if names.count(name) > 1)
        return found

    try:
        text = data.decode("utf-8-sig")
        tables = json.loads(text, object_pairs_hook=collect, parse_constant=lambda _: None)
    except UnicodeDecodeError:
        raise Damaged("it is not UTF-8 text") from None
    except (ValueError, RecursionError):
        raise Damaged("it is not whole JSON") from None
    if not isinstance(tables, dict) or not isinstance(tables.get("papers"), dict):
        raise Damaged("it holds no table of papers")
    documents = Documents(tables["papers"])
    documents.doubled = [id for id in doubled if id in documents.raw]
    return {**tables, "papers": documents}


def written(tables: Mapping[str, Any]) -> Iterator[bytes]:
    """A catalogue as bytes, in pieces: other tables first, then a paper a line."""
    pieces = [b"{\n"]
    others = {name: table for name, table in tables.items() if name != "papers"}
    pieces += [b"%s: %s,\n" % (_dump(name), _dump(table)) for name, table in others.items()]
    pieces.append(_HEAD + b"\n")
    papers = tables.get("papers", {})
    raws = papers.raw if isinstance(papers, Documents) else Documents(papers).raw
    last = len(raws) - 1
    for place, (id, raw) in enumerate(raws.items()):
        pieces.append(b"%s: %s%s\n" % (_dump(id), raw, b"," if place < last else b""))
        if len(pieces) > 2000:
            yield b"".join(pieces)
            pieces = []
    yield b"".join([*pieces, b"}\n}\n"])


def version(tables: Mapping[str, Any]) -> int:
    """The version mark of a catalogue; a file without one counts as the present version."""
    marks = tables.get("state")
    mark = marks.get("format") if isinstance(marks, dict) else None
    found = mark.get("version") if isinstance(mark, dict) else tables.get("version")
    return found if isinstance(found, int) else VERSION


def last_import(tables: Mapping[str, Any]) -> tuple[str, bytes]:
    """The id and the journal line (without its newline) of the last import; both empty when there is none."""
    marks = tables.get("state")
    mark = marks.get("import") if isinstance(marks, dict) else None
    id, line = (mark.get("id"), mark.get("line")) if isinstance(mark, dict) else (None, None)
    return (id, line.encode("utf-8", "replace")) if isinstance(id, str) and isinstance(line, str) else ("", b"")


def copies(folder: str) -> list[str]:
    """Paths of what sync tools, editors and Git left beside the catalogue: "catalogue (conflicted copy).json",
    "catalogue.json~HEAD", "catalogue.json.orig" and the like."""
    found = []
    for name in disk.names(folder):
        folded = name.casefold()
        if folded.startswith("catalogue") and ".json" in folded and name not in (NAME, f"{NAME}.1"):
            path = os.path.join(folder, name)
            if folded != NAME or not _is_one(path, os.path.join(folder, NAME)):
                found.append(path)
    return found


def _is_one(path: str, other: str) -> bool:
    """Whether two names are of one file, as where a file system takes capitals for small letters."""
    try:
        return os.path.samefile(path, other)
    except OSError:
        return False


def is_usual_copy(path: str) -> bool:
    """Whether a copy of the catalogue is called as sync tools call it: whatever stands there was a catalogue."""
    name = os.path.basename(path)
    return name.startswith("catalogue") and name.endswith(".json")


def placeholder(folder: str) -> str:
    """The path of what iCloud left for a catalogue that is not on this machine; "" where there is none."""
    path = os.path.join(folder, f".{NAME}.icloud")
    return path if os.path.lexists(path) and not os.path.lexists(os.path.join(folder, NAME)) else ""


def leftovers(folder: str) -> list[str]:
    """Paths of unfinished replacements of the catalogue that a crash or a sync tool left behind."""
    found = [name for name in disk.names(folder) if name.startswith((".", "~")) and f"{NAME}." in name]
    return [os.path.join(folder, name) for name in found if not disk.is_placeholder(name)]


def damaged_sentence(path: str, what: str) -> str:
    """Why the library opens read-only."""
    shown = for_terminal(path)
    return f"The catalogue '{shown}' cannot be read ({what}), so the library is read-only; `reader doctor` says more."


_ENOUGH = 1 << 18
"""Bytes that are looked at."""
_PAPERS = '"papers": {'


def first_papers(folder: Path, count: int) -> list[Paper]:
    """Up to `count` papers from the beginning of the catalogue in `folder`, without what the user says of them.

    Only the layout that the store itself writes is understood; anything else gives an empty list, and never an error.
    """
    try:
        with (folder / NAME).open("rb") as file:
            text = file.read(_ENOUGH).decode("utf-8", "ignore")
    except OSError:
        return []
    lines = text.partition(f"\n{_PAPERS}\n")[2].split("\n")[:-1]
    found: list[Paper] = []
    for line in lines[:count]:
        try:
            ((id, facts),) = json.loads(f"{{{line.rstrip(',')}}}").items()
            found.append(from_facts(id, facts))
        except (ValueError, AttributeError, TypeError, RecursionError):
            break
    return found
