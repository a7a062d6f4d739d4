"""Notes of papers that a person made in the folder of a vault: a file with a title and what leads to the paper among
its properties.

Such a paper comes into the library, and joins the list that links to its note. The note itself has no marks of an
export, so it is the person's own: it is linked to and left as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import takewhile
from typing import Any

from reader.dates import date_in
from reader.formats.markdown.by_hand import is_led_to, led_to
from reader.formats.markdown.front_matter import blocks
from reader.formats.markdown.lines import after_front_matter
from reader.formats.markdown.note_names import stem_of
from reader.formats.markdown.opened_export import OpenedExport
from reader.formats.markdown.scan import Mention
from reader.formats.obsidian import properties
from reader.formats.obsidian.paper_file import paper_mention, state_of
from reader.identity import normal_arxiv_id, normal_doi
from reader.paper import Paper
from reader.text import clean_line


def typed_notes(files: Mapping[str, OpenedExport]) -> dict[str, Paper]:
    """The papers that notes without marks tell, by the names of the files; their ids are ""."""
    found = {name: _told(export) for name, export in files.items() if not export.is_ours}
    return {name: paper for name, paper in found.items() if paper is not None and is_led_to(paper)}


def broken_notes(files: Mapping[str, OpenedExport]) -> dict[str, int]:
    """The notes without marks whose properties cannot be read though they would tell a paper, by the names of the
    files; each with the number of the line where reading ends, 1 where nobody knows."""
    found: dict[str, int] = {}
    for name, export in files.items():
        lines = [] if export.is_ours else export.with_properties.lines
        if not lines or lines[0].rstrip() != "---":
            continue
        end = after_front_matter(lines)
        said = lines[1 : end - 1] if end else [*takewhile(str.strip, lines[1:])]
        if not end or properties.read(said) is None:
            held = {key: first[0].partition(":")[2].strip(" \t\r'\"") for key, _, first in blocks(said) if key}
            paper = _paper_of(held)
            if paper is not None and is_led_to(paper):
                found[name] = properties.broken_at(said) + 2 if end else 1
    return found


def papers_of_others(files: Mapping[str, OpenedExport], known: Mapping[str, Paper]) -> dict[str, Paper]:
    """The papers that the files of a vault tell which another library wrote and that are not `known`, by the names of
    the files; their ids are those of their marks."""
    found: dict[str, Paper] = {}
    for name, export in files.items():
        mention = paper_mention(export.with_properties, name) if export.is_ours else None
        if mention is not None and mention.id not in known and (paper := _told(export)) is not None:
            found[name] = replace(paper, id=mention.id)
    return found


def notes_of(files: Mapping[str, OpenedExport], papers: Iterable[Paper]) -> dict[str, str]:
    """The typed notes of some papers, by id -> name: those that lead to the same paper."""
    signs = {sign: name for name, paper in typed_notes(files).items() for sign in _signs(paper)}
    found = ((paper.id, next((signs[sign] for sign in _signs(paper) if sign in signs), "")) for paper in papers)
    return {id: name for id, name in found if name} if signs else {}


def said_in(export: OpenedExport, id: str) -> Mention:
    """What the properties of a note say of its paper."""
    lines = export.with_properties.lines
    state = state_of(lines[1 : after_front_matter(lines) - 1])
    return Mention(id, 0, listed=False, status=state.status, starred=state.starred, tags=state.forms)


def linked(name: str) -> str:
    """The line with which a list links to a note."""
    return f"- [[{stem_of(name)}]]"


def _signs(paper: Paper) -> Iterator[str]:
    yield from filter(None, (paper.arxiv_id, paper.doi, paper.url))


def _told(export: OpenedExport) -> Paper | None:
    """The paper that the properties of a file tell; None for one without a title."""
    lines = export.with_properties.lines
    end = after_front_matter(lines)
    held = properties.read(lines[1 : end - 1]) if end else None
    return None if held is None else _paper_of(held)


def _paper_of(held: Mapping[str, Any]) -> Paper | None:
    title = _text(held.get("title"))
    if not title:
        return None
    ids = (normal_arxiv_id(_text(held.get("arxiv_id"))), normal_doi(_text(held.get("doi"))))
    paper = led_to(title, _text(held.get("url")) or ids[0] or ids[1])
    authors = held.get("authors")
    names = [_text(name) for name in (authors if isinstance(authors, list) else [authors])]
    date = _text(held.get("published")) or _text(held.get("year"))
    return replace(
        paper,
        arxiv_id=ids[0] or paper.arxiv_id,
        doi=ids[1] or paper.doi,
        authors=tuple(filter(None, names)),
        published=date_in(date) or paper.published,
    )


def _text(value: Any) -> str:
    return clean_line(value) if isinstance(value, str) else ""
