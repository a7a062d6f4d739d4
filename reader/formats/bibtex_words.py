"""What an entry of BibTeX says for whoever keeps it, in the fields of JabRef, Mendeley and BibDesk
(https://docs.jabref.org/finding-sorting-and-cleaning-entries/specialfields): how far it is read, what it is worth to
them, and its groups. The fields stay with the entry and go out with it.

    >>> from reader.paper import Paper
    >>> paper = with_words(Paper("", "Lamps"), {"readstatus": "skimmed", "ranking": "rank5"})
    >>> paper.status.value, paper.note
    ('reading', 'Ranking: rank5')
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache

from reader.formats.field_names import field_of, is_own_words, remark
from reader.formats.parsed import Problem
from reader.formats.user_fields import kept_entry, kept_lists, status_of, yes_or_no
from reader.latex import decode, without_entities
from reader.paper import IncomingEntry, Paper, Status
from reader.text import NOTE_LIMIT, clean_line, clean_text

_GROUPS = ("groups", "mendeley-groups")
_COMMA = re.compile(r"(?<!\\),")
_JABREF = ("ranking", "relevance", "qualityassured")
"""Its further fields of somebody's own, whose names mean something else elsewhere."""
_STATES = ("status", "read")
_NOTES = ("comment", "annotation")
_SPELT = {Status.READING: "skimmed", Status.READ: "read"}
"""What JabRef calls a status."""


def own_words(fields: Mapping[str, str]) -> dict[str, str]:
    """Those of the fields of an entry of which something may be somebody's own."""
    return {name: value for name, value in fields.items() if _is_own(name)}


def with_words(paper: Paper, fields: Mapping[str, str]) -> Paper:
    """A paper with the status that the fields of its entry tell, and with what they say otherwise in its note."""
    if not fields:
        return paper
    said = [one for one in _remarks(fields) if one not in paper.note]
    note = "\n\n".join(filter(None, (paper.note, *said)))[:NOTE_LIMIT]
    return replace(paper, status=_status(fields) or paper.status, note=note)


def entries_of(line: int, fields: Mapping[str, str], problems: list[Problem]) -> tuple[IncomingEntry, ...]:
    """Where the groups of an entry put its paper."""
    names = [clean_line(_text(name)) for field in _GROUPS for name in _named(fields.get(field, ""))]
    return tuple(kept_entry(line, name, 0, "", "", problems) for name in kept_lists(line, names, problems))


def _named(groups: str) -> list[str]:
    """The names in a field of groups; a comma behind a backslash is part of one."""
    return [name.replace("\\,", ",") for name in _COMMA.split(groups)]


def as_now(fields: Mapping[str, str], paper: Paper) -> dict[str, str]:
    """The fields of an entry without those that tell another status than the paper has; JabRef's tells what it has."""
    if _status(fields) in (None, paper.status):
        return dict(fields)
    kept = {name: value for name, value in fields.items() if _told(name, value) is None}
    spelt = {"readstatus": _SPELT[paper.status]} if "readstatus" in fields and paper.status in _SPELT else {}
    return {**kept, **spelt}


def _status(fields: Mapping[str, str]) -> Status | None:
    return next((found for name, value in fields.items() if (found := _told(name, value)) is not None), None)


def _told(name: str, value: str) -> Status | None:
    """The status that a field tells, None for one that tells of none."""
    field = field_of(name)
    if field == "read" and (answer := yes_or_no(_text(value))) is not None:
        return Status.READ if answer else Status.UNREAD
    return status_of(_text(value)) if field == "status" and value.strip("{} ") else None


@lru_cache(2_000)
def _is_own(name: str) -> bool:
    """Whether a field may be somebody's own; the notes of an entry are read elsewhere."""
    return name in _JABREF or field_of(name) in _STATES or (name not in _NOTES and is_own_words(name))


def _remarks(fields: Mapping[str, str]) -> Iterator[str]:
    for name, value in fields.items():
        if field_of(name) not in _STATES and _is_own(name) and (text := _text(value)):
            yield remark(name, text)


def _text(tex: str) -> str:
    return clean_text(decode(without_entities(tex))).strip()
