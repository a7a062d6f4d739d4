"""Words that are torn names of papers: the rest of an address, the beginning of a DOI, an arXiv id amid words.

As words they would find what is written like a part of them (`http://models` what has the word `models`), so that what
changes, exports or saves does not take them for that. While they are typed they are words, and nothing is said.

>>> torn("http://models").why, torn("hxxps//arxiv.org/abs/2401.00011").nearest
("'http://models' is no whole address; in quotes it is text", 'arxiv.org/abs/2401.00011')
>>> torn("2401.000111").why, torn("10.1234/").why
("'2401.000111' is no whole arXiv id; in quotes it is text", "'10.1234/' is no whole DOI; in quotes it is text")
>>> torn("and/or"), torn("GPT-3.5"), torn("2012.")
(None, None, None)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from reader.naming import HOST, MONTH, id_begun, names_told
from reader.paper import DOI_PREFIX
from reader.patterns import regex
from reader.query.doubts.exclusions import marked
from reader.query.doubts.pairing import is_plain
from reader.query.nodes import Doubt
from reader.query.pieces import TITLE_WORDS, Piece, shown

_BEFORE = regex(r"^[^\w/]+")
"""Signs before a word, among them the one that leaves it out."""
_SCHEME = regex(r"(?:h[tx]{1,3}ps?|ftp|file)[:;.,]*[/\\]+|[a-z][a-z0-9+.-]*:[/\\]+", re.IGNORECASE | re.ASCII)
"""What an address begins with, and slips of it: `https//`, `hxxp:/`, `file:///`."""
_ADDRESS = regex(rf"(?:{_SCHEME.pattern}|//(?=\w)|www[.,](?=\w)|{HOST}[/:]).*", re.IGNORECASE | re.DOTALL)
_HOST = regex(rf"{HOST}\W*", re.IGNORECASE)
_DOI = regex(rf"(?:doi\W{{0,2}})?{DOI_PREFIX}/?\W*", re.IGNORECASE)
_NUMBER = regex(rf"(?:arxiv\W{{0,2}})?{MONTH}\.\d{{6,}}(?:v\d*)?\W*", re.IGNORECASE)
"""An arXiv id with too many digits."""
_WHOLE = regex(r"\d\.\d{5}(?!\d)")
"""As many digits as an arXiv id has behind its point, be there such an id or not."""


def torn(word: str) -> Doubt | None:
    """The doubt of a word that is likely a name of a paper and is none whole, None for any other word."""
    plain = _plain(word)
    what = ""
    if _ADDRESS.fullmatch(plain):
        what = "address"
    elif _DOI.fullmatch(plain):
        what = "DOI"
    elif _NUMBER.fullmatch(plain):
        what = "arXiv id"
    if not what or names_told(word):
        return None
    begun = _SCHEME.match(plain)
    rest = plain[begun.end() :] if begun else plain
    return _no_whole(word, what, rest if names_told(rest) else "")


def torn_beside(pieces: Sequence[Piece]) -> Iterator[Doubt]:
    """The words of a query that are torn by what stands beside them: the name of a site without a page behind it, but
    in what may be a title, for some have such a name in them; and the beginning of an arXiv id, which finds the papers
    whose ids begin so where it is the only word that is asked for."""
    words = {piece.at: (piece.text, excluded) for piece, excluded in marked(pieces) if piece.holds_words}
    asked = sum(not excluded for _, excluded in words.values())
    is_title = len(words) >= TITLE_WORDS and all(map(is_plain, pieces))
    is_either = any(piece.kind == "OR" for piece in pieces)
    for at, (word, excluded) in words.items():
        plain = _plain(word)
        if not is_title and _HOST.fullmatch(plain):
            yield replace(_no_whole(word, "address"), at=at)
        elif (excluded or asked > 1 or is_either) and id_begun(plain.rstrip(".")) and not _WHOLE.search(plain):
            yield replace(_no_whole(word, "arXiv id"), at=at)


def _plain(word: str) -> str:
    return _BEFORE.sub("", unicodedata.normalize("NFKC", word), count=1)


def _no_whole(word: str, what: str, meant: str = "") -> Doubt:
    hint = "" if meant else "; in quotes it is text"
    return Doubt(word, f"'{shown(word)}' is no whole {what}{hint}", meant, typing=True)
