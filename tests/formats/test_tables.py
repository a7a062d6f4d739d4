"""RIS, CSL JSON, JSON Lines and CSV carry papers out and back; feeds, days and foreign lists come in."""

from __future__ import annotations

import csv as csv_library
import io
import json
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from reader.formats import FORMATS, awesome_list, csl_json, csv, detect, jsonl, ris
from reader.formats.arxiv import atom
from reader.formats.huggingface import daily_json
from reader.formats.read_later import tables
from reader.paper import IncomingEntry, Name, Paper
from reader.persons import told_parts
from tests.support.laws import law
from tests.support.some_papers import papers, with_publisher, without_record

Dump = Callable[[Sequence[Paper]], str]


def without_words(paper: Paper) -> Paper:
    """The paper without what foreign formats have no place for; its tags become keywords."""
    keywords = tuple(dict.fromkeys((*paper.tags, *paper.keywords)))
    return replace(
        with_publisher(without_record(paper)), tags=(), starred=False, status=Paper("", "T").status, keywords=keywords
    )


@law(80)
@example(Paper("", "Word", authors=("{a}", "{}", "{a b}", "{a}b")))
@given(papers())
def test_a_paper_comes_back_from_ris(paper: Paper) -> None:
    """One word in braces is the name of a group there, and a bar parts two names."""
    assume("|" not in "".join(paper.authors))
    (back,) = ris.parse(ris.dump([paper])).papers
    plain = {name: " ".join(name.replace(",", " ").split()) for name in paper.authors}
    words = {name: one[1:-1] for name, one in plain.items() if re.fullmatch(r"\{[^{}\s]+\}", one)}
    groups = [Name(literal=one) for name, one in plain.items() if "," in name and " " in one]
    groups += [Name(literal=one) for one in words.values()]
    plain |= words
    authors = tuple(filter(None, map(plain.__getitem__, paper.authors)))
    assert without_record(back) == replace(without_words(paper), authors=authors, names=told_parts(groups))


@law(80)
@given(papers())
def test_a_paper_comes_back_from_csl_json(paper: Paper) -> None:
    (back,) = csl_json.parse(csl_json.dump([paper])).papers
    assert without_record(back) == without_words(paper)


@law(80)
@given(papers(), st.lists(st.sampled_from(("Edge models", "später")), unique=True))
def test_everything_comes_back_from_json_lines(paper: Paper, lists: list[str]) -> None:
    whole = replace(paper, id="deep-trees-0123456789", added="2026-11-01T00:00:00Z", sources=("a.txt",), upvotes=3)
    places = tuple(IncomingEntry(name, rank, "Section", "a remark") for rank, name in enumerate(lists, start=1))
    parsed = jsonl.parse(jsonl.dump([whole, whole], {whole.id: places}))
    told = replace(whole, triage="inbox") if whole.starred else whole
    assert parsed.papers == (told, told)
    assert parsed.entries == (places, places)


@law(80)
@given(papers(), st.lists(st.sampled_from(("Edge models", "später")), unique=True))
def test_everything_comes_back_from_csv(paper: Paper, lists: list[str]) -> None:
    whole = replace(paper, id="deep-trees-0123456789", added="2026-11-01T00:00:00Z", sources=("a.txt",), upvotes=3)
    whole = replace(whole, triage="queued", authors=(*paper.authors, *paper.authors))
    links = (("code", "https://github.com/a/b"), ("project", "https://a.github.io/b;c"))
    whole = replace(whole, links=links[: len(lists)])
    places = tuple(IncomingEntry(name, rank, "Se;c", "a remark\n\\") for rank, name in enumerate(lists, start=1))
    parsed = csv.parse(csv.dump([whole, whole], {whole.id: places}))
    assert parsed.papers == (whole, whole)
    assert parsed.entries == (places, places)


@law(50)
@given(st.lists(papers(), max_size=5))
def test_as_many_papers_come_back_as_went_out(several: list[Paper]) -> None:
    for format in (ris, csl_json, jsonl, csv):
        dump: Dump = format.dump
        assert [paper.title for paper in format.parse(dump(several)).papers] == [paper.title for paper in several]
        assert dump(several) == dump(several)


# -- RIS ---------------------------------------------------------------------------------------------------------------


def test_ris_is_read_leniently() -> None:
    text = (
        "Provider: x\n\nTY\t- JOUR\nT1\t- Long title\nin two lines\nAU  - Ford, Henry, Jr.\nAU  - Plato\n"
        "Y1  - 2013/07/22\n\nTY  - CONF\nTI  - Next\nER  -"
    )
    first, second = ris.parse(text).papers
    assert first.title == "Long title in two lines"
    assert first.authors == ("Henry Ford Jr.", "Plato")
    assert first.published == "2013-07-22"
    assert second.title == "Next"


def test_ris_fields_outside_a_record_are_a_problem() -> None:
    parsed = ris.parse("JF  - Journal\nT1  - A Title\nER  -\n")
    assert parsed.papers == ()
    assert [(p.line, "outside a record" in p.message) for p in parsed.problems] == [(1, True)]


def test_the_end_of_a_file_of_ris_is_no_field() -> None:
    """As the Web of Science ends what it writes."""
    assert ris.parse("TY  - JOUR\nTI  - Lamps\nER  - \n\nEF  - \n").problems == ()
    assert len(ris.parse("TY  - JOUR\nTI  - Lamps\nER  - \nEF  - x\n").problems) == 1


def test_a_note_cannot_end_its_ris_record() -> None:
    paper = Paper("", "T", note="one\n\n  two\nER  - \nTY  - JOUR\nTI  - Forged")
    (back,) = ris.parse(ris.dump([paper])).papers
    assert back.note == paper.note


# -- CSL JSON ----------------------------------------------------------------------------------------------------------


def csl(**item: object) -> Paper:
    """The paper of one CSL item."""
    (paper,) = csl_json.parse(json.dumps([{"type": "book", "title": "T", **item}])).papers
    return paper


@pytest.mark.parametrize(
    ("issued", "published"),
    [
        ({"date-parts": [[1987, 8, 3], [2003, 10, 23]]}, "1987-08-03"),
        ({"date-parts": [["1965", "6", "1"]]}, "1965-06-01"),
        ({"date-parts": [["2017", 14]]}, "2017"),
        ({"date-parts": [["-12", 13]]}, ""),
        ({"raw": "2022-01-28"}, "2022-01-28"),
        ({"literal": "spring 2011"}, "2011"),
        ({"date-parts": [[]]}, ""),
        ({}, ""),
        (None, ""),
    ],
)
def test_csl_dates_come_in_every_form(issued: object, published: str) -> None:
    assert csl(issued=issued).published == published


def test_csl_names_and_markup_become_plain_text() -> None:
    paper = csl(
        title="On <i>Things</i> &amp; H<sub>2</sub>O",
        author=[{"family": "Mare", "given": "Walter", "non-dropping-particle": "de la"}, {"literal": "The Team"}, {}],
        abstract="<jats:p>One.</jats:p>",
    )
    assert (paper.title, paper.abstract) == ("On Things & H2O", "One.")
    assert paper.authors == ("Walter de la Mare", "The Team")


def test_a_comparison_in_a_title_is_no_markup() -> None:
    assert csl(title="If a<b then &amp; x").title == "If a<b then & x"


@pytest.mark.parametrize("word", ["a<b>c", "<i>", "a<b", "<b> &amp c"])
def test_a_keyword_that_reads_like_markup_comes_back(word: str) -> None:
    (back,) = csl_json.parse(csl_json.dump([Paper("", "Lamps", keywords=(word, "dim"))])).papers
    assert back.keywords == (word, "dim")


# -- JSON --------------------------------------------------------------------------------------------------------------


def test_a_cut_json_file_gives_what_it_has() -> None:
    whole = json.dumps([{"title": "One"}, {"title": "Two"}, {"title": "Three"}], indent=1)
    parsed = jsonl.parse(whole[: whole.index('"Three"') + 3])
    assert [paper.title for paper in parsed.papers] == ["One", "Two"]
    assert len(parsed.problems) == 1


def test_a_bad_line_of_json_lines_is_a_problem_and_the_next_is_read() -> None:
    parsed = jsonl.parse('{"title": "One"}\n{"title": \n["x"]\n{"title": 5}\n{"title": "Two", "tags": ["a"]}\n')
    assert [paper.title for paper in parsed.papers] == ["One", "Two"]
    assert [problem.line for problem in parsed.problems] == [2, 3, 4]


def test_an_array_or_one_object_as_our_own_commands_print_them_is_read() -> None:
    assert [paper.title for paper in jsonl.parse('[\n {"title": "One"},\n {"title": "Two"}\n]').papers] == [
        "One",
        "Two",
    ]
    assert [paper.title for paper in jsonl.parse('{\n "title": "One"\n}\n').papers] == ["One"]


@pytest.mark.parametrize("text", ["[" * 100_000, '{"title": ' + "9" * 5_000 + "}", '[{"title": "x"', "\x00"])
def test_hostile_json_is_a_problem_and_no_crash(text: str) -> None:
    for format in (jsonl, csl_json, daily_json):
        parsed = format.parse(text)
        assert [problem.line for problem in parsed.problems] == [1], format.__name__
        assert parsed.papers == (), format.__name__


def test_a_day_saved_as_strings_is_read() -> None:
    record = {"paper": {"id": "2408.07990", "title": "Deep\n  Trees", "summary": "It\nworks.", "upvotes": 3,
                        "publishedAt": "2024-08-16T00:00:00.000Z", "authors": [{"name": "Ada", "hidden": False}]},
              "publishedAt": "2025-01-01T00:00:00.000Z", "title": "DEEP TREES"}  # fmt: skip
    (paper,) = daily_json.parse(json.dumps({"status": "success", "data": [str(record)]})).papers
    assert paper == Paper("", "Deep Trees", "It works.", ("Ada",), "2024-08-16", arxiv_id="2408.07990", upvotes=3)


def test_code_in_a_string_is_not_run() -> None:
    parsed = daily_json.parse(json.dumps(["__import__('os').system('true')"]))
    assert parsed.papers == ()
    assert len(parsed.problems) == 1


# -- CSV ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("title", ["=cmd|'/C calc'!A0", "+1", "-1+1", "@SUM(A1)", "'=1", "''=1", "'quoted'"])
def test_no_cell_is_a_formula_and_every_cell_comes_back(title: str) -> None:
    text = csv.dump([Paper("", title)])
    cell = list(csv_library.reader(io.StringIO(text)))[1][csv.COLUMNS.index("title")]
    assert cell[0] not in "=+-@"
    assert csv.parse(text).papers[0].title == title


def test_foreign_tables_are_read_by_their_header() -> None:
    text = 'Title;Author(s);Publication Year;Link\n"A; B";Ada Lovelace and Alan Turing;2020;https://arxiv.org/abs/2408.07990\n;x;;\n'
    parsed = csv.parse(text)
    (paper,) = parsed.papers
    assert (paper.title, paper.authors, paper.published) == ("A; B", ("Ada Lovelace", "Alan Turing"), "2020")
    assert paper.arxiv_id == "2408.07990"
    assert [problem.line for problem in parsed.problems] == [3]


def test_a_table_needs_a_title_column() -> None:
    assert not csv.sniff("name of thing,price\nx,1\n")
    assert not csv.sniff("A Title, With a Comma\n\nAn abstract.")
    assert csv.parse("a,b\n1,2\n").problems[0].line == 1


# -- feeds and lists ---------------------------------------------------------------------------------------------------

FEED = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
<title>arXiv Query</title>
<entry><id>http://arxiv.org/abs/2408.07990v2</id><title>Deep
 Trees</title><summary> It works. </summary><published>2024-08-16T00:00:00Z</published>
<author><name>Ada</name></author><arxiv:doi>10.1000/X</arxiv:doi><category term="cs.LG"/></entry>
<entry><id>http://arxiv.org/abs/2408.07991v1</id><title>Next</title></entry>
</feed>"""


def test_a_feed_gives_its_entries() -> None:
    first, second = atom.parse(FEED).papers
    assert (first.title, first.arxiv_id, first.published, first.doi) == (
        "Deep Trees",
        "2408.07990",
        "2024-08-16",
        "10.1000/x",
    )
    assert second.title == "Next"


def test_a_cut_feed_gives_its_whole_entries_and_says_so() -> None:
    parsed = atom.parse(FEED[: FEED.index("<title>Next") + 9])
    assert [paper.title for paper in parsed.papers] == ["Deep Trees"]
    assert "damaged or cut" in parsed.problems[0].message


def test_a_feed_with_entities_is_not_expanded() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]>' + FEED
    assert atom.parse(bomb).papers == ()


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ("- [Deep Trees for Everyone](https://arxiv.org/abs/2408.07990)", "Deep Trees for Everyone"),
        ("1. **[Deep Trees for Everyone](https://arxiv.org/abs/2408.07990)** Ada Lovelace", "Deep Trees for Everyone"),
        ("* Deep Trees for Everyone [[paper](https://arxiv.org/abs/2408.07990)]", "Deep Trees for Everyone"),
        ("- :star: [On \\[MASK\\] Trees](https://openreview.net/forum?id=x)", "On [MASK] Trees"),
        ("- [curated list of papers](https://github.com/x/y)", None),
        ("- [Contents of This Page](#contents)", None),
        ("- May 29, 2024: We have a [new home for it](https://example.org)", None),
        ("Prose with [a paper that we like](https://arxiv.org/abs/2408.07990).", None),
    ],
)
def test_rows_that_are_papers_are_told_from_rows_that_are_not(row: str, title: str | None) -> None:
    papers = awesome_list.parse(row).papers
    assert [paper.title for paper in papers] == ([title] if title else [])
    assert all(paper.arxiv_id == "2408.07990" for paper in papers if "arxiv" in row)


TWO = ("Ann Lee", "Bob Roe")


@pytest.mark.parametrize(
    ("byline", "told"),
    [
        (" — Ann Lee, Bob Roe, 2023", (TWO, "2023", "")),
        (" - Ann Lee, Bob Roe (2023)", (TWO, "2023", "")),
        (" (Ann Lee, Bob Roe, 2023)", (TWO, "2023", "")),
        (" (Ann Lee and Bob Roe)", (TWO, "", "")),
        (", Ann Lee and Bob Roe. 2023.", (TWO, "2023", "")),
        (" by Ann Lee & Bob Roe, 2023", (TWO, "2023", "")),
        (": Ann Lee; Bob Roe; 2023", (TWO, "2023", "")),
        (" — Ann Lee, Bob Roe, and Cy Dow, 2023", ((*TWO, "Cy Dow"), "2023", "")),
        (" — Ann Lee, Bob Roe, et al., 2023", (TWO, "2023", "")),
        (" — Ann Lee et al. (2023)", (("Ann Lee",), "2023", "")),
        (" *Ann Lee, Bob Roe*, NeurIPS 2023", (TWO, "2023", "NeurIPS")),
        (" — Ann Lee, Bob Roe (ICML 2023)", (TWO, "2023", "ICML")),
        (" — Ann Lee, Bob Roe, arXiv 2023", (TWO, "2023", "")),
        (" — Ann Lee, Bob Roe (2023) [[code](https://github.com/a/b)]", (TWO, "2023", "")),
        (" — Ann McGee 2023", (("Ann McGee",), "2023", "")),
        (" (2023)", ((), "", "")),
        (" — worth reading twice, 2023", ((), "", "")),
        (" — Ann Lee, who wrote 12 of them, 2023", ((), "", "")),
    ],
)
def test_authors_year_and_venue_beside_a_title_are_read(byline: str, told: tuple[tuple[str, ...], str, str]) -> None:
    row = f"- [Deep Trees for Everyone](https://doi.org/10.1000/trees){byline}"
    (paper,) = awesome_list.parse(row).papers
    assert (paper.authors, paper.published, paper.venue) == told


def test_the_year_of_an_arxiv_id_stays_the_year_of_the_paper() -> None:
    (paper,) = awesome_list.parse("- [Deep Trees](https://arxiv.org/abs/2208.07990) — Ann Lee, ICML 2023").papers
    assert (paper.published, paper.authors) == ("2022", ("Ann Lee",))


def test_items_and_rows_of_a_list_without_a_link_to_a_paper_are_counted_and_named() -> None:
    """Once for the page; its contents, what stands beneath a paper, headers and code are none."""
    text = """# Papers
- [Contents](#contents)
- [Deep Trees and Heaps](https://arxiv.org/abs/2208.07990)
  - code: [here](https://github.com/a/b)
- Attention Is All You Need (Vaswani et al., 2017)
- [A post of ours](https://example.com/post)

| Paper | Link |
| --- | --- |
| [Wide Trees and Ropes](https://arxiv.org/abs/2208.07991) | [code](https://github.com/a/c) |
| Narrow Trees and Ropes | soon |

```
- an item of code
```
"""
    read = awesome_list.parse(text)
    assert [paper.title for paper in read.papers] == ["Deep Trees and Heaps", "Wide Trees and Ropes"]
    assert [(one.line, one.message, one.excerpt) for one in read.problems] == [
        (5, "3 items without a link to a paper, skipped", "Attention Is All You Need (Vaswani et al., 2017)")
    ]


def test_csl_that_does_not_tell_its_type_keeps_its_authors() -> None:
    item = {"title": "Heaps", "author": [{"family": "Gu", "given": "Albert"}], "issued": {"date-parts": [[2024, 3]]}}
    other = {"title": "Ropes", "author": [{"literal": "The Rope Group"}], "DOI": "10.1234/abc"}
    for text in (json.dumps([item, other]), "\n".join(map(json.dumps, (item, other)))):
        assert detect(text) == "csl-json"
        read = FORMATS["csl-json"].parse(text)
        assert [(paper.authors, paper.published) for paper in read.papers] == [
            (("Albert Gu",), "2024-03"),
            (("The Rope Group",), ""),
        ]
        assert read.problems == ()


def test_an_author_that_a_record_of_json_lines_has_under_another_key_is_read() -> None:
    parsed = jsonl.parse('{"title": "Heaps", "author": "Albert Gu", "doi": "10.1234/abc"}')
    assert (parsed.papers[0].authors, parsed.problems) == (("Albert Gu",), ())


def test_cells_that_say_that_nothing_stands_there_are_no_values() -> None:
    head = "Title,Authors,Year,Publication,Volume,Number,Pages,Publisher,DOI\n"
    (paper,) = csv.parse(f'{head}Lamps that learn,"Vale, Ada; Ash, Bo",2018,NaN,None,-,n/a,—,null\n').papers
    assert (paper.venue, paper.metadata, paper.published) == ("", (), "2018")


def test_a_publication_that_is_a_preprint_gives_its_id() -> None:
    head = "Authors,Title,Publication,Volume,Number,Pages,Year,Publisher\n"
    (paper,) = csv.parse(f'{head}"Vale, Ada; ",One lamp,arXiv preprint arXiv:1706.05137,,,,2017,\n').papers
    assert paper.arxiv_id == "1706.05137"


@pytest.mark.parametrize(
    "text",
    [
        'import { id, title, abstract, authors, year } from "./paper";\nimport { a, b, c, d, e } from "./other";\n',
        "int id, title, abstract, authors, year;\nint a, b, c, d, e;\n",
        "It holds id, title, authors, year, doi,\nand, if given, venue, url, pages.\n",
        "CREATE TABLE papers (id, title, abstract, year, venue);\nINSERT INTO papers VALUES (1, 'A', 'B', 20, 'C');\n",
        'COLUMNS = ["id", "title", "abstract", "authors", "year",\n           "venue", "doi", "url", "tags", "note"]\n',
        '    "id", "title", "abstract", "authors", "year",\n    "venue", "doi", "url", "tags", "note",\n',
        "let (id, title, abstract, authors, year) = row;\nlet (a, b, c, d, e) = other;\n",
        "use paper::{id, title, abstract, authors};\nuse other::{a, b, c, d};\n",
        "var id, title, abstract, authors, doi string\nvar a, b, c, d, e string\n",
        "SELECT id, title, abstract, year, doi\nFROM papers, authors, venues, x, y\n",
        "SELECT p.id, title, abstract, year, doi\nFROM papers, Authors, venues, 2020, 10.1234/x\n",
        "columns: id, title, authors, year, doi\nrows: 1, 2, 3, 2020, 5\n",
        "2026-11-01 INFO id, title, authors, year\n2026-11-02 INFO a, B, C, 2020\n",
        "fields=id,title,abstract,authors,year\nlimit=10,offset,5,asc,x\n",
        "def f(id, title, abstract, authors, year):\n    g(a, b, c, d, e)\n",
        "id, title, abstract, authors, year = row\na, b, c, d, e = other\n",
        "id, title, abstract, authors, year\na, b, c, d, e\n",
        "title, abstract, doi\nare the columns, as said, above\n",
        "We compare title, authors and year, doi\nin ten libraries, 2020, 10.1234/x, twice\n",
        "Every paper holds title, authors, year, doi,\nTags, A list, in 2020, if given, and more\n",
        "# API\n\n- `fields`: id, title, abstract, authors, year\n- `order`: a, b, c, d, 2020\n",
        "Known are `id`, `title` (the first), authors, year\nand `url`, `doi` (where known), Venue, 2020.\n",
        "local id, title, authors, year\nlocal a, b, c, d\n",
    ],
)
def test_a_line_of_code_or_prose_is_no_header(text: str) -> None:
    """Its cells are no names of columns, or what stands below it is not what such columns hold."""
    assert (csv.sniff(text), csv.begins(f"Some words.\n\n{text}")) == (False, 0)
    assert detect(text) is None


@pytest.mark.parametrize(
    "text",
    [
        'Title, Author(s), Year, DOI\n"Lamps in the night", "Ada Ford", 2020, 10.1234/x\n',
        "Title;Journal\nLamps;J. Lamp Lett.\n", "title\tabstract\nLamps in the night\tWe look at lamps.\n",
        "title,authors,year,\nlamps,ada ford,2020,\n", "#,Title,Authors,Year\n1,Lamps,Ada Ford,2020\n",
        "Set name,Paper title,Authors,Publication Year\nA,Lamps,Ada Ford,2020\n",
        'Title,"Authors, all",DOI\nLamps,"Ford, Ada",\nMore lamps,,10.1234/x\n',
    ],
)  # fmt: skip
def test_a_table_that_holds_what_its_columns_say_is_known(text: str) -> None:
    assert (csv.sniff(text), csv.begins(f"Some words.\n\n{text}")) == (True, 3)
    assert len(csv.parse(text).papers) == text.count("\n") - 1


BIBLIOGRAPHIES = {
    "a date, several authors": 'Title,Authors,Date\nOn Lamps,"Ada Vale, Bo Ash",2021-03-04\nOn Wicks,Cy Elm,2022\n',
    "several people": "Title,Author,Date\nOn Lamps,Ada Vale; Bo Ash,2021-03-04\nOn Wicks,Cy Elm,2022-01-01\n",
    "years": "Title,Author,Date\nOn Lamps,Ada Vale,2021\nOn Wicks,Cy Elm,2022-05\n",
    "a periodical": 'Volume,Issue,Title,Author,Date\n3,2,On Lamps,"Vale, A.",2021-03-04\n3,3,On Wicks,"Elm, C.",2022\n',
    "German": 'Titel,Autor,Jahr\nOn Lamps,"Vale, Ada",2021\nOn Wicks,"Elm, Cy",2022\n',
    "French": "Titre;Auteurs;Année\nOn Lamps;Ada Vale, Bo Ash;2021\nOn Wicks;Cy Elm;2022\n",
    "Spanish": "Título\tAutores\tAño\nOn Lamps\tAda Vale, Bo Ash\t2021\nOn Wicks\tCy Elm\t2022\n",
    "papers": 'Paper,Authors,Year\nOn Lamps,"Ada Vale, Bo Ash",2021\nOn Wicks,Cy Elm,2022\n',
    "no date": 'Title,Authors\nOn Lamps,"Ada Vale, Bo Ash"\nOn Wicks,Cy Elm\n',
    "known venues": "title,year,venue\nOn Lamps,2021,NeurIPS\nOn Wicks,2022,Journal of Wicks\n",
    "books": "title,author,year,isbn\nOn Lamps,Ada Vale,2021,978-3-16-148410-0\nOn Wicks,Cy Elm,2022,\n",
}


@pytest.mark.parametrize("text", BIBLIOGRAPHIES.values(), ids=BIBLIOGRAPHIES)
def test_a_small_table_is_one_of_papers_where_its_columns_or_its_rows_show_it(text: str) -> None:
    """Whatever language names them; below other words, too."""
    assert detect(text, "x.txt") == "csv"
    papers = csv.parse(text).papers
    assert [(paper.title, paper.published[:4]) for paper in papers] in (
        [("On Lamps", "2021"), ("On Wicks", "2022")],
        [("On Lamps", ""), ("On Wicks", "")],
    )


OTHER_TABLES = {
    "titles and years": "title,year\nOn Lamps,2021\nOn Wicks,2022\n",
    "films": "title,year,director\nThe Long Lamp,2001,Jo Elm\nNight Wick,1999,Al Roe\n",
    "a shop": "id,title,author,year,price,isbn\n1,On Lamps,Ada Vale,2021,12.50,978-3-16-148410-0\n",
    "tasks": "title,date,done\nBuy lamps,2024-01-01,yes\nCall Bo,2024-02-02,no\n",
    "posts of users": "Title,Author,Date\nHello lamps,admin,2021-03-04\nMore lamps,admin,2021-03-05\n",
    "posts": "Title,Author,Date\nHello lamps,Ada Vale,2021-03-04\nMore lamps,Bo Ash,2021-03-05\n",
    "news": 'title,authors,date,url\nLamps lit,"Ada Vale, Bo Ash",2021-03-04,https://www.nytimes.com/2021/lamps\n',
    "songs": 'title,authors,year,album\nLamps,"Ada Vale, Bo Ash",2021,Light\n',
    "who, when and where": "paper;who;when;where\nOn Lamps;Ada Vale;2021;Room 2\n",
    "concerts": "title,year,venue\nLamps Live,2021,Town Hall\n",
    "sheets of paper": "paper,size,year\nwhite,A4,2020\n",
}


@pytest.mark.parametrize("text", OTHER_TABLES.values(), ids=OTHER_TABLES)
def test_a_table_of_other_things_gives_no_paper_and_says_what_was_looked_for(text: str) -> None:
    parsed = csv.parse(text)
    assert parsed.papers == ()
    assert detect(text, "x.txt") is None
    assert "looked for" in parsed.problems[0].message
    assert parsed.problems[0].line == 1


def test_a_table_that_the_user_says_to_be_one_of_papers_is_read_whatever_its_columns() -> None:
    for text in (OTHER_TABLES["films"], OTHER_TABLES["titles and years"], OTHER_TABLES["who, when and where"]):
        assert csv.parse(text, told=True).papers


def test_a_column_of_addresses_that_is_called_paper_holds_no_titles() -> None:
    table = 'paper,authors,year\nhttps://lamps.example/x,"Ada Vale, Bo Ash",2021\n'
    assert csv.parse(table, told=True).papers == ()


def test_the_addresses_of_code_and_project_come_back_without_a_word() -> None:
    """Only what is no address is told."""
    head = "id,title,authors,year,added,sources,code,project\n"
    links = {"code": "https://github.com/vale/lamps", "project": "https://lamps.example/page"}
    parsed = csv.parse(f"{head}x,On Lamps,Ada Vale,2021,,,{','.join(links.values())}\n")
    assert (dict(parsed.papers[0].links), parsed.problems) == (links, ())
    (problem,) = csv.parse(f"{head}x,On Lamps,Ada Vale,2021,,,soon,\n").problems
    assert problem.message == "columns not read: code"


PROGRAMS = (
    "Session,Start,Title,Authors,Abstract\n,08:00,Registration,,\n1,09:00,On Lamps,Bo Kim; Ann Lee,We light lamps.\n"
    ",10:00,Coffee Break,,\n1,10:30,On Wicks,Cy Elm,\n,12:00,Panel of the young,,\n,19:00,Conference dinner,Chairs,\n",
    "title,authors,year,doi\nCoffee break,,,\nOn Lamps,Bo Kim; Ann Lee,2020,10.1234/1\nLunch (Hall 2),,,\n"
    "On Wicks,Cy Elm,2020,\nKaffeepause,,2020,\n",
)


@pytest.mark.parametrize("text", PROGRAMS)
def test_what_happens_between_the_talks_of_a_meeting_is_no_paper_and_is_named(text: str) -> None:
    parsed = csv.parse(text)
    assert [paper.title for paper in parsed.papers] == ["On Lamps", "On Wicks"]
    skipped = [problem.line for problem in parsed.problems if "between papers" in problem.message]
    titles = [line.split(",")[text.split(",").index("Title") if "Title" in text else 0] for line in text.splitlines()]
    assert [titles[line - 1] for line in skipped] == [
        title for title in titles[1:] if title not in ("On Lamps", "On Wicks")
    ]


def test_a_row_that_tells_more_than_a_program_does_is_a_paper_whatever_its_title() -> None:
    rows = ("Lunch,,,We ate.,", "Welcome,,Lamp Letters,,", "Panel,,,,10.1234/5", "Tea Lamps,,,,")
    assert len(csv.parse("\n".join(("title,authors,venue,abstract,doi", *rows, ""))).papers) == 4


def test_a_cell_that_is_a_formula_only_to_stay_text_is_that_text() -> None:
    """So programs keep spreadsheets from taking an ISBN for a number."""
    header = "Title,Author,Additional Authors,Year,ISBN,ISBN13,Bookshelves,Exclusive Shelf,Private Notes\n"
    row = 'On Lamps,Ada Vale,"Bo Ash, Cy Elm","=""2021""","=""0262035618""","=""9780262035613""","ml, lamps",,mine\n'
    (paper,) = csv.parse(f"{header}{row}".replace("Title", "Paper Title")).papers
    assert (paper.authors, paper.published) == (("Ada Vale", "Bo Ash", "Cy Elm"), "2021")
    assert (paper.about("ISBN"), paper.tags, paper.note) == ("0262035618", ("lamps", "ml"), "mine")
    saved = 'Title,URL,Time_added,Status\n"=""On ""Lamps""""",https://arxiv.org/abs/2401.00011,1,unread\n'
    assert tables.parse(saved.replace('""Lamps""', '""""Lamps""""')).papers[0].title == 'On "Lamps"'


def test_a_note_is_what_zotero_keeps_at_a_record_and_a_kind_of_paper_elsewhere() -> None:
    row = "On Lamps,Ada Vale,2019,Lamp Letters,Note"
    (paper,) = csv.parse(f"title,authors,year,journal,Document Type\n{row}\n").papers
    assert (paper.title, paper.authors) == ("On Lamps", ("Ada Vale",))
    assert csv.parse(f"Title,Author,Publication Year,Publication Title,Item Type\n{row.lower()}\n").papers == ()
    assert csv.parse("title,authors,year,journal,Document Type\nOn Lamps,,,,note\n").papers == ()


def test_arrays_as_a_database_writes_them_are_lists() -> None:
    rows = {
        '"{Ada Sample,Bo Jones}","{oats,""two words"",NULL}"': (("Ada Sample", "Bo Jones"), ("oats", "two words")),
        '"{""Sample, Ada"",""Jones, Bo \\""the Cook\\""""}",{}': (("Ada Sample", 'Bo "the Cook" Jones'), ()),
        "{Ada Sample},{oats}": (("Ada Sample",), ("oats",)),
        '"{World Garden Body, Ulm}",x': (("World Garden Body, Ulm",), ("x",)),
    }
    found = {row: csv.parse(f"title,authors,tags,year\nPorridge,{row},2020\n").papers[0] for row in rows}
    assert {row: (paper.authors, tuple(sorted(paper.tags))) for row, paper in found.items()} == rows


def test_what_no_answer_is_in_a_column_read_is_told_with_its_line() -> None:
    cells = {"perhaps": "unread", "yes": "read", "2024-05-01": "read", "no": "unread", "": "unread"}
    rows = "".join(f"Porridge {at},Ada Sample,2020,{cell}\n" for at, cell in enumerate(cells))
    parsed = csv.parse(f"title,author,year,read\n{rows}")
    assert [paper.status.value for paper in parsed.papers] == [*cells.values()]
    assert [(one.line, one.message, one.excerpt) for one in parsed.problems] == [
        (2, "read is neither yes, no nor a day, left out", "perhaps")
    ]


def test_a_column_in_which_no_row_says_anything_is_no_evidence_of_papers() -> None:
    chores = (
        "Title,DOI\nBuy milk,\nCall Bo,n/a\n", "Title,Priority,Journal\nBuy milk,1,\n", "Title\tAbstract\nBuy milk\t\n",
        "Task ID,Title,Assignee,Due date,Keywords,Abstract\n1,Buy milk,Bo,2024-05-01,,\n",
    )  # fmt: skip
    assert [(csv.sniff(text), csv.parse(text).papers) for text in chores] == [(False, ())] * len(chores)
    some = csv.parse("Title,DOI\nBuy milk,\nPorridge at sea,10.1234/oats.5\n")
    assert [paper.title for paper in some.papers] == ["Buy milk", "Porridge at sea"]
    assert csv.parse("Title,DOI\nBuy milk,\n", told=True).papers[0].title == "Buy milk"
    ours = "id,title,authors,added,sources,doi\nmilk,Buy milk,,,,\n"
    assert [paper.title for paper in csv.parse(ours).papers] == ["Buy milk"]
    assert csv.sniff("Title,DOI\n")


LANGUAGES = {
    "Titel,Autoren,Jahr,Monat,Zeitschrift,Heft,Seiten,Verlag,Auflage,Sprache,Anmerkungen": ",12",
    "Titre,Auteurs,Année,Mois,Tijdschrift,Numéro,Pages,Éditeur,Édition,Langue,Notes": ",12",
    "Título,Autores,Año,Mes,Revista,Número,Páginas,Editorial,Edition,Idioma,Notas,Volumen": "",
    "Titolo,Autori,Anno,Mese,Rivista,Fascicolo,Pagine,Editore,Edition,Lingua,Note": ",12",
    "Titel,Auteurs,Jaar,Maand,Tijdschrift,Nummer,Pagina's,Uitgever,Edition,Taal,Notes,Jaargang": "",
    "Название,Авторы,Год,Month,Журнал,Номер,Страницы,Издательство,Edition,Язык,Notes,Том": "",
    "标题,作者,年份,Month,期刊,Number,页码,出版社,Edition,Language,Notes": ",12",
}
"""Heads of people's own tables, with what stands in a row for a volume where the language has no word of its own."""


@pytest.mark.parametrize("head", LANGUAGES)
def test_a_table_in_another_language_is_read_whole(head: str) -> None:
    volume = LANGUAGES[head]
    names = head + ",Volume" * bool(volume)
    row = f"Lampen,Ada Vale; Bo Ash,2019,5,Lampenbriefe,2,10-12,Haus,3,de,gut{volume or ',12'}"
    (name,) = [detect(f"{names}\n{row}\n")]
    parsed = csv.parse(f"{names}\n{row}\n")
    (paper,) = parsed.papers
    told = {"volume": "12", "issue": "2", "page": "10-12", "publisher": "Haus", "edition": "3", "language": "de"}
    assert (name, parsed.problems, dict(paper.metadata)) == ("csv", (), told)
    assert (paper.published, paper.venue, paper.note, len(paper.authors)) == ("2019-05", "Lampenbriefe", "gut", 2)


def test_whole_numbers_that_a_program_wrote_with_a_point_are_whole() -> None:
    (paper,) = csv.parse(
        "Title,Authors,Year,Journal,Volume,Pages,DOI\nLamps,Ada Vale,2019.0,L,3.0,10.0,10.1234/1.0\n"
    ).papers
    assert (paper.published, paper.metadata, paper.doi) == ("2019", (("page", "10"), ("volume", "3")), "10.1234/1.0")


def test_a_row_of_a_title_alone_may_be_a_heading_and_that_is_said() -> None:
    head = "Title,Authors,Year,Journal\n"
    parsed = csv.parse(f"{head}Lamps,,,\nLamps at night,Ada Vale,2019,L\nBeds,,,\nTotal,1,,\n")
    (problem,) = parsed.problems
    assert (len(parsed.papers), problem.line, problem.excerpt) == (4, 2, "Lamps; Beds; Total")
    assert problem.message == "3 rows that say nothing but a title, taken for papers though they may be headings"
    assert csv.parse(f"{head}Lamps,,,L\n").problems == ()


def test_what_a_spreadsheet_could_not_work_out_is_named_and_is_nobody() -> None:
    parsed = csv.parse("Title,Authors,Year,Journal\nLamps,#NAME?,2019,L\nBeds,Bo Ash,#REF!,L\n")
    assert [(paper.authors, paper.published) for paper in parsed.papers] == [((), "2019"), (("Bo Ash",), "")]
    assert [(problem.line, problem.excerpt) for problem in parsed.problems] == [(2, "#NAME?"), (3, "#REF!")]


def test_zoteros_table_is_one_of_papers_though_it_has_columns_of_songs_and_laws() -> None:
    """Its header names whatever an item may have; a column that says nothing is no sign of another thing."""
    head = "Key,Item Type,Publication Year,Author,Title,Publisher,Assignee,Cast Member,Composer,Number,Session"
    rows = 'A,patent,1880,"Vale, Ada",Lamps,,GE,,,US 1,\nB,book,1999,"Ash, Bo",Beds,Haus,,,,,\n'
    text = f"{head}\n{rows}"
    assert (detect(text), [paper.title for paper in csv.parse(text).papers]) == ("csv", ["Lamps", "Beds"])
    own = "Title,Author,Year,Price\nLamps,Ada Vale,1999,{}\nBeds,Bo Ash,1998,{}\n"
    assert [detect(own.format(*prices)) for prices in (("", ""), ("9.99", "8.50"))] == ["csv", None]


def test_names_of_springer_link_that_run_together_are_several_people() -> None:
    head = (
        "Item Title,Publication Title,Book Series Title,Journal Volume,Item DOI,Authors,Publication Year,Content Type"
    )
    rows = (
        "Knots,Ropes,,4,10.1007/s1,Ann LeeBob RoeFiona McKay,2011,Article",
        "Ropes,Quay,Notes on Fog,,10.1007/s2,José García-LópezÉlise Dubois,2012,Chapter",
        "Fog,Quay,,,10.1007/s3,Plato,2012,ConferencePaper",
    )
    parsed = csv.parse("\n".join((head, *rows)))
    assert [(paper.authors, paper.kind) for paper in parsed.papers] == [
        (("Ann Lee", "Bob Roe", "Fiona McKay"), "article-journal"),
        (("José García-López", "Élise Dubois"), "chapter"),
        (("Plato",), "paper-conference"),
    ]
    assert parsed.papers[1].about("collection-title") == "Notes on Fog"
    assert not parsed.problems
    (other,) = csv.parse("title,doi,authors,content type\nKnots,10.1007/s1,Ann LeeBob Roe,Article\n").papers
    assert other.authors == ("Ann LeeBob Roe",)
