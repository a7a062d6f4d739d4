"""How tests style apps of Textual: a style sheet is read once a run, and its rules asked once of what stands alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from inspect import CO_VARARGS, CO_VARKEYWORDS
from typing import Any
from unittest.mock import patch

from textual import _callback
from textual.css.model import RuleSet
from textual.css.styles import RenderStyles, Styles
from textual.css.stylesheet import Stylesheet
from textual.design import ColorSystem
from textual.dom import DOMNode
from textual.widget import Widget

RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]
# Every node that is styled asks it of all rules; what Textual calculates of a rule's identity is that in Python.

_count = _callback._count_parameters
_generate = ColorSystem.generate
_read = Stylesheet.parse
_read_one = Stylesheet._parse_rules
_rules_map = Stylesheet.rules_map
_apply_rules = Stylesheet.apply
_SHEETS: dict[object, list[RuleSet]] = {}
"""The rules of all style sheets of an app, by their texts, where these come from and the colours they are read with."""
_RULES: dict[object, list[RuleSet]] = {}
"""The same of each text."""
_COLOURS: dict[object, dict[str, str]] = {}
"""The colours of a theme, by what it says of them."""
_FLAGS = ("_has_hover_style", "_has_focus_within", "_has_order_style", "_has_odd_or_even")
"""What a node is told about the rules that may touch it; all but the first are asked more than once of a place."""
_Standing = tuple[Any, ...]


@contextmanager
def styled_once() -> Iterator[None]:
    """Meanwhile no style is worked out that was worked out before in this run, and none that nobody asks for."""
    parts: dict[str, Any] = {
        "parse": _parse,
        "_parse_rules": _parse_one,
        "rules_map": property(_map),
        "apply": _apply,
        "_process_component_classes": _begin_components,
        "_EXCLUDE_PSEUDO_CLASSES_FROM_CACHE": set(),
    }
    with patch.multiple(Stylesheet, **parts), patch.object(_callback, "_count_parameters", _counted):
        yield


def _generated(system: ColorSystem) -> dict[str, str]:
    """The colours of a theme: an app asks for them as it is made, before it is styled."""
    key = tuple(tuple(told.items()) if isinstance(told, dict) else told for told in vars(system).values())
    if key not in _COLOURS:
        _COLOURS[key] = _generate(system)
    return {**_COLOURS[key]}


ColorSystem.generate = _generated  # type: ignore[assignment, method-assign]


def _counted(function: Any) -> int:
    """How many parameters a function has; one that is defined anew each time is asked as if it were known."""
    held = function if hasattr(function, "__code__") else type(function).__call__  # What is waited for is called, too.
    code = getattr(held, "__code__", None)
    if code is None or hasattr(held, "__wrapped__") or code.co_flags & (CO_VARARGS | CO_VARKEYWORDS):
        return _count(function)
    return int(code.co_argcount + code.co_kwonlyargcount) - (held is not function)


def _parse(sheet: Stylesheet) -> None:
    """Read the texts of a style sheet: every app of a run has the same ones, and to read them is a third of its start.

    What cannot be read is told each time.
    """
    key = tuple(sheet.source.items()), tuple(sheet._variables.items()), frozenset(sheet._invalid_css)
    if key in _SHEETS:
        sheet._rules = _SHEETS[key]
        sheet._require_parse = False
        sheet._rules_map = None
    else:
        _read(sheet)
        _SHEETS[key] = sheet._rules


def _parse_one(sheet: Stylesheet, *what: Any, **more: Any) -> list[RuleSet]:
    """The rules in a text, which may stand among others in other apps."""
    key = what, tuple(more.items()), tuple(sheet._variables.items())
    if key not in _RULES:
        _RULES[key] = _read_one(sheet, *what, **more)
    return _RULES[key]


def _map(sheet: Stylesheet) -> dict[str, list[RuleSet]]:
    """The rules by what they name."""
    styles = _of(sheet)
    if styles.map is None:
        styles.map = _rules_map.__get__(sheet)
    return styles.map


class _Noted(dict[Any, Any]):
    """Takes the place of what Textual keeps while it looks through one screen, and notes what the rules said."""

    rules: Any = None

    def __setitem__(self, key: Any, rules: Any) -> None:
        self.rules = rules


class _Said:
    """What the rules said of a node."""

    def __init__(self, node: DOMNode, rules: Any) -> None:
        self.rules = rules
        self.flags = tuple(getattr(node, flag) for flag in _FLAGS)
        alone = Styles()
        for name, value in rules.items():
            setattr(alone, name, value)
        self.taken: Any = alone.get_rules()
        """The same as a node keeps it: some values are reckoned when they are set."""


class _Styles:
    """What the rules of a style sheet say of a node, by all that they ask of it and of what it stands in."""

    def __init__(self, rules: list[RuleSet]) -> None:
        self.rules = rules
        self.map: dict[str, list[RuleSet]] | None = None
        self.said: dict[_Standing, _Said] = {}
        self.asking: set[_Standing] = set()
        """Where they ask more: whether a node is the first, say, or holds the focus."""


_STYLES: dict[int, _Styles] = {}
"""What is known of the style sheets, by the list of their rules."""


def _of(sheet: Stylesheet) -> _Styles:
    """What is known of a style sheet as it is now."""
    rules = sheet.rules
    if (styles := _STYLES.get(id(rules))) is None:
        styles = _STYLES[id(rules)] = _Styles(rules)
    return styles


def _apply(sheet: Stylesheet, node: DOMNode, *, animate: bool = False, cache: object = None) -> None:
    """Apply a style sheet to a node; of nodes that stand alike its rules are asked once in a run, and a node that
    stands as it did keeps its styles."""
    styles = _of(sheet)
    standing = tuple(map(_asked, node.css_path_nodes))
    if standing in styles.asking:
        standing = _asked_more(standing, node)
    if (said := styles.said.get(standing)) is None:
        said = _ask(sheet, node, animate)
        if said is not None and any(said.flags[1:]) and standing not in styles.asking:
            styles.asking.add(standing)
            standing = _asked_more(standing, node)
        if said is not None:
            styles.said[standing] = said
    elif node.__dict__.get("said") is said and _has_components(node):
        node.notify_style_update()
    else:
        node.__dict__.update(zip(_FLAGS, said.flags, strict=True))
        _take(sheet, node, said, animate)
        _begin_components(sheet, node)
    node.__dict__["said"] = said


def _ask(sheet: Stylesheet, node: DOMNode, animate: bool) -> _Said | None:
    """Apply a style sheet as Textual does; what its rules say of the node, if anything."""
    noted = _Noted()
    _apply_rules(sheet, node, animate=animate, cache=noted)
    return None if noted.rules is None else _Said(node, noted.rules)


def _take(sheet: Stylesheet, node: DOMNode, said: _Said, animate: bool) -> None:
    """Give a node the styles that the rules say. Only what is another than it was is set, as something may follow from
    it; nothing does where the node has none yet and is not there yet."""
    base = node.styles.base
    if animate:
        sheet.replace_rules(node, said.rules, animate=animate)
        return
    if not base._rules and not node._is_mounted:
        base._rules.update(said.taken)
        base._updates += 1
    else:
        has, takes = base._rules.get, said.taken.get
        for name in [name for name in base._rules.keys() | said.taken.keys() if has(name) != takes(name)]:
            setattr(base, name, said.rules.get(name))
    node.notify_style_update()


class _Components(dict[str, RenderStyles]):
    """The styles of the parts of a widget, each worked out when it is asked for."""

    def __init__(self, sheet: Stylesheet, widget: DOMNode) -> None:
        self._sheet, self._widget = sheet, widget
        self._names = widget._get_component_classes()

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __bool__(self) -> bool:
        return bool(self._names)

    def __missing__(self, name: str) -> RenderStyles:
        part = DOMNode(classes=name)
        part._attach(self._widget)
        _apply(self._sheet, part)
        self[name] = part.styles
        return part.styles

    def clear(self) -> None:
        """The widget is gone: it has no parts."""
        self._names = frozenset()
        super().clear()


def _begin_components(sheet: Stylesheet, node: DOMNode) -> None:
    """The styles of a node's parts may be others now; where one is that was asked for, the node is drawn anew."""
    if not node._get_component_classes():
        return
    former, node._component_styles = node._component_styles, _Components(sheet, node)
    if any(node._component_styles[name] != styles for name, styles in former.items()):
        node.refresh()


def _has_components(node: DOMNode) -> bool:
    """Whether the styles of a node's parts are there, if it has any."""
    return bool(node._component_styles) or not node._get_component_classes()


def _asked_more(standing: _Standing, node: DOMNode) -> _Standing:
    """With all that may be asked of a node, and of those that it stands in, as they are now."""
    return standing, *(one.pseudo_classes for one in node.css_path_nodes)


def _asked(node: DOMNode) -> _Standing:
    """What rules ask of a node; the order among others is not in it, and of that Textual keeps nothing either."""
    if isinstance(node, Widget):
        return type(node), node._id, node.classes, node._pseudo_classes_cache_key, node.can_focus
    return type(node), node._id, node.classes, frozenset(node.pseudo_classes)
