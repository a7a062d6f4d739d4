"""Tag hygiene and the settings of a list: each change is looked at before it is answered."""

from __future__ import annotations

from reader.commands.questions import ListSettings, TagHygiene
from reader.operations.annotate import TagChange
from reader.operations.list_settings import ListEdit
from reader.operations.tag_suggestions import TagCount
from reader.paper import ListEntry, ReadingList
from reader.text import clean_text
from reader.tui.dialogs import _SCREENS
from tests.support.dialog_host import HOSTILE, asking, fits_every_size, press_hint, text, type_in

TAGS = (TagCount("LLM", 30), TagCount("rl", 9), TagCount("llms", 3), TagCount("vision", 1))


def ask_tags() -> TagHygiene:
    return TagHygiene(TAGS, (("LLM", "llms"),), lambda change: (f"{change.tags} become '{change.to}'",))


async def test_tags_that_look_alike_come_first_and_enter_merges_them() -> None:
    async with asking(ask_tags()) as (host, pilot):
        assert "llms → LLM" in text(host)
        await pilot.press("enter")
        assert "Merge 'LLM' and 'llms'" in text(host)
        assert "('LLM', 'llms') become 'LLM'" in text(host)
        await pilot.press("enter")
        assert host.answer == TagChange(("LLM", "llms"), "LLM")


async def test_a_tag_is_found_and_renamed_with_a_look_at_what_changes() -> None:
    async with asking(ask_tags()) as (host, pilot):
        await pilot.press("slash")
        await type_in(pilot, "vis")
        await pilot.press("enter", "r")
        await type_in(pilot, "rl")
        assert "become 'rl'" in text(host)
        await pilot.press("2")
        await pilot.pause()
        assert "become 'rl2'" in text(host)
        await pilot.press("enter")
        assert host.answer == TagChange(("vision",), "rl2")


async def test_the_new_name_of_a_tag_is_shown_as_it_is_made() -> None:
    """Without empty parts, so that a tag that exists is known by it."""
    async with asking(ask_tags()) as (host, pilot):
        await pilot.press("slash")
        await type_in(pilot, "vis")
        await pilot.press("enter", "r")
        await type_in(pilot, "/rl")
        assert "become 'rl'" in text(host)
        await type_in(pilot, "//x")
        assert "become 'rl/x'" in text(host)


async def test_marked_tags_are_deleted_together() -> None:
    async with asking(ask_tags()) as (host, pilot):
        await pilot.press("down", "down", "space", "down", "space", "d")
        assert "Delete 'rl' and 'vision'" in text(host)
        await press_hint(host, pilot, "delete")
        assert host.answer == TagChange(("rl", "vision"))


async def test_a_name_that_will_not_do_is_refused_and_escape_goes_back_step_by_step() -> None:
    async with asking(ask_tags()) as (host, pilot):
        await pilot.press("down", "r", "enter")
        assert "That is its name already." in text(host)
        await pilot.press("backspace", "enter")
        assert "A tag cannot be empty." in text(host)
        await pilot.press("escape", "slash", "x", "escape")
        assert not host.answered
        await pilot.press("escape")
        assert host.answer is None


async def test_tag_hygiene_fits_and_stays_text() -> None:
    hostile = TagHygiene((TagCount(HOSTILE, 1),) * 60, ((HOSTILE, HOSTILE),), lambda change: (HOSTILE,) * 60)
    await fits_every_size(hostile)
    await fits_every_size(hostile, "enter", "x")


CLEAN = clean_text(HOSTILE)
LIST = ReadingList("Edge", "About *it*\n", ("Intro", "Later"), (ListEntry("p1", "Intro"), ListEntry("p2", "Later")))


async def test_sections_are_added_renamed_moved_and_removed() -> None:
    async with asking(ListSettings(LIST)) as (host, pilot):
        await pilot.press("tab", "tab", "a")
        await pilot.pause()
        await type_in(pilot, "Middle")
        await pilot.press("enter")
        await pilot.press("alt+down", "up", "enter")
        await pilot.pause()
        await type_in(pilot, "End")
        await pilot.press("enter")
        await pilot.press("up", "d")
        assert "its papers join the part before the first section" in text(host)
        await pilot.press("ctrl+s")
        assert host.answer == ListEdit("Edge", "About *it*\n", "", (("Later", "End"), ("", "Middle")))


async def test_a_section_needs_a_name_of_its_own() -> None:
    async with asking(ListSettings(LIST)) as (host, pilot):
        await pilot.press("tab", "tab", "a")
        await pilot.pause()
        await type_in(pilot, "LATER")
        await pilot.press("enter")
        assert "The list 'Edge' already has a section 'Later'." in text(host)
        await pilot.press("escape", "escape")
        assert host.answer is None


async def test_the_name_is_changed_and_enter_saves() -> None:
    async with asking(ListSettings(LIST)) as (host, pilot):
        await pilot.press("ctrl+u", "enter")
        assert "The name of a reading list cannot be empty." in text(host)
        await pilot.press("N", "enter")
        assert host.answer == ListEdit("N", LIST.description, "", (("Intro", "Intro"), ("Later", "Later")))


async def test_a_smart_list_has_a_query_and_no_sections() -> None:
    async with asking(ListSettings(ReadingList("New", query="added:7d"))) as (host, pilot):
        await pilot.press("tab")
        await type_in(pilot, " is:unread")
        await press_hint(host, pilot, "save")
        assert host.answer == ListEdit("New", "", "added:7d is:unread", ())


async def test_list_settings_fit_and_stay_text() -> None:
    await fits_every_size(ListSettings(ReadingList(CLEAN, CLEAN, (HOSTILE,) * 40)), "tab", "tab")
    await fits_every_size(ListSettings(ReadingList(CLEAN, query=CLEAN)))


def test_every_question_has_its_dialog() -> None:
    """A question without a dialog would be a crash when a command asks it."""
    from reader.commands import place_look, questions

    asked = {
        name
        for module in (questions, place_look)
        for name, value in vars(module).items()
        if isinstance(value, type) and issubclass(value, questions.Question) and value is not questions.Question
    }
    assert asked == set(_SCREENS)
