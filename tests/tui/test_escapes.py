"""An Esc is pressed, however fast the next key comes."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.tui.driver import is_known
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
)


def fed(*texts: str, is_known: Callable[[str], bool] = lambda _: True) -> list[str]:
    """What comes of texts that are sent one after the other, and of a pause after them."""
    escapes = Escapes(is_known)
    return [part for text in texts for part in escapes.feed(text)] + list(escapes.pause())


@pytest.mark.parametrize(
    ("sent", "parts"),
    [("x\x1b/q", ["x", ESC, "/q"]), ("\x1b\x1b", [ESC, ESC]), ("\x1b\x1b[B", [ESC, "\x1b[B"]), ("\x1bb", ["\x1bb"]),
     ("\x1b\r", [ESC, "\r"]), ("\x1b[200~", ["\x1b[200~"]), ("", [])],
)  # fmt: skip
def test_esc_stands_alone_where_nothing_else_begins_with_it(sent: str, parts: list[str]) -> None:
    assert fed(sent) == parts


@law(100)
@given(st.lists(st.sampled_from(KEYS), max_size=8), st.integers(0, 40))
def test_every_key_stays_in_its_order_wherever_what_is_sent_is_cut(keys: list[str], cut: int) -> None:
    sent = "".join(keys)
    parts = fed(sent[:cut], sent[cut:])
    assert "".join(parts) == sent
    followed = zip(keys, [*keys, "j"][1:], strict=True)
    alone = sum(key == ESC and after[0] not in "[Ob\x7f" for key, after in followed)
    assert parts.count(ESC) >= alone


UNKNOWN = (
     "\x1b[1;2;3;4z", "\x1b[?997;1n", "\x1b]10;rgb:0/0/0\x1b\\", "\x1b]52;c;dW5kbw==\x07",
    "\x1bP>|XTerm(370)\x1b\\", "\x1b_Gi=1;OK\x1b\\", "\x1b^sdx\x1b\\",
)  # fmt: skip
"""Reports in their form of which the program makes nothing: late answers, keys of a protocol that it does not use."""


@pytest.mark.parametrize("report", UNKNOWN)
def test_a_report_that_is_not_known_is_taken_whole_wherever_it_is_cut(report: str) -> None:
    """None of its letters is a key, and what stands before and behind it stays."""
    sent = f"j{report}k"
    for cut in range(1, len(sent)):
        escapes = Escapes(is_known)
        parts = [*escapes.feed(sent[:cut])]
        if sent[cut - 1] != ESC and sent[1:3] in ("\x1b[", "\x1b]") and cut > 3:
            parts += escapes.pause()  # As over a slow line.
        assert "".join([*parts, *escapes.feed(sent[cut:]), *escapes.pause()]) == "jk"


def test_a_report_whose_end_never_comes_is_dropped_in_the_end_and_what_may_be_typed_is_not() -> None:
    for begun in ("\x1b[<35;4", "\x1b]11;rgb:"):
        escapes = Escapes(is_known)
        parts = [*escapes.feed(begun)]
        for _ in range(12):
            parts += escapes.pause()
        assert [*parts, *escapes.feed("j")] == ["j"]
    for typed in ("\x1b[", "\x1b]", "\x1bP", "\x1bPlamps"):
        assert "".join(fed(typed, is_known=is_known)) == typed


@pytest.mark.parametrize(
    "report", ["\x1b[B", "\x1b[1;3A", "\x1b[5~", "\x1b[<35;40;12M", "\x1b[I", "\x1b[O", "\x1b[12;40R", "\x1b[?2026;2$y"]
)
def test_a_report_that_is_known_is_handed_on(report: str) -> None:
    assert "".join(fed(f"j{report}k", is_known=is_known)) == f"j{report}k"
