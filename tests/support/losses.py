"""What machines do to a library's files: every way of losing some, and what is then gone, told by a reader of its own.

Nothing here calls the store: what is lost is counted by hand, so that what the program says can be held against it.
"""

from __future__ import annotations

import json
import shutil
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Place:
    """A library among the files of a machine."""

    library: Path
    """Its folder."""
    older: Path
    """A copy of it from an earlier day."""
    state: Path
    """What this machine remembers."""
    own: str
    """The id of this machine; "" where nobody asks for it."""

    @property
    def journal(self) -> Path:
        """This machine's journal."""
        return self.library / "journal" / f"{self.own}.jsonl"

    @property
    def other(self) -> Path:
        """The first journal of another machine."""
        return next(path for path in sorted(self.journal.parent.glob("*.jsonl")) if path != self.journal)

    @property
    def catalogue(self) -> Path:
        """The catalogue."""
        return self.library / "catalogue.json"


Lose = Callable[[Place], None]


def remove_folder(place: Place) -> None:
    shutil.rmtree(place.journal.parent)


def remove_journal(place: Place) -> None:
    place.journal.unlink()


def empty_journal(place: Place) -> None:
    place.journal.write_bytes(b"")


def fill_with_nulls(place: Place) -> None:
    place.journal.write_bytes(b"\0" * place.journal.stat().st_size)


def roll_back(place: Place) -> None:
    fresh = place.journal.parent / ".fresh"
    shutil.copyfile(place.older / "journal" / place.journal.name, fresh)
    fresh.replace(place.journal)


def roll_back_in_place(place: Place) -> None:
    place.journal.write_bytes((place.older / "journal" / place.journal.name).read_bytes())


def cut_at_the_end(place: Place) -> None:
    data = place.journal.read_bytes()
    place.journal.write_bytes(data[: data.rfind(b"\n", 0, -1) + 20])


def cut_in_the_middle(place: Place) -> None:
    lines = place.journal.read_bytes().splitlines(keepends=True)
    place.journal.write_bytes(b"".join(lines[:3] + lines[5:]))


def cut_to_the_first_line(place: Place) -> None:
    place.journal.write_bytes(place.journal.read_bytes().splitlines(keepends=True)[0])


def damage_a_line(place: Place) -> None:
    lines = place.journal.read_bytes().splitlines(keepends=True)
    lines[-2] = lines[-2].replace(b'"say":"', b'"say":"x', 1)
    place.journal.write_bytes(b"".join(lines))


def swap_lines(place: Place) -> None:
    lines = place.journal.read_bytes().splitlines(keepends=True)
    lines[2], lines[4] = lines[4], lines[2]
    place.journal.write_bytes(b"".join(lines))


def remove_other_journal(place: Place) -> None:
    place.other.unlink()


def empty_other_journal(place: Place) -> None:
    place.other.write_bytes(b"")


def remove_catalogue(place: Place) -> None:
    place.catalogue.unlink()


def remove_both_catalogues(place: Place) -> None:
    place.catalogue.unlink()
    place.catalogue.with_name("catalogue.json.1").unlink(missing_ok=True)


def empty_catalogue(place: Place) -> None:
    place.catalogue.write_bytes(b"")


def fill_catalogue_with_nulls(place: Place) -> None:
    place.catalogue.write_bytes(b"\0" * place.catalogue.stat().st_size)


def roll_back_catalogue(place: Place) -> None:
    place.catalogue.write_bytes((place.older / "catalogue.json").read_bytes())


def remove_id(place: Place) -> None:
    for path in place.library.glob("library-*.id"):
        path.unlink()


def move_library_away(place: Place) -> None:
    place.library.rename(place.library.with_name("away"))


def leave_an_empty_folder(place: Place) -> None:
    place.library.rename(place.library.with_name("away"))
    place.library.mkdir()


def put_an_older_copy_in_its_place(place: Place) -> None:
    place.library.rename(place.library.with_name("away"))
    shutil.copytree(place.older, place.library)


def remove_all_but_the_id(place: Place) -> None:
    remove_folder(place)
    remove_both_catalogues(place)


def forget_all(place: Place) -> None:
    shutil.rmtree(place.state)


WAYS: Mapping[str, Lose] = {
    "the folder of journals removed": remove_folder,
    "the journal removed": remove_journal,
    "the journal emptied": empty_journal,
    "the journal filled with NULs": fill_with_nulls,
    "an older journal put in place": roll_back,
    "an older journal written over it": roll_back_in_place,
    "the journal cut at its end": cut_at_the_end,
    "the journal cut in the middle": cut_in_the_middle,
    "the journal cut to its first line": cut_to_the_first_line,
    "a line damaged": damage_a_line,
    "lines swapped": swap_lines,
    "another machine's journal removed": remove_other_journal,
    "another machine's journal emptied": empty_other_journal,
    "the catalogue removed": remove_catalogue,
    "the catalogue and the one before it removed": remove_both_catalogues,
    "the catalogue emptied": empty_catalogue,
    "the catalogue filled with NULs": fill_catalogue_with_nulls,
    "an older catalogue written over it": roll_back_catalogue,
    "the file with the library's id removed": remove_id,
    "the library's folder moved away": move_library_away,
    "an empty folder in its place": leave_an_empty_folder,
    "an older copy of the folder in its place": put_an_older_copy_in_its_place,
    "all but the id removed": remove_all_but_the_id,
    "what this machine remembers removed": forget_all,
}
HARMLESS = frozenset({"lines swapped", "the file with the library's id removed", "what this machine remembers removed"})
"""Where no word and no paper is gone."""


# -- what is there, read by hand ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Contents:
    """What a library's files hold."""

    steps: Mapping[str, str]
    """id of a step -> the machine that made it."""
    papers: frozenset[str] | None
    """Ids in the catalogue; None where that is there no more or cannot be read, so that the one before it is shown."""

    def lacks(self, before: Contents, own: str) -> list[str]:
        """What was there before and is not, as the program should name it."""
        gone = [before.steps[id] for id in before.steps if id not in self.steps]
        parts = [_counted(gone.count(own), "step", " of this machine")]
        parts += [
            _counted(gone.count(other), "step", f" of the machine '{other}'") for other in sorted(set(gone) - {own})
        ]
        if self.papers is not None and before.papers is not None:
            parts.append(_counted(len(before.papers - self.papers), "paper", " of the catalogue"))
        return [part for part in parts if part]


def _counted(number: int, what: str, of: str) -> str:
    return f"{number} {what}{'s' * (number != 1)}{of}" if number else ""


def contents(library: Path) -> Contents:
    """What the files of a library hold."""
    steps: dict[str, str] = {}
    for path in sorted((library / "journal").glob("*.jsonl")):
        device = path.stem
        for line in path.read_bytes().split(b"\n")[:-1]:
            said = _said(line)
            device = said["device"] if "reader" in said else device
            if "i" in said:
                steps[said["i"]] = said.get("d", device)
    papers: frozenset[str] | None = None
    for path in sorted({library / "catalogue.json", *library.glob("catalogue*.json")}):
        tables = _tables(path)
        if tables is None and path.name == "catalogue.json":
            tables = _tables(path.with_name("catalogue.json.1"))
        elif tables is not None:
            papers = (papers or frozenset()) | tables["papers"].keys()
        if tables and "import" in tables["state"]:
            last = _said(tables["state"]["import"]["line"].encode())
            steps.setdefault(last["i"], last["d"])
    return Contents(steps, papers if _tables(library / "catalogue.json") else None)


def _tables(catalogue: Path) -> dict[str, dict[str, Any]] | None:
    """A catalogue that can be read."""
    try:
        tables: dict[str, dict[str, Any]] = json.loads(catalogue.read_bytes())
    except (OSError, ValueError):
        return None
    return tables if "papers" in tables else None


def _said(line: bytes) -> dict[str, str]:
    """A line whose checksum holds; nothing for any other."""
    head, _, mark = line.rpartition(b',"c":"')
    if mark != b'%08x"}' % zlib.crc32(head):
        return {}
    said: dict[str, str] = json.loads(line)
    return said


def files(library: Path) -> dict[str, bytes]:
    """Every file in a library's folder but the lock."""
    return {
        path.relative_to(library).as_posix(): path.read_bytes()
        for path in sorted(library.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def put_back(library: Path, whole: Mapping[str, bytes], lost: Mapping[str, bytes]) -> None:
    """Put back what a loss changed, as a person does who finds the files; what was written since stays beside it.

    `whole` is what was there before the loss, `lost` what was there after it.
    """
    away = library.with_name("away")
    if away.exists():
        instead = library.with_name(f"instead-{len(list(library.parent.iterdir()))}")
        if library.exists():
            library.rename(instead)
        away.rename(library)
        lost = files(library)
        for path in instead.glob("journal/*.jsonl"):
            (library / "journal").mkdir(exist_ok=True)
            shutil.copyfile(path, library / "journal" / f"instead-{path.name}")
    now = files(library)
    for name, data in whole.items():
        if lost.get(name) == data or now.get(name) == data:
            continue
        path = library / name
        path.parent.mkdir(exist_ok=True)
        if path.suffix != ".id" and now.get(name, b"") not in (b"", lost.get(name, b"")):
            path = path.with_name(f"{path.stem} (back){path.suffix}")
        path.write_bytes(data)
