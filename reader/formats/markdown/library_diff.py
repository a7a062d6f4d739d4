"""What the library changed since an export: the other direction of a sync, said for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from reader.formats.markdown import footer
from reader.formats.markdown.document import Document
from reader.formats.markdown.footer import ExportedPaper, ExportRecord, matches_digest
from reader.formats.markdown.opened_export import OpenedExport
from reader.formats.markdown.read_back_paper import said_status
from reader.formats.markdown.scan import File, Mention
from reader.formats.parsed import title_of
from reader.paper import Paper
from reader.text import fold_name


def outward(
    exports: Iterable[OpenedExport], now: Document, papers: Mapping[str, Paper], said: Iterable[Mention] = ()
) -> tuple[str, ...]:
    """What differs between `now` and what a file (or the files of a vault together) said when written, a line each;
    what it says by now, too, was taken from there or is no news to it. `said` is what the edited files of papers in a
    vault say of them."""
    fresh = footer.record_of(now)
    was, index = _record_of(exports, fresh)
    if was is None or index is None:
        return ()
    if was.form.style != "template":
        file = index.file if index.edited else None
        said = said if was.is_list_of_vault else file.mentions if file is not None else ()
        was = _with_words_of(was, fresh, said)
        was = _with_places_of(was, fresh, file) if file is not None else was
    return tuple(_lines(was, fresh, papers))


def _with_words_of(was: ExportRecord, now: ExportRecord, mentions: Iterable[Mention]) -> ExportRecord:
    """A record, with what `now` says of a paper where its mentions say that as well."""
    papers = dict(was.papers)
    for id, said in _by_paper(mentions).items():
        before, fresh = was.papers.get(id), now.papers.get(id)
        if before is None or fresh is None or before == fresh:
            continue
        tags = {fold_name(tag) for tag in fresh.tags}
        if any(said_status(mention, was.shown.get(id, before.status)) is fresh.status for mention in said):
            before = replace(before, status=fresh.status)
        if any(mention.starred is fresh.starred for mention in said):
            before = replace(before, starred=fresh.starred)
        if any(mention.tags is not None and {fold_name(tag) for tag in mention.tags} == tags for mention in said):
            before = replace(before, tags=fresh.tags)
        if _says([mention.note for mention in said], fresh.note, was.stripped):
            before = replace(before, note=fresh.note)
        papers[id] = before
    return replace(was, papers=papers)


def _with_places_of(was: ExportRecord, now: ExportRecord, file: File) -> ExportRecord:
    """A record, with what `now` says of a list and of the places on it where its file says that as well."""
    listed = {mention.id: mention for mention in reversed(file.mentions) if mention.listed}
    found = _by_paper(file.mentions)
    papers = {id: paper for id, paper in was.papers.items() if id in now.papers or id in listed}
    papers |= {id: now.papers[id] for id in listed if id in now.papers and id not in papers}
    for id, mention in listed.items():
        before, fresh = papers.get(id), now.papers.get(id)
        if before is None or fresh is None or before == fresh:
            continue
        if file.recased.get(mention.section, mention.section) == fresh.section:
            before = replace(before, section=fresh.section)
        if _says([each.remark for each in found[id]], fresh.remark, was.stripped):
            before = replace(before, remark=fresh.remark)
        papers[id] = before
    order = [mention.id for mention in file.mentions if mention.listed and mention.id in now.papers]
    if list(dict.fromkeys(order)) == [id for id in now.papers if id in listed]:
        papers = {id: papers[id] for id in [*(id for id in now.papers if id in papers), *papers]}
    sections = tuple(dict.fromkeys(file.recased.get(name, name) for name, _ in file.sections))
    return replace(
        was,
        papers=papers,
        sections=now.sections if sections == now.sections else was.sections,
        description=now.description if _says([file.description], now.description, was.stripped) else was.description,
    )


def _by_paper(mentions: Iterable[Mention]) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = {}
    for mention in mentions:
        found.setdefault(mention.id, []).append(mention)
    return found


def _says(texts: Sequence[str | None], fingerprint: str, stripped: bool) -> bool:
    """Whether one of some texts is what a digest was made of, or there is none of them and it is that of none."""
    shown = [text for text in texts if text]
    return any(matches_digest(text, fingerprint, stripped) for text in shown) if shown else not fingerprint


def come_and_gone(before: Iterable[str], now: Iterable[str], papers: Mapping[str, Paper]) -> Iterator[str]:
    """The papers, given by their ids, that are in a file now and were not, and those that were and are not, a line
    each."""
    was, found = dict.fromkeys(before), dict.fromkeys(now)
    yield from (f"{title_of(papers, id)}: added" for id in found if id not in was)
    yield from (f"{title_of(papers, id)}: taken out" for id in was if id not in found)


def _record_of(
    exports: Iterable[OpenedExport], now: ExportRecord
) -> tuple[ExportRecord | None, OpenedExport | None]:  # fmt: skip
    """What was said, and the file that lists the papers; of a paper whose file in a vault is not there, only its place,
    since the list says no more."""
    found = [export for export in exports if export.has_comment]
    index: OpenedExport | None = None
    single: dict[str, ExportedPaper] = {}
    for export in found:
        if export.record is None:
            continue
        if len(found) == 1 or (index is None and export.record.is_list_of_vault):
            index = export
        elif not export.record.is_list_of_vault:
            single |= export.record.papers
    if index is None or index.record is None:
        return None, None
    if index.record.is_list_of_vault:
        single = {**now.papers, **single}
    papers = {
        id: replace(single[id], section=exported.section, remark=exported.remark) if id in single else exported
        for id, exported in index.record.papers.items()
    }
    return replace(index.record, papers=papers), index


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
