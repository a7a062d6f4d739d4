"""Whether a line and the paragraph under it are a paper's title and abstract, and not a licence, a log, a mail or code.

Any text can be cut into short and long lines, so their lengths prove nothing. What papers have in common is what their
abstracts say: somebody ("we", "this paper") does what research does ("propose", "evaluate"), or many words of research
stand together; in sentences made of words; under a line that is neither a field nor code. Of 4,340 abstracts of papers
8 are not told by this, and they stand among others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import islice

_WORD = re.compile(r"[^\W\d_]+")
_AUTHORS_SPEAK = re.compile(
    r"\b(?:we|our|us|in this (?:paper|work|study)|the (?:authors?|paper)"
    r"|th(?:is|ese) (?:\w+ ){0,3}?(?:paper|work|stud(?:y|ies)|article|report|survey|review|thesis|tutorial|result"
    r"|finding|experiment)s?)\b",
    re.IGNORECASE,
)
_RESEARCH = re.compile(
    r"\b(propos|introduc|present|show|demonstrat|experiment|benchmark|evaluat|investigat|stud(?:y|ies)|method|approach"
    r"|model|framework|novel|result|task|analy[sz]|train|learn|dataset|data set|perform|state-of-the-art|outperform"
    r"|baseline|algorithm|prov(?:e|ing)|bound|accura|generali[sz]|optimi[sz]|infer|neural|network|language|predict"
    r"|achiev|improv|explor|challeng|technique|architecture|theor|empiric|quantitative|estimat|observ|research"
    r"|literature|survey|paper|hypothes|representation|image|token|attention|reasoning|agent|simulat|measure)",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"\bin this (?:paper|work|study)\b|\bthis (?:paper|study|survey|thesis|article)\b"
    r"|\b(?:we|the authors) (?:\w+ ){0,2}(?:propose|introduce|present|show|demonstrate|investigate|study|evaluate|prove"
    r"|develop|find|analy[sz]e|derive|explore|describe|argue|examine|review|consider|formulate|conduct|report|provide"
    r"|establish|address|discuss|observe|demonstrate|compare|design|offer|use|apply|adopt|construct|validate|release)\b"
    r"|\b(?:extensive|our|numerical) (?:\w+ )?(?:experiments|evaluations?|simulations|analys[ie]s)\b|\bthe proposed \w+"
    r"|\bexperiment(?:s|al results) (?:\w+ ){0,4}(?:show|demonstrate|confirm|reveal|indicate|validate)\b"
    r"|\b(?:is|are) (?:proposed|introduced|investigated|derived|discussed)\b",
    re.IGNORECASE,
)
"""What 97 of 100 abstracts say, and who tells of a product or of a life hardly does."""
_ADDRESSED = re.compile(
    r"\b(?:you|your|yours|you['’]\w+|we['’](?:re|ve|ll)|my|customers?|pricing|sign up|subscribe|thrilled|excited"
    r"|upgrade to|available today|our (?:\w+ )?(?:teams?|engineers?|users?|company|platform|product|products))\b",
    re.IGNORECASE,
)
"""Words to a reader or about a business: in one of 100 abstracts."""
_ANOTHER = re.compile(
    r"(?:\S+ ){0,4}(?:blog|newsletter|changelog|press release|release notes|curriculum vitae|r[ée]sum[ée]|cv)"
    r"|(?:\w+ )?(?:experience|education|employment|skills|work history|about (?:me|us)|contact(?: us)?)",
    re.IGNORECASE,
)
_YEARS = re.compile(
    r"\b(?:19|20)\d\d ?[-–—] ?(?:(?:19|20)\d\d|present|now|today)\b|\bsince (?:19|20)\d\d\b", re.IGNORECASE
)
"""The years of a post, in a line about somebody's life."""
_CLAIMING = 0.65
"""The share of abstracts, in a text that does not say what it is, that must say such a thing."""
_ADDRESSING = 0.2
"""The share of them that may speak to a reader."""
_MATH = re.compile(r"\$[^$]*\$|\\[A-Za-z]+(?:\{[^{}]*\})*|https?://\S+|\*\*|<[^<>\s]{1,40}>")
_CODE = re.compile(r"[={}<>|\\;@#`^]|::|->|\)\.|\(\)")
_FIELD = re.compile(
    r"\w[\w ()-]{0,24}:\s*(?:https?://|[\w.+-]+@)|[A-Z][A-Z0-9]{1,3} {0,2}- |%[0-9A-Z] "
    r"|(?i:from|to|cc|bcc|subjects?|date|title|authors?|comments?|categories|keywords?|abstract|journal(?:-ref)?|doi|url"
    r"|license|licence|copyright|version|name|description|summary|author-email|maintainer|source|section|report-no"
    r"|msc-class|acm-class|message-id|reply-to|received|content-[\w-]+|mime-version|note|usage|options?|returns?"
    r"|parameters?|example|see also|todo|warning|error|info|debug)\s*:"
)
_ASSIGNED = re.compile(r"[\w.-]+\s*(?:=|:\s*[\"'\[{])|\W*def |\W*class |\"\"\"|@@ ")
_MARKED = re.compile(r"[-+]{1,3}(?=\w)|</?[A-Za-z!?]")
_NO_TITLE = re.compile(
    r"[#>%/$&(){}\[\]|=+*;:.,-]*$|[#>/|=;:!]|\.\.\s|--|\*\s|https?://\S+$|\W*$|.*(?:[;,:{(=\\]|\w\.)$"
)
_NO_NAME = re.compile(
    r"\w{3,}(?:[bcdfgklmnprstvxz]ing|ings|[ts]ions?|it(?:y|ies)|ments?|ness|ic(?:al|s)|ology|ures?|[ae]nc(?:e|es|y)|ems"
    r"|orks|ters?|tors?|izers?|ives?|[ai]bles?|[cdst]ed|ized?|aphs|ices|ses|tes|les|ages?|ases?|ism|(?:al|ism)s)"
)
"""What the words of titles end in, and names hardly do."""
_WORDY = 0.25
"""A line with a larger share of such words is no list of names: of 24 titles of the form "X Y and Z W" 22 have it, of
3,890 lists of authors none, and of 33,065 couples of authors 33."""
_SURE_WORDS = 2
_MANY_WORDS = 5
"""So many different words of research tell an abstract in which nobody says "we"."""
_LOOKED_AT = 4_000
SHORT = 200
"""Characters of an abstract that is too short to tell."""
_SHORT_WIDE = 60
"""The same in a script that writes words without blanks."""
_SENTENCES = re.compile(r"[.!?。！？][\"')\]”’»」*]*\s*\S.*[.!?。！？][\"')\]”’»」*]*$", re.DOTALL)


def reads_like_abstract(text: str) -> bool:
    """Whether a paragraph says what abstracts say, in sentences."""
    text = text[:_LOOKED_AT]
    if not is_prose(text) or is_field(text):
        return False
    found = len({word.lower() for word in _RESEARCH.findall(text)})
    return found >= _MANY_WORDS or (found >= _SURE_WORDS and _AUTHORS_SPEAK.search(text) is not None)


def read_like_papers(titles: Sequence[str], abstracts: Sequence[str]) -> bool:
    """Whether lines and paragraphs that read like titles and abstracts are of papers, and not of a firm's news or
    somebody's life, which use the same words: many must say what "we" or "this paper" does, hardly any may speak to the
    reader, and few may tell from when to when."""
    looked_at = [text[:_LOOKED_AT] for text in abstracts]
    claiming = sum(_CLAIM.search(text) is not None for text in looked_at)
    addressing = sum(_ADDRESSED.search(text) is not None for text in looked_at)
    dated = sum(_YEARS.search(title) is not None for title in titles)
    count = len(abstracts)
    return claiming >= _CLAIMING * count and addressing <= _ADDRESSING * count and 2 * dated <= count


def names_another_text(line: str) -> bool:
    """Whether a line says that the text is a blog, a list of changes or somebody's life."""
    return _ANOTHER.fullmatch(line.strip("#*_ :")) is not None


def says_words(line: str) -> bool:
    """Whether a line of capitalised words is made of words, as a title is, and not of names: some are of research, or
    short forms in capitals, or end as names do not."""
    found = [word for word in _WORD.findall(line) if len(word) > 1 and word != "and"]
    wordy = sum(
        _RESEARCH.match(word) is not None
        or (word.isupper() and not line.isupper())
        or _NO_NAME.fullmatch(word.lower()) is not None
        for word in found
    )
    return wordy > _WORDY * len(found)


def looks_like_abstract(text: str) -> bool:
    """Whether a paragraph has the looks of an abstract in any language: some length, words, whole sentences."""
    plain = _MATH.sub(" ", text[:_LOOKED_AT])
    letters = sum(map(len, _WORD.findall(plain)))
    blanks = plain.count(" ")
    wide = blanks * 15 < letters
    return (
        len(text) >= (_SHORT_WIDE if wide else SHORT)
        and letters >= 0.75 * len("".join(plain.split()))
        and (wide or is_prose(text))
        and not is_field(text)
        and _SENTENCES.search(text) is not None
    )


def may_hold_abstracts(text: str) -> bool:
    """Whether a whole text has words of research at all, which is told sooner than what its lines are."""
    return next(islice(_RESEARCH.finditer(text), _SURE_WORDS - 1, None), None) is not None


def is_prose(text: str) -> bool:
    """Whether a line is made of words, as sentences are, and not of the signs of code, tables and paths."""
    plain = _MATH.sub(" ", text[:_LOOKED_AT])
    letters = sum(map(len, _WORD.findall(plain)))
    visible = len("".join(plain.split()))
    return " " in plain.strip() and letters >= 0.75 * visible and len(_CODE.findall(plain)) <= 1 + 0.01 * len(plain)


def is_field(text: str) -> bool:
    """Whether a line begins as a field of a record or a mail does, or as a line of code."""
    return _FIELD.match(text) is not None or _ASSIGNED.match(text) is not None or is_marked(text)


def is_marked(text: str) -> bool:
    """Whether a line begins as a tag, an option or a line of a patch does; so do the titles of a few papers."""
    return _MARKED.match(text) is not None


def may_be_title(text: str) -> bool:
    """Whether a line may be a title by its looks: made of words, not a field, not code, not the end of a sentence."""
    plain = _MATH.sub("x", text)
    letters = sum(map(len, _WORD.findall(plain)))
    return (
        letters >= 0.6 * len("".join(plain.split()))
        and len(_CODE.findall(plain)) <= 1
        and not is_field(plain)
        and _NO_TITLE.match(plain) is None
    )
