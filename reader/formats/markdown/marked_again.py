"""Papers and blocks whose marks an editor took, known again by what stands there.

The line of a paper is as good as its mark where it shows all that an export has there, or begins with a link that has
its title and its address. What stands beneath it is then read, compared and kept as beneath any other paper; without
that, a fresh export would put the paper over its own line and over what a person typed below.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from reader.formats.markdown import marks
from reader.formats.markdown.bare_blocks import KINDS_OF_BLOCKS, bare_blocks, is_quoted, lost_kinds
from reader.formats.markdown.by_hand import signs_of, with_marks
from reader.formats.markdown.escaping import decode_id, unescape
from reader.formats.markdown.lines import code_blocks, ends_of_notes
from reader.formats.markdown.note_names import note_link, stem_of
from reader.formats.markdown.opened_export import OpenedExport
from reader.formats.markdown.scan import File, cells_of
from reader.formats.markdown.state import ITEM, after_bullet
from reader.text import words

_LINK = re.compile(r"\[((?:\\.|[^\]\\])+)\]\(\s*<?([^\s<>]+?)>?\s*\)\s*[—–-]")
"""A link with its text and address before names."""
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


def enclosed_again(export: OpenedExport, fresh: File) -> tuple[OpenedExport, Sequence[int]]:
    """An export with the marks of blocks put back around lines that stand, without them, where the fresh export has
    them, beneath their paper or heading, word for word; and the index of each of its lines, as they stood, of a mark
    that of the first or last line in it."""
    found = _enclosures(export, fresh)
    if not found:
        return export, range(export.text.count("\n") + 1)
    lines = export.text.split("\n")
    origins = [*range(len(lines))]
    mark = "\r" if lines[0].endswith("\r") else ""
    for at, end, whole in sorted(found, reverse=True):
        lines[at:end] = [line + mark for line in whole]
        origins[at:end] = [at, *(min(at + n, end - 1) for n in range(len(whole) - 1))]
    return export.with_text("\n".join(lines)), origins


def _enclosures(export: OpenedExport, fresh: File) -> list[tuple[int, int, list[str]]]:
    """Where such lines begin and end, and what they are with marks."""
    lines = export.text.split("\n")
    openings = (marks.OPENING.fullmatch(line.rstrip("\r")) for line in lines if "<!--" in line)
    there = {_name_of(match) for match in openings if match is not None}
    lost = [block for block in _blocks(fresh) if block.name not in there]
    if not lost:
        return []
    starts: dict[str, int] = {"": export.file.title[1] if export.file.title is not None else -1}
    for mention in export.file.mentions:
        starts.setdefault(mention.id, mention.line)
    taken = set(ends_of_notes(export.file.lines))
    ends = sorted(piece.start for piece in export.file.pieces if piece.key[0] not in ("noted", "titled", "description"))
    said = _places_of_lines(lines)
    done: list[tuple[int, int, list[str]]] = []
    rest = {block.name: block for block in lost}
    for block in lost:
        start = starts.get(block.name[1])
        if start is None:
            continue
        is_row = lines[start].lstrip().startswith("|")  # What is said of its paper stands below the table.
        following = bisect_right(ends, start)
        stop = ends[following] if following < len(ends) and not is_row else len(lines)
        if block.lines:
            first = _where_it_stands(block.lines[0], said, range(start + 1, stop))
            at = next((n for n in first if _stands(block.lines, lines, n, taken)), None)
        else:  # As in a paper's file in a vault, which has a place for a note.
            at = next((n for n in range(start + 1, stop) if lines[n].strip()), None)
            at = at if at is not None and marks.CLOSING.fullmatch(lines[at].rstrip("\r")) else None
        if at is None:
            continue
        end = at + len(block.lines)
        end = _closed(lines, end, block.name[0], stop, taken)
        done.append((at, end, block.whole))
        taken.update(range(at, end))
        del rest[block.name]
    done += (each for each in _edited(export.file, lost, fresh, rest) if taken.isdisjoint(range(*each[:2])))
    return done


def _places_of_lines(lines: Sequence[str]) -> dict[tuple[str, ...], list[int]]:
    """What stands between the blanks of each line -> the indices of the lines where just that stands."""
    found: dict[tuple[str, ...], list[int]] = {}
    for at, line in enumerate(lines):
        found.setdefault((*line.split(),), []).append(at)
    return found


def _where_it_stands(wanted: str, said: Mapping[tuple[str, ...], list[int]], among: range) -> list[int]:
    """The indices of the lines, in their order, where a line may stand, be it without its comments."""
    forms = {(*wanted.split(),), (*marks.COMMENT.sub("", wanted).split(),)}
    held = (said.get(form, ()) for form in forms)
    return sorted(at for found in held for at in found[bisect_right(found, among.start - 1) :] if at < among.stop)


def _closed(lines: Sequence[str], end: int, kind: str, stop: int, taken: Container[int]) -> int:
    """The index after a block that ends there, and after the mark that closes it where that is left."""
    after = next((n for n in range(end, stop) if lines[n].strip()), stop)
    closing = marks.CLOSING.fullmatch(lines[after].rstrip("\r")) if after < stop and after not in taken else None
    return after + 1 if closing is not None and closing[1] == kind else end


def _edited(
    file: File, lost: Iterable[_Block], fresh: File, wanted: Mapping[tuple[str, str], _Block]
) -> Iterator[tuple[int, int, list[str]]]:
    """The same of some blocks whose words were edited since they lost their marks, or are set otherwise."""
    if not wanted:
        return
    told = {(kind, mention.id): getattr(mention, kind) for mention in fresh.mentions for kind in KINDS_OF_BLOCKS}
    went_out = lost_kinds(file) if file.record is not None else None
    texts: dict[str, dict[str, str]] = {}
    for kind, id in (block.name for block in lost):
        if told.get((kind, id)) and (went_out is None or kind in went_out.get(id, ())):
            texts.setdefault(id, {})[kind] = told[kind, id]
    for mention_at, id in _abstracts(fresh):
        if id in texts:
            texts[id]["abstract"] = marks.COMMENT.sub("", fresh.lines[mention_at])
    for block in bare_blocks(file, texts):
        if (fresh_block := wanted.get((block.kind, block.id))) is not None:
            held = file.lines[block.lines.start : block.lines.stop]
            opening, closing = fresh_block.whole[0], fresh_block.whole[-1]
            if is_quoted(held) and " quoted" not in opening:
                opening = opening.replace(" -->", " quoted -->")
            end = _closed(file.lines, block.lines.stop, block.kind, len(file.lines), ())
            yield block.lines.start, end, [opening, *held, "", closing]


def _abstracts(file: File) -> Iterator[tuple[int, str]]:
    """The indices of the lines with an abstract, and the ids of their papers."""
    found = ((at, marks.ABSTRACT.search(line)) for at, line in enumerate(file.lines) if "<!--" in line)
    return ((at, decode_id(match[1])) for at, match in found if match is not None and match[1])


class _Block(NamedTuple):
    """A note, remark or description of an export."""

    name: tuple[str, str]
    """What it is, and the id of its paper; "" for none."""
    lines: list[str]
    """Without marks, and without the blanks around them; none for a block in which nothing stands."""
    whole: list[str]
    """With the marks."""


def _name_of(opening: re.Match[str]) -> tuple[str, str]:
    return opening[1], decode_id(opening[2] or "")


def _blocks(file: File) -> Iterator[_Block]:
    """The blocks of an export, in their order, each of a paper once."""
    met: set[tuple[str, str]] = set()
    start, opening = -1, None
    for at, line in enumerate(file.lines):
        if "<!--" not in line:
            continue
        if opening is not None and (closing := marks.CLOSING.fullmatch(line)) and closing[1] == opening[1]:
            name, inside = _name_of(opening), [each.strip() for each in file.lines[start + 1 : at - 1]]
            inside = inside if any(inside) else []
            if name not in met:
                yield _Block(name, inside, file.lines[start : at + 1])
            met.add(name)
            opening = None
        elif opening is None and (found := marks.OPENING.fullmatch(line)):
            start, opening = at, found


def _stands(wanted: Sequence[str], lines: Sequence[str], at: int, taken: Container[int]) -> bool:
    """Whether some lines stand from an index on, where none is of anything else."""
    return (
        _is_left_of(wanted[0], lines[at])
        and at + len(wanted) <= len(lines)
        and all(map(_is_left_of, wanted, lines[at : at + len(wanted)]))
        and not any(n in taken for n in range(at, at + len(wanted)))
    )


def _is_left_of(wanted: str, line: str) -> bool:
    """Whether a line is another, or that without its comments."""
    line = line.strip()
    return line == wanted or ("<!--" in wanted and line.split() == marks.COMMENT.sub("", wanted).split())


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
    begins = is_row or ITEM.match(bare) is not None
    link, note = (_LINK.match(text), note_link(text.strip())) if begins else (None, None)
    told = (*words(unescape(link[1])), link[2]) if link is not None else () if note is None else (stem_of(note.target),)
    return _Face(kind, tuple(words(unescape(text))), told)
