"""Plain text as Markdown that renders as exactly that text, and back.

One spelling serves every reader of the file: CommonMark 0.31 (spec.commonmark.org), GitHub's extensions
(github.github.com/gfm), Pandoc's Markdown, Obsidian, and the older dialects that know fewer escapes (Python-Markdown,
which MkDocs uses, and marked). A backslash stands before the signs where all of them take it for an escape
(`_WITH_BACKSLASH`), since a person reads it best; any other sign is a character reference (CommonMark 2.5), which
browsers resolve where a renderer does not. So is what a site's templates would act on before any Markdown is read
(`{{`, `{%` and `{#` of Liquid and Jinja).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import cache
from urllib.parse import quote

from reader.text import clean_line, is_web

_HAZARD = re.compile(
    r"\\|`|\*|\[|\]|<|\||~|\^|\$|\{"
    r"|\((?<=\]\()|!(?=\[)"  # one escaped bracket is not enough for marked
    r"|_(?<![^\W_]_)|_(?![^\W_])"  # at a word's edge; inside a word nobody takes it for emphasis
    r"|&(?=#?\w+;)"
    r"|#(?<![^\W_]#)(?=\S)|#(?<=\s#)|#(?=#*$)"
    r"|@(?<![^\W_]@)(?=[\w{])|@(?=[\w-]+\.\w)"  # a citation of Pandoc's, an address of mail
    r"|\.(?<=\S\.)(?=[^\W\d_]{2})|\.(?<=[wW]{3}\.)|/(?=/)"  # a bare domain or address becomes a link on GitHub
    r"|:(?=[\w+-]+:)|==+|%%+|--+|\.\.\.+"
)
"""Each alternative begins with a single character (no class), which lets the search skip all others at once."""
_START = re.compile(
    r"(\(?(?:\d{1,9}|[A-Za-z]|[ivxlcdmIVXLCDM]+|#|@[\w-]*))([.)])(?=\s|$)"  # an ordered list, Pandoc's included
    r"|()([-+#%=](?=\s|$)|[:>]|[!?](?=[!?]{2}))"  # the last is a box of MkDocs
)
_WITH_BACKSLASH = frozenset("\\`*_[]{!#+-.>)")
"""The signs before which every renderer takes a backslash for an escape."""
TEMPLATE = re.compile(r"\{(?=[{%#])")
"""The sign that begins code of Liquid and Jinja, also behind a backslash and in a comment."""
_MATH = re.compile(r"\$((?![\s$])(?:[^$\\]|\\[A-Za-z ])*?(?<!\s))\$(?![\d$])")
_FORMULA = re.compile(r"[^\W\d_]|[A-Za-z]+\([^()]*\)|.*[\\^_{=].*")
_INERT = frozenset("\\_^{")
_OPENER = re.compile(r"(?<![^\W_])_")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])|(&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)")
_PLAIN_URL = re.compile(r"https?://[A-Za-z0-9\-.~/?#=%:+,;@!$']+", re.IGNORECASE)
_NOT_IN_URL = re.compile(r"[\s<>\\\"`{}|^\x00-\x20\x7f-\x9f]")
_ENTITY_LIKE = re.compile(r"&(?=#?\w+;)")
_TAG_PARTS = re.compile(r"\\.?|,|[^\\,]+", re.DOTALL)
_ID_HAZARD = re.compile(r"[^A-Za-z0-9._/:()+~=,;@!-]|-(?=-)|^[->]|-$")


def escape(text: str) -> str:
    """One line of text as inline Markdown, safe at the start of a line too.

    TeX between dollars stays as it came where a reader without mathematics shows it unharmed; any other dollar is
    escaped, so that prices never become formulas.
    """
    if not text.isprintable():
        text = clean_line(text)
    if "$" in text:
        text = _with_formulas(text)
    elif _HAZARD.search(text):
        text = _HAZARD.sub(_harmless, text)
    if (start := _START.match(text)) is None:
        return text
    return f"{start[1] or ''}{_form(start[2] or start[4])}{text[start.end() :]}"


def _with_formulas(text: str) -> str:
    """Text with dollars: formulas are kept when no character in them means anything to CommonMark."""
    formulas = [match for match in _MATH.finditer(text) if _is_inert_formula(match[1])]
    if sum(match[0].count("_") for match in formulas) > 1:
        formulas = [match for match in formulas if not _OPENER.search(match[0])]
    done: list[str] = []
    at = 0
    for match in formulas:
        done += [_between(text, at, match.start()), match[0]]
        at = match.end()
    return "".join([*done, _between(text, at, len(text))])


def _between(text: str, start: int, end: int) -> str:
    """The escaped slice of a text, its neighbours seen but not taken."""
    found = (match for match in _HAZARD.finditer(text) if start <= match.start() < end)
    done: list[str] = []
    at = start
    for match in found:
        done += [text[at : match.start()], _harmless(match)]
        at = match.end()
    return "".join([*done, text[at:end]])


def _is_inert_formula(tex: str) -> bool:
    inert = all(match[0] in _INERT for match in _HAZARD.finditer(tex)) and not TEMPLATE.search(tex)
    return inert and _FORMULA.fullmatch(tex) is not None


def _harmless(match: re.Match[str]) -> str:
    if TEMPLATE.match(match.string, match.start()):
        return _reference(match[0])
    return "".join(map(_form, match[0]))


@cache
def _form(sign: str) -> str:
    """A sign as it stands where it must mean nothing."""
    return f"\\{sign}" if sign in _WITH_BACKSLASH else _reference(sign)


def _reference(sign: str) -> str:
    return {"<": "&lt;", "&": "&amp;"}.get(sign, f"&#{ord(sign)};")


def unescape(text: str) -> str:
    """The text that a CommonMark reader shows for `text`: backslashes before punctuation and entities resolved."""
    if "\\" not in text and "&" not in text:
        return text
    return _ESCAPED.sub(lambda match: match[1] or html.unescape(match[2]), text)


def escape_tags(tags: Iterable[str]) -> str:
    """Tags as one line, parted by commas; a comma inside a tag is escaped, and so is the dot that parts fields."""
    return ", ".join(escape(tag).replace(",", "\\,").replace("·", "&middot;") for tag in tags)


def split_tags(text: str) -> list[str]:
    """The tags of a line written by `escape_tags` or by hand; a `#` before a tag is taken as decoration."""
    pieces = [""]
    for part in _TAG_PARTS.findall(text):
        if part == ",":
            pieces.append("")
        else:
            pieces[-1] += part
    tags = (clean_line(unescape(tag.removeprefix("#"))) for piece in pieces for tag in _hashed(piece.strip()))
    return [tag for tag in tags if tag]


def _hashed(piece: str) -> list[str]:
    """The tags of a stretch without commas: each word, when people put a `#` before every one."""
    found = piece.split()
    return found if len(found) > 1 and all(word.startswith("#") and len(word) > 1 for word in found) else [piece]


def target(url: str) -> str:
    """`url` as the target of a Markdown link, "" unless it is http or https.

    Characters that could end the target are percent-encoded (RFC 3986, section 2.1).
    """
    if _PLAIN_URL.fullmatch(url):
        return url
    if not is_web(url):
        return ""
    encoded = _NOT_IN_URL.sub(lambda match: quote(match[0], safe=""), url)
    return f"<{_ENTITY_LIKE.sub('&amp;', encoded)}>"


def encode_id(id: str) -> str:
    """A paper's id as it stands in an anchor: as it is, unless a character in it could end the comment."""
    return _ID_HAZARD.sub(lambda match: "".join(f"%{byte:02X}" for byte in match[0].encode()), id)


def decode_id(text: str) -> str:
    """The id that `encode_id` wrote."""
    if "%" not in text:
        return text
    raw = re.sub(r"%([0-9A-F]{2})", lambda match: chr(int(match[1], 16)), text)
    try:
        return raw.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
