"""Taking steps back and bringing them back."""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from reader.counting import count
from reader.errors import ReaderError, Refused, UsageError, WrongValue
from reader.library.change import Step
from reader.library.library import Library, Outcome
from reader.library.moments import NOTE, holds_text, text_of, utc
from reader.library.note_versions import beginning_of


@dataclass(frozen=True, slots=True)
class UndoHistory:
    """One line of the history."""

    id: str
    when: str
    """UTC, "YYYY-MM-DDTHH:MM:SSZ"."""
    say: str
    undone: bool
    """True when the step was taken back and does not stand now."""
    own: bool
    """True when it is a step of this device that stands, so that `undo` can reach it."""
    elsewhere: bool
    """True when another device made it."""
    session: str = ""
    """What the ids of all steps begin with that one process made."""
    author: str = ""
    """The program that made it where it was not the user."""
    wrote: str = ""
    """How the text begins that it wrote, where it wrote one: a note, a remark or a description."""


_LOOKED_AT = 50
"""Among so many steps of all devices the last one of this device is looked for."""


def undo(library: Library, steps: int = 1) -> list[Outcome]:
    """Take back the last `steps` steps of this device, newest first. Raises `Refused` where there are fewer; then
    nothing was changed. What stands last and cannot be taken back, as that one went on without what was lost, is named.
    """
    next_undone(library, steps)
    last = next((step for step in library.recent(_LOOKED_AT) if step.device == library.device), None)
    if last is None or not last.without:
        return _taken_back(library, steps)
    why = f"'{last.say}' cannot be taken back: what was lost comes back when its file or a backup does."
    if not library.undoable(1):
        raise Refused(f"There is nothing to undo: {why[:1].lower()}{why[1:]}")
    first, *rest = _taken_back(library, steps)
    return [first.telling([f"{why} The step before it was undone."]), *rest]


def _taken_back(library: Library, steps: int) -> list[Outcome]:
    """The last `steps` steps taken back; where that is only tried, each as it is after those before it."""
    if library.only_tries and steps > 1 and (found := library.undoable(steps)):
        return library.foreseen_revisits((step.id, True) for step in found)
    return _repeat(library.undo, steps)


def next_undone(library: Library, steps: int) -> list[Step]:
    """The steps that `undo` would take back, none where there is none. Raises `TooFewSteps` where there are some, but
    fewer, and `ReadOnly` where something is missing and not all of them only put back what was."""
    return _enough(library, library.undoable(steps), steps, "undo")


def foretold(library: Library, steps: Sequence[Step]) -> list[str]:
    """What is to be known, in sentences, before these steps are taken back."""
    return list(dict.fromkeys(filter(None, map(library.foretold, steps))))


def next_redone(library: Library, steps: int) -> list[Step]:
    """The steps that `redo` would bring back. Raises likewise."""
    return _enough(library, library.redoable(steps), steps, "redo")


class TooFewSteps(Refused):
    """There are some steps to take back or to bring back, but fewer than were asked for: `there`, as `found` says."""

    def __init__(self, there: int, wanted: int, verb: str) -> None:
        self.found = f"There {'is' if there == 1 else 'are'} only {count(there, 'step')} to {verb}, not {wanted}"
        super().__init__(f"{self.found}; nothing was changed.")
        self.there = there


def _enough(library: Library, found: list[Step], wanted: int, verb: str) -> list[Step]:
    if wanted < 1:
        raise WrongValue("The number of steps starts at 1.")
    if 0 < len(found) < wanted:
        raise TooFewSteps(len(found), wanted, verb)
    library.must_be_revisable(found)
    return found


def undo_these(library: Library, steps: Sequence[str]) -> list[Outcome]:
    """Take back the steps of these ids, newest first, as a person saw them; fewer where another process made a step
    between two of them.

    Raises `Refused` when they are not the last steps of this device any more, and `ReadOnly` as `next_undone` does;
    nothing was changed then.
    """
    found = library.undoable(len(steps))
    if [step.id for step in found] != list(steps):
        raise Refused("The history changed meanwhile, so nothing was undone: look at it again.")
    library.must_be_revisable(found)
    if library.only_tries:
        return library.foreseen_revisits((id, True) for id in steps)
    ids = iter(steps)
    return _repeat(lambda: library.undo(next(ids)), len(steps))


def ids_down_to(library: Library, id: str) -> list[str]:
    """The ids of the step with this id and of all of this device that were made since, newest first.

    Raises `Refused` where it is no step of this device that stands.
    """
    ids = [step.id for step in library.undoable()]
    if id not in ids:
        raise _not_standing(library, id)
    return ids[: ids.index(id) + 1]


def steps_of_session(library: Library, session: str) -> list[str]:
    """The ids of the steps that one session of this device made (`UndoHistory.session`). Raises `Refused` where there
    are none."""
    steps = [step.id for step in library.history() if step.session == session and step.device == library.device]
    if not steps:
        raise Refused(f"'{session}' is no session of this device; `history` has them.")
    return steps


def undo_all(library: Library, steps: Collection[str]) -> list[Outcome]:
    """Take back all that the steps with these ids did, the last first: what they made, what they undid and what they
    brought back. What others changed since is left and named.

    Raises `Refused` where nothing of it stands, and `ReadOnly` as `next_undone` does.
    """
    moved = _moved(library, steps)
    if library.only_tries:
        return library.foreseen_revisits((id, not before) for id, before in moved)
    return [library.redo_step(id) if before else library.undo_step(id) for id, before in moved]


def _of_ids(library: Library, moved: Iterable[tuple[str, bool]]) -> list[Step]:
    held = {step.id: step for step in library.history()}
    return [held[id] for id, _ in moved]


def _moved(library: Library, steps: Collection[str]) -> list[tuple[str, bool]]:
    """The steps by which `undo_all` takes back what these did, the last first, each with whether it is brought back."""
    own = sorted((step for step in library.history() if step.id in steps), key=lambda step: step.stamp)
    stood: dict[str, bool] = {}
    for step in own:
        # What the first of them undid had stood before, what it made or brought back had not.
        id = step.undoes or step.redoes or step.id
        stood[id] = stood.pop(id, bool(step.undoes))
    standing = {step.id for step in library.undoable()}
    wanted = [(id, before) for id, before in reversed(stood.items()) if before != (id in standing)]
    if not wanted:
        raise Refused("There is nothing to undo.")
    library.must_be_revisable(_of_ids(library, wanted))
    return wanted


def undo_step(library: Library, id: str) -> list[Outcome]:
    """Take back the step with this id, also where others were made since; what these changed is left and named.

    Raises `Refused` where it is no step of this device that stands, `UsageError` for "".
    """
    if library.standing(id) is None:
        raise _not_standing(library, id)
    return [library.undo_step(id)]


def _not_standing(library: Library, id: str) -> ReaderError:
    if not id.strip():
        return UsageError("The id of the step is empty: an edit that changed nothing made none.")
    if any(step.id == id and (step.undoes or step.redoes) for step in library.history()):
        return Refused(f"'{id}' undid or redid another step: that one's id undoes it, and `redo` brings it back.")
    return Refused(f"'{id}' is no step of this device that stands; `history` has them.")


def redo(library: Library, steps: int = 1) -> list[Outcome]:
    """Bring back the last `steps` undone steps. Raises `Refused` where there are fewer; nothing was changed then."""
    found = next_redone(library, steps)
    if library.only_tries and len(found) > 1:
        return library.foreseen_revisits((step.id, False) for step in found)
    return _repeat(library.redo, steps)


def _repeat(act: Callable[[], Outcome], steps: int) -> list[Outcome]:
    done: list[Outcome] = []
    for _ in range(steps):
        try:
            done.append(act())
        except Refused:
            if not done:
                raise
            break
    return done


def past(library: Library, papers: Container[str] | None = None) -> list[UndoHistory]:
    """Every step, own or of another device, newest first, each with whether it stands and undo reaches it; with
    `papers` (ids) those that touch one of them."""
    standing = {step.id for step in library.undoable()}
    taken_back = {step.id for step in library.undone()}
    steps = library.history()
    if papers is not None:
        steps = [step for step in steps if any(change.subject in papers for change in step.changes)]
    return [
        UndoHistory(
            step.id,
            utc(step.wall),
            step.say,
            undone=step.id in taken_back,
            own=step.id in standing,
            elsewhere=step.device != library.device,
            session=step.session,
            author=step.author,
            wrote=_wrote(step),
        )
        for step in steps
    ]


def past_json(line: UndoHistory) -> dict[str, Any]:
    """A step as `history --json` and `batch` give it."""
    told = {"id": line.id, "when": line.when, "say": line.say, "undone": line.undone, "own": line.own}
    return {**told, "session": line.session, **({"author": line.author} if line.author else {})}


def _wrote(step: Step) -> str:
    written = [change for change in step.changes if holds_text(change)]
    written = [change for change in written if change.key == NOTE or text_of(change.before) != text_of(change.after)]
    if len({(change.subject, change.key) for change in written}) != 1:
        return ""
    return beginning_of(text_of(written[-1].after))
