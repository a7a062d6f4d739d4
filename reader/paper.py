"""The values of the library: papers, reading lists. All frozen: a change makes a new value."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from itertools import takewhile
from types import MappingProxyType
from urllib.parse import quote

from reader.patterns import regex

_NOT_IN_ADDRESS = regex(r"""[%#?"<>\[\]{}|\\^`]""")
"""What a DOI may hold and an address may not (RFC 3986, section 2.2; the DOI Handbook, section 2.5.2.4)."""


DOI_PREFIX = r"10\.\d{4,9}(?:\.\d+)*"
"""How the number of whoever gives DOIs is written, which may have parts of its own ("10.1000.10"), before the slash."""


_PDF = regex(r"\.pdf(?:$|[?#])", re.IGNORECASE)


PLACES = frozenset(
    ("volume", "issue", "number", "page", "ISBN", "PMID", "PMCID", "part-number", "edition", "chapter-number")
)
"""Variables of CSL that say which text a record is of; any other one tells more of it only."""


NAME_VARIABLES = ("editor", "translator")
"""Variables of CSL that hold names, with semicolons between them."""


MOMENTS = ("starred_at", "reading_at", "read_at", "changed_at")
"""The fields of a paper that tell when the user said what stands of it."""


PRIVATE = ("status", "starred", "note", "triage", *MOMENTS)
"""The fields of a paper that are the user's own. Tags are none of them: they are how a group files what it shares."""


BY_MACHINE = "Summary (by machine)"
"""What stands above `Paper.machine_summary` wherever it is shown."""


class Status(StrEnum):
    """How far the user has come with a paper."""

    UNREAD = "unread"
    READING = "reading"
    READ = "read"

    @property
    def next(self) -> Status:
        """The status that follows in the cycle unread, reading, read, unread."""
        order = list(Status)
        return order[(order.index(self) + 1) % len(order)]


STATUS_ORDER = (Status.READING, Status.UNREAD, Status.READ)
"""In which order papers are sorted by status, and stand under headings: what is being read comes first."""


class Decision(StrEnum):
    """What can be decided about a paper, as it is stored; a paper without a decision waits in the inbox."""

    QUEUE = "queued"
    """Onto the Queue; who is on it was decided so, whatever is stored."""
    LATER = "later"
    """Out of the inbox, unread."""
    STAR = "kept"
    """Starred or put on a list, and so out of the inbox, for as long as a star or a list holds it."""
    DISMISS = "dismissed"
    """Out of the inbox; it stays in the library."""


DECISIONS: Mapping[str, Decision | None] = MappingProxyType(
    {**{decision.name.lower(): decision for decision in Decision}, "inbox": None}
)
"""What can be decided, by the words of commands; None puts a paper back into the inbox."""


class Stage(StrEnum):
    """Where a paper stands between coming in and being read: in exactly one of these, whatever was said of it. Star,
    lists and tags stand beside it."""

    INBOX = "inbox"
    QUEUED = "queued"
    READING = "reading"
    READ = "read"
    LATER = "later"
    DISMISSED = "dismissed"
    KEPT = "kept"


QUEUE = "Queue"
"""The reading list of what is to be read next, which triage fills."""


@dataclass(frozen=True, slots=True)
class Name:
    """The parts of one name as CSL tells them (https://docs.citationstyles.org/en/stable/specification.html#names)."""

    family: str = ""
    given: str = ""
    particle: str = ""
    """What belongs to the family name and is not sorted by: the "von" of "Michael von Hicks"."""
    dropping: str = ""
    """A particle that goes where the family name stands alone."""
    suffix: str = ""
    """"Jr.", "III"."""
    literal: str = ""
    """The name of a group, which has no parts; all others are "" then."""

    @property
    def printed(self) -> str:
        """The name as it is printed: "Given Family Suffix"."""
        return self.literal or " ".join(
            filter(None, (self.given, self.dropping, self.particle, self.family, self.suffix))
        )


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper: its facts, then what the user says about it.

    An import may fill or correct the first group and never touches the second.
    """

    id: str
    """Short stable text, given once at first import (see `identity.make_id`)."""
    title: str
    """One line, never empty."""
    abstract: str = ""
    """One paragraph of plain text with TeX left as it came; "" when unknown."""
    authors: tuple[str, ...] = ()
    """As printed, "Given Family"."""
    published: str = ""
    """"YYYY-MM-DD", "YYYY-MM" or "YYYY", as much as is known, or "" when nothing is."""
    venue: str = ""
    """Journal or conference; of what stands in none, who published it."""
    arxiv_id: str = ""
    """Without version and prefix: "2408.07990" or "gr-qc/0103067"."""
    doi: str = ""
    """Bare and lower case: "10.1000/xyz"."""
    url: str = ""
    """http or https only."""
    keywords: tuple[str, ...] = ()
    """Those of its authors or publisher, not the user's tags."""
    upvotes: int | None = None
    """Votes on the page it came from; None when unknown."""
    sources: tuple[str, ...] = ()
    """Names of the files or addresses it was read from, in order of first sight."""
    metadata: tuple[tuple[str, str], ...] = ()
    """Further variables of CSL with their values, in the order of their names: ("page", "30-39"), ("volume", "3")."""
    records: tuple[str, ...] = ()
    """Marks of records that were taken for this paper by their title and tell less or other than it does, so that each
    finds it again (see `identity.evidence_mark`)."""
    names: tuple[tuple[str, Name], ...] = ()
    """The parts of those authors, editors and translators of whom more was told than their printed form shows (see
    `persons.name_parts`), by that form and in its order: that "García Márquez" is a family name, or "World Lamp
    Organization" no person."""
    more_authors: bool = False
    """Whether the list of authors goes on ("and others")."""
    kind: str = ""
    """The type of CSL: "article-journal", "paper-conference"; "" when unknown."""
    citation_key: str = ""
    """The key under which a bibliography that it came from names it."""
    links: tuple[tuple[str, str], ...] = ()
    """Where else there is something of it, by what that is, in the order of the names: ("code", "https://…"), ("pdf",
    …), ("project", …); http or https only."""
    machine_summary: str = ""
    """What a machine wrote about it, one paragraph; never taken for the abstract."""
    kept: tuple[tuple[str, str], ...] = ()
    """What a format brought and nobody understands, under the format and the name there ("ris/M3"), and how it spelled
    what is understood ("bibtex/=title") in its record ("bibtex/@"); sorted. It goes out in that format only."""

    tags: tuple[str, ...] = ()
    """As first typed, compared blind to case, sorted by folded spelling; "/" nests."""
    starred: bool = False
    status: Status = Status.UNREAD
    note: str = ""
    """Markdown as the user typed it; lines end at "\\n"."""
    added: str = ""
    """When it entered the library, "YYYY-MM-DDTHH:MM:SSZ" (UTC)."""
    starred_at: str = ""
    """When its present star was given, same form as `added`; "" when it has none. What an undo brings back has the
    date that it had, here and in the three that follow."""
    reading_at: str = ""
    """When the status last became reading; "" when it is not being read."""
    read_at: str = ""
    """When the status last became read; "" when it is not read."""
    changed_at: str = ""
    """When the user last changed its star, status, note, tags, triage or place in lists, or put a fact of it right; ""
    when never since it came."""
    triage: str = ""
    """The `Decision` about it, "" while there is none. "queued" is who stands on the Queue, and nobody else. Of a paper
    that is read in with a star, "inbox" tells that there is none."""
    corrected: tuple[str, ...] = ()
    """What of its facts the user has put right (see `library.corrections`), by name and in the order of the names."""

    @property
    def stage(self) -> Stage:
        """Where it stands on its way: what is begun or read is not waiting any more, whatever was decided before."""
        if self.status is not Status.UNREAD:
            return Stage(self.status.value)
        return Stage(self.triage or "inbox")

    @property
    def year(self) -> int | None:
        """Year of publication, None when unknown."""
        return int(self.published[:4]) if self.published else None

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """Those of `metadata` that tell one text from another of its title: where it stands, and its numbers."""
        return tuple(pair for pair in self.metadata if pair[0] in PLACES)

    def kept_from(self, format: str) -> dict[str, str]:
        """What of `kept` came from a format, by the names there."""
        start = f"{format}/"
        return {name.removeprefix(start): value for name, value in self.kept if name.startswith(start)}

    def about(self, variable: str) -> str:
        """The value of a variable in `metadata`, "" when nothing is known."""
        return dict(self.metadata).get(variable, "")

    @property
    def link(self) -> str:
        """The address that `o` opens: the URL, else the page of the arXiv id, else that of the DOI, else ""."""
        if self.url:
            return self.url
        if self.arxiv_id:
            return f"https://arxiv.org/abs/{self.arxiv_id}"
        return f"https://doi.org/{_NOT_IN_ADDRESS.sub(lambda sign: quote(sign[0]), self.doi)}" if self.doi else ""

    def linked(self, what: str) -> str:
        """The address in `links` of what there is of it ("code"), "" when none is known."""
        return next((address for name, address in self.links if name == what), "")

    @property
    def pdf(self) -> str:
        """The address of its PDF: the one it came with, else that of the arXiv id, else the URL where it leads to one,
        else ""."""
        if given := self.linked("pdf"):
            return given
        if self.arxiv_id:
            return f"https://arxiv.org/pdf/{self.arxiv_id}"
        return self.url if leads_to_pdf(self.url) else ""


OF_WORLD = tuple(takewhile(lambda name: name != "tags", (field.name for field in fields(Paper))))
"""The fields of a paper that tell what the world says of it; those after them are what the user does."""


def as_shared(paper: Paper) -> Paper:
    """A paper as it is shown to others: as if the user had said nothing that is private."""
    return replace(
        paper, status=Status.UNREAD, starred=False, note="", triage="",
        starred_at="", reading_at="", read_at="", changed_at="",
    )  # fmt: skip


def leads_to_pdf(address: str) -> bool:
    """Whether an address names a file of PDF."""
    return _PDF.search(address) is not None


@dataclass(frozen=True, slots=True)
class Standing:
    """One thing that is so of a paper, or not, by what the user said: `is:` finds it, a view shows and counts it."""

    fields: tuple[str, ...]
    """The fields of `Paper` that decide."""
    test: Callable[[Paper], bool]
    """Whether it is so of a paper."""
    says: str
    """What is so of such papers, in words."""


def _standing(field: str, value: object, says: str) -> Standing:
    return Standing((field,), lambda paper: bool(getattr(paper, field) == value), says)


def _undone(triage: str, says: str) -> Standing:
    """What is so by a decision while a paper is neither begun nor read: its `stage`, found in a fifth of the time."""
    return Standing(("status", "triage"), lambda paper: paper.status is Status.UNREAD and paper.triage == triage, says)


STANDINGS: Mapping[str, Standing] = MappingProxyType(
    {
        "starred": _standing("starred", True, "with a star"),
        "unread": _standing("status", Status.UNREAD, "neither begun nor read"),
        "reading": _standing("status", Status.READING, "that are being read"),
        "read": _standing("status", Status.READ, "that are read"),
        "inbox": _undone("", "that wait for a decision"),
        "queued": _undone(Decision.QUEUE, f"unread on the list '{QUEUE}'"),
        "later": _undone(Decision.LATER, "put off, and not begun since"),
        "kept": _undone(Decision.STAR, "taken out of the inbox by a star or a list, and not begun"),
        "dismissed": _undone(Decision.DISMISS, "that are not for you"),
        "untagged": _standing("tags", (), "without a tag"),
    }
)
"""What may be so of a paper, by the word for it in queries and views."""


def is_open(paper: Paper) -> bool:
    """Whether a paper is still to be read: neither begun nor read nor dismissed."""
    return paper.status is Status.UNREAD and paper.triage != Decision.DISMISS


@dataclass(frozen=True, slots=True)
class ListEntry:
    """Where a paper stands in one reading list."""

    paper: str
    """The paper's id."""
    section: str = ""
    """Name of the section it stands in; "" before the first heading."""
    note: str = ""
    """A remark that belongs to this list only, one paragraph of Markdown."""


@dataclass(frozen=True, slots=True)
class IncomingEntry:
    """Where a paper from outside wants to stand: the same as an `ListEntry`, told from the paper's side."""

    list: str
    """The reading list's name."""
    at: int = 0
    """Its rank in the list, from 1; 0 for the order of arrival, after all that have one."""
    section: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReadingList:
    """An ordered list of papers, with sections; or a smart list, which is a saved query."""

    name: str
    """As first typed; two names that differ in case only are the same list."""
    description: str = ""
    """Markdown under the list's heading."""
    sections: tuple[str, ...] = ()
    """Headings in order, empty sections included; the unnamed section "" comes first and is not listed."""
    entries: tuple[ListEntry, ...] = ()
    """In reading order: all of section "", then those of each section in turn. Empty for a smart list."""
    query: str = ""
    """The query of a smart list, "" for an ordinary one."""

    @property
    def papers(self) -> tuple[str, ...]:
        """The ids of its papers, in order."""
        return tuple(entry.paper for entry in self.entries)


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query that the user of an older program gave a name: it is shown as a smart list."""

    name: str
    query: str
