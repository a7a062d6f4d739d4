"""How a place is shown: groups that fold, columns that are chosen, both kept for the place."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from reader.commands.place_look import GROUP_CHOICES, PlaceLook, look_of, record_of
from reader.library.library import Library
from reader.operations import annotate, reading_lists
from reader.operations.collection import Collection, Kind
from reader.paper import Paper
from reader.settings import LIST_COLUMNS, USUAL_BESIDE, Settings
from reader.tui.model import place_looks
from reader.tui.model.groups import day_heading, grouped, rows_of
from reader.tui.model.place_looks import PlaceLooks
from reader.tui.model.rows import FOLDED, HEADING, heading_of
from tests.support.memory import library
from tests.support.screen import bottom, golden, lines, opened, text

TITLES = (
    "Outlier-Safe Pre-Training for Robust 4-Bit Quantization of Large Language Models",
    "CommVQ: Commutative Vector Quantization for KV Cache Compression",
    "Skywork-SWE: Unveiling Data Scaling Laws for Software Engineering in LLMs",
    "ScaleCap: Inference-Time Scalable Image Captioning via Dual-Modality Debiasing",
    "ReasonFlux-PRM: Trajectory-Aware PRMs for Long Chain-of-Thought Reasoning",
    "LongWriter-Zero: Mastering Ultra-Long Text Generation via Reinforcement Learning",
    "RLPR: Extrapolating RLVR to General Domains without Verifiers",
    "Light of Normals: Unified Feature Representation for Universal Photometric Stereo",
    "Auto-Regressively Generating Multi-View Consistent Images",
)
SIZES = [(200, 50), (120, 36), (80, 24), (40, 12)]
named = [f"{width}x{height}" for width, height in SIZES]


def shelf() -> Library:
    """Papers that came in on two days, with tags, on a list with sections and a remark."""
    papers = [
        Paper(
            f"p{at}", title, authors=("Junyan Li", "Yang Zhang", "Mo Hassan"), published=f"{2025 - at // 5}-06-2{at}",
            added=f"2024-06-2{5 - at // 4}T12:00:00Z", upvotes=30 - at, venue="ICML" if at % 2 else "",
            links=(("code", "https://x.y"),) if at < 2 else (),
        )
        for at, title in enumerate(TITLES)
    ]  # fmt: skip
    found = library(*papers)
    held = found.papers
    annotate.tag_papers(found, [held[f"p{at}"] for at in range(6)], ["quantization"])
    annotate.tag_papers(found, [held["p1"], held["p7"]], ["video/generation"])
    annotate.star_papers(found, [held["p1"]], on=True)
    for at, section in ((0, "Foundations"), (1, "Cache"), (2, "Cache"), (3, "")):
        reading_lists.add_to_list(found, "Edge models", [held[f"p{at}"]], section=section)
    reading_lists.annotate_entry(found, "Edge models", held["p1"], "the one to present on Friday")
    return found


def told(app: object) -> list[str]:
    """The headings of the rows that are shown."""
    rows = app.main.view_state.shown.rows  # type: ignore[attr-defined]
    return [heading_of(row) for row in rows if row.startswith(HEADING) and not row.startswith((HEADING + "\1", FOLDED))]


@pytest.mark.parametrize("size", SIZES, ids=named)
async def test_a_place_by_day_and_by_tag_looks_as_it_is_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    """Headings are drawn like the rule; what is folded is a line that says how much."""
    name = f"{size[0]}x{size[1]}"
    async with opened(shelf(), tmp_path, size) as (app, pilot):
        app.main.navigator.show_as(PlaceLook("published", "day"))
        await pilot.pause()
        golden(f"by-day-{name}", text(app))
        app.main.navigator.show_as(PlaceLook("", "tag"))
        await pilot.pause()
        golden(f"by-tag-{name}", text(app))
        app.main.navigator.open(Collection(Kind.LIST, "Edge models"))
        app.main.widgets.list.go_to("p1")
        await pilot.pause()
        golden(f"list-{name}", text(app))
        await pilot.press("S")
        golden(f"look-{name}", text(app))


async def test_the_cursor_steps_over_headings_and_opens_what_is_folded(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        view = app.main.widgets.list
        app.main.navigator.show_as(PlaceLook("title", "tag"))
        assert told(app) == ["#quantization", "#video › generation", "no tag"]
        assert view.is_at_fold, "the paper is folded away: no key typed for it comes to another one"
        await pilot.press("g")
        assert view.current == "p1"
        await pilot.press("j", "j")
        assert view.is_at_fold
        assert "4 more, folded" in text(app)
        assert view.position(9) is None
        await pilot.press("t")
        assert "There is no paper here." in bottom(app)
        await pilot.press("escape", "enter")
        assert list(view.rows[1:7]) == ["p1", "p5", "p0", "p4", "p3", "p2"]
        assert view.current == "p0"
        await pilot.press("Z")
        assert view.is_at_fold
        await pilot.press("Z")
        assert view.current == "p0"


async def test_a_paper_under_two_headings_is_counted_and_selected_once(tmp_path: Path) -> None:
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        view = app.main.widgets.list
        app.main.navigator.show_as(PlaceLook("", "tag"))
        assert bottom(app).startswith("9 papers")
        assert sum(row == "p1" for row in view.rows) == 2
        await pilot.press("V")
        assert view.selection == set(found.papers)
        assert len(app.main.context.selected) == 9
        await pilot.press("escape", "g", "v", "j", "j")
        assert view.selection == {f"p{at}" for at in range(6)}, "what is folded between is selected, too"
        assert "6 selected" in lines(app)[1]
        await pilot.press("escape", "escape", "j", "s")
        assert (view.current, view.cursor) == ("p1", view.rows.index("p7") - 1)
        assert not found.papers["p1"].starred
        assert len({paper.id for paper in app.main.context.shown}) == len(app.main.context.shown) == 9


async def test_a_range_and_an_opened_group_keep_to_the_row_that_was_meant(tmp_path: Path) -> None:
    """A paper that stands in two groups has two rows: the one under the cursor is meant, not the first."""
    found = shelf()
    annotate.tag_papers(found, [found.papers["p8"]], ["video/generation"])
    async with opened(found, tmp_path) as (app, pilot):
        view = app.main.widgets.list
        app.main.navigator.show_as(PlaceLook("", "tag"))
        await pilot.pause()
        second = max(at for at, row in enumerate(view.rows) if row == "p1")
        assert second > view.rows.index("p1")
        view.put_cursor(second)
        await pilot.press("v")
        assert view.selection == {"p1"}
        await pilot.press("j")
        assert view.selection == {"p1", "p7"}
        annotate.star_papers(found, [found.papers["p3"]], on=True)
        app.main.context.done()
        await pilot.press("j")
        assert view.selection == {"p1", "p7", "p8"}
        await pilot.press("escape", "escape")
        view.put_cursor(second)
        view.go_to("p1", view.group)
        assert view.cursor == second
        await pilot.press("Z", "Z")
        assert view.group == "#video › generation"


async def test_a_paper_that_a_key_sends_into_a_folded_group_takes_the_cursor_along(tmp_path: Path) -> None:
    """What is typed next for it acts on no other paper that took its line; that it is selected is told there, too."""
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        view = app.main.widgets.list
        app.main.navigator.show_as(PlaceLook("", "tag"))
        await pilot.pause()
        assert view.go_to("p8")
        annotate.tag_papers(found, [found.papers[id] for id in ("p3", "p4", "p7")], ["video/generation"])
        app.main.context.done()
        await pilot.press("t", *"quantization", "enter", "s")
        assert "p8" not in view.rows
        assert (view.is_at_fold, view.group) == (True, "#quantization")
        assert [id for id, paper in found.papers.items() if paper.starred] == ["p1"]
        await pilot.press("Z", "g")
        view.go_to("p8", "#quantization")
        await pilot.press("space", "k", "Z")
        assert "more, 1 selected, folded" in text(app)


async def test_groups_order_and_columns_are_of_the_place_and_there_the_next_time(tmp_path: Path) -> None:
    papers = shelf()
    async with opened(papers, tmp_path) as (app, pilot):
        await pilot.press("S", *["right"] * 3, "down", "right", "down", "right", *["down"] * 2, "space", "enter")
        look = PlaceLook("title", "day", True, tuple(name for name in USUAL_BESIDE if name != "note"))
        assert app.main.navigator.look == look
        assert "by day" in lines(app)[1]
        assert "A to Z" in lines(app)[1]
        assert "Junyan Li, Yang Zhang, Mo Hassan" in text(app)
        app.main.navigator.open(Collection(Kind.UNREAD))
        assert app.main.navigator.look == PlaceLook()
        await pilot.press("escape", "q")
    async with opened(papers, tmp_path) as (app, pilot):
        assert app.main.navigator.look == look
        await pilot.press("S", *["down"] * 12, "right", "enter")
        app.main.navigator.open(Collection(Kind.UNREAD))
        assert app.main.navigator.look == look
        await pilot.press("1")
        assert app.main.navigator.look == replace(PlaceLook(), beneath=True, columns=look.columns)


async def test_a_letter_finds_an_order_and_escape_leaves_all_as_it_was(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        await pilot.press("S", "t", "escape")
        assert app.main.navigator.look == PlaceLook()
        await pilot.press("S", "t", "enter")
        assert app.main.navigator.order == "title"
        await pilot.press("S", "v", "enter")
        assert app.main.navigator.order == "upvotes"
        await pilot.press("S", "down", "l", "enter")
        assert app.main.navigator.look.group == "day", "l is the arrow, once, and no letter"


async def test_the_settings_say_which_columns_are_usual(tmp_path: Path) -> None:
    settings = replace(Settings(), columns=("venue",))
    async with opened(shelf(), tmp_path, (120, 36), settings=settings) as (app, pilot):
        app.main.navigator.toggle(app.main.panes.focus.DETAIL)
        await pilot.pause()
        assert "ICML" in text(app)
        assert "2025" not in text(app)


async def test_a_folded_paper_that_is_gone_to_is_opened(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        app.main.navigator.show_as(PlaceLook("", "tag"))
        app.main.navigator.go_to("p5")
        assert app.main.widgets.list.current == "p5"
        assert app.main.navigator.collection == Collection()
        await pilot.press("G")


async def test_folded_papers_are_next_from_their_line_and_removed_only_after_a_yes(tmp_path: Path) -> None:
    """Nobody sees them: what is next is looked for from where the cursor is, and what is selected among them asks."""
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        app.main.navigator.show_as(PlaceLook("title", "tag"))
        await pilot.press("g", "j", "j", "n")
        assert app.main.widgets.list.current == "p0"
        await pilot.press("space", "Z")
        assert app.main.widgets.list.selection == {"p0"}
        await pilot.press("d")
        assert "Remove 1 paper, 1 of them not shown here?" in text(app)
        await pilot.press("escape")
        assert "p0" in found.papers


async def test_a_click_on_a_heading_folds_and_one_on_the_folded_line_opens(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path) as (app, pilot):
        view = app.main.widgets.list
        app.main.navigator.show_as(PlaceLook("", "day"))
        before = list(view.rows)
        await pilot.click("#list", offset=(10, 0))
        assert view.rows[3].startswith(FOLDED)
        await pilot.click("#list", offset=(10, 3))
        assert view.rows == before


async def test_no_paper_is_moved_where_groups_stand_in_its_order(tmp_path: Path) -> None:
    found = shelf()
    async with opened(found, tmp_path) as (app, pilot):
        app.main.navigator.open(Collection(Kind.LIST, "Edge models"))
        app.main.navigator.show_as(PlaceLook("", "year"))
        before = found.reading_list("Edge models")
        await pilot.press("alt+down")
        assert "in its own order" in bottom(app)
        assert found.reading_list("Edge models") == before
        app.main.navigator.show_as(PlaceLook())
        await pilot.press("g", "alt+down")
        assert found.reading_list("Edge models") != before


@pytest.mark.parametrize("by", ["section", *(choice.value for choice in GROUP_CHOICES)])
def test_every_paper_is_in_a_group_and_folding_loses_none(by: str) -> None:
    found = shelf()
    lst = found.reading_list("Edge models")
    ids = list(lst.papers) if by == "section" else list(found.papers)
    groups = grouped(found, ids, by, lst=lst)
    for turned in ((), {group.heading for group in groups}):
        made = rows_of(groups, by, turned, lambda id: False)
        hidden = [id for papers in made.hidden.values() for id in papers]
        shown = [row for row in made.rows if not row.startswith(HEADING)]
        assert set(shown) | set(hidden) == set(ids)
        assert sorted(made.ids) == sorted(ids)
        assert len(made.hidden) == sum(row.startswith(FOLDED) for row in made.rows)


def test_a_list_that_is_called_as_what_is_on_none_has_a_heading_of_its_own() -> None:
    found = shelf()
    reading_lists.add_to_list(found, "on no list", [found.papers["p8"]])
    headings = [group.heading for group in grouped(found, list(found.papers), "list")]
    assert headings == ["≡ Edge models", "≡ on no list", "on no list"]


def test_ten_thousand_papers_are_put_together_with_few_looks_at_each() -> None:
    """One look at the field of each paper, and one row for each: what is drawn of them is made when it is drawn."""
    seen: list[str] = []

    class Tagged:
        @property
        def tags(self) -> tuple[str, ...]:
            seen.append("")
            return ("a", "b")

    class Many:
        papers = {f"p{at}": Tagged() for at in range(10_000)}

    groups = grouped(Many(), list(Many.papers), "tag")  # type: ignore[arg-type]
    made = rows_of(groups, "tag", (), lambda id: False)
    assert len(seen) == 10_000
    assert (len(made.ids), len(made.rows)) == (10_000, 8)


def test_a_look_is_remembered_whole_and_nonsense_is_none() -> None:
    look = PlaceLook("-title", "day", True, ("venue", "code"), frozenset({"Tue 24 Jun"}))
    assert look_of(json.loads(json.dumps(record_of(replace(look, columns=("venue", "code")))))) == look
    nonsense: tuple[object, ...] = (None, 3, [], {"order": 5, "group": [], "columns": "year", "turned": [1, None]})
    for record in nonsense:
        assert look_of(record) == PlaceLook()
    assert look_of({"columns": ["venue", "nothing"], "turned": 1}).columns == ("venue",)


def test_looks_follow_a_list_that_is_called_otherwise_and_are_not_kept_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(place_looks, "MOST_LOOKS", 50)
    kept: list[object] = []
    looks = PlaceLooks({"all ": {"order": "title"}, 5: "x"}, LIST_COLUMNS, kept.append)
    before, now = Collection(Kind.LIST, "One"), Collection(Kind.LIST, "Two")
    assert looks.of(Collection()).order == "title"
    looks.show(before, PlaceLook("added"))
    looks.follow(before, now)
    assert (looks.of(before).order, looks.of(now).order) == ("", "added")
    looks.show(before, PlaceLook("title", turned=frozenset({"2024"})), everywhere=True)
    assert (looks.of(before).turned, looks.of(now)) == (frozenset({"2024"}), PlaceLook("title"))
    for at in range(60):
        looks.show(Collection(Kind.TAG, f"t{at}"), PlaceLook("added"))
    assert len(kept[-1]) == 50  # type: ignore[arg-type]


def test_the_day_above_papers_tells_its_year_where_that_is_another_one() -> None:
    assert day_heading("2020-02-29") == "Sat 29 Feb 2020"
    assert day_heading("no day") == "no day"
