"""Which program an index is of: another one may have other words for the same text, and other tables for them."""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import fields
from functools import cache
from pathlib import Path

from reader import __version__
from reader.paper import Paper

_HERE = Path(__file__).parent
_ELSEWHERE = ("text.py", "paper.py", "query/scripts.py")
"""What decides about words and papers outside of this package."""


@cache
def program() -> list[object]:
    """What tells this program from all whose index it must not take up; plain values for JSON."""
    modules = [*sorted(_HERE.glob("*.py")), *(_HERE.parent / name for name in _ELSEWHERE)]
    seen = [[path.name, found.st_size, found.st_mtime_ns] for path in modules if (found := path.stat())]
    values = [one.name for one in fields(Paper)]
    return [__version__, list(sys.version_info[:3]), unicodedata.unidata_version, values, seen]
