"""Queries on the command line, where `-tag:rl` is a word of the query and no option."""

from __future__ import annotations

import click


class QueryCommand(click.Command):
    """A command whose arguments are a query: what begins with "-" and is none of its options belongs to the query."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Part options from query words, then read them as any command does."""
        flags = {name: param.is_flag for param in self.get_params(ctx) if isinstance(param, click.Option)
                 for name in param.opts}  # fmt: skip
        options: list[str] = []
        words: list[str] = []
        rest = iter(args)
        for arg in rest:
            name, equals, _ = arg.partition("=")
            if arg == "--":
                words += rest
            elif arg in flags:
                options.append(arg)
                if not flags[arg]:
                    options += [value for value in [next(rest, None)] if value is not None]
            elif arg.startswith("--") and ((equals and name in flags) or arg[2:].isidentifier()):
                options.append(arg)
            else:
                words.append(arg)
        return super().parse_args(ctx, [*options, "--", *words])
