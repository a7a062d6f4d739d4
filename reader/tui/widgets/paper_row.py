"""One paper as a line of the list: marks, title, and what stands beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from rich.segment import Segment
from rich.style import Style

from reader.dates import day_words, moment_of
from reader.operations.links import LINKS
from reader.paper import STANDINGS, Paper, Stage
from reader.persons import short_name
from reader.settings import USUAL_BESIDE
from reader.text import fold_name
from reader.tui.drawing.styled_text import Spans, cells, fit, pad
from reader.tui.widgets.detail_lines import STAGE_MARKS

if TYPE_CHECKING:
    from reader.search import Snippet

Snip = Callable[[Paper, int], "Snippet | None"]
"""(paper, cells) -> why it matches, when its title does not show it."""

CURSOR = "▎"
"""Where the cursor stands, which is seen without colours too."""
NEW = "•"
"""The mark of a paper that was not there when its place was last left."""
LEAD = 4
"""Cells before the title: selection, state, star, a blank."""
AUTHORS, YEAR, TAGS, VENUE = 16, 4, 18, 16
"""The cells of these columns."""
TAGS_BEHIND = 60
"""From so many cells on tags stand behind the title, where there is no column for them and room is left."""
NOTED, LISTED = "¶", "≡"
"""The marks of a paper that has a note, and of one that is on a list."""
TITLE, SNIPPET = 24, 16
"""Cells that a snippet leaves to the title (or half the line, where that is more), and that it needs itself."""


@dataclass(frozen=True, slots=True)
class RowColumn:
    """What can stand beside the titles."""

    label: str
    """What it is called where it is chosen."""
    cells: int
    wide: int
    """From so many cells on a line has it, where the title keeps half of that."""
    text: Callable[[Paper, RowColumns, bool], str]
    """What it says of a paper; the last value is whether that is on a list."""
    style: str = "quiet"


BESIDE_TITLE: dict[str, RowColumn] = {
    "authors": RowColumn("authors", AUTHORS, 84, lambda paper, columns, is_listed: _byline(paper)),
    "year": RowColumn("year", YEAR, 46, lambda paper, columns, is_listed: paper.published[:YEAR]),
    "venue": RowColumn("venue", VENUE, 84, lambda paper, columns, is_listed: fit(paper.venue, VENUE)),
    "tags": RowColumn(
        "tags", TAGS, 96, lambda paper, columns, is_listed: " ".join(columns.shown_tags(paper)), style="tag"
    ),
    "added": RowColumn("came in", 11, 60, lambda paper, columns, is_listed: _day(paper.added)),
    "read": RowColumn("read on", 11, 60, lambda paper, columns, is_listed: _day(paper.read_at)),
    "note": RowColumn(
        f"{NOTED} note, {LISTED} list",
        2,
        46,
        lambda paper, columns, is_listed: (NOTED if paper.note else " ") + (LISTED if is_listed else " "),
    ),
    "code": RowColumn("code", 4, 60, lambda paper, columns, is_listed: "code" if LINKS["code"].of(paper) else ""),
    "votes": RowColumn("votes", 4, 110, lambda paper, columns, is_listed: f"{paper.upvotes or '':>4}"[:4]),
}
"""The columns by their names in `settings.LIST_COLUMNS`, as they stand from left to right."""
_SURE = ("year", "note")
"""Columns that come before those that only somebody who chose them has, where there is not room for all; the others
come after these."""


@dataclass(frozen=True, slots=True)
class RowColumns:
    """Which columns a list has: one that would be empty all the way down is not drawn."""

    names: tuple[str, ...] = USUAL_BESIDE
    tag: str = ""
    """The tag that all of the papers have, so that nobody needs to be told, folded as `text.fold_name` does."""

    def there(self, width: int) -> list[RowColumn]:
        """Those for which a line of so many cells has room: the title keeps half of it."""
        return _there(self.names, width)

    def right(self, paper: Paper, width: int, *, is_listed: bool) -> list[tuple[str, str]]:
        """What stands at the right of a line of so many cells: texts with the names of their styles."""
        return [(pad(one.text(paper, self, is_listed), one.cells), one.style) for one in self.there(width)]

    def shown_tags(self, paper: Paper) -> list[str]:
        """The tags that tell something."""
        return [f"#{tag}" for tag in paper.tags if fold_name(tag) != self.tag]


@lru_cache(maxsize=64)
def _there(names: tuple[str, ...], width: int) -> list[RowColumn]:
    chosen = [name for name in BESIDE_TITLE if name in names]
    first = [name for name in chosen if name in _SURE]
    extra = [name for name in chosen if name not in USUAL_BESIDE]
    rest = [name for name in chosen if name not in first and name not in extra]
    room, taken = width // 2, set[str]()
    for name in (*first, *extra, *rest):
        column = BESIDE_TITLE[name]
        if width >= column.wide and column.cells < room:
            room -= column.cells + 1
            taken.add(name)
    return [BESIDE_TITLE[name] for name in chosen if name in taken]


def _day(moment: str) -> str:
    """A stored moment as a day in a few cells."""
    when = moment_of(moment)
    return day_words(when, datetime.now(UTC)) if when is not None else ""


ALL_COLUMNS = RowColumns()


def paper_row(
    paper: Paper,
    width: int,
    spans: Spans,
    snip: Snip,
    style: Callable[[str], Style],
    *,
    selected: bool,
    new: bool = False,
    columns: RowColumns = ALL_COLUMNS,
    is_listed: bool = False,
    is_cursor: bool = False,
) -> list[Segment]:
    """The line, exactly `width` cells wide. `style` gives the style of "", "star", "mark", "read", "quiet", "tag" and
    "match" over the ground of the line. A paper that is `new` is marked so, unless it bears a mark of its own."""
    mark = STAGE_MARKS[paper.stage]
    read = STANDINGS["read"].test(paper)
    segments = [
        Segment("▌" if selected else CURSOR if is_cursor else " ", style("mark")),
        Segment(NEW if new and not mark.strip() else mark, style("read" if read else "mark")),
        Segment("★ " if paper.starred else "  ", style("star")),
    ]
    plain, match = style("quiet" if _is_quiet(paper) else ""), style("match")
    if (found := _why(paper, width, snip)) is not None:
        why, whole, marks = found
        title = fit(paper.title, width - LEAD - 3 - cells(why))
        segments += [*_marked(title, paper.title, spans, plain, match), Segment("  ", style(""))]
        segments += _marked(why, whole, marks, style("quiet"), match)
        segments.append(Segment(" " * (width - LEAD - 2 - cells(title) - cells(why)), style("")))
        return segments
    right = columns.right(paper, width, is_listed=is_listed)
    room = width - LEAD - 1 - sum(cells(text) + 1 for text, _ in right)
    title = fit(paper.title, room)
    segments += _marked(title, paper.title, spans, plain, match)
    left = room - cells(title)
    has_tags = "tags" in columns.names and width >= TAGS_BEHIND
    behind = columns.shown_tags(paper) if has_tags and BESIDE_TITLE["tags"] not in columns.there(width) else []
    if behind and left > 6:
        tags = fit("  " + " ".join(behind), left)
        segments.append(Segment(tags, style("tag")))
        left -= cells(tags)
    segments.append(Segment(" " * (left + 1), style("")))
    for text, name in right:
        segments += [Segment(text, style(name)), Segment(" ", style(""))]
    return segments


def _why(paper: Paper, width: int, snip: Snip) -> tuple[str, str, Spans] | None:
    """A snippet as it fits beside the title, the whole of it, and what matches in it."""
    body = width - LEAD - 3
    room = body - min(cells(paper.title), max(TITLE, width // 2 - LEAD))
    snippet = snip(paper, room) if room >= SNIPPET else None
    return None if snippet is None else (fit(snippet.text, room), snippet.text, snippet.spans)


def _marked(shown: str, whole: str, spans: Spans, plain: Style, match: Style) -> list[Segment]:
    """A text, perhaps cut, with what matches of the whole text in another style."""
    length = len(shown) - 1 if shown != whole else len(shown)
    segments: list[Segment] = []
    at = 0
    for start, stop in spans:
        if start >= length:
            break
        stop = min(stop, length)
        segments += [Segment(shown[at:start], plain), Segment(shown[start:stop], match)]
        at = stop
    return [segment for segment in (*segments, Segment(shown[at:], plain)) if segment.text]


def _is_quiet(paper: Paper) -> bool:
    """Whether a paper steps back: it is read, put off or not for the user."""
    return paper.stage in (Stage.READ, Stage.LATER, Stage.DISMISSED)


def _byline(paper: Paper) -> str:
    """The first author, and that there are others; both of two."""
    if not paper.authors:
        return ""
    name = short_name(paper, paper.authors[0])
    if len(paper.authors) > 2 or paper.more_authors:
        return fit(name, AUTHORS - len(" et al.")) + " et al."
    if len(paper.authors) == 2:
        half = (AUTHORS - len(" & ")) // 2
        other = short_name(paper, paper.authors[1])
        return f"{fit(name, max(half, AUTHORS - len(' & ') - cells(other)))} & {other}"
    return name
