"""The citation key under which a bibliography names a paper."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.paper import Paper
from reader.persons import name_key
from reader.text import fold, words

_PASSED_OVER = frozenset(
    ("a", "an", "the", "on", "of", "for", "in", "to", "and", "with", "from", "by", "is", "are", "do", "does", "how")
)


def citation_keys(papers: Sequence[Paper]) -> list[str]:
    """A citation key for each paper, such as `vaswani2017attention`; papers that share one get `-2`, `-3`, …"""
    used: dict[str, int] = {}
    keys = []
    for paper in papers:
        key = citation_key(paper)
        used[key] = used.get(key, 0) + 1
        keys.append(key if used[key] == 1 else f"{key}-{used[key]}")
    return keys


def citation_key(paper: Paper) -> str:
    """First author's family name, year, first telling word of the title, as ASCII letters and digits."""
    family = name_key(paper.authors[0])[:1] if paper.authors else ()
    telling = [word for word in words(paper.title) if word not in _PASSED_OVER][:1]
    key = "".join((*family, paper.published[:4], *telling))
    return re.sub(r"[^a-z0-9]", "", fold(key))[:60] or "paper"
