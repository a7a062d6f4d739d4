"""Why a paper is near to another: the words that say something and stand in both, and who wrote both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from reader.paper import Paper
from reader.query.scripts import is_unspaced
from reader.relevance.terms import is_idiom, is_idle, is_vague, root_of, stem_of, without_addresses
from reader.relevance.unspaced import is_of_alphabet, telling_run
from reader.relevance.values import Reason
from reader.text import fold_name, spelt_words, without_plural, words

WORDS_SAID = 3
"""So many words are given as reasons at most."""
LETTERS_SAID, OF_ALPHABET = 12, 30
"""So many ideographs and kana, or letters of an alphabet, of a script without blanks are one reason at most."""
HYPHENS = ("-", "\u2010", "\u2011")
"""What joins words to one."""


def reasons_of(paper: Paper, other: Paper, terms: Iterable[Sequence[str]]) -> tuple[Reason, ...]:
    """What a paper shares with another, the strongest first; `terms` are the stems of what both hold, in that order.

    Where nothing of it stands in both as it is spelt, the other paper is the reason.
    """
    own, theirs = Spelling.of(paper.title, paper.abstract), Spelling.of(other.title, other.abstract)
    found: list[Reason] = []
    told: set[str] = set()
    short_forms: set[str] = set()
    for stems in terms:
        if len(found) == WORDS_SAID:
            break
        if not told.isdisjoint(map(root_of, stems)):
            continue
        if is_unspaced(stems[0]):
            said = telling_run(own.letters_shared(theirs, stems[0]), stems[0])
            roots = {said[at : at + 2] for at in range(len(said))}
        else:
            said = own.shared(theirs, stems)
            roots = {*map(root_of, stems), *map(root_of, filter(None, map(stem_of, words(said))))}
        if not said:
            continue
        if told.isdisjoint(roots) and (short := _shortened(said)) not in short_forms:
            found.append(Reason("word", said, other.id))
            told |= roots
            short_forms.add(short)
    known = {fold_name(author) for author in other.authors}
    found += [Reason("author", author, other.id) for author in paper.authors if fold_name(author) in known][:1]
    return tuple(found) or (Reason("paper", other.id, other.id),)


def _shortened(said: str) -> str:
    """The initials of several words, or the one word: an acronym says the same as what it stands for."""
    found = words(said)
    return "".join(word[0] for word in found) if len(found) > 1 else without_plural("".join(found))


class Spelling:
    """The words of a paper as they are spelt, to be found by their stems."""

    def __init__(self, title: str, abstract: str) -> None:
        self.text = f"{title}\n{abstract}"
        self._spelt: list[str] = []
        self._stems: list[str] = []
        self._plain: list[str] = []
        self._hyphens: list[str] = []
        """The hyphen between each word and the next, "" where there is none."""
        for text in (without_addresses(title), without_addresses(abstract)):
            spelt, folded = spelt_words(text), words(text)
            if len(spelt) != len(folded):
                folded = ["".join(words(word)) for word in spelt]
            self._spelt += (*spelt, "")
            self._stems += (*map(stem_of, folded), "")
            self._plain += (*map(without_plural, folded), "")
            self._hyphens += (*_hyphens(text, spelt), "")

    @staticmethod
    @lru_cache(24)
    def of(title: str, abstract: str) -> Spelling:
        """That of a title and an abstract, kept for the next time."""
        return Spelling(title, abstract)

    def shared(self, other: Spelling, stems: Sequence[str]) -> str:
        """The first words with these stems that stand side by side in both texts, but for a plural, as they are spelt
        here; "" where there are none that say something. Of what hyphens join nothing is said without the rest."""
        theirs = {tuple(other._plain[first:end]) for first, end in other._places(stems)}
        for first, end in self._places(stems) if theirs else ():
            if self._hyphens[first : end - 1] == [""] and any(map(is_idle, stems)):
                continue
            if any(self._hyphens[first : end - 1]) and is_idiom(self._plain[first:end]):
                continue
            if tuple(self._plain[first:end]) in theirs and not all(map(is_vague, self._stems[first:end])):
                said = zip(self._spelt[first:end], self._hyphens[first:end], strict=True)
                return "".join(f"{word}{hyphen or ' '}" for word, hyphen in said).rstrip()
        return ""

    def letters_shared(self, other: Spelling, letters: str) -> str:
        """The longest run of letters about these, of a script without blanks, that stands in both texts; "" where it is
        no longer than one letter."""
        first = self.text.find(letters)
        if first < 0 or letters not in other.text:
            return ""
        end = first + len(letters)
        most = OF_ALPHABET if is_of_alphabet(letters) else LETTERS_SAID
        while (
            end < min(len(self.text), first + most)
            and is_unspaced(self.text[end])
            and self.text[first : end + 1] in other.text
        ):
            end += 1
        while (
            first > max(0, end - most)
            and is_unspaced(self.text[first - 1])
            and self.text[first - 1 : end] in other.text
        ):
            first -= 1
        return self.text[first:end] if end > first + 1 else ""

    def _places(self, stems: Sequence[str]) -> Iterator[tuple[int, int]]:
        """Where these stems stand side by side, with all that hyphens join to them."""
        wanted, length, at = list(stems), len(stems), 0
        for _ in range(self._stems.count(wanted[0])):
            at = self._stems.index(wanted[0], at)
            if self._stems[at : at + length] == wanted:
                first, end = at, at + length
                while first and self._hyphens[first - 1]:
                    first -= 1
                while self._hyphens[end - 1]:
                    end += 1
                yield first, end
            at += 1


def _hyphens(text: str, spelt: Sequence[str]) -> Iterator[str]:
    """The hyphen between each word of a text and the next, "" where there is none."""
    end = 0
    for at, word in enumerate(spelt):
        start = text.index(word, end)
        if at:
            between = text[end:start]
            yield between if between in HYPHENS else ""
        end = start + len(word)
    if spelt:
        yield ""
