"""Reading lists, and smart ones that are saved searches, each edit one step that undo takes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from reader.commands import library as library_commands
from reader.commands.questions import AskText, Confirm
from reader.errors import InputError, Refused, UnknownList, UnknownPaper, UsageError
from reader.library.library import Library, Outcome
from reader.operations import annotate, imports, reading_lists, removal, triage, undo
from reader.operations.collection import Collection, Kind
from reader.operations.list_settings import ListEdit, edited, sections_left
from reader.operations.search import PaperFinder
from reader.paper import QUEUE, Decision, Paper, ReadingList, Status
from reader.text import clean_text
from reader.tui.model.view_state import ViewState
from tests.support.cli import Reader
from tests.support.context import PlainContext
from tests.support.folders import Machines, named, seed
from tests.support.memory import library, saved_before

A, B, C = (Paper(id, f"Paper {id}") for id in "abc")


@pytest.fixture
def shelf() -> Library:
    """Three papers."""
    return library(A, B, C)


def on(shelf: Library, name: str) -> str:
    """The ids on a list, joined."""
    return "".join(shelf.reading_list(name).papers)


def test_papers_move_by_word_and_by_number(reader: Reader, fixtures: Path) -> None:
    """To the top, the bottom, up and down; what is said names the place where a paper really stands."""
    reader("import", str(fixtures / "page-compact.txt"))
    a, b, c = reader("search", "--ids", "--limit", "3").lines
    reader("list", "add", "L", a, b, c)
    for paper, place, order in [(c, "top", [c, a, b]), (c, "bottom", [a, b, c]), (c, "up", [a, c, b]),
                                (a, "DOWN", [c, a, b]), (c, "99", [a, b, c]), (c, "1", [c, a, b])]:  # fmt: skip
        said = reader("list", "move", "L", paper, place).err
        assert "99" not in said
        assert [held["id"] for held in reader("list", "show", "L", "--json").json["papers"]] == order
    for wrong in ("0", "middle"):
        assert reader("list", "move", "L", a, wrong, check=False).status == 2


def test_a_list_has_no_place_before_the_first(shelf: Library) -> None:
    reading_lists.add_to_list(shelf, "L", [A, B])
    for place in (0, -1):
        with pytest.raises(InputError, match="start at 1"):
            reading_lists.add_to_list(shelf, "L", [C], position=place)
        with pytest.raises(InputError, match="start at 1"):
            reading_lists.move_in_list(shelf, "L", [A], place)
    assert on(shelf, "L") == "ab"


def test_adding_to_a_new_name_makes_the_list(shelf: Library) -> None:
    """One step does both, and one undo takes both back."""
    reading_lists.add_to_list(shelf, "Edge  models", [B, A])
    assert on(shelf, "edge MODELS") == "ba"
    assert shelf.state.lists_of("a") == ("Edge models",)
    undo.undo(shelf)
    assert not shelf.lists


def test_a_paper_in_place_of_the_name_of_a_new_list_is_refused() -> None:
    """The name was forgotten; `list new` makes one of that name where it is meant."""
    found = library(Paper("2106.09685", "Ropes", arxiv_id="2106.09685", citation_key="rope2021"), A)
    for name in ("2106.09685", "https://arxiv.org/abs/2106.09685v2", "rope2021", "a"):
        with pytest.raises(Refused, match="is a paper here, and no list is called so"):
            reading_lists.add_to_list(found, name, [A])
    reading_lists.new_list(found, "rope2021")
    for name in ("rope2021", "2106", "Ropes", "A list"):
        assert reading_lists.add_to_list(found, name, [A]).step


def test_a_paper_stands_once_on_a_list_and_on_several_lists(shelf: Library) -> None:
    """Adding again changes nothing."""
    reading_lists.add_to_list(shelf, "One", [A])
    assert reading_lists.add_to_list(shelf, "One", [A]).step is None
    reading_lists.add_to_list(shelf, "Two", [A])
    assert shelf.state.lists_of("a") == ("One", "Two")


def test_the_order_of_a_list_is_the_users(shelf: Library) -> None:
    """Move by place, step up and down, and undo each."""
    reading_lists.add_to_list(shelf, "L", [A, B, C])
    reading_lists.move_in_list(shelf, "L", [C], 1)
    assert on(shelf, "L") == "cab"
    reading_lists.step_in_list(shelf, "L", [A], 1)
    assert on(shelf, "L") == "cba"
    reading_lists.step_in_list(shelf, "L", [A], -1)
    undo.undo(shelf, 3)
    assert on(shelf, "L") == "abc"


def test_a_list_is_renamed_with_all_that_is_on_it(shelf: Library) -> None:
    """Order, sections and description stay; a name that is taken is refused."""
    reading_lists.add_to_list(shelf, "L", [B, A], section="Later")
    reading_lists.describe_list(shelf, "L", "What *matters*.")
    reading_lists.rename_list(shelf, "L", "M")
    found = shelf.reading_list("m")
    assert (found.papers, found.sections, found.description) == (("b", "a"), ("Later",), "What *matters*.")
    with pytest.raises(UnknownList):
        shelf.reading_list("L")
    reading_lists.new_list(shelf, "Taken")
    with pytest.raises(Refused, match="already"):
        reading_lists.rename_list(shelf, "M", "taken")


def test_deleting_a_list_keeps_its_papers_and_comes_back(shelf: Library) -> None:
    """Undo restores order and sections."""
    reading_lists.add_to_list(shelf, "L", [B], section="S")
    reading_lists.add_to_list(shelf, "L", [A])
    reading_lists.delete_list(shelf, "L")
    assert not shelf.lists
    assert len(shelf.papers) == 3
    undo.undo(shelf)
    assert on(shelf, "L") == "ab"
    assert shelf.reading_list("L").sections == ("S",)


def test_a_removed_paper_keeps_its_place_for_when_it_returns(shelf: Library) -> None:
    """Even when the list was reordered meanwhile."""
    reading_lists.add_to_list(shelf, "L", [A, B, C])
    removal.remove_papers(shelf, [shelf.papers["b"]])
    assert on(shelf, "L") == "ac"
    reading_lists.step_in_list(shelf, "L", [A], 1)
    assert on(shelf, "L") == "ca"
    undo.undo(shelf, 2)
    assert on(shelf, "L") == "abc"


def test_taking_off_what_is_not_on_says_so(shelf: Library) -> None:
    """A mistake is a sentence that names the list and the paper."""
    reading_lists.add_to_list(shelf, "L", [A])
    with pytest.raises(UnknownPaper, match="'L' does not hold 'Paper b'"):
        reading_lists.remove_from_list(shelf, "L", [B])
    with pytest.raises(UnknownList, match="'nope'"):
        reading_lists.remove_from_list(shelf, "nope", [A])


def test_a_smart_list_cannot_be_filled_by_hand(shelf: Library) -> None:
    """Its query decides."""
    reading_lists.new_list(shelf, "Smart", query="is:unread")
    with pytest.raises(Refused, match="smart"):
        reading_lists.add_to_list(shelf, "Smart", [A])
    assert shelf.reading_list("Smart").query == "is:unread"


def test_whatever_fills_or_orders_a_list_says_of_a_smart_one_that_it_is_one(shelf: Library) -> None:
    """In one sentence, and nothing is changed."""
    shelf.set_list(None, ReadingList(QUEUE, query="is:unread"), "As an older program")
    name, steps = QUEUE, len(shelf.history())
    by_hand: list[Callable[[], object]] = [
        lambda: reading_lists.add_to_list(shelf, name, [A]),
        lambda: reading_lists.remove_from_list(shelf, name, [A]),
        lambda: reading_lists.move_in_list(shelf, name, [A], 1),
        lambda: reading_lists.step_in_list(shelf, name, [A], 1),
        lambda: reading_lists.annotate_entry(shelf, name, A, "A remark"),
        lambda: reading_lists.put_in_section(shelf, name, [A], "One"),
        lambda: reading_lists.add_section(shelf, name, "One"),
        lambda: reading_lists.rename_section(shelf, name, "One", "Two"),
        lambda: reading_lists.remove_section(shelf, name, "One"),
        lambda: imports.must_take_papers(shelf, name.upper()),
        lambda: triage.decide(shelf, [A], Decision.QUEUE),
    ]
    for edit in by_hand:
        with pytest.raises(Refused) as refusal:
            edit()
        assert str(refusal.value) == (
            "'Queue' is a smart list: its query decides what is in it, and in which order."
            " With another name it leaves 'Queue' to what you queue."
        )
    assert len(shelf.history()) == steps


def test_next_is_the_first_unread(shelf: Library) -> None:
    """In the order of the list; when all is read, that is said."""
    annotate.mark_papers(shelf, [A], Status.READ)
    assert reading_lists.next_paper(shelf, list(shelf.papers.values()), "the library").id == "b"
    annotate.mark_papers(shelf, [B, C], Status.READING)
    with pytest.raises(Refused, match="Nothing unread is left in the library"):
        reading_lists.next_paper(shelf, list(shelf.papers.values()), "the library")


def test_progress_counts_what_is_read(shelf: Library) -> None:
    """Read and all, also of a list with a paper that was removed; of a smart list, what it finds."""
    reading_lists.add_to_list(shelf, "L", [A, B, C])
    reading_lists.new_list(shelf, "Smart", query="is:read")
    annotate.mark_papers(shelf, [A], Status.READ)
    removal.remove_papers(shelf, [C])
    state = ViewState()
    state.take(shelf)
    assert (state.progress(), state.searches) == ({"L": (1, 2)}, {"Smart": 1})
    assert reading_lists.progress(list(shelf.papers.values())) == (1, 2)


@pytest.mark.parametrize("text", ["", " \n About *it*\r\n\x07\n", "\u200b"])
def test_a_description_has_one_clean_form_however_it_is_given(shelf: Library, text: str) -> None:
    reading_lists.new_list(shelf, "New", description=text)
    reading_lists.new_list(shelf, "Described")
    reading_lists.describe_list(shelf, "Described", text)
    form = edited(shelf.reading_list("New"), ListEdit("New", f"{text}\n", "", ()))
    given = {shelf.reading_list(name).description for name in ("New", "Described")} | {form.description}
    assert given == {clean_text(text).strip()}


def test_the_form_leaves_a_description_that_nobody_touched(shelf: Library) -> None:
    """An older library may hold one with blanks around."""
    old = ReadingList("L", description="    code\n")
    assert edited(old, ListEdit("M", old.description, "", ())).description == old.description


@pytest.mark.parametrize("command", ["list.new", "search.smart", "search.save"])
def test_a_name_that_a_list_has_is_refused_while_it_is_typed_in_whatever_spelling(shelf: Library, command: str) -> None:
    """In the words of the operation."""
    reading_lists.new_list(shelf, "Edge")
    context = PlainContext(shelf)
    context.navigator.query = "is:unread"
    context.run(command)
    (question,) = context.asked
    assert isinstance(question, AskText)
    for taken in ("Edge", " EDGE "):
        with pytest.raises(Refused) as refusal:
            reading_lists.new_list(shelf, taken)
        assert question.complaint(taken) == str(refusal.value) == "There already is a reading list called 'Edge'."
    assert question.complaint("x" * 1_000).startswith("The name of a reading list may have at most")
    assert question.complaint("Edges") == ""


@pytest.mark.parametrize(
    ("selected", "key", "order", "said"),
    [
        ([], "list.down", "bac", "Place 2 of 3."), ([], "list.up", "abc", "The top of the list"),
        ([A, B], "list.down", "cab", "Moved down."), ([B, C], "list.up", "bca", "Moved up."),
        ([C], "list.down", "abc", "The end of the list"), ([A, B, C], "list.down", "abc", "The end of the list"),
        ([C], "list.up", "acb", "Place 2 of 3."), ([A, C], "list.up", "acb", "Moved up."),
    ],
)  # fmt: skip
def test_alt_with_an_arrow_moves_what_is_selected_and_always_says_where(
    shelf: Library, selected: list[Paper], key: str, order: str, said: str
) -> None:
    """As every command works on the selection, else on the paper under the cursor; at the end of the list too."""
    reading_lists.add_to_list(shelf, "L", [A, B, C])
    context = PlainContext(shelf)
    context.selected = selected
    context.navigator.collection = Collection(Kind.LIST, "L")
    context.run(key)
    assert on(shelf, "L") == order
    assert context.said[-1].startswith(said)


def test_the_place_names_its_section_and_the_history_those_that_moved(shelf: Library) -> None:
    """A heading that is crossed changes no number; what stands at the end already did not move."""
    reading_lists.add_to_list(shelf, "L", [A, B])
    reading_lists.add_to_list(shelf, "L", [C], section="Later")
    context = PlainContext(shelf)
    context.at, context.navigator.collection = 1, Collection(Kind.LIST, "L")
    context.run("list.down")
    assert context.said[-1] == "Place 2 of 3, in 'Later'."
    assert reading_lists.step_in_list(shelf, "L", [A, C], -1).say == "Moved 'Paper c' up on the list 'L'"


def test_a_step_of_a_move_is_of_the_paper_that_was_moved(shelf: Library) -> None:
    """Not of the neighbour that it passed."""
    reading_lists.add_to_list(shelf, "L", [A, B, C])
    for place in ("down", "up", 2, "bottom", "top"):
        step = reading_lists.move_to_place(shelf, "L", [A], place).step
        assert step is not None
        assert [change.subject for change in step.changes] == ["a"]


def smart(shelf: Library) -> dict[str, str]:
    """The smart lists by name, with their queries."""
    return {lst.name: lst.query for lst in shelf.lists.values() if lst.query}


def test_a_search_is_kept_as_a_smart_list(shelf: Library) -> None:
    """Each step comes back by undo."""
    reading_lists.keep_search(shelf, "New", "is:unread sort:-added")
    reading_lists.rename_list(shelf, "new", "Fresh")
    assert smart(shelf) == {"Fresh": "is:unread sort:-added"}
    reading_lists.delete_list(shelf, "Fresh")
    assert not smart(shelf)
    undo.undo(shelf, 3)
    assert not smart(shelf)
    undo.redo(shelf)
    assert list(smart(shelf)) == ["New"]
    with pytest.raises(UsageError, match="query is empty"):
        reading_lists.keep_search(shelf, "Empty", " ")


def test_the_name_of_a_list_is_not_given_to_another_query_unasked(shelf: Library) -> None:
    """In whatever spelling; not over one that changed since it was seen, and the same once more is no step."""
    reading_lists.keep_search(shelf, "S1", "is:unread")
    seen = shelf.reading_list("s1")
    with pytest.raises(Refused, match="There already is a reading list called 'S1'"):
        reading_lists.keep_search(shelf, "s1", "is:starred")
    assert reading_lists.keep_search(shelf, "s1", "is:unread").step is None
    reading_lists.keep_search(shelf, "s1", "is:read", over=seen)
    with pytest.raises(Refused, match="There already is a reading list called 'S1'"):
        reading_lists.keep_search(shelf, "s1", "is:starred", over=seen)
    assert smart(shelf) == {"S1": "is:read"}
    reading_lists.new_list(shelf, "By hand")
    with pytest.raises(Refused, match="There already is a reading list called 'By hand'"):
        reading_lists.keep_search(shelf, "by hand", "is:read", over=shelf.reading_list("By hand"))


@pytest.mark.parametrize(("answer", "query"), [(True, "is:starred"), (False, "is:unread"), (None, "is:unread")])
async def test_w_asks_before_a_smart_list_gets_another_query(shelf: Library, answer: bool | None, query: str) -> None:
    """And says what it finds now."""
    reading_lists.keep_search(shelf, "S1", "is:unread")
    context = PlainContext(shelf, "s1", answer)
    context.navigator.query = "is:starred"
    await library_commands.save_search(context)
    (_, confirm) = context.asked
    assert isinstance(confirm, Confirm)
    assert "'S1'" in confirm.title
    assert confirm.details == ("now:  is:unread", "then: is:starred")
    assert smart(shelf) == {"S1": query}


@pytest.mark.parametrize("query", ["is:unread", "like:ml"])
async def test_w_does_not_ask_where_the_name_has_that_query_already(shelf: Library, query: str) -> None:
    """Nothing would change."""
    annotate.tag_papers(shelf, list(shelf.papers.values()), ["ml"])
    reading_lists.keep_search(shelf, "S1", query)
    context = PlainContext(shelf, "s1")
    context.navigator.query = query
    steps = len(shelf.history())
    await library_commands.save_search(context)
    assert len(context.asked) == 1
    assert len(shelf.history()) == steps


async def test_w_says_that_what_is_kept_finds_nothing_yet(shelf: Library) -> None:
    """What only comes near is not in the list."""
    context = PlainContext(shelf, "Later")
    context.navigator.query, context.hidden = "heaps caches", frozenset("abc")
    await library_commands.save_search(context)
    assert context.said[-1].startswith(
        "Kept as 'Later', a smart list, which tells what is new. No paper has all of it yet."
    )


# -- searches that an older program saved ------------------------------------------------------------------------------


def test_a_search_that_an_older_program_saved_is_a_smart_list(shelf: Library) -> None:
    """It is opened, counted, edited, renamed and deleted like any other; undo brings it back as it was."""
    saved_before(shelf, "Old", "is:unread")
    assert smart(shelf) == {"Old": "is:unread"}
    assert len(PaperFinder(shelf).on_list(shelf.reading_list("old"))) == len(shelf.papers)
    reading_lists.rename_list(shelf, "Old", "Newer")
    assert smart(shelf) == {"Newer": "is:unread"}
    assert not shelf.state.searches
    undo.undo(shelf)
    assert smart(shelf) == {"Old": "is:unread"}
    reading_lists.describe_list(shelf, "Old", "What waits")
    assert shelf.reading_list("Old").description == "What waits"
    assert not shelf.state.searches
    undo.undo(shelf)
    reading_lists.keep_search(shelf, "old", "is:read", over=shelf.reading_list("Old"))
    assert smart(shelf) == {"Old": "is:read"}
    undo.undo(shelf)
    reading_lists.delete_list(shelf, "Old")
    assert not smart(shelf)
    undo.undo(shelf)
    assert smart(shelf) == {"Old": "is:unread"}
    undo.undo(shelf)
    assert not smart(shelf)


def test_no_smart_list_is_called_as_the_queue_is(shelf: Library) -> None:
    """One that is there from before says what to do about it, and can be read, described and renamed."""
    reading_lists.new_list(shelf, "Smart", query="is:unread")
    makes: list[Callable[[], object]] = [
        lambda: reading_lists.new_list(shelf, "queue", query="is:unread"),
        lambda: reading_lists.keep_search(shelf, QUEUE, "is:unread"),
        lambda: reading_lists.rename_list(shelf, "Smart", QUEUE),
    ]
    for act in makes:
        with pytest.raises(Refused, match="'Queue' is the list of what you queue: a smart list needs another name"):
            act()
    assert smart(shelf) == {"Smart": "is:unread"}
    shelf.set_list(None, ReadingList(QUEUE, query="is:read"), "As an older program")
    with pytest.raises(Refused, match="With another name it leaves 'Queue' to what you queue"):
        triage.decide(shelf, [A], Decision.QUEUE)
    reading_lists.keep_search(shelf, QUEUE, "is:later", over=shelf.reading_list(QUEUE))
    reading_lists.rename_list(shelf, QUEUE, "Waits")
    triage.decide(shelf, [A], Decision.QUEUE)
    assert (on(shelf, QUEUE), smart(shelf)) == ("a", {"Smart": "is:unread", "Waits": "is:later"})


def test_a_search_that_is_called_like_a_list_says_that_it_is_one(shelf: Library) -> None:
    """Whichever came first; with the same query the two are one."""
    saved_before(shelf, "Edge", "is:unread")
    reading_lists.add_to_list(shelf, "Other", [A])
    saved_before(shelf, "Other", "is:read")
    reading_lists.keep_search(shelf, "Same", "is:starred")
    saved_before(shelf, "Same", "is:starred")
    assert smart(shelf) == {"Edge": "is:unread", "Other (search)": "is:read", "Same": "is:starred"}
    saved_before(shelf, "queue", "is:later")
    triage.decide(shelf, [A], Decision.QUEUE)
    assert smart(shelf).pop("queue (search)") == "is:later"
    assert on(shelf, QUEUE) == "a"
    undo.undo(shelf, 2)
    reading_lists.delete_list(shelf, "other (search)")
    assert on(shelf, "Other") == "a"
    assert smart(shelf) == {"Edge": "is:unread", "Same": "is:starred"}
    undo.undo(shelf)
    reading_lists.keep_search(shelf, "Other (search)", "is:later", over=shelf.reading_list("Other (search)"))
    assert smart(shelf)["Other (search)"] == "is:later"
    assert on(shelf, "Other") == "a"


@pytest.mark.parametrize(
    ("act", "left"),
    [
        (lambda shelf: reading_lists.delete_list(shelf, "Smart"), {}),
        (lambda shelf: reading_lists.rename_list(shelf, "Smart", "New"), {"New": "is:unread"}),
        (
            lambda shelf: reading_lists.keep_search(shelf, "Smart", "is:read", over=shelf.reading_list("Smart")),
            {"Smart": "is:read"},
        ),
    ],
)
def test_a_search_that_is_one_with_a_smart_list_goes_where_that_goes(
    shelf: Library, act: Callable[[Library], Outcome], left: dict[str, str]
) -> None:
    """In the same step, which one undo takes back."""
    reading_lists.new_list(shelf, "Smart", query="is:unread")
    saved_before(shelf, "Smart", "is:unread")
    saved_before(shelf, "Other", "is:read")
    act(shelf)
    assert smart(shelf) == {"Other": "is:read", **left}
    undo.undo(shelf)
    assert smart(shelf) == {"Other": "is:read", "Smart": "is:unread"}
    assert sorted(shelf.state.searches) == ["search:other", "search:smart"]


def test_a_saved_search_that_was_open_in_the_last_run_is_open_again() -> None:
    """What the older program remembered of the place that was open names its kind."""
    assert Collection(Kind("search"), "Old") == Collection(Kind.LIST, "Old")
    with pytest.raises(ValueError, match="nowhere"):
        Kind("nowhere")


def test_a_list_that_is_looked_at_and_not_changed_stays_a_search_of_the_older_program(shelf: Library) -> None:
    saved_before(shelf, "Old", "is:unread")
    lst = shelf.reading_list("Old")
    assert shelf.set_list(lst, lst, "Nothing").step is None
    assert list(shelf.state.searches) == ["search:old"]


def test_a_new_name_that_is_near_to_an_old_one_is_told(reader: Reader) -> None:
    """A list, tag or section made by a slip of the hand; the edit is made, as it may be meant."""
    reader(
        "import",
        "-",
        stdin='{"title": "Heaps", "arxiv_id": "2405.00001", "tags": ["trees", "ml/graphs"]}\n'
        '{"title": "Caches", "arxiv_id": "2405.00002"}\n{"title": "Queues", "arxiv_id": "2405.00003"}\n',
    )
    reader("list", "add", "Edge models", "2405.00001", "--section", "Reading")
    for call, said in [
        (("list", "add", "Edge modles", "2405.00001"), "Made the new list 'Edge modles'; there is 'Edge models'."),
        (("list", "add", "Edge m", "2405.00001"), "Made the new list 'Edge m'; there is 'Edge models'."),
        (("list", "new", "edge-models"), "Made the new list 'edge-models'; there is 'Edge models'."),
        (("list", "rename", "edge-models", "Edgemodels"), "the new list 'Edgemodels'; there is 'Edge models'."),
        (("import", "-", "--list", "Edge model"), "the new list 'Edge model'; there is 'Edge models'."),
        (("import", "-", "--tag", "tress"), "Made the new tag 'tress'; there is 'trees'."),
        (("tag", "2405.00001", "--add", "m/l"), "Made the new tag 'm/l'; there is 'ml'."),
        (("tag", "2405.00001", "--add", "mathematicss"), "Tagged"),
        (("tag", "2405.00001", "--add", "mathemaitic"), "Tagged"),
        (("tag", "2405.00001", "--add", "matematiccs"), "Made the new tag 'matematiccs'; there is 'mathematicss'."),
        (("tags", "rename", "tress", "treees"), "Made the new tag 'treees'; there is 'trees'."),
        (("list", "section", "add", "Edge models", "Raeding"), "the new section 'Raeding'; there is 'Reading'."),
        (("list", "section", "put", "Edge models", "Readin", "2405.00001"), "section 'Readin'; there is 'Reading'."),
        (("list", "add", "Edge modles", "2405.00002", "--section", "Reading"), "Put"),
        (("list", "add", "Edge modles", "2405.00003", "--section", "read ing"), "'read ing'; there is 'Reading'."),
    ]:
        answer = reader(*call, stdin='{"title": "Heaps", "arxiv_id": "2405.00001"}\n')
        assert said in answer.err, (call, answer.err)
    requests = ({"op": "tag", "papers": ["2405.00001"], "add": ["tres"]},
                {"op": "list", "action": "new", "name": "Ege"},
                {"op": "list", "action": "add", "name": "edge modles", "papers": ["2405.00001"]})  # fmt: skip
    assert [answer.get("notes") for answer in reader.batch(*requests)] == [
        ["Made the new tag 'tres'; there is 'trees'."], None, None,
    ]  # fmt: skip


def test_a_name_of_a_letter_or_two_is_near_to_no_other_and_another_case_makes_no_new_name(reader: Reader) -> None:
    """Any two of them are a slip apart; near is what is the same but for accents and signs."""
    reader(
        "import", "-", stdin='{"title": "Heaps", "arxiv_id": "2405.00001", "tags": ["\\"q\\"", "C", "rl", "tres"]}\n'
    )
    for made in ("É", "C++", "lm"):
        assert reader("tag", "2405.00001", "--add", made).err.count("there is") == 0
    assert "there is 'rl'" in reader("tag", "2405.00001", "--add", "R-L").err
    assert "there is 'tres'" in reader("tag", "2405.00001", "--add", "trees").err
    assert "there is" not in reader("tags", "rename", "trees", "Trees").err
    for name in ("Edge models", "Edge modles"):
        reader("list", "new", name)
    assert "there is" not in reader("list", "rename", "Edge modles", "Edge Modles").err


def test_a_new_name_with_the_field_of_a_query_or_signs_around_it_is_told(reader: Reader) -> None:
    """Of one letter, too, where there is just that; other fields stand in names that people make."""
    record = '{"title": "Heaps", "arxiv_id": "2405.00001", "tags": ["trees", "m"]}\n'
    reader("import", "-", stdin=record)
    reader("list", "new", "L")
    for name, said in [
        ("tag:trees", "; there is 'trees'."), ("trees,", "; there is 'trees'."), ("m,", "; there is 'm'."),
        ("+m", "; there is 'm'."), ("tag:zzz", "written as a filter"), ("is:read", "written as a filter"),
    ]:  # fmt: skip
        assert said in reader("tag", "2405.00001", "--add", name).err, name
    for call, said in [
        (("list", "new", '"L"'), "; there is 'L'."), (("list", "new", "is:unread"), "written as a filter"),
        (("list", "add", "list:L", "2405.00001"), "; there is 'L'."),
        (("import", "-", "--list", "lists:L"), "; there is 'L'."),
    ]:  # fmt: skip
        assert said in reader(*call, stdin=record).err, call
    for name in ("note:later", "is:good", "project:heaps", "C++"):
        assert "Made" not in reader("tag", "2405.00001", "--add", name).err, name


def test_a_section_has_one_spelling(shelf: Library) -> None:
    """Two that differ in case alone could not be told apart in a file that comes back."""
    reading_lists.add_to_list(shelf, "L", [A], section="Later, maybe")
    with pytest.raises(Refused, match="already has a section 'Later, maybe'"):
        reading_lists.add_section(shelf, "L", "later, Maybe")
    reading_lists.add_to_list(shelf, "L", [B], section="LATER, maybe")
    reading_lists.put_in_section(shelf, "L", [A], "later, maybe")
    reading_lists.move_in_list(shelf, "L", [A], 1, "later, MAYBE")
    assert shelf.reading_list("L").sections == ("Later, maybe",)


def test_no_section_is_renamed_onto_another(shelf: Library) -> None:
    """In no spelling; its own name may be spelt otherwise."""
    for paper, section in ((A, "Alpha"), (B, "Beta")):
        reading_lists.add_to_list(shelf, "L", [paper], section=section)
    for taken in ("Alpha", "ALPHA"):
        with pytest.raises(Refused, match="'L' already has a section 'Alpha'"):
            reading_lists.rename_section(shelf, "L", "Beta", taken)
    assert shelf.reading_list("L").sections == ("Alpha", "Beta")
    said = reading_lists.rename_section(shelf, "L", "BETA", "beta").say
    assert said == "Renamed the section 'Beta' of the list 'L' to 'beta'"
    assert shelf.reading_list("L").sections == ("Alpha", "beta")


def test_a_section_is_named_blind_to_case_by_whatever_names_it(shelf: Library) -> None:
    reading_lists.add_to_list(shelf, "L", [A], section="Alpha")
    said = reading_lists.remove_section(shelf, "L", " ALPHA ").say
    assert said == "Removed the section 'Alpha' from the list 'L'"
    assert shelf.reading_list("L").sections == ()


def test_two_sections_of_an_older_library_that_differ_in_case_are_told_apart(shelf: Library) -> None:
    """Each answers to its own spelling, and the form saves them as they are."""
    reading_lists.add_to_list(shelf, "L", [A])
    before = shelf.reading_list("L")
    shelf.set_list(before, replace(before, sections=("Alpha", "alpha")), "Older")
    old = shelf.reading_list("L")
    kept = edited(old, ListEdit("L", "About", "", (("Alpha", "Alpha"), ("alpha", "alpha"))))
    assert kept.sections == ("Alpha", "alpha")
    reading_lists.remove_section(shelf, "L", "alpha")
    assert shelf.reading_list("L").sections == ("Alpha",)


def test_the_form_refuses_two_sections_of_one_name(shelf: Library) -> None:
    """Also where another window made the other one meanwhile."""
    for paper, section in ((A, "Alpha"), (B, "Beta")):
        reading_lists.add_to_list(shelf, "L", [paper], section=section)
    lst = shelf.reading_list("L")
    for sections in ((("Alpha", "Alpha"), ("Beta", "ALPHA")), (("Alpha", "Alpha"), ("Beta", "Beta"), ("", "beta"))):
        with pytest.raises(Refused, match=r"'L' already has a section '(Alpha|Beta)'"):
            edited(lst, ListEdit("L", "", "", sections))
    assert sections_left((), [("", "ALPHA")], ("Alpha",)) == [("Alpha", "Alpha")]


def test_a_new_name_that_is_like_no_other_is_not_remarked_upon(reader: Reader) -> None:
    """Other digits are another name, and so is what a list is called instead."""
    reader("import", "-", stdin='{"title": "Heaps", "arxiv_id": "2405.00001", "tags": ["ch 1"]}\n')
    reader("list", "new", "March 1")
    for call in (("list", "new", "March 2"), ("list", "rename", "March 1", "Marches 1"), ("list", "new", "大"),
                 ("tag", "2405.00001", "--add", "ch 2"), ("tags", "rename", "ch 1", "chs 1")):  # fmt: skip
        assert "there is" not in reader(*call).err


def test_a_name_that_nothing_has_is_answered_with_the_nearest(shelf: Library) -> None:
    """A section, a list, a tag to be taken off."""
    reading_lists.add_to_list(shelf, "L", [A], section="Reading")
    saved_before(shelf, "Unread", "is:unread")
    annotate.tag_papers(shelf, [A], ["trees"])
    with pytest.raises(Refused, match="did you mean 'Reading'"):
        reading_lists.rename_section(shelf, "L", "Raeding", "x")
    with pytest.raises(Refused, match="did you mean 'Reading'"):
        reading_lists.remove_section(shelf, "L", "Raeding")
    with pytest.raises(UnknownList, match="did you mean 'Unread'"):
        reading_lists.rename_list(shelf, "Unraed", "x")
    with pytest.raises(UnknownList, match="did you mean 'Unread'"):
        reading_lists.delete_list(shelf, "Unraed")
    taken = annotate.tag_papers(shelf, [A], remove=["tress"])
    assert (taken.step, taken.warnings) == (None, ("No paper has the tag 'tress'; did you mean 'trees'?",))


def test_it_is_said_which_papers_are_queued_or_not_with_the_name_of_their_list(shelf: Library) -> None:
    """A paper that is read stays so, whatever its list is called."""
    reading_lists.add_to_list(shelf, "L", [A, B, C])
    annotate.mark_papers(shelf, [shelf.papers["c"]], Status.READ)
    queued = reading_lists.rename_list(shelf, "L", QUEUE)
    assert queued.say == "Renamed the list 'L' to 'Queue', so that 2 papers are queued"
    assert [paper.stage for paper in shelf.papers.values()] == ["queued", "queued", "read"]
    assert reading_lists.rename_list(shelf, QUEUE, "QUEUE").say == "Renamed the list 'Queue' to 'QUEUE'"
    kept = reading_lists.rename_list(shelf, QUEUE, "Soon")
    assert kept.say == "Renamed the list 'QUEUE' to 'Soon', so that 2 papers are queued no more"
    undo.undo(shelf)
    said = reading_lists.delete_list(shelf, QUEUE).say
    assert said == "Deleted the list 'QUEUE', and put 2 papers back into the inbox"
    assert [paper.stage for paper in shelf.papers.values()] == ["inbox", "inbox", "read"]
    reading_lists.new_list(shelf, "Other")
    assert reading_lists.delete_list(shelf, "Other").say == "Deleted the list 'Other'"
    reading_lists.new_list(shelf, QUEUE)
    assert reading_lists.delete_list(shelf, QUEUE).say == "Deleted the list 'Queue'"


def test_before_the_queue_is_deleted_it_is_said_what_becomes_of_its_papers(shelf: Library) -> None:
    context = PlainContext(shelf)
    triage.decide(shelf, [A], Decision.QUEUE)
    context.navigator.collection = Collection(Kind.LIST, QUEUE)
    context.run("place.delete")
    question = context.asked[-1]
    assert isinstance(question, Confirm)
    assert question.text.startswith("Its papers stay, 'Paper a' back in the inbox;")


def test_that_words_of_a_list_went_is_said(reader: Reader) -> None:
    """Of a remark and of a description, from the shell and in a batch, in a dry run and in the history; only "" is the
    wish for none."""
    reader("add", "--title", "Of Lamps", "--list", "L")
    for call, told in [
        (("annotate", "L", "of-lamps"), "Removed the remark on 'Of Lamps' on the list 'L'"),
        (("describe", "L"), "Removed the description of the list 'L'"),
    ]:
        reader("list", *call, "Bright.")
        assert "holds nothing but blanks" in reader("list", *call, " \u200b", check=False).err
        assert told in (foretold := reader("list", *call, "", "--dry-run")).out + foretold.err
        request = {"op": "list", "action": call[0], "name": "L", **({"paper": call[2]} if call[2:] else {})}
        refused, done = reader.batch({**request, "text": " "}, {**request, "text": ""})
        assert refused["error"]["kind"] == "usage"
        assert told in done["say"]
        reader("undo")
        assert told in reader("list", *call, "").err
        assert told in reader("history").out


def test_a_paper_that_stands_on_a_list_stays_under_its_heading_and_that_is_said(reader: Reader) -> None:
    """`list add` puts on a list, and moves nothing; a batch says the same."""
    for title in ("Of Lamps", "Of Oil"):
        reader("add", "--title", title)
    reader("list", "add", "L", "of-lamps")
    said = "'Of Lamps' stands elsewhere on the list 'L' already: `list section put` moves papers."
    assert said in reader("list", "add", "L", "of-lamps", "--section", "S").err
    assert said in reader("list", "add", "L", "of-lamps", "of-oil", "--section", "S").err
    assert "elsewhere" not in reader("list", "add", "L", "of-oil", "--section", "s").err
    assert "elsewhere" not in reader("list", "add", "L", "of-lamps").err
    (answer,) = reader.batch({"op": "list", "action": "add", "name": "L", "papers": ["of-lamps"], "section": "S"})
    assert said in str(answer)


def standing(library: Library) -> dict[str, Sequence[str]]:
    """The papers of each list."""
    return {name: library.reading_list(name).papers for name in library.lists}


@pytest.mark.parametrize("elsewhere", ["taken off", "renamed"])
def test_what_is_taken_off_or_renamed_elsewhere_is_put_back_by_no_move(tmp_path: Path, elsewhere: str) -> None:
    """A window moves what it still shows there: it is told, and the list is left as it is by now."""
    machines = Machines(tmp_path)
    other = machines.library(device="there")
    seed(other, 4)
    reading_lists.new_list(other, "Alpha")
    reading_lists.add_to_list(other, "Alpha", [other.papers[named(n)] for n in range(4)])
    moves: tuple[Callable[[Library, list[Paper]], Outcome], ...] = (
        lambda window, moved: reading_lists.step_in_list(window, "Alpha", moved, -1),
        lambda window, moved: reading_lists.move_in_list(window, "Alpha", moved, 1),
        lambda window, moved: reading_lists.put_below(window, "Alpha", moved, named(3), ""),
    )
    windows = [machines.library() for _ in moves]
    if elsewhere == "taken off":
        reading_lists.remove_from_list(other, "Alpha", [other.papers[named(2)]])
    else:
        reading_lists.rename_list(other, "Alpha", "Beta")
    now = standing(other)
    for window, move in zip(windows, moves, strict=True):
        assert len(on(window, "Alpha")) == 4 * len(named(0))
        with pytest.raises(UnknownPaper, match=r"'.*number 2' was taken off the list meanwhile, or that is called"):
            move(window, [window.papers[named(2)]])
        assert standing(machines.library()) == now


def test_a_section_is_renamed_without_the_paper_that_was_taken_off_elsewhere(tmp_path: Path) -> None:
    machines = Machines(tmp_path)
    other = machines.library(device="there")
    seed(other, 3)
    reading_lists.new_list(other, "Alpha")
    reading_lists.add_to_list(other, "Alpha", [other.papers[named(n)] for n in range(3)], section="Roots")
    window = machines.library()
    reading_lists.remove_from_list(other, "Alpha", [other.papers[named(1)]])
    reading_lists.rename_section(window, "Alpha", "Roots", "Leaves")
    held = machines.library().reading_list("Alpha")
    assert [(entry.paper, entry.section) for entry in held.entries] == [(named(0), "Leaves"), (named(2), "Leaves")]
