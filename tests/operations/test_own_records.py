"""What a library wrote comes back to the papers of which it did, however alike they are, and changes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import SettingsError
from reader.formats import FORMATS, read
from reader.io.read import Source
from reader.library.contents import Contents
from reader.library.library import Library
from reader.operations import annotate, corrections, imports
from reader.operations.exports import Wish, text_of
from reader.operations.imports import ImportResult
from reader.paper import Paper
from reader.paper_json import variables
from tests.support.laws import law
from tests.support.memory import Log, MemoryBacking

ROUND = tuple(name for name, known in FORMATS.items() if known.reads and known.writes)
BIBLIOGRAPHIES = tuple(name for name in ROUND if FORMATS[name].keys)
TEXT = "In this short piece we ask how ferries cross a strait in fog, and who pays for the bell that guides them home."
FERRY = Paper("", "Ferries in Fog", authors=("Ines Quay",), published="1998")


def holding(*papers: Paper) -> Library:
    """A library with some papers."""
    library = Library(MemoryBacking(Log()))
    imports.import_sources(library, [Source("in.jsonl", "jsonl", papers)])
    return library


def exported(library: Library, form: str) -> Source:
    """What a library writes of all its papers, read again."""
    came = read(text_of(library, Wish(format=form), [*library.papers.values()]), form, told=True)
    return Source("out", form, came.papers, came.problems, came.entries)


def imported_anew(library: Library, source: Source) -> ImportResult:
    """What an import of a source does to a library."""
    return imports.import_sources(library, [source])


def told(**metadata: str) -> tuple[tuple[str, str], ...]:
    """Variables of CSL."""
    return variables({name.replace("_", "-"): value for name, value in metadata.items()})


def one_of(*values: str) -> st.SearchStrategy[str]:
    """One of some values, or more often none."""
    return st.sampled_from(("", *values, ""))


twins = st.builds(
    Paper,
    id=st.just(""),
    title=st.sampled_from(("Ferries in Fog", "Foreword", "Straits")),
    abstract=one_of(TEXT),
    authors=st.sampled_from(((), ("Ines Quay",), ("Ines Quay", "Olu Marsh"))),
    published=one_of("1998", "1998-04", "1998-04-02", "2003"),
    venue=one_of("Harbour Letters", "Pier Press"),
    arxiv_id=one_of("9804.00012"),
    doi=one_of("10.1000/ferry", "10.1000/strait"),
    url=one_of("https://example.org/fog", "https://harbour.example/7"),
    kind=one_of("article-journal", "book", "chapter", "thesis", "report", "paper-conference", "dataset", "webpage"),
    metadata=st.builds(
        told, volume=one_of("4", "5"), issue=one_of("1"), number=one_of("12"), page=one_of("3-9", "17"),
        publisher=one_of("Pier Press", "Buoy & Co."), edition=one_of("2"), collection_title=one_of("Tides"),
        editor=one_of("Ed Lock"), genre=one_of("Erratum"), ISBN=one_of("9780262033848"),
    ),
    keywords=st.sampled_from(((), ("fog",))),
    citation_key=one_of("quay98", "quay98fog"),
    tags=st.sampled_from(((), ("sea",), ("Fog", "to read"))),
    note=one_of("Ask Olu."),
)  # fmt: skip
"""Papers of which several have one title and differ in what their forms may call otherwise or cannot hold."""


@law(150)
@given(st.lists(twins, min_size=2, max_size=6), st.sampled_from(BIBLIOGRAPHIES))
def test_a_bibliography_comes_back_to_its_papers(papers: list[Paper], form: str) -> None:
    library = holding(*papers)
    before, source = dict(library.papers), exported(library, form)
    result = imported_anew(library, source)
    assert len(source.papers) == len(before)
    assert library.papers == before
    assert result.plan is not None
    assert not result.plan.possible_duplicates


@law(60)
@given(st.lists(twins, min_size=2, max_size=5), st.sampled_from(BIBLIOGRAPHIES))
def test_what_was_said_since_stays_and_comes_in_from_nowhere(papers: list[Paper], form: str) -> None:
    library = holding(*papers)
    source = exported(library, form)
    annotate.tag_papers(library, [*library.papers.values()][:1], ["since"])
    annotate.star_papers(library, [*library.papers.values()][1:], on=True)
    before = dict(library.papers)
    imported_anew(library, source)
    assert library.papers == before


SHELF = {
    "editions of two services": (
        replace(FERRY, kind="book", metadata=told(publisher="Pier Press", edition="1")),
        replace(FERRY, kind="book", published="2003", metadata=told(publisher="Buoy & Co.", edition="2")),
    ),
    "a column": tuple(
        replace(FERRY, title="Foreword", venue="Harbour Letters", kind="article-journal", published=f"1998-0{issue}",
                metadata=told(volume="4", issue=str(issue), page="1"))
        for issue in (1, 2, 3)
    ),
    "chapters of one book": tuple(
        replace(FERRY, title="Introduction", venue="The Strait", kind="chapter",
                metadata=told(publisher="Pier Press", page=page)) for page in ("1-12", "40-47")
    ),
    "one with a DOI": (
        replace(FERRY, doi="10.1000/ferry", kind="report", metadata=told(publisher="Harbour Board", number="12")),
        replace(FERRY, published="2003", kind="report", metadata=told(publisher="Harbour Board", number="19")),
    ),
}  # fmt: skip


@pytest.mark.parametrize("form", BIBLIOGRAPHIES)
@pytest.mark.parametrize("papers", SHELF.values(), ids=SHELF)
def test_papers_of_one_title_are_as_many_wherever_they_come(papers: Sequence[Paper], form: str) -> None:
    library = holding(*papers)
    assert len(library.papers) == len(papers)
    before, source = dict(library.papers), exported(library, form)
    assert not imported_anew(library, source).new
    assert library.papers == before
    assert len(imported_anew(holding(), source).new) == len(papers)


@pytest.mark.parametrize("form", BIBLIOGRAPHIES)
def test_a_key_of_ones_own_finds_a_paper_that_learned_more_since(form: str) -> None:
    """Nothing that both tell speaks against it; what was learned stays."""
    library = holding(*SHELF["editions of two services"], replace(FERRY, title="Foreword"))
    source = exported(library, form)
    first = next(iter(library.papers.values()))
    corrections.correct(library, first, {"doi": "10.1000/ferry"})
    before = dict(library.papers)
    imported_anew(library, source)
    assert {id: paper.doi for id, paper in library.papers.items()} == {id: paper.doi for id, paper in before.items()}


@pytest.mark.parametrize("form", BIBLIOGRAPHIES)
def test_what_a_record_says_beyond_its_paper_comes_in(form: str) -> None:
    library = holding(*SHELF["chapters of one book"])
    source = exported(library, form)
    more = [replace(paper, keywords=("tolls",), url="https://example.org/x") for paper in source.papers[:1]]
    done = imported_anew(library, replace(source, papers=(*more, *source.papers[1:])))
    assert [paper.keywords for _, paper in done.completed] == [("tolls",)]
    assert (len(done.new), len(library.papers)) == (0, 2)


@pytest.mark.parametrize("form", BIBLIOGRAPHIES)
def test_a_record_that_another_wrote_is_told_apart_as_ever(form: str) -> None:
    """The title alone, and a key that any program would make, prove nothing."""
    library = holding(replace(FERRY, title="Foreword", venue="Harbour Letters"))
    (record,) = exported(library, form).papers
    other = replace(record, metadata=told(page="77"), venue="", kept=())
    assert len(imported_anew(library, Source("other", form, (other,))).new) == 1


def test_where_no_pattern_of_keys_is_known_records_are_found_by_what_they_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    library = holding(*SHELF["editions of two services"])
    before, source = dict(library.papers), exported(library, "bibtex")

    def refused(_: Contents) -> None:
        raise SettingsError("no pattern")

    monkeypatch.setattr(Contents, "citation_keys", property(refused))
    imported_anew(library, source)
    assert len(library.papers) == len(before)


@pytest.mark.parametrize(
    ("form", "one", "other"),
    [
        ("bibtex", "hal_id = {hal-00000121}", "hal_id = {hal-00000122}"),
        ("bibtex", "translator = {Bea Moor}", "translator = {Cy Fenn}"),
        ("bibtex", "zbl = {0100.11}", "zbl = {0100.12}"),
        ("bibtex", "year = {1998a}", "year = {1998b}"),
    ],
)
def test_a_record_of_another_text_is_not_one_that_the_library_wrote(form: str, one: str, other: str) -> None:
    """Though all that a paper has is the same, and what tells them apart stands in a field that nobody reads."""
    found = holding()

    def came(key: str, field: str) -> ImportResult:
        year = "" if field.startswith("year") else "year = {1998}, "
        text = f"@article{{{key}, title = {{Ferries in Fog}}, author = {{Quay, Ines}}, {year}{field}}}\n"
        parsed = read(text, form, told=True)
        return imported_anew(found, Source("in.bib", form, parsed.papers, parsed.problems, parsed.entries))

    came("a", one)
    came("b", other)
    assert len(found.papers) == 2
    for key, field in (("a", one), ("b", other)):
        came(key, field)
    assert len(found.papers) == 2
