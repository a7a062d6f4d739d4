"""Templates in a box: Jinja2 in which text is escaped for Markdown, and a template can neither reach out nor run away.

Jinja's own sandbox (https://jinja.palletsprojects.com/en/stable/sandbox/) keeps a template from files, imports and
private attributes. On top of it here: no loader, a short list of filters and of methods of text, a budget of steps
counted in every loop and macro, and a limit on every text that is put together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from types import CodeType
from typing import Any

from jinja2 import StrictUndefined, TemplateSyntaxError, Undefined, nodes, pass_context
from jinja2.compiler import CodeGenerator, Frame
from jinja2.exceptions import SecurityError, TemplateError
from jinja2.filters import FILTERS
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from reader.errors import InputError
from reader.formats.markdown.escaping import escape
from reader.text import clean_line

TEMPLATE_LIMIT = 200_000
"""Characters in a user's template."""
STEPS = 3_000_000
"""Turns of loops and macros that one rendering may take."""
RESULT_LIMIT = 200_000_000
"""Characters of the longest text that a template may put together."""

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
    """Text that is Markdown already; whatever is joined to it is escaped first."""

    @classmethod
    def escape(cls, s: Any, /) -> Raw:
        """The text `s` escaped for Markdown."""
        return cls(_markdown(s))


def _markdown(value: Any) -> Markup:
    """What an expression puts into the document."""
    if isinstance(value, Markup):
        return value
    if value is None or value is False:
        return Raw("")
    return Raw(escape(_text(value)))


def _text(value: Any) -> str:
    """A text, a number or a status as text; a collection has none (nested in itself it could grow without bound)."""
    if isinstance(value, str | int | float | Undefined):
        return str(value)
    raise SecurityError(f"a {type(value).__name__} cannot be shown as text")


def _on_text(name: str) -> Callable[..., Any]:
    """Jinja's filter of that name, for texts only."""
    inner = FILTERS[name]

    def outer(value: Any, *args: Any) -> Any:
        return inner(value if isinstance(value, str) else _text(value), *args)

    return outer


class _Generator(CodeGenerator):
    """Jinja's compiler with `~` escaping for Markdown."""

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802  named by Jinja's visitor
        self.write("environment.glue((")
        for part in node.nodes:
            self.visit(part, frame)
            self.write(", ")
        self.write("))")


class Box(ImmutableSandboxedEnvironment):
    """The environment of one rendering."""

    code_generator_class = _Generator
    intercepted_binops = frozenset(["+", "*", "**", "%"])

    def __init__(self, filters: Filters) -> None:
        super().__init__(
            autoescape=True,
            finalize=_markdown,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            cache_size=0,
        )
        self.filters = {name: FILTERS[name] for name in _FILTERS.split()}
        self.filters |= {name: _on_text(name) for name in _ON_TEXT.split()} | {"join": self.join, **dict(filters)}
        self.globals = {name: self.globals[name] for name in _GLOBALS}
        self._left = STEPS
        self.concat = self._concat  # type: ignore[method-assign]

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Jinja's parser, with a step counted at the head of every loop and macro."""
        tree = super()._parse(source, name, filename)
        loops: list[nodes.For | nodes.Macro | nodes.CallBlock] = [
            *tree.find_all(nodes.For),
            *tree.find_all(nodes.Macro),
        ]
        for node in [*loops, *tree.find_all(nodes.CallBlock)]:
            call = nodes.Call(nodes.EnvironmentAttribute("step"), [], [], None, None)
            node.body.insert(0, nodes.ExprStmt(call).set_lineno(node.lineno))
        return tree

    def step(self) -> None:
        """Count one turn. Raises SecurityError when the budget is spent."""
        self._left -= 1
        if self._left < 0:
            raise SecurityError("it takes too many steps")

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: N805  as in Jinja
        """What a call in the template returns; the calls are counted."""
        if __obj == __self.step:
            return __self.step()
        __self.step()
        return super().call(__context, __obj, *args, **kwargs)

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
            self._left -= sum(len(side) for side in (left, right) if isinstance(side, list | tuple))
            self.step()
            return left + right
        if operator == "*" and all(isinstance(side, int | float) and abs(side) < 1e12 for side in (left, right)):
            return left * right
        if operator == "%" and not texts:
            return left % right
        raise SecurityError(f"{operator!r} cannot be used there")

    def glue(self, parts: Iterable[Any]) -> str:
        """Texts put together: as Markdown as soon as one of them is."""
        held = list(parts)
        if any(isinstance(part, Markup) for part in held):
            return Raw(self._concat(map(_markdown, held)))
        return self._concat("" if part is None else _text(part) for part in held)

    def join(self, value: Iterable[Any], between: str = "", attribute: str | None = None) -> str:
        """What the filter `join` makes of a value."""
        parts: list[Any] = []
        for element in value:
            self.step()
            parts += [between, element if attribute is None else self.getattr(element, attribute)]
        return self.glue(parts[1:])

    def _concat(self, parts: Iterable[str]) -> str:
        text = "".join(parts)
        if len(text) > RESULT_LIMIT:
            raise SecurityError("it makes a text that is too long")
        self._left -= len(text) // 1_000
        return text


def fill(source: str, values: Mapping[str, Any], filters: Filters, what: str) -> str:
    """The text of a template. `what` names it in the sentence of an error.

    Raises InputError with the line where the template is wrong, and when it asks for what it may not have.
    """
    if len(source) > TEMPLATE_LIMIT:
        raise InputError(f"{what} is longer than {TEMPLATE_LIMIT} characters.")
    try:
        box = Box(filters)
        code = _compiled(source.replace("\r\n", "\n"), filters)
        return box.template_class.from_code(box, code, box.make_globals(None)).render(values)
    except TemplateSyntaxError as error:
        why = clean_line(error.message or "wrong syntax").rstrip(".")
        raise InputError(f"{what}, line {error.lineno}: {why}.") from None
    except TemplateError as error:
        raise InputError(f"{what}: {clean_line(str(error)).rstrip('.')}{_place(error)}.") from None
    except RecursionError:
        raise InputError(f"{what} calls itself without end.") from None
    except Exception as error:  # noqa: BLE001  the template is a foreign program: whatever it raises is its own fault
        raise InputError(f"{what}: {clean_line(str(error)).rstrip('.')}{_place(error)}.") from None


@lru_cache(maxsize=8)
def _compiled(source: str, filters: Filters) -> CodeType:
    """A template as code, which any box can run; compiling costs more than filling in a short list."""
    return Box(filters).compile(source)


def _place(error: BaseException) -> str:
    """Where in the template an error arose: " (line 12)"."""
    found = error.__traceback__
    line = 0
    while found is not None:
        if found.tb_frame.f_code.co_filename == "<template>":
            line = found.tb_lineno
        found = found.tb_next
    return f" (line {line})" if line else ""
