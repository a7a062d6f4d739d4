"""Whatever changes the library can be tried first: each example of the help, with --dry-run behind it."""

from __future__ import annotations

import shlex

import click
import pytest

from reader.cli.examples import EXAMPLES
from reader.cli.main import reader as commands
from reader.cli.mistakes import commands_under
from tests.cli.test_teaching import BEFORE, ROOT, ran, shelf
from tests.support import shell
from tests.support.cli import Reader

__all__ = ["shelf"]
GROUPS = {" ".join(path) for path, command in commands_under(commands, ROOT) if isinstance(command, click.Group)}
TRIED = {
    " ".join(path)
    for path, command in commands_under(commands, ROOT)
    if any("--dry-run" in param.opts for param in command.params)
}
OTHERWISE = {
    "batch": "a request has a dry run of its own",
    "doctor": "without --repair it only says what is wrong",
    "open": "it opens the interface",
}
"""Commands that may change the library and have no --dry-run, with the reason."""


def kept(reader: Reader) -> dict[str, bytes]:
    """What the library's files say, but for what is made anew when it is gone."""
    return {path.name: path.read_bytes() for path in sorted(reader.folder.rglob("*.json*")) if path.is_file()}


@pytest.mark.parametrize("path", sorted(set(EXAMPLES) - GROUPS - set(OTHERWISE) - {""}))
def test_what_changes_the_library_can_be_tried(shelf: Reader, path: str) -> None:
    """A dry run changes no file and says so; a command without one changes none anyhow."""
    for call in BEFORE.get(path, ()):
        shelf(*call.split(" "))
    for line in (line for line in EXAMPLES[path] if shell.last_call(line)[: path.count(" ") + 1] == path.split(" ")):
        before = kept(shelf)
        tried = f"{line} --dry-run" if path in TRIED and "--dry-run" not in line else line
        answer = ran(shelf, tried)
        assert answer.status == 0, (tried, answer)
        assert kept(shelf) == before, tried
        if tried != line:
            assert (answer.out + answer.err).strip(), shlex.quote(tried)
            ran(shelf, line)


def test_what_has_no_dry_run_is_there() -> None:
    """No exception is left over."""
    assert set(OTHERWISE) <= set(EXAMPLES) - TRIED
