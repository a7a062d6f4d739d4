"""Positions: there is always room between two of them."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.library.positions import between, is_position, reposition, spread
from tests.support.laws import law


@law()
@given(st.lists(st.integers(min_value=0, max_value=10**6), max_size=60))
def test_a_key_always_lies_between_its_neighbours(places: list[int]) -> None:
    """However often a list is inserted into, anywhere, the keys stay in order, apart, and valid."""
    keys: list[str] = []
    for place in places:
        at = place % (len(keys) + 1)
        keys.insert(at, between(keys[at - 1] if at else "", keys[at] if at < len(keys) else ""))
    assert keys == sorted(set(keys))
    assert all(is_position(key) for key in keys)


def test_appending_ten_thousand_keys_keeps_them_short() -> None:
    """A long list's positions do not grow with its length."""
    assert max(map(len, spread("", "", 10_000))) <= 5


@law()
@given(st.permutations(list("abcdefghij")), st.permutations(list("abcdefghij")))
def test_reordering_moves_few_and_ends_in_order(before: list[str], after: list[str]) -> None:
    """`reposition` brings any order about; what already stands in rising order is not touched."""
    held = dict(zip(before, spread("", "", len(before)), strict=True))
    moved = reposition(after, held)
    assert sorted(after, key={**held, **moved}.__getitem__) == after
    assert (not moved) == (before == after)


@law()
@given(st.permutations(list("abcdefgh")), st.sets(st.sampled_from("abcdefgh"), min_size=1), st.randoms())
def test_what_somebody_moves_gets_new_positions_and_nothing_else_does(
    before: list[str], moving: set[str], random: Random
) -> None:
    """Where the others stay in their order, which way ever they are passed."""
    held = dict(zip(before, spread("", "", len(before)), strict=True))
    after = [one for one in before if one not in moving]
    for one in sorted(moving):
        after.insert(random.randint(0, len(after)), one)
    moved = reposition(after, held, moving)
    assert sorted(after, key={**held, **moved}.__getitem__) == after
    assert set(moved) <= moving
    assert (not moved) == (before == after)


def test_moving_one_paper_changes_one_position() -> None:
    """The journal gets one line's worth for one move, however long the list is."""
    ids = [str(number) for number in range(500)]
    held = dict(zip(ids, spread("", "", 500), strict=True))
    assert set(reposition(["499", *ids[:499]], held)) == {"499"}


def test_no_key_lies_between_a_key_and_itself() -> None:
    """Neighbours in the wrong order are a mistake of the caller."""
    with pytest.raises(ValueError, match="no position"):
        between("V", "V")
