"""The parts of the README that are made from the program: keys, commands, the store's files, screens.

`python -m tests.readme` writes them into README.md; a test says when they are out of date.
"""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import click

from reader import store
from reader.cli import reader
from reader.commands.table import COMMANDS, GROUPS, shown_key

README = Path(__file__).parent.parent / "README.md"


def keys() -> str:
    """The key table, from the one table of commands."""
    rows = []
    for group in GROUPS:
        rows += [f"\n**{group}**\n", "| command | keys | |", "|---|---|---|"]
        rows += [
            f"| `{command.id}` | {' '.join(f'`{_cell(shown_key(key))}`' for key in command.keys)} | {command.title} |"
            for command in COMMANDS
            if command.group == group
        ]
    return "\n".join(rows).strip()


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def commands() -> str:
    """What the command line takes: usage and first sentence of every command."""
    rows = ["| command | does |", "|---|---|"]
    for name, command in _walk(reader, ""):
        context = click.Context(command, info_name=name)
        usage = " ".join(command.collect_usage_pieces(context)[1:])
        first = re.split(r"(?<=[.:])\s", (command.help or "").strip(), maxsplit=1)[0].rstrip(".:")
        rows.append(f"| `{_cell(f'reader {name} {usage}'.strip())}` | {_cell(first)} |")
    return "\n".join(rows)


def _walk(group: click.Group, prefix: str) -> list[tuple[str, click.Command]]:
    found: list[tuple[str, click.Command]] = []
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        whole = f"{prefix}{name}"
        found.append((whole, command))
        if isinstance(command, click.Group):
            found += _walk(command, f"{whole} ")
    return found


def files() -> str:
    """The store's own description of its files."""
    described = inspect.cleandoc(store.__doc__ or "").partition("\n\n")[2].strip()
    return f"```text\n{described}\n```"


PARTS = {"keys": keys, "commands": commands, "store": files}


def filled(text: str) -> str:
    """The README with its made parts made anew."""
    for name, make in PARTS.items():
        pattern = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        made = make()
        text = pattern.sub(lambda match, made=made: f"{match[1]}\n{made}\n\n{match[2]}", text)
    return text


if __name__ == "__main__":
    README.write_text(filled(README.read_text(encoding="utf-8")), encoding="utf-8")
