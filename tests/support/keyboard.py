"""A keyboard that is quicker than the screen: keys reach the app as its terminal sends them, many at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from typing import Any

from textual import events
from textual.keys import _character_to_key
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from reader.library.library import Library
from reader.tui.app import ReaderApp
from reader.tui.widgets.search_line import SearchLine

TURNS = 6_000
"""How often the interface is asked before it is given up."""


def key(name: str) -> events.Event:
    """What the terminal says of a key, named as Textual names it or by its character; "paste:…" is pasted text."""
    if name.startswith("paste:"):
        return events.Paste(name.removeprefix("paste:"))
    if len(name) == 1:
        return events.Key(name if name.isalnum() else _character_to_key(name), name)
    return events.Key(name, " " if name == "space" else None)


def send(app: ReaderApp, *names: str) -> None:
    """Type all of it at once, and wait for nothing."""
    driver = app._driver
    assert driver is not None
    for name in names:
        driver.send_message(key(name))


async def until(pilot: Pilot[object], true: Callable[[], bool]) -> None:
    """Wait until something is so; fails when it never is."""
    for _ in range(TURNS):
        if true():
            return
        await asyncio.sleep(0.005)
    raise AssertionError(f"it did not happen; on the screen: {pilot.app.screen_stack if pilot.app.is_running else ''}")


def at_work(app: ReaderApp) -> bool:
    """Whether what was typed still leads to something."""
    job = getattr(app.screen, "job", None) if app.main.is_attached else None
    return app.ahead.holding or app.main.runner.opening() or app.main.context.working or job is not None


async def rest(app: ReaderApp, pilot: Pilot[object]) -> None:
    """Wait until the interface has answered."""
    await until(pilot, lambda: not at_work(app))
    if app.main.is_attached:
        await pilot.pause()
    await until(pilot, lambda: not at_work(app))


async def burst(app: ReaderApp, pilot: Pilot[object], *names: str) -> None:
    """Type all of it at once; wait for the end of all that it leads to."""
    send(app, *names)
    await pilot.pause()
    await rest(app, pilot)


async def one_by_one(app: ReaderApp, pilot: Pilot[object], names: Iterable[str]) -> None:
    """Type a key when the one before it has been answered."""
    for name in names:
        if not app.main.is_attached:
            return
        await burst(app, pilot, name)


def seen(app: ReaderApp, library: Library) -> dict[str, Any]:
    """Where the user is, what stands in the fields, and what the library holds."""
    if not app.main.is_attached:
        return {"left": True, "papers": _papers(library)}
    fields: list[Any] = []
    for screen in app.screen_stack:
        focused = screen.focused
        fields.append((type(screen).__name__, type(focused).__name__, focused.id if focused is not None else None))
        for widget in screen.query("*"):
            if isinstance(widget, Input):
                fields.append((widget.id, widget.value, widget.cursor_position))
            elif isinstance(widget, TextArea):
                fields.append((widget.id, widget.text, widget.cursor_location))
            elif isinstance(widget, SearchLine):
                fields.append((widget.id, widget.edit))
    view_state, lines = app.main.view_state, app.main.widgets.list
    return {
        "screens": fields,
        "pane": app.main.panes.focus,
        "place": view_state.collection,
        "order": view_state.order,
        "rows": view_state.shown.rows,
        "cursor": lines.current,
        "selected": sorted(lines.selection),
        "theme": app.theme,
        "papers": _papers(library),
        "lists": sorted((lst.name, lst.papers, lst.sections) for lst in library.state.lists.values()),
    }


def _papers(library: Library) -> list[Any]:
    return [(id, paper.title, paper.tags, paper.starred, paper.status, paper.note)
            for id, paper in library.papers.items()]  # fmt: skip
