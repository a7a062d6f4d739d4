"""RSS 2.0, RSS 1.0 and Atom: feeds of new papers, of arXiv, Hugging Face, journals and whoever follows them.

Specifications: https://www.rssboard.org/rss-specification, https://web.resource.org/rss/1.0/spec, RFC 4287, with the
modules of Dublin Core and PRISM, and arXiv's (https://info.arxiv.org/help/rss_specifications.html). An item is a
paper where its address, or an identifier that it gives, is that of one; any other is named and not read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from xml.etree.ElementTree import Element

from reader.dates import date_in, date_written
from reader.formats.arxiv.authors import are_more, names
from reader.formats.author_lists import goes_on_behind, names_in
from reader.formats.csl_variables import pages
from reader.formats.evidence import leads_to_paper
from reader.formats.html import plain
from reader.formats.huggingface.page_evidence import reads_like_abstract
from reader.formats.parsed import Parsed, Problem, excerpt
from reader.formats.references import Reference
from reader.formats.remainder import Form, asked_for, with_remainder
from reader.formats.user_fields import cut_short
from reader.formats.xml_records import local, records
from reader.identity import arxiv_year, find_arxiv_id, normal_doi, normal_url
from reader.paper import Paper
from reader.paper_json import variables
from reader.persons import given_first, without_others
from reader.text import ABSTRACT_LIMIT, TITLE_LIMIT, clean_line

_FEED = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<\?(?!xml\b)[^>]*>\s*|<!--(?:(?!-->).)*-->\s*|<!DOCTYPE\s+rss\b[^>\[]*>\s*)*"
    r"<(?:rss\b|(?:[\w.-]+:)?RDF\b[^>]*\bpurl\.org/(?:rss/1\.0/?|net/rss1\.1#)[\"']"
    r"|(?:[\w.-]+:)?feed\b[^>]*http://(?:www\.w3\.org/2005|purl\.org/atom/))",
    re.DOTALL,
)
_LOOKED_AT = 20_000
_ITEMS = ("item", "entry")
_OTHER_SPEECH = ("search.yahoo.com/mrss", "itunes.com/dtds", "podcastindex.org", "slash", "threading")
"""Modules whose elements have the names of others (a picture's title)."""
_OAI = re.compile(r"oai:arXiv\.org:(\S+)", re.IGNORECASE)
_IN_TITLE = re.compile(r"(?:(?<!\s)\s+)?\((arXiv:[\w./-]+)(?:\s*\[[\w.-]+\])?(?:\s+[A-Z -]+)?\)$")
"""What arXiv put behind each title until 2024: "(arXiv:2401.00011v1 [cs.CL] UPDATED)"."""
_BEFORE_TITLE = re.compile(r"^\[\d{4}\.\d{4,5}(?:v\d+)?\]\s*")
_ANNOUNCED = re.compile(r"^\s*arXiv:\S+\s+Announce Type:\s*[\w-]+\s*")
_LABEL = re.compile(r"^\s*(?:Abstract|Summary):\s*", re.IGNORECASE)
_MAIL_OF = re.compile(r"\S+@\S+\s*\((.*)\)")
_Fields = Mapping[str, Sequence[str]]
_FORM = Form(
    "feed",
    {
        "it is of the feed": "guid id updated pubdate announce_type source comments enclosure thumbnail"
        " primary_category commentrss slash copyright rights license",
        "an address of it": "link url origlink",
        "a text that need not be its abstract": "summary description encoded content",
    },
    variables={"edition": "edition", "versionidentifier": "version"},
)
_TAKEN = (
    "title", "name", "creator", "author", "volume", "number", "issue", "pagerange", "startingpage", "endingpage",
    "journal_ref", "journal_reference", "publicationname", "doi", "identifier", "category", "published", "date",
    "publicationdate", "issued", "subject", "abstract",
)  # fmt: skip


def sniff(text: str) -> bool:
    """Whether the text is a feed."""
    return _FEED.match(text[:_LOOKED_AT]) is not None


def parse(text: str) -> Parsed:
    """Read every item that leads to a paper; an item of a cut or damaged feed is read as long as it is whole itself."""
    papers: list[Paper] = []
    problems: list[Problem] = []
    for line, item in records(text, _ITEMS):
        if isinstance(item, Problem):
            problems.append(item)
            continue
        fields = _fields(item)
        title, address = _title(fields), next(_addresses(fields), "")
        if "/api/errors" in address or (title == "Error" and not _arxiv_id(fields)):
            message = f"arXiv answered with an error: {_first(fields, 'summary') or 'no reason given'}"
            problems.append(Problem(line, message, excerpt(address)))
        elif not title:
            problems.append(Problem(line, "an item without a title, skipped", excerpt(address)))
        elif not _is_paper(fields):
            problems.append(Problem(line, "an item that leads to no paper, skipped", excerpt(title)))
        else:
            paper, _, unkept = with_remainder(
                _paper(fields, title), Reference(line=line), asked_for(_plain(fields), _TAKEN), _FORM
            )
            papers.append(paper)
            problems += [*unkept, *cut_short(line, paper)]
    return Parsed(tuple(papers), tuple(problems))


def _is_paper(fields: _Fields) -> bool:
    """Whether an item says that it is a paper: by an identifier, its address, or its place in a journal."""
    if _arxiv_id(fields) or _doi(fields) or any(map(leads_to_paper, _addresses(fields))):
        return True
    in_volume = _first(fields, "volume") and (_first(fields, "publicationname") or _first(fields, "number"))
    return bool(_first(fields, "creator") and (in_volume or _first(fields, "startingpage")))


def _fields(item: Element) -> _Fields:
    """The texts of an item by the names of their elements in lower case, those of an author and a link among them."""
    found: dict[str, list[str]] = defaultdict(list)
    for part in item:
        if any(speech in part.tag for speech in _OTHER_SPEECH):
            continue
        name = local(part.tag).lower()
        if name == "link" and part.get("href"):
            if part.get("rel", "alternate") == "alternate":
                found[name].append(part.get("href", ""))
        elif name == "author" and (own := [one for one in part if local(one.tag) == "name"]):
            found["name"] += ["".join(one.itertext()) for one in own]
        elif name == "category" and part.get("term"):
            found[name].append(part.get("term", ""))
        else:
            found[name].append("".join(part.itertext()))
    return found


def _plain(fields: _Fields) -> _Fields:
    """The texts of an item without markup."""
    return {name: list(map(plain, values)) for name, values in fields.items()}


def _first(fields: _Fields, *names: str) -> str:
    """The first of several fields that says something, without markup."""
    return next(filter(None, (plain(value) for name in names for value in fields.get(name, ()))), "")


def _addresses(fields: _Fields) -> Iterator[str]:
    """The addresses of an item, that of its page first."""
    for name in ("link", "guid", "id", "url"):
        yield from map(clean_line, fields.get(name, ()))


def _arxiv_id(fields: _Fields) -> str:
    """The arXiv id of an item's own paper, "" for none."""
    given = [*_addresses(fields), *fields.get("identifier", ())]
    named = [match[1] for value in given if (match := _OAI.fullmatch(value.strip())) is not None]
    bracket = [match[1] for value in fields.get("title", ()) if (match := _IN_TITLE.search(plain(value))) is not None]
    return next(filter(None, map(find_arxiv_id, (*named, *given, *bracket))), "")


def _doi(fields: _Fields) -> str:
    """The DOI that an item tells, itself or by an address; arXiv tells several in one field."""
    told = [value.split(" ")[0] for value in map(clean_line, fields.get("doi", ()))]
    given = (clean_line(value) for name in ("identifier", "guid", "id", "link") for value in fields.get(name, ()))
    return next(filter(None, map(normal_doi, (*told, *given))), "")


def _title(fields: _Fields) -> str:
    return _BEFORE_TITLE.sub("", _IN_TITLE.sub("", _first(fields, "title")))[:TITLE_LIMIT]


def _paper(fields: _Fields, title: str) -> Paper:
    arxiv_id = _arxiv_id(fields)
    start, end = _first(fields, "startingpage"), _first(fields, "endingpage")
    told = {
        "volume": _first(fields, "volume"),
        "issue": _first(fields, "number", "issue"),
        "page": pages(_first(fields, "pagerange"), start, end),
    }
    return Paper(
        id="",
        title=title,
        abstract=_abstract(fields, of_arxiv=bool(arxiv_id)),
        authors=_authors(fields, of_arxiv=bool(arxiv_id)),
        more_authors=any(map(goes_on_behind, _bylines(fields))) or any(map(are_more, _bylines(fields))),
        published=_published(fields, arxiv_id),
        venue=_first(fields, "journal_ref", "journal_reference", "publicationname"),
        arxiv_id=arxiv_id,
        doi=_doi(fields),
        url="" if arxiv_id else next((url for url in map(normal_url, _addresses(fields)) if url), ""),
        keywords=tuple(dict.fromkeys(filter(None, map(plain, fields.get("category", ()))))),
        metadata=() if arxiv_id else variables(told),
    )


def _abstract(fields: _Fields, *, of_arxiv: bool) -> str:
    """What describes an item, where it is an abstract: what others than arXiv write there is often something else."""
    for name in ("summary", "description", "abstract", "encoded", "content"):
        for value in fields.get(name, ()):
            told = _ANNOUNCED.sub("", value)
            text = _LABEL.sub("", plain(value) if told == value else clean_line(told))
            if text and (of_arxiv or reads_like_abstract(text)):
                return text[:ABSTRACT_LIMIT]
    return ""


def _authors(fields: _Fields, *, of_arxiv: bool) -> tuple[str, ...]:
    """The authors, an element for each or all in one."""
    texts = _bylines(fields)
    if len(texts) == 1:
        found = names(texts[0]) if of_arxiv else names_in(texts[0])
        if found is not None:
            return found
    people = filter(None, map(without_others, texts))
    return tuple(given_first(text.split(",")) if text.count(",") == 1 else text for text in people)


def _bylines(fields: _Fields) -> list[str]:
    given = next((fields[name] for name in ("name", "creator", "author") if fields.get(name)), ())
    return [name for name in (_MAIL_OF.sub(r"\1", plain(value)) for value in given) if name]


def _published(fields: _Fields, arxiv_id: str) -> str:
    """When a paper was published; feeds that pass on what stands at arXiv tell when they did, and then its id tells."""
    if arxiv_id:
        of_interface = not fields.get("announce_type") and any("//arxiv.org/abs/" in at for at in fields.get("id", ()))
        return (date_in(_first(fields, "published")) if of_interface else "") or arxiv_year(arxiv_id)
    given = _first(fields, "published", "publicationdate", "date", "pubdate", "issued", "updated")
    return date_written(given)
