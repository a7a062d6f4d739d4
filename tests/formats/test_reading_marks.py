"""What other people's lists say of reading is taken where it is clear, and named where it is not."""

from __future__ import annotations

import pytest

from reader.formats import detect, read
from reader.formats.parsed import Parsed
from reader.formats.reading_marks import UNCLEAR_BOX, UNCLEAR_HEAD, UNCLEAR_PART, UNCLEAR_SIGN, reading_marks

ONE = "[Attention Is All You Need](https://arxiv.org/abs/1706.03762)"
TWO = "[Deep Residual Learning for Image Recognition](https://arxiv.org/abs/1512.03385)"
THREE = "[Adam: A Method for Stochastic Optimization](https://arxiv.org/abs/1412.6980)"


def parsed(text: str) -> Parsed:
    name = detect(text, "x.md")
    assert name in ("markdown-lists", "ids")
    return read(text, name)


def statuses(text: str) -> list[str]:
    return [paper.status.value for paper in parsed(text).papers]


@pytest.mark.parametrize("text", [
    f"- [x] {ONE}\n- [ ] {TWO}\n- [X] {THREE}\n",
    f"1. [x] {ONE}\n2. [ ] {TWO}\n3. [x] {THREE}\n",
    f"## Done\n- {ONE}\n## To read\n- {TWO}\n## Done\n- {THREE}\n",
    f"**Done**\n\n- {ONE}\n\n**To read**\n\n- {TWO}\n\nDone:\n\n- {THREE}\n",
    f"# My papers\n## Read\n### Language\n- {ONE}\n## Backlog\n- {TWO}\n## Read\n- {THREE}\n",
    f"- ✅ {ONE}\n- ⬜ {TWO}\n- ✅ {THREE}\n",
    f"| Paper | Read |\n|---|---|\n| {ONE} | ✅ |\n| {TWO} | |\n| {THREE} | yes |\n",
    f"| Paper | ✅ |\n|---|---|\n| {ONE} | x |\n| {TWO} | |\n| {THREE} | x |\n",
    f"| Paper | Status |\n|---|---|\n| {ONE} | Done |\n| {TWO} | To read |\n| {THREE} | finished |\n",
    f"| Paper | Read? |\n|---|---|\n| {ONE} | ✔️ |\n| {TWO} | ❌ |\n| {THREE} | 2024-05-06 |\n",
    "- [x] https://arxiv.org/abs/1706.03762\n- [ ] arXiv:1512.03385\n- [x] 10.1103/PhysRev.47.777\n",
    "- [x] Attention Is All You Need https://arxiv.org/abs/1706.03762\n"
    "- [ ] Deep Residual Learning https://arxiv.org/abs/1512.03385\n"
    "- [x] Adam: A Method https://arxiv.org/abs/1412.6980\n",
])  # fmt: skip
def test_what_a_list_marks_as_read_is_read(text: str) -> None:
    assert statuses(text) == ["read", "unread", "read"]
    assert parsed(text).problems == ()


def test_headings_that_part_a_board_say_what_is_being_read() -> None:
    assert statuses(f"## To read\n- {ONE}\n## Reading\n- {TWO}\n## Done\n- {THREE}\n") == ["unread", "reading", "read"]
    assert statuses(f"- [ ] {ONE}\n- [/] {TWO}\n- [x] {THREE}\n") == ["unread", "reading", "read"]


@pytest.mark.parametrize("text", [
    f"- {ONE} ⭐\n- {TWO}\n",
    f"- ⭐ {ONE}\n- {TWO}\n",
    f"- [ ] :star: {ONE}\n- [ ] {TWO}\n",
    f"⭐: must read\n\n- ⭐️ {ONE}\n- {TWO}\n",
    f"| Paper | ⭐ |\n|---|---|\n| {ONE} | ⭐ |\n| {TWO} | |\n",
    f"| Paper | Favourite |\n|---|---|\n| {ONE} | yes |\n| {TWO} | no |\n",
    f"| Paper | Year |\n|---|---|\n| ⭐ {ONE} | 2017 |\n| {TWO} | 2015 |\n",
])  # fmt: skip
def test_a_star_of_an_item_or_a_row_stars_its_paper(text: str) -> None:
    assert [paper.starred for paper in parsed(text).papers] == [True, False]
    assert parsed(text).problems == ()


@pytest.mark.parametrize(("text", "message", "line"), [
    (f"- [x] {ONE}\n- {TWO}\n- {THREE}\n", UNCLEAR_BOX, 1),
    (f"## To implement\n- [x] {ONE}\n- [ ] {TWO}\n", UNCLEAR_BOX, 2),
    (f"- [ ] {ONE}\n- [-] {TWO}\n", UNCLEAR_BOX, 2),
    (f"- {ONE} ✅\n- {TWO}\n", UNCLEAR_SIGN, 1),
    (f"- {ONE} ⭐⭐⭐\n- {TWO}\n", UNCLEAR_SIGN, 1),
    (f"⭐: has code\n\n- ⭐ {ONE}\n- {TWO}\n", UNCLEAR_SIGN, 3),
    (f"# Papers\n## Archive\n- {ONE}\n## Vision\n- {TWO}\n", UNCLEAR_HEAD, 3),
    (f"## New\n- {ONE}\n## Archive\n- {TWO}\n", UNCLEAR_HEAD, 4),
    (f"## Done\n- [x] {ONE}\n- [ ] {TWO}\n", UNCLEAR_HEAD, 3),
])  # fmt: skip
def test_what_may_be_no_mark_of_reading_is_named_and_not_taken(text: str, message: str, line: int) -> None:
    found = parsed(text)
    assert [(problem.message, problem.line) for problem in found.problems] == [(message, line)]
    taken = found.papers[TWO in text.split("\n")[line - 1]]
    assert (taken.status.value, taken.starred) == ("unread", False)


def test_the_stars_that_a_program_has_are_no_marks() -> None:
    text = f"- {ONE} ⭐ 1,234\n- {TWO} ⭐12k\n"
    assert [paper.starred for paper in parsed(text).papers] == [False, False]
    assert parsed(text).problems == ()


def test_words_of_a_column_that_say_no_status_are_named() -> None:
    found = parsed(f"| Paper | Status |\n|---|---|\n| {ONE} | accepted |\n| {TWO} | read |\n")
    assert [paper.status.value for paper in found.papers] == ["unread", "read"]
    assert [problem.message for problem in found.problems] == ["columns not read: Status"]


@pytest.mark.parametrize(("above", "between"), [
    ("Done:", "Next week:"), ("**Done**", "**Candidates**"), ("Read:", "**Week 2:**"), ("**Done:**", "**Week 2:**"),
    ("## Done", "Other papers, from Bo:"), ("Read:", "Recommended by Ann:"), ("## Done", "***"), ("Done:", "---"),
    ("## Done", "These look good, too."), ("Done:", "<b>Candidates</b>"), ("In progress:", "Seen on [a page](https://x.org):"),
])  # fmt: skip
def test_a_heading_says_nothing_of_what_stands_behind_words_that_are_no_part_of_it(above: str, between: str) -> None:
    found = parsed(f"# List\n{above}\n- {ONE}\n\n{between}\n\n- {TWO}\n- {THREE}\n")
    first = "reading" if above == "In progress:" else "read"
    assert [paper.status.value for paper in found.papers] == [first, "unread", "unread"]
    assert [(problem.line, problem.message, problem.excerpt) for problem in found.problems] == [
        (7, UNCLEAR_PART, between)
    ]


def test_a_label_right_below_a_label_may_begin_something_else() -> None:
    text = f"# List\nDone:\n\nNext week:\n- {ONE}\n\nRead:\n- {TWO}\n"
    assert statuses(text) == ["unread", "read"]
    assert [problem.message for problem in parsed(text).problems] == [UNCLEAR_PART]


@pytest.mark.parametrize("text", [
    f"## Done\n\n**2024**\n- {ONE}\n\n**2025**\n- {TWO}\n- {THREE}\n",
    f"## Done\nWhat I know of now.\n- {ONE}\n- {TWO}\n\n> Quite long.\n\n- {THREE}\n",
    f"## Done\n---\n- {ONE}\n- {TWO}\n  Next time:\n- {THREE}\n",
    f"Done:\n\n- {ONE}\n<!-- two more: -->\n- {TWO}\ngoes on\n- {THREE}\n",
    f"# Done\n## Language\nThese were long:\n- {ONE}\n## Vision\nThese were short:\n- {TWO}\n- {THREE}\n",
])  # fmt: skip
def test_words_that_part_what_a_heading_says_end_nothing(text: str) -> None:
    assert statuses(text) == ["read", "read", "read"]
    assert UNCLEAR_PART not in {problem.message for problem in parsed(text).problems}


def test_a_heading_within_code_is_none() -> None:
    assert statuses(f"## To read\n- {ONE}\n\n```sh\n# Done\n```\n\n- {TWO}\n") == ["unread", "unread"]


@pytest.mark.parametrize("key", [
    "✅ = code released", "⬜ = no code yet", "Papers with ✅ have code.", "- ✅: code released\n- ⬜: none",
    "## ✅ Papers with code", "| ✅ | code released |", "`✅` marks papers with [code](https://github.com/x/y).",
])  # fmt: skip
def test_checks_that_the_page_explains_as_something_else_are_named_once(key: str) -> None:
    found = parsed(f"# List\n\n{key}\n\n- ✅ {ONE}\n- ⬜ {TWO}\n- ✅ {THREE}\n")
    assert [paper.status.value for paper in found.papers] == ["unread", "unread", "unread"]
    assert [problem.message for problem in found.problems if "sign" in problem.message] == [UNCLEAR_SIGN]


@pytest.mark.parametrize(
    "key", ["✅ = read, ⬜ = to read", "What is ✅ I have read.", "## Done ✅", "**Key**: ✅ read"]
)
def test_checks_that_the_page_explains_as_reading_are_taken(key: str) -> None:
    text = f"# List\n\n{key}\n\n## Papers\n\n- ✅ {ONE}\n- ⬜ {TWO}\n- ✅ {THREE}\n"
    assert statuses(text) == ["read", "unread", "read"]


@pytest.mark.parametrize("key", [
    "⭐ marks papers with code.", "Papers with :star: have code.", "- ⭐: code", "Key: ⭐ slides", "Give us a ⭐!",
    "If this is the best list, ⭐ the repo.", "**⭐ = has code**",
])  # fmt: skip
def test_stars_that_the_page_explains_as_something_else_are_named_once(key: str) -> None:
    found = parsed(f"# List\n\n{key}\n\n- ⭐ {ONE}\n- {TWO}\n- ⭐ {THREE}\n")
    assert [paper.starred for paper in found.papers] == [False, False, False]
    assert [problem.message for problem in found.problems if "sign" in problem.message] == [UNCLEAR_SIGN]


@pytest.mark.parametrize(
    "key", ["⭐ marks my favourites.", "# ⭐ My list", "- ⭐: must read", "### Lamps that learn ⭐"]
)
def test_stars_that_the_page_explains_as_what_is_liked_are_taken(key: str) -> None:
    found = parsed(f"{key}\n\n- ⭐ {ONE}\n- {TWO}\n- ⭐ {THREE}\n")
    assert [paper.starred for paper in found.papers] == [True, False, True]


@pytest.mark.parametrize("head", [
    "## Supported algorithms", "# Supported models\n\n## Vision", "## Roadmap", "## Features", "## Planned models",
    "Supported algorithms:", "## Installation\n\n    pip install lamps\n\n## TODO",
])  # fmt: skip
def test_boxes_of_what_a_program_has_are_no_marks(head: str) -> None:
    found = parsed(f"# Lamps\n\n{head}\n\n- [x] {ONE}\n- [ ] {TWO}\n- [x] {THREE}\n")
    assert [paper.status.value for paper in found.papers] == ["unread", "unread", "unread"]
    assert [problem.message for problem in found.problems] == [UNCLEAR_BOX]


@pytest.mark.parametrize("head", ["## Reading roadmap", "## Support vector machines", "## Image features", "## TODO"])
def test_boxes_below_a_topic_are_marks(head: str) -> None:
    assert statuses(f"# List\n\n{head}\n\n- [x] {ONE}\n- [ ] {TWO}\n- [x] {THREE}\n") == ["read", "unread", "read"]


def test_a_star_is_sought_in_a_line_with_very_many_blanks_at_once() -> None:
    """A line of 200,000 blanks; in steps of its square it would take minutes."""
    page = f"- [One paper](https://arxiv.org/abs/2401.00011)\n{' ' * 200_000}- x\n"
    assert reading_marks(page.split("\n")).marks == {}
