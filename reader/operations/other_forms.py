"""What is to be left out and stands in the library in another form: a name turned round, words in another order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from reader.library.library import Library
from reader.paper import Paper
from reader.persons import is_like_name
from reader.query import And, Node, Not, Or, Phrase, Word
from reader.query.completion import quoted
from reader.query.scripts import flat, parts
from reader.suggestions import perhaps
from reader.text import clean_line

Texts = Callable[[Paper], Iterable[str]]
"""The texts of a paper in which words are looked for."""
_SEVERAL = 2
"""Words that have an order."""


def author_like(library: Library, typed: str) -> str:
    """The name of an author that a name of several words was likely meant for, as it may be typed; "" for none."""
    if len(parts(typed)) < _SEVERAL:
        return ""
    names = (name for paper in library.papers.values() for name in paper.authors)
    found = next((name for name in names if is_like_name(name, typed)), "")
    return f"author:{quoted(clean_line(found))}" if found else ""


def in_order(library: Library, typed: Sequence[str], texts: Texts) -> str:
    """The words as they stand side by side in a text in another order than was typed; "" where they do so nowhere."""
    if len(typed) < _SEVERAL:
        return ""
    wanted = sorted(typed)
    for paper in library.papers.values():
        for text in texts(paper):
            if not all(map(flat(text).__contains__, wanted)):
                continue
            held = parts(text)
            runs = (held[at : at + len(wanted)] for at, word in enumerate(held) if word in wanted)
            if run := next((run for run in runs if sorted(run) == wanted), None):
                return " ".join(run)
    return ""


def lost_name(library: Library, root: Node | None) -> str:
    """A sentence on a name with initials or "et al." in a group of words that is to be left out, where papers by such
    an author would stay; else ""."""
    for words in _groups(root, excluded=False):
        typed = " ".join(words)
        if not any(len(word) == 1 for word in words) and words[-2:] != ("et", "al"):
            continue
        each = [Phrase((word,)) for word in words]
        for paper in library.papers.values():
            name = next((name for name in paper.authors if is_like_name(name, typed)), "")
            if name and not all(word.accepts(paper) for word in each):
                return f"'{typed}' as words leaves out no author{perhaps(f'author:{quoted(clean_line(name))}')}"
    return ""


def _groups(node: Node | None, *, excluded: bool) -> Iterator[tuple[str, ...]]:
    """The words of each group of nothing but words that is to be left out."""
    match node:
        case Not():
            yield from _groups(node.node, excluded=not excluded)
        case And() | Or():
            words = tuple(part.text for part in node.nodes if isinstance(part, Word))
            if excluded and isinstance(node, And) and 1 < len(words) == len(node.nodes):
                yield words
            for part in node.nodes:
                yield from _groups(part, excluded=excluded)
