"""What leaves as Markdown: a name, and papers in order under headings, from a reading list or a plain sequence."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from reader.paper import STATUS_ORDER, Paper, ReadingList, as_shared
from reader.text import fold_name

AUTHORS_NAMED = 3
"""So many authors of a paper are named where nobody says how many."""


class Grouping(StrEnum):
    """What the headings of an export are made of."""

    SECTION = "section"
    """The sections of the reading list, in its order; the only grouping whose headings and order can come back."""
    TAG = "tag"
    """A paper stands under each of its tags."""
    STATUS = "status"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Item:
    """One paper where it stands in a document."""

    paper: Paper
    remark: str = ""
    """The note that belongs to this list only."""


@dataclass(frozen=True, slots=True)
class Section:
    """Papers under one heading."""

    name: str
    """The heading, "" for the papers before the first one."""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Document:
    """An export before it has a form."""

    name: str
    """The first heading."""
    sections: tuple[Section, ...]
    description: str = ""
    """Markdown under the first heading."""
    list_name: str = ""
    """The ordinary reading list that this is a view of, whose order and sections may come back; "" for a query's
    result, a smart list or a grouping of another kind."""
    abstracts: bool = False
    front_matter: bool = False
    """Whether YAML properties stand before the first heading."""
    origin: str = ""
    """The reading list that the papers came from, a smart one or a grouped one too; "" for a query's result."""
    group: str = ""
    """What the headings are made of, when it is not the list's own sections."""
    audience: str = "me"
    """Who reads it, one of `styles.AUDIENCES`. The papers of one for others hold nothing that is private."""
    authors: int = AUTHORS_NAMED
    """So many authors of a paper are named before "et al."; 0 for all."""
    by: tuple[str, ...] = ()
    """The ids of the last steps, one a device, that its library knows of what is in it; () when nobody asked."""

    @property
    def items(self) -> tuple[Item, ...]:
        """All items in order; a paper may be several of them when it is grouped by tag."""
        return tuple(item for section in self.sections for item in section.items)

    @property
    def papers(self) -> tuple[Paper, ...]:
        """Each paper once, in order."""
        return tuple({item.paper.id: item.paper for item in self.items}.values())


def names_shown(paper: Paper, most: int, escaped: Callable[[str], str]) -> str:
    """The authors of a paper in some language, `most` of them (0 for all) before "et al."."""
    shown = paper.authors[:most] if most else paper.authors
    goes_on = len(shown) < len(paper.authors) or (paper.more_authors and bool(shown))
    return ", ".join(map(escaped, shown)) + (" et al." if goes_on else "")


def with_venue(names: str, paper: Paper, escaped: Callable[[str], str]) -> str:
    """The authors of a paper, as `names_shown` gives them, with its venue and year, as far as known."""
    venue, year = escaped(paper.venue), paper.published[:4]
    when = " ".join(filter(None, (venue, "" if year and year in venue else year)))
    between = ", " if not venue else " " if names.endswith(".") else ". "
    return f"{names}{between}{when}" if names and when else names or when


def document_of(
    reading_list: ReadingList | None,
    papers: Mapping[str, Paper] | Sequence[Paper],
    *,
    name: str = "",
    group: str = "",
    abstracts: bool = False,
    front_matter: bool = False,
    audience: str = "me",
    authors: int = AUTHORS_NAMED,
) -> Document:
    """The document for a list (of those of its entries that are in `papers`), or for `papers` as they stand.

    `name` overrides the list's name as heading. `group` is "" (a list's own sections) or a `Grouping`.
    For others, nothing that is private leaves with the papers. Raises ValueError for any other `group`.
    """
    grouping = Grouping(group) if group else Grouping.SECTION
    known = papers if isinstance(papers, Mapping) else {paper.id: paper for paper in papers}
    if audience == "others":
        known = {id: as_shared(paper) for id, paper in known.items()}
    plain = reading_list is not None and not reading_list.query
    entries: list[tuple[str, Item]]
    if reading_list is not None and plain:
        entries = [(e.section, Item(known[e.paper], e.note)) for e in reading_list.entries if e.paper in known]
    else:
        entries = [("", Item(paper)) for paper in known.values()]
    if grouping is Grouping.SECTION:
        names = reading_list.sections if reading_list is not None else ()
        sections = _gather(["", *names], entries)
        sections = [section for section in sections if section.name or section.items]
    else:
        sections = _group([item for _, item in entries], grouping)
    return Document(
        name=name or (reading_list.name if reading_list else "") or "Papers",
        sections=tuple(sections),
        description=reading_list.description if reading_list else "",
        list_name=reading_list.name if reading_list and plain and grouping is Grouping.SECTION else "",
        origin=reading_list.name if reading_list else "",
        abstracts=abstracts,
        front_matter=front_matter,
        audience=audience,
        authors=authors,
        group="" if grouping is Grouping.SECTION else grouping.value,
    )


def _gather(names: Iterable[str], entries: Iterable[tuple[str, Item]]) -> list[Section]:
    held: dict[str, list[Item]] = {name: [] for name in names}
    for name, item in entries:
        held.setdefault(name, []).append(item)
    return [Section(name, tuple(items)) for name, items in held.items()]


def _group(items: Sequence[Item], grouping: Grouping) -> list[Section]:
    if grouping is Grouping.TAG:
        spelling: dict[str, str] = {}
        for item in items:
            for tag in item.paper.tags:
                spelling.setdefault(fold_name(tag), tag)
        names = [spelling[key] for key in sorted(spelling)]
        pairs = [(spelling[key], item) for item in items for key in dict.fromkeys(map(fold_name, item.paper.tags))]
        loose = [("", item) for item in items if not item.paper.tags]
        return _present(names, pairs) + _present([""], loose, rename="No tag" if names else "")
    if grouping is Grouping.STATUS:
        names = [status.value.capitalize() for status in STATUS_ORDER]
        return _present(names, _keyed(items, lambda p: p.status.value.capitalize()))
    years = sorted({item.paper.year for item in items if item.paper.year is not None}, reverse=True)
    unknown = "Year unknown"
    return _present([*map(str, years), unknown], _keyed(items, lambda p: unknown if p.year is None else str(p.year)))


def _keyed(items: Iterable[Item], key: Callable[[Paper], str]) -> list[tuple[str, Item]]:
    return [(key(item.paper), item) for item in items]


def _present(names: Iterable[str], entries: Iterable[tuple[str, Item]], rename: str = "") -> list[Section]:
    """The sections that hold something."""
    return [Section(s.name or rename, s.items) for s in _gather(names, entries) if s.items]
