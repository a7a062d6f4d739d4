"""The one finder: what stands first, how it is narrowed, where Enter leads, and what can be done with a row."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from textual import events

from reader.operations import reading_lists
from reader.operations.collection import Collection, Kind
from reader.paper import Paper
from reader.tui.app import ReaderApp
from reader.tui.dialogs import finder as finder_dialogs
from reader.tui.dialogs.finder import Finder
from reader.tui.model.name_search import HAS_LETTERS, HAS_WORDS, NameSearch
from tests.support.dialog_host import SIZES, nothing_cut_off
from tests.support.keyboard import burst, rest
from tests.support.laws import by_turns
from tests.support.memory import library
from tests.support.pilot import NEVER
from tests.support.screen import golden, opened, resize, right_of, text
from tests.tui.dialogs.test_keys import KEYS
from tests.tui.test_screen import shelf

LIST, INBOX, STARRED = Collection(Kind.LIST, "Edge models"), Collection(Kind.INBOX), Collection(Kind.STARRED)


PLACE_FIRST = "Go through what waits here"


def names(app: ReaderApp) -> list[str]:
    """What is found, in order."""
    assert isinstance(app.screen, Finder)
    return [row.text for row in app.screen._list.rows]


async def found(app: ReaderApp, pilot: Any, typed: str) -> list[str]:
    """What is found for a text."""
    await burst(app, pilot, "'", *typed)
    while isinstance(app.screen, Finder) and app.screen._things.lacked_near:
        app.screen._prepare()
    rows = names(app)
    await burst(app, pilot, "escape")
    return rows


async def test_the_place_before_this_one_comes_first_so_that_enter_goes_back_and_forth(tmp_path: Path) -> None:
    """Also in the next run, each of the last five once, the one that is open not at all."""
    held = shelf()
    async with opened(held, tmp_path) as (app, pilot):
        for place in (INBOX, LIST, STARRED):
            app.main.navigator.open(place)
        assert (await found(app, pilot, ""))[:4] == ["Edge models", "Inbox", "All papers", "For you"]
        await burst(app, pilot, "'", "enter")
        assert app.main.view_state.collection == LIST
        await burst(app, pilot, "'", "enter")
        assert app.main.view_state.collection == STARRED
    async with opened(held, tmp_path) as (app, pilot):
        rows = await found(app, pilot, "")
        assert rows[:3] == ["Edge models", "Inbox", "All papers"]
        assert "Starred" not in rows


PAPER = "Mamba: Linear-Time Sequence Modeling with Selective State Spaces"
CALLED_SO = {
    "edge": "Edge models", "models edge": "Edge models", "exprot": "Export", "nord": "nord", "inbox": "Inbox",
    "mamba": PAPER, "#seq": "#ml/sequence", ":undo": "Undo", "@gu": "Albert Gu", "=mamab": PAPER, "gu": PAPER,
}  # fmt: skip
"""What is typed, and what comes first then."""


async def test_what_is_called_so_comes_first_whatever_it_is(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        firsts = {typed: (await found(app, pilot, typed))[0] for typed in CALLED_SO}
    assert firsts == CALLED_SO


async def test_a_sign_narrows_it_to_one_kind_and_goes_like_a_letter(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        for sign, kind in ((":", "command"), ("#", "tag"), ("@", "person"), ("=", "paper")):
            await burst(app, pilot, "'", sign)
            finder = app.screen
            assert isinstance(finder, Finder)
            assert {thing.kind for thing in finder._found} == {kind}
            await burst(app, pilot, "a")
            assert {thing.kind for thing in finder._found} == {kind}
            await burst(app, pilot, "backspace", "backspace")
            assert {thing.kind for thing in finder._found} == {"place", "list", "tag"}
            finder.action_narrow(sign)
            await pilot.pause()
            assert {thing.kind for thing in finder._found} == {kind}
            await burst(app, pilot, "escape", "escape")
            assert app.screen is app.main


async def test_what_was_used_lately_stands_before_what_fits_no_better(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        assert (await found(app, pilot, "or show"))[0] == "Hide or show the sidebar"
        await burst(app, pilot, ":", *"show the preview", "enter")
        assert (await found(app, pilot, "or show"))[0] == "Hide or show the preview"


async def test_enter_leads_to_a_paper_a_person_a_command_and_a_theme(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        await burst(app, pilot, "'", *"=blind", "enter")
        assert app.main.widgets.list.current == "p5"
        await burst(app, pilot, "'", *"@gu", "enter")
        assert (app.main.view_state.query, app.main.view_state.shown.rows) == ('author:"Albert Gu"', ["p2"])
        await burst(app, pilot, "'", *"star or unstar", "enter")
        assert app.main.context.library.papers["p2"].starred
        await burst(app, pilot, "'", *"nord", "enter")
        assert app.theme == "nord"


async def test_a_theme_is_tried_under_the_cursor_and_goes_with_it(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        before = app.theme
        await burst(app, pilot, "'", *"nord")
        assert app.theme == "nord"
        await burst(app, pilot, "down")
        assert app.theme == before
        await burst(app, pilot, "up", "escape")
        assert app.theme == before


async def test_a_name_that_nothing_has_makes_a_list_only_by_going_to_that_row(tmp_path: Path) -> None:
    """Enter makes nothing of a slip."""
    async with opened(shelf(), tmp_path) as (app, pilot):
        await burst(app, pilot, "'", *"zzqx", "enter")
        assert isinstance(app.screen, Finder)
        assert "zzqx" not in app.main.context.library.lists
        await burst(app, pilot, "down", "enter")
        assert app.main.view_state.collection == Collection(Kind.LIST, "zzqx")


async def test_right_behind_the_last_letter_asks_what_to_do_with_the_row(tmp_path: Path) -> None:
    """With a list, a tag, a paper; with a command there is nothing else to do."""
    async with opened(shelf(), tmp_path) as (app, pilot):
        await burst(app, pilot, "'", *"edge", "left", "right", "right")
        assert names(app)[:2] == ["Name and more of the list, name of the tag", "Rename the list or tag"]
        await burst(app, pilot, *"delete", "enter")
        assert "Delete" in text(app)
        await burst(app, pilot, "escape", "#", *"arch", "right")
        assert "Rename, merge and delete tags" in names(app)
        await burst(app, pilot, "escape", "'", *"=blind", "right", *"queue", "enter")
        assert app.main.context.library.reading_list("Queue").papers == ("p5",)
        await burst(app, pilot, ":", *"undo", "right")
        assert names(app)[0] == "Undo"
        await burst(app, pilot, "escape")


@pytest.mark.parametrize("key", ["'", ":", "t", "L", "S", "H", "i"])
async def test_a_dialog_leaves_the_preview_as_it_is_where_there_is_room_beside_it(tmp_path: Path, key: str) -> None:
    """Its title too; where there is none, the dialog stands in the middle."""
    async with opened(shelf(), tmp_path, (120, 36)) as (app, pilot):
        beside = app.main.widgets.detail.region.x
        before = right_of(app, beside)
        assert "Attention Is All You Need" in "".join(before)
        await burst(app, pilot, key)
        assert app.screen is not app.main
        assert right_of(app, beside) == before
        await resize(pilot, 90, 30)
        frame = app.screen.query_one("#frame").region
        assert abs(frame.x - (90 - frame.right)) <= 1


async def test_eight_rows_are_enough_and_the_number_of_the_others_is_said(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path, (120, 36)) as (app, pilot):
        await burst(app, pilot, ":")
        rows = app.screen.query_one("#found")
        assert rows.size.height == 8
        assert f"… {len(names(app)) - 8} more" in text(app)
        await burst(app, pilot, "pagedown", "down")
        assert f"… {len(names(app)) - 9} more" in text(app)


@pytest.mark.long
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_finder_looks_as_it_is_kept_and_takes_every_key(tmp_path: Path, size: tuple[int, int]) -> None:
    """And leaves the preview to be read, where there is room beside it. In a usual run every second key is pressed, at
    one size, in a long one each at all; in other dialogs `test_keys` presses them."""
    async with opened(shelf(), tmp_path, size) as (app, pilot):
        await burst(app, pilot, "'", *"edg")
        golden(f"finder-{size[0]}x{size[1]}", text(app))
        await burst(app, pilot, "escape")
        for key in by_turns(KEYS, 6, SIZES.index(size)):
            await burst(app, pilot, "'", key)
            if app.screen is not app.main:
                nothing_cut_off(app)
            await burst(app, pilot, *["escape"] * 4)
            assert app.screen is app.main, key
        await burst(app, pilot, "'", *"zzqx", *["backspace"] * 4)
        nothing_cut_off(app)
        await resize(pilot, 60, 16)
        nothing_cut_off(app)


async def test_a_click_beside_it_leaves_and_one_on_a_row_goes_there(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        await burst(app, pilot, "'")
        await pilot.click(offset=(0, 23))
        assert app.screen is app.main
        await burst(app, pilot, "'", *"edge")
        await pilot.click("#found", offset=(4, 0))
        await pilot.pause()
        assert app.main.view_state.collection == LIST


async def test_the_right_button_and_a_key_ask_what_can_be_done(tmp_path: Path) -> None:
    """With the paper under the pointer, with what is selected, with a place of the sidebar; not beside them."""
    async with opened(shelf(), tmp_path, (120, 36)) as (app, pilot):
        await pilot.click("#list", offset=(10, 1), button=3)
        await rest(app, pilot)
        assert "Mamba: Linear-Time" in text(app)
        await burst(app, pilot, *"queue", "enter")
        assert app.main.context.library.reading_list("Queue").papers == ("p2",)
        await burst(app, pilot, "space", "space", "f22")
        assert "2 selected papers" in text(app)
        await burst(app, pilot, "escape")
        await pilot.click("#list", offset=(10, 9), button=3)
        await rest(app, pilot)
        assert app.screen is app.main
        sidebar = app.main.widgets.sidebar
        for words, first in (("Edge models", "Name and more of the list, name of the tag"), ("Inbox", PLACE_FIRST)):
            at = next(number for number, row in enumerate(sidebar.rows) if row.text == words)
            await pilot.click("#sidebar", offset=(4, at), button=3)
            await rest(app, pilot)
            assert names(app)[0] == first
            assert app.main.view_state.collection.title == words
            await burst(app, pilot, "escape")


def test_names_are_found_by_words_in_any_order_and_with_slips() -> None:
    """By their letters first; a long name is not found by holding the letters somewhere."""
    search = NameSearch(
        ["Reading group", "Edge models", "On-device", "Group meeting", "Take off the list, tag or star"]
    )
    assert [number for _, number in search.found("group")] == [3, 0]
    assert [number for _, number in search.found("models edge")] == [1]
    assert [number for _, number in search.found("modles")] == [1]
    assert [number for _, number in search.found("tfls")] == []
    assert [number for _, number in search.found(" ")] == [0, 1, 2, 3, 4]


async def test_a_library_without_anything_has_commands_and_themes(tmp_path: Path) -> None:
    async with opened(library(), tmp_path) as (app, pilot):
        await burst(app, pilot, ":", "backspace", *"import")
        assert names(app)[0] == "Import papers"
        await burst(app, pilot, "escape")
        app.main.context.done(reading_lists.new_list(app.main.context.library, "Shelf"))
        assert "Shelf" in await found(app, pilot, "shelf")


async def test_thousands_of_tags_are_found_letter_by_letter_and_a_slip_once_that_is_prepared(tmp_path: Path) -> None:
    """No letter waits for what finds slips to be made: that comes between the keys. Enter waits for it."""
    tags = [f"{chr(97 + at % 26)}{at:05}-kind" for at in range(4_000)]
    papers = [Paper(f"p{at}", f"T {at}", tags=tuple(tags[at * 50 : at * 50 + 50])) for at in range(80)]
    papers.append(Paper("q", "Q", tags=("quantization",)))
    async with opened(library(*papers), tmp_path) as (app, pilot):
        with patch.object(finder_dialogs, "PREPARED_EVERY", NEVER):
            await pilot.press("number_sign", *"qauntization")
        finder = app.screen
        assert isinstance(finder, finder_dialogs.Finder)
        assert finder._things.lacked_near
        assert "quantization" not in text(app)
        assert finder.waits(events.Key("enter", None))
        while finder._things.lacked_near:
            finder._prepare()
        assert not finder.waits(events.Key("enter", None))
        await pilot.press("enter")
        assert app.main.navigator.collection == Collection(Kind.TAG, "quantization")


def test_a_letter_looks_at_no_name_by_its_letters_where_enough_hold_it() -> None:
    """And what was found before is found still: by beginnings, words, letters, slips."""
    search = NameSearch([*(f"alpha {at}" for at in range(20)), "apt all", "ax-y"], [""] * 21 + ["spam"])
    assert [number for _, number in search.found("alpha")] == list(range(20))
    assert search.found("spam") == [(HAS_WORDS, 21)]
    assert NameSearch(["apt all", "ax-y"]).found("axy", near=False) == [(HAS_LETTERS, 1)]
    assert search.found("all apt") == [(HAS_WORDS, 20)]
    search = NameSearch([f"alpha {at}" for at in range(20)])
    found = search.found("aplha 7", near=False)
    assert search.lacked_near
    assert 7 not in [number for _, number in found]
    assert search.prepare()
    assert 7 in [number for _, number in search.found("aplha 7", near=False)]
