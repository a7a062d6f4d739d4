"""A reference as it is printed at the end of a paper -> what it says, and whether it says a title at all.

Physicists, and others who are short of room, name a paper by its authors and its place: journal, volume, page and year.
Such words are no title. Only what its form shows for sure is read of a reference; where a title stands between authors
and journal and its ends are doubtful, there is none. Others write titles: in quotes, or behind a year, where the place
of the paper shows which sentence is the last of the title.

    >>> found = reference_in("[1] A. Vale, B. Ash, and C. Elm, Phys. Rev. 47, 777 (1935).")
    >>> found.title, found.authors, found.venue, found.year, found.place
    ('', ('A. Vale', 'B. Ash', 'C. Elm'), 'Phys. Rev.', '1935', {'volume': '47', 'issue': '', 'page': '777'})
    >>> reference_in("1. Nature. 2021 Aug;596(7873):583-589.").venue
    'Nature'
    >>> reference_in("Vale, A. et al. Lamps that learn at night. Nature 596, 583-589 (2021)").title
    'Lamps that learn at night'
    >>> reference_in("Vale, A. (2020). Do lamps learn? A study. Lamp Letters, 3(2), 1-9.").title
    'Do lamps learn? A study'
    >>> reference_in('A. Vale and B. Ash, "Lamps that learn," in Proc. Lamps, 2016.').title
    'Lamps that learn'
    >>> reference_in("Lamps that learn, Phys. Rev. 47, 777 (1935)").title, reference_in("Lamps that learn")
    ('Lamps that learn', None)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from reader.dates import date_in
from reader.formats.author_lists import authors_in, names_in
from reader.formats.bylines import may_be_persons, names_a_house, shows_persons
from reader.identity import is_preprint_venue
from reader.persons import is_particle, without_others
from reader.text import clean_line

UNTOLD_TITLE = "a reference whose title cannot be told for sure, named by its identifier"
_NUMBER = re.compile(r"\W*(?:\[\w{1,12}\]|\(\d{1,3}\)|\d{1,3}[.)])\s+|[\s*•–—-]+(?=\w)")
"""What counts the references of a list."""
_TRANSLATED = re.compile(r"\s*[\[(][^\[\]]{4,80} \(?(?:19|20)\d\d\)?[\])]$")
"""The place of a translation, behind that of the paper ("[Sov. Phys. JETP 34, 483 (1972)]")."""
_LATER = re.compile(r"[\s.;]*\b(?:Epub|PMID|PMCID|Erratum|DOI|doi)\b[\s:].{0,200}$")
"""What databases put behind the place."""
_YEAR = r"(?P<year>(?:1[6-9]|20)\d\d)[a-z]?"
_VOLUME = r"(?P<volume>[A-Z]?\d{1,4}[A-Z]?)"
_ISSUE = r"(?:\s?\((?P<issue>[\w./ –-]{1,12})\))?"
_PAGE = r"(?:pp?\.\s?)?(?P<page>[A-Za-z]{0,3}\d[\w.]{0,11}(?:\s?[-–—]+\s?[A-Za-z]{0,3}\d\w{0,9})?)"
_MONTH = r"(?: (?P<month>[A-Z][a-z]{2})(?:[-/][A-Z][a-z]{2})?(?: (?P<day>\d{1,2}))?)?"
_PLACES = tuple(
    re.compile(place + r"[\s.,;]*$")
    for place in (
        rf"\s{_VOLUME}{_ISSUE}[,:]\s?{_PAGE},?\s\({_YEAR}\)",  # APS, AIP, JETP, Nature, IOP
        rf"\s{_VOLUME}{_ISSUE},?\s\({_YEAR}\),?\s{_PAGE}",  # Elsevier, JHEP
        rf"[\s,.]\s?{_YEAR}{_MONTH};\s?{_VOLUME}?{_ISSUE}:\s?{_PAGE}",  # PubMed, Vancouver
        rf"[\s,]\s?{_YEAR},\s{_VOLUME}{_ISSUE}[,:]\s?{_PAGE}",  # ACS, RSC
    )
)
"""Where a paper stands, at the end of a reference, as the styles of publishers write it."""
_AFTER_YEAR = re.compile(
    rf"(?P<authors>\S.{{2,400}}?),?\s\(?{_YEAR}\)?[,.:]?\s(?P<venue>[^,]{{1,60}}),\s{_VOLUME},\s{_PAGE}[\s.,;]*$"
)
"""The same as astronomers write it: the year stands behind the authors."""
CITED = re.compile(
    r"(?:\[\d{1,4}\]\s*)?(?:[^\W\d_a-z][\w.’'-]*[\s,]+(?:(?:and|&)\s+)?){1,6}et\.? ?al\b[\s.,;:()\[\]]*"
    r"(?:(?P<year>(?:19|20)\d\d)[a-z]?)?[\s.)\]]*"
)
"""A paper named by its authors and year ("[1] Vaswani et al., 2017")."""
_NO_PLACE = re.compile(
    rf"[\s,.;(]+(?:(?:arXiv(?: e-?prints?| preprint)?|e-?print|preprint)\b[^()]{{0,60}}(?:\({_YEAR}\))?"
    rf"|\(?{_YEAR.replace('year', 'alone')}\)?)[\s.,;]*$",
    re.IGNORECASE,
)
"""What stands behind the authors of a paper that is known by them and its year, or its number at arXiv."""
_YEAR_FIRST = re.compile(
    rf"(?P<authors>[^()]{{2,400}}?)"
    rf"(?:\s?\({_YEAR}(?:, [^()]{{3,20}})?\)[.:]|[.,]\s{_YEAR.replace('year', 'bare')}[.:])\s(?P<rest>\S.*)$"
)
_IN_JOURNAL = re.compile(rf"(?P<venue>[^,]{{2,120}}?),?\s{_VOLUME}{_ISSUE}(?:,\s{_PAGE})?[\s.]*")
"""How psychologists write: authors (year). Title. Journal, volume(issue), pages."""
_IN_QUOTES = re.compile(
    r"(?P<authors>[^\"“”]{2,400}?)[\s,.:]\s*[\"“](?P<title>[^\"“”]+\s[^\"“”]+?(?:[.,?!][\"”]|[\"”](?:[.,]|$)))\s*(?P<behind>.*)"
)
"""How engineers and scholars of letters write: authors, "Title," where it stands."""
_DATED_HEAD = re.compile(r"[\s.,]*\(?(?:1[6-9]|20)\d\d[a-z]?\)?[\s.,:]*$")
_ALONE = re.compile(r"(?<![\w./–-])(?:1[6-9]|20)\d\d(?![\w/–-])")
"""A year."""
_PAGES = re.compile(r"\bpp?\.?\s?\d+(?:\s?[-–—]+\s?\d+)?|\d+\s?[-–—]+\s?\d+")
_ENDED = re.compile(r".?[.,:(]")
"""The end of a list of names."""
_AND = re.compile(r"\s(?:and|&)\s")
_IN_BOOK = re.compile(r"In:?\s(?:[Tt]he\s)?[^\W\d_a-z].*")
"""And of what stands in a book: "In Proceedings of …", "In A. Editor (Ed.), …"."""
_BLANK_BEHIND_POINT = re.compile(r"(?<!\bvs)\.\s+(?=\S)")
_CAPITAL = r"[^\W\d_a-z]"
_INITIALS = rf"{_CAPITAL}[a-z]?\.(?:[\s-]?{_CAPITAL}\.){{0,3}}"
_FAMILY = (
    rf"(?:(?:van|von|de|der|den|du|la|le|di|da|del|della|dos|al|el|ten|ter|zu|bin|ibn)\s|[dDlLO]['’]){{0,3}}"
    rf"{_CAPITAL}[\w'’-]+"
)
_GROUP = rf"(?:[Tt]he\s)?{_CAPITAL}[\w+-]+(?:[\s-]{_CAPITAL}[\w+-]+){{0,2}}\s(?:Collaborations?|Consortium)"
_HOUSE = re.compile(rf"(?:[Tt]he\s)?{_CAPITAL}[\w+-]*(?:\s(?:of|for|on|and|the|{_CAPITAL}[\w+-]*)){{0,8}}")
"""What may be the name of one that stands for the authors: it has no initials and no signs."""
_BETWEEN_WORDS = re.compile(r"\b(?:of|for|on|and|the)\b")
_NAME = re.compile(
    rf"{_GROUP}|{_INITIALS}\s?{_FAMILY}(?:\s(?!et\b){_CAPITAL}[\w'’-]+)?(?:,?\s(?:Jr|Sr)\.)?"
    rf"|{_FAMILY}(?:\s{_FAMILY})?,?\s{_INITIALS}(?!\w)|{_FAMILY}(?:\s{_FAMILY})?\s[A-Z]{{1,3}}(?!\w)"
)
"""A name with initials, as references have them, or that of a group."""
_NEXT = re.compile(r"\s?[,;]\s(?:(?:and|&)\s)?|\s(?:and|&)\s")
_OTHERS = re.compile(
    r"[,;]?\s(?:et\.?\s?al\b\.?|(?:and|&)\s(?:others|co-?workers))(?:\s\([^()]{3,60}\))?|\s\([^()]{3,60}\)"
)
_ONE = re.compile(
    rf"(?P<family>{_FAMILY}(?:\s{_FAMILY})?),?\s(?P<given>{_INITIALS}|[A-Z]{{1,3}})(?P<others>,?\set\.?\sal\.?)?"
)
"""A lone name, family name first."""
_FAMILY_FIRST = re.compile(rf"{_FAMILY}(?:\s{_FAMILY})?,?\s{_INITIALS}(?!\w)|{_FAMILY}\s[A-Z]{{1,3}}\.\s")
_INITIAL_OR_JOURNAL = re.compile(rf",\s(?:{_CAPITAL}\.\s?)+J\.$")
"""The end of a list of names that may be an initial as well as the first word of a journal ("Sham, L. J. Phys.")."""
_SMALL = frozenset("of the and in on for de der la le für und des et di a an to by".split())  # noqa: SIM905
_ABBREVIATION = re.compile(rf"(?:{_CAPITAL}|[a-z]{{2,6}}\.)[\w'’-]{{0,8}}\.|(?:{_CAPITAL}\.)+")
_ACRONYM = re.compile(r"[A-Z][\w&]*[A-Z&]\w*|[A-Z]{1,2}")
_PERIODICAL = re.compile(
    r"\b(?:acta|advances|annalen|annals|annual|archive?|bulletin|cell|communications|journal|lancet|letters|magazine|nature"
    r"|physica|physical|physics|pnas|proceedings|reports|reviews?|science|transactions|zeitschrift)\b",
    re.IGNORECASE,
)
_LONGEST = 1_500
"""Characters of a reference that is looked at."""
_WORDS, _WHOLE_WORDS = 9, 2
"""Words of the name of a journal, and those of an abbreviated one that may be whole."""
_CLIPPED = 10
"""Letters of an abbreviation without a point."""
_STOP = re.compile(r"(?:[?!],?|(?<![^\W\d_])[a-z][\w-]{2,}\.|[\w-]{7,}\.|(?<=[)\d])\.)\s+(?=\S)")
"""The end of a sentence, behind no abbreviation."""


@dataclass(frozen=True, slots=True)
class PrintedReference:
    """What one reference says for sure."""

    title: str
    """"" where it has none, and where it cannot be told where it begins and ends."""
    authors: tuple[str, ...]
    more: bool
    venue: str
    year: str
    """"YYYY", "YYYY-MM" or "YYYY-MM-DD"."""
    place: Mapping[str, str]
    """Volume, issue and page, by the names of CSL."""
    unread: str = ""
    """What stands before the place and may be a title, and authors, of which nobody can say where they end."""


def reference_in(text: str) -> PrintedReference | None:
    """What a text says that is a reference and nothing else; None for any other, as one without authors and a place."""
    plain = clean_line(text[: _LONGEST + 1]).replace("*", "").replace("_", "")
    if len(plain) > _LONGEST or not any(map(str.isdigit, plain)):
        return None
    plain = _LATER.sub("", _NUMBER.sub("", plain, count=1) if _NUMBER.match(plain) else plain).rstrip(" .,;|")
    if "|" in plain:
        return None
    if (translated := _TRANSLATED.search(plain)) and any(
        place.search(plain[: translated.start()]) for place in _PLACES
    ):
        plain = plain[: translated.start()]
    if (quoted := _with_quotes(plain)) is not None:
        return quoted
    for pattern in _PLACES:
        if (place := pattern.search(plain)) is not None:
            found = _before_place(plain[: place.start()], place)
            return found or None
    return _of_astronomers(plain) or _with_year_first(plain) or _of_authors(plain) or _untold(plain)


def is_group(name: str) -> bool:
    """Whether an author of a reference is a group for sure: its name has more words than a person's, and one of them is
    that of a house, or it ends with what only groups are called."""
    return re.fullmatch(_GROUP, name) is not None or (
        name.count(" ") > 1 and "." not in name and _HOUSE.fullmatch(name) is not None and names_a_house(name)
    )


def _before_place(head: str, place: re.Match[str]) -> PrintedReference | None:
    """What stands before the place of a paper: its authors and journal, or the journal alone, or a title among them;
    None where nothing of that does."""
    said = place.groupdict()
    year = said["year"]
    if said.get("month"):
        year = date_in(" ".join(filter(None, (said.get("day"), said["month"], year)))) or year
    where = {name: (said[name] or "").replace(" ", "") for name in ("volume", "issue", "page")}
    found = partial(PrintedReference, year=year, place=where)
    if _is_journal(head, alone=True, medical=";" in place[0]):
        return found("", (), more=False, venue=_journal(head))
    rest = head
    ends = list(_authors(head))
    for end in ends:
        rest = _behind(head, end)
        if _is_journal(rest) and not _FAMILY_FIRST.match(rest):
            if _INITIAL_OR_JOURNAL.search(head[:end]):
                return found("", (), more=False, venue="")
            names, more = _names(head[:end])
            return found("", names, more=more, venue=_journal(rest))
    title, venue = _titled(rest)
    names, more = _names(head[: ends[-1]]) if ends and rest[:1].isupper() else ((), False)
    if title or ends:
        return found(title, names, more=more, venue=venue, unread="" if title else rest)
    before, _, behind = rest.rpartition(",")
    if not _is_journal(behind, alone=True):
        return None
    return found("", (), more=False, venue=_journal(behind), unread=before)


def _behind(head: str, end: int) -> str:
    """What stands behind a list of names, and the signs that end it."""
    return head[end:].lstrip(" ,.;:")


def _titled(text: str) -> tuple[str, str]:
    """The title and the journal of a text that is nothing else, ("", "") where it cannot be told where one ends: behind
    the one sentence before a journal, or before the one comma."""
    parts = [(text[: stop.start()] + stop[0].strip(" .,"), text[stop.end() :]) for stop in _STOP.finditer(text)]
    if not parts and text.count(",") == 1:
        parts = [(before, behind) for before, _, behind in [text.partition(",")]]
    if len(parts) != 1:
        return "", ""
    title, venue = parts[0]
    spelt = any(word.islower() and word not in _SMALL for word in title.split())
    said = title[:1].isupper() and title.count(" ") > 0 and spelt and "," not in venue
    return (title.strip(), _journal(venue)) if said and _is_journal(venue) else ("", "")


def _of_astronomers(plain: str) -> PrintedReference | None:
    match = _AFTER_YEAR.match(plain)
    if match is None or not _is_journal(match["venue"]):
        return None
    if max(_authors(match["authors"]), default=0) < len(match["authors"]):
        return None
    names, more = _names(match["authors"])
    where = {"volume": match["volume"], "issue": "", "page": match["page"].replace(" ", "")}
    return PrintedReference("", names, more, venue=_journal(match["venue"]), year=match["year"], place=where)


def _with_year_first(plain: str) -> PrintedReference | None:
    """What stands behind authors and a year in brackets: the title, which ends with its sentence, and where it is."""
    match = _YEAR_FIRST.match(plain)
    people = _people(match["authors"]) if match else None
    if match is None or people is None:
        return None
    names, more = people
    title, behind = _title_and_place(match["rest"])
    place = {name: behind[name] or "" for name in ("volume", "issue", "page")} if behind else {}
    venue = _journal(behind["venue"]) if behind else ""
    unread = "" if title else match["rest"]
    year = match["year"] or match["bare"]
    return PrintedReference(title, names, more, venue=venue, year=year, place=place, unread=unread)


def _title_and_place(rest: str) -> tuple[str, re.Match[str] | None]:
    """The title that a text begins with, and the journal, volume and pages behind it, where it has them. They show
    where a title of several sentences ends, or one that ends with an abbreviation; without them only one sentence with
    nothing behind it, or a place, is surely a title. "" where it cannot be told."""
    stops = list(_STOP.finditer(rest))
    for stop in reversed(stops):
        if (found := _IN_JOURNAL.fullmatch(rest, stop.end())) and _is_place(found):
            return _until(rest, stop), found
    points = [(point, _IN_JOURNAL.fullmatch(rest, point.end())) for point in _BLANK_BEHIND_POINT.finditer(rest)]
    placed = [(point, found) for point, found in points if found and _is_place(found) and _is_journal(found["venue"])]
    if len(placed) == 1:
        return _until(rest, placed[0][0]), placed[0][1]
    booked = [stop for stop in stops if _IN_BOOK.fullmatch(rest, stop.end())]
    if booked:
        return _until(rest, booked[0]), None
    if not stops:
        return ("" if any(rest[point.end()].isupper() for point, _ in points) else rest.rstrip(" .")), None
    behind = rest[stops[0].end() :]
    told = len(stops) == 1 and (is_preprint_venue(behind.strip(" .")) or _is_journal(behind, alone=True))
    return (_until(rest, stops[0]) if told else ""), None


def _until(text: str, stop: re.Match[str]) -> str:
    return text[: stop.start()] + stop[0].strip(" .,")


def _is_place(found: re.Match[str]) -> bool:
    """Whether what has the form of a journal and its volume is that: its pages or its issue show it, or its name."""
    venue = found["venue"]
    if _STOP.search(venue) is not None or not venue[:1].isupper():
        return False
    alone = found["page"] is None and found["issue"] is None
    named = _is_journal(venue) or _PERIODICAL.search(venue) is not None
    return not alone or (named and found.string.startswith(",", found.end("venue")))


def _with_quotes(plain: str) -> PrintedReference | None:
    """What stands behind authors in quotes, as engineers and scholars of letters write a title."""
    match = _IN_QUOTES.fullmatch(plain)
    if match is None:
        return None
    years = _ALONE.findall(_PAGES.sub("", f"{match['authors']} ; {match['behind']}"))
    head = _DATED_HEAD.sub("", match["authors"]).rstrip(" ,")
    people = _people(head)
    several = "," in head or without_others(head) != head
    if people is None and not (years and several and _reads_like_names(head)):
        return None
    names, more = people or ((), False)
    year = years[0] if len(set(years)) == 1 else ""
    behind = f" {match['behind']}"
    found = next(filter(None, (pattern.search(behind) for pattern in _PLACES)), None)
    told = found if found and _is_journal(behind[: found.start()]) else None
    venue = _journal(behind[: told.start()]) if told else ""
    place = {name: told[name] or "" for name in ("volume", "issue", "page")} if told else {}
    return PrintedReference(match["title"].strip(' .,"”'), names, more, venue=venue, year=year, place=place)


def _untold(plain: str) -> PrintedReference | None:
    """What begins with several names with initials, and has a year: a reference in a form that is not known."""
    ends = list(_authors(plain))
    rest = _behind(plain, ends[-1]) if ends else ""
    if len(ends) < 2 or not rest or _ENDED.match(plain, ends[-1] - 1) is None or _ALONE.search(rest) is None:
        return None
    names, more = _names(plain[: ends[-1]])
    return PrintedReference("", names, more, venue="", year="", place={}, unread=rest)


def _people(head: str) -> tuple[tuple[str, ...], bool] | None:
    """The people whom a text names that is nothing but authors, and whether there are more; None for another text, and
    where it cannot be told who they are."""
    plain = head.rstrip(" ,")
    if max(_authors(plain), default=0) >= len(plain.rstrip(".")):
        return _names(plain)
    if "," not in plain and _HOUSE.fullmatch(plain.rstrip(".")) and names_a_house(_BETWEEN_WORDS.sub(" ", plain)):
        return (plain.rstrip("."),), False
    people = authors_in(plain)
    names = people.printed
    if not (people.sure and people.reads_well and names and may_be_persons(names, introduced=people.more, dated=True)):
        return None
    return (names, people.more) if people.more or shows_persons(names, joined=_AND.search(plain) is not None) else None


def _reads_like_names(head: str) -> bool:
    """Whether all words of a text may be those of names, with what stands between them."""
    words = without_others(head).replace("&", " ").split()
    return bool(words) and all(word[0].isupper() or word == "and" or is_particle(word) for word in words)


def _of_authors(plain: str) -> PrintedReference | None:
    """What names a paper by nothing but its authors, and its year or its number at arXiv."""
    if (cited := CITED.fullmatch(plain)) is not None:
        return PrintedReference("", (), more=False, venue="", year=cited["year"] or "", place={})
    match = _NO_PLACE.search(plain)
    head = (plain[: match.start()] if match else plain).rstrip(" ,.;(")
    ends = list(_authors(head))
    if not ends or len(head[ends[-1] :].strip(" ,.;(")) > 0 or not (match or _OTHERS.search(head)):
        return None
    names, more = _names(head)
    year = (match["year"] or match["alone"] or "") if match else ""
    return PrintedReference("", names, more, venue="", year=year, place={})


def _authors(head: str) -> Iterator[int]:
    """Where a list of names may end that a text begins with, name by name; nothing for a text that begins otherwise."""
    at = 0
    while (name := _NAME.match(head, at)) is not None:
        at = name.end()
        yield at
        if (others := _OTHERS.match(head, at)) is not None:
            yield others.end()
            return
        if (following := _NEXT.match(head, at)) is None:
            return
        at = following.end()
    if at:
        return
    spelt, comma, _ = head.rpartition(",")
    names = names_in(spelt) or ()
    if comma and names and may_be_persons(names, dated=True) and shows_persons(names, joined=" and " in spelt):
        yield len(spelt)


def _names(text: str) -> tuple[tuple[str, ...], bool]:
    """The names of a list, and whether it says that there are more."""
    plain = re.sub(r"\s\([^()]*\)$", "", text).rstrip(" ,;")
    if (one := _ONE.fullmatch(plain)) is not None:
        return (f"{one['given']} {one['family']}",), one["others"] is not None
    found = authors_in(plain)
    return found.printed, found.more


def _journal(text: str) -> str:
    return clean_line(text).strip(" ,;:") if text.rstrip(" ,;:").count(".") > 1 else clean_line(text).strip(" ,;:.")


def _is_journal(text: str, *, alone: bool = False, medical: bool = False) -> bool:
    """Whether a text may be the name of a journal, abbreviated or whole, and nothing beside it; where it stands
    `alone`, without authors, it must show that it is one. Medicine (`medical`) abbreviates without points."""
    plain = text.strip(" ,;:")
    words = plain.split()
    if not words or len(words) > _WORDS or "," in plain or not words[0][0].isupper():
        return False
    short = [_ABBREVIATION.fullmatch(word) is not None for word in words]
    signs = [bool(_ACRONYM.fullmatch(word.strip("().:"))) or word.startswith("(") for word in words]
    whole = [
        word
        for word, is_short, is_sign in zip(words, short, signs, strict=True)
        if not (is_short or is_sign or word in _SMALL)
    ]
    if any(not word[0].isupper() or (word.endswith(".") and word is not words[-1]) for word in whole):
        return False
    if any(short[:-1]) or (short[-1] and len(words) == 1):
        return len(whole) <= _WHOLE_WORDS
    if not alone:
        return True
    clipped = medical and all(len(word.strip(".")) <= _CLIPPED and word not in _SMALL for word in words)
    return clipped or _PERIODICAL.search(text) is not None
