"""What the settings say is what the interface does, from its first frame on."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from reader.cli.main import main
from reader.operations import reading_lists
from reader.operations.collection import Collection, Kind
from reader.paper import Paper
from reader.paths import state_dir
from reader.settings import THEMES, Settings, read_settings
from reader.tui.app import ReaderApp
from reader.tui.help import HelpLines
from reader.tui.themes import theme_names
from tests.support import terminal as terminals
from tests.support.keyboard import burst
from tests.support.memory import library
from tests.support.screen import bottom, opened, text, until
from tests.tui.test_screen import shelf as small_shelf

LIGHT, DARK = "48;2;253;246;227", "48;2;18;18;18"
"""The ground of the themes "solarized-light" and "textual-dark", as a terminal is told it."""


def one_paper(folder: Path, title: str = "A paper") -> Path:
    """A library with one paper."""
    source = folder.parent / f"{folder.name}.jsonl"
    source.write_text(json.dumps({"title": title}) + "\n", encoding="utf-8")
    with pytest.raises(SystemExit) as done:
        main(["--library", str(folder), "import", str(source)])
    assert done.value.code == 0
    return folder


def seen(config: Path, *arguments: str, keys: str = "q") -> str:
    """All that the interface writes to a terminal until it is left."""
    terminal = terminals.Terminal(*arguments, READER_CONFIG=str(config), COLORTERM="truecolor")
    try:
        terminal.wait_for("1 paper")
        assert terminal.end(keys) == 0
    finally:
        terminal.stop()
    return str(terminal.bytes.decode(errors="replace"))


def with_settings(tmp_path: Path, toml: str) -> tuple[Path, str]:
    """A settings file, and a library to open with it."""
    config = tmp_path / "config.toml"
    config.write_text(toml, encoding="utf-8")
    return config, str(one_paper(tmp_path / "library"))


ABOUT_THE_FILE = {"path", "text", "problems", "names_library", "library_doubt", "citation_key_doubt", "is_unread"}
"""What the settings say of the file they were read from."""
NOT_ON_THE_SCREEN = {
    "columns", "citation_key", "goal", "contact", "hf_url", "arxiv_url", "crossref_url", "doi_url", "arxiv_pause",
}  # fmt: skip
"""What shows in a wider list, in exports, in figures and to services on the network; see `tests.tui.test_groups`,
`tests.test_citation_keys`, `tests.cli.test_stats` and `tests.test_settings`."""
MOUSE = "\x1b[?1000h"
EFFECTS: dict[str, tuple[str, Callable[[str], bool]]] = {
    "library": ('library = "{folder}"\n', lambda told: "A paper" in told),
    "theme": ('theme = "solarized-light"\n', lambda told: LIGHT in told and DARK not in told),
    "mouse": ("mouse = false\n", lambda told: MOUSE not in told),
    "keys": ('[keys]\nquit = "Q"\n', lambda told: terminals.MODES_OFF[0] in told),
}
"""How each setting is written, and how it is seen in what a terminal is told: of a key, that it leaves the screen."""


def test_every_setting_has_an_effect(tmp_path: Path) -> None:
    """A setting that is read and not applied has no entry above that holds; without any, it is the other way round."""
    known = [one.name for one in fields(Settings) if one.name not in ABOUT_THE_FILE]
    assert [name for name in known if name not in NOT_ON_THE_SCREEN] == list(EFFECTS)
    config, folder = with_settings(tmp_path, "")
    config.write_text("".join(toml for toml, _ in EFFECTS.values()).format(folder=folder), encoding="utf-8")
    told = seen(config, keys="Q")
    assert [name for name, (_, works) in EFFECTS.items() if not works(told)] == []
    config.write_text("mouse = true\n", encoding="utf-8")
    told = seen(config, "--library", folder)
    assert (MOUSE in told, DARK in told) == (True, True)


def test_settings_that_are_lost_open_no_empty_library(tmp_path: Path) -> None:
    """The interface stays away, and says where the library is; one that begins beside another says that on its screen
    too."""
    config, folder = with_settings(tmp_path, "")
    config.write_text(f'library = "{folder}"\n', encoding="utf-8")
    seen(config)
    config.write_text("mouse = false\n", encoding="utf-8")
    terminal = terminals.Terminal(READER_CONFIG=str(config))
    terminal.wait_for(f"names no library any more; it named '{folder}'.")
    assert terminal.end() == 1
    assert terminals.TAKEN.encode() not in terminal.bytes
    other = tmp_path / "other.toml"
    other.touch()
    terminal = terminals.Terminal(READER_CONFIG=str(other))
    terminal.wait_for("Nothing to read yet")
    terminal.wait_for("A new library begins in")
    assert terminal.end("q") == 0


def test_the_theme_that_was_chosen_last_is_there_from_the_first_frame(tmp_path: Path) -> None:
    config, folder = with_settings(tmp_path, "")
    state_dir().mkdir(parents=True, exist_ok=True)
    (state_dir() / "window.json").write_text('{"theme": "solarized-light"}')
    told = seen(config, "--library", folder)
    assert (LIGHT in told, DARK in told) == (True, False)


def shelf() -> Any:
    """A library with one paper, in memory."""
    return library(Paper(id="p1", title="A paper"))


async def test_the_theme_of_the_settings_wins_over_the_one_chosen_last(tmp_path: Path) -> None:
    assert await left_with(tmp_path, Settings(), "dracula") == "textual-dark"
    for name in ("ansi-dark", "ansi-light", "nord", "textual-light"):
        async with opened(shelf(), tmp_path, settings=Settings(theme=name)) as (app, _):
            assert app.theme == name
            assert app.stylesheet._variables["background"] == app.get_css_variables()["background"]
            assert app.has_class("-dark-mode") == app.current_theme.dark
    assert await left_with(tmp_path, Settings()) == "dracula"


async def test_the_colours_of_the_theme_are_known_before_the_first_frame(tmp_path: Path) -> None:
    """A watcher would bring them after it."""
    app = ReaderApp(shelf, settings=Settings(theme="nord"), state=tmp_path, folder=Path(), library=shelf())
    assert app.stylesheet._variables["background"] == app.get_css_variables()["background"]


async def test_a_theme_of_the_settings_that_is_none_is_the_usual_theme(tmp_path: Path) -> None:
    async with opened(shelf(), tmp_path, settings=Settings(theme="no-such")) as (app, _):
        assert app.theme == "textual-dark"
        assert set(THEMES) == set(theme_names()) == set(app.available_themes)


def test_what_is_wrong_with_the_settings_can_be_read_when_the_interface_is_left(tmp_path: Path) -> None:
    """It stands on the usual screen, in front of the one that the interface takes."""
    config, folder = with_settings(tmp_path, 'theme = "nrod"\nmouse = 3\n')
    before = seen(config, "--library", folder).partition(terminals.TAKEN)[0]
    for said in (str(config), "there is no theme 'nrod'", "mouse"):
        assert said in before


async def left_with(state: Path, settings: Settings, chosen: str = "") -> str:
    """The theme of an interface that is opened and left again, another one `chosen` in it."""
    async with opened(shelf(), state, settings=settings) as (app, pilot):
        shown = app.theme
        if chosen:
            app.main.navigator.show_theme(chosen)
        await pilot.press("q")
    return shown


async def test_only_a_theme_that_the_user_chose_in_the_interface_is_the_one_chosen_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not the one of the settings, be it right or mistyped, nor what stands for it without colours."""
    await left_with(tmp_path, Settings(), "dracula")
    assert await left_with(tmp_path, Settings(theme="no-such", path="config.toml")) == "dracula"
    assert await left_with(tmp_path, Settings(theme="nord")) == "nord"
    with monkeypatch.context() as colourless:
        colourless.setenv("NO_COLOR", "1")
        assert await left_with(tmp_path, Settings()) == "ansi-dark"
    assert await left_with(tmp_path, Settings()) == "dracula"
    await left_with(tmp_path, Settings(theme="nord"), "monokai")
    assert await left_with(tmp_path, Settings()) == "monokai"


async def test_a_remembered_theme_that_is_gone_is_no_reason_for_a_word(tmp_path: Path) -> None:
    (tmp_path / "window.json").write_text('{"theme": "gone"}')
    async with opened(shelf(), tmp_path) as (app, _):
        assert app.theme == "textual-dark"
        assert bottom(app).startswith("1 paper")


def test_the_interface_opens_with_the_settings_that_are_right_and_says_the_others(tmp_path: Path) -> None:
    """A key that is given to no command and a theme that is a number keep nobody out."""
    config, folder = with_settings(tmp_path, 'theme = 3\n[keys]\n"paper.fly" = "z"\nquit = "Q"\n')
    told = seen(config, "--library", folder, keys="Q")
    assert "theme must be text." in told
    assert "line 3: keys.paper.fly: there is no such command" in told


async def test_keys_of_the_users_own_tag_put_on_lists_and_open_searches(tmp_path: Path) -> None:
    """With what is selected, as one step, and `.` does it again; a search that is not there is named."""
    keys = {"tag:to-read": ("W",), "list:Short": ("M",), "search:long ones": ("N",), "search:none": ("D",)}
    found = small_shelf()
    reading_lists.new_list(found, "Long ones", query="attention")
    async with opened(found, tmp_path, settings=Settings(keys=keys)) as (app, pilot):
        await burst(app, pilot, "space", "space", "W", "escape")
        assert [id for id, paper in found.papers.items() if "to-read" in paper.tags] == ["p1", "p2"]
        await burst(app, pilot, "G", "M", "k", ".")
        assert found.reading_list("Short").papers == ("p5", "p4")
        await burst(app, pilot, "?")
        assert "Reader" in text(app)  # Its lines are laid when they are drawn.
        assert "Tag 'to-read'" in "\n".join(map(str, app.screen.query_one(HelpLines)._lines))
        await burst(app, pilot, "escape", "N")
        assert app.main.view_state.collection == Collection(Kind.LIST, "Long ones")
        await burst(app, pilot, "D")
        assert "There is no reading list called 'none'" in text(app)


async def test_a_theme_is_chosen_from_when_somebody_chose_it_on(tmp_path: Path) -> None:
    """In the next run, too."""
    async with opened(library(), tmp_path, settings=Settings()) as (app, _):
        assert not app.main.navigator.is_theme_chosen
        app.main.navigator.show_theme("nord")
        assert app.main.navigator.is_theme_chosen
    async with opened(library(), tmp_path, settings=Settings()) as (app, _):
        assert (app.theme, app.main.navigator.is_theme_chosen) == ("nord", True)


async def test_a_setting_is_found_by_its_name_with_what_holds_and_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "config.toml"
    path.write_text('\ngoal = "2 a week"\n', encoding="utf-8")
    edited: list[tuple[Path, int]] = []
    async with opened(library(Paper("a", "A paper")), tmp_path, (120, 36), settings=read_settings(path)) as (
        app,
        pilot,
    ):

        def edit(at: Path, line: int) -> str:
            edited.append((at, line))
            return ""

        monkeypatch.setattr(app.main.context, "edit_file", edit)
        await pilot.press("apostrophe", *"goal")
        # The papers that have the letters are found a moment later, and the rows are drawn anew.
        await until(pilot, lambda: any("goal" in row and "2 a week, line 2" in row for row in text(app).splitlines()))
        await pilot.press("enter")
        await until(pilot, lambda: bool(edited))
    assert edited == [(path, 2)]
