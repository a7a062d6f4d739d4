"""Which folder is the library is decided in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.errors import SettingsError
from reader.paths import library_folder


@pytest.mark.parametrize(
    ("given", "variable", "settled", "found"),
    [
        ("/given", "/variable", "/settled", "/given"),
        (None, "/variable", "/settled", "/variable"),
        (None, "", "/settled", "/settled"),
        (None, "", "", "/data/reader/library"),
    ],
)
def test_the_first_that_names_the_library_counts(
    monkeypatch: pytest.MonkeyPatch, given: str | None, variable: str, settled: str, found: str
) -> None:
    """The call, the environment, the settings, the platform."""
    monkeypatch.setenv("READER_LIBRARY", variable)
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert library_folder(given, settled) == Path(found)


def test_doubtful_settings_count_only_where_they_would_name_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else another library than the one that is meant would be read and written."""
    with pytest.raises(SettingsError, match="name it with --library"):
        library_folder(None, "", "this is not TOML")
    assert library_folder("/given", "", "this is not TOML") == Path("/given")
    monkeypatch.setenv("READER_LIBRARY", "/variable")
    assert library_folder(None, "", "this is not TOML") == Path("/variable")
