"""`reader config`: where the settings are, and what is wrong with them."""

from __future__ import annotations

import click

from reader import paths
from reader.cli.mistakes import Group
from reader.cli.output import put, say
from reader.cli.session import Session
from reader.counting import count
from reader.text import for_terminal


@click.group(cls=Group, subcommand_metavar="COMMAND [ARGS]...")
def config() -> None:
    """Check the settings file, or say where it is."""


@config.command("check")
@click.pass_obj
def config_check(session: Session) -> None:
    """Say what is wrong in the settings file, a line each.

    Each line names the file, the setting and what is allowed: settings, themes, ids of commands and keys that there are
    not, values that are none, a folder that can be no library, and keys that are given twice. Exit status 1 where there
    is any. A command that is left without a key is named, too, and a key that some dialog has for something else.
    """
    problems = [*session.unsaid_settings.problems, *_unusable_library(session)]
    for problem in problems:
        put(for_terminal(problem))
    if problems:
        of_file = "Nothing in the file counts until it can be read."
        told = f"{count(len(problems), 'setting')} to put right; the others count."
        say(of_file if session.unsaid_settings.is_unread else told)
        raise click.exceptions.Exit(1)
    if keys := session.unsaid_settings.keys:
        from reader.commands.bindings import kept_by_dialogs, left_without  # noqa: PLC0415  few settings name keys

        place = session.unsaid_settings.place
        for sentence in (*left_without(keys), *kept_by_dialogs(keys)):
            say(for_terminal(f"{place(sentence.partition(': ')[0])}: {sentence}"))
    path = for_terminal(str(paths.config_file()[0]))
    there = session.unsaid_settings.path
    put(f"{path}: all settings are right." if there else f"{path}: there is no settings file, so all is as usual.")


def _unusable_library(session: Session) -> list[str]:
    """A line on a library whose folder can be none, as far as is seen without making it."""
    from reader.store.disk import obstacle  # noqa: PLC0415  help needs no store

    settings = session.unsaid_settings
    why = obstacle(str(paths.expanded(settings.library))) if settings.library else ""
    return [f"{settings.path}: library: '{settings.library}' can be no library: {why}."] if why else []


@config.command("path")
def config_path() -> None:
    """Print the path of the settings file, be it there or not."""
    put(str(paths.config_file()[0]))


CLICK_COMMANDS = [config]
