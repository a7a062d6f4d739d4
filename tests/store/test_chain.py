"""A journal whose lines hang together has lost nothing in its middle; one that has says where, once."""

from __future__ import annotations

import random
import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import ReadOnly
from reader.library import change as edits
from reader.library.change import Step
from reader.library.library import Library
from reader.store import journal
from reader.store.lines import chained, checksum, decode, encode, encode_header, link_of, unchained, unsealed
from tests.support.cli import Reader
from tests.support.folders import Machines, give_tags, named, numbered, seed
from tests.support.laws import law

LOSSES = ("gap", "order", "missing", "line")
"""What the doctor calls what is lost."""


def star(library: Library, n: int = 0, on: bool = True) -> None:
    """An edit."""
    library.apply(edits.star(library.papers[named(n)], on), f"Starred {n}")


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    """A library with a header and seven steps, an import and tags, in its one journal."""
    machines = Machines(tmp_path)
    library = machines.library()
    seed(library)
    give_tags(library, 6, papers=3)
    return machines


def lines(path: Path) -> list[bytes]:
    """The lines of a journal, newlines included."""
    return path.read_bytes().splitlines(keepends=True)


def tags(library: Library) -> list[str]:
    """The tags of all papers."""
    return sorted({tag for paper in library.papers.values() for tag in paper.tags})


def losses(machines: Machines, device: str = "here") -> list[tuple[str, str]]:
    """The losses that the doctor finds: kind and place."""
    return [(found.kind, found.where) for found in machines.check(device) if found.kind in LOSSES]


# -- the lines --------------------------------------------------------------------------------------------------------


def test_each_line_names_the_one_before_it(machines: Machines) -> None:
    """The first step names the first line of the journal."""
    held = [line[:-1] for line in lines(machines.journal())]
    assert len(held) == 8
    assert [link_of(line) for line in held] == [b"", *map(checksum, held[:-1])]
    assert all(map(unsealed, held))


def test_two_windows_that_take_turns_make_one_chain(machines: Machines) -> None:
    """Each reads before it writes."""
    one, two = machines.library(), machines.library()
    for n in range(4):
        star([one, two][n % 2], n % 3, on=n < 3)
    held = [line[:-1] for line in lines(machines.journal())]
    assert [link_of(line) for line in held[1:]] == list(map(checksum, held[:-1]))
    assert machines.check() == []


def test_a_line_is_the_same_step_with_and_without_the_name_of_another() -> None:
    """It is sealed anew, and comes back as it was."""
    line = encode(Step("s-1", 1, 1, 'Said ,"p":"01234567"', ()))
    linked = chained(line, b"0badcafe")
    assert decode(linked[:-1], "") == decode(line[:-1], "") != None  # noqa: E711 - the two are a step
    assert (link_of(line[:-1]), link_of(linked[:-1])) == (b"", b"0badcafe")
    assert unchained(linked[:-1]) == unchained(line[:-1]) == line[:-1]
    assert chained(line, b"") == line


def test_a_torn_line_and_a_damaged_one_have_no_place_in_the_chain(machines: Machines) -> None:
    """What comes after them names the last line that says something."""
    machines.forget()
    path = machines.journal()
    *_, last = lines(path)
    with path.open("ab") as file:
        file.write(b"damaged\n" + last.replace(b'"i":"', b'"i":"x')[:40])
    star(machines.library())
    held = lines(path)
    assert held[-2].endswith(b"~\n")
    assert link_of(held[-1][:-1]) == checksum(last[:-1])
    assert losses(machines) == [("line", f"journal/{path.name}:9")]


# -- no false alarm ---------------------------------------------------------------------------------------------------


def honest(root: Path, number: int) -> Machines:
    """A library in which two devices, some of them with an older version, did this and that, and nothing was lost."""
    chance = random.Random(number)
    machines = Machines(root)
    seed(machines.library())
    open_ones = [machines.library(device=device) for device in ("here", "here", "there")]
    for n in range(chance.randrange(4, 14)):
        act, at = chance.randrange(8), chance.randrange(3)
        library = open_ones[at]
        library.refresh()
        paths = sorted(machines.path("journal").glob("*xxxxxx.jsonl"))
        if act == 0:
            library.add(numbered(1, start=10 + n), say=lambda plan: f"Imported {len(plan.new)}")
        elif act == 1:
            with chance.choice(paths).open("ab") as file:
                file.write(b'{"i":"torn')
        elif act == 2:
            path = chance.choice(paths)
            shutil.copyfile(path, path.with_name(f"{path.stem} (conflicted copy {n}).jsonl"))
        elif act == 3:
            open_ones[at] = machines.library(device="there" if at == 2 else "here")
        else:
            with pytest.MonkeyPatch.context() as patch:
                if act == 4:  # An older version, which knows nothing of the chain.
                    patch.setattr(journal, "chained", lambda line, before: line)
                library.apply(edits.note(library.papers[named(n % 3)], f"note {n}"), f"Noted {n}")
    return machines


@law(16)
@given(st.integers(0, 1 << 30))
def test_an_honest_history_has_no_loss(number: int) -> None:
    """However its processes, devices and versions took turns, also on a machine that remembers nothing."""
    with tempfile.TemporaryDirectory() as folder:
        machines = honest(Path(folder), number)
        assert losses(machines) == []
        for device in ("here", "there"):
            machines.forget(device)
            assert losses(machines, device) == []
            assert machines.library(device=device).warnings == ()


@pytest.mark.parametrize("marked", [True, False], ids=["with the marks of the merge", "without"])
def test_both_sides_of_a_merge_hang_together(machines: Machines, marked: bool) -> None:
    """One journal that was written on two branches of a Git repository."""
    path = machines.journal()
    base = path.read_bytes()
    star(machines.library(), 0)
    ours = path.read_bytes()[len(base) :]
    path.write_bytes(base)
    machines.forget()
    star(machines.library(), 1)
    theirs = path.read_bytes()[len(base) :]
    between = [b"<<<<<<< HEAD\n", b"=======\n", b">>>>>>> theirs\n"] if marked else [b"", b"", b""]
    path.write_bytes(base + between[0] + ours + between[1] + theirs + between[2])
    assert losses(machines) == []
    star(machines.library(), 2)
    assert losses(machines) == []


def test_all_journals_in_one_file_hang_together(machines: Machines) -> None:
    """As older backups have them: each with a chain of its own."""
    star(machines.library(device="there"), 2)
    star(machines.library(), 1)
    paths = sorted(machines.path("journal").iterdir())
    both = b"".join(path.read_bytes() for path in paths)
    for path in paths:
        path.unlink()
    machines.path("journal", "backup.jsonl").write_bytes(both)
    assert losses(machines) == []


def test_a_first_line_that_is_missing_alone_is_no_loss(machines: Machines) -> None:
    """It is told as before."""
    path = machines.journal()
    path.write_bytes(b"".join(lines(path)[1:]))
    machines.forget()
    assert [found.kind for found in machines.check()] == ["header"]
    assert machines.library().warnings == ()


# -- what is lost is named --------------------------------------------------------------------------------------------


def between(held: list[bytes], chance: random.Random) -> tuple[int, int]:
    """The first and the last of some lines of steps that are followed by one that names the line before it."""
    last = chance.choice([n for n in range(1, len(held) - 1) if link_of(held[n + 1][:-1])])
    return chance.randrange(1, last + 1), last


def cut(held: list[bytes], chance: random.Random) -> list[bytes]:
    """Lines that are not there any more, also as an older copy to which a tool appended what is newer."""
    first, last = between(held, chance)
    return held[:first] + held[last + 1 :]


def swap(held: list[bytes], chance: random.Random) -> list[bytes]:
    """A line and the next one in each other's place."""
    _, last = between(held, chance)
    return [*held[:last], held[last + 1], held[last], *held[last + 2 :]]


def move(held: list[bytes], chance: random.Random) -> list[bytes]:
    """A line that stands at the end."""
    _, last = between(held, chance)
    return [*held[:last], *held[last + 1 :], held[last]]


def splice(held: list[bytes], chance: random.Random) -> list[bytes]:
    """A line of another journal in the middle."""
    other = chained(encode(Step("s-9", 3, 3, "Noted elsewhere", ())), b"0badcafe")
    first, _ = between(held, chance)
    return [*held[:first], other, *held[first:]]


@law(40)
@given(st.integers(0, 1 << 30), st.sampled_from([cut, swap, move, splice]))
def test_each_act_upon_the_middle_of_a_journal_is_named(number: int, act: object) -> None:
    """By a machine that remembers nothing."""
    chance = random.Random(number)
    with tempfile.TemporaryDirectory() as folder:
        machines = Machines(Path(folder))
        library = machines.library()
        seed(library)
        for n in range(chance.randrange(2, 8)):
            library.apply(edits.note(library.papers[named(n % 3)], f"note {n}"), f"Noted {n}")
        path = machines.journal()
        held = [line for line in lines(path) if b"Imported" not in line] if chance.random() < 0.1 else lines(path)
        changed = act(held, chance)  # type: ignore[operator]
        machines.forget()
        path.write_bytes(b"".join(changed))
        found = losses(machines)
        imported = any(b"Imported" in line for line in held) and not any(b"Imported" in line for line in changed)
        if act is cut and imported and len(held) - len(changed) == 1:
            assert found == []  # It stands in the catalogue too.
        else:
            assert {kind for kind, _ in found} == {"gap"} if act in (cut, splice) else {"order"}


def test_a_line_of_another_journal_in_the_middle_is_named(machines: Machines) -> None:
    """Though nothing is missing."""
    there = machines.library(device="there")
    star(there, 0)
    star(there, 1)
    path = machines.path("journal", "herexxxxxx.jsonl")
    held = lines(path)
    other = lines(machines.path("journal", "therexxxxx.jsonl"))[-1]
    path.write_bytes(b"".join([*held[:4], other, *held[4:]]))
    assert losses(machines) == [("order", f"journal/{path.name}:5")]
    assert machines.library().warnings == ()


def test_lines_that_are_back_in_another_file_leave_nothing_to_tell(machines: Machines) -> None:
    """Whatever the file is called."""
    path = machines.journal()
    held = lines(path)
    path.write_bytes(b"".join([*held[:4], *held[6:]]))
    path.with_name("found.jsonl").write_bytes(b"".join([held[0], *held[4:6]]))
    machines.forget()
    assert machines.library().warnings == ()
    assert losses(machines) == []


def test_steps_that_are_missing_make_the_library_read_only_until_the_user_goes_on(machines: Machines) -> None:
    """Where nothing is remembered; said in one sentence, with the steps between which they stood."""
    path = machines.journal()
    whole = path.read_bytes()
    held = lines(path)
    path.write_bytes(b"".join(held[:4] + held[6:]))
    machines.forget()
    library = machines.library()
    (warning,) = library.warnings
    said = 'Steps of this machine between "Tagged t1" (21 September 2026, 14:13 UTC) and "Tagged t4" (21 '
    assert warning.startswith(said)
    assert "is read-only: put the files back, or go on without them" in warning
    with pytest.raises(ReadOnly, match='between "Tagged t1"'):
        star(library)
    (finding,) = machines.check()
    assert (finding.kind, finding.where, finding.serious) == ("gap", f"journal/{path.name}:5", True)
    assert finding.message.startswith(said.capitalize()[:5] + said[5:])
    (done,) = machines.repair()
    assert done.startswith("Went on without what is missing at 1 place of the journals;")
    assert machines.check() == []
    star(machines.library())
    assert machines.library().warnings == ()
    path.with_name("found.jsonl").write_bytes(whole)
    assert tags(machines.library()) == [f"t{n}" for n in range(6)]
    assert machines.check() == []


def test_what_is_counted_already_is_told_once_and_the_doctor_says_where(machines: Machines) -> None:
    """The machine remembers how many steps there were."""
    path = machines.journal()
    held = lines(path)
    path.write_bytes(b"".join(held[:4] + held[6:]))
    (warning,) = machines.library().warnings
    assert warning.startswith("2 steps of this machine that were here on 21 September 2026 are missing, so")
    assert [(found.kind, found.serious) for found in machines.check()] == [("missing", True), ("gap", False)]
    (done,) = machines.repair()
    assert done.startswith("Went on without 2 steps;")
    assert machines.check() == []
    assert machines.library().warnings == ()


def test_a_later_loss_beside_one_that_was_accepted_is_named_anew(machines: Machines) -> None:
    """Going on without some lines says nothing about others."""
    path = machines.journal()
    held = lines(path)
    path.write_bytes(b"".join(held[:4] + held[5:]))
    machines.repair()
    held = lines(path)
    path.write_bytes(b"".join(held[:3] + held[4:]))
    machines.forget()
    assert losses(machines) == [("gap", f"journal/{path.name}:4")]


def test_another_devices_gap_is_a_warning_that_goes_when_the_lines_arrive(machines: Machines) -> None:
    """Edits go on meanwhile; each device decides about its own words."""
    there = machines.library(device="there")
    for n in range(3):
        star(there, n)
    path = machines.path("journal", "therexxxxx.jsonl")
    whole = path.read_bytes()
    held = lines(path)
    path.write_bytes(b"".join(held[:2] + held[3:]))
    machines.forget()
    machines.forget("there")
    library = machines.library()
    (warning,) = library.warnings
    assert warning.startswith("Steps of the machine 'therexxxxx' between \"Starred 0\" (21 September 2026, ")
    assert warning.endswith("are missing; this warning goes when the files arrive, or with `reader doctor --repair`.")
    star(library)
    assert [(found.kind, found.serious) for found in machines.check()] == [("gap", False)]
    machines.repair()
    assert machines.library().warnings == ()
    assert losses(machines, "there") == [("gap", "journal/therexxxxx.jsonl:3")]
    with pytest.raises(ReadOnly, match="Steps of this machine between"):
        star(machines.library(device="there"))
    path.write_bytes(whole)
    assert losses(machines) == losses(machines, "there") == []
    star(machines.library(device="there"), 1, on=False)


def test_many_gaps_of_one_journal_are_one_sentence(machines: Machines) -> None:
    """The doctor names each."""
    path = machines.journal()
    held = lines(path)
    path.write_bytes(b"".join(line for n, line in enumerate(held) if n not in (2, 4)))
    machines.forget()
    (warning,) = machines.library().warnings
    assert warning.startswith(
        'Steps of this machine are missing at 2 places of its journal, first between "Imported 3" ('
    )
    assert [kind for kind, _ in losses(machines)] == ["gap", "gap"]
    assert machines.repair()[0].startswith("Went on without what is missing at 2 places of the journals;")
    assert machines.check() == []


@pytest.mark.parametrize("remembers", [True, False])
def test_a_damaged_line_is_told_once_and_nothing_is_left_to_tell_after_a_repair(
    machines: Machines, remembers: bool
) -> None:
    """The line behind it names what it was; where more was damaged than it, that is said too."""
    path = machines.journal()
    held = lines(path)
    path.write_bytes(b"".join([*held[:3], held[3].replace(b'"t1"', b'"T1"'), *held[4:]]))
    if not remembers:
        machines.forget()
    assert [kind for kind, _ in losses(machines)] == ["line"] if not remembers else ["missing", "line"]
    path.write_bytes(b"".join([*held[:3], b"\1" * 80 + b"\n", *held[5:]]))
    found = [kind for kind, _ in losses(machines)]
    assert found == ["line", "gap"] if not remembers else ["missing", "line", "gap"]
    if not remembers:
        star(machines.library())
    machines.repair()
    assert machines.check() == []
    assert machines.library().warnings == ()
    star(machines.library(), 1)


def test_the_line_of_an_import_that_stands_in_the_catalogue_is_not_missing(machines: Machines) -> None:
    """Nor when a later edit has put it behind another line, and a later import has taken its place there."""
    path = machines.journal()
    held = lines(path)
    path.write_bytes(b"".join([held[0], *held[2:]]))
    for forgotten in (False, True):
        if forgotten:
            machines.forget()
        assert losses(machines) == []
        assert machines.library().warnings == ()
    star(machines.library())
    assert losses(machines) == []
    machines.library().add(numbered(1, start=7), say=lambda plan: "Imported one more")
    assert losses(machines) == []
    assert machines.library().warnings == ()


def test_an_open_window_tells_a_gap_and_is_content_when_the_lines_are_back(machines: Machines) -> None:
    """In its own journal and in another's."""
    machines.forget()
    path = machines.journal()
    whole, held = path.read_bytes(), lines(path)
    path.write_bytes(b"".join(held[:4] + held[5:]))
    machines.forget()
    window = machines.library()
    assert len(window.warnings) == 1
    with pytest.raises(ReadOnly):
        star(window)
    path.write_bytes(whole)
    window.refresh()
    star(window)
    with path.open("ab") as file:
        file.write(chained(encode(Step("s-1", 900, 1, "Noted", ())), b"0badcafe"))
    assert window.refresh().warnings[0].startswith('Steps of this machine before "Noted"')
    with pytest.raises(ReadOnly):
        star(window, 1)


def test_a_journal_of_another_beginning_is_read_without_fear(machines: Machines) -> None:
    """A thousand lines that each name what is not there cost no more than their reading."""
    other = encode_header("foreignxxx")
    other += b"".join(chained(encode(Step(f"f-{n}", n, 1, "Said", ())), b"%08x" % n) for n in range(1000))
    machines.path("journal", "foreign.jsonl").write_bytes(other)
    (warning,) = machines.library().warnings
    assert "at 1000 places" in warning
    assert len(losses(machines)) == 1000


def test_the_command_line_names_the_place_and_goes_on(reader: Reader) -> None:
    """Beside how many steps are missing."""
    reader("import", "-", "--format", "jsonl", stdin='{"title": "A paper about models", "id": "one-paper"}\n')
    (paper,) = reader("search", "--ids").lines
    for tag in ("a", "b", "c"):
        reader("tag", paper, "--add", tag)
    (path,) = (reader.folder / "journal").glob("*.jsonl")
    held = lines(path)
    path.write_bytes(b"".join(held[:3] + held[4:]))
    answer = reader("doctor", check=False)
    assert answer.status == 1
    assert "1 step of this machine that was here" in answer.out
    assert f'journal/{path.name}:4: Steps of this machine between "Tagged ' in answer.out
    reader("doctor", "--repair")
    reader("star", paper)
    assert "as it should be" in reader("doctor").out
