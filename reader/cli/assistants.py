"""`reader mcp`: what an assistant may do with the library."""

from __future__ import annotations

import sys

import click

from reader.cli.mistakes import Number
from reader.cli.output import say
from reader.cli.session import Session
from reader.cli.teaching import Taught
from reader.errors import InputError, ReaderError

MCP_EXTRA = "pip install 'reader-papers[mcp]'"
"""What installs what speaks the protocol."""


@click.command(cls=Taught)
@click.option("--write", is_flag=True, help="Let it edit, too; without it, it only reads.")
@click.option(
    "--limit",
    type=Number(0),
    default=100,
    show_default=True,
    help="One call may change so many papers; 0: any.",
)
@click.pass_obj
def mcp(session: Session, write: bool, limit: int) -> None:
    """Serve the library to an assistant, by the Model Context Protocol on standard input and output.

    Its tools are the operations of `reader batch` that stay within the library. Each edit stands in `reader history`
    with the name of the assistant, `undo --step` takes back one, and its tool `undo_session` all of them.
    """
    if sys.stdin is None:
        raise InputError("There is no standard input to be asked by.")
    from reader.cli.assistant_tools import AssistantSession  # noqa: PLC0415  the help does without them

    try:
        from reader.cli.mcp_server import serve  # noqa: PLC0415
    except ImportError:
        raise ReaderError(f"What speaks the Model Context Protocol is not installed: {MCP_EXTRA}") from None
    allowed = AssistantSession(session, write=write, most=limit)
    if sys.stdin.isatty():
        say("An assistant starts this by itself: see 'For an assistant' in the README. Ctrl+d ends it.")
    serve(allowed)


CLICK_COMMANDS = [mcp]
"""The verb as the command line has it."""
