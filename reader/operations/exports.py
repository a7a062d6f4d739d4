"""Exporting: the papers that are wanted, in a format, to a file, a folder or standard output."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reader.errors import InputError, Refused, UsageError
from reader.formats import FORMATS
from reader.formats.markdown import Document, ExportRecord, OpenedExport, document_of, render_document
from reader.io.read import read_plain
from reader.io.write import read_export, read_vault, write_file, write_vault
from reader.library.library import Library
from reader.operations.authorship import last_steps, must_be_own
from reader.operations.namesakes import called_now, namesake
from reader.operations.roundtrip import OpenedVault, lists_of, must_be_no_vaults, must_be_read
from reader.operations.untaken import lost_words, must_be_taken, must_have_lost_nothing, must_know_all
from reader.paper import IncomingEntry, Paper, ReadingList
from reader.paths import expanded
from reader.text import fold_name, for_terminal


@dataclass(frozen=True, slots=True)
class Wish:
    """How an export shall be."""

    format: str = "markdown"
    style: str = "list"
    template: str = ""
    """The path of a user's own template, "" for a style."""
    group: str = ""
    """What headings are made of: "section", "tag", "status" or "year"; "" for a list's own sections."""
    title: str = ""
    """The document's heading, "" for the list's name."""
    abstracts: bool = False
    front_matter: bool = False
    bom: bool = False
    """Begin with a byte order mark, by which spreadsheets know UTF-8."""
    force: bool = False
    """Replace a file that is not Reader's."""


WISHES = ("style", "template", "group", "title", "abstracts", "front_matter", "bom", "force")
"""What can be wished for of an export besides its format."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export."""

    say: str
    text: str = ""
    """What was made, when it was not written to a file."""


def paper_document(library: Library, wish: Wish, papers: Sequence[Paper], lst: ReadingList | None) -> Document:
    """The papers as a document: in the list's order and sections, or as they stand."""
    document = document_of(
        lst,
        papers,
        name=wish.title,
        group=wish.group,
        abstracts=wish.abstracts,
        front_matter=wish.front_matter,
    )
    return replace(document, by=last_steps(library, document))


def text_of(library: Library, wish: Wish, papers: Sequence[Paper], lst: ReadingList | None = None) -> str:
    """The text of an export of any format but a folder. Raises `InputError` for a template that does not work,
    `SettingsError` where it is not known how the user wants citation keys."""
    if wish.format == "markdown":
        template = read_plain(wish.template) if wish.template else None
        return render_document(paper_document(library, wish, papers, lst), style=wish.style, template=template)
    if not FORMATS[wish.format].writes:
        raise UsageError(f"'{wish.format}' can be imported but not exported.")
    keys = library.citation_keys if FORMATS[wish.format].keys else {}
    return "\ufeff" * wish.bom + FORMATS[wish.format].write(papers, entries_of(library), keys)


def entries_of(library: Library) -> dict[str, list[IncomingEntry]]:
    """Where the papers stand in ordinary reading lists, by id."""
    found: dict[str, list[IncomingEntry]] = {}
    for lst in library.lists.values():
        for rank, entry in enumerate(lst.entries, start=1):
            found.setdefault(entry.paper, []).append(IncomingEntry(lst.name, rank, entry.section, entry.note))
    return found


def export(
    library: Library,
    folder: Path,
    wish: Wish,
    papers: Sequence[Paper],
    *,
    lst: ReadingList | None = None,
    path: Path | None = None,
) -> Exported:
    """Write an export to `path`, or give its text when there is none. `folder` is the library's, never written to.

    Raises `Refused` for somebody else's file and for one of ours that another library wrote last, that is the export of
    another list, that holds what this one has not taken or has lost, or that another program saves meanwhile,
    `ReaderError` when the system says no.
    """
    path = expanded(path) if path is not None else None
    sign = False
    if path is not None:
        must_know_all(library, path)
    if FORMATS[wish.format].folder:
        if path is None:
            raise InputError(f"An export to {wish.format} needs a folder.")
        document = paper_document(library, wish, papers, lst)
        there = OpenedVault(read_vault(path) if path.is_dir() and not wish.force else {})
        if there:
            if any(export.is_ours for export in there.values()):
                must_have_lost_nothing(library, path)
            must_be_own(library, there, str(path))
            name = fold_name(document.list_name or document.name)
            for each in lists_of(there):
                if fold_name(each.list_name or each.name) == name and namesake(library, each):
                    sign = True
                    _must_be_of(library, each, document.origin, document.name, path)
            must_be_read(library, path, there)
        check = must_be_taken(library)
        seen = None if wish.force else there
        written = write_vault(path, document, force=wish.force, protect=folder, sign=sign, check=check, before=seen)
        return Exported(written.say)
    fresh = OpenedExport(text_of(library, wish, papers, lst))
    if path is None:
        return Exported("", fresh.text)
    is_new = not os.path.lexists(path)
    before = read_export(path) if wish.format == "markdown" and not wish.force else None
    if before is not None:
        files = {path.name: before}
        must_have_lost_nothing(library, path)
        must_be_no_vaults(path, before)
        must_be_own(library, files, str(path))
        if (was := before.record) is not None and (now := fresh.record) is not None:
            sign = bool(namesake(library, was))
            _must_be_of(library, was, now.origin, now.name, path)
        must_be_read(library, path, files)
    elif is_new and not wish.force:
        before = OpenedExport("")
    markdown, check = wish.format == "markdown", must_be_taken(library)
    why = lost_words(library) or "exists"
    written = write_file(
        path, fresh, force=wish.force, protect=folder, markdown=markdown, sign=sign, check=check, before=before, why=why
    )
    return Exported(written.say)


def _must_be_of(library: Library, was: ExportRecord, origin: str, name: str, path: Path) -> None:
    """Raise `Refused` when a file is the export of a list, and what is to be written over it (`name`, the papers of the
    list `origin`) is none of that list, whatever that is called by now.

    One of a list that the library has no more may be that of a list that was renamed, where nobody can tell.
    """
    another = namesake(library, was)
    owner = called_now(library, was) or "" if another else was.origin
    if library.list_called(owner) is None or fold_name(owner) == fold_name(origin):
        return
    what = f"the list '{origin}'" if origin else f"'{name}'"
    why = another or f"it is the export of the list '{owner}'"
    raise Refused(
        f"{for_terminal(str(path))} was left as it is: {for_terminal(why)}; "
        f"--force writes {for_terminal(what)} over it."
    )
