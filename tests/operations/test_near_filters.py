"""`like:` and `sort:next` in queries: which papers are near to some, and in which order one is likely to want them."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from reader.errors import ReaderError, Refused, UnknownPaper, UsageError
from reader.library.library import Library
from reader.operations import annotate, reading_lists
from reader.operations.choosing import choose, missing_names
from reader.operations.collection import Collection, Kind
from reader.operations.near_filters import near_which
from reader.operations.removal import remove_papers
from reader.operations.search import PaperFinder
from reader.operations.triage import decide
from reader.paper import Decision, Paper, Status
from reader.query import parse, stored
from reader.tui.model.view_state import ViewState
from tests.relevance.test_relevance import made
from tests.support.cli import Reader
from tests.support.memory import library
from tests.support.screen import opened, text, until


@pytest.fixture
def lib() -> Library:
    """Papers of three topics."""
    return library(*made())


def held(lib: Library, *ids: str) -> list[Paper]:
    return [lib.papers[id] for id in ids]


def found(lib: Library, query: str) -> list[str]:
    """The ids that a query finds, in order."""
    return [hit.id for hit in PaperFinder(lib).find(parse(query)).hits]


def test_like_finds_what_is_near_the_nearest_first_and_not_the_paper_itself(lib: Library) -> None:
    near = found(lib, "like:q0")
    assert near == PaperFinder(lib).relevance.near(["q0"])
    assert near[:3] == [id for id in near if id[0] == "q"][:3]
    assert "q0" not in near


def test_like_combines_with_other_filters_is_left_out_and_sorted(lib: Library) -> None:
    near = set(found(lib, "like:q0"))
    annotate.tag_papers(lib, held(lib, "q1", "q2", "v0"), ["mine"], [])
    assert set(found(lib, "like:q0 tag:mine")) == near & {"q1", "q2", "v0"}
    assert set(found(lib, "* -like:q0")) == set(lib.papers) - near - {"q0"}
    assert set(found(lib, "* -(NOT like:q0)")) == near
    assert found(lib, "like:q0 sort:title") == sorted(near, key=lambda id: lib.papers[id].title.lower())
    assert set(found(lib, "(like:q0 OR tag:mine)")) == near | {"q1", "q2", "v0"}


def test_like_knows_a_list_and_a_tag_by_their_names(lib: Library) -> None:
    reading_lists.add_to_list(lib, "Edge models", held(lib, "q0", "q1"))
    annotate.tag_papers(lib, held(lib, "v0", "v1"), ["video/flow"], [])
    assert near_which(lib, "edge models") == ["q0", "q1"]
    assert near_which(lib, "#video") == near_which(lib, "video/flow") == ["v0", "v1"]
    assert not {"q0", "q1"} & set(found(lib, 'like:"Edge models"'))
    assert found(lib, "like:#video")[0][0] == "v"


def test_what_names_no_paper_is_refused_where_something_is_changed_and_else_said(lib: Library) -> None:
    for query in ("like:nobody", "* -like:nobody", "like:#none"):
        with pytest.raises(UsageError):
            choose(lib, query)
    result = PaperFinder(lib).find(parse("like:nobody"))
    assert result.unknown == "There is no paper, reading list or tag called 'nobody'."
    assert not result.hits


def test_next_puts_what_is_wanted_first_and_what_does_not_wait_last(lib: Library) -> None:
    annotate.star_papers(lib, held(lib, "v0", "v1"), True)
    annotate.mark_papers(lib, held(lib, "q0"), Status.READ)
    decide(lib, held(lib, "r0"), Decision.DISMISS)
    order = found(lib, "* sort:next")
    assert sorted(order) == sorted(lib.papers)
    assert order[0][0] == "v"
    assert set(order[-4:]) == {"v0", "v1", "q0", "r0"}
    back = found(lib, "* sort:-next")
    assert back[:-4] == order[:-4][::-1]
    assert [hit.id for hit in PaperFinder(lib).find(parse("*"), sort="next", limit=3).hits] == order[:3]
    assert found(lib, "is:starred sort:next") == ["v0", "v1"]


def test_the_interface_finds_the_same_once_it_can_be_told_and_nothing_before(lib: Library) -> None:
    """A smart list by `like:` too."""
    view = ViewState(query="like:q0")
    view.take(lib)
    assert view.shown.rows == []
    assert view.shown.waits
    asyncio.run(view.relevance.build(lib))
    view.derive()
    assert view.shown.rows == found(lib, "like:q0")
    assert not view.shown.waits
    reading_lists.new_list(lib, "Near", query="like:q0 -like:r0")
    assert list(view.finder.stored(lib, "like:q0 -like:r0")) == found(lib, "like:q0 -like:r0")


@pytest.mark.parametrize(
    ("name", "error", "why"),
    [
        (
            "Smart",
            UsageError,
            "'Smart' is a smart list: 'like:' takes a list that is filled by hand, a paper or a tag.",
        ),
        ("empty", Refused, "The list 'Empty' is empty: nothing is near to it."),
        ("Emtpy", UsageError, "There is no paper, reading list or tag called 'Emtpy'; did you mean 'Empty'?"),
        ("#vidoe", UsageError, "No paper has the tag 'vidoe'; did you mean 'video'?"),
        ("q", UsageError, "'q' names 6 papers: q0, q1, q2, q3, q4, q5."),
    ],
)
def test_why_nothing_is_near_is_said(lib: Library, name: str, error: type[ReaderError], why: str) -> None:
    """A change is refused, a search goes on without."""
    reading_lists.new_list(lib, "Smart", query="tag:video")
    reading_lists.new_list(lib, "Empty")
    annotate.tag_papers(lib, held(lib, "v0"), ["video"])
    for query in (f"like:{name}", f"* -like:{name}"):
        with pytest.raises(error) as refused:
            choose(lib, query)
        assert str(refused.value) == why
    (said,) = missing_names(lib, parse(f"is:unread -like:{name} -like:{name}"))
    assert said == why
    assert PaperFinder(lib).find(parse(f"like:{name}")).unknown == said


def test_names_like_one_that_nothing_has_are_told_and_known_anew_after_a_change() -> None:
    """It is asked with every line that is drawn."""
    shelf = library(Paper("heapsort", "Heaps"), Paper("x", "Other"))
    for _ in "ab":
        assert missing_names(shelf, parse("like:heapsrot")) == [
            "There is no paper called 'heapsrot'. Names like it have: heapsort."
        ]
    annotate.tag_papers(shelf, [shelf.papers["x"]], ["heapsot"])
    assert missing_names(shelf, parse("like:heapsrot"))[0].endswith("did you mean 'heapsot'?")
    remove_papers(shelf, [shelf.papers["heapsort"], shelf.papers["x"]])
    assert missing_names(shelf, parse("like:heapsrot")) == ["There is no paper, reading list or tag called 'heapsrot'."]


def test_a_list_of_which_no_paper_is_left_in_the_library_is_empty(lib: Library) -> None:
    reading_lists.add_to_list(lib, "L", held(lib, "q0"))
    remove_papers(lib, held(lib, "q0"))
    assert missing_names(lib, parse("like:L")) == ["The list 'L' is empty: nothing is near to it."]


def test_the_name_of_a_list_that_is_still_typed_is_not_missing(lib: Library) -> None:
    reading_lists.add_to_list(lib, "Edge models", held(lib, "q0"))
    reading_lists.new_list(lib, "Smart", query="like:q0")
    near = "There is no reading list called 'edge'; did you mean 'list:\"Edge models\"'?"
    assert missing_names(lib, parse("list:edge")) == []
    assert missing_names(lib, parse("list:edge -is:read")) == [near]
    assert missing_names(lib, stored("* -list:edge")) == [near]
    assert missing_names(lib, parse("list:Smart")) == [
        "'Smart' is a smart list: write its query, (like:q0), in place of 'list:'."
    ]


def test_a_search_says_what_it_names_and_is_not_there(reader: Reader) -> None:
    reader("import", "-", stdin='{"title": "Heaps", "arxiv_id": "2401.00001"}')
    missing = "There is no paper, reading list or tag called 'nosuch'."
    answer = reader("search", "is:inbox -like:nosuch")
    assert (len(answer.lines), answer.err.strip()) == (1, missing)
    assert reader("search", "like:nosuch").err.splitlines() == [missing, "Nothing matches."]
    assert "called 'nosuch'." in reader("search", "is:inbox -list:nosuch").err
    for op in ("search", "recommend"):
        answer = reader("batch", stdin=f'{{"op": "{op}", "query": "is:inbox -like:nosuch"}}\n')
        assert answer.json["notes"] == [missing]
        assert len(answer.json["papers"]) == 1


async def test_the_interface_says_it_too(lib: Library, tmp_path: Path) -> None:
    """Of what is searched for, and of a smart list."""
    reading_lists.add_to_list(lib, "Edge", held(lib, "q0"))
    reading_lists.new_list(lib, "Far", query="* -like:Edge")
    reading_lists.delete_list(lib, "Edge")
    async with opened(lib, tmp_path, (160, 30)) as (app, pilot):
        await pilot.press("slash", *"is:inbox -like:nosuch ")
        await until(pilot, lambda: "no paper, reading list or tag called 'nosuch'" in text(app))
        await pilot.press("escape", "escape")
        app.main.navigator.open(Collection(Kind.LIST, "Far"))
        await until(pilot, lambda: "The query of the list 'Far' cannot be answered" in text(app))


def test_what_like_leaves_out_by_a_tag_or_a_list_goes_with_what_is_near_to_it(lib: Library) -> None:
    annotate.tag_papers(lib, held(lib, "q1", "v0"), ["rl"], [])
    reading_lists.add_to_list(lib, "Edge models", held(lib, "q1", "v0"))
    for typed in ("#rl", '"Edge models"'):
        left = set(found(lib, f"* -like:{typed}"))
        assert left == set(lib.papers) - set(found(lib, f"like:{typed}")) - {"q1", "v0"}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("#offline", "rl/offline"), ("offline", "rl/offline"), ("#rll", "rl"), ("#ofline", "rl/offline"),
     ("Edge model", "Edge models")],
)  # fmt: skip
def test_a_mistyped_name_of_like_is_told_with_the_nearest_tag_or_list(lib: Library, typed: str, meant: str) -> None:
    annotate.tag_papers(lib, held(lib, "q1"), ["rl/offline", "rl"], [])
    reading_lists.add_to_list(lib, "Edge models", held(lib, "q0"))
    with pytest.raises(UnknownPaper, match=f"did you mean '{meant}'"):
        near_which(lib, typed)


def test_a_number_behind_a_sign_that_is_left_out_is_said_and_chooses_nothing(lib: Library) -> None:
    word = lib.papers["q0"].title.split()[0]
    assert missing_names(lib, parse(f"{word} #12")) == ["No paper has the tag '12': it is left out."]
    assert "q0" in found(lib, f"{word} #12")
    assert PaperFinder(lib).papers(choose(lib, f"{word} #12")) == []
    assert PaperFinder(lib).papers(stored(f"{word} #12")) == []


def test_a_search_and_a_smart_list_that_find_nothing_by_a_name_say_so_with_the_nearest(reader: Reader) -> None:
    """Where somebody only looks, that is all; the name of a tag may come to be."""
    reader("import", "-", stdin='{"title": "Heaps", "tags": ["memory"]}')
    reader("list", "new", "Kept", "--query", "tag:memory")
    reader("tags", "rename", "memory", "memories")
    reader("list", "new", "Lost", "--query", 'tag:"memory"')
    missing = "No paper has the tag 'memory'; did you mean 'tag:memories'?"
    assert reader("search", "tag:memory").err.splitlines() == [missing, "Nothing matches."]
    assert reader("search", "tag:memory OR heaps").err.splitlines() == [missing]
    assert reader("list", "show", "Kept").err == ""
    assert reader("list", "show", "Lost").err.strip() == missing
    assert missing in reader("next", "Lost", check=False).err
    for request in ('"op": "search", "query": "tag:memory"', '"op": "list", "name": "Lost"'):
        assert reader("batch", stdin=f"{{{request}}}\n").json["notes"] == [missing]
