"""The library: papers and lists in memory, and the one way to change them.

Every edit goes the same way: the backing takes its lock and tells what others wrote meanwhile, the edit is held against
that fresh state, the step is made durable, and only then does memory change. The library knows nothing of files.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, replace
from functools import partial
from heapq import nlargest
from operator import attrgetter
from types import MappingProxyType
from typing import Protocol, TypeVar

from reader.citation_keys import library_keys
from reader.errors import NoteConflict, ReadOnly, Refused, StoreError, UnknownPaper
from reader.library import change as edits
from reader.library import ingest, merging, reading_lists
from reader.library import undo as undo_rules
from reader.library.change import Change, Draft, Step, Update, Value
from reader.library.completions import WORLD
from reader.library.contents import Contents
from reader.library.corrections import PREFIX
from reader.library.folded import FoldedSteps, KeptSteps, few, last
from reader.library.merging import Plan
from reader.library.moments import NOTE, holds_text, text_of, with_text
from reader.library.note_versions import told_unseen
from reader.library.put_back import HeldBackup, PuttingBack, putting_back
from reader.library.registers import State
from reader.library.withdrawn import Withdrawn, in_force, standing, undone_mendings
from reader.paper import QUEUE, Decision, IncomingEntry, Paper, ReadingList
from reader.text import clean_text

A = TypeVar("A")
_BY_STAMP = attrgetter("stamp")


class Storage(Protocol):
    """Where steps are made durable."""

    device: str
    """The name of this device's journal: `undo` takes back only its steps."""

    @property
    def away(self) -> str:
        """Why nothing could be read just now, as a sentence; "" when it could."""

    @property
    def unread(self) -> str:
        """Why something that is there could not be read, as a sentence; "" when all could."""

    @property
    def loss(self) -> str:
        """Why there may be less than there was, as a sentence; "" while nothing is known to be missing."""

    @property
    def losses(self) -> tuple[str, ...]:
        """All that is missing, a sentence each, with what can be done about it."""

    @property
    def gone(self) -> tuple[str, ...]:
        """What one can go on without, a sentence each; none where all of it is away."""

    @property
    def settled(self) -> tuple[int, str]:
        """The stamp of the last step by which somebody went on without what was lost; (0, "") where nobody did."""

    read_only: str
    """Why nothing can be saved, as a sentence; "" when it can."""

    @property
    def copies(self) -> str:
        """The command that brings back what is missing, and how much of it; "" where no copy is known."""

    @property
    def is_away(self) -> bool:
        """Whether nothing of it is there any more."""

    @property
    def made_anew(self) -> str:
        """What is to be known of the place before a library that is away is made anew in it; "" for nothing."""

    @property
    def is_unread(self) -> bool:
        """Whether the papers that are told come from elsewhere, because what they stand in is gone or unreadable."""

    def missing_with(
        self, lines: Mapping[str, tuple[str, bytes]], steps: Iterable[Step], papers: Iterable[str]
    ) -> list[str]:
        """What would still be missing if these steps, which stand in `lines`, and these papers were back: half
        sentences."""

    def pull(self) -> Update:
        """What was written since the last call, by anybody."""

    def push(self, propose: Callable[[Update], Draft | None]) -> Step | None:
        """Under the lock: read the news, ask `propose` what to write, make it durable.

        Returns the durable step, None when there was nothing to write. Raises `Busy`, `ReadOnly` or `StoreError`,
        and then nothing was written.
        """

    def put_back(
        self, lines: Mapping[str, tuple[str, bytes]], propose: Callable[[Update], Draft | None]
    ) -> Step | None:
        """The same though steps may be missing; the lost ones that the draft brings are in `lines`, by their ids, each
        with its device. They are told as news with the next `pull`."""

    def told(self, name: str) -> Mapping[str, str]:
        """What each device keeps of an exported file, by the device's id."""

    def keep_told(self, name: str, text: str) -> None:
        """Keep what this device knows of an exported file; what cannot be kept is passed over."""

    def farewell(self) -> Draft | None:
        """What says that the user goes on without what is missing; None when nothing is."""

    def go_on(self, propose: Callable[[Update], Draft | None]) -> Step | None:
        """As `push`, also while steps or papers are missing."""

    def early(self) -> Iterable[Step]:
        """The steps of which `pull` told only what came. Raises `StoreError` where they cannot be read any more."""

    def leave(self, fold: Callable[[], FoldedSteps]) -> None:
        """Let who opens the library next tell only what came of the steps that were told so far, where that is worth
        it. `fold` says what that is."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an edit changed, the sentence that says so, and what it could not do."""

    step: Step | None
    """None when everything already was as wanted."""
    papers: frozenset[str] = frozenset()
    """Ids of the papers that look different now, by this step or by what others wrote."""
    skipped: tuple[str, ...] = ()
    """Sentences naming what undo or redo left alone because it changed since."""
    warnings: tuple[str, ...] = ()
    plan: Plan | None = None
    """For an import: what was new, completed, unchanged."""
    moved: tuple[Change, ...] = ()
    """What became different by a step that says nothing itself, as it only undid or redid what stands elsewhere."""

    @property
    def changes(self) -> tuple[Change, ...]:
        """What became different by the step."""
        return self.moved or (self.step.changes if self.step is not None else ())

    @property
    def say(self) -> str:
        """The step's sentence, or that nothing changed."""
        return self.step.say if self.step else "Nothing to change"

    def telling(self, sentences: Iterable[str]) -> Outcome:
        """The outcome with more to be told of it, where anything changed."""
        return replace(self, warnings=(*self.warnings, *sentences)) if self.step else self


class Library(Contents):
    """All papers and lists; `apply`, `undo` and `redo` are the only ways in."""

    def __init__(
        self, backing: Storage, keys_of: Callable[[Iterable[Paper]], Mapping[str, str]] = library_keys
    ) -> None:
        super().__init__(keys_of)
        self._backing = backing
        self._lock = threading.RLock()
        self._steps: dict[str, Step] = {}
        self.made: set[str] = set()
        """The ids of the steps that were made by this object, and not by another window, process or machine."""
        self._kept: KeptSteps | None = None
        """What is known of further steps, where there are any."""
        self._withdrawn = Withdrawn()
        self.review: Callable[[Draft], Draft] = _as_it_is
        """What is asked of each draft before it is carried out: what it gives is, and what it raises refuses it."""
        self.only_tries = False
        """Whether edits are only tried: their outcomes tell what would change, and nothing is written or changed."""
        self._touched: dict[str, int] = {}
        """The papers that came, went or changed since it was opened, with the last revision that did it."""
        self._said_unseen: dict[tuple[str, str], set[str]] = {}
        self.warnings = self.refresh().warnings
        self._touched.clear()

    # -- changing -----------------------------------------------------------------------------------------------------

    def refresh(self) -> Outcome:
        """Take in what others wrote since the last look."""
        with self._lock:
            news = self._backing.pull()
            touched = self._take(news)
            return Outcome(None, frozenset(touched), warnings=(*news.warnings, *self._written_unseen()))

    def _written_unseen(self) -> tuple[str, ...]:
        """What is to be said of the texts on which more was written than is shown, once of each."""
        now = {at: {one.text for one in self._state.unseen(*at)} for at in self._state.with_unseen}
        fresh = [at for at, texts in now.items() if not texts <= self._said_unseen.get(at, set())]
        self._said_unseen = now
        return told_unseen([self._state.text_at(*at) for at in fresh])

    def _take(self, news: Update) -> set[str]:
        if news.reset:
            old, self._state, self._steps, self._kept = self._state, State(), {}, None
            self._withdrawn = Withdrawn()
            folded: FoldedSteps | None = news.folded
            if folded is not None:
                self._state, self._kept = folded.state, folded.steps
                self._withdrawn = Withdrawn(folded.mendings, folded.undone)
            self._fold(news.papers, news.steps, news.copied)
            touched = self._otherwise(old)
        else:
            touched = self._fold(news.papers, news.steps, news.copied)
        if news.reset or news.papers or news.steps:
            self._changed(touched)
        return touched

    def _fold(
        self, facts: Sequence[Paper], steps: Sequence[Step], copied: Mapping[str, tuple[str, ...]] | None = None
    ) -> set[str]:
        """Take in papers and steps, and which papers are copies; returns the ids of those that look different now."""
        self._steps.update((step.id, step) for step in steps)
        withdrawn = self._withdrawn
        if withdrawn.meet(steps, copied, self._state.is_taken_back):
            undone = undone_mendings(self._read_all())
        else:
            undone = withdrawn.undone
        if withdrawn.stays(steps, undone, self._steps):
            return self._state.fold(withdrawn.shown_of(facts, steps), standing(steps, undone))
        old, self._state, every = self._state, State(), self._read_all()
        self._state.fold(withdrawn.begin(old.known, facts, every, undone), in_force(every, undone))
        return self._otherwise(old)

    def _otherwise(self, old: State) -> set[str]:
        """The ids of the papers that look different now than they did in that state."""
        touched = {id for id in {**old.papers, **self.papers} if old.papers.get(id) != self.papers.get(id)}
        both = {*old.with_unseen, *self._state.with_unseen}
        return touched | {at[0] for at in both if at[0] in self.papers and old.unseen(*at) != self._state.unseen(*at)}

    def _changed(self, touched: Collection[str]) -> None:
        """Count a change that is done: whoever sees the new revision sees what it brought."""
        revision = self.revision + 1
        self._touched.update(dict.fromkeys(touched, revision))
        self.revision = revision

    def touched_since(self, revision: int) -> list[str]:
        """The papers that came, went or changed since a revision, by whomever; from any thread."""
        return [id for id, at in list(self._touched.items()) if at > revision]

    def at_rest(self, tell: Callable[[], A]) -> A | None:
        """What `tell` gives while nothing changes, neither here nor by this process on the disk. None where a change is
        just being made: nobody waits for its end."""
        if not self._lock.acquire(blocking=False):
            return None
        try:
            return tell()
        finally:
            self._lock.release()

    def _push(
        self,
        draft: Callable[[], Draft | None],
        push: Callable[[Callable[[Update], Draft | None]], Step | None] | None = None,
        *,
        mends: bool = False,
    ) -> tuple[Step | None, set[str], tuple[str, ...]]:
        """What `draft` proposes becomes durable by `push`, the usual one where none is given; it `mends` where it is
        meant for a library in which something is missing, whatever of that can be read by now."""
        touched: set[str] = set()
        warnings: list[str] = []
        facts: list[Paper] = []

        def propose(news: Update) -> Draft | None:
            known = frozenset(self._steps) if lacking else frozenset()
            touched.update(self._take(news))
            warnings.extend((*news.warnings, *self._written_unseen()))
            # That somebody went on without it brings nothing that was not seen, nor does a repair.
            unseen = touched or news.folded or any(step.id not in known for step in news.steps if not step.without)
            if lacking and not mends and unseen:
                raise StoreError(
                    "Nothing was changed: what could not be read of the library can be read now, and was not seen yet."
                    " Try again."
                )
            wanted = draft()
            if wanted is not None:
                wanted = self.review(wanted)
            facts.extend(wanted.adds if wanted else ())
            return wanted

        with self._lock:
            lacking = self._backing.unread or self._backing.loss
            if self.only_tries:
                return self._tried(propose), touched, tuple(warnings)
            step = (push or self._backing.push)(propose)
            if step is not None:
                self.made.add(step.id)
                fresh = {paper.id for paper in facts}
                copied = {id: by for id, by in self._withdrawn.copied.items() if id not in fresh}
                came = self._fold(facts, [step], copied if facts and not step.mends else None)
                self._changed(came)
                touched |= came
                warnings.extend(self._written_unseen())
        return step, touched, tuple(warnings)

    def _tried(self, propose: Callable[[Update], Draft | None]) -> Step | None:
        """The step that would be made durable, which has no id; None where there would be nothing to write."""
        draft = propose(self._backing.pull())
        if draft is not None and self.read_only and not (self._only_lacks and self._is_of_putting_back(draft)):
            raise ReadOnly(self.read_only)
        if draft is None:
            return None
        return _tried(draft)

    @contextmanager
    def trying(self) -> Iterator[None]:
        """Only try what is done meanwhile (see `only_tries`)."""
        before = self.only_tries
        self.only_tries = True
        try:
            yield
        finally:
            self.only_tries = before

    def after(self, tried: Step | None, arriving: Iterable[Paper] = ()) -> Library:
        """What the library would be after a step that was only tried, with the papers that would come with it: a
        library of its own, in which edits are only tried, and which stays as it is. Itself where there is no step."""
        if tried is None:
            return self
        then = self._apart()
        then._go_on_with(tried, arriving)
        return then

    def _apart(self) -> Library:
        """The library as one of its own, in which edits are only tried."""
        with self._lock:
            self._read_all()
            then = copy(self)
            then._steps = dict(self._steps)
            then._state = self._state.copied()
            then._withdrawn = copy(self._withdrawn)
        then.only_tries = True
        return then

    def _go_on_with(self, tried: Step, arriving: Iterable[Paper]) -> None:
        """Take in a step that was only tried, with the papers that would come with it."""
        with self._lock:
            later = 1 + max((step.clock for step in self._every()), default=0)
            step = replace(tried, id=f"tried-{later}", clock=later, device=self.device)
            self._fold([ingest.bare(paper) for paper in arriving if self._state.facts(paper.id) is None], [step])
        self.revision += 1

    def apply(
        self,
        changes: Iterable[Change],
        say: str,
        *,
        arriving: Sequence[Paper] = (),
        moving: Collection[str] = (),
    ) -> Outcome:
        """One step: durable, undoable, with a human sentence. Changes that change nothing are left out, and those that
        give another place to a paper that was taken off the list meanwhile.

        `arriving` are papers that come with the step, which the changes may be of: new ones, and those that the user
        had removed; `moving` are those that the step moves within a list.

        Raises `UnknownPaper` when a paper is not in the library, or one that moves not on the list, `NoteConflict` when
        a note is no longer the one that the change started from, and what `Storage.push` raises; nothing was changed
        then.
        """
        shown = [Change(paper.id, "gone", True, None) for paper in arriving]
        wanted = edits.net((*shown, *changes))
        coming = {paper.id for paper in arriving}
        leaving = {change.subject: change.before for change in wanted if change.is_place and change.after is None}

        def draft() -> Draft | None:
            adds = tuple(ingest.bare(paper) for paper in arriving if self._state.facts(paper.id) is None)
            new = {paper.id for paper in adds}
            moved = (one.subject for one in wanted if self._is_off(one) and one.subject in moving)
            if (first := next(moved, None)) is not None:
                raise UnknownPaper(
                    f"'{self.papers[first].title}' was taken off the list meanwhile, or that is called otherwise now."
                )
            fresh = [
                replace(change, before=True if change.key == "gone" else None)
                if change.subject in new
                else self._fresh(change, leaving, coming)
                for change in wanted
                if not self._is_off(change)
            ]
            kept = tuple(change for change in fresh if change.before != change.after)
            return Draft(say, kept, adds) if kept or adds else None

        step, touched, warnings = self._push(draft)
        return Outcome(step, frozenset(touched), warnings=warnings)

    def _is_off(self, change: Change) -> bool:
        """Whether a change gives another place to a paper that is on that list no more."""
        moves = change.is_place and change.before is not None and change.after is not None
        return moves and change.subject in self.papers and self._state.value(change.subject, change.key) is None

    def _fresh(
        self, change: Change, leaving: Mapping[str, Value] = MappingProxyType({}), coming: Container[str] = ()
    ) -> Change:
        """The change as it stands against the newest state. `leaving` maps each paper that leaves a list in the same
        step to its place there: a place is given up, or goes with a renamed list, whether its paper is there or not.
        Those that are `coming` back in the step may be changed, too."""
        given_up = change.is_place and change.after in (None, leaving.get(change.subject))
        free = given_up or not change.of_paper
        facts = None if free else self._state.facts(change.subject)
        if not free and facts is None:
            raise UnknownPaper(f"There is no paper called '{change.subject}'.")
        is_gone = change.subject not in self.papers and change.subject not in coming
        if facts is not None and is_gone and change.key != "gone":
            raise UnknownPaper(f"'{facts.title}' was removed meanwhile.")
        if change.key == WORLD:  # It says itself what it found: the register holds the last words on a few facts.
            return change
        held = self._state.value(change.subject, change.key)
        if change.key == NOTE and held != change.before and held != change.after:
            title = self.papers[change.subject].title
            message = f"The note on '{title}' was changed elsewhere since you opened it."
            raise NoteConflict(message, stored=held or "", mine=change.after or "")
        if change.key.startswith(PREFIX) and held not in (change.before, change.after):
            raise Refused(
                f"What was put right of '{self.papers[change.subject].title}' was changed elsewhere just now."
            )
        return _as_seen(change, held) if holds_text(change) else replace(change, before=held)

    def settle_text(self, at: tuple[str, str], shown: str, text: str, seen: Collection[str], say: str) -> Outcome:
        """Let a text stand in the register with that subject and key, by one who has seen the one that is `shown` and
        those of `seen` that were written unseen (see `State.unseen`). One step; undo brings back the former text, and
        with it those.

        Raises as `apply`, `NoteConflict` where another text is shown by now. Nothing is changed where that text stands
        already and none of `seen` is unseen any more.
        """

        def draft() -> Draft | None:
            if not self._state.shows_text(*at):
                raise UnknownPaper("That text is not there any more: its paper or its list was removed meanwhile.")
            held = self._state.value(*at)
            if clean_text(text_of(held)) not in (shown, text):
                message = f"The {self._state.text_at(*at).called} was changed elsewhere since you opened it."
                raise NoteConflict(message, stored=text_of(held), mine=text)
            first = replace(self._fresh(Change(*at, held, with_text(held, text))), before=held)
            others = [one.text for one in self._state.unseen(*at) if one.text in seen]
            changes = (first, *(replace(first, before=with_text(held, other)) for other in others))
            return Draft(say, changes) if others or first.before != first.after else None

        step, touched, warnings = self._push(draft)
        return Outcome(step, frozenset(touched), warnings=warnings)

    def set_list(
        self,
        before: ReadingList | None,
        after: ReadingList | None,
        say: str,
        more: Iterable[Change] = (),
        *,
        moving: Collection[str] = (),
    ) -> Outcome:
        """Make, edit, rename or delete a reading list, or move the papers `moving` within it; `before` is the value
        that the user saw. One step, with what follows from it (`more`).

        Raises `Refused` when the new name is taken by another list.
        """
        same = before is not None and after is not None and _same_name(before.name, after.name)
        if after is not None and not same and (why := self.list_taken(after.name)):
            raise Refused(why)
        return self.apply([*self.list_changes(before, after, moving=moving), *more], say, moving=moving)

    def list_taken(self, name: str) -> str:
        """Why no other list may be called so, as a sentence; "" where it may. Names are compared blind to case."""
        held = self.list_called(name)
        return f"There already is a reading list called '{held.name}'." if held is not None else ""

    def list_changes(
        self,
        before: ReadingList | None,
        after: ReadingList | None,
        *,
        arriving: Sequence[Paper] = (),
        moving: Collection[str] = (),
    ) -> list[Change]:
        """The changes that turn one value of a list into another, for a step that does more than that, and that may
        bring papers; `moving` are those that are moved within the list.

        Who is put on a list leaves the inbox, who is put on the Queue and was read is unread again, and who is taken
        off it waits in the inbox again; an import, which decides nothing, has changes of its own.
        """
        return [*ingest.list_changes(self._state, before, after, moving), *self._decided_by(before, after, arriving)]

    def _decided_by(
        self, before: ReadingList | None, after: ReadingList | None, arriving: Sequence[Paper] = ()
    ) -> list[Change]:
        """What it decides of papers that they enter a list, or leave it."""
        left, entered = (dict.fromkeys(() if lst is None else lst.papers) for lst in (before, after))
        papers = [*self.held(entered), *(paper for paper in arriving if paper.id in entered)]
        renamed = before is not None and after is not None and not _same_name(before.name, after.name)
        changes: list[Change] = []
        if before is not None and _same_name(before.name, QUEUE):
            gone = left if renamed else [id for id in left if id not in entered]
            changes += [
                edit for paper in self.held(gone) for edit in edits.triage(paper, Decision.STAR if renamed else "")
            ]
        if after is not None and _same_name(after.name, QUEUE):
            changes += [edit for paper in papers for edit in edits.triage(paper, Decision.QUEUE)]
            fresh = [] if renamed else [id for id in entered if id not in left]
            changes += [edit for paper in self.held(fresh) for edit in edits.unread_again(paper)]
        elif not renamed:
            changes += [edit for paper in papers if paper.id not in left for edit in edits.out_of_inbox(paper)]
        return changes

    def merge(self, incoming: Sequence[Paper]) -> Plan:
        """What an import of these papers would do; nothing is changed."""
        beneath = {id: self._state.beneath(paper) for id, paper in self.papers.items() if paper.corrected}
        plan = merging.plan(self.papers, incoming, self._state.hidden, self._state.merged, beneath)
        news = tuple(
            said for said in plan.differing if self._state.value(said[0], f"{ingest.TOLD_PREFIX}{said[1]}") != said[2]
        )
        plan = replace(plan, incoming=tuple(incoming), revision=self.revision, differing=news)
        old = {pair for pair in plan.possible_duplicates if self._state.is_paired(*pair)}
        if not old:
            return plan
        linked, doubts = (
            tuple(pair for pair in pairs if pair not in old) for pairs in (plan.linked, plan.possible_duplicates)
        )
        return replace(plan, linked=linked, possible_duplicates=doubts)

    def add(
        self,
        incoming: Sequence[Paper],
        *,
        say: Callable[[Plan], str],
        tags: Sequence[str] = (),
        list_name: str = "",
        entries: Sequence[Sequence[IncomingEntry]] = (),
        plan: Plan | None = None,
    ) -> Outcome:
        """Import: add what is new, complete what is known; the user's words are never touched. One step.

        `tags` and `list_name` go to every paper named by the import, known ones too; `entries` (parallel to
        `incoming`) tells the lists that new papers come with. What new papers carry of the user's words is taken.
        `plan` is what `merge` said of them; it is made again where the library changed since.
        """
        plans: list[Plan] = []

        def draft() -> Draft | None:
            fresh = plan if plan is not None and plan.revision == self.revision else self.merge(incoming)
            plans.append(fresh)
            changes = ingest.arrivals(self._state, fresh)
            changes += ingest.wishes(self._state, fresh, tags, list_name, entries)
            adds = (*fresh.new, *(after for _, after in fresh.completed))
            return Draft(say(fresh), tuple(changes), tuple(map(ingest.bare, adds))) if changes or adds else None

        step, touched, warnings = self._push(draft)
        return Outcome(step, frozenset(touched), warnings=warnings, plan=plans[-1])

    def foreseen(self, held: HeldBackup) -> PuttingBack:
        """What putting back a backup would change."""
        if self._backing.is_away:
            return putting_back(State(), {}, held, self.device)
        known = {step.id: step for step in in_force(self._read_all(), self._withdrawn.undone)}
        return putting_back(self._state, known, held, self.device, unread=self._backing.is_unread)

    def put_back(self, held: HeldBackup, say: Callable[[PuttingBack], str]) -> Outcome:
        """Put back what a backup holds (see `put_back.putting_back`), also where the library can only be read because
        of what it has lost. One step: undo brings back what was there before.

        Raises what `Storage.push` does; nothing was changed then.
        """

        def draft() -> Draft | None:
            plan = self.foreseen(held)
            if not plan.anything:
                return None
            return Draft(
                say(plan),
                (*plan.changes, *plan.opened),
                tuple(map(ingest.bare, plan.papers)),
                brings=plan.steps,
                order=tuple(held.papers),
                times=plan.times,
                mends=plan.lost,
            )

        with self._lock:
            step, touched, warnings = self._push(draft, partial(self._backing.put_back, held.lines), mends=True)
            more = self.refresh()
        return Outcome(step, frozenset(touched | more.papers), warnings=(*warnings, *more.warnings))

    def go_on(self) -> Outcome:
        """Go on without what is missing still, which a step of the history says; it can be put back all the same.

        Raises what `Storage.push` does.
        """
        with self._lock:
            step, touched, warnings = self._push(self._backing.farewell, self._backing.go_on, mends=True)
            more = self.refresh()
        return Outcome(step, frozenset(touched | more.papers), warnings=(*warnings, *more.warnings))

    def must_be_here(self) -> None:
        """Raise `StoreError` when nothing of the library could be read just now: it holds no less for that."""
        if self._backing.away:
            raise StoreError(self._backing.away)

    @property
    def unread(self) -> str:
        """Why something that is in the library could not be read just now, as a sentence; "" when all could."""
        return self._backing.unread

    @property
    def loss(self) -> str:
        """Why the library may hold less than it held, as a sentence; "" while it knows of nothing that is missing."""
        return self._backing.loss

    @property
    def losses(self) -> tuple[str, ...]:
        """All that is missing, here or on its way, a sentence each, with what can be done about it."""
        return self._backing.losses

    @property
    def read_only(self) -> str:
        """Why nothing can be saved, as a sentence; "" when it can."""
        return self._backing.read_only

    @property
    def gone(self) -> tuple[str, ...]:
        """What is missing and one can go on without, a sentence each; none where nothing of the library is there."""
        return self._backing.gone

    @property
    def settled(self) -> tuple[int, str]:
        """The stamp of the last step by which somebody went on without what was lost; (0, "") where nobody did."""
        return self._backing.settled

    @property
    def copies(self) -> str:
        """The command that brings back some of what is missing, and how much of it; "" where no backup is known that
        does."""
        return self._backing.copies

    @property
    def is_away(self) -> bool:
        """Whether nothing of the library is there any more, so that it is shown as it was."""
        return self._backing.is_away

    @property
    def made_anew(self) -> str:
        """What is to be known of the place before a library of which nothing is there is made anew in it, as sentences;
        "" for nothing."""
        return self._backing.made_anew

    def missing_after(self, held: HeldBackup, plan: PuttingBack) -> list[str]:
        """What would still be missing once a backup was put back (`plan`, see `foreseen`), half sentences."""
        steps = (held.steps[id] for id in plan.steps)
        return self._backing.missing_with(held.lines, steps, (paper.id for paper in plan.papers))

    # -- history ------------------------------------------------------------------------------------------------------

    @property
    def device(self) -> str:
        """The name of this device's journal: the steps of all others were made elsewhere."""
        return self._backing.device

    def told(self, name: str) -> Mapping[str, str]:
        """What each device keeps of what this library last saw of an exported file, by the device's id."""
        return self._backing.told(name)

    def keep_told(self, name: str, text: str) -> None:
        """Keep what this device last saw of an exported file."""
        self._backing.keep_told(name, text)

    def history(self) -> list[Step]:
        """Every step of every device, newest first. Raises `StoreError` where they cannot be read any more."""
        return sorted(self._every(), key=_BY_STAMP, reverse=True)

    def recent(self, count: int) -> list[Step]:
        """The last steps of all devices, newest first."""
        with self._lock:
            here = self._withdrawn.standing(self._steps.values())
            found = self._kept.last(here, count) if self._kept is not None else None
            return found if found is not None else nlargest(count, self._every(), key=_BY_STAMP)

    def undoable(self, count: int | None = None) -> list[Step]:
        """This device's steps that `undo` would take back, the next one first: the first `count` of them or all."""
        return self._stacks(count).done[::-1][:count]

    def redoable(self, count: int | None = None) -> list[Step]:
        """This device's undone steps that `redo` would bring back, the next one first, likewise."""
        return self._stacks(count).undone[::-1][:count]

    def undone(self) -> list[Step]:
        """The steps of all devices that were taken back and do not stand."""
        return [step for step in self._every() if self._state.is_taken_back(step.id)]

    def _step(self, id: str) -> Step:
        if id not in self._steps:
            self._every()
        return self._steps[id]

    def _every(self) -> Collection[Step]:
        """Every step of every device but copies that were withdrawn (see `withdrawn`)."""
        return self._withdrawn.standing(self._read_all())

    def _read_all(self) -> Collection[Step]:
        """Every step that stands in any file. Those of which only came what is known are read when they are asked
        for."""
        if self._kept is not None:
            with self._lock:
                self._steps = {step.id: step for step in (*self._backing.early(), *self._steps.values())}
                self._kept = None
        return self._steps.values()

    def _own(self) -> list[Step]:
        here = self._withdrawn.standing(self._steps.values())
        return sorted((step for step in here if step.device == self._backing.device), key=_BY_STAMP)

    def _stacks(self, count: int | None) -> undo_rules.Stacks:
        """What can be undone and redone: `count` steps of each at least, where there are so many, or all."""
        with self._lock:
            kept, own = self._kept, self._own()
            if kept is not None and (not own or own[0].stamp > kept.top):
                found = undo_rules.stacks(own, kept.done, kept.undone)
                wanted = float("inf") if count is None else count
                enough = (kept.all_done or len(found.done) >= wanted) and (
                    kept.all_undone or len(found.undone) >= wanted
                )
                if enough and not found.sought:
                    return found
            self._every()
            return undo_rules.stacks(self._own())

    def _others_since(self, step: Step) -> list[Step]:
        """The steps of other devices than its own that are later than a step, or than a word that it repeats."""
        stamp = min((step.stamp, *step.times.values()))
        here = self._withdrawn.standing(self._steps.values())
        found = self._kept.since(here, stamp) if self._kept is not None else None
        every = found if found is not None else self._every()
        return [other for other in every if other.device != step.device and other.stamp > stamp]

    def leave(self) -> None:
        """Spare who opens the library next the reading of all steps, where these are very many."""
        with self._lock:
            self._backing.leave(self._folded)

    def _folded(self) -> FoldedSteps:
        stacks = self._stacks(0)
        done, undone = (few(steps[::-1])[::-1] for steps in (stacks.done, stacks.undone))
        own, kept = self._own(), self._kept or KeptSteps()
        steps = KeptSteps(
            recent=last((*kept.recent, *self._withdrawn.standing(self._steps.values()))),
            done=done,
            undone=undone,
            all_done=kept.all_done and len(done) == len(stacks.done),
            all_undone=kept.all_undone and len(undone) == len(stacks.undone),
            top=own[-1].stamp if own else kept.top,
        )
        return FoldedSteps(self._state, steps, self._withdrawn.mendings, self._withdrawn.undone)

    def undo(self, seen: str = "") -> Outcome:
        """Take back this device's last step that stands. What changed since, and what other devices built upon, is
        left alone and named.

        Raises `Refused` when there is nothing to undo, and when `seen`, the id of the step that a person was shown, is
        not that step any more.
        """
        return self._revisit(lambda: self.undoable(1), back=True, seen=seen)

    def undo_step(self, id: str) -> Outcome:
        """Take back one step of this device that stands, whichever it is, as `undo` does the last."""
        return self._revisit(lambda: [*filter(None, [self.standing(id)])], back=True)

    def redo_step(self, id: str) -> Outcome:
        """Bring back one step of this device that was undone, whichever it is, as `redo` does the last."""
        device = self._backing.device
        return self._revisit(lambda: [one for one in self.undone() if (one.id, one.device) == (id, device)], back=False)

    def standing(self, id: str) -> Step | None:
        """The step of this device with that id, where it stands and `undo` can reach it."""
        with self._lock:
            known = {step.id: step for step in self._stacks(0).done}
            if id not in known and id not in self._steps:
                known = {step.id: step for step in self._stacks(None).done}
            return known.get(id)

    def foretold(self, step: Step) -> str:
        """What is to be known before a step is taken back, as a sentence; "" for nothing."""
        if step.mends and step.changes:
            return undo_rules.LOST_AGAIN
        taken = edits.inverse(step.changes) if step.times else ()
        return undo_rules.LOST_FOR_GOOD if taken and undo_rules.takes_lost_away(step, taken, self._every()) else ""

    def redo(self) -> Outcome:
        """Bring back the step that was undone last. Raises `Refused` when there is none."""
        return self._revisit(lambda: self.redoable(1), back=False)

    def _revisit(self, stack: Callable[[], list[Step]], *, back: bool, seen: str = "") -> Outcome:
        skipped: list[str] = []
        told: list[str] = []
        moved: list[Change] = []

        past_loss = self._only_lacks and any(step.puts_back for step in stack()[:1])

        def draft() -> Draft:
            steps = stack()
            if not steps:
                raise Refused("There is nothing to undo." if back else "There is nothing to redo.")
            if (seen and steps[0].id != seen) or (past_loss and not steps[0].puts_back):
                raise Refused("The history changed meanwhile, so that is not the last step any more.")
            wanted, left, sentences, changes = self._revisited(steps[0], back=back)
            skipped.extend(left)
            told.extend(sentences)
            moved.extend(changes)
            return wanted

        step, touched, warnings = self._push(draft, self._backing.go_on if past_loss else None)
        return Outcome(step, frozenset(touched), tuple(skipped), (*warnings, *told), moved=tuple(moved))

    def _revisited(self, step: Step, *, back: bool) -> tuple[Draft, list[str], list[str], list[Change]]:
        """The draft that takes a step back, or brings it back, with what it leaves alone, what is to be known of that
        (both in sentences), and what becomes different by it beside what it says."""
        others = self._others_since
        if step.mends:
            copied = [id for id, by in self._withdrawn.copied.items() if step.id in by]
            wanted, left, moved = undo_rules.revisit_mending(
                self._state, step, copied, self._with, back=back, others=others
            )
            return wanted, left, [undo_rules.LOST_AGAIN] if back and moved else [], moved
        wanted, left = undo_rules.revisit(self._state, step, back=back, others=others, find=self._step)
        is_lost = back and step.times and undo_rules.takes_lost_away(step, wanted.changes, self._every())
        return wanted, left, [undo_rules.LOST_FOR_GOOD] if is_lost else [], []

    def foreseen_revisits(self, steps: Iterable[tuple[str, bool]]) -> list[Outcome]:
        """What it would do to take back the steps of these ids, or to bring them back (False), each after those before
        it; nothing is changed."""
        if self.read_only and not self._only_lacks:
            raise ReadOnly(self.read_only)
        then = self._apart()
        outcomes = []
        for id, back in steps:
            draft, skipped, told, moved = then._revisited(self._step(id), back=back)
            step = _tried(then.review(draft))
            then._go_on_with(step, draft.adds)
            outcomes.append(Outcome(step, warnings=tuple(told), skipped=tuple(skipped), moved=tuple(moved)))
        return outcomes

    @property
    def _only_lacks(self) -> bool:
        """Whether all that is there can be read, and it is not written for what is missing alone. Even then one can
        take back that a backup was put back, and bring it back, as neither says anything new."""
        return self.read_only == self.loss != "" and not (self.unread or self._backing.is_unread)

    def must_be_revisable(self, steps: Collection[Step]) -> None:
        """Raise `ReadOnly` where some of several steps cannot be taken back or brought back while something is missing,
        so that none of them is."""
        if self._only_lacks and not all(step.puts_back for step in steps):
            raise ReadOnly(self.read_only)

    def _is_of_putting_back(self, draft: Draft) -> bool:
        """Whether it takes back, or brings back, that a backup was put back."""
        again = draft.undoes or draft.redoes
        return bool(again) and self._step(again).puts_back

    def _with(self, draft: Draft) -> State:
        """The state as it would be with what is drafted."""
        return self.after(_tried(draft), draft.adds).state


def _tried(draft: Draft) -> Step:
    """The step that a draft would be, without an id."""
    return Step("", 0, 0, draft.say, draft.changes, draft.undoes, draft.redoes, times=draft.times, mends=draft.mends)


def _as_it_is(draft: Draft) -> Draft:
    """The draft: nobody has anything to say of it."""
    return draft


def _as_seen(change: Change, held: Value) -> Change:
    """A change of what holds a text, where `held` stands there by now: with the text that its writer started from, so
    that one that was written meanwhile is not taken for seen, and stays where the change is of something else."""
    was, wished, now = text_of(change.before), text_of(change.after), text_of(held)
    if change.is_place and not (isinstance(change.after, dict) and isinstance(held, dict)):
        return replace(change, before=held)
    if was == wished:
        return replace(change, before=held, after=with_text(change.after, now))
    return replace(change, before=held if now in (was, wished) else with_text(held, was))


def _same_name(one: str, other: str) -> bool:
    """Whether two names are those of one list."""
    return reading_lists.subject(one) == reading_lists.subject(other)
