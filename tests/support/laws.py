"""How laws (property tests) draw their examples: the same ones in every run, fresh ones and many more in a long run.

`python -m pytest` tries a law on few examples, and they are the same whatever else is loaded, on whatever day: a law
that holds once holds in every run, so a failing run tells of what was changed. That proves little, so
`python -m pytest -m long` runs all laws, and only them, from fresh seeds with many more examples. A counterexample
that it finds is kept as an `@example` of its law.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants

T = TypeVar("T")
TIMES = 15
"""How many times more examples a long run tries than a law asks for."""
PART = 18
"""Which part of them a usual run tries."""

# What is too slow on a busy machine says nothing about a law: no deadline, and `drawn` allows it.
settings.register_profile("steady", derandomize=True, database=None, deadline=None)
settings.register_profile("long", derandomize=False, print_blob=True, deadline=None)


def asked(marks: str) -> bool:
    """Whether pytest's `-m` asks for a long run: it selects what is marked "long"."""
    return re.search(r"(?<!not )\blong\b", marks) is not None


def begin(long: bool) -> None:
    """Choose how laws draw, before the first of them is read.

    By itself hypothesis draws also what stands as a constant in the modules that are loaded so far, so an example
    would depend on which tests run, and in which order. The long run keeps that: it finds more.
    """
    settings.load_profile("long" if long else "steady")
    if not long:
        nothing = Constants()
        pytest.MonkeyPatch().setattr(providers, "_get_local_constants", lambda: nothing)


def is_long() -> bool:
    """Whether this is a long run, in which all is tried."""
    return settings.get_current_profile_name() == "long"


def drawn(examples: int, *allowed: HealthCheck, **more: Any) -> settings:
    """The settings of a law that asks for so many examples: a long run tries it on `TIMES` as many, a usual one on a
    `PART` of them."""
    tried = examples * TIMES if is_long() else -(-examples // PART)
    return settings(max_examples=tried, suppress_health_check=[HealthCheck.too_slow, *allowed], **more)


def often(times: int, long: int) -> int:
    """How often a test that draws by itself does so: `long` in a long run, for which it is marked."""
    return long if is_long() else times


def by_turns(things: Sequence[T], of: int, first: int = 0) -> Sequence[T]:
    """All of them in a long run, for which the test is marked; in a usual one every so many, from the `first` on.

    >>> by_turns("abcdefg", 3)
    'adg'
    """
    return things if is_long() else things[first % of :: of]


def law(examples: int = 100, *allowed: HealthCheck) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """A test that must hold for all that `@given` may draw; stands above it. `allowed` is what hypothesis may find."""

    def decorate(test: Callable[..., Any]) -> Callable[..., Any]:
        marked: Callable[..., Any] = pytest.mark.long(drawn(examples, *allowed)(test))
        return marked

    return decorate
