"""Text from outside: cleaning it before it enters the library, folding it for comparison, splitting it into words.

Cleaning follows the Unicode Character Database's categories: what can steer a terminal, hide or reorder text
(controls, C1, bidirectional controls, zero-width spaces, tag characters, non-characters, surrogates) never enters
the library. ZWJ and ZWNJ stay, since emoji and several scripts need them; so do the variation selectors, which choose
among the forms of a Chinese character in people's names.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from itertools import groupby

from reader.patterns import regex

TAG_LIMIT = 64
"""Characters in a tag."""
NAME_LIMIT = 100
"""Characters in the name of a reading list or section."""
TITLE_LIMIT = 1_000
"""Characters in a title."""
ABSTRACT_LIMIT = 50_000
"""Characters in an abstract."""
NOTE_LIMIT = 1 << 20
"""Characters in a note."""

_ESCAPES = regex(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x9b[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c|(?=\n)|$)"  # OSC, DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]?"
)
DASHES = "-‐‑‒–—―−－﹣﹘⁃➖"
"""The hyphen, and what keyboards, editors and pages make of it or of two."""
INVISIBLE = "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
"""What nobody sees or what turns the direction of a line, as the inside of a class of a regular expression."""
NO_TEXT = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + INVISIBLE
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
)
"""All that is no text, but for surrogates, in the same form; a tab and a line end are text."""
_FORBIDDEN = regex(f"[{NO_TEXT}]")
UNSEEN = regex(f"(?![\r\x0b\x0c\x85])[{NO_TEXT}\ud800-\udfff]")
"""What no name and no query holds: the line ends among what is no text are blanks there."""
_UNTYPED = regex(f"[{NO_TEXT}\t\n\u2028\u2029]")
CONTROLS = regex("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
"""Controls that stand in no text, not even as the end of a line or a page."""
_SURROGATE = regex("[\ud800-\udfff]+")
ACCENTS = "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
"""Accents and other marks of no script of their own, in the same form."""
_MARKS = regex(f"([{ACCENTS}]{{4}})[{ACCENTS}]+")
_LATIN = regex("[\n\t -~\xa1-\xac\xae-\u024f]*")
"""Text that is clean for sure: nothing of it is composed otherwise, combines or is unseen."""
_BREAKS = regex("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_BLANKS = regex(r"\s+")
_LINE_ENDS = regex(r"\s*\n\s*|\t")
_UNFILLED = regex(
    r"\\?\$+(?:[A-Za-z_][\w.:]*|\d|[@*#?!$])|\$\(\(?[^()]*\)\)?|\$\[[^\[\]]*\]|`[^`]+`|[$#%]?\{+[^{}]*\}+|<+[^<>]+>+"
    r"|%+\w+%+|%(?:[a-z]|\d|[A-Z_]+)|__\w+__|@\w+@"
)
"""A place of a template or a script, with its signs."""
_NO_MATH = r"(?![^$]*\$)"
"""No other $ follows: between two stands TeX."""
_UNFILLED_WITHIN = regex(
    rf"(?<![^\s(])(?:{_UNFILLED.pattern})(?![^\s)]){_NO_MATH}|\$(?:\(\(?[^()]*\)\)?|\[[^\[\]]*\]|\{{[^{{}}]*\}}){_NO_MATH}"
    r"|[%{]\{[^{}]*\}+|(?<!`)`[^`]+`(?!`)"
)


def clean_text(text: str) -> str:
    """Text of several lines (a note) without anything that is not text: lines end at "\\n", tabs stay, NFC.

    Lone surrogates become U+FFFD; escape sequences go whole, so that no half of one is left behind.
    """
    if text.replace("\n", "").replace("\t", "").isprintable() if text.isascii() else _LATIN.fullmatch(text):
        return text
    text = _BREAKS.sub("\n", _ESCAPES.sub("", text))
    text = _SURROGATE.sub("\ufffd", _FORBIDDEN.sub("", text))
    return unicodedata.normalize("NFC", _MARKS.sub(r"\1", unicodedata.normalize("NFC", text)))


def by_number(unseen: re.Match[str]) -> str:
    """What stands for a character that nobody sees where somebody is to see it: "[U+200B]"."""
    return f"[U+{ord(unseen[0]):04X}]"


def with_unseen(name: str) -> str:
    """The name of a file or folder in which all that is none of a line of text stands by its number."""
    return _UNTYPED.sub(by_number, name)


def is_whole(text: str) -> bool:
    """Whether a text holds no half of a character, as the name of a file does that is not UTF-8."""
    return _SURROGATE.search(text) is None


def is_text(character: str) -> bool:
    """Whether a character stays in a text of one line, itself or as what cleaning makes of it."""
    return bool(clean_text(character).strip("\n\t"))


def clean_line(text: str) -> str:
    """One line of text (a title, a tag, a name): cleaned as `clean_text`, runs of white space become one blank."""
    if text.isascii() and (line := text.replace("\n", " ").replace("\t", " ")).isprintable():
        return " ".join(line.split()) if "  " in line else line.strip()
    return _BLANKS.sub(" ", clean_text(text)).strip()


def as_one_line(text: str) -> str:
    """What is typed or pasted into a line that is being written: cleaned as `clean_text`, blanks at its ends stay.

    Lines are joined by one blank, and a tab is a blank; a blank of another kind may belong to the name of a file.
    """
    return _LINE_ENDS.sub(" ", clean_text(text).strip("\n"))


def for_terminal(text: str) -> str:
    """Text that is safe to print on a terminal though it never passed the library's border (a file's name)."""
    return clean_line(text.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))


def is_web(address: str) -> bool:
    """Whether an address is one of http or https; nothing else is stored, written as a link, fetched or opened."""
    return address.lower().startswith(("http://", "https://"))


def shortened(text: str, length: int) -> str:
    """A text of at most so many characters: the beginning with an ellipsis where it is longer."""
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


_LETTERS = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d"})
_OTHER_LETTERS = regex("[łøđħıæœþð]")
_WEIGHED = (
    f"{ACCENTS}\u0483-\u0489\u2de0-\u2dff\ua66f-\ua672\ua674-\ua67d\ua69e\ua69f"  # Cyrillic has some of its own
    "\u3099\u309a"  # the sound marks of kana
    "\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\ufb1e\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4"
    "\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u0898-\u089f\u08ca-\u08e1\u08e3-\u08ff"  # Hebrew, Arabic, Syriac
    "\u17b4\u17b5\u180b-\u180d\u180f\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef"  # what chooses a form of a letter
)
"""The marks that some letters keep and others lose, in the form of `INVISIBLE`; all others stay on every letter."""
_WEIGHING = regex(f"([{_WEIGHED}]+)")
_FORMS = regex("[\u034f\u17b4\u17b5\u180b-\u180d\u180f\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]")
"""What only chooses a form of a letter (Unicode's Default_Ignorable_Code_Point, which caseless matching leaves out)."""
_NON_JOINER = "\u200c"
_OPTIONAL = frozenset(("HEBREW", "ARABIC", "SYRIAC"))
"""Scripts, as the names of their characters begin, whose own marks are written or left out as one likes."""
_ACCENTED = frozenset(("LATIN", "GREEK"))
"""Scripts of which people type letters without their accents."""
_STRESSES = frozenset("\u0300\u0301")
_HAMZA_ON = frozenset("وىيی")
"""Letters that are others with a hamza above ("\u0624", "\u0626"); on an alef it is often left out."""


def fold(text: str) -> str:
    """Text reduced for comparison: compatibility forms, accents and case are gone ("Łukasz" and "LUKASZ" agree).

    Marks go where people leave them out, and stay where a word is another with them. What the names of Unicode's
    characters begin with tells the script:

    - Latin, Greek: accents go, since few keyboards have those of every language.
    - Hebrew, Arabic, Syriac: points, vowel signs and signs of recitation go: most texts are written without. So does
      a hamza or madda on an alef; on a waw or yeh it makes a letter of its own and stays.
    - Cyrillic: the stress (acute, grave) goes, which only dictionaries write, and the dots of "ё", which print leaves
      out; "й", "ї", "ў", "ѓ", "ќ" and the letters of other languages are letters of their own and stay.
    - Kana: the sound marks stay ("ガ" is not "カ").
    - Indic scripts, Thai, Lao, Khmer, Burmese, Tibetan and all others: vowel signs, tone marks, virama and nukta stay;
      they are the vowels and consonants of the word.
    - What only chooses the form of a letter goes, and so does a mark on a digit, on a sign or on nothing. A non-joiner
      in an Arabic script stands for a blank, as which it is often typed.
    """
    if text.isascii():
        return text.lower()
    pieces = _WEIGHING.split(unicodedata.normalize("NFKD", text))
    for at in range(1, len(pieces), 2):
        before = pieces[at - 1]
        if before[-1:].isascii():
            pieces[at] = ""
        else:
            pieces[at - 1], pieces[at] = before[:-1], _with_marks(before[-1], pieces[at])
    folded = "".join(pieces).casefold()
    return folded if _OTHER_LETTERS.search(folded) is None else folded.translate(_LETTERS)


@lru_cache(10_000)
def _with_marks(letter: str, marks: str) -> str:
    """A letter with those of its marks that `fold` keeps, as one character where there is one."""
    return unicodedata.normalize("NFC", letter + "".join(_kept(letter, mark) for mark in marks))


def _kept(letter: str, mark: str) -> str:
    """What becomes of a mark on a letter: itself, nothing, or a blank."""
    script = _script(letter) if unicodedata.category(letter)[0] in "LM" else ""
    if mark == _NON_JOINER:
        return " " if script == "ARABIC" else ""
    if not script or script in _ACCENTED or _FORMS.match(mark) or unicodedata.category(mark) == "Me":
        return ""
    if _script(mark) in _OPTIONAL:
        return mark if mark == "\u0654" and letter in _HAMZA_ON else ""
    small = letter.lower()
    if script == "CYRILLIC" and ((mark in _STRESSES and small not in "гк") or (mark == "\u0308" and small == "е")):
        return ""
    return mark


def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]


_DOTTED = "i\u0307"
"""An i with a second dot: what "İ" is in small letters."""


def fold_name(name: str) -> str:
    """The key under which a tag or a list is found: blind to case and width only, so accents still distinguish.

    The key of a key is that key, also where a letter has a mark less in capitals or is composed otherwise ("ΐ", "Ϊ́");
    the dot on an i is no accent, so that "İ" is "i" (compatibility caseless matching: The Unicode Standard, 3.13,
    D146).
    """
    if name.isascii():
        return name.lower()
    small = unicodedata.normalize("NFKD", name).casefold().replace(_DOTTED, "i")
    key = unicodedata.normalize("NFKC", small).casefold()
    return key if key == name else fold_name(key)


def tag_name(text: str) -> str:
    """A tag as it is stored and looked for: one clean line, without any "#" before it and without blanks around "/".

    Of itself it is the same again, so that a tag that goes out and comes back is the same tag.
    """
    line = clean_line(text)
    while line.startswith("#") and len(line) > 1:
        line = line[1:].lstrip()
    return "/".join(part.strip() for part in line.split("/"))


def new_tag(text: str) -> str:
    """A tag from outside as it is stored (see `tag_name`), "" where it has no letter or sign but "/"."""
    tag = tag_name(text)
    return tag if tag.strip("/ ") else ""


def whole_tag(text: str) -> str:
    """A tag that a person makes: as `new_tag`, and no part of it is empty ("a//b" is "a/b", "/x" and "x/" are "x")."""
    tag = new_tag(text)
    whole = "/".join(filter(None, tag.split("/")))
    return tag if whole == tag else whole_tag(whole)


def at_or_under(name: str, key: str) -> bool:
    """Whether a name is the one of which `key` is the key (see `fold_name`), or is nested under it."""
    folded = fold_name(name)
    return folded == key or folded.startswith(key + "/")


def under(name: str, parent: str) -> str | None:
    """What follows `parent` and "/" in a name nested under it, as it is spelt; None when it is not nested so.

    Names are compared as `fold_name` does, which may make them longer ("Straße", "STRASSE"), so the cut is sought in
    the name itself.
    """
    key = fold_name(parent) + "/"
    if not fold_name(name).startswith(key):
        return None
    return next((name[at:] for at in range(1, len(name) + 1) if fold_name(name[:at]) == key), None)


_WORD = regex(r"[^\W_]+")
_PLAIN = "".join(chr(code).lower() if chr(code).isalnum() else " " for code in range(128))
"""What each character of ASCII becomes where only folded words count; half the time of an expression."""
_BLOCKS = (
    (0x300, 0x36F), (0x483, 0x487), (0x591, 0x109F), (0x135D, 0x135F), (0x1712, 0x1CFF), (0x1DC0, 0x1DFF),
    (0x20D0, 0x20F0), (0x2CEF, 0x2DFF), (0x302A, 0x302F), (0x3099, 0x309A), (0xA66F, 0xABFF), (0xFB1E, 0xFB1E),
    (0xFE00, 0xFE2F), (0x101FD, 0x1E94A), (0xE0100, 0xE01EF),
)  # fmt: skip
"""Where the marks of all scripts lie, among letters."""
JOINERS = "\u200c\u200d"
"""What joins letters or keeps them apart within a word, in the form of `INVISIBLE`."""
MARKED = JOINERS + "".join(f"{chr(first)}-{chr(last)}" for first, last in _BLOCKS)
"""The blocks in which marks lie, with letters and a few signs, in the same form: for a word that is only looked at."""
_MAYBE_MARKED = regex(f"[{MARKED}]")


@cache
def mark_set() -> str:
    """The marks that are parts of words (Unicode's categories Mn and Mc), in the form of `INVISIBLE`.

    Worked out when first met: it takes some milliseconds, and most libraries do without.
    """
    marks = (chr(at) for first, last in _BLOCKS for at in range(first, last + 1) if is_mark(chr(at)))
    runs = groupby(enumerate(marks), lambda placed: ord(placed[1]) - placed[0])
    ends = ((run[0][1], run[-1][1]) for run in (list(placed) for _, placed in runs))
    return "".join(first if first == last else f"{first}-{last}" for first, last in ends)


def is_mark(character: str) -> bool:
    """Whether a character is a mark, which is a part of the word in which it stands; "" is none."""
    return character != "" and unicodedata.category(character) in ("Mn", "Mc")


def plain_digits(text: str) -> str:
    """A text with the digits of all scripts as ASCII's, in which alone numbers are read: what is proposed where others
    stand.

    >>> plain_digits("７d, ٢٠٢٤")
    '7d, 2024'
    """
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def ends_in_word(text: str) -> bool:
    """Whether the last character of a text is a part of a word."""
    return text[-1:].isalnum() or is_mark(text[-1:])


def may_be_marked(text: str) -> bool:
    """Whether a text may hold marks; False for nearly all texts that need none to be read."""
    return not text.isascii() and _MAYBE_MARKED.search(text) is not None


def word_in(text: str, behind: str = "") -> re.Pattern[str]:
    """What finds the words of a text: a letter or digit of any script, and letters, digits and marks after it.

    `behind` is what else may end a word, as a regular expression.
    """
    return _word_with(may_be_marked(text), behind)


@cache
def _word_with(marked: bool, behind: str) -> re.Pattern[str]:
    return re.compile((rf"[^\W_]++(?:[{mark_set()}{JOINERS}]++[^\W_]*+)*+" if marked else r"[^\W_]+") + behind)


def signs_in(text: str, besides: str) -> re.Pattern[str]:
    """What finds the runs of signs and blanks of a text, which are no parts of words, but for the signs `besides`."""
    return _signs_with(may_be_marked(text), besides)


@cache
def _signs_with(marked: bool, besides: str) -> re.Pattern[str]:
    marks = mark_set() if marked else ""
    return re.compile(rf"(?:[^\w{marks}{besides}][{marks}]*)+" if marked else rf"[^\w{besides}]+")


def without_plural(word: str) -> str:
    """A folded word in the singular, as far as its last letters tell: "studies" is "study", "gpus" "gpu", and none of
    "bias", "corpus" and "analysis"."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    kept = ("ss", "is", "as") if len(word) < 5 else ("ss", "is", "us")
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith(kept) else word


def spelt_words(text: str) -> list[str]:
    """The words of a text as they are spelt, in order, repeats included."""
    if text.isascii():
        return _WORD.findall(text)
    return word_in(text).findall(text)


def words(text: str) -> list[str]:
    """The folded words of a text, in order, repeats included."""
    return text.translate(_PLAIN).split() if text.isascii() else spelt_words(fold(text))


def is_unfilled(word: str) -> bool:
    """Whether a word is all a place of a template or a script that was not filled in: `$QUERY`, `{{tag}}`."""
    return _UNFILLED.fullmatch(word) is not None


def unfilled_in(text: str) -> list[str]:
    """What may be such places in a text, each once: also several words (`<my tag>`), and commands of a shell or others
    from which no word goes on within a word."""
    return list(dict.fromkeys(_UNFILLED_WITHIN.findall(text)))
