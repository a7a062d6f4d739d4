"""What a reader of lines and tables does not know of a record is in the paper, kept, or named: an unknown tag, column
or key, and a known one whose value cannot be read. `test_remainder` holds the same of JSON and XML."""

from __future__ import annotations

import csv as csv_library
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from reader.formats import FORMATS, detect
from reader.formats.bibtex_fields import VARIABLE_FIELDS
from reader.formats.csl_variables import KEPT
from reader.formats.field_names import NAMES_OF, TEXT_VARIABLES
from reader.formats.parsed import Parsed
from reader.formats.read_later.tables import _SERVICES
from reader.formats.tagged.endnote import ENDNOTE
from reader.formats.tagged.pubmed import PUBMED
from reader.formats.tagged.reading import Dialect
from reader.formats.tagged.refworks import REFWORKS
from reader.formats.tagged.web_of_science import WEB_OF_SCIENCE
from reader.formats.twins import Twins
from reader.formats.zotero import VARIABLES as ZOTERO_VARIABLES
from reader.library.merging import plan
from reader.paper import Paper
from reader.paper_json import from_facts, from_json, to_facts, to_json, variables
from tests.support.laws import by_turns

WORD = "Zyxwomat"
LINK = "https://arxiv.org/abs/2401.00011"
Fields = dict[str, str]


def read(text: str) -> Parsed:
    """What an import of a text reads."""
    name = detect(text)
    assert name is not None, text
    return replace(FORMATS[name].read(text), left="")


def in_lines(form: str, base: Fields, *, head: str = "", foot: str = "") -> Callable[..., str]:
    """A writer of records of lines with a tag, each as `base` but for its own fields."""
    return lambda *records: (
        head
        + "\n".join(
            "".join(form.format(tag, value) for tag, value in (base | fields).items()) + foot for fields in records
        )
    )


def in_table(base: Fields, delimiter: str = ",") -> Callable[..., str]:
    """A writer of tables."""

    def text(*records: Fields) -> str:
        rows = [base | fields for fields in records]
        out = io.StringIO()
        writer = csv_library.DictWriter(
            out, list(dict.fromkeys(name for row in rows for name in row)), delimiter=delimiter
        )
        writer.writeheader()
        writer.writerows(rows)
        return out.getvalue()

    return text


def in_yaml(base: Fields, *, first: str = "- ", indent: str = "  ", head: str = "") -> Callable[..., str]:
    """A writer of mappings."""

    def text(*records: Fields) -> str:
        found = []
        for at, fields in enumerate(records):
            lines = [f"{name}: {json.dumps(value)}" for name, value in (base | fields).items()]
            found += [head.format(at) + first + f"\n{indent}".join(lines) + "\n"]
        return "".join(found)

    return text


TITLE = "Lamps that learn"
WRITERS: dict[str, Callable[..., str]] = {
    "pubmed": in_lines("{:<4}- {}\n", {
        "PMID": "30000001", "OWN": "NLM", "TI": TITLE, "FAU": "Sample, Ada", "JT": "Lamp letters", "DP": "2019",
    }),
    "eric": in_lines("{:<4}- {}\n", {
        "OWN": "ERIC", "TI": TITLE, "FAU": "Sample, Ada", "JT": "Lamp letters", "DP": "2019",
    }),
    "endnote": in_lines("{} {}\n", {
        "%0": "Book", "%T": TITLE, "%A": "Sample, Ada", "%I": "Lamp Press", "%D": "2019",
    }),
    "refworks": in_lines("{} {}\n", {
        "RT": "Book, Whole", "SR": "Print(0)", "A1": "Sample,Ada", "T1": TITLE, "PB": "Lamp Press", "YR": "2019",
    }),
    "web of science": in_lines("{} {}\n", {
        "PT": "J", "AU": "Sample, A", "TI": TITLE, "SO": "LAMP LETTERS", "PY": "2019",
    }, head="FN Clarivate Analytics Web of Science\nVR 1.0\n", foot="ER\n"),
    "its table": in_table({"PT": "J", "AU": "Sample, A", "TI": TITLE, "SO": "LAMP LETTERS", "PY": "2019"}, "\t"),
    "a table": in_table({"Title": TITLE, "Authors": "Ada Sample", "Year": "2019", "Publisher": "Lamp Press"}),
    "zotero's table": in_table({
        "Key": "A", "Item Type": "book", "Title": TITLE, "Author": "Sample, Ada", "Publication Year": "2019",
    }),
    "papis": in_yaml({
        "title": TITLE, "author": "Sample, Ada", "booktitle": "Lamp Letters", "type": "incollection", "year": "2019",
        "papis_id": "1",
    }, first="", indent="", head="---\n"),
    "cobib": in_yaml({
        "ENTRYTYPE": "book", "title": TITLE, "author": "Sample, Ada", "publisher": "Lamp Press", "year": "2019",
    }, first="  ", head="---\nk{}:\n"),
    "hayagriva": in_yaml({
        "type": "book", "title": TITLE, "author": "Sample, Ada", "date": "2019", "publisher": "Lamp Press",
    }, first="  ", head="k{}:\n"),
    "a list": in_yaml({"title": TITLE, "authors": "Ada Sample", "booktitle": "Lamp Letters", "year": "2019"}),
    "a note": in_yaml({
        "title": TITLE, "authors": "Ada Sample", "journal": "Lamp Letters", "year": "2019", "doi": "10.1234/lamp",
    }, first="", indent="", head="---\n"),
}  # fmt: skip
DIALECTS: dict[str, Dialect] = {
    "pubmed": PUBMED, "eric": PUBMED, "endnote": ENDNOTE, "refworks": REFWORKS, "web of science": WEB_OF_SCIENCE,
    "its table": WEB_OF_SCIENCE,
}  # fmt: skip
NAMES = [*dict.fromkeys(name for names in NAMES_OF.values() for name in (*names[:2], names[-1]))]
OF_RECORDS = ("hall", "award", "version", "report_number", "patent_number", "SSRN")
BEGINS = {"PMID", "PT", "RT"}
"""Tags that begin a record by what stands there."""
SHOWS = {"type", "author", "authors", "date", "year", "authorfullnames", "authorlist", "itemtype"}
"""Names by which such a record shows that it is a paper's."""
AGAIN = {"AU"}
"""What PubMed says again in a shorter form."""
SERVICES = {
    "pocket": {"title": "Lamps", "url": LINK, "time_added": "1", "tags": "", "status": "unread"},
    "instapaper": {"URL": LINK, "Title": "Lamps", "Selection": "", "Folder": "Unread", "Timestamp": "1"},
    "raindrop": {
        "id": "1", "title": "Lamps", "note": "", "excerpt": "", "url": LINK, "folder": "", "tags": "", "created": "",
        "cover": "", "highlights": "", "favorite": "",
    },
    "readwise": {
        "Highlight": "a", "Book Title": TITLE, "Book Author": "Ada Sample", "Amazon Book ID": "", "Note": "",
        "Color": "", "Tags": "", "Location Type": "", "Location": "", "Highlighted at": "", "Document tags": "",
    },
    "reader": {
        "Title": "Lamps", "URL": LINK, "ID": "1", "Document tags": "[]", "Saved date": "", "Reading progress": "0",
        "Location": "later", "Seen": "True",
    },
    "matter": {
        "Title": "Lamps", "Author": "", "Publisher": "", "URL": LINK, "Tags": "", "Word Count": "1", "In Queue": "",
        "Favorited": "", "Read": "", "Highlight_Count": "", "Last_Interaction_Date": "", "File_Id": "",
    },
    "diigo": {"title": "Lamps", "url": LINK, "tags": "", "description": "", "comments": "", "annotations": ""},
}  # fmt: skip


def named(parsed: Parsed, name: str) -> bool:
    """Whether what stands under a name is in the paper, kept, or told."""
    return WORD in repr(parsed) or any(name.lower() in problem.message.lower() for problem in parsed.problems)


OF_NAMES = [name for name in WRITERS if name not in DIALECTS]


@pytest.mark.parametrize("form", DIALECTS)
def test_what_stands_under_any_tag_is_in_the_paper_kept_or_named(form: str) -> None:
    """But for what a program keeps for itself, by the list of the dialect."""
    dialect = DIALECTS[form]
    own = [tag for tag, _ in dialect.own]
    tags = {"ZZ", "AD", "%+", *dialect.understood, *own, *dialect.folders, dialect.key} - AGAIN
    silent = []
    for name in sorted(tag for tag in tags if tag.startswith("%") == (form == "endnote")):
        if not name or name in BEGINS or name == dialect.closes:
            continue
        parsed = read(WRITERS[form]({name: f"{WORD} 41"}))
        silent += [name] if parsed.papers and not named(parsed, name) else []
        assert len(parsed.papers) + len(parsed.problems) > 0, name
    assert silent == []


@pytest.mark.long
@pytest.mark.parametrize("form", OF_NAMES)
def test_what_stands_under_any_name_is_in_the_paper_kept_or_named(form: str) -> None:
    """In a usual run each name stands in every second form, in a long one in all."""
    silent = []
    for name in by_turns((*NAMES, *OF_RECORDS), 2, OF_NAMES.index(form)):
        if name in SHOWS or (form == "a note" and name in ("language", "langid")):
            continue
        parsed = read(WRITERS[form]({name: f"{WORD} 41"}))
        silent += [name] if parsed.papers and not named(parsed, name) else []
        assert len(parsed.papers) + len(parsed.problems) > 0, name
    told = [one for one in silent if one not in ("readstatus", "readingstatus", "state", "exclusiveshelf")]
    assert told == []


@pytest.mark.parametrize("form", SERVICES)
def test_what_stands_in_any_column_of_a_service_is_in_the_paper_or_named(form: str) -> None:
    base = SERVICES[form]
    (service,) = [one for one in _SERVICES if one.needs <= {name.lower().replace("_", " ") for name in base}]
    for name in ("ZZ", *base):
        if name.lower().replace("_", " ") in service.mere or name.lower() in ("url", "amazon book id"):
            continue
        parsed = read(in_table(base)({name: f"{WORD} 41"}))
        assert (len(parsed.papers), named(parsed, name)) == (1, True), name


TELLING: dict[str, Sequence[tuple[str, str, str]]] = {
    "pubmed": [("EN", "2", "3"), ("VI", "2", "3"), ("PG", "2", "3")],
    "eric": [("FED", "Muster, Bo", "Probe, Cy"), ("PB", "Attic", "Cellar"), ("IS", "1095-6859", "2095-6850")],
    "endnote": [
        ("%7", "2", "3"),
        ("%V", "2", "3"),
        ("%6", "2", "3"),
        ("%E", "Muster, Bo", "Probe, Cy"),
        ("%9", "A", "B"),
    ],
    "refworks": [("ED", "2", "3"), ("VO", "2", "3"), ("T3", "Alder", "Birch"), ("OT", "Alder", "Birch")],
    "web of science": [("PN", "2", "3"), ("VL", "2", "3"), ("SE", "Alder", "Birch"), ("DT", "Alder", "Birch")],
    **{
        form: [
            ("edition", "2", "3"),
            ("volume", "2", "3"),
            ("version", "1.0", "2.0"),
            ("patent_number", "US 1", "US 2"),
        ]
        for form in ("a table", "zotero's table", "papis", "cobib", "hayagriva", "a list")
    },
}


IN_TABLES = (
    "Report No.", "Report Number", "Tech Report", "Patent No.", "Patent Number", "Document Number", "Number", "Version",
    "Auflage", "Édition", "Edición", "Tome", "Volumen", "Teil", "Revue", "Zeitschrift", "Heft", "Numéro",
)  # fmt: skip


@pytest.mark.parametrize("name", IN_TABLES)
def test_two_rows_that_differ_in_such_a_column_alone_are_two_papers(name: str) -> None:
    found = read(WRITERS["a table"]({name: "11"}, {name: "32"}))
    assert (len(plan({}, found.papers).new), found.problems) == (2, ())


def test_keys_that_a_service_has_beside_those_that_are_read_are_named() -> None:
    record = {"href": LINK, "description": "Lamps", "extended": "", "tags": "", "toread": "no", "time": "2024"}
    parsed = read(json.dumps([record | {"hall": WORD, "shelf": "", "meta": "ab"}]))
    assert [problem.message for problem in parsed.problems] == ["keys not read: hall"]


@pytest.mark.parametrize("form", TELLING)
def test_two_records_that_differ_in_it_alone_are_two_or_told(form: str) -> None:
    for name, one, other in TELLING[form]:
        parsed = read(WRITERS[form]({name: one}, {name: other}))
        assert len(parsed.papers) == 2, name
        told = sum("but for" in problem.message for problem in parsed.problems)
        assert max(1 + told, len(plan({}, parsed.papers).new)) == 2, name


@pytest.mark.parametrize(
    ("form", "kind", "tag"),
    [("endnote", {"%0": "Patent"}, "%@"), ("endnote", {"%0": "Report"}, "%@"), ("refworks", {"RT": "Patent"}, "SN"),
     ("refworks", {"RT": "Report"}, "AN")],
)  # fmt: skip
def test_the_number_of_a_patent_or_a_report_is_kept_and_tells_two_apart(form: str, kind: Fields, tag: str) -> None:
    """EndNote and RefWorks have it where other works have their ISBN, or their number in a catalogue."""
    found = read(WRITERS[form](kind | {tag: "US 11"}, kind | {tag: "US 32"}))
    assert [paper.about("number") for paper in found.papers] == ["US 11", "US 32"]
    assert (len(plan({}, found.papers).new), found.problems) == (2, ())
    (paper,) = read(WRITERS[form](kind | {tag: "978-0-201-31452-6"})).papers
    assert paper.about("number") == ""


def test_a_tag_that_refworks_does_not_know_is_no_part_of_the_field_above_it() -> None:
    record = (
        "RT Journal Article\nSR Print(0)\nA1 Lee,Ann\nT1 Lamps of\nUK gardens\nYR 1999\nVO 3\nZZ odd\nIS 4\nFG Thesis\n"
    )
    parsed = read(f"{record}AB We ask whether lamps learn of\nAI and light.\nXY mine\n")
    (paper,) = parsed.papers
    assert (paper.title, paper.abstract) == ("Lamps of UK gardens", "We ask whether lamps learn of AI and light.")
    assert (paper.about("volume"), paper.about("issue")) == ("3", "4")
    assert [problem.message for problem in parsed.problems] == ["tags not read: ZZ, FG, XY"]


def test_every_variable_that_a_reader_tells_is_there_when_the_library_is_read_again() -> None:
    """An underscore as in `archive_location` is part of its name."""
    names = {*TEXT_VARIABLES, *VARIABLE_FIELDS, *KEPT, *ZOTERO_VARIABLES}
    paper = Paper("p", "Lamps", metadata=variables(dict.fromkeys(names, "3")))
    assert "archive_location" in dict(paper.metadata)
    again = (from_json(to_json(paper)), from_facts("p", to_facts(paper)), from_facts("p", to_facts(paper), clean=True))
    assert [dict(one.metadata).keys() for one in again] == [names] * 3


def test_what_is_shown_of_a_field_is_what_is_told_otherwise_and_not_what_has_its_name_too() -> None:
    knots = Paper("", "Knots", authors=("Ada Vale",), metadata=(("note", "Found in a drawer"),))
    seen = [replace(knots, kept=(("ris/note", told),)) for told in ("Rope of hemp", "Rope of steel wire")]
    read = Twins("a record", ())
    (problem,) = [*read.seen(1, seen[0], {}), *read.seen(5, seen[1], {})]
    assert "line 1 but for 'note'" in problem.message
    assert (problem.line, problem.excerpt) == (5, "Rope of steel wire")
