"""What the search index that is kept is worth: a search from the shell with it, without it, and opening the library.

    python -m tests.benchmarks.kept                     10,000 made-up papers
    python -m tests.benchmarks.kept --papers 100000

Each is a process of its own, of which the processor time is told, best of three: to read the catalogue as JSON, to open
the library, to search without an index (which leaves one), with it, and once a paper was tagged since. Then, within one
process, a letter typed over what was kept and over what was built. Only ratios of one run can be trusted.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import quantiles

from reader.library.library import Library
from reader.query import parse
from reader.search import Index
from reader.search.blocks import Blocks, packed
from reader.store import open_library
from tests.benchmarks.corpus import library as made_up

TYPED = ("attention", "quantizaton of languge", "sparse expert models")


def run(home: Path, *arguments: str) -> float:
    """Processor time of a process of Python's, in seconds; the machine's folders lie in `home`."""
    folders = {f"XDG_{name}_HOME": str(home / name) for name in ("DATA", "STATE", "CONFIG", "CACHE")}
    environment = {**os.environ, **folders}
    before = getrusage(RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *arguments], env=environment, check=True, stdout=subprocess.DEVNULL)
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def best(job: Callable[[], float], before: Callable[[], object] = lambda: None) -> float:
    """The least of three times, each after what makes it ready."""
    times = []
    for _ in range(3):
        before()
        time.sleep(0.1)  # Files that were written just now are not trusted.
        times.append(job())
    return min(times)


def shell(home: Path, papers: int) -> None:
    """Print the times of commands over so many papers."""
    folder = home / "library"
    store = open_library(folder, state_dir=home / "STATE" / "reader", data_dir=home / "DATA" / "reader")
    library = Library(store)
    library.add(list(made_up(papers).values()), say=lambda plan: "Made up")
    first = next(iter(library.papers))
    store.close()
    reader = ("-m", "reader", "--library", str(folder))
    search = (*reader, "search", "attention", "--limit", "5")
    loaded = best(lambda: run(home, "-c", f"import json; json.load(open({str(folder / 'catalogue.json')!r}))"))
    rows = {
        "json.load of the catalogue": loaded,
        "the library opened (show)": best(lambda: run(home, *reader, "show", first)),
        "search, nothing kept": best(lambda: run(home, *search), lambda: shutil.rmtree(home / "CACHE", True)),
        "search, index kept": best(lambda: run(home, *search)),
        "search after an edit": best(
            lambda: run(home, *search), lambda: run(home, *reader, "tag", first, "--add", f"at-{time.time_ns()}")
        ),
    }
    print(f"{papers} papers")
    for name, seconds in rows.items():
        print(f"  {name:<30} {1000 * seconds:8.0f} ms   {seconds / loaded:5.2f} x json.load")


def letters(papers: int) -> None:
    """Print what a letter costs over an index that was built, and over the same one as it was kept."""
    held = made_up(papers)
    built = Index(held.values())
    data = b"".join(packed(dict(built.blocks()), {}))
    for name, index in (("built", built), ("kept", Index(held.values(), Blocks(memoryview(data))))):
        index.search(parse("atention modle x"), held, limit=1)
        times = []
        for text in TYPED:
            for end in range(1, len(text) + 1):
                began = time.process_time()
                index.search(parse(text[:end]), held, limit=50)
                times.append(1000 * (time.process_time() - began))
        cuts = quantiles(times, n=20)
        print(f"  a letter, index {name:<14} p50 {cuts[9]:6.1f}  p95 {cuts[18]:6.1f} ms")


def main() -> None:
    """Run it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--papers", type=int, nargs="*", default=[10_000])
    for papers in parser.parse_args().papers:
        with tempfile.TemporaryDirectory() as home:
            shell(Path(home), papers)
        letters(papers)


if __name__ == "__main__":
    main()
