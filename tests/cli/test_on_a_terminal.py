"""The command line where somebody sits at a terminal: it asks, shows how far it is, and opens the interface."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
from collections.abc import Sequence
from datetime import datetime, tzinfo
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from reader import __main__
from reader.cli import main as command_line
from reader.cli.importing import ProgressLine
from reader.cli.output import OutputError, put, put_json, say
from reader.cli.session import Session
from reader.crash_report import write_report
from reader.paths import state_dir
from tests.cli.test_cli import page
from tests.support.cli import Reader

ROOT = Path(__file__).parents[2]
NAMES = [f"Paper number {number} about models" for number in range(22)]


@pytest.fixture
def shelf(reader: Reader) -> Reader:
    """A library of 22 papers."""
    reader("import", "-", "--format", "jsonl", stdin="".join(f'{{"title": "{name}"}}\n' for name in NAMES))
    return reader


@pytest.fixture
def interface(monkeypatch: pytest.MonkeyPatch) -> list[Sequence[str]]:
    """What the interface says when it is opened, instead of opening it."""
    said: list[Sequence[str]] = []

    def opened(session: Session, notices: Sequence[str] = ()) -> int:
        said.append(tuple(notices))
        return 7

    monkeypatch.setattr(Session, "open_interface", opened)
    monkeypatch.setattr(Session, "must_have_terminal", staticmethod(lambda: None))
    return said


def test_who_sits_at_a_terminal_is_asked_with_the_papers_before_the_eyes(
    shelf: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No changes nothing, yes does it; of many papers the first twenty are named, and how many more there are."""
    asked: list[str] = []
    answers = iter([False, True])

    def confirm(question: str, err: bool) -> bool:
        asked.append(question)
        return next(answers)

    screen = SimpleNamespace(isatty=lambda: True)
    monkeypatch.setattr("reader.cli.session.sys", SimpleNamespace(stdin=screen, stderr=screen))
    monkeypatch.setattr(click, "confirm", confirm)
    refused = shelf("star", "--query", "models", check=False)
    assert (refused.status, refused.err.splitlines()[-1]) == (1, "reader: Nothing was changed.")
    assert len([line for line in refused.err.splitlines() if "Paper number" in line]) == 20
    assert "… and 2 more" in refused.err.splitlines()
    assert shelf("search", "--ids", "is:starred").lines == []
    shelf("star", "--query", "models")
    assert len(shelf("search", "--ids", "--limit", "0", "is:starred").lines) == 22
    assert len(asked) == 2


def test_what_is_said_on_a_narrow_terminal_breaks_between_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = "'is:stared' is no filter value; did you mean 'is:starred'?"
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(sys.stderr, "fileno", lambda: 2)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((40, 20)))
    say(said)
    say("a\n  two lines")
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((0, 0)))
    say(said)
    first = "'is:stared' is no filter value; did you\nmean 'is:starred'?"
    assert capsys.readouterr().err == f"{first}\na\n  two lines\n{said}\n"


def test_one_that_is_no_terminal_takes_yes(shelf: Reader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where answers come from a pipe, and where nobody sees the question."""
    for stdin, stderr in ((False, True), (True, False)):
        streams = {"stdin": stdin, "stderr": stderr}
        named = {name: SimpleNamespace(isatty=lambda so=so: so) for name, so in streams.items()}
        monkeypatch.setattr("reader.cli.session.sys", SimpleNamespace(**named))
        answer = shelf("star", "--query", "models", check=False)
        assert (answer.status, "Off a terminal that takes --yes." in answer.err) == (2, True)
    shelf("tag", shelf("search", "--ids", "--limit", "1", "models").lines[0], "--add", "once")
    assert "Take 'once' off 1 paper? Off" in shelf("tags", "delete", "once", check=False).err


def test_json_is_one_line_but_where_a_person_reads_it(capsys: pytest.CaptureFixture[str]) -> None:
    put_json({"title": "Ünder"})
    monkeypatch = pytest.MonkeyPatch()
    with monkeypatch.context() as patch:
        patch.setattr(sys.stdout, "isatty", lambda: True)
        put_json({"title": "Ünder"})
    assert capsys.readouterr().out == '{"title": "Ünder"}\n{\n  "title": "Ünder"\n}\n'


@pytest.mark.parametrize(("sources", "seen"), [(1, False), (3, True)])
def test_how_far_an_import_is_stands_on_one_line_that_goes(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, sources: int, seen: bool
) -> None:
    """One source is not worth it, and no file or pipe gets it."""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: seen)
    progress = ProgressLine()
    for done in range(sources):
        progress.report(done, sources)
        progress.report(done, None)
    progress.end()
    shown = "".join(f"\r\x1b[KReading {done} of {sources} …" for done in range(sources)) + "\r\x1b[K"
    assert capsys.readouterr().err == (shown if seen else "")


def test_a_disk_that_takes_no_output_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe that nobody reads is none: what is said there is lost in silence."""

    def full(error: OSError) -> SimpleNamespace:
        def write(text: str) -> int:
            raise error

        return SimpleNamespace(write=write)

    monkeypatch.setattr("reader.cli.output.sys", SimpleNamespace(stdout=full(OSError(28, "No space left on device"))))
    with pytest.raises(OutputError, match=r"^The output could not be written: No space left on device\.$"):
        put("words")
    monkeypatch.setattr("reader.cli.output.sys", SimpleNamespace(stdout=full(BrokenPipeError())))
    put("words")


def test_open_imports_first_and_says_in_the_interface_what_came_of_it(
    reader: Reader, interface: list[Sequence[str]], tmp_path: Path
) -> None:
    """What could not be read too; where nothing could be, the interface stays closed."""
    good = page(tmp_path, "FlatQuant: Flatness Matters")
    bad = tmp_path / "missing.txt"
    assert reader("open", good, str(bad), check=False).status == 7
    ((imported, failed),) = interface
    assert (imported, str(bad) in failed) == ("Imported: 1 new, 1 not readable.", True)
    answer = reader("open", str(bad), check=False)
    assert (answer.status, len(answer.err.splitlines()), len(interface)) == (1, 1, 1)


def test_open_takes_an_export_back(reader: Reader, interface: list[Sequence[str]], tmp_path: Path) -> None:
    """A vault by itself as well: what somebody ticked there is told, and nothing is called imported."""
    reader("import", page(tmp_path, "FlatQuant: Flatness Matters"))
    vault = tmp_path / "vault"
    reader("export", "--format", "obsidian", "--output", str(vault))
    (note,) = [path for path in vault.glob("*.md") if "FlatQuant" in path.name]
    note.write_text(note.read_text("utf-8").replace('status: "unread"', 'status: "read"'), encoding="utf-8")
    assert reader("open", str(vault), check=False).status == 7
    ((notice,),) = interface
    assert "Imported" not in notice
    assert len(reader("search", "--ids", "is:read").lines) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize("heard", [True, False])
def test_a_signal_that_ends_a_command_leaves_no_unfinished_file(
    shelf: Reader, tmp_path: Path, number: signal.Signals, *, heard: bool
) -> None:
    """The process ends by it, as whoever sent it expects; one that it is not to hear (`nohup`) ends nothing."""
    out = tmp_path / "out"
    out.mkdir()
    (out / "all.bib").write_text("% as it was\n")
    told = f"""
import os, signal, sys
signal.signal({int(number)}, signal.SIG_DFL if {heard} else signal.SIG_IGN)
from reader.store import disk
sync = disk.sync
def struck(fd):
    os.kill(os.getpid(), {int(number)})
    sync(fd)
disk.sync = struck
from reader.cli.main import main
main(sys.argv[1:])
"""
    command = [
        sys.executable,
        "-c",
        told,
        "--library",
        str(shelf.folder),
        "export",
        "--format",
        "bibtex",
        "-o",
        str(out / "all.bib"),
        "--force",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == (-number if heard else 0), done.stderr
    assert [path.name for path in out.iterdir()] == ["all.bib"]
    assert ((out / "all.bib").read_text() == "% as it was\n") is heard
    before = [signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP)]
    shelf("search")
    assert [signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP)] == before


def test_an_interrupt_while_the_program_is_loaded_is_one_word(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    __main__._at_once(2, None)
    assert (ended, capfd.readouterr().err) == ([130], "Interrupted.\n")


def test_an_interrupt_is_heard_before_anything_is_loaded() -> None:
    """But for what every start of Python loads, and what is a part of Python."""
    told = "import os, sys; had = set(sys.modules); import reader.__main__; print(sorted({*sys.modules} - had))"
    done = subprocess.run([sys.executable, "-S", "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['gc', 'reader', 'reader.__main__']"


def test_an_interrupt_where_nothing_can_be_raised_is_one_all_the_same(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Python only writes a traceback of it and goes on; of any other error it still does."""
    ended: list[int] = []
    others: list[object] = []
    monkeypatch.setattr(os, "_exit", ended.append)
    monkeypatch.setattr(sys, "__unraisablehook__", others.append)
    for error in (KeyboardInterrupt, ValueError):
        __main__._unheard(SimpleNamespace(exc_type=error))
    assert (ended, capfd.readouterr().err, len(others)) == ([130], "Interrupted.\n", 2)


def test_a_report_of_an_error_lies_in_the_temporary_folder_where_no_other_takes_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Where none does, there is none, and that is told too."""
    state_dir().parent.mkdir(parents=True)
    state_dir().write_text("in the way", encoding="utf-8")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    path = write_report(ValueError("of a test"))
    assert path is not None
    assert (path.parent, "ValueError: of a test" in path.read_text("utf-8")) == (tmp_path, True)
    monkeypatch.setattr("tempfile.tempdir", str(state_dir()))
    assert write_report(ValueError("of a test")) is None


def test_a_report_is_for_its_user_alone_and_nothing_that_bears_its_name_is_written_over(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    paths = [write_report(ValueError("of a test")) for _ in range(3)]
    assert len({path.name for path in paths if path is not None}) == 3
    assert {stat.S_IMODE(path.stat().st_mode) for path in paths if path is not None} == {0o600}
    theirs = tmp_path / "theirs"
    theirs.write_text("words of somebody else", encoding="utf-8")
    monkeypatch.setattr("secrets.token_hex", lambda number: "foreseen")

    class Stopped(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Stopped:
            return cls(2026, 11, 26, tzinfo=tz)

    monkeypatch.setattr("reader.crash_report.datetime", Stopped)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for folder in (state_dir(), tmp_path):
        (folder / "crash-20261126-000000-foreseen.txt").symlink_to(theirs)
    assert write_report(ValueError("of a test")) is None
    assert theirs.read_text("utf-8") == "words of somebody else"


@pytest.mark.parametrize(
    ("raised", "status", "said"),
    [
        (click.exceptions.Abort(), 130, "Interrupted.\n"),
        (KeyboardInterrupt(), 130, "Interrupted.\n"),
        (click.ClickException("No such terminal."), 1, "reader: No such terminal.\n"),
        (OSError(28, "No space left on device"), 1, "reader: It could not be done: No space left on device.\n"),
        (MemoryError(), 1, "reader: It could not be done: it needs more memory than there is.\n"),
        (RecursionError(), 1, "reader: It could not be done: it is nested too deeply.\n"),
        (OutputError("The output could not be written."), 1, "reader: The output could not be written.\n"),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_whatever_ends_a_command_is_a_status_and_a_sentence_at_most(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, raised: BaseException, status: int, said: str
) -> None:
    def main(**_: object) -> int:
        raise raised

    monkeypatch.setattr(command_line.reader, "main", main)
    answer = reader("search", check=False)
    assert (answer.status, answer.out, answer.err) == (status, "", said)


@pytest.mark.parametrize("cause", [KeyboardInterrupt(), ZeroDivisionError()])
def test_an_interrupt_that_python_wraps_while_a_class_is_made_is_one(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, cause: BaseException
) -> None:
    """As Python 3.11 does with what a descriptor of the class raises."""

    def main(**_: object) -> int:
        raise RuntimeError("Error calling __set_name__") from cause

    monkeypatch.setattr(command_line.reader, "main", main)
    answer = reader("search", check=False)
    interrupted = isinstance(cause, KeyboardInterrupt)
    assert answer.status == (130 if interrupted else 1)
    assert (answer.err == "Interrupted.\n") is interrupted


def test_an_error_that_nobody_foresaw_is_a_sentence_that_names_its_report(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def main(**_: object) -> int:
        raise ZeroDivisionError("of a test")

    monkeypatch.setattr(command_line.reader, "main", main)
    answer = reader("search", check=False)
    (report,) = state_dir().glob("crash-*")
    assert "ZeroDivisionError: of a test" in report.read_text("utf-8")
    assert (answer.status, len(answer.err.splitlines()), str(report) in answer.err) == (1, 1, True)


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (
            OSError(28, "No space left on device"),
            1,
            "reader: The output could not be written: No space left on device.\n",
        ),
        (BrokenPipeError(), 0, ""),
    ],
)
def test_what_the_last_of_the_output_meets_is_told_too(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, error: OSError, status: int, said: str
) -> None:
    """What is buffered is written at the end: a full disk shows then, and a pipe that nobody reads is no failure."""

    def flush() -> None:
        raise error

    with monkeypatch.context() as patch:
        patch.setattr(sys.stdout, "flush", flush)
        ended = command_line._flushed(0)
    assert (ended, capsys.readouterr().err) == (status, said)
