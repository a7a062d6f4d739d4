"""Whether the tests that were run with a measure of coverage went through enough of the program.

`.ci/run` calls it after the tests. By hand: `python -m pytest -n 2 --cov --cov-report=; python -m tests.covered`.
It prints the share of statements and branches that were run, and with their lines the modules of which too few were.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from coverage import Coverage

IN_ALL, IN_EACH = 96.0, 85.0
"""Percent of the statements and branches of the program, and of each of its modules, that the tests must run."""


def told(measured: dict[str, Any]) -> tuple[bool, list[str]]:
    """Whether enough was run, and what to say of it, from the measure as `coverage json` writes it."""
    total: float = measured["totals"]["percent_covered"]
    said = [f"Coverage: {total:.2f} % of all statements and branches; {IN_ALL:.0f} % are asked for."]
    enough = total >= IN_ALL
    for name, module in sorted(measured["files"].items()):
        share: float = module["summary"]["percent_covered"]
        if share < IN_EACH:
            enough = False
            lines = ", ".join(map(str, module["missing_lines"]))
            said.append(f"{name}: {share:.1f} %, {IN_EACH:.0f} % are asked for; no test runs the lines {lines}.")
    return enough, said


def main() -> int:
    """Print what the last measure tells; returns 1 where too little was run."""
    measure = Coverage()
    measure.load()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "coverage.json"
        measure.json_report(outfile=str(file))
        enough, said = told(json.loads(file.read_text(encoding="utf-8")))
    print("\n".join(said))
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
