"""Whether the list that bears a name today is the one that an exported file was written from.

A list has no id: it is known by its name, and a file tells the name that its list had. Where that was renamed or
deleted since, another may bear the name, and nothing of the file is of that one.

The history tells, since renaming empties the register of the old name and fills that of the new one in one step,
deleting only empties it, and no other act does either. Of a file that it wrote or read, a library keeps the last steps,
one a device, that touched its list or its papers (`authorship.steps_behind`; files of earlier versions name them); a
step of the list's own that stands behind those was made after the file, or was not here yet. So each list is followed
from the name that the file tells, over the steps that the file did not know, to what it is called now. A file that
names no steps, or others than this library holds, tells nothing of that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reader.formats.markdown import ExportRecord, OpenedExport
from reader.library import reading_lists
from reader.library.change import Change, Step
from reader.library.library import Library

_BEFORE_ALL = (-1, "")


def called_now(library: Library, record: ExportRecord) -> str | None:
    """What the list of a file is called now; "" when it was deleted, None where nobody can tell or it has none."""
    history = library.history()[::-1]
    latest = {step.device: step.stamp for step in history if step.id in record.by}
    if not record.origin or not record.by or not set(record.by) <= {step.id for step in history}:
        return None
    at = reading_lists.subject(record.origin)
    named = ((step, _names(step)) for step in history)
    named_here = [(step, names) for step, names in named if names]
    known = [step for step, names in named_here if at in names and _is_known(step, latest)]
    since = known[-1].stamp if known else _BEFORE_ALL
    fresh = ((step, names) for step, names in named_here if step.stamp > since and not _is_known(step, latest))
    subject = _followed(at, fresh)
    held = next((lst.name for lst in library.lists.values() if reading_lists.subject(lst.name) == subject), None)
    return held or ""


def namesake(library: Library, record: ExportRecord) -> str:
    """Why the list that bears the name of a file's list is another one, as a clause that names both; "" where it is the
    same as far as can be told, and where none bears it."""
    bearer = library.list_called(record.origin) if record.origin else None
    now = called_now(library, record) if bearer is not None else None
    if bearer is None or now is None or reading_lists.subject(now) == reading_lists.subject(bearer.name):
        return ""
    became = f"is called '{now}' now" if now else "was deleted"
    return (
        f"the list '{record.origin}' that the file was written from {became},"
        f" and the '{bearer.name}' of today is another list"
    )


def namesakes_among(library: Library, exports: Mapping[str, OpenedExport]) -> dict[str, str]:
    """What `namesake` says of files, by their names; those of which it says nothing are left out."""
    told = ((name, export.record) for name, export in exports.items())
    found = ((name, namesake(library, record)) for name, record in told if record is not None)
    return {name: why for name, why in found if why}


def _is_known(step: Step, latest: Mapping[str, tuple[int, str]]) -> bool:
    """Whether a step stands no later than the last one of its device that a file names."""
    return step.stamp <= latest.get(step.device, _BEFORE_ALL)


def _names(step: Step) -> dict[str, Change]:
    """The changes of a step to what lists are called, by their subjects."""
    return {
        change.subject: change
        for change in step.changes
        if change.key == "name" and not change.of_paper and change.subject.startswith("list:")
    }


def _followed(subject: str, steps: Iterable[tuple[Step, Mapping[str, Change]]]) -> str:
    """The subject of a list after some steps, each with what it makes of names; "" when it is deleted."""
    at, ended = subject, None
    for step, names in steps:
        if ended is not None:
            takes_back = step.undoes and step.undoes in (ended.id, ended.redoes)
            brings_back = step.redoes and step.redoes == ended.undoes
            if (takes_back or brings_back) and at in names and names[at].after is not None:
                ended = None
            continue
        if at not in names or names[at].after is not None:
            continue
        made = [other for other, change in names.items() if change.after is not None]
        if len(made) == 1 and len(names) == 2:
            at = made[0]
        else:
            ended = step
    return "" if ended is not None else at
