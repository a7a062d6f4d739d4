"""Textual's driver for Linux and macOS, for a terminal that may go away at any time."""

from __future__ import annotations

import os
import select
import sys
import threading
from collections.abc import Callable, Iterable
from enum import Enum
from functools import lru_cache
from typing import Any, Protocol, cast

from textual import events
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.message import Message

from reader.patterns import regex
from reader.text import clean_text
from reader.tui.escapes import ESC, Escapes
from reader.tui.key_forms import usual_form
from reader.tui.pastes import BEGIN, END, Pastes
from reader.tui.terminal import Modes, set_modes, unstopped

_MOMENT = 0.1
"""Seconds in which it is waited for keys before the end of a lone Esc and the wish to end are looked at."""
_MOUSE = regex(r"\x1b\[(?:<\d+;\d+;\d+[Mm]|M)")
"""Reports of the mouse (mode 1006 of xterm), and the beginning of older ones, behind which three characters follow."""
_AT_ONCE = 1 << 16
"""Bytes that are read in one go."""


class AltKey(Enum):
    """Keys held together with alt, as xterm sends them. Textual knows them only where the kitty protocol is on; without
    it, it takes them for Esc and a key, which would leave whatever is open, or for keys with ctrl."""

    UP = "alt+up"
    DOWN = "alt+down"
    RIGHT = "alt+right"
    LEFT = "alt+left"
    END = "alt+end"
    HOME = "alt+home"
    B = "alt+b"
    F = "alt+f"
    BACKSPACE = "alt+backspace"


_SENT = (*(f"\x1b[1;3{end}" for end in "ABCDFH"), "\x1bb", "\x1bf", "\x1b\x7f")
ANSI_SEQUENCES_KEYS.update({sent: (key,) for sent, key in zip(_SENT, AltKey, strict=True)})  # type: ignore[attr-defined]  # a dict; only `value` is read


def meaning(report: str) -> str:
    """What a whole report in the form of a key is to be read as: itself, the key that it names otherwise, or ""."""
    key = usual_form(report)
    report = report if key is None else key
    return report if report[:2] not in (f"{ESC}[", f"{ESC}O") or _is_known(report) else ""


def _is_known(report: str) -> bool:
    """Whether the parser makes anything of it."""
    return _MOUSE.fullmatch(report) is not None or _is_parsed(report)


@lru_cache(maxsize=512)
def _is_parsed(report: str) -> bool:
    return report in ANSI_SEQUENCES_KEYS or any(True for _ in XTermParser().feed(report))


class Owner(Protocol):
    """The program that the terminal is lent to."""

    @property
    def modes_before(self) -> Modes | None:
        """How the terminal was set before the program did anything to it; None where that is not known."""

    def take_typed_before(self) -> bytes:
        """What was typed before the terminal was the program's, and is read already; nothing at any further call."""

    def terminal_is_gone(self) -> None:
        """End; it may be called from any thread, and more than once."""


class _Outgoing:
    """What goes to the terminal; once it takes nothing any more, nothing is written and nobody waits."""

    def __init__(self, file: Any, gone: Callable[[], None]) -> None:
        self._file = file
        self._gone = gone
        self._lost = False

    def write(self, text: str) -> None:
        """Write, or notice that nobody reads."""
        self._attempt(lambda: self._file.write(text))

    def flush(self) -> None:
        """Send what was written."""
        self._attempt(self._file.flush)

    def fileno(self) -> int:
        """The file descriptor of the terminal."""
        return int(self._file.fileno())

    def _attempt(self, what: Callable[[], object]) -> None:
        if self._lost:
            return
        try:
            what()
        except (OSError, ValueError):
            self._lost = True
            self._gone()


class TerminalDriver(LinuxDriver):
    """It ends the program when the terminal is closed, where Textual would ask a closed one for keys for ever.

    Until the last byte is written ctrl+s is a key: a terminal that it stopped would keep the program from its end.
    """

    def __init__(self, app: Any, **options: Any) -> None:
        super().__init__(app, **options)
        self._file = cast("Any", _Outgoing(self._file, self._terminal_is_gone))
        self._looks = 0
        self._escapes = Escapes(meaning)
        self._watched = False
        self._given = cast("Owner", app).modes_before
        """How the terminal was set when it was given."""

    @property
    def looks(self) -> int | None:
        """How often the thread that reads has begun to look for keys; whatever it read in an earlier look was handed
        on. None where no such thread runs."""
        if self._key_thread is None or not self._key_thread.is_alive():
            return None
        return self._looks

    @property
    def has_unread(self) -> bool:
        """Whether keys wait in the terminal, which is ours and still there."""
        if self.looks is None or not hasattr(select, "poll"):
            return False
        terminal = select.poll()
        terminal.register(self.fileno, select.POLLIN)
        return terminal.poll(0) == [(self.fileno, select.POLLIN)]

    def start_application_mode(self) -> None:
        """Take the terminal, and watch it."""
        super().start_application_mode()  # type: ignore[no-untyped-call]
        self._given = self._given or self.attrs_before
        self.attrs_before = unstopped(self._given)
        if not self._watched and hasattr(select, "poll") and sys.platform != "darwin":
            self._watched = True
            threading.Thread(target=self._watch, daemon=True).start()

    def close(self) -> None:
        """Give the terminal back as it was, when all is written."""
        super().close()
        set_modes(self.fileno, self._given)
        self._given = None

    def _sigtstp_application(self, *_: object) -> None:
        self._in_turn(self._halt)

    def _sigcont_application(self, *_: object) -> None:
        self._in_turn(self._go_on)

    def _in_turn(self, what: Callable[[], None]) -> None:
        """At once while the terminal is lent; else between two turns, since a frame may be half written just now."""
        if self._auto_restart:
            self._loop.call_soon_threadsafe(what)
        else:
            what()

    def _halt(self) -> None:
        """Give the terminal back, and stop."""
        if not self._must_signal_resume:
            super()._sigtstp_application()

    def _go_on(self) -> None:
        """Take the terminal again; after a stop that nobody hears (SIGSTOP) nothing was given back before."""
        if self._auto_restart and not self._must_signal_resume:
            self.suspend_application_mode()
            self._must_signal_resume = True
        super()._sigcont_application()

    def run_input_thread(self) -> None:
        """Read keys and pastes until the end, or until there is nothing to read from."""
        parser, pastes = XTermParser(), Pastes()
        self._feed(cast("Owner", self._app).take_typed_before(), pastes, parser)
        try:
            while not self.exit_event.is_set():
                self._looks += 1
                self._take(pastes, parser)
            self._take(pastes, parser)
        except OSError:
            self._terminal_is_gone()

    def _take(self, pastes: Pastes, parser: XTermParser) -> None:
        """What is sent within a moment."""
        if not select.select([self.fileno], [], [], _MOMENT)[0]:
            self._press(self._escapes.pause(), parser)
        else:
            sent = os.read(self.fileno, _AT_ONCE)
            self._feed(sent, pastes, parser)
            if not sent:  # Nobody will send anything any more; where that is not the end, it is looked at now and then.
                self.exit_event.wait(_MOMENT)
        self._hand_on(parser.tick())

    def _feed(self, sent: bytes, pastes: Pastes, parser: XTermParser) -> None:
        """Hand on what was typed and pasted, in its order."""
        for part in pastes.feed(sent):
            if isinstance(part, str):
                self._press(self._escapes.feed(part), parser)
            else:
                self._press(self._escapes.pause(), parser)
                self._hand_on(parser.feed(f"{BEGIN}{clean_text(part.text)}{END}"))

    def _press(self, parts: Iterable[str], parser: XTermParser) -> None:
        """Hand on keys, and each Esc that stands for itself."""
        for part in parts:
            self._hand_on([events.Key("escape", ESC)] if part == ESC else parser.feed(part))

    def _hand_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self.process_message(message)

    def _watch(self) -> None:
        terminal = select.poll()
        terminal.register(self.fileno, 0)
        while not (found := terminal.poll()):
            continue
        if found[0][1] & (select.POLLHUP | select.POLLERR):
            self._terminal_is_gone()

    def _terminal_is_gone(self) -> None:
        cast("Owner", self._app).terminal_is_gone()
