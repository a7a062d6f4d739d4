"""Names of several words that stand in a query without quotes: only their first word would count as the name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reader.library.library import Library
from reader.operations.nowhere import has_tag
from reader.text import clean_line, perhaps

_QUOTED = re.compile(r'["“”„＂«»](?:[^"“”„＂«»\\]|\\.)*["“”„＂«»]', re.DOTALL)
_NAMED = re.compile(
    r'(?<![^\s(])(?P<filter>-?(?:tags?:|(?P<list>lists?:)|#))(?P<first>[^\s()"“”„＂«»]+)'
    r'(?P<more>(?:\s+(?!(?:AND|OR|NOT)(?!\S))[^\s()"“”„＂«»:#*-][^\s()"“”„＂«»:]*)+)',
    re.IGNORECASE,
)
"""A filter for a tag or a list with words behind it."""


def unquoted_name(library: Library, text: str) -> str:
    """A sentence on a tag or list of several words, known in this library, that has no quotes; else ""."""
    for typed, filter_, is_list, name in _several_words(text):
        if has_tag(library.lists if is_list else library.tags(), name):
            meant = f'{filter_}"{name}"'
            return f"'{clean_line(typed)}' is a filter and words beside it{perhaps(meant)}"
    return ""


def _several_words(text: str) -> Iterator[tuple[str, str, bool, str]]:
    """What may be a name of two words or more, as it stands in a query: with its filter, the sign and field alone,
    whether that is of a list, and the name."""
    for found in _NAMED.finditer(_QUOTED.sub('""', text)):
        words = [found["first"], *found["more"].split()]
        for end in range(len(words), 1, -1):
            name = " ".join(words[:end])
            yield found["filter"] + name, found["filter"], found["list"] is not None, name
