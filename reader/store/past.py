"""The past of an open library: what this machine remembers of it, what of that is missing, and what to say about it."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from reader.errors import StoreError
from reader.library.change import Draft, Step
from reader.store import disk
from reader.store.backup import Backups
from reader.store.device import machine_mark
from reader.store.facts import Facts
from reader.store.library_id import are_of_two, library_ids
from reader.store.lines import checksum
from reader.store.loss import Holdings, Missing, advice, day, others_back, sentence
from reader.store.lost_copies import told_by_backups, where_all_is, where_copies_are, where_papers_are
from reader.store.memory import LibraryHere, Memory, RememberedLibrary, bare, exports_of
from reader.text import for_terminal

_DAY = 86_400_000
OFTEN = 250
"""Milliseconds within which nothing more is remembered: a process that is killed loses as much of the memory, and no
edit."""


class Past:
    """Raises `StoreError` when the library that is remembered in this place is not there, unless it is `returning`."""

    def __init__(
        self,
        path: str,
        device: str,
        memory: Memory,
        backups: Backups,
        clock: disk.Clock,
        *,
        returning: bool,
        notice: str = "",
    ) -> None:
        self._path = path
        self._device = device
        self._memory = memory
        self._backups = backups
        self._clock = clock
        gone = memory.away()
        if gone.worth and not returning:
            raise StoreError(away(path, gone, where_all_is(backups, device, gone)))
        here = LibraryHere(gone, gone.clock) if gone.worth else memory.here()
        self._notices = [notice, "" if here.remembered.path == path or memory.unkept else memory.trouble]
        """What is told once, at the first reading."""
        if here.instead.worth:
            when = day(here.instead.when)
            other = f"The library in '{for_terminal(path)}' is another one than the one that was here {when}."
            self._notices = [notice, other]
        if told := called_otherwise(here.remembered, device):
            self._notices.append(told)
        self._forgotten = not (here.remembered.worth or here.remembered.copy) and memory.is_gone
        """Whether nothing is remembered of what is here, until it was asked what backups tell of it."""
        self.clock = here.clock
        """The highest that the library's clock ever was."""
        self._before = here.before
        """Where the library was when this machine saw it last, if that was in another place."""
        self._kept = here.remembered
        self.holdings = Holdings(device, here.remembered)
        """What has been read of it, and what should be there."""
        self.missing = Missing()
        """What is missing, as it was last judged."""
        self._copies: tuple[Missing, str, str] = (Missing(), "", "")
        """What is missing, and where copies are of what is this machine's, and of what is others'."""
        self._copy_of_all: str | None = None
        """Where one is of a library that is not there; None while that is not asked."""
        self._copy_of_papers: tuple[str, str] = ("", "")
        """How many papers there should be where they cannot be read, and where copies of them are."""
        self._saved = 0
        self._late = False
        self._unread = False
        self._is_lost = False
        """Whether the catalogue cannot be read because what it says is damaged or gone."""

    def is_away(self) -> bool:
        """Whether there is no library in the folder any more though there was."""
        return self.holdings.worth and bare(self._path)

    @property
    def copy_of_all(self) -> str:
        """The command that brings back a library that is not there, and how much of it; "" where none does."""
        if self._copy_of_all is None:
            self._copy_of_all = where_all_is(self._backups, self._device, self.holdings.remembered(0))
        return self._copy_of_all

    @property
    def away_now(self) -> str:
        """What is so of a library that is not there, and what brings it back, behind "cannot be read"."""
        found, copies = in_its_place(self._path), self.copy_of_all
        what = f"it is not there{found.what}"
        if not copies:
            return what
        return f"{what}. {f'{MOVE_AWAY}, then' if found.blocks else 'If it is gone,'} put it back with {copies}"

    @property
    def made_anew(self) -> str:
        """What is to be known of the place before a library that is not there is made anew in it, as sentences; "" for
        nothing."""
        real = os.path.realpath(self._path)
        is_link = os.path.islink(self._path) and os.path.isdir(real)
        inside = f"It would be made in '{for_terminal(real)}', to which '{for_terminal(self._path)}' is a link."
        return obstacle(self._path) or (inside if is_link else "")

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids that the library had."""
        return self._kept.ids

    @property
    def exports(self) -> str:
        """The file in which this machine remembers what it left of the library's exported files."""
        return self._memory.beside("exports", exports_of(self._kept))

    def first_time(self, what: str) -> bool:
        """Whether this is said of the library for the first time on this machine; from now on it was."""
        return self._memory.first_time(what)

    @property
    def unkept(self) -> str:
        """A sentence where nothing more can be remembered of it, so that no loss is noticed; else ""."""
        return self._memory.unkept

    def begin(self) -> None:
        """Prepare for a reading from the beginning: what was there until now should be there again."""
        self.holdings.begin(self._clock)

    def take(self, steps: Iterable[Step], facts: Facts) -> None:
        """These steps are there, and this is the catalogue."""
        self.holdings.take(steps, facts.ids, facts.aside)
        self._unread, self._is_lost = facts.ids is None, facts.lost

    def judge(self, known: Container[str] | None = None) -> list[str]:
        """Find out what is missing, and where copies of it are if the ids of the steps that are there are `known`; the
        sentences about what keeps nobody from writing."""
        self._copy_of_all = None
        self.missing = self.holdings.missing()
        sentences = [told for told in (*self._notices, self.unkept) if told]
        self._notices = []
        if self._forgotten and known is not None and not (self._unread or self.missing.number):
            told = told_by_backups(self._backups, self._device, self.holdings, known)
            sentences += [told] if told else []
        self._forgotten &= known is None
        if self._unread:
            # Nobody can say that papers are missing; only how many there should be.
            self.missing = replace(self.missing, papers=0)
            sentences += self._papers_then(look=known is not None)
        if self._before and (self.missing.serious or self.missing.light):
            sentences.append(moved_here(self._path, self._before))
        if known is not None and self.missing.number and self._copies[0] != self.missing:
            copies = partial(where_copies_are, self._backups, self.holdings, known=known)
            own, others = self.missing.of_this_machine, self.missing.of_others
            self._copies = (self.missing, copies(missing=own), copies(missing=others))
        return [*sentences, *self._warnings]

    def _papers_then(self, *, look: bool) -> list[str]:
        """How many papers a catalogue that is lost had, and where copies of them are, in sentences; none where it is
        whole and only may not be read."""
        told = self.holdings.papers_then if self._is_lost else ""
        if told and look and self._copy_of_papers[0] != told:
            self._copy_of_papers = told, self.holdings.copy_of_papers(partial(where_papers_are, self._backups))
        copies = self._copy_of_papers[1] if self._copy_of_papers[0] == told else ""
        return [f"{told}{f' Put it back with {copies}.' if copies else ''}"] if told else []

    @property
    def _warnings(self) -> list[str]:
        """What may still be on its way, a sentence each, and where copies of it are."""
        told = [
            f"{sentence(part)}; this warning goes when the files arrive, or with `reader doctor --repair`."
            for part in self.missing.light
        ]
        return [*told, *others_back(self.missing, self._copies_of_each[1])]

    @property
    def gone(self) -> list[str]:
        """All that is missing, a sentence each, without what can be done about it."""
        unread = [self.holdings.papers_then] if self._is_lost and self.holdings.papers_then else []
        parts = (self.missing.serious, *self.missing.light)
        return [*unread, *(f"{sentence(part)}." for part in parts if part)]

    @property
    def losses(self) -> tuple[str, ...]:
        """All that is missing, a sentence each, with what can be done about it."""
        unread = self._papers_then(look=False) if self._unread else ()
        return (*self.refusals, *unread, *self._warnings)

    def missing_with(
        self, lines: Mapping[str, tuple[str, bytes]], steps: Iterable[Step], papers: Iterable[str]
    ) -> Missing:
        """What would still be missing if these steps, which stand in `lines`, and these papers were there again."""
        held = self.holdings
        if bare(self._path):  # Nothing that was read of it is there any more.
            held = Holdings(self._device, held.remembered(self._kept.when))
        missing = held.if_there_were(steps, papers)
        there = {checksum(line) for _, line in lines.values()}
        return replace(missing, gaps=[gap for gap in missing.gaps if gap.missing not in there])

    @property
    def refusals(self) -> list[str]:
        """`refusal` where something serious is missing: to be told also where the library is read-only for another
        reason."""
        return [self.refusal] if self.missing.serious else []

    @property
    def refusal(self) -> str:
        """Why nothing is saved while own words are missing."""
        choice = advice(self.missing, self._copies_of_each[0])
        return f"{sentence(self.missing.serious)}, so the library '{for_terminal(self._path)}' is read-only: {choice}."

    @property
    def copies(self) -> str:
        """The command that brings back what is missing, and how much of it; "" where no backup is known to hold it."""
        own, others = self._copies_of_each
        return f"{own}; what other machines wrote, with {others}" if own and others else own or others

    @property
    def _copies_of_each(self) -> tuple[str, str]:
        """The same of what is this machine's, and of what is others'."""
        missing, own, others = self._copies
        return (own, others) if missing == self.missing else ("", "")

    @property
    def copy_of_unread(self) -> str:
        """The same of a catalogue that cannot be read, as it was last told."""
        return self._copy_of_papers[1] if self._unread else ""

    def farewell(self) -> Draft | None:
        """The step by which the user goes on without what is missing."""
        missing = self.missing
        return Draft(f"Went on without {missing.all}", (), without=missing.without) if missing.without else None

    def recall(self, known: Container[str], steps: Callable[[], Iterable[Step]]) -> bool:
        """Take in what another process of this machine remembered meanwhile; whether there was anything.

        `known` are the ids of the `steps`.
        """
        if not self._memory.changed():
            return False
        held = self._memory.load()
        if are_of_two(self._kept.ids, held.ids):
            return False  # Another library was in this place meanwhile.
        self._kept = held
        self.holdings.recall(self._kept, known, steps)
        self.judge()
        return True

    def keep(self, clock: int, now: int) -> None:
        """Remember how much there is; of edits in quick succession, the first and then one from time to time.

        Only under the lock, when everything was just read: so all of it is durable.
        """
        self._late = 0 <= now - self._saved < OFTEN
        if not self._late:
            self._saved = now
            self._kept = self._claim(clock, now)
            self._memory.save(self._kept)

    def keep_later(self) -> None:
        """There may be more than is remembered: to be remembered when nothing else is to be done, for a process that
        stays open may see it go again."""
        self._late = True

    def keep_late(self, clock: int, lock: str, known: Container[str], steps: Callable[[], Iterable[Step]]) -> None:
        """Remember what was read, and what the last edits of a quick succession left, when nothing else is to be done.
        `known` and `steps` as of `recall`."""
        if self._late and not 0 <= self._clock() - self._saved < OFTEN:
            self._late = False
            with suppress(StoreError):  # Where they are being replaced they are read anew, and remembered then.
                self.recall(known, steps)
                self.keep_unless_busy(clock, lock)

    def _claim(self, clock: int, now: int) -> RememberedLibrary:
        ids = library_ids(self._path) or self._kept.ids
        writer = (self._device, machine_mark())
        claim = replace(self.holdings.remembered(now), ids=ids, clock=clock, writer=writer)
        return replace(claim, copy=self._kept.copy, exports=exports_of(self._kept))

    def keep_unless_busy(self, clock: int, lock: str) -> None:
        """The same for a process that only read; where another one is writing it will remember for both."""
        now = self._clock()
        claim = self._claim(clock, now)
        known = replace(self._kept, path="", moved="", exports=exports_of(self._kept))
        is_known = self._kept.path == self._path and replace(claim, when=0) == replace(known, when=0)
        if not claim.worth or (is_known and now - known.when < _DAY):
            return
        with suppress(OSError, StoreError):
            if not os.path.exists(lock) or not disk.writable(lock):  # Nobody can ask a lock that may only be read.
                self._memory.save(claim)
                return
            holder = disk.Lock(lock, 0)
            with holder.held():
                if not self._memory.changed():
                    self._memory.save(claim)
            holder.close()


def called_otherwise(remembered: RememberedLibrary, device: str) -> str:
    """That this machine, whose id is now `device`, wrote in a library under another one, and the way back, as
    sentences; "" where it did not: the file that has the id was exchanged."""
    former, machine = remembered.writer
    if former in ("", device) or machine != machine_mark():
        return ""
    named = f"This machine wrote here as '{for_terminal(former)}' before and is '{for_terminal(device)}' now"
    back = f"If that was not meant, write '{for_terminal(former)}' into the file 'device' of the state folder again."
    return f"{named}: what it wrote as that counts as another machine's. {back}"


def moved_here(path: str, before: str) -> str:
    """By what a library is measured that was in another place when this machine saw it last, as a sentence."""
    here, there = for_terminal(path), for_terminal(before)
    return f"The library in '{here}' was in '{there}' before, and is measured by what was there."


def away(path: str, remembered: RememberedLibrary, copies: str) -> str:
    """Why a library that is remembered is not opened, and how to begin anew; `copies` is the command that brings it
    back (see `lost_copies`), where there is one."""
    found = in_its_place(path)
    what = f"The library '{for_terminal(path)}', which was here {day(remembered.when)}, is not there{found.what}."
    anew = "to begin a new one in its place, run `reader doctor --repair`"
    if found.blocks:
        back = f"put the library back with {copies}; or, " if copies else ""
        return f"{what} {MOVE_AWAY}, then {back}{anew}."
    return f"{what} {f'If it is gone, put it back with {copies}. ' if copies else ''}{sentence(anew)}."


MOVE_AWAY = "If it is gone, first move away what stands in its place"
"""What is to be done before a library can be made anew, as the beginning of a sentence."""


class InItsPlace(NamedTuple):
    """What is to be seen where the folder of a library was."""

    what: str
    """It, to be said behind "is not there"."""
    blocks: bool
    """Whether no folder can be made there before it is moved away."""


def in_its_place(path: str) -> InItsPlace:
    """What is to be seen where the folder of a library was that is not there."""
    is_folder = os.path.isdir(path)
    if os.path.islink(path):
        real = os.path.realpath(path)
        target = f": it is a link to '{for_terminal(real)}'"
        if is_folder:
            return InItsPlace(f"{target}, where no library is (is the disk mounted?)", blocks=False)
        if os.path.exists(path):
            return InItsPlace(f"{target}, which is no folder", blocks=True)
        if os.path.islink(real):
            return InItsPlace(": it is a link that leads nowhere", blocks=True)
        return InItsPlace(f"{target}, which is not there (is the disk mounted?)", blocks=True)
    if is_folder or not os.path.lexists(path):
        return InItsPlace(" (is the disk mounted?)", blocks=False)
    return InItsPlace(f": what is there is {'a file' if os.path.isfile(path) else 'no folder'}", blocks=True)


def obstacle(path: str) -> str:
    """Why no library can be made anew at a path, and what is to be done first, as sentences; "" where one can."""
    found = in_its_place(path)
    return f"The library '{for_terminal(path)}' is not there{found.what}. {MOVE_AWAY}." if found.blocks else ""
