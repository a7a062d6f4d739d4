"""A slip of the hand in what is to be left out: it is refused or said, and never takes in silence what was to stay."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.errors import ReaderError, UsageError
from reader.library.library import Library
from reader.operations import reading_lists, removal
from reader.operations.choosing import choose, unknown_parts
from reader.operations.search import PaperFinder
from reader.paper import Paper, Status
from reader.query import Filter, Phrase, Query, Word
from reader.query.nodes import leaves
from reader.query.parser import parse
from reader.query.scripts import parts
from tests.support.cli import Reader
from tests.support.grids import crossed
from tests.support.laws import law
from tests.support.memory import library

PAPERS = (
    Paper("a", "Heaps one", tags=("ml",)),
    Paper("b", "Queues two", tags=("must read",)),
    Paper("c", "Caches three", tags=("ml/theory",), status=Status.READ),
    Paper("d", "Treaps four", status=Status.READ, published="2024"),
    Paper("e", "Ropes must read five", tags=("compression",), authors=("Cyd Bart",)),
    Paper("f", "Tries", note="revisit later", abstract="a sparse index", starred=True),
)


@cache
def shelf() -> Library:
    """The papers, one of them on a list."""
    found = library(*PAPERS)
    reading_lists.add_to_list(found, "Edge", [PAPERS[3]])
    return found


def chosen(query: Query) -> set[str]:
    """The ids of the papers that a query chooses."""
    return {paper.id for paper in PaperFinder(shelf()).papers(query)}


def refusal(text: str) -> str:
    """Why a query is refused."""
    with pytest.raises(UsageError) as refused:
        choose(shelf(), text)
    return str(refused.value)


def left(text: str) -> str:
    """The papers that an accepted query chooses."""
    return "".join(sorted(chosen(choose(shelf(), text))))


def test_a_word_that_ends_in_a_mark_is_doubted_as_any_other() -> None:
    """A vowel sign is a part of its word: a field that there is none of, a sign in the midst, values joined by one."""
    assert "is no filter" in refusal("शीर्षक:रोम")
    assert "has a sign in the midst of a word" in refusal("रोटी,-चाय")
    found = library(Paper("a", "रोटी"), Paper("b", "चाय"))
    with pytest.raises(ReaderError, match="title:रोटी"):
        choose(found, "* -title:रोटी,चाय")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("* -tag:comprsion", "tag:compression"), ("* -tag:theory", "tag:ml/theory"),
        ("* -tag:theorie", "tag:ml/theory"),
        ("* -tag:ml1", "tag:ml"), ("* -tag:mll", "tag:ml"), ("* -tag:lm", "tag:ml"),
        ("* -tag:[ml]", "tag:ml"),
        ("* -tag:must-read", 'tag:"must read"'), ("* -tag:mustread", 'tag:"must read"'),
        ("* -#must_raed", 'tag:"must read"'),
        ("* -author:batr", "author:bart"), ("* -note:revi1sit", "note:revisit"), ("* -title:hea.ps", "title:heaps"),
        ("* -hea-ps", "heaps"), ("* -1heaps", "heaps"),
    ],
)  # fmt: skip
def test_what_is_near_to_a_name_is_refused_and_proposes_it(text: str, meant: str) -> None:
    """One rule for both: nothing that proposes a name goes on, saved or not, but in quotes."""
    said, way = refusal(text).split(" In quotes it is taken at its word: '")
    assert said.endswith(f"did you mean '{meant}'?")
    assert left("* " + way.removesuffix("'.")) == "abcdef"


@pytest.mark.parametrize(
    "text",
    ['* -tag:"mlops"', 'heaps -note:"cat"', 'heaps -keyword:"bar"', '* -"weaps"', '* -"tow"', '* -year:"2031"',
     '* -"heasp"', '* -tag:"mll"', '* -author:"batr"', '* -"queues-two-three"', '* -"tagml"'],
)  # fmt: skip
def test_one_word_in_quotes_is_left_out_as_it_stands_and_said(text: str) -> None:
    """So what runs every day runs before there is one."""
    assert left(text) == ("a" if text.startswith("heaps") else "abcdef")
    (said,) = unknown_parts(shelf(), choose(shelf(), text))
    assert said.endswith("that is to be left out.")


@pytest.mark.parametrize(
    "text",
    ["* -tag:mlops", "* -tag:diffusion", "* -tag:rl", "* -tag:m", "* -tag:decompression", "heaps -note:cat",
     "heaps -keyword:bar", '* -note:"figure 2"', "* -(is:read OR #rl)", "* -(tag:ml AND (tag:nlp OR is:read))"],
)  # fmt: skip
def test_no_name_that_no_paper_has_is_left_out(text: str) -> None:
    """However little it is like one: whatever was to stay by it would be taken."""
    assert "that is to be left out" in refusal(text)


def test_a_tag_is_looked_for_as_it_is_stored() -> None:
    """Without blanks around the slash and without a sign before it."""
    assert left('* -tag:"ml / theory"') == left('* -tag:"#ml/theory"') == "abdef"


@pytest.mark.parametrize("word", ["ORR", "O", "OR,", "RO", "OR1", "O R", "/R", "oR", "OE", "xOR", "heaps"])
@pytest.mark.parametrize(
    "group", ["* -(tag:ml {} is:read)", "* -({} (tag:ml OR is:read))", "* NOT (is:starred OR (tag:ml) {} is:read)"]
)
def test_a_word_among_filters_that_are_left_out_is_refused(group: str, word: str) -> None:
    """Else the group holds papers with all of these, which are none."""
    assert word.split()[0] in refusal(group.format(word))


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("* -(heaps ORR queues)", "ORR"), ("* -(heaps OtR queues)", "OtR"), ("* -(tag:mlOR is:read)", "mlOR"),
        ("* -(heaps ORqueues)", "ORqueues"),
    ],
)  # fmt: skip
def test_a_joining_word_with_a_slip_is_refused_where_it_is_left_out(text: str, slip: str) -> None:
    assert slip in refusal(text)


def test_words_and_filters_that_are_meant_can_be_left_out_together() -> None:
    """In quotes, or with AND between them, or as alternatives."""
    assert left('* -("heaps" AND tag:ml)') == left("* -(heaps AND tag:ml)") == "bcdef"
    assert left("* -(heaps OR tag:compression)") == "bcdf"
    assert left("* -(tag:ml AND is:read)") == "abdef"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("* -(tagml)", "tag:ml"), ("* -(tag ml)", "tag:ml"), ("* -(is:read OR tagml)", "tag:ml"),
        ("* NOT (heaps OR (tags.ml))", "tag:ml"), ('* -"tag:ml"', "tag:ml"), ("* -added7d", "added:7d"),
        ("* -(addedtoday)", "added:today"), ("* -titleheaps", "title:heaps"), ("* -title;heaps", "title:heaps"),
        ("* -title heaps", "title:heaps"), ('* -title "must read"', "title:must read"), ("* -listEdge", "list:Edge"),
        ("* -noterevisit", "note:revisit"), ("* -tag;ml", "tag:ml"),
    ],
)  # fmt: skip
def test_a_filter_to_be_left_out_without_its_colon_is_no_word(text: str, meant: str) -> None:
    """In parentheses, in quotes, of any field: no paper has the word, and some the filter."""
    assert meant in refusal(text).replace('"', "")


def test_a_word_that_begins_as_a_filter_does_is_one_in_quotes() -> None:
    """The sentence says so."""
    assert """In quotes it is taken at its word: '-"tagml"'.""" in refusal("* -tagml")
    assert left('* -"tagml"') == "abcdef"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("* -(C. Bart)", 'author:"Cyd Bart"'), ("* -C.Bart", 'author:"Cyd Bart"'),
        ("* -(Bart et al.)", 'author:"Cyd Bart"'), ('* -"Bart, Cyd"', 'author:"Cyd Bart"'),
        ('* -"Bart, C."', 'author:"Cyd Bart"'), ("is:unread -C. Bart", 'author:"C. Bart"'),
        ("is:unread NOT C Bart", 'author:"C Bart"'), ('* -author:"Bart Cyd"', 'author:"Cyd Bart"'),
        ('* -author:"Batr, Cyd"', 'author:"Cyd Bart"'), ('* -author:"C. D. Bart"', 'author:"Cyd Bart"'),
        ('* -title:"read must"', 'title:"must read"'), ('* -"five read"', '"read five"'),
        ('* -abstract:"index sparse"', 'abstract:"sparse index"'),
    ],
)  # fmt: skip
def test_what_stands_there_in_another_form_is_refused_and_proposes_it(text: str, meant: str) -> None:
    """Names turned round or with initials, words in another order: they would leave nobody out."""
    assert refusal(text).endswith(f"did you mean '{meant}'?")
    assert left(f"* -{meant}") in ("abcdf", "abcde")


@pytest.mark.parametrize("name", ["Bart, Cyd", "Bart, C.", "Bart et al.", "C. Bart", "C Bart", "Bart C", "BART, CYD"])
def test_an_author_is_left_out_under_every_form_of_the_name(name: str) -> None:
    """And found under it."""
    assert (left(f'* -author:"{name}"'), left(f'author:"{name}"')) == ("abcdf", "e")


def test_words_that_begin_as_a_field_does_are_words() -> None:
    """Where the rest is no value, or papers have the word."""
    found = library(
        Paper("a", "Notebook and Taglines, Authored", tags=("lines",)), Paper("b", "Heaps, titled", note="book")
    )
    for text in ("* -notebook", "* -taglines", "* -authored", "* -(titled OR heaps)"):
        assert choose(found, text).chooses


@pytest.mark.parametrize(
    "text",
    ['* -ta.g:"must read"', '* -tag:s"must read"', '* -tag:."must read"', "* -s(tag:ml)", "* s(tag:ml)",
     '* -s"must read"', "heaps -graph(s)", "* NOT s(tag:ml)", '* -tag:ml"must read"'],
)  # fmt: skip
def test_what_is_glued_to_a_quote_or_a_parenthesis_turns_no_exclusion_round(text: str) -> None:
    assert "stands right before" in refusal(text)


@pytest.mark.parametrize("word", ["NO", "no", "NTO", "nto", "NOTT", "NOT.", "N OT", "NO T", "BOT", "nOT", "N-OT"])
def test_a_slip_of_not_asks_for_nothing(word: str) -> None:
    """Before a filter, a group and, in capitals, before a word."""
    for rest in ("tag:ml", "(tag:ml OR is:read)"):
        assert "did you mean 'NOT'?" in refusal(f"is:unread {word} {rest}")
    if word.isupper() and " " not in word and word != "NOT.":
        assert "did you mean 'NOT'?" in refusal(f"queues {word} heaps")


@pytest.mark.parametrize(
    ("text", "meant"),
    [("llm NO survey", "NOT"), ("llm AND NO survey", "NOT"), ("llm WITHOUT survey", "NOT"), ("llm NIT survey", "NOT"),
     ("llm ON survey", "OR"), ("llm AN survey", "AND"), ("llm AN NOT survey", "AND"), ("llm OF survey", "OR"),
     ("llm nO survey", "NOT"), ("llm NO. survey", "NOT")],
)  # fmt: skip
def test_a_joining_word_with_a_slip_is_none_of_the_words_that_papers_have_in_small_letters(
    text: str, meant: str
) -> None:
    found = library(
        Paper("a", "An LLM without fear", abstract="There is no nit picking on the side of it."),
        Paper("b", "A survey of LLM methods", abstract="OT is no net and on an end of nit, without it."),
    )
    with pytest.raises(ReaderError, match=f"in capitals; did you mean '{meant}'"):
        choose(found, text)
    word = next(word for word in text.split() if word not in ("llm", "survey", "AND", "NOT"))
    assert choose(found, text.replace(word, f'"{word}"')).chooses


@pytest.mark.parametrize("text", ["llm OT survey", "A SURVEY OF LLM", "no llm survey", "survey of llm"])
def test_a_word_that_papers_write_in_capitals_is_one_and_so_is_a_query_all_in_capitals(text: str) -> None:
    found = library(Paper("b", "A survey of LLM methods", abstract="OT is no net."))
    assert choose(found, text).chooses


@pytest.mark.parametrize(
    "text", ["is:unread =heaps", "is:unread _heaps", "is:unread =-heaps", "is:unread -ropes- tag:ml"]
)
def test_a_sign_beside_the_one_that_leaves_out_is_none_of_a_word(text: str) -> None:
    assert "exclusion" in refusal(text)


@pytest.mark.parametrize("sign", list(".,;[/'’|&*=_"))
@pytest.mark.parametrize("wanted", ["is:unread", "*", "queues -tag:ml"])
def test_a_key_beside_the_sign_of_exclusion_turns_none_into_a_wish(wanted: str, sign: str) -> None:
    """Whatever the keyboard."""
    assert "did you mean '-heaps'?" in refusal(f"{wanted} {sign}heaps")


@pytest.mark.parametrize(
    "text",
    [".NET heaps", "'tis heaps", "/dev/null heaps", "is:read 'heaps'", "is:read [heaps]", "is:read *heaps*",
     "is:read -.heaps", 'is:read ".NET"', "heaps and -'queues", "pre- and post-heaps",
     "queues – \"heaps\"", "is:read ‘heaps’"],
)  # fmt: skip
def test_such_signs_stand_in_titles_before_pairs_and_in_quotes(text: str) -> None:
    """No slip is seen in them: the papers tell whether they are understood."""
    assert parse(text).doubts == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("is:unread -title:heaps- ropes", "title:heaps -ropes"),
        ("is:unread note:revisit- ropes", "note:revisit -ropes"), ('ropes-"must"', ""),
        ("source:page- heaps", "source:page -heaps"), ('author:bart- "must read"', 'author:bart -"must read"'),
        ('ropes --"must read"', '-"must read"'), ('ropes ."must read"', '-"must read"'), ('ropes - "must read"', ""),
        ('ropes- "must read"', ""), ('ropes-"must read"', ""), ('*7-"must read"', ""), ("is:unread ropes- heaps", ""),
        ('is:unread ropes- "must read"', ""), ("is:unread -abstract:sparse-", ""),
    ],
)  # fmt: skip
def test_an_exclusion_that_lost_or_swapped_its_blank_is_refused(text: str, meant: str) -> None:
    """Also before a phrase among words alone; words alone may end so (`pre- and post-`)."""
    said = refusal(text)
    if meant:
        assert f"did you mean '{meant}'?" in said
    elif " - " not in text:
        assert "exclusion; in quotes it is text" in said


@pytest.mark.parametrize(
    "text", ["* tag:ml", "* pheaps", "* (heaps OR tag:ml)", "is:read OR (* heaps)", "* -(-tag:ml)"]
)
def test_a_star_and_what_only_some_have_are_not_meant_both(text: str) -> None:
    """The sign of exclusion may be lost there."""
    assert "'*' means all papers" in refusal(text)


def test_a_word_that_is_only_like_others_is_said() -> None:
    """`p` stands beside `-` on a keyboard: papers are found by it."""
    assert unknown_parts(shelf(), choose(shelf(), "five pmust")) == [
        "No paper has the word 'pmust'; what is like it counts."
    ]


WANTED = ("*", "is:unread", "is:starred", "is:read")
LEFT_OUT = (
    "-tag:ml", "-tag:compression", '-tag:"must read"', "-#ml", "-tag:ml/theory", "NOT tag:ml", "-(tag:ml OR is:read)",
    '-(is:read OR tag:"must read")', "-title:heaps", '-title:"must read"', "-author:bart", "-note:revisit",
    "-abstract:sparse", "-year:2024", "-is:read", "-is:starred", "-has:note", "-has:abstract", "-list:Edge", "-heaps",
    '-"must read"', "-(heaps OR queues)", "NOT (tag:ml OR tag:compression)", "-tag:ml -is:read", "-ropes -tag:ml",
    "NOT heaps", "-(tag:ml OR heaps)", "NOT is:read NOT tag:ml", "-(list:Edge OR year:2024)", "-heaps -queues -ropes",
)  # fmt: skip
ROWS = ("`1234567890-=", "qwertyuiop[]", "asdfghjkl;'", "zxcvbnm,./")
BESIDE = {key: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in ROWS for at, key in enumerate(row)} | {
    ":": ';lp"', " ": "xcvbnm", '"': "'[;l:", "(": "90)", ")": "0(", "*": "789(", "#": "234"}  # fmt: skip
"""The keys beside a key."""


@st.composite
def slips(draw: st.DrawFn) -> tuple[str, str]:
    """What is to be left out, and a query that leaves it out but for one slip of the hand."""
    left_out = draw(st.sampled_from(LEFT_OUT))
    text = f"{draw(st.sampled_from(WANTED))} {left_out}"
    at = draw(st.integers(text.index(left_out) - 1, len(text) - 1))
    key, rest = text[at], text[at + 1 :]
    near = st.sampled_from([*BESIDE.get(key.lower(), "x"), *' ."(-:s1O,'])
    slipped = draw(st.sampled_from(("out", "twice", "swapped", "case", "other", "other", "before", "before")))
    return left_out, text[:at] + {
        "out": rest, "twice": key + key + rest, "swapped": rest[:1] + key + rest[1:], "case": key.swapcase() + rest,
        "other": draw(near) + rest, "before": draw(near) + key + rest,
    }[slipped]  # fmt: skip


def stands(leaf: Word | Phrase | Filter) -> bool:
    """Whether some paper has what is named."""
    if isinstance(leaf, Filter):
        return any(leaf.accepts(paper, shelf().state.lists_of, date(2026, 11, 26)) for paper in PAPERS)
    if isinstance(leaf, Phrase):
        return any(map(leaf.accepts, PAPERS))
    texts = (text for p in PAPERS for text in (p.title, *p.authors, *p.tags, p.note, p.abstract))
    return any(word.startswith(leaf.text) for text in texts for word in parts(text))


@law(600)
@given(slips())
@example(("-tag:ml", "* OT tag:ml"))
@example(("-heaps", "is:unread pheaps"))
@example(("-heaps", "is:unread =-heaps"))
@example(("-ropes -tag:ml", "* -ropes- tag:ml"))
@example(("-(heaps OR queues)", "* -(heaps OtR queues)"))
@example(("-(tag:ml OR is:read)", "* -(tag:mlOR is:read)"))
@example(("-(tag:ml OR is:read)", "* -(tag:ml -R is:read)"))
def test_no_slip_takes_in_silence_what_was_to_be_left_out(slip: tuple[str, str]) -> None:
    """What is accepted without a word chooses none of the papers that were to be left out, but where it is another
    query of which papers have all words and names: a sign lost or added in it. Beside `*` such a sign is refused, and
    goes on only within parentheses."""
    left_out, text = slip
    kept = set("abcdef") - set(left(f"* {left_out}"))
    try:
        query = choose(shelf(), text)
    except ReaderError:
        return
    taken = chosen(query) & kept
    if taken and not unknown_parts(shelf(), query):
        assert all(map(stands, leaves(query.root)))
        if "*" in text:
            assert "(-" in text


@crossed
@pytest.mark.parametrize("sign", [*",;|/&+", "，", "、"])
@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("* -heaps{}queues", "(heaps OR queues)"), ("* NOT heaps{}nowhere", "(heaps OR nowhere)"),
        ("* -(is:read OR heaps{}queues)", "(heaps OR queues)"), ("* -(heaps{}queues)", "(heaps OR queues)"),
        ("* -tag:ml{}compression", "(tag:ml OR tag:compression)"),
        ("* -#ml{}compression", "(tag:ml OR tag:compression)"),
        ("* -title:heaps{}queues", "(title:heaps OR title:queues)"),
        ("* -author:bart{}dao", "(author:bart OR author:dao)"),
    ],
)  # fmt: skip
def test_values_that_a_sign_joins_are_refused_where_they_are_left_out(text: str, meant: str, sign: str) -> None:
    """Else only what has all of them is left out, which is hardly anything; in quotes they are one."""
    said, way = refusal(text.format(sign)).split(" In quotes it is taken at its word: '")
    assert said.endswith(f"leaves out only what has all of it; did you mean '{meant}'?")
    assert left("* " + way.removesuffix("'.")) == "abcdef"


@pytest.mark.parametrize(
    ("text", "kept"),
    [("* -heaps-one", "bcdef"), ("* -tag:ml/theory", "abdef"), ("* -author:Bart,Cyd", "abcdf"),
     ('* -tag:"ml/ch3"', "abcdef")],
)  # fmt: skip
def test_a_sign_within_what_is_in_the_library_or_in_no_part_joins_nothing(text: str, kept: str) -> None:
    assert left(text) == kept


def test_words_of_which_no_paper_has_all_are_not_left_out() -> None:
    """As a phrase or a word that none has is not."""
    for text in ("* -heaps.queues", "* -(heaps queues)", "is:unread -(title:heaps title:queues)"):
        assert refusal(text).startswith("No paper has all of '")
    assert unknown_parts(shelf(), choose(shelf(), "* -must-read")) == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("NOT:tag:x", "-tag:x"), ("NOT:#x", "-#x"), ("NOT:heaps", "-heaps"), ("not:tag:x", "-tag:x"),
        ("NOT-tag:x", "-tag:x"), ("NOT,tag:x", "-tag:x"), ("NOT=tag:x", "-tag:x"), ("NOT_tag:x", "-tag:x"),
        ("NOTtag:x", "-tag:x"), ("AND:tag:x", "AND tag:x"), ("AND-tag:x", "AND -tag:x"), ("OR.tag:x", "OR tag:x"),
        ("not:heaps", "note:heaps"),
    ],
)  # fmt: skip
def test_a_joining_word_glued_to_a_filter_is_proposed_as_what_it_joins(typed: str, meant: str) -> None:
    """Never the very papers that were to be left out."""
    assert f"'{typed}' is no filter; did you mean '{meant}'?" in refusal(f"is:unread {typed}")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ｔａｇ：ml", "tag:ml"), ("－ｉｓ：ｒｅａｄ", "-is:read"),
        ("ｙａｅｒ：２０２４", "year:2024"), ("＃ｍｌ", "#ml"),
        ("yaer=2024", "year:2024"), ("tittle->heaps", "title:heaps"), ("upvotes|>5", "upvotes:>5"),
        ("year:2023.. 2025", "year:2023..2025"), ("added:2023 ..2025", "added:2023..2025"),
        ("isstarreds", "is:starred"), ("hasabstratc", "has:abstract"), ("published.2025-06..", "published:2025-06.."),
        ('"-sparse index"', '-"sparse index"'), ('ta: "must read"', 'tag:"must read"'), ("ｉs: read", "is:read"),
        ("-(tag : ml OR is:read)", "tag:ml"), ("isunread;", "is:unread"),
    ],
)  # fmt: skip
def test_what_is_mistyped_twice_or_on_a_wide_keyboard_is_refused_with_what_was_meant(typed: str, meant: str) -> None:
    assert f"did you mean '{meant}'?" in refusal(f"* {typed}")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("ａｂｓｔｒａｃｔ： index", "did you mean 'abstract:index'?"), ("`tag: ml", "'tag:' is"),
        ("ｅｔｉｋｅｔｔ：ml", "in quotes it is text"), ("* -tag:mls", "did you mean 'tag:ml'?"),
    ],
)  # fmt: skip
def test_what_is_like_a_filter_is_no_word_either(typed: str, told: str) -> None:
    assert told in refusal(typed)


@pytest.mark.parametrize(
    "title", ["k=5 heaps", "node>5 heaps", "LoRA：低秩适应", "year:2024 2025", "issue history", "12：30 talk"]
)
def test_such_signs_are_words_of_titles(title: str) -> None:
    assert parse(title).doubts == ()


@cache
def named() -> Library:
    """The papers, and one with names of its own; one is on a list."""
    found = library(*PAPERS, Paper("2309.17453", "Sinks", arxiv_id="2309.17453", authors=("Albert Gu",)))
    reading_lists.add_to_list(found, "Edge", [PAPERS[3]])
    return found


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("-likeEdge", "like:Edge"), ("-like2309.17453", "like:2309.17453"), ("-like.heaps", "like:.heaps"),
        ("-id2309", "id:2309"), ("-id_2309", "id:2309"), ("-likeml", "like:ml"),
        ('-author:"Guu, Albert"', 'author:"Albert Gu"'), ('-author:"Albert Go"', 'author:"Albert Gu"'),
    ],
)  # fmt: skip
def test_what_is_like_a_name_leaves_out_what_has_it_or_is_refused(typed: str, meant: str) -> None:
    """A nearness and the beginning of an id that lost their colon, and a slip in a short family name: as words and as
    names that nobody has they would leave nothing out."""
    with pytest.raises(UsageError) as refused:
        choose(named(), f"* {typed}")
    assert f"did you mean '{meant}'" in str(refused.value)


@pytest.mark.parametrize("text", ["* -likelihood", "* -likely", "* -idiom", '* -author:"Go, Bob"'])
def test_words_that_begin_so_are_words(text: str) -> None:
    assert "did you mean" not in refusal(text)


@cache
def told() -> Library:
    """The papers, and one whose title and note are phrases of short words; one is on a list."""
    title, note = "Heaps for all of you to keep", "Good stuff"
    found = library(*PAPERS, Paper("g", title, note=note, authors=("Ada Lovelace",), upvotes=61))
    reading_lists.add_to_list(found, "Edge", [PAPERS[3]])
    return found


@pytest.mark.parametrize("out", [True, False])
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("title:\"heaps for al of you\"", "title:\"heaps for all of you\""), ("\"heaps fro all\"", "\"heaps for all\""),
        ("\"heaps for all you to\"", "\"heaps for all of you to\""),
        ("\"heaps for for all of\"", "\"heaps for all of\""),
        ("note:\"god stuff\"", "note:\"good stuff\""), ("author:\"Lovelace et la.\"", "author:\"Ada Lovelace\""),
    ],
)  # fmt: skip
def test_a_phrase_tells_by_its_other_words_what_a_short_one_is(typed: str, meant: str, out: bool) -> None:
    with pytest.raises(UsageError) as refused:
        choose(told(), f"* -{typed}" if out else typed)
    assert f"did you mean '{meant}'" in str(refused.value)


@pytest.mark.parametrize(
    "text", ['* -"heaps all"', '* -"heaps 2 all"', '* -"for you to"', '* -"caches on heaps"', '* -title:"odd stuff 3"']
)
def test_a_phrase_that_is_like_none_is_refused_and_proposes_none(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        choose(told(), text)
    assert str(refused.value).endswith("that is to be left out. The query is understood without it.")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("-upvotes50", "upvotes:50"), ("-upvotes=7", "upvotes:7"), ("-tagcompresion", "tag:compresion"),
        ("-listEgde", "list:Egde"), ("-israed", "is:raed"),
    ],
)  # fmt: skip
def test_a_filter_that_lost_its_colon_and_more_is_no_word(typed: str, meant: str) -> None:
    with pytest.raises(UsageError) as refused:
        choose(told(), f"* {typed}")
    assert f"did you mean '{meant}'" in str(refused.value)


@pytest.mark.parametrize("text", ["* -abstraction", "* -abstractive", "* -authored", "* -tagging", "* -isolated"])
def test_two_letters_behind_the_name_of_a_text_are_no_value(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        choose(told(), text)
    assert "did you mean" not in str(refused.value)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("-like list:Edge", "like:list:Edge"), ("* -like list:Edge", "like:list:Edge"), ("heaps -like #ml", "like:#ml"),
        ("heaps NOT like id:a", "like:id:a"), ("sort-year", "sort:year"), ("heaps sort_-title", "sort:-title"),
        ("heaps sort=next", "sort:next"), ("* -source/2024", "source:2024"), ("is:read OR tag_ml", "tag:ml"),
        ("tags/ml", "tag:ml"), ("list;Edge", "list:Edge"), ("is:read pR is:unread", "OR"),
        ("tag:ml OR title::x", "title:x"), ("is:read tag . ml", "tag:ml"), ("list – Edge", "list:Edge"),
        ("tag:ml aNd is:read", "AND"), ("is:read O R is:unread", "OR"), ("title:=heaps", "title:heaps"),
        ("* -tag::ml", "tag:ml"), ("* -year:2204", "year:2024"), ("* -published:2204-01..", "published:2024-01.."),
        ("* -year:2924..", "year:2024.."), ("* -note", "-has:note"), ("heaps -pdf", "has:pdf"),
    ],
)  # fmt: skip
def test_a_sign_that_is_lost_or_another_is_refused_and_proposes_the_right_one(text: str, meant: str) -> None:
    found = library(*PAPERS, Paper("s", "To read a note", sources=("list of 2024.txt",)))
    reading_lists.add_to_list(found, "Edge", [PAPERS[3]])
    with pytest.raises(UsageError) as refused:
        choose(found, text)
    assert f"did you mean '{meant}'" in str(refused.value)


@pytest.mark.parametrize(
    "text",
    ["* -year:2031..", "* -year:..2000", '* -year:"2204"', '* -"note"', "sorting years", 'heaps -"like"',
     '"sort-year" OR heaps',
     "tag-team OR heaps", "listless OR heaps", '* -"source/2024"', "GaN OR heaps", "(pR heaps) OR heaps",
     "list-decoding OR heaps"],
)  # fmt: skip
def test_what_is_like_such_a_sign_and_none_is_taken(text: str) -> None:
    assert choose(shelf(), text).chooses


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('heaps "one two', "The quote before 'one two' is not closed yet."), ('heaps "', "The quote at the end is not"),
        ('title:"one tw', "The quote in 'title:\"one tw' is not closed yet."),
        ("Heaps That Learn - Google Chrome", "Put the title in quotes: '\"Heaps That Learn\"'."),
        ("Heaps That - Learn -", "Put a title in quotes."),
    ],
)  # fmt: skip
def test_a_text_that_is_cut_or_dressed_is_named(text: str, said: str) -> None:
    assert said in refusal(text)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("* -compr", "compression"), ("heaps -revis", "revisit"), ("* -spars*", "-title:spars"),
        ("* -quant.*", "-title:quant"),
        ('* -"spars*"', "-title:spars"), ("* -spars?", "-title:spars"), ('* -"sparse inde"', '"sparse index"'),
        ('* -"a spars ;index"', '"a sparse index"'), ('* -title:"ropes s must"', 'title:"ropes must"'),
        ('* -author:"Bartk Cyd"', 'author:"Cyd Bart"'), ('* -author:"Bart,k Cyd"', 'author:"Cyd Bart"'),
        ("* -year:0224", "year:2024"), ("* -published:1024", "published:2024"), (">50", "upvotes:>50"),
        ("is:unread >=50", "upvotes:>=50"), ("* -=50", "upvotes:50"), ("* -<50", "upvotes:<50"),
        (">2020", "year:2021.."),
        ("* -2023..2024", "year:2023..2024"), ("* -2020..", "year:2020.."), ("heaps ..2020-05", "published:..2020-05"),
        ("* -7d", "added:7d"), ('* -"is:read"', "is:read"), ("* -C*", "-title:C"),
    ],
)  # fmt: skip
def test_a_half_word_a_phrase_with_a_slip_and_a_filter_without_its_field_are_refused(text: str, meant: str) -> None:
    assert f"did you mean '{meant}'" in refusal(text)


@pytest.mark.parametrize(
    ("text", "way"),
    [("* -year:2932", 'year:"2932"'), ("* -year:1203", 'year:"1203"'), ("* -added:2062", 'added:"2062"'),
     ("* -read:2062-01..", 'read:"2062-01.."')],
)  # fmt: skip
def test_a_time_at_which_nothing_can_be_is_left_out_only_in_quotes(text: str, way: str) -> None:
    assert refusal(text).endswith(f"that is to be left out. In quotes it is taken at its word: '-{way}'.")
    assert choose(shelf(), f"* -{way}").chooses


@pytest.mark.parametrize(
    "text",
    ['* -"compr"', '* -"rop"', '* -"what?"', '* -"3d"', '* -">50"', "* -year:1455..1460",
     "* -added:2019"],
)  # fmt: skip
def test_what_is_a_word_a_phrase_or_a_time_of_its_own_is_left_out(text: str) -> None:
    assert choose(shelf(), text).chooses


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("* -cat", "the word 'cat'"), ("heaps -weaps", "the word 'weaps'"),
        ("is:unread -(is:read OR tow)", "the word 'tow'"),
        ("* -4,000", "the word '4'"), ("* -3d", "the word '3d'"), ("* -author:nobody", "'author:nobody'"),
        ('* -title:"ropes five"', "'title:\"ropes five\"'"), ("heaps -venue:icml", "'venue:icml'"),
        ("* -bar", "the word 'bar'"),
        ("* -abstract:zebra", "'abstract:zebra'"), ('* -"heaps two"', "the phrase 'heaps two'"),
        ("* -year:2000", "'year:2000'"),
        ("* -2401.00099", "the arXiv id '2401.00099'"), ("heaps -id:nobody", "the id or citation key 'nobody'"),
        ("heaps -10.1093/other", "the DOI '10.1093/other'"), ("* -source:zebra", "'source:zebra'"),
        ("heaps (is:unread OR (tag:ml -zebra))", "the word 'zebra'"),
    ],
)  # fmt: skip
def test_what_papers_come_with_and_none_here_has_is_not_left_out(text: str, what: str) -> None:
    """However little it is like what is there: all that was to stay would be taken. One word in quotes is at its word;
    an empty library has nothing to lose, and what is asked for finds nothing."""
    assert refusal(text).startswith(f"No paper has {what} that is to be left out")
    assert choose(library(), text).chooses
    assert choose(shelf(), 'heaps OR cat OR year:2000 OR author:"nobody"').chooses


def test_a_smart_list_that_leaves_out_what_no_paper_has_any_more_is_answered() -> None:
    """It is stored; what it leaves out may come back."""
    found = library(*PAPERS)
    reading_lists.new_list(found, "Rest", query="is:unread -sparse")
    removal.remove_papers(found, [PAPERS[5]])
    assert [paper.id for paper in PaperFinder(found).on_list(found.lists["Rest"])] == ["a", "b", "e"]
    with pytest.raises(UsageError, match="No paper has the word 'sparse'"):
        reading_lists.new_list(found, "Again", query="is:unread -sparse")


@pytest.mark.parametrize("text", ["a*", "spars*", "is:unread heap*", "*starred", "heaps OR tri*"])
def test_a_star_at_a_word_is_not_understood(text: str) -> None:
    """It would be dropped, and the rest of the word find what begins so: `a*` half of a library. A title has some."""
    assert refusal(text).endswith("has a sign that stands for no other letters; in quotes it is text.")
    assert parse("A* search for heaps").doubts == ()


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("heaps -tag five", "tag:five"), ("is:unread -list sparse", "list:sparse"), ("* NOT id heaps", "id:heaps"),
        ("-source queues", "source:queues"), ("heaps -authors five", "author:five"), ("* -tag", "has:tag"),
        ("* -code", "has:code"), ("heaps -project", "has:project"),
    ],
)  # fmt: skip
def test_the_name_of_a_field_to_be_left_out_is_no_word_beside_another(text: str, meant: str) -> None:
    """Else just what was to stay is taken; whatever the word is, and in quotes it is one."""
    assert f"did you mean '{meant}'" in refusal(text)
    assert choose(shelf(), 'heaps -"tag" -"code" one').chooses


@pytest.mark.parametrize(
    "word", ["*{}*", "*{}", "?{}", "/{}/", "{}%", "{}…", "{}...", "{}+", "{}~", "{}$", "%{}", "@{}"]
)
def test_no_sign_around_a_word_to_be_left_out_is_dropped(word: str) -> None:
    """What is proposed keeps the sense, and in quotes the signs are text."""
    assert "no sign stands for other letters; did you mean '-title:heap'?" in refusal("* -" + word.format("heap"))
    assert "did you mean 'title:heap'?" in refusal("* NOT " + word.format("heap"))
    assert choose(shelf(), '* -"nowhere," -heaps. -"what?" -must-read').chooses


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("*-tag:ml", "-tag:ml"),
        ("+heaps -one", "heaps"),
        ("starred", "is:starred"),
        ("heaps queued", "is:queued"),
        ("=heaps is:read", "-heaps"),
    ],
)
def test_what_is_proposed_keeps_the_sense(text: str, meant: str) -> None:
    assert f"did you mean '{meant}'?" in refusal(text)


@crossed
@pytest.mark.parametrize(
    "place",
    ["$QUERY", "${QUERY}", "{query}", "{{query}}", "<query>", "%QUERY%", "$1", "\\$T", "$tag.name", "$env:TAG", "%s",
     "%1", "__TAG__", "@tag@", "`tag`", "%{tag}", "$[tag]"],
)  # fmt: skip
@pytest.mark.parametrize("text", ["{}", "is:unread {}", "* -{}", "is:unread -tag:{}", "title:{}", "* -#{}", "heaps {}"])
def test_a_place_that_was_not_filled_in_is_no_word(text: str, place: str) -> None:
    assert "is a place that was not filled in; in quotes it is text" in refusal(text.replace("{}", place))
    with pytest.raises(UsageError, match="is a place that was not filled in: no paper has"):
        choose(shelf(), f'heaps OR "{place}"')
    held = library(*PAPERS, Paper("p", f"Of {place} and lamps"))
    assert choose(held, f'heaps OR "{place}" OR title:"{place}"').chooses
    assert choose(held, f"Of {place} and lamps").chooses
    with pytest.raises(UsageError, match="is a place that was not filled in: no paper has"):
        choose(shelf(), f"On the {place} of heaps")


@pytest.mark.parametrize("place", ["$(cat tag)", "<my tag>", "`cat tag`", "${tag}s", "x$(tag)", "{ tag }", "$((1+2))"])
@pytest.mark.parametrize("text", ["{} heaps", "is:unread {}", "On the {} of trees"])
def test_a_command_that_was_not_run_is_no_word_either(text: str, place: str) -> None:
    with pytest.raises(UsageError):
        choose(shelf(), text.replace("{}", place))


@pytest.mark.parametrize("title", ["On $(k,l)$-sparse graphs", "On ${k}$-sparse graphs", "Of $[0,1]$ and heaps"])
def test_tex_of_a_title_is_no_place(title: str) -> None:
    """It stands between two signs of a dollar, here with letters of its own."""
    held = library(*PAPERS, Paper("p", title))
    assert choose(held, title).chooses


def test_a_tag_with_its_sign_in_quotes_is_no_place_either() -> None:
    with pytest.raises(UsageError, match="is a place that was not filled in: no paper has"):
        choose(shelf(), 'heaps OR tag:"#$TAG"')
    assert choose(library(Paper("a", "Heaps", tags=("$TAG",))), 'tag:"#$TAG"').chooses


def test_a_place_hands_on_no_ids(reader: Reader) -> None:
    """Among other words neither, nor in quotes."""
    reader("add", "--title", "A model of lamps")
    for text in ("$model of lamps", "{model} lamps of", "$(model)", "`model`", '"$model"', "lamps <model> of"):
        answer = reader("search", "--ids", text, check=False)
        assert (answer.status, answer.out) == (2, ""), text
    assert reader("search", "--ids", "A model of lamps").out


@pytest.mark.parametrize(
    "tag",
    ["$@", "$$", "#{tag}", "#$T", "[tag]", "[]", "...", "-", "_", ".", "!!", "/", "<<tag>>", "rl/$1", "$TAG$", "null",
     "None", "undefined"],
)  # fmt: skip
def test_what_a_script_left_for_a_value_is_no_tag_to_be_left_out(tag: str) -> None:
    for text in (f"* -tag:{tag}", f"heaps -#{tag}"):
        assert tag.lstrip("#") in refusal(text)
    found = library(Paper("a", "Heaps", tags=(tag,)), Paper("b", "Heaps"))
    if tag != "/" and "#" not in tag:
        assert [paper.id for paper in PaperFinder(found).papers(choose(found, f'heaps -tag:"{tag}"'))] == ["b"]


@pytest.mark.parametrize("text", [
    'is:unread -tag:"must read",ml', 'is:unread -"heaps",queues', 'tag:"must read",ml', 'tag:"must read"ml',
    "(is:read)heaps", "(heaps OR queues)ropes", '"heaps""queues" is:read', 'is:read "heaps"(queues)',
    "-(heaps is:read)queues",
])  # fmt: skip
def test_nothing_stands_right_behind_a_quote_or_a_parenthesis(text: str) -> None:
    """It would be asked for beside it, though it was to be left out as well, say."""
    assert "where only a blank may stand" in refusal(text)


@pytest.mark.parametrize(
    "text", ["Heap (BH)-based tries is:unread", '"heap"-like ropes', "(is:read) heaps", "((is:read))"]
)
def test_what_a_title_has_behind_them_stands_there(text: str) -> None:
    assert "where only a blank may stand" not in " ".join(doubt.why for doubt in parse(text).doubts)


@pytest.mark.parametrize(("text", "meant"), [
    ("* -ti-tle:heaps", "title:heaps"), ("is:read -i-s:starred", "is:starred"), ("* -upv'otes:>50", "upvotes:>50"),
    ("is:read -NOTtag:ml", "tag:ml"), ("* -taag:ml", "tag:ml"),
    ("titel:heapps", "title:heaps"), ("* -titl:eheaps", "title:heaps"),
])  # fmt: skip
def test_what_a_refusal_proposes_is_taken_in_the_place_of_what_was_typed(text: str, meant: str) -> None:
    """Also where the library alone tells that its value is mistyped as well, and behind the sign that leaves out."""
    why = refusal(text)
    part = why.split("'")[1] if "'otes" not in why else "upv'otes:>50"
    assert f"did you mean '{meant}'?" in why
    assert choose(shelf(), text.replace(part, meant)).chooses


@pytest.mark.parametrize(
    "text", ['"heaps"-one', "(heaps)-one", "heaps OR-queues", '"heaps"-one -two', '(heaps)-"one"', "(is:read)-one"]
)
def test_a_sign_of_exclusion_that_is_glued_to_another_sign_leaves_out_or_is_refused(text: str, reader: Reader) -> None:
    """Of words alone, too: unless a paper has it so, as titles do."""
    assert refusal(text) != ""
    reader("add", "--title", "Heaps one")
    for call in (("search", "--ids", text), ("star", "--yes", "--query", text)):
        answer = reader(*call, check=False)
        refused = 0 if call[0] == "search" and text == "heaps OR-queues" else 2  # Nothing is found, nor handed on.
        assert (answer.status, answer.out) == (refused, ""), call


@pytest.mark.parametrize("title", ['"Heap"-like ropes', "Ropes (long)-lived or not", "Of OR-tools and ropes"])
def test_such_signs_of_a_title_are_its_own(title: str) -> None:
    found = library(*PAPERS, Paper("t", title))
    text = title.replace("or not", "").replace('"Heap"', "“Heap”")
    assert [paper.id for paper in PaperFinder(found).papers(choose(found, text))] == ["t"]


@pytest.mark.parametrize(("text", "meant"), [
    ("tagml OR is:read", "tag:ml"), ("heaps OR tagcompression", "tag:compression"), ("titleheaps", "title:heaps"),
    ("listEdge OR is:read", "list:Edge"), ("notelater OR is:read", "note:later"),
])  # fmt: skip
def test_a_word_that_is_a_filter_without_its_colon_is_none_of_a_query(text: str, meant: str) -> None:
    """Beside an alternative it would find nothing, and the others would be taken."""
    assert f"did you mean '{meant}'?" in refusal(text)


@pytest.mark.parametrize("text", ["notebook", "tagging heaps", "authority OR heaps", "listen", "isolated OR heaps"])
def test_words_that_begin_like_a_field_are_words(text: str) -> None:
    assert choose(shelf(), text).chooses


OUT_OF_REACH = {
    "is:read OR year:2042": "year:2024", "is:read OR title:jeaps": "title:heaps",
    "is:read OR author:art": "author:bart", "is:unread year:2024..2204": "year:2024..2024",
    "* -source:pagetxt": "source:page.txt",
    "published:0224-01.. OR is:read": "published:2024-01..",
}  # fmt: skip
"""Values that no paper has, or can have, each with what was likely meant."""


def test_a_value_of_a_filter_that_no_paper_has_is_no_alternative_to_others() -> None:
    """Else these are taken without it; a slip of the first letter counts there, and of digits. What is proposed is
    taken."""
    found = library(*PAPERS, Paper("p", "Ropes", published="2024-02", sources=("page.txt",)))
    for text, meant in OUT_OF_REACH.items():
        with pytest.raises(UsageError, match=re.escape(f"did you mean '{meant}'?")):
            choose(found, text)
        typed = next(part for part in text.split() if ":" in part and "is:" not in part).removeprefix("-")
        assert choose(found, text.replace(typed, meant)).chooses


def test_of_a_part_with_two_slips_the_first_is_proposed_alone() -> None:
    assert refusal("_s:read OR #ml") == "'_s:read' is no filter; did you mean 'is:read'?"


def test_the_opposite_of_a_state_is_not_proposed_for_it() -> None:
    """Neither where it is asked for nor where it is to be left out."""
    for text in ("is:unstarred", "heaps -is:unstarred"):
        assert refusal(text).startswith("'is:unstarred' is no filter value: 'is:starred' is its opposite")
        assert "did you mean" not in refusal(text)
