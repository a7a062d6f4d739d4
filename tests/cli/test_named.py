"""What names a paper is looked up from the shell, in a batch and on the screen; what no paper has is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.cli import Reader

RECORDS = (
    '{"title": "Lamps That Learn", "arxiv_id": "2405.00001", "authors": ["Ada Sample"], "published": "2024"}\n'
    '{"title": "Rain on Tin Roofs", "doi": "10.1234/rain.5", "citation_key": "Cole:rain"}\n'
)
NOBODY = "No paper has the arXiv id 2405.09999."


@pytest.fixture
def two(reader: Reader) -> Reader:
    reader("import", "-", stdin=RECORDS)
    return reader


@pytest.mark.parametrize(
    ("line", "title", "field"),
    [
        ("https://arxiv.org/pdf/2405.00001v2", "Lamps That Learn", "arxiv_id"),
        ("doi:10.1234/RAIN.5", "Rain on Tin Roofs", "doi"),
        ("@cole:rain", "Rain on Tin Roofs", "citation_key"),
        ("id:2405.00001", "Lamps That Learn", "arxiv_id"),
    ],
)
def test_a_name_finds_its_paper_and_shows_the_field(two: Reader, line: str, title: str, field: str) -> None:
    """Alone, and with the whole of the fact as what matched."""
    [paper] = two("search", "--json", line).json
    assert (paper["title"], paper["matches"][field]) == (title, [[0, len(paper[field])]])


def test_a_name_that_no_paper_has_is_said(two: Reader) -> None:
    """On standard error and among a batch's notes; nothing is listed."""
    answer = two("search", "see", "2405.09999")
    assert (answer.out, answer.err.strip()) == ("", NOBODY)
    [told] = two.batch({"op": "search", "query": "2405.09999"})
    assert (told["papers"], told["notes"]) == ([], [NOBODY])


def test_a_key_is_found_by_the_pattern_of_the_settings(
    two: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As an export names the paper."""
    config = tmp_path / "config.toml"
    config.write_text('citation_key = "{auth:upper}-{year}"\n', encoding="utf-8")
    monkeypatch.setenv("READER_CONFIG", str(config))
    assert [paper["title"] for paper in two("search", "--json", "SAMPLE-2024").json] == ["Lamps That Learn"]


def test_what_changes_takes_a_line_at_its_word(two: Reader) -> None:
    """An id chooses its paper, also beside a word that it has, and so does a file's name in which a whole title stands,
    which is said."""
    two("star", "--query", "2405.00001 lamps", "--yes")
    assert [paper["starred"] for paper in two("search", "--json", "sort:title").json] == [True, False]
    for line in ("2405.00001 rain", "lamps-that-burn.pdf"):
        assert two("star", "--query", line, "--yes", check=False).status == 1
    said = two("tag", "--query", "lamps-that-learn.pdf", "--add", "x", "--yes").err
    assert "'lamps-that-learn.pdf' names 'Lamps That Learn'." in said
    assert [paper["tags"] for paper in two("search", "--json", "sort:title").json] == [["x"], []]
