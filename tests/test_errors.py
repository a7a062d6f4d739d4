"""Sentences of errors: as they were written, but for what nobody would read to its end."""

from __future__ import annotations

import pytest

from reader.errors import ReaderError, bounded

LONG = ("a" * 9_999, "wo " * 3_333, "漢" * 9_999, "'" * 9_999, "it's " * 2_000)


@pytest.mark.parametrize("name", LONG)
def test_what_is_quoted_is_cut_where_it_is_very_long(name: str) -> None:
    """The words around it stay, with what was likely meant."""
    told = str(ReaderError(f"There is no list called '{name}'; did you mean 'Edge models'?"))
    assert len(told) < 200
    assert told.startswith(f"There is no list called '{name[:60]}")
    assert told.endswith("did you mean 'Edge models'?")


@pytest.mark.parametrize("name", LONG)
def test_what_is_not_quoted_is_cut_in_its_midst(name: str) -> None:
    told = bounded(f"{name}: File name too long")
    assert len(told) < 200
    assert told.endswith(": File name too long")


def test_other_sentences_stay_whole() -> None:
    """Candidates, a line each, with apostrophes in their titles, and a path as long as one may be."""
    rows = "\n".join(f"  24{at:02}.00001  A paper's 'own' title that goes on for a while {at}" for at in range(40))
    path = f"'/{'folder/' * 15}page.txt' cannot be read."
    assert (bounded(rows), bounded(path)) == (rows, path)


def test_what_stands_between_two_quotations_stays() -> None:
    """A library's place and where a link leads: both are what somebody looks for."""
    place = f"/home/ann/{'papers/' * 12}library"
    told = (
        f"The library '{place}', which was here on 24 November, is not there: it is a link to '{place}'. "
        + "Go on. " * 40
    )
    assert bounded(told) == told


def test_a_page_in_place_of_a_name_is_cut_at_once() -> None:
    assert len(bounded("There is no paper called '" + "it 'is " * 200_000 + "'.")) < 400
