"""Whether a query names the papers that it wants: what changes, exports or saves takes no other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from reader.paper import Stage, Status
from reader.query.filters import Filter
from reader.query.nodes import EVERYTHING, And, Node, Not, Or, Query, chooses
from reader.query.pieces import shown, typed_filter

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
        said = f"No paper is both '{one}' and '{other}', so that nothing is left out"
        return f"{said}; did you mean '-({one} OR {other})'?"
    return ""


def _at_odds(node: Node | None, *, excluded: bool) -> Iterator[tuple[str, str]]:
    """The filters that are to be left out where a paper has both, and of which none can have both."""
    match node:
        case Not():
            yield from _at_odds(node.node, excluded=not excluded)
        case And() | Or():
            if excluded and isinstance(node, And):
                for pair in combinations(dict.fromkeys(_all_of(node)), 2):
                    yield from _opposed(*pair)
            for part in node.nodes:
                yield from _at_odds(part, excluded=excluded)


def _all_of(node: And) -> Iterator[Node]:
    """What a group asks for, without the groups within it that ask for all of theirs, too."""
    for part in node.nodes:
        yield from _all_of(part) if isinstance(part, And) else (part,)


def _opposed(one: Node, other: Node) -> Iterator[tuple[str, str]]:
    """Filters that no paper can have both, where it can have no two of these."""
    match one, other:
        case (Filter(), Filter()):
            if _are_opposed(one, other) or _are_opposed(other, one):
                yield typed_filter(one.field, one.value), typed_filter(other.field, other.value)
        case (Or(), Filter()):
            found = [[*_opposed(other, part)] for part in one.nodes]
            if all(found):
                yield found[0][0]
        case (Filter(), Or()):
            yield from _opposed(other, one)


def _are_opposed(one: Filter, other: Filter) -> bool:
    first, second = one.value.lower(), other.value.lower()
    if one.field == "is" and first == "untagged":
        return other.field == "tag" or (other.field, second) == ("has", "tag")
    if one.field != other.field or first == second:
        return False
    if one.field == "is":
        return any({first, second} <= values for values in _ONE_OF)
    if one.field == "id":
        return not (first.startswith(second) or second.startswith(first))
    return one.field == "year" and first.isdecimal() and second.isdecimal()
