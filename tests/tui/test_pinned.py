"""The pinned places: what the digits open, in the order of the sidebar."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.commands.bindings import COMMANDS, PINNED, key_map, named, pinned_keys, remapped
from reader.commands.place_look import PlaceLook
from reader.operations import reading_lists
from reader.operations.collection import Collection, Kind
from reader.paper import QUEUE
from reader.tui.app import ReaderApp
from tests.support.memory import library
from tests.support.screen import bottom, lines, opened
from tests.tui.test_screen import PAPERS, shelf

LIST = Collection(Kind.LIST, "Edge models")


def sidebar(app: ReaderApp) -> list[str]:
    """The first lines of the sidebar, without counts."""
    return [row.text for row in app.main.widgets.sidebar.rows]


async def test_each_digit_opens_the_place_beside_which_it_stands(tmp_path: Path) -> None:
    found = shelf()
    reading_lists.add_to_list(found, QUEUE, [found.papers["p5"]])
    async with opened(found, tmp_path, (120, 36)) as (app, pilot):
        rows = [row for row in app.main.widgets.sidebar.rows if row.key]
        assert [row.text for row in rows] == ["For you", "Inbox", "Queue", "Reading", "Starred"]
        for row in rows:
            await pilot.press(row.key)
            assert app.main.navigator.collection == row.collection
        assert [line[:24].split() for line in lines(app)][4] == ["3", "Queue", "1"]
        assert sidebar(app)[5:9] == ["All papers", "", "Lists", "Edge models"]


async def test_a_digit_without_a_place_says_so_and_leaves_the_screen(tmp_path: Path) -> None:
    async with opened(library(*PAPERS), tmp_path) as (app, pilot):
        await pilot.press("9")
        assert "No place is pinned as 9" in bottom(app)
        await pilot.press("3")
        assert "Nothing is on the Queue yet: + puts a paper there." in bottom(app)
        assert app.main.navigator.collection == Collection()


async def test_a_list_is_pinned_and_there_the_next_time_and_nine_at_most(tmp_path: Path) -> None:
    pin = named(COMMANDS, "place.pin")
    async with opened(shelf(), tmp_path, (120, 36)) as (app, pilot):
        app.main.navigator.open(LIST)
        app.main.run(pin)
        assert "'Edge models' is pinned: 6 opens it." in bottom(app)
        await pilot.press("q")
    async with opened(shelf(), tmp_path, (120, 36)) as (app, pilot):
        await pilot.press("1", "6")
        assert app.main.navigator.collection == LIST
        app.main.run(pin)
        assert "'Edge models' is pinned no more." in bottom(app)
        for kind in (Kind.ALL, Kind.UNREAD, Kind.READ, Kind.RECENT, Kind.AGAIN):
            app.main.navigator.open(Collection(kind))
            app.main.run(pin)
        assert "9 places are pinned" in bottom(app)
        await pilot.press("R")
        app.main.run(pin)
        assert "Only a place with a name of its own" in bottom(app)


async def test_a_pinned_list_that_is_renamed_keeps_its_digit_and_how_it_is_shown(tmp_path: Path) -> None:
    """In whatever window, while it is not open too; undo brings the name back here as there."""
    found, other = shelf(), Collection(Kind.LIST, "Edgy things")
    async with opened(found, tmp_path, (120, 36)) as (app, pilot):
        navigator = app.main.navigator
        navigator.open(LIST)
        app.main.run(named(COMMANDS, "place.pin"))
        navigator.show_as(PlaceLook("title"))
        navigator.open(Collection())
        renamed = reading_lists.rename_list(found, LIST.name, other.name)
        app.main.context.done(renamed)
        assert navigator.pinned[5] == other
        assert [row.key for row in app.main.widgets.sidebar.rows if row.text == other.name] == ["6"]
        await pilot.press("6")
        assert (navigator.collection, navigator.order) == (other, "title")
        navigator.open(Collection())
        await pilot.press("u")
        assert navigator.pinned[5] == LIST
        await pilot.press("q")
    reading_lists.rename_list(found, LIST.name, other.name)
    async with opened(found, tmp_path, (120, 36)) as (app, pilot):
        await pilot.press("6")
        assert app.main.navigator.collection == other, "while no window was open"
        app.main.context.done(reading_lists.delete_list(found, other.name))
        await pilot.press("1", "6")
        assert "was deleted." in bottom(app)


@pytest.mark.parametrize("keys", [{}, {PINNED: ("f1", "f2")}, {"view.unread": ("3",)}])
def test_a_digit_keeps_its_number_whatever_the_settings_give_to_others(keys: dict[str, tuple[str, ...]]) -> None:
    table, problems = remapped(keys)
    assert problems == ()
    there = pinned_keys(named(table, PINNED))
    wanted = {0: "f1", 1: "f2"} if PINNED in keys else {at: str(at + 1) for at in range(9)}
    if "view.unread" in keys:
        del wanted[2]
        assert key_map(table)["3"].id == "view.unread"
    assert there == wanted
    assert [key_map(table)[key].id for key in there.values()] == [PINNED] * len(there)
