"""Headings and rules of Markdown, as a single line tells them.

CommonMark: https://spec.commonmark.org/0.31.2/#atx-headings and #thematic-breaks.
"""

from __future__ import annotations

from typing import NamedTuple

from reader.patterns import regex

_SIGNS = regex(r" {0,3}(#{1,6})(?=\s)")
_RULE = regex(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*")


class Heading(NamedTuple):
    """A heading that begins with number signs."""

    level: int
    """1 to 6; 0 where the line is none."""
    start: int
    """Where its text begins in the line."""
    end: int
    """Where its text ends; signs that close it are none of the text, but those that end a word are ("C#")."""


def heading_in(line: str) -> Heading:
    """The heading that a line is."""
    if (signs := _SIGNS.match(line)) is None:
        return Heading(0, 0, 0)
    text = line[signs.end() :].strip()
    start = line.index(text, signs.end())
    bare = text.rstrip("#")
    shown = bare.rstrip() if not bare or bare[-1].isspace() else text
    return Heading(len(signs[1]), start, start + len(shown))


def is_rule(line: str) -> bool:
    """Whether a line is drawn across: three signs of one kind at least, with blanks between them or none."""
    return _RULE.fullmatch(line) is not None
