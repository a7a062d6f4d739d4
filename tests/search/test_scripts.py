"""In every script a word in quotes finds itself and no other word, and what was found is marked where it stands."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.operations.tag_suggestions import TagCount, similar_tags
from reader.paper import Paper
from reader.query import parse
from reader.search import Index
from reader.suggestions import near_name
from reader.text import fold
from tests.support.cli import Reader
from tests.support.laws import law
from tests.support.scripts import ALIKE, APART, MARKED_WORDS

TODAY = date(2026, 11, 21)


def found(query: str, titles: list[str]) -> list[str]:
    """The titles that a query finds, which are the same with an index and without one."""
    papers = {str(at): Paper(str(at), title) for at, title in enumerate(titles)}
    asked = parse(query)
    result = [papers[id].title for id in Index(papers.values()).search(asked, papers, today=TODAY).hits.ids]
    if not asked.has_words:
        assert sorted(result) == sorted(p.title for p in papers.values() if asked.accepts(p, lambda _: (), TODAY))
    return result


def marked(query: str, title: str) -> list[str]:
    """What of a title is marked for a query."""
    paper = Paper("1", title)
    return [title[start:end] for start, end in Index([paper]).matches(parse(query), paper).get("title", [])]


@pytest.mark.parametrize(("one", "other"), [*APART, *(pair[::-1] for pair in APART)])
def test_a_word_in_quotes_finds_itself_and_not_the_word_with_other_marks(one: str, other: str) -> None:
    for title in (one, f"2 {one}, x", f"x-{one}।"):
        assert found(f'title:"{one}"', [title, title.replace(one, other)]) == [title]
        assert found(f'"{one}"', [title, title.replace(one, other)]) == [title]
        assert found(f'title:"{one} x"', [f"{one} x", f"{other} x"]) == [f"{one} x"]
        assert found(f'"x {one}"', [f"x {one}", f"x {other}"]) == [f"x {one}"]
        assert found(one, [title.replace(one, other), title])[:1] == [title]
        assert found(f'x -"{one}"', [f"{one} x", f"{other} x"]) == [f"{other} x"]


@pytest.mark.parametrize(("written", "typed"), ALIKE)
def test_a_word_is_found_without_the_marks_that_people_leave_out(written: str, typed: str) -> None:
    for query, title in ((typed, written), (written, typed)):
        assert found(f'title:"{query}"', [title, "other"]) == [title]
        assert found(query, [title, "other"]) == [title]


@law(100)
@given(st.lists(MARKED_WORDS, min_size=1, max_size=4, unique_by=fold), st.booleans())
@example(["กี่", "กี"], True)
def test_a_word_that_is_typed_finds_the_titles_that_have_it(words: list[str], apart: bool) -> None:
    """Alone and among others, composed either way; a script without blanks finds it in the midst of a word too."""
    for word in words:
        spelt = unicodedata.normalize("NFD" if apart else "NFC", word)
        assert word in found(spelt, words)
        assert found(f'title:"{spelt}"', [f"x {word} y"]) == [f"x {word} y"]
        assert "".join(marked(f'title:"{spelt}"', f"x {word} y")) == word


@pytest.mark.parametrize(
    ("query", "title", "shown"),
    [
        ("कथा", "रोम की कथा", ["कथा"]),
        ("रो", "रोम की कथा", ["रोम"]),
        ("ガラス", "窓のガラスの研究", ["ガラス"]),
        ("เสื่อ", "การเลี้ยงเสื่อ", ["เสื่อ"]),
        ("เลี", "การเลี้ยงเสื่อ", ["เลี้"]),
        ("строй", "О строе: Строи\u0306 речи", ["Строи\u0306"]),
        ("שלום", "על שָׁלוֹם", ["שָׁלוֹם"]),
        ("خواهم", "من می\u200cخواهم", ["می\u200cخواهم"]),
        ("godel", "On Go\u0308del", ["Go\u0308del"]),
        ("gö", "On Gödel", ["Gö"]),
    ],
)
def test_what_was_found_is_marked_with_all_its_marks(query: str, title: str, shown: list[str]) -> None:
    """No letter is parted from a mark on it."""
    assert marked(query, title) == shown


def test_what_is_being_typed_finds_the_letter_whose_mark_is_yet_to_come() -> None:
    """Behind it a blank says that it is whole."""
    for typed in ("พี", "title:พี", "รา"):
        assert found(typed, ["พี่ชาย", "ราม", "x"]) != []
    assert found('title:"พี"', ["พี่ชาย"]) == []


def test_tags_that_a_mark_tells_apart_are_not_alike() -> None:
    """But for a slip of the hand among longer ones."""
    assert similar_tags([TagCount("रोम", 1), TagCount("राम", 1), TagCount("カラス", 1), TagCount("ガラス", 1)]) == ()
    assert near_name("कि", ["की", "का"]) == ""


@pytest.mark.parametrize(("one", "other"), [("रोम की कथा", "राम और सीता"), ("ガラスの研究", "カラスの生態")])
def test_an_edit_of_the_papers_of_a_word_leaves_those_of_another_word(reader: Reader, one: str, other: str) -> None:
    reader("import", "-", stdin="".join(f'{{"title": "{title}"}}\n' for title in (one, other)))
    word = one.split()[0].removesuffix("の研究")
    reader("tag", "--add", "one", "--query", f'title:"{word}"', "--yes")
    assert [paper["title"] for paper in reader("search", "#one", "--json").json] == [one]
    reader("remove", "--query", f'title:"{word}"', "--yes")
    assert [paper["title"] for paper in reader("search", "--json").json] == [other]
