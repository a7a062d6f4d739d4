"""Work in a thread that nobody has to wait for: leaving the program ends it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import TypeVar

A = TypeVar("A")


async def in_background(job: Callable[[], A]) -> A:
    """What `job` returns (or raises), worked out in a thread of its own.

    Unlike `asyncio.to_thread`, the end of the program does not wait for it.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[A] = loop.create_future()

    def settle(act: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # The loop is closed: the program was left meanwhile.
            loop.call_soon_threadsafe(lambda: None if answer.done() else act())

    def work() -> None:
        try:
            found = job()
        except BaseException as error:  # noqa: BLE001  it is raised where the answer is awaited
            failure = error
            settle(lambda: answer.set_exception(failure))
        else:
            settle(lambda: answer.set_result(found))

    threading.Thread(target=work, daemon=True).start()
    return await answer
