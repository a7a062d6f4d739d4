"""Whose state an exported file holds: a library may take words away on a file's word only when it knew that state.

What a library wrote to a file or read from it, it keeps (`operations.bases`). A file that it never saw is its own where
nobody wrote it since it was first exported, everything that it says has been so here at some time, and the last steps
are here that the library knew which exported it: those the file names. Any other file was written
by another library (another person's, or a copy that was never told of those steps), which would take its own older
state for edits: it is met as news. No more is asked of steps where the user went on without lost ones: those never come
back, and once what the file says has been taken in again, nothing of them is missing in it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from itertools import pairwise
from typing import Any

from reader.errors import Refused
from reader.formats.markdown import Document, ExportedPaper, ExportRecord, OpenedExport, matches_digest
from reader.library import reading_lists
from reader.library.change import Change, Step
from reader.library.library import Library
from reader.paper import Paper, Status
from reader.text import clean_line, clean_text, fold_name, for_terminal


def last_steps(library: Library, document: Document) -> tuple[str, ...]:
    """The ids of the last steps, one a device, that touched the papers or the list of a document."""
    return steps_behind(library, (paper.id for paper in document.papers), document.origin)


def steps_behind(library: Library, papers: Iterable[str], origin: str) -> tuple[str, ...]:
    """The ids of the last steps, one a device, that touched these papers or the list `origin`."""
    subjects = {*papers, *([reading_lists.subject(origin)] if origin else [])}
    latest: dict[str, Step] = {}
    for step in library.history():
        if step.device not in latest and any(change.subject in subjects for change in step.changes):
            latest[step.device] = step
    return tuple(sorted(step.id for step in latest.values()))


class WrittenBefore:
    """Which steps a library has."""

    def __init__(self, library: Library) -> None:
        self._history = library.history()
        self._library = library
        self._past: _History | None = None
        self._at = {step.id: at for at, step in enumerate(self._history)}
        self._gave_up = any(step.without for step in self._history)
        self.undone: set[str] = set()
        """The ids of those that are taken back."""
        for step in reversed(self._history):
            self.undone.discard(step.redoes)
            if step.undoes:
                self.undone.add(step.undoes)

    def later(self) -> WrittenBefore:
        """The same by now. What the library held before is not looked at again, where it only took more steps."""
        now = WrittenBefore(self._library)
        more = len(now._history) - len(self._history)
        if self._past is not None and [step.id for step in now._history[more:]] == [step.id for step in self._history]:
            self._past.take(now._history[:more], self._library.papers)
            now._past = self._past
        return now

    def agrees(self, record: ExportRecord) -> bool:
        """Whether each thing that a file said was so in the library at some time."""
        if self._past is None:
            self._past = _History()
            self._past.take(self._history, self._library.papers)
        return self._past.agrees(record)

    def is_strange(self, record: ExportRecord) -> bool:
        """Whether a file that this library never met, as far as it knows, was written by another one."""
        return bool(record.versions) or not self.knows(record.by) or not self.agrees(record)

    def knows(self, steps: Iterable[str]) -> bool:
        """Whether it has all of these, or went on without those that it lost."""
        return self._gave_up or set(steps) <= self._at.keys()

    def changed_since(self, registers: Iterable[tuple[str, str]], by: Iterable[str], devices: Collection[str]) -> bool:
        """Whether each of these registers, as subjects and keys, was changed by a device that is not among `devices`,
        by a step newer than those of it in `by`."""
        since: dict[str, int] = {}
        for at in sorted((self._at[id] for id in by if id in self._at), reverse=True):
            since[self._history[at].device] = at
        return all(
            any(
                device not in devices and at < since.get(device, len(self._history))
                for at, device in self._changes.get(register, ())
            )
            for register in registers
        )

    @cached_property
    def _changes(self) -> Mapping[tuple[str, str], list[tuple[int, str]]]:
        """The places in the history, newest first, of what changed each register, with the devices."""
        found: defaultdict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        for at, step in enumerate(self._history):
            for change in step.changes:
                found[change.subject, change.key].append((at, step.device))
        return found


def foreign_among(library: Library, exports: Mapping[str, OpenedExport]) -> frozenset[str]:
    """The names of the files that another library wrote last and this one never met, as far as their comments tell, or
    that said what this one has lost since.

    Those that have lost their comment are not among them: they are read with care whoever wrote them.
    """
    records = {name: record for name, export in exports.items() if (record := export.record) is not None}
    strange = {name: record for name, record in records.items() if not record.is_base}
    if not strange:
        return frozenset()
    before = WrittenBefore(library)
    return frozenset(name for name, record in strange.items() if before.is_strange(record))


def emptied(library: Library) -> frozenset[tuple[str, str]]:
    """What this library held and gave up, as subjects and keys of registers: no file of another library fills it again.

    Keys are those of `Change`; "remark:<subject of a list>" is a remark on a paper, "section:<name>" one of a list.
    What an undo took back counts as never held.
    """
    gone: set[tuple[str, str]] = set()
    for step in reversed(library.history()):
        for change in step.changes:
            before, after = (_parts(change, value) for value in (change.before, change.after))
            gone -= after
            gone |= before - after if not step.undoes else set()
    return frozenset(gone)


def arrivals_taken_back(library: Library, ids: Collection[str]) -> set[str]:
    """Those of some removed papers that nobody removed: the step by which they came was undone."""
    if not ids:
        return set()
    taken_back = library.state.is_taken_back
    removals = (step for step in library.history() if not step.undoes and not taken_back(step.id))
    removed = {change.subject for step in removals for change in step.changes if change.key == "gone" and change.after}
    return set(ids) - removed


def _parts(change: Change, value: Any) -> set[tuple[str, str]]:
    """What a register holds with a value: itself, the remark in a place on a list, the sections of a list."""
    if not value:
        return set()
    parts = {(change.subject, change.key)}
    if isinstance(value, Mapping) and value.get("note"):
        parts.add((change.subject, f"remark:{change.key}"))
    if change.key == "sections" and isinstance(value, list):
        parts |= {(change.subject, f"section:{name}") for name in value}
    return parts


def must_be_own(library: Library, exports: Mapping[str, OpenedExport], name: str) -> None:
    """Raise `Refused` when another library wrote one of these files last, or this one has lost what it said."""
    if foreign_among(library, exports):
        raise Refused(f"{for_terminal(name)} was left as it is: {WHY}; import it, or replace it with --force.")


WHY = "another library wrote it last, or this one has lost what it said then"
"""Why such a file is neither obeyed nor written again."""


def _section(place: Mapping[str, Any]) -> str:
    return clean_line(str(place.get("section", "")))


class _History:
    """Every value that the registers of a library ever held."""

    def __init__(self) -> None:
        self._papers: Mapping[str, Paper] = {}
        self._held: dict[tuple[str, str], list[Any]] = {}
        self._subjects: set[str] = set()
        self._were_so: dict[str, dict[str, ExportedPaper]] = {}
        """What was found to have been so: of papers by their ids, by the list on which they stood."""

    def take(self, steps: Iterable[Step], papers: Mapping[str, Paper]) -> None:
        """Take further steps, after which the library has these papers."""
        self._papers = papers
        self._subjects.update(papers)
        for step in steps:
            for change in step.changes:
                self._subjects.add(change.subject)
                self._held.setdefault((change.subject, change.key), []).extend((change.before, change.after))

    def agrees(self, record: ExportRecord) -> bool:
        """Whether each thing that a file said when it was exported was so at some time."""
        subject = reading_lists.subject(record.list_name) if record.list_name else ""
        described = reading_lists.subject(record.origin)
        if record.origin and not self._was_called(described, record.origin):
            return False
        if record.description and not self._was_text(described, "description", record.description):
            return False
        if subject and not (self._had_sections(record, subject) and self._stood_so(record, subject)):
            return False
        known = self._were_so.setdefault(subject, {})
        for id, exported in record.papers.items():
            if known.get(id) is not exported:
                if id not in self._subjects or not self._was_so(id, exported, subject):
                    return False
                known[id] = exported
        return True

    def _was_called(self, subject: str, name: str) -> bool:
        """Whether a list was called so; one whose name nobody said is called as in its subject."""
        return name == subject.partition(":")[2] or name in map(clean_line, self._texts(subject, "name"))

    def _had_sections(self, record: ExportRecord, subject: str) -> bool:
        """Whether a list had these sections in this order: those that it stated, then others that hold papers."""
        if not record.sections:
            return True
        raw = [value for value in self._values(subject, "sections") if isinstance(value, list) and value]
        stated = [tuple(dict.fromkeys(name for text in value if (name := clean_line(str(text))))) for value in raw]
        held = {_section(place) for id, key in self._held if key == subject for place in self._places(id, subject)}
        return any(
            record.sections[: len(names)] == names and held.issuperset(record.sections[len(names) :])
            for names in stated or [()]
        )

    def _stood_so(self, record: ExportRecord, subject: str) -> bool:
        """Whether each paper of a list could stand before the one that follows it in its section."""
        for (one, exported), (other, following) in pairwise(record.papers.items()):
            first, then = ([str(place.get("at")) for place in self._places(id, subject)] for id in (one, other))
            if exported.section == following.section and first and then and min(first) > max(then):
                return False
        return True

    def _was_so(self, id: str, exported: ExportedPaper, subject: str) -> bool:
        paper = self._papers.get(id)
        statuses = {Status.UNREAD.value, *self._texts(id, "status"), *([paper.status.value] if paper else [])}
        if exported.status.value not in statuses:
            return False
        if exported.starred and True not in self._values(id, "star") and not (paper and paper.starred):
            return False
        known = {fold_name(tag) for tag in paper.tags} if paper else set()
        if not all(fold_name(tag) in known or any(self._values(id, f"tag:{fold_name(tag)}")) for tag in exported.tags):
            return False
        held = paper.note if paper else ""
        if (
            exported.note
            and not matches_digest(held, exported.note, True)
            and not self._was_text(id, "note", exported.note)
        ):
            return False
        return not subject or self._placed(id, exported, subject)

    def _placed(self, id: str, exported: ExportedPaper, subject: str) -> bool:
        """Whether a paper was on a list, in that section, with that remark."""
        places = self._places(id, subject)
        remarks = [clean_text(str(place.get("note", ""))) for place in places]
        return exported.section in map(_section, places) and any(
            matches_digest(remark, exported.remark, True) for remark in remarks
        )

    def _places(self, id: str, subject: str) -> list[Mapping[str, Any]]:
        """Every place that a paper ever had on a list."""
        return [value for value in self._values(id, subject) if isinstance(value, Mapping)]

    def _values(self, subject: str, key: str) -> list[Any]:
        return self._held.get((subject, key), [])

    def _texts(self, subject: str, key: str) -> list[str]:
        return [value for value in self._values(subject, key) if isinstance(value, str)]

    def _was_text(self, subject: str, key: str, fingerprint: str) -> bool:
        return any(matches_digest(clean_text(text), fingerprint, True) for text in self._texts(subject, key))
