"""The forms of a word: what it is inflected to, what is derived from it, and how it is spelt across the ocean.

>>> inflected("quantising") == inflected("quantized"), derived("quantization") == derived("quantizer")
(True, True)
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from reader.search.words import Vocabulary

_LEAST = 3
"""Letters that an inflection leaves of a word."""
_ROOT = 4
"""Letters that a derivation leaves of it."""
_PLAIN = {"grey": "gray", "artefact": "artifact", "artefacts": "artifact", "programme": "program"}
"""Spellings that no rule makes one."""
_SPELLINGS = (
    ("ours", "or"), ("our", "or"), ("ogues", "og"), ("ogue", "og"), ("tres", "ter"),
    ("tre", "ter"), ("isations", "ization"), ("isation", "ization"),
)  # fmt: skip
"""British endings and the American ones."""
_BRITISH = tuple(british for british, _ in _SPELLINGS)
_VOWELS_BACK = (("ies", "y"), ("ied", "y"), ("ysis", "yz"), ("yses", "yz"))
"""Endings before which the word had another letter."""
_CHANGED = tuple(ending for ending, _ in _VOWELS_BACK)
_INFLECTIONS = ("ings", "ing", "ed", "es", "s", "e")
_DERIVATIONS = tuple(ending.removesuffix("e") for ending in (
    "ational", "fulness", "iveness", "ement", "ment", "ness", "ator", "ency", "ancy", "able", "ible", "ably", "ally",
    "ance", "ence", "ant", "ent", "ity", "ial", "ive", "ist", "ism", "ous", "ful", "ize", "al", "er", "or", "ly", "ic",
    "ion", "ate",
))  # fmt: skip
"""Endings that make another word of one, without a last "e", which no stem has."""
_SHORT = re.compile(r"[^aeiou]*[aeiou][^aeiouwxyzs]")
"""A word of one short vowel and one letter behind it."""
_LONGER = 5
"""Letters that an inflection adds at most, and that which is doubled before it."""
_DOUBLED = frozenset("bdglmnprt")
_REMEMBERED = 4_000
"""Of so many words it is kept what they are made of: the next letter of a word asks it of nearly the same ones."""
_STAY = {"s": ("ss", "us", "is", "ias"), "ed": ("eed",)}
"""What looks inflected and is not."""


@lru_cache(_REMEMBERED)
def inflected(word: str) -> str:
    """What the inflections of a word have in common, in American spelling ("modelled", "modeling": "model")."""
    if len(word) <= _LEAST or not word.isascii() or not word.isalpha():
        return word
    word = _american(_PLAIN.get(word, word))
    for ending, vowel in _VOWELS_BACK if word.endswith(_CHANGED) else ():
        if word.endswith(ending) and len(word) > len(ending) + 1:
            return word[: -len(ending)] + vowel
    cut = _inflection(word) if word.endswith(_INFLECTIONS) else ""
    word = _american(word.removesuffix(cut)) if cut else word
    if word[-1] == word[-2] and word[-1] in _DOUBLED and cut != "e":
        return word[:-1]
    if len(word) > _LEAST + 1 and word.endswith(("is", "ys")):
        return word[:-1] + "z"
    return word


def _american(word: str) -> str:
    """A word in American spelling, as far as its ending tells."""
    for british, american in _SPELLINGS if word.endswith(_BRITISH) else ():
        if word.endswith(british) and len(word) > len(british) + 2:
            return word[: -len(british)] + american
    return word


def _inflection(word: str) -> str:
    """What an inflection added to a word."""
    for ending in _INFLECTIONS:
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST and not word.endswith(_STAY.get(ending, ())):
            return ending
    return ""


@lru_cache(_REMEMBERED)
def derived(word: str) -> str:
    """What a word and those derived from it have in common ("compression", "compressive": "compress")."""
    stem = inflected(word)
    while stem.endswith(_DERIVATIONS) and (ending := _derivation(stem)):
        stem = stem[: -len(ending)]
    return stem[:-1] if stem[-1] == stem[-2:-1] and stem[-1] in _DOUBLED else stem


def _derivation(stem: str) -> str:
    return next((end for end in _DERIVATIONS if stem.endswith(end) and len(stem) - len(end) >= _ROOT), "")


def _are_forms(one: str, other: str, stem: str) -> bool:
    """Whether two words of one stem are forms of one word where one of them is the stem: "notes" is no form of "not",
    whose last letter would be doubled, nor is "note"."""
    if stem not in (one, other):
        return True
    longer = one if other == stem else other
    ending = longer.removeprefix(stem)
    if ending in (longer, "s"):
        return True
    return ending != "e" and (ending[:1] == stem[-1] or _SHORT.fullmatch(stem) is None)


def forms(vocabulary: Vocabulary, word: str, stem: Callable[[str], str]) -> list[str]:
    """The words of a library that have the same stem as `word`, itself left out."""
    if len(word) <= _LEAST or not word.isascii() or not word.isalpha():
        return []
    meant = stem(word)
    alike = meant.removesuffix("zation")  # On the other side of the ocean it goes on with another letter.
    starts = {
        alike if _ROOT <= len(alike) < len(meant) else meant[: max(_ROOT, len(meant) - 2)],
        *(spelt[:_ROOT] for spelt, plain in _PLAIN.items() if plain == meant),
    }
    near = (other for start in starts for other in vocabulary.beginning(start) if other != word)
    if stem is inflected:
        near = (other for other in near if len(other) <= len(meant) + _LONGER and _are_forms(word, other, meant))
    return [other for other in near if stem(other) == meant and vocabulary.lives(other)]
