"""What a service answered: papers, what could not be read of it, and what it has not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from reader.errors import LimitError, NetworkError
from reader.formats.parsed import Parsed, Problem, contained
from reader.paper import Paper

LONGEST_TEXT = 1_000_000
"""Characters of one text in an answer: twenty times as many as an abstract may have."""


@dataclass(frozen=True, slots=True)
class PreprintVersion:
    """What arXiv says of a preprint besides the paper."""

    number: int
    """Of the latest version, from 1."""
    updated: str
    """The day of that, "YYYY-MM-DD"."""
    comment: str = ""
    journal: str = ""
    """Where it was published, as its authors say; "" where they do not."""
    doi: str = ""
    """The DOI of what was published, "" where its authors tell none."""
    withdrawn: bool = False


@dataclass(frozen=True, slots=True)
class ServiceAnswer:
    """Papers of a service, each once, in its order."""

    papers: tuple[Paper, ...] = ()
    problems: tuple[Problem, ...] = ()
    missing: tuple[str, ...] = ()
    """What was asked for by an id that the service does not have."""
    unread: tuple[str, ...] = ()
    """What was asked for by an id, is there, and could not be read."""
    total: int = 0
    """How many there are of what was asked for, as the service says; at least those that are here."""
    last: bool = True
    """Whether there is no further page."""
    versions: Mapping[str, PreprintVersion] = field(default_factory=dict)
    """By arXiv id, of answers of arXiv."""

    def and_then(self, other: ServiceAnswer) -> ServiceAnswer:
        """Both, this one first."""
        return ServiceAnswer(
            once([*self.papers, *other.papers]),
            (*self.problems, *other.problems),
            (*self.missing, *other.missing),
            (*self.unread, *other.unread),
            self.total + other.total,
            other.last,
            {**self.versions, **other.versions},
        )


def once(papers: Iterable[Paper]) -> tuple[Paper, ...]:
    """Each paper once, by the ids that services know it by."""
    found: dict[str, Paper] = {}
    for paper in papers:
        found.setdefault(paper.arxiv_id or paper.doi or paper.title, paper)
    return tuple(found.values())


def text_of(body: bytes, service: str) -> str:
    """The text of an answer, which is in UTF-8 (RFC 8259, section 8.1). Raises `NetworkError`."""
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise not_understood(service, "it is not in UTF-8") from error
    if not text.strip():
        raise not_understood(service, "it is empty")
    return text


def json_of(text: str, service: str) -> Any:
    """The value that an answer in JSON holds. Raises `NetworkError`, and `LimitError` where a text in it is longer than
    any paper's."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise not_understood(service, "it is a web page" if is_html(text) else "it is no whole JSON") from error
    if len(text) > LONGEST_TEXT:
        _must_be_bounded(value, service)
    return value


def is_html(text: str) -> bool:
    """Whether a text is a web page, as networks that want a login answer."""
    return text.lstrip()[:15].lower().startswith(("<!doctype html", "<html"))


def not_understood(service: str, why: str) -> NetworkError:
    """What is said of an answer in another form than that of the service."""
    return NetworkError(f"{service} answered with something else than papers ({why}), so nothing of it was taken.")


def _must_be_bounded(value: Any, service: str) -> None:
    held = [value]
    while held:
        one = held.pop()
        if isinstance(one, dict):
            held += one.values()
        elif isinstance(one, list):
            held += one
        elif isinstance(one, str):
            must_be_short(one, service)


def must_be_short(text: str, service: str) -> None:
    """Raises `LimitError` for a text that is longer than any of a paper."""
    if len(text) > LONGEST_TEXT:
        raise LimitError(f"{service} answered with a text of {len(text):,} characters, so nothing of it was taken.")


def read_by(parse: Callable[[str], Parsed], text: str, service: str) -> Parsed:
    """What a format makes of an answer, which has no lines to name. Raises `InputError` for what nobody foresaw."""
    with contained(f"The answer of {service}"):
        parsed = parse(text)
    return Parsed(parsed.papers, tuple(replace(problem, line=0) for problem in parsed.problems))
