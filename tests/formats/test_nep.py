"""The mails of NEP give each paper that they tell in full, once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats.nep import parse, sniff
from reader.io.read import read_text
from tests.support.laws import law

RULE = "-" * 70
MAIL = f"""From ernad at nep.repec.org  Wed Nov  2 03:26:25 2005
Subject: [nep-hdg] 2005-10-29, 2 papers

{RULE}
NEP: New Economics Papers
Hedges
{RULE}

Edited by: the editor
Papers: 2

In this issue we have:
{RULE}

1. Hedges and the price of shears in a long title
     Sample,Ada; Jones,Bo
     Date: 2005-10-29-100-1
2. Lawns
     Dow,Cy
     Date: 2005-10-29-100-2

{RULE}

1. Hedges and the price of shears
   in a long title

    Sample,Ada (Garden School,
    University of Hedge)
    Bo Jones

We price shears.

1. They cost
more.

Keywords: hedges; shears
JEL:      H10
Date:     2005-08-31
URL:      http://d.repec.org/n?u=RePEc:hdg:wpaper:1&r=hdg

2. Lawns
By: Dow, Cy (Bank of Lawns); Ada Sample
Date: 2005–07
URL: http://d.repec.org/n?u=RePEc:hdg:wpaper:2&r=hdg
Abstract: Lawns are
  green.
Keywords: lawns

{RULE}

This nep-hdg issue is (c) 2005 by the editor.
1. It may be spread freely.
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("quote", ["", "> "])
def test_every_paper_that_is_told_in_full_comes_once(end: str, quote: str) -> None:
    text = end.join(quote + line for line in MAIL.split("\n")) if quote else MAIL.replace("\n", end)
    source = read_text(text, "mail.txt")
    assert source.format == "nep"
    assert [(one.title, one.authors, one.published, one.keywords, one.abstract) for one in source.papers] == [
        (
            "Hedges and the price of shears in a long title", ("Ada Sample", "Bo Jones"), "2005-08-31",
            ("hedges", "shears"), "We price shears. 1. They cost more.",
        ),
        ("Lawns", ("Cy Dow", "Ada Sample"), "2005-07", ("lawns",), "Lawns are green."),
    ]  # fmt: skip
    assert [(problem.line, problem.excerpt) for problem in source.problems] == [(52, "It may be spread freely.")]


def test_the_head_of_the_next_mail_in_an_archive_is_no_part_of_an_abstract() -> None:
    first = MAIL[: MAIL.index("2. Lawns\nBy")]
    papers = read_text(f"{first}\n{MAIL}", "mail.txt").papers
    assert [paper.abstract for paper in papers] == [papers[1].abstract, papers[1].abstract, "Lawns are green."]


@pytest.mark.parametrize(
    "text",
    [
        "We read about it at nep.repec.org.\n\n1. Hedges\n\nAda Sample\n\nWe price.\n",
        "1. Hedges\n\nAda\n\nURL: http://d.repec.org/n?u=RePEc:a:b:1\n",
        MAIL[: MAIL.index("1. Hedges and the price of shears\n")],
    ],
)
def test_any_other_mail_gives_none(text: str) -> None:
    assert not sniff(text)
    assert read_text(text, "mail.txt").papers == ()


@law()
@given(st.text(max_size=100), st.integers(0, len(MAIL)))
def test_no_text_makes_it_fail(text: str, at: int) -> None:
    for mail in (text, MAIL[:at] + text, MAIL[:at] + text + MAIL[at:]):
        assert bool(parse(mail).papers) >= sniff(mail)
