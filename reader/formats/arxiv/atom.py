"""The Atom feeds of arXiv's interface (https://info.arxiv.org/help/api/user-manual.html#_details_of_atom_results_returned).

They are read as every feed is; what is known of them alone is where they begin and end in a text of several parts.
"""

from __future__ import annotations

import re

from reader.formats.beginnings import begins_part, begins_table
from reader.formats.feed import parse

__all__ = ["end", "parse", "sniff"]

_FEED = re.compile(r"<feed\b[^>]*http://www\.w3\.org/2005/Atom", re.DOTALL)
_CLOSED = "</feed>"
_LOOKED_AT = 4_000


def sniff(text: str) -> bool:
    """Whether the text is an Atom feed that speaks of arXiv."""
    head = text[:_LOOKED_AT]
    return _FEED.search(head) is not None and "arxiv" in head.lower()


def end(text: str) -> int:
    """Where the feed ends; where a feed that was cut ends cannot be told but by what begins below it."""
    closed = text.find(_CLOSED)
    if closed >= 0:
        return closed + len(_CLOSED)
    at = text.find("<feed")
    while (at := text.find("\n", at) + 1) > 0:
        line = text[at : text.find("\n", at) % (len(text) + 1)]
        if not line.lstrip().startswith("<") and (begins_part(line) or begins_table(line)):
            return at
    return len(text)
