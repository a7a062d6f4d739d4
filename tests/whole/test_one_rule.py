"""One rule has one place: whoever asks the same question in another room gets the same answer, in the same words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

import pytest

from reader.commands.place_look import SORT_CHOICES
from reader.commands.questions import AskTags
from reader.dates import date_in
from reader.errors import LimitError, Refused
from reader.formats import awesome_list, identifiers, pdf_names
from reader.formats.evidence import leads_to_paper
from reader.formats.huggingface import scrape
from reader.formats.markdown import document_of
from reader.formats.markdown.escaping import unescape
from reader.formats.parsed import excerpt
from reader.formats.references import doi_in
from reader.identity import normal_doi
from reader.operations import reading_lists
from reader.operations.annotate import clean_tag
from reader.operations.collection import Collection, Kind
from reader.operations.lost_signs import unquoted_name
from reader.operations.missing_parts import has_tag
from reader.operations.reading_lists import clean_name
from reader.operations.sentences import name, refused
from reader.paper import Paper, Status
from reader.query.fields import SORTS
from reader.query.filters import Filter, sorted_papers
from reader.query.pieces import shown
from reader.text import NAME_LIMIT, TAG_LIMIT
from reader.tui.dialogs.tag_board import TagBoard
from reader.tui.model.counts import Counts
from reader.tui.model.live_relevance import LiveRelevance
from reader.tui.model.live_search import LiveSearch
from reader.tui.model.shown import show
from reader.tui.model.sidebar_rows import sidebar_rows
from tests.support.context import PlainContext
from tests.support.memory import library

TAGS = ("ml", "ML/rl", "mlx", "Straße/Ort", "STRASSE", "Strasse 2/x", "İ/x", "ii", "ﬁne", "fine/print", "a b/c", "a")
TODAY = date(2026, 11, 26)
ASKED = ("ml", "ML", "strasse", "Straße", "i", "İ", "FINE", "fi", "a b", "a", "b/c", "ml/rl", "ml/r")


@pytest.mark.parametrize("name", ASKED)
def test_a_tag_or_one_below_it_is_the_same_to_everyone_who_asks(name: str) -> None:
    """The list that the sidebar opens, the filter, and what is refused because no paper has it."""
    held = library(*(Paper(f"p{at}", f"Title {at}", tags=(tag,)) for at, tag in enumerate(TAGS)))
    opened = show(held, LiveSearch(), LiveRelevance(), Collection(Kind.TAG, name), "").rows
    found = [id for id, paper in held.papers.items() if Filter("tag", name).test(held.state.lists_of, TODAY)(paper)]
    assert sorted(found) == sorted(opened)
    assert has_tag(held, name) is bool(opened)


def test_a_line_of_the_sidebar_folds_what_is_nested_under_it_in_whatever_letters() -> None:
    tags = ("Straße", "STRASSE/Ort", "Strasse 2")
    counts = Counts({tag: Paper(tag, "A title", tags=(tag,)) for tag in tags})
    lines = {row.text: row.folded for row in sidebar_rows(counts, {}, {}) if row.depth or row.text.startswith("#")}
    assert lines == {"#Straße": False, "Ort": None, "#Strasse 2": None}


def test_a_list_is_known_by_its_whole_name_only() -> None:
    """Tags are nested, lists are not."""
    held = library(Paper("p", "A title"))
    reading_lists.new_list(held, "to read/later")
    assert unquoted_name(held, "list:to read") == ""
    assert unquoted_name(held, "list:to read/later") != ""


@pytest.mark.parametrize(("clean", "limit"), [(clean_tag, TAG_LIMIT), (clean_name, NAME_LIMIT),
                                              (partial(clean_name, what="section"), NAME_LIMIT)])  # fmt: skip
def test_what_is_too_long_is_refused_in_the_words_in_which_a_dialog_complains(
    clean: Callable[[str], str], limit: int
) -> None:
    assert refused(clean, "x" * limit) == ""
    with pytest.raises(LimitError) as error:
        clean("x" * (limit + 1))
    assert refused(clean, "x" * (limit + 1)) == str(error.value)
    assert f"at most {limit} characters" in str(error.value)


def test_the_tag_dialog_complains_of_the_first_tag_that_is_too_long() -> None:
    board = TagBoard(AskTags((Paper("p", "A title"),), ()))
    assert board.complaint(["fine", "", "x" * 64]) == ""
    assert board.complaint(["fine", "x" * 65, "y" * 70]) == refused(clean_tag, "x" * 65)


PDFS = {
    "https://example.org/a.pdf": True,
    "https://example.org/A.PDF?download=1": True,
    "https://example.org/a.pdf#page=3": True,
    "https://example.org/get?file=a.pdf": True,
    "https://example.org/a.pdfx": False,
    "https://example.org/pdf": False,
}


@pytest.mark.parametrize("address", PDFS)
def test_whatever_asks_for_a_pdf_means_the_same_addresses(address: str) -> None:
    """The filter, the key that opens it, and an item of a list that is called "Paper"."""
    paper = Paper("p", "A title", url=address)
    held = library(paper)
    assert Filter("has", "pdf").test(held.state.lists_of, TODAY)(paper) is PDFS[address]
    context = PlainContext(held)
    if PDFS[address]:
        assert context.run("paper.pdf").opened == address
    else:
        with pytest.raises(Refused):
            context.run("paper.pdf")
    items = "\n".join(f"- A study of {tree} and their heaps [Paper]({address})" for tree in ("oaks", "elms", "firs"))
    assert bool(awesome_list.parse(items).papers) is PDFS[address]


@pytest.mark.parametrize("cut", [excerpt, shown, lambda text: name([Paper("p", text)])[1:-1]])
def test_a_text_that_is_cut_ends_in_an_ellipsis_behind_a_whole_word(cut: Callable[[str], str]) -> None:
    """In whatever sentence it is named: no blank stands before the sign."""
    for length in range(20, 90):
        text = "x" * length + " " + "y" * 90
        assert cut(text).endswith("…")
        assert not cut(text).endswith(" …")


@pytest.mark.parametrize(
    ("typed", "meant"), [(r"Sparse\_ness", "Sparse_ness"), ("AT&amp;T", "AT&T"), ("a &#60; b", "a < b"), (r"C\#", "C#")]
)
def test_escapes_and_entities_of_markdown_are_resolved_in_lists_of_others_too(typed: str, meant: str) -> None:
    """As in our own lists."""
    (paper,) = awesome_list.parse(f"- [On {typed} in trees](https://arxiv.org/abs/2401.00001)").papers
    (scraped,) = scrape.parse(f"### [On {typed} in trees](https://huggingface.co/papers/2401.00001)\n").papers
    assert [paper.title, scraped.title, unescape(f"On {typed} in trees")] == [f"On {meant} in trees"] * 3


def test_papers_are_sorted_by_status_as_they_stand_under_headings() -> None:
    """What is being read comes first."""
    papers = [Paper(status.value, "A title", status=status) for status in Status]
    headings = [section.name for section in document_of(None, papers, group="status").sections]
    assert [paper.status.value.capitalize() for paper in sorted_papers(papers, "status")] == headings


def test_the_interface_offers_each_order_that_a_query_may_ask_for() -> None:
    """The best match first is the order of a search itself, and by year papers stand as by their dates."""
    assert {choice.value.removeprefix("-") for choice in SORT_CHOICES} == {*SORTS, ""} - {"relevance", "year"}


@pytest.mark.parametrize("doi", ["10.1000/lamp", "10.1000.10/lamp", "10.1000.10.2/lamp"])
def test_a_doi_is_one_whatever_the_number_before_its_slash(doi: str) -> None:
    """Where it stands alone, among other things, in an address, in the name of a file, and beside a date."""
    assert normal_doi(doi) == doi
    assert doi_in(f"See {doi} for more") == doi
    assert leads_to_paper(f"https://dl.acm.org/doi/{doi}")
    assert getattr(pdf_names.paper_named(f"{doi.replace('/', '_')}.pdf"), "doi", "") == doi
    assert [paper.doi for paper in identifiers.parse(f"10.1234/a, {doi}\n").papers] == ["10.1234/a", doi]
    assert date_in(f"{doi}-2024 in 1999") == "1999"
