"""The pieces that a query is cut into before they are joined."""

from __future__ import annotations

from dataclasses import dataclass

from reader.query.nodes import Node


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a filter, a sign or a parenthesis."""

    kind: str
    """"(", ")", "-", "OR", "AND", or "node"."""
    text: str
    """As it was typed."""
    at: int
    """Where it begins, in characters of the query."""
    node: Node | None = None
    """What it asks for; None for what joins others, and for a part that asks for nothing."""
