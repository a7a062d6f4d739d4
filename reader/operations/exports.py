"""Exporting: the papers that are wanted, in a format, to a file, a folder or standard output."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePath
from typing import Any

from reader.errors import Refused, UsageError
from reader.formats import FORMATS, WRITTEN, named_by_ending
from reader.formats.markdown import (
    AUTHORS_NAMED,
    Document,
    ExportRecord,
    Grouping,
    OpenedExport,
    Returned,
    document_of,
    language_of,
    list_shown,
    render_document,
    render_in,
    seems_for_others,
)
from reader.formats.markdown.languages import LANGUAGES
from reader.formats.obsidian import is_note, that_count
from reader.formats.styles import AUDIENCES
from reader.garbage import none_looked_for
from reader.io.read import read_plain
from reader.io.write import read_export, read_vault, write_file, write_vault
from reader.library.library import Library
from reader.operations.apart import Apart
from reader.operations.authorship import last_steps, must_be_own
from reader.operations.bases import Bases
from reader.operations.namesakes import called_now, namesake
from reader.operations.roundtrip import OpenedVault, known_without_marks, lists_of, must_be_no_vaults, must_be_read
from reader.operations.unseen import filled
from reader.operations.untaken import EverHeld, lost_words, must_be_taken, must_have_lost_nothing, must_know_all
from reader.paper import IncomingEntry, Paper, ReadingList, as_shared
from reader.paths import expanded, with_name
from reader.suggestions import perhaps_of
from reader.text import fold_name, for_terminal

_MANY_AUTHORS = 10_000
"""More authors than any paper has."""


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
    audience: str = ""
    """For whom it is, one of `styles.AUDIENCES`; "" for whom the file that is there was written, else the user."""
    authors: str = ""
    """How many authors of a paper are named: a number, or "all"; "" for three."""
    bom: bool = False
    """Begin with a byte order mark, by which spreadsheets know UTF-8."""
    force: bool = False
    """Replace a file that is not Reader's."""


WISHES = ("style", "template", "group", "title", "abstracts", "front_matter", "audience", "authors", "bom", "force")
"""What can be wished for of an export besides its format."""
_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,7}")
"""What tells what a file holds, behind its name."""
_OF_TEXT = (".txt", ".text")
"""Endings of any text, so of Markdown as well."""
_DOCUMENTS = ("markdown", "obsidian")
GO_WITH = {
    "style": ("markdown",), "template": ("markdown", "html"), "front_matter": _DOCUMENTS,
    "group": (*_DOCUMENTS, "html"),
    "title": (*_DOCUMENTS, "html"), "authors": ("markdown", "html"), "abstracts": (*_DOCUMENTS, "html"),
    "bom": ("csv",),
}  # fmt: skip
"""What some formats have no use for, each with those that have one."""


def wished(given: Mapping[str, Any], path: str | None, *, options: bool = False) -> Wish:
    """The wish of whoever said no more than what is `given`: a format and some of `WISHES`, by their names. `path` is
    where the export is to be written, None for nowhere; with `options` the sentences speak as the command line does.

    Raises `UsageError` for a format that there is not, one that has no use for what is given or that needs a folder,
    and for a file that cannot be meant: without a name, or named as one of another format than the usual one;
    `WrongValue` as `filled`.
    """
    way = "-o" if options else "'path'"
    format, written = given.get("format"), [known.name for known in WRITTEN]
    format = "markdown" if format is None else format
    if format not in written:
        raise UsageError(f"'{format}' is no format of an export{perhaps_of(format, written)}")
    if empty := next((name for name, value in given.items() if isinstance(value, str) and not value.strip()), ""):
        raise UsageError(f"--{empty} is empty." if options else f"'{empty}' is empty.")
    given = {name: value for name, value in given.items() if value}
    if path is not None and (not path.strip() or path == "-"):
        where = "standard output" if options else "the answer itself"
        raise UsageError(f"{way} names no file; without it the export is {where}.")
    if (group := given.get("group")) and group not in list(Grouping):
        raise UsageError(f"'{group}' is nothing that headings are made of{perhaps_of(group, list(Grouping))}")
    if path is not None and not {"format", "template"} & set(given):
        _must_be_named_as(format, path, "--format " * options)
    for name in given:
        if format not in (fit := GO_WITH.get(name, (format,))):
            if options:
                raise UsageError(f"--{name.replace('_', '-')} goes with --format {' or --format '.join(fit)}.")
            raise UsageError(f"'{name}' goes with the format {' or '.join(map(repr, fit))}.")
    if FORMATS[format].folder and path is None:
        raise UsageError(f"An export to {FORMATS[format].label} is a folder: name it with {way}{' PATH' * options}.")
    return Wish(**{**given, "format": format, "title": filled(given.get("title", ""), "title")})


def _must_be_named_as(format: str, path: str, option: str) -> None:
    """Raises `UsageError` where a path is named as a file of another format than the one that is meant where none is
    said, also of one that is not written here. `option` stands before the name of each format that may be meant."""
    name = PurePath(path).name.strip(". ")
    others, ending = named_by_ending(name), PurePath(name).suffix
    if format in others or not (others or (_ENDING.fullmatch(ending) and ending.lower() not in _OF_TEXT)):
        return
    ways = " or ".join(f"{option}{name}" for name in (*others, format))
    meant = f"say which is meant: {ways}" if others else f"no export ends in '{ending}'; say {ways} if that is meant"
    raise UsageError(f"'{for_terminal(path)}' is named as no Markdown file is; {meant}.")


@dataclass(frozen=True, slots=True)
class Exported:
    """What came of an export."""

    say: str
    text: str = ""
    """What was made, when it was not written to a file."""
    turned: str = ""
    """What leaves a file that was for somebody else, or comes into it, as a sentence; it is in `say`, too."""


def paper_document(library: Library, wish: Wish, papers: Sequence[Paper], lst: ReadingList | None) -> Document:
    """The papers as a document: in the list's order and sections, or as they stand."""
    document = document_of(
        lst,
        papers,
        name=wish.title,
        group=wish.group,
        abstracts=wish.abstracts,
        front_matter=wish.front_matter,
        audience=wish.audience or "me",
        authors=_number_of_authors(wish.authors),
    )
    return replace(document, by=last_steps(library, document))


def _language(wish: Wish) -> str:
    """The language of an export by a template or in HTML, "" for Markdown. Raises `UsageError` where the format is said
    and the template is named as one of another."""
    named = language_of(wish.template)
    if wish.format == "html" and named not in ("", "html"):
        raise UsageError(f"'{for_terminal(wish.template)}' is named as a template of {named}, and html was asked for.")
    return "html" if wish.format == "html" else named


_CALLED = {"": "Markdown", "html": "HTML", "latex": "LaTeX"}
"""What the languages of templates are called in which something is escaped."""


def _named_otherwise(wish: Wish, path: Path) -> str:
    """That a file is named as one of another language than its template, as a sentence; "" where it is not."""
    language, named = language_of(wish.template), "" if is_note(path.name) else language_of(path.name) or "?"
    if not wish.template or wish.format != "markdown" or named == language or not {named, language} <= _CALLED.keys():
        return ""
    ending = LANGUAGES[named].endings[0] if named else ".md"
    return (
        f"Its name says {_CALLED[named]}, and what stands in it is escaped for {_CALLED[language]}, as the template's"
        f" name says: a template for {_CALLED[named]} is called NAME{ending}.jinja."
    )


def _number_of_authors(wanted: str) -> int:
    """How many authors are named, 0 for all. Raises `UsageError` for what is no number of them."""
    if wanted in ("", "all"):
        return 0 if wanted else AUTHORS_NAMED
    if not (wanted.isascii() and wanted.isdigit()) or not 0 < int(wanted[:9]) < _MANY_AUTHORS:
        raise UsageError(f"'{wanted[:30]}' is no number of authors: give 1, 2, 3 …, or all.")
    return int(wanted)


def text_of(library: Library, wish: Wish, papers: Sequence[Paper], lst: ReadingList | None = None) -> str:
    """The text of an export of any format but a folder. Raises `InputError` for a template that does not work,
    `SettingsError` where it is not known how the user wants citation keys."""
    if wish.format in ("markdown", "html"):
        template = read_plain(wish.template) if wish.template else None
        document = paper_document(library, wish, papers, lst)
        if language := _language(wish):
            return render_in(language, document, template)
        return render_document(document, style=wish.style, template=template)
    if not FORMATS[wish.format].writes:
        raise UsageError(f"'{wish.format}' can be imported but not exported.")
    keys = library.citation_keys if FORMATS[wish.format].keys else {}
    lists = [*library.lists.values()]
    if wish.audience == "others":
        papers, lists = [as_shared(paper) for paper in papers], [] if lst is None else [lst]
    return "\ufeff" * wish.bom + FORMATS[wish.format].write(papers, entries_of(lists), keys)


def entries_of(lists: Iterable[ReadingList]) -> dict[str, list[IncomingEntry]]:
    """Where papers stand in ordinary reading lists, by id."""
    found: dict[str, list[IncomingEntry]] = {}
    for lst in lists:
        for rank, entry in enumerate(lst.entries, start=1):
            found.setdefault(entry.paper, []).append(IncomingEntry(lst.name, rank, entry.section, entry.note))
    return found


@none_looked_for()
def export(
    library: Library,
    folder: Path,
    wish: Wish,
    papers: Sequence[Paper],
    *,
    lst: ReadingList | None = None,
    path: Path | None = None,
    dry_run: bool = False,
) -> Exported:
    """Write an export to `path`, or give its text when there is none. `folder` is the library's, never written to.
    With `dry_run` nothing is written, and what would be is told or raised all the same.

    Raises `UsageError` for a new file whose name nobody could type again, `Refused` for somebody else's file and for
    one of ours that another library wrote last, that is the export of another list, that holds what this one has not
    taken or has lost, or that another program saves meanwhile, `ReaderError` when the system says no.
    """
    path = with_name(expanded(path)) if path is not None else None
    if path is not None:
        must_know_all(library, path)
    if FORMATS[wish.format].folder:
        assert path is not None
        return _export_vault(library, folder, wish, papers, lst, path, dry_run)
    markdown = wish.format == "markdown" and not _language(wish)
    there = read_export(path, known_without_marks(library)) if path is not None and markdown else None
    records = [there.record] if there is not None and there.record is not None else []
    shared = there is not None and not records and not wish.audience and _seems_shared(library, there)
    bases = Bases(library)
    wish = _for_whom(replace(wish, audience="others") if shared else wish, records, bases)
    before = bases.known(there) if there is not None and not wish.force else None
    apart = Apart(library, [before] if before is not None else [], Returned())
    fresh = OpenedExport(text_of(library, wish, *apart.shown(papers, lst)))
    if path is None:
        return Exported("", fresh.text)
    is_new = not os.path.lexists(path)
    if before is not None:
        files = {path.name: before}
        must_have_lost_nothing(library, path)
        must_be_no_vaults(path, before)
        must_be_own(library, files, str(path))
        if (was := before.record) is not None and (now := fresh.record) is not None:
            _must_be_of(library, was, now.origin, now.name, path)
        must_be_read(library, path, files)
    elif is_new and not wish.force:
        before = OpenedExport("")
    check = must_be_taken(library)
    why = lost_words(library) or "exists"
    written = write_file(
        path, fresh, force=wish.force, protect=folder, markdown=markdown, writer=bases.writer, check=check,
        before=before, why=why, dry_run=dry_run,
    )  # fmt: skip
    if not dry_run:
        bases.keep_written(written.exports, apart)
    turned = _SHARED if shared else _turned(records, wish)
    return Exported(" ".join(filter(None, (written.say, turned, _named_otherwise(wish, path)))), turned=turned)


_SHARED = "It showed no status, star or note, so it is for others; --for me writes yours into it."
"""What is said of a file that had lost what told for whom it was."""


def _seems_shared(library: Library, export: OpenedExport) -> bool:
    """Whether a file that has lost its comment shows nothing that only the user may read, though there is such."""
    lst = list_shown(export, library.lists)
    return seems_for_others(export, library.held(lst.papers) if lst is not None else [*library.papers.values()])


def _export_vault(
    library: Library, folder: Path, wish: Wish, papers: Sequence[Paper], lst: ReadingList | None, path: Path,
    dry_run: bool,
) -> Exported:  # fmt: skip
    """The same for a folder."""
    bases, read = Bases(library), read_vault(path) if path.is_dir() else {}
    held = OpenedVault(bases.known_among(read))
    lists = lists_of(held)
    wish = _for_whom(wish, lists, bases)
    apart = Apart(library, () if wish.force else held.values(), Returned())
    document = paper_document(library, wish, *apart.shown(papers, lst))
    there = held if not wish.force else OpenedVault({})
    name = fold_name(document.list_name or document.name)
    of_list = [each for each in lists if fold_name(each.list_name or each.name) == name]
    if there:
        if any(export.is_ours for export in there.values()):
            must_have_lost_nothing(library, path)
        must_be_own(library, there, str(path))
        for each in of_list:
            if namesake(library, each):
                _must_be_of(library, each, document.origin, document.name, path)
        must_be_read(library, path, there)
    for each in lists:
        if each not in of_list and each.form.audience != document.audience:
            whom, now = (
                "others" if audience == "others" else "you" for audience in (each.form.audience, wish.audience)
            )
            raise Refused(
                f"{for_terminal(str(path))} holds '{for_terminal(each.name)}' for {whom}, and a vault has one file for"
                f" each paper: export '{for_terminal(document.name)}' for {now} into a folder of its own."
            )
    loose = None
    if turned := _turned(lists, wish):
        listed = {paper.id for paper in document.papers}
        left = apart.papers(library.held(id for id in that_count(held)[0] if id in library.papers and id not in listed))
        loose = document_of(None, left, abstracts=wish.abstracts, audience=document.audience) if left else None
    check, seen = must_be_taken(library), None if wish.force else there
    written = write_vault(
        path, document, loose=loose, force=wish.force, protect=folder, writer=bases.writer, check=check, before=seen,
        titles_of=EverHeld(library).titles_of, dry_run=dry_run,
    )  # fmt: skip
    if not dry_run:
        bases.keep_written(written.exports, apart)
    return Exported(" ".join(filter(None, (written.say, turned))), turned=turned)


def _for_whom(wish: Wish, records: Sequence[ExportRecord], bases: Bases) -> Wish:
    """A wish that says for whom: what was written for others stays so until it is said otherwise, here and not by
    somebody else who writes the file."""
    if wish.audience not in ("", *AUDIENCES):
        raise UsageError(f"An export is for {' or '.join(AUDIENCES)}, not for '{wish.audience}'.")
    was = "others" if any(_is_for_others(record, bases) for record in records) else "me"
    wish = replace(wish, audience=wish.audience or was)
    if wish.audience == "others" and wish.group == "status":
        raise UsageError("An export for others tells no status, so its headings cannot be made of it.")
    return wish


def _is_for_others(record: ExportRecord, bases: Bases) -> bool:
    return record.form.audience == "others" or bases.is_for_others(record)


def _turned(records: Sequence[ExportRecord], wish: Wish) -> str:
    """What leaves a file that was for the user and is for others now, or comes into one that was for others, as a
    sentence; "" where it is for whom it was."""
    was = {record.form.audience for record in records}
    if not was or was == {wish.audience}:
        return ""
    if wish.audience == "others":
        return "It is for others now: status, stars and notes have left it, and stay in the library."
    return "It was for others and is for you now: status, stars and notes stand in it."


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
