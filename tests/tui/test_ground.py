"""The theme fits the terminal's own ground, where nobody chose one; what is typed meanwhile is typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from reader.cli.main import main
from reader.tui.ground import ASKING_GROUND, Ground, is_light_colour
from reader.tui.signals import Ending
from tests.support import terminal as terminals
from tests.tui.test_settings import DARK

PATIENT = "import reader.tui.ground; reader.tui.ground.GROUND_TIME = 60.0"
"""However slow the machine is, the answer of a test comes in time."""
HURRIED = "import reader.tui.ground; reader.tui.ground.GROUND_TIME = 0.0"
"""Every answer is late."""
WHITE, BLACK = "\x1b]11;rgb:ffff/ffff/f0f0\x1b\\", "\x1b]11;rgb:0000/0000/0000\x07"


@pytest.fixture
def shelf(tmp_path: Path) -> str:
    """A library with one paper."""
    folder = str(tmp_path / "library")
    with pytest.raises(SystemExit):
        main(["--library", folder, "add", "--title", "A paper"])
    return folder


def started(shelf: str, before: str) -> Iterator[terminals.Terminal]:
    """The interface, as far as to its question."""
    terminal = terminals.Terminal("--library", shelf, before=before, COLORTERM="truecolor")
    try:
        terminal.read(lambda seen: ASKING_GROUND.decode() in seen)
        yield terminal
    finally:
        terminal.stop()


@pytest.mark.parametrize(("answer", "is_light"), [(WHITE, True), (BLACK, False)])
def test_a_light_terminal_has_a_light_theme_from_the_first_frame(shelf: str, answer: str, is_light: bool) -> None:
    """And a key that comes in one piece with the answer is pressed."""
    for terminal in started(shelf, PATIENT):
        terminal.send(f"e{answer}half a thought")
        terminal.wait_for("half a thought")
        assert (DARK.encode() in terminal.bytes) != is_light
        assert terminal.end("\x1b\x1bq") == 0
        assert terminal.restored


def test_an_answer_that_comes_late_is_no_key(shelf: str) -> None:
    for terminal in started(shelf, HURRIED):
        terminal.wait_for("1 paper")
        terminal.press("e", "Note on")
        terminal.press(f"half {WHITE[:9]}", "half")
        terminal.press(f"{WHITE[9:]}a thought", "a thought")
        assert b"rgb" not in terminal.bytes.replace(ASKING_GROUND, b"")
        assert terminal.end("\x1b\x1bq") == 0
        assert terminal.restored


def test_where_a_theme_is_chosen_the_terminal_is_not_asked(tmp_path: Path, shelf: str) -> None:
    config = tmp_path / "config.toml"
    config.write_text('theme = "solarized-light"\n')
    terminal = terminals.Terminal("--library", shelf, READER_CONFIG=str(config))
    try:
        terminal.wait_for("1 paper")
        assert ASKING_GROUND not in terminal.bytes
        assert terminal.end("q") == 0
    finally:
        terminal.stop()


@pytest.mark.parametrize(("told", "is_light"), [("0;15", True), ("15;0", False), ("0;default;7", True), ("", False)])
def test_a_terminal_that_cannot_be_asked_may_have_said_it(told: str, is_light: bool) -> None:
    assert Ground(Ending(), {"COLORFGBG": told}).look() is is_light


@pytest.mark.parametrize(
    ("told", "is_light"),
    [("ffff/ffff/ffff", True), ("f/f/f", True), ("00/2b/36", False), ("fdfd/f6f6/e3e3/ffff", True), ("x/y/z", None),
     ("ffff/ffff", None), ("", None), ("fffff/0/0", None)],
)  # fmt: skip
def test_a_colour_is_light_or_dark_or_none(told: str, is_light: bool | None) -> None:
    assert is_light_colour(told) is is_light
