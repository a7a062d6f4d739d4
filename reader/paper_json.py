"""The JSON shape of a paper: what `--json`, JSON Lines, `reader batch` and the catalogue hold.

The keys and types are the outer contract; `to_facts` and `from_facts` are the part that the catalogue keeps,
which is not the user's; `to_json` is the whole.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from reader.dates import date_in, date_of, is_moment
from reader.paper import MOMENTS, Name, Paper, Status
from reader.patterns import regex
from reader.persons import names_held
from reader.text import ABSTRACT_LIMIT, NOTE_LIMIT, TAG_LIMIT, TITLE_LIMIT, clean_line, clean_text, fold_name, is_web

_VARIABLE = regex(r"[A-Za-z][A-Za-z_-]{0,39}")
"""The name of a variable (https://docs.citationstyles.org/en/stable/specification.html#appendix-iv-variables)."""
_KEPT = regex(r"[a-z][a-z-]*/\S{1,80}")
"""The name of what a format brought."""
_LINK = regex(r"[a-z][a-z-]{0,39}")
"""What a link leads to, in a word."""
_NOTHING = regex(r"(?!)")
_ADDRESS_LIMIT = 2_000
_PARTS = tuple(field.name for field in fields(Name))
_TEXTS = ("venue", "arxiv_id", "doi", "url")
CORRECTABLE = ("title", "abstract", "authors", "published", *_TEXTS, "kind", "keywords", "citation_key")
"""The facts that the user can put right, beside each address ("links/code") and variable ("metadata/volume")."""


JSON_KEYS = (
    "id", "title", "abstract", "authors", "kind", "citation_key", "names", "more_authors", "machine_summary", "kept",
    "year", "published", "venue", "arxiv_id", "doi", "url", "links", "tags", "starred", "status", "triage", "note",
    "lists", "added", *MOMENTS, "sources", "keywords", "upvotes", "metadata", "corrected",
)  # fmt: skip
"""All keys that `to_json` may give."""


def as_plain(value: object) -> str:
    """A value of that JSON as text: nothing as "", a list of texts with semicolons between them, an object as JSON."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
        return "; ".join(value)
    return json.dumps(value, ensure_ascii=False)


def to_json(paper: Paper, lists: Iterable[str] = ()) -> dict[str, Any]:
    """The contract's object for one paper; `lists` names the reading lists it stands in.

    The url is that with which it came, else made from its arXiv id or DOI. `names`, `more_authors`, `machine_summary`,
    `kept` and `corrected` are there where there is something to tell.
    """
    return {
        "id": paper.id,
        "title": paper.title,
        "abstract": paper.abstract,
        "authors": list(paper.authors),
        "kind": paper.kind,
        "citation_key": paper.citation_key,
        **_of_record(paper),
        "year": paper.year,
        "published": paper.published or None,
        "venue": paper.venue,
        "arxiv_id": paper.arxiv_id,
        "doi": paper.doi,
        "url": paper.link,
        "links": {**({"pdf": paper.pdf} if paper.pdf else {}), **dict(paper.links)},
        "tags": list(paper.tags),
        "starred": paper.starred,
        "status": paper.status.value,
        "triage": paper.stage.value,
        "note": paper.note,
        "lists": list(lists),
        "added": paper.added,
        **{name: getattr(paper, name) or None for name in MOMENTS},
        "sources": list(paper.sources),
        "keywords": list(paper.keywords),
        "upvotes": paper.upvotes,
        "metadata": dict(paper.metadata),
        **({"corrected": list(paper.corrected)} if paper.corrected else {}),
    }


def to_facts(paper: Paper) -> dict[str, Any]:
    """The facts of a paper, as the catalogue keeps them: all that is not the user's; empty fields are left out."""
    facts: dict[str, Any] = {"title": paper.title}
    for name in ("abstract", "published", *_TEXTS, "added"):
        if value := getattr(paper, name):
            facts[name] = value
    for name in ("authors", "keywords", "sources", "records"):
        if value := getattr(paper, name):
            facts[name] = list(value)
    facts |= _of_record(paper)
    if paper.links:
        facts["links"] = dict(paper.links)
    if paper.metadata:
        facts["metadata"] = dict(paper.metadata)
    if paper.upvotes is not None:
        facts["upvotes"] = paper.upvotes
    return facts


def from_facts(id: str, facts: Mapping[str, Any], *, clean: bool = False) -> Paper:
    """The paper that a catalogue entry describes. Raises ValueError when it is not one (no title, wrong types).

    What an entry of a foreign hand says beyond that (tags, a note) is left alone. With `clean` the texts
    are taken as they are: the caller knows that they need no cleaning.
    """
    line, lines = (_string, _strings) if clean else (_line, _lines)
    title = _line(facts, "title")[:TITLE_LIMIT]
    if not title:
        raise ValueError("it has no title")
    return Paper(
        id=id if clean else clean_line(id),
        title=title,
        abstract=line(facts, "abstract")[:ABSTRACT_LIMIT],
        authors=lines(facts, "authors"),
        names=_names(facts) if "names" in facts else (),
        more_authors=facts.get("more_authors") is True,
        kind=line(facts, "kind") if "kind" in facts else "",
        citation_key=line(facts, "citation_key") if "citation_key" in facts else "",
        links=_links(facts) if "links" in facts else (),
        machine_summary=line(facts, "machine_summary")[:ABSTRACT_LIMIT] if "machine_summary" in facts else "",
        kept=_kept(facts) if "kept" in facts else (),
        published=_published(facts) if "published" in facts or "year" in facts else "",
        venue=line(facts, "venue") if "venue" in facts else "",
        arxiv_id=line(facts, "arxiv_id"),
        doi=line(facts, "doi") if "doi" in facts else "",
        url=_url(facts) if "url" in facts else "",
        keywords=lines(facts, "keywords") if "keywords" in facts else (),
        upvotes=_number(facts, "upvotes"),
        sources=lines(facts, "sources"),
        metadata=_metadata(facts) if "metadata" in facts else (),
        records=lines(facts, "records") if "records" in facts else (),
        added=line(facts, "added"),
    )


def from_json(record: Mapping[str, Any]) -> Paper:
    """A paper from an object in the contract's shape; only `title` is required, unknown keys are left alone.

    Every text is cleaned. `id` may be missing and is then "". Raises ValueError with a short reason.
    """
    title = _line(record, "title")[:TITLE_LIMIT]
    if not title:
        raise ValueError("it has no title")
    paper = Paper(
        id=_line(record, "id"),
        title=title,
        abstract=_line(record, "abstract")[:ABSTRACT_LIMIT],
        authors=_lines(record, "authors"),
        names=_names(record),
        more_authors=_flag(record, "more_authors"),
        kind=_line(record, "kind"),
        citation_key=_line(record, "citation_key"),
        links=_links(record),
        machine_summary=_line(record, "machine_summary")[:ABSTRACT_LIMIT],
        kept=_kept(record),
        published=_published(record),
        venue=_line(record, "venue"),
        arxiv_id=_line(record, "arxiv_id"),
        doi=_line(record, "doi"),
        url=_url(record),
        keywords=_lines(record, "keywords"),
        upvotes=_number(record, "upvotes"),
        sources=_lines(record, "sources"),
        metadata=_metadata(record),
        records=_lines(record, "records"),
        tags=sorted_tags(_lines(record, "tags")),
        starred=_flag(record, "starred"),
        status=_status(record),
        note=_text(record, "note")[:NOTE_LIMIT],
        added=_line(record, "added"),
        corrected=tuple(sorted({name for name in _lines(record, "corrected") if is_correctable(name)})),
        starred_at=_moment(record, "starred_at"),
        reading_at=_moment(record, "reading_at"),
        read_at=_moment(record, "read_at"),
        changed_at=_moment(record, "changed_at"),
    )
    # An address that follows from others is told, and is none that it came with.
    if paper.url and (bare := replace(paper, url="")).link == paper.url:
        paper = bare
    if paper.linked("pdf"):
        bare = replace(paper, links=tuple(pair for pair in paper.links if pair[0] != "pdf"))
        paper = bare if bare.pdf == paper.pdf else paper
    return paper


def is_correctable(name: str) -> bool:
    """Whether the user can put right what is called so (see `library.corrections`)."""
    whole, _, part = name.partition("/")
    if part:
        return {"links": _LINK, "metadata": _VARIABLE}.get(whole, _NOTHING).fullmatch(part) is not None
    return name in CORRECTABLE


def variables(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Variables of CSL as `Paper.metadata` holds them: in the order of their names, each value clean, none empty."""
    clean = {name: clean_line(value)[:TITLE_LIMIT] for name, value in values.items() if value}
    return tuple(sorted((name, value) for name, value in clean.items() if value))


def links_of(addresses: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Addresses as `Paper.links` holds them, by what is there: in the order of the names, those of the web only."""
    clean = {name: clean_line(address) for name, address in addresses.items() if _LINK.fullmatch(name)}
    return tuple(sorted((name, address) for name, address in clean.items() if _is_address(address)))


def _is_address(text: str) -> bool:
    return is_web(text) and " " not in text and len(text) <= _ADDRESS_LIMIT


def page_range(text: str) -> str:
    """Pages in one spelling: "30-39" for "30--39" and "30 – 39"."""
    return re.sub(r"\s*[-‐-―]+\s*", "-", text.strip()).strip("-")


def sorted_tags(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags in their one order, each once (blind to case, the first spelling kept), those over the limit left out."""
    first: dict[str, str] = {}
    for tag in tags:
        if tag and len(tag) <= TAG_LIMIT:
            first.setdefault(fold_name(tag), tag)
    return tuple(first[key] for key in sorted(first))


def _string(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(f"{name} is not text")
    return value


def _line(record: Mapping[str, Any], name: str) -> str:
    return clean_line(_string(record, name)) if name in record else ""


def _text(record: Mapping[str, Any], name: str) -> str:
    return clean_text(_string(record, name))


def _strings(record: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = record.get(name)
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise ValueError(f"{name} is not a list of texts")
    return tuple(value)


def _lines(record: Mapping[str, Any], name: str) -> tuple[str, ...]:
    return tuple(line for line in map(clean_line, _strings(record, name)) if line)


def kept_values(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """What a format brought as `Paper.kept` holds it: in the order of its names, each clean, none empty or too long."""
    clean = {
        name: (value if value.isascii() and value.isprintable() else clean_text(value)).strip()
        for name, value in values.items()
        if _KEPT.fullmatch(name)
    }
    return tuple(sorted((name, value) for name, value in clean.items() if value and len(value) <= ABSTRACT_LIMIT))


def kept_json(value: Any) -> str:
    """A value of JSON as a text that stays as it is: what is not shown is written by its number."""
    text = json.dumps(value, ensure_ascii=False)
    return text if text.isprintable() else "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in text)


def _of_record(paper: Paper) -> dict[str, Any]:
    """What a bibliography tells of a paper beside its facts, where there is something."""
    names = {
        printed: {part: value for part in _PARTS if (value := getattr(name, part))} for printed, name in paper.names
    }
    told = {
        "names": names, "more_authors": paper.more_authors, "kind": paper.kind, "citation_key": paper.citation_key,
        "machine_summary": paper.machine_summary, "kept": dict(paper.kept),
    }  # fmt: skip
    return {name: value for name, value in told.items() if value}


def _kept(record: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    held = record.get("kept")
    if not isinstance(held, dict):
        return ()
    return kept_values({name: value for name, value in held.items() if isinstance(value, str)})


def _links(record: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    held = record.get("links")
    if not isinstance(held, dict):
        return ()
    return links_of({name: address for name, address in held.items() if isinstance(address, str)})


def _names(record: Mapping[str, Any]) -> tuple[tuple[str, Name], ...]:
    """The parts of those authors and editors whose printed form they make; what else stands beside them is not ours to
    read."""
    held = record.get("names")
    if not isinstance(held, dict):
        return ()
    people = {*_lines(record, "authors"), *names_held(_metadata(record))}
    found = []
    for printed, told in held.items():
        texts = {part: told.get(part, "") for part in _PARTS} if isinstance(told, dict) else {"literal": ""}
        if printed in people and all(isinstance(text, str) for text in texts.values()):
            name = Name(**{part: clean_line(text) for part, text in texts.items()})
            found += [(printed, name)] if name.printed == printed else []
    return tuple(sorted(found, key=lambda pair: pair[0]))


def _metadata(record: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """The variables whose values are text or numbers; what else stands beside them is not ours to read."""
    held = record.get("metadata")
    if not isinstance(held, dict):
        return ()
    plain = {name: str(value) for name, value in held.items() if type(value) in (str, int)}
    return variables({name: value for name, value in plain.items() if _VARIABLE.fullmatch(name)})


def _number(record: Mapping[str, Any], name: str) -> int | None:
    value = record.get(name)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _flag(record: Mapping[str, Any], name: str) -> bool:
    value = record.get(name, False)
    if not isinstance(value, bool):
        raise ValueError(f"{name} is neither true nor false")
    return value


def _moment(record: Mapping[str, Any], name: str) -> str:
    value = record.get(name)
    return str(value) if is_moment(value) else ""


def _status(record: Mapping[str, Any]) -> Status:
    value = record.get("status") or "unread"
    try:
        return Status(value)
    except ValueError:
        raise ValueError("status is not unread, reading or read") from None


def _url(record: Mapping[str, Any]) -> str:
    url = _line(record, "url")
    return url if is_web(url) and " " not in url else ""


def _published(record: Mapping[str, Any]) -> str:
    year = record.get("year")
    return date_in(_line(record, "published")) or (date_of(year) if type(year) is int else "")
