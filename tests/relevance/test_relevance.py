"""Which papers are near to others, which a person is likely to want, and why."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from itertools import chain

import pytest

from reader.paper import Paper
from reader.relevance import STAR, Relevance, Suggestion, Taste
from reader.relevance.anchors import FEW_NEW, Anchors
from reader.relevance.neighbours import SPREAD_OF, Neighbours, Whole, whole
from reader.relevance.ranking import NEAR_AT_ALL, FarOnes
from reader.relevance.space import FEW_SUMMINGS, Space
from reader.relevance.terms import IDIOMS
from reader.search.columns import LARGE

TOPICS = {
    "q": "quantization of weights to four bits with outliers in activations",
    "v": "diffusion of video frames with temporal attention and optical flow",
    "r": "robot arms that grasp objects by vision and tactile sensors",
}
"""What the made papers are about, by the letter that their ids begin with."""


def made(each: int = 6, seed: int = 1) -> list[Paper]:
    """Papers of three topics, each with some words of its topic and some of none."""
    chance = random.Random(seed)
    papers = []
    for letter, text in TOPICS.items():
        for number in range(each):
            told = chance.sample(text.split(), 7)
            rest = [f"w{chance.randrange(40)}" for _ in range(5)]
            title = " ".join(told[:3]).capitalize()
            papers.append(
                Paper(f"{letter}{number}", title, " ".join((*told, *rest)), (f"Author {letter}{number % 3}",))
            )
    return papers


def ids(found: tuple[Suggestion, ...]) -> list[str]:
    """The ids of an answer, in order."""
    return [one.id for one in found]


def test_what_is_near_is_of_the_same_topic() -> None:
    near = Relevance(made())
    for letter in TOPICS:
        assert {id[0] for id in ids(near.related([f"{letter}0", f"{letter}1"], 3))} == {letter}


def test_nothing_is_near_where_no_word_is_shared() -> None:
    papers = [*made(), Paper("alone", "Zymurgy", "Yeast ferments barley.")]
    assert Relevance(papers).related(["alone"], 5) == ()
    assert Relevance(papers).related(["nobody"], 5) == ()


def test_a_text_from_another_field_is_near_to_nothing_by_words_that_it_shares_by_chance() -> None:
    """Its own words are in no other text: what little it shares would else be all that it is held to say."""
    papers = made(12)
    own = " ".join(f"own{at}" for at in range(30))
    strange = Paper("strange", "Sensors and flow of barley", f"Yeast on sensors, optical flow and frames. {own}")
    near = Relevance([*papers, strange])
    assert near.related(["strange"]) == ()
    assert "strange" not in {id for paper in papers for id in near.near([paper.id])}
    plain = replace(strange, abstract="Yeast on sensors, optical flow and frames.")
    assert Relevance([*papers, plain]).related(["strange"])


def test_what_was_starred_draws_its_like_up_and_what_was_dismissed_pushes_its_like_down() -> None:
    papers = made()
    taste = Taste({"q0": STAR, "q1": STAR}, {"v0": STAR, "v1": STAR})
    order = ids(Relevance(papers).ranked(taste, [paper.id for paper in papers if paper.id[1] not in "01"]))
    assert {id[0] for id in order[:4]} == {"q"}
    assert {id[0] for id in order[-4:]} == {"v"}


def test_nothing_is_hidden_from_what_is_ranked() -> None:
    papers = made()
    order = ids(Relevance(papers).ranked(Taste({"q0": STAR}), [paper.id for paper in papers[1:]], explore=True))
    assert sorted(order) == sorted(paper.id for paper in papers[1:])


def test_without_a_taste_papers_keep_their_order() -> None:
    papers = made()
    asked = [paper.id for paper in papers[::-1]]
    assert ids(Relevance(papers).ranked(Taste(), asked)) == asked
    assert ids(Relevance(papers).ranked(Taste(), asked, 2)) == asked[:2]


@pytest.mark.parametrize("seed", range(3))
def test_paper_by_paper_in_any_order_and_with_edits_gives_the_same_as_at_once(seed: int) -> None:
    """Reasons and scores too."""
    papers, chance = made(), random.Random(seed)
    taste = Taste({"q0": STAR, "r0": STAR // 2}, {"v0": STAR})
    whole = Relevance(papers)
    shuffled = chance.sample(papers, len(papers))
    other = Relevance(Paper(paper.id, "Another title", "of video and outliers") for paper in shuffled[::2])
    other.update(Paper("gone", "Grasping weights", TOPICS["v"]))
    other.related(["gone"], 3)
    for paper in shuffled:
        other.update(paper)
    other.remove("gone")
    asked = [paper.id for paper in papers]
    assert other.ranked(taste, asked) == whole.ranked(taste, asked)
    assert [other.related([id], 4) for id in asked] == [whole.related([id], 4) for id in asked]


def test_what_a_person_says_of_a_paper_does_not_change_what_is_near() -> None:
    near = Relevance(made())
    before = near.related(["q0"], 4)
    near.update(replace(made()[0], starred=True, tags=("video",)))
    assert near.related(["q0"], 4) == before


def test_building_takes_out_what_is_no_longer_there() -> None:
    papers = made()
    near = Relevance(papers)
    for _ in near.building(papers[:6]):
        pass
    assert len(near) == 6
    assert {id[0] for id in ids(near.related(["q0"]))} == {"q"}


def test_a_reason_is_spelt_as_in_the_paper_and_stands_in_both() -> None:
    papers = [
        Paper("1", "Quantized KV Caches", "We study models."),
        Paper("2", "Caches and KV-cache quantization", "A study of many models."),
        *made(),
    ]
    (found, *_) = Relevance(papers).related(["1"], 1)
    assert found.id == "2"
    assert {reason.value for reason in found.reasons} <= {"KV", "Caches", "quantization", "KV-cache"}
    assert {reason.paper for reason in found.reasons} == {"1"}


def test_an_author_of_both_is_a_reason() -> None:
    papers = [Paper("1", "Quantized caches", "", ("Ada Haas",)), Paper("2", "Caches", "", ("Bo Li", "ada haas"))]
    (found,) = Relevance([*papers, *made()]).related(["1"], 1)
    assert [reason.value for reason in found.reasons if reason.kind == "author"] == ["ada haas"]


def test_the_answer_is_the_same_in_a_process_that_hashes_otherwise() -> None:
    """Scores and reasons too, though sets and tables have another order there."""
    asked = (
        "from tests.relevance.test_relevance import *\n"
        "near, ids = Relevance(made()), [paper.id for paper in made()]\n"
        "print(near.related(['q0', 'r1']), near.ranked(Taste({'q0': 100, 'v1': 60}, {'r0': 100}), ids, explore=True))"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", asked],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "77")
    }
    assert len(said) == 1
    assert "Suggestion" in said.pop()


def test_each_topic_has_its_share_of_what_comes_first_and_a_name() -> None:
    """Though most of what was starred is of one, and by the scores alone that would come first."""
    papers = made(30)
    taste = Taste(dict.fromkeys(("q0", "q1", "q2", "q3", "q4", "v0", "v1", "r0", "r1"), STAR))
    found = Relevance(papers).ranked(taste, [paper.id for paper in papers if paper.id not in taste.good], 20)
    assert {one.id[0] for one in found} == {"q", "v", "r"}
    assert len({one.topic for one in found}) >= 3
    tagged = [replace(paper, tags=("small",)) if paper.id[0] == "q" else paper for paper in papers]
    named = Relevance(tagged).ranked(taste, [paper.id for paper in papers if paper.id not in taste.good], 20)
    assert [one.topic for one in named if one.id[0] == "q"].count("#small") > 5


def test_with_explore_one_in_five_is_from_outside_and_says_so() -> None:
    papers = made(12)
    taste = Taste(dict.fromkeys(("q0", "q1", "q2"), STAR))
    left = [paper.id for paper in papers if paper.id not in taste.good]
    found = Relevance(papers).ranked(taste, left, explore=True)
    outside = [at for at, one in enumerate(found) if [reason.kind for reason in one.reasons] == ["elsewhere"]]
    assert outside == [4, 9, 14, 19, 24, 29]
    assert all(found[at].id[0] != "q" for at in outside)


def test_what_stands_in_an_address_and_what_says_little_alone_is_no_reason() -> None:
    link = "Code: https://github.com/someone/thing, data at huggingface.co/datasets/thing."
    papers = [
        Paper("1", "Quantized caches", f"Token caches and functions of images, size, expensive. {link}"),
        Paper("2", "Caches, quantized", f"Images and tokens: expensive caches of another size; functions. {link}"),
    ]
    (found,) = Relevance([*papers, *made()]).related(["1"], 1)
    said = " ".join(reason.value for reason in found.reasons).lower().split()
    assert {"caches", "quantized"} <= set(said)
    assert {"someone", "thing", "huggingface", "https", "size", "token", "tokens", "expensive", "functions"}.isdisjoint(
        said
    )


def test_stars_that_come_and_go_leave_no_trace() -> None:
    """What was summed up for a taste is the same by whatever way one came to it."""
    papers, chance = made(), random.Random(4)
    near, asked = Relevance(papers), [paper.id for paper in papers]
    for _ in range(12):
        good = {id: chance.choice((STAR, STAR // 2)) for id in chance.sample(asked, chance.randrange(1, 9))}
        bad = {id: STAR for id in chance.sample(asked, chance.randrange(4)) if id not in good}
        taste = Taste(good, bad)
        assert near.ranked(taste, asked) == Relevance(papers).ranked(taste, asked)


@pytest.mark.parametrize("seed", range(2))
def test_long_texts_in_any_order_and_many_at_once_give_the_same(seed: int) -> None:
    """Vectors are cut to their strongest terms, and of equally strong ones none is left out by chance."""
    chance = random.Random(seed)
    papers = [
        Paper(f"p{at}", f"Title w{at % 7}", " ".join(f"w{chance.randrange(400)}" for _ in range(260)))
        for at in range(60)
    ]
    taste, asked = Taste(dict.fromkeys(("p0", "p1", "p2", "p3"), STAR), {"p4": STAR}), [paper.id for paper in papers]
    whole, other = Relevance(papers), Relevance(papers[:3])
    shuffled = {paper.id: paper for paper in chance.sample(papers, len(papers))}
    other.follow(shuffled, shuffled)
    assert other.ranked(taste, asked, explore=True) == whole.ranked(taste, asked, explore=True)
    other.follow({}, ["p0", "p1"])
    assert len(other) == 58
    other.follow(shuffled, ["p1", "p0"])
    assert other.related(["p5", "p6"]) == whole.related(["p5", "p6"])


def test_one_paper_that_was_dismissed_counts_as_one_beside_many_that_were_starred() -> None:
    papers = made(14)
    good = [f"{letter}{number}" for letter in "qv" for number in range(5)]

    def first(*bad: str) -> Counter[str]:
        taste = Taste(dict.fromkeys(good, STAR), dict.fromkeys(bad, STAR))
        left = [paper.id for paper in papers if paper.id not in good and paper.id not in bad]
        return Counter(one.id[0] for one in Relevance(papers).ranked(taste, left, 12))

    for bad in ("q5", "v5"):
        assert first(bad)[bad[0]] >= first()[bad[0]] - 1 > 1


def test_nothing_is_from_outside_that_is_near_to_what_is_wanted_or_was_dismissed() -> None:
    papers = [replace(paper, abstract=" ".join(paper.abstract.split()[:7])) for paper in made(12)]
    for good, bad in ((("q0",), ("v0", "v1")), (("q0", "r0", "v0"), ())):
        near = Relevance(papers)
        taste = Taste(dict.fromkeys(good, STAR), dict.fromkeys(bad, STAR))
        left = [paper.id for paper in papers if paper.id not in taste.good and paper.id not in taste.bad]
        found = near.ranked(taste, left, explore=True)
        outside = [one.id for one in found if one.reasons and one.reasons[0].kind == "elsewhere"]
        assert sorted(ids(found)) == sorted(left)
        assert set(outside).isdisjoint(ids(near.related([*good, *bad])))
        assert {id[0] for id in outside} == ({"r"} if bad else set())


def test_no_paper_of_a_title_that_is_wanted_or_shown_is_from_outside() -> None:
    """Though no word of their texts is shared, and the title holds no word that tells anything."""
    papers = made(12)
    twins = [Paper(f"t{at}", "Overview and Introduction", text, upvotes=9)
             for at, text in enumerate(("Yeast ferments barley.", "Glaciers calve.", "Owls hunt."))]  # fmt: skip
    near = Relevance([*papers, *twins])
    for good, few in (("t0", 0), ("q0", 1)):
        left = [paper.id for paper in (*papers, *twins) if paper.id not in (good, "q0")]
        found = near.ranked(Taste(dict.fromkeys(("q0", good), STAR)), left, explore=True)
        outside = [one.id for one in found if one.reasons and one.reasons[0].kind == "elsewhere"]
        assert sorted(ids(found)) == sorted(left)
        assert sum(id[0] == "t" for id in outside) == few


def test_what_is_from_outside_has_the_most_votes_and_else_no_order_that_anybody_made() -> None:
    papers = made(30)
    taste, left = Taste({"q0": STAR, "q1": STAR}), [paper.id for paper in papers if paper.id not in ("q0", "q1")]

    def outside(papers: list[Paper]) -> list[str]:
        found = Relevance(papers).ranked(taste, left, explore=True)
        return [one.id for one in found if one.reasons and one.reasons[0].kind == "elsewhere"]

    plain = outside(papers)
    assert {id[0] for id in plain} == {"r", "v"}
    liked = [replace(paper, upvotes=5 if paper.id == "v29" else None) for paper in papers]
    assert "v29" in outside(liked)


def reasons(one: tuple[str, str], other: tuple[str, str]) -> set[str]:
    """The words that are given for why a paper is near to another, of these titles and abstracts."""
    found = Relevance([Paper("1", *one), Paper("2", *other), *made()]).related(["1"], 1)
    return {reason.value for paper in found for reason in paper.reasons if reason.kind == "word"}


FILLERS = (
    "given made found used shown arises notably commonly specifically additionally particularly directly higher faster "
    "right choice early keeps falls alone vs non free wise 7b https github examples exceptionally wherein regardless "
    "necessitating hinders empowering counterparts practitioners drawbacks underexplored dozens "
    "corresponding derived plausible"
)


@pytest.mark.parametrize("filler", FILLERS.split())
def test_no_form_of_a_word_that_says_nothing_is_a_reason(filler: str) -> None:
    assert reasons((f"Caches {filler}", f"Quantized {filler}."), (f"Quantized caches {filler}", f"{filler} so.")) == {
        "Quantized",
        "caches",
    }


def test_what_hyphens_join_is_a_reason_as_a_whole_or_none() -> None:
    art = "The state-of-the-art, end-to-end."
    joined = ("Caches of self-attention", f"Quantized. {art}")
    assert reasons(joined, ("Quantized self-attention, caches", art)) == {"Quantized", "self-attention", "caches"}
    assert reasons(joined, ("Quantized caches", f"Attention to the self. {art}")) == {"Quantized", "caches"}
    assert reasons(("Caches, low\u2011rank", "Quantized."), ("Low\u2011rank caches", "Quantized.")) >= {"Low\u2011rank"}
    twice = ("Retrieval-augmented generation", "Retrieval-augmented caches.")
    assert len(reasons(twice, twice)) == 2
    assert reasons(("Specific assembly", "Anomaly."), ("Assembly anomaly", "")) == {"Assembly", "anomaly"}


@pytest.mark.parametrize("idiom", IDIOMS)
def test_what_hyphens_join_and_says_nothing_is_no_reason(idiom: str) -> None:
    joined = idiom.replace(" ", "-")
    assert reasons((f"Caches {joined}", f"Quantized {joined} thing."), (f"Quantized caches {joined}", "So.")) == {
        "Quantized",
        "caches",
    }


def test_an_acronym_and_what_it_stands_for_are_one_reason() -> None:
    """Whichever comes first, in the plural, too."""
    texts = ("Retrieval-augmented generation (RAG)", "RAG caches."), ("RAGs, retrieval-augmented generation", "Caches.")
    for pair in (texts, texts[::-1]):
        found = reasons(*pair)
        assert "caches" in {word.lower() for word in found}
        assert len(found & {"RAG", "RAGs", "Retrieval-augmented generation", "retrieval-augmented generation"}) == 1


def test_a_topic_of_three_is_seen_among_the_first_though_others_come_nearer() -> None:
    papers = made(70)
    taste = Taste(dict.fromkeys([*(f"q{at}" for at in range(12)), "r0", "r1", "r2"], STAR))
    left = [paper.id for paper in papers if paper.id not in taste.good]
    near = Relevance(papers)
    first = Counter(one.id[0] for one in near.ranked(taste, left, 20))
    assert first["q"] > first["r"] > 0
    assert Counter(one.id[0] for one in near.ranked(taste, left)[:20]) == first


def test_no_topic_is_left_out_by_the_names_of_its_papers() -> None:
    papers = made(40)
    taste = Taste(dict.fromkeys([f"{letter}{at}" for letter in "qvr" for at in range(16)], STAR))
    left = [paper.id for paper in papers if paper.id not in taste.good]
    first = Counter(one.id[0] for one in Relevance(papers).ranked(taste, left, 20))
    assert min(first[letter] for letter in "qvr") >= 4


def test_most_of_what_stands_under_a_topic_holds_each_word_that_it_is_called_by() -> None:
    papers = {paper.id: paper for paper in made(30)}
    taste = Taste(dict.fromkeys(("q0", "q1", "q2", "v0", "v1", "v2"), STAR))
    found = Relevance(papers.values()).ranked(taste, [id for id in papers if id not in taste.good], 20)
    told = {topic: [papers[one.id] for one in found if one.topic == topic] for topic in {one.topic for one in found}}
    named = {topic: rows for topic, rows in told.items() if topic}
    assert len(named) >= 2
    for topic, rows in named.items():
        for word in topic.lower().split(", "):
            held = sum(word[:5] in f"{paper.title} {paper.abstract}".lower() for paper in rows)
            assert 2 * held >= len(rows)


def test_in_a_small_library_one_word_that_many_hold_makes_nothing_near() -> None:
    words = ("robots", "speech", "proteins", "weather", "markets", "chess", "birds", "rivers")
    papers = [Paper(f"p{at}", f"Memory and {word}", f"Of {word}.") for at, word in enumerate(words)]
    pair = [Paper("q1", "Memory of glaciers", "Arctic."), Paper("q2", "Glaciers", "Arctic memory.")]
    near = Relevance([*papers, *pair])
    assert [near.related([paper.id]) for paper in papers] == [()] * len(papers)
    assert ids(near.related(["q1"])) == ["q2"]


def test_what_is_shared_in_a_script_without_blanks_is_a_reason_as_the_longest_run() -> None:
    one, other = ("大语言模型的量化方法", "低比特量化。"), ("面向大语言模型的低比特量化", "研究。")
    assert reasons(one, other) == {"大语言模型", "低比特量化"}
    assert reasons(("大语言模型", ""), ("大气", "象")) == set()


FILLING = (
    "的 方法 研究 提出了 我们 本文提出 一种 基于 结果表明 模型 机器 学习 数据 "
    "本論文では 手法を提案する について 実験 という手法 データ"
)


@pytest.mark.parametrize("filler", FILLING.split())
def test_no_word_that_says_nothing_is_a_reason_in_a_script_without_blanks(filler: str) -> None:
    """Nor does it stand at the ends of one, or make two texts near by itself."""
    one, other = (f"{filler}量化", f"注意力{filler}。低比特"), (f"量化{filler}。低比特", f"{filler}蛋白质")
    assert reasons(one, other) == {"量化", "低比特"}
    assert reasons((f"钢琴{filler}", f"小提琴{filler}"), (f"{filler}气候", f"{filler}冰川")) == set()


def test_texts_of_a_script_without_blanks_are_not_near_by_how_such_texts_are_written() -> None:
    """Nor by pieces of two words that stand side by side there, nor by letters of an alphabet, which all share."""
    chinese = (
        ("古代诗歌的韵律", "本文提出一种新的方法,实验结果表明该方法有效。"),
        ("机器人抓取", "本文提出一种基于触觉的方法,实验结果表明该方法有效。"),
    )
    japanese = (("画像認識のための手法の提案", "本論文では手法を提案する。実験により有効性を示す。"),
                ("日本語の形態素解析手法", "本論文では手法を提案する。実験により有効性を示す。"))  # fmt: skip
    thai = (("การเรียนรู้เชิงลึก", "งานวิจัยนี้นำเสนอวิธีการแบ่งส่วนภาพ"),
            ("เศรษฐกิจชนบทไทย", "งานวิจัยนี้วิเคราะห์ข้อมูลสำมะโน"))  # fmt: skip
    for pair in (chinese, japanese, thai):
        assert reasons(*pair) == set()
    near = ("การเรียนรู้เชิงลึก", "ภาพทางการแพทย์"), ("ภาพทางการแพทย์", "การเรียนรู้เชิงลึก")
    assert reasons(*near) == {"เรียนรู้เชิงลึก", "แพทย์"}


def test_of_papers_with_one_title_one_is_near_and_the_other_comes_last() -> None:
    papers = made()
    twin = replace(papers[1], id="twin", title=f"{papers[1].title.upper()}.")
    near = Relevance([*papers, twin])
    found = ids(near.related(["q0"]))
    assert ("twin" in found) + ("q1" in found) == 1
    order = ids(near.ranked(Taste({"q0": STAR}), [*(paper.id for paper in papers[1:]), "twin"]))
    assert order[-1] in ("twin", "q1")
    assert len(order) == len(papers)


def test_all_that_is_asked_for_has_a_reason_and_of_an_answer_without_end_the_first_hundred() -> None:
    papers = made(60)
    near, left = Relevance(papers), [paper.id for paper in papers[1:]]
    taste = Taste({"q0": STAR, "v0": STAR, "r0": STAR})
    assert sum(bool(one.reasons) for one in near.ranked(taste, left)) == 100
    assert sum(bool(one.reasons) for one in near.ranked(taste, left, 150)) == 150


def _taste_of_many(papers: list[Paper]) -> Taste:
    """All but the first of each topic are wanted: of more than are spread, the robots most."""
    return Taste({paper.id: STAR * (2 if paper.id[0] == "r" else 1) for paper in papers if paper.id[1:] != "0"})


def test_of_many_that_are_wanted_only_those_that_weigh_most_are_spread(monkeypatch: pytest.MonkeyPatch) -> None:
    """To spread each of thousands takes minutes."""
    spread: list[int] = []
    was = Neighbours.spread

    def counted(self: Neighbours, slot: int, near: list[float]) -> Whole:
        spread.append(slot)
        return was(self, slot, near)

    monkeypatch.setattr(Neighbours, "spread", counted)
    papers = made(SPREAD_OF)
    order = ids(Relevance(papers).ranked(_taste_of_many(papers), [letter + "0" for letter in TOPICS]))
    assert order[0] == "r0"
    assert len(spread) == SPREAD_OF
    assert sum(papers[slot].id[0] == "r" for slot in spread) == SPREAD_OF - 1


def test_a_paper_that_is_wanted_among_many_scores_by_the_others_alone() -> None:
    """One that is spread, and one that stands for itself, as if the person had said nothing of it."""
    strange = Paper("alone", "Zymurgy", "Yeast ferments barley."), Paper("as", "Zymurgy", "Yeast."), Paper("zero", "-")
    papers = [*made(SPREAD_OF), *strange]
    taste = _taste_of_many(papers[: -len(strange)])
    for weight in (1, 10 * STAR):
        found = Relevance(papers).ranked(Taste({**taste.good, "alone": weight}), ["zero", "alone"])
        assert [(one.id, one.score) for one in found] == [("alone", 0), ("zero", 0)]


def test_one_more_star_among_many_gives_what_all_give_at_once() -> None:
    papers = made(SPREAD_OF)
    taste = _taste_of_many(papers)
    asked = [letter + "0" for letter in TOPICS]
    grown = Relevance(papers)
    grown.ranked(Taste({id: weight for id, weight in taste.good.items() if id != "r5"}), asked)
    assert grown.ranked(taste, asked) == Relevance(papers).ranked(taste, asked)


def test_those_behind_the_first_are_the_same_without_reasons() -> None:
    near = Relevance(made())
    whole_answer = near.related(["q0"])
    found = near.related(["q0"], explained=2)
    assert found[:2] == whole_answer[:2]
    assert all(one.reasons for one in whole_answer[2:])
    assert found[2:] == tuple(replace(one, reasons=()) for one in whole_answer[2:])


def settled(papers: list[Paper]) -> Space:
    """A space of papers in which all is worked out."""
    space = Space()
    for paper in papers:
        space.enter(paper)
    for _ in chain(space.pairing(), space.settling()):
        pass
    return space


def test_many_sums_over_a_large_library_are_as_the_first() -> None:
    """From the first few on they are made by numpy."""
    space = settled(made(LARGE // len(TOPICS) + 1))
    assert len(space.ids) >= LARGE
    asked = [whole(space.vector(slot)) for slot in range(FEW_SUMMINGS)]
    first = [*map(space.reach, asked)]
    assert [*map(space.reach, asked)] == first
    assert space.reach({}) == [0] * len(space.ids)


def test_anchors_that_come_and_go_leave_papers_as_near_as_anchors_that_were_there_from_the_first() -> None:
    papers, chance = made(), random.Random(3)
    space = settled(papers)
    anchors = Anchors(space)
    chosen: set[int] = set()
    for _ in range(30):
        chosen ^= {*chance.sample(range(len(papers)), chance.randrange(1, FEW_NEW + 3))}
        anchors.set(chosen)
        fresh = Anchors(space)
        fresh.set(chosen)
        for at in range(len(papers)):
            assert anchors.nearness(at) == fresh.nearness(at)


@pytest.mark.parametrize("seed", range(6))
def test_what_is_far_from_a_taste_is_near_to_none_of_it(seed: int) -> None:
    """Whatever way it is found, and whatever was asked before."""
    papers, chance = made(), random.Random(seed)
    space = settled(papers)
    far = FarOnes(space)
    for _ in range(8):
        slots = chance.sample(range(len(papers)), chance.randrange(1, 6))
        for at in range(len(papers)):
            own = whole(space.vector(at))
            nearest = max(space.held(slot, own) * space.shares[slot] for slot in slots)
            assert far.is_far(at, slots) is (nearest < NEAR_AT_ALL)
