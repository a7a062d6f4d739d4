"""YAML properties of a paper's file: written so that every parser gives back the same strings and types, and read.

Strings are always double-quoted (JSON's quoting is YAML's), dates are bare `YYYY-MM-DD`, unknown facts are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from reader.dates import is_date
from reader.formats.markdown.front_matter import quoted
from reader.formats.obsidian.tags import legal_tags
from reader.paper import Paper

KEYS = (
    "title",
    "aliases",
    "authors",
    "year",
    "published",
    "arxiv_id",
    "doi",
    "url",
    "tags",
    "status",
    "starred",
    "added",
)
"""Ours, in their order."""
KEYS_OF_FACTS = ("title", "aliases", "authors", "year", "published", "arxiv_id", "doi", "url", "added")
"""Those of them that tell what no user says, and when each library got the paper."""
PROPERTIES_LIMIT = 200_000
"""Characters of properties that are read."""

_WORD = r"(?!(?:y|n|yes|no|true|false|on|off|null)$)[A-Za-z][A-Za-z0-9_/-]*"
_TEXT = r"\"(?:[^\"\\]|\\.)*\"|(?i:" + _WORD + ")"
_LINE = re.compile(rf"(?P<key>[A-Za-z_]+):(?: (?P<value>\[\]|true|false|[0-9][0-9-]*|{_TEXT}))?|  - (?P<item>{_TEXT})")


def write(paper: Paper, audience: str = "me") -> list[str]:
    """The lines of a paper's properties, with those that enclose them; to others neither status nor star is told."""
    lines = [
        "---",
        f"title: {quoted(paper.title)}",
        *_list("aliases", [paper.title]),
        *_list("authors", paper.authors),
    ]
    if paper.year is not None:
        lines.append(f"year: {paper.year}")
    if len(paper.published) == 10:
        lines.append(f"published: {_date(paper.published)}")
    for key, value in (("arxiv_id", paper.arxiv_id), ("doi", paper.doi), ("url", paper.link)):
        lines += [f"{key}: {quoted(value)}"] if value else []
    lines += _list("tags", legal_tags(paper.tags))
    if audience == "me":
        lines += [f"status: {quoted(paper.status.value)}", f"starred: {'true' if paper.starred else 'false'}"]
    lines += [f"added: {_date(paper.added[:10])}"] if paper.added else []
    return [*lines, "---"]


def alias_lines(aliases: Iterable[str]) -> list[str]:
    """The lines of one property: other names under which a link finds the file."""
    return _list("aliases", aliases)


def _list(key: str, values: Iterable[str]) -> list[str]:
    items = [f"  - {quoted(value)}" for value in values]
    return [f"{key}:", *items] if items else [f"{key}: []"]


def _date(text: str) -> str:
    return text if len(text) == 10 and is_date(text) else quoted(text)


def read(lines: list[str]) -> dict[str, Any] | None:
    """The properties between the lines that enclose them; None when they cannot be read."""
    try:
        found = _as_written(lines)
    except ValueError:  # an escape that YAML has and JSON has not
        found = None
    if found is not None:
        return {key: _plain(key, held) for key, held in found.items()}
    import yaml  # noqa: PLC0415  only an edited file needs it, and it costs 15 ms

    text = "\n".join(lines)
    if len(text) > PROPERTIES_LIMIT:
        return None
    try:
        # Every scalar stays the text that it is: in YAML 1.1 the words "no" and "1e3" would be a truth and a number.
        value = yaml.load(text, Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if not value:
        return {}
    return {str(key): _plain(str(key), held) for key, held in value.items()} if isinstance(value, dict) else None


def broken_at(lines: list[str]) -> int:
    """The index of the line at which properties that cannot be read are given up, 0 where nothing tells."""
    import yaml  # noqa: PLC0415  as in `read`

    try:
        yaml.load("\n".join(lines)[:PROPERTIES_LIMIT], Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        return min(mark.line, len(lines) - 1) if mark is not None else 0
    except (yaml.YAMLError, ValueError, RecursionError):
        pass
    return 0


def _plain(key: str, value: Any) -> Any:
    """A property as YAML 1.2 has it, where only `true` and `false` are truths (https://yaml.org/spec/1.2.2/#103), in
    quotes too where nothing else is expected."""
    if value in ("", "~", "null", "Null", "NULL"):
        return None
    if key == "starred" and isinstance(value, str) and value.casefold() in ("true", "false"):
        return value.casefold() == "true"
    return value


def _as_written(lines: list[str]) -> dict[str, Any] | None:
    """The properties when each line has one of the forms that `write` and Obsidian give it, far faster than YAML."""
    found: dict[str, Any] = {}
    key = ""
    for line in lines:
        match = _LINE.fullmatch(line)
        if match is None or (match["item"] and not isinstance(found.get(key), list)):
            return None
        if match["item"]:
            found[key].append(_scalar(match["item"]))
            continue
        key = match["key"]
        if key in found or key not in KEYS:
            return None
        found[key] = [] if match["value"] is None else _scalar(match["value"])
    return found


def _scalar(text: str) -> Any:
    return json.loads(text) if text[0] == '"' or text in ("true", "false", "[]") else text
