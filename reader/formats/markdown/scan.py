"""The lines of a Markdown file that may be ours: which stretches are, and what each mention says of its paper.

A scanner of its own, line by line, because it must leave every byte that is not ours alone and read ten thousand
papers in a moment. It is generous with what people do by hand: other bullets, other indents, realigned tables, Windows
line ends, a line added to a note without its `> `.

A list may stand in a bigger document. It begins at the heading with its name and ends at the next heading that is as
high (`_Scanner._own_stretches`); such a heading within it was typed there, which shows in what follows: a section or
note that stands nowhere above it, or papers in the order and section in which they went out. What stands above, behind
a heading that ends it, in a quote or in code is of the page: it is never a place in the list, whether its paper has one
or not, and it stays as it is (`Elsewhere`). Where a paper that went out in the list stands on the page alone, nobody
can tell whether it was moved or taken off; then it keeps its place in the library, that is said, and the file is left.
"""

from __future__ import annotations

import re
from bisect import bisect, bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, pairwise

from reader.formats.markdown import footer, marks
from reader.formats.markdown.escaping import decode_id, unescape
from reader.formats.markdown.footer import ExportedPaper, ExportRecord, matches_digest
from reader.formats.markdown.lines import (
    after_front_matter,
    code_blocks,
    heading_at,
    headings_among,
    is_underlined,
    recased,
    spelt,
)
from reader.formats.markdown.state import (
    ITEM,
    STARS,
    StateLine,
    abstract_line,
    anchor_line,
    begins,
    below,
    box_of,
    odd_box,
    parse_state,
    read_state,
)
from reader.formats.markdown.tags import read_tags
from reader.formats.parsed import Problem, excerpt
from reader.paper import Status
from reader.text import NAME_LIMIT, clean_line, clean_text, fold_name, words

_IN_CODE = "in code"
_CELLS = re.compile(r"(?<!\\)\|")


@dataclass(frozen=True, slots=True)
class TableRow:
    """What a row says; None where it says nothing."""

    status: Status | None = None
    starred: bool | None = None
    tags: str | None = None
    """As they stand in their cell."""
    is_blank: bool = False
    """Whether there is a cell for the status and nothing in it."""
    problems: tuple[str, ...] = ()
    """What could not be read, a clause each."""


def cells_of(line: str) -> list[str]:
    """The cells of a row, with or without the bars at its ends."""
    line = line.strip().removeprefix("|")
    if line.endswith("|") and not line.endswith("\\|"):
        line = line[:-1]
    return [cell.strip() for cell in _CELLS.split(line)]


def read_row(line: str, columns: Mapping[str, int], width: int) -> TableRow:
    """What a row of a table with `width` columns says of its paper; `columns` tells where each of ours stands.

    A cell too many or too few shifts all that follow it, so such a row says nothing but that its paper is there.
    """
    cells = cells_of(line)
    if len(cells) != width:
        many = "many" if len(cells) > width else "few"
        message = f"this row has too {many} cells ({len(cells)} for {width}); status, star and tags stay as they were"
        return TableRow(problems=(message,))
    problems: list[str] = []
    status: Status | None = None
    starred: bool | None = None
    word, star = (cells[columns[name]] if name in columns else "" for name in ("Status", "★"))
    if word.casefold() in list(Status):
        status = Status(word.casefold())
    elif word:
        problems.append(f"'{clean_line(word)[:30]}' is not unread, reading or read; the status stays")
    if "★" in columns:
        starred = star in STARS
        if star and not starred:
            starred = None
            problems.append(f"'{clean_line(star)[:30]}' is not a star; it stays as it was")
    tags = cells[columns["Tags"]] if "Tags" in columns else None
    return TableRow(status, starred, tags, not word and "Status" in columns, tuple(problems))


_DELIMITER = re.compile(r"\s*\|?(?:\s*:?-+:?\s*\|)+(?:\s*:?-+:?\s*)?")
_QUOTE = re.compile(r"\s{1,8}>")
_LINK = re.compile(r"\[((?:\\.|[^\]\\])*)\](?:\(.*\)|\[.*\])")
_TORN_FROM = 20
"""So many places above a line that a merge tore off are looked at for the one that it is of: Git keeps two sides of a
few lines, and of many torn lines each costs time that does not grow with the file."""
_NOTES = "Notes"
_EXPORTED = 2
"""The level of a section's heading in an export."""
NO_NOTE = "these words stand beneath a paper and were not taken as its note; they stay as they are"
"""What is said of a person's own words that may have been meant for a note."""
NOT_SHARED = "a status or star stands here, in a file for others, from which neither is taken"
"""What is said of what only a file for the user brings back."""
_NO_BOXES = (
    "a box stands here, in a list whose papers have files of their own; what it says goes into the paper's own file"
)
"""What is said of a box in the list of a vault, which has none."""
HEADER = ("Title", "Authors", "Year", "Tags", "Status", "★")
"""The columns of a table for the user, where no venue and no link is known."""


def is_header(names: Sequence[str], *, shared: bool = False) -> bool:
    """Whether an export, or one for others (`shared`), has a table with such columns, whatever their order."""
    told = [name for name in names if name not in ("Venue", "Links")]
    wanted = HEADER[:4] if shared else HEADER
    return len(set(names)) == len(names) and sorted(told) == sorted(wanted)


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of lines that is ours."""

    key: tuple[str, ...]
    """What it is: ("head",), ("description",), ("contents",), ("section", name), ("table", n), ("item", id, n),
    ("notes",), ("titled", id, n), ("noted", id, n), ("front",), ("base",); n counts those that would be alike."""
    start: int
    """Index of its first line."""
    end: int
    """Index after its last line."""


@dataclass(frozen=True, slots=True)
class Mention:
    """What one mention in a file says of a paper; None where it says nothing."""

    id: str
    line: int
    """Index of its first line."""
    section: str = ""
    listed: bool = True
    """Whether it counts in the order; False for a note on its own."""
    box: bool | None = None
    status: Status | None = None
    starred: bool | None = None
    tags: tuple[str, ...] | None = None
    shown: str | None = None
    """Its tags as they stand there; None where they stand one by one."""
    note: str | None = None
    remark: str | None = None
    typed: bool = False
    """Whether the note is a quote that a person typed beneath the paper, without marks."""
    unsaid: bool = False
    """Whether the status is unread since none is said."""
    known: tuple[str, ...] = ()
    """The tags that went out, by which those that stand there are told apart."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A mention of a paper outside the list, which is the page's."""

    id: str
    line: int
    """Index of the line with its mark."""
    where: str
    """As a part of a sentence."""


@dataclass(slots=True)
class File:
    """A Markdown file that was read: its lines, and what they say of papers."""

    lines: list[str]
    """Without their ends."""
    record: ExportRecord | None
    """What it is compared with: what its comment says, or what a library last saw of it; None when the comment is lost
    or damaged."""
    written: ExportRecord | None
    """What went out when it was last written, be it by another library: by that its lines are known."""
    pieces: list[Stretch] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    elsewhere: list[Elsewhere] = field(default_factory=list)
    """Mentions that are no places."""
    sections: list[tuple[str, int]] = field(default_factory=list)
    """Names of the headings that part the papers, with the index of their lines."""
    recased: dict[str, str] = field(default_factory=dict)
    """Sections that went out -> their names as they stand here, where those have other capitals."""
    problems: list[Problem] = field(default_factory=list)
    settled: set[int] = field(default_factory=set)
    """Indices of the marks whose closing one is missing, where what they open was taken all the same."""
    again: list[int] = field(default_factory=list)
    """Indices of the lines with a further state beneath a paper, which a merge of two sides may have torn off another
    one."""
    torn: set[int] = field(default_factory=set)
    """Those of them that say no more than what is taken elsewhere: they are left out where the file is written."""
    unclosed: set[int] = field(default_factory=set)
    """Indices of the lines that were taken for those of a block whose closing mark is missing."""
    half: dict[tuple[str, str], int] = field(default_factory=dict)
    """The blocks whose closing mark is missing and that count, by kind and paper -> the index of what opens them."""
    unread: set[int] = field(default_factory=set)
    """Indices of the lines that stand where a state, a row or properties do, and could not be read as such."""
    bare: set[int] = field(default_factory=set)
    """Indices of the lines of notes and remarks that stand without marks and were known all the same."""
    unclear: dict[tuple[str, str], int] = field(default_factory=dict)
    """The notes and remarks that lost their marks, by kind and paper -> the index of a line with words that may be of
    them (see `shown_without_marks`)."""
    title: tuple[str, int] | None = None
    """The first heading, with the index of its line."""
    description: str | None = None
    body: str = ""
    """The digest of the text without that comment."""
    foreign: bool = False
    """Whether a line that says something is not ours."""
    is_example: bool = False
    """Whether its comment stands in code, and not the whole export with it."""

    @property
    def alone(self) -> list[Elsewhere]:
        """The mentions outside the list of papers that went out in it and have no place there any more."""
        placed = {mention.id for mention in self.mentions if mention.listed}
        went_out = self.written.papers if self.written is not None else {}
        return [each for each in self.elsewhere if each.id in went_out and each.id not in placed]


def scan(text: str) -> File:
    """Read a text. Never fails; what is wrong is among the problems."""
    text = text.removeprefix("\ufeff")
    parts = footer.split(text)
    return scan_parts(text, parts, footer.parse(parts[1]))


def scan_parts(
    text: str, parts: tuple[str, str, str], record: ExportRecord | None, written: ExportRecord | None = None
) -> File:
    """The same for a text whose comment was found and read already: `parts` are what `footer.split` made of it,
    `written` is what that says where the text is compared with another `record`."""
    before, comment, after = parts
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    file = File(lines, record, written or record, body=footer.body_digest(before + after))
    start = before.count("\n") if comment else len(lines)
    _Scanner(file, range(start, start + comment.count("\n"))).run()
    return file


def known_section(file: File, name: str) -> str:
    """The section that was exported under a heading, however an editor spells or ranks it; "" for none, and for one
    that was met already."""
    if not name or len(name) > NAME_LIMIT * 2:
        return ""
    missing = missing_sections(file)
    wanted = spelt(name) if missing else ""
    return next((held for held in missing if held == name or spelt(held) == wanted), "")


def missing_sections(file: File) -> list[str]:
    """The sections that went out and were not met yet."""
    met = {held for held, _ in file.sections}
    return [held for held in file.written.sections if held and held not in met] if file.written is not None else []


class _Scanner:
    """One walk down the lines."""

    def __init__(self, file: File, comment: range) -> None:
        self.file = file
        self.comment = comment
        self.lines = file.lines
        self.section = ""
        hidden = file.written.hidden if file.written is not None else frozenset()
        self.is_terse = file.written is not None and file.written.form.is_terse and "status" not in hidden
        """Whether a paper of which no status is said is unread."""
        self.is_shared = file.written is not None and file.written.form.audience == "others"
        self.columns = {name: index for index, name in enumerate(HEADER)}
        self.width = len(HEADER)
        self.counts: dict[tuple[str, ...], int] = {}
        self.titles: dict[str, str] = {}
        """By id, the titles in the rows of tables, as `spelt`."""
        self.runs: dict[str, str] = {}
        """Sections -> their words with a blank before and after each."""
        self.descriptions: dict[int, str] = {}
        """Indices of the marks that open a description -> its text."""
        self.ahead = range(0), ""
        """Indices of lines, and the paper that comes next behind each of them (see `_first_item`)."""
        self.headed_last: dict[str, int] = {}
        """Sections -> the index of the last heading that is spelt so and stands above papers of it, or -1."""
        self.named: dict[int, str] = {}
        """Index of a heading above the blocks of a paper -> its id."""
        self.other_sides: dict[str, list[ExportedPaper]] = {}
        """What the comment says once more of some papers, by their ids."""
        for id, said in file.written.other_sides if file.written is not None else ():
            self.other_sides.setdefault(id, []).append(said)
        self.unstated: dict[str, int] = {}
        """Papers -> the index of a line where their state should stand and none does that can be read."""
        self.sides: dict[int, tuple[str, ExportedPaper]] = {}
        """Indices of the lines that a merge tore off a paper -> its id, and what the side that has them said of it."""
        code = code_blocks(file.lines)
        self.fenced = {index for block in code for index in block}
        """Indices of the lines in code, which are examples."""
        self.outside = self._held_by(n for n in range(len(file.lines)) if n not in self.fenced) if code else set()
        self.fenced -= self._exported_in_code(code)
        file.is_example = any(comment.start in block for block in code) and self._lacks_papers(code)
        self.all_quoted = self._quotes_every_block()
        around = (*range(after_front_matter(file.lines), comment.start), *range(comment.stop, len(file.lines)))
        self.headings = headings_among(file.lines, (at for at in around if at not in self.fenced))
        """Index of each heading -> its level, its text and the index after it."""
        self.places = self._places()
        self.head, height = self._own_heading()
        self.heights = (_EXPORTED, height + 1)
        """How high a heading of a section may be: as it was exported, or one below the file's own heading, which stands
        lower where the list was set into a bigger document."""
        self.parts: list[int] = []
        """Indices of the headings below the list's own that are as high, so that they part the document."""
        self.own = self._own_stretches(height)
        """The lines of the list; what stands elsewhere is of the document that it was set into."""
        inside = (found for at, found in self.headings.items() if self._is_own(at))
        self.has_notes = any(level in self.heights and name == _NOTES for level, name, _ in inside)

    def _quotes_every_block(self) -> bool:
        """Whether the export is of the first version, which set every block behind `> ` and told that of none: no mark
        says `quoted`, and no block begins otherwise. Later ones say so, and leave prose as it is."""
        if self.file.written is None or not self.file.written.is_unsealed:
            return False
        openings = (
            (at, match)
            for at, line in enumerate(self.lines)
            if "<!--" in line and at not in self.fenced and (match := marks.OPENING.fullmatch(line))
        )
        begins = {
            "quoted" if match[3] else self.lines[first].lstrip()[:1]
            for at, match in openings
            if (first := self._next(at + 1)) < len(self.lines) and not marks.CLOSING.fullmatch(self.lines[first])
        }
        return begins == {">"}

    def _own_heading(self) -> tuple[int, int]:
        """The index of the heading with which the file was exported, be it another document's heading by now, and its
        height; (-1, 1) where most papers that went out stand above it, or it cannot be told from the heading of a
        section that is called alike. Of several the last one above the papers is meant, in a list without papers the
        first. A copy above it is no place of its paper."""
        record = self.file.written
        wanted = spelt(record.name) if record is not None else ""
        if record is None or not wanted:
            return -1, 1
        called = [at for at, (_, name, _) in self.headings.items() if spelt(name) == wanted]
        places = [(at, id) for at, id in self.places if id in record.papers]
        alike = [name for name in record.sections if spelt(name) == wanted]
        if alike:
            section = self._heading_of_section_alike(called, [at for at, _ in places], alike)
            called = [at for at in called if at != section] if section >= 0 else []
        if not called:
            return -1, 1
        below = {start: {id for at, id in places if at > start} for start in called}
        head = max(called, key=lambda start: len(below[start]))
        every = {id for _, id in places}
        if len(below[head]) * 2 < len(every) and len(every) > 1:
            return -1, 1
        first = next((at for at, _ in places if at > head), None)
        head = head if first is None else [at for at in called if at < first][-1]
        height = self.headings[head][0]
        sections = {spelt(name) for name in record.sections}
        has_sections = any(
            at > head and level > height and spelt(name) in sections for at, (level, name, _) in self.headings.items()
        )
        if not has_sections and any(at < head and self.headings[at][0] < height for at in called):
            shown = excerpt(self.headings[head][1])
            self._problem(
                head, f"the heading '{shown}' is called as the list, so it is no section of it; it stays in the file"
            )
        return head, height

    def _heading_of_section_alike(self, called: Sequence[int], places: Sequence[int], alike: Sequence[str]) -> int:
        """Which of the headings that are called as the list is the one of its section that is called so, too: the last
        one above that section's papers; one without papers is the first below the list's first paper, or else the last
        above it. -1 where that cannot be told."""
        record = self.file.written
        if record is None or len(alike) > 1:
            return -1
        inside = [at for at, id in self.places if id in record.papers and record.papers[id].section == alike[0]]
        first = (inside or places or [len(self.lines)])[0]
        above, below = ([at for at in called if (at < first) is is_above] for is_above in (True, False))
        if not inside and below and above:
            return below[0]
        return above[-1] if len(above) > 1 else -1

    def _places(self) -> list[tuple[int, str]]:
        """The indices of the lines with an anchor outside quotes, and its paper."""
        lines = (at for at, line in enumerate(self.lines) if "<!--" in line and not line.lstrip().startswith(">"))
        return [(at, id) for at in lines if (id := self._anchored(at)) is not None]

    def _is_own(self, at: int) -> bool:
        """Whether a line is one of the list's."""
        which = bisect_right(self.own, at, key=lambda stretch: stretch.start) - 1
        return which >= 0 and at in self.own[which]

    def _own_stretches(self, height: int) -> list[range]:
        """The indices of the lines of the list, whose own heading is of this height.

        A heading below it that is as high, and of no height that sections have, be they renamed, parts the document;
        behind each such heading the list goes on or does not (see `_goes_on_below`).
        """
        record = self.file.written
        if record is None or self.head < 0:
            return [range(max(self.head, 0), len(self.lines))]
        names = {spelt(name) for name in record.sections}
        upwards = range(self.comment.start - 1, self.head - 1, -1)
        last = next((at for at in upwards if "<!--" in self.lines[at] and self._is_mark(at)), self.head)
        named = [
            (at, level, spelt(name))
            for at, (level, name, _) in self.headings.items()
            if self.head < at < self.comment.start and spelt(name) in names
        ]
        first: dict[str, tuple[int, int]] = {}
        for at, level, name in named:
            if at < last:
                first.setdefault(name, (at, level))
        levels = {level for _, level in first.values()}
        renamed = (at > self.head and self._heads_renamed(at) for at in self.headings)
        if height >= _EXPORTED and _EXPORTED not in levels and any(renamed):
            levels.add(_EXPORTED)
        # Below the last mark a heading as high as the list's own is the page's, but where sections are as high.
        empty = levels | {level for level in self.heights if level > height}
        for at, level, name in named:
            if level in empty:
                first.setdefault(name, (at, level))
        below = ((at, level) for at, (level, _, _) in self.headings.items() if at > self.head)
        self.parts = [at for at, level in below if level <= height and level not in levels]
        starts = {at for at, _ in first.values()}
        found = [range(self.head, (self.parts or [len(self.lines)])[0])]
        for start, end in pairwise([*self.parts, len(self.lines)]):
            if self._goes_on_below(range(start, min(end, self.comment.start)), found, starts):
                joined = found.pop() if found[-1].stop == start else range(start, end)
                found.append(range(joined.start, end))
        return found

    def _goes_on_below(self, part: range, above: Sequence[range], sections: Container[int]) -> bool:
        """Whether the list goes on in a part of the document behind a heading as high as its own: a section begins
        there (`sections` are the indices of their headings), a block stands away from its paper, or papers stand as
        they went out (see `_stand_as_went_out`)."""
        record = self.file.written
        if record is None or record.form.style == "template" or not part:
            return any(self._is_mark(at) for at in part)
        if any(at in sections for at in self.headings if at in part):
            return True
        here = [(at, id) for at, id in self.places if at in part]
        away = self._held_by(at for at in range(part.start, here[0][0] if here else part.stop) if at not in self.fenced)
        if away and away - self._held_by(at for stretch in above for at in stretch):
            return True
        found = (id for at, id in self.places if any(at in stretch for stretch in above))
        held = [id for id in dict.fromkeys(found) if id in record.papers]
        fresh = [id for id in dict.fromkeys(id for _, id in here) if id in record.papers and id not in held]
        known = {spelt(name): name for name in record.sections}
        over = (spelt(name) for at, (_, name, _) in self.headings.items() if any(at in stretch for stretch in above))
        section = next((known[name] for name in reversed(list(over)) if name in known), "")
        return self._stand_as_went_out(fresh, held, section)

    def _heads_renamed(self, heading: int) -> bool:
        """Whether a heading as high as a section goes out is that of a section by another name: all papers that went
        out in one section, whose name heads nothing here, stand right below it, at the places that they had."""
        went_out = self.file.written.papers if self.file.written is not None else {}
        level, name, end = self.headings[heading]
        if level != _EXPORTED or not name or not self._begins_papers(self._next(end)):
            return False
        ends = (at for at, found in self.headings.items() if at > heading and found[0] <= level)
        stop = min([*ends, self.comment.start])
        there = {id: at for at, id in reversed(self.places) if self.head < at < self.comment.start}
        order = [id for id in went_out if id in there]
        papers = {id for id in order if heading < there[id] < stop}
        sections = {went_out[id].section for id in papers}
        if len(sections) != 1 or any(spelt(name) in map(spelt, sections) for _, name, _ in self.headings.values()):
            return False
        above = sum(there[id] < heading for id in order)
        whole = {id for id in order if went_out[id].section in sections}
        return "" not in sections and papers == whole == {*order[above : above + len(papers)]}

    def _begins_papers(self, at: int) -> bool:
        """Whether a paper's item, or a table, begins at a line."""
        line = self.lines[at] if at < len(self.lines) else ""
        return line.startswith("|") or self._anchored(at) is not None

    def _stand_as_went_out(self, papers: Sequence[str], above: Sequence[str], section: str) -> bool:
        """Whether papers that stand behind a heading, in a section, stand as they went out behind those above it: one
        of them in its section, and right behind the one that it followed, or all at the places that they had."""
        went_out = self.file.written.papers if self.file.written is not None else {}
        if not any(went_out[id].section == section for id in papers):
            return False
        there = {id for at, id in self.places if self.head < at < self.comment.start}
        order = [id for id in went_out if id in there]
        if set(order[len(above) : len(above) + len(papers)]) == set(papers):
            return True
        followed = dict(zip(order, ["", *order], strict=False))
        behind = zip(papers, [above[-1] if above else "", *papers], strict=False)
        return any(followed[id] == other and went_out[id].section == section for id, other in behind)

    def _is_mark(self, at: int) -> bool:
        """Whether a line holds the mark of a paper, or one around its words."""
        line = self.lines[at]
        around = at not in self.fenced and (marks.OPENING.fullmatch(line) or marks.CLOSING.fullmatch(line))
        return self._anchored(at) is not None or bool(around)

    def run(self) -> None:
        """Walk down all lines and fill the file with what they say."""
        at, end = after_front_matter(self.lines), len(self.lines)
        if at:
            self._piece(("front",), 0, at)
        while at < end:
            line = self.lines[at]
            if at == self.comment.start:
                self._piece(("base",), at, self.comment.stop)
                at = self.comment.stop
            elif step := self._marked(at) or self._heading(at) or self._table_head(at):
                at = step
            else:
                self.file.foreign = self.file.foreign or bool(line.strip())
                self._example(at)
                if "<!--" in line and at not in self.fenced and marks.DAMAGED.fullmatch(line):
                    self._problem(at, "a mark of an export that is damaged or has lost its other half, left alone")
                above = self.lines[at - 1].strip() if at else ""
                alone = (not above or above.endswith("-->")) and at not in self.fenced and self._is_own(at)
                bare = line.strip(" \t*_:#>")
                name = known_section(self.file, bare) if alone else ""
                if name and spelt(name) not in self._own_headings:
                    self._enter(name, at, at + 1, clean_line(unescape(bare)))
                elif alone and (name := self._said_above_its_papers(at)):
                    self.section = name
                    self.file.sections.append((name, at))
                    self._problem(at, f"the heading '{name}' stands here without its marks; its papers stay below it")
                at += 1
        self._prefer_closed_blocks()
        self._take_headings_of_missing_sections()
        self._tell_empty_headings()
        self._tell_elsewhere()
        self._join_sides()
        self._tell_unstated()

    def _prefer_closed_blocks(self) -> None:
        """Take nothing from a block whose closing mark is missing where the same stands closed elsewhere, since a mark
        that was copied takes the lines of others for its own; and tell what became of each that is not closed."""
        file, opening = self.file, ((at, marks.OPENING.fullmatch(self.lines[at])) for at in sorted(self.file.settled))
        half = {at: match[1] for at, match in opening if match}
        closed = [at for at, text in self.descriptions.items() if text and at not in half]
        self._take_description(closed or [*self.descriptions])
        opened = self._half_of_papers(half)
        if described := {at: at for at in half if at in self.descriptions}:
            opened["description", ""] = described
        whole = {("description", "") for _ in closed}
        whole |= {
            (kind, mention.id)
            for n, mention in enumerate(file.mentions if opened else ())
            for kind, text in (("note", "" if mention.typed else mention.note), ("remark", mention.remark))
            if text and n not in opened.get((kind, mention.id), ())
        }
        for (kind, id), places in opened.items():
            if (kind, id) not in whole:
                file.half[kind, id] = max(places.values())
                continue
            file.settled.difference_update(places.values())
            for n in places if id else ():
                said = file.mentions[n]
                file.mentions[n] = replace(said, note=None) if kind == "note" else replace(said, remark=None)
        for at, kind in half.items():
            taken = "the lines that belong to it were taken"
            if at not in file.settled:
                taken = "it stands closed elsewhere, and so nothing was taken here"
            self._problem(at, f"the mark that closes this {kind} is missing; {taken}")

    def _take_description(self, places: Sequence[int]) -> None:
        """Take the last of the descriptions whose opening marks stand at these places, or else the one that went out:
        what another says then is a copy with words of others in it."""
        was, stripped = (self.file.record.description, self.file.record.stripped) if self.file.record else ("", False)
        as_it_was = [at for at in places if was and matches_digest(self.descriptions[at], was, stripped)]
        if (chosen := next(reversed(as_it_was or places), None)) is None:
            return
        self.file.description = self.descriptions[chosen]
        for at in as_it_was and places:
            if at not in as_it_was:
                self._problem(at, "the description stands here again with other words, which were not taken")

    def _half_of_papers(self, half: Mapping[int, str]) -> dict[tuple[str, str], dict[int, int]]:
        """By kind and paper, the indices of the mentions with a block that is not closed -> that of its opening mark.
        `half` are those of all such marks, with the kind of each."""
        found: dict[tuple[str, str], dict[int, int]] = {}
        blocks = (piece for piece in self.file.pieces if half and piece.key[0] in ("item", "noted"))
        ends = {line: piece.end for piece in blocks for line in range(piece.start, piece.end)}
        for n, mention in enumerate(self.file.mentions if half else ()):
            for at in range(mention.line, ends.get(mention.line, mention.line)):
                if at in half:
                    found.setdefault((half[at], mention.id), {})[n] = at
        return found

    def _example(self, at: int) -> None:
        """A paper that went out, in a line of code: no place, but its paper may stand nowhere else."""
        match = marks.ANCHOR.search(self.lines[at]) if at in self.fenced else None
        if match is not None and self.file.written is not None and self.file.written.form.style != "template":
            self.file.elsewhere.append(Elsewhere(decode_id(match[1]), at, _IN_CODE))

    def _tell_elsewhere(self) -> None:
        """Say of each mention outside the list that nothing was taken from it."""
        placed = {mention.id for mention in self.file.mentions if mention.listed}
        alone = {each.line for each in self.file.alone}
        for each in self.file.elsewhere:
            if each.where == _IN_CODE and each.line not in alone:
                continue
            if each.line in alone:
                what = f"stands here, {each.where}, and no more in its list, which was not taken"
                what += "; put it back there, or take it off the list in the library"
            else:
                again = " again" if each.id in placed else ""
                what = f"stands here{again}, {each.where}; nothing was taken from there"
            self._problem(each.line, f"'{each.id}' {what}")

    def _where(self, at: int) -> str:
        """Where a line stands that is none of the list's, as a part of a sentence; "" for one of its own. A user's
        template may put a paper anywhere."""
        record = self.file.written
        if record is not None and record.form.style == "template":
            return ""
        if self.lines[at].lstrip().startswith(">"):
            return "in a quote"
        if self._is_own(at):
            return ""
        if at < self.head:
            return "above its list"
        name = self.headings[next(part for part in reversed(self.parts) if part < at)][1]
        return f"below the heading '{excerpt(name)}', which is as high as the list's own"

    def _outside(self, at: int, id: str, where: str) -> int:
        """A mention outside the list, with all that belongs to it, is of the page; the index after it."""
        end = anchor_line(self.lines, at)[1]
        end += len(below(self.lines, end))
        self.file.elsewhere.append(Elsewhere(id, at, where))
        self.file.foreign = True
        return self._blocks(end, id)[0]

    def _piece(self, key: tuple[str, ...], start: int, end: int, *, counted: bool = False) -> None:
        if counted:
            self.counts[key] = self.counts.get(key, 0) + 1
            key = (*key, str(self.counts[key]))
        self.file.pieces.append(Stretch(key, start, end))

    def _problem(self, at: int, message: str) -> None:
        self.file.problems.append(Problem(at + 1, message, excerpt(clean_line(self.lines[at])) if at >= 0 else ""))

    def _marked(self, at: int) -> int:
        """A line with a mark: the index after what it begins, 0 when it is none of ours. In code it is an example."""
        line = self.lines[at]
        if "<!--" not in line or at in self.fenced:
            return 0
        if (id := self._anchored(at)) is not None:
            return self._outside(at, id, where) if (where := self._where(at)) else self._item(at, id)
        if (match := marks.OPENING.fullmatch(line)) and match[1] == "description":
            kind, text, end = self._block(at)
            if where := self._where(at):
                self._problem(at, f"a description stands here, {where}; it was not taken")
                self.file.foreign = True
                return end
            self.descriptions[at] = text
            self._piece((kind,), at, end)
            return end
        if match or marks.ABSTRACT.search(line):
            return self._noted(at, at)
        if (contents := marks.CONTENTS.fullmatch(line)) is not None and not contents[1] and not self._where(at):
            return self._contents(at)
        if (begun := marks.OPENING.match(line)) and line[begun.end() :].strip():
            self._problem(at, f"something stands beside the mark that opens a {begun[1]}; put it on the line below")
        return 0

    def _contents(self, at: int) -> int:
        """A table of contents: the index after it, 0 where its end is not found before something else begins."""
        for end in range(at + 1, self.comment.start):
            line = self.lines[end]
            if (closing := marks.CONTENTS.fullmatch(line)) is not None and closing[1]:
                self._piece(("contents",), at, end + 1)
                return end + 1
            if "<!--" in line or end in self.headings:
                break
        return 0

    def _anchored(self, at: int) -> str | None:
        """The paper whose anchor a line holds. In code it is an example, unless it stood here before it became code and
        stands nowhere else."""
        match = marks.ANCHOR.search(anchor_line(self.lines, at)[0])
        return decode_id(match[1]) if match is not None and at not in self.fenced else None

    def _held_by(self, lines: Iterable[int]) -> set[tuple[str, str]]:
        """What the marks in some lines outside quotes are of: ("paper", id) for an anchor, else the kind of a block
        and the id that it names, "" for none."""
        found: set[tuple[str, str]] = set()
        for line in map(self.lines.__getitem__, lines):
            if "<!--" not in line or line.lstrip().startswith(">"):
                continue
            if match := marks.ANCHOR.search(line):
                found.add(("paper", decode_id(match[1])))
            elif match := marks.OPENING.fullmatch(line):
                found.add((match[1], decode_id(match[2]) if match[2] else ""))
            elif match := marks.ABSTRACT.search(line):
                found.add(("abstract", decode_id(match[1]) if match[1] else ""))
        return found

    def _went_out(self) -> set[tuple[str, str]]:
        """The same of what the export had."""
        record = self.file.written
        if record is None:
            return set()
        found = {("paper", id) for id in record.papers} | ({("description", "")} if record.description else set())
        found |= {("note", id) for id, paper in record.papers.items() if paper.note}
        return found | {("remark", id) for id, paper in record.papers.items() if paper.remark}

    def _lacks_papers(self, code: Sequence[range]) -> bool:
        """Whether a paper that went out stands nowhere, be it in code."""
        shown = self.outside | self._held_by(at for block in code for at in block)
        return any(mark[0] == "paper" and mark not in shown for mark in self._went_out())

    def _exported_in_code(self, code: Sequence[range]) -> set[int]:
        """The indices of the lines in blocks of code that were put around what stood here before, headings too: papers
        that stand nowhere else, where most of those that went out do so, or, where a block holds none, a note. Fewer
        are examples, whatever became of them in the list."""
        went_out = self._went_out() if code else set()
        away = went_out - self.outside
        held = {block: self._held_by(block) for block in code} if away else {}
        papers = {mark for marks_in in held.values() for mark in marks_in if mark[0] == "paper"} & away
        whole = len(papers) * 2 > sum(mark[0] == "paper" for mark in went_out)
        found: set[int] = set()
        for block, said in held.items():
            listed = {mark for mark in said if mark[0] == "paper"}
            if (whole and len(away & listed) >= len(self.outside & listed)) if listed else away & said:
                found.update(block)
        return found

    def _heading(self, at: int) -> int:
        """A heading: the index after it (and after what it heads, when that is a note), 0 when the line is none."""
        level, name, end = self.headings.get(at, (0, "", 0))
        if not level:
            return 0
        first = level == 1 and self.file.title is None and not self.file.mentions
        if at == self.head or (first and self.head < 0):
            self.file.title = (name, at)
            self._piece(("head",), at, end)
            return end
        if level >= 3 and self._is_title(at, name, end):
            if after := self._noted(at, self._next(end)):
                return after
            self._piece(("titled", self.named[at]), at, end, counted=True)
            return end
        known = known_section(self.file, name) if self._is_own(at) else ""
        if known and not self._heads(known, end) and self._is_headed_below(known, end):
            known, name = "", ""
        if known or (level in self.heights and name and self._is_own(at) and self._heads_items(end)):
            self._enter(known or name, at, end, name)
            return end
        if level >= 3 and self._is_bare_title(name) and self._says_words(self._next(end)):
            self._problem(self._next(end), NO_NOTE)
        if level in self.heights and name and self._is_own(at) and self._heads_notes(name, end):
            self._piece(("notes",), at, end, counted=True)
            return end
        if at in self.parts and name and self._is_own(at) and self._heads_items(end):
            self._problem(at, f"the heading '{excerpt(name)}' is as high as the list's own, and so no section of it")
        self.file.foreign = True
        return end

    def _is_title(self, at: int, name: str, end: int) -> bool:
        """Whether a heading is the one that the export has above a paper's blocks, away from its place.

        Only below a table, or where a user's template put it; elsewhere, and between such a heading and the blocks, a
        heading is a person's own.
        """
        template = self.file.written is not None and self.file.written.form.style == "template"
        if not template and ("notes",) not in self.counts:
            return False
        block = end
        while block < len(self.lines) and (block in self.fenced or not _is_block(self.lines, block)):
            if block == self.comment.start or (self._anchored(block) if "<!--" in self.lines[block] else None):
                return False
            block += 1
        id = self._block_of(block)
        if not id or not self.counts.keys().isdisjoint([("titled", id), ("noted", id)]):
            return False
        self.named[at] = id
        return block == self._next(end) or spelt(name) == self.titles.get(id)

    def _is_bare_title(self, name: str) -> bool:
        """Whether a heading below a table is called as one of its papers."""
        below = ("notes",) in self.counts or self.has_notes
        return below and self._holds_notes() and spelt(name) in self.titles.values()

    def _says_words(self, at: int) -> bool:
        """Whether a person's own words stand in a line, and neither a heading nor a mark."""
        if at >= len(self.lines) or at == self.comment.start or self.lines[at].lstrip().startswith("<!--"):
            return False
        return not heading_at(self.lines, at)[0]

    def _block_of(self, at: int) -> str:
        """The id of the paper that a block names, "" when it names none."""
        if at >= len(self.lines):
            return ""
        match = marks.OPENING.fullmatch(self.lines[at])
        named = (
            match[2] if match else (marks.ABSTRACT.search(self.lines[abstract_line(self.lines, at)]) or [None, None])[1]
        )
        return decode_id(named) if named else ""

    def _enter(self, name: str, start: int, end: int, said: str) -> None:
        """What follows is in this section, whose heading says so. A user's template may have made capitals of it."""
        self.section = name
        self.file.sections.append((name, start))
        record = self.file.written
        if record is not None and record.form.style != "template" and recased(name, said):
            alike = [held for held in record.sections if spelt(held) == spelt(name)]
            if alike == [name]:
                self.file.recased[name] = said
        self._piece(("section", name), start, end, counted=True)

    def _take_headings_of_missing_sections(self) -> None:
        """A heading with nothing below it in the place of a section that is gone, and whose papers stand elsewhere, is
        that section by another name. With words below, or elsewhere, it may be a person's own: then a section that had
        no papers stays, and that is said."""
        record, places = self.file.written, self._places_of_sections()
        if record is None or not record.list_name or record.form.style == "template":
            return
        listed = {mention.id for mention in self.file.mentions if mention.listed}
        full = {paper.section for paper in record.papers.values()}
        lost = {paper.section for id, paper in record.papers.items() if id not in listed}
        missing = [name for name in record.sections if name and name not in places and name not in lost]
        if not missing:
            return
        between = {name: self._between(name, places) for name in missing}
        lines = [max(self.head, 0), *sorted({line for _, line in self.file.sections}), -1]
        stands: dict[int, list[str]] = {}
        for at in self._loose_headings():
            above, below = lines[bisect(lines, at, hi=len(lines) - 1) - 1 :][:2]
            stands[at] = [name for name in missing if above == between[name][0] or below == between[name][1]]
        bare = {at for at in stands if self._is_own(at) and self._is_empty_below(at)}
        renamed = {name for at in bare for name in stands[at]}
        for at, names in stands.items():
            _, heading, end = self.headings[at]
            kept = [name for name in (missing if at in bare else names) if name not in renamed and name not in full]
            if at in bare and names:
                self.file.sections.append((heading, at))
                self._piece(("section", heading), at, end, counted=True)
            elif kept:
                which = f"section '{kept[0]}' is" if len(kept) == 1 else f"sections {', '.join(map(repr, kept))} are"
                message = f"the {which} gone, for which this heading may stand or be your own, and stayed"
                self._problem(at, f"{message}; rename or remove what is meant in the library")
                self.file.sections += [(name, between[name][0]) for name in kept]
                renamed.update(kept)
        self.file.sections.sort(key=lambda section: section[1])
        self.file.pieces.sort(key=lambda piece: piece.start)

    def _tell_empty_headings(self) -> None:
        """Say of a heading that was typed in the list, with nothing below it, that it is no section yet."""
        record = self.file.written
        if record is None or not record.list_name or record.form.style == "template":
            return
        taken = {line for _, line in self.file.sections}
        for at in self._loose_headings():
            if at not in taken and self._is_own(at) and self._is_empty_below(at):
                name = excerpt(self.headings[at][1])
                self._problem(at, f"the heading '{name}' has nothing below it, so it is no section of the list")

    def _between(self, section: str, places: Mapping[str, int]) -> tuple[int, int]:
        """The lines of the headings between which a missing section went out: a section's or the list's own, and a
        section's, -1 for none."""
        names = self.file.written.sections if self.file.written is not None else ()
        at = names.index(section)
        before = (places[held] for held in reversed(names[:at]) if held in places)
        after = (places[held] for held in names[at:] if held in places)
        return next(before, max(self.head, 0)), next(after, -1)

    def _places_of_sections(self) -> dict[str, int]:
        """The sections that went out and are here, by that name or with papers by another, each with the index of its
        heading's line."""
        record = self.file.written
        if record is None:
            return {}
        lines = dict(reversed(self.file.sections))
        found = {name: lines[name] for name in record.sections if name in lines}
        for mention in self.file.mentions:
            exported = record.papers.get(mention.id) if mention.section in lines else None
            if exported is not None and mention.section not in record.sections:
                found.setdefault(exported.section, lines[mention.section])
        return found

    def _loose_headings(self) -> list[int]:
        """The indices of the headings in the list that are as high as those of sections and head none, nor notes; and
        of such headings of a page, as high as the list's own, that head nothing."""
        known = {spelt(name) for name, _ in self.file.sections}
        notes = _NOTES if self.file.written is not None and self.file.written.form.style == "table" else ""
        ours = {piece.start for piece in self.file.pieces} | {line for _, line in self.file.sections}
        return [
            at
            for at, (level, name, _) in self.headings.items()
            if self.head < at < self.comment.start and at not in ours and level in self.heights
            if self._is_own(at) or (at in self.parts and self._is_empty_below(at))
            if name and name != notes and spelt(name) not in known
        ]

    def _is_empty_below(self, at: int) -> bool:
        """Whether nothing stands between a heading and the next one that is as high, or the list's end."""
        level, _, end = self.headings[at]
        end = self._next(end)
        return end >= self.comment.start or 0 < self.headings.get(end, (0,))[0] <= level

    def _next(self, at: int) -> int:
        """The index of the next line that is not empty, or the number of lines."""
        while at < len(self.lines) and not self.lines[at].strip():
            at += 1
        return at

    def _said_above_its_papers(self, at: int) -> str:
        """The section whose heading became a line of a person's own: its name is among the words, and the next paper
        went out under it; "" for none. Below a heading that did not go out, which has no papers above the line, it is a
        sentence: that heading is the section's by now."""
        record = self.file.written
        last = self.file.pieces[-1].key if self.file.pieces else ()
        if record is not None and last[:1] == ("section",) and last[1] not in record.sections:
            return ""
        missing = missing_sections(self.file)
        said = f" {' '.join(words(unescape(self.lines[at])))} " if missing else ""
        names = [name for name in missing if self.runs.setdefault(name, f" {' '.join(words(name))} ") in said]
        if not names or record is None:
            return ""
        paper = record.papers.get(self._first_item(at + 1))
        return paper.section if paper is not None and paper.section in names and words(paper.section) else ""

    def _is_headed_below(self, section: str, start: int) -> bool:
        """Whether a heading from a line on that is spelt as a section stands above the papers of it."""
        if section not in self.headed_last:
            heads = (at for at, end in self._own_headings.get(spelt(section), ()) if self._heads(section, end))
            self.headed_last[section] = max(heads, default=-1)
        return self.headed_last[section] >= start

    @cached_property
    def _own_headings(self) -> dict[str, list[tuple[int, int]]]:
        """The indices of the headings of the list, and those after them, by how they are spelt."""
        found: dict[str, list[tuple[int, int]]] = {}
        for at, (_, name, end) in self.headings.items():
            if self._is_own(at):
                found.setdefault(spelt(name), []).append((at, end))
        return found

    def _heads(self, section: str, at: int) -> bool:
        """Whether the paper that comes next, before another such heading, went out in this section."""
        paper = self.file.written.papers.get(self._first_item(at)) if self.file.written is not None else None
        return paper is not None and paper.section == section

    def _heads_items(self, at: int) -> bool:
        """Whether a heading that ends before a line stands above papers."""
        return bool(self._first_item(at))

    def _first_item(self, at: int) -> str:
        """The paper whose place comes before the next heading of the height of a section, and before a note: a heading
        between a paper and its note is a person's own. "" for none."""
        if at not in self.ahead[0]:
            end, id = self._next_item(at)
            self.ahead = range(at, end + 1), id
        return self.ahead[1]

    def _next_item(self, at: int) -> tuple[int, str]:
        """The same, and the index of the line that tells."""
        for index in range(at, len(self.lines)):
            line = self.lines[index]
            opens = "<!--" in line and index not in self.fenced
            if (match := marks.OPENING.fullmatch(line) if opens else None) and match[1] != "description":
                return index, ""
            if "<!--" in line and not line.lstrip().startswith(">") and (id := self._anchored(index)) is not None:
                return index, id
            if self.headings.get(index, (0,))[0] in (1, *self.heights) or index in self.parts:
                return index, ""
        return len(self.lines), ""

    def _heads_notes(self, name: str, at: int) -> bool:
        """Whether notes under headings of their own come before the next heading of that height; once in a file.

        Of several the last one that is called as the built-in table calls it; others in between are a person's own.
        """
        ours = name == _NOTES
        style = self.file.written.form.style if self.file.written is not None else "table"
        if (
            style not in ("table", "template")
            or any(piece.key[0] == "notes" for piece in self.file.pieces)
            or (self.has_notes and not ours)
        ):
            return False
        for index in range(at, len(self.lines)):
            level, heading, end = self.headings.get(index, (0, "", 0))
            if level >= 3 and _is_block(self.lines, self._next(end)):
                return True
            if (level in (1, *self.heights) and not ours) or (level in self.heights and heading == _NOTES):
                return False
        return False

    def _noted(self, start: int, at: int) -> int:
        """Blocks away from their item, from `at` on, under a heading at `start`: the index after them, or 0."""
        if not _is_block(self.lines, at):
            return 0
        if not (id := self._block_of(at)):
            self._problem(at, "a note without the name of its paper was left alone")
            return 0
        end, note, remark, _ = self._blocks(at, id)
        self._piece(("noted", id), start, end, counted=True)
        self.file.mentions.append(Mention(id, start, self.section, listed=False, note=note, remark=remark))
        return end

    def _blocks(self, at: int, id: str, *, bare: bool = False) -> tuple[int, str | None, str | None, bool]:
        """The blocks of one paper from `at` on: the index after the last, its note, its remark, and whether the note
        has no marks.

        With `bare`, an indented quote without marks is taken for the note that a person added by hand, unless it may be
        the remark that went out there.
        """
        found: dict[str, str] = {}
        end, typed = at, False
        while (here := abstract_line(self.lines, self._next(end))) < len(self.lines):
            line = self.lines[here]
            match = marks.OPENING.fullmatch(line) if "<!--" in line else None
            if match and match[1] != "description" and (not match[2] or decode_id(match[2]) == id):
                if match[1] in found:
                    break
                kind, text, end = self._block(here)
                found[kind] = text
            elif (mark := marks.ABSTRACT.search(line)) and (not mark[1] or decode_id(mark[1]) == id):
                end = here + 1
            elif bare and "note" not in found and _QUOTE.match(line) and not self._may_be_remark(here, id, found):
                end, typed = here, True
                while end < len(self.lines) and _QUOTE.match(self.lines[end]):
                    end += 1
                found["note"] = clean_text(marks.disclose(self.lines[here:end], 2, quoted=True))
                closing = self._next(end)
                if closing < len(self.lines) and marks.CLOSING.fullmatch(self.lines[closing]):
                    end = closing + 1
            else:
                break
        return end, found.get("note"), found.get("remark"), typed

    def _may_be_remark(self, at: int, id: str, found: Container[str]) -> bool:
        """Whether a paper went out with a remark of which no opening mark stands in its lines, be it among the blocks
        found so far or between a line and the next paper."""
        said = self.file.written.papers.get(id) if self.file.written is not None else None
        if said is None or not said.remark or "remark" in found:
            return False
        for line in self.lines[at : self.comment.start]:
            if "<!--" in line:
                if (match := marks.OPENING.fullmatch(line)) and match[1] == "remark":
                    return False
                if marks.ANCHOR.search(line):
                    break
        return True

    def _block(self, at: int) -> tuple[str, str, int]:
        """The block that opens at `at`: its kind, its text and the index after it."""
        match = marks.OPENING.fullmatch(self.lines[at])
        kind, quoted = (match[1], match[3] is not None or self.all_quoted) if match else ("", False)
        reference = match[4] or "" if match else ""
        indent = len(self.lines[at]) - len(self.lines[at].lstrip())
        for end in range(at + 1, len(self.lines)):
            line = self.lines[end]
            if "<!--" not in line or (quoted and line.lstrip().startswith(">")):
                continue
            closing = marks.CLOSING.fullmatch(line)
            if closing and closing[1] == kind:
                return kind, clean_text(marks.disclose(self._inside(at, end), indent, quoted, reference)), end + 1
            if marks.OPENING.fullmatch(line) or end == self.comment.start or self._anchors(end, indent, quoted):
                break
        end = self._next(at + 1)
        while end < len(self.lines) and self._goes_on(end, indent, quoted):
            end += 1
        while end > at + 1 and not self.lines[end - 1].strip():
            end -= 1
        self.file.settled.add(at)
        self.file.unclosed.update(range(at + 1, end))
        return kind, clean_text(marks.disclose(self.lines[at + 1 : end], indent, quoted, reference)), end

    def _inside(self, start: int, end: int) -> list[str]:
        """The lines between two marks, without what Pandoc sets around each mark in its own Markdown."""
        lines = self.lines[start + 1 : end]
        around = [line.strip() for line in (self.lines[start - 1] if start else "", *lines[:1], *lines[-1:])]
        if around != ["```{=html}", "```", "```{=html}"]:
            return lines
        self._problem(start, "Pandoc set this mark in code ({=html}); written as gfm or commonmark it is none")
        return lines[1:-1]

    def _anchors(self, at: int, indent: int, quoted: bool) -> bool:
        """Whether a line within a block names a paper whose own place it is; in code it is an example."""
        line = self.lines[at]
        deep = not quoted and (at in self.fenced or (indent > 0 and line[:indent].isspace()))
        return not deep and marks.ANCHOR.search(line) is not None

    def _goes_on(self, at: int, indent: int, quoted: bool) -> bool:
        """Whether a block that is not closed may hold this line."""
        line = self.lines[at]
        if quoted:
            return line.lstrip().startswith(">")
        within = not line[:indent].strip() and line[indent:][:1] != "#" and "<!--" not in line
        return not line.strip() or (within and at != self.comment.start)

    def _item(self, at: int, id: str) -> int:
        line, end = anchor_line(self.lines, at)
        if len(ids := self._together(line, id)) > 1:
            return self._joined(at, end, ids)
        if line.lstrip().startswith("|"):
            return self._row(at, id)
        start = begins(self.lines, at, self.file.pieces[-1].end if self.file.pieces else 0)
        match = ITEM.match(self.lines[start])
        odd = odd_box(self.lines[start])
        # What stands in two boxes, or in none that is known, says nothing.
        box = box_of(match) if match is not None and odd is None else None
        if match is None and is_underlined(self.lines, end - 1):
            end += 1
        known = self._known(id)
        rest = below(self.lines, end)
        beside = marks.ANCHOR.split(line, maxsplit=1)[-1].strip(" \t\\") if match is not None else ""
        said = self._state(id, beside, rest)
        if said is not None and not beside and (side := self._side_above(said[0], rest[0].strip(), id)) is not None:
            self._take_side(end, side)
            end, rest = end + 1, rest[1:]
            said = self._state(id, beside, rest)
        status: Status | None = None
        starred: bool | None = None
        shown: str | None = None
        style = self.file.written.form.style if self.file.written is not None else ""
        # A template with boxes may never say more of the status, and where each paper has a box, only that does.
        is_open = box is False if style == "tasks" else box is None if style == "template" else not box
        unsaid = self.is_terse and odd is None and is_open and (match is not None or style == "template")
        if said is not None:
            state, count, doubtful = said
            unsaid = unsaid and state.status is None
            status, starred, shown = state.status, state.starred, state.shown
            end += count
            self._again(end, id, state)
            if doubtful:
                self._problem(end - 1, "it is in doubt where its last tag ends; its tags stay as they were")
                shown = None
        elif line.rstrip().endswith("\\"):
            if rest and rest[0].startswith("  "):
                self.file.unread.add(end)
                end += 1
            self.unstated[id] = end - 1
            unsaid = False
        elif not beside and (box is not None or (self.is_terse and match is not None)):
            starred, shown = False, ""
        else:
            unsaid = unsaid and not beside
        self._tell_of_box(start, id, odd, status, is_lost=style == "tasks" and box is None)
        tags = read_tags(shown, known).tags if shown is not None else None
        is_of_vault = self.file.written is not None and self.file.written.is_list_of_vault
        bare = match is not None and not is_of_vault
        end_of_blocks, note, remark, typed = self._blocks(end, id, bare=bare)
        end = max(end, end_of_blocks)
        self._piece(("item", id), start, end, counted=True)
        if self.is_shared and (box or status is not None or starred):
            self._problem(start, NOT_SHARED)
        elif is_of_vault and box is not None:
            self._problem(start, _NO_BOXES)
        status = Status.UNREAD if unsaid else status
        said_of = (box, status, starred, tags, shown, note, remark, typed, unsaid, known)
        self.file.mentions.append(Mention(id, at, self.section, True, *said_of))
        return end

    def _tell_of_box(self, at: int, id: str, odd: str | None, said: Status | None, is_lost: bool) -> None:
        """Say of a paper's box that it is none that is known, or that it is lost where it alone says the status."""
        went_out = self.file.written.papers.get(id) if self.file.written is not None else None
        was = went_out.status if went_out is not None else None
        if odd is not None:
            what = "the status stays as it was" if said in (None, was) else f"'{said}', which stands beside it, counts"
            self._problem(at, f"the box [{odd}] is neither [ ] nor [x]; {what}")
        elif is_lost and said is None and was is Status.READ:
            self._problem(at, "its box is gone; the status stays as it was")

    def _again(self, at: int, id: str, own: StateLine) -> None:
        """Take the further state lines of a paper, as a merge that keeps the lines of two sides leaves them, for those
        of the papers whose they are; say of others that they were not taken. `own` is what the first one says."""
        for index, line in enumerate(below(self.lines, at), start=at):
            state = parse_state(line.strip(), self._known(id))
            if state is None:
                return
            if (side := self._torn_off(line.strip(), id)) is not None:
                self._take_side(index, side)
            elif _adds_nothing(state, own):
                self.file.torn.add(index)
            elif state.status is None and not state.shown:
                return
            else:
                self.file.again.append(index)
                message = "its status, star and tags stand here again; those above count, these were not taken"
                self._problem(index, message)

    def _take_side(self, at: int, side: tuple[str, ExportedPaper]) -> None:
        """Let a line that was torn off a paper be of that."""
        self.sides[at] = side
        self.file.again.append(at)
        self.file.torn.add(at)

    def _join_sides(self) -> None:
        """Let each line that was torn off a paper be a further place of that, which shows what one side said of it; the
        places without a star or status, which know nothing of that, say nothing of it."""
        mentions, of_paper = self.file.mentions, self._by_paper() if self.sides else {}
        for index, (id, said) in self.sides.items():
            for at in of_paper[id]:
                if said.starred:
                    mentions[at] = replace(mentions[at], starred=mentions[at].starred or None)
                if said.status is not Status.UNREAD and _status(mentions[at]) is Status.UNREAD:
                    mentions[at] = replace(mentions[at], status=None, box=None, unsaid=False)
            shown = (said.status if said.status is not Status.UNREAD else None, said.starred or None, said.tags)
            mentions.append(Mention(id, index, "", False, None, *shown, known=said.tags))

    def _by_paper(self) -> dict[str, list[int]]:
        """The mentions of each paper, as indices."""
        found: dict[str, list[int]] = {}
        for at, mention in enumerate(self.file.mentions):
            found.setdefault(mention.id, []).append(at)
        return found

    def _tell_unstated(self) -> None:
        """Say of the places whose state is none, or was torn off, that none is taken; not where another place
        of the paper shows one, as where a merge kept the lines of two sides."""
        stated = {mention.id for mention in self.file.mentions if mention.tags is not None} if self.unstated else set()
        for id, at in self.unstated.items():
            if id not in stated:
                self._problem(at, "its line with status, star and tags could not be read; they stay as they were")

    def _torn_off(self, line: str, id: str) -> tuple[str, ExportedPaper] | None:
        """The paper whose state stands in a line beneath the paper `id`, itself or one that stands above, with what the
        side said of it that the line comes from: the comment holds what both sides said, and the place of a paper above
        shows what the other one did. None where nothing tells."""
        if not self.is_joined:
            return None
        above = (mention for mention in self.file.mentions[: -_TORN_FROM - 1 : -1] if mention.listed)
        others = ((each, said) for each in above for said in self._sides(each.id) if not _shows(each, said))
        sides = chain(((id, said) for said in self._sides(id)), ((each.id, said) for each, said in others))
        return next((side for side in sides if self._is_state_of(parse_state(line, side[1].tags), side[1])), None)

    @cached_property
    def is_joined(self) -> bool:
        """Whether something tells that a merge kept the lines of two sides: a person who edits by hand may well write
        beneath one paper what was said of the one above."""
        told = [id for _, id in self.places]
        is_by_group = self.file.written is not None and bool(self.file.written.form.group)
        return bool(self.other_sides) or (len(set(told)) < len(told) and not is_by_group)

    def _side_above(self, state: StateLine, line: str, id: str) -> tuple[str, ExportedPaper] | None:
        """The paper above off which the first line beneath the paper `id` was torn, as `_torn_off` gives it; None where
        it may be its own."""
        if any(self._is_state_of(state, said) for said in self._sides(id)):
            return None
        side = self._torn_off(line, id)
        return side if side is not None and side[0] != id else None

    def _sides(self, id: str) -> Iterable[ExportedPaper]:
        """What the comment says of a paper: more than one thing where a merge kept the lines of two sides."""
        written = self.file.written
        held = written.papers.get(id) if written is not None else None
        return [held, *self.other_sides.get(id, ())] if held is not None else ()

    def _is_state_of(self, state: StateLine | None, said: ExportedPaper) -> bool:
        """Whether a state line is that of a paper of which this was said."""
        if state is None:
            return False
        if state.status is None:
            boxed = self.file.written is not None and self.file.written.form.style == "tasks"
            state = replace(state, status=Status.READ if boxed and said.status is Status.READ else Status.UNREAD)
        return _says(state, said)

    def _holds_notes(self) -> bool:
        """Whether the file shows notes, and its form is one that Reader made."""
        record = self.file.written
        return record is None or (record.form.style != "template" and "note" not in record.hidden)

    def _state(self, id: str, beside: str, below: Sequence[str]) -> tuple[StateLine, int, bool] | None:
        """The state of a paper, as `read_state` has it, beside its title or in the lines below; where both may be one,
        the lines below are when they say what went out."""
        known = self._known(id)
        near = read_state(beside, below, known)
        under = read_state("", below, known) if beside else None
        if near is None or under is None:
            return near or under
        was = self.file.written.papers.get(id) if self.file.written is not None else None
        return under if was is not None and _says(under[0], was) and not _says(near[0], was) else near

    def _together(self, line: str, id: str) -> list[str]:
        """The ids of the papers that went out and whose anchors stand in one line, `id` first."""
        went_out = self.file.written.papers if self.file.written is not None else {}
        found = (decode_id(match[1]) for match in marks.ANCHOR.finditer(line))
        return list(dict.fromkeys([id, *(other for other in found if other in went_out)]))

    def _joined(self, at: int, end: int, ids: Sequence[str]) -> int:
        """Rows or items that a formatter joined to one line: each paper is there, and nothing else is said of it."""
        self._piece(("item", ids[0]), at, end, counted=True)
        self._problem(at, f"{len(ids)} papers stand in this one line; what is said of each stays as it was")
        self.file.mentions += [Mention(id, at, self.section) for id in ids]
        return end

    def _known(self, id: str) -> tuple[str, ...]:
        """The tags of a paper that went out."""
        exported = self.file.written.papers.get(id) if self.file.written is not None else None
        return exported.tags if exported is not None else ()

    def _row(self, at: int, id: str) -> int:
        self._piece(("item", id), at, at + 1, counted=True)
        self.titles.setdefault(id, title_in_row(self.lines[at]))
        row = read_row(self._filled(self.lines[at], id), self.columns, self.width)
        for message in row.problems:
            self._problem(at, message)
        if len(cells_of(self.lines[at])) > self.width:
            self.file.unread.add(at)  # The row below may have come into it.
        known = self._known(id)
        tags = None if row.tags is None else read_tags(row.tags, known).tags
        if self.is_shared and (row.status is not None or row.starred):
            self._problem(at, NOT_SHARED)
        unsaid = self.is_terse and row.is_blank
        status = Status.UNREAD if unsaid else row.status
        mention = Mention(
            id, at, self.section, True, None, status, row.starred, tags, row.tags, unsaid=unsaid, known=known
        )
        self.file.mentions.append(mention)
        return at + 1

    def _filled(self, line: str, id: str) -> str:
        """The row of a paper, in one that a person typed with the cells that are missing at its end, which renderers
        show as empty. Of one that went out nobody knows which cells were taken out."""
        record = self.file.written
        missing = self.width - len(cells_of(line)) if record is not None and id not in record.papers else 0
        return f"{line.rstrip().removesuffix('|')}{'| ' * missing}|" if missing > 0 else line

    def _table_head(self, at: int) -> int:
        """A table of ours: the index after its first two lines, or 0."""
        if not self.lines[at].startswith("|") or at in self.fenced or not self._is_own(at):
            return 0
        below = self.lines[at + 1] if at + 1 < len(self.lines) else ""
        if not _DELIMITER.fullmatch(below):
            return 0
        names = tuple(cells_of(self.lines[at]))
        row = at + 2
        while row < len(self.lines) and self.lines[row].lstrip().startswith("|"):
            if marks.ANCHOR.search(self.lines[row]):
                break
            row += 1
        else:
            if not is_header(names, shared=self.is_shared):
                return 0
        self.columns, self.width = {name: index for index, name in enumerate(names)}, len(names)
        self._piece(("table",), at, at + 2, counted=True)
        return at + 2


def _adds_nothing(state: StateLine, own: StateLine) -> bool:
    """Whether a further state line of a paper says nothing that the first one does not."""
    return (
        _folded(state.read.tags) <= _folded(own.read.tags)
        and state.starred <= own.starred
        and state.status in (None, own.status)
    )


def _shows(mention: Mention, said: ExportedPaper) -> bool:
    """Whether a place shows of its paper what was said of it."""
    is_same = (_status(mention), bool(mention.starred)) == (said.status, said.starred)
    return is_same and _folded(mention.tags or ()) == _folded(said.tags)


def _status(mention: Mention) -> Status:
    """The status that a place shows by its box and its word."""
    return Status.READ if mention.box else mention.status or Status.UNREAD


def _says(state: StateLine, was: ExportedPaper) -> bool:
    """Whether a state is that with which a paper went out."""
    is_same = (state.status, state.starred) == (was.status, was.starred)
    return is_same and _folded(state.read.tags) == _folded(was.tags)


def _folded(tags: Iterable[str]) -> set[str]:
    """Tags as they are compared."""
    return set(map(fold_name, tags))


def title_in_row(line: str) -> str:
    """The title in the first cell of a paper's row, as `spelt`."""
    cell = cells_of(marks.ANCHOR.sub("", line))[0].strip()
    link = _LINK.fullmatch(cell)
    return spelt(link[1] if link else cell)


def _is_block(lines: list[str], at: int) -> bool:
    line = lines[abstract_line(lines, at)] if at < len(lines) else ""
    return bool(marks.OPENING.fullmatch(line) or marks.ABSTRACT.search(line))
