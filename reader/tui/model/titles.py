"""What the lines above the panes say: where one is, how many papers that are and in what order; which paper it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reader.operations.collection import Kind
from reader.paper import Paper
from reader.tui.model.shown import RANKED
from reader.tui.widgets.detail_lines import state_words

if TYPE_CHECKING:
    from reader.tui.model.view_state import ViewState

CAME = "as they came"
"""The order of the library itself."""
ORDERS = {
    "added": ("last added first", "first added first"),
    "published": ("newest first", "oldest first"),
    "title": ("A to Z", "Z to A"),
    "status": ("being read first", "being read last"),
    "upvotes": ("most votes first", "fewest votes first"),
    "read": ("last read first", "first read first"),
    "starred": ("newest star first", "oldest star first"),
    "changed": ("last changed first", "first changed first"),
}
"""Orders by their keys, as they are and reversed."""


def place_forms(view: ViewState, selected: int = 0, *, in_range: bool = False) -> tuple[str, ...]:
    """What is shown and how much of it, the longest form first."""
    shown, title = view.shown, view.collection.title
    if view.contents is None or shown.is_sought:
        return (title,)
    found = f"Found {shown.papers - shown.nearest}"
    if selected:
        here = title if shown.query.is_empty else f"{found} in {title}"
        ranging = ", from here on" if in_range else ""
        return (f"{here} · {selected} selected{ranging}", f"{selected} selected{ranging}", f"{selected} selected")
    if not shown.query.is_empty:
        return (f"{found} in {title}", found)
    if (read := view.progress_of(view.collection)) is not None:
        return ("{} · {} of {} read".format(title, *read), title)
    new = len(view.new_in(view.collection))
    fresh = "" if not new else ", all new" if new == shown.papers else f", {new} new"
    return (f"{title} · {shown.papers}{fresh}", f"{title} · {shown.papers}", title)


def order_forms(view: ViewState) -> tuple[str, ...]:
    """The order in which that stands, and what it is put together by, in words; () where there is nothing to order."""
    orders, group = _orders(view), view.shown.group
    if not group:
        return orders
    by = f"by {group}"
    return (by,) if not orders or orders[0] == CAME else (f"{orders[0]}, {by}", orders[0])


def _orders(view: ViewState) -> tuple[str, ...]:
    shown, kind = view.shown, view.collection.kind
    if not shown.papers or view.contents is None:
        return ()
    key, back = shown.query.sort or (shown.order.lstrip("-"), shown.order.startswith("-"))
    key = "published" if key == "year" else key
    if key in ORDERS:
        return (ORDERS[key][back],)
    if shown.query.has_words or shown.by_likelihood or kind in RANKED:
        return (shown.by,)
    if kind is Kind.RECENT:
        return (ORDERS["added"][0],)
    if kind is Kind.LIST:
        lst = view.contents.list_called(view.collection.name)
        if lst is None or lst.query:
            return ()
        return ("your order",)
    return (CAME,) if kind is not Kind.AGAIN else ()


def paper_forms(at: int | None, number: int) -> tuple[str, ...]:
    """Which of the papers that are shown is in the preview; () for none."""
    return () if at is None else (f"Paper {at} of {number}", f"{at} of {number}")


def said_forms(paper: Paper, lists: Sequence[str]) -> tuple[str, ...]:
    """What the user says of a paper, for the line above it; () where that is nothing."""
    tags = " ".join(f"#{tag}" for tag in paper.tags)
    parts = [state_words(paper), "★" if paper.starred else "", *(f"≡ {name}" for name in lists), tags]
    return (" · ".join(filter(None, parts)),)
