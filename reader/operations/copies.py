r"""What is copied of papers, as one text: to cite them in a letter, in Markdown or in LaTeX.

>>> copied([Paper("p", "Of Lamps", authors=("Ada Vale",), published="2001")], "citation", {})
'Ada Vale. Of Lamps. 2001.'
>>> copied([Paper("p", "Of Lamps"), Paper("q", "Of Mazes")], "cite", {"p": "Vale:2001", "q": "lind2003"})
'\\cite{Vale:2001,lind2003}'
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from reader.citation_keys import keys_for
from reader.paper import Paper


def citation(paper: Paper) -> str:
    """A citation for people: authors, title, venue, year, address."""
    authors = ", ".join([*paper.authors, *["et al."] * paper.more_authors])
    parts = [part for part in (authors, paper.title, paper.venue, str(paper.year or "")) if part]
    return " ".join([*(part if part.endswith((".", "?", "!")) else f"{part}." for part in parts), paper.link]).rstrip()


def _markdown(paper: Paper) -> str:
    from reader.formats.markdown.escaping import escape, target  # noqa: PLC0415  the dialog does not wait for formats

    title, address = escape(paper.title), target(paper.link)
    return f"[{title}]({address})" if address else title


def _quote(paper: Paper) -> str:
    from reader.formats.markdown.escaping import escape  # noqa: PLC0415  as in `_markdown`

    return f"> {escape(paper.abstract)}\n>\n> — {escape(citation(paper))}\n" if paper.abstract else ""


def _bibtex(papers: Sequence[Paper], keys: Sequence[str]) -> str:
    from reader.formats import bibtex  # noqa: PLC0415  as in `_markdown`

    return bibtex.dump(papers, keys)


_LINES: Mapping[str, Callable[[Paper], str]] = MappingProxyType(
    {
        "citation": citation,
        "markdown": _markdown,
        "quote": _quote,
        "title": lambda paper: paper.title,
        "address": lambda paper: paper.link,
        "note": lambda paper: paper.note,
    }
)
"""Kinds of copies for which each paper stands by itself, with what they say of it; "" where there is nothing."""
_KEYED: Mapping[str, Callable[[Sequence[Paper], Sequence[str]], str]] = MappingProxyType(
    {
        "key": lambda papers, keys: "\n".join(keys),
        "cite": lambda papers, keys: rf"\cite{{{','.join(keys)}}}",
        "bibtex": _bibtex,
    }
)
"""Kinds that name each paper by its citation key."""
COPIED = (*_LINES, *_KEYED)
"""Every kind of copy."""


def has_copy(paper: Paper, kind: str) -> bool:
    """Whether there is something to copy of a paper."""
    return kind in _KEYED or _LINES[kind](paper) != ""


def copied(papers: Sequence[Paper], kind: str, keys: Mapping[str, str]) -> str:
    """The text of a copy of one of the kinds of `COPIED`; `keys` has the citation key of each paper by its id, and is
    needed by those kinds only that name papers by it."""
    if kind in _KEYED:
        return _KEYED[kind](papers, keys_for(papers, keys))
    return "\n".join(filter(None, (_LINES[kind](paper) for paper in papers)))


def needs_keys(kind: str) -> bool:
    """Whether a kind of copy names papers by their citation keys."""
    return kind in _KEYED
