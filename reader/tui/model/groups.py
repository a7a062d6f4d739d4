"""Papers put together under headings, some of which stand folded: the rows of a list that has groups."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from reader.commands.place_look import DAY, LIST, SECTION, TAG, YEAR
from reader.dates import day_here
from reader.library.contents import Contents
from reader.paper import Paper, ReadingList
from reader.text import fold_name
from reader.tui.model.rows import ASIDE, FOLDED, HEADING, REASON

SHOWN_FOLDED = 2
"""So many papers of a folded group are shown, above the line that opens it."""
FOLDED_FIRST = frozenset({TAG, LIST})
"""Groups that stand folded until they are opened: there are many, and a paper may stand in several."""
NONE_OF = {DAY: "no date", TAG: "no tag", LIST: "on no list", YEAR: "no year"}
"""The headings above papers that are in no other group, which come last."""


@dataclass(frozen=True, slots=True)
class PaperGroup:
    """Papers under one heading."""

    heading: str
    """"" for papers that stand above the first one."""
    papers: Sequence[str]
    """Their ids."""


@dataclass(frozen=True, slots=True)
class GroupedRows:
    """The rows that papers in groups come to."""

    rows: Sequence[str]
    ids: Sequence[str]
    """The papers in the order of the groups, each once."""
    hidden: Mapping[str, Sequence[str]]
    """The papers that a row which stands for folded ones hides, by that row."""


def grouped(
    contents: Contents, ids: Sequence[str], by: str, *, first_last: bool = False, lst: ReadingList | None = None
) -> list[PaperGroup]:
    """Papers in groups, in their order within each. Days and years come the latest first, the earliest first where
    that is asked for (`first_last`); tags and lists by their names; sections as they stand in the list."""
    if by == SECTION and lst is not None:
        return _by_section(ids, lst)
    papers = contents.papers
    found: dict[str, list[str]] = {}
    names = {DAY: _day, TAG: _tags, YEAR: _year}.get(by, _nothing)
    on = _on_lists(contents) if by == LIST else {}
    rest: list[str] = []
    for id in ids:
        if wanted := on.get(id) or names(papers[id]):
            for name in wanted:
                found.setdefault(name, []).append(id)
        else:
            rest.append(id)
    is_time = by in (DAY, YEAR)
    order = sorted(found, reverse=not first_last) if is_time else sorted(found, key=fold_name)
    groups = [PaperGroup(_heading(name, by), found[name]) for name in order]
    return [*groups, PaperGroup(NONE_OF[by], rest)] if rest else groups


def _by_section(ids: Sequence[str], lst: ReadingList) -> list[PaperGroup]:
    section = {entry.paper: entry.section for entry in lst.entries}
    found: dict[str, list[str]] = {"": [], **{name: [] for name in lst.sections}}
    for id in ids:
        found[section.get(id, "")].append(id)
    return [PaperGroup(name, papers) for name, papers in found.items() if name or papers]


def _on_lists(contents: Contents) -> dict[str, list[str]]:
    """The names of the ordinary lists that hold a paper, by its id."""
    found: dict[str, list[str]] = {}
    for lst in contents.lists.values():
        for entry in lst.entries:
            found.setdefault(entry.paper, []).append(lst.name)
    return found


def _nothing(paper: Paper) -> Collection[str]:
    return ()


def _day(paper: Paper) -> Collection[str]:
    return (_day_of(paper.added),) if paper.added else ()


@lru_cache(maxsize=4096)
def _day_of(added: str) -> str:
    return day_here(added)


def _tags(paper: Paper) -> Collection[str]:
    return paper.tags


def _year(paper: Paper) -> Collection[str]:
    return (paper.published[:4],) if paper.published else ()


def _heading(name: str, by: str) -> str:
    if by == LIST:
        return f"≡ {name}"  # No list is called as what is on none.
    if by == TAG:
        return "#" + name.replace("/", " › ")
    return day_heading(name) if by == DAY else name


def day_heading(day: str) -> str:
    """A day, "YYYY-MM-DD", as it stands above its papers: "Tue 24 Jun", with the year where it is another one."""
    try:
        then = date.fromisoformat(day)
    except ValueError:
        return day
    year = "" if then.year == datetime.now().astimezone().year else f" {then.year}"
    return f"{then:%a} {then.day} {then:%b}{year}"


def rows_of(
    groups: Iterable[PaperGroup], by: str, turned: Collection[str], is_beneath: Callable[[str], bool]
) -> GroupedRows:
    """The rows of groups: headings, papers with what stands beneath them (`is_beneath`), and a line for what is folded.
    `turned` are the headings of groups that are folded where they stand open, or open where they are folded."""
    rows: list[str] = []
    ids: dict[str, None] = {}
    hidden: dict[str, Sequence[str]] = {}
    for number, group in enumerate(groups):
        ids.update(dict.fromkeys(group.papers))
        if group.heading:
            rows.append(f"{HEADING}{group.heading}{ASIDE}{len(group.papers) or ''}")
        shown = group.papers
        if is_folded(group, by, turned):
            shown = shown[:SHOWN_FOLDED]
        for id in shown:
            rows.append(id)
            if is_beneath(id):
                rows.append(REASON + id)
        if len(shown) < len(group.papers):
            row = f"{FOLDED}{group.heading}{ASIDE}{len(group.papers) - len(shown)}{ASIDE}{number}"
            rows.append(row)
            hidden[row] = group.papers[len(shown) :]
    return GroupedRows(rows, list(ids), hidden)


def is_folded(group: PaperGroup, by: str, turned: Collection[str]) -> bool:
    """Whether only the first papers of a group are shown; never where no more than one of them would be hidden."""
    if not group.heading or len(group.papers) <= SHOWN_FOLDED + 1:
        return False
    return (by in FOLDED_FIRST) != (group.heading in turned)
