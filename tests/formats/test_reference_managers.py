"""What reference managers write in ways of their own comes in as its user sees it there."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from reader.formats import FORMATS, bibtex, csv, ris
from reader.identity import identified, own_doi
from reader.library.merging import plan
from reader.paper import Paper

END = "ER  - "


def note_in_ris(note: str) -> str:
    """The note of a record with this `N1`."""
    (paper,) = ris.parse(f"TY  - JOUR\nTI  - Lamps\nN1  - {note}\n{END}\n").papers
    return paper.note


@pytest.mark.parametrize(
    ("markup", "note"),
    [
        ("<p>My note</p>", "My note"), ("<div class='a'><p>One &amp; two</p>\n<p>b</p></div>", "One & two\n\nb"),
        ("if a < b & c > d", "if a < b & c > d"), ("see <b>", "see <b>"),
    ],
)  # fmt: skip
def test_a_note_that_is_html_is_read_as_text_in_ris_too(markup: str, note: str) -> None:
    assert note_in_ris(markup) == note


def test_a_note_of_one_s_own_that_is_html_comes_back_from_ris_as_it_is() -> None:
    paper = Paper("", "Lamps", note="<p>x</p>")
    assert [one.note for one in ris.parse(ris.dump([paper])).papers] == ["<p>x</p>"]


def test_several_notes_in_one_cell_of_zotero_stand_below_each_other() -> None:
    text = "Key,Item Type,Publication Year,Author,Title,DOI,Notes\n"
    text += 'A1,journalArticle,2020,"Vale, Ada",Lamps,10.1000/7,"<p>One; two</p>; <p>Three</p>"\n'
    assert [paper.note for paper in csv.parse(text).papers] == ["One; two\n\nThree"]


def test_the_number_by_which_dblp_tells_people_apart_is_no_part_of_a_name() -> None:
    text = "@article{DBLP:a, title={Lamps}, author={Wei Wang 0001 and\n Ada {Vale} 0012 and R2D2 2000}, year={2020}}"
    (paper,) = bibtex.parse(text).papers
    assert paper.authors == ("Wei Wang", "Ada Vale", "R2D2 2000")
    assert "author = {Wei Wang 0001 and" in bibtex.dump([paper])


def test_a_doi_that_stands_in_the_address_alone_is_the_paper_s() -> None:
    """Else another record with it makes a second paper of one DOI, and nobody is told."""
    found = {
        (format, address): identified(FORMATS[format].parse(text.format(address)).papers[0]).doi
        for address in ("https://doi.org/10.1145/Lamps", "https://dl.acm.org/doi/pdf/10.1145/lamps")
        for format, text in {
            "ris": "TY  - JOUR\nTI  - Lamps\nUR  - {}\nER  - \n",
            "bibtex": "@article{{a, title = {{Lamps}}, url = {{{}}}}}",
            "csl-json": '[{{"type": "article-journal", "title": "Lamps", "URL": "{}"}}]',
            "jsonl": '{{"title": "Lamps", "url": "{}"}}',
            "plain-json": '[{{"Title": "Lamps", "Author": "Ada Sample", "Link": "{}"}}]',
            "csv": "Title,Author,URL\nLamps,Ada Sample,{}",
            "yaml": "- title: Lamps\n  author: Ada Sample\n  url: {}\n",
        }.items()
    }
    assert found == dict.fromkeys(found, "10.1145/lamps")


def test_a_paper_of_an_older_library_has_the_doi_of_its_address_unless_the_user_took_it_away() -> None:
    held = Paper("", "Lamps", url="https://doi.org/10.1145/lamps")
    for doi_of in (own_doi, lambda paper: identified(paper).doi):
        assert (doi_of(held), doi_of(replace(held, corrected=("doi",)))) == ("10.1145/lamps", "")


@pytest.mark.parametrize("joint", ["ER  - TY  - JOUR", "ER  -TY  - JOUR", "ER - TY - CONF"])
def test_records_joined_in_one_line_are_two(joint: str) -> None:
    text = f"TY  - JOUR\nTI  - Lamps\n{joint}\nTI  - Beds\n{END}\n"
    parsed = ris.parse(text)
    assert ([paper.title for paper in parsed.papers], parsed.problems) == (["Lamps", "Beds"], ())
    assert replace(parsed.papers[1], kept=(), kind="") == Paper("", "Beds")


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("ris", "TY  - JOUR\nTI  - %s\nAU  - Vale, Ada\nJO  - %s\nPY  - 2001\nER  - \n"),
        ("csv", "title,author,year,journal\n%s,Ada Vale,2001,%s\n"),
        (
            "csl-json",
            '[{"type": "article-journal", "title": "%s", "author": [{"family": "Vale"}], "container-title": "%s"}]',
        ),
        ("endnote", "%%0 Journal Article\n%%T %s\n%%A Vale, Ada\n%%J %s\n%%D 2001\n"),
        ("bibtex", "@article{a, title={%s}, author={Vale, Ada}, journal={%s}, year=2001}\n"),
    ],
)
def test_entities_that_web_sites_leave_are_their_signs_in_every_format(format: str, text: str) -> None:
    (paper,) = FORMATS[format].parse(text % ("Cats &amp; Dogs at n&gt;0", "Lamps &amp; Beds")).papers
    assert (paper.title, paper.venue) == ("Cats & Dogs at n>0", "Lamps & Beds")


@pytest.mark.parametrize("format", ["ris", "csl-json", "bibtex", "csv"])
def test_a_title_about_an_entity_goes_out_and_comes_back(format: str) -> None:
    paper = Paper(
        "", "What &amp; and &lt; stand for", authors=("Ada Vale",), venue="Lamps &amp; Beds", published="2001"
    )
    (back,) = FORMATS[format].parse(FORMATS[format].write([paper], {})).papers
    assert (back.title, back.venue) == (paper.title, paper.venue)


def test_where_the_one_copy_of_a_text_is_kept_goes_out_and_comes_back_in_every_bibliography() -> None:
    item = {
        "type": "manuscript", "title": "Letters on lamps", "author": [{"family": "Vale", "given": "Ada"}],
        "call-number": "MS & 12", "archive": "Lamp House", "archive_location": "Box 3",
    }  # fmt: skip
    (letters,) = FORMATS["csl-json"].parse(json.dumps([item])).papers
    assert "AV  - Lamp House, Box 3\nCN  - MS & 12\n" in ris.dump([letters])
    assert "library = {Lamp House, Box 3, MS \\& 12}" in bibtex.dump([letters])
    for format in (ris, bibtex):
        text = format.dump([letters])
        (again,) = format.parse(text).papers
        assert format.dump([again]) == text
        assert "MS & 12" in json.loads(FORMATS["csl-json"].load().dump([again]))[0]["call-number"]
    (row,) = csv.parse("Title,Author,Year,Call Number,Loc in Archive\nLamps,Ada Vale,2001,QA 7,Shed\n").papers
    assert ("AV  - Shed\nCN  - QA 7\n" in ris.dump([row]), "library = {Shed, QA 7}" in bibtex.dump([row])) == (
        True,
        True,
    )
    (entry,) = bibtex.parse("@unpublished{a, title={Letters}, author={Vale, Ada}, year=2001, callnumber={MS 1}}").papers
    assert "library" not in bibtex.dump([replace(entry, kind="report")])


def test_the_initials_that_services_put_behind_a_name_without_a_comma_are_no_family_name() -> None:
    lines = {
        "Silva P.": "P. Silva", "Costa M.A.": "M.A. Costa", "de Souza PR": "PR de Souza", "Vale, Ada": "Ada Vale",
        "Bo Ash": "Bo Ash", "Study Group A": "Study Group A", "WHO EU": "WHO EU",
    }  # fmt: skip
    people = "".join(f"AU  - {line}\n" for line in lines)
    (paper,) = ris.parse(f"TY  - JOUR\nTI  - Lamps\n{people}ER  - \n").papers
    assert paper.authors == tuple(lines.values())
    assert "author = {P. Silva and M.A. Costa and PR de Souza" in bibtex.dump([paper])


def test_what_a_date_says_beyond_its_day_goes_out_as_it_came_until_another_is_known() -> None:
    """A season, a term, a year before Christ."""
    item = {"type": "article-magazine", "title": "Lamps", "author": [{"family": "Vale", "given": "Ada"}]}
    dump = FORMATS["csl-json"].load().dump
    for issued in ({"literal": "Spring 1999"}, {"date-parts": [[1999]], "season": 1}, {"date-parts": [[-44]]}):
        (paper,) = FORMATS["csl-json"].parse(json.dumps([item | {"issued": issued}])).papers
        assert json.loads(dump([paper]))[0]["issued"] == issued
        assert json.loads(dump([replace(paper, published="2001-03")]))[0]["issued"] == {"date-parts": [[2001, 3]]}
    (paper,) = FORMATS["csl-json"].parse(json.dumps([item | {"issued": {"raw": "3 May 1999"}}])).papers
    assert (paper.published, paper.kept) == ("1999-05-03", ())
    for dates in ("PY  - 1999///Spring\n", "PY  - 1999\nDA  - Michaelmas Term\n", "PY  - in press\n"):
        (paper,) = ris.parse(f"TY  - JOUR\nID  - a\nTI  - Lamps\n{dates}{END}\n").papers
        assert ris.dump([paper], ["a"]) == f"TY  - JOUR\nID  - a\nTI  - Lamps\n{dates}{END}\n"
        later = ris.dump([replace(paper, published="2001")])
        assert ("PY  - 2001" in later, "Spring" in later, "press" in later) == (True, False, False)


def test_a_semicolon_behind_the_one_author_of_a_row_is_no_part_of_the_name() -> None:
    """Google Scholar's export of a profile ends each name so; without it the comma may part two."""
    rows = {
        "Ash, Robert; ": ("Robert Ash",),
        "Ash, Robert; Vale, Ada; ": ("Robert Ash", "Ada Vale"),
        "Ada Vale;": ("Ada Vale",),
    }
    found = [csv.parse(f'Authors,Title,Year\n"{cell}",Lamps,2019\n') for cell in rows]
    assert [parsed.papers[0].authors for parsed in found] == [*rows.values()]
    assert [parsed.problems for parsed in found] == [()] * len(rows)


def test_the_number_and_the_translators_of_an_item_of_zotero_are_read_and_tell_two_apart() -> None:
    people = [{"creatorType": "author", "firstName": "Ada", "lastName": "Vale"}]
    cole = [{"creatorType": "translator", "firstName": "Bo", "lastName": "Cole"}]
    base = {"key": "A", "version": 1, "title": "Lamps", "creators": people, "date": "1999"}
    ash = [{**cole[0], "lastName": "Ash"}]
    pairs = (
        ({"patentNumber": "US 1"}, {"patentNumber": "US 2"}, "number", "US 1"),
        ({"creators": people + cole}, {"creators": people + ash}, "translator", "Bo Cole"),
    )
    for one, other, variable, told in pairs:
        kind = {"itemType": "patent" if variable == "number" else "book"}
        papers = FORMATS["json"].parse(json.dumps([base | kind | one, base | kind | other | {"key": "B"}])).papers
        assert papers[0].about(variable) == told
        assert len(plan({}, papers).new) == 2


def test_fields_and_people_of_an_item_of_zotero_that_are_not_read_are_kept() -> None:
    people = [
        {"creatorType": kind, "firstName": "Ada", "lastName": "Vale"} for kind in ("author", "recipient", "editor")
    ]
    item = {"key": "A", "version": 1, "itemType": "letter", "title": "Lamps", "creators": people, "date": "1999"}
    more = {"letterType": "draft", "rights": "none", "dateAdded": "2020-01-01T00:00:00Z", "url": "", "pages": "3"}
    parsed = FORMATS["json"].parse(json.dumps([item | more]))
    told = {"creators/creatorType": "recipient", "creators/firstName": "Ada", "creators/lastName": "Vale"}
    assert parsed.papers[0].kept_from("zotero") == {**told, "itemType": "letter"}
    assert (parsed.papers[0].about("genre"), parsed.problems) == ("draft", ())
