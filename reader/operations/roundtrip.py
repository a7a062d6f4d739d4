"""Markdown that comes back: what was edited in an exported file or vault enters the library, and goes out again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reader.counting import count
from reader.errors import InputError, ReaderError, Refused, SavedMeanwhile, StoreError, Untaken, WriteProtected
from reader.formats.markdown import (
    Document,
    ExportRecord,
    FileWriter,
    OpenedExport,
    Returned,
    come_and_gone,
    document_of,
    form_of,
    is_ours,
    is_stripped,
    list_shown,
    merge_into,
    outward,
    read_back_text,
    render_document,
    repaired,
)
from reader.formats.obsidian import (
    is_of_vault,
    mentions_in,
    merge_file,
    read_back_file,
    read_back_vault,
    render_paper,
    that_count,
    with_marks_again,
)
from reader.formats.parsed import Problem, contained, excerpt
from reader.garbage import none_looked_for
from reader.io.read import Source
from reader.io.write import (
    Check,
    TitlesOf,
    Written,
    check_writable,
    must_be_allowed,
    not_written,
    plan_vault,
    read_export,
    read_folder,
    read_vault,
    read_vaults,
    write_file,
    write_vault,
)
from reader.library.change import Change, subjects
from reader.library.library import Library, Outcome
from reader.operations import facts_apart, imports
from reader.operations.apart import Apart
from reader.operations.authorship import WHY, emptied, foreign_among, last_steps
from reader.operations.bases import Bases
from reader.operations.by_hand import typed_finder
from reader.operations.choosing import doubted_list, unknown_of_list
from reader.operations.imports import ImportResult, SourceResult
from reader.operations.namesakes import namesake, namesakes_among
from reader.operations.search import PaperFinder
from reader.operations.untaken import LINES_TOLD, EverHeld, loss_obstacle, must_be_taken, must_know_all, untaken
from reader.paths import with_name
from reader.text import fold_name, for_terminal

_OTHERWISE = (
    "has another title, other names, another venue, year, link or abstract here than in this library; both stay so, and"
    " --force writes what this library has"
)
_OTHER = "this is an export of its own beside the vault, and edited; name it to have it synced"
_WITHIN = "this folder has a list of its own, so it is a vault of its own, and edited; name it to have that taken"
_FIRST = "This library meets it for the first time, so it was left as it is; what it lacks goes out with the next sync"
MET = f"{_FIRST}."
STAYS_APART = (
    f"{_FIRST}. Where the two say other things, both stay as they are until one is edited; --force writes what the"
    " library says."
)
_NO_MORE_FOR_OTHERS = (
    "was left as it is: it was for others, and somebody made it one that shows statuses, stars and notes;"
    " `reader export --for others` makes it as it was, `--for me` writes yours into it."
)
INTO_LIBRARY, INTO_FILE = "←", "→"
"""The marks of the two ways of a sync, wherever one is told."""


@dataclass(frozen=True, slots=True)
class Back:
    """What came back from one file or folder."""

    source: str
    returned: Returned
    outcome: Outcome | None = None
    """None for a dry run, or when nothing was edited."""
    out: tuple[str, ...] = ()
    """What the library changed since the export, for a sync: a line each."""
    written: str = ""
    """What became of the file, for a sync; for a dry run what would become of it, and "" where it is up to date."""
    is_left: bool = False
    """Whether the file is left as it is, though it may be out of date; `written` says why."""
    is_foreign: bool = False
    """Whether another library wrote the file last, and the two say other things, for a sync."""
    notes: tuple[str, ...] = ()
    """What is to be said of the query of the smart list that the file holds, for a sync."""
    is_vault: bool = False
    """Whether it came from the files of a vault's folder."""
    changing: tuple[str, ...] = ()
    """What is told as changed (see `subjects`), or would be in a dry run."""

    @property
    def step(self) -> str:
        """The id of the step that took it, "" where nothing was taken."""
        return self.outcome.step.id if self.outcome is not None and self.outcome.step is not None else ""

    @property
    def papers(self) -> int:
        """How many papers are changed, those that come in aside."""
        fresh = {paper.id for paper in self.returned.incoming}
        return len({change.subject for change in self.returned.changes} - fresh)

    @property
    def nothing(self) -> str:
        """For people, where nothing was taken: that nothing was edited, or that no edit is news to the library."""
        if not self.returned.edited:
            return f"Nothing was edited in {self.source}."
        if self.lines:
            return f"Nothing was taken from {self.source}."
        return f"Nothing that was changed in {self.source} is news to the library."

    @property
    def lines(self) -> list[str]:
        """For people: what changed, what was in conflict, what could not be read, what went out."""
        problems = [f"{for_terminal(p.place(self.source))}: {p.message}" for p in self.returned.problems]
        diff = [f"{INTO_LIBRARY} {line}" for line in self.returned.diff]
        out = [f"{INTO_FILE} {line}" for line in (*self.out, *([self.written] if self.written else []))]
        brake = [f"{self.source}: {self.returned.brake}"] if self.outcome is None and self.returned.brake else []
        return [*diff, *self.returned.conflicts, *problems, *brake, *out]


class OpenedVault(dict[str, OpenedExport]):
    """The files of a folder that was opened as a vault. This tells that it is one, and the disk is not asked again: a
    folder that is not to be seen for a moment would be taken for a file, with other words in it."""

    within: Sequence[Path] = ()
    """The folders below that are vaults of their own."""


def is_vault(path: Path) -> bool:
    """Whether a folder holds an Obsidian export of ours, and not just a list that was exported into it.

    One that cannot be read holds none: whoever reads it as a folder is told why.
    """
    try:
        with contained(for_terminal(str(path))):
            return path.is_dir() and _holds_vault(read_folder(path))
    except (ReaderError, OSError):
        return False


def _holds_vault(files: Mapping[str, OpenedExport]) -> bool:
    return any(map(is_of_vault, files.values()))


def open_path(path: Path, library: Library | None = None) -> dict[str, OpenedExport]:
    """What was exported to a file or into a folder (an `OpenedVault`), by the names of files; with a `library` also a
    file of one of its lists that has lost every mark.

    Raises `InputError` when it is not an export of ours.
    """
    shown = for_terminal(str(path))
    if path.is_dir():
        found, within = read_vaults(path)
        files = OpenedVault(found)
        files.within = within
        with contained(shown):
            if _holds_vault(files):
                return files
        raise InputError(f"There is no Obsidian export of Reader in the folder {shown}.")
    if path.is_symlink():
        raise InputError(f"{shown} is a link to {for_terminal(str(path.readlink()))}; name that file.")
    export = read_export(path, known_without_marks(library) if library is not None else None)
    if export is None:
        raise InputError(f"{shown} is not a file that Reader exported.")
    return {path.name: export}


def known_without_marks(library: Library) -> Callable[[OpenedExport], bool]:
    """What tells of a file without marks whether it is the export of a list of this library that has lost them."""

    def known(export: OpenedExport) -> bool:
        try:
            with contained("the file"):
                return is_stripped(export, library.papers, library.lists)
        except ReaderError:
            return False

    return known


def _known(bases: Bases, files: Mapping[str, OpenedExport], *, force: bool = False) -> dict[str, OpenedExport]:
    """Open files, to be compared with what this library last saw of them."""
    known = bases.known_among(files, force=force)
    if not isinstance(files, OpenedVault):
        return known
    vault = OpenedVault(known)
    vault.within = files.within
    return vault


def look_into(library: Library, path: Path, files: Mapping[str, OpenedExport]) -> Returned:
    """What was edited in an open file or vault since it was exported, against the library as it is; none is taken."""
    returned = _looked_into(library, path, files)
    told: dict[str, Problem] = {}
    for name, export in files.items():
        for line, id in facts_apart.news(export):
            what = f"'{excerpt(library.papers[id].title)}' {_OTHERWISE}"
            told[id] = Problem(line + 1, what, file=name if isinstance(files, OpenedVault) else "")
    problems = sorted((*returned.problems, *told.values()), key=lambda problem: problem.line)
    return replace(returned, problems=tuple(problems)) if told else returned


def _looked_into(library: Library, path: Path, files: Mapping[str, OpenedExport]) -> Returned:
    """The same without what the file tells otherwise of papers."""
    if not isinstance(files, OpenedVault):
        return _read_back(library, next(iter(files.values())), for_terminal(path.name))
    with contained(for_terminal(str(path))):
        foreign = foreign_among(library, files)
        gone = emptied(library) if foreign or any(export.record is None for export in files.values()) else ()
        others = namesakes_among(library, files)
        return read_back_vault(
            files,
            library.papers,
            library.lists,
            foreign=foreign,
            emptied=gone,
            namesakes=others,
            find=typed_finder(library),
            ever=EverHeld(library).texts_of,
        )


def _read_back(library: Library, export: OpenedExport, source: str) -> Returned:
    with contained(source):
        export, given = _repaired(library, export), export
        foreign = bool(foreign_among(library, {source: export}))
        gone = emptied(library) if foreign or export.record is None else ()
        read_back = read_back_file if is_of_vault(export) else read_back_text
        other = namesakes_among(library, {"": export}).get("", "")
        returned = read_back(
            export, library.papers, library.lists, source=source, foreign=foreign, emptied=gone, namesake=other,
            find=typed_finder(library), ever=EverHeld(library).texts_of,
        )  # fmt: skip
        return returned if export is given else replace(returned, edited=True)


def _repaired(library: Library, export: OpenedExport) -> OpenedExport:
    """A file whose comment was changed with the rest of it, with the comment that this library gave it."""

    def remake(told: ExportRecord) -> str | None:
        if _made_otherwise(library, told):
            return None
        return render_document(_again(library, told), style=told.form.style)

    if export.record is not None or not export.has_comment:
        return export
    try:
        text = repaired(export.text, remake)
    except ReaderError:
        return export
    return export if text == export.text else OpenedExport(text)


def must_be_no_vaults(path: Path, export: OpenedExport) -> None:
    """Raise `Refused` for one file of a vault, which is only written together with the others."""
    if is_of_vault(export, path.name) or (export.record is None and is_vault(path.parent)):
        folder = for_terminal(str(path.parent))
        raise Refused(
            f"{for_terminal(str(path))} was left as it is: it is a file of the Obsidian export in the folder {folder};"
            " sync that folder, or export to it with --format obsidian."
        )


def must_be_read(library: Library, path: Path, files: Mapping[str, OpenedExport]) -> None:
    """Raise `Untaken` when an exported file or vault holds edits that the library has not taken yet."""
    ours = _holds_vault(files) if isinstance(files, OpenedVault) else any(export.is_ours for export in files.values())
    if ours and not look_into(library, path, files).empty:
        raise Untaken(
            f"{for_terminal(str(path))} was left as it is: it holds edits that the library has not taken;"
            " sync or import it first, or replace it with --force."
        )


def _changes(library: Library, returned: Returned) -> list[Change]:
    """What came back, as changes of papers and lists."""
    changes = [*returned.changes]
    for before, after in returned.lists:
        # What is put on the Queue is unread again, but where the file says that it is read.
        changes += [
            edit
            for edit in library.list_changes(before, after, arriving=returned.incoming)
            if edit.key != "status" or edit.subject not in returned.ticked
        ]
    return changes


def take(library: Library, source: str, returned: Returned) -> Back:
    """Apply what came back, as one step."""
    changes = _changes(library, returned)
    if not changes and not returned.incoming:
        return Back(source, returned)
    fresh = {paper.id for paper in returned.incoming}
    papers = {change.subject for change in returned.changes} - fresh
    parts = [count(len(papers), "paper")] if papers else []
    parts += [f"the list '{after.name}'" for _, after in returned.lists]
    came = f"{count(len(fresh), 'new paper')}" if fresh else ""
    edits = f"edits of {' and '.join(parts)}" if parts else ""
    say = f"Took {' and '.join(filter(None, (came, edits)))} from {for_terminal(Path(source).name)}"
    outcome = library.apply(changes, say, arriving=returned.incoming)
    changing = subjects(outcome.step.changes) if outcome.step is not None else ()
    return Back(source, returned, outcome, changing=tuple(changing))


def bring_back(library: Library, path: Path, *, dry_run: bool = False, accept: bool = False) -> Back:
    """Take the edits made in an exported file or vault into the library, as one step that one undo takes back.

    `accept` says that it is meant when the file lacks very much. Raises `Refused` when that was not said, or when the
    file holds the marks of an unfinished merge, and `InputError` when it is of papers that the library has not; nothing
    was changed then.
    """
    path = with_name(path)
    source = for_terminal(str(path))
    bases = Bases(library, str(path))
    files = _known(bases, open_path(path))
    returned = look_into(library, path, files)
    _must_be_of_papers_here(library, source, files.values(), returned)
    is_vault = isinstance(files, OpenedVault)
    if not dry_run:
        must_be_meant(source, returned, accept)
    back, then = _taken(library, source, returned, dry_run=dry_run)
    if not dry_run:
        bases.keep_read(files.values(), returned, back.step)
    left = _left_in_folder(then, path, files, returned) if is_vault else []
    return _with_left(replace(back, is_vault=is_vault), [*left, *_edited_within(library, path, files)])


def bring_back_text(
    library: Library, text: str, name: str, *, dry_run: bool = False, accept: bool = False
) -> Back:  # fmt: skip
    """The same for the text of an exported file, wherever it came from; `name` names it."""
    bases = Bases(library, name)
    with contained(for_terminal(name)):
        export = bases.known(_repaired(library, OpenedExport(text)))
    returned = _read_back(library, export, for_terminal(Path(name).name))
    returned = returned if export.given == text else replace(returned, edited=True)
    _must_be_of_papers_here(library, for_terminal(name), [export], returned)
    if not dry_run:
        must_be_meant(name, returned, accept)
    back, then = _taken(library, name, returned, dry_run=dry_run)
    if not dry_run:
        bases.keep_read([export], returned, back.step)
    told = {problem.line for problem in returned.problems}
    return _with_left(back, [problem for problem in _left(then, export, returned) if problem.line not in told])


def _taken(library: Library, source: str, returned: Returned, *, dry_run: bool) -> tuple[Back, Library]:
    """What came back, applied, and the library after it; in a dry run the one that it would be."""
    if not dry_run:
        return take(library, source, returned), library
    with library.trying():
        tried = take(library, source, returned)
    step = tried.outcome.step if tried.outcome is not None else None
    return replace(tried, outcome=None), library.after(step, returned.incoming)


def _must_be_of_papers_here(library: Library, source: str, files: Iterable[OpenedExport], returned: Returned) -> None:
    """Raise `InputError` when a file or vault shows papers, none of which the library has, and gives nothing else."""
    shown = {id for export in files if export.record is not None for id in export.record.papers}
    if shown and returned.empty and returned.problems and not library.held(shown):
        which = f"none of the {len(shown):,} papers" if len(shown) > 1 else "the paper"
        verb = "is" if len(shown) > 1 else "is not"
        raise InputError(
            f"{source}: {which} that it shows {verb} in this library, so there was nothing to take: what was removed or"
            " lost here does not come back of its line; `reader export --format jsonl` carries papers over."
        )


def _with_left(back: Back, left: Iterable[Problem]) -> Back:
    """What came back, with what a person changed and the library could not take among its problems."""
    problems = sorted([*back.returned.problems, *left], key=lambda problem: problem.line)
    return replace(back, returned=replace(back.returned, problems=tuple(problems)))


def _left_in_folder(
    library: Library, path: Path, files: Mapping[str, OpenedExport], returned: Returned
) -> list[Problem]:
    """The same as `_left` for a vault, each problem with its file."""
    record = _telling(library, files)
    if not returned.edited or record is None or _obstacle(library, path, record, True) or foreign_among(library, files):
        return []
    found: list[Problem] = []

    def keep(name: str, before: OpenedExport, merged: OpenedExport) -> None:
        told = {problem.line for problem in returned.problems if problem.file == name}
        left = (one for one in untaken(library, before, merged) if one.line not in told)
        found.extend(replace(one, file=name) for one in left)

    try:
        apart = Apart(library, files.values(), returned)
        documents, loose = _documents(library, path, files, record, apart)
        plan_vault(path, *documents, loose=loose, check=keep, before=files, titles_of=EverHeld(library).titles_of)
    except (Refused, OSError):
        return found
    return found


def _left(library: Library, export: OpenedExport, returned: Returned) -> tuple[Problem, ...]:
    """What a person changed in an exported file and the library could not take."""
    edited = returned.edited and not foreign_among(library, {"": export})
    record = export.record
    if not edited or record is None or _made_otherwise(library, record):
        return ()
    try:
        if not is_of_vault(export):
            apart = Apart(library, [export], returned)
            fresh = render_document(_again(library, record, apart), style=record.form.style)
            return untaken(library, export, merge_into(export, fresh))
        papers = Apart(library, [export], returned).papers(library.held(record.papers))
        if record.is_list_of_vault or len(papers) != 1:
            return ()
        single = document_of(None, papers, abstracts=record.form.abstracts, audience=record.form.audience)
        return untaken(library, export, merge_file(export, render_paper(single.papers[0], single)))
    except Refused:
        return ()


def must_be_meant(source: str, returned: Returned, accept: bool) -> None:
    """Raise `Refused` when a file lacks so much that a person should say that it is meant, and nobody did."""
    if returned.brake and not accept:
        raise Refused(
            f"{for_terminal(source)}: nothing was taken. {returned.brake}"
            " Look with --dry-run; --accept-removals takes it as it is."
        )


@none_looked_for()
def sync(
    library: Library,
    folder: Path,
    path: Path,
    finder: PaperFinder,
    *,
    dry_run: bool = False,
    accept: bool = False,
    force: bool = False,
) -> Back:
    """Both directions once: edits in the file enter the library, then the library's state enters the file.

    `finder` finds the papers of smart lists, once more when the edits are taken. A file that cannot be written again in
    its form (it was made with a user's template, or lost the comment that tells how) still gives its edits; that it was
    left is said. A file that another library wrote last, or that holds words which the library could not take or may
    have lost, is written only with `force`. `accept` is as for `bring_back`. Raises `InputError`, `Refused` and
    `ReaderError` before anything is changed.
    """
    path = with_name(path)
    must_know_all(library, path)
    bases = Bases(library, str(path))
    opened = _known(bases, open_path(path, library), force=force)
    record = _telling(library, opened)
    if record is not None and not isinstance(opened, OpenedVault):
        must_be_no_vaults(path, opened[path.name])
    both = _BothWays(library, folder, path, finder, bases, opened, accept=accept, force=force)
    back = both.foretold() if dry_run else both.done()
    ours = record is not None and bool(record.origin) and not namesake(library, record)
    lst = library.list_called(record.origin) if record is not None and ours else None
    notes = unknown_of_list(library, lst) if lst is not None else ()
    others = _others_among(opened) if isinstance(opened, OpenedVault) else {}
    left = [Problem(0, _OTHER, file=name) for name, export in others.items() if export.edited]
    left += _edited_within(library, path, opened)
    returned = replace(back.returned, problems=(*back.returned.problems, *left))
    return replace(back, returned=returned, notes=notes)


def _edited_within(library: Library, path: Path, files: Mapping[str, OpenedExport]) -> list[Problem]:
    """The vaults within a vault that are edited, which what is done to that passes over."""
    found: list[Problem] = []
    for folder in files.within if isinstance(files, OpenedVault) else ():
        below = folder.relative_to(path).as_posix()
        known = Bases(library).known_among(read_vault(folder))
        if any(export.is_ours and export.edited for name, export in known.items() if f"{below}/{name}" not in files):
            found.append(Problem(0, _WITHIN, file=below))
    return found


def _others_among(files: Mapping[str, OpenedExport]) -> dict[str, OpenedExport]:
    """The exports in a vault's folder that are no part of it, which its sync never writes: read without that, what one
    sync took from them would look like an edit to the next."""
    return {
        name: export
        for name, export in files.items()
        if export.is_ours and export.record is not None and not is_of_vault(export, name)
    }


class _BothWays:
    """A file or vault that is open, on its way into the library and then out of it again."""

    def __init__(
        self, library: Library, folder: Path, path: Path, finder: PaperFinder, bases: Bases,
        opened: Mapping[str, OpenedExport], *, accept: bool, force: bool,
    ) -> None:  # fmt: skip
        self.library, self.folder, self.path, self.finder, self.bases = library, folder, path, finder, bases
        self.opened = self.files = opened
        if isinstance(opened, OpenedVault):
            others = _others_among(opened)
            self.files = OpenedVault((name, export) for name, export in opened.items() if name not in others)
        self.accept, self.force = accept, force
        self.source = for_terminal(str(path))
        self.record = _telling(library, opened)
        self.returned = look_into(library, path, self.files)
        strange = foreign_among(library, self.files)
        self.is_foreign, self.is_first = bool(strange), not force and _is_met_first(self.files, strange)
        told = (export.told for export in self.files.values())
        self.is_lost = self.is_foreign and any(record is not None and bases.have_lost(record) for record in told)
        """Whether the library has lost what it said in the file."""
        self.said = mentions_in(self.files, library.papers) if isinstance(self.files, OpenedVault) else ()

    def foretold(self) -> Back:
        """What a sync would do; nothing is changed."""
        if obstacle := self._obstacle():
            # A library that can only be read tries nothing, either.
            changing = tuple(subjects(_changes(self.library, self.returned)))
            back = Back(self.source, self.returned, changing=changing)
            return replace(back, written=obstacle, is_left=True, is_foreign=self.is_lost)
        way = self._way_out(self.library, self._apart(self.library), self.finder)
        out = () if self.is_foreign else self._goes_out(way)
        back, then = _taken(self.library, self.source, self.returned, dry_run=True)
        self.bases.take_arrivals(self.files.values(), then)
        apart = self._apart(then)
        way = way if then is self.library else self._way_out(then, apart)
        back = replace(back, out=out, is_foreign=self.is_foreign and bool(apart))
        try:
            if why := way.left_at_first(apart):
                return replace(back, written=why, is_left=True)
            return replace(back, written=way.foretold())
        except Untaken as refusal:
            return replace(_with_untaken(back, then, self.path, self.files), out=(), written=str(refusal), is_left=True)
        except Refused as refusal:
            return replace(back, out=(), written=str(refusal), is_left=True)

    def done(self, *, again: bool = True) -> Back:
        """Both directions. With `again` what another program saved meanwhile, be it another sync, is read and written
        once more."""
        obstacle = self._obstacle()
        before = None if obstacle else self._way_out(self.library, self._apart(self.library), self.finder)
        out = () if before is None or self.is_foreign else self._goes_out(before)
        must_be_meant(self.source, self.returned, self.accept)
        check_writable(self.path)
        back = take(self.library, self.source, self.returned)
        if before is None:
            self._keep_read(back)
            return replace(back, written=obstacle, is_left=True, is_foreign=self.is_lost)
        if back.outcome is not None:
            self.finder.follow(back.outcome)
        self.bases.take_arrivals(self.files.values())
        apart = self._apart(self.library)
        way = self._way_out(self.library, apart, self.finder)
        out = self._goes_out(way) if self.is_foreign else out
        out = tuple(dict.fromkeys((*out, *_found_otherwise(self.library, before.documents, way.documents))))
        back = replace(back, out=out, is_foreign=self.is_foreign and bool(apart))
        if why := way.left_at_first(apart):
            self._keep_read(back)
            return replace(back, out=(), written=why, is_left=True)
        return self._written(back, way, apart, again=again)

    def _obstacle(self) -> str:
        """Why the file is not written whatever it says, as a sentence; "" where it may be. A list that joins the
        library by it is there once it is taken."""
        why = "" if self.force else loss_obstacle(self.library, self.path.name)
        if not why and self.is_lost and not self.force:
            why = foreign_obstacle(self.path)
        record = self.record
        if not why and record is not None and record.form.audience == "me" and self.bases.is_for_others(record):
            why = f"{for_terminal(self.path.name)} {_NO_MORE_FOR_OTHERS}"
        joining = {fold_name(after.name) for before, after in self.returned.lists if before is None}
        if why or (self.record is not None and fold_name(self.record.origin) in joining):
            return why
        return _obstacle(self.library, self.path, self.record, isinstance(self.files, OpenedVault))

    def _way_out(self, library: Library, apart: Apart, finder: PaperFinder | None = None) -> _WayOut:
        documents, loose = _documents(library, self.path, self.files, self.record, apart, finder)
        check = None if self.force else must_be_taken(library)
        style = self.record.form.style if self.record is not None else "list"
        titles_of = EverHeld(library).titles_of
        return _WayOut(
            self.path, self.opened, documents, loose, style, self.bases.writer, check, titles_of, self.is_first
        )

    def _apart(self, library: Library) -> Apart:
        """Where files and the library are to stay otherwise than each other; nowhere with `force`."""
        return Apart(library, () if self.force else self.files.values(), self.returned)

    def _goes_out(self, way: _WayOut) -> tuple[str, ...]:
        """What the library says otherwise than the file did, a line each."""
        listed = ((_of_list(self.files.values(), document), document) for document in way.documents)
        told = (outward(files, document, self.library.papers, self.said) for files, document in listed)
        return tuple(dict.fromkeys(line for lines in told for line in lines))

    def _keep_read(self, back: Back) -> None:
        """Keep what the files say, to be compared with the next time."""
        self.bases.keep_read(self.files.values(), self.returned, back.step)

    def _written(self, back: Back, way: _WayOut, apart: Apart, *, again: bool) -> Back:
        """What came back, and the file brought up to date, or why it was left."""
        try:
            written = way.write(self.folder)
            self._keep_written(written, apart, back)
        except (Untaken, WriteProtected) as refusal:
            self._keep_read(back)
            if isinstance(refusal, Untaken):
                back = _with_untaken(back, self.library, self.path, self.files)
            return replace(back, out=(), written=str(refusal), is_left=True)
        except (ReaderError, OSError) as error:
            return self._after(error, back, again=again)
        lists = lists_of(self.files)
        left = [why for each in lists if (why := _obstacle(self.library, self.path, each, True))]
        return replace(back, written=" ".join([written.say, *dict.fromkeys(left)]))

    def _keep_written(self, written: Written, apart: Apart, back: Back) -> None:
        """Keep what was written, and what those files say that were left to other libraries."""
        self.bases.keep_written(written.exports, apart, back.step if self.is_foreign else "")
        done = {export.told.id for export, _ in written.exports if export.told is not None}
        strangers = ((export, export.told) for export in self.files.values() if export.strange)
        left = [export for export, told in strangers if told is not None and told.id not in done]
        self.bases.keep_read(left, self.returned, back.step)

    def _after(self, failure: ReaderError | OSError, back: Back, *, again: bool) -> Back:
        """The same where the way out failed: once more with what somebody saved meanwhile. Raises the failure, which
        says whether edits were taken."""
        try:
            if again and isinstance(failure, SavedMeanwhile) and self.path.exists():
                opened = _known(self.bases, open_path(self.path, self.library), force=self.force)
                anew = _BothWays(
                    self.library, self.folder, self.path, self.finder, self.bases, opened,
                    accept=self.accept, force=self.force,
                )  # fmt: skip
                return _one_after_another(back, anew.done(again=False))
        except (ReaderError, OSError) as later:
            failure = later
        if isinstance(failure, OSError):
            failure = not_written(self.path, failure)
        if back.outcome is None:
            raise failure from None
        raise type(failure)(f"The edits were taken, but the way out failed: {failure}") from None


def _is_met_first(files: Mapping[str, OpenedExport], strange: frozenset[str]) -> bool:
    """Whether this library meets a file or vault now, of which these files are `strange` to it. A paper that joins a
    vault brings its file along: where the lists are known, so is the vault."""
    lists = that_count(files)[1].values() if isinstance(files, OpenedVault) else ()
    return bool(strange) and (not lists or not strange.isdisjoint(lists))


def _with_untaken(back: Back, library: Library, path: Path, files: Mapping[str, OpenedExport]) -> Back:
    """What came back from what was left, with all that was not taken: why it was left tells of the first lines."""
    if isinstance(files, OpenedVault):
        return _with_left(back, _left_in_folder(library, path, files, back.returned))
    return _with_left(back, _left(library, files[path.name], back.returned)[LINES_TOLD:])


def _found_otherwise(library: Library, before: Iterable[Document], now: Iterable[Document]) -> Iterator[str]:
    """What the queries of smart lists find, or find no more, since the edits of a file were taken, a line each."""
    earlier = {document.origin: document for document in before}
    for document in now:
        lst = library.lists.get(document.origin)
        if lst is not None and lst.query and document.origin in earlier:
            was, found = ((paper.id for paper in each.papers) for each in (earlier[document.origin], document))
            yield from come_and_gone(was, found, library.papers)


def _one_after_another(first: Back, second: Back) -> Back:
    """Two syncs of a file, the first of which only took, as one."""
    returned = replace(second.returned, diff=(*first.returned.diff, *second.returned.diff))
    outcome = second.outcome or first.outcome
    if first.outcome is not None and second.outcome is not None:
        outcome = replace(second.outcome, papers=first.outcome.papers | second.outcome.papers)
    return replace(second, returned=returned, outcome=outcome)


@dataclass(frozen=True, slots=True)
class _WayOut:
    """A file or vault as it is to be brought up to date."""

    path: Path
    files: Mapping[str, OpenedExport]
    """What stood there when somebody looked."""
    documents: Sequence[Document]
    loose: Document | None
    style: str
    writer: FileWriter
    check: Check | None
    titles_of: TitlesOf
    is_first: bool
    """Whether this library meets it now, and writes nothing over what others say."""

    def left_at_first(self, apart: Apart) -> str:
        """Why it is left as it is where this library meets it first, as a sentence; "" where it is written."""
        if not self.is_first or (not apart and self.stays):
            return ""
        return STAYS_APART if apart else MET

    def write(self, folder: Path) -> Written:
        """Bring it up to date. Raises as `write_file` and `write_vault`."""
        if isinstance(self.files, OpenedVault):
            return write_vault(
                self.path, *self.documents, loose=self.loose, protect=folder, writer=self.writer, check=self.check,
                before=self.files, titles_of=self.titles_of,
            )  # fmt: skip
        text, before = render_document(self.documents[0], style=self.style), self.files[self.path.name]
        return write_file(
            self.path, text, protect=folder, markdown=True, writer=self.writer, check=self.check, before=before
        )

    def foretold(self) -> str:
        """What becomes of it, as a sentence; "" when it is up to date. Raises `Refused`."""
        if isinstance(self.files, OpenedVault):
            plans = plan_vault(
                self.path, *self.documents, loose=self.loose, writer=self.writer, check=self.check, before=self.files,
                titles_of=self.titles_of,
            )  # fmt: skip
            stays = all(plan.kind == "unchanged" for plan in plans)
        else:
            before = self.files[self.path.name]
            merged = merge_into(before, render_document(self.documents[0], style=self.style), writer=self.writer)
            stays = merged.text == before.text
            must_be_allowed(self.check, self.path, before, merged)
        name = for_terminal(self.path.name)
        return "" if stays else f"{name} is brought up to date, in the form in which it was exported."

    @property
    def stays(self) -> bool:
        """Whether it would keep all its bytes."""
        try:
            return not self.foretold()
        except Refused:
            return False


def foreign_obstacle(path: Path) -> str:
    """Why a file that another library wrote last, or of which this one has lost something, is not written."""
    return f"{for_terminal(path.name)} was left as it is: {WHY}. --force writes this library's state into it."


def _obstacle(library: Library, path: Path, record: ExportRecord | None, in_vault: bool) -> str:
    """Why a file or vault cannot be written again as it was made, as a sentence; "" when it can."""
    name = for_terminal(path.name)
    if record is None:
        return f"{name} was left as it is: the comment that says how it was made is lost or damaged. Export it again."
    if in_vault and not record.is_list_of_vault:
        return f"{name} was left as it is: the file that lists its papers is gone. Export it again."
    if why := _made_otherwise(library, record):
        return f"{name} was left as it is: {why}"
    return ""


def _made_otherwise(library: Library, record: ExportRecord) -> str:
    """Why an export cannot be made again, as a clause; "" when it can."""
    if record.origin and library.list_called(record.origin) is None:
        return f"there is no reading list '{for_terminal(record.origin)}' here."
    if why := namesake(library, record):
        return f"{for_terminal(why)}."
    if record.form.style == "template":
        return "it was made with a template of your own. Export it again with --template."
    return ""


def _telling(library: Library, files: Mapping[str, OpenedExport]) -> ExportRecord | None:
    """What says how an export was made: the comment of a vault's list, of one that can be made again if there is one,
    or the only comment."""
    lists = lists_of(files)
    if lists:
        return next((record for record in lists if not _made_otherwise(library, record)), lists[0])
    export = next(iter(files.values()))
    return _shown_by(library, export) if export.is_stripped else export.record


def _shown_by(library: Library, export: OpenedExport) -> ExportRecord | None:
    """How a file that has lost all its marks was made, as far as it shows."""
    lst = list_shown(export, library.lists)
    form = form_of(export, library.papers, lst) if lst is not None else None
    if lst is None or form is None:
        return None
    return ExportRecord(name=lst.name, list_name=lst.name, origin=lst.name, form=form)


def lists_of(files: Mapping[str, OpenedExport]) -> list[ExportRecord]:
    """What the lists of a vault say of themselves, in the order of their files."""
    records = (files[name].record for name in sorted(that_count(files)[1].values()))
    return [record for record in records if record is not None]


def _of_list(exports: Iterable[OpenedExport], document: Document) -> list[OpenedExport]:
    """The files of a vault without the lists that are not a document's."""
    name = fold_name(document.list_name or document.name)
    records = ((export, export.record) for export in exports)
    return [
        export
        for export, record in records
        if record is None or not record.is_list_of_vault or fold_name(record.list_name or record.name) == name
    ]


def _documents(
    library: Library,
    path: Path,
    files: Mapping[str, OpenedExport],
    record: ExportRecord | None,
    apart: Apart,
    finder: PaperFinder | None = None,
) -> tuple[list[Document], Document | None]:
    """What a file would be now, or each list of a vault, and the papers that have a note there and are on no list: all
    that is read is written, or else what one sync took would look like an edit to the next."""
    if not isinstance(files, OpenedVault):
        return [_again(library, record, apart, finder)], None
    documents = [_again(library, each, apart, finder) for each in lists_of(files) if not _made_otherwise(library, each)]
    listed = {paper.id for document in documents for paper in document.papers}
    marked, _ = with_marks_again(files, library.papers.values())
    loose = [library.papers[id] for id in that_count(marked)[0] if id in library.papers and id not in listed]
    if not loose or record is None:
        return documents, None
    form = record.form
    rest = document_of(None, apart.papers(loose), abstracts=form.abstracts, audience=form.audience)
    return documents, replace(rest, by=last_steps(library, rest))


def _again(
    library: Library, record: ExportRecord | None, apart: Apart | None = None, finder: PaperFinder | None = None
) -> Document:
    """The document that the file would be now: its list, or the papers that it named in their order. A smart list has
    those that `finder` finds; without one, and where its query is not understood, it has those that the file named.
    What is `apart` stands there as in the file."""
    if record is None:
        raise InputError("The file has lost the comment that says how it was made: export it again.")
    lst = library.list_called(record.origin) if record.origin else None
    papers = library.held(record.papers)
    if lst is not None:
        if not lst.query:
            papers = list(library.papers.values())
        elif finder is not None and not doubted_list(library, lst):
            papers = finder.on_list(lst)
    document = document_of(
        apart.list(lst) if apart is not None else lst,
        apart.papers(papers) if apart is not None else papers,
        name=record.name,
        group=record.form.group,
        abstracts=record.form.abstracts,
        front_matter=record.form.front_matter,
        audience=record.form.audience,
        authors=record.form.authors,
    )
    return replace(document, by=last_steps(library, document))


def with_returned(report: ImportResult, backs: list[Back]) -> ImportResult:
    """The report of an import that took edits from exported files as well."""
    more = [
        SourceResult(
            source=back.source,
            format="obsidian" if back.is_vault else "markdown",
            new=len(back.returned.incoming),
            updated=back.papers,
            edits=back.returned.diff,
            problems=(
                *back.returned.problems,
                *(Problem(0, conflict) for conflict in back.returned.conflicts),
                *([Problem(0, back.returned.brake)] if back.outcome is None and back.returned.brake else []),
            ),
        )
        for back in backs
    ]
    outcomes = tuple(back.outcome for back in backs if back.outcome is not None)
    new = tuple(paper for back in backs for paper in back.returned.incoming)
    return replace(
        report, sources=(*report.sources, *more), outcomes=(*report.outcomes, *outcomes), new=(*report.new, *new)
    )


@none_looked_for()
def take_in(
    library: Library,
    sources: Sequence[Source],
    vaults: Sequence[str] = (),
    *,
    tags: Sequence[str] = (),
    list_name: str = "",
    keyword_tags: bool = False,
    dry_run: bool = False,
    accept: bool = False,
) -> tuple[ImportResult, list[Back]]:
    """Import what was read from `sources`, and what stands beside exported files in them, as one step; then take the
    edits of each exported file among them, and of the Obsidian exports in `vaults`, as a step of its own.

    `keyword_tags` says that the keywords of papers become tags of those that are new, `accept` that it is meant when an
    exported file lacks very much of what it showed. A source that gave nothing
    stands in the report with its error. Raises `Refused` when `list_name` is a smart list.
    """
    imports.must_take_papers(library, list_name)
    checked = [_checked(source) for source in sources]
    if not (tags or list_name):
        checked = [_known_again(library, source) for source in checked]
    ours = [source for source in checked if source.format == "markdown"]
    others = [source for source in checked if source.format != "markdown"]
    others += [replace(source, text="", beside=None) for source in ours if source.problems]
    others += [source.beside for source in ours if source.beside is not None]
    if keyword_tags:
        others = [imports.with_keyword_tags(source) for source in others]
    if dry_run:
        report = imports.tried(library, others, tags, list_name)
    else:
        report = imports.import_sources(library, others, tags=tags, list_name=list_name)
    backs: list[Back] = []
    failed: list[SourceResult] = []
    for name, text in [*((name, None) for name in vaults), *((source.name, source.text) for source in ours)]:
        try:
            if text is None:
                backs.append(bring_back(library, Path(name), dry_run=dry_run, accept=accept))
            else:
                backs.append(bring_back_text(library, text, name, dry_run=dry_run, accept=accept))
        except StoreError:
            raise
        except ReaderError as error:
            failed.append(SourceResult(name, "obsidian" if text is None else "markdown", error=str(error)))
    return with_returned(replace(report, sources=(*report.sources, *failed)), backs), backs


def _known_again(library: Library, source: Source) -> Source:
    """A list of papers as our own Markdown, where it is the export of a reading list that has lost all its marks."""
    if not source.unmarked or not known_without_marks(library)(OpenedExport(source.unmarked)):
        return source
    return Source(source.name, "markdown", text=source.unmarked)


def _checked(source: Source) -> Source:
    """A source that is said to be our Markdown and is not, as one that gave nothing."""
    try:
        with contained(source.name):
            if source.format != "markdown" or is_ours(source.text):
                return source
    except InputError as error:
        return Source(source.name, error=error)
    return Source(source.name, error=InputError(f"{source.name} is not a file that Reader exported."))
