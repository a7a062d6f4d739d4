"""An export before it is written: how it begins, what it carries, and what stays of what is there already."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from reader.counting import count, form
from reader.errors import ReaderError, Refused
from reader.formats import FORMATS
from reader.formats.markdown import OpenedExport, language_of
from reader.formats.obsidian import is_note, render_vault
from reader.io.write import not_written, read_export, read_vault
from reader.library.library import Library
from reader.operations import exports
from reader.operations.exports import Wish
from reader.paper import PRIVATE, Paper, ReadingList
from reader.paths import expanded

RENDERED_WHOLE = 300
"""An export of no more papers is rendered whole for its beginning: what it counts is right then."""
RENDERED_FIRST = 40
"""Of a larger one so many papers are rendered."""
NOTES_SHOWN = 3
"""So many notes of a vault are shown behind its list."""
LOOKED_INTO = 1_000_000
"""Bytes of a file that are looked into before an export is asked for."""
NOTES_LOOKED_INTO = 500
"""Markdown files of a folder that are."""

_STRANGERS = "somebody else's"
"""What is told of a file or folder that Reader did not write."""


def nothing() -> None:
    """Nobody stops the work."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first files of an export, and of each its first papers."""

    files: tuple[tuple[str, str], ...]
    """The name of each file of a folder, "" for the one file of an export to a file, and its text."""
    language: str
    """What the texts are to be read as: "markdown", "html", or "" as they stand."""
    papers: int
    """How many papers are in it."""


@dataclass(frozen=True, slots=True)
class Destination:
    """What is where an export is to be written."""

    say: str
    """What is there, and what of it stays, in a few words."""
    obstacle: str = ""
    """Why nothing is written there, as a sentence; "" where it is."""
    can_be_forced: bool = False
    """Whether it is written all the same where that is wished."""


def beginning(library: Library, wish: Wish, papers: Sequence[Paper], lst: ReadingList | None = None) -> Beginning:
    """How an export begins. Raises as `exports.text_of`."""
    few = papers if len(papers) <= RENDERED_WHOLE else papers[:RENDERED_FIRST]
    if FORMATS[wish.format].folder:
        files = render_vault(exports.paper_document(library, wish, few, lst))
        return Beginning(tuple(islice(files.items(), 1 + NOTES_SHOWN)), "markdown", len(few))
    text = exports.text_of(library, wish, few, lst)
    return Beginning((("", text),), language_shown(wish), len(few))


def language_shown(wish: Wish) -> str:
    """What the text of an export is to be read as, as `Beginning` has it."""
    if wish.format == "html":
        return "html"
    if wish.format == "obsidian":
        return "markdown"
    return {"": "markdown", "html": "html"}.get(language_of(wish.template), "") if wish.format == "markdown" else ""


# -- what it carries ---------------------------------------------------------------------------------------------------

_WORDS = {"tags": "tags", "status": "status", "starred": "stars", "note": "notes"}
"""What a person says of a paper, as fields of it."""
_OF_LIST = ("remarks", "order", "sections")
"""What a person says of it on a list."""
_DOCUMENTS = ("markdown", "html", "obsidian")
"""Formats that show a list as it stands in its document."""
_RECORDS = ("bibtex", "ris", "csl-json")
"""Formats of reference managers, which know tags and notes."""


def carried(wish: Wish, lst: ReadingList | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which of a person's words an export carries and which not, as words for people.

    What is for others has nothing of `paper.PRIVATE`. A template shows what it names of the rest.
    """
    private = [word for field, word in _WORDS.items() if field in PRIVATE]
    words = [*_WORDS.values()]
    if lst is not None:
        words += [word for word in _OF_LIST if not lst.query]
    kept = [word for word in words if word in ("tags", "notes") or wish.format not in _RECORDS]
    if wish.format in _DOCUMENTS and wish.group not in ("", "section"):
        kept = [word for word in kept if word != "sections"]
    if wish.audience == "others":
        kept = [word for word in kept if word not in private]
    return tuple(kept), tuple(word for word in words if word not in kept)


# -- where it goes -----------------------------------------------------------------------------------------------------


def destination(
    library: Library,
    folder: Path,
    wish: Wish,
    papers: Sequence[Paper],
    lst: ReadingList | None,
    path: Path,
    *,
    is_as_written: bool = False,
    still_wanted: Callable[[], None] = nothing,
) -> Destination:
    """What is at `path`, and what an export that is written there leaves of it.

    `is_as_written` says that the file is what the user exported to it last, to the byte. `still_wanted` is called
    between two pieces of the work and may raise. Errors are told as what stands in the way.
    """
    path = expanded(path)
    held: dict[str, OpenedExport] = {}

    def tried(*, force: bool) -> exports.Exported:
        # What is new, or somebody else's, is merged with nothing: any papers will do.
        some = papers if held or is_as_written else papers[:RENDERED_FIRST]
        return exports.export(library, folder, replace(wish, force=force), some, lst=lst, path=path, dry_run=True)

    try:
        if _is_large(path):
            return Destination("large, so what stays of it is told once it is written")
        still_wanted()
        held |= _exports_there(path, wish)
        still_wanted()
        told = _told_of(path, held, wish, is_as_written)
        turned = tried(force=is_as_written).turned.removesuffix(".")
        return Destination("; ".join(filter(None, (told, turned[:1].lower() + turned[1:]))))
    except Refused as refusal:
        still_wanted()
        try:
            tried(force=True)
        except (ReaderError, OSError):
            return Destination("", str(refusal))
        is_strangers = not held and path.is_file() and not path.is_symlink()
        return Destination(_STRANGERS if is_strangers else "", str(refusal), can_be_forced=True)
    except ReaderError as error:
        return Destination("", str(error))
    except OSError as error:
        return Destination("", str(not_written(path, error)))


def _is_large(path: Path) -> bool:
    if path.is_dir():
        with os.scandir(path) as entries:
            return sum(is_note(entry.name) for entry in entries) > NOTES_LOOKED_INTO
    return path.is_file() and path.stat().st_size > LOOKED_INTO


def _exports_there(path: Path, wish: Wish) -> dict[str, OpenedExport]:
    """What of Reader's own stands there, which an export is merged into, by the names of files."""
    if FORMATS[wish.format].folder:
        found = read_vault(path) if path.is_dir() else {}
        return {name: export for name, export in found.items() if export.is_ours}
    export = read_export(path) if wish.format == "markdown" and not language_of(wish.template) else None
    return {} if export is None else {path.name: export}


def _told_of(path: Path, held: Mapping[str, OpenedExport], wish: Wish, is_as_written: bool) -> str:
    """What is there and stays, in a few words."""
    if not os.path.lexists(path):
        return "new"
    if is_as_written:
        return "yours, as it was written; written anew"
    if FORMATS[wish.format].folder:
        others = sum(1 for entry in os.scandir(path) if not entry.name.startswith(".") and entry.name not in held)
        yours = f"yours, {count(len(held), 'file')}" if held else "a folder"
        stays = f"{count(others, 'other')} {form(others, 'stays', 'stay')}" if others else ""
        return "; ".join(filter(None, (yours, stays)))
    if not held:
        return "it holds this already" if path.is_file() else "a device"
    file = held[path.name].file
    ours = {number for piece in file.pieces for number in range(piece.start, piece.end)}
    own = sum(1 for number, line in enumerate(file.lines) if line.strip() and number not in ours)
    papers = sum(piece.key[0] == "item" for piece in file.pieces)
    stays = f"{count(own, 'line')} of your own {form(own, 'stays', 'stay')}" if own else ""
    return "; ".join(filter(None, (f"yours, {count(papers, 'region')}", stays)))
