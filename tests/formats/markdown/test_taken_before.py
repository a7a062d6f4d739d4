"""An edit that was taken stays so, whatever else in the file, or in another copy of it, still says what went out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reader.formats.markdown import opened, shows_taken
from reader.library import change
from reader.library.library import Library
from reader.operations import exports, reading_lists, roundtrip
from reader.operations.bases import with_taken
from reader.operations.exports import Wish
from reader.operations.search import PaperFinder
from reader.paper import Paper, Status
from tests.support import memory
from tests.support.grids import crossed

NOWHERE = Path("/nonexistent")
TERN, HERON = "2405.00001", "2405.00002"
BIRDS = [
    Paper(TERN, "Terns over warm sand", arxiv_id=TERN, url=f"https://arxiv.org/abs/{TERN}"),
    Paper(HERON, "Herons count twice", arxiv_id=HERON, url=f"https://arxiv.org/abs/{HERON}"),
]
NOTE = "Look at page four."
EDITS = {
    "note": ("four", "nine"),
    "status": ("  tags:", "  read · tags:"),
    "star": ("  tags:", "  ★ · tags:"),
    "tags": ("salt, wind", "wind"),
    "remark": ("on Friday", "on Monday"),
}
"""What is typed for what: of a list that is grouped by tag, remarks do not come back."""


def shore(place: Path, group: str = "") -> tuple[Library, Path]:
    """A library with a list of two papers, of which one has two tags, a note and a remark, and its export."""
    library = memory.library(*BIRDS)
    tern = library.papers[TERN]
    library.apply([*change.tag(tern, ("salt", "wind")), *change.note(tern, NOTE)], "Said")
    reading_lists.add_to_list(library, "Shore", [library.papers[TERN], library.papers[HERON]])
    lst = library.reading_list("Shore")
    noted = [entry if entry.paper == HERON else type(entry)(TERN, "", "on Friday") for entry in lst.entries]
    reading_lists.edit_list(library, lst, type(lst)("Shore", entries=tuple(noted)), "Remarked")
    path = place / "shore.md"
    exports.export(
        library, NOWHERE, Wish(group=group), library.held([TERN, HERON]), lst=library.reading_list("Shore"), path=path
    )
    return library, path


def said(library: Library) -> tuple[object, ...]:
    """All that is said of the first paper."""
    paper = library.papers[TERN]
    remark = next(entry.note for entry in library.reading_list("Shore").entries if entry.paper == TERN)
    return paper.note, paper.status, paper.starred, sorted(paper.tags), remark


def brought(library: Library, path: Path) -> roundtrip.Back:
    """What `import` does."""
    return roundtrip.bring_back_text(library, path.read_text(), str(path))


def synced(library: Library, path: Path) -> roundtrip.Back:
    """Both ways once."""
    return roundtrip.sync(library, NOWHERE, path, PaperFinder(library))


def stands_twice(text: str, group: str) -> str:
    """A text in which the first paper stands in two places."""
    if group:
        return text
    item = text[text.index("- [Terns") : text.index("- [Herons")]
    return text.replace(item, item + item, 1)


def edited(text: str, place: int, old: str, new: str) -> str:
    """A text in which something is typed in the first or second place where the first paper stands."""
    starts = [found.start() for found in re.finditer(r"(?m)^- \[Terns", text)]
    at = text.index(old, starts[place])
    return text[:at] + new + text[at + len(old) :]


@crossed
@pytest.mark.parametrize("group", ["", "tag"])
@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("what", EDITS)
def test_an_edit_taken_from_one_of_two_places_is_undone_by_no_later_reading(
    tmp_path: Path, group: str, place: int, what: str
) -> None:
    if (what == "remark" and group) or (what == "tags" and not group):
        return
    library, path = shore(tmp_path, group)
    path.write_text(edited(stands_twice(path.read_text(), group), place, *EDITS[what]))
    before = said(library)
    brought(library, path)
    taken = said(library)
    assert taken != before
    brought(library, path)
    synced(library, path)
    assert said(library) == taken
    assert synced(library, path).written.endswith("was up to date.")
    assert EDITS[what][1] in path.read_text()


def test_of_two_edits_of_one_note_the_second_is_named_at_each_reading_and_stays(tmp_path: Path) -> None:
    library, path = shore(tmp_path, group="tag")
    typed = edited(edited(path.read_text(), 1, "page four", "no page"), 0, "four", "nine")
    path.write_text(typed)
    for read in (brought, synced, synced):
        told = "\n".join(read(library, path).lines)
        assert f"{typed[: typed.index('no page')].count(chr(10)) + 1}" in told
        assert (library.papers[TERN].note, path.read_text()) == ("Look at page nine.", typed)


def test_tags_that_were_edited_otherwise_in_two_places_are_taken_from_both_for_good(tmp_path: Path) -> None:
    library, path = shore(tmp_path, group="tag")
    typed = edited(path.read_text(), 1, "salt, wind", "wind")
    path.write_text(edited(typed, 0, "salt, wind", "salt, wind, spray"))
    for read in (brought, brought, synced, synced):
        read(library, path)
        assert sorted(library.papers[TERN].tags) == ["spray", "wind"]


def test_an_edit_in_the_place_that_was_not_edited_yet_is_taken_where_the_other_one_is_cut(tmp_path: Path) -> None:
    library, path = shore(tmp_path)
    single = path.read_text()
    path.write_text(edited(stands_twice(single, ""), 0, "four", "nine"))
    brought(library, path)
    path.write_text(single.replace("four", "ten"))
    brought(library, path)
    assert library.papers[TERN].note == "Look at page ten."


@pytest.mark.parametrize("read", [brought, synced])
def test_each_copy_of_a_file_brings_its_own_edit_and_takes_back_none(tmp_path: Path, read: object) -> None:
    library, path = shore(tmp_path)
    text = path.read_text()
    other, third = (tmp_path / name for name in ("mailed.md", "untouched.md"))
    path.write_text(text.replace("four", "nine"))
    other.write_text(text.replace("Friday", "Monday"))
    third.write_text(text)
    for copy in (path, third, other):
        read(library, copy)  # type: ignore[operator]
    held = said(library)
    assert held == ("Look at page nine.", Status.UNREAD, False, ["salt", "wind"], "on Monday")
    for copy in (path, other, third):
        synced(library, copy)
        assert said(library) == held
        assert "nine" in copy.read_text()
        assert "Monday" in copy.read_text()


def test_what_was_typed_back_where_it_was_taken_from_is_an_edit(tmp_path: Path) -> None:
    library, path = shore(tmp_path)
    text = path.read_text()
    path.write_text(text.replace("four", "nine"))
    brought(library, path)
    path.write_text(text)
    brought(library, path)
    assert library.papers[TERN].note == NOTE


def test_a_copy_shows_what_was_taken_by_any_of_it(tmp_path: Path) -> None:
    """Each pair: what was typed into the file that was read, and whether a copy that is as it was shows it."""
    library, path = shore(tmp_path)
    text = path.read_text()
    heron = text[text.index("- [Herons") : text.index("<!-- reader-base")]
    turned = text.replace(heron, "").replace("- [Terns", f"{heron.rstrip()}\n- [Terns", 1)
    files = {
        "note": text.replace("four", "nine"),
        "remark": text.replace("Friday", "Monday"),
        "star": text.replace("  tags:", "  ★ · tags:"),
        "section": text.replace("- [Herons", "## Mud\n\n- [Herons"),
        "order": turned,
        "off": text.replace(heron, ""),
        "description": text.replace(
            "# Shore\n", "# Shore\n\n<!-- reader-description -->\nBy the sea.\n\n<!-- /reader-description -->\n"
        ),
    }
    for name, typed in files.items():
        export = opened(typed)
        returned = roundtrip.look_into(library, path, {"shore.md": export})
        assert returned.edited, name
        record = export.record
        assert record is not None
        taken = with_taken(record, returned)
        assert shows_taken(opened(typed).file, taken), name
        assert not shows_taken(opened(text).file, taken), name
        assert shows_taken(opened(text).file, record), name


def test_empty_boxes_before_all_papers_make_none_unread_whose_word_still_stands(tmp_path: Path) -> None:
    library, path = shore(tmp_path)
    library.apply(change.status(library.papers[TERN], Status.READ), "Read")
    synced(library, path)
    for box, status in (("[ ]", Status.UNREAD), ("[x]", Status.READ)):
        path.write_text(path.read_text().replace("- [Terns", "- [ ] [Terns").replace("- [Herons", f"- {box} [Herons"))
        brought(library, path)
        synced(library, path)
        assert [library.papers[id].status for id in (TERN, HERON)] == [Status.READ, status]


def test_a_box_in_the_list_of_a_vault_is_named_and_stays(tmp_path: Path) -> None:
    library, _ = shore(tmp_path)
    lst, vault = library.reading_list("Shore"), tmp_path / "vault"
    exports.export(library, NOWHERE, Wish("obsidian"), library.held([TERN, HERON]), lst=lst, path=vault)
    path = vault / "Shore.md"
    for box in ("[x]", "[ ]"):
        typed = path.read_text().replace("- [[", f"- {box} [[", 1)
        path.write_text(typed)
        for read in (roundtrip.bring_back, synced):
            assert "own file" in "\n".join(read(library, vault).lines)
            assert path.read_text() == typed
        path.write_text(typed.replace(f"- {box} ", "- "))


def test_a_label_without_tags_is_written_anew_once_they_were_taken_away(tmp_path: Path) -> None:
    library, path = shore(tmp_path)
    library.apply(change.status(library.papers[TERN], Status.READING), "Begun")
    synced(library, path)
    path.write_text(path.read_text().replace("tags: salt, wind", "tags:"))
    back = synced(library, path)
    assert not back.is_left, back.written
    assert (library.papers[TERN].tags, "tags:" in path.read_text()) == ((), False)
