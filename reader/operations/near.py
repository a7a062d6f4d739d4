"""New names that are near to old ones: what is made by a slip of the hand is told beside what is made on purpose."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from reader.library.library import Outcome
from reader.text import fold, fold_name, is_slip, nearest


def near_name(name: str, known: Iterable[str]) -> str:
    """The name that a new one is like but for accents, signs, blanks or a slip of the hand; "" where there is none."""
    wanted = _bare(name)
    bare = ((other, _bare(other)) for other in known)
    return next((other for other, its in bare if wanted and (wanted == its or is_slip(wanted, its))), "")


def meant_name(name: str, known: Iterable[str]) -> str:
    """The name that one which is not known was likely meant to be; "" where none is like it.

    One rule for what is proposed and for what is refused. What differs in its digits alone, and what begins as a known
    name does and goes on for more than a letter, is a name of its own.
    """
    others = [other for other in known if not _is_another(fold_name(name), fold_name(other))]
    return near_name(name, others) or nearest(name, others)


def _is_another(name: str, other: str) -> bool:
    longer = name.startswith(other) and _bare(name) != _bare(other) and len(name) > len(other) + 1
    digits, its = (re.sub(r"\d+", "0", one) for one in (name, other))
    return longer or (digits == its and "0" in digits)


def _bare(name: str) -> str:
    return re.sub(r"[\W_]", "", fold(name)) or fold_name(name)


def with_near(outcome: Outcome, what: str, names: Iterable[str], known: Collection[str]) -> Outcome:
    """What an edit did, with a sentence for each of `names` that it made and that is near to one of those known
    before. `what` they are: "list", "tag"."""
    if outcome.step is None:
        return outcome
    before = {fold_name(name) for name in known}
    new = [name for name in dict.fromkeys(names) if fold_name(name) not in before]
    said = [f"Made the new {what} '{name}'; there is '{near}'." for name in new if (near := near_name(name, known))]
    return replace(outcome, warnings=(*outcome.warnings, *said))


def with_near_tags(outcome: Outcome, tags: Iterable[str], known: Iterable[str]) -> Outcome:
    """As `with_near`, for tags; those that others are nested under are known too."""
    parents = [tag[: end.start()] for tag in known for end in re.finditer("/|$", tag)]
    return with_near(outcome, "tag", tags, dict.fromkeys(parents))
