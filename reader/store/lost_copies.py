"""Where copies are of what a library has lost: only what was read and found to hold it is named."""

from __future__ import annotations

from collections.abc import Container, Sequence
from contextlib import suppress

from reader.errors import Damaged
from reader.store.backup import Backups
from reader.store.backup_files import Backup, read_backup
from reader.store.lines import checksum
from reader.store.loss import Holdings, Missing


def where_copies_are(backups: Backups, holdings: Holdings, missing: Missing, known: Container[str]) -> str:
    """The command that puts back the backup which holds most of what is missing, the newest of those that hold as much,
    and how much that is; "" where none holds anything of it.

    `missing` is what the holdings lack, `known` are the ids of the steps that are there.
    """
    gaps = [gap for gap in missing.uncounted if gap.device == missing.device]
    lost = missing.own + missing.papers + len(gaps)
    best, least = None, lost
    with suppress(OSError):
        found = backups.found() if lost else []
        for backup in sorted(found, key=lambda one: one.made, reverse=True):
            with suppress(Damaged, OSError):
                held = read_backup(backup)
                fresh = [step for id, step in held.steps.items() if id not in known]
                still = holdings.if_there_were(fresh, held.papers)
                lines = {checksum(line) for _, line in held.lines.values()} if gaps else set()
                left = still.own + min(still.papers, missing.papers) + sum(gap.missing not in lines for gap in gaps)
                if left < least:
                    best, least = called(backup, found), left
            if not least:
                break
    if best is None:
        return ""
    part = "a part of them" if gaps else f"{lost - least} of the {lost}"
    return f"`reader backup restore {best}`, which holds {part if least else 'it' if missing.one else 'them all'}"


def called(backup: Backup, among: Sequence[Backup]) -> str:
    """The shortest name by which a backup is meant alone: its day, else its name."""
    return backup.day if sum(one.name.startswith(backup.day) for one in among) == 1 else backup.name
