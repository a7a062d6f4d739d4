"""Triage on the whole screen: what is done there to one paper, and to all that are left, and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.library.library import Library
from reader.operations import annotate
from reader.operations.collection import Collection, Kind
from reader.paper import Decision, Paper, Stage, Status
from tests.support.memory import library
from tests.support.screen import bottom, golden, opened, text

ABSTRACT = (
    "In this paper, we present LLaVA-Scissor, a training-free token compression strategy designed for video multimodal "
    "large language models. Previous methods mostly attempt to compress tokens based on attention scores, but fail to "
    "effectively capture all semantic regions and often lead to token redundancy."
)


def waiting(count: int = 6) -> Library:
    """So many papers that wait."""
    return library(
        Paper(
            "p0",
            "LLaVA-Scissor: Token Compression with Semantic Connected Components for Video LLMs",
            authors=("Boyuan Sun", "Jiaxing Zhao", "Xihan Wei"),
            published="2025-06-27",
            upvotes=20,
            abstract=ABSTRACT,
            url="https://example.org/p0",
        ),
        *(Paper(f"p{at}", f"Paper {at} of a day", abstract="Little is said.") for at in range(1, count)),
    )


def stages(found: Library) -> list[str]:
    """Where each paper stands, by its first letter."""
    return [paper.stage.value[0] for paper in found.papers.values()]


@pytest.mark.parametrize("size", [(120, 36), (80, 24), (40, 12)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_triage_looks_as_it_is_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    """And so it does while all that are left are meant, which is told."""
    name = f"{size[0]}x{size[1]}"
    async with opened(waiting(), tmp_path, size) as (app, pilot):
        await pilot.press("T")
        golden(f"triage-{name}", text(app))
        await pilot.press("right", "V")
        golden(f"triage-all-{name}", text(app))


async def test_what_is_left_is_decided_on_by_one_key_and_taken_back_by_one(tmp_path: Path) -> None:
    found = waiting()
    async with opened(found, tmp_path) as (app, pilot):
        await pilot.press("T", "s", "V", "minus")
        assert stages(found) == ["k", *"ddddd"]
        assert "6 papers decided: 1 starred, 5 not for you" in text(app)
        await pilot.press("u")
        assert stages(found) == ["k", *"iiiii"]
        assert "2 of 6, 5 left" in text(app)
        await pilot.press("V", "escape", "greater_than_sign")
        assert stages(found) == ["k", "l", *"iiii"], "Esc means one paper again"
        await pilot.press("u", "u", "escape")
        assert stages(found) == list("iiiiii")


async def test_that_very_many_are_not_for_the_user_takes_the_same_key_twice(tmp_path: Path) -> None:
    found = waiting(120)
    async with opened(found, tmp_path) as (app, pilot):
        await pilot.press("T", "V", "minus")
        assert "120 papers: not for you?" in text(app)
        assert set(stages(found)) == {"i"}
        await pilot.press("right", "V", "minus")
        assert set(stages(found)) == {"i"}, "what was asked before is not answered"
        await pilot.press("minus")
        assert set(stages(found)) == {"d"}
        await pilot.press("u")
        assert set(stages(found)) == {"i"}


async def test_what_was_decided_elsewhere_meanwhile_stays_as_it_is(tmp_path: Path) -> None:
    """Whether it is one of all that are left or the one that is shown: nobody decides on what waits no more unseen."""
    found = waiting()
    async with opened(found, tmp_path) as (app, pilot):
        await pilot.press("T", "V")
        annotate.mark_papers(found, [found.papers["p0"], found.papers["p2"]], Status.READ)
        await pilot.press("plus")
        assert stages(found) == list("rqrqqq")
        assert "2 papers were decided on elsewhere meanwhile, and stay as they are." in text(app)
        await pilot.press("u")
        assert stages(found) == list("ririii")
        await pilot.press("right")
        assert "4 left" in text(app)
        annotate.mark_papers(found, [found.papers["p3"]], Status.READ)
        await pilot.press("minus")
        assert stages(found) == list("rirrii"), "nothing is decided on another paper instead"
        assert "'Paper 3 of a day' was decided on elsewhere meanwhile" in text(app)
        assert "3 left" in text(app)
        annotate.mark_papers(found, list(found.papers.values()), Status.READ)
        await pilot.press("V", "minus", "enter")
        assert set(stages(found)) == {"r"}


async def test_a_question_about_very_many_tells_what_was_decided_elsewhere(tmp_path: Path) -> None:
    found = waiting(120)
    async with opened(found, tmp_path) as (app, pilot):
        await pilot.press("T", "V", "minus")
        annotate.mark_papers(found, [found.papers["p7"]], Status.READ)
        await pilot.press("minus")
        assert "119 papers: not for you?" in " ".join(text(app).split())
        assert "all 119 left" in text(app)
        assert set(stages(found)) == {"i", "r"}
        await pilot.press("minus")
        assert set(stages(found)) == {"d", "r"}


async def test_tags_lists_and_notes_are_given_to_the_paper_that_is_shown(tmp_path: Path) -> None:
    """Whatever the cursor of the list is on and whatever is selected there; typed ahead too."""
    found = waiting()
    async with opened(found, tmp_path) as (app, pilot):
        await pilot.press("space", "T", "right", "t", *"rl", "enter")
        assert [paper.tags for paper in found.papers.values()] == [(), ("rl",), (), (), (), ()]
        assert "#rl" in text(app)
        assert "2 of 6, 6 left" in text(app)
        await pilot.press("e", *"fine", "escape")
        assert found.papers["p1"].note == "fine"
        assert "¶ fine" in text(app)
        await pilot.press("right", "full_stop")
        assert found.papers["p2"].tags == ("rl",)
        await pilot.press("L", *"Edge", "enter")
        assert found.reading_list("Edge").papers == ("p2",)
        assert found.papers["p2"].stage is Stage.KEPT
        assert "4 of 6, 5 left" in text(app), "a list takes a paper out of the inbox"
        await pilot.press("u")
        assert "3 of 6, 6 left" in text(app)
        await pilot.press("u", "u", "u")
        assert [(paper.tags, paper.note) for paper in found.papers.values()] == [((), "")] * 6
        await pilot.press("escape")
        assert app.main.widgets.list.selection == {"p0"}


async def test_a_page_is_opened_and_what_cannot_be_done_is_said_in_triage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.tui.outside_programs.has_browser", lambda: False)
    async with opened(waiting(), tmp_path) as (app, pilot):
        await pilot.press("T", "o")
        assert "The address was copied: https://example.org/p0" in text(app)
        await pilot.press("right", "full_stop")
        assert "Nothing to repeat yet" in text(app)
        await pilot.press("V", "t")
        assert "only to be decided on" in text(app)
        await pilot.press("V", "V", "1")
        assert "only to be decided on" in text(app), "a digit is for one paper, too"


async def test_papers_that_were_put_off_come_back_to_the_list_and_no_key_is_left_over(tmp_path: Path) -> None:
    found = waiting(2)
    async with opened(found, tmp_path) as (app, pilot):
        await pilot.press("T", "plus", "minus", "enter")
        assert [paper.triage for paper in found.papers.values()] == [Decision.QUEUE, Decision.DISMISS]
        assert "2 papers decided, 0 left in the inbox." in bottom(app)
        assert app.main.navigator.collection == Collection(Kind.ALL)
