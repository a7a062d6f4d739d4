"""T20: whatever stands where this machine remembers, random bytes or the half of a file, it opens."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.store import test_state_folder as store
from tests.tui import test_remember as interface

STATES = 1_000


def proved(folder: Path, quick: bool, say: Callable[[str], None]) -> int:
    """Open that many wrecked states; how many of them kept a library or the interface from opening."""
    failed = 0
    for number in range(20 if quick else STATES):
        here = folder / f"{number}"
        here.mkdir()
        try:
            store.opens(here, number)
            asyncio.run(interface.opens(here, number))
        except (Exception, SystemExit) as error:  # noqa: BLE001  each failure is a finding, whatever it is
            failed += 1
            say(f"state {number}: {type(error).__name__}: {error}")
        shutil.rmtree(here, ignore_errors=True)
        if number % 100 == 99:
            say(f"{number + 1} states, {failed} failed")
    return failed
