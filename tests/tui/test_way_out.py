"""A library goes out as JSON Lines and comes back: papers, words, and the lists with their order, sections, remarks."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from reader.formats import jsonl
from reader.library import reading_lists
from reader.library.library import Library
from reader.operations.exports import Wish, text_of
from reader.paper import ListEntry, Paper, ReadingList, Status
from reader.text import clean_line, clean_text, new_tag
from tests.support.laws import law
from tests.support.memory import library

LINE = st.text(max_size=20).map(clean_line)
NAME = LINE.filter(bool)
NAMES = st.lists(NAME, max_size=2).map(tuple)
TAGS = st.lists(LINE.map(new_tag).filter(bool), max_size=2).map(tuple)
"""As every way into a library has them."""
PAPERS = st.lists(
    st.builds(
        Paper,
        id=st.just(""),
        title=NAME,
        abstract=LINE,
        authors=NAMES,
        published=st.sampled_from(["", "2024", "2024-05-06"]),
        venue=LINE,
        arxiv_id=st.sampled_from(["", "2401.00001", "2402.11111", "gr-qc/0103067"]),
        doi=st.sampled_from(["", "10.1000/xyz", "10.1000/abc"]),
        url=st.sampled_from(["", "https://a.b/c"]),
        keywords=NAMES,
        upvotes=st.sampled_from([None, 0, 5]),
        sources=st.sampled_from([("x.txt",), ("a", "b")]),
        added=st.just("2024-05-06T01:02:03Z"),
        tags=TAGS,
        starred=st.booleans(),
        status=st.sampled_from(Status),
        note=st.text(max_size=30).map(clean_text),
        triage=st.sampled_from(["", "queued", "dismissed"]),
    ),
    min_size=1,
    max_size=5,
)
LISTS = st.dictionaries(NAME, st.lists(st.tuples(st.integers(0, 4), LINE, LINE), min_size=1, max_size=5), max_size=2)


def whole(shelf: Library) -> object:
    """All that comes back: a moment of reading is that of the import."""
    return [replace(paper, read_at="") for paper in shelf.papers.values()], dict(shelf.lists)


@law(100)
@given(PAPERS, LISTS)
def test_a_library_comes_back_from_json_lines(
    papers: list[Paper], wanted: dict[str, list[tuple[int, str, str]]]
) -> None:
    """And going out once more gives the same bytes."""
    before = library()
    before.add(papers, say=lambda plan: "Imported")
    ids = list(before.papers)
    for name, places in wanted.items():
        entries = [ListEntry(ids[n % len(ids)], section, note) for n, section, note in places]
        if reading_lists.subject(name) not in before.lists:
            before.set_list(None, reading_lists.arrange(ReadingList(name), entries), "Made a list")
    text = text_of(before, Wish("jsonl"), list(before.papers.values()))
    parsed = jsonl.parse(text)
    assert not parsed.problems
    after = library()
    after.add(parsed.papers, say=lambda plan: "Imported", entries=parsed.entries)
    assert whole(after) == whole(before)
    assert text_of(after, Wish("jsonl"), list(after.papers.values())) == text
    after.undo()
    assert not after.papers
    assert not after.lists
