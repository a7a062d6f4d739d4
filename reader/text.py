"""Text from outside: cleaning it before it enters the library, folding it for comparison, splitting it into words.

Cleaning follows the Unicode Character Database's categories: what can steer a terminal, hide or reorder text
(controls, C1, bidirectional controls, zero-width spaces, tag characters, non-characters, surrogates) never enters
the library. ZWJ and ZWNJ stay, since emoji and several scripts need them; so do the variation selectors, which choose
among the forms of a Chinese character in people's names.
"""

from __future__ import annotations

import re
import unicodedata

TAG_LIMIT = 64
"""Characters in a tag."""
NAME_LIMIT = 100
"""Characters in the name of a reading list, section or saved search."""
TITLE_LIMIT = 1_000
"""Characters in a title."""
ABSTRACT_LIMIT = 50_000
"""Characters in an abstract."""
NOTE_LIMIT = 1 << 20
"""Characters in a note."""

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # CSI
    r"|\x9b[0-?]*[ -/]*[@-~]"
    r"|(?:\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])[^\x07\x1b\x9c\n]*(?:\x07|\x1b\\|\x9c|(?=\n)|$)"  # OSC, DCS, SOS, PM, APC
    r"|\x1b[ -/]*[0-~]?"
)
INVISIBLE = "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"
"""What nobody sees or what turns the direction of a line, as the inside of a class of a regular expression."""
NO_TEXT = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    + INVISIBLE
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
)
"""All that is no text, but for surrogates, in the same form; a tab and a line end are text."""
_FORBIDDEN = re.compile(f"[{NO_TEXT}]")
_SURROGATE = re.compile("[\ud800-\udfff]+")
_MARKS = re.compile("([\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})"
                    "[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")  # fmt: skip
_BREAKS = re.compile("\r\n?|[\u2028\u2029\x85\x0b\x0c]")
_BLANKS = re.compile(r"\s+")
_LINE_ENDS = re.compile(r"\s*\n\s*|\t")


def clean_text(text: str) -> str:
    """Text of several lines (a note) without anything that is not text: lines end at "\\n", tabs stay, NFC.

    Lone surrogates become U+FFFD; escape sequences go whole, so that no half of one is left behind.
    """
    if text.isascii() and text.replace("\n", "").replace("\t", "").isprintable():
        return text
    text = _BREAKS.sub("\n", _ESCAPES.sub("", text))
    text = _SURROGATE.sub("\ufffd", _FORBIDDEN.sub("", text))
    return unicodedata.normalize("NFC", _MARKS.sub(r"\1", unicodedata.normalize("NFC", text)))


def is_text(character: str) -> bool:
    """Whether a character stays in a text of one line, itself or as what cleaning makes of it."""
    return bool(clean_text(character).strip("\n\t"))


def clean_line(text: str) -> str:
    """One line of text (a title, a tag, a name): cleaned as `clean_text`, runs of white space become one blank."""
    if text.isascii() and text.isprintable() and "  " not in text:
        return text.strip()
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


def fold(text: str) -> str:
    """Text reduced for comparison: compatibility forms, accents and case are gone ("Łukasz" and "LUKASZ" agree)."""
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text)
    folded = "".join(c for c in text if not unicodedata.combining(c)).casefold()
    return folded.translate(_LETTERS)


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


WORD = re.compile(r"[^\W_]+")
"""A word: a run of letters and digits, in any script."""


def words(text: str) -> list[str]:
    """The folded words of a text, in order, repeats included."""
    return WORD.findall(fold(text))
