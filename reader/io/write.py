"""Where an export goes: a file or a folder, written whole or not at all, never over what is somebody else's."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from reader.errors import InputError, ReaderError, Refused, SavedMeanwhile, Untaken, UsageError, WriteProtected
from reader.formats import quotes_export
from reader.formats.markdown import Document, FileWriter, OpenedExport, body_of, is_ours, merge_into, nobody, opened
from reader.formats.obsidian import (
    ids_of,
    is_note,
    is_of_vault,
    listed_in,
    merge_file,
    notes_of,
    render_vault,
    strayed,
    that_count,
    with_links_to,
    with_marks_again,
    with_own_links,
    without_marks,
)
from reader.io.read import decode, must_be_in_form, saved_otherwise, utf_16, with_line_ends
from reader.paths import expanded, with_name
from reader.store.disk import replace_unlocked
from reader.text import for_terminal, with_unseen

FILE_LIMIT = 50_000_000
"""Bytes of an existing file that is merged into, and of a file of a vault."""
Check = Callable[[str, OpenedExport, OpenedExport], None]
"""Given the name of a file, what stands in it and what is to take its place; raises `Refused` when it may not."""
TitlesOf = Callable[[str], Collection[str]]
"""Given an id, what the title of a paper was at any time."""


def no_titles(id: str) -> Collection[str]:
    """No title, where nobody tells them."""
    return ()


@dataclass(frozen=True, slots=True)
class Written:
    """What became of one export."""

    path: Path
    made: int = 0
    """Files that are new."""
    merged: int = 0
    """Files in which our parts were replaced."""
    replaced: int = 0
    """Files replaced whole (`force`)."""
    unchanged: int = 0
    """Files that held the same bytes already."""
    exports: tuple[tuple[OpenedExport, str], ...] = ()
    """Of each file of ours what stands in it now, and the fingerprint of what was exported (`body_of`)."""

    @property
    def say(self) -> str:
        """A sentence for people."""
        where = for_terminal(str(self.path))
        if self.made + self.merged + self.replaced + self.unchanged == 1:
            verb = "Updated" if self.merged else "Replaced" if self.replaced else "Wrote"
            return f"{where} was up to date." if self.unchanged else f"{verb} {where}."
        parts = [
            (self.made, "new"),
            (self.merged, "updated"),
            (self.replaced, "replaced"),
            (self.unchanged, "unchanged"),
        ]
        return f"Wrote {where}: {', '.join(f'{count} {word}' for count, word in parts if count)}."


@dataclass(frozen=True, slots=True)
class Planned:
    """What becomes of one file of a vault."""

    path: Path
    kind: str
    """The name of a count of `Written`."""
    export: OpenedExport
    """What stands in it then."""
    before: str | None = None
    """What stood in it, None where there was none."""
    text: str = ""
    """What is written, with the ids that the file has (`OpenedExport.called`)."""
    body: str = ""
    """The fingerprint of what was exported (`body_of`)."""


def write_file(
    path: Path,
    export: str | OpenedExport,
    *,
    force: bool = False,
    protect: Path | None = None,
    markdown: bool = False,
    writer: FileWriter = nobody,
    check: Check | None = None,
    before: OpenedExport | None = None,
    why: str = "exists",
    dry_run: bool = False,
) -> Written:
    """Write an export to `path`, at once: a reader of the file sees the old text or the new one, never a half.

    With `markdown` an existing export of ours is merged into (`merge_into`, which knows `writer`) unless `check` is
    against it. `before` is what stood there when somebody looked, without text where nothing did: where something else
    stands there now, nobody has looked for edits in it, and it is left. Any other existing file is replaced only with
    `force` (`why` says why as the rest of a sentence), and so is a link (the link itself, never what it points to).
    `protect` is the library's folder: nothing in it is ever written. Devices and pipes are written to as they are.
    With `dry_run` nothing is written, and what would be is told or raised all the same.
    Raises SavedMeanwhile, Refused, InputError for a folder, and ReaderError when the system says no.
    """
    path, fresh = with_name(expanded(path)), opened(export)
    name, text = for_terminal(str(path)), fresh.text
    told = ((fresh, body_of(text)),) if markdown else ()
    try:
        _guard(path, protect)
        if (found := _existing(path)) is not None and not stat.S_ISREG(found.st_mode):
            return _write_special(path, found, text, force, dry_run)
        if found is None and before is not None and before.text:
            raise _saved_meanwhile(path)
        if found is None or force:
            return _put_whole(path, found, text, told, dry_run=dry_run)
        held = _content(path, found)
        if held == text:
            return Written(path, unchanged=1, exports=told)
        is_known = before is not None and before.given == held
        if not markdown or (not is_known and quotes_export(held)):
            raise Refused(f"{name} {why}; --force replaces it.")
        if before is not None and not is_known:
            raise _saved_meanwhile(path)
        there = before if before is not None else OpenedExport(held)
        try:
            merged = merge_into(there, fresh, writer=writer)
        except Refused as refusal:
            raise Refused(f"{name}: {refusal}") from None
        must_be_allowed(check, path, there, merged)
        whole = there.as_given(merged.text)
        if dry_run and whole != held:
            check_writable(path)
            return Written(path, merged=1)
        return replace(_settle(path, held, whole, found), exports=((merged, body_of(text)),))
    except OSError as error:
        raise not_written(path, error) from None


def _put_whole(
    path: Path, found: os.stat_result | None, text: str, told: tuple[tuple[OpenedExport, str], ...], *, dry_run: bool
) -> Written:
    """Write a text where nothing is (`found` is None) or over all that is there; `told` are its exports. Raises
    `InputError` for a dry run into a folder that is not there, and `OSError`."""
    if found is not None and _content(path, found) == text:
        return Written(path, unchanged=1, exports=told)
    if not dry_run:
        _replace(path, text)
    elif not path.parent.is_dir():
        raise InputError(f"There is no folder {for_terminal(str(path.parent))}.")
    else:
        check_writable(path)
    return Written(path, replaced=1, exports=told) if found else Written(path, made=1, exports=told)


def write_vault(
    folder: Path,
    *documents: Document,
    loose: Document | None = None,
    force: bool = False,
    protect: Path | None = None,
    writer: FileWriter = nobody,
    check: Check | None = None,
    before: Mapping[str, OpenedExport] | None = None,
    titles_of: TitlesOf = no_titles,
    dry_run: bool = False,
) -> Written:
    """Write documents as a vault into `folder`, which is made if need be and may hold other files: a file for each
    list, and one for each paper, which is written once, as the first of them has it. Of `loose` only the papers are
    written.

    Files of ours are found by their anchors, whatever they are called now, and merged into; a file of somebody else's
    is never touched: a paper whose name is taken gets another, unless its own file, which lost all our marks or never
    had any, has it.
    With `force` our own files are replaced whole; `writer`, `check`, `before` (by the names of files, all that were
    there) and `dry_run` are as for `write_file`. By `titles_of` a link's own text is told from a title.
    Nothing is written before everything is known to fit; each file is written at once, unless another program saved it
    meanwhile.
    Raises SavedMeanwhile, Refused and ReaderError.
    """
    folder = with_name(expanded(folder))
    try:
        _guard(folder, protect)
        if folder.exists() and not folder.is_dir():
            raise InputError(f"{for_terminal(str(folder))} is a file; an Obsidian vault is a folder.")
        if not dry_run:
            folder.mkdir(parents=True, exist_ok=True)
        elif not folder.exists():
            check_writable(next(above for above in folder.parents if above.exists()))
            return Written(folder, made=1 + sum(len(document.papers) for document in documents))
        else:
            check_writable(folder)
        plans = plan_vault(
            folder, *documents, loose=loose, force=force, writer=writer, check=check, before=before, titles_of=titles_of
        )
        counts = dict.fromkeys(("made", "merged", "replaced", "unchanged"), 0)
        for plan in plans:
            if plan.kind != "unchanged" and not dry_run:
                if _text_of(plan.path) != plan.before:
                    raise _saved_meanwhile(plan.path)
                _replace(plan.path, plan.text)
            counts[plan.kind] += 1
    except OSError as error:
        raise not_written(folder, error) from None
    return Written(folder, **counts, exports=tuple((plan.export, plan.body) for plan in plans))


def plan_vault(
    folder: Path,
    *documents: Document,
    loose: Document | None = None,
    force: bool = False,
    writer: FileWriter = nobody,
    check: Check | None = None,
    before: Mapping[str, OpenedExport] | None = None,
    titles_of: TitlesOf = no_titles,
) -> list[Planned]:
    """What `write_vault` does to each file of a folder that is there. Raises SavedMeanwhile, Refused, ReaderError and
    OSError."""
    held = read_vault(folder)
    if before is not None:
        for file in {**before, **held}:
            if file not in held or (before[file].given != held[file].text if file in before else held[file].is_ours):
                raise _saved_meanwhile(folder / file)
        held |= before
    taken = {entry.name for entry in os.scandir(folder)}
    listed = (paper for document in (*documents, *([loose] if loose is not None else [])) for paper in document.papers)
    seen, _ = with_marks_again(held, listed)
    notes: dict[str, str] = {}
    plans: dict[str, Planned] = {}
    for document in (*documents, *([loose] if loose is not None else [])):
        ours = ids_of(seen, document.list_name or document.name)
        without = [paper for paper in document.papers if paper.id not in ours]
        bare = notes_of(seen, without) | without_marks(seen, without)
        known = {**ours, **bare, **notes}
        files = render_vault(document, existing=known, taken=taken - set(known.values()))
        papers = dict(zip((paper.id for paper in document.papers), [*files][1:], strict=True))
        notes |= papers
        for file in papers.values() if document is loose else files:
            if file not in plans and (force or file not in bare.values()):
                links = {} if file in papers.values() else papers
                plan = _plan(folder, file, held, seen, files[file], links, force, writer, check, titles_of)
                plans[file] = replace(plan, body=body_of(files[file]))
    for plan in plans.values():
        if plan.kind == "merged":
            must_be_in_form(plan.path.read_bytes(), for_terminal(str(plan.path)))
    return [*plans.values()]


def _plan(
    folder: Path,
    file: str,
    held: Mapping[str, OpenedExport],
    marked: Mapping[str, OpenedExport],
    fresh: str,
    links: Mapping[str, str],
    force: bool,
    writer: FileWriter,
    check: Check | None,
    titles_of: TitlesOf,
) -> Planned:
    """What becomes of one file; `marked` are the files that are `held` with the marks that they lost, `links` maps the
    ids of the papers that it lists to the names of their files."""
    path, before = folder / file, held.get(file)
    if before is None:
        return Planned(path, "made", OpenedExport(fresh), text=fresh)
    if before.text == fresh:
        return Planned(path, "unchanged", before, before.given)
    if force:
        return Planned(path, "replaced", OpenedExport(fresh), before.given, fresh)
    try:
        seen, strange = with_links_to(marked[file], links, held)
        fresh = with_own_links(fresh, seen, links, titles_of) if links else fresh
        merged = merge_file(seen, fresh, writer=writer)
    except Refused as refusal:
        raise Refused(f"{for_terminal(path.name)}: {refusal}") from None
    try:
        must_be_allowed(check, path, before, merged, seen)
    except Untaken as refusal:
        led = (f"In line {line} put '{now}', as the note is called now, for '{was}'." for line, was, now in strange)
        raise Untaken(for_terminal(" ".join([str(refusal), *led]))) from None
    kind = "unchanged" if merged.text == before.text else "merged"
    return Planned(path, kind, merged, before.given, before.as_given(merged.text))


def read_vault(folder: Path) -> dict[str, OpenedExport]:
    """The files of `read_folder`, and where a vault's are among them, its files in the folders below, by their paths.
    Raises ReaderError."""
    return read_vaults(folder)[0]


def read_vaults(folder: Path) -> tuple[dict[str, OpenedExport], list[Path]]:
    """The files of `read_vault`, and the folders below it that are vaults of their own.

    A folder below that has a list with papers of its own is one; a list that was moved there alone is of the papers
    that stand here, and so is a note that was moved there, which the lists here name and those there do not. Hidden
    folders and links are passed over. Raises ReaderError.
    """
    found = read_folder(folder)
    if not any(map(is_of_vault, found.values())):
        return found, []
    waiting, apart = _folders_in(folder), dict[Path, dict[str, OpenedExport]]()
    while waiting:
        below = waiting.pop()
        held = {name: export for name, export in read_folder(below).items() if _may_be_of_vault(export)}
        files = _below(folder, below, held)
        if any(map(_lists_vault, files.values())):
            apart[below] = files
        else:
            found |= files
            waiting += _folders_in(below)
    here = that_count(found)[0].keys() if apart else ()
    for below, files in [*apart.items()]:
        if not that_count(files)[0] and not listed_in(files).isdisjoint(here) and not _folders_in(below):
            found |= apart.pop(below)
    gone = listed_in(found) - that_count(found)[0].keys() if apart else set()
    for below in apart if gone else ():
        found |= _below(folder, below, strayed(read_vault(below), gone, found.values()))
    return found, sorted(apart)


def _below(folder: Path, below: Path, files: Mapping[str, OpenedExport]) -> dict[str, OpenedExport]:
    """The files of a folder below another by their paths from that."""
    return {f"{below.relative_to(folder).as_posix()}/{name}": export for name, export in files.items()}


def _lists_vault(export: OpenedExport) -> bool:
    return export.record is not None and export.record.is_list_of_vault


def _may_be_of_vault(export: OpenedExport) -> bool:
    """Whether a file in a folder of a vault is one of its, or may be the note of a paper that has no marks."""
    return is_of_vault(export) if export.is_ours else export.text.lstrip("\ufeff\n\r ").startswith("---")


def _folders_in(folder: Path) -> list[Path]:
    try:
        with os.scandir(folder) as entries:
            return [
                Path(entry.path)
                for entry in entries
                if not entry.name.startswith(".") and entry.is_dir(follow_symlinks=False)
            ]
    except OSError as error:
        raise ReaderError(f"{for_terminal(str(folder))} could not be read: {_reason(error)}.") from None


def read_folder(folder: Path) -> dict[str, OpenedExport]:
    """The Markdown files that lie directly in a folder, by name, as UTF-16 too where `utf_16` finds that in their
    bytes; links and files over the limit are left out.

    Raises ReaderError when they cannot be read.
    """
    found: dict[str, OpenedExport] = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if not is_note(entry.name) or not entry.is_file(follow_symlinks=False):
                    continue
                if entry.stat(follow_symlinks=False).st_size <= FILE_LIMIT:
                    found[entry.name] = OpenedExport(_read_note(Path(entry.path)))
    except OSError as error:
        raise ReaderError(f"{for_terminal(str(folder))} could not be read: {_reason(error)}.") from None
    return found


def read_export(path: Path, known: Callable[[OpenedExport], bool] | None = None) -> OpenedExport | None:
    """A file that Reader exported, line ends as they are; None when there is none or it is another's. `known` says of
    one without a mark whether it has lost them all.

    Raises Refused for one that was saved in a form in which it cannot be written again, ReaderError when it cannot be
    read.
    """
    shown = for_terminal(str(path))
    try:
        found = _existing(path)
        if found is None or not stat.S_ISREG(found.st_mode):
            return None
        export = OpenedExport(_content(path, found))
    except OSError as error:
        raise ReaderError(f"{shown} could not be read: {_reason(error)}.") from None
    data = export.text.encode("utf-8", "surrogateescape")
    if saved_otherwise(data):
        with suppress(InputError):
            if is_ours(decode(data, shown)[0]):
                must_be_in_form(data, shown)
    if not export.is_ours and known is not None and known(export):
        export = OpenedExport(export.text, is_stripped=True)
    return export if export.is_ours and not quotes_export(export.text) else None


def must_be_allowed(
    check: Check | None, path: Path, before: OpenedExport, merged: OpenedExport, seen: OpenedExport | None = None
) -> None:
    """Raise what `check` raises, or `WriteProtected` for a file that its owner marked as read-only, when `merged` would
    change what stands at `path`; without a check everything is allowed. `seen` is what stands there without what needs
    no check."""
    if check is None or merged.text == before.text:
        return
    if not path.stat().st_mode & 0o222:
        raise WriteProtected(
            f"{for_terminal(path.name)} was left as it is: it is read-only. --force writes over it all the same."
        )
    check(path.name, seen or before, merged)


def check_writable(path: Path) -> None:
    """Raise ReaderError when a file, or what is in a folder, certainly cannot be replaced."""
    folder = path if path.is_dir() else path.parent
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ReaderError(f"{for_terminal(str(path))} could not be written: its folder is read-only.")


def _existing(path: Path) -> os.stat_result | None:
    try:
        return path.lstat()
    except FileNotFoundError:
        return None


def _content(path: Path, found: os.stat_result) -> str:
    _must_be_small(path, found)
    return path.read_bytes().decode("utf-8", "surrogateescape")


def _must_be_small(path: Path, found: os.stat_result) -> None:
    if found.st_size > FILE_LIMIT:
        raise Refused(f"{for_terminal(str(path))} is larger than {FILE_LIMIT // 1_000_000} MB; --force replaces it.")


def _text_of(path: Path) -> str | None:
    """What stands in a file of a vault, as `read_folder` has it; None where there is nothing."""
    found = _existing(path)
    if found is None:
        return None
    _must_be_small(path, found)
    return _read_note(path)


def _read_note(path: Path) -> str:
    data = path.read_bytes()
    form = utf_16(data)
    return with_line_ends(data.decode(form, "replace") if form else data.decode("utf-8", "surrogateescape"))


def _must_be_seen(path: Path) -> None:
    """Raise `UsageError` for a file or folder that is to be made and in whose name stands what nobody sees, as it may
    come with a name that was copied from a page; a blank before or behind it is such, too."""
    if os.path.lexists(path):
        return
    if (seen := with_unseen(path.name)) != path.name:
        raise UsageError(f"The name '{for_terminal(seen)}' holds a character that nobody sees: nothing was written.")
    if path.name != path.name.strip():
        raise UsageError(f"'{for_terminal(path.name)}' was given with a blank before or behind: nothing was written.")


def _guard(path: Path, protect: Path | None) -> None:
    """Refuse to write into the library: by name, through links, and to a file that is one of its files; and what
    `_must_be_seen` does."""
    _must_be_seen(path)
    if protect is None:
        return
    name = for_terminal(str(path))
    library = expanded(protect).resolve()
    real = path.resolve()
    if real == library or library in real.parents:
        raise Refused(f"{name} is in the library's own folder; export somewhere else.")
    if path.is_file() and library.is_dir():
        mine = path.stat()
        for held in _files_below(library):
            if os.path.samestat(held.stat(), mine):
                raise Refused(f"{name} is one of the library's own files; export somewhere else.")


def _files_below(folder: Path) -> Iterator[Path]:
    """All files in a folder and in those within it. Raises `OSError` where one cannot be read, which `Path.rglob` takes
    for empty."""

    def fail(error: OSError) -> None:
        raise error

    for above, _, names in os.walk(folder, onerror=fail):
        yield from (path for name in names if (path := Path(above, name)).is_file())


def _write_special(path: Path, found: os.stat_result, text: str, force: bool, dry_run: bool) -> Written:
    name = for_terminal(str(path))
    if stat.S_ISDIR(found.st_mode):
        raise InputError(f"{name} is a folder; give the name of a file.")
    if stat.S_ISLNK(found.st_mode):
        if not force:
            raise Refused(f"{name} is a link to {for_terminal(str(path.readlink()))}; name that file, or use --force.")
        if not dry_run:
            _replace(path, text)
        return Written(path, replaced=1)
    if dry_run:
        return Written(path, made=1)
    with path.open("wb", buffering=0) as file:
        rest = memoryview(text.encode("utf-8", "surrogateescape"))
        while rest:
            rest = rest[file.write(rest) or 0 :]
    return Written(path, made=1)


def _settle(path: Path, before: str, merged: str, found: os.stat_result) -> Written:
    """Put a merged text in place, unless an editor saved the file in the meantime."""
    if merged == before:
        return Written(path, unchanged=1)
    now = path.lstat()
    if (now.st_mtime_ns, now.st_size, now.st_ino) != (found.st_mtime_ns, found.st_size, found.st_ino):
        raise _saved_meanwhile(path)
    _replace(path, merged)
    return Written(path, merged=1)


def _saved_meanwhile(path: Path) -> SavedMeanwhile:
    shown = for_terminal(str(path))
    return SavedMeanwhile(f"{shown} was saved by another program just now, and left as it is; try again.")


def _replace(path: Path, text: str) -> None:
    """Put the text in place at once. The old file's mode is kept."""
    replace_unlocked(str(path), [text.encode("utf-8", "surrogateescape")], 0o666)


def not_written(path: Path, error: OSError) -> ReaderError:
    """The error for a file or folder that could not be written; it names what stood in the way, where that is another
    file."""
    other = os.fsdecode(error.filename) if isinstance(error.filename, (str, bytes)) else str(path)
    blamed = f" (at {for_terminal(other)})" if Path(other).parent != path.parent and Path(other).parent != path else ""
    return ReaderError(f"{for_terminal(str(path))} could not be written: {_reason(error)}{blamed}.")


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()
