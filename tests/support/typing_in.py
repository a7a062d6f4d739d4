"""Typing into an exported text, in which it goes without saying that a paper is unread."""

from __future__ import annotations

import re

_ITEM = re.compile(r"^(- .*<!-- reader:\S+ -->)(?:\\\n  (?!reading|read)(.+))?$", re.MULTILINE)
_ROW = re.compile(r"^(\|.*<!-- reader:\S+ -->.*\|) (?= \| [★ ]*\|$)", re.MULTILINE)


def typed_in(text: str, old: str, new: str) -> str:
    """`text` with the first `old` as `new`; a status "unread" in `old` stands for the place where one is said of a
    paper that is unread. Fails where there is none."""
    if old not in text and "unread" in old:
        text = _said(text, old)
    assert old in text, old
    return text.replace(old, new, 1)


def _said(text: str, old: str) -> str:
    """A text in which one paper is said to be unread: the first beside whose state `old` stands."""
    rest = old.replace("unread", "").strip(" ·\n\\|")
    for match in _ITEM.finditer(text):
        if not rest or rest in (match[2] or ""):
            state = " · ".join(filter(None, ("unread", match[2])))
            return f"{text[: match.start()]}{match[1]}\\\n  {state}{text[match.end() :]}"
    row = next((match for match in _ROW.finditer(text) if rest in match[0]), None)
    return text if row is None else f"{text[: row.start()]}{row[1]} unread{text[row.end() :]}"
