"""Keys in forms that the program did not ask for, as it knows them.

A program that ended without a word may leave a terminal in a mode in which it names keys by numbers: kitty's protocol
("ESC [ code ; modifiers u") or xterm's modifyOtherKeys ("ESC [ 27 ; modifiers ; code ~"). They are the keys they are.
"""

from __future__ import annotations

from reader.patterns import regex

_BY_CODE = regex(r"\x1b\[(?P<code>\d+)(?::(?P<shifted>\d*))?(?::\d*)?(?:;(?P<held>[\d:]*))?(?:;(?P<text>[\d:]*))?u")
_OTHER = regex(r"\x1b\[27;(?P<held>\d+);(?P<code>\d+)~")
_OF_FUNCTION = regex(r"\x1b\[(?P<number>\d+);(?P<held>[\d:]+)(?P<end>[A-HPQS~])")
_SHIFT, _ALT, _CTRL = 1, 2, 4
_CAPS_LOCK, _LOCKS = 64, 64 | 128
_RELEASED = "3"
"""What kitty's protocol says behind the modifiers of a key that is let go."""
_ENTER, _TAB, _ESC, _BACKSPACE = "\r", "\t", "\x1b", "\x7f"
_KEYPAD: dict[int, str] = dict(
    enumerate(
        (
            *"0123456789./*-+",
            _ENTER,
            "=",
            ",",
            *(f"\x1b[{end}" for end in ("D", "C", "A", "B", "5~", "6~", "H", "F", "2~", "3~")),
        ),
        start=57399,
    )
)
"""The keys of the number pad by the codes that kitty's protocol has for them."""
_OTHERS = range(57344, 63744)
"""Its codes of all keys that are no characters."""
_WITH_ALT = ("b", "f", _BACKSPACE)
"""The keys that go with alt where a line is edited."""


def usual_form(report: str) -> str | None:
    """What a terminal usually sends for a key that it names by number: "" for one that is let go and for what has no
    usual form; None where it is no such key."""
    if (found := _BY_CODE.fullmatch(report)) is not None:
        held, _, event = (found["held"] or "").partition(":")
        if event == _RELEASED:
            return ""
        shifted = int(found["shifted"]) if found["shifted"] else 0
        return _of_code(int(found["code"]), _modifiers(held), shifted, _text(found["text"] or ""))
    if (found := _OTHER.fullmatch(report)) is not None:
        return _of_code(int(found["code"]), _modifiers(found["held"]), 0, "")
    if (found := _OF_FUNCTION.fullmatch(report)) is not None:
        held, _, event = found["held"].partition(":")
        bits = _modifiers(held) & ~_LOCKS
        if event == _RELEASED:
            return ""
        number = found["number"] if found["end"] == "~" or bits else ""
        return f"\x1b[{number}{f';{bits + 1}' if bits else ''}{found['end']}"
    return None


def _modifiers(told: str) -> int:
    return max(0, int(told or "1") - 1)


def _character(code: int) -> str:
    return chr(code) if 0 < code <= 0x10FFFF and not 0xD800 <= code < 0xE000 else ""


def _text(told: str) -> str:
    return "".join(_character(int(part)) for part in told.split(":") if part)


def _of_code(code: int, bits: int, shifted: int, text: str) -> str:
    held = bits & ~_LOCKS
    if code in _KEYPAD:
        return _KEYPAD[code]
    character = _character(code)
    if code in _OTHERS or held & ~(_SHIFT | _ALT | _CTRL):
        return ""
    if character in (_ENTER, _TAB, _ESC, _BACKSPACE):
        return _of_named(character, held)
    if text.isprintable() and text:
        return text
    if held & _ALT:
        return f"\x1b{character}" if held == _ALT and character in _WITH_ALT else ""
    if held & _CTRL:
        return chr(ord(character.upper()) & 0x1F) if "@" <= character.upper() <= "_" and character != "[" else ""
    is_large = bool(held & _SHIFT) != bool(bits & _CAPS_LOCK and character.isalpha())
    character = (_character(shifted) or character.upper()) if is_large else character
    return character if character.isprintable() else ""


def _of_named(character: str, held: int) -> str:
    """Enter, Tab, Esc and Backspace with what is held beside them."""
    if held & _ALT:
        return f"\x1b{character}" if character in _WITH_ALT else ""
    return "\x1b[Z" if character == _TAB and held == _SHIFT else character
