"""What imports completed of a paper's facts: the register "world".

Its value names facts with what they are since. Each step says again what it found there, so that an older program,
which takes the last value alone, shows the same; but two devices may complete a paper before they hear of each other,
and then the last value lacks what the other one said. So what counts is every fact by its own last word, of all the
steps that stand, in the order of their stamps; of a fact of which none of them stands, what it was before the first of
them. Where a paper came from is what all of them say together.

    >>> from reader.library.moments import Register, Writer
    >>> def word(clock, **facts):
    ...     made = Change("2401.00001", WORLD, dict.fromkeys(facts), facts)
    ...     return Register(Writer((clock, f"s-{clock}"), 0, "", ""), word_of(made))
    >>> completed([word(1, venue="ICML"), word(2, authors=["Ann Bee"])], lambda step: False)
    {'venue': 'ICML', 'authors': ['Ann Bee']}
    >>> completed([word(1, venue="ICML"), word(2, authors=["Ann Bee"])], lambda step: step == "s-1")
    {'venue': None, 'authors': ['Ann Bee']}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from reader.library.change import Change, Value
from reader.library.moments import Register

WORLD = "world"
"""The key of the register."""
_GROWING = ("sources", "records")
"""Facts that each import adds to."""
_SAID, _FOUND = "said", "found"
"""The names in `word_of`."""


def completion(
    id: str, held: Mapping[str, Any] | None, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Change | None:
    """The change that makes the facts of a paper, which are `old`, the `new` ones; None where there is none to make.

    `held` is what was completed by now."""
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    if not names:
        return None
    before, after = ({**(held or {}), **{name: facts.get(name) for name in names}} for facts in (old, new))
    return Change(id, WORLD, before, after)


def completed(held: Sequence[Register], is_taken_back: Callable[[str], bool]) -> dict[str, Any]:
    """The facts that count of all that a register has held, in the order of the steps; None for one that there is not.

    `is_taken_back` tells whether a step was undone, by its id. What was said as a step was undone or brought back
    repeats what its device knew of other steps, and those may have been undone meanwhile: so it counts only of a fact
    of which the first step does not tell what it was before, as those of older versions do not.
    """
    facts: dict[str, Any] = {}
    first: dict[str, Mapping[str, Any]] = {}
    left: dict[str, Any] = {}
    grown: dict[str, list[Any]] = {}
    last = {register.by.revisits: register.by.stamp for register in held}
    for register in held:
        by, said = register.by, _told(register.value)
        if by.repeats:  # So older versions put back what was lost, whose own words are back as well.
            continue
        if by.revisits:
            left.update(said if by.stamp == last[by.revisits] else {})
            continue
        told, were = said.get(_SAID, {}), said.get(_FOUND, {})
        for name in told:
            first.setdefault(name, {name: were[name]} if name in were else {})
        if not is_taken_back(by.id):
            facts.update(told)
            for name in _GROWING:
                if isinstance(more := told.get(name), list):
                    grown[name] = list(dict.fromkeys((*grown.get(name, ()), *more)))
    before = {name: fact for found in first.values() for name, fact in found.items()}
    return left | before | facts | grown


def revisited(
    word: Register, held: Sequence[Register], is_taken_back: Callable[[str], bool], *, back: bool
) -> dict[str, Any]:
    """What the register is to say once the step that said this `word` is taken back (or brought back)."""
    step = word.by.id
    words = [one for one in held if step not in (one.by.id, one.by.revisits)]
    words = sorted([*words, word], key=attrgetter("by.stamp"))
    return completed(words, lambda id: back if id == step else is_taken_back(id))


def word_of(change: Change) -> dict[str, Any]:
    """What the register keeps of a change by a step that says something itself: the facts that its step did not find
    there, which alone count, and what it found in their place."""
    was = _told(change.before)
    own = {name: fact for name, fact in _told(change.after).items() if name not in was or was[name] != fact}
    return {_SAID: own, _FOUND: {name: was[name] for name in own if name in was}}


def _told(value: Value) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
