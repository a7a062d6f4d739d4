"""Templates in a box: Jinja2 in which text is escaped for Markdown, and a template can neither reach out nor run away.

Jinja's own sandbox (https://jinja.palletsprojects.com/en/stable/sandbox/) keeps a template from files, imports and
private attributes. On top of it here: no loader, a short list of filters and of methods of text, and a budget of
steps, of bytes and of time that every loop, macro, call, filter and text counts on. A user's template is filled in by
a process of its own besides (`own_process.py`), where the system ends what no count foresees.
"""

from __future__ import annotations

import math
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache, wraps
from types import CodeType
from typing import Any

from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, Undefined, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError, TemplateAssertionError, TemplateError
from jinja2.filters import FILTERS
from jinja2.meta import TrackingCodeGenerator
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from jinja2.utils import missing
from markupsafe import Markup

from reader.errors import InputError
from reader.formats.markdown.escaping import escape
from reader.formats.markdown.own_process import TOO_LARGE, TOO_LONG, Bounds, in_own_process
from reader.paper_json import as_plain
from reader.suggestions import perhaps_of
from reader.text import clean_line

TEMPLATE_LIMIT = 200_000
"""Characters in a user's template."""
STEPS = 3_000_000
"""Turns of loops and macros, calls and filters that a user's template may take."""
STEPS_A_PAPER = 100
"""Those that each paper adds."""
BOUNDS = Bounds(seconds=3, room=256_000_000)
"""Of processor time and bytes that it may take."""
BOUNDS_A_PAPER = Bounds(seconds=0.000_7, room=20_000)
"""What each paper adds: eight times the time and ten times the text of Reader's own styles with abstracts and notes."""
RESULT_LIMIT, RESULT_LIMIT_A_PAPER = 20_000_000, 20_000
"""Characters of the text that it may give, and what each paper adds."""
ROUNDEST = 300
"""Digits before or behind the point to which a number may be rounded."""
_NO_NAME = re.compile(r"No (filter|test) named '([^']*)'")
_AN_ELEMENT = 64
"""Bytes that an element of a list takes, about."""
_HEED = 256
"""Steps after which the clock is looked at."""

_FILTERS = """count default d dictsort first groupby int last length list map max min reject
    rejectattr reverse round select selectattr sort sum truncate unique"""
_ON_TEXT = "capitalize lower string title trim upper"
_METHODS = """capitalize casefold count endswith find get index isdigit items keys lower lstrip partition removeprefix
    removesuffix rpartition rstrip split splitlines startswith strip title upper values"""
_GLOBALS = ("dict", "namespace", "range")


__all__ = ["Box", "Context", "Filters", "Raw", "fill", "pass_context"]

Filters = tuple[tuple[str, Callable[..., Any]], ...]
"""The filters that a template has besides Jinja's own, with their names."""


class Raw(Markup):
    """Text that is Markdown already; whatever is joined to it is escaped first. A class that inherits it is text in
    another language."""

    @classmethod
    def escape(cls, s: Any, /) -> Raw:
        """The text `s` escaped for the language."""
        return cls(cls.of(s))

    @classmethod
    def of(cls, value: Any) -> Markup:
        """What an expression puts into the document."""
        if isinstance(value, Markup):
            return value
        if value is None or value is False:
            return cls("")
        return cls(cls.escaped(_text(value)))

    @staticmethod
    def escaped(text: str) -> str:
        """A plain text in the language."""
        return escape(text)


def _shower(raw: type[Raw]) -> Callable[[Context, Any], Markup]:
    """`Raw.of`, for Jinja: who takes the context is not asked for constants beforehand, which would make "None" of
    none."""

    @pass_context
    def shown(context: Context, value: Any) -> Markup:
        return raw.of(value)

    return shown


def _text(value: Any) -> str:
    """A text, a number or a status as text; nothing is none, and a collection has none either (nested in itself it
    could grow without bound)."""
    if value is None or value is False:
        return ""
    if isinstance(value, str | int | float | Undefined):
        return str(value)
    raise SecurityError(f"a {type(value).__name__} cannot be shown as text")


@pass_context
def _plainly_shown(context: Context, value: Any) -> str:
    """`_plain`, for Jinja; with the context, so that Jinja works out no constant while it compiles, where nothing is
    counted."""
    return _plain(value)


def _plain(value: Any) -> str:
    """What an expression puts into plain text: a text as it is, a list of texts too; nested ones could grow without
    bound."""
    if isinstance(value, Undefined):
        return str(value)
    if isinstance(value, str | int | float | None):
        return as_plain(value)
    held = list(value.values()) if isinstance(value, dict) else value
    if isinstance(held, list | tuple) and all(isinstance(one, str | int | float | None) for one in held):
        return as_plain(value)
    raise SecurityError(f"a {type(value).__name__} cannot be shown as text")


class SparseTable(dict[str, object]):
    """A table that may have some names, of which one that it does not have is empty: the links of a paper."""

    def __init__(self, held: Mapping[str, object], names: Iterable[str]) -> None:
        """`names` are those that it may have."""
        super().__init__(held)
        self._names = tuple(names)

    def __missing__(self, name: str) -> str:
        if name not in self._names:
            raise KeyError(name)
        return ""


class _Unknown(StrictUndefined):
    """What a template names that there is not: said in the words of one who writes a template."""

    __slots__ = ()
    known: tuple[str, ...] = ()
    """What the document gives a template, by name."""

    @property
    def _undefined_message(self) -> str:
        name, held = self._undefined_name, self._undefined_obj
        if self._undefined_hint:
            return self._undefined_hint
        if held is missing:
            return f"there is no '{name}' here{perhaps_of(str(name), self.known)}".rstrip(".?")
        kinds = (kind.__name__ for kind in type(held).__mro__ if kind.__name__ in _WORDS)
        what = _WORDS.get(next(kinds, ""), "what stands before it")
        if not isinstance(name, str):
            return f"{what} has no element {name!r}"
        fields = [field for field in getattr(type(held), "__dataclass_fields__", ()) if field[:1] != "_"]
        if fields:
            return f"{what} has no field '{name}'{perhaps_of(name, fields)}".rstrip(".?")
        known = held._names if isinstance(held, SparseTable) else held if isinstance(held, dict) else ()
        return f"{what} has no '{name}'{perhaps_of(name, known)}".rstrip(".?") if known else f"{what} has no '{name}'"


_WORDS = {
    "Paper": "a paper", "Item": "an item", "Section": "a section", "str": "a text", "Raw": "a text",
    "tuple": "a list", "list": "a list", "dict": "a table", "int": "a number", "float": "a number",
    "NoneType": "nothing",
}  # fmt: skip
"""How kinds of values are called in a sentence."""


def _on_text(name: str) -> Callable[..., Any]:
    """Jinja's filter of that name, for texts only."""
    inner = FILTERS[name]

    def outer(value: Any, *args: Any) -> Any:
        return inner(value if isinstance(value, str) else _text(value), *args)

    return outer


def _rounded(value: Any, precision: int = 0, method: str = "common") -> Any:
    """Jinja's filter `round`, to a sensible number of digits."""
    if abs(precision) > ROUNDEST:
        raise SecurityError(f"a number cannot be rounded to {precision} digits")
    return FILTERS["round"](value, precision, method)


def _sum(context: Context, value: Iterable[Any], attribute: str | None = None, start: float = 0) -> Any:
    """Jinja's filter `sum`, of numbers: lists would grow without a step."""
    parts = value if attribute is None else (context.environment.getattr(each, attribute) for each in value)
    total = start
    for each in parts:
        if not isinstance(each, int | float) or not isinstance(total, int | float):
            raise SecurityError("only numbers can be summed up")
        total += each
    return total


class _Generator(CodeGenerator):
    """Jinja's compiler with `~` escaping for Markdown, and with parts of texts and lists that are counted."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802  named by Jinja's visitor
        self.write("environment.glue((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802  as above
        if not isinstance(node.arg, nodes.Slice):
            super().visit_Getitem(node, frame)
            return
        self.write("environment.cut(")
        self.visit(node.node, frame)
        for bound in (node.arg.start, node.arg.stop, node.arg.step):
            self.write(", ")
            if bound is None:
                self.write("None")
            else:
                self.visit(bound, frame)
        self.write(")")

    def visit_EvalContextModifier(self, node: nodes.EvalContextModifier, frame: Frame) -> None:  # noqa: N802  as above
        """A block of `autoescape`, which Jinja would work out while it compiles."""
        if any(not isinstance(option.value, nodes.Const) for option in node.options):
            self.fail("'autoescape' takes true or false", node.lineno)
        super().visit_EvalContextModifier(node, frame)


class _Names(TrackingCodeGenerator):
    """What finds the names that a template uses, and works out no constant for it."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        self.optimizer = None


class Box(ImmutableSandboxedEnvironment):
    """The environment of one rendering."""

    code_generator_class = _Generator
    intercepted_binops = frozenset(["+", "*", "**", "%"])

    def __init__(
        self, filters: Filters, papers: int | None = 0, *, plain: bool = False, raw: type[Raw] = Raw
    ) -> None:  # fmt: skip
        """The budget grows with the number of papers that there are to be shown; None stands for no budget. In `plain`
        text nothing is escaped; else it is in the language of `raw`."""
        super().__init__(
            autoescape=not plain,
            finalize=_plainly_shown if plain else _shower(raw),
            optimized=False,  # As above: texts put together show none of a constant either.
            undefined=_Unknown,
            trim_blocks=not plain,
            lstrip_blocks=not plain,
            keep_trailing_newline=True,
            cache_size=0,
        )
        usual: dict[str, Callable[..., Any]] = {name: FILTERS[name] for name in _FILTERS.split()} | {
            "round": _rounded,
            "sum": pass_context(_sum),
        }
        usual |= {name: _on_text(name) for name in _ON_TEXT.split()} | {"join": self.join, **dict(filters)}
        self.filters = {name: self._counted(filter) for name, filter in usual.items()}
        checks: dict[str, Any] = dict(self.tests)
        self.tests = {name: self._counted(check) for name, check in checks.items()}
        self.globals = {name: self.globals[name] for name in _GLOBALS}
        bounds = bounds_for(papers)
        self._text = _plain if plain else _text
        self._raw = raw
        self._left = math.inf if papers is None else STEPS + STEPS_A_PAPER * papers
        self._room = bounds.room
        self._end = time.thread_time() + bounds.seconds
        self._heed = 0
        self.concat = self._concat  # type: ignore[method-assign]

    def _counted(self, inner: Callable[..., Any]) -> Callable[..., Any]:
        """A filter or a test whose work and result are counted."""

        @wraps(inner, assigned=())  # Jinja asks it for its marks; its name and words would be copied for each export.
        def outer(*args: Any, **kwargs: Any) -> Any:
            self.step(sum(len(each) for each in args if isinstance(each, str | list | tuple)) // _HEED)
            return self._made(inner(*args, **kwargs))

        return outer

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Jinja's parser, with steps counted at the head of every loop and macro: more for a long body."""
        tree = super()._parse(source, name, filename)
        loops: list[nodes.For | nodes.Macro | nodes.CallBlock] = [
            *tree.find_all(nodes.For),
            *tree.find_all(nodes.Macro),
            *tree.find_all(nodes.CallBlock),
        ]
        for node in loops:
            length = sum(1 for _ in node.find_all(nodes.Expr))
            call = nodes.Call(nodes.EnvironmentAttribute("step"), [nodes.Const(length // _HEED)], [], None, None)
            node.body.insert(0, nodes.ExprStmt(call).set_lineno(node.lineno))
        return tree

    def step(self, more: int = 0) -> None:
        """Count one turn, and so many `more`. Raises SecurityError when the budget is spent."""
        self._left -= 1 + more
        if self._left < 0:
            raise SecurityError(TOO_LONG)
        self._heed -= 1 + more
        if self._heed < 0:
            self._heed = _HEED
            if time.thread_time() > self._end:
                raise SecurityError(TOO_LONG)

    def _made(self, value: Any) -> Any:
        """A value that was just made, its bytes counted. Raises SecurityError when the budget is spent."""
        if isinstance(value, str):
            size = sys.getsizeof(value)
        elif isinstance(value, list | tuple):
            size = _AN_ELEMENT * len(value)
        else:
            return value
        self._room -= size
        if self._room < 0:
            raise SecurityError(TOO_LARGE)
        self.step(size // 1_000)
        return value

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805  as in Jinja
        """What a call in the template returns; the calls are counted."""
        if __obj == __self.step:
            return __self.step(*args)
        owner = getattr(__obj, "__self__", None)
        __self.step(len(owner) // _HEED if isinstance(owner, str | list | tuple | dict) else 0)
        return __self._made(super().call(__context, __obj, *args, **kwargs))

    def cut(self, value: Any, start: Any, stop: Any, step: Any) -> Any:
        """A part of a text or list: `value[start:stop:step]`."""
        return self._made(value[start:stop:step])

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """The fields of a paper and its like, and of texts and collections the methods that cannot grow them
        without bound."""
        if attr in getattr(type(obj), "__dataclass_fields__", ()):
            return attr[:1] != "_"
        if isinstance(obj, str | bytes | dict | list | tuple | int | float) and callable(value):
            return attr in _METHODS.split()
        return super().is_safe_attribute(obj, attr, value)

    def wrap_str_format(self, value: Any) -> None:
        """No `format`: its widths would be a way to texts without bound."""

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Arithmetic; with text, only what stays within the limit, and `+` as `~`."""
        texts = isinstance(left, str) or isinstance(right, str)
        if operator == "+" and texts and isinstance(left, str) and isinstance(right, str):
            return self.glue((left, right))
        if operator == "+" and not texts:
            self.step()
            return self._made(left + right)
        if operator == "*" and all(isinstance(side, int | float) and abs(side) < 1e12 for side in (left, right)):
            return left * right
        if operator == "%" and not texts:
            return left % right
        raise SecurityError(f"{operator!r} cannot be used there")

    def glue(self, parts: Iterable[Any]) -> str:
        """Texts put together: as Markdown as soon as one of them is."""
        held = list(parts)
        if any(isinstance(part, Markup) for part in held):
            return self._raw(self._concat(map(self._raw.of, held)))
        return self._concat(map(self._text, held))

    def join(self, value: Iterable[Any], between: str = "", attribute: str | None = None) -> str:
        """What the filter `join` makes of a value."""
        parts: list[Any] = []
        for element in value:
            self.step()
            parts += [between, element if attribute is None else self.getattr(element, attribute)]
        return self.glue(parts[1:])

    def _concat(self, parts: Iterable[str]) -> str:
        text: str = self._made("".join(parts))
        return text


def bounds_for(papers: int | None) -> Bounds:
    """What a user's template may take of a document with so many papers; no bounds for None."""
    if papers is None:
        return Bounds(math.inf, math.inf)
    return Bounds(BOUNDS.seconds + BOUNDS_A_PAPER.seconds * papers, BOUNDS.room + BOUNDS_A_PAPER.room * papers)


def fill_apart(
    source: str, values: Mapping[str, Any], filters: Filters, what: str, papers: int, raw: type[Raw] = Raw
) -> str:
    """As `fill`, for a template that is not ours: by a process that the system ends when it takes too much."""
    return in_own_process(lambda: fill(source, values, filters, what, papers, raw), bounds_for(papers), what)


def fill(
    source: str, values: Mapping[str, Any], filters: Filters, what: str, papers: int | None, raw: type[Raw] = Raw
) -> str:
    """The text of a template. `what` names it in the sentence of an error, `papers` is how many there are, by which its
    budget is reckoned; None for a template of ours, which needs none. `raw` is the language that it is in.

    Raises InputError with the line where the template is wrong, and when it asks for what it may not have.
    """
    _must_be_short(source, what)
    with _faults_told(what):
        box = _box(filters, papers, tuple(values), raw=raw)
        code = _compiled(source.replace("\r\n", "\n"), filters, plain=False)
        text = box.template_class.from_code(box, code, box.make_globals(None)).render(values)
    if papers is not None and len(text) > RESULT_LIMIT + RESULT_LIMIT_A_PAPER * papers:
        raise InputError(f"{what}: it makes a text that is too long.")
    return text


def names_in(source: str, known: Iterable[str], what: str) -> frozenset[str]:
    """The names that a template for plain text uses of those that it is given. Raises InputError where it is wrong, or
    uses one that is not `known`."""
    _must_be_short(source, what)
    with _faults_told(what):
        _compiled(source, (), plain=True)
        reading = _Names(Box((), plain=True))
        reading.visit(reading.environment.parse(source))
        names = reading.undeclared_identifiers.difference(_GLOBALS)
    known = tuple(known)
    for name in sorted(names.difference(known)):
        raise InputError(f"{what}: there is no '{name}' here{perhaps_of(name, known)}")
    return frozenset(names)


def fill_each(source: str, rows: Sequence[Mapping[str, Any]], known: Iterable[str], what: str) -> str:
    """The text of a user's template for each of some values, one behind the other, each with the end of its line: plain
    text, in which nothing is escaped. It is filled in apart, as by `fill_apart`; what it makes is bounded likewise.
    """
    names = tuple(known)

    def work() -> str:
        with _faults_told(what):
            box = _box((), len(rows), names, plain=True)
            code = _compiled(source, (), plain=True)
            template = box.template_class.from_code(box, code, box.make_globals(None))
            texts = [template.render(row) for row in rows]
        return "".join(text if text.endswith("\n") else f"{text}\n" for text in texts)

    return in_own_process(work, bounds_for(len(rows)), what)


def _must_be_short(source: str, what: str) -> None:
    """Raise InputError for a template that is too long to be read."""
    if len(source) > TEMPLATE_LIMIT:
        raise InputError(f"{what} is longer than {TEMPLATE_LIMIT} characters.")


def _box(
    filters: Filters, papers: int | None, known: tuple[str, ...], *, plain: bool = False, raw: type[Raw] = Raw
) -> Box:
    """A box that knows what a template in it is given."""
    box = Box(filters, papers, plain=plain, raw=raw)
    box.undefined = type("_UnknownHere", (_Unknown,), {"__slots__": (), "known": known})
    return box


@contextmanager
def _faults_told(what: str) -> Iterator[None]:
    """Whatever a template does wrong is an InputError, with the line."""
    try:
        yield
    except TemplateSyntaxError as error:
        why = clean_line(error.message or "wrong syntax").rstrip(".")
        raise InputError(f"{what}, line {error.lineno}: {why}{'' if why.endswith('?') else '.'}") from None
    except TemplateError as error:
        raise InputError(f"{what}: {clean_line(str(error)).rstrip('.')}{_place(error)}.") from None
    except RecursionError:
        raise InputError(f"{what} calls itself without end, or is nested too deep.") from None
    except MemoryError:
        raise InputError(f"{what}: {TOO_LARGE}.") from None
    except Exception as error:  # noqa: BLE001  the template is a foreign program: whatever it raises is its own fault
        why = clean_line(str(error)).rstrip(".") or type(error).__name__
        raise InputError(f"{what}: {why}{_place(error)}.") from None


@lru_cache(maxsize=8)
def _compiled(source: str, filters: Filters, *, plain: bool) -> CodeType:
    """A template as code, which any box can run; compiling costs more than filling in a short list."""
    box = Box(filters, plain=plain)
    try:
        return box.compile(source)
    except TemplateAssertionError as error:
        found = _NO_NAME.match(error.message or "")
        if found is None:
            raise
        known = sorted(getattr(box, f"{found[1]}s"))
        message = f"there is no {found[1]} '{found[2]}'{perhaps_of(found[2], known)}"
        raise TemplateSyntaxError(message, error.lineno, error.name, error.filename) from None


def _place(error: BaseException) -> str:
    """Where in the template an error arose: " (line 12)"."""
    found = error.__traceback__
    line = 0
    while found is not None:
        if found.tb_frame.f_code.co_filename == "<template>":
            line = found.tb_lineno
        found = found.tb_next
    return f" (line {line})" if line else ""
