"""Titles as they are compared: which are one, which many papers bear, which name another part or a notice of one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import dropwhile, pairwise, takewhile
from operator import add

from reader.latex import decode
from reader.patterns import regex
from reader.text import fold, word_in

SMALL_WORDS = frozenset(
    """
a an and at by for from in of on or the to with der die das und le la les et de
""".split()  # noqa: SIM905  (a list of this length reads best as text)
)
_GENERIC_WORDS = frozenset(
    """
introduction introductory editorial editor editors s guest preface foreword prologue epilogue afterword contents
content table index author subject book books review reviews reviewers letter letters correspondence correction
corrections corrigendum corrigenda erratum errata addendum abstract abstracts calendar events event upcoming news
announcement announcements obituary obituaries memoriam memory discussion comment comments commentary reply response
rejoinder conclusion conclusions concluding remarks opening closing summary overview appendix appendices
acknowledgment acknowledgments acknowledgement acknowledgements president chairman chair treasurer secretary message
report reports annual minutes meeting special issue section front back matter cover title page pages program
programme proceedings workshop notes note background glossary bibliography references contributors column questions
answers q advertisement welcome perspective perspectives viewpoint retraction notice supplement supplementary
material materials part chapter volume number untitled paper article vorwort einleitung einfuhrung geleitwort
leitartikel inhalt inhaltsverzeichnis zusammenfassung avant propos resume introduccion prologo prefacio introduzione
prefazione 前言 序 序言 引言 绪论 社论 编者按 卷首语 はじめに まえがき 巻頭言 編集後記 предисловие введение progress
technical status quarterly monthly weekly yearbook year puzzle puzzles problems solutions corner call participants list
frontmatter backmatter chairs compte rendu jahresbericht bericht
""".split()  # noqa: SIM905  (a list of this length reads best as text)
)
_OF_EVERY_YEAR = frozenset(
    """
proceedings report reports yearbook annual yearly quarterly monthly weekly minutes bericht jahresbericht jahrbuch
jahresruckblick rapport annuaire informe anuario rapporto annuario отчет ежегодник 年報 年鑑 年鉴 季報 月報 年度报告
""".split()  # noqa: SIM905  (a list of this length reads best as text)
)
"""What calls a text one of those that come again after a year or sooner."""
_EVERY_YEAR = regex(
    r"\b(?:year in review|shared task|special issue on|summary of the \w+ (?:meeting|workshop|conference)"
    r"|abstracts of the)\b"
)
DAMAGE = "\ufffd"
"""What stands in a text for a letter that could not be read."""
_DISTINCT_TITLE = 4
"""Words from which a title can stand for a paper whose authors are unknown."""
_ALIKE_TITLES = 0.6
"""Share of telling words in common below which two titles of one DOI are plainly different."""
_ALIKE_SIGNS = 0.8
"""Share of signs in one order from which they are not, whatever their words are, unless these stand in tiny pieces."""
_ALIKE_WORDS = 0.7
"""Share of signs in one order from which two words may be one with a slip or another ending."""

TAGS_IN_TITLE = regex(r"</?[a-zA-Z][^<>]{0,80}>")
"""Markup of HTML that comes with titles."""

_AND = frozenset(("and", "und", "et", "y", "och", "og"))
"""What "&" stands for."""
_GREEK_NAMES = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho sigma tau upsilon phi chi psi
omega
"""
GREEK = dict(zip(map(ord, "αβγδεζηθικλμνξοπρστυφχψω"), _GREEK_NAMES.split(), strict=True))
"""The names of the Greek letters."""
SIGNS_OF_TEX = {
    "infty": "∞", "sqrt": "√", "degree": "°", "textdegree": "°", "circ": "∘", "neg": "¬", "lnot": "¬", "partial": "∂",
    "nabla": "∇", "oplus": "⊕", "otimes": "⊗", "female": "♀", "venus": "♀", "male": "♂", "mars": "♂", "times": "×",
    "perthousand": "‰", "textperthousand": "‰",
}  # fmt: skip
"""The signs that commands of TeX stand for and that no letters are written as."""
_SIGN_OF_TEX = regex(rf"\\(?:{'|'.join(SIGNS_OF_TEX)})(?![A-Za-z])")
_NUMBERS = regex(r"\d \d")
_GLUED = regex(r" (?!(?<=\d )\d)")

_PARTS = frozenset(
    """
part parts pt chapter chap ch volume vol section sec book paper lecture lesson act episode study series phase module
number no nr issue installment instalment teil band kapitel heft partie chapitre tome parte capitulo tomo deel appendix
""".split()  # noqa: SIM905  (a list of this length reads best as text)
)
"""What a number stands beside that names one of several."""
_ROMAN = regex(r"(?=.)x{0,3}(?:ix|iv|v?i{0,3})")
_COUNTED = dict(zip(
    ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    map(str, range(1, 13)), strict=True,
))  # fmt: skip
_ORDINALS = {
    word: str(number)
    for number, spellings in enumerate(
        (
            "first 1st erster erste ersten premiere premier primera primer prima primo",
            "second 2nd zweiter zweite zweiten seconde deuxieme segunda segundo seconda secondo",
            "third 3rd dritter dritte dritten troisieme tercera tercer terza terzo",
            "fourth 4th vierter vierte quatrieme cuarta quarta",
            "fifth 5th funfter funfte cinquieme quinta",
            "sixth 6th", "seventh 7th", "eighth 8th", "ninth 9th", "tenth 10th",
        ),
        start=1,
    )
    for word in spellings.split()
}  # fmt: skip
_NOTICES = {
    word: words.split()[0]
    for words in (
        "erratum errata corrigendum corrigenda correction corrections corrected berichtigung rectificatif",
        "addendum addenda",
        "comment comments commentary kommentar commentaire comentario",
        "reply replies response responses rejoinder rebuttal answer antwort reponse respuesta",
        "retraction withdrawal",
        "concern",
        "discussion",
        "supplement supplementary supplemental supporting",
    )
    for word in words.split()
}
"""Words by which a text beside a paper is called, each with the one that stands for its kind."""
_BEFORE_NOTICES = frozenset(
    ("author", "authors", "publisher", "publishers", "editor", "editors", "editorial", "s", "expression", "further",
     "some", "article", "short", "note", "notice")
)  # fmt: skip
_COMMON_ENDS = frozenset(("response", "responses", "discussion", "answer", "concern", "withdrawal"))
"""Notices with which the title of a paper may end too."""
_NO_NOTICES = frozenset(("corrected", "supplement", "supplementary", "supplemental", "supporting"))
"""Those of the words that say beside a title only what there is of the paper itself."""
_BEHIND_NOTICES = frozenset(
    """
to on for of by from about regarding concerning notice article note letter publication zu zum zur auf fur sur a au aux
de du des del sobre al
""".split()  # noqa: SIM905  (a list of this length reads best as text)
)
"""Words with which it goes on to say of what it is one; "Erratum in" is said of the paper that the erratum corrects."""
_LONGEST_NOTICE = 300
_PARTED = regex(r"[;|\n](?:\s*(?:genre|type)\s*:)?|^(?:genre|type)\s*:", re.IGNORECASE)
_TALK = regex(
    r"(?:(?:an?|the|invited|keynote|plenary|contributed|oral|conference|lightning|research|my|eingeladener) )*"
    r"(?:talk|lecture|keynote|poster|slides?|presentation|speech|video|vortrag|folien|expose|charla|ponencia)"
    r"(?:$| (?:at|auf|bei|given|held|presented|in|on|for|of|from|zu|session|presentation|abstract|slides|video)\b)"
)
_EDITIONS = frozenset(
    """
edition editions ed auflage aufl ausgabe edicion edicao edizione editie rev revision
""".split()  # noqa: SIM905  (a list of this length reads best as text)
)
"""What a number stands beside that says which state of a text it is."""
_NTH = regex(r"(\d{1,3})(?:st|nd|rd|th)?")
_VERSION = regex(r"\b(?:versions?|releases?|v)[ .]{0,2}(\d{1,9}(?:\.\d{1,9}){0,5})")


def ordinal(word: str) -> str:
    """The number that a folded word such as "2nd", "second" or "zweite" stands for, "" for any other word."""
    return _ORDINALS.get(word, "")


def is_dots(title: str) -> bool:
    """Whether a title is nothing but dots, by which people and programs say that it is not known."""
    return set(title) <= set(" .…")


def title_key(title: str) -> str:
    """A title as it is compared: blind to case, accents, punctuation and spacing ("C++" and "C" stay apart)."""
    folded = fold(title)
    return " ".join(word_in(folded, "[+#]*").findall(folded)) or " ".join(folded.split())


_BRITISH = regex(
    r"\b(?:(arm|behavi|col|endeav|fav|flav|harb|hon|hum|lab|neighb|rum|splend|tum|vap|vig)our"
    r"|(cent|fib|lit|met|spect|theat)re(?=s?\b)|(model|label|travel|signal|channel|cancel)l(?=(?:ed|ers?|ing)\b))"
)
"""Words that are spelt otherwise in Britain and in America, and no other word in either."""


def _american(found: re.Match[str]) -> str:
    """A word of Britain as it is spelt in America."""
    return f"{found[1]}or" if found[1] else f"{found[2]}er" if found[2] else found[3]


def spelling_key(title: str) -> str:
    """The key under which the spellings of one title are found, which may be that of a few other titles too: "&" and
    "and", "$\\alpha$", "α" and "alpha", "deep-sea" and "deepsea", "don't" and "dont", "colour" and "color" are one in
    it."""
    title = _SIGN_OF_TEX.sub(" ", title) if "\\" in title else title
    plain = decode(title) if "\\" in title or "$" in title else title
    key = title_key(TAGS_IN_TITLE.sub("", plain) if "<" in plain else plain)
    if not key.isascii():
        key = key.translate(GREEK)
    spaced = _BRITISH.sub(_american, " ".join([word for word in key.split() if word not in _AND]))
    # Two numbers stay two.
    return (_GLUED.sub("", spaced) if _NUMBERS.search(spaced) else spaced.replace(" ", "")) or key


def is_damaged(text: str) -> bool:
    """Whether some letters of a text were lost before it came here, so that it need not be what it seems to be."""
    return DAMAGE in text


def is_generic(key: str) -> bool:
    """Whether a title (`title_key`) is one that many papers bear: "editorial", "letter to the editor"."""
    return all(word in _GENERIC_WORDS or word in SMALL_WORDS or word.isdigit() for word in key.split())


def comes_every_year(key: str) -> bool:
    """Whether a title (`title_key`) is one that a text of another year may bear as well: "proceedings of the roof
    conference", "yearbook of thatch"."""
    return not _OF_EVERY_YEAR.isdisjoint(key.split()) or _EVERY_YEAR.search(key) is not None


def is_distinct(key: str) -> bool:
    """Whether a title (`title_key`) has words enough to stand for a paper whose authors are unknown."""
    long_script = not key.isascii() and len(key) >= 2 * _DISTINCT_TITLE and len(key.split()) <= 2
    return not is_generic(key) and (len(key.split()) >= _DISTINCT_TITLE or long_script)


def same_signs(a: str, b: str) -> bool:
    """Whether two titles (`title_key`) are the same but for blanks, as "MoS$_2$" and "MoS2" are."""
    return a.replace(" ", "") == b.replace(" ", "")


def alike_titles(a: str, b: str) -> bool:
    """Whether two titles (`title_key`) of one DOI are not plainly different, by parts, notices and words."""
    if same_signs(a, b):
        return True
    if names_another(a, b):
        return False
    if share_words(telling_words(a), telling_words(b)):
        return True
    if (pairs_of(a) & pairs_of(b)).total() < alike_pairs(len(a) + len(b)):
        return False
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= _ALIKE_SIGNS


def telling_words(key: str) -> frozenset[str]:
    """The words of a title (`title_key`) that tell what it is about."""
    return frozenset(word for word in key.split() if word not in SMALL_WORDS and not word.isdigit())


def share_words(mine: frozenset[str], others: frozenset[str]) -> bool:
    """Whether two titles are alike by their telling words: the one has all of the other's, or most are in both."""
    common, fewer = len(mine & others), min(len(mine), len(others))
    if fewer >= 3 and common == fewer:
        return True
    return fewer > 0 and 2 * common >= _ALIKE_TITLES * (len(mine) + len(others))


def puts_other_words(a: str, b: str) -> bool:
    """Whether each of two titles (`title_key`) has a telling word that stands in the other in no spelling, as "Diseases
    of the eye" and "Diseases of the ear" have."""
    mine, others = telling_words(a), telling_words(b)
    left, right = mine - others, others - mine
    return _has_unlike(left, right) and _has_unlike(right, left)


def _has_unlike(some: frozenset[str], others: frozenset[str]) -> bool:
    """Whether some word is like none of the others: no slip, other ending or part of one."""
    return any(
        not any(
            one in other or other in one or SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE_WORDS
            for other in others
        )
        for one in some
    )


def pairs_of(key: str) -> Counter[str]:
    """How often which two signs stand side by side in a title (`title_key`)."""
    return Counter(map(add, key, key[1:]))


def alike_pairs(signs: int) -> float:
    """How many such pairs two titles of so many signs together have in common at least, where one sign in five of both
    is another one."""
    return 0.3 * signs - 3


def names_another(a: str, b: str) -> bool:
    """Whether two titles (`title_key`) say that they are not one paper: another part, or a notice of the other."""
    return title_notices(a) != title_notices(b) or _other_parts(a, b)


def parts(key: str) -> set[str]:
    """The numbers that a title (`title_key`) counts by: its digits, and the words and letters beside a word for a part
    ("Part II", "the second part", "part b")."""
    words = key.split()
    found = {_number(word) for word in words if word.isdigit()}
    for left, right in pairwise(words):
        if left in _PARTS and (number := _number(right)):
            found.add(number)
        if right in _PARTS and (number := _ORDINALS.get(left, "")):
            found.add(number)
    return found


def _other_parts(a: str, b: str) -> bool:
    """Whether two titles name other parts of one whole, or have other numbers in one place ("Lamps II: the rain")."""
    mine, others = parts(a), parts(b)
    if mine and others and mine != others:
        return True
    left, right = a.split(), b.split()
    numbers = [
        (_number(one), _number(other))
        for change, start, end, begin, stop in SequenceMatcher(None, left, right, autojunk=False).get_opcodes()
        if change == "replace"
        for one, other in zip(left[start:end], right[begin:stop], strict=False)
    ]
    return any(one and other and one != other for one, other in numbers)


def _number(word: str) -> str:
    """The number that a word stands for, or the letter that it is; "" for other words."""
    if word.isdigit():
        return word.lstrip("0") or "0"
    if _ROMAN.fullmatch(word):
        return str(_roman(word))
    return _ORDINALS.get(word, "") or _COUNTED.get(word, "") or (word if len(word) == 1 and word.isascii() else "")


def _roman(word: str) -> int:
    values = [{"i": 1, "v": 5, "x": 10}[letter] for letter in word]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def title_notices(key: str) -> list[str]:
    """What a title says to be instead of the paper that it names: an erratum, a comment, a reply; [] for none."""
    words = [word for word in key.split() if word not in _BEFORE_NOTICES and word not in SMALL_WORDS]
    found = [_NOTICES[word] for word in takewhile(_NOTICES.__contains__, words)]
    return found or [_NOTICES[word] for word in words[-1:] if word in _NOTICES and word not in _COMMON_ENDS]


@lru_cache(maxsize=4096)
def notices_told(text: str) -> frozenset[str]:
    """The kinds of notices that a text beside a title says the paper to be: "erratum" for "Published Erratum; Letter",
    "reply" for "Reply to Sample et al."; none for "Erratum in: Lamp Letters 3", "Comment: 15 pages" or a citation."""
    if len(text) > _LONGEST_NOTICE:
        return frozenset()
    return frozenset(filter(None, (_notice_told(title_key(part).split()) for part in _PARTED.split(text))))


def _notice_told(words: Sequence[str]) -> str:
    """The kind of notice that words say the paper to be, "" for none."""
    before = {*_BEFORE_NOTICES, *SMALL_WORDS, "published"} - {"in"}
    rest = list(dropwhile(before.__contains__, words))
    if not rest or rest[0] not in _NOTICES or rest[0] in _NO_NOTICES:
        return ""
    return _NOTICES[rest[0]] if len(rest) == 1 or rest[1] in _BEHIND_NOTICES else ""


@lru_cache(maxsize=4096)
def tells_of_talk(text: str) -> bool:
    """Whether a text beside a title says that its paper was said or shown to people: "Invited talk at the ICM",
    "Poster", "slides"; "Presented at the ICM" is said of papers, and "Lecture Notes" of books."""
    if len(text) > _LONGEST_NOTICE:
        return False
    return any(_TALK.match(title_key(part)) for part in _PARTED.split(text))


def tells_of_other_text(text: str) -> bool:
    """Whether a text beside a title says that its paper is a notice, a talk or a poster, for which CSL has no type."""
    return bool(notices_told(text)) or tells_of_talk(text)


@lru_cache(maxsize=4096)
def counted(text: str) -> frozenset[str]:
    """The numbers by which a text beside a title counts parts, volumes, editions or versions: "2" of "Part II", "2nd
    ed." and "Version 2"; none of "12 pages"."""
    if len(text) > _LONGEST_NOTICE:
        return frozenset()
    found, words = {*_VERSION.findall(fold(text))}, title_key(text).split()
    for left, right in pairwise(words):
        if left in _PARTS or left in _EDITIONS:
            found.add(_number(right))
        if right in _EDITIONS:
            nth = _NTH.fullmatch(left)
            found.add(nth[1] if nth is not None else _ORDINALS.get(left, ""))
        elif right in _PARTS:
            found.add(_ORDINALS.get(left, ""))
    return frozenset(filter(None, found))


def is_main_title(short: str, long: str) -> bool:
    """Whether one title is the other without its subtitle."""
    key = title_key(short)
    return main_key(long) == key and not is_generic(key)


def main_key(title: str) -> str:
    """A title without its subtitle, as it is compared (`title_key`); "" for one that has none."""
    head, sign, _ = re.sub(r"\s*(?:[:.?!]|[-–—](?=\s))\s+", "\0", title, count=1).partition("\0")
    return title_key(head) if sign else ""
