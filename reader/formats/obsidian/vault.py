"""A document as a folder for Obsidian: one file a paper, and one that lists them in order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from reader.formats.markdown import footer, marks
from reader.formats.markdown.document import Document, Item, Section
from reader.formats.markdown.escaping import encode_id, escape, target
from reader.formats.markdown.note_names import SUFFIX, stem_of
from reader.formats.markdown.render import abstract, front_matter
from reader.formats.obsidian import file_names, properties
from reader.paper import Paper, Status


def render_vault(
    document: Document, *, existing: Mapping[str, str] | None = None, taken: Iterable[str] = ()
) -> dict[str, str]:
    """File name -> text: the list first, then the papers in its order.

    `existing` maps ids to the names that their files have already in that folder (a person may have renamed them), and
    "" to the list's; `taken` are names there that belong to somebody else.
    """
    known = dict(existing or {})
    given = file_names.Names([*taken, *known.values()])
    list_file = known.get("") or given.give(file_names.list_name(document.name)) + SUFFIX
    files: dict[str, str] = {}
    for paper in document.papers:
        files[paper.id] = known.get(paper.id) or given.give(file_names.paper_name(paper)) + SUFFIX
    texts = {list_file: render_list(document, files)}
    for paper in document.papers:
        texts[files[paper.id]] = render_paper(paper, document)
    return texts


def render_paper(paper: Paper, document: Document) -> str:
    """The file of one paper of a document: properties, its title with the anchor, its abstract and its note.

    The marks of the note are there even when it is empty, so that a person finds where to write; not for others.
    """
    title, address = escape(paper.title), target(paper.link)
    is_shared = document.audience == "others"
    lines = [*properties.write(paper, document.audience), ""]
    lines += [f"# {f'[{title}]({address})' if address else title} {marks.anchor(paper.id)}", ""]
    if document.abstracts and paper.abstract:
        lines += [str(abstract(paper)), ""]
    if paper.note:
        lines += [marks.enclose("note", paper.note, id=paper.id), ""]
    elif not is_shared:
        lines += [f"<!-- reader-note {encode_id(paper.id)} -->", "", "<!-- /reader-note -->", ""]
    single = Document(paper.title, (Section("", (Item(paper),)),), audience=document.audience, by=document.by)
    return footer.seal("\n".join(lines), footer.of_document(single), footer.KEPT_BACK if is_shared else ())


def render_list(document: Document, files: Mapping[str, str]) -> str:
    """The file that lists the papers; `files` maps ids to file names."""
    lines = [front_matter(document)] if document.front_matter else []
    lines += [f"# {escape(document.name)}", ""]
    lines += [marks.enclose("description", document.description), ""] if document.description else []
    for section in document.sections:
        lines += [f"## {escape(section.name)}", ""] if section.name else []
        for item in section.items:
            lines.append(f"- {wikilink(files[item.paper.id], item.paper.title)} {marks.anchor(item.paper.id)}")
            if item.remark:
                lines += ["", marks.enclose("remark", item.remark, id=item.paper.id, indent=2), ""]
        lines += [""] if lines[-1] else []
    bare = replace(document, sections=tuple(_bare(section) for section in document.sections))
    return footer.seal("\n".join(lines), footer.of_document(bare), ("status", "star", "tags", "note"))


def wikilink(file: str, title: str) -> str:
    """A link to a file of the vault, in whatever folder of it, showing the title where it needs no escaping (a
    wikilink knows none)."""
    name = stem_of(file)
    tame = escape(title) == title and not set(title) & set("$#^|[]")
    return f"[[{name}|{title}]]" if tame and title != name else f"[[{name}]]"


def _bare(section: Section) -> Section:
    """A section whose papers carry nothing that the list does not show."""

    def plain(paper: Paper) -> Paper:
        return replace(paper, tags=(), note="", starred=False, status=Status.UNREAD)

    return Section(section.name, tuple(replace(item, paper=plain(item.paper)) for item in section.items))
