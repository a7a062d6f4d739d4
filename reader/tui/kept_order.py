"""The order of For you as it was last worked out, kept for the next run: that shows it at once, and works out its own
meanwhile.

It lies beside what else is remembered of a library and may be lost. Whatever bytes stand there, nothing here raises.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from reader.operations.sentences import NEWEST
from reader.text import clean_line
from reader.tui.model.for_you import Headed, Ranking
from reader.tui.remember import keep_small, read_json


def keep_order(own: Path, ranking: Ranking) -> None:
    """Keep an order in the folder for the state of a library."""
    record = {
        "parts": [[part.heading, part.aside, part.is_chosen, list(part.papers)] for part in ranking.parts],
        "reasons": dict(ranking.reasons),
        "places": list(ranking.places),
        "learned": ranking.learned,
        "message": ranking.message,
        "otherwise": ranking.otherwise,
    }
    keep_small(own / "for-you.json", json.dumps(record, ensure_ascii=False))


def kept_order(own: Path) -> Ranking | None:
    """The order that was kept there; None where none was, or none can be made of it."""
    try:
        record: Any = read_json(own / "for-you.json")
        return Ranking(
            tuple(_part(*part) for part in record["parts"]),
            {_text(id): clean_line(_text(why)) for id, why in record["reasons"].items()},
            {_text(id): at for at, id in enumerate(record["places"])},
            clean_line(_text(record["learned"])),
            clean_line(_text(record["message"])),
            clean_line(_text(record.get("otherwise", NEWEST))),
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _part(heading: object, aside: object, is_chosen: object, papers: list[object]) -> Headed:
    ids = tuple(map(_text, papers))
    return Headed(clean_line(_text(heading)), clean_line(_text(aside)), ids, is_chosen is True)


def _text(value: object) -> str:
    """A text. Raises ValueError for anything else."""
    if not isinstance(value, str):
        raise ValueError("no text")
    return value
