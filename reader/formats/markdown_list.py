"""Other people's Markdown lists of papers, such as the "awesome" lists on GitHub: bullets or table rows with links.

A row is a paper when it has a link that reads like a title and leads somewhere papers are, or a title beside a link
called "Paper". Everything else on the page (news, contents, code links, badges) is left alone.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import unquote

from reader.formats.parsed import Parsed, split_lines
from reader.identity import arxiv_year, find_arxiv_id, normal_doi, normal_url
from reader.paper import Paper
from reader.text import TITLE_LIMIT, clean_line

_ROW = re.compile(r"\s*(?:[*+-]|\d{1,3}[.)])\s+(?P<bullet>.*)|\s*\|(?P<cells>.*)")
_IMAGE = re.compile(r"\[?!\[[^\]]*\]\([^)]*\)(?:\]\([^)]*\))?|<img\b[^>]*>", re.IGNORECASE)
_LINK = re.compile(r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]\(\s*<?([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*)>?[^)]*\)")
_GENERIC = re.compile(
    r"\W*(?:paper|github|code|project|page|project page|home\s?page|pdf|arxiv|arxiv page|abs|website|web|blog|demo"
    r"|video|slides?|data|dataset|datasets|model|models|weights|checkpoint|here|link|poster|talk|hf|hugging\s?face|colab"
    r"|pytorch|tensorflow|jax|code \d|unofficial code|official code|official|tweet|bibtex|openreview|supp|\d+)\W*",
    re.IGNORECASE,
)
_PAPER_LINK = re.compile(r"\W*(?:paper|pdf|arxiv|abs|link)\b.*", re.IGNORECASE)
_PLACES = re.compile(
    r"arxiv\.org|openreview\.net|aclanthology\.org|aclweb\.org|doi\.org|proceedings\.|papers\.nips|neurips\.cc|mlr\.press"
    r"|jmlr\.org|ieee\.org|acm\.org|nature\.com|science\.org|sciencedirect|springer|thecvf\.com|semanticscholar|biorxiv"
    r"|medrxiv|huggingface\.co/papers|pnas\.org|ojs\.aaai|aaai\.org|ijcai\.org|isca-speech|hal\.|ssrn|usenix\.org"
    r"|alphaxiv|mdpi\.com|wiley\.com|tandfonline|elifesciences|plos\.org|\.pdf(?:$|[?#])",
    re.IGNORECASE,
)
_VENUE = re.compile(r"badge/(?:Conference|Journal|Publish|Venue)-([^-)\s]+)-", re.IGNORECASE)
_NAME = re.compile(r"[^\W\d_a-z][\w.’'-]*(?: (?:[a-z]{1,3} )*[^\W\d_][\w.’'-]*){1,4}")
_MARKUP = re.compile(r"(\*\*|__|`|~~)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TAG = re.compile(r"</?[a-z]+[^<>]*>", re.IGNORECASE)
_NOTHING = re.compile(r"(?::\w+:|\W|\d)*")
"""What may stand before a title: an emoji's code, a number, signs."""
_SEGMENT = re.compile(r"<br\s*/?>|\|", re.IGNORECASE)
_MANY = 3
"""So many rows that are papers make a page a list of papers."""


@dataclass(frozen=True, slots=True)
class _Link:
    text: str
    url: str
    start: int
    end: int


def sniff(text: str) -> bool:
    """Whether the text has several rows that are papers."""
    found = 0
    for line in split_lines(text):
        found += "](" in line and _paper(line) is not None
        if found >= _MANY:
            return True
    return False


def parse(text: str) -> Parsed:
    """Read the rows that are papers; other rows are prose and no problem."""
    papers = (_paper(line) for line in split_lines(text) if "](" in line)
    return Parsed(tuple(paper for paper in papers if paper is not None))


def _paper(line: str) -> Paper | None:
    match = _ROW.match(line)
    if match is None:
        return None
    row = match["bullet"] if match["bullet"] is not None else match["cells"]
    plain = _IMAGE.sub(lambda image: " " * len(image[0]), row)
    links = [_Link(_text(m[1]), m[2], m.start(), m.end()) for m in _LINK.finditer(plain)]
    title = _title(plain, links)
    if title is None:
        return None
    addresses = [title.url, *(link.url for link in links if _PAPER_LINK.fullmatch(link.text))]
    urls = [url for url in map(normal_url, addresses) if url]
    arxiv_id = next(filter(None, map(find_arxiv_id, urls)), "")
    venue = _VENUE.search(row)
    return Paper(
        id="",
        title=title.text[:TITLE_LIMIT],
        authors=_authors(plain[title.end :]),
        published=arxiv_year(arxiv_id),
        venue=clean_line(unquote(venue[1]).replace("_", " ")) if venue else "",
        arxiv_id=arxiv_id,
        doi=next(filter(None, map(normal_doi, urls)), ""),
        url=next(filter(_PLACES.search, urls), urls[0] if urls else ""),
    )


def _title(row: str, links: list[_Link]) -> _Link | None:
    """The link that is the title; or, beside a link called "Paper", the text before it."""
    scholarly = any(_PLACES.search(link.url) for link in links)
    papers = [link for link in links if _PAPER_LINK.fullmatch(link.text) and normal_url(link.url)]
    for link in links:
        if _GENERIC.fullmatch(link.text) or not normal_url(link.url) or link.text.count(" ") < 1 or len(link.text) < 8:
            continue
        leads = _PLACES.search(link.url) is not None or papers or len(_authors(row[link.end :])) > 1
        if leads and _NOTHING.fullmatch(_TAG.sub(" ", row[: link.start])):
            return link
    if not papers or not scholarly:
        return None
    before = _text(_TAG.sub(" ", row[: papers[0].start]).rstrip(" [(|"))
    bold = re.search(r"\*\*(.+?)\*\*", row[: papers[0].start])
    text = _text(bold[1]) if bold else re.split(r"\. (?=[A-Z])| \| ", before)[0]
    text = text.strip(' .,:;-|"“”')
    if text.count(" ") < 2 or len(text) < 15:
        return None
    place = row.find(text[-10:])
    return _Link(text, papers[0].url, 0, place + 10 if place >= 0 else papers[0].start)


def _text(markdown: str) -> str:
    """Markdown's text: links give their words, emphasis and escapes go."""
    linked = _LINK.sub(lambda match: match[1], markdown)
    return clean_line(_ESCAPED.sub(r"\1", _MARKUP.sub("", linked)))


def _authors(rest: str) -> tuple[str, ...]:
    """The names right after the title, when they are nothing but names."""
    for segment in _SEGMENT.split(rest)[:3]:
        words = _text(re.split(r"\[\[|\[|<|_\(|\(", segment)[0]).strip(" .,:;*_-—–")
        if not words:
            continue
        parts = [part.strip(" .*") for part in re.split(r", and |,| and | & ", words)]
        names = [re.sub(r"\s+et\.? al\.?$", "", part) for part in parts if part not in ("", "et al", "et al.")]
        return tuple(names) if names and all(_NAME.fullmatch(name) for name in names) else ()
    return ()
