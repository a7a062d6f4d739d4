"""Acronyms are read where a text explains them, and nowhere else."""

from __future__ import annotations

import pytest

from reader.paper import Paper
from reader.query import parse
from reader.search import Index, compounds
from reader.search.acronyms import explained


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("We use Retrieval-Augmented Generation (RAG) here.", "rag retrieval augmented generation"),
        ("Large Language Models (LLMs) are", "llm large language model"),
        ("text-to-image (T2I) models", "t2i text to image"),
        ("LoRA (Low-Rank Adaptation) is", "lora low rank adaptation"),
        ("Reinforcement Learning from Human Feedback (RLHF)", "rlhf reinforcement learning from human feedback"),
        ("In-context learning (ICL, hereafter)", "icl in context learning"),
        ("a Diffusion\nTransformer (DiT) is", "dit diffusion transformer"),
    ],
)
def test_an_explained_acronym_is_read_with_its_words(text: str, pair: str) -> None:
    assert explained(text) == {pair}


@pytest.mark.parametrize(
    "text",
    [
        "as shown before (Table) and after (see II)",
        "our results on images (FID) are",
        "in the year (2024) of",
        "a survey (APPENDIX)",
        "Retrieval-Augmented Generation",
        "RAG",
        "()",
    ],
)
def test_what_is_no_acronym_is_left(text: str) -> None:
    assert explained(text) == set()


def test_the_same_acronym_may_stand_for_several_things() -> None:
    text = "Automatic Speech Recognition (ASR) and the Attack Success Rate (ASR)."
    assert explained("", text) == {"asr automatic speech recognition", "asr attack success rate"}


def test_a_paper_that_means_something_else_by_an_acronym_is_not_found_by_its_words() -> None:
    """Who spells it otherwise, or explains it otherwise, means another thing; in small letters all are one."""
    papers = {
        "explains": Paper("explains", "Faces", "We train Generative Adversarial Networks (GANs)."),
        "too": Paper("too", "Networks", "Stable Generative Adversarial Networks (GAN) are rare."),
        "bare": Paper("bare", "A Modern GAN Baseline", "It lives."),
        "small": Paper("small", "the gan of today", "It lives."),
        "device": Paper("device", "GaN Transistors", "They switch fast."),
        "other": Paper("other", "A GAN for Roads", "The Great Avenue Network (GAN) is long."),
    }
    index = Index(papers.values())
    hits = index.search(parse("generative adversarial networks"), papers).hits
    assert set(hits.ids) == {"explains", "too", "bare", "small"}
    assert "device" in index.search(parse("gan"), papers).hits.ids


def test_no_paper_is_read_to_see_whether_a_word_is_an_acronym_that_none_explains(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A common word stands in many abstracts, and is typed letter by letter."""

    def is_abbreviated(*_: str) -> bool:
        raise AssertionError("a paper was read")

    monkeypatch.setattr(compounds, "is_abbreviated", is_abbreviated)
    papers = {"1": Paper("1", "Caches", "A cache helps a large one."), "2": Paper("2", "Large Caches")}
    index = Index(papers.values())
    assert {hit.id for hit in index.search(parse("large caches"), papers).hits} == {"1", "2"}
