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
SIDEBAR, DETAIL, PREVIEW = 24, 40, 8
"""The usual sizes: columns, columns, lines."""
NARROWEST = 12
"""RowColumns that no pane goes below."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the user settled about the panes."""

    sidebar: int = 0
    """RowColumns; 0 for the usual."""
    detail: int = 0
    preview: int = 0
    shown: frozenset[Pane] = frozenset()
    """Panes to show where the layout would fold them."""
    hidden: frozenset[Pane] = frozenset()


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Where each pane goes, and how large it is."""

    sidebar: int
    """RowColumns; 0 when it is not there, -1 when it is alone."""
    detail: int
    """RowColumns beside the list or lines below it; 0 when it is not there, -1 when it is alone."""
    below: bool
    """Whether the detail stands below the list."""


def arrange(size: Size, layout: Layout, focus: Pane) -> Arrangement:
    """The panes for a screen of `size`; the pane with the focus is always there."""
    width, height = size.width, size.height
    wide = width >= WIDE and height >= SHORT
    narrow = width < MEDIUM
    below = not wide
    side = _wanted(Pane.SIDEBAR, wide, layout, focus)
    detail = _wanted(Pane.DETAIL, wide or (not narrow and height >= TALL), layout, focus)
    if narrow or height < SHORT:
        if focus is Pane.SIDEBAR or (side and focus is not Pane.DETAIL and not narrow):
            return Arrangement(-1 if narrow else _clamp(layout.sidebar or SIDEBAR, width // 2), 0, below)
        return Arrangement(0, -1 if focus is Pane.DETAIL else 0, below)
    columns = _clamp(layout.sidebar or SIDEBAR, width // 2) if side else 0
    if not detail:
        return Arrangement(columns, 0, below)
    if wide:
        usual = max(DETAIL, (width - columns) * 2 // 5)
        return Arrangement(columns, _clamp(layout.detail or usual, (width - columns) * 2 // 3), below)
    body = height - 3
    if focus is Pane.DETAIL:
        return Arrangement(0, -1, below)
    return Arrangement(columns, max(2, min(layout.preview or PREVIEW, body - 4)), below)


def _wanted(pane: Pane, fits: bool, layout: Layout, focus: Pane) -> bool:
    if focus is pane or pane in layout.shown:
        return True
    return fits and pane not in layout.hidden


def _clamp(size: int, most: int) -> int:
    return max(NARROWEST, min(size, most))


class Panes:
    """Puts the arrangement onto the widgets, and only what differs, so that nothing is laid out twice."""

    def __init__(self, widgets: ScreenWidgets, layout: Layout) -> None:
        self._widgets = widgets
        self.layout = layout
        self.focus = Pane.LIST
        self._size = Size(0, 0)
        self._now: Arrangement | None = None

    def settle(self, size: Size | None = None) -> bool:
        """Arrange for a size (the last one when it is not given); True when something moved."""
        self._size = size or self._size
        wanted = arrange(self._size, self.layout, self.focus)
        if wanted == self._now or not self._size:
            return False
        self._now = wanted
        widgets = self._widgets
        alone = wanted.sidebar == -1 or wanted.detail == -1
        widgets.sidebar.display = wanted.sidebar != 0
        widgets.side.display = wanted.sidebar > 0
        widgets.sidebar.styles.width = "1fr" if wanted.sidebar == -1 else max(1, wanted.sidebar)
        widgets.main.display = wanted.sidebar != -1
        widgets.main.set_class(wanted.below, "-below")
        widgets.list.display = not alone
        widgets.split.display = wanted.detail > 0
        widgets.detail.display = wanted.detail != 0
        if wanted.below:
            widgets.detail.styles.width = "1fr"
            widgets.detail.styles.height = "1fr" if alone else max(1, wanted.detail)
        else:
            widgets.detail.styles.width = "1fr" if alone else max(1, wanted.detail)
            widgets.detail.styles.height = "1fr"
        return True

    def visible(self, pane: Pane) -> bool:
        """Whether a pane is on the screen."""
        return self._widgets.pane(pane).display

    def toggle(self, pane: Pane) -> None:
        """Hide a pane that is there, show one that is not."""
        layout = self.layout
        if self.visible(pane):
            self.layout = replace(layout, hidden=layout.hidden | {pane}, shown=layout.shown - {pane})
        else:
            self.layout = replace(layout, shown=layout.shown | {pane}, hidden=layout.hidden - {pane})
        self.settle()

    def turn(self) -> bool:
        """All panes, then list and preview, then the list alone, then all again; False where nothing moved."""
        side, detail = frozenset({Pane.SIDEBAR}), frozenset({Pane.DETAIL})
        if self.visible(Pane.SIDEBAR):
            shown, hidden = detail, side
        elif self.visible(Pane.DETAIL):
            shown, hidden = frozenset(), side | detail
        else:
            shown, hidden = side | detail, frozenset()
        self.layout = replace(self.layout, shown=shown, hidden=hidden)
        return self.settle()

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
            self.layout = replace(self.layout, sidebar=max(NARROWEST, sidebar))
        if detail and now.detail > 0:
            if now.below:
                self.layout = replace(self.layout, preview=max(2, detail))
            else:
                self.layout = replace(self.layout, detail=max(NARROWEST, detail))
        self.settle()

    @property
    def width(self) -> int:
        """The cells of the screen."""
        return self._size.width

    @property
    def columns(self) -> tuple[int, int]:
        """The cells of the sidebar, and of the detail where that stands beside the list; 0 for none."""
        now = self._now
        if now is None:
            return 0, 0
        return max(0, now.sidebar), 0 if now.below else max(0, now.detail)

    @property
    def below(self) -> bool:
        """Whether the detail stands below the list."""
        return self._now is not None and self._now.below
