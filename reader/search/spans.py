"""Where a paper matched, in characters of its texts as they stand, and a snippet that shows it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from reader.paper import Paper
from reader.query.scripts import UNSPACED, is_unspaced, parts
from reader.text import fold

Span = tuple[int, int]
"""First character and the one after the last."""

_TOKEN = re.compile(f"[{UNSPACED}]|[^\\W_{UNSPACED}](?:[^\\W_{UNSPACED}]|[\u0300-\u036f])*")
READ = 100_000
"""So many characters of a text are looked at: a longer note is not marked to its end."""
_SHOWN = ("", "abstract", "note")
"""What is sought in these fields ("" for all of them) may need a snippet."""
LONG = 400
"""Texts with more characters than this are worth keeping in words."""
SLACK = 0.12
"""Words less close than the closest by more than this are not shown."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of an abstract or a note that shows why a paper was found."""

    field: str
    """"abstract" or "note"."""
    text: str
    """With "…" where it was cut."""
    spans: tuple[Span, ...]
    """What matched, in characters of `text`."""


@dataclass(frozen=True, slots=True)
class Sought:
    """One word or phrase of a query, as it is looked for in a text."""

    word: str
    """As typed, folded; for a phrase its words with a blank between."""
    closeness: Mapping[str, float]
    """The words it may mean."""
    runs: tuple[tuple[str, ...], ...] = ()
    """Words that stand for it when they follow each other: the words of a phrase, the pieces of "kvcache"."""
    field: str = ""
    """The only field it is looked for in, the last word of a run perhaps only begun; "" for all fields."""


def fields(paper: Paper) -> dict[str, str]:
    """The texts that are searched; several authors or tags are joined by ", "."""
    return {
        "title": paper.title,
        "authors": ", ".join(paper.authors),
        "tags": ", ".join(paper.tags),
        "note": paper.note,
        "abstract": paper.abstract,
    }


def matches(paper: Paper, sought: Sequence[Sought]) -> dict[str, list[Span]]:
    """For each field in which something was found, the spans in ascending order, none touching another."""
    texts = {name: _tokens(text) for name, text in fields(paper).items() if text}
    found: dict[str, list[Span]] = {}
    for one in sought:
        hits = [(name, span, worth) for name, tokens in texts.items() for span, worth in _hits(tokens, one, name)]
        best = max((worth for _, _, worth in hits), default=0.0)
        for name, span, worth in hits:
            if worth >= best - SLACK:
                found.setdefault(name, []).append(span)
    return {name: _merged(found[name]) for name in texts if name in found}


def snippet(paper: Paper, sought: Sequence[Sought], width: int) -> Snippet | None:
    """The piece of the abstract or the note, at most `width` characters, that shows most of what the title does not.

    None when the title shows all of it, or nothing else does.
    """
    title = _tokens(paper.title)
    missing = [one for one in sought if one.field in _SHOWN and not _hits(title, one, "title")]
    if not missing or width < 8:
        return None
    best: tuple[int, int, str, Span] | None = None
    for rank, (name, text) in enumerate((("abstract", paper.abstract), ("note", paper.note))):
        tokens = _tokens(text)
        marks = sorted((span, at) for at, one in enumerate(missing) for span in _closest(tokens, one, name))
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
    spans = _merged([span for one in sought for span in _closest(_tokens(text), one, name)])
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


Token = tuple[int, int, tuple[str, ...], bool]
"""Where a token begins and ends, the words that it holds, and whether each of its letters folds to one letter, so that
a part of the word is a part of the token."""


def _tokens(text: str) -> list[Token]:
    return _kept_tokens(text) if LONG < len(text) < 10 * LONG else _cut_up(text)


@lru_cache(64)
def _kept_tokens(text: str) -> list[Token]:
    """Kept for the abstracts on the screen: the next keystroke often finds the same papers."""
    return _cut_up(text)


def _cut_up(text: str) -> list[Token]:
    return [
        (token.start(), token.end(), (token[0].lower(),), True)
        if token[0].isascii()
        else (token.start(), token.end(), tuple(parts(token[0])), all(len(fold(letter)) == 1 for letter in token[0]))
        for token in _TOKEN.finditer(text, 0, READ)
    ]


def letters(run: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a run, those of scripts without blanks letter by letter, as texts are cut."""
    return tuple(token for word in run for token in (word if is_unspaced(word) else (word,)))


def _closest(tokens: list[Token], sought: Sought, name: str) -> list[Span]:
    hits = _hits(tokens, sought, name)
    best = max((worth for _, worth in hits), default=0.0)
    return [span for span, worth in hits if worth >= best - SLACK]


def _hits(tokens: list[Token], sought: Sought, name: str = "") -> list[tuple[Span, float]]:
    if sought.field not in ("", name):
        return []
    found: list[tuple[Span, float]] = []
    for start, end, held, evenly in tokens:
        for word in held:
            if worth := sought.closeness.get(word, 0.0):
                typed = len(sought.word)
                begins = word.startswith(sought.word) and evenly and end - start == len(word)
                found.append(((start, start + typed if begins else end), worth))
                break
    for run in sought.runs:
        found += [(span, 1.0) for span in _runs(tokens, run, begun=sought.field != "")]
    return found


def _runs(tokens: list[Token], run: tuple[str, ...], *, begun: bool) -> list[Span]:
    """Where the words of `run` follow each other; with `begun` the last of them may be longer."""
    flat = [
        (word, start, end, evenly and end - start == len(word)) for start, end, held, evenly in tokens for word in held
    ]
    found = []
    for at in range(len(flat) - len(run) + 1):
        here = flat[at : at + len(run)]
        last, start, end, evenly = here[-1]
        if all(part[0] == word for part, word in zip(here, run[:-1], strict=False)) and (
            last == run[-1] or (begun and last.startswith(run[-1]))
        ):
            found.append((here[0][1], start + len(run[-1]) if evenly else end))
    return found


def _merged(spans: list[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
