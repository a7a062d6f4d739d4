"""The Atom feeds of arXiv's interface (https://info.arxiv.org/help/api/user-manual.html#_details_of_atom_results_returned)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree import ElementTree

from reader.dates import date_in
from reader.formats.beginnings import begins_part, begins_table
from reader.formats.json_rows import Lines
from reader.formats.parsed import Parsed, Problem, excerpt
from reader.identity import find_arxiv_id, normal_doi
from reader.paper import Paper
from reader.text import ABSTRACT_LIMIT, TITLE_LIMIT, clean_line

_ATOM = "{http://www.w3.org/2005/Atom}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_FEED = re.compile(r"<feed\b[^>]*http://www\.w3\.org/2005/Atom", re.DOTALL)
_CLOSED = "</feed>"
_CLOSING = "</entry>"
_OPENING = re.compile(r"<entry\b")
_NAMESPACES = (
    'xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom" '
    'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"'
)
_LOOKED_AT = 4_000


def sniff(text: str) -> bool:
    """Whether the text is an Atom feed that speaks of arXiv."""
    head = text[:_LOOKED_AT]
    return _FEED.search(head) is not None and "arxiv" in head.lower()


def end(text: str) -> int:
    """Where the feed ends; where a feed that was cut ends cannot be told but by what begins below it."""
    closed = text.find(_CLOSED)
    if closed >= 0:
        return closed + len(_CLOSED)
    at = text.find("<feed")
    while (at := text.find("\n", at) + 1) > 0:
        line = text[at : text.find("\n", at) % (len(text) + 1)]
        if not line.lstrip().startswith("<") and (begins_part(line) or begins_table(line)):
            return at
    return len(text)


def parse(text: str) -> Parsed:
    """Read every entry of the feed; an entry of a cut or damaged feed is read as long as it is whole itself."""
    papers, problems = [], []
    for line, entry in _entries(text):
        if isinstance(entry, Problem):
            problems.append(entry)
            continue
        title = _text(entry, f"{_ATOM}title")
        address = _text(entry, f"{_ATOM}id")
        if "/api/errors" in address or (title == "Error" and not find_arxiv_id(address)):
            message = f"arXiv answered with an error: {_text(entry, f'{_ATOM}summary') or 'no reason given'}"
            problems.append(Problem(line, message, excerpt(address)))
        elif not title:
            problems.append(Problem(line, "an entry without a title, skipped", excerpt(address)))
        elif not find_arxiv_id(address):
            problems.append(Problem(line, "an entry that is no paper of arXiv, skipped", excerpt(title)))
        else:
            papers.append(_paper(entry, title, address))
    return Parsed(tuple(papers), tuple(problems))


def _entries(text: str) -> Iterator[tuple[int, ElementTree.Element | Problem]]:
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        yield 1, Problem(1, "a feed that declares entities is not read")
        return
    try:
        feed = ElementTree.fromstring(text.lstrip("\ufeff \n\r\t"))
    except ElementTree.ParseError as error:
        yield error.position[0], Problem(error.position[0], "the feed is damaged or cut here; whole entries are read")
        yield from _whole_entries(text)
        return
    numbers = Lines(text)
    lines = (numbers.number(match.start()) for match in _OPENING.finditer(text))
    yield from zip(lines, feed.iter(f"{_ATOM}entry"), strict=False)


def _whole_entries(text: str) -> Iterator[tuple[int, ElementTree.Element | Problem]]:
    numbers = Lines(text)
    after = 0
    while (end := text.find(_CLOSING, after)) >= 0:
        begin = max((text.rfind(opening, after, end) for opening in ("<entry>", "<entry ")), default=-1)
        end, start, after = end + len(_CLOSING), begin, end + len(_CLOSING)
        if start < 0:
            continue
        line = numbers.number(start)
        try:
            wrapped = ElementTree.fromstring(f"<feed {_NAMESPACES}>{text[start:end]}</feed>")
        except ElementTree.ParseError:
            shown = excerpt(clean_line(text[start : min(end, start + 200)]))
            yield line, Problem(line, "an entry that cannot be read, skipped", shown)
            continue
        yield from ((line, entry) for entry in wrapped.iter(f"{_ATOM}entry"))


def _paper(entry: ElementTree.Element, title: str, address: str) -> Paper:
    names = (_text(author, f"{_ATOM}name") for author in entry.iter(f"{_ATOM}author"))
    categories = (clean_line(category.get("term", "")) for category in entry.iter(f"{_ATOM}category"))
    return Paper(
        id="",
        title=title[:TITLE_LIMIT],
        abstract=_text(entry, f"{_ATOM}summary")[:ABSTRACT_LIMIT],
        authors=tuple(name for name in names if name),
        published=date_in(_text(entry, f"{_ATOM}published")),
        venue=_text(entry, f"{_ARXIV}journal_ref"),
        arxiv_id=find_arxiv_id(address),
        doi=normal_doi(_text(entry, f"{_ARXIV}doi").split(" ")[0]),
        keywords=tuple(dict.fromkeys(term for term in categories if term)),
    )


def _text(element: ElementTree.Element, path: str) -> str:
    return clean_line(element.findtext(path) or "")
