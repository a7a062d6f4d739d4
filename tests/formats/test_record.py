"""The record that a bibliography keeps of a paper: it comes in, is kept, and goes out again as it came."""

from __future__ import annotations

import json
import logging
from dataclasses import replace

import pytest
from bibtexparser.entrypoint import parse_string

from reader.citation_keys import is_key, keys_for, library_keys, told_apart
from reader.formats import FORMATS, bibtex, csl_json, jsonl, ris
from reader.library.merging import completed
from reader.paper import Paper
from reader.paper_json import from_facts, to_facts
from reader.text import ABSTRACT_LIMIT

ENTRY = r"""@InProceedings{Sample:2020/lamps,
  author    = {Garc{\'i}a M{\'a}rquez, Gabriel and {World Lamp Organization} and others},
  title     = {Of {Lamps} and {\textit{Lampa}} for {GPT}s},
  booktitle = "Proc. of the {Lamp} Conference",
  editor    = {Vale, Ada and Ash, Bo},
  series    = {Lamp Notes},
  publisher = {Lamp Press},
  address   = {Berlin},
  year      = 2020,
  month     = oct,
  pages     = {1--9},
  language  = {german},
  issn      = {1234-5678},
  keywords  = {lamps; light},
  timestamp = {2020.01.02 03:04},
  file      = {:C\:\\x.pdf:PDF},
  optnote   = {},
  doi       = {10.1000/A_B}
}
"""


def fields_of(text: str) -> dict[str, tuple[str, dict[str, str]]]:
    """What the library bibtexparser finds: for each key the type and the fields, white space aside."""
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)
    return {
        entry.key: (entry.entry_type.lower(), {f.key.lower(): " ".join(str(f.value).split()) for f in entry.fields})
        for entry in parse_string(text).entries
    }


def only(name: str, text: str) -> Paper:
    """The one paper of a text."""
    (paper,) = FORMATS[name].read(text, told=True).papers
    return paper


def test_an_entry_goes_out_with_the_key_the_type_and_the_fields_with_which_it_came() -> None:
    written = bibtex.dump(bibtex.parse(ENTRY).papers)
    assert fields_of(written) == fields_of(ENTRY)
    assert bibtex.dump(bibtex.parse(written).papers) == written
    assert "month = oct" in written


def test_what_has_a_name_in_csl_is_found_under_it_whatever_format_told_it() -> None:
    paper = only("bibtex", ENTRY)
    told = {
        "publisher": "Lamp Press", "publisher-place": "Berlin", "collection-title": "Lamp Notes", "language": "german",
        "editor": "Ada Vale; Bo Ash", "ISSN": "1234-5678", "page": "1-9",
    }  # fmt: skip
    assert dict(paper.metadata) == told
    assert (paper.kind, paper.citation_key) == ("paper-conference", "Sample:2020/lamps")
    for name in ("ris", "csl-json"):
        back = only(name, FORMATS[name].write([paper], {}))
        assert (dict(back.metadata), back.kind, back.citation_key) == (told, paper.kind, paper.citation_key)


def test_what_nobody_understands_goes_out_in_the_format_that_it_came_from_only() -> None:
    record = "TY  - CONF\nTI  - Lamps\nC3  - Symposium\nM3  - a\nM3  - b\nER  - \n"
    item = {"type": "article-journal", "title": "Lamps", "jurisdiction": "de", "custom": {"a": [1, "ä"]}}
    papers = {
        "ris": only("ris", record), "csl-json": only("csl-json", json.dumps([item])), "bibtex": only("bibtex", ENTRY),
    }  # fmt: skip
    marks = {"ris": "C3  - Symposium\nM3  - a\nM3  - b\n", "csl-json": '"jurisdiction": "de"', "bibtex": "timestamp ="}
    for came, paper in papers.items():
        for name in papers:
            written = FORMATS[name].write([paper], {})
            assert (marks[came] in written) == (name == came)
            assert ('"a": [' in written) == (name == came == "csl-json")
    assert json.loads(csl_json.dump([papers["csl-json"]]))[0] == {**item, "id": "lamps"}
    assert "TY  - CONF\n" in ris.dump([papers["ris"]])


@pytest.mark.parametrize(
    ("change", "shown", "gone"),
    [
        ({"title": "Another"}, "title = {Another}", "textit"), ({"doi": "10.1000/x"}, "doi = {10.1000/x}", "A_B"),
        ({"published": "2021"}, "year = {2021}", "month"), ({"venue": "Lamps Weekly"}, "{Lamps Weekly}", "Proc."),
        ({"authors": ("Ada Vale",), "names": (), "more_authors": False}, "author = {Ada Vale}", "World"),
        ({"abstract": "Dim."}, "abstract = {Dim.}", "nothing"),
        ({"tags": ("x",)}, "keywords = {x, lamps, light}", "; light"),
        ({"arxiv_id": "2401.00001"}, "eprint = {2401.00001}", "nothing"),
        ({"note": "Mine"}, "annote = {Mine}", "nothing"),
        ({"metadata": (("page", "4"),)}, "pages = {4}", "publisher"),
    ],
)  # fmt: skip
def test_what_became_known_since_takes_the_place_of_what_came(change: dict[str, object], shown: str, gone: str) -> None:
    paper = replace(only("bibtex", ENTRY), **change)  # type: ignore[arg-type]
    written = bibtex.dump([paper])
    assert shown in written
    assert gone not in written
    assert "timestamp = {2020.01.02 03:04}" in written
    back = only("bibtex", written)
    assert all(getattr(back, name) == value for name, value in change.items() if name != "tags")


def test_a_part_keeps_its_crossref_where_the_whole_goes_out_too_and_tells_all_where_it_does_not() -> None:
    text = (
        "@inproceedings{p, title={Part}, crossref={w}}\n@proceedings{w, title={Whole}, year={2001}, editor={A. Vale}}\n"
    )
    part, whole = bibtex.parse(text).papers
    assert fields_of(bibtex.dump([whole, part])) == fields_of(text)
    assert bibtex.dump([whole, part]).index("@inproceedings") < bibtex.dump([whole, part]).index("@proceedings")
    alone = bibtex.dump([part])
    assert "crossref" not in alone
    assert "year = {2001}" in alone
    assert only("bibtex", alone).venue == "Whole"


def test_what_is_kept_survives_the_store_and_json_lines_and_comes_from_the_first_record() -> None:
    paper = replace(only("bibtex", ENTRY), id="x")
    assert from_facts("x", json.loads(json.dumps(to_facts(paper)))) == from_facts("x", to_facts(paper), clean=True)
    (back,) = jsonl.parse(jsonl.dump([paper])).papers
    assert (back.kept, back.kind, back.citation_key) == (paper.kept, paper.kind, paper.citation_key)
    other = only("bibtex", "@article{k, title={{Of Lamps and Lampa for GPTs}}, timestamp={2}, rating={5}}")
    both = completed(paper, other)
    assert dict(both.kept) == {**dict(paper.kept), "bibtex/rating": "5"}
    assert (both.citation_key, both.kind) == (paper.citation_key, paper.kind)
    assert completed(both, other) is both
    assert "rating = {5}" in bibtex.dump([both])


def test_a_field_of_no_sane_length_is_left_out_and_told() -> None:
    parsed = bibtex.parse("@misc{a, title={T}, x={" + "y" * (ABSTRACT_LIMIT + 1) + "}}")
    assert [problem.message for problem in parsed.problems] == ["'x' of 50,001 characters, left out"]
    assert "bibtex/x" not in dict(parsed.papers[0].kept)


def test_a_text_under_kept_that_is_none_of_a_format_is_left_out_and_told() -> None:
    read = jsonl.parse(json.dumps({"title": "T", "kept": {"bibtex/x": "1", "no format": "2", "ris/C3": 3}}))
    assert read.papers[0].kept == (("bibtex/x", "1"),)
    assert ["kept of a format" in one.message for one in read.problems] == [True]


@pytest.mark.parametrize(
    "hostile", ["x}, y={z", "a\\", "\\}", "}{", "{", "%", "@article{b, title={No}}", "\\input{/etc}"]
)
def test_what_was_kept_by_another_hand_spoils_no_entry(hostile: str) -> None:
    kept = (("bibtex/=title", hostile), ("bibtex/@", "misc title file"), ("bibtex/file", hostile))
    parsed = bibtex.parse(bibtex.dump([Paper("", "Of Lamps", kept=kept), Paper("", "Next")]))
    assert [paper.title for paper in parsed.papers] == ["Of Lamps", "Next"]


def test_keys_do_not_depend_on_what_goes_out_with_a_paper() -> None:
    one = Paper("a", "Trees", authors=("Ada Vale",), published="2001", added="2020")
    late = replace(one, id="b", added="2021")
    came = Paper("c", "Own", citation_key="Vale2001trees", added="2022")
    keys = library_keys([late, came, one])
    own = {id: next(told_apart("vale2001trees", id)) for id in "ab"}
    assert keys == {"c": "Vale2001trees", **own}
    assert keys_for([late], keys) == [own["b"]]
    assert keys_for([came, came, replace(came, citation_key="")]) == [
        "Vale2001trees",
        next(told_apart("Vale2001trees", "c")),
        "own",
    ]


@pytest.mark.parametrize(
    "text", ["a b", "a,b", "{a}", 'a"', "#a", "50%", "", "a\\b", "x" * 201, "a'", "a<b", "a^b", "a’b", "\ufffd"]
)
def test_a_text_that_not_every_program_reads_as_a_key_is_none(text: str) -> None:
    """A paper that another format brought with it gets another in an export."""
    assert not is_key(text)
    assert "@misc{t," in bibtex.dump([Paper("p", "T", citation_key=text)])
    assert csl_json.parse(json.dumps([{"type": "book", "title": "T", "id": text}])).papers[0].citation_key == ""


@pytest.mark.parametrize(
    ("given", "kept"), [("7", ""), ("http://zotero.org/users/1/items/A", ""), ("Vale:2001", "Vale:2001")]
)
def test_what_a_program_makes_up_to_name_an_item_is_no_citation_key(given: str, kept: str) -> None:
    assert csl_json.parse(json.dumps([{"type": "book", "title": "T", "id": given}])).papers[0].citation_key == kept


def test_a_citation_key_that_is_not_kept_is_told() -> None:
    """Once for a text, with the first of them."""
    parsed = bibtex.parse("@misc{a', title={One}}\n@misc{b, title={Two}}\n@misc{c'd, title={Three}}\n")
    assert [paper.citation_key for paper in parsed.papers] == ["", "b", ""]
    assert [(one.line, one.message, one.excerpt) for one in parsed.problems] == [
        (1, "2 citation keys that not every program reads, others are made in their place", "a', c'd")
    ]


def test_what_is_inherited_from_is_named_by_its_key_as_that_is_spelled() -> None:
    """biber tells capitals apart where BibTeX does not; a key that goes out otherwise is named so too."""
    text = "@inproceedings{p, title={Part}, crossref={W}}\n@proceedings{w, title={Whole}, year={2001}}\n"
    part, whole = bibtex.parse(text).papers
    assert fields_of(bibtex.dump([whole, part]))["p"][1]["crossref"] == "w"


def test_a_title_in_which_a_line_ends_behind_a_command_goes_out_as_it_came() -> None:
    (paper,) = bibtex.parse(
        "@misc{a,\n  title = {Lamps\\Dash {\\sl\n    of \\TeX\n    users}\\Dash and light}\n}\n"
    ).papers
    assert paper.title == "Lamps\\Dash {of TeX users}\\Dash and light"
    assert "title = {Lamps\\Dash {\\sl of \\TeX users}\\Dash and light}" in bibtex.dump([paper])


def test_a_paragraph_behind_a_command_stays_one() -> None:
    (paper,) = bibtex.parse("@misc{a,\n  title = {Lamps},\n  annote = {Of \\LaTeX\n\nand light}\n}\n").papers
    assert paper.note == "Of LaTeX\n\nand light"
