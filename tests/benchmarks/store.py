"""What the store costs: one durable edit and opening, at several sizes, beside stock TinyDB in the same run.

    python -m tests.benchmarks.store [SIZE...]       (by default 356 10000 100000)

Exits with 1 when an edit at the largest size takes more than three times the edit at the smallest, writes more than a
kilobyte or syncs more than once; or when opening takes more than 2.5 times `json.load` and TinyDB's `all()` of the same
file, or a gigabyte.
"""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tinydb import TinyDB
from tinydb.table import Table

from reader.library import change as edits
from reader.library.change import Change, Draft
from reader.library.library import Library
from reader.paper import Paper
from reader.store import disk, open_library

EDITS = 300
_WORDS = [f"{a}{b}{c}" for a in ("re", "in", "con", "de", "pro", "un") for b in ("form", "spec", "duct", "vis", "gen")
          for c in ("ation", "ive", "er", "s", "ing", "al")]  # fmt: skip


class Papers(Table):
    """Stock TinyDB's table, but for text ids."""

    document_id_class = str  # type: ignore[assignment]


def papers(count: int) -> list[Paper]:
    """Papers with an abstract of about 1,200 characters."""
    chance = random.Random(1)
    made = []
    for n in range(count):
        id = f"{2000 + n // 90_000}.{n % 90_000:05d}"
        title = " ".join(chance.choices(_WORDS, k=9)).capitalize()
        abstract = " ".join(chance.choices(_WORDS, k=150)).capitalize() + "."
        made.append(Paper(id, title, abstract, arxiv_id=id, added="2026-01-01T00:00:00Z", sources=("page.txt",)))
    return made


def timed(act: Callable[[], Any]) -> float:
    """Seconds."""
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def worked(act: Callable[[], Any]) -> float:
    """Seconds of the processor: what others do on the machine meanwhile is not counted."""
    began = time.process_time()
    act()
    return time.process_time() - began


def times(root: Path) -> int:
    """How often to measure what depends on the size of the library; the shortest counts."""
    return 3 if (root / "library" / "catalogue.json").stat().st_size > 1 << 24 else 20


def opened(root: Path) -> Library:
    """The library, opened as the command line does it."""
    gc.disable()
    try:
        return Library(open_library(root / "library", state_dir=root / "state", data_dir=root / "data"))
    finally:
        gc.freeze()
        gc.enable()


def build(root: Path, count: int) -> None:
    """A library of that many papers."""
    made = papers(count)
    changes = tuple(Change(paper.id, "gone", True, None) for paper in made)
    folder = open_library(root / "library", state_dir=root / "state", data_dir=root / "data")
    folder.push(lambda news: Draft(f"Imported {count} papers", changes, tuple(made)))


def measure(root: Path, answer: Any) -> None:
    """Opening and editing, in a process of its own."""
    figures: dict[str, float] = {}
    figures["open"] = min(worked(lambda: opened(root)) for _ in range(times(root)))
    library = opened(root)
    figures["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    ids = list(library.papers)
    counted: dict[str, list[int]] = {"write": [], "fsync": []}

    class Counting:
        """`os`, with what is written counted."""

        def __getattr__(self, name: str) -> Any:
            real = getattr(os, name)
            if name not in counted:
                return real

            def call(fd: int, *data: Any) -> Any:
                counted[name].append(len(data[0]) if data else 0)
                return real(fd, *data)

            return call

    spent = []
    for n in range(EDITS + 20):
        paper = library.papers[ids[n * 7919 % len(ids)]]
        changes = edits.tag(paper, add=(f"tag-{n}",))
        if n == 20:
            for thread in threading.enumerate():
                if thread.name == "backup":  # That of the first edit is no part of those which are counted.
                    thread.join()
            setattr(disk, "os", Counting())  # noqa: B010 - mypy rightly says that a module's names are no attributes
        spent.append(timed(lambda changes=changes, n=n: library.apply(changes, f"Tagged 'tag-{n}'")))  # type: ignore[misc]
    figures["edit"] = statistics.median(spent[20:])
    figures["p95"] = sorted(spent[20:])[int(EDITS * 0.95)]
    figures["bytes"] = max(counted["write"])
    figures["syncs"] = len(counted["fsync"]) / EDITS
    answer.put(figures)


def stock(root: Path, answer: Any) -> None:
    """`json.load`, TinyDB's `all()` and one `update` of the same papers, in a process of its own."""
    path = root / "library" / "catalogue.json"
    figures = {"load": min(worked(lambda: json.loads(path.read_text(encoding="utf-8"))) for _ in range(times(root)))}
    with TinyDB(path) as db:
        figures["all"] = min(worked(Papers(db.storage, "papers").all) for _ in range(times(root)))
    copy = root / "stock.json"
    copy.write_bytes(path.read_bytes())
    with TinyDB(copy) as db:
        table = Papers(db.storage, "papers")
        id = str(next(iter(table)).doc_id)
        figures["update"] = timed(lambda: table.update({"tags": ["x"]}, doc_ids=[id]))  # type: ignore[list-item]
    answer.put(figures)


def batch(root: Path) -> float:
    """The median of a durable edit through `reader batch`, answer included, in seconds."""
    command = [sys.executable, "-m", "reader", "--library", str(root / "library"), "batch"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as program:
        assert program.stdin is not None
        assert program.stdout is not None

        def ask(**request: Any) -> Any:
            assert program.stdin is not None
            assert program.stdout is not None
            program.stdin.write(json.dumps(request) + "\n")
            return json.loads(program.stdout.readline())

        ids = [paper["id"] for paper in ask(op="search", query="", limit=400)["papers"]]
        spent = [
            timed(lambda n=n: ask(op="tag", papers=[ids[n % len(ids)]], add=[f"b-{n}"]))  # type: ignore[misc]
            for n in range(120)
        ]
        program.stdin.close()
    return statistics.median(spent[20:])


def apart(act: Callable[[Path, Any], None], root: Path) -> dict[str, float]:
    """What `act` measures in a fresh process."""
    context = multiprocessing.get_context("spawn")
    answer = context.Queue()
    process = context.Process(target=act, args=(root, answer))
    process.start()
    figures: dict[str, float] = answer.get()
    process.join()
    return figures


def main() -> int:
    """Measure every size and judge."""
    sizes = [int(text) for text in sys.argv[1:]] or [356, 10_000, 100_000]
    rows = []
    print("papers   open ms  (json.load  all)   MB  edit ms   p95  bytes  fsyncs  batch ms  TinyDB's update ms")
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="reader-store-") as folder:
            root = Path(folder)
            build(root, size)
            base = apart(stock, root)
            row = {**base, **apart(measure, root), "batch": batch(root)}
        rows.append(row)
        opening = f"{row['open'] * 1e3:9.1f}  ({row['load'] * 1e3:9.1f} {row['all'] * 1e3:6.1f}) {row['memory']:4.0f}"
        edit = f"{row['edit'] * 1e3:8.3f} {row['p95'] * 1e3:5.2f} {row['bytes']:6.0f} {row['syncs']:7.2f}"
        beside = f"{row['batch'] * 1e3:9.3f} {row['update'] * 1e3:12.1f} ({row['update'] / row['batch']:.0f} times)"
        print(f"{size:6} {opening} {edit} {beside}")
    first, last = rows[0], rows[-1]
    verdicts = {
        "an edit at the largest size takes at most 3 times that at the smallest": last["edit"] <= 3 * first["edit"],
        "the same through `reader batch`": last["batch"] <= 3 * first["batch"],
        "an edit writes at most a kilobyte and syncs once": all(
            row["bytes"] <= 1024 and row["syncs"] == 1 for row in rows
        ),
        "opening takes at most 2.5 times json.load and all()": all(
            row["open"] <= 2.5 * (row["load"] + row["all"]) for row in rows
        ),
        "and at most a gigabyte": all(row["memory"] <= 1024 for row in rows),
    }
    for sentence, holds in verdicts.items():
        print(f"{'yes' if holds else 'NO '}  {sentence}")
    return int(not all(verdicts.values()))


if __name__ == "__main__":
    sys.exit(main())
