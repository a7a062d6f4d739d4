"""A machine whose clock was wrong for a time: what is missing is counted all the same, and no such day is named."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from tests.support.cli import Reader

PAGE = json.dumps({"title": "Heaps", "arxiv_id": "2401.00001"})
WRONG = ["1960-05-05", "1971-01-01", "2001-11-15", "2099-03-03"]


class Wall:
    """The clock on the wall."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0
        monkeypatch.setattr("reader.store.time", SimpleNamespace(time_ns=lambda: self.now))

    def set(self, day: str) -> None:
        """It is noon of this day."""
        self.now = int(datetime.fromisoformat(day).replace(hour=12, tzinfo=UTC).timestamp()) * 10**9


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """It shows another day when it is told to."""
    return Wall(monkeypatch)


def tag(reader: Reader, wall: Wall, *days: str) -> None:
    """One step on each day."""
    for day in days:
        wall.set(day)
        reader("tag", "2401.00001", "--add", f"t{day}")


def lose(reader: Reader) -> None:
    """The journals are gone; what was imported still stands in the catalogue."""
    (reader.folder / "journal").rename(reader.folder.parent / "journals")


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize("last", [True, False])
def test_missing_steps_are_counted_whatever_the_clock_showed_once(
    reader: Reader, wall: Wall, wrong: str, last: bool
) -> None:
    """Whether the last step was made under the wrong clock or one among others."""
    wall.set("2026-11-10")
    reader("import", "-", "--format", "jsonl", stdin=PAGE)
    tag(reader, wall, "2026-11-11", "2026-11-12", *([] if last else [wrong]), "2026-11-13", *([wrong] if last else []))
    lose(reader)
    wall.set("2026-11-20")
    said = reader("doctor", check=False).out
    assert "4 steps of this machine" in said
    if not (last and wrong > "2026"):
        assert "that were here on 13 November 2026 are missing" in said


@pytest.mark.parametrize("wrong", WRONG)
def test_what_a_backup_brings_back_and_what_not_is_all_that_is_missing(reader: Reader, wall: Wall, wrong: str) -> None:
    """Of the four, it holds those that were made before it."""
    wall.set("2026-11-10")
    reader("import", "-", "--format", "jsonl", stdin=PAGE)
    tag(reader, wall, "2026-11-11", "2026-11-12", "2026-11-13", wrong)
    lose(reader)
    wall.set("2026-11-20")
    said = reader("backup", "restore", "2026-11-13", "--dry-run", check=False).out
    assert "Would put back 3 lost steps" in said
    assert "Even then 1 step of this machine" in said


def test_a_clock_that_goes_right_again_names_its_days(reader: Reader, wall: Wall) -> None:
    """The day that was known before the wrong ones, and one after them."""
    wall.set("1971-01-01")
    reader("import", "-", "--format", "jsonl", stdin=PAGE)
    tag(reader, wall, "2001-01-01", "2099-03-03", "2026-11-12")
    lose(reader)
    wall.set("2026-11-20")
    assert "3 steps of this machine that were here on 12 November 2026" in reader("doctor", check=False).out
