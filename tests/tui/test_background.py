"""Work in the background gives its answer or its error, and nobody waits for it who leaves."""

from __future__ import annotations

import asyncio
import subprocess
import sys

import pytest

from reader.tui.background import in_background


async def test_the_answer_comes_back() -> None:
    """As if it had been called."""
    assert await in_background(lambda: 6 * 7) == 42


async def test_an_error_comes_back() -> None:
    """Where the answer is awaited."""
    with pytest.raises(ZeroDivisionError):
        await in_background(lambda: 1 // 0)


def test_leaving_does_not_wait() -> None:
    """A program that ends while the work goes on ends at once."""
    code = (
        "import asyncio, threading\n"
        "from reader.tui.background import in_background\n"
        "async def main():\n"
        "    task = asyncio.ensure_future(in_background(threading.Event().wait))\n"
        "    await asyncio.sleep(0)\n"
        "    task.cancel()\n"
        "asyncio.run(main())\n"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=120, check=False).returncode == 0


async def test_an_answer_that_nobody_wants_is_dropped() -> None:
    """Cancelled work that ends later disturbs nobody."""
    task = asyncio.ensure_future(in_background(lambda: 1))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
