"""No file is written over words that the library never took, and no file is read that is not one whole export."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reader.formats.markdown import OpenedExport, document_of, render_document, typed_over
from reader.formats.markdown.footer import footer_lines, split
from reader.formats.markdown.scan import Mention
from reader.library.library import Library
from reader.operations.untaken import EverHeld
from reader.paper import ListEntry, Paper, ReadingList
from tests.support.cli import Copies, Reader
from tests.support.grids import crossed
from tests.support.memory import Log, MemoryBacking
from tests.support.typing_in import typed_in

PAPERS = [
    ("2406.02001", "Gravel Roads in Latent Space", ["roads", "a,b"], "Compare with the older survey."),
    ("2406.02002", "Hollow Trees as Memory", ["two words"], ""),
    ("2406.02003", "Iron Gates under Attention", [], "Read the appendix."),
]
IDS = [id for id, *_ in PAPERS]
FORMS = ["list", "tasks", "table", "obsidian"]
AUTHORS = ["Ines Vale", "Odo Berg Marsh"]


def made(reader: Reader) -> None:
    lines = [
        {"title": title, "authors": AUTHORS, "year": 2024, "arxiv_id": id, "tags": tags, "note": note}
        for id, title, tags, note in PAPERS
    ]
    reader("import", "-", "--format", "jsonl", stdin="".join(json.dumps(line) + "\n" for line in lines))
    reader("list", "add", "Yard", *IDS)
    reader("list", "section", "add", "Yard", "North")
    reader("list", "section", "put", "Yard", "North", IDS[2])
    reader("list", "annotate", "--", "Yard", IDS[0], "shown by Odile")


@pytest.fixture
def shelf(copy_of: Copies) -> Reader:
    """Three papers on a list with a section and a remark."""
    return copy_of(made)


def exported(shelf: Reader, path: Path, form: str = "list") -> Path:
    """The list as a file or folder."""
    style = ["--format", "obsidian"] if form == "obsidian" else ["--style", form]
    shelf("export", "--list", "Yard", *style, "-o", str(path))
    return path


def edit(path: Path, old: str, new: str) -> None:
    """Change the first occurrence of a text in a file, or in the one file of a folder that has it."""
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    file = next((file for file in files if old in file.read_text()), files[0])
    file.write_text(typed_in(file.read_text(), old, new))


def bytes_of(path: Path) -> dict[str, bytes]:
    """What a file, or each file of a folder, holds."""
    return {file.name: file.read_bytes() for file in (sorted(path.iterdir()) if path.is_dir() else [path])}


TYPED = {
    "beside the state": ("list", "unread · tags: two words", "unread · tags: two words · before Friday"),
    "before the tags": ("tasks", "unread · tags: two words", "before Friday · tags: two words"),
    "behind the title": ("list", "2024 <!-- reader:2406.02002", "2024 before Friday <!-- reader:2406.02002"),
    "in the title": ("list", "[Hollow Trees", "[Hollow Friday Trees"),
    "in a cell": ("table", "| two words | unread |", "| two words | unread, Friday |"),
    "in a cell too many": ("table", "| two words | unread |", "| two words | unread | Friday |"),
    "as a tag too long": ("list", "unread · tags: two words", f"unread · tags: two words, {'Friday ' * 12}"),
    "among the authors": ("obsidian", '  - "Ines Vale"', '  - "Ines Vale"\n  - "Friday"'),
    "in a status": ("obsidian", 'status: "unread"', 'status: "before Friday"'),
    "as a tag in a list": ("obsidian", '  - "roads"', '  - "roads"\n  - [Friday]'),
    "as a tag with a colon": ("obsidian", '  - "roads"', '  - "roads"\n  - Friday: 1'),
    "as a second list of tags": ("obsidian", 'status: "unread"', 'status: "unread"\ntags: [Friday]'),
    "as a second list of names": ("obsidian", "aliases:", "aliases: [Friday]\naliases:"),
}


@pytest.mark.parametrize(("form", "old", "new"), TYPED.values(), ids=TYPED)
def test_a_sync_leaves_a_file_with_words_that_it_could_not_take_and_names_their_line(
    shelf: Reader, tmp_path: Path, form: str, old: str, new: str
) -> None:
    path = exported(shelf, tmp_path / "yard", form)
    edit(path, old, new)
    shelf("star", IDS[2])
    before = bytes_of(path)
    said = shelf("sync", str(path)).out
    assert bytes_of(path) == before
    line = next(
        number
        for text in before.values()
        for number, line in enumerate(text.decode().split("\n"), start=1)
        if "Friday" in line
    )
    assert f"could not take what stands in line {line} (“" in said
    assert "→ Iron Gates" not in said
    refused = shelf("export", "--list", "Yard", *form_of(form), "-o", str(path), check=False)
    assert (refused.status, bytes_of(path)) == (1, before)
    shelf("sync", "--force", str(path))
    assert "Friday" not in str(bytes_of(path))
    assert shelf("sync", str(path)).out.count("left as it is") == 0


UNREADABLE = {
    "a status": ('status: "unread"', 'status: "read"'), "a star": ("starred: false", "starred: true"),
    "a tag": ('  - "roads"', '  - "roads"\n  - Friday'), "no tag": ('  - "roads"\n', ""),
    "a name": ("aliases:\n", "aliases:\n  - Friday\n"), "a lost quote": ('status: "unread"', 'status: "read'),
}  # fmt: skip
SPOILT = {
    "a title without quotes": ('title: "Gravel Roads in Latent Space"', "title: Gravel: Roads in Latent Space"),
    "no line that ends them": ('added: {day}\n---\n', "added: {day}\n"),
    "no line that begins them": ('---\ntitle: "Gravel', 'title: "Gravel'),
}  # fmt: skip


@crossed
@pytest.mark.parametrize(("broken", "whole"), SPOILT.values(), ids=SPOILT)
@pytest.mark.parametrize(("old", "new"), UNREADABLE.values(), ids=UNREADABLE)
def test_properties_that_cannot_be_read_are_not_written_over(
    shelf: Reader, tmp_path: Path, old: str, new: str, broken: str, whole: str
) -> None:
    path = exported(shelf, tmp_path / "yard", "obsidian")
    file = next(file for file in path.iterdir() if '\ntitle: "Gravel' in file.read_text())
    day = shelf("show", IDS[0], "--json").json["added"][:10]
    edit(file, broken.format(day=day), whole.format(day=day))
    edit(file, old, new)
    before = bytes_of(path)
    said = shelf("sync", str(path)).out
    assert f"{file}:{2 if 'title: Gravel' in whole else 1}: the properties cannot be read" in said
    assert f"{file.name} was left as it is: the library could not take what stands in line " in said
    refused = shelf("export", "--list", "Yard", "--format", "obsidian", "-o", str(path), check=False)
    assert refused.status == 1
    assert bytes_of(path) == before


def test_properties_that_lost_their_quotes_alone_are_written_with_them(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path / "yard", "obsidian")
    edit(path, 'status: "unread"', 'status: "unread')
    shelf("star", IDS[2])
    assert "left as it is" not in shelf("sync", str(path)).out
    assert 'status: "unread\n' not in str(bytes_of(path))


def form_of(form: str) -> list[str]:
    """The options that make a form."""
    return ["--format", "obsidian"] if form == "obsidian" else ["--style", form]


LEFT: dict[str, tuple[Callable[[Reader], object], str]] = {
    "a remark on a paper that left the list": (
        lambda shelf: shelf("list", "remove", "Yard", IDS[0]), "shown by Odile"),
    "the note of a removed paper": (lambda shelf: shelf("remove", "--yes", IDS[0]), "older survey"),
}  # fmt: skip


@crossed
@pytest.mark.parametrize(("leave", "beside"), LEFT.values(), ids=LEFT)
@pytest.mark.parametrize("form", FORMS[:3])
def test_words_typed_about_a_paper_that_has_left_keep_it_in_the_file(
    shelf: Reader, tmp_path: Path, leave: Callable[[Reader], object], beside: str, form: str
) -> None:
    path = exported(shelf, tmp_path / "yard.md", form)
    edit(path, beside, f"{beside} on Friday")
    leave(shelf)
    before = path.read_bytes()
    assert "Friday" in shelf("sync", str(path)).out
    assert path.read_bytes() == before


@pytest.mark.parametrize("form", FORMS)
def test_what_the_library_changes_is_written_beside_a_persons_own_lines(
    shelf: Reader, tmp_path: Path, form: str
) -> None:  # fmt: skip
    """Papers that leave, other tags, notes, sections and remarks are no words that anybody typed into the file."""
    path = exported(shelf, tmp_path / "yard", form)
    note = "Read the appendix."
    edit(path, f"{note}\n", f"{note}\nAnd the proofs.\n")
    shelf("note", IDS[0], "--set", "Something else.")
    shelf("star", IDS[2])
    shelf("mark", "read", IDS[2])
    shelf("tag", IDS[0], "--remove", "roads", "--remove", "a,b", "--add", "lanes")
    shelf("list", "section", "rename", "Yard", "North", "South")
    shelf("list", "annotate", "--", "Yard", IDS[0], "")
    shelf("remove", "--yes", IDS[1])
    assert "left as it is" not in shelf("sync", str(path)).out
    assert "And the proofs." in shelf("show", IDS[2], "--json").json["note"]
    assert "lanes" in str(bytes_of(path))
    before = bytes_of(path)
    assert "left as it is" not in shelf("sync", str(path)).out
    assert bytes_of(path) == before


EDITS = {
    "list": ("unread · tags: two words", "read · tags: two words"),
    "tasks": ("- [ ] [Hollow", "- [x] [Hollow"),
    "table": ("| two words | unread |", "| two words | read |"),
    "obsidian": ('status: "unread"', 'status: "read"'),
}


@pytest.mark.parametrize("form", FORMS)
def test_an_export_does_not_go_over_edits_that_were_not_taken(shelf: Reader, tmp_path: Path, form: str) -> None:
    path = exported(shelf, tmp_path / "yard", form)
    edit(path, *EDITS[form])
    before = bytes_of(path)
    answer = shelf("export", "--list", "Yard", *form_of(form), "-o", str(path), check=False)
    assert answer.status == 1
    assert "holds edits that the library has not taken" in answer.err
    assert bytes_of(path) == before
    shelf("import", str(path))
    exported(shelf, path, form)
    assert shelf("search", "is:read", "--ids").lines != []


def test_an_export_goes_over_edits_with_force(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path / "yard.md")
    before = path.read_bytes()
    edit(path, *EDITS["list"])
    shelf("export", "--list", "Yard", "--force", "-o", str(path))
    assert path.read_bytes() == before


def test_an_export_again_and_again_keeps_a_persons_own_paragraphs(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path / "yard.md")
    edit(path, "## North", "A paragraph of mine.\n\n## North")
    for tag in ("first", "second"):
        shelf("tag", IDS[0], "--add", tag)
        exported(shelf, path)
        assert "A paragraph of mine." in path.read_text()
        assert tag in path.read_text()


def test_a_file_with_the_exports_of_two_lists_is_left(shelf: Reader, tmp_path: Path) -> None:
    """One of them would be taken for the other."""
    shelf("list", "add", "Barn", IDS[1])
    other = tmp_path / "barn.md"
    shelf("export", "--list", "Barn", "-o", str(other))
    path = exported(shelf, tmp_path / "yard.md")
    path.write_text(f"{other.read_text()}\n{path.read_text()}")
    before, lists = path.read_bytes(), shelf("list", "--json").json
    for command in ("import", "sync"):
        answer = shelf(command, str(path), check=False)
        assert answer.status == 1
        assert "two exports, 'Barn' and 'Yard'" in answer.err
    assert shelf("export", "--list", "Yard", "-o", str(path), check=False).status == 1
    assert (path.read_bytes(), shelf("list", "--json").json) == (before, lists)


@pytest.mark.parametrize("form", FORMS[:3])
def test_a_file_that_holds_one_export_twice_is_left(shelf: Reader, tmp_path: Path, form: str) -> None:
    """It cannot be told which of the two a person goes on with, nor whose a heading between them is."""
    path = exported(shelf, tmp_path / "yard.md", form)
    path.write_text(path.read_text() * 2)
    before, lists = path.read_bytes(), shelf("list", "show", "Yard", "--json").json
    for command in ("import", "sync"):
        answer = shelf(command, str(path), check=False)
        assert answer.status == 1
        assert "two exports, 'Yard' and 'Yard'" in answer.err
    assert (path.read_bytes(), shelf("list", "show", "Yard", "--json").json) == (before, lists)


def test_a_file_that_shows_another_export_in_a_fence_is_one_export(shelf: Reader, tmp_path: Path) -> None:
    shelf("list", "add", "Barn", IDS[1])
    shown = shelf("export", "--list", "Barn").out
    path = exported(shelf, tmp_path / "yard.md")
    path.write_text(f"How it looks:\n\n```\n{shown}```\n\n{path.read_text()}")
    assert shelf("import", str(path)).status == 0


MARKS = {
    "tabs": "<<<<<<<\tHEAD\n{}\n=======\n{}x\n>>>>>>>\tother",
    "moved in by a formatter": "  <<<<<<< HEAD\n{}\n  =======\n{}x\n  >>>>>>> other",
    "escaped by a formatter": "\\<\\<\\<\\<\\<\\<\\< HEAD\n{}\n=======\n{}x\n> > > > > > > other",
    "as entities": "&lt;&lt;&lt;&lt;&lt;&lt;&lt; HEAD\n{}\n=======\n{}x\n&gt;&gt;&gt;&gt;&gt;&gt;&gt; other",
    "of Perforce": ">>>> ORIGINAL //d/f#1\n{}\n==== THEIRS //d/f#2\n{}\n==== YOURS //d/f\n{}x\n<<<<",
}


@crossed
@pytest.mark.parametrize("marks", MARKS.values(), ids=MARKS)
@pytest.mark.parametrize("form", FORMS)
def test_a_file_with_the_marks_of_any_merge_is_left(shelf: Reader, tmp_path: Path, marks: str, form: str) -> None:
    path = exported(shelf, tmp_path / "yard", form)
    for text in (file.decode() for file in list(bytes_of(path).values())):
        if line := next((line for line in text.split("\n") if "Read the appendix." in line), ""):
            edit(path, f"{line}\n", f"{marks.replace('{}', line)}\n")
    before = bytes_of(path)
    for command in ("import", "sync"):
        answer = shelf(command, str(path), check=False)
        assert answer.status == 1
        assert "unfinished merge" in answer.err
    assert bytes_of(path) == before


@pytest.mark.parametrize("form", FORMS[:3])
def test_a_list_that_has_lost_all_its_marks_is_said_to_have_lost_them(
    shelf: Reader, tmp_path: Path, form: str
) -> None:  # fmt: skip
    path = exported(shelf, tmp_path / "yard.md", form)
    path.write_text(re.sub(r"<!--.*?-->", "", path.read_text(), flags=re.DOTALL))
    before = shelf("list", "show", "Yard", "--json").json
    assert "the comment at the end that says what was exported is lost" in shelf("import", str(path)).out
    after = shelf("list", "show", "Yard", "--json").json
    said = ("id", "tags", "status", "starred", "note", "section", "entry_note")
    assert [[one.get(key) for key in said] for one in after["papers"]] == [
        [one.get(key) for key in said] for one in before["papers"]
    ]


def test_somebody_elses_list_is_not_said_to_have_lost_marks(shelf: Reader, tmp_path: Path) -> None:
    path = tmp_path / "awesome.md"
    path.write_text("# Papers\n\n- [Gravel Roads in Latent Space](https://arxiv.org/abs/2406.02001)\n  tags: roads\n")
    assert "lost its marks" not in shelf("import", str(path)).err


def marked_by(line: str, mark: str) -> dict[str, str]:
    """What may be left of a merge around a line."""
    return {"before it": f"{mark}\n{line}", "behind it": f"{line}\n{mark}", "doubled": f"{line}\n{mark}\n{line}"}


@crossed
@pytest.mark.parametrize(
    "mark", ["=======", "  =======", "\\=======", "||||||| 1a2b3c4", ">>>>>>> main", "==== THEIRS //d#2"]
)
@pytest.mark.parametrize("where", ["before it", "behind it", "doubled"])
@pytest.mark.parametrize("form", FORMS)
def test_a_file_with_one_mark_that_was_left_of_a_merge_is_left(
    shelf: Reader, tmp_path: Path, mark: str, where: str, form: str
) -> None:
    path = exported(shelf, tmp_path / "yard", form)
    text = next(held.decode() for held in bytes_of(path).values() if b"Read the appendix." in held)
    line = next(line for line in text.split("\n") if "Read the appendix." in line)
    edit(path, line, marked_by(line, mark)[where])
    before = bytes_of(path)
    at = next(
        number
        for held in before.values()
        for number, line in enumerate(held.decode().split("\n"), start=1)
        if mark in line
    )
    for command in ("import", "sync"):
        answer = shelf(command, str(path), check=False)
        assert answer.status == 1
        assert f"unfinished merge has its marks in line {at};" in answer.err
    assert bytes_of(path) == before
    assert shelf("show", IDS[2], "--json").json["note"] == "Read the appendix."


OWN_ROWS = {
    "a heading below": ("\nMy further papers\n=======\n\nSome more.\n", ""),
    "a heading of that length": ("\nReading\n=======\n\nSome more.\n", ""),
    "longer rows": ("\n==========\n\nSome more.\n", ""),
    "an empty row": ("\n| a | b | c | d | e | f |\n|||||||\n", ""),
    "an example in a fence": ("\n```\na\n=======\nb\n```\n", ""),
}


@crossed
@pytest.mark.parametrize(("own", "_"), OWN_ROWS.values(), ids=OWN_ROWS)
@pytest.mark.parametrize("form", FORMS[:3])
def test_a_persons_own_rows_of_signs_are_no_marks_of_a_merge(
    shelf: Reader, tmp_path: Path, own: str, _: str, form: str
) -> None:
    path = exported(shelf, tmp_path / "yard.md", form)
    path.write_text(path.read_text() + own)
    shelf("star", IDS[2])
    assert "left as it is" not in shelf("sync", str(path)).out
    assert own in path.read_text()


def test_a_heading_typed_into_a_note_stays_where_its_line_below_is_as_long(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path / "yard.md")
    edit(path, "  Read the appendix.\n", "  Reading\n  =======\n\n  Read the appendix.\n")
    shelf("sync", str(path))
    assert shelf("show", IDS[2], "--json").json["note"] == "Reading\n=======\n\nRead the appendix."


def test_a_template_may_write_rows_of_its_own(shelf: Reader, tmp_path: Path) -> None:
    template, path = tmp_path / "style.jinja", tmp_path / "yard.md"
    template.write_text(
        "# {{ name }}\n\n=======\n{% for p in papers %}\n- {{ p | link }} {{ p | anchor }}\n=======\n{% endfor %}"
    )
    shelf("export", "--list", "Yard", "--template", str(template), "-o", str(path))
    assert shelf("import", str(path)).status == 0


CHANGED = {
    "a title in another order": ("list", "[Hollow Trees as Memory]", "[Memory as Hollow Trees]"),
    "a title cut short": ("tasks", "[Hollow Trees as Memory]", "[Hollow Trees]"),
    "a title in a table": ("table", "[Hollow Trees as Memory]", "[Hollow Memory]"),
    "a title property": ("obsidian", 'title: "Hollow Trees as Memory"', 'title: "Hollow Memory"'),
    "the title of a page": ("obsidian", "# [Hollow Trees as Memory]", "# [Hollow Memory]"),
    "an author shortened": ("list", "Hollow Trees as Memory](https://arxiv.org/abs/2406.02002) — Ines Vale, Odo Berg",
                            "Hollow Trees as Memory](https://arxiv.org/abs/2406.02002) — Ines Vale, Odo"),
    "an author taken out": ("tasks", "2406.02002) — Ines Vale, ", "2406.02002) — "),
    "an author of a table": ("table", "reader:2406.02002 --> | Ines Vale,", "reader:2406.02002 --> | Vale,"),
    "an author among the properties": ("obsidian", '  - "Ines Vale"\n', ""),
    "a year taken out": ("list", "Marsh, 2024 <!-- reader:2406.02002", "Marsh <!-- reader:2406.02002"),
    "a box of another kind": ("tasks", "- [ ] [Hollow", "- [-] [Hollow"),
    "a box in a list": ("list", "- [Hollow", "- [/] [Hollow"),
}  # fmt: skip


@pytest.mark.parametrize(("form", "old", "new"), CHANGED.values(), ids=CHANGED)
def test_a_sync_leaves_a_file_whose_title_authors_or_box_were_changed_with_no_new_word(
    shelf: Reader, tmp_path: Path, form: str, old: str, new: str
) -> None:
    path = exported(shelf, tmp_path / "yard", form)
    edit(path, old, new)
    shelf("star", IDS[2])
    before = bytes_of(path)
    said = shelf("sync", str(path)).out
    assert bytes_of(path) == before
    assert re.search(r"left as it is: the library could not take what stands in line \d+ \(“", said)
    shelf("sync", "--force", str(path))
    assert old in "".join(text.decode() for text in bytes_of(path).values())
    assert "left as it is" not in shelf("sync", str(path)).out


def test_a_box_that_is_neither_empty_nor_ticked_is_named_with_its_line(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path / "yard.md", "tasks")
    edit(path, "- [ ] [Hollow", "- [-] [Hollow")
    line = path.read_text()[: path.read_text().index("[-]")].count("\n") + 1
    assert f"yard.md:{line}: the box [-] is neither" in shelf("import", str(path)).out


@pytest.mark.parametrize("form", FORMS)
def test_authors_and_a_year_that_the_library_gained_go_into_an_edited_file(
    shelf: Reader, tmp_path: Path, form: str
) -> None:
    """What the file shows was so when it was written: nobody changed it there."""
    title = "Jade Ferns without Soil"
    shelf("import", "-", "--format", "jsonl", stdin=json.dumps({"title": title, "doi": "10.1000/jade"}) + "\n")
    shelf("list", "add", "Yard", "10.1000/jade")
    path = exported(shelf, tmp_path / "yard", form)
    edit(path, *EDITS[form])
    more = {"title": title, "doi": "10.1000/jade", "authors": ["Uma Stone"], "year": 2021}
    shelf("import", "-", "--format", "jsonl", stdin=json.dumps(more) + "\n")
    assert "left as it is" not in shelf("sync", str(path)).out
    assert "Uma Stone" in "".join(text.decode() for text in bytes_of(path).values())
    assert len(shelf("search", "is:read", "--ids").lines) == 1


LEFT_THERE = [one for one in (*CHANGED.values(), *TYPED.values()) if one[0] in FORMS[:3]]


@pytest.mark.parametrize(("form", "old", "new"), LEFT_THERE)
def test_an_import_names_the_lines_that_it_could_not_take(
    shelf: Reader, tmp_path: Path, form: str, old: str, new: str
) -> None:
    path = exported(shelf, tmp_path / "yard.md", form)
    was = path.read_text().split("\n")
    edit(path, old, new)
    (line,) = [at for at, line in enumerate(path.read_text().split("\n"), start=1) if line != was[at - 1]]
    (source,) = shelf("import", str(path), "--json").json["sources"]
    assert line in [problem["line"] for problem in source["problems"]]


@pytest.mark.parametrize("form", FORMS[:3])
def test_an_import_that_takes_all_names_no_line(shelf: Reader, tmp_path: Path, form: str) -> None:
    path = exported(shelf, tmp_path / "yard.md", form)
    edit(path, *EDITS[form])
    edit(path, "# Yard\n", "# Yard\n\nA paragraph of mine.\n")
    (source,) = shelf("import", str(path), "--json").json["sources"]
    assert (source["updated"], source["problems"]) == (1, [])


BENEATH = {
    "a quote": "  > Before Friday.",
    "a callout": "  > [!note]\n  > Before Friday.",
    "a quote of several lines": "  > Before Friday,\n  > at noon.",
    "a quote behind a tab": "\t> Before Friday.",
}


@crossed
@pytest.mark.parametrize("which", IDS[:2])
@pytest.mark.parametrize("typed", BENEATH.values(), ids=BENEATH)
def test_a_quote_typed_beneath_a_paper_in_the_list_of_a_vault_stays_there(
    shelf: Reader, tmp_path: Path, typed: str, which: str
) -> None:
    vault = exported(shelf, tmp_path / "yard", "obsidian")
    (line,) = [line for line in (vault / "Yard.md").read_text().split("\n") if f"reader:{which} -->" in line]
    edit(vault, f"{line}\n", f"{line}\n{typed}\n")
    shelf("star", which)
    shelf("sync", str(vault))
    shelf("export", "--list", "Yard", "--format", "obsidian", "-o", str(vault))
    assert f"{line}\n{typed}\n" in (vault / "Yard.md").read_text()
    shelf("list", "remove", "Yard", which)
    shelf("sync", str(vault), check=False)
    assert f"{line}\n{typed}\n" in (vault / "Yard.md").read_text()


NOTED = "\n  <!-- reader-note {id} -->\n  Before Friday.\n  <!-- /reader-note -->\n"
NOTELESS = "# {{ name }}\n\n{% for p in papers %}- {{ p | link }} {{ p | anchor }}\n\n{% endfor %}"


@pytest.mark.parametrize("form", ["obsidian", "template"])
def test_a_note_in_marks_where_a_file_shows_no_notes_is_named_and_left(
    shelf: Reader, tmp_path: Path, form: str
) -> None:
    """It stands in the list of a vault, or where the papers of a template without notes end."""
    style, path = tmp_path / "style.jinja", tmp_path / "yard"
    style.write_text(NOTELESS)
    more = ["--format", "obsidian"] if form == "obsidian" else ["--template", str(style)]
    shelf("export", "--list", "Yard", *more, "-o", str(path))
    file = path / "Yard.md" if form == "obsidian" else path
    line = next(line for line in file.read_text().split("\n") if f"reader:{IDS[1]} -->" in line)
    edit(file, f"{line}\n", f"{line}\n\nWords between.\n{NOTED.format(id=IDS[1])}")
    (said,) = shelf("import", str(path), "--json").json["sources"]
    assert [problem for problem in said["problems"] if "note" in problem["message"] and problem["line"]]
    shelf("star", IDS[2])
    assert "left as it is" in shelf("sync", str(path), check=False).out
    assert shelf("export", "--list", "Yard", *more, "-o", str(path), check=False).status == 1
    assert "Before Friday." in file.read_text()


@pytest.mark.parametrize("form", ["list", "obsidian"])
def test_a_remark_made_since_keeps_a_paper_whose_item_was_deleted(shelf: Reader, tmp_path: Path, form: str) -> None:
    path = exported(shelf, tmp_path / "yard", form)
    file = path / "Yard.md" if form == "obsidian" else path
    lines = file.read_text().split("\n")
    (at,) = (at for at, line in enumerate(lines) if f"reader:{IDS[1]} -->" in line)
    file.write_text("\n".join(lines[:at] + lines[at + (1 if form == "obsidian" else 2) :]))
    shelf("list", "annotate", "--", "Yard", IDS[1], "ask Odile")
    assert "'Hollow Trees as Memory' was taken off the list in the file" in shelf("sync", str(path)).out
    assert "ask Odile" in file.read_text()
    assert IDS[1] in shelf("list", "show", "Yard", "--json").out


SHOWN = {
    "nothing of the list": "# {{ name }}\n\n{% for s in sections %}{% if s.name %}## {{ s.name }}\n\n{% endif %}",
    "a description of its own": "# {{ name }}\n\n<!-- reader-description -->\n{{ description | upper }}\n"
    "<!-- /reader-description -->\n\n{% for s in sections %}{% if s.name %}## {{ s.name }}\n\n{% endif %}",
    "sections with papers": "# {{ name }}\n\n{{ description | description }}\n\n"
    "{% for s in sections %}{% if s.name and s['items'] %}## {{ s.name }}\n\n{% endif %}",
}
ITEMS = """{% for i in s['items'] %}
- {{ i.paper | link }} {{ i.paper | anchor }}\\
  {{ i.paper | state }}
{{ i | blocks(2) -}}
{% endfor %}
{% endfor %}"""


@pytest.mark.parametrize(
    ("shown", "aged", "named"),
    [("nothing of the list", False, False), ("nothing of the list", True, True),
     ("a description of its own", False, True), ("sections with papers", False, False),
     ("sections with papers", True, False)],
)  # fmt: skip
def test_what_a_template_does_not_show_of_a_list_is_not_taken_from_it(
    shelf: Reader, tmp_path: Path, shown: str, aged: bool, named: bool
) -> None:
    """With `aged`, the file is of a version whose comment did not say that the description is not shown."""
    style, path = tmp_path / "style.jinja", tmp_path / "yard.md"
    style.write_text(SHOWN[shown] + ITEMS)
    shelf("list", "describe", "Yard", "What we read.")
    shelf("list", "section", "add", "Yard", "Beyond")
    shelf("export", "--list", "Yard", "--template", str(style), "-o", str(path))
    if aged:
        before, comment, _ = split(path.read_text())
        first, *lines = footer_lines(comment)
        head_line = {key: value for key, value in json.loads(first).items() if key not in ("id", "hidden")}
        lines = [line for line in lines if line != "[]" and not line.startswith("{")]
        path.write_text("\n".join([f"{before}<!-- reader-base 1", json.dumps(head_line), *lines, "-->", ""]))
    edit(path, "unread", "read")
    said = shelf("import", str(path)).out
    lst = shelf("list", "show", "Yard", "--json").json
    assert lst["description"] == "What we read."
    assert lst["sections"] == ["North", "Beyond"]
    assert len(shelf("search", "is:read", "--ids").lines) == 1
    assert ("the description of 'Yard' is not taken" in said) is named


@crossed
@pytest.mark.parametrize("sign", ["🔥", "⏫", "📅", "👍", "!!", "???", "‼️"])
@pytest.mark.parametrize("form", ["list", "tasks", "list behind", "list below", "obsidian", "page"])
def test_a_sign_beside_the_mark_of_a_paper_is_named_and_left(
    shelf: Reader, tmp_path: Path, form: str, sign: str
) -> None:
    style, _, behind = form.partition(" ")
    shelf("mark", "reading", IDS[1])
    path = exported(shelf, tmp_path / "yard", "obsidian" if form == "page" else style)
    anchor = f"<!-- reader:{IDS[1]} -->"
    old = f"as Memory](https://arxiv.org/abs/{IDS[1]}) {anchor}" if form == "page" else anchor
    old += "\\" if behind else ""
    old += "\n  reading ·" if behind == "below" else ""
    edit(path, old, f"{old} {sign}")
    shelf("star", IDS[2])
    before = bytes_of(path)
    said = shelf("sync", str(path), check=False).out
    assert "could not take what stands in line" in said
    file = next(name for name, held in before.items() if sign in held.decode())
    assert bytes_of(path)[file] == before[file]


@pytest.mark.parametrize("form", ["list", "tasks", "table"])
def test_the_line_of_a_paper_that_lost_its_mark_and_left_the_list_is_named_and_left(
    shelf: Reader, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "yard.md"
    shelf("export", "--list", "Yard", "--style", form, "-o", str(path))
    mark = f" <!-- reader:{IDS[1]} -->"
    text = path.read_text().replace(mark, "")
    path.write_text(text)
    shelf("list", "remove", "Yard", IDS[1])
    at = text[: text.index("Hollow Trees")].count("\n") + 1
    for _ in range(2):
        said = shelf("sync", str(path), check=False).out
        assert f"{path.name} was left as it is: the library could not take what stands in line {at} " in said
        assert path.read_text() == text
    shelf("list", "add", "Yard", IDS[1])
    shelf("sync", str(path))
    assert path.read_text().count(mark) == 1


@pytest.mark.parametrize("form", ["list", "tasks", "table"])
def test_a_paper_whose_line_lost_its_mark_and_has_another_title_is_not_written_a_second_time(
    shelf: Reader, tmp_path: Path, form: str
) -> None:
    path = tmp_path / "yard.md"
    shelf("export", "--list", "Yard", "--style", form, "-o", str(path))
    mark = f" <!-- reader:{IDS[1]} -->"
    was = path.read_text()
    text = was.replace(mark, "").replace("Hollow Trees as Memory", "Trees that remember")
    if form != "table":
        text = re.sub(r"(that remember.*\n.*tags.*\n)", r"\1\n  > Ask Odile.\n", text)
    path.write_text(text)
    at = text[: text.index("Trees that remember")].count("\n") + 1
    for _ in range(2):
        said = shelf("sync", str(path), check=False).out
        assert f"could not take what stands in line {at} " in said
        assert path.read_text() == text
    path.write_text(text.replace("Trees that remember", "Hollow Trees as Memory"))
    shelf("sync", str(path))
    assert path.read_text().count("Hollow Trees as Memory](") == 1
    if form != "table":
        assert shelf.holds("show", IDS[1])["note"] == "Ask Odile."


def test_the_mentions_of_a_file_are_gone_through_as_often_whatever_their_number() -> None:
    """Not once more for each paper, which takes time that grows with the square."""

    class Counted(list[Mention]):
        times = 0

        def __iter__(self) -> Iterator[Mention]:
            self.times += 1
            return super().__iter__()

    def times(number: int) -> int:
        papers = {f"p{n}": Paper(f"p{n}", f"Title {n}", note=f"Note {n} on this.") for n in range(number)}
        held = ReadingList("Yard", entries=tuple(map(ListEntry, papers)))
        text = render_document(document_of(held, papers), style="list")
        old, new = OpenedExport(text.replace("Note 0 on", "Note none on")), OpenedExport(text)
        new.file.mentions = mentions = Counted(new.file.mentions)
        found = typed_over(old, new, EverHeld(Library(MemoryBacking(Log(papers.values())))))
        assert len(found) == 1
        return mentions.times

    assert times(5) == times(50)
