"""What a list that somebody keeps says of reading: its boxes, its headings ("Done", "To read"), and stars.

Only what can mean nothing else is taken: a checked box in a list of boxes, a heading that says nothing but how far
somebody has come, one star at either end of an item. Signs that may mean anything are named.

    >>> marks = reading_marks(["## Done", "- [Lamps](x)", "## To read", "- [x] [Moss](y)", "- [ ] ⭐ [Yews](z)"])
    >>> [marks.of(line) for line in (2, 4, 5)]  # doctest: +NORMALIZE_WHITESPACE
    [ReadingMark(status=<Status.READ: 'read'>, starred=False), ReadingMark(status=<Status.READ: 'read'>, starred=False),
     ReadingMark(status=<Status.UNREAD: 'unread'>, starred=True)]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from reader.fences import fenced_lines
from reader.formats.parsed import Problem, excerpt
from reader.formats.user_fields import status_of
from reader.headings import heading_in
from reader.paper import Paper, Status
from reader.text import clean_line

_BOX = re.compile(r"\s*(?:[*+-]|\d{1,4}[.)])\s+\\?\[(?P<sign>[ xX/-])\\?\]\s")
"""The box of a task at the beginning of an item."""
_ITEM = re.compile(r"(?P<indent>\s*)(?:[*+•-]|\d{1,4}[.)])\s+(?P<text>.*)")
_STARS = "\N{WHITE MEDIUM STAR}\N{GLOWING STAR}\N{BLACK STAR}"
_ONE_STAR = rf"(?:[{_STARS}]\ufe0f?|:star2?:)"
_STAR = re.compile(
    r"^\s*(?:[*+•-]|\d{1,4}[.)]|#{1,6})?\s*(?:\\?\[[ xX/-]\\?\]\s+)?"
    rf"{_ONE_STAR}(?![{_STARS}\ufe0f:])\s*(?=[^\s\d])|(?<![{_STARS}\ufe0f\d:])\s{_ONE_STAR}\s*$"
)
"""One star before or behind all that an item says, and no number beside it."""
_ANY_STAR = re.compile(rf"{_ONE_STAR}(?!\s*\d)")
"""A star that counts nothing."""
_CHECKS = "\N{WHITE HEAVY CHECK MARK}\N{BALLOT BOX WITH CHECK}\N{HEAVY CHECK MARK}\N{CHECK MARK}\N{BALLOT BOX WITH X}"
_OPEN = "\N{BALLOT BOX}\N{WHITE LARGE SQUARE}\N{BLACK SQUARE BUTTON}\N{WHITE SQUARE BUTTON}\N{CROSS MARK}"
_ANY_CHECK = re.compile(rf"[{_CHECKS}]|:(?:white_check_mark|heavy_check_mark|ballot_box_with_check):")
_LEADING = re.compile(rf"\s*(?:(?:[*+•-]|\d{{1,4}}[.)])\s+)?(?P<sign>[{_CHECKS}{_OPEN}])\ufe0f?\s")
_SURE_HEADS = frozenset(
    (
        "read", "done", "finished", "completed", "already read", "papers read", "read papers", "have read", "unread",
        "to read", "toread", "not read", "not yet read", "not started", "want to read", "read later",
        "currently reading", "in progress",
    )
)  # fmt: skip
"""Headings that say how far somebody has come, whatever stands beside them."""
_HEADS = {
    "already read": "read",
    "papers read": "read",
    "read papers": "read",
    "have read": "read",
    "not yet read": "unread",
}
_OTHER_TASK = re.compile(
    r"\b(?:annotat|cod(?:e|ing)|implement|present|print|replicat|reproduc|review|summari[sz]|translat|writ)\w*",
    re.IGNORECASE,
)
"""Words of a heading by which boxes below it count something else than reading."""
_LEGEND = re.compile(r"\s*(?:[:=–—-]|means\b)\s*(?P<said>\S.*)")
_RECOMMENDED = re.compile(
    r"\b(?:best|essential|fav(?:ou?rites?|s)?|highlights?|important|key|loved?|must|recommended|star(?:red)?|top)\b",
    re.IGNORECASE,
)
_MANY = 2
UNCLEAR_BOX = "a checked box that need not say that the paper is read, not taken"
UNCLEAR_SIGN = "a sign that need not say that the paper is read or starred, not taken"
UNCLEAR_HEAD = "a heading that need not say how far somebody has come, not taken"


class ReadingMark(NamedTuple):
    """What a list says of the paper in one of its lines."""

    status: Status = Status.UNREAD
    starred: bool = False


@dataclass(slots=True)
class ReadingMarks:
    """What the lines of a list say of reading."""

    marks: Mapping[int, ReadingMark]
    """By the 1-based number of the line; lines that say nothing are not there."""
    unclear: Mapping[int, tuple[str, str]] = field(default_factory=dict)
    """The line, what is said of it in a problem, and what stands there."""

    def of(self, line: int) -> ReadingMark:
        """What is said of the paper in a line."""
        return self.marks.get(line, ReadingMark())

    def put(self, line: int, paper: Paper) -> Paper:
        """The paper of a line with what is said of it; what the paper says itself stays."""
        mark = self.of(line)
        status = paper.status if paper.status is not Status.UNREAD else mark.status
        return replace(paper, status=status, starred=paper.starred or mark.starred)

    def problems(self, lines: Iterable[int]) -> Iterator[Problem]:
        """What stands beside the papers of some lines and is not taken, of several alike the first."""
        told: dict[str, Problem] = {}
        for line in lines:
            if line in self.unclear:
                message, shown = self.unclear[line]
                told.setdefault(message, Problem(line, message, excerpt(clean_line(shown[:300]))))
        yield from told.values()


def reading_marks(lines: Sequence[str]) -> ReadingMarks:
    """What the lines of a list say of reading, and what may say it and is not sure."""
    code = fenced_lines(lines)
    sections, doubtful = _sections(lines)
    boxes = {at: found["sign"] for at, line in enumerate(lines) if at not in code and (found := _BOX.match(line))}
    boxes_sure = len(boxes) >= _MANY or len(boxes) == sum(_ITEM.match(line) is not None for line in lines)
    signs = {at: found["sign"] for at, line in enumerate(lines) if at not in code and (found := _LEADING.match(line))}
    pairs = not set(signs.values()).isdisjoint(_CHECKS) and not set(signs.values()).isdisjoint(_OPEN)
    stars_sure = _stars_are_marks(lines)
    marks: dict[int, ReadingMark] = {}
    unclear: dict[int, tuple[str, str]] = {}
    for at, line in enumerate(lines):
        if at in code:
            continue
        status, head = sections.get(at, (None, ""))
        box = boxes.get(at, "")
        checked = box in ("x", "X") if box else pairs and signs.get(at, " ") in _CHECKS
        if checked and (boxes_sure or not box) and not _OTHER_TASK.search(head):
            status = Status.READ
        elif checked:
            unclear[at + 1] = (UNCLEAR_BOX, line)
        elif box == "/" and boxes_sure:
            status = Status.READING
        elif box == "-" or (box == " " and status is Status.READ):
            status = None
            unclear[at + 1] = (UNCLEAR_BOX if box == "-" else UNCLEAR_HEAD, line)
        elif at in doubtful:
            unclear[at + 1] = (UNCLEAR_HEAD, doubtful[at])
        row = line.lstrip().startswith("|")
        starred = stars_sure and any(_STAR.search(part) for part in (line.split("|") if row else [line]) if _says(part))
        if not row and ((not starred and _ANY_STAR.search(line)) or (not pairs and _ANY_CHECK.search(line))):
            unclear.setdefault(at + 1, (UNCLEAR_SIGN, line))
        if status is not None or starred:
            marks[at + 1] = ReadingMark(status or Status.UNREAD, starred)
    return ReadingMarks(marks, unclear)


def _says(text: str) -> bool:
    return any(map(str.isalnum, text))


def _sections(lines: Sequence[str]) -> tuple[dict[int, tuple[Status | None, str]], dict[int, str]]:
    """For the index of each line what the headings above it say, with the words of the nearest; and for those below a
    heading that may say it and need not, that heading."""
    heads = [(at, *_head_of(line)) for at, line in enumerate(lines)]
    said = [(level, status, _plain(words)) for _, level, words in heads if level and (status := _status(words))]
    several = sum(level > 0 for _, level, _ in heads) > 1
    boards = {level for level, status, words in said if words in _SURE_HEADS or status is Status.READING}
    found: dict[int, tuple[Status | None, str]] = {}
    doubtful: dict[int, str] = {}
    open_heads: list[tuple[int, Status | None, str, bool]] = []
    for at, level, words in heads:
        if level:
            while open_heads and open_heads[-1][0] >= level:
                open_heads.pop()
            found.update(_below(open_heads, at, doubtful, several=several))
            status = _status(words)
            beside = {other for rank, other, _ in said if rank == level}
            sure = status is not None and (_plain(words) in _SURE_HEADS or (level in boards and len(beside) > 1))
            open_heads.append((level, status, words, sure))
        else:
            found.update(_below(open_heads, at, doubtful, several=several))
    return found, doubtful


def _below(
    heads: Sequence[tuple[int, Status | None, str, bool]], at: int, doubtful: dict[int, str], *, several: bool
) -> dict[int, tuple[Status | None, str]]:
    """What some headings above each other say of the line at an index, with the words of the last; nothing for none,
    and where they may say it and need not, which goes to `doubtful`. The only heading of a page is its name."""
    if not heads:
        return {}
    told = [(status, words, sure) for _, status, words, sure in heads if status is not None]
    status, words, sure = told[-1] if told else (None, "", True)
    if not sure and status is not Status.UNREAD and several:
        doubtful[at] = words
    return {at: (status if sure else None, heads[-1][2])}


def _head_of(line: str) -> tuple[int, str]:
    """The level and the words of a heading; a line of nothing but words in bold, or of words that end in a colon, is
    one below all others; (0, "") for any other line."""
    heading = heading_in(line)
    if heading.level:
        return heading.level, line[heading.start : heading.end]
    plain = line.strip()
    bold = plain.startswith("**") and plain.endswith("**") and plain.count("**") == len("**")
    if len(plain) < _LONGEST_HEAD and (bold or plain.endswith(":")) and not line[:1].isspace() and _status(plain):
        return _LOWEST, plain
    return 0, ""


_LOWEST, _LONGEST_HEAD = 7, 40


def _plain(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words).strip().lower()


def _status(words: str) -> Status | None:
    plain = _plain(words)
    return status_of(_HEADS.get(plain, plain)) if plain else None


def _stars_are_marks(lines: Sequence[str]) -> bool:
    """Whether a star in a list is no sign that its page explains as something else."""
    for line in lines:
        star = _ANY_STAR.search(line)
        if star is None or "](" in line or "://" in line:
            continue
        legend = _LEGEND.match(line[star.end() :].lstrip("\ufe0f"))
        if legend is not None and not _RECOMMENDED.search(legend["said"]):
            return False
    return True
