"""Runs tests without the powers of root, to whom no permission is ever denied.

    python -m tests.unprivileged                     the tests of files and permissions, as `.ci/run` calls it
    python -m tests.unprivileged tests/store -q      whatever pytest is asked

Run by root, it gives up every capability for good (capabilities(7): `PR_CAPBSET_DROP` of prctl(2), which those of a
program that is started then are bounded by) and starts pytest: a file that is not to be read is not read then, a folder
that is not to be written is not written, and nothing that belongs to others is. Unlike a user with another number it
still reaches the interpreter and the checkout where they lie in root's home. Run by anybody else, it just starts
pytest. Where root cannot give up its powers, it says so and runs nothing.
"""

from __future__ import annotations

import ctypes
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).parent.parent
_CAPBSET_DROP = 24
"""Of prctl(2)."""
_LAST = Path("/proc/sys/kernel/cap_last_cap")
"""The number of the last capability that the kernel knows."""
TESTS = (
    "tests/whole/test_permissions.py", "tests/io", "tests/store/test_doctor.py", "tests/store/test_hostile.py",
    "tests/store/test_store.py", "tests/store/test_state_folder.py", "tests/tui/test_remember.py",
)  # fmt: skip
"""Where tests take permissions away."""


@cache
def permissions_count() -> bool:
    """Whether whoever runs this is denied what permissions deny: root is not, unless it gave up its powers."""
    with TemporaryDirectory() as folder:
        Path(folder).chmod(0o500)
        return not os.access(folder, os.W_OK)


def give_up_powers() -> None:
    """Bound what is started from now on to no capability. Raises OSError where that is not allowed."""
    system = ctypes.CDLL(None, use_errno=True)
    for number in range(int(_LAST.read_text(encoding="ascii")) + 1):
        if system.prctl(_CAPBSET_DROP, number, 0, 0, 0) != 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def main(arguments: list[str]) -> int:
    """Run pytest without powers. The exit status is pytest's, and 0 where root cannot give up its powers."""
    if os.geteuid() == 0:
        try:
            give_up_powers()
        except (OSError, AttributeError) as error:
            sys.stdout.write(
                f"Not run: the tests of permissions, since root cannot give up its powers here ({error}).\n"
            )
            return 0
    if arguments:
        return subprocess.run([sys.executable, "-m", "pytest", *arguments], cwd=ROOT, check=False).returncode
    asked = [sys.executable, "-m", "pytest", *TESTS, "-q", "-n", "0", "-p", "no:cacheprovider"]
    done = subprocess.run(asked, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    counted = re.search(r"(\d+) passed", done.stdout)
    if done.returncode or counted is None:
        sys.stdout.write(done.stdout)
        return done.returncode or 1
    sys.stdout.write(f"Without the powers of root: {counted[1]} tests of files and permissions, none failed.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
