"""The query language: what is read, what is let pass, what is offered."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.paper import Paper, Status
from reader.query import And, Filter, Not, Or, Phrase, Query, Word, complete, parse, sorted_papers
from reader.query.filters import day_range, year_range
from reader.query.scripts import index_words, parts
from tests.support.laws import law

TODAY = date(2026, 11, 21)
PAPER = Paper(
    "p1",
    "Poincaré Embeddings for Learning Hierarchical Representations",
    "We learn hyperbolic embeddings of symbolic data.",
    ("Maximilian Nickel", "Douwe Kiela"),
    "2017-05-22",
    arxiv_id="1705.08039",
    sources=("pages/Page-2.txt",),
    tags=("Geometry", "ml/graphs", "to read"),
    starred=True,
    status=Status.READING,
    note="Compare with Łukasz's talk.",
    added="2026-11-15T08:00:00Z",
    triage="kept",
)


def accepts(text: str, paper: Paper = PAPER, lists: tuple[str, ...] = ("Edge models",)) -> bool:
    return parse(text).accepts(paper, lambda _: lists, TODAY)


def test_free_words_are_folded_and_split_at_hyphens() -> None:
    """Free words are folded, and a hyphen parts them."""
    assert parse("Fine‑Tuning ＬＬＭ Poincaré").words == ("fine", "tuning", "llm", "poincare")


def test_the_last_word_is_still_being_typed_until_a_blank_follows() -> None:
    """Only a word at the very end is taken as begun."""
    assert parse("kv ca").root == And((Word("kv"), Word("ca", typing=True)))
    assert parse("kv ca ").root == And((Word("kv"), Word("ca")))


@pytest.mark.parametrize(
    "text",
    [
        "tag:geometry", "#GEOMETRY", "tag:ml", "tag:ml/graphs", 'tag:"to read"', '#"to read"', "is:starred",
        "is:reading", 'list:"edge MODELS"', "title:poincare", "title:hier",
        'title:"learning hierarchical"', "author:kiela", 'author:"douwe k"', "abstract:hyperbolic",
        "note:lukasz", "year:2017", "year:2016..2018", "year:..2017", "year:2017..", "added:7d", "added:1w",
        "added:2026-11-15", "added:2026-11", "added:2026", "added:2026-11-01..", "added:..2026-11-15",
        "added:2026-11-10..2026-11-15", "source:page-2", "has:note", "has:abstract", "has:pdf",
        '"symbolic DATA"', '"Embeddings for learning"', "-is:read", "NOT tag:x", "-tag:geo ",
        "is:read OR is:reading", "(is:read OR is:reading) year:2017", "-(is:read OR tag:x)",
        "NOT NOT is:starred", "any words at all", "", "TAG:geometry", "tags:geometry",
        "tag:geometry OR nonsense", "AND is:starred",
    ],
)  # fmt: skip
def test_it_accepts(text: str) -> None:
    """The paper passes these."""
    assert accepts(text)


@pytest.mark.parametrize(
    "text",
    [
        "tag:geo ", "#graphs ", "-#geometry", "is:unread", "is:inbox", "is:dismissed", "list:edge ",
        "title:embed-poincare", "author:nick-kiela", "abstract:bolic", "year:2018", "year:2018..",
        "year:2016..2016", "added:5d", "added:2026-11-16..", "added:..2026-11-14", "source:page-3", "has:doi",
        '"data symbolic"', '-"symbolic data"', "is:starred -is:reading", "tag:x OR is:read",
        "NOT (is:starred OR tag:x)", "is:starred NOT is:reading",
    ],
)  # fmt: skip
def test_it_does_not_accept(text: str) -> None:
    """The paper does not pass these."""
    assert not accepts(text)


@pytest.mark.parametrize(
    "text",
    ["tag:", "#", "is:", "is:unr", "year:20", "year:2023..20", "added:2026-1", "has:x", "sort:", "list:", "-tag:", '"',
     "(", ")", "-", "OR", "NOT", "(((", "title:", "title:--", "OR OR", "() OR (", '""', "#(", "-()", "added:0d"],
)  # fmt: skip
def test_what_is_half_typed_asks_for_nothing(text: str) -> None:
    """A half-typed query is as good as none."""
    assert parse(text).is_empty
    assert accepts(text)


def test_what_cannot_be_used_is_said_quietly() -> None:
    """What is unknown or half-typed is named in a note, and the rest of the query stands."""
    query = parse("mamba is:starrred colour:blue year:20")
    assert query.words == ("mamba", "colour", "blue")
    assert query.notes == (
        "'is:starrred' is no filter value; did you mean 'is:starred'?",
        "'colour:blue' is no filter; in quotes it is text",
        "'year:20' is no value; it takes 2024, 2023..2025, 2023..",
    )
    for typed in ("iz:starred", "ls:starred", "lits:starred"):
        meant = "list" if typed[:4] == "lits" else "is"
        assert parse(typed).notes == (f"'{typed}' is no filter; did you mean '{meant}:starred'?",)
    assert parse("iz:stared").notes == ("'iz:stared' is no filter; did you mean 'is:starred'?",)
    assert parse("iz:bibtex").notes == ("'iz:bibtex' is no filter; in quotes it is text",)
    assert parse('"not closed').words == ("not", "closed")
    assert parse('"not closed').notes == ("the quote before 'not closed' is not closed yet",)
    assert not parse("flatquant: flatness").notes
    assert not parse("https://arxiv.org/abs/2408.07990").notes


def test_a_value_whose_quote_is_not_closed_is_still_being_typed() -> None:
    """Nothing is said of it meanwhile; what changes papers refuses it."""
    assert parse('tag:"to re').notes == ()
    assert [doubt.why for doubt in parse('tag:"to re').doubts] == ["the quote in 'tag:\"to re' is not closed yet"]


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("1d", ("2026-11-21", "9999-12-31")),
        ("2d", ("2026-11-20", "9999-12-31")),
        ("1w", ("2026-11-15", "9999-12-31")),
        ("1m", ("2026-10-23", "9999-12-31")),
        ("2y", ("2024-11-22", "9999-12-31")),
        ("9999y", ("0001-01-01", "9999-12-31")),
        ("today", ("2026-11-21", "2026-11-21")),
        ("yesterday", ("2026-11-20", "2026-11-20")),
        ("yesterday..today", ("2026-11-20", "2026-11-21")),
        ("2026-11", ("2026-11", "2026-11-99")),
        ("2025..2026-02", ("2025", "2026-02-99")),
        ("2026..", ("2026", "9999-12-31")),
        ("..2026-02-03", ("", "2026-02-03")),
        ("2026..2026", ("2026", "2026-99")),
        ("2027..2026", None),
        ("2026-02-30", None),
        ("0d", None),
        ("..", None),
        ("2026..x", None),
        ("x..2026", None),
    ],
)
def test_the_days_that_a_value_means(value: str, days: tuple[str, str] | None) -> None:
    """A month counts 30 days and a year 365, both with today; a range that runs backwards is none."""
    assert day_range(value, TODAY) == days


@pytest.mark.parametrize(
    ("value", "years"),
    [
        ("2024", (2024, 2024)), ("2023..2025", (2023, 2025)), ("2024..2024", (2024, 2024)), ("2024..", (2024, 9999)),
        ("..2024", (0, 2024)), ("2025..2024", None), ("..", None), ("", None), ("24", None), ("2024..x", None),
        ("x..2024", None), (" 2024 ", (2024, 2024)),
    ],
)  # fmt: skip
def test_the_years_that_a_value_means(value: str, years: tuple[int, int] | None) -> None:
    assert year_range(value) == years


def test_alternatives_bind_less_than_neighbours() -> None:
    """a b OR c is (a and b) or c; parentheses change it."""
    a, b, c = Word("a"), Word("b"), Word("c")
    assert parse("a b OR c ").root == Or((And((a, b)), c))
    assert parse("a (b OR c)").root == And((a, Or((b, c))))
    assert parse("a -b").root == And((a, Not(b)))
    assert parse('a "b c"').root == And((a, Phrase(("b", "c"))))


def test_the_order_is_read_out_of_the_query() -> None:
    """sort: sets the order, - reverses it, the last one counts."""
    assert parse("sort:year").sort == ("year", False)
    assert parse("x sort:title sort:-added").sort == ("added", True)
    assert parse("x").sort is None
    assert parse("sort:colour").sort is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("source:lib.json ", ["lib.json"]),
        ("* -source:lib.json ", ["lib.jsonl", "libs.json.txt"]),
        ("source:lib.json", ["lib.json", "lib.jsonl"]),
        ("source:lib.js", ["lib.json", "lib.jsonl"]),
        ("source:lib ", ["lib.json", "lib.jsonl", "libs.json.txt"]),
    ],
)
def test_the_ending_of_a_file_is_whole_once_it_is_typed(text: str, names: list[str]) -> None:
    papers = [Paper(name, "T", sources=(name,)) for name in ("lib.json", "lib.jsonl", "libs.json.txt")]
    query = parse(text)
    assert [paper.id for paper in papers if query.accepts(paper, lambda _: (), TODAY)] == names


def test_a_tag_at_the_end_may_be_half_of_one() -> None:
    """Only what ends the query without a closing quote counts as being typed."""
    assert parse("tag:rl").filters == (Filter("tag", "rl", typing=True),)
    assert parse("tag:rl ").filters == (Filter("tag", "rl"),)
    assert parse('tag:"rl"').filters == (Filter("tag", "rl", literal=True),)


@law(300)
@given(
    st.one_of(
        st.text(max_size=60),
        st.lists(
            st.sampled_from(
                [
                    "tag:",
                    "a",
                    '"',
                    "(",
                    ")",
                    "-",
                    " ",
                    "OR",
                    "NOT",
                    "#",
                    "is:",
                    "x",
                    "..",
                    "2023",
                    "year:",
                    "\\",
                    ":",
                    "é",
                ]
            ),
            max_size=25,
        ).map("".join),
    )
)
def test_no_text_is_an_error(text: str) -> None:
    """Whatever is typed is read, can be applied, and can be completed anywhere."""
    query = parse(text)
    assert isinstance(query, Query)
    assert accepts(text) in (True, False)
    for cursor in range(0, len(text) + 1, 5):
        complete(text, cursor, ["rl"], ["Edge models"])


def test_a_thousand_parentheses_are_read() -> None:
    """Deep nesting neither fails nor takes long."""
    assert parse("(" * 5000 + "a").words == ("a",)
    assert parse("-" + "(NOT " * 3000 + "a" + ")" * 3000).text


@pytest.mark.parametrize(
    "text",
    [
        "a " * 50_000,
        "a OR " * 20_000,
        "tag:x OR " * 10_000,
        "-(" * 50_000,
        '"a' * 50_000,
        "(a OR " * 15_000,
        "a:" * 50_000,
    ],
)
def test_of_a_very_long_query_the_beginning_is_read(text: str) -> None:
    """A hundred thousand characters ask for no more than a hundred things, and a quiet note says so."""
    query = parse(text)
    assert len(query.words) + len(query.filters) <= 100
    assert "the query is long: only its beginning is read" in query.notes
    assert complete(text, len(text)) == []


def test_a_pasted_abstract_is_read_whole() -> None:
    """Nothing is said of a query that is merely long."""
    assert len(parse("word " * 90).words) == 90
    assert not parse("word " * 90).notes


def test_a_note_on_a_long_value_stays_short() -> None:
    """What is quoted in a note fits a line."""
    assert max(map(len, parse("is:" + "x" * 5_000).notes)) < 140


def test_words_without_blanks_are_cut_where_the_script_changes() -> None:
    """Chinese and Latin letters that touch are words of their own."""
    assert parse("LLM量化 研究 ").root == And((Word("llm"), Word("量化"), Word("研究")))
    assert parse('"LLM量化"').root == Phrase(("llm", "量化"))


def test_a_run_without_blanks_is_entered_under_its_letters_and_their_pairs() -> None:
    """So each of its parts is found."""
    assert index_words("LLM量化好 x") == ["llm", "量", "化", "好", "量化", "化好", "x"]
    assert index_words("Straße x") == ["strasse", "x"]


@pytest.mark.parametrize(
    "text", ["title:量化", "title:模型", 'title:"LLM的"', '"语言模型的"', '"语言 模型"', '"llm"', "title:ll"]
)
def test_filters_and_phrases_find_parts_of_words_without_blanks(text: str) -> None:
    """A phrase or a filter in Chinese may begin and end in the midst of a run of letters."""
    assert accepts(text, Paper("x", "大语言模型的量化：LLM的研究"))
    assert not accepts(text, Paper("x", "大规模言语：allms"))


def labels(text: str, cursor: int | None = None) -> list[str]:
    offers = complete(
        text, len(text) if cursor is None else cursor, ["rl", "rlhf", "long context", "a/rl"], ["Edge models"]
    )
    return [text[: offer.start] + offer.text + text[offer.end :] for offer in offers]


def test_completion_offers_fields_values_tags_and_lists() -> None:
    """What is begun at the cursor is offered whole; names with blanks come in quotes."""
    assert labels("mamba ti") == ["mamba title:"]
    assert labels("tag:r") == ["tag:rl", "tag:rlhf", "tag:a/rl"]
    assert labels("-#lo") == ['-#"long context"']
    assert labels("(list:ed") == ['(list:"Edge models"']
    assert labels('list:"Edge m') == ['list:"Edge models"']
    assert labels("is:un x", 5) == ["is:unread x", "is:untagged x"]
    assert labels("has:p") == ["has:pdf", "has:project"]
    assert labels("sort:-y") == ["sort:-year"]
    assert labels("added:7") == ["added:7d"]
    assert labels("mamba ") == []
    assert labels("") == labels("title", 0) == labels("title", -1) == []
    assert labels("is:un", 99) == ["is:unread", "is:untagged"]


@law(100)
@given(st.text(min_size=1, max_size=20).filter(lambda name: name.strip() != ""))
@example("\\")
@example("a \\\\")
@example('\\"')
def test_a_completed_name_is_read_back(name: str) -> None:
    """Whatever a tag is called, its completion means that tag."""
    offers = complete("tag:", 4, [name], [])
    assert [(found.field, found.value) for found in parse(offers[0].text + " ").filters] == [("tag", name)]


def paper(id: str, title: str, published: str = "", added: str = "", status: Status = Status.UNREAD) -> Paper:
    return Paper(id, title, published=published, added=added, status=status)


def test_sorting_puts_the_newest_first_and_the_unknown_last() -> None:
    """Newest first for year and added, alphabetic for title, what is being read first for status."""
    papers = [
        paper("1", "Zeta", "2020", "2026-01-01T00:00:00Z", Status.READ),
        paper("2", "alpha", "", "2026-03-01T00:00:00Z"),
        paper("3", "Écho", "2024-05-01", "2026-02-01T00:00:00Z", Status.READING),
    ]

    def ids(key: str, *, reverse: bool = False) -> str:
        return "".join(p.id for p in sorted_papers(papers, key, reverse=reverse))

    assert ids("year") == "312"
    assert ids("year", reverse=True) == "132"
    assert ids("added") == "231"
    assert ids("title") == "231"
    assert ids("title", reverse=True) == "132"
    assert ids("status") == "321"
    assert ids("relevance") == "123"


@pytest.mark.parametrize("typed", ["ONeil", "oneil", "O'Neil", "O’Neil", "neil"])
def test_a_name_is_found_with_and_without_its_apostrophe(typed: str) -> None:
    assert accepts(f"author:{typed}", Paper("a", "T", authors=("Eve O'Neil",)))
    assert not accepts(f"author:{typed}", Paper("b", "T", authors=("Eve Oneida", "Anneil Wu")))


@pytest.mark.parametrize("inner", ["“x y”", "«x y»", "„x y“", "“x”", "“x” and “y”"])
def test_other_quotes_stand_in_pairs_between_straight_ones(inner: str) -> None:
    """In a value, a tag and a phrase: they are a part of what is quoted."""
    value = f"a {inner} b"
    for text in (f'title:"{value}"', f'#"{value}"', f'-title:"{value}"'):
        query = parse(text)
        assert ([one.value for one in query.filters], query.doubts) == ([value], ()), text
    assert parse(f'"{value}"').root == Phrase(tuple(parts(value)))
    assert parse('"small models” edge "of trees"').doubts == ()
