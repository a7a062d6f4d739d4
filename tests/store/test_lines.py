"""A journal's lines: what is torn or altered is never a step, and what is whole is never lost."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library import change as edits
from reader.library.change import Change, Step
from reader.library.library import Library
from reader.store import lines
from reader.store.lines import CLOCK_LIMIT, Header, decode, encode, encode_header
from tests.support.folders import Machines, named, seed
from tests.support.laws import law

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


def test_a_lone_surrogate_does_not_keep_a_step_from_being_saved() -> None:
    """It is written as plain ASCII JSON."""
    step = Step("s-1", 1, 1, "x", (Change("a", "note", None, "\ud83d"),))
    assert decode(encode(step)[:-1], "") == step


@pytest.mark.parametrize(
    "said",
    [
        {"i": 5, "t": 1, "w": 1, "say": "", "ops": []},
        {"i": "a", "t": 1.5, "w": 1, "say": "", "ops": []},
        {"i": "a", "t": CLOCK_LIMIT + 1, "w": 1, "say": "", "ops": []},
        {"i": "a", "t": 1, "w": 1, "say": "", "ops": [["x", "y"]]},
        {"i": "a", "t": 1, "w": 1, "say": "", "ops": [[["x", 7], "y", None, None]]},
        {"i": "a", "t": 1, "w": 1, "say": "", "ops": 3},
        {"reader": "journal"},
    ],
)
def test_a_line_of_another_shape_is_no_step_even_with_the_right_checksum(said: object) -> None:
    """Nothing in a file is trusted."""
    head = json.dumps(said, separators=(",", ":"))[:-1].encode()
    assert decode(b'%s,"c":"%08x"}' % (head, zlib.crc32(head)), "") is None


def _library(machines: Machines) -> tuple[Library, bytes]:
    library = machines.library()
    seed(library)
    for n in range(4):
        library.apply(edits.tag(library.papers[named(n % 3)], add=(f"t{n}",)), f"Tagged t{n}")
    return library, machines.journal().read_bytes()


def test_a_journal_cut_at_any_byte_keeps_every_whole_line(tmp_path: Path) -> None:
    """And the next edit is saved and does not bring the cut one to life."""
    machines = Machines(tmp_path)
    library, data = _library(machines)
    steps = [step.id for step in reversed(library.history())]
    path = machines.journal()
    for cut in range(len(data) + 1):
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


def test_a_flipped_bit_costs_two_steps_at_most_and_is_told(tmp_path: Path) -> None:
    """No step is ever invented. (The proofs flip every bit.)"""
    _, worst = flipped(Machines(tmp_path), 13)
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


@pytest.mark.parametrize("line", [b"<<<<<<< HEAD", b"||||||| base", b"=======", b">>>>>>> other"])
def test_each_line_that_git_leaves_in_a_merge_is_known(line: bytes) -> None:
    assert lines.is_merge_mark(line)
    assert not lines.is_merge_mark(b" " + line)
