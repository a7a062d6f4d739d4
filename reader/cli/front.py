"""What `reader --help` and `reader --version` say, and which verbs there are.

Both are asked for before anything else is known, so they load nothing of what runs a command: click alone takes five
times as long as Python's own start. The texts of the verbs' own helps stand beside the verbs.

    >>> VERBS["undo"].help
    'Take back your last step, or the last N.'
    >>> help_text(60).splitlines()[2]
    '  Reader keeps your reading lists of research papers.'
"""

from __future__ import annotations

import os
import sys
from typing import NamedTuple

from reader import __version__
from reader.cli.examples import EXAMPLES

LEAST_COLUMNS, MOST_COLUMNS = 40, 100
"""Columns beyond which a line of help is no easier to read."""


class Verb(NamedTuple):
    """A command of the command line."""

    module: str
    """The module of this package that holds it."""
    help: str
    """What it does, short enough to stand whole in a terminal of 80 columns."""


VERBS = {
    "open": Verb("importing", "Import papers, then open the interface."),
    "import": Verb("importing", "Import papers: files, folders, addresses, or - for text."),
    "add": Verb("adding", "Add papers by id, DOI, address or title, or by hand."),
    "fetch": Verb("fetching", "Get papers of Hugging Face, arXiv or a DOI."),
    "complete": Verb("completing", "Fill in authors, dates, links, abstracts from the network."),
    "search": Verb("papers", "Find papers; without QUERY, list all."),
    "show": Verb("papers", "Show everything about one paper."),
    "related": Verb("suggesting", "Show the papers near to some, the nearest first."),
    "next": Verb("suggesting", "Show what to read next, of all or of a list."),
    "link": Verb("papers", "Print the address of a paper, its PDF, code or project."),
    "tag": Verb("papers", "Add tags to papers, or take them off."),
    "tags": Verb("papers", "List all tags; rename, delete or suggest some."),
    "star": Verb("papers", "Star papers, or take their stars away."),
    "mark": Verb("papers", "Mark papers as unread, reading or read."),
    "triage": Verb("papers", "Decide on papers: queue, later, star, dismiss, inbox."),
    "note": Verb("papers", "Write the note of a paper."),
    "edit": Verb("editing", "Put right what is wrong in a paper's title, authors, year …"),
    "remove": Verb("papers", "Remove papers; `reader undo` brings them back."),
    "duplicates": Verb("same_papers", "Show papers that may be one; merge them, or tell them apart."),
    "list": Verb("lists", "Show the reading lists, or work on one."),
    "export": Verb("exporting", "Write a list, or all that match QUERY, to a file."),
    "sync": Verb("exporting", "Bring an exported file and the library to agree."),
    "stats": Verb("stats", "Show your reading in figures, or a week of it."),
    "undo": Verb("upkeep", "Take back your last step, or the last N."),
    "redo": Verb("upkeep", "Bring back what undo took back."),
    "history": Verb("upkeep", "Show what was done, newest first."),
    "batch": Verb("upkeep", "Answer JSON requests, one a line on standard input."),
    "mcp": Verb("assistants", "Serve the library to an assistant, by MCP."),
    "doctor": Verb("upkeep", "Check every promise about the library's files."),
    "backup": Verb("backups", "List the backups, or put one back."),
    "config": Verb("configuration", "Check the settings file, or say where it is."),
    "completion": Verb("upkeep", "Print a completion script for a shell."),
    "help": Verb("upkeep", "Say what a command does and takes."),
}
"""Every verb, in the order in which help lists them: that of what people do, not of the alphabet."""

WHAT_IT_IS = (
    "Reader keeps your reading lists of research papers.",
    "Without a command it opens the interface. PAPER is an id, the start of one, an arXiv id or its address, a DOI, or "
    "a citation key; in place of one or several, - reads them from standard input.",
)
LIBRARY_HELP = "The library's folder (default: $READER_LIBRARY, else the user's data)."
USAGE = "[COMMAND] [ARGS]..."
_OPTIONS = {
    "--library DIR": LIBRARY_HELP,
    "--version": "Show the version and exit.",
    "-h, --help": "Show this message and exit.",
}


def terminal_size() -> tuple[int, int]:
    """Columns and lines of the terminal: what $COLUMNS and $LINES say, else what it tells itself, else 80 and 24."""
    stated = [os.environ.get(name, "")[:6] for name in ("COLUMNS", "LINES")]
    columns, lines = (int(text) if text.isdecimal() else 0 for text in stated)
    if not (columns and lines):
        try:
            told = os.get_terminal_size(1)
        except OSError:
            told = os.terminal_size((0, 0))
        columns, lines = columns or told.columns, lines or told.lines
    return columns or 80, lines or 24


def columns() -> int:
    """The width of help: that of the terminal, between 38 and 98 columns."""
    return max(LEAST_COLUMNS, min(terminal_size()[0], MOST_COLUMNS)) - 2


def help_text(width: int) -> str:
    """What `reader --help` says, in lines of at most `width` characters; without a line feed at the end."""
    from textwrap import fill  # noqa: PLC0415  the version needs none

    told = [f"Usage: reader [OPTIONS] {USAGE}", ""]
    for paragraph in WHAT_IT_IS:
        told += [fill(paragraph, width, initial_indent="  ", subsequent_indent="  "), ""]
    for title, rows in (("Options", _OPTIONS), ("Commands", {name: verb.help for name, verb in VERBS.items()})):
        first = max(map(len, rows)) + 4
        told.append(f"{title}:")
        told += [
            fill(text, width, initial_indent=f"  {name}".ljust(first), subsequent_indent=" " * first)
            for name, text in rows.items()
        ]
        told.append("")
    told.append("Examples:")
    return "\n".join([*told, *(f"  {call}" for call in EXAMPLES[""])])


def answered(arguments: list[str]) -> bool:
    """Answers a call that asks for the version or the help and for nothing else; False for any other call, and where
    standard output cannot be written: then whoever runs commands says so."""
    if arguments == ["--version"]:
        text = f"reader {__version__}"
    elif arguments in (["--help"], ["-h"], ["help"]):
        text = help_text(columns())
    else:
        return False
    try:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()
    except (OSError, ValueError, AttributeError):
        _forget_unwritten()
        return False
    return True


def _forget_unwritten() -> None:
    """What standard output holds and could not write is gone, so that it stands not before what is said instead."""
    try:
        to = sys.stdout.fileno()
        held, nowhere = os.dup(to), os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, to)
        sys.stdout.flush()
        os.dup2(held, to)
        os.close(held)
        os.close(nowhere)
    except (OSError, ValueError, AttributeError):
        return  # It is closed, or none of the system's: whoever runs commands says so.
