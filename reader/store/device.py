"""The device's id: it belongs to this machine and never stands in the library as a setting to be copied along."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import secrets
from pathlib import Path

from reader.store import disk

_ID = re.compile(r"[a-z0-9]{10}")
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


def device_id(folder: str) -> str:
    """This device's id, made at first use and kept in `folder`; it names the one journal that this device writes.

    Where it cannot be kept it is derived from what the system says about the machine and its user.
    """
    path = os.path.join(folder, "device")
    try:
        return _read(path) or _make(folder, path)
    except OSError:
        try:
            machine = disk.read("/etc/machine-id")
        except OSError:
            machine = platform.node().encode()
        return hashlib.sha256(machine + str(Path.home()).encode()).hexdigest()[:10]


def _read(path: str) -> str:
    try:
        found = disk.read(path).decode("ascii", "replace").strip()
    except FileNotFoundError:
        return ""
    return found if _ID.fullmatch(found) else ""


def _make(folder: str, path: str) -> str:
    """A new id. When two processes make one at the same moment, both get the same."""
    disk.make_folder(folder)
    id = "".join(secrets.choice(_ALPHABET) for _ in range(10))
    fresh = os.path.join(folder, f".device.{id}")
    disk.create(fresh, f"{id}\n".encode())
    try:
        disk.settle(fresh, path)
    except FileExistsError:
        found = _read(path)
        if found:
            return found
        disk.replace(path, [f"{id}\n".encode()])
    finally:
        disk.remove(fresh)
    return id
