"""BibTeX and BibLaTeX (`texdoc btxdoc`, `texdoc biblatex`), split into entries by `bibtex_split`.

Read leniently: duplicate keys and fields, empty keys and stray commas lose nothing; what is no entry is a problem.
Written as `bibtex_fields` says, or with the fields with which an entry came as far as they tell what is known now.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from reader.citation_keys import is_key, keys_for
from reader.dates import MONTHS, date_in, date_of, month_number
from reader.formats.bibtex_blocks import COUNTED, TYPES, Comment, Entry, String, blocks, plain
from reader.formats.bibtex_fields import (
    CONTAINER_FIELDS,
    KINDS,
    REPORTS,
    VARIABLE_FIELDS,
    VENUE_FIELDS,
    fields_of,
    is_understood,
    keywords_of,
    variable_of,
    written,
)
from reader.formats.bibtex_groups import grouped
from reader.formats.bibtex_words import as_now, entries_of, own_words, with_words
from reader.formats.comma_lists import COMMAS, between_commas
from reader.formats.csl_variables import KEPT, metadata_of, numbered, pages
from reader.formats.growth import Growth
from reader.formats.name_joints import JOINED, is_degree, with_plain_joints
from reader.formats.parsed import Parsed, Problem, excerpt, with_plain_ends
from reader.formats.twins import Twins
from reader.formats.user_fields import cut_short, no_such_day
from reader.formats.venues import CONTAINER, VENUE_VARIABLES, told_as
from reader.identity import find_arxiv_id, is_preprint_venue, marked_arxiv_id, normal_doi, web_address
from reader.latex import decode, encode, is_balanced, outside_math, without_entities
from reader.paper import NAME_VARIABLES, IncomingEntry, Name, Paper
from reader.paper_json import kept_values
from reader.persons import (
    as_variable,
    given_and_suffix,
    goes_on,
    is_company,
    is_nobody,
    is_suffix,
    name_parts,
    named_authors,
    named_in,
    parted,
    told_parts,
    without_number,
)
from reader.text import ABSTRACT_LIMIT, NOTE_LIMIT, TITLE_LIMIT, clean_line, clean_text, words
from reader.titles import is_dots

_ENTRY = re.compile(
    r"^[ \t]*@[ \t]*(?!comment|preamble|string)(?P<type>[a-z]+)[ \t]*[{(][^\n=]*(?:,|$)", re.IGNORECASE | re.MULTILINE
)
_ANY = re.compile(r"^[ \t]*@[ \t]*(?:comment|preamble|string)[ \t]*[{(]", re.IGNORECASE | re.MULTILINE)
_FIELD = re.compile(r"^[ \t]*(?P<name>[a-z-]+)[ \t]*=[ \t]*[{\"\w]", re.IGNORECASE | re.MULTILINE)
_LOOKED_AT = 5_000
"""Characters after the beginning of an entry in which it must show itself."""
_CORR_VOLUME = re.compile(r"abs/(.+)")
_BEFORE_CHRIST = re.compile(r"-\d{4}", re.ASCII)
_ID_DIGITS = re.compile(r"\d{4}\.\d{4}|\d{7}")
"""What every arXiv id has; it spares the fields without it."""
_TYPES = re.compile(TYPES, re.IGNORECASE)
_SIGNS = frozenset(
    {"author", "editor", "year", "date", "journal", "journaltitle", "booktitle", "doi", "eprint", "isbn", "issn",
     "publisher", "school", "institution", "abstract", "pages", "crossref"}
)  # fmt: skip
"""Fields one of which an entry of any other type has."""
_MACRO = re.compile(r"[^\W\d][\w:.+/'-]*")
"""The name of an `@string`, which stands without braces and quotes."""
_ESCAPE = re.compile(r"\\.")
_NAME = re.compile(r"""[^\s={}(),"#%~@\\]+=?""")
"""The name of a type or of a field; `=` behind one that is empty."""
_NAME_PART = re.compile(r"([A-Za-z]+(?:-i)?)\s*=\s*(.*)", re.DOTALL)
_TIE = re.compile(r"(?<!\\)~")
_PARTING = {
    at: re.compile(rf"\\[A-Za-z]+{' ?' * (at == ' ')}|\\.|[{{}}]|{re.escape(at)}", re.IGNORECASE | re.DOTALL)
    for at in (" and ", " & ", ",", ";", " ")
}
"""For each separator what is looked at to find it outside of braces."""
_PLAIN_PARTING = {" and ": re.compile(" and ", re.IGNORECASE)}
_KEEPING = re.compile(r"[{}\\]")
"""Signs without which separators are what they seem."""
_SIGNS_IN_ADDRESS = {
    r"\textunderscore": "_", r"\textasciitilde": "~", r"\sim": "~", r"\textpercent": "%", r"\textless": "<",
    r"\textgreater": ">",
}  # fmt: skip
_SIGN_IN_ADDRESS = re.compile(
    r"\{?\$?(\\(?:textunderscore|textasciitilde|sim|textpercent|textless|textgreater))(?![A-Za-z])(?:\{\})?\$?\}?"
    r"|\{\\?([%&#_~])\}"
)
"""A sign of an address in braces, or as the command that prints it."""
_DRESSED = re.compile(r"[\\{]|&amp;")
"""What stands in no address that is written as it is."""
_LINK = re.compile(r"^\\(?:url|href|path)\s*\{([^{}]*)\}.*", re.DOTALL)
_INHERITANCE = ("xdata", "crossref")
"""Fields that name the entries from which one takes what it lacks."""
_KIN = 30
"""Entries from which one inherits, at most: from a conference, a series and a publisher come three."""
_NOTES = ("annote", "annotation", "comment")
"""The fields of the user's own words; JabRef adds one for each user of a file (`comment-ada`)."""
_NOT_INHERITED = frozenset(
    {"ids", "crossref", "xref", "xdata", "entryset", "entrysubtype", "execute", "label", "options", "presort",
     "related", "relatedoptions", "relatedstring", "relatedtype", "shorthand", "shorthandintro", "sortkey", "key",
     "keywords", "keyword", "abstract", "doi", "url", "urldate", "eprint", "archiveprefix", "eprinttype", "pages",
     "pagetotal", "file", "timestamp", "note", "shorttitle", "sorttitle", "indextitle", "booktitle", *_NOTES}
)  # fmt: skip
"""Fields that say something of the whole only (`texdoc biblatex`, appendix B), which `xdata` gives on all the same."""

_PLACES = frozenset(("volume", "number", "issue", "pages", "eid", "articleno", *KEPT.values()))
"""Fields that say where in its venue an entry stands, or name it."""

_BRACED_BLANK = re.compile(r"\{[^{}]*[^{}\s]\s+[^{}]*\}")
_BRACED_WORD = re.compile(r"(?:^|[\s,])\{(?:[^{}]|\{[^{}]*\})+\}(?=[\s,]|$)")
"""A word in braces, which says that the comma behind it is one of BibTeX's."""
_NAMING = frozenset({"title", "subtitle", "author", "editor", "abstract", "year", "date", "keywords", "keyword",
                     *_NOTES, *VENUE_FIELDS, *_PLACES})  # fmt: skip
"""The fields of which something is kept as it stands."""
_UNDERSTOOD = (_NAMING - {"editor", *VARIABLE_FIELDS["publisher"]}) | {
    "month", "doi", "url", "eprint", "archiveprefix", "eprinttype", "arxiv", "arxivid", "xdata",
}  # fmt: skip
"""Fields all of which tells papers apart; the editors do where there are no authors, a publisher where it is the
venue."""

Fields = Mapping[str, str]


def sniff(text: str) -> bool:
    """Whether the text has an entry, or at least a string or comment, of BibTeX."""
    return begins(text) > 0 or (_ANY.search(text) is not None and _ENTRY.search(text.replace("\n", " ")) is None)


def begins(text: str) -> int:
    """The 1-based number of the line where the first entry begins; 0 for none."""
    text = plain(text) if "@" in text else text
    entry = next(filter(_is_known, _ENTRY.finditer(text)), None)
    if entry is None:
        return 0
    shown = _FIELD.search(text, entry.start()) is not None or "=" in text[entry.start() : entry.end() + 500]
    return text.count("\n", 0, entry.end()) + 1 if shown else 0


def _is_known(entry: re.Match[str]) -> bool:
    """Whether an entry is of a known type or has a bibliography's field; a decorator of a program looks like one."""
    if _TYPES.fullmatch(entry["type"]):
        return True
    fields = _FIELD.finditer(entry.string, entry.end(), entry.end() + _LOOKED_AT)
    return any(field["name"].lower() in _SIGNS for field in fields)


def parse(text: str) -> Parsed:
    """Read every entry that has a title, its own or one inherited through `crossref`."""
    if "=" not in text:
        return Parsed(problems=(Problem(1, "no entry has a field"),) if _ENTRY.search(plain(text)) else ())
    left: list[str] = []
    growth = Growth(len(text))
    strings, held, comments, problems = _Strings(growth), list[Entry](), list[Comment](), list[Problem]()
    for block in blocks(plain(with_plain_ends(text)), left):
        if isinstance(block, Entry):
            held.append(block)
        elif isinstance(block, String):
            strings.define(block)
        elif isinstance(block, Comment):
            comments.append(block)
        else:
            problems.append(block)
    problems += _undefined(held, strings.held)
    others = [problem for one in held for problem in _valued(one, strings)]
    problems += strings.too_long()
    wanted = _named_parents(held)
    by_key = _by_key((one.key, one.fields) for one in reversed(held)) if wanted else {}
    problems += _missing_parents(wanted, by_key)
    problems += _unread_keys(held)
    problems += others
    papers, places, keys = _papers(held, by_key, growth, problems)
    places = grouped(comments, keys, places, problems)
    told = tuple(sorted(problems, key=lambda problem: problem.line))
    return Parsed(tuple(papers), told, tuple(places) if any(places) else (), left="".join(left))


def _papers(
    held: list[Entry], by_key: Mapping[str, Fields], growth: Growth, problems: list[Problem]
) -> tuple[list[Paper], list[tuple[IncomingEntry, ...]], list[str]]:
    """The papers of entries, their places in lists and their keys; `held` is empty then."""
    papers, places, keys = [], [], []
    given_on = {key for one in held for key in _keys(one.fields.get("xdata", ""))}
    twins = Twins("an entry", _UNDERSTOOD)
    cut: list[Entry] = []
    held.reverse()
    while held:
        entry = held.pop()
        fields = entry.fields
        if entry.kind == "xdata" and entry.key.lower() in given_on:
            continue  # It is no paper, and what it says is told of those that name it.
        inherited, whole = _inherit(fields, by_key, growth)
        cut += [] if whole else [entry]
        paper = _paper(entry.kind, inherited)
        if paper is None:
            problems.append(Problem(entry.line, "an entry without a title, skipped", excerpt(clean_line(entry.key))))
        elif _TYPES.fullmatch(entry.kind) is None and _SIGNS.isdisjoint(fields):
            message = "an entry of a kind that no bibliography knows, skipped"
            problems.append(Problem(entry.line, message, excerpt(paper.title)))
        else:
            papers.append(_with_record(entry, with_words(paper, own_words(fields)), problems))
            places.append(entries_of(entry.line, fields, problems))
            keys.append(entry.key)
            problems += _may_be_several(entry.line, inherited)
            problems += no_such_day(entry.line, _date_told(inherited), paper.published)
            problems += cut_short(entry.line, paper)
            problems += twins.seen(entry.line, papers[-1], fields)
    problems += _cut_off(cut)
    return papers, places, keys


class _Strings:
    """The abbreviations of a text, and those that came to more than a text may hold."""

    def __init__(self, growth: Growth) -> None:
        self.held: dict[str, str] = {}
        self._growth = growth
        self._left_out: dict[str, int] = {}

    def define(self, string: String) -> None:
        """Keep what an `@string` says, with those before it."""
        self.held[string.name] = _value(string.value, self, string.line)

    def takes(self, names: Sequence[str], line: int) -> bool:
        """Whether a value may hold what these stand for, which then counts."""
        more = sum(len(self.held[name]) for name in names)
        if more <= ABSTRACT_LIMIT and self._growth.takes(more):
            return True
        for name in names:
            self._left_out.setdefault(name, line)
        return False

    def too_long(self) -> Iterator[Problem]:
        """One problem for all that did, at the first value that was left out for them."""
        if lines := self._left_out:
            one = "an @string that comes to more than a field may hold, the fields that use it so left out"
            several = (
                f"{len(lines)} @strings that come to more than a field may hold, the fields that use them so left out"
            )
            yield Problem(min(lines.values()), one if len(lines) == 1 else several, excerpt(", ".join(lines)))


def _valued(entry: Entry, strings: _Strings) -> Iterator[Problem]:
    """Make the fields of an entry their values, without delimiters; a problem for each that comes twice and says
    something else."""
    fields = entry.fields
    for line, name, raw in entry.again:
        if (name in _UNDERSTOOD or name in VENUE_FIELDS) and not _tells(raw, fields[name], strings, line):
            message = f"a second '{name}' that says something else, not read"
            yield Problem(line, message, excerpt(clean_line(raw[:300])))
    for name, raw in fields.items():
        fields[name] = _value(raw, strings, entry.line)


def _value(raw: str, strings: _Strings, line: int) -> str:
    """A field's value as TeX without its delimiters: `{...}`, `"..."`, numbers, @strings, joined by `#`; "" where they
    come to more than a field may hold."""
    if "#" not in raw and (plain := _undelimited(raw)) != raw:
        return plain.replace(COUNTED, "")
    parts, names = [], []
    for inner in map(str.strip, _pieces(raw.strip())):
        if (plain := _undelimited(inner)) == inner and (name := inner.lower()) in strings.held:
            names.append(name)
            plain = strings.held[name]
        parts.append(plain)
    if names and not strings.takes(names, line):
        return ""
    return "".join(parts).replace(COUNTED, "")


def _undelimited(raw: str) -> str:
    """A part of a value without the braces or quotes around it; one that has none as it is."""
    return raw[1:-1] if len(raw) >= 2 and raw[0] + raw[-1] in ("{}", '""') else raw


def _undefined(entries: Sequence[Entry], strings: Mapping[str, str]) -> Iterator[Problem]:
    """One problem for all @strings that fields name and nothing defines, at the first entry that does; the names of
    months are BibTeX's own."""
    lines: dict[str, int] = {}
    for entry in entries:
        for name, raw in entry.fields.items():
            if name not in _NAMING or ("#" not in raw and _undelimited(raw) != raw):
                continue
            for piece in map(str.strip, _pieces(raw.strip())):
                if _MACRO.fullmatch(piece) and piece.lower() not in strings and not month_number(piece):
                    lines.setdefault(piece.lower(), entry.line)
    if lines:
        one = "an @string that nothing defines, its name taken as it stands"
        several = f"{len(lines)} @strings that nothing defines, their names taken as they stand"
        yield Problem(min(lines.values()), one if len(lines) == 1 else several, excerpt(", ".join(lines)))


def _unread_keys(entries: Sequence[Entry]) -> Iterator[Problem]:
    """One problem for all citation keys that cannot be kept, at the first of them."""
    keys = {entry.key: entry.line for entry in reversed(entries) if entry.key and not is_key(entry.key)}
    if keys:
        one = "a citation key that not every program reads, another is made in its place"
        several = f"{len(keys)} citation keys that not every program reads, others are made in their place"
        yield Problem(min(keys.values()), one if len(keys) == 1 else several, excerpt(", ".join(reversed(keys))))


def _named_parents(entries: Sequence[Entry]) -> dict[str, int]:
    """The keys that entries name by `crossref` or `xdata`, with the line of the first entry that does."""
    lines: dict[str, int] = {}
    for entry in entries:
        for key in (key for name in _INHERITANCE if name in entry.fields for key in _keys(entry.fields[name])):
            lines.setdefault(key, entry.line)
    return lines


def _missing_parents(wanted: Mapping[str, int], by_key: Mapping[str, Fields]) -> Iterator[Problem]:
    """One problem for all entries that others name and that are nowhere, at the first that does."""
    lines = {key: line for key, line in wanted.items() if key not in by_key}
    if lines:
        one = "a crossref to an entry that is nowhere in this text, read without what it would inherit"
        several = (
            f"crossrefs to {len(lines)} entries that are nowhere in this text, read without what they would inherit"
        )
        yield Problem(min(lines.values()), one if len(lines) == 1 else several, excerpt(", ".join(lines)))


def _by_key(entries: Iterable[tuple[str, Fields]]) -> dict[str, Fields]:
    """The fields of entries by their keys and the further keys that they give themselves (`ids`)."""
    found: dict[str, Fields] = {}
    aliases: dict[str, Fields] = {}
    for key, fields in entries:
        found |= {key.lower(): fields} if key else {}
        aliases |= dict.fromkeys(_keys(fields.get("ids", "")), fields)
    return {**found, **aliases}


def _keys(value: str) -> Iterator[str]:
    """The keys of the entries that a field names, in small letters."""
    return filter(None, (key.strip() for key in value.lower().split(",")))


def _tells(raw: str, other: str, strings: _Strings, line: int) -> bool:
    """Whether two fields tell the same though they are written otherwise."""
    return words(decode(_value(raw, strings, line))) == words(decode(_value(other, strings, line)))


def _pieces(raw: str) -> Iterator[str]:
    if "#" not in raw:
        yield raw
        return
    depth, quoted, start = 0, False, 0
    for place, sign in enumerate(raw):
        if place and raw[place - 1] == "\\":
            continue
        if sign == '"' and depth == 0:
            quoted = not quoted
        elif sign in "{}":
            depth += 1 if sign == "{" else -1
        elif sign == "#" and depth == 0 and not quoted:
            yield raw[start:place]
            start = place + 1
    yield raw[start:]


def _inherit(fields: Fields, by_key: Mapping[str, Fields], growth: Growth) -> tuple[Fields, bool]:
    """The entry with what it lacks taken from its `crossref` or `xdata`, and theirs, as BibLaTeX does it; and whether
    that is all of it, as far as `growth` goes and such entries are named."""
    if not any(map(fields.get, _INHERITANCE)):
        return fields, True
    found = dict(fields)
    given = {*_keys(fields.get("xdata", ""))}
    seen: set[str] = set()
    waiting = deque(found.get(name, "") for name in _INHERITANCE)
    left = _KIN
    while waiting:
        for key in _keys(waiting.popleft()):
            parent = by_key.get(key)
            left -= 1
            if left < 0:
                return found, False
            if parent is None or key in seen:
                continue
            seen.add(key)
            booktitle = {"booktitle": parent["title"]} if parent.get("title") and fields.get("title") else {}
            taken = {name: value for name, value in parent.items() if name not in _NOT_INHERITED or key in given}
            more = {name: value for name, value in {**taken, **booktitle}.items() if name not in found}
            if not growth.takes(sum(map(len, more.values()))):
                return found, False
            found |= more
            waiting += [parent.get(name, "") for name in _INHERITANCE]
    return found, True


def _cut_off(entries: Sequence[Entry]) -> Iterator[Problem]:
    """One problem for all entries that inherit more than is read, at the first of them."""
    if entries:
        one = "an entry that inherits from too many or too long ones, read without the rest"
        several = f"{len(entries)} entries that inherit from too many or too long ones, read without the rest"
        keys = ", ".join(entry.key for entry in entries)
        yield Problem(entries[0].line, one if len(entries) == 1 else several, excerpt(clean_line(keys[:300])))


def _paper(kind: str, fields: Fields) -> Paper | None:
    def line(name: str) -> str:
        return _text(held) if (held := fields.get(name)) else ""

    title = line("title")
    if is_dots(title):
        return None
    if subtitle := line("subtitle"):
        title = f"{title}: {subtitle}"
    given = (_verbatim(fields.get(name, "")) for name in ("doi", "url"))
    doi = next(filter(None, map(normal_doi, given)), "")
    notes = (clean_text(decode(without_entities(fields[name]))).strip() for name in fields if _is_note(name))
    people = _people(fields.get("author") or fields.get("editor") or "")
    others = [name for variable in NAME_VARIABLES for name in _named(variable, fields).parted]
    venues = ((name, found) for name in VENUE_FIELDS if (found := line(name)) and not is_preprint_venue(found))
    field, venue = next(venues, ("", ""))
    paper = Paper(
        id="",
        title=title[:TITLE_LIMIT],
        abstract=line("abstract")[:ABSTRACT_LIMIT],
        authors=people.printed,
        names=told_parts([*people.parted, *others]),
        more_authors=people.more,
        published=_published(fields),
        venue=venue,
        arxiv_id=_arxiv_id(fields),
        doi=doi,
        url=_url(fields),
        keywords=_keywords(line("keywords") or line("keyword")),
        metadata=_metadata(kind, {name: line(name) for name in fields if name in _PLACES}, fields),
        kind=KINDS.get(kind, ""),
        note="\n\n".join(dict.fromkeys(filter(None, notes)))[:NOTE_LIMIT].strip(),
    )
    return told_as(paper, CONTAINER if field in CONTAINER_FIELDS else variable_of(field))


def _is_note(name: str) -> bool:
    return name[:1] in "ac" and (name in _NOTES or name.startswith("comment-"))


@dataclass(frozen=True, slots=True)
class _NamedPeople:
    """The names in a field."""

    names: tuple[Name, ...]
    printed: tuple[str, ...]
    more: bool
    """Whether the field says that there are more."""
    parted: tuple[Name, ...]
    """Those whose parts are other than their printed form shows."""
    doubts: tuple[tuple[str, str], ...]
    """What may be one or several people's, as (what is said of it, what is shown)."""


@lru_cache(maxsize=4_000)
def _people(field: str) -> _NamedPeople:
    """The names in a field: those of editors stand in many entries, and all of them are asked for more than once."""
    line = " ".join(outside_math(without_entities(field)).split())
    joined = _split(line, " and ")
    doubts = [(JOINED, name) for name in joined if _apart(name)[1]]
    words = _between_words(joined)
    parted = list(_between_commas(words))
    doubts += [(COMMAS, name) for name, (_, doubted) in zip(words, parted, strict=True) if doubted]
    given = [one.strip() for one in (_between_signs(line, words) or [one for told, _ in parted for one in told])]
    told = (_name(one) for one in given if not goes_on(one))
    names = tuple(one for one in told if one.printed and not is_nobody(one.printed))
    printed = tuple(name.printed for name in names)
    return _NamedPeople(
        names,
        printed,
        any(map(goes_on, given)),
        tuple(name for _, name in told_parts(names)),
        tuple((said, excerpt(_text(one))) for said, one in doubts),
    )


def _between_signs(line: str, words: Sequence[str]) -> list[str]:
    """What stands between the "&" that some write in the place of "and", [] where it does not part whole names."""
    if len(words) == 1 and "&" in line and len(parts := _split(line.replace(r"\&", "&"), " & ")) > 1:
        return parts if all("," in part for part in parts) else []
    return []


def _between_words(joined: Sequence[str]) -> list[str]:
    """What stands between semicolons and words of other languages that join people for sure, in what stands between
    "and"."""
    names = [one for name in joined for one in (_split(name, ";") if ";" in name else (name,))]
    return [one for name in names for one in _apart(name)[0]]


def _between_commas(names: Sequence[str]) -> Iterator[tuple[list[str], bool]]:
    """The people of each of some names, of which commas may part several, and whether it may be one or several."""
    held = [_split(name, ",") for name in names]
    inverted = len(names) > 1 and all(len(parts) == 2 for parts in held)
    for at, (name, parts) in enumerate(zip(names, held, strict=True)):
        plain = [_text(part) for part in parts if part.strip()] if len(parts) > 1 else []
        followed = at + 1 < len(names)
        whole = "{" in name and (_BRACED_BLANK.search(name) or _BRACED_WORD.search(name))
        if len(plain) < 2 or whole or "=" in name or (len(plain) < len(parts) and not followed):
            yield [name], False
            continue
        listed = followed and (len(plain) < len(parts) or len(held[at + 1]) == 1)
        people, doubted = between_commas(plain, listed=listed, inverted=inverted)
        kept = [",".join(part for part in parts if part.strip())] if followed else [name]
        yield people or ([f"{{{name.strip(' ,')}}}"] if doubted else kept), doubted


def _apart(tex: str) -> tuple[list[str], bool]:
    """The people of what stands between two "and", where a word of another language joins several for sure, and whether
    it may do so; what has a blank in braces is not parted."""
    if _BRACED_BLANK.search(tex) or with_plain_joints(tex) == (tex, False):
        return [tex], False
    plain = _text(tex)
    line, doubted = with_plain_joints(plain)
    return ([tex], doubted) if doubted or line == plain else (line.split(" and "), False)


def _may_be_several(line: int, fields: Fields) -> Iterator[Problem]:
    """A problem for each name of an entry's authors that may be one or several people's."""
    for message, shown in _people(fields.get("author") or fields.get("editor") or "").doubts:
        yield Problem(line, message, shown)


@lru_cache(maxsize=20_000)
def _name(tex: str) -> Name:
    """One name in any of the forms of BibTeX (`texdoc btxdoc`, section 4); what stands in braces is not parted."""
    tex = without_number(tex) if tex[-1:].isdecimal() else tex
    if _is_group(tex):
        return Name(literal=_text(tex))
    parts = _split(_TIE.sub(" ", tex) if "~" in tex else tex, ",")
    if len(parts) == 2 and is_company(parts[1]):
        return Name(literal=_text(tex))
    if len(parts) == 3 and is_degree(parts[2].strip()) and not is_suffix(parts[1]):
        parts = parts[:2]
    if told := _told_by_name(parts):
        return told
    if len(parts) > 3 or not any(part.strip() for part in parts[1:]):
        words = _split(_TIE.sub(" ", tex).strip(" ,"), " ") if len(parts) <= 3 else [tex]
        *given, family = map(_text, words)
        plain = _text(tex.strip(" ,"))
        return parted([family], " ".join(given)) if " " in family and given else name_parts(plain)
    family_names = [_text(word) for word in _split(parts[0].strip(), " ")]
    suffix, given_names = ("", parts[1]) if len(parts) == 2 else (parts[1], parts[2])
    first, last = _text(given_names), _text(suffix)
    if "{" not in given_names:
        first, last = given_and_suffix(first, last)
    return parted(list(filter(None, family_names)), first, last)


def _told_by_name(parts: Sequence[str]) -> Name | None:
    """A name whose parts are called by their names, as biber reads it ("given=Ada, family=Vale"; `texdoc biber`,
    section 3.4); None for any other form."""
    pairs = [_NAME_PART.fullmatch(part.strip()) for part in parts]
    held = {pair[1].lower(): _text(pair[2]) for pair in pairs if pair is not None}
    if len(held) < len(parts) or not held.get("family"):
        return None
    return Name(held["family"], held.get("given", ""), held.get("prefix", ""), suffix=held.get("suffix", ""))


def _is_group(tex: str) -> bool:
    """Whether a name stands in braces as a whole."""
    return tex.startswith("{") and tex.endswith("}") and is_balanced(tex[1:-1])


def _text(tex: str) -> str:
    return clean_line(decode(without_entities(tex)))


def _split(text: str, at: str) -> list[str]:
    """The parts of a text between separators that stand outside all braces; a backslash keeps the sign behind it."""
    if _KEEPING.search(text) is None:
        return _PLAIN_PARTING[at].split(text) if at in _PLAIN_PARTING else text.split(at)
    parts, depth, start = [], 0, 0
    for found in _PARTING[at].finditer(text):
        sign = found[0]
        if sign[0] == "\\":
            continue
        if sign in "{}":
            depth += 1 if sign == "{" else -1
        elif depth == 0:
            parts.append(text[start : found.start()])
            start = found.end()
    return [*parts, text[start:]]


def _date_told(fields: Fields) -> str:
    """What tells the date of an entry: `date` where one stands in it, else `year`; years before Christ, which biblatex
    writes with a sign, are none that a paper can have."""
    told = (_text(fields.get(name, "")) for name in ("date", "year"))
    return next((text for text in told if date_in(text) and not _BEFORE_CHRIST.match(text)), "")


def _published(fields: Fields) -> str:
    found = date_in(_date_told(fields))
    if len(found) != 4:
        return found
    month = _text(fields.get("month", ""))
    day = fields.get("day", "").strip("{} ")
    if month.isdecimal() or month.isalpha():
        return date_of(found, month_number(month), day)
    return date_of(found, *_month_and_day(month, day))


def _month_and_day(text: str, day: str) -> tuple[int, str]:
    """The month that is named in a text, and the one day that stands beside it: "10 oct", "Oct. 10-12" has none."""
    parts = re.findall(r"[^\W\d_]+|\d+", text)
    months = [number for part in parts if not part.isdecimal() and (number := month_number(part))]
    days = [part for part in parts if part.isdecimal()]
    one = len(set(months)) == 1 and len(days) == 1
    return (months[0] if months else 0), (days[0] if one else day)


def _arxiv_id(fields: Fields) -> str:
    prefix = (fields.get("archiveprefix") or fields.get("eprinttype") or "").strip("{} ").lower()
    eprint = fields.get("eprint", "").strip("{} ")
    if eprint and prefix in ("", "arxiv"):
        found = find_arxiv_id(eprint)
        if found or prefix == "arxiv":
            return found
    if (volume := _CORR_VOLUME.fullmatch(fields.get("volume", "").strip("{} "))) and find_arxiv_id(volume[1]):
        return find_arxiv_id(volume[1])
    for name in ("arxiv", "arxivid"):
        if found := find_arxiv_id(fields.get(name, "").strip("{} ")):
            return found
    own = ("url", "doi", "journal", "journaltitle", "note", "howpublished")
    values = (clean_line(decode(fields[name])) for name in own if _ID_DIGITS.search(fields.get(name, "")))
    return next(filter(None, map(marked_arxiv_id, values)), "")


def _url(fields: Fields) -> str:
    for name in ("url", "howpublished"):
        raw = fields.get(name, "").strip()
        if url := raw and web_address(_verbatim(_LINK.sub(r"\1", raw) if raw[0] == "\\" else raw)):
            return url
    return ""


def _verbatim(field: str) -> str:
    """A field that is not TeX but an address: only its escapes are undone."""
    text = field.strip()
    if _DRESSED.search(text) is None:
        return text
    while text.startswith("{") and text.endswith("}") and is_balanced(text[1:-1]):
        text = text[1:-1].strip()
    text = _SIGN_IN_ADDRESS.sub(lambda sign: sign[2] or _SIGNS_IN_ADDRESS[sign[1]], text.replace("&amp;", "&"))
    return re.sub(r"\\([%&#_~{}$^\\])", r"\1", text)


def _metadata(kind: str, held: Fields, fields: Fields) -> tuple[tuple[str, str], ...]:
    """Where in its venue it stands. A `number` without a journal or volume is that of a report or a series."""

    def tell(name: str) -> str:
        return held.get(name, "")

    volume = "" if _CORR_VOLUME.fullmatch(tell("volume")) else tell("volume")
    placed = bool(volume or any(fields.get(name) for name in ("journal", "journaltitle")))
    periodical = placed and kind not in REPORTS
    told = numbered(tell("number"), periodical=periodical) | ({"issue": tell("issue")} if tell("issue") else {})
    page = pages(tell("pages"), article=tell("eid") or tell("articleno"))
    more = {variable: _told(variable, fields) for variable in map(variable_of, fields) if variable}
    return metadata_of(tell, KEPT, {**more, **told, "volume": volume, "page": page})


def _is_inverted(name: str, value: str) -> bool:
    """Whether a field tells authors family name first, which is how we do not write them."""
    return name == "author" and "," in value


def _told(variable: str, fields: Fields) -> str:
    """What the fields tell of a variable."""
    if variable in NAME_VARIABLES:
        return as_variable(_named(variable, fields).printed)
    raw = next(filter(None, (fields.get(name, "") for name in VARIABLE_FIELDS[variable])), "")
    return _text(raw) if raw else ""


def _named(variable: str, fields: Fields) -> _NamedPeople:
    """The editors or translators that the fields tell."""
    return _people(fields.get(VARIABLE_FIELDS[variable][0], ""))


def _with_record(entry: Entry, paper: Paper, problems: list[Problem]) -> Paper:
    """The paper with its key, its type, and what of its fields is not understood or spelled otherwise than we do."""
    kind, fields = entry.kind, entry.fields
    names = tuple(fields)
    record = {"bibtex/@": " ".join((kind, *(name if value.strip() else f"{name}=" for name, value in fields.items())))}
    for name, value in fields.items():
        raw = value.strip() if _is_note(name) else " ".join(value.split())
        if not raw or (not _is_inverted(name, raw) and raw == written(paper, name, names)):
            continue
        if len(raw) > ABSTRACT_LIMIT and (is_understood(name) or _is_note(name)):
            continue  # What is cut of it is told elsewhere.
        if len(raw) > ABSTRACT_LIMIT:
            problems.append(Problem(entry.line, f"'{name}' of {len(raw):,} characters, left out", excerpt(raw)))
        elif _is_whole(raw):
            record[f"bibtex/{'=' * is_understood(name)}{name}"] = raw
        elif not is_understood(name):
            record[f"bibtex/{name}"] = encode(clean_line(decode(raw)))
    key = entry.key if is_key(entry.key) else ""
    return replace(paper, citation_key=key, kept=kept_values(record))


def _keywords(field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in (part.strip() for part in re.split(r"[,;]", field)) if word))


# -- writing -----------------------------------------------------------------------------------------------------------


def dump(papers: Sequence[Paper], keys: Sequence[str] = ()) -> str:
    """BibTeX for some papers, in their order, each under its key of `keys` or one of its own; the same papers give the
    same text. What came from BibTeX goes out in the fields with which it came, as far as they tell what is known now.

    An entry from which others inherit stands behind all that do not, as BibTeX demands.
    """
    named = [*zip(keys or keys_for(papers), papers, strict=True)]
    came = [_as_it_came(paper)[1] for _, paper in named]
    held = _by_key((key, fields) for (key, _), fields in zip(named, came, strict=True) if fields)
    growth = Growth(sum(len(value) for fields in came for value in fields.values()))
    parents = {key for fields in came for name in _INHERITANCE for key in _keys(fields.get(name, ""))}
    given = [{key.lower(), *_keys(fields.get("ids", ""))} for (key, _), fields in zip(named, came, strict=True)]
    spelled = {key.lower(): key for key, _ in named}
    found = [
        (not parents.isdisjoint(own), _entry(key, paper, held, spelled, growth))
        for own, (key, paper) in zip(given, named, strict=True)
    ]
    return "\n".join(entry for last in (False, True) for is_parent, entry in found if is_parent is last)


def _entry(key: str, paper: Paper, others: Mapping[str, Fields], spelled: Mapping[str, str], growth: Growth) -> str:
    """One entry; what it inherits from is named by its key as that is `spelled`, since biber tells capitals apart."""
    kind, fields = _fields(paper, others, growth)
    above = {
        name: ",".join(spelled.get(one.strip().lower(), one) for one in fields[name].split(","))
        for name in _INHERITANCE
        if name in fields
    }
    body = ",\n".join(f"  {name} = {_delimited(name, value)}" for name, value in {**fields, **above}.items())
    return f"@{kind}{{{key},\n{body}\n}}\n"


def _delimited(name: str, value: str) -> str:
    return value if name == "month" and value in MONTHS else "{" + value + "}"


def _fields(paper: Paper, others: Mapping[str, Fields], growth: Growth) -> tuple[str, Fields]:
    """The type and fields of a paper's entry: those with which it came where they tell the paper as it is now, with
    those in place of which something else is known since."""
    kind, fields = _as_it_came(paper)
    fields = as_now(fields, paper)
    own, plain = fields_of(paper)
    unknown = {name: value for name, value in fields.items() if not is_understood(name) and name not in _INHERITANCE}
    if not kind:
        return own, plain
    if not all(key in others for name in _INHERITANCE for key in _keys(fields.get(name, ""))):
        fields = {name: value for name, value in fields.items() if name not in _INHERITANCE}
    for _ in range(2):
        told = _paper(kind, _inherit(fields, others, growth)[0])
        told = with_words(told, own_words(fields)) if told is not None else None
        if told is not None and told.kind and paper.kind and told.kind != paper.kind:
            break
        wrong = [name for name, same in _ALIKE.items() if told is None or not same(told, paper)]
        if not wrong:
            return kind, fields
        gone = {field for name in wrong for field in _OF_FACT[name]}
        kept = {name: value for name, value in fields.items() if name not in gone}
        fields = {**kept, **{name: value for name, value in plain.items() if name in gone}}
    return own, {**plain, **{name: value for name, value in unknown.items() if name not in plain}}


def _as_it_came(paper: Paper) -> tuple[str, dict[str, str]]:
    """The type and the fields of the entry from which a paper came; "" and none where it came from elsewhere."""
    held = {name: value for name, value in paper.kept_from("bibtex").items() if _is_whole(value)}
    kind, *told = [word for word in held.get("@", "").split() if _NAME.fullmatch(word)] or [""]
    names = [name for name in told if not name.endswith("=")]
    fields = {name: held.get(f"={name}") or held.get(name) or written(paper, name, names) for name in names}
    more = {name: value for name, value in held.items() if _NAME.fullmatch(name) and name not in fields}
    empty = {name.removesuffix("="): "" for name in told if name.endswith("=")}
    return kind, {**{name: value for name, value in {**fields, **more}.items() if value}, **empty}


def _as_far_as(paper: Paper, told: Paper) -> tuple[tuple[str, str], ...]:
    """What an entry tells of variables, without what it is that the venue is: that was not always kept."""
    known = {name for name, _ in paper.metadata}
    return tuple(
        pair for pair in told.metadata if pair[0] in known or pair[0] not in VENUE_VARIABLES or pair[1] != paper.venue
    )


def _is_whole(value: str) -> bool:
    """Whether a value ends no field, and with it the entry, in either way of counting braces (see `encode`)."""
    return is_balanced(value) and is_balanced(rest := _ESCAPE.sub("", value)) and not rest.endswith("\\")


_ALIKE: Mapping[str, Callable[[Paper, Paper], bool]] = MappingProxyType(
    {
        "title": lambda told, paper: told.title == paper.title,
        "authors": lambda told, paper: (
            (told.authors, named_authors(told), told.more_authors)
            == (paper.authors, named_authors(paper), paper.more_authors)
        ),
        "published": lambda told, paper: told.published == paper.published,
        "venue": lambda told, paper: (
            told.venue == paper.venue or (not told.venue and paper.venue == told.about("publisher"))
        ),
        "arxiv_id": lambda told, paper: told.arxiv_id == paper.arxiv_id,
        "doi": lambda told, paper: told.doi == paper.doi,
        "url": lambda told, paper: told.url == paper.url,
        "abstract": lambda told, paper: told.abstract == paper.abstract,
        "keywords": lambda told, paper: set(told.keywords) == set(keywords_of(paper)),
        "note": lambda told, paper: told.note == paper.note,
        "metadata": lambda told, paper: (
            _as_far_as(paper, told) == paper.metadata
            and all(named_in(told, name) == named_in(paper, name) for name in NAME_VARIABLES)
        ),
    }
)
"""For each fact whether an entry tells it as it is."""
_OF_FACT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "title": frozenset(("title", "subtitle")),
        "authors": frozenset(("author",)),
        "published": frozenset(("year", "date", "month", "day")),
        "venue": frozenset(VENUE_FIELDS) - {"publisher", "eventtitle"},
        "arxiv_id": frozenset(("eprint", "archiveprefix", "eprinttype", "arxiv", "arxivid")),
        "doi": frozenset(("doi",)),
        "url": frozenset(("url",)),
        "abstract": frozenset(("abstract",)),
        "keywords": frozenset(("keywords", "keyword")),
        "note": frozenset(_NOTES),
        "metadata": frozenset(_PLACES) | {name for names in VARIABLE_FIELDS.values() for name in names},
    }
)
"""The fields that tell each fact."""
