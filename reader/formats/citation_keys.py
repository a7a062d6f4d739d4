"""The citation key under which a bibliography names a paper: the one that it came with, else one made of its facts.

The keys of a library are given in one order, the oldest paper first, so that the key of a paper depends neither on what
is exported with it nor on what came after it; those that papers came with are given first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from reader.paper import Paper
from reader.persons import name_key
from reader.text import fold, words

_PASSED_OVER = frozenset(
    ("a", "an", "the", "on", "of", "for", "in", "to", "and", "with", "from", "by", "is", "are", "do", "does", "how")
)
_KEY = re.compile(r"""[^\s,{}()"#%~=\\]{1,200}""")
"""What no format takes for the end of a key (`texdoc biber`, section 3.1)."""


def is_key(text: str) -> bool:
    """Whether a text can be a citation key in every format."""
    return _KEY.fullmatch(text) is not None


def library_keys(papers: Iterable[Paper]) -> dict[str, str]:
    """The citation key of each paper of a library, by its id."""
    ordered = sorted(papers, key=lambda paper: (not paper.citation_key, paper.added, paper.id))
    return {paper.id: key for paper, key in zip(ordered, _unique(map(citation_key, ordered)), strict=True)}


def keys_for(papers: Sequence[Paper], known: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """A citation key for each paper, that which is `known` by its id, else the one that it came with, else one such as
    `vaswani2017attention`; papers that share one get `-2`, `-3`, …"""
    return list(_unique(known.get(paper.id) or citation_key(paper) for paper in papers))


def citation_key(paper: Paper) -> str:
    """The key that a paper came with; else the first author's family name, the year, the first telling word of the
    title, as ASCII letters and digits."""
    if paper.citation_key:
        return paper.citation_key
    family = name_key(paper.authors[0])[:1] if paper.authors else ()
    telling = [word for word in words(paper.title) if word not in _PASSED_OVER][:1]
    key = "".join((*family, paper.published[:4], *telling))
    return re.sub(r"[^a-z0-9]", "", fold(key))[:60] or "paper"


def _unique(keys: Iterable[str]) -> Iterable[str]:
    """The keys, each different from all before it also where capitals are small letters, as BibTeX compares them."""
    used: set[str] = set()
    counts: dict[str, int] = {}
    for key in keys:
        free = key
        while free.lower() in used:
            counts[key.lower()] = counts.get(key.lower(), 1) + 1
            free = f"{key}-{counts[key.lower()]}"
        used.add(free.lower())
        yield free
