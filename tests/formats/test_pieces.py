"""A line of a record, a page or a program is told from a title."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import FORMATS
from reader.formats.pieces import piece_of
from reader.paper import Paper
from tests.support.laws import law

PAPER = Paper(
    "p", "On Light", abstract="It burns.", authors=("Ada Vale",), published="2024", doi="10.1234/lamp.5",
    venue="J. Lamps", kind="article-journal",
)  # fmt: skip


@pytest.mark.parametrize("name", ["bibtex", "ris", "csl-json", "jsonl"])
def test_every_line_of_a_record_that_reader_writes_is_a_piece(name: str) -> None:
    lines = [line for line in FORMATS[name].load().dump([PAPER]).split("\n") if any(map(str.isalpha, line))]
    assert lines
    assert [line for line in lines if not piece_of(line)] == []


@pytest.mark.parametrize(
    "line",
    ["TY - JOUR", "ER  -", "PMID- 123", "%T On Light", "%0 Journal Article", "  year = {2001}", "year = 2001", "x = 5;",
     "key=value", '"title": "On Light",', "year: 2001", "- title: On Light", "Authors: Ada Vale", "}", "{", "| a | b |",
     "a\tb\tc", "title,year,doi", "<html>", "</div>", "<!-- x -->", "<b>On</b> Light", '<a href="x">Light</a>',
     "```python", "def f(x):", "class Lamp(Light):", "from a import b", "import numpy as np", "print(x)", "for x in y:",
     "const x = 5", "return x;", "#include <stdio.h>", "\\title{On Light}", "$ ls -l", "On Light,"],
)  # fmt: skip
def test_a_piece_of_something_else_is_told(line: str) -> None:
    assert piece_of(line)


@pytest.mark.parametrize(
    "line",
    ["On Light", "LoRA: Low-Rank Lamps", "AI - A Survey", "AV-DiT: Lamps", "P = NP", "N = 4 super Yang-Mills",
     "E = mc^2 in rooms", r"On $\mathcal{N}=4$ lamps", r"Lamps in $O(n^{2})$", "Carriers (0<x≤1) in lamps",
     "Let's <think> about lamps", "Growth of H<sub>2</sub>O", "Import substitution and trade", "From lamps to light",
     "Class imbalance in lamps", "For whom the lamp burns", "f(x) and g(x)", "Return of the lamp (a sequel)",
     "Nature, science and lamps", "GPT-4: lamps", "1984 and after", "Is it light? A note", "3D-GS", "C++ for lamps"],
)  # fmt: skip
def test_a_title_is_none(line: str) -> None:
    assert piece_of(line) == ""


@law()
@given(st.text(max_size=200))
def test_no_line_makes_it_fail(line: str) -> None:
    assert isinstance(piece_of(line), str)
