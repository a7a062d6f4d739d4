"""An edited export takes away only what a person took out of it: words that still stand in the file stay."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reader.formats.markdown import document_of, read_back_text, render_document
from reader.formats.styles import STYLES
from reader.operations.roundtrip import INTO_FILE, INTO_LIBRARY
from reader.paper import ListEntry, Paper, ReadingList
from tests.support.cli import Copies, Reader
from tests.support.grids import beside, crossed
from tests.support.laws import by_turns, law
from tests.support.typing_in import typed_in

PAPERS = [
    ("2405.01001", "Amber Tracks in Cold Storage", ["rl", "a,b"], "Compare the second figure with ours."),
    (
        "2405.01002",
        "Bramble Hedges as Priors",
        ["no", "x/y"],
        "- thorns first\n- then *berries* of the hedge\n\nand a word",
    ),
    ("2405.01003", "Copper Bells under Load", ["two words"], "Ring it"),
    ("2405.01004", "Driftwood and Dense Retrieval", [], ""),
]


def made(reader: Reader) -> None:
    lines = [
        {
            "title": title,
            "arxiv_id": id,
            "url": f"https://arxiv.org/abs/{id}",
            "tags": tags,
            "note": note,
            "starred": id[-1] == "1",
        }
        for id, title, tags, note in PAPERS
    ]
    reader("import", "-", "--format", "jsonl", stdin="".join(json.dumps(line) + "\n" for line in lines))
    reader("list", "add", "Garden", *(paper[0] for paper in PAPERS))
    reader("list", "describe", "Garden", "What grows in the *cold* half of the year.")
    reader("list", "section", "add", "Garden", "South wall")
    reader("list", "section", "put", "Garden", "South wall", "2405.01003", "2405.01004")
    reader("list", "annotate", "--", "Garden", "2405.01002", "shown by Odile in May")


@pytest.fixture
def shelf(copy_of: Copies) -> Reader:
    """Four papers on a list with a section, a remark and a description."""
    return copy_of(made)


def exported(shelf: Reader, tmp_path: Path, style: str = "list") -> Path:
    """The list as a file."""
    path = tmp_path / f"garden-{style}.md"
    shelf("export", "--list", "Garden", "--style", style, "-o", str(path))
    return path


def edit(path: Path, *pairs: tuple[str, str]) -> None:
    """Change the first occurrence of each text."""
    text = path.read_text()
    for old, new in pairs:
        text = typed_in(text, old, new)
    path.write_text(text)


def state(shelf: Reader) -> object:
    """All that the library says."""
    return shelf.holds("search"), shelf.holds("list", "show", "Garden")


def shown(shelf: Reader) -> str:
    """All that the library says of the list, but for when a paper was changed: a new name of its section changes it."""
    return re.sub(r'"changed_at": "[^"]*"', '"changed_at": null', shelf("list", "show", "Garden", "--json").out)


def sections(shelf: Reader) -> list[str]:
    """The names of the list's sections."""
    found: list[str] = shelf("list", "show", "Garden", "--json").json["sections"]
    return found


def paper(shelf: Reader, id: str) -> dict[str, object]:
    """One paper."""
    found: dict[str, object] = shelf.holds("show", id)
    return found


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "between", ["  id:: 77-ab\n", "\n  My own words.\n\n", "  - a point of mine\n", "\n## My heading\n\n"]
)
def test_a_line_between_a_paper_and_its_note_takes_nothing_away(
    shelf: Reader, tmp_path: Path, style: str, between: str
) -> None:
    path = exported(shelf, tmp_path, style)
    before = state(shelf)
    text = path.read_text()
    text = text.replace("  <!-- reader-note", f"{between}  <!-- reader-note")
    path.write_text(text.replace("\n<!-- reader-note", f"{between}\n<!-- reader-note") if style == "table" else text)
    shelf("import", str(path))
    assert state(shelf) == before
    shelf("sync", str(path))
    assert state(shelf) == before
    assert between.strip() in path.read_text()
    shelf("sync", str(path))
    assert state(shelf) == before


@pytest.mark.parametrize("style", STYLES)
def test_a_note_whose_marks_are_gone_stays_and_is_told_with_its_line(
    shelf: Reader, tmp_path: Path, style: str
) -> None:  # fmt: skip
    path = exported(shelf, tmp_path, style)
    text = path.read_text()
    lines = [line for line in text.split("\n") if "reader-note" not in line and "reader-remark" not in line]
    lines = [line for line in lines if "reader-description" not in line]
    path.write_text("\n".join(lines))
    before = state(shelf)
    said = shelf("import", str(path)).out
    assert state(shelf) == before
    at = next(number for number, line in enumerate(lines, start=1) if "second figure" in line)
    assert f"{path}:{at}: the note of 'Amber Tracks in Cold Storage' stands here without its marks" in said
    assert "The description of 'Garden' stands here without its marks" in said


@pytest.mark.parametrize("style", STYLES)
def test_a_note_that_is_nowhere_in_the_file_is_deleted(shelf: Reader, tmp_path: Path, style: str) -> None:
    """Its text alone, or its marks with it."""
    path = exported(shelf, tmp_path, style)
    edit(path, ("Compare the second figure with ours.", ""))
    shelf("import", str(path))
    assert paper(shelf, "2405.01001")["note"] == ""
    lines = path.read_text().split("\n")
    at = next(n for n, line in enumerate(lines) if "reader-note 2405.01002" in line)
    end = next(n for n in range(at, len(lines)) if "/reader-note" in lines[n])
    path.write_text("\n".join([*lines[:at], *lines[end + 1 :]]))
    shelf("import", str(path))
    assert paper(shelf, "2405.01002")["note"] == ""


def test_a_note_cut_out_and_put_under_a_heading_of_ones_own_stays(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path)
    edit(path, ("  Compare the second figure with ours.\n", ""))
    path.write_text(
        path.read_text().replace(
            "\n<!-- reader-base", "\n# Mine\n\ncompare the  Second figure\nwith ours\n\n<!-- reader-base"
        )
    )
    said = shelf("import", str(path)).out
    assert "stands here without its marks" in said
    assert paper(shelf, "2405.01001")["note"] == "Compare the second figure with ours."


def test_a_quote_of_ones_own_above_the_note_does_not_take_its_place(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path)
    edit(path, ("  <!-- reader-note 2405.01001", "  > my own quotation\n\n  <!-- reader-note 2405.01001"))
    shelf("import", str(path))
    assert paper(shelf, "2405.01001")["note"] == "Compare the second figure with ours."


def test_a_paper_whose_anchor_is_gone_stays_on_the_list(shelf: Reader, tmp_path: Path) -> None:
    """In every form, as each has a line of its own by which it is known."""
    for style in STYLES:
        path = exported(shelf, tmp_path, style)
        before = state(shelf)
        edit(path, (" <!-- reader:2405.01002 -->", ""), (" <!-- reader:2405.01003 -->", ""))
        said = shelf("import", str(path)).out
        assert "'Bramble Hedges as Priors' stands here without its mark" in said
        assert state(shelf) == before


@pytest.mark.parametrize("style", STYLES)
def test_a_file_without_any_anchor_empties_no_list(shelf: Reader, tmp_path: Path, style: str) -> None:
    path = exported(shelf, tmp_path, style)
    before = state(shelf)
    whole = path.read_text()
    path.write_text(re.sub(r" <!-- reader:\S+ -->", "", whole))
    shelf("import", str(path))
    assert state(shelf) == before
    shelf("sync", str(path))
    assert state(shelf) == before
    assert path.read_text() == whole


def test_a_paper_taken_out_of_the_file_leaves_the_list_and_not_the_library(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path)
    lines = path.read_text().split("\n")
    at = next(n for n, line in enumerate(lines) if "reader:2405.01004" in line)
    path.write_text("\n".join([*lines[:at], *lines[at + 2 :]]))
    assert "leaves 'Garden'" in shelf("import", str(path)).out
    assert [p["id"] for p in shelf("list", "show", "Garden", "--json").json["papers"]] == [p[0] for p in PAPERS[:3]]
    assert len(shelf("search", "--ids").lines) == 4


def test_a_list_emptied_by_its_file_needs_to_be_meant(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path)
    text = path.read_text()
    path.write_text(text[: text.index("- [Amber")] + text[text.index("<!-- reader-base") :])
    before = state(shelf)
    for command in ("import", "sync"):
        refused = shelf(command, str(path), check=False)
        assert refused.status == 1
        assert "--accept-removals" in refused.err
        assert state(shelf) == before
    assert "No paper is marked in it any more" in shelf("import", "--dry-run", str(path)).out
    (source,) = shelf("import", "--dry-run", "--json", str(path)).json["sources"]
    assert "No paper is marked in it any more" in source["problems"][-1]["message"]
    (answer,) = shelf.batch({"op": "import", "text": path.read_text()})
    assert not answer["ok"]
    assert state(shelf) == before
    (answer,) = shelf.batch({"op": "import", "text": path.read_text(), "accept_removals": True})
    assert answer["ok"]
    assert shelf("list", "show", "Garden", "--json").json["papers"] == []


@pytest.mark.parametrize(("taken", "refused"), [(10, False), (11, True)])
def test_more_than_ten_and_a_quarter_at_once_is_asked_about(
    reader: Reader, tmp_path: Path, taken: int, refused: bool
) -> None:
    ids = [f"2406.{n:05d}" for n in range(1, 31)]
    page = "".join(f'{{"title": "Study {n} of glass rain", "arxiv_id": "{id}"}}\n' for n, id in enumerate(ids))
    reader("import", "-", "--format", "jsonl", stdin=page)
    reader("list", "add", "Rain", *ids)
    path = tmp_path / "rain.md"
    reader("export", "--list", "Rain", "--style", "table", "-o", str(path))
    gone = [f"reader:{id} " for id in ids[:taken]]
    path.write_text("\n".join(line for line in path.read_text().split("\n") if not any(id in line for id in gone)))
    answer = reader("sync", str(path), check=False)
    assert answer.status == int(refused)
    left = reader("list", "show", "Rain", "--json").json["papers"]
    assert len(left) == (30 if refused else 30 - taken)
    if refused:
        reader("sync", "--accept-removals", str(path))
        assert len(reader("list", "show", "Rain", "--json").json["papers"]) == 30 - taken


def halves(reader: Reader, tmp_path: Path, form: str, total: int, first: int, second: int) -> tuple[Path, Path]:
    """Two copies of the export of a list of so many papers: one lacks the first of them, one as many others."""
    ids = [f"2406.{n:05d}" for n in range(1, total + 1)]
    reader.take({id: f"Study {n} of glass rain" for n, id in enumerate(ids)})
    reader("list", "add", "Rain", *ids)
    reader("list", "describe", "Rain", "What falls and does not melt.")
    style = ["--format", "obsidian"] if form == "obsidian" else ["--style", form]
    copies = tmp_path / "rain", tmp_path / "copy"
    reader("export", "--list", "Rain", *style, "-o", str(copies[0]))
    shutil.copytree(*copies) if copies[0].is_dir() else shutil.copy(*copies)
    for path, gone in zip(copies, (ids[:first], ids[first : first + second]), strict=True):
        file = path / "Rain.md" if path.is_dir() else path
        lines = file.read_text().split("\n")
        places = [n for n, line in enumerate(lines) if any(f"reader:{id} " in line for id in gone)]
        file.write_text("\n".join(line for n, line in enumerate(lines) if n not in places))
    return copies


@pytest.mark.parametrize("form", [*STYLES, "obsidian"])
def test_a_list_that_two_copies_of_its_file_empty_between_them_needs_to_be_meant(
    reader: Reader, tmp_path: Path, form: str
) -> None:
    one, other = halves(reader, tmp_path, form, 6, 2, 4)
    reader("sync", str(one))
    before = reader("list", "show", "Rain", "--json").json
    assert len(before["papers"]) == 4
    for command in ("import", "sync"):
        refused = reader(command, str(other), check=False)
        assert refused.status == 1
        assert "all 4 papers that 'Rain' has now, of 6 that it had when the file was written" in refused.err
        assert "--accept-removals" in refused.err
        assert reader("list", "show", "Rain", "--json").json == before
    reader("sync", "--accept-removals", str(other))
    assert reader("list", "show", "Rain", "--json").json["papers"] == []


@crossed
@pytest.mark.parametrize("form", [*STYLES, "obsidian"])
@pytest.mark.parametrize(("total", "refused"), [(55, True), (56, False)])
def test_what_a_list_loses_is_held_against_what_it_still_has(
    reader: Reader, tmp_path: Path, form: str, total: int, refused: bool
) -> None:
    """Eleven of the 43 that are left are asked about, and eleven of 45 are not."""
    one, other = halves(reader, tmp_path, form, total, 11 + (total == 55), 11)
    reader("sync", str(one))
    answer = reader("sync", str(other), check=False)
    assert answer.status == int(refused)
    left = 43 if refused else 34
    assert len(reader("list", "show", "Rain", "--json").json["papers"]) == left
    if refused:
        assert "11 of 43 papers that 'Rain' has now, of 55 that it had when the file was written" in answer.err


@pytest.mark.parametrize("form", [*STYLES, "obsidian"])
def test_a_paper_that_takes_the_place_of_the_only_one_is_no_question(reader: Reader, tmp_path: Path, form: str) -> None:
    reader.take({"2406.00001": "Study of glass rain", "2406.00002": "Study of paper snow"})
    for name, id in (("Rain", "2406.00001"), ("Snow", "2406.00002")):
        reader("list", "add", name, id)
    style = ["--format", "obsidian"] if form == "obsidian" else ["--style", form]
    path = tmp_path / "rain"
    reader("export", "--list", "Rain", *style, "-o", str(path))
    file = path / "Rain.md" if path.is_dir() else path
    edit(file, ("reader:2406.00001", "reader:2406.00002"), ("Study of glass rain", "Study of paper snow"))
    edit(file, ("2406.00001", "2406.00002"))
    reader("sync", str(path))
    assert [paper["id"] for paper in reader("list", "show", "Rain", "--json").json["papers"]] == ["2406.00002"]


@pytest.mark.parametrize("style", STYLES)
def test_a_comma_whose_escape_a_formatter_dropped_splits_no_tag(shelf: Reader, tmp_path: Path, style: str) -> None:
    path = exported(shelf, tmp_path, style)
    edit(path, ("a\\,b", "a,b"))
    said = shelf("import", str(path)).out
    assert said == ""
    assert paper(shelf, "2405.01001")["tags"] == ["a,b", "rl"]
    edit(path, ("a,b, rl", "a,b, rl, c"))
    shelf("import", str(path))
    assert paper(shelf, "2405.01001")["tags"] == ["a,b", "c", "rl"]


def test_tags_whose_parts_are_tags_too_are_told_apart(shelf: Reader, tmp_path: Path) -> None:
    shelf("tag", "2405.01001", "--add", "a", "--add", "b")
    path = exported(shelf, tmp_path)
    edit(path, ("a, a\\,b, b, rl", "a, a,b, b, rl"))
    shelf("import", str(path))
    assert paper(shelf, "2405.01001")["tags"] == ["a", "a,b", "b", "rl"]
    edit(path, ("a, a,b, b, rl", "a, b, rl"))
    shelf("import", str(path))
    assert paper(shelf, "2405.01001")["tags"] == ["a", "b", "rl"]


def test_tags_typed_with_a_hash_before_each_are_tags(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path)
    edit(path, ("tags: two words", "tags: #brass #bronze, two words"))
    shelf("import", str(path))
    assert paper(shelf, "2405.01003")["tags"] == ["brass", "bronze", "two words"]


def test_a_tag_or_star_moved_beneath_its_line_stays(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path)
    edit(path, ("  unread · ★ · tags: a\\,b, rl\n", "  unread\n\n  ★ tags: a,b and rl\n"))
    before = state(shelf)
    shelf("import", str(path))
    assert state(shelf) == before


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## South wall\n", "South wall\n----------\n"),
        ("## South wall\n", "### South wall ###\n"),
        ("## South wall\n", "**South wall**\n"),
        ("# Garden\n", "Garden\n======\n"),
    ],
)
def test_headings_however_they_are_written_keep_their_section(
    shelf: Reader, tmp_path: Path, old: str, new: str
) -> None:  # fmt: skip
    path = exported(shelf, tmp_path)
    edit(path, (old, new))
    before = state(shelf)
    assert shelf("import", str(path)).out == ""
    assert state(shelf) == before


@pytest.mark.parametrize(("drop", "word"), [(True, "few"), (False, "many")])
def test_a_row_with_a_cell_too_many_or_too_few_says_nothing(
    shelf: Reader, tmp_path: Path, drop: bool, word: str
) -> None:
    path = exported(shelf, tmp_path, "table")
    edit(path, ("| a\\,b, rl |", "|" if drop else "| a\\,b, rl | x |"))
    before = state(shelf)
    assert f"this row has too {word} cells" in shelf("import", str(path)).out
    assert state(shelf) == before


def test_anchors_that_changed_places_take_nothing(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path)
    before = state(shelf)
    text = path.read_text()
    one, other = "<!-- reader:2405.01001 -->", "<!-- reader:2405.01002 -->"
    path.write_text(text.replace(one, "@").replace(other, one).replace("@", other))
    assert "stands beside the title" in shelf("import", str(path)).out
    assert state(shelf) == before


def item_of(text: str, id: str) -> str:
    """The lines of a paper up to its note, or its row."""
    lines = text.split("\n")
    at = next(n for n, line in enumerate(lines) if f"reader:{id}" in line)
    return "\n".join(lines[at : at + (1 if lines[at].startswith("|") else 2)]) + "\n"


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("above", [True, False])
@pytest.mark.parametrize(
    "typed",
    [
        "[A Brand New Paper](https://arxiv.org/abs/2401.00001)",
        "[Bramble Hedges as Posteriors](https://arxiv.org/abs/2401.00001)",
        "**A Brand New Paper**",
    ],
)
def test_an_item_copied_to_type_a_paper_over_it_says_nothing_of_the_old_one(
    shelf: Reader, tmp_path: Path, style: str, above: bool, typed: str
) -> None:
    path = exported(shelf, tmp_path, style)
    text = path.read_text()
    item = item_of(text, "2405.01004")
    fresh = re.sub(r"\[Driftwood[^)]*\)", typed, item).replace("unread", "read · ★ · tags: fresh")
    fresh = fresh.replace("- [ ]", "- [x]").replace("read · ★ · tags: fresh |  |", "read | ★ |")
    assert fresh.count("\n") == item.count("\n")
    path.write_text(text.replace(item, fresh + item if above else item + fresh))
    before, data = state(shelf), path.read_bytes()
    assert "stands beside another title and address" in shelf("import", str(path)).out
    assert state(shelf) == before
    assert "was left as it is" in shelf("sync", str(path), check=False).out
    assert (state(shelf), path.read_bytes()) == (before, data)


@pytest.mark.parametrize("style", STYLES)
def test_an_item_typed_over_for_another_paper_takes_nothing_and_takes_no_paper_off(
    shelf: Reader, tmp_path: Path, style: str
) -> None:
    path = exported(shelf, tmp_path, style)
    edit(path, ("[Driftwood and Dense Retrieval](https://arxiv.org/abs/2405.01004)", "[New](https://a.org/new)"))
    edit(
        path,
        (item_of(path.read_text(), "2405.01004"), typed_in(item_of(path.read_text(), "2405.01004"), "unread", "read")),
    )
    before, data = state(shelf), path.read_bytes()
    assert "stands beside another title and address" in shelf("import", str(path)).out
    assert "was left as it is" in shelf("sync", str(path), check=False).out
    assert (state(shelf), path.read_bytes()) == (before, data)


@pytest.mark.parametrize("style", STYLES)
def test_a_mark_typed_twice_takes_nothing_from_the_second_paper(shelf: Reader, tmp_path: Path, style: str) -> None:
    path = exported(shelf, tmp_path, style)
    item = item_of(path.read_text(), "2405.01004")
    other = item.replace("reader:2405.01004", "reader:2405.01001").replace("unread", "read").replace("- [ ]", "- [x]")
    edit(path, (item, other))
    before = state(shelf)
    said = shelf("import", str(path)).out
    assert "the mark of 'Amber Tracks in Cold Storage' stands beside the title 'Driftwood" in said
    assert state(shelf) == before


def block_of(text: str, kind: str, id: str) -> str:
    """The note or remark of a paper with its marks."""
    found = re.search(rf"^ *<!-- reader-{kind} {id}.*?<!-- /reader-{kind} -->\n", text, re.DOTALL | re.MULTILINE)
    assert found is not None
    return found[0]


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(("kind", "id"), [("note", "2405.01002"), ("remark", "2405.01002")])
@pytest.mark.parametrize("words", ["My words on driftwood.", "Bramble hedges"])
@pytest.mark.parametrize("above", [True, False])
def test_a_block_copied_to_type_words_on_another_paper_leaves_the_first_as_it_was(
    shelf: Reader, tmp_path: Path, style: str, kind: str, id: str, words: str, above: bool
) -> None:
    path = exported(shelf, tmp_path, style)
    text = path.read_text()
    block = block_of(text, kind, id)
    lines = block.split("\n")
    indent = lines[0][: len(lines[0]) - len(lines[0].lstrip())]
    copy = "\n".join([lines[0], f"{indent}> {words}", "", *lines[-2:]])
    item = item_of(text, "2405.01001" if above else "2405.01004")
    if style == "table" and above:
        path.write_text(text.replace("## Notes\n", f"## Notes\n\n### Mine\n\n{copy}"))
    elif style == "table":
        path.write_text(text.replace("<!-- reader-base", f"### Mine\n\n{copy}\n<!-- reader-base"))
    else:
        path.write_text(text.replace(item, f"{item}\n{copy}\n"))
    before, data = state(shelf), path.read_bytes()
    said = shelf("import", str(path)).out
    assert "'Bramble Hedges as Priors' stands here again with other words" in said
    assert state(shelf) == before
    assert "was left as it is" in shelf("sync", str(path), check=False).out
    assert (state(shelf), path.read_bytes()) == (before, data)


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[Driftwood and Dense Retrieval]", "[Driftwood and Sparse Retrieval]"),
        ("(https://arxiv.org/abs/2405.01004)", "(https://arxiv.org/pdf/2405.01004v2)"),
    ],
)
def test_a_status_is_taken_where_title_or_address_alone_is_another(
    shelf: Reader, tmp_path: Path, style: str, old: str, new: str
) -> None:
    path = exported(shelf, tmp_path, style)
    item = item_of(path.read_text(), "2405.01004")
    changed = item.replace("- [ ]", "- [x]") if style == "tasks" else typed_in(item, "unread", "read")
    edit(path, (item, changed.replace(old, new)))
    shelf("import", str(path))
    assert paper(shelf, "2405.01004")["status"] == "read"


CONFLICT = "<<<<<<< HEAD\n{0}=======\n{1}>>>>>>> theirs\n"
DIFF3 = "<<<<<<< HEAD\n{0}||||||| base\n{0}=======\n{1}>>>>>>> theirs\n"


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("marks", [CONFLICT, DIFF3, CONFLICT.replace("\n", "\r\n")])
def test_an_unmerged_file_is_refused_with_its_lines(shelf: Reader, tmp_path: Path, style: str, marks: str) -> None:
    path = exported(shelf, tmp_path, style)
    text = path.read_text()
    line = next(line for line in text.split("\n") if "reader:2405.01004" in line) + "\n"
    path.write_bytes(text.replace(line, marks.format(line, line.upper())).encode())
    before, found = state(shelf), path.read_bytes()
    at = found[: found.index(b"<<<<<<<")].count(b"\n") + 1
    for arguments in (["import"], ["sync"], ["export", "--list", "Garden", "-o"]):
        refused = shelf(*arguments, str(path), check=False)
        assert refused.status == 1
        assert "unfinished merge" in refused.err
        assert f"lines {at}, " in refused.err
    (answer,) = shelf.batch({"op": "import", "text": found.decode()})
    assert not answer["ok"]
    assert (state(shelf), path.read_bytes()) == (before, found)


def test_an_unmerged_file_of_a_vault_is_refused(shelf: Reader, tmp_path: Path) -> None:
    vault = tmp_path / "vault"
    shelf("export", "--list", "Garden", "--format", "obsidian", "-o", str(vault))
    file = next(file for file in vault.iterdir() if "Copper" in file.name)
    edit(file, ("starred: false\n", CONFLICT.format("starred: false\n", "starred: true\n")))
    before = state(shelf)
    for command in ("import", "sync"):
        refused = shelf(command, str(vault), check=False)
        assert refused.status == 1
        assert file.name in refused.err
    assert state(shelf) == before


@crossed
@pytest.mark.parametrize(
    "note",
    [
        "<<<<<<< HEAD\nmine\n=======\ntheirs\n>>>>>>> branch",
        "Git writes <<<<<<< and >>>>>>> around both",
        "A heading\n=======\n\ntext",
    ],
)
@pytest.mark.parametrize("format", ["list", "tasks", "table", "obsidian"])
def test_a_note_about_conflicts_is_no_conflict(shelf: Reader, tmp_path: Path, note: str, format: str) -> None:
    shelf("note", "2405.01004", "--set", note)
    path = tmp_path / "out"
    form = ["--format", "obsidian"] if format == "obsidian" else ["--style", format]
    shelf("export", "--list", "Garden", *form, "-o", str(path))
    before = state(shelf)
    file = next(path.glob("Driftwood*")) if path.is_dir() else path
    file.write_text(file.read_text() + "\nMine\n=======\n\n```\n<<<<<<< HEAD\na\n=======\nb\n>>>>>>> c\n```\n")
    shelf("sync", str(path))
    assert state(shelf) == before


@pytest.mark.long
@pytest.mark.parametrize("style", STYLES)
def test_half_a_file_takes_nothing_away(shelf: Reader, tmp_path: Path, style: str) -> None:
    """Cut at every few bytes, as a full disk or a sync tool leaves it; in a usual run each style at other ones."""
    path = exported(shelf, tmp_path, style)
    whole = path.read_bytes()
    before = state(shelf)
    for size in by_turns(range(0, len(whole) - 1, 61), 3, list(STYLES).index(style)):
        path.write_bytes(whole[:size])
        shelf("import", "--format", "markdown", str(path), check=False)
        shelf("sync", str(path), check=False)
        assert state(shelf) == before, size


@pytest.mark.parametrize("words", ["no", "1e3", "yes"])
def test_words_that_old_yaml_takes_for_something_else_are_tags(shelf: Reader, tmp_path: Path, words: str) -> None:
    shelf("tag", "2405.01003", "--add", words)
    vault = tmp_path / "vault"
    shelf("export", "--list", "Garden", "--format", "obsidian", "-o", str(vault))
    file = next(file for file in vault.iterdir() if "Copper" in file.name)
    edit(file, (f'- "{words}"', f"- {words}"), ('status: "unread"', "status:   'unread'"))
    before = state(shelf)
    assert shelf("import", str(vault)).out == ""
    assert state(shelf) == before


@pytest.mark.parametrize("style", STYLES)
def test_what_a_formatter_does_to_a_note_changes_nothing(shelf: Reader, tmp_path: Path, style: str) -> None:
    path = exported(shelf, tmp_path, style)
    edit(path, ("- thorns first", "* thorns first"), ("- then *berries* of the hedge", "* then _berries_ of the hedge"))
    before = state(shelf)
    assert shelf("import", str(path)).out == ""
    assert state(shelf) == before


def test_a_note_removed_in_the_file_and_changed_here_stays(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path)
    shelf("note", "2405.01003", "--set", "Ring it twice")
    edit(path, ("  Ring it\n", ""))
    assert "changed in the library, where it stays" in shelf("import", str(path)).out
    assert paper(shelf, "2405.01003")["note"] == "Ring it twice"


@pytest.fixture
def vault(shelf: Reader, tmp_path: Path) -> Path:
    """The list as a vault."""
    path = tmp_path / "vault"
    shelf("export", "--list", "Garden", "--format", "obsidian", "-o", str(path))
    return path


def test_files_missing_from_a_vault_take_nothing_away(shelf: Reader, vault: Path) -> None:
    before = state(shelf)
    for file in list(vault.iterdir()):
        if "Amber" in file.name or "Copper" in file.name:
            file.unlink()
    said = shelf("import", str(vault)).out
    assert "the file of 'Amber Tracks in Cold Storage' is gone; it stays in the list" in said
    shelf("sync", str(vault))
    assert state(shelf) == before
    assert sum("Amber" in file.name for file in vault.iterdir()) == 1


def test_words_moved_among_the_properties_of_a_paper_are_not_taken_away(shelf: Reader, vault: Path) -> None:
    """Where those cannot be read any more, nobody knows what stands there."""
    file = next(file for file in vault.iterdir() if "Copper" in file.name)
    before = state(shelf)
    edit(file, ("\nRing it\n", "\n"), ("\nauthors:", "\nRing it\nauthors:"))
    assert "the properties cannot be read" in shelf("import", str(vault)).out
    assert state(shelf) == before


def test_a_vault_without_its_index_takes_nothing_away(shelf: Reader, vault: Path) -> None:
    before = state(shelf)
    (vault / "Garden.md").unlink()
    for command in ("import", "sync"):
        shelf(command, str(vault))
        assert state(shelf) == before


def test_an_index_whose_anchors_are_gone_keeps_its_list(shelf: Reader, vault: Path) -> None:
    index = vault / "Garden.md"
    before, whole = state(shelf), index.read_text()
    index.write_text(re.sub(r" <!-- reader:\S+ -->", "", whole))
    shelf("sync", str(vault))
    assert state(shelf) == before
    assert index.read_text() == whole


def test_an_index_that_was_emptied_needs_to_be_meant(shelf: Reader, vault: Path) -> None:
    index = vault / "Garden.md"
    text = index.read_text()
    index.write_text("# Garden\n\n" + text[text.index("<!-- reader-base") :])
    before = state(shelf)
    assert shelf("sync", str(vault), check=False).status == 1
    assert state(shelf) == before
    shelf("sync", "--accept-removals", str(vault))
    assert shelf("list", "show", "Garden", "--json").json["papers"] == []
    assert len(shelf("search", "--ids").lines) == 4


@crossed
@pytest.mark.parametrize("where", ["", "below/"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_note_renamed_outside_obsidian_stops_no_edit_of_the_index(
    shelf: Reader, vault: Path, where: str, ending: str
) -> None:
    """The link by its old name, which no file has any more, is no word of a person's."""
    index, file = vault / "Garden.md", next(file for file in vault.iterdir() if "Amber" in file.name)
    (vault / "below").mkdir()
    file.rename(vault / f"{where}My own name.md")
    edit(index, ("## South wall", "## North bed"))
    index.write_bytes(index.read_bytes().replace(b"\n", ending.encode()))
    assert "was left as it is" not in shelf("sync", str(vault)).out
    text = index.read_text()
    assert "- [[My own name|Amber Tracks in Cold Storage]] <!-- reader:2405.01001 -->" in text
    assert sections(shelf) == ["North bed"]
    assert not [file for file in vault.iterdir() if "Amber" in file.name]
    shelf("note", "2405.01001", "--set", "Another note")
    shelf("sync", str(vault))
    assert "Another note" in (vault / f"{where}My own name.md").read_text()


@pytest.mark.parametrize("there", [True, False], ids=["a note of ones own", "a note to come"])
def test_a_link_of_ones_own_in_the_index_is_named_with_the_name_to_put_there(
    shelf: Reader, vault: Path, there: bool
) -> None:
    index, file = vault / "Garden.md", next(file for file in vault.iterdir() if "Amber" in file.name)
    file.rename(vault / "Cold tracks.md")
    if there:
        (vault / "My summary.md").write_text("My own words.\n")
    link = "[[My summary|Amber Tracks in Cold Storage]]"
    edit(index, (f"[[{file.stem}|Amber Tracks in Cold Storage]]", link), ("## South wall", "## North bed"))
    said = shelf("sync", str(vault)).out
    line = index.read_text()[: index.read_text().index(link)].count("\n") + 1
    assert f"could not take what stands in line {line}" in said
    put = f"In line {line} put 'Cold tracks', as the note is called now, for 'My summary'."
    assert (put in said) is not there
    assert link in index.read_text()
    edit(index, ("My summary", "Cold tracks"))
    shelf("sync", str(vault))
    assert "5 unchanged" in shelf("sync", str(vault)).out


@pytest.mark.parametrize("renamed", [False, True])
def test_a_link_of_the_index_without_an_alias_says_nothing_of_the_title(
    shelf: Reader, vault: Path, renamed: bool
) -> None:
    index, file = vault / "Garden.md", next(file for file in vault.iterdir() if "Amber" in file.name)
    if renamed:
        file = file.rename(vault / "Cold tracks.md")
    text = re.sub(r"\[\[Amber[^\]|]*\|[^\]]*\]\]", f"[[{file.stem}]]", index.read_text())
    index.write_text(text.replace("## South wall", "## North bed"))
    assert "was left as it is" not in shelf("sync", str(vault)).out
    assert sections(shelf) == ["North bed"]
    assert f"- [[{file.stem}|Amber Tracks in Cold Storage]] <!-- reader:2405.01001 -->" in index.read_text()
    edit(index, (f"[[{file.stem}|Amber Tracks in Cold Storage]]", "[[My summary]]"))
    assert "was left as it is" in shelf("sync", str(vault)).out


def test_an_index_whose_links_alone_are_out_of_date_is_left_where_it_is_read_only(shelf: Reader, vault: Path) -> None:
    index, file = vault / "Garden.md", next(file for file in vault.iterdir() if "Amber" in file.name)
    file.rename(vault / "Cold tracks.md")
    index.chmod(0o444)
    data = index.read_bytes()
    assert "it is read-only" in shelf("sync", str(vault)).out
    assert index.read_bytes() == data


def test_words_between_the_title_and_the_note_of_a_vaults_file_take_nothing_away(shelf: Reader, vault: Path) -> None:
    file = next(file for file in vault.iterdir() if "Amber" in file.name)
    edit(file, ("\n<!-- reader-note", "\nMy words above.\n\n## And a heading\n\n<!-- reader-note"))
    before = state(shelf)
    for _ in range(2):
        shelf("sync", str(vault))
        assert state(shelf) == before
        assert "My words above." in file.read_text()


def test_a_note_of_a_vault_is_deleted_with_its_text_and_not_with_its_marks(shelf: Reader, vault: Path) -> None:
    file = next(file for file in vault.iterdir() if "Amber" in file.name)
    text = file.read_text()
    file.write_text(re.sub(r"<!-- /?reader-note.*-->\n", "", text))
    assert "stands here without its marks" in shelf("import", str(vault)).out
    assert paper(shelf, "2405.01001")["note"] == "Compare the second figure with ours."
    file.write_text(text.replace("Compare the second figure with ours.\n", ""))
    shelf("import", str(vault))
    assert paper(shelf, "2405.01001")["note"] == ""


@crossed
@pytest.mark.parametrize("style", ["list", "tasks"])
@pytest.mark.parametrize("joint", [" ", "\\\\ "])
def test_a_state_joined_to_the_line_of_its_paper_is_read_there(
    shelf: Reader, tmp_path: Path, style: str, joint: str
) -> None:
    path = exported(shelf, tmp_path, style)
    before = state(shelf)
    path.write_text(re.sub(r"-->\\\n +", f"-->{joint}", path.read_text()))
    assert "is news to the library" in shelf("import", str(path)).err
    edit(path, ("tags: two words", "reading · ★ · tags: two words, bells"))
    shelf("sync", str(path))
    held = paper(shelf, "2405.01003")
    assert (held["status"], held["starred"], held["tags"]) == ("reading", True, ["bells", "two words"])
    shelf("undo")
    assert state(shelf) == before


@pytest.mark.parametrize("style", ["list", "tasks"])
def test_a_papers_line_that_was_wrapped_is_still_its_line(shelf: Reader, tmp_path: Path, style: str) -> None:
    path = exported(shelf, tmp_path, style)
    whole, before = path.read_text(), state(shelf)
    wrapped = re.sub(r"(?m)^(- .*?\w) (\w+ \w+\].*) (<!-- reader:)", r"\1\n  \2\n      \3", whole)
    assert wrapped.count("\n      <!-- reader:") == len(PAPERS)
    path.write_text(wrapped)
    assert "is news to the library" in shelf("import", str(path)).err
    assert state(shelf) == before
    assert "up to date" in shelf("sync", str(path)).out
    assert path.read_text() == wrapped


@pytest.mark.parametrize("style", STYLES)
def test_papers_that_a_formatter_joined_to_one_line_stay_with_all_that_is_said_of_them(
    shelf: Reader, tmp_path: Path, style: str
) -> None:
    """As one without tables does with the rows of each of them."""
    path = exported(shelf, tmp_path, style)
    before = state(shelf)
    if style == "table":
        path.write_text(path.read_text().replace("|\n|", "| |"))
    else:
        edit(path, (last := re.findall(r"- .*Driftwood.*-->", path.read_text())[0], ""))
        edit(path, ("<!-- reader:2405.01003 -->", f"<!-- reader:2405.01003 --> {last}"))
    lines = [n for n, line in enumerate(path.read_text().split("\n"), 1) if line.count("<!-- reader:") > 1]
    assert len(lines) == (2 if style == "table" else 1)
    for command in ("import", "sync"):
        said = shelf(command, str(path))
        for line in lines:
            assert f":{line}: 2 papers stand in this one line" in said.out + said.err
        assert state(shelf) == before
    edit(path, ("Driftwood and Dense Retrieval", "Out"), ("<!-- reader:2405.01004 -->", ""))
    edit(path, ("(https://arxiv.org/abs/2405.01004)", ""))
    shelf("import", str(path))
    assert [paper["id"] for paper in shelf("list", "show", "Garden", "--json").json["papers"]] == [
        "2405.01001", "2405.01002", "2405.01003"]  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
def test_an_export_set_whole_in_a_fence_keeps_its_sections(shelf: Reader, tmp_path: Path, style: str) -> None:
    path = exported(shelf, tmp_path, style)
    before = state(shelf)
    path.write_text(f"```\n{path.read_text()}```\n")
    shelf("import", str(path))
    assert state(shelf) == before


def test_another_heading_is_named_and_one_above_it_is_not(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path)
    whole = path.read_text()
    path.write_text(f"# My page\n\n{whole}")
    assert "is news to the library" in shelf("import", str(path)).err
    path.write_text(whole.replace("# Garden", "# Garden 2"))
    for command in ("import", "sync"):
        said = shelf(command, str(path))
        assert f"{path.name}:1: the heading is another than 'Garden'" in said.out + said.err
    assert path.read_text().startswith("# Garden 2\n")
    assert shelf("list", "show", "Garden", "--json").json["name"] == "Garden"


def test_marks_that_pandoc_set_in_code_are_no_words_of_a_note(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path)
    before = state(shelf)
    path.write_text(re.sub(r"(?m)^( *)(<!-- /?reader-(?!base).*)", r"\1```{=html}\n\1\2\n\1```", path.read_text()))
    bytes_before = path.read_bytes()
    assert "```{=html}\n<!-- reader-description" in path.read_text()
    shelf("import", str(path))
    assert state(shelf) == before
    assert "was left as it is" in shelf("sync", str(path)).out
    assert path.read_bytes() == bytes_before


def test_a_box_ticked_on_a_wrapped_line_is_read(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path, "tasks")
    edit(path, ("- [ ] [Copper Bells under", "- [x] [Copper Bells\n  under"))
    shelf("sync", str(path))
    assert paper(shelf, "2405.01003")["status"] == "read"
    assert path.read_text().count("Copper Bells") == 1


@pytest.mark.parametrize("words", ["for Odile", "rl a,b", "★ a"])
def test_words_beside_a_papers_anchor_take_nothing_away(shelf: Reader, tmp_path: Path, words: str) -> None:
    path = exported(shelf, tmp_path, "tasks")
    before = state(shelf)
    path.write_text(re.sub(r"-->\\\n .*", f"--> {words}", path.read_text()))
    shelf("import", str(path))
    assert state(shelf) == before


@pytest.mark.parametrize("first", [True, False])
def test_a_paper_that_stands_twice_loses_nothing_that_one_of_its_places_shows(
    shelf: Reader, tmp_path: Path, first: bool
) -> None:
    path = exported(shelf, tmp_path)
    before = state(shelf)
    text = path.read_text()
    whole = text[text.index("- [Amber") : text.index("- [Bramble")]
    bare = whole.replace("a\\,b, rl", "rl").replace("Compare the second figure with ours.", "")
    path.write_text(text.replace(whole, bare + whole if first else whole + bare))
    assert "'2405.01001' stands here again" in shelf("import", str(path)).out
    assert state(shelf) == before


@pytest.mark.parametrize("first", [True, False])
def test_of_a_paper_that_stands_twice_the_edited_place_counts_or_both_are_said(
    shelf: Reader, tmp_path: Path, first: bool
) -> None:
    path = exported(shelf, tmp_path)
    text = path.read_text()
    whole = text[text.index("- [Amber") : text.index("- [Bramble")]
    other = typed_in(whole, "  unread", "  reading")
    path.write_text(text.replace(whole, other + whole if first else whole + other))
    assert "the first counts" not in shelf("import", str(path)).out
    assert paper(shelf, "2405.01001")["status"] == "reading"
    shelf("undo")
    path.write_text(text.replace(whole, other + typed_in(whole, "  unread", "  read")))
    assert "it stands here as reading and as read; the first counts" in shelf("import", str(path)).out
    assert paper(shelf, "2405.01001")["status"] == "reading"


def move_to_the_end(path: Path, what: str, heading: str) -> None:
    """Cut a paragraph out of a file and put it under a heading of one's own before the comment."""
    text, cut = re.subn(rf" *{re.escape(what)}\n\n?", "", path.read_text(), count=1)
    assert cut
    path.write_text(text.replace("\n<!-- reader-base", f"\n{heading}\n\n{what}\n\n<!-- reader-base"))


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("at", [0, 1, 2])
def test_a_paragraph_put_under_another_heading_leaves_the_note_as_it_is(
    shelf: Reader, tmp_path: Path, style: str, at: int
) -> None:
    parts = ["Seeds wait under the snow.", "Roots go on growing there.", "In spring all of it shows."]
    shelf("note", "2405.01003", "--set", "\n\n".join(parts))
    path = exported(shelf, tmp_path, style)
    before = state(shelf)
    move_to_the_end(path, parts[at], "## Left over")
    for _ in range(2):
        said = shelf("import", str(path)).out
        assert "the note of 'Copper Bells under Load' stands here without its marks, so it was left as it was" in said
        assert "note changed" not in said
        assert state(shelf) == before


def test_a_paragraph_that_stands_elsewhere_keeps_the_empty_lines_around_it(shelf: Reader, tmp_path: Path) -> None:
    parts = ["Seeds wait under the snow.", "Roots go on growing there.", "In spring all of it shows."]
    shelf("note", "2405.01003", "--set", "\n\n".join(parts))
    path = exported(shelf, tmp_path)
    edit(path, ("Seeds wait under the snow.", "Bulbs wait under the snow."))
    move_to_the_end(path, parts[1], "## Left over")
    shelf("import", str(path))
    held = "\n\n".join(["Bulbs wait under the snow.", *parts[1:]])
    assert paper(shelf, "2405.01003")["note"] == held
    shelf("import", str(path))
    assert paper(shelf, "2405.01003")["note"] == held


def test_a_footnote_put_at_the_end_of_the_file_leaves_the_note_as_it_is(shelf: Reader, tmp_path: Path) -> None:
    definition = "[^1]: Once under no load at all."
    shelf("note", "2405.01003", "--set", f"The bells ring twice.[^1]\n\n{definition}\n\nThey are of copper.")
    path = exported(shelf, tmp_path)
    before = state(shelf)
    edit(path, (f"  > {definition}\n  >\n", ""), ("\n<!-- reader-base", f"\n{definition}\n\n<!-- reader-base"))
    for _ in range(2):
        assert "note changed" not in shelf("import", str(path)).out
        assert state(shelf) == before


@pytest.mark.parametrize("style", STYLES)
def test_a_word_replaced_in_the_whole_file_and_in_its_marks_deletes_no_note(
    shelf: Reader, tmp_path: Path, style: str
) -> None:
    shelf("note", "2405.01003", "--set", "A note on load and bells")
    shelf("note", "2405.01004", "--set", "one note")
    shelf("list", "annotate", "--", "Garden", "2405.01002", "the remark of Odile")
    shelf("list", "describe", "Garden", "A description in four words.")
    path = exported(shelf, tmp_path, style)
    before = state(shelf)
    text = path.read_text()
    body, comment, rest = text.partition("<!-- reader-base")
    for word, other in (("note", "memo"), ("remark", "gloss"), ("description", "summary")):
        body = body.replace(word, other)
    path.write_text(body + comment + rest)
    said = shelf("import", str(path)).out
    assert state(shelf) == before
    for what in (
        "the note of 'Copper Bells under Load'",
        "the note of 'Driftwood and Dense Retrieval'",
        "The remark on 'Bramble Hedges as Priors'",
        "The description of 'Garden'",
    ):
        assert f"{what} stands here without its marks" in said


@pytest.mark.parametrize("style", STYLES)
def test_a_note_that_lost_its_marks_and_a_word_is_not_taken_away(shelf: Reader, tmp_path: Path, style: str) -> None:
    """A program that takes comments out takes that of the note's author too; a table's notes stand below all of it."""
    shelf("note", "2405.01003", "--set", "Bells ring\nunder <!-- how? --> heavy load\nand stop")
    path = exported(shelf, tmp_path, style)
    text = re.sub(r"<!-- (?!reader-base).*?-->", "", path.read_text())
    assert "how?" not in text
    path.write_text(text)
    shelf("import", str(path))
    note = " ".join(str(paper(shelf, "2405.01003")["note"]).replace("<!-- how? -->", "").split())
    assert note == "Bells ring under heavy load and stop"


@pytest.mark.parametrize("style", STYLES)
def test_a_note_whose_marks_are_damaged_goes_when_less_than_half_of_it_is_left(
    shelf: Reader, tmp_path: Path, style: str
) -> None:
    shelf("note", "2405.01003", "--set", "Bells note under heavy load")
    path = exported(shelf, tmp_path, style)
    text = path.read_text().replace("Bells note under heavy load", "Bells under")
    path.write_text(text.replace("reader-note 2405.01003", "reader-memo 2405.01003"))
    shelf("import", str(path))
    assert paper(shelf, "2405.01003")["note"] == ""


def test_footnotes_of_two_notes_with_one_label_are_not_taken_for_each_other(shelf: Reader, tmp_path: Path) -> None:
    """A formatter that takes the file for one text gives them labels of its own and one of the definitions."""
    shelf("note", "2405.01003", "--set", "The bells ring twice.[^a]\n\n[^a]: Once under no load at all.")
    shelf("note", "2405.01004", "--set", "Wood floats.[^a]\n\n[^a]: Not so when it is wet.")
    path = exported(shelf, tmp_path)
    before = state(shelf)
    edit(
        path,
        ("twice.[^a]\n  >\n  > [^a]: Once under no load at all.\n", "twice.[^1]\n"),
        ("floats.[^a]\n  >\n  > [^a]: Not so when it is wet.\n", "floats.[^2]\n"),
    )
    text = path.read_text()
    path.write_text(f"{text}\n[^1]: Once under no load at all.\n\n[^2]: Once under no load at all.\n")
    for _ in range(2):
        said = shelf("import", str(path)).out
        assert state(shelf) == before
        assert "the note of 'Copper Bells under Load' stands here without its marks" in said
        assert "the note of 'Driftwood and Dense Retrieval' stands here without its marks" in said


def test_a_footnote_named_anew_within_its_note_is_an_edit(shelf: Reader, tmp_path: Path) -> None:
    shelf("note", "2405.01003", "--set", "The bells ring twice.[^a]\n\n[^a]: Once under no load at all.")
    path = exported(shelf, tmp_path)
    edit(path, ("twice.[^a]", "twice.[^load]"), ("> [^a]:", "> [^load]:"))
    path.write_text(path.read_text() + "\n[^load]: Of my own.\n")
    shelf("import", str(path))
    assert paper(shelf, "2405.01003")["note"] == "The bells ring twice.[^load]\n\n[^load]: Once under no load at all."


LONG = "[^a]: Once under no load\n    at all.\n\n    And once in the tower.\n[^b]: So they say."
"""A footnote of two paragraphs and one of a line."""


@pytest.mark.parametrize(
    ("labels", "moved"),
    [
        ("ab", LONG),
        ("12", LONG.replace("^a", "^1").replace("^b", "^2")),
        ("12", "[^1]: Once under no load at all.\n\n    And once in\n    the tower.\n\n[^2]: So they say."),
        ("21", "[^1]: So they say.\n\n[^2]: Once under no load\n    at all.\n\n    And once in the tower."),
        ("ab", LONG.replace("the tower", "the high tower")),
        ("12", LONG.replace("^a", "^1").replace("^b", "^2").replace("the tower", "the high tower")),
    ],
)
def test_a_footnote_of_several_lines_that_was_moved_out_of_its_note_stays_whole(
    shelf: Reader, tmp_path: Path, labels: str, moved: str
) -> None:
    """Wherever its lines stand now, under which labels, wrapped or edited there; that is said."""
    shelf("note", "2405.01003", "--set", f"The bells ring twice,[^a] they say.[^b]\n\n{LONG}")
    path = exported(shelf, tmp_path)
    before = state(shelf)
    quoted = "\n".join(f"  > {line}".rstrip() for line in LONG.split("\n"))
    edit(path, (f"  >\n{quoted}\n", ""), ("twice,[^a] they say.[^b]", f"twice,[^{labels[0]}] they say.[^{labels[1]}]"))
    path.write_text(f"{path.read_text()}\n{moved}\n")
    for _ in range(2):
        assert "the note of 'Copper Bells under Load' stands here without its marks" in shelf("import", str(path)).out
        assert state(shelf) == before


def test_an_edit_of_a_note_takes_all_lines_of_a_footnote_that_was_moved_out(shelf: Reader, tmp_path: Path) -> None:
    shelf("note", "2405.01003", "--set", f"The bells ring twice,[^a] they say.[^b]\n\n{LONG}")
    path = exported(shelf, tmp_path)
    quoted = "\n".join(f"  > {line}".rstrip() for line in LONG.split("\n"))
    edit(path, (f"  >\n{quoted}\n", ""), ("The bells ring twice", "All bells ring twice"))
    path.write_text(f"{path.read_text()}\n{LONG}\n")
    shelf("import", str(path))
    note = str(paper(shelf, "2405.01003")["note"])
    assert note.startswith("All bells ring twice,[^a] they say.[^b]\n")
    assert "".join(LONG.split()) in "".join(note.split())


GIVEN_UP = {
    "star": ["star", "--off", "2405.01001"],
    "status": ["mark", "unread", "2405.01001"],
    "tag": ["tag", "2405.01001", "--remove", "rl"],
    "note": ["note", "2405.01001", "--set", ""],
    "place": ["list", "remove", "Garden", "2405.01003"],
    "remark": ["list", "annotate", "Garden", "2405.01002", ""],
    "description": ["list", "describe", "Garden", ""],
    "section": ["list", "section", "remove", "Garden", "South wall"],
}


@crossed
@pytest.mark.parametrize("style", [*STYLES, "obsidian"])
@pytest.mark.parametrize("what", GIVEN_UP)
def test_what_was_given_up_since_stays_away_when_a_file_has_lost_its_comment(
    shelf: Reader, tmp_path: Path, style: str, what: str
) -> None:
    shelf("mark", "reading", "2405.01001")
    path = tmp_path / "vault"
    if style == "obsidian":
        shelf("export", "--list", "Garden", "--format", style, "-o", str(path))
    else:
        path = exported(shelf, tmp_path, style)
    for file in path.iterdir() if path.is_dir() else [path]:
        file.write_text(file.read_text().partition("<!-- reader-base")[0])
    shelf(*GIVEN_UP[what])
    before = state(shelf)
    shelf("import", str(path))
    assert state(shelf) == before
    shelf("sync", str(path), check=False)
    assert state(shelf) == before


def test_what_was_never_given_up_is_taken_from_a_file_that_has_lost_its_comment(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path)
    text = path.read_text().partition("<!-- reader-base")[0]
    item = item_of(text, "2405.01004")
    path.write_text(text.replace(item, typed_in(item, "unread", "reading · ★ · tags: rl")))
    shelf("import", str(path))
    found = paper(shelf, "2405.01004")
    assert (found["status"], found["starred"], found["tags"]) == ("reading", True, ["rl"])


def set_lower(text: str, by: int) -> str:
    """A text with its headings so much lower."""
    return re.sub(r"^(?=#)", "#" * by, text, flags=re.MULTILINE)


WITHIN: dict[str, Callable[[str], str]] = {
    "lower": lambda text: set_lower(text, 1),
    "much lower": lambda text: set_lower(text, 3),
    "below another": lambda text: f"# My document\n\nSome words.\n\n## Before\n\nMore.\n\n{text}",
    "in a chapter": lambda text: (
        f"# My document\n\nWords.\n\n## Before\n\nMore.\n\n{set_lower(text, 1)}\n# After\n\nEnd.\n"
    ),
    "in a diary": lambda text: f"## Monday\n\nI wrote.\n\n{set_lower(text, 2)}",
    "own heading alone": lambda text: text.replace("# Garden", "## Garden", 1),
}


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("how", WITHIN)
def test_a_list_within_a_bigger_document_keeps_sections_and_headings(
    shelf: Reader, tmp_path: Path, style: str, how: str
) -> None:
    path = exported(shelf, tmp_path, style)
    path.write_text(WITHIN[how](path.read_text()))
    before, data = state(shelf), path.read_bytes()
    assert shelf("import", str(path)).out == ""
    shelf("sync", str(path))
    assert (state(shelf), path.read_bytes()) == (before, data)
    edit(path, ("unread", "reading"))
    shelf("sync", str(path))
    assert paper(shelf, "2405.01001")["status"] == "reading"
    shelf("list", "section", "add", "Garden", "North wall")
    shelf("list", "section", "put", "Garden", "North wall", "2405.01004")
    shelf("sync", str(path))
    text = path.read_text()
    level = 2 + {"lower": 1, "much lower": 3, "in a chapter": 1, "in a diary": 2, "own heading alone": 1}.get(how, 0)
    assert f"\n{'#' * level} North wall\n" in text
    assert (text.count("Garden\n"), text.count("South wall\n")) == (1, 1)
    before = state(shelf)
    assert shelf("import", str(path)).out == ""
    assert state(shelf) == before


ABOVE = {
    "a heading": "# Thesis\n\n## South wall\n\nMy own text.\n\n",
    "a heading as high as the section's": "# Thesis\n\n### South wall\n\nMy own text.\n\n",
    "an underlined heading": "Thesis\n======\n\nSouth wall\n----------\n\nMy own text.\n\n",
    "a heading of the same name": "# Garden\n\n## Plans\n\nMy own text.\n\n",
    "both": "# Garden\n\n## South wall\n\nMy own text.\n\n",
    "a line": "# Thesis\n\nSouth wall\n\nMy own text.\n\n",
    "a bold line": "# Thesis\n\n**South wall**\n\nMy own text.\n\n",
    "contents": "Contents\n\nGarden\n\nSouth wall\n\nMy own text.\n\n",
    "a table": (
        "# Thesis\n\n| Title | Authors | Year | Tags | Status | ★ |\n|---|---|---|---|---|---|\n\nMy own text.\n\n"
    ),
    "notes": "# Thesis\n\n## Notes\n\nMy own text.\n\n",
}
BELOW = {
    "nothing": "",
    "a heading": "\n# South wall\n\nMy other text.\n",
    "a heading and a line": "\n# After\n\nSouth wall\n\n## Empty bed\n\nEmpty bed\n\nMy other text.\n",
}


@beside(style=STYLES, by=[0, 1], below=BELOW, above=ABOVE)
def test_what_stands_around_a_list_in_a_bigger_document_is_none_of_its_sections(
    shelf: Reader, tmp_path: Path, style: str, by: int, above: str, below: str
) -> None:
    """Whatever its words; the sections are those that stand between the list's own heading and its end."""
    path = exported(shelf, tmp_path, style)
    own, mark, comment = path.read_text().partition("\n<!-- reader-base")
    path.write_text(f"{ABOVE[above]}{set_lower(own, by)}{BELOW[below]}{mark}{comment}")
    before, data = state(shelf), path.read_bytes()
    assert shelf("import", str(path)).out == ""
    assert "was up to date" in shelf("sync", str(path)).out
    assert (state(shelf), path.read_bytes()) == (before, data)
    shelf("list", "section", "put", "Garden", "North wall", "2405.01004")
    shelf("list", "section", "remove", "Garden", "South wall")
    shelf("sync", str(path))
    text = path.read_text()
    assert (text.startswith(ABOVE[above]), BELOW[below] in text) == (True, True)
    assert text.count("South wall") == f"{ABOVE[above]}{BELOW[below]}".count("South wall")
    before = state(shelf)
    assert shelf("import", str(path)).out == ""
    assert state(shelf) == before


PAGES = {
    "alone": "{}",
    "below a heading": "# Thesis\n\nMy own text.\n\n{}",
    "below one of the same name": "# Garden\n\n## Plans\n\nMy own text.\n\n{}",
    "below two": "# Thesis\n\n## Garden\n\nMy own text.\n\n{}",
    "above others": "{}\n# Garden\n\nMy own text.\n\n## South wall\n\nMine, too.\n",
}


@beside(
    style=STYLES,
    by=[0, 1],
    page=PAGES,
    which=["a section with papers", "the last, empty section", "the first section", "no rest"],
)
def test_a_list_called_as_one_of_its_sections_is_known_in_a_bigger_document(
    shelf: Reader, tmp_path: Path, style: str, by: int, page: str, which: str
) -> None:
    if which == "the last, empty section":
        shelf("list", "section", "add", "Garden", "Garden")
    else:
        shelf("list", "section", "rename", "Garden", "South wall", "Garden")
    if which == "the first section":
        shelf("list", "section", "put", "Garden", "North bed", "2405.01001", "2405.01002")
    elif which == "no rest":
        shelf("list", "remove", "Garden", "2405.01001", "2405.01002")
    path = exported(shelf, tmp_path, style)
    own, mark, comment = path.read_text().partition("\n<!-- reader-base")
    own = set_lower(own, by)
    path.write_text(f"{PAGES[page].format(own)}{mark}{comment}")
    before, data = state(shelf), path.read_bytes()
    assert shelf("import", str(path)).out == ""
    assert "was up to date" in shelf("sync", str(path)).out
    assert (state(shelf), path.read_bytes()) == (before, data)
    shelf("list", "section", "put", "Garden", "East", "2405.01004")
    shelf("list", "describe", "Garden", "Another description")
    shelf("sync", str(path))
    text = path.read_text()
    assert f"\n##{'#' * by} East\n" in text
    around = PAGES[page].split("{}")
    assert (text.startswith(around[0]), around[1] in text) == (True, True)
    assert text.index("Another description") > len(around[0])
    before = state(shelf)
    assert shelf("import", str(path)).out == ""
    assert state(shelf) == before


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("title", ["## Garden", "### Garden"])
@pytest.mark.parametrize("page", ["", "# Thesis\n\nMy own text.\n\n"])
def test_a_section_renamed_below_a_list_s_heading_that_was_set_lower_alone_is_renamed(
    shelf: Reader, tmp_path: Path, style: str, title: str, page: str
) -> None:
    """All its papers stand right below the new name, where they went out."""
    path = exported(shelf, tmp_path, style)
    edit(path, ("# Garden\n", f"{page}{title}\n"), ("## South wall", "## North bed"))
    before = shown(shelf)
    shelf("sync", str(path))
    assert shown(shelf) == before.replace("South wall", "North bed")
    data = path.read_bytes()
    assert data.startswith(f"{page}{title}\n".encode())
    assert "was up to date" in shelf("sync", str(path)).out
    assert path.read_bytes() == data


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("heading", ["## North bed\n\nMy own text.\n", "# North bed\n", "## North bed\n\n### Mine\n"])
def test_papers_below_a_heading_that_may_be_the_page_s_are_named_and_keep_their_section(
    shelf: Reader, tmp_path: Path, style: str, heading: str
) -> None:
    path = exported(shelf, tmp_path, style)
    edit(path, ("# Garden", "## Garden"), ("## South wall\n", heading))
    before, data = state(shelf), path.read_bytes()
    assert "which is as high as the list's own" in shelf("sync", str(path), check=False).out
    assert (state(shelf), path.read_bytes()) == (before, data)


@pytest.mark.parametrize("style", STYLES)
def test_a_section_without_papers_stays_where_its_heading_may_be_the_page_s(
    shelf: Reader, tmp_path: Path, style: str
) -> None:
    shelf("list", "section", "remove", "Garden", "South wall")
    shelf("list", "section", "add", "Garden", "Later")
    path = exported(shelf, tmp_path, style)
    edit(path, ("# Garden", "## Garden"), ("## Later", "## North bed"))
    before = state(shelf)
    assert "the section 'Later' is gone" in shelf("sync", str(path)).out
    assert state(shelf) == before


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("heading", ["## North bed", "North bed\n---------"])
@pytest.mark.parametrize("words", ["South wall that I like.\n\n", "As it was.\n\nThe South wall by another name.\n\n"])
def test_a_section_renamed_above_words_that_say_its_old_name_is_renamed(
    shelf: Reader, tmp_path: Path, style: str, heading: str, words: str
) -> None:
    path = exported(shelf, tmp_path, style)
    edit(path, ("## South wall\n\n", f"{heading}\n\n{words}"))
    before = shown(shelf)
    shelf("sync", str(path))
    assert shown(shelf) == before.replace("South wall", "North bed")
    text = path.read_text()
    assert f"\n{heading}\n\n{words}" in text
    assert "## South wall" not in text
    assert "was up to date" in shelf("sync", str(path)).out


EMPTY = {
    "one": ([("## Later", "## North bed")], ["South wall", "North bed", "Soon"]),
    "the last": ([("## Soon", "## North bed")], ["South wall", "Later", "North bed"]),
    "an underlined one": ([("## Later", "North bed\n---------")], ["South wall", "North bed", "Soon"]),
    "two": ([("## Later", "## North bed"), ("## Soon", "## East")], ["South wall", "North bed", "East"]),
    "one, the other gone": ([("## Later", "## North bed"), ("## Soon\n\n", "")], ["South wall", "North bed"]),
    "one below another": ([("## South wall", "## West"), ("## Later", "## East")], ["West", "East", "Soon"]),
}


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("which", EMPTY)
def test_a_section_without_papers_that_is_renamed_in_the_file_is_renamed(
    shelf: Reader, tmp_path: Path, style: str, which: str
) -> None:
    for name in ("Later", "Soon"):
        shelf("list", "section", "add", "Garden", name)
    path = exported(shelf, tmp_path, style)
    edits, named = EMPTY[which]
    edit(path, *edits)
    shelf("sync", str(path))
    assert sections(shelf) == named
    assert "was up to date" in shelf("sync", str(path)).out
    shelf("list", "section", "put", "Garden", named[-1], "2405.01004")
    shelf("sync", str(path))
    below = path.read_text().rpartition(f"{named[-1]}\n")[2]
    assert "<!-- reader:2405.01004 -->" in below
    assert "<!-- reader:2405.01003 -->" not in below


@pytest.mark.parametrize("style", STYLES)
def test_a_section_whose_papers_moved_away_and_that_is_renamed_is_renamed(
    shelf: Reader, tmp_path: Path, style: str
) -> None:
    shelf("list", "section", "put", "Garden", "Later", "2405.01004")
    path = exported(shelf, tmp_path, style)
    item = next(line for line in path.read_text().split("\n") if "reader:2405.01004" in line)
    text = path.read_text()
    at = text.index(item)
    if style == "table":
        head = text.rindex("| Title", 0, at)
        whole, moved = text[head : at + len(item) + 1], f"{item}\n"
    else:
        whole = moved = text[at : text.index("\n", at + len(item) + 1) + 1]
    text = text.replace(whole, "").replace("## South wall", "@").replace("## Later", "## North bed")
    above = text.index("\n", text.index("reader:2405.01003")) + 1
    above = above if style == "table" else text.index("\n\n", above) + 1
    path.write_text((text[:above] + moved + text[above:]).replace("@", "## South wall"))
    shelf("sync", str(path))
    assert sections(shelf) == ["South wall", "North bed"]
    held = {each["id"]: each["section"] for each in shelf("list", "show", "Garden", "--json").json["papers"]}
    assert held["2405.01004"] == "South wall"
    assert "was up to date" in shelf("sync", str(path)).out


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "edits",
    [
        [("## Later\n", "## North bed\n\nMy own text.\n")],
        [("## Later\n\n", ""), ("## South wall", "## North bed\n\n## South wall")],
    ],
    ids=["words below", "elsewhere"],
)
def test_a_heading_that_may_be_a_section_without_papers_is_named_and_the_section_stays(
    shelf: Reader, tmp_path: Path, style: str, edits: list[tuple[str, str]]
) -> None:
    """It may be the section by another name or a heading of one's own."""
    shelf("list", "section", "add", "Garden", "Later")
    path = exported(shelf, tmp_path, style)
    edit(path, *edits)
    own = edits[-1][1]
    before = state(shelf)
    line = path.read_text()[: path.read_text().index("## North bed")].count("\n") + 1
    for verb in ("import", "sync"):
        assert f"{path}:{line}: the section 'Later' is gone" in shelf(verb, str(path)).out
        assert state(shelf) == before
    text = path.read_text()
    assert (text.count("## Later\n"), text.count(own)) == (1, 1)
    assert "was up to date" in shelf("sync", str(path)).out


@pytest.mark.parametrize("style", STYLES)
def test_a_section_without_papers_that_is_deleted_is_not_the_heading_above_another_one(
    shelf: Reader, tmp_path: Path, style: str
) -> None:
    for name in ("Soon", "Later"):
        shelf("list", "section", "add", "Garden", name)
    path = exported(shelf, tmp_path, style)
    edit(path, ("## South wall", "## Part two\n\nMy own text.\n\n## South wall"), ("## Later\n", ""))
    shelf("sync", str(path))
    assert sections(shelf) == ["South wall", "Soon"]
    assert "## Part two\n\nMy own text.\n\n## South wall" in path.read_text()


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("own", ["", "My own text.\n\n"])
def test_a_section_taken_out_with_its_papers_is_not_the_heading_of_ones_own_below_it(
    shelf: Reader, tmp_path: Path, style: str, own: str
) -> None:
    path = exported(shelf, tmp_path, style)
    text = path.read_text()
    start = text.index("## South wall")
    end = text.index("## Notes" if style == "table" else "<!-- reader-base")
    path.write_text(f"{text[:start]}## Part two\n\n{own}{text[end:]}")
    shelf("sync", str(path))
    assert sections(shelf) == []
    assert f"## Part two\n\n{own}" in path.read_text()


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("papers", [True, False])
@pytest.mark.parametrize("heading", ["## South wall", "South wall\n----------"])
def test_words_below_a_section_that_the_library_renamed_stay_below_it(
    shelf: Reader, tmp_path: Path, style: str, papers: bool, heading: str
) -> None:
    if not papers:
        shelf("list", "section", "put", "Garden", "Beds", "2405.01003", "2405.01004")
    path = exported(shelf, tmp_path, style)
    edit(path, ("## South wall\n", f"{heading}\n\nMy own text.\n"))
    whole = path.read_text()
    shelf("list", "section", "rename", "Garden", "South wall", "North bed")
    shelf("sync", str(path))
    body = path.read_text().partition("<!-- reader-base")[0]
    assert body == whole.partition("<!-- reader-base")[0].replace(heading, "## North bed")
    assert "was up to date" in shelf("sync", str(path)).out


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("heading", ["## SOUTH WALL", "South Wall\n----------", "## south  Wall ##", "**South Wall**"])
@pytest.mark.parametrize("papers", [True, False])
def test_a_section_in_other_capitals_is_renamed(
    shelf: Reader, tmp_path: Path, style: str, heading: str, papers: bool
) -> None:
    if not papers:
        shelf("list", "section", "put", "Garden", "Beds", "2405.01003", "2405.01004")
    path = exported(shelf, tmp_path, style)
    edit(path, ("## South wall\n", f"{heading}\n\nMy own text.\n"))
    before = shown(shelf)
    name = " ".join(heading.partition("\n")[0].strip("# *").split())
    shelf("sync", str(path))
    assert shown(shelf) == before.replace("South wall", name)
    own = heading if heading[0] != "*" else f"## {name}"
    assert f"\n{own}\n\nMy own text.\n" in path.read_text()
    assert path.read_text().count("My own text.") == 1
    assert "was up to date" in shelf("sync", str(path)).out


@pytest.mark.parametrize("style", STYLES)
def test_capitals_of_a_section_are_taken_with_what_the_library_changed_since(
    shelf: Reader, tmp_path: Path, style: str
) -> None:
    path = exported(shelf, tmp_path, style)
    edit(path, ("## South wall", "## SOUTH WALL"))
    shelf("list", "section", "put", "Garden", "South wall", "2405.01001")
    shelf("sync", str(path))
    assert sections(shelf) == ["SOUTH WALL"]
    edit(path, ("## SOUTH WALL", "## South Wall"))
    shelf("list", "section", "rename", "Garden", "SOUTH WALL", "North bed")
    assert "'SOUTH WALL' was renamed to 'South Wall' in the file" in shelf("sync", str(path)).out
    assert sections(shelf) == ["North bed"]
    assert "was up to date" in shelf("sync", str(path)).out


@crossed
@pytest.mark.parametrize("style", [*STYLES, "obsidian"])
@pytest.mark.parametrize("heading", ["## South wall", "South wall\n----------"])
@pytest.mark.parametrize("by", ["undo", "rename"])
def test_capitals_of_a_section_that_the_library_changed_go_into_the_file(
    shelf: Reader, tmp_path: Path, style: str, heading: str, by: str
) -> None:
    path = tmp_path / "vault"
    if style == "obsidian":
        shelf("export", "--list", "Garden", "--format", style, "-o", str(path))
    else:
        path = exported(shelf, tmp_path, style)
    file = path / "Garden.md" if path.is_dir() else path
    edit(file, ("## South wall\n", f"{heading}\n\nMy own text.\n"))
    if by == "undo":
        edit(file, ("South wall", "SOUTH WALL"))
    shelf("sync", str(path))
    if by == "undo":
        shelf("undo")
    else:
        shelf("list", "section", "rename", "Garden", "South wall", "South Wall")
    for _ in range(2):
        shelf("sync", str(path))
        assert sections(shelf) == ["South wall" if by == "undo" else "South Wall"]
    assert f"\n## {sections(shelf)[0]}\n\nMy own text.\n" in file.read_text()


def test_capitals_that_a_template_gives_to_sections_rename_none(shelf: Reader, tmp_path: Path) -> None:
    template, path = tmp_path / "loud.j2", tmp_path / "loud.md"
    shown = shelf("export", "--show-template", "list").out
    assert "section.name" in shown
    template.write_text(shown.replace("section.name", "section.name|upper"))
    shelf("export", "--list", "Garden", "--template", str(template), "-o", str(path))
    assert "## SOUTH WALL" in path.read_text()
    edit(path, ("unread", "reading"))
    before = shelf("list", "show", "Garden", "--json").json
    shelf("import", str(path))
    assert paper(shelf, "2405.01001")["status"] == "reading"
    assert sections(shelf) == before["sections"] == ["South wall"]


@pytest.mark.parametrize("style", STYLES)
def test_words_in_place_of_a_section_s_heading_keep_it_below_the_heading_of_an_empty_one(
    shelf: Reader, tmp_path: Path, style: str
) -> None:
    shelf("list", "section", "add", "Garden", "Later")
    shelf("list", "section", "put", "Garden", "Later", "2405.01003", "2405.01004")
    path = exported(shelf, tmp_path, style)
    assert "## South wall\n\n## Later\n" in path.read_text()
    edit(path, ("## Later", "Later in the year, then."))
    before = state(shelf)
    assert "stands here without its marks" in shelf("import", str(path)).out
    assert state(shelf) == before


@pytest.mark.parametrize("style", STYLES)
def test_of_two_headings_the_one_above_its_papers_is_the_section(shelf: Reader, tmp_path: Path, style: str) -> None:
    """Where the list's own heading is called otherwise, so that nobody knows where it begins."""
    path = exported(shelf, tmp_path, style)
    text = path.read_text().replace("# Garden", "# My beds", 1)
    path.write_text(f"# Thesis\n\n## South wall\n\nMy own text.\n\n{text}")
    before = state(shelf)
    shelf("import", str(path))
    shelf("sync", str(path))
    assert state(shelf) == before
    assert path.read_text().startswith("# Thesis\n\n## South wall\n\nMy own text.\n\n# My beds\n")


@pytest.mark.parametrize("style", STYLES)
def test_an_empty_section_at_the_end_of_a_list_is_no_heading_of_the_document(
    shelf: Reader, tmp_path: Path, style: str
) -> None:
    shelf("list", "section", "add", "Garden", "Empty bed")
    path = exported(shelf, tmp_path, style)
    text = path.read_text()
    for edited in (
        text,
        text.replace("# Garden", "## Garden", 1),
        set_lower(text, 1),
        f"# Empty bed\n\n{set_lower(text, 1)}",
    ):
        path.write_text(edited)
        before = state(shelf)
        assert shelf("import", str(path)).out == ""
        assert state(shelf) == before
    path.write_text(f"{set_lower(text.replace('## Empty bed', ''), 1)}")
    assert "sections South wall" in shelf("import", str(path)).out


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("own", ["### Compost", ""], ids=["renamed", "without its heading"])
def test_a_heading_of_the_page_is_not_the_section_of_that_name_that_was_renamed(
    shelf: Reader, tmp_path: Path, style: str, own: str
) -> None:
    """It is as high as the list's own, and no paper stands below it."""
    path = exported(shelf, tmp_path, style)
    page = "## South wall\n\nMy own text.\n\n"
    text = f"# My page\n\n{set_lower(path.read_text(), 1)}"
    path.write_text(text.replace("### South wall", own).replace("<!-- reader-base", f"{page}<!-- reader-base"))
    shelf("sync", str(path))
    sections = shelf("list", "show", "Garden", "--json").json["sections"]
    assert sections == (["Compost"] if own else [])
    shelf("sync", str(path))
    assert shelf("list", "show", "Garden", "--json").json["sections"] == sections
    assert page in path.read_text()


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("heading", ["# Mine", "Mine\n===="])
def test_a_heading_typed_above_the_empty_sections_at_the_end_of_a_list_does_not_end_it(
    shelf: Reader, tmp_path: Path, style: str, heading: str
) -> None:
    """However high it stands: a sync that took it for the document's would write the sections a second time."""
    for name in ("Empty bed", "](compost"):
        shelf("list", "section", "add", "Garden", name)
    path = exported(shelf, tmp_path, style)
    edit(path, ("## Empty bed", f"{heading}\n\nMy own text.\n\n## Empty bed"))
    before, data = state(shelf), path.read_bytes()
    assert shelf("import", str(path)).out == ""
    shelf("sync", str(path))
    assert (state(shelf), path.read_bytes()) == (before, data)
    shelf("tag", "2405.01004", "--add", "new")
    shelf("sync", str(path))
    assert [path.read_text().count(f"## {name}") for name in ("Empty bed", r"\]&#40;compost")] == [1, 1]


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("line", ["South wall", "**South wall**", "### South wall"])
def test_a_line_within_a_list_is_no_section_where_the_heading_of_the_section_stands(
    shelf: Reader, tmp_path: Path, style: str, line: str
) -> None:
    path = exported(shelf, tmp_path, style)
    edit(path, ("# Garden\n", f"# Garden\n\n{line}\n\nMy own text.\n"))
    before, data = state(shelf), path.read_bytes()
    assert shelf("import", str(path)).out == ""
    shelf("sync", str(path))
    assert (state(shelf), path.read_bytes()) == (before, data)


@pytest.mark.parametrize("style", ["list", "tasks"])
def test_tags_that_are_emptied_by_hand_are_taken_off_and_the_file_is_written(
    shelf: Reader, tmp_path: Path, style: str
) -> None:
    path = exported(shelf, tmp_path, style)
    item = item_of(path.read_text(), "2405.01001")
    edit(path, (item, re.sub(r"tags:.*", "tags:", item)))
    said = shelf("sync", str(path)).out
    assert ("tags −" in said, "could not take" in said) == (True, False)
    assert paper(shelf, "2405.01001")["tags"] == []
    assert "tags:" not in item_of(path.read_text(), "2405.01001")


@pytest.mark.parametrize("style", ["list", "tasks"])
def test_what_a_merge_of_two_sides_says_twice_of_a_paper_is_named(shelf: Reader, tmp_path: Path, style: str) -> None:
    """The first counts."""
    path = exported(shelf, tmp_path, style)
    edit(path, ("unread · ★ · tags: ", "reading · ★ · tags: "))
    item = item_of(path.read_text(), "2405.01001")
    (line,) = (line for line in item.split("\n") if "reading" in line)
    edit(path, (f"{line}\n", f"{line}\n{line.replace('reading', 'read')}\n  read it soon\n"))
    at = path.read_text()[: path.read_text().index("read it soon")].count("\n")
    said = shelf("sync", str(path)).out
    assert f"{path}:{at}: its status, star and tags stand here again" in said
    assert said.count("stand here again") == 1
    assert paper(shelf, "2405.01001")["status"] == "reading"


EDITS: dict[str, list[tuple[str, str]]] = {
    "a note": [("Compare the second figure with ours.", "Another thought.")],
    "no note": [("Compare the second figure with ours.\n", "")],
    "a remark": [("shown by Odile in May", "shown in June")],
    "a description": [("What grows in the *cold* half", "What grows")],
    "a section": [("## South wall", "## North bed")],
    "capitals": [("## South wall", "## SOUTH WALL")],
    "a property": [('status: "unread"', 'status: "reading"'), ("starred: true", "starred: false")],
    "tags": [('tags:\n  - "a-b"', "tags:\n  - other")],
    "a status": [("unread", "reading")],
    "an order": [("\n## South wall", ""), ("<!-- reader-base", "## South wall\n\n<!-- reader-base")],
}


@pytest.mark.long
@pytest.mark.parametrize(
    ("style", "what"),
    [
        (style, what)
        for at, what in enumerate(EDITS)
        for styles in [[*([] if what in ("a property", "tags") else STYLES), "obsidian"]]
        for style in by_turns(styles, len(styles), at)
    ],
)
def test_an_edit_that_was_taken_from_a_file_is_not_told_as_one_that_goes_into_it(
    shelf: Reader, tmp_path: Path, style: str, what: str
) -> None:
    path = tmp_path / "vault"
    if style == "obsidian":
        shelf("export", "--list", "Garden", "--format", style, "-o", str(path))
    else:
        path = exported(shelf, tmp_path, style)
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    edit(next((file for file in files if EDITS[what][0][0] in file.read_text()), files[0]), *EDITS[what])
    assert INTO_LIBRARY in shelf("import", str(path)).out
    shelf("star", "2405.01004")
    told = [line for line in shelf("sync", str(path)).lines if line.startswith(INTO_FILE)]
    assert told[0] == f"{INTO_FILE} Driftwood and Dense Retrieval: ★ set"
    assert len(told) == 2


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("[Driftwood and Dense Retrieval]", "[DRIFTWOOD and dense Retrieval]"),
        ("[Driftwood and Dense Retrieval]", "[~~Driftwood and Dense Retrieval~~]"),
        ("[Driftwood and Dense Retrieval](https://arxiv.org/abs/2405.01004)",
         "~~[Driftwood and Dense Retrieval](https://arxiv.org/abs/2405.01004)~~"),
        ("[Driftwood and Dense Retrieval]", "[==Driftwood== and Dense Retrieval]"),
    ],
)  # fmt: skip
def test_a_title_in_other_capitals_or_struck_out_is_named_and_left(
    shelf: Reader, tmp_path: Path, style: str, old: str, new: str
) -> None:
    path = exported(shelf, tmp_path, style)
    edit(path, (old, new))
    before, data = state(shelf), path.read_bytes()
    assert "could not be taken" in shelf("import", str(path)).out
    assert "was left as it is" in shelf("sync", str(path), check=False).out
    assert (state(shelf), path.read_bytes()) == (before, data)


@pytest.mark.parametrize("style", [*STYLES, "obsidian"])
def test_a_read_only_file_gives_its_edits_and_is_left_as_it_is(shelf: Reader, tmp_path: Path, style: str) -> None:
    path = tmp_path / "vault"
    if style == "obsidian":
        shelf("export", "--list", "Garden", "--format", style, "-o", str(path))
    else:
        path = exported(shelf, tmp_path, style)
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    for file in files:
        file.chmod(0o444)
    assert "read-only" not in shelf("sync", str(path)).out
    data = [file.read_bytes() for file in files]
    shelf("star", "2405.01004")
    for options in (["--dry-run"], []):
        assert "was left as it is: it is read-only" in shelf("sync", str(path), *options, check=False).out
    form = ["--format", style] if path.is_dir() else ["--style", style]
    refused = shelf("export", "--list", "Garden", "-o", str(path), *form, check=False)
    assert (refused.status, "it is read-only" in refused.err) == (1, True)
    assert [file.read_bytes() for file in files] == data
    shelf("sync", str(path), "--force")
    assert [file.read_bytes() for file in files] != data


@pytest.mark.parametrize("style", STYLES)
def test_words_typed_beneath_a_paper_without_a_note_are_named_and_stay(
    shelf: Reader, tmp_path: Path, style: str
) -> None:
    path = exported(shelf, tmp_path, style)
    if style == "table":
        typed = "### Driftwood and Dense Retrieval\n\nWorth a second look.\n\n"
        edit(path, ("<!-- reader-base", f"{typed}<!-- reader-base"))
    else:
        item = item_of(path.read_text(), "2405.01004")
        edit(path, (item, f"{item}\n  Worth a second look.\n"))
    before, data = state(shelf), path.read_bytes()
    line = data[: data.index(b"Worth")].count(b"\n") + 1
    assert f":{line}: these words stand beneath a paper" in shelf("import", str(path)).out
    assert f":{line}: these words stand beneath a paper" in shelf("sync", str(path)).out
    assert (state(shelf), path.read_bytes()) == (before, data)


@crossed
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("papers", ["stay", "go along"])
def test_words_below_a_section_that_is_deleted_stay_with_one_empty_line_around_them(
    shelf: Reader, tmp_path: Path, style: str, papers: str
) -> None:
    path = exported(shelf, tmp_path, style)
    edit(path, ("## South wall\n", "## South wall\n\nMy own text.\n"))
    if papers == "go along":
        shelf("list", "remove", "Garden", "2405.01003", "2405.01004")
    shelf("list", "section", "remove", "Garden", "South wall")
    shelf("sync", str(path))
    text = path.read_text()
    assert "South wall" not in text
    assert "\n\nMy own text.\n\n" in text
    assert "\n\n\n" not in text


def _closed_early(lines: list[str], opens: int, closes: int) -> list[str]:
    """The closing mark right below the opening one."""
    return [*lines[: opens + 1], lines[closes], *lines[opens + 1 : closes], *lines[closes + 1 :]]


def _opened_late(lines: list[str], opens: int, closes: int) -> list[str]:
    """The opening mark right above the closing one."""
    return [*lines[:opens], *lines[opens + 1 : closes], lines[opens], *lines[closes:]]


def _opened_within(lines: list[str], opens: int, closes: int) -> list[str]:
    """The opening mark below the first line of the text."""
    return [*lines[:opens], lines[opens + 1], lines[opens], *lines[opens + 2 :]]


def _opened_at_the_top(lines: list[str], opens: int, closes: int) -> list[str]:
    """The opening mark below the heading of the list."""
    return [lines[0], "", lines[opens], *lines[1:opens], *lines[opens + 1 :]]


def _both_at_the_end(lines: list[str], opens: int, closes: int) -> list[str]:
    """Both marks below all papers."""
    end = next(at for at, line in enumerate(lines) if line.startswith("<!-- reader-base"))
    between = [*lines[:opens], *lines[opens + 1 : closes], *lines[closes + 1 : end]]
    return [*between, lines[opens], lines[closes], "", *lines[end:]]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("kind", ["note", "remark"])
@pytest.mark.parametrize("text", ["> quoted words", "> they ring\n> under load"])
@pytest.mark.parametrize("moved", [_closed_early, _opened_late, _opened_within, _opened_at_the_top, _both_at_the_end])
def test_words_beside_marks_that_were_moved_are_not_taken_away(
    shelf: Reader, tmp_path: Path, style: str, kind: str, text: str, moved: Callable[[list[str], int, int], list[str]]
) -> None:
    """A line that an editor moves is often a mark; what went out in quotes stands there as if it were typed."""
    if kind == "note":
        shelf("note", "2405.01003", "--set", text)
    else:
        shelf("list", "annotate", "--", "Garden", "2405.01003", text)
    path = exported(shelf, tmp_path, style)
    lines = path.read_text().split("\n")
    opens = next(at for at, line in enumerate(lines) if f"<!-- reader-{kind} 2405.01003" in line)
    closes = next(at for at in range(opens, len(lines)) if f"<!-- /reader-{kind}" in lines[at])
    path.write_text("\n".join(moved(lines, opens, closes)))
    for command in ("import", "sync"):
        shelf(command, str(path))
        held = f"{paper(shelf, '2405.01003')['note']} {shelf('list', 'show', 'Garden', '--json').out}"
        assert {word for word in re.findall(r"\w+", text) if word not in held or word not in path.read_text()} == set()


_LINES = (
    "plain", "> quoted", "- item", "1. one", "# head", "---", "[^1]: foot", "<div>", "- [ ] box", "term\n:",
    "日本語", "    indented", "```\ncode\n```", "line\\\n", "#tag", "Setext\n===",
)  # fmt: skip
"""What begins more than a paragraph, or may."""


def _with_words_told_apart(drawn: Random) -> tuple[list[str], dict[str, Paper], ReadingList]:
    """The lines of a file, and what it was written from: papers with notes and remarks, each word of which is told
    apart."""
    told = iter(range(1_000))

    def text(chance: float) -> str:
        lines = [f"{drawn.choice(_LINES)} zq{next(told)}k{drawn.choice(['', chr(10)])}" for _ in range(3)]
        return "\n".join(lines[: drawn.randint(1, 3)]).strip("\n") if drawn.random() < chance else ""

    ids = [f"2401.0000{at}" for at in range(1, drawn.randint(2, 4))]
    papers = {
        id: Paper(
            id, f"A title of things {id[-1]}", tags=("rl",) * drawn.randint(0, 1), starred=drawn.random() < 0.3,
            note=text(0.7), arxiv_id=id,
        )
        for id in ids
    }  # fmt: skip
    entries = sorted(
        (ListEntry(id, drawn.choice(["", "South wall"]), text(0.4)) for id in ids), key=lambda entry: entry.section
    )
    lst = ReadingList("Garden", text(0.4), ("South wall",), tuple(entries))
    lines = render_document(document_of(lst, papers), style=drawn.choice(STYLES)).split("\n")
    return lines, papers, lst


def _move(lines: list[str], at: int, drawn: Random) -> None:
    """A run of lines stands elsewhere."""
    end = _end_of(lines)
    moved = lines[at : min(end, at + drawn.choice([1, 1, 1, 2, 3, 6]))]
    del lines[at : at + len(moved)]
    to = drawn.randint(0, end - len(moved))
    lines[to:to] = moved


def _join(lines: list[str], at: int, drawn: Random) -> None:
    """A line goes on in the one above."""
    if at + 1 < _end_of(lines):
        lines[at : at + 2] = [f"{lines[at]} {lines[at + 1].lstrip()}"]


def _without_marks(lines: list[str], at: int, drawn: Random) -> None:
    """Some lines lose their marks."""
    for each in range(at, min(_end_of(lines), at + drawn.choice([1, 3, 9]))):
        lines[each] = re.sub(r"\s*<!--.*?-->", "", lines[each])


def _set_in(lines: list[str], at: int, drawn: Random) -> None:
    """Some lines stand deeper."""
    begin = drawn.choice(["  ", "    ", "> "])
    for each in range(at, min(_end_of(lines), at + drawn.choice([1, 2, 4]))):
        lines[each] = begin + lines[each]


def _set_out(lines: list[str], at: int, drawn: Random) -> None:
    """Some lines begin at the left."""
    for each in range(at, min(_end_of(lines), at + drawn.choice([1, 2, 4]))):
        lines[each] = lines[each].lstrip()


def _without_quote(lines: list[str], at: int, drawn: Random) -> None:
    """A line is no quote any more."""
    lines[at] = re.sub(r"^\s*> ?", "", lines[at])


def _add(lines: list[str], at: int, drawn: Random) -> None:
    """Words of one's own, a fence or nothing on a line more."""
    own = drawn.choice(["", "  ", "> ", "## ", "- "]) + "words of my own"
    lines[at:at] = [drawn.choice(["", "```", "~~~", own, own])]


def _copy(lines: list[str], at: int, drawn: Random) -> None:
    """A run of lines stands twice, but for those that give a paper a place: what is edited in one of two is taken."""
    end = _end_of(lines)
    copied = lines[at : min(end, at + drawn.choice([1, 1, 2, 3, 6]))]
    to = drawn.randint(0, end)
    lines[to:to] = [line for line in copied if "<!-- reader:" not in line]


def _end_of(lines: list[str]) -> int:
    return next(at for at, line in enumerate(lines) if line.startswith("<!-- reader-base"))


def _lost(text: str, papers: dict[str, Paper], lst: ReadingList) -> list[str]:
    """The words of notes and remarks that a library has no more once it took what a file says."""
    returned = read_back_text(text, papers, {"": lst})
    notes = {paper.id: paper.note for paper in papers.values()}
    notes |= {each.subject: str(each.after or "") for each in returned.changes if each.key == "note"}
    after = returned.lists[0][1] if returned.lists else lst
    held = "\n".join([*notes.values(), after.description, *after.sections, *(entry.note for entry in after.entries)])
    had = "\n".join(
        [lst.description, *(paper.note for paper in papers.values()), *(entry.note for entry in lst.entries)]
    )
    return [word for word in re.findall(r"zq\d+k", had) if word not in held]


def _lost_by(seed: int, edits: Sequence[Callable[[list[str], int, Random], None]], most: int) -> list[str]:
    """The words that a library has no more once it took a file with one to so many of these edits in it."""
    drawn = Random(seed)
    lines, papers, lst = _with_words_told_apart(drawn)
    for _ in range(drawn.randint(1, most)):
        edited = drawn.choice(edits) if len(edits) > 1 else edits[0]
        edited(lines, drawn.randrange(_end_of(lines)), drawn)
    return _lost("\n".join(lines), papers, lst)


@law(600)
@given(st.integers(0, 10**9))
@example(3)
@example(40)
@example(181)
@example(186)
@example(5773)
@example(1115)
@example(22820)
def test_no_word_of_a_note_or_remark_is_lost_where_lines_are_moved(seed: int) -> None:
    assert _lost_by(seed, [_move], most=2) == []


@law(600)
@given(st.integers(0, 10**9))
@example(60)
@example(144)
@example(422)
@example(441)
def test_no_word_of_a_note_or_remark_is_lost_where_lines_are_joined_set_in_or_lose_marks(seed: int) -> None:
    edits = [_join, _without_marks, _set_in, _set_out, _without_quote, _add]
    assert _lost_by(seed, edits, most=3) == []


@law(300)
@given(st.integers(0, 10**9))
@example(42)
@example(260)
@example(370)
@example(540)
@example(695)
@example(1041)
@example(1106)
@example(1527)
@example(3256)
@example(20919)
def test_no_word_of_a_note_or_remark_is_lost_where_lines_are_copied(seed: int) -> None:
    assert _lost_by(seed, [_copy], most=3) == []


def test_a_note_of_which_a_line_stands_below_its_marks_is_not_taken_away(shelf: Reader, tmp_path: Path) -> None:
    shelf("note", "2405.01003", "--set", "Ring it\nunder a heavy load and in the cold\nfor a whole day")
    path = exported(shelf, tmp_path)
    before = state(shelf)
    opens, closes = "  <!-- reader-note 2405.01003 -->\n", "\n  <!-- /reader-note -->\n"
    text = path.read_text()
    at, end = text.index(opens) + len(opens), text.index(closes, text.index(opens))
    path.write_text(f"{text[:at]}{closes}\n  Ring it\n{text[end + len(closes) :]}")
    assert "stands here without its marks" in shelf("import", str(path)).out
    assert state(shelf) == before


def _with_copy(text: str, first: str, last: str, to: str) -> str:
    """The lines from one to another stand once more, above a third."""
    lines = text.split("\n")
    begins, ends = (next(n for n, line in enumerate(lines) if part in line) for part in (first, last))
    at = next(n for n, line in enumerate(lines) if to in line)
    return "\n".join([*lines[:at], *lines[begins : ends + 1], *lines[at:]])


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("first", "last", "to"),
    [
        ("reader-note 2405.01002", "thorns first", "shown by Odile"),
        ("reader-description", "reader-description", "Compare the second"),
        ("reader-description", "What grows", "Compare the second"),
    ],
)
def test_a_copied_mark_that_opens_a_block_takes_no_words_of_others(
    shelf: Reader, tmp_path: Path, style: str, first: str, last: str, to: str
) -> None:
    """Lines that are copied rarely end where a block does: what its mark opens elsewhere is not what it says."""
    path = exported(shelf, tmp_path, style)
    before = state(shelf)
    path.write_text(_with_copy(path.read_text(), first, last, to))
    for command in ("import", "sync"):
        shelf(command, str(path), check=False)
        assert state(shelf) == before


def test_what_a_note_lost_to_a_copy_of_another_one_is_not_taken_away(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path)
    before = state(shelf)
    text = _with_copy(path.read_text(), "reader-note 2405.01001", "reader-note 2405.01001", "then *berries*")
    path.write_text(text)
    said = shelf("import", str(path)).out
    assert "the note of 'Amber Tracks in Cold Storage' stands here again with other words, which were not taken" in said
    assert state(shelf) == before


@pytest.mark.parametrize("style", ["list", "tasks"])
def test_a_copy_of_a_block_that_is_not_closed_is_told_and_an_edit_of_the_other_is_taken(
    shelf: Reader, tmp_path: Path, style: str
) -> None:
    path = exported(shelf, tmp_path, style)
    text = _with_copy(path.read_text(), "reader-note 2405.01002", "thorns first", "reader-note 2405.01001")
    path.write_text(text.replace("berries* of the hedge", "berries* of the wood"))
    said = shelf("import", str(path)).out
    assert (
        "the mark that closes this note is missing; it stands closed elsewhere, and so nothing was taken here" in said
    )
    assert paper(shelf, "2405.01002")["note"] == "- thorns first\n- then *berries* of the wood\n\nand a word"
    assert paper(shelf, "2405.01001")["note"] == "Compare the second figure with ours."


@pytest.mark.parametrize("kind", ["description", "note"])
def test_of_two_texts_between_marks_the_one_that_went_out_stays_and_the_other_is_told(
    shelf: Reader, tmp_path: Path, kind: str
) -> None:
    """A part of an item that was copied, or a description with a line of something else in it."""
    path = exported(shelf, tmp_path)
    before = state(shelf)
    text = path.read_text()
    if kind == "description":
        block = text[text.index("<!-- reader-description") : text.index("## South") - 1]
        path.write_text(text.replace("<!-- reader-base", f"{block.replace('cold', 'warm')}\n<!-- reader-base"))
    else:
        item = text[text.index("- [Bramble") : text.index("## South")]
        part = item.replace("and a word", "")
        path.write_text(text.replace("<!-- reader-base", f"{part}<!-- reader-base"))
    assert f"the {kind} " in (said := shelf("import", str(path)).out)
    assert "stands here again with other words, which were not taken" in said
    assert state(shelf) == before


def test_a_note_without_marks_that_is_broken_in_two_is_not_cut(shelf: Reader, tmp_path: Path) -> None:
    shelf("note", "2405.01003", "--set", "1. one\n\n<div> two\n```\nof it\n``` more")
    path = exported(shelf, tmp_path)
    before = state(shelf)
    lines = path.read_text().split("\n")
    at = next(n for n, line in enumerate(lines) if "div> two" in line)
    lines[at - 1 : at] = ["  ", ">"]
    path.write_text(re.sub(r" *<!-- reader(-note|:)[ ]?2405.01003.*?-->", "", "\n".join(lines)))
    assert "stands here without its marks" in shelf("import", str(path)).out
    assert state(shelf) == before


@pytest.mark.parametrize("kind", ["note", "remark"])
def test_words_that_copied_marks_cut_in_two_stay_together(shelf: Reader, tmp_path: Path, kind: str) -> None:
    text = "ring it\nunder load\nand listen"
    if kind == "note":
        shelf("note", "2405.01003", "--set", text)
    else:
        shelf("list", "annotate", "--", "Garden", "2405.01003", text)
    path = exported(shelf, tmp_path)
    before = state(shelf)
    mark = f"  <!-- reader-{kind} 2405.01003 -->"
    cut = f"  ring it\n\n  <!-- /reader-{kind} -->\n\n{mark}\n"
    edit(path, ("  ring it\n", cut))
    assert "stands here in pieces, each between marks of its own" in shelf("import", str(path)).out
    assert state(shelf) == before


@pytest.mark.parametrize("style", ["list", "tasks"])
@pytest.mark.parametrize("with_state", [True, False])
def test_words_of_a_note_that_were_joined_to_the_line_of_its_paper_are_not_taken_away(
    shelf: Reader, tmp_path: Path, style: str, *, with_state: bool
) -> None:
    """As `J` in vim does, with the mark that opens the note."""
    shelf("tag", "2405.01003", "--remove", "two words")
    if with_state:
        shelf("star", "2405.01003")
    path = exported(shelf, tmp_path, style)
    before = state(shelf)
    edit(path, ("\n\n  <!-- reader-note 2405.01003 -->\n  Ring it\n", " <!-- reader-note 2405.01003 --> Ring it\n"))
    assert "stands here without its marks" in shelf("import", str(path)).out
    assert state(shelf) == before


@pytest.mark.parametrize("style", STYLES)
def test_a_mark_with_the_id_of_another_paper_costs_neither_its_note_nor_an_edit(
    shelf: Reader, tmp_path: Path, style: str
) -> None:
    """What stands beneath the mark has no word of that other one's note, so that it is none of its pieces."""
    path = exported(shelf, tmp_path, style)
    edit(path, ("<!-- reader-note 2405.01001", "<!-- reader-note 2405.01003"), ("Ring it", "Ring it twice"))
    said = shelf("import", str(path)).out
    assert paper(shelf, "2405.01001")["note"] == "Compare the second figure with ours."
    assert paper(shelf, "2405.01003")["note"] == "Ring it twice"
    assert "the note of 'Copper Bells under Load' stands here again with other words" in said


@pytest.mark.parametrize("command", ["import", "sync"])
@pytest.mark.parametrize("moved", ["mark", "lines"])
def test_what_was_left_as_it_was_is_left_so_by_the_next_reading_too(
    shelf: Reader, tmp_path: Path, command: str, moved: str
) -> None:
    """Something else was taken from the file meanwhile, so that only what was read last is what the next reading is
    held against."""
    path = exported(shelf, tmp_path)
    if moved == "mark":
        edit(path, ("<!-- reader-note 2405.01002", "<!-- reader-note 2405.01003"), ("Ring it", "Ring it twice"))
    else:
        text = path.read_text()
        lines = text[text.index("  > - then *berries*") : text.index("  > and a word\n") + len("  > and a word\n")]
        shelf("list", "annotate", "--", "Garden", "2405.01003", "heard twice")
        path = exported(shelf, tmp_path)
        closes = "  heard twice\n\n  <!-- /reader-remark -->\n"
        edit(path, (lines, ""), (closes, closes + lines), ("Ring it", "Ring it twice"))
    before = paper(shelf, "2405.01002")["note"]
    for _ in range(3):
        said = shelf(command, str(path), check=False).out
        assert "the note of 'Bramble Hedges as Priors' stands here without its marks" in said
        assert paper(shelf, "2405.01002")["note"] == before
        assert paper(shelf, "2405.01003")["note"] == "Ring it twice"


@pytest.mark.parametrize("heading", [" ## South wall", "   ## South wall", "> ## South wall", "South wall"])
@pytest.mark.parametrize("style", ["list", "tasks"])
def test_a_section_stays_where_its_heading_is_set_in_or_loses_the_empty_line_above(
    shelf: Reader, tmp_path: Path, style: str, heading: str
) -> None:
    path = exported(shelf, tmp_path, style)
    before = sections(shelf), shown(shelf)
    lines = path.read_text().split("\n")
    at = lines.index("## South wall")
    lines[at - 1 : at + 1] = [heading]
    path.write_text("\n".join(lines))
    shelf("import", str(path))
    assert (sections(shelf), shown(shelf)) == before
