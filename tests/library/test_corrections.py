"""What the user put right of a paper stays over whatever imports say, and what they say lies beneath."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library.change import Change
from reader.library.corrections import PREFIX, corrected, value_of
from reader.library.library import Library
from reader.library.registers import State
from reader.paper import Name, Paper
from reader.paper_json import from_json, to_json
from reader.persons import as_listed, listed_name
from tests.support.laws import law
from tests.support.memory import Log, MemoryBacking, library

PAPER = Paper(
    "p", "On Ligth", abstract="We look at lamps. " * 12 + "The end.", authors=("Ada Vale",), published="2021",
    venue="J. Lamps",
    doi="10.1000/abc", keywords=("lamps",), metadata=(("volume", "3"),), links=(("code", "https://example.org/code"),),
    sources=("page",), added="2026-01-01T00:00:00Z",
)  # fmt: skip
VALUES: dict[str, Any] = {
    "title": "On Light", "abstract": "Another.", "authors": {"authors": ["Bo Ash"], "more_authors": True},
    "published": "2022-05", "venue": "", "arxiv_id": "2408.07990", "doi": "10.1000/def", "url": "https://example.org/",
    "kind": "book", "keywords": [], "citation_key": "vale", "links/code": "https://example.org/other",
    "links/project": "https://example.org/p", "metadata/volume": "4", "metadata/editor": "Cy Oak",
}  # fmt: skip


def put_right(shelf: Library, **values: Any) -> None:
    """Put fields of the one paper right."""
    fields = {name.replace("__", "/"): value for name, value in values.items()}
    shelf.apply([Change("p", f"{PREFIX}{name}", None, value) for name, value in fields.items()], "Corrected")


def came_again(shelf: Library, **other: Any) -> Paper:
    """The one paper after its record, or another form of it, is imported; no other paper has come."""
    shelf.add([replace(PAPER, id="", **other)], say=lambda plan: "Imported")
    assert list(shelf.papers) == ["p"]
    return shelf.papers["p"]


@pytest.mark.parametrize("name", VALUES)
def test_each_fact_is_shown_as_it_was_put_right_until_that_is_undone(name: str) -> None:
    shelf = library(PAPER)
    put_right(shelf, **{name: VALUES[name]})
    shown = shelf.papers["p"]
    assert shown.corrected == (name,)
    held = value_of(shown, name)
    assert {key: held[key] for key in VALUES[name]} == VALUES[name] if name == "authors" else held == VALUES[name]
    for other in VALUES.keys() - {name}:
        assert value_of(shown, other) == value_of(PAPER, other)
    shelf.undo()
    assert shelf.papers["p"] == PAPER


@pytest.mark.parametrize("name", VALUES)
def test_a_record_as_it_came_before_is_known_and_changes_nothing(name: str) -> None:
    shelf = library(PAPER)
    put_right(shelf, **{name: VALUES[name]})
    before = shelf.papers["p"]
    assert shelf.merge([replace(PAPER, id="")]).unchanged == ("p",)
    assert came_again(shelf) == before


def test_a_record_with_what_was_put_right_is_known_too() -> None:
    shelf = library(PAPER)
    put_right(shelf, title="On Light", authors={"authors": ["Bo Ash"]})
    assert came_again(shelf, title="On Light", authors=("Bo Ash",)).title == "On Light"


def test_another_paper_with_what_it_had_by_mistake_is_another_paper() -> None:
    shelf = library(PAPER)
    put_right(shelf, doi="10.1000/def")
    other = Paper("", "Of Shadows and Their Lengths", authors=("Cy Oak",), published="1999", doi="10.1000/abc")
    assert len(shelf.merge([other]).new) == 1


def test_an_import_completes_what_lies_beneath() -> None:
    shelf = library(PAPER)
    put_right(shelf, published="2022")
    shown = came_again(shelf, published="2021-03", url="https://example.org/p")
    assert (shown.published, shown.url) == ("2022", "https://example.org/p")
    assert shelf.state.beneath(shown).published == "2021-03"
    shelf.apply([Change("p", f"{PREFIX}published", "2022", None)], "Taken back")
    assert (shelf.papers["p"].published, shelf.papers["p"].corrected) == ("2021-03", ())


def test_what_an_import_says_otherwise_is_told_once() -> None:
    shelf = library(PAPER)
    put_right(shelf, published="2022", venue="")
    again = replace(PAPER, id="", published="1999", authors=("Ada Vale",))
    plan = shelf.merge([again])
    assert plan.differing == (("p", "published", "1999"),)
    shelf.add([again], say=lambda plan: "Imported")
    assert shelf.merge([again]).differing == ()
    shelf.undo()
    assert shelf.merge([again]).differing == plan.differing


def test_two_devices_put_different_facts_right_at_once() -> None:
    log = Log([PAPER])
    here, there = Library(MemoryBacking(log, "here")), Library(MemoryBacking(log, "there"))
    put_right(here, title="On Light")
    put_right(there, authors={"authors": ["Bo Ash"]})
    here.refresh()
    assert here.papers == there.papers
    assert (here.papers["p"].title, here.papers["p"].authors) == ("On Light", ("Bo Ash",))


def test_to_put_something_right_is_a_change_of_the_user() -> None:
    shelf = library(PAPER)
    put_right(shelf, title="On Light")
    assert shelf.papers["p"].changed_at != ""


def test_a_library_taken_up_from_what_came_of_its_steps_shows_what_was_put_right() -> None:
    shelf = library(PAPER)
    put_right(shelf, **VALUES)
    frozen = State.taken_up(shelf.state.frozen())
    frozen.fold([PAPER], [])
    assert frozen.papers == shelf.papers
    assert frozen.beneath(frozen.papers["p"]) == shelf.state.beneath(shelf.papers["p"])


@pytest.mark.parametrize(
    ("name", "value"),
    [("title", ""), ("title", 7), ("authors", "Bo Ash"), ("authors", {"authors": [1]}), ("nonsense", "x"),
     ("links/", "x"), ("metadata/a b", "x"), ("tags", ["x"]), ("note", "x"), ("id", "x")],
)  # fmt: skip
def test_what_a_foreign_hand_wrote_and_is_no_correction_is_left_out(name: str, value: Any) -> None:
    assert corrected(PAPER, {name: value}) == PAPER
    assert corrected(PAPER, {name: value, "venue": "Other"}) == corrected(PAPER, {"venue": "Other"})


def test_json_takes_along_what_was_put_right() -> None:
    shelf = library(PAPER)
    put_right(shelf, **VALUES)
    there = library()
    there.add([from_json(to_json(shelf.papers["p"]))], say=lambda plan: "Imported")
    (paper,) = there.papers.values()
    assert paper.corrected == tuple(sorted(VALUES))
    assert [value_of(paper, name) for name in VALUES] == [value_of(shelf.papers["p"], name) for name in VALUES]
    assert "corrected" not in to_json(PAPER)
    assert from_json({**to_json(PAPER), "corrected": ["tags", "links/", "title"]}).corrected == ("title",)


_words = st.sampled_from(["Vale", "García", "Márquez", "van", "der", "Oslo", "A.", "Jr.", "Inc.", "李"])
_several = st.lists(_words, min_size=1, max_size=3).map(" ".join)


@law(60)
@given(st.one_of(
    st.builds(lambda family, given: listed_name(f"{family}, {given}"), _several, _several),
    st.builds(lambda printed: listed_name(printed), _several),
    st.builds(lambda printed, more: Name(literal=f"{printed}, {more}"), _several, _several),
))  # fmt: skip
def test_a_name_is_read_back_as_it_is_listed(name: Name) -> None:
    assert listed_name(as_listed(name)) == name
