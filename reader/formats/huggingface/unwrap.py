"""Hard-wrapped pages: the lines of a paragraph joined again, wherever a page is surely wrapped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from reader.formats.huggingface.line_score import score
from reader.formats.huggingface.page_evidence import says_words
from reader.formats.huggingface.page_noise import PageLine, doubt, may_be_names

_NARROWEST, _WIDEST = 40, 160
"""Widths in characters at which people wrap text."""
_SHORTEST = 25
"""Characters of the first line of a title that was wrapped."""
_TITLE_LIKE = -3.0
_SENTENCE_END = re.compile(r"[.!?][\"')\]”’]*$|https?://\S+$")
_BROKEN_WORD = re.compile(r"[^\W\d_]-$")
_CONJUNCTION = re.compile(r"(?:and|or|to|und|et)\b")
_SURE_JOINTS = 3


def unwrap(lines: list[PageLine]) -> list[PageLine]:
    """Join the lines of hard-wrapped paragraphs, when the page has such; else the lines as they are.

    A line was wrapped when the word that follows it had no room; most continuations begin with a small letter, which
    lines that only happen to be of similar length do not, and so give away the width.
    """
    page_width = _width(pairwise(lines))
    if page_width is None:
        return lines
    joined: list[PageLine] = []
    title_next = True
    for block in _blocks(lines):
        for paragraph in _paragraphs(block, _own_width(block, page_width)):
            if title_next and _opens_with_title(paragraph):
                joined.append(paragraph.pop(0))
            joined.append(replace(paragraph[0], text=_whole(paragraph)) if len(paragraph) > 1 else paragraph[0])
            title_next = joined[-1].odds > 0
    return joined


def join_titles(lines: list[PageLine]) -> list[PageLine]:
    """Join titles that were wrapped on a page whose paragraphs are set apart by blank lines."""
    parted = [after for before, after in pairwise(lines) if (before.odds < 0) != (after.odds < 0)]
    together = [
        (before, after)
        for before, after in pairwise(lines)
        if after.gap == 0 and len(before.text) >= _SHORTEST and _reads_on(before) and _reads_on(after)
    ]
    width = max((len(before.text) for before, _ in together), default=0)
    apart = sum(line.gap > 0 for line in parted)
    if len(together) < 2 or apart < max(_SURE_JOINTS, 0.8 * len(parted)):
        return lines
    joined = lines[:1]
    for before, after in pairwise(lines):
        if (before, after) in together and _full(before, after, width):
            blank = "" if _BROKEN_WORD.search(before.text) else " "
            joined[-1] = replace(joined[-1], text=f"{joined[-1].text}{blank}{after.text}")
        else:
            joined.append(after)
    return joined


def _reads_on(line: PageLine) -> bool:
    """Whether a line may be part of a title: no abstract, no names (a menu's "Models" may end one)."""
    names = may_be_names(line.text) and not says_words(line.text)
    return line.odds < 0 and doubt(line.text).as_title <= 1 and not names


def _opens_with_title(paragraph: Sequence[PageLine]) -> bool:
    """Whether this is a title that happens to fill its line, and the abstract that follows it."""
    if len(paragraph) < 4 or paragraph[0].odds >= _TITLE_LIKE:
        return False
    return score(_whole(paragraph[1:])) > -_TITLE_LIKE


def _width(neighbours: Iterator[tuple[PageLine, PageLine]]) -> int | None:
    """The width at which the lines were wrapped, None when they were not."""
    together = [(a, b) for a, b in neighbours if b.gap == 0 and len(a.text) <= _WIDEST]
    running = [(a, b) for a, b in together if b.text[0].islower()]
    if len(running) < _SURE_JOINTS:
        return None
    least = max(len(before.text) for before, _ in running)
    full = sum(_full(before, after, least) for before, after in running)
    if least < _NARROWEST or full < 0.8 * len(running):
        return None
    wider = {len(before.text) for before, _ in together if least < len(before.text) <= 1.1 * least}
    fitting = [width for width in wider if sum(_full(before, after, width) for before, after in running) >= full]
    return max(fitting, default=least)


def _own_width(block: list[PageLine], page_width: int) -> int:
    """The width of one block: the page's, unless the block was surely wrapped narrower (pages pasted together)."""
    own = _width(pairwise(block))
    if own is None or len(block) < 5:
        return page_width
    fits = sum(_full(before, after, page_width) for before, after in pairwise(block))
    return page_width if fits >= 0.7 * (len(block) - 1) else own


def _full(line: PageLine, after: PageLine, width: int) -> bool:
    """Whether the first word of the next line had no room on this one."""
    return len(line.text) <= width < len(line.text) + 1 + len(after.text.split(" ", 1)[0])


def _blocks(lines: Sequence[PageLine]) -> list[list[PageLine]]:
    """Runs of lines without a blank line between them."""
    blocks: list[list[PageLine]] = []
    for line in lines:
        if line.gap == 0 and blocks:
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks


def _paragraphs(block: list[PageLine], width: int) -> list[list[PageLine]]:
    """The block cut after each line that had room for the word that follows it."""
    paragraphs = [[block[0]]]
    for before, after in pairwise(block):
        if _full(before, after, width):
            paragraphs[-1].append(after)
        else:
            paragraphs.append([after])
    return [part for place, whole in enumerate(paragraphs) for part in _cut(whole, last=place == len(paragraphs) - 1)]


def _cut(paragraph: list[PageLine], *, last: bool) -> list[list[PageLine]]:
    """An abstract whose last line happens to be full, and the title below it, are two paragraphs."""
    for length in (1, 2, 3):
        if last or len(paragraph) < length + 3:
            break
        tail = paragraph[-length:]
        if _SENTENCE_END.search(paragraph[-length - 1].text) and score(_whole(tail)) < _TITLE_LIKE:
            return [paragraph[:-length], tail]
    return [paragraph]


def _whole(paragraph: Sequence[PageLine]) -> str:
    """The lines as one; a word that was broken at its hyphen is whole again."""
    parts = [paragraph[0].text]
    for before, line in pairwise(paragraph):
        ends_broken = _BROKEN_WORD.search(before.text[-2:]) is not None
        broken = ends_broken and line.text[0].islower() and not _CONJUNCTION.match(line.text)
        parts.append(line.text if broken else f" {line.text}")
    return "".join(parts)
