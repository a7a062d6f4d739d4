"""The table of contents of a long list: made anew with each export, known on the way back, and no edit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.cli import Reader

NAMES = ("C++ & more", "Tools, old and new", "Tools old and new")


@pytest.fixture
def long(reader: Reader, tmp_path: Path) -> Reader:
    """A library with a list of twenty papers in three sections."""
    ids = [f"2402.{n:05d}" for n in range(1, 21)]
    rows = [json.dumps({"title": f"Study {n} of glass rain", "arxiv_id": id}) for n, id in enumerate(ids)]
    reader("import", "-", stdin="\n".join(rows))
    reader("list", "add", "Rain", *ids)
    for n, name in enumerate(NAMES):
        reader("list", "section", "add", "Rain", name)
        reader("list", "section", "put", "Rain", name, *ids[n * 6 : n * 6 + 6])
    return reader


@pytest.mark.parametrize("style", ["list", "tasks", "table"])
def test_contents_are_made_and_come_back_as_nothing(long: Reader, tmp_path: Path, style: str) -> None:
    path = tmp_path / "rain.md"
    long("export", "--list", "Rain", "--style", style, "-o", str(path))
    text = path.read_text()
    links = ["](#c--more)", "](#tools-old-and-new)", "](#tools-old-and-new-1)"]
    assert [line for line in text.split("\n") if "](#" in line and any(link in line for link in links)]
    assert all(text.count(link) == 1 for link in links)
    before = long("list", "show", "Rain", "--json").out
    path.write_text(text.replace("- [", "* [").replace("# Rain\n", "# Rain\n\nMy own words.\n"))
    assert "is news to the library" in long("import", str(path)).err
    assert "was left" not in long("sync", str(path)).out
    assert long("list", "show", "Rain", "--json").out == before
    assert "My own words." in path.read_text()


def test_contents_follow_the_sections(long: Reader, tmp_path: Path) -> None:
    path = tmp_path / "rain.md"
    long("export", "--list", "Rain", "-o", str(path))
    long("list", "section", "rename", "Rain", NAMES[0], "Others")
    long("sync", str(path))
    assert "](#others)" in path.read_text()
    assert "](#c--more)" not in path.read_text()


def test_an_edit_of_contents_is_named_and_left(long: Reader, tmp_path: Path) -> None:
    path = tmp_path / "rain.md"
    long("export", "--list", "Rain", "-o", str(path))
    text = path.read_text().replace("](#c--more)", "](#c--more), the best")
    path.write_text(text)
    long("star", "2402.00001")
    assert "could not take what stands in line" in long("sync", str(path)).out
    assert path.read_text() == text
