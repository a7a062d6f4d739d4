"""The command `reader` on a machine that remembers nothing of its libraries.

A tester that rebuilds many states of one library in one place needs it: to a machine that remembers, each state is an
older copy that was put in the place of the last, and no edit is taken until somebody has chosen.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from reader.cli import main
from reader.paths import state_dir


def forget(state: Path) -> None:
    """Forget how far each library was."""
    shutil.rmtree(state / "memory", ignore_errors=True)


if __name__ == "__main__":
    forget(state_dir())
    main()
