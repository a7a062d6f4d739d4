"""What a file shows of a paper that nobody says but the world: title, authors, venue, year, links and abstract.

Libraries that share a file may know these otherwise. The file then keeps what stands there, whoever writes it: else
each would write its own, and no two would ever agree. Which papers these are, `operations.facts_apart` says.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from reader.formats.markdown import marks
from reader.formats.markdown.alike import line_as_shown
from reader.formats.markdown.escaping import unescape
from reader.formats.markdown.opened_export import OpenedExport
from reader.formats.markdown.scan import HEADER, File, Stretch, cells_of
from reader.formats.markdown.state import abstract_line, after_bullet
from reader.headings import heading_in

COLUMNS_OF_FACTS = ("Title", "Authors", "Venue", "Year", "Links")
"""The columns of what is known of a paper, and not said by the user."""
_COLUMNS = ("Title", "Authors", "Venue", "Year", "Tags", "Links", "Status", "★")
"""All that a table may have, in their order."""
_LINK = re.compile(r"\[((?:\\.|[^\]\\])+)\]\(\S*\)")
"""A title that is a link, in a row."""


def faces_of(export: OpenedExport) -> dict[str, tuple[str, ...]]:
    """What a file shows of each paper but its abstract, as a reader sees it."""
    file = export.file
    return {id: _as_shown(file, face) for id, face in _faces(file).items()}


def abstracts_of(file: File) -> dict[str, str]:
    """The abstracts that a file shows."""
    found: dict[str, str] = {}
    for piece in file.pieces:
        if piece.key[0] in ("item", "noted", "head"):
            for at in range(piece.start, piece.end):
                end = abstract_line(file.lines, at)
                if end < piece.end and (mark := marks.ABSTRACT.search(file.lines[end])) is not None:
                    text = " ".join([*(line.strip() for line in file.lines[at:end]), file.lines[end][: mark.start()]])
                    found.setdefault(piece.key[1] if len(piece.key) > 1 else "", unescape(text.strip()))
                    break
    return found


def with_faces(fresh: OpenedExport, old: OpenedExport, ids: Collection[str]) -> OpenedExport:
    """A fresh export that shows some papers as the file does that it is to go into."""
    kept = {id: face for id, face in _faces(old.file).items() if id in ids}
    lines = list(fresh.file.lines)
    rows: list[tuple[Stretch, list[str], list[int]]] = []
    for piece in fresh.file.pieces:
        if piece.key[0] == "table":
            rows.append((piece, cells_of(lines[piece.start]), []))
        elif piece.key[0] == "item" and lines[piece.start].startswith("|") and rows:
            rows[-1][2].append(piece.start)
        elif piece.key[0] == "item" and piece.key[1] in kept:
            lines[piece.start] = _with_head(lines[piece.start], kept[piece.key[1]])
        elif piece.key[0] in ("noted", "titled") and lines[piece.start].startswith("#"):
            lines[piece.start] = _with_title(lines[piece.start], kept.get(piece.key[1], ""))
    if rows and any(isinstance(face, dict) for face in kept.values()):
        _fill(lines, rows, {id: face for id, face in kept.items() if isinstance(face, dict)}, fresh.file)
    return fresh.with_text("\n".join(lines))


def tell_otherwise(one: OpenedExport, other: OpenedExport) -> bool:
    """Whether two texts of a file show a paper otherwise."""
    faces, others = _faces(one.file), _faces(other.file)
    differing = [id for id, face in faces.items() if id in others and face != others[id]]
    return any(_as_shown(one.file, faces[id]) != _as_shown(other.file, others[id]) for id in differing)


def _faces(file: File) -> dict[str, str | dict[str, str]]:
    """What stands before the mark of each paper, without bullet and box; of a row its cells by their columns."""
    found: dict[str, str | dict[str, str]] = {}
    columns = [*HEADER]
    for piece in file.pieces:
        if piece.key[0] == "table":
            columns = cells_of(file.lines[piece.start])
        if piece.key[0] != "item" or piece.key[1] in found:
            continue
        first = file.lines[piece.start]
        if first.lstrip().startswith("|"):
            cells = cells_of(marks.ANCHOR.sub("", first))
            if len(cells) == len(columns):
                told = dict(zip(columns, cells, strict=True))
                found[piece.key[1]] = {name: told.get(name, "") for name in COLUMNS_OF_FACTS}
            continue
        text = "\n".join(file.lines[piece.start : piece.end])
        if (anchor := marks.ANCHOR.search(text)) is not None:
            found[piece.key[1]] = after_bullet(text[: anchor.start()])
    return found


def _as_shown(file: File, face: str | dict[str, str]) -> tuple[str, ...]:
    if isinstance(face, dict):
        return tuple(line_as_shown(cell) for cell in face.values())
    if file.record is not None and file.record.is_list_of_vault:  # What a link shows is a person's own.
        return ("",)
    level, start, _ = heading_in(face) if face.startswith("#") else (0, 0, 0)
    return (line_as_shown(face[start:] if level else face),)


def _with_head(line: str, face: str | dict[str, str]) -> str:
    """The first line of a fresh item with another face before its mark, in one line also where a formatter wrapped it:
    below that line stands what is not the paper's face."""
    anchor = marks.ANCHOR.search(line)
    if anchor is None or isinstance(face, dict):
        return line
    head, told = line[: anchor.start()], " ".join(each.strip() for each in face.strip().split("\n"))
    told += " " * face[-1:].isspace()
    return f"{head[: len(head) - len(after_bullet(head))]}{told}{line[anchor.start() :]}"


def _with_title(line: str, face: str | dict[str, str]) -> str:
    """The heading above the note of a row, with the title of another."""
    if not isinstance(face, dict):
        return line
    title = face["Title"]
    link = _LINK.fullmatch(title)
    return f"{line[: line.index(' ')]} {title if link is None else link[1]}"


def _fill(
    lines: list[str], tables: list[tuple[Stretch, list[str], list[int]]], kept: dict[str, dict[str, str]], file: File
) -> None:
    """Put the cells of some papers into fresh tables, with as many columns as these need."""
    of_row = {piece.start: piece.key[1] for piece in file.pieces if piece.key[0] == "item"}
    filled: dict[int, dict[str, str]] = {}
    for _, columns, rows in tables:
        for at in rows:
            cells = dict(zip(columns, cells_of(lines[at]), strict=False))
            if (face := kept.get(of_row[at])) is not None:
                cells |= face | {"Title": f"{face['Title']} {marks.anchor(of_row[at])}"}
            filled[at] = cells
    there = {name for _, columns, _ in tables for name in columns}
    optional = {name for name in ("Venue", "Links") if any(cells.get(name) for cells in filled.values())}
    shown = (there - {"Venue", "Links"}) | optional
    wanted = [name for name in _COLUMNS if name in shown]
    for piece, _, _ in tables:
        lines[piece.start] = f"| {' | '.join(wanted)} |"
        lines[piece.start + 1] = f"|{'---|' * len(wanted)}"
    for at, cells in filled.items():
        lines[at] = f"| {' | '.join(cells.get(name, '') for name in wanted)} |"
