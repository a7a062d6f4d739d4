"""The interface's pieces that need no screen: lines, panes, counts, typing, what is remembered."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.geometry import Size

from reader.commands.context import Pane
from reader.latex import decode
from reader.operations.collection import Collection, Kind
from reader.paper import Paper, Status
from reader.query import parse
from reader.readable_tex import readable
from reader.search import Index
from reader.text import clean_line
from reader.tui.drafts import Drafts
from reader.tui.drawing.note_lines import note_lines
from reader.tui.drawing.styled_text import cells, cut, fit, pad, wrap
from reader.tui.drawing.terminal_guard import TextGuard
from reader.tui.model.counts import Counts
from reader.tui.model.sidebar_rows import sidebar_rows
from reader.tui.panes import Layout, arrange
from reader.tui.remember import Remembered, recall, remember
from reader.tui.widgets.detail_lines import KEEPING, as_drawn, detail_lines
from reader.tui.widgets.paper_row import paper_row
from reader.tui.widgets.search_line import LineEdit
from tests.support.laws import law

TEXT = st.text(st.sampled_from("ab é漢字🙂\u0301 -*`[]()#\n"), max_size=80)


# -- lines -------------------------------------------------------------------------------------------------------------


@law(60)
@given(TEXT, st.integers(4, 30))
def test_no_wrapped_line_is_wider_than_asked_and_no_character_is_lost(text: str, width: int) -> None:
    lines = wrap([(text, "")], width)
    assert all(sum(cells(run) for run, _ in line) <= width for line in lines)
    kept = "".join(run for line in lines for run, _ in line)
    assert re.sub(r"\s", "", kept) == re.sub(r"\s", "", text)


@law(60)
@given(st.text(st.sampled_from("ab 漢é"), max_size=60), st.integers(4, 20), st.lists(st.integers(0, 60), max_size=4))
def test_where_a_line_ends_does_not_depend_on_what_is_marked_in_it(text: str, width: int, cuts: list[int]) -> None:
    """A word of which a part matched is one word; lines are as wide at most."""
    ends = sorted({0, len(text), *(min(cut, len(text)) for cut in cuts)})
    runs = [(text[first:last], "match" if at % 2 else "") for at, (first, last) in enumerate(pairwise(ends))]
    plain = ["".join(words for words, _ in line) for line in wrap([(text, "")], width)]
    assert ["".join(words for words, _ in line) for line in wrap(runs, width)] == plain


@law(60)
@given(TEXT, st.integers(0, 20))
def test_a_text_is_cut_between_characters_and_padded_to_the_cell(text: str, width: int) -> None:
    assert text.startswith(cut(text, width))
    assert cells(cut(text, width)) <= width
    assert cells(fit(text, width)) <= width
    assert cells(pad(text, width)) == width


@law(60)
@given(TEXT, st.integers(8, 40))
def test_any_note_can_be_shown(text: str, width: int) -> None:
    assert isinstance(note_lines(text, width), list)


def test_a_note_is_shown_as_the_markdown_it_is() -> None:
    lines = note_lines("# Head\n- one *two*\n  - [x] done\n> said\n```\n  code\n```\n[a](http://b) **c**", 40)
    flat = ["".join(text for text, _ in line) for line in lines]
    assert flat == ["Head", "• one two", "  ☑ done", "│ said", "  code", "a c"]
    assert lines[0][0] == ("Head", "strong")
    assert ("a", "link") in lines[5]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        (r"$\pi_0$ and $O(n^2)$", "π₀ and O(n²)"),
        (r"\textbf{Big} 19\times~faster", "Big 19× faster"),
        ("it costs $5 and $6", "it costs $5 and $6"),
        (r"\url{https://x.y} 100\%", "https://x.y 100%"),
        (r"G\'eza and \v{C}ech", "Géza and Čech"),
        (r"\href{http://x.y/a_b}{here}, ``so''", "here (http://x.y/a_b), “so”"),
        (r"3\,000 in $\{1,2\}$ and $\frac{1}{2}\log n$", "3 000 in {1,2} and 1/2log n"),
        ("a set {a, b} -- $5. Then $x^2$, ~5 more", "a set {a, b} -- $5. Then x², ~5 more"),
        (r"$\mathbf{x}_{ij} \ne \left( \hat{y}^{T} \right)$", "xᵢⱼ ≠( yᵀ )"),
        (r"\unknown{x} stays", r"\unknown{x} stays"),
    ],
)
def test_tex_is_made_readable_and_money_stays_money(raw: str, shown: str) -> None:
    assert readable(raw) == shown


@pytest.mark.parametrize(
    "tex",
    [
        r"K\"{o}rper, Schr\"odinger, C{\'e}sar, na\"\i ve, \'{\i}",
        r"\L{}ukasz, Ale{\ae}, {\o}re, Stra{\ss}e, \v{S}imi\'c",
        r"{\~n} and \~{n}; 50\% \& more \_ \# \$5",
        r"a tie~here, 3\,000 so\!far, \LaTeX{} or \TeX rocks",
        r"\emph{one} \textbf{two} \enquote{three} \url{http://x_y.z/~a}, see \href{http://x.y}{this}",
        r"\textsc{a \emph{b \textit{c}}} and {\bf bold}",
        r"\unknown{kept \'e} \alsounknown",
    ],
)
def test_tex_that_stands_in_a_text_is_shown_as_it_is_read(tex: str) -> None:
    """One text is the same where a bibliography is read and where an abstract is shown."""
    assert readable(tex) == decode(tex)


def test_the_detail_shows_all_that_is_known_and_marks_what_matched() -> None:
    paper = Paper(
        "a", "Sparse Attention", abstract="Attention is $\\alpha$.", authors=("Ada L",), published="2024-05-01",
        arxiv_id="2405.1", tags=("rl",), starred=True, status=Status.READING, note="see **this**",
    )  # fmt: skip
    lines = detail_lines(paper, 60, ["Edge"], Index([paper]).matches(parse("attention"), as_drawn(paper)))
    flat = "\n".join("".join(text for text, _ in line) for line in lines)
    for words in ("Sparse Attention", "Ada L", "2024-05-01 · arXiv 2405.1", "page", "PDF", "◐ reading · ★",
                  "#rl", "≡ Edge", "¶ see this", "Attention is α."):  # fmt: skip
        assert words in flat
    assert sum(style == "match" for line in lines for _, style in line) == 2


def test_the_detail_shows_code_project_and_what_a_machine_wrote_as_that() -> None:
    """The summary stands below the abstract, under its own words; the day since when a paper is read stands by it."""
    paper = Paper(
        "a", "Lamps", abstract="The abstract.", arxiv_id="2405.00001", machine_summary="It is $\\alpha$.",
        status=Status.READING, reading_at="2026-11-02T10:00:00Z",
        links=(("code", "https://c.org/x"), ("project", "https://p.org")),
    )  # fmt: skip
    lines = ["".join(text for text, _ in line) for line in detail_lines(paper, 60)]
    assert [line.replace(KEEPING, " ") for line in lines[4:5]] == ["page  PDF  code  project"]
    assert lines[lines.index("The abstract.") + 1 :] == ["", "Summary (by machine)", "It is α."]
    assert lines[3].startswith("◐ reading since 2 Nov")


@pytest.mark.parametrize("word", ["Straße", "İzmir", "ﬁnance", "GROẞ", "naïve", "STRASSE"])
def test_what_matched_is_marked_however_its_letters_fold(word: str) -> None:
    """The word as it stands in the text, no letter more or less."""
    assert marked_in(Paper("a", f"On {word} today"), word) == [word]


def marked_in(paper: Paper, query: str, width: int = 60) -> list[str]:
    """What the detail marks of a paper that a query finds."""
    lines = detail_lines(paper, width, [], Index([paper]).matches(parse(query), as_drawn(paper)))
    return [text for line in lines for text, style in line if style == "match"]


NOTED = Paper(
    "a", "A heap of trees", authors=("Ada Heap",), tags=("a heap", "heap"), abstract="The heap $\\alpha$ is a heap.",
    note="# Heap\n\tsee **the heap** and `heap`\n- [x] [heap](https://heap.org)\n> heap\n```\nheap\n```\n*a* b heap",
)  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("title:heap", ["heap"]),
        ("author:heap", ["Heap"]),
        ("tag:heap", ["heap", "heap"]),
        ("abstract:heap", ["heap", "heap"]),
        ("note:heap", ["Heap", "heap", "heap", "heap", "heap", "heap", "heap"]),
        ('note:"the heap and"', ["the heap and"]),
        ("abstract:is", ["is"]),
        ("trees", ["trees"]),
    ],
)
def test_what_is_marked_is_what_matched_where_it_did(query: str, found: list[str]) -> None:
    """No other field, and through Markdown, TeX and tabs the very characters, not what is spelt like them elsewhere."""
    assert [text.strip() for text in marked_in(NOTED, query)] == found
    narrow = "".join(marked_in(NOTED, query, 12))
    assert narrow.replace(" ", "") == "".join(found).replace(" ", "")


@law(80)
@given(st.text(st.sampled_from("heap *_`~[](x) \n\t#>-1.é"), max_size=60))
def test_marking_changes_no_letter_of_a_note(note: str) -> None:
    plain = note_lines(note, 40)
    every = note_lines(note, 40, [(0, len(note.expandtabs(4)))])
    assert ["".join(text for text, _ in line) for line in plain] == [
        "".join(text for text, _ in line) for line in every
    ]
    assert {style for line in every for text, style in line if text.strip()} <= {"match", "quiet"}


# -- the guard ---------------------------------------------------------------------------------------------------------


def test_what_is_no_text_in_the_library_is_none_on_the_screen() -> None:
    """All that cleaning takes away is caught by the guard, and a query does not see what nobody sees."""
    for code in [*range(0x3000), *range(0xFDD0, 0x10000), *range(0x1FFFE, 0x20000), *range(0xE0000, 0xE1000)]:
        if not clean_line(f"a{chr(code)}b").replace("ab", ""):
            (guarded,) = TextGuard().apply([Segment(f"a{chr(code)}b")], Color(0, 0, 0))
            assert guarded.text in ("ab", "a\ufffdb"), hex(code)
            assert cells(guarded.text) == cells(f"a{chr(code)}b"), hex(code)  # Else what follows would shift.


@law(60)
@given(st.text(st.sampled_from("a\x1b\x07\x9b\u202e\u200b\ufeff漢\n\xad\u2066é"), max_size=20))
def test_nothing_that_steers_a_terminal_passes_the_guard(text: str) -> None:
    shown = "".join(one.text for one in TextGuard().apply([Segment(text)], Color(0, 0, 0)))
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200b\u202e\u2066\ufeff\xad]", shown)
    assert [c for c in shown if c in "a漢é"] == [c for c in text if c in "a漢é"]


# -- panes -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("size", "focus", "sidebar", "detail", "below"),
    [
        ((120, 36), Pane.LIST, 24, 40, False),
        ((80, 24), Pane.LIST, 0, 8, True),
        ((80, 24), Pane.SIDEBAR, 24, 8, True),
        ((80, 24), Pane.DETAIL, 0, -1, True),
        ((60, 20), Pane.LIST, 0, 0, True),
        ((40, 12), Pane.LIST, 0, 0, True),
        ((40, 12), Pane.DETAIL, 0, -1, True),
        ((40, 12), Pane.SIDEBAR, -1, 0, True),
    ],
)
def test_the_panes_fit_the_terminal(size: tuple[int, int], focus: Pane, sidebar: int, detail: int, below: bool) -> None:
    found = arrange(Size(*size), Layout(), focus)
    assert (found.sidebar, found.detail, found.below) == (sidebar, detail, below)


@law(60)
@given(
    st.integers(1, 250),
    st.integers(1, 80),
    st.sampled_from(list(Pane)),
    st.sets(st.sampled_from([Pane.SIDEBAR, Pane.DETAIL])),
    st.sets(st.sampled_from([Pane.SIDEBAR, Pane.DETAIL])),
    st.integers(0, 300),
)
def test_the_list_keeps_room_at_every_size_and_wish(
    width: int, height: int, focus: Pane, shown: set[Pane], hidden: set[Pane], wish: int
) -> None:
    found = arrange(Size(width, height), Layout(wish, wish, wish, frozenset(shown), frozenset(hidden)), focus)
    if found.sidebar < 0 or found.detail < 0:
        return
    taken = found.sidebar + (0 if found.below else found.detail)
    if width >= 64:
        assert width - taken >= 10
    if found.below and found.detail:
        assert found.detail <= height - 5


@pytest.mark.parametrize(
    ("status", "triage", "mark", "words"),
    [
        (Status.UNREAD, "", " ", "in the inbox"), (Status.UNREAD, "queued", "+", "queued"),
        (Status.UNREAD, "later", ">", "put off"), (Status.UNREAD, "dismissed", "×", "not for you"),
        (Status.UNREAD, "kept", " ", "unread"), (Status.READING, "queued", "◐", "reading"),
        (Status.READ, "dismissed", "✓", "read"),
    ],
)  # fmt: skip
def test_a_paper_shows_where_it_stands(status: Status, triage: str, mark: str, words: str) -> None:
    """In its line by a mark, in its detail by the mark and a word."""
    paper = Paper("p", "A title", status=status, triage=triage)
    row = paper_row(paper, 60, (), lambda paper, room: None, lambda name: Style(), selected=False)
    assert "".join(segment.text for segment in row).startswith(f" {mark}  A title")
    row = paper_row(paper, 60, (), lambda paper, room: None, lambda name: Style(), selected=False, new=True)
    assert "".join(segment.text for segment in row).startswith(f" {mark.replace(' ', '•')}  A title")
    assert f"{mark} {words}".strip() in ["".join(text for text, _ in line) for line in detail_lines(paper, 60)]


# -- counts and sidebar ------------------------------------------------------------------------------------------------

PAPERS = st.builds(
    Paper,
    id=st.sampled_from("abcd"),
    title=st.just("t"),
    tags=st.lists(st.sampled_from(["rl", "RL", "ml/rl"]), unique=True, max_size=2).map(tuple),
    starred=st.booleans(),
    status=st.sampled_from(Status),
    triage=st.sampled_from(["", "later"]),
)


@law(60)
@given(st.lists(st.lists(PAPERS, max_size=4), max_size=4))
def test_counts_that_follow_equal_counts_made_anew(states: list[list[Paper]]) -> None:
    counts = Counts({})
    for state in states:
        papers = {paper.id: paper for paper in state}
        counts.follow(papers, "abcd")
        fresh = Counts(papers)
        assert +counts.views == +fresh.views
        assert counts.tags.counts() == fresh.tags.counts()


def test_the_sidebar_nests_tags_and_hides_what_is_folded() -> None:
    counts = Counts(
        {str(n): Paper(str(n), "t", tags=tags) for n, tags in enumerate([("ml/rl",), ("ml/rl/dqn",), ("z",)])}
    )
    rows = sidebar_rows(counts, {"Edge": (1, 3)}, {"mine": 2})
    tags = [
        (row.text, row.depth, row.count, row.folded)
        for row in rows
        if row.collection and row.collection.kind is Kind.TAG
    ]
    assert tags == [("#ml", 0, "", False), ("rl", 1, "1", False), ("dqn", 2, "1", None), ("#z", 0, "1", None)]
    assert [row.count for row in rows if row.collection == Collection(Kind.LIST, "Edge")] == ["1/3"]
    folded = sidebar_rows(counts, {}, {}, {"ml"})
    assert [row.text for row in folded if row.collection and row.collection.kind is Kind.TAG] == ["#ml", "#z"]


# -- typing ------------------------------------------------------------------------------------------------------------


def test_the_line_is_edited_as_in_a_shell() -> None:
    line = LineEdit().typed("state space\nmodel")
    assert line == LineEdit("state space model", 17)
    assert line.after("ctrl+w") == LineEdit("state space ", 12)
    home = line.after("home")
    assert home is not None
    assert home.after("ctrl+right") == LineEdit("state space model", 5)
    assert home.after("delete") == LineEdit("tate space model", 0)
    assert line.after("ctrl+u") == LineEdit("", 0)
    assert line.after("f5") is None


# -- what is remembered ------------------------------------------------------------------------------------------------


def test_where_the_user_was_is_remembered_and_rubbish_is_not(tmp_path: Path) -> None:
    files = tmp_path / "window.json", tmp_path / "library" / "place.json"
    assert recall(*files) == Remembered()
    what = replace(Remembered(), theme="nord", query="rl", hidden=("sidebar",), sidebar=30)
    remember(*files, what)
    assert recall(*files) == what
    assert recall(files[0], tmp_path / "other" / "place.json") == replace(what, query="")
    files[0].write_text('{"theme": 3, "query": "x", "hidden": [1]}')
    assert recall(*files) == Remembered(query="rl")
    files[1].write_text("[")
    assert recall(*files) == Remembered()


def test_a_draft_survives_until_it_is_forgotten(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.keep("a/../b", "half a thought ü")
    assert Drafts(tmp_path).offer("other") is None
    drafts.close()
    later = Drafts(tmp_path)
    assert later.offer("a/../b") == "half a thought ü"
    later.forget("a/../b")
    assert later.offer("a/../b") is None
    assert list((tmp_path / "drafts").iterdir()) == list((tmp_path / "open").iterdir()) == []
