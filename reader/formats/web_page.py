"""The saved page of a paper, whoever published it: its tags say of what it is (see `reader.formats.page_metadata`).

The text of a page is not searched for a paper, but for the abstract where the tags leave it out.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from reader.formats import html
from reader.formats.beginnings import is_page
from reader.formats.html import HtmlToken, tokens
from reader.formats.huggingface.page_evidence import reads_like_abstract
from reader.formats.json_rows import Lines
from reader.formats.page_metadata import paper_of, with_rest
from reader.formats.parsed import Parsed, Problem, excerpt
from reader.formats.user_fields import cut_short
from reader.text import ABSTRACT_LIMIT, clean_line

_ABSTRACTS = frozenset(
    (
        "abstract",
        "acl-abstract",
        "paper-abstract",
        "abstract-content",
        "article-abstract",
        "abstractsection",
        "hlfld-abstract",
        "hlfld-abstracts",
        "abstractinfull",
        "c-article-section__content",
    )
)
"""How an element is called that holds an abstract, by its id or class."""
_CUT = ("...", "…")
"""What the abstract of a tag ends in where the page holds more of it."""
_HEADED = ("Abstract", "ABSTRACT", "Summary")
_TITLE = "citation_title"
_OF_ITS_SET = re.compile(r"^(dc|dcterms|prism|eprints)[:_]")
"""The name of a set of tags before that of a tag, however it is joined to it."""


def sniff(text: str) -> bool:
    """Whether the text is the page of a paper, and says so."""
    return is_page(text) and paper_of(_values(text)) is not None


def parse(text: str) -> Parsed:
    """Read the paper of the page; a second title that says something else is a problem."""
    values = _values(text)
    paper = paper_of(values)
    if paper is None:
        return Parsed(problems=(Problem(1, "a web page that does not say of which paper it is"),))
    problems = list(cut_short(_line(text), paper))
    problems += [
        Problem(_line(text), "a second title of one page, not read", excerpt(title))
        for title in dict.fromkeys(map(html.plain, values.get(_TITLE, ())))
        if title and title != html.plain(values[_TITLE][0])
    ]
    if not paper.abstract or paper.abstract.endswith(_CUT):
        paper = replace(paper, abstract=_abstract(text)[:ABSTRACT_LIMIT] or paper.abstract)
    paper, _, unkept = with_rest(_line(text), paper, values)
    return Parsed((paper,), (*problems, *unkept))


def _values(text: str) -> dict[str, list[str]]:
    """What the tags of the page say, by their names in lower case."""
    found: dict[str, list[str]] = defaultdict(list)
    for token in tokens(text):
        if token.tag == "meta":
            name = token.attributes.get("name") or token.attributes.get("property") or ""
            found[_OF_ITS_SET.sub(r"\1.", name.lower())].append(token.attributes.get("content", ""))
        elif token.tag == "link" and "canonical" in token.attributes.get("rel", "").lower().split():
            found["canonical"].append(token.attributes.get("href", ""))
    return found


def _line(text: str) -> int:
    """The line of the tag with the title."""
    numbers = Lines(text)
    return next((numbers.number(token.at) for token in tokens(text) if _names(token, "citation_title")), 1)


def _names(token: HtmlToken, name: str) -> bool:
    return token.tag == "meta" and token.attributes.get("name", "").lower() == name


def _abstract(text: str) -> str:
    """The text of the first element that is called an abstract and reads like one, "" where there is none."""
    held: list[str] = []
    inside, depth = "", 0
    for token in tokens(text):
        if not inside:
            named = f"{token.attributes.get('id', '')} {token.attributes.get('class', '')}".lower().split()
            if not token.closing and not _ABSTRACTS.isdisjoint(named):
                inside, depth = token.tag, 1
        elif token.tag == inside:
            depth += -1 if token.closing else 1
            if depth == 0:
                if reads_like_abstract(shown := _shown(held)):
                    return shown
                inside = ""
                held.clear()
        elif not token.tag:
            held.append(token.text)
    return ""


def _shown(texts: list[str]) -> str:
    """What an element shows, without its heading."""
    shown = clean_line(" ".join(texts))
    for heading in _HEADED:
        shown = shown.removeprefix(heading)
    return shown.lstrip(" :.")
