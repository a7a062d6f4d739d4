"""How the records of any dialect are parted: where one begins and ends, and which line continues the field above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import takewhile

from reader.dates import beyond_date
from reader.formats.beginnings import begins_part, begins_record, begins_table
from reader.formats.evidence import leads_to_paper
from reader.formats.field_names import not_read, remark, tells
from reader.formats.huggingface.page_evidence import reads_like_abstract
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.formats.references import (
    Reference,
    References,
    csl_type,
    doi_in,
    genre_of,
    says,
    take_label,
    without_binding,
)
from reader.identity import find_arxiv_id
from reader.paper import Paper
from reader.text import clean_line

_RUN = 400
"""Lines below the first of a record in which it shows what it is."""


@dataclass(slots=True)
class TaggedRecord:
    """The fields of one record, by their tags."""

    line: int
    """1-based number of the line where it begins."""
    held: dict[str, list[str]] = field(default_factory=dict)
    """A value for each time that a tag stands there; lines that continue it follow after "\\n"."""

    def all(self, *tags: str) -> list[str]:
        """Every value of some tags, those of the first tag first."""
        return [value for tag in tags for value in self.held.get(tag, ())]

    def lines(self, *tags: str) -> list[str]:
        """Every line of some tags, where each line is a value of its own (an author, a keyword)."""
        return [line for value in self.all(*tags) for line in value.split("\n")]

    def first(self, *tags: str) -> str:
        """The first value that says something, as one line."""
        return next(filter(None, map(clean_line, self.all(*tags))), "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one program writes its records."""

    name: str
    """What is kept of its records as it came stands under this name."""
    field: re.Pattern[str]
    """A line with a field; its groups are the tag and the value."""
    reference: Callable[[TaggedRecord], Reference]
    """What the tags mean."""
    understood: frozenset[str]
    """The tags of which something is kept."""
    opens: frozenset[str]
    """The tags one of which begins a record."""
    partly: frozenset[str] = frozenset()
    """Those of `understood` that may hold more than the paper tells."""
    dates: frozenset[str] = frozenset()
    """Those that tell when the work was published."""
    own: tuple[tuple[str, str], ...] = ()
    """Tags under which somebody writes for themselves, with what the program calls them."""
    folders: frozenset[str] = frozenset()
    """Tags of the folders in which somebody keeps the record."""
    kinds: frozenset[str] = frozenset()
    """Tags of what the work is called, kept where it is of no type that is known."""
    beside: frozenset[str] = frozenset()
    """Those of `understood` by which no papers are told apart, so that two records that differ in them are told."""
    key: str = ""
    """The tag of a label, which is the citation key where no other record has it and it has no blank."""
    of_program: frozenset[str] = frozenset()
    """Tags of what a program keeps for itself, counts, or says again in another form. Any other is named."""
    closes: str = ""
    """The tag that ends it, where one does."""
    around: frozenset[str] = frozenset()
    """Tags of lines around the records, which say who wrote the file."""
    titles: frozenset[str] = frozenset()
    """Tags that hold the title."""
    signs: frozenset[str] = frozenset()
    """Tags one of which stands beside the title in a record that shows what it is."""
    sure: re.Pattern[str] = re.compile("")
    """And the line of which one stands there, or above the first record, that no other text has by chance."""
    indent: str = ""
    """What a line begins with that continues a field; "" where any line without a tag does."""
    opening: re.Pattern[str] | None = None
    """What the whole line of the tag `opens` must be, so that it begins a record."""
    paragraphs: bool = False
    """Whether an empty line parts records, so that `opens` may stand anywhere in them or be missing."""
    stray: re.Pattern[str] | None = None
    """A line with a tag that `field` does not know, where its tags are known by their names alone."""
    prose: frozenset[str] = frozenset()
    """Tags whose values may go on in further lines."""
    long: frozenset[str] = frozenset()
    """Tags whose values may have several paragraphs."""
    once: frozenset[str] = frozenset()
    """Where an empty line does: tags that a record has once, so that a second one begins another."""

    def sniff(self, text: str) -> bool:
        """Whether a record begins in the text."""
        return self.begins(text) > 0

    def begins(self, text: str) -> int:
        """The 1-based number of the line where the first record begins, that shows what it is; 0 for none."""
        lines = split_lines(text.removeprefix("\ufeff"))
        head, named = 0, False
        for number, line in enumerate(lines, start=1):
            match = self.field.match(line)
            if match is None:
                head = head if not line.strip() else 0
            elif match[1] in self.around:
                head = head or number
                named = named or self.sure.match(line) is not None
            elif self._may_open(line, match[1], lines[number - 2] if number > 1 else "") and self._shows(
                lines, number, sure=named and head > 0
            ):
                return head or number
        return 0

    def parse(self, text: str) -> Parsed:
        """Read every record that has a title, of a text where one shows what it is."""
        if not self.begins(text):
            return Parsed(left=text)
        left: list[str] = []
        references = self.references()
        records = []
        for found in _Parting(self, split_lines(text.removeprefix("\ufeff")), left).records():
            if isinstance(found, Problem):
                references.problems.append(found)
            else:
                records.append(found)
        self.take(records, references)
        return references.parsed("\n".join(left))

    def references(self) -> References:
        """Where its records are taken, none so far."""
        mere = self.understood | self.of_program | self.folders | {tag for tag, _ in self.own}
        return References("a record", mere - self.beside)

    def take(self, records: Sequence[TaggedRecord], references: References) -> None:
        """Take records, and name the tags under which they say what their papers do not."""
        labels = Counter(record.first(self.key) for record in records) if self.key else Counter[str]()
        unread: dict[str, None] = {}
        for record in records:
            reference = self.reference(record)
            reference.notes += [remark(name, text) for tag, name in self.own for text in record.all(tag) if text]
            reference.lists += record.lines(*sorted(self.folders))
            reference.kept |= self._kinds(record)
            take_label(reference, labels)
            if paper := references.take(reference, record.held):
                unread |= dict.fromkeys(self._unread(record, paper))
        references.problems += not_read("tags", unread)

    def _kinds(self, record: TaggedRecord) -> dict[str, str]:
        """What a record calls its work that is no type which is known, by its tags."""
        called = {
            tag: (clean_line(part) for value in record.all(tag) for part in value.split(";")) for tag in self.kinds
        }
        others = {
            tag: [kind for kind in told if kind and not csl_type(kind) and not genre_of(kind)]
            for tag, told in called.items()
        }
        return {f"{self.name}/{tag.lstrip('%')}": "; ".join(kinds) for tag, kinds in others.items() if kinds}

    def _unread(self, record: TaggedRecord, paper: Paper) -> Iterator[str]:
        """The tags of which a paper does not say what the record does."""
        known = (
            self.understood | {tag for tag, _ in self.own} | self.folders | self.of_program | {self.key, self.closes}
        )
        for tag, values in record.held.items():
            texts = list(filter(None, map(without_binding, values)))
            if texts and (tag not in known or not self._is_said(tag, texts, paper)):
                yield tag

    def _is_said(self, tag: str, texts: Sequence[str], paper: Paper) -> bool:
        """Whether a paper says what stands under a tag that is understood."""
        if tag in self.dates:
            return tells(paper, "date", [text for text in texts if beyond_date(text, paper.published)])
        return tag not in self.partly or says(paper, texts)

    def _may_open(self, line: str, tag: str, above: str) -> bool:
        if self.paragraphs and not above.strip():
            return True
        return self._begins_record(line, tag)

    def _begins_record(self, line: str, tag: str) -> bool:
        """Whether a line of such a tag begins a record."""
        return tag in self.opens and (self.opening is None or self.opening.fullmatch(line.rstrip()) is not None)

    def _shows(self, lines: Sequence[str], number: int, *, sure: bool = False) -> bool:
        """Whether the record that may begin in a line has a title and another field that tells what it is; `sure` says
        that the lines above it name the program, so that one which is cut short is known as well."""
        tags: set[str] = set()
        for line in lines[number - 1 : number - 1 + _RUN]:
            match = self.field.match(line)
            if match is not None and match[1] in tags and self._begins_record(line, match[1]):
                break
            if match is not None:
                tags.add(match[1])
            elif self.paragraphs and not line.strip():
                break
            elif self.paragraphs and tags.isdisjoint(self.prose):
                return False
            sure = sure or self.sure.match(line) is not None
            if sure and tags & self.titles and tags & self.signs:
                return True
        return False

    def unended(self, record: TaggedRecord, where: str) -> Iterator[TaggedRecord | Problem]:
        """A record without its end, and, where its program writes one, that it stands so in the text."""
        if self.closes:
            message = f"{where} (it has no {self.closes} line), read as far as it goes"
            yield Problem(record.line, message, excerpt(record.first(*self.titles)))
        yield record

    def is_of(self, record: TaggedRecord, lines: Sequence[str], at: int) -> bool:
        """Whether the field in a line, if there is one, is another of a record above it."""
        match = self.field.match(lines[at]) if at < len(lines) else None
        if match is None or match[1] in self.around:
            return False
        empty = not lines[at - 1].strip()
        return not self.opens_record(match[1], lines[at], record, empty, lines, at + 1)

    def goes_on(self, last: str, lines: Sequence[str], number: int, *, empty: bool, followed: bool) -> bool:
        """Whether a field goes on in a line that has the form for it: the record does so below (`followed`), or it
        stands right below what may have further lines, or is a paragraph that reads like more of an abstract."""
        if not empty:
            return followed or bool(self.indent) or last in self.prose
        if last not in self.long:
            return followed and bool(self.indent)
        return followed or reads_like_abstract(self._paragraph(lines, number))

    def _paragraph(self, lines: Sequence[str], number: int) -> str:
        """The lines from one on up to the next that is empty or a field."""
        below = takewhile(lambda line: line.strip() and not self.field.match(line), lines[number - 1 : number + _RUN])
        return " ".join(map(str.strip, below))

    def continues(self, line: str, last: str) -> bool:
        """Whether a line without a tag has the form of one that continues a field."""
        if self.indent:
            return line.startswith(self.indent) and last != ""
        return last != "" and not begins_record(line) and not begins_part(line) and not begins_table(line)

    def opens_record(
        self, tag: str, line: str, record: TaggedRecord | None, empty: bool, lines: Sequence[str], number: int
    ) -> bool:
        """Whether a field is the first of a record."""
        if not self.paragraphs:
            return self._begins_record(line, tag)
        if record is None:
            return tag in self.opens or self._shows(lines, number)
        if tag in self.opens and (tag in record.held or (empty and not self.titles.isdisjoint(record.held))):
            return True
        if tag in self.titles and tag in record.held:
            return True
        return empty and (
            tag in self.opens or any(tag in record.held for tag in self._block(lines, number) & self.once)
        )

    def _block(self, lines: Sequence[str], number: int) -> set[str]:
        """The tags from a line up to the next empty one."""
        tags: set[str] = set()
        for line in lines[number - 1 : number - 1 + _RUN]:
            if not line.strip():
                break
            if match := self.field.match(line):
                tags.add(match[1])
        return tags

    def is_astray(self, lines: Sequence[str], number: int) -> bool:
        """Whether a field that stands in no record has others beside it, so that it is no line of prose."""
        below = lines[number : number + 1]
        return bool(below) and self.field.match(below[0]) is not None


class _Parting:
    """The records of a text, as its lines are gone through."""

    def __init__(self, dialect: Dialect, lines: Sequence[str], left: list[str]) -> None:
        """`left` gets the lines that stand in no record."""
        self._dialect = dialect
        self._lines = lines
        self._left = left
        self._matches = list(map(dialect.field.match, lines))
        self._record: TaggedRecord | None = None
        self._last = ""
        """The tag of the field above."""
        self._empty = False
        """Whether the line above is empty."""
        self._astray = False
        """Whether fields outside a record were told since the last one."""
        self._elsewhere = False
        """Whether the fields are those of a record in another format."""
        self._ahead, self._same = 0, False
        """The index of the next field that was looked for, and whether it is the record's."""

    def records(self) -> Iterator[TaggedRecord | Problem]:
        """The records, and what is wrong with them."""
        for number, (line, known) in enumerate(zip(self._lines, self._matches, strict=True), start=1):
            match = known or self._stray(line)
            if match is not None:
                yield from self._take_field(number, line, match[1], match[2] or "")
                self._empty = False
            elif self._record is not None and line.strip():
                yield from self._take_line(self._record, number, line)
                self._empty = False
            else:
                self._empty = not line.strip()
                self._left.append(line if self._record is None else "")
        yield from self._end("the text ends in the middle of this record")

    def _stray(self, line: str) -> re.Match[str] | None:
        """A line with a tag that is not known, right below a field that cannot go on so: one of no prose, or one whose
        sentence has ended."""
        dialect, record = self._dialect, self._record
        if dialect.stray is None or record is None or self._empty:
            return None
        if self._last in dialect.prose and not record.held[self._last][-1].rstrip().endswith((".", "!", "?")):
            return None
        return dialect.stray.match(line)

    def _end(self, where: str = "a record without its end") -> Iterator[TaggedRecord | Problem]:
        """What comes of the record where it has no line that ends it."""
        if self._record is not None:
            yield from self._dialect.unended(self._record, where)
        self._record = None

    def _take_line(self, record: TaggedRecord, number: int, line: str) -> Iterator[TaggedRecord | Problem]:
        """A line without a tag behind a field of a record, which it continues or ends."""
        dialect, last = self._dialect, self._last
        if self._ahead < number:
            following = range(number, len(self._lines))
            self._ahead = next((at for at in following if self._matches[at]), len(self._lines))
            self._same = dialect.is_of(record, self._lines, self._ahead)
        continues = dialect.continues(line, last)
        if continues and dialect.goes_on(last, self._lines, number, empty=self._empty, followed=self._same):
            record.held[last][-1] += "\n" * (1 + (self._empty and dialect.paragraphs)) + line.strip()
            self._left.append("")
            return
        self._left.append(line)
        beside = not self._empty or last in dialect.long
        if continues and (self._same or (beside and not _begins_another(line))):
            message = "a line at a record that is of none of its fields, left out of it"
            yield Problem(number, message, excerpt(clean_line(line)))
        if not continues or not self._same:
            yield from self._end("this record stands above another text")

    def _take_field(self, number: int, line: str, tag: str, value: str) -> Iterator[TaggedRecord | Problem]:
        """A line with a field, which begins or ends a record, is of one, or of none."""
        dialect, record, left = self._dialect, self._record, self._left
        self._elsewhere = tag not in dialect.opens | dialect.around and (self._elsewhere or begins_record(line))
        if self._elsewhere:
            left.append(line)
            yield from self._end()
        elif tag in dialect.around:
            left.append("")
        elif dialect.opens_record(tag, line, record, self._empty, self._lines, number):
            left.append("")
            yield from self._end()
            self._record, self._last, self._astray = TaggedRecord(number, {tag: [value]}), tag, False
        elif record is None:
            left.append(line)
            if not self._astray and tag in dialect.understood and dialect.is_astray(self._lines, number):
                self._astray = True
                message = f"fields outside a record (no {next(iter(dialect.opens))} line before them), skipped"
                yield Problem(number, message, excerpt(clean_line(line)))
        elif tag == dialect.closes and not value.strip():
            left.append("")
            yield record
            self._record, self._last = None, ""
        else:
            left.append("")
            if tag in dialect.titles and tag in record.held:
                message = "a second title in a record, whose own first line may be missing, not read"
                yield Problem(number, message, excerpt(clean_line(value)))
            record.held.setdefault(tag, []).append(value)
            self._last = tag


def _begins_another(line: str) -> bool:
    """Whether a line names a paper itself."""
    return find_arxiv_id(line) != "" or doi_in(line) != "" or leads_to_paper(line.strip())


def variables_of(fields: TaggedRecord, names: Mapping[str, str]) -> dict[str, str]:
    """The variables of CSL that a record tells in fields of their own: variable -> tag."""
    return {variable: fields.first(tag) for variable, tag in names.items()}
