"""A bare date beside a paper is that of its publication only where the record is the paper's own."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from reader.formats import FORMATS, bibtex, csl_json, detect, ris
from reader.formats.parsed import Parsed
from reader.formats.publication_dates import kept_dates, words_of_date
from reader.library.merging import completed, plan
from reader.paper import Paper
from reader.paper_json import kept_values

LINK = "https://arxiv.org/abs/1706.03762"
ITEM = 'title: Attention Is All You Need, link: "https://arxiv.org/abs/1706.03762"'


def read(text: str) -> Parsed:
    name = detect(text)
    assert name is not None
    return FORMATS[name].read(text)


OTHERS = {
    "a note": '---\ntitle: Attention Is All You Need\narxiv: "1706.03762"\ndate: 2024-03-01\n---\nmy words\n',
    "a note with authors": f"---\ntitle: Attention Is All You Need\nauthors: [Ada Sample, Bo Muster]\nurl: {LINK}\n"
    "date: 2024-03-01\n---\nmine\n",
    "a page": f"title:: Attention Is All You Need\ndate:: 2024-03-01\narxiv:: {LINK}\nauthor:: Ada Sample\n\nmine\n",
    "a schedule in YAML": f"- {{{ITEM}, presenter: Ann, date: 2024-03-01}}\n",
    "a list in YAML": f"- {{{ITEM}, authors: [Ada Sample], date: 2024-03-01}}\n",
    "JSON": f'{{"a": [{{"paper_title": "Attention Is All You Need", "paper_url": "{LINK}", "date": "2024-03-01"}}]}}',
    "a schedule in CSV": f"Date,Presenter,Title,Link\n2024-03-01,Ann,Attention Is All You Need,{LINK}\n",
    "a table with authors": f"Title,Authors,Date,Link\nAttention Is All You Need,Ada Sample,2024-03-01,{LINK}\n",
}


@pytest.mark.parametrize("name", OTHERS)
def test_the_day_of_a_note_or_a_meeting_is_named_and_is_not_the_year_of_its_paper(name: str) -> None:
    (paper,), problems = (found := read(OTHERS[name])).papers, found.problems
    assert (paper.title, paper.published) == ("Attention Is All You Need", "2017")
    named = [(problem.message, problem.excerpt) for problem in problems if "2024" in problem.excerpt]
    assert named == [("a date that need not be that of the publication, left out", "2024-03-01")]
    assert not [problem for problem in problems if "date" in problem.message.removeprefix(named[0][0])]


def test_many_dates_of_meetings_are_one_problem() -> None:
    rows = "".join(f"2024-03-0{at},Ann,Lamps of the {at}th kind,https://doi.org/10.1234/l{at}\n" for at in range(1, 5))
    found = read(f"Date,Presenter,Title,Link\n{rows}")
    assert [paper.published for paper in found.papers] == [""] * 4
    assert [problem.message for problem in found.problems if not problem.line] == ["columns not read: presenter"]
    (problem,) = (problem for problem in found.problems if problem.line)
    assert problem.message == "the dates of 4 records need not be those of their publication, left out"


def test_no_bare_date_counts_over_a_year_that_the_record_tells() -> None:
    text = f"Title,Authors,Year,Date,Link\nLamps that learn,Ada Sample,2017,2024-03-01,{LINK}\n"
    yaml = "- {title: Lamps that learn, authors: [Ada Sample], year: 2017, date: 2024-03-01, doi: 10.1234/lamp}\n"
    for found in map(read, (text, yaml)):
        assert [paper.published for paper in found.papers] == ["2017"]
        assert "2024-03-01" in [problem.excerpt for problem in found.problems]


OWN = {
    "the day of the arXiv id": (f"- {{{ITEM}, date: 2017-06-12}}\n", "2017-06-12"),
    "a record of Hayagriva": (
        "a: {type: article, title: Lamps, author: 'Vale, Ada', date: 2019-05, parent: {type: periodical, title: L}}\n",
        "2019-05",
    ),
    "a list of somebody's papers": (
        "- {title: Lamps that learn, authors: [Ada Sample], date: 2019-05-03, doi: 10.1234/lamp}\n",
        "2019-05-03",
    ),
    "a paper in a journal later": (
        f"- {{{ITEM}, authors: [Ada Sample], journal: Lamp Letters, date: 2019-05-03}}\n",
        "2019-05-03",
    ),
    "a finer date": (
        "- {title: Lamps, authors: [Ada Sample], year: 2019, date: 2019-05-03, doi: 10.1234/l}\n",
        "2019-05-03",
    ),
    "a table of Zotero": (
        '"Key","Item Type","Publication Year","Author","Title","DOI","Url","Date","Date Added"\n'
        f'"A","preprint","2018","Sample, Ada","Lamps","","{LINK}","2018-02-03","2024-01-02"\n',
        "2018-02-03",
    ),
    "a table of works": ("Title,Authors,Date,DOI\nLamps that learn,Ada Sample,2019-05-03,10.1234/lamp\n", "2019-05-03"),
    "a note by Zotero": (
        f"---\ntitle: Lamps that learn\nauthor: Ada Sample\ndate: 2019-05-03\narxiv: {LINK}\n"
        "zotero: zotero://select/library/items/A\n---\n",
        "2019-05-03",
    ),
}


@pytest.mark.parametrize("name", OWN)
def test_the_date_of_a_papers_own_record_is_that_of_its_publication(name: str) -> None:
    text, published = OWN[name]
    found = read(text)
    assert [paper.published for paper in found.papers] == [published]
    assert not [problem for problem in found.problems if "publication" in problem.message]


def test_a_date_of_another_year_does_not_make_a_known_year_finer() -> None:
    known = Paper("p", "Lamps", published="2017")
    assert completed(known, Paper("", "Lamps", published="2024-03-01")).published == "2017"
    assert completed(known, Paper("", "Lamps", published="2017-06")).published == "2017-06"


ANSWER = '"title": "Lamps of winter", "authors": ["Ada Sample"], "journal": "Lamp Letters"'
"""What a record of a bibliography has."""


@pytest.mark.parametrize(
    ("told", "published"),
    [
        ("10.1038/s41586-020-2012-7", ""),
        ("https://doi.org/10.1038/s41586-020-2012-7", ""),
        ("arXiv:1706.03762v2", ""),
        ("1412.6980", ""),
        ("NeurIPS, vol. 1030", ""),
        ("Lamp Letters no. 1045, pp. 1200-1210", ""),
        ("Lamp Letters, vol. 1030, 2015", "2015"),
        ("25.10.2020", "2020-10-25"),
        ("10.2020", "2020-10"),
        ("2012.08.05", "2012"),
    ],
)
def test_the_digits_of_an_identifier_or_a_volume_are_no_year(told: str, published: str) -> None:
    (paper,), problems = (found := read(f'[{{{ANSWER}, "published": "{told}"}}]')).papers, found.problems
    assert paper.published == published
    assert bool([problem for problem in problems if told in f"{problem.excerpt}"]) == (not published)
    (paper,) = read(f'Title,Authors,Published,Abstract\nLamps of winter,Ada Sample,"{told}",We ask.\n').papers
    assert paper.published == published[: len(paper.published or "YYYY")]


def test_the_true_date_counts_beside_an_identifier_that_is_called_a_date() -> None:
    told = '"date": "2020-01-02", "published": "10.1038/s41586-020-2012-7", "doi": "10.1101/2020.01.01.1"'
    (paper,), problems = (found := read(f"[{{{ANSWER}, {told}}}]")).papers, found.problems
    assert paper.published == "2020-01-02"
    assert [problem.message for problem in problems] == ["keys not read: published"]


WOS = "FN Clarivate Analytics Web of Science\nVR 1.0\nPT J\nAU Sample, A\nTI Lamps\nSO LAMP LETTERS\n{}\nER\n\nEF\n"
ENDNOTE = "%0 Journal Article\n%T Lamps\n%A Sample, Ada\n%J Lamp Letters\n{}\n"
REFWORKS = "RT Journal Article\nSR Print(0)\nID 1\nA1 Sample,Ada\nT1 Lamps\nJF Lamp Letters\n{}\n"
PAPIS = "title: Lamps\nauthor: Sample, Ada\njournal: Lamp Letters\n{}\nref: a\npapis_id: 1\n"
YAML = "- {{title: Lamps, authors: [Ada Sample], journal: Lamp Letters, doi: 10.1234/lamp, {}}}\n"
NOTE = "---\ntitle: Lamps\nauthors: [Ada Sample]\njournal: Lamp Letters\ndoi: 10.1234/lamp\n{}\n---\nwords\n"
TABLE = 'Title,Authors,Journal,{}\nLamps,"Sample, Ada",Lamp Letters,{}\n'
ZOTERO = (
    '"Key","Item Type","Author","Title","Publication Title","{}"\n"A","journalArticle","Sample, Ada","Lamps","L",{}\n'
)
DATED = {
    "PubMed": "PMID- 30000001\nOWN - NLM\nTI  - Lamps.\nFAU - Sample, Ada\nJT  - Lamp letters\nDP  - {}\n",
    "EndNote": ENDNOTE.format("%D {}"), "EndNote's day": ENDNOTE.format("%D 2019\n%8 {}"),
    "RefWorks": REFWORKS.format("YR {}"), "RefWorks' day": REFWORKS.format("YR 2019\nFD {}"),
    "Web of Science": WOS.format("PY {}"), "the day of Web of Science": WOS.format("PD {}\nPY 2019"),
    "a table of Web of Science": "PT\tAU\tTI\tSO\tPY\nJ\tSample, A\tLamps\tLAMP LETTERS\t{}\n",
    **{f"a table's {name}": TABLE.format(name, '"{}"') for name in ("Year", "Published", "Date")},
    "a table's month": TABLE.format("Year,Month", '2019,"{}"'),
    "tabs": TABLE.format("Year", '"{}"').replace('"Sample, Ada"', "Ada Sample").replace(",", "\t"),
    "Zotero's table": ZOTERO.format("Date", '"{}"'),
    "a year of Zotero's table": ZOTERO.format("Publication Year", '"{}"'),
    "papis": PAPIS.format("year: '{}'"), "a day of papis": PAPIS.format("date: '{}'"),
    "a month of papis": PAPIS.format("year: 2019\nmonth: '{}'"),
    "cobib": "---\na:\n  ENTRYTYPE: article\n  title: Lamps\n  author: Ada Sample\n  journal: L\n  year: '{}'\n...\n",
    "Hayagriva": "a:\n  type: article\n  title: Lamps\n  author: 'Sample, A'\n  date: '{}'\n"
    "  parent: {{type: periodical, title: L}}\n",
    **{f"a {name} of YAML": YAML.format(f"{name}: '{{}}'") for name in ("year", "published", "date")},
    **{f"a {name} of a note": NOTE.format(f"{name}: '{{}}'") for name in ("year", "published")},
    "a page of Logseq": "title:: Lamps\nauthors:: A Sample\njournal:: L\ndoi:: 10.1234/lamp\nyear:: {}\n\n- words\n",
    "Omnivore": '[{{"slug": "a", "title": "Lamps", "author": "Ada Sample", "url": "https://doi.org/10.1234/lamp",'
    ' "savedAt": "2024-01-01", "publishedAt": "{}"}}]',
}  # fmt: skip
"""A record of each reader that has no form of its own to write, with a place for its date."""
IN_WORDS = (
    "in press", "Spring 2019", "May-Jun 2019", "2019-2021", "2019-02-31", "n.d.", "circa 2019", "März 2019", "2019-13",
    "forthcoming", "[2019?]", "2019/20", "2019 and 2021", "2nd quarter 2019",
)  # fmt: skip


SPRING, MAY_JUN = ["PY  - 2019", "DA  - 2019///Spring 2019"], ["PY  - 2019", "DA  - 2019/05//MAY-JUN 2019"]


def dated(name: str, told: str) -> Paper:
    """The one paper of a record with such a date."""
    (paper,) = read(DATED[name].replace("{}", told).replace("{{", "{").replace("}}", "}")).papers
    return paper


@pytest.mark.parametrize("name", DATED)
def test_what_a_date_says_beyond_its_day_is_kept_as_it_is_typed_whoever_told_it(name: str) -> None:
    for told in IN_WORDS:
        paper = dated(name, told)
        assert told in words_of_date(paper), (told, paper)
        (item,) = json.loads(csl_json.dump([paper]))
        assert told in item["issued"]["literal"], told
    for told in ("May",) if "month" in name else ("2019", "2019-05-03", "May 2019", "2019-05"):
        assert dated(name, told).kept == (), told


def test_two_records_are_two_papers_where_their_dates_in_words_are_others() -> None:
    for name in ("Web of Science", "EndNote", "a table's Year", "cobib"):
        one, other, same = (dated(name, f"{season} 2019") for season in ("Spring", "Autumn", "Spring"))
        assert (len(plan({}, [one, other]).new), len(plan({}, [one, same]).new)) == (2, 1), name


@pytest.mark.parametrize(
    ("texts", "published", "in_bibtex", "in_ris"),
    [
        (["in press"], "", {"year": "in press"}, ["PY  - in press"]),
        (["2019", "Spring 2019"], "2019", {"year": "2019", "month": "Spring"}, SPRING),
        (["MAY-JUN 2019"], "2019-05", {"year": "2019", "month": "MAY-JUN"}, MAY_JUN),
        (["1999-2003"], "1999", {"year": "1999-2003"}, ["PY  - 1999", "DA  - 1999///1999-2003"]),
        (["circa 1850"], "1850", {"year": "circa 1850"}, ["PY  - 1850", "DA  - 1850///circa 1850"]),
        (
            ["2024-02-31"], "2024-02", {"year": "2024-02-31", "date": "2024-02"},
            ["PY  - 2024", "DA  - 2024/02//2024-02-31"],
        ),
        (
            ["2019-05-03T10:00Z"], "2019-05-03", {"year": "2019", "date": "2019-05-03"},
            ["PY  - 2019", "DA  - 2019/05/03"],
        ),
    ],
)  # fmt: skip
def test_a_date_in_words_goes_out_in_every_bibliography_until_another_is_known(
    texts: list[str], published: str, in_bibtex: dict[str, str], in_ris: list[str]
) -> None:
    paper = Paper("", "Lamps", kind="book", published=published, kept=kept_values(kept_dates(1, texts, published, [])))
    entry, record = bibtex.dump([paper], ["a"]), ris.dump([paper], ["a"])
    assert entry.split("\n")[2:-2] == [f"  {name} = {{{value}}}," for name, value in in_bibtex.items()][:-1] + [
        f"  {name} = {{{value}}}" for name, value in [*in_bibtex.items()][-1:]
    ]
    assert [line for line in record.split("\n") if line[:2] in ("PY", "DA")] == in_ris
    again = [*bibtex.parse(entry).papers, *ris.parse(record).papers, *csl_json.parse(csl_json.dump([paper])).papers]
    assert [one.published for one in again] == [published] * 3
    assert (bibtex.dump(again[:1]), ris.dump(again[1:2], ["a"])) == (entry, record)
    later = replace(paper, published="2031")
    assert ("year = {2031}" in bibtex.dump([later]), words_of_date(later)) == (True, "")


def test_a_date_that_is_none_is_told_and_an_identifier_in_its_place_is_not_kept() -> None:
    for told, kept, message in (
        ("soon", "soon", "a date that says no year, kept as it is typed"),
        ("0000", "", "a date that says no year, left out"),
        ("10.1038/s41586-020-2012-7", "", "a date that says no year, left out"),
    ):
        found = read(f"Title,Authors,Journal,Published\nLamps,Ada Sample,Lamp Letters,{told}\n")
        (paper,), messages = found.papers, [problem.message for problem in found.problems]
        assert (words_of_date(paper), messages) == (kept, [message])


def test_a_record_of_a_bibliography_is_one_though_it_says_no_year() -> None:
    """A work that is in press has none yet; nothing else with a title and people is taken for that."""
    film = "- {title: Lamps, authors: [Ada Sample], year: in press}\n"
    assert detect(film) is None
    assert dated("Hayagriva", "in press").title == "Lamps"
    assert dated("cobib", "44 BC").published == ""


@pytest.mark.parametrize(
    ("issued", "words"),
    [("1999/2001", "1999/2001"), ({"literal": "Spring 1999"}, "Spring 1999"), ({"literal": 5}, ""), (5, ""), ([], ""),
     ([["1999"]], ""), ({"date-parts": [[[1999]]], "literal": "Spring 1999"}, "Spring 1999"), (None, ""), (True, ""),
     ({"date-parts": [[1999, None, {}]], "literal": "Spring 1999"}, "Spring 1999"), ({"literal": None}, ""),
     ({"date-parts": [[2001]], "literal": "Spring 1999"}, ""), ({"date-parts": [[]]}, "")],
)  # fmt: skip
def test_whatever_is_kept_as_a_date_the_paper_goes_out(issued: object, words: str) -> None:
    for held in (json.dumps(issued), json.dumps(issued)[:-1] + "!"):
        paper = Paper("", "Lamps", published="1999", kept=kept_values({"csl-json/issued": held}))
        assert words_of_date(paper) == words * (held == json.dumps(issued))
        entry, record = bibtex.dump([paper]), ris.dump([paper])
        assert [bibtex.parse(entry).papers[0].published, ris.parse(record).papers[0].published] == ["1999"] * 2
