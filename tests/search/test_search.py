"""The search index: what is found, in which order, where it matched, and that it stays right as papers change."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library.library import Library
from reader.operations.search import PaperFinder as CommandFinder
from reader.paper import Paper, Status
from reader.query import parse, understood
from reader.search import Index, Result
from reader.search import dense as dense_module
from reader.search import entries as entries_module
from reader.search.columns import PlainColumns
from reader.search.postings import Postings
from reader.tui.model.live_search import LiveSearch as ScreenFinder
from tests.support.laws import law
from tests.support.memory import Log, MemoryBacking

TODAY = date(2026, 11, 21)
PAPERS = [
    Paper("flat", "FlatQuant: Flatness Matters for LLM Quantization", "Affine maps help.", tags=("quantization",)),
    Paper("kv", "Efficient KV Cache Compression for Long Context Inference", "We evict tokens.", note="ask Jürgen"),
    Paper("kvc", "A Survey of KVCache Management", "Serving systems and their schedulers."),
    Paper("spec", "Medusa: Speculative Decoding with Several Decoding Heads", "Tokens at once.", ("Tianle Cai",)),
    Paper("fine", "Fine-Tuning Language Models from Human Preferences", "Reward learning.", tags=("rl", "rlhf")),
    Paper("mamba", "Mamba: Linear-Time Sequence Modeling", "Selective state spaces, no quantization.", ("Albert Gu",)),
    Paper("moe", "Outrageously Large Neural Networks", "A mixture-of-experts.", ("Noam Shazeer",), tags=("rl/deep",)),
    Paper("point", "Poincaré Embeddings for Hierarchies", "Hyperbolic space.", ("Łukasz Kaiser",), "2017-05-22"),
    Paper("soft", "SmoothQuant: Accurate Post-Training Quantization", "", starred=True, status=Status.READ),
    Paper("vis", "Masked Autoencoders Are Scalable Vision Learners", "Reconstruct the missing pixels.", (), "2021"),
]  # fmt: skip
LIBRARY = {paper.id: paper for paper in PAPERS}
INDEX = Index(PAPERS)


def found(text: str, index: Index = INDEX, papers: dict[str, Paper] = LIBRARY) -> list[str]:
    return list(index.search(parse(text), papers, today=TODAY).hits.ids)


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("flatq", "flat"),
        ("matters flatness", "flat"),
        ("flatqunat", "flat"),
        ("smothquant", "soft"),
        ("kvcache long", "kv"),
        ("kv cache survey", "kvc"),
        ("finetuning", "fine"),
        ("fine-tuning human", "fine"),
        ("fine tunning", "fine"),
        ("flat quant", "flat"),
        ("spec dec heads", "spec"),
        ("evict", "kv"),
        ("jurgen", "kv"),
        ("ask jurgen kv", "kv"),
        ("shazeer", "moe"),
        ("LUKASZ poincare", "point"),
        ("ＰＯＩＮＣＡＲＥ", "point"),
        ("mixture of experts", "moe"),
        ("mixtureofexperts", "moe"),
        ("qntztn flatness", "flat"),
        ("masked autoenc", "vis"),
        ("maksed autoencodr", "vis"),
        ("quantization post training", "soft"),
        ("linear‑time", "mamba"),
        ("autoencoder", "vis"),
        ("autoencodersx", "vis"),
    ],
)
def test_it_finds_what_is_meant(text: str, id: str) -> None:
    """The paper meant comes first."""
    assert found(text)[:1] == [id]


@pytest.mark.parametrize(
    "text", ["banana smoothie", "xqzvk", "qwrtp zxcvb", "flatquant banana", "kv xylophone", "a zebra"]
)
def test_nonsense_finds_nothing(text: str) -> None:
    """All words must match, and nonsense matches nothing."""
    assert found(text) == []


def test_a_title_comes_before_tags_notes_and_abstracts() -> None:
    """The same word counts most in the title, then among authors, tags, in the note, in the abstract."""
    papers = {
        "abstract": Paper("abstract", "One", "about hadron"),
        "note": Paper("note", "Two", note="about hadron"),
        "tags": Paper("tags", "Three", tags=("hadron",)),
        "authors": Paper("authors", "Four", authors=("Jo Hadron",)),
        "title": Paper("title", "Five Hadron"),
    }
    assert found("hadron", Index(papers.values()), papers) == ["title", "authors", "tags", "note", "abstract"]


def test_exact_words_come_before_likenesses() -> None:
    """A word that stands as typed goes before one that only resembles it, even in a lesser field."""
    papers = {"like": Paper("like", "Pruned trees"), "same": Paper("same", "Trees", "they are pruner")}
    assert found("pruner ", Index(papers.values()), papers)[0] == "same"


def test_papers_with_the_words_as_they_are_typed_come_before_those_with_other_forms_of_them() -> None:
    """Though these have one in their titles; where a word is an acronym its words are worth as much."""
    forms = Paper("forms", "Rooms, Doors and Long Halls: Maps of a Spatial Kind", "They serve in many environments.")
    typed = Paper("typed", "Walking", "On the spatial side of an environment.")
    short = Paper("short", "Reading: A Survey", "We ask for RAG (Retrieval-Augmented Generation).")
    spelt = Paper("spelt", "Retrieval Augmented Generation in Rooms", "A survey of it.")
    papers = {paper.id: paper for paper in (forms, typed, short, spelt)}
    index = Index(papers.values())
    for text, ids in (
        ("spatial environment", ["typed", "forms"]),
        ("spatial environments", ["forms", "typed"]),
        ("rag survey", ["spelt", "short"]),
    ):
        assert list(index.search(parse(text), papers).hits.ids) == ids, text


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("", list(LIBRARY)),
        ("is:starred", ["soft"]),
        ("tag:rl", ["fine", "moe"]),
        ("tag:rl ", ["fine", "moe"]),
        ("#r", ["fine", "moe"]),
        ("#r ", []),
        ("year:2017..2021", ["point", "vis"]),
        ("-has:abstract", ["soft"]),
        ("is:read quantization", ["soft"]),
        ("-is:read quantization", ["flat", "mamba"]),
        ('"state spaces"', ["mamba"]),
        ('"spaces state"', []),
        ('"kv cache"', ["kv"]),
        ('"quantization" -flatness', ["soft", "mamba"]),
        ("mamba OR medusa", ["spec", "mamba"]),
        ("mamba OR is:starred", ["soft", "mamba"]),
        ("(mamba OR medusa) decoding", ["spec"]),
        ("quantization (is:starred OR tag:quantization)", ["soft", "flat"]),
        ("quantization NOT (is:starred OR tag:quantization)", ["mamba"]),
        ("author:gu", ["mamba"]),
        ("title:quantization sort:title", ["flat", "soft"]),
        ("quantization sort:-title", ["soft", "mamba", "flat"]),
        ("list:edge", ["kv"]),
        ("list:edges ", []),
        ("-mamba year:..2020", ["point"]),
        ("nosuchword OR nosuchthing", []),
    ],
)
def test_words_filters_and_operators_combine(text: str, ids: list[str]) -> None:
    """Filters keep the library's order; with words the best come first."""
    result = INDEX.search(parse(text), LIBRARY, today=TODAY, lists=lambda id: ("Edge models",) if id == "kv" else ())
    if text and "OR" not in text and parse(text).words:
        assert set(result.hits.ids) == set(ids)
        assert len(result.hits) == len(ids)
    else:
        assert sorted(result.hits.ids) == sorted(ids)
    if not parse(text).words and '"' not in text:
        assert list(result.hits.ids) == ids
    if "sort:" in text:
        assert list(result.hits.ids) == ids


def test_a_limit_cuts_the_hits_and_not_the_count() -> None:
    """`total` counts what matches, `limit` says how much of it is given; 0 is all."""
    result = INDEX.search(parse("quantization"), LIBRARY, limit=2)
    assert (len(result.hits), result.total) == (2, 3)
    assert INDEX.search(parse(""), LIBRARY, limit=3).total == len(LIBRARY)
    assert len(INDEX.search(parse("quantization"), LIBRARY, limit=0).hits) == 3


def test_scores_fall_from_a_hundred_at_most() -> None:
    """Scores lie between 0 and 100 and never rise down the list."""
    for text in ("quantization", "the", "s", "flat quant", "kv cache", "fine-tuning langauge"):
        scores = [hit.score for hit in INDEX.search(parse(text), LIBRARY).hits]
        assert scores == sorted(scores, reverse=True)
        assert all(0 < score <= 100 for score in scores)
    assert [hit.score for hit in INDEX.search(parse("is:starred"), LIBRARY).hits] == [100.0]


def test_equal_papers_keep_the_order_of_the_library() -> None:
    """Ties are broken by the library's order, whatever the order of entering."""
    papers = {str(at): Paper(str(at), "The same title", "and abstract") for at in range(30)}
    index = Index(reversed(papers.values()))
    for text in ("same", "title same", "s", "abstract", "smae"):
        assert found(text, index, papers) == list(papers)


def test_sorting_orders_hits_and_takes_their_scores_along() -> None:
    """A sort key given by the caller holds where the query names none."""
    result = INDEX.search(parse("quantization"), LIBRARY, sort="title")
    assert list(result.hits.ids) == ["flat", "mamba", "soft"]
    by_id = {hit.id: hit.score for hit in INDEX.search(parse("quantization"), LIBRARY).hits}
    assert {hit.id: hit.score for hit in result.hits} == by_id
    assert INDEX.search(parse("quantization sort:-title"), LIBRARY, sort="title").hits.ids[0] == "soft"


def test_only_the_papers_given_are_searched() -> None:
    """A view of the library finds only its own papers."""
    view = {id: LIBRARY[id] for id in ("soft", "mamba")}
    assert set(found("quantization", INDEX, view)) == {"soft", "mamba"}


@pytest.mark.parametrize(
    ("text", "better"),
    [
        ("quantizbtxyn", "quantization"),
        ("mambba xylophone", ""),
        ("mamba xylophone", ""),
        ("autxencdxrs is:unread", "autoencoders is:unread"),
        ("autxencdxrs is:read", ""),
        ("quantization shazeer", ""),
    ],
)
def test_when_nothing_matches_the_nearest_words_are_offered(text: str, better: str) -> None:
    """The suggestion is the query with the library's own words in place of the unknown ones."""
    result = INDEX.search(parse(text), LIBRARY)
    assert (result.total, result.suggestion) == (0, better)


def test_spans_cover_the_matching_characters_of_the_original_text() -> None:
    """What is highlighted is the text as it stands: the typed beginning, the whole of a mistyped word, each field."""
    paper = Paper(
        "x",
        "Poincaré  KV-Cache Trees",
        "A kv cache of ＴＲＥＥＳ.",
        ("Ann Bee", "Łukasz Ohm"),
        tags=("trees",),
        note="see\nłukasz",
    )
    index = Index([paper])

    def shown(text: str) -> dict[str, list[str]]:
        texts = {
            "title": paper.title, "authors": ", ".join(paper.authors), "tags": "trees", "note": paper.note,
            "abstract": paper.abstract,
        }  # fmt: skip
        return {name: [texts[name][a:b] for a, b in spans] for name, spans in index.matches(parse(text), paper).items()}

    assert shown("poinc") == {"title": ["Poinc"]}
    assert shown("pioncare") == {"title": ["Poincaré"]}
    assert shown("kvcache") == {"title": ["KV-Cache"], "abstract": ["kv cache"]}
    assert shown("lukasz") == {"authors": ["Łukasz"], "note": ["łukasz"]}
    assert shown("trees") == {"title": ["Trees"], "tags": ["trees"], "abstract": ["ＴＲＥＥＳ"]}
    assert shown('"kv cache"') == {"title": ["KV-Cache"], "abstract": ["kv cache"]}
    assert shown("author:ann title:tre") == {"authors": ["Ann"], "title": ["Tre"]}
    assert shown("-trees") == {}
    assert shown("") == {}


def test_to_show_where_a_paper_matched_no_paper_is_weighed_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a word may mean is enough for that, which a long sentence asks of many words."""
    paper = Paper("1", "Sparse Attention", "Kernels that quantise the weights of sparse models.")
    index = Index([paper])
    query = parse("sparse kernals that quantised modles weigh")

    def spread(*_: object) -> None:
        raise AssertionError("a column was made")

    monkeypatch.setattr(PlainColumns, "spread", spread)
    assert index.matches(query, paper).keys() == {"title", "abstract"}


def test_a_snippet_shows_what_the_title_does_not() -> None:
    """There is a snippet only when something matched outside the title, and it fits its width."""
    paper = Paper(
        "x", "Trees", "Lorem ipsum dolor sit amet. " * 20 + "Here the hadron decays at last. " + "And so on. " * 20
    )
    index = Index([paper])
    assert index.snippet(parse("trees"), paper) is None
    piece = index.snippet(parse("trees hadron decays"), paper, 60)
    assert piece is not None
    assert piece.field == "abstract"
    assert len(piece.text) <= 60
    assert [piece.text[a:b] for a, b in piece.spans] == ["hadron", "decays"]
    assert piece.text.startswith("…")
    assert piece.text.endswith("…")


@law(60)
@given(st.text(max_size=200), st.text(max_size=20), st.integers(0, 80))
def test_spans_and_snippets_stay_inside_their_texts(text: str, query: str, width: int) -> None:
    """Whatever the text and the query, spans are ordered, apart and inside."""
    paper = Paper("x", "T", text, note=text)
    index = Index([paper])
    for name, spans in index.matches(parse(query), paper).items():
        ends = [0] + [place for span in spans for place in span]
        assert ends == sorted(ends)
        assert ends[-1] <= len({"title": "T", "note": text, "abstract": text}[name])
    piece = index.snippet(parse(query), paper, width)
    if piece is not None:
        assert len(piece.text) <= max(width, 8)
        assert all(0 <= a < b <= len(piece.text) for a, b in piece.spans)


WORDS = ["mamba", "quant", "quantization", "kv", "cache", "kvcache", "tree", "trees", "état", "a", "llm", "llms"]
QUERIES = ["quant", "kv cache", "kvcache", "mamba tree", "qunatization", "a", "t", "etat OR llm", "tree -kv",
           '"kv cache"', "tag:tree", "-tag:tree quant", "llms mamb", "xyz", "quantizaton llm", "the a"]  # fmt: skip
texts = st.lists(st.sampled_from(WORDS), max_size=5).map(" ".join)
papers_made = st.builds(
    Paper,
    id=st.sampled_from([str(at) for at in range(6)]),
    title=texts.map(lambda text: text or "untitled"),
    abstract=texts,
    tags=st.sampled_from([(), ("tree",), ("kv", "tree/leaf")]),
    note=texts,
)


def told(result: Result) -> list[tuple[str, float]]:
    return [(hit.id, hit.score) for hit in result.hits]


@pytest.mark.parametrize("text", ["quokka", "quokk", "quokka nets", "quokka: nets, 2024", "2405.000"])
def test_equal_papers_stand_in_one_order_whichever_was_edited_last(text: str) -> None:
    """Where titles begin with a line, are all of it or stand in it, and where a piece of an id is typed."""
    papers = {
        id: Paper(id, "Quokka nets", authors=("Ada Byrd",), published="2024", arxiv_id=id)
        for id in ("2405.00001", "2405.00002", "2405.00003")
    }
    index = Index(papers.values())
    for id in ("2405.00003", "2405.00001"):
        index.update(replace(papers[id], title="Wombats"))
        index.update(papers[id])
    assert list(index.search(parse(text), papers).hits.ids) == list(papers)


@law(80)
@given(st.lists(st.one_of(papers_made, st.sampled_from([str(at) for at in range(6)])), max_size=14))
def test_an_updated_index_answers_like_a_fresh_one(steps: list[Paper | str]) -> None:
    """After any papers entered, changed and removed, the answers are those of an index built anew."""
    index, papers = Index(), dict[str, Paper]()
    for step in steps:
        if isinstance(step, str):
            papers.pop(step, None)
            index.remove(step)
        else:
            papers[step.id] = step
            index.update(step)
        index.search(parse("kv quant"), papers)
    fresh = Index(papers.values())
    for text in QUERIES:
        mine, other = index.search(parse(text), papers), fresh.search(parse(text), papers)
        assert told(mine) == told(other), text
        assert mine.suggestion == other.suggestion


@law(40)
@given(st.lists(papers_made, max_size=6, unique_by=lambda paper: paper.id))
def test_small_and_large_libraries_are_searched_alike(papers: list[Paper]) -> None:
    """The columns of numpy give what the plain ones give."""
    held = {paper.id: paper for paper in papers}
    plain = Index(papers)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(entries_module, "LARGE", 0)
        dense = Index(papers)
        for text in QUERIES:
            mine, other = plain.search(parse(text), held), dense.search(parse(text), held)
            assert list(mine.hits.ids) == list(other.hits.ids), text
            assert [hit.score for hit in mine.hits] == pytest.approx([hit.score for hit in other.hits], abs=0.02)


def test_an_index_for_few_searches_loads_what_makes_them_quicker_once_there_are_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Only then, and the answers stay what they were."""
    made: list[dense_module.DenseColumns] = []

    class Noted(dense_module.DenseColumns):
        def __init__(self) -> None:
            made.append(self)

    monkeypatch.setattr(dense_module, "DenseColumns", Noted)
    monkeypatch.setattr(entries_module, "LARGE", 0)
    index = Index(PAPERS, few=3)
    answers = [(told(index.search(parse("kv quant"), LIBRARY)), len(made)) for _ in range(5)]
    assert [columns for _, columns in answers] == [0, 0, 1, 1, 1]
    assert [ids for ids, _ in answers] == [answers[0][0]] * 5


def test_many_changes_do_not_pile_up() -> None:
    """A paper whose text changes thousands of times leaves no more behind than a bounded number of dead slots."""
    index = Index()
    for at in range(4_000):
        index.update(Paper("x", f"Title {at % 7}"))
    papers = {"x": Paper("x", "Title 3")}
    index.update(papers["x"])
    assert found("title 3", index, papers) == ["x"]
    assert found("title 5", index, papers) == []
    assert found("title 3", index, {}) == []
    assert len(index) == 1


def test_an_edit_is_found_at_once_and_its_past_is_not() -> None:
    """New tags and notes are found, old ones no longer."""
    papers = dict(LIBRARY)
    index = Index(papers.values())
    papers["vis"] = replace(papers["vis"], tags=("zebra",), note="hippopotamus")
    index.update(papers["vis"])
    assert found("zebra", index, papers) == found("hippopotamus", index, papers) == ["vis"]
    papers["vis"] = replace(papers["vis"], tags=(), note="")
    index.update(papers["vis"])
    assert found("zebra", index, papers) == found("hippopotamus", index, papers) == []


def test_an_index_can_be_built_in_pieces_and_asked_meanwhile() -> None:
    """Building pauses now and then; what is entered is found, and in the end everything is."""
    index = Index()
    papers = {str(at): Paper(str(at), f"Paper number {at}", "mamba " * 50) for at in range(800)}
    pauses = 0
    for _ in index.building(papers.values()):
        pauses += 1
        assert len(found("mamba", index, papers)) == len(index)
    assert pauses > 0
    assert len(found("mamba", index, papers)) == 800


def test_a_word_that_is_gone_hides_no_other() -> None:
    """A word of a removed paper, a typo away from what is typed, leaves room for longer words that begin alike."""
    papers = {"x": Paper("x", "Simulations")}
    index = Index([*papers.values(), Paper("y", "Sipml")])
    index.remove("y")
    assert found("siml", index, papers) == found("siml", Index(papers.values()), papers) == ["x"]
    assert found("simll", index, papers) == found("simll", Index(papers.values()), papers)
    assert found("sipmul", index, papers) == found("sipmul", Index(papers.values()), papers) == ["x"]


def test_removing_an_unknown_paper_changes_nothing() -> None:
    """Removing what is not there is not an error."""
    index = Index(PAPERS)
    index.remove("nobody")
    assert found("mamba", index) == found("mamba")


def test_where_most_papers_leave_at_once_those_that_stay_are_entered_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """As at the undo of an import: none of the others is taken out of the table of each of its words."""
    taken = []
    remove = Postings.remove

    def counted(postings: Postings, slot: int, paper: Paper) -> None:
        taken.append(slot)
        remove(postings, slot, paper)

    monkeypatch.setattr(Postings, "remove", counted)
    others = [Paper(f"o{n}", f"Mamba number {n}") for n in range(entries_module.SPARE + 30)]
    index = Index([*others, *PAPERS])
    assert len(found("mamba", index, {paper.id: paper for paper in [*others, *PAPERS]})) == len(others) + 1
    index.follow(LIBRARY, [paper.id for paper in others])
    assert (taken, len(index)) == ([], len(PAPERS))
    assert [found(word, index) for word in ("mamba", "quantization")] == [
        found(word) for word in ("mamba", "quantization")
    ]
    index.follow({}, ["flat", "nobody", "flat"])
    assert (len(taken), len(index)) == (1, len(PAPERS) - 1)


def test_typing_narrows_towards_the_paper() -> None:
    """Letter by letter the paper that is typed stays in sight."""
    title = "flatquant: flatness matters"
    for end in range(2, len(title) + 1):
        assert "flat" in found(title[:end])[:2], title[:end]


def test_a_phrase_alone_is_found_by_whoever_searches() -> None:
    """A query that is nothing but a phrase needs the index as much as free words do."""
    library = Library(MemoryBacking(Log(PAPERS)))
    for text, ids in (('"kv cache"', ["kv"]), ('-"kv cache" title:kv', ["kvc"]), ('"kv cache" OR is:reading', ["kv"])):
        assert [paper.id for paper in CommandFinder(library).papers(parse(text))] == ids
        screen = ScreenFinder()
        assert list(screen.find(library, parse(text)).hits.ids) == ids, "while the index is built"
        asyncio.run(screen.build(library))
        assert list(screen.find(library, parse(text)).hits.ids) == ids


def test_what_is_to_be_left_out_is_left_out_while_the_index_is_built() -> None:
    """Then words are looked for in titles only, but those left out in every field, as they stand; their forms once it
    is there."""
    library = Library(MemoryBacking(Log([
        Paper("a", "Heaps of sand", tags=("graph",)), Paper("b", "Graph heaps", abstract="Photographs"),
        Paper("c", "Sorted heaps", abstract="No graph at all."), Paper("d", "Heaps photographed"),
        Paper("e", "大语言模型"), Paper("f", ""),
    ])))  # fmt: skip
    for text, ids in (
        ("* -graph", "def"), ("heaps -graph", "d"), ("* NOT (graph OR sand)", "def"), ("* -模型", "abcdf"),
        ("* -(heaps -sand)", "aef"), ("sorted OR 大语言", "ce"), ("* -graph-sand", "bcdef"),
    ):  # fmt: skip
        screen = ScreenFinder()
        assert sorted(screen.find(library, parse(text)).hits.ids) == list(ids), f"{text} while the index is built"
        asyncio.run(screen.build(library))
        assert sorted(screen.find(library, parse(text)).hits.ids) == list(ids), text


@pytest.mark.parametrize(
    ("word", "held"),
    [
        ("quantised", "abc"), ("quantizing", "abc"), ("survey", "def"), ("surveys", "def"), ("kvcache", "g"),
        ('"quantised"', ""), ('"survey"', "d"), ("bert", "hi"), ('"bert"', "h"), ("quant", "abc"),
        ("uestuen", "j"), ("kv-cache", "g"),
        ("sand-piling", "k"), ("quantized-model", "a"),
    ],
)  # fmt: skip
def test_a_word_leaves_out_what_it_finds_in_all_of_its_forms(word: str, held: str) -> None:
    """And in longer words that begin so, but nothing by a typo; in quotes the spelling alone."""
    papers = [
        Paper("a", "Quantized models"), Paper("b", "On sand", "We are quantizing it."), Paper("c", "Sand quantizes"),
        Paper("d", "A survey"), Paper("e", "Surveys of sand"), Paper("f", "Sand", note="surveyed"),
        Paper("g", "A KV cache of sand"), Paper("h", "BERT at sea"), Paper("i", "Bertrand, a servey"),
        Paper("j", "By Üstün", authors=("A. Üstün",)), Paper("k", "Sandpiling"),
    ]  # fmt: skip
    found = Library(MemoryBacking(Log(papers)))
    finder = CommandFinder(found)
    left = {hit.id for hit in finder.find(replace(parse(f"* -{word}"), exact=True)).hits}
    assert "".join(sorted({paper.id for paper in papers} - left)) == held
    strict = {hit.id for hit in finder.find(understood(word)).hits if not hit.nearest}
    assert set(held) <= strict
    assert strict & left <= {"i"}


ASIAN = {
    "zh": Paper("zh", "大语言模型的量化研究", "本文研究了LLM模型压缩方法。"),
    "ja": Paper("ja", "大規模言語モデルのサーベイ", "トークン", ("山田太郎",)),
    "th": Paper("th", "การเรียนรู้ของเครื่อง ภาษา"),
    "he": Paper("he", "מודלי שפה גדולים"),
    "en": Paper("en", "Large language models", note="量子化を試す"),
}


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("量化", ["zh"]), ("语言模型", ["zh"]), ("化", ["zh", "en"]), ("模型量化", ["zh"]), ("量化 压缩", ["zh"]),
        ("压缩llm", ["zh"]), ("言語モデル", ["ja"]), ("ﾓﾃﾞﾙ", ["ja"]), ("太郎", ["ja"]), ("เรียนรู้", ["th"]),
        ("שפה", ["he"]), ("量子", ["en"]), ("language 試す", ["en"]), ('"模型的"', ["zh"]), ("title:语言", ["zh"]),
        ("量 -压缩", ["en"]), ("猫", []), ("模猫", []), ("深度学习", []),
    ],
)  # fmt: skip
def test_words_of_scripts_without_blanks_are_found_by_a_part(text: str, ids: list[str]) -> None:
    """Chinese, Japanese and Thai texts are found by any part of them, in every field."""
    assert found(text, Index(ASIAN.values()), ASIAN) == ids


def test_spans_mark_the_part_of_a_text_without_blanks() -> None:
    """Only what was typed is marked; letters that stand apart are marked one by one."""
    index, paper = Index(ASIAN.values()), ASIAN["zh"]

    def shown(text: str) -> list[str]:
        return [paper.title[a:b] for a, b in index.matches(parse(text), paper).get("title", [])]

    assert shown("语言模型") == shown('"语言模型"') == shown("title:语言模型") == ["语言模型"]
    assert shown("模型量化") == ["模型", "量化"]
    piece = index.snippet(parse("压缩"), paper)
    assert piece is not None
    assert [piece.text[a:b] for a, b in piece.spans] == ["压缩"]


def test_a_name_with_several_digits_is_found_in_one_piece() -> None:
    """Single digits may follow each other where single letters may not."""
    papers = {"x": Paper("x", "Diff-2-in-1: Bridging Generation and Dense Perception")}
    assert found("dense diff2in1", Index(papers.values()), papers) == ["x"]


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize(
    "text",
    ["title:quant", 'title:"kv ca"', "abstract:w", 'abstract:"state sp"', "author:sha", 'author:"noam s"', "note:ask",
     'title:"quant"', 'author:"sha"', '-author:"sha"', 'author:"noam"', 'abstract:"we"',
     "abstract:nosuch", '-abstract:"we evict"', "title:flat OR note:ask", "NOT (title:flat OR abstract:we)"],
)  # fmt: skip
def test_the_index_answers_for_the_words_of_a_field_as_their_texts_do(
    text: str, large: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the index gives for `title:`, `abstract:` ... is what reading every paper gives, also without an index."""
    if large:
        monkeypatch.setattr(entries_module, "LARGE", 0)
    query = parse(text)
    read = [id for id, paper in LIBRARY.items() if query.accepts(paper, lambda _: (), TODAY)]
    assert found(text, Index(PAPERS)) == found(text, Index()) == found(text, Index(PAPERS[:4])) == read


@pytest.mark.parametrize("field", ["author", "title"])
def test_one_word_of_a_field_in_quotes_is_a_whole_word(field: str) -> None:
    """`author:"Li"` finds nobody called Lin or Liang, and leaves none of them out; without quotes it is a beginning."""
    names = {"a": "Ada Li", "b": "Bo Lin", "c": "Li Chen", "d": "Liam Doe"}
    made = {id: Paper(id, name if field == "title" else "T", "", (name,)) for id, name in names.items()}
    index = Index(made.values())
    for whole, asked in ((f'{field}:"Li"', "ac"), (f'* -{field}:"Li"', "bd"), (f"{field}:Li", "abcd")):
        assert sorted(found(whole, index, made)) == list(asked)
        assert [id for id, paper in made.items() if parse(whole).accepts(paper, lambda _: (), TODAY)] == list(asked)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("ONeil", "abc"), ("O'Neil", "abc"), ("Oneil", "abc"), ("JL ONeil", "ab"), ("J. L. O’Neil", "ab"),
        ("neil", "abd"), ("NDArc", "e"), ("N'D'Arc, Ada", "e"), ("Wang 王", ""), ("王 et al.", "f"), ("J.-P. 王", "f"),
    ],
)  # fmt: skip
def test_the_index_knows_an_author_in_every_form_in_which_the_name_is_one(typed: str, asked: str) -> None:
    """Words with and without their apostrophe, names of one letter: as where each paper is read."""
    names = {
        "a": "Jane L. O'Neil", "b": "J. L. O’Neil", "c": "ONeil, K.", "d": "Anneil Neil", "e": "Ada N'D'Arc",
        "f": "Jean-Pierre 王", "g": "Eve Oneida",
    }  # fmt: skip
    papers = {id: Paper(id, "T", authors=(name,)) for id, name in names.items()}
    for text in (f'author:"{typed}"', f"author:{typed}")[: 1 + (" " not in typed)]:
        read = [id for id, paper in papers.items() if parse(text).accepts(paper, lambda _: (), TODAY)]
        assert found(text, Index(papers.values()), papers) == read == list(asked)


def test_a_field_is_asked_anew_after_an_edit() -> None:
    """An edited note is what `note:` sees."""
    papers = dict(LIBRARY)
    index = Index(papers.values())
    assert found("note:hippo", index, papers) == []
    papers["vis"] = replace(papers["vis"], note="hippopotamus")
    index.update(papers["vis"])
    assert found("note:hippo", index, papers) == ["vis"]


def test_what_is_offered_leaves_no_word_unknown() -> None:
    """Nothing is offered that would find nothing again because another word is like none of the library."""
    index, papers = Index(PAPERS), LIBRARY
    assert index.search(parse("quantizbtxyn xylophone"), papers).suggestion == ""
    assert index.search(parse("quantizbtxyn autxencdxrs"), papers).suggestion == ""
    both = {**papers, "both": Paper("both", "Quantization of Autoencoders")}
    offered = Index(both.values()).search(parse("quantizbtxyn autxencdxrs"), both).suggestion
    assert offered == "quantization autoencoders"
    assert index.search(parse("quantizbtxyn zz"), papers).suggestion == ""


def test_a_snippet_of_a_long_note_is_cut_from_its_first_hundred_thousand_characters() -> None:
    """A note of a million characters is marked as far as it is looked at, each mark in its place."""
    paper = Paper("x", "Trees", note="the hadron decays " * 60_000)
    index = Index([paper])
    spans = index.matches(parse("hadron"), paper)["note"]
    assert spans[:2] == [(4, 10), (22, 28)]
    assert spans[-1][1] <= 100_000
    piece = index.snippet(parse("hadron decays"), paper, 40)
    assert piece is not None
    assert {piece.text[a:b] for a, b in piece.spans} == {"hadron", "decays"}


@pytest.mark.parametrize(
    ("word", "typed", "marked"),
    [
        ("Straßenbahn", "strass", "Straßenbahn"),
        ("Großé\u0323n", "gross", "Großé\u0323n"),
        ("ﬁ\u0323re", "fi", "ﬁ\u0323re"),
        ("Elegant", "eleg", "Eleg"),
        ("Élégant", "eleg", "Élég"),
    ],
)
def test_a_word_that_is_begun_is_marked_as_far_as_it_is_typed_or_whole(word: str, typed: str, marked: str) -> None:
    """Where a letter folds to several, or to none, no part of the word can be told from what was typed."""
    paper = Paper("p", f"On {word} lines")
    (span,) = Index([paper]).matches(parse(typed), paper)["title"]
    assert paper.title[slice(*span)] == marked


def test_a_word_with_a_hyphen_and_the_same_in_one_piece_find_the_same_and_no_scattered_pieces() -> None:
    """Its first part is no beginning of other words where papers hold both as one; so is a part in many abstracts."""
    papers = {f"one{at}": Paper(f"one{at}", f"Lamp {at}", "On pretraining lamps.") for at in range(5)}
    papers |= {f"two{at}": Paper(f"two{at}", f"Kite {at}", "On pre-training kites.") for at in range(300)}
    papers |= {f"far{at}": Paper(f"far{at}", f"Roof {at}", "Presented after training.") for at in range(5)}
    index = Index(papers.values())
    for line in ("pre-training", "pre training ", "pretraining"):
        ids = set(index.search(parse(line), papers).hits.ids)
        assert ids == {id for id in papers if not id.startswith("far")}, line
    assert "far0" in index.search(parse("pre after"), papers).hits.ids
