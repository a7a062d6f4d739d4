"""The tags that a line shows, matched against those that went out before anything is made of its commas."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reader.formats.markdown.lines import spelt
from reader.text import fold_name

_COMMA = re.compile(r"\s*,\s*")


def regroup(found: Sequence[str], known: Sequence[str]) -> tuple[str, ...]:
    """The tags of a line, `known` ones in their own spelling and in one piece.

    A formatter that drops the backslash of `a\\,b` makes two of one tag; a known tag that the line does not show, but
    whose parts stand there side by side, is that tag. So is one that differs in escapes, quotes and dashes only.
    """
    tags = list(found)
    shown = {fold_name(tag) for tag in tags}
    known_keys = {fold_name(tag) for tag in known}
    for tag in sorted(known, key=len, reverse=True):
        if fold_name(tag) in shown:
            continue
        at = _run_of(tags, tag, known_keys)
        if at is not None:
            tags[at] = [tag]
            shown = {fold_name(each) for each in tags}
    return tuple(tags)


def _key(tag: str) -> str:
    """What a tag is known by however a formatter wrote it; a `#` before it is taken for decoration on the way back."""
    return _COMMA.sub(",", spelt(tag)).removeprefix("#").strip()


def _run_of(tags: Sequence[str], tag: str, known: set[str]) -> slice | None:
    """Where the parts of a tag stand side by side; a part that is a known tag itself must stand elsewhere too."""
    wanted = _key(tag)
    keys = [_key(each) for each in tags]
    longest = tag.count(",") + 1
    for start in range(len(tags)):
        for end in range(start + 1, min(start + longest, len(tags)) + 1):
            if ",".join(keys[start:end]) != wanted:
                continue
            rest = {fold_name(each) for each in (*tags[:start], *tags[end:])}
            if all(fold_name(part) not in known or fold_name(part) in rest for part in tags[start:end]):
                return slice(start, end)
    return None
