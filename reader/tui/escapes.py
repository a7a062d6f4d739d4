"""Esc among what a terminal sends: the key, where what follows makes no other key of it.

A terminal sends Esc as the byte with which its reports of other keys begin, and alt with a key as Esc and that key.
Whoever presses Esc and goes on, in a macro or over a slow line, sends the same. Reader has keys with alt only where a
line is edited (alt+b, alt+f, alt+backspace; elsewhere `typeahead` parts them): all else behind an Esc is a key of its
own, and Esc is not lost.

What has the form of a report (ECMA-48), was surely not typed and means nothing here, as an answer that comes late or to
a question of somebody else, is taken whole: its letters are nobody's keys. Of what may have been typed (Esc, `]` and a
digit) each is a key.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from reader.patterns import regex

ESC = "\x1b"
_ESCAPE = regex(
    r"\x1b(?:(?P<string>\][0-9]+;[^\x07\x1b]*(?:\x07|\x1b\\)|\][lLI][^\x07\x1b]*\x1b\\|[PX^_][^\x1b]*\x1b\\)"
    r"|(?P<keys>\[(?:\[[A-E]|[0-?]*[ -/]*[@-~])|O[!-~])|(?P<alt>[bf\x7f\x08]))?"
)
"""An Esc with what may belong to it. A string: of the system (OSC, which xterm also ends with BEL) and others (DCS,
SOS, PM, APC), each whole. Keys and what is reported in their form: control sequences (CSI; the console of Linux has
five of its own), SS3. What goes with alt."""
_BEGUN = regex(
    r"\x1b(?:\[(?:\[|[0-?]*[ -/]*)|O|\](?:[0-9]*|(?:[0-9]+;|[lLI])[^\x07\x1b]*\x1b?)|[PX^_][^\x1b]*\x1b?)?\Z"
)
"""One that has only begun."""
_EACH = regex(r"(\x1b)")
_SURE = regex(r"\x1b(?:\[(?:[<=>?]|[0-9]+(?:[:;]|[~cntu]\Z))|\][0-9]+;)")
"""What nobody types: numbers and what parts them, and the letters that end reports of a single one."""
_PAUSES = 10
"""So many pauses the end of what nobody types is waited for."""
_LONGEST = 4096
"""Characters after which what begins like a report is none."""


class Escapes:
    """Parts a stream; an Esc at its end waits for what follows, and so does what begins like a report."""

    def __init__(self, meaning: Callable[[str], str]) -> None:
        """`meaning` gives what a whole report in the form of a key is to be read as, "" where it means nothing."""
        self._meaning = meaning
        self._kept = ""
        """What came last and is not whole."""
        self._pauses = 0

    def feed(self, text: str) -> Iterator[str]:
        """What was typed, each Esc that stands for itself alone."""
        text = self._kept + text
        begun = _BEGUN.search(text)
        self._kept = begun[0] if begun is not None and len(begun[0]) < _LONGEST else ""
        self._pauses = 0
        text = text.removesuffix(self._kept)
        at, part = 0, ""
        for found in _ESCAPE.finditer(text):
            part += text[at : found.start()]
            at = found.end()
            if found["string"]:
                continue
            keys = self._meaning(found[0]) if found["keys"] else found[0]
            if not keys and _SURE.match(found[0]) is None:
                keys, at = ESC, found.start() + 1
            if keys != ESC:
                part += keys
                continue
            if part:
                yield part
            yield ESC
            part = ""
        part += text[at:]
        if part:
            yield part

    def pause(self) -> Iterator[str]:
        """Nothing was typed for a moment: an Esc that came last stands for itself, and so does what may have been typed
        behind it; what nobody types is waited for, and dropped when its end does not come."""
        self._pauses += 1
        kept, is_sure = self._kept, _SURE.match(self._kept) is not None
        if is_sure and self._pauses < _PAUSES:
            return
        self._kept = ""
        if not is_sure:
            yield from filter(None, _EACH.split(kept))
