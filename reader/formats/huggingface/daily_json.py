"""The answers of Hugging Face's daily-papers interface, `https://huggingface.co/api/daily_papers?date=…`.

A day is an array of `{"paper": {...}, "publishedAt": ..., "title": ...}`. The inner record counts: its `publishedAt` is
the paper's own date (the outer one is when it was listed), and its title is the paper's. `githubRepo` and
`projectPage` are links, and `ai_summary` is what a machine wrote, beside the abstract. Some saved days are
`{"data": [...]}`, or hold each record as a string in Python's own notation; both are read.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Mapping
from typing import Any

from reader.dates import date_in
from reader.formats.json_rows import JSON_START, rows
from reader.formats.parsed import Parsed, Problem, excerpt
from reader.identity import find_arxiv_id
from reader.paper import Paper
from reader.paper_json import links_of
from reader.text import ABSTRACT_LIMIT, TITLE_LIMIT, clean_line

_PAPER = re.compile(r"""[{\s"]\\?["']paper\\?["']\s*:\s*\{""")
_SUMMARY = re.compile(r"""\\?["']summary\\?["']\s*:""")
_LOOKED_AT = 200_000
"""Characters in which a record must show itself."""


def sniff(text: str) -> bool:
    """Whether the text is JSON with records of this kind."""
    head = text[:_LOOKED_AT]
    return (
        JSON_START.match(head) is not None
        and _SUMMARY.search(head) is not None
        and (_PAPER.search(head) is not None or '"upvotes"' in head)
    )


def parse(text: str) -> Parsed:
    """Read every record; one without a title, or with neither an arXiv id nor an abstract, is a problem."""
    papers, problems = [], []
    for row in rows(text):
        if isinstance(row, Problem):
            problems.append(row)
            continue
        line, value = row
        record = _record(value)
        paper = _paper(record) if record is not None else None
        if paper is None:
            problems.append(Problem(line, "a record without a title, skipped", excerpt(clean_line(str(value)[:300]))))
        elif not paper.arxiv_id and not paper.abstract:
            message = "a record with neither an arXiv id nor an abstract, skipped"
            problems.append(Problem(line, message, excerpt(paper.title)))
        else:
            papers.append(paper)
    return Parsed(tuple(papers), tuple(problems))


def _record(value: Any) -> Mapping[str, Any] | None:
    if isinstance(value, str):
        value = _unquoted(value)
    if not isinstance(value, dict):
        return None
    inner = value.get("paper")
    if isinstance(inner, str):
        inner = _unquoted(inner)
    return inner if isinstance(inner, dict) else value


def _unquoted(text: str) -> Any:
    """A record that was saved as a string: JSON, or Python's notation (single quotes, True, None)."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass  # then it may be Python's notation
    try:
        return ast.literal_eval(text)
    except (ValueError, SyntaxError, RecursionError, MemoryError):
        return None


def _paper(record: Mapping[str, Any]) -> Paper | None:
    title = _line(record.get("title"))[:TITLE_LIMIT]
    if not title:
        return None
    votes = record.get("upvotes")
    links = {"code": _line(record.get("githubRepo")), "project": _line(record.get("projectPage"))}
    return Paper(
        id="",
        title=title,
        abstract=(_line(record.get("summary")) or _line(record.get("abstract")))[:ABSTRACT_LIMIT],
        authors=_authors(record.get("authors")),
        published=date_in(_line(record.get("publishedAt"))),
        arxiv_id=find_arxiv_id(_line(record.get("id"))),
        links=links_of(links),
        machine_summary=_line(record.get("ai_summary"))[:ABSTRACT_LIMIT],
        keywords=_keywords(record.get("ai_keywords")),
        upvotes=votes if isinstance(votes, int) and not isinstance(votes, bool) and votes >= 0 else None,
    )


def _line(value: Any) -> str:
    return clean_line(value) if isinstance(value, str) else ""


def _authors(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        return ()
    names = [_line(author.get("name") if isinstance(author, dict) else author) for author in value]
    return tuple(name for name in names if name)


def _keywords(value: Any) -> tuple[str, ...]:
    found = (_line(word) for word in value) if isinstance(value, list) else ()
    return tuple(dict.fromkeys(word for word in found if word))
