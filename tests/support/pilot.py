"""How a test drives an app of Textual: it waits until nothing is left to do, and style sheets are read once."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import patch

from textual._compositor import Compositor
from textual._context import visible_screen_stack
from textual.app import App
from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet
from textual.dom import DOMNode
from textual.pilot import Pilot
from textual.strip import Strip
from textual.widget import Widget

from tests.support.laws import is_long

NEVER = 86_400.0
"""Seconds after which a clock of the interface rings where a test must not depend on how quick the machine is."""
_SHEETS: dict[object, Any] = {}
"""The rules of each style sheet, by its text, where it comes from and the colours that it was read with."""
_read_rules = Stylesheet._parse_rules
RuleSet.__hash__ = object.__hash__  # type: ignore[method-assign]
# Every node that is styled asks it of all rules; what Textual calculates of a rule's identity is that in Python.


def _rules(sheet: Stylesheet, *what: Any, **more: Any) -> Any:
    """The rules of a style sheet; every app of a run has the same ones, and reading them is a third of its start."""
    key = (what, tuple(more.items()), tuple(sheet._variables.items()))
    if key not in _SHEETS:
        _SHEETS[key] = _read_rules(sheet, *what, **more)
    return _SHEETS[key]


_apply_rules = Stylesheet.apply
_FLAGS = ("_has_hover_style", "_has_focus_within", "_has_order_style", "_has_odd_or_even")
"""What a node is told about the rules that may touch it; all but the first are asked more than once of a place."""
_Standing = tuple[Any, ...]
_Said = tuple[Any, tuple[bool, ...]]


class _Noted(dict[Any, Any]):
    """Takes the place of what Textual keeps while it looks through one screen, and notes what the rules said."""

    rules: Any = None

    def __setitem__(self, key: Any, rules: Any) -> None:
        self.rules = rules


class _Styles:
    """What the rules of a style sheet say of a node, by all that they ask of it and of what it stands in."""

    def __init__(self) -> None:
        self.standing: _Standing = ()
        """What may be asked of the node at hand and of those that it stands in."""
        self.said: dict[_Standing, _Said] = {}
        self.asking: set[_Standing] = set()
        """Where they ask more: whether a node is the first, say, or holds the focus."""


_STYLES: dict[tuple[int, ...], _Styles] = {}
"""What is known of each style sheet, by the rules in it."""


def _apply(sheet: Stylesheet, node: DOMNode, *, animate: bool = False, cache: object = None) -> None:
    """Apply a style sheet to a node; of nodes that stand alike its rules are asked once in a run, and a node that
    stands as it did keeps its styles."""
    known: tuple[Any, _Styles] | None = sheet.__dict__.get("known")
    if known is None or known[0] is not sheet.rules:
        known = sheet.__dict__["known"] = (sheet.rules, _STYLES.setdefault(tuple(map(id, sheet.rules)), _Styles()))
    styles = known[1]
    if type(node) is DOMNode:  # It is a part of the node that was styled just before, and stands in it.
        standing = (*styles.standing, node.classes, node._pseudo_classes_cache_key)
    else:
        standing = styles.standing = tuple(map(_asked, node.css_path_nodes))
    if standing in styles.asking:
        standing = _asked_more(standing, node)
    if (said := styles.said.get(standing)) is not None:
        rules, flags = said
        if node.__dict__.get("said") is rules and (node._component_styles or not node._get_component_classes()):
            node.notify_style_update()
            return
        node.__dict__.update(zip(_FLAGS, flags, strict=True))
        sheet.replace_rules(node, rules, animate=animate)
        sheet._process_component_classes(node)
    else:
        noted = _Noted()
        _apply_rules(sheet, node, animate=animate, cache=noted)
        rules, flags = noted.rules, tuple(getattr(node, flag) for flag in _FLAGS)
        if any(flags[1:]) and standing not in styles.asking:
            styles.asking.add(standing)
            standing = _asked_more(standing, node)
        if rules is not None:
            styles.said[standing] = rules, flags
    node.__dict__["said"] = rules


def _asked_more(standing: _Standing, node: DOMNode) -> _Standing:
    """With all that may be asked of a node, and of those that it stands in, as they are now."""
    return standing, *(one.pseudo_classes for one in node.css_path_nodes)


def _asked(node: DOMNode) -> _Standing:
    """What rules ask of a node; the order among others is not in it, and of that Textual keeps nothing either."""
    if isinstance(node, Widget):
        return type(node), node._id, node.classes, node._pseudo_classes_cache_key, node.can_focus
    return type(node), node._id, node.classes, frozenset(node.pseudo_classes)


_draw = Compositor.render_update
_DRAWN: set[tuple[object, ...]] = set()
"""What was drawn when it ended: the app, its size and the screens that lay over one another."""


def _put_off(compositor: Compositor, **_: Any) -> None:
    """Draw nothing, and keep what is to be drawn until somebody looks at it."""


def looked_at(app: App[Any]) -> list[Strip]:
    """The lines of the screen on top, drawn now: what nobody looks at is a third of what the interface costs."""
    visible_screen_stack.set(app._background_screens)
    return app.screen._compositor.render_strips()


async def quiet(*_: float) -> bool:
    """Wait until all that is left to do waits for a clock, a thread or another program."""
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    await asyncio.sleep(0)
    while ready:
        await asyncio.sleep(0)
    return True


@asynccontextmanager
async def driven(
    app: App[Any], size: tuple[int, int], *, drawing: bool = True, held: Callable[[], bool] = lambda: False
) -> AsyncIterator[Pilot[Any]]:
    """The app, started, and drawn when somebody looks at it (see `looked_at`) and, if it is the first with such a
    screen on top or this a long run, when it ends; without `drawing` when it draws by itself.

    The pilot's own way to wait is to sleep until the process seems idle, which is slow where many tests run and too
    short where the machine is busy. Here it waits for no clock, so two clicks on one place are a double click however
    long they take. While something is `held`, it waits on.
    """
    app.CLICK_CHAIN_TIME_THRESHOLD = NEVER  # type: ignore[misc]

    async def settled(*_: float) -> None:
        """All that was begun is done and, where it is drawn, on the screen."""
        await quiet()
        while held():
            await asyncio.sleep(0)
        if drawing:
            app.screen._on_timer_update()
            await quiet()

    with (
        patch.object(Stylesheet, "_parse_rules", _rules),
        patch.object(Stylesheet, "apply", _apply),
        patch.object(Stylesheet, "_EXCLUDE_PSEUDO_CLASSES_FROM_CACHE", set()),
        patch.object(Compositor, "render_update", _put_off if drawing else _draw),
        patch.object(Pilot, "_wait_for_screen", quiet),
    ):
        async with app.run_test(size=size) as pilot:
            with patch("textual.app.wait_for_idle", settled), patch("textual.pilot.wait_for_idle", settled):
                await pilot.pause()
                yield pilot
                stack = app.screen_stack if drawing and app.is_running else ()
                kind = (type(app), size, *map(type, stack))
                if stack and (is_long() or kind not in _DRAWN):
                    _DRAWN.add(kind)
                    await settled()
                    _draw(app.screen._compositor, screen_stack=app._background_screens)
