"""What this library knows that exported files say: beside its journals, a file for each device and each of those.

    <library>/exports/<name of the file>.<device>        mode 0600

Each is written by one device only, whole, and may be lost at any time: then the files tell what they told when they
were first exported.

What is older than this machine left it is worse than nothing: what Reader itself wrote to a file since would be taken
for somebody's edits. So this machine remembers, beside what it remembers of the library, what it left:

    <state>/memory/<mark of the path where it saw the library first>.exports

It goes with the library to every other place, and to every other path (see `memory`).

Where a whole folder was put back to an older state, what other devices keep was, too: none of it counts then.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from contextlib import suppress
from hashlib import blake2b

from reader.store import disk
from reader.store.lines import seal, unsealed

_FOLDER = "exports"
_NAME = re.compile(r"[a-z0-9]+")
"""What such a name may be: whatever an exported file says, nothing is read or written elsewhere."""
_MANY = 60
"""So many files a device keeps; the oldest go."""


class ToldFiles:
    """What the devices of one library keep; `device` is this one, and `memory` the file in which this machine remembers
    what it left."""

    def __init__(self, library: str, device: str, memory: str) -> None:
        self._library = library
        self._place = os.path.join(library, _FOLDER)
        self._device = device
        self._memory = memory

    def read(self, name: str) -> dict[str, str]:
        """What each device keeps under a name, by the device's id; nothing where this one's is not as it was left."""
        found = read_told(self._library, name)
        left = self._left().get(name)
        return {} if left is not None and left != _mark(found.get(self._device, "")) else found

    def keep(self, name: str, text: str) -> str:
        """Keep this under a name. Why that could not be done, "" where it was."""
        if not (_NAME.fullmatch(name) and os.path.isdir(self._library)):
            return ""
        own = f".{self._device}"
        path = os.path.join(self._place, f"{name}{own}")
        try:
            disk.make_folder(self._place)
            left = {other: mark for other, mark in self._left().items() if other != name}
            try:
                self._remember({**left, name: _mark(text)})
            except OSError:
                # What was kept before no longer tells what stands in the file: better nothing than that.
                disk.remove(path)
                raise
            disk.replace_unlocked(path, [text.encode("utf-8", "replace")], lasting=False)
        except OSError as error:
            return disk.reason(error)
        with suppress(OSError):
            # What a crash left unfinished is among them.
            held = [
                os.path.join(self._place, each) for each in disk.names_there(self._place) if f"{own}." in f"{each}."
            ]
            going = sorted(held, key=os.path.getmtime)[:-_MANY]
            for path in going:
                disk.remove(path)
            if gone := left.keys() & {os.path.basename(path).partition(".")[0] for path in going}:
                self._remember({other: mark for other, mark in self._left().items() if other not in gone})
        return ""

    def _left(self) -> Mapping[str, str]:
        """The marks of what this device left under each name; whatever stands in the file, there is no error."""
        with suppress(OSError, ValueError, TypeError, LookupError, AttributeError, RecursionError):
            line = disk.read_small(self._memory).partition(b"\n")[0]
            said = json.loads(line) if unsealed(line) else {}
            if said["reader"] == "exports" and said["device"] == self._device:
                return {str(name): str(mark) for name, mark in said["left"].items()}
        return {}

    def _remember(self, left: Mapping[str, str]) -> None:
        disk.make_folder(os.path.dirname(self._memory))
        disk.scribble(self._memory, seal({"reader": "exports", "device": self._device, "left": dict(left)}))


def read_told(folder: str, name: str) -> dict[str, str]:
    """What each device keeps under a name in a library's folder, by the device's id."""
    place, found = os.path.join(folder, _FOLDER), {}
    if not _NAME.fullmatch(name):
        return {}
    with suppress(OSError):
        for each in disk.names_there(place):
            if each.startswith(f"{name}."):
                with suppress(OSError):
                    found[each.removeprefix(f"{name}.")] = disk.read(os.path.join(place, each)).decode(
                        "utf-8", "replace"
                    )
    return found


def _mark(text: str) -> str:
    return blake2b(text.encode("utf-8", "replace"), digest_size=10).hexdigest()
