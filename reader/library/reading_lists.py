"""What can be done to a reading list, as functions from one value to the next, and the changes that carry it out."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from reader.library.change import Change, Value
from reader.library.positions import reposition
from reader.paper import ListEntry, ReadingList
from reader.text import fold_name


def subject(name: str) -> str:
    """The register subject of the list called `name`."""
    return f"list:{fold_name(name)}"


def arrange(lst: ReadingList, entries: Sequence[ListEntry]) -> ReadingList:
    """The list with these entries, each paper once (the first wins), ordered by section and then as given."""
    first: dict[str, ListEntry] = {}
    for entry in entries:
        first.setdefault(entry.paper, entry)
    sections = list(dict.fromkeys([*lst.sections, *(e.section for e in first.values() if e.section)]))
    rank = {"": -1, **{name: place for place, name in enumerate(sections)}}
    ordered = sorted(first.values(), key=lambda entry: rank[entry.section])
    return replace(lst, sections=tuple(sections), entries=tuple(ordered))


def add(lst: ReadingList, papers: Sequence[str], *, section: str = "", at: int | None = None) -> ReadingList:
    """The list with `papers` that it did not have, at the end of `section` or at index `at` of the whole list."""
    known = set(lst.papers)
    fresh = [ListEntry(paper, section) for paper in dict.fromkeys(papers) if paper not in known]
    place = len(lst.entries) if at is None else max(0, min(at, len(lst.entries)))
    return arrange(lst, [*lst.entries[:place], *fresh, *lst.entries[place:]])


def remove(lst: ReadingList, papers: Collection[str]) -> ReadingList:
    """The list without the papers that have the ids `papers`."""
    return replace(lst, entries=tuple(entry for entry in lst.entries if entry.paper not in papers))


def move(lst: ReadingList, papers: Sequence[str], position: int, section: str | None = None) -> ReadingList:
    """The list with `papers`, in the order given, from 1-based `position` on; they join `section`, None for that of
    the place."""
    named = set(papers)
    moving = {entry.paper: entry for entry in lst.entries if entry.paper in named}
    rest = [entry for entry in lst.entries if entry.paper not in moving]
    at = max(0, min(position - 1, len(rest)))
    if section is None:
        section = rest[at].section if at < len(rest) else rest[-1].section if rest else ""
        if len(moving) == 1:
            (only,) = moving.values()
            section = _section_at(rest, at, only.section)
    block = [replace(moving[paper], section=section) for paper in papers if paper in moving]
    return arrange(lst, [*rest[:at], *block, *rest[at:]])


def _section_at(rest: Sequence[ListEntry], at: int, own: str) -> str:
    """Between two sections a paper stays in its own if that is one of the two, else joins the one that follows."""
    before = rest[at - 1].section if at else None
    after = rest[at].section if at < len(rest) else None
    if own in (before, after):
        return own
    return after if after is not None else before if before is not None else own


def step(lst: ReadingList, paper: str, by: int) -> ReadingList:
    """The list with one paper moved up (-1) or down (+1); at a section's edge it crosses into the next section."""
    index = lst.papers.index(paper)
    entry = lst.entries[index]
    neighbour = index + by
    names = ["", *lst.sections]
    place = names.index(entry.section)
    if 0 <= neighbour < len(lst.entries) and lst.entries[neighbour].section == entry.section:
        entries = list(lst.entries)
        entries[index], entries[neighbour] = entries[neighbour], entries[index]
        return arrange(lst, entries)
    if not 0 <= place + by < len(names):
        return lst
    rest = [other for other in lst.entries if other.paper != paper]
    moved = replace(entry, section=names[place + by])
    return arrange(lst, [*rest, moved] if by < 0 else [moved, *rest])


def step_all(lst: ReadingList, papers: Collection[str], by: int) -> ReadingList:
    """The list with each of `papers` moved up (-1) or down (+1) as `step` does; none of them passes another, so those
    behind one that cannot go on stay too."""
    for paper in lst.papers if by < 0 else reversed(lst.papers):
        if paper in papers and not _meets(lst, paper, by, papers):
            lst = step(lst, paper, by)
    return lst


def _meets(lst: ReadingList, paper: str, by: int, papers: Collection[str]) -> bool:
    """Whether the place that a paper would move to is one of `papers`, in the same section."""
    index = lst.papers.index(paper)
    entry, neighbour = lst.entries[index], index + by
    return (
        0 <= neighbour < len(lst.entries)
        and lst.entries[neighbour].section == entry.section
        and lst.entries[neighbour].paper in papers
    )


def put_in_section(lst: ReadingList, papers: Collection[str], section: str) -> ReadingList:
    """The list with `papers` at the end of `section`, which is made when it is new."""
    moving = [replace(entry, section=section) for entry in lst.entries if entry.paper in papers]
    return arrange(lst, [*(e for e in lst.entries if e.paper not in papers), *moving])


def with_section(lst: ReadingList, name: str) -> ReadingList:
    """The list with a new, empty section at its end."""
    return lst if name in ("", *lst.sections) else replace(lst, sections=(*lst.sections, name))


def without_section(lst: ReadingList, name: str) -> ReadingList:
    """The list without a heading; its papers join the section before it."""
    if name not in lst.sections:
        return lst
    index = lst.sections.index(name)
    heir = lst.sections[index - 1] if index else ""
    entries = [replace(e, section=heir) if e.section == name else e for e in lst.entries]
    return arrange(replace(lst, sections=tuple(s for s in lst.sections if s != name)), entries)


def rename_section(lst: ReadingList, old: str, new: str) -> ReadingList:
    """The list with a heading renamed; a name that exists already joins the two."""
    if old not in lst.sections or not new:
        return lst
    sections = tuple(dict.fromkeys(new if s == old else s for s in lst.sections))
    entries = [replace(e, section=new) if e.section == old else e for e in lst.entries]
    return arrange(replace(lst, sections=sections), entries)


def annotate(lst: ReadingList, paper: str, note: str) -> ReadingList:
    """The list with the remark on one of its papers replaced."""
    return replace(lst, entries=tuple(replace(e, note=note) if e.paper == paper else e for e in lst.entries))


def changes(
    before: ReadingList | None, after: ReadingList | None, held: Mapping[str, Value], moving: Collection[str] = ()
) -> list[Change]:
    """The changes that turn one value of a list into another: made, edited, renamed or deleted; `moving` are the papers
    that somebody moves within it.

    `held` maps paper id -> the entry register of `before` (a dict with "at", "section", "note"). Places that `before`
    does not show, those of removed papers, go with a list that is renamed.
    """
    renamed = before is not None and after is not None and subject(before.name) != subject(after.name)
    edits: list[Change] = []
    if before is not None and (after is None or renamed):
        edits += [Change(paper, subject(before.name), value, None) for paper, value in held.items()]
        edits += _properties(before, None)
    if after is None:
        return edits
    key, kept = subject(after.name), set(after.papers)
    positions = {paper: value["at"] for paper, value in held.items()}
    moved = reposition(after.papers, positions, moving)
    edits += _properties(None if renamed else before, after)
    there: Mapping[str, Value] = {} if renamed else held
    if renamed and before is not None:
        unseen = [paper for paper in held if paper not in kept and paper not in before.papers]
        edits += [Change(paper, key, None, held[paper]) for paper in unseen]
    edits += [Change(paper, key, value, None) for paper, value in there.items() if paper not in kept]
    for entry in after.entries:
        register = _entry(entry, moved.get(entry.paper) or positions[entry.paper])
        if register != there.get(entry.paper):
            edits.append(Change(entry.paper, key, there.get(entry.paper), register))
    return edits


def _entry(entry: ListEntry, at: str) -> dict[str, str]:
    register = {"at": at, "section": entry.section, "note": entry.note}
    return {name: value for name, value in register.items() if value}


def _properties(before: ReadingList | None, after: ReadingList | None) -> list[Change]:
    name = after.name if after is not None else before.name if before is not None else ""
    edits = []
    for key in ("name", "description", "query", "sections"):
        old, new = (None if lst is None else _plain(getattr(lst, key)) for lst in (before, after))
        if old != new:
            edits.append(Change(subject(name), key, old, new))
    return edits


def _plain(value: str | tuple[str, ...]) -> Value:
    return (list(value) if isinstance(value, tuple) else value) or None
