"""The library folder as the library's storage: what was written is told, what is pushed is durable."""

from __future__ import annotations

import errno
import os
import secrets
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, repeat
from typing import NamedTuple

from reader.errors import Damaged, ReadOnly, StoreError
from reader.library.change import Draft, Step, Update
from reader.library.folded import FoldedSteps
from reader.library.withdrawn import as_read_twice
from reader.store import disk
from reader.store.backup import Backups
from reader.store.facts import NEWER, Facts
from reader.store.journal import Journals, Reading, ReadPosition, Replaced, unmet_gaps
from reader.store.library_id import are_of_two, give_id, library_ids, made_from
from reader.store.lines import CLOCK_LIMIT, decode, encode, id_above
from reader.store.memory import Memory
from reader.store.past import Past, obstacle
from reader.store.said_once import SaidOnce
from reader.store.snapshot import RENEWED, KnownIds, Snapshot, SnapshotFile, line_mark
from reader.store.told_files import ToldFiles
from reader.text import for_terminal

_TWICE = "A step's id stands in the journals with two contents; both are read, and `reader doctor` says where."


@dataclass(slots=True)
class _Fresh:
    """What a reading brings that was not known."""

    twice: bool
    """Whether the id of one stands there with two contents."""
    mistaken: bool = False
    """Whether one that was known is another device's, or stands elsewhere, than was known."""
    steps: dict[str, Step] = field(default_factory=dict)
    counted: list[Step] = field(default_factory=list)
    """The same, as they stand in the files."""


class _Allowed(NamedTuple):
    """What a step that is being made may do besides what every step may."""

    loss: bool = False
    """Whether it may be made while words or papers are missing."""
    whole: bool = False
    """Whether what it puts back makes good that the catalogue or all of the library is gone."""
    lines: Mapping[str, tuple[str, bytes]] = {}
    """The device and the line of each step that it may bring back."""


class Folder:
    """One library folder, read and written by one process among several. Not for two threads at a time.

    Opening makes the folder when it is new. What keeps a library from being written is told by `read_only`; reading
    goes on. Raises `StoreError` when the folder cannot be made or is none, and when a library is remembered in its
    place that is not there; where it is `returning`, such a folder is made only by `put_back`.

    A `notice` is told at the first reading.
    """

    def __init__(
        self,
        path: str,
        device: str,
        backups: Backups,
        memory: Memory,
        cache: str,
        clock: disk.Clock,
        patience: float,
        long: int,
        *,
        returning: bool = False,
        notice: str = "",
    ) -> None:
        self.path = path
        self.device = device
        self.read_only = ""
        """Why nothing can be saved here, as a sentence; "" when it can."""
        self._away = ""
        self._backups = backups
        self._clock = clock
        self._lock = disk.Lock(os.path.join(path, ".lock"), patience, device)
        self._facts = Facts(path)
        self._session = secrets.token_hex(6)
        self._count = 0
        self._past = Past(path, device, memory, backups, clock, returning=returning, notice=notice)
        self._told_files = ToldFiles(path, device, self._past.exports)
        self._journals = Journals(os.path.join(path, "journal"), device, self._past.holdings.had)
        self._latest = self._past.clock
        self._first: tuple[int, str] | None = None
        self._named = bool(library_ids(path))
        self._cache = cache
        self._long = long
        self._twice = False
        self._snapshot: Snapshot | None = None
        """What came of the steps before those that are known one by one."""
        self._distrusted = False
        self._known: dict[str, Step] = {}
        self._guessed: set[str] = set()
        """The ids of those of which only the name of a file says whose they are."""
        self._imports: dict[str, str] = {}
        self._unwritten: dict[str, bytes] = {}
        self._anew = True
        self._failed = ""
        self._newer = False
        self._unreadable = ""
        self._said = SaidOnce()
        self._held = Update()
        self._allowed = _Allowed()
        self._mended: list[str] = []
        self._edited = False
        if not (returning and self._past.is_away()):
            self._make()

    def _make(self) -> None:
        """Make the folder where it is new. Raises `StoreError` where it cannot be made or read."""
        try:
            disk.make_folder(self.path)
            if not os.path.isdir(self.path):
                raise NotADirectoryError(20, "")
            disk.names(self.path)
        except OSError as error:
            shown = for_terminal(self.path)
            raise StoreError(f"The library '{shown}' cannot be opened: {disk.reason(error)}.") from None

    def close(self, *, long: bool = False) -> tuple[str, ...]:
        """Back up what was edited, remember how much there is, and let go of the lock's file; the folder can still be
        read. A `long` session always makes a backup. Returns what has to be told besides."""
        if self._edited and not self.read_only:
            self._backups.after_session(self._clock(), long=long)
        elif long and not self.read_only and not self._anew:
            self._backups.after_reading(self._clock())
        self._edited = False
        self._backups.wait()
        if not self._anew:
            self._past.keep_unless_busy(self._latest, self._lock.path)
        self._lock.close()
        untold, self._held = self._held.warnings, replace(self._held, warnings=())
        return (*untold, *self._said.once([*self._backups.failures(), *self._unkept()]))

    # -- reading ------------------------------------------------------------------------------------------------------

    def changed(self) -> bool:
        """Whether `pull` would look at anything again: a few calls of `stat`, for a clock that asks often."""
        try:
            return self._anew or self._journals.live() != self._journals.seen or self._facts.live() != self._facts.seen
        except OSError:
            return True

    @property
    def quiet(self) -> bool:
        """Whether nothing ever had to be told of it."""
        return not self._said and not self.read_only

    def pull(self) -> Update:
        """What was written since the last call, by anybody. What cannot be read is told in its warnings."""
        news = self._look()
        news, self._held = _joined(self._held, news), Update()
        return news

    def _look(self) -> Update:
        self._away = ""
        try:
            if not self.changed():
                self._past.keep_late(self._latest, self._lock.path, self, self._every)
                held, self.read_only = self._said.holding - {self.read_only}, self._reason()
                return Update(warnings=self._said.standing([self.read_only, *held]))
            if not os.path.isdir(self.path) or (self._past.is_away() and not self._allowed.whole):
                raise FileNotFoundError(2, "")
            if are_of_two(self._past.ids, library_ids(self.path)):
                what = "another library is in its place, which a new window shows; this one goes on when it is back"
                self.read_only = self._away = f"The library '{for_terminal(self.path)}' cannot be read: {what}."
                return Update(warnings=self._said.standing([self.read_only]))
            try:
                news = self._read()
            except Replaced:
                self._forget()
                news = self._read(whole=True)
        except (OSError, Replaced) as error:
            what = disk.reason_in(error, self.path) if isinstance(error, OSError) else "it is being replaced"
            if self._past.is_away():
                what = self._past.away_now
            self.read_only = self._away = f"The library '{for_terminal(self.path)}' cannot be read: {what}."
            return Update(warnings=self._said.standing([self.read_only]))
        self._anew = False
        self._past.keep_later()
        told = self._past.judge(self)
        self.read_only = self._reason()
        warnings = self._said.standing([self.read_only, *told, *self._past.refusals])
        return replace(news, warnings=(*warnings, *news.warnings))

    def _forget(self) -> None:
        self._journals.forget()
        self._facts.forget()
        self._known, self._imports, self._unwritten = {}, {}, {}
        self._guessed = set()
        self._snapshot, self._twice = None, False
        self._past.begin()
        self._first = None
        self._named = bool(library_ids(self.path))
        self._anew = True

    def _read(self, *, whole: bool = False) -> Update:
        """Journals first: the steps of an import are never seen without its papers, which are written first.

        Read `whole`, nothing is made of what another opening left.
        """
        anew = self._anew
        if anew:
            self._forget()
        if anew and not whole:
            self._take_up()
        reading = self._journals.read()
        try:
            found = self._facts.read()
        except BaseException:
            self._anew = True
            raise
        self._newer = self._newer or bool(reading.newer)
        self._unreadable = reading.unreadable
        fresh = _Fresh(twice=anew and self._snapshot is not None and self._snapshot.twice)
        self._take_journals(reading, fresh)
        if found.imports is not None:
            self._take_imports(found.imports, fresh)
            gone = set(self._unwritten.values()).difference(found.imports.values())
            if gone and not (self._facts.trouble or self._allowed.whole):
                # A line that is in no file any more is as lost as one that a journal had.
                raise Replaced
        if (fresh.twice or fresh.mistaken) and not anew:
            # Which of them has the id, and whose it is, is told by the files, not by the order of their arrival.
            raise Replaced
        self._twice = self._twice or fresh.twice
        self._take(fresh.counted, anew=anew)
        self._past.holdings.imports_alone = self._facts.last_import in self._unwritten
        gaps = self._past.holdings.untold(self._journals.gaps)
        self._past.holdings.miss(unmet_gaps(self.path, gaps, self._unwritten.values()) if gaps else ())
        stamps = [step.stamp for step in fresh.steps.values()]
        self._latest = max([self._latest, *(clock for clock, _ in stamps)])
        self._first = min([*([self._first] if self._first else []), *stamps], default=None)
        told = [*reading.warnings, *found.warnings, *([_TWICE] if fresh.twice else [])]
        warnings = self._said.read(told, anew=anew)
        folded = self._snapshot.folded if self._snapshot is not None and anew else None
        return Update(tuple(found.papers), tuple(fresh.steps.values()), anew, warnings, found.copied, folded)

    def _take_journals(self, reading: Reading, fresh: _Fresh) -> None:
        """Know the steps that were read in the journals."""
        for read, guessed in chain(zip(reading.steps, repeat(False)), zip(reading.guessed, repeat(True))):
            step = self._distinct(read, self._known)
            if step.id not in self._known:
                self._know(step, read, fresh)
                if guessed:
                    self._guessed.add(step.id)
                continue
            if not step.copied_by:
                self._unwritten.pop(step.id, None)
            if step.id in self._guessed and not guessed:
                fresh.mistaken |= self._known[step.id].device != step.device
            fresh.mistaken |= self._is_no_mere_copy(step, fresh.steps)

    def _take_imports(self, imports: Mapping[str, bytes], fresh: _Fresh) -> None:
        """Know the steps whose lines stand in the catalogue, also where they never reached a journal."""
        for id, line in imports.items():
            mark = line_mark(line)
            if self._imports.get(id) == mark:
                continue
            said = decode(line, "")
            if not isinstance(said, Step) or said.id != id:
                continue
            self._imports[id] = mark
            step = self._distinct(said, self._known)
            if self._is_no_mere_copy(step, fresh.steps):
                fresh.mistaken = True
                self._unwritten[step.id] = line
            if step.id not in self._known:
                self._know(step, said, fresh)
                self._unwritten[step.id] = line

    def _know(self, step: Step, read: Step, fresh: _Fresh) -> None:
        """Know a step by the id that it has here, `read` being how it stands in the files."""
        fresh.twice |= step is not read
        fresh.counted.append(read)
        fresh.steps[step.id] = self._known[step.id] = step

    def _is_no_mere_copy(self, step: Step, steps: dict[str, Step]) -> bool:
        """Whether a step that was read stands elsewhere, too, than in the copies in which it was known so far, among
        `steps` or before."""
        held = self._known.get(step.id)
        if held is None or (found := as_read_twice(held, step)) is held:
            return False
        steps[step.id] = self._known[step.id] = found
        return True

    def _distinct(self, step: Step, known: Mapping[str, Step]) -> Step:
        """A step that was read, under the id that it is known by.

        Another step with the id of a known one, which only a foreign hand can write, never takes its place: it is read
        as a step with an id of its own.
        """
        namesake = known.get(step.id)
        if namesake is None or namesake == step:
            return step
        return replace(step, id=f"{step.id}~{zlib.crc32(encode(step)):08x}")

    # -- long histories -----------------------------------------------------------------------------------------------

    def _take_up(self) -> None:
        """Begin with what another opening left of the steps, where they are many and it holds."""
        if sum(size for _, size, _ in self._journals.live().values()) < self._long:
            return
        snapshot = SnapshotFile(self.path, self._cache, self.device).read()
        if snapshot is None or not self._journals.go_on_from(snapshot.ends):
            return
        self._distrusted = not self._past.holdings.go_on_from(snapshot.counted, snapshot.ids)
        if self._distrusted:
            self._journals.forget()
            return
        self._snapshot = snapshot
        self._imports = dict(snapshot.imports)
        self._latest, self._first = max(self._latest, snapshot.clock), snapshot.first

    def _take(self, steps: Sequence[Step], *, anew: bool) -> None:
        """Count steps that were read. Raises `Replaced` where one of them is among those of which only what came is
        known, or where only all of them tell what is missing."""
        snapshot = self._snapshot
        if snapshot is not None and any(step.id in snapshot.ids for step in steps):
            sure = False
        else:
            self._past.take(steps, self._facts)
            sure = snapshot is None or self._past.holdings.is_sure()
        if not sure:
            if anew:
                self._past.holdings.drop()
            raise Replaced

    def early(self) -> list[Step]:
        """The steps of which `pull` told only what came. Raises `StoreError` where they cannot be read any more."""
        if self._snapshot is None:
            return []
        steps: dict[str, Step] = {}
        try:
            for read in self._journals.early(self._snapshot.ends):
                step = self._distinct(read, steps)
                steps[step.id] = as_read_twice(steps.get(step.id, step), step)
        except (OSError, Replaced):
            self._anew = True
            shown = for_terminal(self.path)
            raise StoreError(
                f"The journals of '{shown}' are being replaced, so their steps cannot be read now."
            ) from None
        return list(steps.values())

    def leave(self, fold: Callable[[], FoldedSteps]) -> None:
        """Leave what came of the steps to the next opening, where they are many and it has not been left already."""
        ends = self._journals.ends()
        size = sum(end.offset for end in ends.values())
        left = self._snapshot.size if self._snapshot is not None else -self._long
        if size < self._long or size - left < size // RENEWED + self._long // 10 or not self._can_leave(ends):
            return
        with disk.forgiven():
            snapshot = Snapshot(
                ends=ends,
                ids=KnownIds.of(self._known, self._snapshot.ids.marks if self._snapshot is not None else ()),
                imports=self._imports,
                counted=self._past.holdings.counted,
                clock=self._latest,
                first=self._first or (0, ""),
                twice=self._twice,
                folded=fold(),
            )
            SnapshotFile(self.path, self._cache, self.device).write(snapshot)

    def _can_leave(self, ends: Mapping[str, ReadPosition]) -> bool:
        """Whether what was told so far is what stands in the journals up to there, and can be left."""
        unsettled = self._anew or self._newer or self._unreadable or self._failed or self._away or self._unwritten
        told = not (self._held.papers or self._held.steps or self._held.reset)
        seen = all(end.crc is not None for end in ends.values())
        return told and seen and not unsettled and not self._distrusted

    @property
    def away(self) -> str:
        """Why nothing of it could be read just now, as a sentence; "" when it could."""
        return self._away

    @property
    def unread(self) -> str:
        """Why something that is here could not be read, as a sentence; "" when all could. A catalogue that is gone or
        holds none any more is a loss, which is told as that."""
        troubles = (self._away, "" if self._facts.lost else self._unread, self._unreadable)
        return next((trouble for trouble in troubles if trouble and trouble != NEWER), "")

    @property
    def loss(self) -> str:
        """Why there may be less here than there was, as a sentence; "" while nothing of this device is missing."""
        for trouble in (self.unread, self._unread):
            if trouble and trouble != NEWER:
                return trouble
        if self._is_headless and not self._allowed.loss:
            return self._headless
        if self._past.missing.serious and not self._allowed.loss:
            return self._past.refusal
        return ""

    @property
    def _is_headless(self) -> bool:
        """Whether there is no catalogue though there are words."""
        return self._facts.missing and (bool(self._known) or self._snapshot is not None)

    @property
    def _headless(self) -> str:
        shown = for_terminal(self._facts.path)
        return f"The catalogue '{shown}' is not there though the journals are, so the library is read-only."

    @property
    def _unread(self) -> str:
        """Why the library is read-only on account of the catalogue, unless that is being mended."""
        return "" if self._allowed.whole and self._facts.lost else self._facts.trouble

    @property
    def is_unread(self) -> bool:
        """Whether the catalogue is gone or cannot be read, so that the papers shown come from elsewhere."""
        return self._facts.lost

    @property
    def is_away(self) -> bool:
        """Whether nothing of the library is there any more."""
        return bool(self._away) and self._past.is_away()

    @property
    def made_anew(self) -> str:
        """What is to be known of the place before a library that is away is made anew in it; "" for nothing."""
        return self._past.made_anew if self.is_away else ""

    @property
    def losses(self) -> tuple[str, ...]:
        """All that is missing, a sentence each, with what can be done about it."""
        return (self._away,) if self._away else (*self._lost_catalogue, *self._past.losses)

    @property
    def gone(self) -> tuple[str, ...]:
        """What one can go on without, a sentence each; none where the library is away as a whole."""
        return () if self._away else (*self._lost_catalogue, *self._past.gone)

    @property
    def _lost_catalogue(self) -> list[str]:
        lost = self._facts.trouble if self._facts.lost else self._headless if self._is_headless else ""
        return [lost] if lost else []

    @property
    def settled(self) -> tuple[int, str]:
        """The stamp of the last step by which somebody went on without what was lost; (0, "") where nobody did."""
        return self._past.holdings.settled

    @property
    def copies(self) -> str:
        """The command that brings back what is missing, and how much of it; "" where no backup is known to hold it."""
        return self._past.copies or (self._past.copy_of_all if self.is_away else self._past.copy_of_unread)

    def _reason(self) -> str:
        """Why the library can only be read."""
        if self._newer:
            return NEWER
        if trouble := self._failed or self._unread or self.loss:
            return trouble
        written = (self.path, self._journals.path, self._facts.path)
        if (kept := next((path for path in written if not disk.writable(path)), None)) is not None:
            what = os.path.relpath(kept, self.path)
            why = f": '{for_terminal(what)}' in it may not be written" if kept != self.path else ""
            return f"The library '{for_terminal(self.path)}' may only be read here{why}."
        return ""

    # -- writing ------------------------------------------------------------------------------------------------------

    def push(self, propose: Callable[[Update], Draft | None]) -> Step | None:
        """One step: under the lock read the news, ask `propose` what to write, and make it durable.

        Returns None when there was nothing to write. Raises `Busy`, `ReadOnly` or `StoreError`: nothing was written.
        """
        if self.read_only:
            self._writable()
        if not os.path.exists(self._lock.path) and self._past.is_away() and not self._allowed.whole:
            raise disk.refusal(FileNotFoundError(errno.ENOENT, ""), self.path)
        try:
            with self._lock.held():
                news = self._writable()
                self._held = Update()
                if self._allowed.whole:  # What is missing halfway is not told.
                    left = tuple(sentence for sentence in news.warnings if sentence not in self.losses)
                    news = replace(news, warnings=left)
                draft = propose(news)
                step = self._save(draft, self._backed_up()) if draft is not None else None
                if step is not None:
                    self._past.keep(self._latest, step.wall)
        except OSError as error:
            raise disk.refusal(error, self.path) from error
        except Damaged as error:
            raise StoreError(f"Nothing was saved in '{for_terminal(self.path)}': {error}.") from error
        if step is not None:
            told = [*self._mended, *self._backups.failures(), *self._lockless(), *self._unkept()]
            self._held = _joined(self._held, Update(warnings=self._said.once(told)))
        return step

    def _unkept(self) -> list[str]:
        """That this machine cannot remember more of the library."""
        return [told] if (told := self._past.unkept) else []

    def told(self, name: str) -> dict[str, str]:
        """What each device keeps of an exported file, by the device's id."""
        return self._told_files.read(name)

    def keep_told(self, name: str, text: str) -> None:
        """Keep what this device knows of an exported file, where the library can be written. What cannot be kept keeps
        nobody from writing that file; it is told."""
        if not self.read_only and (why := self._told_files.keep(name, text)):
            what = "What stands in an exported file could not be kept beside the library"
            told = f"{what} ({why}): the next sync of it takes nothing away."
            self._held = replace(self._held, warnings=(*self._held.warnings, *self._said.once([told])))

    def _lockless(self) -> list[str]:
        """That a file stands for the lock here: said once of a library, on each machine."""
        name = self._lock.by_file
        if not name or not self._past.first_time("no-locks"):
            return []
        shown = for_terminal(self.path)
        return [f"The file system of '{shown}' has no locks: a file '{name}' keeps apart windows that save at once."]

    def farewell(self) -> Draft | None:
        """What `go_on` writes: that the user goes on without what is missing. None when nothing is."""
        return self._past.farewell()

    def go_on(self, propose: Callable[[Update], Draft | None]) -> Step | None:
        """As `push`, also while words or papers are missing.

        Raises as `push` does.
        """
        self._allowed = _Allowed(loss=True)
        try:
            return self.push(propose)
        finally:
            self._allowed = _Allowed()
            self._judge_anew()

    def put_back(
        self, lines: Mapping[str, tuple[str, bytes]], propose: Callable[[Update], Draft | None]
    ) -> Step | None:
        """As `push`, also while words or papers are missing, or all of the library; what the draft brings back of
        `lines`, which tell a step's device and its line, is in a journal of its own before its step is made, and a
        catalogue that cannot be read is mended.

        Raises as `push` does. Where the step itself fails after that, the words are back all the same.
        """
        self._allowed, self._mended = _Allowed(loss=True, whole=True, lines=lines), []
        try:
            if self._past.is_away():
                self._anew = True
                if why := obstacle(self.path):
                    raise StoreError(why)
                try:
                    disk.make_folder(self.path)
                except OSError as error:
                    raise disk.refusal(error, self.path) from error
            return self.push(propose)
        finally:
            self._allowed = _Allowed()
            self._judge_anew()

    def back_up(self) -> bool:
        """Make a backup now, of all that is there; whether that could be done."""
        try:
            with self._lock.held():
                self._writable()
                self._durably(self._journals.finish)
                return self._backups.make(self._clock())
        except (OSError, StoreError):
            return False

    def _judge_anew(self) -> None:
        """Find out what is missing by now; what was so only halfway is not told."""
        told = self._past.judge(self)
        self.read_only = self._reason()
        over = self._said.over([self.read_only, *told, *self._past.refusals])
        held = tuple(sentence for sentence in self._held.warnings if sentence not in over)
        self._held = replace(self._held, warnings=held)

    def missing_with(
        self, lines: Mapping[str, tuple[str, bytes]], steps: Iterable[Step], papers: Iterable[str]
    ) -> list[str]:
        """What would still be missing if these steps, which stand in `lines`, and these papers were back: half
        sentences."""
        missing = self._past.missing_with(lines, steps, papers)
        return [part for part in (missing.serious, *missing.light) if part]

    def _mend_catalogue(self) -> bool:
        """Make a catalogue anew of what is left of it, where it is lost; whether it was. Raises as `_bring_back`."""
        if not self._facts.lost:
            return False
        from reader.store.repair import mend_catalogue  # noqa: PLC0415  it is hardly ever needed

        self._mended = mend_catalogue(self.path, self._backups)
        self._take_back()
        return True

    def _bring_back(self, ids: Iterable[str], by: str) -> bool:
        """Bring lost steps back, `by` the step with that id, and read them; whether everything was read anew. Raises
        `ReadOnly` and OSError."""
        if self._facts.missing and not self._known and self._snapshot is None:
            self._facts.write((), "", b"")
        self._journals.bring_back((self._allowed.lines[id] for id in ids), by)
        return self._take_back()

    def _take_back(self) -> bool:
        """Read what is back; whether everything was read anew. Raises `ReadOnly`."""
        news = self._look()
        self._held = _joined(self._held, news)
        if self.read_only:
            raise ReadOnly(self.read_only)
        return news.reset

    def _writable(self) -> Update:
        """The news, when the library can be written. Raises `ReadOnly`; the news is then kept for the next `pull`."""
        news = self.pull()
        self._held = news
        if not self._anew and self._past.recall(self, self._every):
            self.read_only = self._reason()
        if self.read_only:
            raise ReadOnly(self.read_only)
        return news

    def _backed_up(self) -> int:
        """The moment of a step, before which all that is there has its backup of the day."""
        wall = self._clock()
        self._durably(self._journals.finish)
        self._backups.before_edit(wall)
        self._edited = True
        return wall

    def _save(self, draft: Draft, wall: int) -> Step:
        adds, anew = draft.adds, False
        if self._allowed.whole and self._mend_catalogue():
            there = set(self._facts.ids or ())
            adds, anew = tuple(paper for paper in adds if paper.id not in there), True
        if self._is_headless and not (adds or self._allowed.whole):
            raise ReadOnly(self._headless)
        id = self._next_id()
        anew = (bool(draft.brings) and self._bring_back(draft.brings, id)) or anew
        step = Step(
            id=id,
            clock=min(self._latest + 1, CLOCK_LIMIT),
            wall=wall,
            say=draft.say,
            changes=draft.changes,
            undoes=draft.undoes,
            redoes=draft.redoes,
            without=draft.without,
            device=self.device,
            author=draft.author,
            times=draft.times,
            mends=draft.mends,
        )
        self._give_id(step)
        self._give_attributes()
        line = encode(step, signed=bool(adds))
        if self._unwritten:
            self._append()
        if adds:
            self._facts.write(adds, step.id, line, draft.order, mends=step.mends)
            anew = anew or bool(draft.order) or step.mends
            self._unwritten[step.id] = line[:-1]
            self._imports[step.id] = line_mark(line[:-1])
            self._note(step)
            # The step is durable: where its line cannot be written now, the next writer will do it.
            with disk.forgiven():
                self._append()
        else:
            if self._facts.missing:
                self._facts.write((), "", b"")
            self._append(line)
            self._note(step)
        if anew:
            self._anew, self._held = True, Update()
        return step

    def _give_id(self, step: Step) -> None:
        """Let the library carry an id before its next step; no edit fails for want of one."""
        if self._named:
            return
        with disk.forgiven():
            if not library_ids(self.path):
                for id in self._past.ids or (made_from((self._first or step.stamp)[1]),):
                    give_id(self.path, id)
            self._named = True

    def _give_attributes(self) -> None:
        """Let Git leave the ends of lines in this library as they are, from its next step on.

        That step's line names the one before it, as no line did until then: so this is done once, whatever becomes of
        the file. No edit fails for want of it.
        """
        path = os.path.join(self.path, ".gitattributes")
        if not self._journals.linked and not os.path.lexists(path):
            with disk.forgiven():
                disk.replace(path, [b"# Git leaves the ends of lines in a library of reader as they are.\n* -text\n"])

    def _next_id(self) -> str:
        self._count += 1
        if self._latest >= CLOCK_LIMIT:
            return self._id_above_all()
        while f"{self._session}-{self._count}" in self:
            self._session = secrets.token_hex(6)
        return f"{self._session}-{self._count}"

    def _id_above_all(self) -> str:
        """An id by which a step is later than all that there are, where its clock cannot say so any more."""
        ends = (self._past.holdings.last, *(step.stamp for step in self._known.values()))
        last = max((id for clock, id in ends if clock >= CLOCK_LIMIT), default="")
        if f"{self._session}-{self._count:09d}" <= last:
            self._session = id_above(last, secrets.token_hex(6))
        return f"{self._session}-{self._count:09d}"

    def __contains__(self, id: object) -> bool:
        """Whether there is a step with that id."""
        return id in self._known or (self._snapshot is not None and id in self._snapshot.ids)

    def _every(self) -> Iterable[Step]:
        return (*self.early(), *self._known.values())

    def _note(self, step: Step) -> None:
        self._latest = step.clock
        self._known[step.id] = step
        self._past.take([step], self._facts)
        self._past.holdings.wrote(step)

    def _append(self, *lines: bytes) -> None:
        """Append lines, after those of imports that never reached a journal."""
        written = [*(other + b"\n" for other in self._unwritten.values()), *lines]
        self._durably(lambda: self._journals.append(written))
        self._unwritten, self._past.holdings.imports_alone = {}, False

    def _durably(self, write: Callable[[], None]) -> None:
        """Write to the journal. Raises OSError, and `StoreError` where nobody can say what is on disk now."""
        try:
            write()
        except disk.Unsure as error:
            shown = for_terminal(self.path)
            self._failed = f"Saving in '{shown}' failed ({error}), so the library is read-only until it is reopened."
            self.read_only = self._failed
            raise StoreError(self._failed) from error


def _joined(first: Update, then: Update) -> Update:
    if then.reset or first == Update():
        return replace(then, warnings=first.warnings + then.warnings)
    if then == Update():
        return first
    return replace(
        first,
        papers=first.papers + then.papers,
        steps=first.steps + then.steps,
        warnings=first.warnings + then.warnings,
        copied=first.copied if then.copied is None else then.copied,
    )
