"""New names that are near to old ones: what is made by a slip of the hand is told beside what is made on purpose."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from reader.library.library import Outcome
from reader.patterns import regex
from reader.query.fields import CHOICES
from reader.suggestions import begun_name, near_name, slipped_name
from reader.text import fold_name

_DRESSED = regex(r"(?:tags?|lists?):\s*(?=\S)", re.IGNORECASE)
"""The field before a name in a query."""
_SIGNS = "\"'“”‘’,; "
"""Signs around a name that are none of it, as of a list of names."""
_FINDS = (near_name, begun_name, slipped_name)


def with_near(outcome: Outcome, what: str, names: Iterable[str], known: Collection[str]) -> Outcome:
    """What an edit did, with a sentence for each of `names` that it made and that is near to one of those known
    before, by a slip of the hand or several, or that one of them begins with. `what` they are: "list", "tag"."""
    if outcome.step is None:
        return outcome
    before = {fold_name(name) for name in known}
    new = [name for name in dict.fromkeys(names) if fold_name(name) not in before]
    near = {name: _near(name, known) for name in new}
    said = [f"Made the new {what} '{name}'; there is '{old}'." for name, old in near.items() if old]
    said += [
        f"Made the new {what} '{name}', a name that is written as a filter of a query."
        for name, old in near.items()
        if not old and _is_filter(name)
    ]
    return replace(outcome, warnings=(*outcome.warnings, *said))


def _near(name: str, known: Collection[str]) -> str:
    """The known name that a new one is like; that of a tag or list in a query, or one in quotes or with a sign of a
    list behind it, is like the name itself."""
    bare = _DRESSED.sub("", name).lstrip("+=").strip(_SIGNS)
    same = next((other for other in known if fold_name(other) == fold_name(bare)), "")
    if same or not bare:
        return same
    return next((near for one in (name, bare) for find in _FINDS if (near := find(one, known))), "")


def _is_filter(name: str) -> bool:
    """Whether a name is rather a filter of a query: one that finds what has a mark, or a tag or list by its field."""
    field, _, value = name.partition(":")
    return _DRESSED.match(name) is not None or value in CHOICES.get(field, ())


def with_near_tags(outcome: Outcome, tags: Iterable[str], known: Iterable[str]) -> Outcome:
    """As `with_near`, for tags; those that others are nested under are known too."""
    parents = [tag[: end.start()] for tag in known for end in re.finditer("/|$", tag)]
    return with_near(outcome, "tag", tags, dict.fromkeys(parents))
