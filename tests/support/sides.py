"""On which sides a thing can be done: a row for each verb, with the operations of a batch and the commands of the
interface that do the same. A hole has its reason."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from typing import NamedTuple

from reader import errors
from reader.cli.assistant_tools import tool_name, tools
from reader.cli.batch import REQUEST_LIMIT
from reader.cli.batch_keys import OPERATIONS
from reader.cli.front import VERBS
from reader.cli.output import OutputError
from reader.commands.bindings import COMMANDS, shown_keys
from reader.formats.markdown.sandbox import TEMPLATE_LIMIT
from reader.io.read import RECORDS_LIMIT, SIZE_LIMIT
from reader.io.write import FILE_LIMIT
from reader.online.client import ANSWER_LIMIT
from reader.text import ABSTRACT_LIMIT, NAME_LIMIT, NOTE_LIMIT, TAG_LIMIT, TITLE_LIMIT


class Side(NamedTuple):
    """What does the same as a verb."""

    batch: str
    """Operations of a batch, with blanks between; else why there is none."""
    interface: str
    """Ids of commands of the interface, likewise."""


_OF_THE_SHELL = "(of the shell alone)"
SIDES = {
    "open": Side("(`import` without the interface)", "(it opens it)"),
    "import": Side("import", "import"),
    "add": Side("add", "import import.by-hand"),
    "fetch": Side("fetch", "import"),
    "complete": Side("complete", "complete"),
    "search": Side("search count", "search sort search.save search.smart"),
    "show": Side("show", "open"),
    "related": Side("related", "near"),
    "next": Side("next recommend", "next-unread go.pinned view.for-you"),
    "link": Side("link", "paper.open paper.pdf paper.code paper.project follow"),
    "tag": Side("tag", "paper.tag"),
    "tags": Side("tags suggest_tags", "tags place.rename place.delete"),
    "star": Side("star", "paper.star"),
    "mark": Side("mark", "paper.status"),
    "triage": Side("triage", "triage paper.queue paper.later paper.dismiss"),
    "note": Side("note", "paper.note paper.note-editor"),
    "edit": Side("edit", "paper.put-right"),
    "remove": Side("remove", "paper.remove"),
    "duplicates": Side("duplicates", "duplicates"),
    "list": Side(
        "list",
        "list.add list.new list.settings list.section list.remark list.up list.down list.top list.take-off",
    ),
    "export": Side("export", "export paper.copy"),
    "sync": Side("sync", "sync"),
    "stats": Side("stats", "stats"),
    "undo": Side("undo undo_session", "undo"),
    "redo": Side("redo", "redo"),
    "history": Side("history", "history"),
    "batch": Side("(it answers these)", "(it is for programs)"),
    "mcp": Side("(it has the same operations)", "(it is for programs)"),
    "doctor": Side("doctor", "go-on"),
    "backup": Side("backup", "backup"),
    "config": Side("(settings are yours alone)", "(what is wrong is said at the start)"),
    "completion": Side(_OF_THE_SHELL, _OF_THE_SHELL),
    "help": Side("help", "help palette"),
}  # fmt: skip
NO_TOOL = {"help": "(tools tell their own schemas)", "sync": "(an assistant writes no files)"}
"""Operations that an assistant is not given, with the reason."""
ON_THE_SCREEN = ("Moving", "Screen")
"""Groups of commands that change what is seen and nothing else; `view.…` and what chooses papers belong to them, and
what does again what another command did."""
_SHOWN_TOOLS = 4
TOOLS = tools(write=True)
_SEEN = (
    "back", "fold", "go", "go.tag", "paper.select", "paper.select-all", "paper.range", "paper.repeat", "place.pin",
)  # fmt: skip


def holes() -> list[str]:
    """What the table lacks: verbs, operations and commands of the interface that stand nowhere; or that are no more."""
    batch = set(names("batch"))
    ids = set(names("interface"))
    there = {command.id for command in COMMANDS}
    wanted = {
        command.id
        for command in COMMANDS
        if command.group not in ON_THE_SCREEN and command.id not in _SEEN and not command.id.startswith("view.")
    }
    ops = {name.partition(" ")[0] for name in OPERATIONS}
    without = {op for op in ops if not tools_of(op)}
    verbs = set(VERBS) ^ set(SIDES)
    return sorted(verbs | (ops ^ batch) | (ids - there) | (wanted - ids) | (without ^ set(NO_TOOL)))


def tools_of(op: str) -> list[str]:
    """The tools by which an assistant does what an operation of a batch does."""
    its = [tool_name(name) for name in OPERATIONS if name.partition(" ")[0] == op]
    return [name for name in its if name in TOOLS]


def names(side: str) -> Iterator[str]:
    """All that stands on one side, without the reasons."""
    for row in SIDES.values():
        told = str(getattr(row, side))
        yield from () if told.startswith("(") else told.split()


def sides() -> str:
    """The table: each verb with what does the same in a batch and in the interface."""
    keys = shown_keys(COMMANDS)
    rows = ["| command line | batch | MCP | interface |", "|---|---|---|---|"]
    for verb, side in SIDES.items():
        batch = mcp = side.batch
        if not side.batch.startswith("("):
            batch = " ".join(f"`{name}`" for name in side.batch.split())
            mcp = " ".join(_tools_cell(name) for name in side.batch.split())
        interface = side.interface
        if not interface.startswith("("):
            interface = " ".join(f"`{keys[id] or id}`" for id in interface.split())
        rows.append(f"| `{verb}` | {batch} | {mcp} | {interface} |")
    return "\n".join(rows)


def _tools_cell(op: str) -> str:
    found = tools_of(op)
    shown = " ".join(f"`{name}`" for name in found[:_SHOWN_TOOLS])
    more = f" and {len(found) - _SHOWN_TOOLS} more" if len(found) > _SHOWN_TOOLS else ""
    return f"{shown}{more}" if found else NO_TOOL[op]


def kinds() -> str:
    """The kinds of errors with what they mean, in the order of the tree."""
    rows = ["| kind | exit | means |", "|---|---|---|"]
    found: dict[str, tuple[int, str]] = {}
    for error in (*vars(errors).values(), OutputError):
        if inspect.isclass(error) and issubclass(error, errors.ReaderError) and "kind" in vars(error):
            first = re.split(r"(?<=[.;])\s", inspect.getdoc(error) or "", maxsplit=1)[0]
            found[error.kind] = error.exit_code, first.rstrip(".;").replace("\n", " ")
    found["error"] = 1, "It could not be done for another reason, which the message says"
    return "\n".join([*rows, *(f"| `{kind}` | {status} | {means} |" for kind, (status, means) in found.items())])


def limits() -> str:
    """What is larger is refused, or cut where it says so."""
    rows = [
        ("a source of an import", f"{SIZE_LIMIT:,} bytes"),
        ("a source of JSON Lines, so that a whole library can come back", f"{RECORDS_LIMIT:,} bytes"),
        ("an answer of a service", f"{ANSWER_LIMIT:,} bytes"),
        ("a file that is there, which an export merges into", f"{FILE_LIMIT:,} bytes"),
        ("a template", f"{TEMPLATE_LIMIT:,} characters"),
        ("a request of a batch", f"{REQUEST_LIMIT:,} characters"),
        ("a note", f"{NOTE_LIMIT:,} characters"),
        ("an abstract", f"{ABSTRACT_LIMIT:,} characters"),
        ("a title", f"{TITLE_LIMIT:,} characters"),
        ("the name of a list or a section", f"{NAME_LIMIT:,} characters"),
        ("a tag", f"{TAG_LIMIT:,} characters"),
    ]
    return "\n".join(["| what | at most |", "|---|---|", *(f"| {what} | {most} |" for what, most in rows)])
