"""What a record of another program says beside what its reader makes of it: kept, so that nothing is lost in silence.

A reader asks a record for what it knows. What it did not ask for, and what it asked for and could not use, is left: a
value of another shape than usual, a second title, a date that no calendar has, a field that came with a newer version.
That becomes the variable of CSL that its name tells ("patent_number"), by which two texts of one title are told apart,
or stands in `Paper.kept` under the form and the names there ("datacite/container/identifier"). Only what a program
keeps for itself is left out, by the list that its form has, with the reason beside it.

    >>> record = AskedObject({"title": "Of lamps", "patent_number": "US 1", "hall": {"a": 2}, "id": 7})
    >>> record.get("title")
    'Of lamps'
    >>> form = Form("lamps", {"it is the service's own number": "id"})
    >>> paper, fields, problems = with_remainder(Paper("", "Of lamps", kind="patent"), Reference(line=1), record, form)
    >>> paper.metadata, paper.kept
    ((('number', 'US 1'),), (('lamps/hall/a', '2'),))
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property, lru_cache
from typing import Any

from reader.dates import beyond_date
from reader.formats.field_names import field_of, is_no_value, leads_to, plain, said_by
from reader.formats.parsed import Problem, excerpt
from reader.formats.references import Beside, Reference, csl_type, genre_of, names_only, one_line, without_binding
from reader.formats.user_fields import yes_or_no
from reader.latex import decode
from reader.paper import Paper
from reader.paper_json import kept_json, kept_values, variables
from reader.persons import without_number
from reader.text import ABSTRACT_LIMIT, TITLE_LIMIT, clean_line, words

_VARIABLES: Mapping[str, str] = {
    name: variable
    for variable, names in {
        "chapter-number": "chapter chapternumber",
        "collection-number": "seriesnumber numberinseries",
        "collection-title": "series seriestitle",
        "edition": "edition editionnumber",
        "event-place": "eventplace conferenceplace conferencelocation",
        "event-title": "eventtitle meetingname conferencename",
        "genre": "genre thesistype reporttype lettertype maptype presentationtype manuscripttype",
        "language": "language",
        "medium": "medium",
        "number": "number reportnumber patentnumber docketnumber billnumber documentnumber publiclawnumber codenumber",
        "number-of-pages": "numpages numberofpages pagecount pagetotal",
        "number-of-volumes": "numberofvolumes",
        "part-number": "part partnumber",
        "publisher": "publisher",
        "publisher-place": "city place placeofpublication publisherlocation publisherplace",
        "title-short": "shorttitle",
        "version": "version versionnumber revision",
        "volume": "volume",
    }.items()
    for name in names.split()
}  # fmt: skip
"""Variables of CSL with the names, without signs and capitals, that mean the same in whatever record they stand."""
_NUMBERED_BY_OTHERS = frozenset(
    ("article-journal", "article-magazine", "article-newspaper", "chapter", "paper-conference")
)
"""Types of CSL whose `number` would be taken for that of an issue, or make them reports."""
_OF_DATES = ("date", "year", "month", "day", "season", "issued", "published", "created", "parts")
"""How names of dates end."""
_WORD = re.compile(r"\w+")
_LABEL = re.compile(r"(?:DOI|ISBN|ISSN|PMID|PMCID)\b[: ]*", re.IGNORECASE)
"""What stands before an identifier and says what it is."""
_INITIALS = 4
"""Letters of initials that are written as one word at most."""
_NAME_LIMIT = 80
_DEPTH = 40


class AskedObject(dict[str, Any]):
    """An object of JSON that notes what it was asked for, as do those within it."""

    def __init__(self, held: Mapping[str, Any]) -> None:
        super().__init__(held)
        self.asked: set[str] = set()
        self.told: set[str] = set()
        """What was taken as a whole, so that nothing of it is left."""

    def get(self, name: str, default: Any = None, /) -> Any:
        """What stands under a name, which is asked for now."""
        value = super().get(name, default)
        self.asked.add(name)
        if type(value) is dict:
            value = self[name] = AskedObject(value)
        elif type(value) is list and any(type(member) is dict for member in value):
            value = self[name] = [AskedObject(member) if type(member) is dict else member for member in value]
        return value


class Heard(str):
    """A text that was asked for by itself."""

    __slots__ = ()


def taken(record: Mapping[str, Any], *names: str) -> None:
    """Note that all which stands under some names of a record was taken, in whatever form that is."""
    if isinstance(record, AskedObject):
        record.told.update(names)


def asked_for(record: Mapping[str, Any], names: Iterable[str]) -> AskedObject:
    """A record of which some names were asked for."""
    held = AskedObject(record)
    held.asked.update(names)
    return held


class Form:
    """How one program or service tells a record."""

    def __init__(
        self,
        name: str,
        left_out: Mapping[str, str],
        within: str = "",
        beside: str = "",
        variables: Mapping[str, str] | None = None,
    ) -> None:
        """`left_out` are the names of what is not kept, each with those that it stands below ("author/ORCID"), by the
        reason why; `within` names what only holds the fields of the record, and is no part of their names; `beside`
        what says nothing but what that is which stands beside it; `variables` are those of CSL by such names."""
        self.name = name
        self.left_out = frozenset(path for names in left_out.values() for path in names.split())
        self.within = frozenset(within.split())
        self.beside = frozenset(beside.split())
        self.variables = variables or {}

    def below(self, path: str, name: str, held: Any) -> str:
        """The path of what stands under a name below a path, without blanks and signs that mean something there."""
        if name in self.within and (path or any(isinstance(one, Mapping) for one in (held, *_members(held)))):
            return path
        return f"{path}/{_part(name)}" if path else _part(name)


@lru_cache(maxsize=4_096)
def _part(name: str) -> str:
    """A name as a part of a path."""
    return name if name.isidentifier() else "-".join(clean_line(name).split()).lstrip("@=") or "-"


def with_remainder(paper: Paper, reference: Reference, record: Mapping[str, Any], form: Form) -> Beside:
    """A paper with what its record says beside it, all of that by its names, and what of it cannot be kept. `reference`
    is what its reader made of the record."""
    several, problems, line = dict[str, list[str]](), list[Problem](), reference.line
    rest = _Rest(_SaidByPaper(paper, reference), form)
    for name, value in _fields(rest.of_object(record), form):
        several.setdefault(name, []).append(value)
    found = {name: values[0] if len(values) == 1 else "; ".join(values) for name, values in several.items()}
    problems += (Problem(line, f"'{clean_line(name[:300])}' is nested too deeply, left out") for name in rest.too_deep)
    known = dict(paper.metadata)
    kept: dict[str, str] = {}
    for name, value in found.items():
        # What its reader asked for and did not take for such a variable is none.
        variable = form.variables.get(name) or ("" if isinstance(value, Heard) else _variable(name))
        if variable == "number" and paper.kind in _NUMBERED_BY_OTHERS:
            variable = ""
        if variable and variable not in known and len(value) <= TITLE_LIMIT and value[:1] not in "[{":
            known[variable] = one_line(str(value))
        elif len(name) > _NAME_LIMIT or len(value) > ABSTRACT_LIMIT:
            shown, what = (value, f"'{name}'") if len(name) <= _NAME_LIMIT else (name, "a name")
            message = f"{what} of {max(len(shown), len(name)):,} characters, left out"
            problems.append(Problem(line, message, excerpt(clean_line(shown[:300]))))
        else:
            kept[f"{form.name}/{name}"] = str(value)
    if kept or len(known) > len(paper.metadata):
        paper = replace(paper, metadata=variables(known), kept=kept_values({**dict(paper.kept), **kept}))
    return paper, found, problems


def _variable(name: str) -> str:
    """The variable of CSL that a name tells, "" for none."""
    return _VARIABLES.get(plain(name.rpartition("/")[2]), "")


def _members(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


class _SaidByPaper:
    """What a paper says of what its record did."""

    def __init__(self, paper: Paper, reference: Reference) -> None:
        self._paper = paper
        kind = reference.kind
        self._whole = {*said_by(paper), *reference.lists, *([kind] if csl_type(kind) or genre_of(kind) else ())}
        self.plainly = {*self._whole, reference.title, reference.abstract if paper.abstract else ""}
        """What it surely says, also as the record has it where it is long."""

    @cached_property
    def _words(self) -> set[str]:
        return set(words(" ".join(self._whole - {self._paper.abstract})))

    @cached_property
    def _of_abstract(self) -> set[str]:
        return set(words(self._paper.abstract))

    @cached_property
    def _initials(self) -> set[str]:
        return {word[0] for word in self._words}

    def again(self, text: str) -> bool:
        """Whether a text that nobody asked for is one of the paper's all the same, and no number that is equal."""
        return leads_to(self._paper, text) or (" " in text and text in self._whole)

    def tells(self, name: str, text: str) -> bool:
        """Whether the paper says what was asked for, be it in other words."""
        paper = self._paper
        if text in self._whole or leads_to(paper, text) or names_only(text, paper.doi):
            return True
        if field_of(name) in ("read", "starred") and yes_or_no(text) is not None:
            return True
        if plain(name).endswith(_OF_DATES):
            is_date = paper.published != "" and not beyond_date(text, paper.published)
            return is_date or self._words.issuperset(words(text))
        if plain(name) in ("isbn", "issn"):
            text = without_binding(text)
        line = one_line(_LABEL.sub("", text, count=1) if _LABEL.match(text) else text)
        return any(
            map(self._holds, dict.fromkeys((line, decode(line) if "\\" in line else line, without_number(line))))
        )

    def _holds(self, line: str) -> bool:
        """Whether the paper says every word of a line; initials written as one word are those of words."""
        told = words(line)
        missing = [word for word in told if word not in self._words]
        if not missing or (len(told) > 1 and self._of_abstract.issuperset(missing)):
            return True
        initials = {part.lower() for part in _WORD.findall(line) if len(part) <= _INITIALS and part.isupper()}
        return len(missing) < len(told) and all(
            word in initials and self._initials.issuperset(word) for word in missing
        )


def _first(name: str) -> str:
    """The name of an element without the type that stands behind it."""
    return name.partition("/")[0]


class _NestedTooDeep(Exception):
    """A value is nested deeper than anybody writes."""


class _Rest:
    """What of a record its paper does not say."""

    def __init__(self, told: _SaidByPaper, form: Form) -> None:
        self._told = told
        self._form = form
        self.too_deep: list[str] = []
        """The names of what is nested so deeply that it is not kept."""

    def of_object(self, value: Mapping[str, Any], path: str = "", depth: int = 0) -> Mapping[str, Any] | None:
        """What is left of an object that stands under the names of a path, None for nothing."""
        asked, taken = (
            (value.asked, value.told) if isinstance(value, AskedObject) else (frozenset[str](), frozenset[str]())
        )
        rest: dict[str, Any] = {}
        for name, held in value.items():
            below = self._form.below(path, name, held)
            if below in self._form.left_out or name in taken:
                continue
            try:
                one = self._of(held, below, asked=name in asked, depth=depth + 1)
            except _NestedTooDeep:
                if path:
                    raise
                self.too_deep.append(name)
                continue
            if one is not None:
                rest[name] = one
        return rest if rest and (not path or not self._form.beside.issuperset(map(_first, rest))) else None

    def _of(self, value: Any, path: str, *, asked: bool, depth: int) -> Any:
        if depth > _DEPTH:
            raise _NestedTooDeep
        if isinstance(value, dict):
            return self.of_object(value, path, depth)
        if isinstance(value, list):
            rest = (self._of(member, path, asked=asked, depth=depth + 1) for member in value)
            return [member for member in rest if member is not None] or None
        if value is None or value is False:
            return None
        if asked and isinstance(value, str) and value in self._told.plainly:
            return None
        value = "true" if value is True else value
        text = clean_line(value) if isinstance(value, str) else str(value)
        asked = asked or isinstance(value, Heard)
        if not any(map(str.isalnum, text)) or is_no_value(text):
            return None
        is_told = self._told.tells(path.rpartition("/")[2], text) if asked else self._told.again(text)
        return None if is_told else Heard(value) if asked else value


def _fields(rest: Any, form: Form, path: str = "") -> Iterator[tuple[str, str]]:
    """What is left by its names, those above it first; what stands in a list is JSON, where it is several."""
    if isinstance(rest, dict):
        for name, held in rest.items():
            yield from _fields(held, form, form.below(path, name, held))
    elif isinstance(rest, list) and len(rest) == 1 and not isinstance(rest[0], list):
        yield from _fields(rest[0], form, path)
    elif rest is not None:
        yield path, rest if isinstance(rest, str) else kept_json(rest)
