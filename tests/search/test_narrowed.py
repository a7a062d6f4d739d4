"""What stands beside the words of a query only takes papers away from those that the words find."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.paper import Paper, Status
from reader.query import Query, parse
from reader.query.narrowing import narrowed
from reader.query.parser import as_it_stands
from reader.search import Index, Result
from tests.support.laws import law

PAPERS = {
    paper.id: paper
    for paper in (
        Paper("umber", "Umber Pigments of the Cave", "Ground earth.", ("Ada Haas",), "2020", starred=True),
        Paper("number", "Number Theory by Lamplight", "Of numbers.", ("Bo Moe",), "2021", tags=("maths",)),
        Paper("numbers", "The Numbers of Roofs", "Roofs, counted.", ("Ada Haas",), "2022", status=Status.READ),
        Paper("lumber", "Lumber Yards and Number Words", "A timber tale.", ("Cy Ott",), "2023", tags=("maths", "wood")),
        Paper("lamps", "Lamps That Learn", "Lamps and roofs by number.", ("Bo Moe",), "2024", starred=True),
        Paper("roofs", "Tin Roofs Under Learned Lamps", "Rain on tin.", ("Cy Ott",), "2024", tags=("wood",)),
        Paper("rain", "Rain: Tin Roofs Revisited", "Roofs that lamps light.", ("Ada Haas", "Bo Moe"), "2025"),
        Paper("lampTree", "LampTree: Trees of Lamps", "Umbrellas for lamps.", tags=("maths",), status=Status.READ),
    )
}
INDEX = Index(PAPERS.values())
LINES = (
    "umber", "umbre", "number", "tin roofs", "tin roofs rain gutters", "lamps that learn", "LampTree", "roofs lamps",
    "Lamps That Learn - Google Scholar", "Haas et al. 2022 roofs", "Moe, B. (2024). Lamps that learn. Journal, 3.",
    "learned lampz", "rain number", "the", "umber OR rain", "ada haas", '"tin roofs" lamsp', "lumber words 2023",
)  # fmt: skip
FILTERS = (
    "tag:maths", "#wood", "is:starred", "is:read", "year:2024..", "author:haas", "title:roofs", "has:tag",
    "abstract:tin", "rain", "umber", "tin lamps", '"tin roofs"',
)  # fmt: skip


@st.composite
def restrictions(draw: st.DrawFn) -> str:
    """What only takes papers away: filters, alternatives of them, and what is left out."""
    one, other = draw(st.tuples(st.sampled_from(FILTERS), st.sampled_from(FILTERS)))
    first, second = (f if ":" in f or f[0] == "#" else f"-({f})" for f in (one, other))
    return draw(
        st.sampled_from([first, f"-({one})", f"{first} {second}", f"({first} OR {second})", f"-({one} OR {other})"])
    )


def search(query: Query, *, nearest: bool, inside: set[str] | None = None) -> Result:
    return INDEX.search(query, PAPERS, nearest=nearest, inside=inside)


def strict(result: Result) -> list[str]:
    return list(result.hits.ids[: result.strict])


@law(400)
@given(st.sampled_from(LINES), restrictions(), st.booleans(), st.booleans(), st.booleans())
def test_a_filter_only_takes_papers_away(line: str, beside: str, first: bool, nearest: bool, exact: bool) -> None:
    """What the words find and the filters leave, in the order of the words; the nearest only where the words alone show
    some, whether people look or a command chooses."""
    line = f"({line})" if " OR " in line else line

    def read(text: str) -> Query:
        return as_it_stands(parse(text)) if exact else parse(text)

    alone = search(read(line), nearest=nearest)
    left = set(search(parse(f"* {beside}"), nearest=False).hits.ids)
    both = search(read(f"{beside} {line}" if first else f"{line} {beside}"), nearest=nearest)
    assert strict(both) == [id for id in strict(alone) if id in left]
    assert set(both.hits.ids) <= left
    assert both.held == alone.strict
    if alone.total == alone.strict:
        assert both.total == both.strict
    within = search(read(line), nearest=nearest, inside=left)
    assert list(within.hits.ids) == list(both.hits.ids)


@pytest.mark.parametrize(
    ("text", "ids", "said"),
    [
        ("umber -is:starred", [], "1 paper has 'umber', but not '-is:starred'."),
        ("umber is:starred", ["umber"], ""),
        ("roofs -tin is:starred year:2020", [], "4 papers have 'roofs', but none of them '-tin is:starred year:2020'."),
        ("(umber -is:starred) OR lamptree", ["lampTree"], ""),
        ('umber "number theory"', [], ""),
        (
            "Lamps That Learn - Google Scholar is:read",
            [],
            "1 paper has 'Lamps That Learn - Google Scholar', but not 'is:read'.",
        ),
    ],
)
def test_what_is_taken_away_is_said_and_nothing_is_found_in_its_place(text: str, ids: list[str], said: str) -> None:
    """No typo is read, and no other reading tried, since a filter leaves nothing of what the words find."""
    result = search(parse(text), nearest=False)
    assert (strict(result), result.unknown, result.suggestion) == (ids, said, "")


@pytest.mark.parametrize(
    ("text", "alone"),
    [
        ("tag:ml tin roofs", "tin roofs"),
        ("tin tag:ml roofs", "tin roofs"),
        ("tin AND tag:ml AND roofs -is:read", "tin roofs"),
        ("tag:ml AND tin", "tin"),
        ("tin (roofs tag:ml (#wood OR #tin))", "tin (roofs )"),
        ("tin (-rain) -(a OR b) sort:added", "tin"),
        ("NOT rain tin", "tin"),
        ("tin OR tag:ml", "tin OR tag:ml"),
        ("(tin OR -rain) roofs tag:ml", "(tin OR -rain) roofs"),
        ("tag:ml is:read", ""),
        ("Is #1 best? tag:ml", "Is best?"),
        ("-is:read 2401.00012 roofs", "2401.00012 roofs"),
        ("tin & roofs tag:ml )", "tin & roofs )"),
        ("(" * 60 + "tin tag:ml", "(" * 60 + "tin tag:ml"),
    ],
)
def test_the_words_are_what_is_typed_without_the_rest(text: str, alone: str) -> None:
    assert narrowed(parse(text))[0].text == alone
