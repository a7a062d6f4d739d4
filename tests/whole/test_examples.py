"""Each package says what it is with an example, and the example is true."""

from __future__ import annotations

import doctest
import pkgutil
import re
from importlib import import_module
from pathlib import Path

import pytest

import reader

FOUND = {"reader": True} | {
    one.name: one.ispkg for one in pkgutil.walk_packages(reader.__path__, "reader.") if one.name[-2:] != "__"
}
"""Each module, and whether it is a package; most are loaded by the tests that need them, some take a second."""
PACKAGES = [name for name, package in FOUND.items() if package]


def text_of(name: str) -> str:
    """What stands in a module."""
    path = Path(*reader.__path__, *name.split(".")[1:])
    return (path / "__init__.py" if FOUND[name] else path.with_suffix(".py")).read_text(encoding="utf-8")


SHOWING = [name for name in FOUND if ">>>" in text_of(name)]
"""The modules with an example; to look through all that stands in the others takes longer."""


@pytest.mark.parametrize("name", PACKAGES)
def test_every_package_has_an_example(name: str) -> None:
    """A package's docstring shows in a few lines what it is for."""
    assert doctest.DocTestParser().get_examples(import_module(name).__doc__ or "")


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_lists_modules_that_it_has(name: str) -> None:
    """Every `file.py` in a package's docstring lies in the package."""
    package = import_module(name)
    named = set(re.findall(r"(?<![\w/.])\w+\.py\b", package.__doc__ or ""))
    assert {file for file in named if not (Path(str(package.__file__)).parent / file).is_file()} == set()


@pytest.mark.parametrize("name", SHOWING)
def test_examples_say_what_comes_out(name: str) -> None:
    """Whatever a docstring shows behind `>>>` happens just so."""
    told: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    for example in doctest.DocTestFinder(exclude_empty=True).find(import_module(name)):
        runner.run(example, out=told.append)
    assert not told, "".join(told)
