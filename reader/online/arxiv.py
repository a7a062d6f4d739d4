"""What arXiv can be asked: papers by their ids, by words, by titles, by category since a day.

https://info.arxiv.org/help/api/user-manual.html: `id_list` takes many ids (3.1.1.1), `search_query` fields, phrases
and AND, OR, ANDNOT (5.1), `start` and `max_results` page (3.1.1.2), an error is a feed with one entry (3.4). A colon is
read as the end of a field's name and a hyphen as an exclusion wherever they stand, so that a word with either, or with
anything else than letters and digits, is asked for as a phrase.

    >>> search_query("graph-networks: a survey")
    'all:"graph networks" AND all:survey'
    >>> search_query('au:bengio ti:"deep learning" -cat:cs.CV')
    'au:bengio AND ti:"deep learning" ANDNOT cat:cs.CV'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from xml.etree.ElementTree import Element, ParseError, fromstring

from reader.dates import date_in
from reader.errors import NetworkError, UsageError
from reader.formats.arxiv import atom
from reader.formats.parsed import Problem
from reader.identity import ARCHIVES, find_arxiv_id, normal_arxiv_id, normal_doi
from reader.latex import decode
from reader.online.answers import (
    PreprintVersion,
    ServiceAnswer,
    is_html,
    must_be_short,
    not_understood,
    once,
    read_by,
    text_of,
)
from reader.online.client import ServiceClient
from reader.text import clean_line, shortened, words

SLICE = 100
"""Ids of one request, and papers of one page."""
TITLES_AT_ONCE = 20
"""Titles of one request."""
MOST = 30_000
"""Papers of one search that arXiv gives at all (user manual, 3.1.1.2)."""
CATEGORY = re.compile(r"[a-z]+(?:-[a-z]+)*(?:\.[A-Za-z]{2,}(?:-[a-z]+)*)?")
"""A category such as cs.CL, q-bio.NC, hep-th or cond-mat.mes-hall (https://arxiv.org/category_taxonomy)."""
_ARCHIVES_NOW = frozenset([*ARCHIVES.split("|"), "econ", "eess", "q-fin", "stat"])
"""Where a category is of; the younger ones never gave ids of their own."""

_PATH = "/api/query"
_ACCEPT = "application/atom+xml"
_FIELDS = ("ti", "au", "abs", "co", "jr", "cat", "rn", "id", "all")
_TERM = re.compile(r'(?P<not>-)?(?:(?P<field>[a-z]+):)?(?P<text>"[^"]*"?|[^\s"]+)')
_BETWEEN = {"AND": "AND", "OR": "OR", "ANDNOT": "ANDNOT", "NOT": "ANDNOT"}
_USUAL = frozenset(
    {"a", "an", "and", "as", "at", "by", "for", "from", "in", "is", "of", "on", "or", "the", "to", "via", "with"}
)
"""Words that arXiv finds everywhere or nowhere."""
_ATOM = "{http://www.w3.org/2005/Atom}"
_SEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
_ARXIV = "{http://arxiv.org/schemas/atom}"
_VERSION = re.compile(r"v(\d{1,4})$")
_WITHDRAWN = re.compile(
    r"\b(?:(?:has been|is|was|paper|article|been) (?:\w+ )?withdrawn|withdrawn by)\b", re.IGNORECASE
)
_PLAIN_WORDS = re.compile(r"(?<![\w$\\-])[A-Za-z]{2,}(?: [A-Za-z]+){6}(?![\w$-])")
"""Words of an abstract that stand there as arXiv has them: no formula, hyphen or mark is among them."""
_LONGEST_QUERY = 1_500
_MOST_WORDS = 20


def by_ids(client: ServiceClient, ids: Iterable[str]) -> Iterator[ServiceAnswer]:
    """The papers that have these arXiv ids, each in its latest version, an answer for each request of `SLICE` ids;
    `missing` names those that arXiv has not. Raises `UsageError` for what is no arXiv id, before anything is asked."""
    asked = list(dict.fromkeys(map(id_told, ids)))
    return (_of_ids(client, asked[at : at + SLICE]) for at in range(0, len(asked), SLICE))


def search(client: ServiceClient, query: str, *, start: int = 0, most: int = SLICE) -> ServiceAnswer:
    """The papers that a query of arXiv's own language finds, best first: `most` of them from `start` on (from 0).

    `search_query` makes such a query of words."""
    return _page(client, {"search_query": query, "start": str(start), "max_results": str(most)}, start)


def by_title(client: ServiceClient, title: str, *, most: int = 20) -> ServiceAnswer:
    """Papers whose title has the words of this one in their order; which of them it is, is for the caller to judge."""
    return by_titles(client, [title], most=most)


def by_titles(client: ServiceClient, titles: Sequence[str], *, most: int = 0) -> ServiceAnswer:
    """Papers whose titles have the words of any of these, at most `TITLES_AT_ONCE`, in their order: one request.

    Raises `ValueError` for more."""
    if len(titles) > TITLES_AT_ONCE:
        raise ValueError(f"at most {TITLES_AT_ONCE} titles are asked for at once")
    phrases = [f'ti:"{phrase}"' for title in titles if (phrase := _phrase(title))]
    if not phrases:
        return ServiceAnswer()
    return search(client, " OR ".join(dict.fromkeys(phrases)), most=most or min(SLICE, 10 * len(phrases)))


def by_words(client: ServiceClient, title: str, *, most: int = 20) -> ServiceAnswer:
    """Papers whose title has all telling words of this one, in any order: for a title that was changed or is written
    otherwise."""
    telling = [word for word in dict.fromkeys(_phrase(title).split()) if word not in _USUAL and len(word) > 1]
    return (
        search(client, " AND ".join(f"ti:{word}" for word in telling[:20]), most=most) if telling else ServiceAnswer()
    )


def by_abstracts(client: ServiceClient, abstracts: Sequence[str], *, most: int = 0) -> ServiceAnswer:
    """Papers whose abstracts have the first few plain words of any of these, at most `TITLES_AT_ONCE`: one request, for
    papers whose titles were changed. Raises `ValueError` for more."""
    if len(abstracts) > TITLES_AT_ONCE:
        raise ValueError(f"at most {TITLES_AT_ONCE} abstracts are asked for at once")
    found = [f'abs:"{match[0].lower()}"' for text in abstracts if (match := _PLAIN_WORDS.search(text))]
    return (
        search(client, " OR ".join(dict.fromkeys(found)), most=most or min(SLICE, 5 * len(found)))
        if found
        else (ServiceAnswer())
    )


def by_category(client: ServiceClient, category: str, since: date | None = None) -> Iterator[ServiceAnswer]:
    """The newest papers of a category, a page of `SLICE` each: those submitted `since` a day, else one page.

    The last answer is the one that reaches that day, or what arXiv gives at all. Raises `UsageError`."""
    return _by_category(client, category_told(category), since)


def category_told(text: str) -> str:
    """The category of arXiv that a text names, whose archive there is. Raises `UsageError`."""
    if CATEGORY.fullmatch(text.strip()) is None or text.strip().partition(".")[0] not in _ARCHIVES_NOW:
        raise UsageError(f"'{shortened(clean_line(text), 40)}' is no category of arXiv, such as cs.CL or hep-th.")
    return text.strip()


def search_query(text: str) -> str:
    """A query of arXiv's for words, "phrases", fields (`ti:`, `au:`, `abs:`, `co:`, `jr:`, `cat:`, `rn:`, `all:`),
    `-word` and AND, OR, ANDNOT between them; all words must be there. Raises `UsageError` where nothing is left."""
    terms: list[str] = []
    between = ""
    for match in _TERM.finditer(text[:_LONGEST_QUERY]):
        if match[0] in _BETWEEN:
            if between or not terms:
                raise UsageError(f"'{match[0]}' stands between two words of a search.")
            between = _BETWEEN[match[0]]
            continue
        if (term := _term(match)) == "":
            continue
        joint = "ANDNOT" if match["not"] else between or "AND"
        if match["not"] and not terms:
            raise UsageError("A search of arXiv cannot begin with what is to be left out.")
        terms += [joint, term] if terms else [term]
        between = ""
    if between or not terms:
        raise UsageError("Say the words to search arXiv for.")
    return " ".join(terms)


def _term(match: re.Match[str]) -> str:
    field, text = match["field"] or "", match["text"]
    if field and field not in _FIELDS:
        field, text = "", f"{field} {text}"
    if field in ("cat", "id", "rn"):
        value = text.strip('"')
        return f"{field}:{value}" if re.fullmatch(r"[\w./*-]+", value) else ""
    phrase = " ".join(words(text))
    if not phrase or (not field and not text.startswith('"') and phrase in _USUAL):
        return ""
    return f'{field or "all"}:"{phrase}"' if " " in phrase or not phrase.isascii() else f"{field or 'all'}:{phrase}"


def _phrase(title: str) -> str:
    """The words of a title as arXiv keeps them, TeX read and punctuation gone."""
    return " ".join(words(decode(title)))[:300].rstrip()


def id_told(text: str) -> str:
    """The arXiv id that a text names, without its version. Raises `UsageError`."""
    if not (found := normal_arxiv_id(text) or find_arxiv_id(text)):
        raise UsageError(f"'{shortened(clean_line(text), 60)}' is no arXiv id.")
    return found


def _of_ids(client: ServiceClient, ids: Sequence[str]) -> ServiceAnswer:
    return _page(client, {"id_list": ",".join(ids), "start": "0", "max_results": str(len(ids))}, 0, ids)


def _by_category(client: ServiceClient, category: str, since: date | None) -> Iterator[ServiceAnswer]:
    asked = {"search_query": f"cat:{category}", "sortBy": "submittedDate", "sortOrder": "descending"}
    seen: set[str] = set()
    for start in range(0, MOST, SLICE):
        found = _page(client, {**asked, "start": str(start), "max_results": str(SLICE)}, start)
        news = tuple(paper for paper in found.papers if paper.arxiv_id not in seen)
        seen.update(paper.arxiv_id for paper in news)
        wanted = tuple(paper for paper in news if since is None or paper.published >= since.isoformat())
        last = since is None or not news or len(wanted) < len(news) or found.last or start + SLICE >= MOST
        yield replace(found, papers=wanted, last=last)
        if last:
            return


def _page(client: ServiceClient, query: dict[str, str], start: int, ids: Sequence[str] = ()) -> ServiceAnswer:
    found = client.ask(
        client.endpoints.arxiv, _PATH, query, lambda body: _of_those(_read(body, start), ids), accept=_ACCEPT
    )
    if found is None:
        raise NetworkError(f"There is no arXiv at {client.endpoints.arxiv.base}.")
    return found


def _of_those(found: ServiceAnswer, ids: Sequence[str]) -> ServiceAnswer:
    """Of an answer to a question for `ids` what is of those. Raises `NetworkError` where nothing is."""
    if not ids:
        return found
    own = tuple(paper for paper in found.papers if paper.arxiv_id in ids)
    if found.papers and not own:
        raise NetworkError("arXiv answered for other papers than those asked for, so nothing of it was taken.")
    here = {paper.arxiv_id for paper in own}
    unread = tuple(id for id in ids if id not in here and id in found.versions)
    missing = tuple(id for id in ids if id not in here and id not in found.versions)
    versions = {id: found.versions[id] for id in here if id in found.versions}
    return ServiceAnswer(own, found.problems, missing, unread, len(own), versions=versions)


def _read(body: bytes, start: int) -> ServiceAnswer:
    """The papers of a feed. Raises `NetworkError` for what is no whole feed of arXiv, and for the error that one is."""
    text = text_of(body, "arXiv")
    if is_html(text):
        raise not_understood("arXiv", "it is a web page")
    if not atom.sniff(text) or "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise not_understood("arXiv", "it is no feed of papers")
    try:
        feed = fromstring(text)
    except (ParseError, ValueError, RecursionError) as error:
        raise not_understood("arXiv", "its feed is cut or damaged") from error
    total = _number(feed, "totalResults")
    if feed.tag != f"{_ATOM}feed" or total is None:
        raise not_understood("arXiv", "it is no feed of papers")
    entries = feed.findall(f"{_ATOM}entry")
    for entry in entries:
        must_be_short("".join(entry.itertext()), "arXiv")
    if (why := _error(entries)) is not None:
        raise NetworkError(f"arXiv does not understand the question: {why}.")
    if not entries:
        return ServiceAnswer(total=total)
    parsed = read_by(atom.parse, text, "arXiv")
    nameless = [paper for paper in parsed.papers if not paper.arxiv_id]
    problems = [*parsed.problems, *(Problem(0, "a record without an arXiv id, skipped", p.title) for p in nameless)]
    papers = once(paper for paper in parsed.papers if paper.arxiv_id)
    if not papers:
        raise not_understood("arXiv", problems[0].message if problems else "no record of it can be read")
    versions = {id: version for entry in entries for id, version in _versions(entry)}
    last = start + len(entries) >= total
    return ServiceAnswer(papers, tuple(problems), (), (), max(total, len(papers)), last, versions)


def _number(feed: Element, name: str) -> int | None:
    told = (feed.findtext(f"{_SEARCH}{name}") or "").strip()
    return int(told) if re.fullmatch(r"\d{1,12}", told) else None


def _error(entries: Sequence[Element]) -> str | None:
    """Why arXiv does not answer, where it says so."""
    for entry in entries:
        if "/api/errors" in (entry.findtext(f"{_ATOM}id") or ""):
            return shortened(clean_line(entry.findtext(f"{_ATOM}summary") or ""), 160).rstrip(".") or "no reason given"
    return None


def _versions(entry: Element) -> Iterator[tuple[str, PreprintVersion]]:
    address = clean_line(entry.findtext(f"{_ATOM}id") or "")
    if not (id := find_arxiv_id(address)):
        return
    number = _VERSION.search(address)
    comment = clean_line(entry.findtext(f"{_ARXIV}comment") or "")
    summary = clean_line(entry.findtext(f"{_ATOM}summary") or "")
    dois = clean_line(entry.findtext(f"{_ARXIV}doi") or "").split(" ")
    yield (
        id,
        PreprintVersion(
            int(number[1]) if number else 1,
            date_in(entry.findtext(f"{_ATOM}updated") or ""),
            comment[:1_000],
            clean_line(entry.findtext(f"{_ARXIV}journal_ref") or "")[:500],
            next(filter(None, map(normal_doi, dois)), ""),
            bool(_WITHDRAWN.search(comment) or _WITHDRAWN.search(summary[:300])),
        ),
    )
