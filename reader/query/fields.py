"""The query language in one table: its fields with their values, and its signs.

The parser, the completion, the help of the interface, `reader search --help` and the README all read it, so that
another field, or another value of one, is a row here and a test in `filters`.

    >>> FIELDS["has"].values
    'note, abstract, pdf, doi, code, project, tag, list'
    >>> field_of("Tags")
    'tag'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reader.paper import STANDINGS
from reader.suggestions import is_slip, nearest
from reader.text import fold


@dataclass(frozen=True, slots=True)
class QueryField:
    """One field of the query language."""

    name: str
    """What stands before the colon."""
    finds: str
    """What a filter by it finds or does."""
    examples: tuple[str, ...]
    """Values as they are typed; for a field that takes one of a few words, these words."""
    takes: str = ""
    """What a value is, in words; "" where the examples say it."""
    one_of: bool = False
    """Whether a value is one of the examples."""
    days: bool = False
    """Whether a value is a range of days."""
    plural: bool = False
    """Whether the name may have an "s" behind it."""
    offers: tuple[tuple[str, str], ...] = ()
    """Values that completion offers, each with what is shown for it; () where it offers the examples, or names."""
    sign: str = ""
    """A sign that may stand for the name and its colon."""

    @property
    def values(self) -> str:
        """What stands behind the colon, for people."""
        named = ("today", "yesterday") if self.days else ()
        return self.takes or ", ".join(dict.fromkeys((*named, *self.examples)))

    @property
    def typed(self) -> tuple[str, ...]:
        """Whole filters by it, as they are typed."""
        return tuple(prefix + value for value in self.examples for prefix in (f"{self.name}:", self.sign) if prefix)


@dataclass(frozen=True, slots=True)
class Sign:
    """A part of the query language that is no field."""

    typed: tuple[str, ...]
    """Queries with it, as they are typed."""
    finds: str
    """What it means."""


_LATELY = (("today", "today"), ("7d", "the last 7 days"), ("30d", "the last 30 days"), ("1y", "the last year"))
"""Ranges of days that are asked for again and again."""

_TABLE = (
    QueryField(
        "tag",
        "papers with the tag, and with those nested below it",
        ("rl",),
        "a tag, and those nested below it",
        plural=True,
        sign="#",
    ),
    QueryField(
        "is",
        "papers by what you said about them",
        tuple(STANDINGS),
        one_of=True,
    ),
    QueryField("list", "papers on a reading list", ('"Edge models"',), "a reading list", plural=True),
    QueryField(
        "title",
        "papers by words of the title, the last perhaps only begun",
        ("attention",),
        "words of the title",
        plural=True,
    ),
    QueryField("author", "papers by a name among the authors", ("vaswani",), "a name among the authors", plural=True),
    QueryField("abstract", "papers by words of the abstract", ("latency",), "words of the abstract", plural=True),
    QueryField("note", "papers by words of your note", ('"figure 1"',), "words of your note", plural=True),
    QueryField(
        "venue", "papers by words of the journal or conference", ("neurips",), "words of the venue", plural=True
    ),
    QueryField(
        "keyword",
        "papers by words of the keywords that they came with",
        ('"flow matching"',),
        "words of a keyword",
        plural=True,
    ),
    QueryField("year", "papers by year of publication", ("2024", "2023..2025", "2023.."), plural=True),
    QueryField(
        "published",
        "papers by the day of publication, where as much as that is known of it",
        ("2025-06..", "2024", "30d"),
        days=True,
        offers=_LATELY,
    ),
    QueryField(
        "added",
        "papers by the day they came into the library",
        ("today", "7d", "1w", "2026-11-01.."),
        days=True,
        offers=_LATELY,
    ),
    QueryField(
        "read", "read papers by the day you read them", ("yesterday", "7d", "2026-11"), days=True, offers=_LATELY
    ),
    QueryField("starred", "starred papers by the day of their star", ("30d", "2026"), days=True, offers=_LATELY),
    QueryField(
        "changed",
        "papers by the day you last changed their star, status, note, tags, triage or lists",
        ("today", "2026-11-01..2026-11-15"),
        days=True,
        offers=_LATELY,
    ),
    QueryField(
        "upvotes",
        "papers by their votes on the page they came from",
        (">50", ">=10", "<5", "50..100", "50"),
    ),
    QueryField(
        "source",
        "papers by the file or address they were read from",
        ("page.txt",),
        "where it was read from",
        plural=True,
    ),
    QueryField(
        "id",
        "the paper with this arXiv id, DOI, address, citation key or id in the library",
        ("2401.00011",),
        "an arXiv id, a DOI, an address or a citation key",
    ),
    QueryField(
        "like",
        "papers near to this one, or to those of a reading list or a tag",
        ("2401.00011", '"Edge models"', "#rl", 'list:"Edge models"'),
        "a paper by any of its names, a reading list or a #tag",
    ),
    QueryField(
        "has",
        "papers by what is known of them",
        ("note", "abstract", "pdf", "doi", "code", "project", "tag", "list"),
        one_of=True,
    ),
    QueryField(
        "sort",
        "the same papers in this order; a leading - reverses",
        ("added", "title", "year", "published", "status", "read", "starred", "changed", "upvotes", "next", "relevance"),
        one_of=True,
    ),
)

SIGNS = (
    Sign(("small langage models",), "words: in any order, typos and beginnings are fine; all must match"),
    Sign(('"exact phrase"',), "these words, one after the other"),
    Sign(("-word", "NOT word"), "leaves out what matches the word, phrase, filter or parenthesis behind it"),
    Sign(("mamba OR ssm",), "what matches either"),
    Sign(("(mamba OR ssm) tag:rl",), "parentheses hold together what belongs together"),
    Sign(("*",), "all papers"),
)
"""What a query may hold beside filters."""

FIELDS: Mapping[str, QueryField] = MappingProxyType({field.name: field for field in _TABLE})
"""Every field by its name, in the order in which completion offers them."""

CHOICES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {field.name: field.examples for field in _TABLE if field.one_of}
)
"""The fields that take one of a few words, and those words."""

DATED = tuple(field.name for field in _TABLE if field.days)
"""The fields that take a range of days."""

SORTS = CHOICES["sort"]
"""The keys of `sort:`; a leading "-" reverses."""

PLURALS: Mapping[str, str] = MappingProxyType({field.name + "s": field.name for field in _TABLE if field.plural})
"""Other spellings of a field."""

_OPTIONS = ("limit", "format", "fields", "style", "group")
"""What one may write as a field and is an option of commands."""
MEANT_BY: Mapping[str, str] = MappingProxyType(
    {other: name for name, others in {
        "is": "status state triage",
        "id": "doi arxiv arxiv_id arxivid key citekey citation_key url link",
        "venue": "journal conference booktitle publication",
        "author": "by creator",
        "published": "date from",
        "tag": "label labels topic",
        "list": "collection folder in",
        "note": "comment remark",
        "upvotes": "votes likes",
    }.items() for other in others.split()}
)  # fmt: skip
"""What other programs call a field: no filter here, but it can be told which one is meant."""


def field_of(name: str) -> str:
    """The field that a name means, blind to case; "" when there is none."""
    name = name.lower()
    return PLURALS.get(name, name if name in FIELDS else "")


def slip_of_field(word: str) -> str:
    """The field that a word is but for a slip of the hand, blind to case; "" when there is none."""
    folded = fold(word)
    return next((field for field in FIELDS if is_slip(folded, field)), "")


def meant_field(word: str) -> str:
    """The field that a mistyped word likely means, and what other programs call one; "" where none is like it, and for
    the names of options."""
    if word.lower() in _OPTIONS:
        return ""
    return MEANT_BY.get(word.lower()) or field_of(nearest(word, (*FIELDS, *PLURALS)))


def letters_of(word: str) -> str:
    """What is left of a word for the name of a field: neither its signs nor its digits."""
    return re.sub(r"[\W\d_]", "", word)


def brief_rows() -> Iterator[tuple[str, str]]:
    """The whole language for a narrow column of examples: an example, and what it finds, with all values."""
    for sign in SIGNS:
        yield sign.typed[0], sign.finds
    for field in _TABLE:
        if field.name == "is":
            yield from ((f"is:{word}", f"papers {standing.says}") for word, standing in STANDINGS.items())
            continue
        more = f": {', '.join(field.examples)}" if len(field.examples) > 1 else ""
        yield "  ".join(field.typed[: 2 if field.sign else 1]), field.finds + more


def full_rows() -> Iterator[tuple[tuple[str, ...], str]]:
    """The whole language: every example, and what they find."""
    for one in (*SIGNS, *_TABLE):
        yield one.typed, one.finds
