"""A query takes time that grows with its length alone, whatever signs it is made of."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from time import process_time

from hypothesis import example, given
from hypothesis import strategies as st

from reader.errors import UsageError
from reader.operations.choosing import choose
from reader.query.parser import LETTERS, parse
from tests.query.test_slips import shelf
from tests.support.laws import law

SIGNS = (
    *"()-+#\"“«'‘`\\:*.,;/|!?=<>[]{}~&^$@%_ \n\x1f\u200b：（＃–aA7éж漢",
    "a\u0301", " OR ", " NOT ", "is:", "tag:", "like:", "x:", "http://", "www.", "10.1234/", "2301.12345 ", "arXiv:",
    "doi ",
)  # fmt: skip
"""What queries, names of papers and slips of them are told by."""
WARM = "tga:x (a漢"
"""A query for which the tables are built that are made once."""
LONG = LETTERS // 2
"""Letters of the longer of two texts; the other has half as many."""
BOTH = (LONG, LONG // 2)
QUICK = 0.15
"""Seconds of a processor that are nothing to be measured."""
TWICE = 3
"""What takes so many times as long for twice the letters grows with more than their number: with their square, by 4."""


def repeated(signs: str, first: str, letters: int) -> str:
    """A text of so many letters, but for one: a sign that escapes what follows is not always the last."""
    return (first + signs * letters)[: letters - 1]


def took(read: Callable[[str], object], text: str) -> float:
    """How many seconds of a processor it takes to read a text, be it refused or not."""
    begun = process_time()
    with suppress(UsageError):
        read(text)
    return process_time() - begun


def grows(read: Callable[[str], object], signs: str, first: str = "") -> bool:
    """Whether a text of these signs takes more time than its length alone asks for."""
    read(WARM)
    if took(read, repeated(signs, first, LONG)) <= QUICK:
        return False
    # A busy machine makes a moment longer: of three the shortest counts, of texts that differ by a letter.
    whole, half = (min(took(read, repeated(signs, first, letters - at)) for at in range(3)) for letters in BOTH)
    return whole > TWICE * half


def held(text: str) -> None:
    """Choose by a query what is to be changed, exported or saved."""
    with suppress(UsageError):
        choose(shelf(), text)


@law(32)
@given(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=3).map("".join), st.sampled_from(["", *SIGNS]))
@example(")-", "")
@example("- ", "")
@example("a\u0301", "")
@example('"\\', "")
@example('#"\\', "")
@example("www.", "")
@example("#", "")
@example('"', "")
def test_whatever_is_repeated_is_read_in_time_that_grows_with_it(signs: str, first: str) -> None:
    """No part of it looks at all that follow."""
    assert not grows(parse, signs, first)


@law(16)
@given(st.lists(st.sampled_from(SIGNS), min_size=1, max_size=2).map("".join))
@example("www.")
@example(")-")
def test_whatever_is_repeated_is_held_against_a_library_in_such_time(signs: str) -> None:
    """What changes, exports or saves looks for what may be meant, too."""
    assert not grows(held, signs)
