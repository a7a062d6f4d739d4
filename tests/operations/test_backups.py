"""Putting a backup back brings what is lost, or else what was removed since, in one step that undo takes back."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from reader.errors import InputError, ReadOnly, Refused, StoreError
from reader.library import change as edits
from reader.library.change import NO_TIMES
from reader.library.library import Library, Outcome
from reader.library.undo import NOTHING_DIFFERENT
from reader.operations import annotate, backups, corrections, reading_lists, triage, undo
from reader.operations.removal import remove_papers
from reader.paper import Paper, Status
from reader.store.backup import Backups
from reader.store.backup_files import catalogue_path, head_of, read_backup
from reader.store.lines import encode, encode_header
from tests.support.folders import Machines, named, numbered, seed
from tests.support.grids import crossed
from tests.support.laws import often

DAY = 86_400_000


def note(library: Library, text: str, n: int = 0) -> None:
    """An edit that always changes something."""
    library.apply(edits.note(library.papers[named(n)], text), "Noted")


def of(machines: Machines, name: str = "library") -> Backups:
    """The backups of a library."""
    return Backups(str(machines.root / name), *(str(machines.root / "here" / kind) for kind in ("data", "state")))


def put_back(machines: Machines, date: str, library: Library | None = None) -> Outcome:
    """Put a backup back into the usual library."""
    library = library or machines.library()
    return backups.put_back(library, backups.chosen(of(machines), date, library))


def foretold(machines: Machines, date: str) -> list[str]:
    """What putting it back would change."""
    library = machines.library()
    chosen = backups.chosen(of(machines), date, library)
    return backups.foretold(library, chosen, library.foreseen(chosen.held))


def session(machines: Machines, act: Callable[[Library], object], *, long: bool = True) -> None:
    """A process that edits and ends."""
    folder = machines.folder()
    act(Library(folder))
    folder.close(long=long)


def shown(library: Library) -> tuple[dict[str, Paper], dict[str, object]]:
    """All that a person sees, but for the moments of it."""
    return {id: replace(paper, changed_at="", added="") for id, paper in library.papers.items()}, dict(library.lists)


def without_moments(library: Library) -> tuple[list[Paper], dict[str, object]]:
    """The same, but for when it was said."""
    papers, lists = shown(library)
    return [replace(paper, starred_at="", read_at="") for paper in papers.values()], lists


@pytest.fixture
def machines(tmp_path: Path) -> Machines:
    """A library with words of every kind and a backup of it, named "2026-09-21", and a day that begins."""
    machines = Machines(tmp_path)

    def edit(library: Library) -> None:
        seed(library)
        paper, other, third = (library.papers[named(n)] for n in range(3))
        annotate.tag_papers(library, [paper, other], ["rl"])
        annotate.star_papers(library, [paper], True)
        annotate.mark_papers(library, [other], Status.READ)
        note(library, "first thoughts")
        reading_lists.add_to_list(library, "Edge", [paper, third])

    session(machines, edit)
    machines.now += DAY
    return machines


# -- what is lost -----------------------------------------------------------------------------------------------------


def lose_journal(machines: Machines) -> None:
    """All of this machine's words."""
    shutil.rmtree(machines.path("journal"))


def cut_journal(machines: Machines) -> None:
    """The last three steps."""
    lines = machines.journal().read_bytes().splitlines(keepends=True)
    machines.journal().write_bytes(b"".join(lines[:-3]))


def lose_papers(machines: Machines) -> None:
    """Two of the papers."""
    other = Machines(machines.root / "one")
    seed(other.library(), 1)
    shutil.copyfile(other.path("catalogue.json"), machines.path("catalogue.json"))


LOSSES = {"journal": lose_journal, "end": cut_journal, "papers": lose_papers}


@crossed
@pytest.mark.parametrize("noticed", [True, False])
@pytest.mark.parametrize("lost", LOSSES)
def test_what_is_lost_comes_back_as_it_was(machines: Machines, lost: str, noticed: bool) -> None:
    """Also where the library can only be read for it; then it can be written again, and the doctor is content."""
    before = shown(machines.library())
    LOSSES[lost](machines)
    if not noticed:
        machines.forget()
    library = machines.library()
    poor = shown(library)
    assert poor != before
    assert bool(library.loss) is noticed
    outcome = put_back(machines, "2026-09-21", library)
    assert outcome.say.startswith("Put back ")
    assert shown(library) == before
    assert library.loss == ""
    note(library, "and on")
    again = machines.library()
    assert again.warnings == ()
    assert again.papers[named(0)].note == "and on"
    assert [finding for finding in machines.check() if finding.serious] == []
    again.undo()
    again.undo()
    assert shown(again) == poor
    again.redo()
    assert shown(again) == before


def test_what_an_import_completed_is_taken_back_also_where_it_was_lost_and_put_back(machines: Machines) -> None:
    def complete(library: Library, venue: str = "", doi: str = "") -> None:
        library.add([replace(numbered(1)[0], venue=venue, doi=doi)], say=lambda plan: "Completed")

    session(machines, partial(complete, venue="ICML"))
    shutil.copytree(machines.path(), machines.root / "older")
    session(machines, partial(complete, doi="10.1000/lanterns"))
    shutil.rmtree(machines.path())
    shutil.copytree(machines.root / "older", machines.path())
    library = machines.library()
    told: list[tuple[str, str]] = []

    def tell() -> None:
        told.extend((paper.venue, paper.doi) for paper in [library.papers[named(0)]])

    tell()
    put_back(machines, "2026-09-22", library)
    tell()
    library = machines.library()
    tell()
    for say in ("Completed", "Put back"):
        (step, *_) = [step for step in library.undoable() if step.say.startswith(say)]
        library.undo_step(step.id)
        tell()
    assert told == [("ICML", ""), *2 * [("ICML", "10.1000/lanterns")], *2 * [("ICML", "")]]


def test_the_sentence_of_a_loss_names_the_backup_that_holds_it(machines: Machines) -> None:
    """And nothing that does not."""
    cut_journal(machines)
    library = machines.library()
    (told,) = library.warnings
    assert "put them back with `reader backup restore 2026-09-21`, which holds them all, put the files back" in told
    (finding,) = (one for one in machines.check() if one.kind == "missing")
    assert "`reader backup restore 2026-09-21`, which holds them all" in finding.message
    with pytest.raises(ReadOnly, match="`reader backup restore 2026-09-21`"):
        note(library, "no")
    for path in Path(of(machines).folder).glob("2026-*"):
        path.unlink()
    (told,) = machines.library().warnings
    assert "`reader backup" not in told


def test_a_backup_that_holds_a_part_is_named_as_that(machines: Machines) -> None:
    """What it brings comes back; what is missing still keeps the library from being written."""
    for n in range(3):
        session(machines, lambda library: note(library, f"thought {machines.now}"))
        machines.now += 1000 * n
    for path in sorted(Path(of(machines).folder).glob("2026-09-22*"))[1:]:
        path.unlink()
    lose_journal(machines)
    library = machines.library()
    (told,) = library.warnings
    assert "restore 2026-09-22`, which holds 5 of the 8" in told
    put_back(machines, "2026-09-22", library)
    assert library.loss.startswith("3 steps of this machine")
    assert library.papers[named(0)].note == "first thoughts"
    with pytest.raises(ReadOnly):
        note(library, "no")


def test_undo_takes_a_note_that_was_put_back_away_with_all_that_is_told_of_it(machines: Machines) -> None:
    """Nobody is told of a text that he has just taken back; redo shows it again."""
    journal = next(machines.path("journal").glob("here*.jsonl"))
    before = journal.read_bytes()
    session(machines, lambda library: note(library, "a lamp", 2))
    journal.write_bytes(before)
    machines.now += DAY
    library = machines.library()
    put_back(machines, of(machines).found()[-1].name, library)
    assert library.papers[named(2)].note == "a lamp"
    library.undo()
    again = machines.library()
    assert (again.papers[named(2)].note, again.state.unseen(named(2)), again.warnings) == ("", (), ())
    again.redo()
    assert machines.library().papers[named(2)].note == "a lamp"


def test_words_of_after_the_backup_stay_whatever_clock_they_have(machines: Machines) -> None:
    """After a loss that nobody noticed the clock began again, so that lost steps seem to be the later ones."""
    lose_journal(machines)
    machines.forget()
    library = machines.library()
    note(library, "written after the loss")
    annotate.star_papers(library, [library.papers[named(2)]], True)
    outcome = put_back(machines, "2026-09-21")
    assert outcome.step is not None
    library = machines.library()
    assert library.papers[named(0)].note == "written after the loss"
    assert library.papers[named(0)].tags == ("rl",)
    assert library.papers[named(2)].starred
    library.undo()
    assert library.papers[named(0)].note == "written after the loss"
    assert library.papers[named(0)].tags == ()


def test_words_of_after_the_backup_stay_where_only_what_came_of_the_steps_is_known(machines: Machines) -> None:
    """As in a library of very many steps."""
    lose_journal(machines)
    machines.forget()
    library = machines.library(long=1)
    note(library, "written after the loss")
    library.leave()
    library = machines.library(long=1)
    assert machines.folder(long=1).pull().folded is not None
    assert put_back(machines, "2026-09-21", library).step is not None
    for opened in (library, machines.library()):
        assert opened.papers[named(0)].note == "written after the loss"
        assert opened.papers[named(0)].tags == ("rl",)


def test_where_something_is_lost_what_was_removed_on_purpose_stays_removed(machines: Machines) -> None:
    """To put the same backup back once more brings that, too."""
    library = machines.library()
    annotate.tag_papers(library, [library.papers[named(1)]], [], ["rl"])
    lines = machines.journal().read_bytes().splitlines(keepends=True)
    machines.journal().write_bytes(b"".join([*lines[:2], *lines[3:]]))
    machines.forget()
    put_back(machines, "2026-09-21")
    assert machines.library().papers[named(0)].tags == ("rl",)
    assert machines.library().papers[named(1)].tags == ()
    outcome = put_back(machines, "2026-09-21")
    assert outcome.say == "Put back 1 tag from the backup of 21 September 2026"
    assert machines.library().papers[named(1)].tags == ("rl",)


def test_a_library_of_which_nothing_is_left_comes_back_whole(machines: Machines) -> None:
    """Once the user has said that a new one may begin in its place."""
    before = shown(machines.library())
    shutil.rmtree(machines.path())
    with pytest.raises(StoreError, match="is not there"):
        machines.library()
    machines.repair()
    put_back(machines, "2026-09-21")
    library = machines.library()
    assert shown(library) == before
    assert len(library.undoable()) == 7


def test_that_a_lost_library_had_removed_papers_is_nothing_to_tell_of_where_that_is_undone(machines: Machines) -> None:
    session(machines, lambda library: remove_papers(library, [library.papers[named(0)]]))
    shutil.rmtree(machines.path())
    machines.repair()
    library = machines.library()
    assert put_back(machines, "2026-09-22", library).step is not None
    assert named(0) not in library.papers
    assert library.undo().skipped == ()
    assert not library.papers


def test_what_another_device_said_later_stands_also_where_its_words_come_after_a_backup_is_put_back(
    machines: Machines,
) -> None:
    """Nothing that a backup holds was said by putting it back; to undo that says nothing over them either."""
    shutil.copytree(machines.path(), machines.root / "there")
    there = machines.library("there", "there")
    annotate.tag_papers(there, [there.papers[named(0)]], [], ["rl"])
    note(there, "second thoughts")
    lose_journal(machines)
    library = machines.library(long=1)
    assert put_back(machines, "2026-09-21", library).step is not None
    assert (library.papers[named(0)].tags, library.papers[named(0)].note) == (("rl",), "first thoughts")
    library.leave()
    library = machines.library(long=1)
    library.undo()
    assert library.papers[named(0)].note == ""
    library.redo()
    (late,) = (machines.root / "there" / "journal").glob("there*.jsonl")
    shutil.copyfile(late, machines.path("journal", late.name))
    library.refresh()
    for opened in (library, machines.library(), machines.library(device="there")):
        assert (opened.papers[named(0)].tags, opened.papers[named(0)].note) == ((), "second thoughts")
        assert opened.state.unseen(named(0)) == ()
    library.undo()
    assert (library.papers[named(0)].tags, library.papers[named(0)].note) == ((), "second thoughts")


def test_a_later_backup_of_what_a_former_one_brought_back_says_what_came_after_it(machines: Machines) -> None:
    """That is no less so where the former was put back first."""
    session(machines, lambda library: annotate.tag_papers(library, [library.papers[named(0)]], [], ["rl"]))
    last = of(machines).found()[-1].name
    lose_journal(machines)
    put_back(machines, "2026-09-21")
    assert machines.library().papers[named(0)].tags == ("rl",)
    put_back(machines, last)
    assert machines.library().papers[named(0)].tags == ()


def test_a_removed_paper_that_is_lost_as_well_does_not_appear(machines: Machines) -> None:
    library = machines.library()
    remove_papers(library, [library.papers[named(2)]])
    lose_papers(machines)
    machines.forget()
    put_back(machines, "2026-09-21")
    assert list(machines.library().papers) == [named(0), named(1)]


# -- what was removed since -------------------------------------------------------------------------------------------


def test_where_nothing_is_lost_what_was_removed_since_comes_back(machines: Machines) -> None:
    """Of every kind, said anew; what stands in its place stays, and undo takes all of it back."""
    before = without_moments(machines.library())
    library = machines.library()
    paper, other = library.papers[named(0)], library.papers[named(1)]
    remove_papers(library, [library.papers[named(2)]])
    annotate.tag_papers(library, [paper, other], ["mine"], ["rl"])
    annotate.star_papers(library, [paper], False)
    annotate.mark_papers(library, [other], Status.UNREAD)
    reading_lists.delete_list(library, "Edge")
    note(library, "")
    poor = shown(library)
    outcome = put_back(machines, "2026-09-21")
    assert outcome.say == (
        "Put back 1 paper, 1 star, 1 status, 1 note, 2 tags, 2 places in lists and 1 list "
        "from the backup of 21 September 2026"
    )
    library = machines.library()
    assert library.papers[named(0)].tags == ("mine", "rl")
    library.undo()
    assert shown(library) == poor
    library.redo()
    annotate.tag_papers(library, [library.papers[named(n)] for n in range(2)], [], ["mine"])
    assert without_moments(library) == before


def test_a_list_is_foretold_by_the_name_that_its_user_gave_it(machines: Machines) -> None:
    """Also one that is there no more, and one that is there still."""

    def fill(library: Library) -> None:
        for name in ("Große Straßen", "Émile"):
            reading_lists.add_to_list(library, name, [library.papers[named(1)]])

    session(machines, fill)
    library = machines.library()
    reading_lists.delete_list(library, "Große Straßen")
    reading_lists.remove_from_list(library, "Émile", [library.papers[named(1)]])
    told = " ".join(foretold(machines, of(machines).found()[-1].name))
    assert "'The paper that has the number 1' (Émile)" in told
    assert "'The paper that has the number 1' (Große Straßen)" in told


def test_what_was_changed_since_stays_and_is_told(machines: Machines) -> None:
    library = machines.library()
    note(library, "second thoughts")
    annotate.tag_papers(library, [library.papers[named(1)]], [], ["rl"])
    assert foretold(machines, "2026-09-21") == [
        "Would put back 1 tag from the backup of 21 September 2026 (6 steps, 3 papers).",
        "1 tag comes back: 'The paper that has the number 1' (rl).",
        "1 thing was said since and stays: 'The paper that has the number 0'.",
    ]
    assert machines.library().papers[named(1)].tags == ()
    put_back(machines, "2026-09-21")
    assert machines.library().papers[named(0)].note == "second thoughts"


def test_what_left_the_queue_by_a_decision_does_not_come_back_to_it(machines: Machines) -> None:
    """Read, put off or not for you: only who was just taken off is queued again."""

    def queue(library: Library) -> None:
        triage.decide(library, [library.papers[named(n)] for n in range(3)], triage.decision_called("queue"))

    session(machines, queue)
    machines.now += DAY
    library = machines.library()
    annotate.mark_papers(library, [library.papers[named(0)]], Status.READ)
    triage.decide(library, [library.papers[named(1)]], triage.decision_called("later"))
    triage.decide(library, [library.papers[named(2)]], triage.decision_called("inbox"))
    put_back(machines, "2026-09-22")
    library = machines.library()
    assert library.papers[named(0)].status is Status.READ
    assert library.papers[named(1)].triage == "later"
    assert library.papers[named(2)].triage == "queued"
    assert library.reading_list("Queue").papers == (named(2),)


def test_who_became_one_with_another_paper_stays_so(machines: Machines) -> None:
    library = machines.library()
    library.apply(edits.gone(library.papers[named(2)], merged_into=named(0)), "Merged")
    put_back(machines, "2026-09-21")
    assert named(2) not in machines.library().papers


def test_what_was_put_right_comes_back_too_and_is_foretold(machines: Machines) -> None:
    def correct(title: str | None, venue: str) -> Callable[[Library], object]:
        values = {"title": title, "venue": venue}
        return lambda library: corrections.correct(library, library.papers[named(0)], values)

    session(machines, correct("Put right", "Lamps"))
    machines.now += DAY
    session(machines, correct(None, "Shadows"))
    told = " ".join(foretold(machines, "2026-09-22"))
    assert "1 correction comes back" in told
    assert "1 thing was said since and stays" in told
    put_back(machines, "2026-09-22")
    paper = machines.library().papers[named(0)]
    assert (paper.title, paper.venue) == ("Put right", "Shadows")


def test_what_was_said_anew_since_is_no_reason_to_say_that_all_is_here(machines: Machines) -> None:
    session(machines, lambda library: note(library, "other words"))
    told, *_ = put_back(machines, "2026-09-21").warnings
    assert told.startswith("Nothing of the backup of 21 September 2026 is missing. 1 thing was said since and stays: ")
    assert foretold(machines, "2026-09-21")[0].startswith("Nothing of the backup of 21 September 2026 is missing (")


def test_a_library_that_has_it_all_is_left_as_it_is(machines: Machines) -> None:
    before = machines.journal().read_bytes()
    outcome = put_back(machines, "2026-09-21")
    assert outcome.step is None
    assert outcome.warnings == ("The library has all that the backup of 21 September 2026 holds.",)
    assert machines.journal().read_bytes() == before


def test_another_process_that_edits_meanwhile_is_heard(machines: Machines) -> None:
    """What is put back is held against what stands then."""
    library = machines.library()
    annotate.tag_papers(library, [library.papers[named(n)] for n in range(2)], [], ["rl"])
    other = machines.library()
    annotate.tag_papers(other, [other.papers[named(1)]], ["rl"])
    outcome = put_back(machines, "2026-09-21", library)
    assert outcome.step is not None
    assert [change.subject for change in outcome.step.changes] == [named(0)]


# -- which one is meant -----------------------------------------------------------------------------------------------


def called(machines: Machines, date: str, name: str = "library") -> backups.ChosenBackup:
    """The backup that a date means."""
    return backups.chosen(of(machines, name), date, machines.library())


def test_a_date_must_name_one_day(machines: Machines) -> None:
    """One sentence says what is there."""
    session(machines, lambda library: note(library, "more"))
    with pytest.raises(InputError, match=r"There is no backup of '2026-08-01'; `reader backup list` names those"):
        called(machines, "2026-08-01")
    session(machines, lambda library: note(library, ""))
    first = of(machines).found()[0].name
    for short in ("2", "2026", "2026-09", "2026-09-2", first[:12], first[:-1]):
        with pytest.raises(InputError, match=rf"no backup of '{short}'; `.*` names .* So begin: {first}"):
            called(machines, short)
    for wrong in ("", "x", "-", "2026-09-21-0000000000"):
        with pytest.raises(InputError, match=r"There is no backup of|is no day and no name of a backup"):
            called(machines, wrong)
    for backup in of(machines).found():
        chosen = called(machines, backup.name)
        assert (chosen.backup, chosen.besides) == (backup, ())
    with pytest.raises(InputError, match="There is no backup of this library"):
        called(machines, "2026-09-21", "other")


def test_of_a_day_with_several_backups_the_last_is_taken_and_the_others_are_named(machines: Machines) -> None:
    """Where none of them holds more of what is lost."""
    session(machines, lambda library: note(library, "more"))
    first, last = (one for one in of(machines).found() if one.day == "2026-09-22")
    chosen = called(machines, "2026-09-22")
    told = f"There are 2 backups of 22 September 2026: this is '{last.name}', the last of them."
    assert chosen.backup == last
    assert chosen.besides == (told, f"'{first.name}' would bring nothing more.")
    session(machines, lambda library: note(library, ""))
    chosen = called(machines, "2026-09-22")
    last = of(machines).found()[-1]
    assert chosen.backup == last
    assert f"'{first.name}' would bring 1 note more." in chosen.besides
    assert put_back(machines, "2026-09-22").warnings[-len(chosen.besides) :] == chosen.besides
    assert put_back(machines, first.name).say == "Put back 1 note from the backup of 22 September 2026"


def test_of_a_day_with_several_backups_the_one_with_more_of_what_is_lost_is_taken(machines: Machines) -> None:
    """A loss that nobody noticed stands between the two, and words of after it are named."""
    machines.now += 1000
    note(machines.library(), "more")
    lose_journal(machines)
    machines.forget()
    session(machines, lambda library: note(library, "written after the loss", 2))
    session(machines, lambda library: annotate.star_papers(library, [library.papers[named(2)]], True))
    lose_journal(machines)
    machines.forget()
    first, *between, last = (one for one in of(machines).found() if one.day == "2026-09-22")
    chosen = called(machines, "2026-09-22")
    assert chosen.backup == first
    assert chosen.besides[0].endswith(f"this is '{first.name}', which holds most of what is lost.")
    assert f"'{last.name}' would bring 2 lost steps more." in chosen.besides
    assert len(chosen.besides) == 2 + len(between)
    put_back(machines, "2026-09-22")
    put_back(machines, "2026-09-22")
    library = machines.library()
    assert library.papers[named(0)].note == "first thoughts"
    assert library.papers[named(2)].note == "written after the loss"


def test_of_a_day_with_several_backups_one_that_can_be_read_is_taken(machines: Machines) -> None:
    """And the other one is named with what is wrong with it; where none can be read that is the answer."""
    session(machines, lambda library: note(library, "more"))
    first, last = (one for one in of(machines).found() if one.day == "2026-09-22")
    Path(last.path).write_bytes(b"what is that")
    chosen = called(machines, "2026-09-22")
    assert chosen.backup == first
    assert chosen.besides[0].endswith(f"this is '{first.name}', the last that can be read.")
    assert chosen.besides[1].endswith("cannot be read: it is damaged.")
    Path(first.path).write_bytes(b"what is that")
    with pytest.raises(StoreError, match="cannot be read: it is damaged"):
        called(machines, "2026-09-22")


# -- what is told -----------------------------------------------------------------------------------------------------


def test_what_is_put_back_is_not_told_as_missing(machines: Machines) -> None:
    """Words and papers together: nothing that was missing only halfway is told either."""
    lose_journal(machines)
    lose_papers(machines)
    library = machines.library()
    assert len(library.losses) == 1
    assert foretold(machines, "2026-09-21")[-1] == "Then nothing is missing any more."
    outcome = put_back(machines, "2026-09-21", library)
    assert outcome.warnings == (backups.NOTHING_MISSING,)
    assert not library.losses


def test_a_catalogue_that_is_gone_comes_back_from_a_backup(machines: Machines) -> None:
    """Where the journals are there still; a backup without papers brings none, and nothing is begun as if new."""
    before = shown(machines.library())
    for path in machines.path().glob("catalogue*"):
        path.unlink()
    shutil.copyfile(machines.journal(), Path(of(machines).folder, "2026-09-01.jsonl"))
    library = machines.library()
    assert "`reader backup restore 2026-09-21`, which holds them all" in " ".join(library.losses)
    with pytest.raises(ReadOnly, match="is not there though the journals are"):
        library.add(numbered(1, start=9), say=lambda plan: "Imported")
    assert put_back(machines, "2026-09-01", library).step is None
    assert not machines.path("catalogue.json").exists()
    outcome = put_back(machines, "2026-09-21", library)
    assert outcome.warnings == (backups.NOTHING_MISSING,)
    assert (shown(machines.library()), library.loss) == (before, "")
    note(library, "and on")


def test_who_goes_on_without_something_is_told_which_backup_holds_it(machines: Machines) -> None:
    """What it names brings it back."""
    before = shown(machines.library())
    lose_journal(machines)
    (told,) = machines.repair()
    assert told.endswith(" when its file returns, and with `reader backup restore 2026-09-21`, which holds them all.")
    put_back(machines, "2026-09-21")
    assert shown(machines.library()) == before


def test_papers_that_go_away_by_what_comes_back_are_named(machines: Machines) -> None:
    """Before and after; a note that is another by it changes, a tag that it takes away goes."""

    def edit(library: Library) -> None:
        annotate.tag_papers(library, [library.papers[named(0)]], [], ["rl"])
        note(library, "more")
        remove_papers(library, [library.papers[named(1)]])

    session(machines, edit)
    last = of(machines).found()[-1].name
    cut_journal(machines)
    told = foretold(machines, last)
    assert "1 paper goes away: 'The paper that has the number 1'." in told
    assert "1 note changes: 'The paper that has the number 0'." in told
    assert "1 tag goes away: 'The paper that has the number 0' (rl)." in told
    said = "1 paper went away, for what came back removes it: 'The paper that has the number 1'."
    assert said in put_back(machines, last).warnings
    library = machines.library()
    assert named(1) not in library.papers
    library.undo()
    assert named(1) in library.papers


def test_papers_come_back_to_where_they_stood(machines: Machines) -> None:
    """In the open library as in one that is opened anew; what was imported since stays behind them."""
    path = machines.path("catalogue.json")
    machines.library().add(numbered(1, start=7), say=lambda plan: "Imported one more")
    lines = path.read_bytes().splitlines(keepends=True)
    lost = [line for line in lines if not line.startswith((b'"2401.00000"', b'"2401.00001"'))]
    assert len(lines) - len(lost) == 2
    path.write_bytes(b"".join(lost))
    library = machines.library()
    put_back(machines, "2026-09-21", library)
    for opened in (library, machines.library()):
        assert list(opened.papers) == [named(n) for n in (0, 1, 2, 7)]
    library.undo()
    assert list(library.papers) == [named(2), named(7)]


def test_what_is_missing_still_is_told_last_with_what_can_be_done(machines: Machines) -> None:
    """And with the backup that holds it."""
    session(machines, lambda library: note(library, "more"))
    lose_journal(machines)
    told = foretold(machines, "2026-09-21")
    assert told[-1].startswith("Even then 1 step of this machine that was here on 22 September 2026 is missing")
    outcome = put_back(machines, "2026-09-21")
    last = of(machines).found()[-1].name
    assert len(outcome.warnings) == 1
    assert outcome.warnings[0].startswith("1 step of this machine that was here on 22 September 2026 is missing, so")
    assert f"`reader backup restore {last}`, which holds it" in outcome.warnings[0]
    again = put_back(machines, "2026-09-21")
    assert again.warnings[0] == "The library has all that the backup of 21 September 2026 holds."
    assert again.warnings[1:] == outcome.warnings
    library = machines.library()
    assert backups.NOTHING_MISSING in put_back(machines, "2026-09-22", library).warnings
    assert library.papers[named(0)].note == "more"
    assert library.state.unseen(named(0)) == ()


def test_what_came_back_of_a_part_is_taken_back_while_the_rest_is_missing(machines: Machines) -> None:
    """And brought back, too, by whatever way of asking; but nothing else is, nor with anything else."""
    session(machines, lambda library: note(library, "more"))
    lose_journal(machines)
    library = machines.library()
    poor = shown(library)
    put_back(machines, "2026-09-21", library)
    rich, loss = shown(library), library.loss
    assert loss != ""
    with library.trying():
        assert library.undo().say.startswith("Undid: Put back")
    with pytest.raises(ReadOnly):
        undo.undo(library, 2)
    with pytest.raises(ReadOnly):
        undo.undo_step(library, library.undoable()[1].id)
    assert shown(library) == rich
    (step,) = undo.undo(library)
    assert step.say.startswith("Undid: Put back")
    assert shown(library) == poor
    assert library.loss == loss
    with pytest.raises(ReadOnly):
        undo.undo(library)
    undo.redo(machines.library())
    library.refresh()
    assert shown(library) == rich
    put_back(machines, "2026-09-22", library)
    assert library.loss == ""
    assert library.papers[named(0)].note == "more"


def test_the_undo_of_what_a_reader_put_back_that_kept_no_times_takes_nothing_away_and_says_so(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The words came back as steps of their own, which stand; so they do when the file returns."""
    lose_journal(machines)
    machines.forget()
    with monkeypatch.context() as older:
        written = partial(replace, mends=False, times=NO_TIMES)
        older.setattr("reader.store.folder.encode", lambda step, **told: encode(written(step), **told))
        older.setattr("reader.store.journal.encode_header", lambda device, by="": encode_header(device))
        put_back(machines, "2026-09-21")
    library = machines.library()
    rich = shown(library)
    assert not library.undoable(1)[0].puts_back
    assert undo.undo(library)[0].skipped == (NOTHING_DIFFERENT,)
    assert shown(library) == rich


def test_a_backup_of_another_library_is_refused(machines: Machines) -> None:
    """One of an older version is known by its first step."""
    other = Machines(machines.root / "second")
    seed(other.library(), 2)
    place = Path(of(machines).folder)
    shutil.copyfile(other.journal(), place / "2026-09-01.jsonl")
    shutil.copyfile(machines.journal(), place / "2026-09-02.jsonl")
    with pytest.raises(Refused, match="'2026-09-01' holds the words of another library"):
        put_back(machines, "2026-09-01")
    lose_journal(machines)
    with pytest.raises(Refused, match="another library"):
        put_back(machines, "2026-09-01")
    put_back(machines, "2026-09-02")
    assert machines.library().loss == ""


def test_what_can_be_read_of_a_damaged_backup_comes_back(machines: Machines) -> None:
    """And it is told that there was more; of one that cannot be read at all that alone is told."""
    (backup,) = of(machines).found()
    data = Path(backup.path).read_bytes()
    Path(backup.path).write_bytes(data[:-60])
    (row,) = backups.backup_rows(of(machines), "herexxxxxx")
    assert row.flaws == ("its end is missing",)
    assert not row.to_json()["readable"]
    lose_journal(machines)
    machines.forget()
    outcome = put_back(machines, "2026-09-21")
    assert "Not all of the backup could be read: its end is missing." in outcome.warnings
    assert machines.library().papers[named(0)].tags == ("rl",)
    Path(backup.path).write_bytes(b"what is that")
    with pytest.raises(StoreError, match="cannot be read: it is damaged"):
        put_back(machines, "2026-09-21")
    row = backups.backup_rows(of(machines), "herexxxxxx")[0]
    assert (row.steps, row.papers, row.to_json()["readable"]) == (0, 0, False)


@pytest.mark.parametrize("cut", [8, 9, 40])
def test_what_can_be_read_of_a_cut_catalogue_comes_back(machines: Machines, cut: int) -> None:
    """Each of its papers stands on a line of its own; where the last bytes are gone that only check it, all of them."""
    folder = machines.folder()
    Library(folder).add(numbered(9, start=20), say=lambda plan: "Imported nine")
    folder.close(long=True)
    backup = of(machines).found()[-1]
    (mark,) = head_of(backup).catalogues
    file = Path(catalogue_path(backup.folder, mark))
    file.write_bytes(file.read_bytes()[:-cut])
    there = set(machines.library().papers)
    for path in machines.path().glob("catalogue*"):
        path.unlink()
    outcome = put_back(machines, backup.name)
    back = set(machines.library().papers)
    assert named(20) in back
    assert (back == there) == (cut < 40)
    assert "its catalogue can be read in part (its end is missing)" in " ".join(outcome.warnings)
    nothing = put_back(machines, backup.name).warnings[0]
    assert nothing.startswith("The library has all that can be read of the backup of 22 September 2026")


def test_the_list_tells_what_each_holds(machines: Machines) -> None:
    there = machines.library(device="there")
    note(there, "from elsewhere", 1)
    session(machines, lambda library: note(library, "more"))
    rows = backups.backup_rows(of(machines), "herexxxxxx")
    told = [(row.kind, row.steps, row.own, row.papers, row.place) for row in rows]
    assert told == [("session end", 6, 6, 3, ""), ("first edit", 7, 6, 3, ""), ("session end", 8, 7, 3, "")]
    assert all(row.size > 100 for row in rows)


# -- sixty days -------------------------------------------------------------------------------------------------------


def sixty_days(root: Path, number: int, days: int = 60) -> int:
    """Edits day by day, in the interface or by one call in the shell, with a loss on a random one, noticed or not; the
    words of before it are put back on the last.

    Returns the number of steps that were restored. Raises AssertionError where one was not.
    """
    chance = random.Random(number)
    machines = Machines(root)
    session(machines, lambda library: seed(library, 6))
    at, noticed, lost = chance.randrange(2, days - 1), chance.random() < 0.5, chance.choice(list(LOSSES))
    before: Library | None = None
    for day in range(days):
        machines.now += DAY + chance.randrange(-3_600_000, 3_600_000)
        if day == at:
            before = machines.library()
            LOSSES[lost](machines)
            if noticed:
                assert machines.library().loss != ""
                machines.repair()
            else:
                machines.forget()
        if chance.random() < 0.8:
            session(machines, lambda library: _edit(library, chance), long=chance.random() < 0.3)
    assert before is not None
    restored = 0
    for backup in sorted(of(machines).found(), key=lambda one: one.made):
        if not Path(backup.path).exists():
            continue  # To put back is an edit, before the first of which a day's backup is made, and one may go.
        library = machines.library()
        chosen = backups.ChosenBackup(backup, backups.held_in(backup, of(machines), library))
        restored += len(library.foreseen(chosen.held).steps)
        if library.foreseen(chosen.held).lost:
            backups.put_back(library, chosen)
    after = machines.library()
    assert {step.id for step in before.history()} <= {step.id for step in after.history()}
    assert all(after.state.facts(id) is not None for id in before.papers)
    assert all(read_backup(backup).flaws == () for backup in of(machines).found())
    return restored


def _edit(library: Library, chance: random.Random) -> None:
    for _ in range(chance.randrange(1, 4)):
        paper = chance.choice(list(library.papers.values()))
        if chance.random() < 0.1:
            library.add(numbered(1, start=chance.randrange(10, 40)), say=lambda plan: "Imported")
        elif chance.random() < 0.5:
            library.apply(edits.note(paper, f"thought {chance.random()}"), "Noted")
        else:
            library.apply(edits.tag(paper, add=(f"t{chance.randrange(20)}",)), "Tagged")


@pytest.mark.long
@pytest.mark.parametrize("number", range(often(1, 6)))
def test_on_the_sixtieth_day_the_words_of_before_a_loss_are_there(tmp_path: Path, number: int) -> None:
    """Whatever was lost, on whatever day, noticed or not."""
    sixty_days(tmp_path, number)


# -- where even the place is gone --------------------------------------------------------------------------------------


def delete_folder(machines: Machines) -> None:
    shutil.rmtree(machines.path())


def empty_folder(machines: Machines) -> None:
    delete_folder(machines)
    machines.path().mkdir()


def write_catalogue(text: str) -> Callable[[Machines], None]:
    def write(machines: Machines) -> None:
        machines.path("catalogue.json").write_text(text, encoding="utf-8")

    return write


def remove_catalogue(machines: Machines) -> None:
    machines.path("catalogue.json").unlink()


GONE: dict[str, Callable[[Machines], None]] = {
    "the folder deleted": delete_folder,
    "the folder emptied": empty_folder,
    "the catalogue removed": remove_catalogue,
    "the catalogue emptied": write_catalogue(""),
    "the catalogue null": write_catalogue("null"),
    "the catalogue without papers": write_catalogue("{}"),
}


@crossed
@pytest.mark.parametrize("former", [True, False], ids=["with the former catalogue", "without one"])
@pytest.mark.parametrize("opened", [True, False], ids=["open", "closed"])
@pytest.mark.parametrize("way", GONE)
def test_a_library_whose_folder_or_catalogue_is_gone_comes_back(
    machines: Machines, way: str, opened: bool, former: bool
) -> None:
    """As it was, in an open window as by the command; and it is the same library, whose backups are found."""
    session(machines, lambda library: library.add(numbered(2, start=7), say=lambda plan: "Imported two"))
    machines.now += DAY
    library = machines.library()
    before, ids = shown(library), of(machines).ids
    if not former:
        machines.path("catalogue.json.1").unlink(missing_ok=True)
    GONE[way](machines)
    if opened:
        library.refresh()
    else:
        library = Library(machines.folder(returning=True))
    assert "`reader backup restore 2026-09-22" in " ".join(library.losses)
    chosen = backups.chosen(of(machines), "2026-09-22", library)
    told = backups.foretold(library, chosen, library.foreseen(chosen.held))
    assert "Then nothing is missing any more." in told
    outcome = backups.put_back(library, chosen)
    assert [warning for warning in outcome.warnings if "missing" in warning] == [backups.NOTHING_MISSING]
    assert (shown(library), library.loss, library.losses) == (before, "", ())
    again = machines.library()
    assert (shown(again), again.warnings, of(machines).ids) == (before, (), ids)
    assert [finding for finding in machines.check() if finding.serious] == []
    note(again, "and on")


def test_a_library_that_is_away_names_its_backup_which_is_read_first(machines: Machines) -> None:
    delete_folder(machines)
    with pytest.raises(StoreError, match="put it back with `reader backup restore 2026-09-21`, which holds all of it"):
        machines.library()
    (finding,) = machines.check()
    assert "`reader backup restore 2026-09-21`, which holds all of it" in finding.message
    assert not machines.path().exists()
    for path in Path(of(machines).folder).glob("2026*"):
        path.write_bytes(b"no gzip")
    with pytest.raises(StoreError, match=r"mounted\?\)\. To begin a new one"):
        machines.library()


def test_the_backups_of_a_former_library_are_named_and_can_be_put_back(machines: Machines) -> None:
    """Beside those of the new one in its place, which is meant where a day is named."""
    before = shown(machines.library())
    delete_folder(machines)
    told = machines.repair()
    assert (
        told[-1]
        == "Until then the former one comes back with `reader backup restore 2026-09-21`, which holds all of it."
    )
    session(machines, lambda library: library.add(numbered(1, start=70), say=lambda plan: "Imported another"))
    rows = backups.backup_rows(of(machines), "herexxxxxx")
    assert [(row.name[:10], row.former) for row in rows] == [("2026-09-22", False), ("2026-09-21", True)]
    outcome = put_back(machines, rows[1].name)
    assert outcome.say.startswith("Put back ")
    library = machines.library()
    assert library.papers.keys() == {*before[0], named(70)}
    assert (library.warnings, of(machines).former() != []) == ((), True)
    library.undo()
    assert library.papers.keys() == {named(70)}


def test_a_repair_makes_a_lost_catalogue_of_what_backups_hold(machines: Machines) -> None:
    before = shown(machines.library())
    machines.path("catalogue.json.1").unlink(missing_ok=True)
    remove_catalogue(machines)
    (finding,) = (finding for finding in machines.check() if finding.serious)
    assert finding.message == (
        "It is gone; its papers are missing. The catalogue had 3 papers on 21 September 2026. Put it back with "
        "`reader backup restore 2026-09-21`, which holds them all."
    )
    assert machines.repair() == ["3 papers came from the backup of 21 September 2026."]
    assert (shown(machines.library()), machines.check()) == (before, [])


@pytest.mark.parametrize("opened", [True, False], ids=["open", "closed"])
def test_what_a_backup_of_a_library_that_is_away_does_not_hold_is_foretold(machines: Machines, opened: bool) -> None:
    library = machines.library()
    note(library, "since the backup")
    for path in Path(of(machines).folder).glob("2026-09-22*"):
        path.unlink()
    delete_folder(machines)
    if opened:
        library.refresh()
    else:
        library = Library(machines.folder(returning=True))
    assert "`reader backup restore 2026-09-21`, which holds 9 of its 10 steps and papers" in library.losses[0]
    chosen = backups.chosen(of(machines), "2026-09-21", library)
    told = backups.foretold(library, chosen, library.foreseen(chosen.held))
    assert told[-1] == "Even then 1 step of this machine that was here on 22 September 2026 is missing."
