"""Answers that were given before, so that the same question is not asked twice a day.

    <cache>/answers/<name made of the question>      a line of JSON, and below it the body

arXiv asks for that (https://info.arxiv.org/help/api/user-manual.html, 3.3.1.1), Crossref too. What is older is asked
for again with the `ETag` or `Last-Modified` that it came with (RFC 9110, section 13.1). Any of the files may be lost,
damaged or unwritable at any time: what is not whole is not believed, and the question is asked.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
import zlib
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reader.store import disk

KEPT_BYTES = 60_000_000
"""Bytes of all answers; beyond, those that were used longest ago go."""
_LEFT = 0.8
"""Share of them that is left then, so that not each answer makes others go."""
_HEADERS = ("ETag", "Last-Modified")
_TOLD = 2_000
"""Characters of such a header that are kept."""


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """An answer that was given before."""

    status: int
    body: bytes
    at: float
    """When it was given, in seconds of the clock."""
    headers: Mapping[str, str]
    """What it is to be asked for again with."""

    @property
    def conditions(self) -> dict[str, str]:
        """The headers of a question that is answered with 304 where nothing changed."""
        names = {"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}
        return {names[name]: value for name, value in self.headers.items() if name in names}

    def is_fresh(self, seconds: float) -> bool:
        """Whether it is no older than so many seconds."""
        return 0 <= time.time() - self.at <= seconds


class AnswerCache:
    """The answers in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._bytes = -1
        """Bytes of all of them; -1 before they were counted."""

    def get(self, question: str) -> KeptAnswer | None:
        """The answer to a question, None where it is not there."""
        path = self._path(question)
        try:
            told, _, packed = disk.read(str(path)).partition(b"\n")
            head = json.loads(told)
            body = zlib.decompress(packed)
            if head["question"] != _mark(question) or len(body) != head["length"]:
                return None
            headers = {name: str(head["headers"][name]) for name in _HEADERS if name in head["headers"]}
            return KeptAnswer(int(head["status"]), body, float(head["at"]), headers)
        except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError, zlib.error):
            return None

    def keep(self, question: str, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Keep an answer that was understood."""
        kept = {
            name: value
            for name in _HEADERS
            if (value := headers.get(name)) and value.isprintable() and len(value) < _TOLD
        }
        head = {"question": _mark(question), "at": time.time(), "status": status, "length": len(body), "headers": kept}
        data = json.dumps(head).encode() + b"\n" + zlib.compress(body, 3)
        with suppress(OSError):
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            disk.replace_unlocked(str(self._path(question)), [data], lasting=False)
            self._make_room(len(data))

    def _path(self, question: str) -> Path:
        return self._folder / _mark(question)[:40]

    def _make_room(self, more: int) -> None:
        if 0 <= self._bytes + more <= KEPT_BYTES and self._bytes >= 0:
            self._bytes += more
            return
        with os.scandir(self._folder) as entries:
            found = [(status.st_mtime, status.st_size, entry.path) for entry in entries if (status := _status(entry))]
        self._bytes = sum(size for _, size, _ in found)
        if self._bytes <= KEPT_BYTES:
            return
        for _, size, path in sorted(found):
            if self._bytes <= KEPT_BYTES * _LEFT:
                return
            with suppress(OSError):
                Path(path).unlink()
                self._bytes -= size


def _mark(question: str) -> str:
    """What tells a question from every other; not its words, for an address may let in whoever has it."""
    return hashlib.sha256(question.encode()).hexdigest()


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    """Size and times of a file; None for one that went meanwhile, and for what is none."""
    try:
        return entry.stat() if entry.is_file(follow_symlinks=False) else None
    except OSError:
        return None
