"""BibTeX comes in from everywhere and goes out so that it comes back the same."""

from __future__ import annotations

import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.citation_keys import citation_key, keys_for, told_apart
from reader.formats.bibtex import dump, parse, sniff
from reader.latex import decode, encode
from reader.paper import Paper
from reader.persons import name_key
from reader.text import clean_line
from tests.support.laws import law
from tests.support.some_papers import lines, papers, with_publisher, without_record


@pytest.mark.parametrize(
    ("tex", "text"),
    [
        (r"K\"{o}rper, Schr\"odinger, C{\'e}sar, na\"\i ve, \'{\i}", "Körper, Schrödinger, César, naïve, í"),
        (r"\L{}ukasz, Ale{\ae}, {\o}re, Stra{\ss}e, \v{S}imi\'c", "Łukasz, Aleæ, øre, Straße, Šimić"),
        (r"{\~n} and \~{n}; tie~here", "ñ and ñ; tie here"),
        (r"Caf\'e lamps, {\'e } x, \'{e} y", "Café lamps, é x, é y"),
        (r"50\% \& more \_ \# \$5", "50% & more _ # $5"),
        (r"A {{\BibTeX}} Guide {I}s {All}", "A BibTeX Guide Is All"),
        (r"pages 1--10 --- ``quoted''", "pages 1–10 — “quoted”"),
        (r"$\Sigma^{0}$ stays, $a--b$ too", r"$\Sigma^{0}$ stays, $a--b$ too"),
        (r"\emph{one} \textbf{two} \enquote{three} \url{http://x_y.z/~a}", "one two “three” http://x_y.z/~a"),
        (r"\unknown{kept \'e} \alsounknown", r"\unknown{kept é} \alsounknown"),
        (r"Spin-\frac{1}{2} and \sqrt[3]{x} of {H}", r"Spin-\frac{1}{2} and \sqrt[3]x of H"),
        ("plain text, 100% sure", "plain text, 100% sure"),
        (r"{\noopsort{Zz}}Lamps of \SortNoop{Gogh}van Gogh", "Lamps of van Gogh"),
    ],
)
def test_tex_becomes_the_text_it_stands_for(tex: str, text: str) -> None:
    assert decode(tex) == text


@pytest.mark.parametrize(
    ("field", "published", "problems"),
    [
        (r"year = {{\noopsort{1973c}}1981}", "1981", []),
        (r"year = {\SortNoop{1973}1982}", "1982", []),
        ("year = {101998}", "1019", ["no calendar has this date, kept as 1019"]),
        ("date = {1998-13-45}", "1998", ["no calendar has this date, kept as 1998"]),
        ("date = {2011-22}", "2011", []),
        ("date = {2011-42}", "2011", ["no calendar has this date, kept as 2011"]),
        ("date = {-0044}", "", []),
        ("date = {forthcoming}, year = 2001", "2001", []),
    ],
)
def test_the_year_of_an_entry_is_what_is_printed_and_no_part_of_it_goes_in_silence(
    field: str, published: str, problems: list[str]
) -> None:
    found = parse(f"@book{{k, author = {{Doe, Jane}}, title = {{Lamps at night}}, {field}}}\n")
    assert [paper.published for paper in found.papers] == [published]
    assert [problem.message for problem in found.problems] == problems


@law(300)
@given(lines)
def test_text_comes_back_from_tex_as_it_was(text: str) -> None:
    assert decode(encode(text)) == text


hostile = st.lists(
    st.sampled_from(("$", "\\", "{", "}", "\\{", "\\}", "\\,", "^2", "_z", "x", " ", "5", "%", "\\left", "$x$", ","))
).map(lambda parts: "Lamps " + "".join(parts) + " night")
"""Titles of braces and math."""


@law(300)
@given(hostile)
@example("Lamps in $\\{1,2}$ order")
@example("Lamps $5\\{}^2$ night")
@example("Lamps $x$$y$_z and tell_them for $5 night")
@example("Lamps $$x$$ and $\\left\\{x}$ night")
def test_braces_and_math_come_back_whichever_way_braces_are_counted(text: str) -> None:
    tex = encode(text)
    assert balanced(tex)
    assert balanced(re.sub(r"\\[{}]", "", tex))
    title = clean_line(text)
    one = Paper("", title, title, ("Ada Vale",), "2024", keywords=("graphs",), note=title)
    assert [*map(without_record, parse(dump([one, Paper("", "Next")])).papers)] == [one, Paper("", "Next")]


def balanced(tex: str) -> bool:
    """Whether BibTeX, which does not look at backslashes, finds the end of a field that holds this."""
    depth = 0
    for sign in tex:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0


@law(300)
@given(lines)
@example("a set }x{ and \\} or \\{")
@example("$\\{x$ of $\\left\\{y\\}$")
@example("$\\}\\{$")
def test_written_tex_has_balanced_braces_and_no_command_of_the_text(text: str) -> None:
    tex = encode(text)
    assert balanced(tex)
    assert "\\input" not in tex
    assert decode(tex) == text


def fields_as_bibtex_counts(entry: str) -> list[str]:
    """The names of an entry's fields, each value ending where its braces are balanced."""
    names, at = [], entry.index(",") + 1
    while (field := re.compile(r",?\s*([a-z]+) = \{").match(entry, at)) is not None:
        names.append(field[1])
        depth, at = 1, field.end()
        while depth:
            depth += (entry[at] == "{") - (entry[at] == "}")
            at += 1
    assert entry[at:].strip() == "}"
    return names


@law(80)
@given(papers())
def test_every_field_of_an_entry_ends_where_it_should(paper: Paper) -> None:
    """No field is left early or late by who counts braces."""
    whole = replace(paper, published="2024-01-02", keywords=("graphs",), venue="Journal of Tests")
    names = fields_as_bibtex_counts(dump([whole]))
    venue = "institution" if paper.about("number") else "journal"
    assert {"title", venue, "year", "date", "keywords"} <= set(names)
    assert len(names) == len(set(names))


@pytest.mark.parametrize("sign", ["{", "}", "\\", "}{", "\\}", "\\{", "{}", "%", "_", "#", "&", "~", "$", "^"])
def test_a_lone_sign_in_any_field_spoils_no_entry(sign: str) -> None:
    """Each field comes back, and so does the next entry, also for a reader that counts every brace."""
    text = f"Lamps {sign} Night"
    names, doi = (text, f"Ada {sign}"), f"10.1000/a{sign}b"
    one = Paper("", text, text, names, "2024", text, doi=doi, keywords=(text,), note=text)
    written = dump([one, Paper("", "Next")])
    assert balanced(written)
    back, following = parse(written).papers
    assert (without_record(back), following.title) == (one, "Next")


def test_doi_and_address_go_out_as_they_are() -> None:
    """A reader of BibTeX makes its links of them."""
    paper = Paper("", "T", doi="10.1093/nar_x/(sici)1%2;#&~$", url="https://example.org/S_Dbw?a=1&b=~c#d%20e")
    written = dump([paper])
    assert f"doi = {{{paper.doi}}}" in written
    assert f"url = {{{paper.url}}}" in written
    assert [*map(without_record, parse(written).papers)] == [paper]


def test_what_was_escaped_in_an_address_is_still_read() -> None:
    (paper,) = read(r"@misc{x, title={T}, doi={10.1000/a\_b\%c}, url={https://example.org/a\_b\#c}}")
    assert (paper.doi, paper.url) == ("10.1000/a_b%c", "https://example.org/a_b#c")
    (plain,) = read(r"@misc{x, title={50\% \{a\} b}}")
    assert plain.title == "50% {a} b"


def test_harmless_math_goes_out_as_math() -> None:
    assert encode("The $μ$nit of $\\alpha_{1}$") == "The $μ$nit of $\\alpha_{1}$"
    assert encode("It costs $5 and $6") == r"It costs \$5 and \$6"
    assert encode("$\\input{x}$") == r"\$\textbackslash{}input\textbraceleft{}x\textbraceright{}\$"


@law(80)
@given(papers())
def test_a_paper_comes_back_from_bibtex(paper: Paper) -> None:
    (back,) = parse(dump([paper])).papers
    words = tuple(dict.fromkeys((*paper.tags, *paper.keywords)))
    expected = replace(paper, tags=(), starred=False, status=back.status, keywords=words)
    assert without_record(back) == with_publisher(without_record(expected))


def test_an_injection_in_a_title_stays_a_title() -> None:
    title = "x}, note={\\input{/etc/passwd}}, y={%"
    text = dump([Paper("", title), Paper("", "Next")])
    assert [paper.title for paper in parse(text).papers] == [title, "Next"]


def test_citation_keys_are_unique_and_readable() -> None:
    one = Paper("", "Attention Is All You Need", authors=("Ashish Vaswani",), published="2017")
    ways = told_apart("vaswani2017attention", "")
    assert keys_for([one, one, Paper("", "大模型")]) == [next(ways), next(ways), "paper"]


@pytest.mark.parametrize(
    ("author", "family"),
    [("Henry Ford Jr.", "ford"), ("Ford, Henry", "ford"), ("Flann O'Brien", "obrien"), ("Ada B. Sample III", "sample")],
)
def test_a_citation_key_begins_with_the_family_name_by_which_authors_are_compared(author: str, family: str) -> None:
    assert name_key(author)[0] == family
    assert citation_key(Paper("", "Trees", authors=(author,), published="2024")) == f"{family}2024trees"


def read(*entries: str) -> list[Paper]:
    """The papers of some entries."""
    return list(parse("\n\n".join(entries)).papers)


def test_names_in_all_their_forms_are_given_name_first() -> None:
    (paper,) = read(
        "@misc{x, title={T}, author={de la Vall{\\'e}e Poussin, Charles and Ludwig van Beethoven and Ford, Jr., Henry"
        " and {Gemini Team, Google} and others}}"
    )
    assert paper.authors == (
        "Charles de la Vallée Poussin", "Ludwig van Beethoven", "Henry Ford Jr.", "Gemini Team, Google",
    )  # fmt: skip


def test_a_string_that_nothing_defines_is_named_and_its_name_taken() -> None:
    """Once for all fields that name it; months, numbers and strings that others are made of are defined."""
    read = parse(
        '@string{short = "NIPS"}\n@string{long = short # " 30"}\n'
        "@inproceedings{x, title={A}, booktitle = nips, year = 2017, month = dec}\n"
        '@inproceedings{y, title={B}, booktitle = NIPS # " 2", month = 12 # "~" # january}\n'
        "@inproceedings{z, title={C}, booktitle = long}\n@article{w, title={D}, journal = jmlr, file = some.pdf}\n"
    )
    assert [paper.venue for paper in read.papers] == ["nips", "NIPS 2", "NIPS 30", "jmlr"]
    what = "2 @strings that nothing defines, their names taken as they stand"
    assert [(one.line, one.message, one.excerpt) for one in read.problems] == [(3, what, "nips, jmlr")]


def test_strings_numbers_and_joined_values_are_resolved() -> None:
    (paper,) = read(
        '@string{nips = "NIPS"}', '@inproceedings{x, title="A" # { B}, booktitle = nips # " 30", year = 2017}'
    )
    assert (paper.title, paper.venue, paper.published) == ("A B", "NIPS 30", "2017")


def test_nothing_is_lost_to_duplicate_keys_duplicate_fields_or_stray_commas() -> None:
    text = "@misc{x, title={One}}\n@misc{x, title={Two}}\n@misc{y, title={Three}, title={No}}\n"
    text += "@misc{z, title={Four},, year=2001}"
    assert [paper.title for paper in parse(text).papers] == ["One", "Two", "Three", "Four"]


def test_a_broken_entry_is_a_problem_and_the_others_are_read() -> None:
    parsed = parse(
        "@misc{a, title={One}}\n\n@article{b, title = {Never closed\n\n@misc{c, title={Three}}\n\n@misc{d, year={2020}}"
    )
    assert [paper.title for paper in parsed.papers] == ["One", "Three"]
    assert [p.line for p in parsed.problems] == [3, 7]


def test_a_part_inherits_from_the_whole_it_refers_to() -> None:
    part, whole = read(
        "@inbook{p, title={Part}, author={A. Uthor}, crossref={w}}",
        "@book{w, title={Whole}, editor={E. Ditor}, date={1999-05-04}}",
    )
    assert (part.title, part.venue, part.published, part.authors) == ("Part", "Whole", "1999-05-04", ("A. Uthor",))
    assert whole.title == "Whole"


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (["crossref={w}"], []),
        (["crossref={W}, xdata={old, w}"], []),
        (["crossref={x}"], [(1, "a crossref to an entry that is nowhere", "x")]),
        (["", "xdata={w, X}", "crossref={x}, xdata={y,}"], [(2, "crossrefs to 2 entries that are nowhere", "x, y")]),
    ],
)
def test_an_entry_that_others_refer_to_and_that_is_nowhere_is_named(fields: list[str], told: object) -> None:
    parts = (f"@inproceedings{{p{at}, title={{Part {at}}}, {one}}}\n" for at, one in enumerate(fields))
    parsed = parse("".join(parts) + "@proceedings{w, title={Whole}, ids={old}}\n")
    assert len(parsed.papers) == len(fields) + 1
    assert [
        (problem.line, problem.message.partition(" in this")[0], problem.excerpt) for problem in parsed.problems
    ] == told


@pytest.mark.parametrize(
    "fields",
    [
        "eprint={2408.07990v2}, archiveprefix={arXiv}",
        "eprint={2408.07990}, eprinttype={arxiv}",
        "journal={arXiv preprint arXiv:2408.07990}",
        "journal={CoRR}, volume={abs/2408.07990}",
        "url={https://arxiv.org/abs/2408.07990}",
        "doi={10.48550/arXiv.2408.07990}",
        "howpublished={\\url{https://arxiv.org/pdf/2408.07990v1}}",
    ],
)
def test_an_arxiv_id_is_found_wherever_people_put_it(fields: str) -> None:
    (paper,) = read(f"@misc{{x, title={{T}}, {fields}}}")
    assert paper.arxiv_id == "2408.07990"
    assert paper.venue == ""


def test_months_by_name_make_a_date_with_a_day_and_without() -> None:
    one, other = read("@misc{x, title={T}, year=2017, month=jun, day=5}", "@misc{y, title={U}, year=2017, month=jun}")
    assert (one.published, other.published) == ("2017-06-05", "2017-06")


@pytest.mark.parametrize(
    "text", ["@article{x,\n title={T}}", "@comment{a}\n@misc{,\n  title = {T},\n}", "@string{a = {b}}"]
)
def test_bibtex_is_told_by_its_entries(text: str) -> None:
    assert sniff(text)


@pytest.mark.parametrize("text", ["mail me @home", "@someone said: {hello}", "A title\n\nAn abstract, by @me."])
def test_other_texts_with_an_at_sign_are_not_bibtex(text: str) -> None:
    assert not sniff(text)


@pytest.mark.parametrize(
    ("doi", "field"),
    [
        ("10.1000/a{b}c", "10.1000/a{b}c"),
        ("10.1000/{b}", "10.1000/{b}"),
        ("10.1000/a{b", "10.1000/a%7Bb"),
        ("10.1000/}a{", "10.1000/%7Da%7B"),
        ("10.1000/a\\", "10.1000/a%5C"),
        ("10.1000/a\\_b", "10.1000/a%5C_b"),
    ],
)
def test_a_doi_goes_out_as_it_is_unless_it_would_end_its_field(doi: str, field: str) -> None:
    written = dump([Paper("", "T", doi=doi), Paper("", "Next")])
    assert f"doi = {{{field}}}" in written
    one, following = parse(written).papers
    assert (one.doi, following.title) == (doi, "Next")
    (of_old,) = read(f"@misc{{x, title={{T}}, doi={{https://doi.org/{quote(doi)}}}}}")
    assert of_old.doi == doi


def test_braces_around_a_whole_doi_are_not_its_own() -> None:
    assert [read(f"@misc{{x, title={{T}}, doi={{{doi}}}}}")[0].doi for doi in ("{10.1000/a}", "{{10.1000/a{b}}}")] == [
        "10.1000/a",
        "10.1000/a{b}",
    ]
