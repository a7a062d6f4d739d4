"""Whether two texts mean the same to a reader: what a formatter does to Markdown shows nowhere once it is rendered."""

from __future__ import annotations

import re
from urllib.parse import unquote

RENDERED_LIMIT = 200_000
"""Characters of a text that is rendered for a comparison; longer ones are the same only when they are equal."""
_PRE = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
_EMPTY = re.compile(r"<!--\s*-->\n?")
"""What Pandoc puts between two lists that follow each other."""
_AUTOLINK = re.compile(r'<a href="(https?://[^"]*|mailto:[^"]*)">([^<]*)</a>')
_BLANKS = re.compile(r"\s+")
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


def _rendered(text: str) -> str:
    # Only an edited note needs it, and it takes 20 ms to load.
    from markdown_it import MarkdownIt  # noqa: PLC0415

    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(f"{text}\n")
    # GitHub makes a link of a bare address, which a formatter puts between signs of its own.
    html = _AUTOLINK.sub(_bare, html)
    parts = _PRE.split(_EMPTY.sub("", html))
    return "".join(part if part.startswith("<pre>") else _AROUND.sub(r"\1", _BLANKS.sub(" ", part)) for part in parts)
