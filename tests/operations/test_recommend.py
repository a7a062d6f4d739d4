"""What to read next in a library, and why."""

from __future__ import annotations

import pytest

from reader.errors import Refused, UnknownList
from reader.library.library import Library
from reader.operations import annotate, reading_lists
from reader.operations.recommend import (
    because,
    how_many_wait,
    next_asked,
    related_to,
    suggestion_json,
    taste_of,
    what_next,
    what_next_twice,
)
from reader.operations.removal import remove_papers
from reader.operations.tag_suggestions import likely_tags, suggested_tags
from reader.operations.triage import decide
from reader.paper import Decision, Paper, ReadingList, Status
from reader.relevance import STAR, Reason, Relevance, Suggestion
from tests.relevance.test_relevance import made
from tests.support.memory import library

TOO_LITTLE = "Star or read five papers and this order becomes yours. Until then: newest first."


def held(*ids: str, of: Library) -> list[Paper]:
    return [of.papers[id] for id in ids]


def test_what_was_said_of_papers_makes_a_taste() -> None:
    lib = library(*made())
    annotate.star_papers(lib, held("q0", "v5", of=lib), True)
    annotate.mark_papers(lib, held("q1", of=lib), Status.READ)
    annotate.mark_papers(lib, held("q2", of=lib), Status.READING)
    annotate.tag_papers(lib, held("q3", of=lib), ["mine"], [])
    reading_lists.add_to_list(lib, "L", held("q4", of=lib))
    decide(lib, [lib.papers["v0"]], Decision.DISMISS)
    decide(lib, [lib.papers["v5"]], Decision.DISMISS)
    taste = taste_of(lib)
    assert sorted(taste.good) == ["q0", "q1", "q2", "q3", "q4"]
    assert taste.good["q0"] == STAR
    assert all(0 < taste.good[id] < STAR for id in ("q1", "q2", "q3", "q4"))
    assert sorted(taste.bad) == ["v0", "v5"]
    annotate.mark_papers(lib, held("v0", of=lib), Status.READ)
    assert list(taste_of(lib).bad) == ["v5"]
    remove_papers(lib, held("q0", "v5", of=lib))
    assert "q0" not in taste_of(lib).good
    assert not taste_of(lib).bad


def test_what_waits_is_unread_and_neither_starred_nor_dismissed() -> None:
    lib = library(*made())
    near = Relevance(lib.papers.values())
    annotate.star_papers(lib, held("q0", of=lib), True)
    annotate.mark_papers(lib, held("q1", of=lib), Status.READ)
    decide(lib, [lib.papers["v0"]], Decision.DISMISS)
    found = what_next(lib, near)
    assert {one.id for one in found.suggestions} == set(lib.papers) - {"q0", "q1", "v0"}
    assert (found.stars, found.reads, found.dismissed) == (1, 1, 1)
    assert [one.id for one in what_next(lib, near, held("q0", "r1", of=lib)).suggestions] == ["r1"]


def test_what_is_starred_and_unread_is_next_behind_all_else_and_counted() -> None:
    lib = library(*made())
    near = Relevance(lib.papers.values())
    annotate.star_papers(lib, held("q0", "q1", "q2", "v1", of=lib), True)
    annotate.mark_papers(lib, held("q1", of=lib), Status.READ)
    decide(lib, [lib.papers["v1"]], Decision.DISMISS)
    reading_lists.add_to_list(lib, "Queue", held("q2", of=lib))

    def on_list(lst: ReadingList) -> list[Paper]:
        return held(*lst.papers, of=lib)

    found, _ = next_asked(lib, None, on_list, lambda: near)
    ids = [one.paper.id for one in found]
    assert (ids[0], ids[-1], found[-1].reason) == ("q2", "q0", "starred")
    assert sorted(ids) == sorted(set(lib.papers) - {"q1", "v1"})
    assert how_many_wait(lib, None, on_list) == len(ids)
    annotate.mark_papers(lib, held(*ids[:-1], of=lib), Status.READ)
    found, message = next_asked(lib, None, on_list, lambda: near)
    assert ([one.paper.id for one in found], message) == (["q0"], "")


@pytest.mark.parametrize("name", ["Queue", "queue"])
def test_the_queue_is_there_before_anything_stands_on_it(name: str) -> None:
    lib = library(*made())
    with pytest.raises(Refused, match="Nothing unread is left in the list 'Queue'"):
        next_asked(lib, name, lambda lst: held(*lst.papers, of=lib), lambda: Relevance(()))
    assert how_many_wait(lib, name, lambda lst: held(*lst.papers, of=lib)) == 0
    with pytest.raises(UnknownList):
        next_asked(lib, "Quiet", lambda lst: [], lambda: Relevance(()))


def test_too_little_is_said_until_five_are_starred_or_read() -> None:
    lib = library(*made())
    near = Relevance(lib.papers.values())
    annotate.star_papers(lib, held("q0", "q1", "q2", of=lib), True)
    annotate.mark_papers(lib, held("q2", "q3", of=lib), Status.READ)
    annotate.tag_papers(lib, held("r0", of=lib), ["mine"], [])
    decide(lib, held("v0", of=lib), Decision.DISMISS)
    assert what_next(lib, near).message.startswith("A first guess, from 3 ★ 2 ✓ 1 ×, 1 tagged, listed or begun. Star")
    annotate.mark_papers(lib, held("q4", of=lib), Status.READ)
    assert what_next(lib, near).message == ""


def test_the_newest_are_first_where_nothing_is_known() -> None:
    dates = {"a": "2023-05", "z": "", "b": "", "c": "2025-01-02", "d": "2025"}
    lib = library(*(Paper(id, f"Title {id}", published=date) for id, date in dates.items()))
    found = what_next(lib, Relevance(lib.papers.values()))
    assert [one.id for one in found.suggestions] == ["c", "d", "a", "z", "b"]
    assert (found.message, found.learned) == (TOO_LITTLE, "")
    undated = library(Paper("z", "Title z"), Paper("b", "Title b"))
    found = what_next(undated, Relevance(undated.papers.values()))
    assert [one.id for one in found.suggestions] == ["z", "b"]
    assert found.message == TOO_LITTLE.replace("newest first", "as they came in")


def test_what_is_like_something_dismissed_is_last_as_long_as_nothing_is_wanted() -> None:
    """The nearest of all at the end; all others stand as they stood."""
    lib = library(*made())
    near = Relevance(lib.papers.values())
    before = [one.id for one in what_next(lib, near).suggestions]
    decide(lib, held("q0", "r0", of=lib), Decision.DISMISS)
    nearness: dict[str, float] = {}
    for gone in ("q0", "r0"):
        for id in near.near([gone]):
            nearness[id] = max(near.nearness([gone])[id], nearness.get(id, 0.0))
    close = {id for id, value in nearness.items() if value >= 0.2}
    assert 2 < len(close) < len(nearness)
    found = what_next(lib, near)
    after = [one.id for one in found.suggestions]
    assert after[: -len(close - {"q0", "r0"})] == [id for id in before if id not in close and id not in ("q0", "r0")]
    last = after[-len(close - {"q0", "r0"}) :]
    assert [nearness[id] for id in last] == sorted(nearness[id] for id in last)
    assert (found.is_learned, found.message) == (
        False,
        TOO_LITTLE.replace("newest first", "as they came in, last what is like the 2 ×"),
    )


def test_both_orders_of_for_you_are_worked_out_as_each_alone() -> None:
    lib = library(*made(12))
    near = Relevance(lib.papers.values())
    for ids in ((), ("q0",), ("v0", "v1", "r2")):
        annotate.star_papers(lib, held(*ids, of=lib), True)
        decide(lib, held("r5", of=lib), Decision.DISMISS)
        straight, mixed = what_next_twice(lib, near, lib.papers.values(), set(lib.papers))
        assert straight == what_next(lib, near)
        assert mixed == what_next(lib, near, explore=True)
        some = {id for id in lib.papers if id[0] != "q"}
        starred = {id for id in lib.papers if lib.papers[id].starred}
        straight, mixed = what_next_twice(lib, near, lib.papers.values(), some)
        assert straight == what_next(lib, near)
        assert {one.id for one in mixed.suggestions} == some - {"r5"} - starred


def test_where_the_newest_are_not_first_nobody_says_so() -> None:
    lib = library(*made())
    annotate.tag_papers(lib, held("r0", of=lib), ["mine"], [])
    found = what_next(lib, Relevance(lib.papers.values()))
    assert found.suggestions[0].id[0] == "r"
    assert "newest" not in found.message


def test_a_reason_is_one_line() -> None:
    lib = library(*made())
    annotate.star_papers(lib, held("q0", of=lib), True)
    title = lib.papers["q0"].title
    told = Suggestion("q1", 9.0, (Reason("word", "outliers", "q0"), Reason("author", "Bo Li", "q0")))
    assert because(lib, told) == f"like '{title}', starred: outliers, Bo Li"
    annotate.mark_papers(lib, held("r0", of=lib), Status.READ)
    assert (
        because(lib, Suggestion("r1", 9.0, (Reason("paper", "r0", "r0"),))) == f"like '{lib.papers['r0'].title}', read"
    )
    assert because(lib, Suggestion("r1", 9.0, (Reason("word", "arms"),))) == "arms"
    assert because(lib, Suggestion("r1", 0.0)) == ""
    assert "nothing like it" in because(lib, Suggestion("r1", 0.0, (Reason("elsewhere", ""),)))


def test_papers_near_to_others_are_of_the_library() -> None:
    lib = library(*made())
    near = Relevance(lib.papers.values())
    (found,) = related_to(lib, near, ["q0"], 1)
    assert found.id[0] == "q"
    assert suggestion_json(lib, found)["title"] == lib.papers[found.id].title
    remove_papers(lib, held(found.id, of=lib))
    assert found.id not in [one.id for one in related_to(lib, near, ["q0"])]


def test_tags_of_near_papers_and_those_that_stand_in_the_text_are_suggested_with_a_reason() -> None:
    lib = library(*made(), Paper("new", "Weights and outliers", "quantization of activations"))
    near = Relevance(lib.papers.values())
    annotate.tag_papers(lib, held("q0", "q1", "q2", of=lib), ["small"], [])
    annotate.tag_papers(lib, held("v0", of=lib), ["topic/outliers", "far"], [])
    annotate.tag_papers(lib, held("q5", of=lib), ["other"], [])
    found = {one.tag: one.reason for one in suggested_tags(lib, near, held("new", of=lib))}
    assert found["topic/outliers"] == "stands in the title"
    assert found["small"].endswith("nearest tagged papers have it")
    assert "far" not in [one.tag for one in likely_tags(lib, near, held("new", of=lib))]
    annotate.tag_papers(lib, held("new", of=lib), ["SMALL"], [])
    assert "small" not in [one.tag for one in suggested_tags(lib, near, held("new", of=lib))]


def test_what_is_said_of_a_tag_holds_to_the_letter_and_little_is_not_shown() -> None:
    lib = library(*made(8), Paper("new", "Weights and outliers", "quantization of activations"))
    near = Relevance(lib.papers.values())
    annotate.tag_papers(lib, held("q0", "q1", "q2", "q3", of=lib), ["small"], [])
    annotate.tag_papers(lib, held("q4", of=lib), ["one"], [])
    annotate.tag_papers(lib, held("v0", "v1", "v2", of=lib), ["far"], [])
    annotate.tag_papers(lib, held("r0", of=lib), ["grasp"], [])
    told = {one.tag: (one.reason, one.is_likely) for one in suggested_tags(lib, near, held("new", of=lib))}
    assert told["small"] == ("4 of the 5 nearest tagged papers have it", True)
    assert told["one"] == ("1 of the 5 nearest tagged papers has it", False)
    assert told.get("far", ("no paper with it is near", False)) == ("no paper with it is near", False)
    assert [one.tag for one in likely_tags(lib, near, held("new", of=lib))] == ["small"]
    assert [one.tag for one in likely_tags(lib, near, held("r1", "r2", "r3", of=lib))] == ["grasp"]


def test_of_several_papers_it_is_told_in_how_many_a_tag_stands_and_of_how_many_that_is() -> None:
    lib = library(*(Paper(f"p{at}", "Grasp it" if at < 3 else "See it", "Robots.") for at in range(8)))
    annotate.tag_papers(lib, held("p7", of=lib), ["grasp"], [])
    near, papers = Relevance(lib.papers.values()), held(*(f"p{at}" for at in range(7)), of=lib)
    (all_of_them,), (some,) = suggested_tags(lib, near, papers), likely_tags(lib, near, papers, 0, 4)
    assert (all_of_them.reason, some.reason) == ("stands in 3 of 7", "stands in 3 of the first 4")
    assert likely_tags(lib, near, papers[2:]) == ()
