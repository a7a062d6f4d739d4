"""CSL JSON, the data of citation processors (https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables).

Dates come as parts (numbers or texts, ranges too) or as literals, names as family and given parts or as one literal.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import Any

from reader.citation_keys import is_key, keys_for
from reader.dates import beyond_date, date_of, date_written
from reader.formats.author_lists import names_of
from reader.formats.csl_variables import KEPT, metadata_of, pages
from reader.formats.evidence import leads_to_paper
from reader.formats.html import without_entities_of_web, without_tags
from reader.formats.json_rows import JSON_START, JsonRow, rows
from reader.formats.parsed import Parsed, Problem, excerpt
from reader.formats.shelves import shelves
from reader.formats.twins import Twins
from reader.formats.user_fields import cut_short
from reader.formats.venues import CONTAINER, VENUE_VARIABLES, told, told_as, venue_variable
from reader.identity import marked_arxiv_id, normal_doi, web_address
from reader.paper import NAME_VARIABLES, Name, Paper
from reader.paper_json import kept_json, kept_values
from reader.persons import as_variable, goes_on, is_by_editors, is_nobody, name_parts, named_in, parted, told_parts
from reader.text import ABSTRACT_LIMIT, NOTE_LIMIT, TITLE_LIMIT, clean_line, clean_text
from reader.titles import is_dots

_TYPES = (
    "article|article-journal|article-magazine|article-newspaper|bill|book|broadcast|chapter|classic|collection|dataset"
    "|document|entry|entry-dictionary|entry-encyclopedia|event|figure|graphic|hearing|interview|legal_case|legislation"
    "|manuscript|map|motion_picture|musical_score|pamphlet|paper-conference|patent|performance|periodical"
    "|personal_communication|post|post-weblog|regulation|report|review|review-book|software|song|speech|standard|thesis"
    "|treaty|webpage|journal-article|proceedings-article|book-chapter|posted-content"
)
_TYPE_OF_PAPER = re.compile(
    r"article-.*|paper-conference|thesis|.*-article|book(?:-.*)?|chapter|posted-content|review-book"
)
"""Types that say by themselves that an item is in a bibliography; a "map" or an "event" may be anything."""
_SIGNS = ("DOI", "ISBN", "ISSN", "container-title", "publisher", "journalAbbreviation", "citation-key")
_TEXTS = ("publisher", "publisher-place", "collection-title", "language", "note", "ISSN", "event-title", "event-place",
          "genre", "title-short", "number-of-pages", "number-of-volumes")  # fmt: skip
"""Further variables that are kept as text."""
_PLACE = "archive_location"
"""Where in its archive a text is: arXiv's id, or box and folder."""
_OURS = frozenset(
    {
        "id",
        "type",
        "title",
        "author",
        "issued",
        "container-title",
        "volume",
        "issue",
        "page",
        "abstract",
        "DOI",
        "URL",
        "number",
        _PLACE,
        "keyword",
        "annote",
        "citation-key",
        "custom",
        *KEPT,
        *_TEXTS,
        *NAME_VARIABLES,
    }
)
"""The variables that `dump` writes; an item with no other is taken as it is."""
_UNDERSTOOD = _OURS | {"page-first", "article-number", "event-title", "event", "published", "submitted"}
"""Those and others of which something is kept."""
_INSTEAD = ("page-first", "article-number", "event", "published", "submitted")
"""Those of them that count only where another variable says nothing."""
_OF_CROSSREF = ("title", "container-title", "collection-title", "publisher", "note", "URL", "DOI")
"""Variables of which Crossref gives several, and the first counts."""
_FOREIGN = frozenset({"year", "date", "published", "venue", "journal", "doi", "creators"})
"""Keys by which other forms tell what CSL tells otherwise."""
_OTHER_FORMS = frozenset(
    {"authors", "author_list", "entrytype", "papis_id", "ref", "parent", "serial-number", "page-range", "journaltitle",
     "booktitle", "paper_title", "pages"}
)  # fmt: skip
"""Keys in small letters by which papis, cobib, Hayagriva and plain lists in YAML tell what CSL tells otherwise."""
_CROSSREF_TYPES = {
    "journal-article": "article-journal", "proceedings-article": "paper-conference", "book-chapter": "chapter",
    "posted-content": "article",
}  # fmt: skip
CSL_TYPES = frozenset(_TYPES.split("|")) - _CROSSREF_TYPES.keys()
"""The types of CSL (https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types)."""
_CSL_TYPE = re.compile(r"[a-z]+(?:[_-][a-z]+)*")
_TYPE = re.compile(rf'"type"\s*:\s*"(?:{_TYPES})"')
_VARIABLE = re.compile(
    r'"(?:author|editor)"\s*:\s*\[\s*\{\s*"(?:family|given|literal)"|"issued"\s*:\s*\{\s*"(?:date-parts|raw|literal)"'
)
"""Names and a date as only CSL has them; an item need not tell its type."""
_LOOKED_AT = 200_000
_VENUES = (CONTAINER, "collection-title", "event-title", "event", "publisher")
_GO_ON = "more-authors"
"""What says under `custom`, which is for what CSL has no variable for (https://github.com/citation-style-language/schema,
`csl-data.json`), that the list of authors goes on; as an author it would be printed for a person."""


def sniff(text: str) -> bool:
    """Whether the text is JSON with an item of one of CSL's types, or with names or a date in the form of CSL."""
    head = text[:_LOOKED_AT]
    return JSON_START.match(text) is not None and (_TYPE.search(head) is not None or _VARIABLE.search(head) is not None)


def parse(text: str) -> Parsed:
    """Read every item that has a title and shows that it is in a bibliography."""
    return read_items(rows(text, keys=("items", "references", "data")))


def is_item(record: Mapping[str, Any]) -> bool:
    """Whether a record of YAML is an item of CSL: names or a date in the form that only CSL gives them, or a type of
    CSL beside one of its variables, and nothing that other forms tell otherwise."""
    if not _OTHER_FORMS.isdisjoint(key.lower() for key in record) or not _FOREIGN.isdisjoint(record):
        return False
    if _names_in_parts(record) or _dated_in_parts(record):
        return True
    typed = re.fullmatch(_TYPES, str(record.get("type", ""))) is not None
    return typed and any(record.get(name) for name in ("issued", *_SIGNS))


def read_items(found: Iterable[JsonRow | Problem]) -> Parsed:
    """Read those of some items, each with its line, that have a title and show that they are in a bibliography; any
    other is a problem."""
    papers, problems = [], []
    twins = Twins("an item", _UNDERSTOOD - {*_TEXTS, *NAME_VARIABLES})
    for row in found:
        if isinstance(row, Problem):
            problems.append(row)
            continue
        line, item = row
        paper = _paper(item) if isinstance(item, dict) else None
        if paper is None:
            shown = item.get("id", "") if isinstance(item, dict) else item
            problems.append(Problem(line, "an item without a title, skipped", excerpt(clean_line(str(shown)[:300]))))
        elif _is_foreign(item):
            message = "an item in another form than that of CSL, skipped"
            problems.append(Problem(line, message, excerpt(paper.title)))
        elif not _is_cited(item):
            message = "an item that says neither who wrote it, nor when or where it was published, skipped"
            problems.append(Problem(line, message, excerpt(paper.title)))
        else:
            papers.append(paper)
            problems += cut_short(line, paper)
            problems += twins.seen(line, paper, item)
    return Parsed(tuple(papers), tuple(problems))


def _is_foreign(item: Mapping[str, Any]) -> bool:
    """Whether an item tells who wrote it, or when, by keys that CSL has not, and nothing by those that it has."""
    if "authors" in item:
        return "author" not in item
    return not _FOREIGN.isdisjoint(item) and not _is_cited(item)


def _is_cited(item: Mapping[str, Any]) -> bool:
    """Whether an item has a type that only bibliographies know, or a variable in the form that only CSL gives it."""
    if isinstance(kind := item.get("type"), str) and _TYPE_OF_PAPER.fullmatch(kind):
        return True
    if _OURS.issuperset(item):
        return True
    return (
        _names_in_parts(item)
        or _dated_in_parts(item)
        or any(item.get(name) for name in _SIGNS)
        or leads_to_paper(_text(item, "URL"))
    )


def _names_in_parts(item: Mapping[str, Any]) -> bool:
    names = item.get("author") or item.get("editor")
    found = names if isinstance(names, list) else [names]
    return any(isinstance(name, dict) and not name.keys().isdisjoint(("family", "literal")) for name in found)


def _dated_in_parts(item: Mapping[str, Any]) -> bool:
    issued = _first_of(item.get("issued"))
    return isinstance(issued, dict) and not issued.keys().isdisjoint(("date-parts", "raw", "literal", "season", "year"))


def _first_of(value: Any) -> Any:
    """A value, of several the first."""
    return value[0] if isinstance(value, list) and value else value


def _paper(item: Mapping[str, Any]) -> Paper | None:
    title = _text(item, "title")
    if is_dots(title):
        return None
    held = {name: list(_names(item.get(name))) for name in ("author", *NAME_VARIABLES)}
    names = held.pop("author") or held["editor"]
    persons = [name for name in names if not goes_on(name.printed)]
    named = (_text(item, name) for name in ("number", _PLACE, "note", "URL", "DOI", "container-title"))
    venues = ((name, found) for name in _VENUES if (found := _text(item, name)))
    variable, venue = next(venues, ("", ""))
    paper = Paper(
        id="",
        title=title[:TITLE_LIMIT],
        abstract=_text(item, "abstract")[:ABSTRACT_LIMIT],
        authors=tuple(name.printed for name in persons),
        names=told_parts([*persons, *(name for names in held.values() for name in names)]),
        more_authors=len(persons) < len(names) or _custom(item).get(_GO_ON) is True,
        published=next(filter(None, (_published(item.get(name)) for name in ("issued", "published", "submitted"))), ""),
        venue=venue,
        arxiv_id=next(filter(None, map(marked_arxiv_id, named)), ""),
        doi=normal_doi(_text(item, "DOI")),
        url=web_address(_text(item, "URL")),
        keywords=_keywords(item.get("keyword")),
        metadata=_metadata(item, held),
        kind=_kind(item.get("type")),
        citation_key=_key(item),
        note=clean_text(annote).strip()[:NOTE_LIMIT] if isinstance(annote := item.get("annote"), str) else "",
    )
    if kept := _unknown(item, paper):
        paper = replace(paper, kept=kept)
    return told_as(paper, "event-title" if variable == "event" else variable)


def _keywords(value: Any) -> tuple[str, ...]:
    """Keywords between commas, or a list of them."""
    texts = (text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str))
    words = (word.strip() for text in texts for word in re.split("[,;]", _text({"keyword": text}, "keyword")))
    return tuple(dict.fromkeys(filter(None, words)))


def _metadata(item: Mapping[str, Any], names: Mapping[str, list[Name]]) -> tuple[tuple[str, str], ...]:
    number = _text(item, "number")
    found = {
        "volume": _text(item, "volume"),
        "issue": _text(item, "issue"),
        "page": pages(_text(item, "page"), _text(item, "page-first"), article=_text(item, "article-number")),
        "number": "" if marked_arxiv_id(number) else number,
    }
    numbers = {name: item.get(name) for name in ("ISBN", "ISSN")}
    found |= {name: _text(item, name) for name in _TEXTS}
    found |= {"event-title": found["event-title"] or _text(item, "event")}
    found |= {name: as_variable(one.printed for one in held) for name, held in names.items()}
    found |= {name: "; ".join(filter(None, map(str, told))) for name, told in numbers.items() if isinstance(told, list)}
    return metadata_of(partial(_text, item), {name: name for name in KEPT}, found)


def _kind(value: Any) -> str:
    """A type of CSL, those of Crossref too."""
    if not isinstance(value, str) or _CSL_TYPE.fullmatch(value) is None:
        return ""
    return _CROSSREF_TYPES.get(value, value)


def _key(item: Mapping[str, Any]) -> str:
    """The citation key: `citation-key`, or an `id` that is neither a number nor an address, which programs make up."""
    given = (_text(item, name) for name in ("citation-key", "id"))
    return next((key for key in given if is_key(key) and not key.isdecimal() and "://" not in key), "")


def _unknown(item: Mapping[str, Any], paper: Paper) -> tuple[tuple[str, str], ...]:
    """The variables of which nothing else is kept, as JSON."""
    found = {name: value for name, value in item.items() if name not in _UNDERSTOOD and value}
    found |= {name: item[name] for name in _INSTEAD if item.get(name) and not _is_told(name, item, paper)}
    found |= {name: item[name] for name in _OF_CROSSREF if isinstance(item.get(name), list) and len(item[name]) > 1}
    issued = item.get("issued")
    if issued and beyond_date(json.dumps(issued, ensure_ascii=False), _published(issued)):
        found["issued"] = issued
    if place := _place_in_archive(item):
        found[_PLACE] = place
    found |= {name: item[name] for name, own in (("DOI", paper.doi), ("URL", paper.url)) if not own and item.get(name)}
    custom = {name: value for name, value in _custom(item).items() if name != _GO_ON} or item.get("custom")
    if custom and custom != {_GO_ON: True}:
        found["custom"] = custom
    return kept_values({f"csl-json/{name}": kept_json(value) for name, value in found.items()})


def _is_told(name: str, item: Mapping[str, Any], paper: Paper) -> bool:
    """Whether a paper says what stands under a name that counts only where another one says nothing."""
    if name in ("published", "submitted"):
        return not beyond_date(json.dumps(item[name], ensure_ascii=False), paper.published)
    told = _text(item, name)
    page = paper.about("page")
    return told in (paper.about("event-title"), paper.venue, page) or (name == "page-first" and page.startswith(told))


def _place_in_archive(item: Mapping[str, Any]) -> Any:
    """Where in an archive a text is kept, "" for what is its arXiv id."""
    return "" if marked_arxiv_id(_text(item, _PLACE)) else item.get(_PLACE, "")


def _custom(item: Mapping[str, Any]) -> Mapping[str, Any]:
    """What an item says under `custom`."""
    return custom if isinstance(custom := item.get("custom"), dict) else {}


def _text(item: Mapping[str, Any], name: str) -> str:
    """A variable as one line without CSL's inline markup; the first of several, as Crossref gives them."""
    value = item.get(name)
    if isinstance(value, list) and value:
        value = value[0]
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return ""
    plain = without_tags(value)
    return clean_line(html.unescape(plain) if plain != value else without_entities_of_web(plain))


def _names(value: Any) -> Iterator[Name]:
    for given in value if isinstance(value, list) else [value]:
        if isinstance(given, str):
            name = name_parts(clean_line(given))
        elif isinstance(given, dict):
            # Names carry no markup, so an angle bracket in one is an angle bracket.
            held = {part: clean_line(value) for part, value in given.items() if isinstance(value, str)}
            name = _name(held)
        else:
            continue
        if name.printed and not is_nobody(name.printed):
            yield name


def _name(held: Mapping[str, str]) -> Name:
    """A name by its parts; a particle may stand in the family name."""
    if literal := held.get("literal"):
        return Name(literal=literal)
    family, given, suffix = (held.get(part, "") for part in ("family", "given", "suffix"))
    dropping, particle = held.get("dropping-particle", ""), held.get("non-dropping-particle", "")
    if family and (dropping or particle):
        return Name(family, given, particle, dropping, suffix)
    return parted(" ".join(filter(None, (dropping, particle, family))).split(), given, suffix)


def _published(value: Any) -> str:
    """A date in parts, the first of a range, or as text; pandoc's YAML has its parts by name, and a list of ranges."""
    value = _first_of(value)
    if isinstance(value, dict):
        parts = value.get("date-parts")
        if isinstance(parts, list) and parts and isinstance(parts[0], list) and parts[0]:
            return date_of(*(str(part).strip() for part in parts[0][:3]))
        if value.get("year"):
            return date_of(*(str(value.get(part, "")).strip() for part in ("year", "month", "day")))
        value = value.get("raw") or value.get("literal")
    return date_written(value) if isinstance(value, str) else ""


# -- writing -----------------------------------------------------------------------------------------------------------


def dump(papers: Sequence[Paper], keys: Sequence[str] = ()) -> str:
    """An array of items, in the papers' order; tags go out as `keyword`, the note as `annote`."""
    items = [_item(key, paper) for key, paper in zip(keys or keys_for(papers), papers, strict=True)]
    return json.dumps(items, ensure_ascii=False, indent=2) + "\n"


def _item(key: str, paper: Paper) -> dict[str, Any]:
    words = dict.fromkeys(clean_line(re.sub("[,;]", " ", word)) for word in (*paper.tags, *paper.keywords))
    number, preprint = _escaped(paper.about("number")), f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else ""
    authors, came = [*map(_author, names_of(paper))], _came(paper)
    item = {
        "id": key,
        **(kept := shelves(paper)),
        **came,
        "type": paper.kind or ("article-journal" if venue_variable(paper) == CONTAINER else "article"),
        "title": _escaped(paper.title),
        "author": [] if is_by_editors(paper) else authors,
        "issued": _issued(paper, came),
        **{name: _escaped(paper.about(name)) for name in ("volume", "issue", "page", *KEPT, *_TEXTS)},
        **{name: _escaped(told(paper, name)) for name in VENUE_VARIABLES},
        **{name: [*map(_author, named_in(paper, name))] for name in NAME_VARIABLES},
        **({"editor": authors} if is_by_editors(paper) else {}),
        "abstract": _escaped(paper.abstract),
        "DOI": paper.doi or came.get("DOI", ""),
        "URL": paper.url or came.get("URL", ""),
        "number": number or preprint,
        _PLACE: came.get(_PLACE, "") or kept.get(_PLACE, "") or (preprint if number else ""),
        "keyword": _escaped(", ".join(filter(None, words))),
        "annote": paper.note,
        **({"custom": {**_custom(came), _GO_ON: True}} if paper.more_authors else {}),
    }
    return {name: value for name, value in item.items() if value}


def _issued(paper: Paper, came: Mapping[str, Any]) -> Any:
    """When it was published: in the words with which that came, where these say more and nothing else."""
    if "issued" in came and _published(came["issued"]) == paper.published:
        return came["issued"]
    return {"date-parts": [[int(part) for part in paper.published.split("-")]]} if paper.published else None


def _came(paper: Paper) -> dict[str, Any]:
    """What came in this format and nobody understands; what is no JSON did not."""
    found = {}
    for name, text in paper.kept_from("csl-json").items():
        with suppress(ValueError, RecursionError):
            found[name] = json.loads(text)
    return found


def _escaped(text: str) -> str:
    """Text that a citation processor does not take for markup, nor `parse` for what web sites leave in theirs."""
    is_plain = without_tags(text) == text == without_entities_of_web(text)
    return text if is_plain else f"<span>{html.escape(text, quote=False)}</span>"


def _author(name: Name) -> dict[str, str]:
    parts = {
        "family": name.family, "given": name.given, "dropping-particle": name.dropping,
        "non-dropping-particle": name.particle, "suffix": name.suffix, "literal": name.literal,
    }  # fmt: skip
    return {part: value for part, value in parts.items() if value}
