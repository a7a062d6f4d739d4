"""From a document to Markdown: the three styles, and what a user's own template has to work with.

A template sees `name`, `description`, `sections` (each with `name` and `items`; an item has `paper` and `remark`),
`papers` (each once), `remarked` (the items that have a note, a remark or a wanted abstract), `abstracts` (whether they
were asked for) and `shared` (whether it is for others). A paper has the fields of `reader.paper.Paper`. Whatever is
printed is escaped; the filters give Markdown: `paper | link`, `byline(" — ")`, `anchor`, `state`, `state(box=true)`,
`note(indent)`, `abstract(indent)`; `item | remark(indent)`, `item | blocks(indent)` (remark, abstract and note
together); `tags`, `names`, `url`, `escape` and `description`. What a text shows in these forms comes back; the rest is
left alone on the way back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from importlib import resources
from typing import Any
from urllib.parse import quote

from reader.errors import UsageError
from reader.formats.markdown import footer, marks
from reader.formats.markdown.document import AUTHORS_NAMED, Document, Item, Section, names_shown, with_venue
from reader.formats.markdown.escaping import escape, escape_tags, target
from reader.formats.markdown.front_matter import quoted
from reader.formats.markdown.languages import LANGUAGES, filters_of
from reader.formats.markdown.sandbox import Context, Filters, Raw, fill, fill_apart, pass_context
from reader.formats.markdown.scan import scan
from reader.formats.styles import TEMPLATES
from reader.paper import Paper, Status

DOT = " · "
"""Parts the fields of a state line."""

_EMPTY_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")


def show_template(style: str) -> str:
    """A built-in style as the template that it is, for a user to change. Raises UsageError for an unknown name."""
    if style not in TEMPLATES:
        raise UsageError(f"There is no style {style!r}; the styles are {', '.join(TEMPLATES)}.")
    return resources.files(__package__).joinpath("styles", f"{style}.jinja").read_text(encoding="utf-8")


def render_document(document: Document, *, style: str = "list", template: str | None = None) -> str:
    """The document as text: lines end at "\\n", one at the end; the same document always gives the same bytes.

    `template` is the source of a user's own style. Raises InputError when it is wrong, UsageError for an unknown style.
    """
    source = show_template(style) if template is None else template
    what = f"The style {style!r}" if template is None else "The template"
    values = _values_of(document)
    if template is None:
        body = fill(source, values, FILTERS_OF_MARKDOWN, what, None)
    else:
        body = fill_apart(source, values, FILTERS_OF_MARKDOWN, what, len(document.papers))
    body = _EMPTY_LINES.sub("\n\n", body.replace("\r\n", "\n")).strip("\n") + "\n"
    if document.front_matter:
        body = f"{front_matter(document)}\n{body}"
    if not marks.has_anchor(body) and (document.items or template is not None):
        return body
    lines = footer.of_document(document, style if template is None else "template")
    hidden: tuple[str, ...] = footer.KEPT_BACK if document.audience == "others" else ()
    if template is not None:
        found = _hidden(footer.seal(body, lines), document)
        hidden = tuple(field for field in footer.RETURNING if field in (*found, *hidden))
    return footer.seal(body, lines, hidden)


def render_in(language: str, document: Document, template: str | None = None) -> str:
    """The document in another language, one of `languages.LANGUAGES`, by a user's template or the built-in one. It does
    not come back. Raises InputError for a template that is wrong."""
    source = show_template(language) if template is None else template
    what = f"The style {language!r}" if template is None else "The template"
    filters, raw, values = filters_of(language), LANGUAGES[language].raw, _values_of(document)
    if template is None:
        text = fill(source, values, filters, what, None, raw)
    else:
        text = fill_apart(source, values, filters, what, len(document.papers), raw)
    return _EMPTY_LINES.sub("\n\n", text.replace("\r\n", "\n")).strip("\n") + "\n"


def _values_of(document: Document) -> dict[str, Any]:
    """What a template is given by name (see `VALUES`)."""
    papers = document.papers
    unique = {item.paper.id: item for item in document.items}.values()
    told = [item for item in unique if item.remark or item.paper.note or (document.abstracts and item.paper.abstract)]
    named = sum(bool(section.name) for section in document.sections)
    return {
        "name": document.name,
        "description": document.description,
        "sections": document.sections,
        "papers": papers,
        "remarked": told,
        "abstracts": document.abstracts,
        "shared": document.audience == "others",
        "read": sum(paper.status is Status.READ for paper in papers),
        "contents": named >= LONG_DOCUMENT[0] and len(papers) >= LONG_DOCUMENT[1],
        "most": document.authors,
        "venues": any(paper.venue for paper in papers),
        "linked": any(links(paper) for paper in papers),
    }


def contents_of(sections: Iterable[str]) -> Raw:
    """A table of contents between its marks, with the anchors that GitHub makes of headings."""
    lines: list[str] = []
    used: Counter[str] = Counter()
    for name in filter(None, sections):
        anchor = "".join(sign for sign in name.lower() if sign.isalnum() or sign in "-_ ").replace(" ", "-")
        again = f"-{used[anchor]}" if used[anchor] else ""
        used[anchor] += 1
        lines.append(f"- [{escape(name)}](#{quote(anchor + again)})")
    return Raw("\n".join(["<!-- reader-contents -->", *lines, "", "<!-- /reader-contents -->"]))


def _contents(sections: Iterable[Section]) -> Raw:
    return contents_of(section.name for section in sections)


VALUES = {
    "name": "the first heading",
    "description": "the list's description, as the user typed it",
    "sections": 'the sections, each with `name` ("" for what stands above the first) and `items`',
    "papers": "the papers, each once",
    "remarked": "the items that have a remark, a note or a wanted abstract",
    "abstracts": "whether abstracts were asked for",
    "shared": "whether it is for others (`--for others`)",
    "read": "how many of the papers are read",
    "contents": "whether it is so long that a table of contents helps",
    "most": "so many authors are named (`--authors`), 0 for all",
    "venues": "whether the venue of a paper is known",
    "linked": "whether a PDF or code is known of a paper",
}
"""What a template is given by name, each with what it is."""
FILTERS_TOLD = {
    "contents": "a table of contents of the sections, as GitHub resolves it",
    "abstract": "the abstract with its mark; `abstract(indent)`",
    "anchor": "the mark by which a paper is known on its way back",
    "blocks": "remark, abstract and note of an item together; `blocks(indent)`",
    "byline": "authors, venue and year of a paper; in Markdown also the links, and `byline(before)`",
    "date": 'the date of a paper, as "3 May 2024"',
    "description": "the description, between its marks in Markdown",
    "escape": "a text escaped, as it is wherever it is printed",
    "link": "the title of a paper as a link, where there is an address",
    "links": "links to the PDF, the code and what else is known of a paper",
    "names": "the authors of a paper, or some names, parted by commas",
    "note": "the note of a paper, between its marks in Markdown; `note(indent)`",
    "remark": "the remark of an item, likewise; `remark(indent)`",
    "state": "status, star and tags on one line, `state(box=true, terse=true)`; elsewhere without tags and terse",
    "tags": "tags, parted by commas",
    "url": "an address, where it is one of the web",
}
"""The filters of templates besides Jinja's own, each with what it gives."""
LONG_DOCUMENT = (3, 20)
"""Sections and papers from which on a document has a table of contents."""


def _hidden(text: str, document: Document) -> list[str]:
    """The fields that a text made by a user's template does not show, or not so that they could be read."""
    file = scan(text)
    listed = [mention for mention in file.mentions if mention.listed]
    if [mention.id for mention in listed] != [item.paper.id for item in document.items]:
        return list(footer.RETURNING)
    notes = {mention.id: mention.note for mention in file.mentions if mention.note}
    remarks = {mention.id: mention.remark for mention in file.mentions if mention.remark}
    wrong = {"description"} if (file.description or "") != document.description else set()
    names = [section.name for section in document.sections for _ in section.items]
    for mention, item, name in zip(listed, document.items, names, strict=True):
        paper = item.paper
        boxed = mention.box is (paper.status is Status.READ) and mention.status in (None, paper.status)
        checks = {
            "status": boxed or mention.status is paper.status,
            "star": bool(mention.starred) is paper.starred,
            "tags": (mention.tags or ()) == paper.tags,
            "note": notes.get(paper.id, "") == paper.note,
            "remark": remarks.get(paper.id, "") == item.remark,
            "order": mention.section == name,
        }
        wrong.update(field for field, right in checks.items() if not right)
    return [field for field in footer.RETURNING if field in wrong]


def front_matter(document: Document) -> str:
    """YAML properties of a whole list, with the lines that enclose them."""
    read = sum(paper.status is Status.READ for paper in document.papers)
    count = f"read: {read}\n" if document.audience == "me" else ""
    return f"---\ntitle: {quoted(document.name)}\npapers: {len(document.papers)}\n{count}---\n"


@pass_context
def state(context: Context, paper: Paper, box: bool = False, terse: bool = False) -> Raw:
    """Status, star and tags on one line. With `terse` it is not said that a paper is unread, so that it is "" where
    there is nothing to say; with `box` it is left to the box that it is read. To others no status is told."""
    silent = (context.get("shared"), terse and paper.status is Status.UNREAD, box and paper.status is Status.READ)
    fields = [] if any(silent) else [paper.status.value]
    fields += ["★"] if paper.starred else []
    fields += [f"tags: {escape_tags(paper.tags)}"] if paper.tags else []
    return Raw(DOT.join(fields))


def link(paper: Paper, strong: bool = True) -> Raw:
    """The title, as a link where there is an address, else in bold or plain."""
    title = escape(paper.title)
    if address := target(paper.link):
        return Raw(f"[{title}]({address})")
    return Raw(f"**{title}**" if strong else title)


def former_byline(paper: Paper, before: str = "") -> Raw:
    """All authors and the year, as earlier versions had them."""
    names = ", ".join(escape(author) for author in paper.authors)
    year = f"{paper.published[:4]}" if paper.published else ""
    return Raw(f"{before}{', '.join(filter(None, (names, year)))}" if names or year else "")


def byline_of(paper: Paper, before: str = "", authors: int = AUTHORS_NAMED) -> Raw:
    """Authors, venue and year, as far as known, after `before`, then links to the PDF and the code; `authors` of them
    are named, 0 for all."""
    told = with_venue(names_of(paper, authors), paper, escape)
    said = Raw(DOT.join(filter(None, (told, links(paper)))))
    return Raw(f"{before}{said}" if said else "")


def names_of(paper: Paper, authors: int = AUTHORS_NAMED) -> str:
    """The authors, `authors` of them (0 for all) before "et al."."""
    return names_shown(paper, authors, escape)


def links(paper: Paper) -> Raw:
    """Links to the PDF and the code that it came with, "" for none; its page is what the title leads to."""
    found = (("PDF", paper.linked("pdf")), ("code", paper.linked("code")))
    shown = ((name, target(address)) for name, address in found if address and address != paper.link)
    return Raw(DOT.join(f"[{name}]({address})" for name, address in shown if address))


@pass_context
def byline(context: Context, paper: Paper, before: str = "") -> Raw:
    """As `byline_of`, with as many authors as the export names."""
    return byline_of(paper, before, context.get("most", AUTHORS_NAMED))


@pass_context
def names(context: Context, paper: Paper | Sequence[str]) -> Raw:
    """The authors of a paper as `names_of` has them, or some names parted by commas."""
    if isinstance(paper, Paper):
        return Raw(names_of(paper, context.get("most", AUTHORS_NAMED)))
    return Raw(", ".join(escape(author) for author in paper))


def abstract(paper: Paper, indent: int = 0) -> Raw:
    """The abstract as one line with its mark, or ""."""
    if not paper.abstract:
        return Raw("")
    return Raw(f"{' ' * indent}{escape(paper.abstract)} {marks.abstract(paper.id)}")


def note(paper: Paper, indent: int = 0) -> Raw:
    """The user's note between its marks, or ""."""
    return Raw(marks.enclose("note", paper.note, id=paper.id, indent=indent) if paper.note else "")


def remark(item: Item, indent: int = 0) -> Raw:
    """The remark of this list between its marks, or ""."""
    return Raw(marks.enclose("remark", item.remark, id=item.paper.id, indent=indent) if item.remark else "")


def description(text: str) -> Raw:
    """A list's description between its marks, or ""."""
    return Raw(marks.enclose("description", text) if text else "")


@pass_context
def blocks(context: Context, item: Item, indent: int = 0) -> Raw:
    """Remark, abstract (when abstracts were asked for) and note, parted by empty lines; "" when there is none."""
    paper, abstracts = item.paper, context.get("abstracts")
    if not (item.remark or paper.note or (abstracts and paper.abstract)):
        return Raw("")
    told = (remark(item, indent), abstract(paper, indent) if abstracts else "", note(paper, indent))
    return Raw("\n" + "\n\n".join(filter(None, told)) + "\n\n")


FILTERS_OF_MARKDOWN: Filters = (
    ("abstract", abstract),
    ("anchor", lambda paper: Raw(marks.anchor(paper.id))),
    ("blocks", blocks),
    ("byline", byline),
    ("contents", _contents),
    ("description", description),
    ("escape", lambda text: Raw(escape(str(text)))),
    ("link", link),
    ("links", links),
    ("names", names),
    ("note", note),
    ("remark", remark),
    ("state", state),
    ("tags", lambda tags: Raw(escape_tags(tags))),
    ("url", lambda text: Raw(target(str(text)))),
)
