"""Which folder is the library is decided in one place."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from reader.api import open_library
from reader.errors import InputError
from reader.paths import cache_dir, config_file, data_dir, named_folder, state_dir, usual_folder


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


@pytest.mark.parametrize("home", ["/home/ada", "relative", ""])
def test_without_xdg_the_folders_are_those_of_the_platform(monkeypatch: pytest.MonkeyPatch, home: str) -> None:
    """On Linux they are told without what knows those of every platform."""
    for name in ("DATA", "CONFIG", "STATE", "CACHE"):
        monkeypatch.delenv(f"XDG_{name}_HOME", raising=False)
    monkeypatch.setenv("HOME", home)
    monkeypatch.delenv("READER_CONFIG", raising=False)
    found = (data_dir(), config_file()[0].parent, state_dir(), cache_dir())
    kinds = ("user_data_dir", "user_config_dir", "user_state_dir", "user_cache_dir")
    assert found == tuple(Path(getattr(platformdirs, kind)("reader", appauthor=False)) for kind in kinds)


@pytest.mark.parametrize("named", ["$HOME/papers", "/tmp/{{dir}}/lib", "%USERPROFILE%/lib", "<dir>", "$(pwd)/lib"])
def test_a_place_that_was_not_filled_in_is_no_folder_unless_there_is_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, named: str
) -> None:
    monkeypatch.delenv("READER_LIBRARY", raising=False)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="was not filled in"):
        named_folder(named)
    monkeypatch.setenv("READER_LIBRARY", named)
    with pytest.raises(InputError, match="was not filled in"):
        named_folder(None)
    with pytest.raises(InputError, match="was not filled in"):
        open_library(named)
    (tmp_path / "$there" / "lib").mkdir(parents=True)
    assert named_folder("$there/lib") == Path("$there/lib")
