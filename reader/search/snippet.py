"""The piece of an abstract or a note that shows why a paper was found, where its title does not."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from reader.paper import Paper
from reader.search.spans import Sought, Span, closest_spans, joined_spans, spans_in, tokens_of

_SHOWN = ("", "abstract", "note")
"""What is sought in these fields ("" for all of them) may need a snippet."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of an abstract or a note that shows why a paper was found."""

    field: str
    """"abstract" or "note"."""
    text: str
    """With "…" where it was cut."""
    spans: tuple[Span, ...]
    """What matched, in characters of `text`."""


def snippet(paper: Paper, sought: Sequence[Sought], width: int) -> Snippet | None:
    """The piece of the abstract or the note, at most `width` characters, that shows most of what the title does not.

    None when the title shows all of it, or nothing else does.
    """
    title = tokens_of(paper.title)
    missing = [one for one in sought if one.field in _SHOWN and not spans_in(title, one, "title")]
    if not missing or width < 8:
        return None
    best: tuple[int, int, str, Span] | None = None
    for rank, (name, text) in enumerate((("abstract", paper.abstract), ("note", paper.note))):
        cut = tokens_of(text)
        marks = sorted((span, at) for at, one in enumerate(missing) for span in closest_spans(cut, one, name))
        for place, ((start, _), _) in enumerate(marks):
            end = start + width - 2
            near = islice(marks, place, bisect_left(marks, end, place, key=_where))
            kinds = {at for (_, high), at in near if high <= end}
            if kinds and (best is None or (len(kinds), -rank) > best[:2]):
                best = (len(kinds), -rank, name, _window(text, start, width))
    if best is None:
        return None
    _, _, name, (low, high) = best
    text = paper.abstract if name == "abstract" else paper.note
    spans = joined_spans([span for one in sought for span in closest_spans(tokens_of(text), one, name)])
    return _cut(name, text, low, high, spans)


def _where(mark: tuple[Span, int]) -> int:
    return mark[0][0]


def _cut(name: str, text: str, low: int, high: int, spans: list[Span]) -> Snippet:
    before, after = "…" if low else "", "…" if high < len(text) else ""
    shown = before + "".join(" " if c in "\n\t" else c for c in text[low:high]) + after
    shift = len(before) - low
    inside = tuple((start + shift, end + shift) for start, end in spans if start >= low and end <= high)
    return Snippet(name, shown, inside)


def _window(text: str, start: int, width: int) -> Span:
    """At most `width` - 2 characters of the text with `start` in its first third, beginning and ending at words."""
    room = width - 2
    low = max(0, min(start - room // 3, len(text) - room))
    if low:
        blank = text.find(" ", low, start)
        low = blank + 1 if blank >= 0 else start
    high = min(len(text), low + room)
    if high < len(text):
        blank = text.rfind(" ", start, high + 1)
        high = blank if blank > start else high
    return low, high
