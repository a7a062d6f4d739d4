"""Mails and pages of several kinds in one file: each is read by its own form, or it is told what was not read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from email.message import EmailMessage
from functools import cache
from itertools import permutations

import pytest

from reader.formats import FORMATS, nep, read
from reader.formats.sheets import sheets
from reader.io.read import Source, read_text
from tests.support import laws

RULE = "-" * 70
SAYS = (
    "We propose a method that {} and show in experiments that our model improves on every baseline. The results hold"
    " on twelve benchmarks, and we release the code. What the network stores about rare words is hard to say."
)
PAGES = {
    "day": f"""Get trending papers in your email inbox!

Subscribe

Combs that part hair

{SAYS.format("combs")}

Brushes at scale

{SAYS.format("brushes")}
""",
    "collection": """Cy's Collections

Spoons that stir

Paper • 2403.00071 • Published

Forks at scale

Paper • 2403.00072 • 5
""",
    "paper": """Hugging Face
Models
Papers
arxiv:2403.00073

Cups that hold

Published on Mar 3
Upvote
29
Authors:
Cy Dow
,
Di Roe
Abstract
We hold tea.
View arXiv page
Community
Ann Other
Nice cups
""",
    "mailing": f"""Date: Mon, 2 Mar 26 01:22:17 GMT
Subject: cs.ZZ daily

{RULE}
\\\\
arXiv:2403.00074
Date: Fri, 27 Feb 2026 09:10:11 GMT   (120kb,D)

Title: Kettles that sing
Authors: Cy Dow
Categories: cs.LG
\\\\
  We sing.
\\\\ ( https://arxiv.org/abs/2403.00074 ,  120kb)
{RULE}
""",
    "list": """New submissions (showing 2 of 2 entries)
[1] arXiv:2403.00075 [pdf, html, other]
Title: Plates that spin
Cy Dow, Di Roe
Subjects: Machine Learning (cs.LG)
We spin plates.
[2] arXiv:2403.00076 [pdf, other]
Title: Bowls that roll
Di Roe
Subjects: Combinatorics (math.CO)
We roll bowls.
""",
    "one": """arXiv:2403.00077 (cs)
[Submitted on 27 Feb 2026]
Title:Pans that fry
Authors:Cy Dow, Di Roe
Abstract:We fry eggs.
Subjects:	Machine Learning (cs.LG)
Cite as:	arXiv:2403.00077 [cs.LG]
""",
    "served": """Title: Lids that shut

URL Source: https://arxiv.org/pdf/2403.00078v2

Markdown Content:
Lids that shut

## Abstract

We present a method that shuts lids. Experiments show that our approach improves on every
baseline.

## 1 Introduction

As others say, lids shut.
""",
    "alert": """From: Scholar Alerts <scholaralerts-noreply@google.com>
Subject: pots - new results

[PDF] Pots that boil
C Dow, D Roe - arXiv preprint arXiv:2403.00079, 2026
We boil water ...

Pots of old
D Roe - Journal of Pots, 2020
Of old ...

This message was sent by Google Scholar because you follow new results.
""",
    "papers": f"""From ernad at nep.repec.org  Wed Nov  2 03:26:25 2005
Subject: [nep-pot] 2005-10-29, 1 papers

{RULE}
NEP: New Economics Papers
Pots
{RULE}

1. The price of pots

    Dow,Cy; Roe,Di

We price pots.

Keywords: pots
Date:     2005-08-31
URL:      http://d.repec.org/n?u=RePEc:pot:wpaper:1&r=pot

{RULE}

This nep-pot issue is (c) 2005 by the editor.
""",
}
OTHERS = {
    "table": """title,authors,year,doi
Lamps of silk,Ada Vale,2020,10.1000/x
Wicks of silk,Ada Vale,2021,10.1000/y
""",
    "pages to read": """title,url,time_added,tags,status
"[2403.00081] Ponds",https://arxiv.org/abs/2403.00081,1690000000,,unread
""",
    "records": """- title: Lamps of clay
  author: Ada Vale
  year: 2019
  doi: 10.1234/clay
""",
    "items": """- [Gardens of moss](https://arxiv.org/abs/2403.00082)
- [Ferns that climb](https://arxiv.org/abs/2403.00083)
""",
    "ids": """2403.00084
2403.00085
""",
    "lines": """{"title": "Lamps of wool", "authors": ["Ada Vale"], "year": 2016, "doi": "10.1234/wool"}
""",
    "web of science": """FN Clarivate Analytics Web of Science
VR 1.0
PT J
AU Roe, J
TI Lamps of gold
SO TIDES
PY 2019
ER

EF
""",
}
ALERT_PAGE = (
    '<html><body><h3><a href="https://arxiv.org/abs/2403.00079" class="gse_alrt_title">Pots that boil</a></h3><div>C'
    " Dow - Journal of Pots, 2026</div></body></html>"
)


def titles(source: Source) -> Counter[str]:
    """What was read."""
    return Counter(paper.title for paper in source.papers)


@cache
def alone(text: str) -> Source:
    """A part read by itself."""
    return read_text(text, "x.txt")


def assert_whole(*texts: str) -> None:
    """Of a text of several parts no paper is lost in silence, and none is invented."""
    parts = [alone(text) for text in texts]
    assert all(source.papers and not source.problems for source in parts)
    together = read_text("\n".join(texts), "x.txt")
    expected = sum(map(titles, parts), Counter())
    assert not titles(together) - expected, (texts[0][:30], titles(together) - expected)
    if missing := expected - titles(together):
        assert any(problem.line > texts[0].count("\n") for problem in together.problems), (missing, together.problems)


@pytest.mark.long
@pytest.mark.parametrize("first", PAGES)
def test_of_two_mails_or_pages_of_different_kinds_both_are_read(first: str) -> None:
    """In a short run three others for each, so that every kind is above and below; in a long one all."""
    rest = [name for name in PAGES if name > first] + [name for name in PAGES if name < first]
    for second in rest if laws.is_long() else rest[::3]:
        together = read_text(f"{PAGES[first]}\n{PAGES[second]}", "x.txt")
        expected = titles(alone(PAGES[first])) + titles(alone(PAGES[second]))
        assert titles(together) == expected, (first, second, together.problems)


@pytest.mark.long
def test_of_three_each_is_read() -> None:
    for three in list(permutations(PAGES.values(), 3))[:: 1 if laws.is_long() else 83]:
        expected = sum(map(titles, map(alone, three)), Counter())
        assert titles(read_text("\n\n".join(three), "x.txt")) == expected, [text[:20] for text in three]


@pytest.mark.long
@pytest.mark.parametrize("other", OTHERS)
def test_what_is_joined_to_a_mail_or_a_page_is_read_or_told(other: str) -> None:
    pages = [*PAGES.values()]
    at = [*OTHERS].index(other)
    for page in pages if laws.is_long() else (pages[at], pages[at + 2]):
        assert_whole(page, OTHERS[other])
        assert_whole(OTHERS[other], page)


def test_two_pages_of_one_paper_each_are_two() -> None:
    second = PAGES["paper"].replace("2403.00073", "2403.00086").replace("Cups", "Mugs")
    assert [*titles(read_text(PAGES["paper"] + second, "x.txt"))] == ["Cups that hold", "Mugs that hold"]


def test_a_mail_begins_with_its_header() -> None:
    text = f"{PAGES['day']}\nTo: me\nFrom: Scholar Alerts <scholaralerts-noreply@google.com>\n\n{PAGES['alert']}"
    day, alert = sheets(text)
    assert (day.format, alert.format) == ("hf-page", "scholar-alert")
    assert alert.text.lstrip("\n").startswith("To: me")


def test_a_mail_in_the_value_of_a_record_or_in_a_note_is_a_part_of_it() -> None:
    entry = f"@misc{{a, title={{Lamps}}, author={{Vale, Ada}}, note={{{PAGES['list']}}}}}\n"
    assert [*titles(read_text(entry, "x.bib"))] == ["Lamps"]
    source = read_text(
        f"---\ntitle: Moss\nauthors: [Ada Vale]\ndoi: 10.1234/moss.1\n---\n\nSeen:\n\n{PAGES['papers']}", "x.md"
    )
    assert [*titles(source)] == ["Moss"]
    assert [problem.message for problem in source.problems] == ["NEP mailing in a note, kept in its words and not read"]


def test_what_may_be_of_the_page_is_told_and_not_read() -> None:
    source = read_text(PAGES["one"] + "\n2403.00084\n2403.00085\n", "x.txt")
    assert [*titles(source)] == ["Pans that fry"]
    assert [problem.line for problem in source.problems] == [9]
    assert "may be of it" in source.problems[0].message


def test_a_form_that_is_told_reads_its_own_and_tells_the_others() -> None:
    parsed = read(f"{PAGES['papers']}\n{PAGES['alert']}", "nep", told=True)
    assert [paper.title for paper in parsed.papers] == ["The price of pots"]
    assert [problem.message for problem in parsed.problems] == [
        f"{FORMATS['scholar-alert'].label} in a text of another format, not read"
    ]


def test_a_mailbox_of_encoded_mails_gives_what_each_of_them_gives() -> None:
    """A page of one service, the text of another, a letter."""
    mails = []
    for page, text in (("alert", ""), ("", PAGES["papers"]), ("", "See you soon, Cy.")):
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "Cy <cy@pots.example>", "pots"
        mail.set_content(text or "Google Scholar", cte="base64")
        if page:
            mail.add_alternative(ALERT_PAGE, subtype="html", cte="quoted-printable")
        mails.append(f"From cy@pots.example Wed Nov  2 03:26:25 2005\n{mail.as_string()}\n")
    for box in ("".join(mails), "".join(reversed(mails))):
        source = read_text(box, "pots.mbox")
        assert titles(source) == {"Pots that boil": 1, "The price of pots": 1}
        assert source.problems == ()


def test_the_signs_of_a_page_are_looked_for_once_in_data_that_has_some(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = []
    signs = nep.signs

    def counting(text: str) -> Iterator[tuple[int, str]]:
        looked_at.append(len(text.strip()))
        return signs(text)

    monkeypatch.setattr(nep, "signs", counting)
    lines = "".join(
        json.dumps({"title": f"Pots number {at} that boil", "authors": ["Ada Vale"]}) + "\n" for at in range(9)
    )
    text = f"{lines}\n{PAGES['papers']}"
    parsed = read(text, "jsonl")
    assert len(parsed.papers) == 10
    assert sum(looked_at) < 1.5 * len(text)


LONG = (
    "Large models cannot read {0} at a bearable cost, and what they store about {0} is hard to say. In this paper we"
    " propose a method that gives a network {0} which it controls itself, and show in experiments on twelve benchmarks"
    " that our approach outperforms every baseline, without any training on {0} at all. We analyse when the method is"
    " needed, how much of the gain is due to the data, and how the results hold for other architectures and tasks. We"
    " release the code, the models and the dataset of {0}."
)
BARE = {
    f"{name.capitalize()} for Reading Long Texts: A Method of {maker}": LONG.format(name)
    for name, maker in (("hinges", "Doors"), ("latches", "Gates"), ("shutters", "Windows"))
}
TIGHT = "".join(f"{title}\n{abstract}\n" for title, abstract in BARE.items())
SPACED = "".join(f"\n{title}\n\n{abstract}\n" for title, abstract in BARE.items())
SHORT = "".join(f"{title}\n{abstract[:300]} {abstract[400:]}\n" for title, abstract in BARE.items())
"""The same, too short to tell by themselves what they are."""


@pytest.mark.long
@pytest.mark.parametrize("name", [*PAGES, *OTHERS])
def test_titles_and_abstracts_without_a_header_are_read_or_told_beside_whatever_else(name: str) -> None:
    other = PAGES.get(name, "") or OTHERS[name]
    for bare in (TIGHT, SPACED) if laws.is_long() else (TIGHT,):
        for text in (f"{other}\n{bare}", f"{bare}\n{other}"):
            source = read_text(text, "x.txt")
            expected = titles(alone(other)) + Counter([*BARE])
            assert not titles(source) - expected
            if (
                source.format and not source.problems
            ):  # A text in no known form is refused as a whole, and that is said.
                assert titles(source) == expected
    if name in PAGES:
        assert titles(read_text(f"{other}\n{TIGHT}", "x.txt")) == titles(alone(other)) + Counter([*BARE])


def test_what_may_be_titles_and_abstracts_is_told_with_its_line() -> None:
    assert not read_text(SHORT, "x.txt").papers
    for name, part in (*PAGES.items(), ("items", OTHERS["items"])):
        source = read_text(f"{part}\n{SHORT}", "x.txt")
        if name != "day":  # A page with a banner goes on.
            assert titles(source) == titles(alone(part)), name
            assert [problem.line for problem in source.problems] == [part.count("\n") + 2], name
            assert source.problems[0].excerpt.startswith("Hinges for Reading"), name


def test_an_abstract_above_them_whose_title_may_be_that_of_a_part_is_told() -> None:
    for title, told in (("Background", [9]), ("Segment Doors", [])):
        source = read_text(f"{PAGES['one']}\n{title}\n{LONG.format('doors')}\n{TIGHT}", "x.txt")
        assert titles(source) == Counter(["Pans that fry", *BARE, *([] if told else [title])])
        assert [problem.line for problem in source.problems] == told
    second = TIGHT.split("\n")[2]
    source = read_text(PAGES["one"] + TIGHT.replace(second, "Segment Doors"), "x.txt")
    assert len(source.papers) == 4


def test_ids_beside_titles_and_abstracts_are_told() -> None:
    for text, line in ((f"{TIGHT}\n{OTHERS['ids']}", 8), (f"{OTHERS['ids']}\n{TIGHT}", 1)):
        source = read_text(text, "x.txt")
        assert titles(source) == Counter([*BARE])
        assert [problem.line for problem in source.problems] == [line]
        assert "may be these" in source.problems[0].message


def test_a_paragraph_with_as_many_commas_as_a_table_has_is_no_row() -> None:
    said = (
        "We propose a method for lamps, evaluate it on 2,553 tasks, show that our model improves, and release the code."
    )
    source = read_text(f"title,authors,year,doi\nLamps of silk,Ada Vale,2020,10.1000/x\n{said}\n", "x.csv")
    assert [*titles(source)] == ["Lamps of silk"]
    assert [(problem.line, problem.message) for problem in source.problems if problem.line] == [
        (3, "words that are no row, skipped")
    ]
    # Whoever writes blanks behind commas writes them in the header, or tells what an abstract is.
    row = f'Lamps of wool, Ada Vale, 2021, 10.1000/y, "{said}"'.replace(", ", ",", 4)
    assert len(read_text(f"title,authors,year,doi,abstract\n{row}\n", "x.csv").papers) == 1
    assert len(read_text("title, authors, year\nLamps of wool, Ada Vale, 2021\n", "x.csv").papers) == 1
