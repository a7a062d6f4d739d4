"""What the help of every command shows beside its text and its options: real calls of it, and summaries that are whole.

>>> first_sentence("Decide on papers: queue them, or star them. However many, they are one step.")
'Decide on papers: queue them, or star them.'
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable

import click

from reader.cli.examples import EXAMPLES

_NARROW = 60
"""Columns below which what is said of an option stands more often beneath its name than beside it."""


class _Help(click.HelpFormatter):
    """Help that leaves room for its words on a narrow terminal, too."""

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write names and what is said of them."""
        super().write_dl(rows, col_max if self.width >= _NARROW else self.width // 3, col_spacing)


class _HelpContext(click.Context):
    formatter_class = _Help


class Taught(click.Command):
    """A command whose help ends with examples, and whose summary is not cut."""

    context_class = _HelpContext

    def get_short_help_str(self, limit: int = 0) -> str:
        """The whole summary, of whatever length; a test holds those that there are to the width of a terminal."""
        return summary(self)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the calls of the table beneath the options, unbroken, so that they can be copied."""
        super().format_epilog(ctx, formatter)
        if calls := EXAMPLES.get(words_of(ctx)):
            with formatter.section("Examples"):
                formatter.write("".join(f"{'':>{formatter.current_indent}}{call}\n" for call in calls))


def words_of(ctx: click.Context) -> str:
    """The words by which a command is called, without that of the program: "list section put"."""
    return ctx.command_path.partition(" ")[2]


def first_sentence(text: str) -> str:
    """The first sentence of a help, on one line."""
    return re.split(r"(?<=[.!?])\s", " ".join(inspect.cleandoc(text).split()), maxsplit=1)[0]


def summary(command: click.Command) -> str:
    """What a command does, in one line: what is said of it for this, else the first sentence of its help."""
    return command.short_help or first_sentence(command.help or "")
