"""What was exported last, kept in the file itself, so that its way back needs nothing else.

The last thing in an export is one HTML comment that no renderer shows: a line of JSON about the whole
(`ExportRecord`), then for each heading its name as JSON and for each paper one JSON array: id, status, star, tags,
digests of note and remark, cut after the last that is not empty. Since it travels with the text through Git, mail
and other machines, an edit in the text can always be told from one made meanwhile in the library. `-` and `>` that
could end the comment are written as JSON escapes, and so is `{` where a site's templates would act on it.

Git merges the comment line by line, so nothing in it depends on the whole text: what this library last saw of a file
is kept in the library (`operations.bases`). The first line stays: it names the file by an `id`, made of what it first
said, and the last steps that the library knew which exported it. Then stands, for each of a few writers, how often that
one wrote the file since, and which papers it put back that had left the file (`PutBack`). These lines and those of
papers stand between two that never change, so that two writers do not meet in any. A file of one paper has all in two
lines, and all its writers count as one: those that make the same of it then write the same bytes.

A file whose comment was lost or damaged is still read, two ways only: then nothing is ever taken away on its word.
Comments of earlier versions hold a digest of the text, one of themselves and the last steps that their library knew.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, NamedTuple

from reader.formats.markdown.document import AUTHORS_NAMED, Document, Item
from reader.formats.markdown.escaping import TEMPLATE
from reader.formats.markdown.lines import fenced
from reader.paper import Status

_OPEN = "<!-- reader-base 1"
_CLOSE = "-->"
_FOOTER = re.compile(
    r"^<!-- reader-base 1[ \t]*\r?\n"
    r"(?:((?:(?!<!-- reader-base|-->[ \t]*\r?$)[^\n]*\n)*+)-->[ \t]*\r?$\n?"
    r"|((?:[{\[\"][^\n]*(?:\n|\Z))++))",  # the line that closes it is gone
    re.MULTILINE,
)
"""It never goes back over a line: to keep the way back of each takes tens of times the memory of the text."""
RETURNING = ("status", "star", "tags", "note", "remark", "order", "description")
"""What can come back of a paper, its place and its list."""
KEPT_BACK = ("status", "star", "note")
"""Those that an export for others does not show, so that nothing of them is read back from it."""
_DIGEST = 12
"""Hexadecimal digits of a digest: 48 bits, against accidents only."""
_FILE_ID = re.compile(rf"[0-9a-f]{{{_DIGEST}}}")
WRITERS = "abcdefghijklmnop"
"""The marks of the writers that are counted apart; more of them share one, which costs a merge at most."""
_ID_TOLD = re.compile(r'\[("(?:[^"\\]|\\.)*")')
"""How the line about a paper begins."""
_AT_A_TIME = 500
"""So many lines of a comment are read together."""
_BACK, _MANY_BACK = "back", 200
"""Under which the line of a writer tells of papers that it put back, and of so many, the latest."""
_APART = "[]"
"""The line that stands between two that Git is to merge apart: without it a change of both is a conflict."""


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
class OwnSide:
    """What a library said otherwise than a file when the two last met: where nobody changed either since, both stay."""

    papers: Mapping[str, ExportedPaper] = field(default_factory=dict)
    """Papers of the file as the library had them; those that were the same are left out."""
    order: tuple[str, ...] | None = None
    """The papers on its list, None where they were the same in the same order."""
    sections: tuple[str, ...] | None = None
    """The sections of its list, None where they were the same."""
    description: str | None = None
    """Digest of the description, None where it was the same."""

    def __bool__(self) -> bool:
        """Whether anything was otherwise."""
        return bool(self.papers) or (self.order, self.sections, self.description) != (None, None, None)


@dataclass(frozen=True, slots=True)
class PutBack:
    """A paper that had left a file and was put back: its line says what the library that did so last knew of it."""

    id: str
    writer: str
    number: int
    """So often the writer had written the file with that."""
    known: Mapping[str, int]
    """How often each writer had written the file when that library last saw the paper in it."""


class WritingDevice(NamedTuple):
    """Who writes a file, a mark of `WRITERS` or "" for one who is not counted."""

    mark: str = ""
    number: int = 0
    """So often it will have written the file then."""
    saw: Callable[[str], Mapping[str, int] | None] = lambda id: None
    """How often each writer had written the file when this one last saw a paper in it, by its id; None for never."""


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
    other_sides: tuple[tuple[str, ExportedPaper], ...] = ()
    """What the comment says once more and otherwise of some papers, where a merge kept the lines of two sides."""
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
    """Whether the comment has no digest of itself and no id, as in files of the earliest versions."""
    id: str = ""
    """What the file is known by, made of what it first said."""
    is_early: bool = False
    """Whether it is of a version whose comment named no id, but the last steps that its library knew."""
    versions: tuple[tuple[str, int], ...] = ()
    """How often each writer (see `WRITERS`) wrote the file after it was first exported; those that never did are not
    named."""
    back: tuple[PutBack, ...] = ()
    is_base: bool = False
    """Whether it is what this library last wrote to the file or read from it, not what the file's comment says."""
    steps: tuple[str, ...] = ()
    """The ids of the steps by which it was read from the file since this library last wrote that."""
    shown: Mapping[str, Status] = field(default_factory=dict)
    """The statuses with which papers stood in the file when it was written, where that is another record."""
    own: OwnSide = OwnSide()
    """What the library said otherwise then."""
    faces: Mapping[str, str] = field(default_factory=dict)
    """The papers that the file shows otherwise than the library, and goes on to, with a mark of how (`faces`)."""
    others: frozenset[str] = frozenset()
    """The papers of the file that the library does not have and left to others, of which that was said."""
    is_news: bool = False
    """Whether the file was written since this was so."""
    texts: Mapping[str, str] = field(default_factory=dict)
    """Notes, remarks and the description of the file by their digests: those that the library had otherwise."""

    def own_paper(self, id: str) -> ExportedPaper:
        """What the library said of a paper of the file."""
        return self.own.papers.get(id) or self.papers[id]

    @property
    def own_order(self) -> tuple[str, ...]:
        """The papers on the library's list."""
        return tuple(self.papers) if self.own.order is None else self.own.order

    @property
    def own_sections(self) -> tuple[str, ...]:
        """The sections of the library's list."""
        return self.sections if self.own.sections is None else self.own.sections

    @property
    def own_description(self) -> str:
        """Digest of the description of the library's list."""
        return self.description if self.own.description is None else self.own.description

    @property
    def is_of_one(self) -> bool:
        """Whether it shows one paper at most, so that whoever changes it changes the same line."""
        return len(self.places) < 2

    @property
    def is_list_of_vault(self) -> bool:
        """Whether it is of the file of a vault that lists the others, which shows nothing else of its papers."""
        return self.hidden.issuperset(("status", "tags")) and self.form.style != "template"


def going_on(fresh: str, existing: str, strange: Collection[str] = ()) -> str:
    """`fresh` as the same file that `existing` is, as often written: with its id and its writers' counts, and with what
    it said of `strange` papers. Where both say the same, the comment stays as it is, also one of an earlier version."""
    before, comment, after = split(fresh)
    old, new = _Parts.of(split(existing)[1]), _Parts.of(comment)
    if old is None or new is None:
        return fresh
    new = replace(new, lines=_with_strange(new.lines, old.lines, {_json(id) for id in strange}))
    if "id" not in old.head and old.lines == new.lines and old.bare_head == new.bare_head and new.has_id:
        held = footer_lines(split(existing)[1])
        held[0] = held[0].rstrip(" ") + " " * new.ends_blank
        return "".join([before, "\n".join([_OPEN, *held, _CLOSE, ""]), after])
    known = _id_in(old.head) or _id_of(old.bare_head, old.lines)
    told = {**new.head, "by": old.head.get("by", []), "id": known}
    # In the order that it had: which keys a library knows of itself must not turn it round.
    head = {key: told[key] for key in dict.fromkeys((*old.head, *told)) if key in told}
    return "".join([before, replace(new, head=head, versions=old.versions, back=old.back).comment(), after])


def _with_strange(lines: Sequence[str], before: Sequence[str], ids: Collection[str]) -> tuple[str, ...]:
    """Lines of a comment with those of an earlier one about some papers, each behind the paper that it stood behind."""
    if not ids:
        return tuple(lines)
    there, found, above = set(map(_id_told, lines)), [*lines], ""
    for line in before:
        id = _id_told(line)
        if id in ids:
            at = next((n for n, held in enumerate(found) if above and _id_told(held) == above), -1)
            found.insert(at + 1, line)
        above = id if id in ids or id in there else above
    return tuple(found)


def _id_told(line: str) -> str:
    """What a line of a comment is about: a paper or a heading."""
    told = _ID_TOLD.match(line)
    return told[1] if told is not None else line


def body_of(text: str) -> str:
    """The fingerprint of a text without its comment, see `body_digest`."""
    before, _, after = split(text.removeprefix("\ufeff"))
    return body_digest(before + after)


def written_by(text: str, existing: str, writer: WritingDevice, *, is_other: bool = False) -> str:
    """A text that takes the place of `existing`, with the count of one who writes it where it says other things: its
    comment does, or something `is_other` of which that does not speak."""
    before, comment, after = split(text)
    parts = _Parts.of(comment)
    if parts is None or (not is_other and says_same(comment, split(existing)[1])):
        return text
    head = parts.head
    if "id" not in head:
        head = {**parts.bare_head, "by": head.get("by", []), "id": _id_of(parts.bare_head, parts.lines)}
    versions = {**dict(parts.versions), writer.mark: writer.number} if writer.mark else {}
    head = head if writer.mark else {**head, "id": _id_of(parts.bare_head, parts.lines)}
    back = (*parts.back, *_put_back(parts, existing, writer)) if writer.mark else ()
    fresh = replace(parts, head=head, versions=tuple(versions.items()), back=back).comment()
    fresh = fresh if comment.endswith("\n") else fresh.rstrip("\n")
    return "".join([before, fresh.replace("\n", "\r\n") if "\r\n" in comment else fresh, after])


def _put_back(parts: _Parts, existing: str, writer: WritingDevice) -> Iterator[PutBack]:
    """The papers that a writer puts into a file which it knew there before."""
    old = _Parts.of(split(existing)[1])
    there = set(map(_id_told, old.lines)) if old is not None else set()
    for told in dict.fromkeys(_id_told(line) for line in parts.lines if line.startswith("[")):
        if told not in there and (known := writer.saw(id := str(json.loads(told)))) is not None:
            yield PutBack(id, writer.mark, writer.number, known)


@dataclass(frozen=True, slots=True)
class _Parts:
    """A comment in its parts."""

    head: dict[str, Any]
    versions: tuple[tuple[str, int], ...]
    lines: tuple[str, ...]
    """Its lines about headings and papers."""
    ends_blank: bool
    back: tuple[PutBack, ...] = ()

    @staticmethod
    def of(comment: str) -> _Parts | None:
        """The parts of a comment, None for one that is damaged or not there."""
        held = footer_lines(comment)
        try:
            head = json.loads(held[0])
            if not isinstance(head, dict):
                return None
            counts, back = _counted(head.get("versions")), []
            lines = []
            for line, value in zip(islice(held, 1, None), _values(held), strict=True):
                if _is_of_writers(value):
                    counts |= _counted(value)
                    back += _back(value)
                else:
                    lines.append(line.rstrip())
        except (ValueError, IndexError, RecursionError):
            return None
        return _Parts(head, _versions(counts), tuple(lines), held[0].endswith(" "), tuple(back))

    @property
    def bare_head(self) -> dict[str, Any]:
        """What the first line says of the export."""
        return {key: value for key, value in self.head.items() if key not in ("by", "own", "body", "id", "versions")}

    @property
    def has_id(self) -> bool:
        """Whether it is of this version."""
        return "id" in self.head

    def comment(self) -> str:
        """The text of the comment."""
        own = ("own", "versions", *([] if self.head.get("style") == "template" else ["body"]))
        head = {key: value for key, value in self.head.items() if key not in own and value != []}
        counts = {writer: number for writer, number in self.versions if number}
        is_one = not self.back and sum(line.startswith("[") for line in self.lines) < 2
        if is_one and counts:
            head["versions"] = dict(sorted(counts.items()))
        first = _json(head) + " " * self.ends_blank
        told = {writer: {writer: counts.get(writer, 0)} | _told_back(self.back, writer) for writer in WRITERS}
        slots = [line for writer in WRITERS for line in (_APART, _json(told[writer]))]
        if is_one:
            return "\n".join([_OPEN, first, *self.lines, _CLOSE, ""])
        lines = [each for line in self.lines for each in (_APART, line)]
        return "\n".join([_OPEN, first, *slots, *lines, _APART, _CLOSE, ""])


def _parts_id(comment: str) -> str:
    """The id that a comment of an earlier version gets when the file is written again."""
    parts = _Parts.of(comment)
    return _id_of(parts.bare_head, parts.lines) if parts is not None else ""


def _values(lines: Sequence[str]) -> Iterator[Any]:
    """What the lines of a comment after the first say, read some at a time: to read each by itself takes three times as
    long, and all at once far more memory than they are long. Raises `ValueError` for a line that is no JSON."""
    for start in range(1, len(lines), _AT_A_TIME):
        some = lines[start : start + _AT_A_TIME]
        values = json.loads(f"[{','.join(some)}]")
        if len(values) != len(some):
            raise ValueError("a line is no value, or several")
        yield from values


def _is_of_writers(value: Any) -> bool:
    """Whether a line counts how often somebody wrote the file, or stands between two that do."""
    return isinstance(value, dict) or value == []


def _counted(value: Any) -> dict[str, int]:
    """How often some writers wrote the file, as one line says: what it says is added up line by line, since a comment
    of very many tiny ones would take tens of times its length as values that are all held at once."""
    if not isinstance(value, dict):
        return {}
    return {key: number for key, number in value.items() if key in WRITERS and isinstance(number, int)}


def _back(value: Any) -> list[PutBack]:
    """The papers that a writer put back, as its line says."""
    told = value.get(_BACK) if isinstance(value, dict) else None
    if not isinstance(told, dict):
        return []
    writer = next(iter(_counted(value)), "")
    pairs = ((id, *said) for id, said in told.items() if isinstance(said, list) and len(said) == 2)
    return [PutBack(id, writer, number, _counted(known)) for id, number, known in pairs if isinstance(number, int)]


def _told_back(back: Iterable[PutBack], writer: str) -> dict[str, Any]:
    """What a writer's line says of the papers that it put back, beside its count: the latest of them."""
    own = sorted((each for each in back if each.writer == writer), key=lambda each: each.number)
    latest = {each.id: [each.number, dict(each.known)] for each in own}
    return {_BACK: dict([*latest.items()][-_MANY_BACK:])} if latest else {}


def _versions(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted((writer, number) for writer, number in counts.items() if number > 0))


def _id_in(head: dict[str, Any]) -> str:
    """The id that a comment's first line names, "" where that is none: a library names files of its own by it."""
    id = head.get("id")
    return id if isinstance(id, str) and _FILE_ID.fullmatch(id) else ""


def _id_of(head: dict[str, Any], lines: Iterable[str]) -> str:
    return _hash("\n".join([json.dumps(head, sort_keys=True), *lines]))


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


def told_of(record: ExportRecord) -> dict[str, Any]:
    """A record as JSON holds it, for a library to keep; `record_told` reads it."""
    told: dict[str, Any] = {
        "description": record.description,
        "sections": list(record.sections),
        "papers": _told_papers(record.papers),
        "body": record.body,
        "by": list(record.by),
        "steps": list(record.steps),
    }
    if record.faces:
        told["faces"] = dict(record.faces)
    if record.others:
        told["others"] = sorted(record.others)
    if own := record.own:
        told["own"] = {
            "papers": _told_papers(own.papers),
            "order": own.order,
            "sections": own.sections,
            "description": own.description,
            "texts": dict(record.texts),
        }
    return told


def _told_papers(papers: Mapping[str, ExportedPaper]) -> list[list[Any]]:
    return [
        [id, said.status.value, int(said.starred), list(said.tags), said.note, said.remark, said.section]
        for id, said in papers.items()
    ]


def record_told(told: dict[str, Any], of: ExportRecord) -> ExportRecord:
    """What `told_of` kept of a file, whose comment says `of` now. Raises `ValueError` and the like for other JSON."""
    papers = _papers_told(told["papers"])
    own = told.get("own") or {}
    texts = {digest(text): text for text in map(str, own.get("texts", {}).values())}
    record = replace(
        of,
        description=str(told["description"]),
        sections=tuple(map(str, told["sections"])),
        papers=papers,
        places=of.places if of.form.group else tuple((said.section, id) for id, said in papers.items()),
        body=str(told["body"]),
        by=tuple(map(str, told["by"])),
        is_base=True,
        steps=tuple(map(str, told["steps"])),
        shown={id: said.status for id, said in of.papers.items()},
        own=OwnSide(
            _papers_told(own.get("papers", [])),
            None if own.get("order") is None else tuple(map(str, own["order"])),
            None if own.get("sections") is None else tuple(map(str, own["sections"])),
            None if own.get("description") is None else str(own["description"]),
        ),
        texts=texts,
        faces={str(id): str(mark) for id, mark in told.get("faces", {}).items()},
        others=frozenset(map(str, told.get("others", ()))),
    )
    if not texts_apart(record) <= texts.keys():
        raise ValueError("a text of the file is lost")
    return record


def _papers_told(told: Iterable[Any]) -> dict[str, ExportedPaper]:
    return {
        str(id): ExportedPaper(Status(status), bool(star), tuple(map(str, tags)), str(note), str(remark), str(section))
        for id, status, star, tags, note, remark, section in told
    }


def texts_apart(record: ExportRecord) -> set[str]:
    """The digests of the texts of a file that the library had otherwise."""
    found = {record.description} if record.own_description != record.description else set()
    if record.own.order is not None:
        there = record.papers.keys() - set(record.own.order)
        found |= {record.papers[id].remark for id in there}
    for id, own in record.own.papers.items():
        said = record.papers.get(id, own)
        found |= {said.note} if own.note != said.note else set()
        found |= {said.remark} if own.remark != said.remark else set()
    return found - {""}


def _has_blanks(document: Document) -> bool:
    """Whether a text of a document has blanks at the end of a line."""
    texts = [document.description, *(text for item in document.items for text in (item.paper.note, item.remark))]
    return any(" \n" in text or "\t\n" in text or text[-1:] in (" ", "\t") for text in texts)


def seal(body: str, lines: list[str], hidden: Iterable[str] = ()) -> str:
    """A text with the comment at its end; `hidden` names the fields that the text does not show."""
    head = json.loads(lines[0]) | ({"hidden": list(hidden)} if hidden else {})
    head["id"] = _id_of({key: value for key, value in head.items() if key != "by"}, lines[1:])
    head |= {"body": body_digest(body)} if head.get("style") == "template" else {}
    return f"{body}\n{_Parts(head, (), tuple(lines[1:]), bool(head.get('blanks'))).comment()}"


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
    if (body_digest(body) != told.body) if told.is_early else (told.id != _parts_id(whole)):
        return text
    ending = "\r\n" if "\r\n" in comment else "\n"
    return before + whole.replace("\n", ending) + after


def footer_lines(comment: str) -> list[str]:
    """The lines of a comment, as `of_document` gave them."""
    said = _said(comment)
    return said.split("\n") if said is not None else []


def says_same(comment: str, other: str) -> bool:
    """Whether two comments have the same lines, line ends aside, which are not held apart for it."""
    return _said(comment) == _said(other)


def _said(comment: str) -> str | None:
    """The lines of a comment as one text, None where it is none."""
    match = _FOOTER.match(comment)
    return (match[1] or match[2] or "").replace("\r\n", "\n").rstrip("\n") if match else None


def with_name_of(text: str, other: str) -> str:
    """A text of ours whose comment names it as that of another does."""
    before, comment, after = split(text)
    parts, named = _Parts.of(comment), _Parts.of(split(other)[1])
    if parts is None or named is None or "name" not in named.head:
        return text
    return "".join([before, replace(parts, head=parts.head | {"name": named.head["name"]}).comment(), after])


def with_ids(comment: str, ids: Mapping[str, str]) -> str:
    """A comment with some papers under other ids."""
    named = {_json(was): _json(now) for was, now in ids.items()}
    lines = comment.split("\n")
    for at, line in enumerate(lines):
        told = _ID_TOLD.match(line)
        if told is not None and told[1] in named:
            lines[at] = f"[{named[told[1]]}{line[told.end() :]}"
        elif line.startswith("{") and f',"{_BACK}":' in line:
            value = json.loads(line)
            lines[at] = _json(value | {_BACK: {ids.get(id, id): said for id, said in value[_BACK].items()}})
    return "\n".join(lines)


def parse(comment: str, *, damaged: bool = False) -> ExportRecord | None:
    """What a comment says of the export, None when there is none or it is damaged; with `damaged`, what one still says
    that was changed since it was written, None when it was not."""
    lines = footer_lines(comment)
    if not lines:
        return None
    try:
        head = json.loads(lines[0])
        if _was_changed(head, lines) is not damaged:
            return None
        papers: dict[str, ExportedPaper] = {}
        places: list[tuple[str, str]] = []
        other_sides: list[tuple[str, ExportedPaper]] = []
        sections: list[str] = []
        section = ""
        counts, back = _counted(head.get("versions")), []
        for value in _values(lines):
            if _is_of_writers(value):
                counts |= _counted(value)
                back += _back(value)
                continue
            if isinstance(value, str):
                section = value
                sections.append(section)
                continue
            places.append((section, value[0]))
            if value[0] not in papers:
                papers[value[0]] = _exported_paper(value, section)
            elif replace(said := _exported_paper(value, section), section=papers[value[0]].section) != papers[value[0]]:
                other_sides.append((value[0], said))
        return ExportRecord(
            name=str(head.get("name", "")),
            list_name=str(head.get("list", "")),
            origin=str(head.get("of") or head.get("list", "")),
            description=str(head.get("description", "")),
            sections=tuple(dict.fromkeys(sections)),
            papers=papers,
            places=tuple(places),
            other_sides=tuple(other_sides),
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
            is_unsealed="own" not in head and "id" not in head,
            id=_id_in(head) or _parts_id(comment),
            versions=_versions(counts),
            back=tuple(back),
            is_early="id" not in head,
        )
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError):
        return None


def _was_changed(head: dict[str, Any], lines: Sequence[str]) -> bool:
    """Whether a comment is not as it was first exported, or as a program of an earlier version wrote it: as where a
    word was replaced in the whole file. Of one that was written again since, nobody can tell."""
    if "own" in head:
        return bool(head["own"] != _own_digest(head, lines[1:]))
    counts = _counted(head.get("versions"))
    for line in lines[1:]:
        counts |= _counted(json.loads(line)) if line.startswith("{") else {}
    if "id" not in head or _versions(counts):
        return False
    told = tuple(line.rstrip() for line in lines[1:] if not line.startswith("{") and line.rstrip() != _APART)
    return bool(head["id"] != _id_of(_Parts(head, (), told, False).bare_head, told))


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
