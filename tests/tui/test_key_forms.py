"""Keys that a terminal names by number, as a program before may have left it, are the keys they are."""

from __future__ import annotations

import pytest

from reader.tui.driver import meaning
from reader.tui.key_forms import usual_form

FORMS = {
    "\x1b[100;5u": "\x04", "\x1b[106u": "j", "\x1b[106;1u": "j", "\x1b[106;2u": "J", "\x1b[49:33;2u": "!",
    "\x1b[106;65u": "J", "\x1b[106;66u": "j", "\x1b[106;129u": "j", "\x1b[233u": "é", "\x1b[97;;228u": "ä",
    "\x1b[27u": "\x1b", "\x1b[13u": "\r", "\x1b[13;5u": "\r", "\x1b[9u": "\t", "\x1b[9;2u": "\x1b[Z",
    "\x1b[127u": "\x7f", "\x1b[127;3u": "\x1b\x7f", "\x1b[98;3u": "\x1bb", "\x1b[32u": " ", "\x1b[57399u": "0",
    "\x1b[57414u": "\r", "\x1b[57419u": "\x1b[A", "\x1b[1;1A": "\x1b[A", "\x1b[1;1:2B": "\x1b[B",
    "\x1b[1;67A": "\x1b[1;3A", "\x1b[5;1~": "\x1b[5~", "\x1b[27;5;100~": "\x04", "\x1b[27;2;74~": "J",
    "\x1b[93;5u": "\x1d",
    # Let go; with what no terminal usually sends; no keys of this keyboard; no character at all.
    "\x1b[100;1:3u": "", "\x1b[1;1:3A": "", "\x1b[106;3u": "", "\x1b[106;9u": "", "\x1b[13;3u": "", "\x1b[57441;2u": "",
    "\x1b[49;5u": "", "\x1b[91;5u": "", "\x1b[55296u": "", "\x1b[99999999u": "", "\x1b[0u": "", "\x1b[1u": "",
}  # fmt: skip


@pytest.mark.parametrize("report", FORMS)
def test_a_key_that_is_named_by_number_is_that_key(report: str) -> None:
    assert usual_form(report) == FORMS[report]
    assert meaning(report) == FORMS[report]


def test_what_is_no_key_by_number_has_no_other_form() -> None:
    for report in ("\x1b[?1u", "\x1b[12;40R", "\x1b[A", "\x1b[I", "\x1bOA"):
        assert usual_form(report) is None
