"""A user's template gets what it needs, and can neither reach out nor run away."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from reader.errors import InputError, UsageError
from reader.formats.markdown import Document, Item, Section, document_of, render_document, sandbox, show_template
from reader.formats.markdown.own_process import Bounds, in_own_process
from reader.paper import ListEntry, Paper, ReadingList

EVIL = "](javascript:alert(1)) <b> *x*"
ESCAPED = r"\]&#40;javascript:alert(1)) &lt;b> \*x\*"


def small() -> Document:
    papers = {"1": Paper("1", EVIL, authors=("A*B",)), "2": Paper("2", "Second")}
    return document_of(ReadingList("Edge", entries=(ListEntry("1"), ListEntry("2"))), papers)


def filled(source: str) -> str:
    """What a template makes, in this process: to copy one that has loaded all tests takes longer than to fill it in."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(sandbox, "in_own_process", lambda work, bounds, what: work())
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
    """Before the bounds of a process of its own would end it."""
    with pytest.raises(InputError) as raised:
        filled(source)
    assert str(raised.value).startswith("The template")
    assert "\n" not in str(raised.value)
    assert not str(raised.value).endswith("..")


GROWN = (
    "{% set n = namespace(t='x ', l=range(9999) | list, m=[]) %}"
    "{% for i in range(18) %}{% set n.t = n.t ~ n.t %}{% endfor %}"
)
LONG = "{% set l = range(100000) | list %}"
MANY = "{% for i in range(100000) %}"
SOME = "{% for i in range(1000) %}"
"""Beginnings of templates: a long text and a long list, a longer list, and loops."""


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Templates may take little."""
    monkeypatch.setattr(sandbox, "STEPS", 8_000)
    monkeypatch.setattr(sandbox, "BOUNDS", Bounds(seconds=1, room=16_000_000))


@pytest.mark.usefixtures("narrow")
def test_no_beginning_runs_away_by_itself() -> None:
    for source in (GROWN + SOME + "{% endfor %}", LONG + SOME + "{% endfor %}"):
        assert sandbox.fill(source, {}, (), "The template", 2).strip() == ""


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize(
    "source",
    [
        "{{ 1 | round(99999999, 'floor') }}",
        "{{ [1, 2] | map('round', -99999999) | list }}",
        "{{ [[1], [2]] | sum(start=[]) }}",
        SOME + SOME + "{% endfor %}{% endfor %}",
        SOME + SOME + "{{ loop.cycle('a', 'b') }}{% endfor %}{% endfor %}",
        "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
        "{{ range(100000) | join }}",
        LONG + "{{ l | reverse | select('in', l) | list | length }}",
        LONG + SOME + "{% set x = l | sort %}{% endfor %}",
        SOME + "{{ dict(a=1, b=range(100000) | list) | dictsort | length }}{% endfor %}",
        GROWN + "{{ n.t | list | length }}",
        GROWN + "{{ n.t.split(' ') | length }}",
        GROWN + SOME + "{% set n.u = n.t | upper %}{% endfor %}",
        GROWN + SOME + "{% set n.m = n.m + [n.l[1:]] %}{% endfor %}",
        GROWN + SOME + "{% set n.m = n.m + [n.t[:-1]] %}{% endfor %}",
        GROWN + SOME + "{% set n.m = n.m + [n.l[::2]] %}{% endfor %}",
        SOME + "{% set n = [" + "1, " * 9_000 + "] %}{% endfor %}",
    ],
)
def test_a_template_that_runs_away_ends(source: str) -> None:
    with pytest.raises(InputError, match=r"too many steps|too much memory|be rounded|be summed"):
        sandbox.fill(source, {}, (), "The template", 2)


def test_a_template_ends_also_where_few_steps_take_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "BOUNDS", Bounds(seconds=0.05, room=1_000_000_000))
    for body in (MANY + "{% endfor %}", LONG + "{% if 'x' in l %}{% endif %}"):
        with pytest.raises(InputError, match="too many steps"):
            sandbox.fill(MANY + body + "{% endfor %}", {}, (), "The template", 2)


def test_what_hears_signals_here_hears_none_in_the_copy() -> None:
    """That of its bounds ends it, whatever this program does about it."""
    former = signal.signal(signal.SIGXCPU, lambda *_: None)
    try:
        heard = in_own_process(
            lambda: str(any(map(callable, map(signal.getsignal, signal.valid_signals())))), Bounds(9, 1e9), "The work"
        )
    finally:
        signal.signal(signal.SIGXCPU, former)
    assert heard == "False"


def test_a_text_that_nobody_can_have_meant_is_refused() -> None:
    with pytest.raises(InputError, match="too long"):
        sandbox.fill(MANY + "x" * 300 + "{% endfor %}", {}, (), "The template", 2)


def test_what_a_template_may_take_grows_with_the_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "STEPS", 1_000)
    steps = "{% for i in range(9000) %}{% endfor %}as many"
    assert sandbox.fill(steps, {}, (), "The template", 100) == "as many"
    with pytest.raises(InputError, match="too many steps"):
        sandbox.fill(steps, {}, (), "The template", 10)


def test_parts_of_texts_and_lists() -> None:
    template = (
        "{{ 'abcdef'[1:4] }} {{ 'abcdef'[::-2] }} {{ [1, 2, 3][1:] | sum }} {{ [1, 2][0] }} {{ 2.345 | round(1) }}"
    )
    assert filled(template) == "bcd fdb 5 1 2.3"
    assert filled("{{ sections | map(attribute='items') | map('length') | sum }}") == "2"
    assert filled("{{ [papers[0].tags, papers] | map('length') | sum(start=1.5) }}") == "3.5"


def asleep() -> str:
    time.sleep(60)
    return ""


def killed() -> str:
    os.kill(os.getpid(), signal.SIGKILL)
    return ""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no copies of a process")
@pytest.mark.parametrize(
    ("work", "bounds", "why"),
    [
        (lambda: str(round(1, -99_999_999)), Bounds(0, 1 << 28), "it takes too many steps"),
        (asleep, Bounds(-0.2, 1 << 28), "it takes too many steps"),
        (lambda: "x" * (1 << 40), Bounds(2, 1 << 28), "it needs too much memory"),
        (killed, Bounds(2, 1 << 28), "it needs too much memory"),
    ],
)
def test_work_in_a_process_of_its_own_ends_whatever_it_does(work: Callable[[], str], bounds: Bounds, why: str) -> None:
    with pytest.raises(InputError, match=f"^The work: {why}[.]$"):
        in_own_process(work, bounds, "The work")


def test_work_in_a_process_of_its_own_gives_its_text_or_the_sentence_of_its_error() -> None:
    assert in_own_process(lambda: "long \ud800 ü" * 100_000, Bounds(5, 1 << 28), "It") == "long \ud800 ü" * 100_000

    def refused() -> str:
        raise InputError("This is wrong.")

    with pytest.raises(InputError, match=r"^This is wrong[.]$"):
        in_own_process(refused, Bounds(5, 1 << 28), "It")


def test_work_is_done_here_where_a_system_has_no_copies_of_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "fork", raising=False)
    assert in_own_process(lambda: f"{os.getpid()}", Bounds(5, 1 << 28), "It") == f"{os.getpid()}"


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


@pytest.mark.parametrize(
    ("template", "told"),
    [
        ("{{ papers[0].titel }}", "a paper has no field 'titel'; did you mean 'title' (line 1)."),
        ("{{ papers[0]['titel'] }}", "a paper has no field 'titel'; did you mean 'title' (line 1)."),
        ("\n{{ papers[0].frob }}", "a paper has no field 'frob'; one of id, title, abstract, authors, "),
        ("{{ papers[0].title.frob }}", "a text has no 'frob' (line 1)."),
        ("{{ papers.frob }}", "a list has no 'frob' (line 1)."),
        ("{{ papers[99] }}", "a list has no element 99 (line 1)."),
        (
            "{{ frob }}",
            "there is no 'frob' here; one of name, description, sections, papers, remarked, abstracts, shared, ",
        ),
        ("{{ paper }}", "there is no 'paper' here; did you mean 'papers' (line 1)."),
        ("{{ sections[0].frob }}", "a section has no field 'frob'; one of "),
    ],
)
def test_a_name_that_there_is_not_is_told_in_words_with_those_that_there_are(template: str, told: str) -> None:
    papers = (Paper("a", "Heaps"),)
    with pytest.raises(InputError) as raised:
        render_document(Document("Papers", (Section("", tuple(map(Item, papers))),)), template=template)
    assert told in str(raised.value)
    assert "object" not in str(raised.value)


@pytest.mark.parametrize("nothing", ["none", "None", "false", "papers[0].upvotes", "none if true"])
def test_nothing_is_shown_as_nothing(nothing: str) -> None:
    """Also where it stands in the template itself, and beside a text."""
    document = Document("Papers", (Section("", (Item(Paper("a", "Heaps")),)),))
    text = render_document(document, template=f"[{{{{ {nothing} }}}}] [{{{{ ({nothing}) ~ 'x' }}}}]")
    assert text.startswith("[] [x]")
