"""What is used of other packages though they keep it to themselves: each piece is named here, and missed when it goes.

A release may take any of it away without a word. The first law tells which; the second, that none is used unnamed.
"""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import resolve_name, walk_packages

import pytest

import reader
from tests.support import sources

ROOT = Path(__file__).parent.parent.parent

PARTS = [
    # What runs on when a dialog, a task or a key failed, and what a report then needs.
    "textual._context:active_message_pump",
    "textual.message_pump:MessagePump._dispatch_message",
    "textual.app:App._handle_exception",
    "textual.app:App._return_code",
    "textual.app:App._exit",
    "textual.app:App._running",
    # Ctrl+Z, and another program in the terminal.
    "textual.driver:Driver._app",
    "textual.driver:Driver._loop",
    "textual.drivers.linux_driver:LinuxDriver._file",
    "textual.drivers.linux_driver:LinuxDriver._auto_restart",
    "textual.drivers.linux_driver:LinuxDriver._must_signal_resume",
    "textual.drivers.linux_driver:LinuxDriver._sigtstp_application",
    "textual.drivers.linux_driver:LinuxDriver._sigcont_application",
    # Keys as a terminal sends them.
    "textual._ansi_sequences:ANSI_SEQUENCES_KEYS",
    "textual._xterm_parser:XTermParser",
    # Keys that wait until the screen is laid out, and what is pasted.
    "textual.widget:Widget._layout_required",
    "textual.widgets:Input._on_paste",
    "textual.widgets:TextArea._on_paste",
    # What is drawn, of which only what differs is written.
    "textual.app:App._display",
    "textual._compositor:ChopsUpdate",
    "textual._compositor:CompositorUpdate",
    "textual._compositor:LayoutUpdate",
    # What lies beneath a dialog, as it is drawn already, and what is to be drawn anew.
    "textual.screen:Screen._compositor",
    "textual._compositor:Compositor",
    "textual._compositor:CompositorMap",
    "textual._compositor:Compositor._full_map",
    "textual._compositor:Compositor._dirty_regions",
    # TinyDB's table over documents that are parsed when they are asked for.
    "tinydb.table:Table._read_table",
    "tinydb.table:Table._update_table",
    "json.decoder:scanstring",
    # Steps of a template, counted as it is compiled.
    "jinja2.environment:Environment._parse",
    "jinja2.compiler:CodeGenerator.visit_Concat",
    # What it names that there is not.
    "jinja2.runtime:Undefined._undefined_message",
    "jinja2.runtime:Undefined._undefined_name",
    "jinja2.runtime:Undefined._undefined_obj",
    "jinja2.runtime:Undefined._undefined_hint",
    # Tests only: the screen as it was drawn, and waiting without a clock.
    "textual.app:App._driver",
    "textual.app:App._notifications",
    "textual.app:App._check_resize",
    "textual.app:wait_for_idle",
    "textual.pilot:wait_for_idle",
    "textual.pilot:Pilot._wait_for_screen",
    "textual.pilot:Pilot._post_mouse_events",
    "textual.screen:Screen._callbacks",
    "textual._context:visible_screen_stack",
    "textual.app:App._background_screens",
    "textual.screen:Screen._on_timer_update",
    "textual.widget:Widget._scroll_required",
    "textual.widget:Widget._repaint_required",
    "textual.message:Message._set_forwarded",
    "textual:_callback",
    "textual._callback:invoke",
    "textual.message_pump:MessagePump._get_dispatch_methods",
    "textual.message_pump:MessagePump._on_message",
    "textual.message_pump:MessagePump._parent",
    "textual.dom:DOMNode._decorated_handlers",
    "textual.message:Message._no_default_action",
    "textual.message:Message._stop_propagation",
    "textual.message:Message._bubble_to",
    "textual.message:Message._sender",
    "textual._callback:_count_parameters",
    "textual.css.stylesheet:Stylesheet._rules",
    "textual.css.stylesheet:Stylesheet._rules_map",
    "textual.css.stylesheet:Stylesheet._require_parse",
    "textual.css.stylesheet:Stylesheet._invalid_css",
    "textual.css.stylesheet:Stylesheet._parse_rules",
    "textual.css.stylesheet:Stylesheet._variables",
    "textual.css.stylesheet:Stylesheet._process_component_classes",
    "textual.css.stylesheet:Stylesheet._EXCLUDE_PSEUDO_CLASSES_FROM_CACHE",
    "textual.css.styles:Styles._updates",
    "textual.dom:DOMNode._attach",
    "textual.dom:DOMNode._is_mounted",
    "textual.dom:DOMNode._id",
    "textual.dom:DOMNode._component_styles",
    "textual.dom:DOMNode._get_component_classes",
    "textual.dom:DOMNode._has_hover_style",
    "textual.dom:DOMNode._has_focus_within",
    "textual.dom:DOMNode._has_order_style",
    "textual.dom:DOMNode._has_odd_or_even",
    "textual.widget:Widget._pseudo_classes_cache_key",
    "textual.keys:_character_to_key",
    "textual.drivers.linux_driver:LinuxDriver._key_thread",
    "textual.drivers._writer_thread:WriterThread",
    "hypothesis.internal.conjecture:providers",
    "hypothesis.internal.conjecture.providers:_get_local_constants",
    "hypothesis.internal.constants_ast:Constants",
    # The cases of a test, and what makes its fixtures.
    "_pytest.python:Metafunc._calls",
    "_pytest.python:Metafunc._arg2fixturedefs",
    "_pytest.python:Function._initrequest",
    "_pytest.main:Session._setupstate",
]
NAMES = {re.split(r"[:.]", part)[-1] for part in PARTS}
_PRIVATE = re.compile(r"_[^\W\d_]\w*")
"""A name that its module or class keeps to itself, in small letters or not."""
_DEPENDENCIES = (
    "textual",
    "tinydb",
    "rapidfuzz",
    "jinja2",
    "markdown_it",
    "click",
    "hypothesis",
    "pyte",
)


@cache
def has(owner: type, name: str) -> bool:
    """Whether a class or one above it has the name or says what it is, or its methods set it on their object."""
    above = [one for one in owner.__mro__ if one.__module__ != "builtins"]
    return hasattr(owner, name) or any(
        name in taken(one) | vars(one).get("__annotations__", {}).keys() for one in above
    )


@cache
def taken(owner: type) -> frozenset[str]:
    """The names that the methods of a class set on their object, and some that they only ask beside it."""
    return frozenset(re.findall(r"\bself\.(\w+)(?=\b[^=\n]*=[^=])", source(owner)))


def source(owner: type) -> str:
    """The text of a class; nothing where it was compiled from another language."""
    file = getattr(sys.modules.get(owner.__module__), "__file__", None) or ""
    return classes(file).get(owner.__qualname__, "") if file.endswith(".py") else ""


@cache
def classes(file: str) -> dict[str, str]:
    """The text of each class of a file, by its name within it; one is read once, however many of its classes are."""
    text = Path(file).read_text(encoding="utf-8")
    lines = text.splitlines()
    return {name: "\n".join(lines[one.lineno - 1 : one.end_lineno]) for name, one in within(ast.parse(text))}


def within(node: ast.AST, prefix: str = "") -> Iterator[tuple[str, ast.ClassDef]]:
    """The classes in a piece of a program, however deep, by the names that Python gives them."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef):
            yield prefix + child.name, child
            yield from within(child, f"{prefix}{child.name}.")
        elif isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            yield from within(child, f"{prefix}{child.name}.<locals>.")
        elif isinstance(child, ast.stmt):
            yield from within(child, prefix)


@pytest.mark.parametrize("part", PARTS)
def test_a_private_part_of_another_package_is_still_there(part: str) -> None:
    module, _, path = part.partition(":")
    owner, _, name = path.rpartition(".")
    if owner:
        assert has(resolve_name(f"{module}:{owner}"), name)
    else:
        assert hasattr(import_module(module), name)


def of_self(node: ast.Attribute) -> bool:
    """Whether it is taken from the object, or class, whose own method this is."""
    return isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")


def called(function: ast.expr) -> str:
    """The last name of what is called."""
    return getattr(function, "attr", "") or getattr(function, "id", "")


def own(node: ast.AST) -> Iterator[str]:
    """The private name that a piece of a program defines."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        yield node.name
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
        yield node.id
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store) and of_self(node):
        yield node.attr


def borrowed(node: ast.AST) -> Iterator[str]:
    """The names by which a piece of a program reaches into something: past a dot, in an import, as a patch's text."""
    if isinstance(node, ast.Attribute) and not of_self(node):
        yield node.attr
    elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(_DEPENDENCIES):
        inside = any(part.startswith("_") or part == "internal" for part in (node.module or "").split("."))
        yield from [f"_{name.name}" if inside and name.name not in NAMES else name.name for name in node.names]
    elif isinstance(node, ast.Call) and (
        called(node.func).endswith(("setattr", "getattr", "patch"))
        or (isinstance(node.func, ast.Attribute) and node.func.attr == "object" and called(node.func.value) == "patch")
    ):
        texts = [one.value for one in node.args[:2] if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        for text in texts:
            last = text.rpartition(".")[2]
            yield f"_{last}" if text.partition(".")[0] in _DEPENDENCIES and last not in NAMES else last


_WORDS = re.compile(rf"(?<!\w){_PRIVATE.pattern}")
_PLAINLY_OWN = re.compile(
    rf"^ *(?:(?:async )?def |class |self\.)?({_PRIVATE.pattern})(?:\(|:$| *=|: .* = )", re.MULTILINE
)
"""A private name that a line defines, where one can see it without parsing."""
_REACHING = re.compile(
    rf"from (?:{'|'.join(_DEPENDENCIES)})[\w.]*\.(?:_|internal)|[\"'](?:{'|'.join(_DEPENDENCIES)})\."
)
"""What may reach into another package by a name that is not private by itself."""


def test_no_private_part_of_another_package_is_used_unnamed() -> None:
    """Only files in which something may be are parsed."""
    files = [*(ROOT / "reader").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
    texts = {path: path.read_text(encoding="utf-8") for path in files}
    defined = {name for text in texts.values() for name in _PLAINLY_OWN.findall(text)}
    used: set[tuple[str, str]] = set()
    for path, text in texts.items():
        if _REACHING.search(text) or not defined | NAMES >= set(_WORDS.findall(text)):
            for node in sources.walk(sources.tree(path)):
                defined.update(own(node))
                used.update((str(path.relative_to(ROOT)), name) for name in borrowed(node))
    private = {(path, name) for path, name in used if _PRIVATE.fullmatch(name)}
    assert "_exit" in {name for _, name in private}
    unnamed = {(path, name) for path, name in private if name not in defined | NAMES}
    assert unnamed - {(path, "_exit") for path, _ in unnamed} == set()  # os._exit is documented


@pytest.mark.parametrize(
    "text",
    ["from textual._parts import Parser", "from textual.parts import _Parser", "parts._Parser()", "parts._parser()",
     "from hypothesis.internal.parts import Parser", "monkeypatch.setattr('textual.parts.Parser', None)"],
)  # fmt: skip
def test_a_name_out_of_a_private_module_or_with_a_capital_is_private(text: str) -> None:
    found = [name for node in ast.walk(ast.parse(text)) for name in borrowed(node)]
    assert [name for name in found if _PRIVATE.fullmatch(name)] == [f"_{name.lstrip('_')}" for name in found[:1]]


def test_no_class_uses_what_it_inherits_from_another_package_unnamed() -> None:
    """Nor takes such a name for something of its own, which would undo what the package does with it."""
    found = set()
    for module in walk_packages(reader.__path__, "reader."):
        if module.name.endswith("__main__"):
            continue
        classes = [one for one in vars(import_module(module.name)).values() if isinstance(one, type)]
        for one in classes:
            foreign = [above for above in one.__mro__ if above.__module__.startswith(_DEPENDENCIES)]
            if one.__module__ == module.name and foreign:
                text = source(one)
                names = set(re.findall(r"(?:self\.|super\(\)\.|def )(_[a-z]\w*)", text))
                found |= {(one.__qualname__, name) for name in names for above in foreign[:1] if has(above, name)}
    assert len(found) > 10
    assert {pair for pair in found if pair[1] not in NAMES} == set()
