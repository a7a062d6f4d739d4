"""For you and what is near: their orders and reasons, and when an order changes."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import UTC, datetime
from math import inf
from pathlib import Path
from typing import Any

import pytest
from textual.events import MouseDown, MouseScrollDown
from textual.pilot import Pilot

from reader.commands.bindings import COMMANDS, named
from reader.commands.context import Pane
from reader.library.library import Library
from reader.operations import annotate, reading_lists
from reader.operations.collection import Collection, Kind, near_collection, near_papers
from reader.operations.kept_relevance import RelevanceKeeper
from reader.operations.recommend import WhatNext
from reader.operations.removal import remove_papers
from reader.operations.sentences import AS_THEY_CAME, NEWEST
from reader.operations.triage import decide
from reader.paper import Decision, Paper, Status
from reader.relevance import Reason, Relevance, Suggestion
from reader.store.index_file import IndexFile
from reader.tui.app import ReaderApp
from reader.tui.library_state import library_state
from reader.tui.model import live_relevance
from reader.tui.model.for_you import (
    LIKELY,
    ROUND,
    SO_FAR,
    Ranking,
    chosen_words,
    laid_out,
    newest_first,
    short_title,
    title_words,
    why,
)
from reader.tui.model.live_relevance import TAKEN_AT_ONCE, LiveRelevance
from reader.tui.model.rows import HEADING, REASON
from reader.tui.model.shown import NOT_ASKED
from reader.tui.remember import Remembered, remember
from reader.tui.widgets.detail_lines import near_lines
from tests.relevance.test_relevance import made
from tests.support.keyboard import burst, send
from tests.support.memory import library
from tests.support.screen import bottom, golden, lines, opened, text, until, work_out

FOR_YOU = Collection(Kind.FOR_YOU)
TOO_LITTLE = "Star or read five papers and this order becomes yours. Until then: newest first."
CAVES = (
    Paper("c1", "AWQ: Activation-aware Weight Quantization", published="2023", authors=("Ji Lin",)),
    Paper("c2", "CommVQ: Commutative Vector Quantization for KV Cache Compression", published="2025",
          authors=("Junyan Li", "Yang Zhang", "Muhammad Yusuf Hassan"), abstract="The cache becomes a bottleneck."),
    Paper("c3", "ChunkKV: Semantic-Preserving KV Cache Compression", published="2025", authors=("Xiang Liu",),
          abstract="The cache again."),
    Paper("c4", "Outlier-Safe Pre-Training for Robust 4-Bit Quantization", published="2025-06-24"),
    Paper("c5", "USAD: Universal Speech and Audio Representation via Distillation", published="2025-06-23"),
    Paper("c6", "Auto-Regressively Generating Multi-View Consistent Images", published="2025-06-22"),
)  # fmt: skip
"""Papers about caches, and others."""


def starred(*letters: str, each: int = 12, stars: int = 5) -> Library:
    """A library of three topics; the first papers of some are starred."""
    found = library(*made(each))
    wanted = [f"{letter}{at}" for letter in letters for at in range(stars)]
    if wanted:
        annotate.star_papers(found, found.held(wanted), True)
    return found


def ids(app: ReaderApp) -> list[str]:
    """The papers in the list, in order."""
    return [paper.id for paper in app.main.context.shown]


def headings(app: ReaderApp) -> list[str]:
    rows = app.main.widgets.list.rows
    return [row.lstrip(HEADING) for row in rows if row.startswith(HEADING) and not row.startswith(REASON)]


async def ranked(app: ReaderApp, pilot: Pilot[Any]) -> None:
    """Wait until nothing is left to be worked out."""
    relevance = app.main.view_state.relevance
    await until(pilot, lambda: not relevance.is_due and not app._ranker.at_work)


# -- the order of For you -------------------------------------------------------------------------------------------


async def test_as_long_as_little_is_known_the_newest_are_first_and_it_is_said_how_to_teach(tmp_path: Path) -> None:
    found = library(*(Paper(f"p{year}", f"Of {year}", published=str(year)) for year in (2023, 2025, 2021)))
    async with opened(found, tmp_path, (120, 30)) as (app, pilot):
        app.main.navigator.open(FOR_YOU)
        assert app.main.widgets.search.titles.list.forms[0] == "For you · newest first so far"
        assert ids(app) == ["p2025", "p2023", "p2021"]
        await ranked(app, pilot)
        assert TOO_LITTLE in lines(app)[1]
        assert ids(app) == ["p2025", "p2023", "p2021"]
        assert headings(app) == []


async def test_what_is_like_the_starred_papers_comes_first_each_with_its_reason_and_nothing_is_hidden(
    tmp_path: Path,
) -> None:
    found = starred("q", stars=6)
    decide(found, found.held(["v0"]), Decision.DISMISS)
    annotate.mark_papers(found, found.held(["v1"]), Status.READ)
    annotate.mark_papers(found, found.held(["r0"]), Status.READING)
    decide(found, found.held(["q9"]), Decision.QUEUE)
    decide(found, found.held(["q10"]), Decision.LATER)
    async with opened(found, tmp_path, (120, 30)) as (app, pilot):
        await pilot.press("1")
        await ranked(app, pilot)
        await pilot.press("g")
        shown = ids(app)
        assert len(shown) == len(set(shown))
        assert set(shown) == set(found.papers) - {"v0", "v1"}
        assert shown[0] == "r0"
        assert {id[0] for id in shown[1:4]} == {"q"}
        assert headings(app)[0] == "Go on with\t1"
        assert headings(app)[-2:] == ["chosen already\t7", "put off\t1"]
        assert shown[-1] == "q10"
        assert "learned from 6 ★ 1 ✓ 1 ×" in lines(app)[1]
        assert "reading since" in text(app)
        view = app.main.widgets.list
        at = view.rows.index(REASON + shown[1])
        assert view.rows[at - 1] == shown[1]
        assert "like ★" in view.line(at, 80).text


async def test_where_nothing_is_left_to_be_read_it_is_said(tmp_path: Path) -> None:
    found = library(Paper("a", "A"))
    annotate.mark_papers(found, found.held(["a"]), Status.READ)
    async with opened(found, tmp_path) as (app, pilot):
        await pilot.press("1")
        await ranked(app, pilot)
        assert "Nothing is left to be read" in text(app)


async def test_where_all_is_done_it_is_said(tmp_path: Path) -> None:
    found = library(Paper("a", "A"))
    decide(found, found.held(["a"]), Decision.DISMISS)
    async with opened(found, tmp_path) as (app, pilot):
        for kind, said in (
            (Kind.FOR_YOU, "Nothing is left to be read: every paper is read, or not for you."),
            (Kind.INBOX, "Nothing waits: every paper that came in is decided on."),
            (Kind.STARRED, "Nothing is here yet."),
        ):
            app.main.navigator.open(Collection(kind))
            await pilot.pause()
            assert said in text(app)
        annotate.mark_papers(found, found.held(["a"]), Status.READ)
        app.main.navigator.open(Collection(Kind.UNREAD))
        await pilot.pause()
        assert "No paper is unread." in text(app)


@pytest.mark.parametrize(("place", "key"), [(Kind.FOR_YOU, "-"), (Kind.INBOX, "+"), (Kind.INBOX, ">")])
async def test_what_left_the_place_by_a_key_is_not_meant_by_the_next(tmp_path: Path, place: Kind, key: str) -> None:
    found = library(*made(4))
    async with opened(found, tmp_path, (120, 30)) as (app, pilot):
        app._ranker.stop()
        app.main.navigator.open(Collection(place))
        await pilot.press("space", "space")
        first = ids(app)[:2]
        await pilot.press(key)
        assert not set(first) & set(ids(app))
        assert app.main.widgets.list.selection == set()
        assert "selected" not in bottom(app)
        await pilot.press("s")
        assert [found.papers[id].starred for id in first] == [False, False]


async def test_a_selection_that_a_search_hides_is_told(tmp_path: Path) -> None:
    async with opened(library(*made(4)), tmp_path, (120, 30)) as (app, pilot):
        await pilot.press("space", "space")
        app.main.navigator.search("tactile")
        await pilot.pause()
        assert "2 selected, not shown here" in bottom(app)
        app.main.navigator.search(f'"{app.main.context.library.papers["q0"].title}"')
        await pilot.pause()
        assert "2 selected, 1 not shown here" in bottom(app)


async def test_a_refusal_is_said_no_more_by_who_goes_on_to_search(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.tui.typeahead.PAUSE", 0)
    async with opened(starred("q"), tmp_path, (120, 30)) as (app, pilot):
        await pilot.press("s", "/")
        assert "Unstarred" in bottom(app)
        await pilot.press("escape", "1", "w")
        assert "Search for something first." in bottom(app)
        await pilot.press("/")
        assert "Search for something first." not in bottom(app)


async def test_a_star_changes_no_row_before_the_place_is_entered_again(tmp_path: Path) -> None:
    found = starred("q")
    async with opened(found, tmp_path, (120, 30)) as (app, pilot):
        await pilot.press("1")
        await ranked(app, pilot)
        before = ids(app)
        await pilot.press("j", "j", "s", "s", "s")
        await ranked(app, pilot)
        assert ids(app) == before
        assert lines(app)[1].rstrip(" ─━").endswith("· new order")
        await pilot.press("1")
        assert "new order" not in lines(app)[1]
        assert ids(app) != before
        assert app.main.widgets.list.current == ids(app)[0]


async def test_what_is_read_or_dismissed_goes_at_once_and_what_comes_in_stands_at_the_end(tmp_path: Path) -> None:
    found = starred("q")
    async with opened(found, tmp_path, (120, 30)) as (app, pilot):
        await pilot.press("1")
        await ranked(app, pilot)
        first = ids(app)[0]
        await pilot.press("g", "r", "r")
        assert first not in ids(app)
        await pilot.press("u")
        assert ids(app)[0] == first
        outcome = found.add([Paper("", "Just arrived")], say=lambda plan: "Imported")
        app.main.context.done(outcome)
        assert headings(app)[-1] == "came in since\t1"
        assert found.papers[ids(app)[-1]].title == "Just arrived"


async def test_a_filter_keeps_order_and_reasons_and_words_are_found_best_first(tmp_path: Path) -> None:
    found = starred("q")
    annotate.tag_papers(found, found.held(["q7", "v8", "r9"]), ["odd"])
    async with opened(found, tmp_path, (120, 30)) as (app, pilot):
        await pilot.press("1")
        await ranked(app, pilot)
        order = [id for id in ids(app) if id in ("q7", "v8", "r9")]
        app.main.navigator.search("#odd")
        assert ids(app) == order
        assert any(row.startswith(REASON) for row in app.main.widgets.list.rows)
        app.main.navigator.search("tactile")
        assert {id[0] for id in ids(app)} == {"r"}
        assert not any(row.startswith(REASON) for row in app.main.widgets.list.rows)


async def test_the_cursor_steps_over_reasons_and_a_click_on_one_means_its_paper(tmp_path: Path) -> None:
    found = starred("q")
    async with opened(found, tmp_path, (80, 24)) as (app, pilot):
        await pilot.press("1")
        await ranked(app, pilot)
        view = app.main.widgets.list
        shown = ids(app)
        await pilot.press("g", "j")
        assert view.current == shown[1]
        await pilot.press(*"jjjjjjjj")
        assert view.cursor + 1 < view.top + view.page
        await pilot.press("g")
        assert view.top == 0
        number = next(at for at, row in enumerate(view.rows) if row.startswith(REASON))
        await pilot.click("#list", offset=(12, number))
        assert view.current == view.rows[number].removeprefix(REASON)
        await pilot.click("#list", offset=(1, number + 2))
        assert view.current == view.rows[number + 2].removeprefix(REASON)
        assert not found.papers[view.current].starred
        for width in (1, 3, 5, 12, 40, 80):
            assert view.line(number, width).cell_length == width
            assert view.line(0, width).cell_length == width


async def test_an_order_asked_for_elsewhere_is_there_again_behind_for_you(tmp_path: Path) -> None:
    async with opened(starred("q"), tmp_path) as (app, pilot):
        app.main.navigator.sort("title")
        by_title = ids(app)
        await pilot.press("1")
        assert app.main.navigator.order == ""
        app.main.navigator.open(Collection())
        assert ids(app) == by_title


async def test_the_first_order_comes_in_from_its_beginning_where_nothing_was_touched(tmp_path: Path) -> None:
    async with opened(starred("q"), tmp_path, (120, 30)) as (app, pilot):
        app._ranker.stop()
        await pilot.press("1")
        assert "newest first so far" in lines(app)[1]
        await work_out(app)
        await pilot.pause()
        view = app.main.widgets.list
        assert view.top == 0
        assert view.current == ids(app)[0]
        assert "likely" in lines(app)[1]


@pytest.mark.parametrize("touch", ["j", "click", "wheel"])
async def test_the_first_order_waits_where_somebody_is_at_work_and_comes_when_the_place_is_entered(
    tmp_path: Path, touch: str
) -> None:
    async with opened(starred("q", each=30), tmp_path, (80, 12)) as (app, pilot):
        app._ranker.stop()
        await pilot.press("1")
        before = ids(app)
        if touch == "j":
            await pilot.press("j")
        else:
            kind = MouseDown if touch == "click" else MouseScrollDown
            x, y = app.main.widgets.list.region.x + 10, app.main.widgets.list.region.y + 3
            await app.on_event(kind(None, x, y, 0, 0, 1, False, False, False, x, y))
            await pilot.pause()
            assert (app.main.widgets.list.cursor, app.main.widgets.list.top) != (0, 0)
        held, top = app.main.widgets.list.current, app.main.widgets.list.top
        await work_out(app)
        await pilot.pause()
        assert ids(app) == before
        assert (app.main.widgets.list.current, app.main.widgets.list.top) == (held, top)
        assert "new order" in lines(app)[1]
        await pilot.press("1")
        assert ids(app) != before
        assert app.main.widgets.list.current == ids(app)[0]
        assert "new order" not in lines(app)[1]


async def test_an_order_that_is_asked_for_by_a_sort_waits_and_comes_alike(tmp_path: Path) -> None:
    async with opened(starred("q"), tmp_path, (120, 30)) as (app, pilot):
        app._ranker.stop()
        app.main.navigator.sort("next")
        await pilot.press("j")
        before = ids(app)
        assert sorted(before) == sorted(app.main.context.library.papers)
        await work_out(app)
        await pilot.pause()
        assert ids(app) == before
        app.main.navigator.sort("")
        app.main.navigator.search("sort:next")
        assert ids(app) != before
        assert "likely" in lines(app)[1]


async def test_an_order_that_a_star_is_to_change_is_there_though_one_comes_back_at_once(tmp_path: Path) -> None:
    """The place was entered before the order was worked out: it is awaited."""
    async with opened(starred("q"), tmp_path, (120, 30)) as (app, pilot):
        app._ranker.stop()
        await pilot.press("1")
        await work_out(app)
        await pilot.pause()
        before = ids(app)
        await pilot.press("j", "s", "j", "s", "1")
        assert ids(app) == before
        await work_out(app)
        await pilot.pause()
        assert ids(app) != before
        assert "learned from 7 ★" in lines(app)[1]
        assert app.main.widgets.list.current == ids(app)[0]


async def test_the_words_above_tell_the_order_of_the_rows(tmp_path: Path) -> None:
    async with opened(starred("q"), tmp_path, (120, 30)) as (app, pilot):
        await pilot.press("1")
        await ranked(app, pilot)
        navigator = app.main.navigator
        for query, order, said in (
            ("tactile", "", "For you · best match first"),
            ("", "title", "For you · by title"),
            ("", "-title", "For you · by title, reversed"),
            ("sort:published", "", "For you · by published"),
            ("tactile sort:title", "", "For you · by title"),
            ("is:unread", "", "likely to want them"),
            ("", "-next", "For you · likeliest first, reversed"),
        ):
            navigator.search(query)
            navigator.sort(order)
            await pilot.pause()
            assert said in lines(app)[1], (query, order)
            assert any(row.startswith(REASON) for row in app.main.widgets.list.rows) == ("like" in said)
        navigator.search("")
        navigator.sort("")
        await pilot.press("R")
        assert "the nearest first" in lines(app)[1]
        navigator.sort("title")
        await pilot.pause()
        assert "first" not in lines(app)[1]
        assert ", by title ━" in lines(app)[1]
        await pilot.press("escape")
        assert (navigator.collection, navigator.order) == (FOR_YOU, "")
        navigator.sort("title")
        await pilot.press("R")
        assert navigator.order == ""
        await pilot.press("escape")
        assert (navigator.collection, navigator.order) == (FOR_YOU, "title")


async def test_where_little_is_known_a_sort_says_so_too_and_where_nothing_waits(tmp_path: Path) -> None:
    papers = [Paper(f"p{year}", f"Of {year}", published=str(year)) for year in (2023, 2025, 2021, 2024)]
    found = library(*papers)
    async with opened(found, tmp_path, (120, 30)) as (app, _):
        app._ranker.stop()
        navigator = app.main.navigator
        navigator.sort("next")
        await work_out(app)
        assert ids(app) == ["p2025", "p2024", "p2023", "p2021"]
        assert app.main.widgets.search.titles.list.forms[0] == f"All papers · {TOO_LITTLE}"
        assert app.main.view_state.filter_words() == "newest first"
        app.main.context.done(annotate.star_papers(found, found.held(["p2021"]), True))
        await work_out(app)
        navigator.sort("next")
        assert "A first guess" in app.main.widgets.search.titles.list.forms[0]
        assert app.main.view_state.filter_words() == "a first guess"
        app.main.context.done(decide(found, list(found.papers.values()), Decision.DISMISS))
        await work_out(app)
        navigator.sort("next")
        assert app.main.widgets.search.titles.list.forms[0] == f"All papers · {NOT_ASKED}"
        assert app.main.view_state.filter_words() == NOT_ASKED


async def test_of_no_paper_no_order_is_told(tmp_path: Path) -> None:
    async with opened(library(), tmp_path, (120, 30)) as (app, pilot):
        await pilot.press("1")
        await ranked(app, pilot)
        assert "first" not in lines(app)[1]


@pytest.mark.parametrize("late", [False, True])
async def test_for_you_is_there_again_in_the_next_run(tmp_path: Path, late: bool) -> None:
    place = library_state(tmp_path, Path())[0] / "place.json"
    remember(tmp_path / "window.json", place, Remembered(place="for-you"))
    async with opened(starred("q"), tmp_path, (120, 30), late=late) as (app, pilot):
        await ranked(app, pilot)
        assert "learned from 5 ★" in lines(app)[1]
        assert ids(app)[0][0] == "q"
        assert app.main.widgets.list.current == ids(app)[0]


async def test_the_paper_of_the_last_run_stays_under_the_cursor(tmp_path: Path) -> None:
    place = library_state(tmp_path, Path())[0] / "place.json"
    remember(tmp_path / "window.json", place, Remembered(place="for-you", cursor="v3"))
    async with opened(starred("q"), tmp_path, (120, 30)) as (app, pilot):
        await ranked(app, pilot)
        assert app.main.widgets.list.current == "v3"


@pytest.mark.parametrize("seed", range(3))
async def test_whatever_is_done_every_paper_that_may_be_read_is_shown_once(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    found = starred("q", "v", each=8)
    async with opened(found, tmp_path, (100, 20)) as (app, pilot):
        await pilot.press("1")
        await ranked(app, pilot)
        for _ in range(8):
            papers = found.held(chance.sample(sorted(found.papers), 2))
            act = chance.choice(("read", "unread", "dismiss", "remove", "add", "star"))
            if act in ("read", "unread"):
                outcome = annotate.mark_papers(found, papers, Status(act))
            elif act == "dismiss":
                outcome = decide(found, papers, Decision.DISMISS)
            elif act == "remove":
                outcome = remove_papers(found, papers)
            elif act == "star":
                outcome = annotate.star_papers(found, papers, chance.random() < 0.5)
            else:
                outcome = found.add([Paper("", f"New {chance.random()}")], say=lambda plan: "Imported")
            app.main.context.done(outcome)
            await pilot.press(chance.choice("j8kG"))
            left = {id for id, one in found.papers.items() if one.status is not Status.READ}
            left -= {id for id, one in found.papers.items() if one.triage == "dismissed"}
            assert sorted(ids(app)) == sorted(left)
        await ranked(app, pilot)


async def test_n_leads_to_the_first_for_you_where_nothing_is_unread_here_and_nothing_is_queued(tmp_path: Path) -> None:
    found = starred("q")
    annotate.mark_papers(found, found.held(["v0"]), Status.READ)
    async with opened(found, tmp_path, (120, 30)) as (app, pilot):
        await pilot.press("1")
        await ranked(app, pilot)
        first = ids(app)[0]
        app.main.navigator.open(Collection(Kind.READ))
        await pilot.press("l", "n")
        assert app.main.navigator.collection == FOR_YOU
        assert app.main.widgets.list.current == first
        assert app.main.panes.focus is Pane.LIST
        assert f"First for you: '{found.papers[first].title}'." in bottom(app)


# -- what is near ---------------------------------------------------------------------------------------------------


async def test_near_shows_what_is_like_a_paper_and_esc_leads_back_to_where_one_was(tmp_path: Path) -> None:
    async with opened(starred(), tmp_path, (120, 30)) as (app, pilot):
        app.main.navigator.search("quantization")
        await pilot.press("j")
        held = app.main.widgets.list.current
        await pilot.press("R")
        await ranked(app, pilot)
        assert {id[0] for id in ids(app)[:4]} == {"q"}
        assert held not in ids(app)
        assert "the nearest first" in lines(app)[1]
        assert app.main.widgets.list.rows[1].startswith(REASON)
        assert "like " not in app.main.widgets.list.line(1, 80).text
        first = app.main.widgets.list.current
        second = ids(app)[1]
        await pilot.press("j", "-")
        assert app.main.context.library.papers[second].triage == Decision.DISMISS
        assert app.main.widgets.list.current == second
        await pilot.press("u", "k", "R", "j")
        assert first not in ids(app)
        await pilot.press("escape")
        assert app.main.widgets.list.current == first
        await pilot.press("escape")
        assert app.main.view_state.query == "quantization"
        assert app.main.widgets.list.current == held
        await pilot.press("escape", "escape")
        assert app.main.view_state.collection == Collection()


async def test_what_is_typed_before_what_is_near_is_there_waits_for_it(tmp_path: Path) -> None:
    async with opened(starred(), tmp_path, (120, 30)) as (app, pilot):
        found = app.main.context.library
        assert not app.main.view_state.relevance.ready
        await burst(app, pilot, "R", "j", "s")
        assert found.papers[ids(app)[1]].starred
        assert not found.papers[ids(app)[0]].starred
        assert "no paper here" not in bottom(app)


async def test_esc_gives_up_what_is_looked_for_and_what_was_typed_for_it(tmp_path: Path) -> None:
    async with opened(starred(), tmp_path, (120, 30)) as (app, pilot):
        app._ranker.stop()
        held = app.main.widgets.list.current
        await pilot.press("R")
        assert "Looking for what is near" in text(app)
        send(app, "j", "s")
        await until(pilot, lambda: app.ahead.blocked)
        send(app, "escape")
        await until(pilot, lambda: not app.ahead.holding)
        assert app.main.navigator.collection == Collection()
        assert app.main.widgets.list.current == held
        assert not any(paper.starred for paper in app.main.context.library.papers.values())


async def test_where_an_error_keeps_it_from_being_told_what_is_near_no_key_waits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(self: LiveRelevance, library: Library, busy: object) -> None:
        raise KeyError("a fault")

    monkeypatch.setattr(LiveRelevance, "build", fails)
    async with opened(starred(), tmp_path, (120, 30)) as (app, pilot):
        await burst(app, pilot, "R", "s", "escape")
        assert app.main.navigator.collection == Collection()


async def test_a_paper_that_comes_back_by_undo_is_seen(tmp_path: Path) -> None:
    async with opened(starred("q", each=30), tmp_path, (80, 24)) as (app, pilot):
        await pilot.press("1")
        await ranked(app, pilot)
        view = app.main.widgets.list
        first = view.current
        await pilot.press("-")
        assert first not in ids(app)
        assert not view.rows[view.top].startswith(REASON)
        await pilot.press("u")
        assert view.top == 0
        assert view.rows.index(first) < view.cursor
        await pilot.press(*"jjjjjjjj", "-")
        held = view.top
        await pilot.press("G", "u")
        assert view.top > held + view.page


async def test_near_several_papers_a_list_and_a_tag(tmp_path: Path) -> None:
    found = starred()
    annotate.tag_papers(found, found.held(["v0", "v1"]), ["films"])
    reading_lists.add_to_list(found, "Arms", found.held(["r0", "r1"]))
    async with opened(found, tmp_path, (120, 30)) as (app, pilot):
        await pilot.press("space", "space", "R")
        await ranked(app, pilot)
        assert app.main.navigator.collection == near_papers(found.held(["q0", "q1"]))
        assert "near 'Weights of four' and 1 other" in bottom(app)
        assert {id[0] for id in ids(app)[:4]} == {"q"}
        reading_lists.new_list(found, "Bits", query="#bits")
        annotate.tag_papers(found, found.held(["q0", "q1"]), ["bits"])
        app.main.context.follow_others()
        for kind, name, letter in ((Kind.LIST, "Arms", "r"), (Kind.TAG, "films", "v"), (Kind.LIST, "Bits", "q")):
            pointed = Collection(kind, name)
            app.main.navigator.open(pointed)
            app.main.navigator.focus(Pane.SIDEBAR)
            await pilot.press("R")
            assert app.main.navigator.collection == near_collection(pointed)
            assert {id[0] for id in ids(app)[:4]} == {letter}
            assert not {f"{letter}0", f"{letter}1"} & set(ids(app))
            assert app.main.panes.focus is Pane.LIST
            await pilot.press("escape")
            assert app.main.navigator.collection == pointed


async def test_where_nothing_is_near_it_is_said_and_what_is_gone_leads_to_all_papers(tmp_path: Path) -> None:
    found = library(*made(), Paper("z", "Zymurgy"))
    async with opened(found, tmp_path, (80, 24)) as (app, pilot):
        app.main.navigator.go_to("z")
        await pilot.press("R")
        await ranked(app, pilot)
        assert "Nothing is near 'Zymurgy' in your library." in text(app)
        app.main.context.done(remove_papers(found, found.held(["z"])))
        assert app.main.navigator.collection == Collection()


async def test_no_paper_no_list_and_no_tag_has_nothing_near(tmp_path: Path) -> None:
    async with opened(library(), tmp_path) as (app, pilot):
        await pilot.press("R")
        assert "There is no paper here." in bottom(app)


# -- looks ----------------------------------------------------------------------------------------------------------


def shared(id: str, paper: str, *words: str, topic: str = "") -> Suggestion:
    """A suggestion for words that are shared with a paper."""
    return Suggestion(id, 50.0, tuple(Reason("word", word, paper) for word in words), topic)


def found_next() -> WhatNext:
    """What is likely to be wanted of the papers about caches."""
    suggestions = (
        shared("c3", "c1", "kv cache", "compression", topic="#quantization"),
        Suggestion("c5", 1.0, (Reason("elsewhere", ""),)),
        shared("c4", "c1", "4-bit", "outliers", topic="#quantization"),
        Suggestion("c6", 0.0),
    )
    return WhatNext(suggestions, True, 9, 23, 61)


@pytest.mark.parametrize("size", [(120, 24), (80, 24)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_for_you_and_what_is_near_look_as_they_are_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    found = library(*CAVES)
    annotate.star_papers(found, found.held(["c1"]), True)
    annotate.mark_papers(found, found.held(["c2"]), Status.READING)
    reading_lists.add_to_list(found, "Edge models", found.held(["c2"]))
    async with opened(found, tmp_path, size) as (app, pilot):
        app._ranker.stop()
        relevance = app.main.view_state.relevance
        relevance.ranking = laid_out(found.papers, found_next(), found_next())
        await pilot.press("1")
        # Whose day it is depends on where one is.
        golden(f"for-you-{size[0]}x{size[1]}", text(app).replace("15 Nov", "14 Nov"))
        near = near_papers(found.held(["c2"]))
        app.main.navigator.open(near)
        relevance._near[near] = (shared("c3", "c2", "kv cache", "compression"), shared("c1", "c2", "quantization"))
        app.main.view_state.derive()
        app.main.presenter.rows(keep=False)
        await pilot.pause()
        golden(f"near-{size[0]}x{size[1]}", text(app))


# -- the parts ------------------------------------------------------------------------------------------------------


def test_topics_share_each_round_and_what_is_outside_comes_last_in_it() -> None:
    suggestions = tuple(
        Suggestion(f"p{at}", 1.0, (Reason("elsewhere", ""),) if at % 5 == 4 else (), "ab"[at % 2])
        for at in range(6 * ROUND)
    )
    papers = {one.id: Paper(one.id, one.id) for one in suggestions}
    ranking = laid_out(papers, WhatNext(suggestions, True, 5, 0, 0), WhatNext((), True, 5, 0, 0))
    told = [(part.heading, part.aside, len(part.papers)) for part in ranking.parts]
    assert told[:6] == [("a", "", 8), ("b", "", 8), ("outside your topics", "1 in 5", 4)] * 2
    assert told[-1] == ("further on", "", ROUND)
    assert len(told) == 16
    assert list(ranking.reasons) == [one.id for one in suggestions[: 5 * ROUND] if one.reasons]


def test_the_words_above_are_cut_where_they_say_least() -> None:
    ranking = Ranking(learned="9 ★ 23 ✓ 61 ×")
    long, middle, short = title_words("For you", LIKELY, ranking, newer=True)
    assert long == (
        "For you · unread, in the order you are likely to want them · learned from 9 ★ 23 ✓ 61 × · new order"
    )
    assert middle == "For you · likeliest first · learned from 9 ★ 23 ✓ 61 × · new order"
    assert short == "For you · likeliest first · new order"
    assert title_words("Inbox", LIKELY, ranking, newer=False)[0].startswith("Inbox · in the order you")
    assert title_words("For you", SO_FAR, None, newer=True)[0] == "For you · newest first so far · new order"
    assert title_words("For you", "by title", ranking, newer=True) == ("For you · by title", "by title")
    unlearned = title_words("For you", NEWEST, Ranking(message=TOO_LITTLE), newer=False)
    assert unlearned[0] == f"For you · {TOO_LITTLE}"
    undated = title_words("For you", AS_THEY_CAME, Ranking(message="m", otherwise=AS_THEY_CAME), newer=False)
    assert undated[2] == "For you · as they came in: star or read five papers to make it yours"
    assert all("five" in form for form in unlearned)
    assert len(unlearned[-1]) < 36


@pytest.mark.parametrize("size", [(120, 30), (80, 24), (40, 12)], ids=str)
async def test_at_every_size_it_is_said_how_to_teach_the_order(tmp_path: Path, size: tuple[int, int]) -> None:
    async with opened(starred("q", stars=2), tmp_path, size) as (app, pilot):
        await pilot.press("1")
        await ranked(app, pilot)
        assert "read five" in lines(app)[1]


def test_a_reason_begins_with_what_is_shared() -> None:
    papers = {paper.id: paper for paper in CAVES} | {
        "s": Paper("s", "Starred work without a colon at all", starred=True)
    }
    one = Suggestion("c3", 1.0, (Reason("author", "Ji Lin", "c1"), Reason("word", "4-bit", "c1"), Reason("tag", "kv")))
    assert why(papers, one) == "by Ji Lin, 4-bit, #kv · like AWQ"
    assert why(papers, one, alone=True) == "by Ji Lin, 4-bit, #kv"
    assert (
        why(papers, Suggestion("c3", 1.0, (Reason("paper", "s", "s"),)), alone=True)
        == f"like ★ {short_title(papers['s'])}"
    )
    assert why(papers, Suggestion("c3", 1.0, (Reason("word", "4-bit", "gone"),))) == "4-bit"
    assert short_title(Paper("t", ": a title")) == ": a title"
    assert short_title(papers["s"]) == "Starred work without a colon…"


async def test_what_was_kept_is_taken_up_and_what_lacks_much_is_kept(tmp_path: Path) -> None:
    """The next run enters no paper again but those whose texts changed."""
    file = IndexFile(tmp_path / "library", tmp_path / "cache", "near")
    found = starred("q")
    orders = []
    for title in ("", "Another title of video"):
        if title:
            papers = list(found.papers.values())
            found = library(replace(papers[0], title=title), *papers[1:])
        relevance = LiveRelevance()
        relevance.keeper = RelevanceKeeper(file)
        await relevance.build(found)
        assert relevance.ready
        assert relevance.relevance is not None
        assert relevance.relevance.changes == (2 if title else 0)
        orders.append(relevance.near_to(found, Collection(Kind.NEAR, "q1")))
        plain = LiveRelevance()
        await plain.build(found)
        assert orders[-1] == plain.near_to(found, Collection(Kind.NEAR, "q1"))
    assert Path(file.path).exists()


async def test_an_order_is_of_the_library_as_it_is_when_it_was_worked_out() -> None:
    """Edits meanwhile wait, and have it worked out once more."""
    found = starred("q")
    relevance = LiveRelevance()
    relevance.want()
    await relevance.build(found)
    await relevance.rank(found)
    assert not relevance.is_due
    annotate.star_papers(found, found.held(["v1"]), True)
    relevance.follow(found, ["v1"])
    assert relevance.is_due
    await relevance.rank(found)
    assert relevance.newer is not None
    assert relevance.newer.learned.startswith("6 ★")
    assert relevance.enter()
    assert not relevance.enter()


def test_newest_first_is_by_date_and_then_as_they_came() -> None:
    papers = [Paper("a", "A"), Paper("b", "B", published="2020"), Paper("c", "C", published="2024"), Paper("d", "D")]
    assert newest_first([*papers, Paper("e", "E", status=Status.READ)]) == ["c", "b", "a", "d"]


async def test_like_in_a_query_and_in_a_smart_list_finds_once_it_is_worked_out(tmp_path: Path) -> None:
    found = starred()
    reading_lists.new_list(found, "Bits", query="like:q0")
    async with opened(found, tmp_path, (120, 30)) as (app, pilot):
        await ranked(app, pilot)
        assert [row.count for row in app.main.widgets.sidebar.rows if row.text == "Bits"] != ["0"]
        app.main.navigator.open(Collection(Kind.LIST, "Bits"))
        assert {id[0] for id in ids(app)} >= {"q"}
        assert "q0" not in ids(app)
        bits = set(ids(app))
        app.main.navigator.search("like:v0 is:unread")
        assert set(ids(app)) < bits
        app.main.navigator.open(Collection())
        app.main.navigator.search("like:nobody")
        await pilot.pause()
        assert "There is no paper, reading list" in text(app)
        app.main.navigator.search("like:v0 is:unread")
        assert {id[0] for id in ids(app)} >= {"v"}


async def test_any_place_is_put_in_the_order_of_what_is_likely_to_be_wanted(tmp_path: Path) -> None:
    found = starred("q")
    async with opened(found, tmp_path, (120, 30)) as (app, pilot):
        app.main.navigator.open(Collection(Kind.UNREAD))
        app.main.navigator.sort("next")
        await ranked(app, pilot)
        assert {id[0] for id in ids(app)[:4]} == {"q"}
        assert lines(app)[1].lstrip("─┬").startswith("━ Unread · in the order you are likely to want them")
        assert app.main.widgets.list.rows[1].startswith(REASON)
        assert "likeliest first" in bottom(app)
        assert ids(app)[-5:] == [f"q{at}" for at in range(5)]
        app.main.navigator.sort("-next")
        assert ids(app)[0][0] != "q"
        app.main.navigator.sort("")
        app.main.navigator.search("is:unread sort:next")
        assert {id[0] for id in ids(app)[:4]} == {"q"}


# -- beneath a paper ------------------------------------------------------------------------------------------------


async def test_what_is_near_a_paper_stands_beneath_it_once_that_can_be_told(tmp_path: Path) -> None:
    """It is never made ready for that; a click opens such a paper, and no line above moves when they come."""
    async with opened(starred(), tmp_path, (120, 30)) as (app, pilot):
        await pilot.press("j")
        assert "Near this one" not in text(app)
        assert not app.main.view_state.relevance.is_due
        before = [line[-40:] for line in lines(app)]
        app.main.view_state.relevance.want()
        await ranked(app, pilot)
        await until(pilot, lambda: "Near this one" in text(app))
        detail = app.main.widgets.detail
        assert {paper.id[0] for paper, _ in detail._near} == {"q"}
        assert len(detail._near) == 3
        at = next(number for number, line in enumerate(lines(app)) if "Near this one" in line)
        assert [line[-40:] for line in lines(app)][: at - 1] == before[: at - 1]
        assert detail._near[1][1] in text(app)
        second = detail._near[1][0].id
        await pilot.click("#detail", offset=(6, at - 2 + 3))
        assert app.main.widgets.list.current == second


def test_what_is_near_stands_beside_its_reason_where_there_is_room() -> None:
    near = [(CAVES[0], "weights"), (CAVES[1], "")]
    wide = ["".join(text for text, _ in line) for line in near_lines(near, 100, "R")]
    assert wide[1].startswith("Near this one")
    assert wide[1].endswith("R all")
    assert wide[2].split() == ["AWQ:", "Activation-aware", "Weight", "Quantization", "weights"]
    narrow = ["".join(text for text, _ in line) for line in near_lines(near, 30, "")]
    assert narrow == [
        "",
        "Near this one",
        "  AWQ: Activation-aware Weigh…",
        "    weights",
        "  CommVQ: Commutative Vector …",
    ]
    assert near_lines([], 30, "R") == []


# -- again ----------------------------------------------------------------------------------------------------------


async def test_old_stars_are_shown_when_asked_for_and_in_the_sidebar_by_a_switch(
    tmp_path: Path,
) -> None:
    """What is made here was starred long ago."""
    found = library(*made(2))
    async with opened(found, tmp_path, (120, 30)) as (app, pilot):
        assert "Again" not in text(app)
        app.main.run(named(COMMANDS, "view.again"))
        await pilot.pause()
        assert "No star is half a year old" in text(app)
        app.main.context.done(annotate.star_papers(found, found.held(["q0", "q1"]), True))
        assert sorted(ids(app)) == ["q0", "q1"]
        assert app.main.widgets.list.line(1, 60).text.strip().endswith(", not read")
        await pilot.press("r")
        assert len(ids(app)) == 1
        app.main.run(named(COMMANDS, "view.again.switch"))
        await pilot.pause()
        assert [row.count for row in app.main.widgets.sidebar.rows if row.text == "Again"] == ["1"]
        assert "'Again' stands in the sidebar now." in bottom(app)
    async with opened(library(*made(2)), tmp_path, (120, 30)) as (app, _):
        assert "Again" in [row.text for row in app.main.widgets.sidebar.rows]
        app.main.run(named(COMMANDS, "view.again.switch"))
        assert "Again" not in [row.text for row in app.main.widgets.sidebar.rows]


def test_a_day_is_said_by_its_name_within_a_week() -> None:
    now = datetime(2026, 11, 26, 12, tzinfo=UTC)
    said = {
        "2026-11-23T12:00:00Z": "reading since Mon",
        "2026-11-03T12:00:00Z": "reading since 3 Nov",
        "2025-11-24T12:00:00Z": "reading since 24 Nov 2025",
        "": "being read",
    }
    for when, words in said.items():
        paper = Paper("p", "P", status=Status.READING, reading_at=when, starred=True)
        assert chosen_words(paper, ("Edge",), now) == f"{words}, starred, in Edge"
    assert chosen_words(Paper("p", "P"), (), now) == ""


# -- when it is worked out ------------------------------------------------------------------------------------------


async def test_what_cannot_be_worked_out_is_told_once_and_the_newest_stay_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[str] = []

    async def fails(self: LiveRelevance, library: Library) -> None:
        tried.append("rank")
        raise KeyError("a fault")

    monkeypatch.setattr(LiveRelevance, "rank", fails)
    async with opened(starred("q"), tmp_path, (120, 30)) as (app, pilot):
        await pilot.press("1")
        await until(pilot, lambda: tried == ["rank"] and not app._ranker.at_work)
        assert "What you are likely to want met an error" in text(app)
        await pilot.press("s", "s", "j", "R")
        assert {id[0] for id in ids(app)[:3]} == {"q"}
        assert tried == ["rank"]


async def test_several_edits_in_a_row_are_answered_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ranked_at: list[int] = []
    rank = LiveRelevance.rank

    async def noted(self: LiveRelevance, library: Library) -> None:
        ranked_at.append(self.edits)
        await rank(self, library)

    monkeypatch.setattr(LiveRelevance, "rank", noted)
    async with opened(starred("q"), tmp_path, (120, 30)) as (app, pilot):
        await pilot.press("1")
        await ranked(app, pilot)
        assert ranked_at == [0]
        found = app.main.context.library
        for id in ("v0", "v1", "v2"):
            app.main.context.done(annotate.star_papers(found, found.held([id]), True))
        await ranked(app, pilot)
        assert ranked_at == [0, 3]


async def test_nothing_is_worked_out_before_it_is_asked_for_or_would_be_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is near is made ready once a paper is looked at beneath which it would stand, in a library that is not too
    large for that; the order of For you is not."""
    async with opened(starred("q"), tmp_path, (120, 30)) as (app, pilot):
        relevance, detail = app.main.view_state.relevance, app.main.widgets.detail
        await pilot.press("j", "s")
        await until(pilot, lambda: app._ranker._library is not None)

        def rest() -> bool:
            app._prepare()
            return relevance.is_due

        assert detail.has_room
        assert not rest(), "somebody types"
        app._touched = -inf
        monkeypatch.setattr("reader.tui.ranker.UNASKED_LIMIT", 1)
        assert not rest(), "it takes too much"
        monkeypatch.undo()
        monkeypatch.setattr(type(detail), "has_room", False)
        assert not rest(), "there is no room beneath the paper"
        app.main.panes.focus = Pane.DETAIL
        assert rest(), "one can scroll there"
        await ranked(app, pilot)
        assert relevance.ready
        assert not relevance.is_ranked
        relevance.want()
        await ranked(app, pilot)
        assert relevance.is_ranked


async def test_many_papers_that_come_at_once_are_taken_in_between_the_keys(tmp_path: Path) -> None:
    """Until then nothing is told of what is near, so that nobody waits."""
    found = starred("q")
    async with opened(found, tmp_path, (120, 30)) as (app, pilot):
        relevance = app.main.view_state.relevance
        relevance.want()
        await ranked(app, pilot)
        for many in (1, TAKEN_AT_ONCE + 1):
            new = [replace(paper, id="") for paper in made(many, seed=many)]
            app.main.context.done(found.add(new, say=lambda plan: "Imported"))
            assert not relevance.ready
            assert relevance.beside(found, "q0") == []
            await ranked(app, pilot)
            assert relevance.ready
            assert relevance.relevance is not None
            assert len(relevance.relevance) == len(found.papers)
        app.main.context.done(annotate.star_papers(found, found.held(["v0"]), True))
        assert relevance.ready


async def test_an_edit_while_an_order_is_worked_out_has_it_worked_out_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    found = starred("q")
    relevance = LiveRelevance()
    assert relevance.relevance is None
    relevance.want()
    await relevance.build(found)
    assert relevance.relevance is not None

    def edited(library: Library, near: Relevance) -> Ranking:
        relevance.follow(library, ["v1"])
        raise RuntimeError("dictionary changed size during iteration")

    def broken(library: Library, near: Relevance) -> Ranking:
        raise RuntimeError("a fault")

    monkeypatch.setattr(live_relevance, "_worked_out", edited)
    await relevance.rank(found)
    assert relevance.is_due
    assert relevance.ranking is None
    monkeypatch.setattr(live_relevance, "_worked_out", broken)
    with pytest.raises(RuntimeError, match="a fault"):
        await relevance.rank(found)
    monkeypatch.undo()
    await relevance.rank(found)
    assert relevance.ranking is not None
    assert not relevance.is_due
