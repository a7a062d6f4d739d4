"""How good and how quick it is to say what is near and what comes next, and how much memory it takes.

    python -m tests.benchmarks.relevance --days DIR       days of the daily papers of Hugging Face, for quality
    python -m tests.benchmarks.relevance --papers 356 4000 10000 100000

Quality is judged by the keywords of the daily papers, which are taken away before: of the first ten related papers how
many share one that few papers have; after ten stars on three keywords and as many dismissals, of the first twenty how
many have one of the three. Speed is processor time over made-up papers: building, the first ranking, one after one
more star, what is related to one, and taking up what was kept.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import sys
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import fmean
from time import process_time

from reader.paper import Paper
from reader.relevance import STAR, Relevance, Taste
from reader.search.blocks import Blocks, packed
from tests.benchmarks.corpus import library

STARS, SHOWN, TOPICS = 10, 20, 3


def daily(folder: Path) -> dict[str, tuple[Paper, frozenset[str]]]:
    """The papers of the days in a folder that have keywords, with these, by their ids."""
    found = {}
    for path in sorted(folder.glob("*.json")):
        day = json.loads(path.read_text(encoding="utf-8"))
        for record in day if isinstance(day, list) else day.get("data", ()):
            told = record.get("paper", record) if isinstance(record, dict) else {}
            if keywords := frozenset(word.lower() for word in told.get("ai_keywords") or ()):
                found[told["id"]] = (Paper(told["id"], told["title"], told.get("summary") or ""), keywords)
    return found


def quality(papers: dict[str, tuple[Paper, frozenset[str]]], *, users: int = 30) -> dict[str, float]:
    """The shares that the head of this module tells of, for the related papers and for what comes next."""
    near, ids = Relevance(paper for paper, _ in papers.values()), sorted(papers)
    having: dict[str, list[str]] = defaultdict(list)
    for id in ids:
        for keyword in papers[id][1]:
            having[keyword].append(id)
    rare = {keyword for keyword, held in having.items() if 2 <= len(held) <= len(ids) / 50}
    asked = [id for id in ids if papers[id][1] & rare]
    related = [
        fmean(bool(papers[one.id][1] & papers[id][1] & rare) for one in near.related([id], 10) or ())
        for id in random.Random(1).sample(asked, min(300, len(asked)))
        if near.related([id], 10)
    ]
    usual = sorted(keyword for keyword, held in having.items() if 15 <= len(held) <= len(ids) / 10)
    shares = []
    for user in range(users):
        chance = random.Random(user)
        mine = chance.sample(usual, TOPICS)
        right = {id for keyword in mine for id in having[keyword]}
        stars = chance.sample(sorted(right), min(STARS, len(right) // 2))
        bad = chance.sample([id for id in ids if id not in right], STARS)
        taste = Taste(dict.fromkeys(stars, STAR), dict.fromkeys(bad, STAR))
        left = [id for id in ids if id not in taste.good and id not in taste.bad]
        shares.append(fmean(one.id in right for one in near.ranked(taste, left, SHOWN)))
    return {"related": fmean(related), "next": fmean(shares)}


def spent(do: Callable[[], object]) -> float:
    """Milliseconds of the processor."""
    started = process_time()
    do()
    return (process_time() - started) * 1000


def speed(papers: Sequence[Paper]) -> dict[str, float]:
    """Milliseconds of each piece of work, and the megabytes that were taken."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    made: list[Relevance] = []
    took = {"build": spent(lambda: made.append(Relevance(papers)))}
    near, ids = made[0], [paper.id for paper in papers]
    chosen = random.Random(1).sample(ids, 60)
    good, bad = dict.fromkeys(chosen[:STARS], STAR), dict.fromkeys(chosen[STARS:30], STAR)

    def rank() -> object:
        return near.ranked(Taste(dict(good), bad), [id for id in ids if id not in good and id not in bad], SHOWN)

    took["first"] = spent(rank)
    again = []
    for id in chosen[30:]:
        good[id] = STAR
        again.append(spent(rank))
    took["again, p95"] = sorted(again)[int(len(again) * 0.95)]
    took["related"] = fmean(spent(lambda id=id: near.related([id], 10)) for id in chosen)  # type: ignore[misc]
    took["MB"] = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    data = memoryview(b"".join(packed(dict(near.blocks()), {})))
    took["kept"] = spent(lambda: Relevance(papers, Blocks(data)))
    return took


def main() -> int:
    """Print both."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--days", type=Path, help="a folder of days, JSON")
    asked.add_argument("--papers", type=int, nargs="*", default=[356, 4000])
    given = asked.parse_args()
    found = daily(given.days) if given.days is not None and given.days.is_dir() else {}
    if found:
        told = quality(found)
        print(f"{len(found)} daily papers: related {told['related']:.3f}, next {told['next']:.3f}")
    else:
        print("No days of daily papers: quality is left out.")
    for count in given.papers:
        figures = speed(list(library(count).values()))
        print(f"{count:>7} papers: " + ", ".join(f"{name} {value:.1f}" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
