"""A number of things is said in the singular where it is one, in whatever room."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reader.counting import count, form
from reader.store.loss import Missing

ROOMS = Path(__file__).parent.parent / "reader"


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0 papers were"), (1, "1 paper was"), (2, "2 papers were"), (1200, "1200 papers were")]
)
def test_a_noun_and_its_verb_go_with_their_number(number: int, words: str) -> None:
    assert f"{count(number, 'paper')} {form(number, 'was', 'were')}" == words


def test_a_plural_may_be_another_word() -> None:
    assert [count(number, "copy", "copies") for number in (1, 2)] == ["1 copy", "2 copies"]


def test_what_is_missing_is_counted_together() -> None:
    """A step and a paper are two."""
    assert Missing(own=1, when="today").serious == "1 step of this machine that was here today is missing"
    both = "1 step of this machine and 1 paper of the catalogue that were here today are missing"
    assert Missing(own=1, papers=1, when="today").serious == both
    assert Missing(others={"tower": 2}, when="today").light == [
        "2 steps of the machine 'tower' that were here today are missing"
    ]


def test_no_other_module_makes_a_plural_by_itself() -> None:
    """An "s" that hangs on a number is the rule of `count`, written again."""
    own = re.compile(r"""['"]s['"] if|else ['"]s['"]""")
    lines = [(path.name, line) for path in ROOMS.rglob("*.py") for line in path.read_text("utf-8").splitlines()]
    assert [(name, line) for name, line in lines if own.search(line)] == []
