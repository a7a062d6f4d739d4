"""The settings file is read with care, and a mistake in it is one clear line."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import SettingsError
from reader.settings import Settings, checked, read_settings


def test_no_file_means_the_defaults(tmp_path: Path) -> None:
    assert read_settings(tmp_path / "none.toml") == Settings()


def test_what_is_written_is_what_counts(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('library = "~/papers"\ntheme = "nord"\n[keys]\n"paper.tag" = "T"\nmove.down = ["J", "PgDn"]\n')
    settings = read_settings(file)
    assert (settings.library, settings.theme, settings.path) == ("~/papers", "nord", str(file))
    assert dict(settings.keys) == {"paper.tag": ("T",), "move.down": ("J", "pagedown")}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("colour = 1", "there is no setting 'colour'"),
        ("theme = 3", "theme must be text"),
        ("mouse = 'no'", "mouse must be true or false"),
        ("[keys]\nsearch = 3", "keys.search must be a key"),
        ("theme = ", "this is not TOML"),
    ],
)
def test_a_mistake_is_one_line_that_names_file_and_key(tmp_path: Path, text: str, words: str) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    with pytest.raises(SettingsError) as error:
        read_settings(file)
    assert str(file) in str(error.value)
    assert words in str(error.value)
    assert "\n" not in str(error.value)


def test_keys_are_read_as_people_write_them() -> None:
    keys = checked({"keys": {"a": ["Ctrl+T", "Esc", "G", " ", "ctrl++"]}}, "f").keys
    assert keys["a"] == ("ctrl+t", "escape", "G", "space", "ctrl++")
