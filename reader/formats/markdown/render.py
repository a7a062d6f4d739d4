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
from collections.abc import Sequence
from importlib import resources

from reader.errors import UsageError
from reader.formats.markdown import footer, marks
from reader.formats.markdown.document import Document, Item
from reader.formats.markdown.escaping import escape, escape_tags, target
from reader.formats.markdown.front_matter import quoted
from reader.formats.markdown.sandbox import Context, Filters, Raw, fill, fill_apart, pass_context
from reader.formats.markdown.scan import scan
from reader.formats.styles import STYLES
from reader.paper import Paper, Status

DOT = " · "
"""Parts the fields of a state line."""

_EMPTY_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")


def show_template(style: str) -> str:
    """A built-in style as the template that it is, for a user to change. Raises UsageError for an unknown name."""
    if style not in STYLES:
        raise UsageError(f"There is no Markdown style {style!r}; the styles are {', '.join(STYLES)}.")
    return resources.files(__package__).joinpath("styles", f"{style}.jinja").read_text(encoding="utf-8")


def render_document(document: Document, *, style: str = "list", template: str | None = None) -> str:
    """The document as text: lines end at "\\n", one at the end; the same document always gives the same bytes.

    `template` is the source of a user's own style. Raises InputError when it is wrong, UsageError for an unknown style.
    """
    source = show_template(style) if template is None else template
    what = f"The style {style!r}" if template is None else "The template"
    unique = {item.paper.id: item for item in document.items}.values()
    told = [item for item in unique if item.remark or item.paper.note or (document.abstracts and item.paper.abstract)]
    values = {
        "name": document.name,
        "description": document.description,
        "sections": document.sections,
        "papers": document.papers,
        "remarked": told,
        "abstracts": document.abstracts,
        "shared": document.audience == "others",
    }
    if template is None:
        body = fill(source, values, _FILTERS, what, None)
    else:
        body = fill_apart(source, values, _FILTERS, what, len(document.papers))
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
def state(context: Context, paper: Paper, box: bool = False) -> Raw:
    """Status, star and tags on one line, "" where there is nothing to say; with `box` a read paper's status is left to
    its box. To others no status is told."""
    silent = context.get("shared") or (box and paper.status is Status.READ)
    fields = [] if silent else [paper.status.value]
    fields += ["★"] if paper.starred else []
    fields += [f"tags: {escape_tags(paper.tags)}"] if paper.tags else []
    return Raw(DOT.join(fields))


def link(paper: Paper, strong: bool = True) -> Raw:
    """The title, as a link where there is an address, else in bold or plain."""
    title = escape(paper.title)
    if address := target(paper.link):
        return Raw(f"[{title}]({address})")
    return Raw(f"**{title}**" if strong else title)


def byline(paper: Paper, before: str = "") -> Raw:
    """Authors and year, as far as known, after `before`."""
    names = ", ".join(escape(author) for author in paper.authors)
    year = f"{paper.published[:4]}" if paper.published else ""
    return Raw(f"{before}{', '.join(filter(None, (names, year)))}" if names or year else "")


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


def _names(authors: Sequence[str]) -> Raw:
    return Raw(", ".join(escape(author) for author in authors))


@pass_context
def blocks(context: Context, item: Item, indent: int = 0) -> Raw:
    """Remark, abstract (when abstracts were asked for) and note, parted by empty lines; "" when there is none."""
    paper, abstracts = item.paper, context.get("abstracts")
    if not (item.remark or paper.note or (abstracts and paper.abstract)):
        return Raw("")
    told = (remark(item, indent), abstract(paper, indent) if abstracts else "", note(paper, indent))
    return Raw("\n" + "\n\n".join(filter(None, told)) + "\n\n")


_FILTERS: Filters = (
    ("abstract", abstract),
    ("anchor", lambda paper: Raw(marks.anchor(paper.id))),
    ("blocks", blocks),
    ("byline", byline),
    ("description", description),
    ("escape", lambda text: Raw(escape(str(text)))),
    ("link", link),
    ("names", _names),
    ("note", note),
    ("remark", remark),
    ("state", state),
    ("tags", lambda tags: Raw(escape_tags(tags))),
    ("url", lambda text: Raw(target(str(text)))),
)
