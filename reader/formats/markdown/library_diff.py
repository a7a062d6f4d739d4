"""What the library changed since an export: the other direction of a sync, said for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from reader.formats.markdown import footer
from reader.formats.markdown.document import Document
from reader.formats.markdown.footer import ExportedPaper, ExportRecord
from reader.formats.markdown.opened_export import OpenedExport
from reader.formats.parsed import title_of
from reader.paper import Paper
from reader.text import fold_name


def outward(exports: Iterable[OpenedExport], now: Document, papers: Mapping[str, Paper]) -> tuple[str, ...]:
    """What differs between `now` and what a file (or the files of a vault together) said when written, a line each."""
    fresh = footer.record_of(now)
    was = _record_of(exports, fresh)
    return () if was is None else tuple(_lines(was, fresh, papers))


def come_and_gone(before: Iterable[str], now: Iterable[str], papers: Mapping[str, Paper]) -> Iterator[str]:
    """The papers, given by their ids, that are in a file now and were not, and those that were and are not, a line
    each."""
    was, found = dict.fromkeys(before), dict.fromkeys(now)
    yield from (f"{title_of(papers, id)}: added" for id in found if id not in was)
    yield from (f"{title_of(papers, id)}: taken out" for id in was if id not in found)


def _record_of(exports: Iterable[OpenedExport], now: ExportRecord) -> ExportRecord | None:
    """What was said; of a paper whose file in a vault is not there, only its place, since the list says no more."""
    found = [export.record for export in exports if export.has_comment]
    index: ExportRecord | None = None
    single: dict[str, ExportedPaper] = {}
    for each in found:
        if each is None:
            continue
        if len(found) == 1 or (index is None and each.is_list_of_vault):
            index = each
        elif not each.is_list_of_vault:
            single |= each.papers
    if index is None:
        return None
    if index.is_list_of_vault:
        single = {**now.papers, **single}
    papers = {
        id: replace(single[id], section=exported.section, remark=exported.remark) if id in single else exported
        for id, exported in index.papers.items()
    }
    return replace(index, papers=papers)


def _lines(was: ExportRecord, now: ExportRecord, papers: Mapping[str, Paper]) -> Iterator[str]:
    for id, exported in now.papers.items():
        before = was.papers.get(id)
        if before is not None and (parts := list(_parts(before, exported))):
            yield f"{title_of(papers, id)}: {', '.join(parts)}"
    yield from come_and_gone(was.papers, now.papers, papers)
    if [id for id in was.papers if id in now.papers] != [id for id in now.papers if id in was.papers]:
        yield "order changed"
    if was.sections != now.sections:
        yield f"sections {', '.join(now.sections) or 'none'}"
    if was.description != now.description:
        yield "description changed"


def _parts(was: ExportedPaper, now: ExportedPaper) -> Iterator[str]:
    if was.status is not now.status:
        yield f"{was.status} → {now.status}"
    if was.starred is not now.starred:
        yield "★ set" if now.starred else "★ taken away"
    old, new = ({fold_name(tag): tag for tag in exported.tags} for exported in (was, now))
    if old.keys() != new.keys():
        signs = [f"+{tag}" for key, tag in new.items() if key not in old]
        signs += [f"−{tag}" for key, tag in old.items() if key not in new]
        yield f"tags {' '.join(signs)}"
    if was.note != now.note:
        yield "note changed"
    if was.remark != now.remark:
        yield "remark changed"
    if was.section != now.section:
        yield f"to section '{now.section}'" if now.section else "out of its section"
