"""All that some sources hold, taken into the library: papers are imported, Reader's own exports come back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from reader.commands import importing, returning
from reader.commands.importing import Report, SourceReport
from reader.commands.returning import Back
from reader.errors import InputError, ReaderError, StoreError
from reader.formats.markdown import is_ours
from reader.formats.parsed import contained
from reader.importer import Source
from reader.library import Library


def take_in(
    library: Library,
    sources: Sequence[Source],
    vaults: Sequence[str] = (),
    *,
    tags: Sequence[str] = (),
    list_name: str = "",
    dry_run: bool = False,
    accept: bool = False,
) -> tuple[Report, list[Back]]:
    """Import what was read from `sources` as one step; then take the edits of each exported file among them, and of
    the Obsidian exports in `vaults`, as a step of its own.

    `accept` says that it is meant when an exported file lacks very much of what it showed. A source that gave nothing
    stands in the report with its error. Raises `Refused` when `list_name` is a smart list.
    """
    importing.must_take_papers(library, list_name)
    checked = [_checked(source) for source in sources]
    ours = [source for source in checked if source.format == "markdown"]
    others = [source for source in checked if source.format != "markdown"]
    if dry_run:
        _, report = importing.preview(library, others)
    else:
        report = importing.import_sources(library, others, tags=tags, list_name=list_name)
    backs: list[Back] = []
    failed: list[SourceReport] = []
    for name, text in [*((name, None) for name in vaults), *((source.name, source.text) for source in ours)]:
        try:
            if text is None:
                backs.append(returning.bring_back(library, Path(name), dry_run=dry_run, accept=accept))
            else:
                backs.append(returning.bring_back_text(library, text, name, dry_run=dry_run, accept=accept))
        except StoreError:
            raise
        except ReaderError as error:
            failed.append(SourceReport(name, "obsidian" if text is None else "markdown", error=str(error)))
    return returning.with_returned(replace(report, sources=(*report.sources, *failed)), backs), backs


def _checked(source: Source) -> Source:
    """A source that is said to be our Markdown and is not, as one that gave nothing."""
    try:
        with contained(source.name):
            if source.format != "markdown" or is_ours(source.text):
                return source
    except InputError as error:
        return Source(source.name, error=error)
    return Source(source.name, error=InputError(f"{source.name} is not a file that Reader exported."))
