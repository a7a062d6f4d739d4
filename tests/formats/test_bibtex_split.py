"""BibTeX is split as the library bibtexparser splits it, with less of everything."""

from __future__ import annotations

import logging
import tracemalloc
from collections import Counter

import pytest
from bibtexparser import model
from bibtexparser.splitter import Splitter
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import bibtex
from reader.formats.bibtex_split import BROKEN, COMMENT, OUTSIDE, PREAMBLE, STRING, Block, split
from tests.support.laws import law

PIECES = st.sampled_from(
    ["@misc{", "@misc{a,", "@article(b,", "@string{s=", "@comment{", "@preamble{", "\n@misc {c,", " @", "@", "title = ",
     "title={Lamps},\n", 'year="20{"}24",', "month = jan # \" 1\",", "{a {b {c {d {e}}}}}", "{x @misc{y} z}", "{", "}",
     '"', ",", "=", ")", "(", "\\{", "\\}", '\\"', "\\,", "\\", "#", " ", "\n", "x", "é", "\t", "}\n", "},\n", '{"}']
)  # fmt: skip


def by_library(text: str) -> list[tuple[object, ...]]:
    """The blocks that the library finds."""
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    found: list[tuple[object, ...]] = []
    for block in Splitter(text).split().blocks:
        one = getattr(block, "ignore_error_block", None) or block
        line = (block.start_line or 0) + 1
        if isinstance(one, model.Entry):
            fields = [((field.start_line or 0) + 1, field.key, field.value) for field in one.fields]
            found.append((one.entry_type, line, one.key, fields))
        elif isinstance(one, model.String):
            found.append((STRING, line, one.key, one.value))
        elif isinstance(one, model.Preamble):
            found.append((PREAMBLE, line, one.value))
        else:
            kind = {model.ExplicitComment: COMMENT, model.ImplicitComment: OUTSIDE}.get(type(one), BROKEN)
            found.append((kind, line, one.raw if kind == BROKEN else getattr(one, "comment", "")))
    return found


def by_us(text: str) -> list[tuple[object, ...]]:
    """The blocks that we find."""
    return [told(block, text) for block in split(text)]


def told(block: Block, text: str) -> tuple[object, ...]:
    """A block in the form of `by_library`."""
    if block.kind == STRING:
        return STRING, block.line, block.name, block.value
    if block.kind == BROKEN:
        return BROKEN, block.line, text[block.start : block.end]
    if block.kind in (COMMENT, PREAMBLE, OUTSIDE):
        return block.kind, block.line, block.value
    return block.kind, block.line, block.name, block.fields


@law(200)
@given(st.lists(PIECES, max_size=40).map("".join).filter(lambda text: "\\\n" not in text))
def test_any_text_is_split_as_by_the_library(text: str) -> None:
    assert by_us(text) == by_library(text)


def test_lines_are_counted_behind_a_backslash_too() -> None:
    """The library does not count such a line, so that all below it had another number."""
    text = "@misc{a,\n title = {Of\\\n Lamps}, year = 2024}\n@misc{b,\n year = 2025}"
    assert [(block.line, [line for line, *_ in block.fields]) for block in split(text)] == [(1, [2, 3]), (4, [5])]


def test_entries_of_one_key_are_read_however_many_there_are() -> None:
    """Of the library's blocks for them only the first five hundred were looked into."""
    text = "".join(f"@misc{{same,\n title = {{Lamps of the year {at}}}}}\n" for at in range(700))
    parsed = bibtex.parse(text)
    assert (len(parsed.papers), parsed.problems) == (700, ())


def test_entries_that_a_comment_seems_to_begin_are_read() -> None:
    assert [paper.title for paper in bibtex.parse("@commentary{a,\n title = {Lamps}}").papers] == ["Lamps"]


def test_an_entry_of_one_field_twice_that_is_not_closed_is_read() -> None:
    parsed = bibtex.parse("@misc{a,\n title = {Lamps},\n year = 2020,\n year = 2020\n\n@misc{b,\n title = {Light}}")
    assert [paper.title for paper in parsed.papers] == ["Lamps", "Light"]
    assert [(one.line, one.message) for one in parsed.problems] == [
        (1, "an entry that is not closed, read as far as it goes")
    ]


def test_a_problem_within_an_entry_that_is_not_whole_has_its_line() -> None:
    text = "@misc{z,\n title = {Light}}\n\n@misc{a,\n title = {Lamps}\n year = 2020,,\n month = 1}"
    assert [(one.line, one.excerpt) for one in bibtex.parse(text).problems] == [(5, "a")]


def test_what_stands_on_both_sides_of_an_entry_in_one_line_is_left() -> None:
    text = "Above\nbefore @misc{a,title={Lamps}} behind\n\nbelow"
    assert bibtex.parse("\n" + text.replace("before ", "")).left.split() == ["Above", "behind", "below"]
    assert bibtex.parse(text).left.split("\n") == ["Above", "before behind", "", "below"]


@pytest.mark.parametrize(
    "piece",
    ["@misc{\n", "@misc{a,\n", "@misc{a,title={x\n", '@misc{a,title="x\n', "@misc{a title={x}}\n", "@misc\n",
     "@misc{}\n", "x @misc{a,title={x}}\n", "@misc(a,\n", "@comment{\n", '@string{a="b\n', "@misc{a,=\n",
     "title = {x}\n"],
)  # fmt: skip
def test_a_damaged_text_takes_little_memory(piece: str) -> None:
    """The bound is that of the specification (T22); with the library it was more than a hundred bytes for each."""
    bibtex.parse(piece)
    text = piece * (12_000 // len(piece))
    tracemalloc.start()
    bibtex.parse(text)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 40 * len(text)


def test_only_blocks_have_kinds_of_their_own() -> None:
    text = 'x @string{a = "b"} @comment{c} @preamble{"d"} @misc{e, year = 2024} @book{f'
    kinds = Counter(block.kind for block in split(text))
    assert kinds == Counter((OUTSIDE, STRING, COMMENT, PREAMBLE, "misc", BROKEN))
