"""What a file and this library say otherwise since they met: where nobody changed it on either side, both stay so.

A library that meets a file for the first time takes what is empty here and nothing else, and what is empty there goes
out with the next sync. What is different then is not written over what the file says, which others have as it is, nor
taken from it: it waits until one side changes it. So what is kept of a file has two sides (`ExportRecord` and its
`own`), and where they differ the file is written with its own words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from reader.formats.markdown import (
    ExportedPaper,
    ExportRecord,
    OpenedExport,
    OwnSide,
    Returned,
    abstracts_of,
    digest,
    matches_digest,
    texts_apart,
)
from reader.formats.markdown.three_way import weave
from reader.library.library import Library
from reader.library.reading_lists import arrange
from reader.paper import ListEntry, Paper, ReadingList
from reader.paper_json import sorted_tags
from reader.text import fold_name


def last_met(library: Library, export: OpenedExport, returned: Returned) -> ExportRecord | None:
    """What was last seen of a file on both sides; of one that the library meets now what both say now."""
    record = export.record
    said = returned.says.get(record.id) if record is not None and not record.is_base else None
    return record if said is None else with_own_side(library, said)


def with_own_side(library: Library, said: ExportRecord) -> ExportRecord:
    """What a file says, with what the library says otherwise by now; where the file says nothing, the library's words
    are an edit, and go out."""
    lst = _list_of(library, said)
    entries = {entry.paper: entry for entry in lst.entries} if lst is not None else {}
    papers: dict[str, ExportedPaper] = {}
    for id, shown in said.papers.items():
        paper = library.papers.get(id)
        own = _own_paper(shown, paper, entries.get(id), said) if paper is not None else shown
        if own != shown:
            papers[id] = own
    own_side = OwnSide(papers)
    if lst is not None:
        order = tuple(id for id in lst.papers if id in said.papers)
        sections = tuple(section for section in lst.sections if section in said.sections)
        is_told = "description" not in said.hidden and _is_otherwise(lst.description, said.description, said)
        own_side = OwnSide(
            papers,
            None if order == tuple(said.papers) else order,
            None if sections == said.sections else sections,
            digest(lst.description) if is_told else None,
        )
    return with_own(said, own_side)


def with_own(said: ExportRecord, own: OwnSide) -> ExportRecord:
    """What a file says, with this other side, and with the texts that the library has otherwise."""
    record = replace(said, own=own)
    wanted = texts_apart(record)
    return replace(record, texts={key: text for key, text in said.texts.items() if key in wanted})


class Apart:
    """Where open files and the library say other things, and neither was changed since they met."""

    def __init__(self, library: Library, exports: Iterable[OpenedExport], returned: Returned) -> None:
        """`returned` is what came back of the files, and was taken."""
        self._library = library
        self._papers: dict[str, list[tuple[ExportRecord, ExportRecord]]] = {}
        self._lists: dict[str, tuple[ExportRecord, ExportRecord]] = {}
        self.texts: dict[str, str] = {}
        """Texts of the files by their digests."""
        self._abstracts: dict[str, str] = {}
        for export in exports:
            if export.kept and export.record is not None and not export.record.is_list_of_vault:
                there = abstracts_of(export.file)
                self._abstracts |= {id: there.get(id, "") for id in export.kept}
            if (was := last_met(library, export, returned)) is not None and was.own:
                self._add(was, returned.says.get(was.id, was))

    def _add(self, was: ExportRecord, now: ExportRecord) -> None:
        self.texts |= {**was.texts, **now.texts}
        for id in was.own.papers:
            self._papers.setdefault(id, []).append((was, now))
        if was.list_name:
            self._lists[fold_name(was.list_name)] = (was, now)

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return bool(self._papers or self._lists)

    def paper(self, paper: Paper) -> Paper:
        """A paper as files are to show it."""
        for was, now in self._papers.get(paper.id, ()):
            if paper.id in now.papers:
                paper = _as_there(paper, was, now.papers[paper.id])
        if paper.id in self._abstracts:
            paper = replace(paper, abstract=self._abstracts[paper.id])
        return paper

    def papers(self, papers: Iterable[Paper]) -> list[Paper]:
        """Papers as files are to show them."""
        return [self.paper(paper) for paper in papers]

    def shown(self, papers: Sequence[Paper], lst: ReadingList | None) -> tuple[Sequence[Paper], ReadingList | None]:
        """The papers and the list of an export as its file is to show them: with those that only the file has."""
        there = self.list(lst)
        if lst is None or there is None or there is lst:
            return self.papers(papers), lst
        more = self._library.held(set(there.papers) - set(lst.papers))
        return self.papers([*papers, *more]), there

    def list(self, lst: ReadingList | None) -> ReadingList | None:
        """A reading list as its file is to show it."""
        sides = self._lists.get(fold_name(lst.name)) if lst is not None else None
        return _list_as_there(lst, *sides) if lst is not None and sides is not None else lst


def _list_of(library: Library, said: ExportRecord) -> ReadingList | None:
    """The reading list whose order, sections and remarks a file shows."""
    lst = library.list_called(said.list_name) if said.list_name and "order" not in said.hidden else None
    return lst if lst is not None and not lst.query else None


def _own_paper(shown: ExportedPaper, paper: Paper, entry: ListEntry | None, said: ExportRecord) -> ExportedPaper:
    """What the library says of a paper, where it says the same in the very words of the file; what the file does not
    show is as in the file."""
    own = shown
    if "status" not in said.hidden:
        own = replace(own, status=paper.status)
    if "star" not in said.hidden:
        own = replace(own, starred=paper.starred)
    tags = set(map(fold_name, shown.tags))
    if tags and "tags" not in said.hidden and set(map(fold_name, paper.tags)) != tags:
        own = replace(own, tags=tuple(paper.tags))
    if "note" not in said.hidden and _is_otherwise(paper.note, shown.note, said):
        own = replace(own, note=digest(paper.note))
    if entry is not None:
        own = replace(own, section=entry.section)
        if "remark" not in said.hidden and _is_otherwise(entry.note, shown.remark, said):
            own = replace(own, remark=digest(entry.note))
    return own


def _is_otherwise(text: str, shown: str, said: ExportRecord) -> bool:
    """Whether a file has a text of its own, with this digest, where the library has another or none."""
    return bool(shown) and not matches_digest(text, shown, said.stripped)


def _as_there(paper: Paper, was: ExportRecord, now: ExportedPaper) -> Paper:
    """A paper with what a file says of it, where neither side was changed."""
    there, here = was.papers[paper.id], was.own.papers[paper.id]
    if there.status is now.status and here.status is paper.status:
        paper = replace(paper, status=there.status)
    if there.starred is now.starred and here.starred is paper.starred:
        paper = replace(paper, starred=there.starred)
    if there.note == now.note != here.note and matches_digest(paper.note, here.note, False):
        paper = replace(paper, note=was.texts.get(there.note, ""))
    if there.tags != here.tags:
        paper = replace(paper, tags=_tags_as_there(paper.tags, there.tags, here.tags, now.tags))
    return paper


def _tags_as_there(
    held: Sequence[str], there: Sequence[str], here: Sequence[str], now: Sequence[str]
) -> tuple[str, ...]:
    """Tags as a file is to show them: those that only the file has and still shows, without those that only the library
    has and the file does not show."""
    was, own, shown, has = ({fold_name(tag) for tag in tags} for tags in (there, here, now, held))
    only_own, others = own - was, shown - own - has
    tags = [tag for tag in held if (key := fold_name(tag)) not in only_own or key in shown]
    tags += [tag for tag in there if fold_name(tag) in others]
    if {fold_name(tag) for tag in tags} == was:
        return tuple(there)
    return sorted_tags(tags)


def _list_as_there(lst: ReadingList, was: ExportRecord, now: ExportRecord) -> ReadingList:
    """A reading list with the places, sections, remarks and description of a file where neither side was changed."""
    order = _woven(lst.papers, tuple(was.papers), was.own_order, tuple(now.papers))
    held = {entry.paper: entry for entry in lst.entries}
    entries = [_entry_as_there(id, held.get(id), was, now) for id in order]
    sections = _woven(lst.sections, was.sections, was.own_sections, now.sections)
    description = lst.description
    is_untouched = matches_digest(description, was.own_description, False) and was.description == now.description
    if is_untouched and was.own.description is not None:
        description = was.texts.get(was.description, "")
    return arrange(replace(lst, sections=tuple(sections), description=description), entries)


def _woven(held: Sequence[str], there: Sequence[str], here: Sequence[str], now: Sequence[str]) -> list[str]:
    """Papers or sections as a file is to show them: those that the library has, save those that only it had and that
    the file does not show; those that only the file had and still shows; in the order of the file, where it had another
    than the library and neither side moved anything."""
    has, was, own, shown = set(held), set(there), set(here), set(now)
    only_own = own - was - shown
    stays = [each for each in held if each not in only_own]
    only = (shown & was) - own - has
    both = has & was & own & shown
    of_both = [[each for each in side if each in both] for side in (held, there, here, now)]
    in_file = [each for each in now if each in only or each in has]
    if of_both[0] == of_both[2] != of_both[1] == of_both[3]:
        return weave(in_file, stays)
    return weave(stays, in_file) if only else stays


def _entry_as_there(id: str, held: ListEntry | None, was: ExportRecord, now: ExportRecord) -> ListEntry:
    there, said = was.papers.get(id), now.papers.get(id)
    if held is None:
        shown = said or there or ExportedPaper()
        return ListEntry(id, shown.section, now.texts.get(shown.remark) or was.texts.get(shown.remark, ""))
    if there is None or said is None or (here := was.own.papers.get(id)) is None:
        return held
    if there.section == said.section != here.section == held.section:
        held = replace(held, section=there.section)
    if there.remark == said.remark != here.remark and matches_digest(held.note, here.remark, False):
        held = replace(held, note=was.texts.get(there.remark, ""))
    return held
