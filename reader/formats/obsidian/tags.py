"""Tags as Obsidian allows them, and the way back to the tags they came from.

Letters, digits, `_`, `-` and `/` are allowed, blanks are not, and a tag may not consist of digits only
(https://help.obsidian.md/tags).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from reader.text import fold_name

_ILLEGAL = re.compile(r"[^\w/-]+")
_SLASHES = re.compile(r"/+")


def legal(tag: str) -> str:
    """The legal form of one tag; two tags may share it."""
    text = "/".join(filter(None, _SLASHES.split(_ILLEGAL.sub("-", tag))))
    if not re.search(r"[^\d/]", text):
        text = f"_{text}" if text else "tag"
    return text


def legal_tags(tags: Iterable[str]) -> dict[str, str]:
    """Legal form -> tag, in order; forms that would be alike are numbered."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for tag in tags:
        form, number = legal(tag), 1
        wanted = form
        while fold_name(form) in taken:
            number += 1
            form = f"{wanted}-{number}"
        taken.add(fold_name(form))
        found[form] = tag
    return found


class Origins:
    """Finds the tag that a legal form came from."""

    def __init__(self, known: Iterable[str]) -> None:
        """`known` are all tags of the library; a form that several of them share names none of them."""
        self._known: dict[str, str] = {}
        shared: set[str] = set()
        for tag in dict.fromkeys(known):
            key = fold_name(legal(tag))
            if fold_name(self._known.setdefault(key, tag)) != fold_name(tag):
                shared.add(key)
        for key in shared:
            del self._known[key]

    def origin(self, form: str, exported: Iterable[str]) -> str:
        """The tag behind `form`: one that was exported with this paper, else one of the library's, else itself."""
        mine = {fold_name(key): tag for key, tag in legal_tags(exported).items()}
        key = fold_name(form)
        return mine.get(key) or self._known.get(key) or form
