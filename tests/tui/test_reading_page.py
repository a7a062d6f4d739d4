"""One's reading as a page of text: as it is drawn in the plan, at every width, with plain signs, of whatever names."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest

from reader.operations.collection import Collection, Kind
from reader.operations.reading_figures import GoalFigures, LeftOut, Period, ReadingFigures, ReadingRecord, figures
from reader.tui.drawing.reading_page import (
    BLOCK_SIGNS,
    PLAIN_SIGNS,
    PageSigns,
    bar,
    heading,
    level,
    page,
    plain_page,
    signs_for,
)
from reader.tui.drawing.styled_text import cells
from tests.support.grids import crossed
from tests.support.reading import NOW, Diary, half_year
from tests.support.screen import golden

SIGNS = {"blocks": BLOCK_SIGNS, "plain": PLAIN_SIGNS}


def of(diary: Diary, period: Period = Period.WEEK, goal: int = 0) -> ReadingFigures:
    """The figures of a diary at `NOW`."""
    return figures(ReadingRecord(diary.library, NOW), period, zone=UTC, goal=goal)


def drawn(
    diary: Diary, width: int = 80, signs: PageSigns = BLOCK_SIGNS, period: Period = Period.WEEK, goal: int = 1
) -> str:
    """The page of a diary as text."""
    return plain_page(of(diary, period, goal), diary.library.papers, width, signs)


@pytest.fixture(scope="module")
def diary() -> Diary:
    """Half a year, in a library that no test changes."""
    return half_year()


@pytest.mark.parametrize("kind", SIGNS)
def test_the_page_looks_as_it_is_kept(diary: Diary, kind: str) -> None:
    text = drawn(diary, signs=SIGNS[kind])
    assert text.isascii() == (kind == "plain")
    golden(f"reading-{kind}", text)


@crossed
@pytest.mark.parametrize("period", Period)
@pytest.mark.parametrize("kind", SIGNS)
def test_no_line_is_wider_than_the_page(diary: Diary, kind: str, period: Period) -> None:
    for width in (40, 41, 50, 63, 73, 74, 75, 78, 79, 80, 81, 129):
        lines = drawn(diary, width, SIGNS[kind], period).splitlines()
        assert [line for line in lines if cells(line) > width] == []


@pytest.mark.parametrize("width", [40, 79, 80, 120])
def test_wide_and_hostile_names_stay_in_their_column(width: int) -> None:
    diary = Diary()
    title = f"{'大规模语言模型的量化方法研究' * 5} \x1b[31mred"
    (id,) = diary.on(30).came(title)
    diary.on(1).mark(id)
    for tag in ("大规模语言模型的量化方法", "a", "[bold]x[/]"):
        diary.tag(tag, id)
    diary.put_on("漢字 list", id)
    text = drawn(diary, width)
    assert "\x1b" not in text
    assert "[bold]x[/]" in text
    bars = [line for line in text.splitlines() if line.endswith("1 of 1")]
    assert len(bars) == 4
    assert len({cells(line) for line in bars[:3]}) == 1
    assert all(cells(line) <= width for line in text.splitlines())
    assert "…" in next(line for line in text.splitlines() if "✓" in line)


def test_only_what_there_is_room_for_is_drawn_of_many_columns(diary: Diary) -> None:
    """The last ones stay, and the sums are those of the whole period."""
    wide, narrow = (drawn(diary, width).splitlines()[2] for width in (80, 40))
    blocks = "".join(wide[17:68].split(" "))
    assert len(blocks) == 26
    assert narrow == f" came in    385 {blocks[-24:]}"


def test_a_height_is_seen_wherever_there_is_something() -> None:
    assert [level(value, 100, BLOCK_SIGNS) for value in (0, 1, 50, 51, 100)] == [" ", "▁", "▄", "▅", "█"]
    assert [level(value, 100, PLAIN_SIGNS) for value in (0, 1, 50, 100)] == ["0", "1", "5", "9"]
    assert [level(0, 0, signs) for signs in SIGNS.values()] == [" ", "0"]
    assert [bar(value, 100, BLOCK_SIGNS) for value in (0, 1, 50, 100)] == [
        "············", "█···········", "██████······", "████████████"
    ]  # fmt: skip
    assert bar(0, 0, PLAIN_SIGNS) == "............"


@pytest.mark.parametrize(
    ("environ", "signs"),
    [
        ({}, BLOCK_SIGNS),
        ({"LANG": "en_US.UTF-8"}, BLOCK_SIGNS),
        ({"LANG": "C.utf8"}, BLOCK_SIGNS),
        ({"LC_ALL": "", "LANG": "de_DE.utf-8"}, BLOCK_SIGNS),
        ({"LANG": "en_US.ISO-8859-1"}, PLAIN_SIGNS),
        ({"LC_ALL": "C", "LANG": "en_US.UTF-8"}, PLAIN_SIGNS),
        ({"LC_CTYPE": "POSIX", "LANG": "en_US.UTF-8"}, PLAIN_SIGNS),
        ({"LC_CTYPE": "C.UTF-8", "LANG": "C"}, BLOCK_SIGNS),
    ],
)
def test_a_locale_that_is_not_utf_8_is_drawn_for_with_plain_signs(environ: dict[str, str], signs: PageSigns) -> None:
    assert signs_for(environ) is signs


def sentence(found: ReadingFigures) -> str:
    """What is said beneath the rows, in one line."""
    rows = page(replace(found, this_week=()), {}, 200, BLOCK_SIGNS)
    return "".join(text for text, _ in rows[5][0].runs)


def test_the_pace_is_said_without_an_infinity() -> None:
    diary = Diary()
    assert sentence(of(diary)) == "Nothing is left to read."
    diary.on(60).came("The first one")
    papers = diary.on(50).came(*"abcdefgh")
    assert sentence(of(diary)) == "To read: 9 papers; nothing was read in this time."
    diary.queue(*papers[:4])
    assert sentence(of(diary)) == "Queue: 4 papers; nothing was read in this time."
    diary.on(10).mark(papers[0])
    assert sentence(of(diary)) == "Queue: 3 papers, 30 weeks at this pace."
    found = of(diary)
    assert sentence(replace(found, weeks=1, queue=found.queue[:1])) == "Queue: 1 paper, 1 week at this pace."
    assert sentence(replace(found, weeks=1, read=("a", "b", "c"), queue=("d",))) == (
        "Queue: 1 paper, under a week at this pace."
    )
    assert sentence(replace(found, weeks=100)) == "Queue: 3 papers, 6 years at this pace."
    assert sentence(replace(found, queue=())) == "To read: 8 papers, 0.7 more every week."
    assert sentence(replace(found, queue=(), before=8)) == "To read: 8 papers, as many as before."
    assert sentence(replace(found, queue=(), before=28)) == "To read: 8 papers, 4 weeks at this pace."


def test_the_goal_is_said_without_a_reproach(diary: Diary) -> None:
    found = of(diary)
    assert "Goal" not in sentence(found)
    assert sentence(replace(found, goal=GoalFigures(2, 3, 9, 1))).endswith(" Goal, 2 a week: met in 3 of 9.")
    assert sentence(replace(found, goal=GoalFigures(2, 0, 0, 1))).endswith(" Goal, 2 a week: 1 so far.")


def test_what_is_left_out_is_said_only_where_there_is_any(diary: Diary) -> None:
    found = of(diary)
    everything = LeftOut(first_import=1, undone=3, removed=1, came_read=2, ahead=1)
    text = plain_page(replace(found, left_out=everything), diary.library.papers, 200, BLOCK_SIGNS)
    assert (
        " Left out: the first import of 1 paper, 2 papers that came as read or dismissed, 1 paper that was removed, "
        "steps that were undone.\n 1 step dated later than now: taken for steps of now.\n" in text
    )
    text = plain_page(replace(found, left_out=LeftOut()), diary.library.papers, 80, BLOCK_SIGNS)
    assert "Left out" not in text
    assert "dated later" not in text


def test_names_stand_beneath_the_columns_in_which_a_month_or_a_year_begins(diary: Diary) -> None:
    assert drawn(diary).splitlines()[6] == " " * 17 + "Jun       Jul     Aug       Sep     Oct     Nov"
    assert drawn(diary, period=Period.YEAR).splitlines()[6].strip() == "2026"
    young = Diary()
    young.on(2).came("a")
    assert drawn(young).splitlines()[6].strip() == "23 Nov"
    old = Diary()
    old.on(500).came("a")
    assert drawn(old, period=Period.MONTH).splitlines()[6].strip() == "Jul Sep Nov 2026  Apr Jun Aug Oct"


def test_the_heading_names_the_period_and_the_keys_where_there_is_room(diary: Diary) -> None:
    found = of(diary)
    whole = heading(found, 80, BLOCK_SIGNS, keys=", w m y all")
    assert whole.startswith("━ Your reading ━")
    assert whole.endswith("━ 26 weeks to 25 Nov, w m y all ━")
    assert cells(whole) == 80
    narrow = heading(found, 40, PLAIN_SIGNS, keys=", w m y all")
    assert narrow == "- Your reading ---- 26 weeks to 25 Nov -"


def test_each_line_opens_what_it_counts(diary: Diary) -> None:
    found = of(diary, goal=1)
    opened = {
        part.runs[0][0].strip().split("  ")[0]: part.target
        for row in page(found, diary.library.papers, 80, BLOCK_SIGNS)
        for part in row
        if part.target is not None
    }
    came = opened["came in"]
    assert came is not None
    assert came.collection.title == "Came in, 26 weeks to 25 Nov"
    assert came.collection.name.split() == list(found.came_in)
    assert opened["#agents"] is not None
    assert opened["#agents"].collection == Collection(Kind.TAG, "agents")
    assert opened["Edge models"] is not None
    assert opened["Edge models"].collection == Collection(Kind.LIST, "Edge models")
    queue = next(target for words, target in opened.items() if words.startswith("Queue: 7 papers"))
    assert queue is not None
    assert queue.collection == Collection(Kind.LIST, "Queue")
    young = opened["under a week"]
    assert young is not None
    assert young.collection.name.split() == list(found.ages[0].papers)
    week = [part.target for row in page(found, diary.library.papers, 80, BLOCK_SIGNS) for part in row][-5:-2]
    assert [target.paper for target in week if target] == ["", *found.this_week][-3:]
    # What is empty opens nothing.
    assert not any(words.startswith("longer") for words in opened)
