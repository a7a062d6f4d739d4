"""What stands half-typed in a dialog when the program ends: it stands there again, for the same only, and once."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.commands.questions import (
    AskCorrections,
    AskExport,
    AskList,
    AskTags,
    AskText,
    ListSettings,
    Question,
    TagEdit,
)
from reader.operations.collection import Collection, Kind
from reader.operations.list_settings import ListEdit
from reader.paper import Paper, ReadingList
from reader.tui.dialogs import _SCREENS, screen_for
from reader.tui.dialogs.frame import Dialog
from reader.tui.dialogs.list_settings import kept_sections
from reader.tui.drafts import Drafts
from tests.support.dialog_host import asking, nothing_cut_off, paper, text, type_in
from tests.support.keyboard import one_by_one, rest
from tests.support.laws import is_long
from tests.support.screen import opened, until
from tests.tui.dialogs.test_keys import PAPERS, QUESTIONS
from tests.tui.test_screen import shelf

ASKING: dict[str, tuple[str, ...]] = {
    "AskText": (), "AskTags": (), "AskList": (), "AskImport": (), "AskExport": (), "AskSync": (),
    "TagHygiene": ("j", "j", "r"), "ListSettings": (), "AskCorrections": (),
}  # fmt: skip
"""The questions that are answered by words, with the keys that lead to the field."""
WORDLESS = {
    "AskChoice", "Confirm", "AskConflict", "AskPlaceLook", "Triage", "AskDoubts", "Duplicates", "ShowHistory",
    "ShowReading",
}  # fmt: skip
"""What is answered by choosing; looking for a choice is nothing to be kept."""


@asynccontextmanager
async def asked(
    folder: Path, question: Question[Any], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Any, Any]]:
    """A window that asks, opened and left; what is kept lies in the folder."""
    kept = Drafts(folder, "words")
    async with asking(question, size, keeper=kept) as (host, pilot):
        yield host, pilot
    kept.close()


def dialog(host: Any) -> Dialog[Any]:
    """The dialog that is open."""
    screen = host.screen
    assert isinstance(screen, Dialog)
    return screen


def offered(host: Any) -> bool:
    """Whether the dialog says that it begins with what was kept."""
    return "Not saved last time" in text(host)


async def left_with(folder: Path, question: Question[Any], *keys: str, words: str = "half a") -> dict[str, str]:
    """Type into every field of the dialog, and end the program; what it held."""
    async with asked(folder, question) as (host, pilot):
        await pilot.press(*keys)
        for id, field in dialog(host)._fields.items():
            field.put(f"{words} {id}")
        await pilot.pause()
        return dialog(host).words()


def test_every_dialog_says_whether_it_holds_words() -> None:
    """One that is added has to be left and opened here; a note keeps its drafts by itself."""
    holding = {name for name in _SCREENS if getattr(type(screen_for(QUESTIONS[name]())), "WORDS", ())}
    assert holding == ASKING.keys()
    assert _SCREENS.keys() - holding == WORDLESS | {"AskNote"}


@pytest.mark.long
@pytest.mark.parametrize("name", sorted(ASKING))
async def test_words_left_in_a_dialog_stand_there_again_until_they_are_dropped(tmp_path: Path, name: str) -> None:
    held = await left_with(tmp_path, QUESTIONS[name](), *ASKING[name])
    assert any(words.startswith("half a") for words in held.values())
    for last in (False, False, True) if is_long() or name in ("AskText", "AskTags") else (True,):
        async with asked(tmp_path, QUESTIONS[name](), (40, 12)) as (host, pilot):
            assert dialog(host).words() == held
            assert offered(host)
            nothing_cut_off(host)
            for _ in range(3):
                if last and not host.answered:
                    await pilot.press("escape")
            assert host.answered == last
    assert not list(tmp_path.glob("words/*"))
    if is_long() or name in ("AskText", "AskTags"):
        async with asked(tmp_path, QUESTIONS[name]()) as (host, _):
            assert dialog(host).words() != held
            assert not offered(host)


@pytest.mark.parametrize("name", sorted(ASKING))
async def test_a_dialog_left_as_it_was_keeps_nothing(tmp_path: Path, name: str) -> None:
    async with asked(tmp_path, QUESTIONS[name]()) as (_, pilot):
        await pilot.press(*ASKING[name][:2])
    assert not list(tmp_path.glob("words/*"))


async def test_words_that_were_saved_are_gone(tmp_path: Path) -> None:
    await left_with(tmp_path, QUESTIONS["AskText"]())
    async with asked(tmp_path, QUESTIONS["AskText"]()) as (host, pilot):
        await pilot.press("!", "enter")
        assert host.answer == "half a text!"
    assert not list(tmp_path.glob("words/*"))


async def test_words_taken_back_by_hand_are_gone(tmp_path: Path) -> None:
    """The field holds again what it began with, and the program ends."""
    await left_with(tmp_path, QUESTIONS["AskText"]())
    async with asked(tmp_path, QUESTIONS["AskText"]()) as (host, _):
        dialog(host)._fields["text"].put("x")
    assert not list(tmp_path.glob("words/*"))


def export(**fields: Any) -> AskExport:
    """What an export asks."""
    question = QUESTIONS["AskExport"]()
    assert isinstance(question, AskExport)
    return replace(question, **fields)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (AskText("Remark", "A title", about=("p1",)), AskText("Remark", "A title", about=("p2",))),
        (AskText("Rename 'a'"), AskText("Rename 'b'")),
        (AskTags(PAPERS, ()), AskTags((PAPERS[0], paper(7)), ())),
        (AskList(PAPERS, ()), AskList((paper(7), PAPERS[1]), ())),
        (ListSettings(ReadingList("One")), ListSettings(ReadingList("Two"))),
        (export(about=("One",)), export(about=("Two",))),
    ],
    ids=lambda question: type(question).__name__,
)
async def test_words_are_offered_for_the_same_only(tmp_path: Path, one: Question[Any], other: Question[Any]) -> None:
    await left_with(tmp_path, one)
    async with asked(tmp_path, other) as (host, _):
        assert not offered(host)
    async with asked(tmp_path, one) as (host, _):
        assert offered(host)


def remark(held: str) -> AskText:
    """A question whose field holds something."""
    return AskText("Remark", "A title", initial=held)


@pytest.mark.parametrize("taken", [False, True])
async def test_what_a_field_holds_by_now_is_not_hidden_by_words_begun_before(tmp_path: Path, taken: bool) -> None:
    """They wait beneath until they are taken, also over a further end; what is saved stands as it was answered."""
    await left_with(tmp_path, remark("old"))
    for _ in range(2):
        async with asked(tmp_path, remark("newer")) as (host, _pilot):
            assert dialog(host).words() == {"text": "newer"}
            assert "Not saved last time; ctrl+r takes it: half a text" in text(host)
    async with asked(tmp_path, remark("newer")) as (host, pilot):
        await pilot.press(*["ctrl+r"] * taken, "enter")
        assert host.answer == ("half a text" if taken else "newer")
    assert not list(tmp_path.glob("words/*"))


async def test_words_that_wait_are_dropped_by_esc_only_once_they_were_taken(tmp_path: Path) -> None:
    await left_with(tmp_path, remark("old"))
    async with asked(tmp_path, remark("newer")) as (_, pilot):
        await pilot.press("escape")
    async with asked(tmp_path, remark("newer")) as (host, pilot):
        await pilot.press("ctrl+r")
        assert "Not saved last time; Esc drops it" in text(host)
        await pilot.press("escape")
    assert not list(tmp_path.glob("words/*"))


@pytest.mark.parametrize(
    ("question", "name", "keys"),
    [
        (AskText("Remark", "A title", initial="old", prose=True), "text", ()),
        (ListSettings(ReadingList("One", description="old")), "description", ("tab",)),
        (AskCorrections(Paper("", ""), Paper("", "")), "authors", ("tab",)),
    ],
    ids=["remark", "description", "paper told by hand"],
)
async def test_prose_is_dropped_by_a_second_esc_only(
    tmp_path: Path, question: Question[Any], name: str, keys: tuple[str, ...]
) -> None:
    """Esc is pressed by habit, and in a note it saves: a paragraph, or a paper told by hand, stands there again,
    until Esc has seen it."""
    async with asked(tmp_path, question) as (host, pilot):
        await pilot.press(*keys, "end", "!")
        written = dialog(host).words()[name]
        await pilot.press("escape")
        assert host.answered
        assert host.answer is None
    async with asked(tmp_path, question) as (host, pilot):
        assert dialog(host).words()[name] == written
        assert offered(host)
        await pilot.press("escape")
    assert not list(tmp_path.glob("words/*"))


async def test_a_name_is_dropped_by_the_first_esc(tmp_path: Path) -> None:
    async with asked(tmp_path, ListSettings(ReadingList("One", description="old"))) as (_, pilot):
        await pilot.press("x", "escape")
    assert not list(tmp_path.glob("words/*"))


async def test_words_of_an_earlier_version_wait_where_the_field_holds_something(tmp_path: Path) -> None:
    """It is not known what they were begun on."""
    for held, shown in (("", "half a text"), ("newer", "newer")):
        kept = Drafts(tmp_path, "words")
        kept.keep(screen_for(remark("")).subject, json.dumps({"text": "half a text"}))  # type: ignore[attr-defined]
        kept.close()
        async with asked(tmp_path, remark(held)) as (host, _):
            assert dialog(host).words() == {"text": shown}
            assert offered(host)


async def test_a_field_that_nobody_touched_shows_what_the_list_has_now(tmp_path: Path) -> None:
    """Each field on its own: one that was changed here comes back, and one that was changed elsewhere is as it is."""
    async with asked(tmp_path, ListSettings(ReadingList("One", description="old", sections=("A",)))) as (_, pilot):
        await pilot.press("end", "!")
    now = ListSettings(ReadingList("One", description="new", sections=("A", "B")))
    async with asked(tmp_path, now) as (host, pilot):
        await pilot.press("ctrl+s")
        assert host.answer == ListEdit("One!", "new", "", (("A", "A"), ("B", "B")))


async def test_settings_that_are_asked_again_stand_as_they_were_typed(tmp_path: Path) -> None:
    """Where the program ends there, they are kept too."""
    typed = ListEdit("Two", "mine", "", (("A", "B"),))
    lst = ReadingList("One", description="theirs", sections=("A",))
    async with asked(tmp_path, ListSettings(lst, typed=typed)):
        pass
    async with asked(tmp_path, ListSettings(lst)) as (host, pilot):
        assert offered(host)
        await pilot.press("ctrl+s")
        assert host.answer == typed


async def test_what_was_brought_along_is_not_replaced_by_what_was_kept(tmp_path: Path) -> None:
    """What was kept waits for its key."""
    blank = Paper("", "")
    await left_with(tmp_path, AskCorrections(blank, blank), words="kept")
    async with asked(tmp_path, AskCorrections(blank, blank, {"title": "On Light"})) as (host, pilot):
        assert dialog(host).words()["title"] == "On Light"
        assert dialog(host).words()["venue"] == "kept venue"
        assert "ctrl+r takes it: kept title" in text(host)
        await pilot.press("ctrl+r")
        assert dialog(host).words()["title"] == "kept title"


async def test_a_path_to_export_to_comes_back_with_what_was_to_be_written_there(tmp_path: Path) -> None:
    async with asked(tmp_path, QUESTIONS["AskExport"]()) as (host, pilot):
        await pilot.press(*["down"] * 4, "tab", "down", "right")
        dialog(host)._fields["path"].put("/p/mine.bib")
    async with asked(tmp_path, QUESTIONS["AskExport"]()) as (host, pilot):
        await pilot.press("enter")
        await until(pilot, lambda: host.answered)
        answer = host.answer
        assert (answer.scope, answer.format, answer.path) == ("shown", "bibtex", "/p/mine.bib")


async def test_sections_that_wait_are_named_and_taken_with_those_added_since(tmp_path: Path) -> None:
    async with asked(tmp_path, ListSettings(ReadingList("One", sections=("A",)))) as (_, pilot):
        await pilot.press("tab", "tab", "a", *"Mine", "enter")
    async with asked(tmp_path, ListSettings(ReadingList("One", sections=("A", "B")))) as (host, pilot):
        assert "ctrl+r takes it: A, Mine, B" in text(host)
        await pilot.press("ctrl+r", "ctrl+s")
        assert [new for _, new in host.answer.sections] == ["A", "Mine", "B"]


async def test_what_was_saved_is_not_followed_by_older_words_of_another_window(tmp_path: Path) -> None:
    """But for those of one that is open yet."""
    crashed, open_yet = Drafts(tmp_path, "words"), Drafts(tmp_path, "words")
    subject = screen_for(remark("")).subject  # type: ignore[attr-defined]
    crashed.keep(subject, json.dumps({"text": ["", "older"]}))
    open_yet.keep(subject, json.dumps({"text": ["", "at work"]}))
    crashed.close()
    await left_with(tmp_path, remark(""))
    async with asked(tmp_path, remark("")) as (_, pilot):
        await pilot.press("enter")
    assert [json.loads(path.read_text())["text"][1] for path in tmp_path.glob("words/*")] == ["at work"]
    open_yet.close()


async def test_a_name_of_tags_that_was_not_typed_is_not_kept(tmp_path: Path) -> None:
    async with asked(tmp_path, QUESTIONS["TagHygiene"]()) as (_, pilot):
        await pilot.press(*ASKING["TagHygiene"])
    assert not list(tmp_path.glob("words/*"))


async def test_words_are_kept_while_they_are_typed(tmp_path: Path) -> None:
    """A power cut asks nobody."""
    async with asked(tmp_path, QUESTIONS["AskText"]()) as (host, pilot):
        dialog(host)._fields["text"].put("half a name")
        await pilot.pause()
        dialog(host).keep_words()
        assert "half a name" in next(tmp_path.glob("words/*.md")).read_text(encoding="utf-8")


async def test_a_dialog_given_up_for_an_error_leaves_its_words_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with asked(tmp_path, QUESTIONS["AskText"]()) as (host, pilot):
        dialog(host)._fields["text"].put("half a name")
        monkeypatch.setattr("reader.tui.sheet.ErrorReports.met", lambda *_: None)
        dialog(host).contain(ZeroDivisionError("a mistake"), leave=True)
        await pilot.pause()
        assert host.answered
    async with asked(tmp_path, QUESTIONS["AskText"]()) as (host, _):
        assert dialog(host).words() == {"text": "half a name"}


async def test_tags_turned_on_and_off_stand_as_they_were_left(tmp_path: Path) -> None:
    """A new one too, which stands in no field any more."""
    async with asked(tmp_path, QUESTIONS["AskTags"]()) as (host, pilot):
        await pilot.press("1", "up", "space", "space")
        held = dialog(host).words()
    async with asked(tmp_path, QUESTIONS["AskTags"]()) as (host, pilot):
        assert dialog(host).words() == held
        await pilot.press("ctrl+s")
        assert host.answer == TagEdit(("new",), ("rl",))


async def test_a_pasted_page_and_the_fields_behind_it_come_back(tmp_path: Path) -> None:
    async with asked(tmp_path, QUESTIONS["AskImport"]()) as (host, pilot):
        await type_in(pilot, "one\ntwo\nthree")
        held = dialog(host).words()
    async with asked(tmp_path, QUESTIONS["AskImport"]()) as (host, pilot):
        assert dialog(host).words() == held
        assert "Pasted 3 lines: one" in text(host)


async def test_an_address_to_import_comes_back_without_its_secrets(tmp_path: Path) -> None:
    async with asked(tmp_path, QUESTIONS["AskImport"]()) as (host, pilot):
        await type_in(pilot, "https://ann:hush@papers.org/x?token=hush&a=1")
    assert "hush" not in "".join(path.read_text("utf-8") for path in tmp_path.rglob("*.md"))
    async with asked(tmp_path, QUESTIONS["AskImport"]()) as (host, pilot):
        assert dialog(host).words()["path"] == "https://papers.org/x?a=1"


async def test_sections_and_the_name_of_one_being_added_come_back(tmp_path: Path) -> None:
    async with asked(tmp_path, QUESTIONS["ListSettings"]()) as (host, pilot):
        await pilot.press("tab", "tab", "d", "a", *"New")
    async with asked(tmp_path, QUESTIONS["ListSettings"]()) as (host, pilot):
        await pilot.press("tab", "tab", "a")
        assert dialog(host).words() == {"text": "New"}
        await pilot.press("enter", "ctrl+s")
        assert [new for _, new in host.answer.sections] == ["End", "New"]


async def test_one_section_is_added_after_the_other_and_no_name_is_begun_with_the_last(tmp_path: Path) -> None:
    """While the settings themselves are not saved yet: a window keeps answers until their command is at its end."""
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        app.main.navigator.open(Collection(Kind.LIST, "Edge models"))
        await rest(app, pilot)
        await one_by_one(app, pilot, [",", "tab", "tab", "insert", *"Alpha", "enter", "insert"])
        assert not offered(app)
        await one_by_one(app, pilot, [*"Beta", "enter"])
        await one_by_one(app, pilot, ["ctrl+s"])
        assert sorted(found.reading_list("Edge models").sections) == ["Alpha", "Beta"]


async def test_a_section_that_was_named_comes_back_with_the_form(tmp_path: Path) -> None:
    async with asked(tmp_path, QUESTIONS["ListSettings"]()) as (host, pilot):
        await pilot.press("tab", "tab", "d", "a", *"New", "enter")
    async with asked(tmp_path, QUESTIONS["ListSettings"]()) as (host, pilot):
        await pilot.press("ctrl+s")
        assert [new for _, new in host.answer.sections] == ["End", "New"]


SECTIONS = ("Intro", "End")


@pytest.mark.parametrize(
    ("kept", "found"),
    [
        ([SECTIONS, [["End", "Close"], ["", "New"]]], [("End", "Close"), ("", "New")]),
        ([SECTIONS, []], []),
        (
            [["Intro"], [["Intro", "Start"], ["", "New"], ["", "End"]]],
            [("Intro", "Start"), ("", "New"), ("End", "End")],
        ),
        ([["Gone", "End"], [["Gone", "a"], ["End", "b"]]], [("End", "b"), ("Intro", "Intro")]),
        ([SECTIONS, [["End", "a"], ["End", "b"]]], None),
        ([SECTIONS, [["Other", "a"]]], None),
        ([SECTIONS, 7], None),
        ("x", None),
    ],
)
def test_kept_sections_take_in_what_the_list_has_now(kept: object, found: object) -> None:
    """Else one that was added elsewhere would be taken for one that was removed."""
    assert kept_sections(json.dumps(kept), SECTIONS) == found


@pytest.mark.parametrize("nonsense", ["", "{", "[1]", '{"text": 7}', '"x"', "\x00"])
async def test_nonsense_among_kept_words_is_as_if_nothing_was_kept(tmp_path: Path, nonsense: str) -> None:
    kept = Drafts(tmp_path, "words")
    kept.keep(screen_for(QUESTIONS["AskText"]()).subject, nonsense)  # type: ignore[attr-defined]
    kept.close()
    async with asked(tmp_path, QUESTIONS["AskText"]()) as (host, _):
        assert dialog(host).words() == {"text": "x"}


async def test_a_save_takes_away_nothing_that_another_window_kept_and_nobody_saw(tmp_path: Path) -> None:
    """It waits beneath what was saved, until somebody takes it."""
    for words in ("first", "second"):
        window = Drafts(tmp_path, "words")
        window.keep(screen_for(remark("")).subject, json.dumps({"text": ["", words]}))  # type: ignore[attr-defined]
        window.close()
    async with asked(tmp_path, remark("")) as (host, pilot):
        shown = dialog(host).words()["text"]
        await pilot.press("enter")
        assert host.answer == shown
    async with asked(tmp_path, remark(shown)) as (host, _):
        left = {"first": "second", "second": "first"}[shown]
        assert f"ctrl+r takes it: {left}" in text(host)
