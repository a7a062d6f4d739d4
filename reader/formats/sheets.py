"""Where one mail or page ends and another begins, in a text into which several were joined.

None of them says where it ends, so each would take what stands below it for its own, or be hidden by it. What tells
them apart is positive: each format knows the lines that are surely its own (its `signs`), and where those of one are
followed by those of another, another mail or page has begun. It begins with the header of its mail, where one stands
between, or else with its first sign.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from reader.errors import InputError
from reader.formats.beginnings import from_line
from reader.formats.parsed import contained, split_lines
from reader.formats.table import FORMATS, SHEETS

_FIELD = (
    r"(?:From|To|Cc|Subject|Date|Reply-To|Sender|Message-ID|Received|Return-Path|Delivered-To|Envelope-to"
    r"|MIME-Version|Content-[A-Za-z-]+|List-[A-Za-z-]+|X-[A-Za-z-]+|DKIM-Signature|Precedence)"
)
_HEADER = re.compile(rf"(?:From \S+.*\d{{4}}\s*$|(?:> ?)*{_FIELD}: )")
"""A line of the header of a mail, or that parts two mails of a mailbox."""
_SAID = re.compile(r"(?:> ?)*(?:From|Subject)[ :]")
_GOES_ON = re.compile(r"[ \t]+\S")
_FORWARDED = re.compile(r"-+ ?(?:Forwarded|Original) message ?-+\s*$|Begin forwarded message:", re.IGNORECASE)


class JoinedPage(NamedTuple):
    """A mail or page of a text."""

    line: int
    """1-based number of its first line."""
    last: int
    """That of the last line that is surely its own."""
    format: str
    text: str
    """The text with nothing but this in it, each line in its place."""


class PageSign(NamedTuple):
    """A line that is surely of a mail or a page."""

    line: int
    format: str
    kind: str
    """The page of the format that it is of."""


def signs_in(text: str) -> list[PageSign]:
    """The signs of mails and pages in a text, in order."""
    return sorted(PageSign(line, name, kind) for name in SHEETS for line, kind in _signs(name, text))


def sheets(text: str, signs: Sequence[PageSign] | None = None) -> list[JoinedPage]:
    """The mails and pages in a text, each up to where the next one begins; several in one form that stand side by side
    are one. `signs` are those of the text, where they are known: to look for them takes as long as to read it."""
    found = signs_in(text) if signs is None else signs
    runs = [list(run) for _, run in groupby(found, key=lambda sign: (sign.format, sign.kind))]
    lines = split_lines(text) if runs else []
    starts = [
        _beginning(lines, above[-1].line if above else 0, run[0].line)
        for above, run in zip([[], *runs], runs, strict=False)
    ]
    return [
        JoinedPage(start, run[-1].line, run[0].format, from_line("\n".join(lines[: end - 1]), start))
        for run, (start, end) in zip(runs, pairwise([*starts, len(lines) + 1]), strict=True)
    ]


def _signs(name: str, text: str) -> Sequence[tuple[int, str]]:
    """The lines that are surely of a format, each with the page of it that they are of; none where that cannot be
    told."""
    try:
        with contained("the text"):
            return list(FORMATS[name].load().signs(text))
    except InputError:
        return []


def _beginning(lines: Sequence[str], above: int, sign: int) -> int:
    """The line where a mail or page begins whose first sign is given: the first header of a mail between that and the
    last sign of what stands above it, else the sign itself."""
    for at in range(above, sign - 1):
        begins = not lines[at - 1].strip() or lines[at].startswith("From ")
        if _FORWARDED.match(lines[at]) or (begins and _is_header(lines, at)):
            return at + 1
    return sign


def _is_header(lines: Sequence[str], at: int) -> bool:
    """Whether the header of a mail begins in a line: two fields at least, of which one says who wrote or about what."""
    found = 0
    said = False
    while at < len(lines) and lines[at].strip():
        if _HEADER.match(lines[at]):
            found, said = found + 1, said or _SAID.match(lines[at]) is not None
            if found > 1 and said:
                return True
        elif not _GOES_ON.match(lines[at]):
            return False
        at += 1
    return False
