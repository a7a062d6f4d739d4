"""What stands below a title: status, star and tags, on one line or wrapped over several."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from reader.formats.markdown import marks
from reader.formats.markdown.tags import NONE, ShownTags, read_tags
from reader.paper import Status
from reader.text import fold_name

_BULLET = r"(\s*)(?:[-*+]|\d{1,9}[.)])"
_FACE = r"(?=\[(?:\\.|[^\]\\])+\][(\[]|\*\*)"
"""What begins with a title: a link, or bold text."""
_BOX = rf"(?:\\?\[([ \t\xa0]*[xX✓✔✅☑☒]?[ \t\xa0]*)\\?\]|([☐☑✅✔✓☒])\ufe0f?)(?:\s|{_FACE})"
"""A box as people type it, with a blank too many or too few or as one sign, or as a formatter escapes it."""
ITEM = re.compile(rf"{_BULLET}(?:\s+(?:{_BOX}\s*)?|{_BOX}\s*)")
"""What an item of a list begins with."""
_ODD_BOX = re.compile(r"\\?\[([^\]\\\n]{1,3})\\?\]\s+")
STARS = frozenset("★ ⭐ * \\* x X yes starred".split())  # noqa: SIM905
"""What people put where a star may stand."""
TAGS = re.compile(r"(?:\A|·)\s*tags:", re.IGNORECASE)
"""What stands before the tags."""
_GOES_ON = re.compile(r"(?:\A|[^\\][,;·]|\btags:)\s*\\?\Z|\A[·,;]\Z", re.IGNORECASE)
"""The end of a line that another one must follow."""
_PROPERTY = re.compile(r"\s*[\w-]+::(?:\s|$)")
"""A line that Logseq puts beneath an item."""
_NEXT = re.compile(r"\s*(?:[-*+](?:\s|$)|\d{1,9}[.)]\s|>|\||`{3}|~{3}|#{1,6}\s|={3,}\s*$)")
"""A line that begins something of its own."""
_OTHER_BLANKS = re.compile(r"[^\S ]|[\u200b\u2060\ufeff]")
"""What typographers and editors put for a blank: no-break spaces, and those of other widths."""
_LONGEST = 60
"""Lines that are looked at; more than a hundred tags of the greatest length never stand there."""


def begins_anew(line: str) -> bool:
    """Whether a line goes on with none above it."""
    return _NEXT.match(line) is not None


def box_of(item: re.Match[str]) -> bool | None:
    """Whether the box of an item (a match of `ITEM`) is ticked; None for an item without a box."""
    found = [held for held in item.groups()[1:] if held is not None]
    return found[0].strip() not in ("", "☐") if found else None


def odd_box(line: str) -> str | None:
    """What stands in an item's box that is neither empty nor ticked, as some programs have for what is under way or
    given up, or in a second one; None when there is none."""
    item = ITEM.match(line)
    found = _ODD_BOX.match(line, item.end()) if item is not None else None
    return found[1] if found is not None else None


def after_bullet(line: str) -> str:
    """A line without the bullet and the boxes that it begins with."""
    if (item := ITEM.match(line)) is None:
        return line
    found = _ODD_BOX.match(line, item.end())
    return line[found.end() if found is not None else item.end() :]


@dataclass(frozen=True, slots=True)
class StateLine:
    """What a state line says."""

    status: Status | None = None
    """None when it is not said."""
    starred: bool = False
    shown: str = ""
    """Its tags as they stand there."""
    read: ShownTags = NONE


def parse_state(line: str, known: tuple[str, ...] = ()) -> StateLine | None:
    """Status, star and tags of a state line, None when it is none; `known` are the tags that it had."""
    line = _OTHER_BLANKS.sub(" ", line)
    match = TAGS.search(line)
    shown = line[match.end() :] if match else ""
    read = read_tags(shown, known) if match else NONE
    status: Status | None = None
    starred = False
    fields = [part.strip(" \t\\") for part in (line[: match.start()] if match else line).split("·")]
    if match is None and not any(fields):
        return None
    for part in (*fields, *read.fields):
        word = part.casefold()
        if word in list(Status) and status is None:
            status = Status(word)
        elif part in STARS:
            starred = True
        elif part:
            return None
    return StateLine(status, starred, shown, read)


def anchor_line(lines: Sequence[str], at: int) -> tuple[str, int]:
    """A line, with the next ones where the comment that it opens ends there, and the index after it."""
    line = lines[at]
    if line.rfind("<!--") > line.rfind("-->"):
        for end in (at + 2, at + 3):
            joined = " ".join([line, *(each.strip() for each in lines[at + 1 : end])])
            if marks.ANCHOR.search(joined, line.rfind("<!--")):
                return joined, min(end, len(lines))
    return line, at + 1


def begins(lines: Sequence[str], at: int, floor: int) -> int:
    """Where the line of a paper begins whose anchor stands in line `at`, when a formatter wrapped it; after `floor`."""
    start = at
    while start > floor and lines[start].strip() and lines[start - 1].strip():
        if _NEXT.match(lines[start]) or "<!--" in lines[start - 1]:
            break
        start -= 1
    return start if ITEM.match(lines[start]) else at


def below(lines: Sequence[str], at: int) -> list[str]:
    """The lines from `at` on that go on with the paragraph before them."""
    end = at
    while end < min(len(lines), at + _LONGEST):
        line = lines[end]
        if not line.strip() or "<!--" in line or _NEXT.match(line):
            break
        end += 1
    return list(lines[at:end])


def abstract_line(lines: Sequence[str], at: int) -> int:
    """The index of the line with the mark of an abstract that begins in line `at`, `at` itself when none does."""
    if at < len(lines) and "<!--" not in lines[at] and lines[at].strip():
        end = at + 1 + len(below(lines, at + 1))
        if end < len(lines) and marks.ABSTRACT.search(lines[end]) and lines[end - 1].strip():
            return end
    return at


def read_state(beside: str, lines: Sequence[str], known: tuple[str, ...]) -> tuple[StateLine, int, bool] | None:
    """The state that begins with the rest of a title's line, how many of the lines below belong to it, and whether it
    is in doubt what of its last tag does; None when there is none.

    A person's own line may follow at once, so no more of them are taken than hold tags that went out (`known`), or
    than a separator at a line's end asks for.
    """
    found: list[tuple[int, int, StateLine]] = []
    if sum(map(len, lines)) > _LONGEST * 100:
        lines = lines[:1]
    for count in range(len(lines) + 1):
        text = " ".join([beside, *lines[:count]])
        if count < len(lines) and (_GOES_ON.search(text) or lines[count].lstrip()[:1] in ("·", ",", ";")):
            continue
        state = parse_state(text, known)
        if state is None:
            continue
        shown = {fold_name(tag) for tag in state.read.tags}
        missing = sum(fold_name(tag) not in shown for tag in known)
        found.append((missing, count, state))
        if not missing:
            break
    if not found:
        return None
    _, count, state = min(found, key=lambda each: each[:2])
    follows = count < len(lines) and not _PROPERTY.match(lines[count])
    return state, count, follows and bool(state.shown) and not state.read.ends_known
