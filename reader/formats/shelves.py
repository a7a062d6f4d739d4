"""Where the one copy of a text is kept (an archive, a box, a call number), from whatever format it came.

>>> shelves(Paper("", "Letters", metadata=(("call-number", "MS 12"),), kept=(("csl-json/archive", '"Lamp House"'),)))
{'archive': 'Lamp House', 'call-number': 'MS 12'}
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from types import MappingProxyType

from reader.latex import decode
from reader.paper import Paper
from reader.text import clean_line

_TOLD: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "archive": ("csl-json/archive",),
    "archive_location": ("csl-json/archive_location", "ris/AV"),
    "call-number": ("csl-json/call-number", "ris/CN", "bibtex/callnumber", "bibtex/lccn", "bibtex/library"),
})  # fmt: skip
"""Variables of CSL, with what else is kept of them by the names under which it came."""


def shelves(paper: Paper) -> dict[str, str]:
    """What a paper's records say of where it is kept, by the variables of CSL."""
    kept = dict(paper.kept)
    found = {
        variable: paper.about(variable) or next(filter(None, (_plain(name, kept.get(name, "")) for name in names)), "")
        for variable, names in _TOLD.items()
    }
    return {variable: value for variable, value in found.items() if value}


def _plain(name: str, value: str) -> str:
    if value and name.startswith("csl-json/"):
        with suppress(ValueError, RecursionError):
            return clean_line(held) if isinstance(held := json.loads(value), str) else ""
    return clean_line(decode(value) if name.startswith("bibtex/") else value)
