"""Two papers that may be one: what differs, and the paper that comes of choosing field by field."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Any

from reader.paper import Paper


class Side(StrEnum):
    """Which of the two a value is taken from."""

    LEFT = "left"
    RIGHT = "right"


CHOOSABLE = {
    "id": "Keep the id",
    "title": "Title",
    "authors": "Authors",
    "published": "Published",
    "venue": "Venue",
    "arxiv_id": "arXiv",
    "doi": "DOI",
    "url": "Link",
    "abstract": "Abstract",
    "status": "Status",
    "starred": "Star",
    "note": "Note",
}
"""The fields that are chosen, and what they are called. Tags and lists are joined whatever is chosen."""


def value_text(paper: Paper, field: str) -> str:
    """A field's value as people read it."""
    value = getattr(paper, field)
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, bool):
        return "★" if value else ""
    return str(value)


def differing(left: Paper, right: Paper) -> list[str]:
    """The fields to choose; the id always."""
    return [field for field in CHOOSABLE if getattr(left, field) != getattr(right, field)]


def fuller(left: Paper, right: Paper) -> dict[str, Side]:
    """The choice to begin with: the left paper, but where it is empty and the other is not, the other's value."""
    return {
        field: Side.RIGHT if _empty(getattr(left, field)) and not _empty(getattr(right, field)) else Side.LEFT
        for field in differing(left, right)
    }


def _empty(value: object) -> bool:
    return not value or value == "unread"


def merged(left: Paper, right: Paper, choice: dict[str, Side]) -> Paper:
    """The paper that stays: chosen fields, and of the others what loses nothing.

    Tags and moments stay those of the paper whose id stays; the caller joins them, as it joins the lists.
    """
    sides = {Side.LEFT: left, Side.RIGHT: right}
    chosen: dict[str, Any] = {field: getattr(sides[side], field) for field, side in choice.items()}
    keeps = sides[choice.get("id", Side.LEFT)]
    return replace(
        keeps,
        **chosen,
        keywords=_joined(left.keywords, right.keywords),
        sources=_joined(left.sources, right.sources),
        links=tuple(sorted({**dict(left.links), **dict(right.links), **dict(keeps.links)}.items())),
        machine_summary=keeps.machine_summary or left.machine_summary or right.machine_summary,
        upvotes=max((votes for votes in (left.upvotes, right.upvotes) if votes is not None), default=None),
    )


def _joined(left: Iterable[str], right: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*left, *right]))
