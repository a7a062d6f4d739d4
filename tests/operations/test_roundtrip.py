"""Exports that come back through the command line: what is taken, what goes out again, and what is said of it."""

from __future__ import annotations

import gc
import os
import re
import traceback
from pathlib import Path
from typing import Any

import pytest

from reader.formats.markdown import footer, merge_into, opened_export, scan
from reader.operations import roundtrip, untaken
from tests.support.cli import Copies, Reader
from tests.support.grids import crossed
from tests.support.typing_in import typed_in

PAGE = Path(__file__).parent.parent.parent / "fixtures" / "page-compact.txt"


def made(reader: Reader) -> None:
    reader("import", str(PAGE))
    reader("list", "add", "Edge", *ids(reader))


@pytest.fixture
def shelf(copy_of: Copies) -> Reader:
    """Three papers on a list."""
    return copy_of(made)


def ids(reader: Reader) -> list[str]:
    """The first three ids."""
    return reader("search", "--ids", "--limit", "3").lines


def exported(shelf: Reader, path: Path, *options: str) -> Path:
    """The list as a file."""
    shelf("export", "--list", "Edge", "-o", str(path), *options)
    return path


def edit(path: Path, old: str, new: str) -> None:
    """Change the first `old` in a file."""
    path.write_text(typed_in(path.read_text(), old, new))


def statuses(shelf: Reader) -> list[str]:
    """Of the list's papers."""
    return [paper["status"] for paper in shelf("list", "show", "Edge", "--json").json["papers"]]


def test_a_dry_run_shows_the_edits_and_takes_none(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path / "edge.md")
    edit(path, "  unread", "  reading")
    answer = shelf("import", "--dry-run", str(path))
    assert "unread → reading" in answer.out
    assert "Nothing was changed" in answer.err
    (source,) = shelf("import", "--dry-run", "--json", str(path)).json["sources"]
    assert (source["format"], source["updated"], len(source["edits"])) == ("markdown", 1, 1)
    assert statuses(shelf) == ["unread"] * 3
    assert "Took edits of 1 paper from edge.md" in shelf("import", str(path)).err
    assert statuses(shelf) == ["reading", "unread", "unread"]
    shelf("undo")
    assert statuses(shelf) == ["unread"] * 3


def test_an_edited_export_comes_back_through_standard_input(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path / "edge.md")
    edit(path, "  unread", "  read")
    shelf("import", "-", stdin=path.read_text())
    assert statuses(shelf) == ["read", "unread", "unread"]


def test_papers_come_through_standard_input(reader: Reader, fixtures: Path) -> None:
    reader("import", "-", stdin=(fixtures / "page-compact.txt").read_text())
    assert len(ids(reader)) == 3


def test_the_export_of_an_empty_list_is_known_as_ours(shelf: Reader, tmp_path: Path) -> None:
    """Papers that are pasted into it join the list."""
    shelf("list", "new", "Later")
    path = tmp_path / "later.md"
    shelf("export", "--list", "Later", "-o", str(path))
    assert "Nothing was edited" in shelf("import", str(path)).err
    edit(path, "# Later\n", f"# Later\n\n- A paper <!-- reader:{ids(shelf)[1]} -->\n")
    shelf("import", str(path))
    assert [paper["id"] for paper in shelf("list", "show", "Later", "--json").json["papers"]] == [ids(shelf)[1]]


def test_an_export_beside_pages_leaves_the_pages_to_be_read(shelf: Reader, tmp_path: Path, fixtures: Path) -> None:
    """A folder with a list in Markdown is not a vault."""
    folder = tmp_path / "folder"
    folder.mkdir()
    edit(exported(shelf, folder / "edge.md"), "  unread", "  read")
    (folder / "page.txt").write_bytes((fixtures / "page-spaced.txt").read_bytes())
    answer = shelf("import", "--json", str(folder)).json
    assert sorted(source["format"] for source in answer["sources"]) == ["hf-page", "markdown"]
    assert answer["totals"]["new"] > 5
    assert statuses(shelf) == ["read", "unread", "unread"]


def test_a_manual_with_an_example_of_an_export_is_not_one(shelf: Reader, tmp_path: Path) -> None:
    path = tmp_path / "manual.md"
    path.write_text(f"# How it works\n\n```\n- A paper <!-- reader:{ids(shelf)[0]} -->\n```\n")
    assert shelf("import", str(path), check=False).status == 1
    assert shelf("import", "--format", "markdown", str(path), check=False).status == 1


def test_a_vault_shows_its_edits_and_takes_them(shelf: Reader, tmp_path: Path) -> None:
    vault = exported(shelf, tmp_path / "vault", "--format", "obsidian")
    paper = next(path for path in vault.iterdir() if 'status: "' in path.read_text())
    edit(paper, 'status: "unread"', "status: read")
    assert "unread → read" in shelf("import", "--dry-run", str(vault)).out
    (source,) = shelf("import", "--json", str(vault)).json["sources"]
    assert (source["format"], source["updated"]) == ("obsidian", 1)
    assert sorted(statuses(shelf)) == ["read", "unread", "unread"]


@pytest.mark.parametrize("form", ["markdown", "obsidian"])
def test_a_sync_says_what_moved_which_way(shelf: Reader, tmp_path: Path, form: str) -> None:
    path = exported(shelf, tmp_path / "edge", "--format", form)
    shelf("star", ids(shelf)[2])
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    mine = next(
        file
        for file in files
        if form == "markdown" or (ids(shelf)[0] in file.read_text() and "status:" in file.read_text())
    )
    edit(mine, "unread", "reading")
    for arguments in (["--dry-run"], []):
        said = shelf("sync", *arguments, str(path)).lines
        assert [line[0] for line in said[:2]] == ["←", "→"]
        assert said[0].endswith("unread → reading")
        assert said[1].endswith("★ set")
        assert statuses(shelf) == ["unread" if arguments else "reading", "unread", "unread"]
    assert {"markdown": "★", "obsidian": "starred: true"}[form] in "".join(file.read_text() for file in files)
    again = {"markdown": f"→ {path} was up to date.", "obsidian": f"→ Wrote {path}: 4 unchanged."}
    assert shelf("sync", str(path)).lines == [again[form]]


def test_a_sync_of_a_grouped_or_smart_list_keeps_its_form(shelf: Reader, tmp_path: Path) -> None:
    """Under a title of its own, too."""
    shelf("list", "describe", "Edge", "What I read.")
    shelf("list", "new", "Smart", "--query", "is:unread", "--description", "Still to do.")
    for name, options in (("Edge", ["--group", "status"]), ("Smart", []), ("Smart", ["--group", "year"])):
        path = tmp_path / "out.md"
        path.unlink(missing_ok=True)
        shelf("export", "--list", name, "--title", "Mine", "-o", str(path), *options)
        before = path.read_bytes()
        assert shelf("sync", str(path)).lines == [f"→ {path} was up to date."]
        assert path.read_bytes() == before
    shelf("star", ids(shelf)[0])
    assert shelf("sync", str(path)).lines[0].endswith("★ set")
    assert "Still to do." in path.read_text()


def test_a_sync_takes_the_edits_of_a_file_that_it_cannot_write_again(shelf: Reader, tmp_path: Path) -> None:
    """One that a user's template made, one that lost its comment, one whose list is gone: each is left as it is."""
    template = tmp_path / "mine.jinja"
    template.write_text("{% for p in papers %}* [{{ 'x' if p.status == 'read' else ' ' }}] "
                        "{{ p.title }} {{ p | anchor }}\n{% endfor %}")  # fmt: skip
    path = exported(shelf, tmp_path / "edge.md", "--template", str(template))
    edit(path, "[ ]", "[x]")
    before = path.read_bytes()
    said = shelf("sync", str(path)).lines
    assert said[0].endswith("unread → read")
    assert "made with a template" in said[-1]
    assert path.read_bytes() == before
    assert statuses(shelf) == ["read", "unread", "unread"]

    path = exported(shelf, tmp_path / "lost.md")
    text = typed_in(path.read_text(), "  unread", "  reading")
    path.write_text(text[: text.index("<!-- reader-base")])
    assert "is lost or damaged" in shelf("sync", str(path)).lines[-1]
    assert statuses(shelf) == ["read", "reading", "unread"]

    path = exported(shelf, tmp_path / "gone.md")
    shelf("list", "rename", "Edge", "Elsewhere")
    before = path.read_bytes()
    assert "no reading list 'Edge'" in shelf("sync", str(path)).lines[-1]
    assert path.read_bytes() == before


def test_a_file_of_a_template_that_shows_no_status_is_no_list_of_a_vault(shelf: Reader, tmp_path: Path) -> None:
    """Its own form is named, and no folder; an export with the template writes it."""
    template = tmp_path / "mine.jinja"
    template.write_text("# Mine\n\n{% for p in papers %}* {{ p.title }} {{ p | anchor }}\n{% endfor %}")
    path = exported(shelf, tmp_path / "edge.md", "--template", str(template))
    shelf("list", "remove", "Edge", ids(shelf)[0])
    assert "made with a template" in shelf("sync", str(path)).lines[-1]
    exported(shelf, path, "--template", str(template))
    assert path.read_text().count("reader:") == 2


def test_a_sync_that_cannot_write_takes_nothing(shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = exported(shelf, tmp_path / "edge.md")
    edit(path, "  unread", "  read")
    monkeypatch.setattr(os, "access", lambda *_: False)
    assert shelf("sync", str(path), check=False).status == 1
    assert statuses(shelf) == ["unread"] * 3


@pytest.mark.parametrize("act", ["sync", "export"])
@pytest.mark.parametrize("form", ["file", "vault"])
def test_what_stands_in_a_file_and_what_is_to_take_its_place_are_read_once(
    shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, act: str
) -> None:
    """However many ask what the file said, when it was written and what stands in it, and what the fresh one says."""
    paper = ids(shelf)[0]
    if form == "file":
        path = edited = exported(shelf, tmp_path / "edge.md")
    else:
        path = exported(shelf, tmp_path / "vault", "--format", "obsidian")
        (edited,) = (file for file in path.glob("*.md") if paper in file.read_text() and file.name != "Edge.md")
    edit(edited, "<!-- reader-base", "A line of my own.\n\n<!-- reader-base")
    shelf("tag", paper, "--add", "found")
    text = edited.read_text()
    files = [path] if path.is_file() else list(path.glob("*.md"))
    before = {footer.split(file.read_text())[1] for file in files}
    comments = count_calls(monkeypatch, footer, "parse")
    texts = count_calls(monkeypatch, opened_export, "scan_parts")
    more = count_calls(monkeypatch, scan, "scan_parts")
    if act == "sync":
        shelf("sync", str(path))
    else:
        exported(shelf, path, *(["--format", "obsidian"] if form == "vault" else []))
    assert "found" in edited.read_text()
    after = {footer.split(file.read_text())[1] for file in files}
    both = [footer.split(one)[1] for one in (text, edited.read_text())]
    assert [comments.count(comment) for comment in both] == [1, 1]
    # None was made only to be read, but that of what was exported before it was counted who writes it.
    assert len(set(comments) - before - after) <= len(files) + 1
    assert [*texts, *more].count(text) == 1


@pytest.mark.parametrize("act", ["import", "sync"])
def test_of_papers_that_stay_as_they_are_in_a_file_no_version_is_asked_for(
    shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    """What the library ever held is long to tell, and only where something would be lost does it matter."""
    for paper in ids(shelf):
        shelf("tag", paper, "--add", "found", "--add", "lost")
    path = exported(shelf, tmp_path / "edge.md")
    edit(path, "tags: found, lost", "tags: found, lost, new")
    versions = count_calls(monkeypatch, untaken.EverHeld, "versions_of")
    texts = count_calls(monkeypatch, untaken.EverHeld, "texts_of")
    assert "tags +new" in shelf(act, str(path)).out
    # Only of the edited line it is asked whether each tag was ever there.
    assert [len(versions), len(texts) <= 1] == [0, True]


@pytest.mark.parametrize("act", ["import", "sync", "export"])
def test_no_garbage_is_looked_for_while_a_file_is_read_and_written(shelf: Reader, tmp_path: Path, act: str) -> None:
    """Of ten thousand papers much is made, and all of it stays until the file is done."""
    path = exported(shelf, tmp_path / "edge.md")
    looked: list[str] = []

    def told(phase: str, _: object) -> None:
        functions = {frame.name for frame in traceback.extract_stack() if "/operations/" in frame.filename}
        looked.extend(functions & {"take_in", "sync", "export"})

    before = gc.get_threshold()
    gc.callbacks.append(told)
    gc.set_threshold(5)
    try:
        exported(shelf, path) if act == "export" else shelf(act, str(path))
    finally:
        gc.set_threshold(*before)
        gc.callbacks.remove(told)
    assert not looked


def count_calls(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> list[Any]:
    """What a function of a module or class is called with from now on, its first argument each."""
    asked: list[Any] = []
    real = getattr(module, name)

    def counting(first: Any, *rest: object) -> object:
        asked.append(first)
        return real(first, *rest)

    monkeypatch.setattr(module, name, counting)
    return asked


def paper_file(vault: Path) -> Path:
    """The file of the first paper of a vault."""
    return next(path for path in sorted(vault.iterdir()) if 'status: "' in path.read_text())


@pytest.mark.parametrize("key", ["status", "starred"])
def test_a_property_that_was_taken_out_of_a_vault_is_said(shelf: Reader, tmp_path: Path, key: str) -> None:
    """It stays, and stands there again after a sync."""
    vault = exported(shelf, tmp_path / "vault", "--format", "obsidian")
    path = paper_file(vault)
    line = next(line for line in path.read_text().split("\n") if line.startswith(f"{key}:"))
    edit(path, line + "\n", "")
    for command in ("import", "sync"):
        answer = shelf(command, str(vault))
        assert f"{path}:1: the property '{key}' is gone or empty; it stays as it was" in answer.out + answer.err
    assert line in path.read_text()


def test_what_a_vault_holds_and_the_library_cannot_take_is_named_by_an_import_too(
    shelf: Reader, tmp_path: Path
) -> None:
    """As it is for one file, with the name of the file and the line."""
    vault = exported(shelf, tmp_path / "vault", "--format", "obsidian")
    path = paper_file(vault)
    edit(path, path.read_text().split("\n")[1], 'title: "Quite another"')
    answer = shelf("import", str(vault))
    assert f"{path}:2: what was changed here could not be taken" in answer.out + answer.err
    (source,) = shelf("import", "--json", str(vault)).json["sources"]
    assert source["problems"][0]["message"].startswith(f"{path.name}: what was changed")
    assert [(problem["line"], problem["excerpt"]) for problem in source["problems"]] == [(2, 'title: "Quite another"')]


@pytest.mark.parametrize("left", ["", " <!-- reader2401.1 -->", " <!-- rader -->"])
def test_a_papers_file_whose_anchor_is_lost_or_damaged_is_known_and_repaired(
    shelf: Reader, tmp_path: Path, left: str
) -> None:
    """What was edited in it is taken, and no second file of the paper is made."""
    vault = exported(shelf, tmp_path / "vault", "--format", "obsidian")
    path = paper_file(vault)
    (anchor,) = re.findall(r" <!-- reader:\S+ -->", path.read_text())
    edit(path, anchor, left)
    edit(path, 'status: "unread"', 'status: "reading"')
    names = sorted(one.name for one in vault.iterdir())
    assert "unread → reading" in shelf("sync", str(vault)).out
    assert sorted(one.name for one in vault.iterdir()) == names
    assert path.read_text().count("\n# ") == 1
    assert re.findall(r"\n# .*( <!-- .* -->)\n", path.read_text()) == [anchor]
    assert "Nothing was edited" in shelf("import", str(vault)).err


def test_words_below_the_title_of_a_papers_file_without_marks_are_named(shelf: Reader, tmp_path: Path) -> None:
    """They may have been meant for the note, as those below one that says nothing; beneath one's own heading, not."""
    vault = exported(shelf, tmp_path / "vault", "--format", "obsidian")
    path = paper_file(vault)
    whole = path.read_text()
    title = next(line for line in whole.split("\n") if line.startswith("# "))
    bare = re.sub(r"\n<!-- /?reader-note.*-->\n", "", whole).replace(title, title.partition(" <!--")[0])
    for words, said in (("> Mine.", True), ("## My part\n\nMine.", False)):
        path.write_text(bare.replace("\n<!-- reader-base", f"\n{words}\n\n<!-- reader-base"))
        at = path.read_text().split("\n").index(words.split("\n")[0]) + 1
        assert (f"{path}:{at}: these words stand beneath a paper" in shelf("sync", str(vault)).out) is said
        assert f"\n{words}\n" in path.read_text()
        assert title in path.read_text()
    path.write_text(whole.replace("\n<!-- reader-base", "\n> Mine.\n\n<!-- reader-base"))
    assert "these words stand outside the note" in shelf("sync", str(vault)).out


def test_an_item_of_a_vaults_list_without_its_mark_is_known_and_a_quote_beneath_is_named(
    shelf: Reader, tmp_path: Path
) -> None:
    vault = exported(shelf, tmp_path / "vault", "--format", "obsidian")
    path = vault / "Edge.md"
    whole = path.read_text()
    lines = whole.split("\n")
    at = next(n for n, line in enumerate(lines) if line.startswith("- [["))
    marked = lines[at]
    lines[at : at + 1] = [marked.partition(" <!--")[0], "  > Mine."]
    path.write_text("\n".join(lines))
    said = shelf("sync", str(vault)).out
    assert re.search(rf"{re.escape(str(path))}:{at + 1}: .* stands here without its mark and was read", said)
    assert f"{path}:{at + 2}: words that may be a note stand beneath a paper here" in said
    assert path.read_text().split("\n")[at : at + 2] == [marked, "  > Mine."]
    assert path.read_text().count(marked.partition(" <!--")[0]) == 1


@crossed
@pytest.mark.parametrize("folder", ["Quant/", "Quant/deep/", ""])
@pytest.mark.parametrize("suffix", ["", ".md"])
def test_a_paper_renamed_and_moved_with_its_link_by_path_blocks_no_list(
    shelf: Reader, tmp_path: Path, folder: str, suffix: str
) -> None:
    vault = exported(shelf, tmp_path / "vault", "--format", "obsidian")
    path, index = paper_file(vault), vault / "Edge.md"
    (vault / folder).mkdir(exist_ok=True, parents=True)
    moved = path.rename(vault / folder / "GPTQ.md")
    edit(index, f"[[{path.stem}", f"[[{folder}GPTQ{suffix}")
    shelf("star", ids(shelf)[1])
    said = shelf("sync", str(vault)).out
    assert "left as it is" not in said
    assert f"[[{folder}GPTQ" in index.read_text()
    assert moved.is_file()
    assert "unchanged" in shelf("sync", str(vault)).out
    edit(index, f"[[{folder}GPTQ", "[[Elsewhere/Another")
    assert "left as it is" in shelf("sync", str(vault)).out


def names(folder: Path) -> list[str]:
    """The files of a folder."""
    return sorted(one.name for one in folder.iterdir())


def without_title(path: Path) -> None:
    """Take the line with the title and its anchor out of a paper's file."""
    edit(path, next(line for line in path.read_text().split("\n") if line.startswith("# ")) + "\n", "")


@pytest.mark.parametrize("stays", [True, False], ids=["comment", "note"])
def test_a_papers_file_without_its_title_is_known_and_gets_it_back(shelf: Reader, tmp_path: Path, stays: bool) -> None:
    """Its edits are taken, no second file is made, and a sync without an edit changes nothing."""
    shelf("note", ids(shelf)[0], "--set", "a thought of mine")
    vault = exported(shelf, tmp_path / "vault", "--format", "obsidian")
    path = next(path for path in vault.iterdir() if "a thought of mine" in path.read_text())
    whole, there = path.read_text(), names(vault)
    without_title(path)
    if stays:
        edit(path, "a thought of mine", "a thought of ours")
    else:
        edit(path, '["', '"')
    edit(path, 'status: "unread"', 'status: "read"')
    answer = shelf("sync", str(vault))
    assert "unread → read" in answer.out
    assert "gone" not in answer.out + answer.err
    assert names(vault) == there
    assert path.read_text().split("\n# ")[1].split("\n")[0] == whole.split("\n# ")[1].split("\n")[0]
    before = {one: one.read_text() for one in vault.iterdir()}
    for _ in range(2):
        shelf("sync", str(vault))
        assert {one: one.read_text() for one in vault.iterdir()} == before
    assert shelf("show", ids(shelf)[0], "--json").json["note"] == f"a thought of {'ours' if stays else 'mine'}"


def test_a_papers_file_without_any_mark_and_title_is_named_and_left_and_no_second_one_written(
    shelf: Reader, tmp_path: Path
) -> None:
    """Its name and its properties say whose it is; another file of that name is somebody's own."""
    vault = exported(shelf, tmp_path / "vault", "--format", "obsidian")
    path, there = paper_file(vault), names(vault)
    path.write_text(re.sub(r"<!--.*?-->", "", path.read_text(), flags=re.DOTALL) + "\nmy own words\n")
    without_title(path)
    left = path.read_text()
    for command in (["sync", str(vault)], ["export", "--list", "Edge", "--format", "obsidian", "-o", str(vault)]):
        answer = shelf(*command)
        assert ("has lost the marks by which it is known" in answer.out) is (command[0] == "sync")
        assert (names(vault), path.read_text()) == (there, left)
    shelf("export", "--list", "Edge", "--format", "obsidian", "-o", str(vault), "--force")
    assert names(vault) == there
    assert "<!-- reader:" in path.read_text()
    path.write_text("my own words\n")
    shelf("sync", str(vault))
    assert names(vault) == sorted([*there, f"{path.stem} (2).md"])
    assert path.read_text() == "my own words\n"


@pytest.mark.parametrize("key", ["Tags", "tag", "tgas", ""])
def test_tags_go_where_they_are_emptied_and_not_where_their_key_is_lost(
    shelf: Reader, tmp_path: Path, key: str
) -> None:
    """A key that is missing is never one that is empty, and what stands there under another name is named."""
    (first, *_) = ids(shelf)
    shelf("tag", first, "--add", "one", "--add", "two")
    vault = exported(shelf, tmp_path / "vault", "--format", "obsidian")
    path = next(path for path in vault.iterdir() if '- "two"' in path.read_text())
    if key:
        edit(path, "\ntags:", f"\n{key}:")
    else:
        edit(path, '\ntags:\n  - "one"\n  - "two"', "")
    line = path.read_text().split("\n").index(f"{key}:") + 1 if key else 1
    for command in ("import", "sync"):
        answer = shelf(command, str(vault))
        said = f"'tags' is gone; is '{key}' meant for it" if key else "'tags' is gone or empty; it stays as it was"
        assert f"{path}:{line}: the property {said}" in answer.out + answer.err
        assert shelf("show", first, "--json").json["tags"] == ["one", "two"]
    assert '\ntags:\n  - "one"\n  - "two"' in path.read_text()
    edit(path, '\ntags:\n  - "one"\n  - "two"', "\ntags:")
    assert "tags −one −two" in shelf("sync", str(vault)).out
    assert shelf("show", first, "--json").json["tags"] == []


@pytest.mark.parametrize("wrong", ["Status", "stauts", "Added", "titel"])
def test_a_mistyped_key_of_a_vault_is_named(shelf: Reader, tmp_path: Path, wrong: str) -> None:
    """Whether a person may change what stands under the right one, or not."""
    right = {"stauts": "status", "titel": "title"}.get(wrong, wrong.lower())
    vault = exported(shelf, tmp_path / "vault", "--format", "obsidian")
    path = paper_file(vault)
    edit(path, f"\n{right}:", f"\n{wrong}:")
    answer = shelf("sync", str(vault))
    assert re.search(rf"{re.escape(str(path))}:\d+: the property '{right}' is gone; is '{wrong}' meant for", answer.out)
    assert shelf("sync", str(vault)).out == f"→ Wrote {vault}: 4 unchanged.\n"


def in_folder(vault: Path) -> dict[str, str]:
    """Every file of a folder and those below."""
    return {str(path.relative_to(vault)): path.read_text() for path in sorted(vault.rglob("*.md"))}


@pytest.mark.parametrize("lost", [False, True])
@pytest.mark.parametrize("of_list", [True, False])
def test_one_file_of_a_vault_is_never_written_as_another_form(
    shelf: Reader, tmp_path: Path, of_list: bool, lost: bool
) -> None:
    """Neither by a sync nor by an export; the folder is named."""
    vault = exported(shelf, tmp_path / "vault", "--format", "obsidian")
    path = vault / "Edge.md" if of_list else paper_file(vault)
    if lost:
        edit(path, "<!-- reader-base 1", "<!-- reader-bse 1")
    shelf("star", *ids(shelf))
    before = in_folder(vault)
    for command in (["export", "--list", "Edge", "-o", str(path)], *([] if lost else [["sync", str(path)]])):
        answer = shelf(*command, check=False)
        assert answer.status == 1
        assert f"it is a file of the Obsidian export in the folder {vault}" in answer.err
        assert in_folder(vault) == before


def test_one_file_of_a_vault_that_is_imported_is_read_as_the_vault_is(shelf: Reader, tmp_path: Path) -> None:
    """Its properties too, with the line of what is not understood."""
    vault = exported(shelf, tmp_path / "vault", "--format", "obsidian")
    path = paper_file(vault)
    edit(path, "starred: false", "starred: perhaps")
    line = path.read_text().split("\n").index("starred: perhaps") + 1
    edit(path, 'status: "unread"', 'status: "reading"')
    answer = shelf("import", str(path))
    assert "unread → reading" in answer.out + answer.err
    assert f"{path}:{line}: starred is neither true nor false" in answer.out + answer.err
    assert sorted(statuses(shelf)) == ["reading", "unread", "unread"]
    edit(vault / "Edge.md", next(line for line in (vault / "Edge.md").read_text().split("\n") if "- [[" in line), "")
    shelf("import", str(vault / "Edge.md"))
    assert len(statuses(shelf)) == 2


def test_a_link_to_an_exported_file_is_called_one(shelf: Reader, tmp_path: Path) -> None:
    path = exported(shelf, tmp_path / "edge.md")
    (tmp_path / "link.md").symlink_to(path)
    assert f"is a link to {path}; name that file" in shelf("sync", str(tmp_path / "link.md"), check=False).err


def test_a_file_of_a_vault_is_found_in_the_folder_it_was_moved_to(shelf: Reader, tmp_path: Path) -> None:
    """And is written there; a vault within a vault, and what Obsidian hides, are their own."""
    vault = exported(shelf, tmp_path / "vault", "--format", "obsidian")
    path = paper_file(vault)
    moved = vault / "read" / "this year" / path.name
    moved.parent.mkdir(parents=True)
    for other in (vault / ".trash", exported(shelf, vault / "inner", "--format", "obsidian")):
        other.mkdir(exist_ok=True)
        (other / path.name).write_text(path.read_text())
    path.rename(moved)
    edit(moved, 'status: "unread"', 'status: "read"')
    before = in_folder(vault)
    answer = shelf("sync", str(vault))
    assert "unread → read" in answer.out
    assert "gone" not in answer.out + answer.err
    changed = {name for name, text in in_folder(vault).items() if before.get(name) != text}
    assert changed <= {str(moved.relative_to(vault)), "Edge.md"}
    assert 'status: "read"' in moved.read_text()
    assert shelf("sync", str(vault)).out == f"→ Wrote {vault}: 4 unchanged.\n"


def test_a_vault_of_two_lists_is_written_whole(shelf: Reader, tmp_path: Path) -> None:
    """And a note that is on no list any more: what is read is written, so that the next sync finds no edit in it."""
    first, second, third, *others = shelf("search", "--ids", "--limit", "5").lines
    shelf("list", "add", "Other", third, *others)
    shelf("tag", *others, "--add", "far")
    vault = exported(shelf, tmp_path / "vault", "--format", "obsidian")
    shelf("export", "--list", "Other", "--format", "obsidian", "-o", str(vault))
    clean = f"→ Wrote {vault}: 7 unchanged.\n"
    assert shelf("sync", str(vault)).out == clean
    notes = {id: next(one for one in vault.iterdir() if f"<!-- reader-note {id} " in one.read_text())
             for id in (first, second, third, *others)}  # fmt: skip
    shelf("list", "remove", "Edge", second)
    shelf("sync", str(vault))
    for id, path in notes.items():
        edit(path, 'status: "unread"', 'status: "read"')
        edit(path, "<!-- /reader-note", f"of {id}\n<!-- /reader-note")
    answer = shelf("sync", str(vault))
    assert answer.out.count("unread → read") == 5
    assert shelf("sync", str(vault)).out == clean
    for id in notes:
        shelf("note", id, "--set", "another")
    said = shelf("sync", str(vault)).out
    assert said.count("note changed") == 4
    assert "5 updated" in said
    assert shelf("sync", str(vault)).out == clean
    assert {shelf("show", id, "--json").json["note"] for id in notes} == {"another"}
    shelf("list", "delete", "Edge")
    assert "there is no reading list 'Edge' here" in shelf("sync", str(vault)).out


def test_a_papers_file_without_properties_and_title_is_known_by_its_name(shelf: Reader, tmp_path: Path) -> None:
    shelf("note", ids(shelf)[0], "--set", "a thought of mine")
    vault = exported(shelf, tmp_path / "vault", "--format", "obsidian")
    path = next(path for path in vault.iterdir() if "a thought of mine" in path.read_text())
    whole, there = path.read_text(), names(vault)
    path.write_text(whole[whole.index("<!-- reader-note") :])
    edit(path, "a thought of mine", "a thought of ours")
    assert "note changed" in shelf("sync", str(vault)).out
    assert names(vault) == there
    assert path.read_text().split("<!-- reader-note")[0].strip() == whole.split("<!-- reader-note")[0].strip()
    assert shelf("sync", str(vault)).out == f"→ Wrote {vault}: 4 unchanged.\n"


def test_another_export_beside_a_vault_is_no_part_of_its_sync(shelf: Reader, tmp_path: Path) -> None:
    """A sync that does not write it takes nothing from it, since it would take the same again each time."""
    (first, *_) = ids(shelf)
    shelf("note", first, "--set", "one")
    vault = exported(shelf, tmp_path / "vault", "--format", "obsidian")
    path = exported(shelf, vault / "as a list.md")
    edit(path, "\n  one\n", "\n  two\n")
    for text in ("one", "three"):
        shelf("note", first, "--set", text)
        assert "as a list.md: this is an export of its own beside the vault" in shelf("sync", str(vault)).out
        assert shelf("show", first, "--json").json["note"] == text
    assert "both" in shelf("sync", str(path)).out


@pytest.mark.parametrize(("mark", "damaged"), [("reader-note", "reader-nte"), ("reader-base", "reader-bse")])
def test_a_damaged_mark_that_stays_in_a_file_is_said(shelf: Reader, tmp_path: Path, mark: str, damaged: str) -> None:
    vault = exported(shelf, tmp_path / "vault", "--format", "obsidian")
    path = paper_file(vault)
    edit(path, f"<!-- {mark}", f"<!-- {damaged}")
    answer = shelf("sync", str(vault))
    said = "a mark of an export that is damaged or has lost its other half, left alone"
    assert re.search(rf"{re.escape(str(path))}:\d+: {said}", answer.out + answer.err)


def test_a_sync_of_a_smart_list_says_what_its_query_leaves_out_and_no_paper_has(shelf: Reader, tmp_path: Path) -> None:
    shelf("list", "new", "Fine", "--query", 'is:unread -tag:"absent"')
    path = tmp_path / "fine.md"
    shelf("export", "--list", "Fine", "-o", str(path))
    assert "No paper has the tag 'absent' that is to be left out." in shelf("sync", str(path)).err


def rearranged(path: Path, how: str) -> None:
    """Move the first item of a list to its end, take it out, or put its section's heading one item lower."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    items = [index for index, line in enumerate(lines) if "<!-- reader:" in line]
    first, second = items[0], items[1]
    item = lines[first:second]
    if how == "lower heading":
        heading = lines.index("## Top\n")
        lines[heading:second] = [*item, "## Top\n", "\n"]
    else:
        end = next(index for index, line in enumerate(lines) if line.startswith("<!-- reader-base"))
        lines[end:end] = item if how == "moved" else []
        del lines[first:second]
    path.write_text("".join(lines), encoding="utf-8")


@crossed
@pytest.mark.parametrize("gone", ["renamed", "deleted"])
@pytest.mark.parametrize("how", ["moved", "taken out", "lower heading"])
def test_what_was_moved_in_the_file_of_a_list_that_is_gone_is_not_written_over(
    shelf: Reader, tmp_path: Path, how: str, gone: str
) -> None:
    """No sync can take it any more."""
    if how == "lower heading":
        shelf("list", "section", "add", "Edge", "Top")
        shelf("list", "section", "put", "Edge", "Top", *ids(shelf))
    path = exported(shelf, tmp_path / "edge.md")
    if gone == "renamed":
        shelf("list", "rename", "Edge", "Other")
    else:
        shelf("list", "delete", "Edge")
        shelf("list", "add", "Other", ids(shelf)[0])
    rearranged(path, how)
    before = path.read_bytes()
    refused = shelf("export", "--list", "Other", "-o", str(path), check=False)
    assert refused.status != 0
    assert "has no list 'Edge' any more" in refused.err
    assert path.read_bytes() == before
    shelf("export", "--list", "Other", "-o", str(path), "--force")
    assert "# Other" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("style", ["list", "tasks", "table"])
def test_words_of_ones_own_in_the_file_of_a_renamed_list_stay_when_it_is_written_anew(
    shelf: Reader, tmp_path: Path, style: str
) -> None:
    shelf("list", "section", "add", "Edge", "Top")
    shelf("list", "section", "put", "Edge", "Top", ids(shelf)[1])
    path = exported(shelf, tmp_path / "edge.md", "--style", style)
    shelf("list", "rename", "Edge", "Other")
    edit(path, "<!-- reader-base", "My own words.\n\n<!-- reader-base")
    shelf("export", "--list", "Other", "-o", str(path))
    text = path.read_text(encoding="utf-8")
    assert "# Other" in text
    assert "My own words." in text


@pytest.mark.parametrize("same", [True, False])
def test_a_file_that_another_program_saves_during_a_sync_is_synced_once_more(
    shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, same: bool
) -> None:
    """Be it another sync, which writes the same, or an editor."""
    path = exported(shelf, tmp_path / "edge.md")
    edit(path, "unread", "reading")
    text = path.read_text(encoding="utf-8")
    calls: list[int] = []

    def interrupted(*arguments: Any, **options: Any) -> Any:
        merged = merge_into(*arguments, **options)
        if not calls:
            path.write_text(merged.text if same else typed_in(text, "unread", "read"), encoding="utf-8")
        calls.append(1)
        return merged

    monkeypatch.setattr("reader.io.write.merge_into", interrupted)
    said = shelf("sync", str(path))
    assert "failed" not in said.out + said.err
    assert statuses(shelf) == (["reading", "unread", "unread"] if same else ["reading", "read", "unread"])
    assert shelf("sync", str(path)).lines == [f"→ {path} was up to date."]


@pytest.mark.parametrize("style", ["list", "tasks", "table", "vault"])
def test_the_file_of_a_smart_list_shows_the_edits_that_were_just_taken_from_it(
    reader: Reader, tmp_path: Path, style: str
) -> None:
    """Its query finds papers as they are then, by words too; one that it finds no more leaves the file, and is told."""
    titles = {"2401.00001": "Reeds and their roots", "2401.00002": "Sedge by the water"}
    records = [f'{{"title":"{title}","arxiv_id":"{id}"}}\n' for id, title in titles.items()]
    reader("import", "-", stdin="".join(records))
    reader("note", "2401.00002", "--set", "a first note")
    reader("list", "new", "Smart", "--query", "is:unread OR moth")
    path = tmp_path / "smart"
    options = ["--format", "obsidian"] if style == "vault" else ["--style", style]
    reader("export", "--list", "Smart", "-o", str(path), *options)
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    for file in files:
        text = file.read_text(encoding="utf-8").replace("a first note", "a moth in a second note")
        text = text.replace("- [ ]", "- [x]").replace('"unread"', '"read"')
        for _ in titles if style in ("list", "table") else ():
            text = typed_in(text, "unread", "read")
        file.write_text(text)
    out = reader("sync", str(path)).lines
    assert [line for line in out if "taken out" in line] == [f"→ {titles['2401.00001']}: taken out"]
    shown = reader("list", "show", "Smart", "--json").json["papers"]
    assert [(paper["id"], paper["status"]) for paper in shown] == [("2401.00002", "read")]
    texts = [file.read_text(encoding="utf-8") for file in files]
    assert sum("a moth in a second note" in text for text in texts) == 1
    assert not any(word in text for text in texts for word in ("a first note", "unread", "- [ ]"))
    of_list = next(text for text in texts if text.startswith("# Smart"))
    assert "2401.00002" in of_list
    assert "2401.00001" not in of_list
    assert reader("import", "--dry-run", str(path), check=False).out.count("→") == 0
    clean = f"→ Wrote {path}: 3 unchanged." if style == "vault" else f"→ {path} was up to date."
    assert reader("sync", str(path)).lines == [clean]


def test_what_is_said_of_a_smart_lists_query_is_so_after_the_edits_were_taken(shelf: Reader, tmp_path: Path) -> None:
    shelf("list", "new", "Smart", "--query", 'is:unread -tag:"other"')
    path = tmp_path / "smart.md"
    shelf("export", "--list", "Smart", "-o", str(path))
    assert "'other'" in shelf("sync", str(path)).err
    edit(path, "  unread", "  unread · tags: other")
    assert "'other'" not in shelf("sync", str(path)).err


@pytest.mark.parametrize("form", ["markdown", "obsidian"])
@pytest.mark.parametrize("act", ["sync", "export"])
def test_what_another_program_saves_after_a_file_was_read_is_not_written_over(
    shelf: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str, form: str
) -> None:
    """A sync takes it, an export leaves the file and says so."""
    options = [] if form == "markdown" else ["--format", "obsidian"]
    path = exported(shelf, tmp_path / "edge", *options)
    file = paper_note(path, ids(shelf)[0]) if path.is_dir() else path
    shelf("tag", ids(shelf)[0], "--add", "found")
    look = roundtrip.look_into
    calls: list[int] = []

    def interrupted(*arguments: Any) -> Any:
        returned = look(*arguments)
        if not calls:
            edit(file, "unread", "reading")
        calls.append(1)
        return returned

    monkeypatch.setattr(roundtrip, "look_into", interrupted)
    if act == "sync":
        assert "unread → reading" in shelf("sync", str(path)).out
        assert statuses(shelf) == ["reading", "unread", "unread"]
        assert "found" in file.read_text(encoding="utf-8")
        assert len(shelf("sync", str(path)).lines) == 1
    else:
        answer = shelf("export", "--list", "Edge", "-o", str(path), *options, check=False)
        assert answer.status == 1
        assert "was saved by another program just now" in answer.err
        assert "found" not in file.read_text(encoding="utf-8")
    assert "reading" in file.read_text(encoding="utf-8")


def paper_note(vault: Path, id: str) -> Path:
    """A paper's file in a vault."""
    return next(path for path in vault.iterdir() if f"<!-- reader-note {id} " in path.read_text(encoding="utf-8"))
