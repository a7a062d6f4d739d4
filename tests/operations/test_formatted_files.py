"""What only a formatter did to an exported file is nobody's edit, whatever was edited in the library meanwhile."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reader.library.change import note
from reader.library.library import Library
from reader.operations import corrections, roundtrip
from reader.operations.exports import Wish, export
from reader.operations.search import PaperFinder
from reader.paper import ListEntry, Paper, ReadingList
from tests.support.memory import library

TEXTS = {
    "emphasis": ("A *warm* word, and **two**.", "A _warm_ word, and __two__."),
    "bullets": ("- pear\n- plum", "* pear\n* plum"),
    "numbers": ("1. pear\n1. plum", "1. pear\n2. plum"),
    "wrapping": ("It rains on the old quay, as ever.", "It rains on the\nold quay, as ever."),
    "escapes": ("The cost is 5* a head.", "The cost is 5\\* a head."),
    "fences": ("~~~\nrow the boat\n~~~", "```\nrow the boat\n```"),
    "headings": ("Harbour\n=======\n\nClosed.", "# Harbour\n\nClosed."),
    "ends of lines": ("One thing,\nand another.", "One thing, \nand another."),
    "an open tag": ("<div>\nBehind it\nall stays.", "<div>\nBehind it all\nstays."),
}
MORE = "\n\nMine, said later."
PLACES = ("note", "remark", "description")
FORMS: dict[str, dict[str, Any]] = {
    "list": {}, "tasks": {"style": "tasks"}, "table": {"style": "table"}, "vault": {"format": "obsidian"},
}  # fmt: skip


def shelf(text: str, place: str) -> Library:
    """One paper on a list, with a text in one of the places where a person may say something."""
    held = library(Paper("2402.00001", "A Lamp on the Pier", arxiv_id="2402.00001", note=""))
    if place == "note":
        held.apply(note(held.papers["2402.00001"], text), "Said something")
    entry = ListEntry("2402.00001", note=text if place == "remark" else "")
    lst = ReadingList("Group", entries=(entry,), description=text if place == "description" else "")
    held.set_list(None, lst, "Made a list")
    return held


def said(held: Library, place: str) -> str:
    """What stands in that place."""
    lst = held.reading_list("Group")
    return {
        "note": held.papers["2402.00001"].note,
        "remark": lst.entries[0].note,
        "description": lst.description,
    }[place]


def say(held: Library, place: str, text: str) -> None:
    """Say another thing there."""
    lst = held.reading_list("Group")
    if place == "note":
        held.apply(note(held.papers["2402.00001"], text), "Said more")
    elif place == "remark":
        held.set_list(lst, replace(lst, entries=(replace(lst.entries[0], note=text),)), "Said more")
    else:
        held.set_list(lst, replace(lst, description=text), "Said more")


def exported(held: Library, path: Path, form: str) -> Path:
    """The list as a file or vault."""
    lst = held.reading_list("Group")
    export(held, path.parent / "library", Wish(**FORMS[form]), held.held(lst.papers), lst=lst, path=path)
    return path


def reformat(path: Path, before: str, after: str) -> int:
    """Give a text another form in all files; how often it stood there."""
    found = 0
    for file in path.rglob("*.md") if path.is_dir() else [path]:
        lines = [re.escape(line) for line in before.replace("<div>", "&#60;div>").split("\n")]
        fresh = after.replace("<div>", "&#60;div>").split("\n")

        def formatted(match: re.Match[str], fresh: list[str] = fresh) -> str:
            return "\n".join(f"{match[1]}{match[2]}{line}" for line in fresh)

        pattern = (
            rf"^([ \t]*)((?:> )?){lines[0]}" + "".join(rf"\n(?:\1\2)?{line or '[ >]*'}" for line in lines[1:]) + "$"
        )
        text, count = re.subn(pattern, formatted, file.read_text(), flags=re.MULTILINE)
        file.write_text(text)
        found += count
    return found


def synced(held: Library, path: Path, **options: bool) -> roundtrip.Back:
    """Both ways once."""
    return roundtrip.sync(held, path.parent / "library", path, PaperFinder(held), **options)


def cases() -> Iterator[Any]:
    """Every text in one place and form, and every place and form with one."""
    for at, name in enumerate(TEXTS):
        place = PLACES[at % 3]
        yield pytest.param(*TEXTS[name], place, "list", id=f"{name}, {place}")
    for form in FORMS:
        yield from (pytest.param(*TEXTS["emphasis"], place, form, id=f"{form}, {place}") for place in PLACES)


@pytest.mark.parametrize(("before", "after", "place", "form"), [*cases()])
def test_an_edit_of_the_library_goes_out_over_what_a_formatter_made_of_the_text(
    tmp_path: Path, before: str, after: str, place: str, form: str
) -> None:
    """Without marks of a conflict and without a word, and the next sync has nothing to do."""
    held = shelf(before, place)
    path = exported(held, tmp_path / "group.md", form)
    assert reformat(path, before, after) == 1
    say(held, place, before + MORE)
    back = synced(held, path)
    assert (back.returned.diff, back.returned.conflicts, back.returned.problems) == ((), (), ())
    assert said(held, place) == before + MORE
    assert reformat(path, MORE.strip(), MORE.strip()) == 1
    again = synced(held, path)
    assert (again.returned.edited, again.returned.empty, again.out) == (False, True, ())


@pytest.mark.parametrize("place", PLACES)
def test_an_edit_beside_what_a_formatter_did_still_meets_that_of_the_library(tmp_path: Path, place: str) -> None:
    before, after = TEXTS["emphasis"]
    held = shelf(before, place)
    path = exported(held, tmp_path / "group.md", "list")
    reformat(path, before, f"{after}\nTheirs.")
    say(held, place, before + MORE)
    back = synced(held, path)
    assert said(held, place) == f"<<<<<<< library\n{before}{MORE}\n=======\n{after}\nTheirs.\n>>>>>>> group.md"
    assert len(back.returned.conflicts) == 1


@pytest.mark.parametrize("place", PLACES)
def test_a_formatted_file_that_was_imported_adds_nothing_to_a_conflict_again(tmp_path: Path, place: str) -> None:
    """The file was not written, so it says the same as at the import before, in another form."""
    before, after = "A *warm* word.", "A *cold* word."
    held = shelf(before, place)
    path = exported(held, tmp_path / "group.md", "list")
    reformat(path, before, after)
    say(held, place, before + MORE)
    roundtrip.bring_back(held, path)
    both = said(held, place)
    assert both.count("<<<<<<< ") == 1
    reformat(path, after, "A _cold_ word.")
    back = roundtrip.bring_back(held, path)
    assert (said(held, place), back.returned.conflicts) == (both, ())


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("form", ["list", "vault"])
def test_what_another_library_edits_in_a_formatted_file_arrives(tmp_path: Path, place: str, form: str) -> None:
    """Also where the formatter was at work again, on what the other one wrote."""
    before, after = TEXTS["emphasis"]
    mine, theirs = shelf(before, place), shelf(before, place)
    path = exported(mine, tmp_path / "group.md", form)
    reformat(path, before, after)
    synced(theirs, path)
    synced(mine, path)
    say(theirs, place, "A *cold* word.")
    synced(theirs, path)
    assert reformat(path, "A *cold* word.", "A _cold_ word.") == 1
    synced(mine, path)
    synced(theirs, path)
    assert said(mine, place) in ("A *cold* word.", "A _cold_ word.")
    assert said(theirs, place) == "A *cold* word."


def test_a_remark_in_a_grouped_export_has_the_form_that_a_formatter_gave_it(tmp_path: Path) -> None:
    """No remark comes back from such a file, and none has to: it is written anew."""
    before, after = TEXTS["emphasis"]
    held = shelf(before, "remark")
    lst, path = held.reading_list("Group"), tmp_path / "group.md"
    export(held, tmp_path / "library", Wish(group="status"), held.held(lst.papers), lst=lst, path=path)
    assert reformat(path, before, after) == 1
    say(held, "remark", before + MORE)
    back = synced(held, path)
    assert (back.is_left, back.returned.problems, MORE.strip() in path.read_text()) == (False, (), True)


TITLE = "The *Tide* of __things__"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (r"^# (\[.*?\)) (<!-- reader:.*)$", r"\1 \2\n======"),
        (r'^(title|  -): (".*")$', r"\1: The *Tide* of **things**"),
        (r'^url: "(.*)"$', r'url: "<\1>"'),
    ],
    ids=["a heading over a line", "emphasis in properties", "signs around an address"],
)
def test_a_title_that_is_corrected_goes_out_over_its_form_in_a_vault(tmp_path: Path, before: str, after: str) -> None:
    held = library(
        Paper("2402.00002", TITLE, authors=("Ann Lee",), arxiv_id="2402.00002", url="https://arxiv.org/abs/2402.00002")
    )
    held.set_list(None, ReadingList("Group", entries=(ListEntry("2402.00002"),)), "Made a list")
    vault = exported(held, tmp_path / "vault", "vault")
    path = next(vault.rglob("*2402.00002.md"))
    text, count = re.subn(before, after, path.read_text(), flags=re.MULTILINE)
    assert count == 1
    path.write_text(text)
    corrections.correct(held, held.papers["2402.00002"], {"title": "The Tide of Rivers"})
    back = synced(held, vault)
    assert (back.returned.problems, back.is_left) == ((), False)
    assert "The Tide of Rivers" in path.read_text()


def test_a_footnote_that_a_formatter_moved_is_still_that_of_its_note(tmp_path: Path) -> None:
    """It numbers the notes of a file through and puts them at its end."""
    before = "So they say[^1].\n\n[^1]: On the quay."
    held = shelf(before, "note")
    path = exported(held, tmp_path / "group.md", "list")
    body, comment, rest = path.read_text().partition("\n<!-- reader-base")
    body = re.sub(r"\n[ >]*\n[ >]*\[\^1\]: On the quay\.", "", body).replace("[^1]", "[^2]")
    path.write_text(f"{body}\n[^2]: On the quay.\n{comment}{rest}")
    say(held, "note", before + MORE)
    back = synced(held, path)
    assert (said(held, "note"), back.is_left, back.returned.conflicts) == (before + MORE, False, ())
    assert MORE.strip() in path.read_text()


QUOTED = "Inline and\n\n$$\n\\sum x_i \\\\\n\\alpha\n$$\n\ncosts $5"


@pytest.mark.parametrize("deeper", [0, 2])
def test_a_note_of_which_a_formatter_set_the_rest_at_another_depth_is_as_it_was(tmp_path: Path, deeper: int) -> None:
    """An empty line that a person puts into it parts a paragraph."""
    held = library(Paper("1", "Lamps", url="https://a.org/1"))
    held.apply(note(held.papers["1"], QUOTED), "Said something")
    held.set_list(None, ReadingList("Light", entries=(ListEntry("1"),)), "Made a list")
    path = tmp_path / "light.md"
    lst = held.reading_list("Light")
    export(held, tmp_path / "library", Wish(), held.held(lst.papers), lst=lst, path=path)
    above, mark, below = path.read_text().partition("  > \\sum")
    rest, closing, end = below.partition("\n\n  <!-- /reader-note")
    parted = f"{above}\n{(mark + rest).replace('  >', '>' if not deeper else '  >')}{closing}{end}"
    path.write_text(parted)
    roundtrip.bring_back(held, path)
    assert held.papers["1"].note == (QUOTED if not deeper else QUOTED.replace("$$\n\\sum", "$$\n\n\\sum"))
