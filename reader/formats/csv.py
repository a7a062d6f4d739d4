"""CSV (RFC 4180) with a header row: our own columns, and those of other people's tables where their names are clear.

Any table may have a title. One whose columns are those of papers (a DOI, an abstract, authors and a year, a journal) is
taken whole; of any other, the rows that lead to a paper.

A cell that a spreadsheet would take for a formula goes out with an apostrophe before it, and loses it coming back
(https://owasp.org/www-community/attacks/CSV_Injection).
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from itertools import combinations, groupby, islice

from reader.citation_keys import is_key
from reader.dates import date_in, date_of, date_written, month_number, year_suffix
from reader.formats.author_lists import AuthorList, authors_in, given_first_all, run_together
from reader.formats.beginnings import begins_part, begins_table
from reader.formats.bibtex import begins as begins_bibtex
from reader.formats.csl_variables import KEPT, metadata_of, numbered, pages
from reader.formats.evidence import is_of_other_site, leads_to_paper
from reader.formats.field_names import (
    TEXT_VARIABLES,
    TRANSLATED,
    cell_text,
    field_of,
    is_no_value,
    is_of_program,
    is_own_words,
    is_running_number,
    is_sheet_error,
    not_read,
    rank,
    remark,
    tells,
    texts_in,
    written_list,
)
from reader.formats.html import without_entities_of_web
from reader.formats.huggingface.page_evidence import reads_like_abstract
from reader.formats.huggingface.page_noise import header_line
from reader.formats.meetings import OF_PROGRAMS, OF_SESSIONS, is_no_talk
from reader.formats.note_evidence import names_venue
from reader.formats.parsed import Parsed, Problem, excerpt, split_lines
from reader.formats.people import lists_families, names_of_people, people_in
from reader.formats.publication_dates import kept_dates, not_of_publication, published_dates
from reader.formats.read_later.tables import heads_table
from reader.formats.references import csl_type, genre_of
from reader.formats.twins import Twins
from reader.formats.user_fields import (
    cut_short,
    kept_answer,
    kept_decision,
    kept_entry,
    kept_lists,
    kept_note,
    kept_tags,
    kept_time,
    meant_key,
    note_of,
    status_of,
    yes_or_no,
)
from reader.formats.zotero import is_to_read, with_extra
from reader.identity import arxiv_year, find_arxiv_id, is_id, marked_arxiv_id, normal_doi, normal_url
from reader.paper import IncomingEntry, Name, Paper, Stage, Status
from reader.paper_json import kept_values, links_of
from reader.persons import as_variable, told_parts
from reader.text import ABSTRACT_LIMIT, TITLE_LIMIT, clean_line
from reader.titles import is_dots

COLUMNS = (
    "id", "title", "authors", "year", "published", "venue", "arxiv_id", "doi", "url", "tags", "starred", "status",
    "lists", "note", "abstract", "keywords", "upvotes", "added", "sources", "volume", "issue", "page",
)  # fmt: skip
"""The columns that `dump` writes, before "number", "publisher", those of `KEPT`, "triage", `_PLACES` and `_LINKS`, that
some paper has."""
_OURS = frozenset({"id", "authors", "added", "sources"})
"""Those that all our tables have, so that what they tell comes back as it is."""
_OF_SPRINGER = frozenset({"item title", "item doi", "content type"})
"""Columns of the tables of SpringerLink, which has nothing between the authors."""
_OF_ZOTERO = frozenset({"key", "item type", "publication year", "title"})
"""Those that Zotero's tables have, whose others are of everything that it keeps."""
_SAID = frozenset({"arxiv_id", "starred", "status"})
"""Those that show a table to be ours though somebody took columns away."""
_PLACES = ("list places", "list sections", "list remarks")
"""The columns that tell of each of its lists where the paper stands there: its rank, its section and the remark."""
_LINKS = ("code", "project")
"""The columns of the addresses of its code and its project."""
_COLUMN = {"arxiv": "arxiv_id", "key": "citation key"}
"""Fields that a column of ours has by another name."""
_FULL_NAMES = ("author full names", "full names")
"""Names of a column that says more of the authors than another one beside it."""
_FURTHER_AUTHORS = ("additional authors", "co-authors", "coauthors")
"""Names of a column of those authors who do not stand in the first one."""
_SURE = frozenset(
    {"doi", "arxiv_id", "arxiv", "arxiv id", "abstract", "paper title", "article title", "document title", "journal",
     "publication title", "booktitle", "conference", "source title", "issn", "author keywords", "citation key",
     "citekey", "bibtex key", "pmid", *TRANSLATED["venue"], "zusammenfassung"}
)  # fmt: skip
"""Columns, as they stand in the table, one of which beside a title makes it a table of papers."""
_WHEN = frozenset({"year", "publication year", "published", "publication date", "venue", *TRANSLATED["year"]})
"""Columns one of which does so beside the authors."""
_TITLES = frozenset({"title", *TRANSLATED["title"]})
"""Columns of titles beside which those of authors tell of papers; a name may be that of anything."""
_WORKS = ("paper", "papers", "article", "articles")
"""Columns of titles where no other one is: else an address stands there."""
_SEVERAL = frozenset({"authors", "author(s)", "autoren", "auteurs", "autores", "autori"})
"""Columns that say that a row has several authors, as a paper has."""
_ONE = frozenset({"author", "autor", "auteur", "autore"})
"""Columns that say that a comma there parts the names of one."""
_PLACED = frozenset({"volume", "issue", "number", "page", "article number"})
"""Columns several of which tell where in a periodical a work stands."""
_OF_OTHER_THINGS = frozenset(
    """
    accession actor actors album artist asking assignee barcode body cast choreographer color colour composer
    content cost developer director directors discount due duration episode gallery headline in_stock jurisdiction
    lyrics museum opus painter performer platform playwright precio preis prezzo price price_eur price_usd prix qty
    quantity runtime salary sculptor season section sku slug statute stock studio track
    """.split()  # noqa: SIM905
)
"""Columns of shops, films, songs, paintings, plays, laws, tasks and news: beside one of these, authors and a date are
none of a paper."""
_LOOKED_FOR = (
    "looked for were a title beside authors and a year (or a date and several authors), or beside a DOI, an arXiv id,"
    " an abstract or a journal"
)
_NO_PAPERS = f"the columns do not show that this is a table of papers: {_LOOKED_FOR}"
_NO_TITLES = "the first line does not name a column 'title', nor Titel, Titre, Título, Titolo or Paper"
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_GUARDED = re.compile(r"''*[=+\-@\t\r]")
_SEPARATOR = "; "
_FIRST = 5_000
"""Characters of the first line."""
_FIELD_LIMIT = 4 << 20
_NAMED = frozenset(
    {*COLUMNS, *KEPT.values(), *_PLACES, *_LINKS, "triage", "description", "full names", "number", "month", "day",
     "date", "first page", "last page", "article number"}
)  # fmt: skip
"""All columns that say which paper a row is of, or what the user says of it."""
_WHOLE = frozenset(
    {"title", "authors", "full names", "abstract", "venue", "note", "tags", "keywords", "status", "starred", "lists",
     *_PLACES, "triage", "added", "sources", "volume", "page", "publisher", "place", "series", "language",
     "editor", "translator", *(name for name in KEPT.values() if name != "pmid")}
)  # fmt: skip
"""Columns of which all that stands there is taken, or what is not is told."""
_END = "\x00"
_SEP = re.compile(r"[\ufeff\n]*\"?sep=.\"?[\r\n]", re.IGNORECASE)
"""The line above the header by which a spreadsheet is told the delimiter."""
_APPENDED = ("attachment", "note", "annotation")
"""Types of Zotero's items that are no records but belong to one."""
_BOUND = re.compile(r"(\\*)(?:;|\Z)")
"""Where a value of several may end: it does where an even number of backslashes stands there."""
_ESCAPED = re.compile(r"(?<!\\)(\\+);")
_CLOSING = re.compile(r"(\\*)(?:(;)|\Z)")
_LISTED = ("authors", "full names", "keywords", "tags")
_DATES = ("published", "year", "date")
_NUMBERS = ("year", "month", "day", "volume", "issue", "number", "page", "first page", "last page", "article number")
_FLOAT = re.compile(r"\s*(\d+)\.0\s*\Z")
"""A whole number as a program writes that has other cells of the column empty (https://pandas.pydata.org)."""
_ONCE = frozenset({"title", "year", "published", "doi", "venue", "volume", "issue", "page", "abstract"})
"""Columns of which a paper has one value."""
_ADDRESS = 300
"""Characters of a cell in which an address shows itself."""
_NAME_LENGTH = 60
"""Characters of a column's name, so that a row need not be looked at as a header."""
_COLUMNS = 2
"""So many columns that are known a table has at least."""
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_BELOW, _ROWS = 20_000, 10
"""So many characters, and so many rows, of a table are looked at to know it for one."""
_LOOKED_AT = 40
"""The same in lines, of a table that begins below something else."""
_NO_NAME = re.compile(
    r"[{};`=<>|\\]|[^\s\"]\"|\"[^\s\"]+\"\S|\w\((?!s\)|es\))|:\s|\.\.|^[*&$@%~!]\w|\d{4}-\d\d-\d\d|^(?:and|or|und|et)\s"
    r"|^[^(]*\)|\([^)]*$|^[^\[]*\]|\[[^\]]*$",
    re.IGNORECASE,
)
"""What no name of a column has: signs of a language, brackets left open, what joins the parts of a sentence."""
_STATEMENT = re.compile(
    r"""(?:a|an|as|auto|begin|bool|boolean|case|char|class|column|columns|const|contains|create|declare|def|del|delete
    |dim|double|each|echo|else|enum|every|export|extern|field|fields|final|float|fn|for|from|fun|func|function|global
    |has|have|holds|if|import|in|insert|int|integer|interface|into|it|its|lambda|let|local|long|match|my|new|nonlocal
    |of|our|print|private|protected|public|raise|real|return|returns|select|set|static|str|string|struct|takes|the
    |these|they|this|type|typedef|unsigned|update|use|using|val|var|void|we|where|while|with|yield)\s.*?\S+""",
    re.IGNORECASE | re.VERBOSE,
)
"""What begins a statement of a language, or a sentence, and goes on with the first of several names."""
_SHORTENED = ("no.", "vol.", "iss.", "pp.", "p.", "ed.")
"""Names of columns that end in a full stop, which ends a sentence else."""
_RUN = 4
"""So many lines in a row that are no rows of the table are one problem."""


def sniff(text: str) -> bool:
    """Whether the first line names a title and what else papers have, or a title column stands over links to papers."""
    header = _header(text)
    if "title" not in _columns(header) or sum(map(_is_known, header)) < _COLUMNS or not _names_columns(header):
        return False
    rows = _rows_below(text)
    if _is_of_papers(header, rows):
        return _is_borne_out(header, rows)
    return _shows_papers(header, rows) or bool(parse(text).papers)


def begins(text: str) -> int:
    """The 1-based number of the line of the header of such a table, be it below something else; 0 for none."""
    lines = split_lines(text)
    first = next((number for number, line in enumerate(lines, start=1) if line.strip("\ufeff")), 0)
    if first and sniff(text):
        return first
    return next((number for number in range(1, len(lines) + 1) if _heads_table(lines, number)), 0)


def _heads_table(lines: Sequence[str], number: int) -> bool:
    """Whether a line in a text is the header of a table of papers: a row stands below it that has as many cells, and
    holds what these columns hold."""
    line = lines[number - 1]
    if not begins_table(line) or not _names_columns(header := _header(line)):
        return False
    rows = _rows_below("\n".join(lines[number - 1 : number - 1 + _LOOKED_AT]))
    if not rows or len(rows[0]) < len(header):
        return False
    return (_is_of_papers(header, rows) and _is_borne_out(header, rows)) or _shows_papers(header, rows)


def _rows_below(text: str) -> list[list[str]]:
    """The first rows of a table, below its header."""
    told = _SEP.match(text)
    lines = split_lines(text[told.end() if told else 0 :].lstrip("\ufeff\r\n")[:_BELOW])
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=_delimiter(lines[0][:_FIRST]))
    with suppress(csv.Error):
        rows = islice(filter(any, islice(reader, 1, None)), _ROWS)
        return [[*map(cell_text, cells)] for cells in rows]
    return []


def _names_columns(header: Sequence[str]) -> bool:
    """Whether the cells of a line are names of columns, and no sentence, no list of a program and no statement of a
    language."""
    told = [clean_line(cell) for cell in header]
    if not any(told) or any(_NO_NAME.search(cell) or len(cell) > _NAME_LENGTH for cell in told):
        return False
    first, last = told[0], next(filter(None, reversed(told)))
    if last.endswith(".") and last.lower().split()[-1] not in _SHORTENED and _is_known(last.rpartition(" ")[2][:-1]):
        return False
    begun = _STATEMENT.match(first) is not None and re.split(r"[ .]", first)[-1] in COLUMNS
    return _is_known(first) or not begun


def _is_date(text: str) -> bool:
    return _YEAR.search(text) is not None or date_in(text) != ""


def _identifies(text: str) -> bool:
    return any(name(text) for name in (normal_url, normal_doi, find_arxiv_id))


def _is_text(text: str) -> bool:
    return " " in text or not text.isascii()


def _is_proper(text: str) -> bool:
    """Whether a text may be a name: it has a capital, a digit or a letter of another script."""
    return not text.isascii() or any(sign.isupper() or sign.isdigit() for sign in text)


_IS_OF: Mapping[str, Callable[[str], bool]] = {
    **dict.fromkeys(("year", "published", "date"), _is_date),
    **dict.fromkeys(("doi", "arxiv_id", "url"), _identifies),
}
"""Columns with what tells that a cell surely belongs there."""
_MAY_BE: Mapping[str, Callable[[str], bool]] = {
    "abstract": lambda text: _is_text(text) or _is_proper(text),
    **dict.fromkeys(("authors", "full names", "venue"), _is_proper),
}
"""Columns with what tells that a cell may."""


def _is_borne_out(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether some row holds what the columns hold of which that can be told, or there is nothing to be told by."""
    columns = _columns(header)
    wide = [row for row in rows if len(row) >= len(list(filter(None, header)))]
    told = [_tells(columns, row) for row in wide]
    return not told or any(verdict is not False for verdict in told)


def _tells(columns: Sequence[str], row: Sequence[str]) -> bool | None:
    """Whether the cells of a row are what its columns hold, a date or an identifier, or most of the rest; None where
    nothing tells."""
    cells = [(name, text) for name, cell in zip(columns, row, strict=False) if (text := clean_line(cell))]
    if any(_IS_OF[name](text) for name, text in cells if name in _IS_OF):
        return True
    told = [_MAY_BE[name](text) if name in _MAY_BE else False for name, text in cells if name in (*_IS_OF, *_MAY_BE)]
    return None if not told else 2 * sum(told) > len(told)


def _is_of_papers(header: Sequence[str], rows: Sequence[Sequence[str]] = ()) -> bool:
    """Whether the columns of a table are those of papers: one that only papers have says nothing where it says nothing
    in any of the `rows`, but for those that we write."""
    heads = [clean_line(name).lower().strip("\"'") for name in header]
    names, columns = set(heads), _columns(header)
    if "title" not in columns:
        return False
    told = {at for row in rows for at, cell in enumerate(row) if not is_no_value(cell) and cell.strip()}
    told |= {*range(len(header))} if not rows or names >= _OURS or names >= _SAID else set()
    surely = {name for at, name in enumerate(heads) if at in told}
    if surely & _SURE or names >= _OF_ZOTERO:
        return True
    return _is_of_works(names, columns, surely) and bool(names & _WHEN)


def _is_of_works(names: Set[str], columns: Sequence[str], told: Set[str]) -> bool:
    """Whether a table has titles and authors of works, and none of the columns in which something is `told` is one of
    things of another kind."""
    titled = names & (_TITLES if _TITLES & names else {*_WORKS})
    return "authors" in columns and bool(titled) and not told & _OF_OTHER_THINGS


def _shows_papers(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether the rows of a table, whose columns alone do not say it, show that it is of papers: people stand below
    the authors, and there are several of them, or the dates are years, or a work has its place in a periodical; or the
    venues are known ones."""
    names = {_plain(name) for name in header}
    columns = _columns(header)
    held = [{name: clean_line(cell) for name, cell in zip(columns, row, strict=False)} for row in rows]
    if any(is_of_other_site(row.get("url", "")) for row in held) or names & _OF_OTHER_THINGS:
        return False
    dated = [row for row in held if any(_is_date(row.get(name, "")) for name in _DATES)]
    most = max(1, (len(held) + 1) // 2)
    if names & _TITLES and len(dated) >= most and sum(names_venue(row.get("venue", "")) for row in held) >= most:
        return True
    people = [authors_in(row["authors"]) for row in held if row.get("authors")]
    persons = [found for found in people if found.reads_well and any(" " in name for name in found.printed)]
    if not _is_of_works(names, columns, names) or not persons or len(persons) < most:
        return False
    several = any(found.more or len(found.printed) > 1 for found in persons)
    if len(dated) < most:
        return several and bool(names & _SEVERAL)
    years = all(len(date_in(row.get("date", ""))) < len("YYYY-MM-DD") for row in dated)
    return several or years or bool(names & _SEVERAL) or len(_PLACED.intersection(columns)) > 1


def _header(text: str) -> list[str]:
    told = _SEP.match(text)
    first = split_lines(text[told.end() if told else 0 :].lstrip("\ufeff\r\n")[: _FIRST + 2])[0]
    if len(first) > _FIRST:
        return []
    return next(csv.reader([first], delimiter=_delimiter(first)), [])


def _delimiter(first: str) -> str:
    return max(",;\t", key=first.count)


def _columns(header: Sequence[str]) -> tuple[str, ...]:
    """What the columns of a header mean: one of works has their titles where no other has."""
    columns = tuple(map(_column, header))
    if _is_of_springer(header):
        named = zip(header, columns, strict=True)
        return tuple("kind" if _plain(name) == "content type" else column for name, column in named)
    if "title" in columns:
        return columns
    works = next((at for at, name in enumerate(header) if _plain(name) in _WORKS), -1)
    return tuple("title" if at == works else name for at, name in enumerate(columns))


@lru_cache(2_000)
def _column(name: str) -> str:
    """What a column means, its own name where that is not known."""
    plain = _plain(name)
    if plain in _NAMED or plain in _FULL_NAMES:
        return "full names" if plain in _FULL_NAMES else plain
    field = field_of(plain)
    return _COLUMN.get(field, field) or plain


def _is_known(name: str) -> bool:
    """Whether a column, as the table calls it, has a meaning."""
    plain = _plain(name)
    return plain in _NAMED or field_of(plain) != ""


class _Telling(Container[str]):
    """The names of columns that tell one paper from another, as `Twins` asks for them."""

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and _column(name) in _NAMED


def _is_of_springer(header: Sequence[str]) -> bool:
    """Whether these are the columns of a table of SpringerLink."""
    return _OF_SPRINGER.issubset(map(_plain, header))


def _plain(name: str) -> str:
    return clean_line(name).lower().strip("\"'")


@dataclass(frozen=True)
class _HeaderRow:
    """What the header of a table says of the rows below it."""

    told: tuple[str, ...]
    """The columns as the table calls them."""
    whole: bool
    """Whether every row with a title is a paper's."""

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The same in small letters."""
        return tuple(map(_plain, self.told))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """What the columns mean."""
        return _columns(self.names)

    @cached_property
    def of_springer(self) -> bool:
        """Whether it is a table of SpringerLink."""
        return _is_of_springer(self.told)

    @cached_property
    def order(self) -> tuple[tuple[int, str], ...]:
        """The columns with their meanings, in the order in which they count where several mean the same: first the one
        that is called so."""
        return tuple(sorted(enumerate(self.columns), key=self._rank))

    def _rank(self, column: tuple[int, str]) -> tuple[bool, int]:
        name = self.names[column[0]]
        return name != column[1], rank(name)

    @cached_property
    def counted(self) -> frozenset[int]:
        """The columns "No." that number the rows: no volume stands beside them, so they are no numbers of issues."""
        numbers = (at for at, name in enumerate(self.names) if is_running_number(name, self.columns))
        return frozenset(numbers if self.foreign else ())

    @cached_property
    def personal(self) -> tuple[tuple[int, str], ...]:
        """The columns of another's table in which somebody wrote what no column of ours is for."""
        named = ((at, name) for at, name in enumerate(self.told) if self.foreign and not _is_known(name))
        return tuple((at, name) for at, name in named if is_own_words(name, self.names))

    @cached_property
    def twice(self) -> tuple[tuple[int, int], ...]:
        """The columns that bear one name though a paper has but one of it."""
        known = [at for at, name in enumerate(self.columns) if name in _ONCE]
        return tuple((one, two) for one, two in combinations(known, 2) if self.names[one] == self.names[two])

    @cached_property
    def misnamed(self) -> tuple[tuple[int, str], ...]:
        """The columns whose name is that of one of the user's words but for a slip of the hand, with the name meant."""
        named = ((at, meant_key(name)) for at, name in enumerate(self.names) if not _is_known(name))
        return tuple((at, meant) for at, meant in named if meant and meant not in self.columns)

    @cached_property
    def is_dated_by_publication(self) -> bool:
        """Whether a column "Date" tells of the works: it stands beside their authors, or is that of a program, and
        nothing tells of meetings."""
        return "item type" in self.names or ("authors" in self.columns and OF_SESSIONS.isdisjoint(self.names))

    @property
    def foreign(self) -> bool:
        """Whether the table is not ours."""
        return not _OURS.issubset(self.names) and not _SAID.issubset(self.names)

    @property
    def width(self) -> int:
        """How many cells a row has, but for those at the end that have no name."""
        return max(number for number, name in enumerate(self.columns, start=1) if name)


_OF_WORDS = ("title", "authors", "full names", "abstract", "description", "venue", "source", "keywords", "publisher")
"""Columns in which web sites leave the entities of HTML."""


def parse(text: str, *, told: bool = False) -> Parsed:
    """Read every row that has a title, of a table of papers (or one that is `told` to be); else those that show one.

    A row that is a header itself begins another table, as where two files were joined.
    """
    if "title" not in _columns(_header(text)):
        return Parsed(problems=(Problem(1, _NO_TITLES),))
    table = _Table(text, told=told)
    left: list[str] = []
    for found in _rows(text, left):
        if isinstance(found, Problem):
            table.problems.append(found)
        else:
            table.add(*found)
    return table.parsed("".join(left))


@dataclass(frozen=True)
class _TableRow:
    """A row of a table, with what its cells say."""

    line: int
    header: _HeaderRow
    cells: Sequence[str]
    taken: Mapping[str, int]
    """The columns that count, by what they mean."""
    said: Mapping[str, str]
    """Their cells."""
    told: Sequence[str]
    """What the table has in its cells, also what is none."""
    paper: Paper | None
    other_day: str
    """The cell of a column "Date" that need not tell when the paper was published."""

    @property
    def shown(self) -> str:
        """Its beginning, as a problem shows it."""
        return excerpt(clean_line(" ".join(self.cells)[:300]))


def _row(line: int, header: _HeaderRow, told: Sequence[str]) -> _TableRow:
    """What a row says under its header."""
    cells = ["" if header.foreign and (is_no_value(cell) or is_sheet_error(cell)) else cell for cell in told]
    taken = _taken(header, cells)
    row = {name: _unguarded(cells[at]) for name, at in taken.items()}
    if header.foreign:
        row |= {name: without_entities_of_web(row[name]) for name in _OF_WORDS if row.get(name)}
        row |= {name: _of_written_list(name, row[name]) for name in _LISTED if row.get(name)}
        row |= {name: _FLOAT.sub(r"\1", row[name]) for name in _NUMBERS if row.get(name)}
    arxiv_id = _arxiv_id(row, header)
    published, other_day = _published(row, header, arxiv_id)
    paper = _paper(row, header, arxiv_id, published)
    if paper is not None and "item type" in header.names:
        paper = with_extra(paper, row.get("extra", ""))
    return _TableRow(line, header, cells, taken, row, told, paper, other_day)


class _Table:
    """What a text of tables gives, row by row."""

    def __init__(self, text: str, *, told: bool) -> None:
        self.problems: list[Problem] = []
        self._told = told
        self._lines = split_lines(text)
        self._cut = 0 if text.endswith(("\n", "\r")) else len(self._lines)
        """The line in which the text may end in the middle of a row."""
        self._header: _HeaderRow | None = None
        self._first = 0
        """The line of the first header."""
        self._papers: list[Paper] = []
        self._entries: list[tuple[IncomingEntry, ...]] = []
        self._short: list[Problem] = []
        self._other_days: list[tuple[int, str]] = []
        self._misnamed: set[tuple[_HeaderRow, int]] = set()
        """The columns whose names were told to be slips."""
        self._twins = Twins("a row", _Telling())
        self._unread: dict[str, None] = {}
        self._people = _People()
        self._bare: list[tuple[int, str]] = []
        """The rows that say nothing but a title."""

    def add(self, line: int, cells: Sequence[str]) -> None:
        """Take in a row: a header, a paper's, or one of which is told why it is none."""
        if self._header is None or _is_header(cells, self._header.columns):
            self._begin(line, cells)
            return
        row = _row(line, self._header, cells)
        if _is_cut(row, at_end=line == self._cut):
            message = f"a row with {len(row.cells)} of {row.header.width} cells, skipped"
            self._short.append(Problem(line, message, row.shown))
        elif row.paper is None:
            self.problems.append(Problem(line, "a row without a title, skipped", row.shown))
        elif (why := _why_no_paper(row, row.paper)) != "":
            self.problems.append(Problem(line, f"{why}, skipped", row.shown))
        elif not row.header.whole and not _shows_paper(row.paper, row.cells):
            message = "a row that leads to no paper, in a table that may be of anything, skipped"
            self.problems.append(Problem(line, message, excerpt(row.paper.title)))
        else:
            self._take(row, row.paper)

    def _begin(self, line: int, cells: Sequence[str]) -> None:
        """Begin a table with its header."""
        below = "\n".join(self._lines[line - 1 : line - 1 + _LOOKED_AT])
        rows = _rows_below(below)
        whole = self._told or _is_of_papers(cells, rows) or _shows_papers(cells, rows)
        self._header = _HeaderRow(tuple(cells), whole)
        self._first = self._first or line

    def _take(self, row: _TableRow, paper: Paper) -> None:
        """Take a row as that of a paper."""
        line, header, cells = row.line, row.header, row.cells
        if any(cells[len(header.columns) :]):
            message = "a row with more cells than the header names, those left out"
            self.problems.append(Problem(line, message, row.shown))
        self.problems += _contradictions(line, header, cells)
        self._tell_slips(row)
        self._tell_doubts(row, paper)
        said = dict(row.said)
        if row.other_day:
            self._other_days.append((line, row.other_day))
            del said["date"]
        said = dict(_with_remarks(header, cells, said, row.taken))
        self._papers.append(_with_the_users(line, paper, said, self.problems, header.foreign))
        self._unread |= dict.fromkeys(_unread(header, cells, row.taken, self._papers[-1], self._unread))
        self._people.see(len(self._papers) - 1, line, header, said)
        self.problems += self._twins.seen(line, self._papers[-1], dict(zip(header.names, cells, strict=False)))
        self._entries.append(_entries(line, said, self.problems))

    def _tell_doubts(self, row: _TableRow, paper: Paper) -> None:
        """Tell of what a spreadsheet could not work out, and of a title with nothing else, which may be a heading."""
        if not row.header.foreign:
            return
        broken = next(filter(is_sheet_error, row.told), "")
        if broken:
            message = "a cell in which a spreadsheet names an error, left out"
            self.problems.append(Problem(row.line, message, excerpt(clean_line(broken))))
        if paper == Paper(id=paper.id, title=paper.title) and len(row.header.columns) > 1:
            self._bare.append((row.line, paper.title))

    def _tell_slips(self, row: _TableRow) -> None:
        """Tell, where they first say something, of the columns whose names are slips."""
        for at, meant in row.header.misnamed:
            if at < len(row.cells) and row.cells[at].strip() and (row.header, at) not in self._misnamed:
                self._misnamed.add((row.header, at))
                name = row.header.names[at]
                message = f"'{name}' is no column of this format, '{meant}' is: left out from here on"
                self.problems.append(Problem(row.line, message, excerpt(clean_line(row.cells[at][:300]))))

    def parsed(self, left: str) -> Parsed:
        """All that was read, with what stands below in another format."""
        papers, doubts = self._people.settled(self._papers)
        more = (
            *_bare_titles(self._bare),
            *not_of_publication(self._other_days),
            *_in_runs(self._short),
            *doubts,
            *not_read("columns", self._unread),
        )
        if not papers and self._header is not None and not self._header.whole:
            self.problems.append(Problem(self._first, _why_of_none(self._header)))
        problems = sorted([*self.problems, *more], key=lambda problem: problem.line)
        return Parsed(tuple(papers), tuple(problems), tuple(self._entries), left=left)


def _bare_titles(rows: Sequence[tuple[int, str]]) -> Iterator[Problem]:
    """One problem for all rows that say nothing but a title."""
    if rows:
        one = "a row that says nothing but a title, taken for a paper though it may be a heading"
        several = f"{len(rows):,} rows that say nothing but a title, taken for papers though they may be headings"
        shown = "; ".join(title for _, title in rows[:10])
        yield Problem(rows[0][0], one if len(rows) == 1 else several, excerpt(shown))


def _is_cut(row: _TableRow, *, at_end: bool) -> bool:
    """Whether a row has less cells than the header and was cut, or is none."""
    return len(row.cells) < row.header.width and (at_end or not _stands_alone(row.paper, row.cells))


def _why_no_paper(row: _TableRow, paper: Paper) -> str:
    """What a row with a title is that is no paper's; "" for one that is."""
    header = row.header
    if _is_prose(row):
        return "words that are no row"
    if header.foreign and (kind := _kind_of_appended(row.said, header, paper)):
        return f"a row of the type '{kind}', which is no paper's"
    if "item type" in header.names and not is_to_read(row.said.get("kind", "").strip(), paper.doi, paper.arxiv_id):
        return "a row of something that is no text"
    if header.foreign and _is_of_program(paper, row.cells, header):
        return "a row of what happens between papers"
    return ""


def _is_prose(row: _TableRow) -> bool:
    """Whether a row is a paragraph, such as an abstract, whose commas look like those between cells: behind each, but
    in numbers, stands a blank, as behind none in the header."""
    if len(row.cells) < 2 or any(name[:1].isspace() for name in row.header.told[1:]):
        return False
    if not row.cells[1][:1].isspace() or not all(cell[:1].isspace() or cell[:1].isdigit() for cell in row.cells[2:]):
        return False
    return reads_like_abstract(",".join(row.cells)) and not reads_like_abstract(row.said.get("abstract", ""))


def _why_of_none(header: _HeaderRow) -> str:
    """Why no row of a table is a paper's for its columns."""
    other = next((told for told, name in zip(header.told, header.names, strict=True) if name in _OF_OTHER_THINGS), "")
    return (
        f"the column '{clean_line(other)}' is one of other things than papers; {_LOOKED_FOR}" if other else _NO_PAPERS
    )


def _of_written_list(column: str, cell: str) -> str:
    """A cell of several values, between semicolons where a program wrote them as a list."""
    found = written_list(cell)
    told = people_in(found) if column in ("authors", "full names") else texts_in(found)
    return "; ".join(told) or cell


class _People:
    """The authors of a table's rows where one cell may name one as well as two."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        self._doubted: list[tuple[int, int, str, AuthorList]] = []
        """Each with the place of its paper, its line and its people."""

    def see(self, at: int, line: int, header: _HeaderRow, row: Mapping[str, str]) -> None:
        """Look at the authors of a row whose paper stands `at` a place."""
        text = clean_line(row.get("authors", ""))
        if not header.foreign or not text or row.get("full names"):
            return
        self._texts.append(text)
        found = authors_in(row.get("authors", ""))
        if found.doubt and (not found.apart or _ONE.isdisjoint(header.names)):
            self._doubted.append((at, line, text, found))

    def settled(self, papers: list[Paper]) -> tuple[list[Paper], list[Problem]]:
        """The papers with two authors where other rows have bare family names, and a problem for all in one other
        doubt."""
        doubted = self._doubted
        if lists_families(self._texts):
            for at, _, _, people in doubted:
                if people.apart:
                    papers[at] = replace(papers[at], authors=people.apart, names=())
            doubted = [one for one in doubted if not one[-1].apart]
        found = []
        for doubt in dict.fromkeys(people.doubt for *_, people in doubted):
            same = [(line, text) for _, line, text, people in doubted if people.doubt == doubt]
            found.append(Problem(same[0][0], doubt, excerpt("; ".join(text for _, text in same[:10]))))
        return papers, found


def _taken(header: _HeaderRow, cells: Sequence[str]) -> dict[str, int]:
    """The columns whose cells say something, by what they mean: of several addresses the first that leads to a paper,
    or else is one."""
    taken: dict[str, int] = {}
    urls: list[tuple[bool, int]] = []
    for at, name in header.order:
        if at >= len(cells) or not cells[at] or at in header.counted:
            continue
        if name in ("url", "source") and normal_url(url := clean_line(_unguarded(cells[at]))):
            urls.append((not leads_to_paper(url), at))
        elif name != "url":
            taken.setdefault(name, at)
    return taken | ({"url": min(urls, key=lambda url: url[0])[1]} if urls else {})


def _unread(
    header: _HeaderRow, cells: Sequence[str], taken: Mapping[str, int], paper: Paper, known: Container[str]
) -> Iterator[str]:
    """The columns, beyond those `known` to be so, of which something in a row is neither in its paper nor said."""
    of_zotero = "item type" in header.names
    whole = {at for name, at in taken.items() if name in _WHOLE or (of_zotero and name == "extra")}
    whole |= {at for name, at in taken.items() if name in _FURTHER_AUTHORS}
    whole |= {at for at, _ in (*header.personal, *header.misnamed)} | {at for _, at in header.twice}
    if not paper.published:
        whole |= {at for at in (taken.get(name, -1) for name in _DATES) if at >= 0}  # What is no date is told.
    for at, (name, cell) in enumerate(zip(header.names, cells, strict=False)):
        shown = name or f"number {at + 1}"
        if at in whole or shown in known or not cell.strip() or is_of_program(name):
            continue
        text = clean_line(_unguarded(cell))
        if header.columns[at] in _LINKS and paper.linked(header.columns[at]) == normal_url(text) != "":
            continue
        may_be_told = _is_known(name) or header.columns[at] != name or normal_url(text)
        if (may_be_told and _is_taken(header.columns[at], text, paper, header)) or (not name and text.isdecimal()):
            continue
        yield shown


def _is_taken(column: str, text: str, paper: Paper, header: _HeaderRow) -> bool:
    """Whether a paper says what a cell does that is not sure to be taken."""
    if (column == "kind" and csl_type(text)) or (column == "date" and date_in(text)):
        return True
    if column == "read":
        return True  # What is no answer is told.
    return (column == "authors" and "full names" in header.columns) or tells(paper, column, [text])


def _with_remarks(
    header: _HeaderRow, cells: Sequence[str], row: Mapping[str, str], taken: Mapping[str, int]
) -> Mapping[str, str]:
    """The row with what somebody wrote in columns of their own as a part of the note, each under its column's name."""
    notes = [(at, name) for at, name in enumerate(header.columns) if name == "note" and at != taken.get("note")]
    days = [(at, name) for name, at in taken.items() if name == "read" and date_in(cells[at])]
    told = [
        remark(header.told[at], _unguarded(cells[at]))
        for at, _ in (*header.personal, *(notes if header.foreign else ()), *(days if header.foreign else ()))
        if at < len(cells) and cells[at].strip()
    ]
    return {**row, "note": "\n\n".join(filter(None, (row.get("note", ""), *told)))} if told else row


def _contradictions(line: int, header: _HeaderRow, cells: Sequence[str]) -> Iterator[Problem]:
    """Where two columns of one name tell a row's paper two things."""
    for one, two in header.twice:
        if two < len(cells) and cells[one] and cells[two] and clean_line(cells[one]) != clean_line(cells[two]):
            message = f"two columns '{header.names[one]}' tell different things, the first taken"
            yield Problem(line, message, excerpt(clean_line(cells[two][:300])))


def _stands_alone(paper: Paper | None, cells: Sequence[str]) -> bool:
    """Whether a row with less cells than the header shows all the same that it is a paper's."""
    return paper is not None and len(cells) > 1 and (_shows_paper(paper, cells) or bool(paper.authors and paper.year))


def _in_runs(short: Sequence[Problem]) -> Iterator[Problem]:
    """Lines below a table that are no rows of it; many in a row are one problem, as they are another text."""
    for _, group in groupby(enumerate(short), key=lambda one: one[1].line - one[0]):
        run = [problem for _, problem in group]
        if len(run) < _RUN:
            yield from run
        else:
            message = f"{len(run):,} lines in a row with less cells than the header names, skipped"
            yield Problem(run[0].line, message, run[0].excerpt)


def _is_header(cells: Sequence[str], columns: Sequence[str]) -> bool:
    """Whether a row below a header is another: the same; or one that names a title and what else papers have, some of
    it elsewhere than the header above it does, and has no cell that only a record has."""
    if not any("title" in (plain := cell.lower()) or "name" in plain for cell in cells if len(cell) < _NAME_LENGTH):
        return False
    names = tuple(map(_column, cells))
    known = {name for name in names if name}
    if names == columns:
        return True
    if "title" not in known or all(name in ("", column) for name, column in zip(names, columns, strict=False)):
        return False
    return not any(map(_is_value, cells)) and ((len(known) > 1 and known <= _NAMED) or _is_of_papers(cells))


def _is_value(cell: str) -> bool:
    """Whether a cell is surely no column's name: a number, a date, an id or an address."""
    text = clean_line(_unguarded(cell[:_ADDRESS]))
    named = (normal_url, normal_doi, find_arxiv_id)
    return text[:1].isdigit() or is_id(text) or any(name(text) for name in named)


def _rows(text: str, left: list[str]) -> Iterator[tuple[int, list[str]] | Problem]:
    """(line, cells) of every row that is not empty, the header's first, or what is wrong with a quote.

    A quote that opens and does not close where its cell ends takes the rows below into that cell: they are skipped.
    The table ends where a part in another format begins; `left` keeps the lines from there on.
    """
    csv.field_size_limit(_FIELD_LIMIT)
    lines = list(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    at = next((n for n, line in enumerate(lines) if line.strip("\r\n") and not _SEP.match(line)), len(lines))
    page = header_line(text) - 1
    while at < len(lines):
        delimiter, begins = _delimiter(lines[at][:_FIRST]), at
        reader = csv.reader((lines[number] for number in range(at, len(lines))), delimiter=delimiter, strict=True)
        while begins < len(lines):
            if begins == page or _begins_other(lines[begins : begins + 2]):
                left += ["\n"] * begins + lines[begins:]
                return
            try:
                cells = next(reader, [])
            except csv.Error as error:
                ends = at + reader.line_num
                yield _mended(lines[begins:ends], delimiter, begins + 1, error)
                begins = ends
                continue
            if begins > at and _begins_another(lines[begins], delimiter):
                break
            if any(cells):
                yield begins + 1, [*map(cell_text, cells)]
            begins = at + reader.line_num
        at = begins


def _begins_other(lines: Sequence[str]) -> bool:
    """Whether a part in another format begins here, and surely no row."""
    if lines[0].lstrip().startswith("@"):
        return begins_bibtex("".join(lines)) == 1
    return begins_part(lines[0]) or heads_table(lines[0])


def _begins_another(line: str, delimiter: str) -> bool:
    """Whether a line is the header of a table of papers with another delimiter than the one above it, and no row."""
    if delimiter in line or _delimiter(line[:_FIRST]) == delimiter or "title" not in line.lower():
        return False
    header = _header(line)
    return _is_of_papers(header) and not any(map(_is_value, header))


def _mended(lines: Sequence[str], delimiter: str, number: int, error: csv.Error) -> tuple[int, list[str]] | Problem:
    """The row of a line whose quotes stand in odd places but leave no cell open; else what is wrong."""
    with suppress(csv.Error):
        cells = next(csv.reader([lines[0].rstrip("\r\n") + delimiter + _END], delimiter=delimiter))
        if len(lines) == 1 and cells[-1] == _END:
            return number, cells[:-1]
        last = number + len(lines) - 1
        what = f"the rows to line {last} are" if last > number else "the row is"
        message = f"a quote opens a cell and does not close where the cell ends, so {what} skipped"
        return Problem(number, message, excerpt(clean_line(lines[0][:300])))
    return Problem(number, f"a row that cannot be read ({error}), skipped", excerpt(clean_line(lines[0][:300])))


def _shows_paper(paper: Paper, cells: Sequence[str]) -> bool:
    return bool(paper.doi or paper.arxiv_id) or any(leads_to_paper(clean_line(cell)) for cell in cells)


def _kind_of_appended(row: Mapping[str, str], header: _HeaderRow, paper: Paper) -> str:
    """What Zotero calls a row that is no record but belongs to one; "" for a record. Scopus has papers of the type
    "Note", which have authors."""
    kind = row.get("kind", "").strip().lower()
    return kind if kind in _APPENDED and ("item type" in header.names or not paper.authors) else ""


def _is_of_program(paper: Paper, cells: Sequence[str], header: _HeaderRow) -> bool:
    """Whether a row is one of the program of a meeting that is no paper's: it names nobody, or a break or a meal, and
    nothing else shows a paper."""
    if paper.abstract or paper.venue or _shows_paper(paper, cells):
        return False
    of_program = "authors" in header.columns and not OF_PROGRAMS.isdisjoint(header.names)
    return (of_program or not paper.authors) and (is_no_talk(paper.title) or (of_program and not paper.authors))


def _paper(row: Mapping[str, str], header: _HeaderRow, arxiv_id: str, published: str) -> Paper | None:
    foreign = header.foreign
    authors, names, more = _authors(row, header)
    title = clean_line(row.get("title", ""))
    if not title or (foreign and (is_dots(title) or (normal_url(title) and set(_WORKS) & set(header.names)))):
        return None
    url = normal_url(clean_line(row.get("url", "")))
    own = clean_line(row.get("id", "")) if foreign else ""
    if not url and leads_to_paper(own):
        url = normal_url(own)
    votes = row.get("upvotes", "")
    return Paper(
        id=clean_line(row.get("id", "")),
        title=title[:TITLE_LIMIT],
        abstract=clean_line(row.get("abstract", "") or row.get("description", ""))[:ABSTRACT_LIMIT],
        authors=authors,
        names=names,
        more_authors=more,
        kind=csl_type(row.get("kind", "")) if foreign else "",
        citation_key=_key(row) if foreign else "",
        published=published or (arxiv_year(arxiv_id) if foreign else ""),
        venue=clean_line(row.get("venue", "")) or (_place_of(row, header) if foreign else ""),
        arxiv_id=arxiv_id,
        doi=normal_doi(clean_line(row.get("doi", ""))) or ((normal_doi(url) or normal_doi(own)) if foreign else ""),
        url=url,
        keywords=_items(row.get("keywords", "")),
        upvotes=int(votes) if votes.isascii() and votes.isdigit() else None,
        sources=_items(row.get("sources", "")),
        links=links_of({name: row.get(name, "") for name in _LINKS}),
        metadata=_metadata(row, foreign=foreign),
    )


def _arxiv_id(row: Mapping[str, str], header: _HeaderRow) -> str:
    """The arXiv id of a row; in another's table of papers its `id` may be one."""
    url = normal_url(clean_line(row.get("url", "")))
    told = find_arxiv_id(clean_line(row.get("arxiv_id", ""))) or (find_arxiv_id(url) if url else "")
    own = clean_line(row.get("id", "")) if header.foreign and header.whole else ""
    venue = clean_line(row.get("venue", "")) if header.foreign else ""
    return told or find_arxiv_id(own) or marked_arxiv_id(venue)


def _key(row: Mapping[str, str]) -> str:
    """The citation key of a row; a number is none."""
    key = clean_line(row.get("citation key", ""))
    return key if is_key(key) and not key.isdecimal() else ""


def _place_of(row: Mapping[str, str], header: _HeaderRow) -> str:
    """Where a work appeared, as a column "Source" tells it, in the tables of Publish or Perish and where it surely
    does."""
    source = clean_line(row.get("source", ""))
    return source if "articleurl" in header.names or names_venue(source) else ""


def _authors(row: Mapping[str, str], header: _HeaderRow) -> tuple[tuple[str, ...], tuple[tuple[str, Name], ...], bool]:
    """The authors of a row, those of their parts that are told, and whether there are more."""
    if not header.foreign:
        names = _each(row.get("authors", ""))
        return (names if _OURS.issubset(header.names) else given_first_all(names)), (), False
    told = row.get("full names", "") or row.get("authors", "")
    found, more = names_of_people(run_together(told) if header.of_springer else told)
    for name in _FURTHER_AUTHORS:
        found = [*found, *(names_of_people(row[name])[0] if row.get(name) else ())]
    return tuple(name.printed for name in found), told_parts(found), more


def _metadata(row: Mapping[str, str], *, foreign: bool) -> tuple[tuple[str, str], ...]:
    volume, issue = row.get("volume", ""), row.get("issue", "")
    periodical = foreign and not issue and bool(volume or row.get("venue"))
    number = numbered(row.get("number", ""), periodical=periodical)
    ends = (row.get(name, "") for name in ("first page", "last page", "article number"))
    told = {"volume": volume, "issue": issue, "page": pages(row.get("page", ""), *ends)}
    told["publisher"] = row.get("publisher", "")
    if foreign:
        told |= {variable: row.get(name, "") for variable, name in TEXT_VARIABLES.items()}
        told["year-suffix"] = year_suffix(row.get(name, "") for name in _DATES)
        told |= {"ISSN": row.get("issn", ""), **genre_of(row.get("kind", ""))}
        told |= {
            name: as_variable(one.printed for one in names_of_people(row.get(name, ""))[0])
            for name in ("editor", "translator")
        }
    return metadata_of(lambda name: row.get(name, ""), KEPT, told | number)


def _with_the_users(line: int, paper: Paper, row: Mapping[str, str], problems: list[Problem], foreign: bool) -> Paper:
    """The paper with what the row says for the user, as far as it can be kept."""
    status = row.get("status", "").strip().lower()
    if foreign and (meant := status_of(status)):
        status = meant
    read = row.get("read", "").strip() if foreign else ""
    is_read = True if date_in(read) else yes_or_no(read)
    status = status or (Status.READ if is_read else "")
    if is_read is None:
        problems.append(Problem(line, "read is neither yes, no nor a day, left out", excerpt(clean_line(read[:300]))))
    if status and status not in list(Status):
        problems.append(Problem(line, "status is none of unread, reading, read, left out", excerpt(clean_line(status))))
    starred = kept_answer(line, "starred", row.get("starred", ""), problems)
    decision = kept_decision(line, row.get("triage", "").strip().lower(), problems, starred=starred)
    dates = kept_dates(line, _dates_told(row), paper.published, problems)
    problems += cut_short(line, replace(paper, note=""))
    return replace(
        paper,
        tags=kept_tags(line, _tags(row.get("tags", ""), foreign=foreign), problems),
        starred=starred,
        status=Status(status) if status in list(Status) else paper.status,
        note=kept_note(line, note_of(row.get("note", "")) if foreign else row.get("note", ""), problems),
        triage=decision,
        added=kept_time(line, "added", clean_line(row.get("added", "")), problems),
        kept=kept_values(dates),
    )


def _dates_told(row: Mapping[str, str]) -> Iterator[str]:
    """What the cells of a row say of its date, those of day and month beside the year."""
    yield from (row.get(name, "") for name in _DATES)
    if more := " ".join(row.get(name, "") for name in ("day", "month")).strip():
        yield f"{more} {row.get('year', '')}"


def _entries(line: int, row: Mapping[str, str], problems: list[Problem]) -> tuple[IncomingEntry, ...]:
    """Where the row's paper wants to stand in reading lists."""
    names = [clean_line(name) for name in _parts(row.get("lists", ""))]
    told: dict[str, Sequence[str]] = {}
    for column in _PLACES:
        cell = row.get(column, "")
        told[column] = _parts(cell) if cell else [""] * len(names)
        if len(told[column]) != len(names):
            message = f"'{column}' does not tell one thing of each of its lists, left out"
            problems.append(Problem(line, message, excerpt(clean_line(cell[:300]))))
            told[column] = [""] * len(names)
    at = {name: place for place, name in reversed([*enumerate(names)])}
    entries = []
    for name in kept_lists(line, filter(None, names), problems):
        rank, section, remark = (told[column][at[name]].strip() for column in _PLACES)
        entries.append(kept_entry(line, name, int(rank[:9]) if rank.isdecimal() else 0, section, remark, problems))
    return tuple(entries)


def _items(cell: str) -> tuple[str, ...]:
    """The values of a cell, each once."""
    return tuple(dict.fromkeys(_each(cell)))


def _tags(cell: str, *, foreign: bool) -> tuple[str, ...]:
    """The tags of a cell, between semicolons; in another's table between commas where there is no semicolon."""
    return _items(cell) if ";" in cell or not foreign else tuple(map(clean_line, cell.split(",")))


def _each(cell: str) -> tuple[str, ...]:
    """The values of a cell that say something, in their order."""
    return tuple(filter(None, map(clean_line, _parts(cell))))


def _parts(cell: str) -> list[str]:
    """What stands between the semicolons of a cell; one within a value has a backslash before it."""
    if "\\" not in cell:
        return cell.split(";")
    parts, start = [], 0
    for mark in _BOUND.finditer(cell):
        if len(mark[1]) % 2 == 0:
            parts.append(cell[start : mark.start()] + mark[1][: len(mark[1]) // 2])
            start = mark.end()
            if not mark[0].endswith(";"):
                break
    return [_ESCAPED.sub(lambda mark: mark[1][: len(mark[1]) // 2] + ";", part) for part in parts]


def _published(row: Mapping[str, str], header: _HeaderRow, arxiv_id: str) -> tuple[str, str]:
    """When a row's paper was published, and the cell of a column "Date" that need not say so."""
    known = [row[name] for name in ("published", "year") if row.get(name)]
    own = header.foreign and header.is_dated_by_publication and bool(not arxiv_id or row.get("venue"))
    dates, other_day = published_dates(known, row.get("date", ""), arxiv_id, own=own)
    written = [*map(date_written, dates)]
    found = next(filter(None, written), "")
    found = max((date for date in written if date.startswith(found)), key=len, default="")
    if len(found) == len("YYYY"):
        found = date_of(found, month_number(row.get("month", "")), row.get("day", "").strip())
    return found, other_day


def _unguarded(cell: str) -> str:
    return cell[1:] if _GUARDED.match(cell) else cell


# -- writing -----------------------------------------------------------------------------------------------------------


def dump(papers: Sequence[Paper], entries: Mapping[str, Sequence[IncomingEntry]] | None = None) -> str:
    """A table of some papers, in their order; several values in a cell are separated by semicolons. `entries` maps ids
    to where the papers stand in reading lists."""
    known = entries or {}
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    more = {"number": "number", "publisher": "publisher", **KEPT}
    held = {variable for paper in papers for variable, _ in paper.metadata}
    more = {variable: name for variable, name in more.items() if variable in held}
    told = [_said(paper, known.get(paper.id, ())) for paper in papers]
    said = [name for name in ("triage", *_PLACES, *_LINKS) if any(each[name].strip("; ") for each in told)]
    writer.writerow([*COLUMNS, *more.values(), *said])
    for paper, each in zip(papers, told, strict=True):
        cells = (*_cells(paper, each["lists"]), *map(paper.about, more), *(each[name] for name in said))
        writer.writerow([_guarded(cell) for cell in cells])
    return out.getvalue()


def _said(paper: Paper, entries: Sequence[IncomingEntry]) -> dict[str, str]:
    """What triage said of a paper, the cells that tell of its lists, and its links."""
    ranks = [str(entry.at or "") for entry in entries]
    values = (ranks, [entry.section for entry in entries], [entry.note for entry in entries])
    places = zip(_PLACES, map(_joined, values), strict=True)
    undecided = Stage.INBOX if paper.starred else ""
    lists = _joined([entry.list for entry in entries])
    links = {name: paper.linked(name) for name in _LINKS}
    return {"triage": paper.triage or undecided, "lists": lists, **dict(places), **links}


def _cells(paper: Paper, lists: str) -> Iterator[str]:
    special: dict[str, Callable[[], str]] = {
        "year": lambda: paper.published[:4],
        "starred": lambda: "true" if paper.starred else "",
        "status": lambda: paper.status.value,
        "lists": lambda: lists,
        **{name: partial(paper.about, name) for name in ("volume", "issue", "page")},
        "upvotes": lambda: "" if paper.upvotes is None else str(paper.upvotes),
    }
    for name in COLUMNS:
        if name in special:
            yield special[name]()
        else:
            value = getattr(paper, name)
            yield value if isinstance(value, str) else _joined(value)


def _joined(values: Sequence[str]) -> str:
    return _SEPARATOR.join(_CLOSING.sub(lambda mark: mark[1] * 2 + "\\;" * bool(mark[2]), value) for value in values)


def _guarded(cell: str) -> str:
    return "'" + cell if _FORMULA.match(cell) else cell
