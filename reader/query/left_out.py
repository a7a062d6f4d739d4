"""Groups of a query that are to be left out: what they ask for, and whether any paper can be that.

>>> from reader.query import parse
>>> def groups(text): return [" ".join(map(typed, group)) for group in groups_left_out(parse(text))]
>>> groups("* -(is:read (tag:x lamps))"), groups("* (-is:read OR -tag:x)"), groups("* -(is:read OR tag:x)")
(['is:read tag:x lamps'], ['is:read tag:x'], [])
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from itertools import combinations

from reader.paper import Stage, Status
from reader.query.fields import DATED
from reader.query.filters import TEXTS, Filter, day_range, number_range, year_range
from reader.query.nodes import And, Node, Not, Or, Phrase, Query, Word, tops
from reader.query.pieces import typed_filter
from reader.text import at_or_under, fold_name, tag_name

_ONE_OF = (frozenset(Status), frozenset(Stage))
"""The values of `is:` of which a paper has exactly one."""

AreOthers = Callable[[Filter, Filter], bool]
"""Whether no paper has the two names: only a library can tell, as a paper has several."""


def leaves_out_nothing(query: Query, are_others: AreOthers) -> str:
    """A sentence on a group that is to be left out and that no paper can be, since it is one thing or the other
    (`* -(is:read is:reading)`); "" where there is none. An OR is likely lost there."""
    for group in groups_left_out(query):
        for pair in combinations(group, 2):
            for one, other in _opposed(*pair, are_others):
                said = f"No paper is both '{typed(one)}' and '{typed(other)}', so that nothing is left out"
                either = not any(isinstance(part, Not) for part in (one, other))
                return said + (f"; did you mean '-({typed(one)} OR {typed(other)})'?" if either else ".")
    return ""


def groups_left_out(query: Query) -> Iterator[tuple[Node, ...]]:
    """What a paper must have all of to be left out, each group of such parts once, with the groups within it."""
    if query.root is not None:
        yield from dict.fromkeys(_groups(_without(query.root)))


def _groups(node: Node) -> Iterator[tuple[Node, ...]]:
    if isinstance(node, And | Or):
        if isinstance(node, And) and len(parts := tuple(dict.fromkeys(node.nodes))) > 1 and any(map(_asks, parts)):
            yield parts
        for part in node.nodes:
            yield from _groups(part)


def _asks(node: Node) -> bool:
    """Whether a part asks for something: what has neither of two things is left out by every OR between them."""
    return any(map(_asks, node.nodes)) if isinstance(node, And | Or) else not isinstance(node, Not)


def _without(node: Node) -> Node:
    """What has not what a node asks for, with the exclusions at the words and filters themselves."""
    match node:
        case Not():
            return _plain(node.node)
        case And():
            return Or(tuple(map(_without, node.nodes)))
        case Or():
            return _all_of(map(_without, node.nodes))
    return Not(node)


def _plain(node: Node) -> Node:
    """The node with the exclusions at the words and filters themselves."""
    match node:
        case Not():
            return _without(node.node)
        case And():
            return _all_of(map(_plain, node.nodes))
        case Or():
            return Or(tuple(map(_plain, node.nodes)))
    return node


def _all_of(nodes: Iterator[Node]) -> And:
    """All of these in one group, however they were held together."""
    return And(tuple(part for node in nodes for part in tops(node)))


def typed(node: Node) -> str:
    """A part of a query as it may be typed."""
    match node:
        case Word():
            return node.text
        case Phrase():
            return f'"{" ".join(node.words)}"'
        case Filter():
            return typed_filter(node.field, node.value)
        case Not():
            return f"-{typed(node.node)}"
        case And():
            return f"({' '.join(map(typed, node.nodes))})" if node.nodes else "*"
    return f"({' OR '.join(map(typed, node.nodes))})"


def _opposed(one: Node, other: Node, are_others: AreOthers) -> Iterator[tuple[Node, Node]]:
    """Two parts of which no paper can have both, where it cannot have both of these."""
    match one, other:
        case (And(), _):
            for part in one.nodes:
                yield from _opposed(part, other, are_others)
        case (Or(), _):
            found = [next(_opposed(part, other, are_others), None) for part in one.nodes]
            yield from (pair for pair in found[:1] if pair is not None and None not in found)
        case (_, And() | Or()):
            yield from ((first, second) for second, first in _opposed(other, one, are_others))
        case (Not(), Not()):
            return
        case (Not(), _):
            if _is_within(other, one.node):
                yield one, other
        case (_, Not()):
            if _is_within(one, other.node):
                yield one, other
        case (Filter(), Filter()):
            are_names = one.field == other.field == "id"
            if _are_apart(one, other) or _are_apart(other, one) or (are_names and are_others(one, other)):
                yield one, other


def _is_within(one: Node, other: Node) -> bool:
    """Whether each paper that has the one has the other."""
    if not (isinstance(one, Filter) and isinstance(other, Filter)) or one.field != other.field:
        return one == other
    if one.field == "tag":
        return at_or_under(fold_name(tag_name(one.value)), fold_name(tag_name(other.value)))
    inner, outer = _range(one), _range(other)
    if inner is not None and outer is not None:
        return outer[0] <= inner[0] and inner[1] <= outer[1]
    if one.field in TEXTS and other.literal and not one.literal:  # A word that is perhaps only begun may go on.
        return False
    return fold_name(one.value) == fold_name(other.value)


def _are_apart(one: Filter, other: Filter) -> bool:
    """Whether no paper has both filters, whatever its names are."""
    first, second = one.value.lower(), other.value.lower()
    if one.field == "is" and first == "untagged":
        return other.field == "tag" or (other.field, second) == ("has", "tag")
    if {one.field, other.field} <= {"year", "published"} or one.field == other.field:
        inner, outer = _range(one), _range(other)
        if inner is not None and outer is not None:
            return inner[1] < outer[0]
    return one.field == other.field == "is" and first != second and any({first, second} <= each for each in _ONE_OF)


def _range(one: Filter) -> tuple[str, str] | None:
    """The least and the greatest of what a filter of years, days or numbers finds, to be compared with another of its
    field, and years with days of publication; None for other filters."""
    if one.field in DATED:
        return day_range(one.value, date.today())
    range_ = {"year": year_range, "upvotes": number_range}.get(one.field, lambda _: None)(one.value)
    if range_ is None:
        return None
    low, high = range_
    return (f"{low:04}", f"{high:04}-99") if one.field == "year" else (f"{low:010}", f"{high:010}")
