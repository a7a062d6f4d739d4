"""Garbage is not looked for while much is loaded that stays, and it is while something is done."""

from __future__ import annotations

import gc
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from reader.garbage import none_looked_for

PROGRAM = """
import atexit, gc, sys
from reader.__main__ import main

class Seen:
    def find_spec(self, name, *of_it):
        if name in ("reader.cli.main", "reader.cli.lists"):
            print(name, gc.isenabled())

sys.meta_path.insert(0, Seen())
atexit.register(lambda: print("done", gc.isenabled(), gc.get_freeze_count() > 0))
main()
"""


@pytest.mark.parametrize("before", [True, False])
def test_it_is_looked_for_afterwards_where_it_was_before(before: bool) -> None:
    was = gc.isenabled()
    try:
        (gc.enable if before else gc.disable)()
        looked_for = []
        with suppress(ValueError), none_looked_for():
            looked_for.append(gc.isenabled())
            raise ValueError
        assert [*looked_for, gc.isenabled()] == [False, before]
    finally:
        (gc.enable if was else gc.disable)()


def test_what_a_verb_needs_is_loaded_first_and_garbage_looked_for_while_it_runs(tmp_path: Path) -> None:
    called = [sys.executable, "-c", PROGRAM, "--library", str(tmp_path), "list"]
    done = subprocess.run(called, capture_output=True, text=True, check=True).stdout.splitlines()
    assert "reader.cli.main False" in done
    assert "reader.cli.lists False" in done
    assert done[-1] == "done True True"
