"""An identifier that is none by its form is kept, so that it goes out again, or named: never lost in silence."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from functools import partial

import pytest

from reader.formats import FORMATS, csl_json, ris
from reader.formats.parsed import Parsed
from reader.identity import identified
from tests.formats.test_remainder import OF_JSON, in_json, in_xml, with_fields
from tests.formats.test_unread_fields import TITLE, WRITERS, read
from tests.support.laws import by_turns

Names = dict[str, tuple[str, ...]]
WRONG = {
    "doi": ("10.1/x_y(1)", "doi pending", "10.1234", "see 10.1234/a and 10.1234/b", "10.48550/arXiv.2106.0968"),
    "arxiv": ("24xx.1", "arXiv:24xx.1", "arxiv pending", "2106.0968", "arXiv:0912.12345"),
    "url": ("htp:/x.example/y", "www.x.example y", "not yet"),
    "isbn": ("978-zz", "12-34"),
    "pmid": ("12ab", "PMC x7"),
}
"""What stands where an identifier is expected, and is none."""
OF_LINES: dict[str, Names] = {
    "pubmed": {"doi": ("LID", "AID"), "isbn": ("ISBN", "IS"), "pmid": ("PMC",)},
    "eric": {"doi": ("LID", "AID"), "isbn": ("ISBN", "IS")},
    "endnote": {"doi": ("%R",), "url": ("%U", "%>"), "isbn": ("%@",), "pmid": ("%M",)},
    "refworks": {"doi": ("DO",), "url": ("UL", "LK"), "isbn": ("SN",), "pmid": ("AN",)},
    "web of science": {"doi": ("DI", "D2"), "isbn": ("BN", "SN"), "arxiv": ("AR",), "pmid": ("PM",)},
    "its table": {"doi": ("DI", "D2"), "isbn": ("BN", "SN"), "arxiv": ("AR",), "pmid": ("PM",)},
}
"""The tags of each form that hold identifiers."""
BY_NAME: Names = {
    "doi": ("doi", "DOI"), "arxiv": ("arxiv_id", "eprint", "arxiv"), "url": ("url", "link"), "isbn": ("isbn", "issn"),
    "pmid": ("pmid", "pmcid"),
}  # fmt: skip
"""The names under which tables and mappings have them."""
OF_XML = {
    "endnote": {"doi": "<electronic-resource-num>{}</electronic-resource-num>", "isbn": "<isbn>{}</isbn>",
                "url": "<urls><related-urls><url>{}</url></related-urls></urls>"},
    "pubmed": {"doi": '<ELocationID EIdType="doi">{}</ELocationID>', "isbn": "<Journal><ISSN>{}</ISSN></Journal>"},
    "anthology": {"doi": "<doi>{}</doi>", "url": "<url>{}</url>", "isbn": "<isbn>{}</isbn>"},
    "dblp": {"doi": "<ee>https://doi.org/{}</ee>", "url": "<ee>{}</ee>", "isbn": "<isbn>{}</isbn>"},
    "zotero": {"doi": "<identifier>DOI {}</identifier>", "isbn": "<identifier>ISBN {}</identifier>",
               "url": "<identifier><URI><value>{}</value></URI></identifier>"},
    "mods": {"doi": '<identifier type="doi">{}</identifier>', "url": "<location><url>{}</url></location>",
             "arxiv": '<identifier type="arxiv">{}</identifier>'},
}  # fmt: skip
OF_BIBTEX = {"doi": "doi", "arxiv": "eprint", "url": "url", "isbn": "isbn", "pmid": "pmid"}
OF_RIS: Names = {"doi": ("DO", "M3"), "url": ("UR", "L1", "L2", "LK"), "isbn": ("SN",), "pmid": ("AN", "C2")}
OF_CSL: Names = {
    "doi": ("DOI",),
    "arxiv": ("number",),
    "url": ("URL",),
    "isbn": ("ISBN", "ISSN"),
    "pmid": ("PMID", "PMCID"),
}
OF_CONTRACT: Names = {"doi": ("doi",), "arxiv": ("arxiv_id",), "url": ("url",)}
LEFT_OUT = "link"
"""What services say of the places of copies."""
Read = Callable[[str], Parsed]


def bibtex(name: str, value: str) -> Parsed:
    return read(f"@article{{k,\n  title = {{{TITLE}}},\n  year = {{2019}},\n  {name} = {{{value}}}\n}}\n")


def of_ris(tag: str, value: str) -> Parsed:
    return read(f"TY  - JOUR\nAU  - Sample, Ada\nTI  - {TITLE}\nPY  - 2019\n{tag}  - {value}\nER  - \n")


def of_csl(name: str, value: str) -> Parsed:
    item = {"type": "article-journal", "title": TITLE, "author": [{"family": "Sample", "given": "Ada"}], name: value}
    return read(json.dumps([item]))


def in_csl_yaml(name: str, value: str) -> Parsed:
    head = f"---\nreferences:\n- type: article-journal\n  title: {TITLE}\n  author:\n  - family: Sample\n"
    return read(f"{head}  {name}: {json.dumps(value)}\n...\n")


def contract(name: str, value: str) -> Parsed:
    return read(json.dumps({"title": TITLE, name: value}))


def of_program(name: str, value: str) -> Parsed:
    return read(json.dumps({"title": TITLE, "authors": ["Ada Sample"], "year": 2019, "hall": "", name: value}))


def written(form: str, name: str, value: str) -> Parsed:
    return read(WRITERS[form]({name: value}))


def of_json(form: str, name: str, value: str) -> Parsed:
    return in_json(with_fields(form, {name: value}, bare=True))


def of_xml(form: str, element: str, value: str) -> Parsed:
    return in_xml(form, element.format(value))


def readers(kind: str) -> Iterator[tuple[str, str, Read]]:
    """Every form with the names under which it has identifiers of a kind, and what reads a record with a value."""
    yield "BibTeX", OF_BIBTEX[kind], partial(bibtex, OF_BIBTEX[kind])
    forms: tuple[tuple[str, Names, Callable[[str, str], Parsed]], ...] = (
        ("RIS", OF_RIS, of_ris), ("CSL JSON", OF_CSL, of_csl), ("CSL YAML", OF_CSL, in_csl_yaml),
        ("JSON Lines", OF_CONTRACT, contract), ("JSON", BY_NAME, of_program),
    )  # fmt: skip
    for form, names, reads in forms:
        yield from ((form, name, partial(reads, name)) for name in names.get(kind, ()))
    for form in WRITERS:
        yield from ((form, name, partial(written, form, name)) for name in OF_LINES.get(form, BY_NAME).get(kind, ()))
    for form in OF_JSON:
        yield from ((form, name, partial(of_json, form, name)) for name in BY_NAME[kind] if name != LEFT_OUT)
    for form, elements in OF_XML.items():
        yield from ((form, one, partial(of_xml, form, one)) for name, one in elements.items() if name == kind)


def is_kept_or_named(parsed: Parsed, name: str, value: str) -> bool:
    """Whether a value is in a paper as a library takes it, or a problem names it or where it stood."""
    known = json.dumps([repr(identified(paper)) for paper in parsed.papers], ensure_ascii=False)
    told = [f"{problem.message} {problem.excerpt}" for problem in parsed.problems]
    named = any(value in one or ("not read" in one and name.lower() in one.lower()) for one in told)
    return named or value in known


@pytest.mark.long
@pytest.mark.parametrize("kind", WRONG)
def test_an_identifier_that_is_none_is_kept_or_named_in_every_form(kind: str) -> None:
    """In a usual run every second value stands in each form, by turns."""
    silent = []
    for at, (form, name, reads) in enumerate(readers(kind)):
        for value in by_turns(WRONG[kind], 2, at):
            parsed = reads(value)
            assert len(parsed.papers) + len(parsed.problems) > 0, (form, name, value)
            silent += [] if is_kept_or_named(parsed, name, value) else [(form, name, value)]
    assert silent == []


def test_a_line_of_the_contract_names_the_identifier_that_is_none_with_its_line() -> None:
    lines = [{"title": "Of lamps"}, {"title": TITLE, "doi": "10.1/x_y(1)", "arxiv_id": "24xx.1", "url": "htp:/x"}]
    parsed = FORMATS["jsonl"].parse("\n".join(map(json.dumps, lines)))
    assert [(problem.line, problem.message, problem.excerpt) for problem in parsed.problems] == [
        (2, "arxiv_id is no arXiv id, left out", "24xx.1"),
        (2, "doi is no DOI, left out", "10.1/x_y(1)"),
        (2, "url is no http or https address, left out", "htp:/x"),
    ]
    assert [(paper.doi, paper.arxiv_id) for paper in parsed.papers] == [("", "")] * 2


def test_an_identifier_that_is_none_goes_out_again_in_csl_and_ris_and_a_right_one_in_its_place() -> None:
    for name, value in (("DOI", "10.1/x_y(1)"), ("URL", "htp:/x")):
        (paper,) = of_csl(name, value).papers
        (back,) = json.loads(csl_json.dump([paper]))
        assert back[name] == value
        assert csl_json.parse(csl_json.dump([paper])).papers[0].kept == paper.kept
    (paper,) = of_ris("DO", "10.1/x_y(1)").papers
    assert "DO  - 10.1/x_y(1)\n" in ris.dump([paper])
    assert ris.parse(ris.dump([paper])).papers[0].kept == paper.kept
    for right in (of_csl("DOI", "10.1234/a"), of_ris("DO", "https://doi.org/10.1234/A")):
        assert [name for name, _ in right.papers[0].kept if "DO" in name] == []


def test_two_records_that_differ_in_a_doi_alone_that_is_none_are_told() -> None:
    items = [
        {"type": "article-journal", "title": TITLE, "author": [{"family": "Sample"}], "DOI": f"10.1/{end}"}
        for end in "ab"
    ]
    record = f"TY  - JOUR\nAU  - Sample, Ada\nTI  - {TITLE}\nPY  - 2019\nDO  - 10.1/{{}}\nER  - \n"
    for parsed in (read(json.dumps(items)), read(record.format("a") + record.format("b"))):
        (problem,) = parsed.problems
        assert "but for 'DO" in problem.message
