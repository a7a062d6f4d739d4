"""What is answered before anything is loaded: the version and the helps."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import click
import pytest

from reader import __version__
from reader.cli.examples import EXAMPLES
from reader.cli.front import MOST_COLUMNS, VERBS, answered, columns, help_text
from reader.cli.main import reader as commands
from reader.cli.shells import ASKED_BY, WORDS
from tests.support.cli import Reader


def _loaded(*calls: str) -> set[str]:
    """The modules that are there after these calls of the command, one after the other, in a process of its own."""
    code = f"""
import io, runpy, sys
for call in {calls!r}:
    sys.argv = ["reader", *call.split()]
    sys.stdout = io.StringIO()
    try:
        runpy.run_module("reader", run_name="__main__")
    except SystemExit as left:
        assert not left.code, (call, left.code)
sys.__stdout__.write(" ".join(sys.modules))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_version_and_help_load_nothing_that_runs_a_command() -> None:
    loaded = _loaded("--version", "--help", "-h")
    assert {name for name in loaded if name.startswith("reader")} == {
        "reader",
        "reader.cli",
        "reader.cli.examples",
        "reader.cli.front",
    }
    assert not loaded & {"click", "json", "textual", "tinydb"}


def test_the_help_of_a_verb_loads_neither_library_nor_store_nor_interface() -> None:
    """Of all verbs and of those beneath them."""
    context = click.Context(commands)
    calls = [f"{name} --help" for name in VERBS]
    for name in VERBS:
        verb = commands.get_command(context, name)
        calls += [f"{name} {under} --help" for under in getattr(verb, "commands", ())]
    assert len(calls) > len(VERBS)
    loaded = _loaded(*calls)
    assert {"click", "reader.cli.papers"} <= loaded
    rooms = ("reader.library", "reader.operations", "reader.search", "reader.store", "reader.tui", "tinydb", "textual")
    assert not [name for name in loaded if name.startswith(rooms)]


def test_what_is_loaded_says_the_same_as_what_is_not(reader: Reader) -> None:
    """With --library before it, the help comes from the place that runs the verbs."""
    answer = reader("--help")
    assert answer.out == f"{help_text(columns())}\n"


@pytest.mark.parametrize("width", [48, 60, 78, 98])
def test_help_fits_its_width_and_loses_no_word(width: int) -> None:
    text = help_text(width)
    assert max(map(len, text.splitlines())) <= width
    told = " ".join(text.split()).partition("Commands: ")[2]
    verbs = [f"{name} {verb.help}" for name, verb in VERBS.items()]
    assert told == " ".join([*verbs, "Examples:", *EXAMPLES[""]])


def test_each_verb_is_told_in_one_line_of_a_terminal_of_eighty_columns() -> None:
    told = help_text(78).splitlines()
    assert [line for line in told if line.startswith("   ")] == ["                 user's data)."]
    begin = told.index("Commands:") + 1
    assert [line.split()[0] for line in told[begin : begin + len(VERBS)]] == list(VERBS)


def test_every_verb_stands_in_the_module_that_the_table_names() -> None:
    for module in {verb.module for verb in VERBS.values()}:
        held = [verb.name for verb in import_module(f"reader.cli.{module}").CLICK_COMMANDS]
        assert held == [name for name, verb in VERBS.items() if verb.module == module]


@pytest.mark.parametrize(
    ("asked", "wide"),
    [
        ("70", 68),
        ("20", 38),
        ("300", MOST_COLUMNS - 2),
        ("0", 78),
        ("wide", 78),
        ("", 78),
        ("9" * 5000, MOST_COLUMNS - 2),
    ],
)
def test_help_is_as_wide_as_the_terminal_within_bounds(monkeypatch: pytest.MonkeyPatch, asked: str, wide: int) -> None:
    def no_terminal(_: int) -> os.terminal_size:
        raise OSError(25, "Inappropriate ioctl for device")

    monkeypatch.setenv("COLUMNS", asked)
    monkeypatch.setattr(os, "get_terminal_size", no_terminal)
    assert columns() == wide


def test_help_asks_the_terminal_for_its_width(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    monkeypatch.setattr(os, "get_terminal_size", lambda _: os.terminal_size((64, 20)))
    assert columns() == 62


@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize("call", ["--version", "--help"])
def test_help_that_cannot_be_written_is_an_error_as_of_any_verb(call: str, unbuffered: str) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no disk that is always full")
    with full.open("w") as out:
        done = subprocess.run(
            [sys.executable, "-m", "reader", call],
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )
    assert (done.returncode, done.stderr) == (1, "reader: It could not be done: No space left on device.\n")


def test_what_could_not_be_written_is_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It would stand before what is said instead, or come again when the program ends."""
    full, kept = Path("/dev/full"), tmp_path / "kept"
    if not full.exists():
        pytest.skip("this system has no disk that is always full")
    with full.open("w") as out, kept.open("w") as file:
        monkeypatch.setattr(sys, "stdout", out)
        assert not answered(["--version"])
        with pytest.raises(OSError, match="No space left"):
            os.write(out.fileno(), b"x")  # It is still the full disk.
        os.dup2(file.fileno(), out.fileno())
        out.write("said instead")
    assert kept.read_text() == "said instead"


def test_the_version_is_left_to_the_commands_where_there_is_no_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert not answered(["--version"])


def test_the_version_is_told_in_a_line(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    from reader.__main__ import main

    monkeypatch.setattr(sys, "argv", ["reader", "--version"])
    main()
    assert capfd.readouterr().out == f"reader {__version__}\n"


def test_a_shell_that_asks_is_answered_with_what_may_stand_there_and_any_other_call_with_itself(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.__main__ import main

    monkeypatch.setattr(sys, "argv", ["reader", "--version"])
    monkeypatch.setenv(WORDS, "sear")
    for shell, told in (("zsh", "=search\t"), ("a shell of nobody", f"reader {__version__}\n")):
        monkeypatch.setenv(ASKED_BY, shell)
        main()
        assert capfd.readouterr().out.startswith(told)
