"""What a person changed in our stretches of a file and nobody took, so that writing the file again would lose it.

A word beside a title or in the line of the tags, a remark on a paper that has left the list, a note that is too long, a
title in other words, an author taken out, a box that is neither empty nor ticked: the way back cannot take them, and a
fresh export has no place for them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Protocol

from reader.formats.markdown.escaping import unescape
from reader.formats.markdown.lines import spelt
from reader.formats.markdown.marks import ANCHOR
from reader.formats.markdown.opened_export import OpenedExport, opened
from reader.formats.markdown.scan import HEADER, File, Stretch, scan
from reader.formats.markdown.state import ODD_BOX, STARS, anchor_line
from reader.formats.parsed import Problem, excerpt
from reader.paper import Status
from reader.text import clean_line, words

_COMMENT = re.compile(r"<!--.*?(?:-->|$)|\A(?:(?!<!--).)*-->|\A\s*reader:\S+\s*\Z")
"""A comment, or as much of it as stands in a line."""
_BULLET = re.compile(r"\A\s*(?:[-*+]|\d{1,9}[.)])\s+(?:\[.\]\s+)?")
_PROPERTIES = "title authors year published arxiv_id doi url tags status starred added aliases true false null"
_OURS = frozenset(words(" ".join([*HEADER, *Status, *STARS, _PROPERTIES, "notes abstract"])))
"""Words that an export has of itself."""
_LEFT = "what was changed here could not be taken"


class Known(Protocol):
    """What a library holds, or ever held, of its papers."""

    def words_of(self, id: str) -> Collection[str]:
        """Every word about a paper; "" for those about lists."""

    def shown_of(self, id: str) -> Collection[Collection[str]]:
        """For its title, its authors and its year, what each was at any time, as words with blanks between them."""


def typed_over(existing: str | OpenedExport, merged: str, known: Known) -> tuple[Problem, ...]:
    """The lines of ours in `existing` that say what `merged` does not say of the same paper and the library never held:
    a word, a title or authors in another order or shortened, a box of a person's own; each with its line.

    Headings that went out are not looked at, nor lists of tags and aliases among the properties: the way back takes
    whatever they say, or they stay.
    """
    old = opened(existing).file
    if old.base is not None and old.base.body == old.body:
        return ()
    new = scan(merged)
    found = set(_strange_words(old, new, known))
    found |= {face.start for face in _changed_faces(old, new, known) if found.isdisjoint(face)}
    return tuple(Problem(index + 1, _LEFT, excerpt(clean_line(old.lines[index]))) for index in sorted(found))


def _strange_words(old: File, new: File, known: Known) -> Iterator[int]:
    """The indices of the lines with a word that stands with the paper in neither the new file nor the library."""
    fresh: dict[str, set[str]] = {}
    for piece in new.pieces:
        for index in range(piece.start, piece.end):
            fresh.setdefault(_about(piece, new), set()).update(_words(new.lines[index]))
    for piece in old.pieces:
        if _went_out(piece, old):
            continue
        id = _about(piece, old)
        property = ""
        for index in range(piece.start, piece.end):
            line = old.lines[index]
            if piece.key[0] == "front":
                property = _property(line) or property
                if not _property(line) and property != "authors":
                    continue
            strange = set(_words(line)) - _OURS - fresh.get(id, set())
            if strange and not strange <= set(known.words_of(id)):
                yield index


def _changed_faces(old: File, new: File, known: Known) -> Iterator[range]:
    """The indices of the lines, place by place, where a paper's title, authors or year are not what they were at any
    time, though the new file shows them there, and of those with a box of a person's own."""
    fresh: dict[tuple[str, str], str] = {}
    for what, id, lines in _faces(new):
        fresh.setdefault((what, id), _face(new, lines))
    for what, id, lines in _faces(old):
        now, face = fresh.get((what, id), ""), _face(old, lines)
        boxed = bool(now) and ODD_BOX.match(old.lines[lines.start]) is not None
        if boxed or any(_shows(now, held) and not ("" in held or _shows(face, held)) for held in known.shown_of(id)):
            yield lines


def _shows(face: str, held: Collection[str]) -> bool:
    """Whether one of some texts stands in a face whole."""
    return any(one and f" {one} " in face for one in held)


def _faces(file: File) -> Iterator[tuple[str, str, range]]:
    """Where the file shows a paper's title or authors: what they stand in ("item", or a property), the id, and the
    indices of the lines."""
    for piece in file.pieces:
        lines = range(piece.start, piece.end)
        if piece.key[0] == "item":
            anchored = (index for index in lines if ANCHOR.search(anchor_line(file.lines, index)[0]))
            yield "item", piece.key[1], range(piece.start, next(anchored, piece.start) + 1)
        elif piece.key[0] == "front" and not _went_out(piece, file):
            starts = [index for index in lines if _property(file.lines[index])]
            for start, end in zip(starts, [*starts[1:], piece.end], strict=True):
                if (property := _property(file.lines[start])) in ("title", "authors"):
                    yield property, _about(piece, file), range(start, end)


def _face(file: File, lines: range) -> str:
    """The words of some lines, with a blank before and after each."""
    return f" {' '.join(word for index in lines for word in _words(file.lines[index]))} "


def _property(line: str) -> str:
    """The property that begins in a line, "" where one goes on."""
    return "" if line[:1] in (" ", "-") and line.strip() != "---" else line.partition(":")[0].strip("\"'") or "---"


def _about(piece: Stretch, file: File) -> str:
    """The id of the paper that a stretch is about, "" for none; properties are about the first paper of their file."""
    if piece.key[0] in ("item", "noted"):
        return piece.key[1]
    return file.places[0].id if piece.key[0] == "front" and file.places else ""


def _went_out(piece: Stretch, file: File) -> bool:
    """Whether a stretch is as it was exported, is kept when the file is written again, or holds a list's properties."""
    if piece.key[0] == "section":
        return file.base is not None and spelt(piece.key[1]) in {spelt(name) for name in file.base.sections}
    if piece.key[0] == "front":
        return not (file.places and file.lines[file.places[0].line].startswith("# "))
    return piece.key[0] in ("base", "head")


def _words(line: str) -> list[str]:
    return words(unescape(_BULLET.sub("", _COMMENT.sub("", line))))
