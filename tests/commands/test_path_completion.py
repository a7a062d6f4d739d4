"""What a half-typed path may become."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.commands.path_completion import complete_path


def test_folders_come_first_and_what_is_hidden_only_when_it_is_asked_for(tmp_path: Path) -> None:
    for name in ("beta.bib", "Alpha.bib", ".hidden"):
        (tmp_path / name).write_text("")
    (tmp_path / "bees").mkdir()
    here = f"{tmp_path}/"
    assert complete_path(here) == [f"{here}bees/", f"{here}Alpha.bib", f"{here}beta.bib"]
    assert complete_path(f"{here}B") == [f"{here}bees/", f"{here}beta.bib"]
    assert complete_path(f"{here}.h") == [f"{here}.hidden"]


@pytest.mark.parametrize("text", ["https://example.org/", "HTTP:", "/no/such/folder/at/all/x"])
def test_an_address_and_a_folder_that_is_not_there_become_nothing(text: str) -> None:
    assert complete_path(text) == ()


def test_a_link_that_leads_round_is_a_file(tmp_path: Path) -> None:
    """The system refuses to say what it is."""
    (tmp_path / "ring").symlink_to("ring")
    assert complete_path(f"{tmp_path}/") == [f"{tmp_path}/ring"]
