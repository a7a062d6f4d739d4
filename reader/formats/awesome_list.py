"""Other people's Markdown lists of papers, such as the "awesome" lists on GitHub: bullets or table rows with links.

A row is a paper when it has a link that reads like a title and leads somewhere papers are, or a title beside a link
called "Paper". Everything else on the page (news, contents, code links, badges) is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass, replace
from itertools import compress, groupby, islice
from operator import attrgetter

from reader.counting import form
from reader.fences import FENCE, fenced_lines
from reader.formats.evidence import leads_to_paper
from reader.formats.field_names import not_read
from reader.formats.heading_records import HeadedRecord, records_under_headings
from reader.formats.list_item import (
    AROUND_WORDS,
    AUTHORS,
    LINE_END,
    TitledItem,
    addresses_in,
    entry_in,
    has_link,
    plain_text,
    with_addresses,
    without_images,
    words_beside_links,
)
from reader.formats.markdown.scan import cells_of, is_header
from reader.formats.markdown.state import StateLine, parse_state
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.formats.parted_items import entries_in
from reader.formats.printed_reference import UNTOLD_TITLE
from reader.formats.reading_marks import reading_marks
from reader.formats.unread_links import other_links, shown, signs_of
from reader.formats.words_beside import unread_words
from reader.headings import heading_in
from reader.paper import Paper, Status

_ROW = re.compile(r"\s*(?:[*+-]|\d{1,9}[.)])\s+(?P<bullet>.*)|\s*\|(?P<cells>.*)")
_RULE = re.compile(r"\s*+(?:\|\s*+)?:?-+:?\s*(?:\||$)")
"""The line below the header of a table."""
_FENCE = re.compile(rf"[ \t]*(?:{FENCE})")
_BOLD = re.compile(r"\*\*([^*]+)\*\*")
_DEFINITION = re.compile(r" {0,3}\[(?P<name>[^\[\]]+)\]:\s*<?(?P<url>https?://[^\s<>]+)>?")
_REFERENCE = re.compile(r"\[(?P<text>[^\[\]]+)\](?:\[(?P<name>[^\[\]]*)\]|(?![\[(:]))")
"""A link whose address stands elsewhere on the page, called by its words where it has no name of its own."""
_AROUND_TITLE = ' .,:;-|"“”'
_LONGEST_ITEM = 12
"""Lines of one item, or paragraph, that are looked at."""
_LOOSE = 3
_SHARE = 2 / 3
"""So many items, and such a share of all, of words before an address show that these words are titles."""
_PAPERS = re.compile(r"\b(?:papers|publications|paper list)\b", re.IGNORECASE)
_NO_PAPER = re.compile(
    r"\b(?:assignment|brochure|cheat ?sheet|exam|exercises?|handout|homework|invoice|lectures?|manual|poster|slides?"
    r"|syllabus|tutorial notes)\b",
    re.IGNORECASE,
)
"""What other PDFs are called."""
_OF_ONE_PAPER = 3
"""So many names for one arXiv id are no titles."""
_LONGEST = 100_000
"""Characters of a row that is looked at: with 3,000 authors one has 60,000."""
_SEVERAL = 2
_BELOW_HEAD = 3
"""The line of a table's first row, from its heading."""
_LOST = (
    "this looks like a list that Reader exported and that has lost its marks, so only papers were read: no status,"
    " star, tag, note or order was taken; sync the file, or export it again, to have them"
)
_NO_SURE_PAPER = "a row whose link leads to no paper for sure, skipped"
_LOOSE_TITLE = "a row with a link to a paper behind words that need not be its title, skipped"
_UNLINKED = "without a link to a paper"
_UNTITLED = "with a link to a paper and no title that is surely its own"
_MOST, _SOME = 2 / 3, 1 / 4
"""The share of a page's papers that must have what looks like names beside them, and of those that must show it, so
that all are taken for authors."""
_MANY = 2
"""So many rows that are surely papers make a page a list of papers; those that may be are then papers, too."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A row or an item that has what a paper's has."""

    line: int
    entry: TitledItem
    end: int
    """The line where it ends."""


def sniff(text: str) -> bool:
    """Whether the text has a row that is surely a paper."""
    return begins(text) > 0


def begins(text: str) -> int:
    """The 1-based number of the line of the first row that is surely a paper; 0 for none."""
    return next((row.line for row in _found(text) if row.entry.sure), 0)


def _above_tables(lines: Sequence[str], read: Set[int]) -> Iterator[int]:
    """The numbers of the lines with the headings of the tables of which rows are read."""
    for number in read:
        top = number
        while top > 1 and top - 1 not in read and lines[top - 2].lstrip().startswith("|"):
            top -= 1
        if top - 1 not in read:
            yield from range(top, number)


def links_outside(text: str, papers: Sequence[Paper]) -> Iterator[Problem]:
    """The lines of a text without code, outside of items and rows, that lead to other papers than those that were
    read."""
    known = signs_of(papers)
    for number, line in enumerate(split_lines(text), start=1):
        if _ROW.match(line) is None and (links := other_links(line, known)):
            what = form(len(links), "a link to a paper", f"{len(links)} links to papers")
            yield Problem(number, f"{what} outside of items, not read", excerpt(shown(links[0])))


def parse(text: str) -> Parsed:
    """Read the rows that are papers; of the other rows and items, how many there are is one problem.

    A row whose links do not lead to a paper for sure counts where most rows of the page do, unless they lead to what
    surely is none.
    """
    rows = _found(text)
    sure = sum(row.entry.sure for row in rows)
    lost = _lost_marks(text, rows)
    all_of_them = sure >= _MANY and sure >= 0.5 * sum(not row.entry.pdf for row in rows)
    taken = [row.entry.sure or (all_of_them and not row.entry.elsewhere) for row in rows]
    problems = (
        Problem(row.line, _LOOSE_TITLE if row.entry.loose else _NO_SURE_PAPER, excerpt(row.entry.paper.title))
        for row, is_taken in zip(rows, taken, strict=True)
        if not is_taken
    )
    unread = (replace(said, line=row.line) for row in compress(rows, taken) if (said := row.entry.doubted) is not None)
    read = {number for row in rows for number in range(row.line, row.end)}
    untold = (
        Problem(row.line, UNTOLD_TITLE, excerpt(row.entry.untold)) for row in compress(rows, taken) if row.entry.untold
    )
    lines = split_lines(text)
    away = {*read, *_above_tables(lines, read)}
    left = "\n".join("" if number in away else line for number, line in enumerate(lines, start=1))
    others = _without_links(text, read) if sure else ()
    beneath = () if lost else _beneath(text, compress(rows, taken), read)
    spoken = () if lost else _beside(lines, list(compress(rows, taken)))
    further = () if lost else _further_links(list(compress(rows, taken)), _resolved(lines))
    records = records_under_headings(_resolved(split_lines(text)))
    labels = not_read("lines below headings", (label for record in records for label in record.unread))
    below = _below_headings(records)
    columns = not_read("columns", (head for row in compress(rows, taken) for head in row.entry.columns if not lost))
    marks = reading_marks(split_lines(text))
    unclear = () if lost else marks.problems(row.line for row in compress(rows, taken))
    told = (
        *lost,
        *problems,
        *unread,
        *untold,
        *others,
        *further,
        *spoken,
        *beneath,
        *below,
        *labels,
        *columns,
        *unclear,
    )
    found = tuple(sorted(told, key=lambda problem: problem.line))
    entries = [row.entry for row in compress(rows, taken)]
    bylines = _has_bylines(entries)
    papers = (entry.paper if bylines else entry.alone or entry.paper for entry in entries)
    if lost:
        return Parsed(tuple(map(_without_words, papers)), found, left=left)
    numbers = [row.line for row in compress(rows, taken)]
    return Parsed(tuple(map(marks.put, numbers, papers)), found, left=left)


def _without_words(paper: Paper) -> Paper:
    """A paper without what a person said of it."""
    return replace(paper, note="", status=Status.UNREAD, starred=False)


def _has_bylines(entries: Sequence[TitledItem]) -> bool:
    """Whether authors stand beside the titles of a page: what looks like names beside most, and shows it of some."""
    proved = [entry.alone is None for entry in entries if entry.paper.authors]
    return len(proved) >= _MOST * len(entries) and sum(proved) >= max(_MANY, _SOME * len(proved))


def _found(text: str) -> list[_Row]:
    """The rows that may be papers. Words before an address are surely a title where most items are of that form, and
    PDFs anywhere are papers where most items lead to some and the page says that they are."""
    rows = _told_apart(list(_rows(text)))
    loose = sum(row.entry.loose for row in rows)
    files = sum(row.entry.pdf for row in rows)
    if not loose and not files:
        return rows
    lines = split_lines(text)
    items = sum(_ROW.match(line) is not None and "](#" not in line for line in lines)
    papers = sum(row.entry.sure and not row.entry.loose for row in rows)
    loosely = loose >= _LOOSE and loose >= _SHARE * items
    as_files = files and files + papers >= max(_LOOSE, _SHARE * items) and _says_papers(lines)
    return [replace(row, entry=_judged(row.entry, loosely=loosely, as_files=bool(as_files))) for row in rows]


def _judged(entry: TitledItem, *, loosely: bool, as_files: bool) -> TitledItem:
    """An item as the whole list shows that it is: words before an address are titles, PDFs are papers, or not."""
    if entry.loose:
        return replace(entry, sure=entry.sure and loosely)
    if entry.pdf and _NO_PAPER.search(entry.paper.title):
        return replace(entry, elsewhere=True)
    return replace(entry, sure=True) if entry.pdf and as_files else entry


def _says_papers(lines: Sequence[str]) -> bool:
    """Whether a heading says that papers stand below it, or items are marked as texts."""
    marked = sum(":scroll:" in line or "\N{SCROLL}" in line for line in lines)
    return marked >= _MANY or any(line.startswith("#") and _PAPERS.search(line) for line in lines)


def _without_links(text: str, read: Set[int]) -> Iterator[Problem]:
    """One problem for all items and rows of tables without a link to a paper, and one for those that have a link and
    show no title, but for what stands beneath a paper's item, the contents of the page, the headers of tables and code.
    `read` are the lines that are papers."""
    lines = split_lines(text)
    code = fenced_lines(lines)
    found: dict[str, list[tuple[int, str]]] = {_UNLINKED: [], _UNTITLED: []}
    paper = -1
    for at, line in enumerate(lines):
        match = _ROW.match(line)
        if match is None or at in code:
            paper = -1 if line[:1].strip() else paper
            continue
        indent = len(line) - len(line.lstrip())
        if at + 1 in read:
            paper = indent
        elif paper < 0 or indent <= paper:
            paper = -1
            words = plain_text(without_images(match["bullet"] or match["cells"] or "")).strip(AROUND_WORDS)
            is_head = match["cells"] is not None and _is_head(lines, at)
            if any(map(str.isalpha, words)) and "](#" not in line and not is_head:
                linked = any(map(leads_to_paper, addresses_in(line[:_LONGEST])))
                found[_UNTITLED if linked else _UNLINKED].append((at + 1, words))
    for what, items in found.items():
        if items:
            count = form(len(items), "an item", f"{len(items)} items")
            yield Problem(items[0][0], f"{count} {what}, skipped", excerpt(items[0][1]))


def _beneath(text: str, rows: Iterable[_Row], read: Set[int]) -> Iterator[Problem]:
    """One problem for all words in lines of their own beneath the items of papers, but for links, images and names."""
    lines = split_lines(text)
    code = fenced_lines(lines)
    found: list[tuple[int, str]] = []
    for row in rows:
        item = _ROW.match(lines[row.line - 1])
        if item is None or item["cells"] is not None:
            continue
        below = range(row.end - 1, _below(lines, row.line - 1)[1])
        told = ((at + 1, words_beside_links(lines[at])) for at in below if at + 1 not in read and at not in code)
        found += list(islice(((line, words) for line, words in told if words), 1))
    if found:
        count = form(len(found), "a paper", f"{len(found)} papers")
        yield Problem(found[0][0], f"words beneath the item of {count}, not read", excerpt(found[0][1]))


def _beside(lines: Sequence[str], rows: Sequence[_Row]) -> Iterator[Problem]:
    """One problem for all words behind the titles of items that their papers do not tell."""
    found: list[tuple[int, str]] = []
    for line, some in groupby(rows, attrgetter("line")):
        at_once = list(some)
        item = _ROW.match(lines[line - 1])
        if item is not None and item["cells"] is None and not at_once[0].entry.printed:
            further = (text.strip() for text in lines[line : at_once[0].end - 1])
            words = unread_words(LINE_END.join((item["bullet"], *further)), [row.entry.paper for row in at_once])
            found += [(line, words)] if words else []
    if found:
        count = form(len(found), "a paper", f"{len(found)} papers")
        yield Problem(found[0][0], f"words behind the title of {count}, not read", excerpt(found[0][1]))


def _further_links(rows: Sequence[_Row], lines: Sequence[str]) -> Iterator[Problem]:
    """The lines of items, and beneath them, that lead to papers which are not read."""
    code = fenced_lines(lines)
    known = signs_of(row.entry.paper for row in rows)
    papers = {line: [row.entry.paper for row in some] for line, some in groupby(rows, attrgetter("line"))}
    ends = {row.line: row.end for row in rows}
    beside: Sequence[Paper] = ()
    below = 0
    for number, line in enumerate(lines, start=1):
        if number in papers:
            beside, below = papers[number], ends[number]
        elif number >= below and line[:1].strip():
            beside = ()
        if beside and number - 1 not in code and (links := other_links(line, known, beside)):
            what = form(len(links), "a further link to a paper", f"{len(links)} further links to papers")
            yield Problem(number, f"{what} beside '{excerpt(beside[0].title)}', not read", excerpt(shown(links[0])))


def _below_headings(records: Sequence[HeadedRecord]) -> Iterator[Problem]:
    """One problem for all words below the headings of papers that have no label."""
    found = [words for record in records if (words := record.words_below) is not None]
    if found:
        count = form(len(found), "a paper", f"{len(found)} papers")
        yield Problem(found[0][0], f"words below the heading of {count}, not read", excerpt(found[0][1]))


def _lost_marks(text: str, rows: Sequence[_Row]) -> tuple[Problem, ...]:
    """A problem for a list that Reader exported and that an editor took the marks out of: what a person said there
    cannot be told from the page's own words."""
    lines = split_lines(text)
    for row in rows:
        next_line = lines[row.line] if row.line < len(lines) else ""
        below = parse_state(next_line) if next_line[:1].isspace() else None
        cells = tuple(cells_of(lines[row.line - 3])) if row.line >= _BELOW_HEAD else ()
        if is_header(cells) or (below is not None and _is_ours(below, lines[row.line - 1])):
            return (Problem(row.line, _LOST),)
    return ()


def _is_ours(state: StateLine, item: str) -> bool:
    """Whether a line of state is one that Reader writes beneath an item. Others write tags there too, but not behind a
    break of the line."""
    return state.status is not None or state.starred or (bool(state.shown) and item.endswith("\\"))


def _told_apart(rows: list[_Row]) -> list[_Row]:
    """The rows without those that all lead to one paper under other names: they are the links of its own page."""
    names: dict[str, set[str]] = {}
    for row in rows:
        if row.entry.paper.arxiv_id:
            names.setdefault(row.entry.paper.arxiv_id, set()).add(row.entry.paper.title.casefold())
    return [row for row in rows if len(names.get(row.entry.paper.arxiv_id, ())) < _OF_ONE_PAPER]


def _rows(text: str) -> Iterator[_Row]:
    lines = _resolved(split_lines(text))
    records = {record.line: record for record in records_under_headings(lines)}
    head: tuple[str, ...] = ()
    at = 0
    while at < len(lines):
        line = lines[at]
        if (record := records.get(at + 1)) is not None:
            yield _Row(at + 1, TitledItem(record.paper, doubted=record.doubted), record.end)
            head, at = (), record.end - 1
            continue
        if not line.lstrip().startswith("|"):
            head = ()
        elif _is_head(lines, at):
            head = () if "](" in line else tuple(map(plain_text, cells_of(line)))
        rows = _of_line(lines, at, head)
        yield from rows
        at = rows[0].end - 1 if rows else at + 1


def _resolved(lines: list[str]) -> list[str]:
    """The lines with the addresses of their links that stand elsewhere on the page."""
    found = {match["name"].lower(): match["url"] for line in lines if (match := _DEFINITION.match(line))}

    def put(link: re.Match[str]) -> str:
        url = found.get((link["name"] or link["text"]).lower())
        return f"[{link['text']}]({url})" if url else link[0]

    return [_REFERENCE.sub(put, line) if "[" in line else line for line in lines] if found else lines


def _of_line(lines: Sequence[str], at: int, head: Sequence[str]) -> list[_Row]:
    """What begins in a line and has what a paper's has: the row of a table whose columns are called `head`, an item, or
    a paragraph that begins with a title in bold; several where papers are linked one behind the other."""
    match = _ROW.match(lines[at])
    if match is None:
        return _paragraph(lines, at) if lines[at].startswith("**") else []
    if match["cells"] is not None:
        found = _entries(with_addresses(match["cells"], head), head)
    elif len(found := _entries(match["bullet"])) < _SEVERAL:
        return _item(lines, at, match["bullet"], next(iter(found), None))
    return [_Row(at + 1, entry, at + 2) for entry in found]


def _item(lines: Sequence[str], at: int, text: str, entry: TitledItem | None) -> list[_Row]:
    """The paper of an item, of which the first line has a text that tells `entry`: its further lines may tell more."""
    if entry is not None and entry.paper.authors:
        return [_Row(at + 1, entry, at + 2)]
    below, end, nested = _below(lines, at)
    if entry is not None and nested:
        below = [text for text in below if AUTHORS.match(text)]
    if below:
        whole = _entry(LINE_END.join((text, *below)))
        if whole is not None and (entry is None or (whole.paper.authors and whole.paper.title == entry.paper.title)):
            return [_Row(at + 1, whole, end + 1)]
    return [_Row(at + 1, entry, at + 2)] if entry is not None else []


def _entry(text: str) -> TitledItem | None:
    return entry_in(text) if has_link(text) and len(text) <= _LONGEST else None


def _entries(text: str, head: Sequence[str] | None = None) -> list[TitledItem]:
    return entries_in(text, head) if has_link(text) and len(text) <= _LONGEST else []


def _below(lines: Sequence[str], at: int) -> tuple[list[str], int, bool]:
    """The further lines of the item that begins in a line, the index behind them, and whether items are nested in it;
    none where one of those is a paper of its own."""
    depth = len(lines[at]) - len(lines[at].lstrip())
    found: list[str] = []
    end, blank, nested = at + 1, False, False
    for number in range(at + 1, min(at + 1 + _LONGEST_ITEM, len(lines))):
        line = lines[number]
        if not line.strip():
            blank = True
            continue
        item = _ROW.match(line)
        deeper = len(line) - len(line.lstrip()) > depth
        if heading_in(line).level or _FENCE.match(line) or (item and item["cells"] is not None):
            break
        if not deeper and (blank or item or line[0] in "<>@"):
            break
        if item and _entry(item["bullet"]) is not None:
            return [], at + 1, True
        nested = nested or item is not None
        blank = False
        end = number + 1
        if not line.lstrip().startswith(">"):
            found.append(item["bullet"] if item else line.strip())
    return found, end, nested


def _paragraph(lines: Sequence[str], at: int) -> list[_Row]:
    """The paper of a paragraph that begins with its title in bold, and has a link called "Paper"; none of another."""
    end = next((n for n in range(at + 1, at + _LONGEST_ITEM) if n >= len(lines) or not lines[n].strip()), 0)
    if not end or any(_ROW.match(line) for line in lines[at + 1 : end]):
        return []
    entry = _entry(LINE_END.join(line.strip() for line in lines[at:end]))
    bold = [plain_text(mark[1]).strip(_AROUND_TITLE) for mark in _BOLD.finditer(lines[at])]
    if entry is None or not (entry.sure and entry.called) or not any(text.endswith(entry.paper.title) for text in bold):
        return []
    return [_Row(at + 1, entry, end + 1)]


def _is_head(lines: Sequence[str], at: int) -> bool:
    """Whether the row of a table at an index is its header."""
    return _RULE.match("".join(lines[at + 1 : at + 2])) is not None
