"""How many entries of BibTeX are read and written in a second of the processor, beside what the splitting alone takes.

    python -m tests.benchmarks.bibliography [FILE]

The ratio to the splitter tells more than the seconds, which depend on the machine and on who else is busy there.
"""

from __future__ import annotations

import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from reader.formats import bibtex
from reader.formats.bibtex_split import split

ENTRIES = 3_000
_TEXT = "of lamps that learn to light the halls in which they hang and what they cost when nobody looks"
_WORDS = [*map(str, _TEXT.split())]


def entry(at: int) -> str:
    """An entry as publishers write them: names in their order, accents, a title with protected words, an abstract."""
    words = " ".join(_WORDS[(at + step) % len(_WORDS)] for step in range(9))
    abstract = " ".join(_WORDS[(at * 7 + step * 3) % len(_WORDS)] for step in range(150))
    return (
        f"@article{{sample{at}lamps,\n"
        f"  author = {{S{{\\'a}}mple, Ada B. and Muster{at % 1000}, Bo and von der Probe, C{at}}},\n"
        f"  title = {{On {{GPT}}-{at} {words}}},\n  journal = {{Lamp Letters \\& Notes}},\n  volume = {{{at % 90}}},\n"
        f"  number = {{{at % 12}}},\n  pages = {{{at}--{at + 9}}},\n"
        f"  year = {{{1950 + at % 70}}},\n  month = {{oct}},\n"
        f"  doi = {{10.1000/lamps.{at}}},\n  url = {{https://example.org/lamps/{at}}},\n"
        f"  publisher = {{Lamp Press}},\n"
        f"  abstract = {{{abstract}}},\n  keywords = {{lamps, light, halls}}\n}}\n\n"
    )


def seconds(work: Callable[[], object]) -> float:
    """What some work takes of the processor, the best of three."""
    taken = []
    for _ in range(3):
        begun = time.process_time()
        work()
        taken.append(time.process_time() - begun)
    return min(taken)


def main() -> None:
    """Print the figures for a file, or for entries that are made up."""
    text = Path(sys.argv[1]).read_text(encoding="utf-8") if sys.argv[1:] else "".join(map(entry, range(ENTRIES)))
    papers = bibtex.parse(text).papers
    splitting = seconds(lambda: deque(split(text), maxlen=0))
    for what, work in (("read", lambda: bibtex.parse(text)), ("written", lambda: bibtex.dump(papers))):
        taken = seconds(work)
        print(f"{what}: {len(papers) / taken:,.0f} entries a second, {taken / splitting:.1f} times the splitter")


if __name__ == "__main__":
    main()
