"""What stands on the terminal, so that only what differs from it is written.

Textual writes whole screens where a dialog opens or closes, and whole lines where a word changed: over a slow line that
is what one waits for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby, takewhile
from operator import itemgetter
from typing import NamedTuple, cast

from rich.console import Console, RenderableType
from rich.control import Control
from rich.segment import Segment
from textual._compositor import ChopsUpdate, CompositorUpdate, LayoutUpdate
from textual.strip import Strip

from reader.patterns import regex

_ONE_CELL = " -\u02ff\u2010-\u203a≡\u2500-\u25ff★✓"
"""Characters of which every terminal knows that they take one cell: only among them it is known what stands where."""
_PLAIN = regex(f"[{_ONE_CELL}]*")
_OTHERS = regex(f"[^{_ONE_CELL}]+")
"""Others, in a row."""


class _Stretch(NamedTuple):
    """A part of a line: from this cell up to that one."""

    start: int
    stop: int
    strip: Strip


class OnTerminal:
    """What was written, as pieces of lines: what overlaps another piece has taken its place.

    Where a character may take other cells than Textual counts, what stands behind it is elsewhere, over what is right
    of it or short of that: such a line is blanked and written whole wherever it changes, from the left on and cell by
    cell where Textual has it, so that what stands there does not depend on what stood there before."""

    def __init__(self) -> None:
        self._lines: dict[int, dict[int, _Stretch]] = {}
        self._unsure: set[int] = set()
        self._width = 0
        """The cells of a line, as they were when a whole window was written last."""

    def forget(self) -> None:
        """Something else may stand there now: whatever comes next is written whole."""
        self._lines.clear()
        self._unsure.clear()

    def changes(self, update: RenderableType | None) -> RenderableType | None:
        """What of an update is to be written, which is worked out when it is."""
        if isinstance(update, LayoutUpdate):
            return cast("RenderableType", _Changes(self, self._pieces_of_window(update)))
        if isinstance(update, ChopsUpdate):
            return cast("RenderableType", _Changes(self, _pieces_of_chops(update)))
        if update is not None:
            self.forget()
        return update

    def _pieces_of_window(self, update: LayoutUpdate) -> Iterator[tuple[int, _Stretch]]:
        """The pieces of a whole window; in one of another width nothing is where it was."""
        if update.region.width != self._width:
            self.forget()
            self._width = update.region.width
        yield from _pieces_of_layout(update)

    def take(self, pieces: Iterable[tuple[int, _Stretch]]) -> Iterator[tuple[int, _Stretch]]:
        """What of these pieces is not there yet; it is written now."""
        for y, found in groupby(pieces, key=itemgetter(0)):
            line = self._lines.setdefault(y, {})
            parts = [part for _, piece in found for part in self._changed(line, piece)]
            if not parts:
                continue
            was_sure, is_sure = y not in self._unsure, all(_is_plain(one.strip) for one in line.values())
            if not (was_sure and is_sure):
                parts = [part for start in sorted(line) for part in _in_their_cells(line[start])]
            (self._unsure.discard if is_sure else self._unsure.add)(y)
            yield from ((y, part) for part in parts)

    def _changed(self, line: dict[int, _Stretch], piece: _Stretch) -> Iterator[_Stretch]:
        """What of a piece is not yet as it stands in its line."""
        before = self._put(line, piece)
        if before is None:
            yield piece
        elif before is not piece.strip and before != piece.strip:
            yield from _what_differs(before, piece)

    def _put(self, line: dict[int, _Stretch], piece: _Stretch) -> Strip | None:
        """Have a piece in a line; what stood there, as far as it is known of every cell."""
        start, stop = piece.start, piece.stop
        same = line.get(start)
        if same is not None and same.stop == stop:
            line[start] = piece
            return same.strip
        met = sorted(one for one in line.values() if one.start < stop and start < one.stop)
        for one in met:
            del line[one.start]
            for first, last in ((one.start, start), (stop, one.stop)):
                if first < last:
                    line[first] = _Stretch(first, last, one.strip.crop(first - one.start, last - one.start))
        line[start] = piece
        at = start
        for one in met:
            at = one.stop if one.start <= at else -1
        if at < stop:
            return None
        return Strip.join([one.strip for one in met]).crop(start - met[0].start, stop - met[0].start)


class _Changes(CompositorUpdate):
    """Pieces of lines that are to be written."""

    def __init__(self, written: OnTerminal, pieces: Iterable[tuple[int, _Stretch]]) -> None:
        self._written = written
        self._pieces = pieces

    def render_segments(self, console: Console) -> str:
        """As the terminal takes them."""
        return "".join(
            Control.move_to(piece.start, y).segment.text + piece.strip.simplify().render(console)
            for y, piece in self._written.take(self._pieces)
        )


def _pieces_of_layout(update: LayoutUpdate) -> Iterator[tuple[int, _Stretch]]:
    for y, strips in enumerate(update.strips, update.region.y):
        at = update.region.x
        for strip in strips:
            if strip.cell_length:
                yield y, _Stretch(at, at + strip.cell_length, strip)
            at += strip.cell_length


def _pieces_of_chops(update: ChopsUpdate) -> Iterator[tuple[int, _Stretch]]:
    """As `ChopsUpdate.render_segments` writes them."""
    for y, first, last in update.spans:
        for stop, (start, strip) in zip(update.chop_ends[y], update.chops[y].items(), strict=False):
            if strip is None or start > last or stop <= first:
                continue
            if start < first or stop > last:
                strip = strip.crop(0, min(stop, last) - start)
            if strip.cell_length:
                yield y, _Stretch(start, start + strip.cell_length, strip)


def _what_differs(before: Strip, piece: _Stretch) -> Iterator[_Stretch]:
    """The part of a piece that is not as it was, of characters that take one cell each."""
    old, new = list(before.simplify()), list(piece.strip.simplify())
    head = _alike(old, new)
    tail = _alike(old[::-1], new[::-1])
    middle = new[head : len(new) - tail]
    if middle:
        start = piece.start + sum(len(segment.text) for segment in new[:head])
        yield _Stretch(start, start + sum(len(segment.text) for segment in middle), Strip(middle))


def _in_their_cells(piece: _Stretch) -> Iterator[_Stretch]:
    """A piece; where a terminal may have it end elsewhere, blanks in all of its place, and over them its parts, each in
    the cells where Textual has it."""
    if _is_plain(piece.strip):
        yield piece
        return
    style = next((segment.style for segment in reversed(list(piece.strip)) if segment.text), None)
    yield piece._replace(strip=Strip([Segment(" " * (piece.stop - piece.start), style)]))
    start, found = piece.start, list[Segment]()
    for segment in piece.strip:
        last = 0
        for others in _OTHERS.finditer(segment.text):
            part = Strip([*found, Segment(segment.text[last : others.end()], segment.style)])
            yield _Stretch(start, start + part.cell_length, part)
            start, found, last = start + part.cell_length, [], others.end()
        found.append(Segment(segment.text[last:], segment.style))
    rest = Strip(found)
    yield _Stretch(start, start + rest.cell_length, rest)


def _is_plain(strip: Strip) -> bool:
    return _PLAIN.fullmatch(strip.text) is not None


def _alike(old: list[Segment], new: list[Segment]) -> int:
    """How many segments both have in common at the beginning."""
    return len(list(takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))))
