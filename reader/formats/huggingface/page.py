"""The text of a Hugging Face papers page, as a person copies it or a crawler saves it.

Two layouts are common: *compact* (banner, `Subscribe` glued to the first title, then title and abstract line by line)
and *spaced* (banner, byline, date, then paragraphs: title, abstract, title, abstract). No length and no position is
trusted: every line gets a score that says how much it reads like an abstract, and the cheapest way to pair all lines
of the page is found (dynamic programming, as in Viterbi's algorithm), so that a missing line costs one paper and the
pairs after it are found again. Pages that carry more structure (Markdown scrapes, collections) go to `hf_scrape`.

Any text can be paired so; what is no page must not become papers. A page shows itself by its banner or byline, or, as
a bare list of titles and abstracts, by reading like one from end to end (`page_evidence`) and not like the parts of
one text (`running_text`). What papers say is known in English only; of a text that the user says is a page it is enough
that it looks like one.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from reader.formats.beginnings import from_line
from reader.formats.huggingface.page_evidence import (
    SHORT,
    is_field,
    is_marked,
    is_prose,
    looks_like_abstract,
    may_be_title,
    may_hold_abstracts,
    names_another_text,
    read_like_papers,
    reads_like_abstract,
)
from reader.formats.huggingface.page_noise import (
    BADGE,
    NoiseDoubt,
    PageLine,
    badges,
    bylines,
    content,
    doubt,
    has_header,
    header_line,
    header_lines,
    undressed,
)
from reader.formats.huggingface.running_text import is_running_text, may_tell_paper
from reader.formats.huggingface.scrape import line_of_card, lines_of_collected
from reader.formats.huggingface.scrape import parse as parse_scrape
from reader.formats.huggingface.scrape import sniff as is_scrape
from reader.formats.huggingface.unwrap import join_titles, unwrap
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.paper import Paper
from reader.text import ABSTRACT_LIMIT, TITLE_LIMIT

_DATA = re.compile(r"[\s\ufeff]*(?:\{\s*[\"}]|\[\s*[\[{\"\]]|<[?!a-z])", re.IGNORECASE)
"""The beginning of JSON and XML, which are no lines."""
_CERTAIN = 50.0
"""Odds beyond which a cost is the odds themselves; what is larger is too large for `exp`."""
_UNPAIRED_TITLE = 1.8
_UNPAIRED_ABSTRACT = 4.0
_WRONG_GAP = 2.5
_IMPOSSIBLE = 1e6
_SURE = 3.0
_RUN = 4
"""So many unpaired lines in a row are reported as one problem."""
_NEARLY_ALL = 0.8
"""The share of a page without a header that must read like papers."""
_AROUND = 4
_SURE_AROUND = 0.4
"""The share of what stands around a pair, so many pairs and lines before and after it, that must be papers, too."""
_ALONE = 0.4
"""The share of its titles that may have lost their abstracts."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """A line (or paragraph) of the page with what it would cost to read it in each way."""

    line: PageLine
    as_title: float
    as_abstract: float
    doubt: NoiseDoubt

    @property
    def as_nothing(self) -> float:
        """Cost of leaving it out; only a user's name, a list of authors and the like can be left out."""
        return self.doubt.as_nothing

    @property
    def is_title(self) -> bool:
        """Whether it is surely no abstract."""
        return self.as_abstract - self.as_title > _SURE

    @property
    def is_abstract(self) -> bool:
        """Whether it is surely no title."""
        return self.as_title - self.as_abstract > _SURE


_BEGINNING = 100_000
"""Characters in which such a text shows itself."""


def sniff(text: str) -> bool:
    """Whether the text is surely such a page: it has the banner, or the structure of a scrape."""
    return has_header(text) or is_scrape(text)


def begins(text: str) -> int:
    """The 1-based number of the line of the header, or of the first line with the structure of a scrape; 0 for none."""
    return header_line(text) or line_of_card(text)


def signs(text: str) -> Iterator[tuple[int, str]]:
    """The lines with a header, or with a paper of a collection, which is a page of its own form."""
    yield from ((line, "headed") for line in header_lines(text))
    yield from ((line, "collection") for line in lines_of_collected(text))


def is_bare_page(text: str) -> bool:
    """Whether a text without a header is titles and abstracts of papers from end to end, so that its beginning is."""
    if _DATA.match(text) is not None or not may_hold_abstracts(text):
        return False
    if len(text) > _BEGINNING and not parse(text[: text.rfind("\n", 0, _BEGINNING) + 1 or _BEGINNING]).papers:
        return False
    return bool(parse(text).papers)


class BarePair(NamedTuple):
    """A title and an abstract."""

    line: int
    """1-based number of the title's line."""
    title: str
    abstract: str


class BarePairs(NamedTuple):
    """Titles and abstracts without a header, in which a text ends."""

    pairs: tuple[BarePair, ...]
    above: tuple[BarePair, ...]
    """More abstracts above them, under what may be no title."""
    is_page: bool
    """Whether they are surely those of papers, and not too few or too short to tell."""


def bare_pairs(text: str) -> BarePairs | None:
    """The titles and abstracts in which a text ends, whatever stands above them; None for none."""
    if not may_hold_abstracts(text):
        return None
    units = [_unit(line, badge=False) for line in join_titles(unwrap(content(split_lines(text))))]
    last = _last_of(_found(units, _pair(units)))
    first = next((at for at, one in enumerate(last) if _is_abstract_of(one) and _may_be_of_paper(one.title)), len(last))
    above, pairs = (
        tuple(BarePair(one.number, one.title, one.abstract) for one in some if one.whole)
        for some in (filter(_is_abstract_of, last[:first]), last[first:])
    )
    return BarePairs(pairs, above, is_bare_page(from_line(text, pairs[0].line))) if pairs else None


def _last_of(found: Sequence[_FoundPaper]) -> list[_FoundPaper]:
    """The last of what was found up to where abstracts end, but for a few lines below them and one between them."""
    last: list[_FoundPaper] = []
    others, allowed = 0, _RUN
    for one in reversed(found):
        others = 0 if _is_abstract_of(one) else others + 1
        if others > allowed:
            break
        allowed = allowed if others else 1
        last.append(one)
    return last[::-1]


def _is_abstract_of(one: _FoundPaper) -> bool:
    """Whether a line and a paragraph are something and its abstract."""
    return one.whole and reads_like_abstract(one.abstract)


def _may_be_of_paper(title: str) -> bool:
    """Whether a line may be the title of a paper, by what it says, and not that of a part of a text, nor a link."""
    return "](" not in title and may_be_title(title) and may_tell_paper(title) and not names_another_text(title)


def parse(text: str, *, told: bool = False) -> Parsed:
    """Read a page. Titles and abstracts are kept as they came but for white space and controls.

    A pair that does not read like a paper is a problem, and a text that does not read like a page gives none. `told`:
    the user said that it is a page, in whatever language.
    """
    if is_scrape(text):
        return parse_scrape(text)
    lines = join_titles(unwrap(content(split_lines(text))))
    repeated, authors = badges(lines), bylines(lines)
    units = [_unit(line, badge=line.text in repeated or line.number in authors) for line in lines]
    begins = header_line(text)
    pairs = _pair(units)
    found = _found(units, pairs)
    above, page = ([one for one in found if (one.number < begins) is is_above] for is_above in (True, False))
    judged = [*_judged(above, headed=False, told=told), *_judged(page, headed=begins > 0, told=told)]
    return _result(judged, _left_out(units, pairs, judged))


def _unit(line: PageLine, *, badge: bool) -> _Unit:
    odds = line.odds
    as_title, as_abstract = _cost(odds), _cost(-odds)
    unsure = BADGE if badge and odds < 0 else doubt(line.text)
    if len(line.text) > TITLE_LIMIT:
        as_title = _IMPOSSIBLE
    return _Unit(line, as_title + unsure.as_title, as_abstract, unsure)


def _cost(odds: float) -> float:
    """What it costs to read a line as what these odds speak against."""
    return math.log1p(math.exp(min(odds, _CERTAIN)))


# -- pairing -----------------------------------------------------------------------------------------------------------

_NOTHING, _TITLE, _ABSTRACT, _LONE = range(4)
_Pair = tuple[int | None, int | None]
"""The indices of a title and its abstract; None stands for the missing partner."""


def _pair(units: list[_Unit]) -> list[_Pair]:
    """The cheapest reading of the page."""
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


def _trace(units: list[_Unit], choices: list[tuple[int, int]], titles: list[int], *, waits: bool) -> list[_Pair]:
    pairs: list[_Pair] = []
    if waits:
        pairs.append((titles[-1], None))
    for index in range(len(units) - 1, -1, -1):
        choice = choices[index][1] if waits else choices[index][0]
        if waits and choice == _TITLE:
            waits = False
        elif waits and choice == _LONE:
            pairs.append((titles[index - 1], None))
        elif not waits and choice == _LONE:
            pairs.append((None, index))
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
        if before.is_title and after.is_abstract:
            inner[after.line.gap] += 1
        elif before.is_abstract and after.is_title:
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


@dataclass(frozen=True, slots=True)
class _FoundPaper:
    """A title, an abstract, or both, as they were found on the page."""

    title: str
    """Without what a list puts around it."""
    title_line: PageLine | None
    abstract_line: PageLine | None
    believed: bool = True
    """Whether the pair reads like a paper; a line that is alone is never one."""

    @property
    def whole(self) -> bool:
        return self.title_line is not None and self.abstract_line is not None

    @property
    def number(self) -> int:
        """The line where it begins."""
        line = self.title_line or self.abstract_line
        return line.number if line is not None else 0

    @property
    def abstract(self) -> str:
        return self.abstract_line.text if self.abstract_line is not None else ""


def _found(units: list[_Unit], pairs: list[_Pair]) -> list[_FoundPaper]:
    """What was found, in its order."""
    whole = [title for title, abstract in pairs if title is not None and abstract is not None]
    titles: dict[int | None, str] = dict(
        zip(whole, undressed([units[title].line.text for title in whole]), strict=True)
    )
    return [
        _FoundPaper(
            titles.get(title, ""),
            units[title].line if title is not None else None,
            units[abstract].line if abstract is not None else None,
        )
        for title, abstract in pairs
    ]


def _left_out(units: Sequence[_Unit], pairs: Sequence[_Pair], judged: Sequence[_FoundPaper]) -> list[PageLine]:
    """The lines that no pair has and that may be titles all the same: what the page shows to be none is not among
    them, nor what looks like a user's name, unless it stands between the title of a paper and its abstract."""
    used = {index for pair in pairs for index in pair}
    inside = {
        number
        for one in judged
        if one.believed and one.title_line is not None and one.abstract_line is not None
        for number in range(one.title_line.number + 1, one.abstract_line.number)
    }
    return [
        unit.line
        for index, unit in enumerate(units)
        if index not in used and not unit.doubt.certain and (unit.line.number in inside or unit.doubt.names)
    ]


def _looks_like_paper(one: _FoundPaper) -> bool:
    """Whether a title and an abstract look like a paper's in any language."""
    return one.whole and looks_like_abstract(one.abstract) and may_be_title(one.title)


def _judged(found: list[_FoundPaper], *, headed: bool, told: bool) -> list[_FoundPaper]:
    """What was found above the header of a page, or below it, with what is believed of it."""
    judged = _believed(found, headed=headed)
    if not told or not _is_page(found, looks_like_abstract):
        return judged
    return [replace(one, believed=one.believed or _looks_like_paper(one)) for one in judged]


def _believed(found: list[_FoundPaper], *, headed: bool) -> list[_FoundPaper]:
    """The same, the pairs marked that do not read like papers."""
    if not headed and not _is_bare(found):
        return [replace(one, believed=False) for one in found]
    whole_page = headed and _reads_through(found, reads_like_abstract)
    sure = [
        one.whole
        and reads_like_abstract(one.abstract)
        and (not is_field(one.title) or (whole_page and is_marked(one.title)))
        for one in found
    ]
    long = [at for at, one in enumerate(found) if one.whole and len(one.abstract) > SHORT]
    lone = sum(not one.whole for one in found)
    short_too = 2 * sum(sure[at] for at in long) >= len(long) and (any(sure) or lone <= 1)
    between = _between(found, sure)
    return [
        one
        if one.whole
        and ((sure[at] and _among_papers(found, sure, at)) or between[at] or (short_too and _is_short(one)))
        else replace(one, believed=False)
        for at, one in enumerate(found)
    ]


def _between(found: Sequence[_FoundPaper], sure: Sequence[bool]) -> list[bool]:
    """Which pairs that do not tell by themselves stand between two that do."""
    whole = [at for at, one in enumerate(found) if one.whole]
    inner = {at for before, at, after in zip(whole, whole[1:], whole[2:], strict=False) if sure[before] and sure[after]}
    return [at in inner and is_prose(one.abstract) for at, one in enumerate(found)]


def _among_papers(found: Sequence[_FoundPaper], sure: Sequence[bool], at: int) -> bool:
    """Whether there is not much else around a pair: one paragraph of a text may read like an abstract by chance."""
    around = range(max(0, at - _AROUND), min(len(found), at + _AROUND + 1))
    others = sum(found[n].whole and not sure[n] and not _is_short(found[n]) for n in around)
    others += min(_AROUND, sum(found[n].abstract_line is None for n in around))
    return sum(sure[n] for n in around) >= _SURE_AROUND * (others + sum(sure[n] for n in around))


def _is_short(one: _FoundPaper) -> bool:
    """Whether a pair is a title and one or two sentences, too short to tell."""
    return (
        len(one.abstract) <= SHORT
        and is_prose(one.abstract)
        and may_be_title(one.title)
        and one.abstract.rstrip("\"')]”’*").endswith((".", "!", "?"))
    )


def _is_bare(found: Sequence[_FoundPaper]) -> bool:
    """Whether titles and abstracts without a header are a page: they are papers', and nothing says what else it is."""
    whole = [one for one in found if one.whole]
    titles, abstracts = [one.title for one in whole], [one.abstract for one in whole]
    headings = [one.title_line.text for one in found if one.title_line is not None]
    untitled = sum(one.title_line is None for one in found)
    lines = (line.text for one in found for line in (one.title_line, one.abstract_line) if line is not None)
    return (
        _is_page(found, reads_like_abstract)
        and read_like_papers(titles, abstracts)
        and not any(map(names_another_text, lines))
        and not is_running_text(headings, titles, abstracts, untitled)
    )


def _is_page(found: Sequence[_FoundPaper], is_abstract: Callable[[str], bool]) -> bool:
    """Whether titles and abstracts of papers are nearly all that there is."""
    whole = [one for one in found if one.whole]
    titled = sum(may_be_title(one.title) for one in whole)
    return titled >= _NEARLY_ALL * len(whole) and _reads_through(found, is_abstract)


def _reads_through(found: Sequence[_FoundPaper], is_abstract: Callable[[str], bool]) -> bool:
    """Whether abstracts, with whatever stands above them, are nearly all that there is."""
    lone = sum(one.abstract_line is None for one in found)
    everything = sum(len(one.title) + len(one.abstract) for one in found)
    sure = sum(len(one.title) + len(one.abstract) for one in found if is_abstract(one.abstract))
    return any(one.whole for one in found) and sure >= _NEARLY_ALL * everything and lone <= max(1, _ALONE * len(found))


def _result(found: Sequence[_FoundPaper], left_out: Sequence[PageLine]) -> Parsed:
    papers = []
    problems: list[Problem] = []
    lone: list[PageLine] = []
    astray: list[PageLine] = []
    for one in found:
        if one.title_line is not None and one.abstract_line is None:
            lone.append(one.title_line)
            continue
        problems += _lone_titles(lone)
        lone = []
        line = one.abstract_line
        if line is None:
            continue
        if one.title_line is None:
            problems.append(Problem(line.number, "an abstract without a title, skipped", excerpt(line.text)))
        elif not one.believed:
            astray.append(one.title_line)
        else:
            if len(line.text) > ABSTRACT_LIMIT:
                message = f"an abstract longer than {ABSTRACT_LIMIT:,} characters, cut at that limit"
                problems.append(Problem(line.number, message, excerpt(line.text)))
            papers.append(Paper(id="", title=one.title, abstract=line.text[:ABSTRACT_LIMIT].rstrip()))
    problems += _lone_titles(lone)
    problems += _astray(astray)
    problems += _names(left_out)
    return Parsed(tuple(papers), tuple(sorted(problems, key=lambda problem: problem.line)))


def _astray(titles: Sequence[PageLine]) -> Iterator[Problem]:
    """Pairs that do not read like papers; many are one problem, as they are another text."""
    many = len(titles) >= _RUN
    for line in titles[: 1 if many else None]:
        what = f"{len(titles):,} lines and paragraphs that do" if many else "a line and a paragraph that do"
        yield Problem(line.number, f"{what} not read like a title and an abstract, skipped", excerpt(line.text))


def _names(lines: Sequence[PageLine]) -> Iterator[Problem]:
    """Lines that were taken for names; many are one problem."""
    many = len(lines) >= _RUN
    for line in lines[: 1 if many else None]:
        what = f"{len(lines):,} lines that look like names" if many else "a line that looks like a name"
        yield Problem(line.number, f"{what} and not like a title, skipped", excerpt(line.text))


def _lone_titles(lines: list[PageLine]) -> Iterator[Problem]:
    if len(lines) >= _RUN:
        message = f"{len(lines):,} lines in a row without an abstract, skipped"
        yield Problem(lines[0].number, message, excerpt(lines[0].text))
        return
    for line in lines:
        yield Problem(line.number, "a title without an abstract, skipped", excerpt(line.text))
