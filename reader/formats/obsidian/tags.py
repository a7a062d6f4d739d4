"""Tags as Obsidian allows them, and the way back to the tags they came from.

Letters with their marks, digits, `_`, `-` and `/` are allowed, blanks are not, and a tag may not consist of digits only
(https://help.obsidian.md/tags). Vaults of earlier versions have a `-` for marks too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from reader.text import fold_name, signs_in

_FORMERLY_ILLEGAL = re.compile(r"[^\w/-]+")
_SLASHES = re.compile(r"/+")


def legal(tag: str) -> str:
    """The legal form of one tag; two tags may share it."""
    return _legal(tag, signs_in(tag, besides="/-"))


def former(tag: str) -> str:
    """The form that a tag had in vaults of earlier versions."""
    return _legal(tag, _FORMERLY_ILLEGAL)


def _legal(tag: str, illegal: re.Pattern[str]) -> str:
    text = "/".join(filter(None, _SLASHES.split(illegal.sub("-", tag))))
    if not re.search(r"[^\d/]", text):
        text = f"_{text}" if text else "tag"
    return text


def legal_tags(tags: Iterable[str], made: Callable[[str], str] = legal) -> dict[str, str]:
    """Legal form, as `made` gives it -> tag, in order; forms that would be alike are numbered."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for tag in tags:
        form, number = made(tag), 1
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
        tags = list(dict.fromkeys(known))
        self._known = _named(tags, former) | _named(tags, legal)

    def origin(self, form: str, *exported: Sequence[str]) -> str:
        """The tag behind `form`: one that was `exported` with this paper, as the first of these has it that has it,
        else one of the library's, else itself."""
        key = fold_name(form)
        for tags in exported:
            mine = {fold_name(key): tag for made in (former, legal) for key, tag in legal_tags(tags, made).items()}
            if key in mine:
                return mine[key]
        return self._known.get(key) or form


def _named(tags: Iterable[str], made: Callable[[str], str]) -> dict[str, str]:
    """The tag that each form names, by its key; none that several tags share."""
    found: dict[str, str] = {}
    shared: set[str] = set()
    for tag in tags:
        key = fold_name(made(tag))
        if fold_name(found.setdefault(key, tag)) != fold_name(tag):
            shared.add(key)
    return {key: tag for key, tag in found.items() if key not in shared}
