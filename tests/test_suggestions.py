"""One rule tells what was likely meant by a name, wherever one is asked for that is not there."""

from __future__ import annotations

import pytest

from reader.suggestions import meant_name, nearest, perhaps_among, perhaps_of
from tests.support.cli import Reader

NAMES = {"Chapter 2": ("chaptr 2", "Chapter 3"), "Édge modèles": ("edge-modeles", "Édge modèles and more")}
"""A name that there is -> a slip of it, and one that is a name of its own."""


@pytest.fixture
def shelf(reader: Reader) -> Reader:
    """Each name is that of a tag, a list with such a section, and a saved search in the words of `batch`."""
    reader("import", "-", stdin='{"title": "Heaps and Other Trees", "arxiv_id": "2405.00001"}\n')
    for name in NAMES:
        reader("tag", "2405.00001", "--add", name)
        reader("list", "new", name)
        reader("list", "section", "add", "Chapter 2", name)
    return reader


ASKED = {
    "a list": ("list", "show", "{}"),
    "a section": ("list", "section", "remove", "Chapter 2", "{}"),
    "a tag": ("tags", "delete", "{}", "--yes"),
}


@pytest.mark.parametrize("what", ASKED)
@pytest.mark.parametrize("name", NAMES)
def test_a_slip_is_answered_with_the_name_and_another_name_is_not(shelf: Reader, what: str, name: str) -> None:
    """Another digit makes another name, and so does a longer one: to propose the old one would be a guess."""
    slip, own = NAMES[name]
    assert meant_name(slip, NAMES) == name
    assert meant_name(own, NAMES) == ""
    told = shelf(*(word.format(slip) for word in ASKED[what]), check=False)
    assert (told.status, f"did you mean '{name}'?" in told.err) == (1, True)
    told = shelf(*(word.format(own) for word in ASKED[what]), check=False)
    assert (told.status, "did you mean" in told.err) == (1, False)


def test_a_slip_is_nearer_than_what_has_more_of_its_letters() -> None:
    """A letter that is wrong comes before letters in another order, and a word of two letters is no slip of another."""
    assert nearest("isv", ["ris", "csv"]) == "csv"
    assert nearest("sarch", ["search", "show"]) == "search"
    assert nearest("ab", ["cb"]) == ""


@pytest.mark.parametrize(
    ("word", "known", "meant"),
    [("remark", ["title", "year"], ""), ("NOTtag", ["note", "tag"], "tag"), ("remrk", ["year", "remarked"], "remarked"),
     ("sarch", ["search", "show"], "search")],
)  # fmt: skip
def test_what_is_hardly_near_is_not_proposed(word: str, known: list[str], meant: str) -> None:
    assert nearest(word, known) == meant


def test_the_names_of_a_set_are_told_in_one_order() -> None:
    """A set has another order in each run."""
    known = {"lamps", "wicks", "oils", "glass", "rope"}
    assert perhaps_of("xyz", known) == "; one of glass, lamps, oils, rope, wicks."
    assert perhaps_among("xyz", dict.fromkeys(("b", "a")).keys()) == "; there are b, a."
