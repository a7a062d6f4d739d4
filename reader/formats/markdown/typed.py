"""What a person typed into our stretches of a file and nobody took, so that writing the file again would lose it.

A word beside a title or in the line of the tags, a remark on a paper that has left the list, a note that is too long:
the way back cannot take them, and a fresh export has no place for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection

from reader.formats.markdown.escaping import unescape
from reader.formats.markdown.lines import STARS, spelt
from reader.formats.markdown.scan import HEADER, File, Piece, scan
from reader.formats.parsed import Problem, excerpt
from reader.paper import Status
from reader.text import clean_line, words

_COMMENT = re.compile(r"<!--.*?-->")
_BULLET = re.compile(r"\A\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[.\]\s+)?")
_PROPERTIES = "title authors year published arxiv_id doi url tags status starred added aliases true false null"
_OURS = frozenset(words(" ".join([*HEADER, *Status, *STARS, _PROPERTIES, "notes abstract"])))
"""Words that an export has of itself."""


def typed_over(existing: str, merged: str, known: Callable[[str], Collection[str]]) -> tuple[Problem, ...]:
    """The lines of ours in `existing` with a word that neither stands with the same paper in `merged` nor is among the
    words that `known` gives for that paper's id ("" for what is not about one paper); each with its line.

    Headings that went out are not looked at, nor lists of tags and aliases among the properties: the way back takes
    whatever they say, or they stay.
    """
    old = scan(existing)
    if old.base is not None and old.base.body == old.body:
        return ()
    new = scan(merged)
    fresh: dict[str, set[str]] = {}
    for piece in new.pieces:
        for index in range(piece.start, piece.end):
            fresh.setdefault(_about(piece, new), set()).update(_words(new.lines[index]))
    found: list[Problem] = []
    for piece in old.pieces:
        if _went_out(piece, old):
            continue
        id = _about(piece, old)
        property = ""
        for index in range(piece.start, piece.end):
            line = old.lines[index]
            if piece.key[0] == "front":
                listed = line[:1] in (" ", "-")
                property = property if listed else line.partition(":")[0].strip("\"'")
                if listed and property != "authors":
                    continue
            strange = set(_words(line)) - _OURS - fresh.get(id, set())
            if strange and not strange <= set(known(id)):
                found.append(Problem(index + 1, "was not taken", excerpt(clean_line(line))))
    return tuple(sorted(found, key=lambda problem: problem.line))


def _about(piece: Piece, file: File) -> str:
    """The id of the paper that a stretch is about, "" for none; properties are about the first paper of their file."""
    if piece.key[0] in ("item", "noted"):
        return piece.key[1]
    return file.places[0].id if piece.key[0] == "front" and file.places else ""


def _went_out(piece: Piece, file: File) -> bool:
    """Whether a stretch is as it was exported, is kept when the file is written again, or holds a list's properties."""
    if piece.key[0] == "section":
        return file.base is not None and spelt(piece.key[1]) in {spelt(name) for name in file.base.sections}
    if piece.key[0] == "front":
        return not (file.places and file.lines[file.places[0].line].startswith("# "))
    return piece.key[0] in ("base", "head")


def _words(line: str) -> list[str]:
    return words(unescape(_BULLET.sub("", _COMMENT.sub("", line))))
