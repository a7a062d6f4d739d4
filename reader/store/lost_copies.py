"""Where copies are of what a library has lost: only what was read and found to hold it is named."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from reader.counting import count, form
from reader.errors import Damaged
from reader.library.change import Draft, Step
from reader.store.backup import Backups
from reader.store.backup_files import Backup, BackupContents, backups_in, read_backup
from reader.store.lines import checksum
from reader.store.loss import JOURNAL, Holdings, Missing
from reader.store.memory import RememberedLibrary


def where_copies_are(backups: Backups, holdings: Holdings, missing: Missing, known: Container[str]) -> str:
    """The command that puts back the backup which holds most of what is missing, the newest of those that hold as much,
    and how much that is; "" where none holds anything of it.

    `missing` is what the holdings lack, or its `of_this_machine` or `of_others`; `known` are the ids of the steps that
    are there.
    """
    gaps, lost = missing.uncounted, missing.number

    def left(held: BackupContents) -> int:
        fresh = [step for id, step in held.steps.items() if id not in known]
        still = holdings.if_there_were(fresh, held.papers)
        lines = {checksum(line) for _, line in held.lines.values()} if gaps else set()
        others = sum(min(still.others.get(device, 0), steps) for device, steps in missing.others.items())
        counted = min(still.own, missing.own) + min(still.papers, missing.papers) + others
        return counted + sum(gap.missing not in lines for gap in gaps)

    best, least = _best(backups, lost, left, catalogues=bool(missing.own or missing.papers))
    if not best:
        return ""
    part = "a part of them" if gaps else f"{lost - least} of the {lost}"
    return f"`reader backup restore {best}`, which holds {part if least else 'it' if missing.one else 'them all'}"


def where_all_is(backups: Backups, device: str, remembered: RememberedLibrary) -> str:
    """The same for a whole library that is there no more; `device` is this machine."""
    holdings = Holdings(device, remembered)

    def lacking(missing: Missing) -> int:
        return missing.own + missing.papers + sum(missing.others.values())

    lost = lacking(holdings.missing())
    best, least = _best(backups, lost, lambda held: lacking(holdings.if_there_were(held.steps.values(), held.papers)))
    part = "all of it" if not least else f"{lost - least} of its {lost} steps and papers"
    return f"`reader backup restore {best}`, which holds {part}" if best else ""


def where_papers_are(backups: Backups, remembered: RememberedLibrary) -> str:
    """The same for the papers of a catalogue that cannot be read, as they are `remembered`."""
    papers, holdings = remembered.papers, Holdings("", replace(remembered, journals={}))
    best, least = _best(backups, papers, lambda held: holdings.if_there_were((), held.papers).papers)
    part = f"{papers - least} of the {papers}" if least else "it" if papers == 1 else "them all"
    return f"`reader backup restore {best}`, which holds {part}" if best else ""


def told_by_backups(backups: Backups, device: str, holdings: Holdings, known: Container[str]) -> str:
    """What the last backup that can be read says of a library of which this machine remembers nothing, as sentences:
    what it holds that is not here, and whether the machine lost its id as well. "" for neither, and without one."""
    with suppress(OSError):
        found = backups.found()
        for backup in reversed(found):
            with suppress(Damaged, OSError):
                return _told_by(read_backup(backup), called(backup, found), device, holdings, known)
    return ""


def _told_by(held: BackupContents, name: str, device: str, holdings: Holdings, known: Container[str]) -> str:
    steps, papers = sum(id not in known for id in held.steps), holdings.lacking(held.papers)
    parts = [count(steps, "step")] if steps else []
    parts += [count(papers, "paper")] if papers else []
    gone = "What this machine remembered of this library is gone"
    told = []
    if held.steps and all(writer != device for writer, _ in held.lines.values()) and not holdings.has_steps_of(device):
        told = [f"{gone}, and so is its id: what it wrote here before counts as another machine's."]
    if parts:
        which = f"The backup '{name}' holds {' and '.join(parts)} that {form(steps + papers, 'is', 'are')} not here"
        told += [f"{which}: `reader backup restore {name}` puts {form(steps + papers, 'it', 'them')} back."]
        told = told if len(told) > 1 else [f"{gone}.", *told]
    return " ".join(told)


_BACKUP = "backup/"
"""How `Draft.without` names the steps of a device, up to one of its clock, that a backup alone holds."""


@dataclass(frozen=True, slots=True)
class OnlyInBackup:
    """Steps that a backup holds and the library lacks, though nobody went on without them."""

    backup: str = ""
    steps: Sequence[Step] = ()

    @property
    def told(self) -> str:
        """It as a sentence; "" where there are none."""
        steps = len(self.steps)
        if not steps:
            return ""
        held = f"The backup '{self.backup}' holds {count(steps, 'step')} that {form(steps, 'is', 'are')} not here"
        back = f"`reader backup restore {self.backup}` puts {form(steps, 'it', 'them')} back"
        return f"{held}: {back}, or a repair goes on without {form(steps, 'it', 'them')}."

    @property
    def farewell(self) -> Draft | None:
        """The step by which the user goes on without them; None where there are none."""
        last = {step.device: step.clock for step in sorted(self.steps, key=lambda step: step.clock)}
        without = tuple(f"{_BACKUP}{device}/{clock}" for device, clock in sorted(last.items()))
        what = count(len(self.steps), "step")
        return Draft(f"Went on without {what} that a backup holds", (), without=without) if without else None


def only_in_backup(backups: Backups, steps: Mapping[str, Step]) -> OnlyInBackup:
    """What the backup of this folder that holds most of it holds and the library lacks, the newest of those: where what
    this machine remembered of it was gone as well, nothing else tells. `steps` are those of the library, by id; without
    any it is a new one, that lacks nothing."""
    if not steps:
        return OnlyInBackup()
    let: dict[str, int] = {}
    for device, clock in (_let(name, step) for step in steps.values() for name in step.without):
        let[device] = max(clock, let.get(device, 0))
    most = OnlyInBackup()
    with suppress(OSError):
        found = backups.found()
        for backup in reversed(backups_in(backups.folder)):
            with suppress(Damaged, OSError):
                held = read_backup(backup, catalogues=False).steps.values()
                alone = [step for step in held if step.id not in steps]
                lost = [step for step in alone if step.clock > max(let.get(step.device, 0), let.get("", 0))]
                if len(lost) > len(most.steps):
                    most = OnlyInBackup(called(backup, found), lost)
    return most


def _let(name: str, step: Step) -> tuple[str, int]:
    """Without whose steps somebody goes on who says in a step that it is without that name ("": everybody's), and up to
    which clock: all that was lost by then."""
    if not name.startswith(_BACKUP):
        return name.removeprefix(JOURNAL) if name.startswith(JOURNAL) else "", step.clock
    device, _, clock = name.removeprefix(_BACKUP).rpartition("/")
    return device, int(clock) if clock.isdecimal() else 0


def _best(
    backups: Backups, lost: int, left: Callable[[BackupContents], int], *, catalogues: bool = True
) -> tuple[str, int]:
    """The backup with the least that is `left` lost, the newest of those, and how much that is; "" where with each all
    is lost still. Of each its `catalogues` are read, too, or its words alone."""
    best, least = "", lost
    with suppress(OSError):
        found = backups.found() if lost else []
        for backup in sorted(found, key=lambda one: one.made, reverse=True):
            with suppress(Damaged, OSError):
                if (still := left(read_backup(backup, catalogues=catalogues))) < least:
                    best, least = called(backup, found), still
            if not least:
                break
    return best, least


def called(backup: Backup, among: Sequence[Backup]) -> str:
    """The shortest name by which a backup is meant alone: its day, else its name."""
    return backup.day if sum(one.name.startswith(backup.day) for one in among) == 1 else backup.name
