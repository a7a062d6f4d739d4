"""What is free again is given back where the C library can be told to, and nothing is amiss where it cannot."""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

import pytest

from reader.tui.freed_memory import give_back


@pytest.mark.skipif(sys.platform != "linux", reason="the memory of a process is told by Linux so")
def test_what_is_free_is_given_back() -> None:
    """Blocks between others that stay are no longer counted."""
    if not hasattr(ctypes.CDLL(None), "malloc_trim"):
        pytest.skip("another C library gives it back by itself")
    blocks = [bytes(20_000) for _ in range(3_000)]
    stay = blocks[::50]
    del blocks
    before = resident()
    give_back()
    assert before - resident() > 20 << 20
    assert all(map(len, stay))


def test_another_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No error comes up where there is no such function, or no library."""
    asked: list[object] = []
    for error in (AttributeError, OSError, TypeError):

        def missing(name: object, error: type[Exception] = error) -> object:
            asked.append(name)
            raise error

        monkeypatch.setattr(ctypes, "CDLL", missing)
        give_back()
    assert asked == [None, None, None]


def resident() -> int:
    """Bytes of this process that are in the memory."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096
