"""What was exported last, kept in the file itself, so that its way back needs nothing else.

The last thing in an export is one HTML comment that no renderer shows: a line of JSON about the whole
(`ExportRecord`), then for each heading its name as JSON and for each paper one JSON array: id, status, star, tags,
digests of note and remark, cut after the last that is not empty. Since it travels with the text through Git, mail
and other machines, an edit in the text can always be told from one made meanwhile in the library. `-` and `>` that
could end the comment are written as JSON escapes, and so is `{` where a site's templates would act on it.

The first line holds a digest of the comment itself: who replaces a word in the whole file replaces it here too, and
what the comment says then was never exported. A file whose comment was lost or damaged is still read, two ways only:
then nothing is ever taken away on its word. Comments of earlier versions have no such digest and are believed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from reader.formats.markdown.document import AUTHORS_NAMED, Document, Item
from reader.formats.markdown.escaping import TEMPLATE
from reader.formats.markdown.lines import fenced
from reader.paper import Status

_OPEN = "<!-- reader-base 1"
_CLOSE = "-->"
_FOOTER = re.compile(
    r"^<!-- reader-base 1[ \t]*\r?\n"
    r"(?:((?:(?!<!-- reader-base)[^\n]*\n)*?)^-->[ \t]*\r?$\n?"
    r"|((?:[{\[\"][^\n]*(?:\n|\Z))+))",  # the line that closes it is gone
    re.MULTILINE,
)
RETURNING = ("status", "star", "tags", "note", "remark", "order", "description")
"""What can come back of a paper, its place and its list."""
KEPT_BACK = ("status", "star", "note")
"""Those that an export for others does not show, so that nothing of them is read back from it."""
_DIGEST = 12
"""Hexadecimal digits of a digest: 48 bits, against accidents only."""


@dataclass(frozen=True, slots=True)
class ExportedPaper:
    """What the user had said of one paper when it was exported."""

    status: Status = Status.UNREAD
    starred: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""
    """Digest of the note (see `digest`), "" for none."""
    remark: str = ""
    """Digest of the remark in the list, "" for none."""
    section: str = ""


@dataclass(frozen=True, slots=True)
class ExportForm:
    """How an export was made, so that it can be made again."""

    style: str = "list"
    """A built-in style, or "template" for a user's own, which only the user can fill again."""
    group: str = ""
    abstracts: bool = False
    front_matter: bool = False
    audience: str = "me"
    """Who reads it, one of `styles.AUDIENCES`."""
    is_terse: bool = False
    """Whether a paper of which no status is said is unread; earlier versions said so of each."""
    authors: int = AUTHORS_NAMED
    """So many authors of a paper are named, 0 for all; earlier versions named all."""


@dataclass(frozen=True, slots=True)
class ExportRecord:
    """What a file said when it was written."""

    name: str = ""
    """The first heading."""
    list_name: str = ""
    """The reading list it is a view of, "" when order and sections are not the user's."""
    origin: str = ""
    """The reading list that its papers came from, "" for a query's result."""
    description: str = ""
    """Digest of the description."""
    sections: tuple[str, ...] = ()
    """The headings in order."""
    papers: dict[str, ExportedPaper] = field(default_factory=dict)
    """By id, in order of first appearance."""
    places: tuple[tuple[str, str], ...] = ()
    """The section and the paper of each item in order; one that was grouped by tag may be several."""
    body: str = ""
    """Digest of the text without the comment, as the export alone would be: a file that agrees was never edited."""
    hidden: frozenset[str] = frozenset()
    """Fields that the text does not show, as a user's template may leave some out (see `RETURNING`)."""
    stripped: bool = False
    """Whether an editor took the blanks from the ends of lines: where a note has some, the first JSON line ends in a
    blank of its own, which is gone then."""
    form: ExportForm = field(default_factory=ExportForm)
    by: tuple[str, ...] = ()
    """The ids of the last steps, one a device, that the library which wrote it knew of what is in it; () when it names
    none, as in files of earlier versions."""
    is_unsealed: bool = False
    """Whether the comment has no digest of itself, as in files of earlier versions."""

    @property
    def is_list_of_vault(self) -> bool:
        """Whether it is of the file of a vault that lists the others, which shows nothing else of its papers."""
        return self.hidden.issuperset(("status", "tags")) and self.form.style != "template"


def signed_as(fresh: str, existing: str) -> str:
    """`fresh` with its writer's mark as in `existing`, when they say the same: then nothing needs to be written."""
    before, comment, after = split(fresh)
    old, new = footer_lines(split(existing)[1]), footer_lines(comment)
    if not old or not new or old[1:] != new[1:]:
        return fresh
    try:
        was, now = json.loads(old[0]), json.loads(new[0])
    except (ValueError, RecursionError):
        return fresh
    if not isinstance(was, dict) or {**was, "by": 0, "own": 0} != {**now, "by": 0, "own": 0}:
        return fresh
    return "".join([before, comment.replace(new[0], old[0].rstrip(" ") + " " * new[0].endswith(" "), 1), after])


def digest(text: str) -> str:
    """A short fingerprint of a text, of its form without blanks at line ends too when that differs; "" for ""."""
    if not text:
        return ""
    whole = _hash(text)
    bare = strip_ends(text)
    return whole if bare == text else f"{whole}/{_hash(bare)}"


def matches_digest(text: str, fingerprint: str, stripped: bool) -> bool:
    """Whether `text` is what `fingerprint` was made of, or all that a stripping editor left of it."""
    if not text or not fingerprint:
        return not text and not fingerprint
    whole, _, bare = fingerprint.partition("/")
    return _hash(text) in ((whole, bare) if stripped else (whole,))


def strip_ends(text: str) -> str:
    """A text without blanks and tabs at the ends of its lines."""
    return "\n".join([line.rstrip(" \t") for line in text.split("\n")])


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]


def of_document(document: Document, style: str = "list") -> list[str]:
    """The comment's lines about a document, all but the first."""
    lines = []
    for section in document.sections:
        if section.name:
            lines.append(_json(section.name))
        lines += [_line(item) for item in section.items]
    head = {
        "name": document.name,
        "list": document.list_name,
        "of": document.origin if document.origin != document.list_name else "",
        "description": digest(document.description),
        "style": style if style != "list" else "",
        "group": document.group,
        "abstracts": document.abstracts,
        "front": document.front_matter,
        "for": document.audience if document.audience != "me" else "",
        "terse": True,
        "authors": "" if document.authors == AUTHORS_NAMED else document.authors or "all",
        "by": list(document.by),
        "blanks": _has_blanks(document),
    }
    return [
        _json({key: value for key, value in head.items() if value}),
        *lines,
    ]


def record_of(document: Document) -> ExportRecord:
    """What the comment of an export of a document says, that of its text aside."""
    papers: dict[str, ExportedPaper] = {}
    for section in document.sections:
        for item in section.items:
            paper = item.paper
            said = (paper.status, paper.starred, tuple(paper.tags), digest(paper.note), digest(item.remark))
            papers.setdefault(paper.id, ExportedPaper(*said, section.name))
    return ExportRecord(
        name=document.name,
        list_name=document.list_name,
        origin=document.origin or document.list_name,
        description=digest(document.description),
        sections=tuple(dict.fromkeys(section.name for section in document.sections if section.name)),
        papers=papers,
        places=tuple((section.name, item.paper.id) for section in document.sections for item in section.items),
        form=ExportForm(
            group=document.group,
            abstracts=document.abstracts,
            front_matter=document.front_matter,
            audience=document.audience,
            is_terse=True,
            authors=document.authors,
        ),
        by=document.by,
    )


def _has_blanks(document: Document) -> bool:
    """Whether a text of a document has blanks at the end of a line."""
    texts = [document.description, *(text for item in document.items for text in (item.paper.note, item.remark))]
    return any(" \n" in text or "\t\n" in text or text[-1:] in (" ", "\t") for text in texts)


def seal(body: str, lines: list[str], hidden: Iterable[str] = ()) -> str:
    """A text with the comment at its end; `hidden` names the fields that the text does not show."""
    head = json.loads(lines[0]) | ({"hidden": list(hidden)} if hidden else {})
    head |= {"body": body_digest(body)}
    blank = " " if head.get("blanks") else ""
    first = _json({**head, "own": _own_digest(head, lines[1:])}) + blank
    return "\n".join([body, _OPEN, first, *lines[1:], _CLOSE, ""])


def _own_digest(head: dict[str, Any], lines: Iterable[str]) -> str:
    """The fingerprint of what a comment says, blanks at the ends of its lines aside."""
    said = {key: value for key, value in head.items() if key != "own"}
    return _hash("\n".join([json.dumps(said, sort_keys=True), *(line.rstrip() for line in lines)]))


def body_digest(body: str) -> str:
    """The fingerprint by which a text without its comment is known to be as it was written, line ends aside."""
    return _hash(body.replace("\r\n", "\n").rstrip("\n"))


def split(text: str) -> tuple[str, str, str]:
    """A text as what stands before its comment, the comment (the last one, "" when there is none), and what follows."""
    found = _comments(text)
    if not found:
        return text, "", ""
    last = found[-1]
    return text[: last.start()], last[0], text[last.end() :]


def _comments(text: str) -> list[re.Match[str]]:
    """The comments of a text. In a closed fence one is an example, unless all of them stand so."""
    found = list(_FOOTER.finditer(text))
    if len(found) < 2:
        return found
    inside = fenced(text.split("\n"))
    return [match for match in found if text.count("\n", 0, match.start()) not in inside] or found


def heads(text: str) -> list[tuple[int, ExportRecord]]:
    """What each of several comments in a text that can be read says, examples aside, with the 1-based number of its
    first line; none for a text that has only one."""
    matches = _comments(text)
    if len(matches) < 2:
        return []
    found = ((text.count("\n", 0, match.start()) + 1, parse(match[0])) for match in matches)
    return [(line, record) for line, record in found if record is not None]


def repaired(text: str, remake: Callable[[ExportRecord], str | None]) -> str:
    """A text whose comment was changed since it was written, with the one that it had, where `remake` gives the export
    that a comment speaks of and its body is the one that went out; else the text as it is."""
    before, comment, after = split(text)
    told = parse(comment, damaged=True)
    fresh = remake(told) if told is not None else None
    if told is None or fresh is None:
        return text
    body, whole, _ = split(fresh)
    if not told.body or body_digest(body) != told.body:
        return text
    ending = "\r\n" if "\r\n" in comment else "\n"
    return before + whole.replace("\n", ending) + after


def footer_lines(comment: str) -> list[str]:
    """The lines of a comment, as `of_document` gave them."""
    match = _FOOTER.match(comment)
    return (match[1] or match[2] or "").replace("\r\n", "\n").rstrip("\n").split("\n") if match else []


def parse(comment: str, *, damaged: bool = False) -> ExportRecord | None:
    """What a comment says of the export, None when there is none or it is damaged; with `damaged`, what one still says
    that was changed since it was written, None when it was not."""
    lines = footer_lines(comment)
    if not lines:
        return None
    try:
        head = json.loads(lines[0])
        if ("own" in head and head["own"] != _own_digest(head, lines[1:])) is not damaged:
            return None
        papers: dict[str, ExportedPaper] = {}
        places: list[tuple[str, str]] = []
        sections: list[str] = []
        section = ""
        for line in lines[1:]:
            value = json.loads(line)
            if isinstance(value, str):
                section = value
                sections.append(section)
                continue
            places.append((section, value[0]))
            if value[0] not in papers:
                papers[value[0]] = _exported_paper(value, section)
        return ExportRecord(
            name=str(head.get("name", "")),
            list_name=str(head.get("list", "")),
            origin=str(head.get("of") or head.get("list", "")),
            description=str(head.get("description", "")),
            sections=tuple(dict.fromkeys(sections)),
            papers=papers,
            places=tuple(places),
            body=str(head.get("body", "")),
            hidden=frozenset(map(str, head.get("hidden", []))),
            stripped=bool(head.get("blanks")) and not lines[0].endswith(" "),
            form=ExportForm(
                style=str(head.get("style") or "list"),
                group=str(head.get("group", "")),
                abstracts=bool(head.get("abstracts")),
                front_matter=bool(head.get("front")),
                audience=str(head.get("for") or "me"),
                is_terse=bool(head.get("terse")),
                authors=0 if head.get("authors") == "all" else int(head.get("authors", AUTHORS_NAMED)),
            ),
            by=tuple(map(str, head.get("by", []))),
            is_unsealed="own" not in head,
        )
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def _line(item: Item) -> str:
    paper = item.paper
    status = "" if paper.status is Status.UNREAD else paper.status.value
    values: list[Any] = [
        paper.id, status, int(paper.starred), list(paper.tags), digest(paper.note), digest(item.remark)
    ]  # fmt: skip
    while not values[-1]:
        values.pop()
    return _json(values)


def _exported_paper(value: list[Any], section: str) -> ExportedPaper:
    filled = [*value, *["", 0, [], "", ""][len(value) - 1 :]]
    _, status, star, tags, note, remark = filled
    if not all(isinstance(text, str) for text in (value[0], note, remark, *tags)):
        raise ValueError("not a line of the comment")
    return ExportedPaper(Status(status or "unread"), bool(star), tuple(tags), note, remark, section)


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = TEMPLATE.sub(r"\\u007b", text) if "{" in text else text
    return text.replace("--", "-\\u002d").replace("->", "-\\u003e") if "-" in text else text
