"""JSON of conferences and small programs comes in under the usual names of fields, and no other JSON does."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import detect, read
from reader.formats.parsed import Parsed
from reader.paper import Paper
from reader.paper_json import to_json
from tests.support.laws import law

LAMPS: dict[str, Any] = {
    "title": "Lamps that learn", "author": "Ada Sample;Bo Muster", "status": "Poster", "keywords": "lamps;deep night",
    "abstract": "We ask.", "site": "https://openreview.net/forum?id=abc123", "year": 2024, "authorids": "~A1;~B1",
}  # fmt: skip
SUNS = {"title": "Suns that sleep", "authors": "Carl Probe, Di Fetch", "arxiv": "2401.00012", "award": None}


def taken(value: object) -> Parsed:
    """What JSON gives that is known by its content to be such a list."""
    text = json.dumps(value, indent=1)
    assert detect(text) == "plain-json"
    return read(text, "plain-json")


@pytest.mark.parametrize(
    "value",
    [
        [LAMPS, SUNS],
        {"papers": [LAMPS, SUNS], "year": 2024},
        {"accepted": {"posters": [LAMPS], "talks": [SUNS]}},
        {"abc123": LAMPS, "2401.00012": SUNS},
    ],
)
def test_records_come_in_wherever_they_stand(value: object) -> None:
    first, second = taken(value).papers
    assert (first.title, first.authors, first.published) == ("Lamps that learn", ("Ada Sample", "Bo Muster"), "2024")
    assert (first.keywords, first.abstract, first.url) == (("lamps", "deep night"), "We ask.", LAMPS["site"])
    assert (second.authors, second.arxiv_id) == (("Carl Probe", "Di Fetch"), "2401.00012")


def test_other_names_for_title_and_authors_are_known() -> None:
    (paper,) = taken([{"paper_title": "Lamps", "paper_authors": ["Ada Sample"], "arxiv_id": "2401.00011"}]).papers
    assert (paper.title, paper.authors, paper.arxiv_id) == ("Lamps", ("Ada Sample",), "2401.00011")


def test_a_record_that_shows_no_paper_is_named_with_its_line() -> None:
    parsed = taken([LAMPS, {"title": "Lunch", "room": 3}, "a word"])
    assert [paper.title for paper in parsed.papers] == ["Lamps that learn"]
    assert [problem.message for problem in parsed.problems] == [
        "keys not read: status, authorids",
        "a record in which nothing shows a paper, skipped",
        "a record that is no object, skipped",
    ]
    assert [problem.line for problem in parsed.problems] == [0, 12, 16]


def test_a_text_that_is_cut_gives_what_is_whole() -> None:
    text = json.dumps([LAMPS, SUNS], indent=1)
    parsed = read(text[: text.index("Suns") + 20], "plain-json")
    assert [paper.title for paper in parsed.papers] == ["Lamps that learn"]
    assert parsed.problems


def test_who_sent_a_link_to_a_forum_is_no_author_of_the_paper() -> None:
    link = "https://arxiv.org/abs/2401.00011"
    hits = [
        {"title": "Lamps that learn", "author": "lampfan", "url": link, "points": 9, "created_at": "2025-01-01"},
        {"title": "Show: my lamp", "author": "lampfan", "url": "https://example.org", "points": 3, "date": "2025"},
    ]
    posts = [{"kind": "t3", "data": {**hit, "subreddit": "lamps", "num_comments": 2}} for hit in hits]
    for value in ({"hits": hits, "nbHits": 2}, {"kind": "Listing", "data": {"children": posts}}):
        parsed = taken(value)
        (paper,) = parsed.papers
        assert (paper.title, paper.arxiv_id, paper.authors) == ("Lamps that learn", "2401.00011", ())
        assert not paper.published.startswith("2025")
        assert [problem.excerpt for problem in parsed.problems if problem.line] == ["Show: my lamp"]


@pytest.mark.parametrize(
    "tags",
    [[{"name": "rl"}, {"name": "q"}], [{"tag": "rl"}, {"id": 3, "label": "q"}], [["rl"], ["q"]], {"rl": 1, "q": 2},
     ["rl", {"text": "q"}], [{"slug": "rl"}, {"title": "q"}], [["rl", "q"]], {"rl": True, "q": True, "old": False},
     {"rl": 0.9, "q": 1, "old": 0}, [{"rl": True}, {"q": True, "old": False}], [{"topic": "rl"}, {"topic": "q"}],
     {"mine": ["rl"], "theirs": ["q"]}, {"1": "rl", "2": "q"}, {"rl": {"color": "red"}, "q": {"color": "blue"}},
     {"rl": {}, "q": {}}, {"rl": None, "q": None}, {"t1": {"name": "rl"}, "t2": {"name": "q"}}],
)  # fmt: skip
def test_tags_and_notes_in_objects_are_kept(tags: object) -> None:
    """By their names, and not how often, how surely or whether each was given; a note by what it says."""
    hay = {"title": "Roofs of hay", "arxiv_id": "2001.00001", "notes": [{"text": "mine"}]}
    (paper,) = read(json.dumps({**hay, "tags": tags}) + "\n", "jsonl").papers
    assert (paper.tags, paper.note) == (("q", "rl"), "mine")
    (paper,) = read(json.dumps({**hay, "keywords": tags}) + "\n", "jsonl").papers
    assert paper.keywords == ("rl", "q")


@pytest.mark.parametrize(
    ("tags", "names"),
    [
        ({"rl": "core", "q": True, "old": False}, ["rl", "core", "q"]),
        ({"rl": "high", "q": "low"}, ["rl", "high", "q", "low"]),
        ([["rl", 1], ["q", 2], [2024]], ["rl", "q", "2024"]),
    ],
)
def test_tags_are_kept_with_what_is_said_of_them(tags: object, names: list[str]) -> None:
    """Their names are the keys, and words beside them may be names, too; how much of each there is, is none."""
    hay = {"title": "Roofs of hay", "arxiv_id": "2001.00001", "notes": [{"text": "mine"}], "keywords": tags}
    (paper,) = read(json.dumps(hay) + "\n", "jsonl").papers
    assert list(paper.keywords) == names


@pytest.mark.parametrize(
    ("notes", "note"),
    [
        (
            [{"text": "Hay burns.", "note": "Mine.", "page": 3, "created_at": "2024-01-01T10:00:00Z"}],
            "Hay burns.\nMine.",
        ),
        ([{"comment": "Mine."}, {"body": "Hers.", "author": "Ada Sample", "color": "yellow"}], "Mine.\n\nHers."),
        ([{"page 3": "Mine."}], "Mine."),
        ({"p. 3": "Mine.", "date": "2024-01-01"}, "Mine."),
        ([{"rects": [1, 2], "comment": "Mine.", "done": True, "when": "2024-01-01"}], "Mine."),
        (["12", "Mine."], "12\n\nMine."),
        ([{"quote": {"text": "Hay burns."}, "replies": [{"text": "Mine."}]}], "Hay burns.\nMine."),
    ],
)
def test_all_that_the_objects_of_notes_say_is_kept(notes: object, note: str) -> None:
    (paper,) = read(json.dumps({"title": "Roofs", "arxiv_id": "2001.00001", "notes": notes}) + "\n", "jsonl").papers
    assert paper.note == note


@pytest.mark.parametrize("told", [{"notes": [{"id": "n1", "page": "p3"}]}, {"tags": [{"id": "t1", "type": "tag"}]}])
def test_objects_that_say_nothing_under_a_name_of_ours_are_named(told: dict[str, object]) -> None:
    parsed = read(json.dumps({"title": "Roofs", "arxiv_id": "2001.00001", **told}) + "\n", "jsonl")
    assert [next(iter(told)) in problem.message for problem in parsed.problems] == [True]


@pytest.mark.parametrize("wrong", [{"tags": ["rl", 2024]}, {"tags": "rl"}, {"authors": "Ann Vale"}, {"starred": "yes"}])
def test_an_own_record_with_a_wrong_value_makes_no_other_format_of_the_file(wrong: dict[str, object]) -> None:
    """It alone is left out, and named; what the user said of the others is theirs."""
    lines = [
        to_json(Paper(id, f"Roofs of {id}", authors=("Ann Vale",), tags=("rl",), doi=f"10.1000/{id}")) for id in "ab"
    ]
    text = "\n".join(json.dumps(line) for line in ({**lines[0], **wrong}, lines[1]))
    assert detect(text, "o.jsonl") == "jsonl"
    parsed = read(text, "jsonl")
    assert [(paper.title, paper.tags) for paper in parsed.papers] == [("Roofs of b", ("rl",))]
    assert [problem.line for problem in parsed.problems] == [1]


NO_LISTS: dict[str, object] = {
    "the contract's": [{"title": "Lamps", "authors": ["Ada Sample"], "doi": "10.1234/a", "tags": ["x"]}],
    "a shop": [{"title": "A lamp", "author": "Ada", "price": 3, "year": 2020}],
    "a programme": {"sessions": [{"title": "Lamps", "speaker": "Ada", "url": "https://example.org/1"}]},
    "songs": {"songs": [{"title": "Lamps", "authors": "Ada; Bo", "year": 1999}]},
    "a shelf": [{"title": "Lamp 3", "creators": ["Lamps"], "year": 2020, "pdf": "https://example.org/lamp.pdf"}],
    "posts": [{"title": "My lamp", "author": "Ada Sample", "type": "article", "date": "2020-05-03"}],
    "cuttings": [{"title": "My lamp", "author": "Ada Sample", "publication": "The Lamp Times", "date": "2020"}],
    "columns": {"title": {"0": "Lamps"}, "authors": {"0": "Ada"}},
    "ours behind another's": [SUNS, {"id": "a", "title": "Lamps", "authors": ["Ada"], "added": "", "sources": []}],
    "a page": {"title": "Lamps", "description": "About lamps", "url": "https://example.org"},
}


@pytest.mark.parametrize("name", NO_LISTS)
def test_other_json_is_none_of_them(name: str) -> None:
    assert detect(json.dumps(NO_LISTS[name])) != "plain-json"


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from([LAMPS, SUNS]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from([*LAMPS, *SUNS, "doi", "parent", "issued"]), inner)
    ),
    max_leaves=10,
)


@law()
@given(_VALUES, st.dictionaries(st.sampled_from([*LAMPS, *SUNS, "parent", "serial-number", "issued", "tags"]), _VALUES))
def test_whatever_stands_under_a_key_is_read_or_left_and_never_breaks(value: object, more: dict[str, object]) -> None:
    parsed = read(json.dumps([{**LAMPS, **more}, value]), "plain-json")
    assert all(paper.title for paper in parsed.papers)
    assert len(parsed.papers) + len(parsed.problems) > 1
