"""How quick the interface answers, inside one process and without a terminal.

    python -m tests.benchmarks.interface                  370 and 10,000 made-up papers
    python -m tests.benchmarks.interface --papers 100000

For each size: milliseconds of processor time from the start of the app to its first frame, to build the search index
(in pieces between the keys), and for each key until all that it changes is drawn. From outside, through a terminal, the
same is judged with a bare Textual app beside it: only ratios of one run can be trusted.
"""

from __future__ import annotations

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import quantiles
from time import process_time

from textual import events

from reader.settings import Settings
from reader.tui.app import ReaderApp
from tests.benchmarks.corpus import library as made_up
from tests.support.memory import Log
from tests.support.memory import library as opened

SIZE = (120, 36)
GROUPS: Sequence[tuple[str, Sequence[str]]] = (
    ("move", ["j"] * 40),
    ("page", ["pagedown"] * 20),
    ("(open the search line)", ["slash"]),
    ("search, letter by letter", list("attention")),
    ("(leave it)", ["escape"]),
    ("star", ["s"] * 20),
)


async def measured(papers: int) -> None:
    """Print the figures for a library of so many papers."""
    library = opened(log=Log(made_up(papers).values()))
    began = process_time()
    with tempfile.TemporaryDirectory() as state:
        app = ReaderApp(lambda: library, settings=Settings(), state=Path(state), library=library)
        async with app.run_test(size=SIZE) as pilot:
            print(f"{papers:>8} papers   first frame {1000 * (process_time() - began):8.1f} ms")
            began = process_time()
            while not app.main.view_state.finder.ready:
                await asyncio.sleep(0.01)
            print(f"{'':>17} index       {1000 * (process_time() - began):8.1f} ms")
            for name, keys in GROUPS:
                times = []
                for key in keys:
                    began = process_time()
                    app.post_message(events.Key(key, "/" if key == "slash" else key if len(key) == 1 else None))
                    await asyncio.sleep(0.05)
                    times.append(1000 * (process_time() - began))
                if len(times) > 1:
                    cuts = quantiles(times, n=20)
                    print(f"{'':>17} {name:<26} p50 {cuts[9]:6.1f}  p95 {cuts[18]:6.1f} ms")
            await pilot.press("q")


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--papers", type=int, nargs="*", default=[370, 10_000])
    for papers in parser.parse_args().papers:
        asyncio.run(measured(papers))


if __name__ == "__main__":
    main()
