"""A signal, a terminal that closes, an interrupt: the terminal is put back, what was typed is kept, no traceback."""

from __future__ import annotations

import json
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from reader.cli.main import main
from reader.paths import state_dir
from reader.tui.ground import ASKING_GROUND
from reader.tui.signals import Ending, ending
from tests.support import terminal as terminals

PATIENT = "from reader.tui import signals, typeahead; signals.GRACE = typeahead.LAST = 60.0"
"""What has the program wait long for its own end, on a machine that is busy."""
ENDING = [signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT, signal.SIGINT, signal.SIGXCPU]


@pytest.fixture
def shelf(tmp_path: Path) -> str:
    """A library with one paper."""
    source, folder = tmp_path / "one.jsonl", tmp_path / "library"
    source.write_text(json.dumps({"title": "A paper", "arxiv_id": "2401.00001"}) + "\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--library", str(folder), "import", str(source)])
    return str(folder)


def drafts() -> list[str]:
    """The unsaved notes that are kept."""
    return [path.read_text(encoding="utf-8") for path in state_dir().glob("windows/*/drafts/*.md")]


def reports() -> list[Path]:
    """The reports of errors that nobody foresaw."""
    return list(state_dir().glob("crash-*"))


def half_a_note(terminal: Any) -> None:
    """Open the note and type half of it."""
    terminal.wait_for("1 paper")
    terminal.press("e", "Note on")
    terminal.press("half a thought", "half a thought")


def signalled_at(module: str, number: signal.Signals) -> str:
    """A program that runs `reader` and sends itself a signal when a module is about to be loaded."""
    return f"""
import os, sys
class Signalling:
    def find_spec(self, name, path=None, target=None):
        if name == {module!r}:
            os.kill(os.getpid(), {int(number)})
sys.meta_path.insert(0, Signalling())
from reader.__main__ import main
main()
"""


def test_every_signal_that_would_end_the_program_is_heard(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not those that end nothing or that nobody can hear, nor those that are somebody else's; `Ending` hears them."""
    handlers: dict[int, Any] = dict.fromkeys(signal.valid_signals(), signal.SIG_DFL)
    handlers |= {signal.SIGUSR1: print, signal.SIGTERM: print, signal.SIGHUP: signal.SIG_IGN, signal.SIGUSR2: None}
    monkeypatch.setattr(signal, "getsignal", handlers.get)
    monkeypatch.setattr(signal, "signal", handlers.__setitem__)
    ours = {signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGALRM, signal.SIGXCPU, signal.SIGVTALRM}
    others = {signal.SIGUSR1, signal.SIGUSR2, signal.SIGHUP, signal.SIGCHLD, signal.SIGWINCH, signal.SIGTSTP}
    for _ in range(2):
        assert ours <= set(ending())
        assert not (others | {signal.SIGKILL, signal.SIGSTOP, signal.SIGSEGV}) & set(ending())
        Ending().listen()
    assert handlers[signal.SIGUSR1] is print


@pytest.mark.parametrize(("number", "times"), [(number, 1 if at else 8) for at, number in enumerate(ENDING)])
def test_a_signal_restores_the_terminal_and_keeps_what_was_typed(
    number: signal.Signals, times: int, shelf: str
) -> None:
    """Letters too that the screen has not taken yet, and those that nobody has read from the terminal; in their order.
    The library can be written at once by others."""
    more = ", and the rest of it" * times
    terminal = terminals.Terminal("--library", shelf, before=PATIENT)
    try:
        half_a_note(terminal)
        for letter in more:
            terminal.send(letter)
        terminal.process.send_signal(number)
        assert terminal.end() == 128 + number
        assert terminal.restored
    finally:
        terminal.stop()
    assert (drafts(), reports()) == ([f"half a thought{more}"], [])
    with pytest.raises(SystemExit) as done:
        main(["--library", shelf, "star", "2401.00001"])
    assert done.value.code == 0


def test_what_a_signal_kept_is_named_at_the_next_start(shelf: str) -> None:
    """Also where no letter was on its way when it came."""
    terminal = terminals.Terminal("--library", shelf)
    try:
        half_a_note(terminal)
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.end() == 128 + signal.SIGTERM
        assert terminal.restored
    finally:
        terminal.stop()
    assert (drafts(), reports()) == (["half a thought"], [])
    terminal = terminals.Terminal("--library", shelf)
    try:
        terminal.wait_for("was not saved last time")
        terminal.press("e", "half a thought")
    finally:
        terminal.stop()


def test_a_signal_keeps_what_stands_half_typed_in_a_dialog(shelf: str) -> None:
    """It stands there again when the dialog is opened for the same, and no longer once it was saved."""
    for shown, typed in (("New reading list", "half a na"), ("half a na", "")):
        terminal = terminals.Terminal("--library", shelf)
        try:
            terminal.wait_for("1 paper")
            terminal.press("N", shown)
            if typed:
                terminal.press(typed, typed)
                terminal.process.send_signal(signal.SIGTERM)
            assert terminal.end("" if typed else "me\rq") == (128 + signal.SIGTERM if typed else 0)
        finally:
            terminal.stop()
    assert list(state_dir().glob("windows/*/words/*.md")) == []
    with pytest.raises(SystemExit) as done:
        main(["--library", shelf, "list", "show", "half a name"])
    assert done.value.code == 0


def test_a_terminal_that_closes_ends_the_program_and_keeps_what_was_typed(shelf: str) -> None:
    terminal = terminals.Terminal("--library", shelf)
    try:
        half_a_note(terminal)
        assert terminal.hang_up() == 128 + signal.SIGHUP
    finally:
        terminal.stop()
    assert (drafts(), reports()) == (["half a thought"], [])


def test_a_program_that_minds_no_hang_up_ends_with_its_terminal_all_the_same(shelf: str) -> None:
    """Under nohup it would ask a closed terminal for keys for ever."""
    deaf = "import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)"
    terminal = terminals.Terminal("--library", shelf, before=deaf)
    try:
        half_a_note(terminal)
        assert terminal.hang_up() == 128 + signal.SIGHUP
    finally:
        terminal.stop()
    assert (drafts(), reports()) == (["half a thought"], [])


def test_a_signal_while_the_editor_has_the_terminal_reaches_both_and_keeps_the_text(tmp_path: Path, shelf: str) -> None:
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\nprintf "mine" > "$1"\necho ready\nexec sleep 600 < /dev/tty\n', encoding="utf-8")
    script.chmod(0o755)
    terminal = terminals.Terminal("--library", shelf, EDITOR=shlex.quote(str(script)), VISUAL="")
    try:
        terminal.wait_for("1 paper")
        terminal.press("E", "ready")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.end() == 128 + signal.SIGTERM
        assert terminal.restored
    finally:
        terminal.stop()
    assert (drafts(), reports()) == (["mine"], [])


def test_what_does_not_come_to_its_end_is_not_waited_for(shelf: str) -> None:
    """The terminal is restored then too."""
    stuck = """
from reader.tui import signals
from reader.tui.app import ReaderApp
signals.GRACE = 1.0
ReaderApp._end = lambda app: None
"""
    terminal = terminals.Terminal("--library", shelf, before=stuck)
    try:
        terminal.wait_for("1 paper")
        terminal.process.send_signal(signal.SIGTERM)
        assert terminal.end() == 128 + signal.SIGTERM
        assert terminal.restored
    finally:
        terminal.stop()


@pytest.mark.parametrize(
    "module", ["reader.cli.front", "click", "reader.cli.output", "reader.library.library", "reader.cli.papers"]
)
def test_an_interrupt_while_modules_are_loaded_is_one_word_and_130(module: str, shelf: str) -> None:
    """From the first that is loaded to the last."""
    early = signalled_at(module, signal.SIGINT)
    command = [sys.executable, "-c", early, "--library", shelf, "search"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, preexec_fn=terminals.hear_signals)
    assert (done.returncode, done.stdout, done.stderr.strip()) == (130, "", "Interrupted.")


AT_TEXTUAL = """
import os, sys
class Watching:
    def find_spec(self, name, path=None, target=None):
        if name == "textual.app":
            {does}
sys.meta_path.insert(0, Watching())
from reader.__main__ import main
main()
"""
"""A program that does something when most of the interface is still to be loaded."""


def test_a_key_that_stops_terminals_is_a_key_before_the_first_frame_too(
    shelf: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """It saves the note; what is typed behind it is not of the note."""
    ready = AT_TEXTUAL.format(does="os.write(2, b'loading')")
    terminal = terminals.Terminal("--library", shelf, command=("-c", ready))
    try:
        terminal.wait_for("loading")
        assert terminal.end("ehalf a thought\x13q") == 0
        assert terminal.restored
    finally:
        terminal.stop()
    capsys.readouterr()
    with pytest.raises(SystemExit):
        main(["--library", shelf, "search", "note:thought"])
    assert "A paper" in capsys.readouterr().out


def test_no_key_stops_the_terminal_before_the_last_byte_is_written(shelf: str) -> None:
    """It would hang there until ctrl+q."""
    looking = """
import os, termios
from textual.drivers._writer_thread import WriterThread
usual = WriterThread.stop
def stop(writer):
    usual(writer)
    if termios.tcgetattr(0)[0] & termios.IXON:
        os._exit(7)
WriterThread.stop = stop
"""
    terminal = terminals.Terminal("--library", shelf, before=looking)
    try:
        terminal.wait_for("1 paper")
        assert terminal.end("q") == 0
        assert terminal.restored
    finally:
        terminal.stop()


def test_an_error_before_the_first_frame_leaves_the_terminal_as_it_was(shelf: str) -> None:
    broken = AT_TEXTUAL.format(does="raise ZeroDivisionError")
    terminal = terminals.Terminal("--library", shelf, command=("-c", broken))
    try:
        assert terminal.end() == 1
        assert terminal.set_as_before
    finally:
        terminal.stop()


@pytest.mark.parametrize("module", ["reader.tui.app", "textual.app"])
def test_a_signal_before_the_first_frame_leaves_nothing_behind(module: str, shelf: str) -> None:
    early = signalled_at(module, signal.SIGTERM)
    terminal = terminals.Terminal("--library", shelf, command=("-c", early))
    try:
        assert terminal.end() == 128 + signal.SIGTERM
        assert (terminal.bytes.replace(ASKING_GROUND, b""), reports(), terminal.set_as_before) == (b"", [], True)
    finally:
        terminal.stop()
