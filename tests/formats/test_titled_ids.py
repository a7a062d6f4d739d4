"""Lines of a title and the address of its paper come in with that title, and prose that leads to papers does not."""

from __future__ import annotations

from itertools import product
from time import process_time

import pytest

from reader.formats import detect, identifiers, read

ROWS = (
    ("Attention Is All You Need", "https://arxiv.org/abs/1706.03762", "1706.03762"),
    ("Mamba: Linear-Time Sequence Modeling", "https://arxiv.org/pdf/2312.00752", "2312.00752"),
    ("BERT", "arXiv:1810.04805", "1810.04805"),
)
WAYS = ("{} {}", "{}: {}", "{} - {}", "{} ({})", "{}\t{}", "{} <{}>")


@pytest.mark.parametrize(("way", "bullet", "many"), [*product(WAYS, ("", "- ", "1. "), (2, 3)), ("“{}”, {}", "", 3)])
def test_each_line_of_a_title_and_an_address_is_a_paper_of_that_title(way: str, bullet: str, many: int) -> None:
    text = "".join(f"{bullet}{way.format(title, link)}\n" for title, link, _ in ROWS[:many])
    name = detect(text)
    assert name in ("ids", "markdown-lists")
    parsed = read(text, name)
    assert [(paper.title, paper.arxiv_id) for paper in parsed.papers] == [(row[0], row[2]) for row in ROWS[:many]]
    assert parsed.problems == ()


@pytest.mark.parametrize("many", [1, 2, 3, 4])
def test_titles_of_one_word_are_taken_beside_one_of_several(many: int) -> None:
    short = "".join(
        f"- {name} https://arxiv.org/abs/2401.0001{at}\n"
        for at, name in enumerate(("Mamba", "BERT", "LoRA", "GPT")[:many])
    )
    first = "- {} {}\n".format(*ROWS[0][:2])
    assert len(read(first + short, "ids").papers) == many + 1
    assert detect(first + short) in ("ids", "markdown-lists")
    assert detect(short) is None


def test_one_line_is_a_title_where_it_is_spelt_as_one() -> None:
    assert detect("Attention Is All You Need https://arxiv.org/abs/1706.03762\n") == "ids"
    assert detect("Great stuff about the lamps https://arxiv.org/abs/1706.03762\n") is None


@pytest.mark.parametrize(
    "line",
    [
        "Have a look at this https://arxiv.org/abs/1706.03762",
        "We build on the paper https://arxiv.org/abs/1706.03762",
        "See Lamps That Learn: https://arxiv.org/abs/1706.03762",
        "Paper: https://arxiv.org/abs/1706.03762",
        "Must read https://arxiv.org/abs/1706.03762",
        "lamps and trees https://arxiv.org/abs/1706.03762",
        "Lamps https://example.org/a and Trees https://arxiv.org/abs/1706.03762",
        "Our New Office Is Open https://example.org/office",
    ],
)
def test_words_that_are_no_title_for_sure_make_no_list_and_are_named_in_one(line: str) -> None:
    assert detect(line + "\n") is None
    parsed = read(f"10.1234/lamp\n{line}\n", "ids")
    assert [paper.title for paper in parsed.papers] == ["10.1234/lamp"]
    (problem,) = parsed.problems
    assert problem.line == 2
    leads = "1706.03762" in line
    assert problem.message.startswith("words of which none is surely a title") is leads


def test_lines_that_end_with_an_address_among_prose_make_no_list() -> None:
    text = "We met on Monday.\nGreat Work by Google https://arxiv.org/abs/1706.03762\nThen we had lunch.\n"
    assert detect(text) is None


def test_a_long_line_of_blanks_or_brackets_is_soon_looked_at() -> None:
    begun = process_time()
    for line in (
        "A" + " " * 1_990 + "x",
        "A (" * 600,
        "A https:" * 200,
        "[ " * 900 + "https://arxiv.org/abs/1706.03762",
    ):
        identifiers.parse(f"{line}\n" * 20)
    assert process_time() - begun < 5


@pytest.mark.parametrize(
    "text",
    [
        "[Read The Whole Text](https://arxiv.org/abs/1706.03762)\n",
        "Lamps That Learn https://arxiv.org/abs/1706.03762\nThe Code of Lamps https://arxiv.org/pdf/1706.03762\n",
    ],
)
def test_links_in_markdown_and_several_names_of_one_paper_are_no_such_list(text: str) -> None:
    assert not identifiers.sniff(text)


@pytest.mark.parametrize("begin", ["", "- "])
@pytest.mark.parametrize("words", ["Anna recommended", "Read:", "On Monday we discussed", "See"])
def test_a_title_in_quotes_behind_what_somebody_did_is_the_title(begin: str, words: str) -> None:
    title = "LoRA: Low-Rank Adaptation of Large Language Models"
    text = f'{begin}{words} "{title}" (https://arxiv.org/abs/2106.09685)\n'
    name = detect(text, "x.md")
    assert name is not None
    assert [paper.title for paper in read(text, name).papers] == [title]


def test_words_in_quotes_at_the_end_of_a_title_are_a_part_of_it() -> None:
    title = 'Breaking the Long "Curse of Dimensionality"'
    (paper,) = read(f"- {title} https://arxiv.org/abs/2106.09685\n", "ids").papers
    assert paper.title.startswith("Breaking the Long")
