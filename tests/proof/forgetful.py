"""The command `reader` on a machine that remembers no library from before an import, the first thing of every round;
with READER_PROOF_FORGETS, from before any command.

A tester that rebuilds many states of one library in one place needs it: to a machine that remembers, each state is an
older copy that was put in the place of the last, and an empty folder there a disk that is not mounted.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

from reader.cli.main import main
from reader.paths import state_dir


def forget(state: Path) -> None:
    """Forget how far each library was."""
    shutil.rmtree(state / "memory", ignore_errors=True)


if __name__ == "__main__":
    if os.environ.get("READER_PROOF_FORGETS") or "import" in sys.argv:
        forget(state_dir())
    main()
