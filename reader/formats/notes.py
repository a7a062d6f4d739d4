"""One note on one paper, as people keep them beside their reading: Obsidian, Logseq, Dendron, Zettlr, Hugo and others.

What is known of the paper stands above the note, in YAML between lines `---`, in TOML between lines `+++`, in Logseq's
`key:: value`, or in lines below the heading of a page of Notion or Readwise; the names of these properties are
everybody's own, so all common ones are known. A note is a paper's where it says so: an arXiv id, a DOI, an entry of
BibTeX, authors with a citation key, or what `note_evidence` knows. A post, a recipe or a diary has a title, an author
and a date as well, and is none; nor is a page with properties above a list of papers, unless it names a paper itself.

    >>> found = parse("---\\ntitle: Lamps\\nauthors: ['[[Ada Sample]]']\\ncitekey: a20\\n---\\n\\nRead figure 2.\\n")
    >>> found.papers[0].title, found.papers[0].authors, found.papers[0].note
    ('Lamps', ('Ada Sample',), 'Read figure 2.')
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from reader.dates import date_in, says_state
from reader.errors import InputError
from reader.fences import fenced_lines
from reader.formats import awesome_list, other_yaml
from reader.formats.author_lists import authors_in, said_of
from reader.formats.beginnings import enclosed
from reader.formats.evidence import leads_to_paper
from reader.formats.field_names import field_of, is_own_words, not_read, plain, remark, tells
from reader.formats.links import known_by
from reader.formats.list_item import addresses_in, plain_text
from reader.formats.note_evidence import is_dated_work, is_kind, is_on_its_paper, lists_papers
from reader.formats.obsidian.properties import read as read_properties
from reader.formats.parsed import Parsed, Problem, contained, excerpt, split_lines
from reader.formats.people import people_in
from reader.formats.references import Reference, References, one_line
from reader.formats.user_fields import status_of, tags_in, yes_or_no
from reader.headings import heading_in
from reader.identity import arxiv_year, find_arxiv_id, marked_arxiv_id, normal_doi, normal_url
from reader.paper import Paper, Status
from reader.paper_json import page_range
from reader.persons import listed_name
from reader.text import clean_line

_TAKEN = frozenset({
    "title", "authors", "published", "date", "year", "month", "venue", "doi", "arxiv", "url", "source", "key",
    "abstract", "keywords", "tags", "status", "read", "starred", "volume", "issue", "page", "publisher", "place",
    "series", "editor", "isbn", "issn", "edition", "place in archive",
})  # fmt: skip
"""Fields of which a note may tell."""
_OTHERWISE = {
    "links": "links", "bibtex": "bibtex", "bib": "bibtex", "source": "url", "isbn": "ISBN", "issn": "ISSN",
    **dict.fromkeys(("ref", "summary", "site", "website", "html", "school", "institution", "university"), ""),
}  # fmt: skip
"""Names of properties, without signs, that mean something else in a note than elsewhere, or nothing for sure."""
_SILENT = re.compile(
    r"id|uid|ids|aliases?|css ?class(?:es)?|created(?: at| on)?|date (?:added|created|modified)|updated(?: at| on)?"
    r"|modified|ctime|mtime|trait ?ids|(?:item |note |entry )?type|itemtype|layout|permalink|draft"
    r"|template|cover|banner|icon|publish|lang|language|zotero.*|library catalog|access date"
    r"|accessed|archive.*|rights|license|short ?title|attached files|pretty cite|attachments?|file"
)
"""Properties that a program keeps for itself, or that say nothing of a paper or its reader."""
_METADATA = {
    **{name: name for name in ("volume", "issue", "page", "publisher", "ISBN", "ISSN", "edition")},
    "publisher-place": "place", "collection-title": "series", "archive_location": "place in archive",
}  # fmt: skip
"""Variables of CSL with the fields that tell them."""
_ACCOUNT = "admin"
"""What a website made by Hugo calls its owner among the authors."""
_PROPERTIES = 60_000
"""Characters of properties that are read."""
_INLINE = re.compile(r"\s{0,3}(?:[-*>]\s+)*\**(?P<key>[A-Za-z][\w /()-]{0,40}?)\**::\**(?:\s+(?P<value>.*))?$")
_LINK = re.compile(r"!?\[\[([^\[\]|]*)(?:\|([^\[\]]*))?\]\]|\[([^\[\]]*)\]\([^()]*\)")
_LABELLED = re.compile(
    r"\s{0,3}(?:[-*>]\s*)*(?:\*\*(?P<key>[A-Za-z][\w /()-]{0,40}?)(?:\*\*\s*:|:\s*\*\*))\s*(?P<value>\S.*)$"
)
_CALLOUT = re.compile(r">\s*\[!abstract\]", re.IGNORECASE)
_ABSTRACT = re.compile(r"\W*(?:\[\[)?abstract(?:\]\])?\W*", re.IGNORECASE)
_KEY = re.compile(r"[^\s,{}\"#%~\\]+")
_BIBTEX = re.compile(r"@\w+\s*\{")
_STATED = re.compile(r"(?:[-*]\s+)?\**(?P<key>[A-Za-z][\w /-]{0,40}?)\**:\**\s+(?P<value>\S.*)")
_HEADED = 40
"""Lines below a heading in which such properties stand."""
_PROPERTY = re.compile(r"(?P<key>[A-Za-z][\w -]{0,40}):(?:\s+(?![\[{&*|>])[\"']?(?P<value>\S.*?)?[\"']?)?\s*")
_ITEM = re.compile(r"\s*-\s+[\"']?(?P<value>\S.*?)[\"']?\s*")
_PROPERTY_BEGINS = re.compile(r"[\"']?[A-Za-z][\w -]{0,40}[\"']?\s*(?::(?:\s|$)|=)")
_ABOVE = "\ufeff\r\n"
"""What may stand above the properties of a note."""
_PAGE = re.compile(r"[A-Za-z][\w -]{0,40}::(?:\s|$)")
_LOGSEQ = 2
"""Lines of properties that begin a page of Logseq."""
_LOOKED_AT = 500
"""Characters in which a note without enclosed properties shows that it may be one."""
_MOST = 200
"""Values of one property."""


@dataclass(frozen=True, slots=True)
class _Note:
    """A text as a note: its properties by their names, and what stands below them."""

    properties: Mapping[str, Any]
    body: Sequence[str]
    """Lines."""
    strict: bool = False
    """Whether only an identifier, or an address of a paper, shows that it is one."""


def sniff(text: str) -> bool:
    """Whether the text is a note, or several, of which one says of which paper it is."""
    begun = text.lstrip(_ABOVE)
    return not _is_yaml(begun) and any(
        note is not None and _reference(note) is not None for _, note in map(_numbered, _parts(begun))
    )


def parse(text: str) -> Parsed:
    """Read the paper of the note, or of each of several in one file; the text below its properties is the user's."""
    taken = References("a note")
    begun = text.lstrip(_ABOVE)
    above = text.count("\n", 0, len(text) - len(begun))
    parts = _parts(begun) if not _is_yaml(begun) else []
    found = [_numbered((above + line, part)) for line, part in parts]
    for line, note in found:
        reference = _reference(note) if note is not None else None
        if note is not None and reference is not None:
            reference.line = line
            if paper := taken.take(reference):
                taken.problems += _unread(line, note, paper)
        elif len(found) > 1:
            about = next(iter(_stated(note).get("title", ())), "") if note is not None else ""
            message = "a note whose properties do not say of which paper it is, skipped"
            taken.problems.append(Problem(line, message, excerpt(clean_line(about))))
    parsed = taken.parsed()
    if parsed.papers or (parsed.problems and len(found) == 1):
        return parsed
    return Parsed(problems=(Problem(1, "no note whose properties say of which paper it is"),))


def _unread(line: int, note: _Note, paper: Paper) -> Iterator[Problem]:
    """What of a note on a paper is not understood, so that the paper does not say it."""
    if said := _names(_told(note).get("authors", []))[1]:
        yield replace(said, line=line)
    if _ACCOUNT in map(_unlinked, _told(note).get("authors", ())):
        yield Problem(line, "an author by the account of a website, not by name, left out", _ACCOUNT)
    others = {name: told for name, value in note.properties.items() if _is_unread(name, told := _texts(value), paper)}
    if others:
        shown = "; ".join(f"{name}: {', '.join(told)}" for name, told in others.items())
        for problem in not_read("properties", others):
            yield replace(problem, line=line, excerpt=excerpt(clean_line(shown[:300])))


def _numbered(part: tuple[int, str]) -> tuple[int, _Note | None]:
    return part[0], _note(part[1])


def _is_yaml(text: str) -> bool:
    """Whether a text is records of YAML below each other, with nothing but lines of dashes between them."""
    if not text.startswith(("---", "\ufeff---")):
        return False
    lines = split_lines(text)
    below = next((line for line in lines[enclosed(lines) or len(lines) :] if line.strip()), "")
    return _PROPERTY_BEGINS.match(below) is not None and other_yaml.sniff(text)


def _parts(text: str) -> list[tuple[int, str]]:
    """The notes that a text is joined of, each with the line where it begins: a further one begins where properties
    stand that tell of a paper, or of anything that has a title."""
    body = text.removeprefix("\ufeff")
    lines = split_lines(body)
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    pages = _PAGE.match(lines[first]) is not None
    if not body.startswith(("---", "+++")) and not pages:
        return [(1, text)]
    code = fenced_lines(lines)
    starts = [0]
    at = enclosed(lines) or first + 1
    while at < len(lines):
        below = 0
        if at not in code and lines[at].strip("\ufeff").rstrip() in ("---", "+++"):
            below = _properties_end(lines, at)
        elif pages and at not in code and not lines[at - 1].strip() and _PAGE.match(lines[at]):
            below = _page_end(lines, at)
        if below:
            starts.append(at)
        at = max(below, at + 1)
    return [
        (start + 1, "\n".join(lines[start:end])) for start, end in zip(starts, (*starts[1:], len(lines)), strict=True)
    ]


def _properties_end(lines: Sequence[str], at: int) -> int:
    """The index below the enclosed properties of a further note that begin in a line; 0 for none, as at a rule."""
    end = enclosed(lines, at)
    if not end or _PROPERTY_BEGINS.match(lines[at + 1]) is None:
        return 0
    if not all(
        not line.strip() or line[:1] in " \t-#]}" or _PROPERTY_BEGINS.match(line) for line in lines[at + 1 : end - 1]
    ):
        return 0
    note = _note("\n".join(lines[at:end]))
    return end if note is not None and _begins_note(note) else 0


def _page_end(lines: Sequence[str], at: int) -> int:
    """The index below the properties of a further page of Logseq that begin in a line; 0 for none."""
    end = next((n for n in range(at, len(lines)) if _PAGE.match(lines[n]) is None), len(lines))
    note = _of_pages(lines[at:end])
    return end if note is not None and _begins_note(note) else 0


def _begins_note(note: _Note) -> bool:
    """Whether properties are those of a note of its own: with a title, or two more that are known."""
    told = _stated(note)
    return "title" in told or len(told) > 1


def _is_unread(name: str, told: Sequence[str], paper: Paper) -> bool:
    """Whether a property says something that the paper does not, and that is no program's own."""
    texts = [text for text in told if text.strip() and "zotero://" not in text]
    if not texts or _is_own(name):
        return False
    if _known(name):
        return not _is_told(_known(name), texts, paper)
    return _SILENT.fullmatch(_plain(name)) is None and not (_plain(name) == "category" and all(map(is_kind, texts)))


def _is_told(field: str, texts: Sequence[str], paper: Paper) -> bool:
    """Whether a paper says what a property of a known meaning does."""
    plain_texts = [one_line(_unlinked(text)) for text in texts]
    if field in ("authors", "editor", "abstract", "tags", "keywords"):
        return True
    if field in _METADATA.values():
        return any(paper.about(name) for name, told in _METADATA.items() if told == field)
    if field == "bibtex":
        return any(map(_BIBTEX.search, texts))
    if field == "status":
        return any(map(status_of, plain_texts))
    if field in ("read", "starred"):
        return all(yes_or_no(text) is not None or (field == "read" and date_in(text)) for text in plain_texts)
    if field == "date" and all(map(date_in, plain_texts)):
        return True
    return tells(paper, field, [url for text in texts for url in _addresses(text)] or plain_texts)


def _is_own(name: str) -> bool:
    """Whether somebody writes for themselves under the name of a property."""
    return not _known(name) and (is_own_words(name) or plain(name) in ("summary", "note", "notes"))


def _remarks(note: _Note) -> Iterator[str]:
    """What somebody wrote for themselves in properties, and the day on which they read the paper."""
    for name, value in note.properties.items():
        told = [text for text in map(_unlinked, _texts(value)) if text]
        if told and (_is_own(name) or (_known(name) == "read" and date_in(told[0]))):
            yield remark(name, ", ".join(told))


def _note(text: str) -> _Note | None:
    """The text as a note, None where no properties begin it."""
    body = text.removeprefix("\ufeff")
    if body.startswith(("---", "+++")):
        lines = split_lines(body)
        end = enclosed(lines)
        inner = lines[1 : end - 1]
        if not end or sum(map(len, inner)) > _PROPERTIES:
            return None
        told = _toml("\n".join(inner)) if body.startswith("+++") else (read_properties(inner) or _as_lines(inner))
        return _Note(told, lines[end:]) if told else None
    first = body.lstrip()[:_LOOKED_AT]
    lines = split_lines(body) if first.startswith("# ") or "::" in first else [""]
    return _of_pages(lines) or _headed(lines)


def _of_pages(lines: Sequence[str]) -> _Note | None:
    """A page of Logseq, which begins with its properties."""
    held: dict[str, Any] = {}
    for line in lines:
        match = _INLINE.match(line)
        if match is None or line.startswith(">"):
            break
        held.setdefault(match["key"], match["value"] or "")
    return _Note(held, lines[len(held) :]) if len(held) >= _LOGSEQ else None


def _headed(lines: Sequence[str]) -> _Note | None:
    """A page of Notion or Readwise: its title as a heading, and lines of properties below it."""
    top = next((at for at, line in enumerate(lines) if line.strip()), 0)
    heading = heading_in(lines[top])
    if heading.level != 1:
        return None
    held: dict[str, Any] = {"title": plain_text(lines[top][heading.start : heading.end])}
    at = top + 1
    while at < min(len(lines), top + _HEADED):
        line = lines[at]
        begins = heading_in(line).level > 1 and clean_line(line.strip(" #")) == "Metadata"
        if match := _STATED.fullmatch(line):
            held.setdefault(match["key"], match["value"])
        elif len(held) > 1 or (line.strip() and not begins and not line.startswith("![")):
            break
        at += 1
    below = lines[at:]
    is_list = len(held) <= _LOGSEQ or awesome_list.begins("\n".join(below)) > 0
    return None if is_list else _Note(held, below, strict=True)


def _as_lines(lines: Sequence[str]) -> Mapping[str, Any]:
    """Properties that are no YAML, as where a title with a colon stands in no quotes: a name and a text each, or texts
    below it."""
    found: dict[str, Any] = {}
    key = ""
    for line in lines:
        if match := _PROPERTY.fullmatch(line):
            key = match["key"]
            found.setdefault(key, [match["value"]] if match["value"] else [])
        elif key and (item := _ITEM.fullmatch(line)):
            found[key].append(item["value"])
    return found


def _toml(text: str) -> Mapping[str, Any]:
    try:
        with contained("the properties"):
            return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, InputError):
        return {}


def _known(name: str) -> str:
    """What a property tells, "" for one that is not known."""
    field = field_of(name)
    return _OTHERWISE.get(plain(name), field if field in _TAKEN else "")


def _plain(name: str) -> str:
    """The name of a property as it is compared: small letters, one blank between words."""
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)
    return " ".join(re.sub(r"[\W_]+", " ", spaced).lower().split())


def _texts(value: Any, depth: int = 2) -> list[str]:
    """The texts of a value: of a list each, of a person the name."""
    if isinstance(value, list):
        return [text for one in value[:_MOST] for text in _texts(one, depth - 1)] if depth else []
    if isinstance(value, Mapping):
        names = [listed_name(name).printed for name in people_in(value)]
        return names or [text for text in (value.get("title"),) if isinstance(text, str)]
    return [] if value is None else [str(value).lower() if isinstance(value, bool) else str(value)]


def _reference(note: _Note) -> Reference | None:
    """What the note tells of a paper; None where it does not say that it is a paper's."""
    told = _told(note)
    entry = _entry(told)
    names, unread = _names(told.get("authors", []))
    urls = [url for text in (*told.get("url", []), *told.get("links", [])) for url in _addresses(text)]
    arxiv_id = next(filter(None, map(find_arxiv_id, (_unlinked(text) for text in told.get("arxiv", [])))), "")
    dois = [doi for text in (*told.get("doi", []), *urls) if (doi := normal_doi(_unlinked(text)))]
    managed = any("zotero://" in text for value in note.properties.values() for text in _texts(value))
    sure = _is_sure(note, told, names) or bool(entry)
    if not sure and (note.strict or not (names or unread)):
        return None
    if not sure and not (managed or told.get("key") or is_dated_work(_by_plain_names(note), told, len(names))):
        return None
    own = _stated(note)
    if not (own.get("bibtex") or _is_sure(note, own, names)) and lists_papers(note.body):
        return None
    title = _title(told, note.body) or (entry.title if entry else "")
    body = list(note.body)
    abstract, body = _without_abstract(body, title)
    if not urls and not arxiv_id and not dois:
        urls = _linked_in(note.body)
    metadata = {name: _unlinked(told[field][0]) for name, field in _METADATA.items() if told.get(field)}
    reference = Reference(
        line=1,
        key=next(iter(_keys(told)), entry.citation_key if entry else ""),
        title=title or known_by(arxiv_id, next(iter(dois), ""), next(iter(urls), "")),
        abstract=_unlinked(" ".join(told.get("abstract", []))) or abstract,
        authors=names or list(entry.authors if entry else ()),
        editors=[name for text in told.get("editor", []) for name in people_in(_unlinked(text))],
        dates=[*told.get("year", []), *told.get("published", []), *([entry.published] if entry else [])],
        venues=[*map(_unlinked, told.get("venue", [])), *([entry.venue] if entry else [])],
        arxiv_id=arxiv_id or (entry.arxiv_id if entry else ""),
        dois=[*dois, *([entry.doi] if entry else [])],
        urls=[*urls, *([entry.url] if entry else [])],
        keywords=[word for text in told.get("keywords", []) for word in _words(text)],
        metadata=metadata | ({"page": page_range(metadata["page"])} if "page" in metadata else {}),
        tags=[tag for text in told.get("tags", []) for tag in _words(text)],
        notes=["\n".join(body).strip(), *_remarks(note)],
        starred=any(map(yes_or_no, told.get("starred", []))),
        status=_status(told),
    )
    reference.dates = [_unlinked(text) for text in reference.dates if re.search(r"\d{4}", text) or says_state(text)]
    days = [_unlinked(text) for text in told.get("date", ()) if re.search(r"\d{4}", text)]
    reference.bare_date = next(iter(days), "")
    same = next(filter(None, map(find_arxiv_id, (reference.arxiv_id, *dois, *urls))), "")
    reference.of_bibliography = managed or (not same and is_dated_work(_by_plain_names(note), told, len(names)))
    if not reference.dates and not reference.bare_date:
        reference.dates = [arxiv_year(same)]
    return reference


def _keys(told: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """The citation keys that the properties tell; what stands there in several words is none."""
    keys = (_unlinked(text).removeprefix("@") for text in told.get("key", ()))
    yield from (key for key in keys if _KEY.fullmatch(key))


def _is_sure(note: _Note, told: Mapping[str, Sequence[str]], names: Sequence[str]) -> bool:
    """Whether what is told names the paper that the note is on: an arXiv id, a DOI, or an address where more says that
    the note is on that paper."""
    if any(find_arxiv_id(_unlinked(text)) for text in told.get("arxiv", ())):
        return True
    if any(normal_doi(_unlinked(text)) for text in told.get("doi", ())):
        return True
    urls = [url for text in (*told.get("url", ()), *told.get("links", ())) for url in _addresses(text)]
    return any(map(leads_to_paper, urls)) and is_on_its_paper(_by_plain_names(note), told, len(names))


def _by_plain_names(note: _Note) -> dict[str, list[str]]:
    """The texts of a note's properties by their plain names."""
    return {_plain(name): [text for text in _texts(value) if text.strip()] for name, value in note.properties.items()}


def _told(note: _Note) -> dict[str, list[str]]:
    """What the note tells, by the names that are known: its properties, and lines below them for what those leave
    out."""
    told = _stated(note)
    stated = set(told)
    for name, text in _inline(note.body):
        if name not in stated:
            told.setdefault(name, []).append(text)
    return told


def _stated(note: _Note) -> dict[str, list[str]]:
    """What the properties tell, by the names that are known."""
    told: dict[str, list[str]] = {}
    for name, value in note.properties.items():
        if field := _known(name):
            told.setdefault(field, [])
            found = [text for text in _texts(value) if text.strip()]
            told[field] = found + told[field] if _plain(name) == "original title" else told[field] + found
    return told


def _entry(told: Mapping[str, Sequence[str]]) -> Paper | None:
    """The paper of an entry of BibTeX among the properties."""
    text = "\n".join(text for text in told.get("bibtex", []) if _BIBTEX.search(text))
    if not text:
        return None
    from reader.formats import bibtex  # noqa: PLC0415  its library takes 100 ms, and few notes have an entry

    return next(iter(bibtex.parse(text).papers), None)


def _names(told: Sequence[str]) -> tuple[list[str], Problem | None]:
    """The authors, one by one, from a list or from one text, and what is to be said of that text."""
    told = [text for text in told if _unlinked(text) != _ACCOUNT]
    if len(told) != 1:
        return [name for text in told for name in people_in([{"name": _unlinked(text)}])], None
    text = _LINK.sub(_shown, told[0]).strip().strip("\"'")
    found = authors_in(text)
    return [*found.told, *["et al."] * found.more] if found.reads_well else [], said_of(found, text)


def _unlinked(text: str) -> str:
    """A text without the marks of links: of two names the one that is shown."""
    return clean_line(_LINK.sub(_shown, text)).strip("\"'")


def _shown(link: re.Match[str]) -> str:
    target, alias, words = (part.strip() if part else "" for part in link.groups())
    if words:
        return words
    return alias if alias and ("." not in alias or " " in alias) else target.rpartition("/")[2].lstrip("@")


def _addresses(text: str) -> Iterator[str]:
    if url := normal_url(text.strip()):
        yield url
    else:
        yield from addresses_in(text)
        if arxiv_id := marked_arxiv_id(_unlinked(text)):
            yield f"https://arxiv.org/abs/{arxiv_id}"


def _words(text: str) -> Iterator[str]:
    """Tags or keywords of a text, between commas or semicolons; a link, and what begins with "#", is one by itself."""
    plain = _LINK.sub(lambda link: f",{_shown(link).replace(',', ' ')},", text)
    yield from tags_in(plain)


def _title(told: Mapping[str, Sequence[str]], body: Sequence[str]) -> str:
    """The title that the properties tell, else the heading that the note begins with."""
    for text in told.get("title", ()):
        if (title := _unlinked(text).removeprefix("@")) and " " in title:
            return title
    first = next((line for line in body if line.strip()), "")
    heading = heading_in(first)
    if heading.level == 1:
        return plain_text(first[heading.start : heading.end])
    return next((title for text in told.get("title", ()) if (title := _unlinked(text))), "")


def _inline(body: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What a note says below its properties by lines such as `Authors:: Ada Sample`."""
    for line in body:
        match = (_INLINE.match(line) if "::" in line else None) or _LABELLED.match(line)
        name = _known(match["key"]) if match else ""
        if match and name and match["value"] and name not in ("date", "read", "links"):
            yield name, match["value"]


def _without_abstract(body: list[str], title: str) -> tuple[str, list[str]]:
    """The abstract that stands below a heading of that name, or below Logseq's link to it, and the body without it and
    without a heading that repeats the title."""
    kept: list[str] = []
    found: list[str] = []
    inside = quoted = False
    for line in body:
        heading = heading_in(line)
        if heading.level and clean_line(line[heading.start : heading.end]) == title:
            continue
        begins = (heading.level > 0 or line.startswith("- ")) and _ABSTRACT.fullmatch(line) is not None
        if (begins or _CALLOUT.match(line)) and not found:
            inside, quoted = True, not begins
        elif inside and (
            heading.level or (quoted and line[:1] != ">") or (found and not line.strip()) or (line[:1] == "-" and found)
        ):
            inside = False
            kept.append(line)
        elif inside:
            found += [line.strip(" \t->")] if line.strip() else []
        else:
            kept.append(line)
    return clean_line(" ".join(found)), kept


def _linked_in(body: Sequence[str]) -> list[str]:
    """The address of the one paper that the body leads to; () where it leads to several or none."""
    urls = (url for line in body if "://" in line for url in addresses_in(line) if leads_to_paper(url))
    found = dict.fromkeys(urls)
    return [*found] if len({find_arxiv_id(url) or url for url in found}) == 1 else []


def _status(told: Mapping[str, Sequence[str]]) -> Status:
    for text in told.get("status", ()):
        if status := status_of(_unlinked(text)):
            return status
    read = next(iter(told.get("read", ())), "").strip()
    return Status.READ if yes_or_no(read) or date_in(read) else Status.UNREAD
