"""Papers whose mark an editor took from their line, known again by what that line shows.

The line of a paper is as good as its mark where it shows all that an export has there, or begins with a link that has
its title and its address. What stands beneath it is then read, compared and kept as beneath any other paper; without
that, a fresh export would put the paper over its own line and over what a person typed below.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass

from reader.formats.markdown import marks
from reader.formats.markdown.by_hand import signs_of, with_marks
from reader.formats.markdown.escaping import unescape
from reader.formats.markdown.lines import code_blocks
from reader.formats.markdown.opened_export import OpenedExport
from reader.formats.markdown.scan import File, cells_of
from reader.formats.markdown.state import ITEM, after_bullet
from reader.text import words

_LINK = re.compile(
    r"\[((?:\\.|[^\]\\])+)\]\(\s*<?([^\s<>]+?)>?\s*\)\s*[—–-]"
    r"|\[\[(?:[^\]|]*/)?([^\]|/]+?)(?:\.md)?(?:\|[^\]]*)?\]\]\s*\Z"
)
"""A link with its text and address before names, or one of a vault with the name of a file and nothing else."""
_SET_IN = 2
"""So many blanks before a line, and it stands beneath an item."""


@dataclass(frozen=True, slots=True)
class _Face:
    """What a line shows of a paper, but for its box and its mark."""

    kind: str
    """A row, a heading or neither."""
    words: tuple[str, ...]
    link: tuple[str, ...]
    """The words of the title and the address of a link at its beginning, or the file of a vault's; () for none."""


def marked_again(export: OpenedExport, shown: Iterable[tuple[str, str]]) -> tuple[OpenedExport, dict[int, str]]:
    """An export with the marks of papers put back where a line still shows them, and the indices of those lines with
    the ids. `shown` has, for each place of a paper, its id and the line that an export has for it.

    A paper that has a mark anywhere in the file is there; what several of the others show alike is of none of them,
    and what stands outside the list, in a quote or in code is of the page.
    """
    there = {piece.key[1] for piece in export.file.pieces if piece.key[0] == "item"}
    there |= {each.id for each in export.file.elsewhere}
    lost = [(id, line) for id, line in shown if id not in there]
    if not lost:
        return export, {}
    return with_marks(export, _lines_of(export.file, lost))


def lines_of_papers(file: File) -> Iterator[tuple[str, str]]:
    """The id and the first line of each place that an export has of a paper."""
    return ((piece.key[1], file.lines[piece.start]) for piece in file.pieces if piece.key[0] == "item")


def _lines_of(file: File, missing: list[tuple[str, str]]) -> dict[int, str]:
    """The indices of the lines that show papers without a mark, with their ids."""
    pieces = (piece for piece in file.pieces if piece.key != ("head",))  # A paper's heading in a vault looks like one.
    taken = {index for piece in pieces for index in range(piece.start, piece.end)} - file.unclosed
    taken |= {index for block in code_blocks(file.lines) for index in block}
    lost = [(id, _face(line)) for id, line in missing]
    loose = {
        at: _face(line)
        for at, line in enumerate(file.lines)
        if at not in taken and line.strip() and not line[:_SET_IN].isspace() and not line.lstrip().startswith(">")
    }
    found: dict[int, str] = {}
    for told in ("words", "link"):
        where: dict[tuple[str, tuple[str, ...]], list[int]] = {}
        for at, face in loose.items():
            if at not in found and (said := getattr(face, told)):
                where.setdefault((face.kind, said), []).append(at)
        rest = [(id, (face.kind, getattr(face, told))) for id, face in lost if id not in found.values()]
        whose: dict[tuple[str, tuple[str, ...]], set[str]] = {}
        for id, key in rest:
            whose.setdefault(key, set()).add(id)
        for id, key in rest:
            if whose[key] == {id} and where.get(key):
                found[where[key].pop(0)] = id
    return found | _typed_lines(file, [at for at in loose if at not in found], missing, set(found.values()))


def _typed_lines(
    file: File, loose: Sequence[int], missing: Iterable[tuple[str, str]], found: Container[str]
) -> dict[int, str]:  # fmt: skip
    """The same of lines that a person typed, which have the title of a paper or lead to it."""
    items = [at for at in loose if ITEM.match(file.lines[at]) or file.lines[at].startswith("|")]
    whose: dict[str, set[str]] = {}
    for id, line in missing if items else ():
        if id not in found:
            for sign in signs_of(line, id):
                whose.setdefault(sign, set()).add(id)
    typed: dict[int, str] = {}
    for at in items if whose else ():
        ids = {id for sign in signs_of(file.lines[at]) for id in whose.get(sign, ())} - set(typed.values())
        if len(ids) == 1:
            typed[at] = ids.pop()
    return typed


def _face(line: str) -> _Face:
    bare = marks.COMMENT.sub("", line)
    is_row = line.lstrip().startswith("|")
    text = cells_of(bare)[0] if is_row else after_bullet(bare).lstrip("# ")
    kind = "row" if is_row else "heading" if bare.startswith("#") else ""
    link = _LINK.match(text) if is_row or ITEM.match(bare) else None
    told = () if link is None else (link[3].strip(),) if link[3] else (*words(unescape(link[1])), link[2])
    return _Face(kind, tuple(words(unescape(text))), told)
