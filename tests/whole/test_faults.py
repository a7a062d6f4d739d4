"""A few of the calls that whole commands make of the system fail; `python -m tests.proof faults` lets all of them."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from random import Random

import pytest

from reader.store.disk import opened
from tests.proof.all_faults import drawn
from tests.proof.faults import COMMANDS, Command, Place, Trials, served
from tests.proof.faults_around import ACTS, Act, ActTrials
from tests.support.faults import Faults, Way

DRAWN = Random("faults").sample(COMMANDS, 4)
TRIALS = 2
FOUND = (
    ("import work", errno.EACCES, "stat", "work/all.md"),
    ("import work", errno.EIO, "stat", "work/one.bib"),
    ("import work/one.bib work/more.jsonl", errno.ENOENT, "open", "*/catalogue.json"),
    ("export -o work/all.md", errno.EACCES, "stat", "*/library/library-*.id"),
    ("export -o work/all.md --force", errno.EIO, "listdir", "*/library/journal"),
    ("sync work/all.md", errno.EACCES, "listdir", "*/library"),
    ("sync work/all.md", errno.EIO, "scandir", "*/library"),
    ("doctor --repair", errno.EIO, "stat", "*/library/journal/*"),
    ("sync work/vault", errno.ENOENT, "stat", "work/vault"),
    ("import work/all.md", errno.EACCES, "stat", "work/all.md"),
    ("list add Edge 2401.00003", errno.EMFILE, "open", "*/library/journal/*"),
    ("backup list", errno.EIO, "open", "*/state/reader/device"),
)
"""Calls that once led to something wrong: command, error, call, what it is about."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A library and what lies around it."""
    return Place(tmp_path_factory.mktemp("faults"))


@pytest.mark.parametrize("command", DRAWN, ids=str)
def test_whatever_call_of_a_command_fails_it_says_so_and_does_half_of_nothing(place: Place, command: Command) -> None:
    """Calls and errors are drawn the same each time."""
    with served(place) as port, place.entered():
        trials = Trials(place, command, port)
        wrong = [told for way, at in drawn(trials, TRIALS) for told in trials.wrong(way, at)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(("name", "error", "call", "about"), FOUND)
def test_what_was_found_so_is_found_no_more(place: Place, name: str, error: int, call: str, about: str) -> None:
    """No edit lost, no file written from a library that could not be read, no sentence without a name."""
    command, way = next(command for command in COMMANDS if str(command) == name), Way(error)
    with served(place) as port, place.entered():
        trials = Trials(place, command, port)
        numbers = trials.calls(way, call, about)
        wrong = [told for at in numbers[:4] for told in trials.wrong(way, at)]
    assert numbers
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("act", [act for act in ACTS if not act.slow], ids=str)
def test_whatever_call_fails_around_the_library_nothing_is_raised_and_no_text_lost(place: Place, act: Act) -> None:
    """What is remembered, drafts, the editor, the clipboard, the browser, a report."""
    with place.entered():
        trials = ActTrials(place, act)
        wrong = [told for way, at in drawn(trials, TRIALS) for told in trials.wrong(way, at)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize(
    ("name", "way", "call"),
    [
        ("write in an editor", Way(errno.EMFILE), "pipe"),
        ("keep a draft", Way(errno.EIO, lasting=True), "unlink"),
        ("keep a draft", Way(errno.EMFILE, lasting=True), "listdir"),
    ],
)
def test_what_was_found_so_around_the_library_is_found_no_more(place: Place, name: str, way: Way, call: str) -> None:
    """No editor left running, no window that cannot be left, no draft that is not offered again."""
    act = next(act for act in ACTS if act.name == name)
    with place.entered():
        trials = ActTrials(place, act)
        numbers = trials.calls(way, call)
        wrong = [told for at in numbers[:4] for told in trials.wrong(way, at)]
    assert numbers
    assert not wrong, "\n".join(wrong)


def test_calls_fail_as_they_are_told_to(tmp_path: Path) -> None:
    """The judge sees what it is to judge: each kind of call is met, and goes wrong in the way that was asked for."""
    path = tmp_path / "x"
    with Faults(tmp_path, Way(errno.ENOSPC), 2) as faults, pytest.raises(OSError, match="No space") as failed:
        path.write_text("all of it", encoding="utf-8")
    assert (faults.calls[:2], failed.value.errno) == ([("make", str(path)), ("write", str(path))], errno.ENOSPC)
    with Faults(tmp_path, Way(errno.ENOSPC, half=True), 1), opened(str(path), os.O_WRONLY | os.O_TRUNC) as fd:
        assert os.write(fd, b"all of it") == 4
        with pytest.raises(OSError, match="No space"):
            os.write(fd, b"of it")
    assert path.read_text(encoding="utf-8") == "all "
    with Faults(tmp_path, Way(0, lasting=True), 1) as faults:
        path.write_text("all of it", encoding="utf-8")
    assert faults.calls.count(("write", str(path))) > 1
    assert path.read_text(encoding="utf-8") == "all of it"
    with Faults(tmp_path, Way(errno.EACCES, lasting=True), 1), pytest.raises(PermissionError):
        path.exists()
