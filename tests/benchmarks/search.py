"""How good and how quick the search is, beside SQLite's FTS5, fzf and RapidFuzz's WRatio in the same run.

    python -m tests.benchmarks.search                           355 and 10,000 made-up papers
    python -m tests.benchmarks.search --papers 100000 --each 20
    python -m tests.benchmarks.search --judge eval_search.py --corpus c10k.json       a judge from outside

Quality is the share of queries whose paper comes first (for nonsense: that find nothing). Latency is one search while
it is typed, letter by letter, the engines in turn; fzf is one process a search, as `fzf --filter` is used.
"""

from __future__ import annotations

import argparse
import os
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter
from tracemalloc import get_traced_memory, start, stop

from reader.paper import Paper
from reader.query import parse
from reader.search import Index
from reader.text import words
from tests.benchmarks.corpus import CLASSES, library, queries

Search = Callable[[str], list[str]]


def reader_search(papers: Mapping[str, Paper]) -> Search:
    """The search of this program."""
    index = Index(papers.values())
    return lambda text: list(index.search(parse(text), papers, limit=5, nearest=True).hits.ids)


def fts_search(papers: Mapping[str, Paper]) -> Search:
    """SQLite's FTS5: stems, any of the words, bm25 with weights; years, ids and venues stand beside the authors."""
    base = sqlite3.connect(":memory:")
    base.execute("create virtual table held using fts5(title, authors, tags, note, abstract, tokenize='porter')")
    base.executemany(
        "insert into held values (?, ?, ?, ?, ?)",
        (
            (
                paper.title,
                " ".join((*paper.authors, paper.published, paper.arxiv_id, paper.venue)),
                " ".join(paper.tags),
                paper.note,
                paper.abstract,
            )
            for paper in papers.values()
        ),
    )
    ids = list(papers)

    def search(text: str) -> list[str]:
        asked = " OR ".join(f'"{word}"' for word in words(text))
        found = "select rowid from held where held match ? order by bm25(held, 10, 5, 5, 4, 1) limit 5"
        return [ids[row - 1] for (row,) in base.execute(found, (asked,))] if asked else []

    return search


def fzf_search(papers: Mapping[str, Paper]) -> Search | None:
    """`fzf --filter` over the titles, None where it is not installed (`pip install iterfzf`)."""
    try:
        from iterfzf import BUNDLED_EXECUTABLE
    except ImportError:
        return None
    if not BUNDLED_EXECUTABLE:
        return None
    by_title = {paper.title: id for id, paper in papers.items()}
    with tempfile.NamedTemporaryFile("w", suffix=".txt", delete=False, encoding="utf-8") as lines:
        lines.write("\n".join(by_title))
    clean = {name: value for name, value in os.environ.items() if not name.startswith("FZF_")}

    def search(text: str) -> list[str]:
        with open(lines.name, "rb") as source:
            done = subprocess.run(
                [str(BUNDLED_EXECUTABLE), "--filter", text], stdin=source, capture_output=True, env=clean, check=False
            )
        return [by_title[line] for line in done.stdout.decode().split("\n")[:5] if line in by_title]

    return search


def ratio_search(papers: Mapping[str, Paper]) -> Search:
    """RapidFuzz's WRatio over the titles."""
    from rapidfuzz import fuzz, process, utils

    ids = list(papers)
    titles = [utils.default_process(paper.title) for paper in papers.values()]

    def search(text: str) -> list[str]:
        found = process.extract(utils.default_process(text), titles, scorer=fuzz.WRatio, limit=5)
        return [ids[at] for _, _, at in found]

    return search


def measure(count: int, each: int, seed: int) -> None:
    """Prints the figures for one size of library."""
    papers = library(count, seed)
    began = perf_counter()
    index = Index(papers.values())
    built = perf_counter() - began
    print(f"\n{count:,} papers: index built in {built:.2f} s, {_memory(papers) / count / 1000:.1f} kB a paper", end="")
    edits = []
    for id in list(papers)[:100]:
        edited = replace(papers[id], note="an edited note")
        began = perf_counter()
        index.update(edited)
        edits.append(perf_counter() - began)
    print(f", an edit enters in {median(edits) * 1000:.3f} ms")
    engines = {
        "reader": reader_search(papers),
        "FTS5": fts_search(papers),
        "fzf": fzf_search(papers),
        "WRatio": ratio_search(papers),
    }
    asked = queries(papers, each, seed)
    print(f"{'first, %':10}" + "".join(f"{name[:8]:>9}" for name in CLASSES) + "     mean   p50 ms   p95 ms")
    latencies = _latencies({name: search for name, search in engines.items() if search}, asked)
    for name, search in engines.items():
        if search is None:
            print(f"{name:10} is not installed")
            continue
        shares = []
        for kind in CLASSES:
            right = sum((search(text)[:1] or [""])[0] == id for text, id in asked[kind])
            shares.append(100 * right / max(1, len(asked[kind])))
        times = sorted(latencies[name])
        figures = f"{times[len(times) // 2]:9.2f}{times[int(len(times) * 0.95)]:9.2f}"
        mean = sum(shares[:-1]) / (len(shares) - 1)
        print(f"{name:10}" + "".join(f"{share:9.1f}" for share in shares) + f"{mean:9.1f}" + figures)


def _latencies(engines: Mapping[str, Search], asked: Mapping[str, list[tuple[str, str]]]) -> dict[str, list[float]]:
    taken: dict[str, list[float]] = {name: [] for name in engines}
    typed = [pairs[0][0] for kind, pairs in asked.items() if pairs and kind != "nonsense"]
    for text in typed:
        for end in range(1, len(text) + 1):
            for name, search in engines.items():
                if sum(taken[name]) > 8_000:
                    continue
                began = perf_counter()
                search(text[:end])
                taken[name].append((perf_counter() - began) * 1000)
    return taken


def _memory(papers: Mapping[str, Paper]) -> int:
    start()
    held = Index(papers.values())
    size = get_traced_memory()[0]
    stop()
    assert len(held) == len(papers)
    return size


def main() -> int:
    """The command."""
    options = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    options.add_argument("--papers", type=int, nargs="+", default=[355, 10_000])
    options.add_argument("--each", type=int, default=50, help="queries a class")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--judge", type=Path, help="a judge that takes module:Engine, --corpus and --baseline")
    options.add_argument("--corpus", type=Path, nargs="+", default=[])
    given = options.parse_args()
    if given.judge:
        engine = ["tests.benchmarks.engine:Engine", "--corpus", *map(str, given.corpus), "--baseline", "fzf", "wratio"]
        return subprocess.run(
            [sys.executable, str(given.judge), *engine, "--seed", str(given.seed)], check=False
        ).returncode
    for count in given.papers:
        measure(count, given.each, given.seed)
    return 0


if __name__ == "__main__":
    sys.exit(main())
