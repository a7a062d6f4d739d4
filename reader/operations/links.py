"""Where a paper and what belongs to it can be found: its page, its PDF, its code, its project."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from reader.errors import Refused
from reader.operations.sentences import name
from reader.paper import Paper


@dataclass(frozen=True, slots=True)
class Link:
    """One kind of address of a paper."""

    of: Callable[[Paper], str]
    """The address, "" where none is known."""
    none: str
    """What is said of a paper that has none, as a sentence with places for the paper and for how it is completed."""


LINKS: Mapping[str, Link] = MappingProxyType(
    {
        "page": Link(
            lambda paper: paper.link,
            "{paper} has no address. Its title can be looked up: {complete}",
        ),
        "pdf": Link(lambda paper: paper.pdf, "No PDF is known for this paper."),
        "code": Link(lambda paper: paper.linked("code"), "No code is known for this paper."),
        "project": Link(lambda paper: paper.linked("project"), "No project page is known for this paper."),
    }
)
"""The kinds of addresses, by the word for each."""


def address_of(paper: Paper, kind: str, complete: str = "`reader complete`.") -> str:
    """The address of that kind, a key of `LINKS`. Raises `Refused` where none is known, which says how the paper may be
    completed."""
    if address := LINKS[kind].of(paper):
        return address
    raise Refused(LINKS[kind].none.format(paper=name([paper]), complete=complete))
