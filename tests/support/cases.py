"""The cases of a test are run as one item, which names each case that fails.

Most tests of this project are a few lines, tried on dozens of cases; to collect each case, to tell of it and to keep
what is known of it takes longer than to run it. So a test whose arguments come from its own `parametrize` and from
fixtures runs as one item, called `test_it[12 cases]`: all of them though one fails, and what is told of the first that
fails says how many there are and names the others. What is made for each test anew is made for each case anew, and
ends with it; where that is the home alone, nothing else is begun again. What cannot be made for the first case is made
for no other.

Of cases that differ only in the form of an export a usual run tries one, by turns, so that a file of tests tries every
form in what it says of all of them; a long run tries each.

Who asks for some cases, as in `test_it[rust]` or with `-k`, gets each of them as a test by itself.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any
from zlib import crc32

import pytest

from reader.formats.styles import STYLES
from tests.support.laws import is_long

_KEPT = pytest.StashKey[dict[str, "_Cases"]]()
"""The cases of each test that is run as one, by its name with its file."""
_FOLDED = re.compile(r"\[\d+ cases\]$")
_FORMS = {*STYLES, "obsidian", "vault"}
"""What a test of exports is given to say in which form one is written, also among the words of an order."""
_MOST_NAMED = 20
"""So many cases that failed are named; of more it is told how many there are."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A case that failed, and how."""

    name: str
    error: BaseException

    @property
    def line(self) -> str:
        """It as one line."""
        said = str(self.error).strip().split("\n")[0]
        return f"[{self.name}] {type(self.error).__name__}: {said}"


@dataclass(frozen=True, slots=True)
class _Cases:
    """The cases of a test that is run as one."""

    all: Sequence[Any]
    anew: bool
    """Whether a fixture beside the home is made for each of them anew."""


def begin(config: pytest.Config) -> None:
    """Before anything is collected: nothing is put together yet."""
    config.stash[_KEPT] = {}


def fold(metafunc: pytest.Metafunc, but: Set[str]) -> None:
    """Put the cases of a test together, once all of them are known. `but` are fixtures that `run` makes for them where
    they alone are made anew for each and the test does not ask for them."""
    cases = metafunc._calls
    test = metafunc.definition
    if not _is_asked_in_part(test):
        cases[:] = _by_turns(cases, test.name)
    if (
        len(cases) > 1
        and not _some_asked(metafunc.config)
        and not inspect.iscoroutinefunction(metafunc.function)
        and not hasattr(metafunc.function, "hypothesis")
        and not any(mark.kwargs.get("indirect") for mark in test.iter_markers("parametrize"))
        and len({tuple(mark.name for mark in case.marks) for case in cases}) == 1
    ):
        given = {name for case in cases for name in case.params}
        others = {*metafunc.fixturenames} - given - (but - inspect.signature(metafunc.function).parameters.keys())
        anew = any(_is_anew(name, metafunc) for name in others)
        metafunc.config.stash[_KEPT][test.nodeid] = _Cases(list(cases), anew)
        cases[:] = [replace(cases[0], _idlist=(f"{len(cases)} cases",))]


def _by_turns(cases: Sequence[Any], name: str) -> Sequence[Any]:
    """In a usual run one of those cases of a test that differ in their form alone, and all of them in a long one."""
    alike: dict[tuple[str, ...], list[Any]] = {}
    for case in cases:
        others = [f"{key}={value!r}" for key, value in case.params.items() if not _is_form(value)]
        alike.setdefault(tuple(others), []).append(case)
    if len(alike) == len(cases):
        return cases
    marked = [[replace(case, marks=[*case.marks, pytest.mark.long.mark]) for case in some] for some in alike.values()]
    if is_long():
        return [case for some in marked for case in some]
    first = crc32(name.encode())
    return [some[(first + at) % len(some)] for at, some in enumerate(marked)]


def _is_form(value: object) -> bool:
    """Whether a value says the form and nothing else, by its name or as the words of an order."""
    words = value.values() if isinstance(value, dict) else [value]
    return bool(words) and all(isinstance(word, str) and word in _FORMS for word in words)


def _is_anew(name: str, metafunc: pytest.Metafunc) -> bool:
    """Whether a fixture is made for each test anew."""
    made = metafunc._arg2fixturedefs.get(name)
    return made is not None and made[-1].scope == "function"


def _some_asked(config: pytest.Config) -> bool:
    """Whether certain cases are asked for, and not those of whole tests."""
    return bool(config.option.keyword) or any("[" in asked and not _FOLDED.search(asked) for asked in config.args)


def _is_asked_in_part(test: pytest.Function) -> bool:
    """Whether some cases of this test are asked for."""
    asked = (name.rpartition("::")[2] for name in test.config.args if not _FOLDED.search(name))
    return bool(test.config.option.keyword) or any(name.startswith(f"{test.name}[") for name in asked)


def asked_for(name: str) -> str:
    """How a test is asked for beside single cases of others, where its own cases are not put together."""
    return _FOLDED.sub("", name)


def run(item: pytest.Function, own_home: Callable[[], object]) -> bool:
    """Run all cases of a test that was put together, and say whether it is one. `own_home` gives a case its folders.

    Fails as the first case that fails; is skipped where a case was and none failed.
    """
    cases = item.config.stash[_KEPT].get(item.nodeid.partition("[")[0])
    if cases is None or not _FOLDED.search(item.nodeid):
        return False
    failed: list[Failed] = []
    skipped: list[Failed] = []
    try_it = _try_anew if cases.anew else _try
    for case in cases.all:
        try:
            try_it(item, case, cases, own_home)
        except pytest.skip.Exception as error:
            skipped.append(Failed(case.id, error))
        except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001  it fails the test, after the others
            failed.append(Failed(case.id, error))
            if item.config.option.maxfail == 1:
                break
    if failed:
        failed[0].error.add_note(_told(failed, len(cases.all)))
        raise failed[0].error
    if skipped:
        pytest.skip(f"{len(skipped)} of {len(cases.all)} cases: {skipped[0].error}")
    return True


def _try(item: pytest.Function, case: Any, cases: _Cases, own_home: Callable[[], object]) -> None:
    """Run a case with what all of them share."""
    own_home()
    item.obj(**{name: case.params.get(name, item.funcargs.get(name)) for name in _arguments(item)})


def _try_anew(item: pytest.Function, case: Any, cases: _Cases, own_home: Callable[[], object]) -> None:
    """Run a case between its own fixtures; those of the first are there already, and those of the last stay."""
    state = item.session._setupstate
    try:
        if case is not cases.all[0]:
            item.callspec = case
            item._initrequest()
            state.setup(item)
        item.obj(**{name: item.funcargs[name] for name in _arguments(item)})
    finally:
        if case is not cases.all[-1]:
            above: Any = item.parent
            state.teardown_exact(above)  # Of the next test it only asks what stays.


def _arguments(item: pytest.Function) -> Iterable[str]:
    """What a test asks for."""
    return inspect.signature(item.obj).parameters


def _told(failed: Sequence[Failed], count: int) -> str:
    """Which cases failed, and of how many."""
    named = "".join(f"\n  {case.line}" for case in failed[:_MOST_NAMED])
    more = f"\n  and {len(failed) - _MOST_NAMED} more" if len(failed) > _MOST_NAMED else ""
    return f"{len(failed)} of {count} cases failed:{named}{more}"
