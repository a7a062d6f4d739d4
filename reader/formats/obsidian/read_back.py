"""The way back from a vault: properties, notes and the order of the list, as changes."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from dataclasses import replace
from typing import Any

from reader.formats.markdown.escaping import unescape
from reader.formats.markdown.lines import after_front_matter
from reader.formats.markdown.opened_export import OpenedExport, opened
from reader.formats.markdown.read_back import Returned, read_back_text
from reader.formats.markdown.read_back_paper import PaperBack
from reader.formats.markdown.scan import File, Occurrence
from reader.formats.markdown.standing import LooseLines
from reader.formats.markdown.unmerged import must_be_merged, must_be_one
from reader.formats.obsidian import properties
from reader.formats.obsidian.tags import Origins
from reader.formats.parsed import Problem
from reader.paper import Paper, ReadingList, Status
from reader.text import clean_line, new_tag


def read_back_vault(
    files: Mapping[str, str | OpenedExport],
    papers: Mapping[str, Paper],
    lists: Mapping[str, ReadingList],
    *,
    foreign: Collection[str] = (),
    emptied: Container[tuple[str, str]] = (),
) -> Returned:
    """What was changed in a vault since it was exported. `files` maps file names to their texts; others' are skipped.
    `foreign` names those that another library wrote last, with `emptied` as for `read_back_text`.

    Problems name their file in front of the message. A paper whose file is gone while the list still names it stays in
    the list, since a folder may be half synced; that is a problem, too. Raises `Refused` for a file with the marks of a
    merge that was not finished.
    """
    found: list[Returned] = []
    seen: dict[str, str] = {}
    listed: dict[str, tuple[str, int]] = {}
    origins = Origins(tag for paper in papers.values() for tag in paper.tags)
    for name, text in sorted(files.items()):
        export = opened(text)
        if not export.is_ours:
            continue
        must_be_merged(export.text, name, export.record)
        must_be_one(export.text, name)
        file = export.with_properties
        place = paper_place(file)
        if place is None:
            list_back = read_back_text(export, papers, lists, source=name, foreign=name in foreign, emptied=emptied)
            found.append(_named(list_back, name))
            if file.record is not None and file.record.is_list_of_vault:
                listed.update({p.id: (name, p.line) for p in file.places if p.listed})
        elif place.id in seen:
            message = f"{name}: the same paper as in {seen[place.id]}, which counts"
            found.append(Returned(problems=(Problem(place.line + 1, message),)))
        else:
            seen[place.id] = name
            found.append(_read_paper(file, place, papers, origins, name, name in foreign, emptied))
    for id, (name, line) in listed.items():
        if id not in seen and id in papers:
            message = f"{name}: the file of '{clean_line(papers[id].title)[:60]}' is gone; it stays in the list"
            found.append(Returned(problems=(Problem(line + 1, message),)))
    return _joined(found)


def paper_place(file: File) -> Occurrence | None:
    """The place of the paper that a file is about, its heading's anchor lost or not; None when it is a list."""
    places = [place for place in file.places if place.listed]
    if places:
        return places[0] if len(places) == 1 and file.lines[places[0].line].startswith("# ") else None
    record, end = file.record, after_front_matter(file.lines)
    if record is None or record.is_list_of_vault or len(record.papers) != 1 or file.title is None:
        return None
    is_papers = any(line.startswith(("status:", "starred:")) for line in file.lines[:end])
    return Occurrence(next(iter(record.papers)), file.title[1]) if is_papers else None


def _read_paper(
    file: File,
    place: Occurrence,
    papers: Mapping[str, Paper],
    origins: Origins,
    name: str,
    foreign: bool,
    emptied: Container[tuple[str, str]],
) -> Returned:
    paper = papers.get(place.id)
    if paper is None:
        message = f"{name}: no paper in the library has the id '{place.id}'; its file was skipped"
        return Returned(problems=(Problem(place.line + 1, message),))
    if file.record is not None and file.record.body == file.body and not foreign:
        return Returned()
    exported = file.record.papers.get(place.id) if file.record is not None and not foreign else None
    problems = list(file.problems)
    end = after_front_matter(file.lines)
    held = properties.read(file.lines[1 : end - 1]) if end else {}
    if held is None or not end:
        problems.append(Problem(1, "the properties cannot be read; status, star and tags stay as they were"))
    else:
        problems += [
            Problem(
                1, f"the property '{key}' is gone or empty; it stays as it was, and the next export writes it again"
            )
            for key in ("status", "starred")
            if exported is not None and held.get(key) is None
        ]
        place = _with_properties(place, held, exported.tags if exported else paper.tags, origins, problems)
    edits = PaperBack(paper, exported, file.record, name, LooseLines(file, papers), foreign, emptied)
    edits.read([place, *(other for other in file.places if not other.listed and other.id == place.id)])
    returned = Returned(
        tuple(edits.changes),
        (),
        (*problems, *edits.problems),
        tuple(edits.conflicts),
        tuple(edits.diff),
        frozenset([place.id] if edits.loses else ()),
        1,
        edited=True,
    )
    return _named(returned, name)


def _with_properties(
    place: Occurrence, held: Mapping[str, Any], exported: Iterable[str], origins: Origins, problems: list[Problem]
) -> Occurrence:
    """A place with what the properties say."""
    word = held.get("status")
    status = None
    if isinstance(word, str) and word.strip().casefold() in list(Status):
        status = Status(word.strip().casefold())
    elif word is not None:
        problems.append(Problem(1, "the status is not unread, reading or read; it stays"))
    starred = held.get("starred")
    if starred is not None and not isinstance(starred, bool):
        problems.append(Problem(1, "starred is neither true nor false; it stays"))
        starred = None
    found = held.get("tags")
    if isinstance(found, str):
        found = found.replace(",", " ").split()
    if not isinstance(found, list | None):
        problems.append(Problem(1, "the tags are not a list; they stay"))
        return replace(place, status=status, starred=starred)
    # No tag that went out has a backslash: where one stands, a formatter took the sign behind it for Markdown's.
    forms = [new_tag(unescape(str(form))) for form in found or [] if isinstance(form, str | int)]
    tags = tuple(origins.origin(form, exported) for form in forms if form)
    return replace(place, status=status, starred=starred, tags=tags)


def _named(returned: Returned, name: str) -> Returned:
    return replace(
        returned,
        problems=tuple(replace(p, message=f"{name}: {p.message}") for p in returned.problems),
    )


def _joined(found: Iterable[Returned]) -> Returned:
    parts = list(found)
    return Returned(
        tuple(change for part in parts for change in part.changes),
        tuple(pair for part in parts for pair in part.lists),
        tuple(problem for part in parts for problem in part.problems),
        tuple(text for part in parts for text in part.conflicts),
        tuple(line for part in parts for line in part.diff),
        frozenset(id for part in parts for id in part.losing),
        max([0, *(part.papers for part in parts), sum(part.papers == 1 for part in parts)]),
        any(part.bare for part in parts),
        any(part.edited for part in parts),
    )
