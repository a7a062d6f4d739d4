"""What is the title in a row of another's list, and what is told of the rows that show none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.awesome_list import parse
from tests.support.grids import crossed
from tests.support.laws import law

LINK = "https://arxiv.org/abs/2603.00011"
ENTITLED = (
    "- [A study of hedges](https://arxiv.org/abs/2603.00012)\n- [A bound on hedges](https://arxiv.org/abs/2603.00013)\n"
)


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ('"Gardens that prune", Smith, Jones', "Gardens that prune"),
        ("“Gardens that prune.” Ada Smith and Bo Jones. 2020.", "Gardens that prune"),
        ('[1] Smith et al. "Gardens that prune." NeurIPS 2017.', "Gardens that prune"),
        ('**[1]** Smith, Ada, and Bo Jones. "**Deep gardens**." Nature 521 (2015): 436-444.', "Deep gardens"),
        ('(2020) Smith, Jones. "Gardens that prune".', "Gardens that prune"),
        ("[12] Gardens that prune all hedges.", "Gardens that prune all hedges"),
        (
            '"Why Should I Trust You?": Explaining the Predictions',
            '"Why Should I Trust You?": Explaining the Predictions',
        ),
        ('Gardens that "prune" all hedges', 'Gardens that "prune" all hedges'),
        ("Reply to Smith et al.: gardens that prune", "Reply to Smith et al.: gardens that prune"),
        ("Gardens that prune all hedges, Smith et al., 2020", "Gardens that prune all hedges"),
        ("Gardens that prune all hedges. Ada Smith et al. (2020)", "Gardens that prune all hedges"),
        ("Pruning hedges like Smith et al., 2020", "Pruning hedges like Smith et al., 2020"),
        ("**Gardens that prune. Part Two**", "Gardens that prune. Part Two"),
    ],
)
def test_a_title_in_quotes_is_the_title_and_a_number_before_it_is_none_of_it(row: str, title: str) -> None:
    assert [paper.title for paper in parse(f"- {row} [[pdf]]({LINK})\n").papers] == [title]


@pytest.mark.parametrize(
    "row",
    [
        f"[1] Vaswani et al [pdf]({LINK})",
        f"[Vaswani et al., 2017]({LINK})",
        f"[12] Smith, Jones and Brown et al. (2020b). [arXiv]({LINK})",
        f"[pdf]({LINK}) of the first",
    ],
)
def test_a_paper_that_is_named_by_its_authors_only_has_no_title_and_that_is_told(row: str) -> None:
    parsed = parse(f"{ENTITLED}- {row}\n- Read all of them\n")
    assert [paper.title for paper in parsed.papers] == ["A study of hedges", "A bound on hedges"]
    assert [(problem.line, problem.message) for problem in parsed.problems] == [
        (3, "an item with a link to a paper and no title that is surely its own, skipped"),
        (4, "an item without a link to a paper, skipped"),
    ]


def test_several_items_of_one_kind_are_one_problem() -> None:
    parsed = parse(
        f"{ENTITLED}- [1] Smith et al [pdf]({LINK})\n- [2] Jones et al [pdf](https://arxiv.org/abs/2603.00014)\n"
    )
    assert [problem.message for problem in parsed.problems] == [
        "2 items with a link to a paper and no title that is surely its own, skipped"
    ]


def authors_in(text: str) -> list[tuple[str, ...]]:
    """The authors of each paper in a list."""
    return [paper.authors for paper in parse(text).papers]


TITLED = f"[Gardens that prune]({LINK})"
BOLD = f"**Gardens that prune** | [Paper]({LINK})"


@pytest.mark.parametrize("head", ["Presenter", "Notes", "Task", "Institution", "Reviewer", "Author keywords"])
@pytest.mark.parametrize("cell", ["Jane Doe", "Jane Doe, Bob Roe", "Question Answering", "J. Doe et al."])
def test_a_column_that_is_not_called_authors_gives_none(head: str, cell: str) -> None:
    assert authors_in(f"| Paper | {head} |\n|---|---|\n| {TITLED} | {cell} |\n") == [()]
    assert authors_in(f"| Date | Paper | {head} |\n|---|:-:|---|\n| 2024 | {TITLED} | {cell} |\n") == [()]


@pytest.mark.parametrize("head", ["Authors", "Author", "**Author(s)**", "By", "Authors & Year", "First author"])
def test_the_column_that_is_called_authors_gives_them_wherever_it_stands(head: str) -> None:
    assert authors_in(f"| Paper | {head} |\n|---|---|\n| {TITLED} | Jane Doe |\n") == [("Jane Doe",)]
    assert authors_in(f"| Paper | Task | {head} |\n|---|---|---|\n| {TITLED} | Pruning | Bo Ng |\n") == [("Bo Ng",)]
    assert authors_in(f"| {head} | Paper | |\n|---|---|---|\n| Alice Waters | {BOLD} |\n") == [("Alice Waters",)]
    assert authors_in(f"| | Paper | {head} |\n|---|---|---|\n| | {TITLED} | Jane Doe |\n") == [("Jane Doe",)]


@pytest.mark.parametrize("head", ["Authors", "Author(s)", "Authors & Year"])
@pytest.mark.parametrize(
    ("cell", "authors"),
    [
        ("李明, 王芳", ("李明", "王芳")),
        ("Tay", ("Tay",)),
        ("OpenAI", ("OpenAI",)),
        ("bell hooks", ("bell hooks",)),
        ("Tay et al.", ("Tay",)),
        ("Yi Tay et al. (2020)", ("Yi Tay",)),
        ("[Yi Tay](https://x.org), Bo Li", ("Yi Tay", "Bo Li")),
        ("[Yi Tay][1] and Bo Li.", ("Yi Tay", "Bo Li")),
        ("Jane Doe<br>Bo Li", ("Jane Doe", "Bo Li")),
        ("Yi Tay (Google), Bo Li*, Jo A.", ("Yi Tay", "Bo Li", "Jo A.")),
        ("Gu, Dao, Ermon", ("Gu", "Dao", "Ermon")),
        ("Gu, Albert and Dao, Tri", ("Albert Gu", "Tri Dao")),
        ("Gu, Albert; Dao, Tri", ("Albert Gu", "Tri Dao")),
        ("Gu, A., & Dao, T.", ("A. Gu", "T. Dao")),
        ("Martin King, Jr.", ("Martin King Jr.",)),
        ("n/a", ()),
        ("—", ()),
        ("", ()),
    ],
)
def test_what_its_column_calls_authors_needs_no_look_of_names(head: str, cell: str, authors: tuple[str, ...]) -> None:
    text = f"| Paper | {head} | Task |\n|---|---|---|\n| {TITLED} | {cell} | Pruning |\n"
    assert authors_in(text) == [authors]
    assert [problem.message for problem in parse(text).problems] == ["columns not read: Task"]
    assert authors_in(f"| Title & Authors | Task |\n|---|---|\n| {TITLED} <br> {cell} | Pruning |\n")[0] in (
        authors,
        authors[:1],
    )


@pytest.mark.parametrize(
    ("head", "cell"),
    [
        ("Authors", "@yitay"),
        ("Authors", "a study of whatever was found, which says nothing of whoever has written it"),
        ("Authors / Lab", "Tay"),
        ("Authors / Lab", "Gu, Dao"),
    ],
)
def test_authors_that_cannot_be_told_apart_are_named_as_left_out(head: str, cell: str) -> None:
    parsed = parse(f"| Paper | {head} |\n|---|---|\n| {TITLED} | {cell} |\n")
    assert [paper.authors for paper in parsed.papers] == [()]
    assert [(problem.line, problem.message, problem.excerpt) for problem in parsed.problems] == [
        (3, "authors that cannot be told apart for sure, left out", cell)
    ]


def test_authors_below_the_title_are_those_of_a_column_that_says_both() -> None:
    row = f"| {TITLED} <br> Jane Doe | Bob Roe, Cy Dow |\n"
    assert authors_in(f"| Title & Authors | Presenters |\n|---|---|\n{row}") == [("Jane Doe",)]
    assert authors_in(f"| Title | Presenters |\n|---|---|\n{row}") == [()]


def test_a_head_is_that_of_its_own_table() -> None:
    """What stands in a table without a head, or in a column without one, must read like people."""
    row, couple = f"| {TITLED} | Jane Doe, Bob Roe |\n", ("Jane Doe", "Bob Roe")
    assert authors_in(f"| Paper | Presenters |\n|---|---|\n{row}\nMore:\n\n{row}") == [(), couple]
    assert authors_in(f"| | |\n|---|---|\n{row}| {TITLED} | Must Read |\n") == [couple, ()]
    assert authors_in(f"{row}|---|---|\n{row}") == [couple, couple]


@pytest.mark.parametrize(
    "remark",
    [
        "- Must Read, Highly Recommended",
        ". Outperforms Llama",
        "- Great Stuff",
        "- Question Answering, Text Classification",
        "- Google Brain, Meta AI",
        "- Chain of Thought, Tree of Thought",
        "- Large Language Models, Mixture of Experts, Routing Layers",
        "- Best Paper, 2023",
        "- presented by Jane Doe",
        "- Sparse Attention, Low Rank, Kernel Tricks",
        "(Long Range Arena, 2020)",
        "- Gated Recurrent, State Space, Linear Attention",
        "- Atari Games and Montezuma Revenge",
        "- Atari Games, Montezuma Revenge",
        "- Visual Genome, Pascal Voc",
        "- Beginner Friendly, Hands On",
        "- Few Shot, In Context, Prompting Strategies",
        "- Nobel Prize, 2024",
        "- ETH Zurich, Max Planck, Inria Paris",
        "- Jensen Shannon, Kullback Leibler",
    ],
)
def test_a_remark_behind_a_title_is_no_author(remark: str) -> None:
    assert authors_in(f"- {TITLED} {remark}\n") == [()]
    assert authors_in(f"- **Gardens that prune** {remark} [Paper]({LINK})\n") == [()]


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("- Haiming Liu, Walter Ng", ("Haiming Liu", "Walter Ng")),
        ("by Alice Waters", ("Alice Waters",)),
        ("- Alice Waters et al.", ("Alice Waters",)),
        ("- A. M. Waters", ("A. M. Waters",)),
        ("- Jo Waters, Bo Lamp", ()),
        ("- Jo Waters, Bo O'Neil", ("Jo Waters", "Bo O'Neil")),
        ("- Anna Waters & Bo Lamp", ("Anna Waters", "Bo Lamp")),
        ("(Anna Waters, 2021)", ("Anna Waters",)),
        ("- Kimi Team, Bo Ng, Ann Lee, Cy Dow", ("Kimi Team", "Bo Ng", "Ann Lee", "Cy Dow")),
    ],
)
def test_what_reads_like_people_behind_a_title_is_its_authors(byline: str, authors: tuple[str, ...]) -> None:
    assert authors_in(f"- {TITLED} {byline}\n") == [authors]


def told(text: str) -> list[tuple[str, tuple[str, ...], str]]:
    """Title, authors and arXiv id of each paper in a list."""
    return [(paper.title, paper.authors, paper.arxiv_id) for paper in parse(text).papers]


ADA_AND_BO = ("Ada Sample", "Bo Jones")
ONE = ("Gardens that prune hedges", ADA_AND_BO, "2603.00011")


@pytest.mark.parametrize(
    "text",
    [
        f"1. **Gardens that prune hedges.** Preprint.\n\n   *Ada Sample, Bo Jones*  [[pdf]({LINK})], 2026.3\n",
        f"1. **Gardens that prune hedges.** Preprint.\n*Ada Sample and Bo Jones.* [[pdf]({LINK})]\n",
        f"- [Gardens that prune hedges]({LINK})\n  - Authors: Ada Sample, Bo Jones\n",
        f"- **Gardens that prune hedges**\n  - Authors: Ada Sample, Bo Jones\n  - [Paper]({LINK}) | [Code](https://x.org)\n",
        f"**Gardens that prune hedges.**\n*Ada Sample, Bo Jones*. ICML 2026. [[paper]({LINK})]\n",
        f'- <a href="{LINK}">Gardens that prune hedges</a>, Ada Sample, Bo Jones\n',
        f"### 2. [Gardens that prune hedges]({LINK})\n\n**Authors**: Ada Sample, Bo Jones\n\n#### Abstract\nPrune.\n",
        f"## Gardens that prune hedges\n- **Authors:** Ada Sample, Bo Jones\n- **Link:** {LINK}\n",
        f"### Gardens that prune hedges\n\n[arXiv]({LINK})\n\n**Authors:** Ada Sample, Bo Jones\n\n**Summary:** P.\n",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_paper_of_several_lines_is_one(text: str, end: str) -> None:
    assert told(text.replace("\n", end)) == [ONE]


@pytest.mark.parametrize(
    "row",
    [
        f"- Paper: [Gardens that prune]({LINK}) [![stars](https://img.shields.io/x)](https://github.com/x/y)",
        f"- [ICML 2026] [Gardens that prune]({LINK})",
        f"- **Pruner**: [Gardens that prune]({LINK})",
        f"| Year | Title | Paper |\n|---|---|---|\n| 2026 | Gardens that prune | [link]({LINK}) |",
        f"| Paper | Title |\n|---|---|\n| [![arXiv](https://img.shields.io/x)]({LINK}) | Gardens that prune |",
        f"| Name of it | Title |\n|---|---|\n| [A garden site](https://x.org/garden) | [Gardens that prune]({LINK}) |",
        f"- **Gardens that prune** {LINK}",
        f"- [Gardens that prune (2026)]({LINK})",
        f"|Date|Title|PDF|\n|---|---|---|\n|**2026-03-02**|**Gardens that prune**|[2603.00011]({LINK})|",
        f"| **Paper** | **Links** |\n|---|---|\n| 1) **Gardens that prune** - presents hedges. | [Paper]({LINK}) |",
        f'**[1]** Sample, Ada. "**Gardens that prune**." Nature (2015). [[pdf]]({LINK}) :star:',
        f"* (2026-03) Gardens that prune [paper]({LINK})",
        f"- Sample et al., [Gardens that prune]({LINK})",
        f"- [Gardens that prune][1]\n\n[1]: {LINK}",
    ],
)
def test_the_title_is_found_behind_labels_in_its_column_and_beside_badges(row: str) -> None:
    assert told(f"{row}\n") == [("Gardens that prune", (), "2603.00011")]


PAPER = "[[paper]](https://openreview.net/forum?id=aaa)"


@crossed
@pytest.mark.parametrize(
    "label",
    [
        *(
            "**[ICLR 2024]**",
            "**ICLR 2024**:",
            "**(ICLR 2024)**",
            "[**ICLR 2024**]",
            "**NeurIPS 2023** |",
            "ICLR 2024 |",
        ),
        *(
            "[ICLR 2024]",
            "(ICML'22 Oral)",
            "`NeurIPS 2023`",
            "**[Arxiv 2023]**",
            "**[2023.05]**",
            "*CVPR 2023*",
            "【ICLR】",
        ),
        *("**Findings of EMNLP 2022**", "**Nature Communications**", "<b>[Nature 2021]</b>", "ICLR 2024.", "**ICLR**"),
        *(
            "**Must read**",
            "[Survey]",
            "**[ACM Surveys of all Gardens 2023]**",
            "**ICLR 2024 Workshop on Gardens**",
            "**[LoRA]**",
            "**Best Paper**:",
            "[ ]",
            "[x] **[ICLR 2024]**",
            "🔥 **New**",
            ":fire:",
        ),
        *(
            "**Ada Sample, Bob Jones.**",
            "Ada Sample and Bob Jones (2020).",
            "*Sample et al., 2020.*",
            "A. Sample, B. Roe.",
        ),
    ],
)
@pytest.mark.parametrize("title", ["Gardens that prune", "(Almost) all gardens", "Pruner: gardens that prune"])
def test_a_venue_a_label_a_box_or_names_before_a_title_are_none_of_it(label: str, title: str) -> None:
    for marked in (title, f"**{title}**", f'"{title}"', f"*{title}*", f"***{title}***"):
        assert [paper.title for paper in parse(f"- {label} {marked} {PAPER}\n").papers] == [title]
        assert [paper.title for paper in parse(f"- {label} {marked} | [Paper]({LINK}) | [Code](x)\n").papers] == [title]
    table = f"| Paper | Link |\n|---|---|\n| {label.strip(' |')} **{title}** | [paper]({LINK}) |\n"
    assert [paper.title for paper in parse(table).papers] == [title]


@pytest.mark.parametrize(
    "behind",
    [
        "(ICLR 2024)",
        "**ICLR 2024**",
        ", **NeurIPS 2023 (Oral)**",
        "[Must read]",
        ", *Ada Sample et al.*",
        "[Code](https://x.org)",
    ],
)
def test_a_venue_a_label_or_names_behind_a_title_are_none_of_it(behind: str) -> None:
    for title in ("Gardens that prune", "**Gardens that prune**"):
        found = parse(f"- **[ICLR 2024]** {title} {behind} {PAPER}\n").papers
        assert [paper.title for paper in found] == ["Gardens that prune"]
        assert found[0].authors == (("Ada Sample",) if "Ada" in behind else ())


@pytest.mark.parametrize(
    ("item", "title"),
    [
        ("Gardens that prune the hedge (Vale & Ash, NeurIPS 2020)", "Gardens that prune the hedge"),
        ("Gardens that prune the hedge (A & B, ICML)", "Gardens that prune the hedge"),
        ("Gardens that prune (or do not) the hedge (A. Vale; ICLR 2021)", "Gardens that prune (or do not) the hedge"),
        ("Vale et al. 2017 — Gardens that prune the hedge", "Gardens that prune the hedge"),
        ("Vale, Ash and van der Elm (2018): Gardens that prune the hedge", "Gardens that prune the hedge"),
        ("Vale & Ash, 2019. Gardens that prune the hedge.", "Gardens that prune the hedge"),
        ("Vale, A. *Gardens that prune the hedge*. arXiv (2020)", "Gardens that prune the hedge"),
        ("Romeo and Juliet 2020: A play with gardens", "Romeo and Juliet 2020: A play with gardens"),
        ("Gardens of inference (LIRA, MIA)", "Gardens of inference (LIRA, MIA)"),
    ],
)
def test_names_with_a_year_before_a_title_and_with_a_venue_in_brackets_behind_it_are_none_of_it(
    item: str, title: str
) -> None:
    listed = "".join(f"- {item} https://arxiv.org/abs/2603.0004{number}\n" for number in range(6))
    assert {paper.title for paper in parse(listed).papers} == {title}


@pytest.mark.parametrize(
    "title",
    [
        "NeurIPS 2022 Competition on Gardens: a report",
        "Findings of the 2014 Workshop on Gardens",
        "[Re] Gardens that prune",
        "[MASK] me if you can",
        "(1+1)-ES for the search of gardens",
        "Total ordering of gardens (CAV)",
        "Best garden wins",
        "Science of gardens and ICLR reviews",
        "Gardens **that prune** all hedges",
    ],
)
def test_a_title_that_looks_like_a_label_in_part_stays_whole(title: str) -> None:
    plain = title.replace("*", "")
    for item in (f"- {title} {PAPER}\n", f"- **{plain}**. Ada Sample, Bob Jones. {PAPER}\n", f"- [{plain}]({LINK})\n"):
        assert [paper.title for paper in parse(item).papers] == [plain]


@pytest.mark.parametrize("words", ["**ICLR 2024**", "**Must read**", "[ICLR 2024 Oral]", "Best paper"])
def test_a_label_alone_is_no_title(words: str) -> None:
    for item in (f"- {words} {PAPER}", f"- {words} {LINK}", f"- [{words.strip('*[]')}]({LINK})"):
        assert parse(f"{ENTITLED}{item}\n").papers == parse(ENTITLED).papers
        assert len(parse(f"{ENTITLED}{item}\n").problems) == 1


def test_a_title_with_an_initial_is_no_name_before_its_authors() -> None:
    bold = f"- **A. Turing's garden**. Ada Sample, Bob Jones. {PAPER}\n"
    assert [paper.title for paper in parse(bold).papers] == ["A. Turing's garden"]


def test_a_venue_shows_that_words_before_an_address_are_a_title_and_may_be_the_link() -> None:
    assert told(f"- **[ICLR 2024]** Gardens that prune {LINK}\n") == [("Gardens that prune", (), "2603.00011")]
    assert told(f"- Gardens that prune [[ICLR 2024]]({LINK})\n") == [("Gardens that prune", (), "2603.00011")]
    heading = f"## [ICLR 2024] Gardens that prune\n**Authors:** Ada Sample, Bob Jones\n**Link:** {LINK}\n"
    assert told(heading) == [("Gardens that prune", ("Ada Sample", "Bob Jones"), "2603.00011")]
    paragraph = f"**[ICLR 2024] Gardens that prune**\n[[Paper]({LINK})]\n"
    assert told(paragraph) == [("Gardens that prune", (), "2603.00011")]


def test_words_before_an_address_are_titles_where_most_items_are_of_that_form() -> None:
    items = [f"- Gardens that prune the hedge {at}. https://arxiv.org/abs/2603.0001{at}\n" for at in range(4)]
    assert [paper.title for paper in parse("".join(items)).papers] == [
        f"Gardens that prune the hedge {at}" for at in range(4)
    ]
    minutes = f"- We build on the gardens of old, {LINK}\n- Read the minutes\n- Bring cake\n"
    assert parse(minutes).papers == ()


def test_a_heading_with_its_paper_ends_where_the_next_begins_and_holds_no_list() -> None:
    """A page's own paper stands above its list; what a bot says of a paper is none, and is named where it leads to
    another."""
    page = f"# [A survey of gardens]({LINK})\n\n**Authors**: Ada Sample\n\n## Papers\n\n{ENTITLED}"
    assert [title for title, *_ in told(page)] == ["A survey of gardens", "A study of hedges", "A bound on hedges"]
    said = f"<details>\n\n# On it\n\n- **See** [A study of hedges]({LINK[:-1]}2)\n\n</details>\n"
    bot = f"# A bot\n\n### 1. [A survey of gardens]({LINK})\n\n**Authors**: Ada Sample\n\n{said}\n### Notes\n\nNone\n"
    assert told(bot) == [("A survey of gardens", ("Ada Sample",), "2603.00011")]
    assert [(problem.line, problem.excerpt) for problem in parse(bot).problems] == [(11, "A study of hedges")]


def test_headings_above_nothing_but_links_are_titles_where_there_are_several() -> None:
    one = f"### Gardens that prune\n\n[[Paper]({LINK})] [[Code](https://github.com/x/y)]\n\nA word on it.\n\n"
    two = f"### Hedges that grow\n[pdf]({LINK[:-1]}2)\n- [A study of hedges]({LINK[:-1]}3)\n"
    assert [title for title, *_ in told(one + two)] == ["Gardens that prune", "Hedges that grow", "A study of hedges"]
    assert told(f"## The way we work\n[paper]({LINK})\n") == []


def test_a_file_beside_the_list_is_a_paper_among_papers_and_none_alone() -> None:
    row = "- :scroll: [Gardens that prune hedges](gardens-that-prune.pdf) by Ada Sample\n"
    assert parse(row).papers == ()
    assert [(paper.title, paper.url) for paper in parse(ENTITLED + row).papers][-1] == ("Gardens that prune hedges", "")


PDFS = (
    "* [:scroll:](growth.pdf) [Hedges and their growth](http://www.example.edu/~ada/growth.pdf)\n\n"
    "* :scroll: [Gardens that\nprune hedges](gardens-that-prune.pdf)\n\n"
    "* [Shears for hedges and trees](http://research.example.org/pubs/shears.pdf) - The first on shears\n"
    "* [Lecture 2: all of it](lecture2.pdf)\n"
)


def test_pdfs_anywhere_are_papers_where_the_page_says_so_and_most_items_lead_to_some() -> None:
    found = ["Hedges and their growth", "Gardens that prune hedges", "Shears for hedges and trees"]
    assert [title for title, *_ in told(f"# Hedges\n\n## External Papers\n\n{PDFS}")] == found
    assert [title for title, *_ in told(PDFS)] == found
    slides = PDFS.replace(":scroll:", "")
    assert told(f"# Course\n\n{slides}") == []
    assert told(f"# Papers\n\n{slides}" + "- Read\n- Write\n- Rest\n") == []


@pytest.mark.parametrize(
    "text",
    [
        "- **Fast**: see [the garden paper of ours](https://x.org/p)\n",
        "## Gardens that prune\n\nWritten in a hurry.\n\n- Link: https://x.org\n",
        f"**Note that this is old.** We follow the paper of others ({LINK}), which says more.\n",
        f"We prune gardens as in [the work of others]({LINK}).\n",
    ],
)
def test_prose_with_links_is_no_list(text: str) -> None:
    assert parse(text).papers == ()


@law()
@given(st.text(alphabet=st.sampled_from("ab \n-*#|[]()<>`:.1\\!&") | st.characters(), max_size=200))
def test_no_text_makes_it_fail(text: str) -> None:
    for papers in (parse(text).papers, parse(f"- [A study of hedges]({LINK}){text}").papers):
        assert [paper for paper in papers if not paper.title] == []


def test_a_list_may_have_more_than_a_thousand_numbers() -> None:
    text = "".join(
        f"{at}. **Gardens {at} that prune**\n   [pdf](https://arxiv.org/abs/2603.{at:05})\n" for at in range(1200)
    )
    assert len(parse(text).papers) == 1200


LIKE_NAMES = ("Visual Genome, Pascal Voc", "Atari Games, Montezuma Revenge", "JD Moss, EB Yakimov")


def listed(*remarks: str) -> list[tuple[str, ...]]:
    """The authors of papers with remarks behind their titles, in one list."""
    rows = (
        f"- [Gardens that prune {at}](https://arxiv.org/abs/2603.001{at:02}) - {remark}\n"
        for at, remark in enumerate(remarks, start=1)
    )
    return authors_in("".join(rows))


def test_what_only_looks_like_names_is_authors_where_authors_stand_beside_most_titles() -> None:
    """Two at least, and a quarter, must show that they are people's names."""
    told = ("A. Waters, Bo Ash", "Anna Roe and Cy Dow")
    split = [tuple(names.split(", ")) for names in LIKE_NAMES]
    assert listed(*LIKE_NAMES, *told)[:3] == split
    assert listed(*LIKE_NAMES, told[0])[:3] == [()] * 3
    assert listed(*LIKE_NAMES * 3, *told)[:3] == [()] * 3


def test_what_only_looks_like_names_is_none_among_titles_without() -> None:
    told = ("A. Waters, Bo Ash", "Anna Roe and Cy Dow")
    assert listed(*LIKE_NAMES, *told, "must read", "", "see the code")[:4] == [(), (), (), ("A. Waters", "Bo Ash")]


def test_a_line_of_names_is_taken_before_a_line_that_only_looks_like_one() -> None:
    text = f"- {TITLED}\n  Visual Genome, Pascal Voc\n  A. Waters, Bo Ash\n"
    assert authors_in(text) == [("A. Waters", "Bo Ash")]


@pytest.mark.parametrize(
    "links",
    ["([paper](URL))", "([paper](URL), [code](https://github.com/a/b))", "[[pdf](URL)]", "[[paper](URL)] [[code](https://github.com/a/b)]"],
)  # fmt: skip
@pytest.mark.parametrize("head", ["Paper", "Title", "Name"])
def test_brackets_around_links_are_no_part_of_a_title_in_a_table(links: str, head: str) -> None:
    links = links.replace("URL", "https://arxiv.org/abs/2403.19887")
    text = f"| {head} | Takeaway |\n|---|---|\n| Jamba of the lamps (and f(x)) {links} | good |\n"
    (paper,) = parse(text).papers
    assert (paper.title, paper.arxiv_id) == ("Jamba of the lamps (and f(x))", "2403.19887")


@pytest.mark.parametrize("title", ["Jamba of Lamps", "Lamps in Winter", "Jamba to Go"])
def test_a_title_of_few_words_with_a_small_one_is_no_name(title: str) -> None:
    text = f"| Paper | Takeaway |\n|---|---|\n| {title} ([paper](https://arxiv.org/abs/2403.19887)) | good |\n"
    assert [paper.title for paper in parse(text).papers] == [title]


@pytest.mark.parametrize(
    ("behind", "authors", "year", "venue"),
    [
        (", arXiv, 2023.", (), "2023", ""),
        (", NeurIPS 2023.", (), "2023", "NeurIPS"),
        (", ICML'23", (), "2023", "ICML"),
        (". ACL Findings, 2023", (), "2023", "ACL Findings"),
        (", *Nature Communications*, 2023", (), "2023", "Nature Communications"),
        (", *Jingfeng Yang, Hongye Jin*, ACM TKDD 2023", ("Jingfeng Yang", "Hongye Jin"), "2023", "ACM TKDD"),
        (" - ICLR 2023 (Oral)", (), "2023", "ICLR"),
    ],
)
def test_a_venue_with_its_year_behind_a_title_is_none_of_it(
    behind: str, authors: tuple[str, ...], year: str, venue: str
) -> None:
    text = f"- A survey of lamps{behind} [[paper]](https://dl.acm.org/doi/10.1145/1234567)\n"
    (paper,) = parse(text).papers
    assert (paper.title, paper.authors, paper.published, paper.venue) == ("A survey of lamps", authors, year, venue)


@pytest.mark.parametrize(
    "title",
    ["Lamps, Hedges, and the Year 2000", "A Lamp Odyssey, 2001", "Lamps: a Study of Winter 2023",
     "Lamps for Science 2020", "The Lamps of 1984, or Nature", "Seeing: Lamps in 2023"],
)  # fmt: skip
def test_a_title_that_ends_with_a_year_stays_whole(title: str) -> None:
    (paper,) = parse(f"- {title} [[paper]](https://arxiv.org/abs/2403.19887)\n").papers
    assert paper.title == title


def test_a_row_that_leads_to_a_paper_behind_words_that_need_not_be_its_title_is_named_as_such() -> None:
    row = "- [Gardens that prune](https://arxiv.org/abs/2403.19887)\n"
    parsed = parse(row + "- Hedges and lamps in winter https://arxiv.org/abs/2403.19888\n- Words\n")
    assert [paper.title for paper in parsed.papers] == ["Gardens that prune"]
    assert parsed.problems[0].message == "a row with a link to a paper behind words that need not be its title, skipped"


PAPER = "[paper](https://www.nature.com/articles/nature14539)"


@pytest.mark.parametrize(
    "text",
    [
        f"| Title | Authors | Link |\n|---|---|---|\n| Gardens that prune | Ada Sample et al. | {PAPER} |\n",
        f"| Paper | Authors |\n|---|---|\n| {TITLED} | Ada Sample and others |\n",
        f"| Paper & Authors | Task |\n|---|---|\n| {TITLED} <br> Ada Sample et al. | |\n",
        f"- {TITLED} by Ada Sample et al.\n",
        f"- {TITLED} by Ada Sample, et al., 2020\n",
        f"### {TITLED}\n**Authors**: Ada Sample et al.\n",
    ],
)
def test_authors_that_go_on_are_more(text: str) -> None:
    (paper,) = parse(text).papers
    assert (paper.authors, paper.more_authors) == (("Ada Sample",), True)
    (paper,) = parse(text.replace(", et al.", "").replace(" et al.", "").replace(" and others", "")).papers
    assert (paper.authors, paper.more_authors) == (("Ada Sample",), False)


@pytest.mark.parametrize(
    ("heads", "cells", "told"),
    [
        ("Year | Venue", "2015 | Garden Letters", ("2015", "Garden Letters")),
        ("Published in | Journal", "x | Garden Letters", ("", "Garden Letters")),
        ("Venue & Year", "GARDEN 2015", ("2015", "GARDEN")),
        ("Publication year | Conference", "2015 | [GARDEN](https://x.org/garden)", ("2015", "GARDEN")),
        ("Institution", "Oxford", ("", "")),
        ("Venue", "arXiv 2015", ("2015", "")),
    ],
)
def test_the_columns_of_a_table_tell_year_and_venue(heads: str, cells: str, told: tuple[str, str]) -> None:
    rule = "|---" * (heads.count("|") + 2)
    text = f"| {heads} | Title | Link |\n{rule}|---|\n| {cells} | Gardens that prune | {PAPER} |\n"
    (paper,) = parse(text).papers
    assert (paper.published, paper.venue) == told


def test_columns_that_are_not_read_are_named_once_and_ones_own_words_are_the_note() -> None:
    rows = "".join(
        f"| {n} | [Gardens that prune {n}](https://arxiv.org/abs/2603.0001{n}) | [code](https://x.org/{n}) | Pruning"
        f" | see Zoe | 4/5 | | 2026 |\n"
        for n in (1, 2)
    )
    parsed = parse(f"| # | Paper | Code | Task | Notes | My rating | Award | Year |\n{'|---' * 8}|\n{rows}")
    assert [paper.note for paper in parsed.papers] == ["see Zoe\n\nMy rating: 4/5"] * 2
    assert [(problem.line, problem.message) for problem in parsed.problems] == [(0, "columns not read: Task")]


def test_a_line_of_ones_own_below_the_heading_of_a_paper_is_its_note_and_no_comment_of_arxiv_is() -> None:
    text = (
        f"### {TITLED}\n- **Authors**: Ada Sample\n- **Comments**: 9 pages\n- **My take**: ask Zoe\n- **Rating**: 4/5\n"
    )
    (paper,) = parse(text).papers
    assert (paper.authors, paper.note) == (("Ada Sample",), "My take: ask Zoe\n\nRating: 4/5")


def test_words_beneath_the_items_of_papers_are_named_once_and_links_beneath_them_are_not() -> None:
    items = "".join(
        f"{n}. [Gardens that prune {n}](https://arxiv.org/abs/2603.0001{n})\n   {below}\n"
        for n, below in enumerate(("[code](https://x.org/1)", "Read it with Zoe.", "- Authors: Ada Sample", "Again."))
    )
    assert [(problem.line, problem.message, problem.excerpt) for problem in parse(items).problems] == [
        (4, "words beneath the item of 2 papers, not read", "Read it with Zoe")
    ]


HEADED = f"# Papers\n\n## {TITLED}\n- Authors: Ada Sample\n"


def test_what_lines_below_the_heading_of_a_paper_say_of_its_reader_is_taken_as_of_a_note() -> None:
    said = (
        "- Status: Done\n- Notes: Ask Zoe.\n- Tags: nlp, #to-do\n- **Starred:** yes\n- Summary: I think it is neat.\n"
    )
    (paper,) = parse(HEADED + said).papers
    assert (paper.status.value, paper.starred, paper.tags) == ("read", True, ("nlp", "to-do"))
    assert (paper.note, paper.abstract) == ("Ask Zoe.\n\nSummary: I think it is neat.", "")
    assert parse(HEADED + said).problems == ()
    (paper,) = parse(HEADED + "- Read: 2024-05-06\n").papers
    assert (paper.status.value, paper.note) == ("read", "Read: 2024-05-06")


def test_a_summary_is_an_abstract_where_it_is_long_and_nobody_speaks_of_themselves() -> None:
    long = "Gardens that are pruned grow more in the year after, as we show for hedges and for trees. " * 3
    (paper,) = parse(f"{HEADED}- Summary: {long}\n").papers
    assert (paper.abstract, paper.note) == (long.strip(), "")
    (paper,) = parse(f"{HEADED}- Summary: {long}I do not believe it.\n").papers
    assert (paper.abstract, paper.note[:8]) == ("", "Summary:")
    (paper,) = parse(f"{HEADED}- Summary: {long}\n- Abstract: We prune.\n").papers
    assert (paper.abstract, paper.note[:8]) == ("We prune.", "Summary:")


def test_lines_below_the_heading_of_a_paper_that_are_not_understood_are_named_by_their_labels() -> None:
    said = "- Status: accepted\n- Starred: perhaps\n- Comments: Lovely.\n- Award: Best Paper\n- Code: [code](https://x.org)\n"
    found = parse(f"{HEADED}{said}- Categories: cs.CL\n- Tags: cs.CL, cs.LG\n")
    assert [problem.message for problem in found.problems] == [
        "lines below headings not read: Status, Starred, Comments, Award"
    ]
    assert (found.papers[0].status.value, found.papers[0].starred, found.papers[0].tags) == ("unread", False, ())
    assert parse(f"{HEADED}- Comments: 9 pages, 3 figures\n").problems == ()


@pytest.mark.parametrize(
    "words", ["Read it with Zoe.", "> Read it with Zoe.", "### Notes\n\nRead it with Zoe.", "* Read it with Zoe."]
)
def test_words_below_the_heading_of_a_paper_are_named(words: str) -> None:
    text = f"{HEADED}\n{words}\n\n## [A study of hedges]({LINK[:-1]}2)\n- Authors: Bo Jones\n\n{words}\n"
    assert [(problem.message, problem.excerpt.lstrip("> ")) for problem in parse(text).problems] == [
        ("words below the heading of 2 papers, not read", "Read it with Zoe")
    ]
    assert len(parse(text).papers) == 2


def test_the_text_below_a_label_of_its_own_is_no_words_beside_it() -> None:
    assert parse(f"{HEADED}\n**Abstract**:\n\nWe prune hedges.\n").problems == ()
    assert parse(f"{HEADED}\n#### Abstract\n\nWe prune hedges.\n").problems == ()


@pytest.mark.parametrize(
    ("item", "links"),
    [
        ("[[Code](https://github.com/a/b)] [[Project Page](https://a.org)]",
         {"code": "https://github.com/a/b", "project": "https://a.org"}),
        ("[![GitHub](https://img.org/x.svg)](https://github.com/a/b)", {"code": "https://github.com/a/b"}),
        ('<a href="https://github.com/a/b">official code</a>', {"code": "https://github.com/a/b"}),
        ("[code](https://github.com/a/b) [code](https://github.com/c/d)", {"code": "https://github.com/a/b"}),
        ("[code](https://arxiv.org/abs/2003.00002v2) [demo](https://a.org) [codes](https://b.org)", {}),
        ("[project](javascript:alert(1)) code", {}),
    ],
)  # fmt: skip
def test_links_called_code_or_project_beside_a_paper_are_its_links(item: str, links: dict[str, str]) -> None:
    """The first of each, and none to a paper."""
    text = f"# Lists\n\n- [Gardens that prune](https://arxiv.org/abs/2003.00001) {item}\n"
    (paper,) = (found for found in parse(text).papers if found.arxiv_id == "2003.00001")
    assert dict(paper.links) == links


def test_a_column_called_code_leads_to_the_code_whatever_its_links_are_called() -> None:
    text = (
        "| Title | Code | Note |\n|---|---|---|\n"
        "| [Gardens](https://arxiv.org/abs/2003.00001) | [link](https://github.com/a/b) | [x](https://x.org) |\n"
        "| [Beds that grow](https://arxiv.org/abs/2003.00002) | - | see [code](https://c.org) |\n"
    )
    assert [dict(paper.links) for paper in parse(text).papers] == [
        {"code": "https://github.com/a/b"}, {"code": "https://c.org"},
    ]  # fmt: skip


def test_a_paper_of_thousands_of_authors_is_read() -> None:
    """Its item alone has some 60,000 characters."""
    names = ", ".join(f"Ada{chr(97 + n % 26)} Vale{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(3_000))
    assert len(authors_in(f"| Paper | Authors |\n|---|---|\n| {TITLED} | {names} |\n")[0]) == 3_000


@pytest.mark.parametrize(
    ("head", "cell", "told"),
    [
        ("DOI", "10.1000/lamps.{}", "10.1000/lamps.1"),
        ("**doi**", "doi:10.1000/lamps.{}", "10.1000/lamps.1"),
        ("DOI", "`10.1000/lamps.{}`", "10.1000/lamps.1"),
        ("DOI link", "[10.1000/lamps.{0}](https://doi.org/10.1000/lamps.{0})", "10.1000/lamps.1"),
        ("Link", "[DOI](https://doi.org/10.1000/lamps.{})", "10.1000/lamps.1"),
        ("arXiv", "2401.0123{}", "2401.01231"),
        ("arXiv ID", "2401.0123{}v2", "2401.01231"),
        ("Size", "10.1000/lamps.{}", ""),
        ("Size", "2401.0123{}", ""),
    ],
)
def test_the_column_of_identifiers_leads_to_the_papers_of_a_table(head: str, cell: str, told: str) -> None:
    """As it does in any other table: bare ids as well, where the head says that they are such."""
    rows = "".join(f"| A long history of lamps, volume {n} | {cell.format(n)} | 2020 |\n" for n in (1, 2))
    papers = parse(f"# Lamps\n\n| Title | {head} | Year |\n|---|---|---|\n{rows}").papers
    assert [paper.doi or paper.arxiv_id for paper in papers[:1]] == [told] * (told != "")
    assert [paper.title for paper in papers] == [f"A long history of lamps, volume {n}" for n in (1, 2) if told]


@pytest.mark.parametrize(
    ("row", "title", "told"),
    [
        ("*Roofs of tin* | 10.1234/cd", "Roofs of tin", "10.1234/cd"),
        ("**Roofs of hay** | 10.1234/a\\_b", "Roofs of hay", "10.1234/a_b"),
        ("Gardens Are All They Need | 10.1234/ef", "Gardens Are All They Need", "10.1234/ef"),
        ("Ada Maria Sample | 10.1234/gh", "", ""),
    ],
)
def test_a_row_of_a_paper_beside_its_identifier_is_read_as_it_is_written(row: str, title: str, told: str) -> None:
    papers = parse(f"| Paper | DOI |\n|---|---|\n| {row} |\n").papers
    assert [(paper.title, paper.doi) for paper in papers] == [(title, told)] * (title != "")
