"""What a formatter did to a file stays where the library says the same: in Git there may be one at each commit."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from reader.formats.markdown import document_of, merge_into, read_back_text, render_document
from reader.formats.markdown.by_hand import typed_items
from reader.formats.markdown.opened_export import OpenedExport
from reader.paper import ListEntry, Paper, ReadingList, Status

NOTE = "What *herons* see:\n\n* reeds\n* water"
HELD = {
    "1": Paper("1", "Herons Stand Still in the Reeds", authors=("Odile Marsh",), tags=("a,b", "rl"), note=NOTE),
    "2": Paper("2", "Eels Swim to the River", tags=("rl",), status=Status.READ, note="Short."),
    "3": Paper("3", "Learn from Stones", starred=True),
}
POND = ReadingList(
    "Pond",
    description="For *spring*.\n\n* bring coffee",
    sections=("Fish",),
    entries=(ListEntry("1", note="by *Mia*"), ListEntry("2", "Fish"), ListEntry("3", "Fish")),
)
STYLES = ["list", "tasks", "table"]


def rendered(style: str, held: dict[str, Paper] | None = None, lst: ReadingList = POND) -> str:
    return render_document(document_of(lst, held or HELD), style=style)


def formatted(text: str) -> str:
    """A text as a formatter writes it: other emphasis, bullets, headings and indents, wrapped lines, wide tables."""
    text = re.sub(r"\*(herons|spring|Mia)\*", r"_\1_", text)
    text = re.sub(r"(?m)^( *)\* ", r"\1- ", text)
    text = re.sub(r"(?m)^(- .*) (Still|River|Stones)", r"\1\n  \2", text)
    text = re.sub(r"(?m)^\| ", "|   ", text).replace("|---|", "| ----- |")
    text = text.replace("## Fish\n", "Fish\n----\n")
    return re.sub(r"(?m)(<!-- reader-(?:note|remark|description).*-->)\n", r"\1\n\n", text)


def stretch(text: str, word: str) -> str:
    """The item or row of a text with a word."""
    parts = re.split(r"\n(?=[-|#])", text.partition("<!-- reader-base")[0])
    return next(part for part in parts if word in part)


@pytest.mark.parametrize("style", STYLES)
def test_what_says_the_same_keeps_its_form(style: str) -> None:
    text = rendered(style)
    made = formatted(text)
    assert made != text
    assert read_back_text(made, HELD, {"Pond": POND}).empty
    assert merge_into(made, text).text == made
    windows = made.replace("\n", "\r\n")
    assert merge_into(windows, text).text == windows


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "edit", [{"tags": ("rl", "slow")}, {"status": Status.READING}, {"starred": True}, {"title": "Eels Swim Away"}]
)
def test_where_one_paper_is_otherwise_the_others_keep_theirs(style: str, edit: dict[str, object]) -> None:
    made = formatted(rendered(style))
    held = {**HELD, "2": replace(HELD["2"], **edit)}  # type: ignore[arg-type]
    fresh = rendered(style, held)
    merged = merge_into(made, fresh).text
    assert read_back_text(merged, held, {"Pond": POND}).empty
    assert stretch(merged, "reader:2 ") == stretch(fresh, "reader:2 ")
    for one in ("Herons", "reader:3 "):
        assert stretch(merged, one) == stretch(made, one)


@pytest.mark.parametrize("kind", ["note", "remark", "description"])
def test_words_that_are_otherwise_go_out_as_they_are(kind: str) -> None:
    made = formatted(rendered("list"))
    held, lst = HELD, POND
    if kind == "note":
        held = {**HELD, "1": replace(HELD["1"], note=NOTE.replace("water", "*water*"))}
    elif kind == "remark":
        lst = replace(POND, entries=(ListEntry("1", note="by *Mia* and Bo"), *POND.entries[1:]))
    else:
        lst = replace(POND, description="For *autumn*.")
    merged = merge_into(made, rendered("list", held, lst)).text
    assert read_back_text(merged, held, {"Pond": lst}).empty
    assert stretch(merged, "Eels") == stretch(made, "Eels")
    is_of_paper = kind != "description"
    assert [f"_{word}_" in merged for word in ("herons", "Mia", "spring")] == [not is_of_paper] * 2 + [is_of_paper]


def test_what_looks_alike_and_says_something_else_is_written_anew() -> None:
    """One tag with a comma in it, whose backslash a formatter took for needless, or two."""
    made = formatted(rendered("list"))
    held = {**HELD, "1": replace(HELD["1"], tags=("a", "b", "rl"))}
    merged = merge_into(made, rendered("list", held)).text
    assert ("a\\,b" in made, "a\\,b" in merged) == (True, False)
    assert read_back_text(merged, held, {"Pond": POND}).empty


@pytest.mark.parametrize("style", ["list", "tasks"])
@pytest.mark.parametrize("at", [" Marsh,", " Bo Lee", " in Ponds", " 2024", " <!-- reader:1", " reader:1 "])
def test_who_joins_takes_a_paper_whole_whose_line_was_broken(style: str, at: str) -> None:
    """All its authors, wherever a formatter broke the line."""
    paper = Paper(
        "1", "Herons Stand in Ponds", authors=("Odile Marsh", "Bo Lee"), published="2024", arxiv_id="2401.00001"
    )
    text = rendered(style, {"1": paper}, ReadingList("Pond", entries=(ListEntry("1"),)))
    made = text.replace(at, f"\n  {at.lstrip()}", 1)
    assert made != text
    (whole,), (broken,) = (typed_items(OpenedExport(each).file) for each in (text, made))
    assert whole.paper.authors == ("Odile Marsh", "Bo Lee")
    assert replace(broken, line=whole.line) == whole


@pytest.mark.parametrize("style", ["list", "tasks"])
def test_a_mark_at_the_head_of_a_line_goes_back_to_its_place(style: str) -> None:
    """There it is a block of its own, so that a formatter which goes over the file again parts the tags from the paper,
    with an empty line."""
    text = rendered(style)
    made = re.sub(r" (<!-- reader:[12] -->)", r"\n  \1", text)
    assert made.count("\n  <!-- reader:") == 2
    assert merge_into(made, text).text == text


def test_a_box_that_shows_as_none_becomes_one_again() -> None:
    text = rendered("tasks")
    made = text.replace("- [ ]", "- \\[ \\]")
    assert merge_into(made, text).text == text
