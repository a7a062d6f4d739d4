"""The Atom feeds of arXiv's interface (https://info.arxiv.org/help/api/user-manual.html#_details_of_atom_results_returned).

They are read as every feed is; what is known of them alone is how they begin.
"""

from __future__ import annotations

import re

from reader.formats import feed
from reader.formats.feed import parse

__all__ = ["parse", "sniff"]

_FEED = re.compile(r"<feed\b[^>]*http://www\.w3\.org/2005/Atom", re.DOTALL)
_LOOKED_AT = 4_000


def sniff(text: str) -> bool:
    """Whether the text is an Atom feed that speaks of arXiv."""
    head = text[:_LOOKED_AT]
    if head.lstrip("\ufeff \t\n").startswith("<") and not feed.sniff(head):
        return False
    return _FEED.search(head) is not None and "arxiv" in head.lower()
