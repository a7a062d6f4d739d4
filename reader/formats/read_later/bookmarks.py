"""Bookmarks as HTML: what browsers export, and services that write as browsers do (Pocket, Instapaper, Raindrop,
Pinboard, Shaarli, linkding).

The form is that of https://learn.microsoft.com/previous-versions/windows/internet-explorer/ie-developer/.

    >>> text = '<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF="https://arxiv.org/abs/2401.00011">Lamps</A></DL>'
    >>> parse(text).papers[0].title
    'Lamps'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from reader.formats.html import tokens
from reader.formats.json_rows import Lines
from reader.formats.parsed import Parsed, Problem
from reader.formats.read_later.saved import SavedPage, own_folders, papers_of
from reader.paper import Status
from reader.text import clean_line

_SIGN = re.compile(
    r"\s*<!doctype\s+netscape-bookmark-file|<title>\s*(?:pocket export|instapaper: export|bookmarks)\s*</title>",
    re.IGNORECASE,
)
_LOOKED_AT = 5_000
_DEEPEST = 20
"""Folders within one another at most by which a list is named."""
_HEADINGS = ("h1", "h2", "h3")
_READ = ("archive", "read archive")
_STARRED = ("starred", "liked")


def sniff(text: str) -> bool:
    """Whether the text is a page of bookmarks."""
    return _SIGN.search(text[:_LOOKED_AT]) is not None


def parse(text: str) -> Parsed:
    """Read the links that lead to papers; every other one is a problem."""
    if not sniff(text):
        return Parsed(problems=(Problem(1, "a web page that is none of bookmarks"),))
    return papers_of(list(_pages(text)))


def _pages(text: str) -> Iterator[SavedPage]:
    """The links of the page in order, each with the folder that it stands in and what is written below it."""
    lines = Lines(text)
    folders: list[str] = []
    heading = ""
    page: SavedPage | None = None
    words: list[str] = []
    inside = ""
    for token in tokens(text):
        if token.tag and token.tag not in (*_HEADINGS, "a", "dd", "dl", "dt", "ul", "ol", "li"):
            continue
        if not token.tag:
            words.append(token.text)
            continue
        said = clean_line("".join(words))
        words.clear()
        if inside == "a" and page is not None:
            page.title = said
        elif inside == "dd" and page is not None and said:
            page.notes = (said,)
        elif inside in _HEADINGS:
            heading = said
        inside = "" if token.closing else token.tag
        if token.tag in ("dl", "ul", "ol"):
            if not token.closing:
                folders.append(heading)
            elif folders:
                folders.pop()
            heading = folders[-1] if folders else ""
        elif token.tag == "a" and not token.closing and "href" in token.attributes:
            if page is not None:
                yield page
            page = _page(lines.number(token.at), token.attributes, folders[-_DEEPEST:] or [heading])
    if page is not None:
        yield page


def _page(line: int, attributes: Mapping[str, str], folders: Sequence[str]) -> SavedPage:
    name = folders[-1].lower()
    unread = attributes.get("toread", "")
    return SavedPage(
        line, attributes["href"], tags=tuple(attributes.get("tags", "").split(",")),
        folders=own_folders(folders) if own_folders(folders[-1:]) else (),
        status=Status.READ if name in _READ or unread == "0" else Status.UNREAD,
        starred=name in _STARRED or attributes.get("data-important", "").lower() == "true",
    )  # fmt: skip
