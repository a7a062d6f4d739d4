"""The file of one paper in a vault: which paper it is, what its properties say, and which are not understood."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from reader.formats.markdown.escaping import unescape
from reader.formats.markdown.footer import ExportedPaper
from reader.formats.markdown.front_matter import blocks
from reader.formats.markdown.lines import after_front_matter, is_underlined
from reader.formats.markdown.marks import anchor
from reader.formats.markdown.note_names import stem_of
from reader.formats.markdown.opened_export import OpenedExport
from reader.formats.markdown.scan import File, Mention
from reader.formats.obsidian import file_names, properties
from reader.formats.parsed import Problem, excerpt
from reader.paper import Paper, Status
from reader.suggestions import near_name
from reader.text import clean_line, fold_name, new_tag

READ_BACK = ("status", "starred", "tags", "aliases")
"""Properties of ours that a person may change."""
ABOUT_PAPERS = ("status", "starred", "tags")
"""Those of them that say something of the paper itself."""
_ALWAYS = frozenset(("title", "aliases", "authors", "tags", "status", "starred"))
"""Properties that the user's own export writes of every paper."""
_STAYS = "the next export writes it again"
BROKEN = "the properties cannot be read; status, star and tags stay as they were"


@dataclass(frozen=True, slots=True)
class PaperProperties:
    """What properties say; None where they say nothing, or nothing that is understood."""

    status: Status | None = None
    starred: bool | None = None
    forms: tuple[str, ...] | None = None
    """The tags as they stand there."""
    unread: Mapping[str, str] = field(default_factory=dict)
    """Properties of ours that are not understood, each with a clause why; under "" that none is."""


def paper_mention(file: File, name: str = "") -> Mention | None:
    """The mention of the paper that a file is about; None when it is a list.

    Where the heading has lost its anchor or is gone, the hidden comment tells, and where that is gone the marks of
    the note and the abstract, in a file that has our properties or ends in the paper's id by its `name`.
    """
    mentions = [mention for mention in file.mentions if mention.listed]
    if mentions:
        at = mentions[0].line
        heads = file.lines[at].startswith("# ") or is_underlined(file.lines, at)
        return mentions[0] if len(mentions) == 1 and heads else None
    record, end = file.record, after_front_matter(file.lines)
    if record is not None and record.is_list_of_vault:
        return None
    told = {mention.id for mention in file.mentions} if record is None else record.papers.keys()
    if len(told) != 1:
        return None
    (id,) = told
    if not _has_ours(file.lines[:end]) and not file_names.ends_in_id(stem_of(name), id):
        return None
    return Mention(id, file.title[1] if file.title is not None else end)


def _has_ours(head: list[str]) -> bool:
    """Whether a property stands at the head of a file that every export writes and few others, or two of them that
    those for others have."""
    lines = [line.casefold() for line in head]
    mine = any(line.startswith(("status:", "starred:")) for line in lines)
    return mine or all(any(line.startswith(key) for line in lines) for key in ("aliases:", "authors:"))


def that_count(files: Mapping[str, OpenedExport]) -> tuple[dict[str, str], dict[str, str]]:
    """Which file of a vault counts for each paper, by id, and for each list, by its folded name.

    Of several with one paper, the one that still has the name that an export gives: what a program that syncs folders
    sets beside it (`NAME (conflicted copy).md`) has a longer one. Else the shortest name, then the first.
    """
    papers: dict[str, list[tuple[bool, int, str]]] = {}
    lists: dict[str, list[tuple[bool, int, str]]] = {}
    for name, export in files.items():
        if not export.is_ours:
            continue
        file, stem = export.with_properties, stem_of(name)
        if (mention := paper_mention(file, name)) is not None:
            papers.setdefault(mention.id, []).append((not file_names.ends_in_id(stem, mention.id), len(name), name))
        elif file.record is not None and file.record.is_list_of_vault:
            held = file.record.list_name or file.record.name
            other = stem != file_names.list_name(held)
            lists.setdefault(fold_name(held), []).append((other, len(name), name))
    counting = ({key: min(found)[2] for key, found in each.items()} for each in (papers, lists))
    return next(counting), next(counting)


def listed_in(files: Mapping[str, OpenedExport]) -> set[str]:
    """The papers that the lists of a vault name, by their lines or their comments."""
    found: set[str] = set()
    for name, export in files.items():
        if export.is_ours and paper_mention(export.file, name) is None:
            record = export.record
            if record is None or record.is_list_of_vault:
                found.update(mention.id for mention in export.file.mentions if mention.listed)
                found.update(record.papers if record is not None else ())
    return found


def strayed(
    files: Mapping[str, OpenedExport], gone: Collection[str], around: Iterable[OpenedExport]
) -> dict[str, OpenedExport]:
    """The notes of a vault's files that no list of it names and that are `gone` from the vault around it, where they
    are for whom that is."""
    own, records = listed_in(files), [export.record for export in around]
    audiences = {record.form.audience for record in records if record is not None and record.is_list_of_vault}
    strayed = {name: files[name] for id, name in that_count(files)[0].items() if id in gone and id not in own}
    return {
        name: export
        for name, export in strayed.items()
        if export.record is None or export.record.form.audience in audiences
    }


def without_marks(files: Mapping[str, OpenedExport], papers: Iterable[Paper]) -> dict[str, str]:
    """The files that have lost every mark of ours and still are a paper's, by id -> name.

    The properties say so, by the paper's arXiv id or DOI, or by its title where it has neither; and either the name,
    which ends as an export ends it, or all properties that an export writes of every paper: few people type these.
    """
    missing: dict[tuple[str, str], list[Paper]] = {}
    for paper in papers:
        said = ("arxiv_id", paper.arxiv_id), ("doi", paper.doi)
        for key in [each for each in said if each[1]] or [("title", paper.title)]:
            missing.setdefault(key, []).append(paper)
    found: dict[str, str] = {}
    for name, export in files.items() if missing else ():
        if export.is_ours:
            continue
        lines = export.with_properties.lines
        end, stem = after_front_matter(lines), stem_of(name)
        if not _has_ours(lines[:end]):
            continue
        held = properties.read(lines[1 : end - 1]) or {}
        told = ((key, held.get(key)) for key in ("arxiv_id", "doi", "title"))
        for paper in (
            paper for key, value in told if isinstance(value, str) for paper in missing.get((key, value), ())
        ):
            if file_names.ends_in_id(stem, paper.id) or held.keys() >= _ALWAYS:
                found.setdefault(paper.id, name)
    return found


def with_marks_again(
    files: Mapping[str, OpenedExport], papers: Iterable[Paper]
) -> tuple[dict[str, OpenedExport], dict[str, str]]:
    """The files with marks on the titles of those that are a paper's and have none, and those, by id -> name; a file
    without a title stays as it is. A paper that has a file with its mark is there."""
    there = that_count(files)[0]
    lost = without_marks(files, (paper for paper in papers if paper.id not in there))
    marked: dict[str, str] = {}
    done = dict(files)
    for id, name in lost.items():
        if (export := with_mark(files[name], id)) is not None:
            done[name], marked[id] = export, name
    return done, marked


def with_mark(export: OpenedExport, id: str) -> OpenedExport | None:
    """A paper's file with the mark on its title; None where it has none."""
    lines = export.text.split("\n")
    end = after_front_matter([line.rstrip("\r") for line in lines])
    at = next((n for n in range(end, len(lines)) if lines[n].startswith("# ") or is_underlined(lines, n)), None)
    if at is None:
        return None
    mark = "\r" if lines[at].endswith("\r") else ""
    lines[at] = f"{lines[at].rstrip()} {anchor(id)}{mark}"
    return export.with_text("\n".join(lines))


def state_of(lines: list[str]) -> PaperProperties:
    """What the lines say that are enclosed at the head of a file."""
    held = properties.read(lines)
    if held is None:
        return PaperProperties(unread={"": BROKEN})
    counts = Counter(key for key, _, _ in blocks(lines))
    unread = {key: f"'{key}' stands here more than once; it stays as it was" for key in READ_BACK if counts[key] > 1}
    status = starred = forms = None
    if "status" not in unread and (word := held.get("status")) is not None:
        if isinstance(word, str) and word.strip().casefold() in list(Status):
            status = Status(word.strip().casefold())
        else:
            unread["status"] = "the status is not unread, reading or read; it stays"
    if "starred" not in unread and (starred := held.get("starred")) is not None and not isinstance(starred, bool):
        unread["starred"] = "starred is neither true nor false; it stays"
        starred = None
    if "tags" in held and "tags" not in unread:
        forms = tag_forms(held.get("tags"))
        if forms is None:
            unread["tags"] = "the tags are not a list of words; they stay"
    return PaperProperties(status, starred, forms, unread)


def tag_forms(found: Any) -> tuple[str, ...] | None:
    """Tags in the form of a list, or as words of one text; None for anything else."""
    if isinstance(found, str):
        found = found.replace(",", " ").split()
    if not isinstance(found, list | None) or not all(isinstance(form, str | int) for form in found or []):
        return None
    # No tag that went out has a backslash: where one stands, a formatter took the sign behind it for Markdown's.
    forms = (new_tag(unescape(str(form))) for form in found or [])
    return tuple(form for form in forms if form)


def problems_of(file: File, state: PaperProperties) -> Iterator[Problem]:
    """What is not understood in the properties at the head of a file, with its lines."""
    end = after_front_matter(file.lines)
    for key, message in state.unread.items():
        if key in ("", *ABOUT_PAPERS):
            starts = [at + 2 for name, at, _ in blocks(file.lines[1 : end - 1]) if name == key]
            line = starts[-1] if key and starts else 1 if key else properties.broken_at(file.lines[1 : end - 1]) + 2
            yield Problem(line, message, excerpt(clean_line(file.lines[line - 1])))


def missing_properties(
    file: File, state: PaperProperties, paper: Paper, exported: ExportedPaper | None
) -> Iterator[Problem]:
    """The properties of ours that are not at the head of a file any more, with the one of another name that is likely
    meant: what is missing is never taken for empty."""
    lines = file.lines[1 : after_front_matter(file.lines) - 1]
    places = {key: at + 2 for key, at, _ in blocks(lines) if key}
    strange = [key for key in places if key not in properties.KEYS]
    audience = file.record.form.audience if file.record is not None else "me"
    went_out = [key for key, _, _ in blocks(properties.write(paper, audience)[1:-1])]
    said = {"status": state.status, "starred": state.starred, "tags": state.forms}
    for key in went_out if "" not in state.unread else ():
        near = near_name(key, strange) if key not in places else ""
        is_empty = key in said and said[key] is None and key not in state.unread and exported is not None
        if key == "tags" and exported is not None and not exported.tags and not near:
            continue
        if near:
            line = file.lines[places[near] - 1]
            meant = f"is '{near}' meant for it? What stands there is not read"
            message = f"the property '{key}' is gone; {meant}, '{key}' stays as it was, and {_STAYS}"
            yield Problem(places[near], message, excerpt(clean_line(line)))
        elif is_empty:
            yield Problem(1, f"the property '{key}' is gone or empty; it stays as it was, and {_STAYS}")
