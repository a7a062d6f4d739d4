"""What Markdown costs: export, merging into the file and import, in each style, with abstracts and notes.

    python -m tests.benchmarks.markdown [SIZE...]       (by default 1000 10000)

Prints seconds of this process's own time, the best of three. Import is of a file that a person edited: one that was
never touched is recognised by its digest.
"""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from reader.formats.markdown import Document, document_of, merge_into, read_back_text, render_document
from reader.formats.obsidian import merge_file, read_back_vault, render_vault
from reader.formats.styles import STYLES
from reader.paper import ListEntry, Paper, ReadingList, Status
from tests.benchmarks import corpus
from tests.support.typing_in import typed_in

ROUNDS = 3


def timed(act: Callable[[], Any]) -> float:
    """Seconds of processor time, the best of a few rounds."""
    best = float("inf")
    for _ in range(ROUNDS):
        gc.collect()
        before = time.process_time()
        act()
        best = min(best, time.process_time() - before)
    return best


def library(count: int) -> tuple[dict[str, Paper], ReadingList]:
    """Papers of which every second has a note, in one list with ten sections."""
    papers = {}
    for number, paper in enumerate(corpus.library(count).values()):
        papers[paper.id] = replace(
            paper,
            url=f"https://arxiv.org/abs/24{number % 12 + 1:02d}.{number:05d}",
            status=list(Status)[number % 3],
            starred=number % 5 == 0,
            note="" if number % 2 else f"Read for the `ablation` of part {number}.\n\n- compare with *{number - 1}*",
        )
    names = tuple(f"Part {n}" for n in range(10))
    entries = tuple(ListEntry(id, names[n * 10 // count]) for n, id in enumerate(papers))
    return papers, ReadingList("Everything", "What I read.", names, entries)


def report(label: str, made: str, times: Mapping[str, float]) -> None:
    """One line."""
    shown = "".join(f"  {name} {seconds:6.3f} s" for name, seconds in times.items())
    print(f"{label:>9} {made:>9}{shown}", flush=True)


def markdown(papers: Mapping[str, Paper], lst: ReadingList, style: str, made: Document) -> None:
    """One style."""
    text = render_document(made, style=style)
    edited = typed_in(text, "unread", "read")
    times = {
        "export": timed(lambda: render_document(made, style=style)),
        "merge": timed(lambda: merge_into(edited, text).text),
        "import": timed(lambda: read_back_text(edited, papers, {"": lst})),
        "unedited": timed(lambda: read_back_text(text, papers, {"": lst})),
    }
    report(style, f"{len(text) / 1e6:.1f} MB", times)


def obsidian(papers: Mapping[str, Paper], lst: ReadingList, made: Document) -> None:
    """The folder, without the disk."""
    files = render_vault(made)
    edited = {name: text.replace('status: "unread"', "status: read", 1) for name, text in files.items()}
    times = {
        "export": timed(lambda: render_vault(made)),
        "merge": timed(lambda: [merge_file(edited[name], text).text for name, text in files.items()]),
        "import": timed(lambda: read_back_vault(edited, papers, {"": lst})),
        "unedited": timed(lambda: read_back_vault(files, papers, {"": lst})),
    }
    report("obsidian", f"{sum(map(len, files.values())) / 1e6:.1f} MB", times)


def main(sizes: list[int]) -> None:
    """Every style at every size."""
    for size in sizes:
        papers, lst = library(size)
        for abstracts in (False, True):
            print(f"{size} papers{', with abstracts' if abstracts else ''}")
            made = document_of(lst, papers, abstracts=abstracts)
            for style in STYLES:
                markdown(papers, lst, style, made)
            if abstracts:
                obsidian(papers, lst, made)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1_000, 10_000])
