"""The text of a Hugging Face papers page, as a person copies it or a crawler saves it.

Two layouts are common: *compact* (banner, `Subscribe` glued to the first title, then title and abstract line by line)
and *spaced* (banner, byline, date, then paragraphs: title, abstract, title, abstract). No length and no position is
trusted: every line gets a score that says how much it reads like an abstract, and the cheapest way to pair all lines
of the page is found (dynamic programming, as in Viterbi's algorithm), so that a missing line costs one paper and the
pairs after it are found again. Pages that carry more structure (Markdown scrapes, collections) go to `hf_scrape`.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from reader.formats.hf_header import BADGE, BANNER, Line, badges, content, doubt, undressed
from reader.formats.hf_score import score
from reader.formats.hf_scrape import parse as parse_scrape
from reader.formats.hf_scrape import sniff as is_scrape
from reader.formats.hf_wrapped import join_titles, unwrap
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.paper import Paper
from reader.text import ABSTRACT_LIMIT, TITLE_LIMIT

_UNPAIRED_TITLE = 1.8
_UNPAIRED_ABSTRACT = 4.0
_WRONG_GAP = 2.5
_IMPOSSIBLE = 1e6
_SURE = 3.0
_RUN = 4
"""So many unpaired lines in a row are reported as one problem."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A line (or paragraph) of the page with what it would cost to read it in each way."""

    line: Line
    as_title: float
    as_abstract: float
    as_nothing: float
    """Cost of leaving it out without a word; only a user's name, a list of authors and the like can be left out."""


def sniff(text: str) -> bool:
    """Whether the text is surely such a page: it has the banner, or the structure of a scrape."""
    return BANNER.search(text) is not None or is_scrape(text)


def parse(text: str) -> Parsed:
    """Read a page. Titles and abstracts are kept as they came but for white space and controls."""
    if is_scrape(text):
        return parse_scrape(text)
    lines = join_titles(unwrap(content(split_lines(text))))
    repeated = badges(lines)
    units = [_unit(line, badge=line.text in repeated) for line in lines]
    parsed = _result(units, _pair(units))
    titles = undressed([paper.title for paper in parsed.papers])
    papers = [replace(paper, title=title) for paper, title in zip(parsed.papers, titles, strict=True)]
    return replace(parsed, papers=tuple(papers))


def _unit(line: Line, *, badge: bool) -> _Unit:
    odds = score(line.text)
    as_title, as_abstract = math.log1p(math.exp(min(odds, 50))), math.log1p(math.exp(min(-odds, 50)))
    unsure = BADGE if badge and odds < 0 else doubt(line.text)
    if len(line.text) > TITLE_LIMIT:
        as_title = _IMPOSSIBLE
    return _Unit(line, as_title + unsure.as_title, as_abstract, unsure.as_nothing)


# -- pairing -----------------------------------------------------------------------------------------------------------

_NOTHING, _TITLE, _ABSTRACT, _LONE = range(4)


def _pair(units: list[_Unit]) -> list[tuple[int, int]]:
    """The cheapest reading of the page as (index of title, index of abstract); -1 stands for the missing partner."""
    penalty = _gap_penalty(units)
    free, pending = 0.0, _IMPOSSIBLE  # cost when no title waits for its abstract, and when one does
    choices: list[tuple[int, int]] = []  # for each unit: how the state "free" and the state "pending" were reached
    titles: list[int] = []  # the title that waits after each unit, should one wait
    waiting = -1
    for index, unit in enumerate(units):
        to_free = [
            (free + unit.as_nothing, _NOTHING),
            (pending + unit.as_abstract + penalty[index], _ABSTRACT),
            (free + unit.as_abstract + _UNPAIRED_ABSTRACT, _LONE),
        ]
        fresh = min(free, pending + _UNPAIRED_TITLE) + unit.as_title
        kept = pending + unit.as_nothing
        replaced = pending + _UNPAIRED_TITLE < free
        best_free = min(to_free)
        if kept < fresh:
            choices.append((best_free[1], _NOTHING))
        else:
            choices.append((best_free[1], _LONE if replaced else _TITLE))
            waiting = index
        titles.append(waiting)
        free, pending = best_free[0], min(kept, fresh)
    return _trace(units, choices, titles, waits=pending + _UNPAIRED_TITLE < free)


def _trace(
    units: list[_Unit], choices: list[tuple[int, int]], titles: list[int], *, waits: bool
) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    if waits:
        pairs.append((titles[-1], -1))
    for index in range(len(units) - 1, -1, -1):
        choice = choices[index][1] if waits else choices[index][0]
        if waits and choice == _TITLE:
            waits = False
        elif waits and choice == _LONE:
            pairs.append((titles[index - 1], -1))
        elif not waits and choice == _LONE:
            pairs.append((-1, index))
        elif not waits and choice == _ABSTRACT:
            pairs.append((titles[index - 1], index))
            waits = True
    pairs.reverse()
    return pairs


def _gap_penalty(units: list[_Unit]) -> list[float]:
    """What it costs to take each unit as the abstract of the one before, by the blank lines between them.

    Where papers are set apart by more (or fewer) blank lines than a title and its abstract, that tells them apart.
    """
    inner: Counter[int] = Counter()
    outer: Counter[int] = Counter()
    for before, after in pairwise(units):
        sure_before, sure_after = (unit.as_title - unit.as_abstract for unit in (before, after))
        if sure_before < -_SURE and sure_after > _SURE:
            inner[after.line.gap] += 1
        elif sure_before > _SURE and sure_after < -_SURE:
            outer[after.line.gap] += 1
    within, between = _usual(inner), _usual(outer)
    if within is None or between is None or within == between:
        return [0.0] * len(units)
    return [_WRONG_GAP if unit.line.gap == between else 0.0 for unit in units]


def _usual(gaps: Counter[int]) -> int | None:
    """The gap that nearly all have, None when there is none."""
    if not gaps:
        return None
    gap, count = gaps.most_common(1)[0]
    return gap if count >= 3 and count >= 0.8 * gaps.total() else None


# -- what comes out ----------------------------------------------------------------------------------------------------


def _result(units: list[_Unit], pairs: list[tuple[int, int]]) -> Parsed:
    papers = []
    problems: list[Problem] = []
    lone: list[Line] = []
    for title, abstract in pairs:
        if title >= 0 and abstract >= 0:
            problems += _lone_titles(lone)
            lone = []
            line, whole = units[abstract].line, units[abstract].line.text
            if len(whole) > ABSTRACT_LIMIT:
                message = f"an abstract longer than {ABSTRACT_LIMIT:,} characters, cut at that limit"
                problems.append(Problem(line.number, message, excerpt(whole)))
            papers.append(Paper(id="", title=units[title].line.text, abstract=whole[:ABSTRACT_LIMIT].rstrip()))
        elif title >= 0:
            lone.append(units[title].line)
        else:
            problems += _lone_titles(lone)
            lone = []
            line = units[abstract].line
            problems.append(Problem(line.number, "an abstract without a title, skipped", excerpt(line.text)))
    problems += _lone_titles(lone)
    return Parsed(tuple(papers), tuple(problems))


def _lone_titles(lines: list[Line]) -> Iterator[Problem]:
    if len(lines) >= _RUN:
        message = f"{len(lines):,} lines in a row without an abstract, skipped"
        yield Problem(lines[0].number, message, excerpt(lines[0].text))
        return
    for line in lines:
        yield Problem(line.number, "a title without an abstract, skipped", excerpt(line.text))
