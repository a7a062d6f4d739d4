"""The ways in which a query may be read, each with its parentheses."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from random import Random

import pytest

from reader.paper import Paper
from reader.query import parse
from reader.query.groupings import groupings, loose_words

PAPERS = [Paper("".join(some), "x", tags=tuple(some)) for size in range(5) for some in combinations("abcd", size)]
"""One for each set of tags."""


def found(text: str) -> list[str]:
    """The papers that a query of tags accepts."""
    query = parse(text)
    return [paper.id for paper in PAPERS if query.accepts(paper, lambda _: (), date(2026, 1, 1))]


def drawn(random: Random, depth: int = 0) -> str:
    """A query of tags, with what joins them."""
    told = ""
    for at in range(random.randint(1 if depth else 2, 4)):
        told += random.choice((" ", " ", " OR ", " AND ")) if at else ""
        told += random.choice(("", "", "", "-", "NOT "))
        told += f"({drawn(random, depth + 1)})" if depth < 2 and random.random() < 0.25 else f"#{random.choice('abcd')}"
    return told


def test_the_first_way_is_that_in_which_a_query_is_read_and_each_is_read_in_one_way() -> None:
    random = Random(18)
    several = 0
    for _ in range(300):
        text = drawn(random)
        ways = groupings(text)
        several += len(ways) > 1
        assert found(ways[0]) == found(text), text
        assert [groupings(one) for one in ways] == [(one,) for one in ways], text
    assert several > 100


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("a OR b OR c", ["a OR b OR c"]), ("(a b) OR -(c AND d)", ["(a b) OR -(c AND d)"]),
        ("a OR b c", ["a OR (b c)", "(a OR b) c"]), ("a AND b OR c", ["(a AND b) OR c", "a AND (b OR c)"]),
        ("-(-(a b))", ["-(-(a b))"]), ("pre-training OR x", ["pre-training OR x"]),
        ("#a (b c OR d)", ["#a ((b c) OR d)", "#a (b (c OR d))"]),
        ("sort:year a b OR c", ["(a b) OR c sort:year", "a (b OR c) sort:year"]),
        ("-(a b OR c)", ["-((a AND b) OR c)", "-(a AND (b OR c))", "-(a OR b OR c)"]),
        ("deep nets or rain", ["deep nets rain", "(deep nets) OR rain", "deep (nets OR rain)"]),
        ("a or or b", ["a or or b"]), ("a and or b", ["a and or b"]),
        ("-a OR -b c", ["-a OR (-b c)", "(-a OR -b) c"]), ("-a OR b c", ["-a OR (b c)", "(-a OR b) c", "-(a OR b) c"]),
        ("rain not sun", ['rain "not" sun', "rain NOT sun"]), ("or rain", ["or rain"]),
        ("Rain Or Sun", ["Rain Sun", "Rain OR Sun"]), ("Rain oR Sun", ["Rain Sun", "Rain OR Sun"]),
        ("writing or read", ['writing "read"', "writing is:read", 'writing OR "read"', "writing OR is:read"]),
        ("later", ['"later"', "is:later"]), ("rain -read", ["rain -read"]), ('"read" rain', ['"read" rain']),
        ("rain and sun", ["rain and sun"]), ("rain and sun or fog", ["rain sun fog", "(rain AND sun) OR fog",
                                                                     "rain AND (sun OR fog)"]),
    ],
)  # fmt: skip
def test_where_no_parentheses_say_what_is_meant_there_are_several_ways(text: str, ways: list[str]) -> None:
    assert list(groupings(text, loose=loose_words(text))) == ways
