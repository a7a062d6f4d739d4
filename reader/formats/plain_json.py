"""JSON of people, conferences and small programs, whose records tell papers under usual names but in no shape of the
contract's: in an array, under a key, or each under its id."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import islice
from typing import Any

from reader.formats import jsonl
from reader.formats.json_rows import JSON_START, rows
from reader.formats.parsed import Parsed, Problem
from reader.formats.plain_records import PlainRecord, show_papers, take_papers
from reader.formats.references import References

_TITLE = re.compile(r'"(?:paper_)?title"\s*:\s*"', re.IGNORECASE)
_LOOKED_AT = 200_000
_TRIED = 5
"""Records that are looked at to tell the format."""
_DEPTH = 3
"""Keys and arrays around the records at most."""


def sniff(text: str) -> bool:
    """Whether the text is JSON whose first records tell papers in a way that the contract's shape does not know: none
    of them is one that Reader wrote, whatever became of a value since."""
    if JSON_START.match(text.removeprefix("\ufeff")) is None or _TITLE.search(text[:_LOOKED_AT]) is None:
        return False
    tried = list(islice((record for _, record in _found(text) if not isinstance(record, Problem)), _TRIED))
    shown = show_papers([PlainRecord.of_json(0, record) for record in tried if isinstance(record, dict)])
    if not shown or not _stand_alone(text, tried):
        return shown
    return not jsonl.has_its_types(tried[0]) and not any(isinstance(one, dict) and jsonl.is_ours(one) for one in tried)


def _stand_alone(text: str, found: list[Any]) -> bool:
    """Whether the contract's shape has records where these are found: in an array, or alone."""
    first = next((row[1] for row in rows(text) if not isinstance(row, Problem)), None)
    return json.dumps(first) == json.dumps(found[0])


def parse(text: str) -> Parsed:
    """Read every record that shows a paper; any other is a problem."""
    references = References("a record")
    records: list[PlainRecord] = []
    for line, record in _found(text):
        if isinstance(record, Problem):
            references.problems.append(record)
        elif isinstance(record, dict):
            records.append(PlainRecord.of_json(line, record))
        else:
            references.skip(line, "that is no object", str(record)[:300])
    take_papers(references, records)
    return references.parsed()


def _found(text: str) -> Iterator[tuple[int, Any]]:
    """Each record with its line, or a problem."""
    for row in rows(text, keys=()):
        if isinstance(row, Problem):
            yield row.line, row
        else:
            yield from ((row[0], record) for record in _records(row[1], 0))


def _records(value: Any, depth: int) -> list[Any]:
    """The objects with a title in a value, below keys and arrays, and what stands in an array beside them; a value
    without any is one itself."""
    if _has_title(value) or depth > _DEPTH or not isinstance(value, dict | list):
        return [value]
    members = value if isinstance(value, list) else [one for one in value.values() if isinstance(one, dict | list)]
    found = [record for member in members for record in _records(member, depth + 1)]
    titled = [record for record in found if _has_title(record)]
    if not titled:
        return [value]
    return found if isinstance(value, list) else titled


def _has_title(value: Any) -> bool:
    return isinstance(value, dict) and any(
        isinstance(held, str) and key.lower() in ("title", "paper_title") for key, held in value.items()
    )
