"""Words as queries and the search index see them, also in scripts that put no blanks between words.

Chinese, Japanese, Thai, Lao, Khmer and Burmese are written without blanks. What is typed in them is looked for anywhere
in a text; the index holds each of their letters and each pair of neighbours (the bigrams of Lucene's CJKAnalyzer).
"""

from __future__ import annotations

import re
from functools import cache

from reader.text import ACCENTS, fold, spelt_words, words

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
    "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3041-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
    "\U00020000-\U0003ffff"
)
"""The letters of scripts without blanks, as the inside of a regular expression's set (Unicode 15, Blocks.txt)."""


@cache
def _any() -> re.Pattern[str]:
    """One such letter. Compiled when first met: most libraries and every start do without."""
    return re.compile(f"[{UNSPACED}]")


@cache
def _run() -> re.Pattern[str]:
    return re.compile(f"[{UNSPACED}][{UNSPACED}{ACCENTS}]*|[^{UNSPACED}]+")


def is_unspaced(word: str) -> bool:
    """Whether a word, as `parts` gives it, is of a script without blanks."""
    return not word.isascii() and _any().match(word) is not None


def parts(text: str) -> list[str]:
    """The folded words of a text in order, cut where a script with blanks meets one without ("LLM量化": llm, 量化)."""
    if text.isascii():
        return words(text)
    folded = fold(text)
    found = spelt_words(folded)
    if _any().search(folded) is None:
        return found
    return [run for word in found for run in _run().findall(word)]


def flat(text: str) -> str:
    """A text folded, with a blank where a script with blanks meets one without."""
    if text.isascii():
        return text.lower()
    folded = fold(text)
    return folded if _any().search(folded) is None else " ".join(_run().findall(folded))


def index_words(text: str) -> list[str]:
    """The words under which a text is entered in the index; a run of a script without blanks under several."""
    found = parts(text)
    if text.isascii() or not any(map(is_unspaced, found)):
        return found
    return [entry for word in found for entry in ((*word, *pairs(word)) if is_unspaced(word) else (word,))]


def pairs(run: str) -> list[str]:
    """The neighbouring letters of a run, two by two."""
    return [run[at : at + 2] for at in range(len(run) - 1)]
