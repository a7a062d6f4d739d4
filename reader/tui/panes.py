"""Which panes are on the screen and how large they are, for every size of terminal."""

from __future__ import annotations

from dataclasses import dataclass, replace

from textual.geometry import Size

from reader.commands.context import Pane
from reader.tui.screen_widgets import ScreenWidgets

WIDE, MEDIUM = 100, 64
"""From so many columns on there is room for three panes, for a preview below the list."""
TALL, SHORT = 18, 12
"""From so many lines on there is room for a preview below the list, for three panes side by side."""
SIDEBAR, DETAIL, PREVIEW = 24, 40, 5
"""The usual sizes: columns, columns, lines."""
LEAST = 12
"""Columns that no pane goes below."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the user settled about the panes."""

    sidebar: int = 0
    """Columns; 0 for the usual."""
    detail: int = 0
    preview: int = 0
    shown: frozenset[Pane] = frozenset()
    """Panes to show where the layout would fold them."""
    hidden: frozenset[Pane] = frozenset()


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where everything goes."""

    sidebar: int
    """Columns; 0 when it is not there, -1 when it is alone."""
    detail: int
    """Columns beside the list or lines below it; 0 when it is not there, -1 when it is alone."""
    below: bool
    """Whether the detail stands below the list."""


def arrange(size: Size, wishes: Layout, focus: Pane) -> Arrangement:
    """The panes for a screen of `size`; the pane with the focus is always there."""
    width, height = size.width, size.height
    wide = width >= WIDE and height >= SHORT
    narrow = width < MEDIUM
    below = not wide
    side = _wanted(Pane.SIDEBAR, wide, wishes, focus)
    detail = _wanted(Pane.DETAIL, wide or (not narrow and height >= TALL), wishes, focus)
    if narrow or height < SHORT:
        if focus is Pane.SIDEBAR or (side and focus is not Pane.DETAIL and not narrow):
            return Arrangement(-1 if narrow else _clamp(wishes.sidebar or SIDEBAR, width // 2), 0, below)
        return Arrangement(0, -1 if focus is Pane.DETAIL else 0, below)
    columns = _clamp(wishes.sidebar or SIDEBAR, width // 2) if side else 0
    if not detail:
        return Arrangement(columns, 0, below)
    if wide:
        usual = max(DETAIL, (width - columns) * 2 // 5)
        return Arrangement(columns, _clamp(wishes.detail or usual, (width - columns) * 2 // 3), below)
    body = height - 3
    usual = body * 3 // 5 if focus is Pane.DETAIL else PREVIEW
    return Arrangement(columns, max(2, min(wishes.preview or usual, body - 4)), below)


def _wanted(pane: Pane, fits: bool, wishes: Layout, focus: Pane) -> bool:
    if focus is pane or pane in wishes.shown:
        return True
    return fits and pane not in wishes.hidden


def _clamp(size: int, most: int) -> int:
    return max(LEAST, min(size, most))


class Panes:
    """Puts the arrangement onto the widgets, and only what differs, so that nothing is laid out twice."""

    def __init__(self, parts: ScreenWidgets, wishes: Layout) -> None:
        self._parts = parts
        self.wishes = wishes
        self.focus = Pane.LIST
        self._size = Size(0, 0)
        self._now: Arrangement | None = None

    def settle(self, size: Size | None = None) -> bool:
        """Arrange for a size (the last one when it is not given); True when something moved."""
        self._size = size or self._size
        wanted = arrange(self._size, self.wishes, self.focus)
        if wanted == self._now or not self._size:
            return False
        self._now = wanted
        parts = self._parts
        alone = wanted.sidebar == -1 or wanted.detail == -1
        parts.sidebar.display = wanted.sidebar != 0
        parts.side.display = wanted.sidebar > 0
        parts.sidebar.styles.width = "1fr" if wanted.sidebar == -1 else max(1, wanted.sidebar)
        parts.main.display = wanted.sidebar != -1
        parts.main.set_class(wanted.below, "-below")
        parts.list.display = not alone
        parts.split.display = wanted.detail > 0
        parts.detail.display = wanted.detail != 0
        if wanted.below:
            parts.detail.styles.width = "1fr"
            parts.detail.styles.height = "1fr" if alone else max(1, wanted.detail)
        else:
            parts.detail.styles.width = "1fr" if alone else max(1, wanted.detail)
            parts.detail.styles.height = "1fr"
        return True

    def visible(self, pane: Pane) -> bool:
        """Whether a pane is on the screen."""
        return self._parts.pane(pane).display

    def toggle(self, pane: Pane) -> None:
        """Hide a pane that is there, show one that is not."""
        wishes = self.wishes
        if self.visible(pane):
            self.wishes = replace(wishes, hidden=wishes.hidden | {pane}, shown=wishes.shown - {pane})
        else:
            self.wishes = replace(wishes, shown=wishes.shown | {pane}, hidden=wishes.hidden - {pane})
        self.settle()

    def resize(self, by: int) -> None:
        """Make the pane with the focus larger (the list: by taking from the detail, or else from the sidebar)."""
        now = self._now
        if now is None:
            return
        if self.focus is Pane.SIDEBAR or (self.focus is not Pane.DETAIL and now.detail <= 0):
            grow = by if self.focus is Pane.SIDEBAR else -by
            self.put(sidebar=now.sidebar + grow)
        else:
            grow = by if self.focus is Pane.DETAIL else -by
            lines = grow // abs(grow) if grow else 0
            self.put(detail=now.detail + (lines if now.below else grow))

    def put(self, *, sidebar: int = 0, detail: int = 0) -> None:
        """Give a pane a size, in columns (or lines when the detail stands below)."""
        now = self._now
        if now is None:
            return
        if sidebar and now.sidebar > 0:
            self.wishes = replace(self.wishes, sidebar=max(LEAST, sidebar))
        if detail and now.detail > 0:
            if now.below:
                self.wishes = replace(self.wishes, preview=max(2, detail))
            else:
                self.wishes = replace(self.wishes, detail=max(LEAST, detail))
        self.settle()

    @property
    def below(self) -> bool:
        """Whether the detail stands below the list."""
        return self._now is not None and self._now.below
