"""The interface's way in: where from, what would come of it, and then one step."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace

from reader.commands.context import CommandContext
from reader.commands.questions import AskImport, ImportSource, Progress
from reader.counting import count
from reader.errors import InputError, Refused
from reader.formats.parsed import Problem
from reader.io import read as reading
from reader.library.library import Library
from reader.operations import annotate, imports
from reader.operations.imports import ImportResult
from reader.operations.reading_lists import clean_name
from reader.paths import expanded

PATHS_OFFERED = 50
"""At most so many paths are offered."""
PASTED = "pasted text"
_OURS = "this is a reading list that Reader wrote; sync brings its edits back"


async def import_papers(context: CommandContext) -> None:
    """Ask for a source, show what it would bring, import it as one step."""
    library = context.library
    answer = await context.ask(AskImport(reader_of(library), complete_path))
    if answer is None:
        return
    wanted = answer.preview
    tags = annotate.wanted_tags(library, answer.tags)
    list_name = clean_name(answer.list_name) if answer.list_name.strip() else ""

    def carry_out(progress: Progress) -> ImportResult:
        def told() -> None:
            progress.report(0, None, count(len(wanted.new), "paper"))

        told()
        return imports.import_sources(
            library, wanted.read, tags=tags, list_name=list_name, plan=wanted.plan, last_call=told
        )

    report = await context.work("Importing", carry_out)
    if report is not None:
        context.done(*report.outcomes, quiet=True)
        context.say(f"Imported: {report.summary}.")


def reader_of(library: Library) -> Callable[[ImportSource, Progress], ImportResult]:
    """A function that reads a source and says what importing it into `library` would do."""

    def read(source: ImportSource, progress: Progress) -> ImportResult:
        def told(done: int, total: int) -> None:
            progress.report(done, total or None)

        if source.text:
            found = [reading.read_text(source.text, PASTED)]
        elif source.path.strip():
            found = list(reading.read(_expanded(source.path.strip()), progress=told))
        else:
            raise InputError("Name a file, a folder or an address, or paste the text of a page.")
        ours = [one for one in found if one.format == "markdown" and one.error is None]
        beside = [one.beside for one in ours if one.beside is not None]
        errors = [one.error for one in found if one.error is not None]
        if ours and len(found) == len(ours) and not beside:
            raise Refused(f"{_OURS[0].upper()}{_OURS[1:]}.")
        if errors and len(errors) == len(found):
            raise errors[0]
        progress.report(0, None, "comparing")
        preview = imports.preview(library, [*(one for one in found if one not in ours), *beside])
        left = tuple(imports.SourceResult(one.name, one.format, problems=(Problem(0, _OURS),)) for one in ours)
        return replace(preview, sources=(*left, *preview.sources))

    return read


def _expanded(path: str) -> str:
    """A path with the user's home for "~"; an address stays as it is."""
    return str(expanded(path)) if path.startswith("~") else path


def complete_path(text: str) -> Sequence[str]:
    """Paths that a half-typed one may become: folders first (with a slash at the end), hidden ones only when asked."""
    if text.lower().startswith(("http:", "https:")):
        return ()
    folder, name = os.path.split(text)
    try:
        place = expanded(folder)
        entries = sorted(os.scandir(place), key=lambda entry: (not _is_folder(entry), entry.name.casefold()))
    except (OSError, InputError):
        return ()
    wanted = name.casefold()
    return [
        text[: len(text) - len(name)] + entry.name + ("/" if _is_folder(entry) else "")
        for entry in entries
        if entry.name.casefold().startswith(wanted) and (name.startswith(".") or not entry.name.startswith("."))
    ][:PATHS_OFFERED]


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
