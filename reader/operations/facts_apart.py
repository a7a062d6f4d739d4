"""Which papers a shared file shows otherwise than this library knows them, and goes on to.

A title in other capitals, a venue that only one library knows, the day on which each got a paper: what no user says may
differ between those who share a file, and none of it is read back. Were each to write its own, the file would never
come to rest. So what another library wrote stays, and that it is otherwise is said once. What this library itself once
knew is written anew, as everywhere; and what a person typed is not covered by this: nobody wrote the file since.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from reader.formats.markdown import (
    ExportForm,
    ExportRecord,
    OpenedExport,
    abstracts_of,
    digest,
    document_of,
    faces_of,
    render_document,
)
from reader.formats.obsidian import facts_in, is_of_vault, render_paper, render_vault
from reader.library.library import Library
from reader.paper import Paper

Face = tuple[str, ...]
"""The day on which a library got a paper, where the file has it, then what is shown of the paper."""


def kept_by(
    library: Library,
    export: OpenedExport,
    base: ExportRecord | None,
    versions_of: Callable[[str], Collection[Paper]],
) -> dict[str, str]:
    """The papers that a file goes on to show as it does, with a mark of what it and the library tell. `base` is what
    the library last saw of it, None for one that it meets now."""
    record = export.told
    if record is None or record.form.style == "template":
        return {}
    is_written = base is None or base.is_news
    held = {} if base is None else base.faces
    ids = [id for id in record.papers if id in library.papers and (is_written or id in held)]
    if not (ids or held):
        return {}
    shown = _faces(export)
    gone = {id: mark for id, mark in held.items() if id in shown and id not in library.papers}
    own = _own_faces([library.papers[id] for id in ids], export, record.form)
    kept = {id: mark for id, mark in gone.items() if mark.partition(" ")[0] == _mark(shown[id])}
    for id in ids:
        face = shown.get(id)
        if face is None or _is_told(face, own.get(id)):
            continue
        versions = [paper for paper in versions_of(id) if paper != library.papers[id]]
        if any(_is_told(face, _own_faces([paper], export, record.form).get(id)) for paper in versions):
            continue
        of_file = _mark(face)
        if is_written or held.get(id, "").partition(" ")[0] == of_file:
            kept[id] = f"{of_file} {_mark(own.get(id, ()))}"
    return kept


def news(export: OpenedExport) -> Iterator[tuple[int, str]]:
    """The lines of papers that a file shows otherwise than this library, of which that was not said yet, with their
    ids."""
    record = export.record
    said = record.faces if record is not None and record.is_base else {}
    for piece in export.file.pieces:
        if piece.key[0] == "item" and (mark := export.kept.get(piece.key[1])):
            file, own = mark.split(" ")
            if said.get(piece.key[1]) != mark and file.partition("/")[0] != own.partition("/")[0]:
                yield piece.start, piece.key[1]


def _mark(face: Face) -> str:
    """What a file or the library shows of a paper in short, then the day on which it came there."""
    return f"{digest(chr(10).join(face[1:]))}/{digest(face[0]) if face else ''}"


def _is_told(face: Face, own: Face | None) -> bool:
    """Whether a file shows what the library would, or nothing."""
    return face == own or not any(face)


def _faces(export: OpenedExport) -> dict[str, Face]:
    """What a file shows of papers: its lines, its properties and its abstracts."""
    told, abstracts = facts_in(export), abstracts_of(export.file)
    return {
        id: (told.get(id, ("",))[-1], *face, *told.get(id, ())[:-1], abstracts.get(id, ""))
        for id, face in faces_of(export).items()
    }


def _own_faces(papers: Sequence[Paper], export: OpenedExport, form: ExportForm) -> dict[str, Face]:
    """The same as this library would show papers in such a file."""
    document = document_of(None, papers, abstracts=form.abstracts, audience=form.audience, authors=form.authors)
    if not is_of_vault(export):
        return _faces(OpenedExport(render_document(document, style=form.style)))
    if export.record is not None and export.record.is_list_of_vault:
        return _faces(OpenedExport(next(iter(render_vault(document).values()))))
    return {paper.id: _faces(OpenedExport(render_paper(paper, document)))[paper.id] for paper in document.papers}
