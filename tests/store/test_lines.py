"""A journal's lines: what is torn or altered is never a step, and what is whole is never lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library import change as edits
from reader.library.change import Change, Step
from reader.library.library import Library
from reader.store import lines
from reader.store.lines import CLOCK_LIMIT, Header, decode, encode, encode_header
from tests.support.folders import Machines, give_tags, named, seed
from tests.support.laws import law, often

Wrap = Callable[[Any], Any]
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUE = st.none() | st.booleans() | TEXT | st.dictionaries(st.sampled_from(["at", "note"]), TEXT) | st.lists(TEXT)
CHANGE = st.builds(Change, st.text("abc", min_size=1, max_size=2), st.sampled_from(["note", "tag:x"]), VALUE, VALUE)
STEP = st.builds(
    Step,
    id=st.text("0123456789abcdef-", min_size=3),
    clock=st.integers(0, CLOCK_LIMIT),
    wall=st.integers(0, 1 << 50),
    say=st.text("Tagged 'rl' ö", max_size=20).map(lambda text: " ".join(text.split())),
    changes=st.lists(CHANGE, max_size=6).map(tuple),
    undoes=st.sampled_from(["", "s-1"]),
    redoes=st.sampled_from(["", "s-2"]),
    device=st.sampled_from(["here", "there"]),
    author=st.sampled_from(["", "Claude Code"]),
)


@law()
@given(STEP)
def test_a_step_comes_back_from_its_line(step: Step) -> None:
    """Encoding and decoding are inverse, and a step is one line."""
    line = encode(step)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    back = decode(line[:-1], step.device)
    assert back == step
    assert isinstance(back, Step)
    assert back.device == step.device
    moved = decode(line[:-1], "elsewhere")
    assert isinstance(moved, Step)
    assert moved.device == "elsewhere"
    assert repr(decode(encode(step, signed=True)[:-1], "elsewhere")) == repr(step)


def test_the_first_line_names_version_and_device() -> None:
    """So a copy under another name is still known as that device's."""
    assert decode(encode_header("abc")[:-1], "x") == Header(1, "abc")


def test_an_import_of_many_papers_is_a_short_line() -> None:
    """Papers that change alike share one op: 100,000 of them take three megabytes."""
    changes = tuple(Change(named(n), "gone", True, None) for n in range(1000))
    line = encode(Step("s-1", 1, 1, "Imported", changes))
    assert len(line) < 14_000
    assert decode(line[:-1], "") == Step("s-1", 1, 1, "Imported", changes)


def test_words_of_any_script_stand_in_a_journal_as_they_are() -> None:
    """A person can read and search them there, and they take no more room than in a note of one's own."""
    step = Step("s-1", 1, 1, "Noted", (Change("a", "note", None, "Ünruh 王小明"),))
    assert "Ünruh 王小明".encode() in encode(step)


def test_a_lone_surrogate_does_not_keep_a_step_from_being_saved() -> None:
    """It is written as plain ASCII JSON."""
    step = Step("s-1", 1, 1, "x", (Change("a", "note", None, "\ud83d"),))
    assert decode(encode(step)[:-1], "") == step


def test_the_time_of_what_a_step_repeats_stands_beside_it() -> None:
    """Of each change its own, also where they differ in nothing else."""
    changes = tuple(Change(id, "star", None, True) for id in "abcd")
    times = {("a", "star"): (3, "s-1"), ("b", "star"): (3, "s-1"), ("d", "star"): (0, "")}
    step = Step("s-9", 12, 1, "Put back", changes, times=times)
    line = encode(step)[:-1]
    assert b',"as":[[3,"s-1"],null,[0,""]],' in line
    assert decode(line, "") == step
    stamps = [step.stamp_of(change) for change in changes]
    assert stamps == [(3, "s-1", 12, "s-9"), (3, "s-1", 12, "s-9"), (12, "s-9"), (0, "", 12, "s-9")]


@pytest.mark.parametrize(
    "said",
    [
        {"i": 5, "t": 1, "w": 1, "say": "", "ops": []},
        {"i": "a", "t": 1.5, "w": 1, "say": "", "ops": []},
        {"i": "a", "t": CLOCK_LIMIT + 1, "w": 1, "say": "", "ops": []},
        {"i": "a", "t": 1, "w": 1, "say": "", "ops": [["x", "y"]]},
        {"i": "a", "t": 1, "w": 1, "say": "", "ops": [[["x", 7], "y", None, None]]},
        {"i": "a", "t": 1, "w": 1, "say": "", "ops": 3},
        {"i": "a", "t": 1, "w": 1, "say": "", "ops": [["x", 7, None, None]]},
        {"i": "a", "t": True, "w": 1, "say": "", "ops": []},
        {"i": "a", "t": 1, "w": True, "say": "", "ops": []},
        {"i": "a", "t": 1, "w": 1, "say": "", "ops": [], "d": 7},
        {"i": "a", "t": 1, "w": 1, "say": "", "ops": [], "by": 7},
        *(
            {"i": "a", "t": 4, "w": 1, "say": "", "ops": [["x", "y", 1, None]], "as": told}
            for told in (
                7,
                [],
                [None, None],
                [[4, "b"]],
                [[-1, "b"]],
                [[True, "b"]],
                [["1", "b"]],
                [[1, 7]],
                [[1]],
                [7],
                [[1, "b", 2]],
            )
        ),
        {"reader": "journal"},
        {"reader": "notes", "version": 1, "device": "a"},
        {"reader": "journal", "version": "1", "device": "a"},
        {"reader": "journal", "version": 1, "device": 7},
    ],
)
def test_a_line_of_another_shape_is_no_step_even_with_the_right_checksum(said: dict[str, Any]) -> None:
    """Nothing in a file is trusted."""
    assert decode(lines.seal(said)[:-1], "") is None


def foreign(clock: int = 1, **further: Any) -> bytes:
    """The line of a step that sets nothing, without its newline."""
    return lines.seal({"i": "s-1", "t": clock, "w": 1, "say": "x", "ops": [], **further})[:-1]


@pytest.mark.parametrize(
    ("clock", "further", "counts"),
    [
        (0, {}, True),
        (-1, {}, False),
        (2**48, {}, True),
        (2**48 + 1, {}, False),
        (2**48 + 1, {"after": 2**48 + 1}, False),
        (2**48 + 1, {"after": 2**48}, True),
        (2**60, {"after": 2**60 - 1}, True),
        (2**60 + 1, {"after": 2**60}, False),
    ],
)
def test_every_version_draws_the_line_at_the_same_clock(clock: int, further: dict[str, int], counts: bool) -> None:
    """Or one device would take for a step what another leaves out, and the two would never agree again."""
    assert (decode(foreign(clock, **further), "") is not None) is counts


@pytest.mark.parametrize(("clock", "says"), [(2**48, False), (2**48 + 1, True), (2**60, True)])
def test_only_a_step_beyond_sense_says_which_clock_it_followed_upon(clock: int, says: bool) -> None:
    """So it counts on every device; an ordinary line stays short."""
    line = encode(Step("s-1", clock, 1, "x", ()))
    assert (f'"after":{clock - 1}'.encode() in line) is says
    assert decode(line[:-1], "") == Step("s-1", clock, 1, "x", ())


@pytest.mark.parametrize("wrap", [lambda held: [held], lambda held: {"k": held}, lambda held: [{"k": held}]])
@pytest.mark.parametrize("place", ["after", "before"])
def test_a_value_nested_in_twenty_lists_or_objects_is_read_and_no_deeper_one(wrap: Wrap, place: str) -> None:
    """Written deeper it could no longer be compared; whichever of the two it is."""
    value: Any = None
    depths = {}
    for _ in range(24):
        value = wrap(value)
        held = [value, None] if place == "after" else [None, value]
        depth = repr(value).count("[") + repr(value).count("{")
        depths[depth] = decode(foreign(ops=[["a", "note", *held]]), "") is not None
    assert depths == {depth: depth <= 20 for depth in depths}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (foreign(2**48, say=5), "is no step of reader"),
        (foreign(2**48 + 1), f"beyond all sense ({2**48 + 1})"),
        (foreign(10**40), "beyond all sense (100000000000000000000000)"),
        (b"[1]", "its checksum does not fit"),
    ],
)
def test_why_a_line_is_no_step_is_told_in_a_few_words(line: bytes, said: str) -> None:
    assert decode(line, "") is None
    assert said in lines.flaw(line)


def _library(machines: Machines) -> tuple[Library, bytes]:
    library = machines.library()
    seed(library)
    give_tags(library, 4, papers=3)
    return library, machines.journal().read_bytes()


@pytest.mark.long
def test_a_journal_cut_at_any_byte_keeps_every_whole_line(tmp_path: Path) -> None:
    """And the next edit is saved and does not bring the cut one to life. A usual run cuts at and beside each end of a
    line, and at every seventh byte."""
    machines = Machines(tmp_path)
    library, data = _library(machines)
    steps = [step.id for step in reversed(library.history())]
    path = machines.journal()
    ends = {at + beside for at, byte in enumerate(data) if byte == ord("\n") for beside in (-1, 0, 1, 2)}
    for cut in sorted({0, *range(0, len(data) + 1, often(7, 1)), *ends} - {len(data) + 1}):
        path.write_bytes(data[:cut])
        machines.forget()
        folder = machines.folder()
        news = folder.pull()
        whole = max(0, data[:cut].count(b"\n") - 1)
        # The import is also in the catalogue.
        assert [step.id for step in news.steps] == steps[: max(1, whole)]
        assert news.warnings == ()
        folder.close()
        if cut % 7 == 0:
            again = machines.library()
            again.apply(edits.star(again.papers[named(0)], True), "Starred")
            fresh = machines.folder().pull()
            assert [step.id for step in fresh.steps][:-1] == steps[: max(1, whole)]
            assert fresh.steps[-1].say == "Starred"
            assert fresh.warnings == ()


def flipped(machines: Machines, every: int) -> tuple[int, int]:
    """Flip bits of a journal; (flips, most steps lost by one)."""
    library, data = _library(machines)
    steps = {step.id: step for step in library.history()}
    first = next(step for step in steps.values() if step.say.startswith("Imported"))
    path = machines.journal()
    worst = flips = 0
    for at in range(0, len(data) * 8, every):
        altered = bytearray(data)
        altered[at // 8] ^= 1 << at % 8
        path.write_bytes(altered)
        folder = machines.folder()
        news = folder.pull()
        read = {step.id: step for step in news.steps}
        folder.close()
        assert all(steps.get(id) == step for id, step in read.items()), "a step was invented"
        lost = steps.keys() - read.keys() - {first.id}
        if altered[-1:] == b"\n":
            assert news.warnings, f"bit {at} went unnoticed"
        worst = max(worst, len(lost))
        flips += 1
    return flips, worst


@pytest.mark.long
def test_a_flipped_bit_costs_two_steps_at_most_and_is_told(tmp_path: Path) -> None:
    """No step is ever invented. (The proofs flip every bit.)"""
    _, worst = flipped(Machines(tmp_path), often(29, 13))
    assert worst <= 2


def test_a_line_that_was_closed_is_no_damage(tmp_path: Path) -> None:
    """A writer that was killed leaves nothing to worry about."""
    machines = Machines(tmp_path)
    _, data = _library(machines)
    machines.journal().write_bytes(data[:-10])
    machines.forget()
    library = machines.library()
    library.apply(edits.star(library.papers[named(0)], True), "Starred")
    assert b"~\n{" in machines.journal().read_bytes()
    assert machines.folder().pull().warnings == ()


def test_a_damaged_line_is_told_once_and_stays_in_the_file(tmp_path: Path) -> None:
    """It is skipped and never deleted."""
    machines = Machines(tmp_path)
    _, data = _library(machines)
    damaged = data.replace(b'"t2"', b'"T2"')
    machines.journal().write_bytes(damaged)
    machines.forget()
    library = machines.library()
    (warning,) = library.warnings
    assert "has a line that is damaged and was left out" in warning
    assert library.refresh().warnings == ()
    library.apply(edits.star(library.papers[named(0)], True), "Starred")
    assert machines.journal().read_bytes().startswith(damaged)


@pytest.mark.parametrize(
    ("register", "read"),
    [
        ("list:ÄX", "list:äx"),
        ("tag:ÄX", "tag:äx"),
        ("Ä:ÄX", "Ä:ÄX"),
        ("ÄX", "ÄX"),
        ("note", "note"),
        ("list:X", "list:X"),
    ],
)
def test_only_names_are_folded_in_what_a_line_speaks_of(register: str, read: str) -> None:
    """Whatever else a foreign hand wrote stays another's."""
    for subject, key, wanted in ((register, "note", (read, "note")), ("a", register, ("a", read))):
        step = decode(foreign(ops=[[subject, key, "x", None]]), "")
        assert isinstance(step, Step)
        assert [(change.subject, change.key) for change in step.changes] == [wanted]


@pytest.mark.parametrize("line", [b"<<<<<<< HEAD", b"||||||| base", b"=======", b">>>>>>> other"])
def test_each_line_that_git_leaves_in_a_merge_is_known(line: bytes) -> None:
    assert lines.is_merge_mark(line)
    assert not lines.is_merge_mark(b" " + line)
