"""A user's template gets what it needs, and can neither reach out nor run away."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reader.errors import InputError, UsageError
from reader.formats.markdown import Document, document_of, render_document, show_template
from reader.paper import ListEntry, Paper, ReadingList

EVIL = "](javascript:alert(1)) <b> *x*"
ESCAPED = r"\](javascript:alert(1)) \<b> \*x\*"


def small() -> Document:
    papers = {"1": Paper("1", EVIL, authors=("A*B",)), "2": Paper("2", "Second")}
    return document_of(ReadingList("Edge", entries=(ListEntry("1"), ListEntry("2"))), papers)


def filled(source: str) -> str:
    return render_document(small(), template=source).rstrip("\n")


@pytest.mark.parametrize(
    "source",
    [
        "{{ papers[0].title }}",
        "{{ papers[0].title ~ '' }}",
        "{{ papers[0].title + '' }}",
        "{{ [papers[0].title] | join(', ') }}",
        "{{ papers | map(attribute='title') | first }}",
        "{% macro m(t) %}{{ t }}{% endmacro %}{{ m(papers[0].title) }}",
        "{% macro m(t) %}{% endmacro %}{{ m(1) + papers[0].title }}",
        "{% macro m(t) %}{% endmacro %}{{ m(1) ~ papers[0].title }}",
        "{% set t %}{{ papers[0].title }}{% endset %}{{ t }}",
        "{{ ('' | escape) ~ papers[0].title }}",
        "{{ ('' | escape) + papers[0].title }}",
        "{{ papers[0].title | escape }}",
        "{{ [('' | escape), papers[0].title] | join }}",
        "{{ papers[0].title | trim }}",
    ],
)
def test_text_is_escaped_whichever_way_it_gets_there(source: str) -> None:
    assert filled(source) == ESCAPED


def test_what_is_markdown_already_is_not_escaped_twice() -> None:
    assert filled("{% macro m(p) %}{{ p | link }}{% endmacro %}{{ m(papers[1]) }}") == "**Second**"


@pytest.mark.parametrize(
    "source",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ papers.__class__ }}",
        "{{ self.__init__.__globals__ }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{{ papers[0].title.__len__() }}",
        "{{ papers[0].title.format() }}",
        "{{ 'x'.ljust(10 ** 10) }}",
        "{{ 'x' * 10000000000 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%1000000000d' % 1 }}",
        "{{ 'x' | center(1000000000) }}",
        "{{ 'x' | indent(1000000000) }}",
        "{% for i in range(100000) %}{% for j in range(100000) %}{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% set n = namespace(t='x' ) %}{% for i in range(99) %}{% set n.t = n.t ~ n.t %}{% endfor %}",
        "{% set n = namespace(t=['x']) %}{% for i in range(99) %}{% set n.t = n.t + n.t %}{% endfor %}",
        "{{ nothing }}",
        "{{ papers[0].nothing }}",
        "{{ 1 / 0 }}",
        "{{ unclosed",
        "{% for %}",
        "{% for paper in papers %}",
        "{{ papers | nofilter }}",
        "{{ range(1000000000) | list | length }}",
        "{{ environment }}",
        "{{ joiner() }}",
        "{{ lipsum(9999) }}",
        "{% for x in papers recursive %}{{ loop(papers) }}{% endfor %}",
    ],
)
def test_a_template_that_misbehaves_is_refused_in_one_sentence(source: str) -> None:
    with pytest.raises(InputError) as raised:
        render_document(small(), template=source)
    assert str(raised.value).startswith("The template")
    assert "\n" not in str(raised.value)
    assert not str(raised.value).endswith("..")


def test_the_sentence_names_the_line() -> None:
    with pytest.raises(InputError, match="line 3"):
        render_document(small(), template="a\nb\n{{ nothing }}")
    with pytest.raises(InputError, match="line 2"):
        render_document(small(), template="a\n{% for %}")


def test_a_changed_copy_of_a_style_comes_back_like_the_style() -> None:
    source = show_template("list").replace(" — ", " by ")
    text = render_document(small(), template=source)
    assert " by A\\*B" in text
    assert '"hidden"' not in text


def test_a_print_out_without_anchors_has_no_comment() -> None:
    assert filled("{% for p in papers %}{{ loop.index }} {{ p.title }}\n{% endfor %}") == f"1 {ESCAPED}\n2 Second"


def test_an_unknown_style_or_grouping_is_wrong_usage() -> None:
    with pytest.raises(UsageError, match="list, tasks, table"):
        render_document(small(), style="fancy")
    with pytest.raises(ValueError, match="fancy"):
        document_of(None, [], group="fancy")


def test_the_groups_of_an_export() -> None:
    papers = [
        Paper("1", "One", tags=("rl", "Agents"), published="2024"),
        Paper("2", "Two", tags=("RL",), published="2025-01-01"),
        Paper("3", "Three"),
    ]
    made = {
        group: [(s.name, [i.paper.id for i in s.items]) for s in document_of(None, papers, group=group).sections]
        for group in ("tag", "status", "year", "section")
    }
    assert made["tag"] == [("Agents", ["1"]), ("rl", ["1", "2"]), ("No tag", ["3"])]
    assert made["status"] == [("Unread", ["1", "2", "3"])]
    assert made["year"] == [("2025", ["2"]), ("2024", ["1"]), ("Year unknown", ["3"])]
    assert made["section"] == [("", ["1", "2", "3"])]
    smart = ReadingList("Smart", query="is:unread")
    assert document_of(smart, papers).list_name == ""
    assert document_of(replace(smart, query=""), papers).items == ()
