"""The settings, as the interface shows and changes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.commands.questions import AskChoice
from reader.commands.settings import settings_shown
from reader.errors import Refused
from reader.paper import Paper
from reader.paths import usual_folder
from reader.settings import Settings, read_settings
from tests.support.context import PlainContext
from tests.support.memory import library


def window(path: Path, *answers: object) -> PlainContext:
    """With the settings of a file."""
    here = PlainContext(library(Paper("a", "Alpha")), *answers)
    here.settings = read_settings(path)
    return here


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of settings."""
    found = tmp_path / "config.toml"
    found.write_text('goal = "1 a week"\n\n[keys]\n"paper.copy" = "c"\n', encoding="utf-8")
    return found


def test_a_setting_of_the_file_is_opened_at_its_line_and_one_that_is_chosen_is_asked_for(path: Path) -> None:
    here = window(path, "goal", "keys", "contact", "theme", "nord", "pinned")
    for line in (1, 4, 0):
        here.run("settings")
        assert here.edited_at == (path, line)
    asked = here.asked[0]
    assert isinstance(asked, AskChoice)
    told = {choice.value: choice.hint for choice in asked.choices}
    assert [told[name] for name in ("goal", "keys", "theme", "mouse")] == [
        "line 1",
        "line 4",
        "choose it",
        "standard",
    ]
    assert here.run("settings").navigator.theme == "nord"
    assert {one.name: one.told for one in settings_shown(here)}["theme"] == "chosen here"
    assert "pins the place" in here.run("settings").said[-1]
    assert path.read_text("utf-8").startswith("goal"), "Reader never writes it"


def test_the_library_is_the_one_that_is_open_with_where_it_was_named(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    path.write_text(f'library = "{tmp_path / "mine"}"\n', encoding="utf-8")
    named = {tmp_path / "mine": "line 1", tmp_path / "other": "at start"}
    unnamed = {usual_folder(): "standard", tmp_path / "other": "at start"}
    for settings, folders in ((read_settings(path), named), (Settings(), unnamed)):
        for folder, told in folders.items():
            here = window(path)
            here.folder, here.settings = folder, settings
            asked = here.run("settings").asked[0]
            assert isinstance(asked, AskChoice)
            row = next(choice for choice in asked.choices if choice.value == "library")
            assert (row.label.split()[-1], row.hint) == (str(folder), told)


def test_a_theme_that_the_file_names_is_changed_there(path: Path) -> None:
    path.write_text('theme = "nord"\n', encoding="utf-8")
    here = window(path, "theme").run("settings")
    assert here.edited_at == (path, 1)


def test_what_is_wrong_in_the_file_then_is_said_and_a_failing_editor_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = window(path, "goal", "goal", "goal")

    def edit(at: Path, _: int) -> str:
        at.write_text(left, encoding="utf-8")
        return ""

    monkeypatch.setattr(here, "edit_file", edit)
    left = 'goal = "2 a week"\n'
    assert here.run("settings").said == ["What you changed counts from the next start on."]
    left = 'gaol = "2 a week"\n'
    assert "gaol" in here.run("settings").said[-1]
    monkeypatch.setattr(here, "edit_file", lambda *_: "The editor 'x' ended with status 1.")
    with pytest.raises(Refused, match="ended with status 1"):
        here.run("settings")
