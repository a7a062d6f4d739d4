"""Alerts of Google Scholar: the mail as a file, its HTML, or its text as a person copies it.

A result is a title, below it "A Sample, B Jones - Journal, 2024", and a few words of the text, which are no abstract.
What Scholar cut with "…" stays cut.

    >>> text = "[PDF] Lamps that plan\\nA Sample, B Jones - arXiv preprint arXiv:2401.00011, 2024\\n"
    >>> found = parse(f"{text}\\nSent by Google Scholar").papers[0]
    >>> found.title, found.authors, found.published, found.arxiv_id
    ('Lamps that plan', ('A Sample', 'B Jones'), '2024', '2401.00011')
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from urllib.parse import parse_qs, urlsplit

from reader.errors import InputError
from reader.formats.author_lists import goes_on_behind
from reader.formats.beginnings import is_page
from reader.formats.html import tokens
from reader.formats.json_rows import Lines
from reader.formats.mail_parts import opened
from reader.formats.parsed import Parsed, Problem, contained, excerpt, split_lines
from reader.formats.user_fields import cut_short
from reader.identity import arxiv_year, find_arxiv_id, is_preprint_venue, normal_doi, normal_url
from reader.paper import Paper
from reader.persons import without_others
from reader.text import TITLE_LIMIT, clean_line

_SENDER = re.compile(r"google scholar|scholar\.google\.|scholaralerts-noreply@google\.com", re.IGNORECASE)
_TITLE_CLASS = "gse_alrt_title"
_LOOKED_AT = 20_000
_AUTHOR = r"(?:[^\W\d_a-z]{1,4}(?: [^\W\d_][\w'’.-]*){1,4}|…|\.\.\.)"
_BYLINE = re.compile(
    rf"(?P<authors>{_AUTHOR}(?:, ?{_AUTHOR})*(?: ?(?:…|\.\.\.))?)"
    r"(?:\s+[-–]\s+(?P<venue>\S.*?))??(?:(?:,|\s[-–])\s*(?P<year>(?:19|20)\d\d))?(?:\s+[-–]\s+[\w.]+)?"
)
_KIND = re.compile(r"^(?:\[(?:PDF|HTML|BOOK|B|CITATION|C|DOC)\]\s*)+", re.IGNORECASE)
_LINK = re.compile(r"\s*[<(\[]?(?P<url>https?://[^\s<>()\[\]]+)[>)\]]?")
_LONGEST_MAIL = 3_000_000
"""Characters of an alert, or of several that were joined."""
_LONGEST = 400
"""Characters of a line of authors."""
_TITLE_LINES = 4
"""Lines that a title is broken into at most."""
_FOOT = re.compile(r"this (?:message|alert) (?:was|is) sent by google scholar|list alerts|unsubscribe", re.IGNORECASE)


def sniff(text: str) -> bool:
    """Whether the text is such an alert, with a result."""
    return any(True for _ in _results(text))


def signs(text: str) -> Iterator[tuple[int, str]]:
    """The lines in which an alert in plain text names Scholar, and those of its results."""
    if len(text) > _LONGEST_MAIL or _SENDER.search(text) is None or _letter(text) is not text or is_page(text):
        return
    lines = split_lines(text)
    results = [line for line, *_ in _in_text(lines)]
    named = [number for number, line in enumerate(lines, start=1) if _SENDER.search(line)] if results else []
    yield from ((line, "") for line in sorted({*results, *named}))


def parse(text: str) -> Parsed:
    """Read the results that an alert has; one without a title is a problem."""
    papers: list[Paper] = []
    problems: list[Problem] = []
    for line, title, byline, url in _results(text):
        paper = _paper(title, byline, url)
        if paper is None:
            problems.append(Problem(line, "a result without a title, skipped", excerpt(clean_line(byline[:300]))))
            continue
        papers.append(paper)
        problems += cut_short(line, paper)
    return Parsed(tuple(papers), tuple(problems))


def _results(text: str) -> Iterator[tuple[int, str, str, str]]:
    """(line, title, byline, address) of each result of an alert; the lines of an encoded mail are that of its head."""
    if len(text) > _LONGEST_MAIL:
        return
    body = _letter(text)
    if _TITLE_CLASS in body:
        for line, title, byline, url in _in_page(body):
            yield line if body is text else 1, title, byline, url
    elif _SENDER.search(body if body is text else f"{text[:_LOOKED_AT]}\n{body}") is not None and not is_page(body):
        yield from _in_text(split_lines(body))


def _letter(text: str) -> str:
    """What an encoded mail says: its HTML where that is an alert, else its text; any other text as it is."""
    try:
        with contained("the mail"):
            page, plain = opened(text)
    except InputError:
        return text
    return page if _TITLE_CLASS in page else plain or text


def _in_page(page: str) -> Iterator[tuple[int, str, str, str]]:
    """The results of an alert in HTML: a link of a class of its own, and the line below it."""
    lines = Lines(page)
    line, title, url = 0, "", ""
    words: list[str] = []
    inside = ""
    for token in tokens(page):
        if not token.tag:
            words.append(token.text)
        elif token.tag == "a" and not token.closing and _TITLE_CLASS in token.attributes.get("class", "").split():
            if inside == "byline":
                yield line, title, "", url
            line, url = lines.number(token.at), token.attributes.get("href", "")
            inside = "title"
            words.clear()
        elif inside == "title" and token.tag == "a":
            title, inside = clean_line("".join(words)), "byline"
            words.clear()
        elif inside == "byline" and token.tag in ("div", "p", "td") and (said := clean_line("".join(words))):
            yield line, title, said, url
            inside = ""
    if inside == "byline":
        yield line, title, clean_line("".join(words)), url


def _in_text(lines: Sequence[str]) -> Iterator[tuple[int, str, str, str]]:
    """The results of an alert in text: the lines of a title above one that names authors as Scholar does."""
    begun, words = 0, False
    for at, raw in enumerate(lines):
        line = clean_line(raw.strip("> \t"))
        if not line or _FOOT.match(line):
            begun, words = at + 1, False
            continue
        if words or at == begun or len(line) > _LONGEST or _BYLINE.fullmatch(line) is None or not _is_byline(line):
            continue
        above = [clean_line(text.strip("> \t")) for text in lines[begun:at]]
        if len(above) > _TITLE_LINES:
            continue
        whole = " ".join(above)
        link = _LINK.search(whole)
        title = _LINK.sub(" ", whole)
        yield begun + 1, title, line, link["url"] if link else ""
        words = True  # What follows is some of the text, up to the next empty line.


def _is_byline(line: str) -> bool:
    """Whether a line that may be one of authors has what shows it: a venue, a year, or several names."""
    match = _BYLINE.fullmatch(line)
    return match is not None and bool(match["venue"] or match["year"])


def _paper(title: str, byline: str, url: str) -> Paper | None:
    name = _KIND.sub("", clean_line(title))
    if not any(map(str.isalpha, name)):
        return None
    match = _BYLINE.fullmatch(byline)
    authors = tuple(part.strip() for part in match["authors"].split(",")) if match else ()
    authors = tuple(without_others(part).strip() for part in authors)
    venue = (match["venue"] or "") if match else ""
    address = _address(url)
    arxiv_id = find_arxiv_id(venue) or (find_arxiv_id(address) if address else "")
    return Paper(
        "",
        name[:TITLE_LIMIT],
        authors=tuple(filter(None, authors)),
        more_authors=match is not None and goes_on_behind(match["authors"]),
        published=(match["year"] or "" if match else "") or arxiv_year(arxiv_id),
        venue="" if is_preprint_venue(venue) or "…" in venue else venue,
        arxiv_id=arxiv_id,
        doi=normal_doi(address),
        url=address,
    )


def _address(url: str) -> str:
    """Where a link of Scholar leads to."""
    address = normal_url(clean_line(url))
    parts = urlsplit(address)
    if (parts.hostname or "").startswith("scholar.google.") and parts.path == "/scholar_url":
        return normal_url(next(iter(parse_qs(parts.query).get("url", [])), ""))
    return "" if (parts.hostname or "").startswith("scholar.google.") else address
