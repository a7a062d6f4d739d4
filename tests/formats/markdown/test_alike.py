"""What a formatter does to a note or a line of tags is no edit; what a person does to it is one."""

from __future__ import annotations

import pytest

from reader.formats.markdown.alike import renders_alike
from reader.formats.markdown.tags import regroup


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("* one\n* two", "- one\n- two"),
        ("_so_ and __so__", "*so* and **so**"),
        ("1. a\n1. b", "1. a\n2. b"),
        ("a long line that is\nwrapped", "a long line\nthat is wrapped"),
        ("Title\n=====\n\ntext", "# Title\n\ntext"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "| a   | b   |\n| --- | --- |\n| 1   | 2   |"),
        ("````\ncode", "```\ncode\n```"),
        ("- a\n\n+ b", "-   a\n\n<!-- -->\n\n-   b"),
        ("1\\. x", "1\\. x\n"),
        ("a<br/>b\n<hr/>", "a<br />b\n<hr>"),
        ("see https://a.org/x_y?a=1&b=2 and m@a.org", "see <https://a.org/x_y?a=1&b=2> and <m@a.org>"),
    ],
)
def test_what_renders_the_same_is_the_same(one: str, other: str) -> None:
    assert renders_alike(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("one", "one two"),
        ("a\n\nb", "a b"),
        ("*so*", "so"),
        ("```\nx  y\n```", "```\nx y\n```"),
        ("line  \nbreak", "line\nbreak"),
        ("text", ""),
        ("[x](https://a.org)", "[x](https://b.org)"),
        ("[a.org](a.org)", "a.org"),
        ("[https://a.org](https://b.org)", "https://a.org"),
    ],
)
def test_what_reads_differently_is_an_edit(one: str, other: str) -> None:
    assert not renders_alike(one, other)


@pytest.mark.parametrize(
    ("shown", "known", "tags"),
    [
        (["a", "b"], ["a,b"], ("a,b",)),
        (["x", "a", "b", "y"], ["a,b", "x"], ("x", "a,b", "y")),
        (["a", "b"], ["a", "b", "a,b"], ("a", "b")),
        (["a", "a", "b"], ["a", "a,b"], ("a", "a,b")),
        (["a", "b", "c"], ["a, b,c"], ("a, b,c",)),
        (["hash"], ["#hash"], ("#hash",)),
        (["hash"], ["hash", "#hash"], ("hash",)),
        (["“so” called"], ['"so" called'], ('"so" called',)),
        (["new"], ["old"], ("new",)),
        ([], ["a,b"], ()),
    ],
)
def test_a_tag_that_went_out_is_found_whole(shown: list[str], known: list[str], tags: tuple[str, ...]) -> None:
    assert regroup(shown, known) == tags
