"""What an index leaves behind for a later run: it answers as one built anew, and what is not whole is not believed."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.paper import Name, Paper, Status
from reader.query import parse
from reader.search import Index
from reader.search.blocks import Blocks, Unsound, packed
from reader.search.records import paper_of, record
from tests.search.test_search import LIBRARY, PAPERS, QUERIES, papers_made, told
from tests.support.laws import law, often

MORE = (
    "kv quant",
    "q",
    "qntztn",
    "quantizaton",
    "cah",
    "jrgen",
    "nothinglikethis",
    '"kv cache"',
    "tag:rl",
    "author:gu ",
)


def kept(index: Index) -> Blocks:
    """What an index leaves behind, as it comes back from a file."""
    return Blocks(memoryview(b"".join(packed(dict(index.blocks()), {"of": "tests"}))))


def same_answers(mine: Index, papers: Mapping[str, Paper]) -> None:
    """Both give the same papers with the same scores, and the same for want of any."""
    fresh = Index(papers.values())
    assert len(mine) == len(fresh)
    for text in (*QUERIES, *MORE):
        ours, theirs = mine.search(parse(text), papers), fresh.search(parse(text), papers)
        assert told(ours) == told(theirs), text
        assert ours.suggestion == theirs.suggestion, text


def test_what_was_kept_answers_as_before_without_the_papers() -> None:
    """No paper is entered again: the papers are read from what was kept where they are needed."""
    index = Index(None, kept(Index(PAPERS)))
    same_answers(index, LIBRARY)
    assert index.matches(parse("quantizaton"), LIBRARY["flat"]) == Index(PAPERS).matches(
        parse("quantizaton"), PAPERS[0]
    )
    assert index.changed == set()


def test_what_was_looked_at_to_build_upon_it_may_leave_the_memory() -> None:
    """All of it at the end: the papers are those of the library then, and little else of it is asked for."""
    data = memoryview(b"".join(packed(dict(Index(PAPERS).blocks()), {})))
    let_go: list[tuple[int, int]] = []
    index = Index(PAPERS, Blocks(data, lambda start, length: let_go.append((start, length))))
    assert let_go[-1] == (0, len(data))
    same_answers(index, LIBRARY)


def test_what_is_no_longer_so_of_a_paper_is_entered_anew() -> None:
    """Words, notes and titles that changed since, papers that came and went: the answers are those of today."""
    papers = dict(LIBRARY)
    del papers["moe"]
    papers["kv"] = replace(papers["kv"], note="hippopotamus", status=Status.READ)
    papers["mamba"] = replace(papers["mamba"], title="Zebra state spaces")
    papers["new"] = Paper("new", "A quantization of pelicans")
    index = Index(papers.values(), kept(Index(PAPERS)))
    assert index.changed == {"moe", "kv", "mamba", "new"}
    same_answers(index, papers)
    again = Index(papers.values(), kept(index))
    assert again.changed == set()
    same_answers(again, papers)


@law(60)
@given(st.lists(st.one_of(papers_made, st.sampled_from([*map(str, range(6)), "keep", "reopen"])), max_size=14))
def test_however_often_it_is_kept_it_answers_like_a_fresh_one(steps: list[Paper | str]) -> None:
    """After any papers entered, changed and removed, with the index kept and taken up again in between."""
    index, papers = Index(), dict[str, Paper]()
    blocks = kept(index)
    for step in steps:
        if step == "keep":
            blocks = kept(index)
        elif step == "reopen":
            index = Index(papers.values(), blocks)
        elif isinstance(step, str):
            papers.pop(step, None)
            index.remove(step)
        else:
            papers[step.id] = step
            index.update(step)
    same_answers(index, papers)
    same_answers(Index(papers.values(), blocks), papers)
    same_answers(Index(None, kept(index)), papers)


@law(60)
@given(st.data())
def test_bytes_that_are_not_whole_are_not_believed(data: st.DataObject) -> None:
    """Cut, emptied, or another byte anywhere: it is told, whatever is hit."""
    whole = b"".join(packed(dict(Index(PAPERS[:3]).blocks()), {}))
    at = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(1, 255))
    assert Blocks(memoryview(whole + b"more")).head.end == len(whole)
    with pytest.raises(Unsound):
        Blocks(memoryview(whole[:at]))
    spoilt = bytearray(whole)
    spoilt[at] ^= other
    try:
        blocks = Blocks(memoryview(bytes(spoilt)))
    except Unsound:
        return
    # A byte between two blocks, which nobody reads.
    assert dict(Index(None, blocks).blocks()) == dict(Index(PAPERS[:3]).blocks())


def test_a_missing_block_is_told() -> None:
    """Another version of the program had other blocks: nothing of it is used, and it is no other error."""
    blocks = dict(Index(PAPERS).blocks())
    for name in blocks:
        others = {other: block for other, block in blocks.items() if other != name}
        with pytest.raises(Unsound):
            Index(None, Blocks(memoryview(b"".join(packed(others, {})))))


@law(60)
@given(papers_made)
def test_a_paper_comes_back_as_it_was_kept(paper: Paper) -> None:
    """All its values, of their types."""
    assert paper_of(record(paper)) == paper


def test_every_value_of_a_paper_is_kept() -> None:
    """Also those that few papers have."""
    full = Paper(
        id="x", title="T", abstract="A", authors=("B C",), published="2024", venue="V", arxiv_id="1", doi="d", url="u",
        keywords=("k",), upvotes=3, sources=("s",), metadata=(("page", "3"),), records=("r",),
        names=(("B C", Name("C", "B")),),
        more_authors=True, kind="book", citation_key="c24", kept=(("ris/M3", "m"),), tags=("t",), starred=True,
        status=Status.READ, note="n", added="2024-01-01T00:00:00Z", read_at="2024-01-02T00:00:00Z", triage="later",
        starred_at="2024-01-03T00:00:00Z", reading_at="2024-01-04T00:00:00Z", changed_at="2024-01-05T00:00:00Z",
        links=(("code", "https://c.org"),), machine_summary="s",
        corrected=("title",),
    )  # fmt: skip
    empty = Paper("x", "T")
    assert [one.name for one in fields(Paper) if getattr(full, one.name) == getattr(empty, one.name)] == ["id", "title"]
    back = paper_of(record(full))
    assert back == full
    assert type(back.status) is Status
    assert type(back.names[0][1]) is Name


@pytest.mark.parametrize("said", [b"", b"[]", b"{}", b"null", b"[1]", b'["x"', b"\xff", b"[" * 100_000])
def test_a_record_that_is_no_paper_is_told(said: bytes) -> None:
    """Nothing that stands there is another error."""
    with pytest.raises(Unsound):
        paper_of(said)


@pytest.mark.long
def test_after_any_edits_an_index_knows_no_word_that_no_paper_holds_any_more() -> None:
    """Papers that come, change and leave, over what was kept, taken up anew or not: the answers, the nearest papers and
    what is proposed are those of an index that is built of the papers alone."""
    chance = random.Random(6)
    words = [
        "lamp",
        "lamps",
        "otter",
        "zebra",
        "walrus",
        "tea",
        "rain",
        "roof",
        "key",
        "value",
        "kv",
        "rag",
        "song",
        "han",
        "sun",
        "model",
        "models",
    ]
    told_words = [*words, "laps", "zbera", "wlarus", "2024", "et", "al", "rags", '"key value"', "title:zebra", "-otter"]
    papers: dict[str, Paper] = {}
    index = Index()
    for number in range(often(20, 2_000)):
        id = chance.choice([*papers, f"p{number}", f"p{number}"])
        match chance.randrange(4):
            case 0 if len(papers) > 2:
                for gone in chance.sample(list(papers), chance.randint(1, 2)):
                    del papers[gone]
                    index.remove(gone)
            case 1:
                index = Index(papers.values(), kept(index))
            case _:
                title, abstract = (" ".join(chance.sample(words, size)) for size in (3, 4))
                said = chance.choice(["", " Rare Artful Gadgets (RAG)", " Roof Above Gate (RAG)"])
                authors = chance.choice([(), ("Song Han",), ("Xu Han", "Ann Song")])
                papers[id] = Paper(id, title.capitalize(), abstract + said, authors, note=chance.choice(words))
                index.update(papers[id])
        papers = dict(papers)
        fresh = Index(papers.values())
        for text in (" ".join(chance.sample(told_words, size)) for size in (1, 2, 2, 3)):
            ours, theirs = (one.search(parse(text), papers, nearest=True) for one in (index, fresh))
            assert told(ours) == told(theirs), text
            assert (ours.suggestion, ours.unknown) == (theirs.suggestion, theirs.unknown), text
