"""What was kept of an earlier run answers as what is made anew, and nothing of it is used that is no longer so."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from reader.paper import Paper
from reader.relevance import STAR, Relevance, Taste
from reader.search.blocks import Blocks, Unsound, packed
from tests.relevance.test_relevance import made

TASTE = Taste({"q0": STAR, "r0": STAR}, {"v0": STAR})


def kept(near: Relevance) -> Blocks:
    """What is left of it, as the next run reads it."""
    return Blocks(memoryview(b"".join(packed(dict(near.blocks()), {}))))


def answers(near: Relevance, papers: list[Paper]) -> object:
    """What it says of these papers."""
    ids = [paper.id for paper in papers]
    return near.ranked(TASTE, ids), [near.related([id]) for id in ids], sorted(near.nearness(ids[:2]).items())


def test_what_was_kept_answers_the_same_and_nothing_is_entered_anew() -> None:
    papers = made()
    near = Relevance(papers)
    near.remove("v3")
    near.update(papers[-1])
    papers = [paper for paper in papers if paper.id != "v3"]
    again = Relevance(papers, kept(near))
    assert again.changes == 0
    assert answers(again, papers) == answers(near, papers)


@pytest.mark.parametrize("seed", range(4))
def test_whatever_changed_since_it_answers_as_what_is_made_anew(seed: int) -> None:
    papers, chance = made(), random.Random(seed)
    blocks = kept(Relevance(papers))
    changed = [
        replace(paper, abstract=chance.choice(papers).abstract) if chance.random() < 0.3 else paper
        for paper in papers
        if chance.random() < 0.8 or paper.id in ("q0", "r0", "v0")
    ]
    changed.append(Paper("new", "Grasping outliers of video", "robot arms and weights"))
    again = Relevance(changed, blocks)
    assert answers(again, changed) == answers(Relevance(changed), changed)
    for paper in papers:
        again.update(paper)
    again.remove("new")
    assert answers(again, papers) == answers(Relevance(papers), papers)


@pytest.mark.parametrize("name", ["ids", "marks", "stems", "texts.ends", "holders.ends", "pairs", "pairs.holders.ends"])
def test_blocks_that_do_not_fit_one_another_are_refused(name: str) -> None:
    blocks = dict(Relevance(made()).blocks())
    blocks[name] = b"[]" if name in ("ids", "stems") else blocks[name][:-16]
    with pytest.raises(Unsound):
        Relevance((), Blocks(memoryview(b"".join(packed(blocks, {})))))
    del blocks[name]
    with pytest.raises(Unsound):
        Relevance((), Blocks(memoryview(b"".join(packed(blocks, {})))))


def test_nothing_that_was_kept_is_believed_before_it_is_held_against_the_papers() -> None:
    """Taken up without papers it holds what was left; those that are no longer there go when it is built."""
    papers = made()
    again = Relevance(None, kept(Relevance(papers)))
    assert not again.is_settled
    for _ in again.building(papers[5:]):
        pass
    assert again.is_settled
    assert answers(again, papers[5:]) == answers(Relevance(papers[5:]), papers[5:])
