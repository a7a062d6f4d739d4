"""Queries on the command line, where `-tag:rl` is a word of the query and no option."""

from __future__ import annotations

import click


class QueryCommand(click.Command):
    """A command whose arguments are a query: a "-" before a word leaves it out.

    What begins with "--", or is a "-" and one letter, is an option or an error; after "--" all are words.
    """

    writes = False
    """Whether the command writes what it finds: then nothing that looks like an option is taken for a word."""

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
        return super().parse_args(ctx, [*options, "--", *words])

    def _must_be_word(self, ctx: click.Context, arg: str, flags: dict[str, bool]) -> None:
        """Raises `click.UsageError` for a word that was hardly meant as one: `-n`, `-limit=3`, `-ofile`."""
        if ctx.resilient_parsing or arg[:1] != "-" or len(arg) < 2:
            return
        if len(arg) == 2 and arg[1].isascii() and arg[1].isalnum():
            raise click.NoSuchOption(arg, ctx=ctx)
        name, looks_set, _ = arg[1:].partition("=")
        if f"--{name}" in flags and (looks_set or self.writes):
            raise click.UsageError(f"'{arg}' is no option; did you mean '-{arg}'? 'NOT {name}' leaves out a word.", ctx)
        if flags.get(arg[:2]) is False and self.writes:
            value = arg[2:].lstrip("=")
            meant = f"did you mean '{arg[:2]} {value}'? 'NOT {arg[1:]}' leaves out a word"
            raise click.UsageError(f"'{arg}' is no option; {meant}.", ctx)
        if looks_set and len(name) == 1:
            raise click.NoSuchOption(f"-{name}", ctx=ctx)


class WritingCommand(QueryCommand):
    """As `QueryCommand`, for what writes what it finds."""

    writes = True
