"""The pieces that a query is cut into before they are joined."""

from __future__ import annotations

from dataclasses import dataclass

from reader.query.nodes import Node

DASHES = "-‐‑‒–—―−－﹣﹘⁃➖"
"""What is typed for the sign that leaves out."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a filter, a sign or a parenthesis."""

    kind: str
    """"(", ")", "-", "OR", "AND", "sign" for what holds no word, or "node"."""
    text: str
    """As it was typed."""
    at: int
    """Where it begins, in characters of the query."""
    node: Node | None = None
    """What it asks for; None for what joins others, and for a part that asks for nothing."""

    @property
    def end(self) -> int:
        """Where in the query it ends."""
        return self.at + len(self.text)
