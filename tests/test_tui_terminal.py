"""The interface in a terminal of its own: what reaches it, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reader.cli import main

terminals = pytest.importorskip("tests.terminal", reason="Windows has no pseudo-terminals")

EVIL = "\x1b]52;c;eA==\x07\x1b[2J\x1b]0;pwned\x07\x1bP+q\x9b31m\u202e\u2066 [@click=app.quit]y[/] [/nope] \x1b[6n"
CANARIES = ("52;c;eA", "\x1b[2J", "]0;pwned", "\x1bP+q", "\x9b", "\u202e", "\u2066", "\x1b[6n")
CLICK = "\x1b[<0;{0};{1}M\x1b[<0;{0};{1}m"


def test_no_byte_of_a_hostile_paper_steers_the_terminal_and_its_markup_is_inert(tmp_path: Path) -> None:
    """Imported, drawn in list, sidebar and detail, clicked, told in a notice; leaving puts the terminal back."""
    source, library = tmp_path / "evil.jsonl", tmp_path / "library"
    record = {"title": f"Second {EVIL}", "abstract": EVIL, "tags": [EVIL], "note": EVIL, "lists": [EVIL]}
    source.write_text(json.dumps(record) + "\n", encoding="utf-8")
    with pytest.raises(SystemExit) as done:
        main(["--library", str(library), "import", str(source)])
    assert done.value.code == 0
    terminal = terminals.Terminal("--library", str(library))
    try:
        terminal.read(lambda seen: "Second" in seen and "1 paper" in seen)
        terminal.press(CLICK.format(40, 3) + "s", "Starred")
        assert terminal.end("q") == 0
    finally:
        terminal.stop()
    written = terminal.bytes.decode(errors="replace")
    assert [canary for canary in CANARIES if canary in written] == []
    assert written.rindex("\x1b[?1049l") > written.rindex("\x1b[?1049h")
