"""BibTeX and BibLaTeX (`texdoc btxdoc`, `texdoc biblatex`), split into entries by the library bibtexparser.

Read leniently: duplicate keys and fields, empty keys and stray commas lose nothing; what is no entry is a problem.
Written with all text escaped and its braces balanced, DOI and address verbatim, the user's tags as keywords and the
note as `annote`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote, unquote

from reader.dates import date_in, date_of, month_number
from reader.formats.author_lists import names_of
from reader.formats.bibtex_blocks import COUNTED, TYPES, Entry, String, blocks, plain
from reader.formats.citation_keys import citation_keys
from reader.formats.csl_variables import KEPT, metadata_of, numbered, pages
from reader.formats.latex import decode, encode, is_balanced
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.formats.twins import Twins
from reader.formats.user_fields import cut_short
from reader.identity import find_arxiv_id, is_preprint_venue, marked_arxiv_id, normal_doi, normal_url
from reader.paper import Name, Paper
from reader.persons import goes_on, is_nobody, name_parts, parted, told_parts
from reader.text import ABSTRACT_LIMIT, NOTE_LIMIT, TITLE_LIMIT, clean_line, clean_text, words
from reader.titles import is_dots

_ENTRY = re.compile(
    r"^[ \t]*@[ \t]*(?!comment|preamble|string)(?P<type>[a-z]+)[ \t]*[{(][^\n=]*(?:,|$)", re.IGNORECASE | re.MULTILINE
)
_ANY = re.compile(r"^[ \t]*@[ \t]*(?:comment|preamble|string)[ \t]*[{(]", re.IGNORECASE | re.MULTILINE)
_FIELD = re.compile(r"^[ \t]*(?P<name>[a-z-]+)[ \t]*=[ \t]*[{\"\w]", re.IGNORECASE | re.MULTILINE)
_LOOKED_AT = 5_000
"""Characters after the beginning of an entry in which it must show itself."""
_VENUES = (
    "journal",
    "journaltitle",
    "booktitle",
    "maintitle",
    "eventtitle",
    "howpublished",
    "publisher",
    "school",
    "institution",
)
_CORR_VOLUME = re.compile(r"abs/(.+)")
_ID_DIGITS = re.compile(r"\d{4}\.\d{4}|\d{7}")
"""What every arXiv id has; it spares the fields without it."""
_TYPES = re.compile(TYPES, re.IGNORECASE)
_SIGNS = frozenset(
    {"author", "editor", "year", "date", "journal", "journaltitle", "booktitle", "doi", "eprint", "isbn", "issn",
     "publisher", "school", "institution", "abstract", "pages", "crossref"}
)  # fmt: skip
"""Fields one of which an entry of any other type has."""
_PERILOUS = re.compile(r"[{}\\]")
"""What ends a field that is not TeX, or is taken for an escape in it."""
_ENCODED = re.compile("%(?:7B|7D|5C)")
"""The same as an address has it; a DOI in its one spelling has no capitals, so none of these is its own."""
_MACRO = re.compile(r"[^\W\d][\w:.+/'-]*")
"""The name of an `@string`, which stands without braces and quotes."""
_UNSAFE_IN_NAME = re.compile(r"[,{}]|\b(?:and|others)\b", re.IGNORECASE)
"""What ends a name or a part of it, or is taken for something else."""
_INHERITANCE = ("xdata", "crossref")
"""Fields that name the entries from which one takes what it lacks."""
_INHERITED = ("title", "subtitle", "author", "editor", "date", "year", "month", "publisher")

_REPORTS = ("techreport", "report")
"""Types whose `number` is that of the text itself, whatever stands beside it."""
_PLACES = ("volume", "number", "issue", "pages", "eid", "articleno", *KEPT.values())
"""Fields that say where in its venue an entry stands, or name it."""
_NOTES = ("annote", "annotation", "comment")
"""The fields of the user's own words; JabRef adds one for each user of a file (`comment-ada`)."""
_NAMING = frozenset({"title", "subtitle", "author", "editor", "abstract", "year", "date", "keywords", "keyword",
                     *_NOTES, *_VENUES, *_PLACES})  # fmt: skip
"""The fields of which something is kept as it stands."""
_UNDERSTOOD = (_NAMING - {"editor"}) | {"month", "doi", "url", "eprint", "archiveprefix", "eprinttype", "arxiv",
                                        "arxivid", "xdata"}  # fmt: skip
"""Fields of which something is kept; of the editors only where there are no authors."""

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
    found = list(blocks(plain("\n".join(split_lines(text))), left))
    strings: dict[str, str] = {}
    for string in found:
        if isinstance(string, String):
            strings[string.name] = _value(string.value, strings)
    held = [one for one in found if isinstance(one, Entry)]
    entries = [(one, {name: _value(raw, strings) for name, raw in one.fields.items()}) for one in held]
    by_key = {entry.key.lower(): fields for entry, fields in reversed(entries) if entry.key}
    by_key |= {alias.strip().lower(): f for _, f in entries for alias in f.get("ids", "").split(",") if alias.strip()}
    papers, problems = [], [one for one in found if isinstance(one, Problem)]
    problems += _undefined(held, strings)
    problems += _missing_parents(entries, by_key)
    problems += [
        Problem(line, f"a second '{name}' that says something else, not read", excerpt(clean_line(value[:300])))
        for one in held
        for line, name, value in one.again
        if name in _UNDERSTOOD and not _tells(value, one.fields[name], strings)
    ]
    twins = Twins("an entry", _UNDERSTOOD)
    for entry, fields in entries:
        paper = _paper(entry.kind.lower(), _inherit(fields, by_key))
        if paper is None:
            problems.append(Problem(entry.line, "an entry without a title, skipped", excerpt(clean_line(entry.key))))
        elif _TYPES.fullmatch(entry.kind) is None and _SIGNS.isdisjoint(fields):
            message = "an entry of a kind that no bibliography knows, skipped"
            problems.append(Problem(entry.line, message, excerpt(paper.title)))
        else:
            papers.append(paper)
            problems += cut_short(entry.line, paper)
            problems += twins.seen(entry.line, paper, fields)
    return Parsed(tuple(papers), tuple(sorted(problems, key=lambda problem: problem.line)), left="\n".join(left))


def _value(raw: str, strings: Mapping[str, str]) -> str:
    """A field's value as TeX without its delimiters: `{...}`, `"..."`, numbers, @strings, joined by `#`."""
    parts = []
    for piece in _pieces(raw.strip()):
        inner = piece.strip()
        if len(inner) >= 2 and inner[0] + inner[-1] in ("{}", '""'):
            parts.append(inner[1:-1])
        else:
            parts.append(strings.get(inner.lower(), inner))
    return "".join(parts).replace(COUNTED, "")


def _undefined(entries: Sequence[Entry], strings: Mapping[str, str]) -> Iterator[Problem]:
    """One problem for all @strings that fields name and nothing defines, at the first entry that does; the names of
    months are BibTeX's own."""
    lines: dict[str, int] = {}
    for entry in entries:
        for name, raw in entry.fields.items():
            for piece in map(str.strip, _pieces(raw.strip()) if name in _NAMING else ()):
                if _MACRO.fullmatch(piece) and piece.lower() not in strings and not month_number(piece):
                    lines.setdefault(piece.lower(), entry.line)
    if lines:
        one = "an @string that nothing defines, its name taken as it stands"
        several = f"{len(lines)} @strings that nothing defines, their names taken as they stand"
        yield Problem(min(lines.values()), one if len(lines) == 1 else several, excerpt(", ".join(lines)))


def _missing_parents(entries: Sequence[tuple[Entry, Fields]], by_key: Mapping[str, Fields]) -> Iterator[Problem]:
    """One problem for all entries that others name by `crossref` or `xdata` and that are nowhere, at the first that
    does."""
    lines: dict[str, int] = {}
    for entry, fields in entries:
        for key in (key for name in _INHERITANCE if name in fields for key in _keys(fields[name])):
            if key not in by_key:
                lines.setdefault(key, entry.line)
    if lines:
        one = "a crossref to an entry that is nowhere in this text, read without what it would inherit"
        several = (
            f"crossrefs to {len(lines)} entries that are nowhere in this text, read without what they would inherit"
        )
        yield Problem(min(lines.values()), one if len(lines) == 1 else several, excerpt(", ".join(lines)))


def _keys(value: str) -> Iterator[str]:
    """The keys of the entries that a field names, in small letters."""
    return filter(None, (key.strip() for key in value.lower().split(",")))


def _tells(raw: str, other: str, strings: Mapping[str, str]) -> bool:
    """Whether two fields tell the same though they are written otherwise."""
    return words(decode(_value(raw, strings))) == words(decode(_value(other, strings)))


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


def _inherit(fields: Fields, by_key: Mapping[str, Fields]) -> Fields:
    """The entry with what it lacks taken from its `crossref` or `xdata`, and theirs, as BibLaTeX does it."""
    found = dict(fields)
    seen: set[str] = set()
    waiting = [found.get(name, "") for name in _INHERITANCE]
    while waiting:
        for key in _keys(waiting.pop(0)):
            parent = by_key.get(key)
            if parent is None or key in seen:
                continue
            seen.add(key)
            if parent.get("title") and fields.get("title"):
                found.setdefault("booktitle", parent["title"])
            for name in _INHERITED:
                if name in parent:
                    found.setdefault(name, parent[name])
            waiting += [parent.get(name, "") for name in _INHERITANCE]
    return found


def _paper(kind: str, fields: Fields) -> Paper | None:
    def line(name: str) -> str:
        return clean_line(decode(held)) if (held := fields.get(name)) else ""

    title = line("title")
    if is_dots(title):
        return None
    if subtitle := line("subtitle"):
        title = f"{title}: {subtitle}"
    given = (_ENCODED.sub(lambda sign: unquote(sign[0]), _verbatim(fields.get(name, ""))) for name in ("doi", "url"))
    doi = next(filter(None, map(normal_doi, given)), "")
    notes = (
        clean_text(decode(fields[name])).strip() for name in fields if name in _NOTES or name.startswith("comment-")
    )
    names, more = _names(fields.get("author") or fields.get("editor") or "")
    return Paper(
        id="",
        title=title[:TITLE_LIMIT],
        abstract=line("abstract")[:ABSTRACT_LIMIT],
        authors=tuple(name.printed for name in names),
        names=told_parts(names),
        more_authors=more,
        published=_published(fields),
        venue=next((found for found in map(line, _VENUES) if found and not is_preprint_venue(found)), ""),
        arxiv_id=_arxiv_id(fields),
        doi=doi,
        url=_url(fields),
        keywords=_keywords(line("keywords") or line("keyword")),
        metadata=_metadata(kind, {name: line(name) for name in _PLACES}, fields),
        note="\n\n".join(dict.fromkeys(filter(None, notes)))[:NOTE_LIMIT].strip(),
    )


def _names(field: str) -> tuple[list[Name], bool]:
    """The names in a field, and whether it says that there are more."""
    given = [one.strip() for one in _split(" ".join(field.split()), " and ")]
    names = [_name(one) for one in given if not goes_on(one)]
    return [one for one in names if one.printed and not is_nobody(one.printed)], any(map(goes_on, given))


def _name(tex: str) -> Name:
    """One name in any of the forms of BibTeX (`texdoc btxdoc`, section 4); what stands in braces is not parted."""
    if _is_group(tex):
        return Name(literal=_text(tex))
    parts = _split(tex, ",")
    if len(parts) > 3 or not any(part.strip() for part in parts[1:]):
        words = _split(tex.strip(" ,"), " ") if len(parts) <= 3 else [tex]
        *given, family = map(_text, words)
        plain = _text(tex.strip(" ,"))
        return parted([family], " ".join(given)) if " " in family and given else name_parts(plain)
    family_names = [_text(word) for word in _split(parts[0].strip(), " ")]
    suffix, given_names = ("", parts[1]) if len(parts) == 2 else (parts[1], parts[2])
    return parted(list(filter(None, family_names)), _text(given_names), _text(suffix))


def _is_group(tex: str) -> bool:
    """Whether a name stands in braces as a whole."""
    return tex.startswith("{") and tex.endswith("}") and is_balanced(tex[1:-1])


def _text(tex: str) -> str:
    return clean_line(decode(tex))


def _split(text: str, at: str) -> list[str]:
    """The parts of a text between separators that stand outside all braces."""
    parts, depth, start, place = [], 0, 0, 0
    while place < len(text):
        sign = text[place]
        if sign == "\\":
            place += 2
            continue
        depth += (sign == "{") - (sign == "}")
        if depth == 0 and text[place : place + len(at)].lower() == at:
            parts.append(text[start:place])
            start = place = place + len(at)
            continue
        place += 1
    return [*parts, text[start:]]


def _published(fields: Fields) -> str:
    found = date_in(fields.get("date", "")) or date_in(fields.get("year", ""))
    if len(found) != 4:
        return found
    return date_of(found, month_number(decode(fields.get("month", ""))), fields.get("day", "").strip("{} "))


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
        raw = re.sub(r"^\\(?:url|href|path)\s*\{([^{}]*)\}.*", r"\1", fields.get(name, "").strip())
        if url := normal_url(_verbatim(raw)):
            return url
    return ""


def _verbatim(field: str) -> str:
    """A field that is not TeX but an address: only its escapes are undone."""
    text = field.strip()
    while text.startswith("{") and text.endswith("}") and is_balanced(text[1:-1]):
        text = text[1:-1].strip()
    return re.sub(r"\\([%&#_~{}$^\\])", r"\1", text)


def _metadata(kind: str, held: Fields, fields: Fields) -> tuple[tuple[str, str], ...]:
    """Where in its venue it stands. A `number` without a journal or volume is that of a report or a series."""
    volume = "" if _CORR_VOLUME.fullmatch(held["volume"]) else held["volume"]
    placed = bool(volume or any(fields.get(name) for name in ("journal", "journaltitle")))
    periodical = placed and kind not in _REPORTS
    told = numbered(held["number"], periodical=periodical) | ({"issue": held["issue"]} if held["issue"] else {})
    page = pages(held["pages"], article=held["eid"] or held["articleno"])
    return metadata_of(held.__getitem__, KEPT, told | {"volume": volume, "page": page})


def _keywords(field: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in (part.strip() for part in re.split(r"[,;]", field)) if word))


# -- writing -----------------------------------------------------------------------------------------------------------


def dump(papers: Sequence[Paper]) -> str:
    """BibTeX for some papers, in their order, each under a key of its own; the same papers give the same text."""
    return "\n".join(_entry(key, paper) for key, paper in zip(citation_keys(papers), papers, strict=True))


def _entry(key: str, paper: Paper) -> str:
    words = (*paper.tags, *paper.keywords)
    kind = _kind(paper)
    issue, number = encode(paper.about("issue")), encode(paper.about("number"))
    periodical = kind == "article" or (bool(paper.about("volume")) and kind not in _REPORTS)
    fields = {
        "title": "{" + encode(paper.title) + "}",
        "author": " and ".join([*map(_author, names_of(paper)), *["others"] * paper.more_authors]),
        "institution" if kind in _REPORTS else "journal": encode(paper.venue),
        "volume": encode(paper.about("volume")),
        **({"number": issue} if periodical else {"issue": issue, "number": number}),
        **{name: encode(paper.about(variable)) for variable, name in KEPT.items()},
        "pages": encode(paper.about("page")).replace("-", "--"),
        "year": paper.published[:4],
        "date": paper.published if len(paper.published) > 4 else "",
        "eprint": paper.arxiv_id,
        "archiveprefix": "arXiv" if paper.arxiv_id else "",
        "doi": _doi(paper.doi),
        "url": _PERILOUS.sub(lambda sign: quote(sign[0]), paper.url),
        "abstract": encode(paper.abstract),
        "keywords": encode(", ".join(dict.fromkeys(clean_line(re.sub("[,;]", " ", word)) for word in words))),
        "annote": encode(paper.note),
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    return f"@{kind}{{{key},\n{body}\n}}\n"


def _kind(paper: Paper) -> str:
    """The type of the entry, by which `_metadata` knows issue and number again."""
    if paper.about("number") and (paper.venue or paper.about("volume")):
        return "techreport"
    return "article" if paper.venue else "misc"


def _author(name: Name) -> str:
    """A name that comes back with its parts: given names first where BibTeX finds the parts of that form by itself,
    the name of a group in braces."""
    if name.literal:
        return "others" if goes_on(name.literal) else "{" + encode(name.literal) + "}"
    particle = " ".join(filter(None, (name.dropping, name.particle)))
    plain = not name.suffix and not any(word[0].islower() for word in name.given.split())
    if plain and name == name_parts(name.printed) and _UNSAFE_IN_NAME.search(name.printed) is None:
        return encode(name.printed)
    small = name.family[:1].islower()  # BibTeX would take it for a particle.
    family = " ".join(filter(None, (_part(particle), _part(name.family, braced=small))))
    return ", ".join([family, *([_part(name.suffix)] if name.suffix else []), _part(name.given)])


def _part(text: str, *, braced: bool = False) -> str:
    """A part of a name, in braces where something in it would end it."""
    return "{" + encode(text) + "}" if text and (braced or _UNSAFE_IN_NAME.search(text)) else encode(text)


def _doi(doi: str) -> str:
    """A DOI as it is, so that links to it live; signs that would end the field are encoded as in an address."""
    return doi if "\\" not in doi and is_balanced(doi) else _PERILOUS.sub(lambda sign: quote(sign[0]), doi)
