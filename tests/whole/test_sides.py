"""What can be done on one side can be done on the others, and the README's recipes run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.test_teaching import answered
from tests.support import shell
from tests.support.cli import Reader
from tests.support.readme import README
from tests.support.services import serving
from tests.support.sides import SIDES, holes

RECIPES = dict(re.findall(r"<!-- recipe (\w+) -->\n```sh\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL))
PAPERS = (
    '{"arxiv_id": "2408.07990", "title": "FuseChat: Knowledge Fusion", "starred": true, "year": 2024}\n'
    '{"arxiv_id": "2205.14135", "title": "FlashAttention: Exact Attention"}\n'
)


def test_no_side_has_a_hole_without_a_reason() -> None:
    """A new verb, operation or command of the interface stands in the table, or the table says why not."""
    assert holes() == []
    assert [verb for verb, side in SIDES.items() for told in side if not re.fullmatch(r"\(.+\)|[\w .-]+", told)] == []


def test_every_recipe_is_tried() -> None:
    assert list(RECIPES) == ["cron", "jq", "fzf", "git", "vim"]


def test_the_lines_of_a_crontab_work(reader: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As cron runs them, behind the times."""

    serving(monkeypatch, answered)
    reader("import", "-", stdin=PAPERS)
    lines = [line for line in RECIPES["cron"].splitlines() if not line.startswith("#")]
    for line in lines:
        times = re.match(r"(?:[\d*/,-]+\s+){5}", line)
        assert times is not None
        command = line[times.end() :].partition(" >> ")[0]
        answer = shell.run(reader, command, tmp_path)
        assert answer.status == 0, answer
    assert len(reader.holds("search")) == 3


@pytest.mark.parametrize("name", ["jq", "fzf", "git", "vim"])
def test_a_recipe_works_in_a_shell(reader: Reader, tmp_path: Path, name: str) -> None:
    """In a real one, line by line; who would choose in `fzf` or write in `vim` is played by a script."""
    if name not in ("fzf", "vim") and shutil.which(name) is None:
        pytest.skip(f"there is no {name} here")
    reader("import", "-", stdin=PAPERS)
    reader("triage", "queue", "2205.14135")
    tools = tmp_path / "tools"
    tools.mkdir()
    played = {
        "reader": f'exec "{sys.executable}" -m reader "$@"',
        "fzf": "head -n 1",
        "vim": 'case "$1" in -c) eval "${2#*!}";; *) sed -i "s/Exact/Very exact/" "$1";; esac',
    }
    for program, script in played.items():
        (tools / program).write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        (tools / program).chmod(0o755)
    env = {**os.environ, "PATH": f"{tools}:{os.environ['PATH']}", "READER_LIBRARY": str(reader.folder)}
    env |= {f"GIT_{who}_{what}": "a@b.c" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    done = subprocess.run(
        ["sh", "-ec", RECIPES[name]], env=env, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done
    told = {
        "jq": lambda: (
            "2024\tFuseChat: Knowledge Fusion\thttps://arxiv.org/abs/2408.07990\nFlashAttention" in done.stdout
        ),
        "fzf": lambda: len(reader("search", "--ids", "is:queued").lines) == 2,
        "git": lambda: (reader.folder / ".git").is_dir() and "as it should be" in done.stdout,
        "vim": lambda: "@" in done.stdout and "FuseChat" in done.stdout,
    }
    assert told[name](), done
