"""A query is parsed once a request, however much is told of what it found."""

from __future__ import annotations

import pytest

from reader.query import Query, parser
from tests.support.cli import Reader


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are parsed, in order."""
    texts: list[str] = []
    real = parser._parsed

    def told(text: str) -> Query:
        texts.append(text)
        return real(text)

    monkeypatch.setattr(parser, "_parsed", told)
    return texts


@pytest.mark.parametrize("how", [(), ("--json",), ("--ids",)])
def test_a_search_parses_its_query_once(reader: Reader, parsed: list[str], how: tuple[str, ...]) -> None:
    """Results, doubts, scores and spans are told of the one query."""
    reader("import", "-", stdin='{"title": "Heaps and Other Trees"}\n')
    parsed.clear()
    assert reader("search", *how, "heap trees is:unread").out
    assert parsed == ["heap trees is:unread"]


def test_a_request_parses_its_query_once(reader: Reader, parsed: list[str]) -> None:
    """So does a search in a batch."""
    reader("import", "-", stdin='{"title": "Heaps and Other Trees"}\n')
    parsed.clear()
    (answer,) = reader.batch({"op": "search", "query": "heap trees"})
    assert [paper["title"] for paper in answer["papers"]] == ["Heaps and Other Trees"]
    assert parsed == ["heap trees"]
