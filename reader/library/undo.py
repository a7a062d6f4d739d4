"""What can be undone and redone, and what undoing a step does when others have built upon it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from reader.library import change as edits
from reader.library import completions
from reader.library.change import Change, Draft, Stamp, Step, Value
from reader.library.completions import WORLD
from reader.library.moments import Register, Writer, holds_text, origin
from reader.library.registers import State

_SHOWN = 3
"""Titles that are told of what stays."""
_Others = Callable[[Step], Iterable[Step]]
"""What gives the later steps of other devices than that of a step."""


class Stacks(NamedTuple):
    """What can be undone and what can be redone, each with the next one last."""

    done: list[Step]
    undone: list[Step]
    sought: bool
    """Whether a step took back or brought back one that is not there."""


def stacks(own: Iterable[Step], done: Iterable[Step] = (), undone: Iterable[Step] = ()) -> Stacks:
    """What can be undone and redone after these steps, where it was that before them.

    A step that was undone can be redone until a fresh step is made; one that is brought back after that stands again.
    """
    standing, taken_back = ({step.id: step for step in steps} for steps in (done, undone))
    out_of_reach: dict[str, Step] = {}
    sought = False
    for step in own:
        if step.undoes:
            taken = standing.pop(step.undoes, None)
            sought |= taken is None
            if taken is not None:
                taken_back[taken.id] = taken
        elif step.redoes:
            brought = taken_back.pop(step.redoes, None) or out_of_reach.pop(step.redoes, None)
            sought |= brought is None
            if brought is not None:
                standing[brought.id] = brought
        elif not step.without:
            standing[step.id] = step
            out_of_reach |= taken_back
            taken_back = {}
    return Stacks(list(standing.values()), list(taken_back.values()), sought)


def revisit(
    state: State,
    step: Step,
    *,
    back: bool,
    others: _Others = lambda step: (),
    find: Callable[[str], Step],
) -> tuple[Draft, list[str]]:
    """The draft that takes a step back (or brings it back), and sentences about what it leaves alone.

    A register gets what it would hold without that step and without all that were taken back before: the word of the
    last step that stands (see `_ThoseThatStand`), else what was there before them all; `find` gives a step by its id.
    One that another step has changed since is not touched, and one that is as wanted already is passed over, unless
    that was said by another step than before then, and but for a text that the step left as it was: that texts written
    unseen were settled by it is taken back too. What repeats older words is taken back and brought back with their
    times, too, and not at all where another device said something later than these, were it but what stands: it says
    nothing new. Papers and lists that came with the step stay when a later step of `others`, those of other devices,
    built upon them; facts that it completed go all the same.
    """
    changes = edits.net(edits.inverse(step.changes) if back else step.changes)
    before_of, stands = _Before(step, find), _ThoseThatStand(state, find, others)
    without = {(one.subject, one.key): _without(state, step, one, before_of, stands) for one in changes}
    later = _said_later(step, others) if step.times else set()
    decided = {
        at for one in changes if _decides(state, step, one, without[at := (one.subject, one.key)], stands)
    } - later
    wanted = [
        replace(one, after=without[at]) if back and (at := (one.subject, one.key)) in decided else one
        for one in changes
    ]
    facts = {one.subject: _facts_revisited(state, step, one, back=back) for one in changes if one.key == WORLD}
    wanted = [replace(one, after=facts[one.subject]) if one.key == WORLD else one for one in wanted]
    decided |= {(id, WORLD) for id in facts} - later
    used = _built_upon(state, step, wanted, others) if back else set()
    kept: list[Change] = []
    skipped = [f"'{_name(state, subject)}' is in use on another device since and stays." for subject in sorted(used)]
    for change in wanted:
        held = _now(state, change)
        # So that whoever reads of it looks again at what stands by other steps, which may have been undone, too.
        says_again = change.key == WORLD or (holds_text(change) and change.before == change.after)
        says_again = says_again or (
            (change.subject, change.key) in decided and _is_of_another(state, step, change, back=back)
        )
        if (change.subject in used and change.key != WORLD) or (held == change.after and not says_again):
            continue
        if (change.subject, change.key) in decided:
            kept.append(replace(change, before=held))
        else:
            skipped.append(_changed_since(state, change, held))
    nameless = [one for one in kept if one.key == "name" and one.after is None and _goes_on(state, step, kept, one)]
    skipped += [f"'{one.before}' has papers since and stays." for one in nameless]
    differed = any(one.before != one.after for one in changes)
    is_same = all(one.before == one.after and not _is_of_another(state, step, one, back=back) for one in kept)
    if differed and not skipped and is_same:
        skipped = [NOTHING_DIFFERENT]
    say = f"Undid: {step.say}" if back else f"Redid: {step.say}"
    times = {(one.subject, one.key): state.time(one.subject, one.key) for one in kept} if step.times else {}
    return Draft(say, tuple(kept), undoes=step.id if back else "", redoes="" if back else step.id, times=times), skipped


def _is_of_another(state: State, step: Step, change: Change, *, back: bool) -> bool:
    """Whether what a change of a paper leaves there goes back to another step than it does now: it was said then."""
    if not change.of_paper or change.key == WORLD or not (held := state.held(change.subject, change.key)):
        return False
    by = Writer(held[-1].by.stamp, step.wall, step.id if back else "", "" if back else step.id)

    def taken_back_by(id: str) -> Writer | None:
        if id == step.id:
            return by if back else None
        return state.taken_back_by(id)

    then = origin((*held, Register(by, change.after)), taken_back_by)
    return then != origin(held, state.taken_back_by)


def _goes_on(state: State, step: Step, changes: Sequence[Change], named: Change) -> bool:
    """Whether a list that gets no name by these changes, which take a step back, has papers that came after that."""
    changed = {(one.subject, one.key) for one in changes}
    gone = {one.subject for one in changes if one.key == "gone" and one.after}
    placed = [(id, named.subject) for id in state.entries(named.subject) if id not in gone]
    return any(at not in changed and state.time(*at) > step.stamp for at in placed)


def _now(state: State, change: Change) -> Value:
    """What a register holds that a change is of."""
    return state.completed(change.subject) if change.key == WORLD else state.value(change.subject, change.key)


def _facts_revisited(state: State, step: Step, change: Change, *, back: bool) -> Value:
    """What is said of the facts that a step completed once it is taken back, or brought back."""
    made = change.inverse if back else change
    word = Register(Writer.of(step)._replace(stamp=step.stamp_of(made)), completions.word_of(made))
    return completions.revisited(word, state.held(change.subject, WORLD), state.is_taken_back, back=back)


def _said_later(step: Step, others: _Others) -> set[tuple[str, str]]:
    """The registers in which a word of `others` is later than the one that a step repeats."""
    return {
        at
        for other in others(step)
        for change in other.changes
        if (at := (change.subject, change.key)) in step.times and other.stamp_of(change)[:2] > step.times[at]
    }


class _Before:
    """What registers held before steps; the changes of each are gone through once, however many are asked for."""

    def __init__(self, step: Step, find: Callable[[str], Step]) -> None:
        self._step = step
        self._find = find
        self._known: dict[str, dict[tuple[str, str], Value]] = {}

    def __call__(self, id: str, at: tuple[str, str]) -> Value:
        """What the register held before the step of that id, which set it."""
        known = self._known.get(id)
        if known is None:
            made = self._step if id == self._step.id else self._find(id)
            # Of a register that a step set twice, the first word counts.
            known = self._known[id] = {(one.subject, one.key): one.before for one in reversed(made.changes)}
        return known[at]


class _ThoseThatStand:
    """Whether words stand: those of a step that was not taken back, and those that the undo of it left, as another
    device had built upon their paper or list by then, which stayed. What stayed is gone through once for each step."""

    def __init__(self, state: State, find: Callable[[str], Step], others: _Others) -> None:
        self._state = state
        self._find = find
        self._others = others
        self._stayed: dict[str, set[str]] = {}

    def __call__(self, word: Register, at: tuple[str, str]) -> bool:
        """Whether a word of that register stands."""
        undo = self._state.taken_back_by(word.by.id)
        if undo is None:
            return True
        if any(one.by.id == undo.id for one in self._state.held(*at)):
            return False
        if word.by.id not in self._stayed:
            made = self._find(word.by.id)
            taken = edits.inverse(made.changes)
            self._stayed[made.id] = _built_upon(self._state, made, taken, self._others, until=undo.stamp)
        return at[0] in self._stayed[word.by.id]


def _without(
    state: State,
    step: Step,
    change: Change,
    before_of: Callable[[str, tuple[str, str]], Value],
    stands: Callable[[Register, tuple[str, str]], bool],
) -> Value:
    """What a register that a step set would hold without it, and without all that do not stand. What repeated older
    words, as putting back does, leaves what was there before, whichever words it brought along."""
    at = change.subject, change.key
    words = [one for one in state.held(*at) if not one.by.revisits]
    if not words:  # What it was said upon does not count.
        return None
    for word in reversed(words):
        if word.by.id != step.id and stands(word, at):
            return word.value
        if word.by.repeats and word.by.id == step.id:
            break
    return before_of(word.by.id, at)


def _decides(
    state: State, step: Step, wanted: Change, without: Value, stands: Callable[[Register, tuple[str, str]], bool]
) -> bool:
    """Whether a step decides what a register holds that it set: no later word stands there, and it holds what `wanted`
    starts from or what it would hold `without` the step. A later one of another device, which was not there yet when
    the step was taken back or brought back, is no matter."""
    at = wanted.subject, wanted.key
    held = state.held(*at)
    if not held:
        return True
    by, stamp = held[-1].by, step.stamp_of(wanted)
    words = [one for one in held if not one.by.revisits and one.by.stamp > stamp]
    later = [one.by.id for one in words if stands(one, at)]
    if later:
        return by.revisits == step.id and not any(state.was_revisited_since(id, by) for id in later)
    return held[-1].value in (wanted.before, without) or step.id in (by.id, by.revisits)


NOTHING_DIFFERENT = "Nothing is different by it: all that it changed is so already, or stands by other steps, too."
"""What is told of a step that is taken back or brought back in vain, as one by which an older Reader put back what was
lost: what came back stands by itself."""
LOST_AGAIN = "What was lost and had come back goes away again: it is back with its own file, and redo brings it back."
"""What is to be known where a step is taken back that put back what was lost."""
LOST_FOR_GOOD = (
    "What was lost and had come back is taken away by this on every machine, and stays away where its file returns, as "
    "an older Reader put it back: redo brings it back."
)
"""The same of a step that older versions made, which do not tell what they put back from what they say."""


def takes_lost_away(step: Step, taken: Iterable[Change], known: Iterable[Step]) -> bool:
    """Whether the changes that take a step back stand above words that it had brought back, as they do where it does
    not tell them apart (see `LOST_FOR_GOOD`). Where it brought back what was removed, the removal stands there."""
    gone = {(one.subject, one.key): one.before for one in taken if one.before != one.after}
    times = {time for at, time in step.times.items() if at in gone}
    return any(
        step.times.get(at) == other.stamp and gone[at] == change.after
        for other in known
        if other.stamp in times
        for change in other.changes
        if (at := (change.subject, change.key)) in gone
    )


def revisit_mending(
    state: State,
    step: Step,
    copied: Iterable[str],
    then_with: Callable[[Draft], State],
    *,
    back: bool,
    others: _Others = lambda step: (),
) -> tuple[Draft, list[str], list[Change]]:
    """As `revisit`, of a step that put back what was lost (see `withdrawn`), papers that are `copied` among it;
    `then_with` gives the state as it would be with a draft. Returns besides what becomes different by it.

    The draft says nothing but that. Papers that are in use on another device since are entered anew, and so they stay.
    """
    say = f"Undid: {step.say}" if back else f"Redid: {step.say}"
    undoes, redoes = (step.id, "") if back else ("", step.id)
    leaving = [Change(id, "gone", None, True) for id in copied] if back else []
    used = sorted(_built_upon(state, step, leaving, others))
    adds = tuple(facts for id in used if (facts := state.facts(id)) is not None)
    draft = Draft(say, (), adds, undoes=undoes, redoes=redoes)
    then = then_with(draft)
    skipped = [f"'{_name(state, subject)}' is in use on another device since and stays." for subject in used]
    stays: list[str] = []
    moved: list[Change] = []
    for one in edits.net(step.changes):
        held = then.value(one.subject, one.key)
        wanted = one.before if back else one.after
        if one.key == "gone":
            held = held or then.facts(one.subject) is None
            held, wanted = bool(held) or None, bool(wanted) or None
        if one.before == one.after or one.subject in used:
            continue
        if held == wanted:
            moved.append(one.inverse if back else one)
        elif back and held == (bool(one.after) or None if one.key == "gone" else one.after):
            if not (one.key == "gone" and one.after):  # That a paper was removed is nothing to be seen.
                stays.append(one.subject)
        else:
            skipped.append(_changed_since(state, one, held))
    names = [f"'{_name(state, subject)}'" for subject in dict.fromkeys(stays)]
    if names:
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        skipped.append(f"What came back of {', '.join(names[:_SHOWN])}{more} stays: it stands here elsewhere, too.")
    return draft, skipped, moved


def _built_upon(
    state: State, step: Step, wanted: Sequence[Change], others: _Others, *, until: Stamp | None = None
) -> set[str]:
    """The papers and lists that `wanted` would make vanish though words of a later step of `others` stand on them, or
    stood there before the step with the stamp `until`."""
    going = {change.subject for change in wanted if change.key == "gone" and change.after}
    going |= {change.subject for change in wanted if change.key == "name" and change.after is None}
    if not going:
        return set()
    return {
        subject
        for other in others(step)
        if other.stamp > step.stamp and (until is None or other.stamp < until)
        for change in other.changes
        if change.key not in ("gone", WORLD) and _held_then(state, change, until) is not None
        for subject in (change.subject, change.key)
        if subject in going
    }


def _held_then(state: State, change: Change, until: Stamp | None) -> Value:
    """What the register that a change is of held before the step with that stamp; what it holds where there is none."""
    held = state.held(change.subject, change.key)
    return next((one.value for one in reversed(held) if until is None or one.by.stamp < until), None)


def _changed_since(state: State, change: Change, held: Value) -> str:
    """A sentence on a register that is left alone and that a change is of; it is `held` there."""
    name = f"'{_name(state, change.subject)}'"
    kind, _, of = change.key.partition(":")
    if kind == "gone":
        if held is None:
            return f"{name} came again since and stays."
        return f"{name} {'was removed' if held is True else 'became one with another'} since and stays so."
    spelled = next((text for text in (change.after, change.before) if isinstance(text, str)), of)
    what = {
        "tag": f"The tag '{spelled}' of {name}",
        "list": f"The place of {name} in '{_name(state, change.key)}'",
        "when": f"What is told of when {name} came",
        "differs": f"That {name} is not '{_name(state, of)}'",
        "alike": f"That {name} may be '{_name(state, of)}'",
        "corrected": f"What you put right of {name}",
        "told": f"What an import said of {name}",
    }
    return f"{what.get(kind, f'The {kind} of {name}')} was changed since and is left as it is."


def _name(state: State, subject: str) -> str:
    facts = state.facts(subject)
    return facts.title if facts else state.value(subject, "name") or subject.partition(":")[2] or subject
