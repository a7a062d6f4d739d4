"""What it costs to start: processor time of `reader --version`, helps and short commands, beside Python's own.

    python -m tests.benchmarks.start                            without a library
    python -m tests.benchmarks.start --library DIR [--runs 20]  also what opens that library (nothing is changed)

Of all runs of a command the cheapest counts; the commands take turns, so that a busy machine hurts all alike.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from reader.cli.shells import ASKED_BY, BETWEEN, WORDS

PYTHON = "python -c pass"


TAB = "Tab behind reader show 2"


def seconds(command: list[str], asked: Mapping[str, str] = MappingProxyType({})) -> float:
    """Processor time of one run of a command, with what a shell asks it by these variables."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    quiet = subprocess.DEVNULL
    environment = {**os.environ, **asked}
    subprocess.run(command, stdout=quiet, stderr=quiet, stdin=quiet, check=False, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Prints milliseconds and how many times Python's own start they are."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--library", type=Path, help="a library to open")
    parser.add_argument("--runs", type=int, default=20, help="runs of each command")
    asked = parser.parse_args()
    calls = ["--version", "--help", "search --help", "export --help"]
    if asked.library is not None:
        calls += ["search attention --limit 5", "search is:starred --limit 5", "show 2", "list", "next"]
    commands = {PYTHON: [sys.executable, "-c", "pass"]}
    for call in calls:
        library = [] if asked.library is None or call.startswith("--") else ["--library", str(asked.library)]
        commands[f"reader {call}"] = [sys.executable, "-m", "reader", *library, *call.split()]
    variables = {}
    if asked.library is not None:
        commands[TAB] = [sys.executable, "-m", "reader"]
        words = BETWEEN.join(("--library", str(asked.library), "show", "2"))
        variables[TAB] = {ASKED_BY: "zsh", WORDS: words}
    least = dict.fromkeys(commands, float("inf"))
    for _ in range(asked.runs):
        for name, command in commands.items():
            least[name] = min(least[name], seconds(command, variables.get(name, {})))
    for name, took in least.items():
        print(f"{name:36s}{took * 1000:8.0f} ms{took / least[PYTHON]:8.1f} x")


if __name__ == "__main__":
    main()
