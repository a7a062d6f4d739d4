"""`reader backup`: which backups there are, and putting one back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from reader import paths
from reader.cli.later import later
from reader.cli.look import Look, look
from reader.cli.mistakes import Group
from reader.cli.output import put, put_json, say
from reader.cli.session import Session, is_at_terminal
from reader.counting import count
from reader.errors import Refused

if TYPE_CHECKING:
    from reader.operations import backups
    from reader.tui.drawing.styled_text import Line
else:
    (backups,) = later("backups")


@click.group("backup", cls=Group, subcommand_metavar="COMMAND [ARGS]...")
def backup_() -> None:
    """List the backups, or put one back."""


@backup_.command("list")
@click.option("--json", "as_json", is_flag=True, help="An array of backups, the oldest first.")
@click.pass_obj
def backup_list(session: Session, as_json: bool) -> None:
    """Show the backups of the library, the oldest first.

    Each is shown with what it holds and whether it can be read.
    """
    from reader.store.device import this_device  # noqa: PLC0415  help needs no store

    device = this_device(str(paths.state_dir()))
    if not device.known:
        say(f"{device.trouble} Which steps were made on it is not known.")
    rows = backups.backup_rows(backups.library_backups(session.folder), device.id if device.known else None)
    if as_json:
        put_json([row.to_json() for row in rows])
        return
    wide = max((len(row.name) for row in rows), default=0)
    seen = look()
    for row in rows:
        own = "" if row.own is None else f" ({row.own} of this machine)"
        holds = f"{count(row.steps, 'step')}{own}, {count(row.papers, 'paper')}"
        told = [row.kind, holds, _size(row.size)] if row.kind else [_size(row.size)]
        told += [f"of '{row.place}'"] if row.place else []
        told += ["of a former library in this place"] if row.former else []
        told += [f"not readable: {'; '.join(row.flaws)}"] if row.flaws else []
        if seen is None:
            put(f"{row.name:<{wide}}  {', '.join(told)}")
        else:
            seen.show(_lines(f"{row.name:<{wide}}  ", ", ".join(told), seen))
    if not rows:
        say(backups.NONE_YET)


def _lines(name: str, told: str, seen: Look) -> Iterator[Line]:
    """A backup for a terminal: its name, then what it holds, all of it."""
    from reader.cli.on_terminal import wrapped  # noqa: PLC0415  off a terminal it is not needed

    first, *more = wrapped([(told, "")], seen, len(name), seen.width)
    yield [(name, "label"), *first[1:]]
    yield from more


def _size(bytes: int) -> str:
    """A number of bytes for people: "48 kB"."""
    return f"{bytes} bytes" if bytes < 1000 else f"{bytes / 1000:.0f} kB" if bytes < 1e6 else f"{bytes / 1e6:.0f} MB"


@backup_.command("restore")
@click.argument("date")
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option("--yes", is_flag=True, help="Do not ask on a terminal.")
@click.pass_obj
def backup_restore(session: Session, date: str, dry_run: bool, yes: bool) -> None:
    """Put a backup back: what the library has lost, or what was removed.

    What the library has lost of it comes back, or, where it has lost nothing, what was removed since. DATE is a day,
    or a name of `backup list`. Of a day with several the last is taken, unless an earlier one holds more of what is
    lost; it is said which, and what the others would bring. What was said since stays; `reader undo` takes the one
    step back.
    """
    session.mends = True
    library = session.library
    chosen = backups.chosen(backups.library_backups(session.folder), date, library)
    plan = library.foreseen(chosen.held)
    told = backups.foretold(library, chosen, plan)
    if dry_run:
        for sentence in told:
            put(sentence)
        return
    if not yes and is_at_terminal() and plan.anything:
        for sentence in told:
            say(sentence)
        if not click.confirm("Put it back?", err=True):
            raise Refused("Nothing was changed.")
    outcome = backups.put_back(library, chosen)
    for sentence in (*([f"{outcome.say}."] if outcome.step else []), *outcome.warnings):
        say(sentence)


CLICK_COMMANDS = [backup_]
