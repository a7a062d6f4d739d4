"""The command that shows the settings: what is chosen in the interface changes here, the file is opened at the line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from reader.commands.context import CommandContext
from reader.commands.questions import AskChoice, Choice
from reader.commands.view import theme
from reader.counting import count
from reader.errors import InputError, Refused
from reader.paths import config_file, expanded, from_home, usual_folder
from reader.settings import Settings, read_settings

THEME, PINNED_PLACES, LIBRARY, KEYS = "theme", "pinned", "library", "keys"
NAME_CELLS = 14
"""Cells in which the names of settings stand."""
NEVER_WRITTEN = "Reader never writes this file; Enter opens it at the line of a setting."


async def show_settings(context: CommandContext) -> None:
    """Show the settings, change what is chosen in the interface, open the file for the others. What is changed in it
    counts from the next start on."""
    path = Path(context.settings.path or config_file()[0])
    choices = tuple(_choices(context))
    name = await context.ask(AskChoice(f"Settings · {from_home(path)}", choices, NEVER_WRITTEN, find=True))
    if name is None:
        return
    line = _line(context.settings, name)
    if name == THEME and not line:
        await theme(context)
    elif name == PINNED_PLACES:
        under = f" under {key}" if (key := context.key("palette")) else ""
        context.say(f"'Pin this place'{under} pins the place that is open, or no more.")
    else:
        _edit(context, path, line)


def _edit(context: CommandContext, path: Path, line: int) -> None:
    """Open the file of the settings, and say what is wrong in it then. Raises `Refused` where it cannot be opened."""
    before = read_settings(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(f"The settings cannot be written in '{path.parent}': {error.strerror or error}.") from error
    if trouble := context.edit_file(path, line):
        raise Refused(trouble)
    now = read_settings(path)
    if now.problems:
        context.say(" ".join(now.problems), error=True)
    elif now.text != before.text:
        context.say("What you changed counts from the next start on.")


def _choices(context: CommandContext) -> Iterator[Choice]:
    settings = context.settings
    pinned = count(len(context.navigator.pinned), "place")
    chosen = (
        (THEME, settings.theme or context.navigator.theme), (PINNED_PLACES, pinned),
        (LIBRARY, from_home(context.folder)),
    )  # fmt: skip
    for name, value in (*chosen, *_values(settings)):
        line = _line(settings, name)
        usual = {THEME: "choose it", PINNED_PLACES: "sidebar"}.get(name, "standard")
        if name == LIBRARY and not _is_of(settings, context.folder, line):
            line, usual = 0, "at start"
        yield Choice(name, f"{name:<{NAME_CELLS}}{value}", f"line {line}" if line else usual)


def _is_of(settings: Settings, folder: Path, line: int) -> bool:
    """Whether the library that is open is that of the settings, or the usual one where these name none."""
    try:
        meant = expanded(settings.library) if line and settings.library else usual_folder()
        return folder.absolute() == meant.absolute()
    except InputError:
        return False


def _line(settings: Settings, name: str) -> int:
    """The line of a setting in the file, the first of the keys for these; 0 where it stands in none."""
    return settings.line_of(f"{KEYS}.{next(iter(settings.keys))}" if name == KEYS and settings.keys else name)


def _values(settings: Settings) -> Iterator[tuple[str, str]]:
    """The settings of the file, each with what holds now."""
    yield "mouse", "on" if settings.mouse else "left to the terminal"
    yield "goal", f"{settings.goal} a week" if settings.goal else "none"
    yield "columns", ", ".join(settings.columns) or "none"
    yield KEYS, f"{len(settings.keys)} changed" if settings.keys else "as they come"
    yield "citation_key", settings.citation_key
    yield "contact", settings.contact or "none"
    for service in ("hf_url", "arxiv_url", "crossref_url", "doi_url"):
        yield service, getattr(settings, service) or "its own"
    yield "arxiv_pause", "as it asks for" if settings.arxiv_pause is None else f"{settings.arxiv_pause:g} s"
