"""What of each paper a command puts out where one chooses: fields as a table, or a template of one's own."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

import click

from reader.cli.batch_keys import LINK_KEYS
from reader.cli.output import put
from reader.errors import InputError, UsageError
from reader.paper_json import JSON_KEYS, as_plain
from reader.suggestions import nearest, perhaps, perhaps_of
from reader.text import as_one_line, for_terminal, shortened

Record = Mapping[str, object]
"""A paper as `--json` shows it there."""
C = TypeVar("C", bound=Callable[..., object])
_TEMPLATE = "The template"


class Shape(NamedTuple):
    """What was chosen; false where nothing was, so that the command shows papers as it always does."""

    fields: tuple[str, ...] = ()
    template: str = ""
    known: tuple[str, ...] = JSON_KEYS
    """The keys of a row; one that a paper does not have is null there."""
    used: frozenset[str] = frozenset()
    """The keys that the template uses."""

    def __bool__(self) -> bool:
        return bool(self.fields or self.template)

    def shows(self, key: str) -> bool:
        """Whether a key is among what was chosen."""
        return key in self.fields or key in self.used

    def picked(self, row: Record) -> Record:
        """A row for JSON: with those keys alone that were chosen, where some were."""
        return {key: row.get(key) for key in self.fields} if self.fields else row

    def put(self, rows: Iterable[Record]) -> None:
        """Print what was chosen of each row: its fields with tabs between them, or the template filled in, which ends
        with its line. Raises `UsageError` where the template cannot be filled in."""
        if self.fields:
            for row in rows:
                put("\t".join(as_one_line(as_plain(row.get(key))) for key in self.fields))
            return
        from reader.formats.csl_variables import STANDARD  # noqa: PLC0415
        from reader.formats.markdown.sandbox import SparseTable, fill_each  # noqa: PLC0415  few calls have a template

        shown = list(rows)
        tables = {"links": set(LINK_KEYS), "metadata": set(STANDARD)}
        for key, names in tables.items():
            names.update(name for row in shown if isinstance(held := row.get(key), dict) for name in held)

        def fillable(key: str, value: object) -> object:
            return SparseTable(value, sorted(tables[key])) if key in tables and isinstance(value, dict) else value

        values = [{key: fillable(key, row.get(key)) for key in self.known} for row in shown]
        try:
            text = fill_each(self.template, values, self.known, _TEMPLATE)
        except InputError as error:
            raise UsageError(str(error)) from None
        if text:
            put(text)


class FieldsOption(click.Option):
    """The option --fields, which knows the fields that there are."""

    def __init__(self, names: Sequence[str], known: Sequence[str] = (), **settings: Any) -> None:
        """`known` are the fields that there are."""
        super().__init__(names, **settings)
        self.known = tuple(known)


def shaped(*more: str) -> Callable[[C], C]:
    """The options --fields and --format, of a command that shows papers and has --json; it is given their `Shape`.
    `more` are the keys that its JSON has besides those of a paper."""
    known = (*JSON_KEYS, *more)

    def with_options(command: C) -> C:
        @click.option(
            "--fields",
            cls=FieldsOption,
            known=known,
            metavar="F,…",
            help="Only these fields, with tabs between them, or of the JSON.",
        )
        @click.option("--format", "template", metavar="TEMPLATE", help="Fill this in: '{{ title }} ({{ year }})'.")
        @functools.wraps(command)
        def outer(*args: Any, fields: str | None, template: str | None, **options: Any) -> object:
            return command(*args, shape=_shape(known, fields, template, bool(options["as_json"])), **options)

        return outer  # type: ignore[return-value]  # with two options more than it takes

    return with_options


def _shape(known: Sequence[str], fields: str | None, template: str | None, as_json: bool) -> Shape:
    """What the two options say. Raises `UsageError` where that is not understood."""
    shape = Shape(known=tuple(known))
    if template is not None and (fields is not None or as_json):
        raise UsageError(f"--format and {'--json' if as_json else '--fields'} exclude each other.")
    if fields is not None:
        names = [name.strip() for name in fields.split(",")]
        for name in names:
            if name not in known:
                raise UsageError(f"There is no field '{for_terminal(name)}'{perhaps_of(name, known)}")
        return shape._replace(fields=tuple(dict.fromkeys(names)))
    if template is not None:
        if not template.strip():
            raise UsageError("The template is empty.")
        if "{{" not in template and "{%" not in template:
            word = template.strip("{}$% ")
            near = nearest(word, known)
            meant = "--json" if word.lower() == "json" else f"{{{{ {near} }}}}" if near else ""
            raise UsageError(
                f"The template '{shortened(for_terminal(template), 40)}' has no field in it{perhaps(meant)}"
            )
        from reader.formats.markdown.sandbox import names_in  # noqa: PLC0415  few calls have a template

        try:
            used = names_in(template, known, _TEMPLATE)
        except InputError as error:
            raise UsageError(str(error)) from None
        return shape._replace(template=template, used=used)
    return shape
