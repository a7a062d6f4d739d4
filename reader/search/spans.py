"""Where a paper matched, in characters of its texts as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from reader.paper import Paper
from reader.query.scripts import UNSPACED, is_unspaced, parts
from reader.text import JOINERS, fold, mark_set, may_be_marked

Span = tuple[int, int]
"""First character and the one after the last."""

_TOKEN = re.compile(f"[{UNSPACED}]|[^\\W_{UNSPACED}]+")
READ = 100_000
"""So many characters of a text are looked at: a longer note is not marked to its end."""
LONG = 400
"""Texts with more characters than this are worth keeping in words."""
SLACK = 0.12
"""Words less close than the closest by more than this are not shown."""


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
    """The texts that are searched; several authors, tags or keywords are joined by ", ". Of a date it is the year."""
    return {
        "title": paper.title,
        "authors": ", ".join(paper.authors),
        "tags": ", ".join(paper.tags),
        "note": paper.note,
        "abstract": paper.abstract,
        "venue": paper.venue,
        "keywords": ", ".join(paper.keywords),
        "published": paper.published[:4],
        "arxiv_id": paper.arxiv_id,
    }


def matches(paper: Paper, sought: Sequence[Sought]) -> dict[str, list[Span]]:
    """For each field in which something was found, the spans in ascending order, none touching another."""
    texts = {name: tokens_of(text) for name, text in fields(paper).items() if text}
    found: dict[str, list[Span]] = {}
    for one in sought:
        hits = [(name, span, worth) for name, cut in texts.items() for span, worth in spans_in(cut, one, name)]
        best = max((worth for _, _, worth in hits), default=0.0)
        for name, span, worth in hits:
            if worth >= best - SLACK:
                found.setdefault(name, []).append(span)
    return {name: joined_spans(found[name]) for name in texts if name in found}


class Cut:
    """A text cut into tokens."""

    def __init__(self, tokens: Iterable[Token]) -> None:
        self.words = [
            (word, start, end, evenly and end - start == len(word), at)
            for at, (start, end, held, evenly) in enumerate(tokens)
            for word in held
        ]
        """Each word in order, where its token begins and ends, whether a part of the word is a part of the token, and
        which token it is."""

    @cached_property
    def places(self) -> dict[str, list[int]]:
        """Where in `words` each word stands."""
        found: dict[str, list[int]] = {}
        for place, (word, *_) in enumerate(self.words):
            found.setdefault(word, []).append(place)
        return found


Token = tuple[int, int, tuple[str, ...], bool]
"""Where a token begins and ends, the words that it holds, and whether each of its letters folds to one letter, so that
a part of the word is a part of the token."""


def tokens_of(text: str) -> Cut:
    """The text cut into tokens, in order."""
    return _kept_tokens(text) if LONG < len(text) < 10 * LONG else Cut(_cut_up(text))


@lru_cache(64)
def _kept_tokens(text: str) -> Cut:
    """Kept for the abstracts on the screen: the next keystroke often finds the same papers."""
    return Cut(_cut_up(text))


def _cut_up(text: str) -> Iterator[Token]:
    marked = may_be_marked(text)
    for token in (_marked_token() if marked else _TOKEN).finditer(text, 0, READ):
        if token[0].isascii():
            yield token.start(), token.end(), (token[0].lower(),), True
        else:
            evenly = not marked and _is_even(token[0])
            yield token.start(), token.end(), letters(tuple(parts(token[0]))), evenly


@cache
def _marked_token() -> re.Pattern[str]:
    """A token of a text with marks, which belong to the letter before them. Compiled when first met."""
    marks = f"{mark_set()}{JOINERS}"
    return re.compile(f"[{UNSPACED}][{marks}]*|[^\\W_{UNSPACED}](?:[^\\W_{UNSPACED}]|[{marks}])*")


def _is_even(token: str) -> bool:
    return all(len(fold(letter)) == 1 for letter in token)


def letters(run: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a run, those of scripts without blanks letter by letter, as texts are cut."""
    return tuple(token for word in run for token in (word if is_unspaced(word) else (word,)))


def closest_spans(cut: Cut, sought: Sought, name: str) -> list[Span]:
    """Where the text of the field `name` holds what is about as close to what is sought as anything in it is."""
    hits = spans_in(cut, sought, name)
    best = max((worth for _, worth in hits), default=0.0)
    return [span for span, worth in hits if worth >= best - SLACK]


def spans_in(cut: Cut, sought: Sought, name: str = "") -> list[tuple[Span, float]]:
    """Where the text of the field `name` holds what is sought, and how close to it that is, 1 for itself."""
    if sought.field not in ("", name):
        return []
    found: list[tuple[Span, float]] = []
    marked = -1
    for place in _places(cut, sought.closeness):
        word, start, end, evenly, token = cut.words[place]
        if token != marked:
            begins = evenly and word.startswith(sought.word)
            found.append(((start, start + len(sought.word) if begins else end), sought.closeness[word]))
            marked = token
    for run in sought.runs:
        found += [(span, 1.0) for span in _runs(cut, run, begun=sought.field != "")]
    return found


def _places(cut: Cut, closeness: Mapping[str, float]) -> list[int]:
    """Where in the text words stand that are worth something, in order."""
    if isinstance(closeness, dict):
        return sorted(place for word in cut.places.keys() & closeness.keys() for place in cut.places[word])
    return sorted(place for word, places in cut.places.items() if closeness.get(word) for place in places)


def _runs(cut: Cut, run: tuple[str, ...], *, begun: bool) -> list[Span]:
    """Where the words of `run` follow each other; with `begun` the last of them may be longer."""
    words, size = cut.words, len(run)
    alone = begun and size == 1
    found = []
    for at in range(len(words)) if alone else cut.places.get(run[0], ()):
        here = [word for word, *_ in words[at : at + size]]
        if here == [*run] or (
            begun and here[:-1] == [*run[:-1]] and len(here) == size and here[-1].startswith(run[-1])
        ):
            _, start, end, evenly, _ = words[at + size - 1]
            found.append((words[at][1], start + len(run[-1]) if evenly else end))
    return found


def joined_spans(spans: list[Span]) -> list[Span]:
    """The spans in ascending order, those that touch each other as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
