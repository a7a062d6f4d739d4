"""People's names as bibliographies spell them: as they are shown, and what of them can be compared."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from reader.text import WORD, fold, words

_PARTICLES = frozenset(
    """
van von der den de del della di da dos das du la le ter ten zu zur y e
""".split()  # noqa: SIM905  (a list of this length reads best as text)
)
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv"))
_UNNAMED = re.compile(r"(?:^|[\s,]+)(?:et\.?\s+al\.?|(?:and\s+)?others)\s*$", re.IGNORECASE)


def given_first(parts: Sequence[str]) -> str:
    """A name of the form (family, given) or (family, suffix, given) as "Given Family Suffix"; one part is kept."""
    held = [" ".join(part.split()) for part in parts if part.strip()]
    if len(held) <= 1:
        return held[0] if held else ""
    if len(held) == 2:
        return f"{held[1]} {held[0]}"
    return " ".join((*held[2:], held[0], held[1]))


@lru_cache(maxsize=20_000)
def name_key(author: str) -> tuple[str, str]:
    """(family name, initials) of a name in any of its forms: "Ada B. Sample", "Sample, A. B." and "AB Sample" agree.

    Only the last word of a family name counts, particles and suffixes do not; ("", "") for "et al." and "others". A
    name of a script without capitals is one family name.
    """
    plain = _UNNAMED.sub("", author.replace("'", "").replace("’", ""))
    if plain.lower() == plain.upper():
        return "".join(words(plain)), ""
    family, comma, given = plain.partition(",")
    found, rest = WORD.findall(family), WORD.findall(given)
    while len(found) > 1 and found[-1].lower() in _SUFFIXES:
        found.pop()
    if not found:
        return "", ""
    if not comma or (rest and all(word.lower() in _SUFFIXES for word in rest)):
        rest = found[:-1]
    shouted = plain.isupper()
    first = "".join(
        word.lower() if word.isupper() and len(word) <= 3 and not shouted else word[0]
        for word in rest
        if word.lower() not in _SUFFIXES and not (word.islower() and word in _PARTICLES)
    )
    return fold(found[-1]), fold(first)
