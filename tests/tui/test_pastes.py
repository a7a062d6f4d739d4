"""What a terminal sends, parted into pastes and keys, wherever it is cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.tui.pastes import BEGIN, END, PastedText, Pastes
from tests.support.laws import law

TEXT = st.text(st.sampled_from("aé東\x1b[201~\r\n\t"), max_size=12)


def parted(pieces: list[bytes]) -> list[str | PastedText]:
    """What comes of the pieces, with neighbouring keys joined."""
    pastes, found = Pastes(), list[str | PastedText]()
    for piece in pieces:
        for part in pastes.feed(piece):
            last = found[-1] if found else None
            if isinstance(part, str) and isinstance(last, str):
                found[-1] = last + part
            else:
                found.append(part)
    return found


@pytest.mark.parametrize(
    ("sent", "wanted"),
    [
        ("ab", ["ab"]),
        (f"a{BEGIN}one\x1b[31mtwo\rthree{END}b", ["a", PastedText("one\x1b[31mtwo\rthree"), "b"]),
        (f"{BEGIN}{END}", [PastedText("")]),
        (f"{BEGIN}one{BEGIN}two{END}", [PastedText(f"one{BEGIN}two")]),
        (f"{BEGIN}a{END}{BEGIN}b{END}", [PastedText("a"), PastedText("b")]),
        ("\x1b[A\x1b", ["\x1b[A\x1b"]),
        ("\x1b[", ["\x1b["]),
        (f"{BEGIN}never ended", []),
    ],
)
def test_a_paste_is_one_whatever_stands_in_it(sent: str, wanted: list[str | PastedText]) -> None:
    assert parted([sent.encode()]) == wanted


@law()
@given(st.lists(st.tuples(st.booleans(), TEXT), max_size=4), st.lists(st.integers(0, 80), max_size=6))
def test_where_the_stream_is_cut_makes_no_difference(parts: list[tuple[bool, str]], cuts: list[int]) -> None:
    """But for a first mark cut after Esc or alt+[, which may be keys."""
    sent = "".join(f"{BEGIN}{text}{END}" if paste else text for paste, text in parts).encode()
    keys = (b"\x1b", b"\x1b[")
    within = {cut for cut in cuts if cut < len(sent) and not sent[:cut].endswith(keys)}
    at = sorted({0, len(sent), *within})
    assert parted([sent[one:other] for one, other in pairwise(at)]) == parted([sent])


def test_bytes_that_are_no_letters_end_nothing() -> None:
    assert parted([b"a\xe9b"]) == ["a\ufffdb"]


def test_a_key_that_begins_like_the_mark_is_a_key() -> None:
    assert parted([b"\x1b[2", b"~x"]) == ["\x1b[2~x"]
