"""`textual serve "reader"` shows the interface in a browser: it speaks to what takes the place of a terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from reader.cli.main import main
from reader.cli.session import Session
from reader.errors import Refused
from tests.support.terminal import ROOT

DRIVER = "textual.drivers.web_driver:WebDriver"
"""What `textual serve` tells the programs that it runs."""


def packet(kind: str, data: bytes) -> bytes:
    """What the server sends: a letter, the number of bytes, the bytes."""
    return kind.encode() + len(data).to_bytes(4, "big") + data


def test_what_a_browser_types_is_taken_and_what_is_drawn_goes_to_it(tmp_path: Path) -> None:
    folder = tmp_path / "library"
    with pytest.raises(SystemExit):
        main(["--library", str(folder), "add", "--title", "A paper"])
    homes = {f"XDG_{kind}_HOME": str(tmp_path / kind.lower()) for kind in ("STATE", "CACHE", "CONFIG", "DATA")}
    program = subprocess.Popen(
        [sys.executable, "-m", "reader", "--library", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, **homes, "TEXTUAL_DRIVER": DRIVER, "COLUMNS": "100", "ROWS": "30", "PYTHONPATH": str(ROOT)},
    )
    assert program.stdin is not None
    assert program.stdout is not None
    shown = b""
    try:
        assert program.stdout.readline() == b"__GANGLION__\n"
        while b"1 paper" not in shown:
            more = os.read(program.stdout.fileno(), 65536)
            assert more, shown[-500:]
            shown += more
        program.stdin.write(packet("D", b"q"))
        program.stdin.flush()
        program.communicate(timeout=60)
        assert program.returncode == 0
    finally:
        program.kill()
        program.wait()


def test_where_nothing_takes_its_place_a_terminal_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TEXTUAL_DRIVER", raising=False)
    with pytest.raises(Refused, match="needs a terminal"):
        Session.must_have_terminal()
    monkeypatch.setenv("TEXTUAL_DRIVER", DRIVER)
    Session.must_have_terminal()
