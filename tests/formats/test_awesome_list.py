"""What is the title in a row of another's list, and what is told of the rows that show none."""

from __future__ import annotations

import pytest

from reader.formats.awesome_list import parse

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
