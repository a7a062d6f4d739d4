"""What papers a text names that somebody typed, piped or pasted: by ids, DOIs, addresses or titles.

>>> noted("arXiv 2401.00011v2").arxiv_id, noted("https://doi.org/10.1234/Lamp.5").doi
('2401.00011', '10.1234/lamp.5')
>>> noted("Lamps that learn").title
'Lamps that learn'
>>> sorted_out(["TY  - JOUR\\nTI  - Lamps\\nER  - \\n"]).refused
("'TY - JOUR' begins a text of 1 paper (RIS), which is imported: `reader import -` reads it.",)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from reader.address_secrets import told_without_secrets, without_secrets
from reader.counting import count
from reader.errors import InputError
from reader.formats import FORMATS, identifiers
from reader.formats.links import known_by, linked_paper
from reader.formats.parsed import split_lines
from reader.formats.pieces import piece_of
from reader.identity import (
    arxiv_year,
    doi_at,
    find_arxiv_id,
    identified,
    is_untitled,
    normal_doi,
    normal_url,
    wrong_arxiv_id,
)
from reader.io.read import read_text
from reader.naming import names_in, unwrapped
from reader.operations.sentences import listed
from reader.paper import Paper
from reader.query import FIELDS
from reader.text import TITLE_LIMIT, clean_line, for_terminal, shortened, words

_MARKED = re.compile(
    r"(?:arxiv|doi)\s*:|1[0o]\.\d{4,9}\s*/|\d{4}\.\d{4,5}(?:v\d*)?(?:[\s,;:|]|$)|https?:|10\.\d*/\S*$|\d+\.\d+(?:v\d+)?$"
    r"|(?:arxiv[\s.#-]*)?(?=(?:\D*\d){5})[\doil]{4}[.,:]\s?[\doil]{4,5}(?:v\d+)?$|[1il][0o]\.\d{4,9}\s*/\s*\S+$"
    r"|arxiv[\s.#-]*\d{4}\.\d+(?:v\d+)?$",
    re.IGNORECASE,
)
"""How an id or an address begins, that is no title then; and how one looks with a letter for a digit, or a blank."""
_LABELLED = re.compile(
    r"[a-z][\w+.-]*:\S+$|(?:data|file|ftp|hdl|id|isbn|issn|mailto|pmc?id|s2cid|urn|ur[il])\s*:"
    r"|(?:isbn(?:-1[03])?|issn|pmc?id|s2cid)[\s.:#-]*\d[\dx\s-]*$|pmc\s?\d{4,}$",
    re.IGNORECASE,
)
"""How an id or an address of another kind begins."""
_PAGE = re.compile(
    r"https?://(?:(?:dx\.|www\.)?doi\.org/|(?:www\.)?(?:huggingface\.co|hf\.co)/papers/\d|(?:www\.)?alphaxiv\.org/(?:abs|pdf)/"
    r"|[^/\s]+/doi/(?:(?:abs|pdf|full|epdf)/)?\d)",
    re.IGNORECASE,
)
"""How the address of a paper begins that holds its arXiv id or its DOI, and leads nowhere without a whole one."""
_OPTION = re.compile(r"(?:^|\s)(--[a-z][a-z-]*)(?:[\s=]|$)")
"""An option of a command, which was typed within the quotes of a text."""
_FILTER = re.compile(rf"(?:^|\s)(-?(?:{'|'.join(field for field in FIELDS if field != 'title')}):[^\s:]\S*|title=\S+)")
"""A filter of a search. A title may well have the word `title` before a colon."""
_REMARK = re.compile(r"#+(?:\s|\S*$)|//|%\s|;")
"""How a line of a list begins that only says something of it."""
_BY_HAND = "Where that is its title, tell the paper by hand."
_SHOWN = 60
_PATH = re.compile(r"~|/|\.{1,2}[/\\]|[A-Za-z]:[/\\]|file:", re.IGNORECASE)
"""How a path begins."""
_FILE_ENDING = re.compile(r"\.[A-Za-z][A-Za-z0-9]{0,5}$")
_RECORDS = tuple(ending for known in FORMATS.values() if known.reads for ending in known.extensions if ending != ".pdf")
"""How the names of files of records end."""
_FILES = (*_RECORDS, ".pdf", ".txt", ".htm", ".html", ".zip")
_MOST_TITLES = 50
_MOST_WORDS_OF_TITLE = 40
_ENDS_OF_PROSE = (".", ",", ";", ":")
"""How no title ends in a list of several."""
_OF_ANOTHER = re.compile(
    r"\b(?:addend(?:um|a)|comments?|commentary|corrections?|corrigend(?:um|a)|errat(?:um|a)|follow-?ups?|notes?|rebuttal"
    r"|repl(?:y|ies)|response|retraction|review)\s+(?:of|on|to)\b",
    re.IGNORECASE,
)
"""How a title speaks of another paper than its own."""


@dataclass(frozen=True, slots=True)
class NamedTexts:
    """What came of reading texts that should name papers."""

    papers: tuple[Paper, ...] = ()
    """Each once, with no more than its name says."""
    refused: tuple[str, ...] = ()
    """Why what should name a paper does not, a sentence each."""
    told: tuple[str, ...] = ()
    """Which words of a text name nothing, beside an id that does; a sentence each."""


def is_address_of_paper(text: str) -> bool:
    """Whether a text is the address of one paper's page, and not that of a list or of a file of records."""
    line = clean_line(text)
    if "://" not in line or " " in line or _ends_as(line.partition("?")[0], _RECORDS):
        return False
    return bool(find_arxiv_id(line) or normal_doi(line) or doi_at(line) or linked_paper(line))


def looks_like_path(text: str) -> bool:
    """Whether a text is written as a path of a file or folder, and as nothing that names a paper, or nearly does."""
    line = clean_line(text)
    if find_arxiv_id(line) or normal_doi(line) or _MARKED.match(line) or piece_of(text):
        return False
    if _PATH.match(line) or _ends_as(line, _FILES):
        return True
    return " " not in line and ("/" in line or "\\" in line or _FILE_ENDING.search(line) is not None)


def _ends_as(text: str, endings: Iterable[str]) -> bool:
    return text.lower().endswith(tuple(endings))


# -- several texts, several lines --------------------------------------------------------------------------------------


def sorted_out(texts: Iterable[str], held: Mapping[str, Paper] = MappingProxyType({})) -> NamedTexts:
    """The papers that texts name: each line of a text is a title, or an id, a DOI, an address, or several of these,
    maybe amid other words. What names none is refused, a record or a page as a whole, and so is what the library calls
    one of the papers that it has (`held`, by their ids), which is no title."""
    keys = {paper.citation_key: paper for paper in held.values() if paper.citation_key}
    papers, refused, told = dict[Paper, None](), dict[str, None](), dict[str, None]()
    names: list[tuple[str, bool]] = []
    for text in texts:
        try:
            names += _names(text)
        except InputError as error:
            refused[str(error)] = None
    for name, is_one_of_several in names:
        try:
            if (here := held.get(name.strip()) or keys.get(name.strip())) is not None and not _is_name(name):
                title = shortened(clean_line(here.title), _SHOWN)
                raise InputError(f"'{name.strip()}' is the name of a paper that is here already, '{title}'. {_BY_HAND}")
            if (is_one_of_several or len(names) > 1) and (why := _no_title_among_others(name, is_one_of_several)):
                raise InputError(why)
            paper, words_left = _noted(name)
        except InputError as error:
            refused[str(error)] = None
        else:
            papers[paper] = None
            if words_left:
                told[words_left] = None
    return NamedTexts(tuple(papers), tuple(refused), tuple(told))


def _names(text: str) -> list[tuple[str, bool]]:
    """What names a paper each, and whether it is one line of several: the lines of a text, or the ids, DOIs and
    addresses of a line that is nothing else.

    Raises `InputError` where the text is a record, a page, or no list of lines that each name a paper.
    """
    lines = [line for line in split_lines(text) if line.strip()] or [text]
    if len(lines) > 1 or piece_of(lines[0]):
        _must_be_no_records(text)
    if len(lines) > 1:
        _must_be_list(split_lines(text))
    return [(one, len(lines) > 1) for line in lines for one in _names_in(line)]


def _must_be_no_records(text: str) -> None:
    """Raise `InputError` for a text that an import reads, and that is more than names of papers."""
    if identifiers.is_bare(text):
        return
    source = read_text(text, "the text")
    many = count(len(source.papers), "paper") if source.papers else "papers"
    if source.format not in ("", "ids") and (source.papers or source.text):
        shown = shortened(clean_line(next(filter(str.strip, split_lines(text)))), _SHOWN)
        label = FORMATS[source.format].label
        raise InputError(f"'{shown}' begins a text of {many} ({label}), which is imported: `reader import -` reads it.")


def _must_be_list(lines: list[str]) -> None:
    """Raise `InputError` for a text of which more lines are pieces of something else, or prose, than name a paper by an
    id or an address, and for one of very many titles."""
    named, titles = 0, 0
    others: list[tuple[int, str, str]] = []
    for number, line in enumerate(lines, start=1):
        plain = clean_line(line)
        if not plain:
            continue
        if any(map(_is_name, _names_in(line))) or identifiers.paper_in(line) is not None:
            named += 1
        elif what := piece_of(line) or _prose(plain):
            others.append((number, plain, what))
        else:
            titles += 1
    if len(others) > named:
        number, plain, what = others[0]
        shown = shortened(plain, _SHOWN)
        raise InputError(
            "The text is no list of ids, DOIs, addresses and titles, one a line, nor a record or page that Reader"
            f" reads: line {number} ('{shown}') is {what}."
        )
    if titles > _MOST_TITLES:
        raise InputError(
            f"The text has {titles} lines that may be titles, and {_MOST_TITLES} are added at once at most."
        )


def _prose(line: str) -> str:
    """What a line is where it is no title of a list, in words that go on behind "is"."""
    if line.endswith(_ENDS_OF_PROSE):
        return "a sentence, or a part of one"
    return "too long for a title" if len(line.split()) > _MOST_WORDS_OF_TITLE else ""


def _no_title_among_others(text: str, is_line: bool) -> str:
    """Why a text that is one of several is no title, a sentence; "" for one that may be one, and for names."""
    line = clean_line(text)
    if _is_name(line) or next(names_in(line), None) is not None or piece_of(text):
        return ""
    shown = shortened(line, _SHOWN)
    if is_line and (what := _prose(line)):
        return f"'{shown}' is {what}, and no title."
    if _MARKED.match(line) or _LABELLED.match(line) or "://" in line:
        return ""
    if " " not in line and not _is_written_together(line):
        return (
            f"'{shown}' is one word among several texts: where it is a title, add it alone; quotes hold one together."
        )
    return ""


def _is_written_together(line: str) -> bool:
    """Whether a text is in a script that has no blanks between words."""
    return any(unicodedata.category(sign) == "Lo" for sign in line)


def _names_in(line: str) -> list[str]:
    plain = identifiers.marks_joined(line)
    if _is_name(unwrapped(plain)):
        return [line]
    for parts in identifiers.parted(plain):
        names = [unwrapped(part) for part in parts]
        whole = {*filter(_is_name, names)}
        if len(names) > 1 and whole and all(map(_is_near_name, {*names} - whole)):
            return names
    return [line]


def _is_name(text: str) -> bool:
    return any(find(text) for find in (find_arxiv_id, normal_doi, normal_url))


def _is_near_name(text: str) -> bool:
    """Whether a word begins like an id, and is none."""
    return " " not in text and _MARKED.match(text) is not None


# -- one text ----------------------------------------------------------------------------------------------------------


def noted(text: str) -> Paper:
    """The paper that a text names, with no more than the text says of it: an arXiv id, a DOI, an address, a title, or
    words with one of the first three in them.

    Raises `InputError` for what is none of these.
    """
    return _noted(text)[0]


def _noted(text: str) -> tuple[Paper, str]:
    """The same, and a sentence on the words that are left beside an id; "" for none."""
    line = clean_line(text)
    shown = shortened(line, _SHOWN)
    if (paper := _by_name(unwrapped(identifiers.marks_joined(line)))) is not None:
        return paper, ""
    is_wrong = bool(wrong_arxiv_id(line, bare=True))
    if (found := _amid_words(line, shown)) is not None:
        return found
    if "://" in line and not is_wrong:
        raise InputError(f"'{shown}' leads to no paper that could be told: `reader import` reads what is there.")
    if is_wrong or _MARKED.match(line):
        raise InputError(f"'{shown}' is no whole arXiv id, DOI or address.")
    _must_be_title(text, line, shown)
    return Paper("", line), ""


def _by_name(name: str) -> Paper | None:
    """The paper that an id, a DOI or an address names; None for any other text.

    Raises `InputError` for an address that leads to no paper.
    """
    if arxiv_id := find_arxiv_id(name):
        return Paper("", known_by(arxiv_id, "", ""), published=arxiv_year(arxiv_id), arxiv_id=arxiv_id)
    if doi := normal_doi(name) or doi_at(name):
        paper = identified(Paper("", doi, doi=doi))
        return _by_name(paper.arxiv_id) if paper.arxiv_id else paper
    if "://" not in name or " " in name:
        return None
    if _PAGE.match(name) and not wrong_arxiv_id(name, bare=True):
        shown = shortened(clean_line(name), _SHOWN)
        raise InputError(f"'{shown}' leads to no paper that could be told: its id or DOI is not whole.")
    return linked_paper(without_secrets(name, pages=True), anything=True)


def _amid_words(line: str, shown: str) -> tuple[Paper, str] | None:
    """The one paper that is named by its id, DOI or address among other words, and a sentence on those that say
    nothing; None where none is. What is a title, or a citation, beside it is read as an import reads it.

    Raises `InputError` where several are, or the words speak of another paper.
    """
    found: dict[str, tuple[str, Paper]] = {}
    for name in names_in(line):
        paper = identifiers.paper_named(name.text)
        if paper is not None:
            found.setdefault(paper.arxiv_id or paper.doi or paper.url, (name.text, paper))
    if not found:
        return None
    named = [text for text, _ in found.values()]
    if len(found) > 1:
        raise InputError(f"'{shown}' names {listed(named)} among other words: name each of them alone.")
    ((id, (name_of_it, paper)),) = found.items()
    if (cited := identifiers.paper_in(line)) is not None and id in (cited.arxiv_id, cited.doi, cited.url):
        unread = f"Which words of '{shown}' are the title is not sure: the paper is named by {name_of_it}."
        return cited, unread if is_untitled(cited) else ""
    if _OF_ANOTHER.search(line[: line.find(name_of_it)]):
        raise InputError(f"'{shown}' speaks of {name_of_it}, and may be another paper. {_BY_HAND}")
    return paper, f"Of '{shown}' only {name_of_it} was taken."


def _must_be_title(text: str, line: str, shown: str) -> None:
    """Raise `InputError` for what is no title."""
    if _REMARK.match(line):
        raise InputError(f"'{shown}' is a remark, and names no paper. {_BY_HAND}")
    if _LABELLED.match(line):
        raise InputError(f"'{shown}' begins like an id or an address that is none of a paper. {_BY_HAND}")
    if what := piece_of(text):
        raise InputError(f"'{shown}' is {what}, and no title. {_BY_HAND}")
    if line and not any(map(str.isalpha, line)) and any(map(str.isdigit, line)):
        raise InputError(f"'{shown}' is a number, and none that names a paper. {_BY_HAND}")
    if not any(len(word) > 1 for word in words(line)):
        raise InputError(f"'{shown}' is no arXiv id, DOI, address or title.")
    if of_command := _OPTION.search(line) or _FILTER.search(line):
        what = "an option" if of_command[1].startswith("--") else "a filter of a search"
        raise InputError(f"'{shown}' has {what} in it, '{of_command[1]}', and is no title. {_BY_HAND}")
    if _is_file(text):
        raise InputError(f"'{for_terminal(shown)}' is a file: `reader import` reads it.")
    if looks_like_path(line):
        raise InputError(f"'{for_terminal(shown)}' is written like a path, and no file is there. {_BY_HAND}")
    if len(line) > TITLE_LIMIT:
        raise InputError(f"'{shown}' is too long for a title.")


def _is_file(text: str) -> bool:
    try:
        return Path(text).exists()
    except (OSError, ValueError):
        return False  # No file can have such a name.


def fields_of(text: str) -> dict[str, str]:
    """The field of a form that a text belongs in, by its word (see `corrections.FIELD_WORDS`): the id, the DOI or the
    address of a paper in its own, anything else in the title, where a person sees it."""
    line = told_without_secrets(clean_line(text))
    try:
        paper = _by_name(unwrapped(identifiers.marks_joined(line)))
    except InputError:
        paper = None
    told = {"arxiv": paper.arxiv_id, "doi": paper.doi, "url": paper.url} if paper is not None else {}
    if told:
        return next({word: value} for word, value in told.items() if value)
    return {"title": line} if line and not looks_like_path(line) else {}
