"""People's names as bibliographies spell them, as they are shown, and what of them can be compared.

Names are compared by the last word of the family name and by given names or their initials:

    >>> name_key("Sample, A. B.")
    ('sample', 'ab')
    >>> is_named("Ada B. Sample", "Sample, A."), is_named("Ada B. Sample", "Sample, Eve")
    (True, False)

What a printed form tells of the parts of a name is a reading of it; where a source told other parts, they are kept
beside it (`Paper.names`):

    >>> name_parts("Michael von Hicks III")
    Name(family='Hicks', given='Michael', particle='von', dropping='', suffix='III', literal='')
    >>> told = told_parts([Name("Hicks", "Michael", "von", suffix="III"), Name("García Márquez", "Gabriel")])
    >>> [(printed, name.family) for printed, name in told]
    [('Gabriel García Márquez', 'García Márquez')]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from unicodedata import normalize

from reader.paper import NAME_VARIABLES, Name, Paper
from reader.patterns import regex
from reader.text import fold, spelt_words, words
from reader.titles import is_damaged

_PARTICLES = frozenset(
    """
van von der den de del della di da dos das du la le ter ten zu zur y e
""".split()  # noqa: SIM905  (a list of this length reads best as text)
)
_JOINING = frozenset(("e", "y"))
"""Particles that stand between two family names as well."""
_SUFFIXES = frozenset(("jr", "sr", "ii", "iii", "iv", "2nd", "3rd"))
_COMPANY = frozenset(("corp", "gmbh", "inc", "llc", "ltd"))
_BRACED = regex(r"\{([^{}]*[^{}\s][^{}]*)\}")
_ALPHABETS = tuple(
    (regex(pattern), letters)
    for pattern, letters in (("([aou])e", r"\1"), ("[jy]", "i"), ("w", "v"), ("ks", "x"), (r"(.)\1+", r"\1"))
)
"""What stands in a name for what, so that the ways to write it in Latin letters are one."""
_INITIALS = 3
"""So many capitals are initials, where the name has small letters too."""
_NOBODY = regex(
    r"\[?no author(?:\(s\)|s)?(?: (?:name|id))?s? (?:available|listed|given)\]?|\[anonymous\]", re.IGNORECASE
)
_HOMONYM = regex(r"(?<=[^\W\d_]|[.}])\s+0\d{3}$")
_AUTHORS = r"(?:co-?)?(?:authors?|autor(?:es|en)?|auteurs?|autori|contributors?|авторов)"
_MORE = r"(?:more|others?|additional|further|weitere|andere|más|mais|autres|altri|otr[oa]s|outr[oa]s|andra)"
_AND = r"(?:(?:and|und|et|y|e|en|och|og|i|ve|и|та)\s+|[&+]\s*)"
_UNNAMED = regex(
    rf"""(?: \A | (?<![\s,;，、；(\[])[\s,;，、；(\[]+ )
    (?: et(?:\.\s*|\s+)al(?:ii|ia)?\b\.? | (?-i:&\s*al\b)\.? | etc\.
    | {_AND}?(?:\d{{1,5}}|many|several)\s*(?:{_MORE}(?:\s+{_AUTHORS})?|{_AUTHORS})(?:\s+not\s+shown)?
    | {_AND}(?:others|weitere|andere|anderen|autres|altri|otr[oa]s|outr[oa]s|andra|colleagues|co-?workers|collaborators)
      (?:\s+\d{{1,5}})?(?:\s+{_AUTHORS})?
    | (?:(?<=[,;，、；(\[]\s)|(?<=[,;，、；(\[])|(?<!.))others
    | {_AND}?(?:additional|further|other)\s+authors?(?:\s+not\s+shown)? | (?:and|&)\s+(?-i:more)(?:\s+authors?)?
    | \+\s*\d{{1,5}}
    | {_AND}(?:col(?:s|aboradores|laborateurs|laboratori)?|coll|ark|др|ін|in)\. | {_AND}(?:др|другие|інші|inni)
    | (?-i:u\.\s?a\.|m\.\s?fl\.) | 等(?:\s*\d{{1,5}}\s*)?[人名位]? | (?:ほか|他|외)(?:\s*\d{{1,5}}\s*[人名位명인]?)?
    )[\s.,;，；)\]]*\Z
    | (?<=[぀-ヿ㐀-鿿]{{2}})(?:等|ほか)(?:\s*\d{{1,5}}\s*)?[人名位]?[\s.)）]*\Z
    | [\s,;，、；(\[]*(?:(?<!\.)\.{{3}}|…)[\s.…)\]]*\Z""",
    re.IGNORECASE | re.VERBOSE,
)
"""What says behind names, or alone in the place of one, that there are more: "et al.", "and others", "+3", "u. a."."""
_INTRODUCED = regex(rf"(?:(?:written\s+)?by\b\s*:?\s+|{_AUTHORS}(?:\(s\))?\s*:\s*)(?=\S)", re.IGNORECASE)
"""What stands before names and says that they follow."""
_TAIL = 60
"""Characters at the end of a list of names in which that is said."""


def is_nobody(name: str) -> bool:
    """Whether a name says in brackets that there is none: "[No author name available]", "[Anonymous]"."""
    return _NOBODY.fullmatch(name.strip()) is not None


def is_suffix(word: str) -> bool:
    """Whether a word stands behind a name and is none: "Jr.", "III"."""
    return word.strip().rstrip(".").lower() in _SUFFIXES


def is_particle(word: str) -> bool:
    """Whether a word belongs to a family name behind it: "von", "de"."""
    return word in _PARTICLES


def without_number(name: str) -> str:
    """A name without the number by which dblp tells people of one name apart: "Wei Wang 0001"."""
    return _HOMONYM.sub("", name)


def without_others(names: str) -> str:
    """Names without what says at their end that there are more: "et al.", "and 3 others", "(12 additional authors not
    shown)", "и др.", "等", dots. There is this one list of such words; names of which none says so are given back as
    they are.

    >>> without_others("Ada Sample, Bo Muster, et al. (3 more)"), without_others("Henry More and Alan Others")
    ('Ada Sample, Bo Muster', 'Henry More and Alan Others')
    """
    while (found := _UNNAMED.search(names, max(0, len(names) - _TAIL))) is not None:
        names = names[: found.start()]
    return names


def without_introduction(names: str) -> str:
    """Names without what says before them that they follow.

    >>> without_introduction("by Ada Sample"), without_introduction("Authors: Bo Muster")
    ('Ada Sample', 'Bo Muster')
    """
    found = _INTRODUCED.match(names)
    return names[found.end() :] if found else names


def given_first(parts: Sequence[str]) -> str:
    """A name of the form (family, given), (family, suffix, given), (family, given, suffix) or (family, suffix) as
    "Given Family Suffix"; one part is kept."""
    held = [" ".join(part.split()) for part in parts if part.strip()]
    if len(held) <= 1:
        return held[0] if held else ""
    if len(held) == 2:
        return " ".join(held if is_suffix(held[1]) else reversed(held))
    if is_suffix(held[-1]) and not is_suffix(held[1]):
        held.insert(1, held.pop())
    return " ".join((*held[2:], held[0], held[1]))


@lru_cache(maxsize=20_000)
def name_parts(printed: str) -> Name:
    """The parts that the printed form of a name shows: the last word is the family name, but for a suffix behind it,
    and small particles before it belong to it. A form with a comma is that of a group.

    Within a name particles end with the last of them: "Jan van der Berg Smit" is a Berg Smit.
    """
    if "," in printed or goes_on(printed):
        return Name(literal=printed)
    found, suffix = printed.split(), ""
    if len(found) > 2 and found[-1].rstrip(".").lower() in _SUFFIXES:
        suffix = found.pop()
    first = next((at for at, word in enumerate(found[:-1]) if at and word in _PARTICLES and word not in _JOINING), None)
    if first is None:
        return Name(" ".join(found[-1:]), " ".join(found[:-1]), suffix=suffix)
    return parted(found[first:], " ".join(found[:first]), suffix)


def parted(family: Sequence[str], given: str = "", suffix: str = "") -> Name:
    """A name whose family name is told by its words, the particles among them in front: ("von", "Hicks")."""
    if not family:
        return name_parts(" ".join(filter(None, (given, suffix))))
    begins = 0
    if family[:1] and family[0] in _PARTICLES:
        begins = 1 + max(at for at, word in enumerate(family[:-1] or family) if word in _PARTICLES)
    begins = min(begins, len(family) - 1)
    if not given and not suffix and not begins and len(family) > 1:
        return Name(literal=" ".join(family))
    return Name(" ".join(family[begins:]), given, " ".join(family[:begins]), suffix=suffix)


def is_company(word: str) -> bool:
    """Whether a word behind a comma belongs to the name of a house before it: "Inc."."""
    return word.strip().rstrip(".").lower() in _COMPANY


def listed_name(value: str) -> Name:
    """A name as bibliographies list it, by its parts: "Family, Given, Suffix". One in braces, with a comma at its end
    and nothing behind it, as EndNote tells it, or with "Inc." behind it is that of a group; one without a comma says
    nothing of its parts.

    >>> listed_name("Vale, Ada").printed, listed_name("King, Jr., Martin").printed, listed_name("{Lamps, Oslo}").literal
    ('Ada Vale', 'Martin King Jr.', 'Lamps, Oslo')
    """
    if (braced := _BRACED.fullmatch(value.strip())) is not None:
        return Name(literal=braced[1].strip())
    family, *rest = (part.strip() for part in value.split(","))
    if len(rest) > 2 or (len(rest) == 1 and is_company(rest[0])):
        return Name(literal=value)
    given, suffix = (*rest, "", "")[:2]
    given, suffix = given_and_suffix(given, suffix)
    if suffix and not given and " " in family:
        return name_parts(f"{family} {suffix}")
    if given or suffix:
        return parted(family.split(), given, suffix)
    return Name(literal=family) if rest and " " in family else name_parts(family)


def given_and_suffix(given: str, suffix: str) -> tuple[str, str]:
    """Given names and a suffix that were told in the other order, or in one: "Martin Luther Jr"."""
    if is_suffix(given) and not is_suffix(suffix):
        return suffix, given
    before, _, last = given.rpartition(" ")
    return (before, last) if before and not suffix and is_suffix(last) else (given, suffix)


def as_listed(name: Name) -> str:
    """A name as `listed_name` reads it back: as it is printed where that shows its parts, else by them.

    >>> as_listed(Name("García Márquez", "Gabriel")), as_listed(Name(literal="Lamps, Oslo"))
    ('García Márquez, Gabriel', '{Lamps, Oslo}')
    """
    printed = name.printed
    if listed_name(printed) == name:
        return printed
    if name.literal:
        return f"{{{name.literal}}}"
    family = " ".join(filter(None, (name.dropping, name.particle, name.family)))
    return ", ".join([family, *filter(None, (name.suffix, name.given))])


def told_parts(names: Iterable[Name]) -> tuple[tuple[str, Name], ...]:
    """Of some names those whose parts are other than their printed form shows, as `Paper.names` holds them."""
    told: dict[str, Name] = {}
    for name in names:
        if name != name_parts(name.printed):
            told.setdefault(name.printed, name)
    return tuple(sorted(told.items(), key=lambda pair: pair[0]))


def named_authors(paper: Paper) -> list[Name]:
    """The parts of a paper's authors, as they were told or else as their printed forms show them."""
    told = dict(paper.names)
    return [told.get(author) or name_parts(author) for author in paper.authors]


def as_variable(printed: Iterable[str]) -> str:
    """Printed names as a variable of `NAME_VARIABLES` holds them."""
    return "; ".join(name.replace(";", ",") for name in printed)


def names_as_variable(names: Iterable[str]) -> str:
    """Names as bibliographies list them, as such a variable holds them."""
    return as_variable(listed_name(name).printed for name in filter(None, names))


def names_held(metadata: Iterable[tuple[str, str]]) -> list[str]:
    """The printed names in `Paper.metadata`."""
    return [one for variable, value in metadata if variable in NAME_VARIABLES for one in value.split("; ")]


def named_in(paper: Paper, variable: str) -> list[Name]:
    """The parts of the names in a variable, as they were told or else as their printed forms show them."""
    told = dict(paper.names)
    return [told.get(one) or name_parts(one) for one in paper.about(variable).split("; ") if one]


def is_by_editors(paper: Paper) -> bool:
    """Whether a paper has no authors, so that its editors stand in their place."""
    return bool(paper.authors) and paper.about("editor") == as_variable(paper.authors)


def short_name(paper: Paper, author: str) -> str:
    """What of an author's name stands for it where there is little room: the family name's last word, or a group's
    whole name."""
    name = dict(paper.names).get(author)
    if name is not None and name.literal:
        return name.literal
    return ((author if name is None else name.family).split() or [author])[-1]


def short_authors(paper: Paper) -> str:
    """ "Lovelace", "Lovelace & Turing", "Lovelace et al."."""
    names = [short_name(paper, author) for author in paper.authors]
    if len(names) > 2 or paper.more_authors:
        return f"{names[0]} et al."
    return " & ".join(names)


def goes_on(name: str) -> bool:
    """Whether what stands in the place of a name says that a list of names goes on: "others", "et al."."""
    return name != "" and (_UNNAMED.match(name) is not None or ("(" in name and without_others(name) == ""))


@lru_cache(maxsize=20_000)
def name_key(author: str) -> tuple[str, str]:
    """(family name, initials) of a name in any of its forms: "Ada B. Sample", "Sample, A. B." and "AB Sample" agree.

    Only the last word of a family name counts, particles and suffixes do not; ("", "") for "et al." and "others". A
    name of a script without capitals is one family name; one of which letters were lost is nobody's.
    """
    plain = _plain(author)
    if is_damaged(plain):
        return "", ""
    if plain.lower() == plain.upper():
        return "".join(words(plain)), ""
    family, comma, given = plain.partition(",")
    found, rest = spelt_words(family), spelt_words(given)
    while len(found) > 1 and found[-1].lower() in _SUFFIXES:
        found.pop()
    if not found:
        return "", ""
    if not comma or (rest and all(word.lower() in _SUFFIXES for word in rest)):
        rest = found[:-1]
    shouted = plain.isupper()
    first = "".join(
        word.lower() if word.isupper() and len(word) <= _INITIALS and not shouted else word[0]
        for word in rest
        if word.lower() not in _SUFFIXES and not (word.islower() and word in _PARTICLES)
    )
    return fold(found[-1]), fold(first)


@lru_cache(maxsize=20_000)
def may_be_one_person(a: str, b: str) -> bool:
    """Whether two names that agree by `name_key` may be one person's: no two of their given names differ that are both
    written out, but for short forms and spellings of another alphabet, and no two suffixes do.

    >>> may_be_one_person("Jon Doe", "Doe, Jonathan"), may_be_one_person("Jack Doe", "Jane Doe")
    (True, False)
    """
    (mine, suffix), (others, its) = _given_names(a), _given_names(b)
    return (not suffix or not its or suffix == its) and all(map(_is_short, mine, others))


def _given_names(author: str) -> tuple[list[str], str]:
    """The given names of a name by their sound, each initial on its own, and its suffix."""
    plain = _plain(author)
    if plain.lower() == plain.upper():
        return [], ""
    family, comma, given = plain.partition(",")
    found, rest = spelt_words(family), spelt_words(given)
    suffix = next((word.lower() for word in (*found[1:], *rest) if word.lower() in _SUFFIXES), "")
    names, rest = ([word for word in part if word.lower() not in _SUFFIXES] for part in (found, rest))
    told = rest if comma and rest else names[:-1]
    return [sound(one) for one in _spelt([word for word in told if word not in _PARTICLES], plain)], suffix


def _is_short(a: str, b: str) -> bool:
    return a.startswith(b) or b.startswith(a)


def sound(word: str) -> str:
    """A folded word of a name in one of the spellings that it has in other alphabets: "juergen" and "jurgen", "sergey"
    and "sergei" are one."""
    for pattern, letters in _ALPHABETS:
        word = pattern.sub(letters, word)
    return word


def _plain(name: str) -> str:
    """A name without apostrophes and "et al.", each letter in its one form with its marks."""
    return without_others(normalize("NFKC", without_apostrophes(name)))


def without_apostrophes(name: str) -> str:
    """A name without the apostrophes that some write in it: "ONeil" for "O'Neil"."""
    return name.replace("'", "").replace("’", "")


def is_named(author: str, typed: str) -> bool:
    """Whether an author is one whom a name means that was typed in another form: family name first, with initials for
    given names or without some of them, or with "et al.".

    What was typed must be there: an author of whom only initials are known has no given name that is written out.
    """
    *its_given, its_family = _in_order(author)[0] or ("",)
    return any(family == its_family and _given(given, its_given) for *given, family in filter(None, _in_order(typed)))


def fuller_name(author: str, other: str) -> str:
    """The fuller of two forms of one person's name, "Ross Girshick" of it and "R. Girshick"; the first where neither
    holds all that the other tells."""
    return other if is_named(other, author) and not is_named(author, other) else author


def is_like_name(author: str, typed: str) -> bool:
    """Whether an author's name holds the words and initials of what was typed, in any order, or agrees in the family
    name and in those initials that both have."""
    held = words(author)
    asked = words(without_others(typed))
    for word in sorted(asked, key=len, reverse=True):
        its = next((other for other in held if other == word or other[:1] == word), "")
        if not its:
            break
        held.remove(its)
    else:
        return any(len(word) > 1 for word in asked)
    (family, first), (its_family, its_first) = name_key(typed), name_key(author)
    agree = first.startswith(its_first) or its_first.startswith(first)
    return family == its_family != "" and first != "" != its_first and agree


@lru_cache(maxsize=20_000)
def _in_order(name: str) -> tuple[tuple[str, ...], ...]:
    """The folded words of a name with the last of the family name at the end; two ways, where initials may stand
    behind the family name without a comma."""
    plain = _plain(name)
    if plain.lower() == plain.upper():
        return (("".join(words(plain)),),)
    family, comma, given = plain.partition(",")
    found = [word for word in spelt_words(family) if word.lower() not in _SUFFIXES] or spelt_words(family)
    rest = [word for word in spelt_words(given) if word.lower() not in _SUFFIXES]
    if comma and rest:
        return ((*_spelt(rest, plain), *map(fold, found[-1:])),)
    ways = [(*_spelt(found[:-1], plain), *map(fold, found[-1:]))]
    ahead = len(found)
    while ahead > 1 and _is_initials(found[ahead - 1], plain):
        ahead -= 1
    if ahead < len(found):
        ways.append((*_spelt([*found[: ahead - 1], *found[ahead:]], plain), fold(found[ahead - 1])))
    return tuple(ways)


def _is_initials(word: str, name: str) -> bool:
    return len(word) == 1 or (word.isupper() and len(word) <= _INITIALS and not name.isupper())


def _spelt(given: list[str], name: str) -> list[str]:
    """The folded given names, each initial on its own."""
    return [fold(one) for word in given for one in (word if _is_initials(word, name) else (word,))]


def _given(typed: list[str], held: list[str]) -> bool:
    """Whether given names hold those that were typed, in order; an initial stands for a name."""
    rest = iter(held)
    return all(any(word in (other, other[:1]) for other in rest) for word in typed)
