"""How an exported file was made, so that the same export can be made again."""

from __future__ import annotations

from dataclasses import dataclass

from reader.formats.markdown import base
from reader.formats.markdown.base import Form


@dataclass(frozen=True, slots=True)
class Made:
    """What an exported file says of itself."""

    form: Form
    name: str
    """Its first heading when it was written."""
    list_name: str
    """The reading list it is a view of, "" when it is another collection."""
    origin: str
    """The reading list that its papers came from, a smart or grouped one too; "" for a query's result."""
    papers: tuple[str, ...]
    """The ids of its papers in order."""
    is_list: bool
    """Whether it is the file of a vault that lists the others."""


def form_of(text: str) -> Made | None:
    """What a file says of how it was made; None when it is not ours, or when the comment that says so is lost."""
    found = base.base_of(text)
    if found is None:
        return None
    return Made(found.form, found.name, found.list_name, found.origin, tuple(found.papers), "status" in found.hidden)
