"""YAML with records of papers comes in, whoever wrote it, and no settings, notes or lists of other things do."""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.formats import detect, read
from reader.formats.parsed import Parsed
from reader.paper import Name, Status
from tests.support.grids import crossed
from tests.support.laws import law

PAPIS = """author: Sample, Ada B. and van Muster, Bo
author_list:
- family: Sample
  given: Ada B.
- given_name: Bo
  surname: van Muster
citations:
- author: C. Probe
  doi: 10.1234/old
  title: Another's lamps
doi: 10.1234/Lamp.1
files:
- lamps.pdf
journal: Lamp Letters
issue: '2'
month: 5
notes: notes.md
pages: 343--355
ref: sample2019
tags: lamps night
title: Lamps that {\\"u}ben
type: article
url: https://example.org/lamps
volume: '153'
year: 2019
---
author: Probe, Carl
files: []
ref: probe2020
title: Lamps of the north
type: article
year: 2020
"""
COBIB = """---
sample2019:
  ENTRYTYPE: article
  author:
  - first: Ada B.
    last: Sample
  - first: Bo
    last: Muster
    particle: van
  doi: 10.1234/Lamp.1
  journal: Lamp Letters
  month: may
  number: 2
  pages: 343--355
  tags:
  - lamps
  - night
  title: Lamps that {\\"u}ben
  url:
  - https://example.org/lamps
  volume: 153
  year: 2019
...
---
probe2020:
  ENTRYTYPE: article
  author: Carl Probe
  title: Lamps of the north
  year: 2020
...
"""
HAYAGRIVA = """sample2019:
  type: Article
  title: Lamps that üben
  author: ["Sample, Ada B.", "van Muster, Bo"]
  date: 2019-05
  page-range: 343-355
  serial-number:
    doi: 10.1234/Lamp.1
  parent:
    type: Periodical
    title: Lamp Letters
    issue: 2
    volume: 153
probe2020:
  type: Article
  title: Lamps of the north
  author: Probe, Carl
  date: 2020
"""
CSL = """references:
- id: sample2019
  type: article-journal
  author:
  - family: Sample
    given: Ada B.
  - family: Muster
    given: Bo
    non-dropping-particle: van
  container-title: Lamp Letters
  DOI: 10.1234/Lamp.1
  issued:
    date-parts:
    - - 2019
      - 5
  page: 343-355
  title: Lamps that üben
  volume: 153
  issue: 2
- id: probe2020
  type: article-journal
  author: [{family: Probe, given: Carl}]
  issued: [{year: 2020}]
  title: Lamps of the north
"""
PLAIN = """# what we read
- title: 'Lamps that üben'
  authors: [Ada B. Sample, Bo van Muster]
  year: 2019
  month: May
  venue: Lamp Letters
  pages: 343 - 355
  volume: 153
  number: 2
  doi: 10.1234/Lamp.1
- title: Lamps of the north
  author: Carl Probe
  year: 2020
  links:
  - https://example.org/n
  - https://example.org/n.pdf
"""
TEXTS = {"papis": PAPIS, "cobib": COBIB, "hayagriva": HAYAGRIVA, "csl": CSL, "plain": PLAIN}
every = pytest.mark.parametrize("name", TEXTS)


def taken(text: str) -> Parsed:
    """What a text gives that is known by its content to be YAML."""
    assert detect(text) == "yaml"
    return read(text, "yaml")


@every
def test_a_record_comes_in_with_what_it_says(name: str) -> None:
    parsed = taken(TEXTS[name])
    first, second = parsed.papers
    assert parsed.problems == ()
    assert (first.title, second.title) == ("Lamps that üben", "Lamps of the north")
    assert first.authors == ("Ada B. Sample", "Bo van Muster")
    assert second.authors == ("Carl Probe",)
    assert (first.published, second.published) == ("2019-05", "2020")
    assert (first.venue, first.doi) == ("Lamp Letters", "10.1234/lamp.1")
    assert (first.about("volume"), first.about("issue"), first.about("page")) == ("153", "2", "343-355")


def test_tags_of_papis_and_cobib_are_the_users_and_the_name_of_a_file_is_no_note() -> None:
    for text in (PAPIS, COBIB):
        paper = taken(text).papers[0]
        assert (paper.tags, paper.keywords, paper.note, paper.url) == (
            ("lamps", "night"),
            (),
            "",
            "https://example.org/lamps",
        )


def test_the_tex_of_an_address_is_read() -> None:
    text = COBIB + "---\nsite:\n  ENTRYTYPE: misc\n  author: Ada Sample\n  title: Site\n"
    text += "  url:\n  - http://example.org/\\~{}ada\n...\n"
    assert taken(text).papers[2].url == "http://example.org/~ada"


def test_one_paper_of_a_newsletter_is_read() -> None:
    text = (
        'date: "2025-12-26"\nauthor: Ada Sample\ntitle: "Lamps: a study"\nlink: https://huggingface.co/papers/2512.00011\n'
        "summary: We present lamps.\nopinion: placeholder\ntags:\n    - Lamp Engineering\nposter_path: x.png\n"
    )
    (paper,) = taken(text).papers
    assert (paper.title, paper.arxiv_id, paper.published) == ("Lamps: a study", "2512.00011", "2025-12-26")
    assert (paper.keywords, paper.tags, paper.note) == (("Lamp Engineering",), (), "")
    (paper,) = taken(text.replace("opinion: placeholder", "opinion: Worth a look.")).papers
    assert paper.note == "Worth a look."


def test_values_are_text_as_they_stand() -> None:
    (paper,) = taken("title: 1984\nauthor: Ada Sample\narxiv: 2401.00010\nyear: 2024\nabstract: ~\n").papers
    assert (paper.title, paper.arxiv_id, paper.abstract) == ("1984", "2401.00010", "")


def test_what_the_user_said_comes_along() -> None:
    text = "- title: Lamps\n  author: Ada Sample\n  doi: 10.1234/a\n  starred: true\n  read: yes\n"
    text += "  note: |\n    One.\n\n    Two.\n"
    (paper,) = taken(text).papers
    assert (paper.starred, paper.status, paper.note) == (True, Status.READ, "One.\n\nTwo.")


def test_of_a_program_the_paper_that_is_to_be_cited_is_read() -> None:
    text = (
        "cff-version: 1.2.0\nmessage: cite it\ntitle: lamp-tools\nauthors:\n- family-names: Sample\n"
        "preferred-citation:\n  type: article\n  title: Lamps\n  year: 2020\n  journal: Lamp Letters\n"
        "  authors:\n  - family-names: Sample\n    given-names: Ada\n  - name: Lamp Group\n"
    )
    (paper,) = taken(text).papers
    assert (paper.title, paper.authors) == ("Lamps", ("Ada Sample", "Lamp Group"))
    assert dict(paper.names) == {"Lamp Group": Name(literal="Lamp Group")}
    assert detect(text[: text.index("preferred")]) != "yaml"


def test_what_a_program_names_beside_that_paper_is_told_with_its_line() -> None:
    text = (
        "cff-version: 1.2.0\ntitle: lamp-tools\nreferences:\n- type: software\n  title: wick\n"
        "- type: article\n  title: Wicks\n  year: 1999\n  journal: Lamp Letters\n- none\n"
        "preferred-citation:\n  type: article\n  title: Lamps\n  authors:\n  - family-names: Sample\n  year: 2020\n"
        "  journal: Lamp Letters\n"
    )
    parsed = taken(text)
    assert [paper.title for paper in parsed.papers] == ["Lamps"]
    assert [(one.line, one.excerpt) for one in parsed.problems] == [(1, "lamp-tools"), (4, "wick"), (6, "Wicks")]


def test_sections_and_keys_around_the_records_are_taken_off() -> None:
    text = "Night:\n- {title: Lamps, authors: [Ada Sample], doi: 10.1234/a}\n"
    text += "Day:\n- {title: Suns, authors: [Bo Muster], year: 2020, journal: Sun Letters}\n"
    assert [paper.title for paper in taken(text).papers] == ["Lamps", "Suns"]


@every
@crossed
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_line_ends_and_a_mark_of_the_encoding_change_nothing(name: str, end: str, mark: str) -> None:
    assert taken(mark + TEXTS[name].replace("\n", end)).papers == taken(TEXTS[name]).papers


@every
def test_a_damaged_record_costs_no_other_and_is_named_with_its_line(name: str) -> None:
    text = TEXTS[name].replace("title: Lamps of", 'title: "Lamps" of')
    parsed = taken(text)
    assert [paper.title for paper in parsed.papers if "north" not in paper.title] == ["Lamps that üben"]
    line = text[: text.index('"Lamps" of')].count("\n") + 1
    assert line in [problem.line for problem in parsed.problems]


@every
def test_a_text_that_is_cut_gives_what_is_whole_and_invents_nothing(name: str) -> None:
    whole = taken(TEXTS[name]).papers
    for share in range(50, 100, 5):
        found = read(TEXTS[name][: len(TEXTS[name]) * share // 100], "yaml").papers
        assert [paper.title[:6] for paper in found] == [paper.title[:6] for paper in whole[: len(found)]]


def test_among_papers_one_without_an_author_is_named_with_its_line() -> None:
    parsed = taken(PLAIN + "- title: A lamp\n  price: 3\n")
    assert len(parsed.papers) == 2
    ((problem),) = parsed.problems
    assert (problem.line, problem.message) == (17, "a record in which nothing shows a paper, skipped")


def test_a_text_that_refers_to_itself_again_and_again_is_read_as_far_as_it_goes() -> None:
    laughs = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + at)}: &{chr(98 + at)} [{', '.join(['*' + chr(97 + at)] * 9)}]\n" for at in range(20)
    )
    parsed = read(laughs + "papers:\n- title: Lamps\n  author: Ada Sample\n  doi: 10.1234/a\n  authors: *k\n", "yaml")
    assert [paper.title for paper in parsed.papers] == ["Lamps"]
    assert [problem.message for problem in parsed.problems][:1] == [
        "what is referred to so often that it comes to more than is read, left out"
    ]


@pytest.mark.parametrize(
    "deep", ["[" * 100_000, "{a: " * 100_000, "- " * 100_000, "".join(" " * at + "a:\n" for at in range(1_000))]
)
def test_a_text_nested_a_thousand_deep_is_a_problem(deep: str) -> None:
    parsed = read(PLAIN + "- title: Deep\n  x:\n    " + deep.replace("\n", "\n    "), "yaml")
    assert [paper.title for paper in parsed.papers] == ["Lamps that üben", "Lamps of the north"]
    assert parsed.problems


NO_RECORDS = {
    "settings of a site": "title: Lamps\nauthor: Ada Sample\nurl: https://example.org\ntheme: x\nyear: 2020\n",
    "a post": "---\ntitle: On lamps\nauthor: Ada Sample\ndate: 2020-05-03\ntags: [a]\n---\n\nI like lamps.\n",
    "a post with bullets": "---\ntitle: On lamps\nauthor: Ada\ndoi: 10.1234/a\n---\n- [[lamps]]\n- see doi\n",
    "a note with headings": "---\ntitle: On lamps\nauthor: Ada\ndoi: 10.1234/a\n---\n# Lamps: why\n* they glow\n",
    "a note without a body": "---\ntitle: On lamps\nauthor: Ada\ndoi: 10.1234/a\n---\n",
    "a mail": "Title: Lamps\nAuthor: Ada\nDOI: 10.1234/a\n\nDear all,\nplease read: this\n is it\n\nAda\n",
    "songs": "- title: Blue lamp\n  artist: Ada\n  year: 1999\n- title: Red lamp\n  artist: Bo\n  year: 2001\n",
    "books": "- title: The Lamp\n  author: Ada Sample\n  year: 1965\n  link: https://books.example.org/1\n",
    "tasks": "tasks:\n- title: buy a lamp\n  done: false\n- title: read\n  author: me\n  date: 2024-01-01\n",
    "a specification": "openapi: 3.0.0\ninfo:\n  title: Lamps\n  version: 1.0.0\npaths: {}\n",
    "a schema": "title: Lamp\ntype: object\nproperties:\n  author: {type: string}\n",
    "a workflow": "name: test\non: push\njobs:\n  a:\n    steps:\n    - name: x\n      title: y\n",
    "talks": "- title: Lamps\n  speaker: Ada\n  date: 2020\n  link: https://example.org/talk\n",
    "a dated post": "title: On lamps\nauthor: Ada Sample\ndate: 2020-05-03\ntype: article\n",
    "a cutting": "title: On lamps\nauthor: Ada Sample\npublication: The Lamp Times\ndate: 2020-05-03\n",
    "a concert": "- title: Lamps live\n  creator: The Lamps\n  venue: Paradiso\n  date: 2020-05-03\n",
    "a record": "- title: Lamps\n  author: Ada Sample\n  venue: Paradiso\n  year: 2020\n",
    "a life": "- title: PhD in Lamps\n  institution: Lamp University\n  author: Ada Sample\n  year: 2020\n",
    "a school": "- title: Head of lamps\n  school: Lamp School\n  author: Ada Sample\n  year: 2020\n  type: report\n",
    "a manual": "- title: Lamp 3\n  author: Lamps\n  year: 2020\n  pdf: https://example.org/lamp.pdf\n",
    "an annual report": "title: Our year\nauthor: Ada Sample\nyear: 2020\npdf: https://example.org/year.pdf\n",
    "a program": "cff-version: 1.2.0\ntitle: lamp-tools\nauthors:\n- family-names: Sample\ndoi: 10.5281/zenodo.1\n",
}


@pytest.mark.parametrize("name", NO_RECORDS)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_other_yaml_is_none_of_them(name: str, end: str) -> None:
    assert detect(NO_RECORDS[name].replace("\n", end)) != "yaml"


PAPER = "- {title: Lamps, author: Ada Sample, link: https://arxiv.org/abs/2401.00011}\n"
OTHERS = {
    "a film": "- {title: A cat on a lamp, author: Bo Muster, link: https://youtu.be/a, date: 2024-01-01}\n",
    "news": "- {title: Our new office, author: Ada Sample, date: 2024-01-01, type: article}\n",
    "a task": "- {title: Buy a lamp, author: me, date: 2024-01-01, done: false}\n",
    "a change": "- {title: Mend the lamp, author: Bo Muster, date: 2024-01-01, url: https://example.org/pull/1}\n",
    "a cutting": "- {title: Of lamps, author: Bo Muster, publication: The Lamp Times, year: 2024}\n",
    "a concert": "- {title: Lamps live, author: Bo Muster, venue: Paradiso, year: 2024}\n",
    "a degree": "- {title: PhD in Lamps, author: Bo Muster, institution: Lamp University, year: 2024}\n",
    "a manual": "- {title: Lamp 3, authors: [Lamps], year: 2024, pdf: https://example.org/lamp.pdf}\n",
}


@pytest.mark.parametrize("name", OTHERS)
def test_a_paper_makes_no_papers_of_what_stands_beside_it(name: str) -> None:
    parsed = taken(PAPER + OTHERS[name])
    assert [paper.title for paper in parsed.papers] == ["Lamps"]
    assert [(problem.line, problem.message) for problem in parsed.problems] == [
        (2, "a record in which nothing shows a paper, skipped")
    ]


@pytest.mark.parametrize(
    "record",
    [
        "{title: Suns, author: Bo Muster, link: https://example.org/suns.pdf}",
        "{title: Suns, authors: Bo Muster, venue: ICLR 2024, year: 2024}",
        "{title: Suns, authors: Bo Muster, venue: Conference on Suns, date: 2024-01}",
        "{title: Suns, authors: [Bo Muster], type: inproceedings, year: 2024}",
        "{title: Suns, authors: [Bo Muster], journal: Sun Letters, year: 2024}",
        "{title: Suns, authors: [Bo Muster], publication: Suns, volume: 3, pages: 1--9, year: 2024}",
        "{title: Suns, authors: [{family: Muster, given: Bo}], type: article, issued: 2024}",
    ],
)
def test_a_record_that_shows_a_paper_in_its_own_way_is_taken_beside_others(record: str) -> None:
    assert [(paper.title, paper.authors) for paper in taken(f"{PAPER}- {record}\n").papers][1:] == [
        ("Suns", ("Bo Muster",))
    ]


def test_a_list_of_dated_files_by_people_is_one_of_papers() -> None:
    rows = [f"- {{title: Lamps {at}, author: Bo Muster, year: 2020, link: https://a.org/{at}.pdf}}\n" for at in "abc"]
    assert len(taken("".join(rows)).papers) == 3
    assert len(taken("".join(rows) + "- {title: Lunch, author: Bo Muster}\n").papers) == 3
    meetings = [row.replace("link: https://a.org/", "venue: CVPR 2020, code: ") for row in rows]
    assert len(taken("".join(meetings)).papers) == 3
    assert detect("".join(rows[:2]) + "- {title: Lunch}\n" * 2) != "yaml"


_LINES = st.sampled_from(
    [line for text in TEXTS.values() for line in text.split("\n")]
    + [
        "- ",
        "---",
        "...",
        "&a",
        "*a",
        "a: &a",
        "<<: *a",
        "? x",
        "[",
        "{",
        "\t- x",
        "title: |",
        "title: >",
        "!!python/object:x",
        "'",
        '"',
    ]
)


@law()
@given(st.lists(_LINES | st.text(max_size=12), max_size=25))
@example(["- title: Lamps", "\r\r\r", "{"])
def test_no_lines_break_it_and_none_make_a_title_that_is_not_there(lines: list[str]) -> None:
    text = "\n".join(lines)
    parsed = read(text, "yaml")
    count = len(re.split("\r\n|[\n\r\x85\u2028\u2029]", text))  # What ends a line of YAML.
    assert all(0 < problem.line <= count + 1 for problem in parsed.problems)
    assert all(paper.title for paper in parsed.papers)


@pytest.mark.parametrize(
    ("file", "count"),
    [("papis-library.yaml", 4), ("cobib-einstein.yaml", 1), ("haskell-papers.yaml", 6), ("hf-monadic.yaml", 1)],
)
def test_files_as_these_programs_write_them_come_in(file: str, count: int) -> None:
    path = Path(__file__).parents[3] / "shared/corpus/captures" / file
    if not path.exists():
        pytest.skip("the captured files are not beside the project")
    assert len(taken(path.read_text(encoding="utf-8-sig")).papers) == count


def test_what_stands_twice_under_one_key_is_named_with_its_line() -> None:
    """As where files were joined into one without a line between them, or a key of Hayagriva was given twice."""
    joined = (
        "title: Lamps that learn\nauthor: Ada Vale\ndoi: 10.1234/l\ntitle: Hedges\nauthor: Bo Ash\ndoi: 10.1234/h\n"
    )
    parsed = read(joined, "yaml")
    assert [paper.doi for paper in parsed.papers] == ["10.1234/l"]
    assert [problem.line for problem in parsed.problems] == [4]
    assert "title" in parsed.problems[0].message + parsed.problems[0].excerpt
    keyed = (
        "a:\n  type: article\n  title: Lamps\n  author: Vale, Ada\n  date: 2020\n"
        "a:\n  type: article\n  title: Hedges\n  author: Ash, Bo\n  date: 2021\n"
    )
    parsed = read(keyed, "yaml")
    assert [paper.title for paper in parsed.papers] == ["Lamps"]
    assert [problem.line for problem in parsed.problems] == [6]


ITEMS: list[dict[str, Any]] = [
    {
        "id": "lampbook",
        "type": "book",
        "title": "The lamp book",
        "editor": [{"family": "Doe", "given": "Jane"}],
        "issued": {"date-parts": [[2001]]},
        "publisher": "Lamp Press",
        "ISBN": "978-3-319-10590-1",
    },
    {
        "id": "report",
        "type": "report",
        "title": "A report on lamps",
        "author": [{"literal": "The Lamp Group"}],
        "issued": {"date-parts": [[2003, 5, 1]]},
        "genre": "White paper",
        "number": "7",
    },
    {
        "citation-key": "beet2020",
        "type": "article",
        "title": "Lamps at night",
        "author": [
            {"family": "Beethoven", "given": "Lou", "dropping-particle": "van"},
            {"family": "Ash", "given": "Bo"},
        ],
        "issued": "2020-03",
        "number": "arXiv:2003.01234",
        "container-title": "Lamp Letters",
        "collection-title": "Lamps",
        "custom": {"x": ["1", "2"]},
        "keyword": "lamp, night",
        "annote": "read it",
        "URL": "https://example.org/night",
    },
]


@pytest.mark.parametrize("head", ["references:\n", "---\nreferences:\n", ""])
def test_items_of_csl_tell_the_same_in_yaml_as_in_json(head: str) -> None:
    text = head + "".join(f"- {json.dumps(item)}\n" for item in ITEMS) + "...\n" * head.startswith("---")
    of_json = read(json.dumps(ITEMS), "csl-json").papers
    assert taken(text).papers == of_json
    assert len(of_json) == len(ITEMS)


@pytest.mark.parametrize(
    ("issued", "published"),
    [("{year: 2020, month: 3}", "2020-03"), ("[{year: 2020}, {year: 2021}]", "2020"), ("2020-03-05", "2020-03-05")],
)
def test_dates_and_lists_as_only_yaml_has_them_are_read_in_items_of_csl(issued: str, published: str) -> None:
    said = f"keyword: [a, b], author: {{literal: Ash Club}}, issued: {issued}"
    (paper,) = taken(f"references:\n- {{id: ash, type: report, title: On ash, {said}}}\n").papers
    assert (paper.published, paper.authors, paper.keywords) == (published, ("Ash Club",), ("a", "b"))


def test_an_item_of_csl_that_shows_no_bibliography_and_records_of_another_form_beside_items_are_told_apart() -> None:
    record = "- {title: Suns, authors: [Bo Muster], type: inproceedings, year: 2024}\n"
    parsed = taken(f"- {json.dumps(ITEMS[0])}\n{record}- {{id: x, type: map, title: A town}}\n")
    assert [paper.title for paper in parsed.papers] == ["The lamp book", "Suns"]
    assert [problem.line for problem in parsed.problems] == [3]


def test_an_item_of_csl_that_refers_to_itself_over_and_over_is_read_in_time() -> None:
    laughs = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n" for old, new in pairwise("abcdefghijk")
    )
    item = "{id: l, type: report, title: Lamps, DOI: 10.1234/a, author: [{family: Ash}], custom: *k}"
    assert [paper.title for paper in read(f"{laughs}references:\n- {item}\n", "yaml").papers] == ["Lamps"]


BOOK = {
    "editor": "John Roe",
    "collection-title": "LNCS",
    "publisher": "Lamp Press",
    "publisher-place": "Cham",
    "organization": "ACM",
    "note": "read chapter 5",
    "title-short": "Lamps",
    "event-title": "Lamp days",
    "chapter-number": "2",
}
FIELDS = (
    "title: A study of lamps\nbooktitle: The book\nseries: LNCS\nyear: 2019\npublisher: Lamp Press\naddress: Cham\n"
    "organization: ACM\nnote: read chapter 5\nshorttitle: Lamps\neventtitle: Lamp days\nchapter: 2\n"
)


@pytest.mark.parametrize(
    "text",
    [
        f"type: incollection\nref: l19\nfiles: [a.pdf]\nauthor: Doe, Jane\neditor: Roe, John\n{FIELDS}",
        f"type: incollection\nref: l19\npapis_id: a\nauthor: Doe, Jane\neditor: Roe, John\n{FIELDS}".replace(
            "address", "location"
        ),
        "l19:\n" + "".join(f"  {line}\n" for line in (
            "ENTRYTYPE: incollection", "author: Jane Doe", "editor: [{first: John, last: Roe}]", *FIELDS.splitlines()
        )),
    ],
    ids=["papis", "papis with a location", "cobib"],
)  # fmt: skip
def test_the_fields_of_bibtex_in_yaml_tell_what_they_tell_in_bibtex(text: str) -> None:
    parsed = taken(text)
    (paper,) = parsed.papers
    entry = f"@incollection{{l19, author={{Doe, Jane}}, editor={{Roe, John}},{_as_bibtex(FIELDS)}}}"
    (same,) = read(entry, "bibtex").papers
    assert dict(paper.metadata) == BOOK == dict(same.metadata)
    assert (paper.title, paper.authors, paper.venue) == (same.title, same.authors, same.venue)
    assert (paper.kind, paper.citation_key, paper.published) == (same.kind, same.citation_key, same.published)
    assert (parsed.problems, paper.note) == ((), "")


def _as_bibtex(fields: str) -> str:
    told = (line.partition(": ") for line in fields.splitlines())
    return ", ".join(f"{name} = {{{value}}}" for name, _, value in told)


def test_hayagriva_tells_whole_names_the_house_its_place_and_what_lies_around_a_work() -> None:
    parsed = taken(
        "lamp:\n  type: chapter\n  title: A study of {ETH} lamps\n"
        "  author: [{given-name: Jane, name: Doe, prefix: von}]\n"
        "  date: 2001-05\n  genre: Essay\n  page-total: 300\n  volume-total: 3\n  organization: ACM\n"
        "  publisher: {location: Cham, name: Lamp Press}\n  url: {value: https://example.org/l, date: 2020-01-02}\n"
        "  parent:\n    type: book\n    title: The book\n    editor: [{given-name: John, name: Roe}]\n"
        "    parent: {type: anthology, title: LNCS}\n"
    )
    (paper,) = parsed.papers
    assert (paper.title, paper.venue, paper.url) == ("A study of ETH lamps", "The book", "https://example.org/l")
    assert (paper.authors, parsed.problems) == (("Jane von Doe",), ())
    assert dict(paper.metadata) == {
        "genre": "Essay",
        "number-of-pages": "300",
        "number-of-volumes": "3",
        "organization": "ACM",
        "publisher": "Lamp Press",
        "publisher-place": "Cham",
        "accessed": "2020-01-02",
        "editor": "John Roe",
        "collection-title": "LNCS",
    }


@pytest.mark.parametrize("tags", ["{rl, q}", "\n    ? rl\n    ? q", "[rl, q]", "{rl: {color: red}, q: {color: blue}}"])
def test_a_set_of_tags_is_read_by_its_members(tags: str) -> None:
    text = f"- title: Roofs of hay\n  authors: [Ada Sample]\n  arxiv_id: '2001.00001'\n  tags: {tags}\n"
    (paper,) = read(text, "yaml").papers
    assert paper.keywords == ("rl", "q")
