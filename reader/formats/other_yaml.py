"""YAML of other programs and people: papis (https://papis.readthedocs.io/en/latest/info-file.html), cobib, Hayagriva
(https://github.com/typst/hayagriva/blob/main/docs/file-format.md), CSL in YAML, `CITATION.cff`, plain lists of papers.

Which of its mappings are papers' is said in `plain_records`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from reader.formats import csl_json
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.formats.plain_records import PlainRecord, take_papers
from reader.formats.references import References
from reader.formats.told_objects import sets_as_lists
from reader.formats.yaml_records import Mapping, documents, repeated

_TITLE = re.compile(r"(?:^|[{,])[ \t]*(?:- +)*[\"']?title[\"']?[ \t]*:[ \t]*\S", re.MULTILINE | re.IGNORECASE)
_OTHER = re.compile(r"\s*[{\[<%@|>\\]")
"""How JSON, XML, TeX, BibTeX and tables begin."""
_LOOKED_AT = 200_000
_DEPTH = 3
"""Lists and mappings around the records at most: sections, a key for the list, a key for each."""
_OF_RECORDS = frozenset(
    {"title", "entrytype", "author", "authors", "author_list", "doi", "year", "journal", "citations"}
)
"""Keys of which a record has one, so that what stands below its others is no record of its own."""


def sniff(text: str) -> bool:
    """Whether the text is YAML, as a whole, with a record that shows a paper."""
    head = "\n".join(split_lines(text[:_LOOKED_AT].removeprefix("\ufeff")))
    if _TITLE.search(head) is None or _OTHER.match(head) is not None:
        return False
    return _is_yaml(head, cut=len(text) > _LOOKED_AT) and bool(parse(head).papers)


def is_whole(text: str) -> bool:
    """Whether nothing in a text is damaged for YAML."""
    return not any(isinstance(document, Problem) for _, document in documents(text))


def _is_yaml(head: str, *, cut: bool) -> bool:
    """Whether the beginning of a text is YAML, and no note or mail whose properties are: what is damaged stands below
    whole records or at the end, and below a line of dashes that begins the text stands nothing but records."""
    properties, whole, partly = False, 0, 0
    for line, document in documents(head):
        if isinstance(document, Problem):
            at_end = line >= head.rstrip().count("\n")
            return cut or (not properties and (whole > 0 or (partly > 0 and at_end)))
        found = list(_records(document, set()))
        itself = found[:1] == [document]
        properties = properties or (head.startswith("---") and itself)
        if isinstance(document, str) or (properties and not found):
            return False
        whole, partly = whole + partly + (0 if itself else len(found)), int(itself)
    return whole + partly > 0


def parse(text: str) -> Parsed:
    """Read every record that shows a paper; any other with a title is a problem."""
    references = References("a record")
    found: list[Mapping] = []
    for row in documents(text):
        if isinstance(row[1], Problem):
            references.problems.append(row[1])
        else:
            found += _records(row[1], set())
            references.problems += (*repeated(row[1]), *_beside_citation(row[1]))
    items = {id(record) for record in found if csl_json.is_item(record)}
    cited = csl_json.read_items((record.line, record) for record in found if id(record) in items)
    others = [
        PlainRecord(record.line, sets_as_lists(record), record.key) for record in found if id(record) not in items
    ]
    take_papers(references, others, beside=bool(cited.papers))
    parsed = references.parsed()
    problems = sorted((*cited.problems, *parsed.problems), key=lambda problem: problem.line)
    none = [()] * len(cited.papers)
    entries = (*none, *parsed.entries) if parsed.entries else ()
    return Parsed((*cited.papers, *parsed.papers), tuple(problems), entries)


def _beside_citation(document: Any) -> Iterator[Problem]:
    """What a `CITATION.cff` tells of beside the paper that is to be cited, which is the one that is read: the program
    itself, and the works that it builds on (https://github.com/citation-file-format/citation-file-format)."""
    if not isinstance(document, Mapping) or not _is_citation_file(document):
        return
    if title := _title(document):
        yield Problem(document.line, "the program itself, not read", excerpt(title))
    listed = document.get("references")
    for work in listed if isinstance(listed, list) else ():
        if isinstance(work, Mapping):
            message = "a work that the program builds on, not the one that is to be cited: not read"
            yield Problem(work.line, message, excerpt(_title(work)))


def _is_citation_file(document: Mapping) -> bool:
    return any(key.lower() == "cff-version" for key in document)


def _title(record: Mapping) -> str:
    title = record.get("title")
    return title if isinstance(title, str) else ""


def _records(value: Any, seen: set[int], depth: int = 0) -> Iterator[Mapping]:
    """The mappings in a document that have a key of a record, below other keys or headings; each once, however often
    it is referred to."""
    if depth > _DEPTH or id(value) in seen:
        return
    seen.add(id(value))
    if isinstance(value, Mapping):
        lower = {key.lower() for key in value}
        if _is_citation_file(value):
            value = value.get("preferred-citation")
            if not isinstance(value, Mapping):
                return
            value.key = ""
        elif not lower & _OF_RECORDS:
            for member in value.values():
                yield from _records(member, seen, depth + 1)
            return
        yield value
    elif isinstance(value, list):
        for member in value:
            yield from _records(member, seen, depth + 1)
