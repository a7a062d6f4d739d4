"""The library: papers and lists in memory, and the one way to change them.

Every edit goes the same way: the backing takes its lock and tells what others wrote meanwhile, the edit is held against
that fresh state, the step is made durable, and only then does memory change. The library knows nothing of files.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from reader import change as edits
from reader import lists, merge
from reader.change import Change, Draft, News, Step
from reader.errors import NoteConflict, Refused, UnknownList, UnknownPaper
from reader.identity import find_arxiv_id, normal_doi
from reader.paper import Paper, ReadingList, SavedSearch
from reader.record import world
from reader.state import State
from reader.text import clean_line, fold_name


class Backing(Protocol):
    """Where steps are made durable."""

    device: str
    """The name of this device's journal: `undo` takes back only its steps."""

    def pull(self) -> News:
        """What was written since the last call, by anybody."""

    def push(self, propose: Callable[[News], Draft | None]) -> Step | None:
        """Under the lock: read the news, ask `propose` what to write, make it durable.

        Returns the durable step, None when there was nothing to write. Raises `Busy`, `ReadOnly` or `StoreError`,
        and then nothing was written.
        """


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an edit did."""

    step: Step | None
    """None when everything already was as wanted."""
    papers: frozenset[str] = frozenset()
    """Ids of the papers that look different now, by this step or by what others wrote."""
    skipped: tuple[str, ...] = ()
    """Sentences naming what undo or redo left alone because it changed since."""
    warnings: tuple[str, ...] = ()
    plan: merge.Plan | None = None
    """For an import: what was new, completed, unchanged."""

    @property
    def say(self) -> str:
        """The step's sentence, or that nothing changed."""
        return self.step.say if self.step else "Nothing to change"


class Library:
    """All papers, lists and saved searches; `apply`, `undo` and `redo` are the only ways in."""

    def __init__(self, backing: Backing) -> None:
        self._backing = backing
        self._lock = threading.RLock()
        self._state = State()
        self._steps: dict[str, Step] = {}
        self.refresh()

    # -- reading ------------------------------------------------------------------------------------------------------

    @property
    def papers(self) -> Mapping[str, Paper]:
        """The papers by id, in the library's order (that of their first import)."""
        return self._state.papers

    @property
    def state(self) -> State:
        """The registers behind the papers, for those who check or preview."""
        return self._state

    @property
    def lists(self) -> Mapping[str, ReadingList]:
        """The reading lists by name, in the order of their names."""
        return {lst.name: lst for lst in self._state.lists.values()}

    @property
    def searches(self) -> Mapping[str, SavedSearch]:
        """The saved searches by name, in the order of their names."""
        return {search.name: search for search in self._state.searches.values()}

    def reading_list(self, name: str) -> ReadingList:
        """The list of that name, blind to case. Raises `UnknownList`."""
        found = self._state.lists.get(lists.subject(clean_line(name)))
        if found is None:
            raise UnknownList(f"There is no reading list called '{clean_line(name)}'.")
        return found

    def lists_of(self, id: str) -> tuple[str, ...]:
        """The names of the reading lists that hold a paper."""
        return self._state.lists_of(id)

    def tags(self) -> dict[str, int]:
        """Every tag with the number of papers that have it, in order; the commonest spelling is shown."""
        counts: dict[str, dict[str, int]] = {}
        for paper in self.papers.values():
            for tag in paper.tags:
                spellings = counts.setdefault(fold_name(tag), {})
                spellings[tag] = spellings.get(tag, 0) + 1
        return {
            max(spellings, key=lambda tag: (spellings[tag], tag)): sum(spellings.values())
            for _, spellings in sorted(counts.items())
        }

    def resolve(self, name: str) -> Paper:
        """The paper called `name`: an id, a unique prefix of one, an arXiv id or its address, or a DOI.

        Raises `UnknownPaper`, which lists the candidates when several answer.
        """
        wanted = clean_line(name)
        if paper := self.papers.get(wanted):
            return paper
        if (survivor := self._state.merged.get(wanted)) and survivor in self.papers:
            return self.papers[survivor]
        arxiv_id, doi = find_arxiv_id(wanted), normal_doi(wanted)
        found = [
            paper
            for paper in self.papers.values()
            if (arxiv_id and paper.arxiv_id == arxiv_id) or (doi and paper.doi == doi)
        ] or [paper for id, paper in self.papers.items() if wanted and id.startswith(wanted)]
        if len(found) == 1:
            return found[0]
        if not found:
            raise UnknownPaper(f"There is no paper called '{wanted}'.")
        raise UnknownPaper(f"'{wanted}' names {len(found)} papers.", [(paper.id, paper.title) for paper in found[:20]])

    # -- changing -----------------------------------------------------------------------------------------------------

    def refresh(self) -> Outcome:
        """Take in what others wrote since the last look."""
        with self._lock:
            news = self._backing.pull()
            return Outcome(None, frozenset(self._take(news)), warnings=news.warnings)

    def _take(self, news: News) -> set[str]:
        if news.reset:
            old, self._state, self._steps = self._state, State(), {}
            self._state.fold(news.papers, news.steps)
            touched = {id for id in {**old.papers, **self.papers} if old.papers.get(id) != self.papers.get(id)}
        else:
            touched = self._state.fold(news.papers, news.steps)
        self._steps.update((step.id, step) for step in news.steps)
        return touched

    def _push(self, draft: Callable[[], Draft | None]) -> tuple[Step | None, set[str], tuple[str, ...]]:
        touched: set[str] = set()
        warnings: list[str] = []
        facts: list[Paper] = []

        def propose(news: News) -> Draft | None:
            touched.update(self._take(news))
            warnings.extend(news.warnings)
            wanted = draft()
            facts.extend(wanted.adds if wanted else ())
            return wanted

        with self._lock:
            step = self._backing.push(propose)
            if step is not None:
                self._steps[step.id] = step
                touched |= self._state.fold(facts, [step])
        return step, touched, tuple(warnings)

    def apply(self, changes: Iterable[Change], say: str) -> Outcome:
        """One step: durable, undoable, with a human sentence. Changes that change nothing are left out.

        Raises `UnknownPaper` when a paper is not in the library, `NoteConflict` when a note is no longer the one that
        the change started from, and what `Backing.push` raises; nothing was changed then.
        """
        wanted = list(changes)

        def draft() -> Draft | None:
            fresh = [self._fresh(change) for change in wanted]
            kept = tuple(change for change in fresh if change.before != change.after)
            return Draft(say, kept) if kept else None

        step, touched, warnings = self._push(draft)
        return Outcome(step, frozenset(touched), warnings=warnings)

    def _fresh(self, change: Change) -> Change:
        """The change as it stands against the newest state."""
        named = change.subject.startswith(("list:", "search:"))
        if not named and self._state.facts(change.subject) is None:
            raise UnknownPaper(f"There is no paper called '{change.subject}'.")
        if not named and change.subject not in self.papers and change.key != "gone":
            raise UnknownPaper(f"The paper '{change.subject}' was removed meanwhile.")
        held = self._state.value(change.subject, change.key)
        if change.key == "note" and held != change.before and held != change.after:
            title = self.papers[change.subject].title
            message = f"The note on '{title}' was changed elsewhere since you opened it."
            raise NoteConflict(message, stored=held or "", mine=change.after or "")
        return replace(change, before=held)

    def set_list(self, before: ReadingList | None, after: ReadingList | None, say: str) -> Outcome:
        """Make, edit, rename or delete a reading list; `before` is the value that the user saw. One step.

        Raises `Refused` when the new name is taken by another list.
        """
        same = before is not None and after is not None and lists.subject(before.name) == lists.subject(after.name)
        if after is not None and not same and lists.subject(after.name) in self._state.lists:
            raise Refused(f"There already is a reading list called '{after.name}'.")
        return self.apply(self.list_changes(before, after), say)

    def list_changes(self, before: ReadingList | None, after: ReadingList | None) -> list[Change]:
        """The changes that turn one value of a list into another, for a step that does more than that."""
        held = {} if before is None else self._state.entries(lists.subject(before.name))
        if after is not None and before is not None:
            # Papers that are hidden for now keep their place in the list.
            shown = set(before.papers)
            hidden = {id: value for id, value in held.items() if id not in shown and id not in self.papers}
            if lists.subject(before.name) == lists.subject(after.name):
                held = {id: value for id, value in held.items() if id not in hidden}
        return lists.changes(before, after, held)

    def merge(self, incoming: Sequence[Paper]) -> merge.Plan:
        """What an import of these papers would do; nothing is changed."""
        return merge.plan(self.papers, incoming, self._state.hidden)

    def add(
        self,
        incoming: Sequence[Paper],
        *,
        say: Callable[[merge.Plan], str],
        tags: Sequence[str] = (),
        list_name: str = "",
        lists_of: Sequence[Sequence[str]] = (),
    ) -> Outcome:
        """Import: add what is new, complete what is known; the user's words are never touched. One step.

        `tags` and `list_name` go to every paper named by the import, known ones too; `lists_of` (parallel to
        `incoming`) names the lists that new papers come with. What new papers carry of the user's words is taken.
        """
        plans: list[merge.Plan] = []

        def draft() -> Draft | None:
            plan = self.merge(incoming)
            plans.append(plan)
            changes = [*self._arrivals(plan), *self._wishes(plan, tags, list_name, lists_of)]
            adds = (*plan.new, *(after for _, after in plan.completed))
            return Draft(say(plan), tuple(changes), tuple(_bare(paper) for paper in adds)) if changes or adds else None

        step, touched, warnings = self._push(draft)
        return Outcome(step, frozenset(touched), warnings=warnings, plan=plans[-1])

    def _arrivals(self, plan: merge.Plan) -> list[Change]:
        changes = [Change(paper.id, "gone", True, None) for paper in plan.new]
        changes += [Change(paper.id, "gone", self._state.value(paper.id, "gone"), None) for paper in plan.revived]
        for before, after in plan.completed:
            old, new = world(before), world(after)
            names = [name for name in {**old, **new} if old.get(name) != new.get(name)]
            held = self._state.value(after.id, "world") or {}
            undone = {**held, **{name: old.get(name) for name in names}}
            changes.append(Change(after.id, "world", undone, {**held, **{name: new.get(name) for name in names}}))
        for paper in plan.new:
            plain = _bare(paper)
            changes += edits.tag(plain, paper.tags) + edits.star(plain, paper.starred)
            changes += edits.status(plain, paper.status) + edits.note(plain, paper.note)
        return changes

    def _wishes(
        self, plan: merge.Plan, tags: Sequence[str], list_name: str, lists_of: Sequence[Sequence[str]]
    ) -> list[Change]:
        fresh = {paper.id: paper for paper in plan.new}
        named = list(dict.fromkeys(plan.ids))
        changes: list[Change] = []
        for id in named if tags else ():
            paper = fresh.get(id) or self.papers.get(id) or self._state.facts(id)
            if paper is not None:
                changes += edits.tag(paper, tuple(tags))
        members: dict[str, list[str]] = {clean_line(list_name): named} if list_name else {}
        for id, names in zip(plan.ids, lists_of, strict=False):
            for name in names if id in fresh else ():
                members.setdefault(clean_line(name), []).append(id)
        for name, ids in members.items():
            before = self._state.lists.get(lists.subject(name))
            changes += self.list_changes(before, lists.add(before or ReadingList(name), ids))
        return changes

    # -- history ------------------------------------------------------------------------------------------------------

    def history(self) -> list[Step]:
        """Every step of every device, newest first."""
        return sorted(self._steps.values(), key=lambda step: step.stamp, reverse=True)

    def undoable(self) -> list[Step]:
        """This device's steps that `undo` would take back, the next one first."""
        return _stacks(self._own())[0][::-1]

    def redoable(self) -> list[Step]:
        """This device's undone steps that `redo` would bring back, the next one first."""
        return _stacks(self._own())[1][::-1]

    def _own(self) -> list[Step]:
        own = [step for step in self._steps.values() if step.device == self._backing.device]
        return sorted(own, key=lambda step: step.stamp)

    def undo(self) -> Outcome:
        """Take back this device's last step that stands. What changed since is left alone and named.

        Raises `Refused` when there is nothing to undo.
        """
        return self._revisit(self.undoable, back=True)

    def redo(self) -> Outcome:
        """Bring back the step that was undone last. Raises `Refused` when there is none."""
        return self._revisit(self.redoable, back=False)

    def _revisit(self, stack: Callable[[], list[Step]], *, back: bool) -> Outcome:
        skipped: list[str] = []

        def draft() -> Draft:
            steps = stack()
            if not steps:
                raise Refused("There is nothing to undo." if back else "There is nothing to redo.")
            step = steps[0]
            kept: list[Change] = []
            for change in edits.inverse(step.changes) if back else step.changes:
                if self._same(change):
                    kept.append(change)
                else:
                    skipped.append(self._left_alone(change))
            say = f"Undid: {step.say}" if back else f"Redid: {step.say}"
            return Draft(say, tuple(kept), undoes=step.id if back else "", redoes="" if back else step.id)

        step, touched, warnings = self._push(draft)
        return Outcome(step, frozenset(touched), tuple(skipped), warnings)

    def _same(self, change: Change) -> bool:
        """Whether the register still holds what the change starts from."""
        held = self._state.value(change.subject, change.key)
        return held == change.before or (change.key == "gone" and not held and not change.before)

    def _left_alone(self, change: Change) -> str:
        what = change.key.partition(":")[0]
        facts = self._state.facts(change.subject)
        name = facts.title if facts else change.subject.partition(":")[2]
        return f"The {what} of '{name}' was changed since and is left as it is."


def _bare(paper: Paper) -> Paper:
    """The paper without the user's words."""
    plain = Paper(id=paper.id, title=paper.title)
    return replace(paper, tags=(), starred=False, status=plain.status, note="", read_at="", triage="")


def _stacks(own: Sequence[Step]) -> tuple[list[Step], list[Step]]:
    """What can be undone and what can be redone after these steps, each with the next one last."""
    done: list[Step] = []
    undone: list[Step] = []
    for step in own:
        if step.undoes:
            undone += [other for other in done if other.id == step.undoes]
            done = [other for other in done if other.id != step.undoes]
        elif step.redoes:
            done += [other for other in undone if other.id == step.redoes]
            undone = [other for other in undone if other.id != step.redoes]
        else:
            done.append(step)
            undone = []
    return done, undone
