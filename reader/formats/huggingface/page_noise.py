"""What stands on a Hugging Face papers page besides papers (banners, buttons, dates, names, votes), and its removal."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from reader.dates import MONTHS
from reader.formats.huggingface.line_score import score
from reader.formats.huggingface.page_evidence import says_words
from reader.formats.parsed import split_lines
from reader.persons import without_others
from reader.text import clean_line

BANNER = re.compile(r"Get trending papers in your email inbox(?: once a day)?!", re.IGNORECASE)
_HEADER = re.compile(
    rf"^[ \t\ufeff#>*-]*(?:Subscribe)?(?:new)?{BANNER.pattern}(?:[ \t]*$|[ \t]*(?:Subscribe|Get trending))"
    r"|^[ \t\ufeff#>*-]*by\s*AK\s+and the research community[ \t]*$",
    re.IGNORECASE | re.MULTILINE,
)
_BYLINE = re.compile(r"by\s*AK\s+and the research community", re.IGNORECASE)
_MONTH = rf"(?:{'|'.join(MONTHS).title()})[a-z]*"
_DATE = rf"{_MONTH}\.? \d{{1,2}}(?:, \d{{4}})?"
_GLUED_DATE = re.compile(rf"{_DATE}(?=[^\s\d,])")
_BUTTON = re.compile(r"Subscribe(?!(?:d|rs?|s|['’]s)\b)\s*")
_GLUED_BUTTON = re.compile(r"Subscribe(?=[A-Z\d\"“'$(\[])")
_SUBMITTED = re.compile(r"Submitted by[: ]*", re.IGNORECASE)
_NAV_ONE = (
    r"(?:Models|Datasets|Spaces|Docs|Pricing|Website|Company|Privacy|About|Careers|Jobs|Community|Enterprise|Posts"
    r"|Solutions|Buckets|Storage|Search|Sort|Filter|Follow)"
)
"""Words of the site's menus that could be a title, too, where an abstract follows."""
_NAV = rf"(?:{_NAV_ONE}|TOS|Log In|Sign Up|Daily Papers|Trending Papers|Papers|Daily|Weekly|Monthly)"
_JUNK = re.compile(
    rf"(?:[•*·-]\s+)?(?:new|{_NAV}(?:\s+{_NAV})*|Today|Yesterday|(?:[«‹<←]\s*)?Previous|Next(?:\s*[»›>→])?|Previous\s+Next"
    rf"|(?:Updated |Published |Published on |Submitted on )?(?:{_DATE}|\d{{4}}-\d\d-\d\d|(?:\d+|an?|one) "
    r"(?:minute|hour|day|week|month|year)s? ago)"
    rf"|(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?{_DATE}(?:st|nd|rd|th)?|Week \d+(?:, \d{{4}})?"
    r"|(?:Upvotes?|Comments?|Likes?|Stars?|GitHub)?\s*[\d.,]+\s*[kKmM]?(?: (?:upvotes?|comments?|likes?|stars?))?"
    r"|Upvotes?|GitHub|GitHub repo|arXiv|arXiv page|View arXiv page|View PDF|PDF|Project page|Add comment"
    r"|Add to collection|\+?\d+ authors?|Collection guide|Browse collections"
    r"|Load more|Show more|Show less|Read more|See more"
    r"|AI-generated summary|Abstract|Summary|Subscribe|[^\w]*Hugging Face[’']s logo.*|.{0,60}[’']s Collections?"
    rf"|.{{0,80}} · (?:Published on )?{_DATE}(?: · .*)?|Paper • .*)",
    re.IGNORECASE,
)
_NAV_WORD = re.compile(_NAV_ONE)
_LETTER = re.compile(r"[^\W\d_]")
_USER_NAME = re.compile(r"[a-z][a-z0-9_-]+")
_PERSON = (
    r"[^\W\d_a-z][\w.’'-]*(?: (?:de|la|van|von|der|den|del|di|bin|al|el|dos|da|ten|ter))*"
    r"(?: [^\W\d_a-z][\w.’'-]*){1,3}"
)
_AUTHORS = re.compile(rf"{_PERSON}(?:, {_PERSON})+(?:,? and {_PERSON})?|{_PERSON} and {_PERSON}")
_BULLET = re.compile(r"[•*·–-]\s+(?=\S)")
_NUMBER = re.compile(r"(\d{1,4})[.)]\s+(?=\S)")
_BOLD = re.compile(r"\*\*(.*[^*\s])\*\*")
_LISTED = 3
"""So many titles with the same sign before them make the page a list."""
_GLUED_NEW = re.compile(r"(?<!\s)(?<!\ba)(?<!\bk)(?<!\bre)new$")
_NEARLY_ALL = 0.8
"""The share of the abstracts that have their authors beside them, on a page that tells authors."""
_LONGEST_NAMES = 600
_NAME_LENGTH = 40
_NAME_WORDS = 4


@dataclass(frozen=True)
class PageLine:
    """A line of the page that may belong to a paper."""

    number: int
    """1-based."""
    text: str
    """Clean, one line, not empty."""
    gap: int
    """Blank lines between it and what stands before it."""

    @cached_property
    def odds(self) -> float:
        """How much it reads like an abstract (see `score`), worked out once however many ask."""
        return score(self.text)


@dataclass(frozen=True, slots=True)
class NoiseDoubt:
    """Why a line may not be a title at all, as costs for the pairing."""

    as_title: float
    as_nothing: float
    certain: bool = False
    """Whether the page itself shows that the line is none, so that leaving it out need not be told."""
    names: bool = False
    """Whether it is a list of names, or a title that reads like one: leaving it out is told wherever it stands."""


_CERTAIN = NoiseDoubt(0.0, 1e6)
_USER = NoiseDoubt(5.0, 0.4)
"""A line that looks like something else than a title, and may be left out."""
BADGE = replace(_USER, certain=True)
"""The same where the page shows what it is: it stands beside many titles, or others of its kind at each."""
_NAMES = NoiseDoubt(3.0, 1.0, names=True)


def has_header(text: str) -> bool:
    """Whether the banner or the byline stands on a line of its own, as on the page, not in a sentence or a string."""
    return header_line(text) > 0


def header_line(text: str) -> int:
    """The 1-based number of the first line that is such; 0 for none."""
    plain = "\n".join(split_lines(text))
    header = _HEADER.search(plain)
    return plain.count("\n", 0, header.start()) + 1 if header is not None else 0


def header_lines(text: str) -> list[int]:
    """The 1-based numbers of all lines that are such; what stands above the banner of a page of today is of it, too."""
    if BANNER.search(text) is None and _BYLINE.search(text) is None:
        return []
    plain = "\n".join(split_lines(text))
    starts = [plain.count("\n", 0, header.start()) for header in _HEADER.finditer(plain)]
    lines = plain.split("\n") if starts else []
    return [1 + _top_of_header(lines, at) for at in starts]


def _top_of_header(lines: Sequence[str], at: int) -> int:
    """The index of the line "new" close above a header, else that of the header."""
    above = (number for number in range(at - 1, max(-1, at - 1 - _LISTED), -1) if lines[number].strip())
    first = next(above, -1)
    return first if first >= 0 and lines[first].strip() == "new" else at


def doubt(text: str) -> NoiseDoubt:
    """How much a line looks like a user's name, a list of authors or debris.

    Two names and "and" are a title ("Dissecting Human and LLM Preferences"), but where the page has its authors so, at
    every abstract (`bylines`).
    """
    if _NAV_WORD.fullmatch(text):
        return NoiseDoubt(1.0, 0.2)
    if len(text) == 1:
        return NoiseDoubt(1.0, 0.3)
    if _USER_NAME.fullmatch(text):
        return _USER
    if "," in text and may_be_names(text) and not says_words(text):
        return _NAMES
    return _CERTAIN


def may_be_names(text: str) -> bool:
    """Whether a line has the form of a list of authors."""
    return len(text) < _LONGEST_NAMES and _AUTHORS.fullmatch(without_others(text)) is not None


def bylines(lines: Sequence[PageLine]) -> set[int]:
    """The numbers of the lines with authors, where the page has one at nearly every abstract: above it, below a title,
    or under it. Two names alone may be a title; as many of them as papers, in one place, are none."""
    found: set[int] = set()
    abstracts = sum(line.odds > 0 for line in lines)
    places: dict[bool, list[PageLine]] = {True: [], False: []}
    for before, line, after in zip(lines, lines[1:], [*lines[2:], None], strict=False):
        above = after is not None and after.odds > 0
        if line.odds < 0 and (before.odds < 0) is above and may_be_names(line.text):
            places[above].append(line)
    for named in places.values():
        if sum(not says_words(line.text) for line in named) >= max(_LISTED, _NEARLY_ALL * abstracts):
            found.update(line.number for line in named)
    return found


def badges(lines: Sequence[PageLine]) -> set[str]:
    """Texts that stand beside one title after another: a university's name, say. A title stands beside abstracts."""
    beside: dict[str, set[str]] = {}
    for before, after in pairwise(lines):
        if before.text != after.text and before.odds < 0 and after.odds < 0:
            beside.setdefault(before.text, set()).add(after.text)
            beside.setdefault(after.text, set()).add(before.text)
    return {text for text, titles in beside.items() if len(titles) >= _LISTED}


def undressed(titles: Sequence[str]) -> list[str]:
    """The titles without what a list puts around them: bullets, running numbers, bold type."""
    plain = list(titles)
    for dress in (_BULLET, _NUMBER):
        found = [dress.match(title) for title in plain]
        numbers = [int(match[1]) for match in found if match is not None and match.groups()]
        rising = not numbers or all(after > before for before, after in pairwise(numbers))
        if sum(match is not None for match in found) >= _LISTED and rising:
            plain = [title[match.end() :] if match else title for title, match in zip(plain, found, strict=True)]
    bold = [_BOLD.fullmatch(title) for title in plain]
    if sum(match is not None for match in bold) >= _LISTED:
        plain = [match[1] if match else title for title, match in zip(plain, bold, strict=True)]
    return plain


def content(lines: Sequence[str]) -> list[PageLine]:
    """The lines that may belong to papers: cleaned, without headers, buttons, dates, votes and submitters."""
    kept: list[PageLine] = []
    header = _HeaderReader()
    gap = 0
    for number, raw in enumerate(lines, start=1):
        line = clean_line(raw)
        if not line:
            gap += 1
            continue
        for text in header.strip(line, first=not kept):
            kept.append(PageLine(number, text, gap))
            gap = 0
    return _unglue_new(kept, lines)


class _HeaderReader:
    """Reads the page's line by line and remembers where in a header it stands."""

    def __init__(self) -> None:
        self._button = False
        """A banner was seen and its button was not."""
        self._dated = False
        """The byline was seen: a date follows."""
        self._name = False
        """"Submitted by" was seen: a name is the next line."""

    def strip(self, line: str, *, first: bool) -> Iterator[str]:
        """What remains of a line: nothing, itself, or its parts around a banner glued into it."""
        after = 0
        for banner in BANNER.finditer(line):
            yield from self._rest(line[after : banner.start()].strip(), first=first)
            self._button = True
            after, first = banner.end(), False
        yield from self._rest(line[after:].strip(), first=first)

    def _rest(self, line: str, *, first: bool) -> Iterator[str]:
        if self._button or first:
            line = self._without_button(line)
        if (byline := _BYLINE.match(line.lstrip("# "))) is not None:
            self._dated = True
            line = line.lstrip("# ")[byline.end() :].strip()
        if self._dated:
            line = _GLUED_DATE.sub("", line, count=1).strip() if _GLUED_DATE.match(line) else line
        if not line or self._is_junk(line):
            return
        self._button = self._dated = False
        yield line

    def _without_button(self, line: str) -> str:
        button = (_BUTTON if self._button else _GLUED_BUTTON).match(line)
        if button is None:
            return line
        self._button = False
        return line[button.end() :].strip()

    def _is_junk(self, line: str) -> bool:
        if (submitted := _SUBMITTED.match(line)) is not None and len(line) <= 60:
            self._name = submitted.end() == len(line)
            return True
        if len(line) <= 120 and _JUNK.fullmatch(line) and not _NAV_WORD.fullmatch(line):
            self._name = False
            return True
        if _LETTER.search(line) is None and (len(line) < 3 or not any(c.isalnum() for c in line)):
            return True
        if self._name:
            self._name = False
            return len(line) <= _NAME_LENGTH and line.count(" ") < _NAME_WORDS
        return False


def _unglue_new(kept: list[PageLine], lines: Sequence[str]) -> list[PageLine]:
    """Two pages pasted together: the first has no final newline, so the `new` of the second sticks to its end."""
    return [
        replace(line, text=line.text[:-3]) if _GLUED_NEW.search(line.text) and _opens(lines, line.number) else line
        for line in kept
    ]


def _opens(lines: Sequence[str], number: int) -> bool:
    """Whether the next line with anything on it is the banner."""
    for raw in lines[number : number + 8]:
        if raw.strip():
            return BANNER.match(clean_line(raw)) is not None
    return False
