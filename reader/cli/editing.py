"""The verb that puts right what the world says about a paper: edit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

from reader.cli.in_editor import edit_in_editor
from reader.cli.later import later
from reader.cli.mistakes import filled, parted
from reader.cli.output import put, say
from reader.cli.session import Session, is_at_terminal
from reader.cli.teaching import Taught
from reader.errors import UsageError
from reader.paper import Paper
from reader.text import for_terminal

if TYPE_CHECKING:
    from reader.operations import corrections
else:
    (corrections,) = later("corrections")


@click.command(cls=Taught)
@click.argument("paper")
@click.option("--set", "settings", multiple=True, metavar="FIELD=VALUE", help="Put a field right (may be repeated).")
@click.option("--clear", multiple=True, metavar="FIELD", help="Say that nothing is known of it (may be repeated).")
@click.option("--reset", multiple=True, metavar="FIELD", help="Take back what was put right (may be repeated).")
@click.option(
    "--file", "path", metavar="FILE", callback=filled, help="Take the fields from a file (-: standard input)."
)
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.pass_obj
def edit(
    session: Session,
    paper: str,
    settings: Sequence[str],
    clear: Sequence[str],
    reset: Sequence[str],
    path: str | None,
    dry_run: bool,
) -> None:
    """Put right what is wrong in a paper's title, authors, year and the like.

    What you put right stays so, whatever you import later, and `reader undo` takes it back. FIELD is title, authors
    (with semicolons between them), date, venue, kind, arxiv, doi, url, pdf, code, project, keywords, key, abstract,
    volume, issue, page or any other that the paper has. Without an option, on a terminal, all of them open in $VISUAL
    or $EDITOR.
    """
    given = bool(settings or clear or reset)
    if given and path is not None:
        raise UsageError("Give --file, or --set, --clear and --reset.")
    if not given and path is None and not is_at_terminal():
        raise UsageError("Say what to put right: --set FIELD=VALUE, --clear FIELD, --reset FIELD or --file FILE.")
    texts = _parted(settings)
    found = session.one(paper, path)
    if given:
        _carry_out(session, found, corrections.typed(found, texts, clear, reset), dry_run=dry_run)
    elif path is not None:
        from reader.io.read import read_plain  # noqa: PLC0415  the importer is not needed by the other verbs

        _carry_out(session, found, corrections.read_sheet(read_plain(path, pipes=True), found), dry_run=dry_run)
    else:
        edit_in_editor(
            corrections.sheet(session.library, found),
            found.id,
            lambda text: _carry_back(session, found, text, dry_run=dry_run),
            verb="edit",
            what="paper",
            instead="--set, --clear, --reset or --file",
            mending="Put it right there, then",
        )


def _parted(settings: Sequence[str]) -> dict[str, str]:
    """The texts by what the fields are called. Raises `UsageError` for what is no FIELD=VALUE, or the second of one."""
    found: dict[str, str] = {}
    for text in settings:
        word, value = parted(text)
        if word in found:
            raise UsageError(f"The field '{for_terminal(word)}' is named twice.")
        if not value.strip():
            raise UsageError(f"'{for_terminal(text)}' has no value: --clear {for_terminal(word.strip())} clears it.")
        found[word] = value
    return found


def _carry_back(session: Session, paper: Paper, text: str, *, dry_run: bool) -> None:
    """Carry out what the editor left of a sheet; others may have changed the library while it was open."""
    values = corrections.read_sheet(text, paper)
    session.library.refresh()
    _carry_out(session, paper, values, dry_run=dry_run)


def _carry_out(session: Session, paper: Paper, values: Mapping[str, Any], *, dry_run: bool) -> None:
    if not dry_run:
        session.tell(corrections.correct(session.library, paper, values))
        return
    rows = corrections.foretold(session.library, paper, values)
    for row in rows:
        put(row)
    with session.library.trying():
        for sentence in corrections.correct(session.library, paper, values).warnings:
            say(sentence)
    say("Nothing was changed." if rows else "Nothing would change.")


CLICK_COMMANDS = [edit]
