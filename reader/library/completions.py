"""What imports completed of a paper's facts: the register "world".

Its value names facts with what they are since. Each step says again what it found there, so that an older program,
which takes the last value alone, shows the same; but two devices may complete a paper before they hear of each other,
and then the last value lacks what the other one said. So what counts is every fact by its own last word, of all the
steps that stand, in the order of their stamps; where a paper came from is what all of them say together.

    >>> from reader.library.moments import Register, Writer
    >>> def word(clock, **facts):
    ...     return Register(Writer((clock, f"s-{clock}"), 0, "", ""), facts)
    >>> completed([word(1, venue="ICML"), word(2, authors=["Ann Bee"])], lambda step: False)
    {'venue': 'ICML', 'authors': ['Ann Bee']}
    >>> completed([word(1, venue="ICML"), word(2, authors=["Ann Bee"])], lambda step: step == "s-1")
    {'authors': ['Ann Bee']}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reader.library.change import Change, Value
from reader.library.moments import Register

WORLD = "world"
"""The key of the register."""
_GROWING = ("sources", "records")
"""Facts that each import adds to."""


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

    `is_taken_back` tells whether a step was undone, by its id. Of what was said as a step was undone and brought back,
    the last counts, where nothing that stands says otherwise.
    """
    facts: dict[str, Any] = {}
    left: dict[str, Any] = {}
    grown: dict[str, list[Any]] = {}
    last = {register.by.revisits: register.by.stamp for register in held}
    for register in held:
        by, told = register.by, _told(register.value)
        if by.revisits:
            left.update(told if by.stamp == last[by.revisits] else {})
        elif not is_taken_back(by.id):
            facts.update(told)
            for name in _GROWING:
                if isinstance(more := told.get(name), list):
                    grown[name] = list(dict.fromkeys((*grown.get(name, ()), *more)))
    return left | facts | grown


def revisited(
    step: str,
    change: Change,
    held: Sequence[Register],
    is_taken_back: Callable[[str], bool],
    before_of: Callable[[str], Value],
    *,
    back: bool,
) -> dict[str, Any]:
    """What the register is to say once a `step`, which made that `change` of it, is taken back (or brought back).

    A fact that no other step says becomes what it was before the first that did; `before_of` gives what the register
    held before a step, by its id.
    """
    own = own_facts(change)
    words = [one for one in held if not one.by.revisits]
    facts = completed([one for one in held if one.by.revisits != step], lambda id: id == step or is_taken_back(id))
    for name in own:
        first = next((one.by.id for one in words if name in _told(one.value)), step)
        if name in (were := _told(before_of(first))):
            facts[name] = were[name]
    for one in words:
        if is_taken_back(one.by.id) if one.by.id != step else back:
            continue
        facts.update((name, _told(one.value)[name]) for name in own if name in _told(one.value))
    return facts


def own_facts(change: Change) -> dict[str, Any]:
    """What a change of the register says that its step did not find there: that alone counts."""
    was = _told(change.before)
    return {name: fact for name, fact in _told(change.after).items() if name not in was or was[name] != fact}


def _told(value: Value) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
