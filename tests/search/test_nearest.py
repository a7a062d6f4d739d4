"""Papers that do not have all words: which are shown, in which order, and that they are told from those that match."""

from __future__ import annotations

import pytest

from reader.paper import Paper
from reader.query import parse
from reader.search import Index, Result
from reader.search import entries as entries_module

PAPERS = {
    paper.id: paper
    for paper in (
        Paper("flat", "FlatQuant: Flatness Matters for LLM Quantization", "Affine maps help.", tags=("compression",)),
        Paper("kv", "Efficient KV Cache Compression for Long Context Inference", "We evict tokens.", published="2024"),
        Paper("spec", "Medusa: Speculative Decoding with Several Heads", "Tokens at once.", ("Tianle Cai",), "2024-01"),
        Paper("draft", "Speculative Decoding with a Draft Model", "A survey of drafts.", ("Ada Haas",), "2023"),
        Paper("mamba", "Mamba: Linear-Time Sequence Modeling", "Selective state spaces.", ("Albert Gu",)),
        Paper("vis", "Masked Autoencoders Are Scalable Vision Learners", "Reconstruct the missing pixels.", (), "2021"),
        Paper("rag", "A Survey of Retrieval-Augmented Generation (RAG)", "Language models look things up."),
        Paper("gen", "Retrieval Augmented Generation for Lawyers", "Where it fails."),
        Paper("rags", "RAG Is Not Dead", "Long contexts are."),
        *(Paper(f"more{at}", f"Notes on Widget {at}", "A gadget and its parts.") for at in range(30)),
    )
}
INDEX = Index(PAPERS.values())


def search(text: str, index: Index = INDEX, **more: object) -> Result:
    return index.search(parse(text), PAPERS, nearest=True, **more)  # type: ignore[arg-type]


def near(text: str) -> list[str]:
    """The nearest, and no other."""
    result = search(text)
    assert all(hit.nearest is (at >= result.strict) for at, hit in enumerate(result.hits))
    assert result.total == len(result.hits)
    return [hit.id for hit in result.hits if hit.nearest]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("speculative decoding several beavers", "spec"),
        ("mamba sequence modeling neurips", "mamba"),
        ("long context inference kv squeezing", "kv"),
        ("scalable masked autoencoders for sound", "vis"),
        ("speculative decoding heads 2025", "spec"),
        ("we survey the drafts of speculative decoding and of nothing else", "draft"),
    ],
)
def test_a_word_too_many_leaves_the_paper_found(text: str, id: str) -> None:
    result = search(text)
    assert result.only_nearest
    assert result.hits[0].id == id


@pytest.mark.parametrize(
    "text",
    [
        "zukvop",
        "zukvop quelmip fronwup",
        "zukvop quelmip speculative",
        "zukvop decoding gadget fronwup jolkes",
    ],
)
def test_nonsense_finds_nothing(text: str) -> None:
    assert not search(text).hits


def test_one_rare_word_among_several_does_not_keep_from_what_has_the_others() -> None:
    """It stands in one paper, which has none of the others: what has these is near, and that paper is not."""
    assert near("widget gadget mamba") == [f"more{at}" for at in range(12)]
    assert near("gadget mamba") == ["mamba"]


def test_papers_with_all_words_come_alone() -> None:
    for text in ("speculative decoding", "kv cache", "speculative heads", "widget"):
        assert near(text) == [], text


def test_where_those_that_match_say_less_the_nearest_follow() -> None:
    """Only an abstract somewhere has all words, and a title has all but one."""
    papers = {
        **PAPERS,
        "odd": Paper(
            "odd", "On Gadgets", "We mention speculative work, decoding of parts, a draft and one more paper."
        ),
    }
    result = Index(papers.values()).search(parse("speculative decoding draft paper"), papers, nearest=True)
    assert [(hit.id, hit.nearest) for hit in result.hits][:2] == [("odd", False), ("draft", True)]
    assert (result.strict, result.only_nearest) == (1, False)


def test_without_being_asked_for_none_is_among_the_hits() -> None:
    result = INDEX.search(parse("speculative decoding several beavers"), PAPERS)
    assert (list(result.hits.ids), result.total, result.strict) == ([], 0, 0)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("speculative decoding beavers", ["draft", "spec"]),
        ("speculative decoding beavers year:2024", ["spec"]),
        ("speculative decoding beavers -medusa", ["draft"]),
        ('speculative decoding beavers "draft model"', ["draft"]),
        ("speculative decoding beavers (haas OR gu)", ["draft"]),
        ("speculative decoding beavers tag:none", []),
    ],
)
def test_filters_phrases_and_what_is_left_out_hold_for_the_nearest(text: str, ids: list[str]) -> None:
    assert sorted(near(text)) == ids


def test_only_papers_inside_are_found() -> None:
    assert list(search("speculative decoding beavers", inside={"draft", "kv"}).hits.ids) == ["draft"]
    assert list(search("speculative decoding", inside={"draft", "kv"}).hits.ids) == ["draft"]


def test_an_order_holds_for_both_and_the_limit_for_all() -> None:
    assert list(search("speculative decoding beavers sort:year").hits.ids) == ["spec", "draft"]
    assert list(search("speculative decoding beavers sort:-year").hits.ids) == ["draft", "spec"]
    result = search("speculative decoding beavers", limit=1)
    assert (len(result.hits), result.total, result.strict) == (1, 2, 0)


def test_a_large_library_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries_module, "LARGE", 1)
    large = Index(PAPERS.values())
    for text in ("speculative decoding several beavers", "quantised flatness of beavers", "mamba sequence neurips"):
        assert list(search(text, large).hits.ids) == list(search(text).hits.ids), text


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("rag", {"rag", "rags", "gen"}),
        ("retrieval augmented generation", {"rag", "rags", "gen"}),
        ("rag lawyers", {"gen"}),
    ],
)
def test_an_acronym_and_what_it_stands_for_find_each_other(text: str, ids: set[str]) -> None:
    result = search(text)
    assert set(result.hits.ids) == ids
    assert result.strict == len(ids)


@pytest.mark.parametrize(("text", "id"), [("7 billion parts", "b"), ("7B parts", "b"), ("4 bits parts", "bit")])
def test_an_amount_is_found_however_its_unit_is_written(text: str, id: str) -> None:
    papers = {"b": Paper("b", "Parts of a 7B Model"), "bit": Paper("bit", "4-bit Parts"), "c": Paper("c", "Parts")}
    papers["word"] = Paper("word", "Seven Parts")
    assert list(Index(papers.values()).search(parse(text), papers).hits.ids) == [id]


def test_a_nearest_paper_shows_what_it_has() -> None:
    query = parse("speculative decoding several beavers")
    assert INDEX.matches(query, PAPERS["spec"]) == {"title": [(8, 19), (20, 28), (34, 41)]}
    assert INDEX.matches(parse("rag lawyers"), PAPERS["gen"]) == {"title": [(0, 30), (35, 42)]}
    assert INDEX.matches(parse("retrieval augmented generation"), PAPERS["rags"]) == {"title": [(0, 3)]}


def test_an_acronym_of_two_letters_is_sought_where_papers_agree_on_it() -> None:
    """ "CI" stands for many things; who types the words of one that a single paper explains so means these words."""
    papers = {
        "integrity": Paper("integrity", "Contextual Integrity (CI) of Agents"),
        "test": Paper("test", "CI for Agents", "Tests run at night."),
    }
    assert list(Index(papers.values()).search(parse("contextual integrity"), papers).hits.ids) == ["integrity"]
    more = {str(at): Paper(str(at), f"Contextual Integrity (CI) {at}") for at in range(3)}
    found = Index([*papers.values(), *more.values()]).search(parse("contextual integrity"), {**papers, **more})
    assert "test" in found.hits.ids


CODE = {
    "dec": Paper("dec", "Collaborative Decoding Makes Models Efficient", "We propose Collaborative Decoding (CoDe)."),
    "syn": Paper("syn", "A Survey of Program Synthesis", "The code is available."),
    "use": Paper("use", "A Use of CoDe", "It decodes."),
}


@pytest.mark.parametrize("other", ["All code is here.", "Codes are many.", "No word of it."])
def test_what_one_paper_makes_an_acronym_of_a_word_is_that_word_for_the_others(other: str) -> None:
    """It is an acronym where most papers that hold it spell it so; that a query of its words means it is sure then."""
    papers = {**CODE, "more": Paper("more", "Other Programs", other)}
    found = Index(papers.values()).search(parse("collaborative decoding"), papers)
    assert list(found.hits.ids) == (["dec", "use", "syn"] if other == "No word of it." else ["dec"])


def test_an_acronym_is_no_name_of_an_author_or_a_venue() -> None:
    papers = {
        "net": Paper("net", "Generative Adversarial Networks (GAN)", "A GAN is made."),
        "other": Paper("other", "Rivers", "No networks.", ("Guojun Gan",), venue="GAN Letters"),
        "own": Paper("own", "A GAN of Faces"),
    }
    found = Index(papers.values()).search(parse("generative adversarial networks"), papers)
    assert sorted(found.hits.ids) == ["net", "own"]


def test_a_word_is_not_searched_by_what_one_paper_says_that_it_is_short_for() -> None:
    papers = {**CODE, "more": Paper("more", "Codes", "All code."), "two": Paper("two", "Collaborative Decoding Again")}
    assert "two" not in Index(papers.values()).search(parse("code"), papers).hits.ids
    del papers["more"]
    assert "two" in Index(papers.values()).search(parse("code"), papers).hits.ids


@pytest.mark.parametrize(("text", "id"), [("modelling sound", "b"), ("models sound", "b"), ("tuned sounds", "c")])
def test_a_form_of_a_word_that_others_have_as_it_stands_is_no_reason_to_miss_a_paper(text: str, id: str) -> None:
    papers = {
        "a": Paper("a", "Modelling of Heat"), "b": Paper("b", "Modeling Sound"), "c": Paper("c", "Tuning a Sound"),
        "d": Paper("d", "Models of Heat, Tuned"),
    }  # fmt: skip
    result = Index(papers.values()).search(parse(text), papers, nearest=True)
    assert (result.hits[0].id, result.strict) == (id, 1)


def test_a_paper_whose_title_begins_with_the_line_does_not_fall_out_of_the_first_five() -> None:
    others = [Paper(f"o{at}", f"Notes {at}: Sparse Attention for Long Texts", "Sparse attention.") for at in range(9)]
    meant = Paper("meant", "Sparse Attention in the Wild: How Long Texts Are Read by Machines and by People")
    papers = {paper.id: paper for paper in (*others, meant)}
    index = Index(papers.values())
    for end in range(3, len(meant.title)):
        found = index.search(parse(meant.title[:end].lower()), papers, limit=5).hits.ids
        assert "meant" in found, meant.title[:end]


def test_the_paper_that_holds_a_pasted_piece_as_it_stands_comes_first() -> None:
    words = "the deployment of large language models is often"
    papers = {
        "titled": Paper("titled", "Is the Deployment of Often Large Models of Language"),
        "holds": Paper("holds", "On Caches", "The deployment of large language models is often costly."),
    }
    assert Index(papers.values()).search(parse(words), papers).hits[0].id == "holds"


def test_a_surname_goes_before_a_given_name() -> None:
    papers = {
        "given": Paper("given", "Same", authors=("Chris Haas",)),
        "surname": Paper("surname", "Same", authors=("Ada Chris",)),
    }
    assert list(Index(papers.values()).search(parse("chris"), papers).hits.ids) == ["surname", "given"]


def test_an_unknown_word_beside_a_rare_one_leaves_that_found() -> None:
    """Beside a common word it says that nothing is near."""
    assert near("mamba xlnet") == ["mamba"]
    assert near("neurips mamba zukvop") == []
    papers = {**PAPERS, **{f"w{at}": Paper(f"w{at}", f"Common Lamp {at}") for at in range(300)}}
    index = Index(papers.values())
    assert [hit.id for hit in index.search(parse("mamba xlnet"), papers, nearest=True).hits] == ["mamba"]
    assert not index.search(parse("common xlnet"), papers, nearest=True).hits


def test_words_that_stand_beside_a_paper_weigh_nothing_among_the_nearest() -> None:
    papers = {**PAPERS, "server": Paper("server", "arXiv Preprint Servers")}
    index = Index(papers.values())
    ids = index.search(parse("arXiv preprint speculative heads zukvop"), papers, nearest=True).hits.ids
    assert [*ids] == ["spec"]


@pytest.mark.parametrize(
    ("more", "less"),
    [
        ("Pulleys lift heavy crates. Then it rains.", "Pulleys rust. The crates are heavy. A lift is far away."),
        (
            "Pulleys and crates. So pulleys, heavy and large, lift crates.",
            "Pulleys, heavy and large, lift crates. It rains and it rains.",
        ),
    ],
    ids=["in one sentence", "again and again"],
)
def test_of_papers_with_the_same_words_that_is_nearest_whose_text_is_about_them(more: str, less: str) -> None:
    """In a line of five words and more; none of the papers has them all."""
    papers = {paper.id: paper for paper in (Paper("a", "Of Harbours", less), Paper("b", "Of Harbours", more))}
    others = {f"more{at}": Paper(f"more{at}", f"Notes on Widget {at}", "A gadget and its parts.") for at in range(30)}
    index = Index((*papers.values(), *others.values()))
    found = index.search(parse("crates heavy pulleys that lift slowly"), {**papers, **others}, nearest=True)
    assert list(found.hits.ids) == ["b", "a"]
