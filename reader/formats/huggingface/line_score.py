"""Whether a line reads like an abstract or like a title, by its looks."""

from __future__ import annotations

import re

_SENTENCE_END = re.compile(r"[.!。！][\"')\]”’*}]*$|https?://\S+$")
_RUNNING_WORD = re.compile(
    r"\b(?:we|our|us|is|are|was|were|be|has|have|can|this|these|those|it|its|that|which|such|also|however|proposed?s?"
    r"|shows?|shown|introduced?s?|present(?:s|ed)?|demonstrated?s?|achieved?s?|paper|work)\b",
    re.IGNORECASE,
)
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_WIDE = re.compile("[\u1100-\u11ff\u2e80-\ud7af\uf900-\ufaff\uff00-\uffef]")
_SCORED = 2_000
"""Characters of a line that are looked at."""


def score(text: str) -> float:
    """How much a line reads like an abstract (positive) rather than a title (negative), in natural-log odds.

    The weights are those of a logistic regression, rounded: 4,300 real titles against passages of one to three
    sentences from their abstracts; 0.2 % of them fall on the wrong side, no whole abstract does.
    """
    text = text[:_SCORED]
    length = len(text) + (0 if text.isascii() else 2 * len(_WIDE.findall(text)))
    long_words = _LONG_WORD.findall(text)
    capitals = sum(word[0].isupper() for word in long_words) / len(long_words) if long_words else 0.5
    running = len(_RUNNING_WORD.findall(text))
    return (
        -1.0
        + 2.5 * min(length, 400) / 100
        + 4.8 * (_SENTENCE_END.search(text) is not None)
        - 5.4 * capitals
        + 0.7 * min(running, 4)
        - 1.1 * (running == 0)
        - 1.6 * (":" in text[:60])
    )
