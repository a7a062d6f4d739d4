"""The page of one paper on Hugging Face, as a person saves or copies it or a reader service gives it.

It is known by the paper's arXiv id in a line of its own, the day it was published and its abstract. What others say
below it, and what cites or resembles it, are no papers of the page.

    >>> text = "arxiv:2401.00011\\nLamps that learn\\nPublished on Jan 3, 2024\\nUpvote\\n7\\nAbstract\\nThey do."
    >>> found = parse(text).papers[0]
    >>> found.title, found.published, found.upvotes, found.abstract
    ('Lamps that learn', '2024-01-03', 7, 'They do.')
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reader.dates import date_written
from reader.formats import html
from reader.formats.beginnings import is_page
from reader.formats.list_item import plain_text, without_images
from reader.formats.parsed import Parsed, Problem, split_lines
from reader.formats.user_fields import cut_short
from reader.identity import arxiv_year, normal_arxiv_id
from reader.paper import Paper
from reader.text import ABSTRACT_LIMIT, TITLE_LIMIT, clean_line

_ID = re.compile(
    r"(?:arxiv:\s?|(?:URL Source:\s?)?https://huggingface\.co/papers/)(?P<id>\d{4}\.\d{4,5})", re.IGNORECASE
)
_SIGN = "Published on "
_PUBLISHED = re.compile(rf"{_SIGN}(?P<date>.{{3,30}})")
_PAGE_TITLE = re.compile(r"(?:Title:\s*)?Paper page - (?P<title>\S.*)")
_UPVOTE = re.compile(r"\W*(?:\[[ x]\]\W*)?Upvote\W*(?P<votes>\d+)?\W*", re.IGNORECASE)
_VOTES = re.compile(r"\d{1,6}")
_GENERATED = re.compile(r"\W*(?:AI-)?generated (?:by|summary)\b.*", re.IGNORECASE)
_ENDS = re.compile(
    r"\W*(?:view arxiv(?: page)?|view pdf|project page|github|add to collection|community|get this paper"
    r"|(?:models|datasets|spaces|collections) (?:citing|including) this paper)\b.*",
    re.IGNORECASE,
)
"""What stands below the abstract."""
_BESIDE = re.compile(r"copy(?: as)?(?: markdown| page)?|papers|new|\W*", re.IGNORECASE)
"""What may stand between the id and the title."""
_MENU = re.compile(
    r"Hugging Face|Models|Datasets|Spaces|Buckets|Community|Docs|Enterprise|Pricing|Papers|Log In|Sign Up"
)
"""What the site's menu says above the page."""
_HEAD = 400
"""Lines in which the id stands."""
_NEAR = 80
"""Lines between the id and the day."""
_MOST_AUTHORS = 2_000


@dataclass(frozen=True, slots=True)
class _Head:
    """Where the page tells its paper, by the indices of lines."""

    id: str
    title: int
    published: int
    abstract: int


def sniff(text: str) -> bool:
    """Whether the text is the page of one paper."""
    return _SIGN in text and _head(_lines(text)) is not None


def signs(text: str) -> Iterator[tuple[int, str]]:
    """The lines where the page of one paper begins, each with the paper's id: two of them are two pages."""
    if _SIGN in text:
        lines = _lines(text)
        for at in range(len(lines)):
            if (head := _head_at(lines, at)) is not None:
                yield _top(lines, at) + 1, head.id


def _top(lines: Sequence[str], at: int) -> int:
    """The index of the line where a page begins whose id stands in a line: its title above that, or the site's menu."""
    top = at
    for above in range(at - 1, max(-1, at - _NEAR), -1):
        if _PAGE_TITLE.fullmatch(lines[above]) or _MENU.fullmatch(lines[above]):
            top = above
        elif lines[above]:
            break
    return top


def parse(text: str) -> Parsed:
    """Read the paper that the page is of."""
    lines = _lines(text) if _SIGN in text else []
    head = _head(lines)
    if head is None:
        return Parsed(problems=(Problem(1, "no page of one paper: arXiv id, title, day and abstract are looked for"),))
    told = next((match["title"] for line in lines[:_HEAD] if (match := _PAGE_TITLE.fullmatch(line))), "")
    published = _PUBLISHED.fullmatch(lines[head.published])
    day = published["date"] if published else ""
    year = arxiv_year(head.id)
    paper = Paper(
        "",
        (told or lines[head.title])[:TITLE_LIMIT],
        _abstract(lines[head.abstract + 1 :])[:ABSTRACT_LIMIT],
        _authors(lines[head.published + 1 : head.abstract]),
        date_written(day if re.search(r"\d{4}", day) else f"{day}, {year}") or year,
        arxiv_id=head.id,
        upvotes=_upvotes(lines[head.published : head.abstract]),
    )
    return Parsed((paper,), tuple(cut_short(head.title + 1, paper)))


def _lines(text: str) -> list[str]:
    """The lines that the page shows; those of its source keep their numbers where it is no HTML."""
    if is_page(text):
        return [line for _, line in html.lines(text)]
    return [clean_line(plain_text(without_images(line)).lstrip("#>* ")) for line in split_lines(text)]


def _head(lines: Sequence[str]) -> _Head | None:
    return next((head for at in range(min(_HEAD, len(lines))) if (head := _head_at(lines, at)) is not None), None)


def _head_at(lines: Sequence[str], at: int) -> _Head | None:
    """What the page of a paper tells whose id stands in a line, None where none does."""
    if (match := _ID.fullmatch(lines[at])) is None or not normal_arxiv_id(match["id"]):
        return None
    end = min(at + _NEAR, len(lines))
    ids = ((below, told["id"]) for below in range(at + 1, end) if (told := _ID.fullmatch(lines[below])))
    near = range(at + 1, next((below for below, id in ids if id != match["id"]), end))
    published = next((number for number in near if _PUBLISHED.fullmatch(lines[number])), 0)
    titles = [number for number in range(at + 1, published) if not _BESIDE.fullmatch(lines[number])]
    abstract = _abstract_at(lines, published) if published and titles else 0
    if abstract:
        return _Head(normal_arxiv_id(match["id"]), titles[-1], published, abstract)
    return None


def _abstract_at(lines: Sequence[str], published: int) -> int:
    """The index of the line "Abstract" below the day of a paper and above that of another one, 0 for none."""
    for at in range(published + 1, len(lines)):
        if lines[at].strip(" :").lower() == "abstract":
            return at
        if _PUBLISHED.fullmatch(lines[at]):
            break
    return 0


def _authors(lines: Sequence[str]) -> tuple[str, ...]:
    """The names below "Authors:"."""
    begun = next((at for at, line in enumerate(lines) if line.lower().startswith("authors")), len(lines))
    told = [re.sub(r"^authors\W*", "", line, flags=re.IGNORECASE) for line in lines[begun : begun + _MOST_AUTHORS]]
    names = (clean_line(name).strip(" ·") for line in told for name in line.split(","))
    return tuple(name for name in names if any(map(str.isalpha, name)) and not name.startswith("+"))


def _abstract(lines: Sequence[str]) -> str:
    """The abstract, without the summary that a model wrote above it."""
    end = next((at for at, line in enumerate(lines) if _ENDS.fullmatch(line)), len(lines))
    summary = next((at + 1 for at, line in enumerate(lines[:end]) if _GENERATED.fullmatch(line)), 0)
    return clean_line(" ".join(lines[summary:end]))


def _upvotes(lines: Sequence[str]) -> int | None:
    """The votes beside or below "Upvote"."""
    for at, line in enumerate(lines):
        if match := _UPVOTE.fullmatch(line):
            below = next((text for text in lines[at + 1 :] if text), "")
            if match["votes"] or _VOTES.fullmatch(below):
                return int(match["votes"] or below)
    return None
