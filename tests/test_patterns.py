"""Patterns that are compiled late are compiled once, and rightly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import walk_packages

import pytest

import reader
from reader import patterns


def test_a_pattern_is_compiled_when_it_is_used_and_only_then(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    now = re.compile

    def told(source: str, flags: int) -> re.Pattern[str]:
        compiled.append(source)
        return now(source, flags)

    monkeypatch.setattr(re, "compile", told)
    word = patterns.regex("[a-z]+", re.IGNORECASE)
    assert (word.pattern, compiled) == ("[a-z]+", [])
    assert [word.findall("One, two") for _ in range(3)] == [["One", "two"]] * 3
    assert compiled == ["[a-z]+"]
    with pytest.raises(AttributeError):
        word.no_method_of_a_pattern  # type: ignore[attr-defined]  # noqa: B018  that it is none is what is asked


def patterns_in(value: object) -> Iterator[re.Pattern[str]]:
    """What is compiled late among a value and what it holds."""
    if type(value) is type(patterns.regex("")):
        yield value
    elif isinstance(value, Mapping):
        yield from patterns_in(tuple(value.values()))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from patterns_in(one)


def test_every_pattern_of_the_program_can_be_compiled() -> None:
    """One that cannot would be noticed only by whom it fails."""
    names = [module.name for module in walk_packages(reader.__path__, "reader.")]
    modules = [import_module(name) for name in names if not name.endswith("__main__")]
    found = [one for module in modules for one in patterns_in(tuple(vars(module).values()))]
    assert len(found) > 200
    for one in found:
        assert re.compile(one.pattern, one.flags).groups == one.groups
