"""The screens as they are drawn in the paper of the screens, kept as plain text at their sizes.

`WRITE_GOLDEN=1 python -m pytest tests/tui/test_drawings.py` writes them anew, to be held against the drawings by eye.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual import events

from reader.commands.asking import Question
from reader.commands.bindings import COMMANDS, named
from reader.commands.context import Pane
from reader.commands.questions import AskConflict, HistoryLine, ShowHistory
from reader.library.library import Library
from reader.operations import annotate, reading_lists
from reader.paper import Paper
from reader.settings import Settings
from tests.support.dialog_host import asking
from tests.support.dialog_host import text as dialog_text
from tests.support.memory import library
from tests.support.screen import bottom, golden, opened, text, type_in

ABSTRACT = (
    "Large Language Models (LLMs) are increasingly used in applications requiring long context lengths, but the "
    "key-value (KV) cache often becomes a memory bottleneck on GPUs as context grows. To address this, we propose "
    "Commutative Vector Quantization (CommVQ) to significantly reduce memory usage for long-context LLM inference."
)
PASTED = """
@article{lin2023awq, title={AWQ: Activation-aware Weight Quantization}, author={Lin, Ji}, year={2023}}
@article{hooper2024kvquant, title={KVQuant: Towards 10 Million Context Length}, author={Hooper, Cole}, year={2024}}
"""
DRAWN = [(120, 36), (80, 24), (40, 12)]
MINE = "Additive codebooks that commute with RoPE.\nAsk: below 2 bits?"
STORED = "Additive codebooks that commute with RoPE.\nFigure 3 is the one to show."
QUESTIONS: dict[str, Question[Any]] = {
    "conflict": AskConflict("the note on 'CommVQ'", MINE, STORED),
    "history": ShowHistory((
        HistoryLine("a", "today", "14:10", "Tagged 3 papers 'kv-cache'", 1, origin="this window"),
        HistoryLine("b", "today", "14:02", "Wrote a note on 'CommVQ: Commutative Vect…'", 0, False, True,
                    "another machine"),
        HistoryLine("c", "today", "13:55", "Imported 61 papers from a paste", 2, origin="this machine"),
        HistoryLine("d", "yesterday", "18:40", "Tagged 40 papers 'vlm'", 0, True, origin="Claude Code"),
        HistoryLine("e", "yesterday", "18:39", "Starred 'AWQ: Activation-aware Weig…'", 3, origin="this machine"),
    )),
}  # fmt: skip


def shelf() -> Library:
    """The papers of the drawings."""
    found = library(
        Paper(
            "c",
            "CommVQ: Commutative Vector Quantization for KV Cache Compression",
            authors=("Junyan Li", "Yang Zhang", "Muhammad Yusuf Hassan", "Talha Chafekar"),
            published="2025-06-23",
            arxiv_id="2506.18879",
            upvotes=2,
            abstract=ABSTRACT,
            links=(("code", "https://x.y"), ("project", "https://x.y/z")),
            added="2024-06-24T12:00:00Z",
        ),
        *(Paper(f"p{at}", f"Paper {at} of a day", published="2025") for at in range(4)),
    )
    held = found.papers
    annotate.tag_papers(found, [held["c"]], ["kv-cache", "quantization"])
    annotate.tag_papers(found, [held["p0"], held["p1"]], ["quantization"])
    annotate.star_papers(found, [held["c"]], on=True)
    annotate.set_note(found, held["c"], "Additive codebooks that commute with RoPE.\nAsk: how about below 2 bits?")
    reading_lists.add_to_list(found, "Edge models", [held["p2"], held["c"]])
    return found


@pytest.mark.parametrize("size", DRAWN, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_detail_tags_and_import_look_as_they_are_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    name = f"{size[0]}x{size[1]}"
    async with opened(shelf(), tmp_path, size) as (app, pilot):
        await pilot.press("enter")
        golden(f"detail-{name}", text(app))
        await pilot.press("f")
        golden(f"follow-{name}", text(app))
        await pilot.press("escape", "escape", "space", "space", "t")
        golden(f"tags-{name}", text(app))
        await type_in(pilot, "quantizaton")
        golden(f"tags-typed-{name}", text(app))
        await pilot.press("escape", "escape", "L")
        golden(f"to-list-{name}", text(app))
        await pilot.press("escape")
        await paste(app, pilot, PASTED)
        golden(f"import-{name}", text(app))


@pytest.mark.parametrize("size", DRAWN, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_settings_look_as_they_are_kept(tmp_path: Path, size: tuple[int, int]) -> None:
    text_of_file = 'goal = "1 a week"\n\n[keys]\n"paper.copy" = "c"\n'
    settings = Settings(goal=1, keys={"paper.copy": ("c",)}, text=text_of_file, path="/home/ada/reader.toml")
    async with opened(shelf(), tmp_path, size, settings=settings, folder=Path("/home/ada/papers")) as (app, pilot):
        app.main.run(named(COMMANDS, "settings"))
        await pilot.pause()
        golden(f"settings-{size[0]}x{size[1]}", text(app))


@pytest.mark.parametrize(
    ("size", "seen"),
    [((120, 36), ["ld", "l", "sld"]), ((80, 24), ["l", "sld", "ld"]), ((40, 12), ["l", "l", "l"])],
)
async def test_one_key_leads_from_all_panes_to_the_list_alone(
    tmp_path: Path, size: tuple[int, int], seen: list[str]
) -> None:
    """Where there is room for one pane only, that is said."""
    async with opened(shelf(), tmp_path, size) as (app, pilot):
        for panes in seen:
            await pilot.press("tab", "z")
            shown = [pane for pane in (Pane.SIDEBAR, Pane.LIST, Pane.DETAIL) if app.main.widgets.pane(pane).display]
            assert "".join(pane[0] for pane in shown) == panes
            assert app.main.focused is app.main.widgets.list
        assert ("room for one pane" in bottom(app)) == (size == (40, 12))


async def paste(app: Any, pilot: Any, pasted: str) -> None:
    """Paste where no field is open, and wait for the preview."""
    app._driver.send_message(events.Paste(pasted))
    await pilot.pause()
    await pilot.press("enter")
    for _ in range(2000):
        await pilot.pause()
        if "2 new" in text(app):
            return
    raise AssertionError(text(app))


@pytest.mark.parametrize("size", DRAWN, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("name", sorted(QUESTIONS))
async def test_conflict_and_history_look_as_they_are_kept(name: str, size: tuple[int, int]) -> None:
    async with asking(QUESTIONS[name], size) as (host, _):
        golden(f"{name}-{size[0]}x{size[1]}", dialog_text(host))


KEPT: dict[str, tuple[tuple[str, ...], Callable[[Library], object], object]] = {
    "tag with a tag that is there": (
        ("t", "k", "v", "tab", "enter"),
        lambda found: found.papers["p0"].tags,
        ("kv-cache",),
    ),
    "star": (("s",), lambda found: found.papers["p0"].starred, True),
    "mark as read": (("r", "r"), lambda found: found.papers["p0"].status.value, "read"),
    "write a note of one letter": (("e", "x", "escape"), lambda found: found.papers["p0"].note, "x"),
    "put on the list used last": (("L", "enter"), lambda found: "p0" in found.reading_list("Edge models").papers, True),
    "queue": (("plus",), lambda found: found.papers["p0"].stage.value, "queued"),
    "say that it is not for you": (("minus",), lambda found: found.papers["p0"].stage.value, "dismissed"),
    "take back": (("s", "u"), lambda found: found.papers["p0"].starred, False),
    "go through three that wait": (
        ("T", "plus", "greater_than_sign", "minus"),
        lambda found: [found.papers[f"p{at}"].stage.value for at in (0, 1, 3)],
        ["queued", "later", "dismissed"],
    ),
    "tag one, then the next alike": (
        ("t", "k", "v", "tab", "enter", "j", "full_stop"),
        lambda found: ["kv-cache" in found.papers[f"p{at}"].tags for at in (0, 1)],
        [True, True],
    ),
    "say of all that are left that they are not for you": (
        ("T", "V", "minus"),
        lambda found: [paper.stage.value for paper in found.papers.values()].count("dismissed"),
        3,
    ),
}
"""Common jobs that change something: the keys, what to look at, and what must be there."""
SEEN: dict[str, tuple[tuple[str, ...], Callable[[Any], object], object]] = {
    "find a paper and open it": (
        ("slash", "c", "o", "m", "m", "enter", "enter"),
        lambda app: (app.main.widgets.list.current, app.main.panes.focus.value),
        ("c", "detail"),
    ),
    "sort by title": (("S", "t", "enter"), lambda app: app.main.navigator.order, "title"),
    "go to a list": (("apostrophe", "e", "d", "enter"), lambda app: app.main.navigator.collection.name, "Edge models"),
    "go to the inbox": (("2",), lambda app: app.main.navigator.collection.kind.value, "inbox"),
    "go to what is next": (("n",), lambda app: app.main.widgets.list.current, "p1"),
}
"""Common jobs that change what is seen."""
MOST = {
    "tag with a tag that is there": 5, "star": 1, "mark as read": 2, "write a note of one letter": 3,
    "put on the list used last": 2, "queue": 1, "say that it is not for you": 1, "take back": 2,
    "go through three that wait": 4, "tag one, then the next alike": 11,
    "say of all that are left that they are not for you": 5, "find a paper and open it": 7, "sort by title": 5,
    "go to a list": 4, "go to the inbox": 1, "go to what is next": 1,
}  # fmt: skip
"""The keystrokes of each before there were `.`, `V` in triage and letters under `S`: no job may take more."""
FEWER = {
    "tag one, then the next alike", "say of all that are left that they are not for you", "sort by title",
}  # fmt: skip


@pytest.mark.parametrize("job", [*KEPT, *SEEN])
async def test_a_common_job_takes_no_more_keys_than_before(job: str, tmp_path: Path) -> None:
    """The cursor is on "Paper 0 of a day", of which nothing is said but what the drawing has."""
    keys, look, wanted = (KEPT | SEEN)[job]
    assert len(keys) <= MOST[job]
    assert (len(keys) < MOST[job]) == (job in FEWER)
    found = shelf()
    annotate.tag_papers(found, [found.papers["p0"]], remove=["quantization"])
    async with opened(found, tmp_path) as (app, pilot):
        app.main.widgets.list.go_to("p0")
        await pilot.press(*keys)
        await pilot.pause()
        assert look(found if job in KEPT else app) == wanted
