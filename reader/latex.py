"""TeX markup in bibliographies -> plain text, and back: accents, symbols, quotes, braces. Math between `$` stays TeX.

The commands are those of LaTeX's text encodings (`texdoc encguide`); a command that is not known is kept as it came.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Callable

from reader.patterns import regex

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323", "b": "\u0331", "k": "\u0328",
    "r": "\u030a", "ocirc": "\u030a", "textcommabelow": "\u0326",
}  # fmt: skip
_SYMBOLS = {
    "ss": "ß", "o": "ø", "O": "Ø", "l": "ł", "L": "Ł", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å",
    "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ", "NG": "Ŋ",
    "S": "§", "P": "¶", "dag": "†", "ddag": "‡", "copyright": "©", "pounds": "£", "textregistered": "®",
    "texttrademark": "™", "textdegree": "°", "textmu": "µ", "textbackslash": "\\", "textasciitilde": "~",
    "textasciicircum": "^", "textbar": "|", "textless": "<", "textgreater": ">", "textunderscore": "_",
    "textdollar": "$", "textbraceleft": "{", "textbraceright": "}", "textquotesingle": "'", "textquotedbl": '"',
    "textquotedblleft": "“", "textquotedblright": "”", "textquoteleft": "‘", "textquoteright": "’", "textendash": "–",
    "textemdash": "—", "ldots": "…", "dots": "…", "textellipsis": "…", "textbullet": "•", "guillemotleft": "«",
    "guillemotright": "»", "textexclamdown": "¡", "textquestiondown": "¿", "texteuro": "€", "euro": "€",
    "TeX": "TeX", "LaTeX": "LaTeX", "BibTeX": "BibTeX", "slash": "/", "newline": " ",
    "textsuperscript": "", "textsubscript": "", "langle": "⟨", "rangle": "⟩", "times": "×", "textperiodcentered": "·",
}  # fmt: skip
_DRESS = frozenset(
    {"emph", "textit", "textbf", "textsc", "textrm", "textsf", "texttt", "textup", "textsl", "textnormal", "text",
     "mbox", "hbox", "uppercase", "lowercase", "underline", "mkbibemph", "mkbibitalic", "mkbibbold",
     "ensuremath", "natexlab", "em", "it", "bf", "sc", "rm", "sf", "tt", "sl", "bfseries", "itshape",
     "protect", "relax", "penalty0", "textsuperscript", "textsubscript", "thinspace", "bibstring"}
)  # fmt: skip
"""Commands that dress their text: the command goes, the text stays."""
_UNSHOWN = frozenset({"noopsort", "sortnoop", "noop", "nosort", "sortkey"})
"""Commands, in small letters, whose argument is there for the order of the entries and is never shown, as the sample
file of BibTeX (`texdoc xampl`) and those after it define them in their preamble."""
_SPACES = frozenset({" ", ",", ";", ":", "/", "thinspace", "space", "quad", "qquad", "nobreakspace", "\\", "newline"})
_TOKEN = regex(
    r"\\(?P<name>[A-Za-z]+)[ \t]*(?:\n[ \t]*(?![ \t\n]))?|\\(?P<sign>[^A-Za-z])"
    r"|(?P<math>\$\$(?:\\.|[^$\\])+\$\$|\$(?:\\.|[^$\\])+\$)"
    r"|(?P<open>\{)|(?P<close>\})|(?P<tie>~)|(?P<dash>-{2,3})|(?P<left>``)|(?P<right>'')",
    re.DOTALL,
)
_ON_WHICH = regex(r"\s*\{?\s*(?:\\([ij])(?![A-Za-z])\s*(?:\{\})?|([^\W_]))(?:\s*\})?")
"""The letter on which an accent stands."""
_MODES = regex(r"\\ifmmode(?![A-Za-z])(.{0,500}?)\\fi(?![A-Za-z])(?:\{\})?", re.DOTALL)
"""A choice by mode: what stands in math, `\\else`, what stands in text."""
_BRACE = regex(r"[{}]")
_DEEPEST = 40
"""Commands within commands that are read."""
_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\textbraceleft{}", "}": r"\textbraceright{}", "$": r"\$", "%": r"\%",
    "&": r"\&", "#": r"\#", "_": r"\_", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}",
}  # fmt: skip
_SIGN = regex(r"[\\{}$~`]|--|''")
"""What is in no plain text that is TeX for itself."""
_HTML = regex(r"\\?&(#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});")
_NOT_PLAIN = regex(r"[\\{}$%&#_~^]|--|``|''")
"""What may not stand in TeX as it is."""
_ENTITY = regex(r"&(?=(?:#\d{1,7}|#[xX][\da-fA-F]{1,6}|[A-Za-z][A-Za-z\d]{1,31});)")
"""What would be read as an entity of HTML."""
_WORD = regex(r"\S+")
_LIGATURE = regex(r"-(?=-)|`(?=`)|'(?=')")
_MATH = regex(r"\$(?=[^\s$])([^$\n]{1,300}?)(?<=[^\s\\$])\$(?!\d)")
_MATH_COMMAND = regex(
    r"alpha|beta|gamma|delta|epsilon|varepsilon|zeta|eta|theta|vartheta|iota|kappa|lambda|mu|nu|xi|"
    r"pi|rho|sigma|tau|upsilon|phi|varphi|chi|psi|omega|Gamma|Delta|Theta|Lambda|Xi|Pi|Sigma|"
    r"Upsilon|Phi|Psi|Omega|times|cdot|pm|mp|div|leq|geq|le|ge|neq|ne|approx|sim|simeq|equiv|"
    r"propto|infty|partial|nabla|sum|prod|int|sqrt|frac|log|ln|exp|sin|cos|tan|min|max|arg|lim|"
    r"to|rightarrow|leftarrow|Rightarrow|Leftarrow|mapsto|in|notin|subset|subseteq|cup|cap|forall|"
    r"exists|mathbb|mathcal|mathbf|mathrm|mathit|mathsf|mathfrak|text|textbf|textit|hat|bar|tilde|"
    r"vec|dot|ell|ldots|cdots|dots|left|right|big|Big|circ|star|ast|dagger|prime|langle|rangle|"
    r"lfloor|rfloor|lceil|rceil|otimes|oplus|perp|parallel|mid|gg|ll|gtrsim|lesssim|operatorname|"
    r"boldsymbol|bm|overline|underline"
)
"""What math may contain to go out as math; all else is written as plain text, so that a title is never a program."""


def decode(tex: str) -> str:
    """The text that some TeX stands for; braces go, math stays between its `$`."""
    if _SIGN.search(tex) is None:
        return tex
    return unicodedata.normalize("NFC", Decoder(outside_math(tex)).text())


def outside_math(tex: str) -> str:
    """The TeX with what stands in text in the place of each choice by mode (`\\ifmmode`), which publishers leave."""
    if "\\ifmmode" not in tex:
        return tex
    return _MODES.sub(lambda found: "{" + found[1].partition("\\else")[2].strip() + "}", tex)


class Decoder:
    """One pass over the tokens of a TeX text. What shows TeX to a person overrides what it reads in another way."""

    symbols = _SYMBOLS
    """The characters that commands stand for."""

    def __init__(self, tex: str, depth: int = 0) -> None:
        self._tex = tex
        self._depth = depth
        self._out: list[str] = []
        self._at = 0

    def text(self) -> str:
        """The text that the TeX stands for; what is nested deeper than anybody writes stays as it is."""
        if self._depth > _DEEPEST:
            return self._tex
        while (match := _TOKEN.search(self._tex, self._at)) is not None:
            self._out.append(self._tex[self._at : match.start()])
            self._at = match.end()
            self._token(match)
        self._out.append(self._tex[self._at :])
        return "".join(self._out)

    def _token(self, match: re.Match[str]) -> None:
        kind, found = match.lastgroup, match[0]
        if kind == "name":
            self._command(match["name"], found)
        elif kind == "sign":
            self._sign(match["sign"])
        else:
            self._out.append(self.mark(str(kind), match))

    def mark(self, kind: str, match: re.Match[str]) -> str:
        """The text of a token that is no command: math, a brace, a tie, a dash, a quotation mark."""
        if kind == "math":
            return match[0]
        if kind == "dash":
            return "–" if len(match[0]) == 2 else "—"
        return {"tie": " ", "left": "“", "right": "”"}.get(kind, "")

    def dressed(self, name: str) -> str | None:
        """The text of a command that only dresses what follows, None for any other; the braces behind it are marks."""
        return "" if name in _DRESS else None

    def _command(self, name: str, found: str) -> None:
        if name in _ACCENTS and (letter := self._argument_letter()):
            self._out.append(letter + _ACCENTS[name])
        elif name in self.symbols:
            symbol = self.symbols[name]
            self._out.append(symbol)
            if found.endswith((" ", "\t", "\n")) and len(symbol) > 2 and self._tex[self._at : self._at + 1].isalnum():
                self._out.append(" ")
            self._at += 2 * self._tex.startswith("{}", self._at)
        elif name == "enquote":
            self._out.append("“" + self.group() + "”")
        elif name in ("url", "path"):
            self._out.append(self._address())
        elif name == "href":
            address, shown = self._address(), self.group()
            self._out.append(f"{shown} ({address})" if shown and address != shown else address)
        elif name in _SPACES:
            self._out.append(" ")
        elif name.lower() in _UNSHOWN:
            self._group()
        elif (text := self.dressed(name)) is not None:
            self._out.append(text)
        else:
            self._out.append(found)
            while self._tex.startswith("{", self._at):  # A command that is not known keeps all that it is given.
                argument = self.group()
                self._out.append(f"{{{argument}}}" if argument else "")

    def _sign(self, sign: str) -> None:
        if sign in _ACCENTS and (letter := self._argument_letter()):
            self._out.append(letter + _ACCENTS[sign])
        elif sign in _SPACES or sign == "\n":
            self._out.append(" ")
        elif sign not in "-@()[]!":
            self._out.append(sign)

    def _argument_letter(self) -> str:
        """The letter that an accent stands on, taken from the text: `e`, `{e}`, `\\i`, `{\\i}`."""
        match = re.compile(r"\s*\{?\s*(?:\\([ij])(?![A-Za-z])\s*(?:\{\})?|([^\W_]))(?:\s*\})?").match(
            self._tex, self._at
        )
        if match is None:
            return ""
        opened, closed = "{" in match[0].replace("{}", ""), "}" in match[0].replace("{}", "")
        end = match.end()
        if closed and not opened:
            end -= 1
        elif opened and not closed:
            return ""
        self._at = end
        return match[1] or match[2]

    def group(self) -> str:
        """The text of the group that begins here, taken from the TeX; "" when none does."""
        return type(self)(self._group(), self._depth + 1).text()

    def _address(self) -> str:
        return self._group().replace("\\", "")

    def _group(self) -> str:
        """The TeX of the group that begins here, taken from the text; "" when none does."""
        if self._tex[self._at : self._at + 1] != "{":
            return ""
        depth, start = 0, self._at + 1
        for place in range(self._at, len(self._tex)):
            sign = self._tex[place]
            escaped = place > 0 and self._tex[place - 1] == "\\"
            depth += (sign == "{" and not escaped) - (sign == "}" and not escaped)
            if depth == 0:
                self._at = place + 1
                return self._tex[start:place]
        self._at = len(self._tex)
        return self._tex[start:]


def without_entities(tex: str) -> str:
    """The TeX with the characters that entities of HTML stand for, which web sites leave in what they export."""
    if "&" not in tex or ";" not in tex:
        return tex
    return _HTML.sub(lambda found: _character(found[1], found[0]), tex)


def _character(entity: str, came: str) -> str:
    text = html.unescape(f"&{entity};")
    return came if text == f"&{entity};" or not text.isprintable() else encode(text.replace("\xa0", " "))


def encode(text: str) -> str:
    """TeX for a plain text: everything special is escaped, harmless math is kept. `decode(encode(text)) == text`.

    Its braces are balanced in both ways of counting: BibTeX's, which is blind to a backslash (`texdoc btxdoc`), and
    that of programs which leave out `\\{` and `\\}`. Otherwise the field, and with it the file, would end elsewhere
    for one of them. So a brace goes out as a command, and math in which the two differ as plain text.
    """
    return _encoded(text, _plain) if _NOT_PLAIN.search(text) else text


def encode_title(text: str) -> str:
    """The same for a title, in which each word with a capital within it stands in braces, so that no style makes it
    small."""
    return _encoded(text, lambda part: _WORD.sub(_protected, part))


def _protected(word: re.Match[str]) -> str:
    tex = _plain(word[0])
    return "{" + tex + "}" if any(sign.isupper() for sign in word[0][1:]) else tex


def _encoded(text: str, plain: Callable[[str], str]) -> str:
    out = []
    at = 0
    for match in _MATH.finditer(text):
        if _harmless(match[1]):
            out += [plain(text[at : match.start()]), match[0]]
            at = match.end()
    out.append(plain(text[at:]))
    return "".join(out)


def _plain(text: str) -> str:
    guarded = _LIGATURE.sub(lambda match: match[0] + "\0", _ENTITY.sub("&\0", text) if "&" in text else text)
    return "".join(_SPECIAL.get(sign, sign) for sign in guarded).replace("\0", "{}")


def _harmless(math: str) -> bool:
    commands = re.findall(r"\\([A-Za-z]+|.)", math)
    if any(not _MATH_COMMAND.fullmatch(name) and name not in ("{", "}", ",", ";", "!", " ", "%") for name in commands):
        return False
    ways = (math, re.sub(r"\\.", "", math))
    return all(map(is_balanced, ways)) and not re.search(r"(?<!\\)[%#]", math)


def is_balanced(tex: str) -> bool:
    """Whether each brace that opens is closed and none closes alone, as BibTeX counts them: blind to a backslash."""
    depth = 0
    for brace in _BRACE.findall(tex):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0
