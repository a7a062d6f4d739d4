"""What fields are called by people and programs, in whatever a record stands: a column of a table, a key of JSON or
YAML, a property of a note.

Everybody calls the same thing otherwise ("Paper link", `paper_url`, "URL"), so names are compared without signs, blanks
and capitals, and there is this one table of them. Some names say that what stands there is somebody's own words, others
that a program keeps it for itself. Whatever is left is named by `not_read`, so that nothing is lost in silence.

    >>> field_of("Paper link"), field_of("paper_url"), field_of("publicationTitle"), field_of("Award")
    ('url', 'url', 'venue', '')
    >>> is_own_words("My thoughts"), is_own_words("date_read"), is_own_words("Award")
    (True, True, False)
    >>> is_of_program("dateAdded"), is_of_program("Award")
    (True, False)
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from reader.dates import beyond_date, date_written
from reader.formats.parsed import Problem
from reader.formats.user_fields import yes_or_no
from reader.identity import find_arxiv_id, normal_doi
from reader.paper import Paper, Status
from reader.text import clean_line, words

TRANSLATED: Mapping[str, tuple[str, ...]] = {
    name: tuple(told.split())
    for name, told in {
        "title": "titel titre título titulo titolo название заглавие 标题 題名 题名 タイトル",
        "authors": "autoren autor auteurs auteur autores autori autore verfasser авторы автор 作者 著者",
        "year": "jahr erscheinungsjahr année annee año anno jaar ano год 年份 年",
        "month": "monat mois mes mese maand mês", "date": "datum fecha",
        "venue": "zeitschrift revue revista rivista tijdschrift журнал 期刊 雑誌",
        "abstract": "zusammenfassung résumé resumen riassunto resumo samenvatting аннотация 摘要 要旨",
        "keywords": "schlagwörter schlagworte motsclés palabrasclave trefwoorden paroleschiave palavraschave",
        "volume": "volumen tome jaargang том", "part": "teil", "issue": "heft fascicolo выпуск",
        "number": "numéro número numero nummer номер",
        "page": "seiten páginas pagine paginas pagina pagina's страницы 页码",
        "publisher": "verlag éditeur editore editorial editora uitgever издательство 出版社",
        "language": "sprache langue idioma lingua taal язык", "edition": "auflage édition edición",
        "url": "lien enlace collegamento ссылка", "note": "anmerkung anmerkungen notas notizen bemerkungen",
    }.items()
}  # fmt: skip
"""Fields, and what they are called in German, French, Spanish, Italian, Portuguese and Dutch."""
NAMES_OF: Mapping[str, tuple[str, ...]] = {
    name: (*told.split(), *TRANSLATED.get(name, ()))
    for name, told in {
        "title": "title papertitle documenttitle articletitle itemtitle originaltitle fulltitle name",
        "abstract": "abstract abstracttext abstractnote paperabstract summary",
        "description": "description tldr",
        "authors": (
            "authorfullnames authorlist authors author paperauthors authornames authorstring fullnames creators creator"
        ),
        "published": (
            "issued published publicationdate pubdate dateofpublication datepublished publisheddate publishedon"
            " publishedat publishdate"
        ),
        "date": "date",
        "year": "year publicationyear pubyear yearofpublication yearpublished publishedyear",
        "month": "month", "day": "day",
        "venue": (
            "journal journaltitle booktitle containertitle venue conference fulljournaltitle publicationtitle"
            " publication publicationname sourcetitle journalbook journalname proceedingstitle proceedings proceeding"
            " conferencename conferencetitle venuename journalref school institution university eventtitle"
        ),
        "doi": "doi itemdoi paperdoi doinumber",
        "arxiv": "arxiv arxivid paperarxivid arxivnumber arxivlink eprint",
        "url": (
            "url link links urls paper urlabs absurl abstracturl paperurl paperlink linktopaper linktothepaper pdf"
            " pdfurl pdflink linktopdf urlpdf html website docurl site arxivurl linktoarxiv doiurl doilink articleurl"
            " articlelink fulltexturl fulltextlink publisherurl publisherlink publicationurl externallink openreview"
            " uri href paperpdf paperthecvf fullurl weblink webaddress"
        ),
        "source": "source",
        "key": "ref citationkey citekey bibtexkey bibkey",
        "kind": "entrytype itemtype type publicationtype documenttype worktype",
        "keywords": "keywords keyword authorkeywords topics manualtags subjects",
        "tags": "tags tag documenttags labels bookshelves",
        "status": "status readstatus readingstatus state exclusiveshelf",
        "read": "read isread",
        "starred": "starred star favorite favourite isfavorite isstarred",
        "note": "note notes opinion privatenotes",
        "volume": "volume vol journalvolume", "issue": "issue journalissue", "number": "number no",
        "page": "pages page pagerange",
        "first page": "firstpage pagestart startpage", "last page": "lastpage pageend endpage",
        "article number": "articlenumber artno articleno",
        "publisher": "publisher", "place": "place address publisherplace", "editor": "editor editors",
        "translator": "translator translators", "edition": "edition",
        "series": "series collectiontitle bookseriestitle",
        "language": "language langid", "isbn": "isbn isbns isbn13", "issn": "issn issns", "pmid": "pmid pubmedid",
        "pmcid": "pmcid", "part": "part", "chapter": "chapter", "upvotes": "upvotes", "lists": "lists",
        "place in archive": "archivelocation locinarchive", "shelf mark": "callnumber shelfmark",
        "version": "version versionnumber",
        "own number": (
            "reportnumber reportno patentnumber patentno documentnumber documentno docketnumber billnumber"
            " standardnumber techreport techreportnumber techreportno berichtsnummer patentnummer"
        ),
        "number in series": "seriesnumber seriesno numberinseries bandnummer",
    }.items()
}  # fmt: skip
"""Fields, and what they are called, without signs and capitals; the most telling name first."""
_FIELD_OF = {told: field for field, names in NAMES_OF.items() for told in names}
TEXT_VARIABLES: Mapping[str, str] = {
    "publisher": "publisher", "publisher-place": "place", "collection-title": "series", "language": "language",
    "archive_location": "place in archive", "call-number": "shelf mark", "version": "version",
    "number": "own number", "collection-number": "number in series",
}  # fmt: skip
"""Variables of CSL that are texts, with the fields that tell them."""
_OWN = re.compile(
    r"(?:my |personal |own |reading |key )?(?:annotations?|comments?|highlights?|impressions?|opinions?|priority|rating"
    r"|remarks?|reviews?|score|stars|takeaways?|thoughts?|why)|my .+|recommended by"
    r"|(?:read|started|finished) (?:on|at|date)|date (?:read|started|finished)|finished"
)
OF_FORUMS = frozenset({"commentcount", "createdutc", "numcomments", "points", "storyid", "subreddit"})
"""Names of what people send to a forum, whose author sent the link and did not write the paper."""
_OF_SERVICES = OF_FORUMS | {
    "entryid", "primarycategory", "submitter", "updatedate", "confidence", "ratingavg", "reviewavg",
}  # fmt: skip
"""Names beside which scores and comments are not the reader's: in what arXiv, forums and reviewing systems tell."""
_OF_PROGRAM = re.compile(
    r"u?u?ids?|guid|hash|rank|created(?:at|on|utc)?|added(?:at|on)?|date(?:added|created|modified)|updated(?:at|on)?"
    r"|modified(?:at|on)?|timestamp|timeadded|[cm]time|accessed|access(?:date|ed)|urldate|layout|permalink|draft|template|cover"
    r"|banner|icon|thumbnail|publish|zotero\w*|librarycatalog|rights|licen[sc]e|attachedfiles|(?:file|link)?attachments?"
    r"|files?|citations|filename|path|papisid|traitids|commentcount|numcomments|storyid|key|itemkey"
)
_SHEET_ERROR = re.compile(r"#(?:REF|NAME|VALUE|DIV/0|NULL|NUM|SPILL|CALC|FIELD)[!?]")
_NO_VALUES = frozenset(("nan", "none", "null", "nil", "n/a", "#n/a", "<na>", "{}", "[]", "-", "--", "–", "—"))
_WRITTEN_LIST = 100_000
"""Characters of a list in one text that is read as one."""
_QUOTED = r'"(?:[^"\\]|\\.)*+"'
_BARE = r'[^\s",{}\\](?:[^",{}\\]*[^\s",{}\\])?'
_ARRAY = re.compile(rf"\{{(?:{_QUOTED}|{_BARE})(?:,(?:{_QUOTED}|{_BARE}))*\}}")
"""An array as PostgreSQL writes it."""
_MEMBER = re.compile(rf"({_QUOTED})|({_BARE})")
_ESCAPED = re.compile(r"\\(.)")
_MOST = 40
"""Names that are told."""
_BETWEEN_NAMES = ("and", "et", "al", "others")
_DATES = ("published", "date", "year")
_ADDRESSES = ("url", "source", "doi", "arxiv")


def spaced(name: str) -> str:
    """A name with one blank between its words, in small letters: "publicationTitle" is "publication title"."""
    told = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", clean_line(name[:200]))
    return " ".join(re.sub(r"[\W_]+", " ", told).lower().split())


@lru_cache(2_000)
def plain(name: str) -> str:
    """A name as it is compared: small letters and digits only."""
    return "".join(filter(str.isalnum, clean_line(name[:200]).lower()))


def field_of(name: str) -> str:
    """The field that a name tells, "" for one that is unknown."""
    return _FIELD_OF.get(plain(name), "")


def rank(name: str) -> int:
    """How telling a name of its field is among the others, 0 for the most telling one."""
    field = field_of(name)
    return NAMES_OF[field].index(plain(name)) if field else 0


def is_own_words(name: str, beside: Iterable[str] = ()) -> bool:
    """Whether somebody writes for themselves under a name; `beside` are the other names of the record."""
    return _OWN.fullmatch(spaced(name)) is not None and not are_of_service(beside)


def are_of_service(names: Iterable[str]) -> bool:
    """Whether the names of a record are those of what arXiv, forums and reviewing systems tell."""
    return not _OF_SERVICES.isdisjoint(map(plain, names))


def is_no_value(text: str) -> bool:
    """Whether a cell says that nothing stands there, as programs and people write it: "NaN", "None", a dash."""
    return text.strip().lower() in _NO_VALUES


def is_sheet_error(text: str) -> bool:
    """Whether a spreadsheet says in a cell that it could not work out what stands there."""
    return _SHEET_ERROR.fullmatch(text.strip()) is not None


def cell_text(cell: str) -> str:
    """A cell of a table without the formula `="…"` by which a program has a spreadsheet keep it as text."""
    text = cell.strip()
    return text[2:-1].replace('""', '"') if len(text) > 2 and text.startswith('="') and text.endswith('"') else cell


def is_of_program(name: str) -> bool:
    """Whether a program keeps under a name what it needs itself, and what says nothing of a paper or its reader."""
    return _OF_PROGRAM.fullmatch(plain(name)) is not None


def is_running_number(name: str, beside: Iterable[str]) -> bool:
    """Whether a name ("No.") counts the records rather than issues; `beside` are the fields of the record."""
    return plain(name) == "no" and "volume" not in beside


def written_list(text: str) -> list[Any]:
    """The members of a list that pandas, JSON or PostgreSQL wrote into one text, "['Ada Vale', 'Bo Ash']",
    '{"Vale, Ada",Bo}'; [] for any other.

    https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO: what has commas, blanks around it, or braces stands
    in quotes there.

    >>> written_list('{"Vale, Ada",Bo Ash,NULL}'), written_list("{World Garden Body, Ulm}")
    (['Vale, Ada', 'Bo Ash'], [])
    """
    plain_text = text.strip()
    if _ARRAY.fullmatch(plain_text, 0, _WRITTEN_LIST):
        members = (_ESCAPED.sub(r"\1", quoted[1:-1]) or bare for quoted, bare in _MEMBER.findall(plain_text[1:-1]))
        return [member for member in members if member and member != "NULL"]
    if not (plain_text.startswith(("['", '["', "[{")) and plain_text.endswith("]")):
        return []
    try:
        found = ast.literal_eval(plain_text[:_WRITTEN_LIST])
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return []
    return found if isinstance(found, list) and all(isinstance(member, str | dict) for member in found) else []


def remark(name: str, text: str) -> str:
    """What somebody wrote under a name of their own, as a part of a note."""
    return f"{spaced(name).capitalize()}: {text.strip()}"


def not_read(what: str, names: Iterable[str]) -> Iterator[Problem]:
    """One problem for all names ("columns", "keys") of a text under which something stands that was not read."""
    found = list(dict.fromkeys(filter(None, map(clean_line, names))))
    if found:
        more = f" and {len(found) - _MOST:,} more" if len(found) > _MOST else ""
        yield Problem(0, f"{what} not read: {', '.join(found[:_MOST])}{more}")


def tells(paper: Paper, name: str, texts: Sequence[str]) -> bool:
    """Whether a paper says all that stands under a name, be it otherwise: another address of it, a coarser date."""
    field = field_of(name)
    if field in ("month", "day") and len(paper.published) > len("YYYY"):
        return True
    if field in _DATES and (dates := list(filter(None, map(date_written, texts)))):
        agree = all(paper.published.startswith(date) or date.startswith(paper.published or "?") for date in dates)
        more = frozenset[str]().union(*(beyond_date(text, date_written(text)) for text in texts))
        return agree and (not more or more.issubset(words(" ".join(said_by(paper)))))
    if (field in _ADDRESSES or not field) and all(leads_to(paper, text.strip()) for text in texts):
        return True
    told = [word for text in texts for word in words(text)]
    if field in ("read", "starred") and (None not in (answers := [*map(yes_or_no, texts)]) or not told):
        return None not in answers and (not any(answers) or _answers_yes(paper, field))
    return {*words(" ".join(said_by(paper))), *(_BETWEEN_NAMES if field == "authors" else ())}.issuperset(told)


def _answers_yes(paper: Paper, field: str) -> bool:
    return paper.starred if field == "starred" else paper.status is Status.READ


def leads_to(paper: Paper, text: str) -> bool:
    """Whether an address, a DOI or an arXiv id is one of a paper."""
    return bool(
        (paper.url and text.startswith(paper.url))
        or (paper.arxiv_id and paper.arxiv_id == find_arxiv_id(text))
        or (paper.doi and paper.doi == normal_doi(text))
    )


def said_by(paper: Paper) -> Iterator[str]:
    """The texts of a paper's record."""
    yield from (paper.title, paper.abstract, paper.venue, paper.published, paper.note, paper.url, paper.kind)
    yield from (paper.doi, paper.arxiv_id, paper.citation_key, *paper.authors, *paper.keywords, *paper.tags)
    yield from (value for _, value in (*paper.metadata, *paper.kept))


def texts_in(value: Any, depth: int = 8) -> list[str]:
    """The texts that stand in a value, however deep."""
    if isinstance(value, str):
        return [value] if value.strip() else []
    members = value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ()
    return [text for member in members for text in texts_in(member, depth - 1)] if depth else []
