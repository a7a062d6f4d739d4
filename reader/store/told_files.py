"""What this library knows that exported files say: beside its journals, a file for each device and each of those.

    <library>/exports/<name of the file>.<device>        mode 0600

Each is written by one device only, whole, and may be lost at any time: then the files tell what they told when they
were first exported.
"""

from __future__ import annotations

import os
import re
from contextlib import suppress

from reader.store import disk

_FOLDER = "exports"
_NAME = re.compile(r"[a-z0-9]+")
"""What such a name may be: whatever an exported file says, nothing is read or written elsewhere."""
_MANY = 60
"""So many files a device keeps; the oldest go."""


def read_told(folder: str, name: str) -> dict[str, str]:
    """What each device keeps under a name, by the device's id."""
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


def keep_told(folder: str, device: str, name: str, text: str) -> None:
    """Keep this under a name. What cannot be kept is no reason to complain."""
    place = os.path.join(folder, _FOLDER)
    if not (_NAME.fullmatch(name) and os.path.isdir(folder)):
        return
    with suppress(OSError):
        disk.make_folder(place)
        disk.replace_unlocked(os.path.join(place, f"{name}.{device}"), [text.encode("utf-8", "replace")], lasting=False)
        # What a crash left unfinished is among them.
        own = [os.path.join(place, each) for each in disk.names_there(place) if f".{device}." in f"{each}."]
        for path in sorted(own, key=os.path.getmtime)[:-_MANY]:
            disk.remove(path)
