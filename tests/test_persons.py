"""Names of people in the forms in which they are typed."""

from __future__ import annotations

import pytest

from reader.persons import is_like_name, is_named


@pytest.mark.parametrize(
    ("author", "typed"),
    [
        ("Ada B. Sample", "Sample, Ada"), ("Ada B. Sample", "Sample, A. B."), ("Ada B. Sample", "Ada Sample"),
        ("Ada B. Sample", "AB Sample"), ("Ada B. Sample", "Sample AB"), ("Ada B. Sample", "sample,ada"),
        ("Ada B. Sample", "Sample and others"), ("Jo Sample Jr.", "Sample, J."),
        ("Żana van der Erg", "van der Erg, Z."),
        ("Eve O'Neil", "O’Neil, Eve"), ("Jean-Luc Erg", "J.-L. Erg"), ("田中太郎", "田中, 太郎"), ("Mia AN", "An, Mia"),
    ],
)  # fmt: skip
def test_a_form_of_a_name_names_its_author(author: str, typed: str) -> None:
    assert is_named(author, typed)


@pytest.mark.parametrize(
    ("author", "typed"),
    [
        ("Ada Sample", "Sample, Eve"), ("Ada Sample", "E. Sample"), ("A. Sample", "Ada Sample"), ("", "Sample"),
        ("Ada Sample", "Sampler, Ada"), ("Ada Sample", "et al."), ("Ada Sample", ""), ("Ada Sample", "A. C. Sample"),
        ("Ada Le Sample", "Sample, e"),
    ],
)  # fmt: skip
def test_another_person_is_not_named(author: str, typed: str) -> None:
    """A given name that is written out is that of nobody of whom the initial alone is known."""
    assert not is_named(author, typed)


def test_a_name_is_like_one_with_its_words_in_another_order_or_its_initials() -> None:
    assert all(
        is_like_name("Ada B. Sample", typed) for typed in ("Sample Ada", "B. Ada Sample", "A. B. C. Sample et al.")
    )
    assert is_like_name("A. Sample", "Ada Sample")
    assert not any(is_like_name("Ada Sample", typed) for typed in ("Eve Sample", "A S", "Ada Sampler", "et al."))
