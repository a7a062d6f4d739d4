"""A vault as Obsidian, formatters and sync programs leave it: what they do of themselves changes nothing, and what a
person did is taken or named."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from reader.errors import ReaderError
from reader.library.change import Change
from reader.library.library import Library
from reader.operations import annotate, roundtrip
from reader.operations.exports import Wish, export
from reader.operations.search import PaperFinder
from reader.paper import ListEntry, Paper, ReadingList
from tests.support.memory import library

ALPHA = "Alpha on attention 2402.00001.md"


def numbered(n: int, title: str) -> Paper:
    id = f"2402.{n:05d}"
    return Paper(
        id, title, authors=("Ann Lee",), published="2024-02-01", arxiv_id=id, url=f"https://arxiv.org/abs/{id}"
    )


def shelf() -> Library:
    """Two papers on a list, one with tags and a note."""
    held = library(numbered(1, "Alpha on attention"), numbered(2, "Bravo on memory: a survey"))
    annotate.tag_papers(held, [held.papers["2402.00001"]], ["rl", "no", "2024x"])
    held.apply([Change("2402.00001", "note", None, "My words.\n\n- one\n- two")], "Noted")
    entries = tuple(ListEntry(id) for id in held.papers)
    held.set_list(None, ReadingList("Group", entries=entries), "Made a list")
    return held


def vault(held: Library, folder: Path) -> Path:
    wish = Wish(format="obsidian")
    lst = held.reading_list("Group")
    export(held, folder / "library", wish, list(held.papers.values()), lst=lst, path=folder / "vault")
    return folder / "vault"


def everywhere(change: Callable[[str], str]) -> Callable[[Path], None]:
    """An edit of the text of every file."""

    def edit(folder: Path) -> None:
        for file in folder.rglob("*.md"):
            file.write_bytes(change(file.read_text()).encode())

    return edit


def in_properties(change: Callable[[str], str]) -> Callable[[Path], None]:
    """An edit of the properties of every file."""
    return everywhere(
        lambda text: re.sub(r"\A---\n(.*?)^---\n", lambda m: f"---\n{change(m[1])}---\n", text, flags=re.S | re.M)
    )


def underlined(text: str) -> str:
    return re.sub(r"^# (.*)$", lambda m: f"{m[1]}\n{'=' * len(m[1])}", text, flags=re.M)


def moved(to: str) -> Callable[[Path], None]:
    def edit(folder: Path) -> None:
        target = folder / to
        target.parent.mkdir(exist_ok=True)
        (folder / ALPHA).rename(target)

    return edit


def list_renamed(folder: Path) -> None:
    (folder / "Group.md").rename(folder / "Our group.md")


def reordered(text: str) -> str:
    return "".join(sorted(re.findall(r"^\S.*\n(?:[ \t].*\n)*", text, re.M)))


def flow(found: re.Match[str]) -> str:
    """A list of YAML in one line."""
    return f"{found[1]}: [{', '.join(re.findall('- (.*)', found[2]))}]\n"


OF_PROGRAMS: dict[str, Callable[[Path], None]] = {
    "setext": everywhere(underlined),
    "moved": moved(f"read/{ALPHA}"),
    "named .markdown": moved(ALPHA.replace(".md", ".markdown")),
    "named .MD": moved(ALPHA.replace(".md", ".MD")),
    "renamed": moved("My own name.md"),
    "list renamed": list_renamed,
    "CRLF": everywhere(lambda text: text.replace("\n", "\r\n")),
    "CR": everywhere(lambda text: text.replace("\n", "\r")),
    "BOM": everywhere(lambda text: f"\ufeff{text}"),
    "reordered": in_properties(reordered),
    "single quotes": in_properties(lambda text: re.sub(r'"([^"\n]*)"', r"'\1'", text)),
    "no quotes": in_properties(lambda text: re.sub(r'"([^":\n]*)"', r"\1", text)),
    "flow lists": in_properties(lambda text: re.sub(r"^(\w+):\n((?:  - .*\n)+)", flow, text, flags=re.M)),
    "lists not set in": in_properties(lambda text: text.replace("\n  - ", "\n- ")),
    "empty": in_properties(lambda text: text.replace(": []\n", ":\n")),
    "quoted": in_properties(lambda text: re.sub(r": (\d[\d-]*|true|false)$", r': "\1"', text, flags=re.M)),
    "blank lines": everywhere(lambda text: text.replace("\n\n", "\n\n\n\n")),
    "other bullets": everywhere(lambda text: re.sub(r"^- \[\[", "* [[", text, flags=re.M)),
    "links with endings": everywhere(lambda text: re.sub(r"\[\[([^|\]]+)", r"[[\1.markdown", text)),
    "no last newline": everywhere(lambda text: text.rstrip("\n")),
}  # fmt: skip


@pytest.mark.parametrize("how", OF_PROGRAMS)
def test_what_programs_do_changes_nothing_and_is_not_complained_of(tmp_path: Path, how: str) -> None:
    held = shelf()
    folder = vault(held, tmp_path)
    OF_PROGRAMS[how](folder)
    back = roundtrip.bring_back(held, folder)
    assert back.outcome is None
    assert back.lines == []


@pytest.mark.parametrize("how", [how for how in OF_PROGRAMS if how != "CR"])
def test_a_sync_writes_such_a_vault_and_then_is_quiet(tmp_path: Path, how: str) -> None:
    held = shelf()
    folder = vault(held, tmp_path)
    OF_PROGRAMS[how](folder)
    annotate.star_papers(held, [held.papers["2402.00001"]], on=True)
    back = roundtrip.sync(held, tmp_path / "library", folder, PaperFinder(held))
    assert not back.is_left, back.written
    files = {file.name: file.read_text() for file in folder.rglob("*.*")}
    assert len(files) == len(held.papers) + 1
    assert sum("starred: true" in text for text in files.values()) == 1
    again = roundtrip.sync(held, tmp_path / "library", folder, PaperFinder(held))
    assert again.lines == [f"→ Wrote {folder}: 3 unchanged."]
    assert {file.name: file.read_text() for file in folder.rglob("*.*")} == files


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
@pytest.mark.parametrize("file", [ALPHA, "Group.md"])
def test_what_was_typed_into_a_file_saved_as_utf_16_is_taken_and_the_vault_left_as_it_is(
    tmp_path: Path, file: str, encoding: str
) -> None:
    """No second file is written beside it, and nothing else before it is known that this one stays."""
    held = shelf()
    folder = vault(held, tmp_path)
    text = (folder / file).read_text()
    typed = re.sub(r"^(- \[\[.*\n)(- \[\[.*\n)", r"\2\1", text.replace("My words.", "Your words."), flags=re.M)
    assert typed != text
    (folder / file).write_bytes(typed.encode(encoding))
    stood = {each.name: each.read_bytes() for each in folder.iterdir()}
    back = roundtrip.bring_back(held, folder)
    assert back.outcome is not None
    words, first = held.papers["2402.00001"].note.split("\n")[0], held.reading_list("Group").papers[0]
    assert (words, first) == (("Your words.", "2402.00001") if file == ALPHA else ("My words.", "2402.00002"))
    annotate.star_papers(held, list(held.papers.values()), on=True)
    foretold = roundtrip.sync(held, tmp_path / "library", folder, PaperFinder(held), dry_run=True)
    assert (foretold.is_left, "was left as it is: it was saved in UTF-16" in foretold.written) == (True, True)
    with pytest.raises(ReaderError, match="was left as it is: it was saved in UTF-16"):
        roundtrip.sync(held, tmp_path / "library", folder, PaperFinder(held))
    assert {each.name: each.read_bytes() for each in folder.iterdir()} == stood


@pytest.mark.parametrize("none", ["null", "~", "[]", '[""]', '\n  - " "'])
def test_tags_that_are_said_to_be_none_are_taken_away_and_nothing_is_complained_of(tmp_path: Path, none: str) -> None:
    held = shelf()
    folder = vault(held, tmp_path)
    in_properties(lambda text: re.sub(r"^tags:\n(  - .*\n)+", f"tags: {none}\n", text, flags=re.M))(folder)
    back = roundtrip.sync(held, tmp_path / "library", folder, PaperFinder(held))
    assert held.papers["2402.00001"].tags == ()
    assert (back.returned.problems, back.is_left) == ((), False)


def two_vaults(tmp_path: Path, audience: str = "") -> tuple[Library, Path, Path]:
    """A vault, and in a folder of it another list's, with a paper of each."""
    held = shelf()
    bravo, charlie = held.papers["2402.00002"], numbered(3, "Charlie on planning")
    held.apply([], "Came in", arriving=[charlie])
    folder = vault(held, tmp_path)
    lst = ReadingList("Other", entries=(ListEntry(charlie.id),))
    held.set_list(None, lst, "Made a list")
    within = folder / "other"
    export(held, tmp_path / "library", Wish(format="obsidian", audience=audience), [charlie], lst=lst, path=within)
    assert bravo.id in (folder / "Group.md").read_text()
    return held, folder, within


def test_a_note_that_was_moved_into_a_vault_within_the_vault_is_found_there(tmp_path: Path) -> None:
    held, folder, within = two_vaults(tmp_path)
    path = (folder / ALPHA).rename(within / ALPHA)
    path.write_text(path.read_text().replace('"unread"', '"read"'))
    back = roundtrip.sync(held, tmp_path / "library", folder, PaperFinder(held))
    assert (held.papers["2402.00001"].status, back.returned.problems) == ("read", ())
    for each, files in ((folder, 3), (within, 3)):
        again = roundtrip.sync(held, tmp_path / "library", each, PaperFinder(held))
        assert again.lines == [f"→ Wrote {each}: {files} unchanged."]
    assert not (folder / ALPHA).exists()


def test_a_note_in_a_vault_within_the_vault_that_is_for_somebody_else_is_none_of_it(tmp_path: Path) -> None:
    held, folder, within = two_vaults(tmp_path, audience="others")
    (folder / ALPHA).rename(within / ALPHA)
    roundtrip.sync(held, tmp_path / "library", within, PaperFinder(held))
    before = (within / ALPHA).read_text()
    roundtrip.sync(held, tmp_path / "library", folder, PaperFinder(held))
    assert ("My words" in (folder / ALPHA).read_text(), (within / ALPHA).read_text()) == (True, before)


def test_an_edited_vault_within_a_vault_is_named_and_left(tmp_path: Path) -> None:
    held, folder, within = two_vaults(tmp_path)
    path = within / "Charlie on planning 2402.00003.md"
    path.write_text(path.read_text().replace('"unread"', '"read"'))
    for back in (roundtrip.sync(held, tmp_path / "library", folder, PaperFinder(held)),
                 roundtrip.bring_back(held, folder)):  # fmt: skip
        (problem,) = back.returned.problems
        assert (problem.file, "a vault of its own, and edited" in problem.message) == ("other", True)
    assert held.papers["2402.00003"].status == "unread"


OWN_LINKS = {
    "a folder": "[[read/deep/Alpha on attention 2402.00001|{}]]",
    "a folder above the vault's": "[[Library/read/deep/Alpha on attention 2402.00001|{}]]",
    "a heading": "[[Alpha on attention 2402.00001#Ideas|{}]]",
    "set in": "![[Alpha on attention 2402.00001|{}]]",
    "Markdown": "[{}](read/deep/Alpha%20on%20attention%202402.00001.md)",
    "Markdown with blanks": "[{}](<../Alpha on attention 2402.00001.md#Ideas>)",
}


@pytest.mark.parametrize("shown", ["the first one", "Alpha on attention"])
def test_a_link_of_ones_own_in_a_vaults_list_stays_and_a_title_in_it_follows_the_papers(
    tmp_path: Path, shown: str
) -> None:
    for n, (how, link) in enumerate(OWN_LINKS.items()):
        held = shelf()
        folder = vault(held, tmp_path / str(n))
        (folder / "read").mkdir()
        moved(f"read/deep/{ALPHA}")(folder)
        index = folder / "Group.md"
        index.write_text(index.read_text().replace(f"[[{ALPHA[:-3]}|Alpha on attention]]", link.format(shown)))
        assert roundtrip.bring_back(held, folder).lines == [], how
        held.apply([Change("2402.00001", "corrected:title", None, "Alpha on memory")], "Corrected")
        for _ in range(2):
            back = roundtrip.sync(held, tmp_path / "library", folder, PaperFinder(held))
            assert not back.is_left, (how, back.written)
            wanted = shown.replace("Alpha on attention", "Alpha on memory")
            assert f"- {link.format(wanted)} <!-- reader:2402.00001 -->\n" in index.read_text(), how


def test_a_link_whose_text_alone_is_ones_own_stays_and_one_that_leads_elsewhere_is_named(tmp_path: Path) -> None:
    held = shelf()
    folder = vault(held, tmp_path)
    index, link = folder / "Group.md", f"[[{ALPHA[:-3]}|Alpha on attention]]"
    text = index.read_text()
    for own, is_left in ((f"[[{ALPHA[:-3]}|the first one]]", False), ("[[other/My summary|the first one]]", True)):
        index.write_text(text.replace(link, own))
        back = roundtrip.sync(held, tmp_path / "library", folder, PaperFinder(held))
        assert back.is_left is is_left, back.written
        assert f"- {own} <!-- reader:2402.00001 -->\n" in index.read_text()


def test_a_vaults_list_that_lost_all_its_marks_is_named(tmp_path: Path) -> None:
    """A note of one's own that links to one paper is none."""
    held = shelf()
    folder = vault(held, tmp_path)
    index = folder / "Group.md"
    bare = re.sub(r"\s*<!--.*?-->", "", index.read_text(), flags=re.S)
    for text, is_named in ((bare, True), (f"My words.\n\n- [[{ALPHA[:-3]}]]\n", False)):
        index.write_text(text)
        said = [
            problem for problem in roundtrip.bring_back(held, folder).returned.problems if problem.file == "Group.md"
        ]
        assert any("has no mark by which one is known" in problem.message for problem in said) is is_named
