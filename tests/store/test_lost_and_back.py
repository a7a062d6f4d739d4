"""Two losses at once are told with their numbers, nothing makes them worse, and all is there again when the files are.

The proof T17 plays every pair, and every single loss with the real command under a closed library, an open one, between
two commands and in the interface.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.proof.losses import both
from tests.support.grids import crossed
from tests.support.losses import WAYS

PAIRS = [
    ("the journal emptied", "the catalogue emptied"),
    ("the catalogue removed", "an older journal put in place"),
    ("the journal cut in the middle", "another machine's journal removed"),
    ("a line damaged", "an older catalogue written over it"),
    ("the file with the library's id removed", "the folder of journals removed"),
    ("the journal filled with NULs", "an older copy of the folder in its place"),
    ("the catalogue filled with NULs", "the library's folder moved away"),
    ("lines swapped", "the catalogue and the one before it removed"),
]


@crossed
@pytest.mark.parametrize("is_open", [True, False], ids=["open", "closed"])
@pytest.mark.parametrize("pair", PAIRS, ids=[" and ".join(pair) for pair in PAIRS])
def test_what_two_losses_took_is_told_and_comes_back(tmp_path: Path, pair: tuple[str, str], is_open: bool) -> None:
    assert both(tmp_path, *pair, is_open) == []


def test_every_way_of_losing_is_played_by_somebody() -> None:
    """The pairs name ways that there are."""
    assert {way for pair in PAIRS for way in pair} <= WAYS.keys()
