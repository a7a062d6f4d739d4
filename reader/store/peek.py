"""The first papers of a catalogue, read without reading the rest: enough for a first screen."""

from __future__ import annotations

import json
from pathlib import Path

from reader.paper import Paper
from reader.record import from_world
from reader.store.catalogue import NAME

_ENOUGH = 1 << 18
"""Bytes that are looked at."""
_PAPERS = '"papers": {'


def first_papers(folder: Path, count: int) -> list[Paper]:
    """Up to `count` papers from the beginning of the catalogue in `folder`, without what the user says of them.

    Only the layout that the store itself writes is understood; anything else gives an empty list, and never an error.
    """
    try:
        with (folder / NAME).open("rb") as file:
            text = file.read(_ENOUGH).decode("utf-8", "ignore")
    except OSError:
        return []
    lines = text.partition(f"\n{_PAPERS}\n")[2].split("\n")[:-1]
    found: list[Paper] = []
    for line in lines[:count]:
        try:
            ((id, facts),) = json.loads(f"{{{line.rstrip(',')}}}").items()
            found.append(from_world(id, facts))
        except (ValueError, AttributeError, TypeError, RecursionError):
            break
    return found
