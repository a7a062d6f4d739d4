"""BibTeX and RIS as programs and web sites write them."""

from __future__ import annotations

import pytest

from reader.formats import bibtex, detect, ris
from reader.io.read import decode as text_of
from reader.latex import decode, encode, without_entities
from reader.paper import Paper


def only(text: str) -> Paper:
    """The one paper of an entry."""
    (paper,) = bibtex.parse(text).papers
    return paper


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"\ifmmode \check{Z}\else \v{Z}\fi{}umer", "Žumer"), (r"\ifmmode\acute{e}\else\'e\fi b", "é b"),
        (r"\ifmmode \mbox{\c{c}}\else \c{c}\fi{}a", "ça"), (r"\ocirc{a} and \ocirc u", "å and ů"),
        (r"a\ifmmode b", r"a\ifmmode b"), (r"\ifmmode x\fi{}y", "y"),
        (r"\ifmmode x\else y\finite", r"\ifmmode x\else y\finite"),
        ("Lamps &amp; lights: &lt;1 watt", "Lamps & lights: <1 watt"),
        (r"R\&amp;D &eacute;t&#233; &#x2013; &#123;", "R&D été – {"),
        (r"AT\&T; R&D; &nosuch; &", "AT&T; R&D; &nosuch; &"),
    ],
)  # fmt: skip
def test_what_sites_and_publishers_leave_in_a_field_is_read(tex: str, text: str) -> None:
    assert decode(without_entities(tex)) == text


@pytest.mark.parametrize("text", ["a &amp; b", "&lt;", "x &#8211; y", "&;", "&&amp;", "AT&T; x"])
def test_a_text_that_holds_an_entity_comes_back_with_it(text: str) -> None:
    assert decode(without_entities(encode(text))) == text
    assert only(bibtex.dump([Paper("", text, authors=(f"Ada {text}",))])).title == text


def test_many_choices_by_mode_that_do_not_end_take_no_time() -> None:
    assert decode(r"\ifmmode" * 20_000).startswith(r"\ifmmode\ifmmode")


@pytest.mark.parametrize(
    ("field", "found"),
    [
        (r"doi={10.1000/a{\_}b}", "10.1000/a_b"), ("doi={10.1000/a{_}b}", "10.1000/a_b"),
        (r"doi={10.1000/a\_b}", "10.1000/a_b"),
        (r"doi={10.1000/a{\textunderscore}b}", "10.1000/a_b"), (r"doi={10.1000/a\textunderscore{}b}", "10.1000/a_b"),
        (r"url={https://a.example/{\textasciitilde}b{\_}c?d=1&amp;e=2}", "https://a.example/~b_c?d=1&e=2"),
        (r"url={https://a.example/$\sim$b{\%}20{\#}c}", "https://a.example/~b%20#c"),
        ("howpublished={\\url{https://a.example/b}\n  seen}", "https://a.example/b"),
    ],
)  # fmt: skip
def test_signs_in_braces_stand_for_themselves_in_a_doi_and_an_address(field: str, found: str) -> None:
    paper = only(f"@misc{{a, title={{T}}, {field}}}")
    assert found in (paper.doi, paper.url)


@pytest.mark.parametrize(
    ("month", "published"),
    [
        ('"10~"#oct', "2001-10-10"), ('oct # "~12"', "2001-10-12"), ("{Oct. 13}", "2001-10-13"),
        ("{13 October}", "2001-10-13"),
        ("{jul/aug}", "2001-07"), ("{Oct. 10--12}", "2001-10"), ("10", "2001-10"), ("{October 2001}", "2001-10"),
        ("{10/12}", "2001"), ("{spring}", "2001"), ("{31 feb}", "2001-02"), ("{}", "2001"),
    ],
)  # fmt: skip
def test_the_day_beside_the_name_of_a_month_is_kept(month: str, published: str) -> None:
    assert only(f"@article{{a, title={{T}}, year=2001, month={month}}}").published == published


@pytest.mark.parametrize(
    ("field", "authors"),
    [
        ("Vale, Ada; Ash, Bo", ("Ada Vale", "Bo Ash")), ("Ada Vale; Bo Ash; Cy Elm", ("Ada Vale", "Bo Ash", "Cy Elm")),
        (r"Vale, A. \& Ash, B.", ("A. Vale", "B. Ash")), (r"Barnes \& Noble", ("Barnes & Noble",)),
        ("{Lamps; Lights} and Ada Vale", ("Lamps; Lights", "Ada Vale")), ("Vale, Ada;", ("Ada Vale",)),
        ("Jos&eacute; Vale and Bo Ash", ("José Vale", "Bo Ash")),
    ],
)  # fmt: skip
def test_authors_between_semicolons_are_several(field: str, authors: tuple[str, ...]) -> None:
    assert only(f"@misc{{a, title={{T}}, author={{{field}}}}}").authors == authors


def test_entries_without_a_key_and_with_a_list_in_the_place_of_a_type_are_read() -> None:
    text = (
        "@article{\n  title = {A}}\n@article{title={B}, year={2002}}\n\n@misc{,\n title={C}}\n"
        "@['JournalArticle', 'Review']{Vale2001,\n  title={D}}\n\n@['Conference']{v, title={E}}\n@[]{w, title={F}}\n"
    )
    assert detect(text) == detect(text[text.index("@[") :]) == "bibtex"
    parsed = bibtex.parse(text)
    assert [paper.title for paper in parsed.papers] == ["A", "B", "C", "D", "E", "F"]
    assert [paper.citation_key for paper in parsed.papers] == ["", "", "", "Vale2001", "v", "w"]
    assert [paper.kind for paper in parsed.papers[3:]] == ["article-journal", "paper-conference", ""]
    assert parsed.problems == ()


def test_each_entry_that_cannot_be_taken_is_named_with_its_line() -> None:
    text = (
        "@article{a title={A}, year=2001}\n@article{b, year 2001, title={B}}\n@article{c, title={C}}\n"
        "@article e, title={E}}\n@article{g, title=}\n@article{h}\n@misc{i, year={1}}\n"
    )
    parsed = bibtex.parse(text)
    assert [paper.title for paper in parsed.papers] == ["C"]
    assert [problem.line for problem in parsed.problems] == [1, 2, 4, 5, 6, 7]


def test_a_part_inherits_what_says_where_it_stands_but_nothing_that_is_of_the_whole_alone() -> None:
    text = (
        "@inproceedings{p, title={Part}, pages={1-2}, crossref={w}}\n"
        "@proceedings{w, title={Whole}, volume={3}, series={LN}, publisher={X}, address={Y}, pages={1-900},"
        " doi={10.1000/w}, note={N}, url={https://a.example}, keywords={k}}\n"
        "@article{x, title={Other}, xdata={d, e}}\n@xdata{d, journal={J}, xdata={f}}\n@xdata{f, volume={2}}\n"
        "@xdata{e, doi={10.1000/z}}\n@xdata{unused, doi={10.1000/y}}\n"
    )
    parsed = bibtex.parse(text)
    part, _, other = parsed.papers
    assert (part.venue, part.doi, part.url, part.keywords) == ("Whole", "", "", ())
    assert dict(part.metadata) == {
        "page": "1-2", "volume": "3", "collection-title": "LN", "publisher": "X", "publisher-place": "Y",
    }  # fmt: skip
    assert (other.venue, other.doi, dict(other.metadata)) == ("J", "10.1000/z", {"volume": "2"})
    assert [(problem.line, problem.excerpt) for problem in parsed.problems] == [(7, "unused")]


@pytest.mark.parametrize(
    ("head", "encoding"),
    [
        ("% Encoding: windows-1252\n", "cp1252"), ("%% -*- coding: iso-8859-15 -*-\n", "iso-8859-15"),
        ("% -*- mode: bibtex; coding: gbk -*-\n", "gbk"),
        ("%% Saved with string encoding Western (ISO Latin 1)\n", "latin-1"),
        ("% Encoding: ISO-2022-JP\n", "iso-2022-jp"), ("% Encoding: UTF8\n", "utf-8"),
        ("% Encoding: windows-1252\n", "utf-8"),
    ],
)  # fmt: skip
def test_a_bibliography_is_read_in_the_encoding_that_it_names_unless_it_is_in_utf_8(head: str, encoding: str) -> None:
    title = "灯" if encoding in ("gbk", "iso-2022-jp") else "Köder"
    text, problems = text_of(f"{head}@misc{{a, title={{{title}}}}}\n".encode(encoding), "a.bib")
    assert (only(text).title, problems) == (title, ())


@pytest.mark.parametrize("named", ["klingon", "utf-16", "base64", "ascii", "../x"])
def test_an_encoding_that_is_none_of_the_text_leaves_its_bytes_to_be_told(named: str) -> None:
    text, problems = text_of(f"% Encoding: {named}\n@misc{{a, title={{Łódź}}}}\n".encode("cp1250"), "a.bib")
    assert (only(text).title, len(problems)) == ("\ufffd\ufffdd\ufffd", 1)


def test_a_record_of_ris_without_another_title_is_called_by_its_short_one() -> None:
    head = "TY  - JOUR\nA1  - Vale, Ada\n"
    text = f"{head}ST  - Only short\nPY  - 2012///\nER  - \n{head}T1  - Full\nST  - Short\nY1  - 2012/05//\nER  - \n"
    first, second = ris.parse(text).papers
    assert (first.title, first.metadata, first.published) == ("Only short", (), "2012")
    assert (second.title, second.metadata, second.published) == ("Full", (("title-short", "Short"),), "2012-05")
