"""What was not meant by a short word that means nothing, and what still is."""

from __future__ import annotations

from random import Random

import pytest
from rapidfuzz.distance import OSA

from reader.paper import Paper
from reader.query import parse
from reader.search import Index
from tests.support.grids import crossed

TITLES = [
    "Saffron and Tulip: Two Lamps",
    "Fronts of Rain over Humid Harbours",
    "A Wide Kite",
    "The WER of SDF Lamps",
    "Chenoa Meets Heather",
    "Quilts at Harbour 7",
    *(f"Heat in Kiln {at}" for at in range(60)),
]
PAPERS = {title: Paper(title, title) for title in TITLES}
INDEX = Index(PAPERS.values())


def found(text: str) -> list[str]:
    return list(INDEX.search(parse(text), PAPERS, nearest=True).hits.ids)


@pytest.mark.parametrize(
    "text",
    [
        "humfron",
        "fronmip",
        "asdf",
        "sdfg",
        "lkjh",
        "qwert",
        "wert",
        "sdfz",
        "wipe",
        "widp",
        "kiv",
        "wop",
        "siv",
        "aqilts",
        "klnzin",
        "huimds",
    ],
)
def test_a_short_word_that_no_slip_of_a_hand_explains_finds_nothing(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("wied", "A Wide Kite"),
        ("wde", "A Wide Kite"),
        ("wise", "A Wide Kite"),
        ("kkite", "A Wide Kite"),
        ("kitte", "A Wide Kite"),
        ("hewat kiln 3", "Heat in Kiln 3"),
        ("kiite", "A Wide Kite"),
        ("kkte", "A Wide Kite"),
        ("tuilp", "Saffron and Tulip: Two Lamps"),
        ("tuljip", "Saffron and Tulip: Two Lamps"),
        ("safgron", "Saffron and Tulip: Two Lamps"),
        ("sqffron", "Saffron and Tulip: Two Lamps"),
        ("saxfron", "Saffron and Tulip: Two Lamps"),
        ("еду цшву лшеу", "A Wide Kite"),
        ("йгшдеы 7", "Quilts at Harbour 7"),
        ("auilts", "Quilts at Harbour 7"),
        ("qillts harbour", "Quilts at Harbour 7"),
    ],
)
def test_a_slip_of_a_hand_finds_what_was_meant(text: str, title: str) -> None:
    """A swap, a letter too few or twice, the next key, also in short words; in longer ones any letter; other keys."""
    assert found(text)[:1] == [title]


def test_a_word_that_papers_hold_is_no_unlikely_slip() -> None:
    """A commoner word stands two typos away, and one that no slip of a hand makes of it: they are others."""
    papers = {**PAPERS, "x": Paper("x", "Helm and Hebt")}
    index = Index(papers.values())
    assert list(index.search(parse("helm kiln"), papers).hits.ids) == []
    assert list(index.search(parse("hebt kiln"), papers).hits.ids) == []
    assert list(INDEX.search(parse("hewt kiln"), PAPERS).hits.ids) != []


SAID = """
    can the tens text LLM attention up clusters lost line code or zero game FID net panet ranking is that this space
    rapid leave from tune their crane trees lamp order vision elm uno was with
"""
"""Frequent words of a small library, everyday ones among them."""
CROWD = {f"c{at}": Paper(f"c{at}", " ".join(SAID.split()), f"Kiln {at}.") for at in range(30)}
CROWDED = Index(CROWD.values())


def _by_one_slip(typed: str, meant: str) -> bool:
    """Whether the rule for short words explains a reading: a swap, a letter too few or twice, the next key."""
    rows = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
    place = {key: (line, at) for line, row in enumerate(rows) for at, key in enumerate(row)}
    beside = {
        a: {b for b in place if max(abs(place[a][0] - place[b][0]), abs(place[a][1] - place[b][1])) <= 1} for a in place
    }
    size = range(len(typed))
    swaps = {typed[:at] + typed[at + 1 : at + 2] + typed[at] + typed[at + 2 :] for at in size}
    keys = {typed[:at] + key + typed[at + 1 :] for at in size for key in beside[typed[at]] | set(typed[at - 1 : at])}
    struck = {
        typed[:at] + typed[at + 1 :]
        for at in size
        if {key for near in typed[max(0, at - 1) : at] + typed[at + 1 : at + 2] for key in beside[near]} & {typed[at]}
    }
    few = any(meant[:at] + meant[at + 1 :] == typed for at in range(len(meant)))
    any_letter = len(typed) == 6 and any(typed[:at] + typed[at + 1 :] == meant for at in size)
    other = len(typed) == 6 and len(meant) == 6 and sum(a != b for a, b in zip(typed, meant, strict=True)) == 1
    two = len(typed) == 6 <= len(meant) and typed[0] == meant[0] and OSA.distance(typed, meant) <= 2
    return two or meant in swaps | keys | struck or few or any_letter or other


def _made_up() -> list[str]:
    """Acronyms of three to six letters, most of them consonants."""
    draw = Random(20)
    made = {"".join(draw.choices("bcdfghklmnprstvwxz" * 3 + "aeiou", k=draw.randint(3, 6))) for _ in range(150)}
    return sorted({"crnn", "tsne", "elmo", "umap", "lisp", "zork", "lgbm", "tfidf", "xlnet", "uis", *made})


@pytest.mark.parametrize("typing", [False, True])
def test_an_unknown_acronym_beside_a_common_word_is_no_everyday_word(typing: bool) -> None:
    """What a command takes by a query has each word of it, but for what a slip of the hand explains."""
    words = {word.lower() for word in SAID.split()} | {"kiln"}
    for made in _made_up():
        text = f"text {made}" if typing else f"{made} text"
        if not CROWDED.search(parse(text), CROWD).hits:
            continue
        begun = {word[:end] for word in words for end in range(2, len(word) + 1)} if typing else words
        assert {made} & begun | {word for word in begun | words if _by_one_slip(made, word)}, text


@crossed
@pytest.mark.parametrize("known", ["text", "clusters", "attention", "code", "game", "trees", "ranking", "rapid"])
@pytest.mark.parametrize("made", ["crnn", "tsne", "umap", "lisp", "zork", "lgbm", "tfidf", "xlnet", "uis"])
def test_an_acronym_that_no_paper_has_finds_nothing_beside_a_common_word(made: str, known: str) -> None:
    assert not CROWDED.search(parse(f"{made} {known}"), CROWD).hits
    assert not CROWDED.search(parse(f"{known} {made}"), CROWD).hits


def test_a_short_word_that_stands_in_a_form_of_it_is_meant() -> None:
    papers = {f"g{at}": Paper(f"g{at}", f"GPUs Help {at}") for at in range(30)}
    papers["t"] = Paper("t", "A TPU Alone")
    assert not Index(papers.values()).search(parse("help tpus"), papers).hits


def test_a_swap_in_an_everyday_word_is_a_slip_all_the_same() -> None:
    assert len(CROWDED.search(parse("teh lamp"), CROWD).hits) == len(CROWD)


def test_two_words_glued_and_mistyped_are_not_another_word() -> None:
    papers = {
        "a": Paper("a", "On Rain", authors=("Albert Sample",)),
        "b": Paper("b", "ColBERT on Rain"),
        "c": Paper("c", "KVCache of Rain"),
    }
    index = Index(papers.values())
    assert not index.search(parse("acl bert"), papers).hits
    assert not index.search(parse("cot bert rain"), papers).hits
    assert list(index.search(query := parse("kv cache rain"), papers).hits.ids) == ["c"]
    assert index.matches(query, papers["c"])["title"] == [(0, 7), (11, 15)]
    assert list(index.search(query := parse("kv cac"), papers).hits.ids) == ["c"]
    assert index.matches(query, papers["c"])["title"] == [(0, 5)]


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("β-vae", ["v", "w"]),
        ("βvae", ["v", "w"]),
        ("β vae", ["v", "w"]),
        ("β-zzzz", []),
        ("π0", ["p"]),
        ("λ-calculus", []),
    ],
)
def test_what_stands_behind_a_greek_letter_is_asked_for(text: str, ids: list[str]) -> None:
    papers = {
        "v": Paper("v", "The beta-VAE at Work"),
        "w": Paper("w", "The β-VAE at Work"),
        "p": Paper("p", "π0: A Flow"),
        "q": Paper("q", "A beta Lamp of pi and lambda"),
    }
    assert sorted(Index(papers.values()).search(parse(text), papers).hits.ids) == ids
