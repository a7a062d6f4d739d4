"""A query that may be read in two ways: where they take other papers nothing is done, and both are told."""

from __future__ import annotations

import re

import pytest

from reader.errors import UsageError
from reader.library.library import Library
from reader.operations import annotate, reading_lists
from reader.operations.choosing import choose, complaint, unknown_of_list
from reader.operations.search import PaperFinder
from reader.paper import Paper, ReadingList
from tests.support.cli import Reader
from tests.support.memory import library

PAPERS = (
    Paper("hr", "Heaps of Rain"), Paper("hs", "Heaps of Sun"), Paper("s", "Sun at Noon"), Paper("f", "Fog"),
    Paper("n", "Trees or Nets not Both"),
)  # fmt: skip


def shelf() -> Library:
    found = library(*PAPERS)
    annotate.tag_papers(found, [PAPERS[0], PAPERS[1]], ["dry"])
    return found


def refusal(text: str) -> str:
    """Why what changes papers does not take a query."""
    found = shelf()
    with pytest.raises(UsageError) as refused:
        choose(found, text, PaperFinder(found).papers)
    return str(refused.value)


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("heaps rain OR sun", "'(heaps rain) OR sun' (3 papers) or as 'heaps (rain OR sun)' (2 papers)"),
        ("#dry sun OR is:unread", "'(#dry sun) OR is:unread' (5 papers) or as '#dry (sun OR is:unread)' (2 papers)"),
        ("* -heaps OR sun", "'(* -heaps) OR sun' (4 papers)"
                            " or as '* -(heaps OR sun)' (2 papers)"),
        ("* -(heaps sun)", "'* -(heaps AND sun)' (4 papers) or as '* -(heaps OR sun)' (2 papers)"),
        ("* -(#dry is:unread)", "'* -(#dry AND is:unread)' (3 papers) or as '* -(#dry OR is:unread)' (0 papers)"),
        ("* -sun OR rain heaps", "'(* -sun) OR (rain heaps)' (3 papers) or as '(-sun OR rain) heaps' (1 paper)"
                                 " or as '-(sun OR rain) heaps' (0 papers)"),
        ("rain or fog", "'rain fog' (0 papers) or as 'rain OR fog' (2 papers)"),
        ("rain or not sun", "'rain \"not\" sun' (0 papers) or as '* (rain OR NOT sun)' (3 papers)"),
        ("rain or -#dry", "'rain -#dry' (0 papers) or as '* (rain OR -#dry)' (4 papers)"),
    ],
)  # fmt: skip
def test_two_ways_to_read_a_query_that_take_other_papers_are_refused(text: str, ways: str) -> None:
    """With all that may be typed instead, each set of papers once."""
    of_text = " In quotes it is a text." * text.startswith("rain")
    assert refusal(text) == f"'{text}' may be read as {ways}: write the one that is meant.{of_text}"
    for way in re.findall(r"'([^']+)' \(", ways):
        assert choose(shelf(), way).chooses


@pytest.mark.parametrize(
    "text",
    ["heaps #dry OR rain", "heaps sun OR sun -noon", "* -(\"heaps\" #dry)", "(heaps rain) OR sun",
     "heaps (rain OR sun)", "* -(heaps AND sun)", "trees or nets", "nets not both", '"rain or fog"'],
)  # fmt: skip
def test_a_query_whose_ways_take_the_same_papers_or_that_stands_in_a_title_is_taken(text: str) -> None:
    found = shelf()
    assert choose(found, text, PaperFinder(found).papers).text == text


def test_what_is_mistyped_in_another_way_to_read_a_query_is_refused_too() -> None:
    """The ways take the same papers only since nothing has the mistyped word."""
    assert "did you mean 'noon'?" in refusal("* -sun OR nonn")
    assert "did you mean 'noon'?" in refusal("* -(sun OR nonn)")


@pytest.mark.parametrize("text", ["heaps rain OR fog", "heaps -(noon sun)", "rain or fog"])
def test_a_query_to_be_kept_is_refused_whatever_papers_there_are(text: str) -> None:
    """Those of tomorrow count too."""
    assert complaint(shelf(), text).endswith(("write the one that is meant.", "In quotes it is a text."))


def test_a_smart_list_of_before_is_answered_as_before_and_says_how_it_is_read() -> None:
    found = shelf()
    lst = ReadingList("Old", query="heaps rain OR sun")
    found.apply(found.list_changes(None, lst), "Made the smart list 'Old'")
    assert [paper.id for paper in PaperFinder(found).on_list(lst)] == ["hr", "hs", "s"]
    assert unknown_of_list(found, lst) == ("The query of the list 'Old' is read as '(heaps rain) OR sun'.",)
    assert reading_lists.about_json(found, lst)["query"] == lst.query


def test_a_whole_title_whose_words_others_have_too_and_a_state_are_no_plain_words() -> None:
    """A title is its paper, or what has its words; with what looks like a field, it is taken as that title."""
    found = library(
        Paper("l", "Lime: Lamps Read Later"), Paper("m", "Maps, and Lime: Lamps Read Later"), Paper("r", "Reading Maps")
    )
    finds = PaperFinder(found).papers
    title = "Lamps Read Later Lime"
    assert choose(found, title, finds).text == title
    for text, ways in (
        ("lime lamps read later", "'id:l' (1 paper) or as '(lime lamps read later)' (2 papers)"),
        ("maps read", "'maps \"read\"' (1 paper) or as 'maps is:read' (0 papers)"),
        ("reading", "'\"reading\"' (1 paper) or as 'is:reading' (0 papers)"),
    ):
        with pytest.raises(UsageError, match=re.escape(ways)):
            choose(found, text, finds)
    for text, ids in (
        ("Lime: lamps, read later", "l"), ("(lime lamps read later)", "lm"), ("reading maps", "mr"), ('"reading"', "r"),
        ("lamps read", "lm"),
    ):  # fmt: skip
        assert sorted(paper.id for paper in finds(choose(found, text, finds))) == list(ids), text
    assert "'like:' is empty" in complaint(found, "Like: lamps read later")


@pytest.mark.parametrize(
    "text",
    ['* -"Lamps Read Late', '* -"Lamps Read Late""', "* -(Lamps Read Late))", "* -((Lamps Read Late)",
     "* - Lamps Read Late", "!Lamps Read Late", "−Lamps Read Late", "-Oil - Lamps at Sea"],
)  # fmt: skip
def test_a_sign_that_a_title_does_not_have_is_no_sign_of_that_title(text: str, reader: Reader) -> None:
    """What was to be left out is not what is taken, neither by itself nor by its id."""
    for title in ("Lamps Read Late", "Oil - Lamps at Sea"):
        reader("add", "--title", title)
    for call in (("star", "--yes", "--query", text), ("search", "--ids", "--", text)):
        answer = reader(*call, check=False)
        assert (answer.status, answer.out) == (2, ""), call


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Oil - Lamps at Sea", "Oil -- lamps at sea"), ("Oil - Lamps at Sea", "Oil – Lamps at Sea"),
        ('"Oil" or Lamps: a (long) Tale', "“Oil” or Lamps: a (long) Tale"), ("Line: Large Nets", "Line: large nets"),
        ("*-Algebras of Lamps", "*-Algebras of Lamps"),
    ],
)  # fmt: skip
def test_signs_of_a_title_are_its_own_however_they_are_written(title: str, text: str) -> None:
    found = library(Paper("a", title), Paper("b", "Other"))
    assert [paper.id for paper in PaperFinder(found).papers(choose(found, text, PaperFinder(found).papers))] == ["a"]


@pytest.mark.parametrize("text", ["*Lamps Read Late*", "_Lamps Read Late_", "^Lamps Read Late", "'Lamps' Read ‘Late’"])
def test_marks_of_an_emphasis_are_none_of_a_title_that_does_not_have_them(text: str) -> None:
    """What is proposed is asked of further."""
    found = library(Paper("l", "Lamps Read Late"), Paper("m", "Maps, and Lamps Read Late"))
    finds = PaperFinder(found).papers
    with pytest.raises(UsageError, match=r"is sought without its signs.*: write 'Lamps Read Late' \(2 papers\)"):
        choose(found, text, finds)
    with pytest.raises(UsageError, match="'id:l' \\(1 paper\\) or as"):
        choose(found, "Lamps Read Late", finds)


def test_a_whole_title_that_looks_like_a_query_is_no_smart_list() -> None:
    """Papers of tomorrow may have it too: it is refused, and not kept as the ids of today."""
    found = library(Paper("l", "Like: lamps read later"))
    assert [paper.id for paper in PaperFinder(found).matching("Like: lamps read later", print)] == ["l"]
    assert "'like:' is empty" in complaint(found, "Like: lamps read later")
    with pytest.raises(UsageError, match="'like:' is empty"):
        reading_lists.new_list(found, "S", query="Like: lamps read later")


SIGNED = (
    ("#Dry in the hills", "Rain in the hills", ("dry",)), ("Men NOT mice: a tale", "Tale of men", ()),
    ("(Un)making the law", "Law and the (un)making of it", ()), ('Markets for "Oil"', "Markets for oil again", ()),
    ('"Good oil" and lamps', 'Lamps and the "good oil" vote', ()), ("Oil (and lamps) at sea", "Sea: oil and lamps", ()),
    ("Oil AND lamps in homes", "Homes: lamps in oil", ()), ("Rise OR fall in seas", "Who falls in seas, and rise", ()),
)  # fmt: skip


@pytest.mark.parametrize(("title", "other", "tags"), SIGNED)
def test_a_whole_title_is_one_though_its_own_signs_are_those_of_a_query(
    title: str, other: str, tags: tuple[str, ...]
) -> None:
    """With filters, too; in parentheses it is the query."""
    found = library(Paper("t", title), Paper("o", other, tags=tags))
    finds = PaperFinder(found).papers
    for text in (title, f"is:unread {title}", f"{title} -is:read"):
        with pytest.raises(UsageError, match="may be read as 'id:t"):
            choose(found, text, finds)
    assert finds(choose(found, f"({title})", finds))


@pytest.mark.parametrize("text", [
    "is:unread Not All Lamps Are Lit", "not all lamps are lit is:unread", "is:unread Of oil: not lit yet",
])  # fmt: skip
def test_a_whole_title_with_not_in_it_is_one_beside_filters(text: str) -> None:
    found = library(Paper("a", "Not All Lamps Are Lit"), Paper("b", "Of oil: not lit yet"), Paper("c", "Other"))
    (paper,) = PaperFinder(found).papers(choose(found, text, PaperFinder(found).papers))
    assert paper.title.lower().split()[-1] in text.lower()


def test_a_whole_title_beside_filters_is_not_guessed_where_its_not_leaves_out_others() -> None:
    """Each way may be written instead."""
    found = library(
        Paper("n", "Not Wholly Lit", published="1998"), Paper("l", "Lit from within", published="1998")
    )  # fmt: skip
    finds = PaperFinder(found).papers
    for filters in ("year:1998 {}", "{} year:1998"):
        with pytest.raises(UsageError) as refused:
            choose(found, filters.format("not wholly lit"), finds)
        ways = re.findall(r"'([^']+)' \((\d) paper\)", str(refused.value))
        assert {tuple(paper.id for paper in finds(choose(found, way, finds))) for way, _ in ways} == {("n",), ("l",)}


def test_words_that_join_are_told_beside_states_and_as_the_first_of_a_sentence() -> None:
    """Each way that takes other papers."""
    found = library(Paper("a", "Writing and reading"), Paper("b", "Reading aloud, or not"), Paper("c", "Writing aloud"))
    finds = PaperFinder(found).papers
    for text, way in (
        ("writing or reading", "'writing OR \"reading\"' (3 papers)"),
        ("writing Or aloud", "'writing OR aloud' (3 papers)"),
        ("writing Not aloud", "'writing NOT aloud' (1 paper)"),
    ):  # fmt: skip
        with pytest.raises(UsageError, match=re.escape(way)):
            choose(found, text, finds)


def test_a_whole_title_in_capitals_is_one_also_where_it_has_what_joins() -> None:
    """As publishers print them; a query of which not all is in capitals means what it says."""
    found = library(
        Paper("n", "Lamps or Oil in the Deep Sea"), Paper("a", "Lamps and Oil"), Paper("o", "Oil, and Lamps Again"),
        Paper("g", "Not in Our Seas: Lamps"),
    )  # fmt: skip
    finds = PaperFinder(found).papers
    for text, way in (
        ("LAMPS AND OIL", "'id:a' (1 paper) or as '(LAMPS AND OIL)' (3 papers)"),
        ("LAMPS AND OIL is:unread", "'id:a is:unread' (1 paper) or as '(LAMPS AND OIL) is:unread' (3 papers)"),
        ("LAMPS OR OIL IN THE DEEP SEA", "'id:n' (1 paper) or as 'LAMPS OR (OIL IN THE DEEP SEA)' (4 papers)"),
        ("NOT IN OUR SEAS: LAMPS", "'id:g' (1 paper)"),
    ):
        with pytest.raises(UsageError, match=re.escape(way)):
            choose(found, text, finds)
    assert len(finds(choose(found, "lamps AND oil", finds))) == 3


@pytest.mark.parametrize("text", [
    "oil|lamps", "(oil|lamps)", "oil OR, lamps", "oil ORlamps", 'oil "-lamps"', "oil '-lamps'", "l*mps", "§1983 oil",
    "C++", "title:C++", '* -"C++"', "F#", "[oil]-lamps",
])  # fmt: skip
def test_a_sign_that_words_are_sought_without_is_no_part_of_a_query(text: str, reader: Reader) -> None:
    """It may be meant as that of another program, or tell one name from another; no id is handed on either."""
    for title in ("Oil and lamps", "C++ for oil", "C# and F", "Vitamin C in 1983"):
        reader("add", "--title", title)
    answer = reader("star", "--yes", "--query", text, check=False)
    assert (answer.status, answer.out) == (2, "")
    answer = reader("search", "--ids", text, check=False)
    finds_none = text in ("l*mps", "§1983 oil")
    assert (answer.status, answer.out) == (0 if finds_none else 2, "")


@pytest.mark.parametrize("text", ["C++ for oil", "oil TCP/IP", "R&D of oil", "x-ray oil", "oil (and) lamps: U.S."])
def test_signs_of_texts_are_none_of_these(text: str) -> None:
    found = library(Paper("a", "C++ for oil: TCP/IP, R&D, x-ray of lamps and U.S."), Paper("b", "C of tar"))
    assert [paper.id for paper in PaperFinder(found).papers(choose(found, text, PaperFinder(found).papers))] == ["a"]


def test_words_behind_a_filter_of_a_text_are_meant_as_its_value_where_that_takes_other_papers() -> None:
    found = library(
        Paper("a", "Mice", venue="Physical Review Letters"),
        Paper("b", "Letters on rats", venue="Physical Review D"), Paper("c", "Of deep seas"),
    )  # fmt: skip
    finds = PaperFinder(found).papers
    for text in ("venue:Physical Review Letters", "is:unread venue:Physical Review Letters",
                 "-is:starred (is:unread venue:Physical Review Letters)"):  # fmt: skip
        with pytest.raises(UsageError, match="did you mean 'venue:\"Physical Review Letters\"'"):
            choose(found, text, finds)
    for text in ("venue:physical mice", "title:deep seas", 'venue:"Physical Review" letters'):
        assert choose(found, text, finds).text == text


def test_a_state_as_a_word_is_told_as_it_finds_papers() -> None:
    """In any of its forms, as that is what would be done."""
    found = library(Paper("a", "Reading of children"), Paper("b", "Reads read"), Paper("c", "Other"))
    annotate.tag_papers(found, [found.papers["a"]], ["school"])
    with pytest.raises(UsageError, match=r"\(0 papers\) or as words in any of their forms \(1 paper\)"):
        choose(found, "tag:school read", PaperFinder(found).papers)


def test_a_whole_title_is_one_beside_filters_and_an_order_too() -> None:
    """Each reading keeps what stands beside the title, and may be typed; words that are joined are no title."""
    found = library(
        Paper("l", "Lamps Read Late"), Paper("t", "Lamps read late"), Paper("m", "Maps, and Lamps Read Late")
    )
    finds, beside = PaperFinder(found).papers, "is:unread -year:..1990 sort:year"
    for text in (f"lamps read late {beside}", "is:unread lamps read -year:..1990 late sort:year"):
        ways = f"'(id:l OR id:t) {beside}' (2 papers) or as '(lamps read late) {beside}' (3 papers)"
        with pytest.raises(UsageError, match=re.escape(ways)):
            choose(found, text, finds)
    with pytest.raises(UsageError, match=re.escape("'id:l OR id:t' (2 papers) or as '(lamps read late)' (3 papers)")):
        choose(found, "lamps read late", finds)
    for text in (f"(id:l OR id:t) {beside}", f"(lamps read late) {beside}", "lamps AND read late"):
        assert choose(found, text, finds).text == text


@pytest.mark.parametrize("text", ["all", "All papers", "everything"])
def test_what_all_papers_are_called_is_told_beside_the_words(text: str) -> None:
    """To be kept, too; beside anything else it is words."""
    found = library(Paper("a", "All papers on everything"), Paper("b", "Other"))
    finds = PaperFinder(found).papers
    with pytest.raises(UsageError, match=re.escape(f"'*' (2 papers) or as '\"{text}\"' (1 paper)")):
        choose(found, text, finds)
    assert f"as '*' or as '\"{text}\"'" in complaint(found, text)
    assert [paper.id for paper in finds(choose(found, f'"{text}"', finds))] == ["a"]
    assert choose(found, "everything other", finds).text == "everything other"
