"""A symbol in a title tells it from another, unless it adorns, or is easily lost; how it is spelt does not count."""

from __future__ import annotations

import pytest

from reader.title_signs import have_other_signs
from reader.titles import spelling_key

OTHER = [
    ("Sums in ∞-categories", "Sums in categories"),
    ("Immune response of ♀ mice to salt", "Immune response of ♂ mice to salt"),
    ("Immune response of ♀ mice to salt", "Immune response of mice to salt"),
    ("Regularity of √n estimators", "Regularity of n estimators"),
    ("Storage in 50% water", "Storage in 50 water"),
    ("Growth at 5 °C", "Growth at 5 C"),
    ("The ¬cod of the lake", "The cod of the lake"),
    ("Counting 🐳 from space", "Counting 🐙 from space"),
    ("🐳 Counting from space", "🐙 Counting from space"),
    ("Sums of A ⊕ B", "Sums of A ⊗ B"),
    ("Activation of C\u2013C bonds", "Activation of C=C bonds"),
    ("Bounds of $n!$ and $m$", "Bounds of $n$ and $m$"),
    ("Maps of $[0,1)$", "Maps of $[0, 1]$"),
    ("Maps of (0,1)", "Maps of $[0,1]$"),
    ("Values of ⌊x⌋", "Values of ⌈x⌉"),
    ("Lamps for 10 €", "Lamps for 10 £"),
    ("Lamps for 10 €", r"Lamps for 10 \$"),
    ("Lamps of 5-7 watt", "Lamps of 5.7 watt"),
    ("Growth of |x| near zero", "Growth of x near zero"),
    ("Growth of ∣x∣", "Growth of x"),
    ("Growth of ||x||", "Growth of |x|"),
    ("Estimates of p(x|y)", "Estimates of p(x, y)"),
    ("Growth of $| x |$", "Growth of $x$"),
]
SAME = [
    ("Lamps in the garden | Attic Letters", "Lamps in the garden: Attic Letters"),
    ("Lamps in the garden |Attic Letters", "Lamps in the garden – Attic Letters"),
    ("Growth of |x| near zero", "Growth of ∣x∣ near zero"),
    ("🔥 Lamps in the garden", "Lamps in the garden"),
    ("Lamps in the garden 🔥", "Lamps in the garden"),
    ("Lamps® in the garden", "Lamps in the garden"),
    ("• Lamps in the garden", "Lamps in the garden"),
    ("From text → image", "From text image"),
    ("Sums in $\\infty$-categories", "Sums in ∞-categories"),
    ("Regularity of $\\sqrt{n}$ estimators", "Regularity of √n estimators"),
    ("Storage in 50\\% water", "Storage in 50% water"),
    ("Growth at 5 $^\\circ$C", "Growth at 5 °C"),
    ("Activation of C\u2013C bonds", "Activation of C-C bonds"),
    ("Activation of $C=C$ bonds", "Activation of C=C bonds"),
    ("What a lamp!", "What a lamp"),
    ("Maps of $[0,1]$", "Maps of [0, 1]"),
    ("[Lamps, beds] A talk", "(Lamps, beds) A talk"),
    ("Lamps for \\$10 each", "Lamps for $10 each"),
    ("Lamps of 5.7 watt", "Lamps of 5,7 watt"),
    ("Lamps, Version 1.0", "Lamps, Version 1 0"),
]


@pytest.mark.parametrize(("one", "other"), OTHER)
def test_a_symbol_tells_titles_apart(one: str, other: str) -> None:
    assert (have_other_signs(one, other), have_other_signs(other, one)) == (True, True)


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_adorns_or_is_only_spelt_otherwise_tells_nothing(one: str, other: str) -> None:
    assert (have_other_signs(one, other), have_other_signs(other, one)) == (False, False)
    assert spelling_key(one) == spelling_key(other)
