"""Words of one's own with what nobody sees are refused where they are told in one piece, and cleaned where one sees."""

from __future__ import annotations

from typing import Any

import pytest

from reader.errors import WrongValue
from reader.operations.annotate import clean_tag
from reader.operations.reading_lists import clean_name
from reader.operations.unseen import must_be_seen, must_be_text, told_text
from tests.support.cli import Reader

JOINED = (
    "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "\u0915\u094d\u200d\u0937", "\U0001f469\u200d\U0001f52c",
    "\u2764\ufe0f",
)  # fmt: skip
"""Persian and Hindi with what joins letters or keeps them apart, and two signs made of several."""
NAMES = [
    ("x\x1b[31my", "x[U+001B][31my"), ("z\u200bz", "z[U+200B]z"), ("\u202eab", "[U+202E]ab"), ("h\x07h", "h[U+0007]h"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "shown"), NAMES)
def test_a_name_that_holds_what_nobody_sees_is_refused(reader: Reader, name: str, shown: str) -> None:
    """Tags, lists and headings, old and new ones, from the shell and in a batch; nothing is made."""
    reader("add", "--title", "Of Lamps", "--list", "L", "--tag", "xy", "--tag", "zz")
    steps = reader("history").out
    calls = [
        ("tag", "of-lamps", "--add", name), ("tag", "of-lamps", "--remove", name), ("tags", "rename", "xy", name),
        ("list", "new", name), ("list", "add", name, "of-lamps"), ("list", "rename", "L", name),
        ("list", "section", "add", "L", name), ("add", "--title", "Of Oil", "--tag", name),
        ("add", "--title", "Of Oil", "--list", name), ("import", "-", "--tag", name), ("import", "-", "--list", name),
    ]  # fmt: skip
    for call in calls:
        answer = reader(*call, check=False)
        assert (answer.status, f"'{shown}' holds a character that nobody sees" in answer.err) == (2, True), call
    requests: list[dict[str, Any]] = [
        {"op": "tag", "paper": "of-lamps", "add": [name]},
        {"op": "list", "action": "new", "name": "M", "sections": {name: []}},
        {"op": "list", "action": "section add", "name": "L", "heading": name},
        {"op": "import", "text": '{"title": "Of Oil"}', "tags": [name]},
    ]
    for answer in reader.batch(*requests):
        assert answer["error"]["kind"] == "usage"
    assert reader("history").out == steps


def test_a_text_that_holds_a_control_is_refused(reader: Reader) -> None:
    """Notes, remarks and descriptions; what stands in text of several lines stays."""
    reader("add", "--title", "Of Lamps", "--list", "L")
    text = "a\x1b[31mb"
    calls = [
        ("note", "of-lamps", "--set", text), ("note", "of-lamps", "--append", text),
        ("list", "annotate", "L", "of-lamps", text), ("list", "describe", "L", text),
        ("list", "new", "M", "--description", text),
    ]  # fmt: skip
    for call in calls:
        answer = reader(*call, check=False)
        assert (answer.status, "holds U+001B, which is no character of a text." in answer.err) == (2, True), call
    assert reader("note", "of-lamps", "--file", "-", stdin=text, check=False).status == 2
    requests = [
        {"op": "note", "paper": "of-lamps", "set": text},
        {"op": "note", "paper": "of-lamps", "append": text},
        {"op": "list", "action": "describe", "name": "L", "text": text},
        {"op": "list", "action": "annotate", "name": "L", "paper": "of-lamps", "text": text},
        {"op": "list", "action": "new", "name": "M", "description": text},
    ]
    for answer in reader.batch(*requests):
        assert answer["error"]["kind"] == "usage"
    reader("note", "of-lamps", "--set", "one\r\n\ttwo\n\u200f\u05e2")
    assert reader("show", "of-lamps", "--json").json["note"] == "one\n\ttwo\n\u05e2"


@pytest.mark.parametrize("place", ["$TAG", "{{ tag }}", "%s", "<tag>", "${TAG}"])
def test_a_place_that_was_not_filled_in_names_nothing_new(reader: Reader, place: str) -> None:
    """Nor is it a text, from the shell and in a batch; in quotes it is taken at its word."""
    reader("add", "--title", "Of Lamps", "--list", "L", "--tag", "xy")
    steps = reader("history").out
    calls = [
        ("tag", "of-lamps", "--add", place), ("tags", "rename", "xy", place), ("list", "new", place),
        ("list", "add", place, "of-lamps"), ("list", "rename", "L", place), ("list", "section", "add", "L", place),
        ("add", "--title", "Of Oil", "--tag", place), ("import", "-", "--list", place),
        ("note", "of-lamps", "--set", place), ("note", "of-lamps", "--append", place),
        ("list", "annotate", "L", "of-lamps", place), ("list", "describe", "L", place), ("export", "--title", place),
    ]  # fmt: skip
    for call in calls:
        answer = reader(*call, check=False)
        assert (answer.status, f"'{place}' is a place that was not filled in" in answer.err) == (2, True), call
    requests: list[dict[str, Any]] = [
        {"op": "tag", "paper": "of-lamps", "add": [place]},
        {"op": "list", "action": "new", "name": "M", "sections": {place: []}},
        {"op": "note", "paper": "of-lamps", "set": place},
    ]
    for request, answer in zip(requests, reader.batch(*requests), strict=True):
        assert answer["error"]["kind"] == "usage", request
    assert reader("history").out == steps
    reader("tag", "of-lamps", "--add", f'"{place}"')
    reader("list", "new", f'"{place}"')
    assert set(reader("show", "of-lamps", "--json").json["tags"]) == {place, "xy"}
    assert place in reader("list").out


def test_what_is_called_as_a_place_is_named_as_it_is(reader: Reader) -> None:
    """A tag and a list that are there take a paper, and lose it, by their names."""
    reader("add", "--title", "Of Lamps", "--list", '"$L"', "--tag", '"$T"')
    reader("add", "--title", "Of Oil")
    reader("tag", "of-oil", "--add", "$T")
    reader("list", "add", "$L", "of-oil")
    paper = reader("show", "of-oil", "--json").json
    assert (paper["tags"], paper["lists"]) == (["$T"], ["$L"])
    reader("tag", "of-oil", "--remove", "$T")
    assert reader("show", "of-oil", "--json").json["tags"] == []


@pytest.mark.parametrize(("field", "value", "status"), [
    ("title", "$TITLE", 2), ("venue", "%s", 2), ("authors", "$A", 2), ("title", "{The BERT}", 0),
    ("authors", "{Lamp Co}", 0),
    ("url", "https://example.org/x", 0), ("title", "{{title}}", 2), ("authors", "{{ author }}", 2), ("title", "{t}", 2),
    ("title", "{{Of Oil and Lamps}}", 0), ("authors", "{OpenAI}", 0), ("title", "<title>", 2),
])  # fmt: skip
def test_a_value_that_was_not_filled_in_corrects_nothing(reader: Reader, field: str, value: str, status: int) -> None:
    """Braces hold together what is one."""
    reader("add", "--title", "Of Lamps")
    assert reader("edit", "of-lamps", "--set", f"{field}={value}", check=False).status == status
    word = {"title": "--title", "venue": "--venue", "authors": "--author", "url": "--url"}[field]
    more = ("--title", "Of Oil") if field != "title" else ()
    assert reader("add", word, value, *more, check=False).status == status


@pytest.mark.parametrize("text", ["<https://example.org/a b>", "`cat x`", "See {x}.", "$5 a day"])
def test_an_address_and_code_are_notes(reader: Reader, text: str) -> None:
    """So is what a file holds, whatever that is: who wrote it saw it."""
    reader("add", "--title", "Of Lamps")
    reader("note", "of-lamps", "--set", text)
    assert reader("show", "of-lamps", "--json").json["note"] == text
    reader("note", "of-lamps", "--file", "-", stdin="$TODO\n")
    assert reader("show", "of-lamps", "--json").json["note"].strip() == "$TODO"


@pytest.mark.parametrize("text", JOINED)
def test_what_joins_letters_and_signs_stays(text: str) -> None:
    """It is a part of words of many languages."""
    assert clean_tag(text) == clean_name(text) == told_text(text) == text


def test_line_ends_of_any_kind_are_blanks_of_a_name() -> None:
    """As a loop of the shell over the lines of a file of Windows gives them."""
    assert (clean_tag("rl\r"), clean_name("a\r\nb")) == ("rl", "a b")


def test_of_a_long_name_the_part_that_is_meant_is_shown() -> None:
    with pytest.raises(WrongValue, match=r"^'…a{30}\[U\+200B\]a{29}…' holds"):
        must_be_seen("a" * 5_000 + "\u200b" + "a" * 5_000, "tag")
    must_be_text("\u200b\n\x0c")
