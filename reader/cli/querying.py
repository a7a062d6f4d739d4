"""Queries on the command line, where `-tag:rl` is a word of the query and no option."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain

import click

from reader.cli.teaching import Taught
from reader.query.fields import field_of
from reader.suggestions import is_slip

_FILTER = re.compile(r"(?P<sign>-?)(?P<name>(?:(?P<field>[^\W\d]\w*):|#)?)(?P<value>[^\s\"“”„＂«»]+\s[^\"“”„＂«»]+)")
"""An argument with a blank in it that begins with a filter or with a sign, not in quotes."""
_SHORT = 4
"""Letters of an option's name from which on one that is a letter off is taken for it; of one of another command, above
which."""
EMPTY_PART = "A part of the query is empty."
"""What is said of an argument without a letter, as a place of a script gives that stayed empty."""


class QueryCommand(Taught):
    """A command whose arguments are a query: a "-" before a word leaves it out.

    What begins with "--", or is a "-" and one letter, is an option or an error, and so is what is an option but for its
    second dash; after "--" all are words.
    """

    writes = False
    """Whether the command writes what it finds: then nothing that looks like an option is taken for a word, not even
    one of another command, and nothing that looks like a word for a value."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Part options from query words, then read them as any command does. Raises `click.UsageError`."""
        flags = {name: param.is_flag for param in self.get_params(ctx) if isinstance(param, click.Option)
                 for name in param.opts}  # fmt: skip
        options: list[str] = []
        words: list[str] = []
        rest = iter(args)
        for arg in rest:
            if arg == "--":
                words += rest
            elif arg in flags:
                options.append(arg)
                if not flags[arg]:
                    options += [value for value in [next(rest, None)] if value is not None]
            elif arg.startswith("--"):
                options.append(arg)
            else:
                self._must_be_word(ctx, arg, flags)
                words.append(arg)
        if not ctx.resilient_parsing:
            self._must_be_whole(ctx, words)
        return super().parse_args(ctx, [*options, "--", *words])

    def _must_be_word(self, ctx: click.Context, arg: str, flags: dict[str, bool]) -> None:
        """Raises `click.UsageError` for a word that was hardly meant as one: `-n`, `-limit=3`, `-ofile`, `-forse`."""
        if ctx.resilient_parsing or arg[:1] != "-" or len(arg) < 2:
            return
        if len(arg) == 2 and arg[1].isascii() and arg[1].isalnum():
            raise click.NoSuchOption(arg, ctx=ctx)
        name, looks_set, value = arg[1:].partition("=")
        leave_out = f"'NOT {name}' leaves out a word."
        if near := self._option_like(ctx, name, flags):
            meant = f"; did you mean '{near}{looks_set}{value}'?" if near in flags else ": there is none like it here."
            raise click.UsageError(f"'{arg}' is no option{meant} {leave_out}", ctx)
        if flags.get(arg[:2]) is False and self.writes:
            value = arg[2:].lstrip("=")
            meant = f"did you mean '{arg[:2]} {value}'? 'NOT {arg[1:]}' leaves out a word"
            raise click.UsageError(f"'{arg}' is no option; {meant}.", ctx)
        if re.fullmatch(r"[a-z]\d+", name):
            raise click.UsageError(f"'{arg}' is no option. {leave_out}", ctx)
        if looks_set and len(name) == 1:
            raise click.NoSuchOption(f"-{name}", ctx=ctx)

    def _option_like(self, ctx: click.Context, name: str, flags: dict[str, bool]) -> str:
        """The long option that a word is but for its second dash, capitals and a slip of the hand, else ""; where what
        is found is written, a slip of an option of another command counts too, and so does how one of its own begins.
        """
        if not re.fullmatch(r"[\w-]+", name):
            return ""
        name = name.lower()
        own = [option for option in flags if option.startswith("--")]
        others = sorted({*_long_options(ctx.find_root().command, ctx)} - {*own}) if self.writes else []
        exactly = (option for option in [*own, *others] if option == f"--{name}")
        begun = (option for option in own if self.writes and option.startswith(f"--{name}"))
        near = [*(own if len(name) >= _SHORT else ()), *(others if len(name) > _SHORT else ())]
        slips = (option for option in near if is_slip(name, option[2:]))
        return next(chain(exactly, begun, slips), "")

    def _must_be_whole(self, ctx: click.Context, words: Sequence[str]) -> None:
        """Raises `click.UsageError` where quotes of the query were hardly meant for the shell, which took them: a name
        of two words would be a filter and a word, and where it is left out, more would be found than was meant."""
        for at, word in enumerate(words):
            if len(words) > 1 and not word.strip() and self.writes:
                raise click.UsageError(EMPTY_PART, ctx)
            cut = _FILTER.fullmatch(word.strip())
            if cut is None:
                continue
            sign, name, value = cut["sign"], cut["name"], cut["value"]
            if cut["field"] and not field_of(cut["field"]):
                continue
            left_out = bool(sign) or words[at - 1 : at] == ["NOT"]
            # One argument is the whole query, unless it could only be a part of one.
            if (len(words) > 1 and (name or left_out)) or (sign and self.writes and not _has_operators(value)):
                others = [*words[:at], f'{sign}{name}"{value}"', *words[at + 1 :]]
                whole = " ".join(others if len(words) > 1 else ["*", *others])
                why = f"The shell takes quotes away, so it is not clear whether '{word}' is one name"
                raise click.UsageError(f"{why}; put the whole query in single quotes: '{whole}'.", ctx)


def _has_operators(value: str) -> bool:
    """Whether a text of several words holds more than words."""
    return re.search(r'[:()"*#]|(?<!\S)(?:-|(?:AND|OR|NOT)(?!\S))', value) is not None


def _long_options(command: click.Command, ctx: click.Context) -> Iterator[str]:
    """The long options of a command and of those under it."""
    for param in command.params:
        if isinstance(param, click.Option):
            yield from (name for name in param.opts if name.startswith("--"))
    if isinstance(command, click.Group):
        for name in command.list_commands(ctx):
            if (under := command.get_command(ctx, name)) is not None:
                yield from _long_options(under, ctx)


class WritingCommand(QueryCommand):
    """As `QueryCommand`, for what writes what it finds."""

    writes = True
