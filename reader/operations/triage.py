"""Triage: which papers wait for a decision, and what comes of one."""

from __future__ import annotations

from reader.library import change, reading_lists
from reader.library.library import Library, Outcome
from reader.operations.reading_lists import must_be_by_hand
from reader.operations.sentences import name
from reader.paper import STANDINGS, Decision, Paper, ReadingList

QUEUE = "Queue"
"""The reading list that triage fills."""


def inbox(library: Library) -> tuple[Paper, ...]:
    """The papers that wait for a decision."""
    return tuple(filter(STANDINGS["inbox"].test, library.papers.values()))


def decide(library: Library, paper: Paper, decision: Decision) -> Outcome:
    """Carry out what was decided about a paper, as one step. Raises `Refused` where the queue is a smart list."""
    changes = change.triage(paper, decision.value)
    if decision is Decision.STAR:
        changes += change.star(paper, True)
        say = f"Starred {name([paper])}"
    elif decision is Decision.QUEUE:
        before = library.lists.get(QUEUE)
        if before is not None:
            must_be_by_hand(before)
        changes += library.list_changes(before, reading_lists.add(before or ReadingList(QUEUE), [paper.id]))
        say = f"Put {name([paper])} on the list '{QUEUE}'"
    else:
        say = f"{'Put off' if decision is Decision.LATER else 'Dismissed'} {name([paper])}"
    return library.apply(changes, say)
