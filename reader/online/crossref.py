"""What Crossref can be asked: works by their DOIs, many at once, and works near to a citation.

https://github.com/CrossRef/rest-api-doc: `/works?filter=doi:A,doi:B` gives those of several DOIs (filters of one name
are alternatives), `/works/DOI` one, `/works?query.bibliographic=` ranks. Rows without DOI are none. Whoever is told in
the User-Agent by `mailto:` is in the polite pool.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reader.errors import NetworkError, UsageError
from reader.formats import other_json
from reader.identity import normal_doi
from reader.online.answers import ServiceAnswer, json_of, not_understood, once, read_by, text_of
from reader.online.client import ServiceClient
from reader.text import clean_line, shortened

DOIS = 20
"""DOIs of one request, whose address stays short enough for all on the way."""

_NAME = "Crossref"
_JSON = "application/json"


def by_dois(client: ServiceClient, dois: Iterable[str]) -> Iterator[ServiceAnswer]:
    """The works of these DOIs, an answer for each request of `DOIS`; `missing` names those that Crossref has not, which
    another agency may have (see `reader.online.doi`). Raises `UsageError` for what is no DOI, before it asks."""
    asked = list(dict.fromkeys(map(doi_told, dois)))
    # A comma ends a filter, so that a DOI with one is asked for by itself.
    many = [doi for doi in asked if "," not in doi]
    slices = [many[at : at + DOIS] for at in range(0, len(many), DOIS)] + [[doi] for doi in asked if "," in doi]
    return (_of_dois(client, some) if len(some) > 1 else by_doi(client, some[0]) for some in slices)


def by_doi(client: ServiceClient, doi: str) -> ServiceAnswer:
    """The work of a DOI, which is `missing` where Crossref has it not. Raises `UsageError` for what is no DOI."""
    wanted = doi_told(doi)
    path = f"/works/{wanted}"
    found = client.ask(client.endpoints.crossref, path, (), lambda body: _read_one(body, wanted), accept=_JSON)
    return found if found is not None else ServiceAnswer(missing=(wanted,))


def search(client: ServiceClient, citation: str, *, most: int = 10) -> ServiceAnswer:
    """Works near to a citation (title, authors, year, in any order), best first. It nearly always finds something, also
    corrections, supplements and reviews of a work: that one comes first proves nothing."""
    query = {"query.bibliographic": citation[:500], "rows": str(most)}
    found = client.ask(client.endpoints.crossref, "/works", query, _read_many, accept=_JSON)
    return found if found is not None else ServiceAnswer()


def doi_told(text: str) -> str:
    """The DOI that a text names. Raises `UsageError`."""
    if not (found := normal_doi(text)):
        raise UsageError(f"'{shortened(clean_line(text), 60)}' is no DOI.")
    return found


def _of_dois(client: ServiceClient, dois: Sequence[str]) -> ServiceAnswer:
    query = {"filter": ",".join(f"doi:{doi}" for doi in dois), "rows": str(len(dois))}
    found = client.ask(client.endpoints.crossref, "/works", query, lambda body: _read_many(body, dois), accept=_JSON)
    if found is None:
        raise NetworkError(f"There is no {_NAME} at {client.endpoints.crossref.base}.")
    return found


def _message(body: bytes, kind: str) -> tuple[Any, str]:
    """What an answer of a kind holds, and the text. Raises `NetworkError`."""
    text = text_of(body, _NAME)
    value = json_of(text, _NAME)
    if not isinstance(value, dict) or value.get("message-type") != kind or not isinstance(value.get("message"), dict):
        raise not_understood(_NAME, f"it is no {kind.replace('-', ' ')}")
    return value["message"], text


def _read_one(body: bytes, doi: str) -> ServiceAnswer:
    message, text = _message(body, "work")
    if not isinstance(message.get("DOI"), str) or normal_doi(message["DOI"]) != doi:
        raise NetworkError(f"{_NAME} answered for another work than {doi}, so nothing of it was taken.")
    return _works(text)


def _read_many(body: bytes, dois: Sequence[str] = ()) -> ServiceAnswer:
    """The works of an answer; of one to a question for `dois` only theirs."""
    message, text = _message(body, "work-list")
    items = message.get("items")
    if not isinstance(items, list):
        raise not_understood(_NAME, "it is no list of works")
    there = {doi for item in items if isinstance(item, dict) and (doi := normal_doi(str(item.get("DOI", ""))))}
    if dois and items and there.isdisjoint(dois):
        raise NetworkError(f"{_NAME} answered for other works than those asked for, so nothing of it was taken.")
    found = _works(text) if items else ServiceAnswer()
    if not dois:
        return found
    own = tuple(paper for paper in found.papers if paper.doi in dois)
    here = {paper.doi for paper in own}
    unread = tuple(doi for doi in dois if doi in there and doi not in here)
    missing = tuple(doi for doi in dois if doi not in there)
    return ServiceAnswer(own, found.problems, missing, unread, len(own))


def _works(text: str) -> ServiceAnswer:
    parsed = read_by(other_json.parse, text, _NAME)
    papers = once(paper for paper in parsed.papers if paper.doi)
    if not papers and not parsed.problems:
        raise not_understood(_NAME, "no record of it can be read")
    return ServiceAnswer(papers, parsed.problems, total=len(papers))
