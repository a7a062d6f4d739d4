"""A venue goes out as what it is: the periodical or book in which a text stands, or who published it."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.formats import FORMATS, bibtex, ris
from reader.formats.venues import VENUE_VARIABLES, told, venue_variable
from reader.library.merging import completed
from reader.paper import Paper
from tests.support.laws import law

FIELDS = {
    "phdthesis": "school", "mastersthesis": "school", "thesis": "institution", "techreport": "institution",
    "report": "institution", "book": "publisher", "collection": "publisher", "inbook": "publisher",
    "dataset": "publisher", "proceedings": "publisher", "manual": "publisher",
}  # fmt: skip
"""Types of BibTeX with the field that says who published such a text."""
TAGS = ("THES", "RPRT", "BOOK", "DATA", "COMP", "GEN", "CHAP")
TYPES = ("thesis", "report", "book", "dataset", "software", "chapter", "paper-conference", "article", "webpage",
         "article-journal")  # fmt: skip


def only(name: str, text: str) -> Paper:
    """The one paper of a text."""
    (paper,) = FORMATS[name].read(text, told=True).papers
    return paper


def through(paper: Paper, *names: str) -> Paper:
    """What is left of a paper on its way through some formats."""
    for name in names:
        paper = only(name, FORMATS[name].write([paper], {}))
    return paper


def item_of(paper: Paper) -> dict[str, Any]:
    """The item of CSL of a paper."""
    (item,) = json.loads(FORMATS["csl-json"].write([paper], {}))
    return dict(item)


def tags_of(paper: Paper) -> list[tuple[str, str]]:
    """The tags and values of RIS of a paper."""
    return re.findall(r"^([A-Z]\w)  - (.+)$", FORMATS["ris"].write([paper], {}), re.MULTILINE)


def fields_of(paper: Paper) -> dict[str, str]:
    """The fields of BibTeX of a paper, its type under "@"."""
    text = FORMATS["bibtex"].write([paper], {})
    return {"@": text[1 : text.index("{")], **dict(re.findall(r"^  (\w+) = \{(.*)\}", text, re.MULTILINE))}


def said_of(paper: Paper) -> dict[str, str]:
    """What a paper says of container, publisher, series and event."""
    return {name: value for name in VENUE_VARIABLES if (value := told(paper, name))}


def venues_of(item: dict[str, Any]) -> dict[str, Any]:
    """What an item of CSL says of container, publisher, series and event."""
    return {name: item[name] for name in VENUE_VARIABLES if name in item}


@pytest.mark.parametrize(("kind", "field"), FIELDS.items())
def test_who_published_it_goes_out_as_such(kind: str, field: str) -> None:
    paper = only("bibtex", f"@{kind}{{k, title={{On lamps}}, author={{Vale, Ada}}, {field}={{MIT}}, year=1999}}")
    assert paper.venue == "MIT"
    assert venues_of(item_of(paper)) == {"publisher": "MIT"}
    assert [pair for pair in tags_of(paper) if pair[1] == "MIT"] == [("PB", "MIT")]
    assert venues_of(item_of(through(paper, "csv"))) == {"publisher": "MIT"}
    for way in (("csl-json",), ("ris",), ("csl-json", "ris"), ("ris", "csl-json")):
        back = through(paper, *way)
        assert venues_of(item_of(back)) == {"publisher": "MIT"}
        found = [name for name, value in fields_of(back).items() if value == "MIT"]
        assert found == ["school" if "thesis" in kind else "institution" if "report" in kind else "publisher"]
        assert back.venue == "MIT"


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize(
    "said",
    [
        {"publisher": "MIT"}, {"collection-title": "Series S"}, {"event-title": "Lamps 99"}, {"container-title": "L"},
        {"collection-title": "Series S", "publisher": "MIT"}, {"container-title": "MIT", "publisher": "MIT"},
        {"container-title": "L", "collection-title": "L"}, {"container-title": "L", "publisher": "MIT"}, {},
    ],
    ids=str,
)  # fmt: skip
def test_an_item_of_csl_goes_out_with_what_it_came_with(kind: str, said: dict[str, str]) -> None:
    item = {"id": "k", "type": kind, "title": "On lamps", "issued": {"date-parts": [[1999]]}, **said}
    paper = only("csl-json", json.dumps([item]))
    assert item_of(paper) == item
    back = through(paper, "bibtex")
    assert venues_of(item_of(back)) == said
    if kind not in ("article",):  # BibTeX has no type for it.
        assert item_of(back)["type"] == kind


@pytest.mark.parametrize("kind", TAGS)
@pytest.mark.parametrize("said", [["PB  - MIT"], ["T2  - Notes"], ["T2  - Notes", "PB  - MIT"], ["PB  - A", "T3  - B"]])
def test_a_record_of_ris_goes_out_with_what_it_came_with(kind: str, said: list[str]) -> None:
    lines = [f"TY  - {kind}", "ID  - k", "TI  - On lamps", *said]
    paper = only("ris", "\n".join((*lines, "ER  - \n")))
    assert sorted(f"{tag}  - {value}" for tag, value in tags_of(paper)) == sorted(lines)


def test_the_number_of_a_report_goes_out_once() -> None:
    test_a_record_of_ris_goes_out_with_what_it_came_with("RPRT", ["M1  - TR-1", "PB  - MIT"])
    paper = only("ris", "TY  - RPRT\nTI  - On lamps\nM1  - TR-1\nER  - \n")
    assert through(paper, "ris", "ris").about("number") == "TR-1"


@pytest.mark.parametrize("kind", ["THES", "RPRT", "BOOK"])
def test_a_periodical_beside_a_text_that_stands_in_none_keeps_its_tag(kind: str) -> None:
    test_a_record_of_ris_goes_out_with_what_it_came_with(kind, ["JO  - Notes"])


@pytest.mark.parametrize(
    ("kind", "said", "variables"),
    [
        ("THES", ["PB  - MIT"], {"publisher": "MIT"}), ("THES", ["T2  - MIT"], {"publisher": "MIT"}),
        ("THES", ["T2  - Dept of Light", "PB  - MIT"], {"publisher": "MIT"}),
        ("RPRT", ["PB  - NIST"], {"publisher": "NIST"}), ("RPRT", ["T2  - NIST"], {"publisher": "NIST"}),
        ("RPRT", ["T2  - Notes", "PB  - NIST"], {"publisher": "NIST", "collection-title": "Notes"}),
        ("BOOK", ["T2  - Notes", "PB  - MIT"], {"publisher": "MIT", "collection-title": "Notes"}),
        ("CHAP", ["T2  - Notes", "PB  - MIT"], {"publisher": "MIT", "container-title": "Notes"}),
        ("JOUR", ["T2  - eLife", "PB  - eLife"], {"publisher": "eLife", "container-title": "eLife"}),
        ("JOUR", ["PB  - eLife"], {"publisher": "eLife"}),
    ],
)  # fmt: skip
def test_what_a_record_of_ris_says_is_told_by_its_kind(kind: str, said: list[str], variables: dict[str, str]) -> None:
    paper = only("ris", "\n".join((f"TY  - {kind}", "TI  - On lamps", *said, "ER  - \n")))
    assert venues_of(item_of(paper)) == variables


@pytest.mark.parametrize(
    ("paper", "variable", "field"),
    [
        (Paper("", "T", venue="V", kind="thesis"), "publisher", ("phdthesis", "school")),
        (Paper("", "T", venue="V", kind="report"), "publisher", ("techreport", "institution")),
        (Paper("", "T", venue="V", kind="book"), "publisher", ("book", "publisher")),
        (Paper("", "T", venue="V", kind="dataset"), "publisher", ("dataset", "publisher")),
        (Paper("", "T", venue="V", kind="chapter"), "container-title", ("incollection", "booktitle")),
        (Paper("", "T", venue="V", kind="paper-conference"), "container-title", ("inproceedings", "booktitle")),
        (Paper("", "T", venue="V", kind="article-journal"), "container-title", ("article", "journal")),
        (Paper("", "T", venue="V"), "container-title", ("article", "journal")),
        (Paper("", "T", venue="V", metadata=(("number", "7"),)), "publisher", ("techreport", "institution")),
        (
            Paper("", "T", venue="V", kind="book", metadata=(("publisher", "P"),)),
            "collection-title",
            ("book", "series"),
        ),
        (
            Paper("", "T", venue="V", kind="article-journal", metadata=(("publisher", "V"),)),
            "container-title",
            ("article", "journal"),
        ),
        (
            Paper("", "T", venue="V", metadata=(("publisher", "V"), ("volume", "3"))),
            "container-title",
            ("article", "journal"),
        ),
    ],
    ids=lambda value: str(value.kind) if isinstance(value, Paper) else "",
)
def test_a_library_that_has_only_a_venue_tells_it_by_the_kind(
    paper: Paper, variable: str, field: tuple[str, str]
) -> None:
    assert venue_variable(paper) == variable
    assert item_of(paper)[variable] == "V"
    assert (fields_of(paper)["@"], fields_of(paper)[field[1]]) == (field[0], "V")
    tags = {"container-title": "T2", "publisher": "PB", "collection-title": "T3"}
    assert [tag for tag, value in tags_of(paper) if value == "V" and tag in tags.values()][0:1] == [tags[variable]]


def test_an_entry_of_a_library_from_before_goes_out_as_it_came() -> None:
    """It says by its venue only what is kept as its publisher too today."""
    text = "@phdthesis{k,\n  title = {On {\\textit{Lamps}}},\n  school = {MIT},\n  year = {1999}\n}\n"
    paper = only("bibtex", text)
    before = replace(paper, metadata=())
    assert paper.metadata != before.metadata
    assert bibtex.dump([before]) == bibtex.dump([paper]) == text
    assert completed(before, paper).metadata == paper.metadata


@pytest.mark.parametrize("name", ["bibtex", "ris", "csl-json"])
@pytest.mark.parametrize("authors", [("Ada Vale",), ("Ada Vale", "Bo Ash"), ()])
def test_that_there_are_more_authors_is_nobodys_name(name: str, authors: tuple[str, ...]) -> None:
    """Only BibTeX has a word for it; the other formats tell it where no program looks for a person."""
    paper = Paper("", "On lamps", authors=authors, published="1999", more_authors=True)
    back = through(paper, name)
    assert (back.authors, back.more_authors) == (authors, True)
    assert "et al" not in json.dumps(item_of(paper).get("author", []))
    assert not [value for tag, value in tags_of(paper) if tag in ("AU", "A1", "A2", "ED") and "et al" in value]
    assert not through(replace(paper, more_authors=False), name).more_authors


def test_what_came_in_custom_stays_there() -> None:
    item = {"type": "article", "title": "T", "author": [{"literal": "et al."}], "custom": {"a": 1}}
    paper = only("csl-json", json.dumps([item]))
    assert item_of(paper)["custom"] == {"a": 1, "more-authors": True}
    back = through(paper, "csl-json")
    assert (back.more_authors, back.kept) == (True, paper.kept)
    assert item_of(replace(back, more_authors=False))["custom"] == {"a": 1}
    assert item_of(only("csl-json", json.dumps([{**item, "author": [], "custom": "b"}])))["custom"] == "b"


NAMES = st.sampled_from(["MIT", "Lamp Press", "Series S", "Light & Co."])
PAPERS = st.builds(
    lambda kind, venue, metadata: Paper("", "On lamps", published="1999", kind=kind, venue=venue, metadata=metadata),
    st.sampled_from(["", *TYPES, "pamphlet", "manuscript", "post-weblog"]),
    st.one_of(st.just(""), NAMES),
    st.builds(
        lambda told, places: (*sorted({**told, **places}.items()),),
        st.dictionaries(st.sampled_from(["publisher", "collection-title"]), NAMES),
        st.dictionaries(st.sampled_from(["number", "volume", "issue"]), st.just("3")),
    ),
)


@law(150)
@given(PAPERS)
@example(Paper("", "On lamps", published="1999", kind="thesis", venue="MIT", metadata=(("publisher", "Lamp Press"),)))
def test_a_venue_goes_out_once_and_comes_back_from_every_format(paper: Paper) -> None:
    """Whatever a library holds of it: under one field, a container only where it is one, with nothing lost beside."""
    said = said_of(paper)
    assert set(said.values()) == {
        value for name, value in [("publisher", paper.venue), *paper.metadata] if name in VENUE_VARIABLES and value
    }
    assert venues_of(item_of(paper)) == said
    assert {value for tag, value in tags_of(paper) if tag in ("T2", "T3", "PB")} == set(said.values())
    for name in ("csl-json", "bibtex"):
        back = through(paper, name)
        assert said_of(back) == said
        assert through(back, name) == back
    back = through(paper, "ris")
    assert through(back, "ris") == back
    if not paper.about("number"):  # RIS has a number for reports only, and makes one of what has one.
        assert told(back, "publisher") == said.get("publisher", "")


@pytest.mark.parametrize(
    ("kind", "tag"),
    [("book", "BOOK"), ("chapter", "CHAP"), ("dataset", "DATA"), ("report", "RPRT"), ("", "RPRT"), ("patent", "PAT")],
)
def test_a_number_makes_no_report_of_what_is_something_else(kind: str, tag: str) -> None:
    """It comes back all the same, once, and nothing of it is kept beside."""
    paper = Paper("", "Knots", authors=("Ada Vale",), kind=kind, metadata=(("number", "12"), ("publisher", "Pier")))
    text = ris.dump([paper])
    assert text.startswith(f"TY  - {tag}\n")
    (again,) = ris.parse(text).papers
    assert (again.kind, again.about("number")) == (kind or "report", "12")
    assert dict(again.kept) == {"ris/TY": tag}
    assert ris.dump([again]) == text


def test_what_a_text_is_called_stands_in_ris() -> None:
    notice = Paper("", "Knots", kind="article-journal", venue="Rope", metadata=(("genre", "Erratum"),))
    thesis = Paper("", "Knots", kind="thesis", venue="Pier", metadata=(("genre", "Diploma thesis"),))
    text = ris.dump([notice, thesis])
    assert [line for line in text.splitlines() if line.startswith("M3")] == ["M3  - Erratum", "M3  - Diploma thesis"]
    said, degree = ris.parse(text).papers
    assert (said.kept_from("ris").get("M3"), said.about("genre")) == ("Erratum", "")
    assert (degree.kept_from("ris").get("M3"), degree.about("genre")) == (None, "Diploma thesis")
    assert ris.dump([said, degree]) == text
