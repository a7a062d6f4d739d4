"""Let the calls of all commands and acts fail, each in a process of its own (see `faults.py`, `faults_around.py`)."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from random import Random
from unittest.mock import patch

from tests.proof.faults import COMMANDS, WAYS, Place, Trials, served
from tests.proof.faults_around import ACTS, ActTrials
from tests.support.faults import Way


def drawn(trials: Trials | ActTrials, most: int) -> list[tuple[Way, int]]:
    """The calls that fail, with the way in which: all, or so many of them, the same ones each time."""
    everything = [(way, at) for way in WAYS for at in trials.calls(way)]
    chosen = Random(str(trials)).sample(everything, min(most, len(everything)))
    return sorted(chosen, key=everything.index)


def _of_one(number: int, most: int) -> tuple[str, int, list[str]]:
    """The trials of one command or act in a process of its own: how many they were, and what is wrong."""
    with tempfile.TemporaryDirectory(prefix="reader-faults-") as folder:
        place = Place(Path(folder))
        with (
            Path(os.devnull).open(encoding="utf-8") as nothing,
            patch.object(sys, "__stdin__", nothing),  # In a process of a pool it is closed.
            served(place) as port,
            place.entered(),
        ):
            trials: Trials | ActTrials
            if number < len(COMMANDS):
                trials = Trials(place, COMMANDS[number], port)
            else:
                trials = ActTrials(place, ACTS[number - len(COMMANDS)])
            chosen = drawn(trials, most)
            return str(trials), len(chosen), [told for way, at in chosen for told in trials.wrong(way, at)]


def proved(quick: bool, say: Callable[[str], None]) -> int:
    """Let the calls of every command and act fail; how much was wrong."""
    trials = failed = 0
    most = 4 if quick else sys.maxsize
    with ProcessPoolExecutor(os.cpu_count(), mp_context=get_context("spawn"), max_tasks_per_child=1) as pool:
        for name, tries, told in pool.map(partial(_of_one, most=most), range(len(COMMANDS) + len(ACTS))):
            for sentence in told:
                say(sentence)
            say(f"{name}: {tries} trials, {len(told)} things wrong")
            trials, failed = trials + tries, failed + len(told)
    say(f"{trials} trials, {failed} things wrong")
    return failed
