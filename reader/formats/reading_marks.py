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
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from reader.fences import fenced_lines
from reader.formats.evidence import leads_to_paper
from reader.formats.list_item import addresses_in
from reader.formats.parsed import Problem, excerpt
from reader.formats.user_fields import status_of
from reader.headings import heading_in, is_rule
from reader.identity import find_arxiv_id, normal_doi
from reader.paper import Paper, Status
from reader.text import clean_line

_BOX = re.compile(r"\s*(?:[*+-]|\d{1,4}[.)])\s+\\?\[(?P<sign>[ xX/-])\\?\]\s")
"""The box of a task at the beginning of an item."""
_ITEM = re.compile(r"(?P<indent>\s*)(?:[*+•-]|\d{1,4}[.)])\s+(?P<text>.*)")
_STARS = "\N{WHITE MEDIUM STAR}\N{GLOWING STAR}\N{BLACK STAR}"
_ONE_STAR = rf"(?:[{_STARS}]\ufe0f?|:star2?:)"
_STAR = re.compile(
    r"^\s*+(?:[*+•-]|\d{1,4}[.)]|#{1,6})?\s*+(?:\\?\[[ xX/-]\\?\]\s++)?"
    rf"{_ONE_STAR}(?![{_STARS}\ufe0f:])\s*(?=[^\s\d])|(?<![{_STARS}\ufe0f\d:])\s{_ONE_STAR}\s*$"
)
"""One star before or behind all that an item says, and no number beside it."""
_ANY_STAR = re.compile(rf"{_ONE_STAR}(?!\s*\d)")
"""A star that counts nothing."""
_CHECKS = "\N{WHITE HEAVY CHECK MARK}\N{BALLOT BOX WITH CHECK}\N{HEAVY CHECK MARK}\N{CHECK MARK}\N{BALLOT BOX WITH X}"
_OPEN = "\N{BALLOT BOX}\N{WHITE LARGE SQUARE}\N{BLACK SQUARE BUTTON}\N{WHITE SQUARE BUTTON}\N{CROSS MARK}"
_ANY_CHECK = re.compile(rf"[{_CHECKS}]|:(?:white_check_mark|heavy_check_mark|ballot_box_with_check):")
_ANY_BOX = re.compile(rf"[{_CHECKS}{_OPEN}]|:(?:white_check_mark|heavy_check_mark|ballot_box_with_check|x):")
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
_OF_PROGRAM = re.compile(
    r"\b(?:support(?:s|ed)?(?! vector)|implement\w*|road ?map|milestones?|model zoo|back ?ends?|change ?log)\b"
    r"|\bcoming soon\b|\bfeatures? of\b|^\W*(?:(?:core|current|further|key|main|more|new|planned) )?features?\W*$"
    r"|\b(?:available|included|provided|planned|released) (?:\w+ )?(?:algorithms|models|methods)\b"
    r"|\b(?:algorithms|models|methods) (?:available|included|provided)\b",
    re.IGNORECASE,
)
"""Words of headings below which a program tells what it has."""
_OF_READING = re.compile(r"\b(?:read|reading|stud(?:y|ying)|learning (?:path|plan))\b", re.IGNORECASE)
_HEAD_OF_PROGRAM = re.compile(
    r"(?:how to )?(?:install|installation|installing|usage|quick ?start|getting started|requirements|dependencies)"
)
"""Headings that only the page of a program has."""
_LEGEND = re.compile(r"\s*(?:[:=–—-]|means\b|marks?\b|indicates?\b|denotes?\b|stands? for\b|is for\b)\s*\S")
"""What stands between a sign and what it means."""
_BETWEEN_SIGNS = re.compile(rf"[{_CHECKS}{_OPEN}]\ufe0f?|:[a-z_]+:|[,;|/()=]")
_NO_WORDS = re.compile(r"\b(?:means?|marks?|is|are|for|i|have|it|them|papers?|what|legend|key)\b", re.IGNORECASE)
"""Words of the key of a page that say nothing of what a sign means."""
_KEY = re.compile(r"^\W*(?:key|legend)\b", re.IGNORECASE)
_CODE = re.compile(r"\b(?:cod(?:e|ing)|github|repo(?:sitory)?|implement\w*|demos?|data(?:set)?s?)\b", re.IGNORECASE)
"""Words by which a star beside them is none of what somebody likes best."""
_RECOMMENDED = re.compile(
    r"\b(?:best|essential|fav(?:ou?rites?|s)?|highlights?|important|key|loved?|must|recommended|star(?:red)?|top)\b",
    re.IGNORECASE,
)
_MANY = 2
UNCLEAR_BOX = "a checked box that need not say that the paper is read, not taken"
UNCLEAR_SIGN = "a sign that need not say that the paper is read or starred, not taken"
UNCLEAR_PART = "a part of a list that need not be what a heading above it says of reading, not taken"
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
    sections, doubtful = _sections(lines, code)
    boxes = {at: found["sign"] for at, line in enumerate(lines) if at not in code and (found := _BOX.match(line))}
    boxes_sure = len(boxes) >= _MANY or len(boxes) == sum(_ITEM.match(line) is not None for line in lines)
    signs = {at: found["sign"] for at, line in enumerate(lines) if at not in code and (found := _LEADING.match(line))}
    pairs = not set(signs.values()).isdisjoint(_CHECKS) and not set(signs.values()).isdisjoint(_OPEN)
    stars_sure = not _explains_otherwise(lines, code, _ANY_STAR)
    pairs = pairs and not _explains_otherwise(lines, code, _ANY_BOX)
    of_program = any(
        at not in code and _HEAD_OF_PROGRAM.fullmatch(_plain(_head_of(line)[1])) for at, line in enumerate(lines)
    )
    marks: dict[int, ReadingMark] = {}
    unclear: dict[int, tuple[str, str]] = {}
    for at, line in enumerate(lines):
        if at in code or not line:
            continue
        status, head, heads = sections.get(at, _Told())
        box = boxes.get(at, "")
        checked = box in ("x", "X") if box else pairs and signs.get(at, " ") in _CHECKS
        other = _OTHER_TASK.search(head) or (box and (of_program or any(map(_is_of_program, heads))))
        if checked and (boxes_sure or not box) and not other:
            status = Status.READ
        elif checked:
            unclear[at + 1] = (UNCLEAR_BOX, line)
        elif box == "/" and boxes_sure and not other:
            status = Status.READING
        elif box == "-" or (box == " " and status is Status.READ):
            status = None
            unclear[at + 1] = (UNCLEAR_BOX if box == "-" else UNCLEAR_HEAD, line)
        elif at in doubtful:
            unclear[at + 1] = doubtful[at]
        row = line.lstrip().startswith("|")
        starred = stars_sure and any(_STAR.search(part) for part in (line.split("|") if row else [line]) if _says(part))
        if not row and ((not starred and _ANY_STAR.search(line)) or (not pairs and _ANY_CHECK.search(line))):
            unclear.setdefault(at + 1, (UNCLEAR_SIGN, line))
        if status is not None or starred:
            marks[at + 1] = ReadingMark(status or Status.UNREAD, starred)
    return ReadingMarks(marks, unclear)


def _is_of_program(words: str) -> bool:
    """Whether boxes below a heading count what a program has or is to have."""
    return _OF_PROGRAM.search(words) is not None and _OF_READING.search(words) is None


def _says(text: str) -> bool:
    return any(map(str.isalnum, text))


def _sections(lines: Sequence[str], code: Set[int]) -> tuple[dict[int, _Told], dict[int, tuple[str, str]]]:
    """For the index of each line what the headings above it say; and for those below a heading that may say it and
    need not, or behind words that may end what it says, what is said of them in a problem, and these words."""
    heads = [(0, "") if at in code else _head_of(line) for at, line in enumerate(lines)]
    said = [(level, status, _plain(words)) for level, words in heads if level and (status := _status(words))]
    several = sum(level > 0 for level, _ in heads) > 1
    boards = {level for level, status, words in said if words in _SURE_HEADS or status is Status.READING}
    found: dict[int, _Told] = {}
    doubtful: dict[int, tuple[str, str]] = {}
    open_heads: list[_OpenHeading] = []
    for at, (level, words) in enumerate(heads):
        if level:
            while open_heads and open_heads[-1].level >= level:
                open_heads.pop()
            status = _status(words)
            beside = {other for rank, other, _ in said if rank == level}
            sure = status is not None and (_plain(words) in _SURE_HEADS or (level in boards and len(beside) > 1))
            open_heads.append(_OpenHeading(level, status, words, sure))
        elif open_heads and at not in code:
            open_heads[-1].take(lines[at], lines[at - 1])
        if open_heads:
            found[at], unclear = _below(open_heads, several=several)
            doubtful.update({at: unclear} if unclear else {})
    return found, doubtful


class _Told(NamedTuple):
    """What the headings above a line say."""

    status: Status | None = None
    words: str = ""
    """Those of the nearest."""
    all_words: tuple[str, ...] = ()
    """Those of all, and of a label below them."""


@dataclass(slots=True)
class _OpenHeading:
    """A heading while the lines below it are read."""

    level: int
    status: Status | None
    words: str
    sure: bool
    filled: bool = False
    """Whether papers or other items stood below it."""
    parted: str = ""
    """The form of the label right below it; further ones of that form are its parts as well."""
    label: str = ""
    """The last label below it."""
    ended: str = ""
    """The words that may begin something else than it says."""

    def take(self, line: str, above: str) -> None:
        """Take a line below the heading that is none itself."""
        plain = line.strip()
        if not plain or line[0].isspace() or plain.startswith((">", "<!--")):
            return
        form = _label_form(plain)
        if form:
            self.label = plain
            if self.filled or self.level == _LOWEST:
                self.ended = self.ended or ("" if form == self.parted else plain)
            else:
                self.parted = self.parted or form
        elif is_rule(line):
            self.ended = self.ended or (plain if self.filled else "")
        elif _ITEM.match(line) or plain.startswith("|") or _names_paper(plain):
            self.filled = True
        elif self.filled and not above.strip() and _says(plain):
            self.ended = self.ended or plain


def _below(heads: Sequence[_OpenHeading], *, several: bool) -> tuple[_Told, tuple[str, str] | None]:
    """What some headings above each other say of the lines below them, and what of it is not sure, so that it is not
    said. The only heading of a page is its name."""
    told = [head for head in heads if head.status is not None]
    status = told[-1].status if told and told[-1].sure else None
    words = tuple(part for head in heads for part in (head.words, head.label) if part)
    unclear = None
    if told and told[-1].status is not Status.UNREAD:
        if status is None and several:
            unclear = (UNCLEAR_HEAD, told[-1].words)
        elif status is not None and heads[-1].ended:
            status, unclear = None, (UNCLEAR_PART, heads[-1].ended)
    return _Told(status, heads[-1].words, words), unclear


def _names_paper(text: str) -> bool:
    """Whether a line leads to a paper, or has an id or a DOI in it."""
    if any(map(leads_to_paper, addresses_in(text))):
        return True
    return any(find_arxiv_id(word) or normal_doi(word) for word in text.split() if any(map(str.isdigit, word)))


def _head_of(line: str) -> tuple[int, str]:
    """The level and the words of a heading; a label that says how far somebody has come is one below all others;
    (0, "") for any other line."""
    if not line:
        return 0, ""
    heading = heading_in(line)
    if heading.level:
        return heading.level, line[heading.start : heading.end]
    plain = line.strip()
    if len(plain) < _LONGEST_HEAD and not line[:1].isspace() and _label_form(plain) and _status(plain):
        return _LOWEST, plain
    return 0, ""


def _label_form(plain: str) -> str:
    """What makes a label of a line: nothing but words in bold, or a colon at its end; "" for any other line."""
    if plain.startswith("**") and plain.endswith("**") and plain.count("**") == len("**"):
        return "**"
    return ":" if plain.rstrip("*_").endswith((":", "：")) and not _ITEM.match(plain) else ""


_LOWEST, _LONGEST_HEAD = 7, 40


def _plain(words: str) -> str:
    return re.sub(r"[\W_]+", " ", words).strip().lower()


def _status(words: str) -> Status | None:
    plain = _plain(words)
    return status_of(_HEADS.get(plain, plain)) if plain else None


def _explains_otherwise(lines: Sequence[str], code: Set[int], sign: re.Pattern[str]) -> bool:
    """Whether words of a page outside its papers hold a sign and do not surely say that it is a mark of reading, or of
    what somebody likes best: a key ("✅ = code released"), a sentence, a heading."""
    return any(
        at not in code
        and (found := sign.search(line)) is not None
        and _is_outside(line, found)
        and not _is_key(line, sign)
        for at, line in enumerate(lines)
    )


def _is_outside(line: str, sign: re.Match[str]) -> bool:
    """Whether a line that holds a sign stands outside the papers: it is no item and no row of a table, unless that of a
    key, and no heading that only has it beside its words."""
    behind = line[sign.end() :].lstrip("\ufe0f`*\"')")
    if _names_paper(line):
        return False
    if line.lstrip().startswith("|"):
        cells = [cell.strip(" `\ufe0f") for cell in line.strip().strip("|").split("|")]
        return len(cells) > 1 and cells[0] == sign[0].strip("\ufe0f") and _says(cells[1]) and "](" not in line
    if _ITEM.match(line):
        return _LEGEND.match(behind) is not None and "](" not in line and "://" not in line
    if heading_in(line).level or line.lstrip().startswith("**"):
        return _LEGEND.match(behind) is not None or _CODE.search(line) is not None
    return True


def _is_key(line: str, sign: re.Pattern[str]) -> bool:
    """Whether all that a line says beside a sign is how far somebody has come, or what is liked best."""
    if sign is _ANY_STAR:
        words = _KEY.sub("", sign.sub(" ", line))
        return _RECOMMENDED.search(words) is not None and _CODE.search(words) is None
    parts = [_NO_WORDS.sub(" ", part) for part in _BETWEEN_SIGNS.split(line) if any(map(str.isalpha, part))]
    said = [_status(part) for part in parts if _plain(part)]
    return Status.READ in said and all(_plain(part) in _SURE_HEADS for part in parts if _plain(part))
