"""The manual pages are what the commands say, and `man` renders them without a complaint."""

from __future__ import annotations

import os
import shutil
import subprocess
import tomllib
from collections.abc import Sequence

import pytest

from reader.cli.examples import EXAMPLES
from reader.cli.front import VERBS
from tests.support.manual import MANUAL, escaped, pages

PAGES = pages()
PROJECT = MANUAL.parent.parent / "pyproject.toml"


def shown(command: Sequence[str], given: str | None = None) -> tuple[str, str]:
    """What a program of the system prints, and what it complains of; the test is skipped where it is not there."""
    if shutil.which(command[0]) is None:
        pytest.skip(f"there is no {command[0]} here")
    plain = {**os.environ, "LC_ALL": "C.UTF-8", "MANPAGER": "cat", "MANWIDTH": "80", "GROFF_NO_SGR": "1"}
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=True, env=plain, timeout=60)
    return done.stdout, done.stderr


def test_the_pages_are_up_to_date() -> None:
    """`python -m tests.support.readme` writes them anew."""
    assert {path.name: path.read_text(encoding="ascii") for path in MANUAL.iterdir()} == PAGES
    assert set(PAGES) == {"reader.1", *(f"reader-{name}.1" for name in VERBS)}


def test_the_wheel_puts_them_where_man_looks() -> None:
    wheel = tomllib.loads(PROJECT.read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"]
    assert (wheel["shared-data"], wheel["exclude"]) == ({"reader/man": "share/man/man1"}, ["reader/man"])


@pytest.mark.parametrize("letters", ["utf8", "latin1", "ascii"])
def test_no_page_makes_the_formatter_complain(letters: str) -> None:
    """Of all that it can complain of, a sign that a terminal lacks and that would be left out among it."""
    paths = [str(path) for path in sorted(MANUAL.iterdir())]
    assert shown(["groff", "-man", f"-T{letters}", "-ww", "-z", *paths]) == ("", "")


@pytest.mark.parametrize("name", ["", "list", "search"])
def test_man_renders_a_page_without_a_warning(name: str) -> None:
    """The examples stand there as they are typed, quotes and dashes too."""
    page = MANUAL / (f"reader-{name}.1" if name else "reader.1")
    out, complaints = shown(["man", "--warnings", "-l", str(page)])
    assert complaints == ""
    for call in EXAMPLES[name]:
        assert call in out
    assert "--help" in out


NASTY = [
    ".SH NO HEADING", "'br is no request", "\\fBnot bold\\fR", "a - b -- c", "\"quoted\" and 'single'", "`back` ^ ~",
    "Zoë “x”", "\\", "#tag %s $PATH",
]  # fmt: skip


def test_no_word_is_a_request() -> None:
    """Whatever a help says is printed as it is."""
    lines = "\n.br\n".join(map(escaped, NASTY))
    out, complaints = shown(["groff", "-man", "-Tutf8", "-ww"], f".TH X 1\n.SH NAME\nx\n.PP\n{lines}\n")
    assert complaints == ""
    assert [line for line in NASTY if line not in out] == []
