"""Commands and options that are mistyped, doubled or left half: each is an error that names the nearest right one."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import TypeVar

import click

from reader.cli.teaching import Taught, words_of
from reader.errors import UsageError
from reader.patterns import regex
from reader.suggestions import is_slip, nearest, perhaps, perhaps_of
from reader.text import DASHES, clean_line, for_terminal, is_unfilled, unfilled_in

Given = TypeVar("Given", str, tuple[str, ...], None)

_LIKE_AN_OPTION = regex(r"--[\w-]*(?:=.*)?|-[A-Za-z]", re.DOTALL)

EDITED = ("title", "author", "authors", "year", "date", "venue", "doi", "arxiv", "url", "abstract", "pdf", "code")
"""Fields of a paper that one may take for options of `edit`, as they are some of `add`."""

NOT_UTF8 = regex("[\udc80-\udcff]")
"""Bytes that are no UTF-8, as `surrogateescape` reads them."""
_EXCLUSION = regex(r"-(?:[^\W\d]\w*:|#|\()\S")
"""A filter or a group that is to be left out."""


_VERBS_NAMED = 3
"""So many commands are named that have an option."""
_DOUBLED = regex(r"=+(?=[^=>\s]|$)")
"""How a value begins before which there is an equals sign too many; a heading (AsciiDoc) or an arrow is a text."""
_BEGINNING = 3
"""So many letters of a command tell which is meant, where no other begins so."""


CALLED_ELSEWHERE = {
    other: command
    for command, others in {
        "search": "find grep query filter count",
        "remove": "rm delete del trash",
        "show": "cat get info view less",
        "star": "fav favorite favourite bookmark like",
        "tag": "label untag",
        "list": "ls lists collection",
        "list new": "save",
        "history": "log",
        "related": "similar near",
        "next": "recommend todo toread",
        "edit": "correct fix",
        "config": "settings preferences",
        "--version": "version",
    }.items()
    for other in others.split()
}
"""What other programs, and requests of `batch`, call a command."""


class Number(click.IntRange):
    """A whole number as people write it; Python reads others too (`1_1` would be 11)."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The number. Raises `click.BadParameter`."""
        if isinstance(value, str) and not re.fullmatch(r"\s*-?\d+\s*", value, re.ASCII):
            signed = re.fullmatch(r"\s*\+(\d+)\s*", value, re.ASCII)
            self.fail(f"'{value}' is no whole number{perhaps(signed[1] if signed else '')}", param, ctx)
        return int(super().convert(value, param, ctx))  # type: ignore[arg-type]  # click types it as narrow


class OneOf(click.Choice):  # type: ignore[type-arg]  # the least version of click that is allowed knows no other
    """A value that is one of a few words; another is answered with the nearest of them."""

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> object:
        """The word itself. Raises `click.UsageError`."""
        if value in self.choices:
            return value
        option = max(param.opts, key=len) if isinstance(param, click.Option) else ""
        what = f"value of '{option}'" if option else param.name if param is not None and param.name else "choice"
        raise click.UsageError(f"'{value}' is no {what}{perhaps_of(str(value), self.choices)}", ctx)


class OwnWords(click.types.StringParamType):
    """A text of one's own, or a new name, among the arguments: it is never read from standard input."""


OWN_WORDS = OwnWords()


class Group(Taught, click.Group):
    """Commands under one name, which answers a name that is none of them with the nearest.

    Half a call, which a shell wants completed, is no mistake (click calls that resilient parsing).
    """

    command_class = Taught
    group_class = type

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Read the options before the command. Raises `click.UsageError`."""
        if not ctx.resilient_parsing:
            if not args and self.no_args_is_help:
                known = ", ".join(self.list_commands(ctx))
                raise click.UsageError(f"'{ctx.command_path}' needs a command; one of {known}.", ctx)
            check_values(ctx, self, args, to_word=True)
        return super().parse_args(ctx, args)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is called, and what it is called with. Raises `click.UsageError`."""
        if ctx.resilient_parsing:
            return super().resolve_command(ctx, args)
        if args and not args[0].startswith("-"):
            self.called(ctx, args[0])
        name, command, rest = super().resolve_command(ctx, args)
        if command is not None:
            context = click.Context(command, ctx, name)
            check_values(context, command, rest)
            _check_letters(context, command, rest)
        return name, command, rest

    def called(self, ctx: click.Context, name: str) -> click.Command:
        """The command of this name. Raises `click.UsageError`, which names those that were likely meant, of the whole
        program those under another command, too."""
        if (command := self.get_command(ctx, name)) is not None:
            return command
        known = self.list_commands(ctx)
        if ctx.parent is not None:
            raise click.UsageError(f"There is no command '{ctx.info_name} {name}'{perhaps_of(name, known)}", ctx)
        calls = list(commands_under(self, ctx))
        under = [(path[-1], " ".join(path)) for path, _ in calls if len(path) > 1]
        under += [
            (word, f"{path[0]} {word}") for path, command in calls if len(path) == 1 for word in _choices(command)
        ]
        other = CALLED_ELSEWHERE.get(name.lower(), "")
        begun = [one for one in known if len(name) >= _BEGINNING and one.startswith(name)]
        words = [last for last, _ in under]
        near = name if name in words else begun[0] if len(begun) == 1 else ""
        near = near if near or other else nearest(name, [*known, *words])
        paths = [near] if near in known else [path for last, path in under if last == near]
        meant = "' or '".join(filter(None, dict.fromkeys((other, *paths))))
        raise click.UsageError(f"There is no command '{name}'{perhaps(meant)}", ctx)


def _choices(command: click.Command) -> list[str]:
    """The words of which a command takes one."""
    arguments = (param for param in command.params if isinstance(param, click.Argument))
    return [word for param in arguments if isinstance(param.type, click.Choice) for word in param.type.choices]


def commands_under(group: click.Group, ctx: click.Context) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    """Every command of a group and of the groups in it, with the words that call it, in the order of help."""
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if command is None:
            continue
        yield (name,), command
        if isinstance(command, click.Group):
            yield from (((name, *path), inner) for path, inner in commands_under(command, ctx))


def check_values(ctx: click.Context, command: click.Command, args: Sequence[str], *, to_word: bool = False) -> None:
    """Check the options of a command, of a group (`to_word`) those before the first word, and which of its arguments
    stand for standard input.

    Raises `click.UsageError` where an option's value is missing, so that the next option, mistyped or not, would be
    taken for it; where one that counts once is given twice, so that only one of the two could be meant; and where a
    long option has one dash only, so that its letters would be taken for the value of a short one. The value of a
    command that writes what a query finds is no part of a query either."""
    options = _options(ctx, command)
    given: set[str] = set()
    words: list[str] = []
    rest = iter(args)
    for arg in rest:
        if to_word and not arg.startswith("-"):
            return
        if arg == "--":
            _check_input(ctx, command, words, [*rest])
            return
        name, equals, given_value = arg.partition("=")
        option = options.get(name)
        if f"-{name}" in options and name not in options and arg[:2] in options:
            raise click.UsageError(f"'{arg}' is no option; did you mean '-{arg}'?", ctx)
        if "--query" in options and _EXCLUSION.match(arg):
            raise click.UsageError(f"'{arg}' is no option; put the whole query in quotes: --query '… {arg}'.", ctx)
        if option is None and (meant := _meant(arg, options)):
            raise click.UsageError(f"'{arg}' begins with a dash of another kind; did you mean '{meant}'?", ctx)
        if option is None and arg[:2] not in options and _is_text(command, arg):
            raise click.UsageError(f"'{arg}' is no option; what begins with a dash and is none goes behind '--'.", ctx)
        if equals and option is not None and not name.startswith("--"):
            raise click.UsageError(f"'{arg}' is no option; did you mean '{name} {given_value.lstrip('=')}'?", ctx)
        if option is None and (arg == "-" or not arg.startswith("-")):
            words.append(arg)
        if option is None or option.is_flag:
            continue
        if str(option.name) in given and not option.multiple:
            raise click.UsageError(f"The option '{name}' is given twice.", ctx)
        given.add(str(option.name))
        value = given_value if equals else next(rest, None)
        if value is None:
            raise click.UsageError(f"The option '{name}' needs a value.", ctx)
        if _DOUBLED.match(value) and option.metavar != "FIELD=VALUE":
            raise _doubled(ctx, f"{name}={value}" if equals else f"{name} {value}", name, value)
        if equals:
            continue
        whole = f"{max(option.opts, key=len)}={value}"
        if value == "-" and _is_words(option):
            reads = "; '--file -' does" if "--file" in options else ""
            raise click.UsageError(f"'{name}' reads no standard input{reads}; '{whole}' would be the sign alone.", ctx)
        is_short = value[:1] == "-" and (value[:2] in options or f"-{value}" in options)
        is_option = is_short or _meant(value, options)
        if is_option or _LIKE_AN_OPTION.fullmatch(value) or _is_of_query(command, value):
            raise click.UsageError(f"The option '{name}' has no value before '{value}'; '{whole}' would be one.", ctx)
    _check_input(ctx, command, words, [])


def _check_input(ctx: click.Context, command: click.Command, words: Sequence[str], behind: Sequence[str]) -> None:
    """Check which arguments stand for standard input, of those before `--` and those `behind` it.

    Raises `click.UsageError` where several do, of which the first would read it all, and where one does that is a text
    of one's own. In a query the sign is a word."""
    if hasattr(command, "writes") or isinstance(command, click.Group):
        return
    arguments = [param for param in command.params if isinstance(param, click.Argument)]
    for word, argument in zip(words, arguments, strict=False):
        if word == "-" and isinstance(argument.type, OwnWords):
            what = argument.human_readable_name
            raise click.UsageError(f"{what} is not read from standard input; '-- -' would be the sign alone.", ctx)
    if [*words, *behind].count("-") > 1:
        raise click.UsageError("Standard input is named twice: whatever comes first would read all of it.", ctx)


def _is_words(option: click.Option) -> bool:
    """Whether any text is a value of an option, as it is given: no number, no word of a few and no file."""
    return type(option.type) is click.types.StringParamType and option.callback is not filled


def _doubled(ctx: click.Context | None, given: str, name: str, value: str) -> click.UsageError:
    """The error of a value that begins with an equals sign, which hardly belongs to it."""
    rest = value.lstrip("= ")
    meant = perhaps(f"{name}={rest}") if rest else "."
    return click.UsageError(f"'{given}' has an equals sign too many{meant} Behind a blank it is part of the text.", ctx)


def parted(text: str) -> tuple[str, str]:
    """A field and its value, of FIELD=VALUE. Raises `UsageError` where there is no field, no sign or one too many, and
    where the value is rather standard input."""
    word, sign, value = text.partition("=")
    if not sign or not word.strip():
        raise UsageError(f"'{for_terminal(text)}' is not of the form FIELD=VALUE.")
    if value.startswith("="):
        raise UsageError(_doubled(None, for_terminal(text), for_terminal(word), for_terminal(value)).message)
    if value == "-":
        raise UsageError(
            f"'{for_terminal(text)}' reads no standard input; '--file -' does. Behind a blank it is the sign."
        )
    return word, value


def _is_text(command: click.Command, arg: str) -> bool:
    """Whether an argument that begins with a dash is rather a text, by a blank in it or a sign behind the dash. In a
    query it leaves something out."""
    arguments = (param for param in command.params if isinstance(param, click.Argument))
    if hasattr(command, "writes") or not any(param.type is click.STRING for param in arguments):
        return False
    return re.match(r"-[^\w-]|--?[^=]*\s", arg) is not None


def _meant(arg: str, options: Mapping[str, click.Option]) -> str:
    """The long option that a word would be were its dashes hyphens and a slip of the hand put right; "" where it is
    none, or has hyphens alone."""
    bare = arg.lstrip(DASHES)
    if arg.removesuffix(bare).isascii():
        return ""
    name, equals, value = bare.partition("=")
    long = {option.removeprefix("--"): option for option in options if option.startswith("--")}
    meant = name if name in long else nearest(name, long)
    return f"{long[meant]}{equals}{value}" if meant and (meant == name or is_slip(name, meant)) else ""


def _options(ctx: click.Context, command: click.Command) -> dict[str, click.Option]:
    """The options of a command, by each of their names."""
    options = (param for param in command.get_params(ctx) if isinstance(param, click.Option))
    return {name: option for option in options for name in (*option.opts, *option.secondary_opts)}


def _check_letters(ctx: click.Context, command: click.Command, args: Sequence[str]) -> None:
    """Raises `UsageError` where a text is given whose bytes are no UTF-8: each would be lost as U+FFFD. The names of
    files are what they are, and a search keeps nothing."""
    if not getattr(command, "writes", True):
        return
    options = {name: option for name, option in _options(ctx, command).items() if not option.is_flag}
    arguments = (param for param in command.get_params(ctx) if isinstance(param, click.Argument))
    files = any(param.callback is filled for param in arguments)
    before = None
    for arg in args:
        named = arg.partition("=")[0] if arg.startswith("--") else arg[:2]
        option, before = (before, None) if before is not None else (options.get(named), options.get(arg))
        if NOT_UTF8.search(arg) and not (files if option is None else option.callback is filled):
            what = f"What '{max(option.opts, key=len)}' is given" if option is not None else f"'{clean_line(arg)}'"
            raise UsageError(f"{what} is not UTF-8, so that some of its letters cannot be told.")


def _is_of_query(command: click.Command, value: str) -> bool:
    """Whether a value is rather a part of the query of a command that writes what it finds: it leaves out, is a filter,
    or means all papers."""
    if not getattr(command, "writes", False):
        return False
    from reader.query import parse  # noqa: PLC0415  few commands have a query

    query = parse(clean_line(value))  # A name of a file may hold what no query does.
    doubted = any(doubt.nearest for doubt in query.doubts)
    return value[:1] == "-" != value or value.strip() == "*" or bool(query.filters) or doubted


def filled(ctx: click.Context, param: click.Parameter, value: Given) -> Given:
    """A file or folder as it was given, or several. Raises `UsageError` for an empty one, which would mean the folder
    where one stands: a variable that is not set; for one that is not there and is a place that a script did not fill
    in; and for an argument that is an option without its dashes."""
    _must_be_filled(ctx, param, value, "file")
    return value


def filled_texts(ctx: click.Context, param: click.Parameter, value: Given) -> Given:
    """The same for texts that name papers."""
    _must_be_filled(ctx, param, value, "paper")
    return value


def _must_be_filled(ctx: click.Context, param: click.Parameter, value: Given, what: str) -> None:
    given: tuple[str, ...] = value if isinstance(value, tuple) else () if value is None else (value,)
    if not all(map(str.strip, given)):
        name = param.opts[0] if isinstance(param, click.Option) else str(param.metavar).strip("[].")
        raise UsageError(f"{name} names no {what}: it is empty.")
    for one in given:
        if "://" in one or os.path.exists(one):  # noqa: PTH110  what is no path at all is not there either
            continue
        if any(map(is_unfilled, _names_in(one))) or unfilled_in(one) if what == "file" else is_unfilled(one):
            raise UsageError(f"'{clean_line(one)}' names no {what}: it was not filled in.")
        option = f"--{re.sub(r'^[^a-z]+', '', one).partition('=')[0]}"
        if isinstance(param, click.Argument) and len(given) > 1 and option in _names(ctx):
            raise UsageError(f"'{clean_line(one)}' names no {what}{perhaps(option)}")


def _names_in(path: str) -> list[str]:
    """The names of which a path is made, the last one without its ending, too."""
    return [*path.split("/"), PurePath(path).stem]


def no_such_option(error: click.NoSuchOption) -> str:
    """The sentence for an option that there is not: it names the nearest one, else all that there are."""
    typed, ctx = error.option_name, error.ctx
    if ctx is None:
        return f"There is no option '{typed}'."
    if ctx.parent is not None and typed in _names(ctx.find_root()):
        return f"'{typed}' goes before the command: '{ctx.find_root().command_path} {typed} …'."
    if re.fullmatch(r"-\d+", typed):
        return f"'{typed}' is no option, and no number that can be given here: they have no sign."
    long = {name.lstrip("-"): name for name in _names(ctx) if name.startswith("--")}
    bare = typed.lstrip("-")
    if ctx.command_path.endswith(" edit") and bare in EDITED:
        return f"There is no option '{typed}'{perhaps(f'--set {bare}=…')}"
    if len(bare) == 1:
        near = next((name for name in long if name.startswith(bare.lower())), "")
    else:
        near = nearest(bare, long)
    if (word := _word_meant(ctx, typed)) and not is_slip(bare, near):
        return f"There is no option '{typed}'{perhaps(f'{ctx.command_path} {word}')}"
    if not is_slip(bare, near) and (verbs := _verbs_with(typed, ctx)):
        whose = f"{', '.join(verbs[:_VERBS_NAMED])}{' …' if len(verbs) > _VERBS_NAMED else ''}"
        own = ", ".join(name for name in long.values() if name != "--help")
        called = f"'{words_of(ctx)}'" if ctx.parent is not None else f"'{ctx.command_path}' itself"
        return f"'{typed}' is an option of {whose} and none of {called}, which has {own or 'none'}."
    if near:
        return f"There is no option '{typed}'{perhaps(long[near])}"
    others = [name for name in long.values() if name != "--help"]
    return f"There is no option '{typed}'{'; there are ' if others else ''}{', '.join(others)}."


def _word_meant(ctx: click.Context, option: str) -> str:
    """The command of a group, or the choice of a command, that was likely meant by a long option; "" where none was."""
    if not option.startswith("--"):
        return ""
    known = ctx.command.list_commands(ctx) if isinstance(ctx.command, click.Group) else []
    known = [*known, *_choices(ctx.command)]
    bare = option.removeprefix("--")
    near = nearest(bare, known)
    return near if near and (near == bare or is_slip(bare, near)) else ""


def _verbs_with(option: str, ctx: click.Context) -> list[str]:
    """The commands, in quotes, that have an option of just this name."""
    root = ctx.find_root()
    if not option.startswith("--") or not isinstance(root.command, click.Group):
        return []
    found = ((" ".join(path), click.Context(command, root)) for path, command in commands_under(root.command, root))
    return [f"'{path}'" for path, each in found if option in _names(each)]


def _names(ctx: click.Context) -> list[str]:
    return [name for param in ctx.command.get_params(ctx) if isinstance(param, click.Option) for name in param.opts]
