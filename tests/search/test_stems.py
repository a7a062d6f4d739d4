"""The forms of a word share a stem, and other words do not."""

from __future__ import annotations

import pytest

from reader.search.stems import derived, forms, inflected
from reader.search.words import Vocabulary

INFLECTED = (
    "model models modeling modelling modelled", "quantize quantizing quantized quantises quantising",
    "behavior behaviour behaviors behaviours", "center centre centers centres", "neighbor neighbours",
    "label labels labelled labeling", "analyze analyse analysis analyses analysing", "gray grey",
    "plan planning planned", "artifact artefacts", "study studies studied", "catalog catalogue", "process processes",
    "optimization optimisations", "distill distilled distilling", "scale scaling scaled",
)  # fmt: skip
DERIVED = (
    "quantization quantizer quantize quantised", "compression compress compressive compressed", "robust robustness",
    "efficient efficiency efficiently", "evaluate evaluation evaluator", "detect detection detector",
    "retrieve retrieval retriever", "distillation distill", "generate generation generative generator",
)  # fmt: skip
APART = (
    "model modal", "transfer transform", "state static", "speed spee", "bus bu", "bias bia", "sing s",
    "network net", "量化 量",
)  # fmt: skip


@pytest.mark.parametrize("words", INFLECTED)
def test_inflections_and_spellings_share_a_stem(words: str) -> None:
    assert len({inflected(word) for word in words.split()}) == 1


@pytest.mark.parametrize("words", DERIVED)
def test_derived_words_share_a_stem(words: str) -> None:
    assert len({derived(word) for word in words.split()}) == 1


@pytest.mark.parametrize("words", APART)
def test_other_words_do_not(words: str) -> None:
    assert len({inflected(word) for word in words.split()}) == 2


def test_the_forms_of_a_word_are_those_that_the_library_has() -> None:
    vocabulary = Vocabulary({"modelled": 1, "models": 2, "modern": 1, "model": 0, "grey": 1}.get)  # type: ignore[arg-type]
    vocabulary.add(["modelled", "models", "modern", "model", "grey"])
    assert sorted(forms(vocabulary, "modeling", inflected)) == ["modelled", "models"]
    assert forms(vocabulary, "gray", inflected) == ["grey"]
    assert forms(vocabulary, "modelled", inflected) == ["models"]


@pytest.mark.parametrize(
    ("word", "other"),
    [("notes", "not"), ("note", "not"), ("planes", "plan"), ("plane", "plan"), ("coded", "cod"), ("same", "sam")],
)
def test_a_word_that_ends_in_e_is_no_form_of_a_short_one_that_does_not(word: str, other: str) -> None:
    vocabulary = Vocabulary(lambda _: 1)
    vocabulary.add([word, other])
    assert inflected(word) == inflected(other)
    assert (forms(vocabulary, word, inflected), forms(vocabulary, other, inflected)) == ([], [])


@pytest.mark.parametrize(
    ("word", "other"),
    [
        ("plans", "plan"),
        ("planning", "plan"),
        ("modeling", "model"),
        ("trained", "train"),
        ("boxes", "box"),
        ("notes", "noted"),
        ("masked", "mask"),
        ("colours", "color"),
        ("gans", "gan"),
        ("quantization", "quantisation"),
        ("quantisation", "quantization"),
        ("organizations", "organisation"),
        ("color", "colouring"),
        ("flavours", "flavored"),
    ],
)
def test_forms_of_a_word_that_is_a_stem_are_found(word: str, other: str) -> None:
    vocabulary = Vocabulary(lambda _: 1)
    vocabulary.add([word, other])
    assert forms(vocabulary, word, inflected) == [other]


def test_a_name_with_two_letters_before_its_last_e_is_no_other_word() -> None:
    assert inflected("donne") != inflected("done")
    assert inflected("planned") == inflected("plan")
