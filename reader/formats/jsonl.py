"""JSON Lines in the contract's shape, one paper a line: the lossless way out and back in.

On the way in only `title` is required. A JSON array of such objects, and a single one, as
`reader search --json` and `reader show --json` print them, are read too. Other programs' objects have a title as well:
one with keys that are not the contract's must show that it is a paper's (an arXiv id, a DOI, an abstract, authors and a
year), and is read as any record of plain fields is, by what its keys are called. All keys may be the contract's by
chance: where the format is guessed, addresses that lead to no paper must not be all that there is (see
`shows_papers`).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reader.formats.author_lists import given_first_all
from reader.formats.evidence import leads_to_paper
from reader.formats.field_names import field_of, not_read, texts_in
from reader.formats.huggingface.page_evidence import is_prose
from reader.formats.json_rows import JsonRow, rows
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.formats.people import lists_families, named_apart
from reader.formats.plain_records import PlainRecord, as_text
from reader.formats.publication_dates import not_of_publication
from reader.formats.references import one_line, paper_of
from reader.formats.twins import Twins
from reader.formats.user_fields import (
    kept_decision,
    kept_entry,
    kept_lists,
    kept_moment,
    kept_note,
    kept_tags,
    kept_time,
    meant_key,
    no_such_day,
)
from reader.identity import find_arxiv_id, normal_doi, normal_url
from reader.paper import MOMENTS, IncomingEntry, Paper, Stage
from reader.paper_json import from_json, links_of, to_json
from reader.text import ABSTRACT_LIMIT, TITLE_LIMIT, clean_line

_HEAD = re.compile(r"\s*(?:\[\s*)?\{")
_TITLE = re.compile(r'"title"\s*:\s*"')
_FOREIGN = re.compile(r'"(?:itemType|citationKey)"\s*:|"creators"\s*:\s*\[\s*[{\]]')
"""Keys of reference managers' own JSON, whose records have a title too but mean other things by their keys."""
_OTHER = re.compile(r'"(?:type|paper|summary|DOI)"\s*:')
"""Keys of CSL and of days that the contract has not."""
_LOOKED_AT = 200_000
_ADDRESS = 2_000
"""Characters of an address at most."""
_OF_PAPERS = frozenset(("paper_arxiv_id", "paper_pdf", "paper_thecvf"))
"""Keys of the lists of conferences' papers, which have a title and perhaps nothing else that is told."""
_KEYS = frozenset(
    {"id", "title", "abstract", "authors", "year", "published", "venue", "kind", "arxiv_id", "doi", "url", "links",
     "citation_key", "corrected", "keywords", "upvotes", "tags", "starred", "status", "triage", "note", "lists",
     "places", "added",
     "names", "more_authors", "kept", "starred_at", "reading_at", "read_at", "changed_at", "sources", "metadata",
     "machine_summary", "score", "matches", "nearest", "records"}
)  # fmt: skip
"""The contract's, and those that `dump` adds."""
_OURS = frozenset({"id", "authors", "added", "sources"})
"""Keys that all our records have, so that what they tell comes back as it is."""


def sniff(text: str) -> bool:
    """Whether the text is JSON with an object that has a title."""
    head = text[:_LOOKED_AT]
    return _HEAD.match(head) is not None and _TITLE.search(head) is not None and _FOREIGN.search(head) is None


def is_plain(text: str) -> bool:
    """Whether every line is an object, and none in another format of JSON."""
    return _OTHER.search(text) is None and all(
        line[0] == "{" and line[-1] == "}" for line in map(str.strip, text.split("\n")) if line
    )


def parse(text: str, *, told: bool = False) -> Parsed:
    """Read every object that is a paper; one that is not says why in a problem. `told`: any with a title is one."""
    papers: list[Paper] = []
    problems: list[Problem] = []
    entries: list[tuple[IncomingEntry, ...]] = []
    twins = Twins("a record", _KEYS)
    unread: dict[str, None] = {}
    other_days: list[tuple[int, str]] = []
    found = [row if isinstance(row, Problem) else (*row, _stranger(*row)) for row in _rows(text)]
    strangers = [row[2] for row in found if not isinstance(row, Problem) and row[2] is not None]
    families = lists_families([text for record in strangers for text in record.authors_in_one])
    for row in found:
        if isinstance(row, Problem):
            problems.append(row)
            continue
        line, value, stranger = row
        try:
            if not isinstance(value, dict):
                raise ValueError("it is not an object")
            if stranger is None:
                paper = _with_its_id(_with_its_names(from_json(value), value), value)
            elif told or stranger.is_surely_paper or _shows_paper(value):
                paper, other_day = _of_stranger(stranger, problems, families=families)
                other_days += [(line, other_day)] if other_day else []
            else:
                raise ValueError("nothing in it shows a paper: no arXiv id, DOI, abstract, or authors with a year")
        except ValueError as error:
            shown = excerpt(clean_line(json.dumps(value, ensure_ascii=False)[:300]))
            problems.append(Problem(line, f"a record that cannot be read ({error}), skipped", shown))
            continue
        if stranger is None:
            papers.append(_with_the_users(line, paper, value, problems))
            others = (name for name in value if name not in _KEYS and not _is_slip(name))
            unread |= dict.fromkeys(name for name in others if texts_in(as_text(value[name])))
        else:
            papers.append(paper)
            unread |= dict.fromkeys(stranger.unread(paper))
        entries.append(_entries(line, value, problems))
        problems += _cut(line, value)
        held = value.get("metadata")
        problems += twins.seen(line, papers[-1], {**value, **(held if isinstance(held, dict) else {})})
    problems += [*not_of_publication(other_days), *not_read("keys", unread)]
    return Parsed(tuple(papers), tuple(problems), tuple(entries))


def in_contract(record: Mapping[str, Any]) -> bool:
    """Whether an object is in the contract's shape: Reader wrote it, or it has no other keys, but for slips."""
    return is_ours(record) or all(name in _KEYS or _is_slip(name) for name in record)


def is_ours(record: Mapping[str, Any]) -> bool:
    """Whether Reader wrote an object: it has what all our records have."""
    return record.keys() >= _OURS


def has_its_types(record: object) -> bool:
    """Whether an object is a paper's and holds under the contract's keys what the contract has there."""
    try:
        return isinstance(record, dict) and _shows_paper(record) and bool(from_json(record))
    except ValueError:
        return False


def _is_slip(name: str) -> bool:
    """Whether a key is one of the contract's but for a slip of the hand, and none that others have."""
    return meant_key(name) != "" and field_of(name) == ""


def _stranger(line: int, value: object) -> PlainRecord | None:
    """The record of another program's object, None for one in the contract's shape and for no object."""
    if not isinstance(value, dict) or in_contract(value):
        return None
    return PlainRecord.of_json(line, value, in_our_words=True)


def _of_stranger(record: PlainRecord, problems: list[Problem], *, families: bool) -> tuple[Paper, str]:
    """The paper of another program's object, and its bare date where that need not be the day of the publication.

    Raises ValueError where it has no title.
    """
    problems += record.settle(families=families)
    title = one_line(record.reference.title)
    if not title:
        raise ValueError("it has no title")
    return paper_of(record.reference, title, problems)


def shows_papers(text: str) -> bool:
    """Whether the objects of a text may be those of papers: Reader wrote one, or one tells what only a paper's record
    tells, or none tells an address. A title is all that the contract asks for; a bookmark has that too, and an address
    that leads to no paper."""
    rows = [row for row in _rows(text) if not isinstance(row, Problem)]
    found = [(line, value) for line, value in rows if isinstance(value, dict)]
    return any(_is_of_paper(line, value) for line, value in found) or not any(value.get("url") for _, value in found)


def _is_of_paper(line: int, record: dict[str, Any]) -> bool:
    if is_ours(record) or record.get("citation_key") or _tells_paper(record):
        return True
    stranger = _stranger(line, record)
    return stranger is not None and stranger.is_surely_paper


def _shows_paper(record: Mapping[str, Any]) -> bool:
    """Whether an object is in the contract's shape, or says what only a paper's record says."""
    return _KEYS.issuperset(record) or "title" not in record or _tells_paper(record)


def _tells_paper(record: Mapping[str, Any]) -> bool:
    """Whether an object says what only a paper's record says."""
    texts = _texts(record)
    if _arxiv_ids(texts) or not _OF_PAPERS.isdisjoint(record):
        return True
    if normal_doi(texts.get("doi", "")) or any(leads_to_paper(text) for text in texts.values() if len(text) < _ADDRESS):
        return True
    if record.get("authors") and any(record.get(name) for name in ("year", "published", "venue", "abstract")):
        return True
    return "abstract" in texts and is_prose(texts["abstract"])


def _texts(record: Mapping[str, Any]) -> dict[str, str]:
    return {name: value for name, value in record.items() if isinstance(value, str)}


def _arxiv_ids(texts: Mapping[str, str]) -> set[str]:
    """The arXiv ids that an object tells, by the name of a key or by themselves."""
    told = (text for name, text in texts.items() if "arxiv" in f"{name} {text[:200]}".lower())
    return set(filter(None, map(find_arxiv_id, told)))


def _with_its_names(paper: Paper, record: Mapping[str, Any]) -> Paper:
    """The paper with its authors in the order of print, where another program has them family name first, and one by
    one."""
    if is_ours(record):
        return paper
    names, more = named_apart(paper.authors)
    return replace(paper, authors=given_first_all(names), more_authors=paper.more_authors or more)


def _with_its_id(paper: Paper, record: Mapping[str, Any]) -> Paper:
    """The paper with what another program's `id` tells where it is an arXiv id, a DOI or an address of a paper."""
    own = paper.id
    if is_ours(record) or not own:
        return paper
    arxiv_id = paper.arxiv_id or find_arxiv_id(own)
    url = paper.url or (normal_url(own) if leads_to_paper(own) else "")
    return replace(paper, arxiv_id=arxiv_id, doi=paper.doi or normal_doi(own), url=url)


def _rows(text: str) -> Iterator[JsonRow | Problem]:
    body = text.lstrip("\ufeff \t\r\n")
    first = split_lines(body[:_LOOKED_AT])[0].strip()
    if body.startswith("[") or (not first.endswith("}") and len(first) < _LOOKED_AT - 1):
        yield from rows(text)
        return
    for number, line in enumerate(split_lines(text), start=1):
        if not line.strip("\ufeff \t"):
            continue
        for row in _wrapped(line):
            if isinstance(row, Problem):
                yield Problem(number, row.message, row.excerpt)
            else:
                yield number, row[1]


def _wrapped(line: str) -> Iterator[JsonRow | Problem]:
    """What a line holds; what stands in an array of its object, where that has no title itself."""
    found = list(rows(line, keys=()))
    held = [row[1] for row in found if not isinstance(row, Problem)]
    wraps = len(found) == 1 and bool(held) and isinstance(held[0], dict) and "title" not in held[0]
    yield from rows(line) if wraps else found


def _with_the_users(line: int, paper: Paper, record: Mapping[str, Any], problems: list[Problem]) -> Paper:
    """The paper with what the record says for the user, as far as it can be kept."""
    # An export says what was decided of a paper that is begun or read where anything was.
    undecided = (Stage.INBOX, Stage.READING, Stage.READ)
    decision = kept_decision(line, record.get("triage"), problems, starred=paper.starred, undecided=undecided)
    if record.get("published") and not paper.published:
        problems.append(Problem(line, "published is no date, left out", excerpt(_shown(record["published"]))))
    problems += no_such_day(line, record.get("published") or "", paper.published)
    if record.get("year") and not paper.published and not record.get("published"):
        problems.append(Problem(line, "year is no year, left out", excerpt(_shown(record["year"]))))
    if record.get("upvotes") is not None and paper.upvotes is None:
        problems.append(Problem(line, "upvotes is no number, left out", excerpt(_shown(record["upvotes"]))))
    for name in record:
        if name not in _KEYS and record[name] and _is_slip(name) and not record.get(meant := meant_key(name)):
            message = f"{clean_line(name)} is no key of this format, '{meant}' is: left out"
            problems.append(Problem(line, message, excerpt(_shown(record[name]))))
    held = record.get("metadata") or {}
    if not isinstance(held, dict) or sum(map(bool, held.values())) > len(paper.metadata):
        message = "metadata that is not text under the name of a variable, left out"
        problems.append(Problem(line, message, excerpt(_shown(held))))
    told = record.get("names") or {}
    if not isinstance(told, dict) or len(told) > len(paper.names):
        message = "names that are not the parts of its authors, left out"
        problems.append(Problem(line, message, excerpt(_shown(told))))
    addresses = record.get("links") or {}
    if not isinstance(addresses, dict) or len(links_of(_texts(addresses))) < sum(map(bool, addresses.values())):
        message = "links that are no http or https addresses under a word, left out"
        problems.append(Problem(line, message, excerpt(_shown(addresses))))
    brought = record.get("kept") or {}
    if not isinstance(brought, dict) or len(brought) > len(paper.kept):
        message = "what was kept of a format that is not text under its name, left out"
        problems.append(Problem(line, message, excerpt(_shown(brought))))
    if paper.arxiv_id and not find_arxiv_id(paper.arxiv_id):
        problems.append(Problem(line, "arxiv_id is no arXiv id, left out", excerpt(_shown(paper.arxiv_id))))
        paper = replace(paper, arxiv_id="")
    if paper.doi and not normal_doi(paper.doi):
        problems.append(Problem(line, "doi is no DOI, left out", excerpt(_shown(paper.doi))))
        paper = replace(paper, doi="")
    if record.get("url") and not paper.url and paper.link != clean_line(str(record["url"])):
        problems.append(Problem(line, "url is no http or https address, left out", excerpt(_shown(record["url"]))))
    given = record.get("tags") or []
    moments: dict[str, Any] = {name: kept_moment(line, name, record.get(name), problems) for name in MOMENTS}
    return replace(
        paper,
        tags=kept_tags(line, given, problems),
        note=kept_note(line, record.get("note") or "", problems),
        added=kept_time(line, "added", paper.added, problems),
        triage=decision,
        **moments,
    )


def _shown(value: object) -> str:
    return clean_line(str(value)[:300])


def _entries(line: int, record: Mapping[str, Any], problems: list[Problem]) -> tuple[IncomingEntry, ...]:
    names, told = record.get("lists"), record.get("places")
    if names is not None and not isinstance(names, list):
        problems.append(Problem(line, "lists is not a list of names, left out", excerpt(_shown(names))))
    found = kept_lists(line, names if isinstance(names, list) else (), problems)
    told = told if isinstance(told, dict) else {}
    return tuple(_entry(line, name, told.get(name), problems) for name in found)


def _entry(line: int, name: str, told: object, problems: list[Problem]) -> IncomingEntry:
    said = told if isinstance(told, dict) else {}
    at, section, note = said.get("at"), said.get("section"), said.get("note")
    rank = at if type(at) is int else 0
    heading, remark = (text if isinstance(text, str) else "" for text in (section, note))
    return kept_entry(line, name, rank, heading, remark, problems)


def _cut(line: int, record: Mapping[str, Any]) -> Iterator[Problem]:
    for name, limit in (("title", TITLE_LIMIT), ("abstract", ABSTRACT_LIMIT)):
        value = record.get(name)
        if isinstance(value, str) and len(value) > limit and len(clean_line(value)) > limit:
            yield Problem(
                line, f"{name} longer than {limit:,} characters, cut at that limit", excerpt(clean_line(value[:300]))
            )


def dump(papers: Sequence[Paper], entries: Mapping[str, Sequence[IncomingEntry]] | None = None) -> str:
    """One line a paper, in their order; `entries` maps ids to where the papers stand in reading lists.

    Beyond the contract's keys a line has `places`, list name -> {"at", "section", "note"}, `triage`, and `records`, the
    marks by which records find their paper again, where there is something to tell.
    """
    known = entries or {}
    return "".join(json.dumps(_record(paper, known.get(paper.id, ())), ensure_ascii=False) + "\n" for paper in papers)


def _record(paper: Paper, entries: Sequence[IncomingEntry]) -> dict[str, Any]:
    record = to_json(paper, [entry.list for entry in entries])
    told = {entry.list: {"at": entry.at, "section": entry.section, "note": entry.note} for entry in entries}
    for name, said in told.items():
        told[name] = {key: value for key, value in said.items() if value}
    more = {"places": told, "triage": paper.triage, "records": list(paper.records)}
    return {**record, **{key: value for key, value in more.items() if value}}
