"""The command that shows the settings: what is chosen in the interface changes here, the file is opened at the line."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
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
    choices = tuple(
        Choice(one.name, f"{one.name:<{NAME_CELLS}}{one.value}", one.told) for one in settings_shown(context)
    )
    name = await context.ask(AskChoice(f"Settings · {from_home(_path(context))}", choices, NEVER_WRITTEN, find=True))
    if name is not None:
        await _change(context, name)


def setting_changer(name: str) -> Callable[[CommandContext], Awaitable[None]]:
    """The command that changes what is chosen in the interface, and opens the file at the line of any other setting."""
    return lambda context: _change(context, name)


async def _change(context: CommandContext, name: str) -> None:
    line = _line(context.settings, name)
    if name == THEME and not line:
        await theme(context)
    elif name == PINNED_PLACES:
        under = f" under {key}" if (key := context.key("palette")) else ""
        context.say(f"'Pin this place'{under} pins the place that is open, or no more.")
    else:
        _edit(context, _path(context), line)


def _path(context: CommandContext) -> Path:
    return Path(context.settings.path or config_file()[0])


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


@dataclass(frozen=True, slots=True)
class SettingShown:
    """A setting as it is shown."""

    name: str
    value: str
    told: str
    """Where what holds comes from."""


def settings_shown(context: CommandContext) -> list[SettingShown]:
    """The settings, those first that one would look for."""
    return list(_shown(context))


def _shown(context: CommandContext) -> Iterator[SettingShown]:
    settings = context.settings
    pinned, by_choice = count(len(context.navigator.pinned), "place"), context.navigator.is_theme_chosen
    chosen = (
        (THEME, settings.theme or context.navigator.theme), (PINNED_PLACES, pinned),
        (LIBRARY, from_home(context.folder)),
    )  # fmt: skip
    for name, value in (*chosen, *_values(settings)):
        line = _line(settings, name)
        usual = {THEME: "chosen here" if by_choice else "choose it", PINNED_PLACES: "sidebar"}.get(name, "standard")
        if name == LIBRARY and not _is_of(settings, context.folder, line):
            line, usual = 0, "at start"
        yield SettingShown(name, value, f"line {line}" if line else usual)


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
