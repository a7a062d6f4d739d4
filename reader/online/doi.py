"""What doi.org can be asked: the record of any DOI, whichever agency registered it.

https://citation.doi.org/docs.html: with `Accept: application/vnd.citationstyles.csl+json` it sends to the agency
(Crossref, DataCite, mEDRA …), which answers with one item of CSL JSON. arXiv's own DOIs (10.48550/arXiv.ID) are asked
of arXiv, which knows more of its papers than is registered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from reader.errors import NetworkError
from reader.formats import csl_json
from reader.identity import find_arxiv_id, normal_doi
from reader.online import arxiv, crossref
from reader.online.answers import ServiceAnswer, json_of, not_understood, read_by, text_of
from reader.online.client import ServiceClient

_NAME = "doi.org"
_CSL = "application/vnd.citationstyles.csl+json"


def by_doi(client: ServiceClient, doi: str) -> ServiceAnswer:
    """The work of a DOI by content negotiation; it is `missing` where no agency has it. Raises `UsageError` for what is
    no DOI."""
    wanted = crossref.doi_told(doi)
    found = client.ask(client.endpoints.doi, f"/{wanted}", (), lambda body: _read(body, wanted), accept=_CSL)
    return found if found is not None else ServiceAnswer(missing=(wanted,))


def by_dois(client: ServiceClient, dois: Iterable[str]) -> Iterator[ServiceAnswer]:
    """The works of these DOIs, an answer for each of the fewest requests: arXiv's are asked of arXiv, many at once, the
    others of Crossref, many at once, and those that it has not of doi.org, one by one. `missing` names those that
    nobody has, by their DOIs. Raises `UsageError` for what is no DOI, before it asks."""
    asked = list(dict.fromkeys(map(crossref.doi_told, dois)))
    of_arxiv = {id: doi for doi in asked if (id := find_arxiv_id(doi))}
    return _by_dois(client, of_arxiv, [doi for doi in asked if doi not in of_arxiv.values()])


def _by_dois(client: ServiceClient, of_arxiv: dict[str, str], others: list[str]) -> Iterator[ServiceAnswer]:
    for answer in arxiv.by_ids(client, of_arxiv):
        yield replace(
            answer,
            missing=tuple(of_arxiv[id] for id in answer.missing),
            unread=tuple(of_arxiv[id] for id in answer.unread),
        )
    for answer in crossref.by_dois(client, others):
        if answer.papers or answer.problems:
            yield replace(answer, missing=())
        for doi in answer.missing:
            yield by_doi(client, doi)


def _read(body: bytes, doi: str) -> ServiceAnswer:
    text = text_of(body, _NAME)
    item = json_of(text, _NAME)
    if not isinstance(item, dict) or not isinstance(item.get("DOI"), str):
        raise not_understood(_NAME, "it is no record of a work")
    if normal_doi(item["DOI"]) != doi:
        raise NetworkError(f"{_NAME} answered for another work than {doi}, so nothing of it was taken.")
    parsed = read_by(csl_json.parse, text, _NAME)
    if not parsed.papers:
        raise not_understood(_NAME, parsed.problems[0].message if parsed.problems else "it has no title")
    return ServiceAnswer(parsed.papers[:1], parsed.problems, total=1)
