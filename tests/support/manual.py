"""The manual pages in `reader/man`, made of what the commands say of themselves.

`python -m tests.support.readme` writes them, and a test says when they are out of date.

A page is roff (man(7), https://man7.org/linux/man-pages/man7/groff_man.7.html): every text is escaped, so that no word
of it is a request.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import click

import reader as program
from reader.cli.examples import EXAMPLES
from reader.cli.front import LIBRARY_HELP, VERBS, WHAT_IT_IS
from reader.cli.main import reader
from reader.cli.mistakes import commands_under
from reader.cli.teaching import summary
from reader.query.fields import full_rows

MANUAL = Path(program.__file__).parent / "man"

_SIGNS = {
    "\\": "\\(rs", "-": "\\-", "'": "\\(aq", "`": "\\(ga", "^": "\\(ha", "~": "\\(ti", '"': "\\(dq", "…": "...",
}  # fmt: skip
"""Signs that would be another or a request; "…" is left out where a terminal has ASCII or Latin-1 alone."""
_STATUS = {
    "0": "What was asked for is done.",
    "1": "It could not be done: a sentence on standard error says why; nothing was changed unless it says what was.",
    "2": "The call is wrong, or holds a query that is not understood: nothing was changed.",
    "130": "It was interrupted.",
}
_HELP = ("-h, --help", "Show what stands here, in short.")
_VARIABLES = {
    "READER_LIBRARY": LIBRARY_HELP.partition(" (")[0] + ", where --library does not name one.",
    "READER_CONFIG": "The settings file, which must exist then.",
    "VISUAL, EDITOR": "The editor in which notes and papers open.",
    "NO_COLOR": "Where it is set, nothing is coloured.",
}


def pages() -> dict[str, str]:
    """Each page by the name of its file: that of the program, and one for every verb with what is under it."""
    context = click.Context(reader, info_name="reader")
    verbs = {name: reader.get_command(context, name) for name in VERBS}
    found = {"reader.1": _program(context)}
    for name, verb in verbs.items():
        assert verb is not None
        found[f"reader-{name}.1"] = _verb(name, verb, context)
    return found


def write_pages() -> None:
    """Write them, and take away those of commands that are no more."""
    made = pages()
    MANUAL.mkdir(exist_ok=True)
    for path in MANUAL.iterdir():
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (MANUAL / name).write_text(text, encoding="ascii")


def escaped(text: str) -> str:
    """Words as roff prints them: no sign of it is a request, an escape or another kind of quote or dash."""
    plain = "".join(_SIGNS.get(sign, sign if sign.isascii() else f"\\[u{ord(sign):04X}]") for sign in text)
    return "\n".join(f"\\&{line}" if line.startswith(".") else line for line in plain.split("\n"))


def _title(name: str) -> list[str]:
    return [
        '.\\" Made of the commands themselves by tests/support/manual.py.',
        f'.TH "{escaped(name.upper())}" "1" "" "reader {escaped(program.__version__)}" "Reader"',
    ]


def _paragraphs(text: str) -> list[str]:
    parts = re.split(r"\n\s*\n", inspect.cleandoc(text).strip())
    return [line for part in parts for line in (".PP", escaped(" ".join(part.split())))]


def _terms(rows: list[tuple[str, str]]) -> list[str]:
    return [line for term, text in rows for line in (".TP", f"\\fB{escaped(term)}\\fR", escaped(text))]


def _calls(path: str) -> list[str]:
    """The examples of a command, each on a line of its own."""
    return [".PP", ".RS 4", ".nf", *map(escaped, EXAMPLES[path]), ".fi", ".RE"]


def _options(command: click.Command, context: click.Context) -> list[tuple[str, str]]:
    """The options of a command with what is said of them; the help, which all have, is left to the caller."""
    options = [param for param in command.params if isinstance(param, click.Option)]
    return [record for option in options if (record := option.get_help_record(context)) is not None]


def _synopsis(path: str, command: click.Command, context: click.Context) -> list[str]:
    pieces = " ".join(command.collect_usage_pieces(context))
    return [f"\\fBreader {escaped(path)}\\fR {escaped(pieces)}"]


def _program(context: click.Context) -> str:
    lines = [*_title("reader"), ".SH NAME", f"reader \\- {escaped('keep reading lists of research papers')}"]
    lines += [".SH SYNOPSIS", *_synopsis("", reader, context), ".SH DESCRIPTION"]
    lines += [line for paragraph in WHAT_IT_IS for line in _paragraphs(paragraph)]
    lines += [".SH OPTIONS", *_terms([*_options(reader, context), _HELP]), ".SH COMMANDS"]
    lines += _terms([(name, verb.help) for name, verb in VERBS.items()])
    lines += [".SH EXAMPLES", *_calls(""), ".SH EXIT STATUS", *_terms(list(_STATUS.items()))]
    lines += [".SH ENVIRONMENT", *_terms(list(_VARIABLES.items()))]
    lines += [".SH FILES", *_paragraphs("`reader config path` prints where the settings file is, `reader doctor` which "
                                         "library there is and where its index lies.")]  # fmt: skip
    lines += [".SH SEE ALSO", ", ".join(f"\\fBreader\\-{escaped(name)}\\fR(1)" for name in VERBS)]
    return "\n".join(lines) + "\n"


def _verb(name: str, verb: click.Command, root: click.Context) -> str:
    context = click.Context(verb, root, name)
    lines = [*_title(f"reader-{name}"), ".SH NAME"]
    lines += [f"reader\\-{escaped(name)} \\- {escaped(VERBS[name].help.rstrip('.'))}"]
    lines += [".SH SYNOPSIS", *_synopsis(name, verb, context), ".SH DESCRIPTION", *_paragraphs(verb.help or "")]
    lines += [".SH OPTIONS", *_terms([*_options(verb, context), _HELP])]
    if isinstance(verb, click.Group):
        lines += [".SH COMMANDS", *_under(name, verb, context)]
    if name == "search":
        rows = [(" ".join(typed), finds.replace("`", "")) for typed, finds in full_rows()]
        lines += [".SH QUERIES", *_terms(rows)]
    lines += [".SH EXAMPLES", *_calls(name), ".SH SEE ALSO", "\\fBreader\\fR(1)"]
    return "\n".join(lines) + "\n"


def _under(name: str, group: click.Group, context: click.Context) -> Iterator[str]:
    for path, command in commands_under(group, context):
        words = " ".join((name, *path))
        inner = click.Context(command, context, path[-1])
        yield f".SS {escaped(f'reader {words}')}"
        yield from _synopsis(words, command, inner)
        yield from _paragraphs(command.help or summary(command))
        yield from _terms(_options(command, inner))
        yield from _calls(words)
