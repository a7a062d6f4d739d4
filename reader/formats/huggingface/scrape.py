"""Hugging Face papers pages that kept some structure: Markdown scrapes, with headings and links, and collection pages.

A scraped card is a level-three heading (often a link to the paper's page), then the abstract as a paragraph or as one
long link, with votes, dates, names and badges around it. A collection has one line `Paper • <arXiv id> • …` below each
title, and no abstracts.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise, takewhile

from reader.dates import MONTHS, date_of, month_number
from reader.formats.huggingface.line_score import score
from reader.formats.huggingface.page_evidence import looks_like_abstract, may_be_title, reads_like_abstract
from reader.formats.huggingface.page_noise import has_header
from reader.formats.list_item import GENERIC
from reader.formats.markdown.escaping import unescape
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.identity import find_arxiv_id, normal_arxiv_id
from reader.paper import Paper
from reader.text import ABSTRACT_LIMIT, TITLE_LIMIT, clean_line

_CARD = re.compile(r"^#{2,4} +\[[^\n]+\]\(https?://(?:www\.)?(?:huggingface\.co|hf\.co)/papers/", re.MULTILINE)
_PLAIN_CARD = re.compile(r"^### +\S", re.MULTILINE)
_COLLECTED = re.compile(
    r"^[ \t]*(?:[•*-][ \t]*)?Paper[ \t]*•[ \t]*(\d{4}\.\d{4,5})(?:[ \t]*•[ \t]*[^•\n]*?)?(?:•[ \t]*([\d,]+))?[ \t]*$",
    re.MULTILINE,
)
_HEADING = re.compile(r"(#{1,6}) +(.*)")
_LINK = re.compile(r"\[(?P<text>.*)\]\((?P<url>https?://[^\s)\[]*)[^)\[]*\)", re.DOTALL)
_LINKS = re.compile(r"!?\[(?:[^\[\]]|\[[^\[\]]*\])*\]\([^()]*\)")
"""Images, and links with what they show."""
_ADDRESS = re.compile(r"https?://[^\s()\[\]<>]+")
_VOTES = re.compile(r"\[(?:Upvote\s*)?([\d,]+)\]\(https?://[^)]*papers%2F(\d{4}\.\d{4,5})\)")
_DATE = re.compile(r"(?:^|·|Published on)\s*([A-Z][a-z]{2})[a-z]* (\d{1,2})(?:, (\d{4}))?(?=\s*(?:\[|·|$))")
_BADGE = re.compile(
    r"-? ?\d+ authors?|\[?LINK: .*|\[?(?:Upvote|GitHub)\b.*|Submitted by.*|<a id=.*|·|-+|\[!?\[.*\]\(.*|\[- .*"
    r"|\[[^\]]{0,40}\]\(.*|(?:Published on )?[A-Z][a-z]{2} \d{1,2}(?:, \d{4})?(?:\[.*)?"
    r"|.*· (?:Published on )?[A-Z][a-z]{2} \d{1,2}, \d{4}.*|\d+"
)
_LONG = 40
"""Characters that an abstract has more than."""
_COUNTED = re.compile(r"(?:[-·] ?)*\d+ authors?|\[?(?:LINK: )?GitHub [\d.,]+k?(?:\]\(.*)?")
"""What the page counts under a paper."""
_ABOUT = re.compile(rf"[·•*\s-]*(?:Submitted by\b|View (?:arXiv|PDF)\b|Published on (?:{'|'.join(MONTHS).title()}))")
"""How a line begins in which the page tells of a paper what is not its text."""


def sniff(text: str) -> bool:
    """Whether the page kept its structure."""
    if _COLLECTED.search(text) or _CARD.search(text):
        return True
    return _PLAIN_CARD.search(text) is not None and has_header(text)


def line_of_card(text: str) -> int:
    """The 1-based number of the line of the first card; 0 for none."""
    plain = "\n".join(split_lines(text))
    first = min((found.start() for card in (_COLLECTED, _CARD) if (found := card.search(plain))), default=-1)
    return plain.count("\n", 0, first) + 1 if first >= 0 else 0


def lines_of_collected(text: str) -> list[int]:
    """The 1-based numbers of the lines with the title of a paper of a collection, above the line that names it."""
    if "•" not in text:
        return []
    plain = "\n".join(split_lines(text))
    found = [plain.count("\n", 0, match.end()) for match in _COLLECTED.finditer(plain)]
    lines = plain.split("\n") if found else []
    return [next((number + 1 for number in range(at - 1, -1, -1) if lines[number].strip()), at + 1) for at in found]


def parse(text: str) -> Parsed:
    """Read the cards of the page; a card that gives no arXiv id and no abstract is a problem."""
    lines = split_lines(text)
    if _COLLECTED.search("\n".join(lines)):
        return _collection(lines)
    votes = {id: int(count.replace(",", "")) for count, id in _VOTES.findall("\n".join(lines))}
    starts = [number for number, line in enumerate(lines) if _begins_card(line)]
    cards: list[tuple[int, Paper, str]] = []
    problems = []
    for start, end in pairwise([*starts, len(lines)]):
        paper = _card(lines[start:end], votes)
        if paper is None:
            continue
        if not paper.abstract and not paper.arxiv_id:
            problems.append(Problem(start + 1, "a title without an abstract, skipped", excerpt(paper.title)))
        else:
            cards.append((start + 1, paper, _sign(lines[start:end], paper)))
    most = 2 * sum(bool(sign) for _, _, sign in cards) > len(cards)
    papers = []
    for line, paper, sign in cards:
        if sign == "sure" or (sign and most):
            papers.append(paper)
        else:
            problems.append(Problem(line, "a heading that is not a paper's, skipped", excerpt(paper.title)))
    return Parsed(tuple(papers), tuple(sorted(problems, key=lambda problem: problem.line)))


def _begins_card(line: str) -> bool:
    """Whether a heading is a card's: of the third level or below, or of the second and a link to a paper."""
    heading = _HEADING.match(line)
    return heading is not None and (len(heading[1]) >= 3 or _CARD.match(line) is not None)


def _card(lines: Sequence[str], votes: Mapping[str, int]) -> Paper | None:
    heading = _HEADING.match(lines[0])
    if heading is None:
        return None
    link = _LINK.fullmatch(heading[2].strip())
    title = _plain(link["text"] if link else heading[2])[:TITLE_LIMIT]
    if not title:
        return None
    arxiv_id = find_arxiv_id(link["url"]) if link else ""
    paragraphs = _paragraphs(lines[1:])
    texts = map(_abstract, takewhile(lambda one: not _HEADING.match(one), paragraphs))
    abstract = next(filter(None, texts), "")
    published = ""
    for paragraph in paragraphs:
        if _HEADING.match(paragraph) and not abstract:
            break
        if not published and (date := _DATE.search(paragraph.replace("\n", " "))) and len(paragraph) < 300:
            published = _iso(date[1], date[2], date[3], arxiv_id)
        if not arxiv_id and "arxiv.org/abs/" in paragraph:
            arxiv_id = _linked(paragraph)
    return Paper(
        id="",
        title=title,
        abstract=abstract[:ABSTRACT_LIMIT],
        published=published,
        arxiv_id=arxiv_id,
        upvotes=votes.get(arxiv_id),
    )


def _linked(text: str) -> str:
    """The arXiv id to which the first link to a paper in a text of Markdown leads, "" when none does."""
    return next(filter(None, map(find_arxiv_id, _ADDRESS.findall(text))), "")


def _sign(lines: Sequence[str], paper: Paper) -> str:
    """Whether a card shows that it is a paper's: "sure" when it leads to one or its authors are counted, "likely" when
    it has an abstract, else ""."""
    if _linked(lines[0]) and not GENERIC.fullmatch(paper.title):
        return "sure"
    if not may_be_title(paper.title):
        return ""
    if any(_COUNTED.fullmatch(line.strip()) for line in lines):
        return "sure"
    return "likely" if reads_like_abstract(paper.abstract) else ""


def _paragraphs(lines: Sequence[str]) -> list[str]:
    """Runs of lines without a blank one between them; badges end a run."""
    runs: list[list[str]] = [[]]
    for line in lines:
        stripped = line.strip()
        if not stripped:
            runs.append([])
        elif _BADGE.fullmatch(stripped):
            runs += [[stripped], []]
        else:
            runs[-1].append(stripped)
    return ["\n".join(run) for run in runs if run]


def _abstract(paragraph: str) -> str:
    """The paragraph as an abstract; "" when it does not read like one, without its images and links: when it is a
    badge, a name, a button or an avatar."""
    if _BADGE.fullmatch(paragraph) or _ABOUT.match(paragraph):
        return ""
    link = _LINK.fullmatch(paragraph)
    if link and "papers/" not in link["url"]:
        return ""
    whole = link["text"] if link else paragraph
    own = _plain(_LINKS.sub(" ", whole))
    is_text = len(own) > _LONG and not own.startswith("- ") and (score(own) > 0 or looks_like_abstract(own))
    return _plain(whole) if is_text and not whole.startswith("![") else ""


def _plain(markdown: str) -> str:
    """Markdown's text: hard breaks are blanks, escapes are undone."""
    unbroken = re.sub(r"\\+\s*\n|\\\s{2,}", " ", markdown)
    return clean_line(unescape(unbroken))


def _iso(month: str, day: str, year: str | None, arxiv_id: str) -> str:
    """A date as YYYY-MM-DD; a year that the page leaves out is the one that fits the month of the arXiv id."""
    number = month_number(month)
    if not number:
        return ""
    if year is None:
        if not normal_arxiv_id(arxiv_id) or "/" in arxiv_id:
            return ""
        submitted = (2000 + int(arxiv_id[:2])) * 12 + int(arxiv_id[2:4])
        year = str(min(range(submitted // 12 - 1, submitted // 12 + 2), key=lambda y: abs(y * 12 + number - submitted)))
    return date_of(year, number, day)


def _collection(lines: Sequence[str]) -> Parsed:
    papers, problems = [], []
    title = ""
    for number, raw in enumerate(lines, start=1):
        line = clean_line(raw)
        marker = _COLLECTED.match(raw)
        if marker is None:
            title = line or title
        elif title:
            votes = marker[2]
            upvotes = int(votes.replace(",", "")) if votes else None
            name = re.sub(r"^[•*-]\s+", "", title)[:TITLE_LIMIT]
            papers.append(Paper(id="", title=name, arxiv_id=marker[1], upvotes=upvotes))
            title = ""
        else:
            problems.append(Problem(number, "a paper without a title, skipped", excerpt(line)))
    return Parsed(tuple(papers), tuple(problems))
