"""Nothing is done to all that is shown where what shows it is not understood."""

from __future__ import annotations

import pytest

from reader.commands.questions import AskChoice
from reader.errors import ReaderError
from reader.operations import reading_lists
from reader.operations.collection import Collection, Kind
from reader.paper import Paper
from tests.support.context import PlainContext
from tests.support.memory import library

PAPERS = (Paper("p1", "A model"), Paper("p2", "Another model", tags=("rl",)))
TAKING_ALL = ("paper.select-all", "paper.range", "triage")


def shown_by(query: str, collection: Collection | None = None) -> PlainContext:
    context = PlainContext(library(*PAPERS))
    reading_lists.keep_search(context.library, "Smart", "is:unread")
    context.navigator.collection = collection or Collection()
    context.navigator.query = query
    return context


@pytest.mark.parametrize("command", TAKING_ALL)
@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("is:unraed", "did you mean 'is:unread'"), ("sort:titel", "did you mean 'sort:title'"),
        ("model is:unraed", "did you mean 'is:unread'"), ("model -list:Smat", "'Smat'"),
        ("tag:rll", "did you mean 'tag:rl'"),
    ],
)  # fmt: skip
def test_all_that_a_query_shows_is_taken_only_where_it_is_understood(command: str, query: str, why: str) -> None:
    context = shown_by(query)
    with pytest.raises(ReaderError, match=why):
        context.run(command)
    assert (context.navigator.calls, context.asked) == ([], [])


@pytest.mark.parametrize("command", TAKING_ALL)
@pytest.mark.parametrize("query", ["", "model", "is:unread model", "tag:rl", "title:model -tag:rl"])
def test_what_is_understood_is_taken(command: str, query: str) -> None:
    context = shown_by(query).run(command)
    assert bool(context.navigator.calls) == (command != "triage")
    assert bool(context.asked) == (command == "triage")


def test_a_place_whose_query_is_not_understood_any_more_is_not_taken_as_a_whole() -> None:
    context = shown_by("", Collection(Kind.LIST, "Two"))
    reading_lists.add_to_list(context.library, "Gone", list(context.library.papers.values()))
    reading_lists.keep_search(context.library, "Two", "list:Gone")
    context.run("paper.select-all")
    reading_lists.delete_list(context.library, "Gone")
    with pytest.raises(ReaderError, match="Gone"):
        context.run("paper.select-all")


def test_what_is_shown_is_completed_only_where_it_is_understood() -> None:
    context = shown_by("is:unraed")
    context.answers = ["shown"]
    context.selected = [context.library.papers["p1"]]
    with pytest.raises(ReaderError, match="is:unread"):
        context.run("complete")
    assert isinstance(context.asked[0], AskChoice)
