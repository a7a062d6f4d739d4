"""An edit by root, as with `sudo`, takes nobody's library away: what it makes belongs to whom its folder belongs."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from reader.store import disk
from tests.support.cli import Reader

pytestmark = pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="only root makes files for others")
SOMEBODY = 65534


def test_all_that_root_makes_in_somebodys_folders_is_theirs(reader: Reader, own_home: Path) -> None:
    own_home.mkdir()
    reader.folder.mkdir()
    for folder in (reader.folder, own_home):
        os.chown(folder, SOMEBODY, SOMEBODY)
    reader("import", "-", "--format", "jsonl", stdin='{"title": "Heaps", "arxiv_id": "2401.00001"}\n')
    reader("import", "-", "--format", "jsonl", stdin='{"title": "Tries", "arxiv_id": "2401.00002"}\n')
    reader("tag", "2401.00001", "--add", "kept")
    made = [*reader.folder.rglob("*"), *own_home.rglob("*")]
    assert {path.name for path in made} >= {"catalogue.json", "journal", ".lock", "device", "backups", "memory"}
    assert [path.name for path in made if path.stat().st_uid != SOMEBODY] == []


def test_what_takes_a_files_place_is_its_owners_and_nothing_else_is_given_away(tmp_path: Path) -> None:
    """Not what a link leads to that somebody laid, and not a file that was there."""
    os.chown(tmp_path, SOMEBODY, SOMEBODY)
    kept = tmp_path / "kept"
    kept.write_bytes(b"words")
    disk.replace(str(kept), [b"other words"])
    disk.scribble(str(kept), b"words")
    (tmp_path / "link").symlink_to(kept)
    disk.scribble(str(tmp_path / "link"), b"more words")
    assert kept.stat().st_uid == 0
    os.chown(kept, 1, 1)
    disk.replace(str(kept), [b"words"])
    assert kept.stat().st_uid == 1
