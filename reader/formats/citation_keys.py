"""What bibliographies have in common: people's names, months, and citation keys."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.paper import Paper
from reader.text import fold, words

_SMALL_WORDS = frozenset(
    ("a", "an", "the", "on", "of", "for", "in", "to", "and", "with", "from", "by", "is", "are", "do", "does", "how")
)


def given_first(parts: Sequence[str]) -> str:
    """A name of the form (family, given) or (family, suffix, given) as "Given Family Suffix"; one part is kept."""
    held = [" ".join(part.split()) for part in parts if part.strip()]
    if len(held) <= 1:
        return held[0] if held else ""
    if len(held) == 2:
        return f"{held[1]} {held[0]}"
    return " ".join((*held[2:], held[0], held[1]))


def page_range(text: str) -> str:
    """Pages in one spelling: "30-39" for "30--39" and "30 – 39"."""
    return re.sub(r"\s*[-‐-―]+\s*", "-", text.strip()).strip("-")


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
    family = words(paper.authors[0])[-1:] if paper.authors else []
    telling = [word for word in words(paper.title) if word not in _SMALL_WORDS][:1]
    key = "".join((*family, paper.published[:4], *telling))
    return re.sub(r"[^a-z0-9]", "", fold(key))[:60] or "paper"
