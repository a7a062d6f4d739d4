"""Which program an index is of: another one may have other words for the same text, and other tables for them."""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import fields
from functools import cache
from pathlib import Path

from reader import __version__
from reader.paper import Paper

_ROOT = Path(__file__).parent.parent
_DECIDES = ("*.py", "query/*.py", "search/*.py", "relevance/*.py")
"""The modules that decide what is a word, a name or a paper, and what is near to one."""


@cache
def program(*also: str) -> list[object]:
    """What tells this program from all whose index it must not take up; plain values for JSON.

    `also` names further modules that decide, as patterns below the folder of the program.
    """
    modules = sorted(path for which in (*_DECIDES, *also) for path in _ROOT.glob(which))
    seen = [
        [str(path.relative_to(_ROOT)), found.st_size, found.st_mtime_ns] for path in modules if (found := path.stat())
    ]
    values = [one.name for one in fields(Paper)]
    return [__version__, list(sys.version_info[:3]), unicodedata.unidata_version, values, seen]
