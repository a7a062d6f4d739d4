"""What the columns of a Markdown table of papers say beside titles and authors, by what their heads are called.

>>> found = told_in_columns(["Year", "Venue", "My rating", "Task"], ["2015", "Lamp Letters", "4/5", "Pruning"])
>>> found.year, found.venue, found.note
('2015', 'Lamp Letters', 'My rating: 4/5')
>>> list(found.unread_beside(Paper("", "Lamps", published="2015", venue="Lamp Letters")))
['Task']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from dataclasses import field as _field

from reader.dates import date_in, date_written
from reader.formats.bylines import says_authors
from reader.formats.field_names import field_of, is_of_program, is_own_words, plain, remark, tells
from reader.formats.user_fields import status_of, yes_or_no
from reader.identity import is_preprint_venue
from reader.paper import Paper, Status
from reader.text import clean_line

_PARTS = re.compile(r"[&/,()+]|\band\b", re.IGNORECASE)
"""What stands between the words of a head that says several things."""
_DATES = ("year", "published")
_WHERE = ("venue", "year", "published")
_OF_HOUSES = ("school", "institution", "university")
"""Heads below which stands where people work."""
_OF_OTHERS = ("score", "stars")
"""Heads below which others count as well: what benchmarks and sites say."""
_MARKS = ("status", "read", "starred")
"""Fields that a sign tells, too."""
_HEADS = {
    "done": "read", "done?": "read", "read?": "read", "fav": "starred",
    **dict.fromkeys("✅☑✔✓", "read"), **dict.fromkeys("⭐🌟★", "starred"),
}  # fmt: skip
"""What else people write above a column of such a field."""
_YEAR = re.compile(r"[\s,('’]*(?<!\d)(?P<year>(?:19|20)\d\d)\)?$")


@dataclass(frozen=True, slots=True)
class OtherCells:
    """What the cells of one row say."""

    year: str = ""
    venue: str = ""
    note: str = ""
    """What somebody wrote for themselves."""
    status: Status = Status.UNREAD
    starred: bool = False
    others: Sequence[tuple[str, str]] = _field(default_factory=tuple)
    """Each other head with its cell's words."""

    def unread_beside(self, paper: Paper) -> Iterator[str]:
        """The heads of those cells that say what the paper of the row does not."""
        for head, text in self.others:
            if not tells(paper, head, [text]):
                yield head


def told_in_columns(heads: Sequence[str], cells: Sequence[str]) -> OtherCells:
    """What the words of some cells say; where it was published, what is their writer's own, and the rest by its
    heads. Nothing is taken of numbers that count rows, and of what a program keeps."""
    year = venue = ""
    status, starred = Status.UNREAD, False
    notes: list[str] = []
    others: list[tuple[str, str]] = []
    for head, text in zip(map(_named, heads), map(clean_line, cells), strict=False):
        if (field := _mark_of(head)) and (mark := _marked(field, text)) is not None:
            status, starred = max(status, mark[0], key=list(Status).index), starred or mark[1]
            notes += [remark(head, text)] if date_in(text) else []
            continue
        says = any(map(str.isalnum, text)) or (text.strip("-–— ") and field)
        if says and field and not any(map(str.isalpha, head)):
            others.append((head, text))
            continue
        if not says or not any(map(str.isalpha, head)) or says_authors(head) or _counts(head, text):
            continue
        if (found := _published(head, text)) is not None:
            year, venue = year or found[0], venue or found[1]
            others += [(head, text)] if not found[1] else []
        elif field_of(head) == "note" or (is_own_words(head, heads) and plain(head) not in _OF_OTHERS):
            notes.append(text if field_of(head) == "note" else remark(head, text))
        else:
            others.append((head, text))
    return OtherCells(year, venue, "\n\n".join(notes), status, starred, tuple(others))


def _mark_of(head: str) -> str:
    """Which field of reading a column tells, "" for any other."""
    field = field_of(head)
    return field if field in _MARKS else _HEADS.get(head.lower().replace("\ufe0f", ""), "")


def _marked(field: str, text: str) -> tuple[Status, bool] | None:
    """How far somebody has come, and whether a paper is starred, as a cell below such a head says; None for words that
    say something else."""
    answer = yes_or_no(text)
    if field == "starred":
        return None if answer is None else (Status.UNREAD, answer)
    if (status := status_of(text)) is not None:
        return status, False
    if answer is not None or date_in(text):
        return (Status.UNREAD if answer is False else Status.READ), False
    return None


def _named(head: str) -> str:
    return clean_line(head).strip(" *_")


def _counts(head: str, text: str) -> bool:
    """Whether a cell only counts the rows, or is a program's."""
    return (field_of(head) == "number" and not any(map(str.isalpha, text))) or is_of_program(head)


def _published(head: str, text: str) -> tuple[str, str] | None:
    """The date and the venue that a cell below a head of these tells; None below any other, and for other words."""
    fields = [field_of(part) for part in _PARTS.split(head) if part.strip()]
    if not fields or not all(name in _WHERE for name in fields) or plain(head) in _OF_HOUSES:
        return None
    if "venue" not in fields:
        date = date_written(text)
        return (date, "") if date else None
    behind = _YEAR.search(text)
    year, venue = (behind["year"], text[: behind.start()]) if behind else ("", text)
    return year, "" if is_preprint_venue(venue) else venue.strip(" ,.;")
