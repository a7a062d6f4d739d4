"""Browsers, clipboards and shells may be missing, fail or hang: the interface says so and goes on."""

from __future__ import annotations

import json
import shlex
import stat
import threading
from pathlib import Path

import pytest

from reader.cli.main import main
from reader.library.library import Library
from reader.paper import Paper
from reader.tui.outside_programs import browse, copy_with_tool, edit_in_place, has_browser
from tests.support import terminal as terminals
from tests.support.memory import library
from tests.support.screen import bottom, opened, until

WIDE = (200, 24)


def shelf() -> Library:
    """A library with one paper, in memory."""
    return library(Paper(id="p1", title="A paper", url="https://a.example/paper"))


def program(folder: Path, name: str, script: str) -> str:
    """A program that runs a shell script."""
    folder.mkdir(exist_ok=True)
    file = folder / name
    file.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that is all of PATH, and no desktop around it."""
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "BROWSER"):
        monkeypatch.delenv(variable, raising=False)
    folder = tmp_path / "programs"
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.mark.parametrize("script", ["exit 1", "kill -9 $$", "echo noise; echo noise >&2; exit 1"])
async def test_a_browser_that_fails_is_said_and_the_address_copied(
    script: str, tmp_path: Path, desktop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", program(desktop, "browser", script))
    async with opened(shelf(), tmp_path / "state", WIDE) as (app, pilot):
        await pilot.press("o")
        await until(pilot, lambda: "The browser could not open it." in bottom(app))
        assert "The address was copied: https://a.example/paper" in bottom(app)
        assert app.clipboard == "https://a.example/paper"


@pytest.mark.parametrize("browser", ["", " ", "w3m", "/usr/bin/lynx -x", "elinks:firefox"])
async def test_a_browser_that_would_draw_over_the_screen_is_none(
    browser: str, tmp_path: Path, desktop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("BROWSER", browser)
    assert not has_browser()
    async with opened(shelf(), tmp_path / "state", WIDE) as (app, pilot):
        await pilot.press("o")
        await pilot.pause()
        assert "There is no browser here. The address was copied: https://a.example/paper" in bottom(app)


def test_what_a_browser_prints_never_reaches_the_terminal(
    desktop: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    told = tmp_path / "told"
    script = f'echo noise; echo noise >&2; (echo noise > /dev/tty) 2>/dev/null; echo "$1" > {shlex.quote(str(told))}'
    monkeypatch.setenv("BROWSER", program(desktop, "browser", script))
    assert browse("https://a.example/paper")
    assert told.read_text().strip() == "https://a.example/paper"
    assert capfd.readouterr() == ("", "")


async def test_a_clipboard_that_hangs_keeps_nobody_waiting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The next keys are answered while it hangs."""
    goes_on = threading.Event()
    monkeypatch.setattr("reader.tui.outside_programs.copy_with_tool", lambda text: goes_on.wait(30))
    async with opened(shelf(), tmp_path / "state", WIDE) as (app, pilot):
        await pilot.press("y", "enter", "s")
        await until(pilot, lambda: "Starred" in bottom(app))
        goes_on.set()
        await until(pilot, lambda: "was copied." in bottom(app))


async def test_the_key_that_copies_pressed_twice_copies_the_last_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the next run too, and typed in one go."""
    got: list[str] = []
    monkeypatch.setattr("reader.tui.outside_programs.copy_with_tool", got.append)
    held = shelf()
    key = held.citation_keys[next(iter(held.papers))]
    async with opened(held, tmp_path / "state", WIDE) as (app, pilot):
        await pilot.press("y", "j", "j", "enter")
        await until(pilot, lambda: "citation key of" in bottom(app))
        await pilot.press("y", "y")
        await until(pilot, lambda: len(got) == 2)
    async with opened(held, tmp_path / "state", WIDE) as (app, pilot):
        await pilot.press("y", "y")
        await until(pilot, lambda: len(got) == 3)
    assert got == [key] * 3


@pytest.mark.parametrize("script", ["exit 1", "kill -9 $$"])
def test_a_clipboard_tool_that_fails_has_copied_nothing(
    script: str, desktop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DISPLAY", ":0")
    program(desktop, "xclip", script)
    assert not copy_with_tool("text")


def test_without_a_shell_to_go_back_to_nothing_is_stopped(tmp_path: Path) -> None:
    """Where Reader is all that a terminal runs, ctrl+z would freeze it for good."""
    source, folder = tmp_path / "one.jsonl", tmp_path / "library"
    source.write_text(json.dumps({"title": "A paper"}) + "\n", encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--library", str(folder), "import", str(source)])
    terminal = terminals.Terminal("--library", str(folder))
    try:
        terminal.wait_for("1 paper")
        terminal.press("\x1a", "No shell waits for Reader here")
        assert terminal.end("q") == 0
    finally:
        terminal.stop()


def test_a_file_is_edited_where_it_lies_at_its_line_where_the_editor_knows_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = tmp_path / "told"
    for name, wanted in (("nano", ["+3", "the file"]), ("other", ["the file"])):
        editor = tmp_path / name
        editor.write_text(f'#!/bin/sh\nfor word; do echo "$word"; done > {told}\n', encoding="utf-8")
        editor.chmod(0o755)
        monkeypatch.setenv("VISUAL", str(editor))
        assert edit_in_place(Path("the file"), 3) == ""
        assert told.read_text("utf-8").splitlines() == wanted
    monkeypatch.setenv("VISUAL", "no'editor")
    assert "no closing quotation" in edit_in_place(Path("the file"), 0)
