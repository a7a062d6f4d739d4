"""An export is told before it is written as it is then: what it carries, where it goes, what stays there."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reader.formats import FORMATS, WRITTEN
from reader.library.library import Library
from reader.operations import annotate, exports, reading_lists
from reader.operations.exports import Wish
from reader.operations.foreseen_exports import RENDERED_FIRST, RENDERED_WHOLE, beginning, carried, destination
from reader.paper import Paper, ReadingList, Status
from tests.support.memory import library

SAID = {"tags": "TAGGED", "notes": "NOTED", "remarks": "REMARKED", "sections": "SECTIONED"}
"""What a person said, as it stands in an export that carries it."""


def edge() -> tuple[Library, list[Paper], ReadingList]:
    """A list with all that a person may say."""
    papers = [Paper("p1", "Alpha"), Paper("p2", "Beta")]
    found = library(*papers)
    reading_lists.new_list(found, "L")
    reading_lists.add_to_list(found, "L", papers, section=SAID["sections"])
    reading_lists.annotate_entry(found, "L", papers[0], SAID["remarks"])
    annotate.tag_papers(found, papers[:1], [SAID["tags"]])
    annotate.set_note(found, found.papers["p1"], SAID["notes"])
    annotate.star_papers(found, papers[:1], True)
    annotate.mark_papers(found, papers[:1], Status.READING)
    lst = found.lists["L"]
    return found, found.held(entry.paper for entry in lst.entries), lst


def written(wish: Wish, folder: Path) -> str:
    """All that an export writes."""
    found, papers, lst = edge()
    path = folder / f"out{FORMATS[wish.format].suffix}"
    exports.export(found, folder / "library", wish, papers, lst=lst, path=path)
    files = sorted(path.iterdir()) if path.is_dir() else [path]
    return "\n".join(file.read_text(encoding="utf-8") for file in files)


@pytest.mark.parametrize("audience", ["me", "others"])
@pytest.mark.parametrize("format", [known.name for known in WRITTEN])
def test_what_is_said_to_be_carried_is_and_nothing_else_is(tmp_path: Path, format: str, audience: str) -> None:
    wish = Wish(format, audience=audience)
    kept, left = carried(wish, edge()[2])
    text = written(wish, tmp_path)
    assert {word for word, shown in SAID.items() if shown in text} == SAID.keys() & set(kept)
    assert set(left) & set(kept) == set()
    assert ("status" in left) is ("reading" not in text.replace("reading_at", ""))
    if audience == "others":
        assert {"status", "stars", "notes"} <= set(left)


def test_a_list_by_its_query_has_no_remarks_order_or_sections_and_other_headings_no_sections() -> None:
    lst = edge()[2]
    assert not {"remarks", "order", "sections"} & set(sum(carried(Wish(), replace(lst, query="x")), ()))
    assert "sections" in carried(Wish(group="year"), lst)[1]


def told(path: Path, wish: Wish, folder: Path, *, is_as_written: bool = False) -> tuple[str, str, bool]:
    found, papers, lst = edge()
    there = destination(found, folder / "library", wish, papers, lst, path, is_as_written=is_as_written)
    return there.say, there.obstacle.replace(str(folder), "…"), there.can_be_forced


def test_what_is_there_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    (tmp_path / "library").mkdir()
    (tmp_path / "mine.md").write_text("# Mine\n")
    (tmp_path / "mine.csv").write_text("a,b\n")
    (tmp_path / "vault").mkdir()
    (tmp_path / "vault" / "mine.txt").write_text("x")
    (tmp_path / "link.md").symlink_to(tmp_path / "mine.md")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    csv, vault = Wish("csv"), Wish("obsidian")
    assert told(tmp_path / "new.md", Wish(), tmp_path) == ("new", "", False)
    assert told(tmp_path / "vault" / "deeper", vault, tmp_path) == ("new", "", False)
    assert told(tmp_path / "vault", vault, tmp_path) == ("a folder; 1 other stays", "", False)
    assert told(tmp_path / "none" / "x.csv", csv, tmp_path) == ("", "There is no folder …/none.", False)
    assert told(tmp_path / "vault", csv, tmp_path) == ("", "…/vault is a folder; give the name of a file.", False)
    assert told(tmp_path / "library" / "x.csv", csv, tmp_path)[::2] == ("", False)
    assert told(tmp_path / "mine.md", Wish(), tmp_path)[::2] == ("somebody else's", True)
    assert told(tmp_path / "mine.csv", csv, tmp_path)[::2] == ("somebody else's", True)
    assert told(tmp_path / "mine.csv", csv, tmp_path, is_as_written=True)[1:] == ("", False)
    assert told(tmp_path / "link.md", Wish(), tmp_path)[::2] == ("", True)
    assert told(tmp_path / "x.md", Wish(template=str(tmp_path / "no.md")), tmp_path)[1].startswith("There is no file")
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_of_an_export_that_is_there_is_told_what_stays_and_what_is_not_taken(tmp_path: Path) -> None:
    found, papers, lst = edge()
    path = tmp_path / "l.md"

    def there(audience: str = "others") -> tuple[str, str]:
        wish = Wish(audience=audience)
        seen = destination(found, tmp_path / "library", wish, papers, lst, path)
        return seen.say, seen.obstacle

    exports.export(found, tmp_path / "library", Wish(audience="others"), papers, lst=lst, path=path)
    assert there() == ("yours, 2 regions", "")
    path.write_text(path.read_text().replace("\n\n", "\n\nMine.\n\n", 1))
    assert there() == ("yours, 2 regions; 1 line of your own stays", "")
    assert "it was for others and is for you now" in there("me")[0]
    path.write_text(path.read_text().replace(SAID["tags"], "other"))
    assert "holds edits that the library has not taken" in there()[1]


def test_the_beginning_of_a_small_export_is_the_whole_and_of_a_large_one_its_first_papers() -> None:
    papers = [Paper(f"p{at}", f"Title {at}") for at in range(RENDERED_WHOLE + 1)]
    found = library(*papers)
    assert beginning(found, Wish("ris"), papers[:-1]).papers == RENDERED_WHOLE
    large = beginning(found, Wish("ris"), papers)
    assert (large.papers, large.files[0][1].count("TI  - ")) == (RENDERED_FIRST, RENDERED_FIRST)
    whole = beginning(found, Wish(), papers[:2])
    assert whole.files == (("", exports.text_of(found, Wish(), papers[:2])),)
    assert next(name for name, _ in beginning(found, Wish("obsidian"), papers[:2]).files) == "Papers.md"
    languages = [beginning(found, wish, papers[:1]).language for wish in (Wish(), Wish("html"), Wish("csv"))]
    assert languages == ["markdown", "html", ""]
