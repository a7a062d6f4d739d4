"""Venue, keywords, year and arXiv id are searched like the rest, and weigh less than a title."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.paper import Paper
from reader.query import parse
from reader.search import Index

PAPERS = {
    paper.id: paper
    for paper in (
        Paper("venue", "A Study of Tokens", venue="NeurIPS 2024", published="2023-11-02"),
        Paper("words", "A Study of Heads", keywords=("speculative decoding", "latency")),
        Paper("year", "A Study of Layers", published="2025-03", arxiv_id="2503.01234"),
        Paper("title", "Latency at NeurIPS", published="2019"),
    )
}


def found(text: str) -> list[str]:
    return list(Index(PAPERS.values()).search(parse(text), PAPERS).hits.ids)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("study neurips", ["venue"]),
        ("neurips", ["title", "venue"]),
        ("speculative heads", ["words"]),
        ('"speculative decoding"', ["words"]),
        ('"decoding latency"', []),
        ("latency", ["title", "words"]),
        ("study 2025", ["year"]),
        ("study 01234", ["year"]),
        ("study 2023", ["venue"]),
        ("study -neurips -2025", ["words"]),
        ("study -2503.01234", ["venue", "words"]),
    ],
)
def test_a_word_is_found_in_each_field(text: str, ids: list[str]) -> None:
    assert found(text) == ids


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        ("study icml", replace(PAPERS["venue"], venue="ICML")),
        ("heads pruning", replace(PAPERS["words"], keywords=("pruning",))),
        ("layers 2021", replace(PAPERS["year"], published="2021")),
        ("layers 99999", replace(PAPERS["year"], arxiv_id="2503.99999")),
    ],
)
def test_an_edit_of_the_field_enters(text: str, changed: Paper) -> None:
    index = Index(PAPERS.values())
    index.update(changed)
    assert list(index.search(parse(text), {**PAPERS, changed.id: changed}).hits.ids) == [changed.id]
    index.update(PAPERS[changed.id])
    assert list(index.search(parse(text), PAPERS).hits.ids) == []


@pytest.mark.parametrize("text", ["study 2026", "study 01235", "neurips2034"])
def test_a_digit_is_no_typo(text: str) -> None:
    assert found(text) == []


def test_where_they_matched_is_told() -> None:
    index = Index(PAPERS.values())
    assert index.matches(parse("study neurips"), PAPERS["venue"]) == {"title": [(2, 7)], "venue": [(0, 7)]}
    assert index.matches(parse("latency"), PAPERS["words"]) == {"keywords": [(22, 29)]}
    assert index.matches(parse("2025 01234"), PAPERS["year"]) == {"published": [(0, 4)], "arxiv_id": [(5, 10)]}
