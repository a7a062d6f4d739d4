"""Notes and remarks that lost their marks and were edited then: the edit is taken, or the file is left and says why."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from markdown_it import MarkdownIt

from reader.formats.markdown import document_of, marked_again, merge_into, render_document
from reader.library.change import note, star
from reader.library.library import Library
from reader.operations import roundtrip
from reader.operations.exports import Wish, export
from reader.operations.search import PaperFinder
from reader.paper import ListEntry, Paper, ReadingList
from tests.support.grids import crossed
from tests.support.memory import library

IDS = ("2402.00001", "2402.00002", "2402.00003")
FORMS = ("list", "tasks", "table", "vault")
NOTES = {
    "prose": "Apples ripen slowly under northern light.\n\nPears follow them in October every year.",
    "lines": "Apples ripen slowly under northern light\nand pears follow them in October.",
    "quoted": "# Of its own\n\n- apples ripen slowly\n- pears follow in October",
    "short": "Slowly better",
}
REMARK = "Start reading at the third chapter."
MARKS = {
    "blocks": r"\n *<!-- /?reader-(?!base)[^>]*-->",
    "every": r"\n *<!-- /?reader-(?!base)[^>]*-->| <!-- reader:[^>]*-->",
    "opening": rf"\n *<!-- reader-(?:note|remark) {IDS[0]}[^>]*-->",
}


def shelf(text: str, remark: str = "") -> Library:
    """Three papers on a list, of which the first two have notes."""
    papers = [Paper(id, f"Paper {id[-1]} on graphs", authors=("Ann Lee",), published="2024", arxiv_id=id) for id in IDS]
    found = library(*papers)
    said = [*note(papers[0], text), *note(papers[1], "Cherries are of another colour."), *star(papers[0], True)]
    found.apply(said, "Said something")
    found.set_list(
        None, ReadingList("Group", entries=(ListEntry(IDS[0], note=remark), *map(ListEntry, IDS[1:]))), "Made"
    )
    return found


def exported(held: Library, folder: Path, form: str) -> tuple[Path, Path]:
    """What was exported, and the file of it that has the first note."""
    path = folder / ("vault" if form == "vault" else "group.md")
    wish = Wish(format="obsidian") if form == "vault" else Wish(style=form)
    lst = held.reading_list("Group")
    export(held, folder / "library", wish, held.held(lst.papers), lst=lst, path=path)
    return path, next(path.rglob(f"*{IDS[0]}.md")) if form == "vault" else path


def edit(file: Path, marks: str, was: str, now: str) -> str:
    """Take marks out and put one text in the place of another there."""
    text = re.sub(MARKS[marks], "", file.read_text())
    lines = re.escape(was).replace("\\\n", "\n").split("\n")
    found = re.search("\n( *(?:>|> )?)" + lines[0] + "".join(rf"\n *>? ?{line}" for line in lines[1:]), text)
    assert found is not None
    pad = found[1].rstrip(" ") if ">" in found[1] else found[1]
    new = "\n".join([f"{found[1]}{line}" if line else pad.rstrip() for line in now.split("\n")])
    file.write_text(f"{text[: found.start()]}\n{new}{text[found.end() :]}")
    return file.read_text()


def synced(held: Library, path: Path) -> roundtrip.Back:
    return roundtrip.sync(held, path.parent / "library", path, PaperFinder(held))


GONE = "Nothing is left of what stood here."
EDITS: dict[str, Callable[[str], str]] = {
    "a word": lambda said: said.replace("lowly", "owly", 1),
    "an end": lambda said: f"{said} Plums do.",
    "a begin": lambda said: f"Always so: {said}" if not said.startswith("#") else said.replace("# Of", "# All of"),
}


@crossed
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("marks", ["blocks", "every"])
@pytest.mark.parametrize("kind", ["prose", "lines", "quoted"])
@pytest.mark.parametrize("which", EDITS)
@pytest.mark.parametrize("remark", ["", REMARK])
def test_an_edit_of_a_note_without_marks_is_taken_and_gets_them_back(
    tmp_path: Path, form: str, marks: str, kind: str, which: str, remark: str
) -> None:
    held = shelf(NOTES[kind], remark)
    path, file = exported(held, tmp_path, form)
    now = EDITS[which](NOTES[kind])
    edit(file, marks, NOTES[kind], now)
    back = synced(held, path)
    assert (held.papers[IDS[0]].note, back.is_left) == (now, False)
    assert [problem for problem in back.returned.problems if "not taken" in problem.message] == []
    assert held.papers[IDS[1]].note == "Cherries are of another colour."
    assert held.reading_list("Group").entries[0].note == remark
    text = file.read_text()
    assert text.lower().count("pears") == 1
    assert f"<!-- reader-note {IDS[0]}" in text
    again = synced(held, path)
    assert (again.returned.empty, again.returned.problems, file.read_text()) == (True, (), text)


@crossed
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("marks", ["blocks", "every"])
@pytest.mark.parametrize("kind", NOTES)
@pytest.mark.parametrize("now", [GONE, "Plums came first.\n\nNOTE", "NOTE\n\nPlums come last."])
@pytest.mark.parametrize("remark", ["", REMARK])
def test_words_that_may_be_a_note_without_marks_are_named_and_the_file_is_left(
    tmp_path: Path, form: str, marks: str, kind: str, now: str, remark: str
) -> None:
    """Its words are gone, or others stand beside them: nobody knows what is of it. The library keeps what it has. A
    quote that is all that stands beneath a paper's item is its note, as one that a person typed there."""
    held = shelf(NOTES[kind], remark)
    path, file = exported(held, tmp_path, form)
    text = edit(file, marks, NOTES[kind], now.replace("NOTE", NOTES[kind]))
    if kind == "quoted" and form in ("list", "tasks") and not remark:
        assert not synced(held, path).is_left
        assert held.papers[IDS[0]].note == now.replace("NOTE", NOTES[kind])
        return
    for _ in range(2):
        back = synced(held, path)
        assert (held.papers[IDS[0]].note, file.read_text()) == (NOTES[kind], text)
        assert held.reading_list("Group").entries[0].note == remark
        assert f"put <!-- reader-note {IDS[0]} --> and <!-- /reader-note --> around them" in back.written


@pytest.mark.parametrize("form", FORMS)
def test_such_words_that_reader_is_told_of_get_marks(tmp_path: Path, form: str) -> None:
    held = shelf(NOTES["prose"])
    path, file = exported(held, tmp_path, form)
    edit(file, "blocks", NOTES["prose"], GONE)
    assert synced(held, path).is_left
    held.apply(note(held.papers[IDS[0]], GONE), "Said it anew")
    assert not synced(held, path).is_left
    assert file.read_text().count("Nothing is left") == file.read_text().count(f"<!-- reader-note {IDS[0]}") == 1


@crossed
@pytest.mark.parametrize("form", ["list", "tasks", "table"])
@pytest.mark.parametrize("marks", ["blocks", "every", "opening"])
def test_an_edit_of_a_remark_without_marks_is_taken(tmp_path: Path, form: str, marks: str) -> None:
    held = shelf(NOTES["prose"], REMARK)
    path, file = exported(held, tmp_path, form)
    edit(file, marks, REMARK, REMARK.replace("third", "fourth"))
    synced(held, path)
    assert held.reading_list("Group").entries[0].note == REMARK.replace("third", "fourth")
    assert held.papers[IDS[0]].note == NOTES["prose"]
    assert file.read_text().count("Start reading") == 1


@pytest.mark.parametrize("form", ["list", "table"])
def test_a_note_and_a_remark_that_look_alike_and_lost_their_marks_are_not_guessed(tmp_path: Path, form: str) -> None:
    held = shelf("Read the third chapter first.", "Read the third chapter first.")
    path, file = exported(held, tmp_path, form)
    text = edit(file, "blocks", "Read the third chapter first.", "Read the fourth chapter first.")
    assert synced(held, path).is_left
    assert held.papers[IDS[0]].note == held.reading_list("Group").entries[0].note == "Read the third chapter first."
    assert file.read_text() == text


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("marks", ["blocks", "every"])
def test_a_note_wrapped_otherwise_that_lost_its_marks_gets_them_back_around_it(
    tmp_path: Path, form: str, marks: str
) -> None:
    held = shelf(NOTES["prose"])
    path, file = exported(held, tmp_path, form)
    edit(file, marks, NOTES["prose"], NOTES["prose"].replace("slowly ", "slowly\n"))
    assert not synced(held, path).is_left
    assert file.read_text().count("Pears") == file.read_text().count(f"<!-- reader-note {IDS[0]}") == 1
    assert held.papers[IDS[0]].note.split() == NOTES["prose"].split()


@pytest.mark.parametrize("form", FORMS)
def test_a_note_edited_on_both_sides_without_marks_stands_in_the_file_once(tmp_path: Path, form: str) -> None:
    held = shelf(NOTES["prose"])
    path, file = exported(held, tmp_path, form)
    edit(file, "blocks", NOTES["prose"], NOTES["prose"].replace("slowly", "quickly"))
    held.apply(note(held.papers[IDS[0]], NOTES["prose"].replace("Pears", "Quinces")), "Said it anew")
    back = synced(held, path)
    assert "quickly" in held.papers[IDS[0]].note
    assert "Quinces" in held.papers[IDS[0]].note
    assert file.read_text().count("quickly") == 1
    assert back.returned.conflicts


@pytest.mark.parametrize("form", FORMS)
def test_each_text_of_an_edited_note_is_rendered_once_to_be_compared(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To render is most of what an edited note costs."""
    text = f"Apples of the {form} ripen slowly.\n\nPears follow."
    held = shelf(text)
    path, file = exported(held, tmp_path, form)
    file.write_text(file.read_text().replace("slowly", "quickly"))
    shown: list[str] = []
    render = MarkdownIt.render

    def counted(renderer: MarkdownIt, source: str) -> str:
        shown.append(source.strip())
        return str(render(renderer, source))

    monkeypatch.setattr(MarkdownIt, "render", counted)
    roundtrip.look_into(held, path, roundtrip.open_path(path))
    assert sorted(shown) == sorted([text, text.replace("slowly", "quickly")])


@pytest.mark.parametrize("form", ["list", "table"])
def test_to_put_marks_around_many_notes_takes_steps_that_grow_with_them(form: str) -> None:
    def steps(count: int) -> int:
        ids = [f"2402.{n:05}" for n in range(count)]
        papers = {id: Paper(id, f"Paper {id} on graphs", note=f"Apples ripen in {id}.", arxiv_id=id) for id in ids}
        lst = ReadingList("Group", entries=tuple(map(ListEntry, ids)))
        text = render_document(document_of(lst, papers), style=form)
        bare, found = re.sub(MARKS["blocks"], "", text), 0

        def counted(frame: FrameType, event: str, arg: object) -> None:
            nonlocal found
            found += event == "call" and frame.f_code.co_filename == marked_again.__file__

        before = sys.getprofile()
        sys.setprofile(counted)
        try:
            merged = merge_into(bare, text)
        finally:
            sys.setprofile(before)
        assert [merged.text.count(what) for what in ("<!-- reader-note", "Apples")] == [count, count]
        return found

    assert steps(80) < 6 * steps(20)
