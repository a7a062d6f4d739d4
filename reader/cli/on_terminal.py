"""How papers are shown to a person at a terminal: in columns as wide as it is, with what matched marked.

In a pipe or a file nothing of this happens: there `output.line` says all of a paper, and its form does not change.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from types import MappingProxyType

from reader.cli.look import Look
from reader.paper import Paper, Stage
from reader.persons import short_authors
from reader.tui.drawing.styled_text import Line, Run, Spans, cells, fit, marked, pad, wrap

_MARKS = {Stage.QUEUED: "+", Stage.READING: "◐", Stage.READ: "✓", Stage.LATER: ">", Stage.DISMISSED: "×"}
_QUIET = (Stage.READ, Stage.LATER, Stage.DISMISSED)
WHOLE, SHORTEST = 16, 12
"""An id with more letters than the first is shown by its beginning, of so many letters as the second at least, and so
many that no other id begins so: what is shown names the paper."""
_TITLE, _WHO, _TAGS = 44, 26, 24
"""Cells that a title is left before authors and tags get room, and that these take at most."""
_LEAST = 8
"""Cells that a title has at least; an id that leaves it fewer is cut, and says so by a sign amid it."""


class PaperLines:
    """Papers under one another: the id, star and state, title, authors and year, tags, each in a column."""

    def __init__(self, look: Look, papers: Sequence[Paper], known: Collection[str], lead: int = 0) -> None:
        """`known` are the ids of the library, `lead` cells are kept free before each line."""
        self._look = look
        self._known = known
        self._id = max((width for paper in papers if (width := cells(self.short_id(paper.id))) <= WHOLE), default=WHOLE)
        room = look.width - lead - self._id - 6
        self._who = self._column(map(self._told_who, papers), _WHO, room)
        self._tags = self._column(map(self._told_tags, papers), _TAGS, room - self._who)
        self._title = max(room - self._who - self._tags, _LEAST)
        self._widest_id = self._id + self._title - _LEAST
        if self._title > (widest := max((cells(look.spelt(paper.title)) for paper in papers), default=0)):
            self._title = widest

    @staticmethod
    def _column(texts: Iterable[str], most: int, room: int) -> int:
        """The cells of a column and the two before it; 0 where there is nothing, or no room for it."""
        widest = min(max(map(cells, texts), default=0), most)
        return widest + 2 if widest and room - widest - 2 >= _TITLE else 0

    @cached_property
    def _sorted(self) -> list[str]:
        return sorted(self._known)

    def short_id(self, id: str) -> str:
        """The id, or as much of a long one as names no other paper."""
        if len(id) <= WHOLE:
            return id
        place = bisect_left(self._sorted, id)
        beside = [*self._sorted[max(place - 1, 0) : place], *self._sorted[place + 1 : place + 2]]
        begun = (id[:length] for length in range(SHORTEST, len(id)))
        return next((short for short in begun if not any(other.startswith(short) for other in beside)), id)

    def line(self, paper: Paper, matches: Mapping[str, Spans] = MappingProxyType({})) -> Line:
        """The line of a paper; `matches` says where its texts match."""
        style = "quiet" if paper.stage in _QUIET else ""
        mark = "read" if paper.stage is Stage.READ else "mark"
        id = _cut_amid(self.short_id(paper.id), self._widest_id)
        beyond = max(cells(id) - self._id, 0)
        runs: Line = [
            (id + " " * (self._id + 2 - cells(id) + beyond), "id"),
            ("★" if paper.starred else " ", "star"),
            (_MARKS.get(paper.stage, " ") + " ", mark),
            *self._title_of(paper, max(self._title - beyond, _LEAST), style, matches.get("title", ())),
        ]
        if self._who:
            who = fit(self._told_who(paper), self._who - 2)
            runs += [("  ", ""), (pad(who, self._who - 2), "quiet")]
        if self._tags:
            runs += [("  ", ""), (fit(self._told_tags(paper), self._tags - 2), "tag")]
        return runs

    def beneath(self, text: str, style: str = "quiet", spans: Spans = ()) -> Line:
        """A line about the paper above it, on one line."""
        spelt, placed = self._look.spelt(text), self._look.placed(text, spans)
        return [("    ", ""), *_cut(marked(spelt, style, placed), self._look.width - 4)]

    def _title_of(self, paper: Paper, width: int, style: str, spans: Spans) -> Line:
        spelt, placed = self._look.spelt(paper.title), self._look.placed(paper.title, spans)
        return _cut_and_marked(spelt, width, style, placed)

    def _told_who(self, paper: Paper) -> str:
        return self._look.spelt(", ".join(filter(None, (short_authors(paper), paper.published[:4]))))

    def _told_tags(self, paper: Paper) -> str:
        return self._look.spelt(" ".join(f"#{tag}" for tag in paper.tags))


def _cut_amid(id: str, width: int) -> str:
    """An id in so many cells, cut in its midst: its end is what tells it from others that begin so."""
    return id if len(id) <= width else f"{id[: (width - 1) // 2]}…{id[-(width // 2) :]}"


def _cut_and_marked(text: str, width: int, style: str, spans: Spans) -> Line:
    """A text of exactly so many cells, what matched marked, none of the sign of a cut with it."""
    shown = fit(text, width)
    whole = len(shown) - (shown != text)
    return [*marked(shown[:whole], style, spans), (shown[whole:] + " " * (width - cells(shown)), style)]


def _cut(line: Line, width: int) -> Line:
    """As much of a line as fits."""
    found: Line = []
    for text, style in line:
        shown = fit(text, width)
        found.append((shown, style))
        width -= cells(shown)
        if shown != text:
            break
    return found


def wrapped(runs: Iterable[Run], look: Look, indent: int = 0, width: int = 0) -> list[Line]:
    """Running text in lines of at most so many cells, without `width` that of running text, each behind so many
    blanks."""
    spelt = [(look.spelt(text), style) for text, style in runs]
    return [[(" " * indent, ""), *line] for line in wrap(spelt, (width or look.text_width) - indent)]


def paper_page(text: str, look: Look) -> Iterator[Line]:
    """All that `output.whole` says of a paper, in lines: the title bold, what each fact is faint, text wrapped."""
    title, _, rest = text.partition("\n\n")
    yield from wrapped([(title, "title")], look)
    facts, _, texts = rest.partition("\n\n")
    yield []
    for fact in facts.split("\n"):
        label, value = fact[:11], fact[11:]
        lines = wrapped([(value, "tag" if label.startswith("Tags") else "")], look, 11) or [[]]
        yield [(label, "label"), *lines[0][1:]]
        yield from lines[1:]
    if texts:
        yield []
        yield from chain.from_iterable(wrapped([(line, "")], look) or [[]] for line in texts.split("\n"))
