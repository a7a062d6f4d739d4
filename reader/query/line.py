r"""Other readings of a line that finds nothing as it was typed: what people paste that holds a title amid other signs.

>>> cleaned("Sample et al. - 2020 - Lamps that learn (1).pdf"), cleaned("lamps_that_learn.pdf")
('Lamps that learn', 'lamps that learn')
>>> cleaned("(PDF) Lamps that learn - ResearchGate"), cleaned(r"na\"\i ve lamps")
('Lamps that learn', 'naïve lamps')
>>> spelt_apart("LampsThat_learn2", lambda word: False), spelt_apart("Lamps2Learn", lambda word: False, digits=True)
('Lamps That learn2', 'Lamps 2 Learn')
>>> titles_within("Sample, A., & Brown, B. (2020). Lamps that learn. Journal of Lamps, 3(1), 5-9.")
['Lamps that learn', 'Journal of Lamps, 3(1), 5-9']
>>> next(in_other_layouts("дфьзы"))
'lamps'
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from functools import cache
from urllib.parse import unquote

from reader.latex import decode
from reader.page_titles import COPY, MANAGED, without_card, without_site
from reader.patterns import regex
from reader.text import clean_text, spelt_words

_ROUNDS = 8
"""So often a line is cleaned once more: one thing may stand behind another."""
_ENCODED = regex(r"(?:%[0-9A-Fa-f]{2})+")
_TEX = regex(r"\\|\$[^$]*\$|\{[^{}]*\}")
_MATH = regex(r"[$\\{}^]")
_BROKEN = regex(r"(?<=[^\W\d_])[-‐]\s*\n\s*(?=[^\W\d_])")
"""A word that is broken at the end of a line."""
_NUMBER = regex(r"\s*(?:\[\d{1,3}\]|\(\d{1,3}\)|\d{1,3}\.)\s+(?=\S)")
"""The number of a reference in a list."""
_MARK = regex(r"\s*(?:(?:[-*+•◦▪‣·–—>|]|#{1,6}|\\item)\s+)+(?:\[[ xX]?\]\s+)?(?=\S)")
"""The mark of an item of a list, of a heading, a quotation or a row of a table."""
_DASHES = "-–—"
"""Those that leave out what they stand at, so that one with a blank behind it may be a slip."""
_LINK = regex(r"!?\[(?P<text>[^\[\]]+)\]\((?:[^()\s]|\([^()\s]*\))*\)|\[\[(?:[^\[\]|]*\|)?(?P<page>[^\[\]|]+)\]\]")
"""A link of Markdown or of a wiki."""
_FILE = regex(r"(?:.*[/\\])?(?P<stem>[^/\\]+?)(?:\.(?:pdf|epub|djvu|ps))(?:\.(?:crdownload|part))?\s*", re.IGNORECASE)
_OTHER_PATH = regex(r"\s*\"?(?:[A-Za-z]:|\\(?=\\))(?:\\[^\\/:*?\"<>|\n]+)*\\(?P<name>[^\\/:*?\"<>|\n]+)\"?\s*")
"""The path of a file on Windows, whose signs are no TeX."""
_SUFFIX = regex(r"\.(?:pdf|epub|djvu|ps)\s*$", re.IGNORECASE)
_PROCEEDINGS = regex(
    r"^[A-Za-z]+-(?:19|20)\d\d-(?=[a-z-]{8,})"
    r"|[-_ ](?:paper|supplement(?:al|ary))(?:[-_ ](?:conference|datasets_and_benchmarks))?$",
    re.IGNORECASE,
)
"""What proceedings put around the title in the name of a file: `NeurIPS-2020-lamps-that-learn-Paper`."""
_CUT = regex(r"\s*(?:…|\.{3,})\s*$")
_TAGGED = regex(
    r"\btitle\s*=\s*[{\"]+(?P<title>.+?)[}\"]+\s*,?\s*(?:$|\n|\b[a-z]+\s*=)"
    r"|^\s*(?:TI|T1)\s+- (?P<line>[^\n]+)",
    re.IGNORECASE | re.MULTILINE | re.DOTALL,
)
"""The title of a record of BibTeX or RIS."""
_EDGES = regex(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
"""Where a word of a name in camel case ends."""
_DIGITS = regex(r"(?<=[^\W\d_])(?=\d)|(?<=\d)(?=[^\W\d_])")
_PARTS = regex(
    r"(?:(?<=[^\W_][^\W_])|(?<=[)\]]))[.?!]\s+|\s[-–—|]\s|;\s|,\s+(?=in\b|arxiv|(?:19|20)\d\d)|,?[“”\"]|\.\s(?=\d)|\n",
    re.IGNORECASE,
)
"""What parts authors, title and venue in a reference."""
_YEAR = regex(r"[(\[]?\b(?:19|20)\d\d[a-z]?\b[)\]]?[.,:]?\s*")
_COMMAS = regex(r"[,.;:](?:\s|$)|[“”\"]")
_LINE = 60
"""Characters from which a line may be a reference."""
_LISTED = 3
"""Words from which a part of a reference may be a title."""
_OTHERS = regex(r"(?<![^\W_])et\.?[\s_]+al(?![^\W_])\.?,?", re.IGNORECASE)
"""What says that a paper has more authors."""
_WORKS = r"(?:papers?|articles?|preprints?)"
_INTRODUCED = (
    r"(?:(?:first\s+)?(?:introduce|propose|present|describe|release)(?:[ds]|ed)?|introducing|proposing|presenting|describing"
    r"|came\s+up\s+with|is\s+about|was\s+about)"
)
_WANTED = (
    r"(?:i(?:['’]m| am)\s+)?(?:looking|searching|search)\s+for"
    r"|(?:i(?:['’]d| would)\s+like|i\s+(?:want|need))\s+to\s+(?:find|read|see)(?:\s+(?:more|up))?"
    r"|(?:show|find|give)\s+me|tell\s+me(?=\s+about\b)|(?:do|did)\s+(?:i|we)\s+(?:already\s+)?(?:have|save|read)"
    rf"|(?:is|are|was|were)\s+there(?=\s+(?:(?:an?|any|some)\s+)?(?:{_WORKS}|something|anything)\b)"
)
_REQUEST = regex(
    rf"\s*(?:(?:{_WANTED})\s+"
    rf"|(?:find|(?:what|where|which)\s+(?:was|is|are|were))\s+(?=(?:\w+\s+)?(?:{_WORKS}|one)\b)|which\s+(?={_WORKS}\b))?"
    rf"(?:(?:(?:the|that|this|a|an|any|all|some|recent|new)\s+)?{_WORKS}\s+"
    rf"(?:(?:(?:that|which)\s+)?{_INTRODUCED}|about|on|of|for|that|which|where|with|by|from|using|called|titled)\s+"
    r"(?:(?:they|people)\s+)?"
    r"|(?:(?:the|that)\s+one|something|anything)\s+(?:about|on|where|which|with|by|from)\s+(?:(?:they|people)\s+)?"
    r"|(?<=\s)(?:about|on)\s+)?",
    re.IGNORECASE,
)
"""What people say before what they look for, as to a person."""
_THAT_WORK = regex(rf"\s*(?:the|that|this)\s+(?P<about>\S.*\S)\s+{_WORKS}\s*[?.!]?\s*", re.IGNORECASE | re.DOTALL)
_NAMED_WORK = rf"(?:the\s+)?(?:{_WORKS}\s+(?:about|on|called|titled)\s+)?(?P<about>\S.*?)(?:\s+{_WORKS})?"
_QUESTIONS = tuple(
    regex(rf"\s*{question}\s*[?.!]*\s*", re.IGNORECASE | re.DOTALL)
    for question in (
        rf"who\s+(?:wrote|authored|made|published|created|invented|developed|{_INTRODUCED})\s+{_NAMED_WORK}",
        rf"(?:(?:who|what)\s+(?:is|are|was|were)\s+)?(?:the\s+)?(?:first\s+)?authors?\s+of\s+{_NAMED_WORK}",
        rf"when\s+(?:was|did)\s+{_NAMED_WORK}\s+(?:first\s+)?(?:published|released|written|come\s+out|appear)",
        r"what\s+(?:did|has|have|does)\s+(?P<by>\S.*?)\s+(?:writ(?:e|ten)|publish(?:ed)?|sa(?:y|id))\s+(?:about|on)\s+"
        r"(?P<about>\S.*)",
    )
)
"""What people ask about a paper: it holds the words by which it is found."""
_AROUND = " \t\n.,:;()[]'‘’“”\""
_MOST = 6
"""So many parts of a reference are looked at."""
_READ = 1_500
"""Characters of a line that is read otherwise."""


def cleaned(line: str) -> str:
    """A line without what programs add to a title, and with what they write otherwise as it is read."""
    for _ in range(_ROUNDS):
        before, line = line, _cleaned_once(line[:_READ])
        if line == before:
            break
    return line


def _cleaned_once(line: str) -> str:
    text = without_card(clean_text(line).strip())
    if match := _OTHER_PATH.fullmatch(text):
        text = match["name"]
    if match := _TAGGED.search(text):
        text = match["title"] or match["line"]
    text = _LINK.sub(_linked, _behind(_MARK, text))
    text = _BROKEN.sub("", text)
    text = " ".join(html.unescape(_ENCODED.sub(_decoded, text)).split())
    if _TEX.search(text):
        text = _MATH.sub("", decode(text))
    text = _CUT.sub("", _behind(_NUMBER, text))
    text = without_site(text)
    if match := _FILE.fullmatch(text):
        text = COPY.sub("", match["stem"])
        text = _PROCEEDINGS.sub("", text)
    if match := MANAGED.fullmatch(text):
        text = match["title"]
    if " " not in text and "." not in text.strip("."):
        text = re.sub(r"[_+]+|(?<=\w)-+(?=\w)", " ", text)
    return " ".join(_OTHERS.sub(" ", text).split()).strip().strip("_").strip()


def _behind(mark: re.Pattern[str], text: str) -> str:
    """What stands behind the mark that a text may begin with."""
    return text[match.end() :] if (match := mark.match(text)) else text


def _linked(match: re.Match[str]) -> str:
    return match["text"] or match["page"]


def is_link(line: str) -> bool:
    """Whether a line is a link with a text of its own, perhaps an item of a list."""
    return _LINK.fullmatch(_behind(_NUMBER, _behind(_MARK, line)).strip()) is not None


def own_text(line: str) -> tuple[int, int]:
    """Where the text begins and ends that stands behind the mark of an item of a list and before the name of a site."""
    begin, title = 0, without_site(line.rstrip())
    match = _MARK.match(line)
    if match and (match[0].strip() not in _DASHES or len(spelt_words(line[match.end() :])) >= _LISTED):
        begin = match.end()
    end = len(line) if title == line.rstrip() else line.find(title) + len(title)
    return begin, end


def _decoded(match: re.Match[str]) -> str:
    text = unquote(match[0])
    return match[0] if "\ufffd" in text else text


def is_reference(line: str) -> bool:
    """Whether a line is surely a reference: it is long, has a year in it, and signs between its parts."""
    return len(line) > _LINE and _YEAR.search(line) is not None and len(_COMMAS.findall(line)) >= _LISTED


def is_dressed(line: str) -> bool:
    """Whether a line surely has something that a program added to a title: it is the name of a file, the title of a
    page, a card of one, a record, an item of a list, a link, or has signs of addresses or TeX."""
    signs = (_SUFFIX, _ENCODED, _TAGGED, _LINK)
    begun = _MARK.match(line) or _NUMBER.match(line)
    plain = line.strip()
    return any(sign.search(line) for sign in signs) or begun is not None or without_site(without_card(plain)) != plain


def without_request(line: str) -> str:
    """A line without the words of somebody who asks for a paper, or about one, as one asks a person.

    >>> without_request("what was that paper on rain and lamps"), without_request("that rain lamps paper")
    ('rain and lamps', 'rain lamps')
    >>> without_request("looking for rain"), without_request("papers"), without_request("find rain")
    ('rain', 'papers', 'find rain')
    >>> without_request("who wrote the Lamp paper?"), without_request("what did Cole write about rain?")
    ('Lamp', 'Cole rain')
    """
    for question in _QUESTIONS:
        if match := question.fullmatch(line):
            said = match.groupdict("")
            return f"{said.get('by', '')} {said['about']}".strip().rstrip("?.! ")
    if match := _THAT_WORK.fullmatch(line):
        return match["about"]
    said_before = _REQUEST.match(line)
    return line[said_before.end() :] if said_before is not None and line[said_before.end() :].strip() else line


def spelt_apart(line: str, known: Callable[[str], bool], *, digits: bool = False) -> str:
    """A line with the words of names in camel case or with underscores apart, and letters from `digits`, but for those
    that are known as one."""
    spelt = re.split(r"[\s_]+", line)
    for edges in (_EDGES, _DIGITS) if digits else (_EDGES,):
        spelt = [part for word in spelt for part in ([word] if known(word) else edges.split(word))]
    return " ".join(filter(None, spelt))


def slug_words(address: str) -> str:
    """The words that the last part of an address is made of, as titles often are; "" where it has none."""
    for part in reversed(re.split(r"[/?&=#]", address)):
        plain = re.sub(r"\.\w{1,5}$|^\d{5,}[_-]", "", part)
        if len(re.findall(r"(?<![^\W_])[^\W\d_]{2,}(?![^\W_])", plain)) >= _LISTED and "." not in plain:
            return re.sub(r"[\W_]+", " ", unquote(plain)).strip()
    return ""


def titles_within(reference: str) -> list[str]:
    """The parts of a reference that may be its title, the longest first: authors, title and venue are parted by signs
    that may stand in any of them, so that only a library can tell."""
    found: dict[str, int] = {}
    for part in _PARTS.split(reference[:_READ]):
        for text in (part, part.partition(": ")[2]):
            plain = _YEAR.sub("", text).strip(_AROUND)
            size = sum(len(word) > 1 for word in spelt_words(plain))
            if size >= _LISTED:
                found[plain] = size
    return sorted(found, key=lambda text: -found[text])[:_MOST]


_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_LAYOUTS = {
    "йцукенгшщзхъфывапролджэячсмитьбюё": _LATIN,
    "йцукенгшщзхїфівапролджєячсмитьбю'": _LATIN,
    ";ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,.`": _LATIN,
    "/'קראטוןםפ][שדגכעיחלךף,זסבהנמצתץ;": _LATIN,
    "azertyuiop^$qsdfghjklmùwxcvbn,;:²": "qwertyuiop[]asdfghjkl;'zxcvbnm,./`",
    "qwertzuiopü+asdfghjklöäyxcvbnm,.^": _LATIN,
}
"""The keys of a keyboard, row by row, beside those of another: Russian, Ukrainian, Greek, Hebrew, French, German."""

_WITHIN = regex(r"\w[^\w\s]+\w")
"""Signs between letters."""


@cache
def _tables() -> tuple[dict[int, str], ...]:
    """What each layout's letters are in the Latin one, and the other way round."""
    tables = []
    for one, other in _LAYOUTS.items():
        for typed, meant in ((one, other), (other, one)):
            pairs = dict(zip(typed, meant, strict=False))
            pairs |= {a.upper(): b.upper() for a, b in pairs.items() if a.upper() not in pairs and len(a.upper()) == 1}
            tables.append({ord(a): b for a, b in pairs.items()})
    return tuple(tables)


def in_other_layouts(line: str) -> Iterator[str]:
    """What the keys of a line stand for on other keyboards, where no word of letters falls into pieces by it."""
    for table in _tables():
        if (other := line.translate(table)) != line and not any(map(_falls_apart, line.split(), other.split())):
            yield other


def _falls_apart(typed: str, meant: str) -> bool:
    return typed.isalpha() and _WITHIN.search(meant) is not None
