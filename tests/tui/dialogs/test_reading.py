"""The page of figures over the whole screen: how it looks, what its keys do, what it answers."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import pytest

from reader.commands.questions import ReadingAnswer, ShowReading
from reader.operations.collection import Collection, Kind
from reader.operations.reading_figures import Period, ReadingRecord, figures
from reader.tui.dialogs.reading import ReadingLines
from tests.support.dialog_host import HOSTILE, asking, fits_every_size, press_hint, text
from tests.support.reading import NOW, Diary, half_year
from tests.support.screen import golden, opened
from tests.support.screen import text as shown


def question(diary: Diary, period: Period = Period.WEEK, at: int = -1, said: str = "") -> ShowReading:
    """The page of a diary."""
    record = ReadingRecord(diary.library, NOW)
    found = {each: figures(record, each, zone=UTC, goal=1) for each in Period}
    return ShowReading(found, diary.library.papers, period, at, said)


@pytest.fixture(scope="module")
def half() -> ShowReading:
    """The page of half a year."""
    return question(half_year())


@pytest.mark.parametrize(("kind", "locale"), [("blocks", "en_US.UTF-8"), ("plain", "C")])
async def test_the_screen_looks_as_it_is_kept(
    half: ShowReading, kind: str, locale: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    async with asking(half) as (host, _):
        golden(f"reading-screen-{kind}-80x24", text(host))


async def test_it_fits_every_size_and_names_stay_text() -> None:
    diary = Diary()
    (id,) = diary.on(30).came(HOSTILE)
    diary.on(1).mark(id)
    await fits_every_size(question(diary), "G")


async def test_a_key_shows_another_period(half: ShowReading) -> None:
    async with asking(half) as (host, pilot):
        for key, words in (("m", "6 months to"), ("y", "1 year to"), ("a", "26 weeks to"), ("w", "26 weeks to")):
            await pilot.press(key)
            assert words in text(host).splitlines()[0]
        await pilot.press("y", "x")
        assert host.answer == ReadingAnswer(Period.YEAR, 0, None)


async def test_enter_opens_the_papers_of_a_line(half: ShowReading) -> None:
    async with asking(half) as (host, pilot):
        await pilot.press("j", "j", "enter")
        answer = host.answer
    assert (answer.period, answer.at, answer.paper) == (Period.WEEK, 2, "")
    assert answer.opens.title == "Read, 26 weeks to 25 Nov"
    assert answer.opens.name.split() == list(half.figures[Period.WEEK].read)


async def test_the_cursor_steps_over_what_opens_nothing_and_into_the_block_beside(half: ShowReading) -> None:
    async with asking(half) as (host, pilot):
        await pilot.press(*"jjjjj")
        lines = host.screen.query_one(ReadingLines)
        assert text(host).splitlines()[2 + lines.cursor].startswith("▎under a week")
        await pilot.press("right")
        assert " ▎#quantization" in text(host)
        await pilot.press("right", "j", "enter")
        assert host.answer.opens == Collection(Kind.TAG, "agents")


async def test_the_last_lines_are_each_a_paper_of_this_week(half: ShowReading) -> None:
    async with asking(half) as (host, pilot):
        await pilot.press("G", "k", "enter")
        answer = host.answer
    assert answer.paper == half.figures[Period.WEEK].this_week[-1]
    assert answer.opens.title == "Read this week"


async def test_the_mouse_puts_the_cursor_there_and_opens(half: ShowReading) -> None:
    async with asking(half) as (host, pilot):
        await pilot.click(ReadingLines, offset=(40, 9))
        assert "▎#agents" in text(host)
        await pilot.click(ReadingLines, offset=(3, 5))
        assert not host.answered
        await pilot.click(ReadingLines, offset=(3, 8))
        assert not host.answered
        await pilot.click(ReadingLines, offset=(40, 9), times=2)
        assert host.answer.opens == Collection(Kind.TAG, "agents")


async def test_the_keys_of_the_foot_are_buttons_and_the_first_says_what_the_others_do(half: ShowReading) -> None:
    async with asking(half) as (host, pilot):
        await press_hint(host, pilot, "keys")
        assert "w weeks, m months, y years, a all" in text(host)
        await pilot.press("w")
        assert "w weeks" not in text(host)
        await press_hint(host, pilot, "the papers")
        assert host.answer.opens.title == "Came in, 26 weeks to 25 Nov"


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_it_is_left_without_an_answer(half: ShowReading, key: str) -> None:
    async with asking(half) as (host, pilot):
        await pilot.press(key)
        assert host.answer is None


async def test_it_begins_where_it_was_left_and_says_what_came_of_it(half: ShowReading) -> None:
    again = ShowReading(half.figures, half.papers, Period.MONTH, at=2, said="It exists.", failed=True)
    async with asking(again) as (host, pilot):
        assert "It exists." in text(host)
        assert "months to" in text(host)
        await pilot.press("x")
        assert host.answer == ReadingAnswer(Period.MONTH, 2, None)


async def test_what_is_empty_opens_nothing() -> None:
    async with asking(question(Diary())) as (host, pilot):
        await pilot.press("j", "enter", "G", "right", "enter")
        assert not host.answered
        assert "Nothing is left to read." in text(host)
        await pilot.click(ReadingLines, offset=(3, 1), times=2)
        assert not host.answered


def small() -> Diary:
    """Three papers, of which one was read."""
    diary = Diary()
    (id, *_) = diary.on(3).came("a", "b", "c")
    diary.on(1).mark(id)
    return diary


async def test_the_key_opens_it_and_what_is_typed_behind_it_goes_there(tmp_path: Path) -> None:
    """From the list to the page, to the papers of a line, and back with Esc."""
    diary = small()
    async with opened(diary.library, tmp_path) as (app, pilot):
        await pilot.press("F", "a", "j", "j", "enter")
        assert "2 of 3 papers" in shown(app)
        assert app.main.view_state.collection.title == "To read"
        await pilot.press("escape")
        assert app.main.view_state.collection == Collection()
        await pilot.press("F", "escape")
        assert "3 papers" in shown(app)


async def test_some_papers_that_were_open_at_the_end_are_all_papers_the_next_time(tmp_path: Path) -> None:
    diary = small()
    async with opened(diary.library, tmp_path) as (app, pilot):
        await pilot.press("F")
        shown(app)  # Its lines are laid when they are drawn.
        await pilot.press("enter")
        assert app.main.view_state.collection.kind is Kind.PAPERS
    async with opened(diary.library, tmp_path) as (app, _):
        assert app.main.view_state.collection == Collection()
