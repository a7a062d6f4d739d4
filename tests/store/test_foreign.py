"""Whatever line a foreign hand puts beside the others, an edit that was answered with "ok" is what is shown."""

from __future__ import annotations

import json
import tempfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import strategies as st

from reader.errors import ReaderError
from reader.library import change as edits
from reader.library.change import Step
from reader.library.library import Library
from reader.operations import annotate, reading_lists
from reader.paper import Status
from reader.store import doctor
from reader.store.lines import CLOCK_LIMIT, SENSE, decode, encode
from tests.support.folders import Machines, found_in, named, seed
from tests.support.laws import law, often

HEADER = {"reader": "journal", "version": 1, "device": "foreignxxx"}


def sealed(line: dict[str, Any]) -> bytes:
    """A line with the checksum that belongs to it."""
    head = json.dumps(line, separators=(",", ":"))[:-1].encode()
    return b'%s,"c":"%08x"}\n' % (head, zlib.crc32(head))


def foreign(clock: Any, ops: Any, id: Any = "ffffffffffff-1", **more: Any) -> bytes:
    """A step as the program never writes it."""
    return sealed({"i": id, "t": clock, "w": 1, "say": "Edited", "ops": ops, **more})


def put(machines: Machines, *lines: bytes, name: str = "foreign") -> None:
    """Put lines beside the journals, as a sync tool brings them."""
    path = machines.path("journal", f"{name}.jsonl")
    before = path.read_bytes() if path.exists() else sealed(HEADER)
    path.write_bytes(before + b"".join(lines))


def starred(library: Library) -> list[str]:
    """The ids of the papers that are shown with a star."""
    return [id for id, paper in library.papers.items() if paper.starred]


# -- clocks -----------------------------------------------------------------------------------------------------------

CLOCKS = [
    0, 1, 2**31, 2**32, 2**40, SENSE - 1, SENSE, SENSE + 1, 2**53, 2**59, CLOCK_LIMIT - 1, CLOCK_LIMIT,
    CLOCK_LIMIT + 1, 2**63, 2**64, 10**40, -1, -(2**60), 1.5, 1e300, True, "7", None, [7], {"t": 7},
]  # fmt: skip


@pytest.mark.long
@pytest.mark.parametrize("clock", CLOCKS, ids=[str(clock)[:24] for clock in CLOCKS])
def test_after_a_line_of_any_clock_every_edit_is_what_is_shown(tmp_path: Path, clock: Any) -> None:
    """Here at once, after a restart, and on another device; also when the line is taken away again."""
    machines = Machines(tmp_path)
    seed(machines.library())
    put(machines, foreign(clock, [[named(0), "star", True, None], [named(0), "status", "read", None]]))
    library = machines.library()
    for n in range(often(6, 12)):
        to = [Status.READING, Status.UNREAD, Status.READ][n % 3]
        annotate.star_papers(library, [library.papers[named(0)]], on=n % 2 == 1)
        annotate.mark_papers(library, [library.papers[named(0)]], to)
        for seen in (library, machines.library(), machines.library(device="there")):
            assert starred(seen) == ([named(0)] if n % 2 else [])
            assert seen.papers[named(0)].status is to
    machines.path("journal", "foreign.jsonl").unlink()
    assert starred(machines.library(device="third")) == [named(0)]
    assert machines.library(device="third").papers[named(0)].status is Status.READ


@pytest.mark.parametrize("clock", [SENSE + 1, 2**60, 2**70, -1, 0.5, True, "7"])
def test_a_line_beyond_sense_is_named_and_set_aside_but_never_deleted(tmp_path: Path, clock: Any) -> None:
    """When the library is opened, by the doctor, and in what a repair keeps."""
    machines = Machines(tmp_path)
    seed(machines.library())
    line = foreign(clock, [[named(0), "star", True, None]])
    put(machines, line)
    library = machines.library()
    assert starred(library) == []
    (warning,) = library.warnings
    assert "'journal/foreign.jsonl' has a line that is damaged and was left out" in warning
    (finding,) = found_in(machines.path())
    assert (finding.kind, finding.where) == ("line", "journal/foreign.jsonl:2")
    assert line in machines.path("journal", "foreign.jsonl").read_bytes()
    doctor.repair(machines.path())
    assert line in b"".join(path.read_bytes() for path in machines.path("set-aside").iterdir())
    assert found_in(machines.path()) == []


def test_the_doctor_tells_a_clock_beyond_sense_from_a_torn_line(tmp_path: Path) -> None:
    """Each with what is wrong about it."""
    machines = Machines(tmp_path)
    seed(machines.library())
    put(machines, foreign(2**60, []), foreign(1, [], id=5), foreign(1, [])[:-9] + b"\n")
    said = [finding.message for finding in found_in(machines.path())]
    assert f"The line at byte {len(sealed(HEADER))} has" in said[0]
    assert "clock beyond all sense (1152921504606846976)" in said[0]
    assert "is no step of reader" in said[1]
    assert "its checksum does not fit" in said[2]


LAST_IDS = [
    "ffffffffffff-1",
    "",
    "zz~~999999999999999-x",
    "zz~~000000000000007-x",
    "\U0010ffff",
    "~~~",
    "\ud800",
    "a\nb",
]


@pytest.mark.parametrize("id", LAST_IDS)
@pytest.mark.parametrize("left", [0, 3])
def test_the_last_clock_that_there_is_uses_nothing_up(tmp_path: Path, id: str, left: int) -> None:
    """What two devices say after it in turn is later, whatever the id of its step, also when the line is taken away."""
    machines = Machines(tmp_path)
    seed(machines.library())
    put(machines, foreign(CLOCK_LIMIT - left, [[named(0), "star", True, None]], id=id, after=CLOCK_LIMIT - left - 1))
    windows = [machines.library(), machines.library(device="there")]
    assert starred(windows[0]) == [named(0)]
    for n in range(12):
        acting = machines.library() if n == 7 else windows[n // 2 % 2]
        acting.refresh()
        annotate.star_papers(acting, [acting.papers[named(0)]], on=n % 2 == 1)
        assert acting.history()[0].say.startswith("Starred" if n % 2 else "Unstarred")
        for seen in (*windows, machines.library(), machines.library(device="third")):
            seen.refresh()
            assert starred(seen) == ([named(0)] if n % 2 else [])
    seed(windows[1], 5)
    assert len(machines.library().papers) == 5
    assert windows[1].undo() is not None
    machines.path("journal", "foreign.jsonl").unlink()
    assert starred(machines.library(device="fourth")) == [named(0)]
    library = machines.library()
    annotate.star_papers(library, [library.papers[named(0)]], on=False)
    assert starred(machines.library(device="fourth")) == []


def test_steps_of_one_window_at_the_last_clock_are_one_session(tmp_path: Path) -> None:
    """As long as nobody else writes."""
    machines = Machines(tmp_path)
    seed(machines.library())
    put(machines, foreign(CLOCK_LIMIT, [[named(0), "star", True, None]], after=CLOCK_LIMIT - 1))
    library = machines.library()
    for n in range(12):
        annotate.star_papers(library, [library.papers[named(0)]], on=n % 2 == 1)
    stars = [step for step in machines.library().history() if step.say.startswith(("Starred", "Unstarred"))]
    assert len(stars) == 12
    assert len({step.session for step in stars}) == 1


def test_what_was_lost_at_the_last_clock_comes_back_beneath_what_was_said_since(tmp_path: Path) -> None:
    """Of a backup, which tells the time of each word, as at any other clock."""
    machines = Machines(tmp_path)
    seed(machines.library())
    put(machines, foreign(CLOCK_LIMIT, [[named(0), "star", True, None]], after=CLOCK_LIMIT - 1))
    library = machines.library()
    for n in range(3):
        annotate.tag_papers(library, [library.papers[named(n)]], [f"t{n}"], [])
    steps = library.history()[:2]
    times = {(named(0), "tag:t0"): steps[1].stamp}
    change = edits.Change(named(0), "tag:t0", "t0", "T0")
    step = Step("zzzz-1", CLOCK_LIMIT, 1, "Put back", (change,), times=times)
    if step.stamp < steps[1].stamp:
        step = replace(step, id=f"{steps[0].id}~")
    assert decode(encode(step)[:-1], "") == step
    assert decode(encode(replace(step, times={(named(0), "tag:t0"): (CLOCK_LIMIT, f"{step.id}!")}))[:-1], "") is None


def test_the_doctor_names_the_line_that_set_the_clock(tmp_path: Path) -> None:
    """Not those that followed upon it, nor a clock that is far and was counted; nothing is serious about it."""
    machines = Machines(tmp_path)
    seed(machines.library())
    star = [[named(0), "star", True, None]]
    put(machines, foreign(SENSE, star), foreign(CLOCK_LIMIT - 1, star, id="gggggggggggg-1", after=CLOCK_LIMIT - 2))
    library = machines.library()
    for n in range(4):
        annotate.star_papers(library, [library.papers[named(0)]], on=n % 2 == 1)
    (finding,) = found_in(machines.path())
    assert (finding.kind, finding.where, finding.serious) == ("clock", "journal/foreign.jsonl:3", False)
    assert str(CLOCK_LIMIT - 1) in finding.message


# -- ids --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["aaa", "zzz"])
def test_a_line_with_the_id_of_a_step_never_takes_its_place(tmp_path: Path, name: str) -> None:
    """Whichever of the files is read first; both are read, and it is told."""
    machines = Machines(tmp_path)
    library = machines.library()
    seed(library)
    annotate.star_papers(library, [library.papers[named(1)]], on=True)
    (step,) = [step for step in library.history() if step.say.startswith("Starred")]
    put(machines, foreign(step.clock - 1, [[named(0), "tag:x", "x", None]], id=step.id), name=name)
    library.refresh()
    for seen in (library, machines.library(), machines.library(device="there")):
        assert starred(seen) == [named(1)]
        assert seen.papers[named(0)].tags == ("x",)
        assert len(seen.history()) == 3
    assert any("two contents" in warning for warning in machines.library().warnings)
    annotate.star_papers(library, [library.papers[named(1)]], on=False)
    assert starred(machines.library()) == []


def test_a_line_with_the_id_of_an_import_never_takes_its_place(tmp_path: Path) -> None:
    """Nor does the import get lost whose line stands in the catalogue alone."""
    machines = Machines(tmp_path)
    seed(machines.library())
    (step,) = machines.library().history()
    machines.journal().unlink()
    put(machines, foreign(9, [[named(0), "star", True, None]], id=step.id), name="aaa")
    library = machines.library(device="there")
    assert sorted(step.say for step in library.history()) == ["Edited", "Imported 3"]
    annotate.star_papers(library, [library.papers[named(1)]], on=True)
    assert sorted(step.say for step in machines.library().history())[0] == "Edited"
    assert len(machines.library().history()) == 3


# -- keys and values --------------------------------------------------------------------------------------------------


def test_tags_and_lists_that_no_edit_could_take_away_are_not_shown(tmp_path: Path) -> None:
    """Their key is not that of their name."""
    machines = Machines(tmp_path)
    seed(machines.library())
    ops = [
        [named(0), "tag:RL", "RL", None], [named(0), "tag:a", "b", None], [named(0), "tag:ok", "OK", None],
        ["list:Shelf", "name", "Shelf", None], ["list:other", "name", "Another", None],
        ["search:Find", "name", "Find", None], ["search:find", "query", "x", None],
    ]  # fmt: skip
    put(machines, foreign(9, ops))
    library = machines.library()
    assert library.papers[named(0)].tags == ("OK",)
    assert list(library.lists) == ["other"]
    assert list(library.state.searches) == []
    annotate.tag_papers(library, [library.papers[named(0)]], ["rl"], ["ok"])
    reading_lists.delete_list(library, "other")
    again = machines.library()
    assert again.papers[named(0)].tags == ("rl",)
    assert list(again.lists) == []


TEXTS = st.sampled_from(
    ["", "x", "RL", "ﬀ", "Straße", "a/b", "\ud800", "\x1b[31m", "\u202e", "x" * 300, "y" * 1_000_000]
)
SHALLOW = st.none() | st.booleans() | st.integers(-(2**70), 2**70) | st.floats() | TEXTS
DEEP = st.integers(1, 900).map(lambda depth: json.loads("[" * depth + "]" * depth))
PLACES = st.fixed_dictionaries({"at": TEXTS | st.sampled_from(["n", "V", "!"]), "section": SHALLOW, "note": SHALLOW})
VALUES = SHALLOW | st.lists(SHALLOW, max_size=3) | st.dictionaries(TEXTS, SHALLOW, max_size=3) | PLACES | DEEP
PREFIXES = st.sampled_from(["", "tag:", "list:", "differs:", "search:", "Tag:", "x:"])
WHOLE = st.sampled_from(
    ["star", "status", "note", "gone", "world", "triage", "name", "query", "description", "sections"]
)
NAMES = st.sampled_from(["rl", "RL", "shelf", "Shelf", "other", named(0), named(1), named(99), "\ud800", "", " "])
KEYS = WHOLE | st.builds("{}{}".format, PREFIXES, NAMES) | SHALLOW
SUBJECTS = NAMES | st.builds("{}{}".format, st.sampled_from(["list:", "search:"]), NAMES) | st.just(named(0)) | SHALLOW
OPS = st.lists(st.tuples(SUBJECTS | st.lists(SUBJECTS, max_size=3), KEYS, VALUES, VALUES), max_size=6)
STEP_CLOCKS = st.integers(0, 40) | st.sampled_from(CLOCKS) | st.integers(-(2**64), 2**64)
OTHER_KEYS = ["u", "r", "d", "without", "after", "p", "reader"]
TIMES = st.lists(st.none() | st.tuples(STEP_CLOCKS, NAMES), min_size=1, max_size=3)
MORE = st.builds(
    lambda more, times: {**more, **times},
    st.dictionaries(st.sampled_from(OTHER_KEYS), VALUES, max_size=2),
    st.just({}) | st.fixed_dictionaries({"as": TIMES}),
)


def acts(library: Library) -> list[tuple[Callable[[], object], Callable[[Library], bool]]]:
    """Edits of every kind, each with whether it is what is shown."""
    zero = named(0)

    def paper() -> Any:
        return library.papers[zero]

    def section(seen: Library) -> list[str]:
        return [entry.section for entry in seen.reading_list("Shelf").entries if entry.paper == zero]

    return [
        (lambda: annotate.star_papers(library, [paper()], on=True), lambda seen: seen.papers[zero].starred),
        (lambda: annotate.star_papers(library, [paper()], on=False), lambda seen: not seen.papers[zero].starred),
        (
            lambda: annotate.mark_papers(library, [paper()], Status.READ),
            lambda seen: seen.papers[zero].status is Status.READ,
        ),
        (
            lambda: annotate.mark_papers(library, [paper()], Status.UNREAD),
            lambda seen: seen.papers[zero].status is Status.UNREAD,
        ),
        (lambda: annotate.tag_papers(library, [paper()], ["RL"], []), lambda seen: _tagged(seen, "rl")),
        (lambda: annotate.tag_papers(library, [paper()], [], ["rl"]), lambda seen: not _tagged(seen, "rl")),
        (lambda: library.apply(edits.note(paper(), "mine"), "Noted"), lambda seen: seen.papers[zero].note == "mine"),
        (lambda: library.apply(edits.note(paper(), ""), "Noted"), lambda seen: seen.papers[zero].note == ""),
        (
            lambda: library.apply(edits.triage(paper(), "later"), "Later"),
            lambda seen: seen.papers[zero].triage == "later",
        ),
        (
            lambda: reading_lists.add_to_list(library, "Shelf", [paper()], section="S"),
            lambda seen: section(seen) == ["S"],
        ),
        (lambda: reading_lists.remove_from_list(library, "Shelf", [paper()]), lambda seen: section(seen) == []),
        (lambda: reading_lists.rename_list(library, "Shelf", "Board"), lambda seen: "Board" in seen.lists),
        (lambda: reading_lists.delete_list(library, "Board"), lambda seen: "Board" not in seen.lists),
        (lambda: library.apply(edits.gone(paper()), "Removed"), lambda seen: zero not in seen.papers),
    ]


def _tagged(library: Library, folded: str) -> bool:
    return folded in [tag.casefold() for tag in library.papers[named(0)].tags]


def _followed(clock: Any) -> dict[str, Any]:
    """What a line of a clock beyond all sense says so as to be a step; nothing of every other such clock."""
    return {"after": clock - 1} if type(clock) is int and clock > SENSE and clock % 2 == 0 else {}


def _tries(act: Callable[[], object]) -> bool:
    """Whether it was done rather than refused in a sentence."""
    try:
        act()
    except ReaderError:
        return False
    return True


SHAPES = st.lists(st.tuples(STEP_CLOCKS, OPS, NAMES | st.just("own"), MORE), min_size=1, max_size=3)


@law(40, HealthCheck.data_too_large)
@given(SHAPES, st.booleans())
def test_after_lines_of_any_shape_every_acknowledged_edit_is_what_is_shown(
    shapes: list[tuple[Any, Any, str, dict[str, Any]]], under_an_open_window: bool
) -> None:
    """At once, after a restart, and on another device; nothing raises but a sentence."""
    with tempfile.TemporaryDirectory() as folder:
        machines = Machines(Path(folder))
        seed(machines.library())
        (step,) = machines.library().history()
        library = machines.library()
        lines = [
            foreign(clock, ops, id=step.id if id == "own" else id, **{**more, **_followed(clock)})
            for clock, ops, id, more in shapes
        ]
        put(machines, *lines)
        if not under_an_open_window:
            library = machines.library()
        library.refresh()
        for act, shows in acts(library):
            if not _tries(act):
                continue
            for seen in (library, machines.library(), machines.library(device="there")):
                assert shows(seen)


WHOM = st.sampled_from(["", "nobody", "itself", "first", "last", "undone"])
"""Of which step a foreign line says that it takes it back or brings it back."""
WITHOUT = st.lists(st.sampled_from(["journal/herexxxxxx", "journal/foreignxxx", "catalogue", "x", ""]), max_size=3)
DEVICES = st.sampled_from(["herexxxxxx", "therexxxxx", "foreignxxx", ""])


@law(8, HealthCheck.data_too_large)
@given(
    st.lists(
        st.tuples(st.integers(0, 60) | st.sampled_from([SENSE, CLOCK_LIMIT]), OPS, WHOM, WHOM, WITHOUT, DEVICES),
        min_size=1,
        max_size=2,
    ),
    st.lists(st.integers(0, 13), min_size=2, max_size=4),
)
def test_what_foreign_lines_take_back_changes_no_edit_that_is_answered_later(
    shapes: list[tuple[int, Any, str, str, list[str], str]], chosen: list[int]
) -> None:
    """Lines that undo and redo each other, the steps of this machine or nothing, that go on without anything, and that
    claim to be this machine's: edits, their undo and their redo are what is shown, here and after a restart."""
    with tempfile.TemporaryDirectory() as folder:
        machines = Machines(Path(folder))
        library = machines.library()
        seed(library)
        (first,) = library.history()
        library.apply(edits.tag(library.papers[named(0)], add=("gone",)), "Tagged gone")
        undone = library.history()[0].id
        library.undo()
        library.apply(edits.star(library.papers[named(1)], True), "Starred")
        for number, (clock, ops, undoes, redoes, without, device) in enumerate(shapes):
            id = f"ffffffffffff-{number}"
            ids = {"itself": id, "first": first.id, "last": library.history()[0].id, "undone": undone}
            named_steps = {"u": ids.get(undoes, undoes), "r": ids.get(redoes, redoes), "d": device}
            more = {key: value for key, value in named_steps.items() if value}
            put(machines, foreign(clock, ops, id=id, after=clock - 1, without=without, **more))
        library.refresh()
        for number in chosen:
            if named(0) not in library.papers:
                break
            act, shows = acts(library)[number]
            before = library.history()[0].id
            if not _tries(act):
                continue
            for seen in (library, machines.library()):
                assert shows(seen)
            acted = library.history()[0].id != before
            if acted and _tries(library.undo):
                library.redo()
                for seen in (library, machines.library(), machines.library(device="there")):
                    assert shows(seen)


def test_what_was_answered_stays_shown_when_no_line_is_read_twice_alike(tmp_path: Path) -> None:
    """NaN is no JSON: it is not even equal to itself."""
    machines = Machines(tmp_path)
    seed(machines.library())
    line = foreign(9, [[named(0), "star", float("nan"), None]])
    assert b"NaN" in line
    assert decode(line[:-1], "") is None
    put(machines, line)
    assert len(machines.library().history()) == 1
