"""What a person names or tells becomes a paper, in one step; nobody guesses."""

from __future__ import annotations

import pytest

from reader.errors import InputError, UsageError
from reader.operations import adding, named_texts
from reader.paper import Paper
from tests.support.memory import library


def test_a_paper_is_told_by_hand_and_is_no_correction() -> None:
    paper = adding.told({"title": "On Light", "authors": "Ada Vale; Bo Ash", "date": "2024-05", "venue": "J. Lamps",
                         "url": "https://arxiv.org/abs/2408.07990", "abstract": "A.\nB."})  # fmt: skip
    assert paper == Paper(
        "", "On Light", abstract="A. B.", authors=("Ada Vale", "Bo Ash"), published="2024-05", venue="J. Lamps",
        arxiv_id="2408.07990", url="https://arxiv.org/abs/2408.07990",
    )  # fmt: skip


def test_what_is_told_by_hand_needs_a_title_and_values_that_can_be_ones() -> None:
    with pytest.raises(UsageError, match="needs a title"):
        adding.told({"venue": "J. Lamps"})
    with pytest.raises(InputError, match=r"^'soon' is no date"):
        adding.told({"title": "On Light", "date": "soon"})


def test_an_author_who_may_be_several_is_no_name_turned_round() -> None:
    with pytest.raises(InputError, match="may be one or 2"):
        adding.told({"title": "On Light"}, ["Ann Bee, Cy Dee"])
    one = adding.told({"title": "On Light"}, ["Garc\u00eda M\u00e1rquez, Gabriel Jos\u00e9;", "Bee, Ann", "Vale, Ada"])
    assert one.authors == ("Gabriel Jos\u00e9 Garc\u00eda M\u00e1rquez", "Ann Bee", "Ada Vale")


def test_papers_are_added_in_one_step_and_known_ones_are_not_doubled() -> None:
    shelf = library(Paper("p", "On Light", arxiv_id="2408.07990", published="2024"))
    papers = [
        named_texts.noted("2408.07990"),
        named_texts.noted("Of Shadows and Their Lengths"),
        named_texts.noted("10.1234/lamp.5"),
    ]
    found = adding.add(shelf, papers, tags=["new"], list_name="Read")
    said = "Added 2 papers, tagged 1 known paper 'new' and put 1 known paper on the list 'Read'"
    assert shelf.history()[0].say == said
    assert found.ids == [*shelf.papers]
    assert found.to_json()["totals"] == {"new": 2, "updated": 0, "unchanged": 1, "problems": 0}
    assert [*shelf.lists["Read"].papers] == [*shelf.papers]
    assert all(paper.tags == ("new",) for paper in shelf.papers.values())
    assert not found.failed
    shelf.undo()
    assert [*shelf.papers] == ["p"]


def test_what_would_be_added_is_told_and_nothing_is_changed() -> None:
    shelf = library()
    found = adding.add(shelf, [named_texts.noted("On Light")], dry_run=True)
    assert (found.to_json()["totals"]["new"], len(shelf.papers)) == (1, 0)


def test_what_an_import_brings_later_completes_what_was_noted() -> None:
    shelf = library()
    adding.add(shelf, [named_texts.noted("2408.07990")])
    record = Paper("", "On Light", arxiv_id="2408.07990", authors=("Ada Vale",), published="2024-08-15")
    shelf.add([record], say=lambda plan: "Imported")
    (paper,) = shelf.papers.values()
    assert (paper.title, paper.authors, paper.published) == ("On Light", ("Ada Vale",), "2024-08-15")
