"""An Esc is pressed, however fast the next key comes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


def fed(*texts: str) -> list[str]:
    """What comes of texts that are sent one after the other, and of a pause after them."""
    escapes = Escapes()
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
