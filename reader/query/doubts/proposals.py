"""What a doubt proposes is understood itself when it takes the place of the doubtful part, or it is not said."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reader.query.nodes import Doubt

_ROUNDS = 3
"""So often what is proposed is mended itself."""
_FEW = 8
"""So many doubts of a query propose something: no more are read."""
_PASTED = 1_000
"""Letters of a query; what is longer was pasted."""
_LONG = 60
"""Letters of what is proposed; more are not shown."""

Doubts = Callable[[str], Sequence[Doubt]]
"""The doubts of a text."""


def proposable(text: str, doubts: Sequence[Doubt], doubts_of: Doubts) -> tuple[Doubt, ...]:
    """The doubts of a text, each proposing only what is understood in its place; of a long text, nothing."""
    few = _FEW if len(text) <= _PASTED else 0
    return tuple(
        replace(doubt, nearest=_mended(text, doubt, doubts_of) if at < few else "") if doubt.nearest else doubt
        for at, doubt in enumerate(doubts)
    )


def _mended(text: str, doubt: Doubt, doubts_of: Doubts) -> str:
    """What a doubt proposes, once it holds no doubt itself; "" when it always does."""
    meant = doubt.nearest
    for _ in range(_ROUNDS):
        if not meant or len(meant) > _LONG:
            return ""
        before = text[: doubt.at]
        meant = meant.removeprefix("-") if before.endswith("-") else meant  # It leaves out already.
        gap = " " if meant.startswith("-") and before and before[-1] not in " (" else ""
        tried = before + gap + meant + text[doubt.at + len(doubt.part) :]
        at = doubt.at + len(gap)
        inner = [one for one in doubts_of(tried) if one.at < at + len(meant) and one.at + len(one.part) > at]
        if not inner:
            return meant
        first = next((one for one in inner if one.nearest and at <= one.at), None)
        if first is None:
            return ""
        start = first.at - at
        meant = meant[:start] + first.nearest + meant[start + len(first.part) :]
    return ""
