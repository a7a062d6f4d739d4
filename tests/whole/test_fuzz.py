"""A little of the fuzzing that `python -m tests.proof.fuzz` does, and whether it would see what it looks for."""

from __future__ import annotations

import random
import time

import pytest

from reader.errors import InputError
from reader.formats.author_lists import authors_in
from reader.formats.text_parts import read
from tests.proof import fuzz


@pytest.mark.parametrize("name", fuzz.targets())
def test_whatever_a_parser_reads_is_read_or_refused(name: str) -> None:
    """An input, which is the same in every run."""
    assert fuzz.fuzz(name, count=1, chance=random.Random(name)) == []


def _raises(error: Exception) -> fuzz.Target:
    def run(data: bytes) -> None:
        if b"x" in data:
            raise error

    return fuzz.Target("raises", run, list)


def test_only_an_error_that_was_foreseen_is_none() -> None:
    assert fuzz.fault(_raises(InputError("this cannot be read")), b"axb") == ""
    assert fuzz.fault(_raises(ValueError("what")), b"ab") == ""
    assert fuzz.fault(_raises(ValueError("what")), b"axb").startswith("ValueError: 'what'")


def test_what_fails_is_made_short() -> None:
    target = _raises(ValueError("what"))
    assert fuzz.shortened(target, b"a" * 700 + b"x" + b"b" * 90, fuzz.kind_of(fuzz.fault(target, b"x"))) == b"x"


def test_a_hang_and_greed_are_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    def hangs(data: bytes) -> None:
        while True:
            pass

    monkeypatch.setattr(fuzz, "SECONDS", 0.02)
    assert fuzz.fault(fuzz.Target("hangs", hangs, list), b"").startswith("Hang")
    monkeypatch.setattr(fuzz, "LARGE", 100)
    monkeypatch.setattr(fuzz, "SPARE", 100_000)
    greedy = fuzz.Target("takes much", lambda data: [0] * 100_000, list)
    assert fuzz.fault(greedy, b"x" * 100).startswith("Greed")


def test_a_long_word_among_authors_takes_no_time() -> None:
    """It was looked at from each of its letters on."""
    began = time.process_time()
    authors_in("C" * 60_000)
    assert time.process_time() - began < 2


_ITEM = "# Lamps\n\n- [A study of lamps](https://arxiv.org/abs/2101.00001) "


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("markdown-lists", _ITEM + "[](" * 10_000 + "\n"),
        ("markdown-lists", _ITEM + "![](" * 8_000 + "\n"),
        ("markdown-lists", _ITEM + "[![" * 10_000 + "\n"),
        ("markdown-lists", _ITEM + "<img " * 6_000 + "\n"),
        ("markdown-lists", f"- A study of lamps {']' * 30_000} [pdf](https://arxiv.org/abs/2101.00001)\n"),
        ("yaml", "- title: A study of lamps\n  authors: [Ada Vale]\n  doi: 10.1000/lamp\n" + " " * 50_000),
    ],
)
def test_what_stands_very_often_takes_no_time(name: str, text: str) -> None:
    """Each one was looked at from each of them on."""
    began = time.process_time()
    assert read(text, name).papers
    assert time.process_time() - began < 2


@pytest.mark.parametrize("more", [(b"## Part\n\n", b""), (b"Part\n\n", b"## Another\n\n")])
def test_very_many_headings_in_an_exported_file_take_time_that_grows_with_them(more: tuple[bytes, bytes]) -> None:
    """Each was held against each that follows: four times as many took sixteen times as long."""
    target = fuzz.targets()["back"]
    seed = next(seed for seed in target.seeds() if b"## Part" in seed and b"| Title |" in seed)
    above, heading, below = seed.partition(b"## Part")

    def took(many: int) -> float:
        began = time.process_time()
        target.run(above + more[0] * many + more[1] * many + heading + below)
        return time.process_time() - began

    took(10)
    assert took(4_000) < 8 * took(1_000)
