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
        name=clean_name(wish.name),
        description=lst.description if untouched else clean_block(wish.description),
        query=clean_line(wish.query) if lst.query else "",
    )


def renamed_since(were: Sequence[str], mine: Sections, now: Sequence[str]) -> list[tuple[str, str]]:
    """The sections of the form with the names that others gave them in their places; one that was renamed in the form
    and is gone from the library is a new one."""
    in_place = zip(were, now, strict=True) if len(were) == len(now) else ()
    theirs = {old: new for old, new in in_place if old not in now and new not in were}
    wanted: list[tuple[str, str]] = []
    for old, new in mine:
        if old in theirs:
            wanted.append((theirs[old], theirs[old] if new == old else new))
        else:
            wanted.append(("" if old not in now and new != old else old, new))
    return wanted


def sections_left(were: Sequence[str], wanted: Sections, now: Sequence[str]) -> list[tuple[str, str]]:
    """The sections that were wanted of a list that had other ones then: what others added or removed since is so."""
    olds = {old for old, _ in wanted}
    left = [(old, new) for old, new in wanted if old in now or (not old and spelled_section(now, new) not in now)]
    return left + [(name, name) for name in now if name not in were and name not in olds]
