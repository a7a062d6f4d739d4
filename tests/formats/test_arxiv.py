"""arXiv's mailings, lists of papers and pages of one, as text, as HTML and as Markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.formats import detect, feed, read
from reader.formats.arxiv import mail, page
from reader.formats.arxiv.authors import are_more, names
from reader.io.read import read_text
from reader.paper import Paper
from tests.formats.arxiv_texts import (
    ABSTRACT_PAGE,
    FOUND,
    LISTING,
    LISTING_HTML,
    MAIL,
    OLD_ABSTRACT_PAGE,
    OLD_LISTING_HTML,
    OLD_MAIL,
    READER_LISTING,
    READER_PAGE,
    RECENT,
    SERVED_FILE,
    SERVED_RESULTS,
    TEXT_OF_PAGE,
)
from tests.formats.test_feeds import RSS
from tests.support.laws import law

GARDENS = ("2603.00011", "Gardens that prune themselves", ("Ada Sample", "Bo Muster"))
HEDGES = ("2603.00012", "A bound on hedges", ("Cleo Probe",))
EACH = {
    "arxiv-mail": (MAIL, OLD_MAIL),
    "arxiv-page": (
        LISTING, LISTING_HTML, RECENT, FOUND, ABSTRACT_PAGE, OLD_ABSTRACT_PAGE, READER_PAGE, READER_LISTING,
        SERVED_FILE, SERVED_RESULTS, TEXT_OF_PAGE, OLD_LISTING_HTML,
    ),
}  # fmt: skip
TEXTS = [(name, text) for name, texts in EACH.items() for text in texts]

every = pytest.mark.parametrize(("name", "text"), TEXTS)


def told(text: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """What a text says of who wrote what."""
    return [(paper.arxiv_id, paper.title, paper.authors) for paper in read_text(text, "x").papers]


def one(text: str) -> Paper:
    """The only paper of a text."""
    (paper,) = read_text(text, "x").papers
    return paper


@every
def test_each_text_is_told_by_what_stands_in_it(name: str, text: str) -> None:
    assert detect(text) == name
    parsed = read(text, name)
    assert parsed.papers
    assert parsed.problems == ()


@every
@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_line_ends_and_marks_change_nothing(name: str, text: str, end: str) -> None:
    mangled = read_text("\ufeff" + text.replace("\n", end), "x")
    assert (mangled.format, mangled.papers) == (name, read_text(text, "x").papers)


def test_a_daily_mail_gives_new_cross_listed_and_replaced_papers() -> None:
    first, second, replaced = read_text(MAIL, "mail.txt").papers
    title = f"{GARDENS[1]}: a long title that goes on in the next line with Poincaré and " + r"$\mathcal{O}(n^2)$"
    assert (first.title, first.arxiv_id, first.published) == (title, "2603.00011", "2026-02-27")
    assert first.authors == ("Ada Sample", "Bo Müster", "HEDGE Collaboration")
    assert first.abstract.startswith("We present a method that prunes gardens, after Erdős. Experiments show that our")
    assert first.keywords == ("cs.LG", "cs.AI")
    assert (second.arxiv_id, second.abstract) == ("2603.00012", "We prove a bound.")
    assert (replaced.arxiv_id, replaced.doi, replaced.venue) == (
        "math/0501001", "10.1234/old.1", "Garden Letters 19 (2006), 38",
    )  # fmt: skip
    assert (replaced.abstract, replaced.published) == ("", "2005")  # Not the day of the revision.


def test_a_mail_of_the_first_years_is_read() -> None:
    first, second = read_text(OLD_MAIL, "9203").papers
    assert (first.arxiv_id, first.title, first.published) == (
        "hep-th/9203001",
        "On the strings of a hedge",
        "1992-03-02",
    )
    assert (second.arxiv_id, second.authors, second.published) == ("cond-mat/9203002", ("Bo Muster",), "1992")


def test_a_mail_that_was_forwarded_is_read_through_its_quotation() -> None:
    quoted = "Look at this!\n\n" + "".join(f"> {line}\n" for line in MAIL.splitlines())
    assert read_text(quoted, "x").papers == read_text(MAIL, "x").papers


@pytest.mark.parametrize("below", ["Carol Smith\nUniversity of X\n", f"Look at arXiv:2401.00011!\n{'-' * 78}\nCarol\n"])
def test_what_stands_below_an_entry_that_was_cut_out_of_a_mail_is_no_part_of_it(below: str) -> None:
    start, end = MAIL.index("\\\\\narXiv:2603.00011"), MAIL.index("\\\\ ( https")
    (whole,) = read(MAIL[start:end], "arxiv-mail").papers
    assert whole.abstract.endswith("improves on every baseline.")
    parsed = read(f"{MAIL[start:end]}\n{below}", "arxiv-mail")
    assert parsed.papers[0] == whole
    assert below.split("\n")[0] in mail.parse(f"{MAIL[start:end]}\n{below}").left


@pytest.mark.parametrize("fields", [
    "Authors: Ada Sample, Bo Muster\n", "Ada Sample, Bo Muster\n", "Ada Sample, Bo Muster\nComments: 12 pages\n",
    "Ada Sample, Bo Muster\nSubjects: Machine Learning (cs.LG)\n",
    "Ada Sample, Bo Muster\nSubjects: Machine Learning (cs.LG)\nWe prune.\n",
    "Authors: Ada Sample, Bo Muster\nSubjects: Machine Learning (cs.LG)\nAbstract: We prune.\n",
])  # fmt: skip
def test_what_stands_below_an_entry_that_was_copied_from_a_list_is_no_part_of_it(fields: str) -> None:
    entry = f"[3] arXiv:2603.00011 [pdf, html, other]\nTitle: Gardens that prune themselves\n{fields}"
    alone = one(entry)
    assert alone.authors == GARDENS[2]
    assert one(f"{entry}\nBest regards,\nCarol Smith\nUniversity of X\n") == alone
    if "Subjects" in fields and "We prune" not in fields:
        assert one(f"{entry}\nWe prune.\nAgain.\n").abstract == "We prune. Again."


def test_a_mail_that_was_cut_gives_what_it_holds() -> None:
    cut = MAIL[: MAIL.index("Cleo Probe") + 10]
    assert told(cut)[1] == HEDGES
    untitled = MAIL.replace("Title: A bound on hedges\n", "")
    parsed = read(untitled, "arxiv-mail")
    assert len(parsed.papers) == 2
    (problem,) = parsed.problems
    assert problem.message == "an entry without a title, skipped"
    assert untitled.split("\n")[problem.line - 1].startswith("arXiv:2603.00012")


def test_what_stands_below_a_mail_is_read_in_its_own_form() -> None:
    source = read_text(f"{MAIL}\n@misc{{k,\n title = {{Sheds}}\n}}\n", "x")
    assert [paper.title for paper in source.papers][-1] == "Sheds"
    assert len(source.papers) == 4


def test_a_list_of_new_papers_is_read_with_and_without_the_word_before_the_authors() -> None:
    moss = ("2603.00013", "Moss in the mean", ("Dora Test", "Ada Sample"))
    trowels = ("2401.00014", "Trowels revisited", ("Bo Muster",))
    assert told(LISTING) == [GARDENS, HEDGES, moss, trowels]
    first, second, third, last = read_text(LISTING, "x").papers
    assert (first.abstract, second.abstract) == ("We present a method that prunes gardens.", "We prove a bound.")
    assert (third.abstract, last.abstract) == ("", "Trowels are considered again.")
    assert (first.keywords, first.published) == (("cs.LG", "cs.AI"), "2026")
    assert (second.venue, last.published) == ("Garden Letters 3 (2026)", "2024")


def test_a_wrapped_list_is_read_by_its_labels() -> None:
    assert told(RECENT) == [GARDENS, HEDGES]
    assert [paper.abstract for paper in read_text(RECENT, "x").papers] == ["", ""]
    assert read_text(RECENT, "x").papers[0].keywords == ("cs.LG", "cs.AI")


def test_a_wrapped_title_is_told_from_the_authors_below_it() -> None:
    wrapped = LISTING.replace("that prune themselves\n", "that prune\nthemselves\n").replace(
        "Sample, Bo", "Sample,\nBo"
    )
    assert told(wrapped)[0] == GARDENS
    assert told(LISTING.replace("Ada Sample, Bo Muster", "Ada Sample, Bo\nMuster"))[0] == GARDENS
    longer = LISTING.replace("themselves\n", "themselves With\nLarge Language Models\n")
    assert told(longer)[0] == (GARDENS[0], f"{GARDENS[1]} With Large Language Models", GARDENS[2])


def test_the_source_of_a_list_gives_what_the_page_shows() -> None:
    first, old = read_text(LISTING_HTML, "list.html").papers
    assert (first.arxiv_id, first.title, first.authors) == (*GARDENS[:2], ("Ada Sample", "Bo Müster"))
    assert first.abstract == "We present a method that prunes gardens, for $a<b$."
    assert (old.arxiv_id, old.title, old.abstract) == ("math/0501001", "Old hedges", "")


def test_the_results_of_a_search_are_read_with_their_whole_abstracts() -> None:
    assert told(FOUND) == [GARDENS, HEDGES]
    first, second = read_text(FOUND, "x").papers
    assert (first.abstract, second.abstract) == ("We present a method that prunes gardens.", "We prove a bound.")
    assert (first.published, second.published) == ("2026-02-27", "2026-02-27")
    assert first.keywords == ("cs.LG", "cs.AI")


def test_the_page_of_a_paper_gives_that_paper_and_none_that_it_mentions() -> None:
    paper = one(ABSTRACT_PAGE)
    assert (paper.arxiv_id, paper.title, paper.authors) == GARDENS
    assert paper.abstract == "We present a method that prunes gardens."
    assert (paper.published, paper.venue, paper.doi) == ("2026-02-27", "Garden Letters 3 (2026)", "10.1234/gl.3")
    old = one(OLD_ABSTRACT_PAGE)
    assert (old.arxiv_id, old.published) == ("math/0501001", "2005-01-01")
    assert old.abstract == "Hedges are old. They have paths."


def test_what_a_reader_service_makes_of_a_page_is_read_like_the_page() -> None:
    assert told(READER_PAGE) == [GARDENS]
    assert one(READER_PAGE).abstract == "We present a method that prunes gardens."
    assert told(READER_LISTING) == [GARDENS, HEDGES]
    assert read_text(READER_LISTING, "x").papers[1].abstract == "We prove a bound."


def test_a_reader_service_tells_the_paper_of_a_file_or_of_several_pages() -> None:
    paper = one(SERVED_FILE)
    assert (paper.arxiv_id, paper.title) == GARDENS[:2]
    assert paper.abstract.startswith("We present a method that prunes gardens. Experiments show that our approach impr")
    first, second = read_text(SERVED_RESULTS, "x").papers
    assert (first.arxiv_id, first.title, first.abstract) == (*GARDENS[:2], "We present a method that prunes gardens.")
    assert (second.arxiv_id, second.title) == HEDGES[:2]
    bare = SERVED_FILE.replace(" (https://arxiv.org/abs/2601.00099)", "")
    assert told(bare) == told(SERVED_FILE)
    nameless = SERVED_FILE.replace("Title: Gardens that prune themselves", "Title: 2603.00011v2.pdf")
    assert read_text(nameless, "x.txt").papers == ()


def test_a_page_whose_authors_were_lost_is_still_that_of_its_paper() -> None:
    paper = one(TEXT_OF_PAGE)
    assert (paper.arxiv_id, paper.title, paper.authors) == (*GARDENS[:2], ())
    assert paper.abstract == "We present a method that prunes gardens. It has two paragraphs."
    assert (paper.published, paper.keywords) == ("2026-02-27", ("cs.LG",))


def test_a_list_of_the_first_years_is_read() -> None:
    assert told(OLD_LISTING_HTML) == [
        ("hep-th/9803001", "Strings of a hedge", ("Ada Sample", "Bo Muster")),
        ("hep-th/9803002", "Heat of a hedge", ("Bo Muster",)),
    ]


def test_two_pages_of_papers_in_one_text_are_two_papers() -> None:
    both = read_text(f"{ABSTRACT_PAGE}\n\n{OLD_ABSTRACT_PAGE}", "x").papers
    assert [paper.arxiv_id for paper in both] == ["2603.00011", "math/0501001"]


def test_a_bibliography_whose_notes_quote_a_mail_or_page_stays_one() -> None:
    for text in (MAIL, ABSTRACT_PAGE, LISTING):
        body = text.replace("{", "(").replace("}", ")").replace("@", " at ")
        source = read_text(f"@misc{{k,\n title = {{Sheds}},\n annote = {{{body}}}\n}}\n", "x.bib")
        assert (source.format, [paper.title for paper in source.papers]) == ("bibtex", ["Sheds"])


@pytest.mark.parametrize(
    "text",
    [
        "Title: Hedges\nAuthors: Ada Sample\nAbstract: We show that hedges grow.\n",
        "Title: Hedges\nAuthors: Ada Sample\nAbstract: As in arXiv:2603.00011, hedges grow.\n",
        "1. Read arXiv:2603.00011\n2. Title: think of one\n",
        "\\section{Papers}\nAda Sample, Hedges \\\\\narXiv:2603.00011 \\\\\n",
        "\\\\\narXiv:2603.00011\nsee you\n",
        "\\\\\narXiv:0000.00011\nTitle: Nothing\n\\\\\n",
        "[1] arXiv:2603.00011 was the talk of the day.\nTitle: A day\n",
        "Title: Hedges\n\nURL Source: https://shed.example/hedges\n\nAbstract: see arXiv:2603.00011\n",
        "1. 2603.00011 [pdf]\nTitle: A day\n",
        "arxiv:\n  - id: 2603.00011\n    Title: x\n",
    ],
)
def test_a_text_that_shares_a_sign_is_none(text: str) -> None:
    assert not mail.sniff(text)
    assert not page.sniff(text)
    assert "arxiv-" not in read_text(text, "x").format


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("Ada Sample", ["Ada Sample"]),
        ("Ada Sample and Bo Muster", ["Ada Sample", "Bo Muster"]),
        ("Ada Sample, Bo Muster, and Cy Probe", ["Ada Sample", "Bo Muster", "Cy Probe"]),
        ("Ada Sample; Bo Muster", ["Ada Sample", "Bo Muster"]),
        ("A. Sample (U (1) and Shed), B. Muster Jr, III", ["A. Sample", "B. Muster Jr III"]),
        ("Ada Sample, et al. (22 additional authors not shown)", ["Ada Sample"]),
        ("Ada Sample (Shed", ["Ada Sample"]),
        ("Ada Sample, for the HEDGE Collaboration", ["Ada Sample", "HEDGE Collaboration"]),
        ("Sandra Anderson, Andy Band", ["Sandra Anderson", "Andy Band"]),
        ("李 明, 王 芳", ["李 明", "王 芳"]),
        ("", []),
    ],
)
def test_a_line_of_authors_is_parted_into_names(line: str, people: list[str]) -> None:
    assert list(names(line)) == people


@pytest.mark.parametrize(
    ("line", "more"),
    [
        ("Ada Sample, Bo Muster", False), ("Ada Sample (and others), Bo Muster", False), ("Alan Others", False),
        ("", False),
        ("Ada Sample, et al. (22 additional authors not shown)", True), ("Ada Sample et al.", True),
        ("Ada Sample and 5 other authors", True), ("Ada Sample (22 additional authors not shown)", True),
        ("Ada Sample and others", True),
    ],
)  # fmt: skip
def test_a_line_that_does_not_name_all_authors_says_so(line: str, more: bool) -> None:
    """On a page, in a mail and in a feed alike."""
    assert are_more(line) is more
    if line:
        listing = LISTING.replace("Dora Test, Ada Sample, et al. (12 additional authors not shown)", line)
        mailing = MAIL.replace("Authors: Cleo Probe\n", f"Authors: {line}\n")
        item = RSS.replace("Ada Hedge, Bo Shear (Garden Institute) and Cy Trowel", line)
        papers = (page.parse(listing).papers[2], mail.parse(mailing).papers[1], feed.parse(item).papers[0])
        assert [paper.more_authors for paper in papers] == [more] * 3


PIECES = [line for _, text in TEXTS for line in text.splitlines()]


@law(200)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=20)), max_size=60).map("\n".join))
def test_whatever_lines_come_together_each_paper_has_an_id_of_the_text(text: str) -> None:
    for module in (mail, page):
        parsed = module.parse(text)
        if parsed.papers:
            assert module.sniff(text)
        for paper in parsed.papers:
            assert paper.title
            assert paper.arxiv_id in text.lower()
        assert all(0 < problem.line <= text.count("\n") + text.count("\r") + 1 for problem in parsed.problems)


@pytest.mark.parametrize("hidden", [("Title:", "Authors:", "Abstract:"), ("Title:", "Authors:"), ("Title:",)])
def test_a_copy_of_the_page_of_a_paper_without_the_labels_that_a_browser_hides_is_read(hidden: tuple[str, ...]) -> None:
    text = ABSTRACT_PAGE
    for label in hidden:
        text = text.replace(f"\n{label}", "\n")
    assert detect(text) == "arxiv-page"
    for shown in (
        text,
        text.replace("arXiv:2603.00011 (cs)\n", "").replace("arXiv logo > cs > arXiv:2603.00011\n", ""),
    ):
        assert one(shown) == one(ABSTRACT_PAGE)


def test_a_day_of_submission_above_other_lines_makes_no_page_of_a_paper() -> None:
    assert page.parse("[Submitted on 27 Feb 2026]\nOur minutes\nAda, Bo\nWe met.\nSubjects: lamps\n").papers == ()


_LISTED = """[1] arXiv:2306.00981 [pdf, other]
    Title: One lamp lights a street
    Ann Vale, Bo Ash
    Subjects: Computation and Language (cs.CL)
[2] arXiv:2306.00982 [pdf, other]
    Title: Two lamps light a street
    Kihyuk Sohn, Nataniel Ruiz
    Subjects: Computer Vision and Pattern Recognition (cs.CV)
"""
_PAGE_HEAD = "Computation and Language\nAuthors and titles for recent submissions\n\n"


@pytest.mark.parametrize("head", [_PAGE_HEAD, f"arxiv logo > cs > cs.CL\nHelp | Advanced Search\n{_PAGE_HEAD}"])
@pytest.mark.parametrize("foot", ["", "Total of 2 entries\nAbout Help\n contact arXivClick here to contact arXiv\n"])
def test_a_second_page_of_a_list_below_the_first_changes_nothing_of_either(head: str, foot: str) -> None:
    page_of_two = head + _LISTED + foot
    alone = read_text(page_of_two, "x").papers
    assert [(paper.title, paper.authors, paper.abstract) for paper in alone] == [
        ("One lamp lights a street", ("Ann Vale", "Bo Ash"), ""),
        ("Two lamps light a street", ("Kihyuk Sohn", "Nataniel Ruiz"), ""),
    ]
    second = page_of_two.replace("2306.0098", "2306.0099").replace("lamp", "lantern")
    both = read_text(page_of_two + second, "x")
    assert both.papers == (*alone, *read_text(second, "x").papers)
    assert both.problems == ()


@pytest.mark.parametrize("words", [
    "From my notes: ask Anna about the third one.", "Note: the third one is good", "The third one is for Anna.",
])  # fmt: skip
def test_words_below_a_list_without_abstracts_are_none_of_its_last_paper_and_are_said(words: str) -> None:
    for between in ("", "\n"):
        text = _LISTED + between + words + "\n"
        parsed = read_text(text, "x")
        assert parsed.papers == read_text(_LISTED, "x").papers
        (problem,) = parsed.problems
        assert (problem.message, problem.excerpt, text.split("\n")[problem.line - 1]) == (
            "words below an entry that need not be its abstract, not read", words, words,
        )  # fmt: skip


@pytest.mark.parametrize("line", ["arxiv logo > cs > cs.CL", "Computation and Language", "Help | Advanced Search"])
def test_a_line_of_the_page_below_its_last_entry_is_no_abstract(line: str) -> None:
    assert read_text(f"{_LISTED}{line}\n", "x").papers == read_text(_LISTED, "x").papers
