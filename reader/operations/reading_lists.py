"""Reading lists, and the smart ones that are saved searches."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from reader.counting import count, form
from reader.errors import LimitError, Refused, UnknownPaper, UsageError, WrongValue
from reader.library import reading_lists
from reader.library.change import unread_again
from reader.library.library import Library, Outcome
from reader.library.moments import DESCRIPTION
from reader.library.note_versions import TextKind, join, unseen_json
from reader.naming import names_told
from reader.operations.near_filters import to_be_stored
from reader.operations.new_names import with_near
from reader.operations.sentences import marked_unread, name, refused
from reader.operations.settling import OpenText, Settling, settle
from reader.operations.stored_queries import Followed, emptied, follow, let_go, orphaned
from reader.operations.tag_suggestions import RECENT_STEPS
from reader.operations.unseen import filled, must_be_seen
from reader.paper import QUEUE, STANDINGS, ListEntry, Paper, ReadingList, Status, is_open
from reader.query import parse
from reader.suggestions import perhaps, told_name
from reader.text import NAME_LIMIT, clean_line, clean_text, fold_name


def clean_name(text: str, what: str = "reading list") -> str:
    """The name of a list or section as it is stored. Raises `WrongValue`, also for what nobody sees, `LimitError`, and
    as `filled`."""
    line = filled(clean_line(text), what)
    if not line:
        raise WrongValue(f"The name of a {what} cannot be empty.")
    must_be_seen(text, what)
    if len(line) > NAME_LIMIT:
        raise LimitError(f"The name of a {what} may have at most {NAME_LIMIT} characters; this has {len(line)}.")
    return line


def name_complaint(library: Library, text: str) -> str:
    """Why no new list may be called so, as a sentence; "" where it may."""
    return refused(clean_name, text) or library.list_taken(clean_name(text))


def clean_block(text: str) -> str:
    """A list's description, or a remark, as it is stored: clean text without blanks around it."""
    return clean_text(text).strip()


def new_list(
    library: Library,
    list_name: str,
    *,
    query: str | None = None,
    description: str = "",
    papers: Sequence[Paper] = (),
    sections: Mapping[str, Sequence[Paper]] = MappingProxyType({}),
) -> Outcome:
    """Make a reading list, or a smart list when there is a `query`. `papers` stand in it above its first section, then
    those of each of the `sections`, in order.

    Raises `Refused` when the name is taken or a smart list is called as the Queue is, `WrongValue` for a paper that
    would stand in two places, `UsageError` for papers of a smart list, and what `choose` raises for a query that is not
    understood.
    """
    text = "" if query is None else _kept(library, query)
    lst = ReadingList(clean_name(list_name), description=clean_block(description), query=text)
    _must_leave_the_queue(lst)
    held = [*papers, *(paper for under in sections.values() for paper in under)]
    if text and (held or sections):
        raise UsageError("A smart list takes neither papers nor sections: its query decides what is in it.")
    lst = _filled(lst, papers, sections)
    known = list(library.lists)
    more = [edit for paper in held for edit in unread_again(paper)] if _is_queue(lst) else []
    of_them = f" of {count(len(held), 'paper')}" if held else ""
    again = marked_unread(held, more)
    say = f"Made the {'smart' if text else 'reading'} list '{lst.name}'{of_them}{again}"
    made = library.set_list(None, lst, say, more)
    return with_near(made, "list", [lst.name], known).telling(_unknown(library, text))


def _filled(lst: ReadingList, papers: Sequence[Paper], sections: Mapping[str, Sequence[Paper]]) -> ReadingList:
    """A list with these papers and sections. Raises `WrongValue`."""
    for section, under in [("", papers), *sections.items()]:
        heading = clean_name(section, "section") if section or under is not papers else ""
        if heading and (why := section_taken(lst.name, lst.sections, heading)):
            raise WrongValue(why)
        there = set(lst.papers)
        if twice := next((paper for paper in under if paper.id in there), None):
            raise WrongValue(f"{name([twice])} stands in two places of the list.")
        lst = reading_lists.add(
            reading_lists.with_section(lst, heading), [paper.id for paper in under], section=heading
        )
    return lst


def _unknown(library: Library, query: str) -> list[str]:
    """What is to be said of a query that is stored: a sentence for each name or word that no paper has."""
    from reader.operations.choosing import unknown_parts  # noqa: PLC0415  the first frame does not wait for it

    return unknown_parts(library, parse(query))


def _kept(library: Library, query: str) -> str:
    """A query as it is stored (see `to_be_stored`). Raises what `choose` raises for it as it was typed."""
    from reader.operations.choosing import choose  # noqa: PLC0415  the first frame does not wait for it

    choose(library, query)
    return to_be_stored(library, clean_line(query))


def add_to_list(
    library: Library, list_name: str, papers: Sequence[Paper], *, section: str = "", position: int | None = None
) -> Outcome:
    """Put papers into a list, which is made when it is new: at the end of `section`, or at a 1-based `position`. Raises
    `Refused` for a new one that is called as a paper is."""
    from reader.operations.other_forms import may_be_key  # noqa: PLC0415  the first frame does not wait for it

    wanted = clean_name(list_name) if library.list_called(list_name) is None else clean_line(list_name)
    before = library.list_called(wanted)
    if before is not None:
        must_be_by_hand(before)
    elif (ids := library.answering(wanted)) and (wanted in ids or names_told(wanted) or may_be_key(wanted)):
        raise Refused(f"'{wanted}' is a paper here, and no list is called so: the name of the list is missing.")
    if position is not None:
        _must_be_place(position)
    at = None if position is None else position - 1
    heading = spelled_section(before.sections if before is not None else (), section)
    after = reading_lists.add(before or ReadingList(wanted), [paper.id for paper in papers], section=heading, at=at)
    fresh = len(after.entries) - len(before.entries if before else ())
    what = name(papers) if fresh in (0, len(papers)) else count(fresh, "paper")
    known = list(library.lists)
    changes = library.list_changes(before, after)
    if _is_queue(after):
        changes += [edit for paper in papers for edit in unread_again(paper)]
    again = marked_unread(papers, changes)
    put = library.apply(changes, f"Put {what} on the list '{after.name}'{again}")
    told = _with_near_heading(with_near(put, "list", [after.name], known), heading, before)
    return replace(told, warnings=(*told.warnings, *_staying(before, after, papers, heading)))


def _staying(before: ReadingList | None, after: ReadingList, papers: Sequence[Paper], heading: str) -> list[str]:
    """A sentence on the papers that stand on a list under another heading already than that under which they were to
    be put, and stay there."""
    under = {entry.paper: entry.section for entry in before.entries} if before is not None and heading else {}
    there = [paper for paper in papers if under.get(paper.id, heading) != heading]
    if not there:
        return []
    stand = form(len(there), "stands", "stand")
    return [f"{name(there)} {stand} elsewhere on the list '{after.name}' already: `list section put` moves papers."]


def _is_queue(lst: ReadingList) -> bool:
    return fold_name(lst.name) == fold_name(QUEUE)


def _must_leave_the_queue(lst: ReadingList) -> None:
    """Raises `Refused` for a smart list that is called as the Queue is, which the user fills."""
    if lst.query and _is_queue(lst):
        raise Refused(f"'{QUEUE}' is the list of what you queue: a smart list needs another name.")


def must_be_by_hand(lst: ReadingList) -> None:
    """Raises `Refused` for a smart list, which nobody fills, orders or divides."""
    if lst.query:
        way_out = f" With another name it leaves '{QUEUE}' to what you queue." if _is_queue(lst) else ""
        raise Refused(f"'{lst.name}' is a smart list: its query decides what is in it, and in which order.{way_out}")


def spelled_section(sections: Collection[str], section: str) -> str:
    """The name of a section as it is spelt among those of a list, where one is called so but for case; "" for the top.

    Two such sections could not be told apart where an exported file is read back. Raises as `clean_name`.
    """
    typed = clean_name(section, "section") if section else ""
    same = (name for name in sections if fold_name(name) == fold_name(typed))
    return typed if typed in sections else next(same, typed)


def section_taken(list_name: str, others: Collection[str], section: str) -> str:
    """Why no section of a list that has these others may be called so, as a sentence; "" where it may.

    Raises as `clean_name`.
    """
    heading = spelled_section(others, section)
    return f"The list '{list_name}' already has a section '{heading}'." if heading in others else ""


def _with_near_heading(outcome: Outcome, heading: str, before: ReadingList | None) -> Outcome:
    """What an edit of a list did, with a sentence on a heading that it made and that is near to one of before."""
    return with_near(outcome, "section", [heading], before.sections if before is not None else ())


def remove_from_list(library: Library, list_name: str, papers: Sequence[Paper]) -> Outcome:
    """Take papers off a list; they stay in the library.

    Raises `UnknownPaper` when none of them is on it, `Refused` for a smart list.
    """
    before = library.reading_list(list_name)
    must_be_by_hand(before)
    held = set(before.papers)
    there = [paper for paper in papers if paper.id in held]
    if not there:
        raise UnknownPaper(f"The list '{before.name}' does not hold {name(papers)}.")
    after = reading_lists.remove(before, {paper.id for paper in there})
    told = () if after.entries else emptied(library, before.name)
    return library.set_list(before, after, f"Took {name(there)} off the list '{before.name}'").telling(told)


def move_in_list(
    library: Library, list_name: str, papers: Sequence[Paper], position: int, section: str | None = None
) -> Outcome:
    """Move papers to a 1-based position of a list, into `section` where that is given ("" is the part without heading).

    Raises `UnknownPaper`, `WrongValue`.
    """
    before = library.reading_list(list_name)
    _must_hold(before, papers)
    _must_be_place(position)
    heading = None if section is None else spelled_section(before.sections, section)
    after = reading_lists.move(before, [paper.id for paper in papers], position, heading)
    place = min(after.papers.index(paper.id) for paper in papers) + 1 if papers else position
    say = f"Moved {name(papers)} to place {place} of the list '{before.name}'"
    return library.set_list(before, after, say, moving={paper.id for paper in papers})


def move_to_place(library: Library, list_name: str, papers: Sequence[Paper], place: int | str) -> Outcome:
    """Move papers to a place of a list in a person's words: a number from 1 on, top, bottom, up or down.

    Raises as `move_in_list`.
    """
    if place in ("up", "down"):
        return step_in_list(library, list_name, papers, -1 if place == "up" else 1)
    ends = {"top": 1, "bottom": max(1, len(library.reading_list(list_name).entries))}
    return move_in_list(library, list_name, papers, ends.get(str(place)) or int(place))


def put_below(library: Library, list_name: str, papers: Sequence[Paper], after: str, section: str) -> Outcome:
    """Move papers of a list into `section`, below the paper `after`; to the top where that is not on the list.

    Raises as `move_in_list`.
    """
    moving = {paper.id for paper in papers}
    rest = [id for id in library.reading_list(list_name).papers if id not in moving]
    return move_in_list(library, list_name, papers, rest.index(after) + 2 if after in rest else 1, section)


def step_in_list(library: Library, list_name: str, papers: Sequence[Paper], by: int) -> Outcome:
    """Move papers one place up (-1) or down (+1), across section headings too; those at the end stay there."""
    before = library.reading_list(list_name)
    _must_hold(before, papers)
    direction = "up" if by < 0 else "down"
    after = reading_lists.step_all(before, {paper.id for paper in papers}, by)
    stood, stands = _places(before), _places(after)
    moved = [paper for paper in papers if stood[paper.id] != stands[paper.id]] or papers
    say = f"Moved {name(moved)} {direction} on the list '{before.name}'"
    return library.set_list(before, after, say, moving={paper.id for paper in moved})


def by_last_use(library: Library) -> list[ReadingList]:
    """The reading lists, the one that was used last first."""
    rank: dict[str, int] = {}
    for step in library.recent(RECENT_STEPS):
        for change in step.changes:
            if change.is_place:
                rank.setdefault(change.key, len(rank))
    found = library.state.lists
    return [found[key] for key in sorted(found, key=lambda key: rank.get(key, len(rank)))]


def _places(lst: ReadingList) -> dict[str, tuple[int, str]]:
    """Where each paper of a list stands: its index, and its section."""
    return {entry.paper: (at, entry.section) for at, entry in enumerate(lst.entries)}


def _must_be_place(position: int) -> None:
    if position < 1:
        raise WrongValue("Positions in a list start at 1.")


def _must_hold(lst: ReadingList, papers: Sequence[Paper]) -> None:
    must_be_by_hand(lst)
    held = set(lst.papers)
    missing = [paper for paper in papers if paper.id not in held]
    if missing:
        raise UnknownPaper(f"The list '{lst.name}' does not hold {name(missing)}.")


def rename_list(library: Library, old: str, new: str) -> Outcome:
    """Rename a list, also in stored queries. Raises `UnknownList`, and `Refused` when the new name is taken."""
    before = library.reading_list(old)
    after = replace(before, name=clean_name(new))
    return edit_list(library, before, after, f"Renamed the list '{before.name}' to '{after.name}'")


def edit_list(library: Library, before: ReadingList, after: ReadingList, say: str) -> Outcome:
    """Give a list another value; where that has another name, the stored queries that name the list follow.

    Raises `Refused` as `new_list`, and what `choose` raises for another query.
    """
    if not (before.query and _is_queue(before)):
        _must_leave_the_queue(after)
    key = fold_name(before.name)
    query = _kept(library, after.query) if after.query != before.query else ""
    after = replace(after, query=query or after.query)

    def new_name(value: str) -> str | None:
        return after.name if fold_name(clean_line(value)) == key else None

    others = [name for name in library.lists if name != before.name]
    followed = follow(library, "list", new_name) if fold_name(after.name) != key else Followed()
    if fold_name(after.name) != key:
        after = _with_unseen(library, before, after)
    if moved := restaged(library, before, after):
        say += f", so that {name(moved)} {form(len(moved), 'is', 'are')} queued{'' if _is_queue(after) else ' no more'}"
    edited = library.set_list(before, after, f"{say}{followed.say}", followed.changes).telling(followed.warnings)
    named = with_near(edited, "list", [after.name] if fold_name(after.name) != key else [], others)
    return named.telling(_unknown(library, query))


def _with_unseen(library: Library, before: ReadingList, after: ReadingList) -> ReadingList:
    """A list that is to have another name, under which nothing is told of what was written unseen: its texts joined
    with that."""

    def joined_text(at: tuple[str, str], text: str) -> str:
        for other in library.state.unseen(*at):
            text = join(other.text, text)
        return text

    list_key = reading_lists.subject(before.name)
    entries = (replace(entry, note=joined_text((entry.paper, list_key), entry.note)) for entry in after.entries)
    description = joined_text((list_key, DESCRIPTION), after.description)
    return replace(after, description=description, entries=tuple(entries))


def delete_list(library: Library, list_name: str) -> Outcome:
    """Delete a list, and tell which stored queries still name it; its papers stay in the library. Those of the Queue
    wait in the inbox again, which is said."""
    before = library.reading_list(list_name)
    told = orphaned(library, "list", before.name)
    kept = let_go(library, before.name)
    moved = restaged(library, before, None)
    back = f", and put {name(moved)} back into the inbox" if moved else ""
    return library.set_list(before, None, f"Deleted the list '{before.name}'{back}", kept).telling(told)


def restaged(library: Library, before: ReadingList, after: ReadingList | None) -> list[Paper]:
    """The unread papers that are queued, or are so no more, because their list becomes the Queue, or is it no more."""
    if _is_queue(before) is (after is not None and _is_queue(after)):
        return []
    decided = {edit.subject for edit in library.list_changes(before, after) if edit.key == "triage"}
    return [paper for paper in library.held(before.papers) if paper.id in decided and paper.status is Status.UNREAD]


def describe_list(library: Library, list_name: str, description: str) -> Outcome:
    """Replace a list's description by clean Markdown. Raises `UnknownList`."""
    before = library.reading_list(list_name)
    after = replace(before, description=clean_block(description))
    verb = "Described" if after.description else "Removed the description of"
    return library.set_list(before, after, f"{verb} the list '{before.name}'")


def remark_on(lst: ReadingList, paper: Paper) -> OpenText:
    """The remark on a paper in a list, "" where it has none."""
    entry = next((entry for entry in lst.entries if entry.paper == paper.id), ListEntry(paper.id))
    return remark_of(lst, entry)


def remark_of(lst: ReadingList, entry: ListEntry) -> OpenText:
    """The same of an entry of the list."""
    return OpenText((entry.paper, reading_lists.subject(lst.name)), entry.note)


def description_of(lst: ReadingList) -> OpenText:
    """The description of a list."""
    return OpenText((reading_lists.subject(lst.name), DESCRIPTION), lst.description)


def entry_json(library: Library, lst: ReadingList) -> Callable[[Paper], dict[str, Any]]:
    """What gives for each paper of a list what that says of it, beside the paper's own JSON."""
    entries = {entry.paper: entry for entry in lst.entries}
    key = reading_lists.subject(lst.name)

    def told(paper: Paper) -> dict[str, Any]:
        entry = entries.get(paper.id, ListEntry(paper.id))
        unseen = unseen_json(library.state.unseen(paper.id, key), TextKind.REMARK)
        return {"section": entry.section, "entry_note": entry.note, **unseen}

    return told


def about_json(library: Library, lst: ReadingList) -> dict[str, Any]:
    """What a list says of itself."""
    unseen = library.state.unseen(*description_of(lst).at)
    about = {"query": lst.query, "description": lst.description, "sections": list(lst.sections)}
    return {"name": lst.name, **about, **unseen_json(unseen, TextKind.DESCRIPTION)}


def settle_remark(library: Library, list_name: str, paper: Paper, how: Settling) -> Outcome:
    """Let the remark that is shown and those that were written without sight of it be one. Raises as `settle`, and
    `UnknownPaper` where the paper is not on the list."""
    lst = library.reading_list(list_name)
    _must_hold(lst, [paper])
    return settle(library, remark_on(lst, paper), how)


def settle_description(library: Library, list_name: str, how: Settling) -> Outcome:
    """The same with the description of a list. Raises as `settle`."""
    return settle(library, description_of(library.reading_list(list_name)), how)


def annotate_entry(library: Library, list_name: str, paper: Paper, note: str) -> Outcome:
    """Replace the remark on a paper that belongs to one list only."""
    before = library.reading_list(list_name)
    _must_hold(before, [paper])
    text = clean_block(note)
    verb = "Annotated" if text else "Removed the remark on"
    after = reading_lists.annotate(before, paper.id, text)
    return library.set_list(before, after, f"{verb} {name([paper])} on the list '{before.name}'")


def add_section(library: Library, list_name: str, section: str) -> Outcome:
    """Add an empty section at the end of a list. Raises `Refused` when it exists, and for a smart list."""
    before = library.reading_list(list_name)
    must_be_by_hand(before)
    heading = clean_name(section, "section")
    if why := section_taken(before.name, before.sections, heading):
        raise Refused(why)
    after = reading_lists.with_section(before, heading)
    added = library.set_list(before, after, f"Added the section '{heading}' to the list '{before.name}'")
    return _with_near_heading(added, heading, before)


def rename_section(library: Library, list_name: str, old: str, new: str) -> Outcome:
    """Rename a section. Raises `Refused` when there is none of the old name or one of the new, but for its spelling."""
    before = library.reading_list(list_name)
    held, heading = _section_of(before, old), clean_name(new, "section")
    if why := section_taken(before.name, [name for name in before.sections if name != held], heading):
        raise Refused(why)
    after = reading_lists.rename_section(before, held, heading)
    return library.set_list(before, after, f"Renamed the section '{held}' of the list '{before.name}' to '{heading}'")


def remove_section(library: Library, list_name: str, section: str) -> Outcome:
    """Remove a heading; its papers join the section before it. Raises `Refused` when there is no such section."""
    before = library.reading_list(list_name)
    held = _section_of(before, section)
    after = reading_lists.without_section(before, held)
    return library.set_list(before, after, f"Removed the section '{held}' from the list '{before.name}'")


def put_in_section(library: Library, list_name: str, papers: Sequence[Paper], section: str) -> Outcome:
    """Move papers of a list into one of its sections, which is made when it is new; "" is the part without heading."""
    before = library.reading_list(list_name)
    _must_hold(before, papers)
    heading = spelled_section(before.sections, section)
    after = reading_lists.put_in_section(before, {paper.id for paper in papers}, heading)
    moved = library.set_list(before, after, f"Moved {name(papers)} to '{heading or 'the top'}' of '{before.name}'")
    return _with_near_heading(moved, heading, before)


def _section_of(lst: ReadingList, section: str) -> str:
    """The section that is called so, as the list spells it. Raises `Refused` when there is none, or a smart list."""
    must_be_by_hand(lst)
    held = spelled_section(lst.sections, section)
    if held not in lst.sections:
        raise Refused(f"The list '{lst.name}' has no section '{section}'{perhaps(told_name(section, lst.sections))}")
    return held


def progress(papers: Sequence[Paper]) -> tuple[int, int]:
    """How many of a list's papers are read, and how many it has."""
    return sum(map(STANDINGS["read"].test, papers)), len(papers)


def first_unread(papers: Iterable[Paper]) -> Paper | None:
    """The first of the papers that is neither begun nor read nor dismissed; None where there is none."""
    return next(filter(is_open, papers), None)


def next_paper(library: Library, papers: Iterable[Paper], what: str) -> Paper:
    """The first unread paper among `papers`. Raises `Refused`, naming `what`, when all are read or begun."""
    if (found := first_unread(papers)) is None:
        raise Refused(f"Nothing unread is left in {what}.")
    return found


def keep_search(library: Library, list_name: str, query: str, *, over: ReadingList | None = None) -> Outcome:
    """Keep a query under a name, as a smart list; or give the smart list `over`, as it was seen, this query.

    Raises `Refused` when the name is that of another list, or of a smart one with another query than `over`, and what
    `choose` raises.
    """
    title, text = clean_name(list_name), _kept(library, query)
    held = library.list_called(title)
    if held is None:
        return new_list(library, title, query=text)
    if not held.query or held.query not in (text, over.query if over is not None else text):
        raise Refused(library.list_taken(title))
    return edit_list(library, held, replace(held, query=text), f"Gave the smart list '{held.name}' another query")
