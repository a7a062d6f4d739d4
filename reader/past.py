"""What can be undone and redone, and what undoing a step does when others have built upon it."""

from __future__ import annotations

from collections.abc import Sequence

from reader import change as edits
from reader.change import Change, Draft, Step
from reader.state import State


def stacks(own: Sequence[Step]) -> tuple[list[Step], list[Step]]:
    """What can be undone and what can be redone after these steps, each with the next one last.

    A step that was undone can be redone until a fresh step is made.
    """
    done: dict[str, Step] = {}
    undone: dict[str, Step] = {}
    for step in own:
        if step.undoes:
            if (taken := done.pop(step.undoes, None)) is not None:
                undone[taken.id] = taken
        elif step.redoes:
            if (brought := undone.pop(step.redoes, None)) is not None:
                done[brought.id] = brought
        else:
            done[step.id] = step
            undone = {}
    return list(done.values()), list(undone.values())


def revisit(state: State, step: Step, *, back: bool) -> tuple[Draft, list[str]]:
    """The draft that takes a step back (or brings it back), and sentences about what it leaves alone.

    A register that was changed since by another step is not touched.
    """
    kept: list[Change] = []
    skipped: list[str] = []
    for change in edits.inverse(step.changes) if back else step.changes:
        if state.value(change.subject, change.key) == change.before:
            kept.append(change)
        else:
            skipped.append(_left_alone(state, change))
    say = f"Undid: {step.say}" if back else f"Redid: {step.say}"
    return Draft(say, tuple(kept), undoes=step.id if back else "", redoes="" if back else step.id), skipped


def _left_alone(state: State, change: Change) -> str:
    what = change.key.partition(":")[0]
    facts = state.facts(change.subject)
    name = facts.title if facts else change.subject.partition(":")[2]
    return f"The {what} of '{name}' was changed since and is left as it is."
