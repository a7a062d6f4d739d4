"""The text of a Hugging Face papers page comes in whole, whatever happened to it on the way."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.huggingface import page_noise
from reader.formats.huggingface.line_score import score
from reader.formats.huggingface.page import begins, parse, sniff
from reader.formats.parsed import Parsed, excerpt
from reader.text import ABSTRACT_LIMIT
from tests.support.laws import law
from tests.support.some_papers import SENTENCES, TITLES, short_abstracts, titles

COMPACT = [
    "Get trending papers in your email inbox once a day!",
    "Get trending papers in your email inbox!",
    "Subscribe",
]
SPACED = ["new", "Get trending papers in your email inbox!", "Subscribe", "byAK and the research community", "Mar 18"]
ABSTRACT = " ".join(SENTENCES[:7])
OTHER = " ".join(SENTENCES[5:])
Pair = tuple[str, str]


def found(parsed: Parsed) -> list[Pair]:
    """What was read, as pairs of title and abstract."""
    return [(paper.title, paper.abstract) for paper in parsed.papers]


telling = st.lists(st.sampled_from(SENTENCES[1:]), min_size=4, unique=True).map(
    lambda rest: " ".join([SENTENCES[0], *rest])
)
"""Abstracts that say what abstracts say; none says one thing again and again."""
pairs = st.lists(
    st.tuples(titles, st.one_of(telling, telling, telling, short_abstracts)), min_size=1, max_size=12
).filter(lambda found: 2 * sum(len(abstract) > 200 for _, abstract in found) >= len(found))
"""Titles and abstracts; where most abstracts are a few words, nothing tells a page from a table of contents."""
distinct = st.lists(st.tuples(titles, telling), min_size=2, max_size=10)


@dataclass(frozen=True)
class Page:
    """A page with its hazards, and the pairs that must come out."""

    text: str
    wanted: list[Pair]
    missing: int


@st.composite
def pages(draw: st.DrawFn) -> Page:
    """Pages in both layouts with everything that has been seen on them."""
    compact = draw(st.booleans())
    hazards = draw(st.sets(st.sampled_from(("header", "submitter", "votes", "authors", "date", "blank", "lost"))))
    units: list[str] = []
    wanted: list[Pair] = []
    glue = ""
    lost_before = False
    missing = 0

    def header() -> str:
        if compact and draw(st.booleans()):
            units.extend(COMPACT[:-1])
            return "Subscribe"
        units.extend(COMPACT if compact else SPACED)
        return ""

    glue = header()
    for number, (title, abstract) in enumerate(draw(pairs)):
        if "header" in hazards and number and draw(st.integers(0, 5)) == 0:
            glue = header()
        if "submitter" in hazards:
            units += ["Submitted by", draw(st.sampled_from(("akhaliq", "user-one", "Fbordes", "Adina Yakefu")))]
        if "votes" in hazards:
            units.append(str(draw(st.integers(0, 900))))
        long = len(abstract) > 200
        lost = "lost" in hazards and long and not lost_before and not glue and number > 0 and draw(st.booleans())
        which = draw(st.sampled_from("ta")) if lost else ""
        units += [f"{glue}{title}"] if which != "t" else []
        units += [abstract] if which != "a" else []
        glue = "" if which != "t" else glue
        if which:
            missing += 1
        else:
            wanted.append((title, abstract))
        lost_before = bool(which) or not long
        if "authors" in hazards:
            units.append(f"· {draw(st.integers(1, 20))} authors")
        if "date" in hazards:
            units.append(draw(st.sampled_from(("Mar 18", "Oct 4, 2026", "Published on May 3, 2025", "3 days ago"))))
    text = ""
    for unit in units:
        text += unit + ("\n" if compact else "\n\n")
        if "blank" in hazards:
            text += "\n" * draw(st.integers(0, 2))
    if draw(st.booleans()):
        text = text.rstrip("\n")
    eol = draw(st.sampled_from(("\n", "\r\n", "\r")))
    bom = draw(st.sampled_from(("", "\ufeff")))
    return Page(bom + text.replace("\n", eol), wanted, missing)


@law(80)
@given(pages())
def test_every_pair_of_a_page_comes_out_whole_and_what_is_lost_is_reported(page: Page) -> None:
    parsed = parse(page.text)
    assert found(parsed) == page.wanted
    assert len(parsed.problems) == page.missing


@law(20)
@given(distinct, distinct)
def test_two_pages_pasted_together_without_a_newline_lose_nothing(first: list[Pair], second: list[Pair]) -> None:
    compact = "\n".join(COMPACT) + "".join(f"{title}\n{abstract}\n" for title, abstract in first)
    spaced = "\n\n".join(SPACED) + "\n\n" + "\n\n".join(f"{title}\n\n{abstract}" for title, abstract in second)
    compact = compact.rstrip("\n")
    assert found(parse(compact + spaced)) == first + second
    assert found(parse(spaced + compact)) == second + first


@law(15)
@given(distinct, st.sampled_from((70, 80, 100)))
def test_hard_wrapped_paragraphs_are_joined(page: list[Pair], width: int) -> None:
    def wrap(text: str) -> str:
        return "\n".join(textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False))

    text = "\n\n".join(f"{wrap(title)}\n\n{wrap(abstract)}" for title, abstract in page)
    assert found(parse(f"{COMPACT[0]}\n\n{text}")) == page


@pytest.mark.parametrize("between", ["\n", "\n\n\n"])
def test_blank_lines_around_pairs_only_help(between: str) -> None:
    page = [(title, "It works.") for title in TITLES[:8]]
    apart = "\n\n" if between == "\n" else "\n\n\n\n\n"
    text = apart.join(f"{title}{between}{abstract}" for title, abstract in page)
    assert found(parse(f"{COMPACT[0]}\n{text}")) == page


@pytest.mark.parametrize(("within", "apart"), [("\n", "\n\n"), ("\n\n", "\n\n\n"), ("\n\n\n", "\n\n")])
def test_two_abstracts_that_lost_their_titles_are_no_paper_where_blank_lines_set_papers_apart(
    within: str, apart: str
) -> None:
    """The first, a sentence, reads as a title would."""
    lost = [(SENTENCES[1],), (SENTENCES[2],)]
    text = apart.join(within.join(unit) for unit in (*PLAIN[:5], *lost, PLAIN[5]))
    parsed = parse(f"{COMPACT[0]}\n{text}")
    assert found(parsed) == PLAIN
    assert len(parsed.problems) == 2


def test_a_missing_abstract_costs_one_paper() -> None:
    parsed = parse(f"{COMPACT[0]}\nFirst Title Only\nSecond Title\n{ABSTRACT}\nThird Title\n{OTHER}")
    assert [title for title, _ in found(parsed)] == ["Second Title", "Third Title"]
    assert [(p.line, p.message, p.excerpt) for p in parsed.problems] == [
        (2, "a title without an abstract, skipped", "First Title Only")
    ]


def test_a_missing_title_costs_one_paper_and_no_abstract_becomes_a_title() -> None:
    parsed = parse(f"{COMPACT[0]}\nFirst Title\n{ABSTRACT}\n{OTHER}\nThird Title\n{ABSTRACT}")
    assert [title for title, _ in found(parsed)] == ["First Title", "Third Title"]
    assert [(p.line, p.message) for p in parsed.problems] == [(4, "an abstract without a title, skipped")]


def test_a_dangling_title_is_reported_with_its_line() -> None:
    parsed = parse(f"{COMPACT[0]}\n\nA Title\n\n{ABSTRACT}\n\nA Dangling Title Without Abstract")
    assert [(p.line, p.excerpt) for p in parsed.problems] == [(7, "A Dangling Title Without Abstract")]


def test_many_lines_without_abstracts_are_one_problem() -> None:
    parsed = parse("\n".join(f"Paper Number {n} on Something Large" for n in range(50)))
    assert parsed.papers == ()
    assert [p.message for p in parsed.problems] == ["50 lines in a row without an abstract, skipped"]


@pytest.mark.parametrize(("count", "problems"), [(3, 3), (4, 1), (5, 1)])
def test_from_four_on_what_is_no_paper_is_one_problem_with_its_first_line(count: int, problems: int) -> None:
    """Titles in a row without abstracts, and pairs that do not read like papers."""
    alone = [f"Paper Number {number} on Something Large" for number in range(count)]
    told = parse("\n".join(alone)).problems
    assert [(one.line, one.excerpt) for one in told] == list(enumerate(alone, 1))[:problems]
    assert told[0].message.startswith("a title" if problems > 1 else f"{count} lines in a row without an abstract")
    pairs = [(title, "Bring the cake, and come to the garden before it rains again. " * 5) for title in TITLES[:count]]
    told = parse("\n".join(text for pair in pairs for text in pair)).problems
    assert [(one.line, one.excerpt[:20]) for one in told] == [
        (2 * at + 1, title[:20]) for at, (title, _) in enumerate(pairs)
    ][:problems]
    assert told[0].message.startswith("a line and a" if problems > 1 else f"{count} lines and paragraphs that do not")


@pytest.mark.parametrize("over", [0, 1])
def test_an_abstract_of_just_the_limit_is_whole(over: int) -> None:
    text = (f"{ABSTRACT} " * 200)[: ABSTRACT_LIMIT - 1 + over] + "."
    parsed = parse(f"{COMPACT[0]}\nA Title\n{text}")
    assert (parsed.papers[0].abstract, len(parsed.problems)) == (text[:ABSTRACT_LIMIT].rstrip(), over)


@pytest.mark.parametrize(
    ("glued", "title"),
    [
        ("SubscribeRevisiting Block-based Quantisation", "Revisiting Block-based Quantisation"),
        ('Subscribe"Give Me BF16"', '"Give Me BF16"'),
        ("Subscribe$μ$nit Scaling", "$μ$nit Scaling"),
        ("SubscribemBLIP: Multilingual Vision-LLMs", "mBLIP: Multilingual Vision-LLMs"),
        ("Subscribed Gradients for Federated Models", "Subscribed Gradients for Federated Models"),
        ("SubscribeSubscriber Models for All", "Subscriber Models for All"),
    ],
)
def test_the_button_glued_to_the_first_title_is_cut_off_but_no_word_is(glued: str, title: str) -> None:
    assert found(parse(f"{COMPACT[0]}\n{COMPACT[1]}\n{glued}\n{ABSTRACT}")) == [(title, ABSTRACT)]


def test_a_title_that_begins_with_subscribe_stays_whole_after_the_button() -> None:
    page = "\n\n".join([*SPACED, "Subscribe to Less: Sparse Attention Revisited", ABSTRACT])
    assert found(parse(page)) == [("Subscribe to Less: Sparse Attention Revisited", ABSTRACT)]


@pytest.mark.parametrize(
    "junk",
    ["117", "1.2k", "Mar 18", "Oct 4, 2026", "·", "-", "8 authors", "Upvote", "Upvote 12", "GitHub 131", "Submitted by",
     "Published on May 3, 2025", "3 days ago", "Models Datasets Spaces", "byAK and the research community", "new",
     "Kandinsky Lab · Published on Oct 4, 2026", "Submitted by akhaliq", "akhaliq"],
)  # fmt: skip
def test_what_is_not_a_paper_never_becomes_one_and_disturbs_no_pair(junk: str) -> None:
    page = [(TITLES[0], ABSTRACT), (TITLES[1], ABSTRACT), (TITLES[2], ABSTRACT), (TITLES[5], ABSTRACT)]
    lines = [line for pair in page for line in pair]
    for place in (0, 2, 4, 6):
        parsed = parse("\n".join([*lines[:place], junk, *lines[place:]]))
        assert found(parsed) == page
        assert parsed.problems == ()


LIKE_NAMES = (
    "Dissecting Human and LLM Preferences",
    "Large Language Models and Mathematical Reasoning Failures",
    "Scaling Up Diffusion and Flow-based XGBoost Models",
    "Benchmarking Temporal Reasoning and Alignment Across Chinese Dynasties",
    "Graph Separation and Search Number",
    "Garden Hedges and Forest Paths",
    "Computer-Assisted Sequencing, Interval Graphs, and Molecular Evolution",
    "Tree Automata, Tree Decomposition and Hyperedge Replacement",
)
"""Titles of the form of a list of authors."""
STRAY = ("AdinaY", "Adina Yakefu", "Tsinghua University", "Robots on Mars: Its Abstract is Missing Here")
"""What may stand above a title without being one: users, their employer, a title that lost its abstract."""


@st.composite
def pages_of_names(draw: st.DrawFn) -> tuple[Page, list[str]]:
    """Pages with titles that read like names, of which some lost their abstracts, and lines that are no titles; the
    lines that have no abstract."""
    strays = draw(st.lists(st.sampled_from(STRAY), max_size=2, unique=True))
    titled = draw(st.lists(st.sampled_from((*LIKE_NAMES, *TITLES[:6])), min_size=5, max_size=8, unique=True))
    at = draw(st.lists(st.integers(0, len(titled)), min_size=len(strays), max_size=len(strays), unique=True))
    lost = draw(st.integers(-2, len(titled) - 1))
    between = draw(st.sampled_from(("\n", "\n\n")))
    wanted: list[Pair] = []
    alone: list[str] = []
    lines = COMPACT[:2]
    for number, title in enumerate(titled):
        for stray, place in zip(strays, at, strict=True):
            if place == number:
                lines += [stray, *draw(st.sampled_from(((), ("48",))))]
                alone.append(stray)
        lines.append(title)
        if number == lost:
            alone.append(title)
        else:
            abstract = draw(telling)
            lines.append(abstract)
            wanted.append((title, abstract))
    return Page(between.join(lines), wanted, len(alone)), alone


@law(80)
@given(pages_of_names())
def test_a_title_that_reads_like_names_keeps_its_abstract_and_no_line_is_lost_in_silence(
    drawn: tuple[Page, list[str]],
) -> None:
    page, alone = drawn
    parsed = parse(page.text)
    assert found(parsed) == page.wanted
    assert [problem.excerpt for problem in parsed.problems] == list(map(excerpt, alone))


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("line", ["akhaliq", "Community", "Ada Smith, Bo Jones and Cleo Brown", "Ada Smith, Bo Jones"])
def test_what_is_left_out_between_a_title_and_its_abstract_is_told(line: str, between: str) -> None:
    lines = [text for pair in PLAIN[:3] for text in pair]
    parsed = parse(between.join([COMPACT[0], *lines[:3], line, *lines[3:]]))
    assert found(parsed) == PLAIN[:3]
    assert [(problem.message, problem.excerpt) for problem in parsed.problems] == [
        ("a line that looks like a name and not like a title, skipped", line)
    ]


@pytest.mark.parametrize(("count", "told"), [(1, 1), (3, 3), (4, 1), (5, 1)])
def test_names_at_some_of_the_abstracts_are_told_and_from_four_on_as_one(count: int, told: int) -> None:
    names = [f"Ada Smith, Bo Jones, Cleo {name}" for name in ("Brown", "White", "Black", "Green", "Grey")]
    pairs = [(f"Robots of Kind {number} in the Garden", ABSTRACT) for number in range(8)]
    lines = [text for at, pair in enumerate(pairs) for text in (*pair, *names[at : at + 1][: at < count])]
    parsed = parse("\n".join([COMPACT[0], *lines]))
    assert found(parsed) == pairs
    what = f"{count} lines that look like names" if told < count else "a line that looks like a name"
    assert [(problem.message, problem.excerpt) for problem in parsed.problems] == [
        (f"{what} and not like a title, skipped", name) for name in names[:told]
    ]


@pytest.mark.parametrize("under", [False, True])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_the_authors_at_every_abstract_are_no_titles_and_need_not_be_told(between: str, under: bool) -> None:
    """Couples among them; a title of that form is still one."""
    people = ("Ada Smith and Bo Jones", "Ada Smith, Cleo Brown", "Bo Jones and Ada Smith", "Cleo Brown and Di White")
    pages = [(LIKE_NAMES[0], ABSTRACT), *PLAIN[:3]]
    lines = [
        text
        for (title, abstract), names in zip(pages, people, strict=True)
        for text in ((title, abstract, names) if under else (title, names, abstract))
    ]
    parsed = parse(between.join([COMPACT[0], *lines]))
    assert found(parsed) == pages
    assert parsed.problems == ()


def test_a_name_is_what_stands_right_below_the_word_for_it() -> None:
    """Not what stands below the votes."""
    parsed = parse("\n".join([COMPACT[0], *PLAIN[0], "Submitted by", "48", "Kimi Linear", ABSTRACT]))
    assert found(parsed) == [PLAIN[0], ("Kimi Linear", ABSTRACT)]


def test_a_page_with_submitters_only_has_no_paper() -> None:
    parsed = parse("\n".join(["Submitted by", "user-one", "new", *COMPACT[:2], "Subscribe" + COMPACT[0], *COMPACT[1:]]))
    assert parsed == Parsed()


def test_unicode_line_separators_do_not_end_a_line() -> None:
    assert found(parse(f"{COMPACT[0]}\nA Good\u2028Title For\u0085Testing\n\n{ABSTRACT}")) == [
        ("A Good Title For Testing", ABSTRACT)
    ]


def test_text_is_kept_as_it_came_but_for_white_space() -> None:
    odd = "KurTail :  a   19times\\url{x} ~3x  $\\alpha$ 50\\%"
    assert found(parse(f"{COMPACT[0]}\n{odd}\n{ABSTRACT}  **bold**  \tend."))[0] == (
        "KurTail : a 19times\\url{x} ~3x $\\alpha$ 50\\%",
        f"{ABSTRACT} **bold** end.",
    )


def test_an_abstract_over_the_limit_is_cut_and_reported() -> None:
    parsed = parse(f"{COMPACT[0]}\nA Title\n" + f"{ABSTRACT} " * 200)
    assert len(parsed.papers[0].abstract) <= 50_000
    assert "cut at that limit" in parsed.problems[0].message


def test_a_line_longer_than_any_title_is_none() -> None:
    parsed = parse(f"{COMPACT[0]}\n" + "Models " * 700 + "\n\n" + ABSTRACT)
    assert parsed.papers == ()
    assert len(parsed.problems) == 2


def test_the_banner_tells_a_page() -> None:
    assert sniff("x\nGet trending papers in your email inbox!\ny")
    assert not sniff("A title\n\nAn abstract.")


def test_a_title_glued_to_the_banner_is_below_it() -> None:
    """So that even a sentence under it is an abstract."""
    assert found(parse(f"{COMPACT[0]}Subscribe{TITLES[0]}\nIt works.")) == [(TITLES[0], "It works.")]


def test_what_stands_above_the_banner_is_judged_without_it() -> None:
    """A mail in which somebody pasted a page is not a part of the page."""
    mail = ["Minutes of the meeting", "Everybody was there and the coffee was cold.", "Plans", "We will meet again."]
    parsed = parse("\n".join([*mail, *SPACED, *(text for pair in PLAIN[:4] for text in pair)]))
    assert found(parsed) == PLAIN[:4]
    assert [problem.line for problem in parsed.problems] == [1, 3]


MARKDOWN = """---
url: https://huggingface.co/papers
---
[Subscribe](https://huggingface.co/login?next=%2Fpapers)

# Daily Papers

## by [AK](https://huggingface.co/akhaliq) and the research community

[101](https://huggingface.co/login?next=%2Fpapers%2F2606.00683)

### [OCC-RAG: Optimal Cognitive Core\\  for Faithful Question \\[Answering\\]](https://huggingface.co/papers/2606.00683)

[We study how the memory of a model depends on its width, and\\\\
what follows from it.](https://huggingface.co/papers/2606.00683)

[![lab](https://cdn.example.org/x.png)Some Lab](https://huggingface.co/lab)

·

May 29[6](https://huggingface.co/papers/2606.00683#community)

### Trees: A Title Without a Link

This paper studies trees, which are graphs without cycles, in some depth.
- 8 authors
[LINK: GitHub 11.3k](https://github.com/x/y)

### A Title Without Anything

Submitted by

somebody
"""


def test_a_markdown_scrape_gives_titles_abstracts_ids_votes_and_dates() -> None:
    parsed = parse(MARKDOWN)
    first, second = parsed.papers
    assert first.title == "OCC-RAG: Optimal Cognitive Core for Faithful Question [Answering]"
    assert first.abstract == "We study how the memory of a model depends on its width, and what follows from it."
    assert (first.arxiv_id, first.upvotes, first.published) == ("2606.00683", 101, "2026-05-29")
    assert second.abstract == "This paper studies trees, which are graphs without cycles, in some depth."
    assert [p.excerpt for p in parsed.problems] == ["A Title Without Anything"]


def test_the_abstract_of_a_card_is_what_reads_like_one() -> None:
    """Not the long name above it."""
    place = "The Institute of Hedges and Gardens, University of the North"
    card = "### [Trees in Rows](https://huggingface.co/papers/2606.00683)"
    parsed = parse(f"{card}\n\n{place}\n\n{SENTENCES[0]}\n")
    assert found(parsed) == [("Trees in Rows", SENTENCES[0])]


@pytest.mark.parametrize(
    "line",
    [
        "*   ![Image 5](https://cdn-avatars.huggingface.co/v1/production/uploads/60f1abe7544c2adfd.png)",
        '*   [![Image 4](https://huggingface.co/person1.jpeg)](https://huggingface.co/person1 "person1")',
        "![Image 1](https://huggingface.co/avatars/a.svg) [Person One](https://huggingface.co/person1) and 3 others",
        "·[5 authors](https://huggingface.co/papers/2606.00683)",
        "·Submitted by[![Image 3](https://huggingface.co/a.jpeg) Person One](https://huggingface.co/p)on Oct 8, 2024",
        "Submitted by [Person One](https://huggingface.co/p), who has read it twice and finds it to be very good.",
        "View arXiv page [View PDF](https://arxiv.org/pdf/2606.00683)",
        "[View arXiv page](https://arxiv.org/abs/2606.00683)[View PDF](https://arxiv.org/pdf/2606.00683)",
        "*   [arXiv](https://arxiv.org/abs/2606.00683) *   [PDF](https://arxiv.org/pdf/2606.00683)",
        "Published on Jan 1, 2025 by [Bob](https://huggingface.co/bob) and the whole research and engineering team",
        "The Institute of Hedges and Gardens, University of the North",
    ],
)
def test_what_a_page_shows_around_a_paper_is_no_abstract(line: str) -> None:
    """Avatars, buttons, who sent it and when; the abstract beneath is taken, and so is one with a link in it."""
    card = "### [Trees in Rows](https://huggingface.co/papers/2606.00683)"
    linked = f"{SENTENCES[0]} We call it [Hedge](https://huggingface.co/papers?q=Hedge)."
    assert found(parse(f"{card}\n\n{line}\n")) == [("Trees in Rows", "")]
    assert found(parse(f"{card}\n\n{line}\n\n{linked}\n")) == [("Trees in Rows", linked)]


def test_where_a_page_begins_in_a_longer_text_is_told() -> None:
    """At its banner or the first of its cards."""
    assert [begins(text) for text in (f"x\n{COMPACT[0]}", MARKDOWN, "A title\n\nAn abstract.")] == [2, 12, 0]


def test_a_collection_gives_titles_ids_and_votes() -> None:
    text = "quant\n\n  • BarKV: Another Title\n\n    Paper • 2601.90002 • Published 13 days ago • 40\nUpvote\n-\n"
    (paper,) = parse(text).papers
    assert (paper.title, paper.arxiv_id, paper.upvotes) == ("BarKV: Another Title", "2601.90002", 40)


def test_problems_come_in_the_order_of_the_page() -> None:
    parsed = parse(f"{COMPACT[0]}\nLone One\nFirst\n{ABSTRACT}\n{OTHER}\nSecond\n{ABSTRACT}\nLone Two")
    assert [p.line for p in parsed.problems] == [2, 5, 8]
    assert all(before.line < after.line for before, after in pairwise(parsed.problems))


PLAIN = [(title, " ".join(SENTENCES[place : place + 6])) for place, title in enumerate(TITLES[:6])]


@pytest.mark.parametrize("dress", ["{number}. {title}", "• {title}", "- {title}", "**{title}**", "{number}) {title}"])
@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_list_of_papers_gives_their_titles_without_its_signs(dress: str, between: str) -> None:
    """Bullets, running numbers and bold type around every title are the list's, not the papers'."""
    lines = [
        text
        for number, (title, abstract) in enumerate(PLAIN, 1)
        for text in (dress.format(number=number, title=title), abstract)
    ]
    assert found(parse(between.join(lines))) == PLAIN


GERMAN = [
    (
        f"{what} in {where}",
        f"Wir wollen wissen, wie {what.lower()} in {where} wachsen und wovon ihre Höhe abhängt. Das Verfahren kommt"
        " ohne Messungen aus und ist dreimal so schnell wie das frühere. Auf zwölf Sammlungen zeigt sich ein Gewinn von"
        " drei Prozent, der mit der Länge wächst.",
    )
    for what, where in (
        ("Hecken", "kleinen Gärten"), ("Lampen", "langen Nächten"), ("Netze", "tiefen Seen"),
        ("Bäume", "dichten Wäldern"), ("Brücken", "alten Städten"), ("Wege", "hohen Bergen"),
    )
]  # fmt: skip


@pytest.mark.parametrize(
    "pair",
    [
        ("Subject: Rest", GERMAN[0][1]),
        ("Anhang", "| 1 | 2 | 3 | = 4 { 5 } ; 6 = 7 ; 8 = 9; " * 6),
        ("Nachtrag zu allem", "Wird noch ergänzt."),
    ],
)
def test_what_the_user_says_is_a_page_is_one_in_any_language_but_for_what_looks_like_no_paper(pair: Pair) -> None:
    lines = [text for pair in (*GERMAN[:3], pair, *GERMAN[3:]) for text in pair]
    parsed = parse("\n".join(lines), told=True)
    assert found(parsed) == GERMAN
    assert [problem.line for problem in parsed.problems] == [7]
    assert found(parse("\n".join(lines))) == []


def test_what_the_user_says_is_a_page_must_look_like_one() -> None:
    """One paragraph among many lines does not."""
    lines = [*(f"Zeile {number} von allem" for number in range(9)), *GERMAN[0]]
    assert found(parse("\n".join(lines), told=True)) == []


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("first", [True, False])
def test_a_name_beside_every_title_is_no_title(between: str, first: bool) -> None:
    """The same university under (or over) several titles is left out without a word; so is a button after each."""
    lines = []
    for title, abstract in PLAIN:
        lines += ["Tsinghua University", title] if first else [title, "Tsinghua University"]
        lines += [abstract, "Read more"]
    parsed = parse(between.join(lines))
    assert found(parsed) == PLAIN
    assert not parsed.problems


@pytest.mark.parametrize("width", [36, 40, 50])
def test_wrapped_titles_are_whole_where_paragraphs_stand_apart(width: int) -> None:
    """Titles alone were wrapped, the abstracts are long lines: blank lines tell what belongs together."""
    text = "\n\n".join(f"{textwrap.fill(title, width)}\n\n{abstract}" for title, abstract in PLAIN)
    assert found(parse(text)) == PLAIN


@pytest.mark.parametrize(
    ("within", "between", "apart"),
    [("\n", "\n\n", True), ("\n\n", "\n\n\n", True), ("\n\n", "\n", True), ("\n\n", "\n\n", False)],
)
def test_blank_lines_tell_a_title_that_reads_like_an_abstract_from_one(within: str, between: str, apart: bool) -> None:
    """Behind a title that lost its abstract it is the next one, where papers stand apart from each other by more or by
    fewer than a title from its abstract; where all stand apart by as many nothing tells that."""
    lost = "Counting Lamps in the Dark"
    title = (
        "Language models can count in long texts of numbers when they are trained on them for long enough, as we show"
    )
    other = (title, PLAIN[0][1].replace("We", "They"))
    pairs = [within.join(pair) for pair in (*PLAIN[:2], (lost,), other, *PLAIN[2:])]
    parsed = parse(between.join(pairs))
    if apart:
        assert found(parsed) == [*PLAIN[:2], other, *PLAIN[2:]]
        assert [problem.excerpt for problem in parsed.problems] == [lost]
    else:
        assert (lost, title) in found(parsed)


@pytest.mark.parametrize("wrapped", [False, True])
def test_each_line_is_scored_once(monkeypatch: pytest.MonkeyPatch, wrapped: bool) -> None:
    """However many steps ask whether it reads like a title; only what is joined is scored anew."""
    scored: list[str] = []

    def counting(text: str) -> float:
        scored.append(text)
        return score(text)

    monkeypatch.setattr(page_noise, "score", counting)
    lines = [text for pair in PLAIN for text in pair]
    assert found(parse("\n\n".join(textwrap.fill(text, 70) if wrapped else text for text in lines))) == PLAIN
    assert len(scored) == len(set(scored))
    assert set(lines) <= set(scored)
