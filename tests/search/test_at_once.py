"""An index made at once is that into which the papers were entered one by one, to the last byte."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.paper import Paper
from reader.search import Index
from reader.search.at_once import blocks_of
from tests.search.test_kept import same_answers
from tests.search.test_search import LIBRARY, PAPERS, papers_made
from tests.support.laws import law

WHOLE = [
    *PAPERS,
    Paper(
        "all", "Retrieval-Augmented Generation (RAG) 检索 β-VAE", "RAG RAG rag, twice (T2I) 模型量化.",
        ("Wei Li", "Li Wei"), "2024-03", "NeurIPS 2024", arxiv_id="2403.00001", doi="10.1/x", citation_key="li24",
        url="https://example.org/a", keywords=("rag", "agents"), tags=("a/b", "rag"), note="Note note, with Ärger",
    ),
    Paper("again", "Retrieval-Augmented Generation (RAG) again", arxiv_id="2403.00001"),
    Paper("none", "—"),
]  # fmt: skip


def test_it_leaves_the_same_bytes() -> None:
    assert list(blocks_of(WHOLE)) == list(Index(WHOLE).blocks())


@law(150)
@given(st.lists(papers_made, max_size=6, unique_by=lambda paper: paper.id))
def test_it_leaves_the_same_bytes_whatever_the_papers_hold(papers: list[Paper]) -> None:
    assert list(blocks_of(papers)) == list(Index(papers).blocks())


def test_it_answers_like_one_made_paper_by_paper_and_follows_edits() -> None:
    """Its papers are those that were given, not read anew of what it would leave."""
    index = Index.at_once(PAPERS)
    same_answers(index, LIBRARY)
    assert index.changed == set()
    assert list(index.blocks()) == list(Index(PAPERS).blocks())
    papers = {**LIBRARY, "kv": replace(LIBRARY["kv"], title="Hippopotamus", note="")}
    assert index.held(list(LIBRARY))["flat"] is PAPERS[0]
    index.update(papers["kv"])
    same_answers(index, papers)
    assert dict(index.blocks()).keys() == dict(Index(PAPERS).blocks()).keys()
    assert b"Hippopotamus" in dict(index.blocks())["records"]
