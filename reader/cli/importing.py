"""The verbs that bring papers in: open, import."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from reader.cli.later import later
from reader.cli.mistakes import OneOf, filled
from reader.cli.output import put, put_json, say
from reader.cli.session import Session
from reader.cli.teaching import Taught
from reader.counting import count
from reader.errors import Busy, UsageError
from reader.formats import TOLD
from reader.text import clean_text, for_terminal

if TYPE_CHECKING:
    from reader.io.read import Source
    from reader.io.watching import Watch
    from reader.operations import annotate, imports, reading_lists, roundtrip, sentences
else:
    annotate, imports, reading_lists, roundtrip, sentences = later(
        "annotate", "imports", "reading_lists", "roundtrip", "sentences"
    )


class ProgressLine:
    """A line on the terminal that says how far a long import or fetch is; silent anywhere else."""

    def __init__(self) -> None:
        self._on = sys.stderr.isatty()
        self._shown = False

    def report(self, done: int, total: int | None) -> None:
        """Show that `done` of `total` sources have been read."""
        if total is not None and total > 1:
            self.tell(f"Reading {done} of {total} …")

    def tell(self, text: str) -> None:
        """Show a text in place of what is shown."""
        if self._on:
            sys.stderr.write(f"\r\x1b[K{clean_text(text)}")
            sys.stderr.flush()
            self._shown = True

    def end(self) -> None:
        """Clear the line from the terminal."""
        if self._shown:
            sys.stderr.write("\r\x1b[K")


class SaidToWait:
    """Says of a pipe out of which nothing comes that it is waited for, once: nobody may be there to write."""

    def __init__(self, name: str, progress: ProgressLine) -> None:
        self._name = for_terminal(name)
        self._progress = progress
        self._said = False

    def __call__(self, seconds: float) -> None:
        if not self._said and seconds > SILENCE:
            self._said = True
            self._progress.end()
            say(
                f"Nothing comes out of the pipe '{self._name}' yet: whoever writes into it is waited for. ctrl+c ends"
                " that, and nothing is imported then."
            )


def read_all(names: Sequence[str], format: str | None) -> tuple[list[Source], list[str]]:
    """Everything that the sources hold, a source that gave nothing with its error; and those that are Obsidian exports
    of ours, which are read when they are compared with the library."""
    from reader.io.read import read  # noqa: PLC0415  it knows the library, which help does without

    vaults = [name for name in names if roundtrip.is_vault(Path(name))]
    progress = ProgressLine()
    try:
        given = getattr(sys.stdin, "buffer", None)
        found = [
            source
            for name in names
            if name not in vaults
            for source in read(
                name, stdin=given, format=format, progress=progress.report, waiting=SaidToWait(name, progress)
            )
        ]
    finally:
        progress.end()
    return found, vaults


SILENCE = 2.0
"""Seconds after which it is said that a pipe is waited for."""
WATCH_PAUSE = 1.0
"""Seconds between two looks at what is watched."""
_PAIRS = 20
"""Possible duplicates that are named for one source."""


@click.command("import", cls=Taught)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", callback=filled)
@click.option("--format", "format_", metavar="F", type=OneOf(sorted(TOLD)), help="Do not guess the format.")
@click.option("--tag", "-t", "tags", multiple=True, metavar="T", help="Tag every paper of the import.")
@click.option("--list", "list_name", metavar="NAME", help="Put every paper on this reading list.")
@click.option("--keywords", type=OneOf(["as-tags"]), help="Keywords of papers that are new become tags.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@click.option("--strict", is_flag=True, help="Fail when any record could not be read.")
@click.option("--accept-removals", is_flag=True, help="Take an exported file that lacks very much as it is.")
@click.option("--watch", is_flag=True, help="Go on with what is new or changed there, until ctrl+c.")
@click.option("--json", "as_json", is_flag=True, help="Counts, problems and possible duplicates as JSON.")
@click.pass_obj
def import_(
    session: Session,
    sources: Sequence[str],
    format_: str | None,
    tags: Sequence[str],
    list_name: str | None,
    keywords: str | None,
    dry_run: bool,
    strict: bool,
    accept_removals: bool,
    watch: bool,
    as_json: bool,
) -> None:
    """Import papers: files, folders, addresses, pipes, or - for standard input.

    Importing again changes nothing; what is known gains what was missing and keeps all you said about it. A Markdown
    file that Reader exported comes back with its edits. With --watch a saved page or a folder is imported, and then
    whatever is new or changed in it once it is whole, each as a step of its own, until ctrl+c.
    """
    annotate.must_be_tags(tags)
    list_name = "" if list_name is None else reading_lists.clean_name(list_name)
    watched = _watch_of(sources, alone=not (dry_run or as_json)) if watch else None
    read_from, vaults = read_all(sources, format_)
    if len(read_from) == 1 and not vaults and read_from[0].error is not None and watched is None:
        raise read_from[0].error

    def take(
        found: Sequence[Source], vaults: Sequence[str]
    ) -> tuple[imports.ImportResult, list[roundtrip.Back], list[str]]:
        wanted = annotate.wanted_tags(session.library, tags)
        report, backs = roundtrip.take_in(
            session.library, found, vaults, tags=wanted, list_name=list_name, keyword_tags=keywords is not None,
            dry_run=dry_run, accept=accept_removals,
        )  # fmt: skip
        return report, backs, wanted

    def tell(report: imports.ImportResult, backs: Sequence[roundtrip.Back], wanted: Sequence[str]) -> None:
        for back in backs:
            _tell_back(back, dry_run)
        if len(report.sources) > len(backs):
            tell_sources(report, dry_run, session.key("duplicates"))
            say(f"{'Would import' if dry_run else 'Imported'}: {report.summary}.")
            for sentence in imports.joining(session.library, report, wanted, list_name) if dry_run else ():
                say(sentence)

    report, backs, wanted = take(read_from, vaults)
    if as_json:
        put_json(report.to_json())
    else:
        tell(report, backs, wanted)
    if watched is not None:
        _go_on(watched, format_, lambda found: tell(*take(found, ())))
    if backs and (tags or list_name or keywords):
        say("--tag, --list and --keywords were not used for what came back from Reader's own exports.")
    if any(source.error for source in report.sources) or (strict and report.problems):
        raise click.exceptions.Exit(1)


def _watch_of(sources: Sequence[str], *, alone: bool) -> Watch:
    """A watch of what is there. Raises `UsageError` for what cannot be watched, and with what does not go together."""
    from reader.io.watching import Watch  # noqa: PLC0415  few imports watch

    if not alone:
        raise UsageError("--watch imports what comes as it comes, so that --dry-run and --json do not go with it.")
    for source in sources:
        if source == "-" or not (Path(source).is_file() or Path(source).is_dir()):
            raise UsageError(f"'{for_terminal(source)}' is no file or folder that can be watched.")
        if roundtrip.is_vault(Path(source)):
            raise UsageError(
                f"'{for_terminal(source)}' is an Obsidian export of Reader: `reader sync` takes its edits."
            )
    return Watch([Path(source) for source in sources])


def _go_on(watch: Watch, format: str | None, take: Callable[[Sequence[Source]], None]) -> NoReturn:
    """Take what is new or changed until somebody ends it."""
    from reader.io.read import read, read_member  # noqa: PLC0415  as in `read_all`

    say("Watching for what is new or changed there; ctrl+c ends it.")
    away: set[Path] = set()
    try:
        while True:
            time.sleep(WATCH_PAUSE)
            away = _told_of_places(watch, away)
            for path in watch.look():
                try:
                    if found := list((read if path in watch.places else read_member)(path, format=format)):
                        take(found)
                    else:
                        shown = for_terminal(str(path))
                        say(f"'{shown}' is in none of the forms that are read: nothing of it was taken.")
                except Busy as error:
                    watch.give_again(path)
                    say(f"reader: {error}")
    except KeyboardInterrupt:
        say("The watch has ended; what came is in the library.")
        raise click.exceptions.Exit(130) from None


def _told_of_places(watch: Watch, away: set[Path]) -> set[Path]:
    """The watched places that are not there now; says of which that is new, `away` being those of the look before."""
    missing = watch.missing()
    for place in watch.places:
        if (place in missing) != (place in away):
            gone = "is not there any more; the watch goes on in case it comes back"
            say(f"'{for_terminal(str(place))}' {gone if place in missing else 'is there again'}.")
    return missing


def _tell_back(back: roundtrip.Back, dry_run: bool) -> None:
    if back.lines:
        put("\n".join(back.lines))
    if back.outcome is not None:
        say(f"{back.outcome.say}.")
    elif back.returned.empty:
        say(back.nothing)
    elif dry_run:
        say(f"Nothing was changed: without --dry-run, these edits in {back.source} come in as one step.")


def tell_sources(report: imports.ImportResult, dry_run: bool, key: str) -> None:
    """Say what became of the sources of an import but for their numbers; `key` goes through possible duplicates."""
    for source in report.sources:
        where = for_terminal(source.source)
        for problem in source.problems:
            shown = f" “{problem.excerpt}”" if problem.excerpt else ""
            say(f"{for_terminal(problem.place(source.source))}: {problem.message}{shown}")
        if source.error:
            say(f"reader: {for_terminal(source.error)}")
        if source.left:
            say(f"{where}: {for_terminal(source.left)}")
        for kept, other in source.joined:
            told = "would be joined" if dry_run else "are joined; undo parts them"
            both = f"{sentences.name([kept])} and {sentences.name([other])}"
            say(f"{where}: {both} are one paper, by a record with the ids of both: they {told}.")
        for left, right in source.possible_duplicates[:_PAIRS]:
            say(f"{where}: {left} and {right} may be the same paper; both are kept.")
        if (more := len(source.possible_duplicates) - _PAIRS) > 0:
            pairs = count(more, "more pair")
            say(f"{where}: {pairs} may be the same paper; in the interface {key} goes through them all.")
    for outcome in report.outcomes:
        for warning in (*outcome.warnings, *outcome.skipped):
            say(warning)


@click.command("open", cls=Taught)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...", callback=filled)
@click.pass_obj
def open_(session: Session, sources: Sequence[str]) -> None:
    """Import papers, then open the interface."""
    session.must_have_terminal()
    read_from, vaults = read_all(sources, None)
    errors = [source.error for source in read_from if source.error is not None]
    if not vaults and len(errors) == len(read_from):
        raise errors[0]
    report, backs = roundtrip.take_in(session.library, read_from, vaults)
    notices = [f"{back.outcome.say}." for back in backs if back.outcome is not None]
    if len(report.sources) > len(backs):
        notices.insert(0, f"Imported: {report.summary}.")
    notices += [source.error for source in report.sources if source.error]
    raise click.exceptions.Exit(session.open_interface(notices))


CLICK_COMMANDS = [open_, import_]
