"""The parts of a draft, a thesis, a report or a review are no papers, whatever language their headings are in."""

from __future__ import annotations

from itertools import pairwise

import pytest

from reader.formats import detect
from reader.formats.huggingface.page import parse
from reader.formats.huggingface.running_text import names_part, tells_subject
from reader.io.read import read_text
from tests.support.some_papers import SENTENCES, TITLES

ABSTRACT = " ".join(SENTENCES[:7])
PROSE = (
    "We present a method that is better than all the others. It has been tested on very many data sets and it always"
    " wins, by a margin that nobody had expected before. We also show that it is faster than the former methods by a"
    " factor of two, and that it needs less memory than any of them, which makes it suitable for small devices.",
    "Our experiments show that the proposed method outperforms the baselines on five of the six tasks. The gain is"
    " largest on long inputs, where the baseline fails. On short inputs we observe no difference. An analysis of the"
    " errors demonstrates that most of them come from rare words, which none of the models predicts well.",
    "We prove that the estimator is consistent under mild assumptions, and derive a bound on its error. The proof"
    " follows the approach of the classical theory, but replaces independence by mixing. We show that the bound is"
    " tight up to a constant, and present a simulation that demonstrates how fast it is approached.",
    "This study investigates how participants use language models at work. We analyze the answers with a regression"
    " model and find that younger participants report more use. The results show that trust predicts use better than"
    " skill does. We discuss the challenge of measuring trust and the limits of self-reports in this research.",
)
"""What is said in the words of abstracts, and says so itself."""
LONG = tuple(f"{one} {other}" for one, other in pairwise(PROSE))
DRAFTS = (
    "Introduction|Related work",
    "Introduction|Methods|Results|Discussion",
    "1 Introduction|2 Related Work|3 Method|4 Experiments|5 Conclusion",
    "1. Introduction|2. The fox model|3. Results|4. Conclusion",
    "3.1 Method|3.2 Training Foxes on Long Inputs|3.3 Foxes in Real Gardens: A Simulation",
    "I. INTRODUCTION|II. THE FOX MODEL OF GROWTH|III. CONCLUSION",
    "**Introduction**|**Related work**|**Method**",
    "Chapter 1: Predicting the Growth of Hedges|Chapter 2: Learning to Cut from Images|Chapter 3: Foxes in Gardens",
    "Lecture 1: Language models|Lecture 2: Attention|Lecture 3: Training objectives and optimisation",
    "Study 1: Trust and Use of Models|Study 2: Skill and Use of Models|General Discussion",
    "RQ1: Does Trust Predict the Use of Models?|RQ2: Does Skill Predict the Use of Models?",
    "A. Proof of the Main Theorem|B. Additional Experiments on Foxes|C. Details of Training",
    "Appendix A: Proof of the Main Theorem|Appendix B: Additional Experiments on Foxes",
    "Reviewer 1|Reviewer 2|Reviewer 3",
    "Summary of the paper|Strengths|Weaknesses|Questions for the authors",
    "Aims and objectives|State of the art|Work package 1: Data|Expected results|Timeline",
    "Motivation|Our approach|Key results|Take-home message|Thank you",
    "Discussion and limitations|Broader impact|Ethics statement|Reproducibility",
    "Background: language models|Method: training with a memory|Results: six benchmarks",
    "The fox model|Training the fox|What foxes learn",
    "The Fox Model|Training|Memory|Bounds",
    "How the model is trained|How the model is evaluated|What we learned from it",
    "Why the memory is needed for long inputs|What the model learns from images|How foxes cut a hedge at night",
    "Our Approach to Training Small Models|Our Experiments on Six Benchmarks|What This Means for Practice",
    "Progress on the tokenizer|Experiments with longer contexts|Plans for the next quarter",
    "Language models|Computer vision|Robotics",
    "Introduction|Foxes: A Model of Growth|Training Foxes on Hedges|Foxes in Real Gardens|Conclusion and future work",
    "Einleitung|Verwandte Arbeiten|Methode|Ergebnisse|Zusammenfassung und Ausblick",
    "Résumé|État de l’art|Méthodologie|Résultats|Conclusion",
    "Introducción|Trabajos relacionados|Metodología|Resultados|Conclusiones",
    "Introduzione|Lavori correlati|Risultati",
    "Introdução|Trabalhos relacionados|Resultados|Conclusão",
    "Inleiding|Gerelateerd werk|Resultaten|Conclusie",
    "Введение|Обзор литературы|Методы|Заключение",
    "引言|相关工作|方法|实验|结论",
    "はじめに|関連研究|提案手法|実験|おわりに",
    "서론|관련 연구|방법|결론",
)
"""Headings of texts, as people write them."""


def paired(headings: list[str], paragraphs: tuple[str, ...], mark: str, between: str) -> str:
    """A text of headings with a paragraph each."""
    lines = [text for at, one in enumerate(headings) for text in (mark + one, paragraphs[at % len(paragraphs)])]
    return between.join(lines) + "\n"


@pytest.mark.parametrize("draft", DRAFTS)
def test_the_parts_of_a_text_are_no_papers(draft: str) -> None:
    """With paragraphs of any length, blank lines or none, and signs of Markdown."""
    for paragraphs in (PROSE, LONG):
        for mark, between in (("", "\n\n"), ("", "\n"), ("## ", "\n\n")):
            assert parse(paired(draft.split("|"), paragraphs, mark, between)).papers == ()


def test_a_draft_is_refused_with_its_name() -> None:
    source = read_text(paired(DRAFTS[0].split("|"), PROSE, "", "\n\n"), "draft.txt")
    assert source.papers == ()
    assert "draft.txt" in str(source.error)


PAPERS = [(title, ABSTRACT) for title in TITLES[:6]]


def page(*pairs: tuple[str, str]) -> str:
    return "\n\n".join(text for pair in pairs for text in pair)


def titles_of(text: str) -> list[str]:
    return [paper.title for paper in parse(text).papers]


@pytest.mark.parametrize("count", [1, 2, 3, 6])
def test_papers_without_a_header_still_come_in_by_their_titles(count: int) -> None:
    text = page(*PAPERS[:count])
    assert detect(text) == "hf-page"
    assert titles_of(text) == list(TITLES[:count])


def test_few_papers_must_show_more_than_many() -> None:
    """Long abstracts, each under a title: of three every one, of some on the whole, of many none."""
    sentences = " ".join(SENTENCES[:4])
    assert 200 < len(sentences) < 400 < 500 <= len(ABSTRACT)
    short = [(f"{title} {number}", sentences) for number in range(2) for title in TITLES[:6]]
    assert titles_of(page(*PAPERS[:2], short[2])) == []
    assert titles_of(page(*PAPERS[:3], short[3])) == [*TITLES[:3], short[3][0]]
    assert titles_of(page(*short[:9])) == []
    assert len(titles_of(page(*short[:10]))) == 10
    assert titles_of(page(*PAPERS[:3]) + f"\n\n{ABSTRACT}") == []
    assert titles_of(page(*PAPERS[:5]) + f"\n\n{ABSTRACT}") == list(TITLES[:5])
    assert titles_of(page(*PAPERS[:5]) + f"\n\n{ABSTRACT}\n\n{ABSTRACT}") == []


@pytest.mark.parametrize(("title", "comes_in"), [("Segment Anything", True), ("Language models", False)])
def test_of_few_titles_one_may_be_short_when_it_is_written_like_a_title(title: str, comes_in: bool) -> None:
    for beside in ((), TITLES[:1]):
        pairs = "\n\n".join(f"{one}\n\n{text}" for one, text in zip((title, *beside), LONG, strict=False))
        assert bool(parse(pairs).papers) is comes_in


def test_a_heading_among_many_titles_is_the_title_that_it_is() -> None:
    many = [(f"{title} {number}", ABSTRACT) for number in range(4) for title in TITLES[:5]]
    assert len(titles_of(page(*many, ("Introduction", ABSTRACT)))) == 21
    assert titles_of(page(*many[:9], ("Introduction", ABSTRACT))) == []


def test_numbers_before_all_titles_count_parts_and_before_one_none() -> None:
    assert titles_of(page(*PAPERS[:4], ("2 OLMo 2 Furious", ABSTRACT))) == [*TITLES[:4], "2 OLMo 2 Furious"]
    assert titles_of(page(*((f"{at} {title}", abstract) for at, (title, abstract) in enumerate(PAPERS, 1)))) == []


@pytest.mark.parametrize(
    "leading",
    [
        "See Figure 2.", "Section 3 has the proof.", "This was known before [12, 14].", "Others disagree (Lee, 2019).",
        "They disagree (see Lee and Kim, 2019b).", "The rest of this paper has the proofs.",
        "In the previous chapter it was not.", "It holds as defined above.", r"It was known \cite{lee}.",
    ],
)  # fmt: skip
def test_paragraphs_that_lead_elsewhere_are_no_abstracts_and_one_among_many_is(leading: str) -> None:
    led = (TITLES[0], f"{ABSTRACT} {leading}")
    assert titles_of(page(led, *PAPERS[1:4])) == []
    assert titles_of(page(led, *PAPERS[1:6])) == list(TITLES[:6])


@pytest.mark.parametrize(
    ("heading", "is_part"),
    [
        ("SCOPE: Optimizing Caches for Long Contexts", False),
        ("ReVision: High-Quality Video", False),
        ("R1-T1: Learning to Translate", False),
        ("Part123: Reconstruction of Parts", False),
        ("2.5 Years in Class: A Textbook", False),
        ("GPT-4 Technical Report", False),
        ("Language Models", False),
        ("RELATED WORK", True),
        ("Related Work: Foxes", True),
        ("## 4. Results", True),
        ("§ 3 Foxes", True),
        ("第2章 狐狸", True),
        ("Kapitel 3: Füchse", True),
    ],
)
def test_a_part_is_known_by_its_words_or_its_number(heading: str, is_part: bool) -> None:
    assert names_part(heading) is is_part


@pytest.mark.parametrize("title", TITLES)
def test_a_title_tells_what_its_paper_is_about_if_it_is_not_too_short(title: str) -> None:
    short = ("LoRA", "GPT-4 Technical Report", "Vision language models are blind")
    assert tells_subject(title) is (title not in short)


@pytest.mark.parametrize(
    ("title", "tells"),
    [
        ("An adapted large language model facilitates medical tasks", True),
        ("How to Prune a Hedge without Shears?", True),
        ("How a hedge is pruned without Any Shears", False),
        ("Alignment faking in models", False),
        ("How we collected the data from Gardens", False),
    ],
)
def test_what_speaks_of_the_text_itself_tells_no_subject(title: str, tells: bool) -> None:
    assert tells_subject(title) is tells
