"""An editor may fail in any way: the screen comes back, one sentence says why, and no text is lost."""

from __future__ import annotations

import json
import os
import shlex
import signal
import stat
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from reader.cli.main import main
from reader.commands.context import EditorResult
from reader.library.library import Library
from reader.paper import Paper
from reader.tui.outside_programs import WAKINGS, discard, edit_text
from tests.support import terminal as terminals
from tests.support.cli import Reader
from tests.support.laws import is_long
from tests.support.memory import library
from tests.support.screen import bottom, opened, text

BEFORE = "what was there"
LATIN = r"printf 'two hours of caf\351' > "
"""Writes what is no UTF-8."""


@pytest.fixture(autouse=True)
def own_temporary_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What an editor leaves behind can be counted."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    monkeypatch.setenv("TMPDIR", str(folder))
    return folder


def editor(folder: Path, script: str) -> str:
    """A command that runs a shell script over the file, which is "$1"."""
    file = folder / "an editor.sh"
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return shlex.quote(str(file))


FAILURES = {
    'printf mine > "$1"; exit 3': ("ended with status 3", "mine"),
    'printf mine > "$1"; kill -9 $$': ("signal 9", "mine"),
    'printf mine > "$1"; kill -SEGV $$': ("signal 11", "mine"),
    f'{LATIN} "$1"': ("What the editor left is not UTF-8", "two hours of café"),
    f'{LATIN} "$1"; exit 1': ("ended with status 1. What the editor left is not UTF-8", "two hours of café"),
    "exit 1": ("ended with status 1", None),
    'rm "$1"': ("left no file", None),
    'rm -r "$(dirname "$1")"': ("left no file", None),
    'rm "$1"; exit 1': ("ended with status 1", None),
    ': > "$1"; exit 1': ("ended with status 1", None),
    'rm "$1"; mkdir "$1"': ("What the editor left is no file", None),
    'rm "$1"; mkfifo "$1"': ("What the editor left is no file", None),
    'rm "$1"; ln -s "$1" "$1"': ("What the editor left cannot be read", None),
    'dd if=/dev/zero of="$1" bs=1 count=0 seek=1G 2>/dev/null': ("too large for a note", None),
}
"""What an editor does, and what is said and kept of it."""


@pytest.mark.parametrize("script", FAILURES)
def test_what_went_wrong_is_said_and_what_was_left_is_kept(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_temporary_folder: Path
) -> None:
    """A file that holds anything stays; where there is nothing to keep, no file stays."""
    monkeypatch.setenv("EDITOR", editor(tmp_path, script))
    edited = edit_text(BEFORE, "p1")
    words, kept = FAILURES[script]
    assert (words in edited.trouble, edited.text) == (True, kept)
    assert (edited.path is None) == (list(own_temporary_folder.iterdir()) == [])
    if kept is not None:
        assert edited.path is not None


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("no-such-editor --wait", "The editor 'no-such-editor' cannot be run: No such file or directory. Set $EDITOR."),
        ('vim "unclosed', "$EDITOR is not a command that can be read: no closing quotation."),
        ("/", "cannot be run: Permission denied"),
        ("a\x1b[31mb", "The editor 'ab' cannot be run"),
    ],
)
def test_an_editor_that_cannot_be_run_is_one_sentence(
    command: str, words: str, monkeypatch: pytest.MonkeyPatch, own_temporary_folder: Path
) -> None:
    monkeypatch.setenv("EDITOR", command)
    edited = edit_text(BEFORE, "p1")
    assert (words in edited.trouble, edited.text, edited.path) == (True, None, None)
    assert list(own_temporary_folder.iterdir()) == []


@pytest.mark.parametrize("blank", ["", " ", "\t \n"])
def test_a_blank_variable_names_no_editor(blank: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VISUAL", blank)
    monkeypatch.setenv("EDITOR", editor(tmp_path, 'printf mine > "$1"'))
    edited = edit_text(BEFORE, "p1")
    assert (edited.text, edited.trouble) == ("mine", "")


def test_a_full_disk_where_the_text_is_handed_over_is_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_temporary_folder: Path
) -> None:
    def full(path: Path, data: bytes) -> int:
        raise OSError(28, os.strerror(28))

    monkeypatch.setenv("EDITOR", editor(tmp_path, "exit 0"))
    monkeypatch.setattr(Path, "write_bytes", full)
    told = "The text could not be handed to an editor: No space left on device."
    assert edit_text(BEFORE, "p1") == EditorResult(None, told)
    assert list(own_temporary_folder.iterdir()) == []


def interrupted(_number: int, _frame: object) -> None:
    """How a command hears what ends it."""
    raise KeyboardInterrupt


@pytest.mark.parametrize("heard", [signal.SIG_DFL, interrupted])
def test_a_signal_that_is_heard_while_the_editor_begins_reaches_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, heard: Any
) -> None:
    """Or Reader would wait for an editor that knows of nothing, and be ended before it kept the text."""
    begin = subprocess.Popen

    def begun(command: list[str]) -> subprocess.Popen[bytes]:
        process = begin(command)
        os.kill(os.getpid(), signal.SIGTERM)
        return process

    monkeypatch.setenv("EDITOR", editor(tmp_path, "exec sleep 20"))
    monkeypatch.setattr("reader.tui.outside_programs.subprocess.Popen", begun)
    former = signal.signal(signal.SIGTERM, heard)
    try:
        assert "was ended by signal 15" in edit_text(BEFORE, "p1").trouble
    finally:
        signal.signal(signal.SIGTERM, former)


def test_a_signal_that_does_not_end_the_wait_for_the_editor_reaches_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system tells any thread of it, or tells this one a moment before it waits: its wait then goes on."""
    begin, over, beside = subprocess.Popen, threading.Event(), tmp_path / "told beside"

    def begun(command: list[str]) -> subprocess.Popen[bytes]:
        process = begin(command)
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        beside.touch()
        return process

    another = threading.Thread(target=over.wait)
    another.start()
    waits = f"while ! test -e {shlex.quote(str(beside))}; do sleep 0.05; done; sleep 0.3"
    monkeypatch.setenv("EDITOR", editor(tmp_path, f"{waits}; kill -TERM $PPID; exec sleep 10"))
    monkeypatch.setattr("reader.tui.outside_programs.subprocess.Popen", begun)
    try:
        assert "was ended by signal 15" in edit_text(BEFORE, "p1").trouble
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
        over.set()
        another.join()


@pytest.mark.parametrize("times", [1, WAKINGS, WAKINGS + 2])
def test_an_editor_that_stops_without_a_shell_is_woken_and_at_last_ended(
    times: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stops = 'printf mine > "$1"; ' + "kill -STOP $$; " * times
    monkeypatch.setenv("EDITOR", editor(tmp_path, stops))
    monkeypatch.setattr("reader.tui.outside_programs.has_shell", lambda: False)
    edited = edit_text(BEFORE, "p1")
    assert edited.text == "mine"
    assert ("signal 9" in edited.trouble) == (times > WAKINGS)
    discard(edited.path)


def test_an_editor_that_is_gone_when_it_is_woken_is_waited_for_no_more(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However soon the signal that ends it does so."""
    kill = subprocess.Popen.kill

    def killed(process: subprocess.Popen[bytes]) -> None:
        kill(process)
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)

    monkeypatch.setattr(subprocess.Popen, "kill", killed)
    monkeypatch.setenv("EDITOR", editor(tmp_path, "kill -STOP $$; " * (WAKINGS + 2)))
    monkeypatch.setattr("reader.tui.outside_programs.has_shell", lambda: False)
    assert "was ended by signal 9" in edit_text(BEFORE, "p1").trouble


def shelf() -> Library:
    """A library with one paper, in memory."""
    return library(Paper(id="p1", title="A paper"))


@pytest.mark.long
@pytest.mark.parametrize("script", list(FAILURES)[:: 1 if is_long() else 3])
async def test_the_interface_goes_on_and_a_draft_offers_what_was_left(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing becomes the note that its writer has not looked at."""
    monkeypatch.setenv("EDITOR", editor(tmp_path, script))
    words, kept = FAILURES[script]
    found = shelf()
    async with opened(found, tmp_path / "state", (500, 24)) as (app, pilot):
        monkeypatch.setattr(app, "suspend", lent)
        await pilot.press("E")
        await pilot.pause()
        said = bottom(app)
        assert words.rpartition("'")[2] in said
        assert ("as a draft: e goes on with it" in said) == (kept is not None)
        assert found.papers["p1"].note == ""
        await pilot.press("e")
        await pilot.pause()
        assert ("This is a draft that was not saved last time" in text(app)) == (kept is not None)
        if kept is not None:
            assert kept in text(app)


@contextmanager
def lent() -> Iterator[None]:
    """Stands for a terminal that is lent: a test without one has nothing to lend."""
    yield


async def test_a_failing_editor_does_not_take_an_earlier_draft_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", editor(tmp_path, 'printf "half a ruin" > "$1"; exit 1'))
    async with opened(shelf(), tmp_path / "state", (500, 24)) as (app, pilot):
        monkeypatch.setattr(app, "suspend", lent)
        app.main.context.keep_draft("p1", "the whole thought")
        await pilot.press("E")
        await pilot.pause()
        assert "Your draft is as it was. What it left is kept in" in bottom(app)
        assert app.main.context.draft("p1") == "the whole thought"


async def test_a_note_that_cannot_be_saved_is_kept_as_a_draft(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that is longer than a note may be, say."""
    monkeypatch.setattr("reader.operations.settling.NOTE_LIMIT", 10)
    monkeypatch.setenv("EDITOR", editor(tmp_path, 'printf "more than ten characters" > "$1"'))
    async with opened(shelf(), tmp_path / "state", (500, 24)) as (app, pilot):
        monkeypatch.setattr(app, "suspend", lent)
        await pilot.press("E")
        await pilot.pause()
        assert "What you typed is kept as a draft" in bottom(app)
        assert app.main.context.draft("p1") == "more than ten characters"


@pytest.mark.parametrize("script", ['printf mine > "$1"; exit 3', 'printf mine > "$1"; kill -9 $$'])
def test_the_command_line_keeps_the_text_and_says_where(
    script: str, reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_temporary_folder: Path
) -> None:
    source = tmp_path / "one.jsonl"
    source.write_text(json.dumps({"title": "A paper", "arxiv_id": "2401.00001"}), encoding="utf-8")
    assert reader("import", str(source)).status == 0
    monkeypatch.setenv("EDITOR", editor(tmp_path, script))
    done = reader("note", "2401.00001", check=False)
    (kept,) = own_temporary_folder.glob("*/*.md")
    assert (done.status, kept.read_text()) == (1, "mine")
    assert f"The note is as it was. Your text is kept in {kept}." in done.err


@pytest.mark.parametrize(
    ("before", "after"),
    [("one", "one\ntwo"), ("one\n", "one\ntwo"), ("one\n\n", "one\n\ntwo"), ("", "two")],
)
def test_what_a_script_puts_behind_a_text_begins_a_line(
    before: str, after: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And where it puts nothing there, the text is as it was, however it ended."""
    monkeypatch.setenv("EDITOR", editor(tmp_path, 'printf two >> "$1"'))
    assert edit_text(before, "p1").text == after
    monkeypatch.setenv("EDITOR", editor(tmp_path, "exit 0"))
    assert edit_text(before, "p1").text == before


# -- editors that nobody waits for -------------------------------------------------------------------------------------


@pytest.fixture
def window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An editor that hands the file on and comes back; every editor comes back at once on a slow machine too."""
    monkeypatch.setattr("reader.tui.outside_programs.AT_ONCE", 1e9)
    command = editor(tmp_path, "exit 0")
    monkeypatch.setenv("EDITOR", command)
    return command


def the_file(folder: Path) -> Path:
    """The file that an editor was given last."""
    return max(folder.glob("*/*.md"), key=lambda path: path.stat().st_mtime_ns)


@pytest.mark.parametrize(
    ("command", "advice"),
    [
        ("code", "With EDITOR='code --wait' Reader waits for it."),
        ("code -n", "With EDITOR='code -n --wait' Reader waits for it."),
        ("gvim", "With EDITOR='gvim -f' Reader waits for it."),
        ("gvim -f", "An editor with a window of its own needs its option for waiting in $EDITOR."),
        ("ed", "An editor with a window of its own needs its option for waiting in $EDITOR."),
    ],
)
def test_an_editor_that_comes_back_at_once_leaves_its_file_and_how_to_wait_is_said(
    command: str, advice: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window: str
) -> None:
    program = command.split()[0]
    (tmp_path / "bin").mkdir()
    Path(shlex.split(window)[0]).rename(tmp_path / "bin" / program)
    monkeypatch.setenv("PATH", str(tmp_path / "bin"), prepend=os.pathsep)
    monkeypatch.setenv("EDITOR", command)
    edited = edit_text(BEFORE, "p1")
    assert (edited.text, edited.trouble, edited.open_still) == (BEFORE, "", advice)
    assert edited.path is not None
    assert edited.path.read_text() == f"{BEFORE}\n"


@pytest.mark.parametrize(("script", "at_once"), [('printf mine > "$1"', 1e9), ("exit 1", 1e9), ("exit 0", 0.0)])
def test_an_editor_that_changed_failed_or_took_its_time_is_not_open(
    script: str, at_once: float, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.tui.outside_programs.AT_ONCE", at_once)
    monkeypatch.setenv("EDITOR", editor(tmp_path, script))
    assert edit_text(BEFORE, "p1").open_still == ""


async def test_what_an_editor_saves_later_becomes_a_draft_again_and_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window: str, own_temporary_folder: Path
) -> None:
    found = shelf()
    async with opened(found, tmp_path / "state", (500, 24)) as (app, pilot):
        monkeypatch.setattr(app, "suspend", lent)
        await pilot.press("E")
        await pilot.pause()
        file = the_file(own_temporary_folder)
        told = f"The note is as it was. If the editor is open still, what it saves to {file} becomes a draft."
        assert told in bottom(app)
        context = app.main.context
        context.follow_others()
        assert (context.draft("p1"), told in bottom(app)) == (None, True)
        for saved in ("first", "first and second"):
            file.write_text(f"{saved}\n")
            context.follow_others()
            assert "The editor saved the note on 'A paper': kept as a draft, e goes on with it." in bottom(app)
            assert context.draft("p1") == saved
        file.write_text("")
        context.follow_others()
        assert context.draft("p1") == "first and second"
        assert found.papers["p1"].note == ""


async def test_a_note_is_opened_with_what_an_editor_saved_a_moment_ago(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window: str, own_temporary_folder: Path
) -> None:
    """Nobody need wait for the next look; what is being typed is let alone."""
    async with opened(shelf(), tmp_path / "state", (120, 24)) as (app, pilot):
        monkeypatch.setattr(app, "suspend", lent)
        await pilot.press("E")
        await pilot.pause()
        file = the_file(own_temporary_folder)
        file.write_text("a lamp in the attic")
        await pilot.press("e")
        await pilot.pause()
        assert "a lamp in the attic" in text(app)
        file.write_text("two lamps")
        app.main.context.follow_others()
        assert app.main.context.drafts.text("p1") == "a lamp in the attic"


async def test_what_an_editor_saves_beside_another_draft_stays_in_its_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window: str, own_temporary_folder: Path
) -> None:
    async with opened(shelf(), tmp_path / "state", (500, 24)) as (app, pilot):
        monkeypatch.setattr(app, "suspend", lent)
        app.main.context.keep_draft("p1", "the whole thought")
        await pilot.press("E")
        await pilot.pause()
        assert "Your draft is as it was." in bottom(app)
        file = the_file(own_temporary_folder)
        app.main.context.keep_draft("p1", "another thought")
        file.write_text("saved later")
        app.main.context.follow_others()
        assert f"which has another draft: it stays in {file}." in bottom(app)
        assert (app.main.context.draft("p1"), file.read_text()) == ("another thought", "saved later")


async def test_what_an_editor_saved_before_the_end_is_offered_in_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, window: str, own_temporary_folder: Path
) -> None:
    async with opened(shelf(), tmp_path / "state", (500, 24)) as (app, pilot):
        monkeypatch.setattr(app, "suspend", lent)
        await pilot.press("E")
        await pilot.pause()
        the_file(own_temporary_folder).write_text("a lamp in the attic")
    async with opened(shelf(), tmp_path / "state", (500, 24)) as (app, pilot):
        await pilot.pause()
        assert app.main.context.draft("p1") == "a lamp in the attic"


def test_the_command_line_says_how_to_take_what_an_editor_saves_later(
    reader: Reader, tmp_path: Path, window: str, own_temporary_folder: Path
) -> None:
    source = tmp_path / "one.jsonl"
    source.write_text(json.dumps({"title": "A paper", "arxiv_id": "2401.00001"}), encoding="utf-8")
    reader("import", str(source))
    done = reader("note", "2401.00001")
    file = the_file(own_temporary_folder)
    assert f"The note is as it was. If the editor is open still, save, then: reader note 2401.00001 --file {file}" in (
        done.err
    )
    file.write_text("later")
    reader("note", "2401.00001", "--file", str(file))
    assert reader("show", "2401.00001", "--json").json["note"] == "later"


def in_a_terminal(tmp_path: Path, script: str, *keys: tuple[str, str], before: str = "") -> None:
    """Press keys where the editor is a script; the interface answers, q leaves it, and the terminal is as before."""
    source, folder = tmp_path / "one.jsonl", tmp_path / "library"
    source.write_text(json.dumps({"title": "A paper"}) + "\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--library", str(folder), "import", str(source)])
    chosen = editor(tmp_path, script)
    terminal = terminals.Terminal("--library", str(folder), before=before, EDITOR=chosen, VISUAL="")
    try:
        terminal.wait_for("1 paper")
        for pressed, shown in keys:
            terminal.press(pressed, shown)
        assert terminal.end("q") == 0
        assert terminal.restored
    finally:
        terminal.stop()


def test_an_editor_that_dies_with_the_terminal_in_a_mess_leaves_it_as_it_was(tmp_path: Path) -> None:
    """Deaf and raw, as a full-screen editor has it: keys are heard again, and the shell gets its terminal back."""
    in_a_terminal(
        tmp_path,
        'printf mine > "$1"; stty raw -echo -isig < /dev/tty; kill -9 $$',
        ("E", "signal 9"),
        ("s", "Starred"),
    )


def test_ctrl_c_in_the_editor_is_the_editors_own(tmp_path: Path) -> None:
    """A shell that runs a program in the foreground does not hear it either."""
    script = """trap 'printf heard > "$1"; exit 0' INT; echo ready; while :; do sleep 0.01; done"""
    in_a_terminal(tmp_path, script, ("E", "ready"), ("\x03", "heard"))


def test_an_editor_that_stops_where_nobody_can_wake_it_does_not_freeze_the_screen(tmp_path: Path) -> None:
    in_a_terminal(tmp_path, 'kill -STOP $$; printf mine > "$1"', ("E", "mine"))


def test_a_mistake_of_our_own_while_the_terminal_is_lent_brings_the_screen_back_too(tmp_path: Path) -> None:
    """Nothing that happens inside may leave the program deaf."""
    forgetful = "from reader.tui import outside_programs; outside_programs._run = None"
    in_a_terminal(tmp_path, "exit 0", ("E", "met an error it does not know"), ("s", "Starred"), before=forgetful)


SAVED = {
    'printf "\\n" >> "$1"': (BEFORE, "an end of the last line is no edit"),
    'printf "mine\\n\\n" > "$1"': ("mine", "nor a part of what was typed"),
    'printf "\\nmine" > "$1"': ("\nmine", "a first line may be empty"),
}


@pytest.mark.parametrize("script", SAVED)
async def test_the_command_line_and_the_interface_take_the_same_text_from_an_editor(
    script: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reader: Reader
) -> None:
    """Most editors end the last line of what they save."""
    monkeypatch.setenv("EDITOR", editor(tmp_path, script))
    assert edit_text(BEFORE, "p1").text == SAVED[script][0]
    source = tmp_path / "one.bib"
    source.write_text("@article{a, title={A paper about heaps and trees}, author={Lovelace, Ada}}", encoding="utf-8")
    reader("import", str(source))
    (found,) = json.loads(reader("search", "--json").out)
    reader("note", found["id"], "--set", BEFORE)
    reader("note", found["id"])
    assert json.loads(reader("show", found["id"], "--json").out)["note"] == SAVED[script][0]
