"""What stands above the panes: place, number, order, and by a heavy line which pane the keys go to."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.style import Style

from reader.operations import annotate, reading_lists
from reader.operations.collection import Collection, Kind
from reader.paper import Paper, Status
from reader.settings import LIST_COLUMNS
from reader.tui.drawing.styled_text import cells
from reader.tui.drawing.titled_rule import HEAVY, PaneTitle, titled_rule
from reader.tui.widgets.detail_lines import Amount, detail_lines
from reader.tui.widgets.paper_row import RowColumns, paper_row
from tests.support.laws import law
from tests.support.memory import library
from tests.support.screen import bottom, lines, opened, text
from tests.tui.test_screen import PAPERS, shelf

WORDS = st.text(st.sampled_from("ab 漢…é"), max_size=30)


@law(60)
@given(st.lists(WORDS, max_size=3), st.lists(WORDS, max_size=2), st.booleans(), st.integers(0, 90))
def test_a_titled_line_is_as_wide_as_its_pane(forms: list[str], aside: list[str], focused: bool, width: int) -> None:
    """Whatever it says; and the first title that fits is the one that it says."""
    runs = titled_rule(PaneTitle(forms, aside, is_focused=focused), width)
    assert sum(cells(words) for words, _ in runs) == width
    fitting = [form for form in forms if form and cells(form) <= width - 4]
    if fitting:
        assert f" {fitting[0]} " in [words for words, _ in runs]


@pytest.mark.parametrize(("keys", "heavy"), [("", "All papers · 5"), ("tab", "Paper 1 of 5"), ("shift+tab", "")])
async def test_the_pane_with_the_focus_has_the_heavy_line(tmp_path: Path, keys: str, heavy: str) -> None:
    async with opened(shelf(), tmp_path, (120, 36)) as (app, pilot):
        await pilot.press(*keys.split())
        await pilot.pause()
        panes = lines(app)[1].split("┬")
        assert len(panes) == 3
        assert [heavy in pane for pane in panes if HEAVY in pane] == [True]


async def test_the_title_says_what_is_found_selected_and_read_and_in_what_order(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        assert lines(app)[1].startswith("━ All papers · 5 ━")
        assert lines(app)[1].endswith("━ as they came ━")
        app.main.navigator.open(Collection(Kind.LIST, "Edge models"))
        await pilot.pause()
        assert lines(app)[1].startswith("━ Edge models · 1 of 2 read ━")
        assert lines(app)[1].endswith("━ your order ━")
        app.main.navigator.sort("-title")
        await pilot.press("space")
        await pilot.pause()
        assert lines(app)[1].startswith("━ Edge models · 1 selected ━")
        assert lines(app)[1].endswith("━ Z to A ━")
        await pilot.press("slash", *"lora")
        await pilot.pause()
        assert lines(app)[1].startswith("━ Found 1 in Edge models · 1 selected ━")
        assert lines(app)[1].endswith("━ Z to A ━")


async def test_the_number_of_the_paper_counts_papers_only(tmp_path: Path) -> None:
    """Not the headings between them."""
    found = shelf()
    reading_lists.add_section(found, "Edge models", "Later")
    held = found.papers
    reading_lists.add_to_list(found, "Edge models", [held["p1"]], section="Later")
    async with opened(found, tmp_path, (120, 36)) as (app, pilot):
        app.main.navigator.open(Collection(Kind.LIST, "Edge models"))
        await pilot.press("G")
        await pilot.pause()
        assert "─ Paper 3 of 3 ─" in lines(app)[1]
        assert "━ your order ━┬" in lines(app)[1]
        await pilot.press("right_square_bracket")
        await pilot.pause()
        assert lines(app)[1].endswith("━ your order, by section ━")


async def test_below_the_list_what_is_said_of_a_paper_stands_in_the_line_above_it(tmp_path: Path) -> None:
    """So that the abstract begins at once; opened, it has the room of all, and the way back is named."""
    async with opened(shelf(), tmp_path) as (app, pilot):
        assert "─ unread · ★ · #architecture #ml/sequence ─" in text(app)
        assert "The dominant sequence transduction models" in text(app)
        await pilot.press("j", "enter")
        await pilot.pause()
        assert lines(app)[1].startswith("━ Paper 2 of 5 · All papers ━")
        assert lines(app)[1].endswith("━ h back ━")
        assert "≡ Edge models 2 of 2" in text(app)
        assert bottom(app).startswith("5 papers")


@law(60)
@given(st.sampled_from(PAPERS), st.integers(8, 140), st.tuples(*[st.booleans()] * len(LIST_COLUMNS)), st.booleans())
def test_a_row_is_as_wide_as_the_list_whatever_its_columns(
    paper: Paper, width: int, names: tuple[bool, ...], listed: bool
) -> None:
    columns = RowColumns(tuple(name for name, there in zip(LIST_COLUMNS, names, strict=True) if there))
    row = paper_row(
        paper, width, (), lambda paper, room: None, lambda name: Style(), selected=False, columns=columns,
        is_listed=listed,
    )  # fmt: skip
    assert sum(cells(segment.text) for segment in row) == width


def test_columns_come_with_the_width_and_say_nothing_that_goes_without_saying() -> None:
    paper = Paper("p", "A title", authors=("Ada Ash", "Bo Ba", "Cy Ce"), published="2024-05", upvotes=27, note="n",
                  tags=("rl", "vision"))  # fmt: skip

    def shown(width: int, columns: RowColumns) -> str:
        row = paper_row(
            paper, width, (), lambda paper, room: None, lambda name: Style(), selected=False, columns=columns,
            is_listed=True,
        )  # fmt: skip
        return "".join(segment.text for segment in row)

    assert shown(46, RowColumns()).endswith(" 2024 ¶≡ ")
    assert "Ash et al.       2024" in shown(84, RowColumns())
    assert "2024 #rl #vision" in shown(96, RowColumns())
    assert shown(110, RowColumns()).endswith("¶≡   27 ")
    assert "#rl" not in shown(96, RowColumns(tag="rl"))
    bare = shown(110, RowColumns(()))
    assert bare.strip() == "A title"


def test_a_long_note_leaves_room_for_the_abstract_and_shows_what_matches() -> None:
    paper = Paper("p", "T", abstract="The abstract.", note="\n".join(f"line {number}" for number in range(9)))

    def told(amount: Amount, spans: tuple[tuple[int, int], ...] = ()) -> list[str]:
        found = detail_lines(paper, 40, matches={"note": spans}, amount=amount)
        return ["".join(words for words, _ in line) for line in found]

    assert [line for line in told(Amount.BESIDE) if "line" in line] == [
        "¶ line 0", "  line 1", "  line 2", "  line 3", "  … 5 more lines"
    ]  # fmt: skip
    assert told(Amount.BELOW)[1:3] == ["¶ line 0 …", "The abstract."]
    assert sum("line" in line for line in told(Amount.WHOLE)) == 9
    at = paper.note.index("line 7")
    assert "¶ line 7 …" in told(Amount.BELOW, ((at, at + 6),))
    assert "  line 7" in told(Amount.BESIDE, ((at, at + 6),))


async def test_a_note_and_a_list_are_seen_in_the_row_as_soon_as_they_are_there(tmp_path: Path) -> None:
    """Where no paper has either, there is no column for them."""
    found = library(*PAPERS)
    async with opened(found, tmp_path, (60, 20)) as (app, pilot):
        assert lines(app)[2].endswith("2017")
        app.main.context.done(annotate.set_note(found, found.papers["p1"], "A note"))
        await pilot.pause()
        assert lines(app)[2].endswith("2017 ¶")


async def test_a_range_reaches_from_where_it_was_begun_to_the_cursor(tmp_path: Path) -> None:
    """It is said above as long as it does; what is done to it, `v` or Esc ends it, and it stays selected."""
    async with opened(shelf(), tmp_path) as (app, pilot):
        view = app.main.widgets.list
        await pilot.press("G", "space", "g", "j", "v", "j", "j", "k")
        assert view.selection == {"p2", "p3", "p5"}
        assert "3 selected, from here on" in lines(app)[1]
        await pilot.press("k", "k")
        assert view.selection == {"p1", "p2", "p5"}
        await pilot.press("escape", "j", "j")
        assert view.selection == {"p1", "p2", "p5"}
        assert "3 selected ━" in lines(app)[1]
        await pilot.press("escape", "g", "v", "j", "s")
        assert view.selection == {"p1", "p2"}
        await pilot.press("j")
        assert view.selection == {"p1", "p2"}
        await pilot.press("v", "G", "v", "g")
        assert view.selection == {"p1", "p2", "p3", "p4", "p5"}


async def test_shift_and_a_click_selects_all_up_to_it_and_ctrl_only_that(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        view = app.main.widgets.list
        await pilot.click(view, offset=(10, 1))
        await pilot.click(view, offset=(10, 3), shift=True)
        assert view.selection == {"p2", "p3", "p4"}
        await pilot.click(view, offset=(10, 2), control=True)
        assert view.selection == {"p2", "p4"}
        assert "2 selected" in lines(app)[1]
        await pilot.click(view, offset=(10, 0), shift=True)
        assert view.selection == {"p1", "p2", "p3", "p4"}


async def test_a_query_that_is_not_understood_lets_nothing_be_selected_that_it_shows(tmp_path: Path) -> None:
    """By no key and no click; a paper that one points at is meant whatever shows it."""
    async with opened(shelf(), tmp_path) as (app, pilot):
        view = app.main.widgets.list
        await pilot.press("slash", *"is:unraed", "enter")
        for keys in ("V", "v"):
            await pilot.press(keys, "G")
            assert "did you mean 'is:unread'?" in bottom(app)
        await pilot.click(view, offset=(10, 1))
        await pilot.click(view, offset=(10, 3), shift=True)
        assert "did you mean 'is:unread'?" in bottom(app)
        assert not view.selection
        await pilot.press("space")
        assert len(view.selection) == 1


async def test_the_preview_is_scrolled_from_the_list_and_where_there_is_none_that_is_said(tmp_path: Path) -> None:
    long = Paper("p", "A title", abstract="word " * 400)
    async with opened(library(long), tmp_path) as (app, pilot):
        detail = app.main.widgets.detail
        await pilot.press("J", "J", "K")
        assert (detail.top, app.main.focused) == (3, app.main.widgets.list)
    async with opened(library(long), tmp_path, (40, 12)) as (app, pilot):
        await pilot.press("J")
        assert "The preview is not on" in bottom(app)


async def test_the_key_bar_offers_what_the_place_is_for_and_says_how_many_papers_it_takes(tmp_path: Path) -> None:
    async with opened(library(), tmp_path) as (app, _):
        assert bottom(app).split("papers")[1].split() == ["?", "keys", "i", "import", ":", "commands", "q", "quit"]
    async with opened(shelf(), tmp_path) as (app, pilot):
        await pilot.press("2")
        assert bottom(app).endswith("? keys  / search  + queue  > later")
        await pilot.press("V")
        assert "+ queue 2" in bottom(app)
        app.main.navigator.open(Collection(Kind.LIST, "Edge models"))
        await pilot.pause()
        assert "- take off" in bottom(app)
        await pilot.press("t")
        assert "? keys" not in lines(app)[-1]
        await pilot.press("escape")
        assert "? keys" in bottom(app)


async def test_one_who_comes_back_is_told_what_is_being_read(tmp_path: Path) -> None:
    """Once, where the cursor is not on it already."""
    found = shelf()
    annotate.mark_papers(found, [found.papers["p2"]], Status.READING)
    async with opened(found, tmp_path) as (app, pilot):
        assert bottom(app).endswith("4 shows it")
        assert "You are reading 'Mamba" in bottom(app)
        await pilot.press("j")
        assert "? keys" in bottom(app)
        await pilot.press("q")
    async with opened(found, tmp_path) as (app, _):
        assert "You are reading" not in bottom(app)
    annotate.mark_papers(found, [found.papers["p3"]], Status.READING)
    async with opened(found, tmp_path, (120, 30)) as (app, _):
        assert "You are reading 2 papers, '" in bottom(app)
