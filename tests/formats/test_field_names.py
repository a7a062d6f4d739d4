"""A field is known by any usual name, whatever form its record has, and no word under another name is lost unsaid."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.formats import detect, read
from reader.formats.field_names import field_of, is_of_program
from reader.formats.parsed import Parsed
from reader.paper import Name, Paper, Status
from reader.paper_json import to_json
from reader.text import words
from tests.support.laws import law

LAMPS: dict[str, Any] = {
    "title": "Lamps that learn",
    "authors": ["Ada Sample"],
    "url": "https://arxiv.org/abs/2401.00011",
}


def as_yaml(*records: Mapping[str, Any]) -> str:
    """Records as a list of YAML, each value as JSON writes it, which YAML reads."""
    lines = (f"{'- ' if not at else '  '}{json.dumps(name)}: {json.dumps(value)}" for record in records
             for at, (name, value) in enumerate(record.items()))  # fmt: skip
    return "\n".join(lines) + "\n"


def as_json(*records: Mapping[str, Any]) -> str:
    """Records as an array of JSON."""
    return json.dumps(records, indent=1)


def as_csv(*records: Mapping[str, Any]) -> str:
    """Records as a table; what is no text there stands as one."""
    columns = list(dict.fromkeys(name for record in records for name in record))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows([_cell(record.get(name, "")) for name in columns] for record in records)
    return out.getvalue()


def _cell(value: Any) -> str:
    return "; ".join(value) if isinstance(value, list) else value


FORMS = {"yaml": as_yaml, "json": as_json, "csv": as_csv}
every = pytest.mark.parametrize("form", FORMS)
nested = pytest.mark.parametrize("form", ["yaml", "json"])


def taken(form: str, *records: Mapping[str, Any]) -> Parsed:
    """What records give in a form, told by its content."""
    text = FORMS[form](*records)
    name = detect(text)
    assert name is not None
    return read(text, name)


def not_read(form: str, names: str) -> str:
    """What is said of names that are not read in a form."""
    return f"{'columns' if form == 'csv' else 'keys'} not read: {names}"


def said(parsed: Parsed) -> list[str]:
    """What is said of a text as a whole."""
    return [problem.message for problem in parsed.problems]


@every
@pytest.mark.parametrize(
    ("name", "field", "value"),
    [
        ("summary", "abstract", "We ask."), ("abstractText", "abstract", "We ask."), ("Abstract", "abstract", "We."),
        ("publication_date", "published", "2024-01"), ("pubYear", "published", "2024"), ("date", "published", "2024"),
        ("conference", "venue", "ICLR"), ("proceeding", "venue", "ICLR"), ("journal", "venue", "Lamp Letters"),
        ("Source title", "venue", "Lamps"), ("DOI", "doi", "10.1234/a"), ("citation-key", "citation_key", "s2024"),
    ],
)  # fmt: skip
def test_a_field_is_known_by_each_of_its_names(form: str, name: str, field: str, value: str) -> None:
    parsed = taken(form, {**LAMPS, name: value, "award": "gold"})
    assert getattr(parsed.papers[0], field) == value
    assert said(parsed) == [not_read(form, "award")]


@every
@pytest.mark.parametrize("name", ["Paper link", "arxiv_url", "link_to_paper", "arXiv link", "pdfUrl", "uri", "Source"])
def test_an_address_is_known_by_each_of_its_names(form: str, name: str) -> None:
    parsed = taken(form, {"title": "Lamps that learn", name: LAMPS["url"], "award": "gold"})
    assert (parsed.papers[0].arxiv_id, said(parsed)) == ("2401.00011", [not_read(form, "award")])


@every
def test_the_doi_of_an_address_is_that_of_the_paper_and_an_address_of_it_again_is_nothing_to_tell(form: str) -> None:
    record = {"title": "Lamps that learn", "DOI link": "https://doi.org/10.1234/lamp", "award": "gold"}
    parsed = taken(form, {**record, "mirror": "http://dx.doi.org/10.1234/LAMP"})
    assert (parsed.papers[0].doi, said(parsed)) == ("10.1234/lamp", [not_read(form, "award")])


@every
def test_editors_series_and_places_are_kept(form: str) -> None:
    more = {"editor": "Roe, John and Poe, Jane", "series": "LNCS", "address": "Cham", "publisher": "Lamp Press"}
    parsed = taken(form, {**LAMPS, **more, "award": "x"})
    told = {
        "editor": "John Roe; Jane Poe",
        "collection-title": "LNCS",
        "publisher-place": "Cham",
        "publisher": "Lamp Press",
    }
    assert dict(parsed.papers[0].metadata) == told
    assert said(parsed) == [not_read(form, "award")]


@every
def test_what_somebody_wrote_for_themselves_comes_into_the_note(form: str) -> None:
    own = {"comments": "the classic", "my_thoughts": "hm", "rating": "5", "dateRead": "2024-01-05", "note": "Mine."}
    paper = taken(form, {**LAMPS, **own}).papers[0]
    assert paper.note == "Mine.\n\nComments: the classic\n\nMy thoughts: hm\n\nRating: 5\n\nDate read: 2024-01-05"
    paper = taken(form, {**LAMPS, "read": "2024-01-05"}).papers[0]
    assert (paper.status, paper.note) == (Status.READ, "Read: 2024-01-05")


@every
def test_scores_and_comments_of_services_are_nobodys_own_words(form: str) -> None:
    parsed = taken(
        form, {**LAMPS, "rating": "6;8", "confidence": "4;4"}, {**LAMPS, "comments": "9 pages", "submitter": "A"}
    )
    assert [paper.note for paper in parsed.papers] == ["", ""]
    assert said(parsed) == [not_read(form, "rating, confidence, comments, submitter")]


@nested
def test_the_note_of_a_work_in_a_bibliography_is_its_own(form: str) -> None:
    paper = taken(form, {**LAMPS, "ENTRYTYPE": "article", "note": "Best paper"}).papers[0]
    assert (paper.note, paper.about("note")) == ("", "Best paper")


IN_PARTS: list[tuple[Any, tuple[str, ...], bool]] = [
    ([{"name": "Scott E. Reed"}, {"name": "Zeynep Akata"}], ("Scott E. Reed", "Zeynep Akata"), False),
    ([{"firstName": "Bo", "lastName": "Ash"}, {"literal": "Lamp Group"}], ("Bo Ash", "Lamp Group"), False),
    ([{"given-name": "Jane", "name": "Doe"}], ("Jane Doe",), False),
]
PEOPLE: list[tuple[Any, tuple[str, ...], bool]] = [
    ("Devlin et al.", ("Devlin",), True),
    (["Vaswani et al."], ("Vaswani",), True),
    ("Albert Gu, Tri Dao, et al.", ("Albert Gu", "Tri Dao"), True),
    ("Gu, Albert and others", ("Albert Gu",), True),
    (["Ada Sample", "et al."], ("Ada Sample",), True),
    ("Devlin, Chang, Lee, Toutanova", ("Devlin", "Chang", "Lee", "Toutanova"), False),
    ("A. Gu, T. Dao and C. Probe", ("A. Gu", "T. Dao", "C. Probe"), False),
    ("Sample, Ada; van Muster, Bo", ("Ada Sample", "Bo van Muster"), False),
    ("Sample, Ada and van Muster, Bo", ("Ada Sample", "Bo van Muster"), False),
]


@pytest.mark.parametrize(
    ("form", "authors", "names", "more"),
    [(form, *told) for form in FORMS for told in (*PEOPLE, *([] if form == "csv" else IN_PARTS))],
)
def test_people_are_read_in_every_form(form: str, authors: Any, names: tuple[str, ...], more: bool) -> None:
    paper = taken(form, {**LAMPS, "authors": authors, "award": "x"}).papers[0]
    assert (paper.authors, paper.more_authors) == (names, more)


@nested
def test_a_name_told_whole_is_a_persons_and_that_of_a_house_a_groups(form: str) -> None:
    people = [{"name": "Scott E. Reed"}, {"name": "Google Research"}]
    paper = taken(form, {**LAMPS, "authors": people, "award": "x"}).papers[0]
    assert paper.names == (("Google Research", Name(literal="Google Research")),)


@every
def test_two_words_are_one_name_or_two_by_what_stands_beside_them_and_else_that_is_said(form: str) -> None:
    two, many = {**LAMPS, "authors": "Vaswani, Shazeer"}, {**LAMPS, "authors": "Devlin, Chang, Lee"}
    parsed = taken(form, two, {**two, "award": "x"})
    doubt = "authors that may be one or two, taken for one, family name first"
    assert {paper.authors for paper in parsed.papers} == {("Shazeer Vaswani",)}
    assert said(parsed) == [not_read(form, "award"), *[doubt] * (1 if form == "csv" else 2)]
    parsed = taken(form, two, {**many, "award": "x"})
    assert [paper.authors for paper in parsed.papers] == [("Vaswani", "Shazeer"), ("Devlin", "Chang", "Lee")]
    assert said(parsed) == [not_read(form, "award")]


_NAMES = st.text("abcdeilmnoprst_ ", min_size=3, max_size=14).map(str.strip).filter(
    lambda name: len(name) > 2 and "  " not in name and not is_of_program(name)
)  # fmt: skip
_NAMED = _NAMES | st.sampled_from(
    ["journal", "booktitle", "Status", "type", "pdf", "Editor", "my view", "comments", "rating", "read", "note",
     "Series", "summary", "description", "keywords", "tags", "source", "Publisher", "ISBN", "date", "year", "number"]
)  # fmt: skip
_WORDS = st.lists(st.sampled_from("amber birch cedar delta ember fjord grove heath".split()), min_size=1, max_size=3)  # noqa: SIM905
_VALUES = _WORDS.map(" ".join) | _WORDS


def held(paper: Paper) -> set[str]:
    """The words of all that a paper says."""
    return {*words(json.dumps(to_json(paper)).replace("\\n", " "))}


@every
@law()
@example({"creators": "amber"})
@example({"creators": ["amber"]})
@example({"isstarred": "amber"})
@given(st.dictionaries(_NAMED, _VALUES, max_size=5))
def test_every_word_of_a_record_is_in_the_paper_or_the_name_above_it_is_said(form: str, more: dict[str, Any]) -> None:
    record = {**LAMPS, **more, "award": "gold"}
    parsed = taken(form, record)
    (paper,) = parsed.papers
    told, names = held(paper), " ".join(said(parsed)).lower()
    for name, value in more.items():
        if {*words(json.dumps(value))} - told and field_of(name) != "title":
            assert any(word in names for word in {name.lower(), field_of(name)} - {""}), (name, value, parsed)


def as_note(more: Mapping[str, Any]) -> str:
    """A note on a paper with such properties."""
    properties = {"title": LAMPS["title"], "arxiv": "2401.00011", **more}
    lines = "".join(f"{json.dumps(name)}: {json.dumps(value)}\n" for name, value in properties.items())
    return f"---\n{lines}---\nMy own words.\n"


def test_a_record_in_our_words_keeps_what_is_the_users_beside_a_key_more() -> None:
    """JSON Lines of somebody's script: one key that nobody knows makes no keyword of a tag."""
    own = {"tags": ["deep learning", "rl"], "starred": True, "status": "read", "note": "Mine.", "lists": ["Week"]}
    parsed = read(json.dumps({**LAMPS, **own, "cupboard": "K 4"}) + "\n", "jsonl")
    (paper,) = parsed.papers
    assert (paper.tags, paper.keywords) == (("deep learning", "rl"), ())
    assert (paper.starred, paper.status, paper.note) == (True, Status.READ, "Mine.")
    assert [entry.list for entry in parsed.entries[0]] == ["Week"]
    assert "cupboard" in " ".join(problem.message for problem in parsed.problems)


def test_what_properties_say_for_their_writer_stands_below_the_note() -> None:
    parsed = read(as_note({"rating": "5", "myThoughts": ["good", "short"], "read": "2024-01-05", "up": "x"}), "note")
    (paper,) = parsed.papers
    assert paper.note == "My own words.\n\nRating: 5\n\nMy thoughts: good, short\n\nRead: 2024-01-05"
    assert paper.status is Status.READ
    assert [problem.message for problem in parsed.problems] == ["properties not read: up"]


def test_properties_are_known_by_the_names_of_the_one_table() -> None:
    more = {"publicationDate": "2024-01", "Source title": "Lamp Letters", "editor": "Roe, John", "series": "LNCS"}
    (paper,) = read(as_note(more), "note").papers
    assert (paper.published, paper.venue) == ("2024-01", "Lamp Letters")
    assert dict(paper.metadata) == {"editor": "John Roe", "collection-title": "LNCS"}


@pytest.mark.parametrize(
    ("authors", "names", "more"),
    [
        (["Ada Sample", "et al."], ("Ada Sample",), True),
        ("Ada Sample et al.", ("Ada Sample",), True),
        (["Ada Sample et al."], ("Ada Sample",), True),
        ([{"firstName": "Bo", "lastName": "Ash"}, {"name": "Ada Sample"}], ("Bo Ash", "Ada Sample"), False),
    ],
)
def test_the_people_of_a_note_are_read_as_elsewhere(authors: Any, names: tuple[str, ...], more: bool) -> None:
    (paper,) = read(as_note({"authors": authors}), "note").papers
    assert (paper.authors, paper.more_authors) == (names, more)


@pytest.mark.parametrize("authors", ["admin", ["admin", "Bo Ash"]])
def test_the_account_of_a_website_is_no_author_and_is_named(authors: Any) -> None:
    parsed = read(as_note({"authors": authors}), "note")
    assert parsed.papers[0].authors == (() if authors == "admin" else ("Bo Ash",))
    assert said(parsed) == ["an author by the account of a website, not by name, left out"]


_UNKNOWN = (_NAMES | st.sampled_from(["comments", "my view", "rating", "summary"])).filter(
    lambda name: not field_of(name) or name == "summary"
)


@law()
@given(st.dictionaries(_UNKNOWN, _VALUES, max_size=5))
@example({"bib": "amber"})
def test_every_word_of_a_property_that_is_not_known_is_in_the_note_or_its_name_is_said(more: dict[str, Any]) -> None:
    parsed = read(as_note(more), "note")
    told, names = held(parsed.papers[0]), " ".join(said(parsed)).lower()
    for name, value in more.items():
        if {*words(json.dumps(value))} - told:
            assert any(word in names for word in {name.lower(), field_of(name)} - {""}), (name, value, parsed)


def test_the_notes_of_zotero_in_a_table_lose_their_markup() -> None:
    (paper,) = taken("csv", {**LAMPS, "Item Type": "preprint", "Notes": "<p>First.</p><p>See <b>this</b>.</p>"}).papers
    assert paper.note == "First.\n\nSee this."
