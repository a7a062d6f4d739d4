"""Whatever one word or sign a person changes in an export: it is taken, named and left alone, or no change at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.markdown import OpenedExport, document_of, merge_into, render_document
from reader.formats.markdown.scan import HEADER
from reader.formats.styles import STYLES
from reader.library import change
from reader.library.library import Library
from reader.operations.roundtrip import bring_back_text
from reader.operations.untaken import untaken
from reader.paper import ListEntry, Paper, ReadingList, Status
from tests.support import memory
from tests.support.grids import crossed
from tests.support.laws import law

PAPERS = (
    Paper(
        "2406.03001",
        "Amber Locks on Slow Rivers",
        authors=("Ines Vale", "Odo Berg Marsh"),
        published="2024-06-03",
        arxiv_id="2406.03001",
        tags=("peat", "two words"),
        status=Status.READING,
        starred=True,
        note="Ask Odile about table four.",
    ),
    Paper("2406.03002", "Borrowed Light", published="2023", doi="10.5555/light.2", status=Status.READ),
    Paper("note-3", "Reading Without a Lamp", tags=("peat",)),
)
SHELF = ReadingList(
    "Harbour walk", description="What the boats say.", sections=("Upper part",),
    entries=(ListEntry("2406.03001", note="for Tuesday"), ListEntry("2406.03002", "Upper part"),
             ListEntry("note-3", "Upper part")),
)  # fmt: skip
WORDS = ("Friday", "x", "read", "unread", "reading", "★", "**", "2024", "tags:", "notes", "[x]", "peat")
BOXES = ("[x ]", "[ x]", "[ x ]", "[x][", "[]", "[-]", "☑", "✅", "", "[xx]", "[ ] [x]", "[X]", "[x]", "[ ]", "[/]")
_PIECE = re.compile(r"<!--.*?-->|\[[ x]\]|\S+")


def shelved() -> Library:
    """A library of these papers, on one list."""
    library = memory.library(*PAPERS)
    said = [each for paper in PAPERS for each in (*change.status(replace(paper, status=Status.UNREAD), paper.status),)]
    said += [each for paper in PAPERS if paper.starred for each in change.star(replace(paper, starred=False), True)]
    said += [each for paper in PAPERS for each in change.tag(replace(paper, tags=()), paper.tags)]
    said += [each for paper in PAPERS if paper.note for each in change.note(replace(paper, note=""), paper.note)]
    library.apply([*said, *library.list_changes(None, SHELF)], "Made a list")
    return library


@cache
def exported(style: str) -> str:
    """The list as a file."""
    return again(shelved(), style)


def again(library: Library, style: str) -> str:
    """The list as a file, as the library would write it now."""
    lst = next(iter(library.lists.values()))
    return render_document(document_of(lst, list(library.papers.values())), style=style)


def edits(text: str) -> Iterator[str]:
    """A text with one word or sign changed, in each way and line; comments aside."""
    lines = text.partition("<!-- reader-base")[0].split("\n")
    for at, line in enumerate(lines):
        for piece in _PIECE.finditer(line):
            if piece[0].startswith("<!--"):
                continue
            boxed = re.fullmatch(r"\[[ x]\]", piece[0]) is not None
            new = [box for box in BOXES if box != piece[0]] if boxed else ["", f"{piece[0]} {piece[0]}", *WORDS]
            new += [] if boxed else [f"{word} {piece[0]}" for word in WORDS]
            for word in new:
                edited = (
                    line[: piece.start()]
                    + word
                    + line[piece.end() :].removeprefix(" " if not word or word == "[x][" else "")
                )
                if word == "[x][":
                    edited = edited.replace("[x][[", "[x][").replace("[x][**", "[x]**")
                if edited != line:
                    yield "\n".join([*lines[:at], edited, *lines[at + 1 :]]) + text[len("\n".join(lines)) :]


def lost(style: str, text: str) -> str:
    """What is wrong with the way back of an edited text, "" for nothing."""
    library = shelved()
    try:
        back = bring_back_text(library, text, "walk.md", accept=True)
        merged = merge_into(text, again(library, style)).text
        left = untaken(library, OpenedExport(text), OpenedExport(merged))
    except Exception as error:  # noqa: BLE001
        return f"raised {error!r}"
    told = bool(back.returned.problems or back.returned.conflicts)
    if left:
        return "" if told else "left without a word"
    said = Counter(_signs(text))
    said -= (
        Counter(_signs("[x]")) if style == "list" and "- [x] [Borrowed" in text else Counter()
    )  # It was read before.
    gone = said - Counter(_signs(merged))
    if back.outcome is not None:
        gone -= Counter([*Status, *"★xX☑✅[]", "tags", *_signs(" ".join(HEADER))])
        return "written over beside what was taken" if gone else ""
    if not gone and Counter(_signs(merged)) == said:
        return ""
    stays = set(map(str.strip, body(text).split("\n"))) <= set(map(str.strip, body(merged).split("\n")))
    return "" if stays else "named and written over" if told else "written over in silence"


def body(text: str) -> str:
    """A text without the comment at its end."""
    return text.partition("<!-- reader-base")[0]


def _signs(text: str) -> list[str]:
    """The words of a text, and the signs that say something; bullets, quotes and emphasis do not.

    An x where a star may stand is one; two tables that fall together have one head.
    """
    text = re.sub(r"(?m)(?<=[·|] )x(?= ·| \|$|$)", "★", text)
    text = re.sub(r"(?m)^(\s*-) (?:☑|✅) ", r"\1 [x] ", re.sub(r"<!-- /?reader-\w+.*?-->", "", body(text)))
    return re.findall(r"\w+|[★⭐☑✅\[\]]", text.casefold())


@cache
def every(style: str) -> tuple[str, ...]:
    """All the edits of an export."""
    return tuple(edits(exported(style)))


@law(60)
@given(st.sampled_from(STYLES), st.integers(0, 5000))
def test_one_word_or_sign_is_taken_or_named_and_left(style: str, which: int) -> None:
    texts = every(style)
    assert lost(style, texts[which % len(texts)]) == ""


MET = {
    "a heading that became a line": ("table", "## Upper", "Friday Upper"),
    "one with a sign before": ("list", "## Upper", "★ ## Upper"),
    "a heading taken out": ("table", "## Upper part", ""),
    "a sign in a heading of ours": ("table", "## Notes", "## ★ Notes"),
    "a heading of ours that says nothing": ("table", "## Notes", "## **"),
    "an x for a star in a cell": ("table", "reading | ★ |", "reading | x |"),
    "an x for a star": ("tasks", "· ★ ·", "· x ·"),
    "a state before the state": ("tasks", "03001 -->\\", "03001 -->reading"),
    "another before it": ("list", "03001 -->\\", "03001 -->read \\"),
    "a box of a paper that was read": ("list", "- [Borrowed", "- [x] [Borrowed"),
    "the last tag taken out": ("tasks", "\n  tags: peat", "\n  tags: "),
}
"""Edits that a long run found lost, or written over."""


@pytest.mark.parametrize(("style", "old", "new"), MET.values(), ids=MET)
def test_what_was_once_lost_is_taken_or_named_and_left(style: str, old: str, new: str) -> None:
    text = exported(style).replace(old, new, 1)
    assert text != exported(style)
    assert lost(style, text) == ""


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("line", ["Friday Upper part", "See the *upper part*:", "★ ## Upper part"])
def test_papers_stay_in_a_section_whose_heading_became_a_line_of_ones_own(style: str, line: str) -> None:
    """The line stays too, and the heading is there again above the papers; beneath another heading it is none."""
    library, text = shelved(), exported(style).replace("## Upper part", line)
    back = bring_back_text(library, text, "walk.md", accept=True)
    assert back.outcome is None
    assert [problem.excerpt for problem in back.returned.problems] == [line]
    merged = merge_into(text, again(library, style)).text
    assert merged.index(f"\n{line}\n") < merged.index("\n## Upper part\n") < merged.index("[Borrowed Light]")
    assert not untaken(library, OpenedExport(text), OpenedExport(merged))
    other = exported(style).replace("## Upper part", f"{line}\n\n## Another part")
    bring_back_text(library, other, "walk.md", accept=True)
    assert next(iter(library.lists.values())).sections == ("Another part",)


SLIPS = {
    "a blank before": ("- [ x] ", True), "a blank behind": ("- [x ] ", True), "both": ("- [ x ] ", True),
    "no blank after": ("- [x]", True), "no blank before": ("-[x] ", True), "one sign": ("- ☑ ", True),
    "a green one": ("- ✅ ", True), "empty": ("- [] ", False), "none": ("- ", False), "twice": ("- [ ] [x] ", False),
    "many": ("- [xx] ", False),
}  # fmt: skip


@pytest.mark.parametrize(("box", "ticked"), SLIPS.values(), ids=SLIPS)
def test_a_tick_with_a_slip_is_a_tick_and_what_may_be_none_is_named(box: str, ticked: bool) -> None:
    text = exported("tasks").replace("- [ ] [Amber", f"{box}[Amber")
    library = shelved()
    back = bring_back_text(library, text, "walk.md")
    assert (library.papers["2406.03001"].status is Status.READ) is ticked
    if ticked:
        assert back.returned.diff == ("Amber Locks on Slow Rivers: reading → read",)
    elif box != "- [] ":
        assert untaken(library, OpenedExport(text), merge_into(text, again(library, "tasks")))[0].line == 8
        assert back.returned.problems[0].line == 8


KEPT = {
    "a link": ("list", "[Amber Locks on Slow Rivers](https://arxiv.org/abs/2406.03001)", "Amber Locks on Slow Rivers"),
    "three stars": ("table", "| ★ |\n", "| ★★★ |\n"), "bold": ("table", "| reading | ★ |", "| reading | ** |"),
    "a word of ours": ("tasks", "[Amber Locks", "reading [Amber Locks"), "twice": ("list", "Slow", "Slow Slow"),
    "a star in a heading": ("table", "### Amber", "### ★ Amber"),
    "a column": ("table", "| ★ |\n|", "| Rank |\n|"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("style", "old", "new"), [("list", "  reading · ★", "  ★"), ("table", "| reading |", "|  |")], ids=["word", "cell"]
)
def test_a_paper_whose_status_is_taken_out_is_unread(style: str, old: str, new: str) -> None:
    """As every paper that says nothing of its status."""
    library, text = shelved(), exported(style).replace(old, new, 1)
    back = bring_back_text(library, text, "walk.md")
    assert back.returned.diff == ("Amber Locks on Slow Rivers: reading → unread",)
    assert not back.returned.problems
    assert again(library, style).startswith(text.partition("<!-- reader-base")[0])


@pytest.mark.parametrize(("style", "old", "new"), KEPT.values(), ids=KEPT)
def test_what_was_taken_out_or_set_between_and_has_no_place_is_named(style: str, old: str, new: str) -> None:
    library, text = shelved(), exported(style).replace(old, new, 1)
    assert text != exported(style)
    assert bring_back_text(library, text, "walk.md").returned.problems
    assert untaken(library, OpenedExport(text), merge_into(text, again(library, style)))


def test_an_address_that_moved_into_a_definition_is_no_edit() -> None:
    library, where = shelved(), "(https://arxiv.org/abs/2406.03001)"
    text = exported("list").replace(where, "[1]") + "\n[1]: https://arxiv.org/abs/2406.03001\n"
    assert not bring_back_text(library, text, "walk.md").returned.problems
    assert not untaken(library, OpenedExport(text), merge_into(text, again(library, "list")))


@pytest.mark.parametrize(("old", "new"), [("Upper part", "Second part"), ("reading", "read"), ("peat", "moss")])
@pytest.mark.parametrize("style", STYLES)
def test_a_word_replaced_everywhere_is_an_edit_of_the_text(style: str, old: str, new: str) -> None:
    """It was replaced in the comment at the end too, which then is not what was exported."""
    library, text = shelved(), exported(style)
    assert OpenedExport(text.replace(old, new)).record is None
    back = bring_back_text(library, text.replace(old, new), "walk.md", accept=True)
    assert back.outcome is not None
    assert old not in body(again(library, style))


def test_a_damaged_comment_of_an_export_that_cannot_be_made_again_takes_nothing_away() -> None:
    library, text = shelved(), exported("list").replace("peat", "moss")
    library.apply([*change.note(library.papers["note-3"], "Meanwhile.")], "Noted")
    back = bring_back_text(library, text, "walk.md", accept=True)
    assert "lost or damaged" in back.returned.problems[0].message
    assert library.papers["2406.03001"].tags == ("moss", "peat", "two words")
    assert library.papers["note-3"].note == "Meanwhile."


LINKED = "See [b] and the end[^1].\n\n[b]: https://example.org/b\n\n[^1]: Not so sure."


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("more", ["", " More words."])
def test_definitions_that_a_formatter_moved_to_the_end_stay_in_the_note(style: str, more: str) -> None:
    library = shelved()
    library.apply([*change.note(library.papers["note-3"], LINKED)], "Noted")
    text = again(library, style)
    moved = [line for line in text.split("\n") if line.strip().startswith(("> [b]: ", "> [^1]: "))]
    assert len(moved) == 2
    for line in moved:
        text = text.replace(f"{line}\n", "")
    text = text.replace("the end[^1].", f"the end[^1].{more}") + "\n" + "\n\n".join(line.strip(" >") for line in moved)
    bring_back_text(library, f"{text}\n", "walk.md")
    note = library.papers["note-3"].note
    assert note == LINKED if not more else (more in note and "[b]: https://example.org/b" in note and "sure" in note)


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("own", ["### Notes", "### Amber", "#### Odile's view\n\nA thought."])
def test_a_heading_of_ones_own_before_a_note_stays(style: str, own: str) -> None:
    library, mark = shelved(), "<!-- reader-note 2406.03001 -->"
    line = next(line for line in exported(style).split("\n") if mark in line)
    text = exported(style).replace(line, f"{own}\n\n{line}", 1)
    bring_back_text(library, text, "walk.md")
    merged = merge_into(text, again(library, style)).text
    assert not untaken(library, OpenedExport(text), OpenedExport(merged))
    assert merged.count(f"\n{own}\n") == 1
    assert merged.count(mark) == 1
    assert merge_into(merged, again(library, style)).text == merged
    library.apply([*change.note(library.papers["2406.03001"], "Another.")], "Noted")
    assert f"\n{own}\n" in merge_into(merged, again(library, style)).text


@pytest.mark.parametrize("style", STYLES)
def test_text_beside_the_mark_of_a_note_is_named_with_what_to_do(style: str) -> None:
    library = shelved()
    line = next(line for line in exported(style).split("\n") if "<!-- reader-note 2406.03001" in line)
    text = exported(style).replace(line, f"{line} Beside.", 1)
    problems = bring_back_text(library, text, "walk.md").returned.problems
    assert any("put it on the line below" in problem.message for problem in problems)
    assert library.papers["2406.03001"].note == "Ask Odile about table four."
