"""The word of a query at which one types, and how a name is written there; for the search line and for shells alike.

>>> begun = begun_word('mamba -tag:"to re')
>>> begun.start, begun.minus, begun.field, begun.typed
(6, '-', 'tag', 'to re')
>>> written("to read")
'"to read"'
"""

from __future__ import annotations

import re
from typing import NamedTuple

from reader.patterns import regex

_AT = regex(
    r'(?:^|[\s(])(?P<minus>-?)(?:(?P<field>[A-Za-z_]+):|(?P<tag>\#))?(?P<value>"(?:[^"\\]|\\.)*|[^\s()"]*)$', re.DOTALL
)
_ESCAPED = regex(r"\\([“”„＂«»\"\\])")


class BegunWord(NamedTuple):
    """The last word of a text, as far as it is typed."""

    start: int
    """Its first character, that of its "-" where it has one."""
    minus: str
    """"-" where it is to leave out, else ""."""
    field: str | None
    """The name before its colon; "#" for the sign of a tag, None where it has neither."""
    typed: str
    """What is typed of the value, without quotes."""
    quoted: bool
    """Whether a quote is open."""

    @property
    def prefix(self) -> str:
        """What stands before the value, the "-" aside: "tag:", "#" or ""."""
        return self.field if self.field == "#" else f"{self.field}:" if self.field is not None else ""


def begun_word(text: str) -> BegunWord | None:
    """The word that a text ends with, perhaps an empty one; None where it ends with a whole one: behind a quote."""
    found = _AT.search(text)
    if found is None:
        return None
    value = found["value"]
    quoted = value.startswith('"')
    typed = _ESCAPED.sub(r"\1", value[1:]) if quoted else value
    field = "#" if found["tag"] else found["field"]
    return BegunWord(found.start("minus"), found["minus"], field, typed, quoted)


def written(name: str) -> str:
    """The name as it must be typed: in quotes when it holds what would end it."""
    return name if name and not re.search(r'[\s()"“”„＂«»\\]', name) else phrase(name)


def phrase(text: str) -> str:
    """The text in quotes: its words, one after the other."""
    return '"' + re.sub(r'([“”„＂«»"\\])', r"\\\1", text) + '"'
