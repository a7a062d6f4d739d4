"""Putting right what the world says about a paper: which fields there are, what is taken for a value of each, the step.

What is put right stays so, whatever later imports say: see `library.corrections`.

    >>> field_called("Journal"), field_called("year"), field_called("ISBN")
    ('venue', 'published', 'metadata/ISBN')
    >>> value_from("authors", "Vale, Ada; Ash, Bo")["authors"], value_from("doi", "https://doi.org/10.1000/XYZ")
    (['Ada Vale', 'Bo Ash'], '10.1000/xyz')
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from textwrap import fill
from types import MappingProxyType
from typing import Any

from reader.address_secrets import without_secrets
from reader.citation_keys import is_key
from reader.dates import is_date
from reader.errors import InputError, LimitError, Refused, UsageError, WrongValue
from reader.formats.author_lists import authors_in
from reader.formats.csl_json import CSL_TYPES
from reader.formats.field_names import field_of
from reader.identity import find_arxiv_id, normal_doi, normal_url, own_doi
from reader.library.change import Change
from reader.library.corrections import PREFIX, value_of
from reader.library.library import Library, Outcome
from reader.operations.sentences import joined, listed, name
from reader.operations.unseen import filled_value, must_be_text
from reader.paper import NAME_VARIABLES, Name, Paper
from reader.paper_json import is_correctable, page_range
from reader.persons import as_listed, as_variable, goes_on, listed_name, name_parts, told_parts
from reader.suggestions import nearest, perhaps, perhaps_of
from reader.text import ABSTRACT_LIMIT, TITLE_LIMIT, clean_line, shortened

FIELD_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "title": "title", "authors": "authors", "date": "published", "venue": "venue", "kind": "kind",
        "arxiv": "arxiv_id", "doi": "doi", "url": "url", "pdf": "links/pdf", "code": "links/code",
        "project": "links/project", "keywords": "keywords", "key": "citation_key", "abstract": "abstract",
        "volume": "metadata/volume", "issue": "metadata/issue", "number": "metadata/number", "page": "metadata/page",
        "publisher": "metadata/publisher", "place": "metadata/publisher-place", "editor": "metadata/editor",
        "translator": "metadata/translator", "series": "metadata/collection-title", "edition": "metadata/edition",
        "language": "metadata/language", "isbn": "metadata/ISBN", "issn": "metadata/ISSN", "pmid": "metadata/PMID",
        "pmcid": "metadata/PMCID", "part": "metadata/part-number", "chapter": "metadata/chapter-number",
    }
)  # fmt: skip
"""What can be put right, by the word for it; any other variable of CSL by its own name."""
SHOWN = (
    "title", "authors", "date", "venue", "kind", "arxiv", "doi", "url", "pdf", "code", "project", "keywords", "key",
)  # fmt: skip
"""The fields that a sheet shows whether they hold something or not, the abstract after all others."""
_WORD_OF = {name: word for word, name in FIELD_WORDS.items()}
_CALLED = {"arxiv": "arXiv id", "doi": "DOI", "url": "address", "key": "citation key", "pdf": "address of the PDF",
         "code": "address of the code", "project": "address of the project", "isbn": "ISBN", "issn": "ISSN",
         "pmid": "PMID", "pmcid": "PMCID"}  # fmt: skip
"""How sentences call those that are not called by their word."""
_YOURS = {"tags": "tag", "note": "note", "starred": "star", "status": "mark", "read": "mark", "lists": "list"}
"""What is no fact, with the command that changes it."""
_OTHER_WORDS = frozenset(("author", "keyword", "year", "published", "journal", "journaltitle", "booktitle", "eprint",
                          "pages", "address"))  # fmt: skip
"""What BibTeX and JSON call some of the fields; no word of another program or language stands for one."""
_SEPARATORS = re.compile(r"\s*;\s*")
_JOINED = re.compile(r"^(?!\{).*\s(?:and|&)\s", re.IGNORECASE)
"""A part between semicolons in which there may be two people; a group in braces is one."""
_COMMAS = re.compile(r"\s*[;,]\s*")
_PLURAL = ("authors", "keywords")
"""Fields that sentences tell of as several."""
_QUOTED = 60
"""Characters of a value that a sentence quotes."""
_WIDTH = 88
"""Columns of a sheet's abstract."""


def field_called(text: str, paper: Paper | None = None) -> str:
    """The name of the correction for what a person calls a field; `paper` may have variables of which no other knows.

    Raises `UsageError` for what is none, which names the nearest.
    """
    wanted = clean_line(text)
    if field := FIELD_WORDS.get(wanted.lower()):
        return field
    if is_correctable(wanted):
        return wanted
    if paper is not None and paper.about(wanted):
        return f"metadata/{wanted}"
    found = field_of(wanted)
    if command := _YOURS.get(found):
        raise UsageError(f"'{wanted}' is no fact of a paper: `reader {command}` changes it.")
    if field := FIELD_WORDS.get({"published": "date", "year": "date"}.get(found, found)):
        if wanted.lower() not in _OTHER_WORDS:
            raise UsageError(f"'{wanted}' is no field that can be put right{perhaps(_WORD_OF[field])}")
        return field
    if wanted.lower() == "id":
        raise UsageError("'id' is no field that can be put right: so the library calls it; arxiv and doi are fields.")
    raise UsageError(f"'{wanted}' is no field that can be put right{_meant_among(wanted.lower())}")


def word_for(field: str) -> str:
    """How people call the field of a correction: "date", "code", "volume"."""
    return _WORD_OF.get(field, field.partition("/")[2] or field)


def value_from(field: str, text: str) -> Any:
    """What a typed text is as the value of a field, as its register holds it; an empty text clears the field.

    Raises `WrongValue` when it cannot be one, `LimitError` when it is too long, and as `filled_value`.
    """
    must_be_text(text)
    text = filled_value(text, "value", is_name=field == "authors")
    return _READ.get(field, _line)(without_secrets(text, pages=True)) if clean_line(text) else cleared(field)


def cleared(field: str) -> Any:
    """The value of a field that holds nothing. Raises `WrongValue` for the title, which a paper has."""
    if field == "title":
        raise WrongValue("A title cannot be empty.")
    return {"authors": []} if field == "authors" else [] if field == "keywords" else ""


def text_of(field: str, value: Any) -> str:
    """The value of a field as it is typed and shown, on one line."""
    if field == "authors":
        told = {printed: Name(**parts) for printed, parts in value.get("names", {}).items()}
        people = (_listed_author(told.get(printed) or name_parts(printed)) for printed in value.get("authors", ()))
        return "; ".join([*people, *["et al."] * bool(value.get("more_authors"))])
    return "; ".join(value) if isinstance(value, list) else str(value)


def _listed_author(author: Name) -> str:
    listed = as_listed(author)
    return f"{{{listed}}}" if _JOINED.search(listed) else listed


def _line(text: str) -> str:
    return _short(clean_line(text), TITLE_LIMIT)


def _short(text: str, limit: int) -> str:
    if len(text) > limit:
        raise LimitError(f"It may have at most {limit:,} characters; this one has {len(text):,}.")
    return text


def _authors(text: str) -> dict[str, Any]:
    line = clean_line(text)
    found = None if ";" in line else authors_in(line)
    if found is not None and (found.doubt or not found.told):
        raise WrongValue(
            f"Who the authors in '{shortened(line, 60)}' are cannot be told for sure: put a semicolon between two, "
            "as in 'Ada Vale; Bo Ash', and behind one whose family name comes first."
        )
    parts = _SEPARATORS.split(line) if found is None else found.told
    if found is None and not all(parts[: -1 if len(parts) > 1 else None]):
        raise WrongValue(f"'{shortened(line, 60)}' names nobody before one of its semicolons.")
    people = [part for part in parts if part and not goes_on(part)]
    if joined_by := next((part for part in people if found is None and _JOINED.search(part)), ""):
        raise WrongValue(
            f"'{shortened(joined_by, 60)}' may be one or two: put a semicolon in place of 'and', or a group in braces."
        )
    names = [one for one in map(listed_name, people) if one.printed]
    if not names:
        raise WrongValue(f"'{shortened(line, 60)}' names nobody.")
    more = len(people) < len([*filter(None, parts)]) if found is None else found.more
    paper = Paper("", "-", authors=tuple(one.printed for one in names), names=told_parts(names), more_authors=more)
    held: dict[str, Any] = value_of(paper, "authors")
    return held


def _people(text: str) -> str:
    return as_variable(_authors(text)["authors"])


def _date(text: str) -> str:
    if not is_date(line := clean_line(text)):
        raise WrongValue(f"'{shortened(line, 40)}' is no date: write YYYY, YYYY-MM or YYYY-MM-DD.")
    return line


def _identifier(find: Callable[[str], str], what: str, like: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if not (found := find(clean_line(text))):
            raise WrongValue(f"'{shortened(clean_line(text), 60)}' is no {what}, which is like {like}.")
        return found

    return read


def _keywords(text: str) -> list[str]:
    line = clean_line(text)
    parts = (_SEPARATORS if ";" in line else _COMMAS).split(line)
    return list(dict.fromkeys(filter(None, parts)))


def _kind(text: str) -> str:
    line = clean_line(text).lower()
    if line not in CSL_TYPES:
        raise WrongValue(f"'{shortened(line, 40)}' is no kind of text{perhaps_of(line, CSL_TYPES)}")
    return line


def _key(text: str) -> str:
    line = clean_line(text)
    if not is_key(line):
        raise WrongValue(f"'{shortened(line, 40)}' is no citation key: it may hold no blank, comma, brace or quote.")
    return line


_ADDRESS = _identifier(normal_url, "address", "https://example.org/paper")
_READ: Mapping[str, Callable[[str], Any]] = {
    "abstract": lambda text: _short(clean_line(text), ABSTRACT_LIMIT),
    "authors": _authors,
    "published": _date,
    "arxiv_id": _identifier(find_arxiv_id, "arXiv id", "2408.07990"),
    "doi": _identifier(normal_doi, "DOI", "10.1000/xyz123"),
    "url": _ADDRESS,
    "keywords": _keywords,
    "kind": _kind,
    "citation_key": _key,
    "metadata/page": lambda text: page_range(_line(text)),
    **{f"links/{what}": _ADDRESS for what in ("pdf", "code", "project")},
    **{f"metadata/{variable}": _people for variable in NAME_VARIABLES},
}
"""How the text of each field is read that is more than a line."""


def typed(
    paper: Paper, settings: Mapping[str, str], clear: Iterable[str] = (), reset: Iterable[str] = ()
) -> dict[str, Any]:
    """What a person wants of the fields of a paper, for `correct`: texts by what the fields are called, those to be
    cleared, and those that are to be what the world says again.

    Raises `UsageError` for what is no field or named twice, for a value that cannot be one, and for none: what another
    program has no value for is nothing to be cleared.
    """
    found: dict[str, Any] = {}
    wanted = [*settings.items(), *((word, "") for word in clear), *((word, None) for word in reset)]
    for word, text in wanted:
        field = field_called(word, paper)
        if field in found:
            raise UsageError(f"The {called(field)} is named twice.")
        try:
            found[field] = None if text is None else value_from(field, text)
        except InputError as error:
            stays = "stay as they are" if field in _PLURAL else "stays as it is"
            raise type(error)(f"The {called(field)} {stays}. {error}" if paper.id else str(error)) from error
        if word in settings and field != "title" and found[field] == cleared(field):
            raise UsageError(f"'{word}' has no value: 'clear' clears a field.")
    return found


def written(word: str, value: Any) -> str:
    """A value that another program tells of a field as a person types it: a text, a whole number, or a list of authors
    or keywords. Raises `UsageError` for any other."""
    if isinstance(value, str):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    is_list = isinstance(value, list) and all(isinstance(one, str) for one in value)
    if is_list and field_called(word) in _PLURAL:
        if not all(map(clean_line, value)):
            raise WrongValue(f"One of the texts of '{word}' is empty.")
        return "".join(f"{one}; " for one in value)
    raise UsageError(f"'{word}' must be a text{', a number or a list of texts' if is_list else ' or a whole number'}.")


def correct(library: Library, paper: Paper, values: Mapping[str, Any]) -> Outcome:
    """Put fields of a paper right, as one step: `values` has them by their names, None for what the world says again;
    `paper` is as the person saw it.

    What is so already is left out. Raises `Refused` where one of them was changed elsewhere since, and what
    `Library.apply` does.
    """
    if (now := library.papers.get(paper.id)) is not None:
        for field, held in changed_elsewhere(library, paper, values).items():
            were = "were" if field in _PLURAL else "was"
            there = shortened(text_of(field, held), _QUOTED)
            why = f"The {called(field)} of {name([paper])} {were} changed elsewhere since you saw it, to '{there}'."
            raise Refused(f"{why} Nothing was changed.")
    beneath = library.state.beneath(paper if now is None else now)
    changes: list[Change] = []
    put_right: list[str] = []
    taken_back: list[str] = []
    for field, wanted in values.items():
        value = None if wanted is not None and wanted == value_of(beneath, field) else wanted
        held = library.state.value(paper.id, f"{PREFIX}{field}")
        if value == held:
            continue
        changes.append(Change(paper.id, f"{PREFIX}{field}", held, value))
        (taken_back if value is None else put_right).append(field)
    parts = [f"corrected the {listed([*map(called, put_right)])}"] if put_right else []
    parts += [f"took back the correction of the {listed([*map(called, taken_back)])}"] if taken_back else []
    say = f"{' and '.join(parts)} of {name([paper])}"
    outcome = library.apply(changes, say[:1].upper() + say[1:])
    return outcome.telling([*_shared(library, paper.id, put_right, values), *_lengthened(paper, values)])


def changed_elsewhere(library: Library, seen: Paper, values: Mapping[str, Any]) -> dict[str, Any]:
    """Those of the fields that a person puts right which hold something else by now than in the paper that was seen,
    and than is wanted, with what they hold."""
    now = library.papers[seen.id]
    beneath = library.state.beneath(now)
    found = {}
    for field, value in values.items():
        held = value_of(now, field)
        if held not in (value_of(seen, field), value_of(beneath, field) if value is None else value):
            found[field] = held
    return found


def foretold(library: Library, paper: Paper, values: Mapping[str, Any]) -> list[str]:
    """What `correct` would change, a line each: "date: 2023 -> 2024"."""
    beneath = library.state.beneath(paper)
    rows = []
    for field, value in values.items():
        wanted = value_of(beneath, field) if value is None else value
        held = value_of(paper, field)
        if wanted != held:
            rows.append(f"{word_for(field)}: {text_of(field, held)} -> {text_of(field, wanted)}")
    return rows


def said_otherwise(paper: Paper, field: str, value: Any) -> str:
    """What an import says of a field that the user put right, as a sentence."""
    held = text_of(field, value_of(paper, field))
    kept = f"is '{shortened(held, 60)}'" if held else "is empty"
    return (
        f"The {called(field)} of {name([paper])} {kept} since you corrected it, and stays so; "
        f"the import says '{shortened(text_of(field, value), 60)}'."
    )


def _lengthened(paper: Paper, values: Mapping[str, Any]) -> Iterable[str]:
    """A sentence on what was put behind an abstract: it may have been meant for another place."""
    text = values.get("abstract") or ""
    if paper.abstract and text.startswith(paper.abstract) and text != paper.abstract:
        yield f"'{shortened(text[len(paper.abstract) :].strip(), _QUOTED)}' stands at the end of the abstract now."


def _meant_among(word: str) -> str:
    """The end of a sentence about a word that is no field: the nearest of them, by what other programs call it too,
    else all."""
    return perhaps(near) if (near := nearest(word, (*FIELD_WORDS, "year"))) else perhaps_of(word, FIELD_WORDS)


def called(field: str) -> str:
    """How a sentence calls a field."""
    word = word_for(field)
    return _CALLED.get(word, word)


def _shared(library: Library, id: str, fields: Sequence[str], values: Mapping[str, Any]) -> Iterable[str]:
    """Sentences on the other papers that have an identifier or a citation key which a paper is given."""
    for field, what in (("arxiv_id", "arXiv id"), ("doi", "DOI"), ("citation_key", "citation key")):
        if field not in fields or not (given := values[field]):
            continue
        others = [
            other for other in library.papers.values()
            if other.id != id and given == (own_doi(other) if field == "doi" else getattr(other, field))
        ]  # fmt: skip
        if others:
            yield f"{joined([shortened(other.title, 60) for other in others[:3]])} has the {what} {given}, too."


# -- a sheet for an editor --------------------------------------------------------------------------------------------

_FIELD_LINE = re.compile(r"([a-z][\w/-]*):(?:\s|$)")
"""How a line begins that is one of a field, also of none that is known."""
_INTRODUCTION = """\
# Put right what is wrong, and save. What stands behind a field is its value; an empty one clears it,
# and a field whose line is taken away stays as it is. Authors stand between semicolons. The abstract comes last:
# all that stands below it is of it, and becomes one paragraph.
"""


def sheet(library: Library, paper: Paper) -> str:
    """A paper's fields as a text that a person edits, the abstract last. Above what was corrected stands what the world
    says."""
    shown = [FIELD_WORDS[word] for word in SHOWN]
    fields = [*shown, *(name for variable, _ in paper.metadata if (name := f"metadata/{variable}") not in shown)]
    fields += [field for field in paper.corrected if field not in (*fields, "abstract")]
    beneath = library.state.beneath(paper)
    rows = [_INTRODUCTION]
    for field in fields:
        if field in paper.corrected:
            rows.append(f"# It came as: {text_of(field, value_of(beneath, field))}".rstrip())
        rows.append(f"{word_for(field)}: {text_of(field, value_of(paper, field))}".rstrip())
    abstract = fill(paper.abstract, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return "\n".join([*rows, "", "abstract:", abstract]).rstrip() + "\n"


def read_sheet(text: str, paper: Paper) -> dict[str, Any]:
    """The values that a person changed in the `sheet` of a paper, by their fields; a field that is not there stays as
    it is.

    Raises `InputError` for a line that is none of a field, for a field that stands there twice, and for a value that
    cannot be one, with the number of the line.
    """
    if all(not line.strip() or line.startswith("#") for line in text.removeprefix("\ufeff").split("\n")):
        raise InputError("No field stands there, so all stay as they are; one with nothing behind it is cleared.")
    found: dict[str, Any] = {}
    seen: set[str] = set()
    lines = text.removeprefix("\ufeff").split("\n")
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        word, colon, value = line.partition(":")
        try:
            if not colon:
                raise InputError("it names no field; a value stands on one line, behind the field and a colon.")
            field = field_called(word, paper)
            if field in seen:
                raise InputError(f"the {word_for(field)} stands there twice.")
            seen.add(field)
            if field == "abstract":
                _must_be_last(lines, number, paper)
                value = "\n".join([value, *lines[number:]])
            if clean_line(value) != text_of(field, value_of(paper, field)):
                found[field] = value_from(field, value)
        except (InputError, UsageError) as error:
            raise InputError(f"Line {number}: {error}") from error
        if field == "abstract":
            break
    return found


def _must_be_last(lines: Sequence[str], number: int, paper: Paper) -> None:
    """Raise `InputError` where a field seems to stand below the abstract, which takes all that follows."""
    own = [at for at, line in enumerate(lines) if line.strip() and clean_line(line) in paper.abstract]
    for at, line in enumerate(lines[number:], number):
        field = _FIELD_LINE.match(line)
        is_behind = field is not None and own != [] and at > own[-1]
        if field is not None and at not in own and (is_behind or field[1] in FIELD_WORDS):
            raise InputError(f"the abstract comes last, and below it, in line {at + 1}, stands '{field[1]}:'.")
