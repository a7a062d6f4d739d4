"""Regular expressions that are compiled when they are first used.

Python compiles them anew in every run, which takes longer than to load a module: those that stand at the head of the
modules took a tenth of the time to the first frame, and most runs use few of them.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast


class _Pattern(Generic[AnyStr]):
    """Stands for a compiled pattern; what was asked for once is its own from then on, so that no use pays for it."""

    def __init__(self, source: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        found = getattr(re.compile(self.pattern, self._flags), name)
        setattr(self, name, found)
        return found


def regex(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, later; it may be asked for whatever has a name there, not be handed to `re` itself.

    >>> regex(r"\\d+").findall("3 of 14")
    ['3', '14']
    """
    return cast("re.Pattern[AnyStr]", _Pattern(source, flags))
