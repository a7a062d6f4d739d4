"""Why a query found a paper, and what it may have meant when it found none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reader.counting import count, form
from reader.query import Filter, Node, Phrase, Query, Word
from reader.query.left_out import typed
from reader.query.nodes import wanted
from reader.query.pieces import shown
from reader.query.scripts import is_unspaced, parts
from reader.search.compounds import joined, pieces, ways
from reader.search.entries import Entries
from reader.search.evaluate import as_one
from reader.search.nearest import meant_nearly
from reader.search.spans import SLACK, Sought, letters
from reader.search.terms import STOP_WORDS, TWO_TYPOS, Initial
from reader.text import fold, is_mark, word_in

_FIELDS = {"title": "title", "author": "authors", "abstract": "abstract", "note": "note", "tag": "tags"}


def sought(entries: Entries, query: Query) -> list[Sought]:
    """What to look for in a paper's texts to show why the query found it."""
    found: list[Sought] = []
    leaves = list(wanted(query.root))
    telling = any(not isinstance(leaf, Filter | Phrase) and leaf.text not in STOP_WORDS for leaf in leaves)
    before: Word | None = None
    for leaf in leaves:
        if isinstance(leaf, Phrase):
            found.append(Sought(" ".join(leaf.words), {}, (letters(leaf.words),)))
        elif isinstance(leaf, Filter):
            if (field := _FIELDS.get(leaf.field)) and (run := tuple(parts(leaf.value))):
                found.append(Sought(" ".join(run), {}, (letters(run),), field))
        elif is_unspaced(leaf.text):
            apart = {letter: 1 - 2 * SLACK for letter in leaf.text if not is_mark(letter)}
            found.append(Sought(leaf.text, apart, (tuple(leaf.text),)))
            before = None
        elif leaf.typing or not telling or leaf.text not in STOP_WORDS:
            if before is not None and (one := as_one(entries, before, leaf)) is not None and one.found:
                found.append(Sought(one.word, one.found))
            found.append(Sought(leaf.text, _meant(entries, leaf), tuple(ways(entries, leaf.text))))
            before = leaf
    texts = [leaf.text for leaf in leaves if isinstance(leaf, Word)]
    found += [Sought(one, {one: 1.0, one + "s": 1.0}) for _, _, one in joined(entries, texts)]
    return found


def _meant(entries: Entries, word: Word) -> Mapping[str, float]:
    """The words that a word of the query may mean, where all words match and where papers only come near."""
    strict, loose = entries.meant(word.text, word.typing, TWO_TYPOS), meant_nearly(entries, word.text, word.typing)
    if isinstance(strict, Initial):
        return strict
    return {one: max(strict.get(one, 0.0), loose.get(one, 0.0)) for one in {**loose, **strict}}


def suggestion(entries: Entries, query: Query) -> str:
    """The query with its unknown words replaced by the nearest words of the library.

    "" when one of them is like no word: with it the query would find nothing anyway.
    """
    nearest: dict[str, str] = {}
    unknown = [word for word in query.words if word not in entries.vocabulary]
    for word in unknown:
        near = entries.vocabulary.nearest(word) if len(word) >= 4 and not is_unspaced(word) else ""
        if near:
            nearest[word] = near
        elif not _is_like_some(entries, word):
            return ""
    if not nearest:
        return ""
    text = query.text
    return word_in(text).sub(lambda match: nearest.get(fold(match[0]), match[0]), text).strip()


def lost(words: Query, beside: Sequence[Node], held: int) -> str:
    """That so many papers have the words of a query, and none of them what is asked beside; "" where that is not so."""
    if not (beside and held and words.text):
        return ""
    rest = shown(" ".join(map(typed, beside)))
    have, of_them = form(held, "has", "have"), form(held, "", "none of them ")
    return f"{count(held, 'paper')} {have} '{shown(words.text)}', but {of_them or 'not '}'{rest}'."


def _is_like_some(entries: Entries, word: str) -> bool:
    """Whether some living paper holds what the word may mean."""
    meant = entries.meant(word, False, TWO_TYPOS)
    return any(map(entries.vocabulary.frequency, meant)) or pieces(entries.vocabulary, word) != []
