"""A name says one thing: no module hides behind a function of its package."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from types import ModuleType

import pytest

import reader

MODULES = [found.name for found in pkgutil.walk_packages(reader.__path__, "reader.") if not found.name.endswith("__")]


@pytest.mark.parametrize("name", MODULES)
def test_no_module_hides_behind_a_name_of_its_package(name: str) -> None:
    """`reader.query.parser` is a module however it is reached: its package's face holds nothing else by that name."""
    package, _, own = name.rpartition(".")
    module: ModuleType = import_module(name)
    assert getattr(import_module(package), own) is module
