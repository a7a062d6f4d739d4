"""Typing ahead: keys, clicks and pastes are handed on in order, each when all that the one before it led to is there.

A terminal may send many keys at once: a macro, a paste, a slow line, a key held down. Each of them is meant for what
the keys before it open: a dialog, the search line, what a command asks after its first question. So an event is handed
to the screen only when the screen has answered the last one: no message is on its way between its widgets, no command
stands between two questions, and what was opened is mounted, has its focus and its layout. Until then it waits here.

What was typed for something that did not open (a command that asks, and was refused), until there is a pause in it, or
for another program that had the terminal, is no command: it is dropped and named. So is what was typed before a
question was read that comes only sometimes (a text was changed elsewhere meanwhile), until there is a pause in it too:
whoever goes on typing what he began has read nothing, so it is no answer.

Nothing waits for ever: an event goes on when the screen does not come to rest within `REST_TIME`, and what is waited
for longer (a job, the library being read) ends by itself or is given up with Esc.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import suppress
from typing import Protocol, runtime_checkable
from weakref import WeakKeyDictionary, WeakSet

from textual import events
from textual.app import App, ScreenStackError
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from reader.tui.typed_key import WITH_ALT, is_escape, typed_like
from reader.tui.widgets.search_line import SearchLine

FRAMES = 2
"""Frames in which a screen that was opened comes to rest: the first one places its widgets, and what those do about
their size is in the next."""
REST_TIME = 10.0
"""Seconds in which a screen comes to rest; after them keys go on whatever it does."""
FRAME = 0.1
"""Seconds after which one looks again whether a frame that was waited for is still one that will come."""
LAST = 5.0
"""Seconds in which what was typed before a signal may still go on."""
QUIET = 3
"""So many looks in a row find nothing on its way when all that was typed is there."""
TURNS = 20
"""Turns of the event loop in which a key goes from the app through the screen to the widget that takes it, however
long each of them lasts."""
PAUSE = 0.5
"""Seconds without a key after which somebody who types has seen what did not open, or what did; letters are less far
apart."""
LOOK = 0.01
"""Seconds between two looks at a job, at the library being read, or at a command that takes longer than a frame."""


def now() -> float:
    """The clock by which Textual stamps its events."""
    return events.Idle().time


class Sight:
    """A job that runs, or a question that stands there, and since when its user can see that it does."""

    def __init__(self) -> None:
        self.since: float | None = None

    def show(self) -> None:
        """It is on the screen from now on."""
        if self.since is None:
            self.since = now()

    def of(self, event: events.Event) -> bool:
        """Whether the event came from somebody who saw it."""
        return self.since is not None and event.time >= self.since


@runtime_checkable
class Patient(Protocol):
    """A screen on which some events have to wait."""

    def waits(self, event: events.Event) -> bool:
        """Whether the event must wait for the end of a job, or for the library; it may say so."""

    def gives_up(self, event: events.Event) -> bool:
        """Whether the event means the job itself, so that it goes before those that wait, and in their place."""


@runtime_checkable
class Unforeseen(Protocol):
    """A screen that may come where nobody expects it, so that what was typed before it was read is no answer to it."""

    @property
    def unread_until(self) -> float:
        """When it could be seen first; 0 where it is expected, for ever while it is not drawn yet."""


@runtime_checkable
class KeyReader(Protocol):
    """What reads keys from a terminal."""

    @property
    def has_unread(self) -> bool:
        """Whether something was typed that nobody has read yet."""

    @property
    def looks(self) -> int | None:
        """How often it has begun to look for keys; what it read in an earlier look was handed on. None where it does
        not look any more."""


class TypedAhead:
    """Holds the events of the user back until the screen can take them."""

    def __init__(
        self,
        app: App[object],
        forward: Callable[[events.Event], Awaitable[None]],
        opening: Callable[[], bool],
        refused: Callable[[], float],
        dropped: Callable[[str, Sequence[str]], None],
    ) -> None:
        """`forward` hands an event on; `opening` says whether a command is at work that may open something yet;
        `refused`, until when keys were typed for something that then did not open; `dropped` is told which keys were
        not taken, and what they had been typed for."""
        self._app = app
        self._forward = forward
        self._opening = opening
        self._refused = refused
        self._dropped = dropped
        self._held: deque[events.Event] = deque()
        self._task: asyncio.Task[None] | None = None
        self._frames: WeakKeyDictionary[Screen[object], int] = WeakKeyDictionary()
        self._blocked = False
        self._returned = 0.0
        self._runs_on = 0.0
        self._seen = 0.0
        self._typed = 0.0
        self._flow_ends = 0.0
        self._read: WeakSet[Screen[object]] = WeakSet()
        self._teller: Timer | None = None
        self._lost: dict[str, list[str]] = {}

    @property
    def holding(self) -> bool:
        """Whether an event is held back now."""
        return self._task is not None

    @property
    def blocked(self) -> bool:
        """Whether the next event waits for the end of a job, or for the library."""
        return self._task is not None and self._blocked

    async def take(self, event: events.Event) -> None:
        """Hand an event on, now or in its turn. To be called by the app, in the order in which they come."""
        if self._task is None and self._at_rest() and not self._waits(event):
            await self._hand_on(event)
            self._tell()
            self._begin()
            return
        if self._gives_up(event):
            await self._give_up(event)
            return
        self._held.append(event)
        self._begin()

    def _begin(self) -> None:
        """Hand on what is held, in its turn."""
        if self._held and self._task is None:
            self._task = asyncio.ensure_future(self._go_on())

    def terminal_is_back(self, _: object = None) -> None:
        """Another program had the terminal: what was typed before it ended and was read here was meant for it."""
        self._returned = now()

    async def catch_up(self, keys: KeyReader | None) -> None:
        """Wait until all that was typed so far is where it was meant for, but for what waits for the end of a job, and
        not longer than `LAST`. `keys` reads it in a thread of its own: what it has read is known to be handed on only
        when it looks again."""
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST):
                while keys and keys.has_unread:
                    await asyncio.sleep(LOOK)
                looked = keys.looks if keys else None
                while keys and looked is not None and keys.looks == looked:
                    await asyncio.sleep(LOOK)
                quiet = 0
                while quiet < QUIET:
                    await asyncio.sleep(LOOK)
                    for _ in range(TURNS):
                        await asyncio.sleep(0)
                    waits = self.holding and not self.blocked
                    quiet = 0 if self._app.message_queue_size or waits else quiet + 1

    def stop(self) -> None:
        """The program ends: what waits is dropped."""
        self._held.clear()
        if self._task is not None:
            self._task.cancel()

    async def _go_on(self) -> None:
        try:
            while await self._turn():
                await self._hand_on(self._held.popleft())
            self._tell()
        except Exception as error:  # noqa: BLE001  a task has no other edge: hand it to the one of the program
            self._held.clear()
            self._app._handle_exception(error)
        finally:
            self._task = None

    async def _give_up(self, event: events.Event) -> None:
        """Hand on at once what means the job itself; a key does so in place of what was typed before it."""
        held = list(self._held)
        at = held.index(event) if event in held else len(held)
        before = [] if isinstance(event, events.Key) else held[:at]
        self._held = deque([*before, *held[at + 1 :]])
        await self._forward(event)

    async def _hand_on(self, event: events.Event) -> None:
        if event.time < self._returned:
            self._lose(event, "before the other program had the terminal")
        elif event.time < max(self._refused(), self._typed_on(event)):
            self._runs_on = self._flow_ends = event.time + PAUSE
            self._lose(event, "for what did not open")
        elif self._is_unread(event):
            self._flow_ends = event.time + PAUSE
            self._lose(event, "before the question was seen")
        else:
            await self._forward(self._meant(event))

    def _meant(self, event: events.Event) -> events.Event:
        """What a key with alt means here: itself where a line is edited, else Esc, and then the key. Whoever presses
        Esc and goes on at once sends the same."""
        if not isinstance(event, events.Key) or event.key not in WITH_ALT:
            return event
        in_line, key = WITH_ALT[event.key]
        focused = self._app.focused
        if focused is not None and (isinstance(focused, SearchLine) or focused.check_consume_key("a", "a")):
            return typed_like(event, in_line)
        self._held.appendleft(typed_like(event, key))
        return typed_like(event, "escape")

    def _typed_on(self, event: events.Event) -> float:
        """Until when what is typed goes on what was begun for something that did not open: nobody who types a sentence
        sees at once that there is no place for it. Esc shows that it was seen."""
        if isinstance(event, events.Key) and event.key == "escape":
            self._seen = event.time
        if self._seen > self._refused() or not isinstance(event, events.Key | events.Paste):
            return 0.0
        return max(self._runs_on, self._refused() + PAUSE)

    def _is_unread(self, event: events.Event) -> bool:
        """Whether a question stands there that comes only sometimes and that the user cannot have read: it is not drawn
        yet, or there was no pause in the typing since. Esc answers nothing, so that it may say that it was read."""
        screen = self._screen()
        until = screen.unread_until if isinstance(screen, Unforeseen) else 0.0
        is_typed = isinstance(event, events.Key | events.Paste)
        before, self._typed = self._typed, event.time if is_typed else self._typed
        if screen is None or not until or screen in self._read:
            return False
        if event.time < until or (is_typed and not is_escape(event) and event.time < max(before, until) + PAUSE):
            return True
        if is_typed:
            self._read.add(screen)
        if is_typed and not is_escape(event):  # What Esc leads to is said first, in place of all that is said by then.
            self._flow_ends = event.time
        return False

    def _lose(self, event: events.Event, typed: str) -> None:
        if isinstance(event, events.Key):
            key = event.character if event.is_printable and event.character else event.key
            self._lost.setdefault(typed, []).append(key)
        elif isinstance(event, events.Paste):
            self._lost.setdefault(typed, []).append(event.text)

    def _tell(self) -> None:
        """Tell what was dropped, once it is all there."""
        if self._lost and now() < self._flow_ends:
            if self._teller is not None:
                self._teller.stop()
            self._teller = self._app.set_timer(PAUSE, self._tell)
            return
        lost, self._lost = self._lost, {}
        for typed, keys in lost.items():
            self._dropped(typed, keys)

    async def _turn(self) -> bool:
        """Wait until the next event may go on; False when there is none."""
        began = now()
        while self._held:
            screen = self._screen()
            self._blocked = False
            if screen is None:
                self._held.clear()
            elif self._at_rest():
                self._blocked = self._waits(self._held[0])
                if not self._blocked:
                    return True
                # What came before the screen was at rest was held back, whatever it means.
                if (event := next(filter(self._gives_up, self._held), None)) is not None:
                    await self._give_up(event)
                await asyncio.sleep(LOOK)
                began = now()
            elif now() - began > REST_TIME:
                self._frames[screen] = FRAMES
                return True
            elif self._on_its_way(screen) or self._opening():
                await asyncio.sleep(0 if now() - began < FRAME else LOOK)
            else:
                await self._frame(screen)
        return False

    def _screen(self) -> Screen[object] | None:
        """The screen on top; None when the program ends."""
        with suppress(ScreenStackError):
            screen: Screen[object] = self._app.screen
            return screen if screen.is_attached else None
        return None

    def _waits(self, event: events.Event) -> bool:
        screen = self._screen()
        return isinstance(screen, Patient) and screen.waits(event)

    def _gives_up(self, event: events.Event) -> bool:
        screen = self._screen()
        blocked = self._blocked if self._task is not None else self._at_rest() and self._waits(event)
        return blocked and isinstance(screen, Patient) and screen.gives_up(event)

    def _at_rest(self) -> bool:
        """Whether all that the last event led to has happened."""
        screen = self._screen()
        return (
            screen is not None
            and self._frames.get(screen, 0) >= FRAMES
            and not self._on_its_way(screen)
            and not self._opening()
            and not _unlaid(screen)
        )

    def _on_its_way(self, screen: Screen[object]) -> bool:
        """Whether a message is still to be handled, or a widget to be mounted."""
        return bool(self._app.message_queue_size) or any(
            node.message_queue_size or not node.is_mounted for node in _nodes(screen)
        )

    async def _frame(self, screen: Screen[object]) -> None:
        """Wait for what is done with the next frame: layout, and what waits for a layout in its turn."""
        drawn = asyncio.Event()
        screen.call_after_refresh(drawn.set)
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(drawn.wait(), FRAME)
        if drawn.is_set():
            self._frames[screen] = self._frames.get(screen, 0) + 1


def _nodes(widget: Widget) -> Iterator[Widget]:
    """A widget with all that is in it."""
    yield widget
    for child in widget.children:
        yield from _nodes(child)


def _unlaid(screen: Screen[object]) -> bool:
    """Whether widgets are still to get another place or size."""
    return any(node._layout_required for node in _nodes(screen))
