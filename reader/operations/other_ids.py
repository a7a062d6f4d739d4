"""Which papers of a file that another library wrote this one has under an id of its own.

An id is made of what the record told that came first, so two libraries may call one paper otherwise. Whether it is one
paper is decided as for an import; then the file is read as if it had the paper under this library's id, and keeps its
own (`formats.markdown.other_ids`). Nothing is taken for a paper that the file shows besides, nor twice for one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from reader.formats.markdown import ExportRecord, OpenedExport, typed_items
from reader.formats.obsidian import papers_of_others
from reader.library.library import Library
from reader.operations.by_hand import typed_finder
from reader.paper import Paper
from reader.titles import title_key


def under_own_ids(library: Library, files: Mapping[str, OpenedExport]) -> dict[str, OpenedExport]:
    """Open files, with the ids of this library where it has a paper under another id than they."""
    ids = _ids_here(library, {name: export for name, export in files.items() if _may_be_called(export.record)})
    if not ids:
        return dict(files)
    return {
        name: export.called({was: now for was, now in ids.items() if _is_in(was, export)})
        for name, export in files.items()
    }


def _is_in(id: str, export: OpenedExport) -> bool:
    """Whether a file that may be read under other ids has a paper, or lists the files of a vault, one of which has it:
    what is put on the list again stands there under the id of that file."""
    record = export.record
    return record is not None and _may_be_called(record) and (id in record.papers or record.is_list_of_vault)


def _may_be_called(record: ExportRecord | None) -> bool:
    """Whether a file says of itself by what it is known, whatever ids stand in it, and shows what can be read."""
    return record is not None and not (record.is_early or record.is_unsealed or record.form.style == "template")


def _ids_here(library: Library, files: Mapping[str, OpenedExport]) -> dict[str, str]:
    """The ids of papers in files, with those that the library has for them."""
    there = {id for export in files.values() if export.record is not None for id in export.record.papers}
    strange = library.state.lost(there)
    if not strange or library.loss:
        return {}
    signs = {sign for paper in library.papers.values() for sign in _signs(paper)}
    told = {
        paper.id: paper
        for paper in _told(library, files)
        if paper.id in strange and not _signs(paper).isdisjoint(signs)
    }
    found = dict(zip(told, typed_finder(library)([*told.values()]), strict=True)) if told else {}
    here = {id: paper.id for id, paper in found.items() if isinstance(paper, Paper) and paper.id != id}
    often = Counter(here.values())
    return {id: own for id, own in here.items() if often[own] == 1 and own not in there}


def _told(library: Library, files: Mapping[str, OpenedExport]) -> Iterator[Paper]:
    """What files tell of papers that the library does not have under their ids; the properties of a vault tell most."""
    for export in files.values():
        yield from (item.paper for item in typed_items(export.file, library.papers) if item.paper.id)
    yield from papers_of_others(files, library.papers).values()


def _signs(paper: Paper) -> set[str]:
    """By what an import may find a paper."""
    return {title_key(paper.title), paper.arxiv_id, paper.doi.casefold(), paper.url} - {""}
