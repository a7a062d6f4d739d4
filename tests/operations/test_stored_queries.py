"""Smart lists go on meaning the same when tags and lists get other names."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.errors import UnknownList, UnknownPaper
from reader.library.library import Library
from reader.operations import annotate, reading_lists, undo
from reader.operations.annotate import TagChange, change_tags
from reader.operations.choosing import doubted_list
from reader.operations.collection import Collection, Kind
from reader.operations.duplicates import merge
from reader.operations.near_filters import Meant, meant_by, near_which
from reader.operations.removal import remove_papers
from reader.operations.search import PaperFinder
from reader.paper import Paper
from reader.query import parse
from reader.query.renaming import renamed
from tests.support.cli import Reader
from tests.support.memory import library, saved_before
from tests.support.screen import bottom, opened, text, until


@pytest.fixture
def shelf() -> Library:
    """Papers a to d: a has a tag, b one nested under it, c another; b and c are on a list."""
    found = library(*(Paper(id, f"Heaps of {id}") for id in "abcd"))
    held = found.papers
    annotate.tag_papers(found, [held["a"]], ["slow"])
    annotate.tag_papers(found, [held["b"]], ["slow/er"])
    annotate.tag_papers(found, [held["c"]], ["efficiency"])
    reading_lists.add_to_list(found, "Edge", [held["b"], held["c"]])
    return found


def smart(shelf: Library, name: str = "T") -> tuple[str, str]:
    """The query of a smart list, and the ids that it holds."""
    lst = shelf.reading_list(name)
    return lst.query, "".join(sorted(paper.id for paper in PaperFinder(shelf).on_list(lst)))


@pytest.mark.parametrize(
    ("query", "new", "after"),
    [
        ("* -tag:slow", "sluggish", "* -tag:sluggish"), ("* -#slow", "To Read", '* -#"To Read"'),
        ('heaps NOT tags:"SLOW"', "x", "heaps NOT tags:x"), ("* -tag:slow/er", "x/y", "* -tag:x/y/er"),
        ("(tag:efficiency OR #slow) sort:-year", "x", "(tag:efficiency OR #x) sort:-year"),
        ('heaps -tag:slow "tag:slow" -slow', "x", 'heaps -tag:x "tag:slow" -slow'), ("* -tag:efficiency", "x", None),
        ("* -tag:slow -tag:efficiency", "EFFICIENCY", "* -tag:efficiency -tag:efficiency"),
    ],
)  # fmt: skip
def test_stored_queries_follow_a_renamed_tag(shelf: Library, query: str, new: str, after: str | None) -> None:
    """In one step with the papers, told in its sentence; one undo takes all back. All else stays as it was typed."""
    reading_lists.new_list(shelf, "T", query=query)
    saved_before(shelf, "S", query)
    before = smart(shelf)
    outcome = annotate.rename_tag(shelf, "slow", new)
    assert smart(shelf)[0] == smart(shelf, "S")[0] == (after or query)
    assert smart(shelf)[1] == before[1]
    assert ("in the query of the smart list 'S' and of the smart list 'T'" in outcome.say) is (after is not None)
    undo.undo(shelf)
    assert (smart(shelf), smart(shelf, "S")[0]) == (before, query)


def test_a_tag_that_is_only_spelt_anew_changes_no_query(shelf: Library) -> None:
    reading_lists.new_list(shelf, "T", query="* -tag:Slow")
    annotate.rename_tag(shelf, "slow", "SLOW")
    assert smart(shelf) == ("* -tag:Slow", "cd")


def test_a_query_that_is_not_understood_is_told_and_left(shelf: Library) -> None:
    """An older version may have stored one."""
    reading_lists.new_list(shelf, "T", query="*")
    before = shelf.reading_list("T")
    odd = "* is:nothing -tag:slow"
    shelf.set_list(before, replace(before, query=odd), "Odd")
    outcome = annotate.rename_tag(shelf, "slow", "x")
    assert outcome.warnings[:1] == (f"The query of the smart list 'T' is not understood and keeps the old name: {odd}",)
    assert smart(shelf)[0] == odd
    assert renamed(odd, lambda one: "x" if one.field == "tag" else None) is None


def test_tags_that_become_one_take_the_queries_with_them(shelf: Library) -> None:
    reading_lists.new_list(shelf, "T", query="* -tag:slow -tag:efficiency")
    steps = len(shelf.history())
    said = change_tags(shelf, TagChange(("slow", "efficiency"), "bulk")).say
    assert (
        said
        == "Merged the tags 'slow' and 'efficiency' into 'bulk' on 3 papers, and in the query of the smart list 'T'"
    )
    assert smart(shelf) == ("* -tag:bulk -tag:bulk", "d")
    assert len(shelf.history()) == steps + 1
    undo.undo(shelf)
    assert smart(shelf) == ("* -tag:slow -tag:efficiency", "d")
    assert dict(shelf.tags.counts()) == {"slow": 1, "slow/er": 1, "efficiency": 1}


def test_tags_merged_into_one_of_them_leave_its_own_queries_alone(shelf: Library) -> None:
    reading_lists.new_list(shelf, "T", query="* -tag:EFFICIENCY")
    said = change_tags(shelf, TagChange(("slow", "efficiency"), "efficiency")).say
    assert said == "Merged the tag 'slow' into 'efficiency' on 2 papers"
    assert smart(shelf)[0] == "* -tag:EFFICIENCY"


def test_tags_that_are_deleted_together_are_one_step_and_each_query_that_names_one_is_told(shelf: Library) -> None:
    reading_lists.new_list(shelf, "T", query="* -tag:slow -tag:efficiency")
    outcome = change_tags(shelf, TagChange(("slow", "efficiency")))
    assert outcome.say == "Deleted the tags 'slow' and 'efficiency' from 2 papers"
    assert [warning.split(":")[0] for warning in outcome.warnings] == [
        "The query of the smart list 'T' still names the tag 'slow'",
        "The query of the smart list 'T' still names the tag 'efficiency'",
    ]
    undo.undo(shelf)
    assert dict(shelf.tags.counts()) == {"slow": 1, "slow/er": 1, "efficiency": 1}


def test_stored_queries_follow_a_renamed_list(shelf: Library) -> None:
    """By whichever way it gets its name."""
    reading_lists.new_list(shelf, "T", query="* -list:edge")
    said = reading_lists.rename_list(shelf, "Edge", "Small models").say
    assert said == "Renamed the list 'Edge' to 'Small models', and in the query of the smart list 'T'"
    assert smart(shelf) == ('* -list:"Small models"', "ad")
    undo.undo(shelf)
    assert smart(shelf) == ("* -list:edge", "ad")


def test_what_still_names_a_deleted_tag_or_list_is_told(shelf: Library) -> None:
    """Its query then leaves nothing out by it."""
    reading_lists.new_list(shelf, "T", query="* -tag:SLOW -list:edge")
    saved_before(shelf, "S", "tag:slower")
    told = annotate.delete_tag(shelf, "slow").warnings
    assert told == ("The query of the smart list 'T' still names the tag 'slow': * -tag:SLOW -list:edge",)
    told = reading_lists.delete_list(shelf, "Edge").warnings
    assert told == ("The query of the smart list 'T' still names the list 'Edge': * -tag:SLOW -list:edge",)
    assert annotate.delete_tag(shelf, "efficiency").warnings == ()


def test_the_command_line_tells_it(reader: Reader) -> None:
    reader("import", "-", "--format", "jsonl", stdin='{"title": "One", "tags": ["a"]}\n{"title": "Two"}\n')
    reader("list", "new", "T", "--query", "* -tag:a")
    assert "and in the query of the smart list 'T'" in reader("tags", "rename", "a", "b").err
    assert len(reader("list", "show", "T", "--json").json["papers"]) == 1
    assert "still names the tag 'b'" in reader("tags", "delete", "b", "--yes").err


async def test_the_interface_tells_it(shelf: Library, tmp_path: Path) -> None:
    """The list that is open shows what it showed."""
    reading_lists.new_list(shelf, "T", query="* -list:edge -tag:slow")
    async with opened(shelf, tmp_path, (200, 30)) as (app, pilot):
        app.main.navigator.open(Collection(Kind.LIST, "Edge"))
        await pilot.press("comma")
        await until(pilot, lambda: app.screen is not app.main)
        await pilot.press("end", *" B", "ctrl+s")
        await until(pilot, lambda: "'T'" in bottom(app))
        assert smart(shelf) == ('* -list:"Edge B" -tag:slow', "d")
        app.main.context.done(change_tags(shelf, TagChange(("slow",))))
        await until(pilot, lambda: "still names the tag 'slow'" in bottom(app))


def near(shelf: Library, *queries: str) -> list[str]:
    """Make a smart list of each query; what they are, as they are stored."""
    for at, query in enumerate(queries):
        reading_lists.new_list(shelf, f"N{at}", query=query)
    return queries_now(shelf)


def queries_now(shelf: Library) -> list[str]:
    return [lst.query for lst in shelf.lists.values() if lst.name.startswith("N")]


def test_what_is_near_a_renamed_list_or_tag_follows_it(shelf: Library) -> None:
    near(shelf, "* -like:edge", 'is:unread like:"#slow"', "* -like:#slow/er")
    said = reading_lists.rename_list(shelf, "Edge", "Small models").say
    assert said == "Renamed the list 'Edge' to 'Small models', and in the query of the smart list 'N0'"
    annotate.rename_tag(shelf, "slow", "To do")
    now = ['* -like:"list:Small models"', 'is:unread like:"#To do"', '* -like:"#To do/er"']
    assert queries_now(shelf) == now
    undo.undo(shelf, 2)
    assert queries_now(shelf) == ["* -like:list:Edge", 'is:unread like:"#slow"', "* -like:#slow/er"]


def test_what_is_near_is_stored_so_that_it_means_the_same_for_good(shelf: Library) -> None:
    """Another paper, list or tag may be called so tomorrow."""
    held = shelf.papers
    annotate.tag_papers(shelf, [held["d"]], ["x y"])
    assert near(shelf, "* -like:slow sort:year", 'like:"X Y"', "like:edge", "like:a") == [
        "* -like:#slow sort:year", 'like:"#X Y"', "like:list:Edge", "like:a"
    ]  # fmt: skip
    reading_lists.new_list(shelf, "slow")
    reading_lists.new_list(shelf, "a")
    assert near_which(shelf, "#slow") == ["a", "b"]
    assert near_which(shelf, "a") == ["a"]
    before = shelf.reading_list("N0")
    reading_lists.edit_list(shelf, before, replace(before, query="* -like:efficiency"), "Other")
    assert shelf.reading_list("N0").query == "* -like:#efficiency"


def test_a_paper_is_stored_by_its_id_and_a_list_goes_before_a_citation_key() -> None:
    shelf = library(Paper("2401.00001", "Heaps", arxiv_id="2401.00001"), Paper("x", "Key", citation_key="Edge"))
    assert near(shelf, "like:2401.0", "like:arxiv.org/abs/2401.00001v2", "like:edge") == [
        "like:2401.00001", "like:2401.00001", "like:x"
    ]  # fmt: skip
    reading_lists.add_to_list(shelf, "Edge", [shelf.papers["2401.00001"]])
    assert near_which(shelf, "Edge") == ["2401.00001"]
    reading_lists.new_list(shelf, "#odd")
    assert meant_by(shelf, "#odd").kind == "list"


def test_what_is_near_what_goes_is_told(shelf: Library) -> None:
    """A list, a tag, a paper, and the one that took the place of another."""
    near(shelf, "* -like:edge", "like:#slow", "* -like:a")
    told = reading_lists.delete_list(shelf, "Edge").warnings
    assert told == ("The query of the smart list 'N0' still names the list 'Edge': * -like:list:Edge",)
    told = annotate.delete_tag(shelf, "slow").warnings
    assert told == ("The query of the smart list 'N1' still names the tag 'slow': like:#slow",)
    held = shelf.papers
    merge(shelf, held["a"], held["b"], held["b"])
    merge(shelf, held["b"], held["c"], held["c"])
    assert near_which(shelf, "a") == ["c"]
    told = remove_papers(shelf, [held["d"], shelf.papers["c"]]).warnings
    assert told == ("The query of the smart list 'N2' still names the paper 'Heaps of c': * -like:a",)


def test_a_list_of_which_the_last_paper_is_taken_and_that_others_are_to_be_near_is_told(shelf: Library) -> None:
    near(shelf, "* -like:edge", "* -list:edge")
    held = shelf.papers
    assert reading_lists.remove_from_list(shelf, "Edge", [held["b"]]).warnings == ()
    told = reading_lists.remove_from_list(shelf, "Edge", [held["c"]]).warnings
    assert told == ("The list 'Edge' is empty now; the query of the smart list 'N0' is by what is near to it.",)


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("* -like:edge", "There is no reading list called 'Edge'."),
        ("* -list:edge", "There is no reading list called 'edge'."),
    ],
)
def test_a_smart_list_that_names_what_is_gone_says_so_and_is_neither_exported_nor_synced(
    reader: Reader, query: str, why: str, tmp_path: Path
) -> None:
    """Nothing is shown in its place: without that part it would find other papers."""
    records = [f'{{"title": "Heaps {n}", "abstract": "Binary heaps {n}", "arxiv_id": "2401.0000{n}"}}' for n in "1234"]
    reader("import", "-", stdin="\n".join(records))
    reader("list", "add", "Edge", "2401.00001")
    reader("list", "new", "C", "--query", query)
    file = tmp_path / "c.md"
    reader("export", "--list", "C", "-o", str(file))
    written = file.read_text()
    reader("list", "delete", "Edge")
    said = f"The query of the list 'C' cannot be answered: {why}"
    for call in (["list", "show", "C"], ["list"], ["next", "C"]):
        assert said in reader(*call, check=False).err
    assert (reader("list", "show", "C").out, reader("list", "--json").json[0]["papers"]) == ("", 0)
    assert reader("export", "--list", "C", check=False).status == 2
    assert said in reader("sync", str(file)).err
    assert file.read_text() == written
    answer = reader("batch", stdin='{"op": "list", "name": "C"}\n').json
    assert (answer["notes"], answer["papers"]) == ([said], [])


@pytest.mark.parametrize("older", [False, True])
def test_nothing_takes_the_place_of_a_list_that_is_gone(shelf: Library, older: bool) -> None:
    """Neither a tag nor a paper of its name, also where an older program stored the bare name."""
    saved_before(shelf, "N", "* -like:edge") if older else near(shelf, "* -like:edge")
    name = "N" if older else "N0"
    reading_lists.delete_list(shelf, "Edge")
    annotate.tag_papers(shelf, [shelf.papers["d"]], ["edge"])
    lst = shelf.reading_list(name)
    assert doubted_list(shelf, lst) == (
        f"The query of the list '{name}' cannot be answered: There is no reading list called 'Edge'."
    )
    assert smart(shelf, name) == ("* -like:list:Edge", "")
    undo.undo(shelf, 2)
    assert smart(shelf, name)[0] == ("* -like:edge" if older else "* -like:list:Edge")
    assert smart(shelf, name)[1] == "ad"


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ("list:edge", Meant("list", "Edge")), ("LIST:edge", Meant("list", "Edge")),
        ('list:"x y"', Meant("list", "x y")),
        ('"list:x y"', Meant("list", "x y")), ("tag:edge", Meant("tag", "edge")), ("tag:#slow", Meant("tag", "slow")),
        ("id:edge", Meant("paper", "edge")), ('"list:list:x"', Meant("list", "list:x")),
        ("edge", Meant("paper", "edge")),
        ("a:b", Meant("tag", "a:b")),
    ],
)  # fmt: skip
def test_a_word_before_a_name_says_of_what_it_is_the_name(value: str, meant: Meant) -> None:
    shelf = library(Paper("edge", "Heaps"), Paper("x", "Piles"))
    reading_lists.add_to_list(shelf, "Edge", [shelf.papers["x"]])
    annotate.tag_papers(shelf, [shelf.papers["x"]], ["edge", "slow", "a:b"])
    query = parse(f"like:{value} is:unread")
    assert not query.doubts
    assert meant_by(shelf, query.filters[0].value) == meant


def test_an_id_of_no_paper_is_that_of_no_list_either(shelf: Library) -> None:
    with pytest.raises(UnknownPaper, match="There is no paper called 'edge'"):
        meant_by(shelf, "id:edge")
    with pytest.raises(UnknownList, match="There is no reading list called 'Egde'; did you mean 'Edge'"):
        near_which(shelf, "list:Egde")


async def test_the_sidebar_counts_nothing_in_place_of_what_cannot_be_answered(shelf: Library, tmp_path: Path) -> None:
    near(shelf, "* -like:edge", "is:unread")
    reading_lists.delete_list(shelf, "Edge")
    async with opened(shelf, tmp_path, (160, 30)) as (app, pilot):
        await until(pilot, lambda: app.main.view_state.searches == {"N0": None, "N1": 4})
        lines = [line for line in text(app).splitlines() if " N0 " in line or " N1 " in line]
        assert [line.partition("│")[0].split() for line in lines] == [["N0", "?"], ["N1", "4"]]
        app.main.navigator.open(Collection(Kind.LIST, "N0"))
        await until(pilot, lambda: "There is no reading list called 'Edge'" in text(app))
        assert not app.main.view_state.shown.papers
