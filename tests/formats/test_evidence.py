"""A text becomes papers only where it shows that it holds some: code, mails, logs, notes and tables give none."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from reader.formats import FORMATS, detect
from reader.formats.evidence import _HOSTS, leads_elsewhere, leads_to_paper
from reader.formats.links import linked_paper
from reader.io.read import Source, read, read_text
from tests.support.cli import Reader
from tests.support.some_papers import SENTENCES, TITLES

ABSTRACT = " ".join(SENTENCES[:6])
BANNER = "Get trending papers in your email inbox!"
PAGE = f"{BANNER}\n" + "\n".join(f"{title}\n{ABSTRACT}" for title in TITLES[:4]) + "\n"

SETTINGS = """[build]
backend = "hatchling.build"
requires = ["hatchling>=1.27", "wheel"]

# The interface must answer within a frame; what takes longer belongs in a worker that we test by hand.
[project]
name = "garden-of-forks"
description = "A model of paths: we present a small program that learns nothing and evaluates everything it is given."
dependencies = ["textual>=3.0,<9", "tinydb>=4.8", "rapidfuzz>=3.9", "platformdirs>=4.2", "click>=8.1"]
"""
ENDNOTE = """%0 Journal Article
%T Growth of hedges in small gardens
%A Sample, Ada
%D 2020
%X We investigate how hedges grow and present a model that predicts it. Our experiments show large improvements.
%R 10.1234/hedge.5
"""
YAML = """title: 'Hedge2Goal: from hedges to goals'
author: Ada Sample
opinion: We present this here because our model of the world needs a task.
points:
  - Closed-loop hedges and their use in the world of gardens, which we study in this work for the first time.
"""
SAVED = """Skip to main content
Sign in
Gardens Weekly
Why hedges matter
By Ada Sample, 3 May 2026
Hedges have been around for longer than anybody can remember, and the people who cut them know why. It is a matter of
patience, of good shears and of a steady hand.
Share
Accept all cookies
Related articles
The ten best shears of the year, tried and compared by people who have cut hedges for all of their lives.
"""
LOG = """2026-03-01T10:00:01 INFO  server started on port 8080
2026-03-01T10:00:02 WARN  model cache is cold; the first request will train the tokenizer and may take a while
2026-03-01T10:00:09 ERROR request failed: connection reset by peer (attempt 1 of 3), we will try again in 5 seconds
Traceback (most recent call last):
  File "/srv/app/server.py", line 41, in handle
"""
CODE = '''"""A model of hedges.

We present a small class that evaluates hedges and show how it is trained. Our method needs no data.
"""

from dataclasses import dataclass


@dataclass
class Hedge:
    """The hedge, its height in metres and what we learned about the model of its growth in this work."""

    height: float = 1.0

    def grow(self) -> "Hedge":
        """Return a hedge that has grown; the results of our experiments show that it does so every day."""
        return Hedge(self.height * 1.01)
'''
LETTER = """Dear all,

thank you for your patience with the garden. The hedges have been cut, the lawn is green again, and the pond has been
cleaned by the people from number twelve, who were so kind to lend us their pump for a whole afternoon.

Next meeting

We meet on Thursday at seven. Please bring cake, chairs and ideas for the summer; the committee will present its plans
for the new shed, and we would like to hear what you think about them before anything is decided.

With kind regards
"""
LICENCE = """GARDEN PUBLIC LICENCE

Preamble

When we speak of free hedges, we are referring to freedom, not price. Our licences are designed to make sure that you
have the freedom to cut hedges, that you receive shears or can get them if you want them, and that you know you can do
these things. We protect your rights with two steps: we assert copyright, and we offer you this licence.

TERMS AND CONDITIONS

You may convey verbatim copies of the hedge as you receive it, in any medium, provided that you conspicuously and
appropriately publish on each copy an appropriate notice.
"""
COMMITS = """commit 3f2a9c1d5e
Author: Ada Sample <ada@example.org>
Date:   Mon Mar 2 10:11:12 2026 +0100

    Show the hedge before it is cut

    We present the hedge to the user first, since our tests show that the old approach, which cut it at once and asked
    afterwards, did not perform well with people.

commit 9c1d5e3f2a
Author: Bo Muster <bo@example.org>
Date:   Sun Mar 1 09:08:07 2026 +0100

    Learn to count hedges
"""
DIFF = """--- a/hedge.txt
+++ b/hedge.txt
@@ -1,3 +1,3 @@
-We present a hedge that is not trained and show the results of our experiments with it in this document.
+We present a hedge that is trained, and our results improve on all of the baselines that we evaluated so far.
 The model is described below.
"""
README = """# Hedge

A tool that cuts.

## Introduction

We present Hedge, a framework for cutting. Our approach outperforms shears on several tasks, as the benchmarks show.

- [The manual of the hedge tool](https://hedge.example.org/manual.pdf)
- [Paper plane folding](https://example.org/planes) - Ada Sample, Bo Muster
- [Link to the issue tracker of the project](https://example.org/issues)
- [Help for authors and readers](https://info.arxiv.org/help)
- [About the society and its members](https://www.ieee.org/about)
- Fixed the colour of leaves (#41), see [the pull request](https://example.org/pull/41)

### News about papers

Read more papers on https://huggingface.co/papers or subscribe to our letter, which we write when we have the time to.

### Installing

Run the installer; our results show that it works on most machines, and we evaluate it on a network of four of them.
"""
MANUAL = """HEDGE(1)                    General Commands Manual                    HEDGE(1)

NAME
       hedge - cut what grows

DESCRIPTION
       hedge reads the garden named by its argument and cuts it. The results of a
       cut are written to the standard output, and the model of growth is updated.

OPTIONS
       --height N
              Cut at this height. We recommend to evaluate the result by eye.
"""
TYPESCRIPT = """import { Component } from '@angular/core';

@Component({
  selector: 'app-hedge',
  title: 'Hedge',
})
export class Hedge {
  title = "A hedge";
  height = 4;
}
"""
JAVA = """@Chart{name,
  title = "Growth of hedges",
  colour = "green"
}
"""
FEED = """<?xml version="1.0"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>A blog that speaks of arXiv now and then</title>
<entry><id>https://blog.example.org/hedges</id><title>Why hedges matter</title><summary>They do.</summary></entry>
</feed>
"""
PACKAGE = """{
  "name": "hedge",
  "title": "A hedge for every garden",
  "version": "1.0.0",
  "authors": ["Ada Sample"],
  "license": "MIT"
}
"""
SCHEMA = """{"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Hedge", "type": "object",
 "properties": {"height": {"type": "number", "title": "Height"}}}
"""
TASKS = '[{"title": "Cut the hedge", "done": false}, {"title": "Paint the fence", "done": true}]\n'
MAP = (
    '[{"type": "map", "title": "The garden", "zoom": 4}, {"type": "event", "title": "Summer party", "place": "shed"}]\n'
)
NEWS = (
    '{"type": "article", "title": "Why hedges matter", "url": "https://news.example.org/hedges", "section": "Garden"}\n'
)
STOCK = (
    "name,description,url\nShears,For hedges,https://shop.example.org/1\nSpade,For earth,https://shop.example.org/2\n"
)
EVENTS = "title,venue,date\nSummer party,Shed,2026-07-01\n"
SONGS = "Title;Artist;Year\nHedge blues;The Shears;1977\n"
OTHERS = {
    "pyproject.toml": SETTINGS,
    "paper.yaml": YAML, "saved.txt": SAVED, "server.log": LOG, "hedge.py": CODE, "letter.txt": LETTER,
    "LICENCE": LICENCE, "log.txt": COMMITS, "hedge.diff": DIFF, "README.md": README, "hedge.1.txt": MANUAL,
    "hedge.ts": TYPESCRIPT, "Hedge.java": JAVA, "feed.xml": FEED, "package.json": PACKAGE, "schema.json": SCHEMA,
    "tasks.json": TASKS, "map.json": MAP, "news.json": NEWS, "stock.csv": STOCK, "events.csv": EVENTS,
    "songs.csv": SONGS,
}  # fmt: skip
"""Texts that hold no paper in a form that is read, by the names under which they are found."""

every = pytest.mark.parametrize("name", OTHERS)


def only(path: Path, format: str | None = None) -> Source:
    """What a file gives."""
    (source,) = read(path, format=format)
    return source


@every
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_text_that_is_no_known_form_gives_no_paper(tmp_path: Path, name: str, end: str) -> None:
    path = tmp_path / name
    path.write_bytes(OTHERS[name].replace("\n", end).encode())
    source = only(path)
    assert source.papers == ()
    assert name in str(source.error)


def test_a_folder_of_such_texts_gives_no_paper_beside_that_of_its_bibliography(tmp_path: Path) -> None:
    for name, text in OTHERS.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "z.bib").write_text("@misc{hedge, title={Hedges in Latent Space}}")
    sources = list(read(tmp_path))
    assert [paper.title for source in sources for paper in source.papers] == ["Hedges in Latent Space"]
    assert any("events.csv" in str(source.error) and "--format csv" in str(source.error) for source in sources)
    assert "Summer party" in {paper.title for source in read(tmp_path, format="csv") for paper in source.papers}


@every
@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_neither_does_a_part_of_one_nor_one_twice(name: str, share: float) -> None:
    text = OTHERS[name]
    assert read_text(text[: int(share * len(text))], name).papers == ()
    assert read_text(text + text, name).papers == ()


@every
def test_the_banner_of_a_page_over_another_text_makes_no_papers_of_it(name: str) -> None:
    assert read_text(f"{BANNER}\n{OTHERS[name]}", "x.txt").papers == ()


@every
@pytest.mark.parametrize("format", ["hf-page", "bibtex", "ris", "csl-json", "hf-json", "arxiv-atom", "markdown-lists"])
def test_a_format_that_is_told_makes_no_papers_of_nonsense_either(name: str, format: str) -> None:
    assert read_text(OTHERS[name], name, format).papers == ()


@pytest.mark.parametrize("name", ["pyproject.toml", "hedge.py", "server.log", "stock.csv", "hedge.diff", "hedge.ts"])
def test_another_text_after_a_page_takes_no_part_in_it_and_is_told(name: str) -> None:
    source = read_text(PAGE + OTHERS[name], "x.txt")
    assert [paper.title for paper in source.papers] == list(TITLES[:4])
    assert source.problems


def test_what_was_looked_for_is_said(reader: Reader, tmp_path: Path) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(SETTINGS)
    done = reader("import", str(path), check=False)
    assert done.status == 1
    assert done.err.count("\n") == 1
    for known in (
        "Hugging Face papers page",
        "arXiv feed",
        "BibTeX",
        "RIS",
        "CSL JSON",
        "JSON Lines",
        "CSV",
        "Markdown",
    ):
        assert known in done.err


PAPER_LIKE = {
    "a firm's blog": """Hedge Lab Notes
Subscribe
Feb 2, 2026

Introducing Pruner Two for every garden

Today we introduce Pruner Two, our new model for gardens of every size. It learns the way you prune and improves your
results on every task. Our customers tell us that the model performs better than all they tried, and you will agree.

How our engineers trained a quicker network

Behind the fence our engineers train the network on a dataset of new images. We present the approach to our users here,
with a benchmark that shows improved accuracy, and we hope that you explore it on your own tasks in the coming weeks.
""",
    "news without a word to the reader": """Pruner Three

Pruner Three is the most capable model that this garden has seen. It handles long tasks and images, and it performs well
on every benchmark that the team looks at. A new approach to learning makes it quick, and its accuracy is improved.

A smaller network for balconies

Pruner Mini brings the same architecture to balconies. The model predicts growth at twice the speed, and an evaluation
shows improved accuracy in most climates. Existing plans are unchanged, and the old algorithm stays for a year.
""",
    "a blog by its name": """The Hedge Blog

Hedges that learn to prune themselves

We propose a method by which hedges learn to prune themselves, evaluate it on images of gardens and show improved
results on every task. The model and the dataset are described at length, and a survey of techniques closes the post.
""",
    "a life": """Bo Ash

Research on hedges that learn (2019-2023)

In this work we propose methods for training models on images of hedges, evaluate them on a dataset and show improved
performance. The results were presented at meetings, and the framework is used by many gardens in the whole country.

Lead of a group on agents since 2023

We investigate how agents reason about hedges and explore tasks. We introduce an architecture for inference and show
that it outperforms the baseline, and we analyze the theory behind it in a survey of the literature on gardens.
""",
    "a life by its name": """Bo Ash
Curriculum Vitae

Hedges that learn to prune themselves

We propose a method by which hedges learn to prune themselves, evaluate it on images of gardens and show improved
results on every task. The model and the dataset are described at length, and a survey of techniques closes the page.
""",
    "notes of a release": """Quicker pruning on every machine

We improved the training loop so that models learn in half the time. The new approach measures attention and tokens, and
we observed better results in all tests. A new network layer predicts load, and the old algorithm was removed at last.

Smaller reports

This release introduces a report that predicts growth and optimizes inference. It was evaluated on a dataset of gardens,
where it performs better than the old method, so it is turned on for all. The benchmark is improved in this release.
""",
}


@pytest.mark.parametrize("name", PAPER_LIKE)
def test_news_of_a_firm_and_a_life_told_in_words_of_research_are_no_papers(name: str) -> None:
    text = PAPER_LIKE[name]
    paragraphs = [" ".join(part.split("\n")) for part in text.split("\n\n")]
    for written in (text, "\n\n".join([text.split("\n\n")[0], *paragraphs[1:]]), "\n".join(paragraphs)):
        assert read_text(written, "x.txt").papers == ()


def test_a_long_bare_list_of_titles_and_abstracts_is_a_page_by_its_beginning() -> None:
    page = "\n\n".join(f"{title} {number}\n\n{ABSTRACT}" for number in range(60) for title in TITLES[:3])
    assert len(page) > 100_000
    assert detect(page) == "hf-page"
    prose = "The lamp stood in the garden, and nobody had lit it for years.\n\n" * 2_000
    assert detect(prose + page) is None


def test_a_bare_list_of_titles_and_abstracts_is_still_a_page() -> None:
    text = "\n\n".join(f"{title}\n\n{ABSTRACT}" for title in TITLES[:3])
    assert [paper.title for paper in read_text(text, "x").papers] == list(TITLES[:3])


@pytest.mark.parametrize("title", ["<think> Shall We Prune? </think>", "--prune", "+1 for Pruned Hedges", "</s>"])
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_title_that_begins_like_code_is_one_on_a_page_of_papers(title: str, at: int) -> None:
    """Wherever it stands, also as the only one, and over no other text."""
    titles = [*TITLES[:at], title]
    pairs = [f"{one}\n\n{ABSTRACT}" for one in titles]
    assert [paper.title for paper in read_text("\n\n".join([BANNER, *pairs]), "x").papers] == titles
    among_code = "\n\n".join([BANNER, *OTHERS["hedge.diff"].splitlines(), *pairs[-1:]])
    assert title not in [paper.title for paper in read_text(among_code, "x").papers]


def test_a_banner_in_a_sentence_or_a_string_is_no_banner() -> None:
    assert not FORMATS["hf-page"].sniff(f'    "{BANNER}",\n')
    assert not FORMATS["hf-page"].sniff(f"The page says: {BANNER}\n")
    assert FORMATS["hf-page"].sniff(f"new\n\n{BANNER}\n")


def test_of_a_table_that_may_be_of_anything_the_rows_that_lead_to_papers_are_read_and_the_rest_is_told() -> None:
    text = "title,url\nGardens that prune,https://arxiv.org/abs/2603.00011\nHow to cook,https://example.org/egg\n"
    source = read_text(text, "links.csv")
    assert [paper.arxiv_id for paper in source.papers] == ["2603.00011"]
    assert [(problem.line, problem.excerpt) for problem in source.problems] == [(3, "How to cook")]
    assert [paper.title for paper in read_text(text, "x", "csv").papers] == ["Gardens that prune", "How to cook"]


def test_of_another_program_s_json_the_records_that_show_a_paper_are_read_and_the_rest_is_told() -> None:
    text = (
        '[{"title": "Gardens that prune", "doi": "10.1234/g.1", "x": 1},\n{"title": "Cut the hedge", "done": true}]\n'
    )
    source = read_text(text, "records.json")
    assert [paper.doi for paper in source.papers] == ["10.1234/g.1"]
    assert [problem.line for problem in source.problems] == [2]
    assert len(read_text(text, "x", "jsonl").papers) == 2


def test_another_program_s_json_tells_id_and_address_by_keys_of_its_own() -> None:
    page = "https://openaccess.thecvf.com/content/ICCV2023/papers/Hedge_Hedges_ICCV_2023_paper.pdf"
    hedge = {"title": "Hedges", "paper_arxiv_id": "2603.00011", "paper_thecvf": page, "github": None}
    two = {"title": "Two hedges", "arxiv": "2603.00012", "older_arxiv": "2603.00013", "section": "Hedges"}
    bare = {"title": "A talk of hedges", "paper_arxiv_id": None, "paper_pdf": None, "section": "Hedges"}
    papers = read_text(json.dumps([hedge, two, bare]), "hedges.json").papers
    assert [(paper.title, paper.arxiv_id, paper.url) for paper in papers] == [
        ("Hedges", "2603.00011", page),
        ("Two hedges", "2603.00012", ""),
        ("A talk of hedges", "", ""),
    ]


def test_a_title_alone_is_enough_in_the_contract_s_own_shape() -> None:
    assert len(read_text('{"title": "Gardens that prune"}\n{"title": "Hedges"}\n', "x").papers) == 2


@pytest.mark.parametrize("heading", ["Installing", "News about gardens"])
def test_a_section_of_a_page_with_papers_is_no_paper(heading: str) -> None:
    card = f"### [Gardens that prune themselves](https://huggingface.co/papers/2603.00011)\n\n{ABSTRACT}\n"
    other = (
        f"### {heading}\n\nRun the installer and follow what it says; see https://arxiv.org/abs/2603.00012 for more.\n"
    )
    source = read_text(f"{card}\n{other}", "README.md")
    assert [paper.arxiv_id for paper in source.papers] == ["2603.00011"]
    assert [problem.excerpt for problem in source.problems] == [heading]


def test_the_links_of_one_paper_s_own_page_are_no_titles() -> None:
    names = ("Read the whole text", "Listen to the talk", "Source of the figures")
    text = "".join(f"- [{name}](https://arxiv.org/abs/2603.00011)\n" for name in names)
    assert read_text(text, "page.md").papers == ()


def test_an_entry_in_the_text_of_a_program_is_none() -> None:
    text = "@misc{a, title = {A bound on hedges}} @misc{b, title = {Wild hedges}}\nCASE = '@misc{x, title={T}}'\n"
    source = read_text(text, "x.bib")
    assert [paper.title for paper in source.papers] == ["A bound on hedges", "Wild hedges"]
    assert [problem.line for problem in source.problems] == [2]


def test_a_short_title_in_bold_beside_a_link_to_its_paper_is_one() -> None:
    text = "- [2026/03] **Wild hedges.** *Sample et al.* [[paper](https://arxiv.org/abs/2603.00011)]\n"
    assert [paper.title for paper in read_text(text, "x.md").papers] == ["Wild hedges"]
    assert read_text(text.replace("Wild hedges.", "Note"), "x.md").papers == ()


def test_a_list_that_ends_in_a_block_to_cite_it_is_a_list() -> None:
    text = (
        "- [Gardens that prune](https://arxiv.org/abs/2603.00011)\n- [A bound on hedges](https://arxiv.org/abs/2603.00012)\n"
        "\n```bibtex\n@misc{hedges,\n  title = {A list of hedges},\n  year = {2026}\n}\n```\n"
    )
    assert [paper.title for paper in read_text(text, "x.md").papers] == ["Gardens that prune", "A bound on hedges"]


GERMAN = (
    (
        "Hecken, die sich selbst schneiden: ein Verfahren für kleine Gärten",
        "Große Hecken haben in den letzten Jahren beachtliche Höhen erreicht, doch noch immer schneidet man von Hand. "
        "In dieser Arbeit stellen wir ein Verfahren vor, das Hecken erkennt und schneidet. Unsere Versuche in drei "
        "Gärten zeigen, dass es bisherige Ansätze um 12 Prozent übertrifft. Der Quelltext ist frei verfügbar.",
    ),
    (
        "Schneller Schnitt mit wenig Strom",
        "Der Schnitt großer Hecken benötigt viel Strom. Wir untersuchen, wie sich der Verbrauch senken lässt, ohne die "
        "Genauigkeit zu verringern. Dazu führen wir eine neue Schere ein und bewerten sie in zwölf Gärten. Die "
        "Ergebnisse zeigen eine Ersparnis um den Faktor drei gegenüber üblichen Geräten.",
    ),
)
CHINESE = (
    (
        "会自己修剪的树篱:一种小花园的方法",
        "近年来树篱越长越高,但修剪仍然依靠人工。本文提出了一种识别并修剪树篱的新方法。在三个花园中的实验表明,该方法比现有方法提高"
        "了百分之十二。我们还对各个组成部分进行了消融研究,并公开了源代码与数据集,以便后续研究使用。",
    ),
)


@pytest.mark.parametrize("papers", [GERMAN, CHINESE], ids=["German", "Chinese"])
@pytest.mark.parametrize("head", ["", f"{BANNER}\n"])
def test_a_page_in_another_language_is_refused_with_the_way_out_which_reads_it(
    papers: tuple[tuple[str, str], ...], head: str
) -> None:
    text = head + "\n".join(f"{title}\n{abstract}" for title, abstract in papers)
    refused = read_text(text, "page.txt")
    assert refused.papers == ()
    assert "--format" in str(refused.error)
    told = read_text(text, "page.txt", "hf-page")
    assert [(paper.title, paper.abstract) for paper in told.papers] == list(papers)


def test_a_page_that_is_told_to_be_one_gives_what_it_gives_anyway() -> None:
    text = PAGE + "A short one about the shears in the shed\nWe say little. It is enough.\n"
    assert len(read_text(text, "x").papers) == 5
    assert read_text(text, "x", "hf-page").papers == read_text(text, "x").papers


def test_of_a_page_under_the_head_of_a_mail_only_the_page_is_read_when_it_is_told() -> None:
    mail = "From: ada@example.org\nTo: bo@example.org\nSubject: papers\n\nHi Bo,\n\nhere is one.\n\n"
    source = read_text(f"{mail}{BANNER}\n\n{TITLES[0]}\n\n{ABSTRACT}\n", "mail.txt", "hf-page")
    assert [paper.title for paper in source.papers] == [TITLES[0]]


@pytest.mark.parametrize(
    "text",
    [
        "<!-- a model of hedges -->\n" * 60 + "<rules>We present a novel method.</rules>\n",
        "We present a novel method. " + "\n" + "Ada Sample, " * 60 + "=\n",
    ],
    ids=["comments", "names"],
)
def test_what_nearly_is_a_page_does_not_take_for_ever_to_tell(text: str) -> None:
    assert read_text(text, "x.xsl").papers == ()


PAPERS = """
https://openreview.net/forum?id=mrafO7aTYj
https://openreview.net/pdf?id=SygcCnNKwr
https://openreview.net/pdf/e49b2c2a17aafc94e363837c5d5f96b1f06e2e6e.pdf
https://openreview.net/forum?id=bttKwCZDkm&noteId=Yfwy2d4fiT
https://aclanthology.org/N19-1423.pdf
https://aclanthology.org/2024.naacl-long.389/
https://www.aclweb.org/anthology/D13-1176
https://www.aclweb.org/anthology/2021.maiworkshop-1.12
https://papers.nips.cc/paper_files/paper/2019/hash/6c990b7aca7bc7058f5e98ea909e924b-Abstract.html
https://proceedings.neurips.cc/paper/2019/file/b5dc4e5d9b495d0196f61d45b26ef33e-Paper.pdf
http://papers.nips.cc/paper/5346-sequence-to-sequence-learning-with-neural-networks.pdf
https://proceedings.iclr.cc/paper_files/paper/2025/file/54d2d38a56a74387d5916ee40e462295-Paper-Conference.pdf
https://neurips.cc/virtual/2023/poster/72345
http://proceedings.mlr.press/v37/ganin15.pdf
https://proceedings.mlr.press/v70/zheng17a.html
http://proceedings.mlr.press/v119/yamada20a/yamada20a.pdf
https://www.jmlr.org/papers/volume3/bengio03a/bengio03a.pdf
https://jmlr.org/papers/v21/20-074.html
https://ieeexplore.ieee.org/document/8362936
https://ieeexplore.ieee.org/abstract/document/9363197/
https://ieeexplore.ieee.org/stamp/stamp.jsp?tp=&arnumber=10219885
https://www.computer.org/csdl/proceedings-article/srds/2004/22390066/12OmNvT2phv
https://www.computer.org/csdl/magazine/co/2012/02/mco2012020037/13rRUxjyX7k
https://www.computer.org/csdl/journal/td/2020/04/08853389/1dKnnndWFwY
https://www.computer.org/csdl/mags/so/2009/02/mso2009020036-abs.html
https://dl.acm.org/doi/10.1145/2517323
https://dl.acm.org/doi/abs/10.1145/3474085.3475259
https://dl.acm.org/citation.cfm?id=3132847.3132916
http://doi.acm.org/10.1145/1281192.1281230
https://www.nature.com/articles/s44182-026-00076-1
https://www.nature.com/articles/srep42638
https://www.science.org/doi/10.1126/science.adi6000
https://science.sciencemag.org/content/313/5786/504
https://www.pnas.org/content/114/13/3521.full
https://www.sciencedirect.com/science/article/abs/pii/S1042957308000764
https://link.springer.com/article/10.1007/BF01709751
https://link.springer.com/chapter/10.1007/978-3-030-78120-0_8
https://link.springer.com/article/10.1023%2FA%3A1011497229317
https://openaccess.thecvf.com/content/CVPR2023/html/Girdhar_ImageBind_One_Embedding_Space_To_Bind_Them_All_CVPR_2023_paper
http://openaccess.thecvf.com/content_cvpr_2018/papers/Kendall_Multi-Task_Learning_Using_CVPR_2018_paper.pdf
https://openaccess.thecvf.com/content/CVPR2021W/CLVision/html/X_CVPRW_2021_paper.html
https://www.semanticscholar.org/paper/4361e64f2d12d63476fdc88faf72a0f70d9a2ffb
https://pdfs.semanticscholar.org/35c4/0fde977932d8a3cd24f5a1724c9dbca8b38d.pdf
https://api.semanticscholar.org/CorpusID:1234
https://www.biorxiv.org/content/10.1101/2020.01.01.123456v1
https://www.biorxiv.org/content/early/2016/05/06/051334
https://www.pnas.org/doi/full/10.1073/pnas.1
https://ojs.aaai.org/index.php/AAAI/article/view/28688
https://ojs.aaai.org/index.php/ICAPS/article/download/13363/13211
https://aaai.org/ojs/index.php/AAAI/article/view/6801/6655
https://aaai.org/Papers/AAAI/2020GB/AAAI-LiuW.5594.pdf
https://aaai.org/papers/ws08-07-026-the-role-of-metacognition-in-robust-ai-systems/
https://aaai.org/ocs/index.php/AAAI/AAAI18/paper/view/17135
https://www.ijcai.org/Proceedings/16/Papers/643.pdf
https://www.ijcai.org/proceedings/2023/24
https://www.ijcai.org/Proceedings/2018/0109.pdf
https://www.isca-speech.org/archive/interspeech_2021/zhang21ea_interspeech.html
https://www.isca-speech.org/archive/Interspeech_2017/pdfs/0411.PDF
https://www.isca-speech.org/archive_v0/VCC_BC_2020/abstracts/VCC2020_paper_21.html
https://papers.ssrn.com/sol3/papers.cfm?abstract_id=123
https://ssrn.com/abstract=123
https://www.usenix.org/conference/nsdi25/presentation/gui
https://www.usenix.org/system/files/conference/nsdi12/nsdi12-final138.pdf
https://www.usenix.org/system/files/nsdi20-paper-agache.pdf
https://www.usenix.org/conference/soups2014/proceedings/presentation/harbach
https://www.usenix.org/legacy/event/usenix05/tech/general/full_papers/prabhakaran/prabhakaran.pdf
https://www.mdpi.com/2227-7390/12/12/1909
https://onlinelibrary.wiley.com/doi/abs/10.1111/j.1540-6261.1952.tb01525.x
https://www.tandfonline.com/doi/full/10.1080/1
https://elifesciences.org/articles/12345
https://journals.plos.org/plosone/article?id=10.1371/journal.pone.0175947
https://inria.hal.science/hal-03850124/
https://hal.science/hal-04673273v2
https://hal.science/inria-00402079
https://hal.archives-ouvertes.fr/hal-01234567/document
https://hal.inria.fr/hal-01234567
https://hal.elte.hu/hal-01234567
https://journals.aps.org/prl/abstract/10.1103/PhysRevLett.123.020201
https://iopscience.iop.org/article/10.3847/2515-5172/ac225c
https://iopscience.iop.org/0295-5075/1/1/001
https://academic.oup.com/bioinformatics/article/31/4/593/2748154?login=true
https://journals.sagepub.com/doi/10.1177/0278364919843486
https://www.frontiersin.org/articles/10.3389/frai.2023.1293504/full
https://www.jstor.org/stable/2346830
https://www.jstor.org/stable/pdf/41403737.pdf
https://www.ecva.net/papers/eccv_2024/papers_ECCV/papers/08386.pdf
https://www.ecva.net/papers/eccv_2018/papers_ECCV/papers/Hai_Ci_Video_Object_Segmentation_ECCV_2018_paper.pdf
https://www.roboticsproceedings.org/rss21/p061.html
https://epubs.siam.org/doi/abs/10.1137/0206024
https://www.ams.org/mcom/2003-72-244/S0025-5718-02-01504-1/
https://www.ams.org/notices/200603/fea-cook.pdf
https://projecteuclid.org/euclid.aoas/1267453942
https://europepmc.org/article/MED/12345678
https://europepmc.org/articles/PMC1234567
https://pubmed.ncbi.nlm.nih.gov/12345678/
https://www.ncbi.nlm.nih.gov/pubmed/12345678
https://www.ncbi.nlm.nih.gov/pmc/articles/PMC1234567/
https://pmc.ncbi.nlm.nih.gov/articles/PMC1234567/
https://www.alphaxiv.org/overview/2301.00001
https://projecteuclid.org/journals/annals-of-applied-statistics/volume-1/issue-1/P/10.1214/07-AOAS111.full
https://projecteuclid.org/download/pdf_1/euclid.aoms/1177703732
https://citeseerx.ist.psu.edu/viewdoc/download?doi=10.1.1.160.1721&rep=rep1&type=pdf
https://citeseerx.ist.psu.edu/document?repid=rep1&type=pdf&doi=5653cb73a815594aed9c0637ff7a02e6126f77ba
https://bmvc2019.org/wp-content/uploads/papers/0628-paper.pdf
https://bmvc2022.mpi-inf.mpg.de/639
https://bmvc2022.mpi-inf.mpg.de/0322.pdf
https://bmvc2025.bmva.org/proceedings/328/
https://bmva-archive.org.uk/bmvc/2025/assets/papers/Paper_610/paper.pdf
https://papers.bmvc2023.org/0152.pdf
https://proceedings.bmvc2023.org/152/
https://proceedings.kr.org/2021/12/
https://papers.miccai.org/miccai-2024/001-Paper123.html
https://proceedings.systemdynamics.org/2021/papers/P1.pdf
https://www.amazon.science/publications/learning-to-bid-with-auctiongym
https://huggingface.co/papers/2301.00001
https://hf.co/papers/2301.00001
https://www.alphaxiv.org/abs/2301.00001
https://aclanthology.info/papers/P17-1001/p17-1001
https://medrxiv.org/content/10.1101/2020.01.01.20123456v2
https://jmlr.org/proceedings/papers/v9/glorot10a.html
https://icml.cc/2012/papers/345.pdf
https://proceedings.mlsys.org/paper_files/paper/2024/hash/ab-Abstract-Conference.html
https://www.cv-foundation.org/openaccess/content_cvpr_2016/papers/He_Deep_CVPR_2016_paper.pdf
https://bmcbioinformatics.biomedcentral.com/articles/10.1186/1471-2105-9-559
https://etrr.springeropen.com/articles/10.1186/s12544-020-0400-6
https://www.isca-archive.org/interspeech_2023/chen23_interspeech.html
https://citeseer.ist.psu.edu/viewdoc/summary?doi=10.1.1.6.4718
https://www.bmva.org/bmvc/2014/papers/paper012/index.html
https://dblp.org/rec/conf/nips/VaswaniSPUJGKP17.html
https://dblp.uni-trier.de/rec/bibtex/conf/nips/VaswaniSPUJGKP17
https://dblp.dagstuhl.de/rec/conf/nips/VaswaniSPUJGKP17
"""
"""The pages of papers at the hosts where they are known, as people write their addresses."""
OTHER_PAGES = """
https://papers.nips.cc/paper_files/paper/2023
https://papers.nips.cc/paper/2023
https://neurips.cc/Conferences/2023
https://aclanthology.org/volumes/2023.acl-long/
https://aclanthology.org/2023.acl-long.0/
https://aclanthology.org/events/acl-2023/
https://aclanthology.org/people/y/yann-lecun/
https://www.semanticscholar.org/author/Yann-LeCun/1688882
https://www.semanticscholar.org/search?q=attention%202017
https://www.semanticscholar.org/product/api
https://openreview.net/profile?id=~Yann_LeCun1
https://openreview.net/group?id=ICLR.cc/2024/Conference
https://openreview.net/search?term=123
https://proceedings.mlr.press/v162/
https://proceedings.mlr.press/v162/index.html
https://openaccess.thecvf.com/CVPR2023?day=all
https://openaccess.thecvf.com/CVPR2021_workshops/menu
https://usenix.org/conference/usenixsecurity23
https://www.usenix.org/conference/usenixsecurity23/technical-sessions
https://www.usenix.org/conference/nsdi24/call-for-papers
https://arxiv.org/list/cs.LG/recent
https://arxiv.org
https://arxiv.org/
https://arxiv.org/a/lecun_y_1
https://info.arxiv.org/help/api
https://info.arxiv.org/help/api/index.html
https://dl.acm.org/doi/proceedings/10.1145/3292500
https://dl.acm.org/toc/jacm/2023/70/1
https://dl.acm.org/profile/81100182487
https://dl.acm.org/conference/kdd/proceedings
https://dl.acm.org/journal/tog
https://www.nature.com/nature/volumes/521/issues/7553
https://www.nature.com/articles/d41586-021-02696-z
https://www.nature.com/subjects/machine-learning?page=2
https://science.sciencemag.org/content/313/5786
https://www.sciencedirect.com/journal/neural-networks/vol/1/issue/1
https://www.sciencedirect.com/book/9780128007617/joe-celkos-sql-for-smarties
https://link.springer.com/book/10.1007/978-3-319-30756-8
https://link.springer.com/journal/10994/volumes-and-issues/112-1
https://www.springer.com/journal/371
https://ieeexplore.ieee.org/xpl/conhome/1000147/all-proceedings
https://ieeexplore.ieee.org/author/37085680424
https://ieeexplore.ieee.org/xpl/RecentIssue.jsp?punumber=34
https://www.computer.org/csdl/journal/tg
https://www.computer.org/csdl/journal/tp/2020/01
https://ojs.aaai.org/index.php/AAAI/issue/view/510
https://aaai.org/conference/aaai/aaai-27/
https://www.ijcai.org/proceedings/2019/
https://www.ijcai.org/proceedings/2019
https://www.isca-speech.org/archive/interspeech_2023/index.html
https://www.jmlr.org/papers/v24/
https://www.jmlr.org/papers/
https://papers.ssrn.com/sol3/cf_dev/AbsByAuth.cfm?per_id=12345
https://www.mdpi.com/journal/sensors
https://www.mdpi.com/2076-3417/9/3
https://onlinelibrary.wiley.com/journal/14678659
https://onlinelibrary.wiley.com/toc/10991476/2020/43/1
https://onlinelibrary.wiley.com/doi/book/10.1002/9781118445112
https://journals.aps.org/prl/issues/110/1
https://journals.aps.org/prper/recent
https://iopscience.iop.org/volume/1367-2630/17
https://academic.oup.com/bioinformatics/issue/31/4
https://academic.oup.com/book/52945
https://www.jstor.org/action/doBasicSearch?Query=1
https://www.jstor.org/stable/i123456
https://www.ecva.net/papers.php
https://www.roboticsproceedings.org/rss16/index.html
https://www.roboticsproceedings.org/
https://projecteuclid.org/journals/bernoulli/volume-30/issue-3
https://pubmed.ncbi.nlm.nih.gov/?term=hedges
https://www.ncbi.nlm.nih.gov/gene/672
https://citeseerx.ist.psu.edu/search?q=2020
https://bmvc2019.org/
https://bmvc2019.org/programme/2019
https://huggingface.co/papers
https://huggingface.co/papers/date/2024-01-01
https://hal.science/search/index?q=2020
https://about.hal.science/hal-authorisation-v1/
https://scholar.google.com/citations?user=WLN3QrAAAAAJ
https://scholar.google.com/scholar?cluster=123
https://dblp.org/pid/l/YannLeCun.html
https://dblp.org/db/conf/nips/nips2017.html
https://dblp.uni-trier.de/rec/bib/conf/zeus/2013
https://example.org/people/42
https://example.org/search?q=cats
"""
"""Volumes, issues, meetings, authors, profiles, searches, help and home pages, there and elsewhere."""

SURE = "".join(f"- [A study of hedges {n}](https://arxiv.org/abs/2603.0001{n})\n" for n in range(4))


@pytest.mark.parametrize("url", PAPERS.split())
def test_the_page_of_a_paper_is_known_by_its_address(url: str) -> None:
    assert leads_to_paper(url)
    assert not leads_elsewhere(url)


@pytest.mark.parametrize("url", OTHER_PAGES.split())
def test_another_page_of_such_a_host_is_none_whatever_numbers_it_has(url: str) -> None:
    assert not leads_to_paper(url)
    assert leads_elsewhere(url)


@pytest.mark.parametrize("host", sorted(_HOSTS))
def test_of_every_known_host_an_address_is_tried_and_its_home_page_is_no_paper(host: str) -> None:
    hosts = [f".{urlsplit(url).hostname}" for url in PAPERS.split()]
    assert any(one.endswith(f".{host}") for one in hosts)
    for home in (f"https://{host}", f"https://www.{host}/", f"http://{host}/2023", f"https://{host}/2023/"):
        assert not leads_to_paper(home)


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/2023/paper",
        "https://papers.example.org/2023",
        "https://proceedings.example.org/12/",
        "https://example.org/a.pdf",
        "https://github.com/a/b",
        "ftp://x/1.pdf",
    ],
)
def test_of_a_host_that_is_not_known_nothing_is_known(url: str) -> None:
    assert not leads_to_paper(url)
    assert not leads_elsewhere(url)


def test_a_very_long_address_does_not_take_for_ever_to_judge() -> None:
    assert not leads_to_paper("https://www.ecva.net/papers/" + "1" * 100_000)


@pytest.mark.parametrize("url", OTHER_PAGES.split())
def test_no_row_is_a_paper_by_a_link_to_another_page_alone_or_among_papers(url: str) -> None:
    row = f"- [Paper reading of the year 2023]({url})\n"
    alone = read_text(row, "x.md")
    assert alone.papers == ()
    among = read_text(SURE + row, "x.md")
    assert len(among.papers) == 4
    assert [(problem.line, problem.excerpt) for problem in among.problems] == [(5, "Paper reading of the year 2023")]


@pytest.mark.parametrize("url", OTHER_PAGES.split())
@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("x.csv", "title,url\nReading of the year,{url}\n"),
        ("x.json", '[{{"title": "Reading of the year", "link": "{url}"}}]'),
    ],
)
def test_a_table_or_records_of_other_pages_hold_no_paper(name: str, form: str, url: str) -> None:
    assert read_text(form.format(url=url), name).papers == ()


def test_a_row_that_may_be_a_paper_is_one_among_papers() -> None:
    """At a host of which nothing is known."""
    text = f"{SURE}- [A study of lawns](https://example.org/lawns.pdf)\n- [Talks](https://example.org/talks/2023)\n"
    assert [paper.title for paper in read_text(text, "x.md").papers][4:] == ["A study of lawns"]


@pytest.mark.parametrize(
    ("url", "elsewhere"),
    [
        ("https://mail.google.com/", True),
        ("https://example.org", True),
        ("http://lamps.example.org:8080//", True),
        ("https://example.org/#top", True),
        ("https://example.org/lamps", False),
        ("https://example.org/?paper=3", False),
        ("https://example.org/#/papers/3", False),
        ("https://example.org/#!/papers/3", False),
    ],
)
def test_the_home_page_of_any_site_is_no_paper_also_among_links_to_papers(url: str, elsewhere: bool) -> None:
    assert leads_elsewhere(url) is elsewhere
    assert (linked_paper(url, "Lamps", anything=True) is None) is elsewhere
