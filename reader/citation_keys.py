"""The citation key under which a bibliography names a paper: the one that it came with, else one made of its facts.

A key that is made for one paper never passes to another while both are there, whatever is exported with them, comes or
goes: where several papers would have it, each has letters of its own behind it (`lee2020fast-k7v`), so that a document
that cites the bare key is told that there is none, and not given another paper. A key with which several came is that
of the oldest of them. How one is made is told by a pattern:

    >>> vaswani = Paper("p", "Attention Is All You Need", authors=("Ashish Vaswani",), published="2017-06-12")
    >>> citation_key(vaswani)
    'vaswani2017attention'
    >>> citation_key(vaswani, key_pattern("{auth:capitalize}_{shortyear}:{title:9}"))
    'Vaswani_17:attention'
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from reader.errors import SettingsError
from reader.paper import Paper
from reader.patterns import regex
from reader.persons import name_key
from reader.suggestions import perhaps_of
from reader.text import fold, words

USUAL_PATTERN = "{auth}{year}{veryshorttitle}"
"""vaswani2017attention"""
_PASSED_OVER = frozenset(
    ("a", "an", "the", "on", "of", "for", "in", "to", "and", "with", "from", "by", "is", "are", "do", "does", "how")
)
_KEY = regex(r"[\w&$`;@?!*\[\]+./:-]{1,200}")
"""What biber (`texdoc biber`, section 3.1) and pandoc both read as a key, and no format takes for its end."""
_AT_ITS_ENDS = regex(r"\A[^0-9A-Za-z]+|[^0-9A-Za-z]+\Z")
"""What pandoc does not take for a part of a key; a minus in front of one would leave the author out."""
_OWN_LETTERS = "bcdfghjkmnpqrstvwxz23456789"
"""Letters and digits that form no words and are not taken for one another."""
_OWN = 3
"""So many of them tell the papers apart that would share a key, more where it takes more."""
_LONGEST = 60
"""Characters of a key that is made."""
_SHORT_TITLE = 3
"""Telling words of a title that stand for it."""
_PART = regex(r"\{([^{}]*)\}|([^{}]+)|(.)")
"""A field of a pattern, the text between fields, a brace that stands alone."""


def _plain(text: str) -> str:
    small = fold(text)
    return small if small.isascii() and small.isalnum() else re.sub(r"[^a-z0-9]", "", small)


def _families(paper: Paper) -> list[str]:
    return [family for author in paper.authors if (family := name_key(author)[0])]


def _telling(paper: Paper) -> list[str]:
    return [word for word in words(paper.title) if word not in _PASSED_OVER]


_FACTS: Mapping[str, Callable[[Paper], Sequence[str]]] = MappingProxyType(
    {
        "auth": lambda paper: _families(paper)[:1],
        "authors": _families,
        "year": lambda paper: [paper.published[:4]],
        "shortyear": lambda paper: [paper.published[2:4]],
        "month": lambda paper: [paper.published[5:7]],
        "veryshorttitle": lambda paper: _telling(paper)[:1],
        "shorttitle": lambda paper: _telling(paper)[:_SHORT_TITLE],
        "title": lambda paper: words(paper.title),
        "journal": lambda paper: words(paper.venue),
        "volume": lambda paper: words(paper.about("volume")),
        "firstpage": lambda paper: words(paper.about("page"))[:1],
    }
)
"""The fields of a pattern with the words that each tells of a paper, called as JabRef and Better BibTeX call them
(https://docs.jabref.org/setup/citationkeypatterns)."""
_ALSO = MappingProxyType({"family": "auth", "word": "veryshorttitle"})
"""Plain names of two of them."""
_LETTERS: Mapping[str, Callable[[str], str]] = MappingProxyType(
    {"lower": str.lower, "upper": str.upper, "capitalize": str.capitalize}
)
"""How the letters of each word are written."""


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    letters: str = "lower"
    most: int = _LONGEST
    """Characters of it that are taken."""

    def text(self, paper: Paper) -> str:
        """What it tells of a paper, as ASCII letters and digits."""
        told = _FACTS[self.name](paper)
        if self.letters == "lower":
            return _plain("".join(told))[: self.most]
        return "".join(map(_LETTERS[self.letters], map(_plain, told)))[: self.most]


@dataclass(frozen=True, slots=True)
class KeyPattern:
    """How the key of a paper is made that came without one."""

    parts: tuple[str | _Field, ...]
    """Fields, and the text between them."""

    def key(self, paper: Paper) -> str:
        """The key of a paper, "" for one of which no field tells anything."""
        told = [part if isinstance(part, str) else part.text(paper) for part in self.parts]
        is_told = any(text for part, text in zip(self.parts, told, strict=True) if isinstance(part, _Field))
        return _AT_ITS_ENDS.sub("", "".join(told)[:_LONGEST]) if is_told else ""


def key_pattern(text: str) -> KeyPattern:
    """The pattern that a text writes: fields in braces, each perhaps with how its letters are written or how many are
    taken (`{auth:upper}`, `{title:8}`), and other characters of a key. Raises `SettingsError` for any other text."""
    parts: list[str | _Field] = []
    for field, plain, brace in _PART.findall(text):
        if brace:
            raise SettingsError(f"there is a '{brace}' without its other brace.")
        if plain and not (plain.isascii() and is_key(plain)):
            raise SettingsError(f"'{plain}' cannot stand in a citation key.")
        parts.append(plain or _field(field))
    if not any(isinstance(part, _Field) for part in parts):
        raise SettingsError(f'it names no field, so all papers would have one key; "{USUAL_PATTERN}" names three.')
    return KeyPattern(tuple(parts))


def _field(text: str) -> _Field:
    name, *rest = text.split(":")
    if (known := _ALSO.get(name, name)) not in _FACTS:
        raise SettingsError(f"there is no field '{{{name}}}'{perhaps_of(name, (*_FACTS, *_ALSO))}")
    letters, most = "lower", _LONGEST
    for how in rest:
        if how in _LETTERS:
            letters = how
        elif re.fullmatch("[1-9][0-9]?", how):
            most = int(how)
        else:
            ways = ", ".join(_LETTERS)
            raise SettingsError(f"'{{{text}}}' says neither {ways} nor how many characters are taken behind its ':'.")
    return _Field(known, letters, most)


_USUAL = key_pattern(USUAL_PATTERN)


def is_key(text: str) -> bool:
    """Whether a text can be a citation key in every format."""
    return _KEY.fullmatch(text) is not None


def library_keys(papers: Iterable[Paper], pattern: KeyPattern = _USUAL) -> dict[str, str]:
    """The citation key of each paper of a library, by its id."""
    ordered = sorted(papers, key=lambda paper: (paper.added, paper.id))
    return {paper.id: key for paper, key in zip(ordered, _keys(ordered, pattern), strict=True)}


def _keys(papers: Sequence[Paper], pattern: KeyPattern = _USUAL) -> list[str]:
    """The citation keys of papers, the oldest first; those that papers came with are given before any other."""
    found = [citation_key(paper, pattern) for paper in papers]
    shared = Counter(key.lower() for key in found)
    used: set[str] = set()
    for at in sorted(range(len(papers)), key=lambda at: found[at] != papers[at].citation_key):
        key = found[at]
        if key.lower() in used if key == papers[at].citation_key else shared[key.lower()] > 1:
            found[at] = next(free for free in told_apart(key, papers[at].id) if free.lower() not in used)
        used.add(found[at].lower())
    return found


def told_apart(key: str, id: str) -> Iterator[str]:
    """A key with letters behind it that are of one paper alone, the shortest first."""
    number = int.from_bytes(hashlib.sha256(id.encode("utf-8", "surrogatepass")).digest())
    own = ""
    while True:
        number, at = divmod(number, len(_OWN_LETTERS))
        own += _OWN_LETTERS[at]
        if len(own) >= _OWN:
            yield f"{key}-{own}"


def forms_of(key: str, id: str) -> tuple[str, str]:
    """The key of a paper without and with letters of its own behind it: it has the one or the other by what stands
    beside it in the library."""
    own = next(told_apart("", id))
    bare, dash, behind = key.rpartition("-")
    return (bare, key) if dash and behind.startswith(own[1:]) else (key, f"{key}{own}")


def keys_for(papers: Sequence[Paper], known: Mapping[str, str] = MappingProxyType({})) -> list[str]:
    """A citation key for each paper, that which is `known` by its id, else the one that it has among these papers; one
    that stands there twice has `-2`, `-3`, … behind its key."""
    if all(paper.id in known for paper in papers):
        return list(_unique(known[paper.id] for paper in papers))
    return list(_unique(known.get(paper.id, key) for paper, key in zip(papers, _keys(papers), strict=True)))


def citation_key(paper: Paper, pattern: KeyPattern = _USUAL) -> str:
    """The key that a paper came with, where every program reads it, else the one that a pattern makes of its facts,
    else "paper"."""
    return paper.citation_key if is_key(paper.citation_key) else pattern.key(paper) or "paper"


def _unique(keys: Iterable[str]) -> Iterable[str]:
    """The keys, each different from all before it also where capitals are small letters, as BibTeX compares them."""
    used: set[str] = set()
    counts: dict[str, int] = {}
    for key in keys:
        free = key
        while free.lower() in used:
            counts[key.lower()] = counts.get(key.lower(), 1) + 1
            free = f"{key}-{counts[key.lower()]}"
        used.add(free.lower())
        yield free
