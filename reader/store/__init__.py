"""The library folder: durable, shared between processes and machines, plain to read."""

from __future__ import annotations

import os
import time
from pathlib import Path

from reader import places
from reader.store import disk
from reader.store.backup import Backups
from reader.store.device import device_id
from reader.store.folder import Folder

__all__ = ["Folder", "open_library"]


def _now() -> int:
    return time.time_ns() // 1_000_000


def open_library(
    path: Path,
    *,
    state_dir: Path | None = None,
    data_dir: Path | None = None,
    clock: disk.Clock = _now,
    patience: float = disk.PATIENCE,
) -> Folder:
    """Open the library folder at `path`, which is made when it is not there.

    `state_dir` keeps this device's id and `data_dir` the backups (the platform's folders by default); `clock` tells
    the time in milliseconds since 1970; `patience` is how many seconds an edit waits for another process. Raises
    `StoreError` when there can be no library there.
    """
    place = os.path.abspath(path)
    device = device_id(str(state_dir or places.state_dir()))
    backups = Backups(place, str(data_dir or places.data_dir()))
    return Folder(place, device, backups, clock, patience)
