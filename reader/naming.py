"""What names a paper in a line that somebody typed or pasted: arXiv ids, DOIs and addresses, amid other words or alone.

Each has one spelling by which it is looked up, and an address may name a paper by several: the id in it, the DOI in it,
the page that it leads to.

    >>> [found.text for found in names_in("see arXiv:2401.00011v2 and https://doi.org/10.1234/lamp.5.")]
    ['arXiv:2401.00011v2', 'https://doi.org/10.1234/lamp.5']
    >>> names_told("https://openreview.net/pdf?id=l4mp"), names_told("www.alphaxiv.org/abs/2401.00011v1")
    (('openreview.net/l4mp',), ('2401.00011',))
    >>> names_of(Paper("", "Lamps", arxiv_id="2401.00011", url="https://openreview.net/forum?id=l4mp"))
    ('2401.00011', 'openreview.net/l4mp')
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from reader.identity import (
    ARCHIVES,
    find_arxiv_id,
    normal_arxiv_id,
    normal_doi,
    normal_url,
    own_doi,
    page_named,
    untracked,
    without_form,
)
from reader.paper import DOI_PREFIX, Paper
from reader.patterns import regex

BARE_NUMBER = (
    r"(?:(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.[0-3]\d{4})(?:v\d{1,2})?"
)
"""A bare arXiv id as there are some, as a part of a regular expression: four digits until 2014, then five."""
_NUMBER = regex(BARE_NUMBER, re.IGNORECASE)
_OLD_NUMBER = rf"(?:{ARCHIVES})(?:\.[a-z]{{2}})?[/_]\d{{2}}(?:0[1-9]|1[0-2])\d{{3}}(?:v\d{{1,2}})?"
_TOP = (
    "ac|ai|app|at|au|be|biz|br|ca|cc|ch|cn|co|com|cz|de|dev|dk|edu|es|eu|fi|fr|gov|gr|hk|ie|il|in|info|int|io|it|jp|kr"
    "|me|mil|net|nl|no|nz|org|page|pl|press|pt|pub|ru|science|se|sg|si|tech|tw|uk|us|xyz"
)
"""The ends of hosts whose addresses are known by them, where no `https://` stands before."""
HOST = rf"(?:[a-z0-9-]+\.)+(?:{_TOP})"
"""A host that is known by its end, as a part of a regular expression that is blind to case."""
MONTH = r"\d{2}(?:0[1-9]|1[0-2])"
"""The year and month that an arXiv id begins with, as a part of a regular expression."""
_DOI = rf"{DOI_PREFIX}(?:/|%2f)[^\s<>\"“”«»]+"
_ADDRESS = rf"(?:https?://|www\.)[^\s<>\"“”«»]+|{HOST}/[^\s<>\"“”«»]+"
_BEFORE = r"(?:(?<=^-)|(?<=\s-)|(?<=\(-)|(?<![^\s()\[\]{}<\"'“”‘’«»,;|]))"
"""A name begins a word, but for brackets, quotes and the sign that leaves it out."""
_FILE = r"(?:(?:[._-][\w.-]{0,80})?\.pdf|\.html?)?"
"""What stands behind an id in the name of a file: `2401.00011v2.full.pdf`, `2401.00011_annotated.pdf`."""
_FILED = regex(
    rf"(?P<id>{BARE_NUMBER}|{_OLD_NUMBER})(?:(?!\.(?:pdf|html?)$)[._-](?P<rest>.{{0,80}}?))?(?:\.pdf|\.html?)?",
    re.IGNORECASE,
)
_BEHIND = rf"{_FILE}(?![^\W_]|/|\.[^\W_])"
_NAME = regex(
    rf"{_BEFORE}(?:(?P<doi>(?:doi\s*[:=]?\s*)?{_DOI})|(?P<address>{_ADDRESS})"
    rf"|(?P<marked>(?:(?:arxiv(?:[ .-]?(?:e-?prints?|preprints?|id))?|preprint|corr)[\s:.,_#-]{{0,3}}){{0,2}}"
    rf"(?:arxiv(?:\.org)?[\s:._#-]{{0,3}}|corr[\s,:]{{1,3}}abs/|abs/)[\[(]?(?P<of_mark>\d{{2}}(?:0[1-9]|1[0-2])\.\d{{4,5}}(?:v\d{{1,3}})?"
    rf"|{_OLD_NUMBER})){_BEHIND}"
    rf"|(?P<bare>{BARE_NUMBER}|{_OLD_NUMBER}){_BEHIND})",
    re.IGNORECASE,
)
_BEGUN = regex(
    rf"(?:(?P<marked>(?:\S+/)?(?:abs|pdf|html|papers)/|arxiv(?:\.|\s*[:/#]\s*))|(?P<named>arxiv[\s_-]+))?"
    rf"(?P<begun>\d\d(?:0[1-9]|1[0-2])(?:\.\d{{0,5}})?|\d\d[01]?|(?:{ARCHIVES})(?:\.[a-z]{{2}})?/\d{{1,7}})v?",
    re.IGNORECASE,
)
LIKE_YEAR = regex(r"(?:19|20)\d\d")
"""What is a year where it stands alone."""
_OPENED = {"]": "[", ")": "(", "}": "{"}
_ACL = regex(r"(?:^|/)(?P<id>[a-z]\d\d-\d{4}|\d{4}\.[\w-]+\.\d+)(?:v\d)?(?:\.pdf)?/?$", re.IGNORECASE)
_NATURE = regex(r"^/articles/(?P<id>[a-z]*\d[\w.-]*?)(?:\.pdf|_reference)?/?$", re.IGNORECASE)
_REGISTERED = regex(r"abs-(\d{4})-(\d{4,5})|(?:19|20)\d\darxiv(\d{4})\.?(\d{4,5})[a-z]", re.IGNORECASE)
"""A number of arXiv as DBLP has it in its addresses (`abs-2401-00011`), and NASA's ADS (`2024arXiv240100011S`)."""
_DOI_WITHIN = regex(rf"{DOI_PREFIX}/[^\s?#&]+")
_LONGEST = 2_000
"""Characters of an address that are looked at."""


@dataclass(frozen=True, slots=True)
class PaperName:
    """A name of a paper in a line."""

    text: str
    """As it stands there."""
    at: int
    """Where it begins, in characters of the line."""

    @property
    def end(self) -> int:
        """Where in the line it ends."""
        return self.at + len(self.text)


def names_in(text: str) -> Iterator[PaperName]:
    """The names of papers in a line, in order."""
    at = 0
    while (match := _NAME.search(text, at)) is not None:
        named = match[0] if match["doi"] is None and match["address"] is None else unwrapped(match[0])
        if named and names_told(named):
            yield PaperName(named, match.start() + match[0].index(named))
        at = max(match.end(), at + 1)


@lru_cache(1_000)
def names_told(name: str) -> tuple[str, ...]:
    """By what the paper of a name is looked up, the likeliest first; () for a text that is no name."""
    plain = unwrapped(name)[:_LONGEST]
    match = _NAME.fullmatch(plain)
    if match is None:
        return ()
    if id := match["of_mark"] or match["bare"]:
        return _found(normal_arxiv_id(id.replace("_", "/")))
    if match["doi"] and (doi := normal_doi(re.sub(r"^doi\s*[:=]?\s*", "", plain, flags=re.IGNORECASE))):
        return _found(find_arxiv_id(doi)) or tuple(_dois(doi))
    return _of_address(untracked(plain if "://" in plain else f"https://{plain}"))


def file_named(name: str) -> tuple[str, str]:
    """The arXiv id that the name of a file begins with, and the words behind it; ("", "") for any other name.

    >>> file_named("2401.00011v2.Lamps_that__learn.pdf"), file_named("2401.00011.pdf"), file_named("arXiv:2401.00011")
    (('2401.00011v2', 'Lamps that learn'), ('2401.00011', ''), ('', ''))
    """
    match = _FILED.fullmatch(unwrapped(name))
    return (match["id"], " ".join(re.sub(r"[\W_]+", " ", match["rest"] or "").split())) if match else ("", "")


def id_begun(text: str) -> str:
    """The beginning of an arXiv id that the whole of a text is, as it is looked up; "" for a whole one and others.

    >>> id_begun("2401.0001"), id_begun("arxiv 2401"), id_begun("https://arxiv.org/abs/2401.")
    ('2401.0001', '2401', '2401.')
    >>> id_begun("2401"), id_begun("2401.00011"), id_begun("cs.LG/01")
    ('', '', 'cs/01')
    """
    match = _BEGUN.fullmatch(text.strip())
    if match is None or names_told(match["begun"]):
        return ""
    begun = re.sub(r"\.[a-z]{2}(?=/)", "", match["begun"].lower())
    if "." in begun or "/" in begun or match["marked"] or (match["named"] and not LIKE_YEAR.fullmatch(begun)):
        return begun
    return ""


def _of_address(url: str) -> tuple[str, ...]:
    """By what the paper at an address is looked up."""
    if not normal_url(url):
        return ()
    if arxiv_id := find_arxiv_id(url):
        return (arxiv_id,)
    address = urlsplit(url)
    segments = [unquote(part) for part in (*address.path.split("/"), *re.split("[=&]", address.query))]
    told = [normal_arxiv_id(_numbered(segment)) for segment in segments]
    if match := _DOI_WITHIN.search(unquote(f"{address.path}?{address.query}".replace("%2F", "/"))):
        told += _dois(match[0].lower())
    if address.hostname and address.hostname.endswith("semanticscholar.org"):
        told += [normal_arxiv_id(segment) for segment in segments if segment.lower().startswith("arxiv:")]
    told += [_own_doi(url), page_named(url)]
    if asked := re.search(r"[?&](id=[^&#]+)&|&(id=[^&#]+)", url):  # A place on the page may be told beside it.
        told.append(page_named(f"{url.partition('?')[0]}?{asked[1] or asked[2]}"))
    return tuple(dict.fromkeys(filter(None, told)))


def _numbered(segment: str) -> str:
    """The number of arXiv that a part of an address is, "" for any other."""
    plain = re.sub(r"^arxiv[.:_]|\.(?:pdf|html?)$", "", segment, flags=re.IGNORECASE)
    if match := _REGISTERED.fullmatch(plain):
        plain = ".".join(filter(None, match.groups()))
    return plain if _NUMBER.fullmatch(plain) else ""


def _own_doi(url: str) -> str:
    """The DOI that a publisher makes of what its addresses have, "" for others."""
    address = urlsplit(url)
    host = address.hostname or ""
    if host.endswith(("aclanthology.org", "aclanthology.info", "aclweb.org")) and (match := _ACL.search(address.path)):
        return f"10.18653/v1/{match['id'].lower()}"
    if host.endswith("nature.com") and (match := _NATURE.search(address.path)):
        return f"10.1038/{match['id'].lower()}"
    return ""


def _dois(text: str) -> Iterator[str]:
    """The DOIs that a text may be that begins with one, the longest first: an address has more behind it."""
    parts = text.split("/")
    for end in range(len(parts), 1, -1):
        whole = "/".join(parts[:end])
        for doi in dict.fromkeys((whole, without_form(whole))):
            if known := normal_doi(doi):
                yield known


def _found(name: str) -> tuple[str, ...]:
    return (name,) if name else ()


def names_of(paper: Paper) -> tuple[str, ...]:
    """All by which a paper is looked up, but for its id and its citation key."""
    names = [paper.arxiv_id, own_doi(paper)]
    if paper.url and not (paper.arxiv_id and paper.arxiv_id in paper.url):
        names += [normal_doi(paper.url), _own_doi(paper.url), page_named(paper.url)]
    return tuple(dict.fromkeys(filter(None, names)))


def kind_of_name(name: str) -> str:
    """What a text that names a paper is, for people: "arXiv id", "DOI" or "address"."""
    told = names_told(name)
    if told and normal_arxiv_id(told[0]):
        return "arXiv id"
    return "DOI" if normal_doi(unwrapped(name)) else "address"


def unwrapped(name: str) -> str:
    """A name without quotes, and without brackets around it or of a list that begins or ends there."""
    plain = name.strip().strip("<>\"'`,;").removesuffix(".")
    while plain and (
        plain[0] in "[({" or (plain[-1] in "])}" and plain.count(plain[-1]) > plain.count(_OPENED[plain[-1]]))
    ):
        plain = (plain[1:] if plain[0] in "[({" else plain[:-1]).strip("<>\"'`,;")
    return plain
