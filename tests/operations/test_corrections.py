"""Which fields can be put right, what is taken for a value of each, and what is said of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import example, given, reject
from hypothesis import strategies as st

from reader.errors import InputError, LimitError, Refused, UsageError, WrongValue
from reader.io.read import read_text
from reader.library.corrections import value_of
from reader.library.library import Library
from reader.operations import corrections, duplicates, imports
from reader.paper import Name, Paper
from reader.text import TITLE_LIMIT
from tests.support.laws import law
from tests.support.memory import library

PAPER = Paper(
    "p", "On Ligth", abstract="We look at lamps: all of them. # No heading. " * 5 + "The end.", published="2021",
    authors=("Ada Vale", "Lamps, Oslo", "Gabo García Márquez"), more_authors=True, venue="J. Lamps", doi="10.1000/abc",
    names=(("Gabo García Márquez", Name("García Márquez", "Gabo")), ("Lamps, Oslo", Name(literal="Lamps, Oslo"))),
    metadata=(("genre", "essay"), ("volume", "3")), added="2026-01-01T00:00:00Z",
)  # fmt: skip


def edited(shelf: Library, **settings: str) -> Paper:
    """The one paper with some fields put right as they are typed."""
    paper = shelf.papers["p"]
    corrections.correct(shelf, paper, corrections.typed(paper, settings))
    return shelf.papers["p"]


@pytest.mark.parametrize(
    ("word", "field"),
    [("Title", "title"), ("author", "authors"), ("Authors", "authors"), ("YEAR", "published"), ("date", "published"),
     ("published", "published"), ("journal", "venue"), ("booktitle", "venue"), ("arxiv_id", "arxiv_id"),
     ("eprint", "arxiv_id"), ("DOI", "doi"), ("code", "links/code"), ("links/slides", "links/slides"),
     ("pages", "metadata/page"), ("Volume", "metadata/volume"), ("citation_key", "citation_key"),
     ("metadata/genre", "metadata/genre"), ("genre", "metadata/genre"), ("pdf", "links/pdf")],
)  # fmt: skip
def test_a_field_is_called_as_people_call_it(word: str, field: str) -> None:
    assert corrections.field_called(word, PAPER) == field


@pytest.mark.parametrize(
    ("word", "why"),
    [("titlle", "did you mean 'title'?"), ("tags", "`reader tag`"), ("note", "`reader note`"), ("stars", "no field"),
     ("status", "`reader mark`"), ("", "no field"), ("titel", "did you mean 'title'?"), ("name", "'title'?"),
     ("autor", "did you mean 'authors'?"), ("Jahr", "did you mean 'date'?"), ("zeitschrift", "did you mean 'venue'?"),
     ("id", "no field"), ("genre", "no field")],
)  # fmt: skip
def test_what_is_no_field_is_refused_with_what_it_may_be(word: str, why: str) -> None:
    with pytest.raises(UsageError) as told:
        corrections.field_called(word, replace(PAPER, metadata=()))
    assert why in str(told.value)


@pytest.mark.parametrize(
    ("word", "typed", "value"),
    [("title", "  On \n Light ", "On Light"), ("date", "2024-02-29", "2024-02-29"), ("date", "2024-05", "2024-05"),
     ("doi", "https://doi.org/10.1000/XYZ", "10.1000/xyz"), ("arxiv", "arXiv:2408.07990v2", "2408.07990"),
     ("url", "https://example.org/?b=c", "https://example.org/?b=c"), ("keywords", "a b, c; d, e", ["a b, c", "d, e"]),
     ("keywords", "a, b,a", ["a", "b"]), ("page", "30--39", "30-39"), ("kind", "Paper-Conference", "paper-conference"),
     ("editor", "Oak, Cy; Bo Elm", "Cy Oak; Bo Elm"), ("venue", "", ""), ("keywords", " ", []),
     ("authors", "", {"authors": []}), ("authors", "Ada Vale and Bo Ash", {"authors": ["Ada Vale", "Bo Ash"]}),
     ("authors", "Vale, Ada;", {"authors": ["Ada Vale"]}), ("authors", "Plato", {"authors": ["Plato"]}),
     ("authors", "Ada Vale; et al.", {"authors": ["Ada Vale"], "more_authors": True})],
)  # fmt: skip
def test_a_typed_text_is_read_as_its_field_holds_it(word: str, typed: str, value: Any) -> None:
    assert corrections.value_from(corrections.field_called(word), typed) == value


@pytest.mark.parametrize(
    ("word", "typed", "why"),
    [("title", " ", "cannot be empty"), ("date", "2024-02-31", "no date"), ("date", "soon", "no date"),
     ("date", "20240101", "no date"), ("doi", "abc", "no DOI"), ("arxiv", "12345", "no arXiv id"),
     ("url", "javascript:alert(1)", "no address"), ("code", "git", "no address"), ("authors", "Vale, Ada", "semicolon"),
     ("editor", ";", "names nobody"), ("authors", ";;;", "names nobody"), ("authors", "et al.;", "names nobody"),
     ("authors", "Vale, Ada; Smith, J. and Doe, K.", "in place of 'and'"),
     ("kind", "paper-conferense", "paper-conference"), ("key", "two words", "no citation key")],
)  # fmt: skip
def test_what_cannot_be_a_value_is_refused(word: str, typed: str, why: str) -> None:
    with pytest.raises(InputError) as told:
        corrections.typed(PAPER, {word: typed})
    assert why in str(told.value)


def test_a_value_that_is_too_long_is_refused() -> None:
    with pytest.raises(LimitError):
        corrections.typed(PAPER, {"venue": "x" * (TITLE_LIMIT + 1)})


@pytest.mark.parametrize("told", [({"date": "2022", "year": "2023"}, ()), ({"date": "2022"}, ("published",))])
def test_a_field_that_is_named_twice_is_refused(told: tuple[dict[str, str], tuple[str, ...]]) -> None:
    with pytest.raises(UsageError, match="The date is named twice"):
        corrections.typed(PAPER, *told)


def test_one_step_puts_several_fields_right_and_says_which() -> None:
    shelf = library(PAPER)
    paper = edited(shelf, title="On Light", year="2022", doi="10.1000/abc")
    assert (paper.title, paper.published, paper.corrected) == ("On Light", "2022", ("published", "title"))
    assert shelf.history()[0].say == "Corrected the title and date of 'On Ligth'"
    outcome = corrections.correct(shelf, paper, {"title": None, "venue": ""})
    assert outcome.say == "Corrected the venue and took back the correction of the title of 'On Light'"
    assert (shelf.papers["p"].title, shelf.papers["p"].venue) == ("On Ligth", "")


def test_what_is_so_already_is_no_step_and_what_the_world_says_is_no_correction() -> None:
    shelf = library(PAPER)
    assert corrections.correct(shelf, PAPER, {"venue": "J. Lamps", "title": None}).step is None
    paper = edited(shelf, title="On Light")
    assert corrections.correct(shelf, paper, {"title": "On Light"}).step is None
    assert edited(shelf, title="On Ligth").corrected == ()


def test_another_paper_with_the_identifier_that_a_paper_is_given_is_named() -> None:
    shelf = library(PAPER, Paper("q", "Of Shadows", doi="10.1000/def", arxiv_id="2408.07990"))
    wanted = corrections.typed(PAPER, {"doi": "10.1000/def", "arxiv": "2408.07990", "year": "2022"})
    said = corrections.correct(shelf, PAPER, wanted).warnings
    assert said == ("'Of Shadows' has the arXiv id 2408.07990, too.", "'Of Shadows' has the DOI 10.1000/def, too.")
    keyed = library(PAPER, Paper("q", "Of Shadows", citation_key="shade24"))
    said = corrections.correct(keyed, PAPER, corrections.typed(PAPER, {"key": "shade24"})).warnings
    assert said == ("'Of Shadows' has the citation key shade24, too.",)


def test_what_would_change_is_foretold_and_nothing_is_changed() -> None:
    shelf = library(PAPER)
    paper = edited(shelf, title="On Light")
    rows = corrections.foretold(shelf, paper, {"title": None, "venue": "", "published": "2021"})
    assert rows == ["title: On Light -> On Ligth", "venue: J. Lamps -> "]
    assert shelf.papers["p"] == paper


def test_an_import_says_what_it_has_otherwise() -> None:
    shelf = library(PAPER)
    edited(shelf, year="2022", venue="Lamps")
    source = read_text("@article{a, title={On Ligth}, doi={10.1000/abc}, year=2019, journal={J. Lamps}}", "a.bib")
    (outcome,) = imports.import_sources(shelf, [source]).outcomes
    assert outcome.warnings == (
        "The date of 'On Ligth' is '2022' since you corrected it, and stays so; the import says '2019'.",
    )
    assert "noted what else is said of 1 corrected paper from a.bib" in outcome.say
    (again,) = imports.import_sources(shelf, [source]).outcomes
    assert (again.step, again.warnings) == (None, ())


def test_a_completed_paper_is_told_with_what_was_put_right() -> None:
    shelf = library(PAPER)
    edited(shelf, title="On Light")
    source = read_text("@article{a, title={On Ligth}, doi={10.1000/abc}, url={https://example.org/p}}", "a.bib")
    ((before, after),) = imports.preview(shelf, [source]).completed
    assert (before.title, after.title, after.url) == ("On Light", "On Light", "https://example.org/p")


# -- merging ----------------------------------------------------------------------------------------------------------


def test_a_merged_paper_keeps_what_was_put_right_of_either() -> None:
    other = Paper("q", "On Ligth", doi="10.1000/def", published="2020", url="https://example.org/q")
    shelf = library(PAPER, other)
    edited(shelf, title="On Light")
    corrections.correct(shelf, other, {"published": "2019", "url": "https://example.org/r"})
    left, right = shelf.papers["p"], shelf.papers["q"]
    duplicates.merge(shelf, left, right, replace(left, url=right.url, abstract=""))
    paper = shelf.papers["p"]
    assert (paper.title, paper.published, paper.url, paper.abstract) == (
        "On Light",
        "2021",
        "https://example.org/r",
        "",
    )
    assert paper.corrected == ("title", "url")
    assert shelf.state.beneath(paper).title == "On Ligth"
    shelf.undo()
    assert shelf.papers == {"p": left, "q": right}


def test_papers_that_a_record_joins_keep_what_was_put_right_of_the_one_that_goes() -> None:
    other = Paper("q", "On Ligth", arxiv_id="2408.07990", published="2020")
    shelf = library(PAPER, other)
    corrections.correct(shelf, other, {"published": "2019"})
    duplicates.join(shelf, shelf.papers["p"], shelf.papers["q"])
    assert (shelf.papers["p"].published, shelf.papers["p"].corrected) == ("2019", ("published",))


# -- the sheet --------------------------------------------------------------------------------------------------------


def test_a_sheet_that_nobody_touched_changes_nothing() -> None:
    shelf = library(PAPER)
    paper = edited(shelf, title="On Light", editor="Cy Oak")
    assert corrections.read_sheet(corrections.sheet(shelf, paper), paper) == {}


def test_a_sheet_shows_what_the_world_says_above_what_was_put_right() -> None:
    shelf = library(PAPER)
    lines = corrections.sheet(shelf, edited(shelf, title="On Light", venue="L")).splitlines()
    assert lines[lines.index("title: On Light") - 1] == "# It came as: On Ligth"
    assert lines[lines.index("venue: L") - 1] == "# It came as: J. Lamps"
    assert "authors: Ada Vale; {Lamps, Oslo}; García Márquez, Gabo; et al." in lines


def test_what_a_person_changes_in_a_sheet_is_read() -> None:
    shelf = library(PAPER)
    text = corrections.sheet(shelf, PAPER).replace("date: 2021", "date: 2022").replace("venue: J. Lamps", "venue:")
    text = text.replace("doi: 10.1000/abc\n", "").replace("Ada Vale", "Ada B. Vale").replace("The end.", "The\n\nend!")
    read = corrections.read_sheet(text, PAPER)
    assert read.pop("abstract").endswith("No heading. The end!")
    assert read.pop("authors")["authors"] == ["Ada B. Vale", "Lamps, Oslo", "Gabo García Márquez"]
    assert read == {"published": "2022", "venue": ""}


@pytest.mark.parametrize(
    ("line", "why"),
    [("titlle: x", "Line 2: 'titlle' is no field"), ("a line", "Line 2: it names no field"),
     ("date: 2024-02-31", "Line 2: '2024-02-31' is no date"), ("title:", "Line 2: A title cannot be empty"),
     ("year: 2020\ndate: 2021", "Line 3: the date stands there twice"),
     ("abstract: Foo.\ntitle: Other", "Line 2: the abstract comes last, and below it, in line 3, stands 'title:'")],
)  # fmt: skip
def test_a_sheet_that_cannot_be_read_says_where(line: str, why: str) -> None:
    with pytest.raises(InputError) as told:
        corrections.read_sheet(f"# nothing\n{line}\nabstract:\ntitlle: no field here\n", PAPER)
    assert why in str(told.value)


def test_a_sheet_may_begin_with_a_byte_order_mark_and_a_group_may_have_an_and_in_its_name() -> None:
    paper = replace(PAPER, authors=("Food and Drug Office", "Ada Vale"), names=(), more_authors=False)
    shelf = library(paper)
    text = corrections.sheet(shelf, paper).replace("; Ada Vale", "; Ada B. Vale").replace("# Put", "title: T\n# Put", 1)
    read = corrections.read_sheet("\ufeff" + text.replace("title: On Ligth\n", ""), paper)
    assert (read["title"], read["authors"]["authors"]) == ("T", ["Food and Drug Office", "Ada B. Vale"])


_texts = st.text(st.sampled_from("ab:;#,{} \n-."), max_size=12)
_words = _texts.filter(lambda text: not text.strip() or any(map(str.isalpha, text)))


def typed(field: str, text: str) -> Any:
    """What a typed text is as a value, where it is one and no place that was not filled in."""
    try:
        return corrections.value_from(field, text)
    except WrongValue:
        reject()


@law(40)
@example("T", "a", ["a;,b"])
@given(_texts, _texts, st.lists(_words, max_size=3))
def test_what_a_sheet_says_is_what_the_paper_holds(title: str, venue: str, keywords: list[str]) -> None:
    shelf = library(PAPER)
    values = {"venue": typed("venue", venue), "keywords": typed("keywords", "; ".join(keywords))}
    values |= {"title": typed("title", title)} if title.strip() else {}
    corrections.correct(shelf, PAPER, values)
    paper = shelf.papers["p"]
    told = corrections.read_sheet(corrections.sheet(shelf, paper), PAPER)
    assert {field: value_of(paper, field) for field in values} == {
        field: told.get(field, value_of(PAPER, field)) for field in values
    }


def test_a_field_that_was_changed_elsewhere_since_it_was_seen_is_refused() -> None:
    shelf = library(PAPER)
    seen = shelf.papers["p"]
    edited(shelf, title="On Light", venue="Lamp Letters")
    with pytest.raises(Refused, match="title of 'On Ligth' was changed elsewhere since you saw it, to 'On Light'"):
        corrections.correct(shelf, seen, corrections.typed(seen, {"title": "Light"}))
    corrections.correct(shelf, seen, corrections.typed(seen, {"title": "On Light", "date": "2022"}))
    assert (shelf.papers["p"].title, shelf.papers["p"].year, shelf.papers["p"].venue) == (
        "On Light", 2022, "Lamp Letters",
    )  # fmt: skip


def test_what_other_programs_tell_is_read_as_a_person_types_it() -> None:
    assert [corrections.written(*told) for told in (("year", 2024), ("volume", "3"))] == ["2024", "3"]
    people = corrections.written("author", ["Vale, Ada", "Bo Ash"])
    assert corrections.value_from("authors", people) == {"authors": ["Ada Vale", "Bo Ash"]}
    assert corrections.value_from("keywords", corrections.written("keywords", ["a, b", "c"])) == ["a, b", "c"]
    for wrong in (("year", True), ("year", 20.5), ("title", ["On Light"]), ("authors", ["Ada", 3]), ("venue", None)):
        with pytest.raises(UsageError, match="must be a text"):
            corrections.written(*wrong)


def test_a_character_that_stands_in_no_text_is_told_and_several_are_told_as_several() -> None:
    with pytest.raises(InputError, match=r"The title stays as it is. It holds U\+0000"):
        corrections.typed(PAPER, {"title": "On\0Light"})
    with pytest.raises(InputError, match="The authors stay as they are"):
        corrections.typed(PAPER, {"authors": "Ada Vale and Bo Ash; Cy Oak"})
    assert corrections.value_from("abstract", "A lamp.\x0cIt burns.") == "A lamp. It burns."


def test_no_address_that_is_typed_keeps_a_secret() -> None:
    assert corrections.value_from("url", "https://ada:pw@lamps.org/a?token=abc&page=2") == "https://lamps.org/a?page=2"
    assert corrections.value_from("pdf", "https://lamps.org/a.pdf?sig=abc") == "https://lamps.org/a.pdf"


def test_what_is_put_behind_an_abstract_is_told_or_refused() -> None:
    shelf = library(PAPER)
    sheet = corrections.sheet(shelf, shelf.papers["p"])
    with pytest.raises(InputError, match=r"below it, in line \d+, stands 'nonsense:'"):
        corrections.read_sheet(sheet + "nonsense: 1\n", shelf.papers["p"])
    told = corrections.read_sheet(sheet.replace("all of them. # No", "\nfour: of them. # No", 1), shelf.papers["p"])
    assert "lamps: four: of" in told["abstract"]
    values = corrections.read_sheet(sheet + "just a line\n", shelf.papers["p"])
    outcome = corrections.correct(shelf, shelf.papers["p"], values)
    assert outcome.warnings == ("'just a line' stands at the end of the abstract now.",)
    for empty in ("", "\n \n", "# a remark\n"):
        with pytest.raises(InputError, match="No field stands there"):
            corrections.read_sheet(empty, PAPER)
