"""The parts of names, which come in, are kept beside the printed form, and go out in every format that has them."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import FORMATS, bibtex, csl_json, jsonl, name_joints, read
from reader.formats.bylines import names_a_house
from reader.library.merging import completed
from reader.paper import Name, Paper
from reader.paper_json import from_facts, from_json, to_facts, to_json
from reader.persons import goes_on, name_parts, named_authors, named_in, short_name, told_parts
from reader.text import clean_line
from tests.support.laws import law

PARTED = Name("García Márquez", "Gabriel")
GROUP = Name(literal="World Lamp Organization")
VON = Name("Hicks", "Michael", "von", suffix="III")
PRINTED = ("Gabriel García Márquez", "Michael von Hicks III", "World Lamp Organization", "Jan van der Berg")
BIBTEX = (
    "@article{n1, title={Lamps},\n author={Garc{\\'i}a M{\\'a}rquez, Gabriel and von Hicks, III, Michael and "
    "{World Lamp Organization} and van der Berg, Jan and others}}"
)
RIS = (
    "TY  - JOUR\nTI  - Lamps\nAU  - García Márquez, Gabriel\nAU  - von Hicks, Michael, III\n"
    "AU  - World Lamp Organization,\nAU  - van der Berg, Jan\nAU  - et al.\nER  - \n"
)
CSL = json.dumps(
    [
        {
            "type": "article-journal",
            "title": "Lamps",
            "author": [
                {"family": "García Márquez", "given": "Gabriel"},
                {"family": "Hicks", "given": "Michael", "non-dropping-particle": "von", "suffix": "III"},
                {"literal": "World Lamp Organization"},
                {"family": "van der Berg", "given": "Jan"},
                {"literal": "others"},
            ],
        }
    ]
)


def only(name: str, text: str) -> Paper:
    """The one paper of a text."""
    (paper,) = FORMATS[name].read(text, told=True).papers
    return paper


@pytest.mark.parametrize(("name", "text"), [("bibtex", BIBTEX), ("ris", RIS), ("csl-json", CSL)])
def test_the_parts_that_a_record_tells_are_kept_where_the_printed_form_does_not_show_them(name: str, text: str) -> None:
    paper = only(name, text)
    assert paper.authors == PRINTED
    assert paper.names == (("Gabriel García Márquez", PARTED), ("World Lamp Organization", GROUP))
    assert named_authors(paper) == [PARTED, VON, GROUP, Name("Berg", "Jan", "van der")]
    assert paper.more_authors


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("bibtex", ["García Márquez, Gabriel and von Hicks, III, Michael and {World Lamp Organization} and "
                    "Jan van der Berg and others"]),
        ("ris", ["AU  - García Márquez, Gabriel\n", "AU  - von Hicks, Michael, III\n",
                 "AU  - World Lamp Organization,\n", "AU  - van der Berg, Jan\n", "U5  - et al.[authors]\n"]),
        ("csl-json", ['"literal": "World Lamp Organization"', '"family": "García Márquez"', '"more-authors": true',
                      '"non-dropping-particle": "van der"', '"suffix": "III"']),
    ],
)  # fmt: skip
def test_names_go_out_as_they_came(name: str, shown: list[str]) -> None:
    (text,) = [FORMATS[name].write([replace(only("bibtex", BIBTEX), kept=())], {})]
    assert all(one in text for one in shown), text
    back = only(name, text)
    assert (back.authors, named_authors(back), back.more_authors) == (
        PRINTED, named_authors(only("bibtex", BIBTEX)), True,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("printed", "parts"),
    [
        ("Ada B. Sample", Name("Sample", "Ada B.")), ("Plato", Name("Plato")),
        ("Henry Ford Jr.", Name("Ford", "Henry", suffix="Jr.")),
        ("Charles de la Vallée Poussin", Name("Vallée Poussin", "Charles", "de la")), ("van Gogh", Name("Gogh", "van")),
        ("Gemini Team, Google", Name(literal="Gemini Team, Google")),
        ("José Ortega y Gasset", Name("Gasset", "José Ortega y")),
        ("田中太郎", Name("田中太郎")), ("et al.", Name(literal="et al.")), ("Sample III", Name("III", "Sample")),
    ],
)  # fmt: skip
def test_the_printed_form_shows_parts_and_they_make_it_again(printed: str, parts: Name) -> None:
    assert name_parts(printed) == parts
    assert parts.printed == printed


@pytest.mark.parametrize(
    ("tex", "name"),
    [
        ("{van Gogh}, Vincent", Name("van Gogh", "Vincent")), ("Gabriel {Garc\\'ia M\\'arquez}", PARTED),
        ("Ortega y Gasset, Jos{\\'e}", Name("Ortega y Gasset", "José")),
        ("{Barnes and Noble}", Name(literal="Barnes and Noble")),
        ("op den Berg, Jan", Name("op den Berg", "Jan")), ("{Lamp, Inc.}", Name(literal="Lamp, Inc.")),
        ("boyd, danah", Name("boyd", "danah")),
        ("King, Jr., Martin Luther", Name("King", "Martin Luther", suffix="Jr.")),
        ("{\\O}stlund, {\\AA}sa", Name("Østlund", "Åsa")),
        ("\\ifmmode \\check{Z}\\else \\v{Z}\\fi{}umer, S.", Name("Žumer", "S.")),
        ("\\O stlund, \\AA sa", Name("Østlund", "Åsa")), ("Ludwig van~der~Berg", Name("Berg", "Ludwig", "van der")),
        ("van~der Berg, L.~M.", Name("Berg", "L. M.", "van der")), ("\\v Zumer, S.", Name("Žumer", "S.")),
        ("given={Ura Ru}, family={Garc\\'ia Juan}, suffix={Sr}, prefix={von}",
         Name("García Juan", "Ura Ru", "von", suffix="Sr")),
        ("useprefix=true, family = Rabble, given-i=R, given=Richard", Name("Rabble", "Richard")),
        ("{given=Ada, family=Vale}", Name(literal="given=Ada, family=Vale")),
        ("{Google}", Name(literal="Google")), ("Google", Name("Google")), ("Sample,", Name("Sample")),
    ],
)  # fmt: skip
def test_a_name_of_bibtex_is_parted_by_its_commas_and_braces_and_comes_back(tex: str, name: Name) -> None:
    paper = only("bibtex", f"@misc{{x, title={{T}}, author={{{tex}}}}}")
    assert named_authors(paper) == [name]
    assert named_authors(only("bibtex", bibtex.dump([paper]))) == [name]


def test_a_record_of_ris_says_nothing_of_the_parts_of_a_name_without_a_comma() -> None:
    paper = only("ris", "TY  - JOUR\nTI  - T\nAU  - Ada Sample\nA1  - Lamps,\nA1  - A, B, C, D\nER  - \n")
    assert paper.authors == ("Ada Sample", "Lamps", "A, B, C, D")
    assert paper.names == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("ris", "TY  - BOOK\nTI  - T\nA2  - Vale, Ada\nED  - Ash, Bo\nER  - \n"),
        ("bibtex", "@book{b, title={T}, editor={Vale, Ada and Ash, Bo}}"),
        (
            "csl-json",
            '[{"type": "book", "title": "T", "editor": [{"family": "Vale", "given": "Ada"}, {"literal": "Bo Ash"}]}]',
        ),
    ],
)
def test_editors_stand_for_the_authors_where_a_record_has_none(name: str, text: str) -> None:
    """And go out as editors, in whatever format, so that nobody takes the book for theirs."""
    paper = only(name, text)
    assert (paper.authors, paper.about("editor")) == (("Ada Vale", "Bo Ash"), "Ada Vale; Bo Ash")
    for other in ("bibtex", "ris", "csl-json"):
        written = FORMATS[other].write([replace(paper, kept=())], {})
        assert ["author" in written, "AU  -" in written] == [False, False]
        back = only(other, written)
        assert (back.authors, back.about("editor")) == (paper.authors, paper.about("editor"))


NAMED = (PARTED, VON, GROUP, Name("Berg", "Jan", "van der"), Name("Ash", "Bo"))
"""Names of which some show their parts and some do not."""
IN_ENW = """%0 Book Section
%T Lamps
%A Ash, Bo
%E García Márquez, Gabriel
%E von Hicks, Michael, III
%E World Lamp Organization,
%D 2001
"""
IN_CIW = """PT B
AU Ash, Bo
BE Garcia, Gabriel; Vale, Ada
TI Lamps
SO Books of light
PY 2001
ER
"""
IN_XML = """<xml><records><record><ref-type name="Book Section">5</ref-type><titles><title>Lamps</title></titles>
<contributors><authors><author>Ash, Bo</author></authors>
<secondary-authors><author>García Márquez, Gabriel</author></secondary-authors></contributors>
<dates><year>2001</year></dates></record></records></xml>"""


@pytest.mark.parametrize("authors", [(), ("Bo Ash",)])
@pytest.mark.parametrize("name", ["bibtex", "ris", "csl-json", "jsonl"])
def test_the_parts_of_editors_go_out_and_come_back(name: str, authors: tuple[str, ...]) -> None:
    """With authors beside them, and in their place."""
    printed = [one.printed for one in NAMED]
    held = (("editor", "; ".join(printed)),)
    paper = Paper("", "T", authors=authors or (*printed,), metadata=held, names=told_parts(NAMED), kind="book")
    back = only(name, FORMATS[name].write([paper], {}))
    assert (back.authors, back.about("editor"), named_in(back, "editor")) == (paper.authors, held[0][1], [*NAMED])


@pytest.mark.parametrize(
    ("name", "text", "editors"),
    [
        ("endnote", IN_ENW, [PARTED, VON, GROUP]),
        ("web-of-science", IN_CIW, [Name("Garcia", "Gabriel"), Name("Vale", "Ada")]),
        ("xml", IN_XML, [PARTED]),
    ],
)
def test_editors_of_other_programs_are_kept_beside_the_authors(name: str, text: str, editors: list[Name]) -> None:
    paper = only(name, text)
    assert (paper.authors, named_in(paper, "editor")) == (("Bo Ash",), editors)
    assert named_in(only("bibtex", bibtex.dump([paper])), "editor") == editors


def test_what_completes_a_paper_brings_the_parts_of_its_editors() -> None:
    known = Paper("a", "T", doi="10.1/a")
    brought = replace(known, metadata=(("editor", PARTED.printed),), names=told_parts([PARTED]))
    after = completed(known, brought)
    assert named_in(after, "editor") == [PARTED]
    assert from_facts("a", to_facts(after)) == after
    other = replace(brought, metadata=(("editor", "Ada Vale"),), names=told_parts([VON]))
    assert completed(after, other) == after


@pytest.mark.parametrize("name", ["Ada Sample", "World Lamp Organization"])
def test_what_the_store_keeps_tells_the_parts_and_nothing_where_none_were_told(name: str) -> None:
    paper = Paper("", "T", authors=(name,), names=told_parts([GROUP] if name == GROUP.literal else [name_parts(name)]))
    facts = json.loads(json.dumps(to_facts(paper)))
    assert ("names" in facts) == (name == GROUP.literal)
    assert from_facts("", facts) == from_facts("", facts, clean=True) == from_json(to_json(paper)) == paper


def test_parts_that_do_not_make_the_name_of_an_author_are_left_out_and_told() -> None:
    names = {"Ada Sample": {"family": "Other"}, "Bo Ash": {"family": "Ash", "given": "Bo"}, "Cy Elm": 3}
    read = jsonl.parse(json.dumps({"title": "T", "authors": ["Ada Sample", "Cy Elm"], "names": names}))
    assert read.papers[0].names == ()
    assert [one.message for one in read.problems] == ["names that are not the parts of its authors, left out"]
    assert from_facts("x", {"title": "T", "authors": ["Ada Sample"], "names": ["odd"], "more_authors": 1}).names == ()


def test_a_known_paper_gains_the_parts_of_its_names_once_and_keeps_its_own() -> None:
    known = Paper("x", "T", authors=("Gabriel García Márquez", "Ada Sample"))
    told = Paper("", "T", authors=("Gabriel García Márquez",), names=told_parts([PARTED]), more_authors=True)
    once = completed(known, told)
    assert (once.names, once.more_authors) == (told.names, False)
    assert completed(once, told) is once
    assert (
        completed(
            once, Paper("", "T", authors=known.authors, names=told_parts([Name(literal="Gabriel García Márquez")]))
        )
        is once
    )
    assert completed(told, known).authors == known.authors
    assert completed(told, known).names == told.names
    assert not completed(told, known).more_authors


def test_a_group_is_named_whole_where_a_person_is_named_by_the_family_name() -> None:
    paper = Paper(
        "x", "T", authors=("Gabriel García Márquez", GROUP.literal, "Ada Sample"), names=told_parts([PARTED, GROUP])
    )
    assert [short_name(paper, author) for author in paper.authors] == ["Márquez", GROUP.literal, "Sample"]


WORDS = st.one_of(
    st.text(st.sampled_from("aZé豈1-.'"), min_size=1, max_size=4),
    st.sampled_from(
        [
            "von",
            "de",
            "y",
            "and",
            "others",
            "Jr.",
            "III",
            "{",
            "}",
            "\\\\",
            ",",
            "van",
            "et",
            "al.",
            "~",
            "#",
            ";",
            "&",
            "&amp;",
            "a;b",
        ]
    ),
)
PART = st.lists(WORDS, max_size=3).map(" ".join).map(clean_line)
SOME = PART.filter(bool)
NAMES = st.one_of(st.builds(Name, SOME, PART, PART, PART, PART), st.builds(lambda text: Name(literal=text), SOME))


@law(200)
@given(st.lists(NAMES.filter(lambda name: not goes_on(name.printed)), min_size=1, max_size=3))
def test_what_is_printed_of_a_name_comes_back_whatever_its_parts_hold(names: list[Name]) -> None:
    paper = Paper("", "T", authors=tuple(name.printed for name in names), names=told_parts(names))
    assert jsonl.parse(jsonl.dump([paper])).papers[0].names == paper.names
    for module in (bibtex, csl_json):
        assert module.parse(module.dump([paper])).papers[0].authors == paper.authors


LISTS = ("['Ada Sample', 'Bo Muster']", '["Ada Sample", "Bo Muster"]', "[{'name': 'Ada Sample'},{'name': 'Bo Muster'}]")


@pytest.mark.parametrize("told", LISTS)
def test_a_list_that_a_program_wrote_into_one_text_is_read_as_a_list(told: str) -> None:
    cell = told.replace('"', '""')
    text = f"title,authors,keywords,abstract\nLamps of winter,\"{cell}\",\"['lamps', 'deep night']\",We ask.\n"
    (paper,) = read(text, "csv").papers
    assert (paper.authors, paper.keywords) == (("Ada Sample", "Bo Muster"), ("lamps", "deep night"))
    record = {"title": "Lamps of winter", "authors": told, "journal": "Lamp Letters", "year": 2020, "award": "best"}
    (paper,) = read(json.dumps([record]), "plain-json").papers
    assert paper.authors == ("Ada Sample", "Bo Muster")


def test_a_list_of_one_in_one_text_is_one_person_and_a_damaged_one_stays_as_it_is() -> None:
    for told, authors in (("['Ada Sample']", ("Ada Sample",)), ("['Ada Sample'", ("['Ada Sample'",))):
        (paper,) = read(f'title,authors,abstract\nLamps of winter,"{told}",We ask.\n', "csv").papers
        assert paper.authors == authors


@pytest.mark.parametrize("text", ["et al. ", "Worda and Wordb und ", "Vale y "])
def test_a_word_in_a_long_list_of_names_is_judged_by_what_stands_near_it(
    text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The letters that are looked at grow as the list does."""
    looked_at: list[int] = []

    def counting(name: str) -> bool:
        looked_at.append(len(name))
        return names_a_house(name)

    monkeypatch.setattr(name_joints, "names_a_house", counting)
    name_joints.with_plain_joints(text * 300)
    short = sum(looked_at)
    looked_at.clear()
    name_joints.with_plain_joints(text * 1200)
    assert 0 < sum(looked_at) < 6 * short
