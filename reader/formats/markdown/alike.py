"""Whether two texts mean the same to a reader: what a formatter does to Markdown shows nowhere once it is rendered."""

from __future__ import annotations

import re

LIMIT = 200_000
"""Characters of a text that is rendered for a comparison; longer ones are the same only when they are equal."""
_PRE = re.compile(r"(<pre>.*?</pre>)", re.DOTALL)
_EMPTY = re.compile(r"<!--\s*-->\n?")
"""What Pandoc puts between two lists that follow each other."""
_BLANKS = re.compile(r"\s+")
_AROUND = re.compile(r" ?(</?(?:p|ul|ol|li|blockquote|h[1-6]|table|thead|tbody|tr|th|td|hr|br)\b[^>]*>) ?")


def renders_alike(one: str, other: str) -> bool:
    """Whether two texts are the same once rendered as GitHub's Markdown, white space aside.

    Bullets, emphasis marks, numbers of a list, the width of a table, wrapping and needless escapes make no difference.
    """
    if one == other:
        return True
    if not one.strip() or not other.strip() or max(len(one), len(other)) > LIMIT:
        return False
    return _rendered(one) == _rendered(other)


def _rendered(text: str) -> str:
    # Only an edited note needs it, and it takes 20 ms to load.
    from markdown_it import MarkdownIt  # noqa: PLC0415

    html = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(f"{text}\n")
    parts = _PRE.split(_EMPTY.sub("", html))
    return "".join(part if part.startswith("<pre>") else _AROUND.sub(r"\1", _BLANKS.sub(" ", part)) for part in parts)
