"""An Esc is pressed, however fast the next key comes, and a report is no key."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import events
from textual._xterm_parser import XTermParser

from reader.tui.driver import meaning
from reader.tui.escapes import ESC, Escapes
from tests.support.laws import law

KEYS = (
    "j",
    "é",
    "\r",
    "\t",
    "\x13",
    "/",
    " ",
    "\x1b[B",
    "\x1b[1;3A",
    "\x1bOP",
    "\x1b[<0;1;1M",
    "\x1bb",
    "\x1b\x7f",
    ESC,
    "]",
    "1",
)


def fed(*texts: str) -> list[str]:
    """What comes of texts that are sent one after the other, and of a pause after them."""
    escapes = Escapes(meaning)
    return [part for text in texts for part in escapes.feed(text)] + list(escapes.pause())


def pressed(*texts: str) -> list[str]:
    """The keys that come of it, as Textual names them."""
    parser, keys = XTermParser(), []
    for part in fed(*texts):
        messages = [events.Key("escape", ESC)] if part == ESC else parser.feed(part)
        keys += [message.key for message in messages if isinstance(message, events.Key)]
    return keys


@pytest.mark.parametrize(
    ("sent", "parts"),
    [("x\x1b/q", ["x", ESC, "/q"]), ("\x1b\x1b", [ESC, ESC]), ("\x1b\x1b[B", [ESC, "\x1b[B"]), ("\x1bb", ["\x1bb"]),
     ("\x1b\r", [ESC, "\r"]), ("", []),
     ("\x1bO", [ESC, "O"]), ("\x1b]1q", [ESC, "]1q"]), ("\x1b[é", [ESC, "[é"]), ("\x1b[j", [ESC, "[j"]),
     ("\x1bPlamps", [ESC, "Plamps"]), ("\x1bPla\x1b", [ESC, "Pla", ESC]), ("\x1b[1j", [ESC, "[1j"])],
)  # fmt: skip
def test_esc_stands_alone_where_nothing_else_begins_with_it(sent: str, parts: list[str]) -> None:
    assert fed(sent) == parts


@law(100)
@given(st.lists(st.sampled_from(KEYS), max_size=8), st.integers(0, 40))
def test_every_key_stays_in_its_order_wherever_what_is_sent_is_cut(keys: list[str], cut: int) -> None:
    sent = "".join(keys)
    parts = fed(sent[:cut], sent[cut:])
    assert "".join(parts) == sent
    alone = sum(key == ESC and after[0] not in "[Ob\x7f" for key, after in pairwise([*keys, "j"]))
    assert parts.count(ESC) >= alone


def test_each_key_behind_an_esc_is_pressed_also_those_that_begin_reports() -> None:
    """Where Textual would make one key with alt of two, or take them for the beginning of another."""
    names = {"]": "right_square_bracket", "[": "left_square_bracket", "_": "underscore", "^": "circumflex_accent"}
    for key in "]1PX_^[O/qjé":
        name = names.get(key, {"/": "slash"}.get(key, key))
        assert pressed(f"{ESC}{key}") == ["escape", name]
    assert [pressed(f"{ESC}{key}") for key in "bf\x7f"] == [["alt+b"], ["alt+f"], ["alt+backspace"]]
    assert pressed(f"{ESC}]1", "q") == ["escape", "right_square_bracket", "1", "q"]


ANSWER = "\x1b]11;rgb:ffff/ffff/f0f0\x1b\\"
REPORTS = (
     ANSWER, "\x1b]11;rgb:0000/0000/0000\x07", "\x1b]11;?\x07", "\x1b[1;2;3;4z", "\x1b[?997;1n", "\x1b[0n",
    "\x1b]10;rgb:0/0/0\x1b\\", "\x1b]52;c;dW5kbw==\x07", "\x1b]lA title\x1b\\",
    "\x1bP>|XTerm(370)\x1b\\", "\x1b_Gi=1;OK\x1b\\", "\x1b^sdx\x1b\\", "\x1b[57358;1u", "\x1b[100;1:3u", "\x1b[57441u",
    "\x1b[1;9:3A", "\x1b[106;3u",
)  # fmt: skip
"""Reports in their form of which the program makes nothing: late answers, keys that it does not have or that are let
go."""


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_that_is_not_known_is_taken_whole_wherever_it_is_cut(report: str) -> None:
    """None of its letters is a key, and what stands before and behind it stays; over a slow line as well, from where
    nobody can have typed it."""
    sent = f"j{report}k"
    for cut in range(1, len(sent)):
        assert pressed(sent[:cut], sent[cut:]) == ["j", "k"]
    for cut in range(sent.find(";") + 1 or len(sent), len(sent)):
        if report[1] in "[]":
            escapes = Escapes(meaning)
            parts = [*escapes.feed(sent[:cut]), *escapes.pause(), *escapes.pause(), *escapes.feed(sent[cut:])]
            assert "".join([*parts, *escapes.pause()]) == "jk"


def test_a_report_whose_end_never_comes_is_dropped_in_the_end_and_what_may_be_typed_is_not() -> None:
    for begun in ("\x1b[<35;4", "\x1b]11;rgb:"):
        escapes = Escapes(meaning)
        parts = [*escapes.feed(begun)]
        for _ in range(12):
            parts += escapes.pause()
        assert [*parts, *escapes.feed("j")] == ["j"]
    for typed in ("\x1b[", "\x1b]", "\x1bP", "\x1bPlamps", "\x1b]1", "\x1b[1", "\x1b]12"):
        assert "".join(fed(typed)) == typed


@pytest.mark.parametrize(
    "report", ["\x1b[B", "\x1b[1;3A", "\x1b[5~", "\x1b[<35;40;12M", "\x1b[I", "\x1b[O", "\x1b[12;40R", "\x1b[?2026;2$y"]
)
def test_a_report_that_is_known_is_handed_on(report: str) -> None:
    assert "".join(fed(f"j{report}k")) == f"j{report}k"
