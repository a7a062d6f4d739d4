"""What a text says once and uses over and over never comes to more than a machine holds."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace

import pytest

from reader.formats import FORMATS, bibtex, identifiers, other_yaml
from reader.formats.between import pieces
from reader.formats.cutting import loose_pieces
from reader.formats.growth import Growth
from reader.formats.markdown import document_of, merge_into, opened, read_back_text, render_document
from reader.formats.plain_records import PlainRecord
from reader.io.read import read_text
from reader.paper import ListEntry, Paper, ReadingList
from reader.paper_json import to_json

LAMPS = "@article{lamps, title = {Lamps}, author = {Vale, Ada}, journal = jl, year = 2020}\n"
JOURNAL = '@string{jl = "Journal of Lamps"}\n'


def _peak(text: str) -> tuple[tuple[Paper, ...], list[str], int]:
    """The papers of a BibTeX text, what was told of it, and the most memory that reading it took."""
    bibtex.parse(LAMPS)
    tracemalloc.start()
    try:
        parsed = bibtex.parse(text)
        return parsed.papers, [problem.message for problem in parsed.problems], tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_strings_that_double_over_and_over_are_left_out_and_the_others_read() -> None:
    doubling = "".join(f"@string{{s{n + 1} = s{n} # s{n}}}\n" for n in range(18))
    text = f'{JOURNAL}@string{{s0 = "aaaaaaaaaaaaaaaa"}}\n{doubling}@misc{{a, title = {{Tides}}, note = s18}}\n{LAMPS}'
    papers, told, peak = _peak(text)
    assert [(paper.title, paper.venue) for paper in papers] == [("Tides", ""), ("Lamps", "Journal of Lamps")]
    assert told == ["an @string that comes to more than a field may hold, the fields that use it so left out"]
    assert peak < 3_000_000


def test_a_long_string_that_many_entries_use_over_and_over_is_left_out_where_it_comes_to_too_much() -> None:
    entries = "".join(f"@misc{{k{n}, title = {{Tides {n}}}, abstract = s # s}}\n" for n in range(500))
    papers, told, peak = _peak(f'{JOURNAL}@string{{s = "{"a" * 20_000}"}}\n{entries}{LAMPS}')
    assert len(papers) == 501
    assert told == ["an @string that comes to more than a field may hold, the fields that use it so left out"]
    assert peak < 15_000_000


def test_a_long_field_that_many_entries_inherit_is_left_out_where_it_comes_to_too_much() -> None:
    entries = "".join(f"@inproceedings{{k{n}, title = {{Tides {n}}}, crossref = {{p}}}}\n" for n in range(1_000))
    papers, told, peak = _peak(
        f"{JOURNAL}{entries}@proceedings{{p, title = {{All}}, publisher = {{{'a ' * 10_000}}}}}\n{LAMPS}"
    )
    assert len(papers) == 1_002
    inherited = [paper for paper in papers if paper.about("publisher")]
    assert 50 < len(inherited) < 120
    assert len(told) == 1
    assert "entries that inherit from too many or too long ones, read without the rest" in told[0]
    assert peak < 20_000_000


@pytest.mark.parametrize("count", [1_000])
def test_usual_abbreviations_and_what_the_parts_of_a_volume_inherit_are_all_read(count: int) -> None:
    parts = "".join(
        f"@inproceedings{{k{n}, title = {{Tides {n}}}, series = jl # {{ }} # jl, crossref = {{p}}}}\n"
        for n in range(count)
    )
    volume = "@proceedings{p, title = {Proceedings of the Conference on Lamps and Tides}, publisher = {Vale}}\n"
    parsed = bibtex.parse(JOURNAL + parts + volume)
    assert not parsed.problems
    read = [(paper.venue, paper.about("publisher")) for paper in parsed.papers[:-1]]
    assert read == [("Proceedings of the Conference on Lamps and Tides", "Vale")] * count


def _looked_up(entries: int) -> int:
    """How often an entry was looked up while a chain of crossrefs was read."""
    looked = 0

    class Counted(dict[str, bibtex.Fields]):
        def get(self, key: str, default: object = None) -> bibtex.Fields | None:  # type: ignore[override]
            nonlocal looked
            looked += 1
            return super().get(key)

    chain = Counted({f"k{n}": {"title": f"Tides {n}", "crossref": f"k{n + 1}"} for n in range(entries)})
    growth = Growth(100_000)
    for fields in chain.values():
        bibtex._inherit(fields, chain, growth)
    return looked


def test_a_chain_of_crossrefs_twice_as_long_takes_twice_the_work() -> None:
    assert _looked_up(2_000) < 2.2 * _looked_up(1_000)


class _Looked(dict[str, object]):
    """A mapping that counts how often somebody went through all of it."""

    gone_through = 0

    def __iter__(self) -> Iterator[str]:
        self.gone_through += 1
        return super().__iter__()


def test_a_record_of_many_unknown_keys_is_not_gone_through_for_each_of_them() -> None:
    told = {"title": "Lamps", "doi": "10.1234/abc", **{f"unknown {n}": "x" for n in range(200)}, "my rating": "5"}
    record = PlainRecord(1, told)
    record.held = looked = _Looked(record.held)
    assert len(list(record.unread(Paper("", "Lamps", doi="10.1234/abc")))) == 200
    assert looked.gone_through < 10


def test_no_address_in_a_text_of_a_paper_keeps_its_secret_and_the_words_of_its_reader_stay() -> None:
    address = "https://papers.example/x?token=s3cr3t&page=2"
    names = ("title", "abstract", "journal", "publisher", "note", "annote")
    told = {name: f"See {address} for {name}" for name in names}
    fields = ", ".join(f"{name} = {{{value}}}" for name, value in told.items())
    (paper,) = read_text(
        f"@article{{k, {fields}, keywords = {{lamps, {address}}}, author = {{{{Group {address}}}}}}}", "x"
    ).papers
    assert "token" not in json.dumps(to_json(replace(paper, note="")))
    assert paper.abstract == "See https://papers.example/x?page=2 for abstract"
    assert paper.keywords == ("lamps", "https://papers.example/x?page=2")
    assert "s3cr3t" in paper.note


def test_a_long_text_to_which_many_records_of_yaml_refer_is_left_out_where_it_comes_to_too_much() -> None:
    records = "".join(f"- title: Tides {n}\n  doi: 10.1234/{n}\n  abstract: *a\n" for n in range(300))
    text = f"- title: Lamps\n  doi: 10.1234/abc\n  abstract: &a {'lamp ' * 8_000}\n{records}"
    parsed = other_yaml.parse(text)
    assert len(parsed.papers) == 301
    assert 20 < sum(bool(paper.abstract) for paper in parsed.papers) < 60
    assert [problem.message for problem in parsed.problems] == [
        "what is referred to so often that it comes to more than is read, left out"
    ]


@pytest.mark.parametrize("line", ["[]\n", '"a"\n'], ids=["parting", "heading"])
def test_very_many_tiny_lines_of_a_comment_take_no_more_than_their_lines_do(line: str) -> None:
    times = 10_000
    papers = {"2401.00001": Paper("2401.00001", "Tides of Lamps", arxiv_id="2401.00001")}
    lists = {"list:edge": ReadingList("Edge", entries=(ListEntry("2401.00001", "", ""),))}
    export = render_document(document_of(lists["list:edge"], papers))
    text = export.replace("\n-->", "\n" + line * times + "-->", 1)
    assert len(text) > times * len(line)
    assert _peak_of_the_way_back(text, papers, lists, export) < 48 * len(text)


def test_a_damaged_mark_of_one_very_long_line_takes_little_more_than_the_line() -> None:
    export = "<!-- reader-note 2401.00001" + " rain" * 60_000 + "\n\n<!-- reader:2401.00001 -->\n"
    assert _peak_of_the_way_back(export, {}, {}, export) < 30 * len(export)


def _peak_of_the_way_back(text: str, papers: dict[str, Paper], lists: dict[str, ReadingList], export: str) -> int:
    """The most memory that the way back of an export takes, and an export into it."""
    read_back_text(export, papers, lists)
    tracemalloc.start()
    try:
        read_back_text(text, papers, lists)
        if papers:
            merge_into(opened(text), export)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("format", ["pdf-names", "web-of-science"])
def test_very_many_tiny_lines_take_no_more_memory_than_a_text_may(format: str) -> None:
    line = {"pdf-names": "```\n", "web-of-science": "PY\n\n"}[format]
    text = "PT J\nTI Lamps\nER\n\nlamp.pdf\n" + line * 5_000
    FORMATS[format].read(text)
    tracemalloc.start()
    try:
        loose_pieces(text) if format == "web-of-science" else FORMATS[format].parse(text)
        assert tracemalloc.get_traced_memory()[1] < 50 * len(text)
    finally:
        tracemalloc.stop()


def test_only_paragraphs_that_may_be_something_are_looked_into() -> None:
    """Of a million letters in as many paragraphs each would be tried in three formats."""
    asked: list[tuple[str, str]] = []
    text = "PY\n\n" * 20 + "lamps: 2\n"
    found, left = pieces(text, lambda name, block: asked.append((name, block)) or False)  # type: ignore[func-returns-value]
    assert (found, left) == ([], text)
    assert asked == [(name, "lamps: 2") for name in ("yaml", "pdf-names", "ids")]


def test_a_line_of_names_is_read_once_for_each() -> None:
    """Where both ways to part a line give the same, the second is not tried; and what stands last is sought once."""
    identifiers.paper_named.cache_clear()
    identifiers.parse("DOI: 10.123[cs]\n" * 50)
    info = identifiers.paper_named.cache_info()
    assert info.misses < 5
