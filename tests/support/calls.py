"""The table by which shells complete calls, made of the commands; `python -m tests.support.readme` writes it anew."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from reader.cli import tab
from reader.cli.main import reader
from reader.cli.shaping import FieldsOption
from reader.cli.teaching import first_sentence, summary
from reader.operations.corrections import FIELD_WORDS
from reader.query import SORTS
from reader.query.fields import CHOICES, FIELDS

CALLS = Path(tab.__file__).parent / "calls.json"
_BY_NAME = {
    "paper": "paper", "papers": "paper", "keep": "paper", "others": "paper", "a": "paper", "b": "paper",
    "query": "query", "sources": "files", "sort": "sort", "fields": "fields", "library": "library", "tags": "tag",
    "list_name": "list", "heading": "section", "section": "section", "settings": "correction", "clear": "field",
    "reset": "field", "words": "command", "path": "files",
}  # fmt: skip
"""What stands in the place of a parameter, by its name; `tab` has a method for each."""
_BY_METAVAR = {"TAG": "tag", "FILE": "files", "FILE|FOLDER": "files", "PATH": "files", "FOLDER": "folders"}
_BY_CALL = {
    "tags rename old": "tag", "tags rename new": "tag", "list section rename old": "section",
    "list section rename new": "section", "list move position": "=top|bottom|up|down", "list rename new": "",
    "list new name": "", "fetch arxiv query": "", "list add name": "list", "undo step": "step", "undo to": "step",
    "backup restore date": "backup",
}  # fmt: skip
"""The same where the name alone does not say it."""


def kind(path: str, param: click.Parameter) -> str:
    """What may be given for a parameter of the command that is called so; "" for text of one's own."""
    if isinstance(param, click.Option) and param.is_flag:
        return "flag"
    if isinstance(param.type, click.Choice):
        return "=" + "|".join(param.type.choices)
    name = str(param.name)
    called = f"{path} {name}".strip()
    if called in _BY_CALL:
        return _BY_CALL[called]
    if name in ("name", "old") and path.split()[:1] in (["list"], ["next"]):
        return "list"
    return _BY_METAVAR.get(param.metavar or "") or _BY_NAME.get(name, "")


def call(command: click.Command, context: click.Context, path: str = "") -> dict[str, Any]:
    """What there is to complete of a command."""
    told: dict[str, Any] = {"help": summary(command) if path else ""}
    params = command.get_params(context)
    options = [param for param in params if isinstance(param, click.Option)]
    # Click keeps the names that the option of help had in the context in which it was first asked for, and some of its
    # versions tell them in no order.
    free = command.get_help_option_names(context)
    names = {command.get_help_option(context): [name for name in context.help_option_names if name in free]}
    told["options"] = {
        name: [kind(path, option), _briefly(option.help or ""), option.multiple]
        for option in options
        for name in names.get(option, [*option.opts, *option.secondary_opts])
    }
    arguments = [param for param in params if isinstance(param, click.Argument)]
    told["arguments"] = [kind(path, one) + ("*" if one.nargs == -1 else "") for one in arguments]
    for param in params:
        if isinstance(param, FieldsOption):
            told["fields"] = list(param.known)
    if isinstance(command, click.Group):
        under = ((name, command.get_command(context, name)) for name in command.list_commands(context))
        told["commands"] = {
            name: call(one, context, f"{path} {name}".strip()) for name, one in under if one is not None
        }
    return told


def _briefly(text: str) -> str:
    """The first sentence of what is said of an option."""
    return first_sentence(text).rstrip(".")


def made() -> str:
    """The table, a line for each command, so that two changes of it seldom meet."""
    told = call(reader, click.Context(reader, **reader.context_settings))
    told["sorts"] = list(SORTS)
    told["corrections"] = list(FIELD_WORDS)
    told["filters"] = {
        name: [field.values, [*field.offers] or [[word, ""] for word in CHOICES.get(name, ())]]
        for name, field in FIELDS.items()
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
