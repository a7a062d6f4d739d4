"""The settings of a reading list: what is wished of its name, description, query and sections, and what comes of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reader.errors import Refused
from reader.library import reading_lists
from reader.operations.reading_lists import clean_block, clean_name, section_taken, spelled_section
from reader.paper import ReadingList
from reader.text import clean_line

Sections = Sequence[tuple[str, str]]
"""(name so far, name from now on), as in a `ListEdit`."""


@dataclass(frozen=True, slots=True)
class ListEdit:
    """A reading list as the user wants it."""

    name: str
    description: str
    query: str
    sections: tuple[tuple[str, str], ...]
    """(name so far, name from now on), in the new order; the first is "" for a new section. One that is missing here
    is removed, and its papers join the section before it."""


def unchanged(sections: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Sections that stay what they are, for a `ListEdit`."""
    return tuple((name, name) for name in sections)


def settings_of(lst: ReadingList) -> ListEdit:
    """A list that is wanted as it is."""
    return ListEdit(lst.name, lst.description, lst.query, unchanged(lst.sections))


def edited(lst: ReadingList, wish: ListEdit) -> ReadingList:
    """The list as the user wants it: sections renamed, added, reordered, removed.

    Raises `Refused` where a section that is new or renamed has the name of another.
    """
    after = lst
    kept = {old for old, _ in wish.sections}
    for section in lst.sections:
        if section not in kept:
            after = reading_lists.without_section(after, section)
    names = [new if new == old else clean_name(new, "section") for old, new in wish.sections]
    for place, (old, _) in enumerate(wish.sections):
        others = names[:place] + names[place + 1 :]
        if names[place] != old and (why := section_taken(lst.name, others, names[place])):
            raise Refused(why)
    now = {old: name for (old, _), name in zip(wish.sections, names, strict=True) if old}
    # All at once, since a section may take the name that another leaves.
    entries = [replace(entry, section=now.get(entry.section, entry.section)) for entry in after.entries]
    after = reading_lists.arrange(replace(after, sections=tuple(names)), entries)
    untouched = wish.description == lst.description
    return replace(
        after,
        name=lst.name if wish.name == lst.name else clean_name(wish.name),
        description=lst.description if untouched else clean_block(wish.description),
        query=clean_line(wish.query) if lst.query else "",
    )


def renamed_sections(were: ReadingList, now: ReadingList) -> dict[str, str]:
    """The sections of a list that go by another name since: the one into which all their papers went, or the one that
    stands in the place of a section without papers."""
    fresh = [name for name in now.sections if name not in were.sections]
    stand = {entry.paper: entry.section for entry in now.entries}
    in_place = _in_place(were.sections, now.sections)
    theirs: dict[str, str] = {}
    for old in (name for name in were.sections if name not in now.sections):
        into = {stand[entry.paper] for entry in were.entries if entry.section == old and entry.paper in stand}
        new = next(iter(into)) if len(into) == 1 else "" if into else in_place.get(old, "")
        if new in fresh:
            theirs[old] = new
            fresh.remove(new)
    return theirs


def _in_place(were: Sequence[str], now: Sequence[str]) -> dict[str, str]:
    """The sections that are gone with those that are new behind the same one, in their order; more may have come."""

    def behind(names: Sequence[str], others: Sequence[str]) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {"": []}
        place = ""
        for name in names:
            if name in others:
                place = name
                found[place] = []
            else:
                found[place].append(name)
        return found

    gone, new = behind(were, now), behind(now, were)
    return {old: name for place in gone if len(gone[place]) <= len(new[place])
            for old, name in zip(gone[place], new[place], strict=False)}  # fmt: skip


def section_now(were: ReadingList, now: ReadingList, typed: str) -> str:
    """The section of a list that was typed or chosen while the list stood as it was; one of its sections goes by the
    name that it has now. Raises `Refused` where that one is gone, and as `spelled_section`."""
    shown = spelled_section(were.sections, typed)
    if shown not in were.sections or spelled_section(now.sections, shown) in now.sections:
        return typed
    if shown not in (theirs := renamed_sections(were, now)):
        raise Refused(f"The section '{shown}' of '{now.name}' was removed meanwhile; what you typed is kept.")
    return theirs[shown]


def renamed_since(were: ReadingList, mine: Sections, now: ReadingList) -> list[tuple[str, str]]:
    """The sections of the form with the names that others gave them; one that was renamed in the form and is gone from
    the library is a new one."""
    theirs = renamed_sections(were, now)
    wanted: list[tuple[str, str]] = []
    for old, new in mine:
        if old in theirs:
            wanted.append((theirs[old], theirs[old] if new == old else new))
        else:
            wanted.append(("" if old not in now.sections and new != old else old, new))
    return wanted


def sections_left(were: Sequence[str], wanted: Sections, now: Sequence[str]) -> list[tuple[str, str]]:
    """The sections that were wanted of a list that had other ones then: what others added or removed since is so."""
    olds = {old for old, _ in wanted}
    left = [(old, new) for old, new in wanted if old in now or (not old and spelled_section(now, new) not in now)]
    return left + [(name, name) for name in now if name not in were and name not in olds]
