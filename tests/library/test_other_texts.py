"""What records say beside one title that tells their texts apart: a notice, a translation, a version, another of a
series, another id in a register."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from reader.formats import FORMATS
from reader.library.merging import plan
from reader.paper import Paper
from reader.titles import counted, notices_told
from tests.support.cli import Reader
from tests.support.some_papers import SENTENCES

TEXT = " ".join(SENTENCES[:4])
BOX = "archive_location"
BIBTEX = "@%s{a,\n title = {Lamps in the rain},\n author = {Sample, Ada},\n year = 2001%s\n}\n"
RIS = "TY  - %s\nTI  - Lamps in the rain\nAU  - Sample, Ada\nPY  - 2001\n%sER  - \n"
CSV = "title,author,year,journal,type\nLamps in the rain,Ada Sample,2001,Attic Letters,%s\n"
ENDNOTE = "%%0 Journal Article\n%%T Lamps in the rain\n%%A Sample, Ada\n%%D 2001\n%%9 %s\n"
WEB_OF_SCIENCE = "PT J\nAU Sample, A\nTI Lamps in the rain\nSO ATTIC LETTERS\nDT %s\nPY 2001\nER\n\n"
YAML = "- title: Lamps in the rain\n  authors: [Ada Sample]\n  year: 2001\n  journal: Attic Letters\n  type: %s\n"


def read(format: str, text: str) -> Paper:
    """The one paper of a text."""
    (paper,) = FORMATS[format].parse(text).papers
    return paper


def bib(kind: str = "article", **fields: str) -> Paper:
    """A paper from BibTeX."""
    return read("bibtex", BIBTEX % (kind, "".join(f",\n {name} = {{{value}}}" for name, value in fields.items())))


def ris(kind: str = "JOUR", **fields: str) -> Paper:
    """A paper from RIS."""
    return read("ris", RIS % (kind, "".join(f"{tag}  - {value}\n" for tag, value in fields.items())))


def csl(**fields: object) -> Paper:
    """A paper from CSL JSON."""
    item = {"type": "article-journal", "title": "Lamps in the rain", "author": [{"family": "Sample", "given": "Ada"}]}
    told = {name if name == BOX else name.replace("_", "-"): value for name, value in fields.items()}
    return read("csl-json", json.dumps([item | told]))


def zotero(place: str) -> Paper:
    """A letter in an archive, from Zotero's table."""
    header = "Key,Item Type,Publication Year,Author,Title,Archive Location"
    return read("csv", f'{header}\nA,letter,2001,"Sample, Ada",Lamps in the rain,{place}\n')


def zotero_json(**fields: str) -> Paper:
    """A letter in an archive, from Zotero's JSON."""
    creators = [{"creatorType": "author", "firstName": "Ada", "lastName": "Sample"}]
    item = {"key": "A", "itemType": "letter", "title": "Lamps in the rain", "creators": creators, "date": "2001"}
    return read("json", json.dumps([{"key": "A", "version": 1, "data": item | fields}]))


TWO_TEXTS = {
    "a note": (bib(), bib(note="Erratum")),
    "a note that goes on": (bib(), bib(note="Corrigendum to: Attic Letters 3, 30--39")),
    "an addition to the title": (bib(), bib(titleaddon="Retraction")),
    "an addition": (bib(), bib(addendum="Comment on Sample (2001)")),
    "a type": (bib(), bib(type="Reply")),
    "how it was published": (bib(journal="Lamps"), bib(journal="Lamps", howpublished="Author's Reply")),
    "one DOI": (bib(doi="10.1000/a"), bib(doi="10.1000/a", note="(Erratum)")),
    "two notices": (bib(note="Comment"), bib(note="Reply to the comment")),
    "a notice with one abstract": (
        replace(bib(), abstract=TEXT), replace(bib(note="Erratum"), abstract=TEXT),
    ),
    "a type of RIS": (ris(), ris(M3="Published Erratum")),
    "several types of RIS": (ris(M3="Letter"), ris(M3="Letter; Comment")),
    "a kind of RIS": (ris(), ris("ERRATUM")),
    "a note of RIS": (ris(), ris(N1="Erratum")),
    "a genre": (csl(), csl(genre="Correction")),
    "a note of CSL": (csl(), csl(note="genre: Retraction notice")),
    "a kind of CSL": (csl(), csl(type="retraction")),
    "a table": (read("csv", CSV % "Article"), read("csv", CSV % "Erratum")),
    "EndNote": (read("endnote", ENDNOTE % "Article"), read("endnote", ENDNOTE % "Erratum")),
    "the Web of Science": (
        read("web-of-science", WEB_OF_SCIENCE % "Article"), read("web-of-science", WEB_OF_SCIENCE % "Correction"),
    ),
    "YAML": (read("yaml", YAML % "article"), read("yaml", YAML % "erratum")),
    "translators": (bib("book", translator="Muster, Bo"), bib("book", translator="Probe, Cy")),
    "translators in a note": (
        bib("book", note="Translated from the German by Bo Muster"), bib("book", note="Transl. by C. Probe, D. Vale"),
    ),
    "versions": (bib("software", version="1.0"), bib("software", version="v2.0")),
    "versions of one DOI": (
        bib("software", version="1.0", doi="10.1000/a"), bib("software", version="2.0", doi="10.1000/a"),
    ),
    "versions of CSL": (csl(type="software", version="1"), csl(type="software", version="2")),
    "versions in a note": (bib("misc", note="Version 1.2, with examples"), bib("misc", note="Version 1.3")),
    "editions in a note": (bib("book", note="Second edition"), bib("book", note="3rd ed.")),
    "parts in an addition": (bib(titleaddon="Part I"), bib(titleaddon="Part II")),
    "ids in an archive": (bib(eprint="1234567", eprinttype="jstor"), bib(eprint="7654321", eprinttype="jstor")),
    "an archive in the old way": (
        bib(eprint="hal-01234567", archiveprefix="HAL"), bib(hal_id="hal-07654321v2"),
    ),
    "an archive of its own": (bib(eprint="A1", eprinttype="attic"), bib(eprint="A2", eprinttype="attic")),
    "an id in no archive": (bib(eprint="attic:12"), bib(eprint="attic:13")),
    "reviews": (bib(mrnumber="MR0012345"), bib(mrnumber="54321 (2001b:12345)")),
    "reviews elsewhere": (bib(zbl="1234.56789"), bib(zblnumber="Zbl 0123.45678")),
    "handles of one library": (bib(handle="10000/12"), bib(hdl="https://hdl.handle.net/10000/13")),
    "URNs of one library": (bib(urn="urn:nbn:de:attic:20-1"), bib(urn="urn:nbn:de:attic:20-2")),
    "bibcodes": (
        bib(bibcode="2001AtLet...3...30S"), bib(adsurl="https://ui.adsabs.harvard.edu/abs/2001AtLet...3...40S/abstract"),
    ),
    "other catalogues": (bib("book", oclc="12345678"), bib("book", oclc="87654321")),
    "a catalogue in CSL": (csl(OCLC="ocn12345678"), bib(oclc="87654321")),
    "an archive in CSL": (csl(archive="JSTOR", archiveID="1234567"), bib(jstor="7654321")),
    "an id in a note": (csl(note="MR: 12345 OCLC: 5"), bib(mrnumber="54321")),
    "letters of the year": (bib(date="2001a"), bib(date="2001b")),
    "a letter of the year in CSL": (
        csl(year_suffix="a", issued={"date-parts": [[2001]]}), csl(year_suffix="b", issued={"date-parts": [[2001]]}),
    ),
    "a talk": (bib(journal="Attic Letters"), bib("misc", note="Invited talk at the Attic")),
    "a poster": (
        bib("inproceedings", booktitle="Attic Papers"), bib("inproceedings", booktitle="Attic Papers", note="Poster"),
    ),
    "slides in a note": (bib(journal="Attic Letters"), bib("misc", note="Slides")),
    "slides of RIS": (ris(JO="Attic Letters"), ris("SLIDE")),
    "a talk of RIS": (ris(JO="Attic Letters"), ris("GEN", M3="Conference poster")),
    "a note of RIS on a talk": (ris(JO="Attic Letters"), ris("GEN", N1="Invited talk")),
    "a poster in a table": (read("csv", CSV % "Article"), read("csv", CSV % "Poster")),
    "a talk in EndNote": (read("endnote", ENDNOTE % "Article"), read("endnote", ENDNOTE % "Oral presentation")),
    "a talk of CSL": (csl(), csl(type="speech")),
    "a poster of CSL": (csl(type="paper-conference"), csl(type="paper-conference", genre="Poster presentation")),
    "volumes of a series": (bib("book", series="Attic Notes, vol. 3"), bib("book", series="Attic Notes, vol. 4")),
    "boxes of an archive": (
        csl(type="manuscript", **{BOX: "PA-0123, box 3"}), csl(type="manuscript", **{BOX: "PA-0777, box 4"}),
    ),
    "letters in two archives": (
        csl(type="personal_communication", archive="Attic"), csl(type="personal_communication", archive="Cellar"),
    ),
    "boxes of an archive in RIS": (ris("MANSCPT", AV="box 3"), ris("MANSCPT", AV="box 4")),
    "shelf marks": (bib("unpublished", shelfmark="Q 12"), bib("unpublished", shelfmark="Q 13")),
    "boxes in a note": (bib("unpublished", note="Attic, box 3"), bib("unpublished", note="Attic, box 4")),
    "boxes in Zotero's table": (zotero("PA-0123"), zotero("PA-0777")),
    "call numbers in Zotero's JSON": (zotero_json(callNumber="Q 12"), zotero_json(callNumber="Q 13")),
    "manuals of two firms": (
        replace(bib("manual", organization="Attic"), authors=()),
        replace(bib("manual", organization="Roof"), authors=()),
    ),
    "books of two houses": (
        replace(bib("book", publisher="Attic"), authors=()), replace(bib("book", publisher="Roof"), authors=()),
    ),
    "seasons": (bib(month="Spring"), bib(month="Autumn")),
    "seasons by number": (bib(date="2001-21"), bib(date="2001-23")),
    "seasons in CSL": (
        csl(issued={"date-parts": [[2001]], "season": 1}), csl(issued={"date-parts": [[2001]], "season": 3}),
    ),
    "seasons in words": (csl(issued={"literal": "Spring 2001"}), csl(issued={"literal": "Autumn 2001"})),
    "years before Christ": (csl(issued={"date-parts": [[-44]]}), csl(issued={"date-parts": [[-380]]})),
    "terms in RIS": (ris(DA="2001///Hilary Term"), ris(DA="2001///Michaelmas Term")),
    "papers of two houses": (
        replace(bib("misc", publisher="Attic"), title="Lamps for all of the rain", authors=(), venue=""),
        replace(bib("misc", publisher="Roof"), title="Lamps for all of the rain", authors=(), venue=""),
    ),
    "a book and its review": (bib("book", publisher="Attic"), csl(type="review-book")),
    "a book and a review that a journal has": (
        csl(type="book", publisher="Attic"), csl(type="review", container_title="Attic Letters"),
    ),
    "a book and an article": (bib("book", publisher="Attic"), bib(journal="Attic Letters")),
    "journals A and B": (bib(journal="Attic Letters A"), bib(journal="Attic Lett. B")),
    "journal A and the whole": (bib(journal="Attic Letters, Part A: Roofs"), bib(journal="Attic Letters, Roofs")),
    "volumes with letters": (bib(journal="Lamps", volume="P"), bib(journal="Lamps", volume="No")),
    "a measure": (replace(bib(), title="Lamps in |x| rain"), replace(bib(), title="Lamps in x rain")),
}  # fmt: skip

ONE_TEXT = {
    "a book in two libraries": (bib("book", library="Attic, Q 12"), bib("book", library="Cellar, 77")),
    "a box told more closely": (
        csl(type="manuscript", **{BOX: "box 3"}), csl(type="manuscript", **{BOX: "Box 3, folder 2"}),
    ),
    "an article in two libraries": (
        csl(container_title="Lamps", call_number="Q 12"), csl(container_title="Lamps", call_number="77"),
    ),
    "a book and its article of one DOI": (bib("book", doi="10.1000/a"), bib(doi="10.1000/a", journal="Lamps")),
    "a book that is called an article": (bib("book", publisher="Attic"), bib(publisher="Attic")),
    "a manual and its firm": (
        replace(bib("manual", organization="Attic"), title="Lamps for all of the rain", authors=()),
        replace(bib("manual", organization="Attic, Inc."), title="Lamps for all of the rain", authors=()),
    ),
    "manuals of one DOI": (
        replace(bib("manual", organization="Attic", doi="10.1000/a"), authors=()),
        replace(bib("manual", organization="Roof", doi="10.1000/a"), authors=()),
    ),
    "a manual with its author": (
        replace(bib("manual", organization="Attic"), title="Lamps for all of the rain"),
        replace(bib("manual", organization="Roof"), title="Lamps for all of the rain", authors=()),
    ),
    "a season and a year": (bib(month="Spring"), bib()),
    "a season told more closely": (bib(month="Spring"), csl(issued={"literal": "Spring 2001, no. 3"})),
    "a month in words and by its number": (bib(month="May"), csl(issued={"date-parts": [[2001, 5]], "season": ""})),
    "a text that is to come": (bib(date="forthcoming"), bib(date="in press")),
    "two seasons of one DOI": (bib(doi="10.1000/a", month="Spring"), bib(doi="10.1000/a", month="Summer")),
    "a journal with its article": (bib(journal="A Letter of Lamps"), bib(journal="Letter of Lamps")),
    "a journal of a lamp": (bib(journal="Journal of a Lamp"), bib(journal="J. Lamp")),
    "an erratum elsewhere": (bib(), bib(note="Erratum in: Attic Letters 3, 30")),
    "an erratum of a journal": (bib(), bib(note="[Erratum: Attic Lett. D 64, 019902 (2001)]")),
    "a remark": (bib(), bib(note="Comment: 15 pages, 3 figures")),
    "an invitation": (bib(), bib(note="Comments are welcome")),
    "a retracted paper": (bib(), bib(note="Retracted")),
    "material": (bib(), bib(note="Supplementary material available")),
    "a notice by title and type": (
        replace(bib(), title="Reply to Muster"), replace(bib(type="Reply"), title="Reply to Muster"),
    ),
    "another type": (ris(M3="Article"), ris(M3="Journal article")),
    "one translator": (bib("book", translator="Muster, Bo"), bib("book", translator="B. Muster and C. Probe")),
    "one version": (bib("software", version="v2"), bib("software", version="2")),
    "no version": (bib("software"), bib("software", version="2")),
    "pages": (bib(note="12 pages"), bib(note="13 pages")),
    "one edition": (bib("book", note="2nd edition"), bib("book", note="Second ed.")),
    "one id in an archive": (
        bib(eprint="1234567", eprinttype="JSTOR"), bib(jstor="https://www.jstor.org/stable/1234567"),
    ),
    "versions in an archive": (bib(hal_id="hal-01234567v1"), bib(eprint="hal-01234567", archiveprefix="HAL")),
    "one review": (bib(mrnumber="MR0012345 (80a:12)"), bib(mrnumber="12345")),
    "a review by the number of its page": (bib(mrnumber="54 #1234"), bib(mrnumber="MR0012345")),
    "one handle": (bib(handle="10000/12"), bib(hdl="http://hdl.handle.net/10000/12")),
    "handles of two libraries": (bib(handle="10000/12"), bib(handle="10001/77")),
    "URNs of two libraries": (bib(urn="urn:nbn:de:attic:20-1"), bib(urn="urn:nbn:de:cellar-2")),
    "a preprint's bibcode": (bib(bibcode="2000arXiv000100001S"), bib(bibcode="2001AtLet...3...30S")),
    "one bibcode": (
        bib(bibcode=r"2001A\&A...3...30S"), bib(adsurl="http://adsabs.harvard.edu/abs/2001A%26A...3...30S"),
    ),
    "ids of two registers": (bib(mrnumber="12345"), bib(zbl="1234.56789")),
    "the files of a publisher": (
        bib(eprint="https://attic.example/a.pdf"), bib(eprint="https://cellar.example/b.pdf"),
    ),
    "ids of one DOI": (bib(doi="10.1000/a", oclc="12345678"), bib(doi="10.1000/a", oclc="87654321")),
    "ids of one abstract": (replace(bib(oclc="12345678"), abstract=TEXT), replace(bib(oclc="87654321"), abstract=TEXT)),
    "a year with a letter and without": (bib(date="2001a"), bib(date="2001")),
    "a paper that was presented": (bib(journal="Attic Letters"), bib("misc", note="Presented at the Attic")),
    "a talk of which nothing else is told": (bib("misc"), bib("misc", note="Talk at the Attic")),
    "lecture notes": (bib(journal="Attic Letters"), bib(journal="Attic Letters", note="Lecture Notes, vol. 3")),
    "a talk of one DOI": (bib(doi="10.1000/a", journal="Lamps"), bib(doi="10.1000/a", note="Poster")),
    "a poster of one abstract": (
        replace(bib(journal="Lamps"), abstract=TEXT), replace(bib(journal="Lamps", note="Poster"), abstract=TEXT),
    ),
    "versions of one abstract": (
        replace(bib(note="Version 1"), abstract=TEXT), replace(bib(note="Version 2"), abstract=TEXT),
    ),
}  # fmt: skip


def take(library: dict[str, Paper], *incoming: Paper) -> dict[str, Paper]:
    """The library after an import."""
    found = plan(library, incoming)
    return {**library, **{p.id: p for p in found.new}, **{after.id: after for _, after in found.completed}}


@pytest.mark.parametrize("case", TWO_TEXTS)
def test_texts_of_one_title_that_a_record_tells_apart_are_kept_and_told(case: str) -> None:
    """In one file and in two, and again afterwards nothing is new."""
    for order in permutations(TWO_TEXTS[case]):
        first, second = order
        whole = plan({}, order)
        assert (len(whole.new), len(whole.possible_duplicates)) == (2, 1)
        later = plan(take({}, first), [second])
        assert (len(later.new), len(later.possible_duplicates)) == (1, 1)
        for library in (take({}, *order), take(take({}, first), second)):
            again = plan(library, order)
            assert (again.new, again.completed, len(set(again.ids))) == ((), (), 2)


@pytest.mark.parametrize("case", ONE_TEXT)
def test_a_remark_beside_the_title_makes_no_other_text(case: str) -> None:
    for order in permutations(ONE_TEXT[case]):
        assert len(take({}, *order)) == 1
        assert len(take(take({}, order[0]), order[1])) == 1


def test_entries_that_are_two_texts_are_not_said_to_be_taken_for_one() -> None:
    entries = "".join(BIBTEX % ("book", f",\n translator = {{{name}}}") for name in ("Muster, Bo", "Probe, Cy"))
    assert FORMATS["bibtex"].parse(entries).problems == ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Erratum", {"erratum"}),
        ("Letter; Comment", {"comment"}),
        ("Expression of Concern", {"concern"}),
        ("Publisher's Correction", {"erratum"}),
        ("Reply by the authors", {"reply"}),
        ("Erratum zu: Lampen im Regen", {"erratum"}),
        ("Correction published in 2003", set()),
        ("Comment. Math. Helv. 3", set()),
        ("", set()),
        ("Erratum " * 100, set()),
    ],
)
def test_a_text_beside_a_title_says_of_which_kind_a_notice_is(text: str, kinds: set[str]) -> None:
    assert notices_told(text) == kinds


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Part II", {"2"}),
        ("2nd ed.", {"2"}),
        ("Dritte Auflage", {"3"}),
        ("Zweite Auflage", {"2"}),
        ("v1.2 of the program, 12 pages", {"1.2"}),
        ("accessed 2020-03-01", set()),
        ("Part II " * 100, set()),
    ],
)
def test_a_text_beside_a_title_counts_parts_editions_and_versions(text: str, numbers: set[str]) -> None:
    assert counted(text) == numbers


def test_what_a_second_file_tells_otherwise_is_said_where_its_record_is_taken_for_a_known_paper(
    reader: Reader, tmp_path: Path
) -> None:
    """As it is said of two records of one file."""
    for name, series in (("a", "Attic Notes"), ("b", "Cellar Notes"), ("c", "attic notes")):
        entry = BIBTEX % ("book", f",\n series = {{{series}}}")
        (tmp_path / f"{name}.bib").write_text(entry)
    assert reader("import", str(tmp_path / "a.bib"), "--json").json["totals"]["problems"] == 0
    told = reader("import", str(tmp_path / "b.bib"), "--json").json["sources"][0]
    assert (told["new"], told["unchanged"]) == (0, 1)
    assert [(one["message"], one["excerpt"]) for one in told["problems"]] == [
        (
            "a record that tells the same as the paper that is here but for 'collection-title', taken for it",
            "Lamps in the rain",
        )
    ]
    assert reader("import", str(tmp_path / "c.bib"), "--json").json["totals"]["problems"] == 0


ONE_ID = {
    "bib": "@article{%s, title={%s}, author={%s}, year=2021, eprint={2101.00001}, archiveprefix={arXiv}}\n",
    "csv": "title,author,year,arxiv\n%.0s%s,%s,2021,2101.00001\n",
    "yaml": "- key: %s\n  title: %s\n  authors: [%s]\n  year: 2021\n  arxiv: '2101.00001'\n",
    "jsonl": '{"citation_key": "%s", "title": "%s", "authors": ["%s"], "arxiv_id": "2101.00001"}\n',
}
"""A record of one arXiv id in several formats, with places for its key, its title and an author."""


@pytest.mark.parametrize("name", ONE_ID)
@pytest.mark.parametrize("first", [0, 1])
def test_a_record_under_the_arxiv_id_of_a_wholly_other_paper_is_told_and_nothing_taken_from_it(
    name: str, first: int, reader: Reader, tmp_path: Path
) -> None:
    several = [
        ("vale", "Lamps of the northern attics", "Ada Vale"), ("probe", "Protein folding without memory", "Cy Probe"),
    ]  # fmt: skip
    for at, (key, title, author) in enumerate(several):
        (tmp_path / f"{at}.{name}").write_text(ONE_ID[name] % (key, title, author))
    assert reader("import", str(tmp_path / f"{first}.{name}"), "--json").json["totals"]["problems"] == 0
    before = reader("search", "--json").json
    assert [(paper["title"], paper["authors"]) for paper in before] == [(several[first][1], [several[first][2]])]
    for _ in range(2):
        told = reader("import", str(tmp_path / f"{1 - first}.{name}"), "--tag", "new", "--json").json
        assert told["totals"] == {"new": 0, "updated": 0, "unchanged": 0, "problems": 1}
        (problem,) = told["sources"][0]["problems"]
        assert problem["excerpt"] == several[1 - first][1]
        assert f"'{several[first][1]}' but another title and other people, not taken" in problem["message"]
    assert reader("search", "--json").json == before


@pytest.mark.parametrize("at", [0, 1])
def test_of_records_of_one_arxiv_id_in_one_import_one_is_told_whole(at: int, reader: Reader, tmp_path: Path) -> None:
    """Not one with the key of the other, whichever comes first."""
    named = [("vale", "Lamps of the northern attics", "Vale, Ada"), ("probe", "Protein folding", "Probe, Cy")]
    (tmp_path / "both.bib").write_text("".join(ONE_ID["bib"] % record for record in (named[at], named[1 - at])))
    totals = reader("import", str(tmp_path / "both.bib"), "--json").json["totals"]
    assert totals == {"new": 1, "updated": 0, "unchanged": 0, "problems": 1}
    (paper,) = reader("search", "--json").json
    assert (paper["citation_key"], paper["title"]) in [record[:2] for record in named]


def test_a_title_without_people_that_is_wholly_another_is_told() -> None:
    known = Paper("", "Lamps of the northern attics", authors=("Ada Vale",), arxiv_id="2101.00001")
    for title, told in (
        ("Protein folding without any memory", ((1, "2101.00001"),)), ("Lamps", ()), ("A nice paper", ()),
        ("Lamps of attics in the north", ()), ("arXiv:2101.00001", ()), ("北方阁楼的灯", ()),
    ):  # fmt: skip
        found = plan({}, [known, Paper("", title, arxiv_id="2101.00001v2")])
        assert (found.retitled, found.mistaken, len(found.new)) == (told, (), 1)


OF_TWO_DOIS = (
    (("Graph nets, revisited", "Deep nets for graphs"), "has another title and another DOI, left out"),
    (("Lamps of the northern attics", "Lamps of the Northern Attics"), "has another DOI, left out"),
)


@pytest.mark.parametrize("at", [0, 1])
@pytest.mark.parametrize(("titles", "said"), OF_TWO_DOIS)
def test_a_second_doi_under_one_arxiv_id_is_told_with_the_titles_and_both_dois(
    titles: tuple[str, str], said: str, at: int, reader: Reader, tmp_path: Path
) -> None:
    """Whether both come in one import or one after the other, and as often as it comes."""
    records = [
        {"title": title, "doi": doi, "arxiv_id": "2401.00002"}
        for title, doi in zip(titles, ("10.1000/c", "10.1000/b"), strict=True)
    ]
    first, second = records[at], records[1 - at]
    (tmp_path / "first.jsonl").write_text(json.dumps(first))
    (tmp_path / "both.jsonl").write_text(json.dumps(first) + "\n" + json.dumps(second))
    reader("import", str(tmp_path / "first.jsonl"))
    for _ in range(2):
        told = reader("import", str(tmp_path / "both.jsonl"), "--json").json
        assert (told["totals"]["new"], told["totals"]["problems"]) == (0, 1)
        (problem,) = told["sources"][0]["problems"]
        assert problem["message"] == (f"a record taken for '{first['title']}' ({first['doi']}) {said}: {second['doi']}")
        assert problem["excerpt"] == second["title"]


def test_a_second_doi_that_a_paper_has_or_that_is_arxiv_s_own_is_not_told_as_left_out() -> None:
    named = replace(Paper("", "Lamps of the northern attics", doi="10.1000/c"), arxiv_id="2101.00001")
    assert plan({}, [named, replace(named, doi="10.1000/b")]).other_dois == ((0, "2101.00001"),)
    for other in ("10.48550/arxiv.2101.00001", "10.1000/C"):
        assert plan({}, [named, replace(named, doi=other)]).other_dois == ()
    known = plan({}, [named, Paper("", "Protein folding without any memory", doi="10.1000/b")]).new
    found = plan({paper.id: paper for paper in known}, [replace(named, doi="10.1000/b")])
    assert (found.other_dois, found.linked) == ((), (("2101.00001", "10.1000-b"),))
