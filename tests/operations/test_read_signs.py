"""The signs of a query: of the language, of the spelling of a word, or of each paper that is taken; else refused."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import ReaderError, UsageError
from reader.library.library import Library
from reader.operations import annotate
from reader.operations.choosing import choose, complaint
from reader.operations.read_signs import has_stray_sign, signed_parts
from reader.operations.search import PaperFinder
from reader.paper import Paper, Status
from reader.query import parse, stored
from tests.support.laws import law
from tests.support.memory import library

PAPERS = (
    Paper("ring", "Rings at e+ e- mills", authors=("Ilse O'Dorn",)), Paper("bd", "Slow B+ decays"),
    Paper("cpp", "Looms in C++20 for c++ weavers"), Paper("law", "Mills under 12 U.S.C. § 77 of old"),
    Paper("few", "When q < 0.05 says little"), Paper("plane", "Looms in (2+1)-dimensional cloth"),
    Paper("tea", "Making (-)-catechin of tea"), Paper("salt", "Salt, silk and cloth"), Paper("silk", "Silk in winter"),
    Paper("not", "Not Wholly Apart", published="1998"), Paper("apart", "Wholly apart or not", published="1998"),
    Paper("reef", "Reef - Silk at Sea"), Paper("star", "A* walks on grids"), Paper("read", "Silk at mills, reads"),
    Paper("three", "Mills-3 in 5 looms"), Paper("point", "Mills-3.5 at sea"), Paper("dry", "#Dry Reefs"),
    Paper("wet", "Reefs of salt"),
)  # fmt: skip


@cache
def shelf() -> tuple[Library, PaperFinder]:
    """Papers whose titles have signs, and others with the same words without; nothing edits them."""
    found = library(*PAPERS)
    annotate.tag_papers(found, [found.papers["wet"], found.papers["read"]], ["dry"])
    annotate.mark_papers(found, [found.papers["silk"], found.papers["read"]], Status.READ)
    return found, PaperFinder(found)


def taken(text: str) -> list[str]:
    """What an edit would take; raises as it does."""
    found, finder = shelf()
    return sorted(paper.id for paper in finder.papers(choose(found, text, finder.papers)))


UNDERSTOOD = {
    "e+ e-": "ring", "is:unread e+ e-": "ring", "b+ decays": "bd", "c++ looms": "cpp", "c++20 looms": "cpp",
    "12 U.S.C. § 77": "law", "§ 77 is:unread": "law", "q < 0.05": "few", "is:unread q < 0.05": "few",
    "(2+1)-dimensional": "plane", "is:unread (2+1)-dimensional looms": "plane", "(-)-catechin": "tea",
    "(-)-catechin is:unread": "tea", "((-)-catechin) tea": "tea", "salt, silk": "salt", "O’Dorn e+": "ring",
    "silk & winter": "silk", "e+ OR is:read": "read ring silk", 'author:"O\'Dorn, I."': "ring",
    "making of tea.": "tea", 'title:"q < 0.05"': "few", "looms -c++20": "plane three", "Looms-in": "cpp plane three",
    "reef – silk": "reef", "#dry salt": "wet", "A*": "star",
    "q<0.05": "few", "§77": "law", "title:salt,silk": "salt", "q <0.05": "few", "2 + 1": "plane",
}  # fmt: skip
"""Queries whose signs are understood, each with the papers that it takes."""


def test_a_sign_that_all_papers_have_that_are_taken_is_understood() -> None:
    """Also where it looks like one of a query with a slip in it; those of the language and of spelling are anyway."""
    assert {text: " ".join(taken(text)) for text in UNDERSTOOD} == UNDERSTOOD


REFUSED = {
    "title:A*": "or 'id:star' (1 paper).",
    "mills-3": "write 'mills 3' (2 papers)", "salt; silk": "'salt;' is sought without",
    "salt/silk": ", and no paper has them: write 'salt silk' (1 paper).",
    "silk – salt": "no paper has them: write 'silk salt' (1 paper)", "+silk": "write 'silk' (",
    "~silk": "'~silk' is sought", "silk{salt}": "write 'silk salt'", 'silk "-salt"': "'-salt' is sought",
    '* -"c++"': """write '* -"c"'""",
    "salt – is:unread": "'–' ",
    "is:unread – salt": "'–' ", "(added:7d) OR wag:dry": "'wag:dry' is no filter", "silk !salt": "'!salt' is no",
    "(silk OR sa/lt) cloth": "no paper has them", "silk OR NOTsalt": "'NOTsalt' runs on", "silk OR: salt": "'OR:' runs",
    "saltNOT OR silk": "joins. In quotes it is taken", '"silk at"- sea': "'-' stands before nothing",
    "mills– looms": "'mills–' is sought", "mills -3.5": "write 'mills -(3 AND 5)' (3 papers)",
    "<": "'<' holds no word.", "silk OR salt…AND": "'salt…AND' is sought",
    "silk (or salt)": "as 'silk OR (salt)' (", "silk ((or salt))": "as 'silk OR ((salt))' (",
    "#Dry Reefs": "'id:dry' (1 paper) or as '(#Dry Reefs)' (1 paper)",
    "Reef –Silk at Sea": "did you mean '-Silk'?", "q*": "has a sign that stands for no other letters",
}  # fmt: skip
"""Queries with signs that are not understood, each with what is said."""


def test_a_sign_that_others_of_the_papers_lack_is_told_with_both_readings() -> None:
    """What is proposed is taken."""
    said = {}
    for text in REFUSED:
        with pytest.raises(UsageError) as refused:
            taken(text)
        said[text] = str(refused.value)
    assert {text: said[text] for text in REFUSED if REFUSED[text] not in said[text]} == {}
    for why in said.values():
        for way, number in re.findall(r"(?:write|or|as) '([^']+)' \((\d+) papers?\)", why):
            assert len(taken(way)) == int(number), way


@pytest.mark.parametrize("text", ["source ： mills", "source： mills", "year = 2023", "is:unread source : mills"])
def test_a_filter_with_a_slip_in_it_is_none_of_the_signs_of_a_paper(text: str) -> None:
    """Though a paper has the words, or even the sign; a whole title with the name of a field before a colon is one."""
    found = library(Paper("open", "Open Source Mills", "Of the year = 2023."), Paper("note", "Note : Sparse Looms"))
    finder = PaperFinder(found)
    with pytest.raises(UsageError, match="is no filter; did you mean"):
        choose(found, text, finder.papers)
    for title in ("Note : Sparse Looms", '"Note : Sparse Looms"'):
        assert [paper.id for paper in finder.papers(choose(found, title, finder.papers))] == ["note"]


STAYING = ("c++20", '"c++21"', '* -"c++21"', '"e"', "e+", "wool-silk")
"""Queries that may be kept."""
CHANGING = {
    "c++": "may not have them: write 'c'.", "q < 0.05": "'<' holds no word", "A*": "has a sign that",
    "salt/silk": "may not have them: write 'salt silk'.", "silk, salt": "'silk,' is sought without its signs",
}  # fmt: skip
"""Those that may not, each with what is said."""


def test_a_query_that_is_kept_has_no_sign_that_papers_to_come_may_lack() -> None:
    """What stands side by side in the papers that are there tells that."""
    found, _ = shelf()
    assert {text: complaint(found, text) for text in STAYING} == dict.fromkeys(STAYING, "")
    said = {text: complaint(found, text) for text in CHANGING}
    assert {text: why for text, why in said.items() if CHANGING[text] not in why} == {}


def test_signs_of_spelling_are_those_of_a_word() -> None:
    """In any script, and with what stands behind a word."""
    spelt = ("x-ray", "don’t", "a_b", "one. two: three…", "O'Neil et al.", "हिन्दी", "e\u0301te\u0301", "می\u200cخواهم")
    stray = ("a+", "+a", "a-1", "-a", "a-", "a/b", "a,", "a?", "U.S.", ".a", "a .", "a..b", "_a", "«a»", "量，化")
    assert [text for text in spelt if has_stray_sign(text)] == []
    assert [text for text in stray if not has_stray_sign(text)] == []
    assert [part.typed for part in signed_parts("-(b+ OR salt) title:x+ #a+ \"y+\" z – w is:read §")] == [
        "b+", "x+", "y+", "z – w", "§"
    ]  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A part of a random query as it is typed, and as it is typed where it means what else it may mean."""

    typed: str
    other: str = ""


def signed(typed: str) -> Part:
    """A part with a sign, and what asks for the papers that have it just so."""
    text = typed.strip('"').lower()
    having = [paper.id for paper in PAPERS if re.search(rf"(?<!\w){re.escape(text)}(?![\w+])", paper.title.lower())]
    return Part(typed, f"({' OR '.join(f'id:{id}' for id in having)})" if having else "(id:silk id:reef)")


THINGS = [
    *map(Part, ("silk", "salt", "mills", "looms", "reef", '"silk at"', "is:unread", "#dry", "cloth", "title:sea")),
    Part("read", "is:read"),
    *map(signed, ("b+", "e+", "e-", "c++20", '"b+"', "salt,", "silk;", "salt/silk", "mills-3", "3.5", "q+", "(2+1)")),
]
JOINS = [*[Part(" ")] * 4, Part(" OR "), Part(" or ", " OR "), Part(" not ", " -"), Part(" -"), Part(" AND ")]


def readings(things: Sequence[Part], joins: Sequence[Part]) -> list[str]:
    """A query as it is typed, then what else it may be: each part taken otherwise, and other parts held together.

    Beside what is in parentheses a small word counts, which elsewhere is none of what is sought: it is left out there.
    """
    typed, joined = [one.typed for one in things], [one.typed for one in joins]
    found = [woven(typed, joined)]
    beside = [" " if one in (" or ", " not ") else one for one in joined]
    found += [woven([*typed[:at], one.other, *typed[at + 1 :]], beside) for at, one in enumerate(things) if one.other]
    found += [woven(typed, [*joined[:at], one.other, *joined[at + 1 :]]) for at, one in enumerate(joins) if one.other]
    for at in [at for at, one in enumerate(joined) if one == " OR "]:
        left, right = woven(typed[: at + 1], joined[:at]), woven(typed[at + 1 :], joined[at + 1 :])
        found.append(f"({left}) OR ({right})")
        either = [*typed[:at], f"({typed[at]} OR {typed[at + 1]})", *typed[at + 2 :]]
        found.append(woven(either, [*joined[:at], *joined[at + 1 :]]))
    return found


def woven(things: Sequence[str], joins: Sequence[str]) -> str:
    return "".join(one for pair in zip(things, [*joins, ""], strict=True) for one in pair)


@law(240)
@given(st.lists(st.tuples(st.sampled_from(THINGS), st.sampled_from(JOINS)), min_size=1, max_size=4))
def test_an_edit_by_a_query_is_that_of_each_of_its_readings_or_none(drawn: list[tuple[Part, Part]]) -> None:
    """Whatever is typed, as long as anything changes. The ways are woven here anew, without the parts that ask for
    them."""
    typed, *others = readings([one for one, _ in drawn], [one for _, one in drawn[:-1]])
    try:
        papers = taken(typed)
    except ReaderError:
        papers = []
    if not papers:
        return
    finder = shelf()[1]
    assert {way: sorted(paper.id for paper in finder.papers(stored(way))) for way in others} == dict.fromkeys(
        others, papers
    )


LOOKED_FOR = [Paper(id, title, authors=authors) for id, title, authors in (
    ("from", "Explanations from Experts", ()), ("of", "Visual Explanations of Nets", ()), ("mu", "Nets", ("Mu Cai",)),
    ("integral", "The integral and its intentions", ()), ("integration", "Integration at c", ()),
    ("joined", "GPT4 at home", ()), ("apart", "GPT-4 at work", ()), ("many", "F# and C#: Mills... what?! on .NET", ()),
)]  # fmt: skip
"""Papers with small words, words that begin alike, and a name that is spelt like a Greek letter."""


@cache
def _looked_for() -> tuple[Library, PaperFinder]:
    found = library(*LOOKED_FOR)
    return found, PaperFinder(found)


def test_an_edit_takes_no_paper_that_a_search_for_the_same_words_does_not_find() -> None:
    """The last word of a search may be only begun, so that a small one is asked for: an edit is no less strict."""
    found, finder = _looked_for()
    for text, ids in {
        "explanations from": "from", "μ": "", "integrat": "integration", "cai mu": "mu", "integration c": "integration",
        "explanations from is:unread": "from", "(explanations from)": "from", "explanations from sort:year": "from",
        "explanations from -is:read -nets": "from", "μ is:unread": "",
        '"GPT-4"': "apart", "GPT-4": "apart joined", '"F# and C#: Mills... what?! on .NET"': "many",
    }.items():  # fmt: skip
        taken = sorted(paper.id for paper in finder.papers(choose(found, text, finder.papers)))
        assert " ".join(taken) == ids, text
        assert set(taken) <= {hit.id for hit in finder.find(parse(text)).hits}, text


@law(120)
@given(st.sampled_from(LOOKED_FOR), st.integers(0, 3), st.integers(1, 3), st.integers(1, 12))
def test_what_is_changed_is_among_what_is_found(paper: Paper, begin: int, words: int, letters: int) -> None:
    """Whichever words of a title are typed, the last of them to the end or not."""
    found, finder = _looked_for()
    typed = paper.title.split()[begin : begin + words] or [paper.id]
    text = " ".join([*typed[:-1], typed[-1][:letters]])
    try:
        taken = {paper.id for paper in finder.papers(choose(found, text, finder.papers))}
    except ReaderError:
        return
    assert taken <= {hit.id for hit in finder.find(parse(text)).hits}, text
    for beside in ("{} is:unread", "({})", "{} sort:year", "is:unread {}", "{} -is:starred"):
        with suppress(ReaderError):
            assert {paper.id for paper in finder.papers(choose(found, beside.format(text), finder.papers))} <= taken, (
                beside
            )
