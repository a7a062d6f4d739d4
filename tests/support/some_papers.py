"""Titles, abstracts and papers for tests, and hypothesis strategies that make more of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from reader.formats.author_lists import given_first_all
from reader.formats.venues import CONTAINER, venue_variable
from reader.paper import Paper, Status
from reader.paper_json import sorted_tags, variables
from reader.text import clean_line, clean_text

TITLES = (
    "Attention Is All You Need",
    '"Give Me BF16 or Give Me Death"? Accuracy-Performance Trade-Offs in LLM Quantization',
    "$μ$nit Scaling: Simple and Scalable FP8 LLM Training",
    "eDKM: An Efficient and Accurate Train-time Weight Clustering for Large Language Models",
    "KurTail : Kurtosis-based LLM Quantization",
    "MoE^2: Optimizing Collaborative Inference for Edge Large Language Models",
    "What Happened in LLMs Layers when Trained for Fast vs. Slow Thinking: A Gradient Perspective",
    "Are Large Language Models Good Adapters? A Study of What They Keep",
    "Faithfulness vs. Plausibility: On the (Un)Reliability of Explanations",
    "Vision language models are blind",
    "LoRA",
    "Q*: Improving Multi-step Reasoning",
    "GPT-4 Technical Report",
    "2 OLMo 2 Furious",
    "大规模语言模型的量化方法研究",
    "[MASK] and [2, 3]: Ordinary Brackets in a Title",
    "Subscribed Gradients for Federated Models",
    "A Comprehensive Survey of Small Language Models in the Era of Large Language Models: Techniques, Enhancements, "
    "Applications, Collaboration with Large Models, Trustworthiness, and a Long List of Open Questions for Later Work",
)
"""Titles as they are found: short, long, quoted, with TeX, in lower case, in another script."""

SENTENCES = (
    "We study how the memory of a model depends on its width.",
    "The cost of a step grows with the square of the length, which is what makes long texts expensive.",
    "This paper describes a method that needs neither labels nor a second network.",
    "Our approach is 19times faster and uses ~5x less memory than the baseline (e.g., a dense model).",
    "Experiments on twelve benchmarks show a gain of 3.5\\% on average, and up to 12\\% on long inputs.",
    "It has two parts: an encoder, which reads the input once, and a light decoder.",
    "However, what the network stores about rare words is hard to say.",
    "We prove a bound of order $O(n \\log n)$ and show that it is tight.",
    "The data set holds 41,000 questions with answers by experts.",
    "Ablations confirm that each of the components contributes to the result.",
    "Code and models are available at https://example.org/group/code.",
    "Several baselines fail in this setting because they never see the whole document.",
)
"""Sentences of which abstracts are made."""

titles = st.sampled_from(TITLES)
short_abstracts = st.sampled_from(
    ("We release a dataset of cats.", "It works.", "This paper studies graphs.", "No abstract is given here.")
)
long_abstracts = st.lists(st.sampled_from(SENTENCES), min_size=5, max_size=20).map(" ".join)
abstracts = st.one_of(long_abstracts, long_abstracts, long_abstracts, short_abstracts)


def _line(max_size: int) -> st.SearchStrategy[str]:
    hazards = st.sampled_from(
        ("{", "}", "\\", "$", "%", "&", "#", "_", "~", "^", '"', "'", "``", "''", "--", "---", "|", ";", ",", " and ",
         "\\input{/etc/passwd}", "$\\alpha_{1}$", "x}, note={y", "ER  - ", "=1+1", "<i>", "</p>", "&amp;", "@article{",
         "é", "Łukasz", "大", "$5", "\\'e", "{\\o}", "TY  - JOUR")
    )  # fmt: skip
    text = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Co", "Cn")), max_size=8)
    return st.lists(st.one_of(hazards, text, st.just("word")), min_size=1, max_size=6).map(
        lambda parts: clean_line(" ".join(parts))[:max_size].strip()
    )


lines = _line(200)
names = st.one_of(
    st.sampled_from(
        ("Ada Lovelace", "Łukasz Kaiser", "Jan van der Berg", "OpenAI", "Gemini Team, Google", "R. O'Neil")
    ),
    _line(40).filter(
        lambda name: any(c.isalpha() for c in name) and ";" not in name and given_first_all([name]) == (name,)
    ),
)
"""Names as they are printed: one that stands family name first goes out in parts."""
dates = st.one_of(
    st.just(""),
    st.integers(1900, 2030).map(str),
    st.dates().map(lambda day: day.isoformat()).filter(lambda day: day >= "1000"),
)
notes = st.lists(st.one_of(_line(60), st.just("")), max_size=4).map(lambda rows: clean_text("\n".join(rows)).strip())


metadata = st.fixed_dictionaries(
    {},
    optional={
        "volume": st.sampled_from(("3", "41", "B & C", "LNCS 1_2")),
        "issue": st.sampled_from(("1", "2-3", "Suppl. {1}")),
        "page": st.sampled_from(("7", "30-39", "S1-30", "e1000-e1010-x", "=1")),
        "number": st.sampled_from(("TR-1", "2010-123456789", "=7")),
        "ISBN": st.sampled_from(("978-0-201-31452-6", "978-3-16-148410-0; 3-16-148411-1")),
        "PMID": st.sampled_from(("101", "23690738")),
        "PMCID": st.sampled_from(("PMC7", "PMC1800850", "7 [old]")),
        "part-number": st.sampled_from(("2", "II {a}")),
        "chapter-number": st.sampled_from(("3", "A & B")),
        "edition": st.sampled_from(("2nd", "2001", "1998/01/02")),
    },
).map(lambda held: tuple(sorted(held.items())))


_numbers = st.integers(0, 9999)
_told_titles = lines.filter(lambda title: any(c.isalnum() for c in title))
_any_abstracts = st.one_of(st.just(""), long_abstracts, lines)
_authors = st.lists(names, max_size=3)
_keywords = st.lists(st.sampled_from(("graphs", "deep learning")), max_size=2)
_tags = st.lists(st.sampled_from(("rl", "to/read", "C++", "ünïcode tag")), max_size=3)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """A paper with everything that a file can carry, in hostile spellings."""
    number = draw(_numbers)
    return Paper(
        id="",
        title=draw(_told_titles),
        abstract=draw(_any_abstracts),
        authors=tuple(dict.fromkeys(draw(_authors))),
        published=draw(dates),
        venue=draw(st.sampled_from(("", "Journal of Tests", "Proc. of A & B"))),
        arxiv_id=draw(st.sampled_from(("", f"2408.{number:05d}", f"gr-qc/0103{number % 1000:03d}"))),
        doi=draw(st.sampled_from(("", f"10.1000/xyz_{number}", "10.1093/nar/(sici)1%2"))),
        url=draw(st.sampled_from(("", "https://example.org/a_b?x=1&y=~z#%20"))),
        keywords=tuple(dict.fromkeys(draw(_keywords))),
        metadata=draw(metadata),
        tags=sorted_tags(draw(_tags)),
        starred=draw(st.booleans()),
        status=draw(st.sampled_from(Status)),
        note=draw(notes),
    )


def without_record(paper: Paper) -> Paper:
    """The paper without what only a bibliography has: its key there, its type, how its entry was spelled."""
    return replace(paper, kind="", citation_key="", kept=())


def with_publisher(paper: Paper) -> Paper:
    """The paper as a bibliography tells it: with it said that its venue published it, where it did."""
    told = venue_variable(paper)
    return (
        replace(paper, metadata=variables({**dict(paper.metadata), told: paper.venue})) if told != CONTAINER else paper
    )
