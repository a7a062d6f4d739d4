"""A query is parsed once a request, however much is told of what it found."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.query import Query, parse, parser
from tests.support.cli import Reader


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts that are parsed, in order; none of them was asked for before."""
    parser._proposing.cache_clear()
    texts: list[str] = []
    real = parser._parsed

    def told(text: str) -> Query:
        texts.append(text)
        return real(text)

    monkeypatch.setattr(parser, "_parsed", told)
    return texts


@pytest.mark.parametrize("how", [(), ("--json",), ("--ids",)])
def test_a_search_parses_its_query_once(reader: Reader, parsed: list[str], how: tuple[str, ...]) -> None:
    """Results, doubts, scores and spans are told of the one query."""
    reader("import", "-", "--format", "jsonl", stdin='{"title": "Heaps and Other Trees"}\n')
    parsed.clear()
    assert reader("search", *how, "heap trees is:unread").out
    assert parsed == ["heap trees is:unread"]


def test_a_request_parses_its_query_once(reader: Reader, parsed: list[str]) -> None:
    """So does a search in a batch."""
    reader("import", "-", "--format", "jsonl", stdin='{"title": "Heaps and Other Trees"}\n')
    parsed.clear()
    (answer,) = reader.batch({"op": "search", "query": "heap trees"})
    assert [paper["title"] for paper in answer["papers"]] == ["Heaps and Other Trees"]
    assert parsed == ["heap trees"]


SMART = [("export", "--list", "Unread"), ("list",), ("list", "show", "Unread"), ("next", "Unread"), ("sync", "out.md")]


@pytest.mark.parametrize("how", SMART, ids=" ".join)
def test_a_smart_list_is_parsed_once_a_command(
    reader: Reader, parsed: list[str], how: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is not understood of its query, what no paper has, and its papers are told of the one query."""
    monkeypatch.chdir(tmp_path)
    reader("import", "-", "--format", "jsonl", stdin='{"title": "Heaps and Other Trees"}\n')
    reader("list", "new", "Unread", "--query", "heap trees is:unread")
    reader("export", "--list", "Unread", "-o", "out.md")
    parsed.clear()
    parser._proposing.cache_clear()
    reader(*how)
    assert parsed.count("heap trees is:unread") == 1


@pytest.mark.parametrize("request_", [{"op": "list"}, {"op": "list", "name": "Unread"}], ids=["lists", "list"])
def test_a_smart_list_is_parsed_once_a_request(reader: Reader, parsed: list[str], request_: dict[str, str]) -> None:
    """In a batch, too."""
    reader("list", "new", "Unread", "--query", "heap trees is:unread")
    parsed.clear()
    parser._proposing.cache_clear()
    assert reader.batch(request_)[0]["ok"]
    assert parsed == ["heap trees is:unread"]


def test_a_new_smart_list_is_parsed_once(reader: Reader, parsed: list[str]) -> None:
    """It is held against the library, kept and told of."""
    reader("import", "-", "--format", "jsonl", stdin='{"title": "Heaps and Other Trees"}\n')
    reader("list", "new", "Unread", "--query", "heap trees is:unread")
    assert parsed.count("heap trees is:unread") == 1


def test_a_query_that_is_too_long_to_be_read_whole_is_not_kept(parsed: list[str]) -> None:
    """Nothing holds on to what a request pasted."""
    pasted = "heap " * parser.LETTERS
    assert parse(pasted) == parse(pasted)
    assert parsed == [pasted, pasted]


def test_of_two_orders_that_of_the_query_counts_which_is_said(reader: Reader) -> None:
    reader("import", "-", stdin='{"title": "B Heaps", "year": 2020}\n{"title": "A Heaps", "year": 2021}')
    said = "The order that the query asks for counts, and not '--sort title'.\n"
    both = reader("search", "heaps sort:year", "--sort", "title", "--fields", "title")
    assert (both.out, both.err) == (reader("search", "heaps sort:year", "--fields", "title").out, said)
    assert reader("search", "heaps sort:title", "--sort", "title").err == ""


@pytest.mark.parametrize("form", [("--ids",), ("--fields", "id"), ("--format", "{{ id }}")])
def test_what_is_handed_on_has_tags_and_lists_by_their_whole_names(reader: Reader, form: tuple[str, ...]) -> None:
    """As an edit takes them, though a search for the eyes takes them as they are typed."""
    reader("import", "-", stdin='{"title": "Salt", "tags": ["oven/steam"], "lists": ["Bread and butter"]}')
    for text in ("tag:ov", "#oven/st", "salt tag:ov"):
        assert reader("search", *form, text).out == ""
        assert reader("search", text).out != ""
    for text in ("tag:oven", "#oven/steam", 'list:"Bread and butter"'):
        assert reader("search", *form, text).out != ""
    for text in ("list:Bread", "salt list:Bread", "like:nothing"):
        answer = reader("search", *form, text, check=False)
        assert (answer.status, answer.out) == (2, "")
    assert "did you mean 'list:\"Bread and butter\"'?" in reader("search", *form, "list:Bread", check=False).err


@pytest.mark.parametrize("mark", ["\u0301", "\u0345", "\u20dd", "\ufe0f", "\u200d"])
def test_a_mark_without_its_letter_holds_no_word(reader: Reader, mark: str) -> None:
    reader("import", "-", stdin='{"title": "Salt"}')
    answer = reader("star", "--query", mark, check=False)
    assert (answer.status, "holds no word" in answer.err) == (2, True)
    assert reader("search", f"author:- / list:{mark}", check=False).status == 0


@pytest.mark.parametrize("text", ["is=unread", "heaps is-unread", "ti:heaps", "titel:heaps", "tag=x", "au:Li"])
def test_what_is_said_to_be_no_filter_hands_on_no_ids(reader: Reader, text: str) -> None:
    """Though papers have its words."""
    reader("import", "-", stdin='{"title": "Unread heaps: what it is", "authors": ["B. Li"], "year": 2020}')
    answer = reader("search", "--ids", text, check=False)
    assert (answer.status, answer.out) == (2, "")
