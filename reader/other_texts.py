"""What two records say beside their title by which they are of two texts: that one is a notice of the other, another
translation, version or edition, or another member of a series."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from reader.dates import OF_STATE, beyond_date
from reader.paper import Paper
from reader.patterns import regex
from reader.persons import name_key
from reader.register_ids import register_ids
from reader.text import fold, words
from reader.titles import counted, notices_told, tells_of_talk, title_key, title_notices

_BESIDE_TITLE = frozenset(
    """
genre note medium status titleaddon addendum howpublished type entrysubtype pubstate TY M1 M2 M3 C1 C2 C3 C4 C5 C6 C7 C8
""".split()  # noqa: SIM905  (a list of this length reads best as text)
)
"""Variables of CSL, fields of BibTeX and tags of RIS in which people say beside a title what the text is."""
_PRINTED = frozenset(("article-journal", "article-magazine", "paper-conference", "chapter", "book", "thesis", "report"))
"""Types of CSL of texts in print."""
_SERIES = "collection-title"
"""What a series is called, and often a number of it."""

_YEARS = frozenset(("year", "date", "year-suffix"))
"""Names under which a record tells the letter that tells a year's papers of one author apart."""
_DATES = frozenset(
    """
    copyrightdate da date dateissued dateparts day issued medlinedate month publicationdate publicationyear pubyear py
    season y1 year
    """.split()  # noqa: SIM905
)
"""Names, without signs, under which a record tells when its text was published, with what of it is kept."""
_LETTERED = regex(r"(?:\d{4}\s?)?([a-z])", re.ASCII)

_MERE = frozenset(
    """
    abstractnote access accessdate accessdates accessed added annotation archive archivelocation automatictags
    bdskfile1 bdskurl1 bdskurl2 callnumber categories citationkey citations citedby cites containertitleshort
    crossref dateadded dateaddedtoxplore datemodified db dp extra file fileattachments filename files groups
    id ids itemtype journalabbreviation key keyword keywords kind kw l1 l2 l3 l4 la label langid language
    librarycatalog link linkattachments links lk manualtags mendeleygroups mendeleytags modified n1 notes options
    owner pdf pdflink printed priority rank ranking rating read related relatedstring relatedtype rights
    shortjournal shorttitle source tags timestamp titleshort u1 u2 u3 u4 u5 ur url urlaccessdate urldate xref
    y2
    """.split()  # noqa: SIM905  (a list of this length reads best as text)
)
"""Names, without signs, of variables and fields that say where a record was found, is kept or was written down, and
nothing of the text."""
_SHELVES = frozenset(
    "archive archivelocation archiveplace av callnumber cn collection library location shelfmark signature".split()  # noqa: SIM905
)
"""Those and others that say where the one copy is kept of a text that is not in print."""
_UNPRINTED = frozenset(
    ("", "document", "manuscript", "personal_communication", "interview", "graphic", "map", "song", "motion_picture")
)
"""Types of CSL of what may be there once only."""
_TRANSLATED = regex(r"\b(?:translat|transl?\.|ubersetz|tradu)[^;]{0,60}?\b(?:by|von|par|por)\s+([^;()]{2,80})")
"""What says in a folded text who translated it."""
_AND = regex(r",|\band\b|\bund\b|\bet\b|&")


def notices_of(paper: Paper) -> frozenset[str]:
    """The kinds of notices that a record says its paper to be, in its title or beside it: the "erratum" that BibTeX
    tells in `note`, RIS in `M3` or `TY`, CSL in `genre`."""
    return _notices_beside(paper).union(title_notices(title_key(paper.title)))


def _notices_beside(paper: Paper) -> frozenset[str]:
    return notices_told(paper.kind).union(*(notices_told(value) for _, value in _beside_title(paper)))


def _beside_title(paper: Paper) -> Iterator[tuple[str, str]]:
    """What a record says beside its title of what the text is, with the names under which it does."""
    yield from (pair for pair in paper.metadata if pair[0] in _BESIDE_TITLE)
    for name, value in paper.kept:
        if name.rpartition("/")[2].lstrip("=") in _BESIDE_TITLE:
            yield name, value.strip('"')


def are_notice_and_text(a: Paper, b: Paper) -> bool:
    """Whether one record says that its paper is a notice, and the other that it is none, or one of another kind."""
    if a.kept == b.kept and a.metadata == b.metadata and a.kind == b.kind:
        return False
    mine, its = notices_of(a), notices_of(b)
    return mine != its and mine.isdisjoint(its)


def are_talk_and_print(a: Paper, b: Paper) -> bool:
    """Whether one record says that it is of a talk, its slides or a poster, and the other where its text is printed,
    or that it is. A DOI that both have says that they are one."""
    if a.kept == b.kept and a.metadata == b.metadata and a.kind == b.kind:
        return False
    mine, its = _is_of_talk(a), _is_of_talk(b)
    if mine == its or (a.doi and a.doi == b.doi):
        return False
    other = b if mine else a
    return other.venue != "" or other.kind in _PRINTED


def _is_of_talk(paper: Paper) -> bool:
    return paper.kind == "speech" or any(tells_of_talk(value) for _, value in _beside_title(paper))


def marks_of_text(paper: Paper) -> tuple[str, ...]:
    """What a record tells of its text by which two may be other texts, as few records do; () for most."""
    told = [*_notices_beside(paper), *_translators(paper), *_version(paper)]
    told += register_ids(paper)
    told += sorted(_beyond_date(paper))
    told += ["talk"] * _is_of_talk(paper)
    if not paper.authors:
        told += (f"{name} {' '.join(sorted(held))}" for name, held in _issuers(paper).items())
    if _is_unprinted(paper):
        told += (f"{name} {' '.join(sorted(held))}" for name, held in _shelves(paper).items())
    told += filter(None, (_letter_of_year(paper),))
    told += (f"{name} {number}" for name, numbers in _counted(paper).items() for number in numbers)
    return tuple(sorted(told))


def are_other_translations(a: Paper, b: Paper) -> bool:
    """Whether two records name translators of whom none may be one."""
    mine, its = _translators(a), _translators(b)
    return bool(mine) and bool(its) and mine.isdisjoint(its)


def _translators(paper: Paper) -> set[str]:
    """The family names of the translators, as they are told or a note names them."""
    if told := paper.about("translator"):
        return _families(told.split("; "))
    named = (_TRANSLATED.search(fold(value)) for _, value in _beside_title(paper))
    return _families(name for found in named if found is not None for name in _AND.split(found[1]))


def _families(names: Iterable[str]) -> set[str]:
    return {family for name in names if (family := name_key(name)[0])}


def are_other_versions(a: Paper, b: Paper) -> bool:
    """Whether two records tell versions that differ."""
    mine, its = _version(a), _version(b)
    return bool(mine) and bool(its) and mine != its


def _version(paper: Paper) -> tuple[str, ...]:
    kept = (value for name, value in paper.kept if name.rpartition("/")[2] == "version")
    found = next(filter(None, map(words, (paper.about("version"), *kept))), [])
    return tuple(word.removeprefix("v") for word in found if word not in ("v", "version", "release"))


def are_counted_apart(a: Paper, b: Paper) -> bool:
    """Whether two records say beside their title that they are other parts, volumes, editions or versions: "Second
    edition" and "Third edition", or a series and another volume of it."""
    mine, its = _counted(a), _counted(b)
    return any(mine[name].isdisjoint(its[name]) for name in mine.keys() & its.keys())


def _counted(paper: Paper) -> dict[str, frozenset[str]]:
    """The numbers by which fields count their paper, by their names."""
    told = [*_beside_title(paper), (_SERIES, paper.about(_SERIES))]
    return {name: numbers for name, value in told if (numbers := counted(value))}


def texts_told_beside(paper: Paper) -> Iterator[tuple[str, frozenset[object]]]:
    """What a record tells beside its title by which `are_other_versions`, `are_counted_apart`, `are_lettered_apart`
    and `are_other_translations` call it another text than one that tells something else under the same name."""
    told: dict[str, Iterable[object]] = {
        "version": {*filter(None, (_version(paper),))},
        f"letter of {paper.year}": {*filter(None, (_letter_of_year(paper),))},
        "translator": _families(paper.about("translator").split("; ")),
        **_counted(paper),
    }
    yield from ((name, frozenset[object](values)) for name, values in told.items() if values)


def are_lettered_apart(a: Paper, b: Paper) -> bool:
    """Whether two records of one year say by its letter that they are others of their authors' papers of it: "2015a"
    and "2015b"."""
    mine, its = _letter_of_year(a), _letter_of_year(b)
    return mine != "" and its != "" and mine != its and a.year == b.year


def are_dated_apart(a: Paper, b: Paper) -> bool:
    """Whether two records of one date say more of it, and each something else, as two issues of a quarterly do. A DOI
    that both have says that they are one."""
    if a.published != b.published or (a.doi and a.doi == b.doi):
        return False
    mine, its = _beyond_date(a), _beyond_date(b)
    return not (mine <= its or its <= mine)


def _beyond_date(paper: Paper) -> frozenset[str]:
    """The words in which the dates that a record told say more than its paper's does."""
    dates = (value for name, value in paper.kept if _bare(name) in _DATES)
    return frozenset(word for value in dates for word in beyond_date(value, paper.published)) - OF_STATE


def _letter_of_year(paper: Paper) -> str:
    told = [value.strip('"') for name, value in paper.kept if name.rpartition("/")[2].lstrip("=") in _YEARS]
    found = map(_LETTERED.fullmatch, (paper.about("year-suffix"), *told))
    return next((letter[1] for letter in found if letter is not None), "")


def are_kept_apart(a: Paper, b: Paper) -> bool:
    """Whether two records tell that their texts, which nobody printed, are kept in two places: of one letter-writer in
    one year there are many letters to his wife. Books stand in many libraries."""
    if not _is_unprinted(a) or not _is_unprinted(b):
        return False
    return _tell_others(_shelves(a), _shelves(b))


def are_issued_apart(a: Paper, b: Paper) -> bool:
    """Whether two records without authors tell other bodies that brought the text out, as two firms' manuals do. A DOI
    that both have says that they are one."""
    if a.authors or b.authors or (a.doi and a.doi == b.doi):
        return False
    return _tell_others(_issuers(a), _issuers(b))


def _tell_others(mine: Mapping[str, frozenset[str]], its: Mapping[str, frozenset[str]]) -> bool:
    """Whether two records say something else under one name: the words of neither are among those of the other."""
    return any(not (mine[name] <= its[name] or its[name] <= mine[name]) for name in mine.keys() & its.keys())


def _issuers(paper: Paper) -> dict[str, frozenset[str]]:
    """The words of the names of those who brought a text out, by what they are called."""
    told = {name: frozenset(words(paper.about(name))) for name in ("organization", "publisher")}
    return {name: held for name, held in told.items() if held}


def _is_unprinted(paper: Paper) -> bool:
    numbers = any(paper.about(name) for name in ("ISBN", "ISSN", "volume", "edition"))
    return paper.kind in _UNPRINTED and not (paper.venue or paper.doi or paper.arxiv_id or numbers)


def _shelves(paper: Paper) -> dict[str, frozenset[str]]:
    """The words with which a record says where its text is kept, by the names under which it does. A note beside a
    manuscript says so by its numbers."""
    told = {_bare(name): frozenset(words(value)) for name, value in (*paper.metadata, *paper.kept)}
    found = {name: held for name, held in told.items() if name in _SHELVES and held}
    if paper.kind == "manuscript" and (numbers := frozenset(re.findall(r"\d+", paper.about("note")))):
        found["note"] = numbers
    return found


def told_alike(paper: Paper) -> tuple[object, ...]:
    """What two records tell alike that are told from one another by nothing but what `told_otherwise` names."""
    return (paper.title, paper.authors, paper.published, paper.venue, paper.abstract, paper.places)


def is_mere(name: str) -> bool:
    """Whether a variable or field says nothing of which text a record is of."""
    return _bare(name) in _MERE


@lru_cache(4096)
def _bare(name: str) -> str:
    """The name of a variable or field without signs."""
    return "".join(filter(str.isalnum, name.rpartition("/")[2].lower()))


def told_otherwise(a: Paper, b: Paper) -> tuple[str, str]:
    """The name of what two records tell otherwise that tell everything else alike, with the value that the second one
    tells; "" for nothing: of two series, two places, two notes the words of neither are all among those of the
    other."""
    if told_alike(a) != told_alike(b):
        return "", ""
    mine, its = dict((*a.metadata, *a.kept)), dict((*b.metadata, *b.kept))
    for name in sorted(mine.keys() & its.keys()):
        bare = name.rpartition("/")[2]
        if bare.startswith(("=", "@")) or is_mere(bare) or mine[name] == its[name]:
            continue
        left, right = set(words(mine[name])), set(words(its[name]))
        if not left <= right and not right <= left:
            return bare, its[name]
    return "", ""
