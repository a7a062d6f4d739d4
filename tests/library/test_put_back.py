"""What is put back counts with the time of the words that it repeats, on every device and whenever they arrive.

A model of two devices that edit one library, lose their words, put back what they have of them, undo that, and read
each other's words early or late. The law: what stands in a register is the last word that anybody said of it; to put
back, and to undo that, says nothing new, but stands above all that the device knew of the register when it was done.
And to undo the putting back of what was lost is as if that had never been done: what it brought is there no more, but
where it stands elsewhere, too, in a journal that returned or that another device never lost.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from reader.library.change import Change, Draft, Step, Update, Value
from reader.library.library import Library, Outcome
from reader.library.moments import NOTE
from reader.library.put_back import PuttingBack
from reader.library.registers import State
from reader.library.undo import LOST_AGAIN
from reader.paper import Paper
from tests.support.laws import often
from tests.support.memory import Lossless

PAPER = Paper("a", "A paper on which much is said")
KEYS = ("star", "tag:rl", "tag:nlp")
NOW = count(1)
"""The time, by which nothing is ordered but what a device itself said."""


class Words(Lossless):
    """What one device holds of the steps of all."""

    def __init__(self, device: str) -> None:
        self.device = device
        self.steps: dict[str, Step] = {}
        self.clock = 0
        """The highest that it ever saw, as its memory tells after a loss, too."""
        self._told: set[str] = set()
        self._anew = True
        self.made = 0
        """How many steps it has made."""

    def arrive(self, steps: Iterable[Step]) -> None:
        """These are there."""
        for step in steps:
            held = self.steps.get(step.id, step)
            copied_by = tuple(sorted({*held.copied_by, *step.copied_by})) if held.copied_by and step.copied_by else ()
            if held.copied_by != copied_by:
                self._anew, self._told = True, set()
            self.steps[step.id] = replace(step, copied_by=copied_by)
            self.clock = max(self.clock, step.clock)

    def lose(self, ids: Iterable[str]) -> None:
        """These are there no more."""
        for id in ids:
            self.steps.pop(id, None)
        self._anew, self._told = True, set()

    def pull(self) -> Update:
        """What has arrived."""
        fresh = tuple(step for step in self.steps.values() if step.id not in self._told)
        self._told.update(self.steps)
        anew, self._anew = self._anew, False
        return Update((PAPER,) if anew else (), fresh, anew)

    def push(self, propose: Callable[[Update], Draft | None]) -> Step | None:
        """Keep what is wanted."""
        draft = propose(self.pull())
        if draft is None:
            return None
        self.made += 1
        step = Step(
            f"{self.device}-{self.made}",
            self.clock + 1,
            next(NOW),
            draft.say,
            draft.changes,
            draft.undoes,
            draft.redoes,
            self.device,
            times=draft.times,
            mends=draft.mends,
        )
        self.arrive([step])
        if not self._anew:
            self._told.add(step.id)
        return step

    def put_back(
        self, lines: Mapping[str, tuple[str, bytes]], propose: Callable[[Update], Draft | None]
    ) -> Step | None:
        """The same; what is lost is there before."""
        held = self.held

        def with_lost(news: Update) -> Draft | None:
            draft = propose(news)
            if draft is not None:
                by = (f"{self.device}-{self.made + 1}",)
                self.arrive([replace(held[id], copied_by=by) for id in draft.brings])
            return draft

        return self.push(with_lost)

    held: Mapping[str, Step] = {}
    """What is put back."""


@dataclass
class Copy:
    """A backup."""

    steps: Mapping[str, Step]
    lines: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)
    papers: Mapping[str, Paper] = field(default_factory=lambda: {PAPER.id: PAPER})


Time = tuple[int | str, ...]


class Device:
    """A device with a library, and what a person there may know."""

    def __init__(self, name: str) -> None:
        self.words = Words(name)
        self.library = Library(self.words)
        self.copies: list[Copy] = []

    def shown(self) -> dict[str, Value]:
        """What stands in the registers."""
        self.library.refresh()
        return {key: self.library.state.value(PAPER.id, key) for key in KEYS}

    def put_back(self, copy: Copy) -> Step | None:
        """Put a backup back."""
        self.words.held = copy.steps
        return self.library.put_back(copy, _say).step


def _say(plan: PuttingBack) -> str:
    return "Put back"


class World:
    """Two devices, and the model: what each step said of each register, and with which time."""

    def __init__(self, number: int) -> None:
        self.chance = random.Random(number)
        self.devices = [Device("a"), Device("b")]
        self.every: dict[str, Step] = {}
        self.said: dict[str, dict[str, tuple[Time, Value]]] = {}
        self.repeats: set[str] = set()
        """Steps that put back, or that undid or redid such a step."""
        self.known_then: dict[str, set[str]] = {}
        """By a step that put back, those that its device knew by then."""

    @staticmethod
    def counting(steps: Mapping[str, Step], *, silent: bool = False) -> dict[str, Step]:
        """Those of the steps that count: no copies that only an undone step put back, and not that step, unless those
        that are `silent` are wanted, too."""

        def is_undone(id: str) -> bool:
            again = [step for step in steps.values() if id in (step.undoes, step.redoes) and is_here(step)]
            return bool(again) and bool(max(again, key=lambda step: step.stamp).undoes)

        def is_here(step: Step) -> bool:
            return not step.copied_by or any(id not in steps or not is_undone(id) for id in step.copied_by)

        here = {id: step for id, step in steps.items() if is_here(step)}
        return {id: step for id, step in here.items() if silent or not (step.mends and is_undone(id))}

    def stands(self, steps: Mapping[str, Step], key: str) -> tuple[Time, Value]:
        """The last word of a register among those of these steps that count."""
        told = [self.said[id][key] for id in self.counting(steps) if key in self.said.get(id, {})]
        return max(told, key=lambda word: word[0], default=((0, ""), None))

    def keep(self, device: Device, step: Step | None, before: Mapping[str, Value]) -> None:
        """Enter a step into the model."""
        if step is None:
            return
        self.every[step.id] = step
        known = {id: one for id, one in device.words.steps.items() if id != step.id}
        again = step.undoes or step.redoes
        if again in self.every and self.every[again].mends:
            self.said[step.id] = {}
        elif again in self.repeats or step.say == "Put back":
            self.repeats.add(step.id)
            self.known_then.setdefault(again or step.id, set(known))
            after = device.shown()
            self.said[step.id] = {}
            for key in KEYS:
                time, value = self.stands(known, key)
                if value != after[key] or key in {change.key for change in step.changes}:
                    self.said[step.id][key] = ((*time[:2], *step.stamp), after[key])
        else:
            self.said[step.id] = {change.key: (step.stamp, change.after) for change in step.changes}

    def act(self, n: int) -> None:
        """One thing that happens on one of the devices."""
        kinds = ["edit", "edit", "edit", "edit", "read", "copy", "copy", "lose", "back", "back", "undo", "redo"]
        self.do(n, self.chance.choice(kinds), *self.chance.sample(self.devices, 2))

    def lose_and_put_back(self, n: int) -> None:
        """One device loses what a backup holds, and hears the other one at any time before it puts that back."""
        device, other = self.chance.sample(self.devices, 2)
        for kind in ("edit", "copy", "read", "lose", "read", "edit", "back", "undo", "read", "redo"):
            if kind in ("copy", "lose", "back") or self.chance.random() < 0.5:
                self.do(n, kind, device, other)
            if self.chance.random() < 0.3:
                self.do(n, "edit", other, device)

    def do(self, n: int, kind: str, device: Device, other: Device) -> None:
        """Something happens on a device."""
        before, words = device.shown(), device.words
        if kind == "edit":
            key = self.chance.choice(KEYS)
            change = Change(PAPER.id, key, before[key], None if before[key] else key)
            self.keep(device, device.library.apply([change], f"Said {n}").step, before)
        elif kind == "read":
            theirs = sorted((step for step in other.words.steps.values()), key=lambda step: step.stamp)
            words.arrive(step for step in theirs if self.chance.random() < 0.5)
        elif kind == "copy":
            device.copies.append(Copy(dict(words.steps)))
        elif kind == "lose":
            words.lose([id for id in words.steps if self.chance.random() < 0.6])
        elif kind == "back" and device.copies:
            copy = self.chance.choice(device.copies)
            wanted = self.wanted(device, copy, before)
            self.foretold(device, copy)
            self.keep(device, device.put_back(copy), before)
            assert device.shown() == wanted, "what was put back is not what is shown"
        elif kind == "undo" and device.library.undoable():
            self.again(device, device.library.undoable()[0], device.library.undo, before)
        elif kind == "redo" and device.library.redoable():
            self.again(device, device.library.redoable()[0], device.library.redo, before)

    def again(self, device: Device, step: Step, act: Callable[[], Outcome], before: Mapping[str, Value]) -> None:
        """Take a step back, or bring it back: one that put back says nothing over what the other device said later, and
        names what it leaves alone for that."""
        later: set[str] = set()
        for key in KEYS if step.id in self.known_then else ():
            time, _ = self.stands(device.words.steps, key)
            word, known = str(time[1]), self.known_then[step.id]
            if word not in {"", *known} and not word.startswith(device.words.device):
                told = [self.said[id][key][0][:2] for id in known if key in self.said[id]]
                later |= {key} if not step.mends or time[:2] > max(told, default=(0, "")) else set()
        outcome = act()
        self.keep(device, outcome.step, before)
        after = device.shown()
        assert {key for key in later if before[key] != after[key]} == set(), "said over a later word"
        left = later & {
            one.key for one in step.changes if before[one.key] != (one.after, one.before)[act.__name__ == "undo"]
        }
        assert len(outcome.skipped) >= len(left), "left alone without a word"

    def foretold(self, device: Device, copy: Copy) -> None:
        """What is told to stay is shown, and was said later than what the backup says of it."""
        for change in device.library.foreseen(copy).newer:
            here, then = self.stands(device.words.steps, change.key), self.stands(copy.steps, change.key)
            assert here[1] == change.before
            assert here[0] > then[0], "what is told as said later was said before"

    def wanted(self, device: Device, copy: Copy, before: Mapping[str, Value]) -> dict[str, Value]:
        """What is to be shown once that is put back."""
        known, held = (self.counting(steps, silent=True) for steps in (device.words.steps, copy.steps))
        lost = {id: replace(step, copied_by=()) for id, step in held.items() if id not in known}
        if lost:
            return {key: self.stands({**device.words.steps, **lost}, key)[1] for key in KEYS}
        then = {key: self.stands(copy.steps, key)[1] for key in KEYS}
        return {key: then[key] if before[key] is None else before[key] for key in KEYS}

    def end(self) -> None:
        """All that is left arrives everywhere, and then all that ever was, in any order."""
        left = [dict(device.words.steps) for device in self.devices]
        for device, theirs in zip(self.devices, reversed(left), strict=True):
            device.words.arrive(theirs.values())
        assert self.devices[0].shown() == self.devices[1].shown()
        shown = []
        for device in self.devices:
            steps = list(self.every.values())
            self.chance.shuffle(steps)
            for step in steps:
                device.words.arrive([replace(step, copied_by=())])
                device.library.refresh()
            shown.append(device.shown())
        wanted = {key: self.stands(self.every, key)[1] for key in KEYS}
        assert shown == [wanted, wanted]
        for key in KEYS:
            told = [self.said[id][key] for id in self.said if id not in self.repeats and key in self.said[id]]
            repeated = [self.said[id][key][0][:2] for id in self.repeats if key in self.said[id]]
            last = max(told, default=((0, ""), None), key=lambda word: word[0])
            if all(time < last[0] for time in repeated):
                assert wanted[key] == last[1], "the last word does not stand"


def test_what_is_put_back_keeps_the_time_of_its_words() -> None:
    for number in range(often(120, 6000)):
        world = World(number)
        try:
            for n in range(20):
                world.act(n)
                if n == number % 40:
                    world.lose_and_put_back(n)
            world.end()
        except AssertionError as error:
            raise AssertionError(f"in history {number}: {error}") from error


def test_undo_and_redo_lead_through_every_state_across_what_was_put_back() -> None:
    """Of one device, from its last loss on: with backups put back of what was removed and of what was lost, and undone
    in between."""
    restored = 0
    for number in range(often(120, 6000)):
        chance, device = random.Random(number), Device("a")
        stood = [device.shown()]
        """What was shown before the first step, and after each of those that stand."""
        for n in range(16):
            kind = chance.choice(["edit", "edit", "edit", "edit", "copy", "lose", "back", "back", "undo"])
            if kind == "edit":
                key = chance.choice(KEYS)
                held = device.shown()[key]
                device.library.apply([Change(PAPER.id, key, held, None if held else f"{key} {n}")], f"Said {n}")
            elif kind == "copy":
                device.copies.append(Copy(dict(device.words.steps)))
                continue
            elif kind == "lose":
                device.words.lose(list(device.words.steps))
                stood = [device.shown()]
                continue
            elif kind == "undo":
                if len(stood) > 1:
                    device.library.undo()
                    stood.pop()
                    assert device.shown() == stood[-1], f"history {number}, step {n}"
                continue
            elif not device.copies or device.put_back(chance.choice(device.copies)) is None:
                continue
            else:
                restored += 1
            stood.append(device.shown())
        for wanted in reversed(stood[:-1]):
            device.library.undo()
            assert device.shown() == wanted, f"history {number}: undone"
        for wanted in stood[1:]:
            device.library.redo()
            assert device.shown() == wanted, f"history {number}: redone"
    assert restored > 40


def test_what_was_removed_comes_back_above_all_that_is_known_and_beneath_what_is_not() -> None:
    """The one removed it, the other gives it another spelling before he reads that it is back."""
    here, there = Device("a"), Device("b")
    here.library.apply([Change(PAPER.id, "tag:rl", None, "RL")], "Tagged")
    copy = Copy(dict(here.words.steps))
    here.library.apply([Change(PAPER.id, "tag:rl", "RL", None)], "Untagged")
    there.words.arrive(here.words.steps.values())
    there.library.refresh()
    for on in (True, False):
        here.library.apply([Change(PAPER.id, "star", not on or None, on or None)], "Starred")
    here.put_back(copy)
    assert here.shown()["tag:rl"] == "RL"
    there.library.apply([Change(PAPER.id, "tag:rl", None, "rl")], "Tagged")
    for _ in range(2):
        here.words.arrive(there.words.steps.values())
        there.words.arrive(here.words.steps.values())
        assert [device.shown()["tag:rl"] for device in (here, there)] == ["rl", "rl"]
        here.library.undo()


def lost_and_copied() -> tuple[Device, Device, Copy]:
    """Two devices: the one has lost a word that is in a backup, the other has said something before it."""
    here, there = Device("a"), Device("b")
    here.words.clock = 5
    here.library.apply([Change(PAPER.id, "status", None, "read")], "Marked")
    copy = Copy(dict(here.words.steps))
    there.library.apply([Change(PAPER.id, "status", None, "reading")], "Marked")
    here.words.lose(copy.steps)
    here.library.refresh()
    return here, there, copy


def test_what_another_device_said_before_is_not_taken_for_said_since() -> None:
    """It arrives between the loss and the putting back of what was said later."""
    here, there, copy = lost_and_copied()
    here.words.arrive(there.words.steps.values())
    assert here.library.refresh().papers == {PAPER.id}
    plan = here.library.foreseen(copy)
    assert (plan.newer, [change.after for change in plan.changes]) == ((), ["read"])
    here.put_back(copy)
    assert here.library.state.value(PAPER.id, "status") == "read"


def test_what_this_device_says_after_a_loss_stays_though_an_earlier_word_stands_on_it() -> None:
    """The clock was lost, too; what another one says upon it is later as well."""
    here, there, copy = lost_and_copied()
    here.words.clock = there.words.clock = 1
    here.library.apply([Change(PAPER.id, "status", None, "seen")], "Marked")
    there.words.arrive(here.words.steps.values())
    there.library.refresh()
    there.library.apply([Change(PAPER.id, "status", "seen", "kept")], "Marked")
    here.words.arrive(there.words.steps.values())
    here.library.refresh()
    assert [change.before for change in here.library.foreseen(copy).newer] == ["kept"]
    for _ in range(2):
        here.put_back(copy)
        assert here.library.state.value(PAPER.id, "status") == "kept"
        here.words.lose(copy.steps)


def test_to_bring_back_what_was_put_back_says_nothing_over_what_was_said_since() -> None:
    """The other device marks the paper and unmarks it: what stands is as it was, and yet it is his word."""
    here, there, copy = lost_and_copied()
    here.put_back(copy)
    here.library.undo()
    there.words.arrive(here.words.steps.values())
    there.library.refresh()
    for before, after in ((None, "reading"), ("reading", None)):
        there.library.apply([Change(PAPER.id, "status", before, after)], "Marked")
    here.words.arrive(there.words.steps.values())
    outcome = here.library.redo()
    assert outcome.skipped == (f"The status of '{PAPER.title}' was changed since and is left as it is.",)
    assert here.library.state.value(PAPER.id, "status") is None


def noted(device: Device) -> tuple[Value, set[str]]:
    """The note that a device shows, and the texts that it tells to be written unseen."""
    device.library.refresh()
    state = device.library.state
    return state.value(PAPER.id, NOTE), {one.text for one in state.unseen(PAPER.id)}


def as_without_loss(device: Device) -> tuple[Value, set[str]]:
    """The same as it would be had all that the device has never been lost."""
    state = State()
    state.fold(
        [PAPER], [step for step in device.words.steps.values() if not (step.times or step.undoes or step.redoes)]
    )
    return state.value(PAPER.id, NOTE), {one.text for one in state.unseen(PAPER.id)}


def test_a_note_that_is_put_back_is_to_be_settled_as_without_the_loss_and_not_once_that_is_undone() -> None:
    """Two devices write on one note; redo tells again what undo left open no more."""
    put_back = opened = 0
    for number in range(often(150, 6000)):
        chance = random.Random(number)
        devices = [Device("a"), Device("b")]
        for n, kind in enumerate(
            ["copy", *chance.choices(["edit", "read"], k=6), "copy", "read", "edit", "lose", "edit"]
        ):
            here, there = devices if kind in ("copy", "lose") else chance.sample(devices, 2)
            if kind == "edit":
                here.library.apply([Change(PAPER.id, NOTE, noted(here)[0], f"text {n}")], "Noted")
            elif kind == "read":
                here.words.arrive(there.words.steps.values())
            elif kind == "copy":
                here.copies.append(Copy(dict(here.words.steps)))
            else:
                here.words.lose([id for id in here.words.steps if chance.random() < 0.5])
        here = devices[0]
        before = noted(here)
        if here.put_back(here.copies[-1]) is None:
            continue
        shown = noted(here)
        assert shown == as_without_loss(here), f"history {number}"
        here.library.undo()
        assert (noted(here)[0], noted(here)[1] - before[1]) == (before[0], set()), f"history {number}"
        here.library.redo()
        assert noted(here) == shown, f"history {number}"
        put_back, opened = put_back + 1, opened + (not shown[1] <= before[1])
    assert put_back > 100
    assert opened > 20


def test_to_undo_a_putting_back_of_what_was_lost_tells_that_it_is_taken_away_for_good() -> None:
    """Undoing that of what was removed leads to the removal, and tells nothing more."""
    here, _, copy = lost_and_copied()
    here.put_back(copy)
    with here.library.trying():
        assert here.library.undo().warnings == (LOST_AGAIN,)
    assert here.library.undo().warnings == (LOST_AGAIN,)
    assert here.library.redo().warnings == ()
    here.library.apply([Change(PAPER.id, "status", "read", None)], "Unmarked")
    here.put_back(copy)
    assert here.library.state.value(PAPER.id, "status") == "read"
    assert here.library.undo().warnings == ()


def test_what_a_backup_lacks_because_it_was_lost_then_is_not_taken_for_said_since() -> None:
    """It came back from another backup after that one was made."""
    here = Device("a")
    here.library.apply([Change(PAPER.id, "status", None, "reading")], "Marked")
    first = Copy(dict(here.words.steps))
    here.words.lose(first.steps)
    here.library.apply([Change(PAPER.id, "status", None, "read")], "Marked")
    second = Copy(dict(here.words.steps))
    here.words.lose(second.steps)
    here.put_back(first)
    assert here.library.state.value(PAPER.id, "status") == "reading"
    here.put_back(second)
    assert here.library.state.value(PAPER.id, "status") == "read"
