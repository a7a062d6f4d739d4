"""Which folder is the library is decided in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.paths import named_folder, usual_folder


@pytest.mark.parametrize(
    ("given", "variable", "found"),
    [("/given", "/variable", "/given"), (None, "/variable", "/variable"), (None, "", None)],
)
def test_the_first_that_names_the_library_counts(
    monkeypatch: pytest.MonkeyPatch, given: str | None, variable: str, found: str | None
) -> None:
    """The call, then the environment; what else there is, `tests.store.test_named_library` says."""
    monkeypatch.setenv("READER_LIBRARY", variable)
    monkeypatch.setenv("XDG_DATA_HOME", "/data")
    assert named_folder(given) == (Path(found) if found else None)
    assert usual_folder() == Path("/data/reader/library")
