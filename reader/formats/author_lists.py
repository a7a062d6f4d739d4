"""Who the people are in one text that is known to hold authors and nothing else: the cell of a table, a value of JSON
or YAML, the property of a note, a line of a page. There is this one reading for all of them.

Semicolons part names for sure, as signs and line breaks do, and "and" and commas mostly. Where a comma may stand
between two people as well as within one name, that is said (`AuthorList.doubt`); who asks whether a text is one of
names at all (`names_in`) gets no answer then:

    >>> authors_in("Vale, Ada; Ash, Bo").printed, authors_in("Ada Vale (MIT), Bo Ash (ETH)").printed
    (('Ada Vale', 'Bo Ash'), ('Ada Vale', 'Bo Ash'))
    >>> authors_in("Vale A, Ash B and 3 others").printed, authors_in("Vale A, Ash B and 3 others").more
    (('A Vale', 'B Ash'), True)
    >>> authors_in("张三，李四").printed, authors_in("Vale, Ada").told, authors_in("Vale, Ada").doubt == ONE_OR_TWO
    (('张三', '李四'), ('Vale, Ada',), True)
    >>> names_in("Vale et al."), names_in("n/a"), names_in("Vale, Ada")
    (('Vale',), (), None)

A list of names needs no parting, but may have them family name first:

    >>> given_first_all(["Vale, Ada", "Plato"]), given_first_all(["Dept. of Lamps, Oxford"])
    (('Ada Vale', 'Plato'), ('Dept. of Lamps, Oxford',))
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from reader.formats.bylines import names_a_house
from reader.formats.name_joints import (
    DEGREE,
    JOINED,
    are_initials,
    may_end_in_initials,
    reads_like_part,
    with_plain_joints,
    without_titles,
)
from reader.formats.parsed import Problem, excerpt
from reader.paper import Name, Paper
from reader.persons import (
    goes_on,
    is_company,
    is_nobody,
    is_particle,
    is_suffix,
    listed_name,
    named_authors,
    without_others,
)
from reader.text import clean_line

ONE_OR_TWO = "authors that may be one or two, taken for one, family name first"
"""What is said of "Vaswani, Shazeer" where nothing tells."""
ALL_OR_HALF = "authors that may be half as many with a comma in each name, taken as they stand"
"""What is said of "Vaswani, Shazeer, Parmar, Jones"."""
LEFT_OUT = "authors that cannot be told apart for sure, left out"
"""What is said of what reads like no names."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_BEGINS_FAMILY = frozenset("mc mac de del di du da la le lo van von der den ten ter fitz st o d ó ap".split())  # noqa: SIM905
"""What a family name begins with before a capital."""
_AND = re.compile(r"(?:[,，、]|(?<!\s))\s+(?:and|&)\s+", re.IGNORECASE)
_ENGLISH = re.compile(r"(?<!\s)\s+and\s+", re.IGNORECASE)
_COMMA = re.compile(r"[,，、]")
_SURE = re.compile(r"(?:(?<!\s)\s+)?(?:[;；]\s*(?:(?:and|&)\s+)?|[|•]\s*)|(?<!\s)\s+[/·]\s+", re.IGNORECASE)
"""What stands between people only."""
_SEVERAL = re.compile(r"[;；，、|•]")
_EASTERN = re.compile(r"[，、]")
"""Commas that never stand within a name."""
_LINE = re.compile(r"(?<!\s)\s*[\r\n]\s*")
_UNENDED = re.compile(r"(?:[,;，、；&]|\band)$", re.IGNORECASE)
"""What says at the end of a line that the next goes on with it."""
_OPENING, _CLOSING = "(（", ")）"
_BEHIND_PLACE = re.compile(
    r"\s*(?:$|[,;:，、；|•/·&+*∗†‡§¶(（]|(?:and|by|(?-i:und|et|y|e|i|en|och|og|ve|и|та))\b|…|\.\.\.)", re.IGNORECASE
)
"""What stands behind the place where an author works."""
_STOP = re.compile(r"(?<![^\W\d_])(?P<word>[^\W\d_]*[^\W\d_A-Z])\.$")
"""The full stop behind a whole word."""
_MARKED = re.compile(r"[\s*∗†‡§¶⁰¹²³⁴-⁹]+$")
"""What leads from a name to a note: an asterisk, a raised number."""
_NUMBERS = re.compile(r"(?<=[^\W\d_]|\.)\s?\d{1,2}(?:\s?,\s?\d{1,2})*(?=\s*(?:[,;，、；*∗†‡§]|(?:and|&)\s|$))")
_NUMBERED = re.compile(r"[^\W\d_].*\s\d{1,2}$")
"""A number behind a name."""
_SKIPPED = re.compile(r"(?<=[.,])\s*(?:\.{3}|…|\. \. \.)[\s,]*(?=(?:&|and)\s|[^\W\d_a-z])")
"""What says between names that some between them are left out."""
_YEAR_BEHIND = re.compile(r"(?:(?:(?<!\s)\s+)?[,;]\s*|(?<=\bal)\s+|(?<=\bal\.)\s*)\(?(?:19|20)\d\d[a-z]?\)?\s*$")
"""The year of a paper that is named by it and its authors."""
_UNTOLD = re.compile(r"[\W\d_]*|n\.?\s?/?\s?a\.?|none|unknown|tbd|tba", re.IGNORECASE)
"""What a cell says that names nobody."""
_SURNAMES = frozenset(
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林高罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧曹彭曾肖蕭萧田董潘袁蔡蒋蔣余于杜叶葉程"
    "魏苏蘇吕呂丁任卢盧姚沈钟鍾姜崔谭譚陆陸范汪廖石韦韋贾賈夏方邹鄒熊白孟秦邱侯江尹薛闫閻段雷龙龍史陶贺賀毛郝顾顧龚龔邵万萬钱錢"
)
"""Chinese family names of one sign that very many people have."""
_HAN = re.compile(r"[々㐀-鿿]+")
_HANGUL = re.compile(r"[가-힣]+")
_WHOLE = 4
"""Signs of Chinese that are family and given name; in Korean it takes one less."""
_SMALL_LETTER = r"(?:(?![^\W\d_A-Z])[^\s,])*[^\W\d_A-Z][^\s,]*"
"""A word with a small letter and no comma, which only its first one shows, so that no text is tried in more ways."""
_BEHIND = re.compile(
    rf"(?P<family>{_SMALL_LETTER}(?: {_SMALL_LETTER})*) (?P<given>(?:[^\W\d_a-z]\.?[ -]?){{0,3}}[^\W\d_a-z]\.?)"
    r"(?: (?P<suffix>Jr\.?|Sr\.?|2nd|3rd|I{2,3}))?"
)
"""A name with its initials behind it: "van der Berg AM", "Vale A.-B.", "Ash B 3rd"."""
_GLUED = re.compile(r"[^\W\d_a-z]{2,3}\.")
"""Initials with the full stop of the list behind them."""
_INITIALS_LENGTH = 8
_LENGTH = 100
"""Characters of a name of a person."""
_NAME_WORDS = 7
_SMALL_WORDS = 3
"""Words of a name, a group's too, and those of them without a capital; what has more is a sentence."""
_NO_NAME = re.compile(r"://|@|\bwww\.|[<>|{}\[\]]")


@dataclass(frozen=True, slots=True)
class AuthorList:
    """The people whom a text names."""

    told: tuple[str, ...] = ()
    """Each as `persons.listed_name` reads it: as printed, with the family name before a comma, or a group in braces."""
    more: bool = False
    """Whether it says that it does not name all."""
    doubt: str = ""
    """What cannot be told for sure, as a problem names it."""
    apart: tuple[str, ...] = ()
    """Where that is in doubt, the names if all commas stand between people."""
    sure: bool = True
    """Whether no comma may stand for another thing than it was taken for."""

    @property
    def printed(self) -> tuple[str, ...]:
        """The names, given names first."""
        return tuple(listed_name(name).printed for name in self.told)

    @property
    def reads_well(self) -> bool:
        """Whether all that stands there reads like names, and is no sentence or address."""
        return all(map(_is_name, self.printed))

    @property
    def parts(self) -> list[Name]:
        """The names by their parts; none where it does not read like names."""
        return [listed_name(name) for name in self.told] if self.reads_well else []


@lru_cache(1_000)
def authors_in(text: str) -> AuthorList:
    """The people whom a text names that has authors and nothing else."""
    line = without_titles(_YEAR_BEHIND.sub("", _in_one_line(text)))
    told = _SKIPPED.sub(" ", without_others(line))
    named = without_places(told)
    plain = without_others(named) if named != told else named
    more = told != line or plain != named
    if _UNTOLD.fullmatch(plain):
        return AuthorList(more=more)
    if (stop := _STOP.search(plain)) and not is_suffix(stop["word"]) and not is_company(stop["word"]):
        plain = plain[:-1]
    closed = plain.rstrip(" ;；")
    if len(closed) < len(plain.rstrip()) and closed.count(",") == 1 and ";" not in closed:
        parted = AuthorList((_listed(closed),))  # As Google Scholar ends each name, so that the comma parts one.
    else:
        parted = _joined(_without_numbers(closed))
    marked = [clean_line(_MARKED.sub("", part)) for part in parted.told]
    names = [without_others(name) for name in marked]
    more = more or names != marked
    names = [name for name in names if name.strip(" ,") and not is_nobody(name)]
    kept = tuple(name for name in names if not goes_on(name))
    doubt = parted.doubt or (DEGREE if may_end_in_initials(text) else "")
    return replace(parted, told=kept, more=more or len(kept) < len(names), doubt=doubt)


def listed_people(lines: Iterable[str]) -> tuple[list[Name], bool]:
    """The people of lines that name one each, as reference managers write them, and whether there are more. A comma
    stands within a name there, and where services leave it out, what can only be initials shows the family name ("Vale
    A.B."); signs that no name has show several, and so does a word between two whole names."""
    names: list[Name] = []
    more = False
    for line in lines:
        joined, _ = _joints_of(line)
        signs = "&" not in line and _SEVERAL.search(line.rstrip(" ,;；，、|•")) is not None  # An entity ends with one.
        if signs or joined or all(map(_is_whole_without_capitals, _COMMA.split(line))):
            found = authors_in(joined or line)
            names += map(listed_name, found.told)
            more = more or found.more
        else:
            plain = without_others(line)
            names.append(listed_name(plain if "," in plain else _lone(plain)))
            more = more or plain != line
    return [name for name in names if name.printed and not is_nobody(name.printed)], more


def in_doubt(line: int, names: Iterable[str]) -> Iterator[Problem]:
    """A problem for each line of names that may name one or several with a word between them."""
    for name in names:
        if _joints_of(name)[1]:
            yield Problem(line, JOINED, excerpt(clean_line(name)))


def _joints_of(line: str) -> tuple[str, bool]:
    """A line that names several, since a word stands between whole names, with "and" there, "" for any other; and
    whether that cannot be told. What has a comma at its end or stands in braces is one group."""
    if " " not in line.strip() or line.rstrip().endswith(",") or line.lstrip().startswith("{"):
        return "", False
    plain, doubted = with_plain_joints(_ENGLISH.sub(" und ", line))
    return plain.replace(" und ", " and ") if " and " in plain else "", doubted


def said_of(found: AuthorList, text: str) -> Problem | None:
    """What is to be said of the people whom a text names, where nothing but its place tells that it names some."""
    doubt = found.doubt if found.reads_well else LEFT_OUT
    return Problem(0, doubt, excerpt(clean_line(text))) if doubt else None


def names_in(text: str) -> tuple[str, ...] | None:
    """The names that a text holds, given names first; () where it says that there are none, None where it cannot be
    told which they are, or what stands there reads like no names."""
    found = authors_in(text)
    return found.printed if found.sure and found.reads_well else None


def goes_on_behind(text: str) -> bool:
    """Whether a list of names says that it does not name all."""
    return authors_in(text).more


def without_places(text: str) -> str:
    """Names without what stands in brackets behind each: where people work, a number. Brackets may be nested; what is
    never closed goes to the end.

    >>> without_places("Ada Sample (Lamps (Oslo)), Robert (Bob) Muster (2)")
    'Ada Sample, Robert (Bob) Muster'
    """
    kept, at = "", 0
    for start, end in _bracketed(text):
        if _BEHIND_PLACE.match(text, end) is not None and (kept + text[at:start]).strip():
            kept += text[at:start].rstrip()
            at = end
    return kept + text[at:]


def run_together(text: str) -> str:
    """Names with semicolons between them that a program wrote without anything between them, as SpringerLink does; as
    they stand where one of them would be a single word. A capital within a name begins none behind "Mc", "Le" and the
    like.

    >>> run_together("Ann LeeBob RoeFiona McKay"), run_together("Ann McKay, Yann LeCun")
    ('Ann Lee; Bob Roe; Fiona McKay', 'Ann McKay, Yann LeCun')
    """
    joints = [joint for word in _WORD.finditer(text) for joint in _capitals_within(word)]
    names = [text[start:end].strip() for start, end in pairwise((0, *joints, len(text)))]
    is_list = not joints or any(sign in text for sign in ",;") or not all(" " in name for name in names)
    return text if is_list else "; ".join(names)


def _capitals_within(word: re.Match[str]) -> Iterator[int]:
    """Where a name begins within a word, as capitals behind small letters say."""
    start = word.start()
    for at in range(word.start() + 1, word.end()):
        if word.string[at].isupper() and word.string[at - 1].islower():
            if word.string[start:at].lower() not in _BEGINS_FAMILY:
                yield at
            start = at


def _bracketed(text: str) -> Iterator[tuple[int, int]]:
    """Where brackets begin that stand in no others, and where they end."""
    depth, start = 0, 0
    for at, sign in enumerate(text):
        if sign in _OPENING:
            start = at if depth == 0 else start
            depth += 1
        elif sign in _CLOSING and depth:
            depth -= 1
            if depth == 0:
                yield start, at + 1
    if depth:
        yield start, len(text)


def _without_numbers(text: str) -> str:
    """Names without the numbers of notes behind them ("A. Vale 1, B. Ash 1,2"), where a comma between numbers shows
    that they are some, or each of several names has one."""
    pieces = list(map(str.strip, _COMMA.split(text)))
    numbered = len(pieces) > 1 and all(map(_NUMBERED.search, pieces))
    return _NUMBERS.sub("", text) if numbered or any(map(str.isdecimal, pieces[1:])) else text


def _in_one_line(text: str) -> str:
    """A text of several lines in one: with semicolons between them where each holds a name or two parts of one."""
    lines = [line for line in map(clean_line, _LINE.split(text.strip())) if line]
    bare = [line.rstrip(",;，、； ") for line in lines]
    if len(lines) < 2 or any(";" in line or _AND.search(line) for line in bare):
        return " ".join(lines)
    commas = {len(_COMMA.findall(line)) for line in bare}
    apart = commas == {0} and all(map(is_whole, bare))
    wrapped = any(map(_UNENDED.search, lines[:-1])) or all(map(is_whole, map(str.strip, _COMMA.split(" ".join(bare)))))
    inverted = commas == {1} and not wrapped and all(map(_is_one, bare))
    return "; ".join(bare) if apart or inverted else " ".join(lines)


def given_first_all(names: Sequence[str]) -> tuple[str, ...]:
    """The names of a list in the order of print, where it has them family name first: then each has a comma, but for
    those of one word, all read like people's, and one at least is surely one name. Else as they are."""
    several = [name for name in names if " " in without_others(name)]
    inverted = all(map(_is_inverted, several)) and any(map(_is_one, several))
    return tuple(listed_name(_listed(without_places(name))).printed for name in names) if inverted else tuple(names)


def names_of(paper: Paper) -> list[Name]:
    """The parts of a paper's authors for the ways out: as `named_authors`, and of those that stand family name first
    and of which no source told the parts."""
    told = dict(paper.names)
    if any(_COMMA.search(author) and author in told for author in paper.authors):
        return named_authors(paper)
    return named_authors(replace(paper, authors=given_first_all(paper.authors)))


def _is_inverted(name: str) -> bool:
    """Whether a name has its family name first for sure: a person's, with a comma behind it."""
    family, *given = (part.strip() for part in _COMMA.split(name))
    suffixes = [part for part in given if is_suffix(part)]
    return (
        0 < len(given) - (len(given) > 1 and len(suffixes) == 1) <= 1
        and all(map(reads_like_part, (family, *given)))
        and not names_a_house(name)
    )


def _joined(text: str) -> AuthorList:
    """The names of a text in which words of other languages may stand between them, or within one."""
    line, doubted = with_plain_joints(text)
    if not doubted:
        return _parted(line)
    told = (f"{{{text}}}",) if len(_COMMA.findall(line)) == 1 and not _SURE.search(line) else _parted(line).told
    return AuthorList(told, doubt=JOINED, sure=False)


def _parted(text: str) -> AuthorList:
    """The names one by one, and what of them is in doubt."""
    sure = [part for part in _SURE.split(text) if part]
    if len(sure) > 1 and (";" in text or "；" in text or not any(map(names_a_house, sure))):
        told = _with_initials_behind(sure) or [name for part in _without_houses(sure) for name in _of_part(part)]
        return AuthorList(tuple(told))
    joined = [part for part in _AND.split(text) if part.strip()]
    if len(joined) > 1 and all(len(_COMMA.findall(part)) == 1 and _is_one(part) for part in joined):
        return AuthorList(tuple(map(_listed, joined)))
    pieces = _joined_to(
        [piece for part in joined for piece in map(str.strip, _COMMA.split(part)) if piece], is_company, ", "
    )
    if (names := _with_initials_behind(pieces)) or (names := _in_pairs(pieces, joined[-1:])):
        return AuthorList(tuple(names))
    if (names := _first_inverted(pieces, joined)) or (names := _beside_groups(pieces, joined[-1:])):
        return AuthorList(tuple(names))
    if len(pieces) == 1:
        return AuthorList(tuple(_of_part(pieces[0])))
    if len(joined) == 1 and len(pieces) == 2:
        return _couple(text, pieces)
    if len(joined) == 1 and len(pieces) == 3 and [is_suffix(piece) for piece in pieces[1:]].count(True) == 1:
        one = ", ".join(piece for piece in pieces if not is_suffix(piece))
        if _is_one(one):
            return AuthorList((_listed(", ".join(pieces)),))
    found = _joined_to(pieces, is_suffix, " ")
    doubtful = _EASTERN.search(text) is None and len(found) % 2 == 0 and _may_be_pairs(found)
    if not doubtful:
        return AuthorList(tuple(map(_listed, found)))
    return AuthorList(tuple(found), doubt=ALL_OR_HALF, apart=tuple(found), sure=False)


def _of_part(part: str) -> list[str]:
    """The names in what stands between semicolons, or alone: several with initials behind them, or one."""
    pieces = [piece for piece in map(str.strip, _COMMA.split(part)) if piece]
    return _with_initials_behind(pieces) or ([_lone(part)] if len(pieces) == 1 else [_listed(part)])


def _lone(name: str) -> str:
    """A name that stands alone, with its family name first where one word, particles before it, has capitals behind it
    that can only be initials ("Vale AB.", "van der Berg C.")."""
    found = _BEHIND.fullmatch(name) if len(name) <= _LENGTH and not names_a_house(name) else None
    if found is None or not is_family(found["family"]) or len(found["given"]) > _INITIALS_LENGTH:
        return _listed(name)
    given = found["given"].removesuffix(".") if _GLUED.fullmatch(found["given"]) else found["given"]
    if is_suffix(given):
        return _listed(name)
    return ", ".join(filter(None, (found["family"], given, found["suffix"])))


def _without_houses(parts: Sequence[str]) -> list[str]:
    """What stands between semicolons, without the houses behind a comma where people work: each has one comma with a
    whole name before it, and what stands behind it is a house in one of them at least."""
    halves = [[half.strip() for half in _COMMA.split(part)] for part in parts]
    apart = all(len(half) == 2 and " " in half[0] and not is_particle(half[0].split()[0]) for half in halves)
    if not apart or not any(names_a_house(half[1]) for half in halves) or any(is_suffix(half[1]) for half in halves):
        return list(parts)
    return [name for name, _ in halves]


def _first_inverted(pieces: Sequence[str], joined: Sequence[str]) -> list[str]:
    """The names of a list with an "and" of which only the first has its family name first, as scholars of letters write
    them ("Vale, Ada, Bo Ash, and Cy Elm"); [] for any other."""
    if len(joined) < 2 or len(pieces) < 3 or not is_family(pieces[0]) or any(map(names_a_house, pieces[:2])):
        return []
    *_, last = pieces[1].split()
    given = " " not in pieces[1] or are_initials(last)
    others = all(" " in piece and not are_initials(piece) for piece in pieces[2:])
    return [f"{pieces[0]}, {pieces[1]}", *pieces[2:]] if given and others and not is_suffix(pieces[1]) else []


def _beside_groups(pieces: Sequence[str], last: Sequence[str]) -> list[str]:
    """The names of a list that begins or ends with a group, and has people family name first beside it; [] for any
    other."""
    first, behind = (" " in piece and names_a_house(piece) for piece in (pieces[0], pieces[-1]))
    people = _in_pairs(pieces[first : len(pieces) - behind], last) if first or behind else []
    groups = ([f"{{{pieces[0]}}}"] * first, [f"{{{pieces[-1]}}}"] * behind)
    return [*groups[0], *people, *groups[1]] if people else []


def _couple(text: str, pieces: Sequence[str]) -> AuthorList:
    """Two pieces with a comma between them: one name, family name first, or two, or a house and its place."""
    first, second = pieces
    if is_suffix(second):
        return AuthorList((f"{first} {second}" if " " in first else f"{first}, {second}",))
    houses = list(map(names_a_house, pieces))
    if _EASTERN.search(text) is not None or all(houses):
        return AuthorList((first, second))
    if any(house and " " in piece for house, piece in zip(houses, pieces, strict=True)):
        return AuthorList((f"{{{text}}}",))
    particle = is_particle(first.split()[0])
    if is_whole(first) and is_whole(second) and not particle:
        return AuthorList((first, second))
    surely = are_initials(second) or particle
    if surely or " " in first or " " in second:
        return AuthorList((f"{first}, {second}",), sure=surely)
    return AuthorList((f"{first}, {second}",), doubt=ONE_OR_TWO, apart=(first, second), sure=False)


def _in_pairs(pieces: Sequence[str], last: Sequence[str]) -> list[str]:
    """Names whose given names stand behind a comma each; [] for any others. Initials show it, a particle before a
    family name alone ("de la Cruz, Ana, Roe, Jo"), and a comma behind the "and" of the `last` one."""
    families, given = pieces[::2], pieces[1::2]
    if len(families) != len(given) or not families:
        return []
    bare = len(families) > 1 and all(is_family(piece) for piece in families)
    particles = any(is_particle(piece.split()[0]) for piece in families)
    ended = len(_COMMA.findall(last[0])) == 1 and len(pieces) > len(_COMMA.split(last[0]))
    shown = bare and not any(is_particle(piece.split()[0]) for piece in given) and (particles or ended)
    if all(map(are_initials, given)) or shown:
        return [f"{family}, {name}" for family, name in zip(families, given, strict=True)]
    return []


def is_family(piece: str) -> bool:
    """Whether a piece may be a family name alone: one word, particles before it."""
    *before, _ = piece.split()
    return all(map(is_particle, before))


def _may_be_pairs(pieces: Sequence[str]) -> bool:
    """Whether what stands between several commas may be the parts of half as many names."""
    return all(is_family(piece) and not is_whole(piece) for piece in pieces[::2])


def is_whole(piece: str) -> bool:
    """Whether a piece is surely a family and a given name: it has a blank within it, or in a script without capitals
    as many signs as both have, or begins with a family name that very many people have."""
    return " " in piece or _is_whole_without_capitals(piece)


def _is_whole_without_capitals(text: str) -> bool:
    if text.isascii():
        return False
    piece = text.strip()
    if _HANGUL.fullmatch(piece):
        return len(piece) >= _WHOLE - 1
    return _HAN.fullmatch(piece) is not None and (len(piece) >= _WHOLE or (len(piece) > 1 and piece[0] in _SURNAMES))


def _joined_to(pieces: Sequence[str], is_behind: Callable[[str], bool], sign: str) -> list[str]:
    """What stands between commas, where some of it is no name but a part of the one before it."""
    found: list[str] = []
    for piece in pieces:
        if found and is_behind(piece):
            found[-1] += f"{sign}{piece}"
        else:
            found.append(piece)
    return found


def _with_initials_behind(pieces: Sequence[str]) -> list[str]:
    """Several names of which each has its initials behind the family name, as PubMed and Scopus write them, with
    commas between the parts; [] for any others."""
    if len(pieces) > 1 and not any("." in piece for piece in pieces[:-1]):
        pieces = [*pieces[:-1], pieces[-1].removesuffix(".")]
    found = [_BEHIND.fullmatch(piece) for piece in pieces if len(piece) <= _LENGTH]
    told = [match for match in found if match is not None and len(match["given"]) <= _INITIALS_LENGTH]
    if len(pieces) < 2 or len(told) < len(pieces):
        return []
    return [", ".join(filter(None, match.group("family", "given", "suffix"))) for match in told]


def _listed(part: str) -> str:
    """One name with its commas as `persons.listed_name` reads them; more than three parts are a group's."""
    parts = [piece for piece in map(str.strip, _COMMA.split(part)) if piece]
    if len(parts) > 3 or (len(parts) == 2 and is_company(parts[1])):
        return f"{{{part}}}"
    return ", ".join(parts)


def _is_one(text: str) -> bool:
    """Whether what has a comma is surely one name, family name first: two whole names have words on both sides."""
    family, given = (part.split() for part in _COMMA.split(text, maxsplit=1))
    return min(len(family), len(given)) == 1 or (bool(family) and is_particle(family[0]))


def _is_name(text: str) -> bool:
    """Whether a text may be what somebody is called: a few words, few of them small, and no address."""
    words = text.split()
    small = sum(word[:1].islower() for word in words)
    return (
        any(map(str.isalpha, text))
        and len(words) <= _NAME_WORDS
        and small <= _SMALL_WORDS
        and _NO_NAME.search(text) is None
    )
