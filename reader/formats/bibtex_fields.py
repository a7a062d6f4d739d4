"""The fields of BibTeX by which the facts of a paper are written: text escaped and its braces balanced, DOI and address
verbatim, the user's tags as keywords and the note as `annote`.

One function (`written`) says how a field is spelled. What a source spells otherwise is kept as it came (`spelt`), so
that an entry goes out with the fields that it came with.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from urllib.parse import quote

from reader.dates import MONTHS
from reader.formats.author_lists import names_of
from reader.formats.comma_lists import between_commas
from reader.formats.csl_variables import KEPT
from reader.formats.publication_dates import words_of_date
from reader.formats.shelves import shelves
from reader.formats.venues import CONTAINER, told
from reader.latex import encode, encode_title, is_balanced
from reader.paper import NAME_VARIABLES, Name, Paper
from reader.persons import (
    given_and_suffix,
    goes_on,
    is_by_editors,
    is_company,
    is_suffix,
    name_parts,
    named_in,
)
from reader.text import clean_line

VENUE_FIELDS = (
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
"""Fields that may name the venue, the one that does first."""
CONTAINER_FIELDS = VENUE_FIELDS[: VENUE_FIELDS.index("eventtitle")]
"""Those that name what a text stands in."""
REPORTS = ("techreport", "report")
"""Types whose `number` is that of the text itself, whatever stands beside it."""
VARIABLE_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "publisher": ("publisher", "school", "institution"),
        "publisher-place": ("address", "location"),
        "collection-title": ("series",),
        "editor": ("editor",),
        "translator": ("translator",),
        "language": ("language", "langid"),
        "note": ("note",),
        "organization": ("organization",),
        "ISSN": ("issn",),
        "event-title": ("eventtitle",),
        "event-place": ("venue",),
        "genre": ("type",),
        "title-short": ("shorttitle",),
        "accessed": ("urldate",),
        "number-of-pages": ("pagetotal",),
        "number-of-volumes": ("volumes",),
        **{variable: (name,) for variable, name in KEPT.items()},
    }
)
"""Variables of CSL with the fields that tell them, the one that is written first."""
_KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "article-journal": ("article", "suppperiodical"),
        "paper-conference": ("inproceedings", "conference"),
        "book": ("book", "mvbook", "collection", "mvcollection", "proceedings", "mvproceedings", "reference"),
        "chapter": ("incollection", "inbook", "bookinbook", "suppbook", "suppcollection", "inreference"),
        "thesis": ("phdthesis", "mastersthesis", "thesis"),
        "report": ("techreport", "report"),
        "manuscript": ("unpublished",),
        "pamphlet": ("booklet",),
        "webpage": ("online", "electronic", "www", "webpage"),
        "dataset": ("dataset",),
        "software": ("software",),
        "patent": ("patent",),
        "periodical": ("periodical",),
        "motion_picture": ("movie", "video"),
        "song": ("audio", "music"),
        "graphic": ("artwork", "image"),
    }
)
"""Types of CSL with those of BibTeX and BibLaTeX that are the same, the one that is written first."""
KINDS = MappingProxyType({name: kind for kind, names in _KINDS.items() for name in names})
"""The type of CSL for each type of BibTeX."""
_CONTAINER_OF: Mapping[str, str] = MappingProxyType({"inproceedings": "booktitle", "incollection": "booktitle"})
"""The field of each type that names what such a text stands in; `journal` of all others."""
_PUBLISHER_OF: Mapping[str, str] = MappingProxyType({"phdthesis": "school", "techreport": "institution"})
"""The field of each type that names who published it; `publisher` of all others."""
_PERILOUS = re.compile(r"[{}\\]")
"""What ends a field that is not TeX, or is taken for an escape in it."""
_PART_OF_YEAR = re.compile(rf"(?:(?:{'|'.join(MONTHS)}|spring|summer|autumn|fall|winter)[a-z]*\W*)+", re.IGNORECASE)
"""Months and seasons."""
_UNSAFE_IN_NAME = re.compile(r"[,;{}]|\b(?:and|others)\b", re.IGNORECASE)
"""What ends a name or a part of it, or is taken for something else."""


def fields_of(paper: Paper) -> tuple[str, dict[str, str]]:
    """The type and the fields by which a paper is written that came from elsewhere."""
    kind = _kind(paper)
    issue, number = paper.about("issue"), paper.about("number")
    periodical = kind == "article" or (bool(paper.about("volume")) and kind not in REPORTS)
    fields = {
        "title": encode_title(paper.title),
        "author": "" if is_by_editors(paper) else _authors(paper),
        _CONTAINER_OF.get(kind, "journal"): encode(told(paper, CONTAINER)),
        "volume": encode(paper.about("volume")),
        **({"number": encode(issue)} if periodical else {"issue": encode(issue), "number": encode(number)}),
        **{
            _PUBLISHER_OF.get(kind, names[0]) if variable == "publisher" else names[0]: value
            for variable, names in VARIABLE_FIELDS.items()
            if (value := _variable(paper, variable))
        },
        "library": "" if paper.kept_from("bibtex") else encode(", ".join(shelves(paper).values())),
        "pages": _pages(paper),
        **_dated(paper, words_of_date(paper)),
        "eprint": paper.arxiv_id,
        "archiveprefix": "arXiv" if paper.arxiv_id else "",
        "doi": _doi(paper.doi),
        "url": _PERILOUS.sub(lambda sign: quote(sign[0]), paper.url),
        "abstract": encode(paper.abstract),
        "keywords": encode(", ".join(keywords_of(paper))),
        "annote": encode(paper.note),
    }
    return kind, {name: value for name, value in fields.items() if value}


def _dated(paper: Paper, words: str) -> dict[str, str]:
    """When a paper was published: of words that say more of it, a part of the year stands in the field of the month,
    any other in that of the year."""
    year = paper.published[:4]
    day = paper.published if paper.published != year else ""
    part = _PART_OF_YEAR.fullmatch(" ".join(words.replace(year, " ", 1).split())) if year and len(day) < 8 else None
    if part is not None:
        return {"year": year, "month": encode(part[0])}
    return {"year": encode(words) or year, "date": day}


def keywords_of(paper: Paper) -> tuple[str, ...]:
    """The user's tags and the paper's keywords, as one field can hold them."""
    words = (clean_line(re.sub("[,;]", " ", word)) for word in (*paper.tags, *paper.keywords))
    return tuple(dict.fromkeys(filter(None, words)))


def written(paper: Paper, name: str, names: Sequence[str]) -> str:
    """How a field of an entry that has the fields `names` is written, "" for one that nothing is known of."""
    if paper.venue and name in VENUE_FIELDS and name == next((one for one in VENUE_FIELDS if one in names), ""):
        return encode(paper.venue)
    if (write := _WRITTEN.get(name)) is not None:
        return write(paper)
    variable = _VARIABLE_OF.get(name)
    return _variable(paper, variable) if variable is not None else ""


def is_understood(name: str) -> bool:
    """Whether something is kept of what a field says, so that its spelling is all that may be lost."""
    return name in _WRITTEN or name in _VARIABLE_OF or name in VENUE_FIELDS


def variable_of(name: str) -> str:
    """The variable of CSL that a field tells, but for those that say where in its venue a text stands; "" for none."""
    return _FURTHER.get(name, "")


def as_names(names: Sequence[Name], *, more: bool = False) -> str:
    """Names in the form in which BibTeX finds their parts again."""
    return " and ".join([*map(_author, names), *["others"] * more])


def _kind(paper: Paper) -> str:
    """The type of the entry, by which issue and number are known again."""
    kind = _KINDS[paper.kind][0] if paper.kind in _KINDS else ""
    contained = told(paper, CONTAINER) != ""
    if paper.about("number") and (
        (not kind and paper.venue) or paper.about("volume") or (contained and kind not in _CONTAINER_OF)
    ):
        return "techreport"
    return kind or ("article" if contained else "misc")


def _authors(paper: Paper) -> str:
    return as_names(names_of(paper), more=paper.more_authors)


def _variable(paper: Paper, variable: str) -> str:
    if variable == "editor" and is_by_editors(paper):
        return _authors(paper)
    return as_names(named_in(paper, variable)) if variable in NAME_VARIABLES else encode(told(paper, variable))


def _pages(paper: Paper) -> str:
    return encode(paper.about("page")).replace("-", "--")


def _month(paper: Paper) -> str:
    return MONTHS[int(paper.published[5:7]) - 1] if len(paper.published) == 7 else ""


_WRITTEN: Mapping[str, Callable[[Paper], str]] = MappingProxyType(
    {
        "title": lambda paper: encode(paper.title),
        "author": _authors,
        "volume": lambda paper: encode(paper.about("volume")),
        "number": lambda paper: encode(paper.about("issue") or paper.about("number")),
        "issue": lambda paper: encode(paper.about("issue")),
        "pages": _pages,
        "year": lambda paper: paper.published[:4],
        "month": _month,
        "date": lambda paper: paper.published,
        "eprint": lambda paper: paper.arxiv_id,
        "archiveprefix": lambda paper: "arXiv" if paper.arxiv_id else "",
        "doi": lambda paper: _doi(paper.doi),
        "url": lambda paper: _PERILOUS.sub(lambda sign: quote(sign[0]), paper.url),
        "abstract": lambda paper: encode(paper.abstract),
        "keywords": lambda paper: encode(", ".join(keywords_of(paper))),
        "annote": lambda paper: encode(paper.note),
    }
)
_VARIABLE_OF = MappingProxyType({name: variable for variable, names in VARIABLE_FIELDS.items() for name in names})


_FURTHER = MappingProxyType({name: variable for name, variable in _VARIABLE_OF.items() if variable not in KEPT})


def _author(name: Name) -> str:
    """A name that comes back with its parts: given names first where BibTeX finds the parts of that form by itself,
    the name of a group in braces."""
    if name.literal:
        return "others" if goes_on(name.literal) else "{" + encode(name.literal) + "}"
    particle = " ".join(filter(None, (name.dropping, name.particle)))
    plain = not name.suffix and not any(word[0].islower() for word in name.given.split())
    if plain and name == name_parts(name.printed) and _UNSAFE_IN_NAME.search(name.printed) is None:
        return encode(name.printed)
    parts = [" ".join(filter(None, (particle, name.family))), *filter(None, (name.suffix, name.given))]
    small = name.family[:1].islower()  # BibTeX would take it for a particle.
    several = between_commas(parts) != ([], False)  # We would take it for several, or may.
    family = " ".join(filter(None, (_part(particle), _part(name.family, braced=small or several))))
    suffix = [_part(name.suffix, braced=several or not is_suffix(name.suffix))] if name.suffix else []
    behind = given_and_suffix(name.given, name.suffix) != (name.given, name.suffix) or is_company(name.given)
    return ", ".join([family, *suffix, _part(name.given, braced=behind or is_suffix(name.given))])


def _part(text: str, *, braced: bool = False) -> str:
    """A part of a name, in braces where something in it would end it."""
    return "{" + encode(text) + "}" if text and (braced or _UNSAFE_IN_NAME.search(text)) else encode(text)


def _doi(doi: str) -> str:
    """A DOI as it is, so that links to it live; signs that would end the field are encoded as in an address."""
    return doi if "\\" not in doi and is_balanced(doi) else _PERILOUS.sub(lambda sign: quote(sign[0]), doi)
