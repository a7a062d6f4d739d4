"""What this library last wrote to an exported file or read from it: what the file says now is compared with that.

A file that several libraries write tells of the one that wrote it last, and what that one knew is no measure for
another. So each library keeps, for each file by its id, a few states of it, each with how often every writer had
written it by then (`ExportRecord.versions`). The state to compare with is the latest that stands at or behind what the
file says: a file that is older than what this library saw last is compared with what it was at that time, so that
nothing newer is undone, and what others wrote since is an edit like one that was typed. States that rest on steps
which this library has lost do not count, nor do those after which another device of this library wrote the file, as
where a sync tool brought the file and that device's journal first: what Reader wrote is nobody's edit. That its journal
tells of all of it shows such a device: where it does not, the library is a copy of its own by now, with the records
that it was copied with, and reads what the other one says as anybody's.

A paper that had left a file and was put back is compared with what this library knew of it when the one that put it
back last saw it there: its line tells of nothing newer.

What was read from one copy of a file is no measure for another that says the same of itself and shows none of it.

A state has two sides, what the file said and, where that was otherwise, what the library said (`operations.apart`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from reader.formats.markdown import (
    WRITERS,
    ExportedPaper,
    ExportRecord,
    OpenedExport,
    OwnSide,
    Returned,
    WritingDevice,
    digest,
    record_told,
    shows_taken,
    told_of,
)
from reader.library.change import Change
from reader.library.library import Library
from reader.library.reading_lists import subject
from reader.operations.apart import Apart, last_met, with_own, with_own_side
from reader.operations.authorship import WrittenBefore, steps_behind
from reader.operations.facts_apart import kept_by
from reader.operations.namesakes import namesake
from reader.operations.other_ids import under_own_ids
from reader.operations.untaken import EverHeld
from reader.paper import ReadingList, Status
from reader.text import fold_name

_PAPERS = "papers"
"""Under which the states of files are kept that show a single paper, as those of a vault do."""
_KEPT, _KEPT_PAPERS = 6, 3
"""So many states of a file are kept, and of one of a single paper."""
_FILES = 20_000
"""Of so many files of a single paper states are kept; those that were met longest ago go."""
_KEPT_LEFT = 200
"""So many papers that left a file are remembered."""


@dataclass(frozen=True, slots=True)
class _State:
    """A file as this library wrote it or read it."""

    device: str
    id: str
    writer: str
    """The mark under which the device counts in this file."""
    versions: tuple[tuple[str, int], ...]
    said: str
    """The fingerprint of what the file's comment said."""
    told: Mapping[str, Any]

    @property
    def place(self) -> str:
        """A fingerprint of where the file stood that was read, "" where that is not known."""
        return str(self.told.get("place", ""))

    @property
    def audience(self) -> str:
        """For whom the library last wrote the file, or else read it, one of `styles.AUDIENCES`; "" where an earlier
        version did not tell."""
        return str(self.told.get("audience", ""))

    @property
    def by(self) -> frozenset[str]:
        """The ids of the last steps that the library knew of what is in the file."""
        return frozenset(map(str, self.told["by"]))

    def is_behind(self, versions: Mapping[str, int]) -> bool:
        """Whether all that was written by then stands in a file that was written so often."""
        return all(versions.get(writer, 0) >= number for writer, number in self.versions)

    def is_of(self, other: _State) -> bool:
        """Whether it is of the same copy of the file, as it was written then."""
        return (self.versions, self.said, self.place) == (other.versions, other.said, other.place)

    def line(self) -> str:
        """The state as a line of JSON."""
        told = [self.id, self.writer, dict(self.versions), self.said, self.told]
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


class Bases:
    """What one library last saw of files."""

    def __init__(self, library: Library, place: str = "") -> None:
        """`place` is where the files stand that are met: it tells copies of one file apart that say the same."""
        self._library = library
        self._place = digest(str(Path(place).absolute())) if place else ""
        self._read: dict[str, dict[str, list[_State]]] = {}
        self._before: WrittenBefore | None = None
        self._kept: dict[str, Mapping[str, str]] = {}
        """What open files go on to show, by their ids."""
        self._strange: dict[str, Collection[str]] = {}
        """The papers of open files that are left to others, by the ids of those."""
        self._marks: dict[str, str] = {}
        """The marks under which files were written by now, by the ids of those."""
        self._opened: dict[str, ExportRecord] = {}
        """What open files say, by their ids."""

    def known_among(self, files: Mapping[str, OpenedExport], *, force: bool = False) -> dict[str, OpenedExport]:
        """Files with what this library last saw of them in the place of what their comments say, where it ever saw
        them, and with the ids that their papers have here. With `force` no paper goes on to be shown as it is there."""
        known = {name: self._known(export) for name, export in under_own_ids(self._library, files).items()}
        for name, export in known.items():
            if not force and export.told is not None:
                kept, strange = self._kept_by(export), self._strange_in(export)
                if export.record is not None and not export.record.papers.keys().isdisjoint(strange):
                    known[name] = export.with_record(_without(export.record, strange))
                self._keep_showing(known[name], kept, strange)
        self._opened |= {said.id: said for export in known.values() if (said := export.told) is not None}
        return known

    def take_arrivals(self, exports: Iterable[OpenedExport], library: Library | None = None) -> None:
        """Count the papers of open files that came into the library of them as met, where they were left to others till
        then, and go on to show them as they are there. `library` is the one that it would be in a dry run."""
        library = library or self._library
        for export in exports:
            came = [id for id in export.strange if id in library.papers]
            if came:
                shown = kept_by(library, export, None, EverHeld(library).versions_of)
                kept = {**export.kept, **{id: shown[id] for id in came if id in shown}}
                self._keep_showing(export, kept, [id for id in export.strange if id not in came])

    def _keep_showing(self, export: OpenedExport, kept: Mapping[str, str], strange: Collection[str]) -> None:
        if (record := export.told) is not None:
            self._kept[record.id], self._strange[record.id] = kept, strange
        export.keeping(kept, strange)

    def _kept_by(self, export: OpenedExport) -> Mapping[str, str]:
        """The papers that a file goes on to show as it does, though this library has them otherwise."""
        record = export.record
        base = record if record is not None and record.is_base else None
        if record is None or (base is None and not self._now().is_strange(record)):
            return {}
        return kept_by(self._library, export, base, EverHeld(self._library).versions_of)

    def _strange_in(self, export: OpenedExport) -> Collection[str]:
        """The papers of a file of several libraries that this one does not have, nor had when it last met the file:
        neither its user nor a loss took them away, so they are left to the others. So are those that were removed here
        while another library said something new of them."""
        record, there = export.record, export.told
        if record is None or there is None or (not record.is_base and not self._now().is_strange(record)):
            return ()
        had = record.papers if record.is_base else {}
        return [
            id
            for id, said in there.papers.items()
            if id not in self._library.papers and (id not in had or had[id] != said)
        ]

    def known(self, export: OpenedExport) -> OpenedExport:
        """The same of one file."""
        return self.known_among({"": export})[""]

    def _known(self, export: OpenedExport) -> OpenedExport:
        """A file with what this library last saw of it."""
        said = export.said
        if said is None or said.is_base:
            return export
        found = self._behind(said, export)
        return export if found is None else export.with_record(found)

    def have_lost(self, record: ExportRecord) -> bool:
        """Whether this library saw a file before and has lost steps that it knew then; what it read by a step that was
        undone is as never read."""
        states = [state for state in self._up_to_date(record) if not self._is_undone(state)]
        return bool(states) and self._behind(record) is None

    def is_for_others(self, record: ExportRecord) -> bool:
        """Whether this library has a file for others, whatever somebody made of it since: only who exports it here and
        says that it is for the user changes that."""
        states = self._states(record)
        return bool(states) and states[-1].audience == "others"

    def writer(self, export: OpenedExport) -> WritingDevice:
        """Who this device is that writes a file."""
        said = export.said
        if said is None:
            return WritingDevice()
        versions = dict(said.versions)
        own = [state for state in self._states(said) if state.device == self._library.device]
        mark = self._marks[said.id] = self._mark(said, own)
        numbers = [dict(state.versions).get(mark, 0) for state in own]
        last = _last_seen(own[-1]) if own else {}
        return WritingDevice(mark, max([versions.get(mark, 0), *numbers]) + 1, last.get)

    def keep_written(
        self, exports: Iterable[tuple[OpenedExport, str]], apart: Apart | None = None, step: str = ""
    ) -> None:
        """Keep what was written: files, each with the fingerprint of what was exported, and what the library says
        otherwise (`apart`). Where the `step` is undone by which a file was met, it counts as never met."""
        records = [(export.told, body) for export, body in exports]
        self._keep(
            [
                (record, with_own_side(self._library, replace(record, texts=apart.texts)) if apart else record, body)
                for record, body in records
                if record is not None
            ],
            None,
            step,
        )

    def keep_read(self, exports: Iterable[OpenedExport], returned: Returned, step: str = "") -> None:
        """Keep what was read of files, and taken by a step: where that is undone, it counts as never read. Of a file of
        which this library has lost what it knew nothing is kept."""
        exports, read = [*exports], []
        self.take_arrivals(exports)
        for export in exports:
            said, base = export.told, last_met(self._library, export, returned)
            if said is None or (said is export.record and self.have_lost(said)):
                continue
            if base and not namesake(self._library, base):
                is_new = base is not export.record
                taken = base if is_new else with_taken(base, returned)
                read.append((said, taken, "" if is_new or export.edited else base.body))
        self._keep(read, self._now().later(), step)

    def _keep(
        self, seen: Iterable[tuple[ExportRecord, ExportRecord, str]], now: WrittenBefore | None, step: str = ""
    ) -> None:
        """Keep states; where it is not sure that the library said what is in them, `now` tells."""
        fresh: dict[str, list[_State]] = {}
        for said, base, body in seen:
            base = _without(base, self._strange.get(said.id, ()))
            by = steps_behind(self._library, base.papers, base.origin)
            own = [state for state in self._states(said) if state.device == self._library.device]
            steps = (*base.steps, *([step] if step else []))
            others = frozenset(self._strange.get(said.id, ()))
            faces = self._kept.get(said.id, {})
            told = told_of(replace(base, body=body, by=by, steps=steps, faces=faces, others=others))
            told["agreed"] = now is None or now.agrees(own_record(base))
            if self._place and now is not None:
                told["place"] = self._place
            told["audience"] = (own[-1].audience if own and now is not None else "") or said.form.audience
            if left := self._left(said, own):
                told["left"] = left
            state = _State(self._library.device, said.id, self._mark(said, own), said.versions, _said(said), told)
            if not own or own[-1] != state:
                fresh.setdefault(_name(said), []).append(state)
        for name, states in fresh.items():
            self._write(name, states)

    def _left(self, said: ExportRecord, own: Sequence[_State]) -> dict[str, Mapping[str, int]]:
        """The papers that this device once saw in a file and that are there no more, with how often each writer had
        written it then."""
        last = _last_seen(own[-1]) if own else {}
        if (before := self._opened.get(said.id)) is not None:
            versions = dict(before.versions)
            last |= dict.fromkeys(before.papers, versions)
        left = [(id, versions) for id, versions in last.items() if id not in said.papers]
        return dict(left[-_KEPT_LEFT:])

    def _write(self, name: str, fresh: Iterable[_State]) -> None:
        held = self._all(name)
        own = {id: [each for each in states if each.device == self._library.device] for id, states in held.items()}
        for state in fresh:
            states = own.setdefault(state.id, [])
            alike = [each for each in states if each.is_of(state)]
            keep = [each for each in states if each not in alike[:-1] or each.told["body"]]
            del own[state.id]
            own[state.id] = [*keep, state][-(_KEPT_PAPERS if name == _PAPERS else _KEPT) :]
        lines = [state.line() for states in [*own.values()][-_FILES:] for state in states]
        self._library.keep_told(name, "\n".join([*lines, ""]))
        del self._read[name]

    def _mark(self, said: ExportRecord, own: Sequence[_State]) -> str:
        """The mark of this device in a file; another one where somebody else turns out to have taken the same."""
        if said.is_of_one:
            return WRITERS[0]
        if said.id in self._marks:
            return self._marks[said.id]
        return own[-1].writer if own and not _is_shared(own, said) else self._free(dict(said.versions))

    def _free(self, versions: Mapping[str, int]) -> str:
        # Two devices that took one mark must not both take the next one.
        told = "".join([self._library.device, *sorted(versions)])
        at = hashlib.sha256(told.encode()).digest()[0] % len(WRITERS)
        turned = WRITERS[at:] + WRITERS[:at]
        return next((mark for mark in turned if mark not in versions), turned[0])

    def _behind(self, record: ExportRecord, export: OpenedExport | None = None) -> ExportRecord | None:
        """What a file is to be compared with: what was kept of it that is whole. Where it is open (`export`), that is
        not what was read from another copy."""
        versions, said = dict(record.versions), _said(record)
        states = [state for state in self._up_to_date(record) if state.is_behind(versions)]
        same = [state for state in states if state.versions == record.versions]
        exact = [state for state in same if state.said == said]
        others = [state for state in states if state.versions != record.versions]
        others.sort(key=lambda state: sum(number for _, number in state.versions), reverse=True)
        rest = [state for state in same if state.said != said]
        for state in (*reversed(exact), *others, *rest):
            whole = self._whole(state, record)
            is_exact = (state.versions, state.said) == (record.versions, said)
            is_of_copy = whole is not None and is_exact and self._is_of_copy(state, whole, export)
            if whole is not None and not is_of_copy:
                return whole
        return None

    def _is_of_copy(self, state: _State, taken: ExportRecord, export: OpenedExport | None) -> bool:
        """Whether a state was read from another copy of an open file, of whose edits this one shows none."""
        is_elsewhere = bool(state.place and self._place) and state.place != self._place
        return is_elsewhere and export is not None and not shows_taken(export.file, taken)

    def _up_to_date(self, said: ExportRecord) -> list[_State]:
        """The states of a file after which no other device of this library wrote it, as far as is known; those before
        one that is not among them are none, either."""
        states = self._states(said)
        late = [dict(state.versions) for state in states if self._lags(state, said)]
        return [state for state in states if not any(state.is_behind(versions) for versions in late)]

    def _lags(self, state: _State, said: ExportRecord) -> bool:
        """Whether another device of this library wrote a file since: steps of such changed all that it says otherwise,
        and to what it says. What no step here tells of is an edit whoever wrote it: the journal of a device whose
        library was copied, and goes on by itself, never comes."""
        then = dict(state.versions)
        if not any(number > then.get(mark, 0) for mark, number in said.versions):
            return False
        try:
            was = record_told(dict(state.told), said)
        except (ValueError, TypeError, LookupError, AttributeError):
            return False
        changed, moved, now = _changed_between(was, said), _moved_between(was, said), self._now()
        others = {self._library.device}
        is_told = now.changed_since(changed, state.by, others)
        is_told = is_told and (not moved or any(now.changed_since([each], state.by, others) for each in moved))
        return bool(changed or moved) and is_told and now.agrees(said)

    def _whole(self, state: _State, said: ExportRecord) -> ExportRecord | None:
        """What a state tells, where the library has all steps on which it rests, or went on without those that it lost,
        and all that it once knew of it was so here at some time."""
        if self._is_undone(state) or not self._now().knows(state.by):
            return None
        try:
            record = replace(record_told(dict(state.told), said), is_news=state.versions != said.versions)
            is_sound = not state.told["agreed"] or self._now().agrees(own_record(record))
            return self._with_those_put_back(record, state, said) if is_sound else None
        except (ValueError, TypeError, LookupError, AttributeError):
            return None

    def _with_those_put_back(self, record: ExportRecord, state: _State, said: ExportRecord) -> ExportRecord:
        """What a state tells, with what was known before of the papers that were put into the file since by somebody
        who knew no more."""
        then = dict(state.versions)
        for back in said.back:
            if then.get(back.writer, 0) < back.number and back.id in record.papers:
                earlier = [each for each in self._states(said) if each.is_behind(back.known)]
                told = (record_told(dict(each.told), said) for each in reversed(earlier))
                record = _as_known(record, back.id, next((was for was in told if back.id in was.papers), None))
        return record

    def _is_undone(self, state: _State) -> bool:
        """Whether what the state rests on was taken back."""
        return not self._now().undone.isdisjoint(state.told["steps"])

    def _now(self) -> WrittenBefore:
        if self._before is None:
            self._before = WrittenBefore(self._library)
        return self._before

    def _states(self, record: ExportRecord) -> list[_State]:
        return self._all(_name(record)).get(record.id, [])

    def _all(self, name: str) -> dict[str, list[_State]]:
        """The states under a name, by the ids of files; those of this device come last."""
        if name not in self._read:
            found: dict[str, list[_State]] = {}
            told = self._library.told(name)
            for device in sorted(told, key=lambda each: (each == self._library.device, each)):
                for state in _parsed(device, told[device]):
                    found.setdefault(state.id, []).append(state)
            self._read[name] = found
        return self._read[name]


def _without(record: ExportRecord, papers: Collection[str]) -> ExportRecord:
    """A record that does not speak of some papers."""
    own = record.own
    order = None if own.order is None else tuple(id for id in own.order if id not in papers)
    return replace(
        record,
        papers={id: said for id, said in record.papers.items() if id not in papers},
        places=tuple(place for place in record.places if place[1] not in papers),
        own=replace(own, papers={id: said for id, said in own.papers.items() if id not in papers}, order=order),
    )


def _as_known(record: ExportRecord, id: str, earlier: ExportRecord | None) -> ExportRecord:
    """A record with what an earlier one says of a paper; None for none, and then it does not speak of it."""
    if earlier is None:
        return _without(record, [id])
    own = {other: said for other, said in record.own.papers.items() if other != id}
    own |= {id: earlier.own.papers[id]} if id in earlier.own.papers else {}
    papers = {**record.papers, id: earlier.papers[id]}
    texts = {**earlier.texts, **record.texts}
    return replace(record, papers=papers, own=replace(record.own, papers=own), texts=texts)


def _last_seen(state: _State) -> dict[str, Mapping[str, int]]:
    """The papers that a device saw in a file by a state of it, with how often each writer had written the file when it
    last did."""
    left, rows, versions = state.told.get("left"), state.told.get("papers"), dict(state.versions)
    found: dict[str, Mapping[str, int]] = {}
    if isinstance(left, dict):
        found = {id: then for id, then in left.items() if isinstance(then, dict)}
    ids = [row[0] for row in rows if isinstance(row, list) and row] if isinstance(rows, list) else []
    return found | {id: versions for id in ids if isinstance(id, str)}


def _changed_between(was: ExportRecord, now: ExportRecord) -> set[tuple[str, str]]:
    """The registers, as subjects and keys, that a file shows otherwise than it did."""
    lst, nothing = subject(now.origin), ExportedPaper()
    changed = {(id, lst) for id in was.papers.keys() ^ now.papers.keys()}
    for id in was.papers.keys() | now.papers.keys():
        one, other = was.papers.get(id, nothing), now.papers.get(id, nothing)
        tags = {fold_name(tag) for tag in one.tags} ^ {fold_name(tag) for tag in other.tags}
        changed |= {(id, f"tag:{tag}") for tag in tags}
        pairs = {"status": (one.status, other.status), "star": (one.starred, other.starred)}
        pairs |= {"note": (one.note, other.note), lst: ((one.remark, one.section), (other.remark, other.section))}
        changed |= {(id, key) for key, (before, after) in pairs.items() if before != after}
    pairs_of_list = {"sections": (was.sections, now.sections), "description": (was.description, now.description)}
    return changed | {(lst, key) for key, (before, after) in pairs_of_list.items() if before != after}


def _moved_between(was: ExportRecord, now: ExportRecord) -> set[tuple[str, str]]:
    """The registers of the places of the papers that a file shows in another order than it did."""
    both = was.papers.keys() & now.papers.keys()
    before, after = ([id for id in record.papers if id in both] for record in (was, now))
    return {(id, subject(now.origin)) for id in both} if before != after else set()


def _is_shared(own: Sequence[_State], said: ExportRecord) -> bool:
    """Whether another device counts under the mark of this one: the file was written more often under it than this one
    knows, or as often and says other things."""
    mark, there = own[-1].writer, dict(said.versions)
    if there.get(mark, 0) > max(dict(state.versions).get(mark, 0) for state in own):
        return True
    alike = [state.said for state in own if state.versions == said.versions]
    return mark in there and bool(alike) and _said(said) not in alike


def _name(record: ExportRecord) -> str:
    return _PAPERS if not record.origin and len(record.papers) == 1 else record.id


def _said(record: ExportRecord) -> str:
    said = told_of(replace(record, by=(), body=""))
    return digest(json.dumps(said, ensure_ascii=False, sort_keys=True))


def _parsed(device: str, text: str) -> Iterator[_State]:
    for line in text.split("\n"):
        try:
            id, writer, versions, said, told = json.loads(line)
            counts = tuple(sorted((str(mark), int(number)) for mark, number in versions.items()))
            is_ours = isinstance(told["body"], str) and all(isinstance(told[key], list) for key in ("by", "steps"))
            told["steps"] = [*map(str, told["steps"])] if is_ours else []
        except (ValueError, TypeError, AttributeError, LookupError, OverflowError, RecursionError):
            continue
        if is_ours and writer in (*WRITERS,):
            yield _State(device, str(id), str(writer), counts, str(said), told)


def own_record(record: ExportRecord) -> ExportRecord:
    """What the library said when it last met a file, as a record."""
    if not record.own:
        return record
    papers = {id: record.own_paper(id) for id in (*record.own_order, *record.papers) if id in record.papers}
    return replace(record, papers=papers, sections=record.own_sections, description=record.own_description)


def with_taken(record: ExportRecord, returned: Returned) -> ExportRecord:
    """A record of what a file said and the library, with what was taken from the file since."""
    if not record.own:
        return _file_with_taken(record, returned)
    own = {id: record.own_paper(id) for id in record.papers}
    for change in returned.changes:
        if change.subject in own:
            own[change.subject] = _changed(own[change.subject], change)
    order, sections, description = record.own_order, record.own_sections, record.own_description
    said = returned.says.get(record.id, record)
    for before, after in returned.lists:
        if record.list_name and fold_name(after.name) == fold_name(record.list_name):
            held = {entry.paper: entry for entry in before.entries} if before is not None else {}
            gone, came = held.keys() - set(after.papers), [id for id in after.papers if id not in held]
            is_as_met = before is not None and order == before.papers
            order = after.papers if is_as_met else (*(id for id in order if id not in gone), *came)
            sections = after.sections if before is None or sections == before.sections else sections
            if before is None or after.description != before.description:
                description = said.description
            for entry in after.entries:
                if entry.paper in own and entry != (was := held.get(entry.paper)):
                    now = own[entry.paper]
                    now = now if was and was.section == entry.section else replace(now, section=entry.section)
                    remark = said.papers[entry.paper].remark if entry.paper in said.papers else now.remark
                    own[entry.paper] = now if was and was.note == entry.note else replace(now, remark=remark)
    papers = {id: own[id] for id, shown in said.papers.items() if id in own and own[id] != shown}
    own_side = OwnSide(
        papers,
        None if order == tuple(said.papers) else order,
        None if sections == said.sections else sections,
        None if description == said.description else description,
    )
    return with_own(said, own_side)


def _file_with_taken(record: ExportRecord, returned: Returned) -> ExportRecord:
    """What a file said, with what was taken from it since."""
    papers = dict(record.papers)
    for change in returned.changes:
        if change.subject in papers:
            papers[change.subject] = _changed(papers[change.subject], change)
    record = replace(record, papers=papers)
    name = fold_name(record.list_name)
    for before, after in returned.lists:
        if name and fold_name(after.name) == name:
            record = _with_list(record, before, after)
    return record


def _changed(said: ExportedPaper, change: Change) -> ExportedPaper:
    kind, _, rest = change.key.partition(":")
    if kind == "status":
        return replace(said, status=Status(change.after or Status.UNREAD))
    if kind == "star":
        return replace(said, starred=bool(change.after))
    if kind == "note":
        text = str(change.after or "")
        return said if text.startswith("<<<<<<< ") else replace(said, note=digest(text))
    if kind == "tag":
        tags = tuple(tag for tag in said.tags if fold_name(tag) != fold_name(rest))
        return replace(said, tags=(*tags, str(change.after)) if change.after else tags)
    return said


def _with_list(record: ExportRecord, before: ReadingList | None, after: ReadingList) -> ExportRecord:
    """A record with the papers that joined or left, and with the sections, remarks and description that were taken."""
    held = {entry.paper: entry for entry in before.entries} if before is not None else {}
    now = {entry.paper: entry for entry in after.entries}
    papers = {id: said for id, said in record.papers.items() if id in now or id not in held}
    for id, entry in now.items():
        if id not in held:
            papers[id] = replace(papers.get(id, ExportedPaper()), section=entry.section, remark=digest(entry.note))
        elif id in papers and entry != held[id]:
            section = entry.section if entry.section != held[id].section else papers[id].section
            is_both = entry.note.startswith("<<<<<<< ")
            remark = digest(entry.note) if entry.note != held[id].note and not is_both else papers[id].remark
            papers[id] = replace(papers[id], section=section, remark=remark)
    moved = [id for id in held if id in now] != [id for id in now if id in held]
    if moved or any(id not in held for id in now):
        ordered = {id: papers[id] for id in now if id in papers}
        papers = ordered | papers
    description = record.description
    if after.description != (before.description if before is not None else "") and "<<<<<<<" not in after.description:
        description = digest(after.description)
    sections = after.sections if before is None or after.sections != before.sections else record.sections
    return replace(record, papers=papers, sections=tuple(sections), description=description)
