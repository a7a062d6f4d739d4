"""Acronyms are read where a text explains them, and nowhere else."""

from __future__ import annotations

import pytest

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
