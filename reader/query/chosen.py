"""Whether a query names the papers that it wants: what changes, exports or saves takes no other."""

from __future__ import annotations

from reader.query.nodes import EVERYTHING, And, Node, Not, Or, Query, chooses
from reader.query.pieces import shown


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
        meant = "." if any(EVERYTHING in _parts(one) for one in query.root.nodes) else f"; did you mean '* ({text})'?"
        return f"An alternative in '{text}' only leaves papers out{meant}"
    what = "names no papers" if query.root is None else "only leaves papers out"
    return f"'{text}' {what}; did you mean '* {text}'?"


def _leaves_all_out(node: Node | None) -> bool:
    """Whether a node, or a part of it that must hold, excludes `*`."""
    return node is not None and any(isinstance(part, Not) and part.node == EVERYTHING for part in _parts(node))


def _parts(node: Node) -> tuple[Node, ...]:
    """What must hold together for a node to match."""
    return node.nodes if isinstance(node, And) and node.nodes else (node,)


def chosen_twice(query: Query) -> str:
    """A sentence on a `*` beside what only some papers have; "" where there is none."""
    if not _chooses_twice(query.root):
        return ""
    text = shown(" ".join(query.text.split()))
    return f"'*' means all papers, but '{text}' also asks for some; leave one of the two out."


def _chooses_twice(node: Node | None) -> bool:
    """Whether `*` stands beside what only some papers have, or is an alternative to it, anywhere in a node: a sign of
    exclusion may be lost there (`* tag:x`), or a pattern of the shell be meant."""
    match node:
        case Not():
            return _chooses_twice(node.node)
        case And() | Or():
            others = [part for part in node.nodes if part != EVERYTHING]
            beside = len(others) < len(node.nodes)
            return any((beside and chooses(part)) or _chooses_twice(part) for part in others)
    return False
