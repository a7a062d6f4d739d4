"""Exported files that an editor took the comments out of: what is known of them, what is said, and what brings the
marks back."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.api import open_library
from reader.errors import InputError, Refused
from reader.formats.markdown import merge_into
from reader.io.read import read
from reader.library.change import note, star, status
from reader.library.library import Library
from reader.operations import roundtrip
from reader.operations.exports import Wish, export
from reader.operations.search import PaperFinder
from reader.paper import ListEntry, Paper, ReadingList, Status
from tests.support.memory import library

IDS = ("2402.00001", "2402.00002", "2402.00003")
NOTES = ("A **first** thought.", "# Of its own\n\n- one\n- two", "")


def shelf() -> Library:
    """Three papers on a list: with a plain note and a remark, with a quoted note, with neither."""
    papers = [Paper(id, f"Paper {id[-1]} on graphs", authors=("Ann Lee",), published="2024", arxiv_id=id) for id in IDS]
    found = library(*papers)
    changes = [edit for paper, text in zip(papers, NOTES, strict=True) for edit in note(paper, text)]
    found.apply([*changes, *star(papers[0], True), *status(papers[1], Status.READ)], "Said something")
    entries = [ListEntry(id, note="Start *here*." if id == IDS[0] else "") for id in IDS]
    found.set_list(None, ReadingList("Group", entries=tuple(entries), description="All of *it*."), "Made a list")
    return found


def exported(held: Library, path: Path, **wish: Any) -> Path:
    """The list as a file or vault."""
    lst = held.reading_list("Group")
    export(held, path.parent / "library", Wish(**wish), held.held(lst.papers), lst=lst, path=path)
    return path


def synced(held: Library, path: Path, **options: bool) -> roundtrip.Back:
    """Both ways once."""
    return roundtrip.sync(held, path.parent / "library", path, PaperFinder(held), **options)


def words(held: Library) -> object:
    """All that the user said."""
    return [(p.note, p.starred, p.status, p.tags) for p in held.papers.values()], held.lists


def strip(path: Path, pattern: str = "<!--.*?-->") -> None:
    """Take comments out, and the blanks at the ends of their lines."""
    text = re.sub(rf"{pattern}[ \t]*", "", path.read_text(), flags=re.DOTALL)
    path.write_text(re.sub(r"[ \t]+\n", "\n", text))


def file_of(vault: Path, id: str) -> Path:
    """The file of a paper."""
    return next(vault.rglob(f"*{id}.md"))


@pytest.mark.parametrize("id", IDS)
@pytest.mark.parametrize("place", ["", "away/other.md"])
def test_a_papers_file_without_marks_is_read_and_gets_them_back(tmp_path: Path, id: str, place: str) -> None:
    """Wherever it stands and whatever it is called by then; its name is not even needed."""
    held = shelf()
    vault = exported(held, tmp_path / "vault", format="obsidian")
    path, whole = file_of(vault, id), file_of(vault, id).read_text()
    before = words(held)
    strip(path)
    if place:
        (vault / "away").mkdir()
        path = path.rename(vault / place)
    back = synced(held, vault)
    (problem,) = back.returned.problems if id == IDS[2] else back.returned.problems[:1]
    assert "has lost the marks by which it is known" in problem.message
    assert (problem.file, words(held)) == (path.relative_to(vault).as_posix(), before)
    assert [line for line in path.read_text().split("\n") if line.strip()][:-3] == [
        line for line in whole.split("\n") if line.strip()
    ][:-3]
    again = synced(held, vault)
    assert (again.returned.problems, again.written) == ((), f"Wrote {vault}: 4 unchanged.")


def test_what_was_edited_in_such_a_file_is_taken_or_named(tmp_path: Path) -> None:
    held = shelf()
    path = file_of(exported(held, tmp_path / "vault", format="obsidian"), IDS[2])
    strip(path)
    path.write_text(path.read_text().replace('status: "unread"', "status: reading") + "\nMine.\n")
    back = synced(held, path.parent)
    assert back.returned.diff == ("Paper 3 on graphs: unread → reading",)
    assert [problem.excerpt for problem in back.returned.problems] == ["", "Mine."]
    assert (held.papers[IDS[2]].status, "\nMine.\n" in path.read_text()) == (Status.READING, True)


def test_words_beside_the_note_of_a_vault_are_named(tmp_path: Path) -> None:
    """They are the user's own and stay; below a heading of their own nobody takes them for the note."""
    held = shelf()
    vault = exported(held, tmp_path / "vault", format="obsidian")
    for id in IDS:
        path = file_of(vault, id)
        path.write_text(re.sub(r"(\n# .*\n)", r"\1\nMine.\n", path.read_text()) + "\n## Own\n\nNot meant.\n")
    for _ in range(2):
        back = synced(held, vault)
        assert [problem.excerpt for problem in back.returned.problems] == ["Mine."] * 3
        assert all("outside the note" in problem.message for problem in back.returned.problems)
    assert all("\nMine.\n" in file_of(vault, id).read_text() for id in IDS)


def test_words_below_a_note_of_a_vault_are_named_where_that_says_nothing(tmp_path: Path) -> None:
    """Programs set theirs below a note, too; where there is none, a person's own were likely meant for it."""
    held = shelf()
    vault = exported(held, tmp_path / "vault", format="obsidian")
    for id in IDS:
        path = file_of(vault, id)
        path.write_text(path.read_text().replace("\n<!-- reader-base", "\nFrom here.\n\n<!-- reader-base"))
    noted = [id for id in IDS if held.papers[id].note]
    for _ in range(2):
        told = synced(held, vault).returned.problems
        assert [problem.excerpt for problem in told] == ["From here."] * (len(IDS) - len(noted))
        assert not any(f"{id}.md" in problem.file for problem in told for id in noted)
    assert noted
    assert all("\nFrom here.\n" in file_of(vault, id).read_text() for id in IDS)


NEW = '---\ntitle: "A new paper"\nurl: https://arxiv.org/abs/2403.00001\nstatus: no\nstarred: maybe\n---\nText\n'


def test_a_note_in_a_folder_of_a_vault_is_seen_and_what_it_says_is_taken_or_named(tmp_path: Path) -> None:
    held = shelf()
    vault = exported(held, tmp_path / "vault", format="obsidian")
    (vault / "mine").mkdir()
    path = vault / "mine" / "new.md"
    path.write_text(NEW)
    (vault / "mine" / "other.md").write_text("# Of another matter\n")
    back = synced(held, vault)
    assert "2403.00001" in held.papers
    told = [(problem.file, problem.line) for problem in back.returned.problems if "stay" in problem.message]
    assert told == [("mine/new.md", 4), ("mine/new.md", 5)]
    assert path.read_text() == NEW
    assert sorted(each.name for each in (vault / "mine").iterdir()) == ["new.md", "other.md"]


@pytest.mark.parametrize("style", ["list", "tasks", "table"])
@pytest.mark.parametrize("kind", ["note", "remark", "description"])
def test_marks_of_a_block_come_back_around_its_words(tmp_path: Path, style: str, kind: str) -> None:
    """A second copy of the words beside the marks would be theirs who edit the file."""
    held = shelf()
    path = exported(held, tmp_path / "group.md", style=style)
    whole = path.read_text()
    before = words(held)
    strip(path, f"<!-- /?reader-{kind}.*?-->\n?")
    synced(held, path)
    assert words(held) == before
    assert [line for line in path.read_text().split("\n") if line.strip()] == [
        line for line in whole.split("\n") if line.strip()
    ]
    assert merge_into(path.read_text(), whole).text == path.read_text()


@pytest.mark.parametrize("style", ["list", "table"])
def test_a_file_for_others_with_the_record_of_ones_own_takes_nothing_away(tmp_path: Path, style: str) -> None:
    """What a file does not carry is never read back from it, whatever record stands in it."""
    held = shelf()
    mine = exported(held, tmp_path / "mine.md", style=style).read_text()
    path = exported(held, tmp_path / "group.md", style=style, audience="others")
    body, record = (text.partition("<!-- reader-base")[at] for text, at in ((path.read_text(), 0), (mine, 2)))
    path.write_text(f"{body}<!-- reader-base{record}")
    before = words(held)
    with pytest.raises(Refused, match="file for others"):
        synced(held, path)
    assert words(held) == before
    synced(held, path, accept=True)
    assert held.papers[IDS[0]].note == ""


def bare(path: Path) -> str:
    """A file without its record and empty lines."""
    return "\n".join(line for line in path.read_text().partition("<!-- reader-base")[0].split("\n") if line.strip())


@pytest.mark.parametrize("style", ["list", "tasks", "table"])
@pytest.mark.parametrize("audience", ["me", "others"])
@pytest.mark.parametrize("verb", ["sync", "export"])
def test_a_list_without_any_mark_is_known_and_gets_them_back(
    tmp_path: Path, style: str, audience: str, verb: str
) -> None:
    held = shelf()
    path = exported(held, tmp_path / "group.md", style=style, audience=audience)
    whole, before = bare(path), words(held)
    strip(path)
    path.write_text(path.read_text() + "\nMine.\n")
    if verb == "sync":
        back = synced(held, path)
        assert (back.returned.diff, back.is_left) == ((), False)
        assert "is lost or damaged" in back.returned.problems[0].message
    else:
        exported(held, path, style=style)
    assert words(held) == before
    assert bare(path).replace("\nMine.", "") == whole
    assert "\nMine.\n" in path.read_text()
    again = synced(held, path)
    assert (again.returned.empty, again.returned.diff) == (True, ())
    assert again.written.endswith("was up to date.")


def test_edits_in_such_a_list_are_taken_first(tmp_path: Path) -> None:
    held = shelf()
    path = exported(held, tmp_path / "group.md")
    strip(path)
    path.write_text(path.read_text().replace("\n  read", "\n  read · tags: rl"))
    with pytest.raises(Refused, match="edits that the library has not taken"):
        exported(held, path)
    assert synced(held, path).returned.diff == ("Paper 2 on graphs: tags +rl",)
    assert "<!-- reader:" in path.read_text()


@pytest.mark.parametrize(
    "text",
    [
        "# Group\n\n- see Paper 1 on graphs\n",
        "# Group\n\nNothing of a list.\n",
        "# Else\n\n- [Paper 1 on graphs](https://arxiv.org/abs/2402.00001) — Ann Lee, 2024\n",
        "- [Paper 1 on graphs](https://arxiv.org/abs/2402.00001) — Ann Lee, 2024\n",
        "# Group\n\n<!-- Mine -->\n",
    ],
)
def test_a_file_of_ones_own_is_none_of_these(tmp_path: Path, text: str) -> None:
    held = shelf()
    path = tmp_path / "group.md"
    path.write_text(text)
    with pytest.raises(Refused, match="was not made by Reader"):
        exported(held, path)
    with pytest.raises(InputError, match="not a file that Reader exported"):
        synced(held, path)
    assert path.read_text() == text


def many(held: Library) -> list[Paper]:
    """So many papers that a quarter of them is much."""
    papers = [Paper(f"2405.{n:05d}", f"Study {n} of rain", arxiv_id=f"2405.{n:05d}") for n in range(12)]
    held.apply([], "Many", arriving=papers)
    held.apply([edit for paper in papers for edit in status(paper, Status.READ)], "Read them")
    held.set_list(held.reading_list("Group"), ReadingList("Group", entries=tuple(ListEntry(p.id) for p in papers)), "L")
    return papers


@pytest.mark.parametrize("style", ["list", "table"])
def test_many_statuses_that_are_not_said_any_more_are_asked_about(tmp_path: Path, style: str) -> None:
    held = shelf()
    papers = many(held)
    path = exported(held, tmp_path / "group.md", style=style)
    path.write_text(path.read_text().replace("\\\n  read", "").replace("| read |", "|  |"))
    with pytest.raises(Refused, match="12 of 12 papers would lose a place, note, remark, status, star or tag"):
        synced(held, path)
    with pytest.raises(Refused, match="--accept-removals"):
        roundtrip.bring_back(held, path)
    assert held.papers[papers[0].id].status is Status.READ
    synced(held, path, accept=True)
    assert held.papers[papers[0].id].status is Status.UNREAD


def test_a_file_that_lacks_very_much_is_not_taken_by_a_program(tmp_path: Path) -> None:
    """It says so, as where a person asks."""
    with open_library(tmp_path / "library") as held:
        text = "".join(f'{{"title": "Study {n} of rain", "arxiv_id": "2405.{n:05d}"}}\n' for n in range(12))
        held.import_text(text, format="jsonl", list_name="Rain")
        path = tmp_path / "rain.md"
        held.export(list_name="Rain", path=path)
        path.write_text(re.sub(r"\n- \[.*", "", path.read_text()))
        imported = held.import_files(path)
        assert any("nothing was taken" in problem for problem in imported.problems)
        assert len(held.papers_of("Rain")) == 12


@pytest.mark.parametrize("style", ["list", "tasks", "table"])
def test_an_import_takes_what_such_a_list_says_as_a_sync_does(tmp_path: Path, style: str) -> None:
    """Its order, too; given to a list or tagged it is read as anybody's list of papers."""
    held, other = shelf(), shelf()
    path = exported(held, tmp_path / "group.md", style=style)
    strip(path)
    items = [line for line in path.read_text().split("\n") if "](https" in line]
    first = items[2].replace("[ ]", "[x]")
    text = path.read_text().replace(f"{items[2]}\n", "").replace(items[0], f"{first}\n{items[0]}")
    path.write_text(text)
    report, (back,) = roundtrip.take_in(held, [*read(path)])
    (source,) = report.sources
    assert any("lost or damaged" in problem.message for problem in source.problems)
    assert held.reading_list("Group").papers == (IDS[2], IDS[0], IDS[1])
    assert (held.papers[IDS[2]].status is Status.READ) is (style == "tasks")
    assert back.returned.diff
    again = synced(held, path)
    assert not again.returned.diff
    assert "<!-- reader:" in path.read_text()
    path.write_text(text)
    report, backs = roundtrip.take_in(other, [*read(path)], list_name="Elsewhere")
    assert (backs, len(other.reading_list("Elsewhere").papers)) == ([], 3)


OPEN = {
    "a tag": "<div>\nBehind it\nall stays.",
    "a tag that closes": "</div> was never opened here",
    "a comment": "So far <!-- and no further\nthan this",
    "a fence": "Above.\n\n````\nrow the boat",
    "a page's code": "{% raw %} and {{ more }} of it",
    "a formula": "$$ and so on\nfor ever",
    "an escaped sign": "\\<div> is a word here",
    "a reference": "<i> beside &#60;i> as it was typed",
    "a whole comment": "A *warm* word <!-- aside --> and an end.",
    "a heading": "# Of its own\n\n- one\n- two",
}


def open_shelf(kind: str) -> Library:
    """A list of papers, each with one of these texts as its note or as the remark on it."""
    papers = [Paper(f"2402.{n:05d}", f"Paper {n} on {what}", arxiv_id=f"2402.{n:05d}") for n, what in enumerate(OPEN)]
    found = library(*papers)
    found.set_list(None, ReadingList("Group", entries=tuple(ListEntry(paper.id) for paper in papers)), "Made a list")
    say(found, kind, "")
    return found


def say(held: Library, kind: str, more: str) -> None:
    """Say these texts, with something behind each."""
    texts = dict(zip(held.papers, OPEN.values(), strict=True))
    if kind == "note":
        held.apply([edit for id, text in texts.items() for edit in note(held.papers[id], text + more)], "Said it")
    else:
        lst = held.reading_list("Group")
        entries = tuple(replace(entry, note=texts[entry.paper] + more) for entry in lst.entries)
        held.set_list(lst, replace(lst, entries=entries), "Said it")


@pytest.mark.parametrize("kind", ["note", "remark"])
@pytest.mark.parametrize("pattern", ["<!--.*?-->", "<!-- /?reader-(?:note|remark).*?-->\n?"], ids=["all", "marks"])
@pytest.mark.parametrize("style", ["list", "table"])
def test_what_a_text_leaves_open_is_known_again_without_any_mark(
    tmp_path: Path, style: str, pattern: str, kind: str
) -> None:  # fmt: skip
    """It is written so that it leaves nothing open, and says the same; a remark is no note of a paper without one."""
    held = open_shelf(kind)
    path = exported(held, tmp_path / "group.md", style=style)
    whole, before = path.read_text(), words(held)
    strip(path, pattern)
    back = synced(held, path)
    assert (words(held), back.returned.conflicts, back.is_left) == (before, (), False)
    lines, were = ([line for line in each.split("\n") if line.strip()] for each in (path.read_text(), whole))
    assert lines[: lines.index("<!-- reader-base 1")] == were[: were.index("<!-- reader-base 1")]


@pytest.mark.parametrize("kind", ["note", "remark"])
def test_what_such_a_list_said_before_is_no_news(tmp_path: Path, kind: str) -> None:
    """The library has said another thing since, which goes out or is named; nothing is set between marks of a
    conflict."""
    held = open_shelf(kind)
    path = exported(held, tmp_path / "group.md")
    strip(path)
    say(held, kind, "\n\nAnd more.")
    before = words(held)
    roundtrip.take_in(held, [*read(path)])
    back = synced(held, path)
    assert (words(held), back.returned.conflicts) == (before, ())


def test_a_place_for_a_note_that_lost_one_mark_gets_no_second_one(tmp_path: Path) -> None:
    held = shelf()
    path = file_of(exported(held, tmp_path / "vault", format="obsidian"), IDS[2])
    whole = path.read_text()
    strip(path, "<!-- reader-note.*?-->\n?")
    back = synced(held, tmp_path / "vault")
    assert (path.read_text(), back.is_left) == (whole, False)


def test_a_vaults_list_that_was_moved_into_a_folder_is_found_there(tmp_path: Path) -> None:
    held = shelf()
    vault = exported(held, tmp_path / "vault", format="obsidian")
    (vault / "Lists").mkdir()
    path = (vault / "Group.md").rename(vault / "Lists" / "Group.md")
    path.write_text(path.read_text().replace("Start *here*.", "Start *there*."))
    back = synced(held, vault)
    assert held.reading_list("Group").entries[0].note == "Start *there*."
    assert (back.is_left, (vault / "Group.md").exists()) == (False, False)
    assert synced(held, vault).returned.problems == ()


def test_a_vault_below_that_has_papers_of_its_own_is_none_of_a_vault_above(tmp_path: Path) -> None:
    held = shelf()
    vault = exported(held, tmp_path / "vault", format="obsidian")
    (vault / "below").mkdir()
    below = exported(held, vault / "below", format="obsidian")
    (below / "Group.md").write_text((below / "Group.md").read_text().replace("Start *here*.", "Start *there*."))
    back = synced(held, vault)
    assert (back.returned.edited, held.reading_list("Group").entries[0].note) == (False, "Start *here*.")


def test_a_tag_that_is_typed_with_its_sign_among_properties_is_taken(tmp_path: Path) -> None:
    held = shelf()
    vault = exported(held, tmp_path / "vault", format="obsidian")
    path = file_of(vault, IDS[0])
    path.write_text(path.read_text().replace("tags: []", 'tags:\n  - "#hash"'))
    back = synced(held, vault)
    assert (held.papers[IDS[0]].tags, back.is_left, back.returned.problems) == (("hash",), False, ())


def test_properties_that_say_the_same_keep_their_spelling(tmp_path: Path) -> None:
    """Obsidian takes needless quotes away."""
    held = shelf()
    vault = exported(held, tmp_path / "vault", format="obsidian")
    path = file_of(vault, IDS[0])
    text = path.read_text()
    bare = text.replace('title: "Paper 1 on graphs"', "title: Paper 1 on graphs").replace('"unread"', "unread")
    assert bare != text
    path.write_text(bare)
    assert synced(held, vault).written == f"Wrote {vault}: 4 unchanged."
    assert path.read_text() == bare
    held.apply(status(held.papers[IDS[0]], Status.READ), "Read")
    synced(held, vault)
    assert path.read_text().startswith(bare[: bare.index("status:")] + 'status: "read"')
