"""RIS, the tagged format of reference managers (https://en.wikipedia.org/wiki/RIS_(file_format)).

A record begins with `TY  - `, ends with `ER  - `; a line without a tag continues the field above it, unless it begins
something else. Read leniently: tabs for blanks, a missing `ER`, text between records. The library for it (rispy) reads
fewer records than are there and gives no line numbers.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from reader.citation_keys import is_key, keys_for
from reader.dates import beyond_date, date_in, year_suffix
from reader.formats.author_lists import in_doubt, listed_people, names_of
from reader.formats.beginnings import begins_part, begins_record, begins_table
from reader.formats.csl_variables import KEPT, edition, metadata_of, pages
from reader.formats.field_names import remark
from reader.formats.html import with_entities_kept, without_entities_of_web
from reader.formats.huggingface.page_noise import has_header
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.formats.publication_dates import words_of_date
from reader.formats.shelves import shelves
from reader.formats.twins import Twins
from reader.formats.user_fields import cut_short, is_markup, note_of
from reader.formats.venues import CONTAINER, PUBLISHED, VENUE_VARIABLES, told, told_as, venue_variable
from reader.identity import is_preprint_venue, marked_arxiv_id, normal_doi, web_address
from reader.paper import Name, Paper
from reader.paper_json import kept_values
from reader.persons import as_variable, goes_on, is_by_editors, named_in, told_parts
from reader.text import ABSTRACT_LIMIT, NOTE_LIMIT, TITLE_LIMIT, clean_line, clean_text, words
from reader.titles import is_dots, tells_of_other_text

_START = re.compile(r"^\ufeff?TY[ \t]{1,3}-[ \t]*[A-Z]{2,10}[ \t]*$", re.MULTILINE)
_TAG = re.compile(r"([A-Z][A-Z0-9])[ \t]{1,3}-(?:[ \t](.*)|$)")
_SLIP = re.compile(r"([A-Za-z][A-Za-z0-9]{1,3})(?:(?:[ \t]{2,3}|\t)-(?:[ \t]+(.*)|$)|[ \t]{0,3}-[ \t]?(?=\S)(.*))")
"""A line that may be a field whose tag, or the blanks behind it, are mistyped."""
_MISTYPED = re.compile(r"[ \t]{0,5}TY[^\w\n]{1,8}([A-Z]{3,7})[ \t]*")
"""What begins a record but for the signs between tag and kind."""
_JOINED = re.compile(r"ER[ \t]{1,3}-[ \t]*(?=TY[ \t]{1,3}-[ \t]*[A-Z]{2,10}[ \t]*$)")
"""The end of a record in the line where the next begins, as where files are joined that end without a break."""
_KINDS = re.compile(r"[A-Z]{2,10}[ \t]*")
_ENTIRE = frozenset("AB N2 N1 TI T1 KW AD CT BT T2".split())  # noqa: SIM905
"""Fields of words, whose lines may begin in any way."""
_UNDERSTOOD = frozenset(
    "TI T1 CT BT AU A1 AB N2 DA Y1 PY T2 JO JF JA J2 DO UR L2 LK KW VL IS SP EP C7 ET SN N1".split()  # noqa: SIM905
)
"""Tags of which something is kept."""
_TITLES = frozenset(["TI", "T1"])
_ONCE = _TITLES | {"PY", "DO"}
"""Fields that a record has once."""
_HEADER = re.compile(r"(?:Provider|Database|Content)[ \t]*:")
"""What ACM, ACS and others write above the records of a file."""
_LABELLED_LINE = re.compile(r"[A-Z][\w-]*(?: [\w-]+){0,2}[ \t]*:(?:[ \t]|$)")
"""A line that says what it is, as a header does and no name, date or page."""
_REPEATED = frozenset(["AU", "A1", "PY", "Y1", "DA", "DO", "AB", "JO", "T2", "JF"])
"""Fields that stand in one record beside one title."""
_PMC = re.compile(r"PMC\d+", re.IGNORECASE)
_REPORTS = ("RPRT", "GOVDOC", "STAND", "PAT")
"""Kinds of records that have a number of their own (`M1`, or `SN` as it names the text)."""
_VARIABLES = {
    "editor": ("A2", "ED"), "publisher": ("PB",), "publisher-place": ("CY", "PP"), "collection-title": ("T3",),
    "language": ("LA",), "title-short": ("ST",), "ISSN": ("SN",),
}  # fmt: skip
"""Variables of CSL with the tags that tell them, the one that is written first."""
_DATES = ("DA", "Y1", "PY")
"""Tags of when a text was published, which may say more than its date."""
_PARTLY = frozenset("T1 CT BT T2 JO JF JA J2 N2 DO UR L2 LK AN SN ST CY PP C2 C7".split())  # noqa: SIM905
"""Tags that may hold more than the paper tells."""
_OWN = {**{f"U{number}": f"user {number}" for number in range(1, 6)}, "RN": "research notes"}
"""Tags under which somebody writes for themselves, with what programs call them. Services keep numbers there."""
_OF_ITS_KIND = {"M1": "number", "M3": "genre"}
"""Tags that tell a variable of some kinds of records, and other things in others."""
_OTHERWISE = frozenset([*(tag for tags in _VARIABLES.values() for tag in tags), "ID", "AN"])
"""Tags that are understood beside those of `_UNDERSTOOD`."""
_TYPES = {
    "JOUR": "article-journal", "CONF": "paper-conference", "CPAPER": "paper-conference", "BOOK": "book",
    "CHAP": "chapter", "THES": "thesis", "RPRT": "report", "UNPB": "manuscript", "ELEC": "webpage", "DATA": "dataset",
    "COMP": "software", "PAT": "patent", "MGZN": "article-magazine", "NEWS": "article-newspaper", "BLOG": "post-weblog",
    "EDBOOK": "book", "EJOUR": "article-journal", "EBOOK": "book", "ECHAP": "chapter", "PAMP": "pamphlet",
    "VIDEO": "motion_picture", "MPCT": "motion_picture", "ADVS": "motion_picture", "SOUND": "song", "ART": "graphic",
    "MAP": "map",
}  # fmt: skip
"""The type of CSL for each kind of record, that which is written for it first."""
_PERIODICALS = ("JOUR", "MGZN", "NEWS")
"""Ends of the kinds of what is in a periodical, in whose place its publisher does not stand."""
_ISSN = re.compile(r"\d{4}-?\d{3}[\dX]", re.IGNORECASE)
_CONTAINERS = ("T2", "JO", "JF", "JA", "J2")
"""The tags that name what a text stands in."""
_LABELLED = {name: f"U{at}" for at, name in enumerate(("pmid", "pmcid", "part", "chapter", "edition"), start=1)} | {
    "authors": "U5", "number": "U4",
}  # fmt: skip
"""Names of `KEPT` with the fields, free for anyone to use, of what has no other: `U1  - 23690738[pmid]`, as PubMed;
`U5  - et al.[authors]`, that the list of authors goes on, since RIS has no word for it and programs take any `AU` for a
person; and the number of what is no report, for which services keep other things in `M1`."""
_LABEL = re.compile(rf"(.*\S)\s*\[({'|'.join(_LABELLED)})\]", re.IGNORECASE)
_BEHIND = ("DO", "UR", "AN")
"""Tags of which the paper's own comes first."""
_INDENT = "      "
_SERVICE_NOTE = re.compile(
    r"doi: ?10\.\S+|cited by ?: ?\d+(?:;.*)?|export date: ?\d{1,2} \w+ \d{4}(?:;.*)?|pmid: ?\d+(?:;.*)?"
    r"|references from: ?\S+|publication type: [\w ,;-]{1,60}|accession number: ?[\w.:-]{1,40}(?:;.*)?",
    re.IGNORECASE,
)
"""A whole line that a service writes under `N1` about its own record, no note of anybody."""
_NOTES_OF_RIS = ("N1", "RN")
"""Tags of notes, which are HTML or what somebody typed."""
_OURS = "\n"
"""What a note of the user's begins with that reads like such a line, or like HTML: it stands below its tag."""


@dataclass(slots=True)
class _Record:
    line: int
    kind: str = ""
    """The type of the reference: "JOUR", "RPRT"; "" where that was lost."""
    fields: dict[str, list[str]] = field(default_factory=dict)
    order: list[tuple[str, int]] = field(default_factory=list)
    """The tags of all fields with their lines, as they stand."""

    def add(self, tag: str, value: str, line: int) -> None:
        """Take one more field."""
        self.fields.setdefault(tag, []).append(value)
        self.order.append((tag, line))

    def all(self, *tags: str) -> list[str]:
        return [_as_text(tag, value) for tag in tags for value in self.fields.get(tag, ())]

    def first(self, *tags: str) -> str:
        for tag in tags:
            for value in self.fields.get(tag, ()):
                if line := clean_line(_as_text(tag, value)):
                    return line
        return ""


def _as_text(tag: str, value: str) -> str:
    return value if tag in _NOTES_OF_RIS else without_entities_of_web(value)


def sniff(text: str) -> bool:
    """Whether the text has the beginning of a record."""
    return begins(text) > 0


def begins(text: str) -> int:
    """The 1-based number of the line where the first record begins; 0 for none."""
    lines = "\n".join(split_lines(text))
    start = _START.search(lines)
    return lines.count("\n", 0, start.start()) + 1 if start is not None else 0


def parse(text: str) -> Parsed:
    """Read every record that has a title."""
    left: list[str] = []
    papers, problems = [], []
    twins = Twins("a record", _UNDERSTOOD - {"SN"})
    for found in (part for one in _records(text, left) for part in _parted(one)):
        if isinstance(found, Problem):
            problems.append(found)
            continue
        paper = _paper(found)
        if paper is None:
            problems.append(Problem(found.line, "a record without a title, skipped", excerpt(found.first("AU", "DO"))))
        else:
            papers.append(paper)
            problems += in_doubt(found.line, _people(found))
            problems += cut_short(found.line, paper)
            problems += twins.seen(found.line, paper, found.fields)
    return Parsed(tuple(papers), tuple(problems), left="\n".join(left))


def _records(text: str, left: list[str]) -> Iterator[_Record | Problem]:
    """The records; `left` keeps the lines that stand in none."""
    record: _Record | None = None
    last = ""
    astray = False
    several = elsewhere = False
    lines = split_lines(text.removeprefix("\ufeff"))
    closed = {number for number, line in enumerate(lines, start=1) if _JOINED.match(line)}
    lines = _mended([_JOINED.sub("", line) for line in lines])
    ends = bool(closed) or any(line.startswith("ER") and _TAG.match(line) for line in lines)
    continued = _continued(lines)
    for number, line in enumerate(lines, start=1):
        match = _TAG.match(line)
        elsewhere = (elsewhere or begins_record(line)) and record is None and not (match and match[1] == "TY")
        if elsewhere:
            left.append(line)
            continue
        if match is None:
            if record is not None and last and number in continued:
                record.fields[last][-1] += "\n" + line.removeprefix(_INDENT)
            elif record is not None and _begins_other(line):
                several = True
                yield from _unended(record, ends)
                record, last, elsewhere = None, "", begins_record(line)
            if _MISTYPED.fullmatch(line):
                astray = True
                message = "a record whose tags are mistyped (a field is 'TY  - JOUR'), skipped"
                yield Problem(number, message, excerpt(clean_line(line)))
            left.append("" if number in continued and last else line)
            continue
        left.append("")
        tag, value = match[1], (match[2] or "")
        if tag == "TY":
            if record is not None and number in closed:
                yield record
            elif record is not None:
                several = True
                yield from _unended(record, ends)
            record, last, astray = _Record(number, value.strip()), "", False
        elif record is None:
            if tag == "EF" and not value.strip():
                continue  # The end of the file.
            if not astray:
                what = "the end of a record (ER)" if tag == "ER" else "fields"
                message = f"{what} outside a record (no TY line before {'it' if tag == 'ER' else 'them'}), skipped"
                yield Problem(number, message, excerpt(clean_line(line)))
            astray = True
        elif tag == "ER":
            yield record
            record, last = None, ""
        else:
            record.add(tag, value, number)
            last = tag
    if record is not None:
        if ends or not several:
            message = "the text ends in the middle of this record (it has no ER line), read as far as it goes"
            yield Problem(record.line, message, excerpt(record.first("TI", "T1", "AU", "DO")))
        yield record


def _unended(record: _Record, ends: bool) -> Iterator[_Record | Problem]:
    """A record that what begins below it ends; a problem where the text ends its records, as few do not."""
    if ends:
        message = "a record without its end (it has no ER line), read up to what begins below it"
        yield Problem(record.line, message, excerpt(record.first("TI", "T1", "AU", "DO")))
    yield record


def _mended(lines: Sequence[str]) -> list[str]:
    """The lines with the tags of fields in capitals and two blanks behind them, where they surely are tags.

    A line of prose may begin like a mistyped tag: it is one where two blanks stand before the dash, or where a field
    above it that is no prose ends and its value is that of a field.
    """
    mended, last = [], ""
    for line, below in pairwise([*lines, ""]):
        if match := _TAG.match(line):
            last = match[1]
        elif (mistyped := _MISTYPED.fullmatch(line)) and _TAG.match(below):
            line, last = f"TY  - {mistyped[1]}", "TY"
        elif slip := _SLIP.match(line):
            tag, close = slip[1].upper(), slip[3]
            value = (slip[2] or close or "").strip()
            if tag in ("TYP", "TYPE") and _KINDS.fullmatch(value):
                tag = "TY"
            known = tag in _UNDERSTOOD or tag in ("TY", "ER")
            if known and (close is None or (tag == slip[1] and _is_field(tag, value, last))):
                line, last = f"{tag}  - {value}", tag
        mended.append(line)
    return mended


def _is_field(tag: str, value: str, last: str) -> bool:
    """Whether a value that stands too near to its tag is that of a field."""
    if tag in ("PY", "Y1", "DA"):
        return date_in(value) != "" and value[:4].isdigit()
    if tag == "DO":
        return normal_doi(value) != ""
    return last != "" and last not in _ENTIRE and tag in _UNDERSTOOD


def _parted(found: _Record | Problem) -> Iterator[_Record | Problem]:
    """A record as it is; or as two, where what stands between two records was lost, so that a title stands below other
    fields, and fields below it that stand above it too. Else what it says twice in two ways is a problem."""
    if isinstance(found, Problem) or not any(len(found.fields.get(tag, ())) > 1 for tag in _ONCE):
        yield found
        return
    for number, part in enumerate(_cut(found, _seams(found))):
        if number:
            message = "a second title and further fields, taken for a record whose beginning (its TY line) is missing"
            yield Problem(part.line, message, excerpt(part.first(part.order[0][0])))
        yield from _contradictions(part)
        yield part


def _seams(record: _Record) -> list[int]:
    """The places among the fields of a record where another begins: a further title, and below it a field that stands
    above it too, up to the next title."""
    last: dict[str, list[str]] = {}
    titles = []
    values = {tag: iter(record.fields.get(tag, ())) for tag in _TITLES}
    for place, (tag, _) in enumerate(record.order):
        if tag in _TITLES and (title := words(next(values[tag]))):
            if last.get(tag, title) != title:
                titles.append(place)
            last[tag] = title
    seams = []
    above = {tag for tag, _ in record.order[: titles[0]]} if titles else set[str]()
    for place, end in pairwise([*titles, len(record.order)]):
        below = {tag for tag, _ in record.order[place:end]}
        if above & below & _REPEATED:
            seams.append(place)
            above = below
        else:
            above |= below
    return seams


def _contradictions(record: _Record) -> Iterator[Problem]:
    """What a record says once more and in another way; that is taken out of it."""
    first: dict[str, str] = {}
    others: list[tuple[int, str, int]] = []
    counts: Counter[str] = Counter()
    for tag, line in record.order:
        value = clean_line(record.fields[tag][counts[tag]])
        if tag in _ONCE and _says(tag, value) and not _agree(tag, first.setdefault(tag, value), value):
            others.append((line, tag, counts[tag]))
        counts[tag] += 1
    for line, tag, at in reversed(others):
        yield Problem(line, f"a second {tag} in one record, not read", excerpt(clean_line(record.fields[tag].pop(at))))


def _says(tag: str, value: str) -> bool:
    """Whether a value is one that its field can have."""
    if tag == "PY":
        return date_in(value) != "" and not value.split("/", 3)[3:]  # Below the day stands of what it is the day.
    return value != "" and (tag != "DO" or normal_doi(value) != "")


def _agree(tag: str, a: str, b: str) -> bool:
    """Whether two values of a field are one, as two forms of a date or of a DOI are."""
    if tag == "PY":
        one, other = date_in(a), date_in(b)
        return one.startswith(other) or other.startswith(one)
    return normal_doi(a) == normal_doi(b) if tag == "DO" else words(a) == words(b)


def _cut(record: _Record, seams: Sequence[int]) -> Iterator[_Record]:
    """The fields of a record up to each of some places, and from the last one on, as records."""
    left = {tag: iter(values) for tag, values in record.fields.items()}
    for start, end in pairwise([0, *seams, len(record.order)]):
        part = _Record(record.order[start][1]) if start else _Record(record.line, record.kind)
        for tag, line in record.order[start:end]:
            part.add(tag, next(left[tag]), line)
        yield part


def _begins_other(line: str) -> bool:
    return _MISTYPED.fullmatch(line) is not None or begins_part(line) or begins_table(line) or has_header(line)


def _continued(lines: Sequence[str]) -> set[int]:
    """The numbers of the lines that may continue the field above them.

    A line that begins a part in another format, and all below it up to the next tag, do not, nor does the header of
    the records below one that was not closed. Below an empty line only
    what is indented as `dump` does it continues, or what the next field of the same record follows.
    """
    found: set[int] = set()
    waiting: list[int] = []
    open_, empty, last = False, False, ""
    for number, line in enumerate(lines, start=1):
        if match := _TAG.match(line):
            found.update(waiting if match[1] != "TY" else ())
            if match[1] == "TY" and open_:
                found.difference_update(_header_above(lines, number - 1, last))
            waiting, open_, empty, last = [], match[1] != "ER", False, match[1]
        elif not open_:
            continue
        elif line.startswith(_INDENT):
            found.update((*waiting, number))
            waiting = []
        elif _begins_other(line):
            waiting, open_ = [], False
        elif empty or not line:
            empty = True
            waiting.append(number)
        else:
            found.add(number)
    return found


def _header_above(lines: Sequence[str], below: int, last: str) -> Iterator[int]:
    """The numbers of the lines up to one that are a header of the records below it, though the field `last` above them
    is in a record that was not closed."""
    header = _HEADER if last in _ENTIRE else _LABELLED_LINE
    while below and (header.match(line := lines[below - 1]) or not line.strip()):
        yield below
        below -= 1


def _paper(record: _Record) -> Paper | None:
    title = record.first("TI", "T1", "CT", "BT", "ST")
    if is_dots(title):
        return None
    address = next(filter(None, map(web_address, map(clean_line, record.all("UR", "L2", "LK")))), "")
    dois = (normal_doi(clean_line(value)) for value in record.all("DO", "UR", "M3"))
    notes = [
        note_of(value) if is_markup(value) and not value.startswith(_OURS) else clean_text(value).strip()
        for value in record.all("N1")
        if not is_service_note(value)
    ]
    notes += [
        remark(name, text) for tag, name in _OWN.items() for text in map(clean_text, record.all(tag)) if _own(text)
    ]
    named = [record.first("UR"), *map(clean_line, record.all("AN", "M1", "PB", "JO", "T2"))]
    names, more = listed_people(_people(record))
    tag, venue = _venue(record)
    paper = Paper(
        id="",
        title=title[:TITLE_LIMIT],
        abstract=record.first("AB", "N2")[:ABSTRACT_LIMIT],
        authors=tuple(name.printed for name in names),
        names=told_parts([*names, *_editors(record)]),
        more_authors=more or goes_on(dict(_labelled(record)).get("authors", "")),
        published=_published(record.all(*_DATES)),
        venue=venue,
        arxiv_id=next(filter(None, map(marked_arxiv_id, named)), ""),
        doi=next(filter(None, dois), ""),
        url=address,
        keywords=tuple(dict.fromkeys(filter(None, map(clean_line, _keywords(record.all("KW")))))),
        metadata=_metadata(record),
        kind=_TYPES.get(record.kind, ""),
        citation_key=next((key for key in record.all("ID", "LB") if is_key(key) and not key.isdecimal()), ""),
        note="\n\n".join(filter(None, notes))[:NOTE_LIMIT],
    )
    paper = replace(paper, kept=kept_values(_unknown(record, paper) | _beside(record)))
    return told_as(paper, "publisher" if tag == "PB" else "" if paper.kind in PUBLISHED else CONTAINER)


def _people(record: _Record) -> list[str]:
    """Who is named as the authors of a record, else as its editors."""
    given = _union(record.all("AU"), record.all("A1")) or record.all(*_VARIABLES["editor"])
    return list(map(clean_line, given))


def _own(text: str) -> bool:
    """Whether what stands in a field for anyone's use is in words, and no number of a service or what `_LABELLED`
    says."""
    if _LABEL.fullmatch(clean_line(text)) or not any(map(str.isalpha, text)):
        return False
    return " " in text.strip() or not any(map(str.isdigit, text))


def is_service_note(value: str) -> bool:
    """Whether a note is one that a service wrote about its own record, nobody's."""
    return not value.startswith(_OURS) and _SERVICE_NOTE.fullmatch(clean_text(value).strip()) is not None


def _venue(record: _Record) -> tuple[str, str]:
    """The tag that tells the venue, and the venue: what it stands in, else who published it; of a thesis its school
    first."""
    book = ["BT"] if record.first("TI", "T1", "CT") else []
    publisher = ["PB"] * (not record.kind.endswith(_PERIODICALS) and not is_preprint_venue(record.first("PB")))
    tags = [*publisher, *_CONTAINERS] if record.kind == "THES" else [*_CONTAINERS, *book, *publisher]
    return next(((tag, found) for tag in tags if (found := record.first(tag))), ("", ""))


def _beside(record: _Record) -> dict[str, str]:
    """The further title of a text that stands in nothing: the series of a book or report, the school or its department.
    Which it is depends on who says it, so that it goes out under the tag with which it came."""
    if _TYPES.get(record.kind) not in PUBLISHED:
        return {}
    return next(({f"ris/{tag}": value} for tag in _CONTAINERS if (value := record.first(tag))), {})


def _metadata(record: _Record) -> tuple[tuple[str, str], ...]:
    """Where in its venue it stands. PubMed keeps its numbers among the fields that anyone may use."""
    labelled = dict(_labelled(record))
    told = {
        "volume": record.first("VL"), "issue": record.first("IS"),
        "number": _number(record) or labelled.get("number", ""),
        "page": pages("", record.first("SP"), record.first("EP"), record.first("C7")),
    }  # fmt: skip
    own = {
        "isbn": "; ".join(filter(_is_isbn, map(clean_line, record.all("SN")))),
        "edition": edition(record.first("ET")),
        "pmcid": number if _PMC.fullmatch(number := record.first("C2")) else "",
    }
    more = {variable: record.first(*tags) for variable, tags in _VARIABLES.items()}
    more["title-short"] *= record.first("TI", "T1", "CT", "BT") != ""
    more["editor"] = as_variable(name.printed for name in _editors(record))
    more["genre"] = next(filter(tells_of_other_text, map(clean_line, record.all("N1"))), "")
    more["genre"] = more["genre"] or record.first("M3") * (record.kind == "THES")
    more["year-suffix"] = year_suffix(record.all(*_DATES))
    more["ISSN"] = next((issn for issn in map(clean_line, record.all("SN")) if _ISSN.fullmatch(issn)), "")
    return metadata_of(lambda name: own.get(name) or labelled.get(name, ""), KEPT, more | told)


def _unknown(record: _Record, paper: Paper) -> dict[str, str]:
    """The kind of a record and what stands in its fields and is told nowhere else, by their tags."""
    found = {"TY": record.kind}
    known = {paper.title, paper.abstract, paper.venue, *(value for _, value in paper.metadata)}
    for tag, values in record.fields.items():
        lines = [line for line in map(clean_line, values) if line and not _LABEL.fullmatch(line)]
        if tag in _OWN:
            lines = [line for line in lines if not _own(line)]
        elif tag in _PARTLY:
            lines = [line for line in lines if _as_text(tag, line) not in known and not _names(paper, line)]
        elif tag in _DATES:
            lines = [line for line in lines if beyond_date(line, paper.published)]
        elif tag in _OF_ITS_KIND:
            lines = [line for line in lines if line != paper.about(_OF_ITS_KIND[tag])]
        elif tag in _UNDERSTOOD or tag in _OTHERWISE:
            continue
        found[tag] = "\n".join(lines)
    return {f"ris/{tag}": value for tag, value in found.items() if value}


def _names(paper: Paper, line: str) -> bool:
    """Whether a line is an identifier or an address that a paper has."""
    named = (paper.arxiv_id, marked_arxiv_id(line)), (paper.doi, normal_doi(line)), (paper.url, web_address(line))
    return any(known == told != "" for known, told in named) or line in paper.about("ISBN").split("; ")


def _labelled(record: _Record) -> Iterator[tuple[str, str]]:
    """What stands in the fields for anyone's use and says what it is."""
    for label in filter(None, map(_LABEL.fullmatch, map(clean_line, record.all(*_LABELLED.values())))):
        name, value = label[2].lower(), label[1]
        yield name, f"PMC{value}" if name == "pmcid" and value.isdecimal() else value


def _number(record: _Record) -> str:
    """The number of a report or a patent. Services keep other things in `M1`, many to a record."""
    if record.kind not in _REPORTS:
        return ""
    told = [value for value in map(clean_line, record.all("SN")) if not _is_isbn(value) and not _ISSN.fullmatch(value)]
    number = record.all("M1")
    return clean_line(number[0]) if len(number) == 1 else next(iter(told), "")


def _is_isbn(text: str) -> bool:
    """Whether the value of `SN` may be an ISBN: it holds the ISSN of a journal too."""
    return len(re.findall(r"[\dXx]", text)) >= 10


def _union(values: Sequence[str], others: Sequence[str]) -> list[str]:
    """The values of two fields that may tell the same; two within one field are two, though they are alike."""
    return [*values, *(value for value in others if value not in values)]


def _editors(record: _Record) -> list[Name]:
    return listed_people(map(clean_line, record.all(*_VARIABLES["editor"])))[0]


def _keywords(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        yield from value.split("\n")


def _published(values: Iterable[str]) -> str:
    """The finest date among those given."""
    return max(map(date_in, values), key=len, default="")


# -- writing -----------------------------------------------------------------------------------------------------------


def dump(papers: Sequence[Paper], keys: Sequence[str] = ()) -> str:
    """RIS for some papers, in their order; tags go out as keywords, the note as `N1`."""
    return "\n".join("".join(_lines(key, paper)) for key, paper in zip(keys or keys_for(papers), papers, strict=True))


def _lines(key: str, paper: Paper) -> Iterator[str]:
    number, kind = paper.about("number"), _kind(paper)
    kept = [
        (tag, line)
        for tag, value in paper.kept_from("ris").items()
        if tag not in ("TY", *_CONTAINERS)
        for line in value.split("\n")
        if tag not in _DATES or _is_of_date(tag, line, paper.published)
    ]
    came = {tag for tag, _ in kept}
    year, day = _dated(paper, "" if came.intersection(_DATES) else words_of_date(paper))
    fields = [
        ("TY", kind),
        ("ID", key),
        ("TI", with_entities_kept(paper.title)),
        *((_VARIABLES["editor"][0] if is_by_editors(paper) else "AU", name) for name in map(_author, names_of(paper))),
        ("PY", year if "PY" not in came else ""),
        ("DA", day if "DA" not in came else ""),
        *((tag, with_entities_kept(venue)) for tag, venue in _venues(paper)),
        ("M1", number),
        (_LABELLED["number"], f"{number}[number]" if number and kind not in _REPORTS else ""),
        ("M3", "" if "M3" in came else with_entities_kept(paper.about("genre"))),
        ("VL", paper.about("volume")),
        ("IS", paper.about("issue")),
        *zip(("SP", "EP"), _ends(paper.about("page")), strict=True),
        ("SN", paper.about("ISBN")),
        *_kept(paper),
        *(
            (tag, with_entities_kept(value))
            for variable, (tag, *_) in _VARIABLES.items()
            for value in _values(paper, variable)
        ),
        *(pair for pair in _places(paper) if pair[0] not in came),
        *((tag, line) for tag, line in kept if tag not in _BEHIND and (tag, line) != ("M1", number)),
        ("AB", with_entities_kept(paper.abstract)),
        ("DO", paper.doi),
        ("UR", paper.url),
        ("AN", f"arXiv:{paper.arxiv_id}" if paper.arxiv_id else ""),
        *((tag, line) for tag, line in kept if tag in _BEHIND),
        *(("KW", with_entities_kept(word)) for word in dict.fromkeys((*paper.tags, *paper.keywords))),
        ("N1", _note(paper.note).replace("\n", "\n" + _INDENT)),
    ]
    yield from (f"{tag}  - {value}\n" for tag, value in fields if value)
    yield "ER  - \n"


def _dated(paper: Paper, words: str) -> tuple[str, str]:
    """The year of a paper, and its date with the words that say more of it behind the third slash."""
    published = paper.published.replace("-", "/")
    whole = published + "/" * (2 - published.count("/"))
    if not words:
        return published[:4], whole if len(published) > 4 else ""
    return (published[:4], f"{whole}/{words}") if published else (words, "")


def _is_of_date(tag: str, line: str, published: str) -> bool:
    """Whether a line of a date says nothing else than what is known now: words alone stand beside a year."""
    found = date_in(line)
    return published.startswith(found) if found else tag != "PY" or not published


def _places(paper: Paper) -> Iterator[tuple[str, str]]:
    """Where the text is kept, as programs read it: the call number, and the archive with the place in it."""
    told = shelves(paper)
    yield "AV", with_entities_kept(", ".join(told[name] for name in ("archive", "archive_location") if name in told))
    yield "CN", with_entities_kept(told.get("call-number", ""))


def _kind(paper: Paper) -> str:
    """The type of a record: that with which it came, or that of what it is; of what has a number and is of no type that
    RIS has, that of a report."""
    came = paper.kept_from("ris").get("TY", "")
    if came in _REPORTS:
        return came
    if paper.about("number") and paper.kind not in _TYPES.values():
        return "RPRT"
    if came and (not paper.kind or _TYPES.get(came, paper.kind) == paper.kind):
        return came
    return next(
        (name for name, kind in _TYPES.items() if kind == paper.kind),
        "JOUR" if venue_variable(paper) == CONTAINER else "GEN",
    )


def _venues(paper: Paper) -> Iterator[tuple[str, str]]:
    """What a text stands in, who published it and in which series, under the tags with which they came."""
    said = {name: told(paper, name) for name in VENUE_VARIABLES}
    kept = paper.kept_from("ris")
    beside = {tag: kept[tag] for tag in _CONTAINERS if tag in kept}
    container = said[CONTAINER] or (paper.venue if venue_variable(paper) == "event-title" else "")
    yield "T2", container if container not in beside.values() else ""
    yield from beside.items()
    for variable in ("publisher", "collection-title"):
        yield (
            _VARIABLES[variable][0],
            paper.about(variable) or (said[variable] if said[variable] not in beside.values() else ""),
        )


def _values(paper: Paper, variable: str) -> list[str]:
    """The values of a variable: its names, family name first, or its text."""
    value = paper.about(variable)
    if variable in VENUE_VARIABLES:
        return []  # See `_venues`.
    if variable == "editor":
        return [] if is_by_editors(paper) else [*map(_author, named_in(paper, variable))]
    return [value] if value else []


def _kept(paper: Paper) -> Iterator[tuple[str, str]]:
    """The variables of `KEPT` in fields of their own, those that have none with what they are."""
    if paper.more_authors:
        yield _LABELLED["authors"], "et al.[authors]"
    for variable, name in KEPT.items():
        value = paper.about(variable)
        if name == "edition" and edition(value):
            yield "ET", value
        elif name == "pmcid" and _PMC.fullmatch(value):
            yield "C2", value
        elif value and name in _LABELLED:
            yield _LABELLED[name], f"{value}[{name}]"


def _note(note: str) -> str:
    return _OURS + note if is_service_note(note) or is_markup(note) else note


def _ends(pages: str) -> tuple[str, str]:
    """First and last page; what is no plain range goes out whole, as the first."""
    first, dash, last = pages.partition("-")
    return (first, last) if dash and "-" not in last else (pages, "")


def _author(name: Name) -> str:
    """The family name first, which reference managers expect. The name of a group ends with a comma; one within it
    would part it and goes, as it does from any part."""
    if name.literal:
        plain = _unparted(name.literal)
        return f"{plain}," if " " in plain and not goes_on(plain) else plain
    family = " ".join(filter(None, (name.dropping, name.particle, name.family)))
    parts = [*map(_unparted, (family, name.given, name.suffix))]
    return ", ".join(parts[: 3 if name.suffix else 2 if name.given else 1])


def _unparted(text: str) -> str:
    return " ".join(text.replace(",", " ").split())
