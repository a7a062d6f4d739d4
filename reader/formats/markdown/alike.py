"""Whether two texts mean the same to a reader: what a formatter does to Markdown shows nowhere once it is rendered."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any
from unicodedata import normalize
from urllib.parse import unquote

from reader.formats.markdown.lines import TYPED

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

RENDERED_LIMIT = 200_000
"""Characters of a text that is rendered for a comparison; longer ones are the same only when they are equal."""
_PRE = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
_EMPTY = re.compile(r"<!--\s*-->\n?")
"""What Pandoc puts between two lists that follow each other."""
_VOID = re.compile(r"<(br|hr|img|input|wbr)\b([^<>]*?) */>")
"""A tag that holds nothing, closed in itself; HTML knows no difference."""
_AUTOLINK = re.compile(r'<a href="(https?://[^"]*|mailto:[^"]*)">([^<]*)</a>')
_BLANKS = re.compile(r"\s+")
_ADDRESS = re.compile(r'(?<=<a href=")[^"]*')
_DASHES = re.compile(r"-{2,}|\.{3,}")
_AROUND = re.compile(r" ?(</?(?:p|ul|ol|li|blockquote|h[1-6]|table|thead|tbody|tr|th|td|hr|br)\b[^>]*>) ?")


def renders_alike(one: str, other: str) -> bool:
    """Whether two texts are the same once rendered as GitHub's Markdown, white space aside.

    Bullets, emphasis marks, numbers of a list, the width of a table, wrapping, needless escapes and the signs around an
    address make no difference.
    """
    if one == other:
        return True
    if not one.strip() or not other.strip() or max(len(one), len(other)) > RENDERED_LIMIT:
        return False
    return _rendered(one) == _rendered(other)


def _bare(link: re.Match[str]) -> str:
    """The text of a link to itself, any other link as it is."""
    return link[2] if unquote(link[1]).removeprefix("mailto:") == unquote(link[2]) else link[0]


def line_as_shown(text: str, definitions: Iterable[str] = ()) -> str:
    """One line of Markdown, maybe broken over several, as a reader shows it: as HTML, so that emphasis and links stay
    in sight; white space, needless escapes, the form of emphasis and what typographers make of signs are not.

    `definitions` are lines that say where links lead which the line only names.
    """
    env: dict[str, Any] = {}
    parser = _parser()
    if definitions := tuple(definitions):
        parser.parse("\n\n".join(line.strip() for line in definitions), env)
    html = _AUTOLINK.sub(_bare, parser.renderInline(text, env)).replace("<br />", " ").replace("&quot;", '"')
    html = _ADDRESS.sub(lambda match: unquote(match[0]), normalize("NFC", html).translate(TYPED))
    return _BLANKS.sub(" ", _DASHES.sub(lambda match: match[0][:3] if match[0][0] == "." else "-", html)).strip()


@cache
def _parser() -> MarkdownIt:
    # Only an edited file needs it, and it takes 20 ms to load.
    from markdown_it import MarkdownIt  # noqa: PLC0415

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


_ASKED_AGAIN = 8
"""Texts whose rendering is remembered: what settles one note compares the same few again and again."""


@lru_cache(maxsize=_ASKED_AGAIN)
def _rendered(text: str) -> str:
    html = _parser().render(f"{text}\n")
    # GitHub makes a link of a bare address, which a formatter puts between signs of its own.
    html = _AUTOLINK.sub(_bare, html)
    parts = _PRE.split(_VOID.sub(r"<\1\2>", _EMPTY.sub("", html)))
    return "".join(part if part.startswith("<pre>") else _AROUND.sub(r"\1", _BLANKS.sub(" ", part)) for part in parts)
