"""The tags and texts of web pages, and the markup within a line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.beginnings import is_page
from reader.formats.html import lines, plain, tokens
from tests.support.laws import law


def shown(text: str) -> list[str]:
    """The tokens of a page as text."""
    return [str(token) for token in tokens(text)]


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("a<B>c</B >d", ["a", "<b>", "c", "</b>", "d"]),
        ("a<!-- <b> -->c<!-- open <b>", ["a", "c"]),
        ("<script>if (a<b) '<p>'</script>c", ["<script>", "</script>", "c"]),
        ("<style>a", ["<style>"]),
        ("<!DOCTYPE html><?php x ?>1 < 2 <3", ["1 ", "<", " 2 ", "<", "3"]),
        ("<a href='x", ["<a>"]),
        ("&lt;b&gt;&amp;amp;", ["<b>&amp;"]),
    ],
)
def test_a_page_is_read_tag_by_tag(page: str, found: list[str]) -> None:
    assert shown(page) == found


@pytest.mark.parametrize(
    ("tag", "attributes"),
    [
        ('<meta name="a>b" content=\'c"d\' X=1 y>', {"name": "a>b", "content": 'c"d', "x": "1", "y": ""}),
        ("<meta content=a/b name = c/>", {"content": "a/b", "name": "c/"}),
        ('<meta content="&quot;a&quot;" content=b>', {"content": '"a"'}),
        ('<meta content="a\nb"name=c>', {"content": "a\nb", "name": "c"}),
    ],
)
def test_attributes_are_read_however_they_are_quoted(tag: str, attributes: dict[str, str]) -> None:
    (token,) = tokens(tag)
    assert dict(token.attributes) == attributes


def test_a_page_is_told_from_a_text_with_tags() -> None:
    assert all(
        map(is_page, ("<!doctype html>", " <!-- saved -->\n<HTML>", "<?xml version='1'?><html>", "<meta name=x>"))
    )
    assert not any(map(is_page, ("<div align=center>", "# <html>", "<htmlx>", "<feed>", "<!-- html -->", "")))


def test_the_lines_of_a_page_have_the_numbers_of_its_source() -> None:
    page = "<p>One\n <i>line</i>\n<p>\n\nAnother&nbsp;one<br>last"
    assert list(lines(page)) == [(1, "One line"), (3, "Another one"), (5, "last")]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a < b & c", "a < b & c"),
        ("On <sub>x</sub> &amp;eacute;", "On x é"),
        ("<p>a</p><p>b</p>", "a b"),
        ("$a<b$ and $c>d$", "$a<b$ and $c>d$"),
        ("<jats:title>Aim</jats:title><jats:p>a <jats:xref ref-type='bibr'>3</jats:xref></jats:p>", "Aim a 3"),
        ('(p. <jats:related-article xmlns:xlink="http://x.org" vol="32">82</jats:related-article>)', "(p. 82)"),
    ],
)
def test_a_line_is_freed_of_its_markup(text: str, line: str) -> None:
    assert plain(text) == line


_HOSTILE = st.lists(
    st.sampled_from(
        ["<", ">", "</", "<!--", "-->", '"', "'", "=", " ", "a", "<script", "</script>", "&lt;", "<b ", "/"]
    )
).map("".join)


@law()
@given(_HOSTILE)
def test_every_page_is_read_to_its_end(text: str) -> None:
    places = [token.at for token in tokens(text)]
    assert places == sorted(set(places))
    assert all(shown for _, shown in lines(text))
    assert "\n" not in plain(text)
