"""The doctor: checks every promise about the library's files and names what is wrong."""

from __future__ import annotations

import math
import os
import stat
import time
from collections.abc import Collection, Container, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from reader import paths
from reader.counting import count
from reader.errors import Damaged, StoreError
from reader.library.change import Step
from reader.library.note_versions import told_of_unseen
from reader.library.registers import State
from reader.library.withdrawn import as_read_twice, in_force, undone_mendings
from reader.paper import Paper
from reader.store import disk, open_library
from reader.store.backup import Backups
from reader.store.backup_files import flaws_of
from reader.store.catalogue import (
    MARKS,
    NAME,
    Documents,
    copies,
    last_import,
    leftovers,
    placeholder,
    read_tables,
    version,
)
from reader.store.chain import Chain, Gap
from reader.store.device import ThisDevice, device_id, this_device
from reader.store.facts import UNEVEN, paper_of
from reader.store.folder import Folder
from reader.store.journal import (
    as_utf8,
    device_of,
    holds_nothing,
    is_journal,
    is_of_device,
    is_utf16,
    journal_paths,
    journals_there,
    unmet_gaps,
)
from reader.store.lines import SENSE, VERSION, Header, JournalLine, decode, flaw, is_merge_mark, whole_lines
from reader.store.loss import CHOICE, Holdings, advice, between, others_back, sentence
from reader.store.lost_copies import only_in_backup, told_by_backups, where_all_is, where_copies_are, where_papers_are
from reader.store.memory import JournalEnd, Memory, RememberedLibrary, was_here
from reader.store.owner_file import OwnerFile
from reader.store.paper_ids import PaperIds
from reader.store.past import away, called_otherwise, moved_here, obstacle
from reader.store.repair import mend
from reader.store.strayed import strayed
from reader.text import for_terminal

__all__ = ["Finding", "check", "remember", "repair"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing about the files that is not as it should be."""

    kind: str
    """A short word for scripts: catalogue, former, entry, twice, mark, copy, line, merge, header, same-id, unfinished,
    newer, unreadable, full, strange, leftover, placeholder, coding, open, orphan, note, remark, description, missing,
    gap, order, clock, backup, no-backup, memory, device, away, lock.
    """
    where: str
    """The file, below the library's folder, with the line's number where there is one."""
    message: str
    repairable: bool = False
    """Whether `repair` mends it."""
    serious: bool = True
    """False for what loses nothing."""

    def to_json(self) -> dict[str, Any]:
        """As `doctor --json` has it."""
        return {"kind": self.kind, "where": self.where, "message": self.message, "repairable": self.repairable}


def check(path: Path, *, state_dir: Path | None = None, data_dir: Path | None = None) -> list[Finding]:
    """What is wrong with the library in `path`; nothing is written. Empty when all is well.

    `state_dir` is where this machine remembers what was there, `data_dir` where its backups are, the platform's by
    default.
    """
    folder = os.path.abspath(path)
    state = str(state_dir or paths.state_dir())
    memory = Memory(state, folder)
    backups = Backups(folder, str(data_dir or paths.data_dir()), state)
    if (missing := memory.away()).worth:
        told = away(folder, missing, where_all_is(backups, device_id(state), missing))
        return [Finding("away", for_terminal(folder), told, repairable=not obstacle(folder))]
    here = memory.here()
    remembered = here.remembered
    if not os.path.isdir(folder):
        return [Finding("unreadable", for_terminal(folder), "There is no folder.")]
    known = remembered.worth or _may_be_there(os.path.join(state, "device"))
    device, is_known, trouble = this_device(state) if known else ThisDevice("", True, "")
    if not trouble and (trouble := called_otherwise(remembered, device) if known else ""):
        is_known = False
    try:
        found = [*_folder(folder, device), *_lock(folder), *_leftovers(folder)]
        papers, imports, more = _catalogues(folder)
        steps, places, journals = _journals(folder, device, remembered.journals)
    except OSError as error:
        told = f"It cannot be read: {disk.reason_in(error, folder)}."
        wrong = isinstance(error, NotADirectoryError)
        return [Finding("unreadable", for_terminal(folder), told, repairable=wrong)]
    troubles = {finding.kind for finding in more if finding.where == NAME}
    if not troubles.isdisjoint(("catalogue", "unreadable")):
        more = [_with_papers_then(finding, remembered, backups) for finding in more]
        remembered = replace(remembered, papers=0, sample=(), catalogue=PaperIds())
    holdings = Holdings(device, remembered)
    said = _every(imports, steps)
    holdings.take(said.values(), {paper.id: paper for paper in papers})
    unmet = unmet_gaps(folder, [place.gap for place in places], (line for _, line in imports.values()))
    holdings.miss(unmet)
    gone = _gone(backups, holdings, said, places, unmet)
    if gone and (aside := [_where(folder, path) for path in strayed(folder)]):
        journals = [one for one in journals if one.kind != "strange" or one.where not in aside]
        journals += [Finding("strange", place, _STRAYED, serious=False) for place in aside]
    if gone and here.before:
        gone[0] = replace(gone[0], message=f"{gone[0].message} {moved_here(folder, here.before)}")
    whole, is_new = not (more or gone), not (remembered.worth or here.remembered.copy)
    blind = list(_of_memory(memory, folder))
    if whole and is_new and memory.is_gone and not any(one.kind == "full" for one in blind):
        told = told_by_backups(backups, device, holdings, said)
        blind += [Finding("memory", for_terminal(memory.file), told)] if told else []
    elif whole and (told := only_in_backup(backups, said).told):
        blind += [Finding("missing", "journal", told, repairable=True)]
    if trouble:
        blind.append(Finding("device", for_terminal(os.path.join(state, "device")), trouble, serious=not is_known))
    shown = State()
    shown.fold(papers, in_force(said.values(), undone_mendings(said.values())))
    orphans = () if "unreadable" in troubles else _orphans(shown)
    unseen = _written_unseen(shown, device)
    unheld = _unheld(said.values(), papers, device)
    return [*found, *more, *journals, *gone, *orphans, *unseen, *_of_backups(backups, unheld), *blind]


def repair(path: Path, *, state_dir: Path | None = None, data_dir: Path | None = None) -> list[str]:
    """Mend what `check` finds: damaged parts go to the folder "set-aside", what is readable is kept, and the library
    goes on without what is missing, which is a step of its history.

    Where a library is not there a new one can begin in its place; what is remembered of it counts again when it is
    back. Returns a sentence for each thing done. Raises `Busy`, `ReadOnly` and `StoreError`.
    """
    folder = os.path.abspath(path)
    state = str(state_dir or paths.state_dir())
    memory = Memory(state, folder)
    backups = Backups(folder, str(data_dir or paths.data_dir()), state)
    done: list[str] = []
    try:
        if (missing := memory.away()).worth:
            if why := obstacle(folder):
                raise StoreError(why)
            copies = where_all_is(backups, device_id(state), missing)
            disk.make_folder(folder)
            memory.forget()
            done = [f"Went on without the library that was in '{for_terminal(folder)}'; a new one can begin there."]
            done += [f"Until then the former one comes back with {copies}."] if copies else []
    except OSError as error:
        raise disk.refusal(error, folder) from error
    remembered = memory.here().remembered
    done += mend(path, remembered.journals, backups)
    opened = open_library(path, state_dir=state_dir, data_dir=data_dir)
    try:
        opened.pull()
        for told in _farewells(opened, folder, backups, is_known=remembered.worth):
            done.append(told)
    except StoreError as error:
        raise type(error)(" ".join([*done, str(error)])) from error
    if _are_unheld(backups) and opened.back_up():
        done.append(BACKED_UP)
    opened.close()
    return done


def _farewells(opened: Folder, folder: str, backups: Backups, *, is_known: bool) -> Iterator[str]:
    """Go on without what is missing, and without what a backup alone holds; a sentence for each. `is_known` says
    whether anything of the library is remembered. Raises `Busy`, `ReadOnly` and `StoreError`."""
    steps, has_gaps = _steps(folder)
    if is_known or has_gaps:
        also = f", and with {opened.copies}" if opened.copies else ""
        if (step := opened.go_on(lambda news: opened.farewell())) is not None:
            steps[step.id] = step
            yield f"{step.say}; what is missing comes back when its file returns{also}."
    alone = only_in_backup(backups, steps)
    if (step := opened.go_on(lambda news: alone.farewell)) is not None:
        yield f"{step.say}."


BACKED_UP = "Made a backup of the library."
_STRAYED = "Steps stand in it, and nobody reads them here: put it into 'journal/', unpacked, with a name in '.jsonl'."


def _are_unheld(backups: Backups) -> bool:
    """Whether there is no backup that can be read whole, as far as can be seen."""
    with suppress(OSError):
        found = backups.found()
        return len(list(flaws_of(found))) == len(found)
    return False


def remember(path: Path, *, state_dir: Path | None = None, data_dir: Path | None = None) -> None:
    """Let this machine remember a library that it never saw, so that what gets lost of it is noticed also where nobody
    but the doctor looks at it. Nothing is written in it, and what cannot be opened is passed over."""
    folder = os.path.abspath(path)
    if os.path.isdir(folder) and not Memory(str(state_dir or paths.state_dir()), folder).here().remembered.worth:
        with disk.forgiven():
            opened = open_library(path, state_dir=state_dir, data_dir=data_dir)
            opened.pull()
            opened.close()


def _may_be_there(path: str) -> bool:
    """Whether something bears a name, or that cannot be looked at."""
    try:
        return disk.is_there(path)
    except OSError:
        return True


@dataclass(frozen=True, slots=True)
class _Unheld:
    """What of a library should be in a backup."""

    what: str
    """Its steps and papers, counted; "" where it holds nothing."""
    own: bool
    """Whether this machine said any of it: a backup was made then."""


def _unheld(steps: Collection[Step], papers: Collection[Paper], device: str) -> _Unheld:
    parts = [count(len(steps), "step")] if steps else []
    parts += [count(len(papers), "paper")] if papers else []
    return _Unheld(" and ".join(parts), any(step.device == device for step in steps))


def _of_memory(memory: Memory, folder: str) -> Iterator[Finding]:
    """What is wrong with what this machine remembers of the library in `folder`."""
    where = for_terminal(memory.file)
    if told := memory.trouble:
        yield Finding("memory", where, told)
    if _lies_in(memory.file, folder):
        told = "It lies in the library's own folder: what takes that away is not noticed."
        yield Finding("memory", where, told, serious=False)
    if disk.is_full(disk.nearest(memory.file)):
        told = "The disk of what this machine remembers is full: what gets lost from now on may not be noticed."
        yield Finding("full", where, told)


def _of_backups(backups: Backups, unheld: _Unheld) -> Iterator[Finding]:
    """What is wrong with the backups. The library itself lacks nothing by it, so that it is serious where none is left
    that would bring back all of it; not where this machine only read it, which makes none."""
    try:
        found = backups.found()
    except OSError as error:
        told = f"No backup can be read or made there: {disk.reason(error)}."
        yield Finding("backup", for_terminal(backups.folder), told)
        return
    place = disk.nearest(backups.folder)
    if not disk.writable(place):
        told = f"No backup can be made there: '{for_terminal(place)}' may not be written."
        yield Finding("backup", for_terminal(backups.folder), told)
    elif disk.is_full(place):
        told = "No backup can be made there: the disk is full."
        yield Finding("full", for_terminal(backups.folder), told)
    if _lies_in(backups.folder, backups.library):
        told = "The backups lie in the library's own folder: what takes that away takes them, too."
        yield Finding("backup", for_terminal(backups.folder), told, serious=False)
    flaws = list(flaws_of(found))
    none = len(flaws) == len(found)
    if not found and unheld.what:
        told = f"There is no backup of its {unheld.what} on this machine; the next edit makes one, or a repair."
        yield Finding("no-backup", for_terminal(backups.folder), told, repairable=True, serious=unheld.own)
    beside = "No other can be read whole; a repair makes one." if none else "Others can be read whole."
    for backup, why in flaws:
        told = f"This backup does not bring back all that it should: {why}. {beside}"
        yield Finding("backup", for_terminal(backup.path), told, repairable=none, serious=none)


def _lies_in(path: str, folder: str) -> bool:
    """Whether a path lies below a folder, wherever links lead."""
    return os.path.realpath(path).startswith(os.path.realpath(folder) + os.sep)


def _with_papers_then(finding: Finding, remembered: RememberedLibrary, backups: Backups) -> Finding:
    """What is wrong with the catalogue, with how many papers it had and where copies of them are."""
    told = Holdings("", remembered).papers_then
    if finding.where != NAME or finding.kind != "catalogue" or not told:
        return finding
    copies = where_papers_are(backups, remembered)
    back = f" Put it back with {copies}." if copies else ""
    return replace(finding, message=f"{finding.message} {told}{back}")


def _steps(folder: str) -> tuple[dict[str, Step], bool]:
    """All steps of a library, by id, and whether any may be missing in the middle of its journals. Raises
    `StoreError`."""
    try:
        _, imports, _ = _catalogues(folder)
        steps, places, _ = _journals(folder, "", {})
    except OSError as error:
        raise disk.refusal(error, folder) from error
    return _every(imports, steps), bool(places)


def _every(imports: Mapping[str, tuple[Step, bytes]], steps: Mapping[str, Step]) -> dict[str, Step]:
    """The steps of imports that stand in the catalogue and those of the journals, by id."""
    return {**{id: step for id, (step, _) in imports.items()}, **steps}


def _gone(
    backups: Backups, holdings: Holdings, said: Mapping[str, Step], places: Sequence[_Place], unmet: Collection[Gap]
) -> list[Finding]:
    """What is missing, with where copies of it are; `said` are the steps that are there, by id."""
    lost = holdings.missing()
    copies = where_copies_are(backups, holdings, lost.of_this_machine, said)
    gone = [*_missing(holdings, copies), *_chains(places, unmet, holdings, copies)]
    if also := others_back(lost, where_copies_are(backups, holdings, lost.of_others, said)):
        first = next(at for at, one in enumerate(gone) if one.kind in ("missing", "gap") and not one.serious)
        gone[first] = replace(gone[first], message=" ".join([gone[first].message, *also]))
    return gone


def _missing(holdings: Holdings, copies: str) -> Iterator[Finding]:
    missing = replace(holdings.missing(), gaps=())  # Each of which is told in its place.
    if missing.serious:
        where = "journal" if missing.own else NAME
        yield Finding("missing", where, f"{sentence(missing.serious)}: {advice(missing, copies)}.", repairable=True)
    for part in missing.light:
        yield Finding("missing", "journal", f"{part}: wait for the files, or {CHOICE}.", repairable=True, serious=False)


def _chains(places: Iterable[_Place], unmet: Collection[Gap], holdings: Holdings, copies: str) -> Iterator[Finding]:
    """Where lines are missing in the middle of journals, and where lines do not stand in their order."""
    missing = holdings.missing()
    gone, not_there = {gap.name for gap in missing.gaps}, {gap.name for gap in unmet}
    uncounted = {gap.name for gap in missing.uncounted}
    for where, gap, further_up, lines, put_in in places:
        if gap.name in gone:
            told = gap.name not in uncounted
            own = gap.device == missing.device
            whose = "this machine" if own else f"the machine '{for_terminal(gap.device)}'"
            what = f"Steps of {whose} {between(gap)} are missing"
            choice = advice(missing, copies) if own else f"wait for the files, or {CHOICE}"
            yield Finding(
                "gap", where, f"{what}." if told else f"{what}: {choice}.", repairable=True, serious=own and not told
            )
        elif gap.name in not_there and gap.torn not in (b"", gap.missing) and not holdings.goes_on_without(gap):
            what = f"Beside the damaged line before it, other steps {between(gap)} may be missing."
            yield Finding("gap", where, what, repairable=True, serious=False)
        elif gap.missing in lines and not further_up:
            what = "It stands above the line that it was written behind; nothing is missing, and all is read."
            yield Finding("order", where, what, serious=False)
        elif gap.name not in not_there and put_in and gap.missing not in lines:
            what = "Somebody has put it in here from another of these files; nothing is missing, and all is read."
            yield Finding("order", where, what, serious=False)


def _folder(folder: str, device: str) -> Iterator[Finding]:
    """Who may write what, as far as that is not as it should be for this device."""
    journals = os.path.join(folder, "journal")
    own = os.path.join(journals, f"{device}.jsonl")
    ours = [folder, journals, *(os.path.join(folder, name) for name in (".lock", NAME))]
    for path in (*ours, *journal_paths(folder)):
        try:
            mode = os.stat(path).st_mode
        except PermissionError:
            raise
        except OSError:
            continue  # It is not there, or said of it where it is read.
        where = _where(folder, path)
        if os.name == "posix" and mode & stat.S_IWOTH:
            yield Finding("open", where, "Every user of this machine may write to it.", repairable=True)
        if not disk.writable(path):
            means = ", so no new journal can be made in it." if path == journals else ", so the library is read-only."
            message = "It may not be written" + (means if path in (*ours, own) else " by this user.")
            stops = path in (*ours, own) and (path != journals or not os.path.exists(own))
            yield Finding("unreadable", where, message, serious=stops)
    if disk.is_full(folder):
        yield Finding("full", for_terminal(folder), "The disk is full, so nothing can be saved.")


def _lock(folder: str) -> Iterator[Finding]:
    """What stands in the place of the lock, so that nothing can be saved."""
    own = os.path.join(folder, ".lock")
    if disk.is_strange(own):
        stops = not disk.can_be_locked(own)
        told = f"It is no plain file{', so nothing can be saved' if stops else ''}"
        yield Finding(
            "lock", ".lock", f"{told}; move it away, or a repair sets it aside.", repairable=True, serious=stops
        )
        return
    beside = disk.owned(own)
    there, lacking = OwnerFile(beside, "").standing(time.time()), disk.lacks_locks(own)
    if there is None or not (lacking or there.strange):
        return
    where, holder = _where(folder, beside), for_terminal(there.holder[:1].upper() + there.holder[1:])
    if there.strange:
        told = "It is no plain file and no lock of anybody"
        told += ", so nothing can be saved; it does not go by itself: " if lacking else ": "
        yield Finding(
            "lock", where, f"{told}move it away, or a repair sets it aside.", repairable=True, serious=lacking
        )
    elif there.rest is None:
        told = f"{holder}; until that process ends or lets go nothing else can be saved."
        yield Finding("lock", where, told, serious=False)
    elif not there.rest:
        yield Finding("lock", where, "Nobody has it any more; the next edit takes it over.", serious=False)
    else:
        until = f"it counts no more in {count(math.ceil(there.rest), 'second')}, by itself"
        told = f"{holder}, so nothing can be saved. Wait: {until}; or move it away if nobody saves here."
        yield Finding("lock", where, told)


def _leftovers(folder: str) -> Iterator[Finding]:
    for path in leftovers(folder):
        message = "An unfinished write that a crash or a sync tool left behind; the library never reads it."
        yield Finding("leftover", _where(folder, path), message, repairable=True, serious=False)
    for place in (folder, os.path.join(folder, "journal")):
        names = disk.names(place)
        for name in filter(disk.is_placeholder, names):
            real = disk.stood_for(name)
            if real not in names and (is_journal(real) or (place == folder and real == NAME)):
                message = f"'{for_terminal(real)}' {disk.ELSEWHERE}; {disk.FETCH}."
                yield Finding("placeholder", _where(folder, os.path.join(place, name)), message)


def _catalogues(folder: str) -> tuple[list[Paper], dict[str, tuple[Step, bytes]], list[Finding]]:
    """The papers, the steps of imports that stand in the catalogue with their lines, and what is wrong."""
    path = os.path.join(folder, NAME)
    former = disk.former(path)
    papers: list[Paper] = []
    imports: dict[str, tuple[Step, bytes]] = {}
    found: list[Finding] = []
    for place in (path, *copies(folder), former):
        where = _where(folder, place)
        try:
            tables = read_tables(place)
            entries = {id: paper_of(id, raw) for id, raw in tables["papers"].raw.items()}
        except FileNotFoundError:
            if (
                place == path
                and not placeholder(folder)
                and (os.path.lexists(former) or any(map(os.path.getsize, journals_there(folder))))
            ):
                found.append(Finding("catalogue", where, "It is gone; its papers are missing.", repairable=True))
            continue
        except Damaged as error:
            kind = "catalogue" if place == path else "former" if place == former else "copy"
            message = f"It cannot be read: {error}."
            found.append(Finding(kind, where, message, repairable=place != former, serious=place == path))
            continue
        except OSError as error:
            strange = isinstance(error, IsADirectoryError)
            message = f"It cannot be read: {disk.reason_for(error, place)}."
            found.append(Finding("unreadable", where, message, repairable=strange, serious=place == path))
            continue
        if place != former:
            found += _entries(where, tables, entries)
            papers += [paper for paper in entries.values() if isinstance(paper, Paper)]
            id, line = last_import(tables)
            if id and isinstance(step := decode(line, ""), Step):
                imports[step.id] = (step, line)
        if place not in (path, former):
            message = "A sync tool's copy of the catalogue; what only it has is shown too."
            found.append(Finding("copy", where, message, repairable=True, serious=False))
    return papers, imports, found


def _entries(where: str, tables: dict[str, Any], entries: dict[str, Paper | str]) -> Iterator[Finding]:
    documents: Documents = tables["papers"]
    if version(tables) > VERSION:
        yield Finding("newer", where, "A newer version of reader wrote it; please update reader.")
    for id, paper in entries.items():
        if isinstance(paper, str):
            shown = f"The entry '{for_terminal(id)}' is no paper: {paper}."
            yield Finding("entry", where, shown, repairable=True)
    for id in dict.fromkeys(documents.doubled):
        shown = f"The paper '{for_terminal(id)}' stands in it more than once; the last one counts."
        yield Finding("twice", where, shown, repairable=True, serious=False)
    if documents.uneven:
        yield Finding("entry", where, f"{sentence(UNEVEN)}.", repairable=True, serious=False)
    state = tables.get("state", {})
    for name in state if isinstance(state, dict) else ():
        if name not in MARKS:
            shown = f"The mark '{for_terminal(name)}' means nothing to reader."
            yield Finding("mark", where, shown, repairable=True, serious=False)
    id, line = last_import(tables)
    if id and not isinstance(decode(line, ""), Step):
        yield Finding("mark", where, "The step of its last import is damaged.", repairable=True)


class _Place(NamedTuple):
    """Where the line stands that names another one than that before it."""

    where: str
    gap: Gap
    further_up: bool
    """Whether the line that it names stands somewhere above it in the same file."""
    lines: set[bytes]
    """The checksums of all lines of the file."""
    put_in: bool = False
    """Whether the journal goes on behind it where it stood above it."""


def _journals(
    folder: str, own: str, ends: Mapping[str, JournalEnd]
) -> tuple[dict[str, Step], list[_Place], list[Finding]]:
    steps: dict[str, Step] = {}
    guessed: set[str] = set()
    places: list[_Place] = []
    found: list[Finding] = []
    beyond: dict[str, str] = {}
    for path in journal_paths(folder):
        where = _where(folder, path)
        try:
            data = disk.read(path)
        except FileNotFoundError:
            if os.path.islink(path):  # Emacs locks a file so.
                stops = os.path.basename(path) == f"{own}.jsonl"
                means = "; bring that back, or move the link away: until then nothing can be saved" if stops else ""
                message = f"It is a link to what is not there{means}."
                found.append(Finding("strange", where, message, serious=stops))
            continue
        except IsADirectoryError:
            stops = os.path.basename(path) == f"{own}.jsonl"
            message = f"It is no journal and is passed over{', so that nothing can be saved' if stops else ''}."
            found.append(Finding("strange", where, message, repairable=True, serious=stops))
            continue
        except OSError as error:
            found.append(Finding("unreadable", where, f"It cannot be read: {disk.reason(error)}."))
            continue
        if nothing := holds_nothing(path, data):
            message = f"{nothing}, so nothing is read of it; a repair sets it aside."
            found.append(Finding("strange", where, message, repairable=True, serious=False))
            continue
        if is_utf16(data):
            stops = os.path.basename(path) == f"{own}.jsonl"
            message = "It was saved as UTF-16; its lines are read, and a repair saves them as UTF-8 again"
            message += ". Until then nothing can be saved." if stops else "."
            found.append(Finding("coding", where, message, repairable=True, serious=stops))
            data = as_utf8(data)
        number = 0
        chain, lines = Chain(), set[bytes]()
        whole, left = whole_lines(data, device_of(path), partial(was_here, ends))
        for number, line in enumerate(whole, 1):
            found += _line(f"{where}:{number}", number, line, steps, guessed)
            if isinstance(line.said, Step) and line.said.clock > SENSE:
                beyond.setdefault(line.said.id, f"{where}:{number}")
            if (gap := chain.follow(line)) is not None:
                if places and places[-1].lines is lines and gap.missing == places[-1].gap.above:
                    places[-1] = places[-1]._replace(put_in=True)
                places.append(_Place(f"{where}:{number}", gap, gap.missing in lines, lines))
            lines.add(chain.last)
        device = whole[-1].device if whole else device_of(path)
        if device != device_of(path) and is_of_device(os.path.basename(path)):
            whose = f"Its steps are read as those of the machine '{for_terminal(device)}'"
            message = f"{whose}, which its first line names; the steps that its own machine makes next are its own."
            found.append(Finding("header", where, message, serious=False))
        if left is not None and not left.blank:
            message = "Its last line is not finished: no step, or one that is being written now."
            found.append(Finding("unfinished", f"{where}:{number + 1}", message, repairable=True, serious=False))
    found += _clocks([(steps[id], where) for id, where in beyond.items()], {step.clock for step in steps.values()})
    return steps, places, found


def _clocks(beyond: Iterable[tuple[Step, str]], clocks: Container[int]) -> Iterator[Finding]:
    """Which steps brought the clock where it can have come by no counting: of those that are `beyond` all sense, with
    where they stand, the first of each clock that follows upon none of the `clocks` that are here."""
    last = 0
    for step, where in sorted(beyond, key=lambda one: one[0].stamp):
        if step.clock != last and step.clock - 1 not in clocks:
            told = f"Its clock ({step.clock}) follows upon none that is here, so that a foreign hand has set it"
            yield Finding("clock", where, f"{told}; what is said after it counts as later all the same.", serious=False)
        last = step.clock


def _line(where: str, number: int, line: JournalLine, steps: dict[str, Step], guessed: set[str]) -> Iterator[Finding]:
    """What there is to say of a line, which takes its place among the `steps`; `guessed` are the ids of those of which
    only the name of a file says whose they are."""
    if line.marred:
        message = f"The line at byte {line.offset} has NULs around it; what it says is read."
        yield Finding("line", where, message, repairable=True, serious=False)
    if isinstance(line.said, Step):
        known = steps.setdefault(line.said.id, line.said)
        steps[known.id] = as_read_twice(known, line.said)
        if known is line.said and not line.told:
            guessed.add(known.id)
        elif line.told and known.id in guessed and known == line.said:
            steps[known.id] = line.said
            guessed.remove(known.id)
        if known != line.said:
            yield Finding("same-id", where, f"Another step has the id '{for_terminal(known.id)}'; both are read.")
        if number == 1:
            yield Finding("header", where, "The journal's first line does not name the format.", serious=False)
    elif isinstance(line.said, Header):
        if line.said.version > VERSION:
            yield Finding("newer", where, "A newer version of reader wrote it; please update reader.")
    elif is_merge_mark(line.text):
        yield Finding("merge", where, "A mark of an unfinished Git merge.", repairable=True, serious=False)
    elif line.damaged:
        message = f"The line at byte {line.offset} {flaw(line.text)}, so it is left out."
        yield Finding("line", where, message, repairable=True)


def _orphans(state: State) -> Iterator[Finding]:
    for id in state.orphans:
        message = f"There are words of yours about '{for_terminal(id)}', a paper that the catalogue does not have."
        yield Finding("orphan", NAME, message, serious=False)


def _written_unseen(state: State, device: str) -> Iterator[Finding]:
    for at in state.with_unseen:
        text = state.text_at(*at)
        for one in state.unseen(*at):
            told = f"The {text.called} has another text, “{one.begins}”, written {told_of_unseen(one, device)} without"
            settles = f"`{text.settled_by}` settles it"
            message = for_terminal(f"{told} sight of what is shown; {settles}.")
            yield Finding(text.kind, "journal", message, serious=False)


def _where(folder: str, path: str) -> str:
    return for_terminal(os.path.relpath(path, folder))
