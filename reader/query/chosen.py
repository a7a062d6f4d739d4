"""Whether a query names the papers that it wants: what changes, exports or saves takes no other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from reader.paper import Stage, Status
from reader.query.filters import Filter
from reader.query.nodes import EVERYTHING, And, Node, Not, Or, Query, chooses
from reader.query.pieces import shown

_ONE_OF = (frozenset(Status), frozenset(Stage))
"""The values of `is:` of which a paper has exactly one."""


def unchosen(query: Query) -> str:
    """Why a query that is understood chooses no papers, in a sentence; "" when it does."""
    all_out = _leaves_all_out(query.root)
    if query.chooses and not all_out:
        return ""
    text = shown(" ".join(query.text.split()))
    if not text:
        return "The query is empty; '*' means all papers."
    if all_out:
        return f"'{text}' leaves every paper out."
    if text.endswith("…"):
        return f"'{text}' names no papers, or only leaves some out; '*' before it means all others."
    if isinstance(query.root, Or):
        return f"An alternative in '{text}' only leaves papers out; did you mean '* ({text})'?"
    what = "names no papers" if query.root is None else "only leaves papers out"
    return f"'{text}' {what}; did you mean '* {text}'?"


def _leaves_all_out(node: Node | None) -> bool:
    """Whether a node, or a part of it that must hold, excludes `*`."""
    parts_ = node.nodes if isinstance(node, And) else () if node is None else (node,)
    return any(isinstance(part, Not) and part.node == EVERYTHING for part in parts_)


def chosen_twice(query: Query) -> str:
    """A sentence on a `*` beside what only some papers have; "" where there is none."""
    if not _chooses_twice(query.root):
        return ""
    text = shown(" ".join(query.text.split()))
    return f"'*' means all papers, but '{text}' also asks for some; leave one of the two out."


def _chooses_twice(node: Node | None) -> bool:
    """Whether `*` stands beside what only some papers have, anywhere in a node: a sign of exclusion may be lost there
    (`* tag:x`), or a pattern of the shell be meant."""
    match node:
        case Not():
            return _chooses_twice(node.node)
        case And() | Or():
            others = [part for part in node.nodes if part != EVERYTHING]
            beside = isinstance(node, And) and len(others) < len(node.nodes)
            return any((beside and chooses(part)) or _chooses_twice(part) for part in others)
    return False


def leaves_out_nothing(query: Query) -> str:
    """A sentence on a group that is to be left out and that no paper can be, since it is one thing or the other
    (`* -(is:read is:reading)`); "" where there is none. An OR is likely lost there."""
    for one, other in _at_odds(query.root, excluded=False):
        joined = f"is:{one} OR is:{other}"
        return f"No paper is both 'is:{one}' and 'is:{other}', so that nothing is left out; did you mean '-({joined})'?"
    return ""


def _at_odds(node: Node | None, *, excluded: bool) -> Iterator[tuple[str, str]]:
    """The values of `is:` that are to be left out where a paper has both, and of which it has one."""
    match node:
        case Not():
            yield from _at_odds(node.node, excluded=not excluded)
        case And() | Or():
            if excluded and isinstance(node, And):
                marks = [one.value.lower() for one in node.nodes if isinstance(one, Filter) and one.field == "is"]
                for pair in combinations(dict.fromkeys(marks), 2):
                    if any(set(pair) <= values for values in _ONE_OF):
                        yield pair
            for part in node.nodes:
                yield from _at_odds(part, excluded=excluded)
