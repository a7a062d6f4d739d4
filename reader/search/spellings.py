"""Other spellings of a word that a library has instead: letters with dots written out, Greek letters and their names.

>>> vocabulary = Vocabulary(lambda word: 1)
>>> vocabulary.add(["ustun", "μp", "lambda"])
>>> [spelt_otherwise(vocabulary, word) for word in ("uestuen", "mu", "λ")]
[{'ustun': 0.97}, {'μp': 0.9}, {'lambda': 0.97}]
"""

from __future__ import annotations

import re

from reader.search.words import Vocabulary

WRITTEN_OUT = 0.97
"""What a word is worth where the same is spelt otherwise."""
_PART = 0.9
"""What the name of a Greek letter is worth where a word begins with the letter, or a short one ends with it."""
_BRIEF = (2, 3)
"""Letters of a word at whose end a Greek one may stand for itself: `nσ`."""
_NAMES = (
    "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi"
    " psi omega"
)
_GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψω", _NAMES.split(), strict=True))
"""The names of the letters."""
_SIGNS = {name: sign for sign, name in _GREEK.items()} | {f"var{name}": sign for sign, name in _GREEK.items()}
_GREEK_WORD = re.compile(r"[α-ω]{2,}")
_DOTTED = re.compile(r"(?<=[aou])e(?![aeiou])")
"""The e of a letter with two dots, where it is written out."""
_DOTTED_WORD = 5
"""Letters from which such a word is another spelling: "does" is no "dos"."""


def sign_of(name: str) -> str:
    """The Greek letter of this name, "" where there is none."""
    return _SIGNS.get(name, "")


def name_apart(word: str) -> tuple[str, ...]:
    """A word that begins with a Greek letter as the name of that and the rest; () for any other.

    >>> name_apart("βvae"), name_apart("β"), name_apart("vae")
    (('beta', 'vae'), (), ())
    """
    is_one = len(word) > 1 and word[0] in _GREEK and _GREEK_WORD.match(word) is None
    return (_GREEK[word[0]], word[1:]) if is_one else ()


def spelt_otherwise(vocabulary: Vocabulary, word: str) -> dict[str, float]:
    """Words of the library that are a word in another spelling, each with what it is worth."""
    found: dict[str, float] = {}
    if sign := _SIGNS.get(word):
        behind = (other for size in _BRIEF for other in vocabulary.ending(sign, size))
        for other in (*vocabulary.beginning(sign), *behind):
            if _GREEK_WORD.match(other) is None:
                found[other] = WRITTEN_OUT if other == sign else _PART
    elif not word.isascii() and word[0] in _GREEK and _GREEK_WORD.match(word) is None:
        if (other := _GREEK[word[0]] + word[1:]) in vocabulary:
            found[other] = WRITTEN_OUT
    elif len(word) >= _DOTTED_WORD and (plain := _DOTTED.sub("", word)) != word and plain in vocabulary:
        found[plain] = WRITTEN_OUT
    return found
