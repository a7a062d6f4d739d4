"""What is to be left out and stands in the library in another form: a name turned round, words in another order or with
other blanks, a paper by its id, DOI or address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from reader.begun_word import written
from reader.identity import own_doi
from reader.library.contents import Contents
from reader.library.library import Library
from reader.naming import id_begun, names_of, names_told
from reader.paper import Paper
from reader.persons import is_like_name
from reader.query import And, Node, Not, Or, Phrase, Word
from reader.query.pieces import Piece
from reader.query.scripts import flat, is_unspaced, parts
from reader.suggestions import TELLING, is_any_slip, is_slip, perhaps, tells
from reader.text import clean_line

Texts = Callable[[Paper], Iterable[str]]
"""The texts of a paper in which words are looked for."""
_SEVERAL = 2
"""Words that have an order."""
_JOINED = 6
"""Letters of several words from which on another one is a slip."""
_MANY = 4
"""Words of which one may be missing: of fewer, what is left names other things ("deep learning")."""
_ET_AL = re.compile(r"(?<=\w)\s+et+\s+\w{1,3}\W*$")
"""The end of a name that stands for its co-authors, as it is typed in haste."""


def author_like(library: Contents, typed: str) -> str:
    """The name of an author that a name of several words was likely meant for, as it may be typed; "" for none."""
    asked = parts(typed)
    unspaced = len(asked) == 1 and is_unspaced(asked[0])
    if len(asked) < _SEVERAL and not unspaced:
        return ""
    names = (name for paper in library.papers.values() for name in paper.authors)
    if unspaced:
        found = next((name for name in names if sorted("".join(parts(name))) == sorted(asked[0])), "")
    else:
        typed = _ET_AL.sub(" et al.", typed)
        found = next((name for name in names if is_like_name(name, typed) or _is_slip_of_name(name, asked)), "")
    return f"author:{written(clean_line(found))}" if found else ""


def _is_slip_of_name(name: str, asked: Sequence[str]) -> bool:
    """Whether the words of a name, in any order, are those of another but for one slip of the hand in all of them: a
    short family name tells by what stands beside it."""
    held, wanted = sorted(parts(name)), sorted(asked)
    if len(held) != len(wanted) or tells("".join(wanted)) < TELLING:
        return False
    others = [one for one in wanted if one not in held]
    known = [one for one in held if one not in wanted]
    return len(others) == len(known) == 1 and len(wanted) > 1 and is_any_slip(others[0], known[0])


def in_order(library: Contents, typed: Sequence[str], texts: Texts) -> str:
    """The words as they stand side by side in a text in another order than was typed; "" where they do so nowhere."""
    if len(typed) < _SEVERAL:
        return ""
    wanted = sorted(typed)
    for paper in library.papers.values():
        for text in texts(paper):
            if not all(map(flat(text).__contains__, wanted)):
                continue
            held = parts(text)
            runs = (held[at : at + len(wanted)] for at, word in enumerate(held) if word in wanted)
            if run := next((run for run in runs if sorted(run) == wanted), None):
                return " ".join(run)
    return ""


def nearly(library: Contents, typed: Sequence[str], texts: Texts) -> str:
    """The words as they stand side by side in a text where one word of those typed has a slip, however short it is, or
    of four or more one is left out or is too much; "" where they do so nowhere. The other words tell what is meant."""
    count = len(typed)
    if count < _SEVERAL or tells("".join(typed)) < TELLING:
        return ""
    for paper in library.papers.values():
        for text in texts(paper):
            plain = flat(text)
            if sum(word not in plain for word in typed) > 1:
                continue
            held = parts(text)
            for size in (count, count + 1, count - 1) if count >= _MANY else (count,):
                runs = (held[at : at + size] for at in range(len(held) - size + 1))
                if run := next((run for run in runs if _is_nearly(run, typed)), None):
                    return " ".join(run)
    return ""


def nearly_joined(library: Contents, typed: Sequence[str], texts: Texts) -> str:
    """The words as they stand side by side in a text where all letters of those typed are one slip away, wherever their
    blanks are, or the last of them is only begun; "" where they do so nowhere."""
    joined, telling = "".join(typed), [word for word in typed if tells(word) > _SEVERAL]
    if len(typed) < _SEVERAL or tells(joined) < _JOINED or not telling:
        return ""
    for paper in library.papers.values():
        for text in texts(paper):
            if not any(map(flat(text).__contains__, telling)):
                continue
            held = parts(text)
            for size in (len(typed), len(typed) - 1, len(typed) + 1):
                for at in range(len(held) - size + 1):
                    run = "".join(held[at : at + size])
                    is_begun = size == len(typed) and held[at : at + size - 1] == [*typed[:-1]] and typed[-1] in telling
                    if is_slip(joined, run) or (is_begun and run.startswith(joined)):
                        return " ".join(held[at : at + size])
    return ""


def _is_nearly(run: Sequence[str], typed: Sequence[str]) -> bool:
    """Whether words are those typed but for a slip in one, or one that either has more."""
    if len(run) != len(typed):
        longer, shorter = sorted((list(run), list(typed)), key=len, reverse=True)
        at = next(
            (at for at, (one, other) in enumerate(zip(longer, shorter, strict=False)) if one != other), len(shorter)
        )
        return longer[:at] + longer[at + 1 :] == shorter
    pairs = list(zip(run, typed, strict=True))
    unlike = [pair for pair in pairs if pair[0] != pair[1]]
    same = "".join(one for one, other in pairs if one == other)
    return len(unlike) == 1 and tells(same) >= TELLING and _is_slip_of_word(*unlike[0])


def _is_slip_of_word(one: str, other: str) -> bool:
    """Whether two words, of letters alone and of two or more, are a slip apart; a digit more makes another thing."""
    return one.isalpha() and other.isalpha() and min(len(one), len(other)) > 1 and is_any_slip(one, other)


def spaced(library: Contents, typed: Sequence[str], texts: Texts) -> str:
    """The words as they stand side by side in a text with blanks elsewhere than was typed (`lowrank` for "low rank");
    "" when they do so nowhere."""
    joined = "".join(typed)
    if tells(joined) < TELLING:
        return ""
    for paper in library.papers.values():
        for text in texts(paper):
            held = parts(text)
            run = "".join(held)
            starts = list(accumulate(map(len, held), initial=0))
            at = run.find(joined)
            while at >= 0:
                if at in starts and at + len(joined) in starts:
                    return " ".join(held[starts.index(at) : starts.index(at + len(joined))])
                at = run.find(joined, at + 1)
    return ""


def paper_like(library: Contents, typed: str) -> str:
    """The name of a paper that a name which no paper has begins or is one slip away from; "" where there is none.

    What exists nowhere leaves nothing out, so that another digit is a slip too.
    """
    wanted = [name.lower() for name in (*names_told(typed), id_begun(typed), clean_line(typed)) if name]
    held = _names_held(library, library.revision)
    if begun := next((held[name] for one in wanted for name in held if name.startswith(one)), ""):
        return begun
    for one in wanted:
        half = (len(one) - 1) // 2
        near = (name for name in held if name.startswith(one[:half]) or name.endswith(one[-half:]))
        if tells(one) >= TELLING and (slip := next((name for name in near if is_any_slip(one, name)), "")):
            return held[slip]
    return ""


@lru_cache(1)
def _names_held(library: Contents, _revision: int) -> dict[str, str]:
    """All names of the papers in small letters, each with the one of its paper that may be typed behind `id:`."""
    held: dict[str, str] = {}
    for paper in library.papers.values():
        for name in (paper.id, paper.arxiv_id, own_doi(paper), paper.citation_key):
            held.setdefault(name.lower(), name)
        for name in (library.key_of(paper), *names_of(paper)):
            held.setdefault(name.lower(), paper.id)
    held.pop("", None)
    return held


def named_paper(library: Library, pieces: Sequence[tuple[Piece, bool]]) -> str:
    """A sentence on a name of a paper, its id in the library or its citation key, that is to be left out where as words
    it leaves that paper in; else ""."""
    for piece, excluded in pieces:
        if not excluded or not piece.holds_words:
            continue
        typed, words = clean_line(piece.text), [Phrase((word,)) for word in parts(piece.text)]
        paper = library.papers.get(piece.text) or _keyed(library, typed)
        if paper is not None and not all(word.accepts(paper) for word in words):
            meant = f"title:{written(clean_line(paper.title))}"
            return f"'{typed}' names a paper, but words to be left out leave it in{perhaps(meant)}"
    return ""


def _keyed(library: Library, typed: str) -> Paper | None:
    """The only paper that bears a citation key, in capitals or not where it has a digit: another may be a word."""
    if len(ids := library.answering(typed)) != 1:
        return None
    paper = library.papers[ids[0]]
    keys = (paper.citation_key, library.key_of(paper))
    if may_be_key(typed):
        return paper if typed.lower() in map(str.lower, keys) else None
    return paper if typed in keys else None


def may_be_key(typed: str) -> bool:
    """Whether a word may be an id or a citation key, and is hardly one that people write: it has a digit."""
    return tells(typed) >= TELLING and any(map(str.isdigit, typed)) and not typed.isdecimal()


def lost_name(library: Library, root: Node | None) -> str:
    """A sentence on a name with initials or "et al." in a group of words that is to be left out, where papers by such
    an author would stay; else ""."""
    for words in _groups(root, excluded=False):
        typed = " ".join(words)
        if not any(len(word) == 1 for word in words) and words[-2:] != ("et", "al"):
            continue
        each = [Phrase((word,)) for word in words]
        for paper in library.papers.values():
            name = next((name for name in paper.authors if is_like_name(name, typed)), "")
            if name and not all(word.accepts(paper) for word in each):
                return f"'{typed}' as words leaves out no author{perhaps(f'author:{written(clean_line(name))}')}"
    return ""


def _groups(node: Node | None, *, excluded: bool) -> Iterator[tuple[str, ...]]:
    """The words of each group of nothing but words that is to be left out."""
    match node:
        case Not():
            yield from _groups(node.node, excluded=not excluded)
        case And() | Or():
            words = tuple(part.text for part in node.nodes if isinstance(part, Word))
            if excluded and isinstance(node, And) and 1 < len(words) == len(node.nodes):
                yield words
            for part in node.nodes:
                yield from _groups(part, excluded=excluded)
