"""Why a paper is near to another: the words that say something and stand in both, and who wrote both."""

from __future__ import annotations

from collections.abc import Mapping

from reader.paper import Paper
from reader.relevance.terms import stem_of
from reader.relevance.values import Reason
from reader.text import fold_name, spelt_words, words

WORDS_SAID = 3
"""So many words are given as reasons at most."""


def reasons_of(paper: Paper, other: Paper, weights: Mapping[str, float]) -> tuple[Reason, ...]:
    """What a paper shares with another, the strongest first; `weights` are those of the terms that both hold."""
    known = {fold_name(author) for author in other.authors}
    shared = [Reason("author", author, other.id) for author in paper.authors if fold_name(author) in known][:1]
    runs = SpelledTerms(paper)
    found: list[tuple[str, str]] = []
    theirs = SpelledTerms(other)
    for term in sorted(weights, key=lambda term: (-weights[term], term)):
        if any(term in held or held in term for held, _ in found):
            continue
        if (said := runs.said(term)) and theirs.said(term):
            found.append((term, said))
            if len(found) == WORDS_SAID:
                break
    return (*shared, *(Reason("word", said, other.id) for _, said in found))


class SpelledTerms:
    """The words of a paper as they are spelt, to be found by their stems."""

    def __init__(self, paper: Paper) -> None:
        self._spelt = [word for text in (paper.title, paper.abstract) for word in (*spelt_words(text), "")]
        self._stems = [stem_of("".join(words(word))) for word in self._spelt]

    def said(self, term: str) -> str:
        """The first place where the stems of a term stand side by side, as it is spelt; "" where there is none."""
        stems = term.split(" ")
        for at in range(len(self._stems)):
            if self._stems[at : at + len(stems)] == stems:
                return " ".join(self._spelt[at : at + len(stems)])
        return ""
