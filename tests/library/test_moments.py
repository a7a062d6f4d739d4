"""When a paper came to be as it is: the dates equal those of an independent walk over the journal, undo included."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.errors import Refused, UnknownPaper
from reader.library import change as edits
from reader.library import reading_lists
from reader.library.change import Change, Step
from reader.library.library import Library
from reader.library.moments import utc
from reader.library.registers import State
from reader.paper import Paper, ReadingList, Status
from tests.support.folders import named, numbered
from tests.support.laws import law
from tests.support.memory import Log, library

PAPERS = numbered(2)
PICK = st.integers(0, 1).map(named)
ACTS = st.one_of(
    st.tuples(st.just("star"), PICK, st.booleans()),
    st.tuples(st.just("status"), PICK, st.sampled_from(Status)),
    st.tuples(st.just("note"), PICK, st.sampled_from(["", "a"])),
    st.tuples(st.just("tag"), PICK, st.booleans()),
    st.tuples(st.just("triage"), PICK, st.sampled_from(["", "later"])),
    st.tuples(st.just("list"), PICK, st.booleans()),
    st.tuples(st.sampled_from(["undo", "undo", "redo", "gone"]), PICK, st.none()),
    st.tuples(st.just("import"), PICK, st.booleans()),
)


def do(shelf: Library, what: str, id: str, value: Any) -> None:
    """One act of a user, where it can be done: there may be nothing to undo, and another device may have removed the
    paper meanwhile."""
    with suppress(Refused, UnknownPaper):
        _do(shelf, what, id, value)


def _do(shelf: Library, what: str, id: str, value: Any) -> None:
    paper = shelf.papers.get(id)
    if what in ("undo", "redo"):
        shelf.undo() if what == "undo" else shelf.redo()
    elif what == "import":
        fresh = Paper("", PAPERS[int(id[-1])].title, arxiv_id=id, starred=value, venue="Lamps" if value else "")
        shelf.add([fresh], say=lambda plan: "Imported", tags=("new",) * value)
    elif paper is None:
        return
    elif what == "list":
        before = shelf.lists.get("L")
        after = before or ReadingList("L")
        shelf.set_list(before, (reading_lists.add if value else reading_lists.remove)(after, [id]), "Listed")
    elif what == "tag":
        shelf.apply(edits.tag(paper, ("a",)) if value else edits.tag(paper, remove=("a",)), "Tagged")
    elif what == "gone":
        shelf.apply(edits.gone(paper), "Removed")
    else:
        shelf.apply(getattr(edits, what)(paper, value), "Said")


def walked(steps: list[Step]) -> dict[str, dict[str, tuple[Any, int | None, str]]]:
    """What the journal says when it is played once, in its order: per paper and register its value, when it came to
    that, and the step that said so."""
    now: dict[tuple[str, str], tuple[Any, int | None, str]] = {}
    around: dict[str, dict[str, dict[tuple[str, str], list[tuple[Any, int | None, str]]]]] = {}
    past: dict[tuple[str, str], list[tuple[Any, int | None, str]]] = {}
    for step in sorted(steps, key=lambda one: (one.clock, one.id)):
        kept = around[step.id] = {"undoes": {}, "redoes": {}}
        for change in edits.net(step.changes):
            place = (change.subject, change.key)
            held = now.get(place, (None, None, ""))
            kept["undoes"][place] = [*past.setdefault(place, [held])]
            if held[0] != change.after:
                held = (change.after, step.wall, step.id)
            for way, target in (("undoes", step.undoes), ("redoes", step.redoes)):
                # What stood before a step that is undone may have been undone itself: the last that was so before.
                former = around.get(target, {}).get(way, {}).get(place, [])
                held = next((one for one in reversed(former) if one[0] == change.after), held)
            now[place] = held
            kept["redoes"][place] = [held]
            past[place].append(held)
    told: dict[str, dict[str, tuple[Any, int | None, str]]] = {}
    for (subject, key), held in now.items():
        told.setdefault(subject, {})[key] = held
    return told


def expected(told: dict[str, tuple[Any, int | None, str]], steps: list[Step], id: str) -> tuple[str, ...]:
    """The dates of one paper by such a walk: starred, reading, read, changed."""
    arrivals = {
        step.id
        for step in steps
        if not step.undoes and not step.redoes
        for change in step.changes
        if change.subject == id and change.key == "gone" and change.after is None
    }
    star, status = (told.get(key, (None, None, "")) for key in ("star", "status"))
    words = {key: held for key, held in told.items() if key not in ("gone", "world")}
    order = {step.id: (step.clock, step.id) for step in steps}
    last = max(
        (held for held in words.values() if held[1] is not None and held[2] not in arrivals),
        key=lambda held: order[held[2]],
        default=(None, None, ""),
    )
    return (
        _time(star[1] if star[0] else None),
        _time(status[1] if status[0] == "reading" else None),
        _time(status[1] if status[0] == "read" else None),
        _time(last[1]),
    )


def _time(wall: int | None) -> str:
    return "" if wall is None else utc(wall)


def dates(paper: Paper) -> tuple[str, ...]:
    """The dates of a paper: starred, reading, read, changed."""
    return (paper.starred_at, paper.reading_at, paper.read_at, paper.changed_at)


@law()
@given(st.lists(st.tuples(st.booleans(), st.booleans(), ACTS), max_size=14))
@example([(True, False, ("gone", named(0), None)), (False, False, ("star", named(0), True))])
def test_dates_are_those_of_a_walk_over_the_journal(acts: list[tuple[bool, bool, tuple[str, str, Any]]]) -> None:
    """With undo, redo, imports, removal, and two devices of which one need not know what the other just said."""
    log = Log(PAPERS)
    both = [library(log=log), library(log=log, device="there")]
    for second, looks, act in acts:
        shelf = both[second]
        if looks:
            shelf.refresh()
        do(shelf, *act)
    for shelf in (*both, library(log=log)):
        shelf.refresh()
        told = walked(log.steps)
        assert {id: dates(paper) for id, paper in shelf.papers.items()} == {
            id: expected(told.get(id, {}), log.steps, id) for id in shelf.papers
        }


def step(number: int, *words: tuple[str, Any], undoes: str = "", redoes: str = "", clock: int = 0) -> Step:
    """A step about the first paper, a thousand seconds after the one before."""
    changes = tuple(Change(named(0), key, None, value) for key, value in words)
    return Step(f"s-{number}", clock or number, number * 1_000_000, "", changes, undoes, redoes)


def shown(*steps: Step) -> Paper:
    """The first paper after these steps, in whatever order they come."""
    one, other = State(), State()
    one.fold(PAPERS, steps)
    other.fold([], steps[::-1])
    other.fold(PAPERS, ())
    assert one.papers == other.papers
    return one.papers[named(0)]


AT = [utc(number * 1_000_000) for number in range(9)]


def test_an_undo_brings_the_date_back_and_a_redo_that_of_the_step() -> None:
    """However often."""
    starred, off = step(1, ("star", True)), step(2, ("star", None))
    back = step(3, ("star", True), undoes="s-2")
    assert dates(shown(starred, off)) == ("", "", "", AT[2])
    assert dates(shown(starred, off, back)) == (AT[1], "", "", AT[1])
    gone = step(4, ("star", None), undoes="s-1")
    assert dates(shown(starred, off, back, gone)) == ("", "", "", "")
    again = step(5, ("star", True), redoes="s-1")
    assert dates(shown(starred, off, back, gone, again)) == (AT[1], "", "", AT[1])


def test_what_reads_and_is_read_has_the_date_of_the_status_that_stands() -> None:
    """To mark a paper read again is to have read it again."""
    read, reading, again = step(1, ("status", "read")), step(2, ("status", "reading")), step(3, ("status", "read"))
    assert dates(shown(read)) == ("", "", AT[1], AT[1])
    assert dates(shown(read, reading)) == ("", AT[2], "", AT[2])
    assert dates(shown(read, reading, again)) == ("", "", AT[3], AT[3])
    assert dates(shown(read, reading, step(3, ("status", "read"), undoes="s-2"))) == ("", "", AT[1], AT[1])


def test_a_step_that_says_again_what_is_so_changes_no_date() -> None:
    """Two devices that star a paper without knowing of each other."""
    assert dates(shown(step(1, ("star", True)), step(2, ("star", True)))) == (AT[1], "", "", AT[1])
    assert shown(step(1, ("note", None))).changed_at == ""


def test_what_came_with_a_paper_is_no_change_of_it() -> None:
    """When that was so is not known; what is said of a paper that is there already is one, by an import too."""
    came = step(1, ("gone", None), ("star", True), ("tag:a", "a"))
    assert dates(shown(came)) == ("", "", "", "")
    for status, place in (("reading", 1), ("read", 2)):
        arrived = step(1, ("gone", None), ("status", status))
        assert dates(shown(arrived)) == ("", "", "", "")
        assert dates(shown(arrived, step(2, ("status", None)), step(3, ("status", status))))[place] == AT[3]
    assert shown(came, step(2, ("tag:b", "b"))).changed_at == AT[2]
    assert shown(came, step(2, ("world", {"venue": "Lamps"}))).changed_at == ""
    assert shown(came, step(2, ("gone", True)), step(3, ("gone", None), undoes="s-2")).changed_at == ""
    assert shown(came, step(2, ("gone", True), undoes="s-1"), step(3, *[
        ("gone", None), ("star", True), ("tag:a", "a")], redoes="s-1")).changed_at == ""  # fmt: skip


TOLD = {"starred_at": "2020-01-01T00:00:00Z", "read_at": "2021-01-01T00:00:00Z", "changed_at": "2022-01-01T00:00:00Z",
        "reading_at": "2019-01-01T00:00:00Z"}  # fmt: skip


def test_what_came_with_a_paper_has_the_moments_that_came_with_it() -> None:
    """Until something else is said, or the paper comes again after the import was undone; only what is said has one."""
    words = [("gone", None), ("star", True), ("status", "read"), ("when", TOLD)]
    came = step(1, *words)
    assert dates(shown(came)) == (TOLD["starred_at"], "", TOLD["read_at"], TOLD["changed_at"])
    assert dates(shown(step(1, ("gone", None), ("status", "reading"), ("when", TOLD)))) == (
        "", TOLD["reading_at"], "", TOLD["changed_at"])  # fmt: skip
    later = shown(came, step(2, ("star", None)), step(3, ("star", True), ("status", "reading")))
    assert dates(later) == (AT[3], AT[3], "", AT[3])
    undone = step(2, *((key, None) for key, _ in words[1:]), undoes="s-1")
    redone = step(3, *words, redoes="s-1")
    assert dates(shown(came, undone)) == ("", "", "", "")
    assert dates(shown(came, undone, redone)) == dates(shown(came))
    for nonsense in ({"starred_at": "soon", "changed_at": 5}, "x", [1]):
        assert dates(shown(step(1, *words[:3], ("when", nonsense)))) == ("", "", "", "")


def test_moments_that_were_told_and_taken_back_hold_no_more() -> None:
    """Those of another paper that became one with it: what was said before counts from when it was said again."""
    came = Change(named(0), "when", None, {"added": AT[8], "starred_at": AT[8]})
    told = Change(named(0), "when", came.after, {"added": AT[0], "starred_at": AT[0]})
    steps = [step(1, ("gone", None), ("star", True)), step(2, ("gone", True), ("star", None))]
    steps = [replace(steps[0], changes=(*steps[0].changes, came)), steps[1]]
    steps += [step(3, ("gone", None)), step(4, ("star", True))]
    merged = replace(step(5), changes=(told,))
    undone = replace(step(6, undoes="s-5"), changes=(told.inverse,))
    one = shown(*steps, merged)
    assert (one.added, one.starred_at) == (AT[0], AT[0])
    paper = shown(*steps, merged, undone)
    assert (paper.added, paper.starred_at) == (AT[3], AT[4])
    redone = replace(step(7, redoes="s-5"), changes=(told,))
    assert dates(shown(*steps, merged, undone, redone)) == dates(one)


@pytest.mark.parametrize("key", ["note", "triage", "tag:a", "list:l", "star", "status"])
def test_every_word_of_the_user_is_a_change(key: str) -> None:
    """What two papers are to each other is none of one."""
    value = {"star": True, "status": "read", "list:l": {"at": "V"}}.get(key, "a")
    assert shown(step(1, (key, value))).changed_at == AT[1]
    assert shown(step(1, (key, value)), step(2, (key, None))).changed_at == AT[2]
    assert shown(step(1, (f"alike:{named(1)}", True), (f"differs:{named(1)}", True))).changed_at == ""


def test_the_last_change_is_that_of_the_last_step_whatever_the_clock_of_a_device_said() -> None:
    """A date in the future is shown as it is, until another step is made."""
    ahead = step(8, ("star", True), clock=1)
    assert dates(shown(ahead)) == (AT[8], "", "", AT[8])
    assert dates(shown(ahead, step(2, ("note", "a")))) == (AT[8], "", "", AT[2])


def test_an_undo_of_what_is_not_known_is_an_act_like_any_other() -> None:
    """A journal may be lost, others may have written between, and a step cannot take itself back."""
    assert shown(step(2, ("star", True), undoes="lost")).starred_at == AT[2]
    assert shown(step(2, ("star", True), redoes="s-2")).starred_at == AT[2]
    between = [step(1, ("note", "a")), step(2, ("note", "b")), step(3, ("note", "x"), undoes="s-2")]
    assert shown(*between).changed_at == AT[3]


def test_many_undos_and_redos_in_a_row_are_followed_to_their_end() -> None:
    """Without running out of room."""
    steps = [step(1, ("star", True))]
    for number in range(2, 2002, 2):
        steps += [step(number, ("star", None), undoes="s-1"), step(number + 1, ("star", True), redoes="s-1")]
    assert shown(*steps).starred_at == AT[1]
