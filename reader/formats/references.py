"""What a record of another program says, by what it means there, and the paper that it makes.

Reference managers, publishers and services name the same things differently; each format puts what it reads under these
names, and one rule makes papers of them: which date, address and identifier counts, what is kept of a name, what is a
problem.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Container, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from reader.citation_keys import is_key
from reader.dates import date_written, year_suffix
from reader.formats.author_lists import in_doubt, listed_people
from reader.formats.csl_variables import edition
from reader.formats.field_names import remark, tells
from reader.formats.html import without_tags
from reader.formats.parsed import Parsed, Problem, excerpt
from reader.formats.publication_dates import kept_dates, not_of_publication, published_dates
from reader.formats.twins import Twins
from reader.formats.user_fields import cut_short, kept_entry, kept_lists, kept_note, kept_tags
from reader.identity import marked_arxiv_id, normal_arxiv_id, normal_doi, web_address
from reader.paper import DOI_PREFIX, IncomingEntry, Paper, Status
from reader.paper_json import kept_values, variables
from reader.persons import as_variable, told_parts
from reader.text import ABSTRACT_LIMIT, NOTE_LIMIT, TITLE_LIMIT, clean_line
from reader.titles import is_dots, tells_of_other_text

_ISSN = re.compile(r"\b\d{4}-?\d{3}[\dX]\b", re.IGNORECASE)
_ISBN = re.compile(r"(?<![\dX-])(?:97[89][- ]?)?\d(?:[- ]?\d){8}[- ]?[\dX](?![\dX-])", re.IGNORECASE)
_DOI = re.compile(rf"\b{DOI_PREFIX}/[^\s\"<>]+", re.IGNORECASE)
_TYPES = {
    "article-journal": {"article", "articlejournal", "journal", "journalarticle", "journalpaper", "review"},
    "article-magazine": {"articlemagazine", "magazinearticle"},
    "article-newspaper": {"articlenewspaper", "newspaperarticle"},
    "article": {"eprint", "postedcontent", "preprint"},
    "broadcast": {"filmorbroadcast", "podcast", "radiobroadcast", "tvbroadcast"},
    "book": {"book", "bookedited", "bookwhole", "editedbook", "ebook", "monograph"},
    "chapter": {"bookchapter", "booksection", "chapter", "electronicbooksection", "inbook", "incollection"},
    "dataset": {"dataset"},
    "graphic": {"artwork", "graphic"},
    "manuscript": {"manuscript", "unpublished", "unpublishedwork"},
    "map": {"map"},
    "motion_picture": {
        "audiovisual", "audiovisualmaterial", "film", "motionpicture", "movie", "video", "videodvd", "videorecording",
    },
    "paper-conference": {
        "conference", "conferencepaper", "conferenceproceedings", "inproceedings", "meetingabstract",
        "paperconference", "proceedingsarticle", "proceedingspaper",
    },
    "patent": {"patent"},
    "report": {"report", "techreport", "technicalreport"},
    "software": {"computerprogram", "software"},
    "song": {"audiorecording", "music", "song", "soundrecording"},
    "thesis": {"dissertation", "dissertationthesis", "mastersthesis", "masterthesis", "phdthesis", "thesis"},
    "webpage": {"electronic", "webpage", "website"},
}  # fmt: skip
"""Types of CSL with what programs call them, in small letters and without signs."""
_BINDING = re.compile(
    r"\((?:print|paper|cloth|hard|soft|electronic|e-?book|pdf|online|linking|issn|isbn)[^()]*\)", re.IGNORECASE
)
"""What stands behind the number of a book or a journal."""
_NUMBERED = re.compile(r"report|patent|standard|bill|statute|law|regulation|government|hearing|case\b", re.IGNORECASE)
"""Kinds of works that have a number of their own, as programs call them."""
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z][a-z\d]{1,30});", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class Reference:
    """One record, as it came: nothing is cleaned or compared yet, and of what there are several, the first that can be
    used counts."""

    line: int
    """1-based number of the line where it begins."""
    title: str = ""
    kind: str = ""
    """What kind of work it is, as the program calls it: "Journal Article", "conferencePaper"."""
    key: str = ""
    """The citation key that the program has for it."""
    abstract: str = ""
    authors: list[str] = field(default_factory=list)
    """As printed, or with the family name before a comma; a name with a comma behind it is that of a group."""
    editors: list[str] = field(default_factory=list)
    """In the same forms; they stand for the authors where there are none."""
    dates: list[str] = field(default_factory=list)
    """Those of the publication; the finest of those that agree with the first counts."""
    bare_date: str = ""
    """A `date` that may be a day of the note, the meeting or the page in its place (see `publication_dates`)."""
    of_bibliography: bool = False
    """Whether the record is a bibliography's, so that its bare date is that of the publication."""
    venues: list[str] = field(default_factory=list)
    arxiv_id: str = ""
    """What can only be an arXiv id."""
    named: list[str] = field(default_factory=list)
    """Texts that may name the paper by an arXiv id with a mark."""
    dois: list[str] = field(default_factory=list)
    urls: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    metadata: dict[str, str] = field(default_factory=dict)
    """Further variables of CSL."""
    upvotes: int | None = None
    tags: list[str] = field(default_factory=list)
    """The user's own."""
    notes: list[str] = field(default_factory=list)
    """The user's own."""
    starred: bool = False
    status: Status = Status.UNREAD
    lists: list[str] = field(default_factory=list)
    """Names of the collections, folders or groups that it stands in."""
    kept: dict[str, str] = field(default_factory=dict)
    """What is kept as it came (`Paper.kept`)."""


Beside = tuple[Paper, Mapping[str, Any], list[Problem]]
"""A paper, what else its record says by its names, and what of that cannot be kept."""


class References:
    """The papers of one text while its records are read."""

    def __init__(self, what: str = "a record", understood: Container[str] = ()) -> None:
        self._what = what
        self._papers: list[Paper] = []
        self._entries: list[tuple[IncomingEntry, ...]] = []
        self._twins = Twins(what, understood)
        self._other_days: list[tuple[int, str]] = []
        self.problems: list[Problem] = []

    def take(
        self,
        reference: Reference,
        fields: Mapping[str, Any] | None = None,
        beside: Callable[[Paper], Beside] | None = None,
    ) -> Paper | None:
        """Take one record, and say what paper it makes, None for none; `fields` is all that it says, also what is not
        understood, or `beside` gives the paper with what is left of the record, that, and what cannot be kept."""
        line, problems = reference.line, self.problems
        title = one_line(reference.title)
        if is_dots(title):
            shown = next(filter(None, [*reference.authors, *reference.dois, *reference.urls]), "")
            problems.append(Problem(line, f"{self._what} without a title, skipped", excerpt(clean_line(shown[:300]))))
            return None
        paper, other_day = paper_of(reference, title, problems)
        if beside is not None:
            paper, fields, unkept = beside(paper)
            problems += unkept
        self._other_days += [(line, other_day)] if other_day else []
        self._papers.append(paper)
        self._entries.append(
            tuple(kept_entry(line, name, 0, "", "", problems) for name in kept_lists(line, reference.lists, problems))
        )
        problems += in_doubt(line, reference.authors or reference.editors)
        problems += cut_short(line, paper)
        problems += self._twins.seen(line, paper, fields or {})
        return paper

    def skip(self, line: int, why: str, shown: str = "") -> None:
        """Name a record that is not taken."""
        self.problems.append(Problem(line, f"{self._what} {why}, skipped", excerpt(clean_line(shown[:300]))))

    def parsed(self, left: str = "") -> Parsed:
        """All that was taken, and what could not be."""
        found = [*self.problems, *not_of_publication(self._other_days)]
        problems = tuple(dict.fromkeys(sorted(found, key=lambda problem: problem.line)))
        return Parsed(tuple(self._papers), problems, tuple(self._entries) if any(self._entries) else (), left)


def paper_of(reference: Reference, title: str, problems: list[Problem]) -> tuple[Paper, str]:
    """The paper that a record makes under a clean title, and its bare date where that need not be the day of the
    publication; what of the record cannot be kept is added to `problems`."""
    line = reference.line
    addresses = list(filter(None, (web_address(clean_line(url)) for url in reference.urls)))
    named = (clean_line(text) for text in (*reference.named, *reference.dois, *reference.urls))
    arxiv_id = normal_arxiv_id(reference.arxiv_id) or next(filter(None, map(marked_arxiv_id, named)), "")
    own = reference.of_bibliography
    dates, other_day = published_dates(reference.dates, reference.bare_date, arxiv_id, own=own)
    published = _finest(dates)
    given, edited = (list(map(one_line, names)) for names in (reference.authors, reference.editors))
    editors, more_editors = listed_people(edited)
    names, more = found if (found := listed_people(given))[0] else (editors, found[1] or more_editors)
    paper = Paper(
        id="",
        title=title[:TITLE_LIMIT],
        kind=csl_type(reference.kind),
        citation_key="".join(clean_line(reference.key).split()),
        abstract=one_line(reference.abstract)[:ABSTRACT_LIMIT],
        authors=tuple(dict.fromkeys(name.printed for name in names)),
        names=told_parts([*names, *editors]),
        more_authors=more,
        published=published,
        venue=next(filter(None, map(one_line, reference.venues)), ""),
        arxiv_id=arxiv_id,
        doi=next(filter(None, map(normal_doi, map(clean_line, (*reference.dois, *reference.urls)))), ""),
        url=next(iter(addresses), ""),
        keywords=tuple(dict.fromkeys(filter(None, map(one_line, reference.keywords)))),
        upvotes=reference.upvotes,
        metadata=variables({**_told(reference), "editor": as_variable(dict.fromkeys(e.printed for e in editors))}),
        tags=kept_tags(line, filter(str.strip, reference.tags), problems),
        note=kept_note(line, "\n\n".join(filter(None, (text.strip() for text in reference.notes))), problems)[
            :NOTE_LIMIT
        ],
        starred=reference.starred,
        status=reference.status,
        kept=kept_values({**reference.kept, **kept_dates(line, dates, published, problems)}),
    )
    return paper, other_day


def _told(reference: Reference) -> dict[str, str]:
    """The variables that a record tells, with the letter of its year, and the genre that its kind tells where it tells
    none."""
    told = {"year-suffix": year_suffix(reference.dates), **reference.metadata}
    return told if told.get("genre") else {**told, **genre_of(reference.kind)}


def _finest(dates: Iterable[str]) -> str:
    """The first date that says something, as fine as any that agrees with it says it."""
    found = [date for date in map(date_written, map(clean_line, dates)) if date]
    agreeing = (date for date in found if date.startswith(found[0]))
    return max(agreeing, key=len, default="")


def take_label(reference: Reference, labels: Mapping[str, int]) -> None:
    """Keep a label for the citation key only where it can be one: it has no blank, and no other record has it, as
    `labels` counts them. Any other is one's own word."""
    label = clean_line(reference.key)
    if label and (labels.get(label, 0) > 1 or not is_key(label)):
        reference.key = ""
        reference.notes.append(remark("label", label))


@lru_cache(maxsize=2_000)
def csl_type(kind: str) -> str:
    """The type of CSL for what a program calls a kind of work, "" where it is none of the usual ones."""
    name = "".join(filter(str.isalpha, kind.lower()))
    return next((csl for csl, names in _TYPES.items() if name in names), "")


def genre_of(kind: str) -> dict[str, str]:
    """The genre of what a program calls a notice of another text or a talk, "Published Erratum", as variables of CSL,
    which have no type for it; {} for any other kind of work."""
    return {"genre": clean_line(kind)} if tells_of_other_text(kind) else {}


def group(name: str) -> str:
    """The name of a group as `Reference.authors` holds it."""
    return name if "," in name or not name else f"{name},"


def numbers_of_books(values: Iterable[str]) -> dict[str, str]:
    """The ISBN and ISSN among values that may be either, as variables of CSL."""
    texts = [clean_line(value) for value in values]
    books = [number for text in texts for number in _ISBN.findall(text)]
    serials = [number for text in texts if not _ISBN.search(text) for number in _ISSN.findall(text)]
    return {"ISBN": "; ".join(dict.fromkeys(books)), "ISSN": "; ".join(dict.fromkeys(serials))}


def number_of_text(kind: str, *values: str) -> dict[str, str]:
    """The number of a report, a patent, a bill or the like, which several programs keep where other works have their
    ISBN or a number of a catalogue: the first value that is neither an ISBN nor an ISSN; {} for any other kind."""
    if _NUMBERED.search(kind) is None:
        return {}
    told = (clean_line(value) for value in values)
    return {"number": next((text for text in told if text and not _ISBN.search(text) and not _ISSN.search(text)), "")}


def without_binding(text: str) -> str:
    """The number of a book or journal without what stands behind it and says of which form of it that is."""
    return clean_line(_BINDING.sub("", text))


def of_edition(text: str) -> str:
    """An edition; "" for a date, which stands in its field of what was online first."""
    return edition(clean_line(text))


def doi_in(text: str) -> str:
    """The first DOI that a text names among other things, "" for none."""
    found = _DOI.search(text)
    return normal_doi(found[0]) if found is not None else ""


def names_only(text: str, doi: str) -> bool:
    """Whether a text names a DOI, among other things that are none."""
    return doi != "" and set(map(normal_doi, _DOI.findall(text))) == {doi}


def says(paper: Paper, texts: Iterable[str]) -> bool:
    """Whether a paper says what stands in fields that may name it, in whatever form they have its DOI."""
    return all(tells(paper, "", [text]) or names_only(text, paper.doi) for text in texts)


def one_line(text: str) -> str:
    """A text as one line, without the markup and the entities of HTML, where it has any."""
    text = without_tags(text)
    return clean_line(_ENTITY.sub(lambda sign: html.unescape(sign[0]), text) if "&" in text else text)
