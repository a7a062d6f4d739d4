"""This machine's id, by which its words are known as its own.

It is a small file in the state folder. Where that is gone or damaged, the id is taken from what this machine remembers
of libraries: with another one all that it wrote would be somebody else's, so that it could not be undone and its loss
would be no more than a warning. What was remembered on another machine, in a home that was copied, gives none: two
machines with one id would write into one journal.
"""

from __future__ import annotations

import hashlib
import os
import platform
import secrets
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reader.store import disk
from reader.store.journal import is_device
from reader.store.memory import writers
from reader.text import for_terminal

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"


class ThisDevice(NamedTuple):
    """What is known of this machine's id."""

    id: str
    """It names the one journal that this device writes."""
    known: bool
    """Whether this is the one under which it wrote before, if it did."""
    trouble: str
    """Why the file that has it cannot be read, as sentences; "" where it can be."""


def device_id(folder: str) -> str:
    """This device's id, made at first use and kept in `folder`, the one for state."""
    return this_device(folder).id


def this_device(folder: str) -> ThisDevice:
    """This device's id, made at first use and kept in `folder`, the one for state.

    Where it cannot be kept it is derived from what the system says about the machine and its user.
    """
    path = os.path.join(folder, "device")
    try:
        found = _read(path)
    except OSError as error:
        remembered = _remembered(folder)
        what = f"This machine's id in '{for_terminal(path)}' cannot be read: {disk.reason(error)}."
        until = "Meanwhile it is known by what this machine remembers of libraries."
        if not remembered:
            until = "Until it can, what this machine wrote before counts as another machine's."
        return ThisDevice(remembered or machine_mark(), bool(remembered), f"{what} {until}")
    try:
        return ThisDevice(found or _make(folder, path), True, "")
    except OSError:
        return ThisDevice(_remembered(folder) or machine_mark(), True, "")


@cache
def machine_mark() -> str:
    """What tells this machine and its user from others, as far as the system says it."""
    try:
        machine = disk.read("/etc/machine-id")
    except OSError:
        machine = platform.node().encode()
    return hashlib.sha256(machine + str(Path.home()).encode()).hexdigest()[:10]


def _remembered(folder: str) -> str:
    """The id under which this very machine wrote last, by what it remembers; "" where it remembers none."""
    ids = (id for id, machine in writers(folder) if machine == machine_mark() and is_device(id))
    return next(ids, "")


def _read(path: str) -> str:
    if not disk.is_there(path):
        return ""
    try:
        found = disk.read_small(path).decode("ascii", "replace").strip()
    except FileNotFoundError:
        return ""
    return found if is_device(found) else ""


def _make(folder: str, path: str) -> str:
    """The id that is remembered, or a new one. When two processes make one at the same moment, both get the same."""
    disk.make_folder(folder)
    id = _remembered(folder) or "".join(secrets.choice(_ALPHABET) for _ in range(10))
    fresh = os.path.join(folder, f".device.{secrets.token_hex(5)}")
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
