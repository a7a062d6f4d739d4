"""The mails of NEP, which announces new working papers in economics (https://nep.repec.org).

The issue lists its contents, then tells each paper: a number and the title, the authors, the abstract, and fields
(`Keywords`, `JEL`, `Date`, `URL`), or all of it in fields. Only what is told in full is read, so that none comes twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reader.formats.parsed import Parsed, split_lines
from reader.formats.references import Reference, References
from reader.text import clean_line

_SIGN = re.compile(r"NEP: New Economics Papers|\bnep\.repec\.org\b", re.IGNORECASE)
_HEAD = 6_000
"""Characters in which a mail says that it is one."""
_BEGINS = re.compile(r"\s{0,4}\d{1,3}\.\s+(?P<title>\S.*)")
_FIELD = re.compile(r"\s{0,4}(?P<name>Keywords|JEL|Date|URL|By|Abstract|Note|Length):(?:\s+(?P<value>.*))?$")
_RULE = re.compile(r"\s*[-=]{20,}\s*$")
_CONTENTS = re.compile(r"\s*In this issue we have:?\s*$", re.IGNORECASE)
_NEXT_MAIL = re.compile(r"From \S.*\d\d:\d\d:\d\d \d{4}\s*$")
"""The line with which a mail begins in an archive of several."""
_QUOTED = re.compile(r"^(?:> ?)+")
_PLACES = re.compile(r"\([^()]*\)")
"""Where an author works."""
_REPEC = re.compile(r"\brepec\b|/n\?u=", re.IGNORECASE)


def sniff(text: str) -> bool:
    """Whether the text is such a mail and tells a paper in full."""
    return _SIGN.search(text[:_HEAD]) is not None and any(_is_paper(fields) for *_, fields in _entries(text))


def signs(text: str) -> Iterator[tuple[int, str]]:
    """The lines in which such a mail names itself, and those of the papers that it tells in full."""
    if _SIGN.search(text) is None:
        return
    papers = [line for line, *_, fields in _entries(text) if _is_paper(fields)]
    named = [number for number, line in enumerate(split_lines(text), start=1) if _SIGN.search(line)] if papers else []
    yield from ((line, "") for line in sorted({*papers, *named}))


def parse(text: str) -> Parsed:
    """Read every paper that the mail tells in full; an entry without an address at RePEc is a problem."""
    found = References("an entry")
    for line, title, blocks, fields in _entries(text):
        if not _is_paper(fields):
            found.skip(line, "without an address at RePEc", title)
            continue
        blocks = list(filter(None, blocks))
        authors = fields.get("By") or (blocks[0] if blocks else [])
        below = blocks if "By" in fields else blocks[1:]
        abstract = fields.get("Abstract") or [line for block in below for line in block]
        found.take(
            Reference(
                line=line,
                title=title,
                abstract=" ".join(abstract),
                authors=_people(authors),
                dates=[text.replace("–", "-") for text in fields.get("Date", [])[:1]],
                urls=[part for text in fields.get("URL", []) for part in text.split()],
                keywords=re.split(r"[;,]", " ".join(fields.get("Keywords", []))),
            )
        )
    return found.parsed()


def _is_paper(fields: dict[str, list[str]]) -> bool:
    return _REPEC.search(" ".join(fields.get("URL", []))) is not None


def _people(lines: Sequence[str]) -> list[str]:
    """The authors, one by one, without the places where they work."""
    told, joined = [], ""
    for line in lines:
        joined = f"{joined} {line}".strip()
        if joined.count("(") <= joined.count(")"):
            told += _PLACES.sub("", joined).split(";")
            joined = ""
    told += _PLACES.sub("", joined).partition("(")[0].split(";")
    return [name.strip(" ,") for name in told if name.strip(" ,")]


def _entries(text: str) -> Iterator[tuple[int, str, list[list[str]], dict[str, list[str]]]]:
    """(line, title, blocks of lines between empty ones, lines of each field) of every entry below the contents."""
    lines = [_QUOTED.sub("", line) for line in split_lines(text)]
    entry: tuple[int, str, list[list[str]], dict[str, list[str]]] | None = None
    contents = ruled = titled = False
    field = ""
    for number, line in enumerate(lines, start=1):
        plain = clean_line(line)
        if _CONTENTS.match(line):
            contents, ruled = True, False
        elif _RULE.match(line) or _NEXT_MAIL.match(line):
            # The contents stand between two rules.
            contents, ruled = contents and not ruled, True
            if entry is not None:
                yield entry
            entry = None
        elif contents:
            continue
        elif (begins := _BEGINS.match(line)) and (entry is None or entry[3]):
            if entry is not None:
                yield entry
            entry, titled, field = (number, clean_line(begins["title"]), [], {}), True, ""
        elif entry is None:
            continue
        elif match := _FIELD.match(line):
            field, titled = match["name"], False
            entry[3].setdefault(field, []).append(clean_line(match["value"] or ""))
        elif not plain:
            titled = False
            field = field if field in ("Abstract", "By") else ""
            entry[2].append([])
        elif titled:
            entry = (entry[0], f"{entry[1]} {plain}", entry[2], entry[3])
        elif field:
            entry[3][field].append(plain)
        elif not entry[3] or entry[2]:
            if not entry[2]:
                entry[2].append([])
            entry[2][-1].append(plain)
    if entry is not None:
        yield entry
