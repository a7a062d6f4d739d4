"""Each link to a paper in somebody's Markdown is a paper, or it is told that it was not read."""

from __future__ import annotations

from reader.formats.recognition import detect
from reader.formats.text_parts import read

OATS = "[Porridge that stirs itself](https://arxiv.org/abs/2405.00001)"
RYE = "[Bread in the dark](https://arxiv.org/abs/2405.00002)"
CORN = "[A theory of popcorn](https://doi.org/10.1234/popcorn.7)"
LINK = "https://arxiv.org/abs/2405.00001"
TITLES = {OATS: "Porridge that stirs itself", RYE: "Bread in the dark", CORN: "A theory of popcorn"}
BESIDE = "a further link to a paper beside 'Porridge that stirs itself', not read"
OUTSIDE = "a link to a paper outside of items, not read"


def came_of(text: str) -> tuple[list[str], list[tuple[int, str, str]]]:
    """The titles of the papers in a text, and the links that are told with their lines."""
    parsed = read(text, detect(text) or "markdown-lists")
    told = [one for one in parsed.problems if "link" in one.message and "item of" not in one.message]
    return [paper.title for paper in parsed.papers], [(one.line, one.message, one.excerpt) for one in told]


def test_papers_that_one_item_links_one_behind_the_other_are_all_read() -> None:
    joined = {
        f"- {OATS}{between}{RYE}\n- {CORN}\n"
        for between in (" and ", ", ", " / ", "<br>", " ([code](https://github.com/a/b)), ", " & ", " ![](x.png) ")
    }
    joined |= {
        f"| Meal | Papers |\n|---|---|\n| noon | {OATS}, {RYE} |\n| night | {CORN} |\n",
        f"| Paper | Year |\n|---|---|\n| {OATS}<br>{RYE} | 2024 |\n| {CORN} | 2024 |\n",
        f"## {OATS}\n\n## {RYE}\n\nwords\n\n### {CORN}\n",
        "- [Porridge that stirs itself][1] and [Bread in the dark][b]\n- [A theory of popcorn]\n\n[1]: "
        "https://arxiv.org/abs/2405.00001\n[b]: https://arxiv.org/abs/2405.00002\n"
        "[a theory of popcorn]: https://doi.org/10.1234/popcorn.7\n",
    }
    assert {text: came_of(text) for text in joined} == dict.fromkeys(joined, ([*TITLES.values()], []))


def test_what_the_other_columns_say_is_said_of_each_paper_of_a_cell_and_words_behind_links_of_none() -> None:
    rows = read(f"| Year | Papers |\n|---|---|\n| 2021 | {CORN}, {OATS} |\n| 2023 | {RYE} |\n", "markdown-lists")
    assert [paper.published for paper in rows.papers] == ["2021", "2021", "2023"]
    item = read(f"- {OATS} and {RYE}, Ada Sample, Bo Jones, 2019\n- {CORN}\n", "markdown-lists")
    assert [paper.authors for paper in item.papers] == [(), (), ()]


def test_a_link_to_a_paper_that_is_not_read_is_told() -> None:
    again = "https://arxiv.org/abs/2405.00003"
    cases = {
        f"- {OATS}, which extends {RYE}\n": [(1, BESIDE, TITLES[RYE])],
        f"- {OATS} and [the longer version]({again})\n": [(1, BESIDE, "the longer version")],
        f"- {OATS} [pdf]({again})\n": [(1, BESIDE, again)],
        f"- {OATS}: {again}\n": [(1, BESIDE, again)],
        f"- {OATS}\n  - after {CORN}\n": [(2, BESIDE, TITLES[CORN])],
        f"| Paper | Base |\n|---|---|\n| {OATS} | {RYE} |\n": [(3, BESIDE, TITLES[RYE])],
        f"| A | B |\n|---|---|\n| {OATS}, {RYE} | {CORN}, [Oats at noon](https://arxiv.org/abs/2405.00004) |\n": [
            (3, BESIDE.replace("a further link to a paper", "3 further links to papers"), TITLES[RYE])
        ],
        f"- {OATS}\n\nToday also {RYE}.\n": [(3, OUTSIDE, TITLES[RYE])],
        f"# {CORN} {RYE}\n\n- {OATS}\n": [(1, OUTSIDE.replace("a link to a paper", "2 links to papers"), TITLES[CORN])],
        f"- {OATS}\n\n[b]: {again}\n": [(3, OUTSIDE, again)],
        f"## Notes on {RYE}\n\n## More on {CORN}\n\n- {OATS}\n": [
            (1, OUTSIDE, TITLES[RYE]),
            (3, OUTSIDE, TITLES[CORN]),
        ],
        f"- {OATS}\n- See {RYE} and {CORN}\n- See {RYE}\n": [
            (
                2,
                "2 items with a link to a paper and no title that is surely its own, skipped",
                f"See {TITLES[RYE]} and {TITLES[CORN]}",
            ),
        ],
    }
    found = {text: came_of(text) for text in cases}
    assert found == {text: ([TITLES[OATS]], told) for text, told in cases.items()}


def test_other_links_to_the_paper_of_an_item_and_what_is_none_are_not_told() -> None:
    quiet = (
        " [pdf](https://arxiv.org/pdf/2405.00001v2) [ACL 2024](https://aclanthology.org/2024.acl-long.1)",
        " [doi](https://doi.org/10.1234/oats.1) [dataset](https://doi.org/10.5281/zenodo.12)",
        " [Porridge that stirs itself](https://doi.org/10.1234/oats.1)",
        " and [a porridge that stirs](https://arxiv.org/pdf/2405.00001)",
        " [site](https://example.org) and [a blog on oats](https://example.org/oats)",
        f"\n- {RYE}, after {OATS}",
        f"\n\n```\n{RYE}\n```",
        f"\n  ```\n  {RYE}\n  ```",
        f"\n\n---\ntitle: Bread in the dark\narxiv: 2405.00002\n---\n\nAfter {CORN}.",
        f"\n\n- Ada's page: {OATS}",
        "\n\nhttps://arxiv.org/abs/2405.00009",
    )
    assert [came_of(f"- {OATS}{text}\n")[1] for text in quiet] == [[]] * len(quiet)
    assert len(came_of(f"- {OATS}{quiet[3]}\n")[0]) == 1
    printed = f"- {CORN} [{TITLES[CORN]}](https://doi.org/10.48550/arXiv.2405.00009)\n"
    assert came_of(printed) == ([TITLES[CORN]], [])


def test_a_heading_that_links_a_paper_is_no_remark_among_bare_ids() -> None:
    ids = "arXiv:2405.00011\narXiv:2405.00012\n"
    parsed = read(f"# {OATS}\n{ids}# arXiv:2405.00013\n% {RYE}\n", "ids")
    assert [paper.arxiv_id for paper in parsed.papers] == ["2405.00011", "2405.00012"]
    assert [(one.line, one.excerpt[:9]) for one in parsed.problems] == [(1, "# [Porrid")]


def test_words_behind_a_title_that_its_paper_does_not_tell_are_told() -> None:
    said = "words behind the title of a paper, not read"
    cases = {
        f"- {OATS} – Tom swears by it\n": (1, said, "Tom swears by it"),
        f"- {OATS} (read before supper)\n": (1, said, "read before supper"),
        f"- **Porridge at sea.** stirring, by Cook et al. [pdf]({LINK})\n": (1, said, "stirring, by Cook et al"),
        f"- {OATS}\n- {RYE}, {CORN}; all three by Wheat\n": (2, said, "all three by Wheat"),
        f"- {OATS} dry\n- {RYE} moist\n": (1, said.replace("a paper", "2 papers"), "dry"),
    }
    found = {text: read(text, "markdown-lists").problems for text in cases}
    assert {text: [(p.line, p.message, p.excerpt) for p in told] for text, told in found.items()} == {
        text: [told] for text, told in cases.items()
    }


def test_names_years_venues_labels_links_and_what_stands_before_a_title_are_no_such_words() -> None:
    quiet = (
        f"- {OATS}, Ada Sample and Bo Jones, NeurIPS 2024 [code](https://a.org/b) [[pdf]]({LINK}) ⭐\n",
        f"- {OATS} (ICML 2024 oral) [doi](https://doi.org/10.1234/oats.1) https://doi.org/10.1234/oats.1\n",
        f"- [ ] Must read: {OATS}\n  - authors: Ada Sample\n",
        f"- Cooks: **Porridge at sea.** [pdf]({LINK}) 2024 [jax](https://a.org) [arxiv.org/b](https://b.org)\n",
        f"| Paper | |\n|---|---|\n| {OATS} | [code](https://a.org) |\n",
    )
    assert [read(text, "markdown-lists").problems for text in quiet] == [()] * len(quiet)
