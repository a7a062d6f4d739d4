"""JSON Lines in the contract's shape, one paper a line: the lossless way out and back in.

On the way in only `title` is required; what is not known is left alone. A JSON array of such objects, and a single one,
as `reader search --json` and `reader show --json` print them, are read too.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from reader.formats.json_rows import Row, rows
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.paper import Paper, Place
from reader.record import from_json, to_json
from reader.text import ABSTRACT_LIMIT, NOTE_LIMIT, TITLE_LIMIT, clean_line, clean_text

_HEAD = re.compile(r"\s*(?:\[\s*)?\{")
_TITLE = re.compile(r'"title"\s*:\s*"')
_FOREIGN = re.compile(r'"(?:creators|itemType|citationKey)"\s*:')
"""Keys of reference managers' own JSON, whose records have a title too but mean other things by their keys."""
_LOOKED_AT = 200_000
TRIAGE = ("queued", "later", "kept", "dismissed")
"""What triage can have decided."""


def sniff(text: str) -> bool:
    """Whether the text is JSON with an object that has a title."""
    head = text[:_LOOKED_AT]
    return _HEAD.match(head) is not None and _TITLE.search(head) is not None and _FOREIGN.search(head) is None


def parse(text: str) -> Parsed:
    """Read every object that is a paper; one that is not says why in a problem."""
    papers: list[Paper] = []
    problems: list[Problem] = []
    places: list[tuple[Place, ...]] = []
    for row in _rows(text):
        if isinstance(row, Problem):
            problems.append(row)
            continue
        line, value = row
        try:
            if not isinstance(value, dict):
                raise ValueError("it is not an object")
            papers.append(_with_triage(from_json(value), value))
        except ValueError as error:
            shown = excerpt(clean_line(json.dumps(value, ensure_ascii=False)[:300]))
            problems.append(Problem(line, f"a record that cannot be read ({error}), skipped", shown))
            continue
        places.append(_places(value))
        problems += _cut(line, value)
    return Parsed(tuple(papers), tuple(problems), tuple(places))


def _rows(text: str) -> Iterator[Row | Problem]:
    body = text.lstrip("\ufeff \t\r\n")
    first = split_lines(body[:_LOOKED_AT])[0].strip()
    if body.startswith("[") or (not first.endswith("}") and len(first) < _LOOKED_AT - 1):
        yield from rows(text)
        return
    for number, line in enumerate(split_lines(text), start=1):
        if not line.strip("\ufeff \t"):
            continue
        for row in rows(line, keys=()):
            if isinstance(row, Problem):
                yield Problem(number, row.message + ", skipped", row.excerpt)
            else:
                yield number, row[1]


def _places(record: Mapping[str, Any]) -> tuple[Place, ...]:
    names, told = record.get("lists"), record.get("places")
    found = [clean_line(name) for name in names if isinstance(name, str)] if isinstance(names, list) else []
    told = told if isinstance(told, dict) else {}
    return tuple(_place(name, told.get(name)) for name in dict.fromkeys(found) if name)


def _place(name: str, told: object) -> Place:
    place = told if isinstance(told, dict) else {}
    at, section, note = place.get("at"), place.get("section"), place.get("note")
    return Place(
        name,
        at if type(at) is int and at > 0 else 0,
        clean_line(section) if isinstance(section, str) else "",
        clean_text(note)[:NOTE_LIMIT] if isinstance(note, str) else "",
    )


def _with_triage(paper: Paper, record: Mapping[str, Any]) -> Paper:
    decision = record.get("triage")
    return replace(paper, triage=decision) if decision in TRIAGE else paper


def _cut(line: int, record: Mapping[str, Any]) -> Iterator[Problem]:
    for name, limit in (("title", TITLE_LIMIT), ("abstract", ABSTRACT_LIMIT)):
        value = record.get(name)
        if isinstance(value, str) and len(value) > limit and len(clean_line(value)) > limit:
            yield Problem(
                line, f"{name} longer than {limit:,} characters, cut at that limit", excerpt(clean_line(value[:300]))
            )


def dump(papers: Sequence[Paper], places: Mapping[str, Sequence[Place]] | None = None) -> str:
    """One line a paper, in their order; `places` maps ids to where the papers stand in reading lists.

    Beyond the contract's keys a line has `places`, list name -> {"at", "section", "note"}, and `triage`, where there is
    something to tell.
    """
    known = places or {}
    return "".join(json.dumps(_record(paper, known.get(paper.id, ())), ensure_ascii=False) + "\n" for paper in papers)


def _record(paper: Paper, places: Sequence[Place]) -> dict[str, Any]:
    record = to_json(paper, [place.list for place in places])
    told = {place.list: {"at": place.at, "section": place.section, "note": place.note} for place in places}
    for name, place in told.items():
        told[name] = {key: value for key, value in place.items() if value}
    more = {"places": told, "triage": paper.triage}
    return {**record, **{key: value for key, value in more.items() if value}}
