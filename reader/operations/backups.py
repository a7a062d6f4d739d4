"""Backups as a person sees them: which there are, and putting one back."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from reader import paths
from reader.counting import count, form
from reader.dates import is_date
from reader.errors import Damaged, InputError, Refused, StoreError, WrongValue
from reader.library.change import Change, subjects
from reader.library.library import Library, Outcome
from reader.library.put_back import PuttingBack
from reader.operations.sentences import listed
from reader.paper import Decision
from reader.store import disk
from reader.store.backup import Backups
from reader.store.backup_files import Backup, BackupContents, catalogue_path, first_step, read_backup, said_day
from reader.store.library_id import made_from
from reader.text import for_terminal, shortened

_DAY = len("YYYY-MM-DD")
_IS_LIKE_A_DAY = re.compile(r"\d{4}(?!\d)", re.ASCII)
"""What a day and the name of a backup begin with."""
NONE_YET = "There is no backup of this library: one is made before the first edit of a day and as a session ends."
NOTHING_LOST = "Nothing is missing."
NOTHING_MISSING = "Nothing is missing any more."
_SHOWN = 3
"""Titles that are told of each kind of change."""
_NAMED = 10
"""Names that are told where a day or a name is cut short."""
_NOUNS = {
    "gone": ("paper", "papers"),
    "star": ("star", "stars"),
    "status": ("status", "statuses"),
    "note": ("note", "notes"),
    "triage": ("decision", "decisions"),
    "tag": ("tag", "tags"),
    "list": ("place in a list", "places in lists"),
    "name": ("list", "lists"),
    "corrected": ("correction", "corrections"),
}
"""How changes are counted, by the beginning of their keys; all others are parts of these."""


@dataclass(frozen=True, slots=True)
class BackupRow:
    """One backup in the list of them."""

    name: str
    made: str
    """UTC, "YYYY-MM-DD HH:MM:SS", or the day alone."""
    kind: str
    steps: int
    own: int | None
    """Steps of this device; None where it is not known which these are."""
    papers: int
    size: int
    """In bytes, with its catalogue, which others may share."""
    place: str
    """Where the library was, where that is another folder than now."""
    flaws: tuple[str, ...] = field(default=())
    """Why it cannot be read, or not whole; empty when it can."""
    former: bool = False
    """Whether it is of another library, which was in this place before."""

    def to_json(self) -> dict[str, Any]:
        """As `backup list --json` has it."""
        return {
            "name": self.name,
            "date": self.made[:10],
            "made": self.made,
            "kind": self.kind,
            "steps": self.steps,
            "own_steps": self.own,
            "papers": self.papers,
            "size": self.size,
            "readable": not self.flaws,
            "flaws": list(self.flaws),
            "place": self.place,
            "former": self.former,
        }


def library_backups(folder: Path) -> Backups:
    """The backups that this machine has of the library in `folder`."""
    return Backups(str(folder), str(paths.data_dir()), str(paths.state_dir()))


def all_backups(backups: Backups) -> list[Backup]:
    """Those of a library that this machine has, then those of others that were at its path before. Raises
    `StoreError`."""
    try:
        return backups.found() + backups.former()
    except OSError as error:
        where = for_terminal(backups.folder)
        raise StoreError(f"The backups in '{where}' cannot be read: {disk.reason(error)}.") from error


def backup_rows(backups: Backups, device: str | None) -> list[BackupRow]:
    """All backups, each read whole; `device` is this one's id, None where that is not known. Raises `StoreError`."""
    return [_row(backup, backups.library, device) for backup in all_backups(backups)]


def _row(backup: Backup, library: str, device: str | None) -> BackupRow:
    held: BackupContents | None = None
    flaws: tuple[str, ...] = ()
    try:
        held = read_backup(backup)
        flaws = held.flaws
    except Damaged as error:
        flaws = (str(error),)
    except OSError as error:
        flaws = (disk.reason(error),)
    files = [backup.path]
    if held is None:
        return BackupRow(backup.name, backup.made, "", 0, 0, 0, _size(files), "", flaws, backup.former)
    files += [catalogue_path(backup.folder, mark) for mark in held.head.catalogues]
    own = None if device is None else sum(written == device for written, _ in held.lines.values())
    place = held.head.place if held.head.place != library else ""
    numbers = (len(held.steps), own, len(held.papers), _size(files))
    return BackupRow(backup.name, backup.made, held.head.kind, *numbers, place, flaws, backup.former)


def _size(paths: Iterable[str]) -> int:
    return sum((disk.signature(path) or (0, 0, 0))[1] for path in paths)


@dataclass(frozen=True, slots=True)
class ChosenBackup:
    """The backup that a date means."""

    backup: Backup
    held: BackupContents
    besides: tuple[str, ...] = ()
    """Where it is one of several, which it is and what the others would bring, a sentence each."""


def chosen(backups: Backups, date: str, library: Library) -> ChosenBackup:
    """The backup that a day, or a name, means: of several of one day the last, unless an earlier one holds more of what
    the library has lost.

    Raises `InputError` where there is none, `StoreError` where it cannot be read, and `Refused` where it is another
    library's.
    """
    meant = _backups_called(backups, date)
    if len(meant) == 1:
        return ChosenBackup(meant[0], held_in(meant[0], backups, library))
    found: list[tuple[Backup, BackupContents, PuttingBack]] = []
    wrong: list[StoreError | Refused] = []
    for backup in reversed(meant):
        try:
            held = held_in(backup, backups, library)
        except (StoreError, Refused) as error:
            wrong.append(error)
        else:
            found.append((backup, held, library.foreseen(held)))
    if not found:
        raise wrong[0]
    taken, held, plan = max(found, key=lambda one: len(one[2].steps) + len(one[2].papers))
    if taken == meant[-1]:
        why = "the last of them"
    else:
        why = "which holds most of what is lost" if plan.lost else "the last that can be read"
    told = [f"There are {len(meant)} backups of {said_day(taken)}: this is '{taken.name}', {why}."]
    others = ((other.name, _beyond(theirs, plan)) for other, _, theirs in found if other != taken)
    told += [f"'{name}' would bring {_what(more) if more.anything else 'nothing'} more." for name, more in others]
    return ChosenBackup(taken, held, (*told, *map(str, wrong)))


def _beyond(plan: PuttingBack, other: PuttingBack) -> PuttingBack:
    """What a plan would put back and another one would not."""
    steps, papers = set(other.steps), {paper.id for paper in other.papers}
    return PuttingBack(
        tuple(id for id in plan.steps if id not in steps),
        tuple(paper for paper in plan.papers if paper.id not in papers),
        () if plan.lost else tuple(change for change in plan.changes if change not in other.changes),
    )


def _backups_called(backups: Backups, date: str) -> list[Backup]:
    """The backups of a day, or the one with a name, the oldest first; those of the library's own path before any
    others. The beginning of a day or of a name is neither: "2026-11-2" may be a 2nd, or a 20th cut short.

    Raises `InputError` where there is none, `WrongValue` for what can be neither, and `StoreError`.
    """
    found = all_backups(backups)
    if not found:
        raise InputError(NONE_YET)
    given = date.strip()
    own = [one for one in found if one.folder == backups.folder]
    for among in (own, [one for one in found if not one.former], found):
        named = [one for one in among if one.name == given]
        if meant := named or [one for one in among if one.day == given]:
            return meant
    begun = [one.name for one in found if given[:4].isdecimal() and one.name.startswith(given)]
    if not begun and not (_IS_LIKE_A_DAY.match(given) and (len(given) < _DAY or is_date(given[:_DAY]))):
        raise WrongValue(f"'{for_terminal(given)}' is no day and no name of a backup: `reader backup list` has them.")
    so = f" So begin: {', '.join(begun[:_NAMED])}." if begun else ""
    raise InputError(
        f"There is no backup of '{for_terminal(given)}'; `reader backup list` names those that there are.{so}"
    )


def held_in(backup: Backup, backups: Backups, library: Library) -> BackupContents:
    """What a backup holds, for this library. Raises `StoreError` where it cannot be read, and `Refused` where it is
    another library's."""
    try:
        held = read_backup(backup)
    except (Damaged, OSError) as error:
        what = disk.reason(error) if isinstance(error, OSError) else str(error)
        raise StoreError(f"The backup '{for_terminal(backup.path)}' cannot be read: {what}.") from error
    ids = set(backups.ids)
    known = set() if library.is_away else {step.id for step in library.history()}
    theirs = set(held.head.ids) or {made_from(first_step(held))}
    if not backup.former and (ids or known) and ids.isdisjoint(theirs) and known.isdisjoint(held.steps):
        raise Refused(f"The backup '{for_terminal(backup.name)}' holds the words of another library.")
    return held


def put_back(library: Library, chosen: ChosenBackup) -> Outcome:
    """Put back what the library has lost of a backup, or else what was removed since: one step, which undo takes back.
    What is missing still is told last.

    Raises as `Library.apply`.
    """
    backup, held = chosen.backup, chosen.held
    before = library.losses
    plans: list[PuttingBack] = []

    def say(plan: PuttingBack) -> str:
        plans.append(plan)
        return f"Put back {_what(plan)} {_from(backup)}"

    outcome = library.put_back(held, say)
    left = library.losses
    told = [sentence for sentence in outcome.warnings if sentence not in (*before, *left)]
    told += _gone_again(library, plans[-1]) if outcome.step and plans else []
    if not outcome.step:
        told.append(_nothing_to_put_back(library, chosen, library.foreseen(held)))
    told += [NOTHING_MISSING] if before and not left else []
    return replace(outcome, warnings=(*told, *chosen.besides, *_flaws(held), *left))


def mend(folder: Path) -> list[str]:
    """Mend the library in `folder` and go on without what it has lost, as `reader doctor --repair` does: a sentence for
    each thing done.

    Raises as `doctor.repair`.
    """
    from reader.store.doctor import repair  # noqa: PLC0415  hardly anything is ever lost

    return repair(folder)


def changing(plan: PuttingBack) -> list[str]:
    """The ids of papers, and "list:NAME" of lists, that putting a backup back would change."""
    return subjects((*plan.changes, *plan.opened))


def _from(backup: Backup) -> str:
    return f"from the backup of {said_day(backup)}"


def _flaws(held: BackupContents) -> list[str]:
    return [f"Not all of the backup could be read: {'; '.join(held.flaws)}."] if held.flaws else []


def _what(plan: PuttingBack) -> str:
    """What comes back, counted."""
    if plan.lost:
        parts = [count(len(plan.steps), "lost step")] if plan.steps else []
        parts += [count(len(plan.papers), "lost paper")] if plan.papers else []
        return " and ".join(parts)
    counted = Counter(_kind(change) for change in plan.changes)
    told = [f"{counted[key]} {form(counted[key], *nouns)}" for key, nouns in _NOUNS.items() if counted[key]]
    return listed(told) if told else "some details"


def _kind(change: Change) -> str:
    """How a change is counted; not at all where it follows from a star or a list (see `Decision.STAR`)."""
    return "" if change.after == Decision.STAR else change.key.partition(":")[0]


def foretold(library: Library, chosen: ChosenBackup, plan: PuttingBack) -> list[str]:
    """What putting a backup back would change (`plan`, see `Library.foreseen`), in sentences with numbers and
    examples."""
    backup, held = chosen.backup, chosen.held
    further = [*chosen.besides, *_flaws(held), *([library.made_anew] if library.made_anew else [])]
    if library.losses:
        left = library.missing_after(held, plan)
        further += [f"Even then {part}." for part in left] or ["Then nothing is missing any more."]
    size = f"{count(len(held.steps), 'step')}, {count(len(held.papers), 'paper')}"
    if not plan.anything:
        return [_nothing_to_put_back(library, chosen, plan, f" ({size})"), *further]
    told = [f"Would put back {_what(plan)} {_from(backup)} ({size})."]
    if plan.lost:
        told.append("These are in the library no more; what was removed since stays removed.")
    titles = {paper.id: paper.title for paper in plan.papers}
    titles.update((one.subject, str(one.after)) for one in plan.changes if one.key == "name" and one.after)
    for key, nouns in _NOUNS.items():
        changed = [change for change in plan.changes if _kind(change) == key and change.before != change.after]
        for verbs, which in _BECOMES.items():
            if some := [change for change in changed if which(change)]:
                noun = f"{len(some)} {form(len(some), *nouns)}"
                told.append(f"{noun} {form(len(some), *verbs)}: {_examples(library, titles, some)}.")
    if plan.newer:
        told.append(_newer(library, titles, plan))
    return [*told, *further]


def _newer(library: Library, titles: dict[str, str], plan: PuttingBack) -> str:
    """What stays though the backup holds it otherwise."""
    stays = form(len(plan.newer), "thing was said since and stays", "things were said since and stay")
    return f"{len(plan.newer)} {stays}: {_examples(library, titles, plan.newer)}."


def _nothing_to_put_back(library: Library, chosen: ChosenBackup, plan: PuttingBack, size: str = "") -> str:
    """Why a backup changes nothing: all of it is here, or what it holds otherwise was said anew since."""
    backup = chosen.backup
    if chosen.held.flaws:
        newer = f" {_newer(library, {}, plan)}" if plan.newer else ""
        return f"The library has all that can be read of the backup of {said_day(backup)}{size}.{newer}"
    if plan.newer:
        return f"Nothing of the backup of {said_day(backup)} is missing{size}. {_newer(library, {}, plan)}"
    return f"The library has all that the backup of {said_day(backup)} holds{size}."


def _gone_again(library: Library, plan: PuttingBack) -> list[str]:
    """Which papers went away by what was put back, as one sentence at most."""
    gone = [change for change in plan.changes if change.key == "gone" and change.before != change.after]
    gone = [change for change in gone if _leaves(change)]
    if not gone:
        return []
    them = form(len(gone), "it", "them")
    return [
        f"{count(len(gone), 'paper')} went away, for what came back removes {them}: {_examples(library, {}, gone)}."
    ]


def _returns(change: Change) -> bool:
    """Whether a change gives something back, and takes nothing."""
    return change.after is None if change.key == "gone" else change.before is None and change.after is not None


def _leaves(change: Change) -> bool:
    """Whether a change takes something away, and gives nothing."""
    return change.after is not None if change.key == "gone" else change.after is None


def _differs(change: Change) -> bool:
    """Whether a change puts something in the place of another."""
    return not (_returns(change) or _leaves(change))


_BECOMES = {("comes back", "come back"): _returns, ("goes away", "go away"): _leaves, ("changes", "change"): _differs}
"""What is said of one and of several of a kind, and of which changes."""


def _examples(library: Library, titles: dict[str, str], changes: Sequence[Change]) -> str:
    """What a few of the changes are about: "'Tin roofs' (rl), 'Lamps' and 4 more"."""
    named = list(dict.fromkeys(_subject(library, titles, change) for change in changes))
    more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
    return f"{', '.join(named[:_SHOWN])}{more}"


def _subject(library: Library, titles: dict[str, str], change: Change) -> str:
    facts = library.state.facts(change.subject)
    title = facts.title if facts is not None else titles.get(change.subject, "")
    listed = next((value for value in (change.after, change.before) if isinstance(value, str)), "")
    place = change.key if change.key.startswith("list:") else change.subject
    lst = library.state.lists.get(place)
    called = lst.name if lst is not None else titles.get(place, "")
    if not change.of_paper:
        title = listed if change.key == "name" else called or change.subject.partition(":")[2]
    elif change.key.startswith("list:"):
        listed = called
    shown = f"'{shortened(for_terminal(title or change.subject), 60)}'"
    kind, _, detail = change.key.partition(":")
    return f"{shown} ({listed or detail})" if kind in ("tag", "list") else shown
