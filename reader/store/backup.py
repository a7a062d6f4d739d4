"""Dated copies of the user's words, outside the library: one a day for a week, one a week for four."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime

from reader.store import disk
from reader.text import for_terminal

DAYS = 7
WEEKS = 4
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})\.jsonl")
_DAY = 86_400_000


class Backups:
    """The backups of one library. A backup is all journals in one file, which put into `journal/` is read as one."""

    def __init__(self, library: str, data_folder: str) -> None:
        place = os.path.abspath(library)
        mark = hashlib.sha256(os.fsencode(place)).hexdigest()[:8]
        self.folder = os.path.join(data_folder, "backups", f"{os.path.basename(place)}-{mark}")
        self._journals = os.path.join(library, "journal")
        self._day = -1

    def daily(self, wall: int) -> list[str]:
        """Make the backup of the day of `wall` (milliseconds since 1970) unless there is one; what failed, if it did.

        After the first call of a day this is one comparison.
        """
        day = wall // _DAY
        if day == self._day:
            return []
        self._day = day
        try:
            name = f"{datetime.fromtimestamp(wall / 1000, UTC):%Y-%m-%d}.jsonl"
            path = os.path.join(self.folder, name)
            if not os.path.exists(path):
                disk.make_folder(self.folder)
                disk.replace(path, self._words())
                self._rotate()
        except (OSError, OverflowError, ValueError) as error:
            what = disk.reason(error) if isinstance(error, OSError) else "the clock is wrong"
            return [f"Today's backup in '{for_terminal(self.folder)}' could not be made: {what}."]
        return []

    def _words(self) -> Iterator[bytes]:
        for name in disk.names(self._journals):
            if name.endswith(".jsonl"):
                last = b"\n"
                for chunk in disk.chunks(os.path.join(self._journals, name)):
                    yield chunk
                    last = chunk[-1:]
                if last != b"\n":
                    yield b"~\n"

    def _rotate(self) -> None:
        dated = {}
        for name in disk.names(self.folder):
            if match := _NAME.fullmatch(name):
                dated[date.fromisoformat(match[1])] = name
        for day in superfluous(dated):
            disk.remove(os.path.join(self.folder, dated[day]))


def superfluous(days: dict[date, str]) -> list[date]:
    """The days whose backups may go: all but the last seven, and the last of each of the four weeks before them."""
    newest = sorted(days, reverse=True)
    weeks: dict[tuple[int, int], date] = {}
    for day in newest[DAYS:]:
        weeks.setdefault(day.isocalendar()[:2], day)
    kept = {*newest[:DAYS], *list(weeks.values())[:WEEKS]}
    return [day for day in newest if day not in kept]
