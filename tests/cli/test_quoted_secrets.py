"""What a call was given is quoted in errors, and told in the history, without what lets in at an address."""

from __future__ import annotations

import json

import pytest

from reader.paths import state_dir
from tests.support.cli import Reader
from tests.support.grids import crossed

GIVEN = [
    "ann:hush@papers.org/x.bib",
    "ann:hush@papers.org",
    "https:/ann:hush@papers.org/x.bib",
    "papers.org/x?token=hush",
    "x.bib?access_token=hush",
    "token=hush",
]
CALLS: list[tuple[str, ...]] = [
    ("import",),
    ("import", "--json"),
    ("import", "--format", "ris"),
    ("sync",),
    ("show",),
    ("show", "--json"),
    ("tag", "--add", "x"),
    ("related",),
    ("list", "show"),
    ("list", "add", "L"),
    ("fetch", "doi"),
    ("backup", "restore"),
    ("undo", "--step"),
    ("mark",),
    ("export", "--template"),
    ("export", "-o"),
    ("note", "p-rain", "--file"),
    ("edit", "p-rain", "--set"),
    ("--library",),
    ("--unknown",),
]


@crossed
@pytest.mark.parametrize("given", GIVEN)
@pytest.mark.parametrize("call", CALLS)
def test_no_error_quotes_a_secret(
    reader: Reader, monkeypatch: pytest.MonkeyPatch, call: tuple[str, ...], given: str
) -> None:
    """In whatever place of the call it stands."""
    monkeypatch.chdir(reader.folder.parent)
    reader("import", "-", "--format", "jsonl", stdin='{"title": "Rain", "id": "p-rain"}')
    said = reader(*call, given, check=False)
    assert "hush" not in said.err
    if said.status:
        assert "hush" not in said.out


def test_a_file_that_was_saved_under_its_address_is_told_without_the_secret(reader: Reader) -> None:
    """In the sources, in the history, in the journal."""
    path = reader.folder.parent / "x.jsonl?token=hush"
    path.write_text(json.dumps({"title": "Rain"}))
    said = reader("import", str(path), "--format", "jsonl")
    assert "hush" not in said.err + said.out + reader("history").out + reader("search", "rain", "--json").out
    held = [file for file in (*reader.folder.rglob("*"), *state_dir().rglob("*")) if file.is_file()]
    assert not [file for file in held if b"hush" in file.read_bytes()]
