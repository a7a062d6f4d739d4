"""Which papers of one DOI are looked at: never fewer than those that are one with a record."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, example, given
from hypothesis import strategies as st

from reader.identity import Verdict, identified, same_abstract, same_paper
from reader.library.near_texts import NearTexts
from reader.library.shared_doi import TitlesOfOneDoi
from reader.paper import Paper
from tests.support.laws import law

LAMP = Paper("one", "Lamps in the rain", doi="10.1000/a")
EDITORIAL = replace(LAMP, title="Editorial")
WORDS = tuple("abcdefghij")


def said(**told: str) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((name.replace("_", "-"), value) for name, value in told.items()))


@st.composite
def records(draw: st.DrawFn) -> Paper:
    """A record of one DOI, of which another may tell nearly the same."""

    def some(*values: str) -> str:
        return draw(st.sampled_from(("", *values)))

    told = {
        "volume": some("1", "Vol. 01", "2"),
        "page": some("1", "1-9", "3-9", "p. 3", "10"),
        "edition": some("2", "Second edition", "3rd ed."),
        "issue": some("1", "2"),
        "PMID": some("101", "102"),
        "version": some("", "1.0", "v2"),
        "language": some("", "en", "German"),
        "ISSN": some("", "1234-5679", "1234-5679, 2345-6789", "3456-789X"),
        "translator": some("", "Vale, Ada", "Muster, Bo; Vale, Ada"),
        "note": some("", "Second edition", "Part 3", "Translated by Cy Dow"),
        "year-suffix": some("", "a", "b"),
    }
    people = ((), ("Ada Vale",), ("A. Vale",), ("Vale Ada",), ("Bo Muster",), ("Lamp Group",), ("Ада Вале",), ("?",))
    authors = draw(st.sampled_from(people))
    told["editor"] = "Vale, Ada" if authors == ("Ada Vale",) and draw(st.booleans()) else ""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=9, max_size=14))
    return identified(
        Paper(
            "", some("Lamps in the rain", "Lamps in the Rain: a song", "Lamps, in the rain", "Editorial", "10.1000/a"),
            draw(st.sampled_from(("", "No abstract.", " ".join(words), " ".join(WORDS)))), authors,
            some("2010", "2011-02", "2013", "2014", "2019"), some("Lamp Letters", "arXiv", "Attic Notes"),
            some("2401.00001"), "10.1000/a", kind=some("book", "chapter", "article-journal", "thesis", "dataset"),
            metadata=said(**{name: value for name, value in told.items() if value}),
            kept=draw(st.sampled_from(((), (), (("bibtex/note", "Part 2"),), (("bibtex/version", '"3"'),)))),
        )
    )  # fmt: skip


@law(800)
@example(replace(LAMP, metadata=said(volume="3"), kind="book"), replace(LAMP, id="", metadata=said(volume="Vol. 3")))
@example(replace(LAMP, published="2010", venue="arXiv"), replace(LAMP, id="", published="2019"))
@example(replace(LAMP, authors=("Ada Vale",)), replace(LAMP, id="", authors=("Vale Ada",)))
@example(replace(LAMP, authors=("Ada Vale",)), replace(LAMP, id="", authors=("Lamp Group",)))
@example(replace(EDITORIAL, published="2010"), replace(EDITORIAL, id="", published="2011"))
@example(
    replace(LAMP, authors=("Ada Vale",), abstract=" ".join(WORDS)),
    replace(LAMP, id="", authors=("Bo Muster",), abstract=" ".join(WORDS)),
)
@given(records(), records())
def test_every_paper_that_is_one_with_a_record_of_its_doi_is_found(known: Paper, record: Paper) -> None:
    assume(not (known.arxiv_id and record.arxiv_id))  # An arXiv id finds its paper by itself.
    known = replace(known, id="one")
    titles = TitlesOfOneDoi()
    titles.add(known)
    if same_paper(known, record) is Verdict.SAME:
        assert titles.alike(record) == ["one"]


def test_a_paper_is_found_by_what_it_told_before_and_tells_now() -> None:
    titles = TitlesOfOneDoi()
    titles.add(replace(LAMP, authors=("Ada Vale",)))
    titles.add(replace(LAMP, authors=("Ada Vale", "Bo Muster")))
    titles.add(replace(LAMP, title="Lamps in the snow"))
    for name in ("Ada Vale", "Bo Muster"):
        assert titles.alike(replace(LAMP, authors=(name,))) == ["one"]
    assert titles.alike(replace(LAMP, authors=("Cy Stranger",))) == ["one"]  # "in the snow" is like "in the rain".
    assert titles.alike(replace(LAMP, title="Chairs")) == []


@law(800)
@given(
    st.lists(st.sampled_from(WORDS), min_size=10, max_size=30), st.lists(st.sampled_from(WORDS), max_size=9),
    st.lists(st.integers(0, 29), max_size=9),
)  # fmt: skip
def test_every_revision_of_a_text_is_found(found: list[str], more: list[str], lost: list[int]) -> None:
    kept = [word for at, word in enumerate(found) if at not in lost]
    one, other = (Paper("", "Lamps", " ".join(words)) for words in (found, [*kept, *more]))
    texts = NearTexts()
    texts.add(replace(one, id="one"))
    if len(other.abstract.split()) >= 10 and same_abstract(one.abstract, other.abstract) >= 0.8:
        assert texts.near(other) == {"one"}
