"""The verbs put together, and what one run of the command line says and returns."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from types import FrameType
from typing import TYPE_CHECKING

import click

from reader import __version__
from reader.cli.front import LIBRARY_HELP, MOST_COLUMNS, USAGE, VERBS, WHAT_IT_IS, columns, help_text
from reader.cli.mistakes import Group, no_such_option
from reader.cli.output import OutputError, abandon_stdout, beyond, end_stderr, fail, say, unforeseen, untaken
from reader.cli.session import Session
from reader.errors import ReaderError, UsageError

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Handler = Callable[[int, FrameType | None], object]
_ENDINGS = ("SIGTERM", "SIGHUP")
"""What a system that shuts down sends, `kill`, and a terminal that is closed."""
_CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": MOST_COLUMNS}


class Verbs(Group):
    """The verbs, each loaded when it is called: a search does not pay for what an export needs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Names in the order of what people do, not of the alphabet."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The verb called `cmd_name`, None when there is none."""
        if cmd_name not in VERBS:
            return None
        verbs: list[click.Command] = import_module(f"reader.cli.{VERBS[cmd_name].module}").CLICK_COMMANDS
        return next(verb for verb in verbs if verb.name == cmd_name)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """The verbs that begin so, and the options: a shell asks at each Tab, and loads none of the verbs for it."""
        from click.shell_completion import CompletionItem  # noqa: PLC0415  asked for by shells only

        verbs = [CompletionItem(name, help=verb.help) for name, verb in VERBS.items() if name.startswith(incomplete)]
        return [*verbs, *click.Command.shell_complete(self, ctx, incomplete)]

    def get_help(self, ctx: click.Context) -> str:
        """The same words as without click, which has to load every verb to name it."""
        return help_text(columns())


@click.group(
    cls=Verbs, invoke_without_command=True, subcommand_metavar=USAGE, context_settings=_CONTEXT, help=WHAT_IT_IS
)
@click.option("--library", metavar="DIR", help=LIBRARY_HELP)
@click.version_option(__version__, prog_name="reader", message="%(prog)s %(version)s")
@click.pass_context
def reader(ctx: click.Context, library: str | None) -> None:
    """Where the library is, for the verb that follows; without one, the interface."""
    if library is not None and not library.strip():
        raise UsageError("--library names no folder: it is empty.")
    ctx.obj = Session(library, ctx.obj)
    ctx.call_on_close(ctx.obj.close)
    if ctx.invoked_subcommand is None:
        ctx.exit(ctx.obj.open_interface())
    gc.freeze()
    gc.enable()


def main(argv: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if hasattr(signal, "SIGXFSZ"):
        # A file that grows past its limit is then an error like a full disk, not the end of the process.
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    came: list[int] = []
    try:
        with _endings_raised(came):
            early = _interrupts_are_raised()
            _ready_streams()
            status = _flushed(_guarded(arguments))
            if early is not None:
                # All is written; there is nothing left that an interrupt could undo.
                signal.signal(signal.SIGINT, early)
    except KeyboardInterrupt:
        status = 130
    end_stderr()
    for number in came:
        # Nothing unfinished lies about: now the process ends by the signal, as whoever sent it expects.
        os.kill(os.getpid(), number)
    if argv is None and "reader.tui.app" in sys.modules:
        # The interface has put the terminal back and written all it had; taking a large library's memory apart, or
        # waiting for a thread that still reads it, would only keep the user.
        os._exit(status)
    sys.exit(status)


@contextmanager
def _endings_raised(came: list[int]) -> Iterator[None]:
    """Within this a signal that asks the process to end is heard as an interrupt is, so that no unfinished file stays
    beside the one that was being written, and stands in `came` after it. Not one that somebody else hears, or that
    whoever began the program wants it not to hear."""

    def heard(number: int, _frame: FrameType | None) -> None:
        came.append(number)
        raise KeyboardInterrupt

    numbers = (getattr(signal, name) for name in _ENDINGS if hasattr(signal, name))
    ours = [number for number in numbers if signal.getsignal(number) is signal.SIG_DFL]
    for number in ours:
        signal.signal(number, heard)
    try:
        yield
    finally:
        for number in ours:
            signal.signal(number, signal.SIG_DFL)


def _interrupts_are_raised() -> Handler | None:
    """From now on an interrupt is told where it can be; returns the handler of the time before, where that was ours."""
    early = signal.getsignal(signal.SIGINT)
    if early in (signal.SIG_IGN, signal.default_int_handler) or not callable(early):
        return None
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return early


def _ready_streams() -> None:
    """Standard output and error speak UTF-8. Where the caller has closed them, errors are swallowed, and the first
    answer fails as on a full disk: nobody gets what was asked for.

    A terminal gets the letters that it has, for in one of another encoding UTF-8 is no text but may steer it; and who
    sets $PYTHONIOENCODING gets what that says. What an encoding has no letter for stands there by its number.
    """
    stated = bool(os.environ.get("PYTHONIOENCODING"))
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            closed = os.open(os.devnull, os.O_RDONLY if name == "stdout" else os.O_WRONLY)
            setattr(sys, name, open(closed, "w", encoding="utf-8"))  # noqa: SIM115  open as long as the process is
        stream = getattr(sys, name)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding=None if stated or stream.isatty() else "utf-8", errors="backslashreplace")


def _guarded(arguments: list[str]) -> int:
    """The exit status of a run, also where standard output cannot take what it says."""
    try:
        return _run(arguments)
    except (BrokenPipeError, SystemExit):
        # Nobody reads any more (`| head`), which click makes a SystemExit: what was asked for was done.
        abandon_stdout()
        return 0
    except OutputError as error:
        untaken()
        abandon_stdout()
        return fail(error, False)


def _run(arguments: list[str]) -> int:
    options = arguments[: arguments.index("--")] if "--" in arguments else arguments
    as_json = any(argument.partition("=")[0] == "--json" for argument in options)
    said: set[str] = set()
    try:
        result = reader.main(
            args=arguments, prog_name="reader", standalone_mode=False, obj=said, terminal_width=columns()
        )
        return result if isinstance(result, int) else 0
    except click.exceptions.Exit as exit:
        return exit.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        say("Interrupted.")
        return 130
    except click.UsageError as error:
        where = f" See '{error.ctx.command_path} --help'." if error.ctx else ""
        message = no_such_option(error) if isinstance(error, click.NoSuchOption) else error.format_message()
        return fail(UsageError(f"{message}{'' if message.endswith(('.', '?', '!')) else '.'}{where}"), as_json)
    except click.ClickException as error:
        return fail(ReaderError(error.format_message()), as_json)
    except (BrokenPipeError, OutputError):
        raise
    except ReaderError as error:
        # What keeps a library from being written was said when it was opened.
        return error.exit_code if str(error) in said and not as_json else fail(error, as_json)
    except (OSError, MemoryError, RecursionError) as error:
        status = fail(beyond(error), as_json)
        if isinstance(error, OSError) and not as_json:
            _say_no_more_of(error)
        return status
    except Exception as error:  # noqa: BLE001  the outermost edge: no traceback may reach the user
        if isinstance(error, RuntimeError) and isinstance(error.__cause__, KeyboardInterrupt):
            # Python 3.11 wraps so what is raised while a class is made, as when a module is loaded.
            say("Interrupted.")
            return 130
        return fail(unforeseen(error), as_json)


def _say_no_more_of(told: OSError) -> None:
    """Where it was standard output that could not be written, that is not told again when the run ends."""
    lost = untaken()
    try:
        sys.stdout.flush()
    except OSError as error:
        lost = error
    if lost is not None and lost.errno == told.errno:
        abandon_stdout()


def _flushed(status: int) -> int:
    """Write out what is buffered; a full disk or a closed pipe shows here at the latest."""
    lost = untaken()
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        abandon_stdout()
    except OSError as error:
        lost = lost or error
    if lost is not None:
        abandon_stdout()
        return fail(OutputError.of(lost), False)
    return status
