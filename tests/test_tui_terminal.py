"""The interface in a terminal of its own: what reaches it, byte for byte."""

from __future__ import annotations

import json
import os
import re
import select
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.cli import main

pty = pytest.importorskip("pty", reason="Windows has no pseudo-terminals")

EVIL = "\x1b]52;c;eA==\x07\x1b[2J\x1b]0;pwned\x07\x1bP+q\x9b31m\u202e\u2066 [@click=app.quit]y[/] [/nope] \x1b[6n"
CANARIES = ("52;c;eA", "\x1b[2J", "]0;pwned", "\x1bP+q", "\x9b", "\u202e", "\u2066", "\x1b[6n")
CLICK = "\x1b[<0;{0};{1}M\x1b[<0;{0};{1}m"
PATIENCE = 20.0
"""Seconds after which a terminal that shows nothing new is a failure."""


class Terminal:
    """A program in a pseudo-terminal; what it writes is kept, and its questions go unanswered."""

    def __init__(self, *arguments: str) -> None:
        self._fd, its_side = pty.openpty()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "reader", *arguments],
            stdin=its_side,
            stdout=its_side,
            stderr=its_side,
            start_new_session=True,
            env={**os.environ, "TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"},
        )
        os.close(its_side)
        self._ready = select.poll()
        self._ready.register(self._fd, select.POLLIN)
        self.bytes = b""

    def read(self, enough: Callable[[str], bool]) -> str:
        """All that is written until it is enough, or until the program ends."""
        start = len(self.bytes)
        while not enough(seen := self.bytes[start:].decode(errors="replace")):
            ready = self._ready.poll(PATIENCE * 1000)
            assert ready, f"nothing comes any more after {seen[-400:]!r}"
            try:
                self.bytes += os.read(self._fd, 65536)
            except OSError:
                return seen
        return seen

    def press(self, keys: str, shown: str) -> None:
        """Type, and wait for words to be drawn."""
        os.write(self._fd, keys.encode())
        self.read(lambda seen: shown in re.sub(r"\x1b\[[\d;]*[A-Za-z]", "", seen))

    def end(self, keys: str) -> int:
        """Type, and wait for the end; the exit status."""
        os.write(self._fd, keys.encode())
        self.read(lambda seen: False)
        os.close(self._fd)
        return self._process.wait(PATIENCE)

    def stop(self) -> None:
        """End it when a test failed midway."""
        self._process.kill()
        self._process.wait()


def test_no_byte_of_a_hostile_paper_steers_the_terminal_and_its_markup_is_inert(tmp_path: Path) -> None:
    """Imported, drawn in list, sidebar and detail, clicked, told in a notice; leaving puts the terminal back."""
    source, library = tmp_path / "evil.jsonl", tmp_path / "library"
    record = {"title": f"Second {EVIL}", "abstract": EVIL, "tags": [EVIL], "note": EVIL, "lists": [EVIL]}
    source.write_text(json.dumps(record) + "\n", encoding="utf-8")
    with pytest.raises(SystemExit) as done:
        main(["--library", str(library), "import", str(source)])
    assert done.value.code == 0
    terminal = Terminal("--library", str(library))
    try:
        terminal.read(lambda seen: "Second" in seen and "1 paper" in seen)
        terminal.press(CLICK.format(40, 3) + "s", "Starred")
        assert terminal.end("q") == 0
    finally:
        terminal.stop()
    written = terminal.bytes.decode(errors="replace")
    assert [canary for canary in CANARIES if canary in written] == []
    assert written.rindex("\x1b[?1049l") > written.rindex("\x1b[?1049h")
