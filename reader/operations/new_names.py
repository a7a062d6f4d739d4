"""New names that are near to old ones: what is made by a slip of the hand is told beside what is made on purpose."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from reader.library.library import Outcome
from reader.suggestions import begun_name, near_name, slipped_name
from reader.text import fold_name


def with_near(outcome: Outcome, what: str, names: Iterable[str], known: Collection[str]) -> Outcome:
    """What an edit did, with a sentence for each of `names` that it made and that is near to one of those known
    before, by a slip of the hand or several, or that one of them begins with. `what` they are: "list", "tag"."""
    if outcome.step is None:
        return outcome
    before = {fold_name(name) for name in known}
    new = [name for name in dict.fromkeys(names) if fold_name(name) not in before]
    near = {name: near_name(name, known) or begun_name(name, known) or slipped_name(name, known) for name in new}
    said = [f"Made the new {what} '{name}'; there is '{old}'." for name, old in near.items() if old]
    return replace(outcome, warnings=(*outcome.warnings, *said))


def with_near_tags(outcome: Outcome, tags: Iterable[str], known: Iterable[str]) -> Outcome:
    """As `with_near`, for tags; those that others are nested under are known too."""
    parents = [tag[: end.start()] for tag in known for end in re.finditer("/|$", tag)]
    return with_near(outcome, "tag", tags, dict.fromkeys(parents))
