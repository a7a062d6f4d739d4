"""Where a paper matched, in characters of its texts as they stand."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

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
        hits = [(name, span, worth) for name, tokens in texts.items() for span, worth in spans_in(tokens, one, name)]
        best = max((worth for _, _, worth in hits), default=0.0)
        for name, span, worth in hits:
            if worth >= best - SLACK:
                found.setdefault(name, []).append(span)
    return {name: joined_spans(found[name]) for name in texts if name in found}


Token = tuple[int, int, tuple[str, ...], bool]
"""Where a token begins and ends, the words that it holds, and whether each of its letters folds to one letter, so that
a part of the word is a part of the token."""


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text, in order."""
    return _kept_tokens(text) if LONG < len(text) < 10 * LONG else _cut_up(text)


@lru_cache(64)
def _kept_tokens(text: str) -> list[Token]:
    """Kept for the abstracts on the screen: the next keystroke often finds the same papers."""
    return _cut_up(text)


def _cut_up(text: str) -> list[Token]:
    marked = may_be_marked(text)
    return [
        (token.start(), token.end(), (token[0].lower(),), True)
        if token[0].isascii()
        else (token.start(), token.end(), letters(tuple(parts(token[0]))), not marked and _is_even(token[0]))
        for token in (_marked_token() if marked else _TOKEN).finditer(text, 0, READ)
    ]


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


def closest_spans(tokens: list[Token], sought: Sought, name: str) -> list[Span]:
    """Where the tokens of the field `name` hold what is about as close to what is sought as anything in it is."""
    hits = spans_in(tokens, sought, name)
    best = max((worth for _, worth in hits), default=0.0)
    return [span for span, worth in hits if worth >= best - SLACK]


def spans_in(tokens: list[Token], sought: Sought, name: str = "") -> list[tuple[Span, float]]:
    """Where the tokens of the field `name` hold what is sought, and how close to it they are, 1 for itself."""
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


def joined_spans(spans: list[Span]) -> list[Span]:
    """The spans in ascending order, those that touch each other as one."""
    merged: list[Span] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
