"""What the first page of a PDF file says of the paper inside, where `pypdf` is installed (the extra `pdf`).

It counts by evidence only: arXiv's stamp at the margin, the one DOI that the page or the file's properties give as
their own, and the title in those properties where the page shows it. A page that mentions papers is none of theirs.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from io import BytesIO

from reader.formats.author_lists import goes_on_behind, names_in
from reader.formats.links import known_by
from reader.formats.parsed import Problem, excerpt
from reader.formats.pdf_names import paper_named
from reader.identity import arxiv_year, find_arxiv_id, identified, normal_arxiv_id, normal_doi
from reader.library.merging import completed
from reader.paper import DOI_PREFIX, Paper
from reader.text import TITLE_LIMIT, clean_line, fold
from reader.titles import is_distinct, title_key

EXTRA = "pip install 'reader-papers[pdf]'"
"""How the library is installed that reads such files."""
_STAMP = re.compile(
    r"arXiv:\s?(?P<id>[\w.-]+(?:/\d{7})?(?:v\d{1,3})?)\s*\[[a-z-]+(?:\.[A-Za-z-]{2,})?\]\s+\d{1,2}\s+[A-Z][a-z]{2}\s+\d{4}"
)
"""What arXiv prints at the margin of a first page; a citation has neither a subject nor a day."""
_DOI = re.compile(rf"(?:doi\.org/|\bdoi\b[:\s]{{0,3}})\s?({DOI_PREFIX}/[^\s\"<>]+)", re.IGNORECASE)
_BROKEN = re.compile(r"[-./_]$")
_OF_DATA = ("10.5061/", "10.5281/", "10.6084/", "10.17605/", "10.17632/")
"""Archives of data and programs, which a paper names beside itself."""
_OWN_DOI = re.compile(
    rf"(?:prism:doi>|prism:doi=[\"']|dc:identifier>\s*doi:)\s*({DOI_PREFIX}/[^\s<\"']+)", re.IGNORECASE
)
_NAMES_OF_IDS = ("/arxivid", "/doi", "/wps-articledoi", "/articledoi", "/subject")
"""Properties of a file that may hold an id of the paper, in small letters."""
_NO_TITLE = re.compile(r"\S+\.\w{2,4}|microsoft \w+ - .*|untitled.*|.*\.(?:docx?|dvi|indd|pdf|ps|tex)", re.IGNORECASE)
_ABSTRACT = re.compile(r"^\W*(?:a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|summary)\b", re.IGNORECASE | re.MULTILINE)
_LOOKED_AT = 50_000


@dataclass(frozen=True, slots=True)
class _FirstPage:
    """What was read of a file."""

    text: str
    """The text of its first page."""
    properties: Mapping[str, str]
    """By their names in small letters."""
    metadata: str
    """The same as XMP."""


def can_be_read() -> bool:
    """Whether the library that reads such files is there."""
    return find_spec("pypdf") is not None


def paper_of(data: bytes, name: str) -> tuple[Paper | None, tuple[Problem, ...]]:
    """The paper of a file by its first page and by what it is called, None where neither tells one; where the two name
    different papers, that of the page and a problem."""
    named, inside = paper_named(name), paper_inside(data)
    if named is None or inside is None:
        return inside or named, ()
    if any(a and b and a != b for a, b in ((named.arxiv_id, inside.arxiv_id), (named.doi, inside.doi))):
        message = "its name says another paper than its first page, which is taken"
        return inside, (Problem(0, message, excerpt(clean_line(name))),)
    return completed(inside, named), ()


def paper_inside(data: bytes) -> Paper | None:
    """The paper that the first page of a file and its properties tell for sure; None for none, for a file that cannot
    be read, and without `pypdf`."""
    page = _first_page(data) if can_be_read() else None
    if page is None:
        return None
    arxiv_id, doi = _arxiv_id(page), _doi(page)
    title, authors = _title(page), _authors(page)
    more = bool(authors) and goes_on_behind(page.properties.get("/author", ""))
    if not arxiv_id and not doi and not (title and authors and _ABSTRACT.search(page.text)):
        return None
    return identified(
        Paper("", title or known_by(arxiv_id, doi, ""), authors=authors, more_authors=more,
              published=arxiv_year(arxiv_id), arxiv_id=arxiv_id, doi=doi)
    )  # fmt: skip


def _first_page(data: bytes) -> _FirstPage | None:
    import pypdf  # noqa: PLC0415  an extra, which only such a file needs

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # It tells of damage on standard error.
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = pypdf.PdfReader(BytesIO(data))
            text = reader.pages[0].extract_text()[:_LOOKED_AT]
            properties = {str(name).lower(): clean_line(str(value)) for name, value in (reader.metadata or {}).items()}
            metadata = reader.root_object.get("/Metadata")
            raw = metadata.get_object().get_data()[:_LOOKED_AT] if metadata is not None else b""
    except Exception:  # noqa: BLE001  a foreign parser on a foreign file: what it may raise has no end
        return None
    return _FirstPage(text, properties, raw.decode("utf-8", "replace"))


def _arxiv_id(page: _FirstPage) -> str:
    stamp = _STAMP.search(page.text)
    stamped = normal_arxiv_id(stamp["id"]) if stamp is not None else ""
    return stamped or find_arxiv_id(page.properties.get("/arxivid", ""))


def _doi(page: _FirstPage) -> str:
    """The DOI that the properties give, else the one on the page; "" where there are several."""
    own = {doi for text in map(page.properties.get, _NAMES_OF_IDS) if text for doi in _dois(text)}
    own |= {doi for name in _NAMES_OF_IDS if (doi := normal_doi(page.properties.get(name, "")))}
    own |= {doi for match in _OWN_DOI.finditer(page.metadata) if (doi := normal_doi(match[1]))}
    found = own or set(_dois(page.text))
    return found.pop() if len(found) == 1 else ""


def _dois(text: str) -> Iterator[str]:
    """The DOIs that a text gives as such, but for those of data and for what a line's end may have cut."""
    for match in _DOI.finditer(text):
        cut = text[match.end() : match.end() + 1] == "\n" and _BROKEN.search(match[1]) is not None
        doi = normal_doi(match[1])
        if doi and not cut and not doi.startswith((*_OF_DATA, "10.48550/")):
            yield doi


def _title(page: _FirstPage) -> str:
    """The title in the properties where it reads like one and the page shows it, "" for none."""
    title = page.properties.get("/title", "")[:TITLE_LIMIT]
    key = title_key(title)
    if _NO_TITLE.fullmatch(title) or not key or not (is_distinct(key) or len(key.split()) > 1):
        return ""
    return title if key.replace(" ", "") in _joined(page.text) else ""


def _authors(page: _FirstPage) -> tuple[str, ...]:
    """The authors in the properties where the page shows each of them."""
    names = names_in(page.properties.get("/author", "")) or ()
    shown = _joined(page.text)
    return names if all(title_key(name).replace(" ", "") in shown for name in names) else ()


def _joined(text: str) -> str:
    """A text as it is searched: its words without what stands between them, and without hyphens at line ends."""
    return title_key(fold(re.sub(r"-\n", "", text))).replace(" ", "")
