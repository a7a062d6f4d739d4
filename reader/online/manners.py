"""When a service may be asked: one at a time, with its pause between, and not before the moment that it named.

All processes of this user keep to it together, by a lock and a small file in the cache folder for each service:

    <cache>/services/<service>-<host>-<port>.lock    held while one asks
    <cache>/services/<service>-<host>-<port>.turn    {"at": when this was written, "free": when it may be asked again}

Both may be lost at any time; where they cannot be written each process keeps to it by itself.

What services say of waiting: `Retry-After` in seconds or as a date (RFC 9110, section 10.2.3), Hugging Face's
`RateLimit: "api";r=0;t=55` (https://huggingface.co/docs/hub/rate-limits), Crossref's `x-rate-limit-limit` in each
`x-rate-limit-interval` (https://www.crossref.org/documentation/retrieve-metadata/rest-api/access-and-authentication/).
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from email.utils import parsedate_to_datetime
from pathlib import Path

from reader.counting import count
from reader.errors import Busy, Cancelled, NetworkError
from reader.online.endpoints import Endpoint
from reader.store import disk

LONGEST_WAIT = 300.0
"""Seconds that are waited for a service at most; what it asks for beyond is said."""
_LOOK = 0.05
"""Seconds between two looks whether it is our turn, or the user gave up."""
_LONG = 2.0
"""Seconds of waiting that are said, if they are more."""
_LONGEST = 86_400.0
"""Seconds that a service can put us off."""
_REMAINING = re.compile(r";\s*r\s*=\s*0\s*(?:;|$)")
_WINDOW = re.compile(r";\s*t\s*=\s*(\d{1,9})")
_INTERVAL = re.compile(r"(\d{1,6})\s*s?")
SayWaiting = Callable[[str], None]
"""Told what is waited for, as a line for people."""


class Turns:
    """The turns of one service."""

    def __init__(
        self, endpoint: Endpoint, folder: Path, say: SayWaiting, cancel: threading.Event | None = None
    ) -> None:
        """`folder` is that of the files, `say` is told what is waited for."""
        self._endpoint = endpoint
        self._file = folder / re.sub(r"[^\w.]+", "-", f"{endpoint.name} {endpoint.host}".lower())
        self._say = say
        self._cancel = cancel
        self._pause = endpoint.pause
        self._free = 0.0
        """When the service may be asked again, as far as this process knows."""

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Ask within: it is our turn, and nobody else's. Raises `NetworkError` where it does not come in time."""
        with self._alone():
            self._wait()
            try:
                yield
            finally:
                self.put_off(0.0)

    def put_off(self, seconds: float) -> None:
        """Nobody asks again for so long, and not before the pause of the service."""
        now = time.time()
        self._free = max(self._free if self._free - now <= _LONGEST + 1 else 0.0, now + max(seconds, self._pause))
        with suppress(OSError):
            told = json.dumps({"at": now, "free": self._free}).encode()
            disk.replace_unlocked(f"{self._file}.turn", [told], lasting=False)

    def learn(self, headers: Mapping[str, str]) -> None:
        """Keep to the limits that an answer states."""
        each = _INTERVAL.fullmatch((headers.get("x-rate-limit-interval") or "").strip())
        most = (headers.get("x-rate-limit-limit") or "").strip()
        if each and most.isdecimal() and int(most) and int(each[1]):
            self._pause = max(self._endpoint.pause / 2, int(each[1]) / int(most))
        if (window := used_up(headers)) > 0:
            self.put_off(window)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the lock of all processes, where there can be one."""
        until = time.monotonic() + LONGEST_WAIT
        with ExitStack() as held:
            with suppress(OSError):
                self._file.parent.mkdir(parents=True, exist_ok=True)
                lock = disk.Lock(f"{self._file}.lock", patience=0.0)
                held.callback(lock.close)
                while not _entered(held, lock):
                    if time.monotonic() > until:
                        raise NetworkError(f"Other commands ask {self._endpoint.name} all the time; try again later.")
                    self._rest(_LOOK)
            yield

    def _wait(self) -> None:
        left = max(self._free, self._told()) - time.time()
        if left > LONGEST_WAIT:
            raise NetworkError(f"{self._endpoint.name} asks not to be asked again for {duration(left)}; try then.")
        if left > max(_LONG, self._pause):
            self._say(f"{self._endpoint.name} asks for a pause of {duration(left)} …")
        until = time.monotonic() + left
        while (left := until - time.monotonic()) > 0:
            self._rest(min(left, _LOOK))

    def _told(self) -> float:
        """When the service may be asked again, as another process knows; 0 where none does."""
        try:
            told = json.loads(disk.read_small(f"{self._file}.turn"))
            at, free = float(told["at"]), float(told["free"])
        except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
            return 0.0
        now = time.time()
        if not at <= now + 1 or not free - at <= _LONGEST + 1:
            # The clock was set back, or the file is damaged: the pause is all that can be kept to.
            return min(free, now + self._pause) if free == free else 0.0
        return free

    def _rest(self, seconds: float) -> None:
        if self._cancel is None:
            time.sleep(seconds)
        elif self._cancel.wait(seconds):
            raise Cancelled


def _entered(held: ExitStack, lock: disk.Lock) -> bool:
    try:
        held.enter_context(lock.held())
    except Busy:
        return False
    return True


def asked_pause(headers: Mapping[str, str]) -> float | None:
    """Seconds that an answer asks to wait, at most a day; None where it does not say, or in no form that is known."""
    told = (headers.get("Retry-After") or "").strip()
    if re.fullmatch(r"\d{1,15}", told):
        return min(float(told), _LONGEST)
    try:
        when = parsedate_to_datetime(told).timestamp()
    except (TypeError, ValueError, OverflowError, IndexError):
        return used_up(headers) or None
    try:
        now = parsedate_to_datetime(headers.get("Date") or "").timestamp()
    except (TypeError, ValueError, OverflowError, IndexError):
        now = time.time()
    return min(max(when - now, 0.0), _LONGEST)


def used_up(headers: Mapping[str, str]) -> float:
    """Seconds until there are requests left in a window of which all are used; 0 where some are left, or none is
    told (https://www.ietf.org/archive/id/draft-ietf-httpapi-ratelimit-headers-10.html)."""
    told = headers.get("RateLimit") or ""
    window = _WINDOW.search(told)
    return min(float(window[1]), _LONGEST) if window is not None and _REMAINING.search(told) else 0.0


def duration(seconds: float) -> str:
    """A time as people say it: "55 seconds", "4 minutes", "a day"."""
    if seconds < 120:
        return count(max(1, round(seconds)), "second")
    if seconds < 7_200:
        return count(round(seconds / 60), "minute")
    return count(round(seconds / 3_600), "hour")
