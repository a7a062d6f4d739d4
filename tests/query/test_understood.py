"""What is not understood of a query: it is named with the nearest right thing, and nothing that it says is acted on."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.errors import UsageError
from reader.library.library import Library
from reader.operations.search import PaperFinder
from reader.paper import Paper, Status
from reader.query import SORTS, complete, fields, parse, understood
from reader.query.doubts.words import suspected
from reader.query.fields import CHOICES
from reader.query.nodes import leaves
from reader.search import Index
from tests.support.grids import crossed
from tests.support.laws import law
from tests.support.memory import Log, MemoryBacking

PAPERS = (
    Paper("a", "Part I: Foundations of Heaps", "Heaps are trees.", ("I. Haas",), "2024-05", tags=("trees",), note="s:"),
    Paper("b", "Straße und Ümläute: 大语言模型的量化", "", ("Łukasz H.",), "2023", sources=("x",), starred=True),
    Paper("c", "KV Cache Compression", "We compress caches.", status=Status.READ, added="2026-11-15T08:00:00Z"),
)

NEAREST = {
    "is:stared": "is:starred",
    "tgas:rl": "tag:rl",
    "status:raed": "is:read",
    "triage:qeued": "is:queued",
    "published:2024/05": "published:2024-05",
    "[tag:rl]": "tag:rl",
    "{is:read}": "is:read",
    "is:Unred": "is:unread",
    "-is:dismised": "is:dismissed",
    "si:read": "is:read",
    "is:-read": "is:read",
    "has:nots": "has:note",
    "tga:x": "tag:x",
    "titel:heaps": "title:heaps",
    "ha:note": "has:note",
    "tag=x": "tag:x",
    "!is:read": "-is:read",
    "--is:read": "-is:read",
    "year>2023": "year:2024..",
    "year:2024-2025": "year:2024..2025",
    "year:2025..2023": "year:2023..2025",
    "year:>=2024": "year:2024..",
    "year:<2024": "year:..2023",
    "added:2026-11-20..2026-11-01": "added:2026-11-01..2026-11-20",
    "added:7days": "added:7d",
    "heaps sort:yaer": "sort:year",
    "heaps sort:-titel": "sort:-title",
    "heaps -sort:year": "sort:-year",
    "is:read or is:unread": "OR",
    "is:read and heaps": "AND",
    "heaps and is:read": "AND",
    "not is:read": "NOT",
    "–heaps trees": "-heaps",
    "sort:year": "* sort:year",
    "-tag:x": "* -tag:x",
    "NOT is:read": "* NOT is:read",
    "-(heaps trees)": "* -(heaps trees)",
    "is:read OR -tag:x": "* (is:read OR -tag:x)",
    "isunread": "is:unread",
    "heaps -is.read": "is:read",
    "has-pdf": "has:pdf",
    "* -Year2024": "year:2024",
    "is!=read": "-is:read",
    "* -isxread": "is:read",
    "is.:read": "is:read",
    "heaps -ta.g:x": "tag:x",
    "ye-r:2024": "year:2024",
    "* -1is:read": "is:read",
    "--ta-g:x": "-tag:x",
    "heaps has,:pdf": "has:pdf",
    "year2023..2024": "year:2023..2024",
    "is：read": "is:read",
    "year≥2023": "year:2023..",
    "'tag:x'": "tag:x",
    "year:-2024": "year:..2024",
    "year:2024-05": "year:2024",
    "* -8s:read": "is:read",
    "* -i/:read": "is:read",
    "heaps -t/g:x": "tag:x",
    "ye/r:2024": "year:2024",
    "* -is read": "is:read",
    "heaps NOT is starred": "is:starred",
    "heaps -has pdf": "has:pdf",
    "* -year 2024": "year:2024",
    "heaps -added 7d": "added:7d",
    "is unread": "is:unread",
    "tag:x has note": "has:note",
    '* -tag"to read"': 'tag:"to read"',
    '* -tags;"to read"': 'tag:"to read"',
    'lost"Edge models"': 'list:"Edge models"',
    '* -6ag:"to read"': 'tag:"to read"',
    '* -list "Edge models"': 'list:"Edge models"',
    '* -tag :"to read"': 'tag:"to read"',
    "* -tag : x": "tag:x",
    "is : read": "is:read",
    "tag :x": "tag:x",
    "year – 2023": "year:2023",
    "heaps tag . x": "tag:x",
    "* -title – heaps": "title:heaps",
    "NOT note , heaps trees": "note:heaps",
    '* -list + "Edge models"': 'list:"Edge models"',
    "id;2401.00001": "id:2401.00001",
    "heaps like|2401.00001": "like:2401.00001",
    "heaps is . read": "is:read",
    "* - has → note": "has:note",
    "upvotes - 50": "upvotes:50",
    "A short note : trees": "note:trees",
    "year > 2023": "year:2024..",
    "upvotes >= 50": "upvotes:>=50",
    "year =>2023": "year:2023..",
    "titel : heaps": "title:heaps",
    "status : read": "is:read",
    "is:unread id : 2401.00001": "id:2401.00001",
    "ｔａｇ ： x": "tag:x",
    "is: unread heaps": "is:unread",
    "heaps -list: Edge": "list:Edge",
    "'is:stared'": "is:starred",
    "-'is:stared'": "is:starred",
    "!is:stared": "-is:starred",
    "no:note": "-has:note",
    "without:pdf": "-has:pdf",
    "[eyar:2024],": "year:2024",
    "is:[read]": "is:read",
    "added:‘7days’": "added:7d",
    "(heaps OR trees)-leaves": ") -leaves",
    "is:read (heaps)-leaves": ") -leaves",
}
"""Mistyped queries, and what the refusal says was likely meant."""

NAMED = {
    "tag:": "'tag:'",
    "heaps -tag:": "'tag:'",
    '-tag:""': "'tag:'",
    "#": "'#'",
    "heaps list:": "'list:'",
    "colour:blue": "'colour:blue'",
    "is:done": "starred, unread, reading, read",
    "added:7x": "'added:7x'",
    "added:2024-02-31": "'added:2024-02-31'",
    "added:2024-13": "'added:2024-13'",
    "added:0d": "'added:0d'",
    "year:24": "'year:24'",
    "year:..": "'year:..'",
    "title:--": "'title:--'",
    "source:\u0301": "'source:",
    'tag:"x': "not closed yet",
    'heaps "of': "not closed yet",
    "(heaps": "'(' is not closed",
    "（heaps OR trees） is:read": "'（heaps' has a parenthesis that groups nothing",
    "heaps)": "')' closes nothing",
    "heaps ()": "'(' holds nothing",
    "heaps OR": "'OR' stands before nothing",
    "heaps OR sort:title": "'OR' stands before nothing",
    "heaps OR sort:title is:unread": "'OR' stands before nothing",
    "sort:title OR heaps": "'OR' stands after nothing",
    "OR heaps": "'OR' stands after nothing",
    "heaps AND OR trees": "'AND' stands before nothing",
    "heaps NOT": "'NOT' stands before nothing",
    "heaps -": "'-' stands before nothing",
    "heaps - is:read": "'-' stands before nothing",
    "heaps | trees": "'|' holds no word",
    "is:read & is:unread": "'&' holds no word",
    "! heaps": "'!' holds no word",
    "– heaps": "'–' stands before nothing",
    "heaps . is:read": "'.' holds no word",
    "heaps -.": "'.' holds no word",
    "heaps – is:read": "'–' stands before nothing",
    "* -:x": "':x' has no field",
    "*-heaps": "'*-heaps' has a sign",
    "* -x#trees": "'x#trees' has a sign",
    "* .-#trees": "'.-#trees' has a sign",
    "* tag :": "'tag :' is no filter",
    "tag : (heaps OR trees)": "'tag :' is no filter",
    "* NOT NOT tag:x": "'NOT' stands before another exclusion",
    "* NOT -tag:x": "'NOT' stands before another exclusion",
    "* sort:year sort:title": "'sort:title' is a second order",
    'heaps ""': "'\"\"' holds no word",
    "i:": "'i:'",
    "\u00df:": "'\u00df:' is no field.",
    "heaps - trees": "'-' stands before nothing",
    "heaps - state-of-the-art": "'-' stands before nothing",
    "heaps - trees and forests is:read": "'-' stands before nothing",
    "heaps - (trees and forests)": "'-' stands before nothing",
    "$ heaps": "'$' holds no word",
    "\\ is:read": "'\\' holds no word",
    "\\is:read": "'\\' holds no word",
    "heaps = trees": "'=' holds no word",
    "(heaps)| trees": "'|' holds no word",
    "heaps (- a survey of trees)": "'-' stands before nothing",
    "heaps tga: x": "'tga:' is no field; did you mean 'tag:x'?",
    "titel: heaps": "'titel:' is no field; did you mean 'title:heaps'?",
    "-- heaps": "'--' stands before nothing",
    "": "is empty",
    " \t ": "is empty",
    "-*": "leaves every paper out",
    "* heaps -*": "leaves every paper out",
    "-tag:x -" + "y" * 40: "'*' before it",
    "(" * 60 + "heaps" + ")" * 60: "too deeply",
    "heaps " * 50: "only its first 40 words",
    "x-" * 150: "only its beginning",
    "tag:x OR " * 120 + "tag:x": "only its beginning",
    "heaps" + " " * 20_000 + "-trees": "only its beginning",
}
"""Queries that are not understood, and what the refusal names."""

UNDERSTOOD = (
    "*", "* -tag:x", "heaps", "Part I: Foundations", "state-of-the-art", "heaps -trees", "heaps NOT trees",
    "is:read OR is:unread", "is:read AND year:2024", "(heaps OR trees) -is:read", "#trees", 'tag:"to read"',
    "tag:nosuch",
    "year:2023..2025", "year:..2020", "added:7d", "added:2026-11..", "sort:-year heaps", '"tga:x"', "-(-heaps)",
    "Heaps & Trees", "Heaps -- trees", "“Heaps”! Trees", "Technical Report: heaps", "AutoCoder: trees", "LiFT: trees",
    "Heaps – and other trees", "“Heaps of Trees”? An answer", "Haas, I. (2017). Heaps and trees.",
    "heaps … trees", "BERT + trees …", "read-only memory", "has-been", "* -(-tag:x)", "is-a relations", "years 2024",
    "C# and F#", "island hashing", "https://example.org/a#b", "*heaps*", "i.e. trees", "k=5", "GPT-4:1", "k-NN:trees",
    "https://arxiv.org/abs/2408.07990", "ratio 3:1", "TAGS:trees", "to be or not to be", "source:page-2",
    "Heaps - A Survey of Trees", "Heaps and Trees (Part 1) - What is Known Today", "2s:1", "I/O:fast", "source -code",
    r"An $O(n \log n)$ algorithm for $k \times n$ heaps", r"Trees of \emph{Heaps}", "what has a note is read",
    "is it read?", "heaps -title page", "heaps -note taking", '"is" read', "year 2024 heaps", '"pre-heap" trees',
    "Binary Heap (BH)-based Trees", "“Heap”-like (2+2)-free trees", "KurTail : Kurtosis of Heaps", "trees : heaps",
    '"note" : trees', '"note : trees"', "Heaps ; a Note; Trees",
    'tag "to read" heaps', "heaps -year books", "heaps -has been",
)  # fmt: skip


@pytest.mark.parametrize("text", NEAREST)
def test_a_mistyped_part_is_refused_with_the_nearest_right_one(text: str) -> None:
    """The sentence names what was likely meant."""
    with pytest.raises(UsageError) as refused:
        understood(text)
    assert f"did you mean '{NEAREST[text]}'?" in str(refused.value)


@pytest.mark.parametrize("text", [text for text, meant in NEAREST.items() if meant.startswith("*")])
def test_what_a_refusal_proposes_is_understood(text: str) -> None:
    """A query that names no papers is proposed as one that does."""
    assert understood(NEAREST[text]).chooses


@pytest.mark.parametrize("text", NAMED, ids=lambda text: text[:20])
def test_what_is_not_understood_is_refused_by_name(text: str) -> None:
    """An empty, unknown, half or endless part of a query is an error for what changes, exports or saves."""
    with pytest.raises(UsageError) as refused:
        understood(text)
    assert NAMED[text] in str(refused.value)
    assert len(str(refused.value)) < 400


@pytest.mark.parametrize("text", ["Heaps in Practice - TALK 2006", "Deep Title: The Rest", "Heaps.add(): a Review",
                                  "F-score / trade-off now"])  # fmt: skip
def test_a_title_that_is_refused_is_told_to_go_in_quotes(text: str) -> None:
    """Which is then understood; what has a filter is no title."""
    with pytest.raises(UsageError, match="Put a title in quotes"):
        understood(text)
    assert understood(f'"{text}"').chooses
    with pytest.raises(UsageError) as refused:
        understood(f"{text} is:read")
    assert "in quotes" not in str(refused.value)


@crossed
@pytest.mark.parametrize(
    "colon", [" : ", "  :\t", " ： ", "： ", " ：", " :", " :: ", " = ", "= ", " ; ", " ː ", " ∶ "]
)
@pytest.mark.parametrize("field", fields.FIELDS)
def test_a_filter_with_blanks_around_its_colon_is_refused_for_every_field(field: str, colon: str) -> None:
    """As words it would take what merely speaks of it."""
    meant = f"{field}:{fields.FIELDS[field].examples[0]}"
    for around in ("{}", "is:unread {}", "sparse heaps {}", "({} OR is:read)", *["* -{}"] * (field != "sort")):
        with pytest.raises(UsageError, match=re.escape(f"did you mean '{meant}'?")):
            understood(around.format(meant.replace(":", colon, 1)))


@pytest.mark.parametrize("title", ["Note : Sparse Trees", "A Title ; Sparse Trees", "Published ： Sparse Trees"])
def test_a_title_with_the_name_of_a_field_before_a_colon_is_told_to_go_in_quotes(title: str) -> None:
    """There it is text, and who only looks is told of nothing meanwhile."""
    with pytest.raises(UsageError, match="Put a title in quotes"):
        understood(title)
    assert understood(f'"{title}"').chooses
    assert parse(title).notes == ()


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_what_is_understood_is_refused_by_nobody(text: str) -> None:
    """Nothing in doubt, and it names the papers it wants."""
    assert understood(text).chooses


def test_what_is_understood_is_not_taken_to_be_half_typed() -> None:
    """A name at the end is the whole name: `tag:tr` is another tag than `tree`, in parentheses too."""
    for text in ("tag:tr", "heaps (is:read OR tag:tr)", "* -tag:tr"):
        assert not any(leaf.typing for leaf in leaves(understood(text).root) if hasattr(leaf, "typing"))
    assert Index().search(understood("tag:tr"), {"a": PAPERS[0]}).hits.ids == []


def test_a_star_is_every_paper_alone_and_among_others() -> None:
    """Alone, without some, beside words, in alternatives."""
    index, papers = Index(PAPERS), {paper.id: paper for paper in PAPERS}

    def found(text: str) -> set[str]:
        return set(index.search(parse(text), papers).hits.ids)

    assert found("*") == found("heaps OR *") == {"a", "b", "c"}
    assert found("* -is:read") == found("is:starred OR (* is:unread)") == {"a", "b"}
    assert found("* heaps") == {"a"}
    assert found("-*") == set()


def test_what_is_excluded_in_one_piece_is_excluded_together() -> None:
    """`-kv-cache` leaves out papers with both words and asks for neither; an empty exclusion takes nothing with it."""
    index, papers = Index(PAPERS), {paper.id: paper for paper in PAPERS}

    def found(text: str) -> set[str]:
        return set(index.search(parse(text), papers).hits.ids)

    assert found("-kv-cache") == {"a", "b"}
    assert found("-& heaps") == {"a"}
    assert found("-sort:year is:read") == {"c"}


def test_a_doubt_says_where_it_stands() -> None:
    """The part, its place in the query, and what was likely meant."""
    (doubt,) = parse("heaps is:stared trees").doubts
    assert (doubt.part, doubt.at, doubt.nearest) == ("is:stared", 6, "is:starred")


@pytest.mark.parametrize("text", ["#", "tag:tr", "heaps OR", "(heaps", "heaps -", "heaps NOT", "FlatQuant: x"])
def test_nothing_is_said_of_what_is_just_being_typed(text: str) -> None:
    """The search line stays quiet until a part is surely wrong."""
    assert parse(text).notes == ()


FIELDS = st.sampled_from(
    ("tag", "tags", "is", "i", "I", "s", "ha", "has", "h", "list", "title", "author", "note", "year", "ye", "added",
     "read", "upvotes", "source", "sort", "sorts", "l", "größe", "量化")
).map(lambda field: field + ":")  # fmt: skip
VALUES = {
    "tag": ("trees", '"to read"'), "is": CHOICES["is"], "list": ("Edge", '"Edge models"'), "title": ("heaps",),
    "author": ("haas", '"Ada Haas"'), "abstract": ("caches",), "note": ("x",), "year": ("2024", "2023..2025", "..2020"),
    "added": ("7d", "2026-11-01..", "today"), "source": ("page",), "read": ("30d",), "published": ("2025-06..",),
    "starred": ("2026",), "changed": ("today",), "upvotes": (">50", "50..100", "7"), "venue": ("lamps",),
    "keyword": ("flow",), "has": CHOICES["has"], "sort": (*SORTS, "-year"),
}  # fmt: skip
"""What each field takes."""
COLONS = st.sampled_from((":", ":", ":", "：", "=", "::", " :", ": ", " : ", ";", "", "-", " ", "ː", "≥", "!="))
AROUND = st.sampled_from(
    ("{}", "-{}", "* -{}", "heaps {}", "NOT {}", "({} OR heaps)", "'{}'", '"{}"', "‘{}’", "«{}»", "!{}", "--{}", "–{}",
     "－{}", "heaps{}", "#{}", "{},", "{}!", "*{}", "[{}]", "（{}）", "{0} {0}", "* not {}", "* -'{}'")
)  # fmt: skip


@st.composite
def mistyped(draw: st.DrawFn) -> str:
    """A filter with a slip of the hand in its field, colon or value, and with signs around it."""

    def slipped(word: str) -> str:
        at = draw(st.integers(0, len(word) - 1))
        kinds = (word, word[:at] + word[at + 1 :], word[: at + 1] + word[at:], word[:at] + "x" + word[at + 1 :],
                 word[:at] + word[at : at + 2][::-1] + word[at + 2 :], word.upper(), "")  # fmt: skip
        return draw(st.sampled_from(kinds))

    field = draw(st.sampled_from(sorted(VALUES)))
    value = draw(st.sampled_from(VALUES[field]))
    in_value = draw(st.booleans())
    field, value = (field, slipped(value)) if in_value else (slipped(field), value)
    value = draw(st.sampled_from(("{}", "{}", "'{}'", "[{}]", "‘{}", "-{}", "!{}"))).format(value)
    return draw(AROUND).format(field + draw(COLONS) + value)


@law(600)
@given(mistyped())
@example("'is:stared'")
@example('"-is:stared" --is:stared')
@example("* -tag : ")
@example("(heaps OR trees)-leaves is:read")
def test_what_a_doubt_proposes_stands_in_its_place(text: str) -> None:
    """No proposal is refused itself: typed in place of the part that is named, nothing of it is in doubt."""
    for doubt in parse(text).doubts:
        assert text[doubt.at : doubt.at + len(doubt.part)] == doubt.part
        if doubt.nearest:
            glued = doubt.nearest[0] == "-" and text[doubt.at - 1 : doubt.at] not in (" ", "(", "")
            before = text[: doubt.at] + " " * glued
            after = before + doubt.nearest + text[doubt.at + len(doubt.part) :]
            assert not [one for one in parse(after).doubts if len(before) <= one.at < len(before) + len(doubt.nearest)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("heaps －trees", "-trees"), ("* ﹣trees", "-trees"), ("* ¬trees", "-trees"), ("* ＃trees", "#trees"),
        ("* －＃trees", "-#trees"), ("tag﹕x", "tag:x"), ("* -tagːx", "tag:x"), ("* -tag∶x", "tag:x"),
        ("heaps ＯＲ trees", "OR"), ("* ＮＯＴ trees", "NOT"), ("* not trees", "NOT"), ("not heaps *", "NOT"),
        ("is:read heaps not trees", "NOT"), ("* -(heaps or trees)", "OR"), ("heaps or *", "OR"),
        ("* -title:'deep heaps'", '-title:"deep heaps"'), ("* -‘deep heaps’", '-"deep heaps"'),
        ("tag:`to read` *", 'tag:"to read"'), ("title:-heaps", "-title:heaps"), ("author:!haas", "-author:haas"),
        ("note:–x", "-note:x"), ("author:haas,title:x", "author:haas title:x"), ("* -tag:x-tag:y", "tag:x -tag:y"),
        ("heaps\u200btrees", "heapstrees"), ("tag:x\u2060", "tag:x"), ("year<2024", "year:..2023"),
        ("is: unread", "is:unread"),
    ],
)  # fmt: skip
def test_signs_that_look_like_those_of_a_query_are_not_overlooked(text: str, meant: str) -> None:
    """Taken for letters, they would turn what is to be left out into what is asked for, or leave half of it out."""
    with pytest.raises(UsageError) as refused:
        understood(text)
    assert f"'{meant}'" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "shown", "meant"),
    [
        ("tag:rl\0", "tag:rl[U+0000]", "tag:rl"), ("* -tag:rl\u200b", "-tag:rl[U+200B]", "-tag:rl"),
        ("\x1b[31m*", "[U+001B][31m*", "*"), ("#rl\ufeff", "#rl[U+FEFF]", "#rl"),
        ("is:re\xadad", "is:re[U+00AD]ad", "is:read"),
        ("tag:rl\x1f", "tag:rl[U+001F]", "tag:rl"), ("tga:rl\u202e heaps", "tga:rl[U+202E]", "tag:rl"),
        ("\u200b", "[U+200B]", ""),
        ('title:"deep\u2060 heaps"', 'title:"deep[U+2060]', 'title:"deep'),
        ("heaps\udcff", "heaps[U+DCFF]", "heaps\ufffd"),
    ],
)  # fmt: skip
def test_what_nobody_sees_is_shown_where_it_stands(text: str, shown: str, meant: str) -> None:
    """Its part is named with the number of the character; nothing else is said of the query."""
    with pytest.raises(UsageError) as refused:
        understood(text)
    assert f"'{shown}' holds a character that nobody sees" in str(refused.value)
    assert (f"did you mean '{meant}'?" in str(refused.value)) is (meant != "")
    assert "is no " not in str(refused.value)


@pytest.mark.parametrize("text", ["tag:x\r\n", " heaps\ttrees\x0b", "tag:می\u200cروم"])
def test_blanks_and_what_joins_letters_are_no_such_characters(text: str) -> None:
    assert understood(text).chooses


@pytest.mark.parametrize(
    "text",
    ["«deep heaps»", "title:＂deep heaps＂", "author:O'Neil", "‘Heaps’ and trees", "The heaps’ trees", "* -'heaps'",
     "Heaps（堆）and trees", "heaps or trees, not leaves", "don't -heaps", "title:a:b", 'title:"heaps -trees"',
     'note:"-x"', "tag:-x", "source:https://example.org", "heaps and trees is:read"],
)  # fmt: skip
def test_the_same_signs_in_a_title_or_a_name_are_text(text: str) -> None:
    assert understood(text).chooses


HAZARDS = st.sampled_from(
    ("\0", "\ud800", "\udcff", "\u0301", "e\u0301", "\u200b", "\u2028", "ß", "İ", "ŉ", "ﬁ", "٣", "２", "²", "大",
     "量化", "ก", "👩\u200d👩", "-", "--", "–", "(", ")", "OR", "NOT", "AND", "not", "or", "#", '"', "“", "„", "\\",
     "*", "..", "0000", "2024-02-31", "9999y", "7d", "today", ":", "//", "[", "{", "^", "$", "+", "?", "|", " ", "\n",
     "x" * 300, "kv", "cache", "heaps", "read", "trees")
)  # fmt: skip
hostile = st.lists(st.one_of(FIELDS, HAZARDS, HAZARDS, st.text(max_size=4)), max_size=14).map("".join)
"""Query text as nobody types it: half filters, signs, halves of letters, many scripts."""


@law(300)
@given(hostile)
def test_no_query_text_raises_anywhere(text: str) -> None:
    """It is parsed, found by, explained, shown, completed; and where it is refused, it is a sentence."""
    library = Library(MemoryBacking(Log(PAPERS)))
    finder = PaperFinder(library)
    query = parse(text)
    found = finder.find(query)
    index = Index(PAPERS)
    for paper in PAPERS:
        assert query.accepts(paper, library.state.lists_of, date(2026, 11, 21)) in (True, False)
        for field, spans in index.matches(query, paper).items():
            whole = {"authors": ", ".join(paper.authors), "tags": ", ".join(paper.tags)}.get(field)
            size = len(getattr(paper, field) if whole is None else whole)
            assert all(0 <= start < end <= size for start, end in spans)
        index.snippet(query, paper, 30)
    assert len(found.hits) <= len(PAPERS)
    for cursor in range(0, len(text) + 1, 7):
        complete(text, cursor, ["trees"], ["Edge models"])
    if query.doubts or not query.chooses:
        with pytest.raises(UsageError, match=r"[.?]$"):
            understood(text)
    else:
        assert {paper.id for paper in finder.papers(understood(text))} <= {"a", "b", "c"}


@pytest.mark.parametrize("query", ["!graph", "* !graph", "-is:read !graph", "(!graph)", "!!graph", "* !-graph"])
def test_another_programs_sign_of_exclusion_is_no_part_of_a_word(query: str) -> None:
    """Read as the word, it would choose just what is to be left out."""
    with pytest.raises(UsageError, match=r"is no exclusion; did you mean '-graph'\?"):
        understood(query)


@pytest.mark.parametrize("query", ['"!graph"', "Wow! graph", "graphs?! yes", "what!is"])
def test_a_sign_of_exclusion_within_a_title_or_in_quotes_is_text(query: str) -> None:
    assert understood(query).text == query


def test_three_words_behind_a_hyphen_are_the_rest_of_a_title() -> None:
    """Who means to leave out names fewer."""
    assert understood("heaps - trees of today").words == ("heaps", "trees", "of", "today")
    with pytest.raises(UsageError, match="'-' stands before nothing"):
        understood("heaps - trees today")


@pytest.mark.parametrize("text", [*NEAREST, *(text for text, named in NAMED.items() if not named.startswith("only"))])
def test_what_is_doubted_stands_where_it_is_said_to(text: str) -> None:
    """What is proposed takes its place."""
    assert all(text.startswith(doubt.part, doubt.at) for doubt in parse(text).doubts)


QUIET = (
    "heaps OR", "(heaps", "heaps -", "heaps )", 'heaps ""', "i:", "titel: heaps", "* -x#trees", "is:unread =heaps",
    '* -s"must read"', "is:unread NTO tag:x", "* -(tag:x ORR is:read)", "is:read -C. Haas", 'heaps- "must read"',
    "title:!heaps", "abstract:sparse-", "#",
    "is:unread ＃trees", "isunread", "* -:x", "is:unread .heaps", 'heaps ."must read"', 'heaps- "must read"',
    "* -(tag:xOR is:read)", "* -(heaps OtR trees)", "is:unread -heaps- tag:x", "is:unread nto tag:x",
    "* -(heaps tag:x)", "he\u200baps trees", "–heaps trees", "author:haas,title:heaps", "heaps " * 41,
)  # fmt: skip
SAID = (
    "tag:", 'heaps "of', "colour:blue", "is:done", "is:read or is:unread", "* sort:year sort:title", "si:read",
    "heaps -sort:year", "tag=x", "!is:read", "is:read not heaps", "added:2024-02-31", "ta.g:x",
)  # fmt: skip


@pytest.mark.parametrize(("text", "said"), [*((text, False) for text in QUIET), *((text, True) for text in SAID)])
def test_of_what_may_be_half_typed_or_a_title_nothing_is_said_meanwhile(text: str, said: bool) -> None:
    """Each of these is refused where papers are changed."""
    query = parse(text)
    assert query.doubts
    assert bool(query.notes) is said


@pytest.mark.parametrize(
    "line", ["- one two three", "- [ ] one", "| one | two |", "one two - arXiv", "[one two](https://x.example/3)"]
)
def test_marks_of_lists_tables_links_and_sites_are_told_only_to_who_changes(line: str) -> None:
    """Who looks sees what is found by the words."""
    assert parse(line).doubts != ()
    assert parse(line).told == ()


@pytest.mark.parametrize("line", ["- one two", "one - two", "! one", "one | tag:x", "| is:read"])
def test_what_may_leave_out_or_filter_is_told(line: str) -> None:
    assert parse(line).told != ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("status:read", "is:read"), ("State:unread", "is:unread"), ("doi:10.99/lamp", "id:10.99/lamp"),
        ("-status:read", "is:read"), ("journal:lamps", "venue:lamps"), ("label:glow", "tag:glow"),
        ("by:vale", "author:vale"), ("date:2024", "published:2024"), ("collection:Old", "list:Old"),
        ("votes:>50", "upvotes:>50"), ("ist:starred", "is:starred"),
    ],
)  # fmt: skip
def test_what_other_programs_call_a_field_is_refused_with_the_one_that_is_meant(typed: str, meant: str) -> None:
    with pytest.raises(UsageError, match=f"did you mean '-?{re.escape(meant)}'"):
        understood(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("status: read", "is:read"), ("glow state:  unread", "is:unread"), ("(triage: later)", "is:later")],
)
def test_a_blank_behind_the_colon_of_what_others_call_a_field_is_no_query_of_words(typed: str, meant: str) -> None:
    (doubt,) = parse(typed).doubts
    assert doubt.nearest == meant
    assert not parse("Status: read in the dark").doubts
    assert not parse("state: of the art in lamps").doubts


@pytest.mark.parametrize(("typed", "meant"), [("doi:", "id:"), ("arxiv:", "id:"), ("status:", "is:")])
def test_such_a_field_without_a_value_is_refused_too(typed: str, meant: str) -> None:
    """It may begin a title while it is typed; what edits takes no part of it."""
    with pytest.raises(UsageError, match=f"'{typed}' is no field, '{meant}' is"):
        understood(typed)


@pytest.mark.parametrize("field", ["is:starred", "IS:Starred", "Is:STARRED", "TAG:Glow", "Year:2024"])
def test_a_filter_is_blind_to_case(field: str) -> None:
    assert understood(field).root is not None
    assert [one.field for one in understood(field).filters] == [field.partition(":")[0].lower()]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("'glowing lamps'", '"glowing lamps"'), ("‘glowing lamps’", '"glowing lamps"'),
        ("'glowing lamps' is:unread", '"glowing lamps"'), ("wicks 'glowing lamps'", '"glowing lamps"'),
    ],
)  # fmt: skip
def test_words_in_single_quotes_are_no_loose_words_for_what_edits(typed: str, meant: str) -> None:
    """They would choose more papers than the phrase; a search finds what has the words."""
    with pytest.raises(UsageError, match=f"quoted by other signs than \"; did you mean '{meant}'"):
        understood(typed)
    assert len(parse(typed).words) >= 2


@pytest.mark.parametrize("typed", ["bayes' lamps", "rock 'n' roll", "the lamp's wick", "'90s lamps"])
def test_an_apostrophe_is_no_quote(typed: str) -> None:
    assert understood(typed).root is not None


def test_a_search_says_that_its_quotes_are_others() -> None:
    (said,) = parse("'glowing lamps'").told
    assert "is quoted by other signs" in said


@pytest.mark.parametrize(("word", "meant"), [("state=read", "is:read"), ("status=Unread", "is:Unread")])
def test_what_other_programs_call_the_state_of_a_paper_is_no_word_with_a_sign_behind_it(word: str, meant: str) -> None:
    doubt = suspected(word, compound=False)
    assert doubt is not None
    assert doubt.nearest == meant


@pytest.mark.parametrize(
    ("typed", "what"),
    [
        *[(typed, "address") for typed in
          ("http://models", "https//x", "http:/x", "www.x", "//models", "htp://models", "hxxps:/x", "file:///x.pdf",
           "http:\\\\models", "ｈｔｔｐ：//models", "<http://models>", "arxiv.org/", "models.com", "[models.com]")],
        *[(typed, "DOI") for typed in ("10.1234", "10.1234/", "doi:10.1234", "DOI10.1234")],
        *[(typed, "arXiv id") for typed in ("2401.000111", "2401.1 OR trees", "2401.1 trees", "* -2401.1")],
    ],
)  # fmt: skip
@pytest.mark.parametrize("around", ["{}", "tag:x {}", "* -{}", "is:read OR {}"])
def test_a_torn_name_of_a_paper_is_no_words_for_what_edits(typed: str, what: str, around: str) -> None:
    """As words it would take what is written like a part of it; a search is told, and finds what it can."""
    with pytest.raises(UsageError, match=f"is no whole {what}; in quotes it is text"):
        understood(around.format(typed))
    assert parse(typed).root is not None
    assert parse(typed).told
    assert not parse(typed).notes


@pytest.mark.parametrize("typed", ["https//arxiv.org/abs/2401.00011", "hxxp://arxiv.org/abs/2401.00011"])
def test_an_address_with_another_scheme_is_proposed_without_it(typed: str) -> None:
    with pytest.raises(UsageError, match=r"did you mean 'arxiv\.org/abs/2401\.00011'"):
        understood(typed)


@pytest.mark.parametrize(
    "typed", ["2401.1", "arXiv:24", "2401.1 tag:x", "2012.", "GPT-3.5", "AND/OR heaps", "Reviews of Booking.com",
              '"http://models"', "arxiv.org/abs/2401.00011", "1706.99999", "k=5 1.5"]
)  # fmt: skip
def test_what_is_whole_or_no_name_of_a_paper_stays_what_it_is(typed: str) -> None:
    assert understood(typed).root is not None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("added:７d", "added:7d"),
        ("year:２０２４", "year:2024"),
        ("upvotes:>٥", "upvotes:>5"),
        ("read:٢٠٢٤..", "read:2024.."),
    ],
)
def test_numbers_are_read_in_plain_digits_only(typed: str, meant: str) -> None:
    with pytest.raises(UsageError, match=re.escape(f"did you mean '{meant}'?")):
        understood(typed)
