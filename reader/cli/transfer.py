"""open, import, export, sync: papers in and out."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import click

from reader.cli.output import put, put_json, say
from reader.cli.session import Session
from reader.commands import importing, reading, returning
from reader.commands.exporting import Wish, export
from reader.commands.lists import clean_name
from reader.errors import InputError, ReaderError, UsageError
from reader.formats import FORMATS
from reader.importer import Source, read
from reader.text import for_terminal

EXPORTS = ["markdown", "obsidian", "bibtex", "ris", "csl-json", "csv", "jsonl"]
STYLES = ["list", "tasks", "table"]


class Progress:
    """A line on the terminal that says how far a long import is; silent anywhere else."""

    def __init__(self) -> None:
        self._on = sys.stderr.isatty()
        self._shown = False

    def report(self, done: int, total: int | None) -> None:
        """`done` of `total` sources."""
        if self._on and total is not None and total > 1:
            sys.stderr.write(f"\rReading {done} of {total} …")
            sys.stderr.flush()
            self._shown = True

    def end(self) -> None:
        """Take the line away."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")


def read_sources(names: Sequence[str], format: str | None) -> list[Source]:
    """Everything that the sources hold; a source that gave nothing carries its error."""
    progress = Progress()
    try:
        return [source for name in names for source in read(name, format=format, progress=progress.report)]
    finally:
        progress.end()


@click.command("import")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.option("--format", "format_", metavar="F", type=click.Choice(sorted(FORMATS)), help="Do not guess the format.")
@click.option("--tag", "-t", "tags", multiple=True, metavar="T", help="Tag every paper of the import.")
@click.option("--list", "list_name", default="", metavar="NAME", help="Put every paper on this reading list.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option("--strict", is_flag=True, help="Fail when any record could not be read.")
@click.option("--json", "as_json", is_flag=True, help="Counts, problems and possible duplicates as JSON.")
@click.pass_obj
def import_(
    session: Session,
    sources: Sequence[str],
    format_: str | None,
    tags: Sequence[str],
    list_name: str,
    dry_run: bool,
    strict: bool,
    as_json: bool,
) -> None:
    """Import papers: files, folders, addresses, or - for standard input.

    Importing again changes nothing; what is known gains what was missing and keeps all you said about it. A Markdown
    file that Reader exported comes back with its edits.
    """
    tags = [reading.clean_tag(tag) for tag in tags]
    list_name = clean_name(list_name) if list_name else ""
    read_from = read_sources(sources, format_)
    ours = [source for source in read_from if source.format == "markdown" and source.error is None]
    others = [source for source in read_from if source not in ours]
    if len(read_from) == 1 and not ours and read_from[0].error is not None:
        raise read_from[0].error
    if dry_run:
        _, report = importing.preview(session.library, others)
    else:
        report = importing.import_sources(session.library, others, tags=tags, list_name=list_name)
    returned = [returning.bring_back(session.library, Path(source.name), dry_run=dry_run) for source in ours]
    report = returning.with_returned(report, returned)
    if as_json:
        put_json(report.to_json())
    else:
        _tell_report(report, dry_run)
        for back in returned:
            for line in back.lines:
                put(line)
    failed = any(source.error for source in report.sources)
    if failed or (strict and report.problems):
        raise click.exceptions.Exit(1)


def _tell_report(report: importing.Report, dry_run: bool) -> None:
    for source in report.sources:
        where = for_terminal(source.source)
        for problem in source.problems:
            place = f"{where}:{problem.line}" if problem.line else where
            shown = f" “{problem.excerpt}”" if problem.excerpt else ""
            say(f"{place}: {problem.message}{shown}")
        if source.error:
            say(f"reader: {for_terminal(source.error)}")
        for left, right in source.possible_duplicates:
            say(f"{where}: {left} and {right} may be the same paper; both are kept.")
    for outcome in report.outcomes:
        for warning in (*outcome.warnings, *outcome.skipped):
            say(warning)
    say(f"{'Would import' if dry_run else 'Imported'}: {report.summary}.")


@click.command("open")
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.pass_obj
def open_(session: Session, sources: Sequence[str]) -> None:
    """Import papers, then open the interface."""
    read_from = read_sources(sources, None)
    if not any(source.papers for source in read_from):
        errors = [source.error for source in read_from if source.error is not None]
        raise errors[0] if errors else InputError("There is no paper in these sources.")
    report = importing.import_sources(session.library, read_from)
    failed = [f"{source.error}" for source in report.sources if source.error]
    raise click.exceptions.Exit(session.open_interface([f"Imported: {report.summary}.", *failed]))


@click.command("export")
@click.argument("query", nargs=-1)
@click.option("--list", "list_name", metavar="NAME", help="The papers of this reading list, in its order.")
@click.option("--format", "format_", type=click.Choice(EXPORTS), default="markdown", show_default=True)
@click.option("--style", type=click.Choice(STYLES), default="list", show_default=True, help="How Markdown looks.")
@click.option("--template", metavar="FILE", help="Your own Jinja2 template in place of a style.")
@click.option("--show-template", type=click.Choice(STYLES), help="Print a style as a template, to change it.")
@click.option("--group", type=click.Choice(["section", "tag", "status", "year"]), help="Headings by this.")
@click.option("--title", default="", help="The document's heading, instead of the list's name.")
@click.option("--abstracts", is_flag=True, help="With abstracts.")
@click.option("--front-matter", is_flag=True, help="Begin Markdown with YAML properties.")
@click.option("-o", "--output", "path", metavar="PATH", help="Write here (obsidian: a folder); default: standard output.")
@click.option("--force", is_flag=True, help="Overwrite a file that Reader did not write.")
@click.pass_obj
def export_(
    session: Session,
    query: Sequence[str],
    list_name: str | None,
    format_: str,
    style: str,
    template: str | None,
    show_template: str | None,
    group: str | None,
    title: str,
    abstracts: bool,
    front_matter: bool,
    path: str | None,
    force: bool,
) -> None:
    """Export a reading list, or all that match QUERY, or the whole library.

    Markdown and Obsidian files can be edited and imported again; writing to such a file replaces only Reader's part.
    """
    if show_template is not None:
        from reader.formats import markdown  # noqa: PLC0415  Jinja2 is loaded where a template is used

        put(markdown.show_template(show_template))
        return
    if format_ == "obsidian" and path is None:
        raise UsageError("An Obsidian export is a folder: name it with -o PATH.")
    if template is not None and format_ != "markdown":
        raise UsageError("--template goes with --format markdown.")
    wish = Wish(
        format=format_, style=style, template=template or "", group=group or "", title=title,
        abstracts=abstracts, front_matter=front_matter, force=force,
    )  # fmt: skip
    text = " ".join(query)
    if list_name is not None and text:
        raise UsageError("Give a QUERY or --list NAME, one of the two.")
    lst = session.library.reading_list(list_name) if list_name is not None else None
    papers = session.finder.on_list(lst) if lst is not None else session.finder.papers(text)
    written = export(session.library, session.folder, wish, papers, lst=lst, path=Path(path) if path else None)
    if path is None:
        put(written.text) if written.text else None
    else:
        say(written.say)


@click.command()
@click.argument("path", metavar="FILE|FOLDER")
@click.option("--dry-run", is_flag=True, help="Say what would move which way; change nothing.")
@click.pass_obj
def sync(session: Session, path: str, dry_run: bool) -> None:
    """Bring an exported Markdown file (or Obsidian folder) and the library to the same state, both directions once."""
    target = Path(path)
    if not target.exists():
        raise ReaderError(f"There is no '{for_terminal(path)}': `reader export -o` writes it first.")
    moved = returning.sync(session.library, session.folder, target, dry_run=dry_run)
    for line in moved.lines:
        put(line)


COMMANDS = [open_, import_, export_, sync]
