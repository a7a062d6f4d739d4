"""What stands beside a title in another's list and is none: where and when it appeared, a label, a box, its authors.

>>> is_label("ICLR 2024"), is_label("Must read"), is_label("2023.05"), is_label("Gardens that prune")
(True, True, True, False)
>>> line = "[ ] **[ICLR 2024]** Gardens that prune, *Ada Sample et al.*"
>>> line[title_begins(line):], line[:title_ends(line)]
('Gardens that prune, *Ada Sample et al.*', '[ ] **[ICLR 2024]** Gardens that prune')
>>> is_label("NeurIPS 2022 Competition on Gardens"), title_begins("(Almost) all gardens"), title_begins("[Re] Gardens")
(False, 0, 0)
"""

from __future__ import annotations

import re
from typing import NamedTuple
from unicodedata import category

from reader.formats.author_lists import goes_on_behind, is_family, names_in
from reader.formats.bylines import may_be_persons, shows_persons
from reader.persons import is_particle, without_others
from reader.text import clean_line

_BOX = re.compile(r"\s*\\?\[[ xX]?\\?\]\s+(?=\S)")
"""The box of a task."""
_SIGN = re.compile(r"\s*(?:(?P<code>:\w+:)|(?P<sign>[^\w\s\x00-\x7f]{1,6}))\s+(?=\S)")
_PICTURES = frozenset({"So", "Sk", "Mn", "Cf"})
"""An emoji, or its code."""
_MARKED = re.compile(
    r"[\s|]*(?:[^\w\s*_`\[\](){}\"“”'|\\【】]{1,3}\s)?(?:"
    r"(?P<strong>\*\*(?P<star>[^*]+)\*\*|__(?P<line>[^_]+)__)"
    r"|(?P<square>\\?\[(?P<bracket>[^\[\]]+?)\\?\](?![(\[])|`(?P<code>[^`]+)`|【(?P<lens>[^【】]+)】)"
    r"|(?P<round>\((?P<brace>[^()]+)\))"
    r"|(?P<slanted>(?P<sign>[*_])(?P<slant>[^*_]+)(?P=sign))"
    r")(?=[\s:.,|*_\[\]()-]|$)[\s:：.,;|–—-]*"
)
"""What stands before a title and is marked: in bold, in brackets, as code, in italics."""
_BARE = re.compile(r"\s*(?P<words>[^|:：\[\]()*`]{3,40}?)\s*(?:\||[.:：](?=\s)|\s[–—-]\s)[\s|]*")
"""What stands before a title without marks, and ends with a sign."""
_STOP = re.compile(r"(?<=[^\W\d_][^\W\d_]|[\da-z]\))[.:]\s+(?=[^\W\d_a-z\s]|[\"“*(\[])")
"""The full stop behind names: below a whole word or a year in brackets."""
_BEHIND = re.compile(
    r"[\s.,;:|–—-]*(?:"
    r"\*\*(?P<star>[^*]+)\*\*|__(?P<line>[^_]+)__|\\?\[(?P<bracket>[^\[\]]+?)\\?\]|`(?P<code>[^`]+)`"
    r"|\((?P<brace>(?:[^()]|\([^()]*\))+)\)|(?P<sign>[*_])(?P<slant>[^*_]+)(?P=sign)"
    r")[\s.,;:|–—-]*$"
)
"""What stands behind a title and is marked."""
_CITED = re.compile(
    r"(?P<names>[^()\d\[\]*_\"“”:|/]{2,120}?),?\s(?P<bracket>\()?(?:19|20)\d\d[a-z]?(?(bracket)\))(?P<end>[.,:]|\s?[–—-])\s+"
    r"(?=[*_\"“]{0,3}[^\W\d_a-z])"
)
"""What may be the family names and the year by which a paper is cited, before its title."""
_BEFORE_MARKED = re.compile(r"(?P<names>[^*_\"“”\[\](){}|:]{3,200}?\.?)[\s,.:;]+(?=[*_\"“][^\s*_])")
"""What may be names, before a title in italics or in quotes."""
_BETWEEN_NAMES = re.compile(r"\s*(?:[,;&]|\band\b)\s*")
_CALLED = re.compile(r"(?:[^\W\d_a-z]\.?|[^\W\d_a-z][^\W\d_]*[^\W\d_A-Z])(?:[\s.-]+[^\W\d_][\w'’-]*\.?){0,3}")
"""What somebody may be called for short: "A", "Vale", "A. Vale"."""
_FAMILY = re.compile(r"[^\W\d_a-z][\w'’-]*[^\W\d_A-Z]")
"""A family name without its particles."""
_GROUPS = ("star", "line", "bracket", "code", "lens", "brace", "slant")
_SIGNS = re.compile(r"[\s*_`~\\\[\]()【】<>:：.,;|–—-]+")
_AROUND = " *_`~\\[](){}【】:：.,;|–—-"
_DATE = re.compile(
    r"(?<!\w)(?:19|20)\d\d(?:\s?[-./]\s?\d{1,2}){0,2}(?!\w)|(?<=[A-Za-z])['’]?(?:(?:19|20)\d\d|[0-2]\d)(?!\w)"
    r"|['’]\d\d(?!\w)|(?:(?<!\w)\d{1,2}\s)?(?<!\w)(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
    r"\s(?:\d{1,2},?\s)?(?:19|20)\d\d",
    re.IGNORECASE,
)
_NUMBERS = re.compile(r"#?\d[\d\s./:,–-]*")
_ID = re.compile(r"arxiv:?\s?\d{4}\.\d{4,5}(?:v\d+)?", re.IGNORECASE)
_SHARE = re.compile(r"\btop[\s-]*\d+\s?%", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][^\W_]*")
_ACRONYM = re.compile(r"[A-Z][a-z]*[A-Z][A-Za-z]{0,9}")
_PRINTED = re.compile(r"(?:ieee |acm )?(?:proceedings|proc\.|journal|transactions|trans\.|annals)", re.IGNORECASE)
_JOURNAL_WORDS = 8
_ACRONYMS = 3
_VENUES = frozenset(
    """
    aaai aamas accv acl aclweb acmmm acm aistats alt anlp arxiv asplos asru bioarxiv biorxiv bmvc cav ccs chi
    cidr cikm coling colm colt conll corl cpal cscw cvpr cvprw dac date dsn eacl eccv eccvw ecir ecml edbt emnlp
    emsoft esorics eurocrypt eurosys facct fast fccm focs fpga fse hpca hpdc hri icaps icassp iccad iccv iccvw
    icde icdm icdt icip iclr icme icml icmr icpr icra icse icsme icwsm ieee ijcai ijcnn ijcv imc infocom
    interspeech iros isca ismir issre issta itcs iwslt jacm jair jmlr kdd lics lrec medrxiv mia miccai micro
    mlsys mobicom mobisys naacl ndss neco neurips nips nsdi oakland oopsla osdi pakdd pami pldi pnas podc podics
    pods popl ppopp ral recsys rlc rlhc rss sdm sigcomm siggraph sigir sigkdd sigmetrics sigmod soda sosp spl
    stoc taccess tacas tacl tcsvt tgrs tifs tip tist tits tkdd tkde tmi tmlr tmm tnnls tochi tois tog tosem
    tpami tpds tro tse tvcg tweb uai uist usenix vldb vlhcc vis wacv wmt wsdm www
    """.split()  # noqa: SIM905  (a list of this length reads best as text)
)
"""Short names of conferences, journals and servers, which are no words."""
_JOURNALS = frozenset({
    "cell", "jama", "lancet", "nature", "science", "openreview", "preprint", "ssrn", "bioinformatics", "neuron",
    "nature communications", "nature machine intelligence", "nature methods", "nature medicine",
    "nature biotechnology", "nature computational science", "nature neuroscience", "nature physics",
    "nature human behaviour",
    "science robotics", "science advances", "scientific reports", "pattern recognition", "medical image analysis",
    "neural networks", "information fusion", "machine learning", "artificial intelligence", "neurocomputing",
    "neural computation", "cell reports", "patterns", "the web conference", "web conference",
})  # fmt: skip
"""Journals, which are words too: venues with a year."""
_TOLD = frozenset(
    """
    oral orals spotlight poster posters highlight notable workshop workshops findings main conference long short
    demo best paper papers award awards winner honorable honourable mention outstanding runner up candidate
    finalist top track tracks datasets dataset benchmarks benchmark accepted accept to appear in at under review
    preprint preprints submitted of the and on proceedings proc journal trans transactions extended abstract
    industry student press special issue rejected withdrawn published
    """.split()  # noqa: SIM905
)
"""What may be said of a paper beside its venue."""
_LABELS = frozenset(
    """
    must read reading highly strongly recommended recommend recommendation new hot latest updated update
    important essential classic seminal foundational landmark influential famous favorite favourite pick picks
    popular trending best paper papers award awards winner oral spotlight highlight poster preprint survey
    surveys review reviews overview tutorial blog post title article pdf code official unofficial open source
    project page dataset datasets benchmark benchmarks optional required beginner intermediate advanced
    background todo done wip unread read starred star outstanding notable accepted published workshop theory and
    our ours we you should week month day of the
    """.split()  # noqa: SIM905
)
"""Words of labels."""
_NO_LABEL = frozenset("re cls mask sep pad unk eos bos the and we our you".split())  # noqa: SIM905
"""What stands in brackets and belongs to the title, and small words that alone are no label."""
_APART = re.compile(r"(?:[,.;:|]|\s[–—-])[\s*_]+")
"""What stands between a title and a venue without marks."""
_PARTS = 4
"""Such signs at the end of a text behind which the venue may begin."""
_LABEL_WORDS = 4
_SHORT = 3, 30
"""Words and characters of what may stand in square brackets before a title and is a label whatever it says."""
_TITLE = 2
"""Words of what is left, behind names, for a title."""
_SPELT = re.compile(r"\b(?!(?:and|et|al|others)\b)[^\W\d_]+")
_YEAR = re.compile(r"\W{0,4}\b(?:19|20)\d\d[a-z]?\W*$")
_INITIAL_LAST = re.compile(r"(?<![\w.])[^\W\d_a-z]\.$")
_OF = re.compile(r"['’]s\b")
_NAMED = re.compile(r"[^\W\d_a-z]")
_NEAR = 240
"""Characters in which a label stands before or behind a title, and its end."""
_DATED = 8
"""Characters at the end of what stands in square brackets in which a year shows that it is a venue."""
_LONGEST = 120
"""Characters of a label."""
_MOST = 6
"""Labels on one side of a title."""


def is_label(text: str) -> bool:
    """Whether some words say where or when a paper appeared, or what somebody thinks of it, and are no title."""
    if len(text) > _LONGEST:
        return False
    words = clean_line(_SIGNS.sub(" ", text)).strip()
    return words != "" and (_says_venue(text) or _says_label(words))


def title_begins(markdown: str, *, within: bool = False) -> int:
    """Where in the Markdown of an item its title begins: behind boxes, venues, years, labels and names.

    `within`: the words are marked as a title, so that what stands in brackets among them is no label of its own.
    """
    at = 0
    for _ in range(_MOST):
        step = _step(markdown[at : at + _NEAR], within=within)
        if not step:
            break
        at += step
    return at


def title_ends(markdown: str) -> int:
    """Where in the Markdown of an item its title ends: before venues, years, labels and names that are marked, and
    before a venue with its year."""
    end = len(markdown)
    for _ in range(_MOST):
        bare = venue_behind(markdown[:end])
        if bare and any(map(str.isalnum, markdown[: bare.start])):
            end = _bracket_around(markdown[:end], bare.start)
            continue
        start = max(0, end - _NEAR)
        found = _BEHIND.search(markdown[start:end])
        if found is None or not any(map(str.isalnum, markdown[: start + found.start()])):
            break
        words = _inner(found)
        if found["brace"] is not None:
            apart = _says_venue(words, bare=True) or _says_whose_and_where(words)
        else:
            apart = is_label(words) or (found["slant"] is not None and _are_people(words))
        if not apart:
            break
        end = start + found.start()
    return end


def shows_title(markdown: str) -> bool:
    """Whether what stands beside a title in the Markdown of an item shows that it is that of a paper: the names and the
    year by which it is cited before it, or in brackets behind it who wrote it and where it appeared."""
    if (cited := _CITED.match(markdown)) and _are_cited(cited):
        return True
    behind = markdown[title_ends(markdown) :].strip()
    if not behind.startswith("(") or not behind.endswith(")"):
        return False
    venue = venue_behind(behind[1:-1])
    return _says_whose_and_where(behind[1:-1]) or (venue is not None and venue.start > 0)


def _bracket_around(text: str, at: int) -> int:
    """Where the bracket begins that is open at an index and closed behind it; the index itself where none is."""
    closed = text.count(")", at) - text.count("(", at)
    begin = at
    while closed > 0 and (begin := max(text.rfind("(", 0, begin), text.rfind(")", 0, begin))) >= 0:
        closed += 1 if text[begin] == ")" else -1
    return begin if 0 <= begin < at and any(map(str.isalnum, text[:begin])) else at


def _says_whose_and_where(words: str) -> bool:
    """Whether what stands in brackets says who wrote a paper, and where it appeared."""
    names, sign, venue = words.rpartition(",")
    called = _BETWEEN_NAMES.split(without_others(names).strip())
    return bool(sign) and _says_venue(venue) and all(map(_CALLED.fullmatch, called))


class Venue(NamedTuple):
    """A venue with its year at the end of some words."""

    start: int
    """The index at which it begins, with the sign before it."""
    name: str
    year: str


def venue_behind(text: str) -> Venue | None:
    """The venue with its year at the end of a text, behind a comma or another sign or as the whole; None for none."""
    start = max(0, len(text) - _LONGEST)
    parts = [sign.start() + start for sign in _APART.finditer(text[start:])][-_PARTS:]
    for at in (*([] if start else [0]), *parts):
        date = _DATE.search(text, at)
        if date and _WORD.search(_DATE.sub(" ", text[at:])) and _says_venue(text[at:]):
            names = (part.strip(_AROUND + "’' ") for part in (text[at : date.start()], text[date.end() :]))
            year = max(re.findall(r"\d{4}|\d\d", date[0]), key=len)
            return Venue(at, next(filter(None, names), ""), year if len(year) == len("2024") else f"20{year}")
    return None


def _step(markdown: str, *, within: bool) -> int:
    """Characters before the title that are no part of it, up to the next sign; 0 for none."""
    if box := _BOX.match(markdown):
        return box.end()
    if (sign := _SIGN.match(markdown)) and (sign["code"] or all(category(char) in _PICTURES for char in sign["sign"])):
        return sign.end()
    if (marked := _MARKED.match(markdown)) and _is_apart(marked, markdown[marked.end() :], within=within):
        return marked.end()
    if (bare := _BARE.match(markdown)) and _says_venue(bare["words"], bare=True):
        return bare.end()
    if (cited := _CITED.match(markdown)) and _are_cited(cited):
        return cited.end()
    if (before := _BEFORE_MARKED.match(markdown)) and _are_people(before["names"]):
        return before.end()
    stop = _STOP.search(markdown)
    named = stop is not None and _are_before(markdown[: stop.start()], markdown[stop.end() :])
    return stop.end() if stop is not None and named else 0


def _is_apart(marked: re.Match[str], rest: str, *, within: bool) -> bool:
    """Whether what is marked before a title is none of it."""
    raw = _inner(marked)
    words = raw.strip(_AROUND)
    if is_label(raw):
        return words.lower() not in _NO_LABEL and (_SIGNS.sub("", rest) != "" or not marked["slanted"])
    if marked["round"]:
        return False
    bracketed = marked["square"] is not None or raw.strip()[:1] in ("[", "`", "【", "\\")
    if bracketed and not within and words.lower() not in _NO_LABEL:
        dated = len(words) <= _LONGEST and _DATE.search(words[-_DATED:]) is not None
        return (dated or _is_short(words)) and _is_title(rest)
    return _are_before(words, rest)


def _are_before(words: str, rest: str) -> bool:
    """Whether words are the names of people who stand before their title, and no title that stands before names."""
    if not _is_title(rest) or not _are_people(words):
        return False
    stop = _STOP.search(rest)
    return not _are_people(rest[: stop.start()] if stop else rest) and not _are_people(rest.strip(_AROUND))


def _are_cited(cited: re.Match[str]) -> bool:
    """Whether words before a year are the family names by which a paper is cited: with "et al." behind them, or their
    year in brackets; of several also without, where a full stop is behind it ("Vale and Ash, 2020. Lamps")."""
    text = cited["names"].strip(" ,")
    named = without_others(text)
    names = _BETWEEN_NAMES.split(named)
    if not all(name and is_family(name) and _FAMILY.fullmatch(name.split()[-1]) for name in names):
        return False
    sure = named != text or cited["bracket"] is not None
    return (sure or (len(names) > 1 and cited["end"] == ".")) and may_be_persons(names, introduced=sure, dated=True)


def _is_title(rest: str) -> bool:
    """Whether what is left may be a title."""
    return len(_WORD.findall(rest)) >= _TITLE


def _is_short(words: str) -> bool:
    return words.count(" ") < _SHORT[0] and len(words) <= _SHORT[1]


def _inner(match: re.Match[str]) -> str:
    """What a mark stands around."""
    found = match.groupdict()
    return next((found[name] for name in _GROUPS if found.get(name) is not None), "")


def _are_people(text: str) -> bool:
    """Whether words are the names of people for sure."""
    if not _NAMED.match(text.lstrip(_AROUND)):
        return False
    plain = _YEAR.sub("", text).strip(" *_:,;")
    small = (word for word in _SPELT.findall(plain) if word.islower() and word != "s" and not is_particle(word))
    if _OF.search(plain) or any(small):
        return False
    others = goes_on_behind(plain)
    names = names_in(plain if plain.count(".") > 1 or _INITIAL_LAST.search(plain) else plain.rstrip(".")) or ()
    if others and names:
        return may_be_persons(names, introduced=True)
    return bool(names) and may_be_persons(names) and shows_persons(names, joined=" and " in plain or "&" in plain)


def _says_venue(text: str, *, bare: bool = False) -> bool:
    """Whether words say where, or when, a paper appeared, and nothing else; where they are `bare`, in a known place and
    a year."""
    plain = text.strip(_AROUND)
    if _ID.fullmatch(plain) or (_NUMBERS.fullmatch(plain) and not bare):
        return True
    without = _DATE.sub(" ", plain)
    dated = without != plain
    words = _WORD.findall(without)
    if any(map(str.isdigit, _SHARE.sub("", without))):
        return False
    left = [word for word in words if word.lower() not in _TOLD]
    known = [word for word in left if word.lower() in _VENUES]
    phrase = " ".join(left).lower()
    if bare:
        return dated and bool(known) and len(known) == len(left)
    if not left:
        return dated
    if phrase in _JOURNALS:
        return dated or (len(left) > 1 and len(words) == len(left) and left[0] in ("Nature", "Science"))
    if len(known) == len(left):
        return dated or any(word.upper() == word or _ACRONYM.fullmatch(word) for word in known) or "arxiv" in phrase
    if dated and len(left) <= _ACRONYMS and all(word.lower() in _VENUES or _ACRONYM.fullmatch(word) for word in left):
        return True
    meeting = words[0].lower() in _VENUES and ":" not in plain and "workshop" in map(str.lower, words)
    return dated and (meeting or _PRINTED.match(plain) is not None) and len(words) <= _JOURNAL_WORDS


def _says_label(words: str) -> bool:
    """Whether words are those of labels only."""
    found = words.lower().split()
    return len(found) <= _LABEL_WORDS and words.lower() not in _NO_LABEL and all(word in _LABELS for word in found)
