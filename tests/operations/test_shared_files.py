"""Several libraries and devices on one file that Git merges: all come to say the same, and nobody's edit is lost."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from reader.formats.markdown import OpenedExport
from reader.library.library import Library
from reader.operations import annotate, exports, reading_lists, roundtrip
from reader.operations.bases import Bases
from reader.operations.exports import Wish
from reader.operations.search import PaperFinder
from reader.paper import Paper, Status
from reader.store.told_files import ToldFiles, read_told
from tests.support.cli import Reader
from tests.support.grids import crossed
from tests.support.memory import Log, MemoryBacking

NAMES = ["Ash", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Gorse"]
IDS = [f"2402.0000{n}" for n in range(1, len(NAMES) + 1)]
ELSEWHERE = Path("/nonexistent")
FORMS = ["list", "tasks", "obsidian"]
needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not here")


class Person:
    """A library, perhaps one of several devices of it, and a clone of the file or folder."""

    def __init__(self, place: Path, log: Log, form: str = "list", device: str = "here") -> None:
        self.library = Library(MemoryBacking(log, device))
        self.library.refresh()
        self.form, self.log = form, log
        place.mkdir()
        self.target = place / ("vault" if form == "obsidian" else "trees.md")
        self.pulled: Mapping[str, str] = {}

    def paper(self, at: int) -> Paper:
        """One of the papers."""
        self.library.refresh()
        return self.library.papers[IDS[at]]

    def files(self) -> dict[str, str]:
        """What the clone holds."""
        files = sorted(self.target.glob("*.md")) if self.form == "obsidian" else [self.target]
        return {file.name: file.read_text() for file in files}

    def put(self, files: Mapping[str, str]) -> None:
        """Make the clone hold this."""
        folder = self.target if self.form == "obsidian" else self.target.parent
        folder.mkdir(exist_ok=True)
        for name, text in files.items():
            (folder / name).write_text(text)

    def export(self) -> dict[str, str]:
        """The list as a file or folder."""
        lst = self.library.reading_list("Trees")
        wish = Wish("obsidian") if self.form == "obsidian" else Wish(style=self.form)
        exports.export(self.library, ELSEWHERE, wish, [*self.library.papers.values()], lst=lst, path=self.target)
        return self.files()

    def sync(self) -> roundtrip.Back:
        """Both directions once."""
        self.library.refresh()
        return roundtrip.sync(self.library, ELSEWHERE, self.target, PaperFinder(self.library))

    def meet(self, hub: Mapping[str, str], place: Path, *how: str) -> dict[str, str]:
        """Sync, merge as Git does (`how` it is asked to), sync again: what is pushed."""
        self.sync()
        self.put(merged(self.pulled, self.files(), hub, place, *how))
        self.sync()
        self.pulled = self.files()
        return dict(self.pulled)

    def said(self) -> list[object]:
        """All that such a file carries."""
        self.library.refresh()
        lst = self.library.reading_list("Trees")
        shown = [(entry, self.library.papers[entry.paper]) for entry in lst.entries]
        return [lst.sections, lst.description, *((e, p.status, p.starred, sorted(p.tags), p.note) for e, p in shown)]


def merged(
    base: Mapping[str, str], ours: Mapping[str, str], theirs: Mapping[str, str], place: Path, *how: str
) -> dict[str, str]:
    """What Git makes of two clones, asked `how`; a conflict fails the test."""
    found = dict(ours)
    for name in theirs:
        sides = [place / side for side in ("ours", "base", "theirs")]
        for side, text in zip(sides, (ours[name], base[name], theirs[name]), strict=True):
            side.write_text(text)
        done = subprocess.run(
            ["git", "merge-file", "-p", *how, *map(str, sides)], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout
        found[name] = done.stdout
    return found


def people(place: Path, form: str = "list", devices: tuple[str, str, str] = ("ann", "bob", "laptop")) -> list[Person]:
    """Two people with a library each, and a second device of the first of them; each has the file as it went out."""
    logs = [
        Log(Paper(id, f"{name} and its bark", arxiv_id=id) for id, name in zip(IDS, NAMES, strict=True)) for _ in "ab"
    ]
    ann, bob, laptop = (
        Person(place / name, log, form, name) for name, log in zip(devices, [*logs, logs[0]], strict=True)
    )
    papers = [*ann.library.papers.values()]
    reading_lists.add_to_list(ann.library, "Trees", papers)
    reading_lists.describe_list(ann.library, "Trees", "What **we** read.")
    annotate.tag_papers(ann.library, papers, add=["common"])
    hub = ann.export()
    for each in (bob, laptop):
        each.put(hub)
    bob.sync()
    assert bob.files() == hub
    for each in (ann, bob, laptop):
        each.pulled = hub
    return [ann, bob, laptop]


@needs_git
@pytest.mark.parametrize("form", FORMS)
def test_edits_of_several_people_and_devices_all_arrive_without_a_conflict(tmp_path: Path, form: str) -> None:
    ann, bob, laptop = everyone = people(tmp_path, form)
    annotate.mark_papers(ann.library, [ann.paper(0)], Status.READ)
    annotate.set_note(bob.library, bob.paper(1), "Peels in winter.")
    annotate.tag_papers(bob.library, [bob.paper(5)], remove=["common"])
    annotate.star_papers(laptop.library, [laptop.paper(2)], on=True)
    reading_lists.remove_from_list(bob.library, "Trees", [bob.paper(6)])
    hub = dict(ann.pulled)
    for _ in range(2):
        for person in everyone:
            hub = person.meet(hub, tmp_path)
    assert ann.said() == bob.said() == laptop.said()
    assert [paper.status for paper in (bob.paper(0), ann.paper(0))] == [Status.READ] * 2
    assert (ann.paper(1).note, ann.paper(5).tags) == ("Peels in winter.", ())
    assert bob.paper(2).starred
    assert IDS[6] not in ann.library.reading_list("Trees").papers
    for person in everyone:
        person.put(hub)
        person.sync()
        assert person.files() == hub


@needs_git
@pytest.mark.parametrize("form", FORMS[:2])
def test_a_paper_that_two_people_put_on_the_list_in_two_places_keeps_what_each_said(tmp_path: Path, form: str) -> None:
    ann, bob, _ = people(tmp_path, form)
    reading_lists.remove_from_list(ann.library, "Trees", [ann.paper(6)])
    hub = bob.meet(ann.meet(ann.pulled, tmp_path), tmp_path)
    ann.put(hub)
    ann.sync()
    ann.pulled = hub
    annotate.set_note(ann.library, ann.paper(6), "Yellow flowers.")
    annotate.mark_papers(ann.library, [ann.paper(6)], Status.READ)
    annotate.set_note(bob.library, bob.paper(6), "Thorns all over.")
    annotate.star_papers(bob.library, [bob.paper(6)], on=True)
    reading_lists.add_to_list(ann.library, "Trees", [ann.paper(6)])
    reading_lists.add_to_list(bob.library, "Trees", [bob.paper(6)], position=1)
    for person in (ann, bob, ann):
        hub = person.meet(hub, tmp_path)
    assert ann.said() == bob.said()
    paper = bob.paper(6)
    assert (paper.status, paper.starred) == (Status.READ, True)
    for text in ("Yellow flowers.", "Thorns all over."):
        assert text in paper.note


@crossed
@pytest.mark.parametrize("met", [True, False])
@pytest.mark.parametrize("form", FORMS)
def test_what_another_device_wrote_is_no_edit_while_its_record_is_on_its_way(
    tmp_path: Path, form: str, met: bool
) -> None:
    """A sync tool brings its journal and the file first; `met` where an older record of it is here."""
    ann, _, laptop = people(tmp_path, form)
    if met:
        annotate.tag_papers(laptop.library, [laptop.paper(1)], add=["before"])
        laptop.sync()
    ann.put(laptop.files())
    annotate.tag_papers(ann.library, [ann.paper(2)], add=["own"])
    ann.sync()
    laptop.put(ann.files())
    laptop.sync()
    old = {name: dict(kept) for name, kept in ann.log.told.items()}
    annotate.tag_papers(laptop.library, [laptop.paper(0)], add=["wrong"])
    laptop.sync()
    annotate.tag_papers(laptop.library, [laptop.paper(0)], remove=["wrong"])
    new = {name: dict(kept) for name, kept in ann.log.told.items()}
    for name, kept in ann.log.told.items():
        kept.clear()
        kept.update({device: text for device, text in old.get(name, {}).items() if met or device == "ann"})
    ann.put(laptop.files())
    ann.sync()
    assert ann.paper(0).tags == ("common",)
    ann.log.told |= {name: {**kept, "ann": ann.log.told[name]["ann"]} for name, kept in new.items()}
    laptop.put(ann.files())
    laptop.sync()
    assert laptop.paper(0).tags == ("common",)
    annotate.star_papers(laptop.library, [laptop.paper(3)], on=True)
    laptop.sync()
    ann.put(laptop.files())
    ann.sync()
    assert ann.paper(3).starred
    assert ann.files() == laptop.files()


@pytest.mark.parametrize("form", FORMS)
def test_what_another_takes_back_is_an_edit_and_what_an_old_file_says_is_none(tmp_path: Path, form: str) -> None:
    ann, bob, _ = people(tmp_path, form)
    old = ann.files()
    annotate.star_papers(ann.library, [ann.paper(0)], on=True)
    reading_lists.remove_from_list(ann.library, "Trees", [ann.paper(3)])
    ann.sync()
    new = ann.files()
    ann.put(old)
    ann.sync()
    assert ann.paper(0).starred
    assert IDS[3] not in ann.library.reading_list("Trees").papers
    bob.put(new)
    bob.sync()
    annotate.star_papers(bob.library, [bob.paper(0)], on=False)
    reading_lists.add_to_list(bob.library, "Trees", [bob.paper(3)], position=4)
    bob.sync()
    ann.put(bob.files())
    ann.sync()
    assert not ann.paper(0).starred
    assert IDS[3] in ann.library.reading_list("Trees").papers


def test_an_import_that_was_read_twice_takes_nothing_twice_and_an_undo_makes_it_news_again(tmp_path: Path) -> None:
    ann, _, _ = people(tmp_path)
    text = ann.files()["trees.md"].replace("tags: common", "tags: common, bark", 1)
    assert "bark" in text
    assert roundtrip.bring_back_text(ann.library, text, "trees.md").papers == 1
    annotate.tag_papers(ann.library, [ann.paper(0)], remove=["bark"])
    assert roundtrip.bring_back_text(ann.library, text, "trees.md").papers == 0
    assert ann.paper(0).tags == ("common",)
    ann.library.undo()
    ann.library.undo()
    assert roundtrip.bring_back_text(ann.library, text, "trees.md").papers == 1


def test_two_files_that_began_alike_are_told_apart_by_who_wrote_them(tmp_path: Path) -> None:
    ann, bob, _ = people(tmp_path)
    second = ann.files()
    annotate.mark_papers(ann.library, [ann.paper(0)], Status.READ)
    reading_lists.remove_from_list(ann.library, "Trees", [ann.paper(6)])
    ann.sync()
    annotate.tag_papers(bob.library, [bob.paper(1)], add=["slow"])
    bob.put(second)
    bob.sync()
    ann.put(bob.files())
    ann.sync()
    assert "slow" in ann.paper(1).tags
    assert ann.paper(0).status is Status.READ
    assert IDS[6] not in ann.library.reading_list("Trees").papers


def test_a_state_that_was_cut_or_is_of_another_kind_is_passed_over(tmp_path: Path) -> None:
    ann, _, _ = people(tmp_path)
    for told in ann.log.told.values():
        for device, text in told.items():
            told[device] = "7\n[]\n{}\n" + text[: len(text) // 2]
    assert Bases(ann.library).writer(ann_file(ann))[1] == 1
    annotate.star_papers(ann.library, [ann.paper(0)], on=True)
    ann.sync()
    assert ann.paper(0).starred


@needs_git
def test_two_devices_that_took_the_same_mark_at_once_part(tmp_path: Path) -> None:
    """Neither saw the other when it first wrote; when they meet each counts under a mark of its own, so that Git merges
    what they write at the same time."""
    (tmp_path / "found").mkdir()
    shown = ann_file(people(tmp_path / "found")[0])

    def mark_of(device: str) -> str:
        return Bases(Library(MemoryBacking(Log(), device))).writer(shown)[0]

    alike = next(name for name in map(str, range(99)) if mark_of(name) == mark_of("bob"))
    ann, bob, laptop = people(tmp_path, devices=("ann", "bob", alike))
    hub = dict(ann.pulled)
    for round in range(3):
        for at, person in enumerate((bob, laptop)):
            annotate.set_note(person.library, person.paper(round + 3 * at), f"In round {round}.")
            for _ in range(1 + at):
                person.sync()
                annotate.tag_papers(person.library, [person.paper(round + 3 * at)], add=[f"tag {round}"])
        for person in (bob, laptop, bob):
            hub = person.meet(hub, tmp_path)
    marks = {Bases(person.library).writer(ann_file(person))[0] for person in (bob, laptop)}
    assert len(marks) == 2
    ann.put(hub)
    ann.sync()
    assert [ann.paper(at).note for at in range(6)] == [f"In round {at % 3}." for at in range(6)]


@pytest.mark.parametrize("form", FORMS)
def test_a_meeting_that_is_undone_is_one_again(tmp_path: Path, form: str) -> None:
    _, bob, hub = strangers(tmp_path, form)
    was = bob.said()
    bob.sync()
    bob.library.undo()
    assert bob.said() == was
    again = bob.sync()
    assert (again.is_left, bob.files()) == (True, hub)
    assert "meets it for the first time" in again.written
    assert IDS[3] in bob.library.reading_list("Trees").papers


@pytest.mark.parametrize("part", ["texts", "papers"])
def test_a_side_that_is_damaged_makes_the_file_one_that_is_not_written(tmp_path: Path, part: str) -> None:
    _, bob, hub = strangers(tmp_path)
    bob.sync()
    for told in bob.log.told.values():
        for device, text in told.items():
            told[device] = (
                text.replace(f'"{part}":{{', f'"{part}":{{"x":7}},"y":{{')
                if part == "texts"
                else text.replace('"own":{"papers":[', '"own":{"papers":[7,')
            )
    annotate.set_note(bob.library, bob.paper(0), "Bob again.")
    for _ in range(2):  # What is read of it meanwhile does not make it a file that is known.
        assert bob.sync().is_left
        assert bob.files() == hub
    assert bob.paper(0).note == "Bob again."


def test_force_writes_what_stayed_otherwise(tmp_path: Path) -> None:
    ann, bob, _ = strangers(tmp_path)
    bob.sync()
    roundtrip.sync(bob.library, ELSEWHERE, bob.target, PaperFinder(bob.library), force=True)
    ann.put(bob.files())
    ann.sync()
    assert ann.said() == bob.said()


def test_an_export_over_a_file_keeps_what_stays_otherwise(tmp_path: Path) -> None:
    _, bob, hub = strangers(tmp_path)
    bob.sync()
    assert bob.export() == hub


def ann_file(person: Person) -> OpenedExport:
    """The file, opened."""
    return next(iter(roundtrip.open_path(person.target).values()))


DAMAGES = [
    b"\xff\xfe\x00\n",
    b'["%s","a",{"a":Infinity},"",{}]\n',
    b"[" * 100_000,
    b'["%s","a",{},"",{"by":[],"steps":[[]],"body":"","papers":[],"sections":[],"description":"","own":true}]\n',
    b'["%s","a",{},"",{"by":[],"steps":[],"papers":7}]\n',
    b'["%s",[],{"a":[]},"",7]\n',
]


@pytest.mark.parametrize("damage", range(len(DAMAGES) + 2))
def test_what_is_kept_of_files_may_be_damaged_or_impossible_to_keep(
    reader: Reader, tmp_path: Path, damage: int
) -> None:
    reader.take({IDS[0]: "Ash and its bark"})
    reader("list", "add", "Trees", IDS[0])
    file = tmp_path / "trees.md"
    reader("export", "--list", "Trees", "-o", str(file))
    (kept,) = (reader.folder / "exports").iterdir()
    if damage < len(DAMAGES):
        kept.write_bytes(DAMAGES[damage].replace(b"%s", kept.name.split(".")[0].encode()))
    elif damage == len(DAMAGES):
        kept.unlink()
        os.mkfifo(kept)
    else:
        shutil.rmtree(kept.parent)
        kept.parent.write_text("A file of somebody's.")
    reader("star", IDS[0])
    reader("sync", str(file))
    assert "\u2605" in file.read_text()
    reader("doctor")


def test_no_file_says_where_anything_is_kept(reader: Reader, tmp_path: Path) -> None:
    reader.take({IDS[0]: "Ash and its bark"})
    reader("list", "add", "Trees", IDS[0])
    file = tmp_path / "trees.md"
    reader("export", "--list", "Trees", "-o", str(file))
    (kept,) = (reader.folder / "exports").iterdir()
    id = kept.name.split(".")[0]
    file.write_text(file.read_text().replace(f'"id":"{id}"', '"id":"../../strange/here"'))
    reader("star", IDS[0])
    reader("sync", str(file))
    assert not [*tmp_path.rglob("*here*")]


def test_what_was_known_of_a_file_and_is_put_back_to_an_older_state_undoes_nothing(
    reader: Reader, tmp_path: Path
) -> None:
    """What Reader wrote to the file since is nobody's edit."""
    reader.take({IDS[0]: "Ash and its bark", IDS[1]: "Box and its bark"})
    reader("list", "add", "Trees", IDS[0], IDS[1])
    reader("star", IDS[0])
    file = tmp_path / "trees.md"
    reader("export", "--list", "Trees", "-o", str(file))
    (kept,) = (reader.folder / "exports").iterdir()
    held = kept.read_bytes()
    reader("star", "--off", IDS[0])
    reader("sync", str(file))
    reader("star", IDS[0])
    kept.write_bytes(held)
    assert "the library has a star, the file none; it stays" in reader("sync", str(file)).out
    assert IDS[0] in reader("search", "is:starred", "--ids").out


def test_a_name_is_kept_in_the_folder_only_and_the_oldest_go(tmp_path: Path) -> None:
    library, memory = tmp_path / "library", str(tmp_path / "memory" / "a.exports")
    library.mkdir()
    ToldFiles(str(library), "here", memory).keep("../beside", "7")
    ToldFiles(str(tmp_path / "gone"), "here", memory).keep("beside", "7")
    assert [*tmp_path.rglob("*")] == [library]
    assert read_told(str(library), "../beside") == {}
    folder = library / "exports"
    folder.mkdir()
    for n in range(70):
        name = f"{n}.here" if n else ".0.here.1234.tmp"
        (folder / name).write_text("7")
        os.utime(folder / name, (n, n))
    (folder / "0.there").write_text("7")
    ToldFiles(str(library), "here", memory).keep("a", "7")
    left = {file.name for file in folder.iterdir()}
    assert (len(left), ".0.here.1234.tmp" in left, "1.here" in left) == (61, False, False)
    assert {"a.here", "69.here", "0.there"} <= left


def strangers(place: Path, form: str = "list") -> tuple[Person, Person, dict[str, str]]:
    """Two people who had their own words on the same papers before one of them got the file of the other."""
    ann, bob = (
        Person(
            place / name,
            Log(Paper(id, f"{title} and its bark", arxiv_id=id) for id, title in zip(IDS, NAMES, strict=True)),
            form,
            name,
        )
        for name in ("ann", "bob")
    )
    for person, word in ((ann, "Ann"), (bob, "Bob")):
        shelf = person.library
        reading_lists.add_to_list(
            shelf, "Trees", [person.paper(at) for at in ((0, 1, 2, 3) if person is ann else (1, 0, 2))]
        )
        reading_lists.describe_list(shelf, "Trees", f"What {word} read.")
        reading_lists.annotate_entry(shelf, "Trees", person.paper(0), f"{word}'s remark.")
        for at in range(3):
            annotate.set_note(shelf, person.paper(at), f"{word} on it.\n\nTwo words of {word}.")
        annotate.tag_papers(shelf, [person.paper(0)], add=["bark", word])
    annotate.mark_papers(ann.library, [ann.paper(0)], Status.READING)
    annotate.mark_papers(bob.library, [bob.paper(0)], Status.READ)
    annotate.star_papers(bob.library, [bob.paper(1)], on=True)
    hub = ann.export()
    bob.put(hub)
    return ann, bob, hub


@pytest.mark.parametrize("form", FORMS)
def test_what_two_libraries_say_otherwise_when_they_meet_stays_so_until_somebody_edits_it(
    tmp_path: Path, form: str
) -> None:
    ann, bob, hub = strangers(tmp_path, form)
    first = bob.sync()
    mine = bob.said()
    assert first.returned.conflicts
    assert bob.files() == hub
    assert (bob.paper(0).status, bob.paper(0).tags, bob.paper(0).note[:3]) == (Status.READ, ("bark", "Bob"), "Bob")
    assert IDS[3] in bob.library.reading_list("Trees").papers
    for _ in range(2):
        bob.sync()
        assert (bob.files(), bob.said()) == (hub, mine)
    annotate.tag_papers(bob.library, [bob.paper(2)], add=["slow"])
    bob.sync()
    ann.put(bob.files())
    was = ann.said()
    ann.sync()
    assert ann.paper(2).tags == ("slow",)
    assert ann.paper(2).note.startswith("Ann")
    annotate.tag_papers(ann.library, [ann.paper(2)], remove=["slow"])
    assert ann.said() == was


@pytest.mark.parametrize("form", FORMS)
def test_what_is_edited_after_a_meeting_goes_over_and_what_both_edit_stays_with_both(tmp_path: Path, form: str) -> None:
    ann, bob, _ = strangers(tmp_path, form)
    bob.sync()
    annotate.set_note(bob.library, bob.paper(0), "Bob again.")
    annotate.mark_papers(bob.library, [bob.paper(0)], Status.UNREAD)
    reading_lists.remove_from_list(bob.library, "Trees", [bob.paper(3)])
    bob.sync()
    ann.put(bob.files())
    ann.sync()
    assert (ann.paper(0).note, ann.paper(0).status, ann.paper(0).tags) == ("Bob again.", Status.UNREAD, ("Ann", "bark"))
    assert ann.library.reading_list("Trees").papers == tuple(IDS[:3])
    annotate.set_note(ann.library, ann.paper(1), "Ann again.")
    annotate.set_note(ann.library, ann.paper(2), "Ann was first.")
    reading_lists.describe_list(ann.library, "Trees", "What we read.")
    ann.sync()
    annotate.set_note(bob.library, bob.paper(2), "Bob was late.")
    bob.put(ann.files())
    bob.sync()
    assert bob.paper(1).note == "Ann again."
    assert bob.library.reading_list("Trees").description == "What we read."
    assert "Ann was first." in bob.paper(2).note
    assert "Bob was late." in bob.paper(2).note
    ann.put(bob.files())
    ann.sync()
    assert ann.paper(2).note == bob.paper(2).note
    assert ann.library.list_called("Trees") is not None
    for person in (bob, ann):
        was = person.files()
        person.sync()
        assert person.files() == was


@pytest.mark.parametrize("form", FORMS)
def test_what_a_file_does_not_say_goes_out_after_the_meeting(tmp_path: Path, form: str) -> None:
    """A paper, a note, a remark and tags that only the second library has; the meeting itself writes nothing."""
    ann, bob, hub = strangers(tmp_path, form)
    reading_lists.add_to_list(bob.library, "Trees", [bob.paper(4)])
    annotate.set_note(bob.library, bob.paper(4), "Bob alone.")
    reading_lists.annotate_entry(bob.library, "Trees", bob.paper(1), "Bob's remark alone.")
    annotate.tag_papers(bob.library, [bob.paper(2)], add=["alone"])
    bob.sync()
    assert bob.files() == hub
    assert bob.sync().out
    ann.put(bob.files())
    ann.sync()
    assert IDS[4] in ann.library.reading_list("Trees").papers
    assert (ann.paper(4).note, ann.paper(2).tags, ann.paper(0).tags) == ("Bob alone.", ("alone",), ("Ann", "bark"))
    assert "Bob's remark alone." in [entry.note for entry in ann.library.reading_list("Trees").entries]
    for person in (ann, bob):
        was = person.files()
        person.sync()
        assert person.files() == was


def test_a_dry_run_of_a_meeting_says_that_nothing_is_written_though_nothing_is_otherwise(tmp_path: Path) -> None:
    _, bob, _ = people(tmp_path)
    third = Person(tmp_path / "third", Log(bob.library.papers.values()), "list", "third")
    reading_lists.add_to_list(third.library, "Trees", [*third.library.papers.values()])
    third.put(bob.files())
    annotate.set_note(third.library, third.paper(1), "Third alone.")
    foretold = roundtrip.sync(third.library, ELSEWHERE, third.target, PaperFinder(third.library), dry_run=True)
    assert third.sync().written == foretold.written == roundtrip.MET
    assert third.files() == bob.files()


def test_a_list_that_only_bears_the_name_of_one_that_is_here_is_said_to_be_taken_for_it(tmp_path: Path) -> None:
    """Once, and not where both have a paper in common."""
    ann, _, _ = people(tmp_path)
    for name, common in (("apart", False), ("alike", True)):
        own = Paper("2402.00020", "Hazel and its nuts", arxiv_id="2402.00020")
        person = Person(tmp_path / name, Log([own, *([ann.paper(0)] if common else [])]), device=name)
        reading_lists.add_to_list(person.library, "Trees", [*person.library.papers.values()])
        person.put(ann.files())
        told = [any("was here already" in line for line in person.sync().lines) for _ in range(2)]
        assert told == [not common, False]
