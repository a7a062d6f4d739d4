"""The README is true: its parts are what the program says, and its commands are those that CI runs."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from reader.query import parse
from tests.cli.test_teaching import answered
from tests.support import shell
from tests.support.cli import Reader
from tests.support.readme import PARTS, README, filled
from tests.support.services import serving
from tests.whole.test_sides import RECIPES

TEXT = README.read_text(encoding="utf-8")


@pytest.mark.parametrize("part", PARTS)
def test_a_made_part_is_up_to_date(part: str) -> None:
    """Keys, commands and files stand in the README as the program has them; `tests.support.readme` writes them."""
    assert PARTS[part]() in TEXT


def test_the_readme_is_complete() -> None:
    """Writing the parts anew changes nothing."""
    assert filled(TEXT) == TEXT


def command(name: str) -> str:
    """The shell command behind a marker."""
    match = re.search(rf"<!-- {name}-command -->\n```sh\n(.*?)\n```", TEXT)
    assert match is not None
    return match[1]


def test_the_two_commands_set_up_everything_themselves() -> None:
    """Each makes its environment first, so that nothing but Python is needed; CI runs the second as it stands."""
    for name in ("run", "test"):
        assert command(name).startswith("python3 -m venv .venv && .venv/bin/pip install")
    assert command("run").endswith("open fixtures")
    assert "<!-- test-command -->" in (README.parent / ".ci" / "run").read_text(encoding="utf-8")


ELSEWHERE = (command("run"), command("test"), *RECIPES.values())
"""Shell blocks that CI and other tests run."""
BY_HAND = ("pip install textual-serve", ".venv/bin/python -m pytest")
"""How those begin that install something, or run these tests."""


def test_every_command_of_a_shell_block_works(
    reader: Reader, fixtures: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In order, behind services that answer; a new block is run here, too. `reader` alone is the interface."""
    serving(monkeypatch, answered)
    (tmp_path / "papers").mkdir()
    shutil.copy(fixtures / "page-spaced.txt", tmp_path / "papers" / "page.txt")
    blocks = re.findall(r"^```sh\n(.*?)^```$", TEXT, re.DOTALL | re.MULTILINE)
    lines = [
        line.partition("  #")[0].strip()
        for block in blocks
        if not block.startswith(BY_HAND) and block.strip() not in map(str.strip, ELSEWHERE)
        for line in block.splitlines()
    ]
    assert [line.split()[:2] for line in lines] == [
        ["reader", "import"], ["reader", "add"], ["reader", "fetch"], ["reader", "complete"], ["reader"],
        ["printf", "'%s\\n'"],
    ]  # fmt: skip
    answers = {line: shell.run(reader, line, tmp_path) for line in lines if line != "reader"}
    assert [answer for answer in answers.values() if answer.status] == []
    assert '{"ok": true, "papers": ' in answers[lines[-1]].lines[1]


def test_the_readmes_searches_and_requests_work(reader: Reader, fixtures: Path) -> None:
    """Every query of the tables of searching is understood."""
    reader("import", str(fixtures))
    assert reader.batch({"op": "search", "query": "kv cache", "limit": 3}, {"op": "count"})[1]["papers"] >= 24
    for row in re.findall(r"^\| (`.*?`) \| .* \|$", TEXT.partition("### Searching")[2].partition("### JSON")[0], re.M):
        for query in re.findall(r"`(.+?)`", row):
            assert not parse(query).doubts, query
            assert reader("search", *shlex.split(query, posix=False)).status == 0


def test_the_first_forty_lines_say_what_it_is_and_how_to_try_it() -> None:
    """A picture and the two commands stand where a stranger looks first; what is looked up comes last."""
    opening = "\n".join(TEXT.splitlines()[:40])
    assert PARTS["screen-first"]() in opening
    assert command("run") in opening
    assert command("test") in opening
    headings = re.findall(r"^## (.+)$", TEXT, re.MULTILINE)
    assert headings[:3] == ["A first hour", "Working on Reader", "Changes"]


def test_every_file_that_the_readme_names_is_there() -> None:
    """Who is sent to a module finds it."""
    named = set(re.findall(r"`((?:reader|tests)/[\w/]+\.(?:py|md))`", TEXT))
    assert named
    assert [path for path in sorted(named) if not (README.parent / path).is_file()] == []
