"""The tags and the text of a web page, as far as a format needs them: one pass, however damaged the page is.

Tokens are those of https://html.spec.whatwg.org/multipage/parsing.html#tokenization, without a tree. The parser of the
standard library takes quadratic time for some damaged pages (CVE-2025-6069), so it is not used.

    >>> [str(token) for token in tokens("<p class=x>A &amp; B<br/>C")]
    ['<p>', 'A & B', '<br>', 'C']
    >>> plain("<p>On <i>E. coli</i></p> <p>again</p>")
    'On E. coli again'
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from html.entities import html5

from reader.formats.json_rows import Lines
from reader.text import clean_line

_TAG = re.compile(r"<(/?)([a-zA-Z][^\s/>]*+)")
_ATTRIBUTE = re.compile(
    r"""[\s/]*+(?:(?P<end>>)|(?P<name>[^\s/>][^\s/>=]*+)"""
    r"""(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'|(?P<bare>[^\s>"'][^\s>]*+)))?)"""
)
_RAW = frozenset(("script", "style", "textarea", "xmp", "iframe", "noembed", "noframes", "template"))
"""Elements whose content is no text of the page."""
_BLOCKS = frozenset(
    """
address article aside blockquote body br caption center dd details dialog dir div dl dt fieldset figcaption figure
footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html legend li link list list-item main menu meta nav ol option p
pre sec section select summary table tbody td tfoot th thead title tr ul
""".split()  # noqa: SIM905  (a list of this length reads best as text)
)
"""Elements that begin and end a line."""
_INLINE = frozenset(
    """
a abbr acronym annotation b bdi bdo big cite code data del dfn em fixed-case font i img inf inline-formula ins italic
kbd label mark math mfrac mi mml:math mml:mi mml:mn mml:mo mml:mrow mml:msub mml:msup mml:mtext mn mo mover mrow ms
mspace msqrt mstyle msub msubsup msup mtext munder named-content q rp rt ruby s samp sc scp small span strike strong sub
sup semantics sans-serif monospace bold underline time tt u var wbr
""".split()  # noqa: SIM905  (a list of this length reads best as text)
)
"""Elements that dress words and signs, of HTML, MathML and JATS, as titles and abstracts hold them."""
_MARKUP = re.compile(
    rf"</?(?:({'|'.join(sorted((*_INLINE, *_BLOCKS), key=len, reverse=True))})|jats:([a-z][a-z-]*+))"
    r"""(?:\s+[A-Za-z][\w:-]*+\s*+=\s*+(?:"[^"<>]*+"|'[^'<>]*+'|[^\s"'<>]++))*+\s*+/?>|<!--(?:[^<>-]|-(?!->))*+-->""",
    re.IGNORECASE,
)
"""A whole tag of theirs, or any that is marked as one of JATS; a sign of math ("$a<b$, $c>d$") is none."""
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});")


@dataclass(frozen=True, slots=True)
class HtmlToken:
    """A tag, or a text between two."""

    at: int
    """Where it begins in the page."""
    text: str = ""
    """A text with its entities resolved; "" for a tag."""
    tag: str = ""
    """The name of a tag in lower case; "" for a text."""
    closing: bool = False
    """Whether the tag ends an element."""
    attributes: Mapping[str, str] = field(default_factory=dict)
    """Those of a tag, by their names in lower case, the first of each name."""

    def __str__(self) -> str:
        return f"<{'/' if self.closing else ''}{self.tag}>" if self.tag else self.text


def tokens(text: str) -> Iterator[HtmlToken]:
    """The tags and texts of a page in order, without comments and without scripts and the like."""
    at, closers = 0, {name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE) for name in _RAW}
    while at < len(text):
        opening = text.find("<", at)
        if opening < 0:
            opening = len(text)
        if opening > at:
            yield HtmlToken(at, unescape(text[at:opening]))
        if opening == len(text):
            return
        if text.startswith("<!--", opening):
            at = _after(text, "-->", opening + 4)
        elif text.startswith(("<!", "<?"), opening):
            at = _after(text, ">", opening)
        elif (match := _TAG.match(text, opening)) is None:
            yield HtmlToken(opening, "<")
            at = opening + 1
        else:
            name = match[2].lower()
            attributes, at = _attributes(text, match.end())
            yield HtmlToken(opening, "", name, match[1] == "/", attributes)
            if name in _RAW and not match[1]:
                closer = closers[name].search(text, at)
                at = closer.start() if closer is not None else len(text)


def _after(text: str, sign: str, at: int) -> int:
    """The place behind the next such sign, the end where there is none."""
    found = text.find(sign, at)
    return found + len(sign) if found >= 0 else len(text)


def _attributes(text: str, at: int) -> tuple[dict[str, str], int]:
    """The attributes of a tag, and where the tag ends."""
    found: dict[str, str] = {}
    while (match := _ATTRIBUTE.match(text, at)) is not None:
        at = match.end()
        if match["end"]:
            break
        value = match["double"] or match["single"] or match["bare"] or ""
        found.setdefault(match["name"].lower(), unescape(value))
    else:
        at = len(text)
    return found, at


def without_tags(text: str) -> str:
    """A text without the tags of the markup that a title or an abstract may hold; where one ends a line is a blank."""
    if "<" not in text:
        return text
    return _MARKUP.sub(lambda tag: " " if (tag[1] or tag[2] or "").lower() in _BLOCKS else "", text)


def without_entities_of_web(text: str) -> str:
    """A line with the characters that entities of HTML stand for, which web sites leave in what they export; one that
    stands for no character that can be printed stays.

    >>> without_entities_of_web("Cats &amp; Dogs"), without_entities_of_web("AT&T; Lamps &nothing;")
    ('Cats & Dogs', 'AT&T; Lamps &nothing;')
    """
    return _ENTITY.sub(_character, text) if "&" in text else text


def with_entities_kept(text: str) -> str:
    """A line that says by `without_entities_of_web` what it says now."""
    return _ENTITY.sub(lambda entity: f"&amp;{entity[0][1:]}", text) if "&" in text else text


def _character(entity: re.Match[str]) -> str:
    if entity[0][1] != "#" and entity[0][1:] not in html5:
        return entity[0]
    sign = unescape(entity[0]).replace("\xa0", " ")
    return sign if sign.isprintable() else entity[0]


def plain(text: str) -> str:
    """One clean line of text without the markup and entities that a title or an abstract from the web may hold.

    Where a text is escaped twice, as some sites write it, so are its letters read; a lone "<" or "&" stays.
    """
    text = without_tags(text)
    for _ in range(2):
        if _ENTITY.search(text) is None:
            break
        text = unescape(text)
    return clean_line(text)


def lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines that a page shows, each clean and not empty, with the number of the line of the source."""
    numbers, line = Lines(text), 0
    held: list[str] = []
    for token in tokens(text):
        if token.tag in _BLOCKS:
            if shown := clean_line("".join(held)):
                yield line, shown
            held.clear()
        elif token.text and (held or not token.text.isspace()):
            if not held:
                line = numbers.number(token.at)
            held.append(token.text)
    if shown := clean_line("".join(held)):
        yield line, shown
